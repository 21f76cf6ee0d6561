/* SPDX-License-Identifier: MIT
 * Rooms and seats for the people of one city (and batch, where the exam has batches): the
 * pure part of seat-assign. A person keeps one place for the whole exam, in every session;
 * who does not sit a session leaves it empty.
 *
 * Rules (rules.md (b) J; third-party copies of office notices, so all are settings): rooms
 * hold room_size (30 or 25), less where the room is smaller; the same papers sit together,
 * groups share a room only where there are too few rooms or the room would have fewer
 * than room_min people; 1 … tail_merge_max left over join the previous room where it
 * has desks for them; people of one neighbour_key (employer) do not sit beside each other
 * as far as can be; people with special needs sit in accessible rooms. Order is random,
 * by a hash of the seed and the registration: the same input gives the same plan. */
#ifndef RULE_SEATING_H
#define RULE_SEATING_H

#include <stdbool.h>
#include <stddef.h>

enum { SEATING_ANYWHERE = -1, SEATING_NOWHERE = -1 };

struct seating_person {
	const char *reg_no;        /* unique */
	const char *group;         /* equal for people who write the same papers: one room, one group. E.g.
	                            * level and specialty */
	const char *subgroup;      /* orders people within a group, e.g. their subjects; "" */
	const char *neighbour_key; /* "": none */
	int site;                  /* where the person must sit, or SEATING_ANYWHERE */
	bool needs_accessible;
	int room;                  /* out: index of the room; seating_late: in, too (SEATING_NOWHERE: to be placed) */
	int seat;                  /* out: 1 … */
};

struct seating_room {
	int site;
	int capacity;              /* desks */
	const char *layout;        /* as layout_parse reads; where it cannot, one column */
	bool accessible;
};

struct seating_rules {
	const char *seed;
	int room_size;             /* people in a full room */
	int tail_merge_max;
	int room_min;
	int neighbours;            /* 4 or 8 */
};

enum seating_outcome {
	SEATING_OK,
	SEATING_FEW_SEATS,      /* people > seats, in all */
	SEATING_FEW_AT_SITE,    /* people who must sit at a site > its seats */
	SEATING_FEW_ACCESSIBLE  /* people with special needs > seats in accessible rooms (of the site, or in all) */
};

struct seating_result {
	enum seating_outcome outcome;
	int site;                  /* of a lack; SEATING_ANYWHERE: all sites together */
	size_t people, seats;      /* of a lack; for SEATING_OK: all */
	size_t rooms;              /* used */
	size_t mixed_rooms;        /* with more than one group */
	size_t small_rooms;        /* with fewer than room_min people: could not be avoided */
	size_t neighbours;         /* pairs of one neighbour_key that still sit beside each other */
};

/* Place everybody; room and seat of all are filled with SEATING_OK only. Rooms are used in
 * their order, those of a site together. */
struct seating_result seating_assign(struct seating_person *person, size_t n, const struct seating_room *room,
    size_t n_room, const struct seating_rules *rules);

/* Place those who have room SEATING_NOWHERE and move nobody: into rooms of their group, then
 * into other used rooms, then beyond room_size while there are desks, then into rooms not
 * used yet (those after the last used one first, so that room numbers stay). Counts as above. */
struct seating_result seating_late(struct seating_person *person, size_t n, const struct seating_room *room,
    size_t n_room, const struct seating_rules *rules);

#endif
