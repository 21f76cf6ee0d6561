/* SPDX-License-Identifier: MIT
 * The receipt (缴费凭证): what was paid for what, how and when; a page for each paid order. It is of our books, no
 * 财政票据, and says so. Money that went back is told on it, so that nobody shows a receipt for what he has got back. */
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "value/money.h"
#include "words.h"

static bool
receipt_due(const struct facts *f)
{
	return f->table[T_PAYMENT].rows > 0;
}

static void
check_receipt(struct rec *r, const struct facts *f)
{
	if (!receipt_due(f))
		fault(r, I_REG_NO, "NOT_PAID", L("no order of %s has a payment: there is nothing to receipt", "%s 没有已缴费的订单: 没有凭证可打印"), f->text[F_REG_NO]);
}

static struct flow_cell
label(const char *text)
{
	return (struct flow_cell){ .kind = FLOW_LABEL, .w = 26, .text = text };
}

/* "2025年08月20日 10:00:00" */
static const char *
when(struct paper *p, const char *time)
{
	return strlen(time) > 11 ? say(p, "%s %s", day(p, time), time + 11) : day(p, time);
}

static void
put_lines(struct paper *p, const char *order_no)
{
	static const struct flow_cell head[] = { { .kind = FLOW_COLUMN, .w = 14, .text = "序号" }, { .kind = FLOW_COLUMN, .w = 52, .text = "缴费项目" },
		{ .kind = FLOW_COLUMN, .text = "科目" }, { .kind = FLOW_COLUMN, .w = 32, .text = "金额（元）" } };
	int n = 0;

	flow_head(p->flow, 8, head, 4);
	for (size_t i = 0; i < p->f->table[T_LINE].rows; i++) {
		const char *subject = facts_cell(p->f, T_LINE, i, L_SUBJECT);

		if (strcmp(facts_cell(p->f, T_LINE, i, L_ORDER_NO), order_no) != 0)
			continue;
		const struct flow_cell cell[] = { { .kind = FLOW_MIDDLE, .w = 14, .text = say(p, "%d", ++n) },
			{ .kind = FLOW_VALUE, .w = 52, .text = component_word(facts_cell(p->f, T_LINE, i, L_COMPONENT)) },
			{ .kind = FLOW_VALUE, .text = or_dash(subject) },
			{ .kind = FLOW_NUMBER, .w = 32, .text = yuan(p, facts_cell(p->f, T_LINE, i, L_AMOUNT)) } };

		flow_row(p->flow, 8, cell, 4);
	}
	flow_body_end(p->flow);
}

static void
put_total(struct paper *p, size_t i)
{
	char capital[MONEY_CAPITAL_SIZE];
	const char *amount = facts_cell(p->f, T_PAYMENT, i, P_AMOUNT), *back = facts_cell(p->f, T_PAYMENT, i, P_BACK);

	money_capital(strtoll(amount, NULL, 10), capital);
	const struct flow_cell cell[] = { label("合计"), { .kind = FLOW_STRONG, .text = say(p, "人民币（大写）%s", capital) },
		{ .kind = FLOW_NUMBER, .w = 42, .text = say(p, "（小写）￥%s", yuan(p, amount)) } };

	flow_row(p->flow, 10, cell, 3);
	if (strcmp(back, "0") != 0) {
		const struct flow_cell note[] = { label("退费"), { .kind = FLOW_STRONG, .text = say(p, "本订单已办理退费 %s 元", yuan(p, back)) } };

		flow_row(p->flow, 9, note, 2);
	}
}

static void
put_order(struct paper *p, size_t i)
{
	static const struct pair_look look = { 9, 26, 61 };
	const struct facts *f = p->f;
	const char *order_no = facts_cell(f, T_PAYMENT, i, P_ORDER_NO);
	static const struct flow_line note = { .style = FONT_BODY, .size = 9.5, .align = ALIGN_LEFT, .before = 3 };
	static const struct flow_line seal = { .style = FONT_BODY, .size = 11, .align = ALIGN_RIGHT, .before = 12, .indent = 8 };
	static const struct flow_line date = { .style = FONT_BODY, .size = 11, .align = ALIGN_RIGHT, .before = 8, .indent = 8 };

	put_title(p, "缴 费 凭 证");
	put_pair(p, &look, (struct pair){ "姓名", f->text[F_NAME], "name" }, (struct pair){ "报名号", f->text[F_REG_NO], "reg_no" });
	put_pair(p, &look, (struct pair){ "证件号码", f->text[F_ID_NO], "id_no" }, (struct pair){ "报考省市", f->text[F_REGION], "city" });
	put_pair(p, &look, (struct pair){ "报考级别", f->text[F_LEVEL], "level" }, (struct pair){ "报考专业", shown(f, F_SPECIALTY), "specialty" });
	put_pair(p, &look, (struct pair){ "订单号", order_no, "order_no" },
	    (struct pair){ "订单类别", strcmp(facts_cell(f, T_PAYMENT, i, P_KIND), "supplement") == 0 ? "补缴" : "报名缴费", NULL });
	put_lines(p, order_no);
	put_total(p, i);
	put_pair(p, &look, (struct pair){ "缴费渠道", channel_word(facts_cell(f, T_PAYMENT, i, P_CHANNEL)), "channel" },
	    (struct pair){ "交易流水号", or_dash(facts_cell(f, T_PAYMENT, i, P_TXN_NO)), "txn_no" });
	put_pair(p, &look, (struct pair){ "缴费时间", when(p, facts_cell(f, T_PAYMENT, i, P_PAID_AT)), "paid_at" },
	    (struct pair){ "收据号", or_dash(facts_cell(f, T_PAYMENT, i, P_RECEIPT_NO)), "receipt_no" });
	put_pair(p, &look, (struct pair){ "缴款人", or_dash(facts_cell(f, T_PAYMENT, i, P_PAYER)), "payer" },
	    (struct pair){ "收款人", or_dash(facts_cell(f, T_PAYMENT, i, P_CASHIER)), "cashier" });
	flow_text(p->flow, &note, "注：本凭证用于证明上述缴费记录，不替代财政票据。");
	flow_text(p->flow, &seal, "收款单位（盖章）：　　　　　　　　　　　　　　");
	flow_text(p->flow, &date, "年　　月　　日");
}

static void
put_receipt(struct paper *p)
{
	static const struct flow_paper sheet = { .running = NULL };

	flow_begin(p->flow, &sheet);
	for (size_t i = 0; i < p->f->table[T_PAYMENT].rows; i++) {
		if (i > 0)
			flow_break(p->flow);
		put_order(p, i);
	}
}

const struct document receipt_document = { .name = "receipt", .title = "缴费凭证", .masked = true, .of_seats = true, .tables = 1U << T_PAYMENT | 1U << T_LINE,
	.due = receipt_due, .check = check_receipt, .put = put_receipt };
