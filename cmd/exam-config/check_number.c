/* SPDX-License-Identifier: MIT
 * Number templates: every value that the configuration can give fits its field, and no two
 * persons can get the same number.
 *
 * admit_no names a place: a seat of a room of a site (or city), for computer exams of a batch; it must be
 * unique within the exam. archive_no and cert_no are counted per exam and province and stay for ever: they
 * must also differ from year to year and from every other exam's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "base/num.h"
#include "rule/number.h"

static const struct kind {
	const char *field;
	bool place; /* admit_no */
} kinds[] = { { "admit_no", true }, { "archive_no", false }, { "cert_no", false } };

/* A template under proof. */
struct proof {
	struct check *ck;
	const struct record *exam;
	const struct kind *kind;
	struct number_template t;
	bool failed;
};

static const char *const code_names[] = {
	[NUMBER_OK] = "NUMBER_OK",
	[NUMBER_FORM] = "NUMBER_FORM",
	[NUMBER_FIELD] = "NUMBER_FIELD",
	[NUMBER_WIDTH] = "NUMBER_WIDTH",
	[NUMBER_LONG] = "NUMBER_LONG",
	[NUMBER_MISSING] = "NUMBER_MISSING",
	[NUMBER_CODE] = "NUMBER_CODE",
	[NUMBER_OVERFLOW] = "NUMBER_OVERFLOW",
};

static void
repeats(struct proof *p, const char *en, const char *zh)
{
	p->failed = true;
	BAD(p->ck, EXAM, p->exam, p->kind->field, "NUMBER_REPEATS", "%s: %s", p->t.text, L(en, zh));
}

static bool
of_exam(enum table_id t, const struct record *r, const struct record *e)
{
	return r->whole && strcmp(value_of(t, r, "exam"), value_of(EXAM, e, "exam")) == 0 &&
	       strcmp(value_of(t, r, "year"), value_of(EXAM, e, "year")) == 0;
}

/* ---- codes that enter as numbers */

/* The largest number among the codes; one that is no number is a fault. */
static int64_t
largest(struct proof *p, enum number_field field, enum table_id t, const char *column, bool all_exams)
{
	const struct rows *rows = &p->ck->config->rows[t];
	int64_t most = -1;

	for (size_t i = 0; i < rows->n; i++) {
		const struct record *r = &rows->row[i];
		int64_t v = 0;

		if (!r->whole || (!all_exams && !of_exam(t, r, p->exam)))
			continue;
		const char *code = value_of(t, r, column);
		enum number_result result = number_code(field, code, &v);

		if (result != NUMBER_OK) {
			p->failed = true;
			BAD(p->ck, EXAM, p->exam, p->kind->field, code_names[result],
			    L("{%s}: %s '%s' (%s.csv line %lld): %s", "{%s}: %s“%s” (%s.csv 第 %lld 行): %s"),
			    number_field_name(field), column, code, tables[t].file, (long long)r->line,
			    number_result_text(result));
			return -1;
		}
		if (v > most)
			most = v;
	}
	return most;
}

/* ---- rooms */

/* A room's number counts the rooms of the exam's delivery within its site or city. */
struct counts {
	int64_t rooms;  /* most of one site or city */
	int64_t seats;  /* most of one room */
	int64_t people; /* most seats of one province, in all batches */
};

static const char *
province_of(struct check *ck, const char *city)
{
	const struct record *r = index_get(&ck->city, &city, 1);

	return r != NULL ? value_of(CITY, r, "province") : "";
}

static bool
same_group(const struct record *a, const struct record *b, bool within_site)
{
	return strcmp(value_of(ROOM, a, "city"), value_of(ROOM, b, "city")) == 0 &&
	       (!within_site || strcmp(value_of(ROOM, a, "site"), value_of(ROOM, b, "site")) == 0);
}

/* Rooms for the exam, those of a city side by side. */
static size_t
usable_rooms(const struct proof *p, const struct record ***list)
{
	const struct rows *rows = &p->ck->config->rows[ROOM];
	struct index byplace = index_make(p->ck->config, ROOM, "city site room");
	size_t n = 0;

	*list = arena_alloc(&p->ck->config->memory, (rows->n + 1) * sizeof(const struct record *));
	for (size_t i = 0; i < byplace.n; i++) {
		const struct record *r = byplace.entry[i].record;

		if (r->whole &&
		    strcmp(value_of(ROOM, r, "delivery"), value_of(EXAM, p->exam, "delivery")) == 0)
			(*list)[n++] = r;
	}
	return n;
}

static int64_t
batches(const struct proof *p)
{
	struct index byname = index_make(p->ck->config, SESSION, "exam year batch");
	int64_t n = 0;

	for (size_t i = 0; i < byname.n; i++)
		if (of_exam(SESSION, byname.entry[i].record, p->exam) &&
		    (i == 0 || strcmp(byname.entry[i].key, byname.entry[i - 1].key) != 0))
			n++;
	return n;
}

static struct counts
count_rooms(const struct proof *p)
{
	const struct record **room;
	size_t n = usable_rooms(p, &room);
	struct counts c = { 0, 0, 0 };
	int64_t run = 0;
	const struct rows *provinces = &p->ck->config->rows[PROVINCE];
	int64_t *seats = xcalloc(provinces->n + 1, sizeof *seats);

	for (size_t i = 0; i < n; i++) {
		int64_t capacity = int_of(ROOM, room[i], "capacity");
		const char *province = province_of(p->ck, value_of(ROOM, room[i], "city"));

		run = i > 0 && same_group(room[i - 1], room[i], number_has(&p->t, NUMBER_SITE)) ? run + 1 : 1;
		c.rooms = run > c.rooms ? run : c.rooms;
		c.seats = capacity > c.seats ? capacity : c.seats;
		for (size_t k = 0; k < provinces->n; k++)
			if (strcmp(value_of(PROVINCE, &provinces->row[k], "province"), province) == 0) {
				seats[k] += capacity;
				c.people = seats[k] > c.people ? seats[k] : c.people;
			}
	}
	free(seats);
	int64_t b = batches(p);

	c.people *= b > 1 ? b : 1;
	return c;
}

/* ---- does everything fit */

/* What is too wide, field by field. That an exam takes every room of the configuration, or every seat, is
 * possible only: load goes on, and seat-assign refuses if it happens. */
static void
widths(struct proof *p, int64_t max[NUMBER_FIELDS])
{
	enum number_field fault;
	enum number_result r;

	while ((r = number_fits(&p->t, max, &fault)) != NUMBER_OK) {
		p->failed = true;
		if (r != NUMBER_OVERFLOW) {
			BAD(p->ck, EXAM, p->exam, p->kind->field, code_names[r], "{%s}: %s",
			    number_field_name(fault), number_result_text(r));
			return;
		}
		BAD(p->ck, EXAM, p->exam, p->kind->field, "NUMBER_OVERFLOW",
		    L("{%s}: the configuration goes up to %lld, which the field's width does not hold; widen "
		      "it",
			"{%s}: 配置中最大为 %lld, 字段宽度不够; 请加宽"),
		    number_field_name(fault), (long long)max[fault]);
		if (fault == NUMBER_ROOM || fault == NUMBER_SEQ)
			flaw_is_possible(p->ck->flaws);
		max[fault] = 0;
	}
}

static void
fits(struct proof *p)
{
	struct counts c = count_rooms(p);
	int64_t max[NUMBER_FIELDS];
	const enum number_field places[] = { NUMBER_SITE, NUMBER_ROOM, NUMBER_SEAT };

	for (int i = 0; i < NUMBER_FIELDS; i++)
		max[i] = 0;
	if (number_has(&p->t, NUMBER_PROVINCE))
		max[NUMBER_PROVINCE] = largest(p, NUMBER_PROVINCE, PROVINCE, "province", true);
	if (number_has(&p->t, NUMBER_CITY))
		max[NUMBER_CITY] = largest(p, NUMBER_CITY, CITY, "city", true);
	if (number_has(&p->t, NUMBER_LEVEL))
		max[NUMBER_LEVEL] = largest(p, NUMBER_LEVEL, LEVEL, "level", false);
	if (number_has(&p->t, NUMBER_SPECIALTY))
		max[NUMBER_SPECIALTY] = largest(p, NUMBER_SPECIALTY, SPECIALTY, "specialty", false);
	if (number_has(&p->t, NUMBER_BATCH))
		max[NUMBER_BATCH] = largest(p, NUMBER_BATCH, SESSION, "batch", false);
	if (number_has(&p->t, NUMBER_SITE) && p->kind->place)
		max[NUMBER_SITE] = largest(p, NUMBER_SITE, SITE, "site", true);
	max[NUMBER_ROOM] = c.rooms;
	max[NUMBER_SEAT] = c.seats;
	max[NUMBER_SEQ] = c.people;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (!p->kind->place)
			max[places[i]] = -1; /* a number for life does not name the seat of a day */
	if (!p->failed)
		widths(p, max);
}

/* ---- can it repeat */

/* Do two rows of a table of places give the same digits in the template? */
static void
places_differ(struct proof *p, enum table_id t, const char *column, const enum number_field *field, size_t n)
{
	const struct rows *rows = &p->ck->config->rows[t];

	for (size_t i = 0; i < rows->n; i++)
		for (size_t k = 0; k < i; k++) {
			bool differ = false;

			for (size_t f = 0; f < n && !differ; f++) {
				const char *at = field[f] == NUMBER_PROVINCE ? "province" : column;
				int64_t a = 0, b = 0;

				number_code(field[f], value_of(t, &rows->row[i], at), &a);
				number_code(field[f], value_of(t, &rows->row[k], at), &b);
				differ = number_has(&p->t, field[f]) && a != b;
			}
			if (differ)
				continue;
			p->failed = true;
			BAD(p->ck, EXAM, p->exam, p->kind->field, "NUMBER_REPEATS",
			    L("%s: nothing in it tells %s %s from %s", "%s: 其中没有字段能区分 %s %s 与 %s"),
			    p->t.text, tables[t].file, value_of(t, &rows->row[k], column),
			    value_of(t, &rows->row[i], column));
			return;
		}
}

/* Sites of one city that are one number ("1" and "01"). */
static void
sites_differ(struct proof *p)
{
	const struct rows *rows = &p->ck->config->rows[SITE];

	for (size_t i = 0; i < rows->n && number_has(&p->t, NUMBER_SITE); i++)
		for (size_t k = 0; k < i; k++) {
			const struct record *x = &rows->row[i], *y = &rows->row[k];
			int64_t a = 0, b = 0;

			if (strcmp(value_of(SITE, x, "city"), value_of(SITE, y, "city")) != 0 ||
			    strcmp(value_of(SITE, x, "site"), value_of(SITE, y, "site")) == 0)
				continue;
			number_code(NUMBER_SITE, value_of(SITE, x, "site"), &a);
			number_code(NUMBER_SITE, value_of(SITE, y, "site"), &b);
			if (a != b)
				continue;
			p->failed = true;
			BAD(p->ck, EXAM, p->exam, p->kind->field, "NUMBER_REPEATS",
			    L("{site}: sites %s and %s of city %s are the same number",
				"{site}: 考点 %s 与 %s (城市 %s) 是同一个数字"),
			    value_of(SITE, y, "site"), value_of(SITE, x, "site"), value_of(SITE, x, "city"));
			return;
		}
}

static void
counted_unique(struct proof *p)
{
	static const enum number_field province[] = { NUMBER_PROVINCE };

	if (!number_has(&p->t, NUMBER_SEQ)) {
		repeats(p, "nothing in it tells persons apart; it needs {seq:N}",
		    "其中没有字段能区分人员; 须有 {seq:N}");
		return;
	}
	places_differ(p, PROVINCE, "province", province, 1);
	if (!p->kind->place && !number_has(&p->t, NUMBER_YY) && !number_has(&p->t, NUMBER_YYYY))
		repeats(p, "the next year would give the same numbers again; it needs {yy} or {yyyy}",
		    "下一年度会重复编号; 须有 {yy} 或 {yyyy}");
}

static void
seats_unique(struct proof *p)
{
	static const enum number_field city[] = { NUMBER_PROVINCE, NUMBER_CITY };

	if (!number_has(&p->t, NUMBER_ROOM) || !number_has(&p->t, NUMBER_SEAT)) {
		repeats(p, "nothing in it tells persons apart; it needs {room:N} and {seat:N}, or {seq:N}",
		    "其中没有字段能区分人员; 须有 {room:N} 与 {seat:N}, 或 {seq:N}");
		return;
	}
	places_differ(p, CITY, "city", city, 2);
	sites_differ(p);
	if (batches(p) > 1 && !number_has(&p->t, NUMBER_BATCH))
		repeats(p, "a seat is used again in every batch; it needs {batch:N}",
		    "各批次重复使用同一座位; 须有 {batch:N}");
}

/* ---- templates of different exams */

/* What a character of a number can be: one character, or a digit (of {check}: also X). */
static size_t
pattern(const struct number_template *t, int64_t year, char out[NUMBER_SIZE])
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct number_part *p = &t->part[i];
		char digits[16];

		snprintf(digits, sizeof digits, "%04lld", (long long)year);
		for (int k = 0; k < p->width && n < NUMBER_SIZE - 1; k++)
			out[n++] = p->field == NUMBER_LITERAL ? t->text[p->at + (size_t)k]
				   : p->field == NUMBER_YYYY  ? digits[k]
				   : p->field == NUMBER_YY    ? digits[k + 2]
				   : p->field == NUMBER_CHECK ? '?'
							      : '#';
	}
	out[n] = '\0';
	return n;
}

static bool
can_be(char a, char b)
{
	if (a == b)
		return true;
	bool da = a >= '0' && a <= '9', db = b >= '0' && b <= '9';

	return (a == '#' && (db || b == '?')) || (b == '#' && (da || a == '?')) ||
	       (a == '?' && (db || b == 'X')) || (b == '?' && (da || a == 'X'));
}

/* Could this template and that of an earlier exam make one number? */
static void
other_exams(struct proof *p)
{
	const struct rows *exams = &p->ck->config->rows[EXAM];
	char mine[NUMBER_SIZE], theirs[NUMBER_SIZE];
	size_t n = pattern(&p->t, int_of(EXAM, p->exam, "year"), mine);

	for (size_t i = 0; i < exams->n && &exams->row[i] != p->exam; i++) {
		const struct record *e = &exams->row[i];
		struct number_template t;
		bool meet = true;

		if (!e->whole || number_parse(value_of(EXAM, e, p->kind->field), &t, NULL) != NUMBER_OK ||
		    pattern(&t, int_of(EXAM, e, "year"), theirs) != n)
			continue;
		for (size_t k = 0; k < n && meet; k++)
			meet = can_be(mine[k], theirs[k]);
		if (!meet)
			continue;
		BAD(p->ck, EXAM, p->exam, p->kind->field, "NUMBER_REPEATS",
		    L("%s: can make a number of %s-%s (line %lld); give each exam digits of its own",
			"%s: 可能与 %s-%s (第 %lld 行) 编出同一号码; 请为各考试使用不同的数字"),
		    p->t.text, value_of(EXAM, e, "exam"), value_of(EXAM, e, "year"), (long long)e->line);
	}
}

/* The tables that the values of a number come from. */
static const enum table_id sources[] = { LEVEL, SPECIALTY, SESSION, PROVINCE, CITY, SITE, ROOM };

static void
prove(struct check *ck, const struct record *e, const struct kind *kind)
{
	struct proof p = { .ck = ck, .exam = e, .kind = kind };
	const char *text = value_of(EXAM, e, kind->field);
	size_t at = 0;
	enum number_result r = number_parse(text, &p.t, &at);

	if (r != NUMBER_OK) {
		BAD(ck, EXAM, e, kind->field, code_names[r],
		    L("%s: %s, at '%s'; kaowu-config(5) has the fields",
			"%s: %s, 在“%s”处; 字段见 kaowu-config(5)"),
		    text, number_result_text(r), at <= strlen(text) ? text + at : "");
		return;
	}
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		if (!ck->config->rows[sources[i]].present || ck->config->rows[sources[i]].broken)
			return; /* that file is the fault */
	fits(&p);
	if (p.failed)
		return;
	if (kind->place && !number_has(&p.t, NUMBER_SEQ))
		seats_unique(&p);
	else
		counted_unique(&p);
	if (!kind->place)
		other_exams(&p);
}

void
check_numbers(struct check *ck)
{
	const struct rows *exams = &ck->config->rows[EXAM];

	for (size_t i = 0; i < exams->n; i++)
		for (size_t k = 0; k < sizeof kinds / sizeof *kinds && exams->row[i].whole; k++)
			prove(ck, &exams->row[i], &kinds[k]);
}
