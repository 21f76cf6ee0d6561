/* SPDX-License-Identifier: MIT
 * User names and passwords. What an office asks of them differs: the national manual (CPTA, 2019) wants 5 to 20 letters,
 * digits and underscores, and a password of 8 to 15 characters with upper case, lower case and digits; the
 * safety engineers' manual (2018) letters and digits, 6 or more; a site of its own the document number as user name, and a
 * password of 6 or more that is not digits alone (rules.md (a) A 4, 5). So all of it is configuration. */
#ifndef RULE_ACCOUNT_H
#define RULE_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "value/pattern.h"

/* Classes of characters; other is everything that is neither an ASCII letter nor a digit. */
enum { CLASS_UPPER = 1, CLASS_LOWER = 2, CLASS_DIGIT = 4, CLASS_LETTER = 8, CLASS_OTHER = 16 };

struct account_policy {
	struct pattern *username;  /* NULL: any; account_pattern() makes it cover the whole name */
	bool username_is_document; /* the user name is the document number; the pattern does not count */
	int min, max;              /* characters of a password */
	unsigned classes;          /* CLASS_*: one of each must be in it */
	bool not_digits;           /* digits alone are none */
};

/* "upper+lower+digit" → classes; letter is either case, none is none. Other words count for nothing: exam-config refuses them. */
unsigned account_classes(const char *list);
/* The words of classes, joined by '+'. Static. */
const char *account_classes_text(unsigned classes);

/* The pattern of the setting username, made to match whole names only. NULL where it is none. Owned (pattern_free). */
struct pattern *account_pattern(const char *setting);
/* May an account bear this name? document: its person's number. No blanks, no control characters, at most 64 bytes, whatever the policy. */
bool account_username_fits(const struct account_policy *p, const char *username, const char *document);

enum password_result {
	PASSWORD_GOOD = 0,
	PASSWORD_SHORT = 1,
	PASSWORD_LONG = 2,
	PASSWORD_CLASSES = 4,
	PASSWORD_DIGITS = 8
};

/* Everything that is wrong with a password, PASSWORD_* together; *missing gets the classes that are not in it. */
unsigned account_password_judge(const struct account_policy *p, const char *password, unsigned *missing);

enum { ACCOUNT_PASSWORD_SIZE = 132 };
/* A random password that the policy accepts, of 12 characters where min and max allow (over 60 bits),
 * without those that are mistaken for others when read aloud or copied by hand: 0 O o 1 l I. below: a random number under n. */
void account_password_make(const struct account_policy *p, uint32_t (*below)(uint32_t n), char out[ACCOUNT_PASSWORD_SIZE]);

/* Accounts made before 2015 are given back by the recovery question only: the phones of that time were never checked by a
 * code (CPTA manual 2019, 2.1.2, note). registered_at: a time like 2014-06-01T09:00:00. */
bool account_question_only(const char *registered_at);

#endif
