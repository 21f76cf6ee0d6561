/* SPDX-License-Identifier: MIT
 * What the files of seat-assign share: an exam's people, rooms and sittings, read from the
 * database into memory, and the plan that comes of them. */
#ifndef SEAT_ASSIGN_PLAN_H
#define SEAT_ASSIGN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/mem.h"
#include "store/definition.h"

enum { NO_ROOM = -1, NO_BATCH = -1 };

/* The columns printed. */
enum { O_REG_NO, O_ADMIT_NO, O_SESSION, O_SUBJECT, O_CITY, O_SITE, O_ROOM, O_SEAT, O_COUNT };

/* What a person writes in a session: "101", "31+32", and where. */
struct sitting {
	const char *session, *subject;
	int room, seat;             /* index of plan->room, NO_ROOM; from 1 */
};

/* The sittings of everybody with these subjects in this batch; none where they cannot be sat. */
struct program {
	int batch;
	const char *subjects;       /* "1|2|4" */
	struct sitting *sitting;
	size_t n;
};

struct candidate {
	int64_t id;
	const char *reg_no, *province, *city, *site, *wished_batch, *level, *specialty, *group, *subjects, *neighbour, *admit_no;
	bool needs_accessible;
	bool seated;                /* by the plan that stands */
	int batch;                  /* index of plan->batch, NO_BATCH: to be chosen */
	struct sitting *sitting;
	size_t nsitting;
	int room, seat;             /* the person's own place; --move may have taken single sittings elsewhere */
	uint64_t order;             /* hash of seed and reg_no: draws the batch */
};

struct room {
	const char *city, *site, *code, *layout;
	int capacity;               /* 0: the configuration has it no more */
	bool accessible;
	bool used;
	int64_t number;             /* {room}; 0: none yet */
	bool numbered_now;
	bool *taken;                /* by batch: another exam uses it then */
};

/* A row of the stream. */
struct row {
	const struct candidate *who;
	const struct sitting *sitting;
};

struct plan {
	struct arena memory;
	const struct exam *exam;
	const char *seed, *digest, *made_at, *sealed_at; /* of the plan that stands; digest "": none does */
	const char **batch;         /* the exam's batches in their order; "" where it has none */
	int nbatch;
	struct candidate *who;      /* by city and reg_no */
	size_t n, newcomers;
	struct room *room;          /* those of a city together, in the order of room.csv */
	size_t nroom, room_cap;
	struct program *program;
	size_t nprogram, program_cap;
	struct row *row;            /* by city, site, room, seat, session */
	size_t nrow;
	char new_digest[HASH_HEX];  /* SHA-256 over the rows as they are printed, without the header */
	size_t impossible;          /* reasons told so far */
	size_t mixed_rooms, small_rooms, neighbours, rooms;
};

/* Tell a reason why there can be no plan; the run goes on to find the others. */
void plan_impossible(struct plan *p, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* load.c: everything but the settings of a place. seed: as asked for, NULL: the plan's own, else the exam. */
void plan_load(struct plan *p, const struct exam *e, const char *seed);
void plan_release(struct plan *p);

/* Is the k-th sitting of a seated person at a place where none of those before it is? */
bool sitting_elsewhere(const struct candidate *c, size_t k);

/* sitting.c: what somebody with these subjects sits in a batch; NULL where that cannot be. */
const struct program *program_get(struct plan *p, int batch, const char *subjects);
/* Do two sittings run at the same time? date YYYY-MM-DD, times HH:MM. */
bool times_overlap(const char *date_a, const char *start_a, const char *end_a, const char *date_b, const char *start_b,
    const char *end_b);

/* batch.c: give newcomers of the people from..to (one city) their batch and sittings. False: some have none. */
bool batch_choose(struct plan *p, size_t from, size_t to, bool late);

/* place.c: rooms and seats for everybody who has none. late: there are others who stay. */
void plan_place(struct plan *p, bool late);
/* Seats of a room: as many as a full one has; late, as many as it has desks. */
int room_limit(const struct plan *p, const struct room *room, bool late);
/* May people of the batch sit there? */
bool room_free(const struct plan *p, const struct room *room, int batch);

/* number.c: numbers for the rooms that are used and for the newcomers; for the rooms only. */
void plan_number(struct plan *p);
void plan_number_rooms(struct plan *p);
/* main.c: put the rooms that were numbered now into the database. */
void plan_write_rooms(const struct plan *p);

/* rows.c: the rows in their order, and the digest. */
void plan_rows(struct plan *p);
/* A row as it is printed, with its line end. */
void row_text(const struct plan *p, const struct row *r, struct buf *out);

#endif
