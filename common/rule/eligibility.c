/* SPDX-License-Identifier: MIT
 * Routes to an exam. */
#include "rule/eligibility.h"

#include <string.h>

#include "base/diag.h"
#include "value/date.h"

/* How far a lack is, in years of work that weigh as much. */
enum { COST_LEVEL = 100, COST_CERT = 60, COST_MAJOR = 50, COST_CERT_DATE = 1 };

/* One route tried with one record. */
struct attempt {
	const struct elig_route *route;
	const struct elig_record *record;
	unsigned people;
	int cost;             /* of all but years */
	int wait;             /* the longest of the years that are missing */
	size_t n_missing;
	struct elig_missing missing[ELIG_MISSING_MAX];
};

bool
elig_day(const char *word, int exam_year, int32_t reg_end, int32_t *day)
{
	if (strcmp(word, "year_end") == 0) {
		*day = date_days(exam_year, 12, 31);
		return true;
	}
	if (strcmp(word, "reg_end") == 0) {
		*day = reg_end;
		return true;
	}
	return date_parse(word, day);
}

static bool
given(const char *s)
{
	return s != NULL && *s != '\0';
}

static bool
same(const char *a, const char *b)
{
	return a != NULL && strcmp(a, b) == 0;
}

/* ---- years */

enum { AGE_TO_WORK = 16, RECORDS = 16 };

struct interval {
	int32_t from, to; /* months, to exclusive */
};

/* The shortest usual time of study in months; a double degree is studied for beside the first. */
static int
study_months(enum edu_level level, bool after_college)
{
	static const int months[] = { [EDU_HIGH_SCHOOL] = 24, [EDU_COLLEGE] = 24, [EDU_BACHELOR] = 48, [EDU_SECOND_BACHELOR] = 24,
		[EDU_DOUBLE_BACHELOR] = 0, [EDU_MASTER] = 24, [EDU_DOCTOR] = 36 };

	return level == EDU_BACHELOR && after_college ? 24 : months[level];
}

static size_t
studies(const struct elig_record *record, size_t n, struct interval *out)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++) {
		const struct elig_record *r = &record[i];
		bool after_college = false;

		if (r->is_degree || !r->full_time || r->month == 0 || found == RECORDS)
			continue;
		for (size_t k = 0; k < n; k++)
			after_college |= record[k].level == EDU_COLLEGE && record[k].month != 0 && record[k].month < r->month;
		struct interval x = { r->month - study_months(r->level, after_college), r->month };
		size_t at = found++;

		for (; at > 0 && out[at - 1].from > x.from; at--)
			out[at] = out[at - 1];
		out[at] = x;
	}
	return found;
}

int
elig_years_possible(bool has_birth, int32_t birth, const struct elig_record *record, size_t n, int32_t day)
{
	struct interval study[RECORDS];
	int year, month, dom;

	if (!has_birth)
		return -1;
	date_civil(birth, &year, &month, &dom);
	int32_t from = (year + AGE_TO_WORK) * 12 + month - 1;

	date_civil(day + 1, &year, &month, &dom); /* the last day of a month makes it whole */
	int32_t end = year * 12 + month - 1, free_months = 0;
	size_t n_study = studies(record, n, study);

	for (size_t i = 0; i < n_study; i++) {
		int32_t until = study[i].from < end ? study[i].from : end;

		if (until > from)
			free_months += until - from;
		if (study[i].to > from)
			from = study[i].to;
	}
	if (end > from)
		free_months += end - from;
	return free_months / 12;
}

/* ---- majors */

enum fit { FITS_NOT, FITS_PERHAPS, FITS };

/* The notes are "授予理学学士学位" (that and no other) and "可授工学或理学学士学位". */
static enum fit
of_discipline(const struct elig_record *record, const char *discipline)
{
	static const char always[] = "授予";

	if (!given(record->degree_note))
		return same(record->discipline, discipline) ? FITS : FITS_NOT;
	if (strstr(record->degree_note, discipline) == NULL)
		return FITS_NOT;
	return strncmp(record->degree_note, always, sizeof always - 1) == 0 ? FITS : FITS_PERHAPS;
}

bool
elig_major_in(const struct elig_record *record, const char *major_class, const struct elig_major *classes, size_t n,
    unsigned *people)
{
	unsigned perhaps = 0;

	*people = 0;
	for (size_t i = 0; i < n; i++) {
		const struct elig_major *c = &classes[i];
		enum fit by_discipline = FITS_NOT;

		if (strcmp(c->major_class, major_class) != 0)
			continue;
		if (c->match == ELIG_BY_DISCIPLINE)
			by_discipline = of_discipline(record, c->value);
		/* who studied in a class without a major (大类) writes the class itself */
		if (same(record->major, c->value) || by_discipline == FITS || (c->match == ELIG_BY_CLASS && same(record->catalogue_class, c->value)))
			return true;
		if (by_discipline == FITS_PERHAPS)
			perhaps |= ELIG_PEOPLE_DEGREE;
		if (c->match != ELIG_BY_MAJOR && record->catalogue_class == NULL)
			perhaps |= ELIG_PEOPLE_MAJOR;
	}
	*people = perhaps;
	return false;
}

static bool
in_no_class(const struct elig_record *record, const struct elig_major *classes, size_t n)
{
	unsigned people;

	for (size_t i = 0; i < n; i++)
		if (elig_major_in(record, classes[i].major_class, classes, n, &people))
			return false;
	return true;
}

/* ---- one route */

static struct elig_missing *
lack(struct attempt *a, enum elig_lack what, int need, int have, const char *text)
{
	struct elig_missing *m = &a->missing[a->n_missing++];

	*m = (struct elig_missing){ what, need, have, text, NULL };
	return m;
}

static void
lack_years(struct attempt *a, enum elig_lack what, int need, int have, const char *text)
{
	lack(a, what, need, have, text);
	if (need - have > a->wait)
		a->wait = need - have;
}

static void
lack_other(struct attempt *a, enum elig_lack what, const char *text, const char *given_text, int cost)
{
	lack(a, what, 0, 0, text)->given = given_text;
	a->cost += cost;
}

/* The education or degree side: level and major of one record (NULL: the person has none). */
static void
try_record(struct attempt *a, const struct elig_major *classes, size_t n_class, int32_t day)
{
	const struct elig_route *r = a->route;
	const struct elig_record *rec = a->record;
	bool by_degree = r->min_degree != EDU_ANY, by_education = r->min_education != EDU_ANY;
	enum edu_level have = EDU_ANY;
	enum edu_level need = by_education ? r->min_education : r->min_degree;
	int year, month, dom;
	unsigned people = 0;

	date_civil(day, &year, &month, &dom);
	if (rec != NULL && rec->state != ELIG_REFUSED && rec->month <= year * 12 + month - 1 &&
	    (rec->is_degree ? by_degree : by_education)) {
		have = rec->level;
		need = rec->is_degree ? r->min_degree : r->min_education;
	}
	if (!edu_level_reaches(have, need)) {
		lack(a, ELIG_LACK_EDUCATION, (int)need, (int)have, NULL);
		a->cost += COST_LEVEL * edu_level_gap(have, need);
	}
	if (have == EDU_ANY || !given(r->major_class) || strcmp(r->major_class, "any") == 0)
		return;
	if (strcmp(r->major_class, "other") == 0 ? in_no_class(rec, classes, n_class)
	                                         : elig_major_in(rec, r->major_class, classes, n_class, &people))
		return;
	if (people != 0)
		a->people |= people;
	else
		lack_other(a, ELIG_LACK_MAJOR, r->major_class, rec->major, COST_MAJOR);
}

/* Does the person hold one of the certificates? The names are free text: one that begins with the name asked for (一级建造师注册证书) is
 * taken; one that has it further on (曾取得中级统计师) people look at. */
static enum fit
holds(const char *certs, const char *names)
{
	static const char *const separators[] = { "|", "、", "，", ",", ";", "；", " ", "　" };
	enum fit best = FITS_NOT;

	for (const char *name = names; given(certs) && *name != '\0'; name += *name == '|') {
		size_t n = strcspn(name, "|");
		const char *p = n > 0 ? memmem(certs, strlen(certs), name, n) : NULL;

		if (p != NULL && best == FITS_NOT)
			best = FITS_PERHAPS;
		for (; p != NULL; p = memmem(p + 1, strlen(p + 1), name, n)) {
			bool first = p == certs;

			for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
				size_t len = strlen(separators[i]);

				first |= (size_t)(p - certs) >= len && memcmp(p - len, separators[i], len) == 0;
			}
			if (first)
				best = FITS;
		}
		name += n;
	}
	return best;
}

static void
try_years(struct attempt *a, enum elig_lack what, int need, int stated, int possible)
{
	if (stated < need)
		lack_years(a, what, need, stated, NULL);
	else if (possible >= 0 && possible < need)
		a->people |= ELIG_PEOPLE_YEARS;
}

static void
try_rest(struct attempt *a, const struct elig_person *person, int32_t day)
{
	const struct elig_route *r = a->route;

	try_years(a, ELIG_LACK_WORK_YEARS, r->min_work_years, person->work_years, person->possible_years);
	try_years(a, ELIG_LACK_PRO_YEARS, r->min_pro_years, person->pro_years, person->possible_years);
	if (!given(r->prior_cert))
		return;
	enum fit held = holds(person->prior_cert, r->prior_cert);
	/* a certificate of after the day is none yet */
	int after = person->has_prior_cert_date && person->prior_cert_date <= day ? date_years(person->prior_cert_date, day) : 0;

	if (held == FITS_PERHAPS)
		a->people |= ELIG_PEOPLE_CERT;
	if (held == FITS_NOT || (person->has_prior_cert_date && person->prior_cert_date > day)) {
		lack_other(a, ELIG_LACK_CERT, r->prior_cert, person->prior_cert, COST_CERT);
	} else if (r->years_after_prior_cert > 0 && !person->has_prior_cert_date) {
		lack_other(a, ELIG_LACK_CERT_DATE, r->prior_cert, NULL, COST_CERT_DATE);
	} else if (after < r->years_after_prior_cert) {
		lack_years(a, ELIG_LACK_YEARS_AFTER, r->years_after_prior_cert, after, r->prior_cert);
	}
}

/* ---- the best of all */

static int
standing(const struct elig_record *record)
{
	static const int rank[] = { [ELIG_CHECKED] = 0, [ELIG_UNCHECKED] = 1, [ELIG_DENIED] = 2, [ELIG_REFUSED] = 3 };

	return record == NULL ? 0 : rank[record->state];
}

/* Does a serve better than b? Earlier routes and records win a draw. */
static bool
better(const struct attempt *a, const struct attempt *b)
{
	if (b->route == NULL)
		return true;
	if (a->cost + a->wait != b->cost + b->wait)
		return a->cost + a->wait < b->cost + b->wait;
	if (a->n_missing != b->n_missing)
		return a->n_missing < b->n_missing;
	if ((a->people != 0) != (b->people != 0))
		return a->people == 0;
	return standing(a->record) < standing(b->record);
}

struct elig_result
elig_judge(const struct elig_route *route, size_t n_route, const struct elig_major *classes, size_t n_class,
    const struct elig_person *person, int exam_year, int32_t day)
{
	struct elig_result result = { .outcome = ELIG_NO_ROUTE };
	struct attempt best = { .route = NULL };

	for (size_t i = 0; i < n_route; i++) {
		const struct elig_route *r = &route[i];
		bool needs_record = r->min_education != EDU_ANY || r->min_degree != EDU_ANY;
		size_t tries = needs_record && person->n_record > 0 ? person->n_record : 1;

		if ((r->from_year != 0 && exam_year < r->from_year) || (r->to_year != 0 && exam_year > r->to_year))
			continue;
		for (size_t k = 0; k < tries; k++) {
			struct attempt a = { .route = r };

			if (needs_record) {
				a.record = person->n_record > 0 ? &person->record[k] : NULL;
				try_record(&a, classes, n_class, day);
			}
			try_rest(&a, person, day);
			if (better(&a, &best))
				best = a;
		}
	}
	if (best.route == NULL)
		return result;
	result.outcome = best.n_missing == 0 ? ELIG_OK : ELIG_NOT;
	result.route = best.route;
	result.record = best.record;
	result.people = best.people;
	result.n_missing = best.n_missing;
	memcpy(result.missing, best.missing, sizeof result.missing);
	return result;
}

/* ---- in words */

static void
years_text(struct buf *out, const struct elig_missing *m, const char *what, int32_t day)
{
	char date[DATE_SIZE];

	date_text(day, date);
	if (diag_chinese())
		buf_printf(out, "截至 %s 须%s满 %d 年, 现为 %d 年", date, what, m->need, m->have);
	else
		buf_printf(out, m->need == 1 ? "%d year %s by %s, has %d" : "%d years %s by %s, has %d", m->need, what, date, m->have);
}

void
elig_missing_text(const struct elig_missing *m, int32_t day, struct buf *out)
{
	struct buf what = BUF_INIT;

	switch (m->what) {
	case ELIG_LACK_EDUCATION:
		buf_printf(out, L("education or degree %s, has %s", "学历或学位须达到%s, 现为%s"), edu_level_text((enum edu_level)m->need),
		    edu_level_text((enum edu_level)m->have));
		break;
	case ELIG_LACK_MAJOR:
		buf_printf(out, L("a major of class %s, has %s", "所学专业须属于 %s 类, 现为%s"), m->text, given(m->given) ? m->given : L("none", "未填"));
		break;
	case ELIG_LACK_WORK_YEARS:
		years_text(out, m, L("of work", "工作"), day);
		break;
	case ELIG_LACK_PRO_YEARS:
		years_text(out, m, L("in the trade", "从事专业工作"), day);
		break;
	case ELIG_LACK_CERT:
		buf_printf(out, L("certificate %s, has %s", "须取得%s证书, 现有: %s"), m->text, given(m->given) ? m->given : L("none", "无"));
		break;
	case ELIG_LACK_CERT_DATE:
		buf_printf(out, L("the date of certificate %s (prior_cert_date), not given", "须填写%s证书取得日期 (prior_cert_date), 现未填"), m->text);
		break;
	case ELIG_LACK_YEARS_AFTER:
		buf_printf(&what, L("after certificate %s", "取得%s证书后"), m->text);
		years_text(out, m, buf_text(&what), day);
		break;
	}
	buf_release(&what);
}

void
elig_refusal_text(const struct elig_result *result, int32_t day, struct buf *out)
{
	buf_printf(out, L("route %s: ", "条件 %s: "), result->route->route);
	for (size_t i = 0; i < result->n_missing; i++) {
		if (i > 0)
			buf_str(out, "; ");
		elig_missing_text(&result->missing[i], day, out);
	}
}
