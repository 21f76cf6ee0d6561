/* SPDX-License-Identifier: MIT
 * Font chains, coverage and the run's subsets. The only file that includes HarfBuzz. */
#include "media/font.h"

#include <harfbuzz/hb-ot.h>
#include <harfbuzz/hb-subset.h>
#include <harfbuzz/hb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "value/text.h"

#define BABELSTONE "/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf"
#define ZENHEI "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"
#define HANAMIN_A "/usr/share/fonts/truetype/hanazono/HanaMinA.ttf"
#define HANAMIN_B "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"

const struct font_chain font_standard = { {
    [FONT_BODY] = { { BABELSTONE, 0, false }, { HANAMIN_A, 0, false }, { HANAMIN_B, 0, false },
        { ZENHEI, 0, false } },
    [FONT_HEADING] = { { ZENHEI, 0, false }, { BABELSTONE, 0, false }, { HANAMIN_A, 0, false },
        { HANAMIN_B, 0, false } },
} };

enum { NO_FACE = 0xff, PAGES = 0x110000 >> 8 };

/* What is known of one character in one style. */
struct cell {
	bool known, needed;
	uint8_t face; /* or NO_FACE */
	uint16_t slot;
};

struct face {
	const struct font_file *file;
	hb_face_t *hb;
	hb_font_t *font;
	hb_face_t *subset;
	hb_blob_t *blob[6];
	struct font_slot *slot;
	size_t cap;
	struct font_face open; /* what the callers see */
};

struct fontset {
	struct face face[FONT_FACES];
	unsigned faces;
	uint8_t chain[FONT_STYLES][FONT_CHAIN]; /* index into face[], NO_FACE at the end */
	struct cell *page[FONT_STYLES][PAGES];
	bool built;
};

static bool
open_face(struct face *f, const struct font_file *file, struct buf *err)
{
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(file->path);

	if (blob == NULL) {
		buf_printf(err, L("%s: cannot read the font (install the packages of scripts/deps)",
		    "%s: 无法读取字体文件 (请安装 scripts/deps 所列软件包)"), file->path);
		return false;
	}
	f->file = file;
	f->hb = hb_face_create(blob, file->index);
	hb_blob_destroy(blob);
	f->font = hb_font_create(f->hb);

	hb_blob_t *glyf = hb_face_reference_table(f->hb, HB_TAG('g', 'l', 'y', 'f'));
	bool outlines = hb_blob_get_length(glyf) > 0;

	hb_blob_destroy(glyf);
	if (!outlines)
		buf_printf(err, L("%s: not a font with TrueType outlines", "%s: 不是 TrueType 轮廓字体"),
		    file->path);
	return outlines;
}

static int
find_face(const struct fontset *fs, const struct font_file *file)
{
	for (unsigned i = 0; i < fs->faces; i++) {
		const struct font_file *f = fs->face[i].file;

		if (strcmp(f->path, file->path) == 0 && f->index == file->index &&
		    f->private_use == file->private_use)
			return (int)i;
	}
	return -1;
}

struct fontset *
fontset_open(const struct font_chain *chain, struct buf *err)
{
	struct fontset *fs = xcalloc(1, sizeof *fs);

	memset(fs->chain, NO_FACE, sizeof fs->chain);
	for (int s = 0; s < FONT_STYLES; s++)
		for (int i = 0; i < FONT_CHAIN && chain->file[s][i].path != NULL; i++) {
			const struct font_file *file = &chain->file[s][i];
			int at = find_face(fs, file);

			if (at < 0) {
				at = (int)fs->faces++;
				if (!open_face(&fs->face[at], file, err)) {
					fontset_free(fs);
					return NULL;
				}
			}
			fs->chain[s][i] = (uint8_t)at;
		}
	return fs;
}

void
fontset_free(struct fontset *fs)
{
	if (fs == NULL)
		return;
	for (unsigned i = 0; i < fs->faces; i++) {
		struct face *f = &fs->face[i];

		for (int b = 0; b < 6; b++)
			hb_blob_destroy(f->blob[b]);
		hb_face_destroy(f->subset);
		hb_font_destroy(f->font);
		hb_face_destroy(f->hb);
		free(f->slot);
	}
	for (int s = 0; s < FONT_STYLES; s++)
		for (int p = 0; p < PAGES; p++)
			free(fs->page[s][p]);
	free(fs);
}

static bool
is_blank(uint32_t cp)
{
	return cp == ' ' || cp == 0xa0 || cp == 0x3000;
}

static bool
is_private(uint32_t cp)
{
	return (cp >= 0xe000 && cp <= 0xf8ff) || cp >= 0xf0000;
}

/* Marks that steer other text and are not to be seen (Unicode, Default_Ignorable_Code_Point
 * and neighbours); faces draw them as dashed boxes. */
static bool
is_invisible(uint32_t cp)
{
	static const uint32_t range[][2] = { { 0, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad }, { 0x34f, 0x34f },
		{ 0x61c, 0x61c }, { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f }, { 0x200b, 0x200f },
		{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
		{ 0xffa0, 0xffa0 }, { 0xfff0, 0xfffc }, { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },
		{ 0xe0000, 0xe0fff } };

	for (size_t i = 0; i < sizeof range / sizeof *range; i++)
		if (cp >= range[i][0] && cp <= range[i][1])
			return true;
	return false;
}

/* A glyph that leaves ink, or a blank that shall leave none. */
static bool
face_draws(const struct face *f, uint32_t cp)
{
	hb_codepoint_t g;
	hb_glyph_extents_t ink;

	if (is_invisible(cp) || (is_private(cp) && !f->file->private_use))
		return false;
	if (!hb_font_get_nominal_glyph(f->font, cp, &g) || g == 0)
		return false;
	return is_blank(cp) ||
	    (hb_font_get_glyph_extents(f->font, g, &ink) && ink.width != 0 && ink.height != 0);
}

static struct cell *
cell_at(struct fontset *fs, enum font_style style, uint32_t cp)
{
	struct cell **page = &fs->page[style][cp >> 8];

	if (*page == NULL)
		*page = xcalloc(256, sizeof **page);
	struct cell *c = &(*page)[cp & 0xff];

	if (!c->known) {
		c->known = true;
		c->face = NO_FACE;
		for (int i = 0; i < FONT_CHAIN && fs->chain[style][i] != NO_FACE; i++)
			if (face_draws(&fs->face[fs->chain[style][i]], cp)) {
				c->face = fs->chain[style][i];
				break;
			}
	}
	return c;
}

/* The next code point of *s, U+FFFD for a bad byte, 0 at the end. */
static uint32_t
next_cp(const char **s)
{
	uint32_t cp;

	if (**s == '\0')
		return 0;
	int n = utf8_decode(*s, strnlen(*s, 4), &cp);

	if (n == 0) {
		(*s)++;
		return 0xfffd;
	}
	*s += n;
	return cp;
}

uint32_t
fontset_next_uncovered(struct fontset *fs, enum font_style style, const char **s)
{
	for (uint32_t cp; (cp = next_cp(s)) != 0;)
		if (cp == 0xfffd || cell_at(fs, style, cp)->face == NO_FACE)
			return cp;
	return 0;
}

uint32_t
fontset_uncovered(struct fontset *fs, enum font_style style, const char *s)
{
	return fontset_next_uncovered(fs, style, &s);
}

void
fontset_need(struct fontset *fs, enum font_style style, const char *s)
{
	if (fs->built)
		bug("fontset_need after fontset_build");
	for (uint32_t cp; (cp = next_cp(&s)) != 0;)
		cell_at(fs, style, cp)->needed = true;
}

bool
fontset_ask(struct fontset *fs, enum font_style style, const char *s, const char *field, font_tell *tell, void *context)
{
	const char *p = s;
	uint32_t cp = fontset_next_uncovered(fs, style, &p);
	bool covered = cp == 0;

	for (; cp != 0; cp = fontset_next_uncovered(fs, style, &p))
		tell(context, field, cp);
	fontset_need(fs, style, s);
	return covered;
}

/* Give every needed character of the face a slot, in the order of style and code point, so
 * that the same needs make the same subset. */
static void
number_slots(struct fontset *fs, unsigned at)
{
	struct face *f = &fs->face[at];

	for (int s = 0; s < FONT_STYLES; s++)
		for (uint32_t p = 0; p < PAGES; p++)
			for (uint32_t i = 0; fs->page[s][p] != NULL && i < 256; i++) {
				struct cell *c = &fs->page[s][p][i];

				if (!c->needed || c->face != at)
					continue;
				c->slot = (uint16_t)f->open.slots;
				f->slot = grow(f->slot, f->open.slots, &f->cap, sizeof *f->slot);
				f->slot[f->open.slots++] = (struct font_slot){ .cp = p << 8 | i };
			}
}

static hb_subset_plan_t *
plan_subset(struct face *f)
{
	static const hb_tag_t drop[] = { HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'),
		HB_TAG('G', 'D', 'E', 'F'), HB_TAG('k', 'e', 'r', 'n'), HB_TAG('v', 'h', 'e', 'a'),
		HB_TAG('v', 'm', 't', 'x'), HB_TAG('E', 'B', 'D', 'T'), HB_TAG('E', 'B', 'L', 'C'),
		HB_TAG('E', 'B', 'S', 'C'), HB_TAG('g', 'a', 's', 'p'), HB_TAG('D', 'S', 'I', 'G'),
		HB_TAG('p', 'o', 's', 't'), HB_TAG('n', 'a', 'm', 'e'), HB_TAG('O', 'S', '/', '2') };
	hb_subset_input_t *in = hb_subset_input_create_or_fail();

	if (in == NULL)
		return NULL;
	hb_subset_input_set_flags(in, HB_SUBSET_FLAGS_NO_HINTING);
	for (size_t i = 0; i < sizeof drop / sizeof *drop; i++)
		hb_set_add(hb_subset_input_set(in, HB_SUBSET_SETS_DROP_TABLE_TAG), drop[i]);
	for (size_t i = 0; i < f->open.slots; i++)
		hb_set_add(hb_subset_input_unicode_set(in), f->slot[i].cp);
	hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(f->hb, in);

	hb_subset_input_destroy(in);
	return plan;
}

static bool
load_tables(struct face *f)
{
	static const char tag[6][5] = { "glyf", "head", "hhea", "hmtx", "loca", "maxp" };
	struct truetype *t = &f->open.tables;
	struct truetype_table *to[6] = { &t->glyf, &t->head, &t->hhea, &t->hmtx, &t->loca, &t->maxp };

	for (int i = 0; i < 6; i++) {
		unsigned n;

		f->blob[i] = hb_face_reference_table(f->subset, hb_tag_from_string(tag[i], 4));
		to[i]->p = (const unsigned char *)hb_blob_get_data(f->blob[i], &n);
		to[i]->n = n;
	}
	return truetype_check(t);
}

static int
to_mille(const struct face *f, int units)
{
	int upem = (int)hb_face_get_upem(f->hb);

	return (units * 1000 + (units < 0 ? -upem : upem) / 2) / upem;
}

static void
describe(struct face *f)
{
	struct font_face *o = &f->open;
	const unsigned char *head = o->tables.head.p;
	hb_font_extents_t line;
	unsigned n = sizeof o->name;

	if (hb_ot_name_get_utf8(f->hb, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &n, o->name) == 0)
		snprintf(o->name, sizeof o->name, "Face%u", f->file->index);
	for (char *c = o->name; *c != '\0'; c++) /* what a PDF name needs no escape for */
		if (!((*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z') || *c == '-'))
			*c = '-';
	for (int i = 0; i < 4; i++)
		o->bbox[i] = to_mille(f, (int16_t)(head[36 + 2 * i] << 8 | head[37 + 2 * i]));
	hb_font_get_h_extents(f->font, &line);
	o->ascent = to_mille(f, line.ascender);
	o->descent = to_mille(f, line.descender);
	o->slot = f->slot;
}

static bool
build_face(struct face *f)
{
	hb_subset_plan_t *plan = plan_subset(f);

	if (plan == NULL)
		return false;
	const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);
	bool good = true;

	for (size_t i = 0; i < f->open.slots && good; i++) {
		struct font_slot *s = &f->slot[i];
		hb_codepoint_t g = 0;

		hb_font_get_nominal_glyph(f->font, s->cp, &g);
		int advance = to_mille(f, hb_font_get_glyph_h_advance(f->font, g));
		hb_codepoint_t now = hb_map_get(map, g);

		good = now != 0 && now <= UINT16_MAX && advance >= 0 && advance <= UINT16_MAX;
		s->glyph = (uint16_t)now;
		s->advance = (uint16_t)advance;
	}
	f->subset = good ? hb_subset_plan_execute_or_fail(plan) : NULL;
	hb_subset_plan_destroy(plan);
	if (f->subset == NULL || !load_tables(f))
		return false;
	describe(f);
	return true;
}

bool
fontset_build(struct fontset *fs, struct buf *err)
{
	if (fs->built)
		bug("fontset_build twice");
	fs->built = true;
	for (unsigned i = 0; i < fs->faces; i++) {
		struct face *f = &fs->face[i];

		number_slots(fs, i);
		if (f->open.slots > UINT16_MAX || (f->open.slots > 0 && !build_face(f))) {
			buf_printf(err, L("%s: cannot make a subset of this font",
			    "%s: 无法从该字体生成子集"), f->file->path);
			return false;
		}
	}
	return true;
}

bool
fontset_glyph(const struct fontset *fs, enum font_style style, uint32_t cp, struct font_glyph *g)
{
	if (cp > 0x10ffff || fs->page[style][cp >> 8] == NULL)
		return false;
	const struct cell *c = &fs->page[style][cp >> 8][cp & 0xff];

	if (!fs->built || !c->needed || c->face == NO_FACE)
		return false;
	*g = (struct font_glyph){ c->face, c->slot, fs->face[c->face].slot[c->slot].advance };
	return true;
}

unsigned
fontset_faces(const struct fontset *fs)
{
	return fs->faces;
}

const struct font_face *
fontset_face(const struct fontset *fs, unsigned face)
{
	return &fs->face[face].open;
}

long
fontset_width(const struct fontset *fs, enum font_style style, const char *s)
{
	struct font_glyph g;
	long w = 0;

	for (uint32_t cp; (cp = next_cp(&s)) != 0;)
		if (fontset_glyph(fs, style, cp, &g))
			w += g.advance;
	return w;
}
