/* SPDX-License-Identifier: MIT
 * Desk labels (桌贴): three by ten on an upright A4 page, whole within 6 mm of its edges, which office printers leave white.
 * Lengths are millimetres. */
#include "sheet.h"

enum { ACROSS = 3, DOWN = 10 };
static const double WIDTH = 210, HEIGHT = 297, SAFE = 6;

/* What they say: pages, then for each page its 30 labels: room, foot and place; a label of no room is blank. */

static int
pages(struct sheet_reader r)
{
	return (int)next_int(&r);
}

static bool
draw_label(struct canvas *c, const char *foot, const char *room, const struct place *p, double x, double y, double w, struct flaw *flaw)
{
	static const double pad = 2.2, seat_w = 21;
	double left = x + pad + seat_w + 1.5, right = w - seat_w - 1.5 - 2 * pad;
	struct buf b = BUF_INIT;

	buf_printf(&b, "第 %s 考场", room);
	bool good = draw_text(c, &(struct text_box){ .x = x + pad, .y = y + 2.4, .w = seat_w, .h = 4, .style = FONT_BODY, .size = 8.5,
	        .align = ALIGN_CENTRE }, "座位号", "seat", p->owner, flaw) &&
	    draw_text(c, &(struct text_box){ .x = x + pad, .y = y + 6.5, .w = seat_w, .h = 16.5, .style = FONT_HEADING, .size = 42, .min_size = 14,
	        .align = ALIGN_CENTRE }, p->number, "seat", p->owner, flaw) &&
	    draw_text(c, &(struct text_box){ .x = left, .y = y + 1.5, .w = right, .h = 4.8, .style = FONT_HEADING, .size = 10.5, .min_size = 6,
	        .align = ALIGN_LEFT }, buf_text(&b), "room", p->owner, flaw) &&
	    draw_text(c, &(struct text_box){ .x = left, .y = y + 6.6, .w = right, .h = 11, .style = FONT_HEADING, .size = 17, .min_size = 5.5,
	        .line_size = 12, .leading = 1.08, .lines = 4, .align = ALIGN_LEFT }, p->name, "name", p->owner, flaw) &&
	    draw_text(c, &(struct text_box){ .x = left, .y = y + 17.8, .w = right, .h = 5, .style = FONT_BODY, .size = 11, .min_size = 5.5,
	        .align = ALIGN_LEFT }, p->admit_no, "admit_no", p->owner, flaw) &&
	    draw_text(c, &(struct text_box){ .x = x + pad, .y = y + 23.3, .w = w - 2 * pad, .h = 4, .style = FONT_BODY, .size = 7.5, .min_size = 4.5,
	        .align = ALIGN_CENTRE }, foot, "exam", foot, flaw);

	buf_release(&b);
	canvas_line(c, x + pad + seat_w, y + 3.5, x + pad + seat_w, y + 22, 0.4);
	return good;
}

static bool
draw(struct pdf *pdf, struct sheet_reader r, int page, struct flaw *flaw)
{
	struct canvas *c = pdf_page(pdf, WIDTH, HEIGHT);
	double w = (WIDTH - 2 * SAFE) / ACROSS, h = (HEIGHT - 2 * SAFE) / DOWN;
	int n = (int)next_int(&r);

	for (int i = 0; i < page * ACROSS * DOWN; i++)
		if (*next_text(&r) != '\0') {
			next_text(&r);
			place_next(&r);
		}
	for (int i = 0; page < n && i < ACROSS * DOWN; i++) {
		const char *room = next_text(&r);
		int column = i % ACROSS, row = i / ACROSS;
		double x = SAFE + w * column, y = SAFE + h * row;

		if (*room == '\0')
			continue;
		const char *foot = next_text(&r);
		struct place p = place_next(&r);

		if (!draw_label(c, foot, room, &p, x, y, w, flaw))
			return false;
	}
	canvas_ink(c, 0.55); /* where to cut */
	for (int i = 0; i <= ACROSS; i++)
		canvas_line(c, SAFE + w * i, SAFE, SAFE + w * i, HEIGHT - SAFE, 0.3);
	for (int i = 0; i <= DOWN; i++)
		canvas_line(c, SAFE, SAFE + h * i, WIDTH - SAFE, SAFE + h * i, 0.3);
	canvas_ink(c, 0);
	return true;
}

const struct doc desk_doc = { "desk", "座位号第考场 0123456789", pages, draw };
