/* SPDX-License-Identifier: MIT
 * The outbox. */
#include "store/message.h"

#include "store/db.h"

#define COLUMNS "(template, person_id, registration_id, reason, secret, queued_at, batch_id) "
#define WANTED "EXISTS (SELECT 1 FROM message_template t WHERE t.template = :template) "

bool
message_queue(const char *template, int64_t registration_id, const char *reason, const char *now, int64_t batch_id)
{
	static struct stmt q = { "INSERT INTO message " COLUMNS "SELECT :template, r.person_id, r.id, :reason, '', :now, :run FROM registration r WHERE r.id = :id AND "
		WANTED "ON CONFLICT DO NOTHING", NULL };

	db_text(&q, ":template", template);
	db_int(&q, ":id", registration_id);
	db_text(&q, ":reason", reason);
	db_text(&q, ":now", now);
	db_int(&q, ":run", batch_id);
	return db_do(&q) > 0;
}

bool
message_queue_person(const char *template, int64_t person_id, const char *reason, const char *secret, const char *now, int64_t batch_id)
{
	static struct stmt q = { "INSERT INTO message " COLUMNS "SELECT :template, :person, NULL, :reason, :secret, :now, :run WHERE " WANTED
		"ON CONFLICT DO NOTHING", NULL };

	db_text(&q, ":template", template);
	db_int(&q, ":person", person_id);
	db_text(&q, ":reason", reason);
	db_text(&q, ":secret", secret);
	db_text(&q, ":now", now);
	db_int(&q, ":run", batch_id);
	return db_do(&q) > 0;
}
