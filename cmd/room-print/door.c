/* SPDX-License-Identifier: MIT
 * The door notice (门贴): A4 across, to be read from three metres. Lengths are millimetres. */

#include "media/grid.h"
#include "sheet.h"

static const double WIDTH = 297, HEIGHT = 210, LEFT = 18, RIGHT = 279;
static const double TABLE_TOP = 128, TABLE_BOTTOM = 196, HEAD_H = 9, ROW_MOST = 13;

/* What it says: head, admit numbers, people, rows of papers. */

static int
pages(struct sheet_reader r)
{
	(void)r;
	return 1;
}

static bool
draw_room(struct canvas *c, const struct head *h, struct flaw *flaw)
{
	double w = RIGHT - LEFT;

	return draw_text(c, &(struct text_box){ .x = LEFT, .y = 12, .w = w, .h = 13, .style = FONT_HEADING, .size = 25, .min_size = 14,
	        .line_size = 18, .lines = 2, .align = ALIGN_CENTRE }, h->exam, "exam", h->exam, flaw) &&
	    draw_text(c, &(struct text_box){ .x = LEFT, .y = 26, .w = w, .h = 11, .style = FONT_BODY, .size = 21, .min_size = 11, .line_size = 15,
	        .lines = 2, .align = ALIGN_CENTRE }, h->site, "site", h->site, flaw);
}

/* 第 001 考场, the number far larger than the words. */
static bool
draw_number(struct canvas *c, const struct head *h, struct flaw *flaw)
{
	static const double words = 64, number = 128, gap = 7, baseline = 86;
	double a = canvas_width(c, FONT_HEADING, words, "第"), b = canvas_width(c, FONT_HEADING, words, "考场"), size = number, n;

	while ((n = canvas_width(c, FONT_HEADING, size, h->room)) + a + b + 2 * gap > RIGHT - LEFT && size > 20)
		size -= 2;
	double x = (WIDTH - a - n - b - 2 * gap) / 2;
	bool good = canvas_text(c, FONT_HEADING, words, x, baseline - 2, ALIGN_LEFT, "第") &&
	    canvas_text(c, FONT_HEADING, size, x + a + gap, baseline, ALIGN_LEFT, h->room) &&
	    canvas_text(c, FONT_HEADING, words, x + a + n + 2 * gap, baseline - 2, ALIGN_LEFT, "考场");

	return drawn(c, good ? -1 : 0, "room", h->site, flaw);
}

static bool
draw_numbers(struct canvas *c, const struct head *h, const char *numbers, int64_t people, struct flaw *flaw)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "%s%s共 %lld 人", h->place, *h->place != '\0' ? "　　" : "", (long long)people);
	bool good = draw_text(c, &(struct text_box){ .x = LEFT, .y = 92, .w = RIGHT - LEFT, .h = 11, .style = FONT_BODY, .size = 20,
	        .min_size = 11, .align = ALIGN_CENTRE }, buf_text(&b), "place", h->site, flaw);

	buf_clear(&b);
	buf_printf(&b, "准考证号　%s", numbers);
	good = good && draw_text(c, &(struct text_box){ .x = LEFT, .y = 105, .w = RIGHT - LEFT, .h = 19, .style = FONT_HEADING, .size = 27,
	        .min_size = 12, .line_size = 19, .lines = 2, .align = ALIGN_CENTRE }, buf_text(&b), "admit_no", h->room, flaw);
	buf_release(&b);
	return good;
}

static bool
draw_papers(struct canvas *c, struct sheet_reader *r, int n, struct flaw *flaw)
{
	static const char *const fields[] = { "subject", "date", "time", "people" };
	static const double w[] = { 128, 55, 50, 28 };
	double row = (TABLE_BOTTOM - TABLE_TOP - HEAD_H) / n;
	int bad = grid_row(c, LEFT, TABLE_TOP, HEAD_H, (struct grid_cell[]){ { w[0], "考试科目", GRID_HEAD, 14, 0 },
	    { w[1], "考试日期", GRID_HEAD, 14, 0 }, { w[2], "考试时间", GRID_HEAD, 14, 0 }, { w[3], "人数", GRID_HEAD, 14, 0 } }, 4);
	const char *owner = "";

	if (row > ROW_MOST)
		row = ROW_MOST;
	double size = row > 9 ? 16 : row > 6.5 ? 13 : 10;

	for (int i = 0; bad < 0 && i < n; i++) {
		struct sitting t = sitting_next(r);
		char people[24];

		snprintf(people, sizeof people, "%lld", (long long)t.people);
		bad = grid_row(c, LEFT, TABLE_TOP + HEAD_H + row * i, row, (struct grid_cell[]){ { w[0], t.paper, GRID_VALUE, size, 2 },
		    { w[1], t.date, GRID_CENTRE, size, 0 }, { w[2], t.hours, GRID_CENTRE, size, 0 }, { w[3], people, GRID_CENTRE, size, 0 } }, 4);
		owner = t.paper;
	}
	canvas_frame(c, LEFT, TABLE_TOP, RIGHT - LEFT, HEAD_H + row * n, 1.4);
	return drawn(c, bad, bad >= 0 ? fields[bad] : "", owner, flaw);
}

static bool
draw(struct pdf *pdf, struct sheet_reader r, int page, struct flaw *flaw)
{
	struct canvas *c = pdf_page(pdf, WIDTH, HEIGHT);
	struct head h = head_next(&r);
	const char *numbers = next_text(&r);
	int64_t people = next_int(&r);
	int n = (int)next_int(&r);

	(void)page;
	return draw_room(c, &h, flaw) && draw_number(c, &h, flaw) && draw_numbers(c, &h, numbers, people, flaw) &&
	    draw_papers(c, &r, n, flaw);
}

const struct doc door_doc = { "door", "第考场共人准考证号考试科目日期时间人数 　0123456789", pages, draw };
