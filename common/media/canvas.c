/* SPDX-License-Identifier: MIT
 * Drawing as PDF page operators (ISO 32000-1, 8 and 9): numbers, rules and pictures. */
#include "media/canvas_part.h"

#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "media/jpeg.h"

void
canvas_begin(struct canvas *c, double width, double height)
{
	buf_clear(&c->ops);
	buf_clear(&c->image_bytes);
	c->width = width;
	c->height = height;
	c->fault = CANVAS_OK;
	c->fault_cp = 0;
	c->images = 0;
	for (int i = 0; i < FONT_FACES; i++)
		c->mark[i] = c->use->face[i].n;
	buf_add(&c->ops, "2 Tr\n", 5); /* fill and outline */
	c->set_font = c->set_size = -1;
}

void
canvas_release(struct canvas *c)
{
	buf_release(&c->ops);
	buf_release(&c->image_bytes);
	free(c->image);
}

void
canvas_fault_text(const struct canvas *c, struct buf *out)
{
	switch (c->fault) {
	case CANVAS_OK:
		break;
	case CANVAS_GLYPH:
		buf_printf(out, L("a character that no font has: U+%04X", "字体中没有的字: U+%04X"), c->fault_cp);
		break;
	case CANVAS_FIT:
		buf_str(out, L("a text does not fit its place", "文字超出版面"));
		break;
	case CANVAS_IMAGE:
		buf_str(out, L("a picture is not a JPEG that can be printed", "照片不是可打印的 JPEG 文件"));
		break;
	}
}

double
canvas_points(double mm)
{
	return mm * (72 / 25.4);
}

/* Two decimals are 1/7200 inch. */
void
canvas_number(struct canvas *c, double v)
{
	char text[24], *p = text + sizeof text;
	long n = lround(v * 100);
	unsigned long u = n < 0 ? -(unsigned long)n : (unsigned long)n;

	*--p = ' ';
	if (u % 100 != 0) {
		if (u % 10 != 0)
			*--p = (char)('0' + u % 10);
		*--p = (char)('0' + u / 10 % 10);
		*--p = '.';
	}
	u /= 100;
	do
		*--p = (char)('0' + u % 10);
	while ((u /= 10) != 0);
	if (n < 0)
		*--p = '-';
	buf_add(&c->ops, p, (size_t)(text + sizeof text - p));
}

void
canvas_point(struct canvas *c, double x, double y)
{
	canvas_number(c, canvas_points(x));
	canvas_number(c, canvas_points(c->height - y));
}

bool
canvas_fail(struct canvas *c, enum canvas_fault fault, uint32_t cp)
{
	if (c->fault == CANVAS_OK) {
		c->fault = fault;
		c->fault_cp = cp;
	}
	return false;
}

/* A new weight for rules; text will set its own again. */
static void
weigh(struct canvas *c, double weight)
{
	c->set_size = -1;
	canvas_number(c, weight);
	buf_add(&c->ops, "w ", 2);
}

void
canvas_line(struct canvas *c, double x1, double y1, double x2, double y2, double weight)
{
	weigh(c, weight);
	canvas_point(c, x1, y1);
	buf_add(&c->ops, "m ", 2);
	canvas_point(c, x2, y2);
	buf_add(&c->ops, "l S\n", 4);
}

static void
rectangle(struct canvas *c, double x, double y, double w, double h)
{
	canvas_point(c, x, y + h);
	canvas_number(c, canvas_points(w));
	canvas_number(c, canvas_points(h));
	buf_add(&c->ops, "re ", 3);
}

void
canvas_frame(struct canvas *c, double x, double y, double w, double h, double weight)
{
	weigh(c, weight);
	rectangle(c, x, y, w, h);
	buf_add(&c->ops, "S\n", 2);
}

void
canvas_fill(struct canvas *c, double x, double y, double w, double h, double grey)
{
	buf_add(&c->ops, "q ", 2);
	canvas_ink(c, grey);
	rectangle(c, x, y, w, h);
	buf_add(&c->ops, "f Q\n", 4);
}

void
canvas_ink(struct canvas *c, double grey)
{
	canvas_number(c, grey);
	buf_add(&c->ops, "g ", 2);
	canvas_number(c, grey);
	buf_add(&c->ops, "G ", 2);
}

/* What of a picture's own right and up directions goes along the page's, for the EXIF
 * orientations 1 … 8 (CIPA DC-008, 4.6.4): a b c d of the matrix, before scaling. */
static const signed char turn[9][4] = { { 1, 0, 0, 1 }, { 1, 0, 0, 1 }, { -1, 0, 0, 1 }, { -1, 0, 0, -1 },
	{ 1, 0, 0, -1 }, { 0, -1, -1, 0 }, { 0, -1, 1, 0 }, { 0, 1, 1, 0 }, { 0, 1, -1, 0 } };

bool
canvas_jpeg(struct canvas *c, const void *p, size_t n, double x, double y, double w, double h)
{
	struct jpeg_header j;

	if (jpeg_walk(p, n, &j) != JPEG_OK || j.arithmetic)
		return canvas_fail(c, CANVAS_IMAGE, 0);
	const signed char *m = turn[j.orientation];
	double pw = m[0] ? j.width : j.height, ph = m[0] ? j.height : j.width;
	double scale = w / pw < h / ph ? w / pw : h / ph;
	double left = canvas_points(x + (w - pw * scale) / 2), down = canvas_points(c->height - y - (h + ph * scale) / 2);
	double pt_w = canvas_points(pw * scale), pt_h = canvas_points(ph * scale);

	buf_add(&c->ops, "q ", 2);
	canvas_number(c, m[0] * pt_w);
	canvas_number(c, m[1] * pt_h);
	canvas_number(c, m[2] * pt_w);
	canvas_number(c, m[3] * pt_h);
	canvas_number(c, left + (m[0] + m[2] < 0 ? pt_w : 0));
	canvas_number(c, down + (m[1] + m[3] < 0 ? pt_h : 0));
	buf_printf(&c->ops, "cm /I%zu Do Q\n", c->images);
	c->image = grow(c->image, c->images, &c->image_cap, sizeof *c->image);
	c->image[c->images++] = (struct canvas_image){ c->image_bytes.len, n, j.width, j.height, j.components };
	buf_add(&c->image_bytes, p, n);
	return true;
}

void
canvas_bits(struct canvas *c, const unsigned char *bits, int width, int height,
    double x, double y, double w, double h)
{
	static const char hex[] = "0123456789abcdef";

	buf_add(&c->ops, "q ", 2);
	canvas_number(c, canvas_points(w));
	buf_add(&c->ops, "0 0 ", 4);
	canvas_number(c, canvas_points(h));
	canvas_point(c, x, y + h);
	/* In hexadecimal: raw bits could spell the operator that ends them. */
	buf_printf(&c->ops, "cm BI /W %d /H %d /IM true /D [1 0] /F /AHx ID ", width, height);
	for (int i = 0; i < height * ((width + 7) / 8); i++) {
		buf_char(&c->ops, hex[bits[i] >> 4]);
		buf_char(&c->ops, hex[bits[i] & 15]);
	}
	buf_add(&c->ops, "> EI Q\n", 7);
}

void
canvas_bars(struct canvas *c, const unsigned char *widths, int n, double module,
    double x, double y, double h)
{
	for (int i = 0; i < n; i++) {
		if (i % 2 == 0)
			rectangle(c, x, y, widths[i] * module, h);
		x += widths[i] * module;
	}
	buf_add(&c->ops, "f\n", 2);
}
