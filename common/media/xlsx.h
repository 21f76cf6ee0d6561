/* SPDX-License-Identifier: MIT
 * Workbooks for spreadsheets, row after row in little memory (libxlsxwriter). The same calls
 * write the same bytes. Text is always a text cell in the format "text": it is no formula, stays none when
 * somebody edits the cell, and long numbers keep their digits. Amounts are numbers that can be summed.
 * Every sheet prints on A4 across, as wide as the page, its titles on each page. */
#ifndef MEDIA_XLSX_H
#define MEDIA_XLSX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct xlsx;

struct xlsx_column {
	const char *title;
	int width; /* characters */
	bool wrap; /* text that is longer goes on in the cell's next line */
};

/* Begin the workbook at path (written by xlsx_end). title and created ("YYYY-MM-DDTHH:MM:SS") become its properties.
 * Owned; ends by xlsx_end. */
struct xlsx *xlsx_begin(const char *path, const char *title, const char *created);
/* What the printed pages of the sheets from now on say, each up to 80 characters (what is longer is cut): above on the left and
 * on the right, below on the left. The sheet's name and the page number are below, too. */
void xlsx_page(struct xlsx *x, const char *above_left, const char *above_right, const char *below_left);
/* Another sheet, up to 31 characters without []:*?/\ and unlike the others; its first row are the titles, which stay
 * in sight. Rows of earlier sheets are finished. */
void xlsx_sheet(struct xlsx *x, const char *name, const struct xlsx_column *column, size_t n);

/* How the next cells look, until the row is complete. */
enum xlsx_style { XLSX_PLAIN, XLSX_STRONG, XLSX_TOTAL /* with a line above */, XLSX_ALARM, XLSX_STYLES };
void xlsx_style(struct xlsx *x, enum xlsx_style style);
/* The next cell of the row. An empty text leaves it empty. */
void xlsx_text(struct xlsx *x, const char *utf8);
void xlsx_int(struct xlsx *x, int64_t n);
void xlsx_money(struct xlsx *x, int64_t fen);     /* yuan, 0.00 */
void xlsx_fee(struct xlsx *x, int64_t yuan_1e5);  /* yuan, 0.00000 */
void xlsx_rate(struct xlsx *x, int64_t millionths); /* per cent, 0.00% */
void xlsx_skip(struct xlsx *x);
void xlsx_row(struct xlsx *x);                    /* the row is complete */
/* A row of other titles in the middle of a sheet. */
void xlsx_heading(struct xlsx *x, const char *const *title, size_t n);
/* The list of this sheet ends above: its titles get buttons to choose rows. What follows (totals) is always in sight. */
void xlsx_filter(struct xlsx *x);
/* A row of n boxes to be signed, equally wide over the first columns of the sheet, each with a word in its corner. */
void xlsx_boxes(struct xlsx *x, const char *const *word, size_t n, size_t columns);
/* Has the sheet no room for another row and XLSX_SPARE more? The rows that follow belong on another sheet. */
enum { XLSX_SPARE = 64 };
bool xlsx_full(const struct xlsx *x);
/* Write the file and free x. False with a message where something failed: the file is then not to be used. */
bool xlsx_end(struct xlsx *x, struct buf *err);

#endif
