/* SPDX-License-Identifier: MIT
 * A message and what its text speaks of, as it stands when the text is made. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "notify.h"
#include "store/db.h"
#include "store/message.h"
#include "store/person.h"
#include "store/seal.h"
#include "value/date.h"
#include "value/money.h"

bool
letter_find(int64_t id, struct letter *out)
{
	static struct stmt q = { "SELECT m.outs, coalesce(m.out_id, 0), m.template, m.reason, m.secret, m.queued_at, m.result, m.detail, p.id, p.name, p.phone, "
		"p.email, coalesce(r.id, 0), r.exam_id, r.reg_no, r.province, r.city, r.review_point, r.level, r.specialty, r.admit_no, v.name, v.address, "
		"v.phone, v.hours, r.deleted_at IS NOT NULL FROM message m JOIN person o ON o.id = m.person_id JOIN person p ON p.id = coalesce(o.merged_into, o.id) "
		"LEFT JOIN registration r ON r.id = m.registration_id LEFT JOIN review_point v ON v.city = r.city AND v.review_point = r.review_point "
		"WHERE m.id = :id", NULL };
	static struct arena memory;

	db_int(&q, ":id", id);
	if (!db_row(&q))
		return false;
	arena_release(&memory);
	*out = (struct letter){ .id = id, .outs = db_col_int(&q, 0), .out_id = db_col_int(&q, 1), .person_id = db_col_int(&q, 8),
		.registration_id = db_col_int(&q, 12), .deleted = db_col_int(&q, 25) };
	out->exam = out->registration_id != 0 ? exam_by_id(db_col_int(&q, 13)) : NULL;
	const struct {
		int column;
		const char **to;
	} text[] = { { 2, &out->template }, { 3, &out->reason }, { 4, &out->secret }, { 5, &out->queued_at }, { 6, &out->result }, { 7, &out->detail },
		{ 9, &out->name }, { 10, &out->phone }, { 11, &out->email }, { 14, &out->reg_no }, { 15, &out->province }, { 16, &out->city },
		{ 17, &out->review_point }, { 18, &out->level }, { 19, &out->specialty }, { 20, &out->admit_no }, { 21, &out->point_name },
		{ 22, &out->point_address }, { 23, &out->point_phone }, { 24, &out->point_hours } };

	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		*text[i].to = arena_strdup(&memory, db_col(&q, text[i].column));
	db_reset(&q);
	return true;
}

const char *
template_text(const char *template)
{
	static struct stmt q = { "SELECT text FROM message_template WHERE template = :template ORDER BY lang <> 'zh', lang LIMIT 1", NULL };
	static struct buf text;

	db_text(&q, ":template", template);
	if (!db_row(&q))
		return NULL;
	buf_clear(&text);
	buf_str(&text, db_col(&q, 0));
	db_reset(&q);
	return buf_text(&text);
}

/* ---- the values of the fields */

enum { MINUTE = 16 }; /* "2025-08-29T23:59" */

/* Until when it is to be paid: as the open order says, else as the window does. */
static void
money_values(const struct run *run, const struct letter *l, const char **value)
{
	static struct stmt q = { "SELECT o.pay_until, o.amount FROM fee_order o WHERE o.registration_id = :id AND o.closed_at IS NULL AND o.amount > 0 "
		"AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.order_id = o.id AND p.effective = 1) ORDER BY o.id DESC LIMIT 1", NULL };
	static char until[TIME_SIZE], amount[MONEY_SIZE];

	until[0] = amount[0] = '\0';
	db_int(&q, ":id", l->registration_id);
	if (db_row(&q)) {
		snprintf(until, sizeof until, "%s", db_col(&q, 0));
		money_text(db_col_int(&q, 1), amount);
		db_reset(&q);
	}
	if (*until == '\0')
		snprintf(until, sizeof until, "%s", window_close(l->exam, l->province, "payment", run->now));
	if (strlen(until) > MINUTE) {
		until[MINUTE] = '\0';
		until[strcspn(until, "T")] = ' ';
	}
	value[MESSAGE_PAY_UNTIL] = until;
	value[MESSAGE_AMOUNT] = amount;
}

static void
registration_values(const struct run *run, const struct letter *l, const char **value)
{
	const struct level *level = exam_level(l->exam, l->level);

	value[MESSAGE_REG_NO] = l->reg_no;
	value[MESSAGE_EXAM_NAME] = l->exam->name;
	value[MESSAGE_SHORT_NAME] = l->exam->short_name;
	value[MESSAGE_PROVINCE_NAME] = province_name(l->province);
	value[MESSAGE_CITY_NAME] = city_name(l->city);
	value[MESSAGE_LEVEL_NAME] = level != NULL ? level->name : "";
	value[MESSAGE_SPECIALTY_NAME] = exam_specialty_name(l->exam, l->level, l->specialty);
	value[MESSAGE_REVIEW_POINT_NAME] = l->point_name;
	value[MESSAGE_REVIEW_POINT_ADDRESS] = l->point_address;
	value[MESSAGE_REVIEW_POINT_PHONE] = l->point_phone;
	value[MESSAGE_REVIEW_POINT_HOURS] = l->point_hours;
	value[MESSAGE_ADMIT_NO] = l->admit_no;
	money_values(run, l, value);
}

bool
letter_text(struct rec *r, int column, const struct letter *l, struct buf *out)
{
	static struct buf code;
	const char *text = template_text(l->template), *value[MESSAGE_FIELDS] = { NULL };
	char minutes[24];
	enum message_field missing;

	buf_clear(&code);
	if (text == NULL) {
		fault(r, column, "TEMPLATE_UNKNOWN", L("template %s: message.csv has it no more; load a configuration that has", "模板 %s: message.csv 中已没有; 请载入含此模板的配置"),
		    l->template);
		return false;
	}
	if (*l->secret != '\0' && !unseal_text(r->run->db, l->secret, &code)) {
		fault(r, column, "SECRET_UNREADABLE", "%s", L("its code was sealed with another exam.key: the person asks for a new one (user-recover start)",
		    "验证码由另一 exam.key 加密: 请考生重新申请 (user-recover start)"));
		return false;
	}
	snprintf(minutes, sizeof minutes, "%lld", (long long)setting_int(NULL, NULL, "code_minutes", 10));
	value[MESSAGE_NAME] = l->name;
	value[MESSAGE_REASON] = l->reason;
	value[MESSAGE_CODE] = buf_text(&code);
	value[MESSAGE_MINUTES] = minutes;
	if (l->exam != NULL)
		registration_values(r->run, l, value);
	if (message_text(text, value, out, &missing))
		return true;
	fault(r, column, "FIELD_EMPTY", L("template %s holds {%s}, which has no value here", "模板 %s 含 {%s}, 此处没有值"), l->template,
	    missing == MESSAGE_FIELDS ? "?" : message_field_word(missing));
	return false;
}

void
put_letter(struct rec *r, const struct letter *l)
{
	char message_no[MESSAGE_NO_SIZE], person_no[PERSON_NO_SIZE];

	message_no_text(l->id, l->outs, message_no);
	person_no_text(l->person_id, person_no);
	put(r, 0, message_no);
	put(r, 1, l->template);
	put(r, 2, person_no);
	put(r, 3, l->reg_no);
}
