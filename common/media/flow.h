/* SPDX-License-Identifier: MIT
 * A document that flows over A4 pages: headings and paragraphs, and ruled rows of cells whose text wraps, one under the
 * other. A table's column headings come again on each page that it goes on to; pages are numbered where there
 * are several. What is put together here is drawn whole or not at all.
 *
 * Order of calls: flow_begin, the parts in their order, then flow_need before the build of the fontset or flow_draw
 * after it. Texts, bytes and the paper are the caller's and must live until then. Lengths are millimetres, type sizes points. */
#ifndef MEDIA_FLOW_H
#define MEDIA_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "media/font.h"
#include "media/pdf.h"
#include "media/pdf_stock.h"

struct flow_paper {
	bool landscape;
	double margin;       /* left and right; 0: 18 */
	bool numbered;       /* a single page is numbered too */
	const char *running; /* at the head of every page but the first, or NULL */
	const char *foot;    /* beside the number, or NULL */
};

enum flow_kind {
	FLOW_VALUE,   /* text from the left */
	FLOW_MIDDLE,  /* in the middle */
	FLOW_NUMBER,  /* from the right */
	FLOW_STRONG,  /* in heading type, from the left */
	FLOW_LABEL,   /* what the next cell is, on grey; up to four characters are spread */
	FLOW_COLUMN,  /* a column's heading, on grey, in the middle */
	FLOW_OPINION, /* a box to write in: text at its upper left, foot at its lower right */
	FLOW_CODE     /* the text as Code 128 */
};

struct flow_cell {
	enum flow_kind kind;
	double w;          /* 0: an equal part of what the others leave */
	const char *text;
	const char *foot;  /* FLOW_OPINION: "（盖章）　　年　月　日"; else NULL */
	const char *field; /* column name for troubles; NULL: a fixed text */
	double size;       /* 0: as the kind has it */
};

struct flow_line {
	enum font_style style;
	double size;
	enum align align;
	double before, after; /* space over and under it */
	double leading;       /* 0: 1.25 */
	double indent;        /* of all lines, from both sides */
	const char *field;
};

enum flow_fault {
	FLOW_OK,
	FLOW_GLYPH, /* no face has the character cp */
	FLOW_FIT,   /* higher than a page */
	FLOW_IMAGE, /* not a JPEG that can be printed */
	FLOW_BARS   /* not a text for a bar code */
};

struct flow_trouble {
	enum flow_fault fault;
	const char *field; /* as the part has it, or NULL */
	uint32_t cp;
	size_t part;       /* its number */
};

struct flow;

struct flow *flow_new(void);
void flow_free(struct flow *s);

/* Forget everything, begin another document. */
void flow_begin(struct flow *s, const struct flow_paper *paper);

/* Parts are numbered from 0; each call that adds one returns its number. Rows that follow each other are one table with a
 * strong frame. A row is at least h high. A head row begins a table's body: where a page ends behind it, the next begins with it. */
size_t flow_row(struct flow *s, double h, const struct flow_cell *cell, size_t cells);
size_t flow_head(struct flow *s, double h, const struct flow_cell *cell, size_t cells);
/* Rows that follow do not belong to the head any more. */
void flow_body_end(struct flow *s);
size_t flow_text(struct flow *s, const struct flow_line *line, const char *text);
size_t flow_gap(struct flow *s, double h);
/* What follows begins another page. */
void flow_break(struct flow *s);
/* The next rows leave w at their right for a photograph (jpeg NULL: an empty place), and stay on one page. */
void flow_photo(struct flow *s, size_t rows, double w, const void *jpeg, size_t n);
/* What was added last stays on the page of what follows. */
void flow_keep(struct flow *s);
/* What was added last may become higher by this much where the last page has room. */
void flow_stretch(struct flow *s, double h);

/* Remember all characters for the build; false, having told each that no face has. */
bool flow_need(const struct flow *s, struct fontset *fonts, font_tell *tell, void *context);
/* Put them into a stock as well (pdf_stock_words). */
void flow_stock(const struct flow *s, struct pdf_stock *stock);
/* Would flow_draw? Nothing is added. */
bool flow_try(struct flow *s, struct pdf *pdf, struct flow_trouble *trouble);
/* Add the pages; on trouble none is added. */
bool flow_draw(struct flow *s, struct pdf *pdf, struct flow_trouble *trouble);
/* After flow_draw: on which of its pages the part stands, from 1. */
int flow_page(const struct flow *s, size_t part);

#endif
