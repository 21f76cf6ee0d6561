/* SPDX-License-Identifier: MIT
 * The codes that elig-verify gives (what is missing, what people must look at), in the words that a person at the counter is told. */
#ifndef RULE_OUTCOME_H
#define RULE_OUTCOME_H

/* In the operator's language; the code itself where it has no words. */
const char *outcome_code_text(const char *code);
/* In Chinese, for paper. */
const char *outcome_code_chinese(const char *code);

#endif
