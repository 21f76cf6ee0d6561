/* SPDX-License-Identifier: MIT
 * Persons as the database knows them: one row per name and document. */
#ifndef STORE_PERSON_H
#define STORE_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A person's own columns. Text is "" where unknown. */
struct person {
	int64_t id;            /* 0: not in the database */
	const char *name, *name_key, *id_type, *id_no, *id_key;
	int gender;            /* 1 male, 2 female, 0 unknown */
	const char *birth, *nationality, *ethnic, *phone, *email;
	int64_t photo_id;      /* the photograph that passed, 0: none */
	int64_t merged_into;   /* who this row is now, 0: itself */
};

enum { PERSON_NO_SIZE = 24 };
/* 'P' and at least eight digits. */
void person_no_text(int64_t id, char out[PERSON_NO_SIZE]);
/* The id of a person_no, or 0 where it is none. */
int64_t person_no_parse(const char *person_no);

/* Everybody with this document (names differ): up to max of them into out; the number there
 * are. Strings live until the next call. */
size_t person_by_document(const char *id_key, struct person *out, size_t max);
/* The person of this id; false: none. Strings live until the next call. */
bool person_get(int64_t id, struct person *out);
/* Who a number is now: the person that the row was merged into, else itself. */
int64_t person_now(int64_t id);
/* What registrations keep of a document: the first id of everybody with this id_key, 0: nobody. */
int64_t person_document(const char *id_key);
/* Who has this phone: the id, or 0. */
int64_t person_by_phone(const char *phone);

/* Insert; the new id, or 0 where the phone (or the name and document) is somebody's already. phone "" stays unknown. */
int64_t person_add(const struct person *p, int64_t batch_id);
/* Fill in what was unknown (empty columns of the row only). */
void person_complete(int64_t id, const struct person *p);

/* An education or degree record. */
struct education {
	const char *kind;      /* education, degree */
	int ordinal;           /* the person's first, second … of its kind, from 1 */
	const char *level, *school, *major, *month, *mode, *cert_no;
	const char *verified;  /* "", registry, onsite, mismatch */
};
/* A person's records, education before degrees, oldest first; up to max. Strings live until the next call. */
size_t education_of(int64_t person_id, struct education *out, size_t max);
/* Is it one record: the same certificate number, or where there is none all columns the same? */
bool education_same(const struct education *a, const struct education *b);
/* 1: added; 0: the person has it already (same certificate number, or all columns the same); -1: five of that kind are there
 * (the setting education_max is the caller's: max). */
int education_add(int64_t person_id, const struct education *e, int max, int64_t batch_id);
/* The same for a person who has been added in this run and has none of this kind yet. */
void education_first(int64_t person_id, const struct education *e, int64_t batch_id);
/* It was looked at: keep the answer (education.verified) and when it came. What the registry has confirmed stays so. */
void education_verified(int64_t person_id, const struct education *e, const char *verified, const char *at);

#endif
