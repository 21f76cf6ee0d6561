/* SPDX-License-Identifier: MIT
 * CSV as it comes (RFC 4180; LF, CRLF or CR; quoted newlines; blank lines skipped), record by
 * record, in any encoding that input.h reads. Structure is judged here, meaning is not: blanks round unquoted
 * fields are dropped by the parser, everything else is the field as it stands. */
#ifndef STREAM_CSVIN_H
#define STREAM_CSVIN_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum { CSV_FIELD_MAX = 1 << 20, CSV_FIELDS_MAX = 4096 };

struct csvin;

/* What the bytes of a field look like, seen while it is read: a field is looked through once. A set flag may be wrong,
 * one that is not set never is. */
enum {
	CSV_EDGE = 1,     /* a blank of some kind at an end, or = or ' at the start */
	CSV_LOWER = 2,    /* lower-case letters */
	CSV_WIDE = 4,     /* full-width forms (U+F000 to U+FFFF) */
	CSV_UNSEEN = CSV_EDGE | CSV_LOWER | CSV_WIDE
};

/* One record; valid until the next csvin_next. */
struct csvrow {
	char **field;     /* n fields, NUL-terminated (no field contains a NUL), one behind the other in memory */
	size_t *len;      /* their lengths in bytes */
	unsigned char *looks; /* CSV_* of each */
	size_t n;
	int64_t line;     /* physical line on which the record starts, from 1 */
	int64_t record;   /* records before it that were not blank lines, plus 1; the header counts as record 0 by
	                   * the caller's choice: here the first record of the file is 1 */
};

/* As input_open; NULL with a message in *err. Owned; csvin_close. */
struct csvin *csvin_open(const char *path, const char *encoding, struct buf *err);
void csvin_close(struct csvin *in);

/* 1: *row is the next record; 0: the end; -1: the file is structurally broken (a stray or open
 * quote, a field over 1 MiB, a record over 4096 fields, bytes that are in no encoding, a
 * read error), *err says what and where ("FILE:LINE: CODE: text"). */
int csvin_next(struct csvin *in, struct csvrow *row, struct buf *err);

const char *csvin_name(const struct csvin *in);
int64_t csvin_size(const struct csvin *in);
/* SHA-256 of the raw bytes, hex, after csvin_next has returned 0. */
const char *csvin_digest(const struct csvin *in);

#endif
