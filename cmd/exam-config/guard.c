/* SPDX-License-Identifier: MIT
 * What a load must not do to registrations that exist. */
#include "guard.h"

#include <stdlib.h>

#include "base/num.h"
#include "office.h"

#define LIVE "FROM registration r JOIN exam e ON e.id = r.exam_id WHERE r.deleted_at IS NULL AND NOT EXISTS "
#define EXAM_KEY "e.exam || '-' || e.year || ' ' || "

/* Each gives what is in use and by how many. */
static struct guard {
	enum table_id t;
	const char *field;
	struct stmt q;
} guards[] = {
	{ LEVEL, "level", { "SELECT " EXAM_KEY "r.level, count(*) " LIVE
	    "(SELECT 1 FROM level l WHERE l.exam = e.exam AND l.year = e.year AND l.level = r.level) GROUP BY 1 /*scan*/", NULL } },
	{ SPECIALTY, "specialty", { "SELECT " EXAM_KEY "r.level || ' ' || r.specialty, count(*) " LIVE
	    "(SELECT 1 FROM specialty s WHERE s.exam = e.exam AND s.year = e.year AND s.level IN (r.level, '*') "
	    "AND s.specialty = r.specialty) GROUP BY 1 /*scan*/", NULL } },
	{ SUBJECT, "subject", { "SELECT " EXAM_KEY "x.subject, count(*) FROM registration r JOIN exam e ON e.id = r.exam_id "
	    "JOIN registration_subject x ON x.registration_id = r.id WHERE r.deleted_at IS NULL AND NOT EXISTS "
	    "(SELECT 1 FROM subject s WHERE s.exam = e.exam AND s.year = e.year AND s.subject = x.subject) GROUP BY 1 /*scan*/", NULL } },
	{ SESSION, "session", { "SELECT " EXAM_KEY "x.session, count(*) FROM seat x JOIN exam e ON e.id = x.exam_id WHERE NOT EXISTS "
	    "(SELECT 1 FROM session s WHERE s.exam = e.exam AND s.year = e.year AND s.session = x.session) GROUP BY 1 /*scan*/", NULL } },
	{ PROVINCE, "province", { "SELECT r.province, count(*) " LIVE
	    "(SELECT 1 FROM province p WHERE p.province = r.province) GROUP BY 1 /*scan*/", NULL } },
	{ CITY, "city", { "SELECT r.city, count(*) " LIVE
	    "(SELECT 1 FROM city c WHERE c.city = r.city AND c.province = r.province) GROUP BY 1 /*scan*/", NULL } },
	{ REVIEW_POINT, "review_point", { "SELECT r.city || ' ' || r.review_point, count(*) " LIVE
	    "(SELECT 1 FROM review_point p WHERE p.city = r.city AND p.review_point = r.review_point) GROUP BY 1 /*scan*/", NULL } },
	{ SITE, "site", { "SELECT r.city || ' ' || r.site, count(*) " LIVE
	    "(SELECT 1 FROM site s WHERE s.city = r.city AND s.site = r.site) AND r.site <> '' GROUP BY 1 /*scan*/", NULL } },
	{ ROOM, "room", { "SELECT x.city || ' ' || x.site || ' ' || x.room, count(DISTINCT x.registration_id) FROM seat x WHERE NOT EXISTS "
	    "(SELECT 1 FROM room m WHERE m.city = x.city AND m.site = x.site AND m.room = x.room) GROUP BY 1 /*scan*/", NULL } },
	{ DOC_TYPE, "code", { "SELECT p.id_type, count(*) FROM person p WHERE NOT EXISTS "
	    "(SELECT 1 FROM doc_type d WHERE d.code = p.id_type) GROUP BY 1 /*scan*/", NULL } },
};

static void
in_use(struct flaws *flaws, enum table_id t, const char *field, const char *what, int64_t n)
{
	flaw_add(flaws, t, 0, (int)field_index(&tables[t], field), "IN_USE",
	    L("%s: removed or changed, but %lld registrations (or persons, seats) have it; keep the row",
	    "%s: 已删改, 但仍有 %lld 条报名 (或人员、座位) 使用; 请保留此行"), what, (long long)n);
}

void
guard_exams(const struct config *old, const struct config *new, struct flaws *flaws)
{
	static struct stmt q = { "SELECT count(*) FROM registration r JOIN exam e ON e.id = r.exam_id "
	    "WHERE e.exam = :exam AND e.year = :year /*scan*/", NULL };
	const struct rows *was = &old->rows[EXAM], *is = &new->rows[EXAM];

	for (size_t i = 0; i < was->n; i++) {
		const struct record *r = &was->row[i];
		bool kept = false;
		int64_t year = 0;

		for (size_t k = 0; k < is->n && !kept; k++)
			kept = record_equal(r, &is->row[k], 2);
		if (kept || !num_parse(r->value[1], 0, 9999, &year))
			continue;
		db_text(&q, ":exam", r->value[0]);
		db_int(&q, ":year", year);
		int64_t n = db_int1(&q, 0);
		char *key = xasprintf("%s-%s", r->value[0], r->value[1]);

		if (n > 0)
			in_use(flaws, EXAM, "exam", key, n);
		free(key);
	}
}

void
guard_registrations(struct flaws *flaws)
{
	for (size_t i = 0; i < sizeof guards / sizeof *guards; i++)
		while (db_row(&guards[i].q))
			in_use(flaws, guards[i].t, guards[i].field, db_col(&guards[i].q, 0), db_col_int(&guards[i].q, 1));
}

bool
guard_seated(void)
{
	static struct stmt q = { "SELECT EXISTS (SELECT 1 FROM seat)", NULL };

	return db_int1(&q, 0) != 0;
}
