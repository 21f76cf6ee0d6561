/* SPDX-License-Identifier: MIT
 * What the files of elig-verify share: the registries' answers, the law and the place's rules, and the
 * judgement of one registration. */
#ifndef ELIG_VERIFY_ELIG_H
#define ELIG_VERIFY_ELIG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "frame/tool.h"
#include "rule/eligibility.h"
#include "store/person.h"

enum { RECORDS_MAX = 10 };

/* ---- answers.c */

enum answer { NO_ANSWER, MATCH, MISMATCH, NONE, OTHER_NAME };

/* Read a registry's file: edu_cert_no,name,id_no,result, or name,id_no,result. Dies where it cannot be read, a column is
 * missing, or a result is no word of the contract; rows without a result are questions not yet answered. */
void answers_read_edu(struct run *run, const char *path);
void answers_read_identity(struct run *run, const char *path);
/* The education registry about a certificate of this person. */
enum answer answer_edu(const char *cert_no, const char *name_key, const char *id_no);
/* The population registry about the person. */
enum answer answer_identity(const char *name_key, const char *id_no);

/* ---- law.c: the configuration, each part read once and found once */

/* What is law for a level of an exam. */
struct law {
	const struct elig_route *route;
	size_t n_route;
	const struct elig_major *major;  /* the exam's classes */
	size_t n_major;
	bool asks;                 /* the exam has routes at all */
	bool exempt;               /* the level is an exemption, which people see */
	const struct law *full;    /* also_needs_route: what must be satisfied too; NULL: nothing */
};
const struct law *law_of(const struct exam *e, const char *level);

/* What holds in a province for an exam. */
struct place {
	const struct exam *exam;
	const char *province;
	struct edu_auto range;     /* what the registries answer for */
	const char *manual;        /* manual_check: online, onsite */
	int32_t day;               /* to which years of work count */
};
const struct place *place_of(const struct run *run, const struct exam *e, const char *province);

/* Fill in what the catalogue of majors knows of record->major. */
void catalogue_find(struct elig_record *record);

/* ---- judge.c */

struct candidate {
	int64_t id, person_id;
	const struct exam *exam;
	const struct place *place;
	const char *reg_no, *level, *pledge, *prior_cert, *prior_cert_date;
	int work_years, pro_years;   /* 0 where not given */
	bool confirmed;
	bool refused_before;         /* people decided last against it, and their review has begun anew */
	bool let_through;            /* a reviewer passed it, or it is paid */
	const char *name, *name_key, *id_type, *id_no, *id_key, *birth;
	const char *identity;        /* the population registry's answer, with this run's; "" none */
	const char *outcome, *route, *codes; /* as they stand */
	size_t n;
	struct education record[RECORDS_MAX];
	const char *verified[RECORDS_MAX];   /* of each, with this run's answers */
	bool in_range[RECORDS_MAX];          /* the registry can answer for it */
	struct elig_record facts[RECORDS_MAX];
};

/* Take over the person's education records: facts, in_range, and what was said of them so far. */
void candidate_records(struct candidate *c);
/* What is said of a record now: a word of education.verified. */
void candidate_verified(struct candidate *c, size_t i, const char *word);

struct judgement {
	bool eligible;
	bool onsite;             /* people must see the originals, whatever manual_check says */
	char route[16];
	struct buf codes;        /* why people must look, joined by '|'; or, where not eligible, what is lacking */
	struct buf message;      /* not eligible: the nearest route and what it lacks */
	struct buf told;         /* the same for the candidate, in Chinese */
};

/* identity_asked: the office asks the population registry, so that its silence is a matter for people. Reuses j's storage. */
void judge(const struct run *run, const struct candidate *c, bool identity_asked, struct judgement *j);

#endif
