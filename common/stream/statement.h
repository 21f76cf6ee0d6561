/* SPDX-License-Identifier: MIT
 * Statements of payment channels: the bytes of a file and the profile that fits it become
 * canonical rows, checked against the file's own totals. One fault refuses the file: rows
 * are then for looking at only.
 *
 * Lines and fields are split on the raw bytes, which is safe in UTF-8 and GB18030 for the
 * delimiters that a profile may name (fees.md 1.9); only what is needed is transcoded.
 * Spans point into the caller's bytes, which must outlive the statement, or into its arena. */
#ifndef STREAM_STATEMENT_H
#define STREAM_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"
#include "stream/profile.h"

/* Bytes that need not end in NUL. Packed: statements have millions. */
struct span {
	const char *ptr;
	uint32_t len;
} __attribute__((packed, aligned(4)));

/* ROW_RETURN: the money of a refund comes back, which has failed so; its refund_no is the refund's, and it is ROW_FAILED.
 * ROW_IGNORED only in statement.first. */
enum row_kind { ROW_PAY, ROW_REFUND, ROW_IGNORED, ROW_RETURN };
enum row_status { ROW_FINAL, ROW_WAITING, ROW_FAILED }; /* payments are final */

struct statement_row {
	/* UTF-8 and without control characters. A payment without txn_no (a refund without
	 * refund_no) gets '#' and 16 hex digits of the row's digest, then '.' and an ordinal
	 * among equal rows, so that kind, merchant, txn_no and refund_no always identify it. */
	struct span merchant, txn_no, order_no, refund_no;
	int64_t amount;    /* fen, > 0: what the candidate paid, or gets back */
	int64_t settled;   /* fen, ≥ 0: the same after vouchers */
	int64_t fee;       /* 0.00001 yuan, positive: what we pay for the row */
	int64_t time;      /* local seconds (value/date.h) */
	uint32_t position; /* private: where it starts in the file's bytes */
	uint32_t line;
	int32_t rate; /* of the fee, in millionths; -1: the file does not say */
	uint8_t kind, status;
};

enum statement_code {
	STATEMENT_UNKNOWN,   /* no profile fits */
	STATEMENT_AMBIGUOUS, /* several do */
	HEADER_MISSING,      /* a column that the profile needs */
	HEADER_DUPLICATE,    /* a column that it needs, twice */
	FIELD_COUNT,         /* more or fewer fields than the header */
	FIELD_PREFIX,        /* the line does not start with the field prefix */
	FIELD_FORM,          /* a NUL; a number with control characters, of an impossible length or encoding, or missing */
	KIND_UNKNOWN,
	STATUS_UNKNOWN,
	CURRENCY_UNKNOWN,
	AMOUNT_FORM,
	AMOUNT_SIGN,
	RATE_FORM,
	TIME_FORM,
	TIME_RANGE, /* outside the range that the file declares */
	RANGE_FORM,
	SETTLE_DATE, /* neither the file's name nor the caller tells of which day it is */
	ROW_REPEATED,   /* the same row twice */
	E_CHANGED,      /* the same numbers with other contents */
	TRAILER_TEXT,   /* something after the rows that is no trailer */
	TOTALS_MISSING, /* the file was cut, or totals are not there */
	TOTALS_FORM,
	TOTALS_DIFFER, /* value: declared/counted */
	BALANCE_FORM,
	BALANCE_DIFFERS, /* value: the file's/what the rows give */
	FILE_CUT,      /* the last line is not whole */
	STATEMENT_CODES
};

struct statement_fault {
	uint32_t line; /* 0: the file as a whole */
	enum statement_code code;
	char field[64], value[80]; /* UTF-8, cut to fit; may be empty */
};

struct statement_total {
	struct measure measure;
	int64_t declared, counted; /* rows, fen, or 0.00001 yuan, by measure.what */
};

/* The account's balance, row by row: what one row leaves is where the next begins. */
struct statement_balance {
	bool present;    /* at least one row or line tells a balance */
	bool holds;      /* every row follows from the one before it */
	bool descending; /* the last row is the oldest */
	int64_t opening, in, out, closing; /* fen; ignored rows count */

	/* private to the reader */
	bool any, told_opening, told_closing, unsure;
	uint32_t broken[2], broken_line[2], line;
	int64_t broken_has[2], broken_gives[2], first, first_added, first_own, last, since_up, since_down;
	int64_t opening_told, closing_told;
};

/* How values stand in a line. */
struct form {
	char delimiter, prefix; /* prefix '\0': none */
	bool quote, pad, overflow_last;
	struct arena *arena; /* of values that had to be copied */
};

/* Where a file comes from. */
struct statement_source {
	const char *name; /* its file name, NULL: none */
	int32_t today;    /* NEAR_NONE, or a day to tell years by where the name tells none */
};

enum { STATEMENT_FAULTS = 100, STATEMENT_FIRST = 5 };

struct statement {
	const struct profile *profile;
	struct statement_row *row;
	size_t rows, rows_cap;
	size_t ignored; /* rows that are no payments or refunds */
	struct statement_row first[STATEMENT_FIRST]; /* for looking at, ignored ones among them */
	size_t firsts;
	bool empty_day; /* the channel says that there is no bill */

	/* The moments from ≤ t < to are covered; both 0: unknown. declared: by the file;
	 * else whole days from its first row to its last. */
	int64_t from, to;
	bool declared;
	bool covers_pay, covers_refund; /* is the file a list of all payments, refunds, of that time? */

	struct statement_total total[MEASURES];
	size_t totals;
	struct statement_balance balance;
	bool year_guessed; /* from today: the name of the file tells no day */
	struct statement_fault fault[STATEMENT_FAULTS]; /* the first ones */
	size_t faults;                                  /* all of them */

	/* private to the reader */
	const char *bytes, *end;
	struct arena arena;
	void *decoder; /* iconv_t, NULL for UTF-8 */
	struct buf converted; /* the bytes, where they came as UTF-16 */
	struct form form;
	int32_t near;
	uint32_t line_length; /* of a fixed file */
	uint32_t columns, columns_needed; /* a ragged row may end behind the latter */
	uint32_t *column[BILL_FIELDS]; /* positions in the header, best first */
	size_t column_n[BILL_FIELDS];
	uint64_t *hash; /* of each row, for statement_id() */
	int64_t sum[MEASURES];
};

/* The one profile that fits. NULL: *code says STATEMENT_UNKNOWN or STATEMENT_AMBIGUOUS.
 * An answer "no bill for this day" fits the first that knows it. */
const struct profile *statement_recognise(const struct profiles *all, const char *bytes, size_t n,
    enum statement_code *code);
bool statement_fits(const struct profile *p, const char *bytes, size_t n);

/* Read a whole file. True where it is accepted: faults == 0. st needs no preparation;
 * release it in either case. */
bool statement_read(struct statement *st, const struct profile *p, const char *bytes, size_t n,
    struct statement_source from);
void statement_release(struct statement *st);

/* The word of a measure, as "amount@pay". */
enum { MEASURE_SIZE = 16 };
void statement_measure(struct measure m, char out[MEASURE_SIZE]);

/* Any mapped field of a row as UTF-8, appended to out; what is not in the encoding becomes
 * U+FFFD. Meant for BILL_TEXT and BILL_REMARK, which the rows do not hold. */
void statement_text(const struct statement *st, const struct statement_row *row, enum bill_field field,
    struct buf *out);

/* What must not change when a row comes back in another file: kind, order_no, amounts, fee,
 * and of payments the time (a refund is dated by request or by success, as the bill has it). */
uint64_t statement_row_content(const struct statement_row *row);

/* Where a row of a channel is looked for in statement_entry: a number from 1 on, 63 bits of a digest of channel, kind and number (txn_no, of
 * a refund refund_no). Where it is taken by another row, the next free one. */
int64_t statement_row_id(const char *channel, const struct statement_row *row);
/* The same in two steps, for many rows of one channel: row_hash is st->hash[i] of st->row[i]. */
uint64_t statement_channel_hash(const char *channel);
int64_t statement_id(uint64_t channel_hash, uint64_t row_hash);

/* "TOTALS_DIFFER", static. */
const char *statement_code_word(enum statement_code code);
/* The rule and what to do, in the operator's language, static. */
const char *statement_code_text(enum statement_code code);

#endif
