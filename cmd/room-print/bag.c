/* SPDX-License-Identifier: MIT
 * The cover of a room's bag (试卷、答题卡袋封面): what is in it when it is handed out, what comes back in it, and who counted. Lengths
 * are millimetres. */
#include "media/grid.h"
#include "sheet.h"

static const double WIDTH = 210, HEIGHT = 297, ROW = 16, LIST = 22, LABEL = 27;

/* What it says: head, sitting. */

static int
pages(struct sheet_reader r)
{
	(void)r;
	return 1;
}

struct field {
	const char *label, *value;
};

/* n fields side by side, of equal width. */
static bool
fields(struct canvas *c, double y, double h, const struct field *f, int n)
{
	struct grid_cell cell[8];
	double w = (WIDTH - 2 * MARGIN) / n;

	for (int i = 0; i < n; i++) {
		cell[2 * i] = (struct grid_cell){ LABEL, f[i].label, GRID_LABEL, 12, 0 };
		cell[2 * i + 1] = (struct grid_cell){ w - LABEL, f[i].value, GRID_CENTRE, 13, 0 };
	}
	return grid_row(c, MARGIN, y, h, cell, 2 * n) < 0;
}

static bool
section(struct canvas *c, double y, const char *text)
{
	return grid_row(c, MARGIN, y, 8.5, (struct grid_cell[]){ { WIDTH - 2 * MARGIN, text, GRID_HEAD, 12.5, 0 } }, 1) < 0;
}

/* 第 001 考场 and the paper, to be read on a shelf. */
static bool
draw_room(struct canvas *c, const struct head *h, const struct sitting *t, double y, struct flaw *flaw)
{
	struct buf b = BUF_INIT;
	double w = WIDTH - 2 * MARGIN;

	buf_printf(&b, "第 %s 考场", h->room);
	bool good = draw_text(c, &(struct text_box){ .x = MARGIN, .y = y, .w = w, .h = 18, .style = FONT_HEADING, .size = 44, .min_size = 14, .align = ALIGN_CENTRE },
	        buf_text(&b), "room", h->site, flaw) &&
	    draw_text(c, &(struct text_box){ .x = MARGIN, .y = y + 19, .w = w, .h = 14, .style = FONT_HEADING, .size = 20, .min_size = 10, .line_size = 15, .lines = 2,
	        .leading = 1.15, .align = ALIGN_CENTRE }, t->paper, "subject", t->paper, flaw);

	buf_release(&b);
	return good;
}

static bool
draw_papers(struct canvas *c, double y, const char *people)
{
	struct buf count = BUF_INIT;

	buf_printf(&count, "%s 份", people);
	bool good = section(c, y, "试　卷") &&
	    fields(c, y + 8.5, ROW, (const struct field[]){ { "应发试卷", buf_text(&count) }, { "备用试卷", "份" }, { "实装合计", "份" } }, 3) &&
	    fields(c, y + 8.5 + ROW, ROW, (const struct field[]){ { "启封时间", "日　　时　　分" }, { "封签完好", "是 □　　否 □" } }, 2) &&
	    fields(c, y + 8.5 + 2 * ROW, ROW, (const struct field[]){ { "监考员签名", "" }, { "考生代表签名", "" } }, 2);

	buf_release(&count);
	return good;
}

static bool
draw_cards(struct canvas *c, double y, const char *people)
{
	struct buf count = BUF_INIT;

	buf_printf(&count, "%s 人", people);
	bool good = section(c, y, "答　题　卡（按座位号由小到大整理）") &&
	    fields(c, y + 8.5, ROW, (const struct field[]){ { "应考人数", buf_text(&count) }, { "实考人数", "人" }, { "缺考人数", "人" } }, 3) &&
	    fields(c, y + 8.5 + ROW, ROW, (const struct field[]){ { "有效答题卡", "张" }, { "缺考答题卡", "张" }, { "违纪答题卡", "张" } }, 3) &&
	    fields(c, y + 8.5 + 2 * ROW, LIST, (const struct field[]){ { "缺考座位号", "" } }, 1) &&
	    fields(c, y + 8.5 + LIST + 2 * ROW, ROW, (const struct field[]){ { "违纪座位号", "" } }, 1) &&
	    fields(c, y + 8.5 + LIST + 3 * ROW, ROW, (const struct field[]){ { "监考员签名", "" }, { "复核人签名", "" } }, 2) &&
	    fields(c, y + 8.5 + LIST + 4 * ROW, ROW, (const struct field[]){ { "考点负责人", "" }, { "密封时间", "日　　时　　分" } }, 2);

	buf_release(&count);
	return good;
}

static bool
draw(struct pdf *pdf, struct sheet_reader r, int page, struct flaw *flaw)
{
	struct canvas *c = pdf_page(pdf, WIDTH, HEIGHT);
	struct head h = head_next(&r);
	struct sitting t = sitting_next(&r);
	char people[24];
	double y;

	(void)page;
	snprintf(people, sizeof people, "%lld", (long long)t.people);
	if (!draw_title(c, &h, "试卷、答题卡袋封面", flaw) || !draw_room(c, &h, &t, TITLE_BOTTOM + 2, flaw) || !draw_where(c, &h, &t, TITLE_BOTTOM + 38, &y, flaw))
		return false;
	double top = y + 4, cards = top + 8.5 + 3 * ROW;
	bool good = draw_papers(c, top, people) && draw_cards(c, cards, people);

	canvas_frame(c, MARGIN, top, WIDTH - 2 * MARGIN, cards + 8.5 + LIST + 5 * ROW - top, 1.1);
	return drawn(c, good ? -1 : 0, "doc", "", flaw);
}

const struct doc bag_doc = { "bag", "试卷、答题卡袋封面第考场点号教室科目时间准证应人数发备用实装合计份启封签完好是否□监员名生代表日分（按座位由小到大整理）缺有效违纪张复核负责密　 0123456789",
	pages, draw };
