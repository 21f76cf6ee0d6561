/* SPDX-License-Identifier: MIT
 * What portrait.c paints with: chance, tones, noise, and strokes with smooth edges on a canvas whose
 * coordinates do not depend on its size.
 * Only + - * / and square roots of IEEE floats, so that the bytes are the same everywhere. */
#ifndef GEN_BRUSH_H
#define GEN_BRUSH_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

enum { TILE = 256, DESIGN_WIDTH = 413, DESIGN_HEIGHT = 579 };

struct tone {
	float r, g, b; /* 0…255, beyond is clipped when painted */
};

struct canvas {
	int w, h;
	float unit;     /* pixels a design unit; a canvas is DESIGN_WIDTH units wide */
	uint8_t *px;    /* RGB */
	unsigned shift; /* where in the noise tiles this picture begins */
};

/* Noise that repeats every TILE pixels, -1 … 1: grain of a sensor, strands (grain drawn out
 * downwards), blotches. brush_tiles fills them, once. */
extern float grain[TILE * TILE], strand[TILE * TILE], blotch[TILE * TILE];
void brush_tiles(void);

static inline uint64_t
random_next(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

static inline float
between(uint64_t *state, float low, float high)
{
	return low + (high - low) * (float)(random_next(state) >> 40) * 0x1p-24f;
}

static inline unsigned
one_of(uint64_t *state, unsigned n)
{
	return (unsigned)(random_next(state) >> 33) % n;
}

static inline float
tile_at(const float *tile, int x, int y)
{
	return tile[(unsigned)y % TILE * TILE + (unsigned)x % TILE];
}

static inline float
clamp(float v, float low, float high)
{
	return v < low ? low : v > high ? high : v;
}

static inline uint8_t
mix_one(uint8_t from, float to, float a)
{
	int v = (int)((float)from + (to - (float)from) * a + 0.5f);

	return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

static inline void
mix(uint8_t *p, struct tone t, float a)
{
	p[0] = mix_one(p[0], t.r, a);
	p[1] = mix_one(p[1], t.g, a);
	p[2] = mix_one(p[2], t.b, a);
}

static inline struct tone
shade(struct tone t, float by)
{
	return (struct tone){ t.r * by, t.g * by, t.b * by };
}

static inline struct tone
blend(struct tone a, struct tone b, float t)
{
	return (struct tone){ a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t };
}

struct box {
	int x0, y0, x1, y1;
};

/* The pixels that cover design rectangle (x0, y0) … (x1, y1), inside the canvas. */
static inline struct box
box_of(const struct canvas *c, float x0, float y0, float x1, float y1)
{
	return (struct box){ (int)clamp(x0 * c->unit - 1, 0, (float)c->w),
		(int)clamp(y0 * c->unit - 1, 0, (float)c->h), (int)clamp(x1 * c->unit + 2, 0, (float)c->w),
		(int)clamp(y1 * c->unit + 2, 0, (float)c->h) };
}

static inline uint8_t *
pixel(const struct canvas *c, int x, int y)
{
	return c->px + ((size_t)y * (size_t)c->w + (size_t)x) * 3;
}

/* Design coordinate of a pixel's middle. */
static inline float
design(const struct canvas *c, int v)
{
	return ((float)v + 0.5f) / c->unit;
}

struct point {
	float x, y;
};

/* A soft patch that fades to nothing at its rim. */
void brush_patch(const struct canvas *c, float cx, float cy, float rx, float ry, struct tone t, float alpha);
/* A filled ellipse whose rim is `soft` design units wide. */
void brush_oval(const struct canvas *c, float cx, float cy, float rx, float ry, struct tone t, float soft);
/* The rim of a rounded box. */
void brush_ring(const struct canvas *c, float cx, float cy, float rx, float ry, float thick, struct tone t);
#define VIA(...) ((const struct point[3]){ __VA_ARGS__ })

/* A stroke from p[0] over p[1] to p[2] (a quadratic curve), thickest in the middle. */
void brush_stroke(
    const struct canvas *c, const struct point p[3], float thick, float soft, struct tone t, float alpha);

#endif
