/* SPDX-License-Identifier: MIT
 * Rooms and seats: special needs, left-overs, rooms that are too small. People are moved
 * between rooms that are already filled, so that nothing else of the plan changes. */
#include "rule/seating_plan.h"

/* Exchange the i-th person of a room with somebody in an accessible one. */
static bool
swap_in(struct plan *p, int room, int i, bool same_group)
{
	int who = p->place[room].who[i];
	const struct sitter *me = &p->sitter[who];

	for (int other = 0; other < p->n_place; other++) {
		struct place *place = &p->place[other];

		if (other == room || !plan_allowed(p, who, other))
			continue;
		for (int k = 0; k < place->n; k++) {
			const struct sitter *s = &p->sitter[place->who[k]];
			/* who must sit at this site may take the place of one who has other sites */
			bool yields = !s->person->needs_accessible ||
			    (me->site != SEATING_ANYWHERE && s->site == SEATING_ANYWHERE);
			bool fits = s->site == SEATING_ANYWHERE || s->site == p->place[room].site;

			if (yields && fits && (!same_group || s->group == me->group)) {
				plan_swap(p, room, i, other, k);
				return true;
			}
		}
	}
	return false;
}

static bool
all_allowed(const struct plan *p, int room, int other)
{
	for (int i = 0; i < p->place[room].n; i++)
		if (!plan_allowed(p, p->place[room].who[i], other))
			return false;
	return true;
}

static void
move_all(struct plan *p, int room, int other)
{
	while (p->place[room].n > 0)
		plan_add(p, other, plan_take(p, room, p->place[room].n - 1));
}

static bool
has_needs(const struct plan *p, int room)
{
	for (int i = 0; i < p->place[room].n; i++)
		if (p->sitter[p->place[room].who[i]].person->needs_accessible)
			return true;
	return false;
}

/* Exchange all people of a room with those of an accessible one, used or not, that has nobody
 * with special needs: no group is mixed by it. */
static bool
exchange_rooms(struct plan *p, int room)
{
	struct place *here = &p->place[room];

	for (int other = 0; other < p->n_place; other++) {
		struct place *there = &p->place[other];

		if (!there->room->accessible || here->n > there->limit || there->n > here->limit ||
		    has_needs(p, other) || !all_allowed(p, room, other) || !all_allowed(p, other, room))
			continue;
		int n_here = here->n, n_there = there->n;

		for (int i = 0; i < n_here && i < n_there; i++)
			plan_swap(p, room, i, other, i);
		while (there->n < n_here)
			plan_add(p, other, plan_take(p, room, n_there));
		while (here->n < n_there)
			plan_add(p, room, plan_take(p, other, n_here));
		return true;
	}
	return false;
}

/* A free seat in an accessible room that is used, or is not. */
static bool
move_in(struct plan *p, int room, int i, bool used)
{
	int who = p->place[room].who[i];

	for (int other = 0; other < p->n_place; other++) {
		const struct place *place = &p->place[other];

		if (plan_allowed(p, who, other) && (place->n > 0) == used && place->n < place->limit) {
			plan_add(p, other, plan_take(p, room, i));
			return true;
		}
	}
	return false;
}

/* Three move: somebody bound to the site of an accessible room leaves it for another room of that site,
 * for a free seat or one whose holder may come here. The last resort. */
static bool
rotate_in(struct plan *p, int room, int i, int other, int k)
{
	const struct sitter *leaves = &p->sitter[p->place[other].who[k]];

	if (leaves->person->needs_accessible)
		return false;
	for (int third = 0; third < p->n_place; third++) {
		struct place *place = &p->place[third];

		if (third == room || third == other || place->site != p->place[other].site)
			continue;
		if (place->n < place->limit) {
			plan_swap(p, room, i, other, k);
			plan_add(p, third, plan_take(p, room, i));
			return true;
		}
		for (int m = 0; m < place->n; m++) {
			const struct sitter *comes = &p->sitter[place->who[m]];

			if (!comes->person->needs_accessible && comes->site == SEATING_ANYWHERE) {
				plan_swap(p, room, i, other, k);
				plan_swap(p, room, i, third, m);
				return true;
			}
		}
	}
	return false;
}

static bool
rotate(struct plan *p, int room, int i)
{
	int who = p->place[room].who[i];

	for (int other = 0; other < p->n_place; other++)
		for (int k = 0; plan_allowed(p, who, other) && k < p->place[other].n; k++)
			if (rotate_in(p, room, i, other, k))
				return true;
	return false;
}

/* Bring the people with special needs of one room, those bound to a site or the others, into
 * accessible rooms; the number of those who could not. */
static int
empty_of_needs(struct plan *p, int room, bool bound)
{
	int homeless = 0;

	for (int i = p->place[room].n - 1; i >= 0; i--) {
		const struct sitter *s = &p->sitter[p->place[room].who[i]];

		if (!s->person->needs_accessible || (s->site != SEATING_ANYWHERE) != bound || swap_in(p, room, i, true))
			continue;
		if (exchange_rooms(p, room))
			return homeless;
		if (!move_in(p, room, i, true) && !swap_in(p, room, i, false) && !move_in(p, room, i, false) &&
		    !rotate(p, room, i))
			homeless++;
	}
	return homeless;
}

int
plan_accessible(struct plan *p)
{
	int homeless = 0;

	/* those who are bound to a site first: they have less choice */
	for (int bound = 1; bound >= 0; bound--)
		for (int room = 0; room < p->n_place; room++)
			if (!p->place[room].room->accessible)
				homeless += empty_of_needs(p, room, bound);
	return homeless;
}

/* Rooms in the order in which they are asked to help: those before, the nearest first, then
 * those after; step counts from 1. */
static int
helper(int room, int step)
{
	return step <= room ? room - step : step;
}

/* The tail rule: the few who are left over join the previous room of their group, beyond a
 * full room where it has the desks. */
static bool
join_previous(struct plan *p, int room)
{
	const struct place *tail = &p->place[room];
	int group = plan_group(p, room);

	if (tail->n > p->rules->tail_merge_max || group == GROUP_MIXED)
		return false;
	for (int other = room - 1; other >= 0; other--) {
		const struct place *place = &p->place[other];

		if (place->site != tail->site || plan_group(p, other) != group)
			continue;
		if (place->n + tail->n > place->room->capacity || !all_allowed(p, room, other))
			return false;
		move_all(p, room, other);
		return true;
	}
	return false;
}

/* Dissolve a small room into one that has seats. */
static bool
join_other(struct plan *p, int room, int group)
{
	for (int step = 1; step < p->n_place; step++) {
		int other = helper(room, step);
		const struct place *place = &p->place[other];

		if (place->n > 0 && place->n + p->place[room].n <= place->limit &&
		    (group == GROUP_MIXED || plan_group(p, other) == group) && all_allowed(p, room, other)) {
			move_all(p, room, other);
			return true;
		}
	}
	return false;
}

/* Bring a small room to room_min with people of one that stays at room_min or above. */
static bool
borrow(struct plan *p, int room, int group)
{
	struct place *small = &p->place[room];
	int want = p->rules->room_min - small->n;

	if (small->limit < p->rules->room_min)
		return false;
	for (int step = 1; step < p->n_place; step++) {
		int other = helper(room, step), able = 0;
		struct place *place = &p->place[other];

		if (place->n - want < p->rules->room_min || (group != GROUP_MIXED && plan_group(p, other) != group))
			continue;
		for (int i = 0; i < place->n; i++)
			able += plan_allowed(p, place->who[i], room);
		if (able < want)
			continue;
		for (int i = place->n - 1; want > 0; i--)
			if (plan_allowed(p, place->who[i], room)) {
				plan_add(p, room, plan_take(p, other, i));
				want--;
			}
		return true;
	}
	return false;
}

void
plan_repair(struct plan *p)
{
	for (int room = 0; room < p->n_place; room++) {
		int group = plan_group(p, room);

		if (p->place[room].n == 0 || join_previous(p, room) || p->place[room].n >= p->rules->room_min)
			continue;
		/* within the group first, then (GROUP_MIXED) with whom there is */
		if (join_other(p, room, group) || borrow(p, room, group) || join_other(p, room, GROUP_MIXED))
			continue;
		borrow(p, room, GROUP_MIXED);
	}
}
