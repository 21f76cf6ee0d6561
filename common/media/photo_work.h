/* SPDX-License-Identifier: MIT
 * The working picture: every photo is measured at one width, because the same blur looks
 * sharp in a smaller copy (design/photo.md 3), and upright. */
#ifndef MEDIA_PHOTO_WORK_H
#define MEDIA_PHOTO_WORK_H

#include <stddef.h>
#include <stdint.h>

#include "jpeg.h"

enum { PHOTO_WORK_WIDTH = 300 };

/* Working storage of one checker, kept from photo to photo. Start zeroed. */
struct photo_work {
	struct picture decoded; /* stored orientation, PIXELS_YCC */
	uint8_t *plane[3];      /* Y, Cb, Cr: width × height each, upright */
	int width, height;      /* at most PHOTO_WORK_WIDTH wide */
	size_t plane_cap;
	uint64_t *sums;
	size_t sums_cap;
};
void photo_work_release(struct photo_work *w);

/* Fill the planes from w->decoded, whose stored orientation (EXIF 1…8) is given. Pictures
 * narrower than PHOTO_WORK_WIDTH keep their size. */
void photo_work_fill(struct photo_work *w, int orientation);

#endif
