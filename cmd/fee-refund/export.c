/* SPDX-License-Identifier: MIT
 * fee-refund export: what was approved, as a file for the channels that the money came through. A refund is neither lost nor paid out
 * twice, whatever happens: frame/hand_out.h says how. */
#include <stdio.h>
#include <string.h>

#include "frame/billing.h"
#include "frame/hand_out.h"
#include "frame/share.h"
#include "refund.h"
#include "store/db.h"
#include "store/todo.h"
#include "value/money.h"

static const char *file, *channel_name;
static int64_t again;

static const struct opt opts[] = {
	OPT_TEXT('o', "output", &file, "FILE", "export: the file for the channels (whole, audited)", "export: 交给支付渠道的文件 (含完整信息, 记入审计)"),
	OPT_TEXT(0, "channel", &channel_name, "NAME", "export: only what came through this channel", "export: 仅导出经此渠道缴纳的款项"),
	OPT_INT(0, "again", &again, 1, INT64_MAX, "N", "export: hand-out N once more, whose file was lost", "export: 第 N 次导出的文件已丢失, 再写一次"),
	OPT_END
};

enum { I_REFUND_NO };
static const struct incol in[] = { [I_REFUND_NO] = { "refund_no", true }, { NULL, false } };

static const char *const columns[] = { "refund_no", "channel", "txn_no", "order_no", "reg_no", "name", "payer", "paid_at", "paid_amount", "amount", "receipt_no", "cause",
	"documents", "reason", "approved_by", "approved_at" };
enum { COLUMNS = sizeof columns / sizeof *columns, C_PAID_AMOUNT = 8, C_AMOUNT };

enum { Q_ROW, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_ROW] = { "SELECT f.refund_no, p.channel, p.txn_no, o.order_no, r.reg_no, h.name, p.payer, p.paid_at, p.amount, f.amount, p.receipt_no, f.cause, f.documents, "
		"f.reason, " REFUND_PERSON("approved") ", f.approved_at FROM refund f JOIN payment p ON p.id = f.payment_id JOIN fee_order o ON o.id = f.order_id "
		"JOIN registration r ON r.id = o.registration_id JOIN person h ON h.id = r.person_id WHERE f.id = :id", NULL },
};

static const char *channel; /* the word of channel_name */
static int64_t total;       /* fen */

/* ---- before anything is read */

static bool
is_new(const struct refund *f)
{
	return strcmp(f->state, "approved") == 0 && (*channel == '\0' || strcmp(f->channel, channel) == 0);
}

static bool
anything_new(const struct run *run)
{
	struct stmt due = { refund_export_sql, NULL };
	struct refund f;
	bool any = false;

	todo_bind(&due, run->exam != NULL ? run->exam->id : 0, run->now, &run->scope);
	db_int(&due, ":due_id", 0);
	while (!any && db_row(&due))
		any = refund_find(db_col(&due, 0), &f) && is_new(&f);
	db_release(&due);
	return any;
}

static struct hand_out out = {
	.q = HAND_OUT_SQL("refund_out", "refunds", "EXISTS (SELECT 1 FROM refund WHERE out_id = x.id AND state = 'exported')"),
	.name_en = "export", .name_zh = "导出批次", .items_en = "to export", .items_zh = "退费可导出", .anything_new = anything_new,
};

static void
start(struct run *run)
{
	export_named(file, "export: ");
	if (again != 0 && (run->exam_key != NULL || channel_name != NULL))
		die_usage("%s", L("--again: the whole file; -e and --channel do not go with it", "--again: 须为整批, 不能与 -e、--channel 合用"));
	channel = channel_name != NULL ? share_channel(channel_name) : "";
	if (channel == NULL)
		refuse(L("--channel: CHANNEL_UNKNOWN: %s is no channel; known: %s; nothing was changed", "--channel: CHANNEL_UNKNOWN: %s 不是支付渠道; 可用: %s; 未作任何改动"), channel_name,
		    share_channel_words());
	db_prepare(q, Q_COUNT);
	hand_out_start(run, &out, file, again, columns, COLUMNS);
	run->due = refund_export_sql;
}

/* ---- in the transaction */

static void
begin(struct run *run)
{
	hand_out_begin(run, &out);
}

/* Is it still as the list had it? Another run may have been quicker. */
static bool
still_due(const struct refund *f)
{
	return hand_out_takes(&out) ? is_new(f) : hand_out_has(&out, f->out_id) && strcmp(f->state, "exported") == 0;
}

static void
write_refund(const struct refund *f)
{
	const char *value[COLUMNS];
	char paid[MONEY_SIZE], amount[MONEY_SIZE];

	db_int(&q[Q_ROW], ":id", f->id);
	if (!db_row(&q[Q_ROW]))
		bug("no refund %s", f->refund_no);
	for (int i = 0; i < COLUMNS; i++)
		value[i] = db_col(&q[Q_ROW], i);
	money_text(db_col_int(&q[Q_ROW], C_PAID_AMOUNT), paid);
	money_text(f->amount, amount);
	value[C_PAID_AMOUNT] = paid;
	value[C_AMOUNT] = amount;
	hand_out_row(&out, value);
	db_reset(&q[Q_ROW]);
	total += f->amount;
}

static enum verdict
apply(struct rec *r)
{
	const struct act who = billing_act(r->run);
	struct refund f;

	if (!refund_find(r->v[I_REFUND_NO], &f) || !still_due(&f))
		return SKIPPED;
	bool new = hand_out_takes(&out);

	if (new)
		refund_check_returned(r, I_REFUND_NO, f.order_id, f.payment_id, f.amount, f.left + f.amount);
	if (faulty(r))
		return UNCHANGED;
	if (new)
		refund_export(f.id, hand_out_number(r->run, &out), &who);
	if (!out.tells)
		write_refund(&f);
	refund_answer(r, r->v[I_REFUND_NO]);
	return new ? CHANGED : UNCHANGED;
}

static void
end(struct run *run)
{
	char yuan[MONEY_SIZE], detail[128];

	if (!hand_out_end(&out))
		return;
	money_text(total, yuan);
	snprintf(detail, sizeof detail, "export=%lld refunds=%lld yuan=%s%s", (long long)out.id, (long long)out.written, yuan, hand_out_takes(&out) ? "" : " again");
	audit_act(run, "refund-export", file, detail);
}

/* ---- behind the commit */

static bool
after(struct run *run, bool committed)
{
	char yuan[MONEY_SIZE];
	bool there;

	if (!hand_out_after(run, &out, committed, &there))
		return false;
	money_text(total, yuan);
	if (!run->quiet && out.id != 0 && !out.tells)
		notice(L("export %lld: %lld refunds, %s yuan, in %s", "第 %lld 次导出: %lld 笔, %s 元, 文件 %s"), (long long)out.id, (long long)out.written, yuan, file);
	return true;
}

const struct tool command_export = {
	.name = "fee-refund export",
	.opts = opts,
	.flags = TOOL_NO_FILES,
	.writes = "refund refund_out",
	.roles = "finance",
	.in = in,
	.out = refund_out,
	.start = start,
	.work = hand_out_listed,
	.begin = begin,
	.apply = apply,
	.end = end,
	.after = after,
};
