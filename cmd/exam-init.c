/* SPDX-License-Identifier: MIT
 * exam-init: create an office's database with its signing key, or bring an older one up to
 * the newest schema. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "frame/tool.h"
#include "store/beside.h"
#include "store/db.h"

static bool upgrade;

static const struct opt opts[] = {
	OPT_FLAG(0, "upgrade", &upgrade, "bring an older database to the newest schema", "把旧库升级到最新结构"),
	OPT_END
};

static void
must_not_exist(const char *path)
{
	if (access(path, F_OK) == 0)
		refuse(L("%s: exists already; nothing was changed", "%s: 已存在; 未作任何改动"), path);
}

/* Everything is made under hidden names and named last, the database last of all: killed in between, the
 * office has no half database. These are the hidden names, unlinked where the run ends early; a signal that
 * asks the run to end waits until it is done. */
static char *making[5];

static void
unmake(void)
{
	for (size_t i = 0; i < sizeof making / sizeof *making; i++) {
		if (making[i] != NULL)
			unlink(making[i]);
		free(making[i]);
		making[i] = NULL;
	}
}

static void
hold_signals(bool hold)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

static char *
hidden(const char *path)
{
	const char *slash = strrchr(path, '/');
	int dir = slash != NULL ? (int)(slash - path) + 1 : 0;

	return xasprintf("%.*s.%s.%ld", dir, path, path + dir, (long)getpid());
}

static void
write_key(const char *path, unsigned mode, const unsigned char *key, size_t n)
{
	if (!key_write(path, mode, key, n))
		die(EX_ENV, L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), path, errno_text(errno));
}

static void
make_keys(const char *secret_path, const char *public_path)
{
	unsigned char secret[SIGN_SECRET], public[SIGN_PUBLIC];

	sign_keys(secret, public);
	write_key(secret_path, 0600, secret, sizeof secret);
	write_key(public_path, 0644, public, sizeof public);
}

static void
give_name(size_t i, const char *name)
{
	if (link(making[i], name) != 0)
		die(EX_ENV, L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), name, errno_text(errno));
	unlink(making[i]);
	free(making[i]);
	making[i] = NULL;
}

static void
create(const char *db, const char *key, const char *pub)
{
	hold_signals(true);
	atexit(unmake);
	making[0] = hidden(db);
	making[1] = hidden(key);
	making[2] = hidden(pub);
	making[3] = xasprintf("%s-wal", making[0]);
	making[4] = xasprintf("%s-shm", making[0]);
	db_create(making[0]);
	db_close(); /* the log goes into the file */
	make_keys(making[1], making[2]);
	give_name(1, key);
	give_name(2, pub);
	give_name(0, db);
	unmake();
	hold_signals(false);
}

/* Keys for a database that has none; false where another upgrade was quicker. */
static bool
add_keys(const char *key, const char *pub)
{
	hold_signals(true);
	atexit(unmake);
	making[1] = hidden(key);
	making[2] = hidden(pub);
	make_keys(making[1], making[2]);
	bool first = link(making[1], key) == 0;

	if (!first && errno != EEXIST)
		die(EX_ENV, L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), key, errno_text(errno));
	if (first)
		give_name(2, pub);
	unmake();
	hold_signals(false);
	return first;
}

/* An upgraded database has its keys, or gets them. */
static int
migrate(struct run *run, const char *key, const char *pub)
{
	int n = db_upgrade(run->db);
	bool made = access(key, F_OK) != 0 && access(pub, F_OK) != 0;

	if (made)
		made = add_keys(key, pub);
	else if (access(key, F_OK) != 0)
		notice(L("%s is missing: admit cards cannot be signed; restore it from the backup", "缺少 %s: 无法签发准考证; 请从备份恢复"), key);
	run_summary(run, L("%s: %d migrations run%s", "%s: 执行了 %d 步升级%s"), run->db, n, made ? L(", keys made", ", 已生成密钥") : "");
	return EX_OK;
}

static int
init(struct run *run, int argc, char **argv)
{
	char *key = beside(run->db, BESIDE_KEY), *pub = beside(run->db, BESIDE_PUB);
	int status = EX_OK;

	(void)argc, (void)argv;
	if (upgrade) {
		status = migrate(run, key, pub);
	} else {
		must_not_exist(run->db);
		must_not_exist(key);
		must_not_exist(pub);
		if (run->dry_run) {
			run_summary(run, L("%s can be created", "可以建立 %s"), run->db);
		} else {
			create(run->db, key, pub);
			run_summary(run, L("%s created, with %s and %s; keep the .key secret and back it up",
			    "已建立 %s 及 %s、%s; .key 须保密并备份"), run->db, key, pub);
		}
	}
	free(key);
	free(pub);
	return status;
}

static const struct tool tool = {
	.name = "exam-init",
	.synopsis = "[options] [--upgrade]",
	.does_en = "create the database that -d names, with its signing key, or migrate an older one",
	.does_zh = "建立 -d 所指的数据库及其签名密钥, 或升级旧库",
	.opts = opts,
	.flags = TOOL_NO_DB | TOOL_NO_FILES,
	.writes = "",
	.roles = "",
	.main = init,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
