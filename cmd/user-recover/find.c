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

/* Names could be tried on a document for ever: what misses is counted by the document, whoever has it. */
static void
missed(struct rec *r)
{
	recovery_add(&(struct recovery){ .asked = asked.document, .way = "find", .now = asked.now, .expires_at = asked.now, .attempts = 1 },
	    r->run->batch_id);
	refuse_recovery(r);
}

/* The phone is no part of the answer: who has it, knows it. */
static enum verdict
apply(struct rec *r)
{
	struct holder h;

	if (!asked_read(r, &asked))
		return UNCHANGED;
	if (recovery_tries(asked.document, run_limit_time(r->run)).wrong >= attempts_max()) {
		refuse_locked(r);
		return UNCHANGED;
	}
	holder_find(&asked, &h);
	if (!holder_active(&h)) {
		missed(r);
		return UNCHANGED;
	}
	bool question = *h.answer != '\0', sms = *h.phone != '\0' && !account_question_only(h.registered_at);

	put_asked(r, &asked);
	put(r, O_WAYS, question && sms ? "question|sms" : question ? "question" : sms ? "sms" : "counter");
	put(r, O_QUESTION, question ? h.question : "");
	return UNCHANGED;
}

static void
start(struct run *run)
{
	need_counting(run, "find");
	asked_begin(run);
}

const struct tool recover_find = {
	.name = "user-recover find",
	.writes = "recovery",
	.roles = "district clerk",
	.in = in,
	.out = out,
	.start = start,
	.check = check,
	.apply = apply,
};
