/* SPDX-License-Identifier: MIT
 * A person's archive and the rule of the year. */
#include "frame/history.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "store/db.h"

/* Decrees that lengthen passes: rows of the exam for this place and level. */
static void
read_extensions(struct history *h, const struct exam *e, const struct level *l, const char *province, struct arena *memory)
{
	static struct stmt q = { "SELECT pass_year, extra_years, doc_no FROM validity_extension WHERE exam = :exam AND province IN (:province, '*') "
		"AND level IN (:level, '*') /*scan*/", NULL };

	h->rule.extension = h->extension;
	h->rule.n_extension = 0;
	db_text(&q, ":exam", e->code);
	db_text(&q, ":province", province != NULL ? province : "*");
	db_text(&q, ":level", l->code);
	while (db_row(&q))
		if (h->rule.n_extension < HISTORY_EXTENSIONS)
			h->extension[h->rule.n_extension++] = (struct archive_extension){ (int)db_col_int(&q, 0), (int)db_col_int(&q, 1),
				arena_strdup(memory, db_col(&q, 2)) };
}

void
history_rule(struct history *h, const struct exam *e, const struct level *l, const char *province)
{
	static struct arena memory;
	const char *change = setting_text(e, province, "carry_change");

	arena_release(&memory);
	h->rule = (struct archive_rule){ .mode = ARCHIVE_NONE, .validity_years = l->validity_years, .same_sitting = e->same_sitting,
		.new_candidate_only = l->new_candidate_only,
		.change = change != NULL && strcmp(change, "specialty_until_passed") == 0 ? ARCHIVE_SPECIALTY_UNTIL_PASSED : ARCHIVE_LOCKED };
	archive_mode_parse(e->archive_mode, &h->rule.mode);
	read_extensions(h, e, l, province, &memory);
	h->archive_id = 0;
	h->archive_no[0] = '\0';
	h->n = 0;
}

void
history_read(struct history *h, int64_t person_id, const struct exam *e, const struct level *l, const char *province)
{
	static struct stmt q = { "SELECT a.id, a.archive_no, s.year, s.level, s.specialty, s.subject, s.passed, s.flag, s.article FROM archive a "
		"JOIN archive_subject s ON s.archive_id = a.id WHERE a.person_id = :person AND a.exam = :exam ORDER BY a.id, s.year", NULL };
	static struct arena memory;

	arena_release(&memory);
	history_rule(h, e, l, province);
	if (person_id == 0)
		return;
	db_int(&q, ":person", person_id);
	db_text(&q, ":exam", e->code);
	while (db_row(&q)) {
		const char *flag = db_col(&q, 7);
		bool voided = strcmp(flag, "void") == 0 || strcmp(flag, "violation") == 0;

		if (h->archive_id == 0) {
			h->archive_id = db_col_int(&q, 0);
			snprintf(h->archive_no, sizeof h->archive_no, "%s", db_col(&q, 1));
		}
		if (h->n == HISTORY_MAX)
			continue;
		h->number[h->n] = arena_strdup(&memory, db_col(&q, 1));
		h->entry[h->n++] = (struct archive_entry){ (int)db_col_int(&q, 2), arena_strdup(&memory, db_col(&q, 3)),
			arena_strdup(&memory, db_col(&q, 4)), arena_strdup(&memory, db_col(&q, 5)), db_col_int(&q, 6) != 0,
			voided ? arena_strdup(&memory, db_col(&q, 8)) : NULL };
	}
}
