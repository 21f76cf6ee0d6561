/* SPDX-License-Identifier: MIT
 * user-recover find: by which ways an account can be got back, and its question. */
#include "recover.h"
#include "rule/account.h"

static const struct incol in[] = {
	[C_NAME] = { "name", true }, [C_ID_TYPE] = { "id_type", false }, [C_ID_NO] = { "id_no", true }, { NULL, false }
};

enum { O_WAYS = C_FIRST, O_QUESTION };
static const char *const out[] = { "name", "id_type", "id_no", "ways", "question", NULL };

static struct asked asked;

static void
check(struct rec *r)
{
	asked_read(r, &asked);
}

/* The phone is no part of the answer: who has it, knows it. */
static enum verdict
apply(struct rec *r)
{
	struct holder h;

	if (!asked_read(r, &asked))
		return UNCHANGED;
	holder_find(&asked, &h);
	if (!holder_active(&h)) {
		refuse_recovery(r);
		return UNCHANGED;
	}
	bool question = *h.answer != '\0', sms = *h.phone != '\0' && !account_question_only(h.registered_at);

	put_asked(r, &asked);
	put(r, O_WAYS, question && sms ? "question|sms" : question ? "question" : sms ? "sms" : "counter");
	put(r, O_QUESTION, question ? h.question : "");
	return UNCHANGED;
}

const struct tool recover_find = {
	.name = "user-recover find",
	.writes = "",
	.roles = "district clerk",
	.in = in,
	.out = out,
	.start = asked_begin,
	.check = check,
	.apply = apply,
};
