/* SPDX-License-Identifier: MIT
 * The registration that a record names. */
#include "frame/live.h"

bool
live_registration(struct rec *r, int column, struct registration *out)
{
	if (!registration_find(r->v[column], out)) {
		fault(r, column, "REG_UNKNOWN", L("no registration %s", "没有报名号 %s"), r->v[column]);
		return false;
	}
	if (out->deleted)
		fault(r, column, "REG_DELETED", L("%s is deleted", "%s 已删除"), out->reg_no);
	return !out->deleted;
}
