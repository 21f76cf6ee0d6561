/* SPDX-License-Identifier: MIT
 * What the statement_*.c share: statement.c (rows), frame (lines, encodings, header, range),
 * totals, identity, fault. Nobody else includes it. */
#ifndef STREAM_STATEMENT_PART_H
#define STREAM_STATEMENT_PART_H

#include "stream/statement.h"

enum { HEADER_COLUMNS = 256, NUMBER_MAX = 64 /* bytes of a txn_no, before decoding */ };

/* A walk over lines. */
struct lines {
	const char *at, *end;
	struct span line; /* without its end */
	uint32_t number;
	bool terminated; /* the line had its newline */
};

/* The next line; false at the end. */
bool lines_next(struct lines *l);
/* Blanks and TABs off both ends. */
struct span span_trim(struct span s);
bool span_is(struct span s, const char *text);
bool span_starts(struct span s, const char *text);
bool span_blank(struct span s);

void fault_add(struct statement *st, uint32_t line, enum statement_code code, const char *field,
    const char *value);
/* The same with a value in the file's encoding. */
void fault_span(struct statement *st, uint32_t line, enum statement_code code, const char *field,
    struct span value);

/* Append s as UTF-8. False where bytes had to be replaced. */
bool decode(void *decoder, struct span s, struct buf *out);
/* The words as the file has them: in its encoding, in the arena. */
struct words encode_words(struct statement *st, const struct words *w);

/* The names of a header line, folded for comparing (names_release). Such a line has no
 * field prefix of its own. False: it is not in that encoding. */
bool names_read(struct words *names, const struct profile *p, void *decoder, struct span line);
void names_release(struct words *names);
/* The number of columns of that name; *at the first. */
size_t name_count(const struct words *names, const char *name, uint32_t *at);
/* A group of a match; owned. */
char *group_text(const char *s, const regmatch_t *m);
/* Is there a header in an encoding that the profile allows? *decoder is owned (iconv_close),
 * NULL for UTF-8; l stands behind the header. */
bool header_open(const struct profile *p, void **decoder, struct lines *l, struct words *names);

/* Open the decoder that shows the header, find the columns, the merchant and the range.
 * False: no header. l stands behind the header. */
bool frame_open(struct statement *st, struct lines *l, struct span *merchant);
/* Split a line into at most room fields, trimmed. The number of fields, or 0 where the
 * prefix is missing. With overflow=last the last of room fields has all that remains. */
size_t frame_split(const struct profile *p, struct span line, struct span *field, size_t room);
/* Number what has no number, and find rows that are there twice. */
void rows_identify(struct statement *st);
/* From the line at which the rows ended: totals and the end of the file. */
void frame_close(struct statement *st, struct lines *l, bool stopped);

#endif
