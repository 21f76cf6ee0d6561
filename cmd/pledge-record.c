/* SPDX-License-Identifier: MIT
 * pledge-record: what a candidate has chosen about the commitment system (告知承诺制): adopt or decline, once; and
 * withdraw, while that is possible. */
#include <string.h>

#include "frame/live.h"
#include "frame/pledge.h"
#include "store/db.h"
#include "store/money.h"
#include "store/pledge.h"
#include "value/word.h"

enum { I_REG_NO, I_ACTION };
static const struct incol in[] = { [I_REG_NO] = { "reg_no", true }, [I_ACTION] = { "action", true }, { NULL, false } };

enum { O_REG_NO, O_PLEDGE, O_STATE };
static const char *const out[] = { "reg_no", "pledge", "state", NULL };

enum { Q_NOW, Q_DOCUMENT, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_NOW] = { "SELECT r.pledge, s.state FROM registration r JOIN registration_state s ON s.registration_id = r.id WHERE r.id = :id", NULL },
	[Q_DOCUMENT] = { "SELECT document FROM registration WHERE id = :id", NULL },
};

static bool
read_action(struct rec *r, enum pledge_action *action)
{
	const char *word = word_pledge_action(r->v[I_ACTION]);

	if (word != NULL && pledge_action_parse(word, action))
		return true;
	fault(r, I_ACTION, *r->v[I_ACTION] == '\0' ? "MISSING" : "PLEDGE_WORD", L("%s: adopt, decline or withdraw",
	    "%s: 应为 adopt (采用)、decline (不采用) 或 withdraw (撤回)"), r->v[I_ACTION]);
	return false;
}

static void
check(struct rec *r)
{
	enum pledge_action action;

	read_action(r, &action);
}

/* Has the last of its openings ended? An empty close never does. */
static bool
registration_over(const struct rec *r, const struct registration *reg)
{
	const char *end = window_close(reg->exam, reg->province, "registration", "9999-12-31T23:59:59");

	return *end != '\0' && strcmp(r->run->now, end) > 0;
}

static void
check_choice(struct rec *r, const struct registration *reg, enum pledge_action action)
{
	const struct pledge_case c = { .used = reg->exam->pledge, .choice = pledge_choice_of(reg->pledge),
		.paid = *reg->paid_at != '\0' || registration_has_money(reg->id), .registration_over = registration_over(r, reg) };
	unsigned found = pledge_obstacles(&c, action);

	if (found & PLEDGE_NO_SYSTEM)
		fault(r, I_ACTION, "PLEDGE_NOT_USED", L("%s has no commitment system", "%s 不实行告知承诺制"), reg->exam->key);
	if (found & PLEDGE_IS_FINAL)
		fault(r, I_ACTION, "PLEDGE_FINAL", L("the choice is %s and cannot be changed%s", "已选择 %s, 不能更改%s"), reg->pledge,
		    c.choice == PLEDGE_ADOPTED ? L("; while it is unpaid and the registration not over, it can be withdrawn",
		    "; 未缴费且报名未截止前可以撤回 (withdraw)") : "");
	if (found & PLEDGE_NOTHING)
		fault(r, I_ACTION, "PLEDGE_NOT_ADOPTED", "%s", L("nothing to withdraw: the commitment was not adopted", "未采用告知承诺制, 无可撤回"));
	if (found & PLEDGE_IS_PAID)
		fault(r, I_ACTION, "PLEDGE_PAID", "%s", L("money has come in for it: a commitment is withdrawn only before payment",
		    "已有缴费: 承诺只能在缴费前撤回"));
	if (found & PLEDGE_IS_OVER)
		need_window(r, I_REG_NO, reg->exam, reg->province, "registration");
}

/* Choosing is part of filling in and confirming. */
static void
check_adopt_or_decline(struct rec *r, const struct registration *reg, enum pledge_action action)
{
	if (!window_open(reg->exam, reg->province, "confirmation", r->run->now, NULL, NULL))
		need_window(r, I_REG_NO, reg->exam, reg->province, "registration");
	if (action == PLEDGE_DECLINE)
		return;
	db_int(&q[Q_DOCUMENT], ":id", reg->id);
	pledge_check_adopt(r, I_ACTION, reg->id_key, db_int1(&q[Q_DOCUMENT], 0), reg->exam);
}

static void
answer(struct rec *r, const struct registration *reg)
{
	db_int(&q[Q_NOW], ":id", reg->id);
	db_row(&q[Q_NOW]);
	put(r, O_REG_NO, reg->reg_no);
	put(r, O_PLEDGE, db_col(&q[Q_NOW], 0));
	put(r, O_STATE, db_col(&q[Q_NOW], 1));
	db_reset(&q[Q_NOW]);
}

static enum verdict
apply(struct rec *r)
{
	struct registration reg;
	enum pledge_action action;
	bool readable = read_action(r, &action);

	if (!live_registration(r, I_REG_NO, &reg) || !readable)
		return UNCHANGED;
	const char *word = pledge_action_word(action), *choice = pledge_choice_word(pledge_result(action));

	if (reg.exam->pledge && strcmp(reg.pledge, choice) == 0) {
		answer(r, &reg);
		return UNCHANGED;
	}
	check_choice(r, &reg, action);
	if (action != PLEDGE_WITHDRAW && reg.exam->pledge && *reg.pledge == '\0')
		check_adopt_or_decline(r, &reg, action);
	if (faulty(r))
		return UNCHANGED;
	pledge_record(reg.id, choice, word, r->run->login, r->run->now, r->run->batch_id);
	/* it cannot be paid before people have looked at the papers */
	if (action == PLEDGE_WITHDRAW && strcmp(reg.review_mode, "pre") == 0)
		orders_close_unpaid(reg.id, r->run->now);
	audit_act(r->run, "pledge", reg.reg_no, word);
	answer(r, &reg);
	return CHANGED;
}

static void
start(struct run *run)
{
	(void)run;
	db_prepare(q, Q_COUNT);
}

static const struct tool tool = {
	.name = "pledge-record",
	.synopsis = "[options] [FILE ...]",
	.does_en = "record choices about the commitment system: adopt, decline, withdraw",
	.does_zh = "登记告知承诺制的选择: 采用, 不采用, 撤回",
	.writes = "registration pledge_act fee_order",
	.roles = "district clerk",
	.in = in,
	.out = out,
	.start = start,
	.check = check,
	.apply = apply,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
