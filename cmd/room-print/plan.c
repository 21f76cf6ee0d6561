/* SPDX-License-Identifier: MIT
 * The seat plan with photographs (考场座次表): the desks as they stand, seen from behind with the lectern ahead, empty ones too. The page
 * stands or lies, whichever gives the larger photographs; a hall is spread over several pages. Lengths are millimetres. */
#include "media/grid.h"
#include "plan.h"
#include "sheet.h"

enum { MOST = 12 }; /* columns or rows of a page */
static const double LONG_SIDE = 297, SHORT_SIDE = 210, FOOT = 6.5, SITE_H = 8.5, WHEN_H = 12.5, TOP = TITLE_BOTTOM + 21 + 2.5, LECTERN_H = 7, HEAD_H = 5.5;
static const double WIDEST = 62, HIGHEST = 46, GAP = 1.6, TEXT_H = 12.5;

/* What it says: head, days, for each day its hours and papers, layout, how many seats there are, how many people, places. */

struct tiles {
	int columns, rows;           /* of the room */
	int across, down;            /* pages */
	int page_columns, page_rows; /* at most */
};

static struct tiles
tiles_of(const struct layout *l)
{
	struct tiles t = { .columns = l->columns };

	for (int i = 0; i < l->columns; i++)
		t.rows = l->rows[i] > t.rows ? l->rows[i] : t.rows;
	t.across = (t.columns + MOST - 1) / MOST;
	t.down = (t.rows + MOST - 1) / MOST;
	t.page_columns = (t.columns + t.across - 1) / t.across;
	t.page_rows = (t.rows + t.down - 1) / t.down;
	return t;
}

void
plan_layout(const char *text, int seats, struct layout *l)
{
	if (!layout_parse(text, l))
		*l = (struct layout){ .columns = 1, .rows = { 1 } };
	layout_extend(l, seats);
}

int
plan_page(const struct layout *l, int seat)
{
	struct tiles t = tiles_of(l);
	int column = 0, row = 0;

	layout_place(l, seat, &column, &row);
	return row / t.page_rows * t.across + column / t.page_columns;
}

/* How a desk is drawn. */
struct desk {
	double w, h, photo; /* height of the photograph */
	bool beside;        /* text stands beside it, else below */
};

static struct desk
desk_for(const struct tiles *t, double page_w, double page_h)
{
	struct desk d = { .w = (page_w - 2 * MARGIN) / t->page_columns, .h = (page_h - TOP - LECTERN_H - 2 - HEAD_H - FOOT - 6) / t->page_rows };

	d.w = d.w < WIDEST ? d.w : WIDEST;
	d.h = d.h < HIGHEST ? d.h : HIGHEST;
	double w = d.w - GAP, h = d.h - GAP, beside = (w * 0.44 - 1) * 1.4, below = h - 2 - TEXT_H;

	beside = beside < h - 2 ? beside : h - 2;
	below = below < (w - 2) * 1.4 ? below : (w - 2) * 1.4;
	d.beside = beside >= below;
	d.photo = d.beside ? beside : below;
	return d;
}

/* Number, name and admit number in their boxes. Where the name is too long for its own: number and admit number on one line at the top of where, and the
 * name has all that is below. */
static bool
draw_words(struct canvas *c, const struct place *p, struct text_box number, struct text_box name, struct text_box admit, const struct text_box *where,
    struct flaw *flaw)
{
	enum { LINE = 4, NUMBER = 6 };
	enum canvas_fault fault = c->fault;

	if (!canvas_measure(c, &name, p->name, NULL)) {
		c->fault = fault; /* it was a question */
		number.x = name.x = where->x;
		number.y = admit.y = where->y;
		number.h = admit.h = LINE;
		number.w = NUMBER;
		number.size = 10;
		admit.x = where->x + NUMBER;
		admit.w = where->w - NUMBER;
		name.y = where->y + LINE;
		name.w = where->w;
		name.h = where->h - LINE;
		name.min_size = 4;
		name.leading = 1.05;
		name.lines = 8;
	}
	return draw_text(c, &number, p->number, "seat", p->owner, flaw) && draw_text(c, &name, p->name, "name", p->owner, flaw) &&
	    draw_text(c, &admit, p->admit_no, "admit_no", p->owner, flaw);
}

static bool
draw_beside(struct canvas *c, const struct place *p, const struct desk *d, double x, double y, struct flaw *flaw)
{
	double w = d->photo / 1.4, left = x + w + 2.6, room = d->w - GAP - w - 3.4, h = d->h - GAP, line = h < 20 ? h / 3 : 7, last = h < 20 ? h / 3 - 0.6 : 6;

	return draw_photo(c, p, x + 1.2, y + (h - d->photo) / 2, w, d->photo, flaw) &&
	    draw_words(c, p, (struct text_box){ .x = left, .y = y + 0.8, .w = room, .h = line, .style = FONT_HEADING, .size = 15, .min_size = 7 },
	        (struct text_box){ .x = left, .y = y + 0.8 + line, .w = room, .h = h - 1.6 - line - last, .style = FONT_HEADING, .size = 11, .min_size = 5, .line_size = 8.5,
	            .leading = 1.1, .lines = h < 20 ? 2 : 4 },
	        (struct text_box){ .x = left, .y = y + h - 0.8 - last, .w = room, .h = last, .style = FONT_BODY, .size = 9, .min_size = 4, .line_size = 5.5,
	            .leading = 1.05, .lines = 2 }, &(struct text_box){ .x = left, .y = y + 0.6, .w = room, .h = h - 1.2 }, flaw);
}

static bool
draw_below(struct canvas *c, const struct place *p, const struct desk *d, double x, double y, struct flaw *flaw)
{
	double w = d->w - GAP, photo = d->photo / 1.4, top = y + d->h - GAP - TEXT_H;

	return draw_photo(c, p, x + (w - photo) / 2, y + 1.2, photo, d->photo, flaw) &&
	    draw_words(c, p, (struct text_box){ .x = x + 1, .y = top + 0.6, .w = 8, .h = 7, .style = FONT_HEADING, .size = 14, .min_size = 7 },
	        (struct text_box){ .x = x + 9, .y = top + 0.6, .w = w - 10, .h = 7, .style = FONT_HEADING, .size = 11, .min_size = 5, .line_size = 8, .leading = 1.1, .lines = 3,
	            .align = ALIGN_CENTRE },
	        (struct text_box){ .x = x + 1, .y = top + 7.6, .w = w - 2, .h = 4.6, .style = FONT_BODY, .size = 9, .min_size = 4, .align = ALIGN_CENTRE },
	        &(struct text_box){ .x = x + 1, .y = top + 0.6, .w = w - 2, .h = TEXT_H - 1 }, flaw);
}

static bool
draw_empty(struct canvas *c, int seat, const struct desk *d, double x, double y, struct flaw *flaw)
{
	char number[16];

	snprintf(number, sizeof number, "%02d", seat);
	canvas_ink(c, 0.5);
	canvas_frame(c, x, y, d->w - GAP, d->h - GAP, 0.4);
	bool good = draw_text(c, &(struct text_box){ .x = x, .y = y, .w = d->w - GAP, .h = (d->h - GAP) * 0.6, .style = FONT_HEADING, .size = 13, .min_size = 6,
	        .align = ALIGN_CENTRE }, number, "seat", number, flaw) &&
	    draw_text(c, &(struct text_box){ .x = x, .y = y + (d->h - GAP) * 0.45, .w = d->w - GAP, .h = (d->h - GAP) * 0.5, .style = FONT_BODY, .size = 10, .min_size = 5,
	        .align = ALIGN_CENTRE }, "空", "seat", number, flaw);

	canvas_ink(c, 0);
	return good;
}

/* Lectern, and over each column its number and the way in which its seats run. */
static bool
draw_front(struct canvas *c, const struct layout *l, const struct desk *d, int first, int n, double left, bool lectern, struct flaw *flaw)
{
	double middle = left + d->w * n / 2 - GAP / 2, y = TOP;
	bool good = true;

	if (lectern) {
		canvas_frame(c, middle - 22, y, 44, LECTERN_H, 0.8);
		good = draw_text(c, &(struct text_box){ .x = middle - 12, .y = y, .w = 24, .h = LECTERN_H, .style = FONT_HEADING, .size = 12, .align = ALIGN_SPREAD },
		    "讲台", "doc", "", flaw);
	}
	for (int i = 0; good && i < n; i++) {
		char head[48];

		snprintf(head, sizeof head, l->columns > 1 ? "第%d列 %s" : "第%d列", first + i + 1, (first + i) % 2 == 0 ? "↓" : "↑");
		good = draw_text(c, &(struct text_box){ .x = left + d->w * i, .y = y + LECTERN_H + 1, .w = d->w - GAP, .h = HEAD_H, .style = FONT_BODY, .size = 9,
		    .min_size = 5, .align = ALIGN_CENTRE }, head, "doc", "", flaw);
	}
	return good;
}

static bool
draw_head(struct canvas *c, const struct head *h, const char *when, int64_t people, struct flaw *flaw)
{
	static const char *const fields[] = { "site", "site", "room", "room", "people", "people" };
	double w = c->width - 2 * MARGIN, label = 13, label3 = 17, room = 20, count = 17, place = 38;
	struct buf b = BUF_INIT;

	buf_printf(&b, "%lld 人", (long long)people);
	int bad = grid_row(c, MARGIN, TITLE_BOTTOM, SITE_H, (struct grid_cell[]){ { label, "考点", GRID_LABEL, 0, 0 },
	    { w - 2 * label - label3 - room - count, h->site, GRID_VALUE, 0, 2 }, { label3, "考场号", GRID_LABEL, 0, 0 },
	    { room, h->room, GRID_STRONG, 14, 0 }, { label, "人数", GRID_LABEL, 0, 0 }, { count, buf_text(&b), GRID_STRONG, 0, 0 } }, 6);

	buf_release(&b);
	if (!drawn(c, bad, bad >= 0 ? fields[bad] : "", h->site, flaw))
		return false;
	bad = grid_row(c, MARGIN, TITLE_BOTTOM + SITE_H, WHEN_H, (struct grid_cell[]){ { label, "场次", GRID_LABEL, 0, 0 },
	    { w - 2 * label - place, when, GRID_VALUE, 9.5, 5 }, { label, "教室", GRID_LABEL, 0, 0 }, { place, h->place, GRID_CENTRE, 0, 3 } }, 4);
	canvas_frame(c, MARGIN, TITLE_BOTTOM, w, SITE_H + WHEN_H, 1.1);
	return drawn(c, bad, bad == 3 ? "room" : "subject", h->room, flaw);
}

static int
pages(struct sheet_reader r)
{
	struct layout l;

	head_next(&r);
	for (int64_t days = next_int(&r); days > 0; days--)
		next_text(&r);
	const char *text = next_text(&r);

	plan_layout(text, (int)next_int(&r), &l);
	struct tiles t = tiles_of(&l);

	return t.across * t.down;
}

static bool
draw_desks(struct canvas *c, struct sheet_reader r, int n, const struct layout *l, const struct tiles *t, const struct desk *d, int first_column, int first_row,
    double left, struct flaw *flaw)
{
	static struct place at[LAYOUT_COLUMNS][MOST];
	int column, row;
	double top = TOP + LECTERN_H + 1 + HEAD_H;

	for (int k = 0; k < t->page_columns; k++)
		for (int i = 0; i < t->page_rows; i++)
			at[k][i] = (struct place){ .number = NULL };
	for (int i = 0; i < n; i++) {
		struct place p = place_next(&r);

		if (layout_place(l, (int)p.seat, &column, &row) && column >= first_column && column < first_column + t->page_columns && row >= first_row &&
		    row < first_row + t->page_rows)
			at[column - first_column][row - first_row] = p;
	}
	for (int k = 0; k < t->page_columns; k++)
		for (int i = 0; i < t->page_rows; i++) {
			int seat = layout_seat(l, first_column + k, first_row + i);
			double x = left + d->w * k, y = top + d->h * i;

			if (seat == 0)
				continue;
			if (at[k][i].number == NULL) {
				if (!draw_empty(c, seat, d, x, y, flaw))
					return false;
				continue;
			}
			canvas_frame(c, x, y, d->w - GAP, d->h - GAP, 0.7);
			if (!(d->beside ? draw_beside : draw_below)(c, &at[k][i], d, x, y, flaw))
				return false;
		}
	return true;
}

static bool
draw(struct pdf *pdf, struct sheet_reader r, int page, struct flaw *flaw)
{
	struct head h = head_next(&r);
	static struct buf when;
	struct layout l;

	buf_clear(&when);
	for (int64_t days = next_int(&r); days > 0; days--)
		buf_printf(&when, "%s%s", when.len > 0 ? "\n" : "", next_text(&r));
	const char *text = next_text(&r);

	plan_layout(text, (int)next_int(&r), &l);
	int n = (int)next_int(&r);
	struct tiles t = tiles_of(&l);
	struct desk up = desk_for(&t, SHORT_SIDE, LONG_SIDE), across = desk_for(&t, LONG_SIDE, SHORT_SIDE);
	bool lies = across.photo > up.photo + 0.5;
	const struct desk *d = lies ? &across : &up;
	struct canvas *c = lies ? pdf_page(pdf, LONG_SIDE, SHORT_SIDE) : pdf_page(pdf, SHORT_SIDE, LONG_SIDE);
	int first_column = page % t.across * t.page_columns, first_row = page / t.across * t.page_rows;
	int columns = t.columns - first_column < t.page_columns ? t.columns - first_column : t.page_columns;
	double left = (c->width - d->w * columns + GAP) / 2;

	return draw_title(c, &h, "考场座次表", flaw) && draw_head(c, &h, buf_text(&when), n, flaw) &&
	    draw_front(c, &l, d, first_column, columns, left, first_row == 0, flaw) &&
	    draw_desks(c, r, n, &l, &t, d, first_column, first_row, left, flaw) &&
	    drawn(c, grid_foot(c, MARGIN, c->width - MARGIN, c->height - FOOT, "座位按列蛇形编号，箭头为号码增大方向；本图为面向讲台所见。", page + 1,
	        t.across * t.down) ? -1 : 0, "doc", "", flaw);
}

const struct doc plan_doc = { "photo-plan", "考场座次表考点考场号教室人数场次讲台第列↓↑空无照片座位按列蛇形编号，箭头为码增大方向；本图面向所见。页共 　0123456789", pages, draw };
