/* SPDX-License-Identifier: MIT
 * CSV as it goes out: RFC 4180, UTF-8, LF, header first, minimal quoting; or, for spreadsheets,
 * with BOM, CRLF, long numbers kept as text and formulas defused. */
#ifndef STREAM_CSVOUT_H
#define STREAM_CSVOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct csvstyle {
	bool excel;      /* BOM, CRLF, ="00123" for digit strings that a spreadsheet would turn into numbers, ' before what it
	                  * would run: = + - @ (full-width too), tab, line end; amounts stay amounts */
	bool chinese;    /* Chinese column names */
	bool unmarked;   /* excel without the BOM: it is written in another encoding, which has its own or none */
};

/* Append one field, quoted where RFC 4180 needs it. */
void csvout_field(struct buf *out, const struct csvstyle *style, const char *value, size_t n);
/* Append a record of n fields and its line end. */
void csvout_row(struct buf *out, const struct csvstyle *style, const char *const *field, size_t n);
/* Append the BOM where the style has one, and the header of the named columns. */
void csvout_header(struct buf *out, const struct csvstyle *style, const char *const *column, size_t n);

/* Take the guard off a field that csvout_field with excel wrote: ="text" becomes text, '=text becomes =text, in
 * place; the new length. Other fields are left alone. What csvout_field wrote comes back as it was. */
size_t csvout_unguard(char *s, size_t n);

#endif
