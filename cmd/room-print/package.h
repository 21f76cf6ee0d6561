/* SPDX-License-Identifier: MIT
 * The documents of rooms, in the order in which a site hands them out: first what is hung up and put on desks before the exam, the door
 * notices and the desk labels of all rooms; then, session by session and room by room, what the invigilators take along: bag cover, sign-in
 * sheet, seat plan, record. */
#ifndef ROOM_PRINT_PACKAGE_H
#define ROOM_PRINT_PACKAGE_H

#include "frame/print.h"
#include "room.h"

enum package_per { PER_ROOM, PER_SITE, PER_CITY };
enum { DOC_DOOR, DOC_DESK, DOC_BAG, DOC_SIGN, DOC_PLAN, DOC_RECORD, DOC_COUNT };

struct package_options {
	struct print *print;
	struct fontset *fonts;
	unsigned docs;        /* 1 << DOC_* */
	enum package_per per; /* of -O */
	bool one_file;        /* -o */
	bool cut_stack;
};

/* Put the documents of a room together; rooms of a site one after the other. */
void package_room(const struct package_options *o, const struct room *r);
/* None of the room's documents: the trouble is that of all who sit there. */
void package_refuse(const struct room *r, const char *trouble);
/* After the last room. */
void package_end(const struct package_options *o);

#endif
