/* SPDX-License-Identifier: MIT
 * Old or new, which passes count, and which subjects are sat. The rules stand in
 * rule/archive.h; here they meet the database. */
#include "frame/enrolment.h"

#include <stdio.h>
#include <string.h>

#include "frame/history.h"

static void
level_subjects(struct enrolment *g)
{
	g->nsubject = 0;
	for (size_t i = 0; i < g->level->nsubject && i < ENROLMENT_SUBJECTS; i++) {
		g->sat[g->nsubject] = false;
		g->subject[g->nsubject++] = (struct archive_subject){ g->level->subject[i]->code, g->level->subject[i]->specialty_paper, 0 };
	}
}

/* The level at which the person passed something that would count there now, by that level's own years; NULL: nothing is lost. */
static const char *
level_lost(const struct enrolment *g, const struct history *h)
{
	static struct history there;

	for (size_t i = 0; i < h->n; i++) {
		const struct archive_entry *e = &h->entry[i];
		const struct level *l = exam_level(g->exam, e->level);

		if (l == NULL || l == g->level || !e->passed || archive_voided(h->entry, h->n, i) != NULL || e->year >= g->exam->year)
			continue;
		history_rule(&there, g->exam, l, g->province);
		if (archive_old(&there.rule, g->exam->year, e->level, h->entry, h->n) && archive_counts(&there.rule, e->year, g->exam->year))
			return e->level;
	}
	return NULL;
}

static void
warn_level(struct rec *r, const struct enrolment *g, const struct history *h)
{
	const char *level = level_lost(g, h);

	if (level != NULL)
		warning(r, E_LEVEL, "CARRY_LOST", L("the archive has level %s: with another one the person is a new candidate and carries nothing",
		    "档案中的级别为 %s: 变更级别按新考生处理, 已合格科目不再有效"), level);
}

/* What the archive makes of the person, said where it is not what the person may expect (rules.md 35, 36). */
static const char *
candidate(struct rec *r, struct enrolment *g, const struct history *h)
{
	const struct archive_entry *by;

	switch (archive_standing(&h->rule, g->exam->year, g->level->code, g->specialty, h->entry, h->n, g->subject, g->nsubject, &by)) {
	case ARCHIVE_OLD:
		return "old";
	case ARCHIVE_REFUSED:
		fault(r, E_SPECIALTY, "SPECIALTY_LOCKED", L("a paper of specialty %s was passed in %d, so the specialty cannot change to %s",
		    "专业 %s 的科目已于 %d 年合格, 不能变更为专业 %s"), by->specialty, by->year, g->specialty);
		return "old";
	case ARCHIVE_NEW_SPECIALTY:
		warning(r, E_SPECIALTY, "CARRY_LOST", L("the archive has specialty %s: with another one the person is a new candidate and carries nothing",
		    "档案中的专业为 %s: 变更专业按新考生处理, 已合格科目不再有效"), by->specialty);
		return "new";
	case ARCHIVE_NEW_LEVEL:
	case ARCHIVE_NEW_WINDOW:
		warn_level(r, g, h);
		return "new";
	default:
		return "new";
	}
}

void
enrolment_carry(struct rec *r, struct enrolment *g, int64_t person_id)
{
	static struct history h;

	g->candidate = "new";
	g->archive_id = 0;
	g->archive_no[0] = '\0';
	level_subjects(g);
	if (person_id == 0 || g->specialty == NULL || strcmp(g->exam->archive_mode, "none") == 0)
		return;
	history_read(&h, person_id, g->exam, g->level, g->province);
	g->candidate = candidate(r, g, &h);
	if (strcmp(g->candidate, "old") != 0)
		return;
	g->archive_id = h.archive_id;
	snprintf(g->archive_no, sizeof g->archive_no, "%s", h.archive_no);
	archive_carry(&h.rule, g->exam->year, g->level->code, g->specialty, h.entry, h.n, g->subject, g->nsubject);
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
