/* SPDX-License-Identifier: MIT
 * What a registration owes, as orders: made by fee-bill when it is due, and made to agree
 * again when an amendment has changed what is to be paid. The calling tool declares fee_order,
 * fee_order_line, refund and registration among its writes.
 *
 * - Nothing paid yet: one open order over the whole bill. It stays as it is while it is for the same subjects and
 *   can still be paid, even if prices change meanwhile; else it is closed and another takes its place.
 * - Something paid: nothing happens while the paid orders are for the same subjects. Else what is missing becomes
 *   a supplement, what is too much a refund proposal (cause amended), both at today's prices.
 * - An order over nothing (a free exam) is paid the moment it is made. */
#ifndef FRAME_BILLING_H
#define FRAME_BILLING_H

#include <stdbool.h>

#include "frame/tool.h"
#include "store/registration.h"

/* Within a transaction. True where something was written; faults (column as in fault()): FEE_MISSING, SUBJECTS_MISSING,
 * WINDOW_CLOSED, ORDER_NO_OVERFLOW, and then nothing was. A refund proposal is said in a warning REFUND_PROPOSED. */
bool billing_settle(struct rec *r, int column, const struct registration *reg);

/* Does the registration have an open order? An amendment settles only then. */
bool billing_has_order(int64_t registration_id);

#endif
