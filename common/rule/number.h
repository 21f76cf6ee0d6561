/* SPDX-License-Identifier: MIT
 * Number templates of the configuration (admit_no, archive_no, cert_no of exam.csv):
 * literals and {field:width}. The layouts of the numbers differ by exam and province
 * (rules.md (b) I: 统计 {level:1}{yy}{province:2}{city:2}{room:2}{seat:2} in Sichuan 2012,
 * other layouts elsewhere), so they are data.
 *
 * Values are read as numbers and zero-padded to the width; one that does not fit is an
 * error, never cut. Places enter by their own digits: province 110000 is 11, city 110100
 * is 01. {yy}, {yyyy} and {check} have the widths 2, 4 and 1, written or not; every other
 * field names its width. {check} is the ISO 7064 MOD 11-2 character over the digits
 * that stand before it; letters and other characters before it are passed over. */
#ifndef RULE_NUMBER_H
#define RULE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NUMBER_SIZE = 64, NUMBER_PARTS = 24 };

enum number_field {
	NUMBER_LITERAL, /* not a field: text between fields */
	NUMBER_YY,
	NUMBER_YYYY,
	NUMBER_PROVINCE,
	NUMBER_CITY,
	NUMBER_LEVEL,
	NUMBER_SPECIALTY,
	NUMBER_BATCH,
	NUMBER_SITE,
	NUMBER_ROOM,
	NUMBER_SEAT,
	NUMBER_SEQ,
	NUMBER_CHECK,
	NUMBER_FIELDS
};

enum number_result {
	NUMBER_OK,
	NUMBER_FORM,     /* a brace without its partner, an empty template, {check} with no digit before it */
	NUMBER_FIELD,    /* no such field */
	NUMBER_WIDTH,    /* no width, or one that the field cannot have (1…18; yy 2, yyyy 4, check 1) */
	NUMBER_LONG,     /* more than NUMBER_SIZE - 1 characters or NUMBER_PARTS parts */
	NUMBER_MISSING,  /* the template asks for a value that there is not */
	NUMBER_CODE,     /* a code that cannot be read as a number */
	NUMBER_OVERFLOW  /* a value wider than its field */
};

struct number_part {
	enum number_field field;
	int width;           /* digits; bytes of a literal */
	size_t at;           /* where a literal begins in text */
};

struct number_template {
	char text[NUMBER_SIZE * 4]; /* the template itself */
	size_t length;              /* bytes of every number it makes */
	size_t n;
	struct number_part part[NUMBER_PARTS];
};

/* What a number is made from. NULL and 0 mean: there is none. */
struct number_values {
	int year;
	const char *province, *city; /* six-digit codes */
	const char *level, *specialty, *batch, *site;
	int64_t room, seat, seq;     /* counted from 1 */
};

/* Read a template. *at (may be NULL): the offset of the fault. */
enum number_result number_parse(const char *text, struct number_template *t, size_t *at);

/* Does the template have this field? */
bool number_has(const struct number_template *t, enum number_field field);

/* The number as which a code enters: province 110000 → 11, city 110100 → 1, others as they
 * read. Two codes of one number make one text: who proves uniqueness compares these. */
enum number_result number_code(enum number_field field, const char *code, int64_t *value);

/* Write the number. *fault (may be NULL): the field that is missing, unreadable or too wide. */
enum number_result number_render(const struct number_template *t, const struct number_values *v,
    char out[NUMBER_SIZE], enum number_field *fault);

/* Prove that every value up to max[field] fits. max[field] < 0: such numbers have no
 * such value (NUMBER_MISSING where the template asks for it). The years and the check
 * character always fit. *fault: the first field that does not. */
enum number_result number_fits(const struct number_template *t, const int64_t max[NUMBER_FIELDS],
    enum number_field *fault);

/* "room"; static. */
const char *number_field_name(enum number_field field);
/* What is wrong, in the operator's language; static. */
const char *number_result_text(enum number_result r);

#endif
