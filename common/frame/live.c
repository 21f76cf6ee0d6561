/* SPDX-License-Identifier: MIT
 * The registration that a record names. */
#include "frame/live.h"

void
reg_unknown(struct rec *r, int column)
{
	fault(r, column, "REG_UNKNOWN", L("no registration %s: reg-show finds it by name and document, or by phone", "没有报名号 %s: 可用 reg-show 按姓名证件或手机号查找"),
	    r->v[column]);
}

bool
live_registration(struct rec *r, int column, struct registration *out)
{
	if (!registration_find(r->v[column], out)) {
		reg_unknown(r, column);
		return false;
	}
	if (out->deleted)
		fault(r, column, "REG_DELETED", L("%s is deleted", "%s 已删除"), out->reg_no);
	return !out->deleted;
}
