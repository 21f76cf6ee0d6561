/* SPDX-License-Identifier: MIT
 * The ways in which a registration is wrong when it reaches the office, each with the code that
 * reg-import answers. The table is the list; a row of it changes one or two cells. */
#include <stdio.h>
#include <string.h>

#include "rows.h"
#include "value/idno.h"

struct fault {
	const char *code; /* "": reg-import takes the row, a later tool will not */
	int cell;         /* the cell that gets value; CELLS: make decides */
	const char *value;
	/* Changes the row; false where this fault does not suit it. */
	bool (*make)(struct row *row, struct arena *a, const struct person *p, const struct reg *reg,
	    const struct before *b);
};

/* Nobody has heard of this person yet: what contradicts itself contradicts nothing else. */
static bool
stranger(const struct person *p, const struct reg *reg)
{
	return p->second == EXAMS && reg->passes == 0;
}

static bool
resident(const struct person *p)
{
	return strcmp(p->id_type, "01") == 0;
}

/* ---- identity numbers ---- */

static bool
wrong_check(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	if (!resident(p))
		return false;
	row_set(row, a, C_ID_NO, p->id_no);
	row->cell[C_ID_NO][17] = p->id_no[17] == '5' ? '6' : '5';
	return true;
}

static bool
cut_number(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	if (!resident(p))
		return false;
	row_set(row, a, C_ID_NO, p->id_no);
	row->cell[C_ID_NO][17] = '\0';
	return true;
}

static bool
letter_inside(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	if (!resident(p))
		return false;
	row_set(row, a, C_ID_NO, p->id_no);
	row->cell[C_ID_NO][9] = 'O';
	return true;
}

/* The number with digits at an offset replaced and the check character made right. */
static bool
renumber(struct row *row, struct arena *a, const struct person *p, size_t at, const char *digits)
{
	if (!resident(p))
		return false;
	row_set(row, a, C_ID_NO, p->id_no);
	memcpy(row->cell[C_ID_NO] + at, digits, strlen(digits));
	row->cell[C_ID_NO][17] = idno_check(row->cell[C_ID_NO]);
	return true;
}

static bool
month_13(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	if (!renumber(row, a, p, 10, "13"))
		return false;
	row_set(row, a, C_BIRTH, "");
	return true;
}

static bool
no_region(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	return renumber(row, a, p, 0, "58");
}

static bool
excel_exponent(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	char text[16];

	(void)reg, (void)b;
	if (!resident(p))
		return false;
	(void)snprintf(text, sizeof text, "%c.%.5sE+17", p->id_no[0], p->id_no + 1);
	row_set(row, a, C_ID_NO, text);
	return true;
}

static bool
excel_zeros(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	if (!resident(p))
		return false;
	row_set(row, a, C_ID_NO, p->id_no);
	memcpy(row->cell[C_ID_NO] + 15, "000", 3);
	if (idno_check(row->cell[C_ID_NO]) == '0') { /* this one could be right */
		row_set(row, a, C_ID_NO, p->id_no);
		return false;
	}
	return true;
}

static bool
other_gender(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)b;
	if (!resident(p) || !stranger(p, reg))
		return false;
	row_set(row, a, C_GENDER, p->female ? "男" : "女");
	return true;
}

static bool
other_birth(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)b;
	if (!resident(p) || !stranger(p, reg))
		return false;
	row_set(row, a, C_BIRTH, "1971-02-03");
	return true;
}

static bool
bad_passport(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)p, (void)reg, (void)b;
	row_set(row, a, C_ID_TYPE, "03");
	row_set(row, a, C_ID_NO, "护照E1234");
	return true;
}

/* ---- persons that are there already ---- */

static bool
phone_taken(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	if (!b->any || !stranger(p, reg))
		return false;
	row_set(row, a, C_PHONE, b->person.phone);
	return true;
}

/* The person of the row before enters once more, at another level or for another specialty. */
static bool
second_entry(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)p;
	if (!b->any || b->reg.passes > 0 || strlen(b->reg.level) < 2)
		return false;
	*row = b->row;
	if (reg->exam == EXAM_308)
		row_set(row, a, C_LEVEL, b->reg.level[1] == '1' ? "02" : "01");
	else
		row_set(row, a, C_SPECIALTY, strcmp(b->reg.specialty, "02") == 0 ? "03" : "02");
	row_set(row, a, C_SUBJECTS, "");
	return true;
}

static bool
other_name(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	char name[96];

	(void)p, (void)reg;
	if (!b->any || !resident(&b->person))
		return false;
	*row = b->row;
	(void)snprintf(name, sizeof name, "%s子", b->person.name);
	row_set(row, a, C_NAME, name);
	row_set(row, a, C_PHONE, "19800000001");
	return true;
}

/* The archive knows the document under another name. */
static bool
archived_name(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	char name[96];

	(void)b;
	if (reg->passes == 0 || p->second != EXAMS || !resident(p))
		return false;
	(void)snprintf(name, sizeof name, "%s子", p->name);
	row_set(row, a, C_NAME, name);
	return true;
}

static bool
locked_specialty(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)b;
	if (strncmp(p->city, "21", 2) != 0 || !strstr(reg->carried, "4:"))
		return false;
	row_set(row, a, C_SPECIALTY, strcmp(reg->specialty, "02") == 0 ? "03" : "02");
	row_set(row, a, C_SUBJECTS, "");
	return true;
}

static bool
pledge_in_vain(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)p, (void)b;
	if (reg->exam != EXAM_RK1)
		return false;
	row_set(row, a, C_PLEDGE, "adopt");
	return true;
}

static bool
subject_twice(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)p, (void)b;
	if (reg->exam != EXAM_AQ || reg->carried[0] || strcmp(reg->level, "01") != 0)
		return false;
	row_set(row, a, C_SUBJECTS, "1|3|1");
	return true;
}

/* ---- what is entered for ---- */

static bool
wrong_province(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	row_set(row, a, C_PROVINCE, strncmp(p->city, "37", 2) == 0 ? "210000" : "370000");
	return true;
}

static bool
closed_place(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)p, (void)reg, (void)b;
	row_set(row, a, C_PROVINCE, "460000"); /* a province without a city in this configuration */
	row_set(row, a, C_CITY, "460100");
	return true;
}

static bool
one_of_all(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)p, (void)b;
	if (reg->exam != EXAM_308 && reg->exam != EXAM_RK1)
		return false;
	row_set(row, a, C_SUBJECTS,
	    reg->exam == EXAM_RK1  ? (reg->level[0] == '3'      ? "31"
					 : reg->level[0] == '2' ? "21"
								: "11")
	    : reg->level[1] == '1' ? "101"
				   : "201");
	return true;
}

static bool
carried_again(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	char code[8];

	(void)p, (void)b;
	if (!reg->carried[0])
		return false;
	(void)snprintf(code, sizeof code, "%.*s", (int)strcspn(reg->carried, ":") % 8, reg->carried);
	row_set(row, a, C_SUBJECTS, code);
	return true;
}

static bool
no_education(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)b;
	if (!stranger(p, reg))
		return false;
	for (int c = C_EDU_LEVEL; c <= C_DEGREE_CERT_NO; c++)
		row_set(row, a, c, "");
	return true;
}

static bool
two_faults(
    struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)p, (void)reg, (void)b;
	row_set(row, a, C_REVIEW_POINT, "77");
	row_set(row, a, C_PHONE, "1380013800");
	return true;
}

static const struct fault faults[] = {
	/* rarely possible first: they take their chance when it comes */
	{ "SPECIALTY_LOCKED", CELLS, NULL, locked_specialty },
	{ "SUBJECT_PASSED", CELLS, NULL, carried_again },
	{ "ID_DUPLICATE", CELLS, NULL, archived_name },
	{ "SUBJECT_TWICE", CELLS, NULL, subject_twice },
	{ "SUBJECTS_ALL", CELLS, NULL, one_of_all },
	{ "PLEDGE_NOT_USED", CELLS, NULL, pledge_in_vain },
	{ "PHONE_TAKEN", CELLS, NULL, phone_taken },
	{ "ALREADY_REGISTERED", CELLS, NULL, second_entry },
	{ "DOCUMENT_IN_EXAM", CELLS, NULL, other_name },
	{ "GENDER_MISMATCH", CELLS, NULL, other_gender },
	{ "BIRTH_MISMATCH", CELLS, NULL, other_birth },
	{ "", CELLS, NULL, no_education },
	{ "MISSING", C_NAME, "", NULL },
	{ "NAME_FORM", C_NAME, "张 三", NULL },
	{ "MISSING", C_PHONE, "", NULL },
	{ "ID_CHECKSUM", CELLS, NULL, wrong_check },
	{ "ID_EXCEL", CELLS, NULL, excel_exponent },
	{ "ID_EXCEL", CELLS, NULL, excel_zeros },
	{ "ID_LENGTH", CELLS, NULL, cut_number },
	{ "ID_FORM", CELLS, NULL, letter_inside },
	{ "ID_BIRTH", CELLS, NULL, month_13 },
	{ "ID_REGION", CELLS, NULL, no_region },
	{ "ID_FORM", CELLS, NULL, bad_passport },
	{ "ID_TYPE_UNKNOWN", C_ID_TYPE, "88", NULL },
	{ "GENDER_WORD", C_GENDER, "?", NULL },
	{ "BIRTH_FORM", C_BIRTH, "1990-02-30", NULL },
	{ "PHONE_FORM", C_PHONE, "12345678901", NULL },
	{ "EMAIL_FORM", C_EMAIL, "nobody", NULL },
	{ "POSTCODE_FORM", C_POSTCODE, "12", NULL },
	{ "EXAM_UNKNOWN", C_EXAM, "ZZ", NULL },
	{ "PROVINCE_UNKNOWN", C_PROVINCE, "990000", NULL },
	{ "CITY_UNKNOWN", CELLS, NULL, closed_place },
	{ "CITY_UNKNOWN", CELLS, NULL, wrong_province },
	{ "REVIEW_POINT_UNKNOWN", C_REVIEW_POINT, "77", NULL },
	{ "LEVEL_UNKNOWN", C_LEVEL, "09", NULL },
	{ "SPECIALTY_UNKNOWN", C_SPECIALTY, "99", NULL },
	{ "SUBJECT_UNKNOWN", C_SUBJECTS, "9", NULL },
	{ "PLEDGE_WORD", C_PLEDGE, "maybe", NULL },
	{ "YEARS_FORM", C_WORK_YEARS, "3.5", NULL },
	{ "DATE_FORM", C_PRIOR_CERT_DATE, "2020-13-01", NULL },
	{ "EDU_LEVEL", C_EDU_LEVEL, "太学", NULL },
	{ "MONTH_FORM", C_EDU_MONTH, "2018-13", NULL },
	{ "EDU_MODE", C_EDU_MODE, "云端", NULL },
	{ "REVIEW_POINT_UNKNOWN|PHONE_FORM", CELLS, NULL, two_faults },
};

enum { FAULTS = sizeof faults / sizeof *faults };
_Static_assert((int)FAULTS <= (int)FAULTS_MAX, "FAULTS_MAX is too small");

const char *
row_fault(struct row *row, struct arena *a, const struct person *p, const struct reg *reg,
    const struct before *before, int used[FAULTS_MAX])
{
	bool tried[FAULTS] = { false };

	for (int n = 0; n < FAULTS; n++) {
		int k = -1;

		for (int i = 0; i < FAULTS; i++)
			if (!tried[i] && (k < 0 || used[i] < used[k]))
				k = i;
		const struct fault *f = &faults[k];
		tried[k] = true;
		if (f->make ? !f->make(row, a, p, reg, before)
			    : f->cell >= C_NAME && f->cell <= C_BIRTH && !stranger(p, reg))
			continue;
		if (!f->make)
			row_set(row, a, f->cell, f->value);
		used[k]++;
		return f->code;
	}
	return NULL;
}
