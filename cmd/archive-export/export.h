/* SPDX-License-Identifier: MIT
 * What the files of archive-export share. */
#ifndef ARCHIVE_EXPORT_H
#define ARCHIVE_EXPORT_H

#include "frame/tool.h"

/* ---- close.c: the results of a published exam go into the archive */

/* What the run did to an archive. */
enum done { UNTOUCHED, MERGED, ADDED };

struct tally {
	int64_t numbers, results, corrections; /* given, added, corrected */
};

bool exam_published(const struct exam *e);
/* Everybody with a result, by reg_no: who has no archive for the exam gets a number, and the results of the year are added, or corrected
 * where they have changed since. In the transaction. */
void close_exam(struct run *run, const struct exam *e, struct tally *t);
enum done archive_done(int64_t archive_id);

#endif
