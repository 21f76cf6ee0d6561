/* SPDX-License-Identifier: MIT
 * A document that flows over A4 pages: headings and paragraphs, and ruled rows of cells whose text wraps, one under the
 * other. A table's column headings come again on each page that it goes on to; pages are numbered 第x页 共y页 where
 * there are several. What is put together here is drawn whole or not at all.
 *
 * Order of calls: sheet_begin, the parts in their order, then sheet_need before the build of the fontset or sheet_draw
 * after it. Texts, bytes and the paper are the caller's and must live until then. Lengths are millimetres, type sizes points. */
#ifndef MEDIA_SHEET_H
#define MEDIA_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "media/font.h"
#include "media/pdf.h"
#include "media/pdf_stock.h"

struct sheet_paper {
	bool landscape;
	double margin;       /* left and right; 0: 18 */
	bool numbered;       /* a single page is numbered too */
	const char *running; /* at the head of every page but the first, or NULL */
	const char *foot;    /* at the foot of every page, left of the number, or NULL */
};

enum sheet_kind {
	SHEET_VALUE,   /* text from the left */
	SHEET_MIDDLE,  /* in the middle */
	SHEET_NUMBER,  /* from the right */
	SHEET_STRONG,  /* in heading type, from the left */
	SHEET_LABEL,   /* what the next cell is, on grey; up to four characters are spread */
	SHEET_OPINION, /* a box to write in: text at its upper left, foot at its lower right */
	SHEET_CODE     /* the text as Code 128 */
};

struct sheet_cell {
	enum sheet_kind kind;
	double w;          /* 0: an equal part of what the others leave */
	const char *text;
	const char *foot;  /* SHEET_OPINION: "（盖章）　　年　月　日"; else NULL */
	const char *field; /* column name for troubles; NULL: a fixed text */
	double size;       /* 0: as the kind has it */
};

struct sheet_line {
	enum font_style style;
	double size;
	enum align align;
	double before, after; /* space over and under it */
	double leading;       /* 0: 1.25 */
	double indent;        /* of all lines, from both sides */
	const char *field;
};

enum sheet_fault {
	SHEET_OK,
	SHEET_GLYPH, /* no face has the character cp */
	SHEET_FIT,   /* higher than a page */
	SHEET_IMAGE, /* not a JPEG that can be printed */
	SHEET_BARS   /* not a text for a bar code */
};

struct sheet_trouble {
	enum sheet_fault fault;
	const char *field; /* as the part has it, or NULL */
	uint32_t cp;
	size_t part;       /* its number */
};

struct sheet;

struct sheet *sheet_new(void);
void sheet_free(struct sheet *s);

/* Forget everything, begin another document. */
void sheet_begin(struct sheet *s, const struct sheet_paper *paper);

/* Parts are numbered from 0; each call that adds one returns its number. Rows that follow each other are one table with a
 * strong frame. A row is at least h high. A head row begins a table's body: where a page ends behind it, the next begins with it. */
size_t sheet_row(struct sheet *s, double h, const struct sheet_cell *cell, size_t cells);
size_t sheet_head(struct sheet *s, double h, const struct sheet_cell *cell, size_t cells);
/* Rows that follow do not belong to the head any more. */
void sheet_body_end(struct sheet *s);
size_t sheet_text(struct sheet *s, const struct sheet_line *line, const char *text);
size_t sheet_gap(struct sheet *s, double h);
/* The next rows leave w at their right for a photograph (jpeg NULL: an empty place), and stay on one page. */
void sheet_photo(struct sheet *s, size_t rows, double w, const void *jpeg, size_t n);
/* What was added last stays on the page of what follows. */
void sheet_keep(struct sheet *s);
/* What was added last may become higher by this much where the last page has room. */
void sheet_stretch(struct sheet *s, double h);

/* Remember all characters for the build; false with the first that no face has. */
bool sheet_need(const struct sheet *s, struct fontset *fonts, struct sheet_trouble *trouble);
/* Put them into a stock as well (pdf_stock_words). */
void sheet_stock(const struct sheet *s, struct pdf_stock *stock);
/* Add the pages; on trouble none is added. */
bool sheet_draw(struct sheet *s, struct pdf *pdf, struct sheet_trouble *trouble);
/* After sheet_draw: on which of its pages the part stands, from 1. */
int sheet_page(const struct sheet *s, size_t part);

#endif
