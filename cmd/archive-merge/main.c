/* SPDX-License-Identifier: MIT
 * archive-merge: take in the archive of earlier years (档案库), a row a subject and year, in any
 * order and from any number of files: persons are linked or made, what is known already is
 * recognised, and nothing that contradicts it is ever written over it. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "merge.h"
#include "store/db.h"
#include "store/former.h"
#include "store/person.h"

static const char *decisions_file, *held_file;

static const struct opt opts[] = {
	OPT_TEXT(0, "decisions", &decisions_file, "FILE", "what an officer decided about documents under another name", "对同一证件不同姓名的决定"),
	OPT_TEXT(0, "held", &held_file, "FILE", "write what waits for a decision there, as a form for --decisions", "把待定的姓名写入该文件, 填写后用 --decisions 导入"),
	OPT_END
};

static const struct incol in[] = {
	[I_ARCHIVE_NO] = { "archive_no", true }, [I_EXAM] = { "exam", true }, [I_YEAR] = { "year", false },
	[I_LEVEL] = { "level", true }, [I_SPECIALTY] = { "specialty", false }, [I_NAME] = { "name", true },
	[I_ID_TYPE] = { "id_type", false }, [I_ID_NO] = { "id_no", true }, [I_SUBJECT] = { "subject", true },
	[I_SCORE] = { "score", false }, [I_PASSED] = { "passed", true }, [I_ARTICLE] = { "article", false }, { NULL, false }
};

static const char *const out[] = { "archive_no", "exam", "name", "id_no", "action", NULL };

enum { Q_ARCHIVE, Q_PRINT, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_ARCHIVE] = { "SELECT a.id, a.exam, a.person_id, p.name, p.id_no FROM archive a JOIN person p ON p.id = a.person_id "
		"WHERE a.archive_no = :archive_no", NULL },
	[Q_PRINT] = { "SELECT a.archive_no, a.exam, p.name, p.id_no FROM archive a JOIN person p ON p.id = a.person_id "
		"WHERE a.id = :archive", NULL },
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

static void
check(struct rec *r)
{
	row_read(r, &row);
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
		fault(r, I_ARCHIVE_NO, "ARCHIVE_OTHER_PERSON", L("%s is the archive of another person, %s with %s; this row has %s with %s; correct the number or the document",
		    "档案号 %s 属于另一人员 %s (%s); 本行为 %s (%s); 请改正档案号或证件号码"), r->v[I_ARCHIVE_NO], db_col(&q[Q_ARCHIVE], 3),
		    shown_document(r->run, db_col(&q[Q_ARCHIVE], 4)), r->v[I_NAME], shown_document(r->run, w->identity.id_no));
	db_reset(&q[Q_ARCHIVE]);
	return id;
}

/* A new number; where the person has one for this exam already, the first stays the key (rules.md (b) I) and both count together. */
static int64_t
add_archive(struct rec *r, const struct row *w, int64_t person, enum action *action)
{
	char first[ARCHIVE_NO_SIZE];

	*action = ADDED;
	if (archive_first(person, w->exam, first) != 0) {
		*action = MERGED;
		warning(r, I_ARCHIVE_NO, "ARCHIVE_SECOND", L("the person has archive %s for %s already: it stays the key, and what %s holds counts with it",
		    "该人员已有档案号 %s (考试 %s): 以其为准, %s 的内容并入"), first, w->exam, r->v[I_ARCHIVE_NO]);
	}
	return archive_add(r->v[I_ARCHIVE_NO], w->exam, person, r->run->batch_id);
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
	struct entry entry;

	if (!row_read(r, &row)) {
		if (*row.exam != '\0')
			find_archive(r, &row, -1); /* whoever it is */
		return UNCHANGED;
	}
	struct who who = who_find(r, &row);
	int64_t person = who.person, archive = find_archive(r, &row, person);

	entry_compare(r, &row, person, &entry);
	if (faulty(r))
		return UNCHANGED;
	if (archive != 0 && entry.action == ENTRY_SAME && who.decision == NULL) {
		note(archive, UNTOUCHED);
		return UNCHANGED;
	}
	if (person == 0)
		person = add_person(r, &row);
	who_keep(r, &row, &who, person);
	if (archive == 0)
		archive = add_archive(r, &row, person, &action);
	entry_write(r, &row, archive, person, &entry);
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
	if (held_file != NULL)
		held_write(run, held_file);
}

static void
start(struct run *run)
{
	db_prepare(q, Q_COUNT);
	row_prepare();
	if (decisions_file != NULL)
		decisions_read(run, decisions_file);
}

static void
begin(struct run *run)
{
	(void)run;
	former_read();
}

static const struct tool tool = {
	.name = "archive-merge",
	.synopsis = "[options] [--decisions FILE] [--held FILE] [FILE ...]",
	.does_en = "merge archives of earlier years into the database",
	.does_zh = "并入往年档案库",
	.opts = opts,
	.writes = "person archive archive_subject archive_correction archive_decision",
	.roles = "district",
	.in = in,
	.out = out,
	.start = start,
	.check = check,
	.begin = begin,
	.apply = apply,
	.end = end,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
