/* SPDX-License-Identifier: MIT
 * fee-pay: payments that the gateway or the cashier tells us of. Money that came in for an
 * order of ours is recorded, whether it pays the order or must be given back. */
#include <stdio.h>
#include <string.h>

#include "frame/billing.h"
#include "frame/share.h"
#include "frame/tool.h"
#include "store/db.h"
#include "store/message.h"
#include "store/money.h"
#include "value/date.h"
#include "value/money.h"

enum { I_ORDER_NO, I_CHANNEL, I_TXN_NO, I_PAID_AT, I_AMOUNT, I_RECEIPT_NO, I_PAYER, I_CASHIER };
static const struct incol in[] = {
	[I_ORDER_NO] = { "order_no", true }, [I_CHANNEL] = { "channel", true }, [I_TXN_NO] = { "txn_no", false },
	[I_PAID_AT] = { "paid_at", true }, [I_AMOUNT] = { "amount", true }, [I_RECEIPT_NO] = { "receipt_no", false },
	[I_PAYER] = { "payer", false }, [I_CASHIER] = { "cashier", false }, { NULL, false }
};

enum { O_ORDER_NO, O_REG_NO, O_AMOUNT, O_RESULT };
static const char *const out[] = { "order_no", "reg_no", "amount", "result", NULL };

enum { NUMBER_MAX = 64, SAME_TIME = 3600 /* seconds */ };

/* A row, its values read. */
struct told {
	const char *channel, *txn_no;
	int64_t amount, paid_at;
	char paid_text[TIME_SIZE];
};

static bool
is_counter(const struct told *t)
{
	return strcmp(t->channel, "counter") == 0;
}

static void
read_channel(struct rec *r, struct told *t)
{
	const char *name = r->v[I_CHANNEL];

	t->channel = "";
	if (*name == '\0') {
		fault(r, I_CHANNEL, "MISSING", "%s", L("through which channel was it paid? counter, or the name of a statement profile",
		    "缺少支付渠道: 填 counter 或对账单格式的名称"));
		return;
	}
	const char *known = share_channel(name);

	if (known != NULL)
		t->channel = known;
	else
		fault(r, I_CHANNEL, "CHANNEL_UNKNOWN", L("%s is no channel; known: %s; for another, add a statement profile",
		    "%s 不是支付渠道; 可用: %s; 其他渠道请先添加对账单格式文件"), name, share_channel_words());
}

static void
read_number(struct rec *r, int column, const char *s)
{
	if (strlen(s) > NUMBER_MAX || strpbrk(s, " \t\r\n") != NULL)
		fault(r, column, "NUMBER_FORM", L("%s: a number has no blanks and at most %d characters", "%s: 编号不得含空白, 至多 %d 字符"), s,
		    NUMBER_MAX);
}

static void
read_numbers(struct rec *r, struct told *t)
{
	const char *txn_no = r->v[I_TXN_NO], *receipt_no = r->v[I_RECEIPT_NO];

	read_number(r, I_TXN_NO, txn_no);
	read_number(r, I_RECEIPT_NO, receipt_no);
	t->txn_no = txn_no;
	if (is_counter(t)) {
		if (*receipt_no == '\0')
			fault(r, I_RECEIPT_NO, "RECEIPT_MISSING", "%s", L("money taken at the counter needs the number of its receipt",
			    "现场缴费须填写票据号"));
		t->txn_no = receipt_no; /* by which the day's cash book knows it */
	} else if (*txn_no == '\0') {
		fault(r, I_TXN_NO, "MISSING", "%s", L("the channel's number of the transaction is required", "缺少渠道的交易流水号"));
	}
}

static void
read_time(struct rec *r, struct told *t)
{
	if (!need_value(r, I_PAID_AT))
		return;
	if (!time_parse(r->v[I_PAID_AT], &t->paid_at))
		fault(r, I_PAID_AT, "TIME_FORM", L("%s is no time like 2025-08-20T10:00:00", "%s 不是 2025-08-20T10:00:00 形式的时间"), r->v[I_PAID_AT]);
	else if (t->paid_at >= ((int64_t)r->run->today + 1) * 86400)
		fault(r, I_PAID_AT, "TIME_FUTURE", L("%s lies after today, %.10s", "%s 晚于今天 %.10s"), r->v[I_PAID_AT], r->run->now);
	else
		time_text(t->paid_at, t->paid_text);
}

static void
read_amount(struct rec *r, struct told *t)
{
	if (!need_value(r, I_AMOUNT))
		return;
	enum money_result result = money_parse(r->v[I_AMOUNT], &t->amount);

	if (result != MONEY_OK)
		fault(r, I_AMOUNT, "AMOUNT_FORM", "%s: %s", r->v[I_AMOUNT], money_result_text(result));
	else if (t->amount <= 0)
		fault(r, I_AMOUNT, "AMOUNT_FORM", L("%s: a payment is more than 0.00; refunds go through fee-refund",
		    "%s: 缴费金额须大于 0.00; 退费请用 fee-refund"), r->v[I_AMOUNT]);
}

static void
told_read(struct rec *r, struct told *t)
{
	*t = (struct told){ .channel = "" };
	need_value(r, I_ORDER_NO);
	read_channel(r, t);
	read_numbers(r, t);
	read_time(r, t);
	read_amount(r, t);
}

static void
check(struct rec *r)
{
	struct told t;

	told_read(r, &t);
}

/* What becomes of money that came in for an order. */
static const char *
judge(const struct rec *r, const struct order *o, const struct told *t)
{
	bool late = r->run->override == NULL && billing_is_late(o, t->paid_text);

	if (o->effective_id != 0)
		return o->closed ? "void" : "duplicate"; /* closed: what paid it was given back */
	if (!o->due || o->amount == 0 || (o->closed && (late || !billing_can_restore(o))))
		return "void";
	return late ? "late" : "paid";
}

static void
check_mode(struct rec *r, const struct order *o)
{
	const char *mode = setting_text(exam_by_id(o->exam_id), o->province, "payment_mode");

	if (mode == NULL || (strcmp(mode, "onsite") != 0 && strcmp(mode, "both") != 0))
		fault(r, I_CHANNEL, "PAYMENT_MODE", L("setting payment_mode of province %s is %s: nothing is paid at the counter there",
		    "省份 %s 的 payment_mode 为 %s: 不接受现场缴费"), o->province, mode != NULL ? mode : "online");
}

static void
check_receipt(struct rec *r)
{
	static struct stmt q = { "SELECT o.order_no, p.receipt_no FROM payment p JOIN fee_order o ON o.id = p.order_id WHERE p.receipt_no = :receipt_no "
		"AND :receipt_no <> ''", NULL };

	db_text(&q, ":receipt_no", r->v[I_RECEIPT_NO]);
	if (!db_row(&q))
		return;
	if (strcmp(db_col(&q, 1), r->v[I_RECEIPT_NO]) != 0)
		fault(r, I_RECEIPT_NO, "RECEIPT_TAKEN", L("receipt %s differs from %s, given out for order %s, by case alone: write it as it is printed",
		    "票据 %s 与 %s (已用于订单 %s) 仅大小写不同: 请按票面填写"), r->v[I_RECEIPT_NO], db_col(&q, 1), db_col(&q, 0));
	else
		fault(r, I_RECEIPT_NO, "RECEIPT_TAKEN", L("receipt %s was given out for order %s", "票据 %s 已用于订单 %s"), r->v[I_RECEIPT_NO],
		    db_col(&q, 0));
	db_reset(&q);
}

/* The transaction is known: the same row again, or a contradiction. */
static void
check_known(struct rec *r, const struct order *o, const struct told *t, const struct payment *known)
{
	char yuan[MONEY_SIZE];

	money_text(known->amount, yuan);
	/* the time may differ by a little: the gateway's notice and the statement each have their own */
	int64_t then = t->paid_at;
	bool other_time = time_parse(known->paid_at, &then) && (then - t->paid_at > SAME_TIME || t->paid_at - then > SAME_TIME);

	if (other_time || known->order_id != o->id || known->amount != t->amount || strcmp(known->receipt_no, r->v[I_RECEIPT_NO]) != 0)
		fault(r, I_TXN_NO, "TXN_TAKEN", L("%s of %s is known with other contents: %s yuan, %s; ask the channel",
		    "%s (%s) 已登记且内容不同: %s 元, %s; 请向渠道查询"), t->txn_no, t->channel, yuan, known->paid_at);
}

/* By days: clocks differ. */
static void
check_time(struct rec *r, const struct order *o, const struct told *t)
{
	if (*t->paid_text != '\0' && strncmp(t->paid_text, o->created_at, 10) < 0)
		fault(r, I_PAID_AT, "PAID_BEFORE_ORDER", L("%s: order %s was made %s, money cannot have come for it before; ask the channel for the time",
		    "%s: 订单 %s 生成于 %s, 缴费时间不可能更早; 请向渠道核对时间"), t->paid_text, o->order_no, o->created_at);
}

static void
check_amount(struct rec *r, const struct order *o, const struct told *t)
{
	char due[MONEY_SIZE], paid[MONEY_SIZE];

	money_text(o->amount, due);
	money_text(t->amount, paid);
	if (t->amount != o->amount)
		fault(r, I_AMOUNT, "AMOUNT_MISMATCH", L("order %s is over %s yuan, this is %s; another amount is seen by fee-reconcile in the statement and decided with fee-decide",
		    "订单 %s 金额为 %s 元, 本笔为 %s 元; 金额不同的到账由 fee-reconcile 按对账单列出, 用 fee-decide 处理"), o->order_no, due, paid);
}

static void
record(struct rec *r, const struct order *o, const struct told *t, const char *result)
{
	const struct payment p = { .order_id = o->id, .amount = t->amount, .channel = t->channel, .txn_no = t->txn_no,
		.paid_at = t->paid_text, .receipt_no = r->v[I_RECEIPT_NO], .payer = r->v[I_PAYER], .cashier = r->v[I_CASHIER],
		.effective = strcmp(result, "paid") == 0, .result = result };

	payment_add(&p, r->run->batch_id);
	if (p.effective) {
		registration_pay(o->registration_id);
		message_queue_paid(o->registration_id, o->order_no, r->run->now, r->run->batch_id);
	}
}

static void
answer(struct rec *r, const struct order *o, const struct told *t, const char *result)
{
	char yuan[MONEY_SIZE];

	money_text(t->amount, yuan);
	put(r, O_ORDER_NO, o->order_no);
	put(r, O_REG_NO, o->reg_no);
	put(r, O_AMOUNT, yuan);
	put(r, O_RESULT, result);
}

/* A number besides the receipt's, of a card machine say. */
static bool
has_other_number(const struct rec *r, const struct told *t)
{
	return is_counter(t) && *r->v[I_TXN_NO] != '\0' && strcmp(r->v[I_TXN_NO], t->txn_no) != 0;
}

static enum verdict
apply(struct rec *r)
{
	struct payment known;
	struct order o;
	struct told t;

	told_read(r, &t);
	if (*r->v[I_ORDER_NO] == '\0')
		return UNCHANGED;
	if (!order_find(r->v[I_ORDER_NO], &o)) {
		fault(r, I_ORDER_NO, "ORDER_UNKNOWN", L("no order %s; money for it is seen by fee-reconcile in the statement",
		    "没有订单 %s; 到账款项由 fee-reconcile 按对账单列出"), r->v[I_ORDER_NO]);
		return UNCHANGED;
	}
	if (r->run->exam != NULL && r->run->exam->id != o.exam_id)
		return SKIPPED;
	bool again = *t.txn_no != '\0' && payment_find(t.channel, t.txn_no, &known);

	if (again) {
		if (known.order_id != o.id)
			check_receipt(r);
		if (!faulty(r) || !is_counter(&t)) /* else it is the receipt's number, and said */
			check_known(r, &o, &t, &known);
	} else {
		if (is_counter(&t))
			check_mode(r, &o);
		if (has_other_number(r, &t) && payment_find(t.channel, r->v[I_TXN_NO], &known))
			fault(r, I_TXN_NO, "TXN_TAKEN", L("%s is the receipt of another payment", "%s 是另一笔缴费的票据号"), r->v[I_TXN_NO]);
		check_receipt(r);
		check_time(r, &o, &t);
		if (t.amount > 0)
			check_amount(r, &o, &t);
	}
	if (faulty(r))
		return UNCHANGED;
	const char *result = again ? known.result : judge(r, &o, &t);

	if (!again && o.closed && strcmp(result, "paid") == 0)
		billing_restore(r, I_ORDER_NO, &o);
	if (!again)
		record(r, &o, &t, result);
	if (has_other_number(r, &t))
		warning(r, I_TXN_NO, "TXN_NOT_KEPT", L("%s: at the counter the receipt's number is kept, %s, which the cash book has", "%s: 现场缴费按票据号 %s 登记 (与现金日记账一致), 该流水号不保存"),
		    r->v[I_TXN_NO], t.txn_no);
	answer(r, &o, &t, result);
	return again ? UNCHANGED : CHANGED;
}

static const struct tool tool = {
	.name = "fee-pay",
	.synopsis = "[options] [FILE ...]",
	.does_en = "record payments that the gateway or the cashier tells of",
	.does_zh = "登记支付平台或现场收费的缴费",
	.flags = 0,
	.writes = "payment registration fee_order message",
	.roles = "finance clerk",
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
