/* SPDX-License-Identifier: MIT
 * Numbers: a room's own for the exam, and the admit number made from it (rule/number.h,
 * the exam's template admit_no). Numbers that were given stay. */
#include <stdlib.h>
#include <string.h>

#include "frame/tool.h"
#include "plan.h"
#include "rule/number.h"

/* 1, 2 … in the order of room.csv among the rooms used, within the site where the template has
 * the site, else within the city; rooms opened later go on behind those that have one. */
static void
number_rooms(struct plan *p, bool within_site)
{
	for (size_t i = 0; i < p->nroom; i++) {
		struct room *room = &p->room[i];
		int64_t last = 0;

		if (!room->used || room->number != 0)
			continue;
		for (size_t k = 0; k < p->nroom; k++)
			if (strcmp(p->room[k].city, room->city) == 0 && (!within_site || strcmp(p->room[k].site, room->site) == 0) &&
			    p->room[k].number > last)
				last = p->room[k].number;
		room->number = last + 1;
		room->numbered_now = true;
	}
}

/* How many people of each province have a number: {seq} goes on behind them. */
struct counter {
	const char *province;
	int64_t n;
};

static int64_t *
counter(struct counter *list, size_t *n, const char *province)
{
	size_t i = 0;

	while (i < *n && strcmp(list[i].province, province) != 0)
		i++;
	if (i == *n)
		list[(*n)++] = (struct counter){ province, 0 };
	return &list[i].n;
}

static int
by_place(const void *va, const void *vb)
{
	const struct candidate *a = *(struct candidate *const *)va, *b = *(struct candidate *const *)vb;
	int d = strcmp(a->city, b->city);

	if (d == 0)
		d = (a->batch > b->batch) - (a->batch < b->batch);
	if (d == 0)
		d = (a->room > b->room) - (a->room < b->room);
	return d != 0 ? d : (a->seat > b->seat) - (a->seat < b->seat);
}

static int
by_admit_no(const void *va, const void *vb)
{
	const struct candidate *a = *(struct candidate *const *)va, *b = *(struct candidate *const *)vb;
	int d = strcmp(a->admit_no, b->admit_no);

	return d != 0 ? d : strcmp(a->reg_no, b->reg_no);
}

static void
tell_fault(struct plan *p, const struct candidate *c, enum number_result r, enum number_field field)
{
	static const struct candidate *told; /* one line a city and field */
	static enum number_field told_field;
	const struct room *room = &p->room[c->room];

	if (told != NULL && strcmp(told->city, c->city) == 0 && told_field == field)
		return;
	told = c;
	told_field = field;
	plan_impossible(p, L("ADMIT_NO: %s (%s): %s with {%s} for %s: %s (site %s, room number %lld, seat %d): a wider template in exam.csv, "
	    "or {site} in it, so that rooms count within the site", "ADMIT_NO: %s (%s): 模板 %s 的 {%s}, 报名号 %s: %s (考点 %s, 考场序号 %lld, 座位 %d): "
	    "请在 exam.csv 加宽模板, 或加入 {site} 使考场按考点编号"), city_name(c->city), c->city, p->exam->admit_no, number_field_name(field),
	    c->reg_no, number_result_text(r), room->site, (long long)room->number, c->seat);
}

static void
number_people(struct plan *p, const struct number_template *t)
{
	struct candidate **order = arena_alloc(&p->memory, p->n * sizeof *order + 1);
	struct counter *count = arena_alloc(&p->memory, p->n * sizeof *count + 1);
	size_t n = 0, ncount = 0;
	char text[NUMBER_SIZE];

	for (size_t i = 0; i < p->n; i++) {
		if (p->who[i].room != NO_ROOM)
			order[n++] = &p->who[i];
		*counter(count, &ncount, p->who[i].province) += p->who[i].seated;
	}
	qsort(order, n, sizeof *order, by_place);
	for (size_t i = 0; i < n; i++) {
		struct candidate *c = order[i];
		const char *batch = c->batch != NO_BATCH ? p->batch[c->batch] : "";
		enum number_field field = NUMBER_LITERAL;

		if (c->seated)
			continue;
		struct number_values v = { .year = p->exam->year, .province = c->province, .city = c->city, .level = c->level,
			.specialty = c->specialty, .batch = *batch != '\0' ? batch : NULL, .site = p->room[c->room].site,
			.room = p->room[c->room].number, .seat = c->seat, .seq = ++*counter(count, &ncount, c->province) };
		enum number_result r = number_render(t, &v, text, &field);

		if (r != NUMBER_OK)
			tell_fault(p, c, r, field);
		else
			c->admit_no = arena_strdup(&p->memory, text);
	}
	qsort(order, n, sizeof *order, by_admit_no);
	for (size_t i = 1; i < n; i++)
		if (*order[i]->admit_no != '\0' && strcmp(order[i]->admit_no, order[i - 1]->admit_no) == 0)
			plan_impossible(p, L("ADMIT_NO_TWICE: %s would be the number of %s and %s: the template %s cannot tell them apart; "
			    "correct exam.csv", "ADMIT_NO_TWICE: %s 会同时成为 %s 与 %s 的准考证号: 模板 %s 无法区分; 请改正 exam.csv"),
			    order[i]->admit_no, order[i - 1]->reg_no, order[i]->reg_no, p->exam->admit_no);
}

static void
read_template(const struct plan *p, struct number_template *t)
{
	enum number_result r = number_parse(p->exam->admit_no, t, NULL);

	if (r != NUMBER_OK)
		refuse(L("ADMIT_NO: %s: template %s: %s; correct exam.csv and load it", "ADMIT_NO: %s: 模板 %s: %s; 请改正 exam.csv 后重新载入"),
		    p->exam->key, p->exam->admit_no, number_result_text(r));
}

void
plan_number_rooms(struct plan *p)
{
	struct number_template t;

	read_template(p, &t);
	number_rooms(p, number_has(&t, NUMBER_SITE));
}

void
plan_number(struct plan *p)
{
	struct number_template t;

	read_template(p, &t);
	number_rooms(p, number_has(&t, NUMBER_SITE));
	number_people(p, &t);
}
