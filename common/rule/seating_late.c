/* SPDX-License-Identifier: MIT
 * Rooms and seats: newcomers, who move nobody. */
#include "rule/seating_plan.h"

enum { EMPTY = -1 };

/* How welcome a newcomer is in a room; the least number is taken. */
enum welcome { OWN_GROUP, USED, BEYOND_FULL, UNUSED, UNUSED_BEFORE, NO_SEAT };

struct late {
	struct plan *plan;
	int *desks;         /* by room: seats that can be taken, at least those that are */
	struct layout *layout;
	int last_used;      /* the last room in use when we began */
};

struct choice {
	enum welcome welcome;
	int room, seat, clashes;
};

static void
seat_the_seated(struct late *l)
{
	struct plan *p = l->plan;

	l->last_used = -1;
	for (int i = 0; i < p->n_place; i++)
		l->desks[i] = p->place[i].room->capacity;
	for (int i = 0; i < p->n; i++) {
		const struct seating_person *person = p->sitter[i].person;

		/* a seat may lie beyond a capacity that was lowered since */
		if (person->room != SEATING_NOWHERE && person->seat > l->desks[person->room])
			l->desks[person->room] = person->seat;
	}
	for (int i = 0; i < p->n_place; i++) {
		p->place[i].who = arena_alloc(&p->arena, ((size_t)l->desks[i] + 1) * sizeof *p->place[i].who);
		for (int k = 0; k < l->desks[i]; k++)
			p->place[i].who[k] = EMPTY;
		place_layout(&p->place[i], &l->layout[i]);
		layout_extend(&l->layout[i], l->desks[i]);
	}
	for (int i = 0; i < p->n; i++) {
		const struct seating_person *person = p->sitter[i].person;

		if (person->room == SEATING_NOWHERE)
			continue;
		p->place[person->room].who[person->seat - 1] = i;
		p->place[person->room].n++;
		p->sitter[i].room = person->room;
		if (person->room > l->last_used)
			l->last_used = person->room;
	}
}

static enum welcome
welcome(const struct late *l, int who, int room)
{
	const struct place *place = &l->plan->place[room];

	if (!plan_allowed(l->plan, who, room) || place->n >= place->room->capacity)
		return NO_SEAT;
	if (place->n == 0)
		return place->limit == 0 ? NO_SEAT : room > l->last_used ? UNUSED : UNUSED_BEFORE;
	if (place->n >= place->limit)
		return BEYOND_FULL;
	for (int i = 0; i < l->desks[room]; i++)
		if (place->who[i] != EMPTY && l->plan->sitter[place->who[i]].group == l->plan->sitter[who].group)
			return OWN_GROUP;
	return USED;
}

/* People of the newcomer's neighbour key beside a seat. */
static int
clashes(const struct late *l, int who, int room, int seat)
{
	const struct plan *p = l->plan;
	uint64_t key = p->sitter[who].neighbour;
	int near[8], n, count = 0;

	if (key == 0)
		return 0;
	n = layout_near(&l->layout[room], seat, p->rules->neighbours, near);
	for (int i = 0; i < n; i++) {
		int other = near[i] <= l->desks[room] ? p->place[room].who[near[i] - 1] : EMPTY;

		count += other != EMPTY && p->sitter[other].neighbour == key;
	}
	return count;
}

/* The first seat of a room with the fewest clashes. */
static struct choice
choose_seat(const struct late *l, int who, int room, enum welcome w)
{
	struct choice best = { w, room, 0, 0 };

	for (int seat = 1; seat <= l->desks[room]; seat++) {
		if (l->plan->place[room].who[seat - 1] != EMPTY)
			continue;
		int c = clashes(l, who, room, seat);

		if (best.seat == 0 || c < best.clashes) {
			best.seat = seat;
			best.clashes = c;
		}
		if (c == 0)
			break;
	}
	return best;
}

static bool
place_newcomer(struct late *l, int who)
{
	struct plan *p = l->plan;
	struct choice best = { NO_SEAT, 0, 0, 0 };

	for (int room = 0; room < p->n_place; room++) {
		enum welcome w = welcome(l, who, room);

		if (w == NO_SEAT || w > best.welcome || (w == best.welcome && best.clashes == 0))
			continue;
		struct choice c = choose_seat(l, who, room, w);

		if (w < best.welcome || c.clashes < best.clashes)
			best = c;
	}
	if (best.welcome == NO_SEAT)
		return false;
	p->place[best.room].who[best.seat - 1] = who;
	p->place[best.room].n++;
	p->sitter[who].room = best.room;
	return true;
}

/* The kind of lack that a person without a seat is. */
static void
note_lack(struct seating_result *r, const struct seating_person *person)
{
	if (r->outcome != SEATING_OK)
		return;
	r->site = person->site;
	r->outcome = person->needs_accessible           ? SEATING_FEW_ACCESSIBLE
	             : person->site != SEATING_ANYWHERE ? SEATING_FEW_AT_SITE
	                                                : SEATING_FEW_SEATS;
}

static void
finish(struct late *l, struct seating_result *r)
{
	struct plan *p = l->plan;
	size_t beside = 0;

	*r = (struct seating_result){ .outcome = SEATING_OK, .site = SEATING_ANYWHERE, .people = (size_t)p->n };
	for (int room = 0; room < p->n_place; room++) {
		const struct place *place = &p->place[room];
		int group = GROUP_NONE;

		r->seats += (size_t)place->limit;
		r->rooms += place->n > 0;
		r->small_rooms += place->n > 0 && place->n < p->rules->room_min;
		for (int k = 0; k < l->desks[room]; k++) {
			int who = place->who[k];

			if (who == EMPTY)
				continue;
			p->sitter[who].person->room = room;
			p->sitter[who].person->seat = k + 1;
			beside += (size_t)clashes(l, who, room, k + 1);
			group = group == GROUP_NONE || group == p->sitter[who].group ? p->sitter[who].group : GROUP_MIXED;
		}
		r->mixed_rooms += group == GROUP_MIXED;
	}
	r->neighbours = beside / 2;
}

struct seating_result
seating_late(struct seating_person *person, size_t n, const struct seating_room *room, size_t n_room,
    const struct seating_rules *rules)
{
	struct seating_result r = { .outcome = SEATING_OK, .site = SEATING_ANYWHERE };
	struct plan p;
	struct late l = { .plan = &p };

	plan_init(&p, person, n, room, n_room, rules);
	l.desks = arena_alloc(&p.arena, (n_room + 1) * sizeof *l.desks);
	l.layout = arena_alloc(&p.arena, (n_room + 1) * sizeof *l.layout);
	seat_the_seated(&l);
	for (int i = 0; i < p.n; i++) {
		if (p.sitter[i].person->room != SEATING_NOWHERE)
			continue;
		r.people++;
		if (place_newcomer(&l, i))
			r.seats++;
		else
			note_lack(&r, p.sitter[i].person);
	}
	if (r.outcome == SEATING_OK)
		finish(&l, &r);
	arena_release(&p.arena);
	return r;
}
