/* SPDX-License-Identifier: MIT
 * A registration as a wide row says it, judged: every value by itself and against the configuration, the archive and the choice
 * of subjects. The same questions wherever registrations come in (reg-import) or change (reg-amend). */
#ifndef FRAME_ENROLMENT_H
#define FRAME_ENROLMENT_H

#include "frame/identity.h"
#include "frame/tool.h"
#include "rule/archive.h"
#include "store/person.h"

enum {
	E_EXAM, E_YEAR, E_PROVINCE, E_CITY, E_REVIEW_POINT, E_SITE, E_BATCH, E_LEVEL, E_SPECIALTY, E_SUBJECTS, E_PLEDGE, E_PHOTO,
	E_NAME, E_ID_TYPE, E_ID_NO, E_PHONE, E_EMAIL, E_GENDER, E_BIRTH, E_NATIONALITY, E_ETHNIC, E_POLITICS, E_EMPLOYER,
	E_EMPLOYER_CODE, E_WORK_YEARS, E_PRO_YEARS, E_TITLE, E_PRIOR_CERT, E_PRIOR_CERT_DATE, E_ADDRESS, E_POSTCODE, E_SPECIAL_NEEDS,
	E_EDU_LEVEL, E_EDU_SCHOOL, E_EDU_MAJOR, E_EDU_MONTH, E_EDU_MODE, E_EDU_CERT_NO,
	E_DEGREE_LEVEL, E_DEGREE_SCHOOL, E_DEGREE_MAJOR, E_DEGREE_MONTH, E_DEGREE_CERT_NO, E_REG_NO, E_CONFIRM_DUP_ID, E_END
};

/* The columns by these indexes, with which of them a file must have; the record's v has them. */
extern const struct incol enrolment_in[E_END + 1];

enum { ENROLMENT_SUBJECTS = 24 };

/* A row, understood. Pointers live as long as the record or the configuration. */
struct enrolment {
	const struct exam *exam;
	const struct level *level;
	const char *province, *city, *specialty, *pledge;
	struct identity identity;
	struct person person;          /* the person columns */
	char phone[12];
	int64_t work_years, pro_years; /* -1: not given */
	char prior_cert_date[DATE_SIZE];
	struct education record[2];    /* education, degree; kind NULL: not given */
	char month[2][8];
	char birth[DATE_SIZE];
	const char *asked[ENROLMENT_SUBJECTS]; /* subject codes of the row; nasked 0: all that are still to be passed */
	char asked_text[256];
	size_t nasked;
	bool confirm_dup_id;
	/* found in the database */
	const char *candidate;         /* new, old */
	int64_t archive_id;
	char archive_no[64];
	struct archive_subject subject[ENROLMENT_SUBJECTS]; /* the level's, with what carries */
	size_t nsubject;
	bool sat[ENROLMENT_SUBJECTS];  /* chosen to be sat now */
};

/* Values only; false where it cannot be looked up in the database (faults say why). */
bool enrolment_read(struct rec *r, struct enrolment *g);
/* The same in two steps: exam and document, by which a registration is found, and the rest. */
bool enrolment_key(struct rec *r, struct enrolment *g);
void enrolment_rest(struct rec *r, struct enrolment *g);
/* What is of the person alone, who need not take part in an exam: identity, education. */
bool enrolment_particulars(struct rec *r, struct enrolment *g);

enum { ENROLMENT_NUMBER = 24 };
/* What was understood of a column that is kept in other words than a row may use; "": nothing. NULL: the column is kept as it was typed, or could not
 * be understood. Lives as long as g, years of work as long as number. */
const char *enrolment_value(const struct enrolment *g, int column, char number[ENROLMENT_NUMBER]);

/* Old or new by the archive of the person (0: none), and what carries; then the choice of subjects. They add faults and warnings:
 * SPECIALTY_LOCKED, CARRY_LOST; SUBJECT_PASSED, NOTHING_TO_SIT, SUBJECTS_ALL. level and province must be known. */
void enrolment_carry(struct rec *r, struct enrolment *g, int64_t person_id);
void enrolment_subjects(struct rec *r, struct enrolment *g);
/* "1|2" and "3:2023"; appended. */
void enrolment_subject_text(const struct enrolment *g, struct buf *sat, struct buf *carried);

#endif
