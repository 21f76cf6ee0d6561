/* SPDX-License-Identifier: MIT
 * What many documents have in common, made and compressed once a run: forms, like
 * pre-printed paper, and the fonts that these and the commonest words need. */
#ifndef MEDIA_PDF_STOCK_H
#define MEDIA_PDF_STOCK_H

#include <stdbool.h>

#include "base/buf.h"
#include "media/canvas.h"
#include "media/font_use.h"

enum { PDF_FORMS = 16 };

/* Make it after fontset_build and before workers fork; finished, it does not change. The
 * fields are for pdf.c. */
struct pdf_stock {
	struct canvas canvas;
	struct font_use use;
	struct font_parts font[FONT_FACES];
	int fonts;
	struct {
		struct buf ops; /* deflated */
		double width, height;
	} form[PDF_FORMS];
	int forms;
	struct buf fault;
};

struct pdf_stock *pdf_stock_new(const struct fontset *fonts);
/* Begin the next form, a sheet of width × height mm; forms are numbered from 0. The canvas
 * is the stock's and lives until the next call with the stock. No pictures on forms. */
struct canvas *pdf_stock_form(struct pdf_stock *s, double width, double height);
/* Put the characters of s into the stock's fonts beside those on its forms: documents take
 * them from there, ready compressed. For words that many documents have: subjects, places,
 * figures. */
void pdf_stock_words(struct pdf_stock *s, enum font_style style, const char *words);
/* Compress what was drawn. False with a reason in err, a fault of a canvas included. */
bool pdf_stock_finish(struct pdf_stock *s, struct buf *err);
void pdf_stock_free(struct pdf_stock *s);

#endif
