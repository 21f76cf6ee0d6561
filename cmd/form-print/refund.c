/* SPDX-License-Identifier: MIT
 * The refund list (退费名单), for the approval of finance (practice.md 2.11 and 4): order, the channel's number, person, amount,
 * reason, the channel it came by, which is the one it goes back by. */
#include <stdlib.h>
#include <string.h>

#include "list.h"
#include "value/money.h"
#include "words.h"

static bool
refund_due(const struct facts *f)
{
	return f->table[T_REFUND].rows > 0;
}

static void
check_refund(struct rec *r, const struct facts *f)
{
	if (!refund_due(f))
		fault(r, I_REG_NO, "NOT_DUE", L("%s has no refund: fee-refund propose comes before the list", "%s 没有退费: 须先用 fee-refund propose 提出"), f->text[F_REG_NO]);
}

static const struct list_column column[] = { { "序号", NULL, 11, FLOW_MIDDLE }, { "退费单号", NULL, 36, FLOW_MIDDLE }, { "订单号", NULL, 31, FLOW_MIDDLE },
	{ "平台交易流水号", "txn_no", 52, FLOW_MIDDLE }, { "姓名", "name", 22, FLOW_MIDDLE }, { "退费金额（元）", NULL, 25, FLOW_NUMBER },
	{ "退费原因", "reason", 0, FLOW_VALUE }, { "原支付渠道", NULL, 24, FLOW_MIDDLE }, { "办理状态", NULL, 20, FLOW_MIDDLE } };
enum { COLUMNS = sizeof column / sizeof *column };

static const char *
why(struct paper *p, const struct facts *f, size_t k)
{
	const char *cause = cause_word(facts_cell(f, T_REFUND, k, R_CAUSE)), *reason = facts_cell(f, T_REFUND, k, R_REASON);

	return *reason != '\0' ? say(p, "%s：%s", cause, reason) : cause;
}

static void
put_total(struct paper *p, int refunds, int64_t total)
{
	char capital[MONEY_CAPITAL_SIZE], amount[MONEY_SIZE];

	money_capital(total, capital);
	money_text(total, amount);
	const struct flow_cell cell[] = { { .kind = FLOW_LABEL, .w = 47, .text = say(p, "合计（%d 笔）", refunds) },
		{ .kind = FLOW_STRONG, .w = 105, .text = say(p, "人民币（大写）%s", capital) }, { .kind = FLOW_NUMBER, .w = 25, .text = say(p, "%s", amount) },
		{ .kind = FLOW_VALUE, .text = "" } };

	flow_row(p->flow, 10, cell, 4);
}

static void
put_refund(struct paper *p)
{
	static const struct flow_cell box[] = { { .kind = FLOW_OPINION, .text = "经办人（签名）：", .foot = "年　　月　　日" },
		{ .kind = FLOW_OPINION, .text = "复核人（签名）：", .foot = "年　　月　　日" },
		{ .kind = FLOW_OPINION, .text = "单位负责人（签名、盖章）：", .foot = "年　　月　　日" }, { .kind = FLOW_OPINION, .text = "财政部门意见：", .foot = "（盖章）　　　　\n年　　月　　日" } };
	int refunds = 0;
	int64_t total = 0;

	list_begin(p, "退费名单", column, COLUMNS);
	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < p->f[i].table[T_REFUND].rows; k++) {
			const struct facts *f = &p->f[i];
			const char *fen = facts_cell(f, T_REFUND, k, R_AMOUNT), *txn = facts_cell(f, T_REFUND, k, R_TXN_NO);
			const char *const text[COLUMNS] = { say(p, "%d", ++refunds), facts_cell(f, T_REFUND, k, R_REFUND_NO), facts_cell(f, T_REFUND, k, R_ORDER_NO),
				*txn != '\0' ? txn : "—", f->text[F_NAME], yuan(p, fen), why(p, f, k), channel_word(facts_cell(f, T_REFUND, k, R_CHANNEL)),
				refund_state_word(facts_cell(f, T_REFUND, k, R_STATE)) };
			size_t part = list_row(p, column, COLUMNS, text);

			if (k == 0)
				p->part[i] = part;
			total += strtoll(fen, NULL, 10);
		}
	flow_keep(p->flow);
	put_total(p, refunds, total);
	list_end(p, box, 4);
}

const struct document refund_document = { .name = "refund-list", .title = "退费名单", .list = true, .masked = true, .tables = 1U << T_REFUND,
	.due = refund_due, .check = check_refund, .put = put_refund };
