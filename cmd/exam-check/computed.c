/* SPDX-License-Identifier: MIT
 * What must hold and takes more than SQL to see: keys, hashes and digests are computed again from
 * what they stand for, in the order in which the tools that wrote them did. */
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"
#include "check.h"
#include "store/db.h"
#include "stream/statement.h"
#include "value/date.h"
#include "value/text.h"

/* ---- persons */

void
check_names(void)
{
	static struct stmt q = { "SELECT printf('P%08d', id), name, name_key FROM person ORDER BY id /*scan*/", NULL };
	struct buf key = BUF_INIT;

	while (db_row(&q)) {
		buf_clear(&key);
		text_name_key(db_col(&q, 1), &key);
		if (strcmp(buf_text(&key), db_col(&q, 2)) != 0)
			violation("NAME_KEY", "person", db_col(&q, 0), L("a name is compared under its own key", "姓名比对键与姓名一致"));
	}
	buf_release(&key);
}

/* ---- statements */

static struct span
span_of(const char *text)
{
	return (struct span){ text, (uint32_t)strlen(text) };
}

/* What an entry says is what its row said, and it stands where its numbers say, or, where others stand, right behind them. */
void
check_statement_rows(void)
{
	static struct stmt q = { "SELECT channel || ' ' || txn_no, content_hash, kind, amount, settled, fee_1e5, at, order_no, id, channel, txn_no, refund_no "
		"FROM statement_entry ORDER BY id /*scan*/", NULL };
	int64_t from = 0, last = 0; /* ids without a gap */

	while (db_row(&q)) {
		const char *kind = db_col(&q, 2);
		struct statement_row row = { .kind = strcmp(kind, "pay") == 0 ? ROW_PAY : strcmp(kind, "refund") == 0 ? ROW_REFUND : ROW_RETURN, .amount = db_col_int(&q, 3),
			.settled = db_col_int(&q, 4), .fee = db_col_int(&q, 5), .order_no = span_of(db_col(&q, 7)), .txn_no = span_of(db_col(&q, 10)),
			.refund_no = span_of(db_col(&q, 11)) };
		int64_t id = db_col_int(&q, 8), first = statement_row_id(db_col(&q, 9), &row);

		if (id != last + 1)
			from = id;
		last = id;
		if (!time_parse(db_col(&q, 6), &row.time) || (int64_t)statement_row_content(&row) != db_col_int(&q, 1))
			violation("STATEMENT_CONTENT", "statement_entry", db_col(&q, 0), L("an entry says what its row in the statement said",
			    "对账单明细与原文件该行内容一致"));
		if (first < from || first > id)
			violation("STATEMENT_KEY", "statement_entry", db_col(&q, 0), L("an entry is known by the numbers that it bears",
			    "对账单明细的标识与其编号一致"));
	}
}

/* ---- digests */

/* The lines of a query into the digest, each with its line end. */
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

static bool
digest_is(struct hash *h, const char *want)
{
	unsigned char sum[HASH_SIZE];
	char hex[HASH_HEX];

	hash_finish(h, sum);
	hash_hex(sum, hex);
	return strcmp(hex, want) == 0;
}

void
check_plans(void)
{
	static struct stmt plans = { "SELECT p.exam_id, e.exam || '-' || e.year, p.digest FROM seating_plan p JOIN exam e ON e.id = p.exam_id "
		"ORDER BY p.exam_id /*scan*/", NULL };
	static struct stmt seats = { "SELECT r.reg_no || ',' || coalesce(r.admit_no, '') || ',' || s.session || ',' || s.subject || ',' || s.city || ',' || "
		"s.site || ',' || s.room || ',' || s.seat FROM seat s JOIN registration r ON r.id = s.registration_id WHERE s.exam_id = :exam "
		"ORDER BY s.city, s.site, s.room, s.seat, s.session /*scan*/", NULL };

	while (db_row(&plans)) {
		struct hash *h = hash_new();

		add_lines(h, &seats, db_col_int(&plans, 0));
		if (!digest_is(h, db_col(&plans, 2)))
			violation("PLAN_DIGEST", "seating_plan", db_col(&plans, 1), L("seats and admit numbers are those of the plan's digest",
			    "座位与准考证号与编排摘要一致"));
	}
}

void
check_publications(void)
{
	static struct stmt published = { "SELECT p.exam_id, e.exam || '-' || e.year, p.digest FROM publication p JOIN exam e ON e.id = p.exam_id "
		"ORDER BY p.exam_id /*scan*/", NULL };
	static struct stmt scores = { "SELECT r.reg_no || ',' || s.subject || ',' || iif(s.flag = '', coalesce(s.score, 0), '') || ',' || s.flag "
		"FROM registration r JOIN result t ON t.registration_id = r.id JOIN score s ON s.registration_id = r.id WHERE r.exam_id = :exam "
		"ORDER BY r.reg_no, s.subject /*scan*/", NULL };
	static struct stmt results = { "SELECT r.reg_no || ',' || coalesce(r.admit_no, '') || ',' || t.passed || ',' || t.carried || ',' || t.qualified || ',' || "
		"t.reason FROM registration r JOIN result t ON t.registration_id = r.id WHERE r.exam_id = :exam ORDER BY r.reg_no /*scan*/", NULL };

	while (db_row(&published)) {
		struct hash *h = hash_new();

		add_lines(h, &scores, db_col_int(&published, 0));
		add_lines(h, &results, db_col_int(&published, 0));
		if (!digest_is(h, db_col(&published, 2)))
			violation("PUBLICATION_DIGEST", "publication", db_col(&published, 1), L("published scores and results are those of the publication's digest",
			    "已公布的成绩与结果与公布摘要一致"));
	}
}
