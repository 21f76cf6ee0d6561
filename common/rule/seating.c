/* SPDX-License-Identifier: MIT
 * Rooms and seats: who goes into which room. */
#include "rule/seating.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "rule/seating_plan.h"

/* Consecutive people of one group who may sit at one site, or anywhere. */
struct block {
	int group, site, from, left;
};

static int
compare(const void *va, const void *vb)
{
	const struct sitter *a = va, *b = vb;
	int d = strcmp(a->person->group, b->person->group);

	if (d == 0)
		d = (a->site > b->site) - (a->site < b->site);
	if (d == 0)
		d = strcmp(a->person->subgroup, b->person->subgroup);
	if (d == 0)
		d = (a->order > b->order) - (a->order < b->order);
	return d != 0 ? d : strcmp(a->person->reg_no, b->person->reg_no);
}

/* The index of a site, added where rooms (not people) bring a new one; n_site where unknown. */
static int
site_index(struct plan *p, int site, bool add)
{
	for (int i = 0; i < p->n_site; i++)
		if (p->site[i] == site)
			return i;
	if (!add)
		return p->n_site;
	p->site[p->n_site] = site;
	return p->n_site++;
}

static uint64_t
text_hash(struct buf *b, const char *seed, const char *text)
{
	buf_clear(b);
	buf_add(b, seed, strlen(seed) + 1);
	buf_str(b, text);
	return hash64(b->ptr, b->len);
}

void
plan_init(struct plan *p, struct seating_person *person, size_t n, const struct seating_room *room, size_t n_room,
    const struct seating_rules *rules)
{
	struct buf b = BUF_INIT;

	memset(p, 0, sizeof *p);
	p->rules = rules;
	p->n = (int)n;
	p->n_place = (int)n_room;
	p->site = arena_alloc(&p->arena, (n_room + 1) * sizeof *p->site);
	p->place = arena_alloc(&p->arena, (n_room + 1) * sizeof *p->place);
	p->sitter = arena_alloc(&p->arena, (n + 1) * sizeof *p->sitter);
	for (size_t i = 0; i < n_room; i++) {
		struct place *place = &p->place[i];

		place->room = &room[i];
		place->site = site_index(p, room[i].site, true);
		place->limit = room[i].capacity < rules->room_size ? room[i].capacity : rules->room_size;
		place->who = arena_alloc(&p->arena, ((size_t)room[i].capacity + 1) * sizeof *place->who);
	}
	for (size_t i = 0; i < n; i++) {
		struct sitter *s = &p->sitter[i];

		s->person = &person[i];
		s->site = person[i].site == SEATING_ANYWHERE ? SEATING_ANYWHERE : site_index(p, person[i].site, false);
		s->order = text_hash(&b, rules->seed, person[i].reg_no);
		s->neighbour = *person[i].neighbour_key ? text_hash(&b, "", person[i].neighbour_key) | 1 : 0;
		s->room = SEATING_NOWHERE;
	}
	buf_release(&b);
	qsort(p->sitter, n, sizeof *p->sitter, compare);
	for (int i = 0; i < p->n; i++) {
		if (i > 0 && strcmp(p->sitter[i].person->group, p->sitter[i - 1].person->group) != 0)
			p->n_group++;
		p->sitter[i].group = p->n_group;
	}
	p->n_group++;
}

bool
plan_allowed(const struct plan *p, int who, int room)
{
	const struct sitter *s = &p->sitter[who];
	const struct place *place = &p->place[room];

	return (s->site == SEATING_ANYWHERE || s->site == place->site) &&
	    (!s->person->needs_accessible || place->room->accessible);
}

int
plan_group(const struct plan *p, int room)
{
	const struct place *place = &p->place[room];

	if (place->n == 0)
		return GROUP_NONE;
	for (int i = 1; i < place->n; i++)
		if (p->sitter[place->who[i]].group != p->sitter[place->who[0]].group)
			return GROUP_MIXED;
	return p->sitter[place->who[0]].group;
}

void
plan_add(struct plan *p, int room, int who)
{
	struct place *place = &p->place[room];

	place->who[place->n++] = who;
	p->sitter[who].room = room;
}

int
plan_take(struct plan *p, int room, int i)
{
	struct place *place = &p->place[room];
	int who = place->who[i];

	place->who[i] = place->who[--place->n];
	p->sitter[who].room = SEATING_NOWHERE;
	return who;
}

void
plan_swap(struct plan *p, int a, int i, int b, int j)
{
	int x = p->place[a].who[i], y = p->place[b].who[j];

	p->place[a].who[i] = y;
	p->place[b].who[j] = x;
	p->sitter[x].room = b;
	p->sitter[y].room = a;
}

/* Set the lack and say so where people > seats. */
static bool
lacks(struct seating_result *r, enum seating_outcome outcome, int site, size_t people, size_t seats)
{
	if (people <= seats)
		return false;
	*r = (struct seating_result){ .outcome = outcome, .site = site, .people = people, .seats = seats };
	return true;
}

/* Is there a seat for everybody, in numbers? */
static bool
enough(const struct plan *p, struct seating_result *r)
{
	size_t seats = 0, accessible = 0, people = 0, needs = 0;

	for (int i = 0; i < p->n; i++) {
		const struct sitter *s = &p->sitter[i];

		needs += s->person->needs_accessible;
		if (s->site == p->n_site && lacks(r, SEATING_FEW_AT_SITE, s->person->site, 1, 0))
			return false;
	}
	for (int site = 0; site < p->n_site; site++) {
		size_t here = 0, here_accessible = 0, must = 0, must_accessible = 0;

		for (int i = 0; i < p->n_place; i++)
			if (p->place[i].site == site) {
				here += (size_t)p->place[i].limit;
				here_accessible += p->place[i].room->accessible ? (size_t)p->place[i].limit : 0;
			}
		for (int i = 0; i < p->n; i++)
			if (p->sitter[i].site == site) {
				must++;
				must_accessible += p->sitter[i].person->needs_accessible;
			}
		if (lacks(r, SEATING_FEW_AT_SITE, p->site[site], must, here) ||
		    lacks(r, SEATING_FEW_ACCESSIBLE, p->site[site], must_accessible, here_accessible))
			return false;
		seats += here;
		/* accessible seats that this site's other people do not need */
		here -= must - must_accessible;
		accessible += here_accessible < here ? here_accessible : here;
	}
	people = (size_t)p->n;
	return !lacks(r, SEATING_FEW_SEATS, SEATING_ANYWHERE, people, seats) &&
	    !lacks(r, SEATING_FEW_ACCESSIBLE, SEATING_ANYWHERE, needs, accessible);
}

/* The walk through the rooms of a site. */
struct walk {
	struct plan *plan;
	struct block *block;
	int n_block;
	int site;
	int open;  /* the room being filled, or -1 */
	int must;  /* people who must still be placed at this site */
	int free;  /* people without a site still to be placed */
	int later; /* seats of later sites that their own people do not need */
};

/* Seats of this site's rooms after the open one. */
static int
seats_after(const struct walk *w)
{
	int seats = 0;

	for (int i = w->open + 1; i < w->plan->n_place; i++)
		if (w->plan->place[i].site == w->site)
			seats += w->plan->place[i].limit;
	return seats;
}

static bool
next_room(struct walk *w)
{
	for (int i = w->open + 1; i < w->plan->n_place; i++)
		if (w->plan->place[i].site == w->site && w->plan->place[i].limit > 0) {
			w->open = i;
			return true;
		}
	return false;
}

static int
spare(const struct walk *w)
{
	return w->open < 0 ? 0 : w->plan->place[w->open].limit - w->plan->place[w->open].n;
}

static void
put_one(struct walk *w, struct block *b)
{
	plan_add(w->plan, w->open, b->from++);
	b->left--;
	if (b->site == SEATING_ANYWHERE)
		w->free--;
	else
		w->must--;
}

/* May the seats left in the open room stay empty, so that the next group begins its own? */
static bool
may_waste(const struct walk *w)
{
	int after = seats_after(w);

	return w->must <= after && w->must + w->free <= after + w->later;
}

static void
place_block(struct walk *w, struct block *b)
{
	if (b->left > 0 && spare(w) > 0 && plan_group(w->plan, w->open) != b->group && may_waste(w) && !next_room(w))
		return; /* nothing left at this site: the block goes on at the next */
	while (b->left > 0) {
		if (spare(w) == 0 && !next_room(w))
			return;
		put_one(w, b);
	}
}

/* People of the same group who may sit anywhere fill the open room, unless it takes a seat from somebody
 * who must sit at this site. */
static void
top_up(struct walk *w, int group)
{
	int after = seats_after(w);

	for (int i = 0; i < w->n_block; i++) {
		struct block *b = &w->block[i];

		if (b->group != group || b->site != SEATING_ANYWHERE)
			continue;
		while (b->left > 0 && spare(w) > 0 && w->must < after + spare(w))
			put_one(w, b);
	}
}

static void
walk_site(struct walk *w)
{
	w->open = -1;
	for (int i = 0; i < w->n_block; i++)
		if (w->block[i].site == w->site) {
			place_block(w, &w->block[i]);
			top_up(w, w->block[i].group);
		}
	for (int i = 0; i < w->n_block; i++)
		if (w->block[i].site == SEATING_ANYWHERE)
			place_block(w, &w->block[i]);
}

static void
fill_rooms(struct plan *p)
{
	struct walk w = { .plan = p };
	int *must = arena_alloc(&p->arena, ((size_t)p->n_site + 1) * sizeof *must);

	w.block = arena_alloc(&p->arena, ((size_t)p->n + 1) * sizeof *w.block);
	for (int i = 0; i < p->n; i++) {
		const struct sitter *s = &p->sitter[i];

		if (i == 0 || s->group != s[-1].group || s->site != s[-1].site)
			w.block[w.n_block++] = (struct block){ s->group, s->site, i, 0 };
		w.block[w.n_block - 1].left++;
		if (s->site == SEATING_ANYWHERE)
			w.free++;
		else
			must[s->site]++;
	}
	for (int i = 0; i < p->n_place; i++)
		w.later += p->place[i].limit;
	for (int site = 0; site < p->n_site; site++)
		w.later -= must[site];
	for (w.site = 0; w.site < p->n_site; w.site++) {
		w.open = -1;
		w.must = must[w.site];
		w.later -= seats_after(&w) - w.must;
		walk_site(&w);
	}
}

/* Take the plan over into the persons and count. */
static void
finish(struct plan *p, struct seating_result *r)
{
	r->neighbours = plan_seats(p);
	r->people = (size_t)p->n;
	for (int i = 0; i < p->n_place; i++) {
		const struct place *place = &p->place[i];

		r->seats += (size_t)place->limit;
		r->rooms += place->n > 0;
		r->mixed_rooms += plan_group(p, i) == GROUP_MIXED;
		r->small_rooms += place->n > 0 && place->n < p->rules->room_min;
		for (int k = 0; k < place->n; k++) {
			p->sitter[place->who[k]].person->room = i;
			p->sitter[place->who[k]].person->seat = k + 1;
		}
	}
}

struct seating_result
seating_assign(struct seating_person *person, size_t n, const struct seating_room *room, size_t n_room,
    const struct seating_rules *rules)
{
	struct seating_result r = { .outcome = SEATING_OK, .site = SEATING_ANYWHERE };
	struct plan p;

	plan_init(&p, person, n, room, n_room, rules);
	if (enough(&p, &r)) {
		fill_rooms(&p);
		int homeless = plan_accessible(&p);

		if (homeless > 0) {
			r.outcome = SEATING_FEW_ACCESSIBLE;
			r.people = (size_t)homeless;
		} else {
			plan_repair(&p);
			finish(&p, &r);
		}
	}
	arena_release(&p.arena);
	return r;
}
