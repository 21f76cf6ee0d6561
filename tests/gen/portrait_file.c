/* SPDX-License-Identifier: MIT
 * Portraits as files, with the defects that candidates' files have. */
#include "portrait.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { WIDTH = 413, HEIGHT = 579, DPI = 300, LEAST = 30720, MOST = 102400 };

static struct picture
blank(int w, int h)
{
	size_t size = (size_t)w * (size_t)h * 3;

	return (struct picture){
		.format = PIXELS_RGB, .width = w, .height = h, .px = xmalloc(size), .cap = size
	};
}

static uint8_t *
at(const struct picture *p, int x, int y)
{
	return p->px + ((size_t)y * (size_t)p->width + (size_t)x) * 3;
}

/* Replace *p by a w × h picture whose pixel (x, y) is p's at (x * w' / w, y * h' / h). */
static void
stretch(struct picture *p, int w, int h)
{
	struct picture out = blank(w, h);

	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++)
			memcpy(at(&out, x, y), at(p, x * p->width / w, y * p->height / h), 3);
	picture_release(p);
	*p = out;
}

/* One box blur of 2r + 1 pixels along x (step 3) or y (step of a row). */
static void
blur_line(uint8_t *px, int n, size_t step, int r, uint8_t *line)
{
	for (int c = 0; c < 3; c++) {
		for (int i = 0; i < n; i++)
			line[i] = px[(size_t)i * step + (size_t)c];
		for (int i = 0; i < n; i++) {
			int sum = 0;

			for (int k = i - r; k <= i + r; k++)
				sum += line[k < 0 ? 0 : k >= n ? n - 1 : k];
			px[(size_t)i * step + (size_t)c] = (uint8_t)(sum / (2 * r + 1));
		}
	}
}

/* Three box blurs are nearly a Gaussian one. */
static void
blur(struct picture *p, int r)
{
	uint8_t *line = xmalloc((size_t)(p->width > p->height ? p->width : p->height));

	for (int pass = 0; pass < 3; pass++) {
		for (int y = 0; y < p->height; y++)
			blur_line(at(p, 0, y), p->width, 3, r, line);
		for (int x = 0; x < p->width; x++)
			blur_line(at(p, x, 0), p->height, (size_t)p->width * 3, r, line);
	}
	free(line);
}

static void
frame(struct picture *p)
{
	static const uint8_t black[3] = { 20, 20, 20 };
	int thick = p->width / 40;

	for (int y = 0; y < p->height; y++)
		for (int x = 0; x < p->width; x++)
			if (x < thick || y < thick || x >= p->width - thick || y >= p->height - thick)
				memcpy(at(p, x, y), black, 3);
}

static bool
near_wall(const uint8_t *px, const uint8_t *wall)
{
	return abs(px[0] - wall[0]) + abs(px[1] - wall[1]) + abs(px[2] - wall[2]) < 40;
}

/* Light on the subject alone: out = in * percent / 100 + add, lamplight `warm` percent redder
 * and less blue; the wall keeps its colour. */
static void
light(struct picture *p, int percent, int add, int warm)
{
	uint8_t wall[3];

	memcpy(wall, at(p, 2, 2), 3);
	for (size_t i = 0; i < (size_t)p->width * (size_t)p->height; i++) {
		uint8_t *px = p->px + 3 * i;

		for (int c = 0; c < 3 && !near_wall(px, wall); c++) {
			int v = px[c] * (percent + (1 - c) * warm) / 100 + add;

			px[c] = (uint8_t)(v > 250 ? 250 : v);
		}
	}
}

/* A quarter turn against the clock: EXIF orientation 6 turns it back. */
static void
turn(struct picture *p)
{
	struct picture out = blank(p->height, p->width);

	for (int y = 0; y < p->height; y++)
		for (int x = 0; x < p->width; x++)
			memcpy(at(&out, y, p->width - 1 - x), at(p, x, y), 3);
	picture_release(p);
	*p = out;
}

static void
spoil_picture(struct picture *p, enum portrait_defect defect)
{
	switch (defect) {
	case PORTRAIT_LANDSCAPE:
		stretch(p, WIDTH, WIDTH * 3 / 4);
		break;
	case PORTRAIT_SQUARE:
		stretch(p, WIDTH, WIDTH);
		break;
	case PORTRAIT_BLURRED:
		blur(p, 5);
		break;
	case PORTRAIT_SOFT:
		blur(p, 1);
		break;
	case PORTRAIT_FRAME:
		frame(p);
		break;
	case PORTRAIT_DARK:
		light(p, 16, 0, 6);
		break;
	case PORTRAIT_BRIGHT:
		light(p, 32, 178, 0);
		break;
	case PORTRAIT_TURNED:
		turn(p);
		break;
	default:
		break;
	}
}

/* An APP1 segment that says orientation 6, put behind the start marker. */
static void
insert_exif(struct buf *out, size_t from)
{
	static const unsigned char app1[] = { 0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0,
		0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0 };

	buf_room(out, sizeof app1);
	memmove(out->ptr + from + 2 + sizeof app1, out->ptr + from + 2, out->len - from - 2);
	memcpy(out->ptr + from + 2, app1, sizeof app1);
	out->len += sizeof app1;
	out->ptr[out->len] = '\0';
}

static void
spoil_file(struct buf *out, size_t from, uint64_t seed, enum portrait_defect defect)
{
	size_t size = out->len - from;

	if (defect == PORTRAIT_TRUNCATED) {
		out->len = from + size / 2;
	} else if (defect == PORTRAIT_NO_END) {
		out->len -= 2;
	} else if (defect == PORTRAIT_PNG) {
		memcpy(out->ptr + from, "\x89PNG\r\n\x1A\n", 8);
	} else if (defect == PORTRAIT_TURNED) {
		insert_exif(out, from);
	} else if (defect == PORTRAIT_CORRUPT) {
		/* Nonsense down to the end marker, from where only picture data is; no byte of it a marker.
		 */
		for (size_t i = from + size / 2; i < out->len - 2; i++)
			out->ptr[i] = (char)((seed + i * i) % 251);
	}
	out->ptr[out->len] = '\0';
}

static enum portrait_sitter
sitter_of(enum portrait_defect defect)
{
	if (defect == PORTRAIT_NOBODY)
		return SITTER_NOBODY;
	return defect == PORTRAIT_SOFT || defect == PORTRAIT_DARK || defect == PORTRAIT_BRIGHT ? SITTER_PLAIN
											       : SITTER_ANY;
}

void
portrait_draw(
    uint64_t seed, enum portrait_background background, enum portrait_defect defect, struct buf *out)
{
	bool small = defect == PORTRAIT_SMALL;
	struct picture p = small ? blank(150, 210) : blank(WIDTH, HEIGHT);
	struct jpeg_options o = { .quality = defect == PORTRAIT_LOW_QUALITY ? 8 : 93,
		.dpi = DPI,
		.grey = defect == PORTRAIT_GREY };
	size_t from = out->len;

	portrait_paint(seed, background, sitter_of(defect), &p);
	spoil_picture(&p, defect);
	jpeg_encode(&p, &o, out);
	/* Hair in strands or plain cloth: the size is the picture's own. Quality levels it out. */
	while (!small && o.quality >= 93 && o.quality < 99 && out->len - from <= LEAST) {
		out->len = from;
		o.quality += 2;
		jpeg_encode(&p, &o, out);
	}
	while (o.quality > 80 && out->len - from >= MOST) {
		out->len = from;
		o.quality -= 4;
		jpeg_encode(&p, &o, out);
	}
	spoil_file(out, from, seed, defect);
	picture_release(&p);
}
