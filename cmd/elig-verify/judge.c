/* SPDX-License-Identifier: MIT
 * One registration against the routes that are law, and what of it people must still see. The
 * rules stand in rule/eligibility.h and rule/education.h; here they meet the person's records. */
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "elig.h"
#include "frame/pledge.h"
#include "value/date.h"

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

static bool
checked(const char *verified)
{
	return strcmp(verified, "registry") == 0 || strcmp(verified, "onsite") == 0;
}

void
candidate_verified(struct candidate *c, size_t i, const char *word)
{
	c->verified[i] = word;
	c->facts[i].state = checked(word) ? ELIG_CHECKED : *word != '\0' ? ELIG_DENIED : ELIG_UNCHECKED;
}

void
candidate_records(struct candidate *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct education *e = &c->record[i];
		struct elig_record *r = &c->facts[i];

		*r = (struct elig_record){ .is_degree = strcmp(e->kind, "degree") == 0, .major = e->major, .full_time = strcmp(e->mode, "full_time") == 0 };
		month_parse(e->month, &r->month);
		edu_level_parse(e->level, &r->level);
		catalogue_find(r);
		c->in_range[i] = *e->cert_no != '\0' && edu_auto_range(&c->place->range, r->is_degree, r->level, r->month, overseas(e));
		candidate_verified(c, i, e->verified);
	}
}

/* ---- codes */

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
	buf_str(out, L("no route is satisfied; the nearest is ", "不符合报考条件; 最接近的是"));
	elig_refusal_text(result, day, out);
}

static void
refused(struct judgement *j, const struct elig_result *result, int32_t day)
{
	j->eligible = false;
	buf_clear(&j->codes);
	for (size_t i = 0; i < result->n_missing; i++)
		code(j, lack_code(result->missing[i].what));
	say_refusal(result, day, &j->message);
	bool before = diag_speak(true);

	say_refusal(result, day, &j->told);
	diag_speak(before);
}

/* What the satisfied routes stand on. */
struct basis {
	bool nothing;         /* they ask for nothing */
	bool stated;          /* years or a certificate that the person has stated */
	unsigned people;      /* ELIG_PEOPLE_* */
	int record;           /* the education record; -1: none needed */
};

static void
stand_on(const struct candidate *c, const struct elig_result *result, struct basis *b)
{
	const struct elig_route *r = result->route;
	bool asks_record = r->min_education != EDU_ANY || r->min_degree != EDU_ANY;
	bool asks_years = r->min_work_years > 0 || r->min_pro_years > 0 || *r->prior_cert != '\0';

	b->nothing &= !asks_record && !asks_years;
	b->stated |= asks_years;
	b->people |= result->people;
	if (asks_record && result->record != NULL)
		b->record = (int)(result->record - c->facts);
}

/* What the number says of the certificate against what the person says (rules.md (b) D). A registry that knows the number has vouched for
 * its layout, and its answer is about number and holder only: level and year are compared all the same. */
static void
number_codes(struct judgement *j, const struct candidate *c, int i)
{
	const struct education *e = &c->record[i];
	const struct elig_record *r = &c->facts[i];

	switch (edu_cert_compare(e->cert_no, r->is_degree, r->level, r->month, strcmp(e->mode, "self_taught") == 0)) {
	case EDU_CERT_FITS:
		return;
	case EDU_CERT_NO_LAYOUT:
		if (!checked(c->verified[i]))
			code(j, "EDU_CERT_FORM");
		return;
	case EDU_CERT_OTHER_YEAR:
		code(j, "EDU_CERT_YEAR");
		return;
	case EDU_CERT_OTHER_LEVEL:
		code(j, "EDU_CERT_LEVEL");
		return;
	}
}

static void
education_codes(struct judgement *j, const struct candidate *c, const struct basis *b)
{
	if (b->record < 0 || strcmp(c->verified[b->record], "onsite") == 0)
		return;
	const char *verified = c->verified[b->record];

	if (strcmp(verified, "name_differs") == 0) {
		code(j, "NAME_DIFFERS");
		j->onsite = true; /* rules.md 21 */
	} else if (strcmp(verified, "mismatch") == 0) {
		code(j, "EDU_MISMATCH");
	} else if (strcmp(verified, "none") == 0) {
		code(j, "EDU_NOT_FOUND");
	} else if (!checked(verified)) {
		code(j, c->in_range[b->record] ? "EDU_UNANSWERED" : "EDU_OUT_OF_RANGE");
	}
	if (c->in_range[b->record])
		number_codes(j, c, b->record);
}

/* The commitment replaces the proofs of what is stated; without it people see them (rules.md 25-28). It is not for those who are on
 * the dishonesty list: the manual route of the place is (rules.md 26). */
static void
pledge_codes(const struct run *run, struct judgement *j, const struct candidate *c, const struct basis *b)
{
	struct ban_entry entry;

	if (!c->exam->pledge) {
		if (b->stated)
			code(j, "STATED_UNPROVEN");
	} else if (strcmp(c->pledge, "decline") == 0) {
		code(j, "PLEDGE_DECLINED");
	} else if (strcmp(c->pledge, "withdrawn") == 0) {
		code(j, "PLEDGE_WITHDRAWN");
	} else if (*c->pledge == '\0' && !b->nothing) {
		code(j, "PLEDGE_UNDECIDED");
	} else if (*c->pledge != '\0' && ban_in_force(c->id_key, run->today, &entry)) {
		code(j, "PLEDGE_BANNED");
	}
}

static void
people_codes(struct judgement *j, unsigned people)
{
	static const struct {
		unsigned bit;
		const char *code;
	} words[] = { { ELIG_PEOPLE_MAJOR, "MAJOR_UNKNOWN" }, { ELIG_PEOPLE_DEGREE, "MAJOR_BY_DEGREE" }, { ELIG_PEOPLE_YEARS, "YEARS_DOUBTFUL" },
		{ ELIG_PEOPLE_CERT, "PRIOR_CERT_UNCLEAR" } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (people & words[i].bit)
			code(j, words[i].code);
}

/* The population registry knows identity cards; other documents people see. */
static void
identity_codes(struct judgement *j, const struct candidate *c, bool needed)
{
	if (strcmp(c->identity, "mismatch") == 0)
		code(j, "ID_MISMATCH");
	else if (strcmp(c->identity, "none") == 0)
		code(j, "ID_NOT_FOUND");
	else if (*c->identity == '\0' && needed)
		code(j, strcmp(c->id_type, "01") == 0 ? "ID_UNANSWERED" : "ID_OUT_OF_RANGE");
}

/* ---- the judgement */

static struct elig_person
person_of(const struct candidate *c)
{
	struct elig_person p = { .record = c->facts, .n_record = c->n, .work_years = c->work_years, .pro_years = c->pro_years,
		.prior_cert = c->prior_cert };
	int32_t birth = 0;
	bool has_birth = date_parse(c->birth, &birth);

	p.has_prior_cert_date = date_parse(c->prior_cert_date, &p.prior_cert_date);
	p.possible_years = elig_years_possible(has_birth, birth, c->facts, c->n, c->place->day);
	return p;
}

static void
judge_level(struct judgement *j, const struct candidate *c, const struct law *law, const struct elig_person *person, struct basis *basis)
{
	struct elig_result result = elig_judge(law->route, law->n_route, law->major, law->n_major, person, c->exam->year, c->place->day);

	if (result.outcome == ELIG_NO_ROUTE) {
		if (law->full != NULL && law->n_route == 0)
			return; /* the exemption has no rows of its own */
		basis->nothing = false;
		code(j, "ROUTE_MISSING");
		return;
	}
	snprintf(j->route, sizeof j->route, "%s", result.route->route);
	if (result.outcome == ELIG_NOT)
		refused(j, &result, c->place->day);
	else
		stand_on(c, &result, basis);
}

void
judge(const struct run *run, const struct candidate *c, bool identity_asked, struct judgement *j)
{
	const struct law *law = law_of(c->exam, c->level);
	struct elig_person person = person_of(c);
	struct basis basis = { .nothing = true, .record = -1 };

	j->eligible = true;
	j->onsite = false;
	j->route[0] = '\0';
	buf_clear(&j->codes);
	buf_clear(&j->message);
	buf_clear(&j->told);
	for (const struct law *l = law; l != NULL && l->asks && j->eligible; l = l->full)
		judge_level(j, c, l, &person, &basis);
	if (!j->eligible)
		return;
	if (law->exempt) {
		basis.nothing = false;
		code(j, "EXEMPTION_CLAIMED");
	}
	pledge_codes(run, j, c, &basis);
	people_codes(j, basis.people);
	education_codes(j, c, &basis);
	identity_codes(j, c, !basis.nothing && identity_asked);
	if (c->refused_before)
		code(j, "REFUSED_BEFORE");
}
