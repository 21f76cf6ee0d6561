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

/* One record; valid until the next csvin_next. */
struct csvrow {
	char **field;     /* n fields, NUL-terminated (no field contains a NUL) */
	size_t *len;      /* their lengths in bytes */
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
