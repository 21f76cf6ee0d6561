/* SPDX-License-Identifier: MIT
 * The sign-in sheet (考场签到表): who sits a paper in the room, with photo and a box to sign in. Thirty people stand on one page in
 * two columns, fewer have higher rows; few people get one column. Lengths are millimetres. */
#include "media/grid.h"
#include "sheet.h"

enum { FULL = 30, WIDE = 11 };
static const double WIDTH = 210, HEIGHT = 297, RATIO = 1.4; /* of a photograph */
static const double HEAD_H = 6, ROWS_H = 210, ROW_MOST = 17.5, WIDE_ROW = 18.5, FOOT = 287;

/* What it says: head, sitting, places. */

static int
page_of(int64_t people)
{
	return people <= WIDE ? 1 : (int)((people + FULL - 1) / FULL);
}

static int
pages(struct sheet_reader r)
{
	head_next(&r);
	return page_of(sitting_next(&r).people);
}

/* Name, admit number and document one below the other. */
static bool
draw_person(struct canvas *c, const struct place *p, double x, double y, double w, double h, struct flaw *flaw)
{
	double line = h > 15 ? 4.3 : 3.6, name = h - 1.2 - 2 * line, size = h > 15 ? 10 : 9;

	return draw_text(c, &(struct text_box){ .x = x + 1.5, .y = y + 0.4, .w = w - 2.5, .h = name, .style = FONT_HEADING, .size = 11, .min_size = 4.5,
	        .line_size = 8.5, .leading = 1.05, .lines = 3 }, p->name, "name", p->owner, flaw) &&
	    draw_text(c, &(struct text_box){ .x = x + 1.5, .y = y + 0.4 + name, .w = w - 2.5, .h = line, .style = FONT_BODY, .size = size, .min_size = 5 },
	        p->admit_no, "admit_no", p->owner, flaw) &&
	    draw_text(c, &(struct text_box){ .x = x + 1.5, .y = y + 0.4 + name + line, .w = w - 2.5, .h = line, .style = FONT_BODY, .size = size,
	        .min_size = 5 }, p->id_no, "id_no", p->owner, flaw);
}

static bool
draw_row(struct canvas *c, const struct place *p, double x, double y, double w, double h, struct flaw *flaw)
{
	double photo_h = h - 0.7, photo_w = photo_h / RATIO, seat = 10, photo = photo_w + 2.5, person = 52 - photo, sign = w - seat - 52;
	int bad = grid_row(c, x, y, h, (struct grid_cell[]){ { seat, p->number, GRID_STRONG, 13, 0 }, { photo, "", GRID_VALUE, 0, 0 },
	    { person, "", GRID_VALUE, 0, 0 }, { sign, "", GRID_VALUE, 0, 0 } }, 4);

	return drawn(c, bad, "seat", p->owner, flaw) && draw_photo(c, p, x + seat + 1.25, y + 0.35, photo_w, photo_h, flaw) &&
	    draw_person(c, p, x + seat + photo, y, person, h, flaw);
}

/* Two columns of rows, read downwards. */
static bool
draw_narrow(struct canvas *c, struct sheet_reader *r, int n, double y, struct flaw *flaw)
{
	int half = (n + 1) / 2;
	double w = (WIDTH - 2 * MARGIN) / 2, row = ROWS_H / half < ROW_MOST ? ROWS_H / half : ROW_MOST, photo = (row - 0.7) / RATIO + 2.5;

	for (int side = 0; side < 2; side++) {
		double x = MARGIN + w * side;

		if (grid_row(c, x, y, HEAD_H, (struct grid_cell[]){ { 10, "座位", GRID_HEAD, 9, 0 }, { photo, "照片", GRID_HEAD, 9, 0 },
		        { 52 - photo, "姓名 / 准考证号 / 证件号码", GRID_HEAD, 9, 0 }, { w - 62, "考生签名", GRID_HEAD, 9, 0 } }, 4) >= 0)
			return drawn(c, 0, "doc", "", flaw);
		for (int i = side * half; i < n && i < (side + 1) * half; i++) {
			struct place p = place_next(r);

			if (!draw_row(c, &p, x, y + HEAD_H + row * (i - side * half), w, row, flaw))
				return false;
		}
		canvas_frame(c, x, y, w, HEAD_H + row * (side == 0 ? half : n - half), 1.1);
	}
	return true;
}

static bool
draw_wide(struct canvas *c, struct sheet_reader *r, int n, double y, struct flaw *flaw)
{
	static const double seat = 14, photo = 16, name = 37, admit = 35, id = 37; /* most of it for the signature */
	static const char *const fields[] = { "seat", "photo", "name", "admit_no", "id_no", "doc" };
	double w = WIDTH - 2 * MARGIN, sign = w - seat - photo - name - admit - id;
	int bad = grid_row(c, MARGIN, y, HEAD_H + 1.5, (struct grid_cell[]){ { seat, "座位号", GRID_HEAD, 0, 0 }, { photo, "照片", GRID_HEAD, 0, 0 },
	    { name, "姓名", GRID_HEAD, 0, 0 }, { admit, "准考证号", GRID_HEAD, 0, 0 }, { id, "证件号码", GRID_HEAD, 0, 0 },
	    { sign, "考生签名", GRID_HEAD, 0, 0 } }, 6);

	if (bad >= 0)
		return drawn(c, bad, "doc", "", flaw);
	for (int i = 0; i < n; i++) {
		struct place p = place_next(r);
		double top = y + HEAD_H + 1.5 + WIDE_ROW * i;

		bad = grid_row(c, MARGIN, top, WIDE_ROW, (struct grid_cell[]){ { seat, p.number, GRID_STRONG, 16, 0 }, { photo, "", GRID_VALUE, 0, 0 },
		    { name, p.name, GRID_STRONG, 12, 5 }, { admit, p.admit_no, GRID_CENTRE, 11, 0 }, { id, p.id_no, GRID_CENTRE, 10.5, 0 },
		    { sign, "", GRID_VALUE, 0, 0 } }, 6);
		if (!drawn(c, bad, bad >= 0 ? fields[bad] : "", p.owner, flaw) ||
		    !draw_photo(c, &p, MARGIN + seat + 2, top + 0.85, 12, 16.8, flaw))
			return false;
	}
	canvas_frame(c, MARGIN, y, w, HEAD_H + 1.5 + WIDE_ROW * n, 1.1);
	return true;
}

static bool
draw(struct pdf *pdf, struct sheet_reader r, int page, struct flaw *flaw)
{
	struct canvas *c = pdf_page(pdf, WIDTH, HEIGHT);
	struct head h = head_next(&r);
	struct sitting t = sitting_next(&r);
	int n = (int)t.people - page * FULL;
	double y;

	if (!draw_title(c, &h, "考场签到表", flaw) || !draw_where(c, &h, &t, TITLE_BOTTOM, &y, flaw))
		return false;
	for (int i = 0; i < page * FULL; i++)
		place_next(&r);
	if (t.people <= WIDE ? !draw_wide(c, &r, n, y + 3, flaw) : !draw_narrow(c, &r, n < FULL ? n : FULL, y + 3, flaw))
		return false;
	for (int i = 0; i < 2; i++)
		canvas_line(c, MARGIN + 22 + 42 * i, FOOT + 1, MARGIN + 60 + 42 * i, FOOT + 1, 0.5);
	return drawn(c, grid_foot(c, MARGIN, WIDTH - MARGIN, FOOT, "监考员签名：", page + 1, page_of(t.people)) ? -1 : 0, "doc", "", flaw);
}

const struct doc sign_doc = { "sign", "考场签到表考点考场号教室科目考试时间准考证号应考人数人座位照片无姓名/证件号码考生签名监考员：第页共 　0123456789", pages, draw };
