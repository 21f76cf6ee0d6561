/* SPDX-License-Identifier: MIT
 * reg-list: the registrations that match, with the columns asked for. An office lives from lists. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "list.h"
#include "store/db.h"
#include "store/registration.h"
#include "store/todo.h"
#include "stream/column.h"
#include "stream/csvout.h"

static struct conditions conditions;
static const char *todo, *changed_since, *sample, *seed, *columns;

static const struct opt opts[] = {
	OPT_TEXT(0, "state", &conditions.state, "WORD", "where they stand: filled, confirmed, reviewed, rejected, paid, seated, printed …", "报考状态"),
	OPT_TEXT(0, "province", &conditions.province, "CODE", "of a province", "省份代码"),
	OPT_TEXT(0, "city", &conditions.city, "CODE", "of a city", "地市代码"),
	OPT_TEXT(0, "site", &conditions.site, "CODE", "wishing for a site", "考点代码"),
	OPT_TEXT(0, "review-point", &conditions.review_point, "CODE", "of a review point", "审核点代码"),
	OPT_TEXT(0, "level", &conditions.level, "CODE", "of a level", "级别代码"),
	OPT_TEXT(0, "specialty", &conditions.specialty, "CODE", "of a specialty", "专业代码"),
	OPT_TEXT(0, "outcome", &conditions.outcome, "WORD", "elig-verify's outcome: auto, online, onsite, ineligible, none", "资格核验结果"),
	OPT_TEXT(0, "todo", &todo, "TOOL", "due for a tool: what its --all would take", "某工具的待办"),
	OPT_TEXT(0, "changed-since", &changed_since, "TIME", "with an event at or after TIME", "自 TIME 起有变化的"),
	OPT_TEXT(0, "sample", &sample, "N|P%", "only N of them, or P per cent (rounded up), drawn by --seed", "抽取 N 条或 P%"),
	OPT_TEXT(0, "seed", &seed, "TEXT", "what the sample is drawn by (default: the exam)", "抽样种子"),
	OPT_TEXT('c', "columns", &columns, "COLUMNS", "columns, separated by commas", "输出列, 用逗号分隔"),
	OPT_END
};

static const struct incol in[] = { { "reg_no", true }, { NULL, false } };

/* ---- a whole exam */

static void
list_row(struct run *run)
{
	const char *value[CHOSEN_MAX + 1] = { row_reg_no() };

	row_values(value + 1);
	run_row(run, value);
	run->unchanged++;
}

/* What is due for --todo, one by one, as TOOL --all reads it. */
static void
each_due(struct run *run, void (*each)(struct run *run))
{
	struct stmt s = { todo_sql(todo), NULL };

	todo_bind(&s, run->exam->id, run->now, &run->scope);
	while (db_row(&s))
		if (select_reg_no(db_col(&s, 0)))
			each(run);
	db_release(&s);
}

static const char *
seed_of(const struct run *run)
{
	return seed != NULL ? seed : run->exam->key;
}

static void
draw_row(struct run *run)
{
	draw_add(seed_of(run), row_reg_no(), row_id());
}

static void
list_sample(struct run *run)
{
	const char *reg_no;
	int64_t id;
	size_t n;

	if (todo != NULL)
		each_due(run, draw_row);
	while (todo == NULL && (reg_no = select_key(&id)) != NULL)
		draw_add(seed_of(run), reg_no, id);
	const int64_t *drawn = draw_take(sample, &n);

	for (size_t i = 0; i < n; i++)
		if (select_id(drawn[i]))
			list_row(run);
}

static void
list_all(struct run *run)
{
	int64_t id;

	/* few of many: the keys first */
	while (*conditions.since != '\0' && select_key(&id) != NULL)
		if (select_id(id))
			list_row(run);
	while (*conditions.since == '\0' && select_next())
		list_row(run);
}

static int
list(struct run *run)
{
	const char *column[CHOSEN_MAX + 1] = { "reg_no" };

	run_columns(run, column, 1 + columns_chosen(column + 1));
	if (sample != NULL)
		list_sample(run);
	else if (todo != NULL)
		each_due(run, list_row);
	else
		list_all(run);
	if (!scope_everywhere(&run->scope))
		run_summary(run, L("registrations of %s; %s sees no others", "仅限 %s (%s 的办理范围)"), scope_text(run), run->login);
	return EX_OK;
}

/* ---- a stream */

/* The numbers that are due for --todo, in their order. */
static char **due;
static size_t ndue;

static void
read_due(const struct run *run)
{
	static struct arena memory;
	struct stmt s = { todo_sql(todo), NULL };
	size_t cap = 0;

	todo_bind(&s, run->exam->id, run->now, &run->scope);
	while (db_row(&s)) {
		due = grow(due, ndue, &cap, sizeof *due);
		due[ndue++] = arena_strdup(&memory, db_col(&s, 0));
	}
	db_release(&s);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool
is_due(const char *reg_no)
{
	return todo == NULL || (ndue > 0 && bsearch(&reg_no, due, ndue, sizeof *due, by_text) != NULL);
}

/* The columns of what is printed: the streams' own, then those asked for that these do not have. */
static size_t nown, ncolumn;
static size_t place[CHOSEN_MAX]; /* of those asked for */

/* A column asked for is the database's, wherever it stands. */
static void
stream_columns(struct run *run)
{
	static bool done;
	const char *column[COLUMNS_MAX + CHOSEN_MAX], *chosen[CHOSEN_MAX];
	const char *const *header;

	if (done)
		return;
	done = true;
	nown = ncolumn = run_header(run, &header);
	if (nown > COLUMNS_MAX)
		refuse(L("more than %d columns", "超过 %d 列"), COLUMNS_MAX);
	for (size_t i = 0; i < nown; i++) {
		const struct column *c = column_of_header(header[i]);

		column[i] = c != NULL ? c->name : header[i];
	}
	size_t n = columns_chosen(chosen);

	for (size_t k = 0; k < n; k++) {
		place[k] = 0;
		while (place[k] < nown && strcmp(column[place[k]], chosen[k]) != 0)
			place[k]++;
		if (place[k] == nown) {
			place[k] = ncolumn;
			column[ncolumn++] = chosen[k];
		}
	}
	run_columns(run, column, ncolumn);
}

/* Of a stream: the records that match, with their own columns and those asked for. */
static enum verdict
keep(struct rec *r)
{
	const char *value[COLUMNS_MAX + CHOSEN_MAX], *asked[CHOSEN_MAX];

	stream_columns(r->run);
	if (!is_due(r->v[0]) || !select_reg_no(r->v[0])) {
		struct registration known;

		if (!registration_find(r->v[0], &known))
			fault(r, 0, "REG_UNKNOWN", L("no registration %s; correct the number (reg-list -e EXAM has them all)",
			    "没有报名号 %s; 请更正 (reg-list -e EXAM 可列出全部)"), r->v[0]);
		return SKIPPED;
	}
	rec_fields(r, value);
	for (size_t i = 0; i < nown; i++)
		if (*value[i] != '\0')
			csvout_unguard((char *)value[i], strlen(value[i])); /* --excel guards anew where it is asked for */
	row_values(asked);
	for (size_t k = 0; k < columns_chosen(NULL); k++)
		value[place[k]] = asked[k];
	run_row(r->run, value);
	return UNCHANGED;
}

static void
check_options(const struct run *run, bool stream)
{
	struct buf tools = BUF_INIT;
	int64_t t;

	if (changed_since != NULL) {
		if (!time_parse(changed_since, &t))
			die_usage(L("--changed-since: not a time: %s", "--changed-since: 不是时间: %s"), changed_since);
		time_text(t, conditions.since);
	}
	for (int i = 0; todo_tool(i) != NULL; i++)
		buf_printf(&tools, " %s", todo_tool(i));
	if (todo != NULL && todo_sql(todo) == NULL)
		die_usage(L("--todo: no tool with a list is called %s; there are:%s", "--todo: 没有名为 %s 的待办清单; 可用:%s"), todo, buf_text(&tools));
	buf_release(&tools);
	if ((!stream || todo != NULL || sample != NULL) && run->exam == NULL)
		die_usage("%s", L("-e CODE-YEAR is required without a stream, and with --todo or --sample", "没有输入流, 或用 --todo、--sample 时, 须用 -e 指明考试"));
	if (stream && sample != NULL)
		die_usage("%s", L("--sample draws from a whole exam, not from a stream", "--sample 只从整个考试抽取"));
	if (sample == NULL && seed != NULL)
		die_usage("%s", L("--seed belongs to --sample", "--seed 须与 --sample 同用"));
	if (sample != NULL)
		sample_size(sample, 0);
	conditions_check(run, &conditions);
}

static int
run_list(struct run *run, int argc, char **argv)
{
	bool stream = run_has_stream(run, argc);

	check_options(run, stream);
	if (columns != NULL)
		columns_choose(columns);
	else if (!stream)
		columns_choose("exam,name,id_no,province,city,level,specialty,subjects,state,next_step");
	if (!stream)
		run_begin(run, 0);
	select_start(run, &conditions);
	if (!stream)
		return list(run);
	if (todo != NULL)
		read_due(run);
	run_stream(run, argc, argv, keep);
	stream_columns(run);
	if (run->filtered > 0)
		run_summary(run, L("%lld records do not match", "%lld 条不符合"), (long long)run->filtered);
	run->filtered = 0;
	return EX_OK;
}

static const struct tool tool = {
	.name = "reg-list",
	.synopsis = "[options] [--state WORD] [--province CODE] [--city CODE] [--site CODE] [--review-point CODE] [--level CODE] "
		"[--specialty CODE] [--outcome WORD] [--todo TOOL] [--changed-since TIME] [--sample N|P%] [--seed TEXT] [-c COLUMNS] [FILE ...]",
	.does_en = "list the registrations that match",
	.does_zh = "列出符合条件的报名",
	.opts = opts,
	.flags = TOOL_OPTIONAL_STREAM | TOOL_KEEPS_COLUMNS,
	.writes = "",
	.roles = "",
	.in = in,
	.main = run_list,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
