/* SPDX-License-Identifier: MIT
 * The small closed vocabularies of the field: what a file says, what we keep. */
#ifndef VALUE_WORD_H
#define VALUE_WORD_H

#include <stdbool.h>

/* 男, male, M, 1 → 1; 女, female, F, 2 → 2 (GB/T 2261.1). 0 where it is none of them. */
int word_gender(const char *s);
const char *word_gender_text(int gender); /* "男", "女", "" */

/* Way of study: full_time, part_time, correspondence, evening, self_taught, network, from the word or
 * its Chinese (全日制, 非全日制 业余, 函授, 夜大, 自考 自学考试, 网络 网络教育 远程). NULL where it is none. */
const char *word_edu_mode(const char *s);

/* education (学历), degree (学位). NULL where it is none. */
const char *word_edu_kind(const char *s);

/* adopt (采用, 是, 1), decline (不采用, 否, 0). NULL where it is none. */
const char *word_pledge(const char *s);
/* The same, and withdraw (撤回, 撤回承诺). */
const char *word_pledge_action(const char *s);

/* 1, yes, y, true, 是, √ → 1; 0, no, n, false, 否, "" → 0; -1 where it is none. */
int word_yes(const char *s);

#endif
