/* SPDX-License-Identifier: MIT
 * One registration against the routes that are law, and what of it people must still see. The
 * rules stand in rule/eligibility.h and rule/education.h; here they meet the configuration. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "elig.h"
#include "store/db.h"
#include "value/date.h"
#include "value/text.h"

static struct arena memory;

/* Rows of eligibility.csv, sorted by exam, level and row; so are the others. */
struct route_row {
	const char *exam, *level;
};
static struct elig_route *routes;
static struct route_row *route_of;
static size_t nroutes;
static struct elig_major *classes;
static const char **class_exam;
static size_t nclasses;
static struct catalogue {
	const char *major, *discipline, *major_class;
} *catalogue;
static size_t ncatalogue;

static const char *
keep(struct stmt *q, int column)
{
	return arena_strdup(&memory, db_col(q, column));
}

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
load_routes(void)
{
	static struct stmt q = { "SELECT exam, level, route, min_education, min_degree, major_class, min_work_years, min_pro_years, "
		"prior_cert, years_after_prior_cert, from_year, to_year FROM eligibility ORDER BY exam, level, row /*scan*/", NULL };
	size_t cap = 0, cap2 = 0;

	while (db_row(&q)) {
		routes = grow(routes, nroutes, &cap, sizeof *routes);
		route_of = grow(route_of, nroutes, &cap2, sizeof *route_of);
		route_of[nroutes] = (struct route_row){ keep(&q, 0), keep(&q, 1) };
		routes[nroutes++] = (struct elig_route){ .route = keep(&q, 2), .min_education = level_of(db_col(&q, 3), db_col(&q, 2)),
			.min_degree = level_of(db_col(&q, 4), db_col(&q, 2)), .major_class = keep(&q, 5), .min_work_years = (int)db_col_int(&q, 6),
			.min_pro_years = (int)db_col_int(&q, 7), .prior_cert = keep(&q, 8), .years_after_prior_cert = (int)db_col_int(&q, 9),
			.from_year = (int)db_col_int(&q, 10), .to_year = (int)db_col_int(&q, 11) };
	}
}

static void
load_majors(void)
{
	static struct stmt q = { "SELECT exam, major_class, match, value FROM major_class ORDER BY exam, row /*scan*/", NULL };
	static struct stmt m = { "SELECT major, discipline, major_class FROM major ORDER BY major, row /*scan*/", NULL };
	size_t cap = 0, cap2 = 0, cap3 = 0;

	while (db_row(&q)) {
		const char *match = db_col(&q, 2);

		classes = grow(classes, nclasses, &cap, sizeof *classes);
		class_exam = grow(class_exam, nclasses, &cap2, sizeof *class_exam);
		class_exam[nclasses] = keep(&q, 0);
		classes[nclasses++] = (struct elig_major){ keep(&q, 1), strcmp(match, "discipline") == 0 ? ELIG_BY_DISCIPLINE :
			strcmp(match, "class") == 0 ? ELIG_BY_CLASS : ELIG_BY_MAJOR, keep(&q, 3) };
	}
	while (db_row(&m)) {
		catalogue = grow(catalogue, ncatalogue, &cap3, sizeof *catalogue);
		catalogue[ncatalogue++] = (struct catalogue){ keep(&m, 0), keep(&m, 1), keep(&m, 2) };
	}
}

static void
load(void)
{
	static bool loaded;

	if (loaded)
		return;
	loaded = true;
	load_routes();
	load_majors();
}

static const struct elig_route *
routes_of(const char *exam, const char *level, size_t *n)
{
	size_t first = 0;

	while (first < nroutes && (strcmp(route_of[first].exam, exam) != 0 || (level != NULL && strcmp(route_of[first].level, level) != 0)))
		first++;
	*n = 0;
	while (first + *n < nroutes && strcmp(route_of[first + *n].exam, exam) == 0 &&
	    (level == NULL || strcmp(route_of[first + *n].level, level) == 0))
		++*n;
	return routes + first;
}

static const struct elig_major *
classes_of(const char *exam, size_t *n)
{
	size_t first = 0;

	while (first < nclasses && strcmp(class_exam[first], exam) != 0)
		first++;
	*n = 0;
	while (first + *n < nclasses && strcmp(class_exam[first + *n], exam) == 0)
		++*n;
	return classes + first;
}

static int
by_major(const void *key, const void *row)
{
	return strcmp(key, ((const struct catalogue *)row)->major);
}

/* ---- education records */

/* 国(境)外 studies: the certificate of 教育部留学服务中心 (rules.md (b) D: 12 digits, before that 教留服认…), or a school
 * that has no Chinese name. */
static bool
overseas(const struct education *e)
{
	if (strstr(e->cert_no, "教留服") != NULL || num_digits(e->cert_no, 12))
		return true;
	for (const char *p = e->school; *p != '\0'; p++)
		if ((unsigned char)*p >= 0x80)
			return false;
	return *e->school != '\0';
}

static int32_t
month_of(const char *s)
{
	int32_t months = 0;

	return month_parse(s, &months) ? months : 0;
}

static int32_t
setting_month(const struct registration *reg, const char *name, const char *otherwise)
{
	const char *s = setting_text(reg->exam, reg->province, name);

	return month_of(s != NULL ? s : otherwise);
}

bool
record_in_range(const struct registration *reg, const struct education *e)
{
	const char *min = setting_text(reg->exam, reg->province, "auto_education_min");
	struct edu_auto range = { setting_month(reg, "auto_education_from", "2002-01"), setting_month(reg, "auto_degree_from", "2008-09"), EDU_COLLEGE };
	enum edu_level level = EDU_ANY;

	if (min != NULL)
		edu_level_parse(min, &range.education_min);
	edu_level_parse(e->level, &level);
	return *e->cert_no != '\0' && edu_auto_range(&range, strcmp(e->kind, "degree") == 0, level, month_of(e->month), overseas(e));
}

static bool
checked(const char *verified)
{
	return strcmp(verified, "registry") == 0 || strcmp(verified, "onsite") == 0;
}

static struct elig_record
record_of(const struct education *e, const char *verified)
{
	const struct catalogue *c = ncatalogue > 0 ? bsearch(e->major, catalogue, ncatalogue, sizeof *catalogue, by_major) : NULL;
	struct elig_record r = { .is_degree = strcmp(e->kind, "degree") == 0, .major = e->major, .month = month_of(e->month),
		.discipline = c != NULL ? c->discipline : NULL, .catalogue_class = c != NULL ? c->major_class : NULL,
		/* what the registry denies is looked at by people, with the papers (rules.md 18): it is not refused yet */
		.state = checked(verified) ? ELIG_CHECKED : ELIG_UNCHECKED };

	edu_level_parse(e->level, &r.level);
	return r;
}

/* ---- the judgement */

static void
code(struct judgement *j, const char *word)
{
	if (j->codes.len > 0)
		buf_char(&j->codes, '|');
	buf_str(&j->codes, word);
}

static const char *
lack_code(enum elig_lack what)
{
	static const char *const words[] = { [ELIG_LACK_EDUCATION] = "EDUCATION_LEVEL", [ELIG_LACK_MAJOR] = "MAJOR",
		[ELIG_LACK_WORK_YEARS] = "WORK_YEARS", [ELIG_LACK_PRO_YEARS] = "PRO_YEARS", [ELIG_LACK_CERT] = "PRIOR_CERT",
		[ELIG_LACK_CERT_DATE] = "PRIOR_CERT_DATE", [ELIG_LACK_YEARS_AFTER] = "YEARS_AFTER_CERT" };

	return words[what];
}

static void
say_refusal(const struct elig_result *result, int32_t day, struct buf *out)
{
	struct buf lacks = BUF_INIT;
	char date[DATE_SIZE];

	date_text(day, date);
	for (size_t i = 0; i < result->n_missing; i++) {
		if (i > 0)
			buf_str(&lacks, "; ");
		elig_missing_text(&result->missing[i], &lacks);
	}
	buf_printf(out, L("no route is satisfied; the nearest is route %s: %s (years counted to %s)",
	    "不符合报考条件; 最接近的是条件 %s: %s (年限计算至 %s)"), result->route->route, buf_text(&lacks), date);
	buf_release(&lacks);
}

static void
refused(struct judgement *j, const struct elig_result *result, int32_t day)
{
	j->eligible = false;
	for (size_t i = 0; i < result->n_missing; i++)
		code(j, lack_code(result->missing[i].what));
	say_refusal(result, day, &j->message);
	bool before = diag_speak(true);

	say_refusal(result, day, &j->told);
	diag_speak(before);
}

/* The day to which years of work count. */
static int32_t
day_of(const struct run *run, const struct registration *reg)
{
	const char *close = window_close(reg->exam, reg->province, "registration", run->now);
	char date[DATE_SIZE];
	int32_t reg_end = run->today, day;

	snprintf(date, sizeof date, "%s", close);
	if (*close != '\0')
		date_parse(date, &reg_end);
	if (!elig_day(reg->exam->eligibility_day, reg->exam->year, reg_end, &day))
		refuse(L("exam.csv: %s: eligibility_day %s: year_end, reg_end or a date; correct it and load it",
		    "exam.csv: %s: eligibility_day %s: 应为 year_end、reg_end 或日期; 请改正后重新载入"), reg->exam->key, reg->exam->eligibility_day);
	return day;
}

/* What the satisfied route stands on. */
struct basis {
	bool nothing;         /* it asks for nothing */
	bool stated;          /* years or a certificate that the person has stated */
	bool by_people;       /* the major's class */
	const char *verified; /* of the record; NULL: none needed */
	bool in_range;
};

static void
stand_on(const struct candidate *c, const struct elig_result *result, const struct elig_record *record, struct basis *b)
{
	const struct elig_route *r = result->route;
	bool asks_record = r->min_education != EDU_ANY || r->min_degree != EDU_ANY;
	bool asks_years = r->min_work_years > 0 || r->min_pro_years > 0 || *r->prior_cert != '\0';

	b->nothing &= !asks_record && !asks_years;
	b->stated |= asks_years;
	b->by_people |= result->major_by_people;
	if (asks_record && result->record != NULL) {
		size_t i = (size_t)(result->record - record);

		b->verified = c->verified[i];
		b->in_range = record_in_range(c->reg, &c->record[i]);
	}
}

static void
education_codes(struct judgement *j, const struct basis *b)
{
	if (b->verified == NULL || checked(b->verified))
		return;
	if (strcmp(b->verified, "name_differs") == 0) {
		code(j, "NAME_DIFFERS");
		j->onsite = true; /* rules.md 21 */
	} else if (strcmp(b->verified, "mismatch") == 0) {
		code(j, "EDU_MISMATCH");
	} else if (strcmp(b->verified, "none") == 0) {
		code(j, "EDU_NOT_FOUND");
	} else {
		code(j, b->in_range ? "EDU_UNANSWERED" : "EDU_OUT_OF_RANGE");
	}
}

/* The commitment replaces the proofs of what is stated; without it people see them (rules.md 25-28). */
static void
pledge_codes(struct judgement *j, const struct registration *reg, const struct basis *b)
{
	if (!reg->exam->pledge) {
		if (b->stated)
			code(j, "STATED_UNPROVEN");
	} else if (strcmp(reg->pledge, "decline") == 0) {
		code(j, "PLEDGE_DECLINED");
	} else if (strcmp(reg->pledge, "withdrawn") == 0) {
		code(j, "PLEDGE_WITHDRAWN");
	} else if (*reg->pledge == '\0' && !b->nothing) {
		code(j, "PLEDGE_UNDECIDED");
	}
}

static void
identity_codes(struct judgement *j, const char *identity, bool needed)
{
	if (strcmp(identity, "mismatch") == 0)
		code(j, "ID_MISMATCH");
	else if (strcmp(identity, "none") == 0)
		code(j, "ID_NOT_FOUND");
	else if (*identity == '\0' && needed)
		code(j, "ID_UNANSWERED");
}

static bool
exemption(const struct registration *reg, bool *also_needs_route)
{
	static struct stmt q = { "SELECT also_needs_route FROM exemption WHERE exam = :exam AND level = :level", NULL };

	db_text(&q, ":exam", reg->exam->code);
	db_text(&q, ":level", reg->level);
	int64_t also = db_int1(&q, -1);

	*also_needs_route = also == 1;
	return also >= 0;
}

/* Level 01 is what the others are exemptions of. */
static const char full_level[] = "01";

void
judge(const struct run *run, const struct candidate *c, struct judgement *j)
{
	const struct registration *reg = c->reg;
	struct elig_record record[RECORDS_MAX];
	struct elig_person person = { record, c->nrecord, reg->work_years > 0 ? reg->work_years : 0,
		reg->pro_years > 0 ? reg->pro_years : 0, reg->prior_cert, 0, false };
	struct basis basis = { .nothing = true };
	const char *level[2] = { reg->level, NULL };
	size_t n_class, n_any;
	bool also;

	load();
	j->eligible = true;
	j->onsite = false;
	j->route[0] = '\0';
	buf_clear(&j->codes);
	buf_clear(&j->message);
	buf_clear(&j->told);
	for (size_t i = 0; i < c->nrecord; i++)
		record[i] = record_of(&c->record[i], c->verified[i]);
	person.has_prior_cert_date = date_parse(reg->prior_cert_date, &person.prior_cert_date);
	bool exempt = exemption(reg, &also);
	const struct elig_major *class = classes_of(reg->exam->code, &n_class);
	int32_t day = day_of(run, reg);

	routes_of(reg->exam->code, NULL, &n_any);
	if (exempt && also && strcmp(reg->level, full_level) != 0)
		level[1] = full_level;
	for (int i = 0; i < 2 && level[i] != NULL && n_any > 0 && j->eligible; i++) {
		size_t n;
		const struct elig_route *route = routes_of(reg->exam->code, level[i], &n);
		struct elig_result result = elig_judge(route, n, class, n_class, &person, reg->exam->year, day);

		if (result.outcome == ELIG_NO_ROUTE) {
			if (i == 0 && level[1] != NULL && n == 0)
				continue; /* the exemption has no rows of its own */
			basis.nothing = false;
			code(j, "ROUTE_MISSING");
			continue;
		}
		snprintf(j->route, sizeof j->route, "%s", result.route->route);
		if (result.outcome == ELIG_NOT) {
			buf_clear(&j->codes);
			refused(j, &result, day);
		} else {
			stand_on(c, &result, record, &basis);
		}
	}
	if (!j->eligible)
		return;
	if (exempt) {
		basis.nothing = false;
		code(j, "EXEMPTION_CLAIMED");
	}
	pledge_codes(j, reg, &basis);
	if (basis.by_people)
		code(j, "MAJOR_UNKNOWN");
	education_codes(j, &basis);
	identity_codes(j, c->identity, !basis.nothing && c->identity_asked);
}
