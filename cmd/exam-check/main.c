/* SPDX-License-Identifier: MIT
 * exam-check: is this database sound? SQLite's own checks, the schema, the audit chain, the photographs, what is computed
 * again (computed.c), and every invariant of the domain that a query finds (invariant_*.c); one row a violation. */
#include <errno.h>
#include <string.h>

#include "check.h"
#include "frame/tool.h"
#include "invariant.h"
#include "store/audit.h"
#include "store/db.h"
#include "store/photo_store.h"
#include "store/structure.h"

static const char *const out[] = { "invariant", "table", "key", "message", NULL };

static struct run *the_run;
static int64_t violations, checks;

void
violation(const char *code, const char *table, const char *key, const char *message)
{
	run_row(the_run, (const char *const[]){ code, table, key, message });
	violations++;
}

static const struct invariant *in_hand;

static void
broken(void *context, int n, const char *const *value)
{
	struct buf message = BUF_INIT;

	(void)context;
	buf_printf(&message, "%s: %s", n > 1 ? value[1] : "", L(in_hand->en, in_hand->zh));
	violation(in_hand->code, in_hand->table, value[0], buf_text(&message));
	buf_release(&message);
}

static void
integrity_row(void *context, int n, const char *const *value)
{
	(void)context, (void)n;
	if (strcmp(value[0], "ok") != 0)
		violation("SQLITE_INTEGRITY", "", "", value[0]);
}

static void
foreign_key_row(void *context, int n, const char *const *value)
{
	struct buf message = BUF_INIT;

	(void)context;
	buf_printf(&message, L("points to no row of %s", "引用的 %s 不存在"), n > 2 ? value[2] : "");
	violation("FOREIGN_KEY", value[0], n > 1 ? value[1] : "", buf_text(&message));
	buf_release(&message);
}

static void
schema_row(void *context, const struct structure_difference *d)
{
	static const struct {
		const char *type, *zh;
	} kind[] = { { "table", "表" }, { "index", "索引" }, { "trigger", "触发器" }, { "view", "视图" } };
	const char *fault = d->fault == STRUCTURE_MISSING ? L(" is missing", "缺失") :
	    d->fault == STRUCTURE_ALTERED ? L(" was altered", "被改动") : L(" is not the programs'", "并非本程序所建");
	const char *zh = d->type;

	for (size_t i = 0; i < sizeof kind / sizeof *kind; i++)
		if (strcmp(kind[i].type, d->type) == 0)
			zh = kind[i].zh;
	struct buf message = BUF_INIT;

	(void)context;
	buf_printf(&message, "%s%s: %s", L(d->type, zh), fault, L("what guards the records is as the programs made it", "保护记录的结构应与程序所建一致"));
	violation("SCHEMA_DIFFERS", d->table, d->name, buf_text(&message));
	buf_release(&message);
}

static void
check_audit(void)
{
	int64_t bad = audit_verify();
	struct buf key = BUF_INIT;

	if (bad != 0) {
		buf_printf(&key, "%lld", (long long)bad);
		violation("AUDIT_CHAIN", "audit_entry", buf_text(&key), L("the audit chain breaks here: an entry was altered, removed or inserted",
		    "审计链在此断裂: 有条目被改动、删除或插入"));
	}
	buf_release(&key);
}

/* Every stored photo file exists with its digest. */
static void
check_photos(const struct run *run)
{
	static struct stmt q = { "SELECT DISTINCT f.sha256, printf('P%08d', f.person_id) FROM photo f ORDER BY f.id /*scan*/", NULL };
	struct buf bytes = BUF_INIT;

	while (db_row(&q)) {
		buf_clear(&bytes);
		if (!photo_store_read(run->db, db_col(&q, 0), &bytes))
			violation("PHOTO_FILE", "photo", db_col(&q, 1), errno == EBADMSG ? L("the file's bytes are not those of its digest", "照片文件内容与摘要不符") :
			    L("the file is missing from the photo folder", "照片文件缺失"));
	}
	buf_release(&bytes);
}

static void
check_invariants(const struct invariant *of)
{
	for (in_hand = of; in_hand->code != NULL; in_hand++, checks++)
		db_each(in_hand->sql, broken, NULL);
}

static void
check_records(const struct run *run)
{
	db_each("PRAGMA foreign_key_check", foreign_key_row, NULL);
	check_audit();
	check_photos(run);
	check_names();
	check_statement_rows();
	check_plans();
	check_publications();
	checks += 7;
	check_invariants(person_invariants);
	check_invariants(registration_invariants);
	check_invariants(money_invariants);
	check_invariants(exam_invariants);
	check_invariants(run_invariants);
}

static int
check(struct run *run, int argc, char **argv)
{
	(void)argc, (void)argv;
	the_run = run;
	run_begin(run, 0);
	db_each("PRAGMA integrity_check", integrity_row, NULL);
	checks = 2;
	if (structure_compare(schema_row, NULL))
		check_records(run);
	else
		notice(L("tables or views are not there as the checks of the records need them: mend the schema and check again",
		    "检查所需的表或视图不完整, 未检查各项记录: 请先修复结构再检查"));
	run->unchanged = violations;
	run_summary(run, L("%lld checks, %lld violations", "检查 %lld 项, 违反 %lld 处"), (long long)checks, (long long)violations);
	return violations > 0 ? EX_FINDINGS : EX_OK;
}

static const struct tool tool = {
	.name = "exam-check",
	.synopsis = "[options]",
	.does_en = "check that the database is sound: one row a violation",
	.does_zh = "检查数据库是否完好: 每处违反一行",
	.flags = TOOL_NO_FILES,
	.writes = "",
	.roles = "",
	.out = out,
	.main = check,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
