/* SPDX-License-Identifier: MIT
 * Options that the printing tools share, read and checked the same way: --doc, --per, --site, --room, --session. What is wrong in
 * them is a usage error. */
#ifndef FRAME_PRINT_OPTIONS_H
#define FRAME_PRINT_OPTIONS_H

#include <stddef.h>

#include "frame/tool.h"

/* Those with a seat that is all of these; NULL is any. */
struct print_where {
	const char *site, *room, *session;
};

/* A place that no configuration and no plan has, or a session that the exam of -e has not, is a mistake of the call, not an
 * empty answer. Call it in start(). */
void print_where_check(const struct run *run, const struct print_where *where);

/* All of a run are of one exam: *exam, NULL before the first, is e from now on, or the run ends (EX_ENV). */
void print_one_exam(const struct rec *r, const struct exam **exam, const struct exam *e);

/* In end(): n of the run's records sit elsewhere than print_where, and were not refused but left out; nothing: what to say where there were no others, or NULL. */
void print_left_out(struct run *run, int64_t n, const char *nothing);

/* Which of the words (up to a NULL) is text? option: "--per", for the message. */
size_t print_word(const char *option, const char *text, const char *const *words);

/* The words in a list joined by '+', ',' or '|', as bits: 1 << index. "all", where it is not itself among the words, is every one. */
unsigned print_words(const char *option, const char *list, const char *const *words);

#endif
