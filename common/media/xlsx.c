/* SPDX-License-Identifier: MIT
 * Workbooks. xlsxwriter.h is seen here only. */
#include "media/xlsx.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/mem.h"
#include "value/date.h"
#include "value/text.h"

enum { ROWS_MAX = 1048576, PAPER_A4 = 9, BOX_HEIGHT = 54, PAGE_CHARS = 80, SLACK = 65536 };
enum kind { TEXT, COUNT, MONEY, FEE, RATE, KINDS };

struct xlsx {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *head, *box, *wrapped, *cell[XLSX_STYLES][KINDS];
	struct buf header, footer, mended;
	uint64_t wraps;                    /* bits of columns */
	enum xlsx_style style;
	lxw_row_t row;
	lxw_col_t column, width;
	lxw_error error; /* the first */
};

static void
note(struct xlsx *x, lxw_error e)
{
	if (x->error == LXW_NO_ERROR)
		x->error = e;
}

static lxw_format *
format(struct xlsx *x, const char *number)
{
	lxw_format *f = workbook_add_format(x->book);

	if (f == NULL) {
		note(x, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return NULL;
	}
	format_set_num_format(f, number);
	return f;
}

static void
cell_formats(struct xlsx *x)
{
	static const char *const number[KINDS] = { [TEXT] = "@", [COUNT] = "#,##0", [MONEY] = "#,##0.00", [FEE] = "#,##0.00000", [RATE] = "0.00%" };

	for (int style = 0; style < XLSX_STYLES; style++)
		for (int kind = 0; kind < KINDS; kind++) {
			lxw_format *f = x->cell[style][kind] = format(x, number[kind]);

			if (f == NULL)
				return;
			format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
			if (style != XLSX_PLAIN)
				format_set_bold(f);
			if (style == XLSX_TOTAL)
				format_set_top(f, LXW_BORDER_THIN);
			if (style == XLSX_ALARM)
				format_set_font_color(f, LXW_COLOR_RED);
		}
}

static void
other_formats(struct xlsx *x)
{
	x->head = format(x, "@");
	x->box = format(x, "@");
	x->wrapped = format(x, "@");
	if (x->error != LXW_NO_ERROR)
		return;
	format_set_bold(x->head);
	format_set_bottom(x->head, LXW_BORDER_THIN);
	format_set_bg_color(x->head, 0xE8EEF4);
	format_set_text_wrap(x->head);
	format_set_align(x->head, LXW_ALIGN_VERTICAL_CENTER);
	format_set_border(x->box, LXW_BORDER_THIN);
	format_set_align(x->box, LXW_ALIGN_VERTICAL_TOP);
	format_set_text_wrap(x->wrapped);
	format_set_align(x->wrapped, LXW_ALIGN_VERTICAL_TOP);
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
	cell_formats(x);
	other_formats(x);
	xlsx_page(x, "", "", "");
	return x;
}

/* '&' begins a code there */
static void
page_text(struct buf *b, const char *utf8)
{
	size_t left = PAGE_CHARS, n = strlen(utf8);
	uint32_t cp;

	for (int len; left > 0 && (len = utf8_decode(utf8, n, &cp)) > 0; utf8 += len, n -= (size_t)len) {
		if (cp == '&' && left < 2)
			break;
		left -= cp == '&' ? 2 : 1;
		buf_add(b, utf8, (size_t)len);
		if (cp == '&')
			buf_char(b, '&');
	}
}

void
xlsx_page(struct xlsx *x, const char *above_left, const char *above_right, const char *below_left)
{
	buf_clear(&x->header);
	buf_clear(&x->footer);
	buf_str(&x->header, "&L");
	page_text(&x->header, above_left);
	buf_str(&x->header, "&R");
	page_text(&x->header, above_right);
	buf_str(&x->footer, "&L");
	page_text(&x->footer, below_left);
	buf_str(&x->footer, "&C&A&R&P / &N");
}

static void
page_set(struct xlsx *x)
{
	worksheet_set_landscape(x->sheet);
	worksheet_set_paper(x->sheet, PAPER_A4);
	worksheet_set_margins(x->sheet, 0.4, 0.4, 0.7, 0.6);
	worksheet_fit_to_pages(x->sheet, 1, 0);
	worksheet_gridlines(x->sheet, LXW_SHOW_ALL_GRIDLINES);
	note(x, worksheet_repeat_rows(x->sheet, 0, 0));
	note(x, worksheet_set_header(x->sheet, buf_text(&x->header)));
	note(x, worksheet_set_footer(x->sheet, buf_text(&x->footer)));
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
	page_set(x);
	x->row = 0;
	x->column = 0;
	x->width = (lxw_col_t)n;
	x->wraps = 0;
	for (size_t i = 0; i < n; i++) {
		worksheet_set_column(x->sheet, (lxw_col_t)i, (lxw_col_t)i, column[i].width, NULL);
		note(x, worksheet_write_string(x->sheet, 0, (lxw_col_t)i, column[i].title, x->head));
		x->wraps |= (uint64_t)column[i].wrap << i;
	}
	worksheet_freeze_panes(x->sheet, 1, 0);
	x->row = 1;
}

static bool
ready(struct xlsx *x)
{
	return x->error == LXW_NO_ERROR && x->sheet != NULL;
}

/* May a cell hold it? XML 1.0, 2.2: no U+FFFE, U+FFFF, nor control characters but tab and the ends of lines. */
static bool
may_stand(uint32_t cp)
{
	return cp >= 0x20 ? cp != 0xfffe && cp != 0xffff : cp == '\t' || cp == '\n' || cp == '\r';
}

/* The length of the text up to what may not stand in a cell. */
static size_t
clean(const char *s, size_t n)
{
	size_t at = 0;
	uint32_t cp;

	for (int len; at < n && (len = utf8_decode(s + at, n - at, &cp)) > 0 && may_stand(cp);)
		at += (size_t)len;
	return at;
}

/* The same with U+FFFD in place of what may not stand in a cell: one such character, and the spreadsheet refuses the whole book. */
static const char *
mend(struct buf *b, const char *s, size_t n)
{
	buf_clear(b);
	for (size_t at = 0; at < n;) {
		size_t good = clean(s + at, n - at);
		uint32_t cp;

		buf_add(b, s + at, good);
		at += good;
		if (at == n)
			break;
		int len = utf8_decode(s + at, n - at, &cp);

		buf_add(b, "\xef\xbf\xbd", 3);
		at += len > 0 ? (size_t)len : 1;
	}
	return buf_text(b);
}

static void
string(struct xlsx *x, const char *utf8, lxw_format *f)
{
	size_t n = strlen(utf8);

	if (ready(x) && n > 0)
		note(x, worksheet_write_string(x->sheet, x->row, x->column, clean(utf8, n) == n ? utf8 : mend(&x->mended, utf8, n), f));
	x->column++;
}

static void
number(struct xlsx *x, double value, enum kind kind)
{
	if (ready(x))
		note(x, worksheet_write_number(x->sheet, x->row, x->column, value, x->cell[x->style][kind]));
	x->column++;
}

void
xlsx_style(struct xlsx *x, enum xlsx_style style)
{
	x->style = style;
}

void
xlsx_text(struct xlsx *x, const char *utf8)
{
	bool wrap = x->column < 64 && (x->wraps >> x->column & 1) != 0 && x->style == XLSX_PLAIN;

	string(x, utf8, wrap ? x->wrapped : x->cell[x->style][TEXT]);
}

void
xlsx_int(struct xlsx *x, int64_t n)
{
	number(x, (double)n, COUNT);
}

/* Decimal fractions exist in a spreadsheet as binary numbers only; they are for looking at and summing up. */
void
xlsx_money(struct xlsx *x, int64_t fen)
{
	number(x, (double)fen / 100.0, MONEY);
}

void
xlsx_fee(struct xlsx *x, int64_t yuan_1e5)
{
	number(x, (double)yuan_1e5 / 100000.0, FEE);
}

void
xlsx_rate(struct xlsx *x, int64_t millionths)
{
	number(x, (double)millionths / 1000000.0, RATE);
}

void
xlsx_skip(struct xlsx *x)
{
	if (x->style == XLSX_TOTAL && ready(x))
		note(x, worksheet_write_blank(x->sheet, x->row, x->column, x->cell[XLSX_TOTAL][TEXT]));
	x->column++;
}

void
xlsx_row(struct xlsx *x)
{
	x->column = 0;
	x->style = XLSX_PLAIN;
	if (++x->row == ROWS_MAX)
		note(x, LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE);
}

void
xlsx_heading(struct xlsx *x, const char *const *title, size_t n)
{
	for (size_t i = 0; i < n; i++)
		string(x, title[i], x->head);
	xlsx_row(x);
}

void
xlsx_filter(struct xlsx *x)
{
	if (ready(x) && x->width > 0)
		note(x, worksheet_autofilter(x->sheet, 0, 0, x->row - 1, (lxw_col_t)(x->width - 1)));
}

void
xlsx_boxes(struct xlsx *x, const char *const *word, size_t n, size_t columns)
{
	if (ready(x))
		note(x, worksheet_set_row(x->sheet, x->row, BOX_HEIGHT, NULL));
	for (size_t i = 0; i < n && ready(x); i++) {
		lxw_col_t from = (lxw_col_t)(columns * i / n), to = (lxw_col_t)(columns * (i + 1) / n - 1);

		if (from == to)
			note(x, worksheet_write_string(x->sheet, x->row, from, word[i], x->box));
		else
			note(x, worksheet_merge_range(x->sheet, x->row, from, x->row, to, word[i], x->box));
	}
	xlsx_row(x);
}

bool
xlsx_full(const struct xlsx *x)
{
	return x->row >= ROWS_MAX - XLSX_SPARE;
}

/* libxlsxwriter does not look whether its temporary files could be written: first a sheet's rows, then the sheet with these in it. */
static bool
has_room(lxw_worksheet *sheet)
{
	FILE *f = sheet->optimize_tmpfile;

	if (f == NULL)
		return true;
	if (fflush(f) != 0 || ferror(f))
		return false;
	off_t rows = ftello(f);

	return rows >= 0 && posix_fallocate(fileno(f), rows, rows + SLACK) == 0 && ftruncate(fileno(f), rows) == 0;
}

/* The library says on standard error what it returns as well; whoever calls us says it once. */
static lxw_error
close_quietly(lxw_workbook *book)
{
	int standard_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1), nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	fflush(stderr);
	if (standard_error >= 0 && nowhere >= 0)
		dup2(nowhere, STDERR_FILENO);
	lxw_error e = workbook_close(book);

	fflush(stderr);
	if (standard_error >= 0) {
		dup2(standard_error, STDERR_FILENO);
		close(standard_error);
	}
	if (nowhere >= 0)
		close(nowhere);
	return e;
}

bool
xlsx_end(struct xlsx *x, struct buf *err)
{
	if (x->book != NULL) {
		lxw_worksheet *sheet;

		STAILQ_FOREACH(sheet, x->book->worksheets, list_pointers)
			if (!has_room(sheet))
				note(x, LXW_ERROR_CREATING_TMPFILE);
		lxw_error e = close_quietly(x->book);

		note(x, e);
	}
	bool good = x->error == LXW_NO_ERROR;

	if (!good)
		buf_str(err, lxw_strerror(x->error));
	buf_release(&x->header);
	buf_release(&x->mended);
	buf_release(&x->footer);
	free(x);
	return good;
}
