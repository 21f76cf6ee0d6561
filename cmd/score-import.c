/* SPDX-License-Identifier: MIT
 * score-import: marks for seated subjects, from one file or from two that people have keyed
 * in independently: only what agrees is taken. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "frame/tool.h"
#include "rule/pass.h"
#include "store/db.h"
#include "value/money.h"

static const char *other_file;

static const struct opt opts[] = {
	OPT_TEXT(0, "compare", &other_file, "OTHER.csv", "the second entry: take only what agrees", "二次录入文件: 只接受一致的"),
	OPT_END
};

enum { I_ADMIT_NO, I_SUBJECT, I_SCORE, I_FLAG, I_END };
static const struct incol in[] = {
	[I_ADMIT_NO] = { "admit_no", true },
	[I_SUBJECT] = { "subject", true },
	[I_SCORE] = { "score", true },
	[I_FLAG] = { "flag", false },
	{ NULL, false }
};

enum { O_ADMIT_NO, O_SUBJECT, O_SCORE, O_FLAG, O_RESULT };
static const char *const out[] = { "admit_no", "subject", "score", "flag", "result", NULL };

enum { Q_PERSON, Q_SEATED, Q_SCORE, Q_ADD, Q_REPLACE, Q_PUBLISHED, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	/* CROSS JOIN: the few exams first, then the index by exam and number */
	[Q_PERSON] = { "SELECT r.id, r.exam_id, r.deleted_at IS NOT NULL FROM exam e CROSS JOIN registration r ON r.exam_id = e.id "
		"AND r.admit_no = :admit_no ORDER BY r.exam_id = :exam DESC, e.row", NULL },
	[Q_SEATED] = { "SELECT subject, session FROM seat WHERE registration_id = :id ORDER BY session", NULL },
	[Q_SCORE] = { "SELECT coalesce(score, 0), flag FROM score WHERE registration_id = :id AND subject = :subject", NULL },
	[Q_ADD] = { "INSERT INTO score (registration_id, subject, score, flag, batch_id) VALUES (:id, :subject, :score, :flag, :run)", NULL },
	[Q_REPLACE] = { "UPDATE score SET score = :score, flag = :flag WHERE registration_id = :id AND subject = :subject", NULL },
	[Q_PUBLISHED] = { "SELECT published_at FROM publication WHERE exam_id = :exam", NULL },
};

/* ---- a mark */

struct mark {
	enum pass_flag flag;
	int64_t score;       /* hundredths, with PASS_SCORED */
	bool written;        /* the score column has such marks, whatever flag says */
};

enum { MARK_SIZE = 32 };

/* "85", "85.5", "absent". decimals: at least as many. */
static void
mark_text(const struct mark *m, int decimals, char out_text[MARK_SIZE])
{
	int64_t rest = m->score % 100;

	if (m->flag != PASS_SCORED)
		snprintf(out_text, MARK_SIZE, "%s", pass_flag_code(m->flag));
	else if (rest % 10 != 0 || decimals >= 2)
		snprintf(out_text, MARK_SIZE, "%lld.%02lld", (long long)(m->score / 100), (long long)rest);
	else if (rest != 0 || decimals == 1)
		snprintf(out_text, MARK_SIZE, "%lld.%lld", (long long)(m->score / 100), (long long)(rest / 10));
	else
		snprintf(out_text, MARK_SIZE, "%lld", (long long)(m->score / 100));
}

/* The word of the flag column. */
static bool
read_flag(const char *s, enum pass_flag *flag)
{
	static const struct {
		const char *chinese;
		enum pass_flag flag;
	} words[] = { { "缺考", PASS_ABSENT }, { "违纪", PASS_VIOLATION }, { "无效", PASS_VOID }, { "作废", PASS_VOID } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(s, words[i].chinese) == 0) {
			*flag = words[i].flag;
			return true;
		}
	return pass_flag_parse(s, flag);
}

/* The score column: a mark, or one of the three numbers that stand for a flag. */
static bool
read_score(struct rec *r, struct mark *m)
{
	static const struct {
		int64_t mark;
		enum pass_flag flag;
	} marks[] = { { -100, PASS_ABSENT }, { -200, PASS_VIOLATION }, { -400, PASS_VOID } };

	switch (money_parse(r->v[I_SCORE], &m->score)) {
	case MONEY_OK:
		break;
	case MONEY_SCALE:
		fault(r, I_SCORE, "SCORE_DECIMALS", L("%s: at most two decimals", "%s: 至多两位小数"), r->v[I_SCORE]);
		return false;
	case MONEY_EMPTY:
	case MONEY_FORM:
	case MONEY_RANGE:
		fault(r, I_SCORE, "SCORE_FORM", L("%s: a mark, or -1 absent, -2 violation, -4 void", "%s: 应为分数, 或 -1 缺考、-2 违纪、-4 无效"), r->v[I_SCORE]);
		return false;
	}
	m->written = m->score >= 0;
	if (m->written)
		return true;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (m->score == marks[i].mark) {
			m->flag = marks[i].flag;
			return true;
		}
	fault(r, I_SCORE, "SCORE_RANGE", L("%s: below 0 there are only -1 absent, -2 violation, -4 void", "%s: 负数只能是 -1 缺考、-2 违纪、-4 无效"),
	    r->v[I_SCORE]);
	return false;
}

/* What the row says, by itself. False where it says nothing that can be read. */
static bool
read_mark(struct rec *r, struct mark *m)
{
	bool score = *r->v[I_SCORE] != '\0', readable = true;
	enum pass_flag flag;

	*m = (struct mark){ .flag = PASS_SCORED };
	if (!read_flag(r->v[I_FLAG], &flag)) {
		fault(r, I_FLAG, "FLAG_WORD", L("%s: absent, violation, void, or empty", "%s: 应为 absent (缺考)、violation (违纪)、void (无效) 或空"), r->v[I_FLAG]);
		readable = false;
	}
	if (score && !read_score(r, m))
		readable = false;
	if (!readable)
		return false;
	if (!score && flag == PASS_SCORED) {
		fault(r, I_SCORE, "SCORE_MISSING", "%s", L("neither a mark nor a flag", "既无分数也无标记"));
		return false;
	}
	if (flag != PASS_SCORED && score && m->flag != flag) {
		fault(r, I_FLAG, "FLAG_AND_SCORE", L("score %s and flag %s exclude each other: leave one empty", "成绩 %s 与标记 %s 相矛盾: 请只留其一"), r->v[I_SCORE],
		    L(pass_flag_code(flag), r->v[I_FLAG]));
		return false;
	}
	m->flag = score ? m->flag : flag;
	return true;
}

/* ---- every cell of the files, by admit number and subject */

enum side { FIRST, SECOND, SIDES };

struct entry {
	const char *text;     /* the mark; NULL: no row */
	bool readable;
	int64_t line;
	int64_t other_line;   /* of a row that says something else; 0: none */
};

struct cell {
	const char *admit_no, *subject; /* NULL: free */
	struct entry side[SIDES];
};

static struct arena memory;
static struct cell *cells;
static size_t ncells, cells_size; /* a power of two */

static size_t
cell_place(const struct cell *table, size_t size, const char *admit_no, const char *subject)
{
	char key[128];
	int n = snprintf(key, sizeof key, "%s/%s", admit_no, subject);
	size_t i = hash64(key, n < (int)sizeof key ? (size_t)n : sizeof key - 1) & (size - 1);

	while (table[i].admit_no != NULL && (strcmp(table[i].admit_no, admit_no) != 0 || strcmp(table[i].subject, subject) != 0))
		i = (i + 1) & (size - 1);
	return i;
}

static struct cell *
cell_get(const struct rec *r)
{
	if (ncells * 2 >= cells_size) {
		size_t size = cells_size == 0 ? 4096 : cells_size * 2;
		struct cell *more = arena_alloc(&memory, size * sizeof *more);

		for (size_t i = 0; i < cells_size; i++)
			if (cells[i].admit_no != NULL)
				more[cell_place(more, size, cells[i].admit_no, cells[i].subject)] = cells[i];
		cells = more;
		cells_size = size;
	}
	struct cell *c = &cells[cell_place(cells, cells_size, r->v[I_ADMIT_NO], r->v[I_SUBJECT])];

	if (c->admit_no == NULL) {
		c->admit_no = arena_strdup(&memory, r->v[I_ADMIT_NO]);
		c->subject = arena_strdup(&memory, r->v[I_SUBJECT]);
		ncells++;
	}
	return c;
}

static enum side
side_of(const struct rec *r)
{
	return other_file != NULL && strcmp(r->file, other_file) == 0 ? SECOND : FIRST;
}

static void
check(struct rec *r)
{
	struct mark m;
	char text[MARK_SIZE + 1] = "";

	if (*r->v[I_ADMIT_NO] == '\0')
		fault(r, I_ADMIT_NO, "MISSING", "%s", L("admit_no is required", "admit_no 必填"));
	if (*r->v[I_SUBJECT] == '\0')
		fault(r, I_SUBJECT, "MISSING", "%s", L("subject is required", "subject 必填"));
	bool readable = read_mark(r, &m);
	struct entry *e = &cell_get(r)->side[side_of(r)];

	if (readable)
		mark_text(&m, 0, text);
	else
		snprintf(text, sizeof text, "%s", r->v[I_SCORE]);
	if (e->text == NULL)
		*e = (struct entry){ arena_strdup(&memory, text), readable, r->line, 0 };
	else if (strcmp(e->text, text) != 0 && e->other_line == 0)
		e->other_line = r->line;
}

/* What the files say about the cell, compared. */
static void
compare(struct rec *r)
{
	const struct cell *c = cell_get(r);
	const struct entry *mine = &c->side[side_of(r)], *theirs = &c->side[SECOND - side_of(r)];

	if (mine->other_line != 0)
		fault(r, I_SCORE, "ROW_TWICE", L("lines %lld and %lld give this subject of %s different marks: keep the right one",
		    "第 %lld 行与第 %lld 行对 %s 的该科目给出不同成绩: 请保留正确的一行"), (long long)mine->line, (long long)mine->other_line, c->admit_no);
	if (other_file == NULL || !mine->readable)
		return;
	if (theirs->text == NULL)
		fault(r, I_SCORE, "ENTRY_MISSING", L("%s here, and no row in the other entry: look at the paper and complete it",
		    "此处为 %s, 另一次录入没有此行: 请核对试卷并补录"), mine->text);
	else if (strcmp(mine->text, theirs->text) != 0)
		fault(r, I_SCORE, "ENTRY_DIFFERS", L("first entry %s, second entry %s (%s:%lld): look at the paper and correct it",
		    "初录 %s, 复录 %s (%s:%lld): 请核对试卷后改正"), mine->text, theirs->text, other_file, (long long)theirs->line);
}

/* ---- in the transaction */

struct seated {
	int64_t id;
	const struct exam *exam;
	const struct subject *subject;
};

/* Whose number this is: in the exam of -e, else in the only exam that has it. Of nobody, id is 0 and exam the one that is meant all the
 * same, or NULL. False: of another exam than -e's. */
static bool
find_person(struct rec *r, struct seated *s)
{
	const struct exam *wanted = r->run->exam;
	int n = 0;
	bool deleted = false;

	db_text(&q[Q_PERSON], ":admit_no", r->v[I_ADMIT_NO]);
	db_int(&q[Q_PERSON], ":exam", wanted != NULL ? wanted->id : 0);
	while (db_row(&q[Q_PERSON])) {
		if (n++ > 0)
			continue;
		s->id = db_col_int(&q[Q_PERSON], 0);
		s->exam = exam_by_id(db_col_int(&q[Q_PERSON], 1));
		deleted = db_col_int(&q[Q_PERSON], 2);
	}
	if (n > 0 && wanted != NULL && s->exam != wanted)
		return false;
	if (n != 1)
		s->exam = wanted;
	if (n == 0)
		fault(r, I_ADMIT_NO, "ADMIT_NO_UNKNOWN", L("%s: nobody has this admit number: compare it with the paper and with seat-assign's list", "%s: 没有此准考证号: 请与试卷及编排名单核对"), r->v[I_ADMIT_NO]);
	else if (n > 1 && wanted == NULL)
		fault(r, I_ADMIT_NO, "ADMIT_NO_AMBIGUOUS", L("%s: %d exams have this admit number: name the exam with -e", "%s: 有 %d 个考试使用此准考证号: 请用 -e 指明考试"),
		    r->v[I_ADMIT_NO], n);
	else if (deleted)
		fault(r, I_ADMIT_NO, "REG_DELETED", L("%s: the registration is deleted", "%s: 报名已删除"), r->v[I_ADMIT_NO]);
	else
		return true;
	s->id = 0;
	return true;
}

/* Is the subject among the papers of a sitting ("31+32")? */
static bool
writes(const char *papers, const char *subject)
{
	size_t n = strlen(subject);

	for (const char *p = papers; *p != '\0'; p += *p != '\0') {
		size_t len = strcspn(p, "+");

		if (len == n && memcmp(p, subject, n) == 0)
			return true;
		p += len;
	}
	return false;
}

/* No paper has marks before its session has begun: more likely than a clock is another exam's file. It warns only, the
 * marks may be of a session that was moved. */
static void
check_begun(struct rec *r, const struct exam *e, const char *session)
{
	for (size_t i = 0; i < e->nsession; i++) {
		const struct session *x = &e->session[i];
		char begin[TIME_SIZE];

		if (strcmp(x->code, session) != 0)
			continue;
		snprintf(begin, sizeof begin, "%.10sT%.5s:00", x->date, x->start);
		if (strcmp(r->run->now, begin) < 0)
			warning(r, I_SUBJECT, "SESSION_AHEAD", L("session %s of %s, where %s is sat, begins %s; it is %s: look at the subject, the exam, "
			    "and session.csv", "场次 %s (%s, 科目 %s) %s 才开考; 现在是 %s: 请核对科目、考试与 session.csv"), session, e->key,
			    r->v[I_SUBJECT], begin, r->run->now);
	}
}

static void
check_subject(struct rec *r, struct seated *s)
{
	static struct buf papers;

	if (*r->v[I_SUBJECT] == '\0' || s->exam == NULL)
		return;
	s->subject = exam_subject(s->exam, r->v[I_SUBJECT]);
	if (s->subject == NULL) {
		fault(r, I_SUBJECT, "SUBJECT_UNKNOWN", L("%s: no subject of %s", "%s: 不是 %s 的科目"), r->v[I_SUBJECT], s->exam->key);
		return;
	}
	if (s->id == 0)
		return;
	buf_clear(&papers);
	bool sat = false;

	db_int(&q[Q_SEATED], ":id", s->id);
	while (db_row(&q[Q_SEATED])) {
		buf_printf(&papers, "%s%s", papers.len > 0 ? "|" : "", db_col(&q[Q_SEATED], 0));
		if (!writes(db_col(&q[Q_SEATED], 0), s->subject->code))
			continue;
		sat = true;
		check_begun(r, s->exam, db_col(&q[Q_SEATED], 1));
	}
	if (!sat)
		fault(r, I_SUBJECT, "SUBJECT_NOT_SEATED", L("%s is seated for %s, not for %s", "%s 编排的科目为 %s, 没有 %s"), r->v[I_ADMIT_NO],
		    buf_text(&papers), s->subject->code);
}

static void
check_mark(struct rec *r, const struct subject *subject, const struct mark *m)
{
	static const int64_t step[] = { 100, 10, 1 };

	if (!m->written || subject == NULL)
		return;
	if (m->score > (int64_t)subject->full_mark * 100)
		fault(r, I_SCORE, "SCORE_RANGE", L("%s: subject %s has marks from 0 to %d", "%s: 科目 %s 的分数范围为 0 至 %d"), r->v[I_SCORE], subject->code,
		    subject->full_mark);
	if (m->score % step[subject->mark_decimals] != 0)
		fault(r, I_SCORE, "SCORE_DECIMALS", L("%s: marks of subject %s have %d decimals", "%s: 科目 %s 的分数为 %d 位小数"), r->v[I_SCORE], subject->code,
		    subject->mark_decimals);
}

static void
answer(struct rec *r, const struct seated *s, const struct mark *m)
{
	char text[MARK_SIZE];

	mark_text(m, s->subject->mark_decimals, text);
	put(r, O_ADMIT_NO, r->v[I_ADMIT_NO]);
	put(r, O_SUBJECT, s->subject->code);
	put(r, O_SCORE, m->flag == PASS_SCORED ? text : "");
	put(r, O_FLAG, pass_flag_code(m->flag));
	put(r, O_RESULT, "recorded");
}

static void
write_mark(struct stmt *stmt, const struct seated *s, const struct mark *m)
{
	db_int(stmt, ":id", s->id);
	db_text(stmt, ":subject", s->subject->code);
	db_text(stmt, ":flag", pass_flag_code(m->flag));
	if (m->flag == PASS_SCORED)
		db_int(stmt, ":score", m->score);
	else
		db_null(stmt, ":score");
	db_do(stmt);
}

/* The mark that is there already, as text; false: none. */
static bool
known_mark(const struct seated *s, char text[MARK_SIZE])
{
	struct mark m;

	db_int(&q[Q_SCORE], ":id", s->id);
	db_text(&q[Q_SCORE], ":subject", s->subject->code);
	if (!db_row(&q[Q_SCORE]))
		return false;
	m.score = db_col_int(&q[Q_SCORE], 0);
	if (!pass_flag_parse(db_col(&q[Q_SCORE], 1), &m.flag))
		bug("flag %s", db_col(&q[Q_SCORE], 1));
	mark_text(&m, 0, text);
	db_reset(&q[Q_SCORE]);
	return true;
}

/* Published marks change by score-recheck only. */
static bool
published(struct rec *r, const struct exam *e)
{
	db_int(&q[Q_PUBLISHED], ":exam", e->id);
	if (!db_row(&q[Q_PUBLISHED]))
		return false;
	fault(r, I_SCORE, "RESULT_PUBLISHED", L("the results of %s were published on %s: corrections go through score-recheck",
	    "%s 的成绩已于 %s 发布: 更正请用 score-recheck"), e->key, db_col(&q[Q_PUBLISHED], 0));
	db_reset(&q[Q_PUBLISHED]);
	return true;
}

static enum verdict
record(struct rec *r, const struct seated *s, const struct mark *m)
{
	char before[MARK_SIZE], now[MARK_SIZE], detail[3 * MARK_SIZE + 32];
	bool known = known_mark(s, before);

	mark_text(m, 0, now);
	if (known && strcmp(before, now) == 0) {
		answer(r, s, m);
		return UNCHANGED;
	}
	if (published(r, s->exam))
		return UNCHANGED;
	if (known && r->run->override == NULL) {
		fault(r, I_SCORE, "SCORE_DIFFERS", L("%s is recorded, the file has %s: look at the paper; role centre may replace it with --override "
		    "'DOC_NO: REASON'", "已录为 %s, 文件为 %s: 请核对试卷; 中心可用 --override '文号: 理由' 更换"), before, now);
		return UNCHANGED;
	}
	if (!known)
		db_int(&q[Q_ADD], ":run", r->run->batch_id);
	write_mark(&q[known ? Q_REPLACE : Q_ADD], s, m);
	if (known) {
		snprintf(detail, sizeof detail, "%s: %s -> %s", s->subject->code, before, now);
		audit_act(r->run, "score-replace", r->v[I_ADMIT_NO], detail);
	}
	answer(r, s, m);
	return CHANGED;
}

static int64_t compared; /* rows of the second entry that only served the first */

static enum verdict
apply(struct rec *r)
{
	struct seated s = { .id = 0 };
	struct mark m;
	read_mark(r, &m);
	if (side_of(r) == SECOND && cell_get(r)->side[FIRST].text != NULL && cell_get(r)->side[SECOND].other_line == 0) {
		compared++;
		return SKIPPED;
	}
	if (*r->v[I_ADMIT_NO] == '\0')
		s.exam = r->run->exam;
	else if (!find_person(r, &s))
		return SKIPPED;
	check_subject(r, &s);
	check_mark(r, s.subject, &m);
	if (faulty(r))
		return UNCHANGED;
	compare(r);
	return faulty(r) ? UNCHANGED : record(r, &s, &m);
}

static int
import(struct run *run, int argc, char **argv)
{
	char **file = xcalloc((size_t)argc + 3, sizeof *file), standard_input[] = "-", *second = NULL;
	int n = 0;

	for (int i = 0; i < argc; i++) {
		if (other_file != NULL && strcmp(argv[i], other_file) == 0)
			die_usage(L("--compare: %s is the first entry too", "--compare: %s 同时又是初录文件"), other_file);
		file[n++] = argv[i];
	}
	if (argc == 0)
		file[n++] = standard_input;
	if (other_file != NULL) {
		if (argc == 0 && strcmp(other_file, "-") == 0)
			die_usage("%s", L("--compare: both entries cannot be standard input", "--compare: 两次录入不能都是标准输入"));
		file[n++] = second = xstrdup(other_file);
	}
	db_prepare(q, Q_COUNT);
	run_stream(run, n, file, apply);
	run->filtered -= compared;
	free(second);
	free(file);
	return EX_OK;
}

static const struct tool tool = {
	.name = "score-import",
	.synopsis = "[options] [--compare OTHER.csv] [FILE ...]",
	.does_en = "record the marks of seated subjects, compared with a second entry if there is one",
	.does_zh = "导入成绩, 可与二次录入逐格比对",
	.opts = opts,
	.writes = "score",
	.roles = "centre",
	.in = in,
	.out = out,
	.check = check,
	.main = import,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
