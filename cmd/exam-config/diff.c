/* SPDX-License-Identifier: MIT
 * What makes one configuration another. */
#include "diff.h"

#include <string.h>

#include "index.h"
#include "office.h"

const char *
change_action(const struct change *c)
{
	if (c->old == NULL)
		return c->new == NULL ? "order" : "add";
	return c->new == NULL ? "remove" : "change";
}

static const struct record *
counterpart(const struct index *x, const struct record *r, const size_t *field, size_t n)
{
	const char *value[PARTS_MAX];

	for (size_t k = 0; k < n; k++)
		value[k] = r->value[field[k]];
	return index_get(x, value, n);
}

static int64_t
table_changes(struct config *old, struct config *new, enum table_id id, change_fn *each, void *context)
{
	const struct table *t = &tables[id];
	size_t field[PARTS_MAX], n = field_list(t, key_fields(t), field);
	struct index was = index_make(old, id, key_fields(t)), is = index_make(new, id, key_fields(t));
	int64_t count = 0;

	for (size_t i = 0; i < new->rows[id].n; i++) {
		const struct record *r = &new->rows[id].row[i], *o = counterpart(&was, r, field, n);

		if (o != NULL && record_equal(o, r, t->n))
			continue;
		each(context, &(struct change){ id, o, r });
		count++;
	}
	for (size_t i = 0; i < old->rows[id].n; i++) {
		const struct record *o = &old->rows[id].row[i];

		if (counterpart(&is, o, field, n) != NULL)
			continue;
		each(context, &(struct change){ id, o, NULL });
		count++;
	}
	if (count == 0) {
		each(context, &(struct change){ id, NULL, NULL });
		count++;
	}
	return count;
}

int64_t
changes_each(struct config *old, struct config *new, change_fn *each, void *context)
{
	int64_t count = 0;

	for (int t = 0; t < TABLES; t++)
		if (!rows_equal(&old->rows[t], &new->rows[t], (enum table_id)t))
			count += table_changes(old, new, (enum table_id)t, each, context);
	return count;
}

void
change_text(const struct change *c, const struct record *side, struct buf *out)
{
	const struct table *t = &tables[c->t];
	bool first = true;

	if (side == NULL)
		return;
	for (size_t f = 0; f < t->n; f++) {
		if (t->field[f].flags & KEY)
			continue;
		if (c->old != NULL && c->new != NULL &&strcmp(c->old->value[f], c->new->value[f]) == 0)
			continue;
		buf_printf(out, "%s%s=%s", first ? "" : "|", field_name(&t->field[f]), side->value[f]);
		first = false;
	}
}

/* ---- registrations */

/* A column of the configuration, where '*' and empty mean any, and '1|2' either. */
static const char *const scopes[] = {
	":exam",
	":year",
	":province",
	":city",
	":review_point",
	":level",
	":specialty",
	":subject",
	":site",
	":room",
	":code",
};

static struct stmt count = {
	"SELECT count(*) FROM registration r JOIN exam e ON e.id = r.exam_id JOIN person p ON p.id = "
	"r.person_id "
	"WHERE r.deleted_at IS NULL AND (:exam IS NULL OR e.exam = :exam) AND (:year IS NULL OR e.year = "
	":year) "
	"AND (:province IS NULL OR r.province = :province) AND (:city IS NULL OR r.city = :city) "
	"AND (:review_point IS NULL OR r.review_point = :review_point) "
	"AND (:level IS NULL OR '|' || :level || '|' LIKE '%|' || r.level || '|%') "
	"AND (:specialty IS NULL OR r.specialty = :specialty) "
	"AND (:subject IS NULL OR EXISTS (SELECT 1 FROM registration_subject s WHERE s.registration_id = "
	"r.id AND s.subject = :subject)) "
	"AND (:site IS NULL OR r.site = :site OR EXISTS (SELECT 1 FROM seat s WHERE s.registration_id = r.id "
	"AND s.city = :city "
	"AND s.site = :site)) "
	"AND (:room IS NULL OR EXISTS (SELECT 1 FROM seat s WHERE s.registration_id = r.id AND s.city = "
	":city AND s.site = :site "
	"AND s.room = :room)) "
	"AND (:code IS NULL OR p.id_type = :code)",
	NULL
};

int64_t
change_registrations(const struct change *c)
{
	const struct record *r = c->new != NULL ? c->new : c->old;
	const struct table *t = &tables[c->t];
	bool any = false;

	for (size_t k = 0; k < sizeof scopes / sizeof *scopes; k++) {
		const char *value = NULL;

		for (size_t f = 0; r != NULL && f < t->n; f++)
			if (c->t != OPERATOR && strcmp(t->field[f].param, scopes[k]) == 0) {
				any = true;
				value = r->value[f];
			}
		if (value != NULL && (*value == '\0' || strcmp(value, "*") == 0))
			value = NULL;
		db_text(&count, scopes[k], value);
	}
	if (any)
		return db_int1(&count, 0);
	db_reset(&count);
	return -1;
}
