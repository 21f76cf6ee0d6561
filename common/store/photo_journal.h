/* SPDX-License-Identifier: MIT
 * What a run brings into the photo store, noted before it is there, in a file beside the database (exam.photos.run.XXXXXX): a run that fails takes its
 * photographs out again, and what a killed one has left the next one takes out. */
#ifndef STORE_PHOTO_JOURNAL_H
#define STORE_PHOTO_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

/* Before the workers are started: from now on photo_store_write notes. Where the run ends before db_close() it is swept, unless another
 * writer has the lock: then the next run does it. Dies (EX_ENV). */
void photo_journal_begin(const char *db);
/* Note a digest (hex). True where no journal was begun. False with errno. */
bool photo_journal_note(const char *sha256);
/* In the transaction: remove what this run has brought and no row of another batch than except (0: no row at all) names, and what runs that were
 * killed have left. */
void photo_journal_sweep(int64_t except);

#endif
