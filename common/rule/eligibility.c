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
	bool by_people;
	int cost;
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

bool
elig_major_in(const struct elig_record *record, const char *major_class, const struct elig_major *classes, size_t n,
    bool *unknown)
{
	bool by_catalogue = false;

	for (size_t i = 0; i < n; i++) {
		const struct elig_major *c = &classes[i];

		if (strcmp(c->major_class, major_class) != 0)
			continue;
		/* who studied in a class without a major (大类) writes the class itself */
		if (same(record->major, c->value) || (c->match == ELIG_BY_DISCIPLINE && same(record->discipline, c->value)) ||
		    (c->match == ELIG_BY_CLASS && same(record->catalogue_class, c->value))) {
			if (unknown != NULL)
				*unknown = false;
			return true;
		}
		by_catalogue |= c->match != ELIG_BY_MAJOR;
	}
	if (unknown != NULL)
		*unknown = by_catalogue && record->catalogue_class == NULL;
	return false;
}

static bool
in_no_class(const struct elig_record *record, const struct elig_major *classes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (elig_major_in(record, classes[i].major_class, classes, n, NULL))
			return false;
	return true;
}

static void
lack(struct attempt *a, enum elig_lack what, int need, int have, const char *text, int cost)
{
	a->missing[a->n_missing++] = (struct elig_missing){ what, need, have, text };
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
	bool unknown = false;

	date_civil(day, &year, &month, &dom);
	if (rec != NULL && rec->state != ELIG_REFUSED && rec->month <= year * 12 + month - 1 &&
	    (rec->is_degree ? by_degree : by_education)) {
		have = rec->level;
		need = rec->is_degree ? r->min_degree : r->min_education;
	}
	if (!edu_level_reaches(have, need))
		lack(a, ELIG_LACK_EDUCATION, (int)need, (int)have, NULL, COST_LEVEL * edu_level_gap(have, need));
	if (have == EDU_ANY || !given(r->major_class) || strcmp(r->major_class, "any") == 0)
		return;
	if (strcmp(r->major_class, "other") == 0 ? in_no_class(rec, classes, n_class)
	                                         : elig_major_in(rec, r->major_class, classes, n_class, &unknown))
		return;
	if (unknown)
		a->by_people = true;
	else
		lack(a, ELIG_LACK_MAJOR, 0, 0, r->major_class, COST_MAJOR);
}

/* Does the person hold it? The names are free text: one that begins with the name asked for
 * (一级建造师注册证书) is taken, people see the paper anyway. */
static bool
holds(const char *certs, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = certs; p != NULL && *p != '\0';) {
		if (strncmp(p, name, n) == 0)
			return true;
		p = strchr(p, '|');
		if (p != NULL)
			p++;
	}
	return false;
}

static void
try_rest(struct attempt *a, const struct elig_person *person, int32_t day)
{
	const struct elig_route *r = a->route;
	int after = person->has_prior_cert_date ? date_years(person->prior_cert_date, day) : 0;

	if (person->work_years < r->min_work_years)
		lack(a, ELIG_LACK_WORK_YEARS, r->min_work_years, person->work_years, NULL,
		    r->min_work_years - person->work_years);
	if (person->pro_years < r->min_pro_years)
		lack(a, ELIG_LACK_PRO_YEARS, r->min_pro_years, person->pro_years, NULL,
		    r->min_pro_years - person->pro_years);
	if (!given(r->prior_cert))
		return;
	if (!holds(person->prior_cert, r->prior_cert))
		lack(a, ELIG_LACK_CERT, 0, 0, r->prior_cert, COST_CERT);
	else if (r->years_after_prior_cert > 0 && !person->has_prior_cert_date)
		lack(a, ELIG_LACK_CERT_DATE, 0, 0, r->prior_cert, COST_CERT_DATE);
	else if (after < r->years_after_prior_cert)
		lack(a, ELIG_LACK_YEARS_AFTER, r->years_after_prior_cert, after, r->prior_cert,
		    r->years_after_prior_cert - after);
}

/* Does a serve better than b? Earlier routes and records win a draw. */
static bool
better(const struct attempt *a, const struct attempt *b)
{
	if (b->route == NULL || a->cost != b->cost)
		return b->route == NULL || a->cost < b->cost;
	if (a->by_people != b->by_people)
		return !a->by_people;
	bool checked_a = a->record == NULL || a->record->state == ELIG_CHECKED;
	bool checked_b = b->record == NULL || b->record->state == ELIG_CHECKED;

	return checked_a && !checked_b;
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
	result.major_by_people = best.by_people;
	result.n_missing = best.n_missing;
	memcpy(result.missing, best.missing, sizeof result.missing);
	return result;
}

void
elig_missing_text(const struct elig_missing *m, struct buf *out)
{
	switch (m->what) {
	case ELIG_LACK_EDUCATION:
		buf_printf(out, L("education or degree %s needed, %s given", "学历（学位）要求%s，现为%s"),
		    edu_level_text((enum edu_level)m->need), edu_level_text((enum edu_level)m->have));
		return;
	case ELIG_LACK_MAJOR:
		buf_printf(out, L("a major of class %s needed", "所学专业不属于%s类"), m->text);
		return;
	case ELIG_LACK_WORK_YEARS:
		buf_printf(out, L("%d years of work needed, %d given", "要求工作满%d年，现为%d年"), m->need, m->have);
		return;
	case ELIG_LACK_PRO_YEARS:
		buf_printf(out, L("%d years in the trade needed, %d given", "要求从事专业工作满%d年，现为%d年"),
		    m->need, m->have);
		return;
	case ELIG_LACK_CERT:
		buf_printf(out, L("certificate %s needed", "须取得%s证书"), m->text);
		return;
	case ELIG_LACK_CERT_DATE:
		buf_printf(out, L("the date of certificate %s needed", "须填写%s证书取得日期"), m->text);
		return;
	case ELIG_LACK_YEARS_AFTER:
		buf_printf(out, L("%d years after certificate %s needed, %d passed", "要求取得证书满%d年（%s），现为%d年"),
		    m->need, m->text, m->have);
		return;
	}
	bug("elig_lack %d", (int)m->what);
}
