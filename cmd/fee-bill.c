/* SPDX-License-Identifier: MIT
 * fee-bill: what registrations owe, as orders that can be paid. */
#include <string.h>

#include "frame/billing.h"
#include "frame/live.h"
#include "frame/tool.h"
#include "store/db.h"
#include "store/registration.h"
#include "value/money.h"

enum { I_REG_NO };
static const struct incol in[] = { [I_REG_NO] = { "reg_no", true }, { NULL, false } };

enum { O_ORDER_NO, O_REG_NO, O_KIND, O_AMOUNT, O_PAY_UNTIL };
static const char *const out[] = { "order_no", "reg_no", "kind", "amount", "pay_until", NULL };

/* Every open order of the registration, a row each. */
static void
answer(struct rec *r, const struct registration *reg)
{
	static struct stmt q = { "SELECT order_no, kind, amount, pay_until FROM fee_order WHERE registration_id = :id "
		"AND closed_at IS NULL ORDER BY order_no", NULL };
	char yuan[MONEY_SIZE];
	bool first = true;

	db_int(&q, ":id", reg->id);
	while (db_row(&q)) {
		if (!first)
			put_row(r);
		first = false;
		money_text(db_col_int(&q, 2), yuan);
		put(r, O_ORDER_NO, db_col(&q, 0));
		put(r, O_REG_NO, reg->reg_no);
		put(r, O_KIND, db_col(&q, 1));
		put(r, O_AMOUNT, yuan);
		put(r, O_PAY_UNTIL, db_col(&q, 3));
	}
}

/* Reviewed where review comes before payment, else confirmed; what was paid may have been amended since. */
static bool
is_due(const struct registration *reg)
{
	static const char *const due[] = { "reviewed", "paid", "seated", "printed" };

	if (strcmp(reg->state, "confirmed") == 0)
		return strcmp(reg->review_mode, "pre") != 0;
	for (size_t i = 0; i < sizeof due / sizeof *due; i++)
		if (strcmp(reg->state, due[i]) == 0)
			return true;
	return false;
}

static enum verdict
apply(struct rec *r)
{
	struct registration reg;

	if (!live_registration(r, I_REG_NO, &reg))
		return UNCHANGED;
	if (!is_due(&reg)) {
		fault(r, I_REG_NO, "NOT_DUE", L("%s is not to be paid for: state %s; next step %s", "%s 尚不能缴费: 状态 %s; 下一步 %s"),
		    reg.reg_no, reg.state, *reg.next_step != '\0' ? reg.next_step : "-");
		return UNCHANGED;
	}
	bool changed = billing_settle(r, I_REG_NO, &reg);

	if (!faulty(r))
		answer(r, &reg);
	return changed ? CHANGED : UNCHANGED;
}

static const struct tool tool = {
	.name = "fee-bill",
	.synopsis = "[options] [FILE ...]",
	.does_en = "make orders for the registrations that are to be paid for",
	.does_zh = "为应缴费的报名记录生成订单",
	.flags = TOOL_ALL,
	.writes = "fee_order fee_order_line refund registration",
	.roles = "district finance clerk",
	.in = in,
	.out = out,
	.apply = apply,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
