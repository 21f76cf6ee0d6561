/* SPDX-License-Identifier: MIT
 * What the codes of the field are called in Chinese: where a registration stands, what comes next, who decides, on what papers. The one
 * home of these names, for messages in the operator's language and for what is printed. */
#ifndef VALUE_TERM_H
#define VALUE_TERM_H

#include "base/buf.h"

enum term {
	TERM_STATE,     /* registration_state.state and the stages of policy.csv: filled, confirmed … published, none */
	TERM_STEP,      /* a tool as the next step: elig-review; "" nothing */
	TERM_AUTHORITY, /* self, site, district, centre */
	TERM_DOCUMENT,  /* id, id_copy … */
	TERM_GROUP,     /* field_group: basic, exam_choice … */
	TERM_END        /* policy.until that is no stage: edit_until, reg_end, review_end */
};

/* In Chinese, whatever the operator reads; the code itself where it has no name. */
const char *term_chinese(enum term kind, const char *code);
/* In the operator's language: in English the code is the word ("-" for no step). */
const char *term(enum term kind, const char *code);
/* A list of codes joined by mark, appended; in Chinese joined by 、. */
void term_list(enum term kind, const char *list, char mark, struct buf *out);

#endif
