/* SPDX-License-Identifier: MIT
 * What is due for which tool. */
#include "store/todo.h"

#include <stddef.h>
#include <string.h>

#define DUE(condition) \
	"SELECT r.reg_no FROM registration r JOIN registration_state s ON s.registration_id = r.id " \
	"JOIN person p ON p.id = r.person_id WHERE r.exam_id = :exam AND :now <> '' AND r.deleted_at IS NULL AND " SCOPE_SQL " AND " condition \
	" ORDER BY r.reg_no"

#define PHOTO_CHECK "p.photo_id IS NULL"
#define REG_CONFIRM "s.state = 'filled'"
/* whom nobody has decided about and who has not paid; again where a registry had not answered: its answer may have come */
#define ELIG_VERIFY "r.review = '' AND r.paid_at IS NULL AND (r.outcome = '' OR instr(r.outcome_codes, 'UNANSWERED') > 0)"
/* who waits for a person's decision: before payment (pre), or after the results (post) */
#define ELIG_REVIEW "((s.review_mode = 'pre' AND s.state = 'confirmed' AND r.outcome IN ('online', 'onsite')) OR " \
	"(s.review_mode = 'post' AND s.state = 'passed' AND r.review <> 'pass'))"
#define FEE_BILL "(s.state = 'reviewed' OR (s.review_mode <> 'pre' AND s.state = 'confirmed')) AND NOT EXISTS " \
	"(SELECT 1 FROM fee_order o WHERE o.registration_id = r.id AND o.closed_at IS NULL AND (o.pay_until = '' OR o.pay_until >= :now))"
#define FEE_PAY "r.paid_at IS NULL AND s.state IN ('confirmed', 'reviewed') AND EXISTS " \
	"(SELECT 1 FROM fee_order o WHERE o.registration_id = r.id AND o.closed_at IS NULL)"
#define SEAT_ASSIGN "s.state = 'paid'"
/* who has a seat, whatever has become of it since: printing again is always allowed */
#define ADMIT_PRINT "r.seated_at IS NOT NULL AND r.paid_at IS NOT NULL"
#define ROOM_PRINT ADMIT_PRINT
/* whose marks are not all there */
#define SCORE_IMPORT "s.state IN ('seated', 'printed', 'scored') AND (SELECT count(*) FROM score c WHERE c.registration_id = r.id) < " \
	"(SELECT count(*) FROM registration_subject b WHERE b.registration_id = r.id AND b.carried_year IS NULL)"
#define SCORE_PUBLISH "s.state = 'scored'"
#define FORM_PRINT "r.confirmed_at IS NOT NULL" /* the application form; --doc has lists of its own */

static const struct {
	const char *tool, *sql;
} todo[] = {
	{ "photo-check", DUE(PHOTO_CHECK) }, { "reg-confirm", DUE(REG_CONFIRM) }, { "elig-verify", DUE(ELIG_VERIFY) }, { "elig-review", DUE(ELIG_REVIEW) },
	{ "fee-bill", DUE(FEE_BILL) }, { "fee-pay", DUE(FEE_PAY) }, { "seat-assign", DUE(SEAT_ASSIGN) }, { "admit-print", DUE(ADMIT_PRINT) },
	{ "room-print", DUE(ROOM_PRINT) }, { "score-import", DUE(SCORE_IMPORT) }, { "score-publish", DUE(SCORE_PUBLISH) },
	{ "form-print", DUE(FORM_PRINT) },
};

_Static_assert(sizeof todo / sizeof *todo == TODO_TOOLS, "a count for each list");

/* Where somebody stands is found once for all the lists. */
#define SUM(condition) ", sum(" condition ")"
const char todo_counts_sql[] =
	"WITH s AS MATERIALIZED (SELECT registration_id, state, review_mode FROM registration_state WHERE exam_id = :exam) "
	"SELECT r.province, count(*)" SUM(PHOTO_CHECK) SUM(REG_CONFIRM) SUM(ELIG_VERIFY) SUM(ELIG_REVIEW) SUM(FEE_BILL) SUM(FEE_PAY) SUM(SEAT_ASSIGN)
	SUM(ADMIT_PRINT) SUM(ROOM_PRINT) SUM(SCORE_IMPORT) SUM(SCORE_PUBLISH) SUM(FORM_PRINT) " FROM s JOIN registration r ON r.id = s.registration_id JOIN person p ON p.id = r.person_id "
	"WHERE r.deleted_at IS NULL AND :now <> '' AND " SCOPE_SQL " GROUP BY r.province ORDER BY r.province";

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
