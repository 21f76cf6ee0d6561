/* SPDX-License-Identifier: MIT
 * The configuration in the database. */
#include "office.h"

#include <string.h>

#include "base/diag.h"
#include "base/num.h"
#include "value/money.h"

void
office_read(struct config *c)
{
	for (int id = 0; id < TABLES; id++) {
		struct table *t = &tables[id];

		c->rows[id].present = true;
		while (db_row(&t->select)) {
			struct record *r = config_add(c, (enum table_id)id);

			for (size_t f = 0; f < t->n; f++) {
				char money[MONEY_SIZE];

				if (db_col_null(&t->select, (int)f))
					continue;
				if (t->field[f].type == TYPE_MONEY)
					money_text(db_col_int(&t->select, (int)f), money);
				r->value[f] = arena_strdup(&c->memory,
				    t->field[f].type == TYPE_MONEY ? money : db_col(&t->select, (int)f));
			}
		}
	}
}

bool
record_equal(const struct record *a, const struct record *b, size_t n)
{
	for (size_t f = 0; f < n; f++)
		if (strcmp(a->value[f], b->value[f]) != 0)
			return false;
	return true;
}

bool
rows_equal(const struct rows *a, const struct rows *b, enum table_id t)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!record_equal(&a->row[i], &b->row[i], tables[t].n))
			return false;
	return true;
}

static void
bind(struct stmt *q, const struct field *f, const char *value)
{
	int64_t v = 0;

	switch (f->type) {
	case TYPE_INT:
	case TYPE_MONEY:
		if (*value == '\0') {
			db_null(q, f->param);
			return;
		}
		if (f->type == TYPE_MONEY ? money_parse(value, &v) != MONEY_OK
					  : !num_parse(value, f->min, f->max, &v))
			bug("%s: %s", f->param, value);
		db_int(q, f->param, v);
		return;
	default:
		db_text(q, f->param, value);
	}
}

static void
insert(struct table *t, const struct record *r, size_t row)
{
	db_int(&t->insert, ":row", (int64_t)row);
	for (size_t f = 0; f < t->n; f++)
		bind(&t->insert, &t->field[f], r->value[f]);
	db_do(&t->insert);
}

/* Exams keep their id: those that are gone are removed by their key, the others updated in place. */
static void
write_exams(const struct rows *old, const struct rows *new)
{
	struct table *t = &tables[EXAM];

	for (size_t i = 0; i < old->n; i++) {
		bool kept = false;

		for (size_t k = 0; k < new->n && !kept; k++)
			kept = record_equal(&old->row[i], &new->row[k], 2);
		if (kept)
			continue;
		for (size_t f = 0; f < 2; f++)
			bind(&t->remove, &t->field[f], old->row[i].value[f]);
		db_do(&t->remove);
	}
	for (size_t k = 0; k < new->n; k++)
		if (k >= old->n || !record_equal(&old->row[k], &new->row[k], t->n))
			insert(t, &new->row[k], k + 1);
}

void
office_write(const struct config *old, const struct config *new)
{
	for (int id = 0; id < TABLES; id++) {
		const struct rows *a = &old->rows[id], *b = &new->rows[id];

		if (rows_equal(a, b, (enum table_id)id))
			continue;
		if (id == EXAM) {
			write_exams(a, b);
			continue;
		}
		db_do(&tables[id].remove);
		for (size_t i = 0; i < b->n; i++)
			insert(&tables[id], &b->row[i], i + 1);
	}
}
