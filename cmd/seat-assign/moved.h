/* SPDX-License-Identifier: MIT
 * What moves a person has had: a move list that runs again does not undo a later one. */
#ifndef SEAT_ASSIGN_MOVED_H
#define SEAT_ASSIGN_MOVED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "value/date.h"

/* The text of one sitting's move as the person's message and the audit log have it; several are joined by ", ", the reason follows behind ": ". */
void moved_text(struct buf *out, const char *session, const char *from_site, const char *from_room, int from_seat, const char *to_site, const char *to_room,
    int to_seat);

/* A person's move: these sessions to this room, for this reason. */
struct moved {
	int64_t registration_id;
	const char *const *session;
	size_t nsession;
	const char *site, *room, *reason;
	int seat;                    /* 0: any */
};

/* Was it made before, and another of this person since? When: it, and the last one. */
bool moved_before(const struct moved *m, char at[TIME_SIZE], char since[TIME_SIZE]);

#endif
