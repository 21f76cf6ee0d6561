/* SPDX-License-Identifier: MIT
 * What is due for which tool. */
#include "store/todo.h"

#include <stddef.h>
#include <string.h>

#define DUE(condition) \
	"SELECT r.reg_no FROM registration r JOIN registration_state s ON s.registration_id = r.id " \
	"JOIN person p ON p.id = r.person_id WHERE r.exam_id = :exam AND :now <> '' AND r.deleted_at IS NULL AND " SCOPE_SQL " AND " condition \
	" ORDER BY r.reg_no"

static const struct {
	const char *tool, *sql;
} todo[] = {
	{ "photo-check", DUE("p.photo_id IS NULL") },
	{ "reg-confirm", DUE("s.state = 'filled'") },
	/* again where a registry had not answered: its answer may have come */
	{ "elig-verify", DUE("s.state IN ('filled', 'confirmed') AND (r.outcome = '' OR instr(r.outcome_codes, 'UNANSWERED') > 0)") },
	/* who waits for a person's decision: before payment (pre), or after the results (post) */
	{ "elig-review", DUE("((s.review_mode = 'pre' AND s.state = 'confirmed' AND r.outcome IN ('online', 'onsite')) OR "
		"(s.review_mode = 'post' AND s.state = 'passed' AND r.review <> 'pass'))") },
	{ "fee-bill", DUE("(s.state = 'reviewed' OR (s.review_mode <> 'pre' AND s.state = 'confirmed')) AND NOT EXISTS "
		"(SELECT 1 FROM fee_order o WHERE o.registration_id = r.id AND o.closed_at IS NULL "
		"AND (o.pay_until = '' OR o.pay_until >= :now))") },
	{ "fee-pay", DUE("r.paid_at IS NULL AND s.state IN ('confirmed', 'reviewed') AND EXISTS "
		"(SELECT 1 FROM fee_order o WHERE o.registration_id = r.id AND o.closed_at IS NULL)") },
	{ "seat-assign", DUE("s.state = 'paid'") },
	{ "admit-print", DUE("s.state IN ('seated', 'printed')") },
	/* whose marks are not all there */
	{ "score-import", DUE("s.state IN ('seated', 'printed', 'scored') AND (SELECT count(*) FROM score c WHERE c.registration_id = r.id) < "
		"(SELECT count(*) FROM registration_subject b WHERE b.registration_id = r.id AND b.carried_year IS NULL)") },
	{ "score-publish", DUE("s.state = 'scored'") },
};

const char *
todo_sql(const char *tool)
{
	for (size_t i = 0; i < sizeof todo / sizeof *todo; i++)
		if (strcmp(todo[i].tool, tool) == 0)
			return todo[i].sql;
	return NULL;
}

void
todo_bind(struct stmt *q, int64_t exam, const char *now, const struct scope *scope)
{
	db_int(q, ":exam", exam);
	db_text(q, ":now", now);
	scope_bind(q, scope);
}

const char *
todo_tool(int n)
{
	return n >= 0 && (size_t)n < sizeof todo / sizeof *todo ? todo[n].tool : NULL;
}
