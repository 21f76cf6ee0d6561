/* SPDX-License-Identifier: MIT
 * Identity photos of people who do not exist, drawn: for the demo's photo folder and for
 * the tests of photo-check, with the defects that candidates' files have. */
#ifndef GEN_PORTRAIT_H
#define GEN_PORTRAIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "media/jpeg.h"

enum portrait_background {
	PORTRAIT_WHITE,
	PORTRAIT_BLUE,
	PORTRAIT_RED,
	PORTRAIT_LIGHT_GREY,
	PORTRAIT_GREEN,    /* a colour no rule allows */
	PORTRAIT_GRADIENT, /* studio blue that fades to white */
	PORTRAIT_ROOM      /* shelves and a window: not uniform */
};

enum portrait_defect {
	PORTRAIT_SOUND,
	/* of the picture */
	PORTRAIT_GREY,      /* no colour */
	PORTRAIT_LANDSCAPE, /* stretched to 4:3 */
	PORTRAIT_SQUARE,    /* 1:1 */
	PORTRAIT_SMALL,     /* 150 × 210 */
	PORTRAIT_BLURRED,   /* far out of focus */
	PORTRAIT_SOFT,      /* a little out of focus: review */
	PORTRAIT_FRAME,     /* a drawn frame around it */
	PORTRAIT_NOBODY,    /* the wall alone */
	PORTRAIT_DARK,      /* underexposed subject: review */
	PORTRAIT_BRIGHT,    /* overexposed subject: review */
	/* of the file */
	PORTRAIT_LOW_QUALITY, /* JPEG quality 8 */
	PORTRAIT_TURNED,      /* stored on its side with the EXIF orientation that rights it: sound */
	PORTRAIT_TRUNCATED,   /* half of the file */
	PORTRAIT_NO_END,      /* the end marker missing: review */
	PORTRAIT_CORRUPT,     /* half of the picture's data overwritten */
	PORTRAIT_PNG,         /* a PNG's first bytes under a .jpg name */
	PORTRAIT_DEFECTS
};

/* Who stands before the wall. Plain people have short dark hair and no glasses: what blur and
 * light make of them varies less. */
enum portrait_sitter { SITTER_NOBODY, SITTER_PLAIN, SITTER_ANY };

/* Paint a portrait over pic, whose size and pixels are there; leaves RGB. */
void portrait_paint(
    uint64_t seed, enum portrait_background background, enum portrait_sitter sitter, struct picture *pic);

/* Append a JPEG of 413 × 579 pixels (except where the defect says otherwise), 300 dpi, more than 30,720 and
 * less than 102,400 bytes where sound. The same arguments give the same bytes. About 5 ms. */
void portrait_draw(
    uint64_t seed, enum portrait_background background, enum portrait_defect defect, struct buf *out);

#endif
