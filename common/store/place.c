/* SPDX-License-Identifier: MIT
 * The places of the configuration (store/definition.h): some thousands in a whole country, looked for four
 * times a record, so by hash. */
#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "store/db.h"
#include "store/definition.h"

struct place {
	const char *parent, *code, *name;
};
struct places {
	struct stmt q;
	struct place *place;
	size_t n, cap;
	uint32_t *slot; /* hash table of both codes and names: 1 + 2 × index, + 1 for a name; 0 empty */
	size_t nslot;   /* a power of two */
};
static struct places provinces = { .q = { "SELECT '', province, name FROM province ORDER BY row /*scan*/", NULL } };
static struct places cities = { .q = { "SELECT province, city, name FROM city ORDER BY row /*scan*/", NULL } };
static struct places points = { .q = { "SELECT city, review_point, name FROM review_point ORDER BY row /*scan*/", NULL } };
static struct places sites = { .q = { "SELECT city, site, name FROM site ORDER BY row /*scan*/", NULL } };

static bool
same(const char *a, const char *b)
{
	return *a == *b && strcmp(a, b) == 0;
}

static const char *
keep(struct places *ps, int column)
{
	static struct arena memory;

	return arena_strdup(&memory, db_col(&ps->q, column));
}

static size_t
place_hash(const char *parent, const char *s)
{
	uint32_t h = 2166136261; /* FNV-1a */

	for (; *parent != '\0'; parent++)
		h = (h ^ (unsigned char)*parent) * 16777619;
	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 16777619;
	return h ^ h >> 15;
}

static void
place_enter(struct places *ps, size_t index, bool name)
{
	const struct place *p = &ps->place[index];
	size_t at = place_hash(p->parent, name ? p->name : p->code) & (ps->nslot - 1);

	while (ps->slot[at] != 0)
		at = (at + 1) & (ps->nslot - 1);
	ps->slot[at] = (uint32_t)(1 + 2 * index + name);
}

static void
read_places(struct places *ps)
{
	ps->place = grow(NULL, 0, &ps->cap, sizeof *ps->place);
	while (db_row(&ps->q)) {
		ps->place = grow(ps->place, ps->n, &ps->cap, sizeof *ps->place);
		ps->place[ps->n++] = (struct place){ keep(ps, 0), keep(ps, 1), keep(ps, 2) };
	}
	for (ps->nslot = 8; ps->nslot < ps->n * 4; ps->nslot *= 2)
		;
	ps->slot = xcalloc(ps->nslot, sizeof *ps->slot);
	for (size_t i = 0; i < ps->n; i++) {
		place_enter(ps, i, false);
		place_enter(ps, i, true);
	}
}

static const struct place *
place(struct places *ps, const char *parent, const char *s, bool by_name)
{
	if (ps->place == NULL)
		read_places(ps);
	/* of any parent: asked for once a run, by an option */
	for (size_t i = 0; parent == NULL && i < ps->n; i++)
		if (same(ps->place[i].code, s) || (by_name && same(ps->place[i].name, s)))
			return &ps->place[i];
	if (parent == NULL)
		return NULL;
	for (size_t at = place_hash(parent, s) & (ps->nslot - 1); ps->slot[at] != 0; at = (at + 1) & (ps->nslot - 1)) {
		const struct place *p = &ps->place[(ps->slot[at] - 1) / 2];
		bool name = (ps->slot[at] - 1) % 2 == 1;

		if ((by_name || !name) && same(p->parent, parent) && same(name ? p->name : p->code, s))
			return p;
	}
	return NULL;
}

const char *
province_code(const char *s)
{
	const struct place *p = place(&provinces, "", s, true);

	return p != NULL ? p->code : NULL;
}

const char *
province_name(const char *code)
{
	const struct place *p = place(&provinces, "", code, false);

	return p != NULL ? p->name : code;
}

const char *
city_code(const char *province, const char *s)
{
	const struct place *p = place(&cities, province, s, true);

	return p != NULL ? p->code : NULL;
}

const char *
city_name(const char *city)
{
	if (cities.place == NULL)
		read_places(&cities);
	for (size_t i = 0; i < cities.n; i++)
		if (same(cities.place[i].code, city))
			return cities.place[i].name;
	return city;
}

bool
review_point_exists(const char *city, const char *review_point)
{
	return place(&points, city, review_point, false) != NULL;
}

bool
site_exists(const char *city, const char *site)
{
	return place(&sites, city, site, false) != NULL;
}
