/* SPDX-License-Identifier: MIT
 * score-publish: when every seated subject has its mark, the scores are frozen and each
 * registration gets its result: what was passed, what carries over, whether that is a full set. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "frame/tool.h"
#include "person.h"
#include "rule/pass.h"
#include "store/db.h"

enum { O_REG_NO, O_ADMIT_NO, O_PASSED, O_CARRIED, O_QUALIFIED, O_REASON, O_COUNT };
static const char *const out[] = { "reg_no", "admit_no", "passed", "carried", "qualified", "reason", NULL };

enum { Q_VERSION, Q_PUBLISHED, Q_PLAN, Q_UNSEATED, Q_PEOPLE, Q_LINE, Q_RESULTS, Q_ADD, Q_PUBLISH, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	/* changes where another connection has committed in between */
	[Q_VERSION] = { "PRAGMA data_version", NULL },
	[Q_PUBLISHED] = { "SELECT published_at, digest FROM publication WHERE exam_id = :exam", NULL },
	[Q_PLAN] = { "SELECT count(*) FROM seating_plan WHERE exam_id = :exam", NULL },
	[Q_UNSEATED] = { "SELECT count(*) FROM registration WHERE exam_id = :exam AND paid_at IS NOT NULL AND seated_at IS NULL "
		"AND deleted_at IS NULL /*scan*/", NULL },
	[Q_PEOPLE] = { "SELECT id, reg_no, admit_no, province, level, person_id FROM registration WHERE exam_id = :exam "
		"AND seated_at IS NOT NULL AND deleted_at IS NULL ORDER BY reg_no /*scan*/", NULL },
	/* the province's own line before one for all, the level's before one for all */
	[Q_LINE] = { "SELECT coalesce(min_each, 0), coalesce(min_total, 0), scope FROM pass_line WHERE exam = :exam AND year = :year "
		"AND province IN (:province, '*') AND (level = '*' OR '|' || level || '|' LIKE '%|' || :level || '|%') "
		"ORDER BY province = '*', level = '*', row LIMIT 1 /*scan*/", NULL },
	[Q_RESULTS] = { "SELECT r.reg_no, r.admit_no, t.passed, t.carried, t.qualified, t.reason FROM registration r "
		"JOIN result t ON t.registration_id = r.id WHERE r.exam_id = :exam ORDER BY r.reg_no /*scan*/", NULL },
	[Q_ADD] = { "INSERT INTO result (registration_id, passed, carried, qualified, reason, batch_id) "
		"VALUES (:id, :passed, :carried, :qualified, :reason, :run)", NULL },
	[Q_PUBLISH] = { "INSERT INTO publication (exam_id, published_at, digest, batch_id) VALUES (:exam, :now, :digest, :run)", NULL },
};

struct result {
	int64_t id;
	const char *reg_no, *admit_no, *passed, *carried, *reason;
	bool qualified;
};

struct publication {
	struct arena memory;
	const struct exam *exam;
	struct result *result;
	size_t n, cap, gaps, qualified;
	struct hash *hash;          /* the scores, then the results */
	char digest[HASH_HEX];
};

/* ---- the result */

/* The notice for this place and level, in hundredths; false: none. scope: where what it gives is valid. */
static bool
find_line(const struct publication *p, const struct person *who, struct pass_line *line, char scope[24])
{
	struct stmt *s = &q[Q_LINE];

	db_text(s, ":exam", p->exam->code);
	db_int(s, ":year", p->exam->year);
	db_text(s, ":province", who->province);
	db_text(s, ":level", who->level->code);
	if (!db_row(s))
		return false;
	*line = (struct pass_line){ db_col_int(s, 0) * 100, db_col_int(s, 1) * 100 };
	snprintf(scope, 24, "%s", db_col(s, 2));
	for (char *c = scope; *c != '\0'; c++)
		*c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
	db_reset(s);
	return true;
}

static const char *
reason_code(struct publication *p, enum pass_outcome outcome, const char *scope)
{
	char text[32];

	switch (outcome) {
	case PASS_QUALIFIED:
		return "";
	case PASS_QUALIFIED_BY_LINE:
		snprintf(text, sizeof text, "%s%s", "LINE_", *scope == '\0' || *scope == '*' ? "ALL" : scope);
		return arena_strdup(&p->memory, text);
	case PASS_NOT_UNSCORED:
		return "SCORE_MISSING";
	case PASS_NOT_VOID:
		return "VOID";
	case PASS_NOT_ABSENT:
		return "ABSENT";
	case PASS_NOT_BELOW:
		return "BELOW";
	case PASS_NOT_COMPLETE:
		return "INCOMPLETE";
	}
	bug("outcome %d", outcome);
}

/* Subjects as lists: passed now "1|2", carried "3:2024". What a line lets pass counts as passed. */
static void
lists(struct publication *p, const struct person *who, bool by_line, struct result *r)
{
	struct buf passed = BUF_INIT, carried = BUF_INIT;

	for (size_t i = 0; i < who->level->nsubject; i++) {
		const struct pass_subject *x = &who->subject[i];
		const char *code = who->level->subject[i]->code;

		if (x->state == PASS_SUBJECT_PASSED || (by_line && x->state == PASS_SUBJECT_BELOW))
			buf_printf(&passed, "%s%s", passed.len > 0 ? "|" : "", code);
		else if (x->state == PASS_SUBJECT_CARRIED)
			buf_printf(&carried, "%s%s:%d", carried.len > 0 ? "|" : "", code, x->carried_year);
	}
	r->passed = arena_strdup(&p->memory, buf_text(&passed));
	r->carried = arena_strdup(&p->memory, buf_text(&carried));
	buf_release(&passed);
	buf_release(&carried);
}

static void
judge(struct publication *p, struct person *who)
{
	struct pass_line line;
	char scope[24] = "";
	bool has_line = find_line(p, who, &line, scope);
	struct pass_result r = pass_judge(who->subject, who->level->nsubject, p->exam->same_sitting, has_line ? &line : NULL);
	bool by_line = r.outcome == PASS_QUALIFIED_BY_LINE;

	p->result = grow(p->result, p->n, &p->cap, sizeof *p->result);
	struct result *x = &p->result[p->n++];

	*x = (struct result){ .id = who->id, .reg_no = who->reg_no, .admit_no = who->admit_no,
		.qualified = r.outcome == PASS_QUALIFIED || by_line, .reason = reason_code(p, r.outcome, scope) };
	lists(p, who, by_line, x);
	p->qualified += x->qualified;
}

static void
one_person(struct publication *p)
{
	static struct person who;
	struct stmt *s = &q[Q_PEOPLE];

	memset(&who, 0, sizeof who);
	who.id = db_col_int(s, 0);
	who.reg_no = arena_strdup(&p->memory, db_col(s, 1));
	who.admit_no = arena_strdup(&p->memory, db_col(s, 2));
	who.province = arena_strdup(&p->memory, db_col(s, 3));
	who.level = exam_level(p->exam, db_col(s, 4));
	who.person_id = db_col_int(s, 5);
	if (who.level == NULL || who.level->nsubject == 0 || who.level->nsubject > SUBJECTS)
		refuse(L("%s: level %s of %s has no subjects in the configuration; nothing was changed", "%s: 级别 %s (%s) 在配置中没有科目; 未作任何改动"), who.reg_no, db_col(s, 4),
		    p->exam->key);
	int ratio = (int)setting_int(p->exam, who.province, "pass_ratio", 60);

	for (size_t i = 0; i < who.level->nsubject; i++) {
		const struct subject *x = who.level->subject[i];

		who.subject[i].mark_needed = pass_mark((int64_t)x->full_mark * 100, x->pass_mark < 0 ? -1 : (int64_t)x->pass_mark * 100, ratio);
		who.subject[i].carried_score = -1;
	}
	p->gaps += person_scores(&who, p->hash);
	person_carry(p->exam, &who);
	judge(p, &who);
}

/* ---- */

static void
row_text(const struct result *r, struct buf *line)
{
	buf_clear(line);
	buf_printf(line, "%s,%s,%s,%s,%d,%s\n", r->reg_no, r->admit_no, r->passed, r->carried, r->qualified, r->reason);
}

static void
finish_digest(struct publication *p)
{
	unsigned char sum[HASH_SIZE];
	struct buf line = BUF_INIT;

	for (size_t i = 0; i < p->n; i++) {
		row_text(&p->result[i], &line);
		hash_add(p->hash, line.ptr, line.len);
	}
	hash_finish(p->hash, sum);
	hash_hex(sum, p->digest);
	buf_release(&line);
}

static void
compute(struct publication *p, const struct run *run)
{
	memset(p, 0, sizeof *p);
	p->exam = run->exam;
	p->hash = hash_new();
	db_int(&q[Q_PLAN], ":exam", run->exam->id);
	if (db_int1(&q[Q_PLAN], 0) == 0)
		refuse(L("PLAN_NONE: %s has no seating plan, so nobody has sat it: seat-assign makes one; nothing was changed",
		    "PLAN_NONE: %s 没有考场编排, 无人应考: 请先运行 seat-assign; 未作任何改动"), run->exam->key);
	db_int(&q[Q_PEOPLE], ":exam", run->exam->id);
	while (db_row(&q[Q_PEOPLE]))
		one_person(p);
	if (p->gaps > 0)
		refuse(L("SCORES_INCOMPLETE: %s cannot be published (gaps: %zu); nothing was changed", "SCORES_INCOMPLETE: %s 不能发布 (缺漏 %zu 处); 未作任何改动"),
		    run->exam->key, p->gaps);
	finish_digest(p);
}

static void
release(struct publication *p)
{
	free(p->result);
	arena_release(&p->memory);
}

static void
write_results(struct run *run, const struct publication *p)
{
	struct buf line = BUF_INIT;

	for (size_t i = 0; i < p->n; i++) {
		const struct result *r = &p->result[i];

		db_int(&q[Q_ADD], ":id", r->id);
		db_text(&q[Q_ADD], ":passed", r->passed);
		db_text(&q[Q_ADD], ":carried", r->carried);
		db_int(&q[Q_ADD], ":qualified", r->qualified);
		db_text(&q[Q_ADD], ":reason", r->reason);
		db_int(&q[Q_ADD], ":run", run->batch_id);
		db_do(&q[Q_ADD]);
		row_text(r, &line);
		run_digest(run, buf_text(&line));
	}
	db_int(&q[Q_PUBLISH], ":exam", p->exam->id);
	db_text(&q[Q_PUBLISH], ":now", run->now);
	db_text(&q[Q_PUBLISH], ":digest", p->digest);
	db_int(&q[Q_PUBLISH], ":run", run->batch_id);
	db_do(&q[Q_PUBLISH]);
	buf_release(&line);
}

/* The results that stand, from the database; they are also what a run prints that has just made them. */
static int
print(struct run *run, bool made)
{
	struct stmt *s = &q[Q_RESULTS];
	int64_t n = 0, qualified = 0;

	db_int(s, ":exam", run->exam->id);
	for (; db_row(s); n++) {
		const char *value[O_COUNT];

		for (int i = 0; i < O_COUNT; i++)
			value[i] = db_col(s, i);
		qualified += db_col_int(s, O_QUALIFIED);
		if (made || !run->only_changed)
			run_row(run, value);
	}
	run->accepted = made ? n : 0;
	run->unchanged = made ? 0 : n;
	db_int(&q[Q_PUBLISHED], ":exam", run->exam->id);
	if (db_row(&q[Q_PUBLISHED]))
		run_summary(run, L("%s: %lld results, %lld qualified, published %s; digest %s", "%s: %lld 人, 合格 %lld 人, 发布于 %s; 摘要 %s"), run->exam->key,
		    (long long)n, (long long)qualified, db_col(&q[Q_PUBLISHED], 0), db_col(&q[Q_PUBLISHED], 1));
	db_reset(&q[Q_PUBLISHED]);
	return EX_OK;
}

static bool
is_published(const struct run *run)
{
	db_int(&q[Q_PUBLISHED], ":exam", run->exam->id);
	bool there = db_row(&q[Q_PUBLISHED]);

	db_reset(&q[Q_PUBLISHED]);
	return there;
}

static int
publish(struct run *run, int argc, char **argv)
{
	struct publication p;

	(void)argc, (void)argv;
	db_prepare(q, Q_COUNT);
	/* from the first look on: who publishes behind it changes the version */
	db_begin_read();
	int64_t version = db_int1(&q[Q_VERSION], 0);

	if (is_published(run)) {
		int status = print(run, false);

		db_end_read();
		return status;
	}
	compute(&p, run);
	db_end_read();
	run_begin(run, (int64_t)p.n * 256);
	if (db_int1(&q[Q_VERSION], 0) != version) { /* somebody has written since we read: once more, under the lock */
		release(&p);
		if (is_published(run))
			return print(run, false);
		compute(&p, run);
	}
	db_int(&q[Q_UNSEATED], ":exam", run->exam->id);
	int64_t unseated = db_int1(&q[Q_UNSEATED], 0);

	if (unseated > 0)
		notice(L("%lld paid registrations have no seat and get no result: reg-list --todo seat-assign lists them",
		    "%lld 条已缴费报名没有座位, 因而没有结果: reg-list --todo seat-assign 可列出"), (long long)unseated);
	write_results(run, &p);
	release(&p);
	return print(run, true);
}

static const struct tool tool = {
	.name = "score-publish",
	.synopsis = "[options] -e EXAM",
	.does_en = "freeze the scores of an exam and compute the results",
	.does_zh = "锁定成绩并计算合格结果",
	.flags = TOOL_EXAM | TOOL_NO_FILES,
	.writes = "result publication",
	.roles = "centre",
	.out = out,
	.main = publish,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
