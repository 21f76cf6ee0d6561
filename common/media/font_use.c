/* SPDX-License-Identifier: MIT
 * Places of characters in a document's fonts; cutting these fonts (ISO 32000-1, 9.7, 9.10.3). */
#include "media/font_use.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "value/text.h"

void
font_use_init(struct font_use *u, const struct fontset *fonts)
{
	memset(u, 0, sizeof *u);
	for (unsigned i = 0; i < fontset_faces(fonts); i++) {
		struct face_use *f = &u->face[i];

		f->id = xcalloc(fontset_face(fonts, i)->slots, sizeof *f->id);
		f->slot = grow(NULL, 0, &f->cap, sizeof *f->slot);
		f->slot[0] = 0;
		f->n = 1;
	}
}

void
font_use_release(struct font_use *u)
{
	for (int i = 0; i < FONT_FACES; i++) {
		free(u->face[i].slot);
		free(u->face[i].id);
	}
}

static void
cut_back(struct face_use *f, size_t n)
{
	while (f->n > n)
		f->id[f->slot[--f->n]] = 0;
}

void
font_use_cut(struct font_use *u, const size_t mark[FONT_FACES])
{
	for (int i = 0; i < FONT_FACES; i++)
		cut_back(&u->face[i], mark[i]);
}

void
font_use_clear(struct font_use *u)
{
	for (int i = 0; i < FONT_FACES; i++)
		if (u->face[i].slot != NULL)
			cut_back(&u->face[i], 1);
}

unsigned
font_use_place(struct font_use *u, const struct font_glyph *g)
{
	struct face_use *f = &u->face[g->face];

	if (f->id[g->slot] == 0) {
		f->slot = grow(f->slot, f->n, &f->cap, sizeof *f->slot);
		f->slot[f->n] = g->slot;
		f->id[g->slot] = (uint16_t)f->n++;
	}
	return f->id[g->slot];
}

void
font_use_add(struct font_use *u, const struct fontset *fonts, enum font_style style, const char *s)
{
	struct font_glyph g;
	uint32_t cp;
	int n;

	for (size_t len = strlen(s); (n = utf8_decode(s, len, &cp)) > 0; s += n, len -= (size_t)n)
		if (fontset_glyph(fonts, style, cp, &g))
			font_use_place(u, &g);
}

static void
unicode_map(const struct font_face *face, const struct face_use *use, struct buf *out)
{
	buf_str(out, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
	    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
	    "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n");
	for (size_t i = 1; i < use->n; i++) {
		uint32_t cp = face->slot[use->slot[i]].cp;

		if (i % 100 == 1)
			buf_printf(out, "%zu beginbfchar\n", use->n - i < 100 ? use->n - i : 100);
		if (cp > 0xffff)
			buf_printf(out, "<%04zx> <%04x%04x>\n", i, 0xd800 + ((cp - 0x10000) >> 10),
			    0xdc00 + ((cp - 0x10000) & 0x3ff));
		else
			buf_printf(out, "<%04zx> <%04x>\n", i, cp);
		if (i % 100 == 0 || i + 1 == use->n)
			buf_str(out, "endbfchar\n");
	}
	buf_str(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
}

static void
width_list(const struct font_face *face, const struct face_use *use, struct buf *out)
{
	buf_str(out, "/W [ 1 [");
	for (size_t i = 1; i < use->n; i++)
		buf_printf(out, " %u", face->slot[use->slot[i]].advance);
	buf_str(out, " ] ]");
}

bool
font_parts_make(struct font_parts *f, const struct fontset *fonts, unsigned at, const struct font_use *uses,
    struct press *z)
{
	const struct face_use *use = &uses->face[at];
	const struct font_face *face = fontset_face(fonts, at);
	uint16_t *glyph = xcalloc(use->n, sizeof *glyph);
	struct buf ttf = BUF_INIT, map = BUF_INIT;

	*f = (struct font_parts){ .face = face, .at = at };
	for (size_t i = 1; i < use->n; i++)
		glyph[i] = face->slot[use->slot[i]].glyph;
	bool good = truetype_cut(&face->tables, glyph, use->n, &ttf) && press_add(z, ttf.ptr, ttf.len, &f->file);

	f->file_size = ttf.len;
	unicode_map(face, use, &map);
	good = good && press_add(z, map.ptr, map.len, &f->to_unicode);
	width_list(face, use, &f->widths);

	/* The tag tells subsets of one face apart where documents are merged: six letters. */
	uint64_t tag = hash64(map.ptr, map.len);

	for (int i = 0; i < 6; i++, tag /= 26)
		f->name[i] = (char)('A' + tag % 26);
	snprintf(f->name + 6, sizeof f->name - 6, "+%s", face->name);
	buf_release(&ttf);
	buf_release(&map);
	free(glyph);
	return good;
}

void
font_parts_release(struct font_parts *f)
{
	buf_release(&f->file);
	buf_release(&f->to_unicode);
	buf_release(&f->widths);
}
