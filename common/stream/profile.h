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
 * encoding           auto (whichever of UTF-8 and GB18030 shows the header) | utf-8 | gb18030
 * delimiter          comma | semicolon | tab (never a GB18030 trail byte: lines are split raw)
 * field_prefix       one character in front of every value (not of header names): `
 * header             names that the header line holds, all of them
 * header_without     names that it does not hold (tells two kinds of bill apart)
 * skip_prefix        lines of the body that start so are no rows
 * stop_prefix        the first line that starts so ends the rows; the trailer begins
 * overflow           reject (default) | last: commas too many belong to the last column
 * empty_body         regular expression over a short file that means "no bill for this day"
 * merchant           regular expression over a line before the header; group 1 is the merchant
 * [map]              FIELD = column names, the first that holds a value counts; a last
 *                    name '-': the file may lack the column
 * txn_no order_no refund_no merchant kind amount settled refund_amount refund_settled
 * fee rate time refund_time currency refund_status text remark
 * order_extract      COLUMN:REGEX; where order_no is empty, group 1 found in that column
 * [value]
 * amount_unit        yuan (default) | fen
 * refund_sign        positive (default) | negative | either: how refunds are written
 * fee_sign           cost (default: what we pay is positive) | negative_cost
 * kind.pay .refund .ignore            words of the kind column; any other word is an error
 * refund_final .pending .failed       words of refund_status; any other word is an error
 * zero_id            words that stand for an empty number in txn_no, order_no, refund_no
 * currency           words of the only currency allowed
 * time_format        %Y %m %d %H %M %S and literal text; several separated by '|'
 * fee_rate           0.60%: where the rows carry no rate of their own
 * [range]
 * line               regular expression over a line before the header, groups 1 and 2: from, to
 * format             as time_format
 * end                open (default: the second moment is outside) | closed
 * refunds_only_with  column whose presence means: the file lists refunds, not payments
 * refunds_with       column without which the file lists no refunds
 * [totals]
 * line               MEASURE,MEASURE…:REGEX over the trailer lines, a group a measure;
 *                    repeatable, each must be found exactly once
 * header             name in the trailer's own header line; its values are on the next line
 * MEASURE            column names of that header line, as in [map]
 * end                regular expression that a last line without its newline must match,
 *                    else the file was cut
 * MEASURE is count or fee @pay, @refund, @all; amount or settled @pay, @refund. Amounts of
 * refunds compare without their sign; count@all counts ignored rows too.
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
	BILL_MERCHANT,
	BILL_KIND,
	BILL_AMOUNT,         /* what the candidate paid */
	BILL_SETTLED,        /* what the merchant gets, after vouchers, before the fee */
	BILL_REFUND_AMOUNT,  /* refund rows only; unmapped: amount */
	BILL_REFUND_SETTLED, /* refund rows only; unmapped: settled */
	BILL_FEE,
	BILL_RATE,
	BILL_TIME,
	BILL_REFUND_TIME, /* refund rows only; unmapped: time */
	BILL_CURRENCY,
	BILL_REFUND_STATUS,
	BILL_TEXT,
	BILL_REMARK,
	BILL_EXTRACT, /* the column of order_extract */
	BILL_FIELDS
};

enum measure_what { MEASURE_COUNT, MEASURE_AMOUNT, MEASURE_SETTLED, MEASURE_FEE };
enum measure_of { MEASURE_PAY, MEASURE_REFUND, MEASURE_ALL };
enum { MEASURES = 12, LINE_MEASURES = 4 }; /* what × of */

enum { ENCODING_AUTO, ENCODING_UTF8, ENCODING_GB18030 };
enum { OVERFLOW_REJECT, OVERFLOW_LAST };
enum { UNIT_YUAN, UNIT_FEN };
enum { SIGN_POSITIVE, SIGN_NEGATIVE, SIGN_EITHER };
enum { FEE_COST, FEE_NEGATIVE_COST };
enum { RANGE_OPEN, RANGE_CLOSED };

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

	int encoding, overflow;
	char delimiter, field_prefix; /* prefix '\0': none */
	struct words header, header_without, skip_prefix, stop_prefix;
	regex_t *empty_body, *merchant;

	struct words map[BILL_FIELDS]; /* n = 0: not mapped */
	bool may_lack[BILL_FIELDS];
	regex_t *order_extract;

	int amount_unit, refund_sign, fee_sign;
	struct words kind_pay, kind_refund, kind_ignore;
	struct words refund_final, refund_pending, refund_failed;
	struct words zero_id, currency, time_format;
	int32_t fee_rate; /* millionths; -1: none */

	regex_t *range_line;
	struct words range_format;
	int range_end;
	char *refunds_only_with, *refunds_with;

	struct profile_total_line *total_line;
	size_t total_lines;
	char *total_header;
	struct words total[MEASURES]; /* by what * 3 + of */
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
 * must be used up, and the day exist. */
bool profile_time(const struct words *formats, const char *s, size_t n, int64_t *seconds);
/* "0.60%" in millionths (6000). */
bool profile_rate(const char *s, int32_t *ppm);

#endif
