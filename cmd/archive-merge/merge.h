/* SPDX-License-Identifier: MIT
 * What the files of archive-merge share. */
#ifndef ARCHIVE_MERGE_H
#define ARCHIVE_MERGE_H

#include "frame/identity.h"
#include "store/archive.h"

enum { I_ARCHIVE_NO, I_EXAM, I_YEAR, I_LEVEL, I_SPECIALTY, I_NAME, I_ID_TYPE, I_ID_NO, I_SUBJECT, I_SCORE, I_PASSED, I_ARTICLE };

/* A row, understood. */
struct row {
	char exam[8];
	struct archive_result result; /* archive_id 0 */
	bool score_said;              /* the row has a mark, or the sign of an absence: it says something against what is known */
	struct identity identity;
};

/* ---- row.c: values, against themselves and the configuration */

void row_prepare(void);
/* False where it cannot be looked up in the database (faults say why). */
bool row_read(struct rec *r, struct row *w);

/* ---- name.c: whose row it is; the same document under another name waits for an officer's decision */

struct who {
	int64_t person;                  /* 0: not known yet; -1: refused (faults say why) */
	const struct decision *decision; /* decided by this run's file, to be kept by who_keep; NULL: nothing to keep */
};

/* Read --decisions; dies with every fault of the file listed. */
void decisions_read(struct run *run, const char *path);
struct who who_find(struct rec *r, const struct row *w);
/* The row is taken: person is who it is. */
void who_keep(struct rec *r, const struct row *w, const struct who *who, int64_t person);
/* Write --held: the rows that wait, one for each document and name, as the form that --decisions reads. */
void held_write(struct run *run, const char *path);

/* ---- entry.c: what a row says against what is known */

enum entry_action { ENTRY_REFUSED, ENTRY_NEW, ENTRY_SAME, ENTRY_COMPLETED, ENTRY_CORRECTED };

struct entry {
	enum entry_action action;
	struct archive_result old, now; /* of COMPLETED and CORRECTED */
};

/* Compare with the person's archives (0: none); adds ARCHIVE_CONFLICT, or a warning where the row is overtaken by a decision. */
void entry_compare(struct rec *r, const struct row *w, int64_t person, struct entry *e);
/* Write it: a new one into archive. */
void entry_write(struct rec *r, const struct row *w, int64_t archive, int64_t person, struct entry *e);

#endif
