/* SPDX-License-Identifier: MIT
 * exam-config: the office's configuration, one CSV a table: load it, dump it, check a
 * folder, tell what a load would change. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "check.h"
#include "diff.h"
#include "folder.h"
#include "guard.h"
#include "office.h"
#include "frame/tool.h"
#include "stream/csvout.h"

static const char *reason;

static const struct opt opts[] = { OPT_TEXT(0, "reason", &reason, "TEXT",
				       "load: why, needed once seats exist", "load: 理由, 已编排座位后必填"),
	OPT_END };

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

/* check needs no database, so the frame opens none and leaves who may do what to us. */
static void
need_role(struct run *run, bool writing)
{
	operator_find(run->login, &run->role, &run->scope);
	if (*run->role == '\0' || (writing && strcmp(run->role, "centre") != 0))
		refuse(L("NOT_AUTHORISED: %s (role %s) may not do this; role centre loads configurations; "
			 "nothing was changed",
			   "NOT_AUTHORISED: %s (角色 %s) 无权操作; 载入配置须为 centre 角色; 未作任何改动"),
		    run->login, *run->role != '\0' ? run->role : "-");
}

static void
open_office(struct run *run, bool writing)
{
	db_open(run->db, writing ? run->tool->writes : "");
	need_role(run, writing);
}

static int64_t
rows_of(const struct config *c)
{
	int64_t n = 0;

	for (int t = 0; t < TABLES; t++)
		n += (int64_t)c->rows[t].n;
	return n;
}

/* Read and check DIR; the number of faults, which have been printed. possible: count those too that may not
 * come true. */
static size_t
read_checked(struct run *run, const char *dir, struct config *c, bool possible)
{
	struct flaws flaws = { .dir = dir };
	size_t n;

	need_folder(dir);
	folder_read(dir, c, &flaws, seen, run);
	check_config(c, &flaws);
	flaws_print(&flaws);
	if (possible) {
		run->rejected = flaws_records(&flaws);
		run->unchanged = rows_of(c) - run->rejected;
	}
	n = flaws.n - (possible ? 0 : flaws.possible);
	flaws_release(&flaws);
	return n;
}

/* As read_checked, but without faults. */
static void
read_good(struct run *run, const char *dir, struct config *c)
{
	size_t n = read_checked(run, dir, c, false);

	if (n > 0)
		refuse(L("%s: %zu faults; nothing was changed; correct them and run again",
			   "%s: %zu 处错误; 未作任何改动; 请改正后重新运行"),
		    dir, n);
}

/* ---- load */

/* A change as the audit digest has it, counted where it is one of a record that stays or comes. */
struct applied {
	struct run *run;
	int64_t written; /* records of the new configuration that were not so before */
};

static void
apply_change(void *context, const struct change *c)
{
	struct applied *a = context;
	struct buf b = BUF_INIT;

	buf_printf(&b, "%s,%s,", tables[c->t].file, change_action(c));
	if (c->new != NULL || c->old != NULL)
		key_text(&tables[c->t], c->new != NULL ? c->new : c->old, &b);
	buf_char(&b, ',');
	change_text(c, c->old, &b);
	buf_char(&b, ',');
	change_text(c, c->new, &b);
	run_digest(a->run, buf_text(&b));
	a->written += c->new != NULL;
	buf_release(&b);
}

static void
stop_if(struct flaws *flaws, const char *dir)
{
	flaws_print(flaws);
	if (flaws->n > 0)
		refuse(L("%s: it would take away what is in use; nothing was changed",
			   "%s: 会删去正在使用的内容; 未作任何改动"),
		    dir);
}

static int
load(struct run *run, const char *dir)
{
	struct config new = { 0 }, old = { 0 };
	struct flaws flaws = { .dir = dir };
	struct applied a = { run, 0 };

	read_good(run, dir, &new);
	open_office(run, true);
	run_begin(run, 4 << 20);
	need_role(run, true); /* another load may just have taken it away */
	office_read(&old);
	int64_t changes = changes_each(&old, &new, apply_change, &a);

	if (changes > 0) {
		if (guard_seated() && (reason == NULL || *reason == '\0'))
			refuse(L("%s: seats exist already: %lld changes need --reason TEXT, which is "
				 "recorded; diff shows them; "
				 "nothing was changed",
				   "%s: 已编排座位: %lld 处改动须用 --reason 说明理由 (将记录); 改动见 diff; "
				   "未作任何改动"),
			    dir, (long long)changes);
		guard_exams(&old, &new, &flaws);
		stop_if(&flaws, dir);
		office_write(&old, &new);
		guard_registrations(&flaws);
		stop_if(&flaws, dir);
		if (reason != NULL)
			audit_act(run, "config", dir, reason);
	}
	run->accepted = changes;
	run->unchanged = rows_of(&new) - a.written;
	flaws_release(&flaws);
	config_release(&new);
	config_release(&old);
	return EX_OK;
}

/* ---- dump, check, diff: they write nothing to the database */

static int
dump(struct run *run, const char *dir)
{
	struct config c = { 0 };
	struct buf path = BUF_INIT;

	if (run_style(run)->chinese)
		die_usage("%s", L("--header zh: the columns of a configuration have English names only, by which load finds them",
		    "--header zh: 配置表的列只有英文名, load 按英文名读取"));
	open_office(run, false);
	db_begin_read();
	office_read(&c);
	db_end_read();
	if (!run->dry_run && !folder_write(run, dir, &c, &path))
		refuse("%s: %s", buf_text(&path), errno_text(errno));
	run->unchanged = rows_of(&c);
	run_summary(run, L("%s: %d tables", "%s: %d 张表"), dir, (int)TABLES);
	buf_release(&path);
	config_release(&c);
	return EX_OK;
}

static int
check(struct run *run, const char *dir)
{
	struct config c = { 0 };
	size_t n = read_checked(run, dir, &c, true);

	run_summary(run, L("%s: %zu faults", "%s: %zu 处错误"), dir, n);
	config_release(&c);
	return n > 0 ? EX_FINDINGS : EX_OK;
}

static void
print_change(void *run, const struct change *c)
{
	struct buf key = BUF_INIT, old = BUF_INIT, new = BUF_INIT;
	int64_t n = change_registrations(c);
	char *registrations = n < 0 ? xstrdup("") : xasprintf("%lld", (long long)n);

	if (c->old != NULL || c->new != NULL)
		key_text(&tables[c->t], c->new != NULL ? c->new : c->old, &key);
	change_text(c, c->old, &old);
	change_text(c, c->new, &new);
	run_row(run, (const char *const[]){ tables[c->t].file, buf_text(&key), change_action(c),
			 buf_text(&old), buf_text(&new), registrations });
	buf_release(&key);
	buf_release(&old);
	buf_release(&new);
	free(registrations);
}

static int
diff(struct run *run, const char *dir)
{
	static const char *const columns[] = { "table", "key", "action", "old", "new", "registrations" };
	struct config new = { 0 }, old = { 0 };

	run->dry_run = true; /* nothing is ever committed, so output that can not be written is exit 3 */
	run_columns(run, columns, sizeof columns / sizeof *columns);
	read_good(run, dir, &new);
	open_office(run, false);
	db_begin_read();
	office_read(&old);
	int64_t n = changes_each(&old, &new, print_change, run);

	db_end_read();
	run->unchanged = n;
	config_release(&new);
	config_release(&old);
	return n > 0 ? EX_FINDINGS : EX_OK;
}

static const struct {
	const char *name;
	bool writes;
	int (*act)(struct run *run, const char *dir);
} actions[] = { { "load", true, load }, { "dump", false, dump }, { "check", false, check },
	{ "diff", false, diff } };

static int
exam_config(struct run *run, int argc, char **argv)
{
	if (argc != 2)
		die_usage("%s", L("load, dump, check or diff, and a folder",
				    "须给出 load, dump, check 或 diff, 以及一个文件夹"));
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
		if (strcmp(argv[0], actions[i].name) != 0)
			continue;
		if (reason != NULL && !actions[i].writes)
			die_usage("%s", L("--reason: only load takes it", "--reason: 仅用于 load"));
		return actions[i].act(run, argv[1]);
	}
	die_usage(L("no such action: %s; load, dump, check or diff",
		      "没有这个操作: %s; 可用 load, dump, check, diff"),
	    argv[0]);
}

static const struct tool tool = {
	.name = "exam-config",
	.synopsis = "[options] [--reason TEXT] load|dump|check|diff DIR",
	.does_en = "load, dump, check or compare the office's configuration, one CSV a table",
	.does_zh = "载入、导出、检查或比较考务配置, 每张表一个 CSV",
	.opts = opts,
	.flags = TOOL_NO_DB | TOOL_OPTIONAL_STREAM,
	.writes = "exam level specialty subject level_subject session fee eligibility major major_class "
		  "exemption pass_line "
		  "validity_extension window setting policy field_group province city review_point site room "
		  "calendar photo_rule "
		  "proof_kind doc_type message_template operator",
	.roles = "centre",
	.main = exam_config,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
