/* SPDX-License-Identifier: MIT
 * PDF documents in bulk: pages drawn on canvases (canvas.h), fonts that hold only the
 * glyphs a document uses, and stocks, the part of every page that stays the same, made and
 * compressed once a run. No dates, no random identifiers: the same drawing gives the same
 * bytes. libharu keeps the objects and writes the file. */
#ifndef MEDIA_PDF_H
#define MEDIA_PDF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "media/canvas.h"

/* A stock of forms, like pre-printed paper, for many documents. Make it after
 * fontset_build and before workers fork; finished, it does not change. */
struct pdf_stock;

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

/* Put a form of the stock on the page that was begun last, moved by dx to the right and dy down (mm). */
void pdf_form(struct pdf *p, int form, double dx, double dy);

/* Append the document to out and be ready for the next. False, with a reason in err and
 * nothing appended, where a page has a fault, there is no page, or memory ran out. */
bool pdf_finish(struct pdf *p, struct buf *out, struct buf *err);

/* The same into a file at its end; then what was written there is of no use where it fails. Large documents
 * need a third less memory this way. */
bool pdf_finish_file(struct pdf *p, FILE *out, struct buf *err);

/* "a character that no font has: U+E863" and the like, in the operator's language. */
void pdf_fault_text(const struct canvas *c, struct buf *out);

#endif
