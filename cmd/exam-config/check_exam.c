/* SPDX-License-Identifier: MIT
 * What belongs to an exam: levels have their subjects, subjects their sittings and prices. */
#include <string.h>

#include "check.h"
#include "base/num.h"
#include "value/money.h"

static bool
same_exam(enum table_id t, const struct record *r, const struct record *e)
{
	return r->whole && strcmp(value_of(t, r, "exam"), value_of(EXAM, e, "exam")) == 0 &&
	       strcmp(value_of(t, r, "year"), value_of(EXAM, e, "year")) == 0;
}

static bool
same(enum table_id t, const struct record *r, const char *field, const char *value)
{
	return strcmp(value_of(t, r, field), value) == 0;
}

/* The rows of one table that are of one exam. */
struct share {
	const struct record **r;
	size_t n;
};

static struct share
share_of(struct check *ck, enum table_id t, const struct record *e)
{
	const struct rows *rows = &ck->config->rows[t];
	struct share s = { arena_alloc(&ck->config->memory, (rows->n + 1) * sizeof(const struct record *)), 0 };

	for (size_t i = 0; i < rows->n; i++)
		if (same_exam(t, &rows->row[i], e))
			s.r[s.n++] = &rows->row[i];
	return s;
}

/* An exam with what belongs to it. */
struct whole {
	struct check *ck;
	const struct record *exam;
	struct share level, subject, level_subject, session, fee;
};

/* ---- levels */

static void
level_subjects(const struct whole *w, const struct record *level)
{
	int64_t n = 0, required = int_of(LEVEL, level, "required_subjects");

	for (size_t i = 0; i < w->level_subject.n; i++)
		n += same(LEVEL_SUBJECT, w->level_subject.r[i], "level", value_of(LEVEL, level, "level"));
	if (n < required)
		BAD(w->ck, LEVEL, level, "required_subjects", "SUBJECTS_TOO_FEW",
		    L("%lld are required, level_subject.csv has %lld for level %s",
			"须考 %lld 科, level_subject.csv 中有 %lld 科 (级别 %s)"),
		    (long long)required, (long long)n, value_of(LEVEL, level, "level"));
}

static void
subject_marks(const struct whole *w, const struct record *s)
{
	if (int_of(SUBJECT, s, "pass_mark") > int_of(SUBJECT, s, "full_mark"))
		BAD(w->ck, SUBJECT, s, "pass_mark", "PASS_MARK_RANGE",
		    L("%s: above the full mark %s", "%s: 大于满分 %s"), value_of(SUBJECT, s, "pass_mark"),
		    value_of(SUBJECT, s, "full_mark"));
}

/* ---- sessions */

struct seeking {
	const struct whole *w;
	const char *subject; /* sought */
	bool found;
	int64_t minutes; /* summed */
};

static void
seek_subject(void *context, const char *s)
{
	struct seeking *k = context;

	k->found = k->found || strcmp(s, k->subject) == 0;
}

static bool
offers(const struct record *session, const char *subject)
{
	struct seeking k = { .subject = subject };

	each_part(value_of(SESSION, session, "subjects"), "|+", seek_subject, &k);
	return k.found;
}

static void
add_minutes(void *context, const char *s)
{
	struct seeking *k = context;

	for (size_t i = 0; i < k->w->subject.n; i++)
		if (same(SUBJECT, k->w->subject.r[i], "subject", s))
			k->minutes += int_of(SUBJECT, k->w->subject.r[i], "minutes");
}

struct length {
	const struct whole *w;
	int64_t longest; /* of what one person writes */
};

static void
paper_length(void *context, const char *s)
{
	struct length *l = context;
	struct seeking k = { .w = l->w, .subject = "" };

	each_part(s, "+", add_minutes, &k);
	if (k.minutes > l->longest)
		l->longest = k.minutes;
}

static int64_t
minutes_of(const char *clock)
{
	return (clock[0] - '0') * 600 + (clock[1] - '0') * 60 + (clock[3] - '0') * 10 + (clock[4] - '0');
}

static void
session_row(const struct whole *w, const struct record *s)
{
	const char *start = value_of(SESSION, s, "start"), *end = value_of(SESSION, s, "end");
	int64_t lasts = minutes_of(end) - minutes_of(start);
	struct length l = { w, 0 };

	if (lasts <= 0) {
		BAD(w->ck, SESSION, s, "end", "SESSION_ORDER",
		    L("%s: not after the start %s", "%s: 不晚于开始时间 %s"), end, start);
		return;
	}
	each_part(value_of(SESSION, s, "subjects"), "|", paper_length, &l);
	if (l.longest > lasts)
		BAD(w->ck, SESSION, s, "end", "SESSION_TOO_SHORT",
		    L("%s to %s is %lld minutes, subject.csv gives its papers %lld",
			"%s 至 %s 为 %lld 分钟, subject.csv 中其科目需 %lld 分钟"),
		    start, end, (long long)lasts, (long long)l.longest);
}

/* Once an exam has sittings, every subject that a level needs has one. */
static void
level_subject_row(const struct whole *w, const struct record *r)
{
	const char *subject = value_of(LEVEL_SUBJECT, r, "subject");

	for (size_t i = 0; i < w->session.n; i++)
		if (offers(w->session.r[i], subject))
			return;
	if (w->session.n > 0)
		BAD(w->ck, LEVEL_SUBJECT, r, "subject", "SUBJECT_WITHOUT_SESSION",
		    L("%s: no session of session.csv offers it", "%s: session.csv 没有安排此科目"), subject);
}

static bool
overlap(const struct record *a, const struct record *b)
{
	return same(SESSION, a, "date", value_of(SESSION, b, "date")) &&
	       same(SESSION, a, "batch", value_of(SESSION, b, "batch")) &&
	       strcmp(value_of(SESSION, a, "start"), value_of(SESSION, b, "end")) < 0 &&
	       strcmp(value_of(SESSION, b, "start"), value_of(SESSION, a, "end")) < 0;
}

/* Is this the only sitting of the subject in its batch? */
static bool
only_there(const struct whole *w, const struct record *session, const char *subject)
{
	for (size_t i = 0; i < w->session.n; i++)
		if (w->session.r[i] != session &&
		    same(SESSION, w->session.r[i], "batch", value_of(SESSION, session, "batch")) &&
		    offers(w->session.r[i], subject))
			return false;
	return offers(session, subject);
}

/* Two subjects of a level that a person can not both sit. */
static bool
clash(const struct whole *w, const struct record *a, const struct record *b)
{
	for (size_t i = 0; i < w->level_subject.n; i++) {
		const struct record *x = w->level_subject.r[i];

		if (!only_there(w, a, value_of(LEVEL_SUBJECT, x, "subject")))
			continue;
		for (size_t k = 0; k < w->level_subject.n; k++)
			if (same(LEVEL_SUBJECT, w->level_subject.r[k], "level",
				value_of(LEVEL_SUBJECT, x, "level")) &&
			    only_there(w, b, value_of(LEVEL_SUBJECT, w->level_subject.r[k], "subject")))
				return true;
	}
	return false;
}

static void
sessions_overlap(const struct whole *w)
{
	for (size_t i = 0; i < w->session.n; i++)
		for (size_t k = 0; k < i; k++)
			if (overlap(w->session.r[k], w->session.r[i]) &&
			    clash(w, w->session.r[k], w->session.r[i]))
				BAD(w->ck, SESSION, w->session.r[i], "session", "SESSION_OVERLAP",
				    L("%s: at the same time as session %s (line %lld), and a level needs "
				      "subjects of both",
					"%s: 与场次 %s (第 %lld 行) 时间重叠, 而同一级别须考两场的科目"),
				    value_of(SESSION, w->session.r[i], "session"),
				    value_of(SESSION, w->session.r[k], "session"),
				    (long long)w->session.r[k]->line);
}

/* ---- fees */

static void
fee_row(const struct whole *w, const struct record *r)
{
	const char *component = value_of(FEE, r, "component"), *unit = value_of(FEE, r, "unit"),
		   *share = value_of(FEE, r, "upward_share");
	bool subject = strcmp(component, "objective") == 0 || strcmp(component, "subjective") == 0;
	int64_t amount = 0, upward = 0;

	if (subject != (strcmp(unit, "per_subject") == 0))
		BAD(w->ck, FEE, r, "unit", "FEE_UNIT", L("%s: %s is charged %s", "%s: %s 须按 %s 计"), unit,
		    component, subject ? "per_subject" : "per_person");
	if (money_parse(value_of(FEE, r, "amount"), &amount) == MONEY_OK &&
	    money_parse(share, &upward) == MONEY_OK && upward > amount)
		BAD(w->ck, FEE, r, "upward_share", "UPWARD_SHARE_RANGE",
		    L("%s: more than the amount %s", "%s: 大于金额 %s"), share, value_of(FEE, r, "amount"));
}

static bool
priced(const struct whole *w, const char *province, const char *level, const char *component)
{
	for (size_t i = 0; i < w->fee.n; i++) {
		const struct record *r = w->fee.r[i];

		if (same(FEE, r, "component", component) &&
		    (same(FEE, r, "province", province) || same(FEE, r, "province", "*")) &&
		    (same(FEE, r, "level", level) || same(FEE, r, "level", "*")))
			return true;
	}
	return false;
}

/* mixed is priced as subjective */
static bool
needs(const struct whole *w, const struct record *level, bool subjective)
{
	for (size_t i = 0; i < w->level_subject.n; i++) {
		if (!same(LEVEL_SUBJECT, w->level_subject.r[i], "level", value_of(LEVEL, level, "level")))
			continue;
		for (size_t k = 0; k < w->subject.n; k++)
			if (same(SUBJECT, w->subject.r[k], "subject",
				value_of(LEVEL_SUBJECT, w->level_subject.r[i], "subject")) &&
			    same(SUBJECT, w->subject.r[k], "question_kind", "objective") != subjective)
				return true;
	}
	return false;
}

/* Every province with a city can register: its subjects must have a price, there or for every province. */
static void
fees_complete(const struct whole *w, const struct record *level)
{
	const struct rows *provinces = &w->ck->config->rows[PROVINCE];
	struct index cities = index_make(w->ck->config, CITY, "province");

	for (int subjective = 0; subjective < 2; subjective++)
		for (size_t i = 0; i < provinces->n && needs(w, level, subjective); i++) {
			const char *province = value_of(PROVINCE, &provinces->row[i], "province"),
				   *component = subjective ? "subjective" : "objective";

			if (index_get(&cities, &province, 1) == NULL ||
			    priced(w, province, value_of(LEVEL, level, "level"), component))
				continue;
			BAD(w->ck, LEVEL, level, "level", "FEE_MISSING",
			    L("%s: fee.csv has no %s price for province %s, and none for *",
				"%s: fee.csv 中没有 %s 单价, 省份 %s 与 * 均无"),
			    value_of(LEVEL, level, "level"), component, province);
			break;
		}
}

/* ---- exemptions: what is exempt is not also to be sat */

static void
exemption_row(struct check *ck, const struct record *r)
{
	const struct rows *rows = &ck->config->rows[LEVEL_SUBJECT];

	for (size_t i = 0; i < rows->n; i++) {
		const struct record *x = &rows->row[i];
		struct seeking k = { .subject = value_of(LEVEL_SUBJECT, x, "subject") };

		if (!x->whole || !same(LEVEL_SUBJECT, x, "exam", value_of(EXEMPTION, r, "exam")) ||
		    !same(LEVEL_SUBJECT, x, "level", value_of(EXEMPTION, r, "level")))
			continue;
		each_part(value_of(EXEMPTION, r, "exempt_subjects"), "|", seek_subject, &k);
		if (k.found)
			BAD(ck, EXEMPTION, r, "exempt_subjects", "EXEMPT_SUBJECT_SAT",
			    L("%s: level_subject.csv (line %lld) has it as a subject of level %s",
				"%s: level_subject.csv (第 %lld 行) 又列为级别 %s 的科目"),
			    k.subject, (long long)x->line, value_of(EXEMPTION, r, "level"));
	}
}

/* Only a table that could be read whole lacks what is not in it. */
static bool
complete(const struct check *ck, enum table_id t)
{
	return ck->config->rows[t].present && !ck->config->rows[t].broken;
}

static void
check_exam(struct check *ck, const struct record *e)
{
	struct whole w = { ck, e, share_of(ck, LEVEL, e), share_of(ck, SUBJECT, e),
		share_of(ck, LEVEL_SUBJECT, e), share_of(ck, SESSION, e), share_of(ck, FEE, e) };

	for (size_t i = 0; i < w.level.n && complete(ck, LEVEL_SUBJECT); i++)
		level_subjects(&w, w.level.r[i]);
	for (size_t i = 0; i < w.level.n && complete(ck, FEE); i++)
		fees_complete(&w, w.level.r[i]);
	for (size_t i = 0; i < w.subject.n; i++)
		subject_marks(&w, w.subject.r[i]);
	for (size_t i = 0; i < w.session.n; i++)
		session_row(&w, w.session.r[i]);
	for (size_t i = 0; i < w.level_subject.n && complete(ck, SESSION); i++)
		level_subject_row(&w, w.level_subject.r[i]);
	for (size_t i = 0; i < w.fee.n; i++)
		fee_row(&w, w.fee.r[i]);
	sessions_overlap(&w);
}

void
check_exams(struct check *ck)
{
	const struct rows *exams = &ck->config->rows[EXAM], *exemptions = &ck->config->rows[EXEMPTION];

	for (size_t i = 0; i < exams->n; i++)
		if (exams->row[i].whole)
			check_exam(ck, &exams->row[i]);
	for (size_t i = 0; i < exemptions->n; i++)
		if (exemptions->row[i].whole)
			exemption_row(ck, &exemptions->row[i]);
}
