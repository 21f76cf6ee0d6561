/* SPDX-License-Identifier: MIT
 * The record of a room (考场情况记录表), filled in by the invigilators: who is absent, what happened, when, and who says so. Lengths are
 * millimetres. */
#include "media/grid.h"
#include "sheet.h"

static const double WIDTH = 210, HEIGHT = 297, ROW = 9, ABSENT = 8.5, VIOLATION = 13, OTHER = 26, SIGN = 11;
static const double HEADS = 13.5; /* of a section with a table */
enum { ABSENT_ROWS = 6, VIOLATIONS = 4 };

/* What it says: head, sitting. */

static int
pages(struct sheet_reader r)
{
	(void)r;
	return 1;
}

/* A row of labels, each with a field to be filled in; w is that of the whole row. */
static bool
blanks(struct canvas *c, double y, double h, double label, const char *const *labels, const char *const *values, int n)
{
	struct grid_cell cell[8];
	double w = (WIDTH - 2 * MARGIN) / n;

	for (int i = 0; i < n; i++) {
		cell[2 * i] = (struct grid_cell){ label, labels[i], GRID_LABEL, 0, 0 };
		cell[2 * i + 1] = (struct grid_cell){ w - label, values[i], GRID_CENTRE, 11, 0 };
	}
	return grid_row(c, MARGIN, y, h, cell, 2 * n) < 0;
}

/* A heading across the page. */
static bool
section(struct canvas *c, double y, const char *text)
{
	return grid_row(c, MARGIN, y, 7, (struct grid_cell[]){ { WIDTH - 2 * MARGIN, text, GRID_HEAD, 0, 0 } }, 1) < 0;
}

static bool
draw_counts(struct canvas *c, double y, int64_t people)
{
	static const char *const counts[] = { "应到人数", "实到人数", "缺考人数", "违纪人数" };
	static const char *const papers[] = { "试卷领取", "试卷发出", "试卷收回", "答题卡收回" };
	static const char *const times[] = { "领卷时间", "启封时间", "开考时间", "收卷时间" };
	static const char *const clock[] = { "时　　分", "时　　分", "时　　分", "时　　分" };
	static const char *const copies[] = { "　　份", "　　份", "　　份", "　　份" };
	char expected[24];

	snprintf(expected, sizeof expected, "%lld", (long long)people);
	return blanks(c, y, ROW, 20, counts, (const char *const[]){ expected, "", "", "" }, 4) && blanks(c, y + ROW, ROW, 20, times, clock, 4) &&
	    blanks(c, y + 2 * ROW, ROW, 20, papers, copies, 4);
}

static bool
draw_absent(struct canvas *c, double y)
{
	static const double seat = 15, name = 32, number = 44;
	struct grid_cell cell[] = { { seat, "座位号", GRID_HEAD, 9.5, 0 }, { name, "姓名", GRID_HEAD, 9.5, 0 }, { number, "准考证号", GRID_HEAD, 9.5, 0 },
		{ seat, "座位号", GRID_HEAD, 9.5, 0 }, { name, "姓名", GRID_HEAD, 9.5, 0 }, { number, "准考证号", GRID_HEAD, 9.5, 0 } };
	bool good = section(c, y, "缺考考生") && grid_row(c, MARGIN, y + 7, 6.5, cell, 6) < 0;

	for (int i = 0; i < 6; i++)
		cell[i] = (struct grid_cell){ cell[i].w, "", GRID_VALUE, 0, 0 };
	for (int i = 0; good && i < ABSENT_ROWS; i++)
		good = grid_row(c, MARGIN, y + HEADS + ABSENT * i, ABSENT, cell, 6) < 0;
	return good;
}

static bool
draw_violations(struct canvas *c, double y)
{
	struct grid_cell cell[] = { { 15, "座位号", GRID_HEAD, 9.5, 0 }, { 28, "姓名", GRID_HEAD, 9.5, 0 }, { 36, "准考证号", GRID_HEAD, 9.5, 0 },
		{ 65, "违纪违规事实及证据", GRID_HEAD, 9.5, 0 }, { 38, "考生签名 / 拒签说明", GRID_HEAD, 9.5, 0 } };
	bool good = section(c, y, "违纪违规情况（物证附后）") && grid_row(c, MARGIN, y + 7, 6.5, cell, 5) < 0;

	for (int i = 0; i < 5; i++)
		cell[i] = (struct grid_cell){ cell[i].w, "", GRID_VALUE, 0, 0 };
	for (int i = 0; good && i < VIOLATIONS; i++)
		good = grid_row(c, MARGIN, y + HEADS + VIOLATION * i, VIOLATION, cell, 5) < 0;
	return good;
}

static bool
draw_signatures(struct canvas *c, double y)
{
	static const char *const invigilators[] = { "监考员甲签名", "监考员乙签名" };
	static const char *const others[] = { "流动监考签名", "考务负责人签名" };
	static const char *const chief[] = { "主考意见、签名", "日　　期" };

	return blanks(c, y, SIGN, 30, invigilators, (const char *const[]){ "", "" }, 2) &&
	    blanks(c, y + SIGN, SIGN, 30, others, (const char *const[]){ "", "" }, 2) &&
	    blanks(c, y + 2 * SIGN, SIGN, 30, chief, (const char *const[]){ "", "年　　月　　日" }, 2);
}

static bool
draw(struct pdf *pdf, struct sheet_reader r, int page, struct flaw *flaw)
{
	struct canvas *c = pdf_page(pdf, WIDTH, HEIGHT);
	struct head h = head_next(&r);
	struct sitting t = sitting_next(&r);
	double y;

	(void)page;
	if (!draw_title(c, &h, "考场情况记录表", flaw) || !draw_where(c, &h, &t, TITLE_BOTTOM, &y, flaw))
		return false;
	double top = y + 2, violations = top + 3 * ROW + HEADS + ABSENT * ABSENT_ROWS;
	bool good = draw_counts(c, top, t.people) && draw_absent(c, top + 3 * ROW) && draw_violations(c, violations);

	y = violations + HEADS + VIOLATION * VIOLATIONS;
	good = good && section(c, y, "其他情况（试卷差错、设备故障、突发疾病、迟到、提前离场等）") &&
	    grid_row(c, MARGIN, y + 7, OTHER, (struct grid_cell[]){ { WIDTH - 2 * MARGIN, "", GRID_VALUE, 0, 0 } }, 1) < 0 && draw_signatures(c, y + 7 + OTHER);
	canvas_frame(c, MARGIN, top, WIDTH - 2 * MARGIN, y + 7 + OTHER + 3 * SIGN - top, 1.1);
	return drawn(c, good ? -1 : 0, "doc", "", flaw);
}

const struct doc record_doc = { "record", "考场情况记录表考点考场号教室科目考试时间准考证号应考人数人应到实到缺考违纪试卷领取发出收回答题卡启封开时间分份生座位姓名规（物证附后）事实及据签拒说明"
	"其他差错、设备故障突发疾病迟到提前离等监员甲乙流动务负责主意见日期年月 /　0123456789", pages, draw };
