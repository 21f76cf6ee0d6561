/* SPDX-License-Identifier: MIT
 * Archive windows and carried passes. */
#include "rule/archive.h"

#include <string.h>

#include "rule/ban.h"

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

const struct archive_extension *
archive_decree(const struct archive_rule *rule, int pass_year)
{
	const struct archive_extension *best = NULL;

	for (size_t i = 0; i < rule->n_extension; i++)
		if (rule->extension[i].pass_year == pass_year && (best == NULL || rule->extension[i].extra_years > best->extra_years))
			best = &rule->extension[i];
	return best;
}

static int
extra_years(const struct archive_rule *rule, int pass_year)
{
	const struct archive_extension *x = archive_decree(rule, pass_year);

	return x != NULL ? x->extra_years : 0;
}

bool
archive_counts(const struct archive_rule *rule, int pass_year, int exam_year)
{
	if (pass_year >= exam_year || nothing_carries(rule))
		return pass_year == exam_year;
	return pass_year + extra_years(rule, pass_year) >= archive_years(rule, exam_year).score_first;
}

/* ---- decisions */

enum archive_scope
archive_article(const char *article)
{
	switch (ban_article(article)) {
	case 6:
	case 11:
		return ARTICLE_SUBJECT;
	case 7:
	case 8:
	case 10:
		return ARTICLE_SITTING;
	default:
		return ARTICLE_UNKNOWN;
	}
}

const struct archive_entry *
archive_voided(const struct archive_entry *entry, size_t n, size_t i)
{
	if (entry[i].voided != NULL)
		return &entry[i];
	for (size_t k = 0; k < n; k++)
		if (entry[k].voided != NULL && entry[k].year == entry[i].year && archive_article(entry[k].voided) == ARTICLE_SITTING)
			return &entry[k];
	return NULL;
}

/* ---- who is old */

static bool
in_window(const struct archive_rule *rule, int exam_year, int year)
{
	struct archive_window w = archive_years(rule, exam_year);

	return w.archive_first <= w.archive_last && year <= w.archive_last && year + extra_years(rule, year) >= w.archive_first;
}

bool
archive_old(const struct archive_rule *rule, int exam_year, const char *level, const struct archive_entry *entry,
    size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (in_window(rule, exam_year, entry[i].year) && strcmp(entry[i].level, level) == 0)
			return true;
	return false;
}

static bool
is_specialty_paper(const char *code, const struct archive_subject *subject, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(subject[i].subject, code) == 0)
			return subject[i].of_specialty;
	return false;
}

/* The newest entry of the window, at this level (true) or at any; NULL: none. Of one year the last. */
static const struct archive_entry *
newest(const struct archive_rule *rule, int exam_year, const char *level, const struct archive_entry *entry, size_t n)
{
	const struct archive_entry *found = NULL;

	for (size_t i = 0; i < n; i++)
		if (in_window(rule, exam_year, entry[i].year) && (level == NULL || strcmp(entry[i].level, level) == 0) &&
		    (found == NULL || entry[i].year >= found->year))
			found = &entry[i];
	return found;
}

enum archive_standing
archive_standing(const struct archive_rule *rule, int exam_year, const char *level, const char *specialty,
    const struct archive_entry *entry, size_t n, const struct archive_subject *subject, size_t n_subject,
    const struct archive_entry **by)
{
	const struct archive_entry *none, *same;

	if (by == NULL)
		by = &none;
	*by = NULL;
	if (rule->mode == ARCHIVE_NONE)
		return ARCHIVE_NEW_MODE;
	if (rule->new_candidate_only)
		return ARCHIVE_NEW_ALWAYS;
	if (n == 0)
		return ARCHIVE_NEW_EMPTY;
	same = newest(rule, exam_year, level, entry, n);
	*by = same != NULL ? same : newest(rule, exam_year, NULL, entry, n);
	if (*by == NULL)
		return ARCHIVE_NEW_WINDOW;
	if (same == NULL)
		return ARCHIVE_NEW_LEVEL;
	if (*same->specialty == '\0' || strcmp(same->specialty, specialty) == 0)
		return ARCHIVE_OLD;
	if (rule->change == ARCHIVE_LOCKED)
		return ARCHIVE_NEW_SPECIALTY;
	for (size_t i = 0; i < n; i++)
		if (is_specialty_paper(entry[i].subject, subject, n_subject) &&
		    archive_fate(rule, exam_year, level, specialty, true, entry, n, i) == ARCHIVE_LOST_SPECIALTY) {
			*by = &entry[i];
			return ARCHIVE_REFUSED;
		}
	return ARCHIVE_OLD;
}

/* ---- what counts */

enum archive_fate
archive_fate(const struct archive_rule *rule, int exam_year, const char *level, const char *specialty, bool of_specialty,
    const struct archive_entry *entry, size_t n, size_t i)
{
	const struct archive_entry *e = &entry[i], *voided = archive_voided(entry, n, i);

	if (voided != NULL)
		return archive_article(voided->voided) == ARTICLE_SITTING ? ARCHIVE_VOID_SITTING : ARCHIVE_VOID;
	if (!e->passed)
		return ARCHIVE_NOT_PASSED;
	if (e->year >= exam_year)
		return ARCHIVE_NOT_EARLIER;
	if (rule->mode == ARCHIVE_NONE)
		return ARCHIVE_LOST_MODE;
	if (rule->new_candidate_only)
		return ARCHIVE_LOST_ALWAYS;
	if (rule->same_sitting)
		return ARCHIVE_LOST_SITTING;
	if (strcmp(e->level, level) != 0)
		return ARCHIVE_LOST_LEVEL;
	if (!archive_counts(rule, e->year, exam_year))
		return ARCHIVE_LOST_YEARS;
	if (of_specialty && strcmp(e->specialty, specialty) != 0)
		return ARCHIVE_LOST_SPECIALTY;
	return e->year >= archive_years(rule, exam_year).score_first ? ARCHIVE_COUNTS : ARCHIVE_COUNTS_BY_DECREE;
}

size_t
archive_carry(const struct archive_rule *rule, int exam_year, const char *level, const char *specialty,
    const struct archive_entry *entry, size_t n, struct archive_subject *subject, size_t n_subject)
{
	size_t carried = 0;

	for (size_t s = 0; s < n_subject; s++) {
		subject[s].carried_year = 0;
		for (size_t i = 0; i < n; i++)
			if (entry[i].year > subject[s].carried_year && strcmp(entry[i].subject, subject[s].subject) == 0 &&
			    archive_fate(rule, exam_year, level, specialty, subject[s].of_specialty, entry, n, i) <= ARCHIVE_COUNTS_BY_DECREE)
				subject[s].carried_year = entry[i].year;
		carried += subject[s].carried_year != 0;
	}
	return carried;
}
