/* SPDX-License-Identifier: MIT
 * A registration and its person as they stand, and as a case wants them: judged by the same functions as an import. */
#include <stdio.h>
#include <string.h>

#include "amend.h"
#include "store/db.h"
#include "value/word.h"

enum { RECORDS_MAX = 16 };
static const int first_of[2] = { E_EDU_LEVEL, E_DEGREE_LEVEL };

/* ---- as it stands */

static const char *
kept(const char *s)
{
	return *s == '\0' ? "" : arena_strdup(&keep, s);
}

/* The columns of an enrolment in their order; those that are no columns of these tables are ''. */
static void
read_columns(struct unit *u)
{
	static struct stmt q = { "SELECT coalesce(e.exam || '-' || e.year, ''), '', r.province, r.city, r.review_point, r.site, r.batch, r.level, "
		"r.specialty, '', '', '', p.name, p.id_type, p.id_no, p.phone, p.email, p.gender, p.birth, p.nationality, p.ethnic, r.politics, "
		"r.employer, r.employer_code, r.work_years, r.pro_years, r.title, r.prior_cert, r.prior_cert_date, r.address, r.postcode, "
		"r.special_needs FROM person p LEFT JOIN registration r ON r.id = :registration LEFT JOIN exam e ON e.id = r.exam_id "
		"WHERE p.id = :person", NULL };

	for (int i = 0; i < E_END; i++)
		u->cur[i] = "";
	db_int(&q, ":registration", u->registration_id);
	db_int(&q, ":person", u->person_id);
	if (!db_row(&q))
		bug("person %lld", (long long)u->person_id);
	for (int i = 0; i <= E_SPECIAL_NEEDS; i++)
		u->cur[i] = kept(db_col(&q, i));
	if (*u->cur[E_PHONE] == '\0')
		u->cur[E_PHONE] = phone_freed(u->person_id);
	u->cur[E_GENDER] = word_gender_text((int)db_col_int(&q, E_GENDER));
	db_reset(&q);
}

static void
read_registration(struct unit *u)
{
	static struct stmt q = { "SELECT reg_no FROM registration WHERE id = :id", NULL };
	struct buf sat = BUF_INIT, carried = BUF_INIT;
	struct registration *reg = &u->reg;
	const char **text[] = { &reg->reg_no, &reg->province, &reg->level, &reg->candidate, &reg->archive_no, &reg->confirmed_at, &reg->outcome,
		&reg->review, &reg->paid_at, &reg->seated_at, &reg->printed_at, &reg->state, &reg->review_mode };

	db_int(&q, ":id", u->registration_id);
	db_row(&q);
	const char *reg_no = kept(db_col(&q, 0));

	db_reset(&q);
	if (!registration_find(reg_no, reg))
		bug("registration %s", reg_no);
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		*text[i] = kept(*text[i]);
	registration_subjects(u->registration_id, &sat, &carried);
	u->cur[E_SUBJECTS] = kept(buf_text(&sat));
	buf_release(&sat);
	buf_release(&carried);
}

/* The newest record of each kind. */
static void
read_education(struct unit *u)
{
	struct education record[RECORDS_MAX];
	size_t n = education_of(u->person_id, record, RECORDS_MAX);

	for (size_t i = 0; i < n && i < RECORDS_MAX; i++) {
		const struct education *e = &record[i];
		int k = strcmp(e->kind, "degree") == 0;

		u->records[k]++;
		u->newest[k] = (struct education){ k == 0 ? "education" : "degree", e->ordinal, kept(e->level), kept(e->school), kept(e->major),
			kept(e->month), kept(e->mode), kept(e->cert_no), kept(e->verified) };
	}
	for (int k = 0; k < 2; k++) {
		const struct education *e = &u->newest[k];
		const char *const column[] = { e->level, e->school, e->major, e->month, k == 0 ? e->mode : e->cert_no, e->cert_no };

		for (int i = 0; e->kind != NULL && i < (k == 0 ? 6 : 5); i++)
			u->was[first_of[k] + i] = column[i];
	}
}

static void
judge(struct rec *r, struct unit *u)
{
	if (u->registration_id != 0)
		enrolment_read(r, &u->g);
	else
		enrolment_particulars(r, &u->g);
}

/* What is wrong with it as it stands is not the amendment's fault. */
static void
read_base(struct run *run, struct unit *u)
{
	struct rec *r = scratch_new(run, u->cur);
	struct told t;

	judge(r, u);
	for (size_t i = 0; scratch_told(r, i, &t) && u->nbase < sizeof u->base / sizeof *u->base; i++) {
		u->base[u->nbase].column = t.column;
		u->base[u->nbase++].code = kept(t.code);
	}
	scratch_free(r);
}

void
unit_read(struct run *run, struct unit *u)
{
	read_columns(u);
	if (u->registration_id != 0)
		read_registration(u);
	memcpy(u->was, u->cur, sizeof u->was);
	read_education(u);
	read_base(run, u);
	memcpy(u->v, u->cur, sizeof u->v);
	u->scratch = scratch_new(run, u->v);
}

/* ---- as it is to be */

static void
lay_education(struct unit *u, int k)
{
	int n = k == 0 ? 6 : 5;
	bool any = false;

	for (int i = 0; i < n; i++)
		any |= u->touched[first_of[k] + i];
	for (int i = 0; i < n; i++) {
		int field = first_of[k] + i;

		if (!any)
			u->v[field] = "";
		else if (!u->touched[field] && !u->further[k])
			u->v[field] = u->was[field];
	}
}

/* Gender and birth follow the number that carries them, unless the case says otherwise. */
static void
lay_identity(struct unit *u)
{
	const struct doc_type *t;

	if (!u->touched[E_ID_NO] && !u->touched[E_ID_TYPE])
		return;
	t = doc_type_get(u->v[E_ID_TYPE]);
	if (t == NULL || !t->carries_birth)
		return;
	if (!u->touched[E_GENDER])
		u->v[E_GENDER] = "";
	if (!u->touched[E_BIRTH])
		u->v[E_BIRTH] = "";
}

/* Subjects that nobody named: of a choice among them what remains legal, else all that are still to be passed. */
static void
keep_subjects(struct unit *u)
{
	struct enrolment *g = &u->g;
	const struct level *old = exam_level(g->exam, u->cur[E_LEVEL]);
	struct buf sat = BUF_INIT, carried = BUF_INIT;
	size_t had = 0;

	registration_subjects(u->registration_id, &sat, &carried);
	for (const char *p = buf_text(&sat); *p != '\0'; p++)
		had += *p == '|';
	for (const char *p = buf_text(&carried); *p != '\0'; p++)
		had += *p == '|';
	had += (sat.len > 0) + (carried.len > 0);
	g->nasked = 0;
	for (size_t i = 0; i < g->nsubject && !g->exam->choose_all && old != NULL && had < old->nsubject; i++) {
		size_t n = strlen(g->subject[i].subject);

		for (const char *p = buf_text(&sat); *p != '\0'; p += strcspn(p, "|"), p += *p == '|')
			if (strcspn(p, "|") == n && strncmp(p, g->subject[i].subject, n) == 0 && g->subject[i].carried_year == 0)
				g->asked[g->nasked++] = g->subject[i].subject;
	}
	buf_release(&sat);
	buf_release(&carried);
}

void
unit_judge(struct unit *u)
{
	for (int k = 0; k < 2; k++)
		lay_education(u, k);
	lay_identity(u);
	u->choice = u->touched[E_LEVEL] || u->touched[E_SPECIALTY] || u->touched[E_SUBJECTS] || u->touched[E_PROVINCE];
	if (u->choice && !u->touched[E_SUBJECTS])
		u->v[E_SUBJECTS] = "";
	scratch_clear(u->scratch);
	judge(u->scratch, u);
	if (!u->choice || u->registration_id == 0 || u->g.level == NULL || u->g.province == NULL || u->g.specialty == NULL)
		return;
	enrolment_carry(u->scratch, &u->g, u->person_id);
	if (!u->touched[E_SUBJECTS])
		keep_subjects(u);
	enrolment_subjects(u->scratch, &u->g);
}

bool
unit_known_record(const struct unit *u, int k)
{
	struct education record[RECORDS_MAX];
	size_t n = education_of(u->person_id, record, RECORDS_MAX);

	for (size_t i = 0; i < n && i < RECORDS_MAX && u->g.record[k].kind != NULL; i++)
		if (education_same(&record[i], &u->g.record[k]))
			return true;
	return false;
}

/* ---- values in our own words */

static const char *
or_typed(const struct unit *u, int field, const char *understood)
{
	return understood != NULL ? kept(understood) : u->v[field];
}

static const char *
education_text(const struct unit *u, int field)
{
	int k = field >= E_DEGREE_LEVEL;
	const struct education *e = &u->g.record[k];
	const char *const column[] = { e->level, e->school, e->major, e->month, k == 0 ? e->mode : e->cert_no, e->cert_no };

	return e->kind == NULL ? u->v[field] : or_typed(u, field, column[field - first_of[k]]);
}

static const char *
subjects_text(const struct unit *u)
{
	struct buf sat = BUF_INIT, carried = BUF_INIT;

	if (u->choice && u->g.level != NULL && u->g.specialty != NULL)
		enrolment_subject_text(&u->g, &sat, &carried);
	const char *s = u->choice ? kept(buf_text(&sat)) : u->v[E_SUBJECTS];

	buf_release(&sat);
	buf_release(&carried);
	return s;
}

const char *
unit_text(const struct unit *u, int field, bool now)
{
	const struct enrolment *g = &u->g;

	if (!now)
		return field_of_education(field) && u->further[field >= E_DEGREE_LEVEL] ? "" : u->was[field];
	if (field_of_education(field))
		return education_text(u, field);
	char number[ENROLMENT_NUMBER];

	switch (field) {
	case E_SUBJECTS:
		return subjects_text(u);
	case E_ID_TYPE:
		return or_typed(u, field, *g->identity.id_key != '\0' ? g->identity.id_type : NULL);
	case E_ID_NO:
		return or_typed(u, field, *g->identity.id_no != '\0' ? g->identity.id_no : NULL);
	default:
		return or_typed(u, field, enrolment_value(g, field, number));
	}
}
