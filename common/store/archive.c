/* SPDX-License-Identifier: MIT
 * The archive. */
#include "store/archive.h"

#include <stdio.h>
#include <string.h>

#include "store/db.h"

bool
archive_is_void(const struct archive_result *r)
{
	return strcmp(r->flag, "void") == 0 || strcmp(r->flag, "violation") == 0;
}

int64_t
archive_first(int64_t person_id, const char *exam, char no[ARCHIVE_NO_SIZE])
{
	static struct stmt q = { "SELECT id, archive_no FROM archive WHERE person_id = :person AND exam = :exam ORDER BY id LIMIT 1", NULL };
	int64_t id = 0;

	db_int(&q, ":person", person_id);
	db_text(&q, ":exam", exam);
	if (!db_row(&q))
		return 0;
	id = db_col_int(&q, 0);
	if (no != NULL)
		snprintf(no, ARCHIVE_NO_SIZE, "%s", db_col(&q, 1));
	db_reset(&q);
	return id;
}

int64_t
archive_add(const char *archive_no, const char *exam, int64_t person_id, int64_t batch_id)
{
	static struct stmt q = { "INSERT INTO archive (archive_no, exam, person_id, batch_id) VALUES (:archive_no, :exam, :person, :run)", NULL };

	db_text(&q, ":archive_no", archive_no);
	db_text(&q, ":exam", exam);
	db_int(&q, ":person", person_id);
	db_int(&q, ":run", batch_id);
	db_do(&q);
	return db_last_id();
}

int64_t
archive_of_number(const char *archive_no)
{
	static struct stmt q = { "SELECT id FROM archive WHERE archive_no = :archive_no", NULL };

	db_text(&q, ":archive_no", archive_no);
	return db_int1(&q, 0);
}

bool
archive_result_next(int64_t person_id, const char *exam, int64_t year, const char *subject, struct archive_result *out)
{
	static struct stmt q = { "SELECT s.archive_id, s.level, s.specialty, coalesce(s.score, -1), s.passed, s.flag, s.article FROM archive a "
		"JOIN archive_subject s ON s.archive_id = a.id AND s.year = :year WHERE a.person_id = :person AND a.exam = :exam "
		"AND s.subject = :subject ORDER BY a.id", NULL };
	static bool reading;

	if (!reading) {
		db_int(&q, ":person", person_id);
		db_text(&q, ":exam", exam);
		db_int(&q, ":year", year);
		db_text(&q, ":subject", subject);
	}
	reading = db_row(&q);
	if (!reading)
		return false;
	out->archive_id = db_col_int(&q, 0);
	out->year = year;
	snprintf(out->level, sizeof out->level, "%s", db_col(&q, 1));
	snprintf(out->specialty, sizeof out->specialty, "%s", db_col(&q, 2));
	snprintf(out->subject, sizeof out->subject, "%s", subject);
	out->score = db_col_int(&q, 3);
	out->passed = db_col_int(&q, 4) != 0;
	snprintf(out->flag, sizeof out->flag, "%s", db_col(&q, 5));
	snprintf(out->article, sizeof out->article, "%s", db_col(&q, 6));
	return true;
}

/* ---- writing */

static void
bind_key(struct stmt *q, const struct archive_result *r)
{
	db_int(q, ":archive", r->archive_id);
	db_int(q, ":year", r->year);
	db_text(q, ":level", r->level);
	db_text(q, ":specialty", r->specialty);
	db_text(q, ":subject", r->subject);
}

static void
bind_value(struct stmt *q, const struct archive_result *r)
{
	if (r->score >= 0)
		db_int(q, ":score", r->score);
	else
		db_null(q, ":score");
	db_int(q, ":passed", r->passed);
	db_text(q, ":flag", r->flag);
	db_text(q, ":article", r->article);
}

void
archive_result_add(const struct archive_result *r)
{
	static struct stmt q = { "INSERT INTO archive_subject (archive_id, year, level, specialty, subject, score, passed, flag, article) "
		"VALUES (:archive, :year, :level, :specialty, :subject, :score, :passed, :flag, :article)", NULL };

	bind_key(&q, r);
	bind_value(&q, r);
	db_do(&q);
}

void
archive_result_complete(const struct archive_result *r)
{
	static struct stmt q = { "UPDATE archive_subject SET score = :score, passed = :passed, flag = :flag, article = :article "
		"WHERE archive_id = :archive AND year = :year AND level = :level AND specialty = :specialty AND subject = :subject", NULL };

	bind_key(&q, r);
	bind_value(&q, r);
	db_do(&q);
}

static void
value_text(const struct archive_result *r, char *out, size_t size)
{
	char score[24] = "";

	if (r->score >= 0)
		snprintf(score, sizeof score, "%lld.%02lld", (long long)(r->score / 100), (long long)(r->score % 100));
	snprintf(out, size, "%s,%d,%s,%s", score, r->passed, r->flag, r->article);
}

void
archive_result_correct(const struct archive_result *old, const struct archive_result *now, const char *login, const char *at, int64_t batch_id)
{
	static struct stmt q = { "INSERT INTO archive_correction (archive_id, year, level, specialty, subject, old, new, login, at, batch_id) "
		"VALUES (:archive, :year, :level, :specialty, :subject, :old, :new, :login, :at, :run)", NULL };
	char text[128];

	bind_key(&q, old);
	value_text(old, text, sizeof text);
	db_text(&q, ":old", text);
	value_text(now, text, sizeof text);
	db_text(&q, ":new", text);
	db_text(&q, ":login", login);
	db_text(&q, ":at", at);
	db_int(&q, ":run", batch_id);
	db_do(&q);
	archive_result_complete(now);
}
