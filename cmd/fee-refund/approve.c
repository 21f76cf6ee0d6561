/* SPDX-License-Identifier: MIT
 * fee-refund approve: another person than who proposed it decides. */
#include <string.h>

#include "frame/billing.h"
#include "refund.h"
#include "value/text.h"

enum { I_REFUND_NO, I_DECISION, I_REASON };
static const struct incol in[] = { [I_REFUND_NO] = { "refund_no", true }, [I_DECISION] = { "decision", true }, [I_REASON] = { "reason", false }, { NULL, false } };

static void
check(struct rec *r)
{
	int yes = refund_decision(r->v[I_DECISION]);

	if (need_value(r, I_DECISION) && yes < 0)
		fault(r, I_DECISION, "DECISION_WORD", L("%s is no decision: approve or refuse", "%s 不是审批结论: approve (批准), refuse (驳回)"), r->v[I_DECISION]);
	if (yes == 0 && *r->v[I_REASON] == '\0')
		fault(r, I_REASON, "MISSING", "%s", L("who refuses says why", "驳回须填写理由"));
}

/* By what the two persons must differ where the refund lies. */
static const char *
two_person(const struct refund *f)
{
	const char *word = setting_text(exam_by_id(f->exam_id), f->province, "two_person");

	return word != NULL && strcmp(word, "operator") == 0 ? "operator" : "login";
}

static bool
same_person(const char *a, const char *b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;

	text_name_key(a, &x);
	text_name_key(b, &y);
	bool same = strcmp(buf_text(&x), buf_text(&y)) == 0;

	buf_release(&x);
	buf_release(&y);
	return same;
}

static void
check_persons(struct rec *r, const struct refund *f)
{
	const char *login = r->run->login, *name = r->run->operator_name;
	bool by_name = strcmp(two_person(f), "operator") == 0;
	const char *mine = by_name && *name != '\0' ? name : login, *theirs = by_name && *f->proposed_operator != '\0' ? f->proposed_operator : f->proposed_by;

	if (by_name ? same_person(mine, theirs) : strcmp(mine, theirs) == 0)
		fault(r, I_REFUND_NO, "SAME_PERSON", L("%s proposed %s: somebody else approves it (setting two_person: %s)", "%s 提出了 %s: 须由他人审批 (设置 two_person: %s)"),
		    theirs, f->refund_no, by_name ? "operator" : "login");
}

static void
check_state(struct rec *r, const struct refund *f, bool approve)
{
	bool refused = strcmp(f->state, "refused") == 0;

	if (refused)
		fault(r, I_DECISION, "REFUND_STATE", L("%s was refused by %s: it is proposed anew (fee-refund propose)", "%s 已由 %s 驳回: 请重新提出 (fee-refund propose)"),
		    f->refund_no, f->by_channel ? f->channel : f->approved_by);
	else if (!approve)
		fault(r, I_DECISION, "REFUND_STATE", L("%s is %s: it has gone to the channel, fee-refund settle records what became of it",
		    "%s 状态为 %s: 已交支付渠道, 结果由 fee-refund settle 登记"), f->refund_no, f->state);
	else if (f->seated && refund_empties(f) && strcmp(f->cause, "request") == 0)
		fault(r, I_DECISION, "SEATED", L("%s has a seat since it was proposed: what pays for it is not given back on request any more; refuse it",
		    "%s 提出退费后已编排座位: 不再因申请退还, 请驳回"), f->reg_no);
}

static enum verdict
apply(struct rec *r)
{
	bool approve = refund_decision(r->v[I_DECISION]) == 1;
	const struct act who = billing_act(r->run);
	struct refund f;

	if (!refund_named(r, I_REFUND_NO, &f))
		return UNCHANGED;
	if (refund_elsewhere(r, &f))
		return SKIPPED;
	bool open = strcmp(f.state, "proposed") == 0, approved = strcmp(f.state, "approved") == 0, refused = strcmp(f.state, "refused") == 0;

	if (faulty(r))
		return UNCHANGED;
	if (approve ? !open && !refused : refused) { /* so it was decided before */
		refund_answer(r, r->v[I_REFUND_NO]);
		return UNCHANGED;
	}
	if (approve) {
		check_persons(r, &f);
		refund_check_returned(r, I_REFUND_NO, f.order_id, f.payment_id, f.amount, f.left + f.amount);
	}
	if (approve || (!open && !approved))
		check_state(r, &f, approve);
	if (faulty(r))
		return UNCHANGED;
	refund_decide(f.id, approve, two_person(&f), r->v[I_REASON], &who);
	if (!approve)
		refund_reopen(r, I_REFUND_NO, &f);
	audit_act(r->run, approve ? "refund-approve" : "refund-refuse", f.refund_no, r->v[I_REASON]);
	refund_answer(r, r->v[I_REFUND_NO]);
	return CHANGED;
}

const struct tool command_approve = {
	.name = "fee-refund approve",
	.writes = "refund difference",
	.roles = "finance",
	.in = in,
	.out = refund_out,
	.check = check,
	.apply = apply,
};
