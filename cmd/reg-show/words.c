/* SPDX-License-Identifier: MIT
 * Codes as a person at the counter is told them. */
#include <string.h>

#include "rule/outcome.h"
#include "show.h"

struct word {
	const char *code, *en, *zh;
};

static const char *
find(const struct word *w, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(w[i].code, code) == 0)
			return L(w[i].en, w[i].zh);
	return code;
}

#define FIND(words, code) find(words, sizeof words / sizeof *words, code)

const char *
pledge_words(const char *pledge)
{
	static const struct word words[] = { { "", "not chosen yet", "尚未选择" }, { "adopt", "adopted", "采用" },
		{ "decline", "declined: papers are checked by people", "不采用: 由人工核验材料" },
		{ "withdrawn", "withdrawn: papers are checked by people, and it is barred for this year", "已撤回: 由人工核验材料, 本年度该考试不再适用" } };

	return FIND(words, pledge);
}

const char *
outcome_words(const char *outcome)
{
	static const struct word words[] = { { "auto", "passed automatically", "自动核验通过" }, { "online", "waits for a reviewer, online", "等待人工在线核验" },
		{ "onsite", "papers are to be shown at the review point", "须到审核点现场核验" }, { "ineligible", "not eligible", "不符合报考条件" } };

	return FIND(words, outcome);
}

const char *
decision_words(const char *decision)
{
	static const struct word words[] = { { "pass", "passed", "通过" }, { "fail", "refused", "不通过" },
		{ "return", "sent back for more papers", "退回补充材料" }, { "absent", "did not come", "未到场" } };

	return FIND(words, decision);
}

const char *
template_words(const char *template)
{
	static const struct word words[] = { { "review_passed", "review passed", "审核通过通知" }, { "review_failed", "review failed", "审核未通过通知" },
		{ "confirmed", "confirmed", "提交确认通知" }, { "paid", "paid", "缴费成功通知" }, { "pay_reminder", "reminder to pay", "缴费提醒" },
		{ "seat_moved", "seat moved", "考场变动通知" }, { "reset_code", "code to reset the password", "找回密码验证码" } };

	return FIND(words, template);
}

const char *
class_words(const char *class)
{
	static const struct word words[] = { { "MISSING_OURS", "paid at the bank, not recorded here yet: finance is at it", "银行已收款, 系统未入账, 财务处理中" },
		{ "MISSING_BANK", "recorded here, the bank's statement lacks it: finance is at it", "系统已入账, 对账单中没有, 财务核查中" },
		{ "IN_DOUBT", "told of a payment that the bank's statement has not shown yet", "等待银行对账单确认" },
		{ "AMOUNT_MISMATCH", "another amount came in than the order's: finance is at it", "到账金额与订单不符, 财务处理中" },
		{ "DUPLICATE", "paid twice: what is too much is given back", "重复缴费, 多缴部分将退回" },
		{ "LATE", "the money came after the end of payment: finance is at it", "超过缴费截止时间到账, 财务处理中" } };

	return FIND(words, class);
}

const char *
came_words(const char *result)
{
	static const struct word words[] = { { "duplicate", "paid twice", "重复缴费" }, { "late", "paid too late", "逾期到账" }, { "amount", "another amount", "金额不符" },
		{ "void", "for an order that did not stand any more", "订单已失效" } };

	return FIND(words, result);
}

const char *
refund_words(const char *state)
{
	static const struct word words[] = { { "proposed", "proposed", "待审批" }, { "approved", "approved", "已批准" }, { "refused", "refused", "未批准" },
		{ "exported", "sent to the channel", "已提交支付渠道" }, { "settled", "given back", "已退回" } };

	return FIND(words, state);
}

void
codes_words(const char *codes, struct buf *out)
{
	while (*codes != '\0') {
		char code[64];
		size_t n = strcspn(codes, "|");

		snprintf(code, sizeof code, "%.*s", (int)n, codes);
		buf_printf(out, "%s%s", out->len > 0 ? "; " : "", outcome_code_text(code));
		codes += n + (codes[n] == '|');
	}
}
