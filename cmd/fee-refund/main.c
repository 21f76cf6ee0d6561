/* SPDX-License-Identifier: MIT
 * fee-refund: money goes back by two persons' hands to where it came from. One proposes, another approves, a file for the channels
 * has it once, and a statement of the channel shows that it has arrived. */
#include <string.h>

#include "refund.h"
#include "value/money.h"

const char *const refund_out[] = { "refund_no", "order_no", "amount", "state", NULL };

void
refund_answer(struct rec *r, const char *refund_no)
{
	char yuan[MONEY_SIZE];
	struct refund f;

	if (!refund_find(refund_no, &f))
		bug("no refund %s", refund_no);
	money_text(f.amount, yuan);
	put(r, 0, f.refund_no);
	put(r, 1, f.order_no);
	put(r, 2, yuan);
	put(r, 3, f.state);
}

bool
refund_named(struct rec *r, int column, struct refund *out)
{
	if (!need_value(r, column))
		return false;
	if (refund_find(r->v[column], out))
		return true;
	fault(r, column, "REFUND_NO_UNKNOWN", L("no refund %s: fee-refund list has them", "没有退费 %s: 见 fee-refund list"), r->v[column]);
	return false;
}

bool
refund_elsewhere(const struct rec *r, const struct refund *f)
{
	return r->run->exam != NULL && r->run->exam->id != f->exam_id;
}

void
refund_check_returned(struct rec *r, int column, int64_t order_id, int64_t payment_id, int64_t amount, int64_t left)
{
	char diff_id[DIFF_ID_SIZE], yuan[MONEY_SIZE];
	int64_t returned = refund_returned(order_id, payment_id, diff_id);

	if (returned == 0 || amount <= left - returned)
		return;
	money_text(returned, yuan);
	fault(r, column, "REFUND_RETURNED", L("the channel has given back %s yuan of it by itself (difference %s): decide that first (fee-decide), a refund of ours over the same is refused",
	    "渠道已自行退回其中 %s 元 (差异 %s): 请先用 fee-decide 处理, 同一款项的退费应予驳回"), yuan, diff_id);
}

void
refund_reopen(struct rec *r, int column, const struct refund *f)
{
	char diff_id[DIFF_ID_SIZE];

	if (refund_reopens(f->id, r->run->now, diff_id))
		warning(r, column, "DIFF_OPEN", L("difference %s, for which %s was proposed, is open again: decide it anew (fee-decide)", "差异 %s (曾据以提出 %s) 重新待处理: 请用 fee-decide 再作处理"),
		    diff_id, f->refund_no);
}

int
refund_decision(const char *word)
{
	static const char *const yes[] = { "approve", "approved", "settle", "settled", "pass", "yes", "批准", "同意", "通过", "已退", "已退回", "成功" };
	static const char *const no[] = { "refuse", "refused", "reject", "rejected", "fail", "failed", "no", "不批准", "不同意", "不通过", "驳回", "退费失败", "失败" };

	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		if (strcmp(word, yes[i]) == 0)
			return 1;
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (strcmp(word, no[i]) == 0)
			return 0;
	return -1;
}

int
main(int argc, char **argv)
{
	const struct tool commands[] = { command_propose, command_approve, command_export, command_settle, command_list, { .name = NULL } };
	const struct tool tool = {
		.name = "fee-refund",
		.synopsis = "[options] propose [FILE ...] | approve [FILE ...] | export -o FILE [--channel NAME] [--again N] | settle [FILE ...] | list [--state WORD]",
		.does_en = "give money back: propose, approve by another person, export to the channels, settle",
		.does_zh = "退费: 提出, 他人审批, 导出给支付渠道, 核销",
		.commands = commands,
	};

	return tool_main(&tool, argc, argv);
}
