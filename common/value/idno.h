/* SPDX-License-Identifier: MIT
 * Resident-identity numbers (GB 11643-1999; 15-digit numbers before 1999) and what can be read from them. */
#ifndef VALUE_IDNO_H
#define VALUE_IDNO_H

#include <stdbool.h>
#include <stdint.h>

enum idno_result {
	IDNO_OK,
	IDNO_LENGTH,   /* not 15 or 18 characters */
	IDNO_FORM,     /* a character that cannot stand there */
	IDNO_REGION,   /* the first two digits are no province (11-15 21-23 31-37 41-46 50-54 61-65 71 81-83);
			* after a first 9 (a foreigner's permanent residence card of 2023) digits 2 and 3 are it */
	IDNO_BIRTH,    /* no such day, or after today or before 1900 */
	IDNO_CHECKSUM, /* the 18th character is not the check character (ISO 7064 MOD 11-2) */
	IDNO_EXCEL     /* a spreadsheet has turned it into a number: exponent, or the last three digits lost */
};

struct idno {
	char full[19];   /* the 18-character form, 'X' upper case */
	int32_t birth;   /* days since 1970 */
	int sex;         /* 1 male, 2 female (17th digit odd, even) */
};

/* Check a number as typed: 'x' is read as 'X', nothing else is forgiven (blanks and
 * full-width digits are folded by the stream). today: days since 1970; births after it
 * are refused. *out (may be NULL) is filled on IDNO_OK only. A 15-digit number is
 * converted: century 19, check character appended. The order number may be 000 (libraries
 * agree on it), and the district is not looked up: codes come and go, data decide. */
enum idno_result idno_parse(const char *s, int32_t today, struct idno *out);

/* The check character of 17 digits (weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2). */
char idno_check(const char *digits17);

/* ISO 7064 MOD 11-2 check character over any string of digits: the same as the above for
 * 17 digits; used by number templates ({check}). Nothing but digits may stand in it. */
char mod11_2(const char *digits);

#endif
