/* SPDX-License-Identifier: MIT
 * Workbooks: what a spreadsheet would not open is not written. What is in one: tests/fee-book.t. */
#include "media/xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "stream/statement.h"
#include "../tap.h"

static const struct xlsx_column columns[] = { { "甲", 10, false }, { "乙", 10, true } };

static struct xlsx *
begin(char path[64])
{
	snprintf(path, 64, "/tmp/kaowu-xlsx-%d.xlsx", (int)getpid());
	return xlsx_begin(path, "t", "2025-08-20T10:00:00");
}

static bool
end(struct xlsx *x, const char *path, struct buf *err)
{
	bool good = xlsx_end(x, err);

	unlink(path);
	return good;
}

static void
test_full(void)
{
	char path[64];
	struct buf err = BUF_INIT;
	struct xlsx *x = begin(path);
	long rows = 1;

	xlsx_sheet(x, "one", columns, 2);
	for (; !xlsx_full(x); rows++)
		xlsx_row(x);
	ok(rows == 1048576 - XLSX_SPARE, "a sheet is full while there is room for a few rows more: %ld", rows);
	for (int i = 0; i < XLSX_SPARE - 1; i++)
		xlsx_row(x);
	xlsx_sheet(x, "two", columns, 2);
	ok(!xlsx_full(x), "another one is not");
	ok(end(x, path, &err) && err.len == 0, "a full sheet is written");

	x = begin(path);
	xlsx_sheet(x, "one", columns, 2);
	for (long i = 1; i <= 1048576; i++)
		xlsx_row(x);
	ok(!end(x, path, &err) && err.len > 0, "more rows than a sheet has are a fault: %s", buf_text(&err));
	buf_release(&err);
}

static void
test_names(void)
{
	static const char *const bad[] = { "one", "ONE", "a/b", "a[b]", "'a", "12345678901234567890123456789012" };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char path[64];
		struct buf err = BUF_INIT;
		struct xlsx *x = begin(path);

		xlsx_sheet(x, "one", columns, 2);
		xlsx_sheet(x, bad[i], columns, 2);
		xlsx_text(x, "x");
		ok(!end(x, path, &err) && err.len > 0, "no second sheet is called '%s'", bad[i]);
		buf_release(&err);
	}
}

static void
test_page(void)
{
	char path[64];
	struct buf text = BUF_INIT;
	struct buf err = BUF_INIT;
	struct xlsx *x = begin(path);

	for (int i = 0; i < 200; i++)
		buf_str(&text, i % 3 ? "考" : "&");
	xlsx_page(x, buf_text(&text), buf_text(&text), buf_text(&text));
	xlsx_sheet(x, "one", columns, 2);
	ok(end(x, path, &err), "what is too long for the page's head is cut: %s", buf_text(&err));
	buf_release(&text);
	buf_release(&err);
}

/* ---- a bank's spreadsheet by pipe, as fee-reconcile(1) says */

/* Amounts that are no sums of powers of two: a program that writes what the cell holds writes 66.40000000000001. */
static const int64_t amounts[] = { 1806, 6640, 110, 7, 123456789, 23200, 31 };
enum { AMOUNTS = sizeof amounts / sizeof *amounts };

static void
write_statement(char path[64])
{
	static const struct xlsx_column sheet[] = { { "顺序号", 8, false }, { "交易日期", 20, false }, { "交易类型", 10, false }, { "存入金额", 12, false },
		{ "取出金额", 12, false }, { "余额", 12, false }, { "附言", 30, false } };
	struct xlsx *x = begin(path);
	struct buf err = BUF_INIT;
	int64_t left = 100;
	char note[64];

	xlsx_sheet(x, "明细", sheet, sizeof sheet / sizeof *sheet);
	for (int i = 0; i < AMOUNTS; i++) {
		left += amounts[i];
		snprintf(note, sizeof note, "报名费, 订单编号AQ25110000%03d01\"㐂\"", i);
		xlsx_int(x, i + 1);
		xlsx_text(x, "2025/08/20  09:00:00");
		xlsx_text(x, "汇入");
		xlsx_money(x, amounts[i]);
		xlsx_skip(x);
		xlsx_money(x, left);
		xlsx_text(x, note);
		xlsx_row(x);
	}
	if (!xlsx_end(x, &err))
		abort();
}

/* What the command makes of the spreadsheet, as a statement. */
static bool
reads_back(const char *command, const struct profile *p)
{
	struct buf text = BUF_INIT;
	struct statement st;
	FILE *f = popen(command, "r");

	if (f == NULL || !buf_read_fd(&text, fileno(f), 1 << 20))
		abort();
	pclose(f);
	bool fits = statement_fits(p, buf_text(&text), text.len);
	bool good = fits && statement_read(&st, p, buf_text(&text), text.len, (struct statement_source){ NULL, NEAR_NONE });

	good = good && st.rows == AMOUNTS && st.balance.holds;
	for (int i = 0; good && i < AMOUNTS; i++) {
		char order_no[32];

		snprintf(order_no, sizeof order_no, "AQ25110000%03d01", i);
		good = st.row[i].amount == amounts[i] && st.row[i].order_no.len == strlen(order_no) &&
		    memcmp(st.row[i].order_no.ptr, order_no, st.row[i].order_no.len) == 0;
	}
	if (!good)
		fprintf(stderr, "# %s\n", buf_text(&text));
	if (fits)
		statement_release(&st);
	buf_release(&text);
	return good;
}

static void
test_pipes(void)
{
	static const struct {
		const char *program, *command;
	} pipes[] = { { "xlsx2csv", "xlsx2csv %s" },
		{ "ssconvert", "ssconvert -O format=preserve -T Gnumeric_stf:stf_assistant %s fd://1 2>/dev/null" } };
	struct profile_fault fault;
	struct profile *p = profile_read("common/channels/spdb.conf", &fault);
	char path[64];

	write_statement(path);
	for (size_t i = 0; i < sizeof pipes / sizeof *pipes; i++) {
		char *there = xasprintf("command -v %s >/dev/null", pipes[i].program);
		char *before = xasprintf("%.*s%s%s", (int)(strstr(pipes[i].command, "%s") - pipes[i].command), pipes[i].command, path,
		    strstr(pipes[i].command, "%s") + 2);

		FILE *f = popen(there, "r");

		if (f != NULL && pclose(f) == 0)
			ok(reads_back(before, p), "a spreadsheet through %s", pipes[i].program);
		else
			skip(pipes[i].program);
		free(there);
		free(before);
	}
	unlink(path);
	profile_free(p);
}

int
main(void)
{
	test_full();
	test_names();
	test_page();
	test_pipes();
	return done();
}
