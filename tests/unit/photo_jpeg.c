/* SPDX-License-Identifier: MIT
 * JPEG files: what the header walk sees, what it refuses, how decoding and orientation go. */
#include "media/jpeg.h"

#include <stdlib.h>
#include <string.h>

#include "../tap.h"
#include "../gen/brush.c"
#include "../gen/portrait.c"
#include "media/photo_measure.h"

static struct picture
portrait(int w, int h)
{
	struct picture p = { .width = w, .height = h, .cap = (size_t)w * (size_t)h * 3 };

	p.px = malloc(p.cap);
	portrait_paint(7, PORTRAIT_BLUE, SITTER_ANY, &p);
	return p;
}

static void
encoded(struct buf *out, int w, int h, int quality)
{
	struct picture p = portrait(w, h);
	struct jpeg_options o = { .quality = quality };

	jpeg_encode(&p, &o, out);
	picture_release(&p);
}

/* Offset of the payload of the first segment with this marker. */
static size_t
segment(const struct buf *b, unsigned marker)
{
	size_t at = 2;

	while (at + 4 < b->len) {
		const unsigned char *p = (const unsigned char *)b->ptr + at;

		if (p[1] == marker)
			return at + 4;
		at += 2 + ((size_t)p[2] << 8 | p[3]);
	}
	return 0;
}

static void
insert(struct buf *b, size_t at, const void *p, size_t n)
{
	buf_room(b, n);
	memmove(b->ptr + at + n, b->ptr + at, b->len - at);
	memcpy(b->ptr + at, p, n);
	b->len += n;
}

static void
test_kinds(void)
{
	static const struct {
		const char *bytes;
		size_t n;
		enum file_kind kind;
	} files[] = {
		{ "", 0, FILE_EMPTY },
		{ "\xFF\xD8\xFF\xE0", 4, FILE_JPEG },
		{ "\xFF\xD8", 2, FILE_OTHER },
		{ "\x89PNG\r\n\x1A\n....", 12, FILE_PNG },
		{ "RIFF\1\2\3\4WEBPVP8 ", 16, FILE_WEBP },
		{ "RIFF\1\2\3\4WAVE", 12, FILE_OTHER },
		{ "GIF89a", 6, FILE_GIF },
		{ "\0\0\0\x18"
		  "ftypheic\0\0\0\0",
		    16, FILE_HEIC },
		{ "\0\0\0\x18"
		  "ftypisom\0\0\0\0",
		    16, FILE_OTHER },
		{ "BM\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 26, FILE_BMP },
		{ "%PDF-1.4", 8, FILE_PDF },
		{ "\xEF\xBB\xBF\r\n <!DOCTYPE html>", 20, FILE_HTML },
		{ "<HTML>", 6, FILE_HTML },
		{ "<htm", 4, FILE_OTHER },
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		ok(file_kind_of(files[i].bytes, files[i].n) == files[i].kind, "file %zu is %s", i,
		    file_kind_name(files[i].kind));
}

static void
test_header(void)
{
	struct buf b = BUF_INIT;
	struct jpeg_header h;

	for (int q = 5; q <= 100; q += 5) {
		buf_clear(&b);
		encoded(&b, 64, 90, q);
		enum jpeg_fault fault = jpeg_walk(b.ptr, b.len, &h);

		ok(fault == JPEG_OK && h.width == 64 && h.height == 90 && h.components == 3 && h.scans == 1 &&
			h.end && h.orientation == 1 && !h.progressive,
		    "quality %d: header read", q);
		/* Table entries are capped at 255, which hides some of the worst qualities. */
		ok(abs(h.quality - q) <= (q < 15      ? 9
					     : q < 25 ? 2
						      : 1),
		    "quality %d estimated as %d", q, h.quality);
	}
	buf_release(&b);
}

/* A good file with one thing changed. */
static void
test_refused(void)
{
	static const struct {
		const char *what;
		unsigned marker; /* the segment in which to change */
		int at;          /* offset in its payload; -3 the marker itself */
		unsigned char bytes[4];
		size_t n;
		enum jpeg_fault fault;
	} cases[] = {
		{ "65500 by 65500 pixels", 0xC0, 1, { 0xFF, 0xDC, 0xFF, 0xDC }, 4, JPEG_TOO_LARGE },
		{ "7100 by 7100 pixels", 0xC0, 1, { 0x1B, 0xBC, 0x1B, 0xBC }, 4, JPEG_TOO_LARGE },
		{ "47 pixels wide", 0xC0, 3, { 0, 47 }, 2, JPEG_TOO_SMALL },
		{ "361 by 90", 0xC0, 1, { 0, 90, 1, 105 }, 4, JPEG_RIBBON },
		{ "height left open", 0xC0, 1, { 0, 0 }, 2, JPEG_UNSUPPORTED },
		{ "no width", 0xC0, 3, { 0, 0 }, 2, JPEG_CORRUPT },
		{ "12 bits", 0xC0, 0, { 12 }, 1, JPEG_UNSUPPORTED },
		{ "4 components in the room of 3", 0xC0, 5, { 4 }, 1, JPEG_CORRUPT },
		{ "2 components", 0xC0, 5, { 2 }, 1, JPEG_UNSUPPORTED },
		{ "lossless", 0xC0, -3, { 0xC3 }, 1, JPEG_UNSUPPORTED },
		{ "hierarchical", 0xC0, -3, { 0xDE }, 1, JPEG_UNSUPPORTED },
		{ "a second start", 0xC4, -3, { 0xD8 }, 1, JPEG_CORRUPT },
		{ "segment of length 1", 0xC4, -2, { 0, 1 }, 2, JPEG_CORRUPT },
		{ "no frame before the scan", 0xC0, -3, { 0xEC }, 1, JPEG_CORRUPT },
	};
	struct buf b = BUF_INIT;
	struct jpeg_header h;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buf_clear(&b);
		encoded(&b, 64, 90, 80);
		memcpy(b.ptr + (ptrdiff_t)segment(&b, cases[i].marker) + cases[i].at, cases[i].bytes,
		    cases[i].n);
		ok(jpeg_walk(b.ptr, b.len, &h) == cases[i].fault, "%s", cases[i].what);
	}
	/* The same scan again and again. */
	for (int extra = 15; extra <= 16; extra++) {
		buf_clear(&b);
		encoded(&b, 64, 90, 30);
		size_t scan = segment(&b, 0xDA) - 4, n = b.len - 2 - scan;

		for (int i = 0; i < extra; i++) {
			char *copy = malloc(n);

			memcpy(copy, b.ptr + scan, n);
			insert(&b, scan, copy, n);
			free(copy);
		}
		enum jpeg_fault fault = jpeg_walk(b.ptr, b.len, &h);

		ok(h.scans == extra + 1 && fault == (extra > 15 ? JPEG_TOO_LARGE : JPEG_OK), "%d scans",
		    extra + 1);
	}
	buf_release(&b);
}

/* Cut anywhere, a file is never taken for a whole one. */
static void
test_cut(void)
{
	struct buf b = BUF_INIT;
	struct picture out = { 0 };
	int missed = 0, cuts = 0;

	encoded(&b, 100, 140, 85);
	for (size_t n = 1; n < b.len; n += 13, cuts++) {
		struct jpeg_header h;
		struct jpeg_damage damage = { 0 };
		enum jpeg_fault fault = jpeg_walk(b.ptr, n, &h);

		if (fault == JPEG_OK)
			fault = jpeg_decode(b.ptr, n, &h, 100, true, &out, &damage);
		missed += fault == JPEG_OK && h.end;
		if (n < b.len - 200)
			missed += fault == JPEG_OK;
	}
	ok(missed == 0, "%d cuts: none taken for a whole picture", cuts);
	struct jpeg_header h;
	struct jpeg_damage damage;

	ok(jpeg_walk(b.ptr, b.len - 2, &h) == JPEG_OK && !h.end &&
		jpeg_decode(b.ptr, b.len - 2, &h, 100, true, &out, &damage) == JPEG_OK &&
		damage.warnings == 0,
	    "without its end marker the picture decodes whole, and the header says so");
	picture_release(&out);
	buf_release(&b);
}

static void
test_exif(void)
{
	static const struct {
		const char *what;
		char bytes[40];
		size_t n;
		int orientation;
	} cases[] = {
		{ "big endian, 6",
		    "\xFF\xE1\0\x22"
		    "Exif\0\0MM\0\x2A\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0",
		    36, 6 },
		{ "little endian, 8",
		    "\xFF\xE1\0\x22"
		    "Exif\0\0II\x2A\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\x08\0\0\0\0\0\0\0",
		    36, 8 },
		{ "value 9",
		    "\xFF\xE1\0\x22"
		    "Exif\0\0MM\0\x2A\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\x09\0\0\0\0\0\0",
		    36, 1 },
		{ "a LONG",
		    "\xFF\xE1\0\x22"
		    "Exif\0\0MM\0\x2A\0\0\0\x08\0\1\1\x12\0\4\0\0\0\1\0\6\0\0\0\0\0\0",
		    36, 1 },
		{ "directory far outside",
		    "\xFF\xE1\0\x22"
		    "Exif\0\0MM\0\x2A\xFF\xFF\xFF\xF0\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0",
		    36, 1 },
		{ "65535 entries of which one is there",
		    "\xFF\xE1\0\x22"
		    "Exif\0\0MM\0\x2A\0\0\0\x08\xFF\xFF\1\x12\0\3\0\0\0\1\0\3\0\0\0\0\0\0",
		    36, 3 },
		{ "entry cut off",
		    "\xFF\xE1\0\x1A"
		    "Exif\0\0MM\0\x2A\0\0\0\x08\0\1\1\x12\0\3\0\0",
		    28, 1 },
		{ "only the word",
		    "\xFF\xE1\0\x08"
		    "Exif\0\0",
		    10, 1 },
	};
	struct jpeg_header h;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = BUF_INIT;

		encoded(&b, 64, 90, 80);
		insert(&b, 2, cases[i].bytes, cases[i].n);
		ok(jpeg_walk(b.ptr, b.len, &h) == JPEG_OK && h.orientation == cases[i].orientation &&
			h.width == 64,
		    "EXIF %s: orientation %d", cases[i].what, cases[i].orientation);
		buf_release(&b);
	}
	/* A thumbnail is a JPEG inside a segment: its size is not the picture's. */
	struct buf b = BUF_INIT, small = BUF_INIT;

	encoded(&b, 64, 90, 80);
	encoded(&small, 48, 60, 20);
	char head[4] = { '\xFF', '\xE1', (char)((small.len + 2) >> 8), (char)(small.len + 2) };

	insert(&b, 2, small.ptr, small.len);
	insert(&b, 2, head, 4);
	ok(jpeg_walk(b.ptr, b.len, &h) == JPEG_OK && h.width == 64 && h.scans == 1, "a thumbnail is skipped");
	buf_release(&b);
	buf_release(&small);
}

/* The eight orientations in the words of EXIF 2.3: which side of the scene the stored
 * row 0 and column 0 show. */
static const char *const sides[9] = { NULL, "TL", "TR", "BR", "BL", "LT", "RT", "RB", "LB" };

static struct picture
stored_as(const struct picture *scene, int orientation)
{
	char row = sides[orientation][0], column = sides[orientation][1];
	bool turned = row == 'L' || row == 'R';
	struct picture out = { .format = scene->format,
		.width = turned ? scene->height : scene->width,
		.height = turned ? scene->width : scene->height,
		.cap = scene->cap,
		.px = malloc(scene->cap) };

	for (int r = 0; r < out.height; r++)
		for (int c = 0; c < out.width; c++) {
			int x = turned ? r : c, y = turned ? c : r;

			x = row == 'R' || column == 'R' ? scene->width - 1 - x : x;
			y = row == 'B' || column == 'B' ? scene->height - 1 - y : y;
			memcpy(out.px + (r * out.width + c) * 3, scene->px + (y * scene->width + x) * 3, 3);
		}
	return out;
}

static void
test_orientations(int w, int h)
{
	struct picture scene = portrait(w, h);
	struct photo_work work = { 0 };
	struct photo_measures m;
	uint8_t *upright = NULL;
	size_t n = 0;

	for (int o = 1; o <= 8; o++) {
		char app1[] = "\xFF\xE1\0\x22"
			      "Exif\0\0MM\0\x2A\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\1\0\0\0\0\0\0";
		struct picture stored = stored_as(&scene, o);
		struct buf b = BUF_INIT;
		struct jpeg_options q = { .quality = 98, .chroma_full = true };
		int64_t off = 0;

		jpeg_encode(&stored, &q, &b);
		app1[29] = (char)o;
		insert(&b, 2, app1, 36);
		photo_measure(b.ptr, b.len, &work, &m);
		if (o == 1) {
			n = (size_t)work.width * (size_t)work.height;
			upright = malloc(n);
			memcpy(upright, work.plane[0], n);
		}
		for (size_t i = 0; i < n && (size_t)work.width * (size_t)work.height == n; i++)
			off += abs(work.plane[0][i] - upright[i]);
		ok(m.measured && m.header.orientation == o && m.width == w && m.height == h &&
			off / (int64_t)n < 2 && m.background == BACKGROUND_BLUE,
		    "%d by %d, orientation %d comes out upright", w, h, o);
		picture_release(&stored);
		buf_release(&b);
	}
	free(upright);
	picture_release(&scene);
	photo_work_release(&work);
}

static void
test_decode(void)
{
	static const struct {
		int min_width, width;
	} scales[] = { { 800, 800 }, { 900, 800 }, { 401, 800 }, { 400, 400 }, { 200, 200 }, { 150, 200 },
		{ 100, 100 }, { 10, 100 } };
	struct buf b = BUF_INIT, again = BUF_INIT;
	struct jpeg_header h;
	struct jpeg_damage damage;
	struct picture out = { 0 };

	encoded(&b, 800, 1120, 90);
	encoded(&again, 800, 1120, 90);
	ok(b.len == again.len && memcmp(b.ptr, again.ptr, b.len) == 0,
	    "the same picture gives the same bytes");
	jpeg_walk(b.ptr, b.len, &h);
	for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
		enum jpeg_fault fault =
		    jpeg_decode(b.ptr, b.len, &h, scales[i].min_width, false, &out, &damage);

		ok(fault == JPEG_OK && out.width == scales[i].width &&
			out.height == scales[i].width * 7 / 5 && damage.warnings == 0,
		    "at least %d wide: decoded %d wide", scales[i].min_width, out.width);
	}
	/* The wall behind: RGB 67 142 219 is Y 128, Cb 179, Cr 84. */
	ok(abs(out.px[0] - 128) <= 2 && abs(out.px[1] - 179) <= 2 && abs(out.px[2] - 84) <= 2,
	    "colours survive: %d %d %d", out.px[0], out.px[1], out.px[2]);

	struct picture p = portrait(64, 90);
	struct jpeg_options grey = { .quality = 90, .grey = true, .dpi = 300, .small = true };

	buf_clear(&b);
	jpeg_encode(&p, &grey, &b);
	ok(jpeg_walk(b.ptr, b.len, &h) == JPEG_OK && h.components == 1, "one component");
	ok(jpeg_decode(b.ptr, b.len, &h, 64, true, &out, &damage) == JPEG_OK && out.px[1] == 128 &&
		out.px[2] == 128 && abs(out.px[0] - 128) <= 3,
	    "grey decodes with neutral chroma");
	ok((unsigned char)b.ptr[13] == 1 && (unsigned char)b.ptr[14] == 1 && (unsigned char)b.ptr[15] == 44,
	    "300 dots an inch in the JFIF header");
	picture_release(&p);
	picture_release(&out);
	buf_release(&b);
	buf_release(&again);
}

int
main(void)
{
	test_kinds();
	test_header();
	test_refused();
	test_cut();
	test_exif();
	test_orientations(250, 350); /* decoded as it is */
	test_orientations(413, 579); /* shrunk */
	test_orientations(610, 850); /* decoded at half, shrunk */
	test_decode();
	return done();
}
