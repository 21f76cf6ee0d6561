/* SPDX-License-Identifier: MIT
 * A word or code that nobody has is a slip of the keyboard, not an empty list. */
#include <string.h>

#include "base/mem.h"
#include "list.h"
#include "store/db.h"

enum { NAMED_MAX = 40 };

static const char *const states[] = { "filled", "confirmed", "reviewed", "rejected", "paid", "seated", "printed", "scored", "passed", "failed",
	"certified", "deleted", NULL };
static const char *const outcomes[] = { "auto", "online", "onsite", "ineligible", "none", NULL };

static void
check_word(const char *option, const char *value, const char *const *words)
{
	struct buf all = BUF_INIT;

	for (size_t i = 0; value != NULL && words[i] != NULL; i++) {
		if (strcmp(words[i], value) == 0) {
			buf_release(&all);
			return;
		}
		buf_printf(&all, "%s%s", i > 0 ? ", " : "", words[i]);
	}
	if (value != NULL)
		die_usage(L("%s: %s is none of %s", "%s: 没有 %s, 可用: %s"), option, value, buf_text(&all));
}

/* q: code and name of what there is within a place or exam. */
static void
check_code(const char *option, const char **value, struct stmt *q, const char *within)
{
	struct buf all = BUF_INIT;
	int n = 0;

	if (*value == NULL)
		return;
	db_text(q, ":within", within);
	while (db_row(q)) {
		if (strcmp(*value, db_col(q, 0)) == 0 || strcmp(*value, db_col(q, 1)) == 0) {
			*value = xstrdup(db_col(q, 0));
			db_reset(q);
			buf_release(&all);
			return;
		}
		if (n++ < NAMED_MAX)
			buf_printf(&all, "%s%s %s", n > 1 ? ", " : "", db_col(q, 0), db_col(q, 1));
	}
	if (n > NAMED_MAX)
		buf_str(&all, " …");
	die_usage(L("%s: the configuration has no %s%s%s; there are: %s", "%s: 配置中没有 %s%s%s; 可用: %s"), option, *value,
	    within != NULL ? L(" in ", ", 所属 ") : "", within != NULL ? within : "", buf_text(&all));
}

void
conditions_check(const struct run *run, struct conditions *c)
{
	static struct stmt province = { "SELECT province, name FROM province WHERE :within IS NULL ORDER BY row", NULL };
	static struct stmt city = { "SELECT city, name FROM city WHERE :within IS NULL OR province = :within ORDER BY row", NULL };
	static struct stmt point = { "SELECT review_point, name FROM review_point WHERE :within IS NULL OR city = :within ORDER BY row", NULL };
	static struct stmt site = { "SELECT site, name FROM site WHERE :within IS NULL OR city = :within ORDER BY row", NULL };
	static struct stmt level = { "SELECT level, name FROM level WHERE :within IS NULL OR exam || '-' || year = :within ORDER BY row", NULL };
	static struct stmt specialty = { "SELECT specialty, name FROM specialty WHERE :within IS NULL OR exam || '-' || year = :within ORDER BY row",
		NULL };
	const char *exam = run->exam != NULL ? run->exam->key : NULL;

	check_word("--state", c->state, states);
	check_word("--outcome", c->outcome, outcomes);
	check_code("--province", &c->province, &province, NULL);
	check_code("--city", &c->city, &city, c->province);
	check_code("--review-point", &c->review_point, &point, c->city);
	check_code("--site", &c->site, &site, c->city);
	check_code("--level", &c->level, &level, exam);
	check_code("--specialty", &c->specialty, &specialty, exam);
}
