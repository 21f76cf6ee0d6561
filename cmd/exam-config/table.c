/* SPDX-License-Identifier: MIT
 * The descriptors of the configuration's tables. */
#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/num.h"
#include "stream/csvout.h"
#include "value/date.h"
#include "value/money.h"
#include "value/text.h"

#define CODE(name, flags) { ":" name, TYPE_CODE, flags, 0, 0, NULL }
#define TEXT(name, flags) { ":" name, TYPE_TEXT, flags, 0, 0, NULL }
#define INT(name, flags, min, max) { ":" name, TYPE_INT, flags, min, max, NULL }
#define FLAG(name) INT(name, 0, 0, 1)
#define YEAR(flags) INT("year", flags, 1990, 2099)
#define WORD(name, flags, words) { ":" name, TYPE_WORD, flags, 0, 0, words }
#define MONEY(name, flags) { ":" name, TYPE_MONEY, flags, 0, 0, NULL }
#define OF(type, name, flags) { ":" name, type, flags, 0, 0, NULL }

#define SELECT(t, columns) { "SELECT " columns " FROM " t " ORDER BY row /*scan*/", NULL }
#define INSERT(t, columns, values) { "INSERT INTO " t " (row, " columns ") VALUES (:row, " values ")", NULL }
#define DELETE(t) { "DELETE FROM " t, NULL }
#define SQL(t, columns, values) SELECT(t, columns), INSERT(t, columns, values), DELETE(t)

#define EXAM_COLUMNS "exam, year, cycle, name, short_name, delivery, archive_mode, subject_choice, same_sitting, " \
	"pledge, eligibility_day, room_size, paper_bags, admit_no, archive_no, cert_no"

#define EDUCATIONS "any|high_school|college|bachelor|double_bachelor|second_bachelor|master|doctor"

struct table tables[TABLES] = {
	/* its id is what everything else refers to, so a row is updated in place and removed by its key */
	[EXAM] = { "exam", "exam", false,
		SELECT("exam", EXAM_COLUMNS),
		{ "INSERT INTO exam (row, " EXAM_COLUMNS ") VALUES (:row, :exam, :year, :cycle, :name, :short_name, :delivery, "
		  ":archive_mode, :subject_choice, :same_sitting, :pledge, :eligibility_day, :room_size, :paper_bags, :admit_no, "
		  ":archive_no, :cert_no) ON CONFLICT (exam, year) DO UPDATE SET row = excluded.row, cycle = excluded.cycle, "
		  "name = excluded.name, short_name = excluded.short_name, delivery = excluded.delivery, "
		  "archive_mode = excluded.archive_mode, subject_choice = excluded.subject_choice, "
		  "same_sitting = excluded.same_sitting, pledge = excluded.pledge, eligibility_day = excluded.eligibility_day, "
		  "room_size = excluded.room_size, paper_bags = excluded.paper_bags, admit_no = excluded.admit_no, "
		  "archive_no = excluded.archive_no, cert_no = excluded.cert_no", NULL },
		{ "DELETE FROM exam WHERE exam = :exam AND year = :year", NULL },
		16, { CODE("exam", KEY), YEAR(KEY), INT("cycle", 0, 1, 99), TEXT("name", 0), TEXT("short_name", 0),
			WORD("delivery", 0, "paper|computer"), WORD("archive_mode", 0, "previous_year|rolling|none"),
			WORD("subject_choice", 0, "all|free"), FLAG("same_sitting"), FLAG("pledge"), CODE("eligibility_day", 0),
			INT("room_size", 0, 1, 999), CODE("paper_bags", 0), CODE("admit_no", 0), CODE("archive_no", 0),
			CODE("cert_no", 0) } },
	[LEVEL] = { "level", "level", false,
		SQL("level", "exam, year, level, name, required_subjects, validity_years, new_candidate_only",
		    ":exam, :year, :level, :name, :required_subjects, :validity_years, :new_candidate_only"),
		7, { CODE("exam", KEY), YEAR(KEY), CODE("level", KEY), TEXT("name", 0), INT("required_subjects", 0, 1, 99),
			INT("validity_years", 0, 1, 20), FLAG("new_candidate_only") } },
	[SPECIALTY] = { "specialty", "specialty", false,
		SQL("specialty", "exam, year, level, specialty, name", ":exam, :year, :level, :specialty, :name"),
		5, { CODE("exam", KEY), YEAR(KEY), CODE("level", KEY), CODE("specialty", KEY), TEXT("name", 0) } },
	[SUBJECT] = { "subject", "subject", false,
		SQL("subject", "exam, year, subject, name, kind, question_kind, minutes, full_mark, pass_mark, open_book, forms, "
		    "mark_decimals", ":exam, :year, :subject, :name, :kind, :question_kind, :minutes, :full_mark, :pass_mark, "
		    ":open_book, :forms, :mark_decimals"),
		12, { CODE("exam", KEY), YEAR(KEY), CODE("subject", KEY), TEXT("name", 0), WORD("kind", 0, "public|specialty"),
			WORD("question_kind", 0, "objective|subjective|mixed"), INT("minutes", 0, 1, 1440),
			INT("full_mark", 0, 1, 1000), INT("pass_mark", EMPTY, 0, 1000), FLAG("open_book"), INT("forms", 0, 1, 26),
			INT("mark_decimals", 0, 0, 2) } },
	[LEVEL_SUBJECT] = { "level_subject", "level_subject", false,
		SQL("level_subject", "exam, year, level, subject", ":exam, :year, :level, :subject"),
		4, { CODE("exam", KEY), YEAR(KEY), CODE("level", KEY), CODE("subject", KEY) } },
	[SESSION] = { "session", "session", false,
		SQL("session", "exam, year, session, batch, date, start, \"end\", subjects",
		    ":exam, :year, :session, :batch, :date, :start, :end, :subjects"),
		8, { CODE("exam", KEY), YEAR(KEY), CODE("session", KEY), CODE("batch", EMPTY), OF(TYPE_DATE, "date", 0),
			OF(TYPE_CLOCK, "start", 0), OF(TYPE_CLOCK, "end", 0), CODE("subjects", 0) } },
	[FEE] = { "fee", "fee", false,
		SQL("fee", "exam, year, province, level, component, unit, amount, upward_share",
		    ":exam, :year, :province, :level, :component, :unit, :amount, :upward_share"),
		8, { CODE("exam", KEY), YEAR(KEY), CODE("province", KEY), CODE("level", KEY),
			WORD("component", KEY, "objective|subjective|registration|archive_new"),
			WORD("unit", 0, "per_subject|per_person"), MONEY("amount", 0), MONEY("upward_share", EMPTY) } },
	[ELIGIBILITY] = { "eligibility", "eligibility", false,
		SQL("eligibility", "exam, level, route, min_education, min_degree, major_class, min_work_years, min_pro_years, "
		    "prior_cert, years_after_prior_cert, from_year, to_year, note", ":exam, :level, :route, :min_education, "
		    ":min_degree, :major_class, :min_work_years, :min_pro_years, :prior_cert, :years_after_prior_cert, :from_year, "
		    ":to_year, :note"),
		13, { CODE("exam", KEY), CODE("level", KEY), CODE("route", KEY), WORD("min_education", EMPTY, EDUCATIONS),
			WORD("min_degree", EMPTY, EDUCATIONS), CODE("major_class", EMPTY), INT("min_work_years", EMPTY, 0, 60),
			INT("min_pro_years", EMPTY, 0, 60), TEXT("prior_cert", EMPTY), INT("years_after_prior_cert", EMPTY, 0, 60),
			INT("from_year", KEY | EMPTY, 1990, 2099), INT("to_year", EMPTY, 1990, 2099), TEXT("note", EMPTY) } },
	[MAJOR] = { "major", "major", false,
		SQL("major", "discipline, major_class, major, degree_note", ":discipline, :major_class, :major, :degree_note"),
		4, { TEXT("discipline", KEY), TEXT("major_class", KEY), TEXT("major", KEY), TEXT("degree_note", EMPTY) } },
	[MAJOR_CLASS] = { "major_class", "major_class", true,
		SQL("major_class", "exam, major_class, match, value", ":exam, :major_class, :match, :value"),
		4, { CODE("exam", KEY), CODE("major_class", KEY), WORD("match", KEY, "discipline|class|major"), TEXT("value", KEY) } },
	[EXEMPTION] = { "exemption", "exemption", true,
		SQL("exemption", "exam, level, exempt_subjects, condition, also_needs_route",
		    ":exam, :level, :exempt_subjects, :condition, :also_needs_route"),
		5, { CODE("exam", KEY), CODE("level", KEY), CODE("exempt_subjects", 0), TEXT("condition", 0),
			FLAG("also_needs_route") } },
	[PASS_LINE] = { "pass_line", "pass_line", true,
		SQL("pass_line", "exam, year, province, level, min_each, min_total, scope",
		    ":exam, :year, :province, :level, :min_each, :min_total, :scope"),
		7, { CODE("exam", KEY), YEAR(KEY), CODE("province", KEY), CODE("level", KEY), INT("min_each", EMPTY, 0, 1000),
			INT("min_total", EMPTY, 0, 9999), WORD("scope", EMPTY, "province") } },
	[VALIDITY_EXTENSION] = { "validity_extension", "validity_extension", true,
		SQL("validity_extension", "exam, province, level, pass_year, extra_years, doc_no",
		    ":exam, :province, :level, :pass_year, :extra_years, :doc_no"),
		6, { CODE("exam", KEY), CODE("province", KEY), CODE("level", KEY), INT("pass_year", KEY, 1980, 2099),
			INT("extra_years", 0, 1, 20), TEXT("doc_no", 0) } },
	[WINDOW] = { "window", "window", false,
		SQL("window", "exam, year, province, window, open, close", ":exam, :year, :province, :window, :open, :close"),
		6, { CODE("exam", KEY), YEAR(KEY), CODE("province", KEY),
			WORD("window", KEY, "registration|confirmation|review|payment|admit_print|score_query"),
			OF(TYPE_TIME, "open", KEY), OF(TYPE_TIME, "close", EMPTY) } },
	[SETTING] = { "setting", "setting", false,
		SQL("setting", "exam, province, setting, value", ":exam, :province, :setting, :value"),
		4, { CODE("exam", KEY), CODE("province", KEY), CODE("setting", KEY), TEXT("value", 0) } },
	[POLICY] = { "policy", "policy", false,
		SQL("policy", "exam, province, field_group, from_stage, until, authority, in_person, proxy, documents, condition, "
		    "source", ":exam, :province, :field_group, :from_stage, :until, :authority, :in_person, :proxy, :documents, "
		    ":condition, :source"),
		11, { CODE("exam", KEY), CODE("province", KEY), CODE("field_group", KEY),
			WORD("from_stage", KEY, "none|filled|confirmed|reviewed|paid|seated|printed|scored|published|certified"),
			CODE("until", 0), WORD("authority", KEY, "self|district|centre|site"), FLAG("in_person"), FLAG("proxy"),
			CODE("documents", EMPTY), TEXT("condition", EMPTY), TEXT("source", EMPTY) } },
	[FIELD_GROUP] = { "field_group", "field_group", false,
		SQL("field_group", "field, field_group", ":field, :field_group"),
		2, { CODE("field", KEY), CODE("field_group", 0) } },
	[PROVINCE] = { "province", "province", false,
		SQL("province", "province, name", ":province, :name"),
		2, { CODE("province", KEY), TEXT("name", 0) } },
	[CITY] = { "city", "city", false,
		SQL("city", "city, province, name", ":city, :province, :name"),
		3, { CODE("city", KEY), CODE("province", 0), TEXT("name", 0) } },
	[REVIEW_POINT] = { "review_point", "review_point", false,
		SQL("review_point", "city, review_point, name, address, phone, hours",
		    ":city, :review_point, :name, :address, :phone, :hours"),
		6, { CODE("city", KEY), CODE("review_point", KEY), TEXT("name", 0), TEXT("address", EMPTY), TEXT("phone", EMPTY),
			TEXT("hours", EMPTY) } },
	[SITE] = { "site", "site", false,
		SQL("site", "city, site, name, address", ":city, :site, :name, :address"),
		4, { CODE("city", KEY), CODE("site", KEY), TEXT("name", 0), TEXT("address", EMPTY) } },
	[ROOM] = { "room", "room", false,
		SQL("room", "city, site, room, name, capacity, layout, delivery, floor, accessible",
		    ":city, :site, :room, :name, :capacity, :layout, :delivery, :floor, :accessible"),
		9, { CODE("city", KEY), CODE("site", KEY), CODE("room", KEY), TEXT("name", 0), INT("capacity", 0, 1, 999),
			CODE("layout", EMPTY), WORD("delivery", 0, "paper|computer"), CODE("floor", EMPTY), FLAG("accessible") } },
	[CALENDAR] = { "calendar", "calendar", true,
		SQL("calendar", "date, workday", ":date, :workday"),
		2, { OF(TYPE_DATE, "date", KEY), FLAG("workday") } },
	[PHOTO_RULE] = { "photo_rule", "photo_rule", false,
		SQL("photo_rule", "rule, kind, min_bytes, max_bytes, min_width, min_height, out_width, out_height, out_max_bytes, "
		    "dpi, backgrounds, source", ":rule, :kind, :min_bytes, :max_bytes, :min_width, :min_height, :out_width, "
		    ":out_height, :out_max_bytes, :dpi, :backgrounds, :source"),
		12, { CODE("rule", KEY), WORD("kind", 0, "id_photo|proof|id_scan"), INT("min_bytes", EMPTY, 0, 1 << 30),
			INT("max_bytes", EMPTY, 1, 1 << 30), INT("min_width", EMPTY, 1, 65535), INT("min_height", EMPTY, 1, 65535),
			INT("out_width", EMPTY, 1, 65535), INT("out_height", EMPTY, 1, 65535), INT("out_max_bytes", EMPTY, 1, 1 << 30),
			INT("dpi", EMPTY, 1, 2400), CODE("backgrounds", EMPTY), TEXT("source", EMPTY) } },
	[PROOF_KIND] = { "proof_kind", "proof_kind", true,
		SQL("proof_kind", "exam, province, proof_kind, name, required_when, photo_rule",
		    ":exam, :province, :proof_kind, :name, :required_when, :photo_rule"),
		6, { CODE("exam", KEY), CODE("province", KEY), CODE("proof_kind", KEY), TEXT("name", 0),
			WORD("required_when", 0, "education_not_auto|degree_not_auto|overseas|pledge_declined|never"),
			CODE("photo_rule", 0) } },
	[DOC_TYPE] = { "doc_type", "doc_type", false,
		SQL("doc_type", "code, name, pattern, checksum, carries_birth", ":code, :name, :pattern, :checksum, :carries_birth"),
		5, { CODE("code", KEY), TEXT("name", 0), TEXT("pattern", 0), WORD("checksum", EMPTY, "MOD11-2"),
			FLAG("carries_birth") } },
	[MESSAGE] = { "message", "message_template", true,
		SQL("message_template", "template, lang, text", ":template, :lang, :text"),
		3, { CODE("template", KEY), CODE("lang", KEY), TEXT("text", 0) } },
	[OPERATOR] = { "operator", "operator", true,
		SQL("operator", "login, name, role, province, city, review_point",
		    ":login, :name, :role, :province, :city, :review_point"),
		6, { CODE("login", KEY), TEXT("name", 0), WORD("role", 0, "centre|district|reviewer|finance|site|clerk"),
			CODE("province", EMPTY), CODE("city", EMPTY), CODE("review_point", EMPTY) } },
};

const char *
field_name(const struct field *f)
{
	return f->param + 1;
}

size_t
field_index(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(field_name(&t->field[i]), name) == 0)
			return i;
	bug("%s has no column %s", t->file, name);
}

void
config_release(struct config *c)
{
	for (int t = 0; t < TABLES; t++)
		free(c->rows[t].row);
	arena_release(&c->memory);
	memset(c, 0, sizeof *c);
}

struct record *
config_add(struct config *c, enum table_id t)
{
	struct rows *rows = &c->rows[t];

	rows->row = grow(rows->row, rows->n, &rows->cap, sizeof *rows->row);
	struct record *r = &rows->row[rows->n++];

	*r = (struct record){ .whole = true, .value = arena_alloc(&c->memory, tables[t].n * sizeof *r->value) };
	for (size_t i = 0; i < tables[t].n; i++)
		r->value[i] = "";
	return r;
}

/* ---- values */

static const char *
in_arena(struct arena *a, char *owned)
{
	const char *s = arena_strdup(a, owned);

	free(owned);
	return s;
}

static bool
among(const char *words, const char *s)
{
	size_t n = strlen(s);

	for (const char *p = words; *p != '\0'; p += strcspn(p, "|"), p += *p == '|')
		if (strcspn(p, "|") == n && strncmp(p, s, n) == 0)
			return true;
	return false;
}

/* HH:MM of a day. */
static bool
clock_ok(const char *s)
{
	int64_t hour, minute;
	char h[3] = { 0 };

	if (strlen(s) != 5 || s[2] != ':' || !num_digits(s + 3, 2))
		return false;
	memcpy(h, s, 2);
	return num_digits(h, 2) && num_parse(h, 0, 23, &hour) && num_parse(s + 3, 0, 59, &minute);
}

static const char *
wrong(const char **code, const char *is, const char **rule, const char *why)
{
	*code = is;
	*rule = why;
	return NULL;
}

static const char *
read_money(const char *s, struct arena *a, const char **code, const char **rule)
{
	char text[MONEY_SIZE];
	int64_t fen = 0;
	enum money_result r = money_parse(s, &fen);

	if (r != MONEY_OK)
		return wrong(code, "MONEY_FORM", rule, money_result_text(r));
	if (fen < 0)
		return wrong(code, "MONEY_FORM", rule, L("a price is not below 0.00", "价格不能小于 0.00"));
	money_text(fen, text);
	return arena_strdup(a, text);
}

static const char *
read_date(const char *s, struct arena *a, const char **code, const char **rule)
{
	char text[DATE_SIZE];
	int32_t days;

	if (!date_parse(s, &days))
		return wrong(code, "DATE_FORM", rule, L("a date like 2025-10-25", "须为 2025-10-25 形式的日期"));
	date_text(days, text);
	return arena_strdup(a, text);
}

/* The time of day is required: a closing "2025-08-29" would be its first second. */
static const char *
read_time(const char *s, struct arena *a, const char **code, const char **rule)
{
	char text[TIME_SIZE];
	int64_t seconds;

	if (strchr(s, ':') == NULL || !time_parse(s, &seconds))
		return wrong(code, "TIME_FORM", rule, L("a date and a time of day like 2025-08-29T17:00:00",
		    "须为 2025-08-29T17:00:00 形式的日期加时刻"));
	time_text(seconds, text);
	return arena_strdup(a, text);
}

static const char *
read_int(const struct field *f, const char *s, struct arena *a, const char **code, const char **rule)
{
	int64_t v;

	if (!num_parse(s, f->min, f->max, &v))
		return wrong(code, "INT_RANGE", rule, in_arena(a, xasprintf(L("a whole number from %lld to %lld",
		    "须为 %lld 至 %lld 的整数"), (long long)f->min, (long long)f->max)));
	return in_arena(a, xasprintf("%lld", (long long)v));
}

const char *
field_read(const struct field *f, char *s, size_t n, struct arena *a, const char **code, const char **rule)
{
	n = csvout_unguard(s, n);
	n = text_trim(s, n);
	if (f->type != TYPE_TEXT)
		n = text_fold(s, n);
	s[n] = '\0';
	if (n == 0)
		return f->flags & EMPTY ? "" : wrong(code, "VALUE_MISSING", rule, L("a value is required", "必须填写"));
	switch (f->type) {
	case TYPE_INT:
		return read_int(f, s, a, code, rule);
	case TYPE_MONEY:
		return read_money(s, a, code, rule);
	case TYPE_DATE:
		return read_date(s, a, code, rule);
	case TYPE_TIME:
		return read_time(s, a, code, rule);
	case TYPE_CLOCK:
		if (!clock_ok(s))
			return wrong(code, "CLOCK_FORM", rule, L("a time of day like 09:00", "须为 09:00 形式的时刻"));
		break;
	case TYPE_WORD:
		if (!among(f->words, s))
			return wrong(code, "VALUE_UNKNOWN", rule, in_arena(a, xasprintf(L("one of %s", "须为 %s 之一"), f->words)));
		break;
	case TYPE_CODE:
	case TYPE_TEXT:
		break;
	}
	return arena_strdup(a, s);
}
