/* SPDX-License-Identifier: MIT
 * Rooms and seats, city by city and batch by batch: rule/seating.h gets the people and the
 * rooms that no other exam uses at the time, and what it lacks is told for every place. */
#include <stdlib.h>
#include <string.h>

#include "frame/tool.h"
#include "plan.h"
#include "rule/seating.h"

/* The people and rooms of one city and batch, as rule/seating sees them. */
struct hall {
	struct plan *plan;
	bool late;
	struct seating_person *person;
	struct candidate **who;     /* by index of person */
	size_t n;
	struct seating_room *room;
	int *of_plan;               /* by index of room: index of plan->room */
	size_t nroom, taken;        /* rooms left out: another exam uses them */
	const char **site;          /* number of a site → code */
	int nsite;
	struct seating_rules rules;
};

bool
room_free(const struct plan *p, const struct room *room, int batch)
{
	(void)p;
	return !room->taken[batch];
}

int
room_limit(const struct plan *p, const struct room *room, bool late)
{
	return late || room->capacity < p->exam->room_size ? room->capacity : p->exam->room_size;
}

static int
site_number(struct hall *h, const char *site)
{
	if (*site == '\0')
		return SEATING_ANYWHERE;
	for (int i = 0; i < h->nsite; i++)
		if (strcmp(h->site[i], site) == 0)
			return i;
	h->site[h->nsite] = site;
	return h->nsite++;
}

/* The rooms of the city that are free for the batch, or in which people of it sit already. */
static void
bring_rooms(struct hall *h, const char *city, const char *province, int batch, int *place_of)
{
	struct plan *p = h->plan;
	const char *layout = setting_text(p->exam, province, "layout");

	for (size_t i = 0; i < p->nroom; i++) {
		const struct room *r = &p->room[i];

		place_of[i] = NO_ROOM;
		if (strcmp(r->city, city) != 0)
			continue;
		if (!room_free(p, r, batch) && !(h->late && r->used)) {
			h->taken++;
			continue;
		}
		place_of[i] = (int)h->nroom;
		h->of_plan[h->nroom] = (int)i;
		h->room[h->nroom++] = (struct seating_room){ .site = site_number(h, r->site), .capacity = room_free(p, r, batch) ? r->capacity : 0,
			.layout = *r->layout != '\0' || layout == NULL ? r->layout : layout, .accessible = r->accessible };
	}
}

static void
bring_person(struct hall *h, struct candidate *c, int site, int room, int seat)
{
	h->who[h->n] = c;
	h->person[h->n++] = (struct seating_person){ .reg_no = c->reg_no, .group = c->group, .subgroup = c->subjects,
		.neighbour_key = c->neighbour, .site = site, .needs_accessible = c->needs_accessible, .room = room, .seat = seat };
}

/* Newcomers; and those who are seated once for each place that they hold. */
static void
bring_people(struct hall *h, size_t from, size_t to, int batch, const int *place_of)
{
	struct plan *p = h->plan;

	for (size_t i = from; i < to; i++) {
		struct candidate *c = &p->who[i];

		if (c->batch != batch)
			continue;
		if (!c->seated)
			bring_person(h, c, site_number(h, c->site), SEATING_NOWHERE, 0);
		for (size_t k = 0; c->seated && k < c->nsitting; k++)
			if (sitting_elsewhere(c, k))
				bring_person(h, c, SEATING_ANYWHERE, place_of[c->sitting[k].room], c->sitting[k].seat);
	}
}

/* ---- what is lacking */

static void
count_seats(const struct hall *h, int site, size_t *seats, size_t *accessible)
{
	*seats = *accessible = 0;
	for (size_t i = 0; i < h->nroom; i++) {
		if (site != SEATING_ANYWHERE && h->room[i].site != site)
			continue;
		size_t limit = (size_t)(h->late || h->room[i].capacity < h->rules.room_size ? h->room[i].capacity : h->rules.room_size);

		*seats += limit;
		*accessible += h->room[i].accessible ? limit : 0;
	}
}

/* Newcomers, and of them those with special needs; people who have a seat are taken off the seats. */
static void
count_people(const struct hall *h, int site, size_t *people, size_t *needs, size_t *sitting, size_t *sitting_accessible)
{
	*people = *needs = *sitting = *sitting_accessible = 0;
	for (size_t i = 0; i < h->n; i++) {
		const struct seating_person *x = &h->person[i];

		if (h->who[i]->seated) {
			const struct seating_room *room = &h->room[x->room];

			*sitting += site == SEATING_ANYWHERE || room->site == site;
			*sitting_accessible += (site == SEATING_ANYWHERE || room->site == site) && room->accessible;
		} else if (site == SEATING_ANYWHERE || x->site == site) {
			(*people)++;
			*needs += x->needs_accessible;
		}
	}
}

static size_t
minus(size_t a, size_t b)
{
	return a > b ? a - b : 0;
}

static void
tell(const struct hall *h, int site, const char *code, size_t people, size_t seats, bool accessible)
{
	const struct candidate *c = h->who[0];
	const char *batch = h->plan->batch[c->batch];

	plan_impossible(h->plan, L("%s: %s (%s)%s%s%s%s: %zu people%s, %zu seats%s; %zu rooms are in use by other exams at the time: "
	    "more rooms in room.csv, or another site or batch for some", "%s: %s (%s)%s%s%s%s: %zu 人%s, %zu 座%s; 另有 %zu 个考场同时被其他考试占用: "
	    "请在 room.csv 增加考场, 或为部分人员更换考点、批次"), code, city_name(c->city), c->city,
	    site == SEATING_ANYWHERE ? "" : L(", site ", ", 考点 "), site == SEATING_ANYWHERE ? "" : h->site[site],
	    *batch == '\0' ? "" : L(", batch ", ", 批次 "), batch, people, accessible ? L(" with special needs", " (有特殊需要)") : "", seats,
	    accessible ? L(" in accessible rooms", " (无障碍考场)") : "", h->taken);
}

static bool
tell_site(const struct hall *h, int site)
{
	size_t seats, accessible, people, needs, sitting, sitting_accessible, told = h->plan->impossible;

	count_seats(h, site, &seats, &accessible);
	count_people(h, site, &people, &needs, &sitting, &sitting_accessible);
	seats = minus(seats, sitting);
	accessible = minus(accessible, sitting_accessible);
	if (people > seats)
		tell(h, site, site == SEATING_ANYWHERE ? "SEATS_SHORT" : "SITE_SHORT", people, seats, false);
	if (needs > accessible)
		tell(h, site, "ACCESSIBLE_SHORT", needs, accessible, true);
	return h->plan->impossible > told;
}

/* Every lack of the city, not only the first that the solver met. */
static void
tell_lacks(const struct hall *h, const struct seating_result *r)
{
	bool told = tell_site(h, SEATING_ANYWHERE);

	for (int site = 0; site < h->nsite; site++)
		told |= tell_site(h, site);
	if (!told) /* in numbers there are enough, only not the right ones */
		tell(h, r->site, r->outcome == SEATING_FEW_ACCESSIBLE ? "ACCESSIBLE_SHORT" : "SITE_SHORT", r->people, r->seats,
		    r->outcome == SEATING_FEW_ACCESSIBLE);
}

/* ---- */

static void
take_over(struct hall *h, const struct seating_result *r)
{
	struct plan *p = h->plan;

	for (size_t i = 0; i < h->n; i++) {
		struct candidate *c = h->who[i];

		if (c->seated)
			continue;
		c->room = h->of_plan[h->person[i].room];
		c->seat = h->person[i].seat;
		p->room[c->room].used = true;
		struct sitting *own = arena_alloc(&p->memory, c->nsitting * sizeof *own + 1);

		for (size_t k = 0; k < c->nsitting; k++)
			own[k] = (struct sitting){ c->sitting[k].session, c->sitting[k].subject, c->room, c->seat };
		c->sitting = own;
	}
	p->mixed_rooms += r->mixed_rooms;
	p->small_rooms += r->small_rooms;
	p->neighbours += r->neighbours;
}

static void
place_batch(struct plan *p, size_t from, size_t to, int batch, bool late)
{
	struct arena memory = { NULL };
	const struct candidate *first = &p->who[from];
	struct hall h = { .plan = p, .late = late };
	int *place_of = arena_alloc(&memory, (p->nroom + 1) * sizeof *place_of);
	size_t n = to - from, newcomers = 0, places = 0;

	for (size_t i = from; i < to; i++)
		places += p->who[i].seated ? p->who[i].nsitting : 1;
	h.person = arena_alloc(&memory, places * sizeof *h.person + 1);
	h.who = arena_alloc(&memory, places * sizeof *h.who + 1);
	h.room = arena_alloc(&memory, (p->nroom + 1) * sizeof *h.room);
	h.of_plan = arena_alloc(&memory, (p->nroom + 1) * sizeof *h.of_plan);
	h.site = arena_alloc(&memory, (p->nroom + n + 1) * sizeof *h.site);
	h.rules = (struct seating_rules){ .seed = p->seed, .room_size = p->exam->room_size,
		.tail_merge_max = (int)setting_int(p->exam, first->province, "tail_merge_max", 3),
		.room_min = (int)setting_int(p->exam, first->province, "room_min", 5),
		.neighbours = (int)setting_int(p->exam, first->province, "neighbours", 4) };
	bring_rooms(&h, first->city, first->province, batch, place_of);
	bring_people(&h, from, to, batch, place_of);
	for (size_t i = 0; i < h.n; i++)
		newcomers += !h.who[i]->seated;
	if (newcomers > 0) {
		struct seating_result r = (late ? seating_late : seating_assign)(h.person, h.n, h.room, h.nroom, &h.rules);

		if (r.outcome == SEATING_OK)
			take_over(&h, &r);
		else
			tell_lacks(&h, &r);
	}
	arena_release(&memory);
}

void
plan_place(struct plan *p, bool late)
{
	for (size_t from = 0, to; from < p->n; from = to) {
		size_t newcomers = 0;

		for (to = from; to < p->n && strcmp(p->who[to].city, p->who[from].city) == 0; to++)
			newcomers += !p->who[to].seated;
		if (newcomers == 0 || !batch_choose(p, from, to, late))
			continue;
		for (int b = 0; b < p->nbatch; b++)
			place_batch(p, from, to, b, late);
	}
}
