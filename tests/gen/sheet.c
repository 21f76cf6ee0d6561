/* SPDX-License-Identifier: MIT
 * CSV in and out for the generator. */
#include "sheet.h"

#include <errno.h>
#include <iconv.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"

void
sheet_open(struct sheet *s, const char *dir, const char *name, enum coding coding, bool crlf)
{
	*s = (struct sheet){ .coding = coding, .crlf = crlf, .fresh = true, .line = 1, .next_line = 1 };
	if (name)
		s->path = xasprintf("%s/%s", dir, name);
}

void
sheet_cell(struct sheet *s, const char *text)
{
	if (s->fresh)
		s->line = s->next_line;
	else
		buf_char(&s->text, ',');
	s->fresh = false;
	if (!strpbrk(text, ",\"\r\n")) {
		buf_str(&s->text, text);
		return;
	}
	buf_char(&s->text, '"');
	for (const char *p = text; *p; p++) {
		if (*p == '"')
			buf_char(&s->text, '"');
		if (*p == '\n')
			s->next_line++;
		buf_char(&s->text, *p);
	}
	buf_char(&s->text, '"');
}

void
sheet_number(struct sheet *s, long long n)
{
	char text[24];

	(void)snprintf(text, sizeof text, "%lld", n);
	sheet_cell(s, text);
}

void
sheet_end(struct sheet *s)
{
	buf_str(&s->text, s->crlf ? "\r\n" : "\n");
	s->fresh = true;
	s->next_line++;
}

void
sheet_row(struct sheet *s, const char *first, ...)
{
	va_list ap;

	va_start(ap, first);
	for (const char *c = first; c; c = va_arg(ap, const char *))
		sheet_cell(s, c);
	va_end(ap);
	sheet_end(s);
}

void
sheet_raw(struct sheet *s, const char *line)
{
	s->line = s->next_line;
	buf_str(&s->text, line);
	sheet_end(s);
}

void
text_gb18030(const char *utf8, size_t n, struct buf *out)
{
	iconv_t cd = iconv_open("GB18030", "UTF-8");
	char *in = (char *)(uintptr_t)utf8;

	if (cd == (iconv_t)-1)
		die(EX_ENV, "no GB18030 in this system's iconv");
	buf_room(out, n * 2 + 16);
	while (n > 0) {
		char *to = out->ptr + out->len;
		size_t room = out->cap - out->len - 1;
		size_t r = iconv(cd, &in, &n, &to, &room);

		out->len = (size_t)(to - out->ptr);
		out->ptr[out->len] = '\0';
		if (r == (size_t)-1 && errno != E2BIG)
			die(EX_ENV, "iconv: %s", strerror(errno));
		if (n > 0)
			buf_room(out, n * 2 + 16);
	}
	(void)iconv_close(cd);
}

static void
write_path(const char *path, const void *bytes, size_t n)
{
	FILE *f = path ? fopen(path, "wb") : stdout;
	bool ok = f && fwrite(bytes, 1, n, f) == n;

	if (f && (path ? fclose(f) : fflush(f)) != 0)
		ok = false;
	if (!ok)
		die(EX_ENV, "%s: %s", path ? path : "stdout", strerror(errno));
}

void
file_write(const char *dir, const char *name, const void *bytes, size_t n)
{
	char *path = xasprintf("%s/%s", dir, name);

	write_path(path, bytes, n);
	free(path);
}

void
sheet_close(struct sheet *s)
{
	struct buf bytes = BUF_INIT;

	if (s->coding == CODING_GB18030) {
		text_gb18030(buf_text(&s->text), s->text.len, &bytes);
	} else {
		if (s->coding == CODING_UTF8_BOM)
			buf_str(&bytes, "\xEF\xBB\xBF");
		buf_add(&bytes, buf_text(&s->text), s->text.len);
	}
	write_path(s->path, buf_text(&bytes), bytes.len);
	buf_release(&bytes);
	buf_release(&s->text);
	free(s->path);
}

/* Cut the record that begins at *at into cells (in place) and put them behind each other
 * in cells; the number of cells. */
static size_t
cut_record(char **at, const char ***cells, size_t *n, size_t *cap)
{
	size_t count = 0;
	char *p = *at;

	for (;;) {
		char *from = p, *to = p;
		bool quoted = *p == '"';

		if (quoted) {
			for (p++; *p && !(*p == '"' && p[1] != '"'); p++) {
				if (*p == '"')
					p++;
				*to++ = *p;
			}
			if (*p == '"')
				p++;
		} else {
			while (*p && *p != ',' && *p != '\n' && *p != '\r')
				p++;
			to = p;
		}
		char stop = *p;
		if (stop == '\r')
			p++;
		if (*p)
			p++;
		*to = '\0';
		*cells = grow(*cells, *n, cap, sizeof **cells);
		(*cells)[(*n)++] = from;
		count++;
		if (stop != ',')
			break;
	}
	*at = p;
	return count;
}

void
table_read(struct table *t, const char *path)
{
	size_t n = 0, cap = 0;

	*t = (struct table){ .bytes = BUF_INIT };
	if (!(strcmp(path, "-") == 0 ? buf_read_fd(&t->bytes, 0, 0) : buf_read_file(&t->bytes, path, 0)))
		die(EX_ENV, "%s: %s", path, strerror(errno));
	buf_room(&t->bytes, 1);
	char *p = t->bytes.ptr;
	if (strncmp(p, "\xEF\xBB\xBF", 3) == 0)
		p += 3;
	while (*p) {
		if (*p == '\n') {
			p++;
			continue;
		}
		size_t count = cut_record(&p, &t->cell, &n, &cap);

		if (t->columns == 0)
			t->columns = count;
		else if (count != t->columns)
			die(EX_ENV, "%s: record %zu has %zu fields, the header %zu", path, t->rows + 1, count,
			    t->columns);
		else
			t->rows++;
	}
	if (t->columns == 0)
		die(EX_ENV, "%s: empty", path);
}

int
table_find(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->columns; i++)
		if (strcmp(t->cell[i], name) == 0)
			return (int)i;
	return -1;
}

int
table_column(const struct table *t, const char *name)
{
	int column = table_find(t, name);

	if (column < 0)
		die(EX_ENV, "the input has no column %s", name);
	return column;
}

const char *
table_get(const struct table *t, size_t row, int column)
{
	return column < 0 ? "" : t->cell[(row + 1) * t->columns + (size_t)column];
}

void
table_release(struct table *t)
{
	free(t->cell);
	buf_release(&t->bytes);
	*t = (struct table){ .bytes = BUF_INIT };
}
