/* SPDX-License-Identifier: MIT
 * Rows of registrations: the wide record that reg-import reads, cell by cell, as offices
 * and vendors write it, and the ways in which a row can be wrong. */
#ifndef GEN_ROWS_H
#define GEN_ROWS_H

#include "base/mem.h"
#include "people.h"

enum {
	C_EXAM,
	C_YEAR,
	C_PROVINCE,
	C_CITY,
	C_REVIEW_POINT,
	C_LEVEL,
	C_SPECIALTY,
	C_SUBJECTS,
	C_NAME,
	C_ID_TYPE,
	C_ID_NO,
	C_PHONE,
	C_EMAIL,
	C_GENDER,
	C_BIRTH,
	C_NATIONALITY,
	C_ETHNIC,
	C_POLITICS,
	C_EMPLOYER,
	C_WORK_YEARS,
	C_PRO_YEARS,
	C_TITLE,
	C_PRIOR_CERT,
	C_PRIOR_CERT_DATE,
	C_ADDRESS,
	C_POSTCODE,
	C_SPECIAL_NEEDS,
	C_PLEDGE,
	C_PHOTO,
	C_EDU_LEVEL,
	C_EDU_SCHOOL,
	C_EDU_MAJOR,
	C_EDU_MONTH,
	C_EDU_MODE,
	C_EDU_CERT_NO,
	C_DEGREE_LEVEL,
	C_DEGREE_SCHOOL,
	C_DEGREE_MAJOR,
	C_DEGREE_MONTH,
	C_DEGREE_CERT_NO,
	CELLS
};

/* How a file is written. */
struct style {
	enum coding coding;
	bool crlf;
	int header;   /* 0 English, 1 Chinese, 2 a vendor's own (map.csv) */
	bool chinese; /* values in Chinese words, YYYYMMDD, exam and year apart */
	const char *suffix;
};

/* Names of the columns under a header style, for the header line and for map.csv. */
const char *cell_name(int cell, int header);

struct row {
	char *cell[CELLS]; /* in the arena of the caller */
};

void row_fill(struct row *row, struct arena *a, const struct person *p, const struct reg *reg,
    const struct style *style);
void row_write(struct sheet *s, const struct row *row);
void row_set(struct row *row, struct arena *a, int cell, const char *text);

/* What came before in the file and the kinds of faults build on. */
struct before {
	bool any;
	struct person person;
	struct reg reg;
	struct row row;
};

enum { FAULTS_MAX = 64 };

/* Make a row wrong, in the way that has been used least of those that suit it; some need the
 * row before. Returns the code that reg-import must give ("": it takes the row all the
 * same), or NULL where no way suits. used counts, all 0 at first. */
const char *row_fault(struct row *row, struct arena *a, const struct person *p, const struct reg *reg,
    const struct before *before, int used[FAULTS_MAX]);

#endif
