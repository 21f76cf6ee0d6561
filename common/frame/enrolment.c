/* SPDX-License-Identifier: MIT
 * A row, understood: every value by itself and against the configuration, nothing from the registrations yet. */
#include "frame/enrolment.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "frame/particulars.h"
#include "rule/education.h"
#include "store/definition.h"
#include "stream/column.h"
#include "value/text.h"
#include "value/word.h"

const struct incol enrolment_in[E_END + 1] = {
	[E_EXAM] = { "exam", true }, [E_YEAR] = { "year", false }, [E_PROVINCE] = { "province", true }, [E_CITY] = { "city", true },
	[E_REVIEW_POINT] = { "review_point", true }, [E_SITE] = { "site", false }, [E_BATCH] = { "batch", false },
	[E_LEVEL] = { "level", true }, [E_SPECIALTY] = { "specialty", true }, [E_SUBJECTS] = { "subjects", false },
	[E_PLEDGE] = { "pledge", false }, [E_PHOTO] = { "photo", false }, [E_NAME] = { "name", true },
	[E_ID_TYPE] = { "id_type", true }, [E_ID_NO] = { "id_no", true }, [E_PHONE] = { "phone", true },
	[E_EMAIL] = { "email", false }, [E_GENDER] = { "gender", false }, [E_BIRTH] = { "birth", false },
	[E_NATIONALITY] = { "nationality", false }, [E_ETHNIC] = { "ethnic", false }, [E_POLITICS] = { "politics", false },
	[E_EMPLOYER] = { "employer", false }, [E_EMPLOYER_CODE] = { "employer_code", false },
	[E_WORK_YEARS] = { "work_years", false }, [E_PRO_YEARS] = { "pro_years", false }, [E_TITLE] = { "title", false },
	[E_PRIOR_CERT] = { "prior_cert", false }, [E_PRIOR_CERT_DATE] = { "prior_cert_date", false },
	[E_ADDRESS] = { "address", false }, [E_POSTCODE] = { "postcode", false }, [E_SPECIAL_NEEDS] = { "special_needs", false },
	[E_EDU_LEVEL] = { "edu_level", false }, [E_EDU_SCHOOL] = { "edu_school", false }, [E_EDU_MAJOR] = { "edu_major", false },
	[E_EDU_MONTH] = { "edu_month", false }, [E_EDU_MODE] = { "edu_mode", false }, [E_EDU_CERT_NO] = { "edu_cert_no", false },
	[E_DEGREE_LEVEL] = { "degree_level", false }, [E_DEGREE_SCHOOL] = { "degree_school", false },
	[E_DEGREE_MAJOR] = { "degree_major", false }, [E_DEGREE_MONTH] = { "degree_month", false },
	[E_DEGREE_CERT_NO] = { "degree_cert_no", false }, [E_REG_NO] = { "reg_no", false },
	[E_CONFIRM_DUP_ID] = { "confirm_dup_id", false }, { NULL, false }
};

static bool
given(const struct rec *r, int column)
{
	return *r->v[column] != '\0';
}

static bool
required(struct rec *r, int column)
{
	if (given(r, column))
		return true;
	fault(r, column, "MISSING", L("%s is required", "%s必填"), L(enrolment_in[column].name, column_chinese(enrolment_in[column].name)));
	return false;
}

static void
read_exam(struct rec *r, struct enrolment *g)
{
	g->exam = NULL;
	if (!required(r, E_EXAM))
		return;
	const char *dash = strrchr(r->v[E_EXAM], '-');

	if (dash != NULL && num_digits(dash + 1, 4) && given(r, E_YEAR) && strcmp(dash + 1, r->v[E_YEAR]) != 0) {
		fault(r, E_YEAR, "YEAR_MISMATCH", L("exam says %s, year says %s; leave one of them out", "exam 中为 %s 年, year 为 %s 年; 请去掉其一"), dash + 1,
		    r->v[E_YEAR]);
		return;
	}
	g->exam = exam_get(r->v[E_EXAM], r->v[E_YEAR]);
	if (g->exam == NULL)
		fault(r, E_EXAM, "EXAM_UNKNOWN", L("no exam %s%s%s in the configuration; written as 308-2024, or 308 with the year in its own column",
		    "配置中没有考试 %s%s%s; 写作 308-2024, 或 308 并另列年度"), r->v[E_EXAM], given(r, E_YEAR) ? "-" : "", r->v[E_YEAR]);
}

static void
read_place(struct rec *r, struct enrolment *g)
{
	g->province = required(r, E_PROVINCE) ? province_code(r->v[E_PROVINCE]) : NULL;
	if (g->province == NULL && given(r, E_PROVINCE))
		fault(r, E_PROVINCE, "PROVINCE_UNKNOWN", L("%s: no such province in province.csv", "%s: province.csv 中没有此省份"), r->v[E_PROVINCE]);
	g->city = required(r, E_CITY) && g->province != NULL ? city_code(g->province, r->v[E_CITY]) : NULL;
	if (g->city == NULL && g->province != NULL && given(r, E_CITY))
		fault(r, E_CITY, "CITY_UNKNOWN", L("%s: no city of province %s in city.csv", "%s: city.csv 中 %s 没有此地市"), r->v[E_CITY], g->province);
	if (required(r, E_REVIEW_POINT) && g->city != NULL && !review_point_exists(g->city, r->v[E_REVIEW_POINT]))
		fault(r, E_REVIEW_POINT, "REVIEW_POINT_UNKNOWN", L("%s: no review point of city %s", "%s: 地市 %s 没有此审核点"), r->v[E_REVIEW_POINT], g->city);
	if (given(r, E_SITE) && g->city != NULL && !site_exists(g->city, r->v[E_SITE]))
		fault(r, E_SITE, "SITE_UNKNOWN", L("%s: no site of city %s", "%s: 地市 %s 没有此考点"), r->v[E_SITE], g->city);
}

/* Computer exams: who has several batches to choose from chooses one, where the setting leaves it to the candidate. */
static void
read_batch(struct rec *r, const struct enrolment *g)
{
	const struct exam *e = g->exam;
	const char *first = NULL, *choice;
	bool several = false;

	for (size_t i = 0; e != NULL && i < e->nsession; i++) {
		const char *batch = e->session[i].batch;

		if (given(r, E_BATCH) && strcmp(batch, r->v[E_BATCH]) == 0)
			return;
		several |= first != NULL && strcmp(first, batch) != 0;
		first = batch;
	}
	if (given(r, E_BATCH) && e != NULL)
		fault(r, E_BATCH, "BATCH_UNKNOWN", L("%s: %s has no such batch", "%s: %s 没有此批次"), r->v[E_BATCH], e->key);
	if (given(r, E_BATCH) || !several || g->province == NULL)
		return;
	choice = setting_text(e, g->province, "batch_choice");
	if (choice != NULL && strcmp(choice, "candidate") == 0)
		fault(r, E_BATCH, "MISSING", L("%s has several batches, and the candidate chooses one (setting batch_choice)",
		    "%s 有多个批次, 须由考生选择 (设置 batch_choice)"), e->key);
}

static void
read_level(struct rec *r, struct enrolment *g)
{
	g->level = NULL;
	g->specialty = NULL;
	if (required(r, E_LEVEL) && g->exam != NULL) {
		g->level = exam_level(g->exam, r->v[E_LEVEL]);
		if (g->level == NULL)
			fault(r, E_LEVEL, "LEVEL_UNKNOWN", L("%s: %s has no such level", "%s: %s 没有此级别"), r->v[E_LEVEL], g->exam->key);
	}
	if (required(r, E_SPECIALTY) && g->level != NULL) {
		g->specialty = exam_specialty(g->exam, g->level, r->v[E_SPECIALTY]);
		if (g->specialty == NULL)
			fault(r, E_SPECIALTY, "SPECIALTY_UNKNOWN", L("%s: level %s of %s has no such specialty", "%s: 级别 %s (%s) 没有此专业"),
			    r->v[E_SPECIALTY], g->level->code, g->exam->key);
	}
}

/* The codes of the row, each a subject of the level, none twice. */
static void
read_subjects(struct rec *r, struct enrolment *g)
{
	g->nasked = 0;
	if (!given(r, E_SUBJECTS) || g->level == NULL)
		return;
	if (strlen(r->v[E_SUBJECTS]) >= sizeof g->asked_text) {
		fault(r, E_SUBJECTS, "SUBJECT_UNKNOWN", "%s", L("too many subjects", "科目过多"));
		return;
	}
	snprintf(g->asked_text, sizeof g->asked_text, "%s", r->v[E_SUBJECTS]);
	for (char *p = g->asked_text, *next; p != NULL; p = next) {
		next = strchr(p, '|');
		if (next != NULL)
			*next++ = '\0';
		const struct subject *s = level_subject(g->level, p);
		bool twice = false;

		if (*p == '\0') {
			fault(r, E_SUBJECTS, "SUBJECT_UNKNOWN", "%s", L("a bar with no subject before or behind it: codes like 101|102, or empty for all that are open",
			    "竖线前后缺科目代码: 写作 101|102; 全部应考科目请留空"));
			continue;
		}
		if (s == NULL) {
			fault(r, E_SUBJECTS, "SUBJECT_UNKNOWN", L("%s: no subject of level %s", "%s: 不是级别 %s 的科目"), p, g->level->code);
			continue;
		}
		for (size_t i = 0; i < g->nasked; i++)
			twice |= strcmp(g->asked[i], s->code) == 0;
		if (twice)
			fault(r, E_SUBJECTS, "SUBJECT_TWICE", L("subject %s stands there twice", "科目 %s 重复"), p);
		else if (g->nasked < ENROLMENT_SUBJECTS)
			g->asked[g->nasked++] = s->code;
	}
}

static void
read_pledge(struct rec *r, struct enrolment *g)
{
	g->pledge = "";
	if (!given(r, E_PLEDGE))
		return;
	const char *word = word_pledge(r->v[E_PLEDGE]);

	if (word == NULL)
		fault(r, E_PLEDGE, "PLEDGE_WORD", L("%s: adopt or decline", "%s: 应为 adopt (采用) 或 decline (不采用)"), r->v[E_PLEDGE]);
	else if (g->exam != NULL && !g->exam->pledge)
		fault(r, E_PLEDGE, "PLEDGE_NOT_USED", L("%s has no commitment system: leave it empty", "%s 不实行告知承诺制: 请留空"), g->exam->key);
	else
		g->pledge = word;
}

static void
read_person(struct rec *r, struct enrolment *g)
{
	struct person *p = &g->person;
	struct identity *id = &g->identity;
	int32_t days;

	*p = (struct person){ .name = r->v[E_NAME], .name_key = buf_text(&id->name_key), .id_type = id->id_type, .id_no = id->id_no,
		.id_key = id->id_key, .gender = id->gender, .birth = id->birth, .nationality = r->v[E_NATIONALITY],
		.ethnic = r->v[E_ETHNIC] };
	contact_read(r, E_PHONE, E_EMAIL, p, g->phone);
	if (given(r, E_GENDER)) {
		int gender = word_gender(r->v[E_GENDER]);

		if (gender == 0)
			fault(r, E_GENDER, "GENDER_WORD", L("%s: 男 or 女", "%s: 应为 男 或 女"), r->v[E_GENDER]);
		else if (id->gender != 0 && gender != id->gender)
			fault(r, E_GENDER, "GENDER_MISMATCH", "%s", L("the document number says otherwise (17th digit: odd male, even female)",
			    "与证件号码不符 (第 17 位奇数为男, 偶数为女)"));
		p->gender = gender;
	} else if (!id->carries_birth && *id->id_key != '\0') {
		fault(r, E_GENDER, "MISSING", "%s", L("required with this kind of document", "此类证件须填写性别"));
	}
	if (given(r, E_BIRTH)) {
		if (!date_parse(r->v[E_BIRTH], &days)) {
			date_form_fault(r, E_BIRTH, "BIRTH_FORM");
		} else if (days > r->run->today) {
			fault(r, E_BIRTH, "BIRTH_FORM", L("%s lies after today, %.10s", "%s 晚于今天 %.10s"), r->v[E_BIRTH], r->run->now);
		} else {
			date_text(days, g->birth);
			if (*id->birth != '\0' && strcmp(id->birth, g->birth) != 0)
				fault(r, E_BIRTH, "BIRTH_MISMATCH", "%s", L("the document number says otherwise (digits 7 to 14)", "与证件号码第 7 至 14 位不符"));
			p->birth = g->birth;
		}
	} else if (!id->carries_birth && *id->id_key != '\0') {
		fault(r, E_BIRTH, "MISSING", "%s", L("required with this kind of document", "此类证件须填写出生日期"));
	}
}

static void
read_years(struct rec *r, int column, int64_t *out)
{
	*out = -1;
	if (given(r, column) && !num_parse(r->v[column], 0, 80, out))
		fault(r, column, "YEARS_FORM", L("%s: whole years, 0 to 80", "%s: 应为 0 至 80 的整年数"), r->v[column]);
}

/* One education (k 0) or degree (k 1) record, where any of its columns is filled. */
static void
read_education(struct rec *r, struct enrolment *g, int k)
{
	static const struct record_columns columns[2] = {
		{ E_EDU_LEVEL, E_EDU_SCHOOL, E_EDU_MAJOR, E_EDU_MONTH, E_EDU_CERT_NO, E_EDU_MODE },
		{ E_DEGREE_LEVEL, E_DEGREE_SCHOOL, E_DEGREE_MAJOR, E_DEGREE_MONTH, E_DEGREE_CERT_NO, -1 },
	};
	const struct record_columns *c = &columns[k];

	g->record[k] = (struct education){ .kind = NULL };
	if (given(r, c->level) || given(r, c->school) || given(r, c->major) || given(r, c->month) || given(r, c->cert_no) ||
	    (c->mode >= 0 && given(r, c->mode)))
		record_read(r, k == 0 ? "education" : "degree", c, &g->record[k], g->month[k]);
	if (g->record[k].kind != NULL)
		record_check_birth(r, c->month, g->person.birth, g->month[k]);
}

static void
read_rest(struct rec *r, struct enrolment *g)
{
	int32_t days;
	int yes = word_yes(r->v[E_CONFIRM_DUP_ID]);

	read_years(r, E_WORK_YEARS, &g->work_years);
	read_years(r, E_PRO_YEARS, &g->pro_years);
	if (g->work_years >= 0 && g->pro_years > g->work_years)
		warning(r, E_PRO_YEARS, "YEARS_ODD", L("%lld years in the trade, %lld in all", "专业年限 %lld 年多于工作年限 %lld 年"),
		    (long long)g->pro_years, (long long)g->work_years);
	g->prior_cert_date[0] = '\0';
	if (given(r, E_PRIOR_CERT_DATE)) {
		if (date_parse(r->v[E_PRIOR_CERT_DATE], &days))
			date_text(days, g->prior_cert_date);
		else
			date_form_fault(r, E_PRIOR_CERT_DATE, "DATE_FORM");
	}
	if (given(r, E_POSTCODE) && !num_digits(r->v[E_POSTCODE], 6))
		fault(r, E_POSTCODE, "POSTCODE_FORM", L("%s: six digits", "%s: 应为 6 位数字"), r->v[E_POSTCODE]);
	if (yes < 0)
		fault(r, E_CONFIRM_DUP_ID, "YES_NO", L("%s: 1 or 0", "%s: 应为 1 或 0"), r->v[E_CONFIRM_DUP_ID]);
	g->confirm_dup_id = yes > 0;
}

static void
read_choice(struct rec *r, struct enrolment *g)
{
	read_place(r, g);
	read_batch(r, g);
	read_level(r, g);
	read_subjects(r, g);
	read_pledge(r, g);
}

static void
read_particulars(struct rec *r, struct enrolment *g)
{
	read_person(r, g);
	read_education(r, g, 0);
	read_education(r, g, 1);
	read_rest(r, g);
}

bool
enrolment_read(struct rec *r, struct enrolment *g)
{
	read_exam(r, g);
	read_choice(r, g);
	identity_check(r, E_NAME, E_ID_TYPE, E_ID_NO, &g->identity);
	read_particulars(r, g);
	return g->exam != NULL && *g->identity.id_key != '\0';
}

bool
enrolment_particulars(struct rec *r, struct enrolment *g)
{
	g->exam = NULL;
	g->level = NULL;
	g->province = g->city = g->specialty = NULL;
	identity_check(r, E_NAME, E_ID_TYPE, E_ID_NO, &g->identity);
	read_particulars(r, g);
	return *g->identity.id_key != '\0';
}

bool
enrolment_key(struct rec *r, struct enrolment *g)
{
	read_exam(r, g);
	identity_check(r, E_NAME, E_ID_TYPE, E_ID_NO, &g->identity);
	return g->exam != NULL && *g->identity.id_key != '\0';
}

void
enrolment_rest(struct rec *r, struct enrolment *g)
{
	read_choice(r, g);
	read_particulars(r, g);
}

/* ---- in the words in which it is kept */

static const char *
years(int64_t n, char number[ENROLMENT_NUMBER])
{
	snprintf(number, ENROLMENT_NUMBER, "%lld", (long long)n);
	return n < 0 ? "" : number;
}

const char *
enrolment_value(const struct enrolment *g, int column, char number[ENROLMENT_NUMBER])
{
	switch (column) {
	case E_PROVINCE:
		return g->province;
	case E_CITY:
		return g->city;
	case E_LEVEL:
		return g->level != NULL ? g->level->code : NULL;
	case E_SPECIALTY:
		return g->specialty;
	case E_PHONE:
		return *g->person.phone != '\0' ? g->person.phone : NULL;
	case E_GENDER:
		return word_gender_text(g->person.gender);
	case E_BIRTH:
		return g->person.birth;
	case E_WORK_YEARS:
		return years(g->work_years, number);
	case E_PRO_YEARS:
		return years(g->pro_years, number);
	case E_PRIOR_CERT_DATE:
		return g->prior_cert_date;
	default:
		return NULL;
	}
}
