/* SPDX-License-Identifier: MIT
 * Measuring identity photos. Everything is measured at one working width: the same blur
 * looks sharp in a smaller copy (design/photo.md 3). */
#include "photo_measure.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

static const char *const background_names[BACKGROUND_COUNT] = { [BACKGROUND_NONE] = "",
	[BACKGROUND_WHITE] = "white",
	[BACKGROUND_LIGHT_GREY] = "light_grey",
	[BACKGROUND_BLUE] = "blue",
	[BACKGROUND_RED] = "red",
	[BACKGROUND_OTHER] = "other" };

const char *
photo_background_name(enum photo_background background)
{
	return background_names[background];
}

const char *
photo_background_text(enum photo_background background)
{
	static const char *const chinese[BACKGROUND_COUNT] = { [BACKGROUND_NONE] = "",
		[BACKGROUND_WHITE] = "白色",
		[BACKGROUND_LIGHT_GREY] = "浅灰色",
		[BACKGROUND_BLUE] = "蓝色",
		[BACKGROUND_RED] = "红色",
		[BACKGROUND_OTHER] = "其他颜色" };

	if (background == BACKGROUND_LIGHT_GREY)
		return L("light grey", chinese[background]);
	return L(background_names[background], chinese[background]);
}

enum photo_background
photo_background_parse(const char *s)
{
	for (int b = BACKGROUND_NONE + 1; b < BACKGROUND_COUNT; b++)
		if (strcmp(s, background_names[b]) == 0)
			return (enum photo_background)b;
	return BACKGROUND_NONE;
}

static int
pixel_distance(int y, int cb, int cr, const int to[3])
{
	return abs(y - to[0]) + 2 * abs(cb - to[1]) + 2 * abs(cr - to[2]);
}

static int
min_int(int a, int b)
{
	return a < b ? a : b;
}

/* --------------------------------------------------------------------- background */

enum { BANDS = 12 };

/* The background is looked for in a strip along the top and strips down both sides to where
 * shoulders may begin. */
struct strips {
	int thick;  /* of each strip */
	int bottom; /* side strips end above this row */
};

/* The background's colour as it runs down the picture: value at row y = at_top + slope * y,
 * in 1/4096. */
struct ramp {
	int64_t at_top[3], slope[3];
};

struct histogram {
	uint32_t n, count[3][256];
};

static int
histogram_median(const struct histogram *h, int channel)
{
	uint32_t seen = 0;
	int v = 0;

	while (v < 255 && (seen += h->count[channel][v]) * 2 <= h->n)
		v++;
	return v;
}

static struct strips
strips_of(const struct photo_work *w)
{
	int thick = w->width / 20;

	return (struct strips){ .thick = thick < 2 ? 2 : thick, .bottom = w->height * 45 / 100 };
}

/* The strip pixels of row y: [0, *left) and [*right, width). */
static void
strip_row(const struct photo_work *w, const struct strips *s, int y, int *left, int *right)
{
	*left = y < s->thick ? w->width : s->thick;
	*right = y < s->thick ? w->width : w->width - s->thick;
}

static void
histogram_row(const struct photo_work *w, const struct strips *s, int y, struct histogram *h)
{
	int left, right;

	strip_row(w, s, y, &left, &right);
	for (int x = 0; x < w->width; x = x + 1 == left ? right : x + 1) {
		size_t at = (size_t)y * (size_t)w->width + (size_t)x;

		h->n++;
		for (int c = 0; c < 3; c++)
			h->count[c][w->plane[c][at]]++;
	}
}

static int
compare_int64(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The line through most of the bands: median of the slopes of all pairs (Theil and Sen), so
 * that hair in the top band or a collar in the lowest one does not bend it. */
static void
fit_line(const int value[BANDS], const int row[BANDS], int64_t *at_top, int64_t *slope)
{
	int64_t all[BANDS * (BANDS - 1) / 2];
	size_t n = 0;

	for (int i = 0; i < BANDS; i++)
		for (int j = i + 1; j < BANDS; j++)
			all[n++] = (int64_t)(value[j] - value[i]) * 4096 / (row[j] - row[i]);
	qsort(all, n, sizeof *all, compare_int64);
	*slope = all[n / 2];
	for (int i = 0; i < BANDS; i++)
		all[i] = (int64_t)value[i] * 4096 - *slope * row[i];
	qsort(all, BANDS, sizeof *all, compare_int64);
	*at_top = all[BANDS / 2];
}

static void
fit_ramp(const struct photo_work *w, const struct strips *s, struct ramp *ramp, int median[3])
{
	int value[3][BANDS], row[BANDS];
	struct histogram all = { 0 };

	for (int b = 0; b < BANDS; b++) {
		struct histogram band = { 0 };
		int from = s->bottom * b / BANDS, to = s->bottom * (b + 1) / BANDS;

		for (int y = from; y < to; y++)
			histogram_row(w, s, y, &band);
		row[b] = (from + to) / 2;
		for (int c = 0; c < 3; c++) {
			value[c][b] = histogram_median(&band, c);
			for (int v = 0; v < 256; v++)
				all.count[c][v] += band.count[c][v];
		}
		all.n += band.n;
	}
	for (int c = 0; c < 3; c++) {
		fit_line(value[c], row, &ramp->at_top[c], &ramp->slope[c]);
		median[c] = histogram_median(&all, c);
	}
}

static void
ramp_colour(const struct ramp *r, int y, int colour[3])
{
	for (int c = 0; c < 3; c++)
		colour[c] = (int)((r->at_top[c] + r->slope[c] * y + 2048) >> 12);
}

static int
strips_even(const struct photo_work *w, const struct strips *s, const struct ramp *ramp)
{
	int64_t n = 0, even = 0;

	for (int y = 0; y < s->bottom; y++) {
		int left, right, colour[3];

		strip_row(w, s, y, &left, &right);
		ramp_colour(ramp, y, colour);
		for (int x = 0; x < w->width; x = x + 1 == left ? right : x + 1) {
			size_t at = (size_t)y * (size_t)w->width + (size_t)x;

			n++;
			even += pixel_distance(w->plane[0][at], w->plane[1][at], w->plane[2][at], colour) <=
				EVEN_DISTANCE;
		}
	}
	return (int)(even * 1000 / n);
}

static enum photo_background
background_of(const int colour[3])
{
	int y = colour[0], cb = colour[1] - 128, cr = colour[2] - 128;
	bool neutral = abs(cb) <= 7 && abs(cr) <= 7;

	if (neutral && y >= 232)
		return BACKGROUND_WHITE;
	if (neutral && y >= 195)
		return BACKGROUND_LIGHT_GREY;
	if (cb >= 18 && cr <= -4)
		return BACKGROUND_BLUE;
	return cr >= 45 ? BACKGROUND_RED : BACKGROUND_OTHER;
}

/* Part of the picture's middle, where the face is, that does not have the background's colour. */
static int
subject_share(const struct photo_work *w, const struct ramp *ramp)
{
	int x0 = w->width * 3 / 10, x1 = w->width * 7 / 10, y0 = w->height / 4, y1 = w->height * 65 / 100;
	int64_t n = 0, other = 0;

	for (int y = y0; y < y1; y++) {
		int colour[3];

		ramp_colour(ramp, min_int(y, w->height * 45 / 100), colour);
		for (int x = x0; x < x1; x++) {
			size_t at = (size_t)y * (size_t)w->width + (size_t)x;

			n++;
			other += pixel_distance(w->plane[0][at], w->plane[1][at], w->plane[2][at], colour) >
				 EVEN_DISTANCE;
		}
	}
	return (int)(other * 1000 / n);
}

static void
measure_background(const struct photo_work *w, struct photo_measures *m)
{
	struct strips s = strips_of(w);
	struct ramp ramp;
	int top[3], bottom[3];

	fit_ramp(w, &s, &ramp, m->colour);
	ramp_colour(&ramp, 0, top);
	ramp_colour(&ramp, s.bottom, bottom);
	m->ramp = pixel_distance(top[0], top[1], top[2], bottom);
	m->background = background_of(m->colour);
	m->even_permille = strips_even(w, &s, &ramp);
	m->subject_permille = subject_share(w, &ramp);
}

/* -------------------------------------------------------------- frame, colour, light */

/* A walk along the outermost ring above the shoulders (a dark frame is like a dark jacket),
 * with each pixel's neighbour 9 % further in. */
struct ring {
	const struct photo_work *w;
	int in_x, in_y, bottom;
};

/* The i-th pixel of the ring and its neighbour, as offsets into the planes; false past the end. */
static bool
ring_pixel(const struct ring *r, int i, size_t *edge, size_t *inside)
{
	int width = r->w->width, along = width - 2 * r->in_x, down = r->bottom - r->in_y;
	int y = 0, x, to_x, to_y;

	if (i >= along + 2 * down)
		return false;
	if (i < along) {
		x = to_x = r->in_x + i;
		to_y = r->in_y;
	} else {
		bool left = i < along + down;

		y = to_y = r->in_y + i - along - (left ? 0 : down);
		x = left ? 0 : width - 1;
		to_x = left ? r->in_x : width - 1 - r->in_x;
	}
	*edge = (size_t)y * (size_t)width + (size_t)x;
	*inside = (size_t)to_y * (size_t)width + (size_t)to_x;
	return true;
}

/* A drawn frame has one colour, and is not what lies inside it. */
static int
frame_share(const struct photo_work *w)
{
	struct ring r = { w, w->width * 9 / 100, w->height * 9 / 100, w->height * 45 / 100 };
	struct histogram h = { 0 };
	size_t edge, inside;
	int colour[3], n = 0, frame = 0;

	for (; ring_pixel(&r, n, &edge, &inside); n++)
		for (int c = 0; c < 3; c++)
			h.count[c][w->plane[c][edge]]++;
	h.n = (uint32_t)n;
	for (int c = 0; c < 3; c++)
		colour[c] = histogram_median(&h, c);
	for (int i = 0; ring_pixel(&r, i, &edge, &inside); i++) {
		int there[3] = { w->plane[0][inside], w->plane[1][inside], w->plane[2][inside] };
		int y = w->plane[0][edge], cb = w->plane[1][edge], cr = w->plane[2][edge];

		frame += pixel_distance(y, cb, cr, colour) <= EVEN_DISTANCE &&
			 pixel_distance(y, cb, cr, there) > EVEN_DISTANCE;
	}
	return frame * 1000 / n;
}

static int
mean_chroma(const struct photo_work *w)
{
	size_t n = (size_t)w->width * (size_t)w->height;
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += abs(w->plane[1][i] - 128) + abs(w->plane[2][i] - 128);
	return (int)(sum * 100 / (int64_t)n);
}

static int
square_root(int64_t v)
{
	int r = 0;

	while ((int64_t)(r + 1) * (r + 1) <= v)
		r++;
	return r;
}

/* Sharpness and light in the box where an identity photo has its face. */
static void
measure_face_box(const struct photo_work *w, struct photo_measures *m)
{
	int x0 = w->width / 4, x1 = w->width * 3 / 4, y0 = w->height / 5, y1 = w->height * 65 / 100;
	int64_t n = 0, sum = 0, squares = 0, lap = 0, lap_squares = 0;

	for (int y = y0; y < y1; y++) {
		const uint8_t *p = w->plane[0] + (size_t)y * (size_t)w->width;

		for (int x = x0; x < x1; x++) {
			int l = 4 * p[x] - p[x - 1] - p[x + 1] - p[x - w->width] - p[x + w->width];

			sum += p[x];
			squares += p[x] * p[x];
			lap += l;
			lap_squares += l * l;
		}
		n += x1 - x0;
	}
	/* n² times the variances; a picture without any variance is not sharp. */
	int64_t variance = n * squares - sum * sum, lap_variance = n * lap_squares - lap * lap;

	m->face_light = (int)(sum / n);
	m->face_contrast = square_root(variance / (n * n));
	m->sharpness = variance < 10000 ? 0 : (int)(lap_variance / (variance / 10000));
}

void
photo_measure(const void *p, size_t n, struct photo_work *w, struct photo_measures *m)
{
	*m = (struct photo_measures){ .bytes = (int64_t)n };
	m->fault = n > PHOTO_MAX_BYTES ? JPEG_TOO_LARGE : jpeg_walk(p, n, &m->header);
	bool turned = m->header.orientation >= 5;

	m->width = turned ? m->header.height : m->header.width;
	m->height = turned ? m->header.width : m->header.height;
	if (m->fault != JPEG_OK)
		return;
	/* The stored width at which the upright one is the working width. */
	int wanted = (PHOTO_WORK_WIDTH * m->header.width + m->width - 1) / m->width;

	m->fault = jpeg_decode(p, n, &m->header, wanted, false, &w->decoded, &m->damage);
	if (m->fault != JPEG_OK)
		return;
	photo_work_fill(w, m->header.orientation);
	measure_background(w, m);
	m->frame_permille = frame_share(w);
	m->chroma_centi = mean_chroma(w);
	measure_face_box(w, m);
	m->measured = true;
}
