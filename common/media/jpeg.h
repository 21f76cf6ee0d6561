/* SPDX-License-Identifier: MIT
 * JPEG files from strangers: what a file really is, what its header says before anything
 * is decoded, and decoding under hard limits. Also writing JPEGs of our own.
 * The limits answer pictures made to exhaust the reader: 65500 × 65500 in 90 KB, 410
 * progressive scans in 107 KB (libjpeg-turbo issues 249, 252, 284). */
#ifndef MEDIA_JPEG_H
#define MEDIA_JPEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* What a file is by its first bytes, whatever its name says. */
enum file_kind {
	FILE_EMPTY,
	FILE_JPEG,
	FILE_PNG,
	FILE_WEBP,
	FILE_BMP,
	FILE_GIF,
	FILE_HEIC,
	FILE_TIFF,
	FILE_PDF,
	FILE_HTML,
	FILE_OTHER
};
enum file_kind file_kind_of(const void *p, size_t n);
/* "PNG", "HTML" …; static. */
const char *file_kind_name(enum file_kind kind);

/* Why a file cannot be used, JPEG_OK where it can. */
enum jpeg_fault {
	JPEG_OK,
	JPEG_NOT_JPEG,    /* another kind of file, or none */
	JPEG_CORRUPT,     /* structure or data that no decoder can follow */
	JPEG_TRUNCATED,   /* the file ends inside the header or the picture */
	JPEG_UNSUPPORTED, /* lossless, hierarchical, not 8 bit, height left open, 2 or 4 components (CMYK) */
	JPEG_TOO_LARGE,   /* pixels, scans or working memory beyond the limits below */
	JPEG_TOO_SMALL,   /* narrower or lower than JPEG_MIN_SIDE */
	JPEG_RIBBON       /* one side more than JPEG_MAX_ASPECT times the other */
};

enum {
	JPEG_MAX_PIXELS = 50 * 1000 * 1000,
	JPEG_MAX_SCANS = 16, /* encoders write at most about 10 */
	JPEG_MIN_SIDE = 48,
	JPEG_MAX_ASPECT = 4,
	JPEG_MAX_MEMORY = 256 * 1024 * 1024 /* what the decoder may keep for progressive files */
};

struct jpeg_header {
	enum file_kind kind;
	int width, height; /* as stored, before orientation; 0 where no frame header was reached */
	int components;
	int precision; /* bits a sample */
	bool progressive, arithmetic;
	int scans;
	int orientation; /* EXIF 1…8; 1 where absent or nonsense */
	int quality;     /* 1…100 as cjpeg counts, estimated from the luminance table; 0 unknown */
	bool end;        /* the end marker is there */
};

/* Walk the segments of a whole file (n bytes at p), decoding nothing. *h is filled as far as
 * the walk came. A missing end marker alone is no fault here: h->end says it. */
enum jpeg_fault jpeg_walk(const void *p, size_t n, struct jpeg_header *h);

/* A decoded picture: width × height pixels of `channels` bytes, rows without padding. */
enum pixels { PIXELS_YCC, PIXELS_RGB };
struct picture {
	enum pixels format; /* 3 bytes a pixel: Y Cb Cr (JFIF, full range) or R G B */
	int width, height;
	uint8_t *px; /* owned */
	size_t cap;  /* bytes of storage behind px; kept when the struct is decoded into again */
};
void picture_release(struct picture *pic);

/* How a decode went, where pixels came out. */
struct jpeg_damage {
	int warnings; /* of the decoder: 0 for a sound file; a missing end marker is not counted */
	int lost;     /* those that mean a part of the picture is wrong or missing */
};

/* Decode a file that jpeg_walk accepted, at the smallest of the scales 1/8, 1/4, 1/2, 1/1
 * that is at least min_width pixels wide (1/1 where none is). Stored orientation is kept. Grey pictures come
 * out with neutral chroma. fine: the slow exact transform and smooth chroma, for pictures
 * that people will see; else the fast ones, for measuring.
 * JPEG_CORRUPT, JPEG_TRUNCATED, JPEG_UNSUPPORTED and JPEG_TOO_LARGE leave no pixels. */
enum jpeg_fault jpeg_decode(const void *p, size_t n, const struct jpeg_header *h, int min_width, bool fine,
    struct picture *out, struct jpeg_damage *damage);

struct jpeg_options {
	int quality;      /* 1…100 */
	int dpi;          /* 0: none given */
	bool grey;        /* one component */
	bool chroma_full; /* 4:4:4 in place of 4:2:0 */
	bool small;       /* Huffman tables fitted to the picture: fewer bytes, half as much time again */
};
/* Append pic as a JPEG file to out. The same picture and options give the same bytes. */
void jpeg_encode(const struct picture *pic, const struct jpeg_options *o, struct buf *out);

#endif
