/* SPDX-License-Identifier: MIT
 * Rooms and seats: the seats of a room, and people of one employer kept apart. */
#include <stdlib.h>
#include <string.h>

#include "rule/seating_plan.h"

/* How many people of other rooms are tried for one who cannot be parted within the room. */
enum { TRIES_ELSEWHERE = 400, PASSES = 4 };

/* The seats beside each seat of a room, by seat - 1. */
struct beside {
	int n;
	int seat[8];
};

struct seats {
	struct plan *plan;
	struct beside **beside; /* by room */
};

void
place_layout(const struct place *place, struct layout *l)
{
	if (!layout_parse(place->room->layout, l)) {
		l->columns = 1;
		l->rows[0] = place->room->capacity;
	}
	layout_extend(l, place->room->capacity);
}

static int
compare_numbers(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

/* People of a neighbour key beside a seat of a room. */
static int
clashes(const struct seats *s, int room, int at)
{
	const struct place *place = &s->plan->place[room];
	const struct beside *b = &s->beside[room][at];
	uint64_t key = s->plan->sitter[place->who[at]].neighbour;
	int n = 0;

	for (int i = 0; key != 0 && i < b->n; i++)
		if (b->seat[i] <= place->n)
			n += s->plan->sitter[place->who[b->seat[i] - 1]].neighbour == key;
	return n;
}

/* What a swap would gain, in clashes; done where it gains. */
static bool
try_swap(struct seats *s, int a, int i, int b, int j)
{
	int before = clashes(s, a, i) + clashes(s, b, j);

	plan_swap(s->plan, a, i, b, j);
	if (clashes(s, a, i) + clashes(s, b, j) < before)
		return true;
	plan_swap(s->plan, a, i, b, j);
	return false;
}

static bool
part_within(struct seats *s, int room, int at)
{
	int n = s->plan->place[room].n;

	for (int step = 1; step < n; step++)
		if (try_swap(s, room, at, room, (at + step) % n))
			return true;
	return false;
}

/* Exchange with somebody of the same group in another room: nobody's papers change rooms. */
static void
part_elsewhere(struct seats *s, int room, int at)
{
	struct plan *p = s->plan;
	int who = p->place[room].who[at];
	int tries = TRIES_ELSEWHERE;

	for (int step = 1; step < p->n_place && tries > 0; step++) {
		int other = (room + step) % p->n_place;

		if (!plan_allowed(p, who, other))
			continue;
		for (int k = 0; k < p->place[other].n && tries > 0; k++) {
			int them = p->place[other].who[k];

			if (p->sitter[them].group != p->sitter[who].group || !plan_allowed(p, them, room))
				continue;
			tries--;
			if (try_swap(s, room, at, other, k))
				return;
		}
	}
}

static int
room_clashes(const struct seats *s, int room)
{
	int n = 0;

	for (int at = 0; at < s->plan->place[room].n; at++)
		n += clashes(s, room, at);
	return n;
}

/* A person for spread: those of the most frequent key first. */
struct spread {
	int who, same; /* same: people of the key in the room */
	uint64_t key;
};

static int
compare_spread(const void *va, const void *vb)
{
	const struct spread *a = va, *b = vb;

	if (a->same != b->same)
		return a->same > b->same ? -1 : 1;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return (a->who > b->who) - (a->who < b->who);
}

/* Seat a room anew where exchanges got stuck: people key by key, over the seats of one
 * colour of the chequered floor (with 8 neighbours: of four colours) before the next. */
static void
spread_room(struct seats *s, int room)
{
	struct plan *p = s->plan;
	struct place *place = &p->place[room];
	int colours = p->rules->neighbours == 8 ? 4 : 2, i = 0;
	size_t n = (size_t)place->n;
	struct spread *people = xcalloc(n, sizeof *people);
	int *old = xcalloc(n, sizeof *old), before = room_clashes(s, room);
	struct layout l;

	memcpy(old, place->who, n * sizeof *old);
	for (size_t a = 0; a < n; a++) {
		people[a] = (struct spread){ old[a], 0, p->sitter[old[a]].neighbour };
		for (size_t b = 0; b < n && people[a].key != 0; b++)
			people[a].same += p->sitter[old[b]].neighbour == people[a].key;
	}
	qsort(people, n, sizeof *people, compare_spread);
	place_layout(place, &l);
	for (int colour = 0; colour < colours; colour++)
		for (int seat = 1; seat <= place->n; seat++)
			if (layout_form(&l, seat, colours) == colour)
				place->who[seat - 1] = people[i++].who;
	for (int at = 0; at < place->n; at++)
		if (clashes(s, room, at) > 0)
			part_within(s, room, at);
	if (room_clashes(s, room) >= before)
		memcpy(place->who, old, n * sizeof *old);
	free(people);
	free(old);
}

static size_t
part_all(struct seats *s)
{
	size_t left = 0;

	for (int pass = 0; pass < PASSES; pass++) {
		left = 0;
		for (int room = 0; room < s->plan->n_place; room++) {
			for (int at = 0; at < s->plan->place[room].n; at++)
				if (clashes(s, room, at) > 0 && !part_within(s, room, at))
					part_elsewhere(s, room, at);
			if (room_clashes(s, room) > 0)
				spread_room(s, room);
		}
		for (int room = 0; room < s->plan->n_place; room++)
			left += (size_t)room_clashes(s, room);
		if (left == 0)
			break;
	}
	return left / 2; /* each pair was seen from both sides */
}

static struct beside *
make_beside(struct plan *p, const struct place *place)
{
	struct layout l;
	size_t n = (size_t)place->room->capacity;
	struct beside *b = arena_alloc(&p->arena, (n + 1) * sizeof *b);

	place_layout(place, &l);
	for (int seat = 1; seat <= place->room->capacity; seat++)
		b[seat - 1].n = layout_near(&l, seat, p->rules->neighbours, b[seat - 1].seat);
	return b;
}

size_t
plan_seats(struct plan *p)
{
	struct seats s = { p, arena_alloc(&p->arena, ((size_t)p->n_place + 1) * sizeof *s.beside) };

	for (int room = 0; room < p->n_place; room++) {
		struct place *place = &p->place[room];

		/* moving people about has left them in no order: groups together, random within */
		qsort(place->who, (size_t)place->n, sizeof *place->who, compare_numbers);
		s.beside[room] = place->n > 0 ? make_beside(p, place) : NULL;
	}
	return part_all(&s);
}
