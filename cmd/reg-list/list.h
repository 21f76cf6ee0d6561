/* SPDX-License-Identifier: MIT
 * What the files of reg-list share. */
#ifndef REG_LIST_H
#define REG_LIST_H

#include "frame/tool.h"

enum { COLUMNS_MAX = 128, CHOSEN_MAX = 64 }; /* of a stream; of -c */

/* What a registration must be; NULL or "": anything. */
struct conditions {
	const char *state, *province, *city, *site, *review_point, *level, *specialty, *outcome;
	char since[TIME_SIZE];
};

/* condition.c: codes and words as the configuration has them, names become codes; what there is not is a usage error that names
 * what there is. */
void conditions_check(const struct run *run, struct conditions *c);

/* select.c: the columns of -c, and the registrations that match. */

/* A list of names separated by commas; what is no column is a usage error that names them all. */
void columns_choose(const char *list);
size_t columns_chosen(const char **name); /* how many; their names, room for CHOSEN_MAX, or NULL */

void select_start(const struct run *run, const struct conditions *c);

/* The next registration of the exam that matches, in the order of reg_no; false behind the last. --changed-since is left to
 * select_key. The row stays in hand until the next select_. */
bool select_next(void);
/* Only its number and id, quicker. NULL behind the last; the number is valid until the next call. */
const char *select_key(int64_t *id);
/* One registration; false where it does not match. */
bool select_reg_no(const char *reg_no);
bool select_id(int64_t id);
const char *row_reg_no(void);
int64_t row_id(void);
/* The chosen columns of the row in hand. Valid until the next call. */
void row_values(const char **value);

/* draw.c: --sample. */

/* N, or P% of n rounded up; a usage error where it is neither. */
size_t sample_size(const char *sample, size_t n);
/* Of keys that are told in order, take those with the smallest keyed hashes, so that a draw can be repeated and audited. */
void draw_add(const char *seed, const char *reg_no, int64_t id);
/* The ids drawn, in the order told; *n of them. */
const int64_t *draw_take(const char *sample, size_t *n);

#endif
