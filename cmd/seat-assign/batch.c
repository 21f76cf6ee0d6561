/* SPDX-License-Identifier: MIT
 * Batches of computer exams: who has none gets the first in which his papers are offered and
 * a seat is left, at his site and in an accessible room where he needs them. People with the
 * least choice come first, the same papers together, everything else by the draw. */
#include <stdlib.h>
#include <string.h>

#include "plan.h"

/* Seats that are still free in a batch, at a site or in all. */
struct left {
	int seats, accessible;
};

struct city {
	struct plan *plan;
	const char **site;
	int nsite;
	struct left *at;      /* by batch and site */
	struct left *all;     /* by batch */
	int seats;            /* free at the start, in all batches */
	size_t no_seat;       /* people for whom no batch has a seat */
};

static int
site_index(struct city *c, const char *site)
{
	for (int i = 0; i < c->nsite; i++)
		if (strcmp(c->site[i], site) == 0)
			return i;
	c->site[c->nsite] = site;
	return c->nsite++;
}

static void
take(struct left *l, bool accessible, int n)
{
	l->seats -= n;
	l->accessible -= accessible ? n : 0;
}

static void
count_rooms(struct city *c, const char *city, bool late)
{
	struct plan *p = c->plan;

	for (size_t i = 0; i < p->nroom; i++) {
		const struct room *room = &p->room[i];

		if (strcmp(room->city, city) != 0)
			continue;
		int site = site_index(c, room->site);

		for (int b = 0; b < p->nbatch; b++)
			if (room_free(p, room, b)) {
				take(&c->at[b * c->nsite + site], room->accessible, -room_limit(p, room, late));
				take(&c->all[b], room->accessible, -room_limit(p, room, late));
			}
	}
}

static struct left *
at_site(struct city *c, int batch, const char *site)
{
	return &c->at[batch * c->nsite + site_index(c, site)];
}

/* The sites of the city's rooms, and those that people wish for and have none. */
static void
find_sites(struct city *c, struct arena *memory, size_t from, size_t to)
{
	const struct plan *p = c->plan;

	c->site = arena_alloc(memory, (p->nroom + to - from + 1) * sizeof *c->site);
	for (size_t i = 0; i < p->nroom; i++)
		if (strcmp(p->room[i].city, p->who[from].city) == 0)
			site_index(c, p->room[i].site);
	for (size_t i = from; i < to; i++)
		if (*p->who[i].site != '\0')
			site_index(c, p->who[i].site);
	c->at = arena_alloc(memory, (size_t)p->nbatch * (size_t)c->nsite * sizeof *c->at + 1);
	c->all = arena_alloc(memory, (size_t)p->nbatch * sizeof *c->all + 1);
}

static void
seat_taken(struct city *c, int batch, const char *site, bool accessible)
{
	take(&c->all[batch], accessible, 1);
	if (*site != '\0')
		take(at_site(c, batch, site), accessible, 1);
}

static void
seats_of(struct city *c, const struct candidate *who)
{
	for (size_t k = 0; k < who->nsitting; k++) {
		const struct room *room = &c->plan->room[who->sitting[k].room];

		if (sitting_elsewhere(who, k))
			seat_taken(c, who->batch, room->site, room->accessible);
	}
}

static bool
has_seat(struct city *c, const struct candidate *who, int batch)
{
	const struct left *l = &c->all[batch];

	if (l->seats <= 0 || (who->needs_accessible && l->accessible <= 0))
		return false;
	if (*who->site == '\0')
		return true;
	l = at_site(c, batch, who->site);
	return l->seats > 0 && (!who->needs_accessible || l->accessible > 0);
}

/* The fewer batches and sites a person can take, the earlier. */
static int
choice(const struct candidate *c)
{
	if (*c->wished_batch != '\0')
		return 0;
	return (c->needs_accessible ? 1 : 3) + (*c->site == '\0');
}

static int
by_choice(const void *va, const void *vb)
{
	const struct candidate *a = *(struct candidate *const *)va, *b = *(struct candidate *const *)vb;
	int d = choice(a) - choice(b);

	if (d == 0)
		d = strcmp(a->group, b->group);
	if (d == 0)
		d = (a->order > b->order) - (a->order < b->order);
	return d != 0 ? d : strcmp(a->reg_no, b->reg_no);
}

static bool
wished(struct plan *p, struct candidate *c)
{
	for (int b = 0; b < p->nbatch; b++)
		if (strcmp(p->batch[b], c->wished_batch) == 0)
			c->batch = b;
	if (c->batch == NO_BATCH)
		plan_impossible(p, L("BATCH_UNKNOWN: %s: session.csv has no batch %s", "BATCH_UNKNOWN: %s: session.csv 中没有批次 %s"), c->reg_no,
		    c->wished_batch);
	else if (program_get(p, c->batch, c->subjects) == NULL)
		plan_impossible(p, L("SESSION_NONE: %s: batch '%s' has no sessions in which subjects %s can all be sat",
		    "SESSION_NONE: %s: 批次“%s”的场次无法安排全部科目 %s"), c->reg_no, c->wished_batch, c->subjects);
	else
		return true;
	return false;
}

static bool
choose(struct city *city, struct candidate *c)
{
	struct plan *p = city->plan;
	const char *setting = setting_text(p->exam, c->province, "batch_choice");
	bool offered = false;

	if (*c->wished_batch != '\0')
		return wished(p, c);
	if (p->nbatch > 1 && setting != NULL && strcmp(setting, "candidate") == 0) {
		plan_impossible(p, L("BATCH_MISSING: %s: setting batch_choice of province %s is candidate, and no batch was chosen: amend it, or "
		    "set office", "BATCH_MISSING: %s: 省份 %s 的 batch_choice 为 candidate, 但未选批次: 请更正, 或改为 office"), c->reg_no, c->province);
		return false;
	}
	for (int b = 0; b < p->nbatch && c->batch == NO_BATCH; b++)
		if (program_get(p, b, c->subjects) != NULL) {
			offered = true;
			if (p->nbatch == 1 || has_seat(city, c, b))
				c->batch = b;
		}
	if (!offered)
		plan_impossible(p, L("SESSION_NONE: %s: session.csv has no sessions in which subjects '%s' can all be sat",
		    "SESSION_NONE: %s: session.csv 的场次无法安排全部科目“%s”"), c->reg_no, c->subjects);
	city->no_seat += offered && c->batch == NO_BATCH;
	return c->batch != NO_BATCH;
}

static void
tell_lack(const struct city *city, const struct candidate *who, size_t people)
{
	plan_impossible(city->plan, L("SEATS_SHORT: %s (%s): %zu people, %d seats in all batches; %zu people find none that suits them (site, "
	    "accessible room): more rooms in room.csv, or another site", "SEATS_SHORT: %s (%s): %zu 人, 全部批次共 %d 座; %zu 人没有合适的座位 "
	    "(考点、无障碍考场): 请在 room.csv 增加考场, 或调整考点"), city_name(who->city), who->city, people, city->seats, city->no_seat);
}

bool
batch_choose(struct plan *p, size_t from, size_t to, bool late)
{
	struct arena memory = { NULL };
	struct city city = { .plan = p };
	struct candidate **order = arena_alloc(&memory, (to - from) * sizeof *order + 1);
	size_t n = 0, told = p->impossible;

	find_sites(&city, &memory, from, to);
	count_rooms(&city, p->who[from].city, late);
	for (size_t i = from; i < to; i++) {
		if (!p->who[i].seated)
			order[n++] = &p->who[i];
		else if (p->who[i].batch != NO_BATCH)
			seats_of(&city, &p->who[i]);
	}
	for (int b = 0; b < p->nbatch; b++)
		city.seats += city.all[b].seats > 0 ? city.all[b].seats : 0;
	qsort(order, n, sizeof *order, by_choice);
	for (size_t i = 0; i < n; i++)
		if (choose(&city, order[i])) {
			const struct program *g = program_get(p, order[i]->batch, order[i]->subjects);

			order[i]->sitting = g->sitting;
			order[i]->nsitting = g->n;
			seat_taken(&city, order[i]->batch, order[i]->site, order[i]->needs_accessible);
		}
	if (city.no_seat > 0)
		tell_lack(&city, order[0], n);
	arena_release(&memory);
	return p->impossible == told;
}
