/* SPDX-License-Identifier: MIT
 * A TrueType font file with only the glyphs that one document draws, cut from the run's
 * subset (ISO/IEC 14496-22: glyf, head, hhea, hmtx, loca, maxp, which is all that an
 * embedded CIDFontType2 needs). Plain bytes to bytes. */
#ifndef MEDIA_TRUETYPE_H
#define MEDIA_TRUETYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct truetype_table {
	const unsigned char *p;
	size_t n;
};

/* The tables of a source font, which outlive it; n_glyphs … are set by truetype_check. */
struct truetype {
	struct truetype_table glyf, head, hhea, hmtx, loca, maxp;
	unsigned glyphs, hmetrics, upem;
	bool long_loca;
};

/* Read the counts and prove that every table is as long as they say and that loca stays
 * inside glyf. False: not a font that can be cut. */
bool truetype_check(struct truetype *t);

/* Append to out a font in which glyph i is glyph[i] of t; parts of composite glyphs that
 * are not in the list follow behind it. False where that makes more than 65,535 glyphs or
 * an outline refers outside the font. */
bool truetype_cut(const struct truetype *t, const uint16_t *glyph, size_t n, struct buf *out);

#endif
