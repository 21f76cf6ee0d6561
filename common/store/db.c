/* SPDX-License-Identifier: MIT
 * The database file. sqlite3.h is seen here only. */
#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "store/memory.h"
#include "store/migration.h"

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

static sqlite3 *db;
static char *path_open;
static const char *writable = "";
static struct stmt_state *statements;
static int lock_fd = -1;
static bool in_transaction;
static int64_t changes_before;

/* Rows inserted per table in this transaction. SQLite's update hook does not see tables without rowid. */
static struct {
	char name[48];
	int64_t added;
} counted[COUNTED_MAX];
static int ncounted;
static int inserting; /* what the statement that is being prepared inserts into */
static struct buf batch_tables; /* the tables whose rows name their batch, separated by blanks */

static _Noreturn void
fail(const char *what)
{
	int code = db != NULL ? sqlite3_errcode(db) : SQLITE_CANTOPEN;
	int status = code == SQLITE_BUSY || code == SQLITE_LOCKED ? EX_BUSY : EX_ENV;

	die(status, L("%s: %s: %s; nothing was changed", "%s: %s: %s; 未作任何改动"),
	    path_open != NULL ? path_open : "exam.db", what, db != NULL ? sqlite3_errmsg(db) : strerror(errno));
}

static void
exec(const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail(sql);
}

/* ---- statements */

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
		fail(q->sql);
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
		fail(q->sql);
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
		fail(sql);
}

/* ---- the file */

static bool
listed(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; (p = strstr(p, word)) != NULL; p += n)
		if ((p == list || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

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

/* A tool writes the tables it has declared and what every run leaves; nothing else. */
static int
authorize(void *context, int action, const char *table, const char *a, const char *b, const char *trigger)
{
	(void)context, (void)a, (void)b;
	switch (action) {
	case SQLITE_INSERT:
		if (trigger == NULL)
			inserting = count_of(table);
		/* fall through */
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		if (listed(writable, table))
			return SQLITE_OK;
		return *writable != '\0' && listed("batch batch_count audit_entry", table) ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_ATTACH:
	case SQLITE_CREATE_TABLE:
	case SQLITE_CREATE_TRIGGER:
	case SQLITE_CREATE_VIEW:
	case SQLITE_CREATE_INDEX:
	case SQLITE_DROP_TABLE:
	case SQLITE_DROP_TRIGGER:
	case SQLITE_DROP_VIEW:
	case SQLITE_DROP_INDEX:
	case SQLITE_ALTER_TABLE:
		return SQLITE_DENY;
	default:
		return SQLITE_OK;
	}
}

static int
trace(unsigned type, void *context, void *statement, void *nanoseconds)
{
	(void)type, (void)context;
	char *sql = sqlite3_expanded_sql(statement);

	fprintf(stderr, "%s: sql: %.3f ms: %s\n", diag_name(),
	    (double)*(const sqlite3_int64 *)nanoseconds / 1e6, sql != NULL ? sql : "?");
	sqlite3_free(sql);
	return 0;
}

static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? xstrdup(".") : slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

/* A database that others could replace, or on a file system without shared memory and locks, is refused. */
static void
check_folder(const char *path)
{
	enum { NFS = 0x6969, SMB = 0x517b, SMB2 = (int)0xfe534d42, CIFS = (int)0xff534d42, V9FS = 0x01021997 };
	char *dir = folder_of(path);
	struct stat st;
	struct statfs fs;

	if (stat(dir, &st) != 0 || statfs(dir, &fs) != 0)
		die(EX_ENV, "%s: %s", dir, strerror(errno));
	if ((st.st_mode & (S_IWGRP | S_IWOTH)) != 0 && (st.st_mode & S_ISVTX) == 0)
		die(EX_ENV, L("%s: others may write into this folder and so replace the database: chmod go-w it",
		    "%s: 他人可写此文件夹, 数据库可能被替换: 请执行 chmod go-w"), dir);
	int type = (int)fs.f_type;

	if (type == NFS || type == SMB || type == SMB2 || type == CIFS || type == V9FS)
		die(EX_ENV, L("%s: a network file system: SQLite's shared memory and locks do not work there; "
		    "put the database on a local disk",
		    "%s: 网络文件系统不支持 SQLite 的共享内存与锁; 请把数据库放在本地磁盘"), dir);
	free(dir);
}

/* The one value of a statement that is asked for once. */
static int64_t
once(struct stmt q)
{
	int64_t v = db_int1(&q, 0);

	db_release(&q);
	return v;
}

static void
connect_to(const char *path, int flags)
{
	static bool configured;
	static const sqlite3_mem_methods memory = { memory_get, memory_free, memory_resize, memory_size, memory_round,
		memory_start, memory_stop, NULL };

	if (!configured) {
		sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
		sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
		sqlite3_config(SQLITE_CONFIG_MALLOC, &memory);
		configured = true;
	}
	free(path_open);
	path_open = xstrdup(path);
	if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK)
		fail("open");
	sqlite3_extended_result_codes(db, 0);
	sqlite3_busy_timeout(db, 60000);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	exec("PRAGMA synchronous = FULL");
	exec("PRAGMA foreign_keys = ON");
	exec("PRAGMA cache_size = -65536");
	exec("PRAGMA temp_store = MEMORY");
	exec("PRAGMA journal_size_limit = 67108864");
	exec("PRAGMA wal_autocheckpoint = 4000");

	if (once((struct stmt){ "PRAGMA foreign_keys", NULL }) != 1)
		bug("foreign keys are off");
	const char *t = getenv("KAOWU_TRACE");

	if (t != NULL && strcmp(t, "sql") == 0)
		sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, trace, NULL);
}

static int
version_of_file(void)
{
	if (once((struct stmt){ "PRAGMA application_id", NULL }) != DB_APPLICATION_ID)
		die(EX_ENV, L("%s: not a Kaowu database", "%s: 不是考务数据库"), path_open);
	int v = (int)once((struct stmt){ "PRAGMA user_version", NULL });

	if (v > migration_count)
		die(EX_ENV, L("%s: made by a newer version (schema %d, this program knows %d): update the programs",
		    "%s: 由更新的版本建立 (结构 %d, 本程序支持到 %d): 请更新程序"), path_open, v, migration_count);
	return v;
}

static void
must_exist(const char *path)
{
	if (access(path, F_OK) != 0)
		die(EX_ENV, L("%s: %s; make a database with: exam-init -d %s", "%s: %s; 请先建库: exam-init -d %s"),
		    path, strerror(errno), path);
}

static void
find_batch_tables(void)
{
	struct stmt q = { "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' "
		"AND c.name = 'batch_id' /*scan*/", NULL };

	buf_clear(&batch_tables);
	while (db_row(&q))
		buf_printf(&batch_tables, "%s ", db_col(&q, 0));
	db_release(&q);
}

void
db_open(const char *path, const char *writes)
{
	must_exist(path);
	check_folder(path);
	connect_to(path, access(path, W_OK) == 0 ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
	int v = version_of_file();

	if (v < migration_count)
		die(EX_ENV, L("%s: an older schema (%d, this program needs %d): run: exam-init --upgrade -d %s",
		    "%s: 结构版本较旧 (%d, 需要 %d): 请执行: exam-init --upgrade -d %s"), path, v, migration_count, path);
	if (*writes != '\0')
		find_batch_tables();
	writable = writes;
	sqlite3_set_authorizer(db, authorize, NULL);
	if (*writes == '\0')
		exec("PRAGMA query_only = ON");
}

static void
migrate(int from)
{
	for (int i = from; i < migration_count; i++) {
		char pragma[64];

		exec("BEGIN IMMEDIATE");
		exec(migrations[i].sql);
		snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", migrations[i].version);
		exec(pragma);
		exec("COMMIT");
	}
}

void
db_create(const char *path)
{
	char pragma[64];

	check_folder(path);
	/* reserve the name with the right mode before SQLite opens it */
	int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0)
		die(EX_ENV, "%s: %s", path, errno == EEXIST ? L("exists already; nothing was changed", "已存在; 未作任何改动") :
		    strerror(errno));
	close(fd);
	connect_to(path, SQLITE_OPEN_READWRITE);
	exec("PRAGMA page_size = 8192"); /* imports are 6 to 9 % faster than with 4096, and 10 % than with 16384 */
	snprintf(pragma, sizeof pragma, "PRAGMA application_id = %d", DB_APPLICATION_ID);
	exec(pragma);
	exec("PRAGMA journal_mode = WAL");
	migrate(0);
	writable = "";
}

int
db_upgrade(const char *path)
{
	must_exist(path);
	check_folder(path);
	connect_to(path, SQLITE_OPEN_READWRITE);
	int from = version_of_file();

	migrate(from);
	return migration_count - from;
}

void
db_close(void)
{
	while (statements != NULL) {
		struct stmt_state *next = statements->next;

		sqlite3_finalize(statements->handle);
		/* the struct stmt still points to it: emptied, not freed */
		statements->handle = NULL;
		statements = next;
	}
	if (db != NULL)
		sqlite3_close(db);
	db = NULL;
	if (lock_fd >= 0)
		close(lock_fd);
	lock_fd = -1;
}

const char *
db_path(void)
{
	return path_open;
}

/* ---- the write transaction */

static void
on_alarm(int sig)
{
	(void)sig;
}

/* Queue for the writer lock: flock is fair, SQLite's own busy handler is not (db.md 4). */
static void
take_lock(int timeout_s)
{
	char *name = xasprintf("%s.wlock", path_open);

	lock_fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock_fd < 0)
		die(EX_ENV, "%s: %s", name, strerror(errno));
	if (flock(lock_fd, LOCK_EX | LOCK_NB) != 0) {
		struct sigaction act = { .sa_handler = on_alarm }, old;
		/* fires again, should the first signal come before flock waits */
		struct itimerval timer = { { 0, 50000 }, { timeout_s, 0 } };

		sigaction(SIGALRM, &act, &old);
		setitimer(ITIMER_REAL, &timer, NULL);
		if (timeout_s == 0 || flock(lock_fd, LOCK_EX) != 0) {
			struct buf holder = BUF_INIT;

			buf_read_file(&holder, name, 256);
			die(EX_BUSY, L("%s: another writer (%s) held on for %d s; nothing was changed, try again",
			    "%s: 另一写入者 (%s) 占用超过 %d 秒; 未作任何改动, 请重试"), path_open,
			    holder.len > 0 ? buf_text(&holder) : "?", timeout_s);
		}
		timer = (struct itimerval){ { 0, 0 }, { 0, 0 } };
		setitimer(ITIMER_REAL, &timer, NULL);
		sigaction(SIGALRM, &old, NULL);
	}
	char holder[128];
	int n = snprintf(holder, sizeof holder, "pid %ld %s", (long)getpid(), diag_name());

	if (ftruncate(lock_fd, 0) == 0 && n > 0)
		n = (int)pwrite(lock_fd, holder, (size_t)n, 0);
	free(name);
}

void
db_begin(int timeout_s, int64_t need)
{
	struct statvfs vfs;
	char *dir = folder_of(path_open);

	if (statvfs(dir, &vfs) == 0 && (int64_t)vfs.f_bavail * (int64_t)vfs.f_frsize < need * 3)
		die(EX_ENV, L("%s: not enough space: %lld MB are needed, %lld MB are free; nothing was changed",
		    "%s: 空间不足: 需要 %lld MB, 剩余 %lld MB; 未作任何改动"), dir, (long long)(need * 3 / 1000000),
		    (long long)vfs.f_bavail * (long long)vfs.f_frsize / 1000000);
	free(dir);
	take_lock(timeout_s);
	sqlite3_busy_timeout(db, timeout_s * 1000);
	if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
		if (sqlite3_errcode(db) == SQLITE_BUSY)
			die(EX_BUSY, L("%s: another program holds the database; nothing was changed, try again",
			    "%s: 另一程序占用数据库; 未作任何改动, 请重试"), path_open);
		fail("BEGIN IMMEDIATE");
	}
	in_transaction = true;
	for (int i = 0; i < ncounted; i++)
		counted[i].added = 0;
	changes_before = sqlite3_total_changes64(db);
}

static void
unlock(void)
{
	in_transaction = false;
	if (lock_fd >= 0)
		close(lock_fd);
	lock_fd = -1;
}

void
db_commit(int64_t batch_id)
{
	static struct stmt add = { "INSERT INTO batch_count (batch_id, \"table\", added) VALUES (:batch, :table, :added)",
		NULL };
	int n = ncounted;

	for (int i = 0; i < n; i++) {
		if (counted[i].added == 0 || strcmp(counted[i].name, "batch_count") == 0 || strcmp(counted[i].name, "audit_entry") == 0)
			continue;
		if (!listed(buf_text(&batch_tables), counted[i].name))
			continue;
		db_int(&add, ":batch", batch_id);
		db_text(&add, ":table", counted[i].name);
		db_int(&add, ":added", counted[i].added);
		db_do(&add);
	}
	for (struct stmt_state *st = statements; st != NULL; st = st->next)
		sqlite3_reset(st->handle);
	exec("COMMIT");
	unlock();
}

void
db_rollback(void)
{
	if (!in_transaction)
		return;
	for (struct stmt_state *st = statements; st != NULL; st = st->next)
		sqlite3_reset(st->handle);
	exec("ROLLBACK");
	unlock();
}

int64_t
db_changes(void)
{
	return sqlite3_total_changes64(db) - changes_before;
}

void
db_begin_read(void)
{
	exec("BEGIN");
}

void
db_end_read(void)
{
	exec("COMMIT");
}
