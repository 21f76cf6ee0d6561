/* SPDX-License-Identifier: MIT
 * Choices about the commitment as rows. */
#include "store/pledge.h"

#include "store/db.h"

bool
pledge_chosen_before(int64_t document, int64_t exam_id)
{
	static struct stmt q = { "SELECT EXISTS (SELECT 1 FROM registration WHERE document = :document AND exam_id = :exam "
		"AND deleted_at IS NOT NULL AND pledge IN ('decline', 'withdrawn'))", NULL };

	db_int(&q, ":document", document);
	db_int(&q, ":exam", exam_id);
	return db_int1(&q, 0) != 0;
}

void
pledge_record(int64_t registration_id, const char *choice, const char *action, const char *login, const char *now, int64_t batch_id)
{
	static struct stmt set = { "UPDATE registration SET pledge = :choice, outcome = '', outcome_route = '', outcome_codes = '', outcome_at = NULL, "
		"review = iif(review = 'pass', '', review), reviewed_at = iif(review = 'pass', NULL, reviewed_at) WHERE id = :id", NULL };
	static struct stmt act = { "INSERT INTO pledge_act (registration_id, action, login, at, batch_id) "
		"VALUES (:id, :action, :login, :now, :run)", NULL };

	db_int(&set, ":id", registration_id);
	db_text(&set, ":choice", choice);
	db_do(&set);
	db_int(&act, ":id", registration_id);
	db_text(&act, ":action", action);
	db_text(&act, ":login", login);
	db_text(&act, ":now", now);
	db_int(&act, ":run", batch_id);
	db_do(&act);
}
