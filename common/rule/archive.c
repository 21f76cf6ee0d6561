/* SPDX-License-Identifier: MIT
 * Archive windows and carried passes. */
#include "rule/archive.h"

#include <string.h>

bool
archive_mode_parse(const char *word, enum archive_mode *mode)
{
	static const char *const words[] = { "none", "previous_year", "rolling" };

	for (int i = 0; i < 3; i++)
		if (strcmp(word, words[i]) == 0) {
			*mode = (enum archive_mode)i;
			return true;
		}
	return false;
}

/* Passes of other years never count, whatever a decree says of their validity. */
static bool
nothing_carries(const struct archive_rule *rule)
{
	return rule->mode == ARCHIVE_NONE || rule->new_candidate_only || rule->same_sitting;
}

struct archive_window
archive_years(const struct archive_rule *rule, int exam_year)
{
	int n = rule->mode == ARCHIVE_ROLLING ? rule->validity_years : 1;
	struct archive_window w = {
		.archive_first = exam_year - n,
		.archive_last = exam_year - 1,
		.score_first = exam_year - rule->validity_years + 1,
		.score_last = exam_year,
	};

	if (rule->mode == ARCHIVE_NONE || rule->new_candidate_only)
		w.archive_first = exam_year;
	if (nothing_carries(rule))
		w.score_first = exam_year;
	return w;
}

static int
extra_years(const struct archive_rule *rule, int pass_year)
{
	int extra = 0;

	for (size_t i = 0; i < rule->n_extension; i++)
		if (rule->extension[i].pass_year == pass_year && rule->extension[i].extra_years > extra)
			extra = rule->extension[i].extra_years;
	return extra;
}

bool
archive_counts(const struct archive_rule *rule, int pass_year, int exam_year)
{
	if (pass_year >= exam_year || nothing_carries(rule))
		return pass_year == exam_year;
	return pass_year + extra_years(rule, pass_year) >= archive_years(rule, exam_year).score_first;
}

bool
archive_old(const struct archive_rule *rule, int exam_year, const char *level, const struct archive_entry *entry,
    size_t n)
{
	struct archive_window w = archive_years(rule, exam_year);

	if (w.archive_first > w.archive_last)
		return false;
	for (size_t i = 0; i < n; i++)
		if (entry[i].year <= w.archive_last &&
		    entry[i].year + extra_years(rule, entry[i].year) >= w.archive_first &&
		    strcmp(entry[i].level, level) == 0)
			return true;
	return false;
}

size_t
archive_carry(const struct archive_rule *rule, int exam_year, const char *level, const char *specialty,
    const struct archive_entry *entry, size_t n, struct archive_subject *subject, size_t n_subject)
{
	size_t carried = 0;

	for (size_t s = 0; s < n_subject; s++) {
		subject[s].carried_year = 0;
		for (size_t i = 0; i < n; i++) {
			const struct archive_entry *e = &entry[i];

			if (e->passed && e->year < exam_year && e->year > subject[s].carried_year &&
			    strcmp(e->subject, subject[s].subject) == 0 && strcmp(e->level, level) == 0 &&
			    (!subject[s].of_specialty || strcmp(e->specialty, specialty) == 0) &&
			    archive_counts(rule, e->year, exam_year))
				subject[s].carried_year = e->year;
		}
		carried += subject[s].carried_year != 0;
	}
	return carried;
}
