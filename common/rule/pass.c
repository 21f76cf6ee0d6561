/* SPDX-License-Identifier: MIT
 * Who has passed. */
#include "rule/pass.h"

#include <string.h>

static const struct {
	const char *code, *mark;
} flags[] = {
	[PASS_SCORED] = { "", "" },
	[PASS_ABSENT] = { "absent", "-1" },
	[PASS_VIOLATION] = { "violation", "-2" },
	[PASS_VOID] = { "void", "-4" },
};

bool
pass_flag_parse(const char *word, enum pass_flag *flag)
{
	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
		if (strcmp(word, flags[i].code) == 0 || strcmp(word, flags[i].mark) == 0) {
			*flag = (enum pass_flag)i;
			return true;
		}
	return false;
}

const char *
pass_flag_code(enum pass_flag flag)
{
	return flags[flag].code;
}

int64_t
pass_mark(int64_t full_mark, int64_t own, int ratio)
{
	enum { WHOLE = 100 * 100 }; /* hundredths of a mark, per cent */

	if (own >= 0)
		return own;
	return (full_mark * ratio + WHOLE - 1) / WHOLE * 100;
}

static enum pass_subject_state
subject_state(const struct pass_subject *s, bool same_sitting)
{
	bool carried = s->carried_year != 0 && !same_sitting;

	if (s->sat && s->flag == PASS_SCORED && s->has_score && s->score >= s->mark_needed)
		return PASS_SUBJECT_PASSED;
	if (carried)
		return PASS_SUBJECT_CARRIED;
	if (!s->sat)
		return PASS_SUBJECT_NOT_SAT;
	if (s->flag == PASS_ABSENT)
		return PASS_SUBJECT_ABSENT;
	if (s->flag != PASS_SCORED)
		return PASS_SUBJECT_VOID;
	return s->has_score ? PASS_SUBJECT_BELOW : PASS_SUBJECT_UNSCORED;
}

/* Every subject has a mark of at least min_each, and the sum reaches min_total. */
static bool
by_line(const struct pass_subject *subject, size_t n, const struct pass_line *line)
{
	int64_t total = 0;

	for (size_t i = 0; i < n; i++) {
		const struct pass_subject *s = &subject[i];
		int64_t mark = s->score;

		if (s->state == PASS_SUBJECT_CARRIED)
			mark = s->carried_score >= 0 ? s->carried_score : s->mark_needed;
		else if (s->state != PASS_SUBJECT_PASSED && s->state != PASS_SUBJECT_BELOW)
			return false;
		if (mark < line->min_each)
			return false;
		total += mark;
	}
	return total >= line->min_total;
}

struct pass_result
pass_judge(struct pass_subject *subject, size_t n, bool same_sitting, const struct pass_line *line)
{
	/* what is told first where subjects fail for several reasons */
	static const struct {
		enum pass_subject_state state;
		enum pass_outcome outcome;
	} reasons[] = {
		{ PASS_SUBJECT_UNSCORED, PASS_NOT_UNSCORED },
		{ PASS_SUBJECT_VOID, PASS_NOT_VOID },
		{ PASS_SUBJECT_ABSENT, PASS_NOT_ABSENT },
		{ PASS_SUBJECT_BELOW, PASS_NOT_BELOW },
		{ PASS_SUBJECT_NOT_SAT, PASS_NOT_COMPLETE },
	};
	struct pass_result r = { .outcome = PASS_QUALIFIED };
	bool seen[PASS_SUBJECT_CARRIED + 1] = { false };

	for (size_t i = 0; i < n; i++) {
		struct pass_subject *s = &subject[i];

		s->state = subject_state(s, same_sitting);
		seen[s->state] = true;
		if (s->state == PASS_SUBJECT_PASSED)
			r.passed++;
		else if (s->state == PASS_SUBJECT_CARRIED)
			r.carried++;
		else
			r.missing++;
		if (s->sat && s->flag == PASS_SCORED && s->has_score)
			r.total += s->score;
	}
	if (r.missing == 0)
		return r;
	if (line != NULL && by_line(subject, n, line)) {
		r.outcome = PASS_QUALIFIED_BY_LINE;
		return r;
	}
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (seen[reasons[i].state]) {
			r.outcome = reasons[i].outcome;
			break;
		}
	return r;
}
