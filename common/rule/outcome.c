/* SPDX-License-Identifier: MIT
 * Words for outcome codes. */
#include "rule/outcome.h"

#include <stddef.h>
#include <string.h>

#include "base/diag.h"

static const struct word {
	const char *code, *en, *zh;
} words[] = {
	{ "EDUCATION_LEVEL", "education too low", "学历学位不符" }, { "MAJOR", "another major is needed", "所学专业不符" },
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
	{ "PLEDGE_WITHDRAWN", "the commitment was withdrawn", "已撤回承诺" }, { "PLEDGE_UNDECIDED", "the commitment is undecided", "未选择是否承诺" },
	{ "REFUSED_BEFORE", "people refused it before", "曾审核未通过或被退回" },
};

static const struct word *
find(const char *code)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].code, code) == 0)
			return &words[i];
	return NULL;
}

const char *
outcome_code_text(const char *code)
{
	const struct word *w = find(code);

	return w != NULL ? L(w->en, w->zh) : code;
}

const char *
outcome_code_chinese(const char *code)
{
	const struct word *w = find(code);

	return w != NULL ? w->zh : code;
}
