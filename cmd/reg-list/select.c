/* SPDX-License-Identifier: MIT
 * The columns that can be asked for, and the registrations that match. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "list.h"
#include "store/db.h"
#include "store/registration.h"
#include "stream/column.h"

/* ---- columns: in the order of the SELECT, but for two that are read by themselves where asked */

enum { C_REG_NO, C_DETAILS = 47, C_SUBJECTS = 55, C_CARRIED = 56, C_COUNT = 57 };
static const char *const names[C_COUNT] = { "reg_no", "exam", "person_no", "name", "id_type", "id_no", "gender", "birth", "nationality", "ethnic",
	"phone", "email", "province", "city", "review_point", "site", "batch", "level", "specialty", "candidate", "archive_no", "pledge",
	"photo", "politics", "employer", "employer_code", "work_years", "pro_years", "title", "prior_cert", "prior_cert_date", "address",
	"postcode", "special_needs", "outcome", "route", "codes", "decision", "state", "next_step", "order_no", "amount", "pay_until",
	"paid_at", "admit_no", "filled_at", "confirmed_at",
	/* details: looked up only where one of them is asked for */
	"last_event", "reason", "verdict", "still_missing", "edu_level", "edu_school", "edu_major", "edu_cert_no", "subjects", "carried" };
enum { H_ID = C_SUBJECTS, H_PERSON, H_EVENT }; /* behind the last column of the SELECT */

/* The registration's own last event. */
#define EVENT "max(r.filled_at, coalesce(r.confirmed_at, ''), coalesce(r.outcome_at, ''), coalesce(r.reviewed_at, ''), " \
	"coalesce(r.paid_at, ''), coalesce(r.seated_at, ''), coalesce(r.printed_at, ''), coalesce(r.deleted_at, ''))"
#define EDUCATION(column) "iif(:details, coalesce((SELECT " column " FROM education d WHERE d.person_id = p.id AND d.kind = 'education' " \
	"ORDER BY d.ordinal DESC LIMIT 1), ''), '')"
#define DETAILS \
	"iif(:details, max(" EVENT ", coalesce((SELECT max(m.at) FROM amendment m WHERE m.registration_id = r.id), ''), " \
	"coalesce((SELECT max(max(f.created_at, coalesce(f.closed_at, ''))) FROM fee_order f WHERE f.registration_id = r.id), '')), ''), " \
	"iif(:details, coalesce((SELECT v.reason FROM review v WHERE v.registration_id = r.id ORDER BY v.id DESC LIMIT 1), ''), ''), " \
	"iif(p.photo_id IS NOT NULL, 'pass', iif(:details, coalesce((SELECT h.verdict FROM photo h WHERE h.person_id = p.id " \
	"ORDER BY h.at DESC, h.id DESC LIMIT 1), ''), '')), " \
	"iif(:details AND r.confirmed_at IS NULL, trim(iif(p.photo_id IS NULL, 'photo|', '') || iif(EXISTS (SELECT 1 FROM education d " \
	"WHERE d.person_id = p.id AND d.kind = 'education'), '', 'education|') || iif(e.pledge = 1 AND r.pledge = '', 'pledge|', ''), '|'), ''), " \
	EDUCATION("d.level") ", " EDUCATION("d.school") ", " EDUCATION("d.major") ", " EDUCATION("d.cert_no")
#define COLUMNS "r.reg_no, e.exam || '-' || e.year, printf('P%08d', p.id), p.name, p.id_type, p.id_no, CASE p.gender WHEN 1 THEN '男' WHEN 2 THEN '女' " \
	"ELSE '' END, coalesce(p.birth, ''), p.nationality, p.ethnic, coalesce(p.phone, ''), p.email, r.province, r.city, r.review_point, r.site, " \
	"r.batch, r.level, r.specialty, r.candidate, coalesce(a.archive_no, ''), r.pledge, r.photo_file, r.politics, r.employer, r.employer_code, " \
	"r.work_years, r.pro_years, r.title, r.prior_cert, r.prior_cert_date, r.address, r.postcode, r.special_needs, r.outcome, r.outcome_route, " \
	"r.outcome_codes, r.review, s.state, s.next_step, coalesce(o.order_no, ''), CASE WHEN o.amount IS NULL THEN '' ELSE printf('%d.%02d', " \
	"o.amount / 100, o.amount % 100) END, coalesce(o.pay_until, ''), coalesce(r.paid_at, ''), coalesce(r.admit_no, ''), r.filled_at, " \
	"coalesce(r.confirmed_at, ''), " DETAILS ", r.id, r.person_id, " EVENT " "

#define REGISTRATION "FROM registration r JOIN registration_state s ON s.registration_id = r.id "
#define ALL REGISTRATION "JOIN exam e ON e.id = r.exam_id JOIN person p ON p.id = r.person_id LEFT JOIN archive a ON a.id = r.archive_id " \
	"LEFT JOIN fee_order o ON o.registration_id = r.id AND o.closed_at IS NULL AND o.kind = 'registration' "
#define MATCH "(:province IS NULL OR r.province = :province) AND (:city IS NULL OR r.city = :city) AND (:site IS NULL OR r.site = :site) AND " \
	"(:review_point IS NULL OR r.review_point = :review_point) AND (:level IS NULL OR r.level = :level) AND " \
	"(:specialty IS NULL OR r.specialty = :specialty) AND (:outcome IS NULL OR r.outcome = iif(:outcome = 'none', '', :outcome)) AND " \
	"(:state = 'deleted' OR r.deleted_at IS NULL) AND " SCOPE_SQL " AND (:state IS NULL OR s.state = :state) "

enum { Q_NEXT, Q_KEYS, Q_REG_NO, Q_ID, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_NEXT] = { "SELECT " COLUMNS ALL "WHERE r.exam_id = :exam AND " MATCH "ORDER BY r.reg_no", NULL },
	[Q_KEYS] = { "SELECT r.reg_no, r.id, r.person_id, " EVENT " " REGISTRATION "WHERE r.exam_id = :exam AND " MATCH "ORDER BY r.reg_no", NULL },
	[Q_REG_NO] = { "SELECT " COLUMNS ALL "WHERE r.reg_no = :reg_no AND " MATCH, NULL },
	[Q_ID] = { "SELECT " COLUMNS ALL "WHERE r.id = :id AND " MATCH, NULL },
};

static int chosen[CHOSEN_MAX];
static size_t nchosen;

static _Noreturn void
no_column(const char *name, size_t n)
{
	struct buf all = BUF_INIT;

	for (size_t k = 0; k < C_COUNT; k++)
		buf_printf(&all, " %s", names[k]);
	die_usage(L("-c: no column %.*s; there are:%s", "-c: 没有列 %.*s; 可用:%s"), (int)n, name, buf_text(&all));
}

/* By the English name, or any that a header may have. */
static int
find_column(const char *s, size_t n)
{
	char *name = xstrndup(s, n);
	const struct column *c = column_of_header(name);
	int k = 0;

	while (k < C_COUNT && strcmp(names[k], c != NULL ? c->name : name) != 0)
		k++;
	free(name);
	if (k == C_COUNT)
		no_column(s, n);
	return k;
}

void
columns_choose(const char *list)
{
	while (*list != '\0') {
		size_t n = strcspn(list, ",|");
		int k = find_column(list, n);

		for (size_t i = 0; i < nchosen && k != C_REG_NO; i++)
			if (chosen[i] == k)
				k = C_REG_NO; /* asked for twice, shown once */
		if (k != C_REG_NO)
			chosen[nchosen++] = k;
		list += n + (list[n] != '\0');
	}
}

size_t
columns_chosen(const char **name)
{
	for (size_t i = 0; i < nchosen && name != NULL; i++)
		name[i] = names[chosen[i]];
	return nchosen;
}

/* ---- --changed-since: what has its own event later, and what these sets hold */

static struct map changed_registrations, changed_persons;

#define RUNS "IN (SELECT id FROM batch WHERE as_of >= :since)"

static void
read_changed(struct map *m, struct stmt *s, const char *since)
{
	db_text(s, ":since", since);
	while (db_row(s))
		*map_at(m, (uint64_t)db_col_int(s, 0), NULL) = 1;
}

static void
changed_start(const char *since)
{
	/* reviews, payments and scores may be recorded later than they were: their runs tell when */
	static struct stmt registrations = { "SELECT registration_id FROM amendment WHERE at >= :since AND registration_id IS NOT NULL "
		"UNION ALL SELECT registration_id FROM review WHERE batch_id " RUNS
		" UNION ALL SELECT registration_id FROM fee_order WHERE created_at >= :since OR closed_at >= :since "
		"UNION ALL SELECT o.registration_id FROM payment p JOIN fee_order o ON o.id = p.order_id WHERE p.batch_id " RUNS
		" UNION ALL SELECT o.registration_id FROM refund f JOIN fee_order o ON o.id = f.order_id WHERE f.proposed_at >= :since "
		"OR f.approved_at >= :since OR f.exported_at >= :since OR f.settled_at >= :since "
		"UNION ALL SELECT registration_id FROM score WHERE batch_id " RUNS
		" UNION ALL SELECT registration_id FROM result WHERE batch_id " RUNS, NULL };
	static struct stmt persons = { "SELECT person_id FROM amendment WHERE at >= :since AND registration_id IS NULL "
		"UNION ALL SELECT keep_id FROM person_merge WHERE at >= :since UNION ALL SELECT person_id FROM photo WHERE at >= :since "
		"UNION ALL SELECT person_id FROM education WHERE verified_at >= :since OR batch_id " RUNS
		" UNION ALL SELECT id FROM person WHERE identity_at >= :since", NULL };

	read_changed(&changed_registrations, &registrations, since);
	read_changed(&changed_persons, &persons, since);
}

static const char *since = "";

static bool
held(struct map *m, int64_t id)
{
	bool fresh;

	return m->n > 0 && *map_at(m, (uint64_t)id, &fresh) != 0;
}

static bool
has_changed(struct stmt *s, int id, int person, int event)
{
	return *since == '\0' || strcmp(db_col(s, event), since) >= 0 || held(&changed_registrations, db_col_int(s, id)) ||
	    held(&changed_persons, db_col_int(s, person));
}

/* ---- statements */

static struct stmt *row; /* the statement that has the row in hand */
static const struct run *asking;
static const struct conditions *wanted;

static void
bind(struct stmt *s)
{
	const struct { const char *name, *value; } text[] = { { ":province", wanted->province }, { ":city", wanted->city },
		{ ":site", wanted->site }, { ":review_point", wanted->review_point }, { ":level", wanted->level },
		{ ":specialty", wanted->specialty }, { ":outcome", wanted->outcome }, { ":state", wanted->state } };
	bool details = false;

	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		db_text(s, text[i].name, text[i].value);
	scope_bind(s, &asking->scope);
	for (size_t i = 0; i < nchosen; i++)
		details |= chosen[i] >= C_DETAILS && chosen[i] < C_SUBJECTS;
	if (s != &q[Q_KEYS])
		db_int(s, ":details", details);
}

void
select_start(const struct run *run, const struct conditions *c)
{
	asking = run;
	wanted = c;
	since = c->since;
	db_prepare(q, Q_COUNT);
	if (*since != '\0')
		changed_start(since);
}

bool
select_next(void)
{
	struct stmt *s = &q[Q_NEXT];

	if (row != s) {
		db_int(s, ":exam", asking->exam->id);
		bind(s);
		row = s;
	}
	if (db_row(s))
		return true;
	row = NULL;
	return false;
}

const char *
select_key(int64_t *id)
{
	struct stmt *s = &q[Q_KEYS];
	static bool begun;

	if (!begun) {
		db_int(s, ":exam", asking->exam->id);
		bind(s);
	}
	begun = true;
	while (db_row(s)) {
		*id = db_col_int(s, 1);
		if (has_changed(s, 1, 2, 3))
			return db_col(s, 0);
	}
	begun = false;
	return NULL;
}

static bool
one(struct stmt *s)
{
	bind(s);
	row = s;
	return db_row(s) && has_changed(s, H_ID, H_PERSON, H_EVENT);
}

/* The row in hand stays until the next one is asked for. */
static void
let_go(struct stmt *s)
{
	if (row == s)
		db_reset(s);
}

bool
select_reg_no(const char *reg_no)
{
	let_go(&q[Q_REG_NO]);
	db_text(&q[Q_REG_NO], ":reg_no", reg_no);
	return one(&q[Q_REG_NO]);
}

bool
select_id(int64_t id)
{
	let_go(&q[Q_ID]);
	db_int(&q[Q_ID], ":id", id);
	return one(&q[Q_ID]);
}

const char *
row_reg_no(void)
{
	return db_col(row, C_REG_NO);
}

int64_t
row_id(void)
{
	return db_col_int(row, H_ID);
}

void
row_values(const char **value)
{
	static struct buf sat, carried;

	buf_clear(&sat);
	buf_clear(&carried);
	for (size_t i = 0; i < nchosen; i++)
		if (chosen[i] >= C_SUBJECTS && sat.len + carried.len == 0)
			registration_subjects(db_col_int(row, H_ID), &sat, &carried);
	for (size_t i = 0; i < nchosen; i++)
		value[i] = chosen[i] == C_SUBJECTS ? buf_text(&sat) : chosen[i] == C_CARRIED ? buf_text(&carried) : db_col(row, chosen[i]);
}
