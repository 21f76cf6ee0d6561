/* SPDX-License-Identifier: MIT
 * What makes one configuration another, record by record, and whom it touches. */
#ifndef EXAM_CONFIG_DIFF_H
#define EXAM_CONFIG_DIFF_H

#include "table.h"

/* A record that is added (old NULL), removed (new NULL) or changed; both NULL: the table's rows stand in another order. */
struct change {
	enum table_id t;
	const struct record *old, *new;
};

typedef void change_fn(void *context, const struct change *c);

/* Each change from old to new, by table, in new's order, then what is removed. The number of changes. */
int64_t changes_each(struct config *old, struct config *new, change_fn *each, void *context);

/* "add", "remove", "change" or "order". */
const char *change_action(const struct change *c);
/* Append the fields of one side that the change is about: "amount=56.00|upward_share=11.00". */
void change_text(const struct change *c, const struct record *side, struct buf *out);

/* Live registrations of the exam, province, level … that the record names; -1: it names none of these. */
int64_t change_registrations(const struct change *c);

#endif
