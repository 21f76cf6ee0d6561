/* SPDX-License-Identifier: MIT
 * Flowing documents: parts are measured, laid on pages, then drawn. */
#include <string.h>

#include "base/diag.h"
#include "media/barcode.h"
#include "media/canvas.h"
#include "media/flow_part.h"
#include "media/grid.h"

static const double LONG_SIDE = 297, SHORT_SIDE = 210, TOP = 16, BOTTOM = 18;
static const double RUNNING_H = 8, FOOT_Y = 12; /* the foot line, from the lower edge */
static const double PAD_X = 1.6, PAD_Y = 1.2, CODE_H = 9;
static const double THIN = 0.5, THICK = 1.1, GROUND = 0.94;
static const double PHOTO_W = 25, PHOTO_H = 35;
enum { LINES = 60 }; /* of a text at most */

/* ---- measuring */

static double
page_w(const struct flow *s)
{
	return s->paper.landscape ? LONG_SIDE : SHORT_SIDE;
}

static double
page_h(const struct flow *s)
{
	return s->paper.landscape ? SHORT_SIDE : LONG_SIDE;
}

static double
inner_w(const struct flow *s)
{
	return page_w(s) - 2 * s->paper.margin;
}

/* What a cell without a width of its own gets. */
static double
rest_of(const struct flow *s, const struct part *p)
{
	double left = inner_w(s) - p->beside;
	size_t sharing = 0;

	for (size_t k = 0; k < p->cells; k++) {
		left -= p->cell[k].w;
		sharing += p->cell[k].w <= 0;
	}
	return sharing > 0 ? left / (double)sharing : 0;
}

static size_t
characters(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static struct text_box
cell_box(const struct flow_cell *c, double x, double y, double w, double h)
{
	const struct flow_look *l = &flow_looks[c->kind];
	struct text_box b = { .x = x + PAD_X, .y = y + PAD_Y, .w = w - 2 * PAD_X, .h = h - 2 * PAD_Y, .style = l->style,
		.size = c->size > 0 ? c->size : l->size, .align = l->align, .lines = LINES, .leading = 1.22 };

	if (c->kind == FLOW_LABEL && characters(c->text) <= 4)
		b.align = ALIGN_SPREAD;
	if (c->kind == FLOW_OPINION) {
		b.top = true;
		b.align = ALIGN_JUSTIFY;
	}
	return b;
}

static const double HUGE_H = 1000; /* mm: measured without an end */

static bool
measure_row(const struct flow *s, struct part *p, struct canvas *c)
{
	double rest = rest_of(s, p), h, foot;

	p->h = p->least;
	for (size_t k = 0; k < p->cells; k++) {
		const struct flow_cell *cell = &p->cell[k];
		struct text_box b = cell_box(cell, 0, 0, cell->w > 0 ? cell->w : rest, HUGE_H);

		h = CODE_H;
		if (cell->kind != FLOW_CODE && !canvas_measure(c, &b, cell->text, &h))
			return false;
		if (cell->foot != NULL) {
			if (!canvas_measure(c, &b, cell->foot, &foot))
				return false;
			h += foot + PAD_Y;
		}
		if (h + 2 * PAD_Y > p->h)
			p->h = h + 2 * PAD_Y;
	}
	return true;
}

static struct text_box
line_box(const struct flow *s, const struct part *p, double y, double h)
{
	const struct flow_line *l = &p->line;

	return (struct text_box){ .x = s->paper.margin + l->indent, .y = y + l->before, .w = inner_w(s) - 2 * l->indent, .h = h, .style = l->style,
		.size = l->size, .align = l->align, .lines = LINES, .leading = l->leading, .top = true };
}

static bool
measure_text(const struct flow *s, struct part *p, struct canvas *c)
{
	struct text_box b = line_box(s, p, 0, HUGE_H);
	double h;

	if (!canvas_measure(c, &b, p->text, &h))
		return false;
	/* lines of paragraphs stand as far apart as lines within them */
	p->h = p->line.before + h + p->line.after;
	return true;
}

/* ---- laying on pages */

static double
bottom_of(const struct flow *s)
{
	return page_h(s) - BOTTOM;
}

/* What must stand on one page from part i on. */
static double
chain(const struct flow *s, size_t i)
{
	double h = s->part[i].h;

	for (; s->part[i].keep && i + 1 < s->parts; i++)
		h += s->part[i + 1].h;
	return h;
}

/* Where parts begin on a page that part i is the first of. */
static double
top_of(const struct flow *s, size_t i, int page)
{
	double y = TOP + (page > 1 && s->paper.running != NULL ? RUNNING_H : 0);

	return s->part[i].head != (size_t)NO_HEAD ? y + s->part[s->part[i].head].h : y;
}

static bool
breaks(const struct flow *s, size_t i, double y)
{
	double whole = chain(s, i), bottom = bottom_of(s) + 0.01;

	if (i > 0 && s->part[i - 1].kind == PART_BREAK)
		return true;
	return y + s->part[i].h > bottom || (y + whole > bottom && top_of(s, i, s->pages + 1) + whole <= bottom);
}

/* False with the part that is higher than a page. */
static bool
lay(struct flow *s, size_t *high)
{
	double y = TOP;
	bool fresh = true; /* nothing stands on the page yet */

	s->pages = 1;
	for (size_t i = 0; i < s->parts; i++) {
		struct part *p = &s->part[i];

		if (!fresh && breaks(s, i, y)) {
			s->pages++;
			y = top_of(s, i, s->pages);
			fresh = true;
		}
		p->page = s->pages;
		p->y = y;
		if (fresh && p->kind == PART_GAP && s->pages > 1) {
			p->h = 0;
			continue;
		}
		fresh = false;
		y += p->h;
		if (y > bottom_of(s) + 0.01) {
			*high = i;
			return false;
		}
	}
	return true;
}

/* What is left of the last page goes to the parts that may become higher. */
static void
stretch(struct flow *s)
{
	const struct part *last = &s->part[s->parts - 1];
	double wanted = 0, left = bottom_of(s) - last->y - last->h, down = 0;

	for (size_t i = 0; i < s->parts; i++)
		if (s->part[i].page == s->pages)
			wanted += s->part[i].stretch;
	if (wanted <= 0 || left <= 0)
		return;
	for (size_t i = 0; i < s->parts; i++) {
		struct part *p = &s->part[i];

		if (p->page != s->pages)
			continue;
		double more = left < wanted ? p->stretch * left / wanted : p->stretch;

		p->y += down;
		p->h += more;
		down += more;
	}
}

/* Which text of a part is to blame for its height: the longest. */
static const char *
longest(const struct part *p)
{
	const struct flow_cell *most = NULL;

	for (size_t k = 0; k < p->cells; k++)
		if (most == NULL || strlen(p->cell[k].text) > strlen(most->text))
			most = &p->cell[k];
	return most != NULL ? most->field : p->line.field;
}

static bool
measure(struct flow *s, struct canvas *c, size_t *part)
{
	for (*part = 0; *part < s->parts; ++*part) {
		struct part *p = &s->part[*part];

		if (p->kind == PART_GAP || p->kind == PART_BREAK)
			p->h = p->least;
		else if (!(p->kind == PART_ROW ? measure_row(s, p, c) : measure_text(s, p, c)))
			return false;
	}
	return true;
}

/* ---- drawing */

static bool
draw_cell(struct canvas *c, const struct flow_cell *cell, double x, double y, double w, double h, struct flow_trouble *t)
{
	struct text_box b = cell_box(cell, x, y, w, h);

	if (cell->kind == FLOW_LABEL || cell->kind == FLOW_COLUMN)
		canvas_fill(c, x, y, w, h, GROUND);
	if (cell->kind == FLOW_CODE) {
		if (*cell->text == '\0' || barcode_code128(c, cell->text, x + PAD_X, y + PAD_Y, w - 2 * PAD_X, h - 2 * PAD_Y))
			return true;
		*t = (struct flow_trouble){ .fault = FLOW_BARS, .field = cell->field };
		return false;
	}
	canvas_box(c, &b, cell->text, NULL);
	if (cell->foot != NULL) {
		double foot;

		canvas_measure(c, &b, cell->foot, &foot);
		b.y = y + h - PAD_Y - foot;
		b.h = foot + PAD_Y;
		b.align = ALIGN_RIGHT;
		canvas_box(c, &b, cell->foot, NULL);
	}
	return true;
}

static bool
draw_row(struct canvas *c, const struct flow *s, const struct part *p, double y, struct flow_trouble *t)
{
	double x = s->paper.margin, rest = rest_of(s, p);

	for (size_t k = 0; k < p->cells; k++) {
		double w = p->cell[k].w > 0 ? p->cell[k].w : rest;

		if (!draw_cell(c, &p->cell[k], x, y, w, p->h, t))
			return false;
		x += w;
	}
	return true;
}

/* The rules of a row under its upper edge, which is drawn unless it begins the table. */
static void
rule_row(struct canvas *c, const struct flow *s, const struct part *p, double y, bool first)
{
	double x = s->paper.margin, rest = rest_of(s, p);

	if (!first)
		canvas_line(c, x, y, x + inner_w(s) - p->beside, y, THIN);
	for (size_t k = 0; k < p->cells; k++) {
		x += p->cell[k].w > 0 ? p->cell[k].w : rest;
		if (k + 1 < p->cells || p->beside > 0)
			canvas_line(c, x, y, x, y + p->h, THIN);
	}
}

static bool
draw_photo(struct canvas *c, const struct flow *s, struct flow_trouble *t)
{
	const struct photo *f = &s->photo;
	const struct part *first = &s->part[f->from], *last = &s->part[f->from + f->rows - 1];
	double h = last->y + last->h - first->y, x = page_w(s) - s->paper.margin - f->w;

	/* the next row's rule stops at nothing: the place is closed below here */
	canvas_line(c, x, last->y + last->h, x + f->w, last->y + last->h, THIN);
	x += (f->w - PHOTO_W) / 2;
	double y = first->y + (h - PHOTO_H) / 2;

	if (f->jpeg == NULL) {
		canvas_box(c, &(struct text_box){ .x = x, .y = y, .w = PHOTO_W, .h = PHOTO_H, .size = 9, .align = ALIGN_CENTRE }, flow_paste, NULL);
		return true;
	}
	if (canvas_jpeg(c, f->jpeg, f->n, x, y, PHOTO_W, PHOTO_H)) {
		canvas_frame(c, x, y, PHOTO_W, PHOTO_H, 0.5); /* a portrait before white has no edge of its own */
		return true;
	}
	*t = (struct flow_trouble){ .fault = FLOW_IMAGE, .field = "photo" };
	return false;
}

static void
draw_furniture(struct canvas *c, const struct flow *s, int page)
{
	if (page > 1 && s->paper.running != NULL)
		canvas_text(c, FONT_BODY, 9, page_w(s) / 2, TOP + 3, ALIGN_CENTRE, s->paper.running);
	if (s->pages > 1 || s->paper.numbered)
		grid_foot(c, s->paper.margin, page_w(s) - s->paper.margin, page_h(s) - FOOT_Y, s->paper.foot != NULL ? s->paper.foot : "", page, s->pages);
}

static void
draw_line(struct canvas *c, const struct flow *s, const struct part *p)
{
	struct text_box b = line_box(s, p, p->y, p->h);

	canvas_box(c, &b, p->text, NULL);
}

/* The tables of a page, from part i on, up to the one that is on another; rules lie over grounds. */
static bool
draw_page(struct canvas *c, const struct flow *s, size_t from, size_t to, struct flow_trouble *t)
{
	double left = s->paper.margin, y = 0, frame = 0;
	size_t head = s->part[from].head;
	bool again = s->part[from].kind == PART_ROW && head != (size_t)NO_HEAD && from > head;

	if (again && !draw_row(c, s, &s->part[head], s->part[from].y - s->part[head].h, t))
		return false;
	for (size_t i = from; i < to; i++) {
		const struct part *p = &s->part[i];

		if (p->kind == PART_TEXT)
			draw_line(c, s, p);
		else if (p->kind == PART_ROW && !draw_row(c, s, p, p->y, t)) {
			t->part = i;
			return false;
		}
	}
	for (size_t i = from; i < to; i++) {
		const struct part *p = &s->part[i];
		bool first = i == from || s->part[i - 1].kind != PART_ROW;

		if (p->kind != PART_ROW)
			continue;
		if (first)
			frame = y = p->y;
		if (first && i == from && again) {
			frame = y = p->y - s->part[head].h;
			rule_row(c, s, &s->part[head], y, true);
			first = false;
		}
		rule_row(c, s, p, p->y, first);
		y = p->y + p->h;
		if (i + 1 == to || s->part[i + 1].kind != PART_ROW)
			canvas_frame(c, left, frame, inner_w(s), y - frame, THICK);
	}
	return s->photo.rows == 0 || s->photo.from < from || s->photo.from >= to || draw_photo(c, s, t);
}

static struct canvas *
new_page(const struct flow *s, struct pdf *pdf)
{
	return pdf_page(pdf, page_w(s), page_h(s));
}

/* What can go wrong, found on a page that is thrown away: pages that were begun cannot be taken back later. */
bool
flow_try(struct flow *s, struct pdf *pdf, struct flow_trouble *t)
{
	*t = (struct flow_trouble){ FLOW_OK, NULL, 0, 0 };
	if (s->parts == 0)
		return true;
	struct canvas *c = new_page(s, pdf);
	size_t part = 0;
	bool good = measure(s, c, &part);

	if (!good)
		*t = (struct flow_trouble){ c->fault == CANVAS_GLYPH ? FLOW_GLYPH : FLOW_FIT, longest(&s->part[part]), c->fault_cp, part };
	else if (!(good = lay(s, &part)))
		*t = (struct flow_trouble){ .fault = FLOW_FIT, .field = longest(&s->part[part]), .part = part };
	else
		good = draw_page(c, s, 0, s->parts, t);
	pdf_drop(pdf);
	s->tried = good;
	return good;
}

bool
flow_draw(struct flow *s, struct pdf *pdf, struct flow_trouble *trouble)
{
	*trouble = (struct flow_trouble){ FLOW_OK, NULL, 0, 0 };
	if (!s->tried && !flow_try(s, pdf, trouble))
		return false;
	if (s->parts == 0)
		return true;
	s->tried = false;
	stretch(s);
	for (size_t from = 0, to; from < s->parts; from = to) {
		int page = s->part[from].page;
		struct canvas *c = new_page(s, pdf);

		for (to = from; to < s->parts && s->part[to].page == page; to++)
			;
		draw_furniture(c, s, page);
		if (!draw_page(c, s, from, to, trouble))
			bug("a page that was rehearsed cannot be drawn");
	}
	return true;
}

int
flow_page(const struct flow *s, size_t part)
{
	return s->part[part].page;
}
