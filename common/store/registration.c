/* SPDX-License-Identifier: MIT
 * A registration as the tools look at it. */
#include "store/registration.h"

#include "base/mem.h"
#include "store/db.h"

bool
registration_find(const char *reg_no, struct registration *out)
{
	static struct stmt q = { "SELECT r.id, r.person_id, coalesce(r.archive_id, 0), coalesce(p.photo_id, 0), r.exam_id, "
		"coalesce(r.work_years, -1), coalesce(r.pro_years, -1), r.deleted_at IS NOT NULL, "
		"r.reg_no, p.name, p.id_type, p.id_no, p.id_key, coalesce(p.phone, ''), "
		"r.province, r.city, r.review_point, r.site, r.batch, r.level, r.specialty, "
		"r.candidate, coalesce(a.archive_no, ''), r.pledge, r.photo_file, r.employer, r.title, r.prior_cert, "
		"coalesce(r.prior_cert_date, ''), r.special_needs, "
		"r.filled_at, coalesce(r.confirmed_at, ''), r.outcome, r.outcome_route, r.outcome_codes, r.review, "
		"coalesce(r.reviewed_at, ''), coalesce(r.paid_at, ''), coalesce(r.admit_no, ''), coalesce(r.seated_at, ''), "
		"coalesce(r.printed_at, ''), s.state, s.next_step, coalesce(s.review_mode, '') "
		"FROM registration r JOIN person p ON p.id = r.person_id "
		"JOIN registration_state s ON s.registration_id = r.id LEFT JOIN archive a ON a.id = r.archive_id "
		"WHERE r.reg_no = :reg_no", NULL };
	static struct arena memory;
	const char *s[36];

	db_text(&q, ":reg_no", reg_no);
	if (!db_row(&q))
		return false;
	arena_clear(&memory);
	for (int i = 0; i < 36; i++) {
		const char *v = db_col(&q, i + 8);

		s[i] = *v == '\0' ? "" : arena_strdup(&memory, v);
	}
	*out = (struct registration){ .id = db_col_int(&q, 0), .person_id = db_col_int(&q, 1), .archive_id = db_col_int(&q, 2),
		.photo_id = db_col_int(&q, 3), .exam = exam_by_id(db_col_int(&q, 4)), .work_years = (int)db_col_int(&q, 5),
		.pro_years = (int)db_col_int(&q, 6), .deleted = db_col_int(&q, 7), .reg_no = s[0], .name = s[1], .id_type = s[2],
		.id_no = s[3], .id_key = s[4], .phone = s[5], .province = s[6], .city = s[7], .review_point = s[8], .site = s[9],
		.batch = s[10], .level = s[11], .specialty = s[12], .candidate = s[13], .archive_no = s[14], .pledge = s[15],
		.photo_file = s[16], .employer = s[17], .title = s[18], .prior_cert = s[19], .prior_cert_date = s[20],
		.special_needs = s[21], .filled_at = s[22], .confirmed_at = s[23], .outcome = s[24], .outcome_route = s[25],
		.outcome_codes = s[26], .review = s[27], .reviewed_at = s[28], .paid_at = s[29], .admit_no = s[30],
		.seated_at = s[31], .printed_at = s[32], .state = s[33], .next_step = s[34], .review_mode = s[35] };
	db_reset(&q);
	return true;
}

void
registration_subject_text(const char *subject, int64_t carried_year, struct buf *sat, struct buf *carried)
{
	struct buf *b = carried_year == 0 ? sat : carried;

	if (b->len > 0)
		buf_char(b, '|');
	buf_str(b, subject);
	if (b == carried)
		buf_printf(b, ":%d", (int)carried_year);
}

void
registration_subjects(int64_t id, struct buf *sat, struct buf *carried)
{
	static struct stmt q = { "SELECT subject, carried_year FROM registration_subject WHERE registration_id = :id "
		"ORDER BY subject", NULL };

	db_int(&q, ":id", id);
	while (db_row(&q))
		registration_subject_text(db_col(&q, 0), db_col_null(&q, 1) ? 0 : db_col_int(&q, 1), sat, carried);
}

void
registration_redocument(int64_t document)
{
#define FIRST "(SELECT min(d.id) FROM person p JOIN person d ON d.id_key = p.id_key WHERE p.id = registration.person_id)"
	/* by the two indexes on document: of live ones, and of deleted ones */
	static struct stmt q[] = {
		{ "UPDATE registration SET document = " FIRST " WHERE document = :document AND deleted_at IS NULL", NULL },
		{ "UPDATE registration SET document = " FIRST " WHERE document = :document AND deleted_at IS NOT NULL", NULL },
	};

	for (int i = 0; i < 2; i++) {
		db_int(&q[i], ":document", document);
		db_do(&q[i]);
	}
}
