/* SPDX-License-Identifier: MIT
 * The admit card (准考证): one A4 page a candidate, with photo, places, sessions, notes,
 * Code 128 of the admit number and a signed QR token. Data in, page out: no database, no files.
 * Fields as offices print them: name, sex, document, admit number, photo, level and
 * specialty, site, room, seat, subjects with date and time, notes to candidates. */
#ifndef ADMIT_PRINT_CARD_H
#define ADMIT_PRINT_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "media/font.h"
#include "media/pdf.h"
#include "media/pdf_stock.h"

enum { CARD_SESSIONS = 8, CARD_NOTES = 12, CARD_ENTRIES = 6, CARD_ENTRY_MINUTES = 5 };

/* What all cards of an exam have in common. */
struct card_paper {
	const char *exam;               /* "2025年度中级注册安全工程师职业资格考试" */
	const char *note[CARD_NOTES + 1]; /* notes to candidates up to a NULL; they are numbered here */
	int entry[CARD_ENTRIES], entries; /* minutes after the start for which card_note_entry is printed; a form for each; 0 entries: one, of 5 */
	const char *common; /* what many cards say: subjects, region, dates …, in one text, or "" */
};

/* Notes for an exam that has none of its own: two documents at the door, no entry from five
 * minutes after the start, no telephones, the penalties of Order 31 (人社部令第31号). */
extern const char *const card_notes[];
/* The same for an exam at computers: nothing about papers and answer cards. */
extern const char *const card_notes_computer[];
/* The note on latecomers: it is printed with the minutes of paper->entry[card->entry] in its place. */
extern const char card_note_entry[];
/* As it reads for so many minutes; lives until the next call. */
const char *card_note_text(const char *note, int minutes);

struct card_session {
	const char *subject;
	const char *date;  /* as printed: "2025年10月25日" */
	const char *time;  /* "09:00—11:30" */
	const char *room;  /* number of the exam room */
	const char *seat;
	const char *place; /* building and classroom */
};

/* All text UTF-8, "" where there is none (it prints as a dash where a value is missing by
 * nature, like the specialty of an exam without specialties). */
struct card {
	const char *name, *gender, *id_type, *id_no, *admit_no, *level, *specialty, *region, *site, *address;
	const char *contact; /* whom to ask, at the foot of the page, or "" */
	struct card_session session[CARD_SESSIONS];
	int entry;    /* which of the paper's */
	int sessions; /* 1 … CARD_SESSIONS */
	const void *photo; /* a JPEG file, or NULL */
	size_t photo_size;
	bool paste_photo; /* without a photo print an empty frame for one; else that is a fault */
	const char *token; /* of the QR code, ASCII */
};

enum card_fault {
	CARD_OK,
	CARD_GLYPH,  /* no font has the character cp of the field */
	CARD_FIT,    /* the field does not fit its place, or there are too many sessions */
	CARD_PHOTO,  /* no photo, or not a JPEG that can be printed */
	CARD_CODE,   /* admit number or token cannot be a bar code */
	CARD_EMPTY   /* a field that every card must have is empty */
};

struct card_trouble {
	enum card_fault fault;
	const char *field; /* column name: "name", "subject" …; static */
	uint32_t cp;       /* with CARD_GLYPH */
};

/* Before the build of the fontset: remember what cards draw. card_need tells every character
 * that cannot be printed: then false, and the card must not be drawn. */
void card_need_paper(struct fontset *fonts, const struct card_paper *paper);
bool card_need(struct fontset *fonts, const struct card *card, font_tell *tell, void *context);

/* After the build, once an exam: the printed form. NULL with a reason in err, for
 * instance where the notes do not fit. Owned: pdf_stock_free. */
struct pdf_stock *card_stock(const struct fontset *fonts, const struct card_paper *paper,
    struct buf *err);

/* Add a card as the next page of pdf, which was made with card_stock's stock; on trouble no page is added and false comes back. */
bool card_draw(struct pdf *pdf, const struct card *card, struct card_trouble *trouble);

#endif
