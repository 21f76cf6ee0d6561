/* SPDX-License-Identifier: MIT
 * CSV records from libcsv's callbacks. libcsv is seen here only. What it does not do is
 * done here: pulling instead of pushing, line numbers, limits, errors with a place. */
#include "stream/csvin.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "stream/input.h"

struct record {
	size_t first, n; /* fields */
	int64_t line;
};

struct csvin {
	struct input *input;
	struct csv_parser parser;
	struct buf chunk;     /* decoded text handed to libcsv */
	struct buf text;      /* the fields of the queued records, NUL-terminated one after another */
	size_t *offset, nfield, field_cap;
	unsigned char *looks; /* of each field */
	struct record *queue;
	size_t nqueue, queue_cap, next;
	size_t open_first;    /* first field of the record that is not complete yet */
	int64_t line;         /* line that libcsv is in */
	int64_t open_line;    /* line on which the open record started */
	int64_t count;
	bool after_cr, too_long, too_many, ended;
	char **field;         /* the record that was asked for last */
	size_t *len, len_cap;
};

/* libcsv grows its entry buffer through this: a field over the limit fails instead of filling memory. */
static void *
limited_realloc(void *p, size_t n)
{
	return n > CSV_FIELD_MAX + 1024 ? NULL : realloc(p, n);
}

enum { LINE_END = 128 };
static unsigned char looks_of[256]; /* by byte: CSV_LOWER, CSV_WIDE, LINE_END */

static void
fill_looks(void)
{
	for (int c = 'a'; c <= 'z'; c++)
		looks_of[c] = CSV_LOWER;
	looks_of[0xef] = CSV_WIDE;
	looks_of['\n'] = looks_of['\r'] = LINE_END;
}

static unsigned char
edges(const char *s, size_t n)
{
	unsigned char first = (unsigned char)s[0], last = (unsigned char)s[n - 1];

	/* U+3000, the wide blank, is E3 80 80 */
	return first <= ' ' || first == '=' || first == '\'' || first == 0xe3 || last <= ' ' || last == 0x80 ? CSV_EDGE : 0;
}

static void
count_lines(struct csvin *in, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] == '\n' || s[i] == '\r')
			in->line += s[i] == '\n' || i + 1 == n || s[i + 1] != '\n';
}

/* Copy a field to the end of text, with a NUL behind it; CSV_*. */
static unsigned char
keep_field(struct csvin *in, const char *from, size_t n)
{
	unsigned char looks = 0;

	buf_room(&in->text, n + 1);
	char *to = in->text.ptr + in->text.len;

	/* by bytes, as libcsv has written them just now: the processor has them at hand, larger pieces it has not */
	for (size_t i = 0; i < n; i++) {
		to[i] = from[i];
		looks |= looks_of[(unsigned char)from[i]];
	}
	to[n] = to[n + 1] = '\0';
	in->text.len += n + 1;
	if (looks & LINE_END)
		count_lines(in, to, n);
	return n == 0 ? 0 : (unsigned char)((looks & CSV_UNSEEN) | edges(from, n));
}

static void
on_field(void *s, size_t n, void *context)
{
	struct csvin *in = context;

	if (in->nfield == in->open_first)
		in->open_line = in->line;
	if (in->nfield - in->open_first >= CSV_FIELDS_MAX) {
		in->too_many = true;
		return;
	}
	if (in->nfield == in->field_cap) {
		in->offset = grow(in->offset, in->nfield, &in->field_cap, sizeof *in->offset);
		in->looks = xreallocarray(in->looks, in->field_cap, sizeof *in->looks);
	}
	in->offset[in->nfield] = in->text.len;
	in->looks[in->nfield++] = keep_field(in, s, n);
	in->after_cr = false;
}

static void
on_row(int c, void *context)
{
	struct csvin *in = context;

	if (in->nfield > in->open_first) {
		in->queue = grow(in->queue, in->nqueue, &in->queue_cap, sizeof *in->queue);
		in->queue[in->nqueue++] = (struct record){ in->open_first, in->nfield - in->open_first,
			in->open_line };
		in->open_first = in->nfield;
		in->after_cr = false;
	}
	if (c == '\r' || (c == '\n' && !in->after_cr))
		in->line++;
	in->after_cr = c == '\r';
}

struct csvin *
csvin_open(const char *path, const char *encoding, struct buf *err)
{
	struct input *input = input_open(path, encoding, err);

	if (input == NULL)
		return NULL;
	struct csvin *in = xcalloc(1, sizeof *in);

	fill_looks();
	in->input = input;
	in->line = 1;
	if (csv_init(&in->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
		bug("csv_init");
	csv_set_realloc_func(&in->parser, limited_realloc);
	csv_set_blk_size(&in->parser, 16384); /* its own 128 bytes at a time are slow for long fields */
	return in;
}

void
csvin_close(struct csvin *in)
{
	if (in == NULL)
		return;
	csv_free(&in->parser);
	input_close(in->input);
	buf_release(&in->chunk);
	buf_release(&in->text);
	free(in->offset);
	free(in->looks);
	free(in->queue);
	free(in->field);
	free(in->len);
	free(in);
}

static int
broken(struct csvin *in, struct buf *err)
{
	int code = csv_error(&in->parser);
	long long line = in->line;
	const char *name = input_name(in->input);

	if (in->too_many)
		buf_printf(err, L("%s:%lld: RECORD_TOO_LONG: more than %d fields in one record",
		    "%s:%lld: RECORD_TOO_LONG: 一条记录超过 %d 个字段"), name, line, CSV_FIELDS_MAX);
	else if (code == CSV_ENOMEM || code == CSV_ETOOBIG)
		buf_printf(err, L("%s:%lld: FIELD_TOO_LONG: a field of more than %d bytes; is a closing quote missing?",
		    "%s:%lld: FIELD_TOO_LONG: 字段超过 %d 字节; 是否缺少右引号?"), name, line, CSV_FIELD_MAX);
	else
		buf_printf(err, L("%s:%lld: QUOTE: a quote stands where none may, or is never closed; a quote inside a "
		    "field is written twice and the field quoted",
		    "%s:%lld: QUOTE: 引号位置不合法或没有结束; 字段内的引号须写两遍并把整个字段加引号"), name, line);
	return -1;
}

/* Move the fields of the open record to the front and parse one more chunk. 1, 0 at the end, -1. */
static int
refill(struct csvin *in, struct buf *err)
{
	size_t keep = in->open_first < in->nfield ? in->offset[in->open_first] : in->text.len;

	if (keep > 0)
		memmove(in->text.ptr, in->text.ptr + keep, in->text.len - keep);
	in->text.len -= keep;
	for (size_t i = in->open_first; i < in->nfield; i++) {
		in->offset[i - in->open_first] = in->offset[i] - keep;
		in->looks[i - in->open_first] = in->looks[i];
	}
	in->nfield -= in->open_first;
	in->open_first = in->nqueue = in->next = 0;
	buf_clear(&in->chunk);
	int r = input_read(in->input, &in->chunk, err);

	if (r < 0)
		return -1;
	if (r > 0) {
		size_t n = csv_parse(&in->parser, in->chunk.ptr, in->chunk.len, on_field, on_row, in);

		if (n != in->chunk.len || in->too_many) {
			/* what came before the fault on this chunk's lines is not trusted either */
			return broken(in, err);
		}
		return 1;
	}
	if (in->ended)
		return 0;
	in->ended = true;
	if (csv_fini(&in->parser, on_field, on_row, in) != 0 || in->too_many)
		return broken(in, err);
	return in->nqueue > 0;
}

int
csvin_next(struct csvin *in, struct csvrow *row, struct buf *err)
{
	while (in->next == in->nqueue) {
		int r = refill(in, err);

		if (r <= 0)
			return r;
	}
	const struct record *rec = &in->queue[in->next++];

	if (rec->n > in->len_cap) {
		in->len_cap = rec->n;
		in->field = xreallocarray(in->field, rec->n, sizeof *in->field);
		in->len = xreallocarray(in->len, rec->n, sizeof *in->len);
	}
	for (size_t i = 0; i < rec->n; i++) {
		size_t at = in->offset[rec->first + i];
		size_t end = rec->first + i + 1 < in->nfield ? in->offset[rec->first + i + 1] : in->text.len;

		in->field[i] = in->text.ptr + at;
		in->len[i] = end - at - 1;
	}
	*row = (struct csvrow){ in->field, in->len, in->looks + rec->first, rec->n, rec->line, ++in->count };
	return 1;
}

const char *
csvin_name(const struct csvin *in)
{
	return input_name(in->input);
}

int64_t
csvin_size(const struct csvin *in)
{
	return input_size(in->input);
}

const char *
csvin_digest(const struct csvin *in)
{
	return input_digest(in->input);
}
