/* SPDX-License-Identifier: MIT
 * Texts for candidates: the fields that a template may hold, and the words in which a gateway says
 * what became of a message. */
#ifndef RULE_MESSAGE_H
#define RULE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum message_field {
	/* of a person alone */
	MESSAGE_NAME, MESSAGE_REASON, MESSAGE_CODE, MESSAGE_MINUTES,
	/* of a registration */
	MESSAGE_REG_NO, MESSAGE_EXAM_NAME, MESSAGE_SHORT_NAME, MESSAGE_PROVINCE_NAME, MESSAGE_CITY_NAME, MESSAGE_LEVEL_NAME,
	MESSAGE_SPECIALTY_NAME, MESSAGE_REVIEW_POINT_NAME, MESSAGE_REVIEW_POINT_ADDRESS, MESSAGE_REVIEW_POINT_PHONE,
	MESSAGE_REVIEW_POINT_HOURS, MESSAGE_PAY_UNTIL, MESSAGE_AMOUNT, MESSAGE_ADMIT_NO,
	MESSAGE_FIELDS
};

/* "name", "reg_no" …; static. */
const char *message_field_word(enum message_field f);
/* The field of the n bytes at s; MESSAGE_FIELDS where there is none. */
enum message_field message_field_find(const char *s, size_t n);
/* A field that only user-recover gives: no list can queue a text with it. */
bool message_field_secret(enum message_field f);
/* Does the text hold {field}? */
bool message_uses(const char *text, enum message_field f);

/* The text with the values in place of its {fields}, appended. A field without a value (NULL or "") leaves a hole that nobody
 * should read: false, and *missing names the first (MESSAGE_FIELDS: no field of that name, or no closing brace). */
bool message_text(const char *text, const char *const value[MESSAGE_FIELDS], struct buf *out, enum message_field *missing);

/* "sent" or "failed", from a gateway's word: the two, 成功 失败 and their kin, the states of delivery receipts
 * (SMPP 3.4, 5.2.28: DELIVRD, UNDELIV …). NULL: neither, such as a state that is not final. */
const char *message_result(const char *word);

#endif
