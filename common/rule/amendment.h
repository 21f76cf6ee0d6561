/* SPDX-License-Identifier: MIT
 * Who may change what, when, by which papers: an amendment held against the rows of the policy table (policy.csv).
 *
 * The table says it for an exam and a province, so that the national manual (S1, the CPTA manual of 2019, 2.1.3, 2.2.3,
 * 2.2.6, 3.3.1), Liaoning (S2, question 17) and Beijing (S0, notice of 2018-01-23, II to VI) are data. What is common to all:
 * - The most specific row speaks: exam and province, then province, then exam, then '*'. A row is set aside by a more specific
 *   one of its group that shares a stage with it; dates (reg_end, review_end, edit_until) lie before seated.
 * - Of the rows that speak, any that allows is enough. A group without a row is never changed.
 * - A row holds from a stage, until a stage (exclusive) or the end of a time (inclusive). Where nobody is reviewed
 *   (review_mode none), reviewed reads confirmed. edit_until is the setting: confirm, review, payment. Whatever the row says, a
 *   candidate changes what was entered for the exam at most until registration ends ("after end" of the table in rules.md: S0 II and III,
 *   S1 2.2.6, S2 17); contact data and the account are not of the exam (S1 2.1.3 and statement 3).
 * - Who has no registration stands at none. What a candidate may change while filling in is the candidate's before that
 *   too (S1 2.1.3: phone, recovery question, education of the account).
 * - The authority named, or a higher one: self < district < centre; a site acts for itself, the centre for all. */
#ifndef RULE_AMENDMENT_H
#define RULE_AMENDMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "value/date.h"

enum stage {
	STAGE_NONE, /* no registration */
	STAGE_FILLED,
	STAGE_CONFIRMED,
	STAGE_REVIEWED,
	STAGE_PAID,
	STAGE_SEATED,
	STAGE_PRINTED,
	STAGE_SCORED,
	STAGE_PUBLISHED,
	STAGE_CERTIFIED
};

/* The stage of a policy row; false where it is none. */
bool stage_parse(const char *word, enum stage *stage);
/* The stage of a word of registration_state. A refused registration is filled in anew (S1 2.2.5); where papers are reviewed after
 * the results (paid), refused means published. deleted is none. */
enum stage stage_of_state(const char *state, bool paid);
const char *stage_code(enum stage stage);

enum authority { BY_SELF, BY_SITE, BY_DISTRICT, BY_CENTRE };

bool authority_parse(const char *word, enum authority *authority);
const char *authority_code(enum authority authority);
/* May who acts for have do what need may? */
bool authority_reaches(enum authority have, enum authority need);

struct policy_row {
	const char *exam, *province, *group; /* '*': any */
	enum stage from;
	const char *until;                   /* a stage, edit_until, reg_end, review_end, with "+5wd" */
	enum authority authority;
	bool in_person, proxy;
	const char *documents;               /* all of them, joined by '+' */
	const char *condition, *source;
};

/* Read the row's until; false where it is none of the words. */
bool policy_until_ok(const char *until);

/* Where a registration stands. */
struct policy_place {
	const char *exam, *province;       /* exam code; "" where there is no registration and none is known */
	enum stage stage;
	bool reviewed_never;               /* review_mode none */
	const char *edit_until;            /* the setting */
	int64_t now, reg_end, review_end;  /* seconds; INT64_MAX: never, or not known */
	bool registered;                   /* the person has a live registration, this or another */
	date_workday_fn *workday;
	void *calendar;
};

/* What is asked for. */
struct policy_claim {
	const char *group;
	enum authority authority;
	bool in_person, proxy;             /* the person came; somebody else did */
	const char *documents;             /* joined by '+' */
	const char *reason;
	bool override;                     /* passes a time that is over, never a stage */
};

/* What a row finds lacking; the order tells how near it came: the smaller the sum, the nearer. */
enum {
	LACKS_DOCUMENTS = 1,
	LACKS_PRESENCE = 2,  /* the person must come */
	LACKS_PROXY = 4,     /* another may not come */
	LACKS_CONDITION = 8,
	LACKS_AUTHORITY = 16,
	LACKS_TIME = 32,     /* its time is over */
	LACKS_STAGE = 64,    /* its last stage is over */
	LACKS_BEGINNING = 128, /* its first stage is not reached */
	LACKS_ROW = 256      /* the group has no row */
};

struct policy_ruling {
	const struct policy_row *row;      /* that allows, or came nearest; NULL: LACKS_ROW */
	unsigned lacks;                    /* 0: allowed */
	bool overridden;                   /* only by the override */
	int64_t closed;                    /* LACKS_TIME, overridden: when it closed, seconds */
};

struct policy_ruling policy_rule(const struct policy_row *row, size_t n, const struct policy_place *place,
    const struct policy_claim *claim);

/* Append the documents that a row asks for and a claim does not bring, joined by '+' (a proxy's letter included). */
void policy_missing(const struct policy_row *row, const struct policy_claim *claim, struct buf *out);
/* A condition that no program can judge, to be told to the clerk; "" where there is none. */
const char *policy_note(const struct policy_row *row);
/* Append a row in its own words: "* 110000 exam_choice: from reviewed until reg_end, centre, id+id_copy (000)". */
void policy_text(const struct policy_row *row, struct buf *out);
/* The same in the operator's language. */
void policy_words(const struct policy_row *row, struct buf *out);
/* A row's condition likewise. */
const char *policy_condition_text(const struct policy_row *row);

#endif
