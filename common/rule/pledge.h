/* SPDX-License-Identifier: MIT
 * The commitment system (告知承诺制): which choice is still open.
 *
 * Adopting and declining are made once: who declines has no way back (Shenyang's answers, 12 (2)), who adopts may only
 * withdraw, while unpaid and before the registration ends (the same, 13). Withdrawn, the commitment
 * is barred for this exam in this year; declined, too (the office's data model, 4), so that both outlast a deleted registration.
 * Who may not adopt at all is a matter of the dishonesty list (rule/ban). */
#ifndef RULE_PLEDGE_H
#define RULE_PLEDGE_H

#include <stdbool.h>

enum pledge_choice { PLEDGE_UNDECIDED, PLEDGE_ADOPTED, PLEDGE_DECLINED, PLEDGE_WITHDRAWN };
enum pledge_action { PLEDGE_ADOPT, PLEDGE_DECLINE, PLEDGE_WITHDRAW };

/* The words of registration.pledge ("" undecided), and back. */
enum pledge_choice pledge_choice_of(const char *word);
const char *pledge_choice_word(enum pledge_choice choice);
/* adopt, decline, withdraw; false where it is none of them. */
bool pledge_action_parse(const char *word, enum pledge_action *action);
const char *pledge_action_word(enum pledge_action action);

struct pledge_case {
	bool used;               /* the exam has the commitment system */
	enum pledge_choice choice;
	bool paid;               /* any money has come in */
	bool registration_over;  /* after the last close of the registration window */
};

/* Why the action is not possible: the sum of all that stands against it; 0: nothing does, or it is so already. */
enum {
	PLEDGE_NO_SYSTEM = 1,
	PLEDGE_IS_FINAL = 2,     /* chosen already, and not taken back */
	PLEDGE_NOTHING = 4,      /* nothing is adopted that could be withdrawn */
	PLEDGE_IS_PAID = 8,
	PLEDGE_IS_OVER = 16
};
unsigned pledge_obstacles(const struct pledge_case *c, enum pledge_action action);

/* Where the registration stands after the action. */
enum pledge_choice pledge_result(enum pledge_action action);

#endif
