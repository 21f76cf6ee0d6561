/* SPDX-License-Identifier: MIT
 * What a person enters for: level, specialty, subjects; and what the archive holds of earlier years:
 * passes that still count, passes that have grown too old, attempts that failed. */
#include <stdio.h>
#include <string.h>

#include "people.h"

struct level_facts {
	const char *level;
	int permille;         /* share of the exam's candidates */
	const char *subjects; /* a letter each: the last letter of its code */
	int years;            /* N: passes of the years Y-N+1 … Y count, the archive holds Y-N … Y-1 */
	bool new_only;
};

static const struct level_facts levels[EXAMS][5] = {
	[EXAM_308] = { { "01", 600, "12", 1, false }, { "02", 400, "12", 1, false } },
	[EXAM_RK1] = { { "3", 350, "123", 1, true }, { "2", 450, "12", 1, true },
	    { "1", 200, "12", 1, true } },
	[EXAM_JZ] = { { "01", 880, "1234", 2, false }, { "02", 40, "24", 1, false },
	    { "03", 80, "4", 1, true } },
	[EXAM_AQ] = { { "01", 860, "1234", 4, false }, { "02", 40, "124", 3, false },
	    { "03", 50, "14", 2, false }, { "04", 50, "4", 1, true } },
};

/* The code of subject letter c at a level: 308 has 101 …, the computer exam 31 …, the others 1 …. */
static void
subject_code(enum exam e, const struct level_facts *l, char c, char out[4])
{
	if (e == EXAM_308)
		(void)snprintf(out, 4, "%c0%c", l->level[1], c);
	else if (e == EXAM_RK1)
		(void)snprintf(out, 4, "%c%c", l->level[0], c);
	else
		(void)snprintf(out, 4, "%c", c);
}

static const struct level_facts *
pick_level(struct rng *r, const struct person *p, enum exam e)
{
	int x = rng_below(r, 1000);
	const struct level_facts *l = levels[e];

	if (e != p->exam &&
	    e != EXAM_RK1) /* exemptions rest on what the person is; a second exam is entered in full */
		return l;
	while (x >= l->permille)
		x -= (l++)->permille;
	if (e == EXAM_308 && p->edu == EDU_HIGH_SCHOOL)
		return levels[e];
	return l;
}

static void
pick_specialty(struct rng *r, enum exam e, const struct level_facts *l, char out[4])
{
	static const char *const jz[] = { "01", "01", "01", "01", "08", "08", "10", "10", "02", "06", "09",
		"03", "04", "05", "07" };
	static const char *const aq[] = { "07", "07", "07", "05", "05", "05", "03", "03", "01", "02", "04",
		"06" };
	static const int rk[] = { 0, 2, 7, 3 }; /* specialties of level 1, 2, 3 */

	if (e == EXAM_308)
		(void)snprintf(out, 4, "01");
	else if (e == EXAM_RK1)
		(void)snprintf(out, 4, "%c0%c", l->level[0], "1234567"[rng_below(r, rk[l->level[0] - '0'])]);
	else if (e == EXAM_JZ)
		(void)snprintf(out, 4, "%s", jz[rng_below(r, 15)]);
	else
		(void)snprintf(out, 4, "%s", aq[rng_below(r, 12)]);
}

/* The years since the first attempt: each subject not yet passed in a year that counts is tried with an even
 * chance. At least one subject is left for this year. */
static void
earlier_years(struct rng *r, const struct level_facts *l, struct reg *reg)
{
	int year = exam_facts[reg->exam].year, deepest = l->years > 2 ? 5 : l->years + 1;
	int first = year - rng_range(r, 1, deepest), passed_in[10] = { 0 };
	size_t n = strlen(l->subjects), counting = 0;

	for (int y = first; y < year && reg->passes < PASSES_MAX; y++) {
		for (size_t i = 0; i < n && reg->passes < PASSES_MAX; i++) {
			bool counts = y > year - l->years;
			struct pass *a = &reg->pass[reg->passes];

			if (passed_in[i] > year - l->years || !rng_permille(r, 600))
				continue;
			a->year = y;
			subject_code(reg->exam, l, l->subjects[i], a->subject);
			a->passed = rng_permille(r, 450) && !(counts && counting + 1 == n);
			a->score = a->passed ? rng_range(r, 96, 118) : rng_range(r, 20, 44);
			if (reg->exam != EXAM_308 && !(reg->exam == EXAM_JZ && l->subjects[i] == '4'))
				a->score = a->passed ? rng_range(r, 78, 96) : a->score;
			reg->passes++;
			if (!a->passed)
				continue;
			passed_in[i] = y;
			counting += counts;
		}
	}
	size_t at = 0;
	for (size_t i = 0; i < n; i++) {
		char code[4];

		subject_code(reg->exam, l, l->subjects[i], code);
		if (passed_in[i] > year - l->years)
			at += (size_t)snprintf(reg->carried + at, sizeof reg->carried - at, "%s%s:%d",
			    at ? "|" : "", code, passed_in[i]);
	}
	for (int i = 0; i < reg->passes; i++)
		reg->old |= reg->pass[i].year >= year - l->years;
}

static bool
is_carried(const struct reg *reg, const char *code)
{
	char key[8];

	(void)snprintf(key, sizeof key, "%s:", code);
	const char *at = strstr(reg->carried, key);
	return at && (at == reg->carried || at[-1] == '|');
}

/* Which subjects the form ticks: mostly none (everything that is left), else some of what is left. */
static void
pick_subjects(struct rng *r, const struct level_facts *l, struct reg *reg)
{
	bool all = reg->exam == EXAM_308 || reg->exam == EXAM_RK1;
	size_t at = 0;

	if (!rng_permille(r, 280))
		return;
	for (const char *c = l->subjects; *c; c++) {
		char code[4];

		subject_code(reg->exam, l, *c, code);
		if (!is_carried(reg, code) && (all || rng_permille(r, 700)))
			at += (size_t)snprintf(
			    reg->subjects + at, sizeof reg->subjects - at, "%s%s", at ? "|" : "", code);
	}
}

void
reg_make(const struct world *w, const struct person *p, enum exam e, struct reg *reg)
{
	struct rng r = rng_index(w, exam_facts[e].name, p->index);
	const struct exam_facts *x = &exam_facts[e];
	const struct level_facts *l = pick_level(&r, p, e);
	int pledge = rng_below(&r, 1000);

	*reg = (struct reg){ .exam = e, .special_needs = "" };
	(void)snprintf(reg->level, sizeof reg->level, "%s", l->level);
	pick_specialty(&r, e, l, reg->specialty);
	(void)snprintf(reg->review_point, sizeof reg->review_point, "%02d", rng_range(&r, 1, 2));
	reg->pledge = e == EXAM_RK1 ? "" : pledge < 960 ? "adopt" : pledge < 990 ? "decline" : "";
	if (rng_permille(&r, 3))
		reg->special_needs = "轮椅";
	reg->work_years = x->year - p->work_from - (e == EXAM_JZ || e == EXAM_RK1 ? 1 : 0);
	reg->pro_years = reg->work_years - rng_below(&r, 3);
	if (reg->work_years < 0)
		reg->work_years = 0;
	if (reg->pro_years < 0)
		reg->pro_years = 0;
	int share = e == EXAM_AQ ? 480 : e == EXAM_JZ ? 400 : e == EXAM_308 ? 250 : 0;
	if (rng_permille(&r, share) && !l->new_only) {
		earlier_years(&r, l, reg);
		if (reg->passes > 0)
			(void)snprintf(reg->archive_no, sizeof reg->archive_no, "%02d%.2s%s%07d",
			    reg->pass[0].year % 100, p->city, x->archive_digits, p->index + 1);
	}
	pick_subjects(&r, l, reg);
}
