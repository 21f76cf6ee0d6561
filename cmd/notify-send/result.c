/* SPDX-License-Identifier: MIT
 * notify-send result: what became of the messages, in the gateway's words. What was sent is never sent again. */
#include <string.h>

#include "notify.h"
#include "store/db.h"
#include "store/message.h"

enum { I_MESSAGE_NO, I_RESULT, I_DETAIL };
static const struct incol in[] = {
	[I_MESSAGE_NO] = { "message_no", true }, [I_RESULT] = { "result", true }, [I_DETAIL] = { "detail", false }, { NULL, false }
};

static const char *const out[] = { "message_no", "template", "person_no", "reg_no", "result", NULL };
enum { O_RESULT = 4 };

static void
check(struct rec *r)
{
	int64_t id, outs;

	if (!message_no_parse(r->v[I_MESSAGE_NO], &id, &outs))
		fault(r, I_MESSAGE_NO, "MESSAGE_UNKNOWN", L("%s: a message_no as notify-send out wrote it, like M00000012 or M00000012-2",
		    "%s: 须为 notify-send out 写出的编号, 如 M00000012 或 M00000012-2"), r->v[I_MESSAGE_NO]);
	if (*r->v[I_RESULT] == '\0')
		fault(r, I_RESULT, "MISSING", "%s", L("result is required: sent or failed", "result 必填: sent 或 failed"));
	else if (message_result(r->v[I_RESULT]) == NULL)
		fault(r, I_RESULT, "RESULT_WORD", L("%s: sent or failed (成功, 失败; DELIVRD, UNDELIV …); what is still on its way is not reported",
		    "%s: 应为 成功、失败 (sent, failed; DELIVRD, UNDELIV 等); 尚在途中的不必登记"), r->v[I_RESULT]);
}

static void
record(struct rec *r, const struct letter *l, const char *result)
{
	static struct stmt q = { "UPDATE message SET result = :result, result_at = :now, detail = :detail WHERE id = :id", NULL };

	db_text(&q, ":result", result);
	db_text(&q, ":now", r->run->now);
	db_text(&q, ":detail", r->v[I_DETAIL]);
	db_int(&q, ":id", l->id);
	db_do(&q);
	int64_t tries = setting_int(l->exam, l->exam != NULL ? l->province : NULL, "message_tries", 3);

	if (strcmp(result, "failed") == 0 && l->outs >= tries)
		warning(r, I_RESULT, "GIVEN_UP", L("failed %lld times (setting message_tries): it is not handed out again; correct the phone (reg-amend) and queue it with another reason",
		    "已失败 %lld 次 (设置 message_tries): 不再发送; 请更正手机号 (reg-amend) 后以另一原因重新入队"), (long long)l->outs);
}

/* What was said of a hand-out before the last one: its failure is why there was another. */
static enum verdict
take(struct rec *r, const struct letter *l, int64_t outs)
{
	const char *result = message_result(r->v[I_RESULT]);
	bool sent = strcmp(result, "sent") == 0;

	if (strcmp(l->result, "sent") == 0) {
		if (!sent && outs == l->outs)
			fault(r, I_RESULT, "RESULT_STANDS", "%s", L("it is recorded as sent: that stands", "已登记为发送成功: 不再变更"));
		return UNCHANGED;
	}
	if (outs < l->outs && !sent)
		return UNCHANGED;
	if (strcmp(l->result, result) == 0 && strcmp(l->detail, r->v[I_DETAIL]) == 0)
		return UNCHANGED;
	record(r, l, result);
	return CHANGED;
}

static enum verdict
apply(struct rec *r)
{
	int64_t id, outs;
	struct letter l;

	if (!message_no_parse(r->v[I_MESSAGE_NO], &id, &outs))
		return UNCHANGED;
	if (!letter_find(id, &l) || outs > (l.outs > 0 ? l.outs : 1)) {
		fault(r, I_MESSAGE_NO, "MESSAGE_UNKNOWN", L("no message %s", "没有消息 %s"), r->v[I_MESSAGE_NO]);
		return UNCHANGED;
	}
	if (r->run->exam != NULL && l.exam != r->run->exam)
		return SKIPPED;
	if (l.outs == 0)
		fault(r, I_MESSAGE_NO, "NOT_HANDED_OUT", L("%s waits: notify-send out has not handed it out", "%s 尚未由 notify-send out 交出"), r->v[I_MESSAGE_NO]);
	if (faulty(r))
		return UNCHANGED;
	enum verdict v = take(r, &l, outs);

	letter_find(id, &l);
	put_letter(r, &l);
	put(r, O_RESULT, l.result);
	return v;
}

const struct tool command_result = {
	.name = "notify-send result",
	.writes = "message",
	.roles = "centre",
	.in = in,
	.out = out,
	.check = check,
	.apply = apply,
};
