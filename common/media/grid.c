/* SPDX-License-Identifier: MIT
 * Ruled forms and tables. */
#include "media/grid.h"

#include "base/buf.h"

static const double THIN = 0.5;      /* points */
static const double STANDARD = 10.5; /* points */
static const double PADDING = 1.5;   /* mm */
static const double GREY = 0.94;

const char grid_foot_words[] = "第页共0123456789 　";

static bool
draw_text(struct canvas *c, const struct grid_cell *cell, double x, double y, double h)
{
	bool heading = cell->look == GRID_STRONG || cell->look == GRID_LABEL || cell->look == GRID_HEAD;
	double pad = cell->w > 14 ? PADDING : PADDING / 2, size = cell->size > 0 ? cell->size : STANDARD, least = size * 2 / 3;
	struct text_box box = { .x = x + pad, .y = y + 0.5, .w = cell->w - 2 * pad, .h = h - 1,
		.style = heading ? FONT_HEADING : FONT_BODY, .size = size, .min_size = least > 6.5 ? least : 6.5,
		.line_size = size * 0.8, .leading = 1.15, .lines = cell->lines, .align = ALIGN_CENTRE };

	switch (cell->look) {
	case GRID_NOTE:
		box.top = true;
		box.y += PADDING / 2;
		box.h -= PADDING / 2;
		box.leading = 1.35;
		box.align = ALIGN_LEFT;
		break;
	case GRID_VALUE:
		box.align = ALIGN_LEFT;
		break;
	case GRID_LABEL:
		if (cell->lines < 2 && canvas_width(c, FONT_HEADING, size, cell->text) <= box.w)
			box.align = ALIGN_SPREAD;
		break;
	case GRID_CENTRE:
	case GRID_STRONG:
	case GRID_HEAD:
		break;
	}
	return canvas_box(c, &box, cell->text, NULL);
}

int
grid_row(struct canvas *c, double x, double y, double h, const struct grid_cell *cell, int n)
{
	for (int i = 0; i < n; i++) {
		if (cell[i].look == GRID_LABEL || cell[i].look == GRID_HEAD)
			canvas_fill(c, x, y, cell[i].w, h, GREY);
		canvas_frame(c, x, y, cell[i].w, h, THIN);
		if (cell[i].text != NULL && *cell[i].text != '\0' && !draw_text(c, &cell[i], x, y, h))
			return i;
		x += cell[i].w;
	}
	return -1;
}

bool
grid_foot(struct canvas *c, double left, double right, double y, const char *text, int page, int pages)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "第 %d 页　共 %d 页", page, pages);
	bool good = canvas_text(c, FONT_BODY, 9, right, y, ALIGN_RIGHT, buf_text(&b));
	struct text_box box = { .x = left, .y = y - 3.6, .w = right - left - canvas_width(c, FONT_BODY, 9, buf_text(&b)) - 4, .h = 5,
		.style = FONT_BODY, .size = 9, .min_size = 6 };

	buf_release(&b);
	return good && (*text == '\0' || canvas_box(c, &box, text, NULL));
}
