/* SPDX-License-Identifier: MIT
 * The office's configuration in memory. Small tables, read once; linear search over them is
 * faster than a statement, and the pointers stay valid for the whole run. */
#include "store/definition.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "store/db.h"
#include "value/date.h"
#include "value/pattern.h"

static struct arena memory;

/* ---- which configuration it is */

static int64_t seen = -1; /* the last batch when the program began; -1: nobody asks */

void
definition_begin(void)
{
	static struct stmt q = { "SELECT coalesce(max(id), 0) FROM batch", NULL };

	seen = db_int1(&q, 0);
}

bool
definition_changed(void)
{
	static struct stmt q = { "SELECT EXISTS (SELECT 1 FROM batch WHERE id > :seen AND tool = 'exam-config')", NULL };

	if (seen < 0)
		return false;
	db_int(&q, ":seen", seen);
	return db_int1(&q, 0) != 0;
}

static const char *
keep(struct stmt *q, int column)
{
	return arena_strdup(&memory, db_col(q, column));
}

/* strcmp() that mostly need not be called: these are looked for among hundreds for every record. */
static inline bool
same(const char *a, const char *b)
{
	return *a == *b && strcmp(a, b) == 0;
}

/* ---- exams */

static struct exam *exams;
static size_t nexams;
static bool exams_read;

static void
read_subjects(struct exam *e)
{
	static struct stmt count = { "SELECT count(*) FROM subject WHERE exam = :exam AND year = :year", NULL };
	static struct stmt q = { "SELECT subject, name, kind = 'specialty', question_kind, minutes, full_mark, "
		"coalesce(pass_mark, -1), forms, mark_decimals FROM subject WHERE exam = :exam AND year = :year ORDER BY row", NULL };

	db_text(&count, ":exam", e->code);
	db_int(&count, ":year", e->year);
	struct subject *s = arena_alloc(&memory, (size_t)db_int1(&count, 0) * sizeof *s + 1);

	e->subject = s;
	db_text(&q, ":exam", e->code);
	db_int(&q, ":year", e->year);
	while (db_row(&q)) {
		*s++ = (struct subject){ keep(&q, 0), keep(&q, 1), db_col_int(&q, 2), keep(&q, 3), (int)db_col_int(&q, 4),
			(int)db_col_int(&q, 5), (int)db_col_int(&q, 6), (int)db_col_int(&q, 7), (int)db_col_int(&q, 8) };
		e->nsubject++;
	}
}

static void
read_level_subjects(struct exam *e, struct level *l)
{
	static struct stmt q = { "SELECT subject FROM level_subject WHERE exam = :exam AND year = :year AND level = :level "
		"ORDER BY row", NULL };

	l->subject = arena_alloc(&memory, (e->nsubject + 1) * sizeof *l->subject);
	db_text(&q, ":exam", e->code);
	db_int(&q, ":year", e->year);
	db_text(&q, ":level", l->code);
	while (db_row(&q)) {
		const struct subject *s = exam_subject(e, db_col(&q, 0));

		if (s != NULL && l->nsubject < e->nsubject)
			l->subject[l->nsubject++] = s;
	}
}

static void
read_levels(struct exam *e)
{
	static struct stmt count = { "SELECT count(*) FROM level WHERE exam = :exam AND year = :year", NULL };
	static struct stmt q = { "SELECT level, name, required_subjects, validity_years, new_candidate_only FROM level "
		"WHERE exam = :exam AND year = :year ORDER BY row", NULL };

	db_text(&count, ":exam", e->code);
	db_int(&count, ":year", e->year);
	struct level *l = arena_alloc(&memory, (size_t)db_int1(&count, 0) * sizeof *l + 1);

	e->level = l;
	db_text(&q, ":exam", e->code);
	db_int(&q, ":year", e->year);
	while (db_row(&q)) {
		*l++ = (struct level){ keep(&q, 0), keep(&q, 1), (int)db_col_int(&q, 2), (int)db_col_int(&q, 3),
			db_col_int(&q, 4), NULL, 0 };
		e->nlevel++;
	}
	for (l = (struct level *)e->level; l < e->level + e->nlevel; l++)
		read_level_subjects(e, l);
}

static void
read_sessions(struct exam *e)
{
	static struct stmt count = { "SELECT count(*) FROM session WHERE exam = :exam AND year = :year", NULL };
	static struct stmt q = { "SELECT session, batch, date, start, \"end\", subjects FROM session "
		"WHERE exam = :exam AND year = :year ORDER BY row", NULL };

	db_text(&count, ":exam", e->code);
	db_int(&count, ":year", e->year);
	struct session *s = arena_alloc(&memory, (size_t)db_int1(&count, 0) * sizeof *s + 1);

	e->session = s;
	db_text(&q, ":exam", e->code);
	db_int(&q, ":year", e->year);
	while (db_row(&q)) {
		*s++ = (struct session){ keep(&q, 0), keep(&q, 1), keep(&q, 2), keep(&q, 3), keep(&q, 4), keep(&q, 5) };
		e->nsession++;
	}
}

static void
read_exams(void)
{
	static struct stmt count = { "SELECT count(*) FROM exam", NULL };
	static struct stmt q = { "SELECT id, exam, year, cycle, name, short_name, delivery, archive_mode, eligibility_day, "
		"paper_bags, subject_choice = 'all', same_sitting, pledge, room_size, admit_no, archive_no, cert_no "
		"FROM exam ORDER BY row /*scan*/", NULL };

	if (exams_read)
		return;
	exams_read = true;
	exams = arena_alloc(&memory, (size_t)db_int1(&count, 0) * sizeof *exams + 1);
	while (db_row(&q)) {
		struct exam *e = &exams[nexams++];
		char key[32];

		*e = (struct exam){ .id = db_col_int(&q, 0), .code = keep(&q, 1), .year = (int)db_col_int(&q, 2),
			.cycle = (int)db_col_int(&q, 3), .name = keep(&q, 4), .short_name = keep(&q, 5), .delivery = keep(&q, 6),
			.archive_mode = keep(&q, 7), .eligibility_day = keep(&q, 8), .paper_bags = keep(&q, 9),
			.choose_all = db_col_int(&q, 10), .same_sitting = db_col_int(&q, 11), .pledge = db_col_int(&q, 12),
			.room_size = (int)db_col_int(&q, 13), .admit_no = keep(&q, 14), .archive_no = keep(&q, 15),
			.cert_no = keep(&q, 16) };
		snprintf(key, sizeof key, "%s-%d", e->code, e->year);
		e->key = arena_strdup(&memory, key);
	}
	for (size_t i = 0; i < nexams; i++) {
		read_subjects(&exams[i]);
		read_levels(&exams[i]);
		read_sessions(&exams[i]);
	}
}

const struct exam *
exam_get(const char *code, const char *year)
{
	read_exams();
	for (size_t i = 0; i < nexams; i++) {
		if (*year == '\0' ? strcmp(exams[i].key, code) == 0 :
		    strcmp(exams[i].code, code) == 0 && strcmp(exams[i].key + strlen(exams[i].code) + 1, year) == 0)
			return &exams[i];
		if (*year != '\0' && strcmp(exams[i].key, code) == 0 &&
		    strcmp(exams[i].key + strlen(exams[i].code) + 1, year) == 0)
			return &exams[i];
	}
	return NULL;
}

const struct exam *
exam_nth(size_t i)
{
	read_exams();
	return i < nexams ? &exams[i] : NULL;
}

const struct exam *
exam_by_id(int64_t id)
{
	read_exams();
	for (size_t i = 0; i < nexams; i++)
		if (exams[i].id == id)
			return &exams[i];
	return NULL;
}

/* What its registration numbers begin with: made once, for it is compared for every record of a stream. */
static char (*reg_no_prefix)[16];

const struct exam *
exam_of_reg_no(const char *reg_no)
{
	read_exams();
	if (reg_no_prefix == NULL) {
		reg_no_prefix = arena_alloc(&memory, nexams * sizeof *reg_no_prefix + 1);
		for (size_t i = 0; i < nexams; i++)
			snprintf(reg_no_prefix[i], sizeof reg_no_prefix[i], "%s%02d", exams[i].code, exams[i].year % 100);
	}
	for (size_t i = 0; i < nexams; i++) {
		size_t n = strlen(reg_no_prefix[i]);

		if (strncmp(reg_no, reg_no_prefix[i], n) == 0 && strlen(reg_no) == n + 9 && num_digits(reg_no + n, 9))
			return &exams[i];
	}
	return NULL;
}

const struct level *
exam_level(const struct exam *e, const char *s)
{
	for (size_t i = 0; i < e->nlevel; i++)
		if (strcmp(e->level[i].code, s) == 0)
			return &e->level[i];
	for (size_t i = 0; i < e->nlevel; i++)
		if (strcmp(e->level[i].name, s) == 0)
			return &e->level[i];
	return NULL;
}

const struct subject *
exam_subject(const struct exam *e, const char *code)
{
	for (size_t i = 0; i < e->nsubject; i++)
		if (strcmp(e->subject[i].code, code) == 0)
			return &e->subject[i];
	return NULL;
}

const struct subject *
level_subject(const struct level *l, const char *code)
{
	for (size_t i = 0; i < l->nsubject; i++)
		if (strcmp(l->subject[i]->code, code) == 0)
			return l->subject[i];
	return NULL;
}

struct specialty {
	const struct exam *exam;
	const char *level, *code, *name;
};
static struct specialty *specialties;
static size_t nspecialties;

static void
read_specialties(void)
{
	static struct stmt q = { "SELECT exam, year, level, specialty, name FROM specialty ORDER BY row /*scan*/", NULL };
	size_t cap = 0;

	if (specialties != NULL)
		return;
	specialties = grow(NULL, 0, &cap, sizeof *specialties);
	while (db_row(&q)) {
		specialties = grow(specialties, nspecialties, &cap, sizeof *specialties);
		specialties[nspecialties++] = (struct specialty){ .exam = exam_get(db_col(&q, 0), db_col(&q, 1)),
			.level = keep(&q, 2), .code = keep(&q, 3), .name = keep(&q, 4) };
	}
}

static const struct specialty *
find_specialty(const struct exam *e, const char *level, const char *s, bool by_name)
{
	read_specialties();
	for (size_t i = 0; i < nspecialties; i++) {
		const struct specialty *p = &specialties[i];

		if (p->exam == e && (same(p->code, s) || (by_name && same(p->name, s))) &&
		    (same(p->level, level) || same(p->level, "*")))
			return p;
	}
	return NULL;
}

const char *
exam_specialty(const struct exam *e, const struct level *l, const char *s)
{
	const struct specialty *p = find_specialty(e, l->code, s, true);

	return p != NULL ? p->code : NULL;
}

const char *
exam_specialty_name(const struct exam *e, const char *level, const char *specialty)
{
	const struct specialty *p = find_specialty(e, level, specialty, false);

	return p != NULL ? p->name : specialty;
}

/* ---- settings */

struct setting {
	const char *exam, *province, *name, *value;
};
static struct setting *settings;
static size_t nsettings;

const char *
setting_text(const struct exam *e, const char *province, const char *name)
{
	if (settings == NULL) {
		static struct stmt q = { "SELECT exam, province, setting, value FROM setting ORDER BY row /*scan*/", NULL };
		size_t cap = 0;

		settings = grow(NULL, 0, &cap, sizeof *settings);
		while (db_row(&q)) {
			settings = grow(settings, nsettings, &cap, sizeof *settings);
			settings[nsettings++] = (struct setting){ keep(&q, 0), keep(&q, 1), keep(&q, 2), keep(&q, 3) };
		}
	}
	const struct setting *best = NULL;
	int best_rank = -1;

	for (size_t i = 0; i < nsettings; i++) {
		const struct setting *s = &settings[i];

		if (!same(s->name, name))
			continue;
		bool any_exam = strcmp(s->exam, "*") == 0, any_province = strcmp(s->province, "*") == 0;

		if ((!any_exam && (e == NULL || strcmp(s->exam, e->code) != 0)) ||
		    (!any_province && (province == NULL || strcmp(s->province, province) != 0)))
			continue;
		int rank = 2 * !any_province + !any_exam;

		if (rank > best_rank) {
			best = s;
			best_rank = rank;
		}
	}
	return best != NULL ? best->value : NULL;
}

int64_t
setting_int(const struct exam *e, const char *province, const char *name, int64_t otherwise)
{
	const char *s = setting_text(e, province, name);

	if (s != NULL && !num_parse(s, INT32_MIN, INT32_MAX, &otherwise))
		die(EX_ENV, L("setting %s: not a whole number: %s; correct setting.csv and load it",
		    "设置 %s: 不是整数: %s; 请改正 setting.csv 后重新载入"), name, s);
	return otherwise;
}

/* ---- windows */

struct opening {
	const struct exam *exam;
	const char *province, *window, *open, *close;
};
static struct opening *openings;
static size_t nopenings;

static void
read_openings(void)
{
	static struct stmt q = { "SELECT exam, year, province, window, open, close FROM window ORDER BY open /*scan*/", NULL };
	size_t cap = 0;

	if (openings != NULL)
		return;
	openings = grow(NULL, 0, &cap, sizeof *openings);
	while (db_row(&q)) {
		openings = grow(openings, nopenings, &cap, sizeof *openings);
		openings[nopenings++] = (struct opening){ .exam = exam_get(db_col(&q, 0), db_col(&q, 1)),
			.province = keep(&q, 2), .window = keep(&q, 3), .open = keep(&q, 4), .close = keep(&q, 5) };
	}
}

static bool
opening_of(const struct opening *o, const struct exam *e, const char *province, const char *window)
{
	return o->exam == e && same(o->window, window) && same(o->province, province);
}

/* The province whose rows hold: its own where it has any, else '*'. */
static const char *
window_province(const struct exam *e, const char *province, const char *window)
{
	read_openings();
	for (size_t i = 0; i < nopenings; i++)
		if (province != NULL && opening_of(&openings[i], e, province, window))
			return province;
	return "*";
}

bool
window_own(const struct exam *e, const char *province, const char *window)
{
	return strcmp(window_province(e, province, window), "*") != 0;
}

bool
window_open(const struct exam *e, const char *province, const char *window, const char *now,
    const char **next_open, const char **last_close)
{
	const char *p = window_province(e, province, window), *next = "", *last = "";
	bool open = false;

	for (size_t i = 0; i < nopenings; i++) {
		const struct opening *o = &openings[i];

		if (!opening_of(o, e, p, window))
			continue;
		if (strcmp(o->open, now) > 0) {
			if (*next == '\0' || strcmp(o->open, next) < 0)
				next = o->open;
		} else if (*o->close == '\0' || strcmp(now, o->close) <= 0) {
			open = true;
		} else if (strcmp(o->close, last) > 0) {
			last = o->close;
		}
	}
	if (next_open != NULL)
		*next_open = next;
	if (last_close != NULL)
		*last_close = last;
	return open;
}

const char *
window_close(const struct exam *e, const char *province, const char *window, const char *now)
{
	const char *p = window_province(e, province, window), *last = "";

	for (size_t i = 0; i < nopenings; i++) {
		const struct opening *o = &openings[i];

		if (!opening_of(o, e, p, window))
			continue;
		if (strcmp(o->open, now) <= 0 && (*o->close == '\0' || strcmp(now, o->close) <= 0))
			return o->close;
		if (strcmp(o->close, last) > 0)
			last = o->close;
	}
	return last;
}

/* ---- documents */

static struct doc_type *doc_types;
static size_t ndoc_types;

static bool
matches(const struct doc_type *t, const char *number)
{
	return pattern_matches(t->pattern, number);
}

static void
read_doc_types(void)
{
	static struct stmt q = { "SELECT code, name, pattern, checksum <> '', carries_birth FROM doc_type ORDER BY row /*scan*/", NULL };
	size_t cap = 0;

	doc_types = grow(NULL, 0, &cap, sizeof *doc_types);
	while (db_row(&q)) {
		struct pattern *re = pattern_compile(db_col(&q, 2), NULL);

		if (re == NULL)
			die(EX_ENV, L("doc_type %s: not a regular expression: %s; correct doc_type.csv and load it",
			    "doc_type %s: 正则表达式有误: %s; 请改正 doc_type.csv 后重新载入"), db_col(&q, 0), db_col(&q, 2));
		doc_types = grow(doc_types, ndoc_types, &cap, sizeof *doc_types);
		doc_types[ndoc_types++] = (struct doc_type){ keep(&q, 0), keep(&q, 1), db_col_int(&q, 3), db_col_int(&q, 4),
			matches, re };
	}
}

const struct doc_type *
doc_type_get(const char *s)
{
	if (doc_types == NULL)
		read_doc_types();
	if (*s == '\0')
		s = "01";
	for (size_t i = 0; i < ndoc_types; i++)
		if (strcmp(doc_types[i].code, s) == 0 || strcmp(doc_types[i].name, s) == 0)
			return &doc_types[i];
	return NULL;
}

/* ---- calendar */

bool
calendar_workday(void *unused, int32_t days)
{
	static struct stmt q = { "SELECT workday FROM calendar WHERE date = :date", NULL };
	char date[DATE_SIZE];

	(void)unused;
	date_text(days, date);
	db_text(&q, ":date", date);
	return db_int1(&q, date_weekday(days)) != 0;
}
