/* SPDX-License-Identifier: MIT
 * What a person brings to the judgement: marks for what was to be sat, and passes of earlier years. */
#include "person.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "frame/history.h"
#include "store/db.h"

enum { Q_SEATS, Q_SCORES, Q_CARRIED, Q_OLD_SCORE, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	/* a seat, and what the room has said about it, where it was returned */
	[Q_SEATS] = { "SELECT s.session, s.subject, s.city, s.site, s.room, s.seat, coalesce(a.status, '') FROM seat s "
		"LEFT JOIN attendance a ON a.registration_id = s.registration_id AND a.session = s.session "
		"WHERE s.registration_id = :id ORDER BY s.session", NULL },
	[Q_SCORES] = { "SELECT subject, coalesce(score, 0), flag FROM score WHERE registration_id = :id ORDER BY subject", NULL },
	[Q_CARRIED] = { "SELECT subject, carried_year FROM registration_subject WHERE registration_id = :id AND carried_year IS NOT NULL", NULL },
	[Q_OLD_SCORE] = { "SELECT max(s.score) FROM archive a JOIN archive_subject s ON s.archive_id = a.id WHERE a.person_id = :person "
		"AND a.exam = :exam AND s.year = :year AND s.level = :level AND s.subject = :subject AND s.passed = 1", NULL },
};

/* ---- what is missing */

static size_t gaps; /* of the person in hand */

static void
gap(const struct person *who, const char *subject, const char *code, const char *text)
{
	notice("%s: %s: %s: %s", who->admit_no, subject, code, text);
	gaps++;
}

/* The person's entry for a subject of the level; NULL: the level does not ask for it. */
static struct pass_subject *
subject_of(struct person *who, const char *code)
{
	for (size_t i = 0; i < who->level->nsubject; i++)
		if (strcmp(who->level->subject[i]->code, code) == 0)
			return &who->subject[i];
	return NULL;
}

/* ---- scores against seats */

/* A subject that was to be sat, and the mark that came for it. */
struct paper {
	char code[24];
	bool scored;
	struct pass_subject mark;
};

struct papers {
	struct paper paper[SUBJECTS];
	size_t n;
};

static struct paper *
paper_of(struct papers *list, const char *code, size_t len)
{
	for (size_t i = 0; i < list->n; i++)
		if (strlen(list->paper[i].code) == len && memcmp(list->paper[i].code, code, len) == 0)
			return &list->paper[i];
	return NULL;
}

static void
read_scores(const struct person *who, struct papers *scores, struct hash *digest)
{
	struct stmt *s = &q[Q_SCORES];
	struct buf line = BUF_INIT;

	scores->n = 0;
	db_int(s, ":id", who->id);
	while (db_row(s) && scores->n < SUBJECTS) {
		struct paper *x = &scores->paper[scores->n++];

		*x = (struct paper){ .mark = { .has_score = true, .score = db_col_int(s, 1) } };
		snprintf(x->code, sizeof x->code, "%s", db_col(s, 0));
		if (!pass_flag_parse(db_col(s, 2), &x->mark.flag))
			bug("flag %s", db_col(s, 2));
		buf_clear(&line);
		buf_printf(&line, "%s,%s,", who->reg_no, x->code);
		if (x->mark.flag == PASS_SCORED)
			buf_printf(&line, "%lld", (long long)x->mark.score);
		buf_printf(&line, ",%s\n", pass_flag_code(x->mark.flag));
		hash_add(digest, line.ptr, line.len);
	}
	buf_release(&line);
}

/* The room says absent and the scores do not, or the other way round. */
static bool
absence_differs(const char *status, enum pass_flag flag)
{
	bool absent = strcmp(status, "absent") == 0 || strcmp(status, "late_refused") == 0;

	if (*status == '\0' || flag == PASS_VIOLATION || flag == PASS_VOID)
		return false;
	return absent != (flag == PASS_ABSENT);
}

/* One paper of a sitting: its mark goes to the level's subject. */
static void
one_paper(struct person *who, struct papers *scores, const char *code, size_t len)
{
	struct stmt *s = &q[Q_SEATS];
	struct paper *x = paper_of(scores, code, len);
	char subject[24], text[256];

	snprintf(subject, sizeof subject, "%.*s", (int)len, code);
	struct pass_subject *of_level = subject_of(who, subject);

	if (of_level != NULL)
		of_level->sat = true;
	if (x == NULL) {
		snprintf(text, sizeof text, L("no score for session %s, site %s, room %s, seat %s", "场次 %s, 考点 %s, 考场 %s, 座位 %s 没有成绩"), db_col(s, 0),
		    db_col(s, 3), db_col(s, 4), db_col(s, 5));
		gap(who, subject, "SCORE_MISSING", text);
		return;
	}
	x->scored = true;
	if (absence_differs(db_col(s, 6), x->mark.flag)) {
		snprintf(text, sizeof text, L("room %s of site %s says %s, the score says %s: look at the room's record", "考场 %s (考点 %s) 报告为 %s, 成绩为 %s: 请核对考场记录"),
		    db_col(s, 4), db_col(s, 3), db_col(s, 6), x->mark.flag == PASS_ABSENT ? "absent" : L("present", "到考"));
		gap(who, subject, "ABSENCE_DIFFERS", text);
	}
	if (of_level != NULL) {
		of_level->has_score = true;
		of_level->score = x->mark.score;
		of_level->flag = x->mark.flag;
	}
}

size_t
person_scores(struct person *who, struct hash *digest)
{
	static struct papers scores;
	struct stmt *s = &q[Q_SEATS];

	gaps = 0;
	read_scores(who, &scores, digest);
	db_int(s, ":id", who->id);
	while (db_row(s))
		for (const char *c = db_col(s, 1); *c != '\0'; c += *c == '+') {
			size_t len = strcspn(c, "+");

			one_paper(who, &scores, c, len);
			c += len;
		}
	for (size_t i = 0; i < scores.n; i++)
		if (!scores.paper[i].scored)
			gap(who, scores.paper[i].code, "SCORE_NOT_SEATED", L("a score for a subject that was not to be sat", "未编排的科目却有成绩"));
	return gaps;
}

/* ---- what carries over */

static int64_t
old_score(const struct exam *e, const struct person *who, const char *subject, int64_t year)
{
	struct stmt *s = &q[Q_OLD_SCORE];

	db_int(s, ":person", who->person_id);
	db_text(s, ":exam", e->code);
	db_int(s, ":year", year);
	db_text(s, ":level", who->level->code);
	db_text(s, ":subject", subject);
	return db_int1(s, -1);
}

/* Does the pass count? A decision may have voided it since the registration (rules.md (b) K). */
static bool
counts(const struct history *h, const struct exam *e, const char *subject, int year)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->entry[i].year == year && strcmp(h->entry[i].subject, subject) == 0 && archive_voided(h->entry, h->n, i) != NULL)
			return false;
	return archive_counts(&h->rule, year, e->year);
}

void
person_carry(const struct exam *e, struct person *who)
{
	static struct history h;
	struct stmt *s = &q[Q_CARRIED];
	bool read = false;

	db_int(s, ":id", who->id);
	while (db_row(s)) {
		struct pass_subject *x = subject_of(who, db_col(s, 0));
		int year = (int)db_col_int(s, 1);

		if (!read)
			history_read(&h, who->person_id, e, who->level, who->province);
		read = true;
		if (x == NULL || !counts(&h, e, db_col(s, 0), year))
			continue;
		x->carried_year = year;
		x->carried_score = old_score(e, who, db_col(s, 0), year);
	}
}
