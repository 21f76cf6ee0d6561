/* SPDX-License-Identifier: MIT
 * The archive (档案库): numbers, and the results of each year under them. What is there is changed in one way only, by a
 * correction that keeps what was there before. */
#ifndef STORE_ARCHIVE_H
#define STORE_ARCHIVE_H

#include <stdbool.h>
#include <stdint.h>

enum { ARCHIVE_NO_SIZE = 64 };

/* A result; specialty and subject may be "": not known. */
struct archive_result {
	int64_t archive_id;
	int64_t year;
	char level[24], specialty[24], subject[24];
	int64_t score;        /* hundredths of a mark; -1: not known, or none */
	bool passed;
	char flag[12];        /* "", absent, violation, void */
	char article[48];     /* of the decision that voids it; "" none, or not known */
};

/* Does a decision void it? */
bool archive_is_void(const struct archive_result *r);

/* The first archive of a person for an exam code, which stays the key (rules.md (b) I): its id, 0: none. no may be NULL. */
int64_t archive_first(int64_t person_id, const char *exam, char no[ARCHIVE_NO_SIZE]);
/* A new one; the number must be free. */
int64_t archive_add(const char *archive_no, const char *exam, int64_t person_id, int64_t batch_id);
/* The archive that has this number, 0: it is free. */
int64_t archive_of_number(const char *archive_no);

/* What the person's archives for the exam, under whichever number, hold of a subject in a year: call until false. */
bool archive_result_next(int64_t person_id, const char *exam, int64_t year, const char *subject, struct archive_result *out);

void archive_result_add(const struct archive_result *r);
/* A score or an absence that was not known is filled in: nothing is said otherwise, so it is no correction. */
void archive_result_complete(const struct archive_result *r);
/* old, as it stands, becomes now (of the same archive, year, level, specialty and subject); both are kept. */
void archive_result_correct(const struct archive_result *old, const struct archive_result *now, const char *login, const char *at, int64_t batch_id);

#endif
