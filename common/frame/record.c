/* SPDX-License-Identifier: MIT
 * One record of a stream: its fields cleaned, and the record as the spool holds it. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "frame/state.h"

/* ---- clean values */

/* Values by index of tool->in: the raw field where it is clean already, else a cleaned copy. */
static struct cleaned {
	const char *value[INCOLS_MAX];
	struct buf copy[INCOLS_MAX];
} cleaned;

/* A masked value is display only where the record's key is there (contract.md, Streams). */
static void
hide_masked(const struct source *s)
{
	bool keyed = false;

	for (size_t i = 0; i < s->nbound; i++)
		keyed |= (s->bound[i].flags & COLUMN_KEY) && *cleaned.value[s->bound[i].in] != '\0';
	for (size_t i = 0; keyed && i < s->nbound; i++) {
		const struct bound *b = &s->bound[i];

		if ((b->flags & (COLUMN_DOCUMENT | COLUMN_PHONE | COLUMN_FILE)) && strstr(cleaned.value[b->in], "****") != NULL)
			cleaned.value[b->in] = "";
	}
}

static const char *
clean_value(const struct bound *b, const char *field)
{
	struct buf *copy = &cleaned.copy[b->in];

	buf_clear(copy);
	buf_str(copy, field);
	copy->len = column_clean(b->flags, copy->ptr, copy->len);
	return copy->ptr;
}

/* The values of the record whose raw fields are there. */
static void
set_values(struct rec *r)
{
	const struct rec_state *rs = r->state;
	const struct source *s = rs->source;

	for (size_t i = 0; i < INCOLS_MAX; i++)
		cleaned.value[i] = "";
	for (size_t i = 0; i < s->nbound; i++) {
		const struct bound *b = &s->bound[i];

		if (b->at < rs->nraw)
			cleaned.value[b->in] = rs->unclean[i / 64] >> i % 64 & 1 ? clean_value(b, rs->raw[b->at]) : rs->raw[b->at];
	}
	if (s->keyed)
		hide_masked(s);
	r->v = cleaned.value;
	r->has = s->has;
	r->file = s->name;
}

static void
clear_faults(struct rec_state *rs)
{
	for (size_t i = 0; i < rs->nfault; i++)
		free(rs->fault[i].message);
	rs->nfault = rs->refusals = 0;
}

void
rec_take(struct rec *r, const struct source *s, const struct csvrow *row)
{
	struct rec_state *rs = r->state;

	clear_faults(rs);
	r->attached = NULL;
	r->line = row->line;
	r->record = row->record - 1;
	rs->source = s;
	rs->raw = row->field;
	rs->nraw = row->n;
	rs->unclean[0] = rs->unclean[1] = 0;
	for (size_t i = 0; i < s->nbound; i++)
		if (s->bound[i].at < row->n && (row->looks[s->bound[i].at] & s->bound[i].unclean))
			rs->unclean[i / 64] |= UINT64_C(1) << i % 64;
	set_values(r);
}

void
conceal(struct rec *r, int column)
{
	static char nothing[] = "";
	const struct source *s = r->state->source;

	for (size_t i = 0; i < s->nbound; i++)
		if ((int)s->bound[i].in == column && s->bound[i].at < r->state->nraw)
			r->state->raw[s->bound[i].at] = nothing;
	cleaned.value[column] = "";
}

void
attach(struct rec *r, const void *p, size_t n)
{
	buf_clear(&r->state->attached);
	buf_add(&r->state->attached, p, n);
	r->attached = r->state->attached.ptr;
	r->attached_len = n;
}

void
rec_fields(const struct rec *r, const char **field)
{
	const struct source *s = r->state->source;

	for (size_t i = 0; i < r->run->state->nreject; i++)
		field[i] = "";
	for (size_t i = s->skip; i < s->nheader; i++)
		if (s->union_of[i] != NO_COLUMN)
			field[s->union_of[i]] = r->state->raw[i];
}

bool
rec_in_place(const struct rec *r)
{
	const struct source *s = r->state->source;

	return r->state->nraw == s->nheader && (s->surplus == NO_COLUMN || *r->state->raw[s->surplus] == '\0');
}

/* ---- one record in the spool: head, faults, attachment, lengths of the fields, fields; a text is its length, the
 * bytes, a NUL; the fields are a piece of memory as the reader has them */

struct head {
	uint32_t source, faults, fields, attached, again;
	uint32_t lengths; /* bytes they take */
	uint64_t unclean[2];
	int64_t line, record;
};

enum { LONG_TEXT = 255 }; /* lengths from here on take four bytes more */

static char *
pack_length(char *p, size_t n)
{
	uint32_t len = (uint32_t)n;

	*p++ = (char)(n < LONG_TEXT ? n : LONG_TEXT);
	if (n < LONG_TEXT)
		return p;
	memcpy(p, &len, sizeof len);
	return p + sizeof len;
}

static size_t
unpack_length(char **p)
{
	uint32_t len = (unsigned char)*(*p)++;

	if (len == LONG_TEXT) {
		memcpy(&len, *p, sizeof len);
		*p += sizeof len;
	}
	return len;
}

static void
pack_text(struct buf *b, const char *s, size_t n)
{
	char length[8];

	buf_add(b, length, (size_t)(pack_length(length, n) - length));
	buf_add(b, s, n);
	buf_add(b, "", 1);
}

static char *
unpack_text(char **p, size_t *n)
{
	size_t len = unpack_length(p);
	char *s = *p;

	*p += len + 1;
	if (n != NULL)
		*n = len;
	return s;
}

void
rec_pack(const struct rec *r, const struct csvrow *row, struct buf *b)
{
	const struct rec_state *rs = r->state;
	struct head h = { .source = (uint32_t)(rs->source - r->run->state->source), .faults = (uint32_t)rs->nfault,
		.fields = (uint32_t)row->n, .attached = r->attached != NULL, .again = r->again != NULL, .unclean = { rs->unclean[0], rs->unclean[1] },
		.line = r->line, .record = r->record };

	buf_clear(b);
	buf_add(b, &h, sizeof h);
	for (size_t i = 0; i < rs->nfault; i++) {
		int32_t f[2] = { rs->fault[i].column, rs->fault[i].refuses };

		buf_add(b, f, sizeof f);
		pack_text(b, rs->fault[i].code, strlen(rs->fault[i].code));
		pack_text(b, rs->fault[i].message, strlen(rs->fault[i].message));
	}
	if (r->attached != NULL)
		pack_text(b, rs->attached.ptr, rs->attached.len);
	if (r->again != NULL)
		pack_text(b, r->again, strlen(r->again));
	buf_room(b, row->n * (1 + sizeof(uint32_t)));
	char *from = b->ptr + b->len, *p = from;

	for (size_t i = 0; i < row->n; i++)
		p = pack_length(p, row->len[i]);
	h.lengths = (uint32_t)(p - from);
	memcpy(b->ptr, &h, sizeof h);
	b->len += h.lengths;
	buf_add(b, row->field[0], (size_t)(row->field[row->n - 1] + row->len[row->n - 1] + 1 - row->field[0]));
}

static void
unpack_fields(struct rec_state *rs, const struct head *h, char *p)
{
	char *field = p + h->lengths;

	rs->nraw = h->fields;
	if (rs->nraw > rs->raw_cap) {
		rs->raw_cap = rs->nraw;
		rs->raw = xreallocarray(rs->raw, rs->raw_cap, sizeof *rs->raw);
	}
	for (size_t i = 0; i < rs->nraw; i++) {
		rs->raw[i] = field;
		field += unpack_length(&p) + 1;
	}
}

void
rec_unpack(struct rec *r, char *p)
{
	struct rec_state *rs = r->state;
	struct head h;

	memcpy(&h, p, sizeof h);
	p += sizeof h;
	clear_faults(rs);
	rs->source = &r->run->state->source[h.source];
	for (uint32_t i = 0; i < h.faults; i++) {
		int32_t f[2];

		memcpy(f, p, sizeof f);
		p += sizeof f;
		const char *code = unpack_text(&p, NULL), *message = unpack_text(&p, NULL);

		if (f[1])
			fault(r, f[0], code, "%s", message);
		else
			warning(r, f[0], code, "%s", message);
	}
	r->attached = NULL;
	r->attached_len = 0;
	if (h.attached)
		r->attached = unpack_text(&p, &r->attached_len);
	r->again = h.again ? unpack_text(&p, NULL) : NULL;
	r->line = h.line;
	r->record = h.record;
	memcpy(rs->unclean, h.unclean, sizeof h.unclean);
	unpack_fields(rs, &h, p);
	set_values(r);
}

void
rec_release(struct rec *r)
{
	clear_faults(r->state);
	free(r->state->fault);
	free(r->state->raw);
	buf_release(&r->state->attached);
}
