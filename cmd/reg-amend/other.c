/* SPDX-License-Identifier: MIT
 * Changes of what is no column of an enrolment: deleting, the portrait, recovery question and answer, the account's state. */
#include <string.h>

#include "amend.h"
#include "base/secret.h"
#include "store/db.h"
#include "value/word.h"

struct account {
	bool there;
	const char *question, *answer, *state;
};

static struct account
account_of(int64_t person_id)
{
	static struct stmt q = { "SELECT question, answer, state FROM account WHERE person_id = :person", NULL };
	struct account a = { false, "", "", "" };

	db_int(&q, ":person", person_id);
	if (db_row(&q)) {
		a = (struct account){ true, arena_strdup(&keep, db_col(&q, 0)), arena_strdup(&keep, db_col(&q, 1)), arena_strdup(&keep, db_col(&q, 2)) };
		db_reset(&q);
	}
	return a;
}

static int64_t
photo_of(int64_t person_id)
{
	static struct stmt q = { "SELECT photo_id FROM person WHERE id = :person", NULL };

	db_int(&q, ":person", person_id);
	return db_int1(&q, 0);
}

static bool
is_deleted(int64_t registration_id)
{
	static struct stmt q = { "SELECT deleted_at IS NOT NULL FROM registration WHERE id = :id", NULL };

	db_int(&q, ":id", registration_id);
	return db_int1(&q, 0) != 0;
}

/* An answer is hashed before the lock is taken; where it is the account's already, its present hash stays. */
void
other_prepare(struct change *c)
{
	char hash[PASSWORD_HASH];
	struct registration reg;
	int64_t person = person_no_parse(c->person_no);

	if (c->field != F_ANSWER || *c->value == '\0')
		return;
	if (*c->reg_no != '\0' && registration_find(c->reg_no, &reg))
		person = reg.person_id;
	struct account a = account_of(person);

	c->hash_seen = a.answer;
	if (*a.answer != '\0' && password_verify(a.answer, c->value)) {
		c->hash = a.answer;
		return;
	}
	if (!password_hash(c->value, hash))
		refuse("%s", L("not enough memory to hash an answer; nothing was changed", "内存不足, 无法计算答案散列; 未作任何改动"));
	c->hash = arena_strdup(&keep, hash);
}

const char *
other_text(const struct change *c)
{
	switch (c->field) {
	case E_PHOTO:
		return photo_of(c->person_id) != 0 ? "pass" : "";
	case F_DELETE:
		return is_deleted(c->registration_id) ? "deleted" : "";
	case F_QUESTION:
		return account_of(c->person_id).question;
	case F_ACCOUNT_STATE:
		return account_of(c->person_id).state;
	default:
		return "";
	}
}

/* Is the answer the one that is kept? Where that has changed since other_prepare(), it is compared here, behind the lock. */
static bool
same_answer(const struct change *c, const char *kept)
{
	if (c->hash == NULL || strcmp(kept, c->hash) == 0)
		return c->hash != NULL;
	return *kept != '\0' && strcmp(kept, c->hash_seen) != 0 && password_verify(kept, c->value);
}

bool
other_same(const struct change *c)
{
	struct account a = account_of(c->person_id);

	switch (c->field) {
	case E_PHOTO:
		return photo_of(c->person_id) == 0 && *c->value == '\0';
	case F_DELETE:
		return is_deleted(c->registration_id);
	case F_QUESTION:
		return a.there && strcmp(a.question, c->value) == 0;
	case F_ANSWER:
		return a.there && same_answer(c, a.answer);
	default:
		return a.there && strcmp(a.state, c->value) == 0;
	}
}

static bool
brings(const struct docket *d, int64_t person_id, int field)
{
	for EACH (d, c)
		if (c->person_id == person_id && c->field == field)
			return true;
	return false;
}

void
other_check(const struct docket *d, struct change *c)
{
	bool account = c->field == F_QUESTION || c->field == F_ANSWER || c->field == F_ACCOUNT_STATE;
	char person_no[PERSON_NO_SIZE];

	if (account && !account_of(c->person_id).there) {
		person_no_text(c->person_id, person_no);
		say(c, true, I_FIELD, "ACCOUNT_NONE", L("%s has no account: user-import opens one", "%s 没有账号: 请先用 user-import 建立"), person_no);
	}
	if (c->field == E_PHOTO && *c->value != '\0')
		say(c, true, I_VALUE, "PHOTO_VALUE", "%s", L("leave the value empty: the portrait is opened again, and photo-check brings the new one",
		    "值须留空: 此项只是重新开放照片上传, 新照片由 photo-check 提交"));
	if (c->field == F_DELETE && *c->value != '\0' && word_yes(c->value) <= 0)
		say(c, true, I_VALUE, "YES_NO", L("%s: 1, or empty", "%s: 应为 1 或留空"), c->value);
	if ((c->field == F_QUESTION || c->field == F_ANSWER) && *c->value == '\0')
		say(c, true, I_VALUE, "MISSING", "%s", L("a question and its answer are not taken away, they are replaced", "找回问题和答案只能更换, 不能清空"));
	if (c->field == F_QUESTION && !brings(d, c->person_id, F_ANSWER))
		say(c, true, I_FIELD, "MISSING", "%s", L("another question needs its answer in the same case", "更换问题须在同一更正单中给出答案"));
	if (c->field == F_ACCOUNT_STATE && strcmp(c->value, "active") != 0 && strcmp(c->value, "suspended") != 0)
		say(c, true, I_VALUE, "STATE_WORD", L("%s: active or suspended", "%s: 应为 active (正常) 或 suspended (停用)"), c->value);
}

static void
write_account(const struct change *c)
{
	static struct stmt question = { "UPDATE account SET question = :value WHERE person_id = :person", NULL };
	static struct stmt answer = { "UPDATE account SET answer = :value WHERE person_id = :person", NULL };
	static struct stmt state = { "UPDATE account SET state = :value WHERE person_id = :person", NULL };
	struct stmt *q = c->field == F_QUESTION ? &question : c->field == F_ANSWER ? &answer : &state;

	db_text(q, ":value", c->field == F_ANSWER ? c->hash : c->value);
	db_int(q, ":person", c->person_id);
	db_do(q);
}

/* What is merely filled in gives its portrait up. From confirmation on it must have one: there it stays in force until another passes,
 * which this amendment lets in (photo_may_replace). */
static void
write_photo(struct change *c)
{
	static struct stmt confirmed = { "SELECT EXISTS (SELECT 1 FROM person p JOIN registration r ON r.document = (SELECT min(d.id) FROM person d "
		"WHERE d.id_key = p.id_key) AND r.person_id = p.id AND r.deleted_at IS NULL WHERE p.id = :person AND r.confirmed_at IS NOT NULL)", NULL };
	static struct stmt q = { "UPDATE person SET photo_id = NULL WHERE id = :person", NULL };

	db_int(&confirmed, ":person", c->person_id);
	if (db_int1(&confirmed, 0) != 0) {
		say(c, false, I_FIELD, "PHOTO_OPEN", "%s", L("a registration is confirmed with this portrait: it stays in force until photo-check passes another",
		    "已有报名以此照片确认: 在 photo-check 通过新照片之前仍然有效"));
		return;
	}
	db_int(&q, ":person", c->person_id);
	db_do(&q);
}

static void
write_deletion(struct run *run, struct change *c, const struct unit *u)
{
	static struct stmt q = { "UPDATE registration SET deleted_at = :now WHERE id = :id", NULL };

	effect_close_orders(run, u->registration_id);
	effect_refund(run, u, c);
	db_text(&q, ":now", run->now);
	db_int(&q, ":id", u->registration_id);
	db_do(&q);
}

void
other_write(struct run *run, struct change *c, const struct unit *u)
{
	if (c->field == F_DELETE)
		write_deletion(run, c, u);
	else if (c->field == E_PHOTO)
		write_photo(c);
	else
		write_account(c);
}
