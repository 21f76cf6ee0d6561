/* SPDX-License-Identifier: MIT
 * Levels of education and degrees. */
#include "rule/education.h"

#include <stddef.h>
#include <string.h>

#include "base/diag.h"
#include "base/num.h"

static const char *const codes[] = {
	[EDU_ANY] = "any",
	[EDU_HIGH_SCHOOL] = "high_school",
	[EDU_COLLEGE] = "college",
	[EDU_BACHELOR] = "bachelor",
	[EDU_SECOND_BACHELOR] = "second_bachelor",
	[EDU_DOUBLE_BACHELOR] = "double_bachelor",
	[EDU_MASTER] = "master",
	[EDU_DOCTOR] = "doctor",
};

static const struct {
	const char *word;
	enum edu_level level;
} words[] = {
	{ "", EDU_ANY },
	{ "高中", EDU_HIGH_SCHOOL }, { "普通高中", EDU_HIGH_SCHOOL }, { "中专", EDU_HIGH_SCHOOL },
	{ "中等专科", EDU_HIGH_SCHOOL }, { "职高", EDU_HIGH_SCHOOL }, { "职业高中", EDU_HIGH_SCHOOL },
	{ "技校", EDU_HIGH_SCHOOL }, { "技工学校", EDU_HIGH_SCHOOL }, { "中技", EDU_HIGH_SCHOOL },
	{ "中职", EDU_HIGH_SCHOOL },
	{ "大专", EDU_COLLEGE }, { "专科", EDU_COLLEGE }, { "大学专科", EDU_COLLEGE }, { "高职", EDU_COLLEGE },
	{ "高专", EDU_COLLEGE },
	{ "本科", EDU_BACHELOR }, { "大学本科", EDU_BACHELOR }, { "学士", EDU_BACHELOR }, { "学士学位", EDU_BACHELOR },
	{ "第二学士", EDU_SECOND_BACHELOR }, { "第二学士学位", EDU_SECOND_BACHELOR },
	{ "双学士", EDU_DOUBLE_BACHELOR }, { "双学士学位", EDU_DOUBLE_BACHELOR }, { "研究生班", EDU_DOUBLE_BACHELOR },
	{ "硕士", EDU_MASTER }, { "硕士学位", EDU_MASTER }, { "硕士研究生", EDU_MASTER },
	{ "博士", EDU_DOCTOR }, { "博士学位", EDU_DOCTOR }, { "博士研究生", EDU_DOCTOR },
};

bool
edu_level_parse(const char *word, enum edu_level *level)
{
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (*word == *codes[i] && strcmp(word, codes[i]) == 0) {
			*level = (enum edu_level)i;
			return true;
		}
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (*word == *words[i].word && strcmp(word, words[i].word) == 0) {
			*level = words[i].level;
			return true;
		}
	return false;
}

const char *
edu_level_code(enum edu_level level)
{
	return codes[level];
}

const char *
edu_level_text(enum edu_level level)
{
	switch (level) {
	case EDU_ANY:
		return L("none", "无");
	case EDU_HIGH_SCHOOL:
		return L("high school", "高中（中专）");
	case EDU_COLLEGE:
		return L("college", "大学专科");
	case EDU_BACHELOR:
		return L("bachelor", "大学本科（学士）");
	case EDU_SECOND_BACHELOR:
		return L("second bachelor", "第二学士学位");
	case EDU_DOUBLE_BACHELOR:
		return L("double bachelor", "双学士学位");
	case EDU_MASTER:
		return L("master", "硕士");
	case EDU_DOCTOR:
		return L("doctor", "博士");
	}
	bug("edu_level %d", (int)level);
}

static int
rank(enum edu_level level)
{
	return (int)level - (level > EDU_SECOND_BACHELOR);
}

bool
edu_level_reaches(enum edu_level have, enum edu_level need)
{
	return rank(have) >= rank(need);
}

int
edu_level_gap(enum edu_level have, enum edu_level need)
{
	int gap = rank(need) - rank(have);

	return gap > 0 ? gap : 0;
}

bool
edu_auto_range(const struct edu_auto *range, bool is_degree, enum edu_level level, int32_t month, bool overseas)
{
	if (overseas || month <= 0)
		return false;
	if (is_degree)
		return month >= range->degree_from;
	return month >= range->education_from && edu_level_reaches(level, range->education_min);
}

/* ---- certificate numbers */

static int
digits(const char *s, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++)
		v = v * 10 + (s[i] - '0');
	return v;
}

static struct edu_cert
education_number(const char *s)
{
	static const enum edu_level level[] = { [1] = EDU_DOCTOR, [2] = EDU_MASTER, [4] = EDU_SECOND_BACHELOR, [5] = EDU_BACHELOR, [6] = EDU_COLLEGE };
	struct edu_cert c = { .form = EDU_CERT_UNKNOWN };

	if (!num_digits(s, 17) && !num_digits(s, 18))
		return c;
	int code = digits(s + 10, 2);

	if (strchr("1567", s[5]) == NULL || code > 6 || level[code] == EDU_ANY)
		return c;
	return (struct edu_cert){ EDU_CERT_NUMBER, digits(s + 6, 4), level[code] };
}

static struct edu_cert
degree_number(const char *s)
{
	struct edu_cert c = { .form = EDU_CERT_UNKNOWN };
	char plain[17] = "";
	bool adult = *s == 'C';

	if (adult || *s == 'Z' || *s == 'T')
		s++;
	if (strlen(s) != 16)
		return c;
	memcpy(plain, s, sizeof plain);
	char mark = plain[10];

	if (mark == 'S' || mark == 'E' || (mark == 'Z' && adult))
		plain[10] = '0';
	else
		mark = '0';
	if (!num_digits(plain, 16) || plain[5] < '2' || plain[5] > '4')
		return c;
	c.level = plain[5] == '2' ? EDU_DOCTOR : plain[5] == '3' ? EDU_MASTER : mark == 'S' ? EDU_DOUBLE_BACHELOR :
	    mark == 'E' ? EDU_SECOND_BACHELOR : EDU_BACHELOR;
	c.form = EDU_CERT_NUMBER;
	c.year = digits(plain + 6, 4);
	return c;
}

struct edu_cert
edu_cert_parse(const char *number, bool is_degree)
{
	if (num_digits(number, 12) || strncmp(number, "教留服认", strlen("教留服认")) == 0)
		return (struct edu_cert){ .form = EDU_CERT_OVERSEAS };
	return is_degree ? degree_number(number) : education_number(number);
}

enum edu_cert_fault
edu_cert_compare(const char *number, bool is_degree, enum edu_level level, int32_t month, bool self_taught)
{
	struct edu_cert c = edu_cert_parse(number, is_degree);

	if (c.form == EDU_CERT_OVERSEAS || (c.form == EDU_CERT_UNKNOWN && self_taught && num_digits(number, 17)))
		return EDU_CERT_FITS;
	if (c.form == EDU_CERT_UNKNOWN)
		return EDU_CERT_NO_LAYOUT;
	if (month > 0 && month / 12 != c.year)
		return EDU_CERT_OTHER_YEAR;
	return rank(level) == rank(c.level) ? EDU_CERT_FITS : EDU_CERT_OTHER_LEVEL;
}
