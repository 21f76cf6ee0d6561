/* SPDX-License-Identifier: MIT
 * A sheet to draw on: text, rules, boxes, pictures, as PDF page operators. Places and
 * sizes are millimetres from the top left corner, down and to the right; type sizes,
 * rule weights and minimum sizes are points (1/72 inch). A canvas belongs to a document
 * (pdf.h), which turns it into a page.
 *
 * Nothing is drawn half: a call that cannot do what was asked draws nothing, returns false
 * and leaves its fault in the canvas, where the first one stays until the page is dropped. */
#ifndef MEDIA_CANVAS_H
#define MEDIA_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "media/font.h"
#include "media/font_use.h"

enum canvas_fault {
	CANVAS_OK,
	CANVAS_GLYPH, /* no face draws the character, or it was not needed before the build */
	CANVAS_FIT,   /* the text does not fit its box at the smallest size */
	CANVAS_IMAGE  /* not a JPEG that a PDF reader can show */
};

struct canvas_image {
	size_t at, n; /* in the canvas's image bytes */
	int width, height, components;
};

/* Read width, height and the fault; the rest is for canvas.c and pdf.c. */
struct canvas {
	double width, height; /* mm */
	enum canvas_fault fault;
	uint32_t fault_cp; /* with CANVAS_GLYPH */
	const struct fontset *fonts;
	struct font_use *use;
	const struct font_use *stock; /* characters that a stock has already, or NULL */
	struct buf ops, image_bytes;
	struct canvas_image *image;
	size_t images, image_cap;
	char prefix; /* of the font names: 'D' the document's own, 'S' a stock's */
	int set_font, set_size; /* what the last Tf chose; the size -1 where a rule changed the weight */
	size_t mark[FONT_FACES]; /* uses before this page, for dropping it */
};

enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT, ALIGN_SPREAD, ALIGN_JUSTIFY };

/* One line of text whose baseline runs at y; x is its left end, centre or right end. */
bool canvas_text(struct canvas *c, enum font_style style, double size, double x, double y,
    enum align align, const char *s);

/* Where text goes: a box, and how it may change to fit. Lines are centred upright in it
 * (top: begin at its upper edge). ALIGN_SPREAD sets the characters of a single line apart
 * to fill the width, as Chinese forms do with short labels; ALIGN_JUSTIFY does so with
 * every line but the last, where the gap stays small. */
struct text_box {
	double x, y, w, h;
	enum font_style style;
	double size, min_size; /* shrinks in steps of a quarter point; min_size 0: never */
	double line_size;      /* a text of several lines is first tried on one, down to this size; 0: is not */
	double leading;        /* of the type size; 0: 1.25 */
	int lines;             /* at most; 0: 1 */
	enum align align;
	bool top;
};

/* Break at places where Chinese text may break (not before closing punctuation, not behind
 * opening brackets, not inside Latin words and numbers unless one is longer than a line);
 * '\n' breaks. The largest size at which the text fits is taken. used_h, where not NULL,
 * gets the height of the lines. */
bool canvas_box(struct canvas *c, const struct text_box *box, const char *s, double *used_h);

/* The same without drawing anything: does it fit, and how high is it? */
bool canvas_measure(struct canvas *c, const struct text_box *box, const char *s, double *used_h);

/* Width of one line, mm. */
double canvas_width(const struct canvas *c, enum font_style style, double size, const char *s);

/* Rules and boxes are black; weight in points. A fill is grey: 0 black … 1 white. */
void canvas_line(struct canvas *c, double x1, double y1, double x2, double y2, double weight);
void canvas_frame(struct canvas *c, double x, double y, double w, double h, double weight);
void canvas_fill(struct canvas *c, double x, double y, double w, double h, double grey);
/* Text and rules that follow: 0 black … 1 white. */
void canvas_ink(struct canvas *c, double grey);

/* A JPEG file (n bytes, copied) as large as it fits into the box, in the middle, turned as
 * its EXIF orientation says. The bytes go into the document as they are. */
bool canvas_jpeg(struct canvas *c, const void *p, size_t n, double x, double y, double w, double h);

/* A picture of black dots: rows of (width + 7) / 8 bytes, the high bit left, 1 is black. */
void canvas_bits(struct canvas *c, const unsigned char *bits, int width, int height,
    double x, double y, double w, double h);

/* Upright bars from x on: bar, space, bar …, n widths in modules of module mm. */
void canvas_bars(struct canvas *c, const unsigned char *widths, int n, double module,
    double x, double y, double h);

/* "a character that no font has: U+E863" and the like, in the operator's language. */
void canvas_fault_text(const struct canvas *c, struct buf *out);

/* For pdf.c and pdf_stock.c: begin afresh with a sheet of width × height; raw page operators. */
void canvas_begin(struct canvas *c, double width, double height);
void canvas_release(struct canvas *c);
void canvas_number(struct canvas *c, double v);
double canvas_points(double mm);

#endif
