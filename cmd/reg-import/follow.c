/* SPDX-License-Identifier: MIT
 * The registrations behind one another, by two statements that stay open. */
#include "follow.h"

#include <string.h>

#include "store/db.h"
#include "store/registration.h"

enum { F_REGISTRATION, F_SUBJECT, F_COUNT };
static struct stmt q[F_COUNT] = {
	[F_REGISTRATION] = { "SELECT s.registration_id, s.row_hash, p.name, p.id_no, p.id_type, s.exam_id, s.reg_no, s.candidate, "
		"coalesce((SELECT a.archive_no FROM archive a WHERE a.id = s.archive_id), ''), s.level, s.specialty, s.state "
		"FROM registration_state s CROSS JOIN person p ON p.id = s.person_id WHERE s.registration_id > :behind AND s.deleted_at IS NULL "
		"ORDER BY s.registration_id", NULL },
	[F_SUBJECT] = { "SELECT registration_id, subject, carried_year FROM registration_subject WHERE registration_id > :behind "
		"ORDER BY registration_id, subject", NULL },
};

enum { TRIES = 16 }; /* beginnings that may lead nowhere before they must be rarer than what was followed */

static int64_t last;      /* the registration found last, 0: none */
static bool open, waits;  /* the statements stand behind last; a row of subjects is read but not used */
static int64_t begun, hits;

static void
shut(void)
{
	if (open) {
		db_reset(&q[F_REGISTRATION]);
		db_reset(&q[F_SUBJECT]);
	}
	open = false;
}

void
follow_end(void)
{
	shut();
	last = 0;
}

void
follow_found(int64_t registration)
{
	if (registration == last)
		return;
	shut();
	last = registration;
}

static void
begin(void)
{
	db_int(&q[F_REGISTRATION], ":behind", last);
	db_int(&q[F_SUBJECT], ":behind", last);
	waits = db_row(&q[F_SUBJECT]);
	open = true;
	begun++;
}

static void
add_subjects(int64_t registration, struct buf *sat, struct buf *carried)
{
	struct stmt *s = &q[F_SUBJECT];

	for (; waits && db_col_int(s, 0) <= registration; waits = db_row(s))
		if (db_col_int(s, 0) == registration)
			registration_subject_text(db_col(s, 1), db_col_null(s, 2) ? 0 : db_col_int(s, 2), sat, carried);
}

bool
follow_next(int64_t row_hash, const char *name, const char *id_no, struct followed *out, struct buf *sat, struct buf *carried)
{
	struct stmt *s = &q[F_REGISTRATION];

	if (last == 0 || (!open && begun > TRIES + hits))
		return false;
	if (!open)
		begin();
	if (!db_row(s)) {
		shut();
		last = 0;
		return false;
	}
	if (db_col_int(s, 1) != row_hash || strcmp(db_col(s, 2), name) != 0 || strcmp(db_col(s, 3), id_no) != 0) {
		shut();
		last = 0; /* the look-up says where to go on */
		return false;
	}
	hits++;
	last = db_col_int(s, 0);
	*out = (struct followed){ .registration = last, .exam = exam_by_id(db_col_int(s, 5)), .name = db_col(s, 2), .id_no = db_col(s, 3),
		.id_type = db_col(s, 4), .reg_no = db_col(s, 6), .candidate = db_col(s, 7), .archive_no = db_col(s, 8), .level = db_col(s, 9),
		.specialty = db_col(s, 10), .state = db_col(s, 11) };
	add_subjects(last, sat, carried);
	return true;
}
