/* SPDX-License-Identifier: MIT
 * notify-send queue: a message of a template to everybody on a list. */
#include <string.h>

#include "frame/live.h"
#include "notify.h"
#include "store/db.h"
#include "store/message.h"

static const char *template;
static bool wants_reason;

static const struct opt opts[] = {
	OPT_TEXT(0, "template", &template, "NAME", "queue: the template, of message.csv", "queue: message.csv 中的模板"),
	OPT_END
};

enum { I_REG_NO, I_REASON };
static const struct incol in[] = { [I_REG_NO] = { "reg_no", true }, [I_REASON] = { "reason", false }, { NULL, false } };

static const char *const out[] = { "message_no", "template", "person_no", "reg_no", "reason", NULL };
enum { O_REASON = 4 };

static void
check(struct rec *r)
{
	if (wants_reason && *r->v[I_REASON] == '\0')
		fault(r, I_REASON, "MISSING", L("template %s tells a reason: {reason}", "模板 %s 要告知原因: {reason}"), template);
}

static void
answer(struct rec *r, const struct registration *reg)
{
	static struct stmt q = { "SELECT id FROM message WHERE person_id = :person AND template = :template AND coalesce(registration_id, 0) = :id "
		"AND reason = :reason", NULL };
	struct letter l;

	db_int(&q, ":person", reg->person_id);
	db_text(&q, ":template", template);
	db_int(&q, ":id", reg->id);
	db_text(&q, ":reason", r->v[I_REASON]);
	if (!letter_find(db_int1(&q, 0), &l))
		bug("message of %s", reg->reg_no);
	put_letter(r, &l);
	put(r, O_REASON, l.reason);
}

static enum verdict
apply(struct rec *r)
{
	struct registration reg;

	if (!live_registration(r, I_REG_NO, &reg))
		return UNCHANGED;
	if (strcmp(template, "pay_reminder") == 0 && *reg.paid_at != '\0')
		fault(r, I_REG_NO, "NOT_DUE", L("%s was paid on %.10s: there is nothing to be reminded of", "%s 已于 %.10s 缴费: 无须提醒"), reg.reg_no, reg.paid_at);
	if (faulty(r))
		return UNCHANGED;
	bool added = message_queue(template, reg.id, r->v[I_REASON], r->run->now, r->run->batch_id);

	answer(r, &reg);
	return added ? CHANGED : UNCHANGED;
}

static void
start(struct run *run)
{
	(void)run;
	if (template == NULL)
		die_usage("%s", L("queue: --template NAME is required", "queue: 须给出 --template NAME"));
	const char *text = template_text(template);

	if (text == NULL)
		refuse(L("TEMPLATE_UNKNOWN: %s is no template of message.csv; nothing was changed", "TEMPLATE_UNKNOWN: message.csv 中没有模板 %s; 未作任何改动"),
		    template);
	for (int f = 0; f < MESSAGE_FIELDS; f++)
		if (message_field_secret((enum message_field)f) && message_uses(text, (enum message_field)f))
			refuse(L("TEMPLATE_SECRET: %s holds {%s}: only user-recover queues it; nothing was changed",
			    "TEMPLATE_SECRET: %s 含 {%s}: 只能由 user-recover 入队; 未作任何改动"), template, message_field_word((enum message_field)f));
	wants_reason = message_uses(text, MESSAGE_REASON);
}

const struct tool command_queue = {
	.name = "notify-send queue",
	.opts = opts,
	.writes = "message",
	.roles = "district reviewer finance clerk",
	.in = in,
	.out = out,
	.start = start,
	.check = check,
	.apply = apply,
};
