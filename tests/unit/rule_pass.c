/* SPDX-License-Identifier: MIT
 * Who has passed. A subject is written 72/60 (mark and pass mark), -1 -2 -4 for the flags,
 * ? where no mark has come, - where it was not sat; y2024 behind it: passed in that year. */
#include "rule/pass.h"

#include <stdlib.h>
#include <string.h>

#include "value/money.h"

#include "../tap.h"

static const struct pass_line qinghai = { 3500, 13000 };

static const struct {
	const char *what, *subjects;
	bool same_sitting;
	const struct pass_line *line;
	enum pass_outcome outcome;
	int passed, carried, missing;
	int64_t total;
} table[] = {
	{ "all at the mark", "60/60 78/78", false, NULL, PASS_QUALIFIED, 2, 0, 0, 13800 },
	{ "half a mark below", "59.5/60 78/78", false, NULL, PASS_NOT_BELOW, 1, 0, 1, 13750 },
	{ "one hundredth below", "59.99/60", false, NULL, PASS_NOT_BELOW, 0, 0, 1, 5999 },
	{ "nothing is needed of a mark of 0", "0/0", false, NULL, PASS_QUALIFIED, 1, 0, 0, 0 },
	{ "carried subjects count", "-/60y2023 -/60y2024 61/60", false, NULL, PASS_QUALIFIED, 1, 2, 0, 6100 },
	{ "but not in one sitting", "-/60y2023 61/60", true, NULL, PASS_NOT_COMPLETE, 1, 0, 1, 6100 },
	{ "sat again and failed: the old pass stays", "40/60y2024 61/60", false, NULL, PASS_QUALIFIED, 1, 1, 0, 10100 },
	{ "sat again and void: the old pass stays", "-4/60y2024 61/60", false, NULL, PASS_QUALIFIED, 1, 1, 0, 6100 },
	{ "others still to be sat", "61/60 -/60", false, NULL, PASS_NOT_COMPLETE, 1, 0, 1, 6100 },
	{ "absent", "-1/60 61/60", false, NULL, PASS_NOT_ABSENT, 1, 0, 1, 6100 },
	{ "absent though nothing is needed", "-1/0", false, NULL, PASS_NOT_ABSENT, 0, 0, 1, 0 },
	{ "violation", "-2/60 61/60", false, NULL, PASS_NOT_VOID, 1, 0, 1, 6100 },
	{ "void is told before absent and below", "10/60 -1/60 -4/60 -/60", false, NULL, PASS_NOT_VOID, 0, 0, 4, 1000 },
	{ "a missing mark is told first", "?/60 -4/60", false, NULL, PASS_NOT_UNSCORED, 0, 0, 2, 0 },
	{ "the line of Qinghai", "35/45 50/45 45/45", true, &qinghai, PASS_QUALIFIED_BY_LINE, 2, 0, 1, 13000 },
	{ "who passes the common mark needs no line", "45/45 45/45 45/45", true, &qinghai, PASS_QUALIFIED, 3, 0, 0,
	    13500 },
	{ "one below 35", "34.5/45 60/45 60/45", true, &qinghai, PASS_NOT_BELOW, 2, 0, 1, 15450 },
	{ "sum below 130", "35/45 50/45 44.5/45", true, &qinghai, PASS_NOT_BELOW, 1, 0, 2, 12950 },
	{ "absent under the line", "-1/45 75/45 75/45", true, &qinghai, PASS_NOT_ABSENT, 2, 0, 1, 15000 },
	{ "a carried subject stands in the sum with its pass mark", "-/45y2024 35/45 50/45", false, &qinghai,
	    PASS_QUALIFIED_BY_LINE, 1, 1, 1, 8500 },
};

static size_t
read_subjects(const char *text, struct pass_subject *s)
{
	char copy[100], *next = copy, *word;
	size_t n = 0;

	snprintf(copy, sizeof copy, "%s", text);
	while ((word = strsep(&next, " ")) != NULL) {
		char *slash = strchr(word, '/'), *year = strchr(word, 'y');

		*slash = '\0';
		if (year != NULL)
			*year++ = '\0';
		s[n] = (struct pass_subject){ .carried_score = -1, .carried_year = year ? (int)strtol(year, NULL, 10) : 0 };
		money_parse(slash + 1, &s[n].mark_needed);
		s[n].sat = strcmp(word, "-") != 0;
		if (s[n].sat && strcmp(word, "?") != 0 && !pass_flag_parse(word, &s[n].flag))
			s[n].has_score = money_parse(word, &s[n].score) == MONEY_OK;
		n++;
	}
	return n;
}

int
main(void)
{
	static const struct {
		int64_t full, own;
		int ratio;
		int64_t mark;
	} marks[] = {
		{ 10000, -1, 60, 6000 }, { 13000, -1, 60, 7800 }, { 16000, -1, 60, 9600 }, { 7500, -1, 60, 4500 },
		{ 12000, 7200, 60, 7200 }, { 12000, 7000, 60, 7000 }, { 7500, -1, 55, 4200 }, { 10000, 0, 60, 0 },
		{ 10100, -1, 60, 6100 },
	};
	enum pass_flag flag = PASS_SCORED;

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		ok(pass_mark(marks[i].full, marks[i].own, marks[i].ratio) == marks[i].mark, "%d of %d: %d",
		    marks[i].ratio, (int)marks[i].full / 100, (int)marks[i].mark / 100);
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct pass_subject s[8];
		size_t n = read_subjects(table[i].subjects, s);
		struct pass_result r = pass_judge(s, n, table[i].same_sitting, table[i].line);

		ok(r.outcome == table[i].outcome && r.passed == table[i].passed && r.carried == table[i].carried &&
		        r.missing == table[i].missing && r.total == table[i].total,
		    "%s: %s", table[i].what, table[i].subjects);
	}
	ok(pass_flag_parse("absent", &flag) && flag == PASS_ABSENT && pass_flag_parse("-2", &flag) &&
	        flag == PASS_VIOLATION && pass_flag_parse("-4", &flag) && flag == PASS_VOID &&
	        !pass_flag_parse("-3", &flag) && !pass_flag_parse("0", &flag) &&
	        strcmp(pass_flag_code(PASS_VOID), "void") == 0,
	    "the words and marks of flags");
	return done();
}
