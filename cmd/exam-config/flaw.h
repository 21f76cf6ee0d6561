/* SPDX-License-Identifier: MIT
 * What is wrong with a folder, collected and then printed in the order of the files:
 * FILE:LINE: FIELD: CODE: message. */
#ifndef EXAM_CONFIG_FLAW_H
#define EXAM_CONFIG_FLAW_H

#include "table.h"
#include "base/diag.h"

struct flaw {
	enum table_id table;
	int64_t line;       /* 0: the file as a whole */
	size_t order;       /* as it was found */
	char *field;        /* "": the record as a whole; NULL: text is the whole line */
	const char *code;
	char *text;
	bool possible;      /* nothing is wrong yet: check reports it, load goes on */
};

struct flaws {
	const char *dir;
	struct flaw *flaw;
	size_t n, cap;
	size_t possible;    /* how many of them */
};

/* column: index of the table's fields, -1: the record as a whole. */
void flaw_add(struct flaws *f, enum table_id t, int64_t line, int column, const char *code, const char *fmt, ...)
    PRINTF_LIKE(6, 7);
/* The flaw added last is one that may come true or not. */
void flaw_is_possible(struct flaws *f);
/* A line that already has its place and code (csvin.h). */
void flaw_line(struct flaws *f, enum table_id t, const char *text);
void flaws_print(struct flaws *f);
/* How many of the records that were read have one; after flaws_print. */
int64_t flaws_records(const struct flaws *f);
void flaws_release(struct flaws *f);

#endif
