/* SPDX-License-Identifier: MIT
 * Admit cards as rows. */
#include "store/card.h"

#include "store/db.h"

bool
card_printed(int64_t registration_id, const char *card, const char *admit_no, const char *now, int64_t batch_id)
{
	/* moved and moved back: the first card says again what is so */
	static struct stmt again = { "UPDATE card SET printed_at = :now, revoked_at = NULL, cause = '' "
		"WHERE registration_id = :id AND card = :card AND revoked_at IS NOT NULL", NULL };
	static struct stmt add = { "INSERT OR IGNORE INTO card (registration_id, card, admit_no, printed_at, cause, batch_id) "
		"VALUES (:id, :card, :admit_no, :now, '', :run)", NULL };
	static struct stmt force = { "UPDATE registration SET printed_at = :now WHERE id = :id AND (printed_at IS NULL OR :fresh)", NULL };

	db_int(&again, ":id", registration_id);
	db_text(&again, ":card", card);
	db_text(&again, ":now", now);
	bool fresh = db_do(&again) > 0;

	db_int(&add, ":id", registration_id);
	db_text(&add, ":card", card);
	db_text(&add, ":admit_no", admit_no);
	db_text(&add, ":now", now);
	db_int(&add, ":run", batch_id);
	fresh |= db_do(&add) > 0;
	db_int(&force, ":id", registration_id);
	db_text(&force, ":now", now);
	db_int(&force, ":fresh", fresh);
	return db_do(&force) > 0;
}

void
card_revoke(int64_t registration_id, const char *cause, const char *now)
{
	static struct stmt none = { "UPDATE registration SET printed_at = NULL WHERE id = :id AND printed_at IS NOT NULL", NULL };
	static struct stmt revoke = { "UPDATE card SET revoked_at = :now, cause = :cause WHERE registration_id = :id AND revoked_at IS NULL", NULL };

	db_int(&none, ":id", registration_id);
	db_do(&none);
	db_int(&revoke, ":id", registration_id);
	db_text(&revoke, ":cause", cause);
	db_text(&revoke, ":now", now);
	db_do(&revoke);
}

void
card_stale(int64_t person_id, const char *now)
{
	static struct stmt q = { "SELECT r.id FROM person p JOIN registration r ON r.document = (SELECT min(d.id) FROM person d WHERE d.id_key = p.id_key) "
		"AND r.person_id = p.id AND r.deleted_at IS NULL WHERE p.id = :person AND EXISTS (SELECT 1 FROM card c WHERE c.registration_id = r.id) "
		"AND NOT EXISTS (SELECT 1 FROM publication b WHERE b.exam_id = r.exam_id)", NULL };
	int64_t id[64];
	size_t n = 0;

	db_int(&q, ":person", person_id);
	while (db_row(&q))
		if (n < sizeof id / sizeof *id)
			id[n++] = db_col_int(&q, 0);
	for (size_t i = 0; i < n; i++)
		card_revoke(id[i], "amended", now);
}

void
card_each_revoked(int64_t exam_id, void (*each)(void *context, const struct revoked_card *card), void *context)
{
	static struct stmt q = { "SELECT admit_no, card, CASE WHEN deleted_at IS NOT NULL THEN 'deleted' WHEN paid_at IS NULL THEN 'unpaid' "
		"WHEN seated_at IS NULL THEN 'unseated' WHEN unreviewed THEN 'unreviewed' ELSE cause END, coalesce(revoked_at, deleted_at, "
		"CASE WHEN unreviewed THEN reviewed_at END, '') FROM (SELECT c.admit_no, c.card, c.cause, c.revoked_at, r.deleted_at, r.paid_at, r.seated_at, "
		"r.reviewed_at, " CARD_UNREVIEWED " AS unreviewed "
		"FROM registration r JOIN card c ON c.registration_id = r.id WHERE r.exam_id = :exam) "
		"WHERE revoked_at IS NOT NULL OR deleted_at IS NOT NULL OR paid_at IS NULL OR seated_at IS NULL OR unreviewed "
		"ORDER BY admit_no, card /*scan*/", NULL };

	db_int(&q, ":exam", exam_id);
	while (db_row(&q)) {
		const struct revoked_card card = { db_col(&q, 0), db_col(&q, 1), db_col(&q, 2), db_col(&q, 3) };

		each(context, &card);
	}
}
