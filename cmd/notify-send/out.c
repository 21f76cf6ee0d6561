/* SPDX-License-Identifier: MIT
 * notify-send out: what waits, as the gateway's file. A message is neither lost nor sent twice, whatever happens: frame/hand_out.h says
 * how. */
#include <stdio.h>
#include <string.h>

#include "frame/hand_out.h"
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

enum { Q_MARK, Q_BACK, Q_FORGET, Q_EXPIRED, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_MARK] = { "UPDATE message SET out_at = :now, out_id = :out, outs = outs + 1, result = '', result_at = NULL, detail = '' WHERE id = :id", NULL },
	/* it waits again as it did before that hand-out */
	[Q_BACK] = { "UPDATE message SET out_at = iif(outs > 1, out_at, NULL), out_id = NULL, result = iif(outs > 1, 'failed', ''), result_at = iif(outs > 1, :now, NULL), outs = outs - 1 "
		"WHERE id = :id", NULL },
	[Q_FORGET] = { "UPDATE message SET secret = '' WHERE out_id = :id AND secret <> '' /*scan*/", NULL },
	[Q_EXPIRED] = { "UPDATE message SET secret = '' WHERE secret <> '' AND queued_at < :from /*scan*/", NULL },
};

/* ---- before anything is read */

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

static struct hand_out hand = {
	.q = HAND_OUT_SQL("message_out", "messages", "EXISTS (SELECT 1 FROM message WHERE out_id = x.id AND result = '')"),
	.name_en = "hand-out", .name_zh = "交出批次", .items_en = "to hand out", .items_zh = "消息可交出", .anything_new = anything_new,
};

static void
start(struct run *run)
{
	export_named(file, "out: ");
	if (again != 0 && run->exam_key != NULL)
		die_usage("%s", L("--again: the whole hand-out; -e does not go with it", "--again: 须为整批, 不能与 -e 合用"));
	db_prepare(q, Q_COUNT);
	hand_out_start(run, &hand, file, again, columns, COLUMNS);
	run->due = message_due_sql;
}

/* ---- in the transaction */

/* The codes that went with it are in its file: they are kept no longer. */
static void
forget(int64_t id)
{
	db_int(&q[Q_FORGET], ":id", id);
	db_do(&q[Q_FORGET]);
}

static void
begin(struct run *run)
{
	char from[TIME_SIZE];

	if (hand_out_begin(run, &hand))
		forget(hand.found);
	time_text(run->now_s - 60 * setting_int(NULL, NULL, "code_minutes", 10), from);
	db_text(&q[Q_EXPIRED], ":from", from);
	db_do(&q[Q_EXPIRED]);
}

/* Is it still as the list had it? Another run may have been quicker. */
static bool
still_due(const struct letter *l)
{
	return hand_out_takes(&hand) ? is_new(l) : hand_out_has(&hand, l->out_id) && strcmp(l->result, "sent") != 0;
}

static void
mark(struct run *run, struct letter *l)
{
	db_text(&q[Q_MARK], ":now", run->now);
	db_int(&q[Q_MARK], ":out", hand_out_number(run, &hand));
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
	if (hand.tells) {
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
		if (hand.repeats) {
			db_text(&q[Q_BACK], ":now", r->run->now);
			db_int(&q[Q_BACK], ":id", id);
			db_do(&q[Q_BACK]);
			hand.taken_back++;
		}
		return UNCHANGED;
	}
	bool new = hand_out_takes(&hand);

	if (new)
		mark(r->run, &l);
	message_no_text(id, l.outs, message_no);
	hand_out_row(&hand, (const char *const[COLUMNS]){ message_no, l.phone, secret ? "" : l.email, l.template, buf_text(&text), l.queued_at });
	put_letter(r, &l);
	return new ? CHANGED : UNCHANGED;
}

static void
end(struct run *run)
{
	char detail[64];

	if (!hand_out_end(&hand))
		return;
	snprintf(detail, sizeof detail, "hand-out=%lld messages=%lld%s", (long long)hand.id, (long long)hand.written, hand_out_takes(&hand) ? "" : " again");
	audit_act(run, "out", file, detail);
}

/* ---- behind the commit */

static bool
after(struct run *run, bool committed)
{
	bool there;

	if (!hand_out_after(run, &hand, committed, &there))
		return false;
	if (there)
		forget(hand.id);
	if (!run->quiet && hand.id != 0 && !hand.tells)
		notice(L("hand-out %lld: %lld messages in %s", "第 %lld 次交出: %lld 条, 文件 %s"), (long long)hand.id, (long long)hand.written, file);
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
	.work = hand_out_listed,
	.begin = begin,
	.apply = apply,
	.end = end,
	.after = after,
};
