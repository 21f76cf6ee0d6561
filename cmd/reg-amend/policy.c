/* SPDX-License-Identifier: MIT
 * A change held against the policy table: for the registration that it names, and for whatever else of the person it touches. */
#include <stdio.h>
#include <string.h>

#include "amend.h"
#include "store/db.h"
#include "value/term.h"

static const char far_future[] = "9999-12-31T23:59:59";

/* ---- the table */

static struct policy_row *rows;
static size_t nrows;

static const char *
kept(struct stmt *q, int column)
{
	return arena_strdup(&keep, db_col(q, column));
}

static void
read_rows(void)
{
	static struct stmt q = { "SELECT exam, province, field_group, from_stage, until, authority, in_person, proxy, documents, condition, source "
		"FROM policy ORDER BY row /*scan*/", NULL };
	size_t cap = 0;

	if (rows != NULL)
		return;
	rows = grow(NULL, 0, &cap, sizeof *rows);
	while (db_row(&q)) {
		rows = grow(rows, nrows, &cap, sizeof *rows);
		struct policy_row *p = &rows[nrows++];

		*p = (struct policy_row){ .exam = kept(&q, 0), .province = kept(&q, 1), .group = kept(&q, 2), .until = kept(&q, 4),
			.in_person = db_col_int(&q, 6), .proxy = db_col_int(&q, 7), .documents = kept(&q, 8), .condition = kept(&q, 9),
			.source = kept(&q, 10) };
		if (!stage_parse(db_col(&q, 3), &p->from) || !authority_parse(db_col(&q, 5), &p->authority) || !policy_until_ok(p->until))
			refuse(L("policy.csv: %s %s %s: a stage, authority or until that is none; exam-config check says where; nothing was changed",
			    "policy.csv: %s %s %s: 阶段、机构或截止有误; 用 exam-config check 检查; 未作任何改动"), p->exam, p->province, p->group);
	}
}

/* ---- where a registration stands */

static int64_t
end_of(const struct exam *e, const char *province, const char *window)
{
	const char *close = window_close(e, province, window, far_future);
	int64_t seconds;

	return *close != '\0' && time_parse(close, &seconds) ? seconds : INT64_MAX;
}

static struct policy_place
place_at(const struct run *run, const struct exam *e, const char *province)
{
	const char *mode = setting_text(e, province, "review_mode");

	return (struct policy_place){ .exam = e->code, .province = province, .reviewed_never = mode != NULL && strcmp(mode, "none") == 0,
		.edit_until = setting_text(e, province, "edit_until"), .now = run->now_s, .reg_end = end_of(e, province, "registration"),
		.review_end = end_of(e, province, "review"), .registered = true, .workday = calendar_workday };
}

static struct policy_place
place_of(const struct run *run, const struct registration *reg)
{
	struct policy_place p = place_at(run, reg->exam, arena_strdup(&keep, reg->province));

	p.stage = stage_of_state(reg->state, *reg->paid_at != '\0');
	return p;
}

static bool
is_over(const struct run *run, const struct exam *e)
{
	char today[DATE_SIZE];

	date_text(run->today, today);
	for (size_t i = 0; i < e->nsession; i++)
		if (strcmp(e->session[i].date, today) >= 0)
			return false;
	return true;
}

/* ---- what a ruling says */

static void
refuse_stage(struct change *c, const struct policy_ruling *r, const struct policy_place *p, const char *words)
{
	if (r->lacks & (LACKS_BEGINNING | LACKS_STAGE))
		say(c, true, I_FIELD, "POLICY_STAGE", L("it stands at %s: %s", "现处于阶段 %s: %s"), term(TERM_STATE, stage_code(p->stage)), words);
	if (r->lacks & LACKS_TIME) {
		char closed[TIME_SIZE];

		time_text(r->closed, closed);
		say(c, true, I_FIELD, "WINDOW_CLOSED", L("closed since %s; role centre may pass with --override: %s", "已于 %s 截止; 中心可用 --override 办理: %s"),
		    closed, words);
	}
}

static void
refuse_papers(struct change *c, const struct policy_ruling *r, const struct policy_claim *claim, const char *words)
{
	struct buf missing = BUF_INIT, shown = BUF_INIT;

	if (r->lacks & LACKS_AUTHORITY)
		say(c, true, I_AUTHORITY, "AUTHORITY_LOW", L("%s may not decide this: %s", "%s 无权办理: %s"), term(TERM_AUTHORITY, authority_code(c->authority)), words);
	if (r->lacks & LACKS_CONDITION)
		say(c, true, I_REASON, "POLICY_CONDITION", L("its condition does not hold (%s): %s", "不符合办理条件 (%s): %s"), policy_condition_text(r->row), words);
	if (r->lacks & LACKS_PROXY)
		say(c, true, I_PROXY_NAME, "PROXY_REFUSED", L("nobody may come for the person: %s", "不接受代办: %s"), words);
	if (r->lacks & LACKS_PRESENCE)
		say(c, true, I_IN_PERSON, "PRESENCE_NEEDED", L("the person must come (in_person 1): %s", "须本人到场 (in_person 1): %s"), words);
	if (r->lacks & LACKS_DOCUMENTS) {
		policy_missing(r->row, claim, &missing);
		term_list(TERM_DOCUMENT, buf_text(&missing), '+', &shown);
		say(c, true, I_DOCUMENTS, "DOCUMENTS_MISSING", L("missing: %s; %s", "缺少材料: %s; %s"), buf_text(&shown), words);
	}
	buf_release(&missing);
	buf_release(&shown);
}

static void
tell(struct change *c, const struct policy_ruling *r, const struct policy_place *p, const struct policy_claim *claim, const char *whose)
{
	struct buf words = BUF_INIT;

	if (r->row != NULL) {
		policy_words(r->row, &words);
		if (*whose != '\0')
			buf_printf(&words, L("; registration %s", "; 报名 %s"), whose);
		refuse_stage(c, r, p, buf_text(&words));
		refuse_papers(c, r, claim, buf_text(&words));
	} else {
		say(c, true, I_FIELD, "POLICY_NONE", L("policy.csv has no row for the group %s%s%s: it is never changed", "policy.csv 中没有字段组 %s 的规则 (%s%s): 不得变更"),
		    term(TERM_GROUP, c->group), *p->province != '\0' ? L(" in province ", "省份 ") : "", p->province);
	}
	buf_release(&words);
}

static void
accept(struct change *c, const struct policy_ruling *r, const struct policy_place *p)
{
	struct buf words = BUF_INIT;

	if (*c->basis == '\0') {
		policy_text(r->row, &words);
		if (r->overridden)
			buf_str(&words, " override");
		c->basis = arena_strdup(&keep, buf_text(&words));
		if (*policy_note(r->row) != '\0')
			say(c, false, I_FIELD, "POLICY_NOTE", "%s", policy_note(r->row));
	}
	/* the candidate's own change after confirming takes check and confirmation back (S1 2.2.6) */
	c->cancels |= c->authority == BY_SELF && p->stage >= STAGE_CONFIRMED && p->stage < STAGE_PAID && strcmp(r->row->until, "edit_until") == 0 &&
	    p->edit_until != NULL && strcmp(p->edit_until, "payment") == 0;
	buf_release(&words);
}

static void
hold(struct change *c, const struct policy_place *p, const struct policy_claim *claim, const char *whose)
{
	struct policy_ruling r = policy_rule(rows, nrows, p, claim);

	if (r.lacks == 0)
		accept(c, &r, p);
	else
		tell(c, &r, p, claim, whose);
}

/* ---- whom it concerns */

/* Registrations of the person that a change of the person's data concerns: those that go on. With a registration named, the
 * others only from confirmation on: what is merely filled in is confirmed later. */
static size_t
others(struct run *run, const struct change *c, struct policy_place *place, const char **reg_no, size_t max)
{
	static struct stmt q = { "SELECT r.reg_no FROM person p JOIN registration r ON r.document = (SELECT min(d.id) FROM person d WHERE d.id_key = p.id_key) "
		"AND r.person_id = p.id AND r.deleted_at IS NULL WHERE p.id = :person AND r.id <> :registration ORDER BY r.id", NULL };
	struct registration reg;
	const char *no[64];
	size_t n = 0, kept_n = 0;

	db_int(&q, ":person", c->person_id);
	db_int(&q, ":registration", c->registration_id);
	while (db_row(&q))
		if (n < sizeof no / sizeof *no)
			no[n++] = kept(&q, 0);
	for (size_t i = 0; i < n && kept_n < max; i++) {
		registration_find(no[i], &reg);
		struct policy_place p = place_of(run, &reg);

		if (p.stage >= STAGE_PUBLISHED || (p.stage < STAGE_SEATED && is_over(run, reg.exam)) ||
		    (c->registration_id != 0 && p.stage < STAGE_CONFIRMED))
			continue;
		reg_no[kept_n] = no[i];
		place[kept_n++] = p;
	}
	return kept_n;
}

/* Nobody's registration: the person belongs to no exam and no province yet. Rows of the operator's place and exam speak; where
 * they are not known, those of any. */
static void
hold_none(struct run *run, struct change *c, const struct policy_claim *claim, bool registered)
{
	static struct stmt q = { "SELECT e.id, p.province FROM exam e, (SELECT '' AS province UNION SELECT province FROM policy WHERE province <> '*') p "
		"ORDER BY p.province, e.row /*scan*/", NULL };
	struct policy_ruling best = { .lacks = ~0u };
	struct policy_place at = { .province = "" };

	while (db_row(&q)) {
		const struct exam *e = exam_by_id(db_col_int(&q, 0));
		const char *province = db_col(&q, 1);

		if ((run->exam != NULL && e != run->exam) || (*run->scope.province != '\0' && *province != '\0' && strcmp(province, run->scope.province) != 0))
			continue;
		struct policy_place p = place_at(run, e, arena_strdup(&keep, province));

		p.stage = STAGE_NONE;
		p.registered = registered;
		struct policy_ruling r = policy_rule(rows, nrows, &p, claim);

		if (r.lacks < best.lacks || (r.lacks == best.lacks && !r.overridden && best.overridden)) {
			best = r;
			at = p;
		}
	}
	if (best.lacks == 0)
		accept(c, &best, &at);
	else
		tell(c, &best, &at, claim, "");
}

static bool
has_registration(int64_t person_id)
{
	static struct stmt q = { "SELECT EXISTS (SELECT 1 FROM person p JOIN registration r ON r.document = (SELECT min(d.id) FROM person d WHERE d.id_key = p.id_key) "
		"AND r.person_id = p.id AND r.deleted_at IS NULL WHERE p.id = :person)", NULL };

	db_int(&q, ":person", person_id);
	return db_int1(&q, 0) != 0;
}

void
policy_check(struct run *run, struct change *c, const struct unit *u)
{
	struct policy_claim claim = { c->group, c->authority, c->in_person, *c->proxy_name != '\0', c->documents, c->reason, run->override != NULL };
	struct policy_place place[64];
	const char *reg_no[64];
	size_t n = field_of_person(c->field) ? others(run, c, place, reg_no, 64) : 0;

	read_rows();
	if (c->registration_id != 0) {
		struct policy_place p = place_of(run, &u->reg);

		hold(c, &p, &claim, "");
	} else if (n == 0) {
		hold_none(run, c, &claim, has_registration(c->person_id));
	}
	for (size_t i = 0; i < n && !c->refused; i++)
		hold(c, &place[i], &claim, reg_no[i]);
}
