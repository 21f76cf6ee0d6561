/* SPDX-License-Identifier: MIT */
#include "media/barcode.h"

#include <string.h>

#include "../pdfcheck.h"
#include "../tap.h"
#include "media/pdf.h"

static void
test_code128(void)
{
	static const struct {
		const char *text;
		int symbols; /* start and check included */
	} t[] = {
		{ "A", 3 },                 /* B */
		{ "12", 3 },                /* C, one pair */
		{ "123", 5 },               /* B: too short for a change */
		{ "110125100100002", 11 },  /* B 1, C seven pairs */
		{ "1101251001000021", 10 }, /* C, eight pairs */
		{ "A1234", 6 },             /* B A, C 12 34 */
		{ "A1234B", 8 },            /* four figures inside stay in B */
		{ "A123456B", 9 },          /* six do not */
		{ "Wikipedia", 11 },
	};
	unsigned char w[CODE128_WIDTHS];

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		int n = code128_make(t[i].text, w), bad = 0;

		for (int s = 0; s + 6 < n; s += 6)
			bad += w[s] + w[s + 1] + w[s + 2] + w[s + 3] + w[s + 4] + w[s + 5] != 11;
		ok(n == t[i].symbols * 6 + 7 && bad == 0, "%s: %d symbols of 11 modules", t[i].text, (n - 7) / 6);
	}
	/* In set B its check symbol is 88, bars and spaces 4 2 1 2 1 1. */
	int n = code128_make("Wikipedia", w);

	ok(memcmp(w + n - 13, "\4\2\1\2\1\1", 6) == 0, "the check symbol of Wikipedia");
	ok(code128_make("", w) == 0 && code128_make("号1", w) == 0 && code128_make("a\n", w) == 0,
	    "nothing, Chinese and controls cannot be encoded");
	ok(code128_make("0123456789012345678901234567890123456789012345678", w) == 0, "nor more than 48 characters");
}

static void
test_qr(void)
{
	static struct qr q;
	char many[2002];

	ok(qr_make("KW1.308-2024.1241101010101", &q) && q.size == 25, "26 letters make version 2, 25 modules");
	ok((q.bits[0] & 0xfe) == 0xfe && (q.bits[4] & 0x82) == 0x82 && (q.bits[1 * 4] & 0x7c) == 0,
	    "the corner is a finder pattern");
	ok(!qr_make("", &q) && !qr_make("准考证", &q), "nothing and Chinese are refused");
	memset(many, 'x', sizeof many - 1);
	many[sizeof many - 1] = '\0';
	ok(!qr_make(many, &q), "so are 2,001 characters");
}

/* The independent judge: zbar reads from a rendered page what was put in. */
static void
test_scan(void)
{
	static const char *const text[] = { "110125100100002", "1241101010101", "A1234B", "308-2024/01", "0000000000000000",
		"AZ az 09 ~!", "99999999999999999" };
	static const char token[] = "KW1.AQ-2025.110125100100002.r8Wn1nYt-_Yb0Xv5dJ3bq9Zc7Kf2Lm4Qp6Rs8Tt0Uu2Vv4Ww6Xx8Yy0Zz2"
	    "AaBbCcDdEeFfGg";
	struct buf out = BUF_INIT, err = BUF_INIT;
	struct fontset *fs = fontset_open(&font_standard, &err);

	fontset_build(fs, &err);
	struct pdf *p = pdf_new(fs, NULL);

	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		struct canvas *c = pdf_page(p, 100, 60);

		ok(barcode_code128(c, text[i], 5, 5, 90, 12), "%s is drawn", text[i]);
		ok(barcode_qr(c, i % 2 ? token : text[i], 30, 22, 32), "and as QR");
	}
	pdf_finish(p, &out, &err);
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		struct buf got = codes_of(&out, (int)i + 1);
		char bars[80], square[200];

		snprintf(bars, sizeof bars, "CODE-128:%s\n", text[i]);
		snprintf(square, sizeof square, "QR-Code:%s\n", i % 2 ? token : text[i]);
		ok(strstr(buf_text(&got), bars) != NULL && strstr(buf_text(&got), square) != NULL, "a scanner reads %s", text[i]);
		buf_release(&got);
	}
	struct canvas *c = pdf_page(p, 100, 60);
	size_t before = c->ops.len;

	ok(!barcode_code128(c, "ABCDEFGHIJ1A2B3C4D5E6F", 5, 5, 40, 10) && c->ops.len == before,
	    "bars too narrow to be read are not drawn");
	ok(!barcode_qr(c, "准", 5, 5, 40) && c->ops.len == before, "nor what no code can hold");
	pdf_free(p);
	fontset_free(fs);
	buf_release(&out);
	buf_release(&err);
}

int
main(void)
{
	scratch_make();
	test_code128();
	test_qr();
	test_scan();
	scratch_remove();
	return done();
}
