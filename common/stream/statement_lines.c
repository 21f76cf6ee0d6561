/* SPDX-License-Identifier: MIT
 * Lines, values and encodings of a statement. */
#include <iconv.h>
#include <string.h>

#include "stream/statement_part.h"
#include "value/text.h"

enum { QUOTED_LINES = 16, NUL_BLOCK = 1 << 15 };

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


static size_t
quotes_in(const char *s, const char *end)
{
	size_t n = 0;

	for (; (s = memchr(s, '"', (size_t)(end - s))) != NULL; s++)
		n++;
	return n;
}

bool
record_next(struct lines *l, const struct form *f)
{
	if (!lines_next(l))
		return false;
	if (!f->quote || quotes_in(l->line.ptr, l->line.ptr + l->line.len) % 2 == 0)
		return true;
	struct lines more = *l;

	for (int i = 1; i < QUOTED_LINES && lines_next(&more); i++)
		if (quotes_in(more.line.ptr, more.line.ptr + more.line.len) % 2 != 0) {
			more.line = (struct span){ l->line.ptr, (uint32_t)(more.line.ptr + more.line.len - l->line.ptr) };
			*l = more;
			break;
		}
	return true; /* without its partner the quote is left to who splits the line */
}

/* The value in quotes that starts at s; what follows up to the delimiter must be blank. *stop: the delimiter, or NULL.
 * False: not such a value. */
static bool
quoted_value(const struct form *f, const char *s, const char *end, struct span *value, const char **stop)
{
	const char *from = ++s, *close;
	bool doubled = false;

	for (;;) {
		close = memchr(s, '"', (size_t)(end - s));
		if (close == NULL)
			return false;
		if (close + 1 == end || close[1] != '"')
			break;
		doubled = true;
		s = close + 2;
	}
	*value = (struct span){ from, (uint32_t)(close - from) };
	*stop = memchr(close, f->delimiter, (size_t)(end - close));
	if (!span_blank((struct span){ close + 1, (uint32_t)((*stop != NULL ? *stop : end) - close - 1) }))
		return false;
	if (doubled) {
		char *copy = arena_alloc(f->arena, value->len);
		uint32_t n = 0;

		for (uint32_t i = 0; i < value->len; i++) {
			copy[n++] = from[i];
			i += from[i] == '"';
		}
		*value = (struct span){ copy, n };
	}
	return true;
}

static struct span
value_between(const char *from, const char *stop)
{
	struct span s = { from, (uint32_t)(stop - from) };

	return s.len > 0 && ((unsigned char)from[0] <= ' ' || (unsigned char)stop[-1] <= ' ') ? span_trim(s) : s;
}

/* Eight bytes of which each is 0x80 where that of s is c, else 0. */
static uint64_t
bytes_that_are(const char *s, char c)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), low = ones * 0x7f;
	uint64_t x;

	memcpy(&x, s, sizeof x);
	x ^= ones * (unsigned char)c;
	return ~(((x & low) + low) | x | low);
}

/* Values between delimiters and nothing else, of a million lines: eight bytes at a time. */
static size_t
split_plain(char delimiter, struct span line, struct span *field, size_t room)
{
	const char *s = line.ptr, *end = line.ptr + line.len, *from = s;
	size_t n = 0;

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	for (; end - s >= 8; s += 8)
		for (uint64_t at = bytes_that_are(s, delimiter); at != 0; at &= at - 1) {
			const char *stop = s + __builtin_ctzll(at) / 8;

			if (n == room)
				return room + 1;
			field[n++] = value_between(from, stop);
			from = stop + 1;
		}
#endif
	for (; s < end; s++)
		if (*s == delimiter) {
			if (n == room)
				return room + 1;
			field[n++] = value_between(from, s);
			from = s + 1;
		}
	if (n == room)
		return room + 1;
	field[n++] = value_between(from, end);
	return n;
}

size_t
split(const struct form *f, struct span line, struct span *field, size_t room)
{
	const char *s = line.ptr, *end = line.ptr + line.len;
	size_t n = 0;

	if (f->prefix == '\0' && !f->quote && !f->overflow_last && !f->pad)
		return split_plain(f->delimiter, line, field, room);
	if (f->prefix != '\0') {
		if (s == end || *s != f->prefix)
			return 0;
		s++;
	}
	for (;;) {
		const char *stop = s;
		struct span value;

		while (f->quote && stop < end && (*stop == ' ' || *stop == '\t') && *stop != f->delimiter)
			stop++;
		if (f->quote && stop < end && *stop == '"') {
			if (!quoted_value(f, stop, end, &value, &stop))
				return 0;
		} else {
			/* a delimiter is one only in front of the next value's prefix */
			stop = s;
			while ((stop = memchr(stop, f->delimiter, (size_t)(end - stop))) != NULL && f->prefix != '\0' &&
			    (stop + 1 == end || stop[1] != f->prefix))
				stop++;
			if (f->overflow_last && n + 1 == room)
				stop = NULL;
			value = (struct span){ s, (uint32_t)((stop != NULL ? stop : end) - s) };
		}
		if (n < room)
			field[n] = span_trim(value);
		else if (!f->pad || !span_blank(value))
			return room + 1;
		n++;
		if (stop == NULL)
			break;
		s = stop + 1 + (f->prefix != '\0');
	}
	if (!f->pad)
		return n;
	for (size_t i = n; i < room; i++)
		field[i] = (struct span){ "", 0 };
	return n < room ? n : room;
}

void
line_text(void *decoder, const struct form *f, struct span line, struct buf *out)
{
	struct span *field = f->quote ? arena_alloc(f->arena, HEADER_COLUMNS * sizeof *field) : NULL;
	struct form exact = *f;

	exact.pad = exact.overflow_last = false;
	exact.prefix = '\0';
	size_t n = f->quote ? split(&exact, line, field, HEADER_COLUMNS) : 0;

	buf_clear(out);
	if (n == 0 || n > HEADER_COLUMNS) {
		decode(decoder, span_trim(line), out);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(out, '|');
		decode(decoder, field[i], out);
	}
}

bool
fixed_split(const struct profile *p, struct span line, struct span *field)
{
	if (line.len < p->min_length)
		return false;
	for (int f = 0; f < BILL_FIELDS; f++) {
		const struct byte_place *at = &p->place[f];

		if (at->len == 0)
			continue;
		if ((at->at > 0 && line.ptr[at->at - 1] != ' ') || (at->at + at->len < line.len && line.ptr[at->at + at->len] != ' '))
			return false;
		field[f] = span_trim((struct span){ line.ptr + at->at, at->len });
	}
	return true;
}

void
nul_find(struct reader *r, const char *upto)
{
	struct statement *st = r->st;

	while (r->clean < upto) {
		size_t left = (size_t)(st->end - r->clean), n = left < NUL_BLOCK ? left : NUL_BLOCK;
		const char *nul = memchr(r->clean, '\0', n);
		uint32_t line = 1;

		r->clean = nul != NULL ? st->end : r->clean + n;
		for (const char *s = st->bytes; nul != NULL && (s = memchr(s, '\n', (size_t)(nul - s))) != NULL; s++)
			line++;
		if (nul != NULL)
			fault_add(st, line, FIELD_FORM, "", "NUL");
	}
}
