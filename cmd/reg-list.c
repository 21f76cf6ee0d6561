/* SPDX-License-Identifier: MIT
 * reg-list: the registrations that match, with the columns asked for. An office lives from lists. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "frame/tool.h"
#include "store/db.h"
#include "store/person.h"
#include "store/registration.h"
#include "store/todo.h"
#include "stream/column.h"
#include "stream/csvout.h"

static const char *state, *province, *city, *site, *review_point, *level, *specialty, *outcome, *todo, *changed_since, *sample, *seed,
    *columns;

static const struct opt opts[] = {
	OPT_TEXT(0, "state", &state, "WORD", "where they stand: filled, confirmed, reviewed, rejected, paid, seated, printed …", "报考状态"),
	OPT_TEXT(0, "province", &province, "CODE", "of a province", "省份代码"),
	OPT_TEXT(0, "city", &city, "CODE", "of a city", "地市代码"),
	OPT_TEXT(0, "site", &site, "CODE", "wishing for a site", "考点代码"),
	OPT_TEXT(0, "review-point", &review_point, "CODE", "of a review point", "审核点代码"),
	OPT_TEXT(0, "level", &level, "CODE", "of a level", "级别代码"),
	OPT_TEXT(0, "specialty", &specialty, "CODE", "of a specialty", "专业代码"),
	OPT_TEXT(0, "outcome", &outcome, "WORD", "elig-verify's outcome: auto, online, onsite, ineligible, none", "资格核验结果"),
	OPT_TEXT(0, "todo", &todo, "TOOL", "due for a tool: what its --all would take", "某工具的待办"),
	OPT_TEXT(0, "changed-since", &changed_since, "TIME", "with an event at or after TIME", "自 TIME 起有变化的"),
	OPT_TEXT(0, "sample", &sample, "N|P%", "only N of them, or P per cent (rounded up), drawn by --seed", "抽取 N 条或 P%"),
	OPT_TEXT(0, "seed", &seed, "TEXT", "what the sample is drawn by (default: the exam)", "抽样种子"),
	OPT_TEXT('c', "columns", &columns, "COLUMNS", "columns, separated by commas", "输出列, 用逗号分隔"),
	OPT_END
};

static const struct incol in[] = { { "reg_no", true }, { NULL, false } };

/* Every column that can be asked for, in the order of the SELECT. subjects and carried are read by themselves, where asked. */
enum { C_REG_NO, C_SUBJECTS = 48, C_CARRIED = 49, C_COUNT = 50 };
static const char *const names[C_COUNT] = { "reg_no", "exam", "person_no", "name", "id_type", "id_no", "gender", "birth", "nationality", "ethnic",
	"phone", "email", "province", "city", "review_point", "site", "batch", "level", "specialty", "candidate", "archive_no", "pledge",
	"photo", "politics", "employer", "employer_code", "work_years", "pro_years", "title", "prior_cert", "prior_cert_date", "address",
	"postcode", "special_needs", "outcome", "route", "codes", "decision", "state", "next_step", "order_no", "amount", "pay_until",
	"paid_at", "admit_no", "filled_at", "confirmed_at", "last_event", "subjects", "carried" };

#define COLUMNS "r.reg_no, e.exam || '-' || e.year, printf('P%08d', p.id), p.name, p.id_type, p.id_no, CASE p.gender WHEN 1 THEN '男' WHEN 2 THEN '女' " \
	"ELSE '' END, coalesce(p.birth, ''), p.nationality, p.ethnic, coalesce(p.phone, ''), p.email, r.province, r.city, r.review_point, r.site, " \
	"r.batch, r.level, r.specialty, r.candidate, coalesce(a.archive_no, ''), r.pledge, r.photo_file, r.politics, r.employer, r.employer_code, " \
	"r.work_years, r.pro_years, r.title, r.prior_cert, r.prior_cert_date, r.address, r.postcode, r.special_needs, r.outcome, r.outcome_route, " \
	"r.outcome_codes, r.review, s.state, s.next_step, coalesce(o.order_no, ''), CASE WHEN o.amount IS NULL THEN '' ELSE printf('%d.%02d', " \
	"o.amount / 100, o.amount % 100) END, coalesce(o.pay_until, ''), coalesce(r.paid_at, ''), coalesce(r.admit_no, ''), r.filled_at, " \
	"coalesce(r.confirmed_at, ''), max(r.filled_at, coalesce(r.confirmed_at, ''), coalesce(r.outcome_at, ''), coalesce(r.reviewed_at, ''), " \
	"coalesce(r.paid_at, ''), coalesce(r.seated_at, ''), coalesce(r.printed_at, ''), coalesce(r.deleted_at, '')), r.id "
#define FROM "FROM registration r JOIN exam e ON e.id = r.exam_id JOIN person p ON p.id = r.person_id " \
	"JOIN registration_state s ON s.registration_id = r.id LEFT JOIN archive a ON a.id = r.archive_id " \
	"LEFT JOIN fee_order o ON o.registration_id = r.id AND o.closed_at IS NULL AND o.kind = 'registration' "
#define MATCH "(:province IS NULL OR r.province = :province) AND (:city IS NULL OR r.city = :city) AND (:site IS NULL OR r.site = :site) AND " \
	"(:review_point IS NULL OR r.review_point = :review_point) AND (:level IS NULL OR r.level = :level) AND " \
	"(:specialty IS NULL OR r.specialty = :specialty) AND (:outcome IS NULL OR r.outcome = iif(:outcome = 'none', '', :outcome)) AND " \
	"(:state IS NULL OR s.state = :state) AND (:state = 'deleted' OR r.deleted_at IS NULL) AND (:since IS NULL OR " \
	"max(r.filled_at, coalesce(r.confirmed_at, ''), coalesce(r.outcome_at, ''), coalesce(r.reviewed_at, ''), coalesce(r.paid_at, ''), " \
	"coalesce(r.seated_at, ''), coalesce(r.printed_at, ''), coalesce(r.deleted_at, '')) >= :since) "

enum { Q_ALL, Q_ONE, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_ALL] = { "SELECT " COLUMNS FROM "WHERE r.exam_id = :exam AND " MATCH "ORDER BY r.reg_no", NULL },
	[Q_ONE] = { "SELECT " COLUMNS FROM "WHERE r.reg_no = :reg_no AND " MATCH, NULL },
};

enum { ID_COLUMN = C_SUBJECTS }; /* r.id stands behind the last column of the SELECT */

static int chosen[C_COUNT + 8];
static size_t nchosen;
static char since[TIME_SIZE];

/* What is due for --todo, in the order of reg_no. */
static char **due;
static size_t ndue;

static void
choose(const char *list)
{
	while (*list != '\0') {
		size_t n = strcspn(list, ",|");
		int k = 0;

		while (k < C_COUNT && (strlen(names[k]) != n || strncmp(names[k], list, n) != 0))
			k++;
		if (k == C_COUNT)
			die_usage(L("-c: no column %.*s; there are: reg_no exam name id_no … (see reg-list(1))", "-c: 没有列 %.*s; 见 reg-list(1)"), (int)n, list);
		if (k != C_REG_NO && nchosen < C_COUNT)
			chosen[nchosen++] = k;
		list += n + (list[n] != '\0');
	}
}

static void
bind_match(struct stmt *s)
{
	db_text_or_null(s, ":province", province);
	db_text_or_null(s, ":city", city);
	db_text_or_null(s, ":site", site);
	db_text_or_null(s, ":review_point", review_point);
	db_text_or_null(s, ":level", level);
	db_text_or_null(s, ":specialty", specialty);
	db_text_or_null(s, ":outcome", outcome);
	db_text_or_null(s, ":state", state);
	db_text_or_null(s, ":since", since);
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

static void
read_due(const struct run *run)
{
	struct stmt s = { todo_sql(todo), NULL };
	size_t cap = 0;

	db_int(&s, ":exam", run->exam->id);
	db_text(&s, ":now", run->now);
	while (db_row(&s)) {
		due = grow(due, ndue, &cap, sizeof *due);
		due[ndue++] = xstrdup(db_col(&s, 0));
	}
	db_release(&s);
}

/* The chosen columns of the row in hand, from value[0] on. Valid until the next call. */
static void
values(struct stmt *s, const char **value)
{
	static struct buf sat, carried;

	buf_clear(&sat);
	buf_clear(&carried);
	for (size_t i = 0; i < nchosen; i++)
		if (chosen[i] >= C_SUBJECTS && sat.len + carried.len == 0)
			registration_subjects(db_col_int(s, ID_COLUMN), &sat, &carried);
	for (size_t i = 0; i < nchosen; i++)
		value[i] = chosen[i] == C_SUBJECTS ? buf_text(&sat) : chosen[i] == C_CARRIED ? buf_text(&carried) : db_col(s, chosen[i]);
}

/* ---- --sample: the ones with the smallest keyed hashes, so that the draw can be repeated and audited */

struct draw {
	uint64_t key;
	size_t index;
};

static int
by_key(const void *a, const void *b)
{
	const struct draw *x = a, *y = b;

	return x->key != y->key ? (x->key < y->key ? -1 : 1) : (x->index > y->index) - (x->index < y->index);
}

static size_t
sample_size(size_t n)
{
	int64_t v = 0;
	size_t len = strlen(sample);

	if (len > 1 && sample[len - 1] == '%') {
		char *digits = xstrndup(sample, len - 1);
		bool ok = num_parse(digits, 1, 100, &v);

		free(digits);
		if (ok)
			return (n * (size_t)v + 99) / 100;
	} else if (num_parse(sample, 1, INT32_MAX, &v)) {
		return (size_t)v < n ? (size_t)v : n;
	}
	die_usage(L("--sample: a number, or 1%% to 100%%: %s", "--sample: 应为数目或 1%% 至 100%%: %s"), sample);
}

static uint64_t
draw_key(const char *reg_no, const struct exam *e)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "%s\n%s", seed != NULL ? seed : e->key, reg_no);
	uint64_t key = hash64(b.ptr, b.len);

	buf_release(&b);
	return key;
}

/* Which of the n matching registrations are drawn: marks[i]. Owned. */
static bool *
drawn(struct run *run)
{
	static struct draw *d; /* reachable where we die */
	size_t n = 0, cap = 0;

	db_int(&q[Q_ALL], ":exam", run->exam->id);
	bind_match(&q[Q_ALL]);
	while (db_row(&q[Q_ALL])) {
		if (!is_due(db_col(&q[Q_ALL], C_REG_NO)))
			continue;
		d = grow(d, n, &cap, sizeof *d);
		d[n] = (struct draw){ draw_key(db_col(&q[Q_ALL], C_REG_NO), run->exam), n };
		n++;
	}
	bool *marks = xcalloc(n + 1, sizeof *marks);
	size_t take = sample_size(n);

	if (n > 0)
		qsort(d, n, sizeof *d, by_key);
	for (size_t i = 0; i < take; i++)
		marks[d[i].index] = true;
	free(d);
	d = NULL;
	return marks;
}

/* ---- the two ways */

static int
list(struct run *run)
{
	const char *value[C_COUNT + 1], *column[C_COUNT + 1];
	bool *marks = sample != NULL ? drawn(run) : NULL;
	int64_t n = 0;
	size_t i = 0;

	column[0] = names[C_REG_NO];
	for (size_t k = 0; k < nchosen; k++)
		column[k + 1] = names[chosen[k]];
	run_columns(run, column, nchosen + 1);
	db_int(&q[Q_ALL], ":exam", run->exam->id);
	bind_match(&q[Q_ALL]);
	while (db_row(&q[Q_ALL])) {
		value[0] = db_col(&q[Q_ALL], C_REG_NO);
		if (!is_due(value[0]) || (marks != NULL && !marks[i++]))
			continue;
		values(&q[Q_ALL], value + 1);
		run_row(run, value);
		n++;
	}
	free(marks);
	run_summary(run, L("%lld registrations", "%lld 条报名"), (long long)n);
	return EX_OK;
}

/* The stream's own columns, and those asked for that it does not have. */
static void
stream_columns(struct run *run)
{
	static bool done;
	const char *column[128];
	char *const *header;
	int added[C_COUNT];
	size_t n = run_header(run, &header), nadded = 0;

	if (done)
		return;
	done = true;
	if (n > 64)
		refuse("%s", L("more than 64 columns", "超过 64 列"));
	for (size_t i = 0; i < n; i++) {
		const struct column *c = column_of_header(header[i]);

		column[i] = c != NULL ? c->name : header[i];
	}
	for (size_t k = 0; k < nchosen; k++) {
		bool there = false;

		for (size_t i = 0; i < n; i++)
			there |= strcmp(column[i], names[chosen[k]]) == 0;
		if (!there) {
			column[n + nadded] = names[chosen[k]];
			added[nadded++] = chosen[k];
		}
	}
	memcpy(chosen, added, nadded * sizeof *added);
	nchosen = nadded;
	run_columns(run, column, n + nadded);
}

/* Of a stream: the records that match, with their own columns and those asked for. */
static enum verdict
keep(struct rec *r)
{
	const char *value[128];
	char *const *header, *const *field;
	size_t n;

	stream_columns(r->run);
	rec_fields(r, &header, &field, &n);
	db_text(&q[Q_ONE], ":reg_no", r->v[0]);
	bind_match(&q[Q_ONE]);
	if (!is_due(r->v[0]) || !db_row(&q[Q_ONE]))
		return SKIPPED;
	for (size_t i = 0; i < n; i++) {
		csvout_unguard(field[i], strlen(field[i])); /* --excel guards anew where it is asked for */
		value[i] = field[i];
	}
	values(&q[Q_ONE], value + n);
	run_row(r->run, value);
	db_reset(&q[Q_ONE]);
	return UNCHANGED;
}

/* A word or code that nobody has is a slip of the keyboard, not an empty list. */
static void
check_conditions(void)
{
	static const char *const states[] = { "filled", "confirmed", "reviewed", "rejected", "paid", "seated", "printed", "scored", "passed",
		"failed", "certified", "deleted", NULL };
	static const char *const outcomes[] = { "auto", "online", "onsite", "ineligible", "none", NULL };
	const struct { const char *option, *value, *const *words; } closed[] = { { "--state", state, states },
		{ "--outcome", outcome, outcomes } };

	for (size_t i = 0; i < 2; i++) {
		const char *const *w = closed[i].words;

		while (closed[i].value != NULL && *w != NULL && strcmp(*w, closed[i].value) != 0)
			w++;
		if (closed[i].value != NULL && *w == NULL)
			die_usage(L("%s: no such word: %s (see reg-list(1))", "%s: 没有这个词: %s (见 reg-list(1))"), closed[i].option, closed[i].value);
	}
	if (province != NULL && (province = province_code(province)) == NULL)
		die_usage("%s", L("--province: no such province in province.csv", "--province: province.csv 中没有此省份"));
	if (city != NULL && (city = city_code(province, city)) == NULL)
		die_usage("%s", L("--city: no such city in city.csv", "--city: city.csv 中没有此地市"));
}

static int
run_list(struct run *run, int argc, char **argv)
{
	int64_t t;
	bool stream = run_has_stream(run, argc);

	check_conditions();
	if (changed_since != NULL) {
		if (!time_parse(changed_since, &t))
			die_usage(L("--changed-since: not a time: %s", "--changed-since: 不是时间: %s"), changed_since);
		time_text(t, since);
	}
	if (todo != NULL && todo_sql(todo) == NULL)
		die_usage(L("--todo: no tool with a list is called %s", "--todo: 没有名为 %s 的待办清单"), todo);
	if ((!stream || todo != NULL || sample != NULL) && run->exam == NULL)
		die_usage("%s", L("-e CODE-YEAR is required without a stream, and with --todo or --sample", "没有输入流, 或用 --todo、--sample 时, 须用 -e 指明考试"));
	if (stream && sample != NULL)
		die_usage("%s", L("--sample draws from a whole exam, not from a stream", "--sample 只从整个考试抽取"));
	if (columns != NULL)
		choose(columns);
	else if (!stream)
		choose("exam,name,id_no,province,city,level,specialty,subjects,state,next_step");
	if (!stream)
		run_begin(run, 0);
	db_prepare(q, Q_COUNT);
	if (todo != NULL)
		read_due(run);
	if (!stream)
		return list(run);
	run_stream(run, argc, argv, keep);
	stream_columns(run);
	run_summary(run, L("%lld registrations, %lld do not match", "%lld 条报名, %lld 条不符合"), (long long)run->unchanged, (long long)run->filtered);
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
	.flags = TOOL_OPTIONAL_STREAM,
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
