/* SPDX-License-Identifier: MIT
 * What the files of the seating solver share; nobody else includes it. */
#ifndef RULE_SEATING_PLAN_H
#define RULE_SEATING_PLAN_H

#include <stdint.h>

#include "base/mem.h"
#include "rule/layout.h"
#include "rule/seating.h"

enum { GROUP_NONE = -1, GROUP_MIXED = -2 };

struct place {
	const struct seating_room *room;
	int site;     /* index into the plan's sites */
	int limit;    /* people of a full room */
	int n;        /* people in it */
	int *who;     /* capacity of them: person numbers, later by seat - 1 */
};

/* A person as the solver sees one; persons are numbered in the order of the hash. */
struct sitter {
	struct seating_person *person;
	int group, site;      /* numbers; site SEATING_ANYWHERE */
	uint64_t order;       /* hash of seed and reg_no */
	uint64_t neighbour;   /* hash of neighbour_key, 0: none */
	int room;
};

struct plan {
	struct arena arena;
	const struct seating_rules *rules;
	struct sitter *sitter; /* sorted by group, site, subgroup, order */
	struct place *place;
	int *site;             /* numbers of the caller, by index */
	int n, n_place, n_site, n_group;
};

/* May this person sit there, whoever else does? */
bool plan_allowed(const struct plan *p, int who, int room);
/* The group of everybody in a room, GROUP_NONE, GROUP_MIXED. */
int plan_group(const struct plan *p, int room);
void plan_add(struct plan *p, int room, int who);
/* Take out the i-th person of a room; the number. */
int plan_take(struct plan *p, int room, int i);
/* Exchange the i-th person of room a with the j-th of room b. */
void plan_swap(struct plan *p, int a, int i, int b, int j);

/* Bring people with special needs into accessible rooms; the number of those who could not. */
int plan_accessible(struct plan *p);
/* The tail rule, and no small rooms where that can be. */
void plan_repair(struct plan *p);
/* Give seats, and part people of one neighbour_key; the pairs that remain. */
size_t plan_seats(struct plan *p);

/* Build the plan: numbers for groups and sites, people in order, empty rooms. */
void plan_init(struct plan *p, struct seating_person *person, size_t n, const struct seating_room *room, size_t n_room,
    const struct seating_rules *rules);

/* The layout of a room, with a desk for every seat. */
void place_layout(const struct place *place, struct layout *l);

#endif
