/* SPDX-License-Identifier: MIT
 * One record of a stream: its fields cleaned, and the record as the spool holds it. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "frame/state.h"

/* ---- clean values */

/* Values by index of tool->in: the raw field where it is clean already, else a cleaned copy. */
struct cleaned {
	const char *value[INCOLS_MAX];
	struct buf copy[INCOLS_MAX];
};

static bool
is_ascii(const char *s, size_t n)
{
	uint64_t eight, high = 0;

	for (; n >= sizeof eight; s += sizeof eight, n -= sizeof eight) {
		memcpy(&eight, s, sizeof eight);
		high |= eight;
	}
	for (; n > 0; s++, n--)
		high |= (unsigned char)*s;
	return (high & UINT64_C(0x8080808080808080)) == 0;
}

static bool
is_clean(unsigned flags, const char *s, size_t n)
{
	if (n == 0)
		return true;
	if ((unsigned char)s[0] <= ' ' || (unsigned char)s[n - 1] <= ' ' || s[0] == '=' || s[0] == '\'')
		return false;
	if (flags & COLUMN_UPPER)
		for (size_t i = 0; i < n; i++)
			if (s[i] >= 'a' && s[i] <= 'z')
				return false;
	/* full-width blanks begin with E3, other full-width forms with EF */
	return is_ascii(s, n) || (memchr(s, '\xe3', n) == NULL && (!(flags & COLUMN_CODE) || memchr(s, '\xef', n) == NULL));
}

/* A masked value is display only where the record's key is there (contract.md, Streams). */
static void
hide_masked(const struct run *run, struct cleaned *c)
{
	bool keyed = false;

	for (size_t i = 0; i < run->state->nin; i++)
		keyed |= (run->state->in_flags[i] & COLUMN_KEY) && *c->value[i] != '\0';
	for (size_t i = 0; keyed && i < run->state->nin; i++)
		if ((run->state->in_flags[i] & (COLUMN_DOCUMENT | COLUMN_PHONE | COLUMN_FILE)) && strstr(c->value[i], "****") != NULL)
			c->value[i] = "";
}

static void
clean_values(const struct run *run, const struct source *s, char **field, const size_t *len, size_t n, struct cleaned *c)
{
	for (size_t i = 0; i < run->state->nin; i++) {
		int k = s->column[i];
		unsigned flags = run->state->in_flags[i];

		if (k < 0 || (size_t)k >= n) {
			c->value[i] = "";
		} else if (is_clean(flags, field[k], len[k])) {
			c->value[i] = field[k];
		} else {
			buf_clear(&c->copy[i]);
			buf_add(&c->copy[i], field[k], len[k]);
			c->copy[i].len = column_clean(flags, c->copy[i].ptr, c->copy[i].len);
			c->value[i] = c->copy[i].ptr;
		}
	}
	hide_masked(run, c);
}

static struct cleaned cleaned;

static void
clear_faults(struct rec_state *rs)
{
	for (size_t i = 0; i < rs->nfault; i++)
		free(rs->fault[i].message);
	rs->nfault = rs->refusals = 0;
}

void
rec_take(struct rec *r, struct source *s, const struct csvrow *row)
{
	struct rec_state *rs = r->state;

	clear_faults(rs);
	r->attached = NULL;
	rs->source = s;
	rs->raw = row->field;
	rs->nraw = row->n;
	clean_values(r->run, s, row->field, row->len, row->n, &cleaned);
	r->v = cleaned.value;
	r->has = s->has;
	r->file = s->name;
	r->line = row->line;
	r->record = row->record - 1;
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
rec_fields(const struct rec *r, char *const **header, char *const **field, size_t *n)
{
	const struct source *s = r->state->source;

	*header = s->header + s->skip;
	*field = r->state->raw + s->skip;
	*n = s->nheader - s->skip;
}

/* ---- one record in the spool: source, line, record, faults, attachment, fields; a text is its length, the bytes, a NUL */

enum { LONG_TEXT = 255 }; /* lengths from here on take four bytes more */

static void
pack_text(struct buf *b, const char *s, size_t n)
{
	uint32_t len = (uint32_t)n;

	buf_room(b, 1 + sizeof len + n + 1);
	char *p = b->ptr + b->len;

	*p++ = (char)(n < LONG_TEXT ? n : LONG_TEXT);
	if (n >= LONG_TEXT) {
		memcpy(p, &len, sizeof len);
		p += sizeof len;
	}
	memcpy(p, s, n);
	p[n] = p[n + 1] = '\0';
	b->len = (size_t)(p + n + 1 - b->ptr);
}

void
rec_pack(const struct rec *r, const struct csvrow *row, struct buf *b)
{
	const struct rec_state *rs = r->state;
	uint32_t head[4] = { (uint32_t)(rs->source - r->run->state->source), (uint32_t)rs->nfault, (uint32_t)row->n, r->attached != NULL };
	int64_t place[2] = { r->line, r->record };

	buf_clear(b);
	buf_add(b, head, sizeof head);
	buf_add(b, place, sizeof place);
	for (size_t i = 0; i < rs->nfault; i++) {
		int32_t f[2] = { rs->fault[i].column, rs->fault[i].refuses };

		buf_add(b, f, sizeof f);
		pack_text(b, rs->fault[i].code, strlen(rs->fault[i].code));
		pack_text(b, rs->fault[i].message, strlen(rs->fault[i].message));
	}
	if (r->attached != NULL)
		pack_text(b, rs->attached.ptr, rs->attached.len);
	for (size_t i = 0; i < row->n; i++)
		pack_text(b, row->field[i], row->len[i]);
}

static char *
unpack_text(char **p, size_t *n)
{
	uint32_t len = (unsigned char)**p;
	char *s = *p + 1;

	if (len == LONG_TEXT) {
		memcpy(&len, s, sizeof len);
		s += sizeof len;
	}
	*p = s + len + 1;
	if (n != NULL)
		*n = len;
	return s;
}

void
rec_unpack(struct rec *r, char *p, size_t n)
{
	struct rec_state *rs = r->state;
	static size_t *len, len_cap;
	uint32_t head[4];
	int64_t place[2];

	(void)n;
	memcpy(head, p, sizeof head);
	p += sizeof head;
	memcpy(place, p, sizeof place);
	p += sizeof place;
	clear_faults(rs);
	rs->source = &r->run->state->source[head[0]];
	for (uint32_t i = 0; i < head[1]; i++) {
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
	if (head[3])
		r->attached = unpack_text(&p, &r->attached_len);
	rs->nraw = head[2];
	if (rs->nraw > len_cap) {
		len_cap = rs->nraw;
		len = xreallocarray(len, len_cap, sizeof *len);
		rs->raw = xreallocarray(rs->raw, len_cap, sizeof *rs->raw);
	}
	for (size_t i = 0; i < rs->nraw; i++)
		rs->raw[i] = unpack_text(&p, &len[i]);
	clean_values(r->run, rs->source, rs->raw, len, rs->nraw, &cleaned);
	r->v = cleaned.value;
	r->has = rs->source->has;
	r->file = rs->source->name;
	r->line = place[0];
	r->record = place[1];
}

void
rec_release(struct rec *r)
{
	clear_faults(r->state);
	free(r->state->fault);
	free(r->state->raw);
	buf_release(&r->state->attached);
}
