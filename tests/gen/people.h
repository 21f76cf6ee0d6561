/* SPDX-License-Identifier: MIT
 * The candidates: who they are, what they studied, what they enter for and what they have passed in
 * earlier years. Everything is computed from (seed, index), nothing is kept. */
#ifndef GEN_PEOPLE_H
#define GEN_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "gen.h"

/* In the order of the year in which they are held. */
enum exam { EXAM_308, EXAM_RK1, EXAM_JZ, EXAM_AQ, EXAMS };

struct exam_facts {
	const char *code, *name; /* "AQ", "AQ-2025" */
	int year;
	int reg_year, reg_month, reg_day; /* a day inside the registration window */
	const char *archive_digits;       /* what archive numbers have behind the province */
};
extern const struct exam_facts exam_facts[EXAMS];
/* The exam called "AQ-2025"; dies where there is none. */
enum exam exam_of_name(const char *name);

enum edu_level { EDU_HIGH_SCHOOL, EDU_COLLEGE, EDU_BACHELOR, EDU_SECOND_BACHELOR, EDU_MASTER, EDU_DOCTOR };

struct person {
	int index;
	bool female;
	int32_t birth; /* days since 1970 */
	char name[80];
	const char *id_type; /* code of the doc_type table */
	char id_no[40], phone[12], email[48];
	const char *ethnic, *nationality, *politics;
	char employer[96], address[128], postcode[8];
	const char *city; /* "110100" */
	const char *title, *prior_cert, *prior_cert_date;
	enum edu_level edu;
	const char *school, *school_code, *major; /* of the education record; "" without major */
	int grad_year;
	int work_from;                      /* the year in which work began */
	const char *edu_mode;               /* full_time, correspondence … */
	char edu_cert[24], degree_cert[24]; /* "" where there is none */
	enum exam exam, second;             /* what they enter for; second = EXAMS: nothing else */
};

void person_make(const struct world *w, int index, struct person *p);
/* Mobile number of the index-th person; no two are alike. */
void person_phone(const struct world *w, int64_t index, char out[12]);

const char *edu_level_word(enum edu_level e);    /* "bachelor" */
const char *edu_level_chinese(enum edu_level e); /* "本科" */
const char *degree_word(const struct person *p); /* "" where there is no degree */
const char *edu_mode_chinese(const char *mode);

/* names.c: a name for a person (rare characters, minority names, bracketed homophones
 * among them). The row of a document that is no identity card goes with it. */
void name_make(struct rng *r, bool female, const char *id_type, char *out, size_t size);

/* ---- what a person enters for ---- */
enum { SUBJECTS_MAX = 4, PASSES_MAX = 24 };

struct pass {
	int year;
	char subject[4];
	int score; /* marks */
	bool passed;
};

struct reg {
	enum exam exam;
	char level[3], specialty[4], review_point[3];
	char subjects[24];         /* as typed: "" or codes joined by | */
	const char *pledge;        /* adopt, decline, "" */
	const char *special_needs; /* "" for nearly all */
	int work_years, pro_years;
	/* earlier years; 0 passes: not in the archive */
	char archive_no[24];
	struct pass pass[PASSES_MAX];
	int passes;
	bool old;         /* the archive counts for this year: 老考生 */
	char carried[48]; /* "1:2023|2:2024" */
};

/* The registration of p for exam e (p->exam or p->second). */
void reg_make(const struct world *w, const struct person *p, enum exam e, struct reg *reg);

/* Persons of w whose first or second exam is e, in order of their index. */
typedef void person_fn(const struct world *w, const struct person *p, void *context);
void people_of(const struct world *w, enum exam e, person_fn *each, void *context);

#endif
