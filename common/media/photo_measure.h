/* SPDX-License-Identifier: MIT
 * What can be measured in an identity photo without knowing any rule: file and header
 * facts, colour and evenness of the background, a drawn frame, greyness, sharpness,
 * exposure. All in whole numbers, so that the same file gives the same figures everywhere.
 * Thresholds are rule/photo's; the method is design/photo.md 3. */
#ifndef MEDIA_PHOTO_MEASURE_H
#define MEDIA_PHOTO_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jpeg.h"
#include "photo_work.h"

enum photo_background {
	BACKGROUND_NONE, /* not measured */
	BACKGROUND_WHITE,
	BACKGROUND_LIGHT_GREY, /* what phones make of a white wall */
	BACKGROUND_BLUE,
	BACKGROUND_RED,
	BACKGROUND_OTHER,
	BACKGROUND_COUNT
};
/* "white", "light_grey", "blue", "red", "other"; "" for none. Static. */
const char *photo_background_name(enum photo_background background);
/* The same for people, in their language. */
const char *photo_background_text(enum photo_background background);
/* By name; BACKGROUND_NONE where s is no such name. */
enum photo_background photo_background_parse(const char *s);

struct photo_measures {
	/* Facts of the file; always set. */
	int64_t bytes;
	struct jpeg_header header;
	enum jpeg_fault fault;
	int width, height; /* upright: after the stored orientation; 0 unknown */
	struct jpeg_damage damage;

	/* Measures of the picture: only where `measured`. */
	bool measured;
	enum photo_background background;
	int colour[3];        /* the background's median Y, Cb, Cr, 0…255 */
	int even_permille;    /* background pixels within EVEN_DISTANCE of the background's vertical ramp */
	int ramp;             /* colour distance that the ramp covers from top to bottom */
	int frame_permille;   /* of the outermost ring, above the shoulders, that has one colour and differs
				 from what lies inside */
	int chroma_centi;     /* mean |Cb-128| + |Cr-128|, in hundredths */
	int sharpness;        /* variance of the Laplacian over variance, where the face is, in 1/10000 */
	int face_light;       /* mean Y where the face is */
	int face_contrast;    /* standard deviation of Y there */
	int subject_permille; /* of the picture's middle that is not background */
};

/* Colour distance |dY| + 2|dCb| + 2|dCr| within which two pixels count as the same colour. */
enum { EVEN_DISTANCE = 36 };

/* No file is read beyond this; a caller that finds more may set bytes and JPEG_TOO_LARGE itself. */
enum { PHOTO_MAX_BYTES = 32 * 1024 * 1024 };

/* Measure the n bytes of a file at p. Where the file is no picture that can be measured
 * m->fault says why and m->measured is false. Never fails otherwise; no I/O. Afterwards w holds
 * the working picture of what was measured. */
void photo_measure(const void *p, size_t n, struct photo_work *w, struct photo_measures *m);

#endif
