/* SPDX-License-Identifier: MIT
 * Until when a candidate may take a confirmation back and change what was entered: the setting edit_until.
 *
 * confirm: what is confirmed stays (CPTA manual of 2019, 2.2.3 note 3; the safety engineers' notice of 2018). review: until
 * it has been reviewed (Liaoning; Beijing, whose office says that for exams without a check the limit is confirming).
 * payment: until it is paid (provinces whose menu offers it, CPTA manual 3.3.1). Money that has come in ends it everywhere. */
#ifndef RULE_EDIT_H
#define RULE_EDIT_H

#include <stdbool.h>

enum edit_end { EDIT_OPEN, EDIT_ENDED_CONFIRM, EDIT_ENDED_REVIEW, EDIT_ENDED_PAYMENT };

struct edit_case {
	const char *until;       /* edit_until; NULL reads confirm */
	const char *review_mode; /* pre, post, none */
	bool reviewed;           /* a reviewer has decided, or everything was found in order without one */
	bool paid;               /* any money has come in */
};

/* Of a confirmed registration. */
enum edit_end edit_ended(const struct edit_case *c);

#endif
