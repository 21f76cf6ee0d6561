/* SPDX-License-Identifier: MIT
 * A row of the stream, understood: every value by itself and against the configuration,
 * nothing from the registrations yet. */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/num.h"
#include "reg.h"
#include "rule/education.h"
#include "store/definition.h"
#include "value/text.h"
#include "value/word.h"

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
	fault(r, column, "MISSING", L("%s is required", "%s 必填"), r->run->tool->in[column].name);
	return false;
}

static void
read_exam(struct rec *r, struct reg *g)
{
	g->exam = NULL;
	if (!required(r, I_EXAM))
		return;
	g->exam = exam_get(r->v[I_EXAM], r->v[I_YEAR]);
	if (g->exam == NULL)
		fault(r, I_EXAM, "EXAM_UNKNOWN", L("no exam %s%s%s in the configuration; written as 308-2024, or 308 with the year in its own column",
		    "配置中没有考试 %s%s%s; 写作 308-2024, 或 308 并另列年度"), r->v[I_EXAM], given(r, I_YEAR) ? "-" : "", r->v[I_YEAR]);
}

static void
read_place(struct rec *r, struct reg *g)
{
	g->province = required(r, I_PROVINCE) ? province_code(r->v[I_PROVINCE]) : NULL;
	if (g->province == NULL && given(r, I_PROVINCE))
		fault(r, I_PROVINCE, "PROVINCE_UNKNOWN", L("%s: no such province in province.csv", "%s: province.csv 中没有此省份"), r->v[I_PROVINCE]);
	g->city = required(r, I_CITY) && g->province != NULL ? city_code(g->province, r->v[I_CITY]) : NULL;
	if (g->city == NULL && g->province != NULL && given(r, I_CITY))
		fault(r, I_CITY, "CITY_UNKNOWN", L("%s: no city of province %s in city.csv", "%s: city.csv 中 %s 没有此地市"), r->v[I_CITY], g->province);
	if (required(r, I_REVIEW_POINT) && g->city != NULL && !review_point_exists(g->city, r->v[I_REVIEW_POINT]))
		fault(r, I_REVIEW_POINT, "REVIEW_POINT_UNKNOWN", L("%s: no review point of city %s", "%s: 地市 %s 没有此审核点"), r->v[I_REVIEW_POINT], g->city);
	if (given(r, I_SITE) && g->city != NULL && !site_exists(g->city, r->v[I_SITE]))
		fault(r, I_SITE, "SITE_UNKNOWN", L("%s: no site of city %s", "%s: 地市 %s 没有此考点"), r->v[I_SITE], g->city);
}

static void
read_batch(struct rec *r, const struct exam *e)
{
	if (!given(r, I_BATCH) || e == NULL)
		return;
	for (size_t i = 0; i < e->nsession; i++)
		if (strcmp(e->session[i].batch, r->v[I_BATCH]) == 0)
			return;
	fault(r, I_BATCH, "BATCH_UNKNOWN", L("%s: %s has no such batch", "%s: %s 没有此批次"), r->v[I_BATCH], e->key);
}

static void
read_level(struct rec *r, struct reg *g)
{
	g->level = NULL;
	g->specialty = NULL;
	if (required(r, I_LEVEL) && g->exam != NULL) {
		g->level = exam_level(g->exam, r->v[I_LEVEL]);
		if (g->level == NULL)
			fault(r, I_LEVEL, "LEVEL_UNKNOWN", L("%s: %s has no such level", "%s: %s 没有此级别"), r->v[I_LEVEL], g->exam->key);
	}
	if (required(r, I_SPECIALTY) && g->level != NULL) {
		g->specialty = exam_specialty(g->exam, g->level, r->v[I_SPECIALTY]);
		if (g->specialty == NULL)
			fault(r, I_SPECIALTY, "SPECIALTY_UNKNOWN", L("%s: level %s of %s has no such specialty", "%s: 级别 %s (%s) 没有此专业"),
			    r->v[I_SPECIALTY], g->level->code, g->exam->key);
	}
}

/* The codes of the row, each a subject of the level, none twice. */
static void
read_subjects(struct rec *r, struct reg *g)
{
	g->nasked = 0;
	if (!given(r, I_SUBJECTS) || g->level == NULL)
		return;
	if (strlen(r->v[I_SUBJECTS]) >= sizeof g->asked_text) {
		fault(r, I_SUBJECTS, "SUBJECT_UNKNOWN", "%s", L("too many subjects", "科目过多"));
		return;
	}
	snprintf(g->asked_text, sizeof g->asked_text, "%s", r->v[I_SUBJECTS]);
	for (char *p = g->asked_text, *next; p != NULL; p = next) {
		next = strchr(p, '|');
		if (next != NULL)
			*next++ = '\0';
		const struct subject *s = level_subject(g->level, p);
		bool twice = false;

		if (s == NULL) {
			fault(r, I_SUBJECTS, "SUBJECT_UNKNOWN", L("%s: no subject of level %s", "%s: 不是级别 %s 的科目"), p, g->level->code);
			continue;
		}
		for (size_t i = 0; i < g->nasked; i++)
			twice |= strcmp(g->asked[i], s->code) == 0;
		if (twice)
			fault(r, I_SUBJECTS, "SUBJECT_TWICE", L("subject %s stands there twice", "科目 %s 重复"), p);
		else if (g->nasked < SUBJECTS_MAX)
			g->asked[g->nasked++] = s->code;
	}
}

static void
read_pledge(struct rec *r, struct reg *g)
{
	g->pledge = "";
	if (!given(r, I_PLEDGE))
		return;
	const char *word = word_pledge(r->v[I_PLEDGE]);

	if (word == NULL)
		fault(r, I_PLEDGE, "PLEDGE_WORD", L("%s: adopt or decline", "%s: 应为 adopt (采用) 或 decline (不采用)"), r->v[I_PLEDGE]);
	else if (g->exam != NULL && !g->exam->pledge)
		fault(r, I_PLEDGE, "PLEDGE_NOT_USED", L("%s has no commitment system: leave it empty", "%s 不实行告知承诺制: 请留空"), g->exam->key);
	else
		g->pledge = word;
}

static void
read_person(struct rec *r, struct reg *g)
{
	struct person *p = &g->person;
	struct identity *id = &g->identity;
	int32_t days;

	*p = (struct person){ .name = r->v[I_NAME], .name_key = buf_text(&id->name_key), .id_type = id->id_type, .id_no = id->id_no,
		.id_key = id->id_key, .gender = id->gender, .birth = id->birth, .nationality = r->v[I_NATIONALITY],
		.ethnic = r->v[I_ETHNIC], .phone = "", .email = r->v[I_EMAIL] };
	if (given(r, I_PHONE)) {
		if (phone_parse(r->v[I_PHONE], g->phone))
			p->phone = g->phone;
		else
			fault(r, I_PHONE, "PHONE_FORM", L("%s: a mobile number is 1, 3-9 and nine digits", "%s: 手机号应为 1、3-9 加 9 位数字"),
			    shown_phone(r->run, r->v[I_PHONE]));
	}
	if (given(r, I_EMAIL)) {
		const char *at = strchr(r->v[I_EMAIL], '@');

		if (at == NULL || at == r->v[I_EMAIL] || strchr(at, '.') == NULL || strchr(r->v[I_EMAIL], ' ') != NULL)
			fault(r, I_EMAIL, "EMAIL_FORM", "%s", L("not an e-mail address", "不是邮箱地址"));
	}
	if (given(r, I_GENDER)) {
		int gender = word_gender(r->v[I_GENDER]);

		if (gender == 0)
			fault(r, I_GENDER, "GENDER_WORD", L("%s: 男 or 女", "%s: 应为 男 或 女"), r->v[I_GENDER]);
		else if (id->gender != 0 && gender != id->gender)
			fault(r, I_GENDER, "GENDER_MISMATCH", "%s", L("the document number says otherwise (17th digit: odd male, even female)",
			    "与证件号码不符 (第 17 位奇数为男, 偶数为女)"));
		p->gender = gender;
	} else if (!id->carries_birth && *id->id_key != '\0') {
		fault(r, I_GENDER, "MISSING", "%s", L("required with this kind of document", "此类证件须填写性别"));
	}
	if (given(r, I_BIRTH)) {
		if (!date_parse(r->v[I_BIRTH], &days) || days > r->run->today) {
			fault(r, I_BIRTH, "BIRTH_FORM", L("%s: YYYY-MM-DD, not after today", "%s: 应为 YYYY-MM-DD, 且不晚于今天"), r->v[I_BIRTH]);
		} else {
			date_text(days, g->birth);
			if (*id->birth != '\0' && strcmp(id->birth, g->birth) != 0)
				fault(r, I_BIRTH, "BIRTH_MISMATCH", "%s", L("the document number says otherwise (digits 7 to 14)", "与证件号码第 7 至 14 位不符"));
			p->birth = g->birth;
		}
	} else if (!id->carries_birth && *id->id_key != '\0') {
		fault(r, I_BIRTH, "MISSING", "%s", L("required with this kind of document", "此类证件须填写出生日期"));
	}
}

static void
read_years(struct rec *r, int column, int64_t *out)
{
	*out = -1;
	if (given(r, column) && !num_parse(r->v[column], 0, 80, out))
		fault(r, column, "YEARS_FORM", L("%s: whole years, 0 to 80", "%s: 应为 0 至 80 的整年数"), r->v[column]);
}

static void
read_month(struct rec *r, int column, char out[8])
{
	int32_t months;

	out[0] = '\0';
	if (!given(r, column))
		return;
	if (month_parse(r->v[column], &months))
		month_text(months, out);
	else
		fault(r, column, "MONTH_FORM", L("%s: YYYYMM or YYYY-MM", "%s: 应为 YYYYMM 或 YYYY-MM"), r->v[column]);
}

/* One education (k 0) or degree (k 1) record, where any of its columns is filled. */
static void
read_education(struct rec *r, struct reg *g, int k)
{
	static const int columns[2][6] = {
		{ I_EDU_LEVEL, I_EDU_SCHOOL, I_EDU_MAJOR, I_EDU_MONTH, I_EDU_CERT_NO, I_EDU_MODE },
		{ I_DEGREE_LEVEL, I_DEGREE_SCHOOL, I_DEGREE_MAJOR, I_DEGREE_MONTH, I_DEGREE_CERT_NO, -1 },
	};
	const int *c = columns[k];
	struct education *e = &g->record[k];
	bool any = false;
	enum edu_level level = EDU_ANY;

	*e = (struct education){ .kind = NULL };
	for (int i = 0; i < 6; i++)
		any |= c[i] >= 0 && given(r, c[i]);
	if (!any)
		return;
	if (!required(r, c[0]))
		return;
	if (!edu_level_parse(r->v[c[0]], &level) || level == EDU_ANY)
		fault(r, c[0], "EDU_LEVEL", L("%s: high_school, college, bachelor, second_bachelor, double_bachelor, master, doctor (or 高中, 大专, 本科 …); "
		    "studies without graduation do not count", "%s: 应为 高中 大专 本科 第二学士 双学士 硕士 博士 等; 结业、肄业不计"), r->v[c[0]]);
	read_month(r, c[3], g->month[k]);
	*e = (struct education){ .kind = k == 0 ? "education" : "degree", .level = edu_level_code(level), .school = r->v[c[1]],
		.major = r->v[c[2]], .month = g->month[k], .mode = "", .cert_no = r->v[c[4]] };
	if (k == 0 && given(r, I_EDU_MODE)) {
		const char *mode = word_edu_mode(r->v[I_EDU_MODE]);

		if (mode == NULL)
			fault(r, I_EDU_MODE, "EDU_MODE", L("%s: full_time, part_time, correspondence, evening, self_taught, network",
			    "%s: 应为 全日制 业余 函授 夜大 自学考试 网络教育"), r->v[I_EDU_MODE]);
		else
			e->mode = mode;
	}
}

static void
read_rest(struct rec *r, struct reg *g)
{
	int32_t days;
	int yes = word_yes(r->v[I_CONFIRM_DUP_ID]);

	read_years(r, I_WORK_YEARS, &g->work_years);
	read_years(r, I_PRO_YEARS, &g->pro_years);
	if (g->work_years >= 0 && g->pro_years > g->work_years)
		warning(r, I_PRO_YEARS, "YEARS_ODD", L("%lld years in the trade, %lld in all", "专业年限 %lld 年多于工作年限 %lld 年"),
		    (long long)g->pro_years, (long long)g->work_years);
	g->prior_cert_date[0] = '\0';
	if (given(r, I_PRIOR_CERT_DATE)) {
		if (date_parse(r->v[I_PRIOR_CERT_DATE], &days))
			date_text(days, g->prior_cert_date);
		else
			fault(r, I_PRIOR_CERT_DATE, "DATE_FORM", L("%s: YYYY-MM-DD", "%s: 应为 YYYY-MM-DD"), r->v[I_PRIOR_CERT_DATE]);
	}
	if (given(r, I_POSTCODE) && !num_digits(r->v[I_POSTCODE], 6))
		fault(r, I_POSTCODE, "POSTCODE_FORM", L("%s: six digits", "%s: 应为 6 位数字"), r->v[I_POSTCODE]);
	if (yes < 0)
		fault(r, I_CONFIRM_DUP_ID, "YES_NO", L("%s: 1 or 0", "%s: 应为 1 或 0"), r->v[I_CONFIRM_DUP_ID]);
	g->confirm_dup_id = yes > 0;
}

int64_t
reg_row_hash(const struct rec *r)
{
	static struct buf b;

	buf_clear(&b);
	for (int i = 0; i < I_END; i++) {
		const char *v = i != I_REG_NO ? r->v[i] : NULL;
		size_t n = v == NULL ? 0 : *v == '\0' ? 1 : strlen(v) + 1;

		buf_room(&b, n);
		if (n == 1)
			b.ptr[b.len] = '\0'; /* half of the columns */
		else if (n > 1)
			memcpy(b.ptr + b.len, v, n);
		b.len += n;
	}
	return (int64_t)hash64(b.ptr, b.len);
}

static void
read_choice(struct rec *r, struct reg *g)
{
	read_place(r, g);
	read_batch(r, g->exam);
	read_level(r, g);
	read_subjects(r, g);
	read_pledge(r, g);
}

static void
read_particulars(struct rec *r, struct reg *g)
{
	read_person(r, g);
	read_education(r, g, 0);
	read_education(r, g, 1);
	read_rest(r, g);
}

bool
reg_read(struct rec *r, struct reg *g)
{
	read_exam(r, g);
	read_choice(r, g);
	identity_check(r, I_NAME, I_ID_TYPE, I_ID_NO, &g->identity);
	read_particulars(r, g);
	return g->exam != NULL && *g->identity.id_key != '\0';
}

bool
reg_key(struct rec *r, struct reg *g)
{
	read_exam(r, g);
	identity_check(r, I_NAME, I_ID_TYPE, I_ID_NO, &g->identity);
	return g->exam != NULL && *g->identity.id_key != '\0';
}

void
reg_rest(struct rec *r, struct reg *g)
{
	read_choice(r, g);
	read_particulars(r, g);
}
