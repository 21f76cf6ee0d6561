/* SPDX-License-Identifier: MIT
 * Documents that persons had before: under another number that was corrected, or as a row that was merged into another.
 * A file that named them then names the same people now. */
#ifndef STORE_FORMER_H
#define STORE_FORMER_H

#include <stdint.h>

/* Read them, once a run. */
void former_read(void);
/* Who had this document (number as kept) before: the person as whom they stand now, 0: nobody. */
int64_t former_document(const char *id_no);
/* The same for merged rows alone: a number that was corrected may be another's. */
int64_t former_merged(const char *id_no);
/* The person into whom somebody of this name (as compared) with this document was merged, 0: nobody. */
int64_t former_person(const char *name_key, const char *id_no);

#endif
