/* SPDX-License-Identifier: MIT
 * The dishonesty list as rows. */
#include "store/ban.h"

#include <stdio.h>

#include "base/mem.h"
#include "store/db.h"

#define COLUMNS "id, name, name_key, id_type, id_no, id_key, \"from\", \"to\", article, authority, doc_no, coalesce(lifted_at, '')"

bool
ban_any(void)
{
	static struct stmt q = { "SELECT EXISTS (SELECT 1 FROM ban)", NULL };
	static int any = -1;

	if (any < 0)
		any = db_int1(&q, 0) != 0;
	return any != 0;
}

static void
read_entry(struct stmt *q, struct arena *memory, struct ban_entry *e)
{
	const char *s[11];

	for (int i = 0; i < 11; i++)
		s[i] = arena_strdup(memory, db_col(q, i + 1));
	*e = (struct ban_entry){ db_col_int(q, 0), s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9], s[10] };
}

size_t
ban_of_document(const char *id_key, struct ban_entry *out, size_t max)
{
	static struct stmt q = { "SELECT " COLUMNS " FROM ban WHERE id_key = :id_key ORDER BY id", NULL };
	static struct arena memory;
	size_t n = 0;

	arena_release(&memory);
	db_text(&q, ":id_key", id_key);
	for (; db_row(&q); n++)
		if (n < max)
			read_entry(&q, &memory, &out[n]);
	return n;
}

bool
ban_find(const char *id_key, const char *id_no, const char *doc_no, struct ban_entry *out)
{
	static struct stmt q = { "SELECT " COLUMNS " FROM ban WHERE (id_key = :id_key AND doc_no = :doc_no) OR (doc_no = :doc_no AND id_no = :id_no) "
		"ORDER BY id_key = :id_key DESC, id LIMIT 1", NULL };
	static struct arena memory;

	arena_release(&memory);
	db_text(&q, ":id_key", id_key);
	db_text(&q, ":id_no", id_no);
	db_text(&q, ":doc_no", doc_no);
	if (!db_row(&q))
		return false;
	read_entry(&q, &memory, out);
	db_reset(&q);
	return true;
}

bool
ban_was_added_as(int64_t id, const char *contents)
{
	static struct stmt q = { "SELECT EXISTS (SELECT 1 FROM ban_act WHERE ban_id = :id AND action = 'add' AND new = :contents)", NULL };

	db_int(&q, ":id", id);
	db_text(&q, ":contents", contents);
	return db_int1(&q, 0) != 0;
}

bool
ban_was_corrected_to(int64_t id, const char *contents, char at[TIME_SIZE], char since[TIME_SIZE])
{
	static struct stmt q = { "SELECT b.at, l.at FROM ban_act b JOIN ban_act l ON l.ban_id = b.ban_id AND l.id > b.id AND l.action = 'correct' WHERE b.ban_id = :id AND b.action = 'correct' "
		"AND b.new = :contents ORDER BY b.id DESC, l.id DESC LIMIT 1", NULL };

	db_int(&q, ":id", id);
	db_text(&q, ":contents", contents);
	if (!db_row(&q))
		return false;
	snprintf(at, TIME_SIZE, "%s", db_col(&q, 0));
	snprintf(since, TIME_SIZE, "%s", db_col(&q, 1));
	db_reset(&q);
	return true;
}

static void
bind_contents(struct stmt *q, const struct ban_entry *e)
{
	db_text(q, ":name", e->name);
	db_text(q, ":name_key", e->name_key);
	db_text(q, ":from", e->from);
	db_text(q, ":to", e->to);
	db_text(q, ":article", e->article);
	db_text(q, ":authority", e->authority);
}

int64_t
ban_add(const struct ban_entry *e, int64_t batch_id)
{
	static struct stmt q = { "INSERT INTO ban (name, name_key, id_type, id_no, id_key, \"from\", \"to\", article, authority, doc_no, batch_id) "
		"VALUES (:name, :name_key, :id_type, :id_no, :id_key, :from, :to, :article, :authority, :doc_no, :run)", NULL };

	bind_contents(&q, e);
	db_text(&q, ":id_type", e->id_type);
	db_text(&q, ":id_no", e->id_no);
	db_text(&q, ":id_key", e->id_key);
	db_text(&q, ":doc_no", e->doc_no);
	db_int(&q, ":run", batch_id);
	db_do(&q);
	return db_last_id();
}

void
ban_correct(int64_t id, const struct ban_entry *e)
{
	static struct stmt q = { "UPDATE ban SET name = :name, name_key = :name_key, \"from\" = :from, \"to\" = :to, article = :article, "
		"authority = :authority WHERE id = :id", NULL };

	bind_contents(&q, e);
	db_int(&q, ":id", id);
	db_do(&q);
}

void
ban_lift(int64_t id, const char *now, const char *by)
{
	static struct stmt q = { "UPDATE ban SET lifted_at = :now, lifted_by = :by WHERE id = :id", NULL };

	db_text(&q, ":now", now);
	db_text(&q, ":by", by);
	db_int(&q, ":id", id);
	db_do(&q);
}

void
ban_keep_act(int64_t id, const char *action, const char *before, const char *after, const char *login, const char *now, int64_t batch_id)
{
	static struct stmt q = { "INSERT INTO ban_act (ban_id, action, old, new, login, at, batch_id) "
		"VALUES (:id, :action, :old, :new, :login, :now, :run)", NULL };

	db_int(&q, ":id", id);
	db_text(&q, ":action", action);
	db_text(&q, ":old", before);
	db_text(&q, ":new", after);
	db_text(&q, ":login", login);
	db_text(&q, ":now", now);
	db_int(&q, ":run", batch_id);
	db_do(&q);
}
