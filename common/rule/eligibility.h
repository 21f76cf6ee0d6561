/* SPDX-License-Identifier: MIT
 * Who may sit an exam: the routes of eligibility.csv against a person's facts. Any route
 * satisfied makes the person eligible.
 *
 * The routes are law of a year (e.g. 中级注安: 人社部发〔2022〕8号 took a year off "other majors" from
 * 2022; 一建 asks a bachelor for 工学门类、管理科学与工程类 since 2022: rules.md (b) F), so each
 * has the exam years in which it holds. Years of work before and after the education add
 * up; they are what the person states for the eligibility day. A record whose month is
 * after that day does not count, nor one that a registry or an office has refused. */
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
	const char *prior_cert;               /* the certificate's name */
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

enum elig_state { ELIG_UNCHECKED, ELIG_CHECKED, ELIG_REFUSED };

/* An education or degree record. */
struct elig_record {
	bool is_degree;
	enum edu_level level;
	const char *major;                       /* as written */
	const char *discipline, *catalogue_class; /* its row in the catalogue, NULL where it has none */
	int32_t month;                           /* month_parse; 0: not known, taken as before */
	enum elig_state state;
};

struct elig_person {
	const struct elig_record *record;
	size_t n_record;
	int work_years, pro_years;
	const char *prior_cert;     /* what the person holds, several joined by '|'; NULL */
	int32_t prior_cert_date;    /* days since 1970 */
	bool has_prior_cert_date;
};

enum elig_lack {
	ELIG_LACK_EDUCATION,   /* need, have: enum edu_level */
	ELIG_LACK_MAJOR,       /* text: the class */
	ELIG_LACK_WORK_YEARS,  /* need, have: years */
	ELIG_LACK_PRO_YEARS,
	ELIG_LACK_CERT,        /* text: its name */
	ELIG_LACK_CERT_DATE,   /* text: its name */
	ELIG_LACK_YEARS_AFTER  /* need, have: years since the certificate; text: its name */
};

struct elig_missing {
	enum elig_lack what;
	int need, have;
	const char *text; /* borrowed from the route */
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
	bool major_by_people;              /* the record's major is in no catalogue: people must judge its class */
	size_t n_missing;
	struct elig_missing missing[ELIG_MISSING_MAX];
};

/* The word of exam.csv: year_end (31 December of the exam year), reg_end, or a date. */
bool elig_day(const char *word, int exam_year, int32_t reg_end, int32_t *day);

/* Which classes of the exam a major is in. A major that is in no catalogue row can be in a
 * class by its own name only; whether it is in others nobody knows (*unknown, may be NULL). */
bool elig_major_in(const struct elig_record *record, const char *major_class, const struct elig_major *classes,
    size_t n, bool *unknown);

/* Judge a person by the routes of one exam and level. Of several satisfied routes the one is
 * taken that stands on a checked record and needs no people, then the first. Of several
 * unsatisfied ones the nearest: years are nearer than a certificate, a major or a level. */
struct elig_result elig_judge(const struct elig_route *route, size_t n_route, const struct elig_major *classes,
    size_t n_class, const struct elig_person *person, int exam_year, int32_t day);

/* Append what is missing in the operator's language: "3 years in the trade needed, 2 given". */
void elig_missing_text(const struct elig_missing *m, struct buf *out);

#endif
