/* SPDX-License-Identifier: MIT
 * What a stream says of a person besides name and document: contact and education records, judged, and held against what
 * the database knows. The same questions wherever persons come in. Columns are indexes of tool->in. */
#ifndef FRAME_PARTICULARS_H
#define FRAME_PARTICULARS_H

#include "frame/identity.h"
#include "frame/tool.h"
#include "store/person.h"

/* ---- values */

/* The value of the column is no date: not of the form, or a day that the calendar does not have. */
void date_form_fault(struct rec *r, int column, const char *code);
/* PHONE_FORM: the value of the column is no number as it is kept, and what one looks like. */
void phone_form_fault(struct rec *r, int column);
/* Phone and e-mail into p (p->phone is "", or phone). Faults PHONE_FORM, EMAIL_FORM. */
void contact_read(struct rec *r, int phone_column, int email_column, struct person *p, char phone[12]);

struct record_columns {
	int level, school, major, month, cert_no, mode; /* mode -1: degrees have none */
};
/* An education or degree record of this kind; month is where its month is kept. Faults MISSING, EDU_LEVEL, MONTH_FORM,
 * MONTH_FUTURE, EDU_MODE. */
void record_read(struct rec *r, const char *kind, const struct record_columns *c, struct education *out, char month[8]);

/* An education that was finished in childhood, or before the birth: a warning, MONTH_EARLY; the originals decide. birth, month: "" not known. */
void record_check_birth(struct rec *r, int column, const char *birth, const char *month);

/* ---- against what is known */

/* A value that is there and not the same: PERSON_DIFFERS. */
void particular_differs(struct rec *r, int column, const char *have, const char *comes);
/* Does the stream bring a value that the person lacks? */
bool person_completes(const struct person *have, const struct person *comes);
/* A name and document that nobody has: it may be one that was merged into another person (PERSON_MERGED), or the document may be
 * somebody else's, which has to be confirmed (ID_DUPLICATE). */
void person_check_new(struct rec *r, int name_column, int id_no_column, const struct identity *id, bool other_name, bool confirmed);
/* One phone, one person: PHONE_TAKEN. have: id 0 for a new person. */
void person_check_phone(struct rec *r, int column, const struct person *have, const char *phone);
/* No more records of a kind than may be: EDUCATION_MAX, unless the person has this one. person_id 0: a new person. */
void person_check_record(struct rec *r, int column, int64_t person_id, const struct education *e, int64_t max);

#endif
