/* SPDX-License-Identifier: MIT
 * Is the database built as the migrations build it? Its tables, indexes, triggers and views against those of a fresh
 * one in memory: somebody with a shell may have dropped a guard, or put a weaker one in its place. */
#ifndef STORE_STRUCTURE_H
#define STORE_STRUCTURE_H

#include <stdbool.h>

#include "base/buf.h"

enum structure_fault { STRUCTURE_MISSING, STRUCTURE_ALTERED, STRUCTURE_FOREIGN };

struct structure_difference {
	const char *type;  /* table, index, trigger, view */
	const char *name;
	const char *table; /* whose index or trigger it is; a table's or a view's own name */
	enum structure_fault fault;
};

/* Tell every object that differs, by type and name; SQLite's own (sqlite_…) are passed over. True where every table still
 * has all of its columns and every view stands, so that a query of ours can be asked. Dies as db_open() does. */
bool structure_compare(void (*differs)(void *context, const struct structure_difference *d), void *context);

/* Append what a CREATE statement says to SQLite, so that texts can be compared: words in lower case, each followed by one
 * blank, without comments and without quotes that a name does not need; strings as they are. */
void structure_plain(const char *sql, struct buf *plain);

#endif
