/* SPDX-License-Identifier: MIT
 * Rooms and seats. Every plan, small or random, is held to the same laws (check_plan). */
#include "rule/seating.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rule/layout.h"

#include "../tap.h"

static const struct seating_rules usual = { "2025-seed", 30, 3, 5, 4 };

/* A case in words: "30 30a" are rooms of one site (a: accessible), "/" begins the next site;
 * "A31 B4@2 A1!" are 31 people of group A, 4 of B who must sit at the second site, 1 with
 * special needs. */
static const char *layout_of_all = "7-7-8-8";

static size_t
make_rooms(const char *text, struct seating_room *room)
{
	size_t n = 0;
	int site = 1;

	for (const char *p = text; *p != '\0';) {
		char *end;

		if (*p == ' ' || *p == '/') {
			site += *p++ == '/';
			continue;
		}
		room[n] = (struct seating_room){ site, (int)strtol(p, &end, 10), layout_of_all, *end == 'a' };
		p = end + (*end == 'a');
		n++;
	}
	return n;
}

static size_t
make_people(const char *text, struct arena *a, struct seating_person *person)
{
	size_t n = 0;

	for (const char *p = text; *p != '\0';) {
		char group[2] = { *p++, '\0' }, *end;
		long count = strtol(p, &end, 10);
		int site = SEATING_ANYWHERE;
		bool needs = false;

		if (*end == '@')
			site = (int)strtol(end + 1, &end, 10);
		if (*end == '!') {
			needs = true;
			end++;
		}
		for (long i = 0; i < count; i++) {
			char reg_no[20];

			snprintf(reg_no, sizeof reg_no, "R%06d", (int)n);
			person[n++] = (struct seating_person){ arena_strdup(a, reg_no), arena_strdup(a, group), "", "",
				site, needs, SEATING_NOWHERE, 0 };
		}
		p = end + (*end == ' ');
	}
	return n;
}

/* The laws of a plan: NULL, or the law that is broken. */
static const char *
broken_law(const struct seating_person *person, size_t n, const struct seating_room *room, size_t n_room,
    const struct seating_rules *rules)
{
	const char *broken = NULL;
	int *taken = calloc(n_room * 1000, sizeof *taken), *count = calloc(n_room + 1, sizeof *count);

	for (size_t i = 0; i < n; i++) {
		const struct seating_person *p = &person[i];

		if (p->room < 0 || (size_t)p->room >= n_room || p->seat < 1) {
			broken = "everybody has a place";
			break;
		}
		if (p->seat > room[p->room].capacity)
			broken = "no seat beyond the desks";
		if (taken[p->room * 1000 + p->seat]++ > 0)
			broken = "no seat twice";
		if (p->site != SEATING_ANYWHERE && p->site != room[p->room].site)
			broken = "who must sit at a site does";
		if (p->needs_accessible && !room[p->room].accessible)
			broken = "special needs sit in accessible rooms";
		count[p->room]++;
	}
	for (size_t i = 0; i < n_room && broken == NULL; i++) {
		if (count[i] > room[i].capacity || count[i] > rules->room_size + rules->tail_merge_max)
			broken = "no room beyond its capacity, nor beyond room_size but for a tail";
		for (int seat = 1; seat <= count[i]; seat++)
			if (taken[i * 1000 + (size_t)seat] == 0)
				broken = "seats are 1 … n without gaps";
	}
	free(taken);
	free(count);
	return broken;
}

/* The plan as "30A 5B": people and groups of every used room, in order. */
static void
describe(const struct seating_person *person, size_t n, size_t n_room, char *out, size_t size)
{
	size_t at = 0;

	out[0] = '\0';
	for (size_t r = 0; r < n_room; r++) {
		char groups[30] = "";
		int count = 0;

		for (size_t i = 0; i < n; i++)
			if (person[i].room == (int)r) {
				count++;
				if (strchr(groups, person[i].group[0]) == NULL)
					groups[strlen(groups)] = person[i].group[0];
			}
		if (count > 0)
			at += (size_t)snprintf(out + at, size - at, "%s%d%s", at ? " " : "", count, groups);
		else
			at += (size_t)snprintf(out + at, size - at, "%s-", at ? " " : "");
	}
}

static const struct {
	const char *what, *rooms, *people, *plan;
	size_t mixed, small;
} plans[] = {
	{ "full rooms and the rest", "30 30 30", "A70", "30A 30A 10A", 0, 0 },
	{ "1 left over joins the room before, where it has a desk", "33 33", "A31", "31A -", 0, 0 },
	{ "3 left over too", "33 33", "A33", "33A -", 0, 0 },
	{ "4 do not; the room takes 1 to be 5", "34 34", "A34", "29A 5A", 0, 0 },
	{ "no desk for the tail: no room under 5 either", "30 30", "A31", "26A 5A", 0, 0 },
	{ "2 left over of the second group", "32 32 32", "A30 B32", "30A 32B -", 0, 0 },
	{ "groups have rooms of their own", "30 30 30 30", "A35 B20", "30A 5A 20B -", 0, 0 },
	{ "where there are too few rooms, they share", "30 30", "A35 B20", "30A 25AB", 1, 0 },
	{ "a group of 3 joins another", "30 30 30", "A3 B20", "- 23AB -", 1, 0 },
	{ "or borrows from it", "30 30 30", "A3 B30", "5AB 28B -", 1, 0 },
	{ "4 people in all cannot be more", "30 30", "A4", "4A -", 0, 1 },
	{ "small rooms hold what they hold", "10 8 30", "A25", "10A 8A 7A", 0, 0 },
	{ "a room without desks is passed over", "0 30", "A5", "- 5A", 0, 0 },
	{ "exactly full", "30 30", "A60", "30A 30A", 0, 0 },
	{ "exactly full with two groups", "30 30", "A31 B29", "30A 30AB", 1, 0 },
	{ "two sites", "30/30 30", "A70", "30A 30A 10A", 0, 0 },
	{ "who must sit at the second site", "30 30/30", "A20 A10@2", "20A - 10A", 0, 0 },
	{ "others of the group fill that room", "30/30 30", "A45 A10@2", "30A 25A -", 0, 0 },
	{ "the second site is needed for its own", "30/30", "A30 A30@2", "30A 30A", 0, 0 },
	{ "two groups bound to one site share", "30/30", "A20@1 B10@1 A10", "30AB 10A", 1, 0 },
	{ "special needs only in accessible rooms", "30 30a", "A55 A3!", "30A 28A", 0, 0 },
	{ "whole rooms change places", "30 30 30a 30a", "A40 B40 A2!", "30B 12A 30A 10B", 0, 0 },
	{ "or those who need it go to the others' room", "30 10 20a", "A28 B18 A2!", "28A 10B 10BA", 1, 0 },
	{ "all go to the accessible room", "30 30a", "A20 A2!", "- 22A", 0, 0 },
	{ "or as many as make a room", "30 20a", "A28 A2!", "25A 5A", 0, 0 },
};

static void
test_plans(void)
{
	struct arena arena = { NULL };

	for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
		struct seating_room room[10];
		struct seating_person person[200];
		char text[200];
		size_t n_room = make_rooms(plans[i].rooms, room), n = make_people(plans[i].people, &arena, person);
		struct seating_result r = seating_assign(person, n, room, n_room, &usual);
		const char *law = broken_law(person, n, room, n_room, &usual);

		describe(person, n, n_room, text, sizeof text);
		ok(r.outcome == SEATING_OK && law == NULL && strcmp(text, plans[i].plan) == 0 &&
		        r.mixed_rooms == plans[i].mixed && r.small_rooms == plans[i].small,
		    "%s: %s in %s: %s, %d mixed, %d small%s%s", plans[i].what, plans[i].people, plans[i].rooms, text,
		    (int)r.mixed_rooms, (int)r.small_rooms, law ? "; broken: " : "", law ? law : "");
	}
	arena_release(&arena);
}

static const struct {
	const char *what, *rooms, *people;
	enum seating_outcome outcome;
	int site;
	size_t have_people, seats;
} lacks[] = {
	{ "61 for 60", "30 30", "A61", SEATING_FEW_SEATS, SEATING_ANYWHERE, 61, 60 },
	{ "more desks than room_size do not help", "40", "A40", SEATING_FEW_SEATS, SEATING_ANYWHERE, 40, 30 },
	{ "31 for the second site", "30 30/30", "A31@2", SEATING_FEW_AT_SITE, 2, 31, 30 },
	{ "a site without rooms", "30", "A2@9", SEATING_FEW_AT_SITE, 9, 1, 0 },
	{ "no accessible room", "30", "A10 A1!", SEATING_FEW_ACCESSIBLE, SEATING_ANYWHERE, 1, 0 },
	{ "none at their site", "30a/30", "A1@2!", SEATING_FEW_ACCESSIBLE, 2, 1, 0 },
	{ "no rooms at all", "", "A1", SEATING_FEW_SEATS, SEATING_ANYWHERE, 1, 0 },
};

static void
test_lacks(void)
{
	struct arena arena = { NULL };

	for (size_t i = 0; i < sizeof lacks / sizeof lacks[0]; i++) {
		struct seating_room room[10];
		struct seating_person person[200];
		size_t n_room = make_rooms(lacks[i].rooms, room), n = make_people(lacks[i].people, &arena, person);
		struct seating_result r = seating_assign(person, n, room, n_room, &usual);

		ok(r.outcome == lacks[i].outcome && r.site == lacks[i].site && r.people == lacks[i].have_people &&
		        r.seats == lacks[i].seats && person[0].room == SEATING_NOWHERE,
		    "%s: %d people, %d seats, nobody placed", lacks[i].what, (int)r.people, (int)r.seats);
	}
	arena_release(&arena);
}

/* Pairs of one key beside each other, counted anew. */
static size_t
count_pairs(const struct seating_person *person, size_t n, const struct seating_room *room, int neighbours)
{
	size_t pairs = 0;

	for (size_t i = 0; i < n; i++) {
		struct layout l;
		int near[8], k;

		layout_parse(room[person[i].room].layout, &l);
		layout_extend(&l, room[person[i].room].capacity);
		k = layout_near(&l, person[i].seat, neighbours, near);
		for (size_t j = 0; j < i; j++)
			for (int m = 0; m < k; m++)
				pairs += person[j].room == person[i].room && person[j].seat == near[m] &&
				    *person[i].neighbour_key != '\0' &&
				    strcmp(person[i].neighbour_key, person[j].neighbour_key) == 0;
	}
	return pairs;
}

static void
test_neighbours(void)
{
	struct arena arena = { NULL };
	struct seating_room room[10];
	struct seating_person person[200];
	size_t n_room = make_rooms("30 30 30", room), n = make_people("A90", &arena, person);

	for (int neighbours = 4; neighbours <= 8; neighbours += 4) {
		struct seating_rules rules = usual;

		rules.neighbours = neighbours;
		for (size_t i = 0; i < n; i++)
			person[i].neighbour_key = i % 9 == 0 ? "" : i % 3 == 0 ? "factory" : i % 3 == 1 ? "railway" : "mine";
		struct seating_result r = seating_assign(person, n, room, n_room, &rules);
		size_t pairs = count_pairs(person, n, room, neighbours);

		ok(r.neighbours == pairs, "%d neighbours: the pairs are counted right (%d)", neighbours, (int)pairs);
		ok(neighbours == 8 || pairs == 0, "three employers can be kept apart");
	}
	/* 20 of one employer fall into one room of two: only an exchange of rooms can help */
	n = make_people("A60", &arena, person);
	for (size_t i = 0; i < n; i++)
		person[i].neighbour_key = i < 28 ? "railway" : "";
	struct seating_result r = seating_assign(person, n, room, 2, &usual);

	ok(r.neighbours == 0 && count_pairs(person, n, room, 4) == 0 && broken_law(person, n, room, 2, &usual) == NULL,
	    "28 of 60 of one employer sit apart (%d pairs)", (int)r.neighbours);
	for (size_t i = 0; i < n; i++)
		person[i].neighbour_key = "railway";
	r = seating_assign(person, n, room, 2, &usual);
	ok(r.outcome == SEATING_OK && r.neighbours == count_pairs(person, n, room, 4) && r.neighbours > 0,
	    "where it cannot be, the pairs are told (%d)", (int)r.neighbours);
	arena_release(&arena);
}

static bool
same_plan(const struct seating_person *a, const struct seating_person *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			if (strcmp(a[i].reg_no, b[j].reg_no) == 0 && (a[i].room != b[j].room || a[i].seat != b[j].seat))
				return false;
	return true;
}

static void
test_seed(void)
{
	struct arena arena = { NULL };
	struct seating_room room[10];
	struct seating_person a[200], b[200];
	size_t n_room = make_rooms("30 30 30 30/30a", room), n = make_people("A50 B40 A3! B5@2", &arena, a);
	struct seating_rules other = usual;

	for (size_t i = 0; i < n; i++) {
		a[i].neighbour_key = i % 2 ? "x" : "y";
		b[n - 1 - i] = a[i];
	}
	seating_assign(a, n, room, n_room, &usual);
	seating_assign(b, n, room, n_room, &usual);
	ok(same_plan(a, b, n), "the same people in another order, the same plan");
	other.seed = "another seed";
	seating_assign(b, n, room, n_room, &other);
	ok(!same_plan(a, b, n), "another seed, another plan");
	arena_release(&arena);
}

static void
test_late(void)
{
	struct arena arena = { NULL };
	struct seating_room room[10];
	struct seating_person p[200];
	size_t n_room = make_rooms("30 32 30a", room), n = make_people("A28 B30", &arena, p);
	struct seating_person before[200];
	int moved = 0;

	seating_assign(p, n, room, n_room, &usual);
	memcpy(before, p, sizeof p);
	p[3].room = SEATING_NOWHERE; /* withdrawn: somebody else takes the seat */
	int free_seat = p[3].seat;

	p[3] = p[n - 1];
	n--;
	memcpy(before, p, sizeof p);
	size_t m = n + make_people("A1 A1 A1 B1 B1 B1", &arena, p + n);

	for (size_t i = n; i < m; i++) {
		char reg_no[20];

		snprintf(reg_no, sizeof reg_no, "L%06d", (int)i);
		p[i].reg_no = arena_strdup(&arena, reg_no);
	}
	struct seating_result r = seating_late(p, m - 1, room, n_room, &usual);

	p[m - 1].needs_accessible = true;
	r = seating_late(p, m, room, n_room, &usual);

	for (size_t i = 0; i < n; i++)
		moved += p[i].room != before[i].room || p[i].seat != before[i].seat;
	ok(r.outcome == SEATING_OK && moved == 0 && r.people == m, "newcomers move nobody");
	bool reused = false;

	for (size_t i = n; i < n + 3; i++) {
		reused |= p[i].room == 0 && p[i].seat == free_seat;
		ok(p[i].room == 0, "a newcomer of A joins A");
	}
	ok(reused, "the seat that was given back is used");
	ok(p[n + 3].room == 1 && p[n + 4].room == 1 && p[n + 3].seat != p[n + 4].seat, "newcomers of B find desks beyond 30");
	ok(p[m - 1].room == 2, "special needs open an accessible room");
	ok(r.rooms == 3 && r.small_rooms == 1, "which is small");

	struct seating_person again[200];

	memcpy(again, p, sizeof p);
	seating_late(again, m, room, n_room, &usual);
	ok(same_plan(p, again, m), "with no newcomers nothing changes");
	for (size_t i = m; i < m + 60; i++) {
		char reg_no[20];

		snprintf(reg_no, sizeof reg_no, "M%06d", (int)i);
		p[i] = (struct seating_person){ arena_strdup(&arena, reg_no), "C", "", "", SEATING_ANYWHERE, false,
			SEATING_NOWHERE, 0 };
	}
	r = seating_late(p, m + 60, room, n_room, &usual);
	ok(r.outcome == SEATING_FEW_SEATS && r.people == 60 && r.seats == 29 && p[m].room == SEATING_NOWHERE,
	    "60 newcomers, 29 seats: told, nobody placed");
	arena_release(&arena);
}

static unsigned
draw(unsigned *state, unsigned n)
{
	*state = *state * 1664525U + 1013904223U;
	return (*state >> 8) % n;
}

/* Is there a lack in plain numbers, of all or at one of the sites 0 … 2? */
static bool
lacking(const struct seating_person *person, size_t n, const struct seating_room *room, size_t n_room)
{
	int all_seats = 0, all_accessible = 0, all_needs = 0;

	for (int site = 0; site < 3; site++) {
		int seats = 0, accessible = 0, people = 0, needs = 0;

		for (size_t i = 0; i < n_room; i++)
			if (room[i].site == site) {
				int limit = room[i].capacity < 30 ? room[i].capacity : 30;

				seats += limit;
				accessible += room[i].accessible ? limit : 0;
			}
		for (size_t i = 0; i < n; i++)
			if (person[i].site == site) {
				people++;
				needs += person[i].needs_accessible;
			}
		if (people > seats || needs > accessible)
			return true;
		all_seats += seats;
		/* seats for special needs: accessible, and not needed by this site's others */
		all_accessible += accessible < seats - (people - needs) ? accessible : seats - (people - needs);
	}
	for (size_t i = 0; i < n; i++)
		all_needs += person[i].needs_accessible;
	return (int)n > all_seats || all_needs > all_accessible;
}

static void
test_random(void)
{
	int broken = 0, refused = 0, small = 0;
	unsigned state = 20251122;

	for (int round = 0; round < 400; round++) {
		struct arena arena = { NULL };
		struct seating_room room[12];
		struct seating_person person[400];
		size_t n_room = 1 + draw(&state, 12), n = 1 + draw(&state, 300), seats = 0;

		for (size_t i = 0; i < n_room; i++) {
			room[i] = (struct seating_room){ (int)draw(&state, 3), 1 + (int)draw(&state, 36), "5x6",
				draw(&state, 2) == 0 };
			seats += (size_t)room[i].capacity < 30 ? (size_t)room[i].capacity : 30;
		}
		if (n > seats)
			n = seats; /* mostly full: the hard case */
		for (size_t i = 0; i < n; i++) {
			char reg_no[20], group[2] = { (char)('A' + draw(&state, 4)), '\0' };
			char key[2] = { (char)('a' + draw(&state, 9)), '\0' };

			snprintf(reg_no, sizeof reg_no, "%d-%d", round, (int)i);
			person[i] = (struct seating_person){ arena_strdup(&arena, reg_no), arena_strdup(&arena, group), "",
				arena_strdup(&arena, key), draw(&state, 10) ? SEATING_ANYWHERE : (int)draw(&state, 3),
				draw(&state, 40) == 0, SEATING_NOWHERE, 0 };
		}
		struct seating_result r = seating_assign(person, n, room, n_room, &usual);

		if (r.outcome != SEATING_OK) {
			refused++;
			broken += r.people <= r.seats || !lacking(person, n, room, n_room);
		} else {
			const char *law = broken_law(person, n, room, n_room, &usual);

			if (law != NULL)
				printf("# round %d: %s\n", round, law);
			broken += law != NULL || r.neighbours != count_pairs(person, n, room, 4);
			small += (int)r.small_rooms;
		}
		arena_release(&arena);
	}
	ok(broken == 0, "400 random cities keep every law (%d cannot be seated, %d small rooms)", refused, small);
	ok(refused < 250, "and most of them can be seated");
}

static void
test_speed(void)
{
	enum { PEOPLE = 10000, ROOMS = 400 };
	static struct seating_person person[PEOPLE];
	static struct seating_room room[ROOMS];
	static char text[PEOPLE][16], keys[700][16];
	unsigned state = 1;

	for (int i = 0; i < 700; i++)
		snprintf(keys[i], sizeof keys[i], "E%d", i);
	for (int i = 0; i < ROOMS; i++)
		room[i] = (struct seating_room){ i / 24, 30 + i % 4, "7-7-8-8", i % 24 < 8 };
	for (int i = 0; i < PEOPLE; i++) {
		static const char *const groups[] = { "01", "02", "03", "04", "05", "06", "07" };

		snprintf(text[i], sizeof text[i], "R%d", i);
		/* every eighth works for the same employer */
		person[i] = (struct seating_person){ text[i], groups[draw(&state, 7)], keys[draw(&state, 5)],
			keys[draw(&state, 8) ? draw(&state, 700) : 0], SEATING_ANYWHERE, draw(&state, 200) == 0,
			SEATING_NOWHERE, 0 };
	}
	struct seating_result r = seating_assign(person, PEOPLE, room, ROOMS, &usual);

	ok(r.outcome == SEATING_OK && broken_law(person, PEOPLE, room, ROOMS, &usual) == NULL,
	    "10,000 people in %d rooms, %d mixed, %d small, %d pairs", (int)r.rooms, (int)r.mixed_rooms,
	    (int)r.small_rooms, (int)r.neighbours);
	ok(r.neighbours == 0 && r.small_rooms == 0, "nobody beside a colleague, no small room");
}

int
main(void)
{
	test_plans();
	test_lacks();
	test_neighbours();
	test_seed();
	test_late();
	test_random();
	test_speed();
	return done();
}
