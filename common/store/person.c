/* SPDX-License-Identifier: MIT
 * Persons and their education records. */
#include "store/person.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "store/db.h"

#define PERSON_COLUMNS "id, name, name_key, id_type, id_no, id_key, coalesce(gender, 0), coalesce(birth, ''), nationality, " \
	"ethnic, coalesce(phone, ''), email, coalesce(photo_id, 0), coalesce(merged_into, 0)"

void
person_no_text(int64_t id, char out[PERSON_NO_SIZE])
{
	snprintf(out, PERSON_NO_SIZE, "P%08lld", (long long)id);
}

int64_t
person_no_parse(const char *person_no)
{
	int64_t id = 0;

	if (*person_no != 'P' || strlen(person_no) < 9 || !num_parse(person_no + 1, 1, INT64_MAX, &id))
		return 0;
	return id;
}

static struct arena memory; /* strings of the last answer */

static const char *
text(struct stmt *q, int column)
{
	const char *s = db_col(q, column);

	return *s == '\0' ? "" : arena_strdup(&memory, s);
}

static void
read_person(struct stmt *q, struct person *p)
{
	*p = (struct person){ .id = db_col_int(q, 0), .name = text(q, 1), .name_key = text(q, 2), .id_type = text(q, 3),
		.id_no = text(q, 4), .id_key = text(q, 5), .gender = (int)db_col_int(q, 6), .birth = text(q, 7),
		.nationality = text(q, 8), .ethnic = text(q, 9), .phone = text(q, 10), .email = text(q, 11),
		.photo_id = db_col_int(q, 12), .merged_into = db_col_int(q, 13) };
}

size_t
person_by_document(const char *id_key, struct person *out, size_t max)
{
	static struct stmt q = { "SELECT " PERSON_COLUMNS " FROM person WHERE id_key = :id_key ORDER BY id", NULL };
	size_t n = 0;

	arena_clear(&memory);
	db_text(&q, ":id_key", id_key);
	for (; db_row(&q); n++)
		if (n < max)
			read_person(&q, &out[n]);
	return n;
}

bool
person_get(int64_t id, struct person *out)
{
	static struct stmt q = { "SELECT " PERSON_COLUMNS " FROM person WHERE id = :id", NULL };

	arena_clear(&memory);
	db_int(&q, ":id", id);
	if (!db_row(&q))
		return false;
	read_person(&q, out);
	db_reset(&q);
	return true;
}

int64_t
person_now(int64_t id)
{
	static struct stmt q = { "SELECT merged_into FROM person WHERE id = :id AND merged_into IS NOT NULL", NULL };

	db_int(&q, ":id", id);
	return db_int1(&q, id);
}

int64_t
person_document(const char *id_key)
{
	static struct stmt q = { "SELECT min(id) FROM person WHERE id_key = :id_key", NULL };

	db_text_kept(&q, ":id_key", id_key);
	return db_int1(&q, 0);
}

int64_t
person_by_phone(const char *phone)
{
	static struct stmt q = { "SELECT id FROM person WHERE phone = :phone", NULL };

	db_text_kept(&q, ":phone", phone);
	return db_int1(&q, 0);
}

static void
kept_or_null(struct stmt *q, const char *name, const char *value)
{
	db_text_kept(q, name, value != NULL && *value != '\0' ? value : NULL);
}

int64_t
person_add(const struct person *p, int64_t batch_id)
{
	static struct stmt q = { "INSERT INTO person (name, name_key, id_type, id_no, id_key, gender, birth, nationality, ethnic, "
		"phone, email, batch_id) VALUES (:name, :name_key, :id_type, :id_no, :id_key, :gender, :birth, :nationality, "
		":ethnic, :phone, :email, :batch) ON CONFLICT DO NOTHING", NULL };

	db_text_kept(&q, ":name", p->name);
	db_text_kept(&q, ":name_key", p->name_key);
	db_text_kept(&q, ":id_type", p->id_type);
	db_text_kept(&q, ":id_no", p->id_no);
	db_text_kept(&q, ":id_key", p->id_key);
	if (p->gender != 0)
		db_int(&q, ":gender", p->gender);
	else
		db_null(&q, ":gender");
	kept_or_null(&q, ":birth", p->birth);
	db_text_kept(&q, ":nationality", p->nationality);
	db_text_kept(&q, ":ethnic", p->ethnic);
	kept_or_null(&q, ":phone", p->phone);
	db_text_kept(&q, ":email", p->email);
	db_int(&q, ":batch", batch_id);
	return db_do(&q) > 0 ? db_last_id() : 0;
}

void
person_complete(int64_t id, const struct person *p)
{
	static struct stmt q = { "UPDATE person SET gender = coalesce(gender, nullif(:gender, 0)), "
		"birth = coalesce(birth, :birth), nationality = iif(nationality = '', :nationality, nationality), "
		"ethnic = iif(ethnic = '', :ethnic, ethnic), phone = coalesce(phone, :phone), "
		"email = iif(email = '', :email, email) WHERE id = :id", NULL };

	db_int(&q, ":gender", p->gender);
	db_text_or_null(&q, ":birth", p->birth);
	db_text(&q, ":nationality", p->nationality);
	db_text(&q, ":ethnic", p->ethnic);
	db_text_or_null(&q, ":phone", p->phone);
	db_text(&q, ":email", p->email);
	db_int(&q, ":id", id);
	db_do(&q);
}

/* Education before degrees: the key has them the other way round, and sorting a handful of rows costs SQLite more than reading them. */
static void
education_first_of(struct education *e, size_t n)
{
	struct education degree[16];
	size_t degrees = 0;

	while (degrees < n && degrees < sizeof degree / sizeof *degree && strcmp(e[degrees].kind, "degree") == 0) {
		degree[degrees] = e[degrees];
		degrees++;
	}
	for (size_t i = 0; degrees > 0 && i < n; i++)
		e[i] = i < n - degrees ? e[i + degrees] : degree[i - (n - degrees)];
}

size_t
education_of(int64_t person_id, struct education *out, size_t max)
{
	static struct stmt q = { "SELECT ordinal, kind, level, school, major, month, mode, cert_no, verified FROM education "
		"WHERE person_id = :person ORDER BY kind, ordinal", NULL };
	static struct arena records;
	size_t n = 0;

	arena_clear(&records);
	db_int(&q, ":person", person_id);
	for (; db_row(&q); n++) {
		const char *s[8];

		if (n >= max)
			continue;
		for (int i = 0; i < 8; i++)
			s[i] = arena_strdup(&records, db_col(&q, i + 1));
		out[n] = (struct education){ s[0], (int)db_col_int(&q, 0), s[1], s[2], s[3], s[4], s[5], s[6], s[7] };
	}
	education_first_of(out, n < max ? n : max);
	return n;
}

bool
education_same(const struct education *a, const struct education *b)
{
	if (strcmp(a->kind, b->kind) != 0)
		return false;
	if (*a->cert_no != '\0' && strcmp(a->cert_no, b->cert_no) == 0)
		return true;
	return strcmp(a->cert_no, b->cert_no) == 0 && strcmp(a->level, b->level) == 0 && strcmp(a->school, b->school) == 0 &&
	    strcmp(a->major, b->major) == 0 && strcmp(a->month, b->month) == 0;
}

static void
insert_education(int64_t person_id, const struct education *e, int ordinal, int64_t batch_id)
{
	static struct stmt q = { "INSERT INTO education (person_id, kind, ordinal, level, school, major, month, mode, cert_no, batch_id) "
		"VALUES (:person, :kind, :ordinal, :level, :school, :major, :month, :mode, :cert_no, :batch)", NULL };

	db_int(&q, ":person", person_id);
	db_text_kept(&q, ":kind", e->kind);
	db_int(&q, ":ordinal", ordinal);
	db_text_kept(&q, ":level", e->level);
	db_text_kept(&q, ":school", e->school);
	db_text_kept(&q, ":major", e->major);
	db_text_kept(&q, ":month", e->month);
	db_text_kept(&q, ":mode", e->mode);
	db_text_kept(&q, ":cert_no", e->cert_no);
	db_int(&q, ":batch", batch_id);
	db_do(&q);
}

int
education_add(int64_t person_id, const struct education *e, int max, int64_t batch_id)
{
	struct education have[16];
	size_t n = education_of(person_id, have, 16);
	int of_kind = 0;

	for (size_t i = 0; i < n && i < 16; i++) {
		if (education_same(&have[i], e))
			return 0;
		of_kind += strcmp(have[i].kind, e->kind) == 0;
	}
	if (of_kind >= max || of_kind >= 5)
		return -1;
	insert_education(person_id, e, of_kind + 1, batch_id);
	return 1;
}

void
education_first(int64_t person_id, const struct education *e, int64_t batch_id)
{
	insert_education(person_id, e, 1, batch_id);
}

void
education_verified(int64_t person_id, const struct education *e, const char *verified, const char *at)
{
	static struct stmt q = { "UPDATE education SET verified = :verified, verified_at = :at WHERE person_id = :person AND kind = :kind "
		"AND ordinal = :ordinal AND verified <> 'registry'", NULL };

	db_text(&q, ":verified", verified);
	db_text(&q, ":at", at);
	db_int(&q, ":person", person_id);
	db_text(&q, ":kind", e->kind);
	db_int(&q, ":ordinal", e->ordinal);
	db_do(&q);
}
