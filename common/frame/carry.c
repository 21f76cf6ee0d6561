/* SPDX-License-Identifier: MIT
 * Old or new, which passes count, and which subjects are sat. The rules stand in
 * rule/archive.h; here they meet the database. */
#include "frame/enrolment.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "store/db.h"

enum { ARCHIVE_MAX = 256 };

/* The person's archive for an exam code: the entries, and the archive that holds them. */
static size_t
archive_of(int64_t person_id, const char *exam, struct archive_entry *out, struct enrolment *g)
{
	static struct stmt q = { "SELECT a.id, a.archive_no, s.year, s.level, s.specialty, s.subject, s.passed FROM archive a "
		"JOIN archive_subject s ON s.archive_id = a.id WHERE a.person_id = :person AND a.exam = :exam ORDER BY a.id, s.year", NULL };
	static struct arena memory;
	size_t n = 0;

	arena_release(&memory);
	db_int(&q, ":person", person_id);
	db_text(&q, ":exam", exam);
	for (; db_row(&q); n++) {
		if (n == 0) { /* keep the first archive number (rules.md (b) I) */
			g->archive_id = db_col_int(&q, 0);
			snprintf(g->archive_no, sizeof g->archive_no, "%s", db_col(&q, 1));
		}
		if (n < ARCHIVE_MAX)
			out[n] = (struct archive_entry){ (int)db_col_int(&q, 2), arena_strdup(&memory, db_col(&q, 3)),
				arena_strdup(&memory, db_col(&q, 4)), arena_strdup(&memory, db_col(&q, 5)), db_col_int(&q, 6) };
	}
	return n < ARCHIVE_MAX ? n : ARCHIVE_MAX;
}

/* Decrees that lengthen passes: rows of the exam for this place and level. */
static size_t
extensions(const struct enrolment *g, struct archive_extension *out, size_t max)
{
	static struct stmt q = { "SELECT pass_year, extra_years FROM validity_extension WHERE exam = :exam AND province IN (:province, '*') "
		"AND level IN (:level, '*') /*scan*/", NULL };
	size_t n = 0;

	db_text(&q, ":exam", g->exam->code);
	db_text(&q, ":province", g->province != NULL ? g->province : "*");
	db_text(&q, ":level", g->level->code);
	while (db_row(&q))
		if (n < max)
			out[n++] = (struct archive_extension){ (int)db_col_int(&q, 0), (int)db_col_int(&q, 1) };
	return n;
}

static void
level_subjects(struct enrolment *g)
{
	g->nsubject = 0;
	for (size_t i = 0; i < g->level->nsubject && i < ENROLMENT_SUBJECTS; i++) {
		g->sat[g->nsubject] = false;
		g->subject[g->nsubject++] = (struct archive_subject){ g->level->subject[i]->code, g->level->subject[i]->specialty_paper, 0 };
	}
}

/* An old candidate who comes with another specialty: by the setting the passed specialty paper binds (rule 36), or the
 * change makes a new candidate of the person. */
static void
other_specialty(struct rec *r, struct enrolment *g, const struct archive_rule *rule, const struct archive_entry *entry, size_t n)
{
	const char *setting = setting_text(g->exam, g->province, "carry_change");
	const char *old = NULL;
	bool passed = false;

	for (size_t i = 0; i < n; i++)
		if (strcmp(entry[i].level, g->level->code) == 0 && archive_counts(rule, entry[i].year, g->exam->year)) {
			const struct subject *s = exam_subject(g->exam, entry[i].subject);

			old = entry[i].specialty;
			passed |= entry[i].passed && s != NULL && s->specialty_paper && strcmp(old, g->specialty) != 0;
		}
	if (old == NULL || strcmp(old, g->specialty) == 0)
		return;
	if (setting != NULL && strcmp(setting, "specialty_until_passed") == 0) {
		if (passed)
			fault(r, E_SPECIALTY, "SPECIALTY_LOCKED", L("a paper of specialty %s is passed already, so the specialty cannot change to %s",
			    "专业 %s 的科目已合格, 不能变更为专业 %s"), old, g->specialty);
		return;
	}
	warning(r, E_SPECIALTY, "CARRY_LOST", L("the archive has specialty %s: with another one the person is a new candidate and carries nothing",
	    "档案中的专业为 %s: 变更专业按新考生处理, 已合格科目不再有效"), old);
	g->candidate = "new";
}

void
enrolment_carry(struct rec *r, struct enrolment *g, int64_t person_id)
{
	struct archive_entry entry[ARCHIVE_MAX];
	struct archive_extension extension[16];
	enum archive_mode mode = ARCHIVE_NONE;

	g->candidate = "new";
	g->archive_id = 0;
	g->archive_no[0] = '\0';
	level_subjects(g);
	archive_mode_parse(g->exam->archive_mode, &mode);
	if (person_id == 0 || mode == ARCHIVE_NONE || g->specialty == NULL)
		return;
	struct archive_rule rule = { mode, g->level->validity_years, g->exam->same_sitting, g->level->new_candidate_only, extension,
		extensions(g, extension, 16) };
	size_t n = archive_of(person_id, g->exam->code, entry, g);

	if (archive_old(&rule, g->exam->year, g->level->code, entry, n)) {
		g->candidate = "old";
		other_specialty(r, g, &rule, entry, n);
	}
	if (strcmp(g->candidate, "old") == 0) {
		archive_carry(&rule, g->exam->year, g->level->code, g->specialty, entry, n, g->subject, g->nsubject);
	} else {
		g->archive_id = 0;
		g->archive_no[0] = '\0';
	}
}

void
enrolment_subjects(struct rec *r, struct enrolment *g)
{
	size_t open = 0, chosen = 0;

	for (size_t i = 0; i < g->nsubject; i++) {
		bool asked = g->nasked == 0;

		for (size_t k = 0; k < g->nasked; k++)
			asked |= strcmp(g->asked[k], g->subject[i].subject) == 0;
		open += g->subject[i].carried_year == 0;
		if (g->subject[i].carried_year == 0) {
			g->sat[i] = asked;
			chosen += asked;
		} else if (asked && g->nasked > 0) {
			fault(r, E_SUBJECTS, "SUBJECT_PASSED", L("subject %s was passed in %d and still counts: leave it out",
			    "科目 %s 已于 %d 年合格且仍有效: 请勿再报"), g->subject[i].subject, g->subject[i].carried_year);
		}
	}
	if (open == 0)
		fault(r, E_LEVEL, "NOTHING_TO_SIT", "%s", L("every subject of the level is passed and still counts", "该级别全部科目均已合格且有效"));
	else if (g->exam->choose_all && chosen != open)
		fault(r, E_SUBJECTS, "SUBJECTS_ALL", L("%s is sat in all subjects at once: %zu of %zu are chosen; leave the column empty",
		    "%s 须一次报考全部科目: 只选了 %zu/%zu 科; 请将该列留空"), g->exam->key, chosen, open);
}

void
enrolment_subject_text(const struct enrolment *g, struct buf *sat, struct buf *carried)
{
	for (size_t i = 0; i < g->nsubject; i++) {
		struct buf *b = g->sat[i] ? sat : g->subject[i].carried_year != 0 ? carried : NULL;

		if (b == NULL)
			continue;
		if (b->len > 0)
			buf_char(b, '|');
		buf_str(b, g->subject[i].subject);
		if (b == carried)
			buf_printf(b, ":%d", g->subject[i].carried_year);
	}
}
