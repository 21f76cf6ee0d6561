/* SPDX-License-Identifier: MIT */
#include "media/pdf.h"

#include <string.h>
#include <sys/wait.h>

#include "../pdfcheck.h"
#include "../tap.h"
#include "media/jpeg.h"

/* One of each plane and face: GB 2312, extension A (U+4DAE), E (U+2CB4E), B (U+20164), G (U+30EDE),
 * characters made of parts, full-width and half-width marks. */
static const char *const rare[] = { "准", "䶮", "𬭎", "𠅤", "𰻞", "㛃", "·", "（", "A", "①" };
enum { RARE = sizeof rare / sizeof *rare };

static const char STATIC_TEXT[] = "准考证考生须知：一二三四五六七八九十";
static const char COMMON_TEXT[] = "0123456789 abc年月日";
static const char NAME[] = "阿卜杜热西提·买买提明·䶮𬭎𠅤";
static const char LONG_TEXT[] = "考试期间服从监考人员管理，保持安静。《规定》（第31号）第12条：不得携带ABCDEFG-1234567890入场；违者处理。";

static struct fontset *fonts;

static void
make_fonts(void)
{
	struct buf err = BUF_INIT;

	fonts = fontset_open(&font_standard, &err);
	for (int s = 0; s < FONT_STYLES; s++) {
		for (int i = 0; i < RARE; i++)
			fontset_need(fonts, (enum font_style)s, rare[i]);
		fontset_need(fonts, (enum font_style)s, STATIC_TEXT);
		fontset_need(fonts, (enum font_style)s, COMMON_TEXT);
		fontset_need(fonts, (enum font_style)s, NAME);
		fontset_need(fonts, (enum font_style)s, LONG_TEXT);
	}
	ok(fontset_build(fonts, &err), "fonts: %s", buf_text(&err));
	buf_release(&err);
}

static struct pdf_stock *
make_stock(void)
{
	struct pdf_stock *s = pdf_stock_new(fonts);
	struct buf err = BUF_INIT;
	struct canvas *c = pdf_stock_form(s, 210, 297);

	canvas_text(c, FONT_HEADING, 18, 105, 20, ALIGN_CENTRE, STATIC_TEXT);
	c = pdf_stock_form(s, 210, 50);
	canvas_fill(c, 20, 0, 10, 10, 0);
	pdf_stock_words(s, FONT_BODY, COMMON_TEXT);
	ok(pdf_stock_finish(s, &err), "stock: %s", buf_text(&err));
	buf_release(&err);
	return s;
}

static void
draw_sample(struct pdf *p, int page)
{
	struct canvas *c = pdf_page(p, 210, 297);
	char number[16];

	pdf_form(p, 0, 0, 0);
	pdf_form(p, 1, 0, 100);
	canvas_text(c, FONT_BODY, 12, 20, 40, ALIGN_LEFT, NAME);
	snprintf(number, sizeof number, "%d", 1000 + page);
	canvas_text(c, FONT_BODY, 12, 190, 40, ALIGN_RIGHT, number);
}

static void
finish(struct pdf *p, struct buf *out)
{
	struct buf err = BUF_INIT;

	buf_clear(out);
	ok(pdf_finish(p, out, &err), "document written %s", buf_text(&err));
	buf_release(&err);
}

static void
test_text(const struct pdf_stock *stock)
{
	struct pdf *p = pdf_new(fonts, stock);
	struct buf out = BUF_INIT;

	for (int s = 0; s < FONT_STYLES; s++) {
		struct canvas *c = pdf_page(p, 210, 297);

		for (int i = 0; i < RARE; i++)
			canvas_text(c, (enum font_style)s, 20, 30, 20 + 10 * i, ALIGN_LEFT, rare[i]);
	}
	draw_sample(p, 1);
	finish(p, &out);
	ok(sound(&out), "qpdf finds nothing wrong");

	struct buf text = text_of(&out);

	for (int i = 0; i < RARE; i++)
		ok(text_has(&text, rare[i]), "%s comes back as text", rare[i]);
	ok(text_has(&text, NAME) && text_has(&text, STATIC_TEXT) && text_has(&text, "1001"),
	    "so do a name over three planes, the form's text and words of the stock");
	buf_release(&text);

	struct buf list = shell("pdffonts q.pdf | tail -n +3", NULL);
	int lines = 0, whole = 0;

	for (const char *l = list.ptr; l != NULL && *l != '\0'; l = strchr(l, '\n') + 1, lines++)
		whole += strstr(l, "CID TrueType      Identity-H       yes yes yes") != NULL;
	ok(lines >= 3 && whole == lines, "all %d fonts are embedded, cut down and mapped to Unicode", lines);
	buf_release(&list);

	for (int s = 0; s < FONT_STYLES; s++) {
		struct sheet px = sheet_of(&out, s + 1, 100);

		for (int i = 0; i < RARE; i++)
			ok(ink_in(&px, 100, 30, 13 + 10 * i, 8, 9) > 1.5, "style %d: %s leaves ink: %.1f", s, rare[i],
			    ink_in(&px, 100, 30, 13 + 10 * i, 8, 9));
		buf_release(&px.file);
	}
	struct sheet px = sheet_of(&out, 3, 100);

	ok(ink_in(&px, 100, 21, 101, 8, 8) > 250 && ink_in(&px, 100, 21, 81, 8, 8) == 0, "a form lands where it was moved");
	buf_release(&px.file);
	pdf_free(p);
	buf_release(&out);
}

static void
test_same_bytes(const struct pdf_stock *stock)
{
	struct buf a = BUF_INIT, b = BUF_INIT, err = BUF_INIT;
	struct pdf *p = pdf_new(fonts, stock), *q = pdf_new(fonts, stock);
	struct pdf_stock *again = make_stock();
	struct pdf *r = pdf_new(fonts, again);

	draw_sample(p, 1);
	draw_sample(p, 2);
	finish(p, &a);
	draw_sample(q, 7); /* another document before it */
	finish(q, &b);
	draw_sample(q, 1);
	draw_sample(q, 2);
	finish(q, &b);
	ok(a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0, "the same drawing gives the same bytes");
	draw_sample(r, 1);
	draw_sample(r, 2);
	finish(r, &b);
	ok(a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0, "with a stock made anew too");

	draw_sample(p, 1);
	struct canvas *c = pdf_page(p, 210, 297);

	canvas_text(c, FONT_BODY, 12, 20, 40, ALIGN_LEFT, LONG_TEXT);
	pdf_drop(p);
	draw_sample(p, 2);
	ok(pdf_pages(p) == 2, "a dropped page does not count");
	finish(p, &b);
	ok(a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0, "and leaves no trace");

	char path[128];

	snprintf(path, sizeof path, "%s/f.pdf", scratch);
	FILE *f = fopen(path, "wb");

	draw_sample(p, 1);
	draw_sample(p, 2);
	ok(pdf_finish_file(p, f, &err) && fclose(f) == 0, "written to a file");
	buf_clear(&b);
	buf_read_file(&b, path, 0);
	ok(a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0, "it is the same there");
	f = fopen("/dev/full", "wb");
	draw_sample(p, 1);
	setvbuf(f, NULL, _IONBF, 0);
	ok(!pdf_finish_file(p, f, &err) && err.len > 0, "a full disk is noticed");
	fclose(f);
	pdf_free(p);
	pdf_free(q);
	pdf_free(r);
	pdf_stock_free(again);
	buf_release(&a);
	buf_release(&b);
	buf_release(&err);
}

static void
test_workers(const struct pdf_stock *stock)
{
	struct buf alone = BUF_INIT, theirs = BUF_INIT;
	struct pdf *p = pdf_new(fonts, stock);
	char path[128];
	bool same = true;

	fflush(stdout);
	for (int w = 0; w < 2; w++)
		if (fork() == 0) {
			struct buf err = BUF_INIT;

			for (int i = w; i < 6; i += 2) {
				snprintf(path, sizeof path, "w%d.pdf", i);
				draw_sample(p, i);
				pdf_finish(p, &theirs, &err);
				scratch_write(path, &theirs);
				buf_clear(&theirs);
			}
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	for (int i = 0; i < 6; i++) {
		struct buf err = BUF_INIT;

		buf_clear(&alone);
		buf_clear(&theirs);
		draw_sample(p, i);
		pdf_finish(p, &alone, &err);
		snprintf(path, sizeof path, "%s/w%d.pdf", scratch, i);
		buf_read_file(&theirs, path, 0);
		same = same && alone.len == theirs.len && memcmp(alone.ptr, theirs.ptr, alone.len) == 0;
	}
	ok(same, "two workers write what one would");
	pdf_free(p);
	buf_release(&alone);
	buf_release(&theirs);
}

static void
test_faults(void)
{
	struct buf out = BUF_INIT, err = BUF_INIT;
	struct pdf *p = pdf_new(fonts, NULL);

	ok(!pdf_finish(p, &out, &err) && out.len == 0, "a document without pages is none: %s", buf_text(&err));

	struct canvas *c = pdf_page(p, 210, 297);
	size_t before = c->ops.len;

	ok(!canvas_text(c, FONT_BODY, 12, 20, 20, ALIGN_LEFT, "准\xee\xa1\xa3") && c->fault == CANVAS_GLYPH &&
	    c->fault_cp == 0xe863 && c->ops.len == before, "a character that no font has stops its text");
	canvas_text(c, FONT_BODY, 12, 20, 20, ALIGN_LEFT, "\xff");
	ok(c->fault_cp == 0xe863, "the first fault stays");
	pdf_page(p, 210, 297);
	buf_clear(&err);
	ok(!pdf_finish(p, &out, &err) && out.len == 0 && strstr(buf_text(&err), "U+E863") != NULL,
	    "the document is refused: %s", buf_text(&err));
	c = pdf_page(p, 210, 297);
	canvas_text(c, FONT_BODY, 12, 20, 20, ALIGN_LEFT, "准");
	ok(pdf_finish(p, &out, &err), "and the next one is not affected");

	c = pdf_page(p, 210, 297);
	before = c->ops.len;
	ok(!canvas_jpeg(c, "GIF89a", 6, 10, 10, 25, 35) && c->fault == CANVAS_IMAGE && c->ops.len == before,
	    "a picture that is no JPEG stops too");

	struct pdf_stock *s = pdf_stock_new(fonts);

	canvas_box(pdf_stock_form(s, 50, 50), &(struct text_box){ .w = 10, .h = 10, .size = 10 }, STATIC_TEXT, NULL);
	buf_clear(&err);
	ok(!pdf_stock_finish(s, &err) && err.len > 0, "a stock with a fault is refused: %s", buf_text(&err));
	pdf_stock_free(s);
	pdf_free(p);
	buf_release(&out);
	buf_release(&err);
}

/* How a text of 60 characters falls into boxes. */
static void
test_boxes(void)
{
	static const char *const never_first[] = { "，", "。", "》", "）", "；", "：" };
	struct pdf *p = pdf_new(fonts, NULL);
	struct buf out = BUF_INIT;
	int wrong = 0, lines = 0;
	double h;

	for (int w = 30; w < 90; w++) {
		struct canvas *c = pdf_page(p, 210, 297);

		wrong += !canvas_box(c, &(struct text_box){ .x = 20, .y = 20, .w = w, .h = 200, .size = 10, .lines = 20,
		    .align = ALIGN_JUSTIFY, .top = true }, LONG_TEXT, &h);
	}
	finish(p, &out);
	ok(wrong == 0, "a text falls into lines of any width");
	scratch_write("b.pdf", &out);
	struct buf text = shell("pdftotext -raw b.pdf - | tr -d '\\014'", NULL);

	wrong = 0;
	for (const char *l = text.ptr; l != NULL && *l != '\0'; l = strchr(l, '\n') + 1, lines++) {
		for (size_t i = 0; i < sizeof never_first / sizeof *never_first; i++)
			wrong += strncmp(l, never_first[i], strlen(never_first[i])) == 0;
		const char *end = strchr(l, '\n');

		wrong += end - l >= 3 && (memcmp(end - 3, "《", 3) == 0 || memcmp(end - 3, "（", 3) == 0);
	}
	ok(lines > 200 && wrong == 0, "no closing mark begins a line, no opening mark ends one, in %d lines", lines);
	squeeze(&text);
	ok(text_has(&text, "携带ABCDEFG-1234567890入场"), "and nothing is lost");
	buf_release(&text);

	struct canvas *c = pdf_page(p, 210, 297);
	struct text_box box = { .x = 20, .y = 20, .w = 40, .h = 6, .size = 12 };

	ok(!canvas_box(c, &box, NAME, NULL) && c->fault == CANVAS_FIT, "a name too long for its box is refused");
	pdf_drop(p);
	c = pdf_page(p, 210, 297);
	box.min_size = 7;
	ok(canvas_box(c, &box, NAME, &h) && h < 4, "with smaller type it fits: %.1f mm high", h);
	box.min_size = 10;
	box.lines = 2;
	box.h = 12;
	ok(canvas_box(c, &box, NAME, &h) && h > 8, "or on two lines: %.1f mm", h);
	box.line_size = 6;
	ok(canvas_box(c, &box, NAME, &h) && h < 4, "one line in small type goes before two: %.1f mm", h);
	ok(canvas_width(c, FONT_BODY, 72, "准考") > 50.7 && canvas_width(c, FONT_BODY, 72, "准考") < 50.9,
	    "two characters of one inch measure two inches");
	pdf_free(p);
	buf_release(&out);
}

/* A picture whose left half is black in its upper quarter, stored in each of the eight orientations
 * so that it looks the same when they are obeyed. */
static void
test_pictures(void)
{
	enum { N = 64 };
	struct pdf *p = pdf_new(fonts, NULL);
	struct buf out = BUF_INIT;
	struct canvas *c = pdf_page(p, 210, 297);

	for (int o = 1; o <= 8; o++) {
		static uint8_t px[N * N * 3];
		struct buf jpeg = BUF_INIT, turned = BUF_INIT;
		/* Where the stored first row belongs: top, top, bottom, bottom, left, right, right, left; the
		 * first column: left, right, right, left, top, top, bottom, bottom. */
		bool row_far = o == 3 || o == 4 || o == 6 || o == 7, column_far = o == 2 || o == 3 || o == 7 || o == 8;

		for (int y = 0; y < N; y++)
			for (int x = 0; x < N; x++) {
				int r = row_far ? N - 1 - y : y, k = column_far ? N - 1 - x : x;
				int right = o < 5 ? k : r, down = o < 5 ? r : k;

				memset(px + 3 * (y * N + x), right < N / 2 && down < N / 4 ? 0 : 255, 3);
			}
		jpeg_encode(&(struct picture){ .format = PIXELS_RGB, .width = N, .height = N, .px = px },
		    &(struct jpeg_options){ .quality = 90 }, &jpeg);
		/* An EXIF segment with nothing but the orientation behind the start marker. */
		char exif[] = "\xff\xe1\0\x22" "Exif\0\0" "MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\1\0\0\0\0\0\0";

		exif[29] = (char)o;
		buf_add(&turned, jpeg.ptr, 2);
		buf_add(&turned, exif, 2 + 0x22);
		buf_add(&turned, jpeg.ptr + 2, jpeg.len - 2);
		ok(canvas_jpeg(c, turned.ptr, turned.len, 10, 10 + 30 * (o - 1), 20, 20), "orientation %d is placed", o);
		buf_release(&jpeg);
		buf_release(&turned);
	}
	finish(p, &out);
	ok(sound(&out), "qpdf finds nothing wrong");
	struct buf list = shell("pdfimages -list q.pdf | grep -c jpeg", NULL);

	ok(strcmp(buf_text(&list), "8\n") == 0, "the eight pictures are JPEGs as they were");
	buf_release(&list);
	struct sheet d = sheet_of(&out, 1, 72);

	for (int o = 1; o <= 8; o++) {
		double y = 10 + 30 * (o - 1);

		ok(ink_in(&d, 72, 11, y + 1, 8, 3) > 240 && ink_in(&d, 72, 21, y + 1, 8, 18) < 10 &&
		    ink_in(&d, 72, 11, y + 6, 8, 13) < 10, "orientation %d stands upright", o);
	}
	buf_release(&d.file);

	/* A contact sheet. */
	static uint8_t grey[N * N * 3];
	struct buf jpeg = BUF_INIT;

	memset(grey, 128, sizeof grey);
	jpeg_encode(&(struct picture){ .format = PIXELS_RGB, .width = N, .height = N, .px = grey },
	    &(struct jpeg_options){ .quality = 80, .grey = true }, &jpeg);
	c = pdf_page(p, 210, 297);
	for (int i = 0; i < 40; i++)
		canvas_jpeg(c, jpeg.ptr, jpeg.len, 10 + i % 5 * 35, 10 + i / 5 * 33, 30, 30);
	finish(p, &out);
	ok(sound(&out), "forty grey pictures on a page");
	list = shell("pdfimages -list q.pdf | grep -c 'gray .* jpeg'", NULL);
	ok(strcmp(buf_text(&list), "40\n") == 0, "are all there");
	buf_release(&list);
	buf_release(&jpeg);
	pdf_free(p);
	buf_release(&out);
}

/* Pictures that are more together than a document holds in memory, each on three pages. */
static void
test_shared(const struct pdf_stock *stock)
{
	enum { N = 800, PICTURES = 16 };
	static unsigned char px[N * N * 3];
	struct buf jpeg[PICTURES] = { BUF_INIT }, out = BUF_INIT;
	struct pdf *p = pdf_new(fonts, stock);
	unsigned noise = 1;
	size_t sum = 0;

	for (int i = 0; i < PICTURES; i++) {
		for (size_t k = 0; k < sizeof px; k++)
			px[k] = (unsigned char)((noise = noise * 1103515245 + 12345) >> 16);
		jpeg_encode(&(struct picture){ .format = PIXELS_RGB, .width = N, .height = N, .px = px },
		    &(struct jpeg_options){ .quality = 100 }, &jpeg[i]);
		sum += jpeg[i].len;
	}
	ok(sum > 16 << 20, "%zu bytes of pictures", sum);
	for (int page = 0; page < 3; page++) {
		struct canvas *c = pdf_page(p, 210, 297);

		for (int i = 0; i < PICTURES; i++)
			canvas_jpeg(c, jpeg[i].ptr, jpeg[i].len, 10, 10 * i, 8, 8);
	}
	finish(p, &out);
	ok(sound(&out), "pictures on several pages");
	ok(out.len > sum && out.len < sum + sum / 2, "each is there once");
	struct buf list = shell("pdfimages -list q.pdf | grep -c jpeg", NULL);

	ok(strcmp(buf_text(&list), "48\n") == 0, "and shown thrice: %s", buf_text(&list));
	buf_release(&list);
	for (int again = 0; again < 2; again++) { /* held in memory, and in a file */
		struct canvas *c = pdf_page(p, 210, 297);

		for (int i = again == 0 ? 0 : PICTURES - 1; i < PICTURES; i++)
			canvas_jpeg(c, jpeg[i].ptr, jpeg[i].len, 10, 10 * i, 8, 8);
		finish(p, &out);
		ok(sound(&out), "the next document of the same maker");
		list = shell("pdfimages -list q.pdf | grep -c jpeg", NULL);
		ok(strcmp(buf_text(&list), again == 0 ? "16\n" : "1\n") == 0, "has its own pictures: %s", buf_text(&list));
		buf_release(&list);
	}
	for (int i = 0; i < PICTURES; i++)
		buf_release(&jpeg[i]);
	pdf_free(p);
	buf_release(&out);
}

int
main(void)
{
	scratch_make();
	make_fonts();
	struct pdf_stock *stock = make_stock();

	test_text(stock);
	test_same_bytes(stock);
	test_shared(stock);
	test_workers(stock);
	test_faults();
	test_boxes();
	test_pictures();
	pdf_stock_free(stock);
	fontset_free(fonts);
	scratch_remove();
	return done();
}
