/* SPDX-License-Identifier: MIT
 * Accounts. */
#include "store/account.h"

#include <string.h>

#include "base/mem.h"
#include "store/db.h"

#define ACCOUNT_COLUMNS "username, password, question, answer, registered_at, must_change, state, person_id"

static bool
read_account(struct stmt *q, struct account *out)
{
	static struct arena memory; /* strings of the last answer */
	const char *s[5];

	if (!db_row(q))
		return false;
	arena_release(&memory);
	for (int i = 0; i < 5; i++)
		s[i] = arena_strdup(&memory, db_col(q, i));
	*out = (struct account){ .person_id = db_col_int(q, 7), .username = s[0], .password = s[1], .question = s[2], .answer = s[3],
		.registered_at = s[4], .must_change = db_col_int(q, 5) != 0, .suspended = strcmp(db_col(q, 6), "suspended") == 0 };
	db_reset(q);
	return true;
}

bool
account_of(int64_t person_id, struct account *out)
{
	static struct stmt q = { "SELECT " ACCOUNT_COLUMNS " FROM account WHERE person_id = :person", NULL };

	db_int(&q, ":person", person_id);
	return read_account(&q, out);
}

bool
account_by_username(const char *username, struct account *out)
{
	static struct stmt q = { "SELECT " ACCOUNT_COLUMNS " FROM account WHERE username = :username", NULL };

	db_text(&q, ":username", username);
	return read_account(&q, out);
}

bool
account_add(const struct account *a, int64_t batch_id)
{
	static struct stmt q = { "INSERT INTO account (person_id, username, password, question, answer, registered_at, batch_id) "
		"VALUES (:person, :username, :password, :question, :answer, :registered_at, :batch) ON CONFLICT DO NOTHING", NULL };

	db_int(&q, ":person", a->person_id);
	db_text(&q, ":username", a->username);
	db_text(&q, ":password", a->password);
	db_text(&q, ":question", a->question);
	db_text(&q, ":answer", a->answer);
	db_text(&q, ":registered_at", a->registered_at);
	db_int(&q, ":batch", batch_id);
	return db_do(&q) > 0;
}

void
account_complete(int64_t person_id, const struct account *a)
{
	static struct stmt q = { "UPDATE account SET password = iif(password = '', :password, password), "
		"question = iif(answer = '', :question, question), answer = iif(answer = '', :answer, answer) WHERE person_id = :person", NULL };

	db_text(&q, ":password", a->password);
	db_text(&q, ":question", a->question);
	db_text(&q, ":answer", a->answer);
	db_int(&q, ":person", person_id);
	db_do(&q);
}

void
account_reset_password(int64_t person_id, const char *hash)
{
	static struct stmt q = { "UPDATE account SET password = :password, must_change = 1 WHERE person_id = :person", NULL };

	db_text(&q, ":password", hash);
	db_int(&q, ":person", person_id);
	db_do(&q);
}
