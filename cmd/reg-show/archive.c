/* SPDX-License-Identifier: MIT
 * --explain: which results of the archive count with this year, and by which rule the others do not (rule/archive.h). */
#include <string.h>

#include "rule/archive.h"
#include "show.h"
#include "store/db.h"

enum { EXTENSIONS_MAX = 16 };

static size_t
extensions(const struct registration *r, struct archive_extension *out)
{
	static struct stmt q = { "SELECT pass_year, extra_years FROM validity_extension WHERE exam = :exam AND province IN (:province, '*') "
		"AND level IN (:level, '*') /*scan*/", NULL };
	size_t n = 0;

	db_text(&q, ":exam", r->exam->code);
	db_text(&q, ":province", r->province);
	db_text(&q, ":level", r->level);
	while (db_row(&q))
		if (n < EXTENSIONS_MAX)
			out[n++] = (struct archive_extension){ (int)db_col_int(&q, 0), (int)db_col_int(&q, 1) };
	return n;
}

/* Why the entry in hand counts or not. */
static const char *
why(const struct registration *r, const struct archive_rule *rule, struct stmt *q)
{
	int year = (int)db_col_int(q, 1);
	const struct subject *s = exam_subject(r->exam, db_col(q, 4));

	if (!db_col_int(q, 5))
		return L("not passed", "未合格");
	if (strcmp(db_col(q, 2), r->level) != 0)
		return L("passed at another level: does not count", "级别不同: 不计");
	if (rule->mode == ARCHIVE_NONE || rule->same_sitting || rule->new_candidate_only)
		return L("passed, but here all subjects are passed in one sitting", "合格, 但本考试 (级别) 须一次通过, 往年不计");
	if (!archive_counts(rule, year, r->exam->year))
		return L("passed too long ago", "已超过有效期");
	if (s != NULL && s->specialty_paper && strcmp(db_col(q, 3), r->specialty) != 0)
		return format(L("passed in specialty %s: counts with that one only", "系专业 %s 的科目: 仅对该专业有效"), db_col(q, 3));
	if (year < r->exam->year && strcmp(r->candidate, "new") == 0)
		return L("passed, but registered as a new candidate, who carries nothing", "合格, 但本次按新考生报名, 往年不计");
	return L("passed and within validity", "合格且在有效期内");
}

void
show_archive(const struct registration *r)
{
	static struct stmt q = { "SELECT a.archive_no, s.year, s.level, s.specialty, s.subject, s.passed FROM archive a JOIN archive_subject s "
		"ON s.archive_id = a.id WHERE a.person_id = :person AND a.exam = :exam AND s.subject <> '' ORDER BY a.id, s.year, s.subject", NULL };
	const struct level *l = exam_level(r->exam, r->level);
	struct archive_extension extension[EXTENSIONS_MAX];
	enum archive_mode mode = ARCHIVE_NONE;

	if (l == NULL)
		return;
	archive_mode_parse(r->exam->archive_mode, &mode);
	const struct archive_rule rule = { mode, l->validity_years, r->exam->same_sitting, l->new_candidate_only, extension, extensions(r, extension) };

	db_int(&q, ":person", r->person_id);
	db_text(&q, ":exam", r->exam->code);
	while (db_row(&q))
		say("archive", L("archive", "档案"), format(L("%s: %s subject %s: %s (valid %d to %d)", "%s: %s 年科目 %s: %s (有效 %d 至 %d 年)"),
		    db_col(&q, 0), db_col(&q, 1), db_col(&q, 4), why(r, &rule, &q), r->exam->year - l->validity_years + 1, r->exam->year));
}
