/* SPDX-License-Identifier: MIT
 * reg-import: take registrations in, one wide row each: person, document, choice of exam,
 * education; give each its number, find out old or new and what carries over. */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/num.h"
#include "frame/enrolment.h"
#include "frame/particulars.h"
#include "frame/pledge.h"
#include "store/db.h"
#include "store/former.h"
#include "store/registration.h"
#include "value/word.h"

#include "differ.h"
#include "follow.h"
#include "number.h"

enum { O_REG_NO, O_EXAM, O_NAME, O_ID_TYPE, O_ID_NO, O_CANDIDATE, O_ARCHIVE_NO, O_LEVEL, O_SPECIALTY, O_SUBJECTS, O_CARRIED, O_STATE };
static const char *const out[] = { "reg_no", "exam", "name", "id_type", "id_no", "candidate", "archive_no", "level", "specialty",
	"subjects", "carried", "state", NULL };

#define SUBJECTS "INSERT OR FAIL INTO registration_subject (registration_id, subject, carried_year) VALUES "
enum { Q_DOCUMENT, Q_PERSON, Q_LIVE, Q_DELETED, Q_ADD, Q_SUBJECT_1, Q_SUBJECT_2, Q_SUBJECT_3, Q_SUBJECT_4, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	/* everybody with this document: from the index alone, because mostly there is nobody yet */
	[Q_DOCUMENT] = { "SELECT id, name_key FROM person WHERE id_key = :id_key", NULL },
	[Q_PERSON] = { "SELECT coalesce(gender, 0), coalesce(birth, ''), nationality, ethnic, coalesce(phone, ''), email FROM person "
		"WHERE id = :id", NULL },
	/* the document's live registration in this exam */
	[Q_LIVE] = { "SELECT s.registration_id, s.reg_no, s.row_hash, s.person_id, s.candidate, coalesce((SELECT a.archive_no FROM archive a "
		"WHERE a.id = s.archive_id), ''), s.level, s.specialty, s.state FROM registration_state s "
		"WHERE s.document = :document AND s.exam_id = :exam AND s.deleted_at IS NULL", NULL },
	/* one that was deleted and came from this very row */
	[Q_DELETED] = { "SELECT r.id, r.reg_no, r.row_hash, r.person_id, r.candidate, coalesce(a.archive_no, ''), r.level, r.specialty, 'deleted' "
		"FROM registration r LEFT JOIN archive a ON a.id = r.archive_id WHERE r.document = :document AND r.exam_id = :exam "
		"AND r.deleted_at IS NOT NULL AND r.row_hash = :said LIMIT 1", NULL },
	[Q_ADD] = { "INSERT INTO registration (reg_no, exam_id, person_id, document, province, city, review_point, site, batch, level, specialty, "
		"candidate, archive_id, pledge, photo_file, politics, employer, employer_code, work_years, pro_years, title, prior_cert, "
		"prior_cert_date, address, postcode, special_needs, filled_at, row_hash, batch_id) VALUES (:reg_no, :exam, :person, :document, "
		":province, :city, :review_point, :site, :batch, :level, :specialty, :candidate, :archive, :pledge, :photo, :politics, "
		":employer, :employer_code, :work_years, :pro_years, :title, :prior_cert, :prior_cert_date, :address, :postcode, "
		":special_needs, :now, :row_hash, :run)", NULL },
	[Q_SUBJECT_1] = { SUBJECTS "(:registration, :s1, :y1)", NULL },
	[Q_SUBJECT_2] = { SUBJECTS "(:registration, :s1, :y1), (:registration, :s2, :y2)", NULL },
	[Q_SUBJECT_3] = { SUBJECTS "(:registration, :s1, :y1), (:registration, :s2, :y2), (:registration, :s3, :y3)", NULL },
	[Q_SUBJECT_4] = { SUBJECTS "(:registration, :s1, :y1), (:registration, :s2, :y2), (:registration, :s3, :y3), "
		"(:registration, :s4, :y4)", NULL },
};

static struct enrolment g; /* the row in hand */

/* What the file says, whatever the order of its columns; reg_no is our answer and no part of it. */
static int64_t
row_hash(const struct rec *r)
{
	static struct buf b;

	buf_clear(&b);
	for (int i = 0; i < E_END; i++) {
		const char *v = i != E_REG_NO ? r->v[i] : NULL;
		size_t n = v == NULL ? 0 : *v == '\0' ? 1 : strlen(v) + 1;

		buf_room(&b, n);
		if (n == 1)
			b.ptr[b.len] = '\0'; /* half of the columns */
		else if (n > 1)
			memcpy(b.ptr + b.len, v, n);
		b.len += n;
	}
	return (int64_t)hash64(b.ptr, b.len);
}

static void
check(struct rec *r)
{
	enrolment_read(r, &g);
}

static void
check_known_person(struct rec *r, const struct person *have, const struct person *comes)
{
	particular_differs(r, E_GENDER, word_gender_text(have->gender), word_gender_text(comes->gender));
	particular_differs(r, E_BIRTH, have->birth, comes->birth);
	particular_differs(r, E_NATIONALITY, have->nationality, comes->nationality);
	particular_differs(r, E_ETHNIC, have->ethnic, comes->ethnic);
	particular_differs(r, E_PHONE, have->phone, comes->phone);
	particular_differs(r, E_EMAIL, have->email, comes->email);
}

/* What the database knows of the row's document. */
struct known {
	struct person person;   /* of this name; id 0: none */
	bool other_name;        /* somebody else has the document too */
	int64_t document;       /* the first of them all, 0: nobody */
	int64_t registration;   /* live in this exam, 0: none */
	int64_t row_hash, owner; /* of that registration: its hash, its person */
	int64_t said;           /* the hash of the row in hand */
	char reg_no[24], candidate[8], archive_no[64], level[16], specialty[16], state[16];
};

static void
keep(char *to, size_t size, const char *s)
{
	size_t n = strlen(s);

	n = n < size ? n : size - 1;
	memcpy(to, s, n);
	to[n] = '\0';
}

static void
keep_registration(struct known *k, struct stmt *s)
{
	k->registration = db_col_int(s, 0);
	k->row_hash = db_col_int(s, 2);
	k->owner = db_col_int(s, 3);
	keep(k->reg_no, sizeof k->reg_no, db_col(s, 1));
	keep(k->candidate, sizeof k->candidate, db_col(s, 4));
	keep(k->archive_no, sizeof k->archive_no, db_col(s, 5));
	keep(k->level, sizeof k->level, db_col(s, 6));
	keep(k->specialty, sizeof k->specialty, db_col(s, 7));
	keep(k->state, sizeof k->state, db_col(s, 8));
	db_reset(s);
}

static void
keep_person(struct known *k)
{
	static char text[5][128];
	struct stmt *s = &q[Q_PERSON];

	db_int(s, ":id", k->person.id);
	db_row(s);
	for (int i = 0; i < 5; i++)
		snprintf(text[i], sizeof text[i], "%s", db_col(s, i + 1));
	k->person = (struct person){ .id = k->person.id, .gender = (int)db_col_int(s, 0), .birth = text[0], .nationality = text[1],
		.ethnic = text[2], .phone = text[3], .email = text[4] };
	db_reset(s);
}

/* Does this registration come from the row in hand? */
static bool
same_row(const struct enrolment *reg, struct known *k, struct stmt *s, int64_t document)
{
	bool same;

	db_int(s, ":document", document);
	db_int(s, ":exam", reg->exam->id);
	if (s == &q[Q_DELETED])
		db_int(s, ":said", k->said);
	if (!db_row(s))
		return false;
	same = db_col_int(s, 2) == k->said;
	if (same)
		keep_registration(k, s);
	else
		db_reset(s);
	return same;
}

/* The same row again changes nothing, also where its registration was deleted since, its document corrected, or its person
 * merged with another. */
static void
look_back(const struct enrolment *reg, struct known *k)
{
	static struct stmt now = { "SELECT min(d.id) FROM person p JOIN person d ON d.id_key = p.id_key WHERE p.id = :person", NULL };
	int64_t person = former_document(reg->identity.id_no), document;

	if ((k->document != 0 && same_row(reg, k, &q[Q_DELETED], k->document)) || person == 0)
		return;
	db_int(&now, ":person", person);
	document = db_int1(&now, 0);
	if (!same_row(reg, k, &q[Q_LIVE], document))
		same_row(reg, k, &q[Q_DELETED], document);
}

static void
look_up(const struct enrolment *reg, struct known *k)
{
	struct stmt *s = &q[Q_DOCUMENT], *live = &q[Q_LIVE];

	k->person.id = k->document = k->registration = 0;
	k->other_name = false;
	db_text_kept(s, ":id_key", reg->identity.id_key);
	while (db_row(s)) {
		if (k->document == 0 || db_col_int(s, 0) < k->document)
			k->document = db_col_int(s, 0);
		if (strcmp(db_col(s, 1), buf_text(&reg->identity.name_key)) == 0)
			k->person.id = db_col_int(s, 0);
		else
			k->other_name = true;
	}
	if (k->document != 0) {
		db_int(live, ":document", k->document);
		db_int(live, ":exam", reg->exam->id);
		if (db_row(live))
			keep_registration(k, live);
		else if (k->person.id != 0)
			keep_person(k);
	}
	if (k->registration == 0 || k->row_hash != k->said)
		look_back(reg, k);
}

/* Faults where the document is somebody else's, or the person is known otherwise. */
static void
check_person(struct rec *r, struct enrolment *reg, const struct known *k)
{
	if (k->person.id != 0) {
		check_known_person(r, &k->person, &reg->person);
		return;
	}
	person_check_new(r, E_NAME, E_ID_NO, &reg->identity, k->other_name, reg->confirm_dup_id);
	if (*r->v[E_PHONE] == '\0')
		fault(r, E_PHONE, "MISSING", "%s", L("a phone is required for a new person", "新注册人员须填写手机号"));
}

static void
check_education(struct rec *r, const struct enrolment *reg, int64_t person_id)
{
	static const int column[] = { E_EDU_LEVEL, E_DEGREE_LEVEL };
	int64_t max = setting_int(reg->exam, reg->province, "education_max", 5);

	for (int k = 0; k < 2; k++)
		if (reg->record[k].kind != NULL)
			person_check_record(r, column[k], person_id, &reg->record[k], max);
}

/* The subjects of one registration, four to a statement: most have no more. */
static void
add_subjects(const struct enrolment *reg, int64_t registration)
{
	static const char *const subject[] = { ":s1", ":s2", ":s3", ":s4" }, *const year[] = { ":y1", ":y2", ":y3", ":y4" };
	size_t i = 0;

	while (i < reg->nsubject) {
		size_t index[4], n = 0;

		for (; i < reg->nsubject && n < 4; i++)
			if (reg->sat[i] || reg->subject[i].carried_year != 0)
				index[n++] = i;
		if (n == 0)
			return;
		struct stmt *s = &q[Q_SUBJECT_1 + n - 1];

		db_int(s, ":registration", registration);
		for (size_t k = 0; k < n; k++) {
			db_text_kept(s, subject[k], reg->subject[index[k]].subject);
			if (reg->sat[index[k]])
				db_null(s, year[k]);
			else
				db_int(s, year[k], reg->subject[index[k]].carried_year);
		}
		db_do(s);
	}
}

static void
bind_years(struct stmt *s, const char *name, int64_t years)
{
	if (years >= 0)
		db_int(s, name, years);
	else
		db_null(s, name);
}

static void
add_registration(struct rec *r, const struct enrolment *reg, const struct known *k, const char *reg_no)
{
	struct stmt *s = &q[Q_ADD];

	db_text_kept(s, ":reg_no", reg_no);
	db_int(s, ":exam", reg->exam->id);
	db_int(s, ":person", k->person.id);
	db_int(s, ":document", k->document);
	db_text_kept(s, ":province", reg->province);
	db_text_kept(s, ":city", reg->city);
	db_text_kept(s, ":review_point", r->v[E_REVIEW_POINT]);
	db_text_kept(s, ":site", r->v[E_SITE]);
	db_text_kept(s, ":batch", r->v[E_BATCH]);
	db_text_kept(s, ":level", reg->level->code);
	db_text_kept(s, ":specialty", reg->specialty);
	db_text_kept(s, ":candidate", reg->candidate);
	if (reg->archive_id != 0)
		db_int(s, ":archive", reg->archive_id);
	else
		db_null(s, ":archive");
	db_text_kept(s, ":pledge", reg->pledge);
	db_text_kept(s, ":photo", r->v[E_PHOTO]);
	db_text_kept(s, ":politics", r->v[E_POLITICS]);
	db_text_kept(s, ":employer", r->v[E_EMPLOYER]);
	db_text_kept(s, ":employer_code", r->v[E_EMPLOYER_CODE]);
	bind_years(s, ":work_years", reg->work_years);
	bind_years(s, ":pro_years", reg->pro_years);
	db_text_kept(s, ":title", r->v[E_TITLE]);
	db_text_kept(s, ":prior_cert", r->v[E_PRIOR_CERT]);
	if (*reg->prior_cert_date != '\0')
		db_text_kept(s, ":prior_cert_date", reg->prior_cert_date);
	else
		db_null(s, ":prior_cert_date");
	db_text_kept(s, ":address", r->v[E_ADDRESS]);
	db_text_kept(s, ":postcode", r->v[E_POSTCODE]);
	db_text_kept(s, ":special_needs", r->v[E_SPECIAL_NEEDS]);
	db_text_kept(s, ":now", r->run->now);
	db_int(s, ":row_hash", k->said);
	db_int(s, ":run", r->run->batch_id);
	db_do(s);
	add_subjects(reg, db_last_id());
}

static void
answer(struct rec *r, const struct enrolment *reg, const char *reg_no, const char *candidate, const char *archive_no, const char *level,
    const char *specialty, const char *sat, const char *carried, const char *state)
{
	put(r, O_REG_NO, reg_no);
	put(r, O_EXAM, reg->exam->key);
	put(r, O_NAME, r->v[E_NAME]);
	put(r, O_ID_TYPE, reg->identity.id_type);
	put(r, O_ID_NO, reg->identity.id_no);
	put(r, O_CANDIDATE, candidate);
	put(r, O_ARCHIVE_NO, archive_no);
	put(r, O_LEVEL, level);
	put(r, O_SPECIALTY, specialty);
	put(r, O_SUBJECTS, sat);
	put(r, O_CARRIED, carried);
	put(r, O_STATE, state);
}

/* Whose name or document was amended since is named as he stands. */
static void
put_standing(struct rec *r, const struct known *k)
{
	struct person p;

	if (k->owner == k->person.id || !person_get(k->owner, &p))
		return;
	put(r, O_NAME, p.name);
	put(r, O_ID_TYPE, p.id_type);
	put(r, O_ID_NO, p.id_no);
}

static enum verdict
unchanged(struct rec *r, const struct enrolment *reg, const struct known *k)
{
	static struct buf sat, carried;

	buf_clear(&sat);
	buf_clear(&carried);
	registration_subjects(k->registration, &sat, &carried);
	answer(r, reg, k->reg_no, k->candidate, k->archive_no, k->level, k->specialty, buf_text(&sat), buf_text(&carried), k->state);
	put_standing(r, k);
	return UNCHANGED;
}

/* The document has a live registration in this exam: the same again, in whatever notation, is unchanged, anything else is refused. */
static enum verdict
registered_already(struct rec *r, struct enrolment *reg, const struct known *k)
{
	static struct buf what;
	int first;

	if (k->row_hash == k->said && (*r->v[E_REG_NO] == '\0' || strcmp(r->v[E_REG_NO], k->reg_no) == 0))
		return unchanged(r, reg, k);
	if (k->owner != k->person.id && k->row_hash != k->said) {
		fault(r, E_ID_NO, "DOCUMENT_IN_EXAM", L("%s takes part in %s under another name (%s)", "%s 已以另一姓名报考 %s (%s)"),
		    shown_document(r->run, reg->identity.id_no), reg->exam->key, k->reg_no);
		return UNCHANGED;
	}
	enrolment_rest(r, reg);
	buf_clear(&what);
	if ((first = registration_differs(r, reg, k->registration, &what)) < 0)
		return unchanged(r, reg, k);
	const char *next = first == E_PLEDGE ? "pledge-record" : "reg-amend";

	fault(r, first, "ALREADY_REGISTERED", L("registered for %s as %s with other contents: %s; what is registered is changed with %s",
	    "已报考 %s, 报名号 %s, 内容不同: %s; 变更请用 %s"), reg->exam->key, k->reg_no, buf_text(&what), next);
	return UNCHANGED;
}

/* The row is the one behind the last that was there already: unchanged, and answered. */
static bool
followed(struct rec *r, int64_t said)
{
	static struct buf sat, carried;
	struct followed f;

	buf_clear(&sat);
	buf_clear(&carried);
	if (*r->v[E_REG_NO] != '\0' || !follow_next(said, r->v[E_NAME], r->v[E_ID_NO], &f, &sat, &carried))
		return false;
	put(r, O_REG_NO, f.reg_no);
	put(r, O_EXAM, f.exam->key);
	put(r, O_NAME, f.name);
	put(r, O_ID_TYPE, f.id_type);
	put(r, O_ID_NO, f.id_no);
	put(r, O_CANDIDATE, f.candidate);
	put(r, O_ARCHIVE_NO, f.archive_no);
	put(r, O_LEVEL, f.level);
	put(r, O_SPECIALTY, f.specialty);
	put(r, O_SUBJECTS, buf_text(&sat));
	put(r, O_CARRIED, buf_text(&carried));
	put(r, O_STATE, f.state);
	return true;
}

/* False: a new person's phone is somebody else's. */
static bool
add_person(struct rec *r, struct enrolment *reg, struct known *known)
{
	struct person *found = &known->person;
	bool fresh = found->id == 0;

	if (fresh && (found->id = person_add(&reg->person, r->run->batch_id)) == 0)
		return false;
	if (!fresh && person_completes(found, &reg->person))
		person_complete(found->id, &reg->person);
	if (known->document == 0)
		known->document = found->id;
	for (int k = 0; k < 2; k++) {
		if (reg->record[k].kind == NULL)
			continue;
		if (fresh)
			education_first(found->id, &reg->record[k], r->run->batch_id);
		else
			education_add(found->id, &reg->record[k], 5, r->run->batch_id);
	}
	return true;
}

static enum verdict
apply(struct rec *r)
{
	static struct buf sat, carried;
	struct known known;
	char reg_no[48];

	known.said = row_hash(r);
	if (followed(r, known.said) || !enrolment_key(r, &g))
		return UNCHANGED;
	look_up(&g, &known);
	follow_found(known.registration != 0 && known.row_hash == known.said ? known.registration : 0);
	if (known.registration != 0)
		return registered_already(r, &g, &known);
	enrolment_rest(r, &g);
	if (g.province != NULL)
		need_window(r, E_EXAM, g.exam, g.province, "registration");
	check_person(r, &g, &known);
	check_education(r, &g, known.person.id);
	if (g.level != NULL && g.province != NULL) {
		enrolment_carry(r, &g, known.person.id);
		enrolment_subjects(r, &g);
	}
	number_check(r, &g);
	if (strcmp(g.pledge, "adopt") == 0)
		pledge_check_adopt(r, E_PLEDGE, g.identity.id_key, known.document, g.exam);
	/* a new person's phone is looked up by the index that the row goes into, where nothing else is wrong */
	if (faulty(r) || known.person.id != 0)
		person_check_phone(r, E_PHONE, &known.person, g.person.phone);
	if (faulty(r))
		return UNCHANGED;
	if (!add_person(r, &g, &known)) {
		person_check_phone(r, E_PHONE, &known.person, g.person.phone);
		return UNCHANGED;
	}
	if (*r->v[E_REG_NO] != '\0') {
		snprintf(reg_no, sizeof reg_no, "%s", r->v[E_REG_NO]);
		number_take(&g, reg_no);
	} else {
		number_next(&g, reg_no);
	}
	add_registration(r, &g, &known, reg_no);
	buf_clear(&sat);
	buf_clear(&carried);
	enrolment_subject_text(&g, &sat, &carried);
	answer(r, &g, reg_no, g.candidate, g.archive_no, g.level->code, g.specialty, buf_text(&sat), buf_text(&carried), "filled");
	return CHANGED;
}

static void
end(struct run *run)
{
	(void)run;
	follow_end();
	number_keep();
}

static void
start(struct run *run)
{
	(void)run;
	db_prepare(q, Q_COUNT);
}

static void
begin(struct run *run)
{
	(void)run;
	former_read();
}

static const struct tool tool = {
	.name = "reg-import",
	.synopsis = "[options] [FILE ...]",
	.does_en = "import registrations, one wide row each",
	.does_zh = "导入报名信息, 每条报名一行",
	.flags = 0,
	.writes = "person education registration registration_subject reg_number",
	.roles = "district clerk",
	.in = enrolment_in,
	.out = out,
	.start = start,
	.check = check,
	.begin = begin,
	.apply = apply,
	.end = end,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
