/* SPDX-License-Identifier: MIT
 * fee-refund list: the refunds, with what who approves them wants to know. */
#include <string.h>

#include "refund.h"
#include "store/db.h"
#include "value/money.h"

static const char *state;

static const struct opt opts[] = {
	OPT_TEXT(0, "state", &state, "WORD", "list: proposed, approved, refused, exported or settled", "list: 状态: proposed, approved, refused, exported, settled"),
	OPT_END
};

static const char *const out[] = { "refund_no", "order_no", "reg_no", "amount", "cause", "documents", "reason", "state", "channel", "txn_no", "proposed_by", "proposed_at",
	"approved_by", "approved_at", NULL };
enum { COLUMNS = sizeof out / sizeof *out - 1, C_AMOUNT = 3 };

static int
list(struct run *run, int argc, char **argv)
{
	static const char *const states[] = { "proposed", "approved", "refused", "exported", "settled" };
	static struct stmt q = { "SELECT f.refund_no, o.order_no, r.reg_no, f.amount, f.cause, f.documents, f.reason, f.state, p.channel, p.txn_no, " REFUND_PERSON("proposed") ", f.proposed_at, "
		REFUND_PERSON("approved") ", coalesce(f.approved_at, '') FROM refund f JOIN fee_order o ON o.id = f.order_id JOIN payment p ON p.id = f.payment_id "
		"JOIN registration r ON r.id = o.registration_id WHERE (:state = '' OR f.state = :state) AND (:exam = 0 OR r.exam_id = :exam) AND " SCOPE_SQL
		" ORDER BY f.refund_no /*scan*/", NULL };
	bool known = state == NULL;

	(void)argc, (void)argv;
	for (size_t i = 0; i < sizeof states / sizeof *states && !known; i++)
		known = strcmp(state, states[i]) == 0;
	if (!known)
		die_usage(L("list: --state %s: proposed, approved, refused, exported or settled", "list: --state %s: 应为 proposed, approved, refused, exported, settled"), state);
	run_begin(run, 0);
	db_text(&q, ":state", state != NULL ? state : "");
	db_int(&q, ":exam", run->exam != NULL ? run->exam->id : 0);
	scope_bind(&q, &run->scope);
	while (db_row(&q)) {
		const char *value[COLUMNS];
		char yuan[MONEY_SIZE];

		for (int i = 0; i < COLUMNS; i++)
			value[i] = db_col(&q, i);
		money_text(db_col_int(&q, C_AMOUNT), yuan);
		value[C_AMOUNT] = yuan;
		run_row(run, value);
		run->unchanged++;
	}
	return EX_OK;
}

const struct tool command_list = {
	.name = "fee-refund list",
	.opts = opts,
	.flags = TOOL_NO_FILES,
	.writes = "",
	.roles = "finance clerk district",
	.out = out,
	.main = list,
};
