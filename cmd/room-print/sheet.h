/* SPDX-License-Identifier: MIT
 * The documents of a room: what each is called, how it is put together as bytes (before workers fork) and drawn from them
 * (in a worker). A document is drawn whole or not at all; each knows its layout and nothing of the database. */
#ifndef ROOM_PRINT_SHEET_H
#define ROOM_PRINT_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "media/font.h"
#include "media/pdf.h"

struct sheet_reader;

/* Why a document was not drawn. */
struct flaw {
	const char *field; /* column name; static */
	const char *owner; /* whose it is; lives as long as the content */
	enum canvas_fault fault;
	uint32_t cp;       /* with CANVAS_GLYPH */
	const char *photo; /* digest, where the file could not be read */
	int error;         /* errno of that */
};

struct doc {
	const char *name;  /* of --doc */
	const char *words; /* all that it prints by itself */
	/* How many pages the content takes. */
	int (*pages)(struct sheet_reader r);
	/* Draw a page, from 0. False with the canvas's fault, and in flaw whose. */
	bool (*draw)(struct pdf *pdf, struct sheet_reader r, int page, struct flaw *flaw);
};
extern const struct doc door_doc, desk_doc, sign_doc, plan_doc, record_doc, bag_doc;

/* ---- putting together */

struct sheet {
	struct fontset *fonts;
	struct buf content;
	struct buf trouble; /* lines of CODE: message: why it cannot be printed */
};

void sheet_begin(struct sheet *s, struct fontset *fonts, const struct doc *doc);
/* Append a text. Each character that no font has is a trouble of the sheet, told with field and owner. */
void sheet_text(struct sheet *s, const char *field, const char *owner, const char *text);
void sheet_int(struct sheet *s, int64_t v);

/* What a flaw found while drawing means, as "CODE: message". */
void flaw_text(const struct flaw *f, const char *db, struct buf *to);

/* ---- taking apart, in the same order */

struct sheet_reader {
	const char *p;
};
const char *next_text(struct sheet_reader *r);
int64_t next_int(struct sheet_reader *r);
/* The document of a content, and a reader behind its head. */
const struct doc *sheet_doc(const char *content, struct sheet_reader *r);

/* The first lines of every document. */
struct head {
	const char *exam, *site, *room, *place; /* room: "001"; place: building and class room */
};
void head_add(struct sheet *s, const struct head *h);
struct head head_next(struct sheet_reader *r);

/* A sitting of one paper in the room. */
struct sitting {
	const char *paper, *date, *hours, *session, *numbers; /* numbers: admit numbers from — to */
	int64_t people;
};
void sitting_add(struct sheet *s, const struct sitting *t);
struct sitting sitting_next(struct sheet_reader *r);

/* A person at a desk. */
struct place {
	int64_t seat;
	const char *owner;                               /* for messages */
	const char *number, *name, *admit_no, *id_no, *photo; /* number: "01"; photo: digest, "" none */
};
void place_add(struct sheet *s, const struct place *p);
struct place place_next(struct sheet_reader *r);

/* ---- drawing */

/* Where photographs are: the database's path. Before any drawing. */
void sheet_photos(const char *db);
/* The person's photograph in a box of w × h mm, or a frame that says that there is none. */
bool draw_photo(struct canvas *c, const struct place *p, double x, double y, double w, double h, struct flaw *flaw);
/* A text that must fit its box; false with the flaw. */
bool draw_text(struct canvas *c, const struct text_box *box, const char *s, const char *field, const char *owner, struct flaw *flaw);
/* False, with the canvas's fault in flaw, where row is a cell of grid_row (-1: none failed). */
bool drawn(const struct canvas *c, int row, const char *field, const char *owner, struct flaw *flaw);

/* An upright A4 page's title: the exam, below it what the page is. Ends at TITLE_BOTTOM. */
enum { TITLE_BOTTOM = 32, MARGIN = 14 };
bool draw_title(struct canvas *c, const struct head *h, const char *title, struct flaw *flaw);
/* The block of site, room, paper, day, hours and numbers, w mm wide from x; *bottom is where it ends. */
bool draw_where(struct canvas *c, const struct head *h, const struct sitting *t, double y, double *bottom, struct flaw *flaw);

#endif
