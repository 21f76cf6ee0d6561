/* SPDX-License-Identifier: MIT
 * What the files of reg-import share: the columns, and a registration as its row says it. */
#ifndef REG_IMPORT_REG_H
#define REG_IMPORT_REG_H

#include "frame/identity.h"
#include "frame/tool.h"
#include "rule/archive.h"
#include "store/person.h"

enum {
	I_EXAM, I_YEAR, I_PROVINCE, I_CITY, I_REVIEW_POINT, I_SITE, I_BATCH, I_LEVEL, I_SPECIALTY, I_SUBJECTS, I_PLEDGE, I_PHOTO,
	I_NAME, I_ID_TYPE, I_ID_NO, I_PHONE, I_EMAIL, I_GENDER, I_BIRTH, I_NATIONALITY, I_ETHNIC, I_POLITICS, I_EMPLOYER,
	I_EMPLOYER_CODE, I_WORK_YEARS, I_PRO_YEARS, I_TITLE, I_PRIOR_CERT, I_PRIOR_CERT_DATE, I_ADDRESS, I_POSTCODE, I_SPECIAL_NEEDS,
	I_EDU_LEVEL, I_EDU_SCHOOL, I_EDU_MAJOR, I_EDU_MONTH, I_EDU_MODE, I_EDU_CERT_NO,
	I_DEGREE_LEVEL, I_DEGREE_SCHOOL, I_DEGREE_MAJOR, I_DEGREE_MONTH, I_DEGREE_CERT_NO, I_REG_NO, I_CONFIRM_DUP_ID, I_END
};

enum { SUBJECTS_MAX = 24, ARCHIVE_MAX = 256 };

/* A row, understood. Pointers live as long as the record or the configuration. */
struct reg {
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
	const char *asked[SUBJECTS_MAX]; /* subject codes of the row; nasked 0: all that are still to be passed */
	char asked_text[256];
	size_t nasked;
	bool confirm_dup_id;
	int64_t row_hash;
	/* found in the database */
	const char *candidate;         /* new, old */
	int64_t archive_id;
	char archive_no[64];
	struct archive_subject subject[SUBJECTS_MAX]; /* the level's, with what carries */
	size_t nsubject;
	bool sat[SUBJECTS_MAX];        /* chosen to be sat now */
};

/* row.c: values only; false where it cannot be looked up in the database (faults say why). */
bool reg_read(struct rec *r, struct reg *g);
/* The same in two steps: exam and document, by which a registration is found, and the rest. */
bool reg_key(struct rec *r, struct reg *g);
void reg_rest(struct rec *r, struct reg *g);
/* What the file says, whatever the order of its columns; reg_no is our answer and no part of it. */
int64_t reg_row_hash(const struct rec *r);

/* carry.c: archive of the person (0: none) and the choice of subjects; adds faults. */
void reg_carry(struct rec *r, struct reg *g, int64_t person_id);
void reg_subjects(struct rec *r, struct reg *g);
/* "1|2" and "3:2023"; appended. */
void reg_subject_text(const struct reg *g, struct buf *sat, struct buf *carried);

#endif
