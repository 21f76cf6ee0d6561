/* SPDX-License-Identifier: MIT
 * The characters that a document draws, and the fonts that hold just these. */
#ifndef MEDIA_FONT_USE_H
#define MEDIA_FONT_USE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "media/font.h"
#include "media/press.h"

/* Characters, face by face, in the order of their first use; their places are the glyph
 * numbers in the document's own fonts. */
struct font_use {
	struct face_use {
		uint16_t *slot; /* slot[0] is .notdef's place, unused */
		uint16_t *id;   /* slot → place, 0 where unused */
		size_t n, cap;
	} face[FONT_FACES];
};

void font_use_init(struct font_use *u, const struct fontset *fonts);
void font_use_release(struct font_use *u);
/* Forget all uses; or those behind the first mark[face] places. */
void font_use_clear(struct font_use *u);
void font_use_cut(struct font_use *u, const size_t mark[FONT_FACES]);
/* The place of a character, given one if it has none. */
unsigned font_use_place(struct font_use *u, const struct font_glyph *g);
/* Give places to all characters of s that can be drawn. */
void font_use_add(struct font_use *u, const struct fontset *fonts, enum font_style style, const char *s);

/* One face's font for a PDF file: what its streams and dictionaries say. */
struct font_parts {
	struct buf file, to_unicode; /* deflated */
	struct buf widths;           /* the W array */
	char name[80];               /* with a tag that tells subsets of one face apart */
	size_t file_size;            /* before compression */
	const struct font_face *face;
	unsigned at; /* the face's number */
};

/* False where the font cannot be cut or compressed. Released by the caller in any case. */
bool font_parts_make(struct font_parts *f, const struct fontset *fonts, unsigned at, const struct font_use *use,
    struct press *z);
void font_parts_release(struct font_parts *f);

#endif
