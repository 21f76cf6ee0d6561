/* SPDX-License-Identifier: MIT
 * The small closed vocabularies of the field. */
#include "value/word.h"

#include <stddef.h>
#include <strings.h>

struct word {
	const char *said, *kept;
};

static const char *
find(const struct word *w, const char *s)
{
	for (; w->said != NULL; w++)
		if (strcasecmp(w->said, s) == 0)
			return w->kept;
	return NULL;
}

int
word_gender(const char *s)
{
	static const struct word words[] = { { "男", "1" }, { "male", "1" }, { "M", "1" }, { "1", "1" }, { "女", "2" },
		{ "female", "2" }, { "F", "2" }, { "2", "2" }, { "男性", "1" }, { "女性", "2" }, { NULL, NULL } };
	const char *kept = find(words, s);

	return kept != NULL ? kept[0] - '0' : 0;
}

const char *
word_gender_text(int gender)
{
	return gender == 1 ? "男" : gender == 2 ? "女" : "";
}

const char *
word_edu_mode(const char *s)
{
	static const struct word words[] = { { "full_time", "full_time" }, { "part_time", "part_time" },
		{ "correspondence", "correspondence" }, { "evening", "evening" }, { "self_taught", "self_taught" },
		{ "network", "network" }, { "全日制", "full_time" }, { "普通全日制", "full_time" }, { "脱产", "full_time" },
		{ "非全日制", "part_time" }, { "业余", "part_time" }, { "半脱产", "part_time" }, { "在职", "part_time" },
		{ "函授", "correspondence" }, { "夜大", "evening" }, { "夜大学", "evening" }, { "自考", "self_taught" },
		{ "自学考试", "self_taught" }, { "网络", "network" }, { "网络教育", "network" }, { "远程", "network" },
		{ "远程教育", "network" }, { "开放教育", "network" }, { NULL, NULL } };

	return find(words, s);
}

const char *
word_edu_kind(const char *s)
{
	static const struct word words[] = { { "education", "education" }, { "degree", "degree" }, { "学历", "education" },
		{ "学位", "degree" }, { "学历信息", "education" }, { "学位信息", "degree" }, { NULL, NULL } };

	return find(words, s);
}

const char *
word_pledge(const char *s)
{
	static const struct word words[] = { { "adopt", "adopt" }, { "decline", "decline" }, { "采用", "adopt" },
		{ "不采用", "decline" }, { "采用告知承诺制", "adopt" }, { "不采用告知承诺制", "decline" }, { "是", "adopt" },
		{ "否", "decline" }, { "1", "adopt" }, { "0", "decline" }, { NULL, NULL } };

	return find(words, s);
}

const char *
word_pledge_action(const char *s)
{
	static const struct word words[] = { { "withdraw", "withdraw" }, { "撤回", "withdraw" }, { "撤回承诺", "withdraw" },
		{ "撤回告知承诺", "withdraw" }, { NULL, NULL } };
	const char *kept = find(words, s);

	return kept != NULL ? kept : word_pledge(s);
}

int
word_yes(const char *s)
{
	static const struct word words[] = { { "", "0" }, { "0", "0" }, { "no", "0" }, { "n", "0" }, { "false", "0" },
		{ "否", "0" }, { "1", "1" }, { "yes", "1" }, { "y", "1" }, { "true", "1" }, { "是", "1" }, { "√", "1" },
		{ NULL, NULL } };
	const char *kept = find(words, s);

	return kept != NULL ? kept[0] - '0' : -1;
}
