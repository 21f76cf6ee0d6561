/* SPDX-License-Identifier: MIT
 * Dates: windows that open or close, changes that the policies end, what a publication sets running. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "due.h"
#include "store/db.h"
#include "value/date.h"
#include "value/term.h"

/* What a window is about: whom it concerns while it opens and while it closes, and what the office does then. */
static const struct kind {
	const char *window, *first, *last; /* whose lists are counted as it opens and closes; NULL: registrations */
	const char *opens_en, *opens_zh, *closes_en, *closes_zh;
	const char *at_opening, *at_closing;
} kinds[] = {
	{ "registration", NULL, "reg-confirm", "registration opens", "报名开始", "registration closes, not confirmed", "报名截止, 尚未确认",
	    "reg-list{d}{e}{p}", "reg-list{d}{e}{p} --todo reg-confirm" },
	{ "confirmation", "reg-confirm", "reg-confirm", "confirmation opens", "确认开始", "confirmation closes, not confirmed", "确认截止, 尚未确认",
	    "reg-list{d}{e}{p} --todo reg-confirm", "reg-list{d}{e}{p} --todo reg-confirm" },
	{ "review", "elig-review", "elig-review", "review opens", "资格审核开始", "review closes, not reviewed", "资格审核截止, 尚未审核",
	    "reg-list{d}{e}{p} --todo elig-review", "reg-list{d}{e}{p} --todo elig-review" },
	{ "payment", "fee-bill", "fee-pay", "payment opens", "缴费开始", "payment closes, not paid", "缴费截止, 尚未缴费",
	    "fee-bill{d}{e} --all", "reg-list{d}{e}{p} --todo fee-pay | notify-send{d} queue --template pay_reminder" },
	{ "admit_print", "admit-print", "admit-print", "admit cards open", "准考证打印开始", "admit cards close", "准考证打印截止",
	    "reg-list{d}{e}{p} --state seated | admit-print{d} -O cards", "reg-list{d}{e}{p} --state seated | admit-print{d} -O cards" },
	{ "score_query", NULL, NULL, "scores may be asked for", "成绩查询开始", "score query closes", "成绩查询截止",
	    "reg-list{d}{e}{p} --state passed", "reg-list{d}{e}{p} --state passed" },
};

/* A province's windows concern an operator of another place no more than those that its own replace. */
static bool
concerns(const struct exam *e, const char *province, const char *window)
{
	const char *own = due_run->scope.province;

	if (*own == '\0')
		return true;
	return strcmp(province, "*") == 0 ? !window_own(e, own, window) : strcmp(province, own) == 0;
}

static void
one_window(const struct counts *c, const struct kind *k, const char *province, const char *open, const char *close)
{
	if (due_soon(open, true))
		due_add(open, c->exam, province, counts_for(c, k->first, province, k->window), L(k->opens_en, k->opens_zh), k->at_opening);
	if (due_soon(close, false))
		due_add(close, c->exam, province, counts_for(c, k->last, province, k->window), L(k->closes_en, k->closes_zh), k->at_closing);
}

void
due_windows(const struct counts *c)
{
	static struct stmt q = { "SELECT w.province, w.window, w.open, w.close FROM window w JOIN exam e ON e.exam = w.exam AND e.year = w.year "
		"WHERE e.id = :exam ORDER BY w.row /*scan*/", NULL };

	db_int(&q, ":exam", c->exam->id);
	while (db_row(&q))
		for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
			if (strcmp(kinds[i].window, db_col(&q, 1)) == 0 && concerns(c->exam, db_col(&q, 0), db_col(&q, 1)))
				one_window(c, &kinds[i], db_col(&q, 0), db_col(&q, 2), db_col(&q, 3));
}

/* ---- policies: until "review_end+5wd" */

/* The day of the words; false where they name a stage, or a window that never closes. */
static bool
until_day(const struct exam *e, const char *province, const char *until, char date[DATE_SIZE])
{
	const char *window = strncmp(until, "reg_end", 7) == 0 ? "registration" : strncmp(until, "review_end", 10) == 0 ? "review" : NULL;
	const char *plus = strchr(until, '+');
	int32_t day;

	if (window == NULL)
		return false;
	const char *close = window_close(e, province, window, due_run->now);

	if (strlen(close) < 10)
		return false;
	snprintf(date, DATE_SIZE, "%.10s", close);
	if (!date_parse(date, &day))
		return false;
	date_text(date_add_workdays(day, plus != NULL ? (int)strtol(plus + 1, NULL, 10) : 0, calendar_workday, NULL), date);
	return true;
}

/* Has the province a row of its own for every group of the general rows that end so? */
static bool
own_rows(const struct exam *e, const char *province, const char *until)
{
	static struct stmt general = { "SELECT EXISTS (SELECT 1 FROM exam e JOIN policy p ON p.exam IN (e.exam, '*') AND p.province = '*' AND p.until = :until "
		"WHERE e.id = :exam AND NOT EXISTS (SELECT 1 FROM policy o WHERE o.province = :province AND o.exam IN (e.exam, '*') AND o.field_group = p.field_group)) /*scan*/",
		NULL };

	db_int(&general, ":exam", e->id);
	db_text(&general, ":province", province);
	db_text(&general, ":until", until);
	return db_int1(&general, 0) == 0;
}

static int64_t
concerned(const struct counts *c, const char *province, const char *until)
{
	const char *window = strncmp(until, "reg", 3) == 0 ? "registration" : "review";
	int64_t sum = 0;

	if (strcmp(province, "*") != 0)
		return counts_for(c, NULL, province, window);
	for (size_t i = 0; i < c->n; i++)
		if (!window_own(c->exam, c->of[i].province, window) && !own_rows(c->exam, c->of[i].province, until))
			sum += c->of[i].registrations;
	return sum;
}

/* "basic self,photo centre" as they are called. */
static void
add_groups(const char *list, struct buf *out)
{
	char group[64], authority[64];

	for (const char *p = list; *p != '\0'; p += strcspn(p, ","), p += *p == ',')
		if (sscanf(p, "%63[^ ,] %63[^ ,]", group, authority) == 2)
			buf_printf(out, "%s%s (%s)", p == list ? "" : L(",", "、"), term(TERM_GROUP, group), term(TERM_AUTHORITY, authority));
}

void
due_policies(const struct counts *c)
{
	static struct stmt q = { "SELECT p.province, p.until, group_concat(DISTINCT p.field_group || ' ' || p.authority) FROM policy p JOIN exam e ON p.exam IN (e.exam, '*') "
		"WHERE e.id = :exam AND (p.until LIKE 'reg_end%' OR p.until LIKE 'review_end%') GROUP BY p.province, p.until ORDER BY 1, 2 /*scan*/", NULL };
	char date[DATE_SIZE];
	struct buf what = BUF_INIT;

	db_int(&q, ":exam", c->exam->id);
	while (db_row(&q)) {
		const char *province = db_col(&q, 0), *own = due_run->scope.province;

		if ((*own != '\0' && strcmp(province, "*") != 0 && strcmp(province, own) != 0) || !until_day(c->exam, province, db_col(&q, 1), date) || !due_soon(date, true))
			continue;
		buf_clear(&what);
		buf_str(&what, L("last day of changes: ", "变更截止: "));
		add_groups(db_col(&q, 2), &what);
		due_add(date, c->exam, province, concerned(c, province, db_col(&q, 1)), buf_text(&what), "reg-list{d}{e}{p}");
	}
	buf_release(&what);
}

/* ---- what is counted from the publication of the scores */

void
due_notices(const struct counts *c)
{
	static struct stmt q = { "SELECT substr(b.published_at, 1, 10), (SELECT count(*) FROM result t JOIN registration r ON r.id = t.registration_id "
		"WHERE r.exam_id = b.exam_id AND t.qualified = 1 AND " SCOPE_SQL ") FROM publication b WHERE b.exam_id = :exam AND :now <> ''", NULL };
	char date[DATE_SIZE];
	int32_t day;

	todo_bind(&q, c->exam->id, due_run->now, &due_run->scope);
	if (!db_row(&q))
		return;
	if (date_parse(db_col(&q, 0), &day)) {
		date_text(day + (int32_t)setting_int(c->exam, NULL, "recheck_days", 30), date);
		if (due_soon(date, true))
			due_add(date, c->exam, "*", counts_for(c, NULL, "*", ""), L("last day of asking for a recheck", "成绩复核申请截止"), "reg-list{d}{e} --state failed");
		date_text(date_add_workdays(day, (int)setting_int(c->exam, NULL, "notice_workdays", 10), calendar_workday, NULL), date);
		if (due_soon(date, true))
			due_add(date, c->exam, "*", db_col_int(&q, 1), L("the notice period ends, counted from the publication", "公示期满 (自成绩公布起算)"), "reg-list{d}{e} --state passed");
	}
	db_reset(&q);
}
