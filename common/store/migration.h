/* SPDX-License-Identifier: MIT
 * The numbered migrations that scripts/embed-sql has put into the program. */
#ifndef STORE_MIGRATION_H
#define STORE_MIGRATION_H

struct migration {
	int version;      /* user_version after it */
	const char *name; /* file name */
	const char *sql;
};

extern const struct migration migrations[]; /* migration_count of them, in order */
extern const int migration_count;

#endif
