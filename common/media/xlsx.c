/* SPDX-License-Identifier: MIT
 * Workbooks. xlsxwriter.h is seen here only. */
#include "media/xlsx.h"

#include <stdlib.h>
#include <xlsxwriter.h>

#include "base/mem.h"
#include "value/date.h"

enum { ROWS_MAX = 1048576 };

struct xlsx {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *head, *text, *bold, *count, *money, *fee;
	lxw_row_t row;
	lxw_col_t column;
	lxw_error error; /* the first */
};

static void
note(struct xlsx *x, lxw_error e)
{
	if (x->error == LXW_NO_ERROR)
		x->error = e;
}

static lxw_format *
format(struct xlsx *x, const char *number, bool bold)
{
	lxw_format *f = workbook_add_format(x->book);

	if (f == NULL) {
		note(x, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return NULL;
	}
	format_set_num_format(f, number);
	if (bold)
		format_set_bold(f);
	return f;
}

struct xlsx *
xlsx_begin(const char *path, const char *title, const char *created)
{
	struct xlsx *x = xcalloc(1, sizeof *x);
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };
	lxw_doc_properties properties = { .title = (char *)title, .author = (char *)"Kaowu" };
	int64_t seconds = 0;

	x->book = workbook_new_opt(path, &options);
	if (x->book == NULL) {
		note(x, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return x;
	}
	time_parse(created, &seconds);
	properties.created = (time_t)seconds; /* else the library takes the clock, and no two books are alike */
	note(x, workbook_set_properties(x->book, &properties));
	x->head = format(x, "@", true);
	x->text = format(x, "@", false);
	x->bold = format(x, "@", true);
	x->count = format(x, "0", false);
	x->money = format(x, "#,##0.00", false);
	x->fee = format(x, "#,##0.00000", false);
	if (x->head != NULL) {
		format_set_bottom(x->head, LXW_BORDER_THIN);
		format_set_bg_color(x->head, 0xE8EEF4);
	}
	return x;
}

void
xlsx_sheet(struct xlsx *x, const char *name, const struct xlsx_column *column, size_t n)
{
	if (x->error != LXW_NO_ERROR)
		return;
	x->sheet = workbook_add_worksheet(x->book, name);
	if (x->sheet == NULL) {
		note(x, LXW_ERROR_SHEETNAME_ALREADY_USED);
		return;
	}
	x->row = 0;
	x->column = 0;
	for (size_t i = 0; i < n; i++) {
		worksheet_set_column(x->sheet, (lxw_col_t)i, (lxw_col_t)i, column[i].width, NULL);
		note(x, worksheet_write_string(x->sheet, 0, (lxw_col_t)i, column[i].title, x->head));
	}
	worksheet_freeze_panes(x->sheet, 1, 0);
	x->row = 1;
}

static bool
ready(struct xlsx *x)
{
	return x->error == LXW_NO_ERROR && x->sheet != NULL;
}

static void
string(struct xlsx *x, const char *utf8, lxw_format *f)
{
	if (ready(x) && *utf8 != '\0')
		note(x, worksheet_write_string(x->sheet, x->row, x->column, utf8, f));
	x->column++;
}

static void
number(struct xlsx *x, double value, lxw_format *f)
{
	if (ready(x))
		note(x, worksheet_write_number(x->sheet, x->row, x->column, value, f));
	x->column++;
}

void
xlsx_text(struct xlsx *x, const char *utf8)
{
	string(x, utf8, x->text);
}

void
xlsx_bold(struct xlsx *x, const char *utf8)
{
	string(x, utf8, x->bold);
}

void
xlsx_int(struct xlsx *x, int64_t n)
{
	number(x, (double)n, x->count);
}

/* Decimal fractions exist in a spreadsheet as binary numbers only; they are for looking at and summing up. */
void
xlsx_money(struct xlsx *x, int64_t fen)
{
	number(x, (double)fen / 100.0, x->money);
}

void
xlsx_fee(struct xlsx *x, int64_t yuan_1e5)
{
	number(x, (double)yuan_1e5 / 100000.0, x->fee);
}

void
xlsx_skip(struct xlsx *x)
{
	x->column++;
}

void
xlsx_row(struct xlsx *x)
{
	x->column = 0;
	if (++x->row == ROWS_MAX)
		note(x, LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE);
}

bool
xlsx_end(struct xlsx *x, struct buf *err)
{
	if (x->book != NULL) {
		lxw_error e = workbook_close(x->book);

		note(x, e);
	}
	bool good = x->error == LXW_NO_ERROR;

	if (!good)
		buf_str(err, lxw_strerror(x->error));
	free(x);
	return good;
}
