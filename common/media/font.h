/* SPDX-License-Identifier: MIT
 * Faces for printing: a chain of font files for each style, tried in order for every
 * character; one subset of each face for the whole run (HarfBuzz), from which documents
 * take the glyphs that they use (truetype.h). Order of calls: fontset_open, fontset_need
 * for every text that will be drawn, fontset_build once; from then on a fontset does not
 * change, and forked workers may share it. */
#ifndef MEDIA_FONT_H
#define MEDIA_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "media/truetype.h"

enum font_style { FONT_BODY, FONT_HEADING, FONT_STYLES };

enum { FONT_CHAIN = 6, FONT_FACES = FONT_STYLES * FONT_CHAIN };

struct font_file {
	const char *path;
	unsigned index; /* of the face in a .ttc */
	/* The face's private-use characters are what this office means by them. False for
	 * every face of the standard chain: BabelStone Han's U+E863, for one, is not the
	 * U+E863 of GB 18030 (U+4DAE), so a name would print as another name. */
	bool private_use;
};

/* Faces in the order in which they are tried; a chain ends at a NULL path. The same file
 * in two chains is opened once. */
struct font_chain {
	struct font_file file[FONT_STYLES][FONT_CHAIN];
};

/* Body BabelStone Han (Song, mainland forms), headings WenQuanYi Zen Hei, then for rare
 * characters each other and HanaMin A and B: the Debian packages of scripts/deps. */
extern const struct font_chain font_standard;

struct fontset;

/* Open the faces. NULL with a reason in err where one is missing or has no TrueType
 * outlines. The fontset is owned: fontset_free. */
struct fontset *fontset_open(const struct font_chain *chain, struct buf *err);
void fontset_free(struct fontset *fs);

/* The first code point of s that no face of the style draws, or 0. Counted as not drawn:
 * controls and other invisible marks, private use (but see font_file), and characters for
 * which a face has only an empty glyph and which are no blanks. U+FFFD stands for bytes that
 * are not UTF-8. */
uint32_t fontset_uncovered(struct fontset *fs, enum font_style style, const char *s);

/* The same from *s on, moving *s behind the code point that it returns: called until it is 0, it gives each of them. */
uint32_t fontset_next_uncovered(struct fontset *fs, enum font_style style, const char **s);

/* Who is told of them: each once for every place where it stands, with the column of the text (NULL: a fixed text). */
typedef void font_tell(void *context, const char *field, uint32_t cp);
/* Tell each uncovered character of s; fontset_need for the others. False where there are any. */
bool fontset_ask(struct fontset *fs, enum font_style style, const char *s, const char *field, font_tell *tell, void *context);

/* Remember the characters of s for the build; what is not covered is passed over. */
void fontset_need(struct fontset *fs, enum font_style style, const char *s);

/* Make the run's subsets. False with a reason in err. */
bool fontset_build(struct fontset *fs, struct buf *err);

/* After the build: a character of a style as something that can be drawn. */
struct font_glyph {
	unsigned face;    /* 0 … fontset_faces - 1 */
	uint16_t slot;    /* the character's place in that face's run subset */
	uint16_t advance; /* 1/1000 em */
};

/* False where cp was not needed before the build, or is not covered. */
bool fontset_glyph(const struct fontset *fs, enum font_style style, uint32_t cp,
    struct font_glyph *g);

/* What a slot of a face holds. Two characters with one outline have two slots, so that
 * text can be copied out of a document as it was put in. */
struct font_slot {
	uint32_t cp;
	uint16_t glyph; /* in the run subset */
	uint16_t advance;
};

struct font_face {
	char name[64];          /* PostScript name */
	struct truetype tables; /* of the run subset */
	const struct font_slot *slot;
	size_t slots;
	int ascent, descent, bbox[4]; /* 1/1000 em; the bbox left, bottom, right, top */
};

unsigned fontset_faces(const struct fontset *fs);
const struct font_face *fontset_face(const struct fontset *fs, unsigned face);

/* Width of s in 1/1000 of the type size; characters that cannot be drawn have none. */
long fontset_width(const struct fontset *fs, enum font_style style, const char *s);

#endif
