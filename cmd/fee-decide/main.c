/* SPDX-License-Identifier: MIT
 * fee-decide: what people decide about the differences that fee-reconcile has found. */
#include <stdio.h>
#include <string.h>

#include "decide.h"
#include "store/db.h"
#include "value/money.h"

static const struct incol in[] = {
	[I_DIFF_ID] = { "diff_id", true }, [I_ACTION] = { "action", true }, [I_REASON] = { "reason", true }, [I_ORDER_NO] = { "order_no", false }, { NULL, false }
};

enum { O_DIFF_ID, O_CLASS, O_ORDER_NO, O_ACTION, O_AMOUNT, O_REFUND_NO, O_RESULT };
static const char *const out[] = { "diff_id", "class", "order_no", "action", "amount", "refund_no", "result", NULL };

enum { Q_FIND, Q_DECIDE, Q_REFUND, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_FIND] = { "SELECT d.class, d.order_no, d.state, d.action, d.reason, coalesce(d.entry_id, 0), coalesce(e.kind, ''), coalesce(e.channel, ''), "
		"coalesce(e.txn_no, ''), coalesce(e.amount, 0), coalesce(e.at, ''), d.paid_amount, coalesce(d.order_id, 0), coalesce((SELECT r.exam_id FROM fee_order o JOIN registration r ON r.id = o.registration_id "
		"WHERE o.id = d.order_id), 0), coalesce(e.status, '') FROM difference d LEFT JOIN statement_entry e ON e.id = d.entry_id WHERE d.diff_id = :diff_id", NULL },
	[Q_DECIDE] = { "UPDATE difference SET state = 'decided', action = :action, reason = :reason, decided_by = :login, decided_at = :now, "
		"order_id = coalesce(order_id, iif(:order = 0, NULL, :order)) WHERE diff_id = :diff_id", NULL },
	[Q_REFUND] = { "SELECT refund_no FROM refund WHERE (entry_id = :entry OR settled_entry = :entry) AND state <> 'refused' ORDER BY id DESC LIMIT 1", NULL },
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
	COPY(d->status, 14);
	db_reset(&q[Q_FIND]);
	return true;
}

/* What was decided before, to be printed again. */
static void
find_effect(const struct difference *d, enum recon_action action, struct effect *e)
{
	static struct stmt order = { "SELECT order_no FROM fee_order WHERE id = :id", NULL };
	bool gone = action == RECON_ACCEPT && !is_payment(d);

	e->result = action == RECON_ACCEPT ? gone ? "settled" : "paid" : action == RECON_REFUND ? "proposed" : e->result;
	db_int(&order, ":id", d->order_id);
	if (db_row(&order)) {
		snprintf(e->order_no, sizeof e->order_no, "%s", db_col(&order, 0));
		db_reset(&order);
	}
	if (action != RECON_REFUND && !gone)
		return;
	db_int(&q[Q_REFUND], ":entry", d->entry_id);
	if (db_row(&q[Q_REFUND])) {
		snprintf(e->refund_no, sizeof e->refund_no, "%s", db_col(&q[Q_REFUND], 0));
		db_reset(&q[Q_REFUND]);
	}
}

static void
answer(struct rec *r, const struct difference *d, enum recon_action action, const struct effect *e)
{
	char yuan[MONEY_SIZE];

	money_text(d->paid_amount, yuan);
	put(r, O_DIFF_ID, r->v[I_DIFF_ID]);
	put(r, O_CLASS, recon_class_word(d->class));
	put(r, O_ORDER_NO, *e->order_no != '\0' ? e->order_no : d->order_no);
	put(r, O_ACTION, recon_action_word(action));
	put(r, O_AMOUNT, yuan);
	put(r, O_REFUND_NO, e->refund_no);
	put(r, O_RESULT, e->result);
}

static void
decide(struct rec *r, enum recon_action action, const struct effect *e)
{
	struct stmt *s = &q[Q_DECIDE];
	struct buf detail = BUF_INIT;

	db_text(s, ":action", recon_action_word(action));
	db_text(s, ":reason", r->v[I_REASON]);
	db_text(s, ":login", r->run->login);
	db_text(s, ":now", r->run->now);
	db_text(s, ":diff_id", r->v[I_DIFF_ID]);
	db_int(s, ":order", e->order_id);
	db_do(s);
	buf_printf(&detail, "%s: %s", recon_action_word(action), r->v[I_REASON]);
	if (*e->order_no != '\0')
		buf_printf(&detail, " (%s)", e->order_no);
	audit_act(r->run, "fee-decide", r->v[I_DIFF_ID], buf_text(&detail));
	buf_release(&detail);
}

static void
check(struct rec *r)
{
	enum recon_action action;

	need_value(r, I_DIFF_ID);
	if (need_value(r, I_ACTION) && !recon_action_parse(r->v[I_ACTION], &action))
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
	else if (strcmp(d->state, "decided") == 0 && strcmp(d->action, "suspense") != 0) /* that was until its owner is found */
		fault(r, I_ACTION, "DIFF_DECIDED", L("decided before: %s, %s", "已处理: %s, %s"), d->action, d->reason);
	else if (!recon_allows(d->class, action))
		fault(r, I_ACTION, "ACTION_NOT_ALLOWED", L("%s cannot be decided by %s; see fee-decide(1) for what can",
		    "%s 不能以 %s 处理; 可用的处理方式见 fee-decide(1)"), recon_class_word(d->class), recon_action_word(action));
}

static bool
decided_so(const struct rec *r, const struct difference *d)
{
	return strcmp(d->state, "decided") == 0 && strcmp(d->action, r->v[I_ACTION]) == 0 && strcmp(d->reason, r->v[I_REASON]) == 0;
}

/* The same decision once more, but about the money of another? */
static void
check_same_order(struct rec *r, const struct difference *d, const struct effect *e)
{
	struct order o;

	if (d->order_id == 0 || *r->v[I_ORDER_NO] == '\0' || strcmp(r->v[I_ORDER_NO], d->order_no) == 0 ||
	    (order_find(r->v[I_ORDER_NO], &o) && o.id == d->order_id))
		return;
	fault(r, I_ORDER_NO, "DIFF_DECIDED", L("decided before for order %s", "已按订单 %s 处理"), *e->order_no != '\0' ? e->order_no : d->order_no);
}

static enum verdict
apply(struct rec *r)
{
	static const char *const results[] = { [RECON_NONE] = "", [RECON_SUSPENSE] = "suspense", [RECON_WAIVE] = "waived" };
	enum recon_action action = RECON_NONE;
	struct difference d;

	recon_action_parse(r->v[I_ACTION], &action);
	if (*r->v[I_DIFF_ID] == '\0')
		return UNCHANGED;
	if (!difference_find(r->v[I_DIFF_ID], &d)) {
		fault(r, I_DIFF_ID, "DIFF_UNKNOWN", L("no difference %s", "没有差异 %s"), r->v[I_DIFF_ID]);
		return UNCHANGED;
	}
	if (r->run->exam != NULL && d.exam_id != 0 && d.exam_id != r->run->exam->id)
		return SKIPPED;
	struct effect e = { .result = action == RECON_SUSPENSE || action == RECON_WAIVE ? results[action] : "" };

	if (decided_so(r, &d)) {
		find_effect(&d, action, &e);
		check_same_order(r, &d, &e);
		answer(r, &d, action, &e);
		return UNCHANGED;
	}
	if (action != RECON_NONE)
		check_difference(r, &d, action);
	if (faulty(r) || (action == RECON_ACCEPT && !effect_accept(r, &d, &e)) || (action == RECON_REFUND && !effect_refund(r, &d, &e)))
		return UNCHANGED;
	decide(r, action, &e);
	answer(r, &d, action, &e);
	return CHANGED;
}

static const struct tool tool = {
	.name = "fee-decide",
	.synopsis = "[options] [FILE ...]",
	.does_en = "decide differences: accept, refund, suspense, waive",
	.does_zh = "处理对账差异: 补记, 退款, 挂账, 核销",
	.writes = "difference payment refund registration fee_order order_alias message",
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
