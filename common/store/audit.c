/* SPDX-License-Identifier: MIT
 * Batches and the audit chain. */
#include "store/audit.h"

#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/hash.h"
#include "store/db.h"

static void
fields(struct stmt *q, const struct batch *b)
{
	db_text(q, ":inputs", b->inputs);
	db_int(q, ":accepted", b->accepted);
	db_int(q, ":rejected", b->rejected);
	db_int(q, ":unchanged", b->unchanged);
}

int64_t
batch_add(const struct batch *b)
{
	static struct stmt q = { "INSERT INTO batch (tool, version, login, operator, arguments, as_of, started_at, override, "
		"inputs, accepted, rejected, unchanged) VALUES (:tool, :version, :login, :operator, :arguments, :as_of, "
		":started_at, :override, :inputs, :accepted, :rejected, :unchanged)", NULL };

	db_text(&q, ":tool", diag_name());
	db_text(&q, ":version", KAOWU_VERSION);
	db_text(&q, ":login", b->login);
	db_text(&q, ":operator", b->operator_name);
	db_text(&q, ":arguments", b->arguments);
	db_text(&q, ":as_of", b->as_of);
	db_text(&q, ":started_at", b->started_at);
	db_text(&q, ":override", b->override);
	fields(&q, b);
	db_do(&q);
	return db_last_id();
}

void
batch_finish(int64_t id, const struct batch *b)
{
	static struct stmt q = { "UPDATE batch SET inputs = :inputs, accepted = :accepted, rejected = :rejected, "
		"unchanged = :unchanged WHERE id = :id", NULL };

	fields(&q, b);
	db_int(&q, ":id", id);
	db_do(&q);
}

/* fields: batch_id, at, login, action, subject, detail, digest as text */
static void
chain(const char *previous, const char *const field[7], char out[HASH_HEX])
{
	struct hash *h = hash_new();
	unsigned char sum[HASH_SIZE];

	hash_text(h, previous);
	for (int i = 0; i < 7; i++)
		hash_text(h, field[i]);
	hash_finish(h, sum);
	hash_hex(sum, out);
}

void
audit_add(int64_t batch_id, const char *at, const char *login, const char *action, const char *subject,
    const char *detail, const char *digest)
{
	static struct stmt last = { "SELECT hash FROM audit_entry ORDER BY id DESC LIMIT 1", NULL };
	static struct stmt add = { "INSERT INTO audit_entry (batch_id, at, login, action, subject, detail, digest, hash) "
		"VALUES (:batch, :at, :login, :action, :subject, :detail, :digest, :hash)", NULL };
	char previous[HASH_HEX] = "", hash[HASH_HEX], batch[24] = "";

	if (db_row(&last)) {
		snprintf(previous, sizeof previous, "%s", db_col(&last, 0));
		db_reset(&last);
	}
	if (batch_id != 0)
		snprintf(batch, sizeof batch, "%lld", (long long)batch_id);
	chain(previous, (const char *const[]){ batch, at, login, action, subject, detail, digest }, hash);
	if (batch_id != 0)
		db_int(&add, ":batch", batch_id);
	else
		db_null(&add, ":batch");
	db_text(&add, ":at", at);
	db_text(&add, ":login", login);
	db_text(&add, ":action", action);
	db_text(&add, ":subject", subject);
	db_text(&add, ":detail", detail);
	db_text(&add, ":digest", digest);
	db_text(&add, ":hash", hash);
	db_do(&add);
}

/* The number that was given last: the newest entries cannot be removed unseen. */
static int64_t
last_given(void)
{
	static struct stmt q = { "SELECT seq FROM sqlite_sequence WHERE name = 'audit_entry' /*scan*/", NULL };

	return db_int1(&q, 0);
}

int64_t
audit_verify(void)
{
	static struct stmt q = { "SELECT batch_id, at, login, action, subject, detail, digest, hash, id FROM audit_entry "
		"ORDER BY id /*scan*/", NULL };
	char previous[HASH_HEX] = "", want[HASH_HEX];
	int64_t expected = 1;

	for (; db_row(&q); expected++) {
		const char *field[7];

		for (int i = 0; i < 7; i++)
			field[i] = db_col(&q, i);
		chain(previous, field, want);
		if (db_col_int(&q, 8) != expected || strcmp(want, db_col(&q, 7)) != 0) {
			db_reset(&q);
			return expected;
		}
		snprintf(previous, sizeof previous, "%s", want);
	}
	return last_given() == expected - 1 ? 0 : expected;
}
