/* SPDX-License-Identifier: MIT
 * What is paid, is to be paid, is given back, and what finance has not settled. */
#include <stdio.h>
#include <string.h>

#include "show.h"
#include "store/db.h"
#include "store/money.h"
#include "value/money.h"
#include "value/term.h"

bool
may_be_billed(const struct run *run, const struct registration *r)
{
	const char *next;

	return window_open(r->exam, r->province, "payment", run->now, &next, NULL) || *next != '\0';
}

/* How an order stands, with its code for programs; what can be paid enters *due. */
static const char *
order_words(const struct run *run, const struct registration *r, struct stmt *q, struct due *due, const char **code)
{
	const char *until = db_col(q, 2);
	struct order o;

	*code = "paid";
	if (db_col_int(q, 3))
		return L("paid", "已缴");
	*code = "void";
	if (!order_find(db_col(q, 0), &o) || !o.due)
		return format(L("not to be paid (%s)", "不可缴纳 (%s)"), term(TERM_STATE, r->state));
	if (*until != '\0' && strcmp(run->now, until) > 0) {
		due->expired = true;
		*code = "expired";
		return format(may_be_billed(run, r) ? L("expired %s; another is made (fee-bill)", "已于 %s 过期; 须重新生成订单 (fee-bill)") :
		    L("expired %s", "已于 %s 过期"), when(until));
	}
	if (!due->payable || (*until != '\0' && (*due->until == '\0' || strcmp(until, due->until) < 0)))
		snprintf(due->until, sizeof due->until, "%s", until);
	due->payable = true;
	*code = "payable";
	return *until != '\0' ? format(L("until %s", "%s 前缴纳"), when(until)) : L("to be paid", "待缴");
}

static void
show_differences(const struct registration *r)
{
	static struct stmt q = { "SELECT d.class, d.diff_id, d.order_no FROM fee_order o JOIN difference d ON d.order_no = o.order_no "
		"WHERE o.registration_id = :id AND d.state = 'open' ORDER BY d.first_seen, d.diff_id", NULL };

	db_int(&q, ":id", r->id);
	while (db_row(&q))
		say_both("difference", L("open difference", "对账差异"), format("%s %s %s", db_col(&q, 2), db_col(&q, 0), db_col(&q, 1)),
		    format("%s: %s (%s)", db_col(&q, 2), class_words(db_col(&q, 0)), db_col(&q, 1)));
}

/* What came in and pays nothing goes back, whether somebody has proposed it yet or not. */
static void
show_too_much(const struct registration *r)
{
	static struct stmt q = { "SELECT o.order_no, p.amount - (SELECT coalesce(sum(f.amount), 0) FROM refund f WHERE f.payment_id = p.id AND f.state <> 'refused'), p.result, "
		"p.paid_at FROM fee_order o JOIN payment p ON p.order_id = o.id AND p.effective = 0 WHERE o.registration_id = :id ORDER BY p.id", NULL };
	char yuan[MONEY_SIZE];

	db_int(&q, ":id", r->id);
	while (db_row(&q)) {
		if (db_col_int(&q, 1) <= 0)
			continue; /* the refund says it */
		money_text(db_col_int(&q, 1), yuan);
		say_both("too_much", L("pays nothing", "不作缴费"), format("%s %s %s", db_col(&q, 0), yuan, db_col(&q, 2)),
		    format(L("%s: %s yuan of %s, %s: to be given back", "%s: %s 元 (%s), %s: 待退"), db_col(&q, 0), yuan, when(db_col(&q, 3)), came_words(db_col(&q, 2))));
	}
}

static void
show_refunds(const struct registration *r)
{
	static struct stmt q = { "SELECT f.refund_no, f.amount, f.state, coalesce(f.settled_at, f.exported_at, f.approved_at, f.proposed_at), "
		"iif(f.state <> 'refused', '', iif(f.settled_at IS NULL, f.approved_reason, f.settled_reason)), f.state = 'refused' AND f.settled_at IS NOT NULL "
		"FROM fee_order o JOIN refund f ON f.order_id = o.id WHERE o.registration_id = :id ORDER BY f.id", NULL };
	char yuan[MONEY_SIZE];

	db_int(&q, ":id", r->id);
	while (db_row(&q)) {
		const char *state = db_col(&q, 2), *words = db_col_int(&q, 5) ? L("the channel could not give it back", "渠道退款失败") : refund_words(state), *why = db_col(&q, 4);

		money_text(db_col_int(&q, 1), yuan);
		say_both("refund", L("refund", "退费"), format("%s %s %s", db_col(&q, 0), yuan, state),
		    format(L("%s: %s yuan, %s %s%s%s", "%s: %s 元, %s %s%s%s"), db_col(&q, 0), yuan, words, when(db_col(&q, 3)), *why != '\0' ? ": " : "", why));
	}
}

struct due
show_money(struct run *run, const struct registration *r)
{
	static struct stmt q = { "SELECT o.order_no, o.amount, o.pay_until, o.amount = 0 OR p.id IS NOT NULL FROM fee_order o LEFT JOIN payment p "
		"ON p.order_id = o.id AND p.effective = 1 WHERE o.registration_id = :id AND o.closed_at IS NULL ORDER BY o.id", NULL };
	struct due due = { .payable = false };
	char yuan[MONEY_SIZE];

	db_int(&q, ":id", r->id);
	while (db_row(&q)) {
		money_text(db_col_int(&q, 1), yuan);
		const char *code, *words = order_words(run, r, &q, &due, &code);

		say_both("order", L("order", "缴费订单"), format("%s %s %s %s", db_col(&q, 0), yuan, code, db_col(&q, 2)),
		    format(L("%s: %s yuan, %s", "%s: %s 元, %s"), db_col(&q, 0), yuan, words));
	}
	say_both("paid_at", L("paid", "缴费时间"), r->paid_at, when(r->paid_at));
	show_differences(r);
	show_too_much(r);
	show_refunds(r);
	return due;
}
