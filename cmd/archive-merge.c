/* SPDX-License-Identifier: MIT
 * archive-merge: take in the archive of earlier years (档案库), a row a subject and year, in any
 * order and from any number of files: persons are linked or made, what is known already is
 * recognised, and nothing that contradicts it is ever written over it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "frame/identity.h"
#include "store/db.h"
#include "store/person.h"
#include "value/money.h"
#include "value/word.h"

enum { I_ARCHIVE_NO, I_EXAM, I_YEAR, I_LEVEL, I_SPECIALTY, I_NAME, I_ID_TYPE, I_ID_NO, I_SUBJECT, I_SCORE, I_PASSED };
static const struct incol in[] = {
	[I_ARCHIVE_NO] = { "archive_no", true }, [I_EXAM] = { "exam", true }, [I_YEAR] = { "year", false },
	[I_LEVEL] = { "level", true }, [I_SPECIALTY] = { "specialty", false }, [I_NAME] = { "name", true },
	[I_ID_TYPE] = { "id_type", false }, [I_ID_NO] = { "id_no", true }, [I_SUBJECT] = { "subject", true },
	[I_SCORE] = { "score", false }, [I_PASSED] = { "passed", true }, { NULL, false }
};

static const char *const out[] = { "archive_no", "exam", "name", "id_no", "action", NULL };

enum { Q_LEVEL, Q_SPECIALTY, Q_SUBJECT, Q_ARCHIVE, Q_FIRST, Q_ADD, Q_ENTRY, Q_ADD_ENTRY, Q_SCORE, Q_PRINT, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	/* the code of a level by code or name, in the newest year that has it; a row with NULL where the exam is configured without it */
	[Q_LEVEL] = { "SELECT (SELECT l.level FROM level l WHERE l.exam = :exam AND :level IN (l.level, l.name) "
		"ORDER BY l.level <> :level, l.year DESC LIMIT 1) FROM exam WHERE exam = :exam LIMIT 1", NULL },
	[Q_SPECIALTY] = { "SELECT specialty FROM specialty WHERE exam = :exam AND :specialty IN (specialty, name) "
		"ORDER BY specialty <> :specialty, year DESC LIMIT 1", NULL },
	[Q_SUBJECT] = { "SELECT max(full_mark) FROM subject WHERE exam = :exam AND subject = :subject HAVING count(*) > 0", NULL },
	[Q_ARCHIVE] = { "SELECT a.id, a.exam, a.person_id, p.name_key FROM archive a JOIN person p ON p.id = a.person_id "
		"WHERE a.archive_no = :archive_no", NULL },
	[Q_FIRST] = { "SELECT archive_no FROM archive WHERE person_id = :person AND exam = :exam ORDER BY id LIMIT 1", NULL },
	[Q_ADD] = { "INSERT INTO archive (archive_no, exam, person_id, batch_id) VALUES (:archive_no, :exam, :person, :run)", NULL },
	/* under any of the person's numbers: two numbers of one person are one archive */
	[Q_ENTRY] = { "SELECT s.archive_id, s.level, s.specialty, s.score, s.passed, a.archive_no FROM archive a "
		"JOIN archive_subject s ON s.archive_id = a.id AND s.year = :year WHERE a.person_id = :person AND a.exam = :exam "
		"AND s.subject = :subject ORDER BY a.id", NULL },
	[Q_ADD_ENTRY] = { "INSERT INTO archive_subject (archive_id, year, level, specialty, subject, score, passed) "
		"VALUES (:archive, :year, :level, :specialty, :subject, :score, :passed)", NULL },
	[Q_SCORE] = { "UPDATE archive_subject SET score = :score WHERE archive_id = :archive AND year = :year AND level = :level "
		"AND specialty = :specialty AND subject = :subject", NULL },
	[Q_PRINT] = { "SELECT a.archive_no, a.exam, p.name, p.id_no FROM archive a JOIN person p ON p.id = a.person_id "
		"WHERE a.id = :archive", NULL },
};

enum { SCORE_UNKNOWN = -1, SCORE_NONE = -2, SCORE_LIMIT = 100000 }; /* hundredths of a mark */

/* A row, understood. */
struct row {
	char exam[8], level[24], specialty[24];
	int64_t year;
	int64_t score; /* hundredths; SCORE_UNKNOWN: not said, SCORE_NONE: a mark says there is none */
	bool passed;
	struct identity identity;
};
static struct row row;

/* What this run did to an archive, in the order in which the archives first came. */
enum action { UNTOUCHED, ADDED, MERGED };
static struct seen {
	int64_t archive_id;
	enum action action;
} *seen;
static size_t nseen, seen_cap;
static size_t *seen_at; /* by archive id (small whole numbers): index of seen plus 1 */
static int64_t seen_at_cap;

/* ---- values */

static bool
required(struct rec *r, int column)
{
	if (*r->v[column] != '\0')
		return true;
	fault(r, column, "MISSING", L("%s is required", "%s 必填"), in[column].name);
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

/* The code without a year; a whole key such as AQ-2023 where it agrees with the year. */
static void
read_exam(struct rec *r, struct row *w)
{
	const char *key = r->v[I_EXAM], *dash = strrchr(key, '-');
	size_t n = dash != NULL ? (size_t)(dash - key) : strlen(key);
	const char *year = *r->v[I_YEAR] != '\0' || dash == NULL ? r->v[I_YEAR] : dash + 1;
	int64_t this_year = strtoll(r->run->now, NULL, 10), in_key = 0;

	w->exam[0] = '\0';
	w->year = 0;
	if (!required(r, I_EXAM))
		return;
	if (n == 0 || n > 6 || strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") < n || (dash != NULL && !num_parse(dash + 1, 1980, 2099, &in_key)))
		fault(r, I_EXAM, "EXAM_FORM", L("%s: the code of an examination without its year, such as 308 or AQ", "%s: 应为不带年度的考试代码, 如 308 或 AQ"), key);
	else
		snprintf(w->exam, sizeof w->exam, "%.*s", (int)n, key);
	if (*year == '\0')
		fault(r, I_YEAR, "MISSING", "%s", L("year is required", "year 必填"));
	else if (!num_parse(year, 1980, this_year, &w->year))
		fault(r, I_YEAR, "YEAR_RANGE", L("%s: a year from 1980 to %lld", "%s: 应为 1980 至 %lld 的年度"), year, (long long)this_year);
	else if (in_key != 0 && in_key != w->year)
		fault(r, I_YEAR, "YEAR_MISMATCH", L("exam says %lld, year says %lld; leave one of them out", "exam 中为 %lld 年, year 为 %lld 年; 请去掉其一"),
		    (long long)in_key, (long long)w->year);
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
	static struct place places[256];
	static struct buf key;

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
	else if (!p->configured && strlen(level) >= sizeof w->level)
		fault(r, I_LEVEL, "LEVEL_UNKNOWN", L("%s: longer than a level's code", "%s: 超过级别代码的长度"), level);
	snprintf(w->level, sizeof w->level, "%s", p->configured ? p->level : level);
	if (p->specialty[0] == '\0' && strlen(specialty) >= sizeof w->specialty)
		fault(r, I_SPECIALTY, "SPECIALTY_UNKNOWN", L("%s: longer than a specialty's code", "%s: 超过专业代码的长度"), specialty);
	snprintf(w->specialty, sizeof w->specialty, "%s", p->specialty[0] != '\0' ? p->specialty : specialty);
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

/* 1, 0 from the words of offices; -1: none of them. */
static int
word_passed(const char *s)
{
	static const struct {
		const char *word;
		int passed;
	} words[] = { { "合格", 1 }, { "通过", 1 }, { "及格", 1 }, { "pass", 1 }, { "passed", 1 },
		{ "不合格", 0 }, { "不通过", 0 }, { "未通过", 0 }, { "不及格", 0 }, { "fail", 0 }, { "failed", 0 } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(s, words[i].word) == 0)
			return words[i].passed;
	return word_yes(s);
}

static void
read_result(struct rec *r, struct row *w, int64_t full)
{
	int passed = word_passed(r->v[I_PASSED]);
	int64_t limit = full > 0 ? full * 100 : SCORE_LIMIT;
	bool absent = false;

	w->score = SCORE_UNKNOWN;
	w->passed = passed == 1;
	if (*r->v[I_SCORE] != '\0' && money_parse(r->v[I_SCORE], &w->score) != MONEY_OK) {
		fault(r, I_SCORE, "SCORE_FORM", L("%s: marks with at most two decimals, or -1, -2, -4, or empty", "%s: 应为至多两位小数的分数, 或 -1、-2、-4, 或留空"),
		    r->v[I_SCORE]);
	} else if (w->score == -100 || w->score == -200 || w->score == -400) {
		absent = w->score != -400; /* -4 is void here and exempt (a pass) there */
		w->score = SCORE_NONE;
	} else if (*r->v[I_SCORE] != '\0' && (w->score < 0 || w->score > limit)) {
		fault(r, I_SCORE, "SCORE_RANGE", L("%s: 0 to %lld, or -1, -2, -4", "%s: 应为 0 至 %lld, 或 -1、-2、-4"), r->v[I_SCORE], (long long)(limit / 100));
	}
	if (passed < 0)
		fault(r, I_PASSED, "PASSED_WORD", L("%s: 1 or 0, 是 or 否, 合格 or 不合格", "%s: 应为 1 或 0、是 或 否、合格 或 不合格"), r->v[I_PASSED]);
	else if (*r->v[I_PASSED] == '\0' && *r->v[I_SUBJECT] != '\0' && w->score != SCORE_NONE)
		fault(r, I_PASSED, "MISSING", "%s", L("say 1 (passed) or 0: pass lines differ by year and place, so it is not computed from the score",
		    "须填 1 (合格) 或 0: 各年各地合格线不同, 不由成绩推算"));
	else if (passed == 1 && absent)
		fault(r, I_PASSED, "SCORE_CONTRADICTS", L("mark %s (absent or violation) and passed exclude each other", "标记 %s (缺考或违纪) 与合格相矛盾"), r->v[I_SCORE]);
	else if (passed == 1 && *r->v[I_SUBJECT] == '\0')
		fault(r, I_SUBJECT, "MISSING", "%s", L("which subject was passed?", "合格的是哪一科目?"));
}

static bool
read_row(struct rec *r, struct row *w)
{
	read_archive_no(r);
	read_exam(r, w);
	w->level[0] = w->specialty[0] = '\0';
	if (w->exam[0] == '\0') {
		required(r, I_LEVEL);
		read_result(r, w, 0);
	} else {
		const struct place *p = place_of(r, w);

		read_level(r, w, p);
		read_subject(r, w, p);
		read_result(r, w, p->full_mark);
	}
	return identity_check(r, I_NAME, I_ID_TYPE, I_ID_NO, &w->identity) && w->exam[0] != '\0';
}

static void
check(struct rec *r)
{
	read_row(r, &row);
}

/* ---- persons */

/* The person of the row, 0: not known yet, -1: the same document under another name waits for a decision. */
static int64_t
find_person(struct rec *r, const struct row *w)
{
	struct person same[8];
	size_t n = person_by_document(w->identity.id_key, same, 8);

	for (size_t i = 0; i < n && i < 8; i++)
		if (strcmp(same[i].name_key, buf_text(&w->identity.name_key)) == 0)
			return same[i].id;
	if (n == 0)
		return 0;
	fault(r, I_NAME, "NAME_CHANGED", L("%s is known under the name %s, here it is %s: where the name has changed, change the person with "
	    "reg-amend (field name) and feed the row back; where one of them is wrong, correct it",
	    "%s 已登记的姓名为 %s, 此处为 %s: 确已更名的, 先用 reg-amend 变更 (字段 name) 再导入本行; 有误的请改正"),
	    shown_document(r->run, w->identity.id_no), same[0].name, r->v[I_NAME]);
	return -1;
}

static int64_t
add_person(const struct rec *r, const struct row *w)
{
	const struct person p = { .name = r->v[I_NAME], .name_key = buf_text(&w->identity.name_key), .id_type = w->identity.id_type,
		.id_no = w->identity.id_no, .id_key = w->identity.id_key, .gender = w->identity.gender, .birth = w->identity.birth,
		.nationality = "", .ethnic = "", .phone = "", .email = "" };

	return person_add(&p, r->run->batch_id);
}

/* ---- archives */

/* The archive of this number, 0: none yet. It belongs to one person and one examination. */
static int64_t
find_archive(struct rec *r, const struct row *w, int64_t person)
{
	int64_t id = 0;

	db_text(&q[Q_ARCHIVE], ":archive_no", r->v[I_ARCHIVE_NO]);
	if (!db_row(&q[Q_ARCHIVE]))
		return 0;
	id = db_col_int(&q[Q_ARCHIVE], 0);
	if (strcmp(db_col(&q[Q_ARCHIVE], 1), w->exam) != 0)
		fault(r, I_ARCHIVE_NO, "ARCHIVE_OTHER_EXAM", L("%s is an archive of %s, not of %s; correct the number or the exam",
		    "档案号 %s 属于考试 %s, 不是 %s; 请改正档案号或考试"), r->v[I_ARCHIVE_NO], db_col(&q[Q_ARCHIVE], 1), w->exam);
	if (db_col_int(&q[Q_ARCHIVE], 2) != person && person >= 0)
		fault(r, I_ARCHIVE_NO, "ARCHIVE_OTHER_PERSON", L("%s is the archive of another person; correct the number or the document",
		    "档案号 %s 属于另一人员; 请改正档案号或证件号码"), r->v[I_ARCHIVE_NO]);
	db_reset(&q[Q_ARCHIVE]);
	return id;
}

enum found { NOTHING, SAME, SCORE_ADDED };

/* What the person's archive holds of this subject and year: the same, or the same without the score, or a conflict. */
static enum found
find_entry(struct rec *r, const struct row *w, int64_t person, int64_t *archive)
{
	struct stmt *s = &q[Q_ENTRY];
	enum found found = NOTHING;

	db_int(s, ":person", person);
	db_text(s, ":exam", w->exam);
	db_int(s, ":year", w->year);
	db_text(s, ":subject", r->v[I_SUBJECT]);
	while (db_row(s)) {
		bool known = !db_col_null(s, 3), place = strcmp(db_col(s, 1), w->level) == 0 && strcmp(db_col(s, 2), w->specialty) == 0;

		if (*r->v[I_SUBJECT] == '\0' && !place)
			continue;
		if (!place || (db_col_int(s, 4) != 0) != w->passed || (known && w->score != SCORE_UNKNOWN && w->score != db_col_int(s, 3))) {
			char score[MONEY_SIZE] = "-";

			if (known)
				money_text(db_col_int(s, 3), score);
			fault(r, I_SUBJECT, "ARCHIVE_CONFLICT", L("archive %s has subject %s of %lld with level %s, specialty %s, score %s, passed %lld; "
			    "it is kept: find out which is right, and correct this row or the office's record",
			    "档案 %s 中科目 %s (%lld 年) 为级别 %s、专业 %s、成绩 %s、合格 %lld, 不予覆盖: 请查明后改正本行或档案"),
			    db_col(s, 5), r->v[I_SUBJECT], (long long)w->year, db_col(s, 1), db_col(s, 2), score, (long long)db_col_int(s, 4));
		}
		found = !known && w->score >= 0 ? SCORE_ADDED : SAME;
		*archive = db_col_int(s, 0);
	}
	return found;
}

static void
bind_entry(struct rec *r, const struct row *w, struct stmt *s, int64_t archive)
{
	db_int(s, ":archive", archive);
	db_int(s, ":year", w->year);
	db_text(s, ":level", w->level);
	db_text(s, ":specialty", w->specialty);
	db_text(s, ":subject", r->v[I_SUBJECT]);
	if (w->score >= 0)
		db_int(s, ":score", w->score);
	else
		db_null(s, ":score");
}

/* A new number; where the person has one for this exam already, the first stays the key (rules.md (b) I) and both count together. */
static int64_t
add_archive(struct rec *r, const struct row *w, int64_t person, enum action *action)
{
	*action = ADDED;
	db_int(&q[Q_FIRST], ":person", person);
	db_text(&q[Q_FIRST], ":exam", w->exam);
	if (db_row(&q[Q_FIRST])) {
		*action = MERGED;
		warning(r, I_ARCHIVE_NO, "ARCHIVE_SECOND", L("the person has archive %s for %s already: it stays the key, and what %s holds counts with it",
		    "该人员已有档案号 %s (考试 %s): 以其为准, %s 的内容并入"), db_col(&q[Q_FIRST], 0), w->exam, r->v[I_ARCHIVE_NO]);
		db_reset(&q[Q_FIRST]);
	}
	db_text(&q[Q_ADD], ":archive_no", r->v[I_ARCHIVE_NO]);
	db_text(&q[Q_ADD], ":exam", w->exam);
	db_int(&q[Q_ADD], ":person", person);
	db_int(&q[Q_ADD], ":run", r->run->batch_id);
	db_do(&q[Q_ADD]);
	return db_last_id();
}

/* Remember what happened to an archive: what it was first is not forgotten. */
static void
note(int64_t archive, enum action action)
{
	if (archive >= seen_at_cap) {
		int64_t cap = archive * 2 + 1024;

		seen_at = xreallocarray(seen_at, (size_t)cap, sizeof *seen_at);
		memset(seen_at + seen_at_cap, 0, (size_t)(cap - seen_at_cap) * sizeof *seen_at);
		seen_at_cap = cap;
	}
	if (seen_at[archive] == 0) {
		seen = grow(seen, nseen, &seen_cap, sizeof *seen);
		seen[nseen++] = (struct seen){ archive, action };
		seen_at[archive] = nseen;
	} else if (seen[seen_at[archive] - 1].action == UNTOUCHED) {
		seen[seen_at[archive] - 1].action = action;
	}
}

static enum verdict
apply(struct rec *r)
{
	enum action action = MERGED;
	int64_t holder = 0;

	if (!read_row(r, &row))
		return UNCHANGED;
	int64_t person = find_person(r, &row), archive = find_archive(r, &row, person);
	enum found found = person > 0 ? find_entry(r, &row, person, &holder) : NOTHING;

	if (faulty(r))
		return UNCHANGED;
	if (archive != 0 && found == SAME) {
		note(archive, UNTOUCHED);
		return UNCHANGED;
	}
	if (person == 0)
		person = add_person(r, &row);
	if (archive == 0)
		archive = add_archive(r, &row, person, &action);
	if (found == NOTHING) {
		bind_entry(r, &row, &q[Q_ADD_ENTRY], archive);
		db_int(&q[Q_ADD_ENTRY], ":passed", row.passed);
		db_do(&q[Q_ADD_ENTRY]);
	} else if (found == SCORE_ADDED) {
		bind_entry(r, &row, &q[Q_SCORE], holder);
		db_do(&q[Q_SCORE]);
	}
	note(archive, action);
	return CHANGED;
}

static void
end(struct run *run)
{
	static const char *const word[] = { [UNTOUCHED] = "unchanged", [ADDED] = "added", [MERGED] = "merged" };
	struct stmt *s = &q[Q_PRINT];

	for (size_t i = 0; i < nseen; i++) {
		if (run->only_changed && seen[i].action == UNTOUCHED)
			continue;
		db_int(s, ":archive", seen[i].archive_id);
		db_row(s);
		run_row(run, (const char *const[]){ db_col(s, 0), db_col(s, 1), db_col(s, 2), db_col(s, 3), word[seen[i].action] });
		db_reset(s);
	}
}

static void
start(struct run *run)
{
	(void)run;
	db_prepare(q, Q_COUNT);
}

static const struct tool tool = {
	.name = "archive-merge",
	.synopsis = "[options] [FILE ...]",
	.does_en = "merge archives of earlier years into the database",
	.does_zh = "并入往年档案库",
	.writes = "person archive archive_subject",
	.roles = "district",
	.in = in,
	.out = out,
	.start = start,
	.check = check,
	.apply = apply,
	.end = end,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
