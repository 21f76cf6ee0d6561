/* SPDX-License-Identifier: MIT
 * notify-send out: what waits, as the gateway's file. A message must be neither lost nor sent twice, whatever
 * happens, and the file and the database cannot change in one step. So: the file is written beside its place and synced; the
 * database says who is in it and commits; the file is renamed; the database says that it is there. The
 * writer lock is held throughout. A run that was cut off behind the commit leaves a hand-out whose file is
 * not known to be there, and the next one begins with looking for it. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "frame/export.h"
#include "notify.h"
#include "store/db.h"
#include "store/message.h"
#include "store/todo.h"

static const char *file;
static int64_t again;

static const struct opt opts[] = {
	OPT_TEXT('o', "output", &file, "FILE", "out: the gateway's file (personal data whole, audited)", "out: 交给网关的文件 (含完整个人信息, 记入审计)"),
	OPT_INT(0, "again", &again, 1, INT64_MAX, "N", "out: hand-out N once more, whose file was lost", "out: 第 N 次交出的文件已丢失, 再写一次"),
	OPT_END
};

enum { I_MESSAGE_NO };
static const struct incol in[] = { [I_MESSAGE_NO] = { "message_no", true }, { NULL, false } };

static const char *const out[] = { "message_no", "template", "person_no", "reg_no", NULL };

static const char *const columns[] = { "message_no", "phone", "email", "template", "text", "queued_at" };
enum { COLUMNS = sizeof columns / sizeof *columns };

enum { Q_CUT_OFF, Q_HOLDS, Q_THERE, Q_NEW, Q_MARK, Q_BACK, Q_WHOLE, Q_WRITTEN, Q_FORGET, Q_EXPIRED, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_CUT_OFF] = { "SELECT id, file, sha256, at FROM message_out WHERE written_at IS NULL ORDER BY id LIMIT 1 /*scan*/", NULL },
	[Q_HOLDS] = { "SELECT id FROM message_out x WHERE (file = :file OR sha256 = :sha256) "
		"AND EXISTS (SELECT 1 FROM message WHERE out_id = x.id AND result = '') ORDER BY id DESC LIMIT 1 /*scan*/", NULL },
	[Q_THERE] = { "SELECT written_at IS NOT NULL FROM message_out WHERE id = :id", NULL },
	[Q_NEW] = { "INSERT INTO message_out (file, sha256, messages, at, batch_id) VALUES (:file, '', 0, :now, :run)", NULL },
	[Q_MARK] = { "UPDATE message SET out_at = :now, out_id = :out, outs = outs + 1, result = '', result_at = NULL, detail = '' WHERE id = :id", NULL },
	/* it waits again as it did before that hand-out */
	[Q_BACK] = { "UPDATE message SET out_at = iif(outs > 1, out_at, NULL), out_id = NULL, result = iif(outs > 1, 'failed', ''), result_at = iif(outs > 1, :now, NULL), outs = outs - 1 "
		"WHERE id = :id", NULL },
	[Q_WHOLE] = { "UPDATE message_out SET file = :file, sha256 = :sha256, messages = messages + :more WHERE id = :id", NULL },
	[Q_WRITTEN] = { "UPDATE message_out SET written_at = :now WHERE id = :id AND written_at IS NULL", NULL },
	[Q_FORGET] = { "UPDATE message SET secret = '' WHERE out_id = :id AND secret <> '' /*scan*/", NULL },
	[Q_EXPIRED] = { "UPDATE message SET secret = '' WHERE secret <> '' AND queued_at < :from /*scan*/", NULL },
};

static struct export *gateway;
static int64_t hand_out; /* its number; 0: none yet */
static int64_t written;  /* messages */
static int64_t taken_back;
static int64_t found;    /* a hand-out that was cut off, and its file is there after all */
static int64_t holds;    /* the hand-out whose file lies at -o, 0: none */
static bool repeats;     /* a hand-out that was cut off is written anew */
static bool tells;       /* nothing is new, and the file is that of hand_out: its messages are printed once more, the file stays */

/* ---- before anything is read */

static void
look_for_the_last(void)
{
	if (!db_row(&q[Q_CUT_OFF]))
		return;
	int64_t id = db_col_int(&q[Q_CUT_OFF], 0);

	if (export_is_there(db_col(&q[Q_CUT_OFF], 1), db_col(&q[Q_CUT_OFF], 2))) {
		found = id;
		notice(L("hand-out %lld of %s had been cut off; its file is whole: %s", "第 %lld 次交出 (%s) 曾中断; 其文件完整: %s"), (long long)id,
		    db_col(&q[Q_CUT_OFF], 3), db_col(&q[Q_CUT_OFF], 1));
	} else {
		hand_out = id;
		repeats = true;
		notice(L("hand-out %lld of %s had been cut off before its file was there: this is it again and nothing else; run once more for what was queued since. "
		    "Should its file have been passed on after all (%s), do not pass on this one", "第 %lld 次交出 (%s) 在文件写出前中断: 本次仅重写该批; 其后入队的请再运行一次. "
		    "若该文件 (%s) 其实已交给网关, 请勿再交本文件"), (long long)id, db_col(&q[Q_CUT_OFF], 3), db_col(&q[Q_CUT_OFF], 1));
	}
	db_reset(&q[Q_CUT_OFF]);
}

static bool
is_new(const struct letter *l)
{
	return !l->deleted && (l->outs == 0 || strcmp(l->result, "failed") == 0);
}

static bool
anything_new(const struct run *run)
{
	struct stmt due = { message_due_sql, NULL };
	struct letter l;
	int64_t id, outs;
	bool any = false;

	todo_bind(&due, run->exam != NULL ? run->exam->id : 0, run->now, &run->scope);
	db_int(&due, ":due_id", 0);
	while (!any && db_row(&due))
		any = message_no_parse(db_col(&due, 0), &id, &outs) && letter_find(id, &l) && is_new(&l);
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
	notice(L("nothing new to hand out: %s is the file of hand-out %lld, and stays as it is; this is what is in it", "没有新的消息可交出: %s 是第 %lld 次交出的文件, 保持不变; 以下为其内容"),
	    file, (long long)held);
}

static void
start(struct run *run)
{
	export_named(file, "out: ");
	if (again != 0 && run->exam_key != NULL)
		die_usage("%s", L("--again: the whole hand-out; -e does not go with it", "--again: 须为整批, 不能与 -e 合用"));
	db_prepare(q, Q_COUNT);
	if (again != 0) {
		db_int(&q[Q_THERE], ":id", again);
		int64_t there = db_int1(&q[Q_THERE], -1);

		if (there < 0)
			refuse(L("HAND_OUT_UNKNOWN: there was no hand-out %lld; nothing was changed", "HAND_OUT_UNKNOWN: 没有第 %lld 次交出; 未作任何改动"), (long long)again);
		hand_out = again;
		repeats = there == 0; /* one that was cut off: as without --again */
		if (repeats)
			again = 0;
	} else {
		look_for_the_last();
	}
	if (again == 0 && !repeats)
		look_at_file(run);
	run->due = message_due_sql;
	run->due_id = hand_out;
	if (repeats || tells)
		run->exam = NULL; /* of a hand-out nothing is left out */
	gateway = export_begin(run, file, columns, COLUMNS);
}

/* ---- in the transaction */

/* The file of this hand-out is known to be in its place. */
static void
is_there(const struct run *run, int64_t id)
{
	db_text(&q[Q_WRITTEN], ":now", run->now);
	db_int(&q[Q_WRITTEN], ":id", id);
	if (db_do(&q[Q_WRITTEN]) == 0)
		return;
	db_int(&q[Q_FORGET], ":id", id);
	db_do(&q[Q_FORGET]);
}

static void
begin(struct run *run)
{
	char from[TIME_SIZE];

	holds = export_holds(&q[Q_HOLDS], file);
	if (repeats) {
		db_int(&q[Q_THERE], ":id", hand_out);
		if (db_int1(&q[Q_THERE], 1) != 0)
			hand_out = 0; /* its own run had only been waiting for the disk: none of it is written twice */
	}
	if (found != 0)
		is_there(run, found);
	time_text(run->now_s - 60 * setting_int(NULL, NULL, "code_minutes", 10), from);
	db_text(&q[Q_EXPIRED], ":from", from);
	db_do(&q[Q_EXPIRED]);
}

/* Is it still as the list had it? Another run may have been quicker. */
static bool
still_due(const struct letter *l)
{
	if (repeats || tells || again != 0)
		return hand_out != 0 && l->out_id == hand_out && strcmp(l->result, "sent") != 0;
	return is_new(l);
}

static void
mark(struct run *run, struct letter *l)
{
	if (hand_out == 0) {
		db_text(&q[Q_NEW], ":file", export_path(file));
		db_text(&q[Q_NEW], ":now", run->now);
		db_int(&q[Q_NEW], ":run", run->batch_id);
		db_do(&q[Q_NEW]);
		hand_out = db_last_id();
	}
	db_text(&q[Q_MARK], ":now", run->now);
	db_int(&q[Q_MARK], ":out", hand_out);
	db_int(&q[Q_MARK], ":id", l->id);
	db_do(&q[Q_MARK]);
	l->outs++;
}

static enum verdict
apply(struct rec *r)
{
	static struct buf text;
	char message_no[MESSAGE_NO_SIZE];
	int64_t id, outs;
	struct letter l;

	if (!message_no_parse(r->v[I_MESSAGE_NO], &id, &outs) || !letter_find(id, &l) || !still_due(&l))
		return SKIPPED;
	if (tells) {
		put_letter(r, &l);
		return UNCHANGED;
	}
	buf_clear(&text);
	bool secret = *l.secret != '\0'; /* a code proves that who types it holds the phone: nothing else may carry it */

	if (*l.phone == '\0' && (secret || *l.email == '\0'))
		fault(r, I_MESSAGE_NO, "CONTACT_MISSING", L("%s has neither phone nor e-mail: enter one (reg-amend)", "%s 没有手机号也没有邮箱: 请补录 (reg-amend)"),
		    *l.reg_no != '\0' ? l.reg_no : l.name);
	letter_text(r, I_MESSAGE_NO, &l, &text);
	if (faulty(r)) {
		if (repeats) {
			db_text(&q[Q_BACK], ":now", r->run->now);
			db_int(&q[Q_BACK], ":id", id);
			db_do(&q[Q_BACK]);
			taken_back++;
		}
		return UNCHANGED;
	}
	bool new = !repeats && again == 0;

	if (new)
		mark(r->run, &l);
	message_no_text(id, l.outs, message_no);
	export_row(gateway, (const char *const[COLUMNS]){ message_no, l.phone, secret ? "" : l.email, l.template, buf_text(&text), l.queued_at });
	written++;
	put_letter(r, &l);
	return new ? CHANGED : UNCHANGED;
}

static void
keep_record(struct run *run)
{
	char hex[HASH_HEX], detail[64];

	export_end(gateway, hex);
	if (hand_out == 0 || tells)
		return;
	export_keeps(file, holds, hand_out);
	if (again == 0) {
		db_text(&q[Q_WHOLE], ":file", export_path(file));
		db_text(&q[Q_WHOLE], ":sha256", hex);
		db_int(&q[Q_WHOLE], ":more", repeats ? -taken_back : written);
		db_int(&q[Q_WHOLE], ":id", hand_out);
		db_do(&q[Q_WHOLE]);
	}
	snprintf(detail, sizeof detail, "hand-out=%lld messages=%lld%s", (long long)hand_out, (long long)written, again != 0 || repeats ? " again" : "");
	audit_act(run, "out", file, detail);
}

static void
end(struct run *run)
{
	keep_record(run);
}

/* ---- behind the commit */

static bool
after(struct run *run, bool committed)
{
	bool stays = written == 0 && access(file, F_OK) == 0;

	if (stays)
		export_leave(gateway);
	else if (!export_commit(gateway))
		return false;
	if (stays && !tells)
		notice(L("nothing to hand out: %s stays as it is", "没有可交出的消息: %s 保持不变"), file);
	if (committed && hand_out != 0)
		is_there(run, hand_out);
	if (!run->quiet && hand_out != 0 && !tells)
		notice(L("hand-out %lld: %lld messages in %s", "第 %lld 次交出: %lld 条, 文件 %s"), (long long)hand_out, (long long)written, file);
	return true;
}

const struct tool command_out = {
	.name = "notify-send out",
	.opts = opts,
	.flags = TOOL_NO_FILES,
	.writes = "message message_out",
	.roles = "centre",
	.in = in,
	.out = out,
	.start = start,
	.begin = begin,
	.apply = apply,
	.end = end,
	.after = after,
};
