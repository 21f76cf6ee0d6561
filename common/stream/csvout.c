/* SPDX-License-Identifier: MIT
 * CSV as it goes out. */
#include "stream/csvout.h"

#include <string.h>

#include "stream/column.h"

/* Digits that a spreadsheet would spoil: it keeps 15 of them and drops leading zeros. */
static bool
spoiled_as_number(const char *s, size_t n)
{
	if (n == 0 || strspn(s, "0123456789") < n)
		return false;
	return n > 11 || (n > 1 && s[0] == '0');
}

/* Would a spreadsheet run a cell that begins so? (CSV injection; East Asian ones take the full-width signs too) */
static bool
runs(const char *s)
{
	static const char *const wide[] = { "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0" }; /* ＝＋－＠ */

	if (*s != '\0' && strchr("=+-@\t\r\n", *s) != NULL)
		return true;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (strncmp(s, wide[i], 3) == 0)
			return true;
	return false;
}

static bool
amount(const char *s, size_t n)
{
	size_t i = s[0] == '-';

	return i < n && strspn(s + i, "0123456789.") == n - i;
}

static void
quoted(struct buf *out, const char *s, size_t n)
{
	buf_char(out, '"');
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"')
			buf_char(out, '"');
		buf_char(out, s[i]);
	}
	buf_char(out, '"');
}

void
csvout_field(struct buf *out, const struct csvstyle *style, const char *s, size_t n)
{
	if (style->excel && n > 0) {
		if (spoiled_as_number(s, n)) {
			buf_str(out, "\"=\"\"");
			buf_add(out, s, n);
			buf_str(out, "\"\"\"");
			return;
		}
		/* what looks guarded already is guarded once more, so that csvout_unguard gives it back */
		if (runs(s + strspn(s, "'")) && !amount(s, n)) {
			struct buf safe = BUF_INIT;

			buf_char(&safe, '\'');
			buf_add(&safe, s, n);
			quoted(out, safe.ptr, safe.len);
			buf_release(&safe);
			return;
		}
	}
	bool plain = n == 0 || (s[0] != ' ' && s[0] != '\t' && s[n - 1] != ' ' && s[n - 1] != '\t' &&
	    strncmp(s, "\xef\xbb\xbf", 3) != 0); /* at the start of a file it would be taken for a BOM */

	for (size_t i = 0; plain && i < n; i++)
		plain = s[i] != ',' && s[i] != '"' && s[i] != '\n' && s[i] != '\r';
	if (plain)
		buf_add(out, s, n);
	else
		quoted(out, s, n);
}

void
csvout_row(struct buf *out, const struct csvstyle *style, const char *const *field, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(out, ',');
		csvout_field(out, style, field[i], strlen(field[i]));
	}
	/* a lone empty field would be a blank line, which readers skip */
	if (n == 1 && field[0][0] == '\0')
		buf_str(out, "\"\"");
	buf_str(out, style->excel ? "\r\n" : "\n");
}

void
csvout_header(struct buf *out, const struct csvstyle *style, const char *const *column, size_t n)
{
	if (style->excel && !style->unmarked)
		buf_str(out, "\xef\xbb\xbf");
	for (size_t i = 0; i < n; i++) {
		const char *name = style->chinese ? column_chinese(column[i]) : column[i];

		if (i > 0)
			buf_char(out, ',');
		csvout_field(out, style, name, strlen(name));
	}
	buf_str(out, style->excel ? "\r\n" : "\n");
}

size_t
csvout_unguard(char *s, size_t n)
{
	if (n > 0 && s[0] == '\'' && runs(s + strspn(s, "'"))) {
		memmove(s, s + 1, n);
		return n - 1;
	}
	if (n < 3 || s[0] != '=' || s[1] != '"' || s[n - 1] != '"')
		return n;
	memmove(s, s + 2, n - 3);
	s[n - 3] = '\0';
	return n - 3;
}
