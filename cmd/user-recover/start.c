/* SPDX-License-Identifier: MIT
 * user-recover start: send a code to the phone of an account. Everybody is answered in the same way; a code is sent only where name,
 * document and phone are those of an account. */
#include <stdio.h>
#include <string.h>

#include "frame/particulars.h"
#include "recover.h"
#include "rule/account.h"
#include "store/db.h"
#include "store/definition.h"
#include "store/message.h"
#include "store/seal.h"
#include "value/text.h"

enum { I_PHONE = C_FIRST };
static const struct incol in[] = {
	[C_NAME] = { "name", true }, [C_ID_TYPE] = { "id_type", false }, [C_ID_NO] = { "id_no", true }, [I_PHONE] = { "phone", true },
	{ NULL, false }
};

enum { O_WAY = C_FIRST, O_EXPIRES_AT, O_RESULT };
static const char *const out[] = { "name", "id_type", "id_no", "way", "expires_at", "result", NULL };

#define TEMPLATE "reset_code"

static struct asked asked;

static bool
read_phone(struct rec *r, char phone[12])
{
	if (phone_parse(r->v[I_PHONE], phone))
		return true;
	if (*r->v[I_PHONE] == '\0')
		fault(r, I_PHONE, "MISSING", "%s", L("the phone of the account is required", "须填写注册手机号"));
	else
		phone_form_fault(r, I_PHONE);
	return false;
}

static void
check(struct rec *r)
{
	char phone[12];

	asked_read(r, &asked);
	read_phone(r, phone);
}

/* Keep a code's keyed hash, and queue the code itself, sealed. Where nobody is to have it, a code that nobody can guess, to nobody. */
static void
send_code(struct rec *r, const struct holder *h, bool sends, const char *expires_at)
{
	static struct buf sealed;
	char code[40], mac[SECRET_MAC_HEX], reason[32];
	unsigned char random[16];

	snprintf(code, sizeof code, "%06u", (unsigned)secret_below(1000000));
	buf_clear(&sealed);
	seal_text(r->run->db, code, &sealed);
	if (!sends) {
		secret_random(random, sizeof random);
		for (size_t i = 0; i < sizeof random; i++)
			snprintf(code + 2 * i, 3, "%02x", random[i]);
	}
	asked_code(&asked, code, mac);
	recovery_add(&(struct recovery){ .asked = asked.key, .person_id = h->person_id, .way = "sms", .code = mac, .now = asked.now, .expires_at = expires_at },
	    r->run->batch_id);
	snprintf(reason, sizeof reason, "recovery %lld", (long long)db_last_id());
	message_queue_person(sends ? TEMPLATE : "", sends ? h->person_id : 0, reason, buf_text(&sealed), asked.now, r->run->batch_id);
	explicit_bzero(code, sizeof code);
}

static enum verdict
apply(struct rec *r)
{
	char phone[12] = "", expires_at[TIME_SIZE];
	struct holder h;

	if (!asked_read(r, &asked) || !read_phone(r, phone))
		return UNCHANGED;
	holder_find(&asked, &h);
	struct tries tries = recovery_tries(asked.key, run_limit_time(r->run));
	bool theirs = holder_active(&h) && strcmp(h.phone, phone) == 0, question_only = theirs && account_question_only(h.registered_at);

	if (tries.codes >= attempts_max() || tries.wrong >= attempts_max()) {
		refuse_locked(r);
		return UNCHANGED;
	}
	time_text(run_limit_time(r->run) + 60 * setting_int(NULL, NULL, "code_minutes", 10), expires_at);
	send_code(r, &h, theirs && !question_only, expires_at);
	if (question_only) /* to who knows the phone, too, no more than find tells */
		fault(r, -1, "RECOVERY_QUESTION_ONLY", "%s", L("the account was made before 2015: it is given back by its question only (find, then finish with the answer), "
		    "or at the counter", "2015 年前注册的账号只能通过预留问题找回 (先 find, 再以答案 finish), 或到现场办理"));
	put_asked(r, &asked);
	put(r, O_WAY, "sms");
	put(r, O_EXPIRES_AT, expires_at);
	put(r, O_RESULT, "started");
	return CHANGED;
}

static void
start(struct run *run)
{
	static struct stmt q = { "SELECT count(*) FROM message_template WHERE template = '" TEMPLATE "'", NULL };

	if (db_int1(&q, 0) == 0)
		refuse("%s", L("TEMPLATE_MISSING: message.csv has no " TEMPLATE ", so no code can be sent; nothing was changed",
		    "TEMPLATE_MISSING: message.csv 没有 " TEMPLATE ", 无法发送验证码; 未作任何改动"));
	asked_begin(run);
}

const struct tool recover_start = {
	.name = "user-recover start",
	.writes = "recovery message",
	.roles = "district clerk",
	.in = in,
	.out = out,
	.start = start,
	.check = check,
	.apply = apply,
};
