/* SPDX-License-Identifier: MIT
 * fee-refund propose: which money of an order is to go back, and why. */
#include <string.h>

#include "base/mem.h"
#include "frame/billing.h"
#include "refund.h"
#include "rule/amendment.h"
#include "store/db.h"
#include "store/money.h"
#include "value/money.h"

enum { I_ORDER_NO, I_AMOUNT, I_CAUSE, I_DOCUMENTS, I_REASON };
static const struct incol in[] = {
	[I_ORDER_NO] = { "order_no", true }, [I_AMOUNT] = { "amount", false }, [I_CAUSE] = { "cause", true }, [I_DOCUMENTS] = { "documents", false },
	[I_REASON] = { "reason", true }, { NULL, false }
};

/* What is asked for; of --all the cause follows from the payment. */
struct claim {
	const char *cause, *documents, *reason;
	int64_t amount; /* 0: all that is left */
};

static const char *
cause_of(const char *word)
{
	static const char *const words[][3] = { { "cancelled", "取消", "考试取消" }, { "duplicate", "重复", "重复缴费" }, { "amended", "变更", "报考变更" },
		{ "request", "申请", "本人申请" } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		for (size_t k = 0; k < 3; k++)
			if (strcmp(word, words[i][k]) == 0)
				return words[i][0];
	return NULL;
}

static void
claim_read(struct rec *r, struct claim *c)
{
	enum money_result result = MONEY_OK;

	*c = (struct claim){ .cause = cause_of(r->v[I_CAUSE]), .documents = r->v[I_DOCUMENTS], .reason = r->v[I_REASON] };
	if (r->run->all)
		return;
	need_value(r, I_ORDER_NO);
	if (need_value(r, I_CAUSE) && c->cause == NULL)
		fault(r, I_CAUSE, "CAUSE_UNKNOWN", L("%s is no cause: cancelled, duplicate, amended or request", "%s 不是退费原因: cancelled, duplicate, amended, request"),
		    r->v[I_CAUSE]);
	if (*c->reason == '\0')
		fault(r, I_REASON, "MISSING", "%s", L("a refund needs its reason", "退费须填写理由"));
	if (*r->v[I_AMOUNT] != '\0' && (result = money_parse(r->v[I_AMOUNT], &c->amount)) != MONEY_OK)
		fault(r, I_AMOUNT, "AMOUNT_FORM", "%s: %s", r->v[I_AMOUNT], money_result_text(result));
	else if (*r->v[I_AMOUNT] != '\0' && c->amount <= 0)
		fault(r, I_AMOUNT, "AMOUNT_FORM", L("%s: a refund is more than 0.00", "%s: 退费金额须大于 0.00"), r->v[I_AMOUNT]);
}

static void
check(struct rec *r)
{
	struct claim c;

	claim_read(r, &c);
}

/* ---- which payment */

struct source {
	int64_t payment_id, left;
	bool effective;
	char result[16];
};

/* The payment of the order that the refund is of; none that is missing at the bank. duplicate: one that pays nothing. Else the one that pays the order, or, where none does, one that
 * came in all the same. Of several the one of which exactly so much is left, else that has enough, else the most; the earlier first.
 * payment_id 0: there is none. */
static struct source
find_source(int64_t order_id, const char *cause, int64_t amount)
{
	static struct stmt q = { "SELECT p.id, p.amount - (SELECT coalesce(sum(f.amount), 0) FROM refund f WHERE f.payment_id = p.id AND f.state <> 'refused'), "
		"b.counts, p.result FROM payment p JOIN payment_standing b ON b.payment_id = p.id WHERE p.order_id = :order AND NOT b.absent "
		"ORDER BY b.counts DESC, p.paid_at, p.id", NULL };
	bool duplicate = strcmp(cause, "duplicate") == 0, pays = false;
	struct source best = { .payment_id = 0 };
	int rank = -1;

	db_int(&q, ":order", order_id);
	while (db_row(&q)) {
		int64_t left = db_col_int(&q, 1);
		bool effective = db_col_int(&q, 2);
		int mine = left <= 0 ? 0 : amount != 0 && left == amount ? 3 : left >= amount ? 2 : 1;

		pays |= effective;
		if (duplicate ? effective : !effective && pays)
			continue;
		if (mine > rank || (mine == rank && mine == 1 && left > best.left)) {
			best = (struct source){ .payment_id = db_col_int(&q, 0), .left = left, .effective = effective };
			snprintf(best.result, sizeof best.result, "%s", db_col(&q, 3));
			rank = mine;
		}
	}
	return best;
}

/* ---- what was proposed before */

/* A refund of the same words: its number, and whether somebody has refused it. */
static bool
find_same(int64_t order_id, const struct claim *c, char refund_no[REFUND_NO_SIZE], bool *refused)
{
	static struct stmt q = { "SELECT refund_no, state = 'refused' FROM refund WHERE order_id = :order AND cause = :cause AND documents = :documents AND reason = :reason "
		"AND (:amount = 0 OR amount = :amount) AND NOT (state = 'refused' AND settled_at IS NOT NULL) ORDER BY state = 'refused', id DESC LIMIT 1", NULL };

	db_int(&q, ":order", order_id);
	db_text(&q, ":cause", c->cause);
	db_text(&q, ":documents", c->documents);
	db_text(&q, ":reason", c->reason);
	db_int(&q, ":amount", c->amount);
	if (!db_row(&q))
		return false;
	snprintf(refund_no, REFUND_NO_SIZE, "%s", db_col(&q, 0));
	*refused = db_col_int(&q, 1);
	db_reset(&q);
	return true;
}

/* ---- what the rules say of a payer who asks for what pays the order */

/* The row of policy.csv for refunds, where the place has one: its documents. */
static void
check_papers(struct rec *r, const struct order *o, const struct claim *c)
{
	static struct stmt q = { "SELECT p.documents, p.source FROM policy p WHERE p.field_group = 'refund' AND p.exam IN (:exam, '*') AND p.province IN (:province, '*') "
		"ORDER BY p.province = '*', p.exam = '*', p.row LIMIT 1", NULL };
	const struct policy_claim claim = { .documents = c->documents };
	struct buf missing = BUF_INIT;

	db_text(&q, ":exam", exam_by_id(o->exam_id)->code);
	db_text(&q, ":province", o->province);
	if (!db_row(&q))
		return;
	const struct policy_row row = { .documents = db_col(&q, 0) };

	policy_missing(&row, &claim, &missing);
	if (missing.len > 0)
		fault(r, I_DOCUMENTS, "DOCUMENTS_MISSING", L("missing: %s; policy.csv asks of a refund for %s (source %s)", "缺少材料: %s; policy.csv 要求退费提供 %s (依据 %s)"),
		    buf_text(&missing), row.documents, db_col(&q, 1));
	db_reset(&q);
	buf_release(&missing);
}

static bool
is_seated(int64_t registration_id)
{
	static struct stmt q = { "SELECT seated_at IS NOT NULL FROM registration WHERE id = :id", NULL };

	db_int(&q, ":id", registration_id);
	return db_int1(&q, 0) != 0;
}

static void
check_rules(struct rec *r, const struct order *o, const struct claim *c, const struct source *s, int64_t amount)
{
	const char *why;
	bool override;

	if (!s->effective || strcmp(c->cause, "request") != 0)
		return;
	if (is_seated(o->registration_id) && amount >= s->left)
		fault(r, I_CAUSE, "SEATED", L("%s has a seat: what pays for it is not given back on request any more; for an exam or a registration that the office "
		    "cancels the cause is cancelled", "%s 已编排座位: 不再因申请退还; 由考试机构取消考试或报名的, 原因填 cancelled"), o->reg_no);
	if (!billing_may_ask_back(r->run, exam_by_id(o->exam_id), o->province, &why, &override) && !(override && r->run->override != NULL))
		fault(r, I_CAUSE, "REFUND_CLOSED", L("%s: %s; what was paid twice or too late, and what the office cancels, is always given back%s",
		    "%s: %s; 重复缴费、逾期到账及考试机构取消的均可退还%s"), o->order_no, why,
		    override ? L("; role centre may pass with --override", "; 中心可用 --override 办理") : "");
	check_papers(r, o, c);
}

/* ---- the proposal */

static void
check_left(struct rec *r, const struct order *o, const struct claim *c, const struct source *s)
{
	char left[MONEY_SIZE];

	money_text(s->left, left);
	if (s->payment_id == 0)
		fault(r, I_ORDER_NO, "REFUND_NOTHING", strcmp(c->cause, "duplicate") == 0 ?
		    L("for %s nothing came in but what pays it: nothing was paid twice", "订单 %s 没有多缴的款项") : L("for %s nothing has come in", "订单 %s 没有到账款项"), o->order_no);
	else if (s->left <= 0)
		fault(r, I_ORDER_NO, "REFUND_NOTHING", L("all that %s was paid with has been given back or is on its way (fee-refund list)",
		    "订单 %s 的款项已全部退还或正在退还 (见 fee-refund list)"), o->order_no);
	else if (c->amount > s->left)
		fault(r, I_AMOUNT, "REFUND_EXCEEDS", L("of the payment of %s %s yuan are left: not more is given back", "订单 %s 的该笔款项可退余额为 %s 元: 不得超额退还"), o->order_no,
		    left);
}

static enum verdict
propose(struct rec *r, const struct order *o, struct claim *c)
{
	const struct act who = billing_act(r->run);
	char refund_no[REFUND_NO_SIZE] = "", yuan[MONEY_SIZE];
	struct buf detail = BUF_INIT;
	bool refused = false, all = r->run->all;
	struct source s = find_source(o->id, all ? "duplicate" : c->cause, c->amount);

	if (all && s.left <= 0)
		return SKIPPED; /* somebody was quicker */
	if (all) {
		c->cause = strcmp(s.result, "duplicate") == 0 ? "duplicate" : "request";
		c->reason = s.result;
	} else if (find_same(o->id, c, refund_no, &refused)) {
		if (refused)
			fault(r, I_REASON, "REFUND_REFUSED", L("refused before as %s with these words: who proposes it again says why", "以相同内容提出的 %s 已被驳回: 再次提出须说明新的理由"),
			    refund_no);
		else
			refund_answer(r, refund_no);
		return UNCHANGED;
	}
	check_left(r, o, c, &s);
	int64_t amount = c->amount != 0 ? c->amount : s.left;

	if (!faulty(r))
		refund_check_returned(r, I_ORDER_NO, o->id, s.payment_id, amount, s.left);
	check_rules(r, o, c, &s, amount);
	if (faulty(r))
		return UNCHANGED;
	refund_propose(&(struct refund_ask){ .payment_id = s.payment_id, .amount = amount, .cause = c->cause, .documents = c->documents, .reason = c->reason }, &who,
	    refund_no);
	money_text(amount, yuan);
	buf_printf(&detail, "%s %s: %s", yuan, c->cause, c->reason);
	audit_act(r->run, "refund-propose", refund_no, buf_text(&detail));
	buf_release(&detail);
	refund_answer(r, refund_no);
	return CHANGED;
}

/* Of --all: what an earlier run has proposed and could not print. */
static enum verdict
answer_again(struct rec *r)
{
	struct refund f;

	if (!refund_find(r->again, &f) || strcmp(f.proposed_by, r->run->login) != 0)
		return SKIPPED; /* it was cut off before its commit */
	refund_answer(r, r->again);
	return UNCHANGED;
}

static enum verdict
apply(struct rec *r)
{
	struct order o;
	struct claim c;

	if (r->again != NULL)
		return answer_again(r);
	claim_read(r, &c);
	if (*r->v[I_ORDER_NO] == '\0')
		return UNCHANGED;
	if (!order_find(r->v[I_ORDER_NO], &o)) {
		fault(r, I_ORDER_NO, "ORDER_UNKNOWN", L("no order %s", "没有订单 %s"), r->v[I_ORDER_NO]);
		return UNCHANGED;
	}
	if (r->run->exam != NULL && r->run->exam->id != o.exam_id)
		return SKIPPED;
	return faulty(r) ? UNCHANGED : propose(r, &o, &c);
}

static void
start(struct run *run)
{
	if (run->all)
		run->due = refund_propose_sql;
}

const struct tool command_propose = {
	.name = "fee-refund propose",
	.flags = TOOL_ALL | TOOL_AGAIN,
	.writes = "refund",
	.roles = "finance clerk district",
	.in = in,
	.out = refund_out,
	.start = start,
	.check = check,
	.apply = apply,
};
