/* SPDX-License-Identifier: MIT
 * A registration as the tools look at it: the row, its person, where it stands. */
#ifndef STORE_REGISTRATION_H
#define STORE_REGISTRATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "store/definition.h"

struct registration {
	int64_t id, person_id, archive_id, photo_id; /* 0: none */
	const struct exam *exam;
	const char *reg_no, *name, *id_type, *id_no, *id_key, *phone;
	const char *province, *city, *review_point, *site, *batch, *level, *specialty;
	const char *candidate, *archive_no, *pledge, *photo_file, *employer, *title, *prior_cert, *prior_cert_date, *special_needs;
	int work_years, pro_years;     /* -1: not given */
	const char *filled_at, *confirmed_at, *outcome, *outcome_route, *outcome_codes, *review, *reviewed_at, *paid_at,
	    *admit_no, *seated_at, *printed_at; /* "" where it has not happened */
	const char *state, *next_step, *review_mode; /* from the view registration_state */
	bool deleted;
};

/* By number; false where there is none. Strings live until the next call of this function. */
bool registration_find(const char *reg_no, struct registration *out);

/* Its subjects by code: those to be sat now as "1|2", those carried as "3:2023|4:2024". Appended. */
void registration_subjects(int64_t id, struct buf *sat, struct buf *carried);

/* One of them, appended likewise; carried_year 0: to be sat. */
void registration_subject_text(const char *subject, int64_t carried_year, struct buf *sat, struct buf *carried);

/* A document has got another first person (a number was corrected, persons were merged): the registrations under it, deleted ones too,
 * go under the first person with their own person's document. The calling tool writes registration. */
void registration_redocument(int64_t document);

#endif
