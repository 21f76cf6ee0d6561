/* SPDX-License-Identifier: MIT
 * archive-export: the archive that next year attaches, as a file that archive-merge reads elsewhere without loss. The
 * results of published exams go into the archive first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "export.h"
#include "frame/export.h"
#include "store/db.h"
#include "store/person.h"
#include "store/registration.h"

static const char *file;

static const struct opt opts[] = {
	OPT_TEXT('o', "output", &file, "FILE", "the archive (personal data whole, audited)", "档案文件 (含完整个人信息, 记入审计)"),
	OPT_END
};

enum { I_REG_NO, I_PERSON_NO };
static const struct incol in[] = { [I_REG_NO] = { "reg_no", false }, [I_PERSON_NO] = { "person_no", false }, { NULL, false } };

enum { O_ARCHIVE_NO, O_EXAM, O_PERSON_NO, O_NAME, O_ID_NO, O_ACTION, O_COUNT };
static const char *const out[] = { "archive_no", "exam", "person_no", "name", "id_no", "action", NULL };

/* the columns that archive-merge reads */
static const char *const columns[] = { "archive_no", "exam", "year", "level", "specialty", "name", "id_type", "id_no", "subject", "score", "passed", "article" };
enum { COLUMNS = sizeof columns / sizeof *columns };

#define ARCHIVES "SELECT a.id, a.archive_no, a.exam, p.id, p.name, p.id_type, p.id_no FROM archive a JOIN person p ON p.id = a.person_id "

enum { Q_ALL, Q_OF_PERSON, Q_RESULTS, Q_OTHERS, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	/* by the person's first number, and its further ones behind it in their order: read back, the first is the first again */
	[Q_ALL] = { ARCHIVES "WHERE :exam IN ('', a.exam) ORDER BY a.exam, (SELECT b.archive_no FROM archive b WHERE b.person_id = a.person_id AND b.exam = a.exam "
		"ORDER BY b.id LIMIT 1), a.id /*scan*/", NULL },
	[Q_OF_PERSON] = { ARCHIVES "WHERE a.person_id = :person AND :exam IN ('', a.exam) ORDER BY a.exam, a.id", NULL },
	[Q_RESULTS] = { "SELECT year, level, specialty, subject, coalesce(score, -1), passed, flag, article FROM archive_subject WHERE archive_id = :archive "
		"ORDER BY year, level, specialty, subject", NULL },
	/* a further number under which nothing is stored, because the first one has it: shown with what that one has */
	[Q_OTHERS] = { "SELECT s.year, s.level, s.specialty, s.subject, coalesce(s.score, -1), s.passed, s.flag, s.article FROM archive a "
		"JOIN archive b ON b.person_id = a.person_id AND b.exam = a.exam JOIN archive_subject s ON s.archive_id = b.id WHERE a.id = :archive "
		"ORDER BY b.id, s.year, s.level, s.specialty, s.subject LIMIT 1", NULL },
};

static struct export *archive;
static int64_t narchive, nrow;
static struct tally tally;

/* ---- whom a stream selects */

struct wanted {
	int64_t person;
	const char *exam; /* its code; "" every one */
};
static struct wanted *wanted;
static size_t nwanted, wanted_cap;
static struct map wanted_at; /* hash of both */
static bool closed;

/* Before the first record is looked at, in the transaction: numbers do not depend on who is selected. */
static void
close_exams(struct run *run)
{
	const struct exam *e;

	if (closed)
		return;
	closed = true;
	for (size_t i = 0; (e = exam_nth(i)) != NULL; i++)
		if ((run->exam == NULL || run->exam->id == e->id) && exam_published(e))
			close_exam(run, e, &tally);
}

static bool
has_archive(int64_t person, const char *exam)
{
	db_int(&q[Q_OF_PERSON], ":person", person);
	db_text(&q[Q_OF_PERSON], ":exam", exam);
	bool there = db_row(&q[Q_OF_PERSON]);

	db_reset(&q[Q_OF_PERSON]);
	return there;
}

static void
want(int64_t person, const char *exam)
{
	char key[48];

	snprintf(key, sizeof key, "%lld %s", (long long)person, exam);
	int64_t *at = map_at(&wanted_at, hash64(key, strlen(key)), NULL);

	if (*at != 0)
		return;
	wanted = grow(wanted, nwanted, &wanted_cap, sizeof *wanted);
	wanted[nwanted++] = (struct wanted){ person, exam };
	*at = (int64_t)nwanted;
}

static enum verdict
each(struct rec *r)
{
	const char *exam = r->run->exam != NULL ? r->run->exam->code : "", *key = r->v[I_REG_NO];
	int64_t person = 0;

	close_exams(r->run);
	if (*key != '\0') {
		struct registration reg;

		if (registration_find(key, &reg) && reg.exam != NULL) {
			person = reg.person_id;
			exam = reg.exam->code;
		} else {
			fault(r, I_REG_NO, "REG_UNKNOWN", L("no registration %s: reg-show finds it by name and document, or by phone", "没有报名号 %s: 可用 reg-show 按姓名证件或手机号查找"), key);
		}
	} else {
		struct person p;

		key = r->v[I_PERSON_NO];
		person = person_now(person_no_parse(key));
		if (*key == '\0')
			fault(r, I_REG_NO, "MISSING", "%s", L("reg_no or person_no is required", "须有 reg_no 或 person_no"));
		else if (person == 0 || !person_get(person, &p))
			fault(r, I_PERSON_NO, "PERSON_UNKNOWN", L("no person %s", "没有人员编号 %s"), key);
	}
	if (!faulty(r) && !has_archive(person, exam))
		fault(r, *r->v[I_REG_NO] != '\0' ? I_REG_NO : I_PERSON_NO, "ARCHIVE_NONE", L("%s has no archive%s%s; results come into it when they are published",
		    "%s 没有档案%s%s; 成绩公布后方入档"), key, *exam != '\0' ? L(" for ", ", 考试 ") : "", exam);
	if (!faulty(r))
		want(person, exam);
	return UNCHANGED;
}

/* ---- the file */

/* The mark, or the sign that archive-merge reads in its place. */
static const char *
score_text(int64_t score, const char *flag)
{
	static char text[32];

	if (*flag != '\0')
		return strcmp(flag, "absent") == 0 ? "-1" : strcmp(flag, "violation") == 0 ? "-2" : "-4";
	if (score < 0)
		return "";
	if (score % 100 == 0)
		snprintf(text, sizeof text, "%lld", (long long)(score / 100));
	else if (score % 10 == 0)
		snprintf(text, sizeof text, "%lld.%lld", (long long)(score / 100), (long long)(score % 100 / 10));
	else
		snprintf(text, sizeof text, "%lld.%02lld", (long long)(score / 100), (long long)(score % 100));
	return text;
}

/* Results of the archive in hand (a row of ARCHIVES). The number written. */
static int64_t
write_results(struct stmt *a, struct stmt *s)
{
	int64_t n = 0;

	db_int(s, ":archive", db_col_int(a, 0));
	for (; db_row(s); n++)
		export_row(archive, (const char *const[COLUMNS]){ db_col(a, 1), db_col(a, 2), db_col(s, 0), db_col(s, 1), db_col(s, 2), db_col(a, 4), db_col(a, 5), db_col(a, 6),
		    db_col(s, 3), score_text(db_col_int(s, 4), db_col(s, 6)), db_col(s, 5), db_col(s, 7) });
	return n;
}

static void
write_archive(struct run *run, struct stmt *a)
{
	static const char *const word[] = { [UNTOUCHED] = "unchanged", [MERGED] = "merged", [ADDED] = "added" };
	enum done what = archive_done(db_col_int(a, 0));
	char person_no[PERSON_NO_SIZE];
	int64_t n = write_results(a, &q[Q_RESULTS]);

	if (n == 0)
		n = write_results(a, &q[Q_OTHERS]);
	nrow += n;
	narchive++;
	person_no_text(db_col_int(a, 3), person_no);
	if (what != UNTOUCHED || !run->only_changed)
		run_row(run, (const char *const[O_COUNT]){ db_col(a, 1), db_col(a, 2), person_no, db_col(a, 4), db_col(a, 6), word[what] });
}

static void
write_file(struct run *run, bool stream)
{
	struct stmt *s = &q[stream ? Q_OF_PERSON : Q_ALL];

	if (!stream) {
		db_text(s, ":exam", run->exam != NULL ? run->exam->code : "");
		while (db_row(s))
			write_archive(run, s);
	}
	for (size_t i = 0; i < nwanted; i++) {
		db_int(s, ":person", wanted[i].person);
		db_text(s, ":exam", wanted[i].exam);
		while (db_row(s))
			write_archive(run, s);
	}
}

/* ---- the run */

static void
keep_record(struct run *run)
{
	char hex[HASH_HEX], detail[192];

	export_end(archive, hex);
	snprintf(detail, sizeof detail, "archives=%lld rows=%lld sha256=%s", (long long)narchive, (long long)nrow, hex);
	audit_act(run, "export", file, detail);
	run_summary(run, L("%lld archives, %lld rows; %lld numbers given, %lld results added, %lld corrected; %lld rejected",
	    "档案 %lld 份, %lld 行; 新编档案号 %lld 个, 入档成绩 %lld 条, 更正 %lld 条; 拒绝 %lld"), (long long)narchive, (long long)nrow, (long long)tally.numbers,
	    (long long)tally.results, (long long)tally.corrections, (long long)run->rejected);
}

/* A pipe or a file with nothing in it: the list before us has failed, and everybody was not asked for. */
static bool
empty_input(void)
{
	struct stat st;

	return fstat(STDIN_FILENO, &st) == 0 && (S_ISFIFO(st.st_mode) || (S_ISREG(st.st_mode) && st.st_size == 0));
}

static int
run_export(struct run *run, int argc, char **argv)
{
	export_named(file, "");
	bool stream = run_has_stream(run, argc);

	db_prepare(q, Q_COUNT);
	if (!stream && *scope_text(run) != '\0')
		refuse(L("NOT_AUTHORISED: an archive has no place; %s acts for %s and exports the archives of its registrations (a stream of reg_no); nothing was changed",
		    "NOT_AUTHORISED: 档案不分地区; %s 只办理 %s, 只能按报名号导出其报名人员的档案; 未作任何改动"), run->login, scope_text(run));
	if (!stream && run->exam == NULL && empty_input())
		refuse("%s", L("stdin: EMPTY: no header line; for everybody's archive give -e, or </dev/null; nothing was changed",
		    "stdin: EMPTY: 没有表头; 导出全部档案请用 -e 或 </dev/null; 未作任何改动"));
	if (!stream && run->exam != NULL && !exam_published(run->exam))
		refuse(L("NOT_PUBLISHED: the scores of %s are not published, so its archive is not complete: score-publish; nothing was changed",
		    "NOT_PUBLISHED: %s 的成绩尚未公布, 档案不完整: 请先运行 score-publish; 未作任何改动"), run->exam->key);
	archive = export_begin(run, file, columns, COLUMNS);
	if (stream)
		run_stream(run, argc, argv, each);
	else
		run_begin(run, 0);
	close_exams(run);
	write_file(run, stream);
	keep_record(run);
	if (!stream) {
		run->accepted = tally.numbers + tally.results + tally.corrections;
		run->unchanged = nrow - tally.results - tally.corrections;
	}
	return EX_OK;
}

static bool
after(struct run *run, bool committed)
{
	(void)run, (void)committed;
	return archive == NULL || export_commit(archive);
}

static const struct tool tool = {
	.name = "archive-export",
	.synopsis = "[options] -o FILE [FILE ...]",
	.does_en = "write the archive that next year attaches, or a transfer slip",
	.does_zh = "导出供下一年度使用的档案库, 或转出单",
	.opts = opts,
	.flags = TOOL_OPTIONAL_STREAM,
	.writes = "archive archive_subject archive_correction archive_number",
	.roles = "district",
	.in = in,
	.out = out,
	.main = run_export,
	.after = after,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
