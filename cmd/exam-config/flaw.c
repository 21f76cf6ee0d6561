/* SPDX-License-Identifier: MIT
 * Faults of a configuration folder. */
#include "flaw.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct flaw *
add(struct flaws *f, enum table_id t, int64_t line)
{
	f->flaw = grow(f->flaw, f->n, &f->cap, sizeof *f->flaw);
	f->flaw[f->n] = (struct flaw){ .table = t, .line = line, .order = f->n };
	return &f->flaw[f->n++];
}

void
flaw_add(struct flaws *f, enum table_id t, int64_t line, int column, const char *code, const char *fmt, ...)
{
	struct flaw *x = add(f, t, line);
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	x->field = xstrdup(column >= 0 ? field_name(&tables[t].field[column]) : "");
	x->code = code;
	x->text = xstrdup(text);
}

void
flaw_is_possible(struct flaws *f)
{
	f->flaw[f->n - 1].possible = true;
	f->possible++;
}

void
flaw_line(struct flaws *f, enum table_id t, const char *text)
{
	add(f, t, 0)->text = xstrdup(text);
}

static int
by_place(const void *a, const void *b)
{
	const struct flaw *x = a, *y = b;

	if (x->table != y->table)
		return x->table < y->table ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

void
flaws_print(struct flaws *f)
{
	struct buf b = BUF_INIT;

	if (f->n > 0)
		qsort(f->flaw, f->n, sizeof *f->flaw, by_place);
	for (size_t i = 0; i < f->n; i++) {
		const struct flaw *x = &f->flaw[i];

		buf_clear(&b);
		if (x->field == NULL) {
			buf_str(&b, x->text);
		} else {
			buf_printf(&b, "%s/%s.csv:%lld: ", f->dir, tables[x->table].file, (long long)x->line);
			if (*x->field != '\0')
				buf_printf(&b, "%s: ", x->field);
			buf_printf(&b, "%s: %s", x->code, x->text);
		}
		for (size_t k = 0; k < b.len; k++) /* what stood in a file may hold a terminal's commands */
			if ((unsigned char)b.ptr[k] < ' ' || b.ptr[k] == 127)
				b.ptr[k] = '?';
		fprintf(stderr, "%s\n", buf_text(&b));
	}
	buf_release(&b);
}

int64_t
flaws_records(const struct flaws *f)
{
	int64_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct flaw *x = &f->flaw[i];
		bool record = x->line > 1 && x->field != NULL && strcmp(x->code, "FIELD_COUNT") != 0; /* its fields belong to no columns: not read */

		n += record && (i == 0 || x[-1].table != x->table || x[-1].line != x->line);
	}
	return n;
}

void
flaws_release(struct flaws *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->flaw[i].field);
		free(f->flaw[i].text);
	}
	free(f->flaw);
	memset(f, 0, sizeof *f);
}
