/* SPDX-License-Identifier: MIT */
#include "media/font.h"

#include <string.h>

#include "../tap.h"
#include "base/buf.h"
#include "value/text.h"

static struct fontset *
standard(void)
{
	struct buf err = BUF_INIT;
	struct fontset *fs = fontset_open(&font_standard, &err);

	if (fs == NULL)
		printf("# %s\n", buf_text(&err));
	buf_release(&err);
	return fs;
}

static void
test_open(void)
{
	static const struct font_chain missing = { { { { "/nowhere/none.ttf", 0, false } } } };
	static const struct font_chain no_font = { { { { "/etc/passwd", 0, false } } } };
	struct buf err = BUF_INIT;

	ok(fontset_open(&missing, &err) == NULL && strstr(buf_text(&err), "/nowhere/none.ttf") != NULL,
	    "a missing font is refused by name");
	buf_clear(&err);
	ok(fontset_open(&no_font, &err) == NULL && strstr(buf_text(&err), "/etc/passwd") != NULL,
	    "so is a file that is no font");
	buf_release(&err);
}

static void
test_uncovered(void)
{
	static const struct {
		const char *s;
		uint32_t cp;
		const char *what;
	} t[] = {
		{ "", 0, "nothing" },
		{ "欧阳修", 0, "a common name" },
		{ "阿卜杜热西提·买买提", 0, "a name with U+00B7" },
		{ "䶮𬭎𠅤㛃𬘭", 0, "rare characters of names" },
		{ "\xf0\xb0\xbb\x9e", 0, "U+30EDE of extension G" },
		{ "2025年 (B卷)　①—“”《》", 0, "figures, marks and blanks" },
		{ "王\xee\xa1\xa3", 0xe863, "private use, though BabelStone Han has another character there" },
		{ "王\xf3\xb0\x80\x80", 0xf0000, "private use of plane 15" },
		{ "a\x01", 1, "a control character" },
		{ "a\xc2\x85", 0x85, "a C1 control" },
		{ "王\xe2\x80\x8b五", 0x200b, "a blank without width, which would leave no trace" },
		{ "葛\xf3\xa0\x84\x80", 0xe0100, "a variation selector" },
		{ "王\xff", 0xfffd, "bytes that are not UTF-8" },
		{ "王\xef\xbf\xbd", 0xfffd, "the replacement character" },
		{ "\xef\xbb\xbf王", 0xfeff, "a byte order mark" },
		{ "\xf2\x80\x80\x80", 0x80000, "an unassigned plane" },
	};
	struct fontset *fs = standard();

	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		for (int style = 0; style < FONT_STYLES; style++)
			ok(fontset_uncovered(fs, (enum font_style)style, t[i].s) == t[i].cp, "style %d: %s: U+%04X",
			    style, t[i].what, t[i].cp);
	fontset_free(fs);
}

/* GB 18030-2022, implementation level 2, asks for the unified ideographs and the 196 of the
 * table of general standard characters outside them; level 3 for the extensions. */
static void
test_coverage(void)
{
	static const struct {
		const char *what;
		uint32_t first, last, most_missing;
	} t[] = {
		{ "unified ideographs", 0x4e00, 0x9fff, 0 },
		{ "extension A", 0x3400, 0x4dbf, 0 },
		{ "extension B", 0x20000, 0x2a6d6, 0 },
		{ "extension C", 0x2a700, 0x2b734, 0 },
		{ "extension D", 0x2b740, 0x2b81d, 0 },
		{ "extension E", 0x2b820, 0x2cea1, 0 },
		{ "extension F", 0x2ceb0, 0x2ebe0, 0 },
	};
	struct fontset *fs = standard();

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		uint32_t missing = 0;

		for (uint32_t cp = t[i].first; cp <= t[i].last; cp++) {
			char s[5] = { 0 };

			utf8_encode(cp, s);
			missing += fontset_uncovered(fs, FONT_BODY, s) != 0 || fontset_uncovered(fs, FONT_HEADING, s) != 0;
		}
		ok(missing <= t[i].most_missing, "%s: %u of %u have no glyph", t[i].what, missing,
		    t[i].last - t[i].first + 1);
	}
	fontset_free(fs);
}

static void
test_private_use(void)
{
	static const char path[] = "/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf";
	struct font_chain own = { 0 };
	struct buf err = BUF_INIT;

	own.file[FONT_BODY][0] = (struct font_file){ path, 0, true };
	struct fontset *fs = fontset_open(&own, &err);

	ok(fs != NULL && fontset_uncovered(fs, FONT_BODY, "\xee\xa1\xa3") == 0,
	    "a face that is said to have the office's private use is believed");
	ok(fs != NULL && fontset_uncovered(fs, FONT_HEADING, "a") == 'a', "an empty chain covers nothing");
	fontset_free(fs);
	buf_release(&err);
}

static void
test_build(void)
{
	struct buf err = BUF_INIT;
	struct fontset *a = standard(), *b = standard();
	struct font_glyph g;

	fontset_need(a, FONT_BODY, "准考证 1");
	fontset_need(a, FONT_BODY, "𠅤\xee\xa1\xa3");
	fontset_need(a, FONT_HEADING, "一");
	/* The same needs in another order. */
	fontset_need(b, FONT_HEADING, "一");
	fontset_need(b, FONT_BODY, "𠅤1 证\xee\xa1\xa3考准");
	ok(!fontset_glyph(a, FONT_BODY, 0x8bc1, &g), "nothing can be drawn before the build");
	ok(fontset_build(a, &err) && fontset_build(b, &err), "builds");

	ok(fontset_glyph(a, FONT_BODY, 0x8bc1, &g) && g.advance == 1000, "a needed character can be drawn, one em wide");
	ok(fontset_glyph(a, FONT_BODY, '1', &g) && g.advance == 500, "a figure of the body is half as wide");
	ok(!fontset_glyph(a, FONT_HEADING, 0x8bc1, &g), "but only in the style that needed it");
	ok(!fontset_glyph(a, FONT_BODY, 0x4e8c, &g), "what was not needed is not there");
	ok(!fontset_glyph(a, FONT_BODY, 0xe863, &g), "nor what is not covered");
	ok(fontset_width(a, FONT_BODY, "准考证 1") == 4000, "width of a text: %ld", fontset_width(a, FONT_BODY, "准考证 1"));

	bool same = fontset_faces(a) == fontset_faces(b);

	for (unsigned i = 0; same && i < fontset_faces(a); i++) {
		const struct font_face *f = fontset_face(a, i), *o = fontset_face(b, i);

		same = f->slots == o->slots && f->tables.glyf.n == o->tables.glyf.n &&
		    (f->slots == 0 || memcmp(f->tables.glyf.p, o->tables.glyf.p, f->tables.glyf.n) == 0);
	}
	ok(same, "the order of needs does not change the subsets");
	fontset_free(a);
	fontset_free(b);
	buf_release(&err);
}

static unsigned
word(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

/* Find a table of a font file made by truetype_cut. */
static struct truetype_table
table(const struct buf *font, const char *tag)
{
	const unsigned char *p = (const unsigned char *)font->ptr;

	for (unsigned i = 0; i < word(p + 4); i++) {
		const unsigned char *e = p + 12 + 16 * (size_t)i;

		if (memcmp(e, tag, 4) == 0)
			return (struct truetype_table){ p + (word(e + 8) << 16 | word(e + 10)), word(e + 12) << 16 | word(e + 14) };
	}
	return (struct truetype_table){ NULL, 0 };
}

static void
test_cut(void)
{
	struct buf err = BUF_INIT, font = BUF_INIT;
	struct fontset *fs = standard();
	struct font_glyph g;

	fontset_need(fs, FONT_HEADING, "准考证℅");
	fontset_build(fs, &err);
	fontset_glyph(fs, FONT_HEADING, 0x2105, &g);
	const struct font_face *face = fontset_face(fs, g.face);
	const uint16_t glyph[] = { 0, face->slot[g.slot].glyph };

	ok(truetype_cut(&face->tables, glyph, 2, &font), "a font of .notdef and ℅ is cut");
	struct truetype t = { .glyf = table(&font, "glyf"), .head = table(&font, "head"), .hhea = table(&font, "hhea"),
		.hmtx = table(&font, "hmtx"), .loca = table(&font, "loca"), .maxp = table(&font, "maxp") };

	ok(truetype_check(&t), "its tables agree");
	ok(t.glyphs > 2, "it has the parts of the composite: %u glyphs", t.glyphs);

	struct truetype bad = face->tables;

	bad.loca.n -= 2;
	ok(!truetype_check(&bad), "a short loca is refused");
	bad = face->tables;
	bad.glyf.n -= 4;
	ok(!truetype_check(&bad), "so is a loca that points behind glyf");
	ok(!truetype_cut(&face->tables, &(uint16_t){ 60000 }, 1, &font), "a glyph that the font lacks cannot be cut");
	fontset_free(fs);
	buf_release(&err);
	buf_release(&font);
}

int
main(void)
{
	test_open();
	test_uncovered();
	test_coverage();
	test_private_use();
	test_build();
	test_cut();
	return done();
}
