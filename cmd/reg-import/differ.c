/* SPDX-License-Identifier: MIT
 * What a row says otherwise than the registration that is there. */
#include "differ.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "store/db.h"
#include "store/registration.h"
#include "value/word.h"

enum { RECORDS_MAX = 16 };

static struct arena memory; /* of one comparison */

/* What is registered, in the words of reg-import: as it stands, and as it was before the first amendment (NULL: never amended). */
struct standing {
	int64_t person;
	const char *now[E_END], *before[E_END];
};

static const char *
kept(const char *s)
{
	return *s == '\0' ? "" : arena_strdup(&memory, s);
}

static void
read_columns(int64_t registration, struct standing *s)
{
	static const int column[] = { E_PROVINCE, E_CITY, E_REVIEW_POINT, E_SITE, E_BATCH, E_LEVEL, E_SPECIALTY, E_PLEDGE, E_PHOTO, E_PHONE, E_EMAIL,
		E_BIRTH, E_NATIONALITY, E_ETHNIC, E_POLITICS, E_EMPLOYER, E_EMPLOYER_CODE, E_WORK_YEARS, E_PRO_YEARS, E_TITLE, E_PRIOR_CERT,
		E_PRIOR_CERT_DATE, E_ADDRESS, E_POSTCODE, E_SPECIAL_NEEDS, E_REG_NO, E_GENDER };
	static struct stmt q = { "SELECT r.province, r.city, r.review_point, r.site, r.batch, r.level, r.specialty, r.pledge, r.photo_file, "
		"coalesce(p.phone, ''), p.email, coalesce(p.birth, ''), p.nationality, p.ethnic, r.politics, r.employer, r.employer_code, "
		"coalesce(r.work_years, ''), coalesce(r.pro_years, ''), r.title, r.prior_cert, coalesce(r.prior_cert_date, ''), r.address, r.postcode, "
		"r.special_needs, r.reg_no, coalesce(p.gender, 0), p.id FROM registration r JOIN person p ON p.id = r.person_id WHERE r.id = :id", NULL };
	enum { N = sizeof column / sizeof *column };

	db_int(&q, ":id", registration);
	db_row(&q);
	for (int i = 0; i < N; i++)
		s->now[column[i]] = kept(db_col(&q, i));
	s->now[E_GENDER] = word_gender_text((int)db_col_int(&q, N - 1));
	s->person = db_col_int(&q, N);
	db_reset(&q);
}

/* A choice about the commitment made later says what there was before it. */
static void
read_pledge(int64_t registration, struct standing *s)
{
	static struct stmt q = { "SELECT iif(action = 'withdraw', 'adopt', '') FROM pledge_act WHERE registration_id = :id ORDER BY id LIMIT 1", NULL };

	db_int(&q, ":id", registration);
	if (!db_row(&q))
		return;
	s->before[E_PLEDGE] = kept(db_col(&q, 0));
	db_reset(&q);
}

static void
read_amended(int64_t registration, struct standing *s)
{
	static struct stmt q = { "SELECT field, old FROM amendment WHERE person_id = :person AND (registration_id = :id OR registration_id IS NULL) "
		"ORDER BY id DESC", NULL };

	db_int(&q, ":person", s->person);
	db_int(&q, ":id", registration);
	while (db_row(&q))
		for (int i = 0; i < E_END; i++)
			if (strcmp(enrolment_in[i].name, db_col(&q, 0)) == 0)
				s->before[i] = kept(db_col(&q, 1));
}

/* ---- the row in the same words */

/* What could not be understood stands as it was typed. */
static const char *
said(const struct rec *r, const struct enrolment *g, int field)
{
	char number[ENROLMENT_NUMBER];
	const char *value = field == E_PLEDGE ? g->pledge : enrolment_value(g, field, number);

	return value != NULL && *value != '\0' ? kept(value) : r->v[field];
}

/* ---- comparing */

struct result {
	const struct rec *r;
	struct buf *out;
	int first;
};

static const char *
shown(const struct rec *r, int field, const char *value)
{
	if (*value == '\0')
		return L("nothing", "空");
	return field == E_PHONE ? shown_phone(r->run, value) : shown_text(r->run, value);
}

static void
differs(struct result *to, int field, const char *have, const char *comes)
{
	if (to->first < 0)
		to->first = field;
	else
		buf_str(to->out, L("; ", "; "));
	buf_printf(to->out, L("%s is %s, here %s", "%s 为 %s, 此处为 %s"), enrolment_in[field].name, shown(to->r, field, have), shown(to->r, field, comes));
}

static bool
agrees(const struct standing *s, int field, const char *comes)
{
	return strcmp(s->now[field], comes) == 0 || (s->before[field] != NULL && strcmp(s->before[field], comes) == 0);
}

static bool
may_be_empty(int field)
{
	return field == E_PHONE || field == E_EMAIL || field == E_GENDER || field == E_BIRTH || field == E_NATIONALITY || field == E_ETHNIC || field == E_REG_NO;
}

static void
compare_columns(struct result *to, const struct standing *s, const struct enrolment *g)
{
	for (int i = 0; i < E_END; i++) {
		if (s->now[i] == NULL)
			continue; /* no column of these */
		const char *comes = said(to->r, g, i);

		if (!(*comes == '\0' && may_be_empty(i)) && !agrees(s, i, comes))
			differs(to, i, s->now[i], comes);
	}
}

/* Is code one of the list "1|2", "3:2023|4:2024"? */
static bool
listed(const char *list, const char *code)
{
	size_t n = strlen(code);

	for (const char *p = list; *p != '\0'; p += strcspn(p, "|"), p += *p == '|')
		if (strncmp(p, code, n) == 0 && strcspn(p, ":|") == n)
			return true;
	return false;
}

static size_t
items(const char *list)
{
	size_t n = *list != '\0';

	for (; *list != '\0'; list++)
		n += *list == '|';
	return n;
}

/* Is the row's choice the list's set? Without one it is all that is not carried. */
static bool
same_subjects(const struct enrolment *g, const char *sat, const char *carried)
{
	const struct level *l = g->level;
	size_t n = 0;

	if (g->nasked == 0) {
		for (size_t i = 0; i < l->nsubject; i++)
			if (!listed(carried, l->subject[i]->code)) {
				n++;
				if (!listed(sat, l->subject[i]->code))
					return false;
			}
		return n == items(sat);
	}
	for (size_t i = 0; i < g->nasked; i++)
		if (!listed(sat, g->asked[i]))
			return false;
	return g->nasked == items(sat);
}

static void
compare_subjects(struct result *to, const struct standing *s, const struct enrolment *g, int64_t registration)
{
	struct buf sat = BUF_INIT, carried = BUF_INIT;

	registration_subjects(registration, &sat, &carried);
	/* of another level, or none that is known, other subjects are no news */
	if (g->level != NULL && agrees(s, E_LEVEL, g->level->code) && !same_subjects(g, buf_text(&sat), buf_text(&carried)) &&
	    !(s->before[E_SUBJECTS] != NULL && same_subjects(g, s->before[E_SUBJECTS], buf_text(&carried))) &&
	    !(s->before[E_LEVEL] != NULL && g->nasked == 0))
		differs(to, E_SUBJECTS, buf_text(&sat), to->r->v[E_SUBJECTS]);
	buf_release(&sat);
	buf_release(&carried);
}

/* ---- education */

enum { COLUMNS = 6 };
static const int columns_of[2][COLUMNS] = {
	{ E_EDU_LEVEL, E_EDU_SCHOOL, E_EDU_MAJOR, E_EDU_MONTH, E_EDU_MODE, E_EDU_CERT_NO },
	{ E_DEGREE_LEVEL, E_DEGREE_SCHOOL, E_DEGREE_MAJOR, E_DEGREE_MONTH, -1, E_DEGREE_CERT_NO },
};

static const char *
column(const struct education *e, int i)
{
	const char *const v[COLUMNS] = { e->level, e->school, e->major, e->month, e->mode, e->cert_no };

	return v[i];
}

static bool
column_agrees(const struct standing *s, const struct education *have, const struct education *comes, int k, int i)
{
	const char *before = columns_of[k][i] < 0 ? NULL : s->before[columns_of[k][i]];

	return strcmp(column(have, i), column(comes, i)) == 0 || (before != NULL && *before != '\0' && strcmp(before, column(comes, i)) == 0);
}

/* The record that the row brings is one of the person's; else it is held against the one that is most like it. */
static void
compare_record(struct result *to, const struct standing *s, const struct education *comes, int k)
{
	struct education record[RECORDS_MAX];
	size_t n = education_of(s->person, record, RECORDS_MAX);
	const struct education *nearest = NULL;
	int most = -1;

	for (size_t i = 0; i < n && i < RECORDS_MAX; i++) {
		int same = 0;

		if (strcmp(record[i].kind, comes->kind) != 0)
			continue;
		for (int c = 0; c < COLUMNS; c++)
			same += column_agrees(s, &record[i], comes, k, c);
		if (same > most) {
			most = same;
			nearest = &record[i];
		}
	}
	for (int c = 0; c < COLUMNS; c++) {
		int field = columns_of[k][c];

		if (field >= 0 && (nearest == NULL ? *column(comes, c) != '\0' : !column_agrees(s, nearest, comes, k, c)))
			differs(to, field, nearest == NULL ? "" : column(nearest, c), *column(comes, c) != '\0' ? column(comes, c) : to->r->v[field]);
	}
}

int
registration_differs(const struct rec *r, const struct enrolment *g, int64_t registration, struct buf *out)
{
	struct standing s = { .person = 0 };
	struct result to = { r, out, -1 };

	arena_clear(&memory);
	read_columns(registration, &s);
	read_pledge(registration, &s);
	read_amended(registration, &s);
	compare_columns(&to, &s, g);
	compare_subjects(&to, &s, g, registration);
	for (int k = 0; k < 2; k++)
		if (g->record[k].kind != NULL)
			compare_record(&to, &s, &g->record[k], k);
	return to.first;
}
