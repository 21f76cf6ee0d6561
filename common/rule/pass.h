/* SPDX-License-Identifier: MIT
 * Who has passed. Marks are whole hundredths ("85.5" is 8550; money_parse reads them so).
 *
 * A person qualifies when every subject of the level is passed, in this sitting or in an
 * earlier year that still counts (rule/archive.h). The pass mark of a subject is its own, or
 * 60 % of the full mark (人社部 notice of 2022 for 33 exams: 100→60, 130→78, 75→45, rules.md
 * (b) E), rounded up to a whole mark. A notice may set a line of its own for a
 * province: every subject at least min_each and the sum at least min_total (青海 软考 2024-2:
 * ≥ 35 and ≥ 130); what it gives is valid there only. Who is absent, and whose subject is
 * void (令第31号), never passes it. */
#ifndef RULE_PASS_H
#define RULE_PASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pass_flag { PASS_SCORED, PASS_ABSENT, PASS_VIOLATION, PASS_VOID };

/* The word of score-import ("", absent, violation, void), or a mark that stands for it
 * (-1 absent, -2 violation, -4 void). */
bool pass_flag_parse(const char *word, enum pass_flag *flag);
/* "", "absent" …; static. */
const char *pass_flag_code(enum pass_flag flag);

/* The pass mark: its own where given (≥ 0), else full_mark × ratio % rounded up to a whole mark. */
int64_t pass_mark(int64_t full_mark, int64_t own, int ratio);

enum pass_subject_state {
	PASS_SUBJECT_NOT_SAT,  /* neither registered for now nor carried */
	PASS_SUBJECT_UNSCORED, /* sat, and no mark has come */
	PASS_SUBJECT_BELOW,
	PASS_SUBJECT_ABSENT,
	PASS_SUBJECT_VOID,     /* violation or void */
	PASS_SUBJECT_PASSED,
	PASS_SUBJECT_CARRIED
};

/* A subject that the level requires. */
struct pass_subject {
	int64_t mark_needed;     /* pass_mark() */
	bool sat;                /* registered for in this sitting */
	bool has_score;
	int64_t score;           /* with has_score and PASS_SCORED */
	enum pass_flag flag;     /* a flag other than PASS_SCORED needs no score */
	int carried_year;        /* of archive_carry, 0: none */
	int64_t carried_score;   /* for the sum of a line; < 0: not known, mark_needed stands for it */
	enum pass_subject_state state; /* out */
};

/* A line of its own: pass_line.csv. */
struct pass_line {
	int64_t min_each, min_total;
};

enum pass_outcome {
	PASS_QUALIFIED,
	PASS_QUALIFIED_BY_LINE, /* only by the line: valid in its scope */
	PASS_NOT_UNSCORED,      /* a mark is still missing */
	PASS_NOT_VOID,          /* a subject is void */
	PASS_NOT_ABSENT,        /* none is, but the person was absent from one */
	PASS_NOT_BELOW,         /* neither, but a mark is below */
	PASS_NOT_COMPLETE       /* all that was sat is passed, other subjects are still to be sat */
};

struct pass_result {
	enum pass_outcome outcome;
	int passed, carried, missing; /* subjects: passed now, carried, everything else */
	int64_t total;                /* of this sitting's marks */
};

/* Judge one registration; fills state of each subject. With same_sitting nothing that is
 * carried counts. line may be NULL. n ≥ 1. */
struct pass_result pass_judge(struct pass_subject *subject, size_t n, bool same_sitting, const struct pass_line *line);

#endif
