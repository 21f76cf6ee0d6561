/* SPDX-License-Identifier: MIT
 * fee-refund export: what was approved, as a file for the channels that the money came through. A refund must be neither lost nor paid out
 * twice, whatever happens, and the file and the database cannot change in one step. So, as with notify-send out: the file is written
 * beside its place and synced; the database says which refunds are in it and commits; the file is renamed; the database says that it is
 * there. A run that was cut off behind the commit leaves a hand-out whose file is not known to be there, and the next one begins
 * with looking for it. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "frame/billing.h"
#include "frame/export.h"
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

enum { Q_CUT_OFF, Q_HOLDS, Q_THERE, Q_NEW, Q_WHOLE, Q_WRITTEN, Q_ROW, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_CUT_OFF] = { "SELECT id, file, sha256, at FROM refund_out WHERE written_at IS NULL ORDER BY id LIMIT 1 /*scan*/", NULL },
	[Q_HOLDS] = { "SELECT id FROM refund_out x WHERE (file = :file OR sha256 = :sha256) "
		"AND EXISTS (SELECT 1 FROM refund WHERE out_id = x.id AND state = 'exported') ORDER BY id DESC LIMIT 1 /*scan*/", NULL },
	[Q_THERE] = { "SELECT written_at IS NOT NULL FROM refund_out WHERE id = :id", NULL },
	[Q_NEW] = { "INSERT INTO refund_out (file, sha256, refunds, at, batch_id) VALUES (:file, '', 0, :now, :run)", NULL },
	[Q_WHOLE] = { "UPDATE refund_out SET file = :file, sha256 = :sha256, refunds = iif(refunds > 0, refunds, :refunds) WHERE id = :id", NULL },
	[Q_WRITTEN] = { "UPDATE refund_out SET written_at = :now WHERE id = :id AND written_at IS NULL", NULL },
	[Q_ROW] = { "SELECT f.refund_no, p.channel, p.txn_no, o.order_no, r.reg_no, h.name, p.payer, p.paid_at, p.amount, f.amount, p.receipt_no, f.cause, f.documents, "
		"f.reason, " REFUND_PERSON("approved") ", f.approved_at FROM refund f JOIN payment p ON p.id = f.payment_id JOIN fee_order o ON o.id = f.order_id "
		"JOIN registration r ON r.id = o.registration_id JOIN person h ON h.id = r.person_id WHERE f.id = :id", NULL },
};

static const char *channel;    /* the word of channel_name */
static struct export *export;
static int64_t hand_out;       /* its number; 0: none yet */
static int64_t written, total; /* refunds, fen */
static int64_t found;          /* a hand-out that was cut off, and its file is there after all */
static int64_t holds;          /* the hand-out whose file lies at -o, 0: none */
static bool repeats;           /* a hand-out that was cut off is written anew */
static bool tells;             /* nothing is new, and the file is that of hand_out: its refunds are printed once more, the file stays */

/* ---- before anything is read */

static void
look_for_the_last(void)
{
	if (!db_row(&q[Q_CUT_OFF]))
		return;
	long long id = db_col_int(&q[Q_CUT_OFF], 0);
	const char *path = db_col(&q[Q_CUT_OFF], 1), *at = db_col(&q[Q_CUT_OFF], 3);

	if (export_is_there(path, db_col(&q[Q_CUT_OFF], 2))) {
		found = id;
		notice(L("export %lld of %s had been cut off; its file is whole: %s", "第 %lld 次导出 (%s) 曾中断; 其文件完整: %s"), id, at, path);
	} else {
		hand_out = id;
		repeats = true;
		notice(L("export %lld of %s had been cut off before its file was there: this is it again and nothing else; run once more for what was approved since. "
		    "Should its file have been passed on after all (%s), do not pass on this one", "第 %lld 次导出 (%s) 在文件写出前中断: 本次仅重写该批; 其后批准的请再运行一次. "
		    "若该文件 (%s) 其实已交给支付渠道, 请勿再交本文件"), id, at, path);
	}
	db_reset(&q[Q_CUT_OFF]);
}

static void
look_for_number(void)
{
	db_int(&q[Q_THERE], ":id", again);
	int64_t there = db_int1(&q[Q_THERE], -1);

	if (there < 0)
		refuse(L("HAND_OUT_UNKNOWN: there was no export %lld; nothing was changed", "HAND_OUT_UNKNOWN: 没有第 %lld 次导出; 未作任何改动"), (long long)again);
	hand_out = again;
	repeats = there == 0;
	if (repeats) /* one that was cut off: as without --again */
		again = 0;
}

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

/* The same command again, since its output was lost or nobody knows what became of it. */
static void
look_at_file(const struct run *run)
{
	int64_t held = export_holds(&q[Q_HOLDS], file);

	if (held == 0 || anything_new(run))
		return;
	hand_out = held;
	tells = true;
	notice(L("nothing new to export: %s is the file of export %lld, and stays as it is; this is what is in it", "没有新的退费可导出: %s 是第 %lld 次导出的文件, 保持不变; 以下为其内容"),
	    file, (long long)held);
}

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
	if (again != 0)
		look_for_number();
	else
		look_for_the_last();
	if (again == 0 && !repeats)
		look_at_file(run);
	run->due = refund_export_sql;
	run->due_id = hand_out;
	if (repeats || tells)
		run->exam = NULL; /* of a hand-out nothing is left out */
	export = export_begin(run, file, columns, COLUMNS);
}

/* ---- in the transaction */

static void
is_there(const struct run *run, int64_t id)
{
	db_text(&q[Q_WRITTEN], ":now", run->now);
	db_int(&q[Q_WRITTEN], ":id", id);
	db_do(&q[Q_WRITTEN]);
}

static void
begin(struct run *run)
{
	holds = export_holds(&q[Q_HOLDS], file);
	if (repeats) {
		db_int(&q[Q_THERE], ":id", hand_out);
		if (db_int1(&q[Q_THERE], 1) != 0)
			hand_out = 0; /* its own run had only been waiting for the disk: none of it is written twice */
	}
	if (found != 0)
		is_there(run, found);
}

/* Is it still as the list had it? Another run may have been quicker. */
static bool
still_due(const struct refund *f)
{
	if (repeats || tells || again != 0)
		return hand_out != 0 && f->out_id == hand_out && strcmp(f->state, "exported") == 0;
	return is_new(f);
}

static void
mark(struct run *run, const struct refund *f)
{
	const struct act who = billing_act(run);

	if (hand_out == 0) {
		db_text(&q[Q_NEW], ":file", export_path(file));
		db_text(&q[Q_NEW], ":now", run->now);
		db_int(&q[Q_NEW], ":run", run->batch_id);
		db_do(&q[Q_NEW]);
		hand_out = db_last_id();
	}
	refund_export(f->id, hand_out, &who);
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
	export_row(export, value);
	db_reset(&q[Q_ROW]);
	written++;
	total += f->amount;
}

static enum verdict
apply(struct rec *r)
{
	struct refund f;

	if (!refund_find(r->v[I_REFUND_NO], &f) || !still_due(&f))
		return SKIPPED;
	bool new = !repeats && !tells && again == 0;

	if (new)
		refund_check_returned(r, I_REFUND_NO, f.order_id, f.payment_id, f.amount, f.left + f.amount);
	if (faulty(r))
		return UNCHANGED;
	if (new)
		mark(r->run, &f);
	if (!tells)
		write_refund(&f);
	refund_answer(r, r->v[I_REFUND_NO]);
	return new ? CHANGED : UNCHANGED;
}

static void
end(struct run *run)
{
	char hex[HASH_HEX], yuan[MONEY_SIZE], detail[128];

	export_end(export, hex);
	if (hand_out == 0 || tells)
		return;
	export_keeps(file, holds, hand_out);
	if (again == 0) {
		db_text(&q[Q_WHOLE], ":file", export_path(file));
		db_text(&q[Q_WHOLE], ":sha256", hex);
		db_int(&q[Q_WHOLE], ":refunds", written);
		db_int(&q[Q_WHOLE], ":id", hand_out);
		db_do(&q[Q_WHOLE]);
	}
	money_text(total, yuan);
	snprintf(detail, sizeof detail, "export=%lld refunds=%lld yuan=%s%s", (long long)hand_out, (long long)written, yuan, again != 0 || repeats ? " again" : "");
	audit_act(run, "refund-export", file, detail);
}

/* ---- behind the commit */

static bool
after(struct run *run, bool committed)
{
	char yuan[MONEY_SIZE];

	bool stays = written == 0 && access(file, F_OK) == 0;

	if (stays)
		export_leave(export);
	else if (!export_commit(export))
		return false;
	if (stays && !tells)
		notice(L("nothing to export: %s stays as it is", "没有可导出的退费: %s 保持不变"), file);
	if (committed && hand_out != 0)
		is_there(run, hand_out);
	money_text(total, yuan);
	if (!run->quiet && hand_out != 0 && !tells)
		notice(L("export %lld: %lld refunds, %s yuan, in %s", "第 %lld 次导出: %lld 笔, %s 元, 文件 %s"), (long long)hand_out, (long long)written, yuan, file);
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
	.begin = begin,
	.apply = apply,
	.end = end,
	.after = after,
};
