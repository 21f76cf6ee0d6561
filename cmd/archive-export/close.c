/* SPDX-License-Identifier: MIT
 * The results of a published exam go into the archive, with a number for who has none: the template's {seq} has no gaps per
 * exam and province, in the order of reg_no, whoever is exported first; the number is kept for ever. */
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "export.h"
#include "rule/number.h"
#include "store/archive.h"
#include "store/db.h"

enum { Q_PUBLISHED, Q_PEOPLE, Q_RESULT, Q_LAST, Q_GIVEN, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_PUBLISHED] = { "SELECT count(*) FROM publication WHERE exam_id = :exam", NULL },
	[Q_PEOPLE] = { "SELECT r.id, r.reg_no, r.person_id, r.province, r.city, r.level, r.specialty, r.batch, r.site, t.passed FROM registration r "
		"JOIN result t ON t.registration_id = r.id WHERE r.exam_id = :exam AND r.deleted_at IS NULL ORDER BY r.reg_no /*scan*/", NULL },
	[Q_RESULT] = { "SELECT k.subject, coalesce(c.score, -1), coalesce(c.flag, '') FROM registration_subject k "
		"LEFT JOIN score c ON c.registration_id = k.registration_id AND c.subject = k.subject "
		"WHERE k.registration_id = :id AND k.carried_year IS NULL ORDER BY k.subject", NULL },
	[Q_LAST] = { "SELECT max(seq) FROM archive_number WHERE exam_id = :exam AND province = :province", NULL },
	[Q_GIVEN] = { "INSERT INTO archive_number (exam_id, province, seq, archive_id) VALUES (:exam, :province, :seq, :archive)", NULL },
};

static struct map done; /* by archive id */

enum done
archive_done(int64_t archive_id)
{
	return (enum done)*map_at(&done, (uint64_t)archive_id, NULL);
}

bool
exam_published(const struct exam *e)
{
	db_int(&q[Q_PUBLISHED], ":exam", e->id);
	return db_int1(&q[Q_PUBLISHED], 0) != 0;
}

/* ---- numbers */

struct closing {
	struct run *run;
	const struct exam *exam;
	struct number_template template;
	struct tally *tally;
};

/* The person in hand. */
struct sat {
	int64_t id, person_id;
	char reg_no[24], province[8], city[8], level[24], specialty[24], batch[16], site[16], passed[256];
};

static void
given(const struct closing *c, const struct sat *p, int64_t seq, int64_t archive)
{
	db_int(&q[Q_GIVEN], ":exam", c->exam->id);
	db_text(&q[Q_GIVEN], ":province", p->province);
	db_int(&q[Q_GIVEN], ":seq", seq);
	db_int(&q[Q_GIVEN], ":archive", archive);
	db_do(&q[Q_GIVEN]);
}

static void
render(const struct closing *c, const struct sat *p, int64_t seq, char number[NUMBER_SIZE])
{
	const struct number_values v = { .year = c->exam->year, .province = p->province, .city = p->city, .level = p->level, .specialty = p->specialty,
		.batch = p->batch, .site = p->site, .seq = seq };
	enum number_field field = NUMBER_LITERAL;
	enum number_result got = number_render(&c->template, &v, number, &field);

	if (got != NUMBER_OK)
		refuse(L("ARCHIVE_NO_TEMPLATE: %s gives no archive number for %s: {%s}: %s (exam.csv, archive_no); nothing was changed",
		    "ARCHIVE_NO_TEMPLATE: %s 的模板不能为 %s 生成档案号: {%s}: %s (exam.csv, archive_no); 未作任何改动"), c->exam->key, p->reg_no,
		    number_field_name(field), number_result_text(got));
}

/* The next number of the province. One that a file has brought already is somebody's: it keeps its place in the series, which has no gap. */
static int64_t
new_archive(const struct closing *c, const struct sat *p)
{
	char number[NUMBER_SIZE];
	int64_t seq, taken, id;

	db_int(&q[Q_LAST], ":exam", c->exam->id);
	db_text(&q[Q_LAST], ":province", p->province);
	seq = db_int1(&q[Q_LAST], 0) + 1;
	for (;; seq++) {
		render(c, p, seq, number);
		taken = archive_of_number(number);
		if (taken == 0)
			break;
		if (!number_has(&c->template, NUMBER_SEQ))
			refuse(L("ARCHIVE_NO_TEMPLATE: %s: the template archive_no has no {seq}, and %s is taken; nothing was changed",
			    "ARCHIVE_NO_TEMPLATE: %s: 模板 archive_no 没有 {seq}, 而 %s 已被占用; 未作任何改动"), c->exam->key, number);
		given(c, p, seq, taken);
	}
	id = archive_add(number, c->exam->code, p->person_id, c->run->batch_id);
	given(c, p, seq, id);
	*map_at(&done, (uint64_t)id, NULL) = ADDED;
	c->tally->numbers++;
	return id;
}

/* ---- results */

static bool
in_list(const char *list, const char *code)
{
	size_t n = strlen(code);

	for (const char *s = list; *s != '\0'; s += *s == '|') {
		size_t len = strcspn(s, "|");

		if (len == n && memcmp(s, code, n) == 0)
			return true;
		s += len;
	}
	return false;
}

static void
touched(const struct closing *c, const struct sat *p, int64_t archive, const char *subject)
{
	int64_t *state = map_at(&done, (uint64_t)archive, NULL);
	char line[128];

	if (*state == UNTOUCHED)
		*state = MERGED;
	snprintf(line, sizeof line, "%s,%s", p->reg_no, subject);
	run_digest(c->run, line);
}

static bool
same_value(const struct archive_result *a, const struct archive_result *b)
{
	return a->score == b->score && a->passed == b->passed && strcmp(a->flag, b->flag) == 0;
}

/* What the office has published is what its archive holds; a correction after that is one here too. What a decision voided in the archive
 * stays void. */
static void
one_result(const struct closing *c, const struct sat *p, int64_t archive, const struct archive_result *now)
{
	struct archive_result old, x;
	bool there = false;

	while (archive_result_next(p->person_id, c->exam->code, c->exam->year, now->subject, &x)) {
		if (!there)
			old = x;
		there = true;
	}
	if (!there) {
		archive_result_add(now);
		c->tally->results++;
		touched(c, p, archive, now->subject);
		return;
	}
	if (same_value(&old, now) || archive_is_void(&old))
		return;
	x = old;
	x.score = now->score;
	x.passed = now->passed;
	memcpy(x.flag, now->flag, sizeof x.flag);
	archive_result_correct(&old, &x, c->run->login, c->run->now, c->run->batch_id);
	c->tally->corrections++;
	touched(c, p, old.archive_id, now->subject);
}

static void
one_person(const struct closing *c, const struct sat *p)
{
	struct archive_result result[32];
	struct stmt *s = &q[Q_RESULT];
	size_t n = 0;

	db_int(s, ":id", p->id);
	while (db_row(s) && n < sizeof result / sizeof *result) {
		struct archive_result *x = &result[n++];

		memset(x, 0, sizeof *x);
		x->year = c->exam->year;
		snprintf(x->level, sizeof x->level, "%s", p->level);
		snprintf(x->specialty, sizeof x->specialty, "%s", p->specialty);
		snprintf(x->subject, sizeof x->subject, "%s", db_col(s, 0));
		x->score = db_col_int(s, 1);
		snprintf(x->flag, sizeof x->flag, "%s", db_col(s, 2));
		x->passed = *x->flag == '\0' && in_list(p->passed, x->subject);
	}
	db_reset(s);
	int64_t archive = archive_first(p->person_id, c->exam->code, NULL);

	if (archive == 0)
		archive = new_archive(c, p);
	for (size_t i = 0; i < n; i++) {
		result[i].archive_id = archive;
		one_result(c, p, archive, &result[i]);
	}
}

void
close_exam(struct run *run, const struct exam *e, struct tally *t)
{
	struct closing c = { .run = run, .exam = e, .tally = t };
	struct stmt *s = &q[Q_PEOPLE];
	enum number_result got = number_parse(e->archive_no, &c.template, NULL);

	if (got != NUMBER_OK)
		refuse(L("ARCHIVE_NO_TEMPLATE: %s: archive_no %s: %s (exam.csv); nothing was changed", "ARCHIVE_NO_TEMPLATE: %s: archive_no %s: %s (exam.csv); 未作任何改动"), e->key,
		    e->archive_no, number_result_text(got));
	db_int(s, ":exam", e->id);
	while (db_row(s)) {
		struct sat p = { .id = db_col_int(s, 0), .person_id = db_col_int(s, 2) };

		snprintf(p.reg_no, sizeof p.reg_no, "%s", db_col(s, 1));
		snprintf(p.province, sizeof p.province, "%s", db_col(s, 3));
		snprintf(p.city, sizeof p.city, "%s", db_col(s, 4));
		snprintf(p.level, sizeof p.level, "%s", db_col(s, 5));
		snprintf(p.specialty, sizeof p.specialty, "%s", db_col(s, 6));
		snprintf(p.batch, sizeof p.batch, "%s", db_col(s, 7));
		snprintf(p.site, sizeof p.site, "%s", db_col(s, 8));
		snprintf(p.passed, sizeof p.passed, "%s", db_col(s, 9));
		one_person(&c, &p);
	}
}
