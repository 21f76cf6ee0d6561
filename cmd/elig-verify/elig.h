/* SPDX-License-Identifier: MIT
 * What the files of elig-verify share: the registries' answers, and the judgement of one registration. */
#ifndef ELIG_VERIFY_ELIG_H
#define ELIG_VERIFY_ELIG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "frame/tool.h"
#include "rule/eligibility.h"
#include "store/person.h"
#include "store/registration.h"

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

/* ---- judge.c */

/* Why people must look: codes joined by '|'. */
struct judgement {
	bool eligible;
	bool onsite;             /* people must see the originals, whatever manual_check says */
	char route[16];
	struct buf codes;        /* for people; or, where not eligible, what is lacking */
	struct buf message;      /* not eligible: the nearest route and what it lacks */
	struct buf told;         /* the same for the candidate, in Chinese */
};

struct candidate {
	const struct registration *reg;
	const struct education *record;
	size_t nrecord;
	const char *verified[RECORDS_MAX]; /* of each record, with this run's answers */
	const char *identity;
	bool identity_asked; /* the office asks the population registry: then no answer is a matter for people */
};

/* Can the registries answer for this record at all? */
bool record_in_range(const struct registration *reg, const struct education *e);
/* Reuses j's storage. */
void judge(const struct run *run, const struct candidate *c, struct judgement *j);

#endif
