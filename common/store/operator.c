/* SPDX-License-Identifier: MIT
 * Operators, their roles and places. */
#include "store/operator.h"

#include <string.h>

#include "base/mem.h"

static struct arena memory; /* of the words of whoever was looked up; they live as long as the run */

static const char *
place(struct stmt *q, int column)
{
	const char *code = db_col(q, column);

	return strcmp(code, "*") == 0 ? "" : arena_strdup(&memory, code);
}

void
operator_find(const char *login, const char **role, struct scope *scope)
{
	static struct stmt any = { "SELECT EXISTS (SELECT 1 FROM operator)", NULL };
	static struct stmt q = { "SELECT role, province, city, review_point FROM operator WHERE login = :login", NULL };

	*scope = (struct scope){ "", "", "" };
	*role = db_int1(&any, 0) == 0 ? "centre" : "";
	db_text(&q, ":login", login);
	if (db_row(&q)) {
		*role = arena_strdup(&memory, db_col(&q, 0));
		*scope = (struct scope){ place(&q, 1), place(&q, 2), place(&q, 3) };
		db_reset(&q);
	}
}

bool
scope_everywhere(const struct scope *s)
{
	return *s->province == '\0' && *s->city == '\0' && *s->review_point == '\0';
}

static bool
holds(const char *scope, const char *code)
{
	return *scope == '\0' || strcmp(scope, code) == 0;
}

bool
scope_holds(const struct scope *s, const char *province, const char *city, const char *review_point)
{
	return holds(s->province, province) && holds(s->city, city) && holds(s->review_point, review_point);
}

void
scope_bind(struct stmt *q, const struct scope *s)
{
	db_text(q, ":in_province", s->province);
	db_text(q, ":in_city", s->city);
	db_text(q, ":in_point", s->review_point);
}
