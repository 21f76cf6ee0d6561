/* SPDX-License-Identifier: MIT
 * The columns of all streams: English name, Chinese name, further names they come under, and how a
 * value is cleaned on the way in and shown on the way out. The only home of these facts. */
#ifndef STREAM_COLUMN_H
#define STREAM_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

enum {
	COLUMN_CODE = 1,     /* full-width digits and letters are folded to half-width */
	COLUMN_UPPER = 2,    /* letters of a document number to upper case */
	COLUMN_DOCUMENT = 4, /* personal: printed masked as a document number */
	COLUMN_PHONE = 8,    /* personal: printed masked as a phone number */
	COLUMN_SECRET = 16,  /* password, answer, code: never written anywhere */
	COLUMN_FILE = 32,    /* a file or user name, which may be made of the ID number: masked where the row has a key */
	COLUMN_KEY = 64,     /* reg_no, person_no: names the record; masked values beside it are not read as data */
	COLUMN_MONEY = 128   /* yuan: no personal number, however many digits it has */
};

struct column {
	const char *name;     /* snake_case */
	const char *chinese;  /* the header that --header zh writes */
	const char *aliases;  /* further header names, separated by '|' ("" for none) */
	unsigned flags;       /* COLUMN_* */
};

/* The column of this English name, or NULL. */
const struct column *column_find(const char *name);
/* The column that a header cell names: English in any case, Chinese, or alias; blanks and line breaks
 * inside and a note in brackets behind the name ("证件号码(必填)") do not matter. NULL where none does. */
const struct column *column_of_header(const char *header);
/* Does a header that names none of the columns look like one of a password, an answer or a code? */
bool column_secret(const char *header);
/* Its Chinese header, or the name itself where it has none. */
const char *column_chinese(const char *name);

/* Clean a value for its column, in place: guard of spreadsheets, blanks at the ends, folding,
 * upper case (contract.md, Streams: and nothing else). The new length. */
size_t column_clean(unsigned flags, char *s, size_t n);
/* Values that look so (CSV_* of csvin.h) need cleaning; column_clean leaves all others as they are. */
unsigned column_unclean(unsigned flags);

#endif
