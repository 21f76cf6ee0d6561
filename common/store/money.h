/* SPDX-License-Identifier: MIT
 * Orders and payments as rows. Amounts are fen. The statements write: the calling
 * tool declares fee_order, payment, registration as far as it uses them. */
#ifndef STORE_MONEY_H
#define STORE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

enum { ORDER_NO_SIZE = 24 };

struct order {
	int64_t id, registration_id, exam_id;
	const char *order_no, *kind, *pay_until, *reg_no, *province; /* pay_until "": never ends */
	const char *created_at;
	int64_t amount;
	bool closed;          /* replaced or cancelled */
	bool due;             /* its registration stands where payment is possible, or further */
	int64_t effective_id; /* the payment that pays it, 0: unpaid */
};

/* By its number or an alias; false where there is none. Strings live until the next call. */
bool order_find(const char *order_no, struct order *out);
/* The same by its id. */
bool order_read(int64_t id, struct order *out);

/* Another number under which money for an order comes (table order_alias). */
enum alias_kind {
	ALIAS_PAYMENT_NOTICE, /* 缴款码, given by the non-tax platform */
	ALIAS_QUOTED,         /* what a payer wrote in place of the number */
	ALIAS_ENTRY           /* id, in decimal, of a statement_entry without any number: for that one entry */
};
enum alias_result { ALIAS_ADDED, ALIAS_KNOWN, ALIAS_OF_ANOTHER, ALIAS_IS_ORDER };

/* ALIAS_KNOWN: so it was before; ALIAS_OF_ANOTHER: it stands for another order, ALIAS_IS_ORDER: it is the number of an order itself, and then
 * nothing was written. */
enum alias_result order_alias_add(const char *alias, enum alias_kind kind, int64_t order_id, const char *login, const char *now,
    int64_t batch_id);

struct payment {
	int64_t id, order_id, amount;
	const char *channel, *txn_no, *paid_at, *receipt_no, *payer, *cashier;
	bool effective;
	const char *result; /* paid, duplicate, late, void, amount */
};

/* By channel and number; false where there is none. channel and txn_no are the caller's, the
 * other strings live until the next call. */
bool payment_find(const char *channel, const char *txn_no, struct payment *out);
/* By its id; all strings live until the next call of either. */
bool payment_of_id(int64_t id, struct payment *out);
/* Record money that came in; its id. */
int64_t payment_add(const struct payment *p, int64_t batch_id);
/* From now on this payment pays its order. */
void payment_make_effective(int64_t id);

/* registration.paid_at follows from its orders: the time of the last payment where each open order has one (an
 * order over nothing needs none), else NULL. To be called when orders or payments have changed. */
void registration_pay(int64_t registration_id);

/* Has any order of the registration that stands been paid? */
bool registration_has_money(int64_t registration_id);
/* Close its orders that nobody has paid; how many there were. */
int64_t orders_close_unpaid(int64_t registration_id, const char *now);

/* What of a payment is neither given back nor on its way. */
int64_t payment_left(int64_t payment_id);

#endif
