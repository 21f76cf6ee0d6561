/* SPDX-License-Identifier: MIT
 * What the files of score-publish share: a registration under judgement. */
#ifndef SCORE_PUBLISH_PERSON_H
#define SCORE_PUBLISH_PERSON_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "rule/pass.h"
#include "store/definition.h"

enum { SUBJECTS = 64 };

struct person {
	int64_t id, person_id;
	const char *reg_no, *admit_no, *province;
	const struct level *level;
	struct pass_subject subject[SUBJECTS]; /* those of the level, in its order */
};

/* Take the marks of the seated subjects over into the person's. Every gap is told; their number. The scores go
 * into the digest, a line each: reg_no,subject,score in hundredths,flag. */
size_t person_scores(struct person *who, struct hash *digest);

/* The registration's carried subjects, as far as their years still count with this exam. */
void person_carry(const struct exam *e, struct person *who);

#endif
