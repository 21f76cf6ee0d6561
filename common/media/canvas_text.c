/* SPDX-License-Identifier: MIT
 * Text on a canvas: characters with their glyphs, lines and where they break, boxes that text is made to fit. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "media/canvas_part.h"
#include "value/text.h"

/* Half the height of a Chinese character's body above the baseline, less what hangs below:
 * the baseline's distance from the middle of a line, in type sizes. */
static const double MIDDLE = 0.38;

/* Outlines are drawn along as well, this many type sizes wide: the Song of the body
 * is light, and vanishes on screens and worn printers. */
static const double OUTLINE = 0.014;

/* The widest gap, in type sizes, that justifying may open between two characters. */
static const double WIDEST_GAP = 0.25;

/* One character of a text, ready to be set. */
struct sort {
	uint32_t cp;
	struct font_glyph glyph;
};

struct sorts {
	struct sort *v;
	size_t n, cap;
	struct sort some[96]; /* most texts are short */
};

static bool
read_sorts(struct canvas *c, enum font_style style, const char *s, struct sorts *out)
{
	out->v = out->some;
	out->n = 0;
	out->cap = sizeof out->some / sizeof *out->some;
	size_t len = strlen(s);

	if (len > out->cap)
		out->v = xreallocarray(NULL, len, sizeof *out->v);
	while (len > 0) {
		struct sort *t = &out->v[out->n++];
		int n = utf8_decode(s, len, &t->cp);

		if (n == 0)
			return canvas_fail(c, CANVAS_GLYPH, 0xfffd);
		if (t->cp != '\n' && !fontset_glyph(c->fonts, style, t->cp, &t->glyph))
			return canvas_fail(c, CANVAS_GLYPH, t->cp);
		s += n;
		len -= (size_t)n;
	}
	return true;
}

static void
free_sorts(struct sorts *t)
{
	if (t->v != t->some)
		free(t->v);
}

static long
sum(const struct sort *t, size_t n)
{
	long w = 0;

	for (size_t i = 0; i < n; i++)
		w += t[i].glyph.advance;
	return w;
}

/* Width in mm of w thousandths of a type size. */
static double
set_width(long w, double size)
{
	return (double)w * size / 1000 * (25.4 / 72);
}

/* A character's font, the letters of its name, and its code there. */
static int
place_of(struct canvas *c, const struct font_glyph *g, unsigned *code)
{
	char prefix = c->prefix;

	*code = c->stock != NULL ? c->stock->face[g->face].id[g->slot] : 0;
	if (*code != 0)
		prefix = 'S';
	else
		*code = font_use_place(c->use, g);
	return prefix << 8 | (int)('A' + g->face);
}

static void
choose_font(struct canvas *c, int font, double size)
{
	int hundredths = (int)lround(size * 100);

	if (c->set_font == font && c->set_size == hundredths)
		return;
	char name[4] = { '/', (char)(font >> 8), (char)font, ' ' };

	buf_add(&c->ops, name, sizeof name);
	canvas_number(c, size);
	buf_add(&c->ops, "Tf ", 3);
	if (c->set_size != hundredths) {
		canvas_number(c, size * OUTLINE);
		buf_add(&c->ops, "w ", 2);
	}
	c->set_font = font;
	c->set_size = hundredths;
}

/* Set n characters from x on the baseline y, gap points apart. */
static void
set_line(struct canvas *c, const struct sort *t, size_t n, double size, double x, double y, double gap)
{
	static const char hex[] = "0123456789abcdef";
	int now = 0;

	if (n == 0)
		return;
	buf_add(&c->ops, "BT ", 3);
	if (gap != 0) {
		canvas_number(c, gap);
		buf_add(&c->ops, "Tc ", 3);
	}
	canvas_point(c, x, y);
	buf_add(&c->ops, "Td ", 3);
	for (size_t i = 0; i < n; i++) {
		unsigned id;
		int font = place_of(c, &t[i].glyph, &id);

		if (font != now) {
			if (now != 0)
				buf_add(&c->ops, ">Tj ", 4);
			choose_font(c, font, size);
			buf_char(&c->ops, '<');
			now = font;
		}
		char code[4] = { hex[id >> 12], hex[id >> 8 & 15], hex[id >> 4 & 15], hex[id & 15] };

		buf_add(&c->ops, code, 4);
	}
	buf_str(&c->ops, gap != 0 ? ">Tj 0 Tc ET\n" : ">Tj ET\n");
}

bool
canvas_text(struct canvas *c, enum font_style style, double size, double x, double y,
    enum align align, const char *s)
{
	struct sorts t;
	bool good = read_sorts(c, style, s, &t);

	if (good) {
		double w = set_width(sum(t.v, t.n), size);

		set_line(c, t.v, t.n, size,
		    align == ALIGN_RIGHT ? x - w : align == ALIGN_CENTRE ? x - w / 2 : x, y, 0);
	}
	free_sorts(&t);
	return good;
}

double
canvas_width(const struct canvas *c, enum font_style style, double size, const char *s)
{
	return set_width(fontset_width(c->fonts, style, s), size);
}

static bool
in_word(uint32_t cp)
{
	return (cp > ' ' && cp < 0x2000) && cp != 0xb7;
}

/* May a line end between a and b? (GB/T 15834-2011, 5.1: no closing mark begins a line, no
 * opening one ends it.) */
static bool
may_break(uint32_t a, uint32_t b)
{
	static const uint32_t closing[] = { 0x3001, 0x3002, 0xff0c, 0xff1b, 0xff1a, 0xff1f, 0xff01, 0xff09,
		0x300b, 0x3009, 0x3011, 0x300d, 0x300f, 0x2019, 0x201d, 0xb7, 0x2014, 0x2026, 0xff05, ')', ',', '.',
		';', ':', '%', ' ', 0x3000 };
	static const uint32_t opening[] = { 0xff08, 0x300a, 0x3008, 0x3010, 0x300c, 0x300e, 0x2018, 0x201c, '(' };

	if (a == 0x2014 && b >= '0' && b <= '9') /* 09:00—11:30 */
		return false;
	for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
		if (b == closing[i])
			return false;
	for (size_t i = 0; i < sizeof opening / sizeof *opening; i++)
		if (a == opening[i])
			return false;
	return !(in_word(a) && in_word(b));
}

struct line {
	const struct sort *t;
	size_t n;
	bool last; /* of its paragraph */
};

/* The first line of n > 0 characters: how many it has, and in *next where to go on. */
static size_t
first_line(const struct sort *t, size_t n, long room, size_t *next)
{
	size_t end = 0, fit = 0;
	long w = 0;

	for (size_t i = 0; i < n; i++) {
		if (t[i].cp == '\n') {
			*next = i + 1;
			return i;
		}
		w += t[i].glyph.advance;
		if (w > room && t[i].cp != ' ') {
			if (end == 0)
				end = fit > 0 ? fit : 1; /* one word longer than the line */
			*next = end;
			while (end > 0 && t[end - 1].cp == ' ')
				end--;
			return end;
		}
		fit = i + 1;
		if (i + 1 < n && t[i + 1].cp != '\n' && may_break(t[i].cp, t[i + 1].cp))
			end = i + 1;
	}
	*next = n;
	return n;
}

enum { MAX_LINES = 64 };

/* The lines of the text at a size, or -1 where there are more than most or than fit. */
static int
break_lines(const struct sorts *t, const struct text_box *box, double size, int most, struct line *line)
{
	double leading = box->leading > 0 ? box->leading : 1.25;
	int count = 0;
	long room = (long)(canvas_points(box->w) / size * 1000 + 0.5);
	size_t at = 0, next;

	if (most > MAX_LINES)
		most = MAX_LINES;
	while (at < t->n) {
		if (count == most)
			return -1;
		size_t n = first_line(t->v + at, t->n - at, room, &next);

		/* A line of one character that is itself too wide does not fit. */
		if (sum(t->v + at, n) > room)
			return -1;
		line[count++] = (struct line){ t->v + at, n,
			at + next >= t->n || t->v[at + next - 1].cp == '\n' };
		at += next;
	}
	if (((count - 1) * leading + 1) * size > canvas_points(box->h) + 0.01)
		return -1;
	return count;
}

/* The largest size from box->size down to least at which the text takes at most `most` lines. */
static int
shrink(const struct sorts *t, const struct text_box *box, double least, int most, double *size,
    struct line *line)
{
	int n;

	*size = box->size;
	while ((n = break_lines(t, box, *size, most, line)) < 0 && *size > least && least > 0)
		*size = *size - 0.25 > least ? *size - 0.25 : least;
	return n;
}

static void
place_line(struct canvas *c, const struct line *l, const struct text_box *box, double size, double y)
{
	double w = set_width(sum(l->t, l->n), size), x = box->x, gap = 0;
	double spare = canvas_points(box->w - w);

	if (box->align == ALIGN_CENTRE || (box->align == ALIGN_SPREAD && l->n < 2))
		x += (box->w - w) / 2;
	else if (box->align == ALIGN_RIGHT)
		x += box->w - w;
	else if (box->align == ALIGN_SPREAD ||
	    (box->align == ALIGN_JUSTIFY && !l->last && l->n > 1 &&
	        spare < WIDEST_GAP * size * (double)(l->n - 1)))
		gap = spare / (double)(l->n - 1);
	set_line(c, l->t, l->n, size, x, y, gap);
}

static bool
set_box(struct canvas *c, const struct text_box *box, const char *s, double *used_h, bool draw)
{
	struct line line[MAX_LINES];
	struct sorts t;
	bool good = read_sorts(c, box->style, s, &t);

	if (good) {
		double size;
		int n = -1;

		if (box->line_size > 0 && box->lines > 1)
			n = shrink(&t, box, box->line_size, 1, &size, line);
		if (n < 0)
			n = shrink(&t, box, box->min_size, box->lines > 0 ? box->lines : 1, &size, line);
		good = n >= 0 || canvas_fail(c, CANVAS_FIT, 0);
		double step = size * (box->leading > 0 ? box->leading : 1.25) * (25.4 / 72);
		double one = size * (25.4 / 72), h = n > 0 ? step * (n - 1) + one : 0;
		double y = box->top ? box->y : box->y + (box->h - h) / 2;

		for (int i = 0; draw && i < n; i++)
			place_line(c, &line[i], box, size, y + step * i + one * (0.5 + MIDDLE));
		if (used_h != NULL)
			*used_h = h;
	}
	free_sorts(&t);
	return good;
}

bool
canvas_box(struct canvas *c, const struct text_box *box, const char *s, double *used_h)
{
	return set_box(c, box, s, used_h, true);
}

bool
canvas_measure(struct canvas *c, const struct text_box *box, const char *s, double *used_h)
{
	return set_box(c, box, s, used_h, false);
}
