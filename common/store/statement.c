/* SPDX-License-Identifier: MIT
 * Prepared statements with named parameters, and the count of what they insert. */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "store/db_state.h"

enum { PARAMS_MAX = 48, COUNTED_MAX = 64 };
enum { TEXT, NOTHING, EMPTY, NUMBER }; /* what is bound: a text, NULL, '', a number */

struct stmt_state {
	sqlite3_stmt *handle;
	int nparam;
	const char *name[PARAMS_MAX]; /* the caller's literal last seen for each parameter: found by its address */
	struct {
		int is; /* TEXT … */
		int64_t number;
	} last[PARAMS_MAX];           /* what is bound stays bound from row to row: the same again needs no call */
	int expected;                 /* parameters are mostly bound in their order: look here first */
	uint64_t bound, all;
	int inserts;                  /* index of counted[] of the table it inserts into, -1: none */
	bool stepping;
	struct stmt_state *next;
};

static struct stmt_state *statements;

/* Rows inserted per table in this transaction. SQLite's update hook does not see tables without rowid. */
static struct {
	char name[48];
	int64_t added, marked;
} counted[COUNTED_MAX];
static int ncounted;
static int inserting; /* what the statement that is being prepared inserts into */

/* The index of a table in counted[]. */
static int
count_of(const char *table)
{
	for (int i = 0; i < ncounted; i++)
		if (strcmp(counted[i].name, table) == 0)
			return i;
	if (ncounted == COUNTED_MAX)
		bug("more than %d tables are written", COUNTED_MAX);
	snprintf(counted[ncounted].name, sizeof counted->name, "%s", table);
	return ncounted++;
}

void
statement_inserts(const char *table)
{
	inserting = count_of(table);
}

static struct stmt_state *
prepared(struct stmt *q)
{
	if (q->state != NULL)
		return q->state;
	struct stmt_state *st = xcalloc(1, sizeof *st);
	const char *tail = "";

	inserting = -1;
	if (sqlite3_prepare_v3(db, q->sql, -1, SQLITE_PREPARE_PERSISTENT, &st->handle, &tail) != SQLITE_OK)
		bug("%s\nSQL: %s", sqlite3_errmsg(db), q->sql);
	st->inserts = inserting;
	if (tail[strspn(tail, " \t\n;")] != '\0')
		bug("text behind the statement: %s", tail);
	st->nparam = sqlite3_bind_parameter_count(st->handle);
	if (st->nparam >= PARAMS_MAX)
		bug("too many parameters: %s", q->sql);
	st->all = (UINT64_C(1) << st->nparam) - 1;
	st->next = statements;
	statements = st;
	return q->state = st;
}

void
db_release(struct stmt *q)
{
	struct stmt_state **p = &statements;

	if (q->state == NULL)
		return;
	while (*p != q->state)
		p = &(*p)->next;
	*p = q->state->next;
	sqlite3_finalize(q->state->handle);
	free(q->state);
	q->state = NULL;
}

void
db_prepare(struct stmt *q, size_t n)
{
	for (size_t i = 0; i < n; i++)
		prepared(&q[i]);
}

static int
parameter(struct stmt *q, const char *name)
{
	struct stmt_state *st = prepared(q);

	for (int k = 0, i = st->expected; k < st->nparam; k++, i++) {
		if (i >= st->nparam)
			i = 0;
		if (st->name[i] == name) {
			st->bound |= UINT64_C(1) << i;
			st->expected = i + 1;
			return i + 1;
		}
	}
	int i = sqlite3_bind_parameter_index(st->handle, name);

	if (i == 0)
		bug("no parameter %s in: %s", name, q->sql);
	st->name[i - 1] = name;
	st->bound |= UINT64_C(1) << (i - 1);
	return i;
}

static void
bound(struct stmt *q, int code)
{
	if (code == SQLITE_MISUSE)
		bug("bound while stepping: %s", q->sql);
	if (code != SQLITE_OK)
		db_fail(q->sql);
}

/* Is it bound to parameter i already? If not, it will be. */
static bool
already(struct stmt *q, int i, int is, int64_t number)
{
	struct stmt_state *st = q->state;

	if (st->last[i - 1].is == is && st->last[i - 1].number == number)
		return true;
	st->last[i - 1].is = is;
	st->last[i - 1].number = number;
	return false;
}

static void
bind_null(struct stmt *q, int i)
{
	if (!already(q, i, NOTHING, 0))
		bound(q, sqlite3_bind_null(q->state->handle, i));
}

static void
bind_text(struct stmt *q, int i, const char *value, sqlite3_destructor_type whose)
{
	q->state->last[i - 1].is = TEXT;
	bound(q, sqlite3_bind_text(q->state->handle, i, value, -1, whose));
}

void
db_text(struct stmt *q, const char *name, const char *value)
{
	bind_text(q, parameter(q, name), value, SQLITE_TRANSIENT);
}

void
db_text_kept(struct stmt *q, const char *name, const char *value)
{
	int i = parameter(q, name);

	if (value == NULL)
		bind_null(q, i);
	else if (*value != '\0')
		bind_text(q, i, value, SQLITE_STATIC);
	else if (!already(q, i, EMPTY, 0))
		bound(q, sqlite3_bind_text(q->state->handle, i, "", 0, SQLITE_STATIC));
}

void
db_bytes_kept(struct stmt *q, const char *name, const char *p, size_t n)
{
	int i = parameter(q, name);

	if (n == 0) {
		if (!already(q, i, EMPTY, 0))
			bound(q, sqlite3_bind_text(q->state->handle, i, "", 0, SQLITE_STATIC));
		return;
	}
	q->state->last[i - 1].is = TEXT;
	bound(q, sqlite3_bind_text(q->state->handle, i, p, (int)n, SQLITE_STATIC));
}

void
db_text_or_null(struct stmt *q, const char *name, const char *value)
{
	db_text(q, name, value != NULL && *value != '\0' ? value : NULL);
}

void
db_int(struct stmt *q, const char *name, int64_t value)
{
	int i = parameter(q, name);

	if (!already(q, i, NUMBER, value))
		bound(q, sqlite3_bind_int64(q->state->handle, i, value));
}

void
db_null(struct stmt *q, const char *name)
{
	bind_null(q, parameter(q, name));
}

bool
db_row(struct stmt *q)
{
	struct stmt_state *st = prepared(q);

	if (!st->stepping && st->bound != st->all)
		bug("unbound parameter in: %s", q->sql);
	int code = sqlite3_step(st->handle);

	if (code == SQLITE_ROW) {
		st->stepping = true;
		return true;
	}
	if (code != SQLITE_DONE) {
		if (sqlite3_errcode(db) == SQLITE_CONSTRAINT)
			bug("%s\nSQL: %s", sqlite3_errmsg(db), sqlite3_expanded_sql(st->handle));
		db_fail(q->sql);
	}
	if (st->inserts >= 0)
		counted[st->inserts].added += sqlite3_changes64(db);
	db_reset(q);
	return false;
}

void
db_reset(struct stmt *q)
{
	if (q->state == NULL)
		return;
	sqlite3_reset(q->state->handle);
	q->state->bound = 0;
	q->state->stepping = false;
}

int64_t
db_do(struct stmt *q)
{
	if (db_row(q))
		bug("gives rows: %s", q->sql);
	return sqlite3_changes64(db);
}

int64_t
db_int1(struct stmt *q, int64_t otherwise)
{
	if (!db_row(q))
		return otherwise;
	if (!db_col_null(q, 0))
		otherwise = db_col_int(q, 0);
	db_reset(q);
	return otherwise;
}

const char *
db_col(struct stmt *q, int column)
{
	const char *s = (const char *)sqlite3_column_text(q->state->handle, column);

	return s != NULL ? s : "";
}

const char *
db_col_bytes(struct stmt *q, int column, size_t *n)
{
	const char *s = sqlite3_column_blob(q->state->handle, column);

	*n = (size_t)sqlite3_column_bytes(q->state->handle, column);
	return s != NULL ? s : "";
}

int64_t
db_col_int(struct stmt *q, int column)
{
	return sqlite3_column_int64(q->state->handle, column);
}

bool
db_col_null(struct stmt *q, int column)
{
	return sqlite3_column_type(q->state->handle, column) == SQLITE_NULL;
}

int
db_columns(struct stmt *q)
{
	return sqlite3_column_count(prepared(q)->handle);
}

const char *
db_col_name(struct stmt *q, int column)
{
	return sqlite3_column_name(prepared(q)->handle, column);
}

int64_t
db_last_id(void)
{
	return sqlite3_last_insert_rowid(db);
}

struct each {
	void (*row)(void *context, int n, const char *const *value);
	void *context;
};

static int
each_row(void *p, int n, char **value, char **name)
{
	const struct each *e = p;
	const char *v[32];

	(void)name;
	for (int i = 0; i < n && i < 32; i++)
		v[i] = value[i] != NULL ? value[i] : "";
	e->row(e->context, n, v);
	return 0;
}

void
db_each(const char *sql, void (*row)(void *context, int n, const char *const *value), void *context)
{
	struct each e = { row, context };

	if (sqlite3_exec(db, sql, each_row, &e, NULL) != SQLITE_OK)
		db_fail(sql);
}

/* ---- of all statements */

void
statements_reset(void)
{
	for (struct stmt_state *st = statements; st != NULL; st = st->next)
		sqlite3_reset(st->handle);
}

void
statements_finalize(void)
{
	while (statements != NULL) {
		struct stmt_state *next = statements->next;

		sqlite3_finalize(statements->handle);
		/* the struct stmt still points to it: emptied, not freed */
		statements->handle = NULL;
		statements = next;
	}
}

void
statements_count_anew(void)
{
	for (int i = 0; i < ncounted; i++)
		counted[i].added = 0;
}

void
statements_mark(void)
{
	for (int i = 0; i < COUNTED_MAX; i++)
		counted[i].marked = counted[i].added; /* those that come later begin at 0 */
}

void
statements_undo(void)
{
	for (int i = 0; i < ncounted; i++)
		counted[i].added = counted[i].marked;
}

void
statements_count(int64_t batch_id, const char *tables)
{
	static struct stmt add = { "INSERT INTO batch_count (batch_id, \"table\", added) VALUES (:batch, :table, :added)",
		NULL };
	int n = ncounted;

	for (int i = 0; i < n; i++) {
		if (counted[i].added == 0 || strcmp(counted[i].name, "batch_count") == 0 || strcmp(counted[i].name, "audit_entry") == 0)
			continue;
		if (!db_listed(tables, counted[i].name))
			continue;
		db_int(&add, ":batch", batch_id);
		db_text(&add, ":table", counted[i].name);
		db_int(&add, ":added", counted[i].added);
		db_do(&add);
	}
}
