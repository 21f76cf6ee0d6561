/* SPDX-License-Identifier: MIT
 * What a person's archive holds for an exam code, and the rule by which this year's exam judges it (rule/archive.h): the one
 * place that reads both, so that what is carried (reg-import, reg-amend) and what is explained (reg-show) are the same. */
#ifndef FRAME_HISTORY_H
#define FRAME_HISTORY_H

#include <stdint.h>

#include "rule/archive.h"
#include "store/definition.h"

enum { HISTORY_MAX = 256, HISTORY_EXTENSIONS = 16, HISTORY_SUBJECTS = 24 };

struct history {
	struct archive_rule rule;              /* of the exam's year: N, mode, decrees, what an old candidate may change */
	int64_t archive_id;                    /* the person's first archive, which stays the key (rules.md (b) I); 0: none */
	char archive_no[64];
	size_t n;
	struct archive_entry entry[HISTORY_MAX];  /* by archive and year; those without a subject too */
	const char *number[HISTORY_MAX];          /* the archive number that holds each */
	struct archive_extension extension[HISTORY_EXTENSIONS];
};

/* The decrees and the rule alone; province "" or NULL: those for every one. Texts live until the next call. */
void history_rule(struct history *h, const struct exam *e, const struct level *l, const char *province);
/* All of it; person 0: nothing in the archive. Texts live until the next call. */
void history_read(struct history *h, int64_t person_id, const struct exam *e, const struct level *l, const char *province);

#endif
