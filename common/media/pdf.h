/* SPDX-License-Identifier: MIT
 * PDF documents in bulk: pages drawn on canvases (canvas.h), fonts that hold only the
 * glyphs a document uses, and stocks (pdf_stock.h) for what stays the same. No dates, no
 * random identifiers: the same drawing gives the same bytes. libharu keeps the objects and
 * writes the file. */
#ifndef MEDIA_PDF_H
#define MEDIA_PDF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "media/canvas.h"
#include "media/pdf_stock.h"

/* A maker of documents, one after the other; one for each worker. Its documents use the
 * forms and fonts of the stock (NULL: none). Both outlive it. */
struct pdf;

struct pdf *pdf_new(const struct fontset *fonts, const struct pdf_stock *stock);
void pdf_free(struct pdf *p);

/* Begin the next page. The canvas is the document's and lives until the next call with it. */
struct canvas *pdf_page(struct pdf *p, double width, double height);
/* Take the page that was begun last back, as if it had never been. */
void pdf_drop(struct pdf *p);
/* Pages begun and not dropped. */
int pdf_pages(const struct pdf *p);

/* Put a form of the stock on the page that was begun last, moved by dx to the right and dy
 * down (mm). */
void pdf_form(struct pdf *p, int form, double dx, double dy);

/* Append the document to out and be ready for the next. False, with a reason in err and
 * nothing appended, where a page has a fault, there is no page, or memory ran out. */
bool pdf_finish(struct pdf *p, struct buf *out, struct buf *err);

/* The same into a file, where what was written is of no use after a failure. Large documents
 * need a third less memory this way. */
bool pdf_finish_file(struct pdf *p, FILE *out, struct buf *err);

#endif
