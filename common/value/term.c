/* SPDX-License-Identifier: MIT
 * Chinese names of codes. */
#include "value/term.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"

static const struct word {
	enum term kind;
	const char *code, *chinese;
} words[] = {
	{ TERM_STATE, "filled", "已填报, 未确认" }, { TERM_STATE, "confirmed", "已确认" }, { TERM_STATE, "reviewed", "资格审核通过" },
	{ TERM_STATE, "rejected", "资格审核未通过" }, { TERM_STATE, "paid", "已缴费" }, { TERM_STATE, "seated", "已编排考场" },
	{ TERM_STATE, "printed", "准考证已打印" }, { TERM_STATE, "scored", "成绩已录入, 未公布" }, { TERM_STATE, "published", "成绩已公布" },
	{ TERM_STATE, "passed", "应考科目全部合格" }, { TERM_STATE, "failed", "未全部合格" }, { TERM_STATE, "certified", "已发证书" },
	{ TERM_STATE, "deleted", "已删除" }, { TERM_STATE, "none", "未报名" },

	{ TERM_STEP, "photo-check", "提交并检查照片 (photo-check)" }, { TERM_STEP, "reg-confirm", "确认报名 (reg-confirm)" },
	{ TERM_STEP, "elig-verify", "资格核验 (elig-verify)" }, { TERM_STEP, "elig-review", "资格审核 (elig-review)" },
	{ TERM_STEP, "fee-bill", "生成订单 (fee-bill)" }, { TERM_STEP, "fee-pay", "缴费 (fee-pay)" }, { TERM_STEP, "seat-assign", "编排考场 (seat-assign)" },
	{ TERM_STEP, "admit-print", "打印准考证 (admit-print)" }, { TERM_STEP, "score-import", "录入成绩 (score-import)" },
	{ TERM_STEP, "score-publish", "公布成绩 (score-publish)" }, { TERM_STEP, "", "无" },

	{ TERM_AUTHORITY, "self", "报考人员本人" }, { TERM_AUTHORITY, "site", "考点" }, { TERM_AUTHORITY, "district", "区县考试机构" },
	{ TERM_AUTHORITY, "centre", "考试中心" },

	{ TERM_DOCUMENT, "id", "身份证件原件" }, { TERM_DOCUMENT, "id_copy", "身份证件复印件" }, { TERM_DOCUMENT, "household_register", "户口簿" },
	{ TERM_DOCUMENT, "new_photo", "新照片" }, { TERM_DOCUMENT, "id_photo", "手持身份证件照片" }, { TERM_DOCUMENT, "application", "书面申请" },
	{ TERM_DOCUMENT, "change_form", "信息更正申请表" }, { TERM_DOCUMENT, "statement", "情况说明" }, { TERM_DOCUMENT, "documents", "证明材料" }, { TERM_DOCUMENT, "proxy_letter", "委托书" },
	{ TERM_DOCUMENT, "proxy_id", "代办人证件" },

	{ TERM_GROUP, "name", "姓名" }, { TERM_GROUP, "id_no", "证件" }, { TERM_GROUP, "basic", "基本信息" }, { TERM_GROUP, "contact", "联系方式" },
	{ TERM_GROUP, "account", "账号" }, { TERM_GROUP, "exam_choice", "报考信息" }, { TERM_GROUP, "photo", "照片" }, { TERM_GROUP, "delete", "删除报名" },
	{ TERM_GROUP, "refund", "退费" },

	{ TERM_END, "edit_until", "可修改期 (edit_until)" }, { TERM_END, "reg_end", "报名截止" }, { TERM_END, "review_end", "审核截止" },
};

static const struct word *
find(enum term kind, const char *code)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (words[i].kind == kind && strcmp(words[i].code, code) == 0)
			return &words[i];
	return NULL;
}

const char *
term_chinese(enum term kind, const char *code)
{
	const struct word *w = find(kind, code);

	return w != NULL ? w->chinese : code;
}

const char *
term(enum term kind, const char *code)
{
	return L(kind == TERM_STEP && *code == '\0' ? "-" : code, term_chinese(kind, code));
}

void
term_list(enum term kind, const char *list, char mark, struct buf *out)
{
	const char sign[] = { mark, '\0' };

	for (const char *p = list; *p != '\0';) {
		char code[64];
		size_t n = strcspn(p, sign);

		snprintf(code, sizeof code, "%.*s", (int)n, p);
		buf_printf(out, "%s%s", p == list ? "" : L(sign, "、"), term(kind, code));
		p += n + (p[n] == mark);
	}
}
