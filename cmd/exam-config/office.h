/* SPDX-License-Identifier: MIT
 * The configuration in the database. */
#ifndef EXAM_CONFIG_OFFICE_H
#define EXAM_CONFIG_OFFICE_H

#include "table.h"

/* Read every table. */
void office_read(struct config *c);
bool rows_equal(const struct rows *a, const struct rows *b, enum table_id t);
/* Make the database's tables (old) those of new; tables that are equal are not touched. *changed and *equal count their
 * rows: those of new in tables that were written, and those in tables that were not. */
void office_write(const struct config *old, const struct config *new, int64_t *changed, int64_t *equal);

#endif
