/* SPDX-License-Identifier: MIT
 * exam-due: what is due today and soon, from windows, policies, notice dates and the work that lies there, each
 * with the command that does it. Made for the mail that cron sends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "due.h"
#include "store/db.h"

static int64_t days = 7;

static const struct opt opts[] = {
	OPT_INT(0, "days", &days, 0, 366, "N", "look N days ahead (7)", "预告今后 N 天 (默认 7)"),
	OPT_END
};

enum { O_DUE, O_EXAM, O_PROVINCE, O_WHAT, O_COUNT, O_COMMAND, COLUMNS };
static const char *const out[] = { "due", "exam", "province", "what", "count", "command", NULL };

const struct run *due_run;

struct row {
	char *value[COLUMNS];
	int64_t order;
};
static struct row *rows;
static size_t nrows, row_cap;
static char horizon[DATE_SIZE];

/* ---- rows */

/* A word that a shell reads as it is. */
static void
quote(const char *s, struct buf *b)
{
	if (s[strcspn(s, " \t\n'\"\\$`*?[]()<>|&;!#~{}")] == '\0' && *s != '\0') {
		buf_str(b, s);
		return;
	}
	buf_char(b, '\'');
	for (; *s != '\0'; s++)
		if (*s == '\'')
			buf_str(b, "'\\''");
		else
			buf_char(b, *s);
	buf_char(b, '\'');
}

static bool
default_database(void)
{
	const char *db = getenv("KAOWU_DB");

	return strcmp(due_run->db, db != NULL && *db != '\0' ? db : "exam.db") == 0;
}

static char *
filled_in(const char *command, const struct exam *e, const char *province)
{
	struct buf b = BUF_INIT;

	for (const char *p = command; *p != '\0'; p++) {
		if (p[0] != '{' || p[1] == '\0' || p[2] != '}') {
			buf_char(&b, *p);
			continue;
		}
		p++;
		if (*p == 'd' && !default_database()) {
			buf_str(&b, " -d ");
			quote(due_run->db, &b);
		} else if (*p == 'D') {
			quote(due_run->db, &b);
		} else if (*p == 'e' && e != NULL) {
			buf_str(&b, " -e ");
			buf_str(&b, e->key);
		} else if (*p == 'p' && strcmp(province, "*") != 0) {
			buf_str(&b, " --province ");
			buf_str(&b, province);
		}
		p++;
	}
	return buf_detach(&b);
}

void
due_add(const char *when, const struct exam *e, const char *province, int64_t count, const char *what, const char *command)
{
	rows = grow(rows, nrows, &row_cap, sizeof *rows);
	rows[nrows] = (struct row){ { xstrdup(when), xstrdup(e != NULL ? e->key : ""), xstrdup(province), xstrdup(what), xasprintf("%lld", (long long)count),
		filled_in(command, e, province) }, (int64_t)nrows };
	nrows++;
}

bool
due_soon(const char *when, bool so_far)
{
	return *when != '\0' && strncmp(when, horizon, 10) <= 0 && strncmp(when, due_run->now, so_far ? 10 : strlen(when)) >= 0;
}

static int
by_time(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	static const int keys[] = { O_DUE, O_EXAM, O_PROVINCE };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		int c = strcmp(x->value[keys[i]], y->value[keys[i]]);

		if (c != 0)
			return c;
	}
	return (x->order > y->order) - (x->order < y->order);
}

/* ---- counts */

static void
count(const struct exam *e, struct counts *c)
{
	struct stmt q = { todo_counts_sql, NULL };

	*c = (struct counts){ .exam = e };
	todo_bind(&q, e->id, due_run->now, &due_run->scope);
	while (db_row(&q)) {
		if (c->n == PROVINCES_MAX)
			continue;
		snprintf(c->of[c->n].province, sizeof c->of->province, "%s", db_col(&q, 0));
		c->of[c->n].registrations = db_col_int(&q, 1);
		for (int i = 0; i < TODO_TOOLS; i++)
			c->of[c->n].todo[i] = db_col_int(&q, 2 + i);
		c->n++;
	}
	db_release(&q);
}

static int64_t
number(const struct counts *c, size_t i, const char *tool)
{
	for (int k = 0; k < TODO_TOOLS && tool != NULL; k++)
		if (strcmp(todo_tool(k), tool) == 0)
			return c->of[i].todo[k];
	return c->of[i].registrations;
}

int64_t
counts_for(const struct counts *c, const char *tool, const char *province, const char *window)
{
	int64_t sum = 0;

	for (size_t i = 0; i < c->n; i++)
		if (strcmp(province, c->of[i].province) == 0 || (strcmp(province, "*") == 0 && !window_own(c->exam, c->of[i].province, window)))
			sum += number(c, i, tool);
	return sum;
}

int64_t
counts_open(const struct counts *c, const char *tool, const char *window)
{
	int64_t sum = 0;

	for (size_t i = 0; i < c->n; i++)
		if (window_open(c->exam, c->of[i].province, window, due_run->now, NULL, NULL))
			sum += number(c, i, tool);
	return sum;
}

int64_t
counts_closed(const struct counts *c, const char *tool, const char *window)
{
	const char *next, *last;
	int64_t sum = 0;

	for (size_t i = 0; i < c->n; i++)
		if (!window_open(c->exam, c->of[i].province, window, due_run->now, &next, &last) && *next == '\0' && *last != '\0')
			sum += number(c, i, tool);
	return sum;
}

/* ---- the run */

static void
look(const struct exam *e)
{
	static struct counts c;

	count(e, &c);
	due_windows(&c);
	due_policies(&c);
	due_notices(&c);
	due_work(&c);
}

static int
exam_due(struct run *run, int argc, char **argv)
{
	int64_t today = 0;

	(void)argc, (void)argv;
	due_run = run;
	date_text(run->today + (int32_t)days, horizon);
	run_begin(run, 0);
	for (size_t i = 0; exam_nth(i) != NULL; i++)
		if (run->exam == NULL || run->exam == exam_nth(i))
			look(exam_nth(i));
	due_orders(run->exam);
	due_differences(run->exam);
	due_refunds(run->exam);
	due_messages(run->exam);
	if (nrows > 0)
		qsort(rows, nrows, sizeof *rows, by_time);
	if (nrows == 0 && run->quiet)
		run_columns(run, out, 0); /* nothing at all: cron sends no mail then */
	for (size_t i = 0; i < nrows; i++) {
		run_row(run, (const char *const *)rows[i].value);
		today += strncmp(rows[i].value[O_DUE], run->now, 10) <= 0;
		for (int k = 0; k < COLUMNS; k++)
			free(rows[i].value[k]);
	}
	run->unchanged = (int64_t)nrows;
	run_summary(run, L("%lld due today, %lld later (until %s)", "今天到期 %lld 项, 此后 %lld 项 (至 %s)"), (long long)today, (long long)nrows - today, horizon);
	free(rows);
	return EX_OK;
}

static const struct tool tool = {
	.name = "exam-due",
	.synopsis = "[options] [--days N]",
	.does_en = "what is due today and this week, with the commands to run",
	.does_zh = "今天与本周到期的事项, 及应运行的命令",
	.opts = opts,
	.flags = TOOL_NO_FILES,
	.writes = "",
	.roles = "",
	.out = out,
	.main = exam_due,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
