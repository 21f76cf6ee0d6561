/* SPDX-License-Identifier: MIT
 * The registration that a record names. */
#include "frame/live.h"

#include <string.h>

bool
live_registration(struct rec *r, int column, struct registration *out)
{
	if (!registration_find(r->v[column], out)) {
		fault(r, column, "REG_UNKNOWN", L("no registration %s: reg-show finds it by name and document, or by phone", "没有报名号 %s: 可用 reg-show 按姓名证件或手机号查找"), r->v[column]);
		return false;
	}
	if (out->deleted)
		fault(r, column, "REG_DELETED", L("%s is deleted", "%s 已删除"), out->reg_no);
	return !out->deleted;
}

const char *
state_words(const char *state)
{
	static const char *const words[][2] = { { "filled", "已填报, 未确认" }, { "confirmed", "已确认" }, { "reviewed", "资格审核通过" },
		{ "rejected", "资格审核未通过" }, { "paid", "已缴费" }, { "seated", "已编排考场" }, { "printed", "准考证已打印" }, { "scored", "成绩已录入, 未公布" },
		{ "passed", "应考科目全部合格" }, { "failed", "未全部合格" }, { "certified", "已发证书" }, { "deleted", "已删除" } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i][0], state) == 0)
			return L(words[i][0], words[i][1]);
	return state;
}
