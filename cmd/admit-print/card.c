/* SPDX-License-Identifier: MIT
 * Layout of the admit card. Lengths are millimetres. */
#include "card.h"


#include "base/buf.h"
#include "media/barcode.h"

static const double PAGE_W = 210, PAGE_H = 297, LEFT = 18, RIGHT = 192;

/* The grid of personal data: three columns of edges beside the photo, seven rows. */
static const double COLUMN[] = { 18, 40, 90, 112, 157 };
enum { GRID_ROWS = 7 };
static const double ROW[GRID_ROWS + 1] = { 45, 55, 65, 78.5, 88.5, 98, 107.5, 117 };
static const double CODE_LEFT = 92; /* the bar code stands right of the admit number */

/* The table of sessions. */
static const double TABLE_TOP = 122, HEAD_H = 8;
enum { TABLE_COLUMNS = 6 };
static const double TABLE[TABLE_COLUMNS + 1] = { 18, 74, 104.5, 130, 144.5, 159, 192 };
static const char *const TABLE_HEAD[TABLE_COLUMNS] = { "考试科目", "考试日期", "考试时间", "考场号", "座位号", "教室" };

/* The notes: a form of its own, because it moves with the length of the table. */
static const double NOTES_GAP = 5, NOTES_H = 74, QR_SIDE = 31;

static const double THIN = 0.5, THICK = 1.1; /* points */

const char card_note_entry[] = "在规定的时间之前不得交卷离场，离开考场后不得再次进入。";

const char *
card_note_text(const char *note, int minutes)
{
	static struct buf text;

	if (note != card_note_entry)
		return note;
	buf_clear(&text);
	if (minutes > 0)
		buf_printf(&text, "考试开始%d分钟后不得进入考场；%s", minutes, note);
	else
		buf_printf(&text, "考试开始后不得进入考场；%s", note);
	return buf_text(&text);
}

#define NOTES_AT_THE_DOOR \
	"请核对本证各项信息。考试当日须同时携带本准考证和报名时所用的有效身份证件原件，两证齐全方可进入考场，" \
	"证件不齐或与本人不符的不得参加考试。", \
	"请提前熟悉考点位置和交通路线，按本证所列考场号、座位号对号入座，将两证放在桌面上以备查验。", \
	card_note_entry, \
	"手机、智能手表、智能手环、耳机等具有通信、存储或拍摄功能的物品不得带至座位，已带入考场的须切断电源并" \
	"存放在指定位置。"
#define NOTES_AT_THE_END \
	"违纪违规行为按照《专业技术人员资格考试违纪违规行为处理规定》（人力资源和社会保障部令第31号）处理，记入" \
	"诚信档案；涉嫌犯罪的，移送司法机关。", \
	"本证请妥善保管，查询成绩和领取证书时备用。"

const char *const card_notes[] = {
	NOTES_AT_THE_DOOR,
	"在试卷、答题卡规定的位置填写姓名、准考证号等信息并作答；不得将试卷、答题卡、草稿纸带出考场。",
	"考试期间服从监考人员管理，保持安静。试卷有分发错误或字迹不清的，可举手询问，但不得询问与试题内容有关的问题。",
	NOTES_AT_THE_END,
	NULL,
};

const char *const card_notes_computer[] = {
	NOTES_AT_THE_DOOR,
	"在考试机上核对本人信息后登录作答；不得擅自重启、关闭考试机或插拔设备，机器有故障的举手报告，由工作人员处理。",
	"考试期间服从监考人员管理，保持安静，不得询问与试题内容有关的问题，不得以任何方式将试题内容带出考场。",
	NOTES_AT_THE_END,
	NULL,
};

static const char DOCUMENT[] = "准考证";
static const char NOTES_TITLE[] = "考生须知";
static const char QR_TITLE[] = "扫码核验本证真伪";
static const char PASTE[] = "贴照片处";
static const char NONE[] = "—";
/* On nearly every card, in both styles. */
static const char COMMON[] = "0123456789. ";

/* The cells of the grid: label, and where its value stands. */
static const struct cell {
	const char *label, *field;
	size_t text; /* of the value in struct card */
	int row, column;
	double right; /* edge of the value's cell */
	enum font_style style;
	double size;
	bool must;
} cells[] = {
#define CELL(member) #member, offsetof(struct card, member)
	{ "姓名", CELL(name), 0, 0, 90, FONT_BODY, 13, true },
	{ "性别", CELL(gender), 0, 2, 157, FONT_BODY, 12, true },
	{ "证件类型", CELL(id_type), 1, 0, 90, FONT_BODY, 11.5, true },
	{ "证件号码", CELL(id_no), 1, 2, 157, FONT_BODY, 11.5, true },
	{ "准考证号", CELL(admit_no), 2, 0, 92, FONT_HEADING, 14, true },
	{ "级别", CELL(level), 3, 0, 90, FONT_BODY, 11.5, false },
	{ "报考省市", CELL(region), 3, 2, 157, FONT_BODY, 11.5, true },
	{ "专业", CELL(specialty), 4, 0, 192, FONT_BODY, 11.5, false },
	{ "考点名称", CELL(site), 5, 0, 192, FONT_BODY, 11.5, true },
	{ "考点地址", CELL(address), 6, 0, 192, FONT_BODY, 11.5, true },
#undef CELL
};
enum { CELL_NAME = 0, CELLS = sizeof cells / sizeof *cells };

static const struct column {
	const char *field;
	size_t text; /* in struct card_session */
	enum font_style style;
	double size, least;
	int lines;
	enum align align;
} columns[TABLE_COLUMNS] = {
#define COLUMN_OF(name, member) name, offsetof(struct card_session, member)
	{ COLUMN_OF("subject", subject), FONT_BODY, 11, 6.25, 3, ALIGN_LEFT },
	{ COLUMN_OF("date", date), FONT_BODY, 11, 7.5, 1, ALIGN_CENTRE },
	{ COLUMN_OF("time", time), FONT_BODY, 11, 7.5, 1, ALIGN_CENTRE },
	{ COLUMN_OF("room", room), FONT_HEADING, 12, 7.5, 1, ALIGN_CENTRE },
	{ COLUMN_OF("seat", seat), FONT_HEADING, 12, 7.5, 1, ALIGN_CENTRE },
	{ COLUMN_OF("place", place), FONT_BODY, 10.5, 5.5, 4, ALIGN_CENTRE },
#undef COLUMN_OF
};

static const char *
text_at(const void *record, size_t offset)
{
	const char *const *s = (const void *)((const char *)record + offset);

	return *s != NULL ? *s : "";
}

static bool
trouble_is(struct card_trouble *t, enum card_fault fault, const char *field, uint32_t cp)
{
	*t = (struct card_trouble){ fault, field, cp };
	return fault == CARD_OK;
}

void
card_need_paper(struct fontset *fonts, const struct card_paper *paper)
{
	const char *const heading[] = { paper->exam, DOCUMENT, NOTES_TITLE };
	const char *const body[] = { NONE, PASTE, QR_TITLE, paper->common, COMMON };

	fontset_need(fonts, FONT_HEADING, COMMON);
	for (size_t i = 0; i < sizeof heading / sizeof *heading; i++)
		fontset_need(fonts, FONT_HEADING, heading[i]);
	for (size_t i = 0; i < sizeof body / sizeof *body; i++)
		fontset_need(fonts, FONT_BODY, body[i]);
	for (int i = 0; i < CELLS; i++)
		fontset_need(fonts, FONT_HEADING, cells[i].label);
	for (int i = 0; i < TABLE_COLUMNS; i++)
		fontset_need(fonts, FONT_HEADING, TABLE_HEAD[i]);
	for (int i = 0; i < CARD_NOTES && paper->note[i] != NULL; i++)
		fontset_need(fonts, FONT_BODY, card_note_text(paper->note[i], 1)); /* figures are common */
}

bool
card_need(struct fontset *fonts, const struct card *card, font_tell *tell, void *context)
{
	bool covered = fontset_ask(fonts, FONT_BODY, text_at(card, offsetof(struct card, contact)), "contact", tell, context);

	for (int i = 0; i < CELLS; i++)
		covered &= fontset_ask(fonts, cells[i].style, text_at(card, cells[i].text), cells[i].field, tell, context);
	for (int s = 0; s < card->sessions && s < CARD_SESSIONS; s++)
		for (int i = 0; i < TABLE_COLUMNS; i++)
			covered &= fontset_ask(fonts, columns[i].style, text_at(&card->session[s], columns[i].text), columns[i].field, tell, context);
	return covered;
}

/* The printed form. */

static void
draw_label(struct canvas *c, const char *label, double x, double y, double w, double h)
{
	canvas_fill(c, x, y, w, h, 0.94);
	canvas_box(c, &(struct text_box){ .x = x + 2.5, .y = y, .w = w - 5, .h = h, .style = FONT_HEADING,
	    .size = 10.5, .align = ALIGN_SPREAD }, label, NULL);
}

static void
draw_rules(struct canvas *c)
{
	for (int i = 1; i < GRID_ROWS; i++)
		canvas_line(c, LEFT, ROW[i], i < 4 ? COLUMN[4] : RIGHT, ROW[i], THIN);
	canvas_line(c, COLUMN[1], ROW[0], COLUMN[1], ROW[GRID_ROWS], THIN);
	for (int i = 0; i < 4; i++)
		if (i != 2) {
			canvas_line(c, COLUMN[2], ROW[i], COLUMN[2], ROW[i + 1], THIN);
			canvas_line(c, COLUMN[3], ROW[i], COLUMN[3], ROW[i + 1], THIN);
		}
	canvas_line(c, COLUMN[4], ROW[0], COLUMN[4], ROW[4], THIN);
	canvas_frame(c, LEFT, ROW[0], RIGHT - LEFT, ROW[GRID_ROWS] - ROW[0], THICK);
}

static void
draw_head(struct canvas *c, const struct card_paper *paper)
{
	canvas_box(c, &(struct text_box){ .x = LEFT, .y = 14, .w = RIGHT - LEFT, .h = 12, .style = FONT_HEADING,
	    .size = 17, .min_size = 12, .align = ALIGN_CENTRE, .lines = 2 }, paper->exam, NULL);
	canvas_box(c, &(struct text_box){ .x = PAGE_W / 2 - 23, .y = 28, .w = 46, .h = 12, .style = FONT_HEADING,
	    .size = 26, .align = ALIGN_SPREAD }, DOCUMENT, NULL);
	for (int i = 0; i < CELLS; i++) {
		double x = COLUMN[cells[i].column], y = ROW[cells[i].row];

		draw_label(c, cells[i].label, x, y, COLUMN[cells[i].column + 1] - x, ROW[cells[i].row + 1] - y);
	}
	draw_rules(c);
	canvas_fill(c, LEFT, TABLE_TOP, RIGHT - LEFT, HEAD_H, 0.94);
	for (int i = 0; i < TABLE_COLUMNS; i++)
		canvas_box(c, &(struct text_box){ .x = TABLE[i], .y = TABLE_TOP, .w = TABLE[i + 1] - TABLE[i],
		    .h = HEAD_H, .style = FONT_HEADING, .size = 10.5, .align = ALIGN_CENTRE }, TABLE_HEAD[i], NULL);
}

/* All notes at one size; false where they are higher than there is room for. */
static bool
draw_notes_at(struct canvas *c, const struct card_paper *paper, int minutes, double size)
{
	static const double leading = 1.45, indent = 5.5;
	double y = 7, right = RIGHT - QR_SIDE - 4, h;

	for (int i = 0; i < CARD_NOTES && paper->note[i] != NULL; i++) {
		char number[8] = { 0 };
		int n = 0;

		if (i + 1 >= 10)
			number[n++] = (char)('0' + (i + 1) / 10);
		number[n++] = (char)('0' + (i + 1) % 10);
		number[n] = '.';
		struct text_box box = { .x = LEFT + indent, .y = y, .w = right - LEFT - indent, .h = NOTES_H - y,
			.style = FONT_BODY, .size = size, .leading = leading, .lines = 12, .align = ALIGN_JUSTIFY, .top = true };

		if (box.h <= 0 || !canvas_box(c, &box, card_note_text(paper->note[i], minutes), &h))
			return false;
		box.x = LEFT;
		box.w = indent;
		box.align = ALIGN_LEFT;
		canvas_box(c, &box, number, NULL);
		y += h + size * 0.6 * (25.4 / 72);
	}
	return true;
}

static void
draw_notes(struct canvas *c, double size)
{
	canvas_text(c, FONT_HEADING, size, LEFT, 4, ALIGN_LEFT, NOTES_TITLE);
	canvas_box(c, &(struct text_box){ .x = RIGHT - QR_SIDE, .y = QR_SIDE + 1, .w = QR_SIDE, .h = 4,
	    .style = FONT_BODY, .size = 8.5, .align = ALIGN_CENTRE }, QR_TITLE, NULL);
}

enum { FORM_HEAD, FORM_NOTES };

struct pdf_stock *
card_stock(const struct fontset *fonts, const struct card_paper *paper, struct buf *err)
{
	/* The notes take the largest of these sizes at which they fit. */
	static const double sizes[] = { 9.5, 9, 8.5, 8, 7.5 };
	enum { SIZES = sizeof sizes / sizeof *sizes };

	for (int i = 0; i < SIZES; i++) {
		struct pdf_stock *s = pdf_stock_new(fonts);

		draw_head(pdf_stock_form(s, PAGE_W, PAGE_H), paper);
		bool fits = true;

		for (int k = 0; k == 0 || k < paper->entries; k++) {
			struct canvas *c = pdf_stock_form(s, PAGE_W, NOTES_H);

			draw_notes(c, 11);
			fits &= draw_notes_at(c, paper, paper->entries > 0 ? paper->entry[k] : CARD_ENTRY_MINUTES, sizes[i]);
		}

		pdf_stock_words(s, FONT_BODY, COMMON);
		pdf_stock_words(s, FONT_BODY, NONE);
		pdf_stock_words(s, FONT_BODY, paper->common);
		pdf_stock_words(s, FONT_HEADING, COMMON);
		if ((fits || i + 1 == SIZES) && pdf_stock_finish(s, err))
			return s;
		pdf_stock_free(s);
		if (fits)
			return NULL;
	}
	return NULL;
}

/* One card. */

static bool
draw_value(struct canvas *c, const struct text_box *box, const char *s, const char *field, bool must,
    struct card_trouble *t)
{
	if (must && *s == '\0')
		return trouble_is(t, CARD_EMPTY, field, 0);
	if (canvas_box(c, box, *s != '\0' ? s : NONE, NULL))
		return true;
	return trouble_is(t, c->fault == CANVAS_GLYPH ? CARD_GLYPH : CARD_FIT, field, c->fault_cp);
}

static bool
draw_person(struct canvas *c, const struct card *card, struct card_trouble *t)
{
	for (int i = 0; i < CELLS; i++) {
		const struct cell *l = &cells[i];
		double x = COLUMN[l->column + 1] + 2.5, y = ROW[l->row] + 0.7;
		struct text_box box = { .x = x, .y = y, .w = l->right - 1.5 - x, .h = ROW[l->row + 1] - 0.7 - y,
			.style = l->style, .size = l->size, .min_size = i == CELL_NAME ? 6 : 8, .line_size = l->size * 0.8, .leading = i == CELL_NAME ? 1.1 : 1.15,
			.lines = i == CELL_NAME ? 3 : l->row == 2 ? 1 : 2 };

		if (!draw_value(c, &box, text_at(card, l->text), l->field, l->must, t))
			return false;
	}
	return true;
}

static bool
draw_photo(struct canvas *c, const struct card *card, struct card_trouble *t)
{
	static const double w = 25, h = 35;
	double x = (COLUMN[4] + RIGHT - w) / 2, y = (ROW[0] + ROW[4] - h) / 2;

	if (card->photo == NULL && !card->paste_photo)
		return trouble_is(t, CARD_PHOTO, "photo", 0);
	if (card->photo != NULL && !canvas_jpeg(c, card->photo, card->photo_size, x, y, w, h))
		return trouble_is(t, CARD_PHOTO, "photo", 0);
	canvas_frame(c, x, y, w, h, THIN); /* a portrait before white has no edge of its own */
	if (card->photo != NULL)
		return true;
	canvas_text(c, FONT_BODY, 9, x + w / 2, y + h / 2 + 1, ALIGN_CENTRE, PASTE);
	return true;
}

static double
row_height(int sessions)
{
	return sessions <= 4 ? 11 : sessions <= 6 ? 9.5 : 8.75;
}

static bool
draw_sessions(struct canvas *c, const struct card *card, struct card_trouble *t)
{
	double row = row_height(card->sessions), bottom = TABLE_TOP + HEAD_H + row * card->sessions;

	for (int s = 0; s < card->sessions; s++) {
		double y = TABLE_TOP + HEAD_H + row * s;

		for (int i = 0; i < TABLE_COLUMNS; i++) {
			const struct column *k = &columns[i];
			struct text_box box = { .x = TABLE[i] + (i == 0 ? 2.5 : 1.5), .y = y + 0.6, .w = TABLE[i + 1] - TABLE[i] - (i == 0 ? 4 : 3),
				.h = row - 1.2, .style = k->style, .size = k->size, .min_size = k->least,
				.line_size = k->size * 0.8, .leading = 1.12, .lines = k->lines, .align = k->align };

			if (!draw_value(c, &box, text_at(&card->session[s], k->text), k->field, i < 5, t))
				return false;
		}
		canvas_line(c, LEFT, y, RIGHT, y, THIN);
	}
	for (int i = 1; i < TABLE_COLUMNS; i++)
		canvas_line(c, TABLE[i], TABLE_TOP, TABLE[i], bottom, THIN);
	canvas_frame(c, LEFT, TABLE_TOP, RIGHT - LEFT, bottom - TABLE_TOP, THICK);
	return true;
}

static bool
draw_codes(struct canvas *c, const struct card *card, double notes_y, struct card_trouble *t)
{
	double top = ROW[2] + 2, h = ROW[3] - ROW[2] - 4;

	if (!barcode_code128(c, card->admit_no, CODE_LEFT, top, COLUMN[4] - CODE_LEFT, h))
		return trouble_is(t, CARD_CODE, "admit_no", 0);
	if (card->token == NULL || !barcode_qr(c, card->token, RIGHT - QR_SIDE, notes_y, QR_SIDE))
		return trouble_is(t, CARD_CODE, "token", 0);
	return true;
}

static bool
draw_contact(struct canvas *c, const struct card *card, struct card_trouble *t)
{
	const char *s = text_at(card, offsetof(struct card, contact));
	struct text_box box = { .x = LEFT, .y = 281, .w = RIGHT - LEFT, .h = 5, .style = FONT_BODY, .size = 9, .min_size = 7,
		.align = ALIGN_CENTRE };

	return *s == '\0' || draw_value(c, &box, s, "contact", false, t);
}

bool
card_draw(struct pdf *pdf, const struct card *card, struct card_trouble *trouble)
{
	if (card->sessions < 1)
		return trouble_is(trouble, CARD_EMPTY, "subject", 0);
	if (card->sessions > CARD_SESSIONS)
		return trouble_is(trouble, CARD_FIT, "subject", 0);
	struct canvas *c = pdf_page(pdf, PAGE_W, PAGE_H);
	double notes_y = TABLE_TOP + HEAD_H + row_height(card->sessions) * card->sessions + NOTES_GAP;

	pdf_form(pdf, FORM_HEAD, 0, 0);
	pdf_form(pdf, FORM_NOTES + card->entry, 0, notes_y);
	if (draw_person(c, card, trouble) && draw_photo(c, card, trouble) && draw_sessions(c, card, trouble) &&
	    draw_codes(c, card, notes_y, trouble) && draw_contact(c, card, trouble))
		return trouble_is(trouble, CARD_OK, NULL, 0);
	pdf_drop(pdf);
	return false;
}
