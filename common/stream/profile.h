/* SPDX-License-Identifier: MIT
 * Import profiles: what one kind of statement file looks like, as data (fees.md 3). A
 * profile is an INI file, channels/ID.conf; every key below does something, an unknown
 * section or key is an error, and so is a key given twice. Lists are separated by '|'.
 *
 * [profile]
 * id                 word a-z 0-9 _; the file is called id.conf; the channel of its rows
 * version            1 … 999, for the record of what read a statement
 * title              for people
 * aliases            other words by which payments of ours may call this channel
 * companion          id of the profile whose bills list the same money: a payment that both
 *                    show is one, known by its txn_no, a refund by its refund_no
 * match_first_line   regular expression; the first line must match
 * [file]
 * kind               delimited (default) | fixed: values at fixed bytes, no header
 * encoding           auto (whichever of UTF-8 and GB18030 shows the header) | utf-8 | gb18030
 * delimiter          comma, semicolon, tab (never a GB18030 trail byte: lines are split raw);
 *                    of several the one that shows the header
 * quote              none (default) | double: values may stand in "…", lines around the rows
 *                    are seen by expressions with their values trimmed and joined by '|'
 * ragged             reject (default) | pad: rows may lack values at their end (text, remark,
 *                    refund_no and columns of order_extract only), or have empty ones too many
 * field_prefix       one character in front of every value (not of header names): `
 * header             names that the header line holds, all of them
 * header_without     names that it does not hold (tells two kinds of bill apart)
 * skip_prefix        lines of the body that start so are no rows
 * stop_prefix        the first line that starts so ends the rows; the trailer begins
 * overflow           reject (default) | last: commas too many belong to the last column
 * min_length         fixed: bytes that every line has at least; all lines are equally long
 * empty_body         regular expression over a short file that means "no bill for this day"
 * merchant           regular expression over a line before the header; group 1 is the merchant
 * settle_date        regular expression over the file's name, groups 1-3: year (two or four
 *                    digits), month, day; times without a year are within 183 days of it
 * [map]              FIELD = column names, the first that holds a value counts; a last
 *                    name '-': the file may lack the column
 * txn_no (never empty, unless the file may lack it)
 * order_no refund_no merchant kind amount settled refund_amount refund_settled
 * fee rate time refund_time currency refund_status text remark
 * refund_txn_no refund_order_no   of refunds, where it is another column
 *                    ('-' alone for these two and order_no: there is none)
 * amount_in amount_out   the two columns of sign = two_columns
 * direction          the column of sign = dc
 * clock              the time of day, where time is the date only; may be empty
 * balance            what the account holds after the row
 * order_extract      COLUMN|…:REGEX; where order_no is empty, the last group that matched in
 *                    the first of these columns where the expression does, full-width digits and
 *                    letters folded; of several numbers the first that starts with a letter, as
 *                    ours do, else the first
 * [fixed]            the same fields as OFFSET,LENGTH in bytes; blanks around are no part
 * [value]
 * sign               what tells payments from refunds: kind (default, its words) | column (the
 *                    amount's sign) | two_columns | dc (words of direction). Except for kind,
 *                    rows of 0.00 are ignored, and kind may be left out
 * income             positive (default) | negative: for sign = column
 * direction.in .out  words
 * out_without_order  refund (default) | ignore: money that goes out and names no order
 * amount_unit        yuan (default) | fen
 * thousands          comma: amounts may have them
 * strip              words taken off the front of amounts, with blanks behind: ¥ CNY +
 * letter.plus .minus words of which a fee starts with one, for its sign
 * empty              words that stand for an empty value, in any column
 * refund_sign        positive (default) | negative | either: how refunds are written
 * fee_sign           cost (default: what we pay is positive) | negative_cost
 * kind.pay .refund .ignore            words of the kind column; any other word is an error
 * kind.returned      of money that comes back because the refund whose refund_no the row bears failed
 *                    (unless sign is not kind and neither kind.pay nor kind.refund is given)
 * refund_final .pending .failed       words of refund_status; any other word is an error, none is pending
 * kind.at_once       words of kind.refund that are final where refund_status is empty
 * zero_id            words that stand for an empty number in txn_no, order_no, refund_no
 * currency           words of the only currency allowed
 * time_format        %Y %m %d %H %M %S and literal text; several separated by '|'. Date and
 *                    clock are joined by a blank
 * fee_rate           0.60%: where the rows carry no rate of their own
 * [range]
 * line               regular expression over a line before the header, groups 1 and 2: from, to
 * format             as time_format
 * end                open (default: the second moment is outside) | closed (a day: all of it)
 * covers             all (default) | nothing: the file is no list of all payments of its time
 * refunds_only_with  column whose presence means: the file lists refunds, not payments
 * refunds_with       column without which the file lists no refunds
 * [balance]          opening, closing: regular expressions over lines before or after the rows,
 *                    group 1 is the balance. The column is map.balance
 * [totals]
 * line               MEASURE,MEASURE…:REGEX over the trailer lines, a group a measure;
 *                    repeatable, each must be found exactly once
 * header             name in the trailer's own header line; its values are on the next line
 * MEASURE            column names of that header line, as in [map]
 * end                regular expression that the last line must match, with its newline or
 *                    without, else the file was cut; where there is none, a row needs its newline
 * MEASURE is count or fee @pay, @refund, @all; amount or settled @pay, @refund; count or
 * amount @in, @out: all that came in or went out, ignored rows too. Amounts of refunds and
 * @out compare without their sign; count@all counts ignored rows too.
 * Regular expressions are POSIX extended, run over UTF-8 text. */
#ifndef STREAM_PROFILE_H
#define STREAM_PROFILE_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum bill_field {
	BILL_TXN_NO,
	BILL_ORDER_NO,
	BILL_REFUND_NO,
	BILL_REFUND_TXN_NO, /* refund rows only; unmapped: txn_no */
	BILL_REFUND_ORDER_NO,
	BILL_MERCHANT,
	BILL_KIND,
	BILL_AMOUNT,         /* what the candidate paid */
	BILL_SETTLED,        /* what the merchant gets, after vouchers, before the fee */
	BILL_REFUND_AMOUNT,  /* refund rows only; unmapped: amount */
	BILL_REFUND_SETTLED, /* refund rows only; unmapped: settled */
	BILL_AMOUNT_IN,
	BILL_AMOUNT_OUT,
	BILL_BALANCE,
	BILL_FEE,
	BILL_RATE,
	BILL_DIRECTION,
	BILL_TIME,
	BILL_CLOCK,
	BILL_REFUND_TIME, /* refund rows only; unmapped: time */
	BILL_CURRENCY,
	BILL_REFUND_STATUS,
	BILL_TEXT,
	BILL_REMARK,
	BILL_EXTRACT, /* the columns of order_extract */
	BILL_FIELDS
};

enum measure_what { MEASURE_COUNT, MEASURE_AMOUNT, MEASURE_SETTLED, MEASURE_FEE };
enum measure_of { MEASURE_PAY, MEASURE_REFUND, MEASURE_ALL, MEASURE_IN, MEASURE_OUT, MEASURE_OFS };
enum { MEASURES = 4 * MEASURE_OFS, LINE_MEASURES = 4 }; /* what × of */

enum { ENCODING_AUTO, ENCODING_UTF8, ENCODING_GB18030 };
enum { FILE_DELIMITED, FILE_FIXED };
enum { QUOTE_NONE, QUOTE_DOUBLE };
enum { RAGGED_REJECT, RAGGED_PAD };
enum { OVERFLOW_REJECT, OVERFLOW_LAST };
enum { UNIT_YUAN, UNIT_FEN };
enum { SIGN_POSITIVE, SIGN_NEGATIVE, SIGN_EITHER };
enum { FEE_COST, FEE_NEGATIVE_COST };
enum { RANGE_OPEN, RANGE_CLOSED };
enum { COVERS_ALL, COVERS_NOTHING };
enum { BY_KIND, BY_COLUMN, BY_TWO_COLUMNS, BY_DIRECTION };
enum { INCOME_POSITIVE, INCOME_NEGATIVE };
enum { OUT_REFUND, OUT_IGNORE };
enum { FILE_DELIMITERS = 4 };

struct words {
	char **v;
	size_t n;
};

struct measure {
	enum measure_what what;
	enum measure_of of;
};

struct profile_total_line {
	regex_t re;
	char *text; /* the expression, for messages */
	struct measure measure[LINE_MEASURES];
	size_t n;
};

struct profile {
	char *id, *title;
	int version;
	struct words aliases;
	char *companion; /* id of another profile for the same money; NULL: none */
	regex_t *match_first_line; /* NULL where the profile has none; so all regex_t * */

	int kind, encoding, overflow, quote, ragged;
	char delimiters[FILE_DELIMITERS]; /* a string */
	char field_prefix;                /* '\0': none */
	struct words header, header_without, skip_prefix, stop_prefix;
	regex_t *empty_body, *merchant, *settle_date;
	uint32_t min_length;

	struct words map[BILL_FIELDS]; /* n = 0: not mapped */
	bool may_lack[BILL_FIELDS];
	bool none[BILL_FIELDS]; /* a lone '-': the field is empty */
	struct byte_place {
		uint32_t at, len;
	} place[BILL_FIELDS]; /* of fixed files; len 0: not there */
	regex_t *order_extract;

	int sign, income, out_without_order;
	struct words direction_in, direction_out;
	int amount_unit, refund_sign, fee_sign;
	int thousands; /* -1: none, else allowed */
	struct words strip, letter_plus, letter_minus, empty;
	struct words kind_pay, kind_refund, kind_returned, kind_ignore;
	struct words refund_at_once, refund_final, refund_pending, refund_failed;
	struct words zero_id, currency, time_format;
	int32_t fee_rate; /* millionths; -1: none */

	regex_t *range_line;
	struct words range_format;
	int range_end, covers;
	regex_t *opening, *closing;
	char *refunds_only_with, *refunds_with;

	struct profile_total_line *total_line;
	size_t total_lines;
	char *total_header;
	struct words total[MEASURES]; /* by what * MEASURE_OFS + of */
	bool total_may_lack[MEASURES];
	regex_t *total_end;
};

struct profile_fault {
	int line; /* 0: the file as a whole */
	char message[256];
};

/* Parse n bytes. The profile is owned (profile_free), or NULL with *fault filled. */
struct profile *profile_parse(const char *text, size_t n, struct profile_fault *fault);
/* The same from a file; also checks that it is called id.conf. */
struct profile *profile_read(const char *path, struct profile_fault *fault);
void profile_free(struct profile *p); /* NULL is allowed */

struct profiles {
	struct profile **v; /* in the order of their ids */
	size_t n;
};

/* Every *.conf of a folder. False with *fault, and *path (owned) naming the file at fault. */
bool profiles_read(struct profiles *all, const char *folder, struct profile_fault *fault, char **path);
void profiles_release(struct profiles *all);
/* By id or alias; NULL where there is none. */
const struct profile *profiles_find(const struct profiles *all, const char *name);

/* A time written in one of the formats: local seconds as in value/date.h. All of s[0…n-1]
 * must be used up, and the day exist. near (days): the year of a time without one is that
 * which brings it within 183 days of this day; NEAR_NONE: such a time is no time. */
#define NEAR_NONE INT32_MIN
bool profile_time(const struct words *formats, int32_t near, const char *s, size_t n, int64_t *seconds);
/* The day that a file's name tells (folders before it do not count). */
bool profile_settle_date(const struct profile *p, const char *name, int32_t *day);
/* "0.60%" in millionths (6000). */
bool profile_rate(const char *s, int32_t *ppm);

#endif
