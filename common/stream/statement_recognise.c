/* SPDX-License-Identifier: MIT
 * Which profile fits the bytes of a file. */
#include <iconv.h>
#include <string.h>

#include "stream/statement_part.h"

enum { EMPTY_BODY = 4096 };

bool
is_empty_day(const struct profile *p, const char *bytes, size_t n)
{
	struct buf text = BUF_INIT;
	bool empty = false;

	if (p->empty_body == NULL || n > EMPTY_BODY)
		return false;
	decode(NULL, (struct span){ bytes, (uint32_t)n }, &text);
	empty = regexec(p->empty_body, buf_text(&text), 0, NULL, 0) == 0;
	buf_release(&text);
	return empty;
}

struct lines
lines_start(const char *bytes, size_t n)
{
	bool bom = n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;

	return (struct lines){ .at = bytes + (bom ? 3 : 0), .end = bytes + n, .line = { "", 0 } };
}

bool
convert_utf16(const char *bytes, size_t n, struct buf *out)
{
	bool little = n >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0;

	if (!little && (n < 2 || memcmp(bytes, "\xFE\xFF", 2) != 0))
		return false;
	iconv_t cd = iconv_open("UTF-8", little ? "UTF-16LE" : "UTF-16BE");

	if (cd == (iconv_t)-1)
		return false;
	decode(cd, (struct span){ bytes + 2, (uint32_t)(n - 2) }, out);
	iconv_close(cd);
	return true;
}

static bool
first_line_matches(const struct profile *p, const struct form *f, void *decoder, struct lines l)
{
	struct buf text = BUF_INIT;
	bool matches;

	if (p->match_first_line == NULL)
		return true;
	lines_next(&l);
	if (p->kind == FILE_FIXED)
		decode(decoder, l.line, &text); /* its blanks are places */
	else
		line_text(decoder, f, l.line, &text);
	matches = regexec(p->match_first_line, buf_text(&text), 0, NULL, 0) == 0;
	buf_release(&text);
	return matches;
}

/* Of bytes that are not UTF-16. */
static bool
fits(const struct profile *p, const char *bytes, size_t n)
{
	struct lines l = lines_start(bytes, n), first = l;
	struct words names = { NULL, 0 };
	struct arena arena = { NULL };
	struct form form = form_of(p, &arena);
	void *decoder = NULL;
	bool good;

	if (p->kind == FILE_FIXED) {
		good = lines_next(&l) && fixed_fits(p, l.line) && first_line_matches(p, &form, NULL, first);
	} else if (header_open(p, &form, &decoder, &l, &names)) {
		good = first_line_matches(p, &form, decoder, first);
		if (decoder != NULL)
			iconv_close(decoder);
		names_release(&names);
	} else {
		good = is_empty_day(p, bytes, n);
	}
	arena_release(&arena);
	return good;
}

bool
statement_fits(const struct profile *p, const char *bytes, size_t n)
{
	struct buf text = BUF_INIT;
	bool wide = convert_utf16(bytes, n, &text), good = fits(p, wide ? buf_text(&text) : bytes, wide ? text.len : n);

	buf_release(&text);
	return good;
}

/* Do other profiles name this one as what they go with? */
static bool
is_companion(const struct profiles *all, const struct profile *p)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i]->companion != NULL && strcmp(all->v[i]->companion, p->id) == 0)
			return true;
	return false;
}

static const struct profile *
recognise(const struct profiles *all, const char *bytes, size_t n, enum statement_code *code)
{
	const struct profile *found = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct profile *p = all->v[i];

		if (!fits(p, bytes, n))
			continue;
		if (found != NULL && !is_empty_day(found, bytes, n)) {
			*code = STATEMENT_AMBIGUOUS;
			return NULL;
		}
		if (found == NULL || (is_companion(all, p) && !is_companion(all, found)))
			found = p;
	}
	return found;
}

const struct profile *
statement_recognise(const struct profiles *all, const char *bytes, size_t n, enum statement_code *code)
{
	struct buf text = BUF_INIT;
	bool wide = convert_utf16(bytes, n, &text);

	*code = STATEMENT_UNKNOWN;
	const struct profile *found = recognise(all, wide ? buf_text(&text) : bytes, wide ? text.len : n, code);

	buf_release(&text);
	return found;
}
