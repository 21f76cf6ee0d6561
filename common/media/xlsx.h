/* SPDX-License-Identifier: MIT
 * Workbooks for spreadsheets, row after row in little memory (libxlsxwriter). The same calls
 * write the same bytes. Text is always a text cell in the format "text": it is no formula, stays none when
 * somebody edits the cell, and long numbers keep their digits. Amounts are numbers that can be summed. */
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
};

/* Begin the workbook at path (written by xlsx_end). title and created ("YYYY-MM-DDTHH:MM:SS") become its properties.
 * Owned; ends by xlsx_end. */
struct xlsx *xlsx_begin(const char *path, const char *title, const char *created);
/* Another sheet, up to 31 characters without []:*?/\ and unlike the others; its first row are the titles, which stay
 * in sight. Rows of earlier sheets are finished. */
void xlsx_sheet(struct xlsx *x, const char *name, const struct xlsx_column *column, size_t n);
/* The next cell of the row. An empty text leaves it empty. */
void xlsx_text(struct xlsx *x, const char *utf8);
void xlsx_bold(struct xlsx *x, const char *utf8);
void xlsx_int(struct xlsx *x, int64_t n);
void xlsx_money(struct xlsx *x, int64_t fen);     /* yuan, 0.00 */
void xlsx_fee(struct xlsx *x, int64_t yuan_1e5);  /* yuan, 0.00000 */
void xlsx_skip(struct xlsx *x);
void xlsx_row(struct xlsx *x);                    /* the row is complete */
/* Write the file and free x. False with a message where something failed: the file is then not to be used. */
bool xlsx_end(struct xlsx *x, struct buf *err);

#endif
