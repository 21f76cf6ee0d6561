/* SPDX-License-Identifier: MIT
 * What lists share: a table with a head on each page, a line of totals, boxes to sign. */
#ifndef FORM_PRINT_LIST_H
#define FORM_PRINT_LIST_H

#include "document.h"

enum { LIST_COLUMNS = 12 };

struct list_column {
	const char *head, *field; /* field: column name for troubles, or NULL */
	double w;                 /* 0: what the others leave */
	enum flow_kind kind;
};

/* Begin: the exam, the title, and whose list it is with how many are on it. */
void list_begin(struct paper *p, const char *title, const struct list_column *column, size_t columns);
/* A row, as many texts as columns; its part. */
size_t list_row(struct paper *p, const struct list_column *column, size_t columns, const char *const *text);
/* The boxes below the table, which stay with its last row. */
void list_end(struct paper *p, const struct flow_cell *box, size_t boxes);

/* "考全科\n安全生产" */
const char *level_and_specialty(struct paper *p, const struct facts *f);

#endif
