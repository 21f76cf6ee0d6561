/* SPDX-License-Identifier: MIT
 * A case: found, judged, written, or undone as a whole. */
#include <stdlib.h>
#include <string.h>

#include "amend.h"
#include "store/db.h"

/* ---- whom it is about */

static bool
find_registration(struct change *c, struct registration *reg)
{
	if (!registration_find(c->reg_no, reg)) {
		say(c, true, I_REG_NO, "REG_UNKNOWN", L("no registration %s: reg-show finds it by name and document, or by phone", "没有报名号 %s: 可用 reg-show 按姓名证件或手机号查找"), c->reg_no);
		return false;
	}
	c->person_id = reg->person_id;
	c->registration_id = reg->id;
	if (reg->deleted && c->field != F_DELETE)
		say(c, true, I_REG_NO, "REG_DELETED", L("%s is deleted", "%s 已删除"), reg->reg_no);
	if (*c->person_no != '\0' && person_now(person_no_parse(c->person_no)) != reg->person_id)
		say(c, true, I_PERSON_NO, "PERSON_MISMATCH", L("%s is no registration of %s: which of the two is meant?", "%s 不是 %s 的报名: 请核对是哪一个"),
		    c->reg_no, c->person_no);
	return !c->refused;
}

static bool
find_person(struct change *c)
{
	struct person p;
	char person_no[PERSON_NO_SIZE];

	c->person_id = person_no_parse(c->person_no);
	if (c->person_id == 0 || !person_get(c->person_id, &p)) {
		say(c, true, I_PERSON_NO, "PERSON_UNKNOWN", L("no person %s", "没有人员编号 %s"), c->person_no);
		return false;
	}
	if (p.merged_into != 0) {
		person_no_text(p.merged_into, person_no);
		say(c, true, I_PERSON_NO, "PERSON_MERGED", L("%s has been merged into %s: use that number", "%s 已合并到 %s: 请使用新编号"), c->person_no, person_no);
	}
	return !c->refused;
}

static bool
find(struct change *c, struct registration *reg)
{
	if (*c->reg_no != '\0')
		return find_registration(c, reg);
	return *c->person_no != '\0' && find_person(c);
}

/* ---- the same amendment again */

/* It was made before: the same case, field, value and papers. */
static bool
made_before(const struct change *c, const char *now, struct buf *at)
{
	static struct stmt q = { "SELECT at FROM amendment WHERE person_id = :person AND case_no = :case AND field = :field AND new = :new "
		"AND authority = :authority AND documents = :documents AND reason = :reason AND registration_id IS :registration LIMIT 1", NULL };

	db_int(&q, ":person", c->person_id);
	db_text(&q, ":case", c->case_no);
	db_text(&q, ":field", c->field_name);
	db_text(&q, ":new", now);
	db_text(&q, ":authority", authority_code(c->authority));
	db_text(&q, ":documents", c->documents);
	db_text(&q, ":reason", c->reason);
	if (c->registration_id != 0)
		db_int(&q, ":registration", c->registration_id);
	else
		db_null(&q, ":registration");
	if (!db_row(&q))
		return false;
	buf_clear(at);
	buf_str(at, db_col(&q, 0));
	db_reset(&q);
	return true;
}

/* ---- units */

static struct unit *
unit_of(struct unit *u, size_t *n, const struct change *c)
{
	for (size_t i = 0; i < *n; i++)
		if (u[i].person_id == c->person_id && (u[i].registration_id == c->registration_id || c->registration_id == 0 || u[i].registration_id == 0)) {
			if (u[i].registration_id == 0)
				u[i].registration_id = c->registration_id;
			return &u[i];
		}
	u[*n] = (struct unit){ .person_id = c->person_id, .registration_id = c->registration_id };
	return &u[(*n)++];
}

static bool
of_unit(const struct change *c, const struct unit *u)
{
	return c->found && c->person_id == u->person_id && (c->registration_id == u->registration_id || c->registration_id == 0);
}

/* Lay the rows of the case over the unit. A row that says what is so already, or was done before, changes nothing. */
static void
overlay(const struct docket *d, struct unit *u)
{
	static struct buf at;

	for EACH (d, c) {
		if (!of_unit(c, u) || c->refused)
			continue;
		if (u->touched[c->field])
			say(c, true, I_FIELD, "FIELD_TWICE", L("the case changes %s twice", "同一更正单中 %s 出现两次"), c->field_name);
		if (c->field >= E_END || c->field == E_PHOTO) {
			c->old = other_text(c);
			c->now = c->field == F_ANSWER ? "" : c->value;
			c->made = made_before(c, c->now, &at);
			c->same = other_same(c) || (c->field != F_ANSWER && c->field != F_ACCOUNT_STATE && c->made);
		} else {
			u->v[c->field] = c->value;
		}
		u->touched[c->field] = !c->same;
	}
	for (int k = 0; k < 2; k++) {
		const bool *t = &u->touched[k == 0 ? E_EDU_LEVEL : E_DEGREE_LEVEL];

		/* level, school, major and month together are another record, not a correction of the newest */
		u->further[k] = u->newest[k].kind != NULL && t[0] && t[1] && t[2] && t[3];
	}
}

/* What the rows of the unit's columns come to, and whether that is new. */
static void
compare(const struct docket *d, struct unit *u)
{
	static struct buf at;

	for EACH (d, c) {
		if (!of_unit(c, u) || c->field >= E_END || c->field == E_PHOTO)
			continue;
		c->old = unit_text(u, c->field, false);
		c->now = unit_text(u, c->field, true);
		c->same = field_of_education(c->field) && u->further[c->field >= E_DEGREE_LEVEL] ? unit_known_record(u, c->field >= E_DEGREE_LEVEL) :
		    strcmp(c->old, c->now) == 0;
		c->made = made_before(c, c->now, &at);
		if (!c->same && c->made) {
			say(c, false, I_VALUE, "AMENDED_BEFORE", L("this amendment was made on %s, and the value was changed since: it is not done again; "
			    "a new one has another case_no or reason", "该更正已于 %s 办理, 之后又有变更: 不再重复办理; 新的更正请另用 case_no 或 reason"), buf_text(&at));
			c->same = true;
			c->now = c->old;
		}
		u->touched[c->field] = !c->same;
		if (c->same)
			u->v[c->field] = field_of_education(c->field) ? u->v[c->field] : u->cur[c->field];
	}
}

static bool
any_touched(const struct unit *u)
{
	for (int i = 0; i < F_END; i++)
		if (u->touched[i])
			return true;
	return false;
}

static bool
refused(const struct docket *d)
{
	for EACH (d, c)
		if (c->faulty || c->refused)
			return true;
	return d->broken_file != NULL;
}

static bool
any_made(const struct docket *d)
{
	for EACH (d, c)
		if (c->made)
			return true;
	return false;
}

/* A row whose value is there already, but not by itself or its case, is judged like any other: what was refused is refused again. */
static void
hold_unit(struct run *run, const struct docket *d, const struct unit *u)
{
	bool again = any_made(d);

	for EACH (d, c) {
		if (!of_unit(c, u) || (c->same && (again || c->made)))
			continue;
		if (c->same && c->field == F_DELETE)
			say(c, true, I_REG_NO, "REG_DELETED", L("%s is deleted", "%s 已删除"), c->reg_no);
		else if (c->decides)
			policy_check(run, c, u);
		if (!c->same && (c->field >= E_END || c->field == E_PHOTO))
			other_check(d, c);
	}
}

static void
one_unit(struct run *run, const struct docket *d, struct unit *u)
{
	unit_read(run, u);
	overlay(d, u);
	unit_judge(u);
	compare(d, u);
	scratch_clear(u->scratch);
	if (any_touched(u)) {
		unit_judge(u); /* without what changes nothing */
		say_all(d, u);
	}
	hold_unit(run, d, u);
	if (any_touched(u)) {
		clash_check(d, u);
		say_all(d, u);
		if (!refused(d))
			unit_write(run, d, u);
	}
	scratch_free(u->scratch);
	buf_release(&u->g.identity.name_key);
}

static void
found_refused(struct docket *d)
{
	for EACH (d, c)
		if (d->why == NULL && (c->faulty || c->refused)) {
			const struct said *s = c->said;

			while (s != NULL && !s->refuses)
				s = s->next;
			d->why = c;
			d->why_code = s != NULL ? s->code : L("see there", "见该行");
		}
	d->refused = d->why != NULL || d->broken_file != NULL;
}

void
docket_decide(struct run *run, struct docket *d)
{
	struct registration reg;
	struct unit *u;
	size_t n = 0, rows = 0;

	d->done = true;
	for EACH (d, c) {
		rows++;
		c->found = find(c, &reg) && c->legible && (field_of_person(c->field) || c->registration_id != 0);
	}
	/* also where a row is refused: everything that is wrong with the case is said at once */
	u = xcalloc(rows, sizeof *u);
	for EACH (d, c)
		if (c->found)
			unit_of(u, &n, c);
	db_mark();
	phones_begin();
	for (size_t i = 0; i < n; i++)
		one_unit(run, d, &u[i]);
	if (!refused(d))
		phones_check();
	found_refused(d);
	if (d->refused)
		db_undo();
	else
		db_keep();
	free(u);
}
