/* SPDX-License-Identifier: MIT
 * What stands before the rows of a statement: lines, encoding, header, merchant, range. */
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stream/statement_part.h"
#include "value/text.h"

enum { HEADER_LINES = 64, HEADER_LENGTH = 65536 };

bool
lines_next(struct lines *l)
{
	if (l->at == l->end)
		return false;
	const char *eol = memchr(l->at, '\n', (size_t)(l->end - l->at));
	const char *stop = eol != NULL ? eol : l->end;
	size_t n = (size_t)(stop - l->at);

	if (n > UINT32_MAX)
		n = UINT32_MAX; /* no such line fits a profile */
	l->line = (struct span){ l->at, (uint32_t)n };
	if (n > 0 && l->at[n - 1] == '\r')
		l->line.len--;
	l->at = eol != NULL ? eol + 1 : l->end;
	l->terminated = eol != NULL;
	l->number++;
	return true;
}

struct span
span_trim(struct span s)
{
	while (s.len > 0 && (s.ptr[0] == ' ' || s.ptr[0] == '\t')) {
		s.ptr++;
		s.len--;
	}
	while (s.len > 0 && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t' || s.ptr[s.len - 1] == '\r'))
		s.len--;
	return s;
}

bool
span_is(struct span s, const char *text)
{
	return strlen(text) == s.len && memcmp(s.ptr, text, s.len) == 0;
}

bool
span_starts(struct span s, const char *text)
{
	size_t n = strlen(text);

	return n <= s.len && memcmp(s.ptr, text, n) == 0;
}

bool
span_blank(struct span s)
{
	return span_trim(s).len == 0;
}

static bool
decode_utf8(struct span s, struct buf *out)
{
	bool good = true;

	while (s.len > 0) {
		size_t n = utf8_valid(s.ptr, s.len);

		buf_add(out, s.ptr, n);
		if (n == s.len)
			break;
		buf_str(out, "\xEF\xBF\xBD");
		good = false;
		s.ptr += n + 1;
		s.len -= (uint32_t)n + 1;
	}
	return good;
}

bool
decode(void *decoder, struct span s, struct buf *out)
{
	bool good = true;
	char *in = (char *)(uintptr_t)s.ptr; /* iconv does not write there */
	size_t left = s.len;

	if (decoder == NULL)
		return decode_utf8(s, out);
	iconv(decoder, NULL, NULL, NULL, NULL);
	while (left > 0) {
		buf_room(out, left * 3 + 4); /* four bytes become at most four, two at most three */
		char *to = out->ptr + out->len;
		size_t room = out->cap - out->len - 1;
		size_t done = iconv(decoder, &in, &left, &to, &room);

		out->len = (size_t)(to - out->ptr);
		*to = '\0';
		if (done == (size_t)-1 && left > 0) {
			buf_str(out, "\xEF\xBF\xBD");
			good = false;
			in++;
			left--;
		}
	}
	return good;
}

struct words
encode_words(struct statement *st, const struct words *w)
{
	struct words out = { arena_alloc(&st->arena, (w->n + 1) * sizeof(char *)), w->n };
	iconv_t encoder = st->decoder != NULL ? iconv_open("GB18030", "UTF-8") : (iconv_t)-1;

	for (size_t i = 0; i < w->n; i++) {
		out.v[i] = w->v[i];
		if (encoder == (iconv_t)-1)
			continue;
		size_t left = strlen(w->v[i]), room = left * 4 + 1;
		char *in = w->v[i], *to = arena_alloc(&st->arena, room);

		out.v[i] = to;
		room--;
		iconv(encoder, &in, &left, &to, &room); /* profiles are UTF-8, GB18030 has all of it */
	}
	if (encoder != (iconv_t)-1)
		iconv_close(encoder);
	return out;
}

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
names_read(struct words *names, const struct profile *p, void *decoder, struct span line)
{
	struct buf text = BUF_INIT;
	bool good = decode(decoder, line, &text);
	const char *s = buf_text(&text);

	*names = (struct words){ NULL, 0 };
	good = good && strlen(s) == text.len;
	while (good && names->n < HEADER_COLUMNS) {
		const char *stop = strchr(s, p->delimiter);
		size_t n = stop != NULL ? (size_t)(stop - s) : strlen(s);

		names->v = xreallocarray(names->v, names->n + 1, sizeof *names->v);
		names->v[names->n] = xstrndup(s, n);
		name_fold(names->v[names->n++], p->field_prefix);
		if (stop == NULL)
			break;
		s = stop + 1;
	}
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

/* Find the header in one encoding; l is moved behind it. */
static bool
header_find(const struct profile *p, void *decoder, struct lines *l, struct words *names)
{
	for (int i = 0; i < HEADER_LINES && lines_next(l); i++) {
		if (l->line.len > HEADER_LENGTH)
			return false;
		/* a short line cannot be it: two names at least */
		if (memchr(l->line.ptr, p->delimiter, l->line.len) == NULL)
			continue;
		if (names_read(names, p, decoder, l->line) && is_header(p, names))
			return true;
		names_release(names);
	}
	return false;
}

bool
header_open(const struct profile *p, void **decoder, struct lines *l, struct words *names)
{
	struct lines start = *l;

	*decoder = NULL;
	if (p->encoding != ENCODING_GB18030 && header_find(p, NULL, l, names))
		return true;
	*l = start;
	if (p->encoding == ENCODING_UTF8)
		return false;
	iconv_t cd = iconv_open("UTF-8", "GB18030");

	if (cd == (iconv_t)-1)
		return false;
	if (header_find(p, cd, l, names)) {
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

	if (st->declared || !profile_time(&p->range_format, from, strlen(from), &st->from) ||
	    !profile_time(&p->range_format, to, strlen(to), &st->to) || st->from > st->to) {
		fault_add(st, line, RANGE_FORM, "", text);
	} else if (p->range_end == RANGE_CLOSED) {
		st->to++;
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
		buf_clear(&text);
		decode(st->decoder, span_trim(l.line), &text);
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

static void
columns_find(struct statement *st, uint32_t line, const struct words *names)
{
	const struct profile *p = st->profile;

	st->columns = (uint32_t)names->n;
	for (int f = 0; f < BILL_FIELDS; f++) {
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
	uint32_t at;

	st->covers_pay = p->refunds_only_with == NULL || name_count(names, p->refunds_only_with, &at) == 0;
	st->covers_refund = p->refunds_with == NULL || name_count(names, p->refunds_with, &at) > 0;
}

bool
frame_open(struct statement *st, struct lines *l, struct span *merchant)
{
	struct lines start = *l;
	struct words names = { NULL, 0 };

	if (!header_open(st->profile, &st->decoder, l, &names)) {
		fault_add(st, 0, HEADER_MISSING, st->profile->header.v[0], "");
		return false;
	}
	preamble_read(st, start, l->number, merchant);
	columns_find(st, l->number, &names);
	names_release(&names);
	return true;
}

size_t
frame_split(const struct profile *p, struct span line, struct span *field, size_t room)
{
	const char *s = line.ptr, *end = line.ptr + line.len;
	size_t n = 0;

	if (p->field_prefix != '\0') {
		if (s == end || *s != p->field_prefix)
			return 0;
		s++;
	}
	for (;;) {
		const char *stop = s;

		/* a delimiter is one only in front of the next value's prefix */
		while ((stop = memchr(stop, p->delimiter, (size_t)(end - stop))) != NULL && p->field_prefix != '\0' &&
		    (stop + 1 == end || stop[1] != p->field_prefix))
			stop++;
		if (n + 1 == room && p->overflow == OVERFLOW_LAST)
			stop = NULL;
		if (n < room)
			field[n] = span_trim((struct span){ s, (uint32_t)((stop != NULL ? stop : end) - s) });
		n++;
		if (stop == NULL)
			return n;
		s = stop + 1 + (p->field_prefix != '\0');
	}
}
