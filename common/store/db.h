/* SPDX-License-Identifier: MIT
 * The database file: opening it safely, statements with named parameters, the one write
 * transaction of a run behind the fair writer lock, and what each run leaves in batch and
 * audit_entry. sqlite3.h is seen in db_state.h only. Everything here dies (EX_ENV, EX_BUSY) instead of
 * returning errors: without the database a tool cannot go on, and nothing has been committed. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DB_APPLICATION_ID = 0x4b414f57 }; /* "KAOW" */

/* A prepared statement and its text. Static tables of these are prepared by db_prepare; a
 * single static one prepares itself when it is first used. */
struct stmt {
	const char *sql;
	struct stmt_state *state;
};

/* ---- file */

/* Open an existing database. writes: the tables that this program may write, separated by blanks ("" for
 * a reader); any other write is refused by SQLite's authorizer. Dies with EX_ENV where the file is
 * missing, no Kaowu database, newer or older than the program (naming exam-init --upgrade), on a network file
 * system, in a folder that others may write. */
void db_open(const char *path, const char *writes);
/* Create path (mode 0600) with the newest schema; dies where it exists. Leaves it open for writes. */
void db_create(const char *path);
/* Open an older database and bring it to the newest version, one migration a transaction; the number of migrations run. */
int db_upgrade(const char *path);
void db_close(void);
bool db_is_open(void);
const char *db_path(void);

/* ---- statements: every named parameter must be bound before each execution */

void db_prepare(struct stmt *q, size_t n);
/* Finalize one that is not static. */
void db_release(struct stmt *q);
void db_text(struct stmt *q, const char *name, const char *value); /* NULL binds NULL; copied */
/* As db_text, for hot statements: value is not copied and must stay until db_do has run. */
void db_text_kept(struct stmt *q, const char *name, const char *value);
/* The same for n bytes that need no NUL behind them. */
void db_bytes_kept(struct stmt *q, const char *name, const char *p, size_t n);
/* As db_text, but "" binds NULL. */
void db_text_or_null(struct stmt *q, const char *name, const char *value);
void db_int(struct stmt *q, const char *name, int64_t value);
void db_null(struct stmt *q, const char *name);
/* Step: true and a row to read, or false (then the statement is reset). */
bool db_row(struct stmt *q);
/* Stop reading before the end. */
void db_reset(struct stmt *q);
/* Run a statement that gives no rows; the number of rows it changed. */
int64_t db_do(struct stmt *q);
/* The first column of its only row, else otherwise; resets. */
int64_t db_int1(struct stmt *q, int64_t otherwise);
/* Columns of the present row, from 0; text is "" for NULL and valid until the next step. */
const char *db_col(struct stmt *q, int column);
/* The same without the NUL behind it, which costs SQLite a copy. */
const char *db_col_bytes(struct stmt *q, int column, size_t *n);
int64_t db_col_int(struct stmt *q, int column);
bool db_col_null(struct stmt *q, int column);
int db_columns(struct stmt *q);
const char *db_col_name(struct stmt *q, int column);
int64_t db_last_id(void);
/* Rows of SQL text with no parameters, for checks that are data themselves (exam-check):
 * the callback gets each row's columns as text. */
void db_each(const char *sql, void (*row)(void *context, int n, const char *const *value), void *context);

/* ---- the write transaction */

/* Take the writer lock (waits up to timeout_s, then dies with EX_BUSY naming the holder) and
 * BEGIN IMMEDIATE. need: bytes the run may add; dies where the disk has not three times as many. */
void db_begin(int timeout_s, int64_t need);
/* Put the run's inserted rows per table into batch_count (batch_id as given), commit, release the lock. */
void db_commit(int64_t batch_id);
/* As db_commit, and begin the next transaction without letting another writer in between. */
void db_commit_on(int64_t batch_id);
void db_rollback(void);
/* As a failed run leaves: undo what is open. True where the writer lock is held, or can be had at once; it is held from then on. */
bool db_abandon(void);
/* Within it: remember this point; then keep what came since, or undo it (rows counted for the batch included). One at a time. */
void db_mark(void);
void db_keep(void);
void db_undo(void);
/* Rows inserted, changed or deleted since db_begin. */
int64_t db_changes(void);
/* Keep less of the file in memory than usual (8 MB, not 64): for a program that reads everything once. */
void db_small_cache(void);
/* A read transaction, so that all of a tool's SELECTs see one state. */
void db_begin_read(void);
void db_end_read(void);

#endif
