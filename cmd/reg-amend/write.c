/* SPDX-License-Identifier: MIT
 * The change itself, and the row that keeps it for ever. */
#include <stdio.h>
#include <string.h>

#include "amend.h"
#include "store/db.h"

/* ---- what is kept */

static void
amendment_add(struct run *run, const struct change *c, const char *field, const char *old, const char *now)
{
	static struct stmt q = { "INSERT INTO amendment (case_no, registration_id, person_id, field, old, new, authority, in_person, proxy_name, "
		"proxy_id_no, documents, reason, basis, login, at, batch_id) VALUES (:case, :registration, :person, :field, :old, :new, :authority, "
		":in_person, :proxy_name, :proxy_id_no, :documents, :reason, :basis, :login, :at, :batch)", NULL };

	db_text(&q, ":case", c->case_no);
	if (c->registration_id != 0)
		db_int(&q, ":registration", c->registration_id);
	else
		db_null(&q, ":registration");
	db_int(&q, ":person", c->person_id);
	db_text(&q, ":field", field);
	db_text(&q, ":old", old);
	db_text(&q, ":new", now);
	db_text(&q, ":authority", authority_code(c->authority));
	db_int(&q, ":in_person", c->in_person);
	db_text(&q, ":proxy_name", c->proxy_name);
	db_text(&q, ":proxy_id_no", c->proxy_id_no);
	db_text(&q, ":documents", c->documents);
	db_text(&q, ":reason", c->reason);
	db_text(&q, ":basis", c->basis);
	db_text(&q, ":login", run->login);
	db_text(&q, ":at", run->now);
	db_int(&q, ":batch", run->batch_id);
	db_do(&q);
}

static void
keep_change(struct run *run, const struct change *c)
{
	char person_no[PERSON_NO_SIZE];
	struct buf detail = BUF_INIT;

	person_no_text(c->person_id, person_no);
	buf_printf(&detail, "case=%s field=%s authority=%s documents=%s basis=%s", c->case_no, c->field_name, authority_code(c->authority),
	    c->documents, c->basis);
	audit_act(run, "amend", *c->reg_no != '\0' ? c->reg_no : person_no, buf_text(&detail));
	if (strstr(c->basis, " override") != NULL)
		audit_act(run, "override", *c->reg_no != '\0' ? c->reg_no : person_no, run->override);
	amendment_add(run, c, c->field_name, c->old, c->now);
	buf_release(&detail);
}

/* ---- the registration */

static void
years_or_null(struct stmt *q, const char *name, int64_t years)
{
	if (years >= 0)
		db_int(q, name, years);
	else
		db_null(q, name);
}

static void
write_registration(const struct unit *u)
{
	static struct stmt q = { "UPDATE registration SET province = :province, city = :city, review_point = :review_point, site = :site, batch = :batch, "
		"level = :level, specialty = :specialty, politics = :politics, employer = :employer, employer_code = :employer_code, "
		"work_years = :work_years, pro_years = :pro_years, title = :title, prior_cert = :prior_cert, prior_cert_date = :prior_cert_date, "
		"address = :address, postcode = :postcode, special_needs = :special_needs WHERE id = :id", NULL };
	static const struct {
		const char *name;
		int field;
	} text[] = { { ":province", E_PROVINCE }, { ":city", E_CITY }, { ":review_point", E_REVIEW_POINT }, { ":site", E_SITE }, { ":batch", E_BATCH },
		{ ":level", E_LEVEL }, { ":specialty", E_SPECIALTY }, { ":politics", E_POLITICS }, { ":employer", E_EMPLOYER },
		{ ":employer_code", E_EMPLOYER_CODE }, { ":title", E_TITLE }, { ":prior_cert", E_PRIOR_CERT }, { ":address", E_ADDRESS },
		{ ":postcode", E_POSTCODE }, { ":special_needs", E_SPECIAL_NEEDS } };

	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		db_text(&q, text[i].name, unit_text(u, text[i].field, true));
	years_or_null(&q, ":work_years", u->g.work_years);
	years_or_null(&q, ":pro_years", u->g.pro_years);
	db_text_or_null(&q, ":prior_cert_date", u->g.prior_cert_date);
	db_int(&q, ":id", u->registration_id);
	db_do(&q);
}

static void
write_choice(const struct unit *u)
{
	static struct stmt candidate = { "UPDATE registration SET candidate = :candidate, archive_id = nullif(:archive, 0) WHERE id = :id", NULL };
	static struct stmt none = { "DELETE FROM registration_subject WHERE registration_id = :id", NULL };
	static struct stmt add = { "INSERT INTO registration_subject (registration_id, subject, carried_year) VALUES (:id, :subject, nullif(:year, 0))", NULL };
	const struct enrolment *g = &u->g;

	db_text(&candidate, ":candidate", g->candidate);
	db_int(&candidate, ":archive", g->archive_id);
	db_int(&candidate, ":id", u->registration_id);
	db_do(&candidate);
	db_int(&none, ":id", u->registration_id);
	db_do(&none);
	for (size_t i = 0; i < g->nsubject; i++) {
		if (!g->sat[i] && g->subject[i].carried_year == 0)
			continue;
		db_int(&add, ":id", u->registration_id);
		db_text(&add, ":subject", g->subject[i].subject);
		db_int(&add, ":year", g->sat[i] ? 0 : g->subject[i].carried_year);
		db_do(&add);
	}
}

/* What nobody named and yet changes with the choice is kept with the row that brings it about. */
static void
keep_derived(struct run *run, const struct change *c, const struct unit *u)
{
	const char *subjects = unit_text(u, E_SUBJECTS, true);

	if (!u->touched[E_SUBJECTS] && strcmp(subjects, u->cur[E_SUBJECTS]) != 0)
		amendment_add(run, c, "subjects", u->cur[E_SUBJECTS], subjects);
	if (strcmp(u->reg.candidate, u->g.candidate) != 0)
		amendment_add(run, c, "candidate", u->reg.candidate, u->g.candidate);
	if (strcmp(u->reg.archive_no, u->g.archive_no) != 0)
		amendment_add(run, c, "archive_no", u->reg.archive_no, u->g.archive_no);
}

/* ---- the person */

static void
write_person(const struct unit *u)
{
	static struct stmt q = { "UPDATE person SET name = :name, name_key = :name_key, id_type = :id_type, id_no = :id_no, id_key = :id_key, "
		"gender = nullif(:gender, 0), birth = :birth, nationality = :nationality, ethnic = :ethnic, phone = :phone, email = :email WHERE id = :id", NULL };
	const struct enrolment *g = &u->g;

	db_text(&q, ":name", u->v[E_NAME]);
	db_text(&q, ":name_key", buf_text(&g->identity.name_key));
	db_text(&q, ":id_type", g->identity.id_type);
	db_text(&q, ":id_no", g->identity.id_no);
	db_text(&q, ":id_key", g->identity.id_key);
	db_int(&q, ":gender", g->person.gender);
	db_text_or_null(&q, ":birth", g->person.birth);
	db_text(&q, ":nationality", u->v[E_NATIONALITY]);
	db_text(&q, ":ethnic", u->v[E_ETHNIC]);
	db_text_or_null(&q, ":phone", g->person.phone);
	db_text(&q, ":email", u->v[E_EMAIL]);
	db_int(&q, ":id", u->person_id);
	db_do(&q);
}

/* Another name or number: what the registries have said of the old one counts no more, except what was confirmed. */
static void
write_identity(const struct unit *u, int64_t document)
{
	static struct stmt asked = { "UPDATE person SET identity = '', identity_at = NULL WHERE id = :id", NULL };
	static struct stmt records = { "UPDATE education SET verified = '', verified_at = NULL WHERE person_id = :id "
		"AND verified <> 'registry' AND verified <> 'onsite' AND verified <> ''", NULL };

	db_int(&asked, ":id", u->person_id);
	db_do(&asked);
	db_int(&records, ":id", u->person_id);
	db_do(&records);
	if (u->touched[E_ID_NO] || u->touched[E_ID_TYPE])
		registration_redocument(document);
}

static void
write_education(const struct run *run, const struct unit *u, int k)
{
	static struct stmt q = { "UPDATE education SET level = :level, school = :school, major = :major, month = :month, mode = :mode, cert_no = :cert_no, "
		"verified = '', verified_at = NULL WHERE person_id = :person AND kind = :kind AND ordinal = :ordinal", NULL };
	const struct education *e = &u->g.record[k], *newest = &u->newest[k];

	if (newest->kind == NULL || u->further[k] || strcmp(newest->verified, "registry") == 0 || strcmp(newest->verified, "onsite") == 0) {
		education_add(u->person_id, e, 5, run->batch_id);
		return;
	}
	db_text(&q, ":level", e->level);
	db_text(&q, ":school", e->school);
	db_text(&q, ":major", e->major);
	db_text(&q, ":month", e->month);
	db_text(&q, ":mode", e->mode);
	db_text(&q, ":cert_no", e->cert_no);
	db_int(&q, ":person", u->person_id);
	db_text(&q, ":kind", e->kind);
	db_int(&q, ":ordinal", newest->ordinal);
	db_do(&q);
}

/* ---- all of it */

static bool
any(const struct unit *u, int from, int to)
{
	for (int i = from; i <= to; i++)
		if (u->touched[i])
			return true;
	return false;
}

static bool
of_unit(const struct change *c, const struct unit *u)
{
	return c->person_id == u->person_id && (c->registration_id == u->registration_id || c->registration_id == 0);
}

static void
write_columns(struct run *run, struct unit *u)
{
	static struct stmt key = { "SELECT id_key FROM person WHERE id = :id", NULL };

	if (any(u, E_NAME, E_ETHNIC)) {
		db_int(&key, ":id", u->person_id);
		db_row(&key);
		int64_t document = person_document(arena_strdup(&keep, db_col(&key, 0)));

		db_reset(&key);
		write_person(u);
		if (any(u, E_NAME, E_ID_NO))
			write_identity(u, document);
	}
	for (int k = 0; k < 2; k++)
		if (u->g.record[k].kind != NULL)
			write_education(run, u, k);
	if (u->registration_id == 0)
		return;
	write_registration(u);
	if (u->choice)
		write_choice(u);
}

void
unit_write(struct run *run, const struct docket *d, struct unit *u)
{
	bool derived = false;

	write_columns(run, u);
	for EACH (d, c) {
		if (!of_unit(c, u) || c->same)
			continue;
		keep_change(run, c);
		if (u->choice && !derived && c->registration_id != 0) {
			keep_derived(run, c, u);
			derived = true;
		}
		if (c->field >= E_END || c->field == E_PHOTO)
			other_write(run, c, u);
		effect_change(run, u, c);
	}
	effect_orders(u);
	say_all(d, u);
}
