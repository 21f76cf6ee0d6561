/* SPDX-License-Identifier: MIT
 * What the files of user-import share: the columns, a row as it was understood, and the rows of one person. */
#ifndef USER_IMPORT_IMPORT_H
#define USER_IMPORT_IMPORT_H

#include "frame/identity.h"
#include "frame/tool.h"
#include "store/account.h"
#include "store/person.h"

enum {
	I_USERNAME, I_PASSWORD, I_PASSWORD_HASH, I_NAME, I_ID_TYPE, I_ID_NO, I_PHONE, I_EMAIL, I_QUESTION, I_ANSWER, I_REGISTERED_AT,
	I_EDU_KIND, I_EDU_LEVEL, I_EDU_SCHOOL, I_EDU_MAJOR, I_EDU_MONTH, I_EDU_MODE, I_EDU_CERT_NO, I_CONFIRM_DUP_ID,
	I_PASSWORD2, I_NAME2, I_ID_TYPE2, I_ID_NO2, I_EDU_KIND2, I_EDU_LEVEL2, I_EDU_SCHOOL2, I_EDU_MAJOR2, I_EDU_MONTH2, I_EDU_MODE2,
	I_EDU_CERT_NO2, I_END
};

/* ---- row.c: a row, understood; values only. Pointers live as long as the record. */

struct row {
	bool named;                   /* it brings name and document; else the user name says whose row it is */
	struct identity identity;
	struct person person;         /* name, document, phone, email */
	char phone[12];
	const char *username;         /* "" where it is left empty */
	char registered_at[TIME_SIZE];/* "" where it is left empty */
	bool has_record;
	struct education record;
	char month[8];
	bool confirm_dup_id;
};

/* False where nobody knows whose row it is (faults say why). */
bool row_read(struct rec *r, struct row *w);

/* ---- group.c: the rows of one person, within a run */

struct group {
	const char *file;   /* where its first row stands */
	int64_t line;
	bool education;     /* one of its rows brings a good education record */
};

/* check(): take the row into its person's group. Columns of a later row that are neither empty nor those of the first
 * are faults ROWS_DIFFER. */
void group_take(struct rec *r, const struct row *w);
/* apply(): the same row's group. */
struct group group_of(const struct row *w);
bool group_first(const struct group *g, const struct rec *r);

/* ---- secret.c: hashing and verifying, in the workers */

enum secret { SECRET_PASSWORD, SECRET_ANSWER };

/* Are passwords and answers held against those that are kept? Not in runs that would not count a wrong one. */
bool secret_counts(const struct run *run);
/* check(): what is to be done for the row's password and answer. known: the account that there is, or NULL; verifies: hold them against it. */
void secret_plan(struct rec *r, const struct account *known, bool verifies);
/* compute(): do it. */
void secret_work(const struct rec *r, struct buf *result);
/* apply(): the hash of the row's new password or answer. Valid until the next call for the same. */
const char *secret_hash(struct rec *r, enum secret which);
/* apply(): does it fit the hash that is stored? */
bool secret_fits(struct rec *r, enum secret which, const char *stored);

#endif
