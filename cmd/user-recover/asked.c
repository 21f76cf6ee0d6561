/* SPDX-License-Identifier: MIT
 * Whom a record asks for, and what is known of that. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "recover.h"
#include "store/db.h"
#include "store/definition.h"
#include "store/seal.h"

enum { DAY = 86400 };

static unsigned char key[SECRET_KEY];

void
asked_begin(struct run *run)
{
	seal_key(run->db, "recovery", key);
}

bool
asked_read(struct rec *r, struct asked *a)
{
	static struct buf b;

	if (!identity_check(r, C_NAME, C_ID_TYPE, C_ID_NO, &a->identity))
		return false;
	buf_clear(&b);
	buf_printf(&b, "asked\n%s\n%s", a->identity.id_key, buf_text(&a->identity.name_key));
	secret_mac(key, b.ptr, b.len, a->key);
	return true;
}

void
asked_code(const struct asked *a, const char *code, char out[SECRET_MAC_HEX])
{
	static struct buf b;

	buf_clear(&b);
	buf_printf(&b, "code\n%s\n%s", a->key, code);
	secret_mac(key, b.ptr, b.len, out);
}

void
holder_find(const struct asked *a, struct holder *h)
{
	static struct stmt q = { "SELECT p.id, a.username, coalesce(p.phone, ''), a.question, a.answer, a.registered_at, a.state FROM person p "
		"JOIN account a ON a.person_id = p.id WHERE p.id_key = :id_key AND p.name_key = :name_key", NULL };
	static struct arena memory;
	const char *s[6] = { "", "", "", "", "", "" };

	arena_release(&memory);
	*h = (struct holder){ .person_id = 0 };
	db_text(&q, ":id_key", a->identity.id_key);
	db_text(&q, ":name_key", buf_text(&a->identity.name_key));
	if (db_row(&q)) {
		h->person_id = db_col_int(&q, 0);
		for (int i = 0; i < 6; i++)
			s[i] = arena_strdup(&memory, db_col(&q, i + 1));
		db_reset(&q);
	}
	h->username = s[0];
	h->phone = s[1];
	h->question = s[2];
	h->answer = s[3];
	h->registered_at = s[4];
	h->suspended = strcmp(s[5], "suspended") == 0;
}

bool
holder_active(const struct holder *h)
{
	return h->person_id != 0 && !h->suspended;
}

struct tries
asked_tries(const struct run *run, const struct asked *a)
{
	static struct stmt q = { "SELECT coalesce(sum(way = 'sms'), 0), coalesce(sum(attempts), 0) FROM recovery WHERE asked = :asked "
		"AND started_at > :since", NULL };
	char since[TIME_SIZE];

	time_text(run->now_s - DAY, since);
	db_text(&q, ":asked", a->key);
	db_text(&q, ":since", since);
	db_row(&q);
	struct tries t = { db_col_int(&q, 0), db_col_int(&q, 1) };

	db_reset(&q);
	return t;
}

int64_t
attempts_max(void)
{
	return setting_int(NULL, NULL, "attempts_max", 5);
}

void
refuse_recovery(struct rec *r)
{
	fault(r, -1, "RECOVERY_REFUSED", "%s", L("what was given fits no account, or no code that still counts; compare name, document and the rest, "
	    "or come to the counter with the document",
	    "所填信息与账号或有效验证码不符; 请核对姓名、证件等信息, 或持证件到现场办理"));
}

void
refuse_locked(struct rec *r)
{
	fault(r, -1, "RECOVERY_LOCKED", L("tried %lld times in 24 hours (setting attempts_max): try again tomorrow, or come to the counter with the document",
	    "24 小时内已尝试 %lld 次 (设置 attempts_max): 请明日再试, 或持证件到现场办理"), (long long)attempts_max());
}

void
recovery_add(struct run *run, const struct recovery *y)
{
	static struct stmt q = { "INSERT INTO recovery (asked, person_id, way, code, started_at, expires_at, attempts, finished_at, clerk, documents, "
		"proxy_name, proxy_id_no, batch_id) VALUES (:asked, :person, :way, :code, :now, :expires, :attempts, :finished, :clerk, :documents, "
		":proxy_name, :proxy_id_no, :run)", NULL };
	bool counter = y->documents != NULL;

	db_text(&q, ":asked", y->asked->key);
	if (y->person_id != 0)
		db_int(&q, ":person", y->person_id);
	else
		db_null(&q, ":person");
	db_text(&q, ":way", y->way);
	db_text(&q, ":code", y->code);
	db_text(&q, ":now", run->now);
	db_text(&q, ":expires", y->expires_at);
	db_int(&q, ":attempts", y->attempts);
	db_text(&q, ":finished", y->finished ? run->now : NULL);
	db_text(&q, ":clerk", counter ? run->login : "");
	db_text(&q, ":documents", counter ? y->documents : "");
	db_text(&q, ":proxy_name", counter ? y->proxy_name : "");
	db_text(&q, ":proxy_id_no", counter ? y->proxy_id_no : "");
	db_int(&q, ":run", run->batch_id);
	db_do(&q);
}

void
put_asked(struct rec *r, const struct asked *a)
{
	put(r, C_NAME, r->v[C_NAME]);
	put(r, C_ID_TYPE, a->identity.id_type);
	put(r, C_ID_NO, a->identity.id_no);
}
