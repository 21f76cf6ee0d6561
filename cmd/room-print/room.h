/* SPDX-License-Identifier: MIT
 * A room of an exam as the database has it: its sittings, and who sits where. */
#ifndef ROOM_PRINT_ROOM_H
#define ROOM_PRINT_ROOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame/tool.h"
#include "sheet.h"

/* Which one. */
struct room_key {
	const char *city, *site, *room;
};
int room_key_compare(const struct room_key *a, const struct room_key *b);

struct session_facts {
	const char *code, *batch, *date, *start, *end; /* YYYY-MM-DD, HH:MM */
};

struct occupant {
	int64_t id;         /* of the registration */
	struct place place; /* its seat and number are of the occupancy below */
};

/* Somebody on a seat in a session. */
struct occupancy {
	size_t session, who; /* indexes */
	int64_t seat;
	const char *paper;   /* as printed */
};

/* Strings live until the next room_read. */
struct room {
	const struct exam *exam;
	struct room_key key;
	struct head head;
	const char *layout;
	int capacity;
	struct session_facts *session; /* those in which somebody sits there, by time */
	size_t sessions, session_cap;
	struct occupant *who;
	size_t people, who_cap;
	struct occupancy *seat; /* by session and seat */
	size_t seats, seat_cap;
	const char *foreign;   /* somebody of a place that the operator may not see, or NULL */
};

/* Read the room, of one session only where session is not NULL. */
void room_read(const struct run *run, const struct exam *e, const struct room_key *key, const char *session, struct room *out);
/* A seat's number as it is printed; until the next room_read. */
const char *room_seat_text(const struct room *r, int64_t seat);

/* Append the admit numbers from — to; several runs where they have gaps, and only the first and last where there are many. */
void admit_numbers(const char **number, size_t n, struct buf *out);

#endif
