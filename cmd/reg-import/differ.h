/* SPDX-License-Identifier: MIT
 * A row about a document that takes part in the exam already: does it say what is registered, in whatever notation, and
 * where not, what does it say otherwise? */
#ifndef REG_IMPORT_DIFFER_H
#define REG_IMPORT_DIFFER_H

#include "frame/enrolment.h"

/* Compare the row, understood as g (enrolment_rest), with the registration as it stands, or as it came before it was amended: both are what
 * was registered. Months, dates, code words and names, the order of subjects and what is left to the program (subjects, gender and birth of a
 * document that carries them, an empty column of the person or a whole education record) make no difference; confirm_dup_id is no content.
 * Append each field that differs with both values, masked, to out; the first of them, or -1. */
int registration_differs(const struct rec *r, const struct enrolment *g, int64_t registration, struct buf *out);

#endif
