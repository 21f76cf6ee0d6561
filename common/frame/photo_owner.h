/* SPDX-License-Identifier: MIT
 * Whose photograph: the person that a stream names by reg_no, person_no or document, the file that is to be looked for,
 * and the photographs that the database has of them. */
#ifndef FRAME_PHOTO_OWNER_H
#define FRAME_PHOTO_OWNER_H

#include <stdbool.h>
#include <stdint.h>

#include "frame/photo_file.h"
#include "frame/tool.h"
#include "store/person.h"

/* Indexes of tool->in; -1 where the tool has no such column. */
struct photo_columns {
	int reg_no, person_no, id_type, id_no, photo;
};

struct photo_owner {
	int64_t person_id, photo_id;  /* photo_id: what passed before, or 0 */
	char reg_no[20];              /* the registration named; else the newest live one (with -e: of that exam), or "" */
	char person_no[PERSON_NO_SIZE];
	int64_t document;             /* as registrations keep it */
	char file[256];               /* the photo column's, else the registration's, else ID_NO.jpg */
	const struct exam *exam;      /* of the registration, else -e's, else NULL */
	char province[16];
};

/* Find them. False with faults: MISSING, REG_UNKNOWN, REG_DELETED, PERSON_UNKNOWN, PERSON_AMBIGUOUS, PERSON_MISMATCH, PHOTO_NAME; file is then what the
 * record or the registration names, "" where nothing or no name that can be. */
bool photo_owner_find(struct rec *r, const struct photo_columns *c, struct photo_owner *out);
/* check(), where they were not found: is there the file at least? Faults as shot_readable. */
void photo_owner_look(struct rec *r, const struct photo_columns *c, const struct photo_owner *o);
/* How messages call them: the registration, else the person. */
const char *photo_owner_text(const struct photo_owner *o);

/* A row of the table photo. Strings live until the next call of the function that gave them. */
struct photo_row {
	int64_t id;
	const char *verdict, *codes, *decided_by, *reason, *at;
};
/* The person's row for these bytes. */
bool photo_row_find(int64_t person_id, const char *sha256, struct photo_row *out);
/* The row of the photograph in force. */
bool photo_row_in_force(const struct photo_owner *o, struct photo_row *out);
/* Was it decided so (verdict, by, reason) about this photograph before, and has a clerk since decided otherwise about it, or passed another of
 * the person's? out: that later decision, its file's name in codes. */
bool photo_decided_since(const struct photo_row *row, const char *verdict, const char *by, const char *reason, struct photo_row *out);
/* Has an amendment opened the portrait in force again (reg-amend, field photo; rules.md 52), and none has come since? */
bool photo_opened(const struct photo_owner *o);
/* Whose photograph these bytes are besides: the person_no, or NULL. */
const char *photo_row_other(int64_t person_id, const char *sha256);

/* May this photo take the place of the one that has passed? Not once a registration is confirmed (a portrait cannot be changed once uploaded, except by
 * the office: rules.md 52), nor, where no clerk asks for it, in place of one that a clerk has passed. Fault PHOTO_EXISTS. */
bool photo_may_replace(struct rec *r, int column, const struct photo_owner *o, bool clerk);
/* A live confirmed registration of theirs, of an exam whose results are not out (any: of any exam), or NULL. */
const char *photo_confirmed(const struct photo_owner *o, bool any);

/* Write: a new row (its id), a clerk's decision on one, and which row is the person's photograph (0: none). */
int64_t photo_row_add(const struct run *run, const struct shot *s, const char *verdict, const char *codes, const char *by, const char *reason);
void photo_row_decide(const struct run *run, int64_t id, const char *verdict, const char *by, const char *reason);
void photo_of_person(const struct run *run, int64_t person_id, int64_t photo_id);

#endif
