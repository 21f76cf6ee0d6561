/* SPDX-License-Identifier: MIT
 * What the statement_*.c share: statement.c (rows), recognise, lines (lines, values, encodings), value
 * (values of a row), frame (header, range), balance, totals, identity, fault. Nobody else
 * includes it. */
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
/* The next line, with the lines over which a value in quotes goes on. */
bool record_next(struct lines *l, const struct form *f);
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
bool names_read(struct words *names, const struct form *f, void *decoder, struct span line);
void names_release(struct words *names);
/* The number of columns of that name; *at the first. */
size_t name_count(const struct words *names, const char *name, uint32_t *at);
/* A group of a match; owned. */
char *group_text(const char *s, const regmatch_t *m);
/* Is there a header in an encoding that the profile allows? *decoder is owned (iconv_close),
 * NULL for UTF-8; l stands behind the header. */
bool header_open(const struct profile *p, struct form *f, void **decoder, struct lines *l, struct words *names);

/* Open the decoder that shows the header, find the columns, the merchant and the range.
 * False: no header. l stands behind the header. */
bool frame_open(struct statement *st, struct lines *l, struct span *merchant);
/* Split a line into at most room fields, trimmed. The number of fields (more than room: too many), or 0
 * where the prefix is missing or a quote has no partner. With overflow_last the last of room fields has
 * all that remains; with pad missing ones are empty, though not counted, and empty ones too many do not count. */
size_t split(const struct form *f, struct span line, struct span *field, size_t room);
/* The fields of a line of a fixed file, by BILL_*. False: not such a line. */
bool fixed_split(const struct profile *p, struct span line, struct span *field);
/* Could it be the first line of such a file? */
bool fixed_fits(const struct profile *p, struct span line);
/* A line as expressions see it, as UTF-8: trimmed; with quotes its values joined by '|'. */
void line_text(void *decoder, const struct form *f, struct span line, struct buf *out);
struct form form_of(const struct profile *p, struct arena *arena);

/* ---- recognise: the bytes of a file */

/* Behind the byte order mark of UTF-8. */
struct lines lines_start(const char *bytes, size_t n);
/* Spreadsheets save UTF-16 with its mark in front: as UTF-8 in out. False: it is not UTF-16. */
bool convert_utf16(const char *bytes, size_t n, struct buf *out);
/* Is it the channel's answer that there is no bill? */
bool is_empty_day(const struct profile *p, const char *bytes, size_t n);

/* ---- value: what a row says */

/* The profile's words in the file's encoding, and a row's fields. */
struct reader {
	struct statement *st;
	const struct profile *p;
	struct words pay, refund, returned, ignore, final, at_once, pending, failed, zero, currency, formats, skip, stop;
	struct words in, out, strip, plus, minus, empty;
	struct span merchant; /* of the preamble */
	struct span *field;
	uint32_t line;
	const char *clean; /* up to here no NUL is left to be found */
	size_t left; /* bytes from the row in hand to the end */
	bool good;   /* of the row in hand */
	struct buf text;
};

/* The file's first NUL up to a place is a fault. A block at a time: what is looked through is read next, and near by then. */
void nul_find(struct reader *r, const char *upto);
void row_fault(struct reader *r, enum statement_code code, enum bill_field f, struct span value);
bool is_word(const struct words *w, struct span s);
bool mapped(const struct reader *r, enum bill_field f);
/* The first column of a field that holds something, else empty. */
struct span value_of(const struct reader *r, enum bill_field f);
/* A number that identifies: printable, as UTF-8. */
struct span number_read(struct reader *r, enum bill_field f);
/* A money field that may be empty (then 0). */
int64_t money_read(struct reader *r, enum bill_field f);
/* The amount in text: false where it is none. The profile's thousands, strip and letters are allowed. */
bool amount_parse(const struct reader *r, enum bill_field f, struct span v, int64_t *x);
/* Take off what may stand in front of an amount, and the commas of its thousands. */
bool money_clean(const struct words *strip, bool thousands, struct span v, char out[static 40]);
int64_t time_read(struct reader *r, enum row_kind kind);
/* The order number that hides in another column. */
struct span order_extract(struct reader *r);

/* ---- balance */

/* After each row: what it added to the account, and its balance. */
void balance_step(struct reader *r, int64_t added);
/* After a row that could not be read: what it added is unknown. */
void balance_break(struct statement *st);
/* A line before or after the rows: an opening or closing balance? */
void balance_line(struct statement *st, uint32_t line, const char *text);
void balance_close(struct statement *st);

/* Number a row that has no number: by digest, as if it were the first of its like. */
void number_complete(const struct reader *r, struct statement_row *row);
/* Hash of what makes a row the row it is. */
uint64_t row_identity(const struct statement_row *row);
/* Count equal rows without numbers, and find rows that are there twice. */
void rows_identify(struct statement *st);
/* From the line at which the rows ended: totals and the end of the file. */
void frame_close(struct statement *st, struct lines *l, bool stopped);

#endif
