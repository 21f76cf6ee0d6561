/* SPDX-License-Identifier: MIT
 * Workbooks: what a spreadsheet would not open is not written. What is in one: tests/fee-book.t. */
#include "media/xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

int
main(void)
{
	test_full();
	test_names();
	test_page();
	return done();
}
