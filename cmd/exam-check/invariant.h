/* SPDX-License-Identifier: MIT
 * What must always hold (model.md), as queries that find what breaks it. */
#ifndef EXAM_CHECK_INVARIANT_H
#define EXAM_CHECK_INVARIANT_H

struct invariant {
	const char *code;      /* stable, upper case */
	const char *table;     /* of the record that breaks it */
	const char *sql;       /* one row a violation: key of the record, what is found */
	const char *en, *zh;   /* what must hold */
};

/* Ends with code NULL. */
extern const struct invariant invariants[];

#endif
