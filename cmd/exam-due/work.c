/* SPDX-License-Identifier: MIT
 * What lies there for the tools today, where the windows let them work; and what must be there before others open. */
#include <stdio.h>
#include <string.h>

#include "due.h"
#include "store/db.h"

/* In the windows that are open, or (over) when they have closed for good. */
static const struct task {
	const char *tool, *window;
	bool over;
	const char *en, *zh, *command;
} tasks[] = {
	{ "photo-check", "confirmation", false, "photographs to be checked", "待审核照片", "reg-list{d}{e} --todo photo-check | photo-check{d} -D photos" },
	{ "elig-verify", "confirmation", false, "to be verified", "待资格核验", "elig-verify{d}{e} --all" },
	{ "elig-review", "review", false, "papers to be reviewed", "待人工审核", "reg-list{d}{e} --todo elig-review" },
	{ "fee-bill", "payment", false, "orders to be made", "待生成订单", "fee-bill{d}{e} --all" },
};

static void
today(const struct exam *e, int64_t n, const char *what, const char *command)
{
	char day[11];

	snprintf(day, sizeof day, "%.10s", due_run->now);
	if (n > 0)
		due_add(day, e, "*", n, what, command);
}

/* Here papers are seen after the results, and who did not come by the end is absent. */
static bool
reviewed_after(const struct counts *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const char *mode = setting_text(c->exam, c->of[i].province, "review_mode");

		if (mode != NULL && strcmp(mode, "post") == 0)
			return true;
	}
	return false;
}

static bool
has_row(struct stmt *q, const struct exam *e)
{
	db_int(q, ":exam", e->id);
	return db_int1(q, 0) > 0;
}

static bool
planned(const struct exam *e)
{
	static struct stmt q = { "SELECT count(*) FROM seating_plan WHERE exam_id = :exam", NULL };

	return has_row(&q, e);
}

static bool
published(const struct exam *e)
{
	static struct stmt q = { "SELECT count(*) FROM publication WHERE exam_id = :exam", NULL };

	return has_row(&q, e);
}

/* The last sitting of the exam has ended. */
static bool
sat(const struct exam *e)
{
	char last[40] = "", end[40];

	for (size_t i = 0; i < e->nsession; i++) {
		snprintf(end, sizeof end, "%sT%s", e->session[i].date, e->session[i].end);
		if (strcmp(end, last) > 0)
			snprintf(last, sizeof last, "%s", end);
	}
	return *last != '\0' && strcmp(last, due_run->now) <= 0;
}

/* When the first window of this kind opens that is open still or soon will be; "" none. */
static const char *
first_opening(const struct counts *c, const char *window)
{
	static char first[TIME_SIZE];

	first[0] = '\0';
	for (size_t i = 0; i < c->n; i++) {
		const char *next;
		bool open = window_open(c->exam, c->of[i].province, window, due_run->now, &next, NULL);
		const char *when = open ? due_run->now : next;

		if ((open || due_soon(next, true)) && (*first == '\0' || strcmp(when, first) < 0))
			snprintf(first, sizeof first, "%s", when);
	}
	if (strcmp(first, due_run->now) == 0)
		first[10] = '\0'; /* open: today, whatever the time is */
	return first;
}

static void
due_seats(const struct counts *c)
{
	bool plan = planned(c->exam);
	const char *cards = first_opening(c, "admit_print");
	int64_t waiting = counts_closed(c, "seat-assign", "payment");

	if (waiting > 0 && !sat(c->exam))
		today(c->exam, waiting, L("paid and without a seat", "已缴费未编排座位"), plan ? "seat-assign{d}{e} --late" : "seat-assign{d}{e}");
	else if (!plan && *cards != '\0' && counts_for(c, NULL, "*", "") > 0)
		due_add(cards, c->exam, "*", counts_for(c, "seat-assign", "*", ""), L("admit cards open and there is no seating plan", "准考证打印在即, 尚无考场编排"), "seat-assign{d}{e}");
}

static void
due_scores(const struct counts *c)
{
	const char *query = first_opening(c, "score_query");
	int64_t missing = counts_for(c, "score-import", "*", ""), whole = counts_for(c, "score-publish", "*", "");

	if (published(c->exam))
		return;
	if (sat(c->exam))
		today(c->exam, missing, L("marks are missing", "成绩不全"), "reg-list{d}{e} --todo score-import -c reg_no,admit_no");
	if (sat(c->exam) && missing == 0)
		today(c->exam, whole, L("scores to be published", "待公布成绩"), "score-publish{d}{e}");
	else if (*query != '\0' && missing + whole > 0)
		due_add(query, c->exam, "*", missing + whole, L("scores may be asked for and are not published", "成绩查询在即, 尚未公布"), "score-publish{d}{e}");
}

void
due_work(const struct counts *c)
{
	static struct stmt cards = { "SELECT count(*) FROM registration r JOIN registration_state s ON s.registration_id = r.id WHERE r.exam_id = :exam "
		"AND s.exam_id = :exam AND s.state = 'seated' AND :now <> '' AND " SCOPE_SQL, NULL };

	for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
		today(c->exam, counts_open(c, tasks[i].tool, tasks[i].window), L(tasks[i].en, tasks[i].zh), tasks[i].command);
	if (reviewed_after(c))
		today(c->exam, counts_closed(c, "elig-review", "review"), L("review is over, not decided", "审核已截止, 尚无结论"), "elig-review{d}{e} --close");
	due_seats(c);
	if (counts_open(c, "admit-print", "admit_print") > 0) {
		todo_bind(&cards, c->exam->id, due_run->now, &due_run->scope);
		today(c->exam, db_int1(&cards, 0), L("admit cards not printed", "准考证未打印"), "reg-list{d}{e} --state seated | admit-print{d} -O cards");
	}
	due_scores(c);
}
