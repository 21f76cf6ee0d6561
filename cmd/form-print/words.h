/* SPDX-License-Identifier: MIT
 * Codes in the words of Chinese offices, whatever the operator's language is: for paper. A code without a word is itself. */
#ifndef FORM_PRINT_WORDS_H
#define FORM_PRINT_WORDS_H

const char *education_word(const char *kind, const char *level); /* 大学本科; of a degree 学士 */
const char *mode_word(const char *mode);                         /* 全日制 */
const char *candidate_word(const char *candidate);               /* 新考生 */
const char *channel_word(const char *channel);                   /* 支付宝 */
const char *component_word(const char *component);               /* 客观题考试费 */
const char *cause_word(const char *cause);                       /* 重复缴费 */
const char *refund_state_word(const char *state);                /* 待审批 */
const char *authority_word(const char *authority);               /* 报考人员本人 */
const char *document_word(const char *document);                 /* 身份证件原件 */
const char *outcome_word(const char *outcome);                   /* 现场核验 */

#endif
