/* SPDX-License-Identifier: MIT
 * Every character that a style claims to draw leaves ink: no checker of documents notices an outline that is not there. Some fonts lose theirs where a
 * glyph is made of parts of parts; a test of ten characters does not meet those. */
#include "media/pdf.h"

#include "../pdfcheck.h"
#include "../tap.h"
#include "value/text.h"

enum { COLUMNS = 100, CELL = 5, DPI = 110, SHEET = 105 };

/* Ranges and steps: all that names are mostly made of, and a sample of what is rare. */
static const struct range {
	uint32_t from, to, step;
} ranges[] = { { '!', '~', 1 }, { 0x00b7, 0x00b7, 1 }, { 0x2014, 0x2014, 1 }, { 0x2460, 0x2469, 1 }, { 0x3001, 0x3002, 1 }, { 0x3400, 0x4db5, 11 },
	{ 0x4e00, 0x9fa5, 3 }, { 0xff01, 0xff0f, 1 }, { 0x20000, 0x2a6d6, 97 }, { 0x2a700, 0x2b734, 53 }, { 0x2b820, 0x2cea1, 53 } };

static uint32_t drawn[COLUMNS * COLUMNS];
static size_t n;

static const char *
text_of_cp(uint32_t cp)
{
	static char s[5];

	s[utf8_encode(cp, s)] = '\0';
	return s;
}

/* Every 97th cell stays empty: there the check must find nothing. */
static bool
left_empty(size_t i)
{
	return i % 97 == 96;
}

static void
choose(struct fontset *fonts, enum font_style style)
{
	n = 0;
	for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++)
		for (uint32_t cp = ranges[r].from; cp <= ranges[r].to && n < COLUMNS * COLUMNS; cp += ranges[r].step) {
			if (fontset_uncovered(fonts, style, text_of_cp(cp)) != 0)
				continue;
			if (left_empty(n))
				drawn[n++] = 0;
			drawn[n++] = cp;
			fontset_need(fonts, style, text_of_cp(cp));
		}
}

static bool
draw(const struct fontset *fonts, enum font_style style, struct buf *out)
{
	struct pdf *p = pdf_new(fonts, NULL);
	struct canvas *c = pdf_page(p, SHEET * CELL, SHEET * CELL);
	struct buf err = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		if (drawn[i] != 0)
			canvas_text(c, style, 9, (double)(i % COLUMNS + 2) * CELL + 0.8, (double)(i / COLUMNS + 3) * CELL - 1.5, ALIGN_LEFT, text_of_cp(drawn[i]));
	bool good = pdf_finish(p, out, &err);

	if (!good)
		printf("# %s\n", buf_text(&err));
	pdf_free(p);
	buf_release(&err);
	return good;
}

static void
test_style(enum font_style style, const char *name)
{
	struct buf err = BUF_INIT, out = BUF_INIT;
	struct fontset *fonts = fontset_open(&font_standard, &err);
	int blank = 0, stained = 0, empty = 0;

	choose(fonts, style);
	ok(n > 7000, "%s: %zu characters", name, n);
	ok(fontset_build(fonts, &err) && draw(fonts, style, &out), "%s: drawn", name);
	struct sheet px = sheet_of(&out, 1, DPI);

	for (size_t i = 0; i < n; i++) {
		double ink = ink_in(&px, DPI, (double)(i % COLUMNS + 2) * CELL, (double)(i / COLUMNS + 2) * CELL, CELL, CELL);

		if (drawn[i] == 0) {
			empty++;
			stained += ink > 0;
		} else if (ink <= 0.3) {
			blank++;
			printf("# U+%04X leaves no ink: %.2f\n", (unsigned)drawn[i], ink);
		}
	}
	ok(px.px != NULL && blank == 0, "%s: every one leaves ink", name);
	ok(empty > 70 && stained == 0, "%s: %d places left empty are", name, empty);
	buf_release(&px.file);
	buf_release(&out);
	buf_release(&err);
	fontset_free(fonts);
}

int
main(void)
{
	scratch_make();
	test_style(FONT_BODY, "body");
	test_style(FONT_HEADING, "heading");
	scratch_remove();
	return done();
}
