/* SPDX-License-Identifier: MIT
 * Money that the channel has given back: which payment it was of, and the refund that it makes. */
#include <stdio.h>
#include <string.h>

#include "decide.h"
#include "store/db.h"
#include "store/money.h"
#include "stream/statement.h"
#include "value/money.h"

/* unionpay, unionpay_zm: the ways of one channel have its word in common */
#define FAMILY(c) "substr(" c ", 1, instr(" c " || '_', '_') - 1)"
#define LEFT "p.amount - (SELECT coalesce(sum(f.amount), 0) FROM refund f WHERE f.payment_id = p.id AND f.state <> 'refused')"

enum { Q_NUMBER, Q_ENTRY, Q_DENIED, Q_LEFT, Q_ENTRIES, Q_OURS, Q_SPENT, Q_GONE, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_NUMBER] = { "SELECT p.id, p.channel, " FAMILY("p.channel") " = " FAMILY(":channel") " FROM payment p WHERE p.order_id = :order AND p.txn_no = :txn_no "
		"ORDER BY p.channel <> :channel, 3 DESC, p.id", NULL },
	/* as statement_row_id says: its own place, or the next free one */
	[Q_ENTRY] = { "SELECT e.id, e.amount, e.at, e.order_no, e.txn_no, coalesce((SELECT id FROM fee_order WHERE order_no = e.order_no), "
		"(SELECT order_id FROM order_alias WHERE alias = CAST(e.id AS TEXT)), (SELECT order_id FROM order_alias WHERE alias = e.order_no), 0) "
		"FROM statement_entry e WHERE e.id BETWEEN :id AND :id + 64 AND e.kind = 'pay' AND e.channel = :channel AND e.txn_no = :txn_no LIMIT 1", NULL },
	[Q_DENIED] = { "SELECT p.id, p.txn_no FROM payment p WHERE p.order_id = :order AND p.amount = :amount AND p.channel = :channel AND (p.txn_no = '' OR EXISTS "
		"(SELECT 1 FROM statement s WHERE s.channel = p.channel AND s.covers_pay AND s.covers_from <> '' AND p.paid_at >= s.covers_from "
		"AND p.paid_at < s.covers_to)) ORDER BY p.effective DESC, p.id", NULL },
	[Q_LEFT] = { "SELECT p.id FROM payment p WHERE p.order_id = :order AND " FAMILY("p.channel") " = " FAMILY(":channel") " AND " LEFT " >= :amount "
		"ORDER BY p.id", NULL },
	[Q_ENTRIES] = { "SELECT e.txn_no FROM statement_entry e WHERE e.kind = 'pay' AND e.channel = :channel AND e.amount >= :amount AND e.txn_no <> '' AND "
		"coalesce((SELECT id FROM fee_order WHERE order_no = e.order_no), (SELECT order_id FROM order_alias WHERE alias = CAST(e.id AS TEXT)), "
		"(SELECT order_id FROM order_alias WHERE alias = e.order_no)) = :order AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.order_id = :order "
		"AND p.txn_no = e.txn_no) ORDER BY e.id LIMIT 2 /*scan*/", NULL },
	[Q_OURS] = { "SELECT f.refund_no FROM statement_entry e JOIN refund f ON f.refund_no = e.refund_no OR f.refund_no = e.order_no WHERE e.id = :entry", NULL },
	[Q_SPENT] = { "SELECT EXISTS (SELECT 1 FROM payment p WHERE p.order_id = :order AND " FAMILY("p.channel") " = " FAMILY(":channel") ")", NULL },
	[Q_GONE] = { "SELECT x.diff_id, e.amount FROM difference x JOIN statement_entry e ON e.id = x.entry_id WHERE (x.order_no = :order_no OR x.order_no = :quoted) "
		"AND x.class = 'REFUND_UNKNOWN' AND x.state <> 'closed' AND x.action <> 'accept' AND e.status <> 'failed' AND e.channel = :channel "
		"AND e.txn_no = :txn_no AND NOT EXISTS (SELECT 1 FROM refund f WHERE f.settled_entry = e.id) ORDER BY e.at, x.diff_id", NULL },
};

/* What a refund is of: a payment that is recorded, or its row in a statement. */
struct origin {
	int64_t payment_id;                 /* 0: not recorded */
	int64_t entry_id, amount, owner;    /* the row, 0: none; its order, 0: nobody's */
	char at[32], txn_no[160];
};

/* ---- which payment */

/* The row of a payment in a statement. */
static bool
entry_find(const char *channel, const char *txn_no, struct origin *out)
{
	const struct statement_row row = { .kind = ROW_PAY, .txn_no = { txn_no, (uint32_t)strlen(txn_no) } };

	db_int(&q[Q_ENTRY], ":id", statement_row_id(channel, &row));
	db_text(&q[Q_ENTRY], ":channel", channel);
	db_text(&q[Q_ENTRY], ":txn_no", txn_no);
	if (!db_row(&q[Q_ENTRY]))
		return false;
	*out = (struct origin){ .entry_id = db_col_int(&q[Q_ENTRY], 0), .amount = db_col_int(&q[Q_ENTRY], 1), .owner = db_col_int(&q[Q_ENTRY], 5) };
	snprintf(out->at, sizeof out->at, "%s", db_col(&q[Q_ENTRY], 2));
	snprintf(out->txn_no, sizeof out->txn_no, "%s", db_col(&q[Q_ENTRY], 4));
	db_reset(&q[Q_ENTRY]);
	return true;
}

/* A payment of ours whose number the statements deny, and which this row is therefore (as rule/reconcile has it); 0: none. */
static int64_t
denied_payment(const struct order *o, const char *channel, int64_t amount)
{
	struct stmt *s = &q[Q_DENIED];
	struct origin own;
	int64_t id = 0;

	db_int(s, ":order", o->id);
	db_int(s, ":amount", amount);
	db_text(s, ":channel", channel);
	while (id == 0 && db_row(s))
		if (*db_col(s, 1) == '\0' || !entry_find(channel, db_col(s, 1), &own))
			id = db_col_int(s, 0);
	db_reset(s);
	return id;
}

/* The payment of ours that has the number; by another word of the channel, too, but not where that has a row of its own. */
static int64_t
numbered_payment(const struct difference *d, const struct order *o, const char *txn_no)
{
	struct stmt *s = &q[Q_NUMBER];
	struct origin own;
	int64_t id = 0;

	db_int(s, ":order", o->id);
	db_text(s, ":txn_no", txn_no);
	db_text(s, ":channel", d->channel);
	while (id == 0 && db_row(s))
		if (db_col_int(s, 2) || !entry_find(db_col(s, 1), txn_no, &own))
			id = db_col_int(s, 0);
	db_reset(s);
	return id;
}

/* The payment of a number. False where neither we nor a statement has it. */
static bool
origin_of_number(const struct difference *d, const struct order *o, const char *txn_no, struct origin *out)
{
	*out = (struct origin){ .payment_id = numbered_payment(d, o, txn_no), .owner = o->id };
	if (out->payment_id != 0)
		return true;
	if (!entry_find(d->channel, txn_no, out))
		return false;
	out->payment_id = denied_payment(o, d->channel, out->amount);
	return true;
}

/* The one payment that a refund can be of which names none; how many there are. */
static int
origin_of_amount(const struct difference *d, const struct order *o, struct origin *out)
{
	struct stmt *s = &q[Q_LEFT];
	int n = 0;

	*out = (struct origin){ .owner = o->id };
	db_int(s, ":order", o->id);
	db_text(s, ":channel", d->channel);
	db_int(s, ":amount", d->amount);
	for (; db_row(s); n++)
		out->payment_id = db_col_int(s, 0);
	s = &q[Q_ENTRIES];
	db_int(s, ":order", o->id);
	db_text(s, ":channel", d->channel);
	db_int(s, ":amount", d->amount);
	while (db_row(s)) {
		struct origin entry;

		if (entry_find(d->channel, db_col(s, 0), &entry) && denied_payment(o, d->channel, entry.amount) == 0) {
			*out = entry;
			n++;
		}
	}
	return n;
}

/* A refund of ours that nobody has approved, of the same payment and amount, keeps this one from being recorded. */
static bool
is_proposed(struct rec *r, const struct difference *d, int64_t payment_id)
{
	static struct stmt s = { "SELECT refund_no FROM refund WHERE payment_id = :payment AND amount = :amount AND state = 'proposed' ORDER BY id LIMIT 1", NULL };

	if (payment_left(payment_id) >= d->amount)
		return false;
	db_int(&s, ":payment", payment_id);
	db_int(&s, ":amount", d->amount);
	if (!db_row(&s))
		return false;
	fault(r, I_ACTION, "REFUND_STATE", L("%s proposes to give back what has gone already: refuse it first (fee-refund approve), then accept",
	    "该款项渠道已退回, 退费 %s 不应再办: 请先由 fee-refund approve 驳回, 再选择 accept"), db_col(&s, 0));
	db_reset(&s);
	return true;
}

static void
fault_less(struct rec *r, const struct order *o)
{
	fault(r, I_ACTION, "REFUND_EXCEEDS", L("of the payment of %s less is left: other refunds of it are in fee-refund list; refuse those that did not happen, or suspense",
	    "订单 %s 的该笔支付余额不足: 请在 fee-refund list 中核对其他退费, 驳回未发生的, 或选择 suspense"), o->order_no);
}

/* Is there a payment that it can be of, with less left than it gives back? */
static bool
is_spent(const struct difference *d, const struct order *o)
{
	db_int(&q[Q_SPENT], ":order", o->id);
	db_text(&q[Q_SPENT], ":channel", d->channel);
	return db_int1(&q[Q_SPENT], 0) != 0;
}

static bool
find_origin(struct rec *r, const struct difference *d, const struct order *o, struct origin *out)
{
	struct payment other;
	int n = *d->txn_no != '\0' ? origin_of_number(d, o, d->txn_no, out) : origin_of_amount(d, o, out);

	if (n == 0 && *d->txn_no == '\0' && is_spent(d, o))
		fault_less(r, o);
	else if (n == 0)
		fault(r, I_ACTION, "REFUND_EXCEEDS", L("neither fee-pay nor a statement has the payment of %s that it gives back: read its statement first, or suspense",
		    "订单 %s 被退的支付尚未登记, 对账单中也没有: 请先导入该笔支付的对账单, 或选择 suspense"), o->order_no);
	else if (n > 1)
		fault(r, I_ACTION, "REFUND_OF_WHICH", L("it names no payment, and %s has several that it can be of: ask the channel which, meanwhile suspense",
		    "该退款未注明原交易, 订单 %s 有多笔支付可能与之对应: 请向渠道查询, 其间选择 suspense"), o->order_no);
	else if ((out->payment_id == 0 && out->owner != 0 && out->owner != o->id) ||
	    (*d->txn_no != '\0' && out->payment_id == 0 && payment_find(d->channel, d->txn_no, &other) && other.order_id != o->id))
		fault(r, I_DIFF_ID, "TXN_TAKEN", L("transaction %s is recorded for another order", "交易 %s 已登记在另一订单下"), d->txn_no);
	else if (out->payment_id != 0 && is_proposed(r, d, out->payment_id))
		return false;
	else if ((out->payment_id != 0 ? payment_left(out->payment_id) : out->amount) < d->amount)
		fault_less(r, o);
	return !faulty(r);
}

/* ---- accept */

static const char *
how_it_came(const struct origin *from, const struct order *o)
{
	return o->effective_id != 0 ? "duplicate" : from->amount != o->amount ? "amount" : billing_is_late(o, from->at) ? "late" : "void";
}

/* Record what came in and pays nothing, so that what went out has its origin. */
static void
record_origin(struct rec *r, const struct difference *d, const struct order *o, struct origin *from)
{
	const struct run *run = r->run;
	const struct payment p = { .order_id = o->id, .amount = from->amount, .channel = d->channel, .txn_no = from->txn_no, .paid_at = from->at, .receipt_no = "",
		.payer = "", .cashier = "", .effective = false, .result = how_it_came(from, o) };
	struct origin now;
	char entry[32];

	from->payment_id = payment_add(&p, run->batch_id);
	if (entry_find(d->channel, from->txn_no, &now) && now.owner == 0) {
		snprintf(entry, sizeof entry, "%lld", (long long)now.entry_id);
		order_alias_add(entry, ALIAS_ENTRY, o->id, run->login, run->now, run->batch_id);
	}
}

static void
warn_seat(struct rec *r, const char *refund_no)
{
	struct refund f;

	if (refund_find(refund_no, &f) && f.seated && refund_empties(&f))
		warning(r, I_DIFF_ID, "SEAT_EMPTY", L("%s does not count as paid any more and gets no admit card; its seat stays empty", "%s 不再视为已缴费, 不发准考证; 其座位空置"),
		    f.reg_no);
}

static bool
is_final(struct rec *r, const struct difference *d)
{
	if (strcmp(d->status, "final") == 0)
		return true;
	fault(r, I_ACTION, "REFUND_NOT_FINAL", "%s", L("the channel has not given it back, or not yet: wait for the next statement, suspense or waive",
	    "渠道尚未退回或退回失败: 请等待其后的对账单, 或选择 suspense、waive"));
	return false;
}

bool
accept_returned(struct rec *r, const struct difference *d, struct effect *e)
{
	const struct act who = billing_act(r->run);
	struct payment known;
	struct origin from;
	struct order o;

	if (is_final(r, d) && d->order_id != 0 && refund_of_entry(d->entry_id, e->refund_no)) /* approved, not sent, and there all the same */
		return accept_status(r, d, e);
	if (!effect_order(r, d, &o) || faulty(r) || !find_origin(r, d, &o, &from))
		return false;
	effect_learn(r, d, &o, e);
	if (from.payment_id == 0)
		record_origin(r, d, &o, &from);
	const struct refund_ask ask = { .payment_id = from.payment_id, .amount = d->amount, .entry_id = d->entry_id, .documents = "", .reason = r->v[I_REASON],
		.cause = payment_of_id(from.payment_id, &known) && strcmp(known.result, "duplicate") == 0 ? "duplicate" : "request" };

	refund_accept(&ask, d->at, &who, e->refund_no);
	warn_seat(r, e->refund_no);
	e->result = "settled";
	return true;
}

bool
accept_status(struct rec *r, const struct difference *d, struct effect *e)
{
	const struct act who = billing_act(r->run);
	struct refund f;

	if (!refund_of_entry(d->entry_id, e->refund_no) || !refund_find(e->refund_no, &f)) {
		e->refund_no[0] = '\0';
		fault(r, I_ACTION, "REFUND_STATE", "%s", L("no refund of ours that was approved is shown by it: fee-refund approve first, or suspense or waive",
		    "没有已批准的退费与之对应: 请先由 fee-refund approve 审批, 或选择 suspense、waive"));
		return false;
	}
	refund_settle(&f, d->entry_id, d->at, r->v[I_REASON], &who);
	warn_seat(r, e->refund_no);
	e->result = "settled";
	return true;
}

/* Our refund that bears the entry's number. */
static bool
refund_named(const struct difference *d, struct refund *f, char refund_no[REFUND_NO_SIZE])
{
	db_int(&q[Q_OURS], ":entry", d->entry_id);
	if (!db_row(&q[Q_OURS]))
		return false;
	snprintf(refund_no, REFUND_NO_SIZE, "%s", db_col(&q[Q_OURS], 0));
	db_reset(&q[Q_OURS]);
	return refund_find(refund_no, f);
}

bool
accept_amount(struct rec *r, const struct difference *d, struct effect *e)
{
	const struct act who = billing_act(r->run);
	char refund_no[REFUND_NO_SIZE], ours[MONEY_SIZE], banks[MONEY_SIZE], most[MONEY_SIZE];
	struct buf detail = BUF_INIT;
	struct refund f;
	bool have = refund_named(d, &f, refund_no);

	is_final(r, d);
	money_text(d->amount, banks);
	if (!have || strcmp(f.state, "proposed") == 0 || strcmp(f.state, "refused") == 0)
		fault(r, I_ACTION, "REFUND_STATE", "%s", L("no refund of ours that was approved is shown by it: fee-refund approve first, or suspense or waive",
		    "没有已批准的退费与之对应: 请先由 fee-refund approve 审批, 或选择 suspense、waive"));
	else if (d->amount > f.left + f.amount) {
		money_text(f.left + f.amount, most);
		fault(r, I_ACTION, "REFUND_EXCEEDS", L("the channel gave back %s yuan, of the payment %s are left for it: refuse what else was proposed of it "
		    "(fee-refund approve), or have the channel correct it, meanwhile suspense", "渠道退回 %s 元, 该笔支付可退余额为 %s 元: 请先驳回该笔支付的其他退费 (fee-refund approve), "
		    "或由渠道更正, 其间选择 suspense"), banks, most);
	}
	if (faulty(r))
		return false;
	money_text(f.amount, ours);
	buf_printf(&detail, "%s -> %s: %s", ours, banks, r->v[I_REASON]);
	refund_settle_as(&f, d->amount, d->entry_id, d->at, r->v[I_REASON], &who);
	audit_act(r->run, "refund-amount", refund_no, buf_text(&detail));
	buf_release(&detail);
	snprintf(e->refund_no, sizeof e->refund_no, "%s", refund_no);
	warn_seat(r, refund_no);
	e->result = "settled";
	return true;
}

/* ---- what has gone of a payment without a refund of ours */

int64_t
back_unrecorded(const struct difference *d, const struct order *o, int64_t whole, bool *like, char diff_id[RECON_ID])
{
	struct stmt *s = &q[Q_GONE];
	int64_t sum = 0, left;

	*like = false;
	*diff_id = '\0';
	db_text(s, ":order_no", o->order_no);
	db_text(s, ":quoted", d->order_no);
	db_text(s, ":channel", d->channel);
	db_text(s, ":txn_no", d->txn_no);
	while (db_row(s)) {
		if (*diff_id == '\0')
			snprintf(diff_id, RECON_ID, "%s", db_col(s, 0));
		sum += db_col_int(s, 1);
	}
	left = whole - sum;
	if (sum == 0 || left <= 0)
		return sum;
	db_text(s, ":order_no", o->order_no);
	db_text(s, ":quoted", d->order_no);
	db_text(s, ":channel", d->channel);
	db_text(s, ":txn_no", d->txn_no);
	while (db_row(s))
		*like |= db_col_int(s, 1) == left;
	return sum;
}
