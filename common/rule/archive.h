/* SPDX-License-Identifier: MIT
 * Which years of a person's archive count with this year's examination.
 *
 * A level has a validity of N years (中级注安 考全科 4 since 2019, 应急〔2019〕8号 实施办法, before
 * that 2; 一建 考全科 2; 统计 and 软考 1: rules.md (b) H). For the exam year Y two windows follow, and they differ:
 *   archive Y−N … Y−1      who is in it is an old candidate (老考生; S1, the CPTA manual of 2019)
 *   scores  Y−N+1 … Y      passes of these years make a certificate together
 * so that a person whose only year is Y−N is old and has nothing to carry. The windows
 * slide, they do not start anew. The N that applies is that of year Y. A decree can
 * lengthen the validity of the passes of one year (validity_extension). */
#ifndef RULE_ARCHIVE_H
#define RULE_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

enum archive_mode {
	ARCHIVE_NONE,          /* nobody is old, nothing carries (软考) */
	ARCHIVE_PREVIOUS_YEAR, /* the archive holds Y−1 only (统计) */
	ARCHIVE_ROLLING        /* the archive holds Y−N … Y−1 */
};

/* The word of exam.csv; false where it is none. */
bool archive_mode_parse(const char *word, enum archive_mode *mode);

/* Passes of pass_year count extra_years longer. */
struct archive_extension {
	int pass_year, extra_years;
};

/* A level of an exam in a year. The extensions are those that apply to the level and place;
 * of several for a year the longest counts. */
struct archive_rule {
	enum archive_mode mode;
	int validity_years;      /* N ≥ 1 */
	bool same_sitting;       /* all subjects in one sitting: nothing carries */
	bool new_candidate_only; /* always a new candidate (增报专业) */
	const struct archive_extension *extension;
	size_t n_extension;
};

struct archive_window {
	int archive_first, archive_last; /* first > last: empty */
	int score_first, score_last;
};

/* The windows of exam year Y, without extensions. */
struct archive_window archive_years(const struct archive_rule *rule, int exam_year);

/* Does a pass of pass_year count with exam_year (extensions included)? The year itself does. */
bool archive_counts(const struct archive_rule *rule, int pass_year, int exam_year);

/* A subject in a person's archive for one exam code. */
struct archive_entry {
	int year;
	const char *level, *specialty, *subject;
	bool passed;
};

/* A subject that the level requires. */
struct archive_subject {
	const char *subject;
	bool of_specialty; /* one paper per specialty: carries only within it */
	int carried_year;  /* out: the latest earlier year whose pass counts, 0: to be sat */
};

/* Old or new: any entry, passed or not, of the same level in the archive window. */
bool archive_old(const struct archive_rule *rule, int exam_year, const char *level,
    const struct archive_entry *entry, size_t n);

/* Fill carried_year of each subject from the entries of years before exam_year, of the same
 * level. The number of subjects carried. */
size_t archive_carry(const struct archive_rule *rule, int exam_year, const char *level, const char *specialty,
    const struct archive_entry *entry, size_t n, struct archive_subject *subject, size_t n_subject);

#endif
