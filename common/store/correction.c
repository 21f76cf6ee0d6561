/* SPDX-License-Identifier: MIT
 * Changes of a published exam. */
#include "store/correction.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "store/db.h"

/* As a correction keeps them. */
#define SCORE_TEXT "iif(s.flag = '', coalesce(s.score, 0), '') || ',' || s.flag"
#define RESULT_TEXT "t.passed || ',' || t.carried || ',' || t.qualified || ',' || t.reason"
/* What is voided: marks, not what was absent or void before; and the result that stood on them. */
#define VOID_SCORE ",void"
#define VOID_RESULT "',' || t.carried || ',0,VOID'"

static void
bind(struct stmt *q, int64_t registration_id, const struct correction *c)
{
	db_int(q, ":id", registration_id);
	db_text(q, ":cause", c->cause);
	db_text(q, ":reason", c->reason);
	db_text(q, ":login", c->login);
	db_text(q, ":now", c->now);
	db_int(q, ":run", c->batch_id);
}

static int64_t
run_on(struct stmt *q, int64_t registration_id)
{
	db_int(q, ":id", registration_id);
	return db_do(q);
}

#define COLUMNS "(registration_id, subject, old, new, cause, reason, login, at, batch_id) "
#define BY ", :cause, :reason, :login, :now, :run "

bool
correction_void(int64_t registration_id, const struct correction *c)
{
	static struct stmt keep_scores = { "INSERT INTO correction " COLUMNS "SELECT s.registration_id, s.subject, " SCORE_TEXT ", '" VOID_SCORE "'" BY
		"FROM score s WHERE s.registration_id = :id AND s.flag = '' ORDER BY s.subject", NULL };
	static struct stmt scores = { "UPDATE score SET score = NULL, flag = 'void' WHERE registration_id = :id AND flag = ''", NULL };
	static struct stmt keep_result = { "INSERT INTO correction " COLUMNS "SELECT t.registration_id, '', " RESULT_TEXT ", " VOID_RESULT BY "FROM result t WHERE t.registration_id = :id", NULL };
	static struct stmt result = { "UPDATE result SET passed = '', qualified = 0, reason = 'VOID' WHERE registration_id = :id", NULL };

	bind(&keep_scores, registration_id, c);
	if (db_do(&keep_scores) == 0)
		return false;
	run_on(&scores, registration_id);
	bind(&keep_result, registration_id, c);
	db_do(&keep_result);
	run_on(&result, registration_id);
	return true;
}

/* The last correction of each of a registration's scores, and of its result. */
#define LAST "c.id IN (SELECT max(id) FROM correction WHERE registration_id = :id GROUP BY subject)"

bool
correction_stands(int64_t registration_id, const char *cause)
{
	static struct stmt q = { "SELECT count(*) FROM correction c JOIN result t ON t.registration_id = c.registration_id WHERE " LAST
		" AND c.subject = '' AND c.cause = :cause AND c.new = " RESULT_TEXT " AND c.new = " VOID_RESULT, NULL };

	db_int(&q, ":id", registration_id);
	db_text(&q, ":cause", cause);
	return db_int1(&q, 0) > 0;
}

/* A field of what was kept: "8550,": the n-th between commas. */
static void
field(const char *kept, int n, char *out, size_t size)
{
	for (; n > 0 && *kept != '\0'; n--) {
		kept += strcspn(kept, ",");
		kept += *kept == ',';
	}
	snprintf(out, size, "%.*s", (int)strcspn(kept, ","), kept);
}

static void
restore_result(int64_t registration_id, const char *kept)
{
	static struct stmt q = { "UPDATE result SET passed = :passed, carried = :carried, qualified = CAST(:qualified AS INTEGER), reason = :reason "
		"WHERE registration_id = :id", NULL };
	static const char *const name[] = { ":passed", ":carried", ":qualified", ":reason" };
	char value[512];

	for (int i = 0; i < 4; i++) {
		field(kept, i, value, sizeof value);
		db_text(&q, name[i], value);
	}
	run_on(&q, registration_id);
}

static void
restore_score(int64_t registration_id, const char *subject, const char *kept)
{
	static struct stmt q = { "UPDATE score SET score = CAST(:score AS INTEGER), flag = '' WHERE registration_id = :id AND subject = :subject", NULL };
	char value[32];

	field(kept, 0, value, sizeof value);
	db_text(&q, ":score", value);
	db_text(&q, ":subject", subject);
	run_on(&q, registration_id);
}

bool
correction_restore(int64_t registration_id, const struct correction *c)
{
	static struct stmt keep = { "INSERT INTO correction " COLUMNS "SELECT c.registration_id, c.subject, c.new, c.old" BY "FROM correction c WHERE " LAST
		" AND c.cause = :cause ORDER BY c.subject", NULL };
	static struct stmt last = { "SELECT c.subject, c.new FROM correction c WHERE " LAST " AND c.cause = :cause ORDER BY c.subject", NULL };

	if (!correction_stands(registration_id, c->cause))
		return false;
	bind(&keep, registration_id, c);
	db_do(&keep);
	db_int(&last, ":id", registration_id);
	db_text(&last, ":cause", c->cause);
	while (db_row(&last))
		if (*db_col(&last, 0) == '\0')
			restore_result(registration_id, db_col(&last, 1));
		else
			restore_score(registration_id, db_col(&last, 0), db_col(&last, 1));
	return true;
}

/* ---- the digest */

static void
add_lines(struct hash *h, struct stmt *q, int64_t exam_id)
{
	db_int(q, ":exam", exam_id);
	while (db_row(q)) {
		const char *line = db_col(q, 0);

		hash_add(h, line, strlen(line));
		hash_add(h, "\n", 1);
	}
}

void
publication_renew(int64_t exam_id, char before[HASH_HEX], char after[HASH_HEX])
{
	static struct stmt was = { "SELECT digest FROM publication WHERE exam_id = :exam", NULL };
	static struct stmt scores = { "SELECT r.reg_no || ',' || s.subject || ',' || " SCORE_TEXT " FROM registration r JOIN result t ON t.registration_id = r.id "
		"JOIN score s ON s.registration_id = r.id WHERE r.exam_id = :exam ORDER BY r.reg_no, s.subject /*scan*/", NULL };
	static struct stmt results = { "SELECT r.reg_no || ',' || coalesce(r.admit_no, '') || ',' || " RESULT_TEXT " FROM registration r "
		"JOIN result t ON t.registration_id = r.id WHERE r.exam_id = :exam ORDER BY r.reg_no /*scan*/", NULL };
	static struct stmt set = { "UPDATE publication SET digest = :digest WHERE exam_id = :exam", NULL };
	struct hash *h = hash_new();
	unsigned char sum[HASH_SIZE];

	before[0] = '\0';
	db_int(&was, ":exam", exam_id);
	if (db_row(&was)) {
		snprintf(before, HASH_HEX, "%s", db_col(&was, 0));
		db_reset(&was);
	}
	add_lines(h, &scores, exam_id);
	add_lines(h, &results, exam_id);
	hash_finish(h, sum);
	hash_hex(sum, after);
	db_text(&set, ":digest", after);
	db_int(&set, ":exam", exam_id);
	db_do(&set);
}
