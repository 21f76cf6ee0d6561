/* SPDX-License-Identifier: MIT
 * JPEG files before anything is decoded: what they are, what their segments say. */
#include "jpeg.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------- kinds of files */

static bool
starts(const uint8_t *p, size_t n, size_t at, const char *magic, size_t len)
{
	return n >= at + len && memcmp(p + at, magic, len) == 0;
}

static bool
looks_html(const uint8_t *p, size_t n)
{
	static const char *const tags[] = { "<!doctype html", "<html", "<head", "<body", "<script", "<?xml" };
	size_t at = starts(p, n, 0, "\xEF\xBB\xBF", 3) ? 3 : 0;

	while (at < n && (p[at] == ' ' || p[at] == '\t' || p[at] == '\r' || p[at] == '\n'))
		at++;
	for (size_t t = 0; t < sizeof tags / sizeof *tags; t++) {
		size_t len = strlen(tags[t]), i = 0;

		while (i < len && at + i < n &&
		       (p[at + i] | (p[at + i] >= 'A' && p[at + i] <= 'Z' ? 32 : 0)) == tags[t][i])
			i++;
		if (i == len)
			return true;
	}
	return false;
}

static bool
looks_heic(const uint8_t *p, size_t n)
{
	static const char *const brands[] = { "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1",
		"avif" };

	if (!starts(p, n, 4, "ftyp", 4))
		return false;
	for (size_t b = 0; b < sizeof brands / sizeof *brands; b++)
		if (starts(p, n, 8, brands[b], 4))
			return true;
	return false;
}

enum file_kind
file_kind_of(const void *bytes, size_t n)
{
	const uint8_t *p = bytes;

	if (n == 0)
		return FILE_EMPTY;
	if (starts(p, n, 0, "\xFF\xD8\xFF", 3))
		return FILE_JPEG;
	if (starts(p, n, 0, "\x89PNG\r\n\x1A\n", 8))
		return FILE_PNG;
	if (starts(p, n, 0, "RIFF", 4) && starts(p, n, 8, "WEBP", 4))
		return FILE_WEBP;
	if (starts(p, n, 0, "BM", 2) && n >= 26)
		return FILE_BMP;
	if (starts(p, n, 0, "GIF8", 4))
		return FILE_GIF;
	if (looks_heic(p, n))
		return FILE_HEIC;
	if (starts(p, n, 0, "II*\0", 4) || starts(p, n, 0, "MM\0*", 4))
		return FILE_TIFF;
	if (starts(p, n, 0, "%PDF-", 5))
		return FILE_PDF;
	return looks_html(p, n) ? FILE_HTML : FILE_OTHER;
}

const char *
file_kind_name(enum file_kind kind)
{
	static const char *const names[] = { [FILE_EMPTY] = "empty",
		[FILE_JPEG] = "JPEG",
		[FILE_PNG] = "PNG",
		[FILE_WEBP] = "WEBP",
		[FILE_BMP] = "BMP",
		[FILE_GIF] = "GIF",
		[FILE_HEIC] = "HEIC",
		[FILE_TIFF] = "TIFF",
		[FILE_PDF] = "PDF",
		[FILE_HTML] = "HTML",
		[FILE_OTHER] = "unknown" };

	return names[kind];
}

/* -------------------------------------------------------------------- header walk */

static unsigned
be16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static uint32_t
tiff_read(const uint8_t *p, int bytes, bool little)
{
	uint32_t v = 0;

	for (int i = 0; i < bytes; i++)
		v = v << 8 | p[little ? bytes - 1 - i : i];
	return v;
}

/* The orientation in an APP1 segment's payload, or 0. Offsets in it are a stranger's. */
static int
exif_orientation(const uint8_t *p, size_t n)
{
	if (n < 14 || memcmp(p, "Exif\0\0", 6) != 0)
		return 0;
	const uint8_t *t = p + 6;
	size_t len = n - 6;
	bool little = t[0] == 'I';

	if (!(t[0] == t[1] && (little || t[0] == 'M')) || tiff_read(t + 2, 2, little) != 42)
		return 0;
	size_t ifd = tiff_read(t + 4, 4, little);

	if (ifd > len || len - ifd < 2)
		return 0;
	size_t entries = tiff_read(t + ifd, 2, little);
	size_t room = (len - ifd - 2) / 12;

	for (size_t i = 0; i < entries && i < room; i++) {
		const uint8_t *e = t + ifd + 2 + i * 12;

		if (tiff_read(e, 2, little) != 0x0112)
			continue;
		uint32_t v = tiff_read(e + 8, 2, little);
		bool is_short = tiff_read(e + 2, 2, little) == 3 && tiff_read(e + 4, 4, little) == 1;

		return is_short && v >= 1 && v <= 8 ? (int)v : 0;
	}
	return 0;
}

/* Quality as cjpeg counts it, from the sum of a luminance table: the tables of Annex K are
 * scaled by 5000/q below 50 and 200-2q above. */
static int
table_quality(unsigned sum)
{
	enum { ANNEX_K = 3685 }; /* the luminance table's own sum */
	unsigned scale = (sum * 100 + ANNEX_K / 2) / ANNEX_K;
	unsigned q = scale <= 100 ? 100 - scale / 2 : 5000 / scale;

	return q < 1 ? 1 : (int)q;
}

struct walk {
	const uint8_t *p;
	size_t n, at;
	struct jpeg_header *h;
	unsigned table_sum[4]; /* of each quantisation table's values; 0 not seen */
	int luma_table;
	bool frame;
};

static void
read_tables(struct walk *w, const uint8_t *p, size_t n)
{
	while (n > 0) {
		unsigned wide = p[0] >> 4, id = p[0] & 15, sum = 0;
		size_t size = wide ? 128 : 64;

		if (wide > 1 || id > 3 || n < 1 + size)
			return;
		for (size_t i = 0; i < 64; i++)
			sum += wide ? be16(p + 1 + 2 * i) : p[1 + i];
		w->table_sum[id] = sum;
		p += 1 + size;
		n -= 1 + size;
	}
}

static enum jpeg_fault
read_frame(struct walk *w, unsigned marker, const uint8_t *p, size_t n)
{
	struct jpeg_header *h = w->h;

	if (w->frame || n < 6 || n < 6 + 3 * (size_t)p[5])
		return JPEG_CORRUPT;
	w->frame = true;
	h->precision = p[0];
	h->height = (int)be16(p + 1);
	h->width = (int)be16(p + 3);
	h->components = p[5];
	h->progressive = marker == 0xC2 || marker == 0xCA;
	h->arithmetic = marker >= 0xC9;
	if (h->width == 0 || h->components == 0)
		return JPEG_CORRUPT;
	w->luma_table = p[8] & 3;
	bool plain = marker <= 0xC2 || marker == 0xC9 || marker == 0xCA;

	if (!plain || h->precision != 8 || h->height == 0 || (h->components != 1 && h->components != 3))
		return JPEG_UNSUPPORTED;
	return JPEG_OK;
}

/* Skip entropy-coded data: to the next marker that is neither stuffing nor a restart. */
static void
skip_scan(struct walk *w)
{
	while (w->at < w->n) {
		const uint8_t *ff = memchr(w->p + w->at, 0xFF, w->n - w->at);

		if (ff == NULL || ff + 1 == w->p + w->n)
			break;
		w->at = (size_t)(ff - w->p);
		if (ff[1] != 0 && ff[1] != 0xFF && (ff[1] < 0xD0 || ff[1] > 0xD7))
			return;
		w->at += ff[1] == 0xFF ? 1 : 2;
	}
	w->at = w->n;
}

static bool
is_frame(unsigned marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* One segment with a length, the marker read already. */
static enum jpeg_fault
walk_segment(struct walk *w, unsigned marker)
{
	if (w->n - w->at < 2)
		return JPEG_TRUNCATED;
	size_t len = be16(w->p + w->at);

	if (len < 2)
		return JPEG_CORRUPT;
	if (len > w->n - w->at)
		return JPEG_TRUNCATED;
	const uint8_t *body = w->p + w->at + 2;
	enum jpeg_fault fault = JPEG_OK;

	w->at += len;
	if (is_frame(marker)) {
		fault = read_frame(w, marker, body, len - 2);
	} else if (marker == 0xDE) {
		fault = JPEG_UNSUPPORTED; /* hierarchical */
	} else if (marker == 0xDB) {
		read_tables(w, body, len - 2);
	} else if (marker == 0xE1 && w->h->orientation == 0) {
		w->h->orientation = exif_orientation(body, len - 2);
	} else if (marker == 0xDA) {
		if (!w->frame)
			return JPEG_CORRUPT;
		w->h->scans++;
		skip_scan(w);
	}
	return fault;
}

static enum jpeg_fault
walk_all(struct walk *w)
{
	while (w->at < w->n) {
		/* As decoders do: what stands between segments is skipped. */
		const uint8_t *ff = memchr(w->p + w->at, 0xFF, w->n - w->at);

		if (ff == NULL)
			break;
		w->at = (size_t)(ff - w->p) + 1;
		while (w->at < w->n && w->p[w->at] == 0xFF)
			w->at++;
		if (w->at == w->n)
			break;
		unsigned marker = w->p[w->at++];

		if (marker == 0xD9) {
			w->h->end = true;
			break;
		}
		if (marker == 0xD8)
			return JPEG_CORRUPT;
		if (marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD7))
			continue;
		enum jpeg_fault fault = walk_segment(w, marker);

		if (fault != JPEG_OK)
			return fault;
	}
	return w->h->scans > 0 ? JPEG_OK : w->h->end ? JPEG_CORRUPT : JPEG_TRUNCATED;
}

static enum jpeg_fault
check_limits(const struct jpeg_header *h)
{
	int longer = h->width > h->height ? h->width : h->height;
	int shorter = h->width > h->height ? h->height : h->width;

	if ((int64_t)h->width * h->height > JPEG_MAX_PIXELS || h->scans > JPEG_MAX_SCANS)
		return JPEG_TOO_LARGE;
	if (shorter < JPEG_MIN_SIDE)
		return JPEG_TOO_SMALL;
	return longer > JPEG_MAX_ASPECT * shorter ? JPEG_RIBBON : JPEG_OK;
}

enum jpeg_fault
jpeg_walk(const void *bytes, size_t n, struct jpeg_header *h)
{
	struct walk w = { .p = bytes, .n = n, .at = 2, .h = h };

	*h = (struct jpeg_header){ .kind = file_kind_of(bytes, n) };
	if (h->kind != FILE_JPEG)
		return JPEG_NOT_JPEG;
	enum jpeg_fault fault = walk_all(&w);

	if (h->orientation == 0)
		h->orientation = 1;
	if (w.frame && w.table_sum[w.luma_table] > 0)
		h->quality = table_quality(w.table_sum[w.luma_table]);
	/* A giant is a giant even where the file breaks off after its header. */
	if (w.frame && (fault == JPEG_OK || fault == JPEG_TRUNCATED) && check_limits(h) == JPEG_TOO_LARGE)
		return JPEG_TOO_LARGE;
	return fault == JPEG_OK ? check_limits(h) : fault;
}
