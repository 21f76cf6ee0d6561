/* SPDX-License-Identifier: MIT
 * The database file: opening, and the one write transaction. */
#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
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
#include "store/db_state.h"
#include "store/memory.h"
#include "store/migration.h"

sqlite3 *db;
static char *path_open;
static const char *writable = "";
static int lock_fd = -1;
static bool in_transaction;
static int64_t changes_before;

static struct buf batch_tables; /* the tables whose rows name their batch, separated by blanks */

static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? xstrdup(".") : slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

/* The login of a user, or its number. */
static const char *
login_of(uid_t uid, char number[static 16])
{
	const struct passwd *pw = getpwuid(uid);

	snprintf(number, 16, "%lu", (unsigned long)uid);
	return pw != NULL ? pw->pw_name : number;
}

/* What of the file and its folder, where the journal is, may not be written; NULL: both may. errno says why. */
static const char *
barred(void)
{
	static char *dir;

	free(dir);
	dir = folder_of(path_open);
	if (access(path_open, W_OK) != 0 && errno != ENOENT)
		return path_open;
	return access(dir, W_OK) != 0 ? dir : NULL;
}

/* Whose it is says who can. */
static _Noreturn void
fail_readonly(void)
{
	const char *what = barred();
	int why = errno;
	char a[16], b[16], *me = xstrdup(login_of(geteuid(), a));
	struct stat st;

	if (what == NULL || stat(what, &st) != 0)
		die(EX_ENV, L("%s: the database cannot be written; nothing was changed: is it a copy that was made read-only (chattr, a read-only file system)?",
		    "%s: 数据库不可写; 未作任何改动: 是否为只读副本 (chattr 或只读文件系统)?"), path_open);
	if (why == EROFS)
		die(EX_ENV, L("%s: on a file system that is mounted read-only; nothing was changed", "%s: 所在文件系统为只读; 未作任何改动"), what);
	const char *may = access(what, R_OK) != 0 ? L("read", "读取") : L("write", "写入");

	die(EX_ENV, L("%s: %s may not %s it: it belongs to %s, mode %04o; nothing was changed: run the tool as its owner (sudo -u %s)",
	    "%s: 用户 %s 无权%s: 属主为 %s, 权限 %04o; 未作任何改动: 请以属主身份运行 (sudo -u %s)"), what, me, may, login_of(st.st_uid, b), (unsigned)st.st_mode & 07777,
	    login_of(st.st_uid, b));
}

_Noreturn void
db_fail(const char *what)
{
	int code = db != NULL ? sqlite3_errcode(db) & 0xff : SQLITE_CANTOPEN;
	int status = code == SQLITE_BUSY || code == SQLITE_LOCKED ? EX_BUSY : EX_ENV;

	if (code == SQLITE_READONLY || (code == SQLITE_CANTOPEN && path_open != NULL && barred() != NULL))
		fail_readonly();
	if (code == SQLITE_NOTADB)
		die(EX_ENV, L("%s: not a database; nothing was changed: does -d or KAOWU_DB name the right file?", "%s: 不是数据库文件; 未作任何改动: -d 或 KAOWU_DB 是否指错了文件?"),
		    path_open);
	if (code == SQLITE_CORRUPT)
		die(EX_ENV, L("%s: the file is damaged; nothing was changed: keep it, and go on with the newest backup",
		    "%s: 数据库文件已损坏; 未作任何改动: 请保留此文件, 并改用最近的备份"), path_open);
	die(status, L("%s: %s: %s; nothing was changed", "%s: %s: %s; 未作任何改动"),
	    path_open != NULL ? path_open : "exam.db", what, db != NULL ? sqlite3_errmsg(db) : errno_text(errno));
}

static void
exec(const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		db_fail(sql);
}

bool
db_listed(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; (p = strstr(p, word)) != NULL; p += n)
		if ((p == list || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

/* ---- the file */

/* A tool writes the tables it has declared and what every run leaves; nothing else. */
static int
authorize(void *context, int action, const char *table, const char *a, const char *b, const char *trigger)
{
	(void)context, (void)a, (void)b;
	switch (action) {
	case SQLITE_INSERT:
		if (trigger == NULL)
			statement_inserts(table);
		/* fall through */
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		if (db_listed(writable, table))
			return SQLITE_OK;
		return *writable != '\0' && db_listed("batch batch_count audit_entry", table) ? SQLITE_OK : SQLITE_DENY;
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

/* A database that others could replace, or on a file system without shared memory and locks, is refused. */
static void
check_folder(const char *path)
{
	enum { NFS = 0x6969, SMB = 0x517b, SMB2 = (int)0xfe534d42, CIFS = (int)0xff534d42, V9FS = 0x01021997 };
	char *dir = folder_of(path);
	struct stat st;
	struct statfs fs;

	if (stat(dir, &st) != 0 || statfs(dir, &fs) != 0)
		die(EX_ENV, "%s: %s", dir, errno_text(errno));
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
		db_fail("open");
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
		die(EX_ENV, L("%s: not a Kaowu database; nothing was changed: does -d or KAOWU_DB name the right file?",
		    "%s: 不是考务数据库; 未作任何改动: -d 或 KAOWU_DB 是否指错了文件?"), path_open);
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
		    path, errno_text(errno), path);
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

/* Bring the file to the newest version, and say how many steps that took. What version it has is looked up within each
 * transaction: two may do this at once. */
static int
migrate(void)
{
	for (int n = 0;; n++) {
		char pragma[64];

		exec("BEGIN IMMEDIATE");
		int version = version_of_file();

		if (version == migration_count) {
			exec("ROLLBACK");
			return n;
		}
		if (sqlite3_exec(db, migrations[version].sql, NULL, NULL, NULL) != SQLITE_OK)
			db_fail("migration");
		snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", migrations[version].version);
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
		    errno_text(errno));
	close(fd);
	connect_to(path, SQLITE_OPEN_READWRITE);
	exec("PRAGMA page_size = 8192"); /* imports are 6 to 9 % faster than with 4096, and 10 % than with 16384 */
	snprintf(pragma, sizeof pragma, "PRAGMA application_id = %d", DB_APPLICATION_ID);
	exec(pragma);
	exec("PRAGMA journal_mode = WAL");
	migrate();
	writable = "";
}

int
db_upgrade(const char *path)
{
	must_exist(path);
	check_folder(path);
	connect_to(path, SQLITE_OPEN_READWRITE);
	version_of_file(); /* before anything is written: is it ours? */
	return migrate();
}

void
db_close(void)
{
	statements_finalize();
	if (db != NULL)
		sqlite3_close(db);
	db = NULL;
	if (lock_fd >= 0)
		close(lock_fd);
	lock_fd = -1;
}

bool
db_is_open(void)
{
	return db != NULL;
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
	if (lock_fd < 0 && (errno == EACCES || errno == EROFS || errno == EPERM))
		fail_readonly();
	if (lock_fd < 0)
		die(EX_ENV, L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), name, errno_text(errno));
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
	statements_reset(); /* one that still stands on a row would hold what was */
	sqlite3_busy_timeout(db, timeout_s * 1000);
	if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
		if (sqlite3_errcode(db) == SQLITE_BUSY)
			die(EX_BUSY, L("%s: another program holds the database; nothing was changed, try again",
			    "%s: 另一程序占用数据库; 未作任何改动, 请重试"), path_open);
		db_fail("BEGIN IMMEDIATE");
	}
	in_transaction = true;
	statements_count_anew();
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

static void
commit(int64_t batch_id)
{
	statements_count(batch_id, buf_text(&batch_tables));
	statements_reset();
	exec("COMMIT");
	statements_count_anew();
}

void
db_commit(int64_t batch_id)
{
	commit(batch_id);
	unlock();
}

void
db_commit_on(int64_t batch_id)
{
	commit(batch_id);
	/* the writer lock is ours: only a program that does not know it can come between */
	if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
		die(EX_OUTPUT, L("%s: another program holds the database; what was done is committed, its output is not written; run again",
		    "%s: 另一程序占用数据库; 数据已提交, 输出未写出; 请再次运行"), path_open);
	changes_before = sqlite3_total_changes64(db);
}

void
db_rollback(void)
{
	if (!in_transaction)
		return;
	statements_reset();
	exec("ROLLBACK");
	unlock();
}

bool
db_abandon(void)
{
	statements_reset();
	if (sqlite3_get_autocommit(db) == 0 && sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
		return false;
	if (lock_fd < 0) {
		char *name = xasprintf("%s.wlock", path_open);

		lock_fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		free(name);
	}
	return lock_fd >= 0 && flock(lock_fd, LOCK_EX | LOCK_NB) == 0;
}

static int64_t changes_marked;

void
db_mark(void)
{
	exec("SAVEPOINT mark");
	statements_mark();
	changes_marked = sqlite3_total_changes64(db);
}

void
db_keep(void)
{
	exec("RELEASE mark");
}

void
db_undo(void)
{
	statements_reset();
	exec("ROLLBACK TO mark");
	exec("RELEASE mark");
	statements_undo();
	changes_before += sqlite3_total_changes64(db) - changes_marked;
}

int64_t
db_changes(void)
{
	return sqlite3_total_changes64(db) - changes_before;
}

void
db_small_cache(void)
{
	exec("PRAGMA cache_size = -8192");
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
