/* SPDX-License-Identifier: MIT
 * Looking records up by some of their fields. */
#ifndef EXAM_CONFIG_INDEX_H
#define EXAM_CONFIG_INDEX_H

#include "table.h"

enum { PARTS_MAX = 8 };

struct entry {
	const char *key;
	const struct record *record;
	size_t order; /* in the table */
};

/* Sorted by key, equal keys in the order of the table. */
struct index {
	bool present;         /* every key of the table could be read; else nothing can be looked up */
	size_t n;
	struct entry *entry;  /* in the configuration's arena, as the keys are */
};

/* fields: names of the table's columns, separated by blanks. */
struct index index_make(struct config *c, enum table_id t, const char *fields);
/* The first record with these n values, or NULL. */
const struct record *index_get(const struct index *x, const char *const *value, size_t n);

/* The fields of a table that make up its key, as index_make wants them; static, valid until the next call. */
const char *key_fields(const struct table *t);
/* Append the values of the key of r, joined by '|'. */
void key_text(const struct table *t, const struct record *r, struct buf *out);

/* Split a list of names at blanks into indices of t's fields; their number. */
size_t field_list(const struct table *t, const char *names, size_t field[PARTS_MAX]);

#endif
