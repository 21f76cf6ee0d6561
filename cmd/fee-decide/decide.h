/* SPDX-License-Identifier: MIT
 * fee-decide's parts: which decision may be made (main.c), and what follows from it (effect.c), of money that the
 * channel has given back (back.c). */
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

/* The order that the difference is about; a difference of an order that nobody knew is given one by the column. */
bool effect_order(struct rec *r, const struct difference *d, struct order *o);
/* From now on the number, or this one entry, is the order's. */
void effect_learn(struct rec *r, const struct difference *d, const struct order *o, struct effect *e);

/* ---- back.c */

/* The channel has given money back by itself, and so be it: a refund of ours from now on, of the payment that the entry names. A payment that
 * nobody had recorded is recorded with it. */
bool accept_returned(struct rec *r, const struct difference *d, struct effect *e);
/* All is given back at the channel while the order counts as paid here: our refund that the entry shows is final. */
bool accept_status(struct rec *r, const struct difference *d, struct effect *e);
/* The channel gave back another amount under our refund's number: that is what the refund was. */
bool accept_amount(struct rec *r, const struct difference *d, struct effect *e);
/* What the channel has given back of the difference's payment and no refund of ours says, fen; the first of those differences. like: one of them
 * is as much as is then left of whole. */
int64_t back_unrecorded(const struct difference *d, const struct order *o, int64_t whole, bool *like, char diff_id[RECON_ID]);

#endif
