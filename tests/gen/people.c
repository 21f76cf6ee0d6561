/* SPDX-License-Identifier: MIT
 * Who the candidates are. Chance decides the exam first, then a life that leads there:
 * education, work, employer; a small part falls short of every route on purpose. */
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "value/date.h"
#include "value/idno.h"

const struct exam_facts exam_facts[EXAMS] = {
	[EXAM_308] = { "308", "308-2024", 2024, 2024, 7, 8, "308" },
	[EXAM_RK1] = { "RK1", "RK1-2025", 2025, 2025, 3, 14, "501" },
	[EXAM_JZ] = { "JZ", "JZ-2025", 2025, 2025, 7, 1, "402" },
	[EXAM_AQ] = { "AQ", "AQ-2025", 2025, 2025, 8, 14, "401" },
};

/* tests/gen/data, read once */
static struct table area, school, major, city;

static void
read_data(const struct world *w)
{
	static const struct {
		const char *file;
		struct table *table;
	} files[] = { { "area.csv", &area }, { "school.csv", &school }, { "major.csv", &major },
		{ "config/city.csv", &city } };

	if (area.rows > 0)
		return;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = xasprintf("%s/%s", w->data, files[i].file);

		table_read(files[i].table, path);
		free(path);
	}
}

enum exam
exam_of_name(const char *name)
{
	for (int e = 0; e < EXAMS; e++)
		if (name && strcmp(exam_facts[e].name, name) == 0)
			return (enum exam)e;
	die(EX_USAGE, "no such exam: %s", name ? name : "(none; use --exam)");
}

const char *
edu_level_word(enum edu_level e)
{
	static const char *const words[] = { "high_school", "college", "bachelor", "second_bachelor",
		"master", "doctor" };

	return words[e];
}

const char *
edu_level_chinese(enum edu_level e)
{
	static const char *const words[] = { "高中", "大专", "本科", "第二学士学位", "硕士", "博士" };

	return words[e];
}

const char *
degree_word(const struct person *p)
{
	if (!p->degree_cert[0])
		return "";
	return p->edu == EDU_MASTER ? "master" : p->edu == EDU_DOCTOR ? "doctor" : "bachelor";
}

static const struct {
	const char *word, *chinese;
	char digit; /* type of education in the certificate number: 1 general, 5 adult, 6 self-taught, 7
		       network */
} modes[] = {
	{ "full_time", "全日制", '1' },
	{ "correspondence", "函授", '5' },
	{ "part_time", "业余", '5' },
	{ "evening", "夜大", '5' },
	{ "self_taught", "自学考试", '6' },
	{ "network", "网络教育", '7' },
};

const char *
edu_mode_chinese(const char *mode)
{
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		if (strcmp(modes[i].word, mode) == 0)
			return modes[i].chinese;
	return "";
}

void
person_phone(const struct world *w, int64_t index, char out[12])
{
	static const int prefixes[] = { 130, 131, 133, 135, 136, 137, 138, 139, 150, 151, 152, 155, 158, 159,
		176, 177, 182, 186, 188, 199 };
	int64_t n = sizeof prefixes / sizeof *prefixes;
	/* 7368787 has no factor in common with 10^8: no number comes twice in 5 million persons */
	unsigned tail = (unsigned)(((uint64_t)index * 7368787 + w->seed * 31 + 35791113) % 100000000);

	(void)snprintf(out, 12, "%03u%08u", (unsigned)prefixes[index % n] % 1000, tail % 100000000);
}

/* A resident's number. The order number and, beyond its range, the day of birth count on with the index, so
 * that no two persons share a number. Fixes p->birth. */
static void
identity_number(const struct world *w, struct person *p, int year, const char *region)
{
	static const int orders = 499;
	int regions = (int)area.rows;
	int order = (p->index / regions * 137 + 71) % orders * 2 + (p->female ? 2 : 1);
	struct rng day = rng_index(w, "birthday", p->index % (regions * orders));
	int32_t birth = date_days(year, 1, 1) + (rng_below(&day, 365) + p->index / (regions * orders)) % 365;
	int y, m, d;
	char digits[24];

	p->birth = birth;
	date_civil(birth, &y, &m, &d);
	(void)snprintf(digits, sizeof digits, "%.6s%04d%02d%02d%03d", region, y, m, d, order);
	(void)snprintf(p->id_no, sizeof p->id_no, "%s%c", digits, idno_check(digits));
}

static void
document(const struct world *w, struct rng *r, struct person *p, int birth_year)
{
	int kind = rng_below(r, 1000), i = p->index;
	const char *region = table_get(&area, (size_t)i % area.rows, 0);

	p->id_type = "01";
	if (kind < 6)
		p->id_type = "06", region = kind < 3 ? "810000" : kind < 5 ? "820000" : "830000";
	else if (kind < 11)
		p->id_type = "07", region = kind < 9 ? "911840" : "911392";
	identity_number(w, p, birth_year, region);
	if (kind < 11)
		return;
	if (kind < 19) {
		p->id_type = "02";
		(void)snprintf(p->id_no, sizeof p->id_no, "%s字第%07d号", i % 2 ? "南" : "军", i);
	} else if (kind < 31) {
		p->id_type = "03";
		(void)snprintf(p->id_no, sizeof p->id_no, i % 2 ? "E%08d" : "EA%07d", i);
	} else if (kind < 39) {
		p->id_type = "04";
		(void)snprintf(p->id_no, sizeof p->id_no, i % 2 ? "H%08d" : "M%08d01", i);
	} else if (kind < 45) {
		p->id_type = "05";
		(void)snprintf(p->id_no, sizeof p->id_no, "%08d", i);
	}
}

/* A major of the discipline that the exam asks for, or of any. */
static const char *
pick_major(struct rng *r, enum exam exam)
{
	static char text[64];
	size_t row = 0;

	for (int tries = 0; tries < 400; tries++) {
		row = (size_t)rng_below(r, (int)major.rows);
		const char *discipline = table_get(&major, row, 0), *class = table_get(&major, row, 1);
		bool engineer = strcmp(discipline, "工学") == 0 || strcmp(class, "管理科学与工程类") == 0;

		if (exam == EXAM_JZ && !engineer && !rng_permille(r, 20))
			continue;
		if (exam == EXAM_AQ && strcmp(class, "安全科学与工程类") != 0 && rng_permille(r, 950))
			continue;
		break;
	}
	const char *list = table_get(&major, row, 2);
	int n = 1;
	for (const char *c = list; *c; c++)
		n += *c == '|';
	for (int skip = rng_below(r, n); skip > 0; skip--)
		list = strchr(list, '|') + 1;
	(void)snprintf(text, sizeof text, "%.*s", (int)strcspn(list, "|"), list);
	return text;
}

static void
education(struct rng *r, struct person *p)
{
	static const int need[] = { 0, 6, 4, 3, 2, 1 };      /* years of work that most routes ask for */
	static const int age[] = { 18, 21, 22, 24, 25, 29 }; /* at graduation */
	static const char level_digits[][3] = { "", "06", "05", "04", "02", "01" };
	int x = rng_below(r, 1000), year = exam_facts[p->exam].year;
	const char *major_name = pick_major(r, p->exam);
	bool part_time = rng_permille(r, 220), short_of = rng_permille(r, 45);
	int mode = part_time ? rng_range(r, 1, 5) : 0, late = part_time ? rng_range(r, 3, 12) : 0;

	p->edu = p->exam == EXAM_308 && x < 120 ? EDU_HIGH_SCHOOL
		 : x < 330                      ? EDU_COLLEGE
		 : x < 860                      ? EDU_BACHELOR
		 : x < 870                      ? EDU_SECOND_BACHELOR
		 : x < 985                      ? EDU_MASTER
						: EDU_DOCTOR;
	p->grad_year = short_of              ? year - 1
		       : rng_permille(r, 35) ? rng_range(r, 1996, 2001)
					     : rng_range(r, 2003, year - need[p->edu] - 3);
	p->work_from = p->grad_year - (late > 0 ? late - 2 : 0);
	p->edu_mode = modes[mode].word;
	size_t s = (size_t)rng_below(r, (int)school.rows);
	bool professional = s >= 28; /* the colleges stand at the end of the list */
	if ((p->edu == EDU_COLLEGE) != professional)
		s = p->edu == EDU_COLLEGE ? 28 + s % (school.rows - 28) : s % 28;
	p->school_code = table_get(&school, s, 0);
	p->school = p->edu == EDU_HIGH_SCHOOL ? "第一中学" : table_get(&school, s, 1);
	p->major = p->edu == EDU_HIGH_SCHOOL ? "" : major_name;
	if (p->edu != EDU_HIGH_SCHOOL)
		(void)snprintf(p->edu_cert, sizeof p->edu_cert,
		    p->grad_year < 2003 ? "%s%c%04d%s%05d" : "%s%c%04d%s%06d", p->school_code,
		    modes[mode].digit, p->grad_year, level_digits[p->edu], p->index % 100000);
	if (p->edu >= EDU_BACHELOR && rng_permille(r, part_time ? 400 : 960))
		(void)snprintf(p->degree_cert, sizeof p->degree_cert, "%s%c%04d%06d", p->school_code,
		    p->edu == EDU_DOCTOR   ? '2'
		    : p->edu == EDU_MASTER ? '3'
					   : '4',
		    p->grad_year, p->index);
	p->birth = date_days(p->grad_year - age[p->edu] - late - rng_below(r, 3), 1, 1);
}

static void
place(struct rng *r, struct person *p)
{
	static const char *const trades[] = { "建筑工程", "安全技术", "化工", "机电设备", "统计事务",
		"信息技术", "市政工程", "矿业", "电力建设", "交通工程", "工程咨询", "环保科技" };
	static const char *const brands[] = { "华泰", "中联", "鼎盛", "远大", "兴业", "恒通", "金诚", "东方",
		"瑞丰", "宏图" };
	static const char *const roads[] = { "解放路", "人民路", "建设大街", "文化路", "滨河路", "中山路",
		"和平街", "学府路" };
	size_t c = (size_t)rng_below(r, (int)city.rows);
	const char *name = table_get(&city, c, 2);

	p->city = table_get(&city, c, 0);
	/* a few large employers with many candidates: neighbours in a room must be kept apart */
	int brand = rng_below(r, 10) * rng_below(r, 10) / 10;
	(void)snprintf(p->employer, sizeof p->employer, "%.*s%s%s有限公司", (int)strlen(name) - 3, name,
	    brands[brand], trades[rng_below(r, 12) * rng_below(r, 12) / 12]);
	(void)snprintf(p->address, sizeof p->address, "%s%s%d号%s", name, roads[rng_below(r, 8)],
	    rng_range(r, 1, 299), rng_permille(r, 8) ? ",东门\n3单元201" : "");
	(void)snprintf(p->postcode, sizeof p->postcode, "%.4s%02d", p->city, rng_below(r, 90));
	if (rng_permille(r, 800))
		(void)snprintf(p->email, sizeof p->email, "u%s@example.cn", p->phone);
	else
		p->email[0] = '\0';
}

void
person_make(const struct world *w, int index, struct person *p)
{
	static const char *const ethnic[] = { "汉族", "汉族", "汉族", "汉族", "汉族", "汉族", "汉族", "满族",
		"回族", "蒙古族", "壮族" };
	static const char *const politics[] = { "群众", "中共党员", "共青团员" };
	struct rng r = rng_index(w, "person", index);
	int x = rng_below(&r, 100);

	read_data(w);
	*p = (struct person){ .index = index, .female = rng_permille(&r, 420), .second = EXAMS };
	p->exam = x < 25 ? EXAM_308 : x < 40 ? EXAM_RK1 : x < 70 ? EXAM_JZ : EXAM_AQ;
	x = rng_below(&r, 100);
	if (p->exam == EXAM_JZ && x < 14)
		p->second = EXAM_AQ;
	else if (p->exam != EXAM_RK1 && x < 20)
		p->second = EXAM_RK1;
	person_phone(w, index, p->phone);
	education(&r, p);
	int birth_year, month, day;
	date_civil(p->birth, &birth_year, &month, &day);
	document(w, &r, p, birth_year);
	name_make(&r, p->female, p->id_type, p->name, sizeof p->name);
	place(&r, p);
	p->nationality = strcmp(p->id_type, "07") == 0 ? "外国" : "中国";
	p->ethnic = strcmp(p->id_type, "07") == 0 ? ""
		    : strstr(p->name, "·")        ? "维吾尔族"
						  : ethnic[rng_below(&r, 11)];
	p->politics = politics[rng_below(&r, 3)];
	p->title = p->prior_cert = p->prior_cert_date = "";
	struct reg reg;
	reg_make(w, p, p->exam, &reg);
	if (p->exam == EXAM_AQ && strcmp(reg.level, "03") == 0)
		p->title = "高级工程师";
	else if (p->exam == EXAM_AQ && strcmp(reg.level, "04") == 0)
		p->prior_cert = "中级注册安全工程师", p->prior_cert_date = "2021-12-10";
	else if (p->exam == EXAM_JZ && strcmp(reg.level, "03") == 0)
		p->prior_cert = "一级建造师", p->prior_cert_date = "2022-01-15";
	else if (rng_permille(&r, 500))
		p->title = rng_permille(&r, 300) ? "工程师" : "助理工程师";
}

void
people_of(const struct world *w, enum exam e, person_fn *each, void *context)
{
	struct person p;

	for (int i = 0; i < w->people; i++) {
		person_make(w, i, &p);
		if (p.exam == e || p.second == e)
			each(w, &p, context);
	}
}
