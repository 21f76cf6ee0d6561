/* SPDX-License-Identifier: MIT
 * Whom a record asks for, and what is known of that. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "recover.h"
#include "store/db.h"

static const char *database;

void
asked_begin(struct run *run)
{
	char none[SECRET_MAC_HEX];

	database = run->db;
	recovery_person(database, "", "", none); /* without the key it ends here */
	attempts_max();
}

void
need_counting(const struct run *run, const char *command)
{
	if (run->dry_run || run->strict)
		die_usage(L("%s takes neither --dry-run nor --strict: every attempt counts", "%s 不接受 --dry-run 与 --strict: 每次尝试均须计数"), command);
}

bool
asked_read(struct rec *r, struct asked *a)
{
	if (!identity_check(r, C_NAME, C_ID_TYPE, C_ID_NO, &a->identity))
		return false;
	recovery_person(database, a->identity.id_key, buf_text(&a->identity.name_key), a->key);
	recovery_document(database, a->identity.id_key, a->document);
	time_text(run_limit_time(r->run), a->now);
	return true;
}

void
asked_code(const struct asked *a, const char *code, char out[SECRET_MAC_HEX])
{
	recovery_code(database, a->key, code, out);
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
put_asked(struct rec *r, const struct asked *a)
{
	put(r, C_NAME, r->v[C_NAME]);
	put(r, C_ID_TYPE, a->identity.id_type);
	put(r, C_ID_NO, a->identity.id_no);
}
