/* SPDX-License-Identifier: MIT
 * exam-config: the office's configuration, one CSV a table: load it, dump it, check a
 * folder, tell what a load would change. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "folder.h"
#include "office.h"
#include "frame/tool.h"

static const char *reason;

static const struct opt opts[] = {
	OPT_TEXT(0, "reason", &reason, "TEXT", "load: why, needed once seats exist", "load: 理由, 已编排座位后必填"),
	OPT_END
};

static void
seen(void *run, const char *path, const char *sha256)
{
	run_input(run, path, sha256);
}

static void
need_folder(const char *dir)
{
	struct stat st;

	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
		refuse(L("%s: no such folder; nothing was changed", "%s: 没有这个文件夹; 未作任何改动"), dir);
}

static void
open_office(struct run *run)
{
	db_open(run->db, run->tool->writes);
}

static int
load(struct run *run, const char *dir)
{
	struct config new = { 0 }, old = { 0 };
	struct flaws flaws = { .dir = dir };
	int64_t changed, equal;

	need_folder(dir);
	folder_read(dir, &new, &flaws, seen, run);
	flaws_print(&flaws);
	if (flaws.n > 0)
		refuse(L("%s: %zu faults; nothing was changed; correct them and load again",
		    "%s: %zu 处错误; 未作任何改动; 请改正后重新载入"), dir, flaws.n);
	open_office(run);
	run_begin(run, 1 << 20);
	office_read(&old);
	office_write(&old, &new, &changed, &equal);
	run->accepted = changed;
	run->unchanged = equal;
	run_summary(run, L("%lld accepted, 0 rejected, %lld unchanged", "接受 %lld, 拒绝 0, 未变 %lld"), (long long)changed,
	    (long long)equal);
	flaws_release(&flaws);
	config_release(&new);
	config_release(&old);
	return EX_OK;
}

static int
dump(struct run *run, const char *dir)
{
	struct config c = { 0 };
	struct buf path = BUF_INIT;
	int64_t n = 0;

	open_office(run);
	db_begin_read();
	office_read(&c);
	db_end_read();
	for (int t = 0; t < TABLES; t++)
		n += (int64_t)c.rows[t].n;
	if (!run->dry_run && !folder_write(dir, &c, &path))
		refuse("%s: %s", buf_text(&path), strerror(errno));
	run_summary(run, L("%s: %d tables, %lld rows", "%s: %d 张表, %lld 行"), dir, (int)TABLES, (long long)n);
	buf_release(&path);
	config_release(&c);
	return EX_OK;
}

static const struct {
	const char *name;
	int (*act)(struct run *run, const char *dir);
} actions[] = { { "load", load }, { "dump", dump } };

static int
exam_config(struct run *run, int argc, char **argv)
{
	if (argc != 2)
		die_usage("%s", L("load or dump, and a folder", "须给出 load, dump, check 或 diff, 以及一个文件夹"));
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (strcmp(argv[0], actions[i].name) == 0)
			return actions[i].act(run, argv[1]);
	die_usage(L("no such action: %s", "没有这个操作: %s"), argv[0]);
}

static const struct tool tool = {
	.name = "exam-config",
	.synopsis = "[options] [--reason TEXT] load|dump|check|diff DIR",
	.does_en = "load, dump, check or compare the office's configuration, one CSV a table",
	.does_zh = "载入、导出、检查或比较考务配置, 每张表一个 CSV",
	.opts = opts,
	.flags = TOOL_NO_DB | TOOL_OPTIONAL_STREAM,
	.writes = "exam level specialty subject level_subject session fee eligibility major major_class exemption pass_line "
	    "validity_extension window setting policy field_group province city review_point site room calendar photo_rule "
	    "proof_kind doc_type message_template operator",
	.roles = "centre",
	.main = exam_config,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
