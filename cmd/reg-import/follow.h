/* SPDX-License-Identifier: MIT
 * A file that comes again brings its rows in the order in which their registrations were made: where the one before was
 * found, the next is mostly the one behind it, and reading on costs a fraction of looking it up. Only a guess: what is not
 * the very same row, of the same person under the same name and document, is left to the look-up. */
#ifndef REG_IMPORT_FOLLOW_H
#define REG_IMPORT_FOLLOW_H

#include "base/buf.h"
#include "frame/tool.h"

/* A registration and its person as they stand. Strings live until the next call. */
struct followed {
	int64_t registration;
	const struct exam *exam;
	const char *reg_no, *name, *id_type, *id_no, *candidate, *archive_no, *level, *specialty, *state;
};

/* Is the live registration behind the last one found the one that was made of a row with this hash (name and id_no as the
 * row has them)? Then it is filled in, its subjects appended as registration_subjects() does, and it is the last one found. */
bool follow_next(int64_t row_hash, const char *name, const char *id_no, struct followed *out, struct buf *sat, struct buf *carried);

/* The look-up found this one; 0: none. */
void follow_found(int64_t registration);

/* Before the transaction ends. */
void follow_end(void);

#endif
