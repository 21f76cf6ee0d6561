/* SPDX-License-Identifier: MIT
 * What was asked and tried to get into an account. */
#include "store/recovery.h"

#include "base/buf.h"
#include "store/db.h"
#include "store/definition.h"
#include "store/seal.h"
#include "value/date.h"

enum { DAY = 86400 };

static void
keyed(const char *db_path, const struct buf *b, char out[SECRET_MAC_HEX])
{
	static unsigned char key[SECRET_KEY];
	static bool read;

	if (!read)
		seal_key(db_path, "recovery", key);
	read = true;
	secret_mac(key, b->ptr, b->len, out);
}

static struct buf *
fresh(void)
{
	static struct buf b;

	buf_clear(&b);
	return &b;
}

void
recovery_person(const char *db_path, const char *id_key, const char *name_key, char out[SECRET_MAC_HEX])
{
	struct buf *b = fresh();

	buf_printf(b, "asked\n%s\n%s", id_key, name_key);
	keyed(db_path, b, out);
}

void
recovery_document(const char *db_path, const char *id_key, char out[SECRET_MAC_HEX])
{
	struct buf *b = fresh();

	buf_printf(b, "document\n%s", id_key);
	keyed(db_path, b, out);
}

void
recovery_code(const char *db_path, const char *asked, const char *code, char out[SECRET_MAC_HEX])
{
	struct buf *b = fresh();

	buf_printf(b, "code\n%s\n%s", asked, code);
	keyed(db_path, b, out);
}

struct tries
recovery_tries(const char *asked, int64_t now)
{
	static struct stmt q = { "SELECT coalesce(sum(way = 'sms'), 0), coalesce(sum(attempts), 0) FROM recovery WHERE asked = :asked "
		"AND started_at > :since", NULL };
	char since[TIME_SIZE];

	time_text(now - DAY, since);
	db_text(&q, ":asked", asked);
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

static const char *
or_empty(const char *s)
{
	return s != NULL ? s : "";
}

void
recovery_add(const struct recovery *y, int64_t batch_id)
{
	static struct stmt q = { "INSERT INTO recovery (asked, person_id, way, code, started_at, expires_at, attempts, finished_at, clerk, documents, "
		"proxy_name, proxy_id_no, batch_id) VALUES (:asked, :person, :way, :code, :now, :expires, :attempts, :finished, :clerk, :documents, "
		":proxy_name, :proxy_id_no, :run)", NULL };

	db_text(&q, ":asked", y->asked);
	if (y->person_id != 0)
		db_int(&q, ":person", y->person_id);
	else
		db_null(&q, ":person");
	db_text(&q, ":way", y->way);
	db_text(&q, ":code", or_empty(y->code));
	db_text(&q, ":now", y->now);
	db_text(&q, ":expires", y->expires_at);
	db_int(&q, ":attempts", y->attempts);
	db_text(&q, ":finished", y->finished_at);
	db_text(&q, ":clerk", or_empty(y->clerk));
	db_text(&q, ":documents", or_empty(y->documents));
	db_text(&q, ":proxy_name", or_empty(y->proxy_name));
	db_text(&q, ":proxy_id_no", or_empty(y->proxy_id_no));
	db_int(&q, ":run", batch_id);
	db_do(&q);
}
