/* SPDX-License-Identifier: MIT
 * exam-init: create an office's database with its signing key, or bring an older one up to
 * the newest schema. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "frame/tool.h"
#include "store/beside.h"
#include "store/db.h"

static bool upgrade;

static const struct opt opts[] = {
	OPT_FLAG(0, "upgrade", &upgrade, "bring an older database to the newest schema", "把旧库升级到最新结构"),
	OPT_END
};

static void
write_key(const char *path, unsigned mode, const unsigned char *key, size_t n)
{
	if (!key_write(path, mode, key, n))
		die(EX_ENV, "%s: %s", path, strerror(errno));
}

static void
must_not_exist(const char *path)
{
	if (access(path, F_OK) == 0)
		refuse(L("%s: exists already; nothing was changed", "%s: 已存在; 未作任何改动"), path);
}

static int
init(struct run *run, int argc, char **argv)
{
	unsigned char secret[SIGN_SECRET], public[SIGN_PUBLIC];
	char *key = beside(run->db, BESIDE_KEY), *pub = beside(run->db, BESIDE_PUB);

	(void)argc, (void)argv;
	if (upgrade) {
		int n = db_upgrade(run->db);

		run_summary(run, L("%s: %d migrations run", "%s: 执行了 %d 步升级"), run->db, n);
		return EX_OK;
	}
	must_not_exist(run->db);
	must_not_exist(key);
	must_not_exist(pub);
	if (run->dry_run) {
		run_summary(run, L("%s can be created", "可以建立 %s"), run->db);
		return EX_OK;
	}
	db_create(run->db);
	sign_keys(secret, public);
	write_key(key, 0600, secret, sizeof secret);
	write_key(pub, 0644, public, sizeof public);
	run_summary(run, L("%s created, with %s and %s; keep the .key secret and back it up",
	    "已建立 %s 及 %s、%s; .key 须保密并备份"), run->db, key, pub);
	free(key);
	free(pub);
	return EX_OK;
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
