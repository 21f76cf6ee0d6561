/* SPDX-License-Identifier: MIT
 * fee-decide: what people decide about the differences that fee-reconcile has found. */
#include <stdio.h>
#include <string.h>

#include "frame/billing.h"
#include "frame/tool.h"
#include "rule/reconcile.h"
#include "store/db.h"
#include "store/message.h"
#include "store/money.h"
#include "value/money.h"

enum { I_DIFF_ID, I_ACTION, I_REASON };
static const struct incol in[] = {
	[I_DIFF_ID] = { "diff_id", true }, [I_ACTION] = { "action", true }, [I_REASON] = { "reason", true }, { NULL, false }
};

enum { O_DIFF_ID, O_CLASS, O_ORDER_NO, O_ACTION, O_AMOUNT, O_REFUND_NO, O_RESULT };
static const char *const out[] = { "diff_id", "class", "order_no", "action", "amount", "refund_no", "result", NULL };

enum { Q_FIND, Q_DECIDE, Q_REFUND, Q_CHANNEL, Q_FEE, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_FIND] = { "SELECT d.class, d.order_no, d.state, d.action, d.reason, coalesce(d.entry_id, 0), coalesce(e.kind, ''), coalesce(e.channel, ''), "
		"coalesce(e.txn_no, ''), coalesce(e.amount, 0), coalesce(e.at, ''), d.paid_amount, coalesce(d.order_id, 0), coalesce((SELECT r.exam_id FROM fee_order o JOIN registration r ON r.id = o.registration_id "
		"WHERE o.id = d.order_id), 0) FROM difference d LEFT JOIN statement_entry e ON e.id = d.entry_id WHERE d.diff_id = :diff_id", NULL },
	[Q_DECIDE] = { "UPDATE difference SET state = 'decided', action = :action, reason = :reason, decided_by = :login, decided_at = :now "
		"WHERE diff_id = :diff_id", NULL },
	[Q_REFUND] = { "SELECT refund_no FROM refund WHERE entry_id = :entry AND state <> 'refused' ORDER BY id DESC LIMIT 1", NULL },
	/* settled × rate, as rule/reconcile has it: fen × millionths in 0.00001 yuan */
	[Q_FEE] = { "SELECT format('%s%d.%05d', iif(fee_1e5 < 0, '-', ''), abs(fee_1e5) / 100000, abs(fee_1e5) % 100000), "
		"format('%d.%05d', settled * rate / 1000 / 100000, settled * rate / 1000 % 100000) FROM statement_entry WHERE id = :entry AND rate >= 0 "
		"AND abs(fee_1e5 - settled * rate / 1000) > 1000", NULL },
	[Q_CHANNEL] = { "SELECT channel FROM payment WHERE order_id = :order AND txn_no = :txn_no AND txn_no <> '' ORDER BY id LIMIT 1", NULL },
};

struct difference {
	enum recon_class class;
	char order_no[128], state[16], action[16], kind[8], channel[64], txn_no[160], at[32];
	const char *reason; /* as it was decided */
	int64_t entry_id, amount, paid_amount, order_id, exam_id; /* 0: no entry, no order of ours */
};

#define COPY(to, column) snprintf(to, sizeof to, "%s", db_col(&q[Q_FIND], column))

static bool
difference_find(const char *diff_id, struct difference *d)
{
	static struct buf reason;

	db_text(&q[Q_FIND], ":diff_id", diff_id);
	if (!db_row(&q[Q_FIND]))
		return false;
	if (!recon_class_parse(db_col(&q[Q_FIND], 0), &d->class))
		bug("class %s", db_col(&q[Q_FIND], 0));
	COPY(d->order_no, 1);
	COPY(d->state, 2);
	COPY(d->action, 3);
	buf_clear(&reason);
	buf_str(&reason, db_col(&q[Q_FIND], 4));
	d->reason = buf_text(&reason);
	d->entry_id = db_col_int(&q[Q_FIND], 5);
	COPY(d->kind, 6);
	COPY(d->channel, 7);
	COPY(d->txn_no, 8);
	d->amount = db_col_int(&q[Q_FIND], 9);
	COPY(d->at, 10);
	d->paid_amount = db_col_int(&q[Q_FIND], 11);
	d->order_id = db_col_int(&q[Q_FIND], 12);
	d->exam_id = db_col_int(&q[Q_FIND], 13);
	db_reset(&q[Q_FIND]);
	return true;
}

static bool
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

/* The payment is the order's, whatever its amount or time; false with a fault. */
static bool
accept(struct rec *r, const struct difference *d)
{
	struct payment known;
	struct order o;

	if (!is_payment(d))
		return true; /* a refund of another amount: taken as it is */
	if (!order_find(d->order_no, &o))
		bug("difference of order %s", d->order_no);
	bool have = find_payment(d, o.id, &known);

	if (have && known.order_id != o.id) {
		fault(r, I_DIFF_ID, "TXN_TAKEN", L("transaction %s is recorded for another order", "交易 %s 已登记在另一订单下"), d->txn_no);
	} else if (o.effective_id != 0 && (!have || known.id != o.effective_id)) {
		/* the decision alone makes a payment that counts already right; a second one cannot count, too */
		fault(r, I_ACTION, "ORDER_PAID", L("order %s is paid by another transaction: this one can be given back (refund) or set aside (suspense)",
		    "订单 %s 已由另一笔交易缴清: 本笔可退款 (refund) 或挂账 (suspense)"), d->order_no);
	} else if (o.effective_id == 0 && o.closed && !billing_can_restore(&o)) {
		fault(r, I_ACTION, "ORDER_CLOSED", L("order %s was replaced or cancelled: decide refund or suspense", "订单 %s 已被替换或取消: 请选择 refund 或 suspense"),
		    d->order_no);
	} else if (o.effective_id == 0 && !o.due) {
		fault(r, I_ACTION, "NOT_DUE", L("registration %s does not stand where it may be paid: reg-show says why; decide refund or suspense",
		    "报名 %s 目前不能缴费 (见 reg-show): 请选择 refund 或 suspense"), o.reg_no);
	}
	if (faulty(r))
		return false;
	check_fee(r, d);
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

static const char *
how_it_came(const struct difference *d)
{
	return d->class == RECON_DUPLICATE ? "duplicate" : d->class == RECON_LATE ? "late" :
	    d->class == RECON_AMOUNT_MISMATCH ? "amount" : "void";
}

/* Propose to give the money back. It is recorded as come in, so that what goes out never exceeds it. */
static bool
give_back(struct rec *r, const struct difference *d, char refund_no[REFUND_NO_SIZE])
{
	struct payment known;
	struct order o;

	if (!is_payment(d)) {
		fault(r, I_ACTION, "ACTION_NOT_ALLOWED", "%s", L("only a payment can be given back", "只有支付可以退款"));
		return false;
	}
	if (!order_find(d->order_no, &o))
		bug("difference of order %s", d->order_no);
	bool have = find_payment(d, o.id, &known);

	if (have && known.order_id != o.id) {
		fault(r, I_DIFF_ID, "TXN_TAKEN", L("transaction %s is recorded for another order", "交易 %s 已登记在另一订单下"), d->txn_no);
		return false;
	}
	bool counts = have && known.effective;
	int64_t left = have ? payment_left(known.id) : d->amount, amount = counts ? d->amount - o.amount : d->amount;

	if (amount > left)
		amount = left;
	if (amount <= 0) {
		fault(r, I_ACTION, "REFUND_NOTHING", "%s", L("nothing of this payment is left to be given back: accept or waive",
		    "本笔没有可退金额: 请选择 accept 或 waive"));
		return false;
	}
	int64_t payment = have ? known.id : add_payment(r, &o, d, false, how_it_came(d));

	const struct act who = billing_act(r->run);

	refund_propose(&(struct refund_ask){ .payment_id = payment, .amount = amount, .entry_id = d->entry_id, .documents = "", .reason = r->v[I_REASON],
		.cause = d->class == RECON_DUPLICATE ? "duplicate" : "request" }, &who, refund_no);
	return true;
}

static void
find_refund(const struct difference *d, char refund_no[REFUND_NO_SIZE])
{
	db_int(&q[Q_REFUND], ":entry", d->entry_id);
	if (db_row(&q[Q_REFUND])) {
		snprintf(refund_no, REFUND_NO_SIZE, "%s", db_col(&q[Q_REFUND], 0));
		db_reset(&q[Q_REFUND]);
	}
}

static void
answer(struct rec *r, const struct difference *d, enum recon_action action, const char *refund_no)
{
	static const char *const results[] = { [RECON_ACCEPT] = "paid", [RECON_REFUND] = "proposed", [RECON_SUSPENSE] = "suspense",
		[RECON_WAIVE] = "waived" };
	char yuan[MONEY_SIZE];

	money_text(d->paid_amount, yuan);
	put(r, O_DIFF_ID, r->v[I_DIFF_ID]);
	put(r, O_CLASS, recon_class_word(d->class));
	put(r, O_ORDER_NO, d->order_no);
	put(r, O_ACTION, recon_action_word(action));
	put(r, O_AMOUNT, yuan);
	put(r, O_REFUND_NO, refund_no);
	put(r, O_RESULT, action == RECON_ACCEPT && !is_payment(d) ? "accepted" : results[action]);
}

static void
decide(struct rec *r, enum recon_action action)
{
	struct stmt *s = &q[Q_DECIDE];
	struct buf detail = BUF_INIT;

	db_text(s, ":action", recon_action_word(action));
	db_text(s, ":reason", r->v[I_REASON]);
	db_text(s, ":login", r->run->login);
	db_text(s, ":now", r->run->now);
	db_text(s, ":diff_id", r->v[I_DIFF_ID]);
	db_do(s);
	buf_printf(&detail, "%s: %s", recon_action_word(action), r->v[I_REASON]);
	audit_act(r->run, "fee-decide", r->v[I_DIFF_ID], buf_text(&detail));
	buf_release(&detail);
}

static void
check(struct rec *r)
{
	enum recon_action action;

	if (!recon_action_parse(r->v[I_ACTION], &action))
		fault(r, I_ACTION, "ACTION_UNKNOWN", L("%s is no action: accept, refund, suspense or waive", "%s 不是处理方式: accept, refund, suspense, waive"),
		    r->v[I_ACTION]);
	if (*r->v[I_REASON] == '\0')
		fault(r, I_REASON, "MISSING", "%s", L("a decision about money needs its reason", "处理差异须填写理由"));
}

/* What stands against the decision, before it is tried. */
static void
check_difference(struct rec *r, const struct difference *d, enum recon_action action)
{
	if (strcmp(d->state, "closed") == 0)
		fault(r, I_DIFF_ID, "DIFF_CLOSED", "%s", L("the difference does not hold any more: run fee-reconcile for those that do",
		    "该差异已不成立: 请重新运行 fee-reconcile"));
	else if (strcmp(d->state, "decided") == 0)
		fault(r, I_ACTION, "DIFF_DECIDED", L("decided before: %s, %s", "已处理: %s, %s"), d->action, d->reason);
	else if (!recon_allows(d->class, action))
		fault(r, I_ACTION, "ACTION_NOT_ALLOWED", L("%s cannot be decided by %s; see fee-decide(1) for what can",
		    "%s 不能以 %s 处理; 可用的处理方式见 fee-decide(1)"), recon_class_word(d->class), recon_action_word(action));
}

static enum verdict
apply(struct rec *r)
{
	enum recon_action action = RECON_NONE;
	char refund_no[REFUND_NO_SIZE] = "";
	struct difference d;

	recon_action_parse(r->v[I_ACTION], &action);
	if (!difference_find(r->v[I_DIFF_ID], &d)) {
		fault(r, I_DIFF_ID, "DIFF_UNKNOWN", L("no difference %s", "没有差异 %s"), r->v[I_DIFF_ID]);
		return UNCHANGED;
	}
	if (r->run->exam != NULL && d.exam_id != 0 && d.exam_id != r->run->exam->id)
		return SKIPPED;
	if (strcmp(d.state, "decided") == 0 && strcmp(d.action, r->v[I_ACTION]) == 0 && strcmp(d.reason, r->v[I_REASON]) == 0) {
		if (action == RECON_REFUND)
			find_refund(&d, refund_no);
		answer(r, &d, action, refund_no);
		return UNCHANGED;
	}
	if (action != RECON_NONE)
		check_difference(r, &d, action);
	if (faulty(r) || (action == RECON_ACCEPT && !accept(r, &d)) || (action == RECON_REFUND && !give_back(r, &d, refund_no)))
		return UNCHANGED;
	decide(r, action);
	answer(r, &d, action, refund_no);
	return CHANGED;
}

static const struct tool tool = {
	.name = "fee-decide",
	.synopsis = "[options] [FILE ...]",
	.does_en = "decide differences: accept, refund, suspense, waive",
	.does_zh = "处理对账差异: 补记, 退款, 挂账, 核销",
	.writes = "difference payment refund registration fee_order message",
	.roles = "finance",
	.in = in,
	.out = out,
	.check = check,
	.apply = apply,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
