/* SPDX-License-Identifier: MIT
 * fee-refund settle: the money has arrived, as a statement of the channel shows or a person knows; or the channel could not give it back. */
#include <string.h>

#include "frame/billing.h"
#include "refund.h"

enum { I_REFUND_NO, I_DECISION, I_REASON };
static const struct incol in[] = { [I_REFUND_NO] = { "refund_no", true }, [I_DECISION] = { "decision", true }, [I_REASON] = { "reason", false }, { NULL, false } };

static void
check(struct rec *r)
{
	int yes = refund_decision(r->v[I_DECISION]);

	if (r->run->all)
		return;
	if (need_value(r, I_DECISION) && yes < 0)
		fault(r, I_DECISION, "DECISION_WORD", L("%s is no outcome: settled or failed", "%s 不是退费结果: settled (已退), failed (失败)"), r->v[I_DECISION]);
	if (yes == 0 && *r->v[I_REASON] == '\0')
		fault(r, I_REASON, "MISSING", "%s", L("why could it not be given back? In the channel's words", "退费失败须填写渠道给出的原因"));
}

/* Has failed what a statement shows otherwise? Then it could go out twice. */
static void
check_trace(struct rec *r, const struct refund *f)
{
	enum refund_trace trace = refund_traced(f->id);

	if (trace == REFUND_GONE)
		fault(r, I_DECISION, "SETTLE_SHOWN", L("a statement shows money that went back for %s, if not as it was asked for: fee-reconcile lists it, decide it (fee-decide), then settle",
		    "对账单显示 %s 对应的款项已退出 (与申请不尽一致): 见 fee-reconcile, 请先处理 (fee-decide) 再登记结果"), f->refund_no);
	else if (trace == REFUND_UNDER_WAY && r->run->override == NULL)
		fault(r, I_DECISION, "SETTLE_SHOWN", L("a statement shows %s under way at the channel: wait for the statement with its end; role centre may pass with --override what the channel "
		    "says in writing", "对账单显示 %s 正在退回: 请等待其后的对账单; 渠道书面告知失败的, 中心可用 --override 办理"), f->refund_no);
}

/* The way of the states, and what the statements show. */
static void
check_state(struct rec *r, const struct refund *f, bool settled, int64_t entry)
{
	int64_t went;
	bool exported = strcmp(f->state, "exported") == 0, approved = strcmp(f->state, "approved") == 0;

	if (!settled && strcmp(f->state, "settled") == 0 && refund_shown_failed(f))
		return; /* it was final, and the channel says later that it failed after all */
	if (settled && exported && refund_came_back(f->id, &went)) {
		fault(r, I_DECISION, "SETTLE_SHOWN", L("a statement shows that the money of %s came back: it has failed", "对账单显示 %s 的款项已退回商户: 应登记为 failed (失败)"), f->refund_no);
		return;
	}
	if (settled && (exported || (approved && entry != 0))) {
		if (entry == 0 && *r->v[I_REASON] == '\0')
			fault(r, I_REASON, "SETTLE_UNSHOWN", L("no statement shows %s: read the next one (fee-reconcile), or say how you know", "对账单中尚无 %s: 请导入其后的对账单, 或填写依据"),
			    f->refund_no);
		return;
	}
	if (!settled && exported) {
		if (entry != 0)
			fault(r, I_DECISION, "SETTLE_SHOWN", L("a statement shows that %s has arrived: it is settled", "对账单显示 %s 已退回: 应登记为 settled"), f->refund_no);
		else
			check_trace(r, f);
		return;
	}
	fault(r, I_DECISION, "REFUND_STATE", approved ? L("%s is %s: it has not gone to the channel yet (fee-refund export)", "%s 状态为 %s: 尚未交支付渠道 (fee-refund export)") :
	    strcmp(f->state, "proposed") == 0 ? L("%s is %s: another person approves it first (fee-refund approve)", "%s 状态为 %s: 须先由他人审批 (fee-refund approve)") :
	    L("%s is %s: that stands", "%s 状态为 %s: 不再变更"), f->refund_no, f->state);
}

static void
record(struct rec *r, const struct refund *f, bool settled, int64_t entry, const char *at)
{
	const struct act who = billing_act(r->run);
	bool shown = settled ? entry != 0 : r->run->all;
	const char *reason = *r->v[I_REASON] == '\0' && shown ? "by statement" : r->v[I_REASON];

	if (settled)
		refund_settle(f, entry, entry != 0 ? at : r->run->now, r->v[I_REASON], &who);
	else
		refund_fail(f, reason, &who);
	if (!settled)
		refund_reopen(r, I_REFUND_NO, f);
	audit_act(r->run, settled ? "refund-settle" : "refund-fail", f->refund_no, reason);
	if (settled && f->seated && refund_empties(f))
		warning(r, I_REFUND_NO, "SEAT_EMPTY", L("%s does not count as paid any more and gets no admit card; its seat stays empty", "%s 不再视为已缴费, 不发准考证; 其座位空置"),
		    f->reg_no);
}

static enum verdict
apply(struct rec *r)
{
	bool settled = refund_decision(r->v[I_DECISION]) == 1;
	const char *at = "";
	int64_t went;
	struct refund f;

	if (!refund_named(r, I_REFUND_NO, &f))
		return UNCHANGED;
	if (refund_elsewhere(r, &f))
		return SKIPPED;
	if (faulty(r))
		return UNCHANGED;
	if (r->run->all)
		settled = !f.by_channel && !refund_came_back(f.id, &went);
	if (settled ? strcmp(f.state, "settled") == 0 : f.by_channel) {
		refund_answer(r, r->v[I_REFUND_NO]);
		return r->run->all && r->again == NULL ? SKIPPED : UNCHANGED; /* of --all: another run was quicker */
	}
	int64_t entry = refund_entry(f.id, &at);

	check_state(r, &f, settled, entry);
	if (faulty(r))
		return UNCHANGED;
	record(r, &f, settled, entry, at);
	refund_answer(r, r->v[I_REFUND_NO]);
	return CHANGED;
}

static void
start(struct run *run)
{
	if (run->all)
		run->due = refund_settle_sql;
}

const struct tool command_settle = {
	.name = "fee-refund settle",
	.flags = TOOL_ALL,
	.writes = "refund fee_order registration difference",
	.roles = "finance",
	.in = in,
	.out = refund_out,
	.start = start,
	.check = check,
	.apply = apply,
};
