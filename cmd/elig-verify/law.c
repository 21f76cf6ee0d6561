/* SPDX-License-Identifier: MIT
 * The routes that are law, the classes and the catalogue of majors, and what differs by place: read once a run, and found once for each
 * level and province, because a run may have a million registrations. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "elig.h"
#include "store/db.h"
#include "store/definition.h"
#include "value/date.h"

static struct arena memory;

static const char *
keep(struct stmt *q, int column)
{
	return arena_strdup(&memory, db_col(q, column));
}

/* ---- law */

/* Level 01 is what the others are exemptions of. */
static const char full_level[] = "01";

static enum edu_level
level_of(const char *word, const char *route)
{
	enum edu_level level = EDU_ANY;

	if (!edu_level_parse(word, &level))
		refuse(L("eligibility.csv: route %s: %s is no level of education; correct it and load it", "eligibility.csv: 条件 %s: %s 不是学历层次; 请改正后重新载入"),
		    route, word);
	return level;
}

static void
read_routes(struct law *law, const char *exam, const char *level)
{
	static struct stmt q = { "SELECT route, min_education, min_degree, major_class, min_work_years, min_pro_years, prior_cert, "
		"years_after_prior_cert, from_year, to_year FROM eligibility WHERE exam = :exam AND level IN (:level, '*') ORDER BY row /*scan*/", NULL };
	static struct stmt any = { "SELECT EXISTS (SELECT 1 FROM eligibility WHERE exam = :exam) /*scan*/", NULL };
	struct elig_route *route = NULL;
	size_t cap = 0;

	db_text(&q, ":exam", exam);
	db_text(&q, ":level", level);
	while (db_row(&q)) {
		route = grow(route, law->n_route, &cap, sizeof *route);
		route[law->n_route++] = (struct elig_route){ .route = keep(&q, 0), .min_education = level_of(db_col(&q, 1), db_col(&q, 0)),
			.min_degree = level_of(db_col(&q, 2), db_col(&q, 0)), .major_class = keep(&q, 3), .min_work_years = (int)db_col_int(&q, 4),
			.min_pro_years = (int)db_col_int(&q, 5), .prior_cert = keep(&q, 6), .years_after_prior_cert = (int)db_col_int(&q, 7),
			.from_year = (int)db_col_int(&q, 8), .to_year = (int)db_col_int(&q, 9) };
	}
	law->route = route;
	db_text(&any, ":exam", exam);
	law->asks = db_int1(&any, 0);
}

static void
read_classes(struct law *law, const char *exam)
{
	static struct stmt q = { "SELECT major_class, match, value FROM major_class WHERE exam = :exam ORDER BY row /*scan*/", NULL };
	struct elig_major *major = NULL;
	size_t cap = 0;

	db_text(&q, ":exam", exam);
	while (db_row(&q)) {
		const char *match = db_col(&q, 1);

		major = grow(major, law->n_major, &cap, sizeof *major);
		major[law->n_major++] = (struct elig_major){ keep(&q, 0), strcmp(match, "discipline") == 0 ? ELIG_BY_DISCIPLINE :
			strcmp(match, "class") == 0 ? ELIG_BY_CLASS : ELIG_BY_MAJOR, keep(&q, 2) };
	}
	law->major = major;
}

static struct known {
	const struct exam *exam;
	const char *level;
	struct law law;
	struct known *next;
} *known;

static const struct law *
read_law(const struct exam *e, const char *level)
{
	static struct stmt q = { "SELECT also_needs_route FROM exemption WHERE exam = :exam AND level = :level", NULL };
	struct known *k = arena_alloc(&memory, sizeof *k);

	k->exam = e;
	k->level = arena_strdup(&memory, level);
	read_routes(&k->law, e->code, level);
	read_classes(&k->law, e->code);
	db_text(&q, ":exam", e->code);
	db_text(&q, ":level", level);
	int64_t also = db_int1(&q, -1);

	k->law.exempt = also >= 0;
	if (also == 1 && strcmp(level, full_level) != 0)
		k->law.full = law_of(e, full_level);
	k->next = known;
	known = k;
	return &k->law;
}

const struct law *
law_of(const struct exam *e, const char *level)
{
	for (const struct known *k = known; k != NULL; k = k->next)
		if (k->exam == e && strcmp(k->level, level) == 0)
			return &k->law;
	return read_law(e, level);
}

/* ---- places */

/* The day to which years of work count. */
static int32_t
day_of(const struct run *run, const struct exam *e, const char *province)
{
	const char *close = window_close(e, province, "registration", run->now);
	char date[DATE_SIZE];
	int32_t reg_end = run->today, day;

	snprintf(date, sizeof date, "%s", close);
	if (*close != '\0')
		date_parse(date, &reg_end);
	if (!elig_day(e->eligibility_day, e->year, reg_end, &day))
		refuse(L("exam.csv: %s: eligibility_day %s: year_end, reg_end or a date; correct it and load it",
		    "exam.csv: %s: eligibility_day %s: 应为 year_end、reg_end 或日期; 请改正后重新载入"), e->key, e->eligibility_day);
	return day;
}

static int32_t
setting_month(const struct exam *e, const char *province, const char *name, const char *otherwise)
{
	const char *s = setting_text(e, province, name);
	int32_t months = 0;

	return month_parse(s != NULL ? s : otherwise, &months) ? months : 0;
}

const struct place *
place_of(const struct run *run, const struct exam *e, const char *province)
{
	static struct place *places;
	static size_t n, cap;

	for (size_t i = 0; i < n; i++)
		if (places[i].exam == e && strcmp(places[i].province, province) == 0)
			return &places[i];
	const char *min = setting_text(e, province, "auto_education_min"), *manual = setting_text(e, province, "manual_check");

	places = grow(places, n, &cap, sizeof *places);
	places[n] = (struct place){ e, arena_strdup(&memory, province), { setting_month(e, province, "auto_education_from", "2002-01"),
		setting_month(e, province, "auto_degree_from", "2008-09"), EDU_COLLEGE }, manual != NULL ? manual : "onsite", day_of(run, e, province) };
	if (min != NULL)
		edu_level_parse(min, &places[n].range.education_min);
	return &places[n++];
}

/* ---- the catalogue of majors */

static struct entry {
	const char *major, *discipline, *major_class, *degree_note;
} *entries;
static size_t nentries;

static void
read_catalogue(void)
{
	static struct stmt q = { "SELECT major, discipline, major_class, degree_note FROM major ORDER BY major, row /*scan*/", NULL };
	size_t cap = 0;

	entries = grow(NULL, 0, &cap, sizeof *entries);
	while (db_row(&q)) {
		entries = grow(entries, nentries, &cap, sizeof *entries);
		entries[nentries++] = (struct entry){ keep(&q, 0), keep(&q, 1), keep(&q, 2), keep(&q, 3) };
	}
}

static int
by_major(const void *key, const void *row)
{
	return strcmp(key, ((const struct entry *)row)->major);
}

void
catalogue_find(struct elig_record *record)
{
	if (entries == NULL)
		read_catalogue();
	const struct entry *x = bsearch(record->major, entries, nentries, sizeof *entries, by_major);

	record->discipline = x != NULL ? x->discipline : NULL;
	record->catalogue_class = x != NULL ? x->major_class : NULL;
	record->degree_note = x != NULL ? x->degree_note : NULL;
}
