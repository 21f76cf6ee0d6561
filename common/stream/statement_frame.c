/* SPDX-License-Identifier: MIT
 * What stands before the rows of a statement: encoding, header, merchant, range. */
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stream/statement_part.h"
#include "value/text.h"

enum { HEADER_LINES = 64, HEADER_LENGTH = 65536 };

/* A header name as it is compared: no BOM, NBSP, prefix or blanks around it, parentheses
 * and letters half-width. */
static void
name_fold(char *s, char prefix)
{
	size_t n = strlen(s), before;

	do {
		before = n;
		n = text_trim(s, n);
		if (n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0)
			memmove(s, s + 3, (n -= 3) + 1);
		if (n >= 2 && memcmp(s, "\xC2\xA0", 2) == 0)
			memmove(s, s + 2, (n -= 2) + 1);
		if (n >= 2 && memcmp(s + n - 2, "\xC2\xA0", 2) == 0)
			s[n -= 2] = '\0';
		if (n >= 1 && prefix != '\0' && s[0] == prefix)
			memmove(s, s + 1, (n -= 1) + 1);
	} while (n != before);
	text_fold(s, n);
}

size_t
name_count(const struct words *names, const char *name, uint32_t *at)
{
	char *want = xstrdup(name);
	size_t found = 0;

	name_fold(want, '\0');
	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->v[i], want) == 0 && found++ == 0)
			*at = (uint32_t)i;
	free(want);
	return found;
}

void
names_release(struct words *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->v[i]);
	free(names->v);
	*names = (struct words){ NULL, 0 };
}

bool
names_read(struct words *names, const struct form *f, void *decoder, struct span line)
{
	struct span field[HEADER_COLUMNS];
	struct form plain = *f;
	struct buf text = BUF_INIT;
	bool good = decode(decoder, line, &text) && memchr(buf_text(&text), '\0', text.len) == NULL;
	struct arena arena = { NULL };

	*names = (struct words){ NULL, 0 };
	plain.prefix = '\0';
	plain.pad = plain.overflow_last = false;
	plain.arena = &arena;
	size_t n = good ? split(&plain, (struct span){ buf_text(&text), (uint32_t)text.len }, field, HEADER_COLUMNS) : 0;

	good = n > 0 && n <= HEADER_COLUMNS;
	names->v = xcalloc(HEADER_COLUMNS, sizeof *names->v);
	for (; good && names->n < n; names->n++) {
		names->v[names->n] = xstrndup(field[names->n].ptr, field[names->n].len);
		name_fold(names->v[names->n], f->prefix);
	}
	while (f->pad && names->n > 1 && names->v[names->n - 1][0] == '\0')
		free(names->v[--names->n]);
	arena_release(&arena);
	buf_release(&text);
	return good;
}

static bool
is_header(const struct profile *p, const struct words *names)
{
	uint32_t at;

	for (size_t i = 0; i < p->header.n; i++)
		if (name_count(names, p->header.v[i], &at) == 0)
			return false;
	for (size_t i = 0; i < p->header_without.n; i++)
		if (name_count(names, p->header_without.v[i], &at) > 0)
			return false;
	return true;
}

/* Find the header in one encoding, with one delimiter; l is moved behind it. */
static bool
header_find(const struct profile *p, const struct form *f, void *decoder, struct lines *l, struct words *names)
{
	for (int i = 0; i < HEADER_LINES && lines_next(l); i++) {
		if (l->line.len > HEADER_LENGTH)
			return false;
		/* a short line cannot be it: two names at least */
		if (memchr(l->line.ptr, f->delimiter, l->line.len) == NULL)
			continue;
		if (names_read(names, f, decoder, l->line) && is_header(p, names))
			return true;
		names_release(names);
	}
	return false;
}

static bool
header_any(const struct profile *p, struct form *f, void *decoder, struct lines *l, struct words *names)
{
	struct lines start = *l;

	for (const char *d = p->delimiters; *d != '\0'; d++) {
		*l = start;
		f->delimiter = *d;
		if (header_find(p, f, decoder, l, names))
			return true;
	}
	*l = start;
	return false;
}

struct form
form_of(const struct profile *p, struct arena *arena)
{
	return (struct form){ .delimiter = p->delimiters[0], .prefix = p->field_prefix, .quote = p->quote == QUOTE_DOUBLE,
		.pad = p->ragged == RAGGED_PAD, .overflow_last = p->overflow == OVERFLOW_LAST, .arena = arena };
}

/* A header in ASCII shows no encoding: is what stands below it no UTF-8? */
static bool
header_is_mute(const struct lines *l)
{
	for (uint32_t i = 0; i < l->line.len; i++)
		if ((unsigned char)l->line.ptr[i] >= 0x80)
			return false;
	return utf8_valid(l->at, (size_t)(l->end - l->at)) != (size_t)(l->end - l->at);
}

bool
header_open(const struct profile *p, struct form *f, void **decoder, struct lines *l, struct words *names)
{
	struct lines start = *l;

	*decoder = NULL;
	if (p->encoding != ENCODING_GB18030 && header_any(p, f, NULL, l, names)) {
		if (p->encoding == ENCODING_UTF8 || !header_is_mute(l))
			return true;
		names_release(names);
		*l = start;
	}
	if (p->encoding == ENCODING_UTF8)
		return false;
	iconv_t cd = iconv_open("UTF-8", "GB18030");

	if (cd == (iconv_t)-1)
		return false;
	if (header_any(p, f, cd, l, names)) {
		*decoder = cd;
		return true;
	}
	iconv_close(cd);
	return false;
}

char *
group_text(const char *s, const regmatch_t *m)
{
	return m->rm_so < 0 ? xstrdup("") : xstrndup(s + m->rm_so, (size_t)(m->rm_eo - m->rm_so));
}

static void
range_read(struct statement *st, uint32_t line, const char *text, const regmatch_t *m)
{
	const struct profile *p = st->profile;
	char *from = group_text(text, &m[1]), *to = group_text(text, &m[2]);

	if (st->declared || !profile_time(&p->range_format, NEAR_NONE, from, strlen(from), &st->from) ||
	    !profile_time(&p->range_format, NEAR_NONE, to, strlen(to), &st->to) || st->from > st->to) {
		fault_add(st, line, RANGE_FORM, "", text);
	} else if (p->range_end == RANGE_CLOSED) {
		bool day = true;

		for (size_t i = 0; i < p->range_format.n; i++)
			day &= strstr(p->range_format.v[i], "%H") == NULL;
		st->to += day ? 86400 : 1;
	}
	st->declared = true;
	free(from);
	free(to);
}

static void
preamble_read(struct statement *st, struct lines l, uint32_t header, struct span *merchant)
{
	const struct profile *p = st->profile;
	struct buf text = BUF_INIT;
	regmatch_t m[3];

	while (lines_next(&l) && l.number < header) {
		line_text(st->decoder, &st->form, l.line, &text);
		balance_line(st, l.number, buf_text(&text));
		if (p->range_line != NULL && regexec(p->range_line, buf_text(&text), 3, m, 0) == 0)
			range_read(st, l.number, buf_text(&text), m);
		if (p->merchant != NULL && regexec(p->merchant, buf_text(&text), 2, m, 0) == 0) {
			char *s = group_text(buf_text(&text), &m[1]);

			merchant->ptr = arena_strdup(&st->arena, s);
			merchant->len = (uint32_t)strlen(s);
			free(s);
		}
	}
	buf_release(&text);
}

/* The columns of a field; where the names of the header are. */
static void
column_find(struct statement *st, uint32_t line, const struct words *names, int f)
{
	const struct profile *p = st->profile;

	st->column[f] = arena_alloc(&st->arena, (p->map[f].n + 1) * sizeof(uint32_t));
	for (size_t i = 0; i < p->map[f].n; i++) {
		size_t found = name_count(names, p->map[f].v[i], &st->column[f][st->column_n[f]]);

		if (found > 1)
			fault_add(st, line, HEADER_DUPLICATE, p->map[f].v[i], "");
		st->column_n[f] += found > 0;
	}
	if (p->map[f].n > 0 && st->column_n[f] == 0 && !p->may_lack[f])
		fault_add(st, line, HEADER_MISSING, p->map[f].v[0], "");
}

/* With ragged = pad only what people read, the number of a refund and what may hold an order's number can be missing. */
static uint32_t
columns_needed(const struct statement *st)
{
	uint32_t needed = 1;

	if (!st->form.pad)
		return st->columns;
	for (int f = 0; f < BILL_FIELDS; f++)
		for (size_t i = 0; i < st->column_n[f]; i++)
			if (f != BILL_TEXT && f != BILL_REMARK && f != BILL_EXTRACT && f != BILL_REFUND_NO && st->column[f][i] >= needed)
				needed = st->column[f][i] + 1;
	return needed;
}

static void
columns_find(struct statement *st, uint32_t line, const struct words *names)
{
	const struct profile *p = st->profile;
	uint32_t at;

	st->columns = (uint32_t)names->n;
	for (int f = 0; f < BILL_FIELDS; f++)
		column_find(st, line, names, f);
	st->columns_needed = columns_needed(st);
	st->covers_pay = p->covers == COVERS_ALL && (p->refunds_only_with == NULL || name_count(names, p->refunds_only_with, &at) == 0);
	st->covers_refund = p->covers == COVERS_ALL && (p->refunds_with == NULL || name_count(names, p->refunds_with, &at) > 0);
}

bool
fixed_fits(const struct profile *p, struct span line)
{
	struct span field[BILL_FIELDS];

	if (!fixed_split(p, line, field))
		return false;
	const struct words *kinds[] = { &p->kind_pay, &p->kind_refund, &p->kind_returned, &p->kind_ignore };

	for (int i = 0; i < 4; i++)
		for (size_t k = 0; k < kinds[i]->n; k++)
			if (span_is(field[BILL_KIND], kinds[i]->v[k]))
				return true;
	return false;
}

/* A file without header: each field is a column of its own. */
static bool
fixed_open(struct statement *st, const struct lines *l)
{
	const struct profile *p = st->profile;
	struct lines first = *l;

	if (!lines_next(&first) || first.line.len < p->min_length) {
		fault_add(st, 1, FIELD_COUNT, "", "");
		return false;
	}
	if (p->encoding != ENCODING_UTF8) {
		iconv_t cd = iconv_open("UTF-8", "GB18030");

		st->decoder = cd != (iconv_t)-1 ? cd : NULL;
	}
	st->columns = BILL_FIELDS;
	for (int f = 0; f < BILL_FIELDS; f++) {
		st->column[f] = arena_alloc(&st->arena, sizeof(uint32_t));
		st->column[f][0] = (uint32_t)f;
		st->column_n[f] = p->place[f].len > 0;
	}
	st->line_length = first.line.len;
	st->covers_pay = st->covers_refund = p->covers == COVERS_ALL;
	return true;
}

bool
frame_open(struct statement *st, struct lines *l, struct span *merchant)
{
	struct lines start = *l;
	struct words names = { NULL, 0 };

	st->form = form_of(st->profile, &st->arena);
	if (st->profile->kind == FILE_FIXED)
		return fixed_open(st, l);
	if (!header_open(st->profile, &st->form, &st->decoder, l, &names)) {
		fault_add(st, 0, HEADER_MISSING, st->profile->header.v[0], "");
		return false;
	}
	preamble_read(st, start, l->number, merchant);
	columns_find(st, l->number, &names);
	names_release(&names);
	return true;
}

