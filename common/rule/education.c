/* SPDX-License-Identifier: MIT
 * Levels of education and degrees. */
#include "rule/education.h"

#include <stddef.h>
#include <string.h>

#include "base/diag.h"

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
