/* SPDX-License-Identifier: MIT
 * Who may sit an exam. The routes are those of eligibility.csv, the persons invented. */
#include "rule/eligibility.h"

#include <string.h>

#include "base/diag.h"
#include "value/date.h"

#include "../tap.h"
#include "table.h"

/* 中级注安 考全科: rules.md (b) F */
static const struct elig_route aq[] = {
	{ "A", EDU_COLLEGE, EDU_ANY, "safety", 0, 5, NULL, 0, 2019, 2021 },
	{ "B", EDU_COLLEGE, EDU_ANY, "other", 0, 7, NULL, 0, 2019, 2021 },
	{ "D", EDU_BACHELOR, EDU_ANY, "other", 0, 5, NULL, 0, 2019, 2021 },
	{ "A", EDU_COLLEGE, EDU_ANY, "safety", 0, 5, NULL, 0, 2022, 0 },
	{ "B", EDU_COLLEGE, EDU_ANY, "other", 0, 6, NULL, 0, 2022, 0 },
	{ "C", EDU_BACHELOR, EDU_ANY, "safety", 0, 3, NULL, 0, 2022, 0 },
	{ "D", EDU_BACHELOR, EDU_ANY, "other", 0, 4, NULL, 0, 2022, 0 },
	{ "E", EDU_SECOND_BACHELOR, EDU_SECOND_BACHELOR, "safety", 0, 2, NULL, 0, 2022, 0 },
	{ "G", EDU_MASTER, EDU_MASTER, "safety", 0, 1, NULL, 0, 2022, 0 },
	{ "I", EDU_DOCTOR, EDU_DOCTOR, "any", 0, 1, NULL, 0, 2022, 0 },
	{ "J", EDU_ANY, EDU_ANY, "any", 0, 3, "初级注册安全工程师", 3, 2022, 0 },
};
/* 一建 考全科 */
static const struct elig_route jz[] = {
	{ "A", EDU_COLLEGE, EDU_ANY, "eng_or_econ", 6, 4, NULL, 0, 2004, 2021 },
	{ "B", EDU_BACHELOR, EDU_ANY, "eng_or_econ", 4, 3, NULL, 0, 2004, 2021 },
	{ "A", EDU_COLLEGE, EDU_ANY, "eng_or_econ", 0, 4, NULL, 0, 2022, 0 },
	{ "B", EDU_BACHELOR, EDU_ANY, "eng_or_mgmt", 0, 3, NULL, 0, 2022, 0 },
	{ "C", EDU_MASTER, EDU_MASTER, "eng_or_mgmt", 0, 2, NULL, 0, 2022, 0 },
};
/* 统计高级 */
static const struct elig_route tj[] = {
	{ "A", EDU_COLLEGE, EDU_ANY, "any", 0, 10, "中级统计", 10, 0, 0 },
	{ "B", EDU_BACHELOR, EDU_BACHELOR, "any", 0, 5, "中级统计", 5, 0, 0 },
	{ "C", EDU_DOCTOR, EDU_ANY, "any", 0, 2, "中级统计", 2, 0, 0 },
};
/* 软考 */
static const struct elig_route rk[] = { { "A", EDU_ANY, EDU_ANY, "any", 0, 0, NULL, 0, 0, 0 } };

static const struct elig_major classes[] = {
	{ "safety", ELIG_BY_CLASS, "安全科学与工程类" },
	{ "safety", ELIG_BY_MAJOR, "消防工程" },
	{ "eng_or_econ", ELIG_BY_DISCIPLINE, "工学" },
	{ "eng_or_econ", ELIG_BY_MAJOR, "工程经济" },
	{ "eng_or_mgmt", ELIG_BY_DISCIPLINE, "工学" },
	{ "eng_or_mgmt", ELIG_BY_CLASS, "管理科学与工程类" },
};
/* the exams have their own classes: safety is AQ's, the others are JZ's */
#define AQ aq, sizeof aq / sizeof aq[0], classes, 2
#define JZ jz, sizeof jz / sizeof jz[0], classes + 2, 4
#define TJ tj, sizeof tj / sizeof tj[0], NULL, 0
#define RK rk, 1, NULL, 0

#define MONTH(y, m) ((y) * 12 + (m) - 1)

static const struct elig_record
	college_safety = { false, EDU_COLLEGE, "安全工程", "工学", "安全科学与工程类", NULL, MONTH(2015, 7), false, 0 },
	college_own = { false, EDU_COLLEGE, "安全技术与管理", NULL, NULL, NULL, MONTH(2015, 7), false, 0 },
	bachelor_econ = { false, EDU_BACHELOR, "经济学", "经济学", "经济学类", NULL, MONTH(2016, 7), false, 0 },
	bachelor_engecon = { false, EDU_BACHELOR, "工程经济", "经济学", "经济学类", NULL, MONTH(2016, 7), false, 0 },
	bachelor_civil = { false, EDU_BACHELOR, "土木工程", "工学", "土木类", NULL, MONTH(2016, 7), false, ELIG_CHECKED },
	bachelor_unchecked = { false, EDU_BACHELOR, "土木工程", "工学", "土木类", NULL, MONTH(2016, 7), false, 0 },
	bachelor_refused = { false, EDU_BACHELOR, "土木工程", "工学", "土木类", NULL, MONTH(2016, 7), false, ELIG_REFUSED },
	bachelor_2026 = { false, EDU_BACHELOR, "土木工程", "工学", "土木类", NULL, MONTH(2026, 1), false, 0 },
	bachelor_class = { false, EDU_BACHELOR, "管理科学与工程类", NULL, NULL, NULL, MONTH(2016, 7), false, 0 },
	bachelor_fire = { false, EDU_BACHELOR, "消防工程", "工学", "公安技术类", NULL, MONTH(2016, 7), false, 0 },
	degree_bachelor = { true, EDU_BACHELOR, "统计学", "理学", "统计学类", NULL, MONTH(2016, 7), false, 0 },
	degree_double = { true, EDU_DOUBLE_BACHELOR, "安全工程", "工学", "安全科学与工程类", NULL, MONTH(2018, 7), false, 0 },
	high_school = { false, EDU_HIGH_SCHOOL, "", NULL, NULL, NULL, MONTH(2010, 7), false, 0 },
	doctor = { false, EDU_DOCTOR, "历史学", "历史学", "历史学类", NULL, MONTH(2020, 7), false, 0 };

static const struct {
	const char *what;
	const struct elig_route *route;
	size_t n_route;
	const struct elig_major *class;
	size_t n_class;
	int year;
	const struct elig_record *record[3];
	int work, pro;
	const char *cert, *cert_date;
	const char *want; /* the route, or the nearest after "-" */
	enum elig_lack lack;
	int need, have;
} table[] = {
	{ "college of safety, 5 years", AQ, 2025, { &college_safety }, 9, 5, NULL, NULL, "A", 0, 0, 0 },
	{ "the same with 4", AQ, 2025, { &college_safety }, 9, 4, NULL, NULL, "-A", ELIG_LACK_PRO_YEARS, 5, 4 },
	{ "bachelor of another major, 4 years", AQ, 2025, { &bachelor_econ }, 4, 4, NULL, NULL, "D", 0, 0, 0 },
	{ "which was too few in 2021", AQ, 2021, { &bachelor_econ }, 4, 4, NULL, NULL, "-D", ELIG_LACK_PRO_YEARS, 5,
	    4 },
	{ "fire engineering is safety by its name", AQ, 2025, { &bachelor_fire }, 3, 3, NULL, NULL, "C", 0, 0, 0 },
	{ "two records: the better one counts", AQ, 2025, { &high_school, &college_safety }, 5, 5, NULL, NULL, "A",
	    0, 0, 0 },
	{ "a degree serves where the route names one", AQ, 2025, { &high_school, &degree_double }, 2, 2, NULL, NULL,
	    "E", 0, 0, 0 },
	{ "a doctor of anything", AQ, 2025, { &doctor }, 1, 1, NULL, NULL, "I", 0, 0, 0 },
	{ "the junior certificate, three years old on 31 December", AQ, 2025, { &high_school }, 3, 3,
	    "初级注册安全工程师", "2022-12-31", "J", 0, 0, 0 },
	{ "one day younger", AQ, 2025, { &high_school }, 3, 3, "初级注册安全工程师", "2023-01-01", "-J",
	    ELIG_LACK_YEARS_AFTER, 3, 2 },
	{ "without its date", AQ, 2025, { &high_school }, 3, 3, "初级注册安全工程师", NULL, "-J",
	    ELIG_LACK_CERT_DATE, 0, 0 },
	{ "among other certificates", AQ, 2025, { &high_school }, 3, 3, "驾驶证|初级注册安全工程师证书", "2020-01-01",
	    "J", 0, 0, 0 },
	{ "none at all", AQ, 2025, { &high_school }, 3, 3, NULL, NULL, "-J", ELIG_LACK_CERT, 0, 0 },
	{ "before the law", AQ, 2018, { &doctor }, 9, 9, NULL, NULL, NULL, 0, 0, 0 },

	{ "civil engineer", JZ, 2025, { &bachelor_civil }, 3, 3, NULL, NULL, "B", 0, 0, 0 },
	{ "economist of engineering, eligible until 2021", JZ, 2021, { &bachelor_engecon }, 4, 3, NULL, NULL, "B", 0,
	    0, 0 },
	{ "but as a bachelor only by the college route since", JZ, 2025, { &bachelor_engecon }, 4, 3, NULL, NULL,
	    "-A", ELIG_LACK_PRO_YEARS, 4, 3 },
	{ "plain economist: the major", JZ, 2025, { &bachelor_econ }, 9, 9, NULL, NULL, "-A", ELIG_LACK_MAJOR, 0, 0 },
	{ "graduates after the day", JZ, 2025, { &bachelor_2026 }, 9, 9, NULL, NULL, "-A", ELIG_LACK_EDUCATION,
	    EDU_COLLEGE, EDU_ANY },
	{ "refused by the registry", JZ, 2025, { &bachelor_refused }, 9, 9, NULL, NULL, "-A", ELIG_LACK_EDUCATION,
	    EDU_COLLEGE, EDU_ANY },
	{ "high school", JZ, 2025, { &high_school }, 9, 9, NULL, NULL, "-A", ELIG_LACK_EDUCATION, EDU_COLLEGE,
	    EDU_HIGH_SCHOOL },
	{ "no record at all", JZ, 2025, { NULL }, 9, 9, NULL, NULL, "-A", ELIG_LACK_EDUCATION, EDU_COLLEGE,
	    EDU_ANY },
	{ "years in all, before 2022", JZ, 2021, { &bachelor_civil }, 3, 3, NULL, NULL, "-B", ELIG_LACK_WORK_YEARS, 4,
	    3 },
	{ "studied in a class without a major", JZ, 2025, { &bachelor_class }, 3, 3, NULL, NULL, "B", 0, 0, 0 },

	{ "statistician, degree only counts", TJ, 2024, { &high_school, &degree_bachelor }, 9, 5, "中级统计",
	    "2019-06-01", "B", 0, 0, 0 },
	{ "no certificate", TJ, 2024, { &bachelor_econ }, 9, 9, "", NULL, "-B", ELIG_LACK_CERT, 0, 0 },
	{ "nobody is refused", RK, 2025, { NULL }, 0, 0, NULL, NULL, "A", 0, 0, 0 },
};

static struct elig_result
judge(size_t i)
{
	struct elig_record record[3];
	struct elig_person p = { record, 0, table[i].work, table[i].pro, -1, table[i].cert, 0, false };
	int32_t day = 0;

	for (; p.n_record < 3 && table[i].record[p.n_record] != NULL; p.n_record++)
		record[p.n_record] = *table[i].record[p.n_record];
	if (table[i].cert_date != NULL)
		p.has_prior_cert_date = date_parse(table[i].cert_date, &p.prior_cert_date);
	elig_day("year_end", table[i].year, 0, &day);
	struct elig_result r = elig_judge(table[i].route, table[i].n_route, table[i].class, table[i].n_class, &p,
	    table[i].year, day);

	r.record = NULL; /* on this stack */
	return r;
}

static void
test_table(void)
{
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct elig_result r = judge(i);
		const char *want = table[i].want;
		bool good;

		if (want == NULL)
			good = r.outcome == ELIG_NO_ROUTE && r.route == NULL;
		else if (*want != '-')
			good = r.outcome == ELIG_OK && strcmp(r.route->route, want) == 0 && r.people == 0 &&
			    r.n_missing == 0;
		else
			good = r.outcome == ELIG_NOT && strcmp(r.route->route, want + 1) == 0 && r.n_missing == 1 &&
			    r.missing[0].what == table[i].lack && r.missing[0].need == table[i].need &&
			    r.missing[0].have == table[i].have;
		struct buf text = BUF_INIT;

		if (r.outcome == ELIG_NOT)
			elig_missing_text(&r.missing[0], date_days(table[i].year, 12, 31), &text);
		ok(good, "%s, %d: %s %s", table[i].what, table[i].year, want ? want : "no law", buf_text(&text));
		buf_release(&text);
	}
}

static void
test_records(void)
{
	struct elig_record two[2] = { bachelor_unchecked, bachelor_civil };
	struct elig_person p = { two, 2, 9, 9, -1, NULL, 0, false };
	struct elig_result r = elig_judge(JZ, &p, 2025, date_days(2025, 12, 31));

	ok(r.outcome == ELIG_OK && r.record == &two[1], "the checked record carries the route");

	/* A college major is in no undergraduate catalogue: people judge, the years still count. */
	two[0] = college_own;
	p.n_record = 1;
	p.pro_years = 5;
	r = elig_judge(AQ, &p, 2025, date_days(2025, 12, 31));
	ok(r.outcome == ELIG_OK && strcmp(r.route->route, "A") == 0 && r.people == ELIG_PEOPLE_MAJOR,
	    "a major in no catalogue: eligible if people say so");
	p.pro_years = 6;
	r = elig_judge(AQ, &p, 2025, date_days(2025, 12, 31));
	ok(r.outcome == ELIG_OK && strcmp(r.route->route, "B") == 0 && r.people == 0,
	    "with the years of any major nobody need judge");
}

/* Of the routes that a person misses, which is the nearest, and what is said of it. */
static const struct {
	const char *what;
	const struct elig_route *route;
	size_t n_route;
	const struct elig_major *class;
	size_t n_class;
	int year;
	const struct elig_record *record[3];
	int work, pro;
	const char *cert, *cert_date;
	const char *en, *zh;
} near[] = {
	{ "a year short", AQ, 2025, { &bachelor_fire }, 2, 2, NULL, NULL, "route C: 3 years in the trade by 2025-12-31, has 2",
	    "条件 C: 截至 2025-12-31 须从事专业工作满 3 年, 现为 2 年" },
	{ "two years of another major's route are nearer than a major", AQ, 2025, { &bachelor_econ }, 2, 2, NULL, NULL,
	    "route D: 4 years in the trade by 2025-12-31, has 2", "条件 D: 截至 2025-12-31 须从事专业工作满 4 年, 现为 2 年" },
	{ "everything that is missing", JZ, 2021, { &bachelor_civil, &college_safety }, 2, 1,
	    NULL, NULL, "route B: 4 years of work by 2021-12-31, has 2; 3 years in the trade by 2021-12-31, has 1",
	    "条件 B: 截至 2021-12-31 须工作满 4 年, 现为 2 年; 截至 2021-12-31 须从事专业工作满 3 年, 现为 1 年" },
	{ "one year", AQ, 2025, { &doctor }, 0, 0, NULL, NULL, "route I: 1 year in the trade by 2025-12-31, has 0",
	    "条件 I: 截至 2025-12-31 须从事专业工作满 1 年, 现为 0 年" },
	{ "a certificate is nearer than a level", AQ, 2025, { &high_school }, 9, 9, "驾驶证", NULL, "route J: certificate 初级注册安全工程师, has 驾驶证",
	    "条件 J: 须取得初级注册安全工程师证书, 现有: 驾驶证" },
	{ "and its age nearer than another", AQ, 2025, { &high_school }, 9, 9, "初级注册安全工程师", "2024-06-01",
	    "route J: 3 years after certificate 初级注册安全工程师 by 2025-12-31, has 1", "条件 J: 截至 2025-12-31 须取得初级注册安全工程师证书后满 3 年, 现为 1 年" },
	{ "its date missing", AQ, 2025, { &high_school }, 9, 9, "初级注册安全工程师", NULL,
	    "route J: the date of certificate 初级注册安全工程师 (prior_cert_date), not given", "条件 J: 须填写初级注册安全工程师证书取得日期 (prior_cert_date), 现未填" },
	{ "a certificate of after the day is none", AQ, 2025, { &high_school }, 9, 9, "初级注册安全工程师", "2026-03-01",
	    "route J: certificate 初级注册安全工程师, has 初级注册安全工程师", "条件 J: 须取得初级注册安全工程师证书, 现有: 初级注册安全工程师" },
	{ "the major where years do not help", JZ, 2025, { &bachelor_econ }, 9, 9, NULL, NULL, "route A: a major of class eng_or_econ, has 经济学",
	    "条件 A: 所学专业须属于 eng_or_econ 类, 现为经济学" },
	{ "the level that is one step away, not two", JZ, 2025, { &high_school }, 9, 9, NULL, NULL, "route A: education or degree college, has high school",
	    "条件 A: 学历或学位须达到大学专科, 现为高中（中专）" },
	{ "everything that the nearest lacks", JZ, 2025, { NULL }, 1, 1, NULL, NULL,
	    "route A: education or degree college, has none; 4 years in the trade by 2025-12-31, has 1",
	    "条件 A: 学历或学位须达到大学专科, 现为无; 截至 2025-12-31 须从事专业工作满 4 年, 现为 1 年" },
	{ "of equal waits the route that lacks fewer things", TJ, 2024, { &bachelor_econ }, 3, 3, "中级统计", "2020-01-01",
	    "route B: 5 years in the trade by 2024-12-31, has 3; 5 years after certificate 中级统计 by 2024-12-31, has 4",
	    "条件 B: 截至 2024-12-31 须从事专业工作满 5 年, 现为 3 年; 截至 2024-12-31 须取得中级统计证书后满 5 年, 现为 4 年" },
};

/* Years of several kinds pass at the same time; of equal waits the route that lacks fewer things. */
static void
test_waits(void)
{
	static const struct elig_route r[] = { { "A", EDU_ANY, EDU_ANY, "any", 0, 3, NULL, 0, 0, 0 }, { "B", EDU_ANY, EDU_ANY, "any", 2, 2, NULL, 0, 0, 0 },
		{ "C", EDU_ANY, EDU_ANY, "any", 0, 2, NULL, 0, 0, 0 } };
	struct elig_person p = { NULL, 0, 0, 0, -1, NULL, 0, false };

	ok(strcmp(elig_judge(r, 2, NULL, 0, &p, 2025, 0).route->route, "B") == 0, "two years of two kinds are nearer than three of one");
	ok(strcmp(elig_judge(r, 3, NULL, 0, &p, 2025, 0).route->route, "C") == 0, "two years of one kind nearer than of two");
}

static void
test_nearest(void)
{
	for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
		struct elig_record record[3];
		struct elig_person p = { record, 0, near[i].work, near[i].pro, -1, near[i].cert, 0, false };
		int32_t day = date_days(near[i].year, 12, 31);
		struct buf text = BUF_INIT;

		for (; p.n_record < 3 && near[i].record[p.n_record] != NULL; p.n_record++)
			record[p.n_record] = *near[i].record[p.n_record];
		if (near[i].cert_date != NULL)
			p.has_prior_cert_date = date_parse(near[i].cert_date, &p.prior_cert_date);
		struct elig_result r = elig_judge(near[i].route, near[i].n_route, near[i].class, near[i].n_class, &p, near[i].year, day);

		for (int zh = 0; zh < 2; zh++) {
			const char *want = zh ? near[i].zh : near[i].en;

			buf_clear(&text);
			diag_speak(zh);
			if (r.outcome == ELIG_NOT)
				elig_refusal_text(&r, day, &text);
			diag_speak(false);
			ok(strcmp(buf_text(&text), want) == 0, "%s: %s", near[i].what, buf_text(&text));
		}
		buf_release(&text);
	}
}

/* What of a satisfied route people must look at. */
static void
test_people(void)
{
	static const struct elig_route any[] = { { "A", EDU_ANY, EDU_ANY, "any", 0, 3, "中级统计|统计师", 0, 0, 0 } };
	static const struct {
		const char *cert;
		bool held;
		unsigned people;
	} certs[] = { { "中级统计师", true, 0 }, { "驾驶证、统计师", true, 0 }, { "驾驶证，统计师证书", true, 0 }, { "曾取得中级统计", true, ELIG_PEOPLE_CERT },
		{ "高级统计师", true, ELIG_PEOPLE_CERT }, { "初级统计", false, 0 }, { "", false, 0 }, { NULL, false, 0 } };
	struct elig_person p = { NULL, 0, 9, 9, -1, NULL, 0, false };
	int32_t day = date_days(2025, 12, 31);

	for (size_t i = 0; i < sizeof certs / sizeof *certs; i++) {
		p.prior_cert = certs[i].cert;
		struct elig_result r = elig_judge(any, 1, NULL, 0, &p, 2025, day);

		ok((r.outcome == ELIG_OK) == certs[i].held && r.people == certs[i].people, "certificate: %s", certs[i].cert ? certs[i].cert : "none");
	}
	p.prior_cert = "统计师";
	p.possible_years = 3;
	ok(elig_judge(any, 1, NULL, 0, &p, 2025, day).people == 0, "dates leave room for the years that are asked for");
	p.possible_years = 2;
	ok(elig_judge(any, 1, NULL, 0, &p, 2025, day).people == ELIG_PEOPLE_YEARS, "they leave room for fewer: people look");

	static const struct elig_record notes[] = {
		{ false, EDU_BACHELOR, "计算机科学与技术", "工学", "计算机类", "可授工学或理学学士学位", MONTH(2016, 7), false, 0 },
		{ false, EDU_BACHELOR, "应用化学", "理学", "化学类", "可授理学或工学学士学位", MONTH(2016, 7), false, 0 },
		{ false, EDU_BACHELOR, "药学", "医学", "药学类", "授予理学学士学位", MONTH(2016, 7), false, 0 },
		{ false, EDU_BACHELOR, "工程管理", "管理学", "管理科学与工程类", "可授管理学或工学学士学位", MONTH(2016, 7), false, 0 },
	};
	static const struct elig_major science[] = { { "science", ELIG_BY_DISCIPLINE, "理学" }, { "eng", ELIG_BY_DISCIPLINE, "工学" },
		{ "eng_or_mgmt", ELIG_BY_DISCIPLINE, "工学" }, { "eng_or_mgmt", ELIG_BY_CLASS, "管理科学与工程类" } };
	unsigned people = 0;

	ok(!elig_major_in(&notes[0], "eng", science, 4, &people) && people == ELIG_PEOPLE_DEGREE, "可授工学或理学: of the discipline of the degree");
	ok(!elig_major_in(&notes[1], "eng", science, 4, &people) && people == ELIG_PEOPLE_DEGREE, "the other way round too");
	ok(elig_major_in(&notes[2], "science", science, 4, &people) && people == 0, "授予理学: that, wherever the catalogue has the major");
	ok(!elig_major_in(&notes[2], "eng", science, 4, &people) && people == 0, "and no other");
	ok(elig_major_in(&notes[3], "eng_or_mgmt", science, 4, &people) && people == 0, "by its class whatever the degree");
}

static void
test_years_possible(void)
{
#define STUDY(l, y, m) { false, l, "", NULL, NULL, NULL, MONTH(y, m), true, 0 }
	static const struct {
		const char *what, *birth, *day;
		struct elig_record record[3];
		size_t n;
		int want;
	} t[] = {
		{ "from the sixteenth birthday", "1985-06-15", "2025-12-31", { { 0 } }, 0, 24 },
		{ "nobody of fifteen", "2010-06-15", "2025-12-31", { { 0 } }, 0, 0 },
		{ "to the last day of a month", "2000-01-01", "2019-12-31", { { 0 } }, 0, 4 },
		{ "to the day before", "2000-01-01", "2019-12-30", { { 0 } }, 0, 3 },
		{ "less four years of a bachelor", "1985-01-01", "2025-12-31", { STUDY(EDU_BACHELOR, 2008, 7) }, 1, 21 },
		{ "two where it came after college", "1985-01-01", "2025-12-31", { STUDY(EDU_COLLEGE, 2006, 7), STUDY(EDU_BACHELOR, 2008, 7) }, 2, 21 },
		{ "in any order", "1985-01-01", "2025-12-31", { STUDY(EDU_MASTER, 2011, 7), STUDY(EDU_BACHELOR, 2008, 7) }, 2, 19 },
		{ "times that overlap count once", "1985-01-01", "2025-12-31", { STUDY(EDU_BACHELOR, 2008, 7), STUDY(EDU_SECOND_BACHELOR, 2009, 7) }, 2, 20 },
		{ "work before the study adds up", "1980-01-01", "2025-12-31", { STUDY(EDU_MASTER, 2024, 7) }, 1, 28 },
		{ "study that goes on", "1985-01-01", "2025-12-31", { STUDY(EDU_MASTER, 2026, 7) }, 1, 23 },
		{ "part-time study takes nothing", "1985-01-01", "2025-12-31", { { false, EDU_BACHELOR, "", NULL, NULL, NULL, MONTH(2008, 7), false, 0 } }, 1, 25 },
		{ "a degree is of the same study", "1985-01-01", "2025-12-31", { { true, EDU_BACHELOR, "", NULL, NULL, NULL, MONTH(2008, 7), true, 0 } }, 1, 25 },
	};
	int32_t birth, day;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		date_parse(t[i].birth, &birth);
		date_parse(t[i].day, &day);
		int got = elig_years_possible(true, birth, t[i].record, t[i].n, day);

		ok(got == t[i].want, "years possible: %s: %d", t[i].what, got);
	}
	ok(elig_years_possible(false, 0, NULL, 0, 0) == -1, "nobody's birth, no limit");
}

/* Certificate numbers: a number, its kind, and what it says. */
static void
test_certificates(void)
{
	static const struct {
		const char *number;
		bool is_degree;
		enum edu_level level;
		int32_t month;
		bool self_taught;
		enum edu_cert_fault want;
	} t[] = {
		{ "100081200805000001", false, EDU_BACHELOR, MONTH(2008, 7), false, EDU_CERT_FITS },
		{ "10008120020500001", false, EDU_BACHELOR, MONTH(2002, 7), false, EDU_CERT_FITS },
		{ "100081200805000001", false, EDU_BACHELOR, 0, false, EDU_CERT_FITS },
		{ "100081200806000001", false, EDU_BACHELOR, MONTH(2008, 7), false, EDU_CERT_OTHER_LEVEL },
		{ "100081200805000001", false, EDU_BACHELOR, MONTH(2009, 7), false, EDU_CERT_OTHER_YEAR },
		{ "100081200804000001", false, EDU_DOUBLE_BACHELOR, MONTH(2008, 7), false, EDU_CERT_FITS },
		{ "100081200803000001", false, EDU_MASTER, MONTH(2008, 7), false, EDU_CERT_NO_LAYOUT },
		{ "65320107221000017", false, EDU_COLLEGE, MONTH(2010, 6), true, EDU_CERT_FITS },
		{ "65320107221000017", false, EDU_COLLEGE, MONTH(2010, 6), false, EDU_CERT_NO_LAYOUT },
		{ "1", false, EDU_COLLEGE, MONTH(2010, 6), true, EDU_CERT_NO_LAYOUT },
		{ "1024642008000001", true, EDU_BACHELOR, MONTH(2008, 12), false, EDU_CERT_FITS },
		{ "1024642008S00001", true, EDU_DOUBLE_BACHELOR, MONTH(2008, 12), false, EDU_CERT_FITS },
		{ "1024642008E00001", true, EDU_SECOND_BACHELOR, MONTH(2008, 12), false, EDU_CERT_FITS },
		{ "1024642008000001", true, EDU_MASTER, MONTH(2008, 12), false, EDU_CERT_OTHER_LEVEL },
		{ "1024642008Z00001", true, EDU_BACHELOR, MONTH(2008, 12), false, EDU_CERT_NO_LAYOUT },
		{ "Z1075522008000001", true, EDU_DOCTOR, MONTH(2008, 12), false, EDU_CERT_FITS },
		{ "120190000001", false, EDU_MASTER, MONTH(2019, 7), false, EDU_CERT_FITS },
		{ "教留服认美00001号", true, EDU_MASTER, MONTH(2010, 7), false, EDU_CERT_FITS },
	};
	static const char *const kinds[] = { "学历", "学位", "国(境)外认证" };
	struct table v;
	int rows = 0;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		ok(edu_cert_compare(t[i].number, t[i].is_degree, t[i].level, t[i].month, t[i].self_taught) == t[i].want, "certificate %s", t[i].number);
	if (!table_open(&v, "vectors/edu_cert.csv")) {
		skip("no edu_cert.csv");
		return;
	}
	for (; table_next(&v); rows++) {
		struct edu_cert c = edu_cert_parse(v.cell[0], strcmp(v.cell[1], kinds[1]) == 0);
		enum edu_cert_form want = strcmp(v.cell[2], "valid") != 0 ? EDU_CERT_UNKNOWN : strcmp(v.cell[1], kinds[2]) == 0 ? EDU_CERT_OVERSEAS : EDU_CERT_NUMBER;
		const char *year = strstr(v.cell[3], "year=");

		ok(c.form == want && (year == NULL || strtol(year + 5, NULL, 10) == c.year), "%s %s is %s", v.cell[1], v.cell[0], v.cell[2]);
	}
	ok(rows > 15, "edu_cert.csv: %d rows", rows);
}

static void
test_days(void)
{
	int32_t day = 0, end = date_days(2025, 7, 18);

	ok(elig_day("year_end", 2025, end, &day) && day == date_days(2025, 12, 31), "year_end");
	ok(elig_day("reg_end", 2025, end, &day) && day == end, "reg_end");
	ok(elig_day("2023-12-31", 2024, end, &day) && day == date_days(2023, 12, 31), "a date");
	ok(!elig_day("soon", 2024, end, &day), "anything else is refused");
}

static void
test_levels(void)
{
	static const struct {
		const char *word, *code; /* NULL: no level */
	} words[] = {
		{ "college", "college" }, { "大专", "college" }, { "专科", "college" }, { "中专", "high_school" },
		{ "本科", "bachelor" }, { "学士", "bachelor" }, { "第二学士学位", "second_bachelor" },
		{ "双学士", "double_bachelor" }, { "硕士研究生", "master" }, { "博士", "doctor" }, { "any", "any" },
		{ "", "any" }, { "大专结业", NULL }, { "本科肄业", NULL }, { "小学", NULL },
	};
	static const struct edu_auto range = { MONTH(2002, 1), MONTH(2008, 9), EDU_COLLEGE };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		enum edu_level level = EDU_ANY;
		bool good = edu_level_parse(words[i].word, &level);

		ok(words[i].code ? good && strcmp(edu_level_code(level), words[i].code) == 0 : !good, "'%s' is %s",
		    words[i].word, words[i].code ? words[i].code : "no level");
	}
	ok(edu_level_reaches(EDU_SECOND_BACHELOR, EDU_DOUBLE_BACHELOR) &&
	        edu_level_reaches(EDU_DOUBLE_BACHELOR, EDU_SECOND_BACHELOR) &&
	        !edu_level_reaches(EDU_DOUBLE_BACHELOR, EDU_MASTER) && edu_level_gap(EDU_COLLEGE, EDU_MASTER) == 3 &&
	        edu_level_gap(EDU_MASTER, EDU_COLLEGE) == 0,
	    "second and double bachelor have one rank");
	ok(edu_auto_range(&range, false, EDU_COLLEGE, MONTH(2002, 1), false) &&
	        !edu_auto_range(&range, false, EDU_COLLEGE, MONTH(2001, 12), false) &&
	        !edu_auto_range(&range, false, EDU_HIGH_SCHOOL, MONTH(2010, 7), false),
	    "education: college and above from January 2002");
	ok(edu_auto_range(&range, true, EDU_BACHELOR, MONTH(2008, 9), false) &&
	        !edu_auto_range(&range, true, EDU_BACHELOR, MONTH(2008, 8), false),
	    "degrees from September 2008");
	ok(!edu_auto_range(&range, false, EDU_MASTER, MONTH(2020, 7), true) &&
	        !edu_auto_range(&range, false, EDU_MASTER, 0, false),
	    "nothing from overseas or without a month");
}

static void
test_config(void)
{
	struct table t;
	int rows = 0, wrong = 0;

	if (!table_open(&t, "config/eligibility.csv")) {
		skip("no eligibility.csv");
		return;
	}
	for (; table_next(&t); rows++) {
		enum edu_level level;

		wrong += !edu_level_parse(t.cell[3], &level) || !edu_level_parse(t.cell[4], &level);
	}
	ok(rows > 40 && wrong == 0, "every level of eligibility.csv is known (%d rows)", rows);
}

int
main(void)
{
	test_table();
	test_records();
	test_waits();
	test_nearest();
	test_people();
	test_years_possible();
	test_certificates();
	test_days();
	test_levels();
	test_config();
	return done();
}
