/* SPDX-License-Identifier: MIT
 * A row against what is known of the same subject and year: the same, more of it, a decision that voids it, or a
 * contradiction, in which what was there first is kept. */
#include <stdio.h>
#include <string.h>

#include "merge.h"
#include "rule/archive.h"
#include "store/db.h"
#include "store/person.h"
#include "value/money.h"

/* ---- words */

/* "passed with 72.50", "void by article 7" … ; static, two at a time. */
static const char *
result_text(const struct archive_result *x)
{
	static char ring[2][160];
	static int next;
	char *out = ring[next++ % 2], mark[MONEY_SIZE];

	if (archive_is_void(x))
		snprintf(out, sizeof ring[0], L("%s%s%s", "%s%s%s"), strcmp(x->flag, "violation") == 0 ? L("violation", "违纪") : L("void", "无效"),
		    *x->article != '\0' ? L(", article ", ", 条款 ") : "", x->article);
	else if (strcmp(x->flag, "absent") == 0)
		snprintf(out, sizeof ring[0], "%s", L("absent", "缺考"));
	else if (x->score < 0)
		snprintf(out, sizeof ring[0], "%s", x->passed ? L("passed, score not known", "合格, 成绩不详") : L("not passed, score not known", "不合格, 成绩不详"));
	else {
		money_text(x->score, mark);
		snprintf(out, sizeof ring[0], x->passed ? L("passed with %s", "%s 分合格") : L("not passed with %s", "%s 分不合格"), mark);
	}
	return out;
}

static void
conflict(struct rec *r, const struct row *w, const struct archive_result *old)
{
	static struct stmt q = { "SELECT archive_no FROM archive WHERE id = :id", NULL };
	char no[ARCHIVE_NO_SIZE] = "";

	db_int(&q, ":id", old->archive_id);
	if (db_row(&q))
		snprintf(no, sizeof no, "%s", db_col(&q, 0));
	db_reset(&q);
	fault(r, I_SUBJECT, "ARCHIVE_CONFLICT", L("archive %s has subject %s of %lld at level %s, specialty %s: %s; this row says level %s, specialty %s: %s. "
	    "What is there is kept: find out which is right, and correct this row or the office's record",
	    "档案 %s 中科目 %s (%lld 年) 为级别 %s、专业 %s: %s; 本行为级别 %s、专业 %s: %s. 原有内容予以保留: 请查明后改正本行或档案"),
	    no, old->subject, (long long)old->year, old->level, old->specialty, result_text(old), w->result.level, w->result.specialty, result_text(&w->result));
}

/* ---- comparing */

/* Both are void: an article that was not known is learnt. */
static enum entry_action
both_void(struct rec *r, const struct row *w, struct entry *e)
{
	if (*w->result.article == '\0' || strcmp(w->result.article, e->old.article) == 0)
		return ENTRY_SAME;
	if (*e->old.article != '\0') {
		conflict(r, w, &e->old);
		return ENTRY_REFUSED;
	}
	snprintf(e->now.article, sizeof e->now.article, "%s", w->result.article);
	return ENTRY_CORRECTED;
}

static enum entry_action
voided(struct row const *w, struct entry *e)
{
	e->now.score = -1;
	e->now.passed = false;
	snprintf(e->now.flag, sizeof e->now.flag, "%s", w->result.flag);
	snprintf(e->now.article, sizeof e->now.article, "%s", w->result.article);
	return ENTRY_CORRECTED;
}

/* Neither is: what is not known may be filled in. */
static enum entry_action
both_stand(struct rec *r, const struct row *w, struct entry *e)
{
	const struct archive_result *now = &w->result;
	bool old_said = e->old.score >= 0 || *e->old.flag != '\0';

	if (now->passed != e->old.passed || (old_said && w->score_said && (now->score != e->old.score || strcmp(now->flag, e->old.flag) != 0))) {
		conflict(r, w, &e->old);
		return ENTRY_REFUSED;
	}
	if (old_said || !w->score_said || (now->score < 0 && *now->flag == '\0'))
		return ENTRY_SAME;
	e->now.score = now->score;
	snprintf(e->now.flag, sizeof e->now.flag, "%s", now->flag);
	return ENTRY_COMPLETED;
}

static enum entry_action
compare(struct rec *r, const struct row *w, struct entry *e)
{
	e->now = e->old;
	if (strcmp(e->old.level, w->result.level) != 0 || strcmp(e->old.specialty, w->result.specialty) != 0) {
		conflict(r, w, &e->old);
		return ENTRY_REFUSED;
	}
	if (archive_is_void(&e->old) && archive_is_void(&w->result))
		return both_void(r, w, e);
	if (archive_is_void(&w->result))
		return voided(w, e);
	if (!archive_is_void(&e->old))
		return both_stand(r, w, e);
	if (w->result.passed)
		warning(r, I_PASSED, "ARCHIVE_VOIDED", L("subject %s of %lld stands void by a decision (%s): this row does not bring it back",
		    "科目 %s (%lld 年) 已经处理无效 (%s): 本行不能使其恢复"), e->old.subject, (long long)e->old.year, result_text(&e->old));
	return ENTRY_SAME;
}

void
entry_compare(struct rec *r, const struct row *w, int64_t person, struct entry *e)
{
	struct archive_result x;

	e->action = ENTRY_NEW;
	while (person > 0 && archive_result_next(person, w->exam, w->result.year, w->result.subject, &x)) {
		/* rows that only say "was a candidate" are of their level and specialty */
		if (*x.subject == '\0' && (strcmp(x.level, w->result.level) != 0 || strcmp(x.specialty, w->result.specialty) != 0))
			continue;
		struct entry one = { .old = x };

		one.action = compare(r, w, &one);
		if (e->action == ENTRY_NEW || one.action == ENTRY_REFUSED || (one.action != ENTRY_SAME && e->action == ENTRY_SAME))
			*e = one;
	}
}

/* ---- writing */

/* Live registrations that carry what is void now: their subjects must be chosen anew, which is a person's amendment. */
static void
warn_carried(struct rec *r, const struct row *w, int64_t person)
{
	static struct stmt q = { "SELECT r.reg_no, s.subject FROM person p JOIN registration r ON r.document = "
		"(SELECT min(d.id) FROM person d WHERE d.id_key = p.id_key) AND r.deleted_at IS NULL AND r.person_id = p.id "
		"JOIN exam e ON e.id = r.exam_id AND e.exam = :exam JOIN registration_subject s ON s.registration_id = r.id AND s.carried_year = :year "
		"AND (:sitting OR s.subject = :subject) WHERE p.id = :person ORDER BY r.reg_no, s.subject", NULL };

	db_int(&q, ":person", person);
	db_text(&q, ":exam", w->exam);
	db_int(&q, ":year", w->result.year);
	db_text(&q, ":subject", w->result.subject);
	db_int(&q, ":sitting", archive_article(w->result.article) == ARTICLE_SITTING);
	while (db_row(&q))
		warning(r, I_SUBJECT, "CARRIED_VOIDED", L("registration %s carries subject %s of %lld, which is void now and does not count any more: reg-amend (field subjects) "
		    "lets it be sat while there is time", "报名 %s 结转的科目 %s (%lld 年) 现已无效, 不再计算: 期限内可用 reg-amend (字段 subjects) 改为报考"), db_col(&q, 0), db_col(&q, 1),
		    (long long)w->result.year);
}

static void
keep_correction(struct rec *r, const struct row *w, const struct entry *e)
{
	char detail[512];

	archive_result_correct(&e->old, &e->now, r->run->login, r->run->now, r->run->batch_id);
	snprintf(detail, sizeof detail, "%s %lld subject %s: %s -> %s", w->exam, (long long)e->old.year, e->old.subject, result_text(&e->old), result_text(&e->now));
	audit_act(r->run, "archive-void", r->v[I_ARCHIVE_NO], detail);
}

void
entry_write(struct rec *r, const struct row *w, int64_t archive, int64_t person, struct entry *e)
{
	struct archive_result x = w->result;

	x.archive_id = archive;
	if (e->action == ENTRY_NEW)
		archive_result_add(&x);
	else if (e->action == ENTRY_COMPLETED)
		archive_result_complete(&e->now);
	else if (e->action == ENTRY_CORRECTED)
		keep_correction(r, w, e);
	if ((e->action == ENTRY_NEW || e->action == ENTRY_CORRECTED) && archive_is_void(&w->result))
		warn_carried(r, w, person);
}
