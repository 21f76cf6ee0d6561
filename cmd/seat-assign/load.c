/* SPDX-License-Identifier: MIT
 * The people of an exam, its rooms, and the plan that stands, from the database. */
#include <stdlib.h>
#include <string.h>

#include "frame/tool.h"
#include "plan.h"
#include "store/db.h"
#include "value/word.h"

enum { Q_PLAN, Q_PEOPLE, Q_SEATS, Q_ROOMS, Q_NUMBERS, Q_TAKEN, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_PLAN] = { "SELECT seed, digest, made_at, coalesce(sealed_at, '') FROM seating_plan WHERE exam_id = :exam", NULL },
	[Q_PEOPLE] = { "SELECT r.id, r.reg_no, r.province, r.city, r.site, r.batch, r.level, r.specialty, r.special_needs, "
		"r.employer, r.employer_code, r.address, coalesce((SELECT d.school FROM education d WHERE d.person_id = r.person_id "
		"AND d.kind = 'education' ORDER BY d.ordinal DESC LIMIT 1), ''), coalesce(r.admit_no, ''), r.seated_at IS NOT NULL, "
		"(SELECT group_concat(s.subject, '|') FROM (SELECT subject FROM registration_subject WHERE registration_id = r.id "
		"AND carried_year IS NULL ORDER BY subject) s) FROM registration r WHERE r.exam_id = :exam AND "
		"(r.seated_at IS NOT NULL OR (r.paid_at IS NOT NULL AND r.deleted_at IS NULL)) ORDER BY r.reg_no /*scan*/", NULL },
	[Q_SEATS] = { "SELECT r.reg_no, s.session, s.subject, s.city, s.site, s.room, s.seat FROM seat s "
		"JOIN registration r ON r.id = s.registration_id WHERE s.exam_id = :exam ORDER BY r.reg_no, s.session", NULL },
	[Q_ROOMS] = { "SELECT city, site, room, layout, capacity, accessible FROM room WHERE delivery = :delivery ORDER BY city, row /*scan*/",
		NULL },
	[Q_NUMBERS] = { "SELECT city, site, room, number FROM seating_room WHERE exam_id = :exam", NULL },
	/* rooms in which another exam sits on one of our days */
	[Q_TAKEN] = { "SELECT DISTINCT s.city, s.site, s.room, n.date, n.start, n.\"end\" FROM exam e "
		"JOIN session n ON n.exam = e.exam AND n.year = e.year JOIN seat s ON s.exam_id = e.id AND s.session = n.session "
		"WHERE e.id <> :exam AND n.date IN (SELECT m.date FROM session m WHERE m.exam = :code AND m.year = :year)", NULL },
};

static const char *
keep(struct plan *p, struct stmt *s, int column)
{
	const char *v = db_col(s, column);

	return *v == '\0' ? "" : arena_strdup(&p->memory, v);
}

/* ---- the plan that stands, batches */

static void
load_plan(struct plan *p, const char *seed)
{
	p->digest = p->made_at = p->sealed_at = "";
	p->seed = seed != NULL ? seed : p->exam->key;
	db_int(&q[Q_PLAN], ":exam", p->exam->id);
	if (!db_row(&q[Q_PLAN]))
		return;
	p->seed = keep(p, &q[Q_PLAN], 0);
	p->digest = keep(p, &q[Q_PLAN], 1);
	p->made_at = keep(p, &q[Q_PLAN], 2);
	p->sealed_at = keep(p, &q[Q_PLAN], 3);
	db_reset(&q[Q_PLAN]);
}

static int
batch_index(const struct plan *p, const char *batch)
{
	for (int i = 0; i < p->nbatch; i++)
		if (strcmp(p->batch[i], batch) == 0)
			return i;
	return NO_BATCH;
}

static void
load_batches(struct plan *p)
{
	p->batch = arena_alloc(&p->memory, (p->exam->nsession + 1) * sizeof *p->batch);
	for (size_t i = 0; i < p->exam->nsession; i++)
		if (batch_index(p, p->exam->session[i].batch) == NO_BATCH)
			p->batch[p->nbatch++] = p->exam->session[i].batch;
}

/* ---- people */

/* Text that says there is nothing special is not a need. */
static bool
has_needs(const char *s)
{
	return word_yes(s) != 0 && strcmp(s, "none") != 0 && strcmp(s, "无") != 0;
}

/* Whose neighbours should come from elsewhere: the column that setting neighbour_key names. */
static const char *
neighbour_key(struct plan *p, struct stmt *s, const char *province)
{
	static const struct {
		const char *name;
		int column;
	} keys[] = { { "employer", 9 }, { "employer_code", 10 }, { "address", 11 }, { "edu_school", 12 } };
	const char *key = setting_text(p->exam, province, "neighbour_key");

	if (key == NULL || *key == '\0' || strcmp(key, "none") == 0)
		return "";
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(keys[i].name, key) == 0)
			return keep(p, s, keys[i].column);
	refuse(L("SETTING: neighbour_key of province %s is %s: employer, employer_code, edu_school, address or none; correct setting.csv "
	    "and load it", "SETTING: 省份 %s 的 neighbour_key 为 %s: 应为 employer、employer_code、edu_school、address 或 none; 请改正 "
	    "setting.csv 后重新载入"), province, key);
}

static void
load_person(struct plan *p, struct stmt *s)
{
	struct candidate *c = &p->who[p->n++];
	struct buf b = BUF_INIT;

	*c = (struct candidate){ .id = db_col_int(s, 0), .reg_no = keep(p, s, 1), .province = keep(p, s, 2), .city = keep(p, s, 3),
		.site = keep(p, s, 4), .wished_batch = keep(p, s, 5), .level = keep(p, s, 6), .specialty = keep(p, s, 7),
		.admit_no = keep(p, s, 13), .subjects = keep(p, s, 15), .needs_accessible = has_needs(db_col(s, 8)),
		.seated = db_col_int(s, 14), .room = NO_ROOM, .batch = NO_BATCH };
	c->neighbour = neighbour_key(p, s, c->province);
	buf_printf(&b, "%s/%s", c->level, c->specialty);
	c->group = arena_strdup(&p->memory, buf_text(&b));
	buf_clear(&b);
	buf_add(&b, p->seed, strlen(p->seed) + 1);
	buf_str(&b, c->reg_no);
	c->order = hash64(b.ptr, b.len);
	buf_release(&b);
	p->newcomers += !c->seated;
}

static void
load_people(struct plan *p)
{
	static struct stmt count = { "SELECT count(*) FROM registration WHERE exam_id = :exam /*scan*/", NULL };

	db_int(&count, ":exam", p->exam->id);
	p->who = arena_alloc(&p->memory, ((size_t)db_int1(&count, 0) + 1) * sizeof *p->who);
	db_int(&q[Q_PEOPLE], ":exam", p->exam->id);
	while (db_row(&q[Q_PEOPLE]))
		load_person(p, &q[Q_PEOPLE]);
}

/* ---- rooms */

static struct room *
find_room(struct plan *p, const char *city, const char *site, const char *code)
{
	for (size_t i = 0; i < p->nroom; i++)
		if (strcmp(p->room[i].code, code) == 0 && strcmp(p->room[i].site, site) == 0 && strcmp(p->room[i].city, city) == 0)
			return &p->room[i];
	return NULL;
}

static struct room *
add_room(struct plan *p, const struct room *room)
{
	p->room = grow(p->room, p->nroom, &p->room_cap, sizeof *p->room);
	p->room[p->nroom] = *room;
	p->room[p->nroom].taken = arena_alloc(&p->memory, (size_t)p->nbatch * sizeof(bool) + 1);
	return &p->room[p->nroom++];
}

static void
load_rooms(struct plan *p)
{
	struct stmt *s = &q[Q_ROOMS];

	db_text(s, ":delivery", p->exam->delivery);
	while (db_row(s)) {
		struct room r = { .city = keep(p, s, 0), .site = keep(p, s, 1), .code = keep(p, s, 2), .layout = keep(p, s, 3),
			.capacity = (int)db_col_int(s, 4), .accessible = db_col_int(s, 5) };

		add_room(p, &r);
	}
}

static void
load_taken(struct plan *p)
{
	struct stmt *s = &q[Q_TAKEN];

	db_int(s, ":exam", p->exam->id);
	db_text(s, ":code", p->exam->code);
	db_int(s, ":year", p->exam->year);
	while (db_row(s)) {
		struct room *room = find_room(p, db_col(s, 0), db_col(s, 1), db_col(s, 2));

		for (size_t i = 0; room != NULL && i < p->exam->nsession; i++) {
			const struct session *x = &p->exam->session[i];

			if (times_overlap(x->date, x->start, x->end, db_col(s, 3), db_col(s, 4), db_col(s, 5)))
				room->taken[batch_index(p, x->batch)] = true;
		}
	}
}

/* ---- seats of the plan that stands */

static struct candidate *
person_by_reg_no(struct plan *p, const char *reg_no, size_t *at)
{
	/* both lists are in the order of reg_no */
	while (*at < p->n && strcmp(p->who[*at].reg_no, reg_no) < 0)
		(*at)++;
	return *at < p->n && strcmp(p->who[*at].reg_no, reg_no) == 0 ? &p->who[*at] : NULL;
}

static void
load_seats(struct plan *p)
{
	struct stmt *s = &q[Q_SEATS];
	size_t at = 0;
	struct room *room = NULL;

	db_int(s, ":exam", p->exam->id);
	while (db_row(s)) {
		struct candidate *c = person_by_reg_no(p, db_col(s, 0), &at);

		if (c == NULL || !c->seated)
			bug("a seat without its person: %s", db_col(s, 0));
		room = find_room(p, db_col(s, 3), db_col(s, 4), db_col(s, 5));
		if (room == NULL) {
			struct room gone = { .city = keep(p, s, 3), .site = keep(p, s, 4), .code = keep(p, s, 5), .layout = "" };

			room = add_room(p, &gone);
		}
		room->used = true;
		if (c->sitting == NULL) {
			c->sitting = arena_alloc(&p->memory, (p->exam->nsession + 1) * sizeof *c->sitting);
			c->room = (int)(room - p->room);
			c->seat = (int)db_col_int(s, 6);
			c->city = room->city;
		}
		c->sitting[c->nsitting++] = (struct sitting){ keep(p, s, 1), keep(p, s, 2), (int)(room - p->room), (int)db_col_int(s, 6) };
		for (size_t i = 0; i < p->exam->nsession; i++)
			if (strcmp(p->exam->session[i].code, db_col(s, 1)) == 0)
				c->batch = batch_index(p, p->exam->session[i].batch);
	}
	db_int(&q[Q_NUMBERS], ":exam", p->exam->id);
	while (db_row(&q[Q_NUMBERS])) {
		room = find_room(p, db_col(&q[Q_NUMBERS], 0), db_col(&q[Q_NUMBERS], 1), db_col(&q[Q_NUMBERS], 2));
		if (room != NULL)
			room->number = db_col_int(&q[Q_NUMBERS], 3);
	}
}

static int
by_city(const void *va, const void *vb)
{
	const struct candidate *a = va, *b = vb;
	int d = strcmp(a->city, b->city);

	return d != 0 ? d : strcmp(a->reg_no, b->reg_no);
}

void
plan_release(struct plan *p)
{
	free(p->room);
	free(p->program);
	arena_release(&p->memory);
}

void
plan_load(struct plan *p, const struct exam *e, const char *seed)
{
	memset(p, 0, sizeof *p);
	p->exam = e;
	db_prepare(q, Q_COUNT);
	load_plan(p, seed);
	load_batches(p);
	if (p->nbatch == 0)
		refuse(L("%s has no sessions: session.csv names them; nothing was changed", "%s 没有场次: 请在 session.csv 中设置; 未作任何改动"), e->key);
	load_people(p);
	load_rooms(p);
	load_taken(p);
	load_seats(p);
	qsort(p->who, p->n, sizeof *p->who, by_city);
}
