/* SPDX-License-Identifier: MIT
 * What a registration owes, as orders: made by fee-bill when it is due, and made to agree
 * again when an amendment has changed what is to be paid. The calling tool declares fee_order,
 * fee_order_line, refund and registration among its writes.
 *
 * - Nothing paid yet: one open order over the whole bill. It stays as it is while it is for the same subjects, province and level and
 *   can still be paid, even if prices change meanwhile; else it is closed and another takes its place.
 * - Something paid: nothing happens while the paid orders are for the same (as above) and nothing of them goes back. Else
 *   what is missing becomes a supplement, what is too much a refund proposal (cause amended), both at today's prices. A
 *   proposal that nobody has approved is dropped first where what it would give back is owed again.
 * - An order over nothing (a free exam) is paid the moment it is made. */
#ifndef FRAME_BILLING_H
#define FRAME_BILLING_H

#include <stdbool.h>

#include "frame/tool.h"
#include "rule/fee.h"
#include "store/money.h"
#include "store/refund.h"
#include "store/registration.h"

/* Within a transaction. True where something was written; faults (column as in fault()): FEE_MISSING, SUBJECTS_MISSING,
 * WINDOW_CLOSED, ORDER_NO_OVERFLOW, and then nothing was. A refund proposal is said in a warning REFUND_PROPOSED, one dropped in REFUND_DROPPED. */
bool billing_settle(struct rec *r, int column, const struct registration *reg);

/* The lines of an order, without their subjects, and which of them are for a subject that its registration does not sit any more; how many. */
size_t billing_lines(int64_t order_id, int64_t registration_id, struct fee_line line[FEE_LINES_MAX], bool dropped[FEE_LINES_MAX]);

/* Does the registration have an open order? An amendment settles only then. */
bool billing_has_order(int64_t registration_id);

/* Late money, by when it was paid ("YYYY-MM-DDTHH:MM:SS"): after the order's pay_until and the setting late_grace_minutes, and in no
 * payment window of its exam and province. An expired order can so be paid while another window is open. */
bool billing_is_late(const struct order *o, const char *paid_at);

/* A replaced order that could stand again in place of the one open order of its registration: nothing is paid, and both are for the
 * same lines and amounts (it was made anew because it had expired). Its number may be the one that the payer still had. */
bool billing_can_restore(const struct order *o);
/* Do so: o is open, the other is closed; says ORDER_RESTORED (column as in warning()) and leaves an act in the audit log. */
void billing_restore(struct rec *r, int column, struct order *o);

/* ---- giving back */

/* Who acts in this run. */
struct act billing_act(const struct run *run);

/* May what pays an order be given back because the payer asks for it? The setting refund_until of the place: reg_end, until registration ends
 * (S0, Beijing 2018: within registration, none after it); confirm and never: not once it is confirmed, so not once it is paid (S1 notice 2).
 * *why: the rule in words, else NULL; override: the time alone stands against it, and --override may pass it. Static storage. */
bool billing_may_ask_back(const struct run *run, const struct exam *e, const char *province, const char **why, bool *override);

#endif
