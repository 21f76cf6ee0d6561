/* SPDX-License-Identifier: MIT
 * Who may sit an exam: the routes of eligibility.csv against a person's facts. Any route
 * satisfied makes the person eligible.
 *
 * The routes are law of a year (e.g. 中级注安: 人社部发〔2022〕8号 took a year off "other majors" from
 * 2022; 一建 asks a bachelor for 工学门类、管理科学与工程类 since 2022: rules.md (b) F), so each
 * has the exam years in which it holds. Years of work before and after the education add
 * up, full-time study is not counted (一建 2020, rules.md (b) F): they are what the person
 * states for the eligibility day, and where dates leave no room for them people look. A
 * record whose month is after that day does not count, nor one that an office has refused. */
#ifndef RULE_ELIGIBILITY_H
#define RULE_ELIGIBILITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "rule/education.h"

/* A row of eligibility.csv. Texts NULL or "": not asked. */
struct elig_route {
	const char *route;                    /* its letter */
	enum edu_level min_education, min_degree; /* either is enough; EDU_ANY: not asked */
	const char *major_class;              /* "any", "other" (in no class of the exam), or a class */
	int min_work_years, min_pro_years;
	const char *prior_cert;               /* the certificate's name, alternatives joined by '|' */
	int years_after_prior_cert;
	int from_year, to_year;               /* exam years, 0: open */
};

enum elig_match { ELIG_BY_DISCIPLINE, ELIG_BY_CLASS, ELIG_BY_MAJOR };

/* A row of major_class.csv for the exam. */
struct elig_major {
	const char *major_class;
	enum elig_match match;
	const char *value;
};

enum elig_state {
	ELIG_UNCHECKED,
	ELIG_CHECKED,
	ELIG_DENIED,  /* by the registry: people see the papers (rules.md 18), it still counts until then */
	ELIG_REFUSED
};

/* An education or degree record. */
struct elig_record {
	bool is_degree;
	enum edu_level level;
	const char *major;                       /* as written */
	const char *discipline, *catalogue_class, *degree_note; /* its row in the catalogue, NULL where it has none */
	int32_t month;                           /* month_parse; 0: not known, taken as before */
	bool full_time;
	enum elig_state state;
};

struct elig_person {
	const struct elig_record *record;
	size_t n_record;
	int work_years, pro_years;
	int possible_years;         /* elig_years_possible(); < 0: no dates say */
	const char *prior_cert;     /* what the person holds, free text; NULL */
	int32_t prior_cert_date;    /* days since 1970 */
	bool has_prior_cert_date;
};

enum elig_lack {
	ELIG_LACK_EDUCATION,   /* need, have: enum edu_level */
	ELIG_LACK_MAJOR,       /* text: the class; given: the major */
	ELIG_LACK_WORK_YEARS,  /* need, have: years */
	ELIG_LACK_PRO_YEARS,
	ELIG_LACK_CERT,        /* text: its name; given: what the person holds */
	ELIG_LACK_CERT_DATE,   /* text: its name */
	ELIG_LACK_YEARS_AFTER  /* need, have: years since the certificate; text: its name */
};

struct elig_missing {
	enum elig_lack what;
	int need, have;
	const char *text;  /* borrowed from the route */
	const char *given; /* borrowed from the person; NULL: nothing */
};

/* What of a satisfied route people must judge. */
enum {
	ELIG_PEOPLE_MAJOR = 1,  /* the major is in no catalogue */
	ELIG_PEOPLE_DEGREE = 2, /* the major leads to degrees of several disciplines: which one was awarded? */
	ELIG_PEOPLE_YEARS = 4,  /* more years are stated than dates leave room for */
	ELIG_PEOPLE_CERT = 8    /* the certificate is named, but not in its own words */
};

enum elig_outcome {
	ELIG_OK,
	ELIG_NOT,      /* route is the nearest one, missing what it lacks */
	ELIG_NO_ROUTE  /* no route is law in this year */
};

enum { ELIG_MISSING_MAX = 6 };

struct elig_result {
	enum elig_outcome outcome;
	const struct elig_route *route;    /* satisfied or nearest; NULL with ELIG_NO_ROUTE */
	const struct elig_record *record;  /* the record that carries it; NULL where none is needed or found */
	unsigned people;                   /* ELIG_PEOPLE_* */
	size_t n_missing;
	struct elig_missing missing[ELIG_MISSING_MAX];
};

/* The word of exam.csv: year_end (31 December of the exam year), reg_end, or a date. */
bool elig_day(const char *word, int exam_year, int32_t reg_end, int32_t *day);

/* The whole years that a person can have worked until the day: from the sixteenth birthday (Labour Law, article 15), less full-time
 * study that ended before it. How long one has studied no record says: the shortest usual time is taken (college 2 years, bachelor 4, or
 * 2 after college, master 2, doctor 3). has_birth false: -1. */
int elig_years_possible(bool has_birth, int32_t birth, const struct elig_record *record, size_t n, int32_t day);

/* Is a major in a class of the exam? A major that is in no catalogue row can be in a class by its own name only, whether it is in others
 * nobody knows; one that leads to degrees of several disciplines (可授工学或理学学士学位) is of the discipline of the degree that was awarded:
 * then *people gets the reason (ELIG_PEOPLE_*; else 0) and the answer is no. */
bool elig_major_in(const struct elig_record *record, const char *major_class, const struct elig_major *classes,
    size_t n, unsigned *people);

/* Judge a person by the routes of one exam and level. Of several satisfied routes the one is
 * taken that needs no people and stands on a checked record, then the first. Of several
 * unsatisfied ones the nearest: years are nearer than a major, a certificate or a level, and
 * years of different kinds pass at the same time. */
struct elig_result elig_judge(const struct elig_route *route, size_t n_route, const struct elig_major *classes,
    size_t n_class, const struct elig_person *person, int exam_year, int32_t day);

/* Append what is missing in the operator's language: "4 years in the trade by 2025-12-31, has 3". */
void elig_missing_text(const struct elig_missing *m, int32_t day, struct buf *out);
/* Append the whole of a refusal: "route C: " and everything that is missing. */
void elig_refusal_text(const struct elig_result *result, int32_t day, struct buf *out);

#endif
