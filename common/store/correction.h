/* SPDX-License-Identifier: MIT
 * Changes of a published exam. Published scores and results change by a recorded correction only: what stood before and after is kept, and
 * the publication's digest is made anew, so that exam-check finds every other change. The calling tool declares correction, score, result
 * and publication among its writes. */
#ifndef STORE_CORRECTION_H
#define STORE_CORRECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"

/* Who decided, and why. */
struct correction {
	const char *cause;   /* review: the check of papers after the exam */
	const char *reason, *login, *now;
	int64_t batch_id;
};

/* The scores of this sitting count no more (成绩无效): every mark becomes void, and the result not qualified, reason VOID. What carries over
 * from earlier years stays (rules.md (b) K). False: nothing stood that could be voided. */
bool correction_void(int64_t registration_id, const struct correction *c);
/* Take back what correction_void did for this cause. False: it did nothing, or something else has changed since. */
bool correction_restore(int64_t registration_id, const struct correction *c);
/* Was the registration voided for this cause, and stands so? */
bool correction_stands(int64_t registration_id, const char *cause);

/* Make the digest of a published exam anew; it was, and is. */
void publication_renew(int64_t exam_id, char before[HASH_HEX], char after[HASH_HEX]);

#endif
