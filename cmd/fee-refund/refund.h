/* SPDX-License-Identifier: MIT
 * What the commands of fee-refund share. */
#ifndef FEE_REFUND_REFUND_H
#define FEE_REFUND_REFUND_H

#include "frame/tool.h"
#include "store/refund.h"

/* SQL: who proposed or approved refund f, the login, with the name of --operator behind it where there was one. */
#define REFUND_PERSON(act) "f." act "_by || iif(f." act "_operator <> '', ' (' || f." act "_operator || ')', '')"

/* The columns that propose, approve, export and settle print. */
extern const char *const refund_out[];
void refund_answer(struct rec *r, const char *refund_no);

/* The refund that the record names in column. False with a fault REFUND_NO_UNKNOWN. */
bool refund_named(struct rec *r, int column, struct refund *out);
/* Is it of another exam than -e names? Then it is SKIPPED. */
bool refund_elsewhere(const struct rec *r, const struct refund *f);
/* A fault REFUND_RETURNED where the channel has given back by itself so much that less than amount (fen) of left is really there. */
void refund_check_returned(struct rec *r, int column, int64_t order_id, int64_t payment_id, int64_t amount, int64_t left);
/* It was refused, or has failed: where fee-decide had proposed it, its difference is open again, and a warning says so. */
void refund_reopen(struct rec *r, int column, const struct refund *f);
/* A word for yes or no of approve and settle: 1, 0, or -1 for another word. */
int refund_decision(const char *word);

extern const struct tool command_propose, command_approve, command_export, command_settle, command_list;

#endif
