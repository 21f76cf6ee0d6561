/* SPDX-License-Identifier: MIT
 * Codes as a person at the counter is told them. */
#include <string.h>

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
state_words(const char *state)
{
	static const struct word words[] = { { "filled", "filled", "已填报, 未确认" }, { "confirmed", "confirmed", "已确认" },
		{ "reviewed", "reviewed", "资格审核通过" }, { "rejected", "rejected", "资格审核未通过" }, { "paid", "paid", "已缴费" },
		{ "seated", "seated", "已编排考场" }, { "printed", "printed", "准考证已打印" }, { "scored", "scored", "成绩已录入, 未公布" },
		{ "passed", "passed", "应考科目全部合格" }, { "failed", "failed", "未全部合格" }, { "certified", "certified", "已发证书" },
		{ "deleted", "deleted", "已删除" } };

	return FIND(words, state);
}

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
refund_words(const char *state)
{
	static const struct word words[] = { { "proposed", "proposed", "待审批" }, { "approved", "approved", "已批准" }, { "refused", "refused", "未批准" },
		{ "exported", "sent to the channel", "已提交支付渠道" }, { "settled", "given back", "已退回" } };

	return FIND(words, state);
}

static const char *
code_words(const char *code)
{
	static const struct word words[] = { { "EDUCATION_LEVEL", "education too low", "学历学位不符" }, { "MAJOR", "another major is needed", "所学专业不符" },
		{ "WORK_YEARS", "too few years of work", "工作年限不足" }, { "PRO_YEARS", "too few years in the trade", "从事专业工作年限不足" },
		{ "PRIOR_CERT", "an earlier certificate is needed", "缺少前置证书" }, { "PRIOR_CERT_DATE", "the date of the earlier certificate is missing", "缺少前置证书取得日期" },
		{ "YEARS_AFTER_CERT", "too few years since the earlier certificate", "取得前置证书年限不足" },
		{ "EDU_MISMATCH", "the education registry says otherwise", "学历库信息不一致" }, { "EDU_NOT_FOUND", "the education registry has no such record", "学历库查无此证书" },
		{ "EDU_CERT_FORM", "the certificate's number is of no known layout", "证书编号格式不符" },
		{ "EDU_CERT_LEVEL", "the certificate's number says another level", "证书编号与所填层次不符" },
		{ "EDU_CERT_YEAR", "the certificate's number says another year", "证书编号与所填毕业年份不符" },
		{ "EDU_OUT_OF_RANGE", "too old or too foreign for the education registry", "不在学历库自动核验范围" },
		{ "EDU_UNANSWERED", "the education registry has not answered yet", "学历库尚未答复" }, { "NAME_DIFFERS", "the certificate bears another name", "证书姓名与现姓名不同" },
		{ "ID_MISMATCH", "the population registry says otherwise", "身份信息不一致" }, { "ID_NOT_FOUND", "the population registry has no such person", "身份信息查无" },
		{ "ID_OUT_OF_RANGE", "a document that the population registry does not know", "非居民身份证, 须人工核验" },
		{ "MAJOR_BY_DEGREE", "the degree decides about the major's discipline", "学科门类以所获学位为准" },
		{ "PRIOR_CERT_UNCLEAR", "the earlier certificate is not clearly named", "前置证书名称不明确" },
		{ "YEARS_DOUBTFUL", "more years of work than dates leave room for", "工作年限与在校时间不符" },
		{ "PLEDGE_BANNED", "on the dishonesty list: no commitment", "在诚信档案库中, 不适用承诺制" },
		{ "ID_UNANSWERED", "the population registry has not answered yet", "身份核验尚未答复" }, { "EXEMPTION_CLAIMED", "an exemption is claimed", "申请免试" },
		{ "MAJOR_UNKNOWN", "the major is in no catalogue", "所学专业不在目录" }, { "ROUTE_MISSING", "no condition is laid down", "未设报考条件" },
		{ "STATED_UNPROVEN", "years of work are stated, not proven", "工作年限须核验" }, { "PLEDGE_DECLINED", "the commitment was declined", "不采用告知承诺制" },
		{ "PLEDGE_WITHDRAWN", "the commitment was withdrawn", "已撤回承诺" }, { "PLEDGE_UNDECIDED", "the commitment is undecided", "未选择是否承诺" } };

	return FIND(words, code);
}

void
codes_words(const char *codes, struct buf *out)
{
	while (*codes != '\0') {
		char code[64];
		size_t n = strcspn(codes, "|");

		snprintf(code, sizeof code, "%.*s", (int)n, codes);
		buf_printf(out, "%s%s", out->len > 0 ? "; " : "", code_words(code));
		codes += n + (codes[n] == '|');
	}
}
