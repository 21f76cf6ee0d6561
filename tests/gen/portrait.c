/* SPDX-License-Identifier: MIT
 * Drawing identity photos. A head is built as a draughtsman would: an egg with light from
 * the upper left, darker sockets, a bright ridge of the nose, brows, eyes, mouth, hair in
 * strands, a dark jacket. Lengths are in pixels of a picture 413 wide. */
#include "portrait.h"

#include <math.h>

#include "brush.h"

enum hair { HAIR_SHORT, HAIR_PARTED, HAIR_CROP, HAIR_FRINGE, HAIR_LONG, HAIR_BOB, HAIR_TIED, HAIR_STYLES };

struct person {
	struct tone skin, hair, cloth, shirt, tie, lip, iris;
	enum hair style;
	bool woman, tie_on, glasses;
	float x, eye_y;        /* middle of the face; height of the eyes */
	float half, top, chin; /* half the face's width; crown of the skull, chin */
	float jaw;             /* how much the face narrows to the chin */
	float eye_gap, eye_w, eye_h, brow_y, brow_w, nose_y, mouth_y, mouth_w, lip_h;
	float part; /* where the hair parts, in half widths */
	float shoulder, slope;
};

/* --------------------------------------------------------------------- background */

static struct tone
wall(enum portrait_background background, float x, float y)
{
	static const struct tone plain[] = { [PORTRAIT_WHITE] = { 253, 253, 253 },
		[PORTRAIT_BLUE] = { 67, 142, 219 },
		[PORTRAIT_RED] = { 217, 38, 46 },
		[PORTRAIT_LIGHT_GREY] = { 214, 214, 212 },
		[PORTRAIT_GREEN] = { 96, 150, 98 } };
	static const struct tone blue = { 60, 130, 214 }, white = { 245, 248, 252 };
	static const struct tone shelf = { 92, 64, 44 }, books = { 176, 148, 96 }, window = { 226, 236, 240 };

	if (background == PORTRAIT_GRADIENT)
		return blend(blue, white, clamp(y / DESIGN_HEIGHT, 0, 1));
	if (background != PORTRAIT_ROOM)
		return plain[background];
	if (x > 250 && y > 30 && y < 330)
		return (int)(x / 52) % 3 == 0 ? shelf : window;
	if ((int)(y / 13) % 7 == 0)
		return shelf;
	return shade(books, 0.6f + 0.12f * (float)((int)(x / 11) * 7 % 6));
}

static void
paint_wall(const struct canvas *c, enum portrait_background background)
{
	for (int y = 0; y < c->h; y++) {
		struct tone t = wall(background, 0, design(c, y));

		for (int x = 0; x < c->w; x++) {
			float n = tile_at(grain, x + (int)c->shift, y) * 1.6f;

			if (background == PORTRAIT_ROOM)
				t = wall(background, design(c, x), design(c, y));
			mix(pixel(c, x, y), (struct tone){ t.r + n, t.g + n, t.b + n }, 1);
		}
	}
}

/* --------------------------------------------------------------------- the person */

static void
choose_colours(struct person *p, uint64_t *s)
{
	static const struct tone skins[] = { { 226, 184, 158 }, { 214, 168, 140 }, { 234, 196, 172 },
		{ 205, 156, 124 }, { 190, 140, 108 }, { 222, 178, 146 } };
	static const struct tone hairs[] = { { 34, 28, 28 }, { 44, 34, 30 }, { 28, 26, 30 }, { 62, 44, 34 },
		{ 82, 80, 82 } };
	static const struct tone cloths[] = { { 34, 38, 54 }, { 40, 40, 44 }, { 62, 66, 76 }, { 52, 40, 46 },
		{ 30, 52, 62 }, { 86, 74, 64 } };
	static const struct tone shirts[] = { { 238, 240, 244 }, { 214, 226, 240 }, { 240, 228, 224 },
		{ 206, 208, 214 } };
	static const struct tone ties[] = { { 120, 30, 40 }, { 40, 60, 120 }, { 70, 80, 90 } };

	p->skin = skins[one_of(s, 6)];
	p->skin = shade(p->skin, between(s, 0.94f, 1.03f));
	p->hair = hairs[one_of(s, 20) < 18 ? one_of(s, 4) : 4];
	p->cloth = cloths[one_of(s, 6)];
	p->shirt = shirts[one_of(s, 4)];
	p->tie = ties[one_of(s, 3)];
	p->iris = blend((struct tone){ 38, 26, 22 }, (struct tone){ 72, 48, 32 }, between(s, 0, 1));
	p->lip = blend(p->skin, (struct tone){ 176, 70, 74 },
	    p->woman ? between(s, 0.55f, 0.8f) : between(s, 0.3f, 0.45f));
}

static struct person
choose_person(uint64_t *s)
{
	struct person p = { .woman = one_of(s, 2) == 0 };

	choose_colours(&p, s);
	p.style = p.woman ? HAIR_FRINGE + one_of(s, 4) : HAIR_SHORT + one_of(s, 3);
	p.tie_on = !p.woman && one_of(s, 3) == 0;
	p.glasses = one_of(s, 4) == 0;
	p.x = DESIGN_WIDTH / 2.0f + between(s, -5, 5);
	p.half = between(s, 98, 110);
	p.top = between(s, 52, 64);
	p.chin = between(s, 392, 410);
	p.eye_y = (p.top + p.chin) / 2 + between(s, 2, 10);
	p.jaw = p.woman ? between(s, 0.20f, 0.30f) : between(s, 0.12f, 0.24f);
	p.eye_gap = p.half * between(s, 0.45f, 0.49f);
	p.eye_w = p.half * between(s, 0.21f, 0.24f);
	p.eye_h = p.eye_w * between(s, 0.36f, 0.48f);
	p.brow_y = p.eye_y - between(s, 27, 33);
	p.brow_w = p.woman ? between(s, 2.6f, 3.8f) : between(s, 4.0f, 5.6f);
	p.nose_y = p.eye_y + (p.chin - p.eye_y) * between(s, 0.43f, 0.47f);
	p.mouth_y = p.eye_y + (p.chin - p.eye_y) * between(s, 0.665f, 0.70f);
	p.mouth_w = p.half * between(s, 0.36f, 0.44f);
	p.lip_h = p.woman ? between(s, 7, 10) : between(s, 5, 8);
	p.part = between(s, -0.5f, 0.5f);
	p.shoulder = between(s, 462, 480);
	p.slope = between(s, 0.0016f, 0.0024f);
	return p;
}

/* Distance outside the face's outline in design units, negative inside. u, v: where in the egg. */
static float
face_distance(const struct person *p, float x, float y, float *u, float *v)
{
	float mid = p->eye_y + 12, down = p->chin - mid, up = mid - p->top - 14;

	*v = (y - mid) / (y > mid ? down : up);
	float narrow = *v > 0 ? 1 - p->jaw * *v * *v * (1.5f - 0.5f * *v) : 1 - 0.05f * *v * *v;

	*u = (x - p->x) / (p->half * narrow);
	/* Between an ellipse and a box: jaws and temples are full. */
	float uu = *u * *u, vv = *v * *v;

	return (sqrtf(uu + vv - 0.22f * uu * vv) - 1) * p->half;
}

static void
paint_face(const struct canvas *c, const struct person *p)
{
	struct box b = box_of(c, p->x - p->half - 2, p->top, p->x + p->half + 2, p->chin + 2);
	struct tone warm = { p->skin.r, p->skin.g * 0.88f, p->skin.b * 0.84f };

	for (int y = b.y0; y < b.y1; y++)
		for (int x = b.x0; x < b.x1; x++) {
			float u, v, a = 0.5f - face_distance(p, design(c, x), design(c, y), &u, &v) * c->unit;

			if (a <= 0)
				continue;
			float rr = u * u + v * v, z = rr < 0.98f ? sqrtf(1 - rr) : 0.14f;
			float light = 0.60f + 0.44f * z - 0.10f * u - 0.08f * v;
			float spots = tile_at(grain, x + (int)c->shift, y) * 0.022f +
				      tile_at(blotch, x, y + (int)c->shift) * 0.015f;
			struct tone t = shade(blend(p->skin, warm, clamp(1 - z, 0, 1)), light + spots);

			mix(pixel(c, x, y), t, a > 1 ? 1 : a);
		}
}

static void
paint_neck(const struct canvas *c, const struct person *p)
{
	float half = p->half * (p->woman ? 0.50f : 0.60f);
	struct box b = box_of(c, p->x - half - 30, p->chin - 70, p->x + half + 30, p->shoulder + 60);

	for (int y = b.y0; y < b.y1; y++)
		for (int x = b.x0; x < b.x1; x++) {
			float dx = design(c, x) - p->x, py = design(c, y),
			      low = (py - p->chin) / (p->shoulder + 20 - p->chin);
			float wide = half + (low > 0.3f ? 60 * (low - 0.3f) * (low - 0.3f) : 0);
			float a = 0.5f + (wide - fabsf(dx)) * c->unit, side = dx / wide;

			if (a <= 0)
				continue;
			float under = clamp(1 - (py - p->chin + 6) / 40, 0, 1); /* the chin's shadow */
			float light = 0.92f - 0.30f * side * side - 0.08f * side - 0.26f * under;

			light += tile_at(grain, x + (int)c->shift, y + 99) * 0.02f;
			mix(pixel(c, x, y), shade(p->skin, light), a > 1 ? 1 : a);
		}
	/* The two cords that run down to the collar bones. */
	for (int side = -1; side <= 1; side += 2) {
		float s = (float)side;

		brush_stroke(c,
		    VIA({ p->x + s * half * 0.7f, p->chin + 18 }, { p->x + s * half * 0.5f, p->chin + 50 },
			{ p->x + s * 14, p->shoulder + 22 }),
		    2.5f, 9, shade(p->skin, 0.66f), 0.4f);
	}
}

/* Half the width of the opening of jacket or blouse at height y; negative: closed. */
static float
opening(const struct person *p, float y)
{
	float from = p->chin + 34, depth = p->woman ? 100 : 190;

	return p->half * 0.70f * (1 - (y - from) / depth);
}

static void
paint_body(const struct canvas *c, const struct person *p)
{
	struct box b = box_of(c, 0, p->chin + 20, DESIGN_WIDTH, DESIGN_HEIGHT);

	for (int y = b.y0; y < b.y1; y++)
		for (int x = b.x0; x < b.x1; x++) {
			float px = design(c, x), py = design(c, y), dx = fabsf(px - p->x);
			/* Shoulder line: up the neck, down over the shoulders. */
			float neck = p->half * 0.56f, out = dx > neck ? dx - neck : 0;
			float line = p->shoulder - 34 + out * 0.20f + out * out * p->slope;
			float a = 0.5f + (py - line) * c->unit, gap = dx - opening(p, py);
			float cloth = 0.5f + gap * c->unit;

			if (a <= 0 || cloth <= 0)
				continue;
			a = (a > 1 ? 1 : a) * (cloth > 1 ? 1 : cloth);
			float side = (px - p->x) / 210, light = 1.08f - 0.34f * side * side - 0.12f * side;

			light +=
			    0.05f * tile_at(blotch, x, y) + 0.13f * tile_at(grain, x * 2 + (int)c->shift, y);
			light += ((x + y) & 3) == 0 ? 0.07f : 0; /* twill */
			if (gap > 0 && gap < 30)
				light *= 1.16f; /* lapel */
			if (gap > 29 && gap < 33)
				light *= 0.62f;
			mix(pixel(c, x, y), shade(p->cloth, light), a);
		}
}

static void
paint_shirt(const struct canvas *c, const struct person *p)
{
	struct box b = box_of(c, p->x - p->half, p->chin + 24, p->x + p->half, DESIGN_HEIGHT);
	float from = p->chin + 38, depth = p->woman ? 64 : 46;

	for (int y = b.y0; y < b.y1; y++)
		for (int x = b.x0; x < b.x1; x++) {
			float dx = design(c, x) - p->x, py = design(c, y), wide = fabsf(dx);
			/* Bare throat inside a V, shirt outside it. */
			float bare = p->half * 0.46f * (1 - (py - from) / depth);
			float a = 0.5f + (wide - (bare > 0 ? bare : 0)) * c->unit;
			float top = 0.5f + (py - from + 12 - (wide - bare) * 0.3f) * c->unit;

			if (a <= 0 || top <= 0 || wide > opening(p, py) + 6)
				continue;
			float light =
			    0.97f - 0.10f * dx / p->half + 0.02f * tile_at(grain, x, y + (int)c->shift);

			if (bare > -40 && fabsf(wide - bare - 22) < 1.6f)
				light *= 0.80f; /* edge of the collar */
			bool tie = p->tie_on && bare <= 2 && wide < 13 + (py - from) * 0.03f;
			float weave = ((x + 2 * y) & 7) < 2 ? 1.25f : 1;

			a = (a > 1 ? 1 : a) * (top > 1 ? 1 : top);
			mix(pixel(c, x, y), tie ? shade(p->tie, light * weave) : shade(p->shirt, light), a);
		}
}

/* ----------------------------------------------------------------------- features */

static void
paint_ears(const struct canvas *c, const struct person *p)
{
	for (int side = -1; side <= 1; side += 2) {
		float x = p->x + (float)side * (p->half + 2), light = side < 0 ? 0.84f : 0.72f;

		brush_oval(c, x, p->eye_y + 22, 13, 33, shade(p->skin, light), 1.2f);
		brush_patch(c, x + (float)side, p->eye_y + 20, 8, 24, shade(p->skin, light * 0.72f), 0.8f);
	}
}

static void
paint_eye(const struct canvas *c, const struct person *p, float s)
{
	struct tone lid = shade(p->hair, 0.7f), socket = shade(p->skin, 0.60f), white = { 232, 228, 224 };
	float x = p->x + s * p->eye_gap, y = p->eye_y, w = p->eye_w, h = p->eye_h;

	brush_patch(c, x - s * 4, y - 8, w * 1.75f, 26, socket, 0.62f);
	brush_patch(c, x, y + 15, w * 1.2f, 11, socket, 0.25f);
	brush_oval(c, x, y, w, h, shade(white, s < 0 ? 0.93f : 0.88f), 1.5f);
	brush_oval(c, x, y - 1, h * 1.02f, h * 1.02f, p->iris, 1.4f);
	brush_oval(c, x, y - 1, h * 0.5f, h * 0.5f, (struct tone){ 12, 10, 12 }, 1.2f);
	/* What the lids cover, then their lines, the upper one heavy with lashes. */
	brush_stroke(c, VIA({ x - w, y + 2 }, { x, y - h * 2.3f }, { x + w, y + 2 }), 2.7f, 1.6f, lid, 0.95f);
	brush_stroke(c, VIA({ x - w, y + 1 }, { x, y + h * 2.0f }, { x + w, y + 1 }), 0.9f, 1.8f,
	    shade(p->skin, 0.55f), 0.75f);
	brush_stroke(
	    c, VIA({ x - w, y - 6 }, { x, y - h * 2.3f - 8 }, { x + w, y - 5 }), 0.9f, 2.2f, socket, 0.7f);
	brush_oval(c, x - 2.6f, y - 3.4f, 1.7f, 1.7f, (struct tone){ 250, 250, 250 }, 1);
}

static void
paint_brow(const struct canvas *c, const struct person *p, float s)
{
	float in = p->x + s * p->eye_gap * 0.52f, out = p->x + s * (p->eye_gap + p->eye_w * 1.35f),
	      y = p->brow_y;
	struct tone t = blend(p->hair, p->skin, 0.12f);

	brush_stroke(c, VIA({ in, y + 5 }, { p->x + s * (p->eye_gap + 4), y - 12 }, { out, y + 6 }),
	    p->brow_w, 4, t, 0.82f);
	/* Hairs. */
	for (int i = 0; i < 12; i++) {
		float k = (float)i / 11, x = in + (out - in) * k,
		      up = y + 4 - 22 * k * (1 - k) + tile_at(grain, i * 7, (int)c->shift) * 2;

		brush_stroke(c, VIA({ x, up + p->brow_w }, { x + s * 2, up }, { x + s * 6, up - p->brow_w }),
		    0.5f, 1, shade(t, 0.75f), 0.55f);
	}
}

static void
paint_nose(const struct canvas *c, const struct person *p)
{
	struct tone dark = shade(p->skin, 0.66f), light = shade(p->skin, 1.14f), hole = shade(p->skin, 0.30f);
	float x = p->x, y = p->nose_y, mid = (p->eye_y + y) / 2;

	brush_patch(
	    c, x + 15, mid, 11, (y - p->eye_y) * 0.62f, dark, 0.42f); /* the side away from the light */
	brush_patch(c, x - 17, mid - 14, 9, (y - p->eye_y) * 0.40f, dark, 0.22f);
	brush_patch(c, x - 1, mid - 2, 9, (y - p->eye_y) * 0.72f, light, 0.55f);
	brush_patch(c, x - 2, y - 9, 12, 11, light, 0.6f);
	brush_patch(c, x, y + 9, 30, 9, dark, 0.7f);
	for (int side = -1; side <= 1; side += 2) {
		float s = (float)side;

		brush_stroke(c, VIA({ x + s * 21, y - 12 }, { x + s * 28, y }, { x + s * 17, y + 6 }), 1.6f,
		    4, dark, 0.75f);
		brush_oval(c, x + s * 10.5f, y + 4, 5.5f, 2.8f, hole, 2.4f);
	}
}

static void
paint_mouth(const struct canvas *c, const struct person *p)
{
	float x = p->x, y = p->mouth_y, w = p->mouth_w, h = p->lip_h, up = y - 3.5f;
	struct tone dark = shade(p->lip, 0.45f);

	brush_patch(c, x, y + h + 13, w * 0.8f, 10, shade(p->skin, 0.66f), 0.55f);
	brush_stroke(c, VIA({ x - w, up }, { x - w * 0.35f, y - h * 1.1f }, { x + 1, y - h * 0.35f }),
	    h * 0.5f, 2.4f, shade(p->lip, 0.86f), 0.95f);
	brush_stroke(c, VIA({ x + w, up }, { x + w * 0.35f, y - h * 1.1f }, { x - 1, y - h * 0.35f }),
	    h * 0.5f, 2.4f, shade(p->lip, 0.82f), 0.95f);
	brush_stroke(c, VIA({ x - w * 0.9f, up + 2 }, { x, y + h * 1.5f }, { x + w * 0.9f, up + 2 }),
	    h * 0.62f, 2.6f, p->lip, 0.95f);
	brush_patch(c, x - 3, y + h * 0.75f, w * 0.4f, h * 0.5f, shade(p->lip, 1.3f), 0.5f);
	brush_stroke(c, VIA({ x - w, up }, { x, y + 4 }, { x + w, up }), 1.3f, 1.6f, dark, 0.95f);
	/* Folds beside the mouth, the groove above it. */
	brush_patch(c, x, (p->nose_y + y) / 2 + 3, 6, 10, shade(p->skin, 0.76f), 0.5f);
	for (int side = -1; side <= 1; side += 2) {
		float s = (float)side;

		brush_patch(c, x + s * (w + 3), up, 7, 6, shade(p->skin, 0.66f), 0.45f);
		brush_stroke(c,
		    VIA({ x + s * 27, p->nose_y + 2 }, { x + s * 42, y - 22 }, { x + s * (w + 9), y - 4 }), 1,
		    6, shade(p->skin, 0.74f), 0.4f);
	}
}

static void
paint_glasses(const struct canvas *c, const struct person *p)
{
	struct tone metal = { 52, 50, 54 };

	for (int side = -1; side <= 1; side += 2) {
		float s = (float)side, x = p->x + s * p->eye_gap, y = p->eye_y + 4, w = p->eye_gap * 0.76f,
		      h = 25;

		brush_ring(c, x, y, w, h, 1.7f, metal);
		brush_stroke(c,
		    VIA({ x + s * w, y - 2 }, { x + s * (w + 6), y - 5 },
			{ p->x + s * (p->half - 3), y - 4 }),
		    1.8f, 1.3f, metal, 0.9f);
	}
	brush_stroke(c,
	    VIA({ p->x - p->eye_gap * 0.25f, p->eye_y }, { p->x, p->eye_y - 8 },
		{ p->x + p->eye_gap * 0.25f, p->eye_y }),
	    1.8f, 1.3f, metal, 0.95f);
}

/* --------------------------------------------------------------------------- hair */

/* Height above which hair covers the face at t half widths from its middle. */
static float
hairline(const struct person *p, float t)
{
	float side = clamp(t / 0.90f, -1.2f, 1.2f), up = p->top + 74, t2 = side * side,
	      ear = p->eye_y + 4 - up;
	float d = t - p->part;

	switch (p->style) {
	case HAIR_CROP:
		return up - 8 + ear * t2 * t2 * t2 * 0.8f;
	case HAIR_PARTED:
		return up - 4 + 30 * fabsf(d) * (1 - 0.3f * fabsf(d)) + ear * t2 * t2 * 0.7f;
	case HAIR_FRINGE:
		return p->brow_y - 12 + 10 * t2 + (p->chin - p->eye_y) * 0.8f * t2 * t2 * t2;
	case HAIR_LONG:
		return up - 14 + 120 * fabsf(d * 0.6f) * t2 + (p->chin - up) * t2 * t2 * 0.8f;
	case HAIR_BOB:
		return up - 6 + 60 * fabsf(d) * 0.8f + (p->chin - up) * t2 * t2 * 0.7f;
	case HAIR_TIED:
		return up - 14 + ear * t2 * t2 * 0.72f;
	default:
		return up + 4 * t + ear * t2 * t2 * 0.85f;
	}
}

static struct tone
hair_tone(const struct canvas *c, const struct person *p, float px, float py)
{
	/* Strands fan out from the crown; a band of light lies across them. */
	float dx = px - p->x - p->part * 30, dy = py - p->top + 46;
	float fan = dx / (dy > 20 ? dy : 20) * 190 + dx * 0.35f;
	float n = tile_at(strand, (int)(fan * 1.4f + 4096) + (int)c->shift, (int)(py * 0.9f));
	float side = (px - p->x) / 150, band = 1 - fabsf((py - p->top - 34 - 40 * side * side) / 30);
	float light = 1 + 0.55f * n + (band > 0 ? 0.8f * band * (1 - side * side) : 0) - 0.25f * side;
	struct tone t = shade(p->hair, clamp(light, 0.35f, 2.6f));

	return (struct tone){ t.r + 3 * n, t.g + 3 * n, t.b + 4 * n };
}

/* Hair behind head and neck: a rounded mass that ends at `end`. */
static void
paint_hair_behind(const struct canvas *c, const struct person *p)
{
	float end = p->style == HAIR_LONG ? p->shoulder + 60 : p->chin - 4;
	float wide = p->half + (p->style == HAIR_LONG ? 24 : 27);
	struct box b = box_of(c, p->x - wide - 20, p->top + 60, p->x + wide + 20, end + 14);

	for (int y = b.y0; y < b.y1; y++)
		for (int x = b.x0; x < b.x1; x++) {
			float px = design(c, x), py = design(c, y), dx = fabsf(px - p->x);
			float lift = clamp((p->eye_y - 10 - py) / (p->eye_y - p->top + 4), 0, 1);
			float bulge = wide * sqrtf(1 - lift * lift) + 8 * clamp((py - p->eye_y) / 160, 0, 1) +
				      tile_at(strand, (int)py + 40, (int)px) * 1.2f;
			float bottom = end + tile_at(strand, (int)px, 3) * 8 - dx * dx * 0.0012f;
			float a = 0.5f + (bulge - dx) * 0.8f * c->unit, low = 0.5f + (bottom - py) * 0.5f;

			if (a <= 0 || low <= 0)
				continue;
			float deep = 0.62f + 0.38f * clamp((dx - p->half * 0.55f) / (p->half * 0.4f), 0, 1);

			mix(pixel(c, x, y), shade(hair_tone(c, p, px, py), deep),
			    (a > 1 ? 1 : a) * (low > 1 ? 1 : low));
		}
}

static void
paint_hair_cap(const struct canvas *c, const struct person *p)
{
	float over = p->style == HAIR_CROP     ? 5
		     : p->style == HAIR_TIED   ? 7
		     : p->style >= HAIR_FRINGE ? 24
					       : 12;
	float rx = p->half + over, rise = p->style == HAIR_CROP ? 4 : 14, mid = p->eye_y - 10;
	float ry = mid - p->top + rise,
	      end = p->style >= HAIR_FRINGE && p->style != HAIR_TIED ? p->chin - 40 : p->eye_y + 14;
	struct box b = box_of(c, p->x - rx - 4, p->top - rise - 4, p->x + rx + 4, end + 6);

	for (int y = b.y0; y < b.y1; y++)
		for (int x = b.x0; x < b.x1; x++) {
			float px = design(c, x), py = design(c, y), u = (px - p->x) / rx,
			      v = py < mid ? (py - mid) / ry : 0;
			float rough = tile_at(strand, (int)(u * 90 + 512) + (int)c->shift, (int)py / 3);
			float uu = u * u, vv = v * v;
			float a = 0.5f - ((sqrtf(uu + vv - 0.25f * uu * vv) - 1) * rx - rough * 1.5f) * 0.7f *
					     c->unit;

			if (a <= 0)
				continue;
			float t = (px - p->x) / p->half, line = hairline(p, t) + rough * 7;
			float below = 0.5f + (line - py) * 0.28f, low = 0.5f + (end + rough * 5 - py) * 0.2f;

			if (below <= 0 || low <= 0)
				continue;
			float cover = (a > 1 ? 1 : a) * (below > 1 ? 1 : below) * (low > 1 ? 1 : low);

			if (p->style == HAIR_CROP && py > p->top + 40)
				cover *= 0.86f;
			mix(pixel(c, x, y), hair_tone(c, p, px, py), cover);
		}
	/* The shadow that hair throws on the forehead. */
	if (p->style != HAIR_CROP)
		brush_patch(c, p->x, hairline(p, 0) + 6, p->half * 0.8f, 20, shade(p->skin, 0.6f), 0.35f);
}

static void
paint_person(const struct canvas *c, const struct person *p)
{
	if (p->style == HAIR_LONG || p->style == HAIR_BOB || p->style == HAIR_FRINGE)
		paint_hair_behind(c, p);
	paint_neck(c, p);
	paint_shirt(c, p);
	paint_body(c, p);
	paint_ears(c, p);
	paint_face(c, p);
	for (int side = -1; side <= 1; side += 2)
		brush_patch(c, p->x + (float)side * p->half * 0.56f, p->nose_y + 4, 34, 30,
		    (struct tone){ p->skin.r, p->skin.g * 0.80f, p->skin.b * 0.78f }, 0.30f);
	brush_patch(c, p->x - 6, p->chin - 22, 26, 18, shade(p->skin, 1.06f), 0.4f);
	brush_patch(c, p->x - 14, p->brow_y - 34, 56, 34, shade(p->skin, 1.08f), 0.4f);
	paint_mouth(c, p);
	paint_nose(c, p);
	for (int side = -1; side <= 1; side += 2) {
		paint_eye(c, p, (float)side);
		paint_brow(c, p, (float)side);
	}
	paint_hair_cap(c, p);
	if (p->glasses)
		paint_glasses(c, p);
}

void
portrait_paint(
    uint64_t seed, enum portrait_background background, enum portrait_sitter sitter, struct picture *pic)
{
	uint64_t state = seed * UINT64_C(0xD6E8FEB86659FD93) + 1;
	struct person p = choose_person(&state);
	struct canvas c = { .w = pic->width,
		.h = pic->height,
		.unit = (float)pic->width / DESIGN_WIDTH,
		.px = pic->px,
		.shift = one_of(&state, TILE) };

	brush_tiles();
	pic->format = PIXELS_RGB;
	paint_wall(&c, background);
	if (sitter == SITTER_PLAIN) {
		p.style = p.style % 2 ? HAIR_PARTED : HAIR_SHORT;
		p.hair = (struct tone){ 34, 28, 28 };
		p.glasses = false;
	}
	if (sitter != SITTER_NOBODY)
		paint_person(&c, &p);
}
