/* SPDX-License-Identifier: MIT
 * What follows from a decision: payments and refunds as rows, and what a registration is told. */
#include <stdio.h>
#include <string.h>

#include "decide.h"
#include "store/db.h"
#include "store/message.h"
#include "store/money.h"
#include "value/money.h"

enum { Q_CHANNEL, Q_FEE, Q_RETURNED, Q_QUOTED, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_CHANNEL] = { "SELECT channel FROM payment WHERE order_id = :order AND txn_no = :txn_no AND txn_no <> '' ORDER BY id LIMIT 1", NULL },
	/* settled × rate, as rule/reconcile has it: fen × millionths in 0.00001 yuan */
	[Q_FEE] = { "SELECT format('%s%d.%05d', iif(fee_1e5 < 0, '-', ''), abs(fee_1e5) / 100000, abs(fee_1e5) % 100000), "
		"format('%d.%05d', settled * rate / 1000 / 100000, settled * rate / 1000 % 100000) FROM statement_entry WHERE id = :entry AND rate >= 0 "
		"AND abs(fee_1e5 - settled * rate / 1000) > 1000", NULL },
	[Q_RETURNED] = { "SELECT coalesce(sum(amount), 0) FROM refund WHERE payment_id = :payment AND state <> 'refused' AND cause <> 'amended'", NULL },
	[Q_QUOTED] = { "SELECT EXISTS (SELECT 1 FROM fee_order WHERE order_no = :no) OR EXISTS (SELECT 1 FROM order_alias WHERE alias = :no)", NULL },
};

bool
is_payment(const struct difference *d)
{
	return strcmp(d->kind, "pay") == 0;
}

/* The payment that the difference is about, if it is recorded; within the order its number is enough (as in fee-reconcile),
 * since it may have been told of by another word of the channel. */
static bool
find_payment(const struct difference *d, int64_t order_id, struct payment *known)
{
	static char channel[64];

	if (payment_find(d->channel, d->txn_no, known))
		return true;
	db_int(&q[Q_CHANNEL], ":order", order_id);
	db_text(&q[Q_CHANNEL], ":txn_no", d->txn_no);
	if (!db_row(&q[Q_CHANNEL]))
		return false;
	snprintf(channel, sizeof channel, "%s", db_col(&q[Q_CHANNEL], 0));
	db_reset(&q[Q_CHANNEL]);
	return payment_find(channel, d->txn_no, known);
}

/* Record the bank's payment; how it came where it does not pay the order. */
static int64_t
add_payment(struct rec *r, const struct order *o, const struct difference *d, bool effective, const char *result)
{
	const struct payment p = { .order_id = o->id, .amount = d->amount, .channel = d->channel, .txn_no = d->txn_no, .paid_at = d->at,
		.receipt_no = "", .payer = "", .cashier = "", .effective = effective, .result = result };

	return payment_add(&p, r->run->batch_id);
}

/* ---- whose it is */

/* Does a payer's number look like a number? Any other word would catch the money of others. */
static bool
is_number(const char *s)
{
	size_t digits = 0;

	for (; *s != '\0'; s++) {
		if (strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_", *s) == NULL)
			return false;
		digits += *s >= '0' && *s <= '9';
	}
	return digits >= 4;
}

static bool
is_unknown(const struct difference *d)
{
	return d->class == RECON_UNKNOWN_ORDER || (d->class == RECON_REFUND_UNKNOWN && d->order_id == 0);
}

/* The order that the column names, of money that came under a number of nobody. */
static bool
named_order(struct rec *r, const struct difference *d, struct order *o)
{
	const char *no = r->v[I_ORDER_NO];

	if (*no == '\0' || strcmp(no, d->order_no) == 0)
		fault(r, I_ORDER_NO, "MISSING", L("whose is it? order_no has the number of the order that was found, in place of %s", "属于哪个订单? order_no 须填查明的订单号, 而非 %s"),
		    *d->order_no != '\0' ? d->order_no : "-");
	else if (!order_find(no, o))
		fault(r, I_ORDER_NO, "ORDER_UNKNOWN", L("no order %s", "没有订单 %s"), no);
	return !faulty(r);
}

bool
effect_order(struct rec *r, const struct difference *d, struct order *o)
{
	if (is_unknown(d) && !order_find(d->order_no, o))
		return named_order(r, d, o);
	if (!order_find(d->order_no, o))
		bug("difference of order %s", d->order_no);
	return true;
}

void
effect_learn(struct rec *r, const struct difference *d, const struct order *o, struct effect *e)
{
	const struct run *run = r->run;
	char entry[32];

	e->order_id = o->id;
	snprintf(e->order_no, sizeof e->order_no, "%s", o->order_no);
	if (!is_unknown(d))
		return;
	snprintf(entry, sizeof entry, "%lld", (long long)d->entry_id);
	if (*d->order_no != '\0' && !is_number(d->order_no))
		warning(r, I_ORDER_NO, "ALIAS_FORM", L("\"%s\" is no number and would catch the money of others: only this one row is of %s, the next one is asked about again",
		    "\"%s\" 不是编号, 若记为别号会误收他人款项: 仅本笔归入 %s, 以后再来的仍须查明"), d->order_no, o->order_no);
	db_text(&q[Q_QUOTED], ":no", d->order_no);
	if (*d->order_no == '\0' || !is_number(d->order_no))
		order_alias_add(entry, ALIAS_ENTRY, o->id, run->login, run->now, run->batch_id);
	else if (db_int1(&q[Q_QUOTED], 0) == 0)
		order_alias_add(d->order_no, ALIAS_QUOTED, o->id, run->login, run->now, run->batch_id);
}

/* ---- accept */

/* An accepted payment needs nobody any more, so that what else is odd about it is said now. */
static void
check_fee(struct rec *r, const struct difference *d)
{
	db_int(&q[Q_FEE], ":entry", d->entry_id);
	if (!db_row(&q[Q_FEE]))
		return;
	warning(r, I_DIFF_ID, "FEE_MISMATCH", L("the fee of %s is %s yuan, by its rate %s: ask the channel", "%s 的手续费为 %s 元, 按费率应为 %s 元: 请向渠道查询"),
	    d->txn_no, db_col(&q[Q_FEE], 0), db_col(&q[Q_FEE], 1));
	db_reset(&q[Q_FEE]);
}

/* Another amount is all that fee-reconcile says of the payment. */
static void
check_late(struct rec *r, const struct difference *d, const struct order *o)
{
	if (d->class == RECON_AMOUNT_MISMATCH && o->effective_id == 0 && billing_is_late(o, d->at))
		warning(r, I_ACTION, "LATE", L("order %s was to be paid until %s, this came %s: it is late, too, and pays the order now",
		    "订单 %s 缴费截止 %s, 本笔到账 %s: 除金额不符外亦属逾期, 现已补记为已缴"), o->order_no, o->pay_until, d->at);
}

/* Money whose owner was found only now pays where it would have paid under the right number. */
static void
check_found(struct rec *r, const struct difference *d, const struct order *o)
{
	char due[MONEY_SIZE], paid[MONEY_SIZE];

	money_text(o->amount, due);
	money_text(d->amount, paid);
	if (o->effective_id == 0 && d->amount != o->amount)
		fault(r, I_ORDER_NO, "AMOUNT_MISMATCH", L("order %s is over %s yuan, this came to %s: decide refund, or suspense",
		    "订单 %s 金额为 %s 元, 本笔到账 %s 元: 请选择 refund 或 suspense"), o->order_no, due, paid);
	if (o->effective_id == 0 && billing_is_late(o, d->at))
		fault(r, I_ORDER_NO, "LATE", L("order %s was to be paid until %s, this came %s: decide refund, or suspense", "订单 %s 缴费截止 %s, 本笔到账 %s: 请选择 refund 或 suspense"),
		    o->order_no, o->pay_until, d->at);
}

static void
check_payment(struct rec *r, const struct difference *d, const struct order *o, const struct payment *known)
{
	if (known != NULL && known->order_id != o->id) {
		fault(r, I_DIFF_ID, "TXN_TAKEN", L("transaction %s is recorded for another order", "交易 %s 已登记在另一订单下"), d->txn_no);
	} else if (o->effective_id != 0 && (known == NULL || known->id != o->effective_id)) {
		/* the decision alone makes a payment that counts already right; a second one cannot count, too */
		fault(r, I_ACTION, "ORDER_PAID", L("order %s is paid by another transaction: this one can be given back (refund) or set aside (suspense)",
		    "订单 %s 已由另一笔交易缴清: 本笔可退款 (refund) 或挂账 (suspense)"), o->order_no);
	} else if (o->effective_id == 0 && o->closed && !billing_can_restore(o)) {
		fault(r, I_ACTION, "ORDER_CLOSED", L("order %s was replaced or cancelled: decide refund or suspense", "订单 %s 已被替换或取消: 请选择 refund 或 suspense"),
		    o->order_no);
	} else if (o->effective_id == 0 && !o->due) {
		fault(r, I_ACTION, "NOT_DUE", L("registration %s does not stand where it may be paid: reg-show says why; decide refund or suspense",
		    "报名 %s 目前不能缴费 (见 reg-show): 请选择 refund 或 suspense"), o->reg_no);
	}
	if (is_unknown(d))
		check_found(r, d, o);
}

/* The payment is the order's, whatever its amount or time; where the order was not known, only one that simply pays it. */
static bool
accept_payment(struct rec *r, const struct difference *d, struct effect *e)
{
	struct payment known;
	struct order o;

	if (!effect_order(r, d, &o))
		return false;
	bool have = find_payment(d, o.id, &known);

	check_payment(r, d, &o, have ? &known : NULL);
	if (faulty(r))
		return false;
	check_fee(r, d);
	check_late(r, d, &o);
	effect_learn(r, d, &o, e);
	e->result = "paid";
	if (o.effective_id != 0)
		return true;
	if (o.closed)
		billing_restore(r, I_DIFF_ID, &o);
	if (have)
		payment_make_effective(known.id);
	else
		add_payment(r, &o, d, true, "paid");
	registration_pay(o.registration_id);
	message_queue_paid(o.registration_id, o.order_no, r->run->now, r->run->batch_id);
	return true;
}

bool
effect_accept(struct rec *r, const struct difference *d, struct effect *e)
{
	if (is_payment(d))
		return accept_payment(r, d, e);
	return d->class == RECON_REFUND_UNKNOWN ? accept_returned(r, d, e) : d->class == RECON_STATUS_MISMATCH ? accept_status(r, d, e) : accept_amount(r, d, e);
}

/* ---- refund */

static const char *
how_it_came(const struct difference *d, const struct order *o)
{
	switch (d->class) {
	case RECON_DUPLICATE:
		return "duplicate";
	case RECON_LATE:
		return "late";
	case RECON_AMOUNT_MISMATCH:
		return "amount";
	default:
		return is_unknown(d) && o->effective_id != 0 ? "duplicate" : is_unknown(d) && d->amount != o->amount ? "amount" :
		    is_unknown(d) && billing_is_late(o, d->at) ? "late" : "void";
	}
}

/* How much of a payment (known: as recorded, or NULL) goes back: what is too much where it counts, else all that is left; what the channel has
 * given back of it already is off. 0 with a fault. */
static int64_t
amount_due(struct rec *r, const struct difference *d, const struct order *o, const struct payment *known)
{
	int64_t whole = known != NULL ? payment_left(known->id) : d->amount, gone;
	char first[RECON_ID], yuan[MONEY_SIZE];
	bool like;

	if (known != NULL && known->effective) {
		db_int(&q[Q_RETURNED], ":payment", known->id);
		int64_t surplus = d->amount - o->amount - db_int1(&q[Q_RETURNED], 0);

		whole = surplus < whole ? surplus : whole;
	}
	gone = back_unrecorded(d, o, whole, &like, first);
	money_text(gone, yuan);
	if (whole - gone <= 0 && gone > 0)
		fault(r, I_ACTION, "REFUND_NOTHING", L("the channel has given back %s yuan of this payment itself, and nothing is left: accept that refund first (%s)",
		    "渠道已自行退回本笔 %s 元, 没有可退余额: 请先对该退款 (%s) 选择 accept"), yuan, first);
	else if (whole - gone <= 0)
		fault(r, I_ACTION, "REFUND_NOTHING", "%s", L("nothing of this payment is left to be given back: accept or waive", "本笔没有可退金额: 请选择 accept 或 waive"));
	else if (like) /* a proposal of as much would be taken for the refund that the statement shows already */
		fault(r, I_ACTION, "REFUND_FIRST", L("the channel has given back as much of this payment itself as is left: accept that refund first (%s)",
		    "渠道已自行退回本笔的同等金额: 请先对该退款 (%s) 选择 accept"), first);
	return faulty(r) ? 0 : whole - gone;
}

/* Propose to give the money back. It is recorded as come in, so that what goes out never exceeds it. */
bool
effect_refund(struct rec *r, const struct difference *d, struct effect *e)
{
	const struct act who = billing_act(r->run);
	struct payment known;
	struct order o;

	if (!is_payment(d)) {
		fault(r, I_ACTION, "ACTION_NOT_ALLOWED", "%s", L("only a payment can be given back", "只有支付可以退款"));
		return false;
	}
	if (!effect_order(r, d, &o))
		return false;
	bool have = find_payment(d, o.id, &known);

	if (have && known.order_id != o.id) {
		fault(r, I_DIFF_ID, "TXN_TAKEN", L("transaction %s is recorded for another order", "交易 %s 已登记在另一订单下"), d->txn_no);
		return false;
	}
	int64_t amount = amount_due(r, d, &o, have ? &known : NULL);

	if (amount <= 0)
		return false;
	const char *came = have ? known.result : how_it_came(d, &o);
	struct refund_ask ask = { .amount = amount, .entry_id = d->entry_id, .documents = "", .reason = r->v[I_REASON],
		.cause = strcmp(came, "duplicate") == 0 ? "duplicate" : "request" };

	effect_learn(r, d, &o, e);
	ask.payment_id = have ? known.id : add_payment(r, &o, d, false, came);
	refund_propose(&ask, &who, e->refund_no);
	e->result = "proposed";
	return true;
}
