/* SPDX-License-Identifier: MIT
 * reg-show: where a registration stands, why, what comes next, until when and whom to call:
 * one screen for a person at the counter, or the same as CSV. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "frame/identity.h"
#include "frame/tool.h"
#include "show.h"
#include "store/db.h"
#include "store/person.h"
#include "stream/column.h"
#include "value/text.h"

static const char *id_no, *name, *phone;
static bool csv, explain;

static const struct opt opts[] = {
	OPT_TEXT(0, "id", &id_no, "NO", "the registrations of a document (with --name)", "按证件号码查 (须同时给 --name)"),
	OPT_TEXT(0, "name", &name, "NAME", "the name that belongs to it", "姓名"),
	OPT_TEXT(0, "phone", &phone, "NO", "the registrations of a phone", "按手机号查"),
	OPT_FLAG(0, "explain", &explain, "also which passes of the archive count, and which do not, and why", "说明档案中各科成绩为何有效或无效"),
	OPT_FLAG(0, "csv", &csv, "as CSV: reg_no,field,value", "输出 CSV: reg_no,field,value"),
	OPT_END
};

/* ---- whom the call asks for */

struct wanted {
	char **reg_no;
	size_t n, cap;
};

static void
want(struct wanted *w, const char *reg_no)
{
	w->reg_no = grow(w->reg_no, w->n, &w->cap, sizeof *w->reg_no);
	char *s = w->reg_no[w->n++] = xstrdup(reg_no);

	s[column_clean(column_find("reg_no")->flags, s, strlen(s))] = '\0'; /* as a stream's */
}

/* All registrations of a person and of the rows that were merged into it, the newest first; registrations have indexes by document,
 * the live and the deleted ones. */
static void
add_person(struct wanted *w, int64_t person)
{
	static struct stmt q = { "WITH RECURSIVE who (id) AS (SELECT :person UNION SELECT m.drop_id FROM who JOIN person_merge m ON m.keep_id = who.id), "
		"document (id) AS (SELECT id FROM who UNION SELECT (SELECT min(d.id) FROM person d WHERE d.id_key = p.id_key) FROM who CROSS JOIN person p ON p.id = who.id) "
		"SELECT r.reg_no, r.filled_at FROM document CROSS JOIN registration r ON r.document = document.id AND r.deleted_at IS NULL "
		"WHERE r.person_id IN (SELECT id FROM who) UNION "
		"SELECT r.reg_no, r.filled_at FROM document CROSS JOIN registration r ON r.document = document.id AND r.deleted_at IS NOT NULL "
		"WHERE r.person_id IN (SELECT id FROM who) ORDER BY 2 DESC, 1 DESC", NULL };

	db_int(&q, ":person", person);
	while (db_row(&q))
		want(w, db_col(&q, 0));
}

/* Who had this document before being merged with another row; 0: nobody. */
static int64_t
merged_person(const char *number, const char *name_key)
{
	static struct stmt q = { "SELECT m.id_no, m.name, coalesce(p.merged_into, p.id) FROM person_merge m JOIN person p ON p.id = m.keep_id /*scan*/", NULL };
	struct buf key = BUF_INIT;
	int64_t found = 0;

	while (db_row(&q)) {
		buf_clear(&key);
		text_name_key(db_col(&q, 1), &key);
		if (strcmp(db_col(&q, 0), number) == 0 && strcmp(buf_text(&key), name_key) == 0)
			found = db_col_int(&q, 2);
	}
	buf_release(&key);
	return found;
}

/* Who of those with this document bore the name before it was amended; 0: nobody. */
static int64_t
former_name(const struct person *p, size_t n, const char *name_key)
{
	static struct stmt q = { "SELECT old, at FROM amendment WHERE person_id = :person AND field = 'name' ORDER BY id DESC", NULL };
	struct buf key = BUF_INIT;
	int64_t found = 0;

	for (size_t i = 0; i < n; i++) {
		db_int(&q, ":person", p[i].id);
		while (db_row(&q)) {
			buf_clear(&key);
			text_name_key(db_col(&q, 0), &key);
			if (found != 0 || strcmp(buf_text(&key), name_key) != 0)
				continue;
			found = p[i].id;
			notice(L("%s is a former name: %s since %.10s", "%s 为曾用名: 现名 %s, 自 %.10s 起"), db_col(&q, 0), p[i].name, db_col(&q, 1));
		}
	}
	buf_release(&key);
	return found;
}

/* Of any kind of document: the number alone is asked for. */
static int64_t
by_document(const struct run *run)
{
	static struct stmt kinds = { "SELECT code FROM doc_type ORDER BY row", NULL };
	struct buf key = BUF_INIT;
	char id_key[80] = "", *number = xstrdup(id_no);
	int64_t found = 0, formerly = 0;

	column_clean(column_find("id_no")->flags, number, strlen(number)); /* as a file's: x upper-cased, full-width digits folded */
	text_name_key(name, &key);
	while (db_row(&kinds)) {
		struct person p[8];

		identity_key(db_col(&kinds, 0), number, run->today, id_key);
		size_t n = *id_key == '\0' ? 0 : person_by_document(id_key, p, 8);

		for (size_t i = 0; i < n && i < 8; i++)
			if (strcmp(p[i].name_key, buf_text(&key)) == 0)
				found = p[i].id;
		if (found == 0 && formerly == 0)
			formerly = former_name(p, n < 8 ? n : 8, buf_text(&key));
	}
	if (found == 0)
		found = formerly;
	if (found == 0) {
		identity_key("", number, run->today, id_key);
		found = merged_person(*id_key != '\0' ? id_key : number, buf_text(&key));
	}
	free(number);
	buf_release(&key);
	return found;
}

static int64_t
by_phone(void)
{
	char number[12];

	if (!phone_parse(phone, number))
		die_usage(L("--phone: %s: eleven digits, without blanks or hyphens", "--phone: %s: 应为 11 位数字, 不含空格或连字符"), phone);
	return person_by_phone(number);
}

/* An operator's place bounds what may be seen. */
static bool
here(const struct run *run, const struct registration *r)
{
	if (scope_holds(&run->scope, r->province, r->city, r->review_point))
		return true;
	notice(L("NOT_AUTHORISED: %s is of %s review point %s; the operator table lets %s act for %s only; ask there",
	    "NOT_AUTHORISED: %s 属于 %s 审核点 %s; 按操作员表, %s 只能办理 %s 的报名; 请到该处查询"), r->reg_no, city_name(r->city), r->review_point, run->login,
	    scope_text(run));
	return false;
}

enum { LEFT_OUT = -1 }; /* by -e */

static int
show_one(struct run *run, const char *reg_no)
{
	struct registration r;

	if (!registration_find(reg_no, &r) || r.exam == NULL) {
		notice(L("REG_UNKNOWN: no registration %s", "REG_UNKNOWN: 没有报名号 %s"), reg_no);
		return EX_FINDINGS;
	}
	if (!here(run, &r))
		return EX_FINDINGS;
	if (run->exam_key != NULL && strcmp(r.exam->key, run->exam_key) != 0) {
		notice(L("%s is of %s, not of %s, and was left out", "%s 属于 %s, 不属于 %s, 未显示"), r.reg_no, r.exam->key, run->exam_key);
		return LEFT_OUT;
	}
	show(run, &r, explain);
	return EX_OK;
}

static int
run_show(struct run *run, int argc, char **argv)
{
	struct wanted w = { NULL, 0, 0 };
	int64_t person = 0;
	int status = EX_OK;

	if ((argc > 0) + (id_no != NULL) + (phone != NULL) != 1 || (id_no != NULL) != (name != NULL))
		die_usage("%s", L("REG_NO…, or --id NO --name NAME, or --phone NO", "须给出 报名号…, 或 --id 与 --name, 或 --phone"));
	run_begin(run, 0);
	if (csv)
		screen_csv(run);
	for (int i = 0; i < argc; i++)
		want(&w, argv[i]);
	if (argc == 0)
		person = id_no != NULL ? by_document(run) : by_phone();
	if (person != 0)
		add_person(&w, person);
	if (w.n == 0) {
		run->rejected = 1;
		notice("%s", L("REG_UNKNOWN: no such person, or no registration", "REG_UNKNOWN: 没有此人或没有报名记录"));
		return EX_FINDINGS;
	}
	for (size_t i = 0; i < w.n; i++) {
		int one = show_one(run, w.reg_no[i]);

		run->unchanged += one == EX_OK;
		run->rejected += one == EX_FINDINGS;
		status = one == EX_FINDINGS ? one : status;
		free(w.reg_no[i]);
	}
	free(w.reg_no);
	return status;
}

static const struct tool tool = {
	.name = "reg-show",
	.synopsis = "[options] [--explain] [--csv] REG_NO ... | --id NO --name NAME | --phone NO",
	.does_en = "show where a registration stands, what comes next, until when, and whom to call",
	.does_zh = "查询报名状态、下一步、截止时间与咨询电话",
	.opts = opts,
	.flags = TOOL_OPTIONAL_STREAM,
	.writes = "",
	.roles = "",
	.main = run_show,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
