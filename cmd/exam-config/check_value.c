/* SPDX-License-Identifier: MIT
 * Values of single tables: codes, openings, routes, documents, photo rules, policies, messages. */
#include <string.h>

#include "check.h"
#include "base/num.h"
#include "rule/layout.h"
#include "rule/message.h"
#include "rule/photo.h"
#include "stream/column.h"
#include "value/date.h"
#include "value/pattern.h"

static bool
only(const char *s, const char *characters)
{
	return s[strspn(s, characters)] == '\0';
}

#define DIGITS "0123456789"
#define UPPERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWERS "abcdefghijklmnopqrstuvwxyz"

/* ---- codes: they are joined by '-', '|' and '+' elsewhere, and stand in file names and numbers */

static const struct {
	enum table_id t;
	const char *field;
} codes[] = {
	{ LEVEL, "level" },
	{ SPECIALTY, "specialty" },
	{ SUBJECT, "subject" },
	{ SESSION, "session" },
	{ SESSION, "batch" },
	{ REVIEW_POINT, "review_point" },
	{ SITE, "site" },
	{ ROOM, "room" },
};

static void
check_codes(struct check *ck)
{
	for (size_t k = 0; k < sizeof codes / sizeof *codes; k++) {
		enum table_id t = codes[k].t;

		for (size_t i = 0; i < ck->config->rows[t].n; i++) {
			const struct record *r = &ck->config->rows[t].row[i];
			const char *s = value_of(t, r, codes[k].field);

			if (r->whole && !only(s, DIGITS UPPERS LOWERS))
				BAD(ck, t, r, codes[k].field, "CODE_FORM",
				    L("%s: a code has letters and digits only", "%s: 代码只能含字母和数字"),
				    s);
		}
	}
}

static void
exam_row(struct check *ck, const struct record *r)
{
	const char *code = value_of(EXAM, r, "exam"), *day = value_of(EXAM, r, "eligibility_day"),
		   *bags = value_of(EXAM, r, "paper_bags");
	int32_t days;

	if (strlen(code) > 6 || !only(code, DIGITS UPPERS))
		BAD(ck, EXAM, r, "exam", "CODE_FORM",
		    L("%s: an exam's code is 1 to 6 digits and capital letters",
			"%s: 考试代码为 1 至 6 位数字或大写字母"),
		    code);
	if (strcmp(day, "year_end") != 0 && strcmp(day, "reg_end") != 0 && !date_parse(day, &days))
		BAD(ck, EXAM, r, "eligibility_day", "VALUE_UNKNOWN",
		    L("%s: year_end, reg_end or a date like 2025-12-31",
			"%s: 须为 year_end、reg_end 或 2025-12-31 形式的日期"),
		    day);
	for (const char *p = bags;; p++) {
		size_t n = strspn(p, DIGITS);

		if (n == 0 || n > 3 || *p == '0' || (p[n] != '|' && p[n] != '\0')) {
			BAD(ck, EXAM, r, "paper_bags", "VALUE_FORM",
			    L("%s: sizes from 1 to 999, separated by |, like 30|25|20",
				"%s: 须为以 | 分隔的袋装份数, 如 30|25|20"),
			    bags);
			return;
		}
		p += n;
		if (*p == '\0')
			return;
	}
}

static void
place_row(struct check *ck, enum table_id t, const struct record *r, const char *field)
{
	if (!num_digits(value_of(t, r, field), 6))
		BAD(ck, t, r, field, "CODE_FORM",
		    L("%s: a code of six digits (GB/T 2260)", "%s: 须为六位行政区划代码"),
		    value_of(t, r, field));
}

static void
province_row(struct check *ck, const struct record *r)
{
	place_row(ck, PROVINCE, r, "province");
}

static void
city_row(struct check *ck, const struct record *r)
{
	place_row(ck, CITY, r, "city");
}

static void
room_row(struct check *ck, const struct record *r)
{
	const char *s = value_of(ROOM, r, "layout");
	struct layout l;

	if (*s != '\0' && !layout_parse(s, &l))
		BAD(ck, ROOM, r, "layout", "LAYOUT_FORM",
		    L("%s: columns of desks like 7-7-8-8 or 5x8; empty: the setting layout",
			"%s: 座位列须如 7-7-8-8 或 5x8; 为空则用设置 layout"),
		    s);
}

/* ---- times */

static void
window_row(struct check *ck, const struct record *r)
{
	const char *open = value_of(WINDOW, r, "open"), *close = value_of(WINDOW, r, "close");

	if (*close != '\0' && strcmp(open, close) > 0)
		BAD(ck, WINDOW, r, "close", "WINDOW_ORDER",
		    L("%s: closes before it opens (%s)", "%s: 关闭早于开放 (%s)"), close, open);
}

static void
eligibility_row(struct check *ck, const struct record *r)
{
	const char *from = value_of(ELIGIBILITY, r, "from_year"), *to = value_of(ELIGIBILITY, r, "to_year");

	if (*from != '\0' && *to != '\0' && strcmp(from, to) > 0)
		BAD(ck, ELIGIBILITY, r, "to_year", "YEAR_ORDER",
		    L("%s: before from_year %s", "%s: 早于 from_year %s"), to, from);
	if (*value_of(ELIGIBILITY, r, "min_education") == '\0' &&
	    *value_of(ELIGIBILITY, r, "min_degree") == '\0')
		BAD(ck, ELIGIBILITY, r, "min_education", "VALUE_MISSING", "%s",
		    L("a route names an education or a degree; any: none is needed",
			"须写明学历或学位; 不限写 any"));
}

/* ---- documents, photographs */

static void
doc_type_row(struct check *ck, const struct record *r)
{
	const char *text = value_of(DOC_TYPE, r, "pattern");
	struct buf why = BUF_INIT;
	struct pattern *p = pattern_compile(text, &why);

	if (p == NULL)
		BAD(ck, DOC_TYPE, r, "pattern", "PATTERN_FORM",
		    L("%s: not a regular expression: %s", "%s: 不是正则表达式: %s"), text, buf_text(&why));
	pattern_free(p);
	buf_release(&why);
}

/* The kinds that the rest of Kaowu counts on: a document without a kind is a resident identity card. */
static void
check_doc_types(struct check *ck)
{
	const struct rows *rows = &ck->config->rows[DOC_TYPE];

	for (size_t i = 0; i < rows->n; i++)
		if (strcmp(value_of(DOC_TYPE, &rows->row[i], "code"), "01") == 0)
			return;
	if (rows->n > 0 && !rows->broken)
		flaw_add(ck->flaws, DOC_TYPE, 1, -1, "DOC_TYPE_MISSING", "%s",
		    L("there is no 01, which an empty id_type means (resident identity card)",
			"缺少 01 (居民身份证); 证件类型为空即指它"));
}

static void
photo_rule_row(struct check *ck, const struct record *r)
{
	const char *backgrounds = value_of(PHOTO_RULE, r, "backgrounds");
	int64_t least = int_of(PHOTO_RULE, r, "min_bytes"), most = int_of(PHOTO_RULE, r, "max_bytes");
	unsigned bits;

	if (most > 0 && least > most)
		BAD(ck, PHOTO_RULE, r, "max_bytes", "LIMIT_ORDER",
		    L("%lld: below min_bytes %lld", "%lld: 小于 min_bytes %lld"), (long long)most,
		    (long long)least);
	if ((*value_of(PHOTO_RULE, r, "out_width") == '\0') !=
	    (*value_of(PHOTO_RULE, r, "out_height") == '\0'))
		BAD(ck, PHOTO_RULE, r, "out_height", "VALUE_MISSING", "%s",
		    L("out_width and out_height are given together", "out_width 与 out_height 须同时填写"));
	if (!photo_backgrounds_parse(backgrounds, &bits))
		BAD(ck, PHOTO_RULE, r, "backgrounds", "VALUE_UNKNOWN",
		    L("%s: white, light_grey, blue, red, separated by |",
			"%s: 须为 white, light_grey, blue, red, 以 | 分隔"),
		    backgrounds);
}

/* ---- policies */

static const char stages[] = "none filled confirmed reviewed paid seated printed scored published certified";

/* Its place among the stages, or -1. */
static int
stage(const char *s)
{
	size_t n = strlen(s);
	int i = 0;

	for (const char *p = stages;; p++, i++) {
		size_t len = strcspn(p, " ");

		if (len == n && strncmp(p, s, n) == 0)
			return i;
		p += len;
		if (*p == '\0')
			return -1;
	}
}

/* reg_end, review_end, with or without +Nwd. */
static bool
until_day(const char *s)
{
	static const char *const ends[] = { "reg_end", "review_end" };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t n = strlen(ends[i]);

		if (strncmp(s, ends[i], n) != 0)
			continue;
		if (s[n] == '\0')
			return true;
		size_t digits = s[n] == '+' ? strspn(s + n + 1, DIGITS) : 0;

		if (digits >= 1 && digits <= 3 && strcmp(s + n + 1 + digits, "wd") == 0)
			return true;
	}
	return false;
}

static void
policy_row(struct check *ck, const struct record *r)
{
	const char *from = value_of(POLICY, r, "from_stage"), *until = value_of(POLICY, r, "until"),
		   *documents = value_of(POLICY, r, "documents");

	if (stage(until) < 0 && strcmp(until, "edit_until") != 0 && !until_day(until))
		BAD(ck, POLICY, r, "until", "VALUE_UNKNOWN",
		    L("%s: a stage (%s), edit_until, reg_end or review_end, also review_end+5wd",
			"%s: 须为阶段 (%s)、edit_until、reg_end 或 review_end, 也可 review_end+5wd"),
		    until, stages);
	else if (stage(until) >= 0 && stage(until) <= stage(from))
		BAD(ck, POLICY, r, "until", "STAGE_ORDER",
		    L("%s: not after from_stage %s, so the row never holds",
			"%s: 不在 from_stage %s 之后, 此行永不生效"),
		    until, from);
	if (!only(documents, LOWERS DIGITS "_+") || strstr(documents, "++") != NULL || *documents == '+')
		BAD(ck, POLICY, r, "documents", "VALUE_FORM",
		    L("%s: documents like id+id_copy", "%s: 材料须如 id+id_copy"), documents);
}

/* Fields of reg-amend that are no columns of a stream. */
static bool
amendable(const char *s)
{
	return strcmp(s, "delete") == 0 || strcmp(s, "refund") == 0 || strcmp(s, "account_state") == 0 ||
	       column_find(s) != NULL;
}

static void
field_group_row(struct check *ck, const struct record *r)
{
	const char *field = value_of(FIELD_GROUP, r, "field");

	if (!amendable(field))
		BAD(ck, FIELD_GROUP, r, "field", "FIELD_UNKNOWN",
		    L("%s: no column of reg-import, and not delete, refund, account_state",
			"%s: 不是 reg-import 的列, 也不是 delete、refund、account_state"),
		    field);
}

/* ---- majors */

static void
major_class_row(struct check *ck, const struct record *r)
{
	const char *match = value_of(MAJOR_CLASS, r, "match"), *value = value_of(MAJOR_CLASS, r, "value");
	const char *column = strcmp(match, "class") == 0 ? "major_class" : match;
	const struct rows *majors = &ck->config->rows[MAJOR];

	for (size_t i = 0; i < majors->n; i++)
		if (strcmp(value_of(MAJOR, &majors->row[i], column), value) == 0)
			return;
	if (majors->present && !majors->broken)
		BAD(ck, MAJOR_CLASS, r, "value", "MAJOR_UNKNOWN",
		    L("%s: no such %s in major.csv; nobody would match",
			"%s: major.csv 中没有这个 %s; 无人能符合"),
		    value, column);
}

/* ---- messages, operators */

/* Every field of a text is one that a message can fill. */
static void
message_fields(struct check *ck, const struct record *r, const char *text)
{
	for (const char *p = text; (p = strchr(p, '{')) != NULL; p++) {
		int n = (int)strcspn(p + 1, "}");

		if (message_field_find(p + 1, (size_t)n) == MESSAGE_FIELDS)
			BAD(ck, MESSAGE, r, "text", "FIELD_UNKNOWN",
			    L("{%.*s}: no field of messages; kaowu-config(5) has them",
				"{%.*s}: 不是消息可用的字段; 见 kaowu-config(5)"),
			    n, p + 1);
	}
}

static void
message_row(struct check *ck, const struct record *r)
{
	const char *text = value_of(MESSAGE, r, "text"), *lang = value_of(MESSAGE, r, "lang");

	if (strcmp(lang, "zh") != 0 && strcmp(lang, "en") != 0)
		BAD(ck, MESSAGE, r, "lang", "VALUE_UNKNOWN", L("%s: zh or en", "%s: 须为 zh 或 en"), lang);
	for (const char *p = text; (p = strpbrk(p, "{}")) != NULL; p++) {
		size_t n = *p == '{' ? strspn(p + 1, LOWERS DIGITS "_") : 0;

		if (n == 0 || p[1 + n] != '}') {
			BAD(ck, MESSAGE, r, "text", "TEMPLATE_FORM",
			    L("%s: braces hold the name of a column, like {name}",
				"%s: 花括号内须为列名, 如 {name}"),
			    text);
			return;
		}
		p += n + 1;
	}
	message_fields(ck, r, text);
}

/* With operators but no centre nobody could ever load a configuration again. */
static void
check_operators(struct check *ck)
{
	const struct rows *rows = &ck->config->rows[OPERATOR];

	for (size_t i = 0; i < rows->n; i++)
		if (strcmp(value_of(OPERATOR, &rows->row[i], "role"), "centre") == 0)
			return;
	if (rows->n > 0 && !rows->broken)
		flaw_add(ck->flaws, OPERATOR, rows->row[0].line, -1, "CENTRE_MISSING", "%s",
		    L("operators but none of role centre: nobody could load a configuration again; add one "
		      "or leave the table empty",
			"有操作员而无 centre 角色: 将无人能再载入配置; 请补一名或清空此表"));
}

static const struct {
	enum table_id t;
	void (*row)(struct check *ck, const struct record *r);
} row_checks[] = {
	{ EXAM, exam_row },
	{ PROVINCE, province_row },
	{ CITY, city_row },
	{ ROOM, room_row },
	{ WINDOW, window_row },
	{ ELIGIBILITY, eligibility_row },
	{ DOC_TYPE, doc_type_row },
	{ PHOTO_RULE, photo_rule_row },
	{ POLICY, policy_row },
	{ FIELD_GROUP, field_group_row },
	{ MAJOR_CLASS, major_class_row },
	{ MESSAGE, message_row },
};

void
check_values(struct check *ck)
{
	for (size_t k = 0; k < sizeof row_checks / sizeof *row_checks; k++) {
		const struct rows *rows = &ck->config->rows[row_checks[k].t];

		for (size_t i = 0; i < rows->n; i++)
			if (rows->row[i].whole)
				row_checks[k].row(ck, &rows->row[i]);
	}
	check_codes(ck);
	check_doc_types(ck);
	check_operators(ck);
}
