/* SPDX-License-Identifier: MIT
 * fee-decide's parts: which decision may be made (main.c), and what follows from it (effect.c). */
#ifndef FEE_DECIDE_DECIDE_H
#define FEE_DECIDE_DECIDE_H

#include "frame/billing.h"
#include "frame/tool.h"
#include "rule/reconcile.h"

enum { I_DIFF_ID, I_ACTION, I_REASON, I_ORDER_NO };

/* A difference, with the entry of a statement that it is about. */
struct difference {
	enum recon_class class;
	char order_no[128], state[16], action[16], kind[8], status[16], channel[64], txn_no[160], at[32];
	const char *reason;                 /* as it was decided */
	int64_t entry_id, amount, paid_amount, order_id, exam_id; /* 0: no entry, no order of ours */
};

/* Money comes in, or goes out? */
bool is_payment(const struct difference *d);

/* What the action asks for is done, in the transaction. False with a fault, and then nothing was written. result: the word to be printed;
 * refund_no: the refund that was proposed or recorded, "" none; order_no, order_id: whose it is now. */
struct effect {
	const char *result;
	char refund_no[REFUND_NO_SIZE], order_no[ORDER_NO_SIZE];
	int64_t order_id;
};
bool effect_accept(struct rec *r, const struct difference *d, struct effect *e);
bool effect_refund(struct rec *r, const struct difference *d, struct effect *e);

#endif
