/* SPDX-License-Identifier: MIT
 * What can be amended: names, groups, and saying what is wrong with a row. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "amend.h"
#include "store/db.h"
#include "stream/column.h"

struct change *changes;
size_t nchanges;
struct arena keep;

static const char *const others[] = { [F_DELETE - E_END] = "delete", [F_QUESTION - E_END] = "question", [F_ANSWER - E_END] = "answer",
	[F_ACCOUNT_STATE - E_END] = "account_state" };

/* The group of field_group.csv, NULL: none. */
static const char *
group_of(const char *field)
{
	static struct stmt q = { "SELECT field_group FROM field_group WHERE field = :field", NULL };
	const char *group = NULL;

	db_text(&q, ":field", field);
	if (db_row(&q)) {
		group = arena_strdup(&keep, db_col(&q, 0));
		db_reset(&q);
	}
	return group;
}

static int
index_of(const char *name)
{
	for (int i = 0; i < F_END - E_END; i++)
		if (strcmp(name, others[i]) == 0)
			return E_END + i;
	for (int i = 0; i < E_END; i++)
		if (strcmp(name, enrolment_in[i].name) == 0)
			return i;
	return -1;
}

bool
field_find(struct rec *r, const char *name, struct change *c)
{
	const struct column *column = column_of_header(name);
	const char *group;

	if (column != NULL)
		name = column->name;
	if (strcmp(name, "refund") == 0) {
		fault(r, I_FIELD, "FIELD_UNKNOWN", "%s", L("money is given back by fee-refund", "退费请用 fee-refund"));
		return false;
	}
	if (strcmp(name, "pledge") == 0) {
		fault(r, I_FIELD, "FIELD_UNKNOWN", "%s", L("the commitment is changed by pledge-record", "告知承诺的变更请用 pledge-record"));
		return false;
	}
	c->field = index_of(name);
	if (c->field < 0 || (group = group_of(name)) == NULL) {
		fault(r, I_FIELD, "FIELD_UNKNOWN", L("%s: no field that can be changed; field_group.csv has those that can", "%s: 不是可更正的字段; 可更正的字段见 field_group.csv"),
		    name);
		return false;
	}
	c->field_name = c->field < E_END ? enrolment_in[c->field].name : others[c->field - E_END];
	c->group = group;
	return true;
}

bool
field_of_education(int field)
{
	return field >= E_EDU_LEVEL && field <= E_DEGREE_CERT_NO;
}

bool
field_of_person(int field)
{
	switch (field) {
	case E_NAME:
	case E_ID_TYPE:
	case E_ID_NO:
	case E_PHONE:
	case E_EMAIL:
	case E_GENDER:
	case E_BIRTH:
	case E_NATIONALITY:
	case E_ETHNIC:
	case E_PHOTO:
	case F_QUESTION:
	case F_ANSWER:
	case F_ACCOUNT_STATE:
		return true;
	default:
		return field_of_education(field);
	}
}

void
say(struct change *c, bool refuses, int column, const char *code, const char *fmt, ...)
{
	struct said *s = arena_alloc(&keep, sizeof *s);
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	*s = (struct said){ NULL, refuses, column, arena_strdup(&keep, code), arena_strdup(&keep, text) };
	if (c->last == NULL)
		c->last = &c->said;
	*c->last = s;
	c->last = &s->next;
	c->refused |= refuses;
}

static bool
was_so(const struct unit *u, const struct told *t)
{
	for (size_t i = 0; i < u->nbase; i++)
		if (u->base[i].column == t->column && strcmp(u->base[i].code, t->code) == 0)
			return t->column < 0 || !u->touched[t->column];
	return false;
}

/* The row of the case that a value is about; else one that changes the same unit, with the field named. */
void
say_all(const struct docket *d, const struct unit *u)
{
	struct told t;

	for (size_t i = 0; scratch_told(u->scratch, i, &t); i++) {
		struct change *about = NULL, *any = NULL;

		if (was_so(u, &t))
			continue;
		for EACH (d, c) {
			if (!c->found || c->person_id != u->person_id || c->same)
				continue;
			if (any == NULL)
				any = c;
			if (about == NULL && c->field == t.column)
				about = c;
		}
		if (about != NULL)
			say(about, t.refuses, I_VALUE, t.code, "%s", t.message);
		else if (any != NULL && t.refuses && t.column >= 0 && t.column < E_END)
			say(any, t.refuses, I_VALUE, t.code, L("%s (field %s, which the case must bring too): %s", "%s (字段 %s, 须在同一更正单中一并更正): %s"),
			    unit_text(u, t.column, true), enrolment_in[t.column].name, t.message);
		else if (any != NULL)
			say(any, t.refuses, I_VALUE, t.code, "%s", t.message);
	}
	scratch_clear(u->scratch);
}
