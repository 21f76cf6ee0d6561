/* SPDX-License-Identifier: MIT
 * The outbox. */
#include "store/message.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "store/db.h"
#include "store/operator.h"

#define COLUMNS "(template, person_id, registration_id, reason, secret, queued_at, batch_id) "
#define WANTED "EXISTS (SELECT 1 FROM message_template t WHERE t.template = :template) "

bool
message_queue(const char *template, int64_t registration_id, const char *reason, const char *now, int64_t batch_id)
{
	static struct stmt q = { "INSERT INTO message " COLUMNS "SELECT :template, r.person_id, r.id, :reason, '', :now, :run FROM registration r WHERE r.id = :id AND "
		WANTED "ON CONFLICT DO NOTHING", NULL };

	db_text(&q, ":template", template);
	db_int(&q, ":id", registration_id);
	db_text(&q, ":reason", reason);
	db_text(&q, ":now", now);
	db_int(&q, ":run", batch_id);
	return db_do(&q) > 0;
}

bool
message_queue_person(const char *template, int64_t person_id, const char *reason, const char *secret, const char *now, int64_t batch_id)
{
	static struct stmt q = { "INSERT INTO message " COLUMNS "SELECT :template, :person, NULL, :reason, :secret, :now, :run WHERE " WANTED
		"ON CONFLICT DO NOTHING", NULL };

	db_text(&q, ":template", template);
	db_int(&q, ":person", person_id);
	db_text(&q, ":reason", reason);
	db_text(&q, ":secret", secret);
	db_text(&q, ":now", now);
	db_int(&q, ":run", batch_id);
	return db_do(&q) > 0;
}

bool
message_queue_reviewed(int64_t registration_id, const char *now, int64_t batch_id)
{
	static struct stmt due = { "SELECT count(*) FROM registration_state WHERE registration_id = :id AND state = 'reviewed'", NULL };
	static struct stmt since = { "SELECT coalesce(max(iif(template = 'review_failed', id, 0)), 0) > coalesce(max(iif(template = 'review_passed', id, 0)), 0) "
		"AND max(template = 'review_passed') FROM message WHERE registration_id = :id AND person_id = (SELECT person_id FROM registration WHERE id = :id)", NULL };

	db_int(&due, ":id", registration_id);
	if (db_int1(&due, 0) == 0)
		return false;
	db_int(&since, ":id", registration_id);
	return message_queue("review_passed", registration_id, db_int1(&since, 0) ? now : "", now, batch_id);
}

bool
message_queue_paid(int64_t registration_id, const char *order_no, const char *now, int64_t batch_id)
{
	static struct stmt paid = { "SELECT paid_at IS NOT NULL FROM registration WHERE id = :id", NULL };

	db_int(&paid, ":id", registration_id);
	return db_int1(&paid, 0) && message_queue("paid", registration_id, order_no, now, batch_id);
}

void
message_no_text(int64_t id, int64_t outs, char out[MESSAGE_NO_SIZE])
{
	snprintf(out, MESSAGE_NO_SIZE, outs > 1 ? "M%08" PRId64 "-%" PRId64 : "M%08" PRId64, id, outs);
}

bool
message_no_parse(const char *message_no, int64_t *id, int64_t *outs)
{
	char digits[MESSAGE_NO_SIZE];
	size_t n = strcspn(message_no, "-");

	*outs = 1;
	if ((*message_no != 'M' && *message_no != 'm') || n >= sizeof digits)
		return false;
	memcpy(digits, message_no, n);
	digits[n] = '\0';
	return num_parse(digits + 1, 1, INT64_MAX, id) && (message_no[n] == '\0' || num_parse(message_no + n + 1, 2, INT32_MAX, outs));
}

/* A code lives code_minutes from when it was queued (rules.md 15); it has gone with its first hand-out. */
#define TRIES "coalesce((SELECT s.value + 0 FROM setting s WHERE s.setting = 'message_tries' AND s.exam IN (e.exam, '*') " \
	"AND s.province IN (r.province, '*') ORDER BY s.province = '*', s.exam = '*' LIMIT 1), 3)"
#define FROM " FROM message m LEFT JOIN registration r ON r.id = m.registration_id LEFT JOIN exam e ON e.id = r.exam_id " \
	"WHERE r.deleted_at IS NULL AND (:exam = 0 OR r.exam_id = :exam) AND (r.id IS NULL OR :due_id <> 0 OR (" SCOPE_SQL ")) AND "
#define WAITS "(m.outs = 0 OR (m.result = 'failed' AND m.outs < " TRIES ")) AND NOT (m.template = 'pay_reminder' AND r.paid_at IS NOT NULL)"
#define NOT_EXPIRED "(m.template <> 'reset_code' OR (m.secret <> '' AND m.queued_at >= strftime('%Y-%m-%dT%H:%M:%S', :now, format('-%d minutes', " \
	"coalesce((SELECT s.value + 0 FROM setting s WHERE s.setting = 'code_minutes' AND s.exam = '*' AND s.province = '*'), 10)))))"

const char message_due_sql[] = "SELECT format('M%08d', m.id)" FROM "CASE WHEN :due_id <> 0 THEN m.out_id = :due_id AND m.result <> 'sent' ELSE " WAITS
	" END AND " NOT_EXPIRED " ORDER BY m.id /*scan*/";

const char message_counts_sql[] = "SELECT coalesce(r.exam_id, 0), sum(" WAITS " AND " NOT_EXPIRED "), sum(m.template <> 'reset_code' AND m.result = 'failed' AND "
	"m.outs >= " TRIES ")" FROM ":due_id = 0 AND (m.outs = 0 OR m.result = 'failed') GROUP BY 1 ORDER BY 1 /*scan*/";
