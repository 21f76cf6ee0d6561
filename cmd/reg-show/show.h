/* SPDX-License-Identifier: MIT
 * What the files of reg-show share. */
#ifndef REG_SHOW_H
#define REG_SHOW_H

#include "frame/live.h"
#include "frame/tool.h"
#include "store/registration.h"

/* ---- screen.c: lines of label and value for people, or the same as CSV */

void screen_csv(struct run *run);
/* The registration that the next lines are about. */
void screen_begin(struct run *run, const char *reg_no);
/* One line, none where value is empty. field names it in CSV, label (the operator's language) on the screen. */
void say(const char *field, const char *label, const char *value);
/* The same where a program and a person read it differently: a code, a word. */
void say_both(const char *field, const char *label, const char *code, const char *words);
/* Static storage, eight at a time. */
const char *format(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* "2025-08-29T17:00:00" as "2025-08-29 17:00"; static storage, eight at a time. */
const char *when(const char *time);

/* ---- words.c: codes in the operator's language; what is no code stays as it is */

const char *pledge_words(const char *pledge);
const char *outcome_words(const char *outcome);
const char *decision_words(const char *decision);
const char *template_words(const char *template);
const char *class_words(const char *class);
const char *refund_words(const char *state);
const char *came_words(const char *result);
/* The reasons of elig-verify and score-publish, separated by |; appended as words separated by "; ". */
void codes_words(const char *codes, struct buf *out);

/* ---- show.c, archive.c, money.c: the answer about one registration */

void show(struct run *run, const struct registration *r, bool explain);
void show_archive(const struct registration *r);

/* What is still to be paid. */
struct due {
	char until[TIME_SIZE];  /* the first end of an order that can be paid, "" never */
	bool payable, expired;  /* there is such an order; one that can be paid no more */
};
struct due show_money(struct run *run, const struct registration *r);
/* An opening of the payment window holds or is to come: what has expired is made anew. */
bool may_be_billed(const struct run *run, const struct registration *r);

#endif
