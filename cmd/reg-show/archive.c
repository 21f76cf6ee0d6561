/* SPDX-License-Identifier: MIT
 * --explain: old or new candidate and why; for each subject of the level the pass that counts; for each result of the archive
 * whether it counts, or by which rule it was lost (rule/archive.h). */
#include <string.h>

#include "frame/history.h"
#include "show.h"
#include "store/db.h"

/* One registration, its archive, and its level's subjects with what carries. */
struct matter {
	const struct registration *reg;
	const struct level *level;
	struct history h;
	struct archive_subject subject[HISTORY_SUBJECTS];
	size_t nsubject;
};

static const char *const fate_word[] = {
	[ARCHIVE_COUNTS] = "counts", [ARCHIVE_COUNTS_BY_DECREE] = "decree", [ARCHIVE_NOT_PASSED] = "not_passed", [ARCHIVE_VOID] = "void",
	[ARCHIVE_VOID_SITTING] = "void_sitting", [ARCHIVE_NOT_EARLIER] = "not_earlier", [ARCHIVE_LOST_MODE] = "no_archive",
	[ARCHIVE_LOST_ALWAYS] = "new_only", [ARCHIVE_LOST_SITTING] = "one_sitting", [ARCHIVE_LOST_LEVEL] = "level",
	[ARCHIVE_LOST_YEARS] = "years", [ARCHIVE_LOST_SPECIALTY] = "specialty",
};

static const char *
window_text(const struct matter *c)
{
	struct archive_window w = archive_years(&c->h.rule, c->reg->exam->year);

	return format(L("valid %d to %d", "有效 %d 至 %d 年"), w.score_first, w.score_last);
}

static const char *
decree_text(const struct matter *c, int year)
{
	const struct archive_extension *x = archive_decree(&c->h.rule, year);

	return x != NULL && x->doc_no != NULL && *x->doc_no != '\0' ? x->doc_no : "validity_extension.csv";
}

static const char *
void_text(const struct matter *c, size_t i, bool sitting)
{
	const struct archive_entry *by = archive_voided(c->h.entry, c->h.n, i);

	if (sitting)
		return format(L("void: a decision by article %s takes all subjects of this sitting", "成绩无效: 依第 %s 条, 当次全部科目成绩无效"), by->voided);
	if (*by->voided == '\0')
		return L("void by a decision; its article is not known", "成绩无效 (处理条款不详)");
	return format(L("void: a decision by article %s takes this subject", "成绩无效: 依第 %s 条, 该科目成绩无效"), by->voided);
}

/* Why entry i counts or not. */
static const char *
fate_text(const struct matter *c, size_t i, enum archive_fate fate)
{
	const struct archive_entry *e = &c->h.entry[i];
	struct archive_window w = archive_years(&c->h.rule, c->reg->exam->year);

	switch (fate) {
	case ARCHIVE_COUNTS:
	case ARCHIVE_COUNTS_BY_DECREE:
		if (strcmp(c->reg->candidate, "new") == 0)
			return L("passed, but registered as a new candidate, who carries nothing", "合格, 但本次按新考生报名, 往年不计");
		if (fate == ARCHIVE_COUNTS)
			return format(L("passed and within validity (%s)", "合格且在有效期内 (%s)"), window_text(c));
		return format(L("passed and within validity, made longer by %s (without it %s)", "合格, 依 %s 延长有效期 (否则%s)"), decree_text(c, e->year), window_text(c));
	case ARCHIVE_NOT_PASSED:
		return L("not passed", "未合格");
	case ARCHIVE_VOID:
	case ARCHIVE_VOID_SITTING:
		return void_text(c, i, fate == ARCHIVE_VOID_SITTING);
	case ARCHIVE_NOT_EARLIER:
		return L("passed in this year's exam or a later one", "系本年度或以后年度的成绩");
	case ARCHIVE_LOST_MODE:
	case ARCHIVE_LOST_SITTING:
		return L("passed, but here all subjects are passed in one sitting", "合格, 但本考试须一次通过全部科目, 往年不计");
	case ARCHIVE_LOST_ALWAYS:
		return format(L("passed, but level %s takes new candidates only", "合格, 但级别 %s 一律按新考生, 往年不计"), c->reg->level);
	case ARCHIVE_LOST_LEVEL:
		return format(L("passed at another level (%s): does not count", "级别不同 (%s): 不计"), e->level);
	case ARCHIVE_LOST_YEARS:
		return format(w.score_first == w.score_last ? L("passed too long ago (%s: %d year at level %s)", "已超过有效期 (%s: %d 年, 级别 %s)") :
		    L("passed too long ago (%s: %d years at level %s)", "已超过有效期 (%s: %d 年, 级别 %s)"), window_text(c), w.score_last - w.score_first + 1,
		    c->reg->level);
	case ARCHIVE_LOST_SPECIALTY:
		return format(L("passed in specialty %s: counts with that one only", "系专业 %s 的科目: 仅对该专业有效"), e->specialty);
	}
	return "";
}

/* ---- old or new */

static const char *
standing_text(const struct matter *c, enum archive_standing standing, const struct archive_entry *by)
{
	struct archive_window w = archive_years(&c->h.rule, c->reg->exam->year);

	switch (standing) {
	case ARCHIVE_OLD:
		return format(L("old: the archive has %d at level %s (archive window %d to %d)", "老考生: 档案中有 %d 年级别 %s 的记录 (档案范围 %d 至 %d 年)"), by->year,
		    by->level, w.archive_first, w.archive_last);
	case ARCHIVE_NEW_MODE:
		return L("new: this exam knows no old candidates", "新考生: 本考试不设老考生");
	case ARCHIVE_NEW_ALWAYS:
		return format(L("new: level %s takes new candidates only", "新考生: 级别 %s 一律按新考生"), c->reg->level);
	case ARCHIVE_NEW_EMPTY:
		return L("new: nothing in the archive", "新考生: 无档案");
	case ARCHIVE_NEW_WINDOW:
		return format(L("new: nothing in the archive window %d to %d", "新考生: 档案范围 %d 至 %d 年内无记录"), w.archive_first, w.archive_last);
	case ARCHIVE_NEW_LEVEL:
		return format(L("new: the level has changed, the archive has %d at level %s", "新考生: 级别已变更, 档案为 %d 年级别 %s"), by->year, by->level);
	case ARCHIVE_NEW_SPECIALTY:
		return format(L("new: the specialty has changed, the archive has %d in specialty %s", "新考生: 专业已变更, 档案为 %d 年专业 %s"), by->year, by->specialty);
	case ARCHIVE_REFUSED:
		return format(L("bound: in %d a paper of specialty %s was passed", "不得变更专业: %d 年已有专业 %s 的科目合格"), by->year, by->specialty);
	}
	return "";
}

static void
show_standing(const struct matter *c)
{
	static const char *const word[] = { [ARCHIVE_OLD] = "old", [ARCHIVE_NEW_MODE] = "new no_archive", [ARCHIVE_NEW_ALWAYS] = "new new_only",
		[ARCHIVE_NEW_EMPTY] = "new empty", [ARCHIVE_NEW_WINDOW] = "new years", [ARCHIVE_NEW_LEVEL] = "new level",
		[ARCHIVE_NEW_SPECIALTY] = "new specialty", [ARCHIVE_REFUSED] = "refused specialty" };
	const struct archive_entry *by;
	enum archive_standing standing = archive_standing(&c->h.rule, c->reg->exam->year, c->reg->level, c->reg->specialty, c->h.entry, c->h.n,
	    c->subject, c->nsubject, &by);
	const char *text = standing_text(c, standing, by);
	bool as_registered = (standing == ARCHIVE_OLD) == (strcmp(c->reg->candidate, "old") == 0);

	say_both("standing", L("old or new", "新老考生"), word[standing],
	    as_registered ? text : format(L("registered as %s; by the archive as it is now: %s", "报名时为%s; 按现有档案: %s"),
	    strcmp(c->reg->candidate, "old") == 0 ? L("old", "老考生") : L("new", "新考生"), text));
}

/* ---- each subject, each result */

static const struct archive_subject *
subject_of(const struct matter *c, const char *code)
{
	for (size_t i = 0; i < c->nsubject; i++)
		if (strcmp(c->subject[i].subject, code) == 0)
			return &c->subject[i];
	return NULL;
}

static enum archive_fate
fate_of(const struct matter *c, size_t i)
{
	const struct archive_subject *s = subject_of(c, c->h.entry[i].subject);

	return archive_fate(&c->h.rule, c->reg->exam->year, c->reg->level, c->reg->specialty, s != NULL && s->of_specialty, c->h.entry, c->h.n, i);
}

/* The newest pass of the subject that does not count any more, and why; NULL: it was never passed. */
static const char *
lost_text(const struct matter *c, const char *subject, const char **word)
{
	size_t last = c->h.n;

	for (size_t i = 0; i < c->h.n; i++) {
		const struct archive_entry *e = &c->h.entry[i];

		if (strcmp(e->subject, subject) == 0 && fate_of(c, i) != ARCHIVE_NOT_PASSED && e->year < c->reg->exam->year &&
		    (last == c->h.n || e->year >= c->h.entry[last].year))
			last = i;
	}
	if (last == c->h.n)
		return NULL;
	enum archive_fate fate = fate_of(c, last);

	*word = format("%d %s", c->h.entry[last].year, fate <= ARCHIVE_COUNTS_BY_DECREE ? "new_candidate" : fate_word[fate]);
	return format(L("%d: %s", "%d 年: %s"), c->h.entry[last].year, fate_text(c, last, fate));
}

static void
show_subject(const struct matter *c, const struct archive_subject *s)
{
	const struct subject *x = exam_subject(c->reg->exam, s->subject);
	const char *name = format("%s%s%s", s->subject, x != NULL ? " " : "", x != NULL ? x->name : ""), *word = "", *lost;

	if (s->carried_year != 0 && strcmp(c->reg->candidate, "old") == 0) {
		const struct archive_extension *d = archive_decree(&c->h.rule, s->carried_year);

		say_both("carry", L("subject", "科目"), format("%s counts %d", s->subject, s->carried_year), format(L("%s: the pass of %d counts, up to the exam of %d",
		    "%s: %d 年合格有效, 计至 %d 年考试"), name, s->carried_year, s->carried_year + c->h.rule.validity_years - 1 + (d != NULL ? d->extra_years : 0)));
		return;
	}
	lost = lost_text(c, s->subject, &word);
	if (lost == NULL)
		say_both("carry", L("subject", "科目"), format("%s open", s->subject), format(L("%s: to be sat, never passed", "%s: 须报考, 往年未合格"), name));
	else
		say_both("carry", L("subject", "科目"), format("%s lost %s", s->subject, word), format(L("%s: to be sat; %s", "%s: 须报考; %s"), name, lost));
}

static void
show_entry(const struct matter *c, size_t i)
{
	const struct archive_entry *e = &c->h.entry[i];
	enum archive_fate fate = fate_of(c, i);
	bool as_new = fate <= ARCHIVE_COUNTS_BY_DECREE && strcmp(c->reg->candidate, "new") == 0;

	say_both("archive", L("archive", "档案"), format("%s %d %s %s", c->h.number[i], e->year, *e->subject != '\0' ? e->subject : "*",
	    as_new ? "new_candidate" : fate_word[fate]), *e->subject != '\0' ? format(L("%s: %d subject %s: %s", "%s: %d 年科目 %s: %s"), c->h.number[i], e->year,
	    e->subject, fate_text(c, i, fate)) : format(L("%s: %d: all subjects: %s", "%s: %d 年全部科目: %s"), c->h.number[i], e->year, fate_text(c, i, fate)));
}

void
show_archive(const struct registration *r)
{
	static struct matter c;

	c.reg = r;
	c.level = exam_level(r->exam, r->level);
	c.nsubject = 0;
	if (c.level == NULL)
		return;
	history_read(&c.h, r->person_id, r->exam, c.level, r->province);
	for (size_t i = 0; i < c.level->nsubject && i < HISTORY_SUBJECTS; i++)
		c.subject[c.nsubject++] = (struct archive_subject){ c.level->subject[i]->code, c.level->subject[i]->specialty_paper, 0 };
	archive_carry(&c.h.rule, r->exam->year, r->level, r->specialty, c.h.entry, c.h.n, c.subject, c.nsubject);
	show_standing(&c);
	for (size_t i = 0; i < c.nsubject; i++)
		show_subject(&c, &c.subject[i]);
	for (size_t i = 0; i < c.h.n; i++)
		if (*c.h.entry[i].subject != '\0' || c.h.entry[i].voided != NULL)
			show_entry(&c, i);
}
