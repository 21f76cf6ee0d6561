/* SPDX-License-Identifier: MIT
 * The encoding of what is written (--out-encoding), and what to say of a character that it does not have. */
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "frame/state.h"
#include "value/text.h"

/* Does --excel put a byte order mark before a text? Of the encodings that say how wide they are; UTF-16 and UTF-32 come with their own, and the
 * others have none: a spreadsheet would take it for text. */
static bool
marked(const char *encoding)
{
	size_t n = strlen(encoding);

	return n > 2 && (strcasecmp(encoding + n - 2, "LE") == 0 || strcasecmp(encoding + n - 2, "BE") == 0);
}

void
encode_start(struct run_state *st)
{
	const char *name = st->out_encoding;

	if (name == NULL || strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "UTF8") == 0)
		return;
	iconv_t cd = iconv_open(name, "UTF-8");

	if (cd == (iconv_t)-1)
		die_usage(L("--out-encoding: unknown encoding: %s", "--out-encoding: 未知的编码: %s"), name);
	iconv_close(cd);
	st->encodes = true;
	st->style.unmarked = !marked(name);
}

/* The name of the first field with the text s. */
static const char *
field_with(const char *s, const char *const *name, const char *const *value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value[i] != NULL && strstr(value[i], s) != NULL)
			return name[i];
	return "";
}

/* Where the character stands: of a refused record its file and line, of a row its key; and the column. */
static void
place_of(const struct run_state *st, const char *s, struct buf *out)
{
	if (st->rejecting != NULL) {
		const struct rec *r = st->rejecting;
		const struct source *from = r->state->source;
		size_t n = from->nheader < r->state->nraw ? from->nheader : r->state->nraw;

		buf_printf(out, "%s:%lld: %s: ", r->file, (long long)r->line,
		    field_with(s, (const char *const *)from->header, (const char *const *)r->state->raw, n));
	} else if (st->printing != NULL) {
		const char *key = st->printing[0] != NULL ? st->printing[0] : "";

		buf_printf(out, "%s ", st->out[0]);
		text_mask_numbers(key, out);
		buf_printf(out, ": %s: ", field_with(s, st->out, st->printing, st->nout));
	}
}

static _Noreturn void
unwritable(const struct run_state *st, const char *from, size_t left)
{
	struct buf place = BUF_INIT;
	char s[5] = "";
	uint32_t cp = 0;
	size_t n = utf8_decode(from, left, &cp);

	memcpy(s, from, n < sizeof s ? n : sizeof s - 1);
	place_of(st, s, &place);
	die(EX_ENV, L("%sU+%04X (%s) cannot be written in %s; nothing was changed; use UTF-8 or GB18030", "%sU+%04X (%s) 无法用 %s 表示; 未作任何改动; 请用 UTF-8 或 GB18030"),
	    buf_text(&place), (unsigned)cp, s, st->out_encoding);
}

const struct buf *
encoded(struct run_state *st, struct encoder *e, const struct buf *line)
{
	char *from = line->ptr;
	size_t left = line->len;

	if (!st->encodes)
		return line;
	if (e->cd == NULL)
		e->cd = iconv_open(st->out_encoding, "UTF-8");
	buf_clear(&st->encoded);
	while (left > 0) {
		buf_room(&st->encoded, left * 4 + 16);
		char *to = st->encoded.ptr + st->encoded.len;
		size_t room = st->encoded.cap - st->encoded.len - 1, before = room;
		size_t r = iconv(e->cd, &from, &left, &to, &room);

		st->encoded.len += before - room;
		if (r == (size_t)-1 && errno != E2BIG)
			unwritable(st, from, left);
	}
	return &st->encoded;
}

const struct csvstyle *
run_style(const struct run *run)
{
	return &run->state->style;
}

const struct buf *
run_file_text(struct run *run, const struct buf *text)
{
	struct encoder e = { NULL };
	const struct buf *b = encoded(run->state, &e, text);

	if (e.cd != NULL)
		iconv_close(e.cd);
	return b;
}
