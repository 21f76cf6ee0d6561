/* SPDX-License-Identifier: MIT
 * Printing in bulk: what form-print, admit-print and room-print share. Every record that is to be printed has
 * a content, a place in the order, and a group; worker processes draw the contents into one PDF (-o FILE) or
 * into one a group (-O DIR). No lock is held meanwhile: a tool collects in check(), draws in work(), hears in
 * apply() what became of each record, looks in end() whether all can be published, and publishes in after(): no file is there before the
 * transaction that knows of it is committed. The bytes of a file depend on its own contents and their
 * order only, never on the number of workers.
 *
 * Files are drawn into a hidden folder beside their targets and put on disk there; print_publish renames
 * them. A run that fails or is interrupted removes that folder; what a run left that was killed outright goes with the next one into the same place. Failures here end the run (EX_ENV). */
#ifndef FRAME_PRINT_H
#define FRAME_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "frame/tool.h"
#include "media/pdf.h"

enum { PRINT_PAGES = 10000 }; /* of one FILE at most */

struct print;

/* The options -o FILE and -O DIR (the other NULL; neither or both is a usage error). Owned. */
struct print *print_new(struct run *run, const char *file, const char *dir);
/* Removes what was not published. */
void print_free(struct print *p);

/* A record to be printed, as n bytes for the draw function, copied to a temporary file. With -O the group is
 * the file's name without ".pdf" (what a file name cannot have is written %XX). Records of a file are drawn
 * by order (bytewise); two of the same order are one and drawn once. The number by which print_find knows the
 * record. */
size_t print_add(struct print *p, const char *group, const char *order, const void *content, size_t n);

/* In a worker: draw a record as further pages of pdf. On trouble add no page, put a text into trouble that
 * print_find gives back, return false. */
typedef bool print_draw_fn(struct pdf *pdf, const char *content, size_t n, struct buf *trouble);

/* Draw everything. More than PRINT_PAGES records in one file: EX_USAGE. */
void print_draw(
    struct print *p, const struct fontset *fonts, const struct pdf_stock *stock, print_draw_fn *draw);

/* The standard faces; ends the run (EX_ENV) where they are not installed. Owned: fontset_free. */
struct fontset *print_fonts(void);
/* Build them, with these words in both styles, and a stock of the words: what the documents say on every page, once a run. Owned; ends the run
 * where that cannot be done. */
struct pdf_stock *print_stock(struct fontset *fonts, const char *words);

/* Records that share pages (a list, a room's sheet): those added with the same sheet are drawn by one call,
 * in their order, as further pages of the group's file; sheets of a group follow each other bytewise. */
size_t print_add_to(
    struct print *p, const char *group, const char *sheet, const char *order, const void *content, size_t n);

struct print_row {
	const char *content; /* n bytes and a NUL */
	size_t n;
	int page;            /* to be set: on which of the call's pages it stands, from 1; 0: on none, for its trouble */
	const char *trouble; /* to be set with page 0; lives until the next call */
};

/* In a worker: draw the records of one sheet. False, with no page added and a text in trouble: none of them can be printed. */
typedef bool print_sheet_fn(struct pdf *pdf, struct print_row *row, size_t rows, struct buf *trouble);

/* print_draw for sheets; what came by print_add is a sheet of its own. A file of more than PRINT_PAGES pages: EX_USAGE. */
void print_draw_sheets(
    struct print *p, const struct fontset *fonts, const struct pdf_stock *stock, print_sheet_fn *draw);

/* After print_draw: where the record is, or the trouble for which it has no page. Strings live until the
 * next call. */
struct printed {
	const char *file;
	int page;            /* from 1 */
	const char *trouble; /* or NULL */
};
struct printed print_find(struct print *p, size_t number);

/* The record (of an order that no other has) is not to be printed after all: before print_draw; or after it, which is then called once more and draws
 * the others anew. */
void print_withdraw(struct print *p, size_t number);

/* In end(), on a dry run too: can the files take their names, and is none of them a file of the run (run_files)? Else the run ends (EX_ENV, EX_USAGE). */
void print_ready(struct print *p);
/* In after(), behind the commit: the files get their names. False, having said why. */
bool print_publish(struct print *p);

#endif
