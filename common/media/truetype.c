/* SPDX-License-Identifier: MIT
 * Cutting a TrueType font down to a list of glyphs. */
#include "media/truetype.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static unsigned
get16(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static size_t
get32(const unsigned char *p)
{
	return (size_t)get16(p) << 16 | get16(p + 2);
}

static void
put16(unsigned char *p, unsigned v)
{
	p[0] = (unsigned char)(v >> 8);
	p[1] = (unsigned char)v;
}

static void
put32(unsigned char *p, size_t v)
{
	put16(p, (unsigned)(v >> 16));
	put16(p + 2, (unsigned)v);
}

static size_t
offset(const struct truetype *t, unsigned glyph)
{
	return t->long_loca ? get32(t->loca.p + 4 * (size_t)glyph)
	                    : 2 * (size_t)get16(t->loca.p + 2 * (size_t)glyph);
}

bool
truetype_check(struct truetype *t)
{
	if (t->head.n < 54 || t->hhea.n < 36 || t->maxp.n < 32)
		return false;
	t->upem = get16(t->head.p + 18);
	t->long_loca = get16(t->head.p + 50) != 0;
	t->glyphs = get16(t->maxp.p + 4);
	t->hmetrics = get16(t->hhea.p + 34);
	if (t->upem == 0 || t->glyphs == 0 || t->hmetrics == 0 || t->hmetrics > t->glyphs)
		return false;
	if (t->loca.n < ((size_t)t->glyphs + 1) * (t->long_loca ? 4 : 2) ||
	    t->hmtx.n < 4 * (size_t)t->hmetrics + 2 * (size_t)(t->glyphs - t->hmetrics))
		return false;
	for (unsigned i = 0; i < t->glyphs; i++)
		if (offset(t, i) > offset(t, i + 1))
			return false;
	return offset(t, t->glyphs) <= t->glyf.n;
}

/* The list of glyphs as it grows by the parts of composites. */
struct cut {
	const struct truetype *t;
	uint16_t *glyph; /* of the source */
	size_t n, cap;
	uint16_t *id; /* source glyph → first place in the list + 1, or 0 */
};

static bool
add_glyph(struct cut *c, unsigned glyph)
{
	if (c->n >= UINT16_MAX)
		return false;
	c->glyph = grow(c->glyph, c->n, &c->cap, sizeof *c->glyph);
	c->glyph[c->n++] = (uint16_t)glyph;
	if (c->id[glyph] == 0)
		c->id[glyph] = (uint16_t)c->n;
	return true;
}

enum { WORDS = 1, SCALE = 8, MORE = 0x20, XY_SCALE = 0x40, TWO_BY_TWO = 0x80 };

/* Point the parts of a composite glyph at their new ids, adding those that are missing. */
static bool
renumber(struct cut *c, unsigned char *p, size_t n)
{
	size_t at = 10;
	unsigned flags;

	do {
		if (n < at + 4)
			return false;
		flags = get16(p + at);
		unsigned part = get16(p + at + 2);

		if (part >= c->t->glyphs || (c->id[part] == 0 && !add_glyph(c, part)))
			return false;
		put16(p + at + 2, c->id[part] - 1u);
		at += 4 + (flags & WORDS ? 4 : 2) +
		    (flags & SCALE ? 2 : flags & XY_SCALE ? 4 : flags & TWO_BY_TWO ? 8 : 0);
	} while (flags & MORE);
	return true;
}

static bool
copy_outlines(struct cut *c, struct buf *glyf, struct buf *loca)
{
	unsigned char word[4];

	for (size_t i = 0; i < c->n; i++) { /* c->n grows on the way */
		size_t from = offset(c->t, c->glyph[i]), n = offset(c->t, c->glyph[i] + 1u) - from;
		size_t at = glyf->len;

		put32(word, at);
		buf_add(loca, word, 4);
		if (n == 0)
			continue;
		buf_add(glyf, c->t->glyf.p + from, n);
		buf_add(glyf, "\0\0\0", -n & 3);
		unsigned char *p = (unsigned char *)glyf->ptr + at;

		if (n >= 10 && (get16(p) & 0x8000) && !renumber(c, p, n))
			return false;
	}
	put32(word, glyf->len);
	buf_add(loca, word, 4);
	return true;
}

static void
copy_metrics(const struct cut *c, struct buf *hmtx)
{
	const struct truetype *t = c->t;

	for (size_t i = 0; i < c->n; i++) {
		unsigned g = c->glyph[i], last = t->hmetrics - 1;

		buf_add(hmtx, t->hmtx.p + 4 * (size_t)(g < last ? g : last), 2);
		buf_add(hmtx, g <= last ? t->hmtx.p + 4 * (size_t)g + 2
		                        : t->hmtx.p + 4 * (size_t)t->hmetrics + 2 * (size_t)(g - t->hmetrics), 2);
	}
}

static size_t
checksum(const char *p, size_t n)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < n; i += 4)
		sum += (uint32_t)get32((const unsigned char *)p + i);
	return sum;
}

static void
write_font(const struct buf part[6], struct buf *out)
{
	static const char tag[6][5] = { "glyf", "head", "hhea", "hmtx", "loca", "maxp" };
	/* version 1.0, six tables, searchRange 64, entrySelector 2, rangeShift 32 */
	static const unsigned char version[12] = { 0, 1, 0, 0, 0, 6, 0, 64, 0, 2, 0, 32 };
	size_t at = sizeof version + 6 * 16;
	unsigned char entry[12];

	buf_add(out, version, sizeof version);
	for (int i = 0; i < 6; i++) {
		put32(entry, checksum(part[i].ptr, (part[i].len + 3) & ~(size_t)3));
		put32(entry + 4, at);
		put32(entry + 8, part[i].len);
		buf_add(out, tag[i], 4);
		buf_add(out, entry, sizeof entry);
		at += (part[i].len + 3) & ~(size_t)3;
	}
	for (int i = 0; i < 6; i++) {
		buf_add(out, part[i].ptr, part[i].len);
		buf_add(out, "\0\0\0", -part[i].len & 3);
	}
}

bool
truetype_cut(const struct truetype *t, const uint16_t *glyph, size_t n, struct buf *out)
{
	enum { GLYF, HEAD, HHEA, HMTX, LOCA, MAXP, PARTS };
	struct buf part[PARTS] = { BUF_INIT };
	struct cut c = { .t = t, .id = xcalloc(t->glyphs, sizeof *c.id) };
	bool good = true;

	for (size_t i = 0; i < n && good; i++)
		good = glyph[i] < t->glyphs && add_glyph(&c, glyph[i]);
	good = good && copy_outlines(&c, &part[GLYF], &part[LOCA]);
	if (good) {
		copy_metrics(&c, &part[HMTX]);
		buf_add(&part[HEAD], t->head.p, 54);
		put32((unsigned char *)part[HEAD].ptr + 8, 0); /* checkSumAdjustment: unused when embedded */
		put16((unsigned char *)part[HEAD].ptr + 50, 1); /* long loca */
		buf_add(&part[HHEA], t->hhea.p, 36);
		put16((unsigned char *)part[HHEA].ptr + 34, (unsigned)c.n);
		buf_add(&part[MAXP], t->maxp.p, 32);
		put16((unsigned char *)part[MAXP].ptr + 4, (unsigned)c.n);
		for (int i = 0; i < PARTS; i++) { /* the checksum reads whole words */
			buf_room(&part[i], 4);
			memset(part[i].ptr + part[i].len, 0, 4);
		}
		write_font(part, out);
	}
	for (int i = 0; i < PARTS; i++)
		buf_release(&part[i]);
	free(c.glyph);
	free(c.id);
	return good;
}
