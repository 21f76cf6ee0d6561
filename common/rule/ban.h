/* SPDX-License-Identifier: MIT
 * The dishonesty list (专业技术人员资格考试诚信档案库): when a record holds, how long the law makes it, and
 * what it means for a registration.
 *
 * 人社部令第31号 (since 2017-04-01): articles 7 and 10 record for 5 years, article 8 for a long time (长期), article 11
 * as 7 or 8 where other evidence is there, article 6 records nobody. Before it, 人社部令第12号: 2 years, in full
 * years from the day of the deed. The order records integrity and bars nobody from registering; who is listed and
 * whose term runs may not use the commitment and goes the way of the local office (the CPTA manual of 2019, 告知书, clause 5). */
#ifndef RULE_BAN_H
#define RULE_BAN_H

#include <stdbool.h>
#include <stdint.h>

#include "rule/pledge.h"

#define BAN_NEVER INT32_MAX /* for to: it does not end; for lifted: it was not */

/* Days since 1970-01-01; both ends count. From the day of lifting on it does not hold. */
struct ban_term {
	int32_t from, to, lifted;
};

bool ban_covers(const struct ban_term *t, int32_t day);

/* The number of the article that a text names; 0: none. */
int ban_article(const char *article);

/* How long the law of the day makes a record by this article: "7", "第七条", "7(3)", "令第31号第七条第一项". */
enum ban_length { BAN_LENGTH_UNKNOWN, BAN_LENGTH_NONE, BAN_LENGTH_YEARS, BAN_LENGTH_LONG, BAN_LENGTH_YEARS_OR_LONG };
enum ban_length ban_length(const char *article, int32_t from, int *years);

/* Is the term the law's? For years the last day is the anniversary of the first, or the day before it. */
bool ban_is_lawful(enum ban_length length, int years, int32_t from, int32_t to);

/* ---- what must be done about a registration of somebody on the list */

enum ban_step {
	BAN_NO_HIT,    /* it does not concern this registration */
	BAN_MANUAL,    /* goes the manual way already: nothing more */
	BAN_DECLINE,   /* nothing is chosen yet: only decline is left */
	BAN_WITHDRAW,  /* adopted, and can still be withdrawn */
	BAN_REVIEW,    /* adopted while listed, cannot be withdrawn: papers to be checked, else the registration is void (报名无效) */
	BAN_VOID,      /* the same after the exam: the scores are void (成绩无效) */
	BAN_HOLD       /* may stand, but no certificate while the term runs */
};

struct ban_case {
	bool pledge_used;       /* the exam has the commitment system */
	enum pledge_choice pledge;
	int32_t pledged;        /* the day of adopting */
	bool paid;
	bool registration_over; /* withdrawing is not possible any more */
	bool marked;            /* there are scores */
	bool passed;            /* everything, and no certificate yet */
	bool finished;          /* failed, or certified: other rules take over */
};

enum ban_step ban_step(const struct ban_term *t, const struct ban_case *c, int32_t today);
/* The word of ban-merge's column action; "" for BAN_NO_HIT. */
const char *ban_step_word(enum ban_step step);

#endif
