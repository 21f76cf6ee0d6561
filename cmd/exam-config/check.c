/* SPDX-License-Identifier: MIT
 * Is a configuration right? Keys, and the rows that other rows name. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"

const char *
value_of(enum table_id t, const struct record *r, const char *field)
{
	return r->value[field_index(&tables[t], field)];
}

int64_t
int_of(enum table_id t, const struct record *r, const char *field)
{
	int64_t v = 0;

	return num_parse(value_of(t, r, field), INT64_MIN, INT64_MAX, &v) ? v : 0;
}

void
each_part(const char *list, const char *separators, void (*part)(void *context, const char *s), void *context)
{
	for (;;) {
		size_t n = strcspn(list, separators);
		char *s = xstrndup(list, n);

		part(context, s);
		free(s);
		if (list[n] == '\0')
			return;
		list += n + 1;
	}
}

/* ---- keys */

static void
keys_of(struct check *ck, enum table_id t)
{
	struct index x = index_make(ck->config, t, key_fields(&tables[t]));
	struct buf key = BUF_INIT;

	for (size_t i = 0, first = 0; i < x.n; i++) {
		if (strcmp(x.entry[i].key, x.entry[first].key) != 0)
			first = i;
		if (i == first || !x.entry[i].record->whole || !x.entry[first].record->whole)
			continue;
		buf_clear(&key);
		key_text(&tables[t], x.entry[i].record, &key);
		flaw_add(ck->flaws, t, x.entry[i].record->line, -1, "KEY_REPEATED",
		    L("%s: stands in line %lld already; a key (%s) may stand once; remove one of the rows",
		    "%s: 第 %lld 行已有; 主键 (%s) 只能出现一次; 请删去一行"), buf_text(&key),
		    (long long)x.entry[first].record->line, key_fields(&tables[t]));
	}
	buf_release(&key);
}

void
check_keys(struct check *ck)
{
	for (int t = 0; t < TABLES; t++)
		keys_of(ck, (enum table_id)t);
}

/* ---- references */

struct reference {
	enum table_id from;
	const char *blamed;     /* the column that is reported */
	const char *parts;      /* columns that make the key; the last may be a list */
	const char *separators; /* of the list, or "" */
	const char *literals;   /* words of the last part that name no row: "*|any" */
	enum table_id to;
	size_t index;           /* offset in struct check */
	const char *code;
};

#define TO(name) offsetof(struct check, name)
#define EXAM_YEAR(t) { t, "exam", "exam year", "", "", EXAM, TO(exam), "EXAM_UNKNOWN" }
#define EXAM_CODE(t, any) { t, "exam", "exam", "", any, EXAM, TO(code), "EXAM_UNKNOWN" }
#define PROVINCE_OF(t, any) { t, "province", "province", "", any, PROVINCE, TO(province), "PROVINCE_UNKNOWN" }
#define CITY_OF(t, any) { t, "city", "city", "", any, CITY, TO(city), "CITY_UNKNOWN" }

static const struct reference references[] = {
	EXAM_YEAR(LEVEL),
	EXAM_YEAR(SPECIALTY),
	{ SPECIALTY, "level", "exam year level", "", "*", LEVEL, TO(level), "LEVEL_UNKNOWN" },
	EXAM_YEAR(SUBJECT),
	EXAM_YEAR(LEVEL_SUBJECT),
	{ LEVEL_SUBJECT, "level", "exam year level", "", "", LEVEL, TO(level), "LEVEL_UNKNOWN" },
	{ LEVEL_SUBJECT, "subject", "exam year subject", "", "", SUBJECT, TO(subject), "SUBJECT_UNKNOWN" },
	EXAM_YEAR(SESSION),
	{ SESSION, "subjects", "exam year subjects", "|+", "", SUBJECT, TO(subject), "SUBJECT_UNKNOWN" },
	EXAM_YEAR(FEE),
	{ FEE, "level", "exam year level", "", "*", LEVEL, TO(level), "LEVEL_UNKNOWN" },
	PROVINCE_OF(FEE, "*"),
	EXAM_CODE(ELIGIBILITY, ""),
	{ ELIGIBILITY, "level", "exam level", "", "", LEVEL, TO(level_code), "LEVEL_UNKNOWN" },
	{ ELIGIBILITY, "major_class", "exam major_class", "", "|any|other", MAJOR_CLASS, TO(major_class), "MAJOR_CLASS_UNKNOWN" },
	EXAM_CODE(MAJOR_CLASS, ""),
	EXAM_CODE(EXEMPTION, ""),
	{ EXEMPTION, "level", "exam level", "", "", LEVEL, TO(level_code), "LEVEL_UNKNOWN" },
	{ EXEMPTION, "exempt_subjects", "exam exempt_subjects", "|", "", SUBJECT, TO(subject_code), "SUBJECT_UNKNOWN" },
	EXAM_YEAR(PASS_LINE),
	PROVINCE_OF(PASS_LINE, "*"),
	{ PASS_LINE, "level", "exam year level", "|", "*", LEVEL, TO(level), "LEVEL_UNKNOWN" },
	EXAM_CODE(VALIDITY_EXTENSION, ""),
	PROVINCE_OF(VALIDITY_EXTENSION, "*"),
	{ VALIDITY_EXTENSION, "level", "exam level", "|", "*", LEVEL, TO(level_code), "LEVEL_UNKNOWN" },
	EXAM_YEAR(WINDOW),
	PROVINCE_OF(WINDOW, "*"),
	EXAM_CODE(SETTING, "*"),
	PROVINCE_OF(SETTING, "*"),
	EXAM_CODE(POLICY, "*"),
	PROVINCE_OF(POLICY, "*"),
	{ POLICY, "field_group", "field_group", "", "", FIELD_GROUP, TO(group), "FIELD_GROUP_UNKNOWN" },
	PROVINCE_OF(CITY, ""),
	CITY_OF(REVIEW_POINT, ""),
	CITY_OF(SITE, ""),
	CITY_OF(ROOM, ""),
	{ ROOM, "site", "city site", "", "", SITE, TO(site), "SITE_UNKNOWN" },
	EXAM_CODE(PROOF_KIND, "*"),
	PROVINCE_OF(PROOF_KIND, "*"),
	{ PROOF_KIND, "photo_rule", "photo_rule", "", "", PHOTO_RULE, TO(rule), "PHOTO_RULE_UNKNOWN" },
	PROVINCE_OF(OPERATOR, "|*"),
	CITY_OF(OPERATOR, "|*"),
	{ OPERATOR, "review_point", "city review_point", "", "|*", REVIEW_POINT, TO(point), "REVIEW_POINT_UNKNOWN" },
};

/* One reference of one record. */
struct looking {
	struct check *ck;
	const struct reference *ref;
	const struct record *record;
	const struct index *index;
	const char *value[PARTS_MAX];
	size_t n;
	bool failed;
};

static bool
is_literal(const char *literals, const char *s)
{
	size_t n = strlen(s);

	for (const char *p = literals;; p++) {
		size_t len = strcspn(p, "|");

		if (*literals != '\0' && len == n && strncmp(p, s, n) == 0)
			return true;
		p += len;
		if (*p == '\0')
			return false;
	}
}

static void
look_up(void *context, const char *s)
{
	struct looking *k = context;
	struct buf b = BUF_INIT;

	k->value[k->n - 1] = s;
	if (is_literal(k->ref->literals, s) || index_get(k->index, k->value, k->n) != NULL)
		return;
	for (size_t i = 0; i < k->n; i++)
		buf_printf(&b, "%s%s", i > 0 ? "-" : "", k->value[i]);
	BAD(k->ck, k->ref->from, k->record, k->ref->blamed, k->ref->code,
	    L("%s: not in %s.csv; add it there or correct this row", "%s: %s.csv 中没有; 请在该表补上或改正此行"), buf_text(&b),
	    tables[k->ref->to].file);
	k->failed = true;
	buf_release(&b);
}

/* failed: a bit for each column that has failed; what hangs on such a column would say nothing new. */
static void
refer(struct check *ck, const struct reference *ref, const struct record *r, unsigned *failed)
{
	const struct table *t = &tables[ref->from];
	size_t field[PARTS_MAX];
	struct looking k = { .ck = ck, .ref = ref, .record = r,
		.index = (const struct index *)(const void *)((const char *)ck + ref->index) };

	k.n = field_list(t, ref->parts, field);
	for (size_t i = 0; i < k.n; i++) {
		if (*failed & 1u << field[i])
			return;
		k.value[i] = r->value[field[i]];
	}
	if (!k.index->present)
		return;
	each_part(k.value[k.n - 1], ref->separators, look_up, &k);
	if (k.failed)
		*failed |= 1u << field_index(t, ref->blamed);
}

void
check_references(struct check *ck)
{
	const size_t n = sizeof references / sizeof *references;

	for (size_t from = 0, to; from < n; from = to) {
		const struct rows *rows = &ck->config->rows[references[from].from];

		for (to = from; to < n && references[to].from == references[from].from; to++)
			;
		for (size_t i = 0; i < rows->n; i++) {
			unsigned failed = 0;

			for (size_t k = from; k < to && rows->row[i].whole; k++)
				refer(ck, &references[k], &rows->row[i], &failed);
		}
	}
}

void
check_config(struct config *c, struct flaws *flaws)
{
	struct check ck = {
		.config = c, .flaws = flaws,
		.exam = index_make(c, EXAM, "exam year"), .code = index_make(c, EXAM, "exam"),
		.level = index_make(c, LEVEL, "exam year level"), .level_code = index_make(c, LEVEL, "exam level"),
		.subject = index_make(c, SUBJECT, "exam year subject"), .subject_code = index_make(c, SUBJECT, "exam subject"),
		.province = index_make(c, PROVINCE, "province"), .city = index_make(c, CITY, "city"),
		.site = index_make(c, SITE, "city site"), .point = index_make(c, REVIEW_POINT, "city review_point"),
		.rule = index_make(c, PHOTO_RULE, "rule"), .group = index_make(c, FIELD_GROUP, "field_group"),
		.major_class = index_make(c, MAJOR_CLASS, "exam major_class"),
	};

	check_keys(&ck);
	check_references(&ck);
	check_settings(&ck);
	check_exams(&ck);
	check_values(&ck);
	check_numbers(&ck);
}
