/* SPDX-License-Identifier: MIT
 * Facts of forms. */
#include "facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame/print_text.h"
#include "store/db.h"
#include "value/word.h"

enum { Q_ONE, Q_SEAT, Q_TABLE };
static struct stmt q[Q_TABLE + FACTS_TABLES] = {
	[Q_ONE] = { "SELECT r.id, r.exam_id, r.person_id, r.deleted_at IS NOT NULL, r.confirmed_at IS NOT NULL, r.province, r.city, r.review_point, "
		"s.state, s.review_mode, r.level, r.specialty, coalesce(p.gender, 0), p.id_type, coalesce(h.sha256, ''), p.name, p.id_no, "
		"coalesce(p.birth, ''), p.nationality, p.ethnic, r.politics, coalesce(p.phone, ''), p.email, r.address, r.postcode, r.employer, "
		"r.employer_code, r.title, coalesce(r.work_years, ''), coalesce(r.pro_years, ''), r.prior_cert, coalesce(r.prior_cert_date, ''), "
		"r.special_needs, r.candidate, coalesce(a.archive_no, ''), r.pledge, coalesce((SELECT max(t.at) FROM pledge_act t WHERE "
		"t.registration_id = r.id AND t.action = 'adopt'), r.filled_at), r.outcome, r.outcome_route, r.outcome_codes, r.review, "
		"coalesce(v.reason, ''), coalesce(v.\"by\", ''), coalesce(r.reviewed_at, ''), coalesce(k.name, ''), coalesce(k.address, ''), "
		"coalesce(k.phone, ''), coalesce(k.hours, ''), r.reg_no, r.seated_at IS NOT NULL FROM registration r JOIN person p ON p.id = r.person_id "
		"JOIN registration_state s ON s.registration_id = r.id LEFT JOIN photo h ON h.id = p.photo_id LEFT JOIN archive a ON a.id = r.archive_id "
		"LEFT JOIN review_point k ON k.city = r.city AND k.review_point = r.review_point LEFT JOIN review v ON v.id = (SELECT max(w.id) FROM review w "
		"WHERE w.registration_id = r.id AND w.decision = r.review AND w.at = r.reviewed_at) WHERE r.reg_no = :reg_no", NULL },
	[Q_SEAT] = { "SELECT s.session, s.site, s.room, s.city, s.seat, coalesce(k.batch, '') FROM seat s LEFT JOIN session k ON k.exam = :exam AND "
		"k.year = :year AND k.session = s.session WHERE s.registration_id = :id ORDER BY k.date, k.start, s.session", NULL },
	[Q_TABLE + T_EDUCATION] = { "SELECT kind, level, school, major, month, mode, cert_no, verified FROM education WHERE person_id = :person "
		"ORDER BY kind DESC, ordinal", NULL },
	[Q_TABLE + T_SUBJECT] = { "SELECT coalesce(s.name, b.subject), coalesce(b.carried_year, '') FROM registration_subject b JOIN registration r ON "
		"r.id = b.registration_id JOIN exam e ON e.id = r.exam_id LEFT JOIN subject s ON s.exam = e.exam AND s.year = e.year AND s.subject = b.subject "
		"WHERE b.registration_id = :id ORDER BY s.row, b.subject", NULL },
	[Q_TABLE + T_PAYMENT] = { "SELECT o.order_no, o.kind, p.amount, p.channel, p.txn_no, p.paid_at, p.receipt_no, p.payer, p.cashier, "
		"coalesce((SELECT sum(f.amount) FROM refund f WHERE f.payment_id = p.id AND (f.state = 'exported' OR f.state = 'settled')), 0) "
		"FROM fee_order o JOIN payment p ON p.order_id = o.id AND p.effective = 1 WHERE o.registration_id = :id ORDER BY o.id", NULL },
	[Q_TABLE + T_LINE] = { "SELECT o.order_no, l.component, coalesce(s.name, l.subject), l.amount FROM fee_order o JOIN fee_order_line l ON "
		"l.order_id = o.id JOIN registration r ON r.id = o.registration_id JOIN exam e ON e.id = r.exam_id LEFT JOIN subject s ON s.exam = e.exam "
		"AND s.year = e.year AND s.subject = l.subject WHERE o.registration_id = :id ORDER BY o.id, l.line", NULL },
	[Q_TABLE + T_AMENDMENT] = { "SELECT case_no, field, old, new, authority, in_person, proxy_name, documents, reason, login, substr(at, 1, 10) "
		"FROM amendment WHERE registration_id = :id OR (registration_id IS NULL AND person_id = :person) ORDER BY id", NULL },
	[Q_TABLE + T_REFUND] = { "SELECT f.refund_no, o.order_no, p.channel, p.txn_no, f.amount, f.cause, "
		"f.reason, f.state FROM fee_order o JOIN refund f ON f.order_id = o.id JOIN payment p ON p.id = f.payment_id WHERE o.registration_id = :id AND (f.state = 'proposed' OR f.state = 'approved') ORDER BY f.id", NULL },
	/* of its exam and province, the most specific row of each kind */
	[Q_TABLE + T_PROOF] = { "SELECT k.name, k.required_when FROM proof_kind k JOIN registration r ON r.id = :id JOIN exam e ON e.id = r.exam_id "
		"WHERE k.row = (SELECT x.row FROM proof_kind x WHERE x.proof_kind = k.proof_kind AND (x.exam = e.exam OR x.exam = '*') AND (x.province = "
		"r.province OR x.province = '*') ORDER BY x.province = '*', x.exam = '*' LIMIT 1) ORDER BY k.row", NULL },
};

static const size_t columns[FACTS_TABLES] = { [T_EDUCATION] = E_COLUMNS, [T_SUBJECT] = S_COLUMNS, [T_PAYMENT] = P_COLUMNS, [T_LINE] = L_COLUMNS,
	[T_AMENDMENT] = A_COLUMNS, [T_REFUND] = R_COLUMNS, [T_PROOF] = O_COLUMNS };

static struct arena memory;

/* A copy on one line: free text may have line breaks. */
static const char *
keep(const char *s)
{
	if (*s == '\0')
		return "";
	char *copy = arena_strdup(&memory, s);

	for (char *p = copy; *p != '\0'; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	return copy;
}

static void
read_named(struct facts *f)
{
	struct stmt *s = &q[Q_ONE];
	const struct level *level = exam_level(f->exam, db_col(s, 10));
	const char *specialty = exam_specialty_name(f->exam, db_col(s, 10), db_col(s, 11)), *city = city_name(db_col(s, 6));
	const struct doc_type *type = doc_type_get(db_col(s, 13));
	struct buf name = BUF_INIT, region = BUF_INIT;

	text_exam(f->exam, &name);
	text_region(db_col(s, 5), db_col(s, 6), &region);
	f->text[F_EXAM] = text_keep_buf(&memory, &name);
	f->text[F_LEVEL] = keep(level != NULL ? level->name : db_col(s, 10));
	f->text[F_SPECIALTY] = keep(specialty != NULL ? specialty : db_col(s, 11));
	f->text[F_GENDER] = word_gender_text((int)db_col_int(s, 12));
	f->text[F_ID_TYPE] = keep(type != NULL ? type->name : db_col(s, 13));
	f->text[F_REGION] = text_keep_buf(&memory, &region);
	f->text[F_CITY] = keep(city != NULL ? city : db_col(s, 6));
	f->text[F_USES_PLEDGE] = f->exam->pledge ? "1" : "";
}

/* The columns that are texts as they stand. */
static void
read_texts(struct facts *f)
{
	static const struct {
		enum fact fact;
		int column;
	} plain[] = { { F_PHOTO, 14 }, { F_NAME, 15 }, { F_ID_NO, 16 }, { F_BIRTH, 17 }, { F_NATIONALITY, 18 }, { F_ETHNIC, 19 }, { F_POLITICS, 20 },
		{ F_PHONE, 21 }, { F_EMAIL, 22 }, { F_ADDRESS, 23 }, { F_POSTCODE, 24 }, { F_EMPLOYER, 25 }, { F_EMPLOYER_CODE, 26 }, { F_TITLE, 27 },
		{ F_WORK_YEARS, 28 }, { F_PRO_YEARS, 29 }, { F_PRIOR_CERT, 30 }, { F_PRIOR_CERT_DATE, 31 }, { F_SPECIAL_NEEDS, 32 }, { F_CANDIDATE, 33 },
		{ F_ARCHIVE_NO, 34 }, { F_PLEDGE, 35 }, { F_PLEDGE_DATE, 36 }, { F_OUTCOME, 37 }, { F_ROUTE, 38 }, { F_CODES, 39 }, { F_REVIEW, 40 },
		{ F_REVIEW_REASON, 41 }, { F_REVIEW_BY, 42 }, { F_REVIEW_DATE, 43 }, { F_POINT, 44 }, { F_POINT_ADDRESS, 45 }, { F_POINT_PHONE, 46 },
		{ F_POINT_HOURS, 47 }, { F_REG_NO, 48 } };

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		f->text[plain[i].fact] = keep(db_col(&q[Q_ONE], plain[i].column));
}

static void
read_table(struct facts *f, enum facts_table table)
{
	struct facts_rows *t = &f->table[table];
	struct stmt *s = &q[Q_TABLE + table];
	bool person = table == T_EDUCATION || table == T_AMENDMENT;

	if (person)
		db_int(s, ":person", f->person_id);
	if (table != T_EDUCATION)
		db_int(s, ":id", f->id);
	for (size_t n = 0; db_row(s); n += columns[table]) {
		const char **cell = arena_alloc(&memory, (n + columns[table]) * sizeof *cell);

		if (n > 0)
			memcpy(cell, t->cell, n * sizeof *cell);
		for (size_t i = 0; i < columns[table]; i++)
			cell[n + i] = keep(db_col(s, (int)i));
		t->cell = cell;
		t->rows++;
	}
}

static void
read_seat(struct facts *f, const struct print_where *where)
{
	struct stmt *s = &q[Q_SEAT];

	f->seat_city = f->seat_site = f->seat_room = f->seat_batch = "";
	db_text(s, ":exam", f->exam->code);
	db_int(s, ":year", f->exam->year);
	db_int(s, ":id", f->id);
	while (db_row(s)) {
		bool here = (where->session == NULL || strcmp(where->session, db_col(s, 0)) == 0) &&
		    (where->site == NULL || strcmp(where->site, db_col(s, 1)) == 0) && (where->room == NULL || strcmp(where->room, db_col(s, 2)) == 0);

		if (!here || f->wanted)
			continue;
		f->wanted = true;
		f->seat_site = keep(db_col(s, 1));
		f->seat_room = keep(db_col(s, 2));
		f->seat_city = keep(db_col(s, 3));
		f->seat = db_col_int(s, 4);
		f->seat_batch = keep(db_col(s, 5));
	}
}

bool
facts_read(const char *reg_no, unsigned tables, const struct print_where *where, struct facts *out)
{
	struct stmt *s = &q[Q_ONE];

	db_text(s, ":reg_no", reg_no);
	if (!db_row(s))
		return false;
	arena_clear(&memory);
	*out = (struct facts){ .id = db_col_int(s, 0), .exam = exam_by_id(db_col_int(s, 1)), .person_id = db_col_int(s, 2),
		.deleted = db_col_int(s, 3) != 0, .confirmed = db_col_int(s, 4) != 0, .province = keep(db_col(s, 5)), .city = keep(db_col(s, 6)),
		.review_point = keep(db_col(s, 7)), .state = keep(db_col(s, 8)), .review_mode = keep(db_col(s, 9)), .seated = db_col_int(s, 49) != 0 };
	read_named(out);
	read_texts(out);
	db_reset(s);
	read_seat(out, where);
	for (int t = 0; t < FACTS_TABLES; t++)
		if (tables & 1U << t)
			read_table(out, t);
	return true;
}

/* ---- as bytes */

void
facts_pack(const struct facts *f, unsigned tables, struct buf *out)
{
	for (int i = 0; i < FACTS; i++)
		text_pack(out, f->text[i]);
	for (int t = 0; t < FACTS_TABLES; t++) {
		size_t cells = tables & 1U << t ? f->table[t].rows * columns[t] : 0;

		buf_printf(out, "%zu", tables & 1U << t ? f->table[t].rows : 0);
		buf_char(out, '\0');
		for (size_t i = 0; i < cells; i++)
			text_pack(out, f->table[t].cell[i]);
	}
}

void
facts_unpack(const char *p, struct arena *arena, struct facts *out)
{
	*out = (struct facts){ .id = 0 };
	for (int i = 0; i < FACTS; i++)
		out->text[i] = text_unpack(&p);
	for (int t = 0; t < FACTS_TABLES; t++) {
		size_t rows = (size_t)strtoul(text_unpack(&p), NULL, 10);

		out->table[t].rows = rows;
		out->table[t].cell = rows > 0 ? arena_alloc(arena, rows * columns[t] * sizeof(char *)) : NULL;
		for (size_t i = 0; i < rows * columns[t]; i++)
			out->table[t].cell[i] = text_unpack(&p);
	}
}

const char *
facts_cell(const struct facts *f, enum facts_table table, size_t row, size_t column)
{
	return f->table[table].cell[row * columns[table] + column];
}
