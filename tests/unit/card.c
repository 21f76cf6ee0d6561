/* SPDX-License-Identifier: MIT */
#include "../../cmd/admit-print/card.c"

#include "../pdfcheck.h"
#include "../tap.h"
#include "media/jpeg.h"

static struct card_paper paper = {
	.exam = "2025年度中级注册安全工程师职业资格考试",
	.common = "男女居民身份证考全科北京市年月日—:",
};
static struct buf photo;

static struct card plain = {
	.name = "欧阳小明", .gender = "男", .id_type = "居民身份证", .id_no = "110101199103072531",
	.admit_no = "110125010010203", .level = "考全科", .specialty = "化工安全", .region = "北京市",
	.site = "北京市第一考点", .address = "北京市海淀区考点路11号",
	.contact = "北京市人事考试中心　咨询电话 010-12345678",
	.session = {
	    { "安全生产法律法规", "2025年10月25日", "09:00—11:30", "002", "03", "1层02教室" },
	    { "安全生产管理", "2025年10月25日", "14:00—16:30", "002", "03", "1层02教室" },
	    { "安全生产技术基础", "2025年10月26日", "09:00—11:30", "002", "03", "1层02教室" },
	    { "安全生产专业实务(化工安全)", "2025年10月26日", "14:00—16:30", "002", "03", "" } },
	.sessions = 4,
	.token = "KW1.AQ-2025.110125010010203.r8Wn1nYt-_Yb0Xv5dJ3bq9Zc7Kf2Lm4Qp6Rs8Tt0Uu2Vv4Ww6Xx8Yy0Zz2AaBbCcDdEeFfGg",
};

/* Everything at its longest: twenty-five characters of a name over three planes, eight
 * sessions, places of sixty characters. */
static struct card
crowded(void)
{
	static const char *const subject[] = { "建设工程经济", "建设工程法规及相关知识", "建设工程项目管理",
		"专业工程管理与实务(市政公用工程)", "专业工程管理与实务(通信与广电工程)",
		"建设工程目标控制(土木建筑工程)、建设工程监理案例分析(土木建筑工程)", "㵘𣶏水文地质", "综合能力" };
	struct card c = plain;

	c.name = "阿卜杜热西提·买买提明·热合木图拉·䶮𬭎𠅤㛃";
	c.id_type = "港澳居民来往内地通行证";
	c.id_no = "H12345678901234567890";
	c.admit_no = "1165402125010012030";
	c.level = "考1科(增报专业,免试专业工程管理与实务)";
	c.specialty = "建筑施工安全(房屋建筑工程、市政公用工程、机电工程、公路工程、铁路工程、水利水电工程)";
	c.region = "新疆维吾尔自治区伊犁哈萨克自治州";
	c.site = "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县第一高级中学(新校区)东教学楼及实验楼联合考点";
	c.address = "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县察布查尔镇乌孙路与解放路交叉口向北三百五十米处路东"
	    "(原职业技术学校旧址)";
	for (int i = 0; i < CARD_SESSIONS; i++)
		c.session[i] = (struct card_session){ subject[i], "2025年10月25日", "09:00—11:30", "0102", "030",
			"教学楼A座3层305室(从西侧楼梯上,到达后右转)" };
	c.sessions = CARD_SESSIONS;
	return c;
}

/* A grey wedge, 295 × 413: the photo that the test carries. */
static void
make_photo(void)
{
	static uint8_t px[295 * 413 * 3];

	for (size_t i = 0; i < sizeof px; i++)
		px[i] = (uint8_t)(i / 3 % 295 * 200 / 295);
	jpeg_encode(&(struct picture){ .format = PIXELS_RGB, .width = 295, .height = 413, .px = px },
	    &(struct jpeg_options){ .quality = 85 }, &photo);
}

/* Told by card_need. */
static void
tell(void *context, const char *field, uint32_t cp)
{
	*(struct card_trouble *)context = (struct card_trouble){ CARD_GLYPH, field, cp };
	printf("# %s: U+%04X\n", field, (unsigned)cp);
}

/* Print cards into out; the trouble of the last. */
static struct card_trouble
print(const struct card *card, int n, struct buf *out)
{
	struct buf err = BUF_INIT;
	struct card_trouble t = { CARD_OK, NULL, 0 };
	struct fontset *fonts = fontset_open(&font_standard, &err);

	card_need_paper(fonts, &paper);
	for (int i = 0; i < n; i++)
		card_need(fonts, &card[i], tell, &t);
	bool covered = t.fault == CARD_OK;

	fontset_build(fonts, &err);
	struct pdf_stock *stock = card_stock(fonts, &paper, &err);
	struct pdf *p = pdf_new(fonts, stock);
	int drawn = 0;

	for (int i = 0; covered && i < n; i++)
		drawn += card_draw(p, &card[i], &t);
	if (drawn > 0 && !pdf_finish(p, out, &err))
		printf("# %s\n", buf_text(&err));
	pdf_free(p);
	pdf_stock_free(stock);
	fontset_free(fonts);
	buf_release(&err);
	return t;
}

static void
test_fields(const char *what, const struct card *card)
{
	struct buf out = BUF_INIT;
	struct card_trouble t = print(card, 1, &out);

	ok(t.fault == CARD_OK, "%s: printed (%d %s)", what, t.fault, t.field != NULL ? t.field : "");
	ok(sound(&out), "%s: qpdf finds nothing wrong", what);

	struct buf text = text_of(&out), list;
	bool all = text_has(&text, paper.exam) && text_has(&text, "准考证") && text_has(&text, "考生须知") &&
	    text_has(&text, card->contact);

	for (int i = 0; i < CELLS; i++)
		all = text_has(&text, text_at(card, cells[i].text)) && text_has(&text, cells[i].label) && all;
	for (int s = 0; s < card->sessions; s++)
		for (int i = 0; i < TABLE_COLUMNS; i++)
			all = text_has(&text, text_at(&card->session[s], columns[i].text)) && all;
	for (int i = 0; paper.note[i] != NULL; i++)
		all = text_has(&text, card_note_text(paper.note[i], CARD_ENTRY_MINUTES)) && all;
	ok(all, "%s: every field, label and note is on the card", what);
	buf_release(&text);

	list = shell("pdffonts q.pdf | tail -n +3 | grep -vc 'Identity-H       yes yes yes'", NULL);
	ok(strcmp(buf_text(&list), "0\n") == 0, "%s: fonts are embedded, cut down, mapped to Unicode", what);
	buf_release(&list);
	list = shell("pdfinfo q.pdf | grep -E '^(Pages|Page size)' | tr -s ' '", NULL);
	ok(strcmp(buf_text(&list), "Pages: 1\nPage size: 595.276 x 841.89 pts (A4)\n") == 0, "%s: one page A4", what);
	buf_release(&list);
	list = shell("pdfimages -list q.pdf | grep -c ' 295   413 .* jpeg '", NULL);
	ok(strcmp(buf_text(&list), "1\n") == 0, "%s: the photo is there as it was", what);
	buf_release(&list);

	char want[200];

	list = codes_of(&out, 1);
	snprintf(want, sizeof want, "CODE-128:%s\n", card->admit_no);
	ok(strstr(buf_text(&list), want) != NULL, "%s: a scanner reads the admit number", what);
	snprintf(want, sizeof want, "QR-Code:%s\n", card->token);
	ok(strstr(buf_text(&list), want) != NULL, "%s: and the token", what);
	buf_release(&list);

	struct sheet px = sheet_of(&out, 1, 100);
	double frame = ink_in(&px, 100, 0, 0, 17, 297) + ink_in(&px, 100, 193, 0, 17, 297) +
	    ink_in(&px, 100, 0, 0, 210, 12) + ink_in(&px, 100, 0, 287, 210, 10);

	ok(frame == 0, "%s: the margins are white", what);
	buf_release(&px.file);
	buf_release(&out);
}

static void
test_trouble(void)
{
	struct buf out = BUF_INIT;
	struct card c[3] = { plain, plain, plain };
	struct card_trouble t;

	c[0].name = "王\xee\xa1\xa3";
	t = print(c, 1, &out);
	ok(t.fault == CARD_GLYPH && strcmp(t.field, "name") == 0 && t.cp == 0xe863 && out.len == 0,
	    "a character without a glyph is named");
	c[0] = plain;
	c[0].session[1].subject = "\xf2\x80\x80\x80";
	t = print(c, 1, &out);
	ok(t.fault == CARD_GLYPH && strcmp(t.field, "subject") == 0 && t.cp == 0x80000, "in a session too");
	c[0] = plain;
	c[0].photo = NULL;
	t = print(c, 1, &out);
	ok(t.fault == CARD_PHOTO && out.len == 0, "no photo, no card");
	c[0].photo = "\x89PNG\r\n";
	c[0].photo_size = 6;
	t = print(c, 1, &out);
	ok(t.fault == CARD_PHOTO && out.len == 0, "nor with a photo that is no JPEG");
	c[0] = plain;
	c[0].site = "";
	t = print(c, 1, &out);
	ok(t.fault == CARD_EMPTY && strcmp(t.field, "site") == 0 && out.len == 0, "nor without a site");
	c[0] = plain;
	c[0].sessions = 0;
	t = print(c, 1, &out);
	ok(t.fault == CARD_EMPTY && strcmp(t.field, "subject") == 0, "nor without a session");
	c[0].sessions = CARD_SESSIONS + 1;
	t = print(c, 1, &out);
	ok(t.fault == CARD_FIT && strcmp(t.field, "subject") == 0, "nor with nine");
	c[0] = plain;
	c[0].token = "准考证";
	t = print(c, 1, &out);
	ok(t.fault == CARD_CODE && strcmp(t.field, "token") == 0 && out.len == 0, "nor with a token that is not ASCII");
	c[0] = plain;
	c[0].name = "欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳"
	    "欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳";
	t = print(c, 1, &out);
	ok(t.fault == CARD_FIT && strcmp(t.field, "name") == 0 && out.len == 0, "nor where the name would be cut off");

	c[0] = plain;
	c[0].contact = "咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询"
	    "咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询咨询";
	t = print(c, 1, &out);
	ok(t.fault == CARD_FIT && strcmp(t.field, "contact") == 0 && out.len == 0, "nor where nobody could read whom to ask");

	c[0] = c[2] = plain;
	c[1] = plain;
	c[1].photo = NULL;
	print(c, 3, &out);
	scratch_write("q.pdf", &out);
	struct buf pages = shell("pdfinfo q.pdf | grep Pages: | tr -s ' '", NULL);

	ok(strcmp(buf_text(&pages), "Pages: 2\n") == 0, "of three cards the two good ones are printed");
	buf_release(&pages);
	buf_clear(&out);
	c[0].photo = NULL;
	c[0].paste_photo = true;
	t = print(c, 1, &out);
	struct buf text = text_of(&out);

	ok(t.fault == CARD_OK && text_has(&text, "贴照片处"), "where the office allows it there is a frame to paste a photo");
	buf_release(&text);
	buf_release(&out);
}

static void
test_same(void)
{
	struct buf a = BUF_INIT, b = BUF_INIT, err = BUF_INIT;
	struct card c[2] = { plain, crowded() };

	print(c, 1, &a);
	print(c, 1, &b);
	ok(a.len > 0 && a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0, "the same card gives the same bytes");

	/* The same card among others that need other characters. */
	struct card_trouble t;
	struct fontset *fonts = fontset_open(&font_standard, &err);

	card_need_paper(fonts, &paper);
	card_need(fonts, &c[1], tell, &t);
	card_need(fonts, &c[0], tell, &t);
	fontset_build(fonts, &err);
	struct pdf_stock *stock = card_stock(fonts, &paper, &err);
	struct pdf *p = pdf_new(fonts, stock);

	buf_clear(&b);
	card_draw(p, &c[1], &t);
	pdf_finish(p, &b, &err);
	buf_clear(&b);
	card_draw(p, &c[0], &t);
	pdf_finish(p, &b, &err);
	ok(a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0, "whoever else is printed in the run");
	pdf_free(p);
	pdf_stock_free(stock);
	fontset_free(fonts);
	buf_release(&a);
	buf_release(&b);
	buf_release(&err);
}

static void
test_notes(void)
{
	struct buf err = BUF_INIT;
	struct fontset *fonts = fontset_open(&font_standard, &err);
	struct card_paper own = paper;

	own.note[CARD_NOTES] = NULL;
	for (int i = 0; i < CARD_NOTES; i++)
		own.note[i] = "须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知";
	card_need_paper(fonts, &own);
	fontset_build(fonts, &err);
	struct pdf_stock *s = card_stock(fonts, &own, &err);

	ok(s != NULL, "twelve notes of an office's own find room in smaller type");
	pdf_stock_free(s);
	for (int i = 0; i < CARD_NOTES; i++)
		own.note[i] = "须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知"
		    "须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知须知";
	s = card_stock(fonts, &own, &err);
	ok(s == NULL && err.len > 0, "notes that cannot be printed whole are refused");
	pdf_stock_free(s);
	fontset_free(fonts);
	buf_release(&err);
}

int
main(void)
{
	for (int i = 0; card_notes[i] != NULL; i++)
		paper.note[i] = card_notes[i];
	scratch_make();
	make_photo();
	plain.photo = photo.ptr;
	plain.photo_size = photo.len;
	struct card full = crowded();

	test_fields("plain", &plain);
	test_fields("crowded", &full);
	test_trouble();
	test_same();
	test_notes();
	buf_release(&photo);
	scratch_remove();
	return done();
}
