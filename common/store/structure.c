/* SPDX-License-Identifier: MIT
 * The schema as it is against the schema as the migrations make it. */
#include "store/structure.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "store/db_state.h"
#include "store/migration.h"

/* ---- what a statement says */

static bool
is_word(unsigned char c)
{
	return isalnum(c) || c == '_' || c == '$' || c >= 0x80;
}

/* Past blanks and comments. */
static const char *
skip_blank(const char *p)
{
	for (;;) {
		if (isspace((unsigned char)*p)) {
			p++;
		} else if (p[0] == '-' && p[1] == '-') {
			p += strcspn(p, "\n");
		} else if (p[0] == '/' && p[1] == '*') {
			const char *end = strstr(p + 2, "*/");

			p = end != NULL ? end + 2 : p + strlen(p);
		} else {
			return p;
		}
	}
}

/* Behind the quote that closes the one at p; one written twice does not. */
static const char *
past_quoted(const char *p)
{
	char close = *p == '[' ? ']' : *p;

	for (p++; *p != '\0'; p++)
		if (*p == close && (close == ']' || *++p != close))
			return close == ']' ? p + 1 : p;
	return p;
}

static void
add_lower(struct buf *b, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_char(b, p[i] >= 'A' && p[i] <= 'Z' ? (char)(p[i] + ('a' - 'A')) : p[i]);
}

static bool
all_word(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_word((unsigned char)p[i]))
			return false;
	return n > 0;
}

void
structure_plain(const char *sql, struct buf *plain)
{
	for (const char *p = skip_blank(sql), *end; *p != '\0'; p = skip_blank(end)) {
		end = p + 1;
		if (*p == '\'') {
			end = past_quoted(p);
			buf_add(plain, p, (size_t)(end - p));
		} else if (*p == '"' || *p == '`' || *p == '[') {
			end = past_quoted(p);
			size_t n = (size_t)(end - p);

			if (n > 2 && all_word(p + 1, n - 2))
				add_lower(plain, p + 1, n - 2);
			else
				buf_add(plain, p, n);
		} else {
			while (is_word((unsigned char)*p) && is_word((unsigned char)*end))
				end++;
			add_lower(plain, p, (size_t)(end - p));
		}
		buf_char(plain, ' ');
	}
}

/* ---- the objects of a database */

struct object {
	char *type, *name, *table, *plain;
};

struct objects {
	struct object *at;
	size_t n;
};

static void
add_object(void *context, int n, const char *const *value)
{
	struct objects *o = context;
	struct buf plain = BUF_INIT;

	(void)n;
	structure_plain(value[3] != NULL ? value[3] : "", &plain);
	o->at = xreallocarray(o->at, o->n + 1, sizeof *o->at);
	o->at[o->n++] = (struct object){ xstrdup(value[0]), xstrdup(value[1]), xstrdup(value[2]), buf_detach(&plain) };
}

/* The same for one of the fresh database; sqlite3_exec's callback. */
static int
add_fresh(void *context, int n, char **value, char **name)
{
	(void)name;
	add_object(context, n, (const char *const *)value);
	return 0;
}

static void
release(struct objects *o)
{
	for (size_t i = 0; i < o->n; i++) {
		free(o->at[i].type);
		free(o->at[i].name);
		free(o->at[i].table);
		free(o->at[i].plain);
	}
	free(o->at);
}

#define OBJECTS "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name /*scan*/"

static sqlite3 *
build_fresh(void)
{
	sqlite3 *fresh;

	if (sqlite3_open_v2(":memory:", &fresh, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
		db_fail("a database in memory");
	for (int i = 0; i < migration_count; i++)
		if (sqlite3_exec(fresh, migrations[i].sql, NULL, NULL, NULL) != SQLITE_OK)
			bug("%s: %s", migrations[i].name, sqlite3_errmsg(fresh));
	return fresh;
}

/* ---- comparing */

static int
order(const struct object *a, const struct object *b)
{
	int c = strcmp(a->type, b->type);

	return c != 0 ? c : strcmp(a->name, b->name);
}

/* Every column that our queries may name. */
static int
column_there(void *context, int n, char **value, char **name)
{
	bool *whole = context;

	(void)n, (void)name;
	*whole &= sqlite3_table_column_metadata(db, "main", value[0], value[1], NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
	return 0;
}

bool
structure_compare(void (*differs)(void *context, const struct structure_difference *d), void *context)
{
	sqlite3 *fresh = build_fresh();
	struct objects want = { NULL, 0 }, have = { NULL, 0 };
	bool whole = true;

	sqlite3_exec(fresh, OBJECTS, add_fresh, &want, NULL);
	db_each(OBJECTS, add_object, &have);
	for (size_t w = 0, h = 0; w < want.n || h < have.n;) {
		int c = w == want.n ? 1 : h == have.n ? -1 : order(&want.at[w], &have.at[h]);
		const struct object *o = c <= 0 ? &want.at[w] : &have.at[h];
		enum structure_fault fault = c < 0 ? STRUCTURE_MISSING : c > 0 ? STRUCTURE_FOREIGN : STRUCTURE_ALTERED;

		if (c != 0 || strcmp(want.at[w].plain, have.at[h].plain) != 0) {
			differs(context, &(struct structure_difference){ o->type, o->name, o->table, fault });
			whole &= fault == STRUCTURE_FOREIGN || strcmp(o->type, "view") != 0;
		}
		w += c <= 0;
		h += c >= 0;
	}
	sqlite3_exec(fresh, "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' "
		"AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'", column_there, &whole, NULL);
	release(&want);
	release(&have);
	sqlite3_close(fresh);
	return whole;
}
