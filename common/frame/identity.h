/* SPDX-License-Identifier: MIT
 * A name and a document as a stream brings them, judged: the same questions wherever persons come in. */
#ifndef FRAME_IDENTITY_H
#define FRAME_IDENTITY_H

#include "frame/tool.h"

struct identity {
	const char *id_type;   /* doc_type.code; 15-digit numbers become 01 */
	char id_no[64];        /* as kept: 18 characters where it was 15 */
	char id_key[80];       /* as compared */
	struct buf name_key;   /* as compared; reused by the next call */
	bool carries_birth;    /* gender and birth stand in the number */
	int gender;            /* 1, 2; 0 where not carried */
	char birth[DATE_SIZE]; /* "" where not carried */
};

/* Check the columns name, id_type and id_no (indexes of tool->in; id_type -1: always 01) of a record and fill
 * *out. Faults: MISSING, NAME_FORM, NAME_TOO_LONG, ID_TYPE_UNKNOWN, ID_LENGTH, ID_FORM, ID_REGION, ID_BIRTH, ID_CHECKSUM,
 * ID_EXCEL. Warning NAME_PRIVATE_USE (a character of a private use area, rules.md (b) N). True where it is usable. */
bool identity_check(struct rec *r, int name, int id_type, int id_no, struct identity *out);

/* The document alone, for key columns (photo-check's id_no): the id_key, "" where it is no document. */
void identity_key(const char *id_type, const char *id_no, int32_t today, char out[80]);

#endif
