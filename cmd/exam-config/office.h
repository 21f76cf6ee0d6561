/* SPDX-License-Identifier: MIT
 * The configuration in the database. */
#ifndef EXAM_CONFIG_OFFICE_H
#define EXAM_CONFIG_OFFICE_H

#include "table.h"

/* Read every table. */
void office_read(struct config *c);
/* The first n fields. */
bool record_equal(const struct record *a, const struct record *b, size_t n);
bool rows_equal(const struct rows *a, const struct rows *b, enum table_id t);
/* Make the database's tables (old) those of new; tables that are equal are not touched, exams keep their id. */
void office_write(const struct config *old, const struct config *new);

#endif
