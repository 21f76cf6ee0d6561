/* SPDX-License-Identifier: MIT
 * Noise and strokes. */
#include "brush.h"

#include <stdbool.h>

float grain[TILE * TILE], strand[TILE * TILE], blotch[TILE * TILE];

/* Box-average a tile over w × h, wrapping, and stretch the result back to about -1 … 1. */
static void
tile_smooth(const float *from, float *to, int w, int h, float gain)
{
	for (int y = 0; y < TILE; y++)
		for (int x = 0; x < TILE; x++) {
			float sum = 0;

			for (int i = 0; i < w * h; i++)
				sum += tile_at(from, x + i % w, y + i / w);
			to[y * TILE + x] = sum * gain / (float)(w * h);
		}
}

void
brush_tiles(void)
{
	static bool made;
	static float half[TILE * TILE];
	uint64_t state = 20180222;

	if (made)
		return;
	made = true;
	for (int i = 0; i < TILE * TILE; i++)
		grain[i] = between(&state, -0.5f, 0.5f) + between(&state, -0.5f, 0.5f);
	tile_smooth(grain, strand, 1, 22, 4.0f);
	tile_smooth(grain, half, 19, 1, 2.5f);
	tile_smooth(half, blotch, 1, 19, 2.5f);
}

void
brush_patch(const struct canvas *c, float cx, float cy, float rx, float ry, struct tone t, float alpha)
{
	struct box b = box_of(c, cx - rx, cy - ry, cx + rx, cy + ry);

	for (int y = b.y0; y < b.y1; y++)
		for (int x = b.x0; x < b.x1; x++) {
			float u = (design(c, x) - cx) / rx, v = (design(c, y) - cy) / ry,
			      r = 1 - u * u - v * v;

			if (r > 0)
				mix(pixel(c, x, y), t, alpha * r * r);
		}
}

void
brush_oval(const struct canvas *c, float cx, float cy, float rx, float ry, struct tone t, float soft)
{
	struct box b = box_of(c, cx - rx - soft, cy - ry - soft, cx + rx + soft, cy + ry + soft);
	float least = rx < ry ? rx : ry;

	for (int y = b.y0; y < b.y1; y++)
		for (int x = b.x0; x < b.x1; x++) {
			float u = (design(c, x) - cx) / rx, v = (design(c, y) - cy) / ry;
			float a = 0.5f - (sqrtf(u * u + v * v) - 1) * least / soft;

			if (a > 0)
				mix(pixel(c, x, y), t, a > 1 ? 1 : a);
		}
}

void
brush_ring(const struct canvas *c, float cx, float cy, float rx, float ry, float thick, struct tone t)
{
	struct box b = box_of(c, cx - rx - thick, cy - ry - thick, cx + rx + thick, cy + ry + thick);

	for (int y = b.y0; y < b.y1; y++)
		for (int x = b.x0; x < b.x1; x++) {
			float u = (design(c, x) - cx) / rx, v = (design(c, y) - cy) / ry, uu = u * u,
			      vv = v * v;
			float r = sqrtf(sqrtf(uu * uu + vv * vv)), a = 0.5f - fabsf(r - 1) * ry + thick / 2;

			if (a > 0)
				mix(pixel(c, x, y), t, a > 1 ? 1 : a);
		}
}

void
brush_stroke(
    const struct canvas *c, const struct point p[3], float thick, float soft, struct tone t, float alpha)
{
	enum { PARTS = 8 };
	struct point q[PARTS + 1];
	float reach = thick + soft, low_x = p[0].x, high_x = p[0].x, low_y = p[0].y, high_y = p[0].y;

	for (int i = 0; i <= PARTS; i++) {
		float s = (float)i / PARTS, r = 1 - s;

		q[i].x = r * r * p[0].x + 2 * r * s * p[1].x + s * s * p[2].x;
		q[i].y = r * r * p[0].y + 2 * r * s * p[1].y + s * s * p[2].y;
		low_x = fminf(low_x, q[i].x);
		high_x = fmaxf(high_x, q[i].x);
		low_y = fminf(low_y, q[i].y);
		high_y = fmaxf(high_y, q[i].y);
	}
	struct box b = box_of(c, low_x - reach, low_y - reach, high_x + reach, high_y + reach);

	for (int y = b.y0; y < b.y1; y++)
		for (int x = b.x0; x < b.x1; x++) {
			float px = design(c, x), py = design(c, y), best = 0;

			for (int i = 0; i < PARTS; i++) {
				float dx = q[i + 1].x - q[i].x, dy = q[i + 1].y - q[i].y;
				float s = clamp(
				    ((px - q[i].x) * dx + (py - q[i].y) * dy) / (dx * dx + dy * dy + 1e-6f),
				    0, 1);
				float ex = px - q[i].x - s * dx, ey = py - q[i].y - s * dy;
				float along = ((float)i + s) / PARTS * 2 - 1,
				      width = thick * (1 - 0.75f * along * along);
				float a = 0.5f - (sqrtf(ex * ex + ey * ey) - width) / soft;

				best = a > best ? a : best;
			}
			if (best > 0)
				mix(pixel(c, x, y), t, alpha * (best > 1 ? 1 : best));
		}
}
