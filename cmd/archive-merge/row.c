/* SPDX-License-Identifier: MIT
 * A row of an archive: every value by itself, and against the years of the exam that are configured. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "merge.h"
#include "rule/archive.h"
#include "store/db.h"
#include "stream/column.h"
#include "value/money.h"
#include "value/word.h"

enum { Q_LEVEL, Q_SPECIALTY, Q_SUBJECT, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	/* the code of a level by code or name, in the newest year that has it; a row with NULL where the exam is configured without it */
	[Q_LEVEL] = { "SELECT (SELECT l.level FROM level l WHERE l.exam = :exam AND :level IN (l.level, l.name) "
		"ORDER BY l.level <> :level, l.year DESC LIMIT 1) FROM exam WHERE exam = :exam LIMIT 1", NULL },
	[Q_SPECIALTY] = { "SELECT specialty FROM specialty WHERE exam = :exam AND :specialty IN (specialty, name) "
		"ORDER BY specialty <> :specialty, year DESC LIMIT 1", NULL },
	[Q_SUBJECT] = { "SELECT max(full_mark) FROM subject WHERE exam = :exam AND subject = :subject HAVING count(*) > 0", NULL },
};

enum { SCORE_LIMIT = 100000 }; /* hundredths of a mark */

void
row_prepare(void)
{
	db_prepare(q, Q_COUNT);
}

static bool
required(struct rec *r, int column)
{
	if (*r->v[column] != '\0')
		return true;
	fault(r, column, "MISSING", L("%s is required", "%s必填"), L(r->run->tool->in[column].name, column_chinese(r->run->tool->in[column].name)));
	return false;
}

static void
read_archive_no(struct rec *r)
{
	const char *no = r->v[I_ARCHIVE_NO];

	if (!required(r, I_ARCHIVE_NO))
		return;
	for (const char *p = no; *p != '\0'; p++)
		if ((unsigned char)*p <= ' ' || *p == 0x7f || p - no >= 60) {
			fault(r, I_ARCHIVE_NO, "ARCHIVE_NO_FORM", "%s", L("an archive number has up to 60 characters and no blanks inside",
			    "档案号最长 60 个字符, 中间不得有空格"));
			return;
		}
}

/* in_key: the year that the exam column names; 0: none. */
static void
read_year(struct rec *r, struct row *w, const char *year, int64_t in_key)
{
	int64_t this_year = strtoll(r->run->now, NULL, 10);

	w->result.year = 0;
	if (*year == '\0')
		fault(r, I_YEAR, "MISSING", "%s", L("year is required", "year 必填"));
	else if (!num_parse(year, 1980, this_year, &w->result.year))
		fault(r, I_YEAR, "YEAR_RANGE", L("%s: a year from 1980 to %lld", "%s: 应为 1980 至 %lld 的年度"), year, (long long)this_year);
	else if (in_key != 0 && in_key != w->result.year)
		fault(r, I_YEAR, "YEAR_MISMATCH", L("exam says %lld, year says %lld; leave one of them out", "exam 中为 %lld 年, year 为 %lld 年; 请去掉其一"),
		    (long long)in_key, (long long)w->result.year);
}

/* The code without a year; a whole key such as AQ-2023 where it agrees with the year. */
static void
read_exam(struct rec *r, struct row *w)
{
	const char *key = r->v[I_EXAM], *dash = strrchr(key, '-');
	size_t n = dash != NULL ? (size_t)(dash - key) : strlen(key);
	int64_t in_key = 0;
	bool good = n > 0 && n <= 6 && strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") >= n && (dash == NULL || num_parse(dash + 1, 1980, 2099, &in_key));

	w->exam[0] = '\0';
	if (required(r, I_EXAM) && !good)
		fault(r, I_EXAM, "EXAM_FORM", L("%s: the code of an examination without its year, such as 308 or AQ", "%s: 应为不带年度的考试代码, 如 308 或 AQ"), key);
	else
		snprintf(w->exam, sizeof w->exam, "%.*s", (int)n, key);
	read_year(r, w, *r->v[I_YEAR] != '\0' || dash == NULL ? r->v[I_YEAR] : dash + 1, in_key);
}

/* What the configuration knows of an exam's level, specialty and subject, looked up once: archives repeat a few of them. */
struct place {
	char *key;
	bool configured;               /* some year of the exam is */
	char level[24], specialty[24]; /* codes; "": the configured years have no such level, no such specialty */
	int64_t full_mark;             /* the most marks a paper of the subject ever had; -1: no such subject */
};

static void
look_up(struct place *p, const char *exam, const char *level, const char *specialty, const char *subject)
{
	db_text(&q[Q_LEVEL], ":exam", exam);
	db_text(&q[Q_LEVEL], ":level", level);
	p->configured = db_row(&q[Q_LEVEL]);
	snprintf(p->level, sizeof p->level, "%s", p->configured ? db_col(&q[Q_LEVEL], 0) : "");
	db_reset(&q[Q_LEVEL]);
	db_text(&q[Q_SPECIALTY], ":exam", exam);
	db_text(&q[Q_SPECIALTY], ":specialty", specialty);
	snprintf(p->specialty, sizeof p->specialty, "%s", db_row(&q[Q_SPECIALTY]) ? db_col(&q[Q_SPECIALTY], 0) : "");
	db_reset(&q[Q_SPECIALTY]);
	db_text(&q[Q_SUBJECT], ":exam", exam);
	db_text(&q[Q_SUBJECT], ":subject", subject);
	p->full_mark = db_int1(&q[Q_SUBJECT], -1);
}

static const struct place *
place_of(const struct rec *r, const struct row *w)
{
	static const struct place nowhere;
	static struct place places[256];
	static struct buf key;

	if (w->exam[0] == '\0')
		return &nowhere;
	buf_clear(&key);
	buf_printf(&key, "%zu,%zu,%s,%s,%s,%s", strlen(r->v[I_LEVEL]), strlen(r->v[I_SPECIALTY]), w->exam, r->v[I_LEVEL], r->v[I_SPECIALTY],
	    r->v[I_SUBJECT]);
	struct place *p = &places[hash64(key.ptr, key.len) % 256];

	if (p->key == NULL || strcmp(p->key, buf_text(&key)) != 0) {
		free(p->key);
		p->key = xstrdup(buf_text(&key));
		look_up(p, w->exam, r->v[I_LEVEL], r->v[I_SPECIALTY], r->v[I_SUBJECT]);
	}
	return p;
}

/* Codes, or the names that the configuration has for them; an exam that is not configured is taken as it comes. */
static void
read_level(struct rec *r, struct row *w, const struct place *p)
{
	const char *level = r->v[I_LEVEL], *specialty = r->v[I_SPECIALTY];

	if (required(r, I_LEVEL) && p->configured && p->level[0] == '\0')
		fault(r, I_LEVEL, "LEVEL_UNKNOWN", L("%s: %s has no such level in any configured year; level.csv names them",
		    "%s: %s 在已配置的各年度均无此级别; 见 level.csv"), level, w->exam);
	else if (!p->configured && strlen(level) >= sizeof w->result.level)
		fault(r, I_LEVEL, "LEVEL_UNKNOWN", L("%s: longer than a level's code", "%s: 超过级别代码的长度"), level);
	snprintf(w->result.level, sizeof w->result.level, "%s", p->configured ? p->level : level);
	if (p->specialty[0] == '\0' && strlen(specialty) >= sizeof w->result.specialty)
		fault(r, I_SPECIALTY, "SPECIALTY_UNKNOWN", L("%s: longer than a specialty's code", "%s: 超过专业代码的长度"), specialty);
	snprintf(w->result.specialty, sizeof w->result.specialty, "%s", p->specialty[0] != '\0' ? p->specialty : specialty);
}

static void
read_subject(struct rec *r, const struct row *w, const struct place *p)
{
	const char *subject = r->v[I_SUBJECT];

	if (*subject != '\0' && p->configured && p->full_mark < 0)
		fault(r, I_SUBJECT, "SUBJECT_UNKNOWN", L("%s: %s has no such subject in any configured year; subject.csv names them",
		    "%s: %s 在已配置的各年度均无此科目; 见 subject.csv"), subject, w->exam);
	else if (strlen(subject) > 20)
		fault(r, I_SUBJECT, "SUBJECT_UNKNOWN", L("%s: longer than a subject's code", "%s: 超过科目代码的长度"), subject);
}

/* What the words of offices say: passed, not, or which kind of void; -1: none of them. */
enum { WORD_VIOLATION = 2, WORD_VOID };

static int
word_passed(const char *s)
{
	static const struct {
		const char *word;
		int passed;
	} words[] = { { "合格", 1 }, { "通过", 1 }, { "及格", 1 }, { "pass", 1 }, { "passed", 1 },
		{ "不合格", 0 }, { "不通过", 0 }, { "未通过", 0 }, { "不及格", 0 }, { "fail", 0 }, { "failed", 0 },
		{ "违纪", WORD_VIOLATION }, { "违规", WORD_VIOLATION }, { "violation", WORD_VIOLATION },
		{ "无效", WORD_VOID }, { "成绩无效", WORD_VOID }, { "作废", WORD_VOID }, { "void", WORD_VOID }, { "voided", WORD_VOID } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(s, words[i].word) == 0)
			return words[i].passed;
	return word_yes(s);
}

/* The mark, and the flag that a sign in its place stands for: -1 absent, -2 violation, -4 void, or exempt where it is a pass. */
static void
read_score(struct rec *r, struct row *w, int passed, int64_t full)
{
	const char *text = r->v[I_SCORE];
	int64_t limit = full > 0 ? full * 100 : SCORE_LIMIT, score = -1;
	const char *flag = "";

	w->result.score = -1;
	w->result.flag[0] = '\0';
	w->score_said = false;
	if (*text == '\0')
		return;
	if (money_parse(text, &score) != MONEY_OK) {
		fault(r, I_SCORE, "SCORE_FORM", L("%s: marks with at most two decimals, or -1, -2, -4, or empty", "%s: 应为至多两位小数的分数, 或 -1、-2、-4, 或留空"), text);
		return;
	}
	if (score == -100)
		flag = "absent";
	else if (score == -200)
		flag = "violation";
	else if (score == -400)
		flag = passed == 1 ? "" : "void";
	else if (score < 0 || score > limit)
		fault(r, I_SCORE, "SCORE_RANGE", L("%s: 0 to %lld, or -1, -2, -4", "%s: 应为 0 至 %lld, 或 -1、-2、-4"), text, (long long)(limit / 100));
	else
		w->result.score = score;
	snprintf(w->result.flag, sizeof w->result.flag, "%s", flag);
	w->score_said = w->result.score >= 0 || *flag != '\0';
}

/* A result that a decision voided: by the word of passed, the sign in place of the mark, or the article. Its mark is not kept. */
static void
read_void(struct rec *r, struct row *w, int passed)
{
	const char *article = r->v[I_ARTICLE];

	if (passed < WORD_VIOLATION && *article == '\0' && strcmp(w->result.flag, "violation") != 0 && strcmp(w->result.flag, "void") != 0)
		return;
	if (passed == 1 || strcmp(w->result.flag, "absent") == 0)
		fault(r, passed == 1 ? I_PASSED : I_SCORE, "SCORE_CONTRADICTS", "%s", L("a result that is void is neither a pass nor an absence", "无效成绩既不能是合格, 也不能是缺考"));
	if (*r->v[I_SUBJECT] == '\0' && archive_article(article) != ARTICLE_SITTING)
		fault(r, I_SUBJECT, "MISSING", "%s", L("which subject is void? Without one, only articles 7, 8 and 10 take the whole sitting", "哪一科目无效? 不填科目的, 只有第 7、8、10 条使当次全部科目无效"));
	if (passed >= WORD_VIOLATION || *w->result.flag == '\0')
		snprintf(w->result.flag, sizeof w->result.flag, "%s", passed == WORD_VIOLATION || strcmp(w->result.flag, "violation") == 0 ? "violation" : "void");
	w->result.score = -1;
	snprintf(w->result.article, sizeof w->result.article, "%s", article);
}

static void
read_article(struct rec *r, const struct row *w)
{
	const char *article = r->v[I_ARTICLE];

	if (*article != '\0' && archive_article(article) == ARTICLE_UNKNOWN)
		fault(r, I_ARTICLE, "ARTICLE_UNKNOWN", L("%s: article 6, 7, 8, 10 or 11 of order 31, or empty where it is not known", "%s: 应为人社部令第31号第 6、7、8、10、11 条, 不详则留空"),
		    article);
	if (strlen(article) >= sizeof w->result.article)
		fault(r, I_ARTICLE, "ARTICLE_UNKNOWN", L("%s: longer than an article", "%s: 超过条款的长度"), article);
}

static void
read_result(struct rec *r, struct row *w, int64_t full)
{
	int passed = word_passed(r->v[I_PASSED]);

	w->result.passed = passed == 1;
	w->result.article[0] = '\0';
	read_score(r, w, passed, full);
	read_article(r, w);
	if (passed < 0) {
		fault(r, I_PASSED, "PASSED_WORD", L("%s: 1 or 0, 是 or 否, 合格 or 不合格, or 违纪, 无效 where a decision voids it", "%s: 应为 1 或 0、是 或 否、合格 或 不合格; 经处理无效的填 违纪 或 无效"),
		    r->v[I_PASSED]);
		return;
	}
	bool sign = *r->v[I_SCORE] == '-';

	if (*r->v[I_PASSED] == '\0' && *r->v[I_SUBJECT] != '\0' && !sign && *r->v[I_ARTICLE] == '\0')
		fault(r, I_PASSED, "MISSING", "%s", L("say 1 (passed) or 0: pass lines differ by year and place, so it is not computed from the score",
		    "须填 1 (合格) 或 0: 各年各地合格线不同, 不由成绩推算"));
	else if (passed == 1 && *w->result.flag != '\0')
		fault(r, I_PASSED, "SCORE_CONTRADICTS", L("mark %s (absent or violation) and passed exclude each other", "标记 %s (缺考或违纪) 与合格相矛盾"), r->v[I_SCORE]);
	else if (passed == 1 && *r->v[I_SUBJECT] == '\0')
		fault(r, I_SUBJECT, "MISSING", "%s", L("which subject was passed?", "合格的是哪一科目?"));
	else
		read_void(r, w, passed);
}

bool
row_read(struct rec *r, struct row *w)
{
	read_archive_no(r);
	read_exam(r, w);
	w->result.level[0] = w->result.specialty[0] = '\0';
	w->result.archive_id = 0;
	snprintf(w->result.subject, sizeof w->result.subject, "%s", r->v[I_SUBJECT]);
	const struct place *p = place_of(r, w);

	read_level(r, w, p);
	read_subject(r, w, p);
	read_result(r, w, p->full_mark);
	return identity_check(r, I_NAME, I_ID_TYPE, I_ID_NO, &w->identity) && w->exam[0] != '\0';
}
