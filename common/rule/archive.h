/* SPDX-License-Identifier: MIT
 * Which years of a person's archive count with this year's examination.
 *
 * A level has a validity of N years (中级注安 考全科 4 since 2019, 应急〔2019〕8号 实施办法, before
 * that 2; 一建 考全科 2; 统计 and 软考 1: rules.md (b) H). For the exam year Y two windows follow, and they differ:
 *   archive Y−N … Y−1      who is in it is an old candidate (老考生; S1, the CPTA manual of 2019)
 *   scores  Y−N+1 … Y      passes of these years make a certificate together
 * so that a person whose only year is Y−N is old and has nothing to carry. The windows
 * slide, they do not start anew. The N that applies is that of year Y. A decree can
 * lengthen the validity of the passes of one year (validity_extension).
 *
 * Passes are lost by the years, by a change of level (rules.md 35: a new candidate), by a change of specialty (36), and by
 * a decision (人社部令第31号): articles 6 and 11 void a subject of the sitting, articles 7, 8 and 10 all subjects of it;
 * earlier years stay. */
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
	const char *doc_no; /* the decree; may be NULL */
};

/* What an old candidate may change (setting carry_change, rules.md 36). */
enum archive_change {
	ARCHIVE_LOCKED,                 /* nothing: with another specialty one is a new candidate */
	ARCHIVE_SPECIALTY_UNTIL_PASSED  /* the specialty, until a paper of it is passed */
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
	enum archive_change change;
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
	const char *voided; /* NULL: it stands; else the article of the decision that voids it, "" where that is not known */
};

/* What a decision takes. Texts as offices write them: "7", "第七条", "7(3)", "令第31号第七条第一项". */
enum archive_scope { ARTICLE_UNKNOWN, ARTICLE_SUBJECT, ARTICLE_SITTING };
enum archive_scope archive_article(const char *article);
/* The entry whose decision takes entry i: itself, or one of the same year by an article that takes the whole sitting; NULL: it stands. */
const struct archive_entry *archive_voided(const struct archive_entry *entry, size_t n, size_t i);

/* A subject that the level requires. */
struct archive_subject {
	const char *subject;
	bool of_specialty; /* one paper per specialty: carries only within it */
	int carried_year;  /* out: the latest earlier year whose pass counts, 0: to be sat */
};

/* Old or new: any entry, passed or not, of the same level in the archive window. */
bool archive_old(const struct archive_rule *rule, int exam_year, const char *level,
    const struct archive_entry *entry, size_t n);

/* Why a person is an old candidate, or none. */
enum archive_standing {
	ARCHIVE_OLD,
	ARCHIVE_NEW_MODE,      /* the exam knows no old candidates */
	ARCHIVE_NEW_ALWAYS,    /* the level takes new candidates only */
	ARCHIVE_NEW_EMPTY,     /* the archive holds nothing */
	ARCHIVE_NEW_WINDOW,    /* nothing in the archive window */
	ARCHIVE_NEW_LEVEL,     /* in the window, but of another level */
	ARCHIVE_NEW_SPECIALTY, /* of another specialty, which may not change */
	ARCHIVE_REFUSED        /* a paper of another specialty is passed and binds: not as old candidate, and not as new one */
};

/* *by (may be NULL): the entry that decides, NULL where none does. */
enum archive_standing archive_standing(const struct archive_rule *rule, int exam_year, const char *level, const char *specialty,
    const struct archive_entry *entry, size_t n, const struct archive_subject *subject, size_t n_subject,
    const struct archive_entry **by);

/* What becomes of entry i in this year's exam. */
enum archive_fate {
	ARCHIVE_COUNTS,
	ARCHIVE_COUNTS_BY_DECREE, /* only because a decree lengthens it */
	ARCHIVE_NOT_PASSED,
	ARCHIVE_VOID,             /* by a decision about this subject */
	ARCHIVE_VOID_SITTING,     /* by a decision about the whole sitting */
	ARCHIVE_NOT_EARLIER,      /* of this year or a later one */
	ARCHIVE_LOST_MODE,        /* the exam carries nothing */
	ARCHIVE_LOST_ALWAYS,      /* the level takes new candidates only */
	ARCHIVE_LOST_SITTING,     /* all subjects in one sitting */
	ARCHIVE_LOST_LEVEL,
	ARCHIVE_LOST_YEARS,       /* outside the window of N years */
	ARCHIVE_LOST_SPECIALTY
};
enum archive_fate archive_fate(const struct archive_rule *rule, int exam_year, const char *level, const char *specialty,
    bool of_specialty, const struct archive_entry *entry, size_t n, size_t i);

/* The decree that lengthens the passes of a year most, or NULL. */
const struct archive_extension *archive_decree(const struct archive_rule *rule, int pass_year);

/* Fill carried_year of each subject from the entries of years before exam_year, of the same
 * level. The number of subjects carried. */
size_t archive_carry(const struct archive_rule *rule, int exam_year, const char *level, const char *specialty,
    const struct archive_entry *entry, size_t n, struct archive_subject *subject, size_t n_subject);

#endif
