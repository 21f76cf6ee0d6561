/* SPDX-License-Identifier: MIT
 * Words for paper. */
#include "words.h"

#include <stddef.h>
#include <string.h>

#include "value/term.h"

struct word {
	const char *code, *zh;
};

static const char *
find(const struct word *w, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(w[i].code, code) == 0)
			return w[i].zh;
	return code;
}
#define FIND(words, code) find(words, sizeof words / sizeof *words, code)

const char *
education_word(const char *kind, const char *level)
{
	static const struct word education[] = { { "high_school", "高中（中专）" }, { "college", "大学专科" }, { "bachelor", "大学本科" },
		{ "second_bachelor", "第二学士学位" }, { "double_bachelor", "双学士学位（研究生班）" }, { "master", "硕士研究生" }, { "doctor", "博士研究生" } };
	static const struct word degree[] = { { "bachelor", "学士" }, { "second_bachelor", "第二学士" }, { "double_bachelor", "双学士" }, { "master", "硕士" },
		{ "doctor", "博士" } };

	return strcmp(kind, "degree") == 0 ? FIND(degree, level) : FIND(education, level);
}

const char *
mode_word(const char *mode)
{
	static const struct word words[] = { { "full_time", "全日制" }, { "part_time", "非全日制" }, { "correspondence", "函授" }, { "evening", "夜大" },
		{ "self_taught", "自学考试" }, { "network", "网络教育" }, { "", "—" } };

	return FIND(words, mode);
}

const char *
candidate_word(const char *candidate)
{
	static const struct word words[] = { { "new", "新考生" }, { "old", "老考生" } };

	return FIND(words, candidate);
}

const char *
channel_word(const char *channel)
{
	static const struct word words[] = { { "counter", "现场缴费" }, { "alipay_trade", "支付宝" }, { "alipay_account", "支付宝" },
		{ "wechat_trade", "微信支付" }, { "wechat_fundflow", "微信支付" }, { "wechat_nontax", "微信支付（非税）" }, { "unionpay", "中国银联" },
		{ "unionpay_zm", "中国银联" }, { "unionpay_zme", "中国银联" }, { "icbc", "中国工商银行" }, { "ccb", "中国建设银行" }, { "abc", "中国农业银行" },
		{ "boc", "中国银行" }, { "bocom", "交通银行" }, { "cmb", "招商银行" }, { "cgb", "广发银行" }, { "spdb", "浦发银行" }, { "", "—" } };

	return FIND(words, channel);
}

const char *
component_word(const char *component)
{
	static const struct word words[] = { { "objective", "考试费（客观题）" }, { "subjective", "考试费（主观题）" }, { "registration", "报名费" },
		{ "archive_new", "新考生建档费" } };

	return FIND(words, component);
}

const char *
cause_word(const char *cause)
{
	static const struct word words[] = { { "cancelled", "取消报考" }, { "duplicate", "重复缴费" }, { "amended", "报考信息变更" }, { "request", "本人申请" } };

	return FIND(words, cause);
}

const char *
refund_state_word(const char *state)
{
	static const struct word words[] = { { "proposed", "待审批" }, { "approved", "已批准" }, { "exported", "已提交渠道" }, { "settled", "已退回" } };

	return FIND(words, state);
}

const char *
authority_word(const char *authority)
{
	return term_chinese(TERM_AUTHORITY, authority);
}

const char *
document_word(const char *document)
{
	return term_chinese(TERM_DOCUMENT, document);
}

const char *
outcome_word(const char *outcome)
{
	static const struct word words[] = { { "auto", "自动核验" }, { "online", "在线核验" }, { "onsite", "现场核验" }, { "ineligible", "不符合条件" }, { "", "—" } };

	return FIND(words, outcome);
}
