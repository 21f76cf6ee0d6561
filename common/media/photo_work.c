/* SPDX-License-Identifier: MIT
 * The working picture: decoded pixels shrunk to one width and turned upright. */
#include "photo_work.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
photo_work_release(struct photo_work *w)
{
	picture_release(&w->decoded);
	free(w->plane[0]);
	free(w->sums);
	*w = (struct photo_work){ 0 };
}

static int
min_int(int a, int b)
{
	return a < b ? a : b;
}

/* Where stored pixel (x, y) of a w × h picture stands when it is upright (EXIF 2.3, tag
 * 0x0112): upright index = base + x * step_x + y * step_y. */
struct placing {
	ptrdiff_t base, step_x, step_y;
};

static struct placing
placing_of(int orientation, int w, int h)
{
	ptrdiff_t last_x = w - 1, last_y = h - 1;

	switch (orientation) {
	case 2:
		return (struct placing){ last_x, -1, w };
	case 3:
		return (struct placing){ last_y * w + last_x, -1, -w };
	case 4:
		return (struct placing){ last_y * w, 1, -w };
	case 5:
		return (struct placing){ 0, h, 1 };
	case 6:
		return (struct placing){ last_y, h, -1 };
	case 7:
		return (struct placing){ last_x * h + last_y, -h, -1 };
	case 8:
		return (struct placing){ last_x * h, -h, 1 };
	default:
		return (struct placing){ 0, 1, w };
	}
}

static void
planes_size(struct photo_work *w, int width, int height)
{
	size_t need = (size_t)width * (size_t)height;

	if (need > w->plane_cap) {
		free(w->plane[0]);
		w->plane[0] = xmalloc(need * 3);
		w->plane_cap = need;
	}
	w->plane[1] = w->plane[0] + w->plane_cap;
	w->plane[2] = w->plane[1] + w->plane_cap;
	w->width = width;
	w->height = height;
}

/* Write one row of stored pixels (3 bytes each) to its upright place. */
static void
place_row(struct photo_work *w, const struct placing *to, const uint8_t *row, int width, int y)
{
	ptrdiff_t at = to->base + y * to->step_y;

	for (int x = 0; x < width; x++, at += to->step_x, row += 3) {
		w->plane[0][at] = row[0];
		w->plane[1][at] = row[1];
		w->plane[2][at] = row[2];
	}
}

/* Shrinking is by area average. A target pixel is 64 wide and 64 high; source pixels are shared out
 * among target pixels in these units, so that the weights of each add up to 64 × 64. Y, Cb and
 * Cr travel together in lanes of 21 bits of one number: 255 × 64 × 64 needs 20. */
enum { PART = 64, LANE = 21, LANE_MASK = (1 << LANE) - 1 };

/* Where source pixel i begins, of `from` that become `to`. */
static int
part_edge(int i, int from, int to)
{
	return (int)(((int64_t)i * to * PART + from / 2) / from);
}

static void
sum_across(const uint8_t *row, const uint16_t *edge, int from, uint64_t *across, int width)
{
	memset(across, 0, (size_t)width * sizeof *across);
	for (int x = 0; x < from; x++, row += 3) {
		uint64_t v = row[0] | (uint64_t)row[1] << LANE | (uint64_t)row[2] << (2 * LANE);
		unsigned begin = edge[x], end = edge[x + 1], next = (begin / PART + 1) * PART;
		uint64_t *to = across + begin / PART;

		if (end <= next) {
			*to += v * (end - begin);
		} else {
			to[0] += v * (next - begin);
			to[1] += v * (end - next);
		}
	}
}

/* A full row of sums → upright planes. */
static void
place_sums(struct photo_work *w, const struct placing *to, const uint64_t *sums, int width, int y)
{
	ptrdiff_t at = to->base + y * to->step_y;

	for (int x = 0; x < width; x++, at += to->step_x)
		for (int c = 0; c < 3; c++)
			w->plane[c][at] = (uint8_t)(((sums[x] >> (c * LANE) & LANE_MASK) + PART * PART / 2) /
						    (PART * PART));
}

/* Shrink the decoded picture to width × height (stored orientation). At most 6 : 1 comes from
 * jpeg_decode, so that no source pixel is lost and none covers more than two target pixels. */
static void
shrink(struct photo_work *w, const struct placing *to, int width, int height)
{
	const struct picture *pic = &w->decoded;
	size_t n = (size_t)width, need = 2 * n + (size_t)pic->width / 4 + 1;

	if (need > w->sums_cap) {
		free(w->sums);
		w->sums = xreallocarray(NULL, need, sizeof *w->sums);
		w->sums_cap = need;
	}
	uint64_t *across = w->sums, *down = across + n;
	uint16_t *edge = (uint16_t *)(down + n);

	for (int x = 0; x <= pic->width; x++)
		edge[x] = (uint16_t)part_edge(x, pic->width, width);
	memset(down, 0, n * sizeof *down);
	for (int y = 0; y < pic->height; y++) {
		int begin = part_edge(y, pic->height, height), end = part_edge(y + 1, pic->height, height);
		int row = begin / PART, next = (row + 1) * PART;
		uint64_t first = (uint64_t)(min_int(end, next) - begin),
			 rest = (uint64_t)(end - begin) - first;

		sum_across(pic->px + (size_t)y * (size_t)pic->width * 3, edge, pic->width, across, width);
		for (size_t i = 0; i < n; i++)
			down[i] += across[i] * first;
		if (end < next)
			continue;
		place_sums(w, to, down, width, row);
		for (size_t i = 0; i < n; i++)
			down[i] = across[i] * rest;
	}
}

void
photo_work_fill(struct photo_work *w, int orientation)
{
	const struct picture *pic = &w->decoded;
	bool turned = orientation >= 5;
	int side = turned ? pic->height : pic->width;
	int width = pic->width, height = pic->height;

	if (side > PHOTO_WORK_WIDTH) {
		width = (int)(((int64_t)pic->width * PHOTO_WORK_WIDTH + side / 2) / side);
		height = (int)(((int64_t)pic->height * PHOTO_WORK_WIDTH + side / 2) / side);
	}
	struct placing to = placing_of(orientation, width, height);

	planes_size(w, turned ? height : width, turned ? width : height);
	if (width == pic->width && height == pic->height) {
		for (int y = 0; y < height; y++)
			place_row(w, &to, pic->px + (size_t)y * (size_t)width * 3, width, y);
	} else {
		shrink(w, &to, width, height);
	}
}
