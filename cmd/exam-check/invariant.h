/* SPDX-License-Identifier: MIT
 * What must always hold (model.md), as queries that find what breaks it. The numbers in the comments are those of the
 * model's list. Constraints of the schema are asked for again: a database may have been written by other hands. */
#ifndef EXAM_CHECK_INVARIANT_H
#define EXAM_CHECK_INVARIANT_H

struct invariant {
	const char *code;      /* stable, upper case */
	const char *table;     /* of the record that breaks it */
	const char *sql;       /* one row a violation: key of the record, what is found */
	const char *en, *zh;   /* what must hold */
};

/* By what they are about, in the order in which they are asked; each ends with code NULL. */
extern const struct invariant person_invariants[], registration_invariants[], money_invariants[], exam_invariants[], run_invariants[];

#endif
