/* SPDX-License-Identifier: MIT
 * The ways in which a registration is wrong when it reaches the office, each with the code that
 * reg-import answers. The table is the list; a row of it changes one or two cells. */
#include <stdio.h>
#include <string.h>

#include "rows.h"
#include "value/idno.h"

struct fault {
	const char *code;
	int cell;          /* the cell that gets value; CELLS: make decides */
	const char *value;
	/* Changes the row; false where this fault does not suit it. */
	bool (*make)(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b);
};

static bool
resident(const struct person *p)
{
	return strcmp(p->id_type, "01") == 0;
}

/* ---- identity numbers ---- */

static bool
wrong_check(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	if (!resident(p))
		return false;
	row_set(row, a, C_ID_NO, p->id_no);
	row->cell[C_ID_NO][17] = p->id_no[17] == '5' ? '6' : '5';
	return true;
}

static bool
cut_number(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	if (!resident(p))
		return false;
	row_set(row, a, C_ID_NO, p->id_no);
	row->cell[C_ID_NO][17] = '\0';
	return true;
}

static bool
letter_inside(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
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
month_13(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	row_set(row, a, C_BIRTH, "");
	return renumber(row, a, p, 10, "13");
}

static bool
no_region(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	return renumber(row, a, p, 0, "58");
}

static bool
excel_exponent(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
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
excel_zeros(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	if (!resident(p))
		return false;
	row_set(row, a, C_ID_NO, p->id_no);
	memcpy(row->cell[C_ID_NO] + 15, "000", 3);
	return true;
}

static bool
other_gender(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	if (!resident(p))
		return false;
	row_set(row, a, C_GENDER, p->female ? "男" : "女");
	return true;
}

static bool
other_birth(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	if (!resident(p))
		return false;
	row_set(row, a, C_BIRTH, "1971-02-03");
	return true;
}

static bool
bad_passport(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)p, (void)reg, (void)b;
	row_set(row, a, C_ID_TYPE, "03");
	row_set(row, a, C_ID_NO, "护照E1234");
	return true;
}

/* ---- persons that are there already ---- */

static bool
phone_taken(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)p, (void)reg;
	if (!b->any)
		return false;
	row_set(row, a, C_PHONE, b->person.phone);
	return true;
}

/* The person of the row before enters once more, at another level or for another specialty. */
static bool
second_entry(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
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
other_name(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
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

/* ---- what is entered for ---- */

static bool
wrong_province(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)reg, (void)b;
	row_set(row, a, C_PROVINCE, strncmp(p->city, "37", 2) == 0 ? "210000" : "370000");
	return true;
}

static bool
closed_place(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)p, (void)reg, (void)b;
	row_set(row, a, C_PROVINCE, "460000"); /* a province without a city in this configuration */
	row_set(row, a, C_CITY, "460100");
	return true;
}

static bool
one_of_all(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)p, (void)b;
	if (reg->exam != EXAM_308 && reg->exam != EXAM_RK1)
		return false;
	row_set(row, a, C_SUBJECTS, reg->exam == EXAM_RK1 ? (reg->level[0] == '3' ? "31" : reg->level[0] == '2' ? "21" : "11") :
	    reg->level[1] == '1' ? "101" : "201");
	return true;
}

static bool
carried_again(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
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
no_education(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)p, (void)reg, (void)b;
	for (int c = C_EDU_LEVEL; c <= C_DEGREE_CERT_NO; c++)
		row_set(row, a, c, "");
	return true;
}

static bool
two_faults(struct row *row, struct arena *a, const struct person *p, const struct reg *reg, const struct before *b)
{
	(void)p, (void)reg, (void)b;
	row_set(row, a, C_REVIEW_POINT, "77");
	row_set(row, a, C_PHONE, "1380013800");
	return true;
}

static const struct fault faults[] = {
	{ "ID_CHECKSUM", CELLS, NULL, wrong_check },
	{ "PHONE_TAKEN", CELLS, NULL, phone_taken },
	{ "ID_EXCEL", CELLS, NULL, excel_exponent },
	{ "ALREADY_REGISTERED", CELLS, NULL, second_entry },
	{ "GENDER_MISMATCH", CELLS, NULL, other_gender },
	{ "REQUIRED", C_NAME, "", NULL },
	{ "LEVEL_UNKNOWN", C_LEVEL, "09", NULL },
	{ "CITY_UNKNOWN", CELLS, NULL, closed_place },
	{ "ID_LENGTH", CELLS, NULL, cut_number },
	{ "SUBJECTS_INCOMPLETE", CELLS, NULL, one_of_all },
	{ "SUBJECT_CARRIED", CELLS, NULL, carried_again },
	{ "NAME_DIFFERS", CELLS, NULL, other_name },
	{ "ID_EXCEL", CELLS, NULL, excel_zeros },
	{ "PHONE_FORM", C_PHONE, "12345678901", NULL },
	{ "REQUIRED", C_PHONE, "", NULL },
	{ "SPECIALTY_UNKNOWN", C_SPECIALTY, "99", NULL },
	{ "ID_FORM", CELLS, NULL, letter_inside },
	{ "BIRTH_MISMATCH", CELLS, NULL, other_birth },
	{ "EDUCATION_REQUIRED", CELLS, NULL, no_education },
	{ "CITY_PROVINCE", CELLS, NULL, wrong_province },
	{ "ID_BIRTH", CELLS, NULL, month_13 },
	{ "EXAM_UNKNOWN", C_EXAM, "ZZ", NULL },
	{ "REVIEW_POINT_UNKNOWN", C_REVIEW_POINT, "77", NULL },
	{ "ID_TYPE_UNKNOWN", C_ID_TYPE, "88", NULL },
	{ "ID_PATTERN", CELLS, NULL, bad_passport },
	{ "EDU_LEVEL_UNKNOWN", C_EDU_LEVEL, "太学", NULL },
	{ "DATE_FORM", C_EDU_MONTH, "2018-13", NULL },
	{ "SUBJECT_UNKNOWN", C_SUBJECTS, "9", NULL },
	{ "PLEDGE_UNKNOWN", C_PLEDGE, "maybe", NULL },
	{ "NAME_FORM", C_NAME, "张 三", NULL },
	{ "NUMBER_FORM", C_WORK_YEARS, "3.5", NULL },
	{ "ID_REGION", CELLS, NULL, no_region },
	{ "PHONE_FORM|REVIEW_POINT_UNKNOWN", CELLS, NULL, two_faults },
};

const int row_faults = sizeof faults / sizeof *faults;

const char *
row_fault(struct row *row, struct arena *a, const struct world *w, const struct person *p, const struct reg *reg,
    const struct before *before, int number)
{
	const struct fault *f = &faults[number % row_faults];

	(void)w;
	if (f->make)
		return f->make(row, a, p, reg, before) ? f->code : NULL;
	row_set(row, a, f->cell, f->value);
	return f->code;
}
