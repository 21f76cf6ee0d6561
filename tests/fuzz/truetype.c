/* SPDX-License-Identifier: MIT
 * Cutting a font: whatever the tables say, nothing is read outside them; what is cut from
 * a font that passes the check passes it too, and has the glyphs that were asked for.
 * Input: the first byte is the number of glyphs asked for, then comes a font file. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "media/truetype.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(int condition)
{
	if (!condition)
		abort();
}

static size_t
get32(const uint8_t *p)
{
	return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
}

/* Find the tables of a font file; missing ones stay empty. */
static struct truetype
tables(const uint8_t *p, size_t n)
{
	struct truetype t = { 0 };
	struct truetype_table *to[] = { &t.glyf, &t.head, &t.hhea, &t.hmtx, &t.loca, &t.maxp };
	static const char tag[][5] = { "glyf", "head", "hhea", "hmtx", "loca", "maxp" };

	for (size_t at = 12; at + 16 <= n && at < 12 + 6 * 16; at += 16)
		for (int i = 0; i < 6; i++) {
			size_t from = get32(p + at + 8), len = get32(p + at + 12);

			if (memcmp(p + at, tag[i], 4) == 0 && from <= n && len <= n - from)
				*to[i] = (struct truetype_table){ p + from, len };
		}
	return t;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf out = BUF_INIT;
	uint16_t glyph[256];

	if (size < 1)
		return 0;
	struct truetype t = tables(data + 1, size - 1);

	if (!truetype_check(&t))
		return 0;
	for (unsigned i = 0; i <= data[0]; i++)
		glyph[i] = (uint16_t)(i < t.glyphs ? i : t.glyphs - 1);
	if (truetype_cut(&t, glyph, data[0] + 1u, &out)) {
		struct truetype cut = tables((const uint8_t *)out.ptr, out.len);

		require(truetype_check(&cut));
		require(cut.glyphs >= data[0] + 1u && cut.upem == t.upem);
	}
	buf_release(&out);
	return 0;
}
