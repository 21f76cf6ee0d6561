/* SPDX-License-Identifier: MIT
 * The settings: which there are, what they may hold, and whether one row wins everywhere. */
#include <string.h>

#include "check.h"
#include "base/num.h"
#include "rule/layout.h"
#include "value/date.h"
#include "value/pattern.h"

enum kind {
	WORDS,   /* one of them; tools decide by it, so that there is a value everywhere */
	CHOICE,  /* one of them, or left to the tools' own */
	LIST,    /* some of them, joined by '+' */
	QUERY,   /* such lists, separated by '|' */
	NUMBER,  /* min…max */
	MONTH,
	PATTERN,
	LAYOUT,
	RULE     /* a row of photo_rule */
};

static const struct setting {
	const char *name;
	enum kind kind;
	const char *words;
	int64_t min, max;
} settings[] = {
	{ "review_mode", WORDS, "pre|post|none", 0, 0 },
	{ "payment_mode", WORDS, "online|onsite|both", 0, 0 },
	{ "edit_until", WORDS, "confirm|review|payment", 0, 0 },
	{ "carry_change", WORDS, "locked|specialty_until_passed", 0, 0 },
	{ "refund_until", WORDS, "confirm|reg_end|never", 0, 0 },
	{ "manual_check", WORDS, "onsite|online", 0, 0 },
	{ "post_absent", WORDS, "withhold|void", 0, 0 },
	{ "two_person", WORDS, "login|operator", 0, 0 },
	{ "batch_choice", WORDS, "office|candidate", 0, 0 },
	{ "id_area_check", WORDS, "off|warn|strict", 0, 0 },
	{ "auto_education_min", WORDS, "high_school|college|bachelor|second_bachelor|double_bachelor|master|doctor", 0, 0 },
	{ "password_classes", LIST, "upper|lower|digit|letter|other|none", 0, 0 },
	{ "score_query_keys", QUERY, "id_no|name|admit_no", 0, 0 },
	{ "neighbour_key", WORDS, "employer|employer_code|edu_school|address|none", 0, 0 },
	{ "username", PATTERN, NULL, 0, 0 },
	{ "username_document", NUMBER, NULL, 0, 1 },
	{ "password_not_digits", NUMBER, NULL, 0, 1 },
	{ "recovery_counter", CHOICE, "always|registration|never", 0, 0 },
	{ "auto_education_from", MONTH, NULL, 0, 0 },
	{ "auto_degree_from", MONTH, NULL, 0, 0 },
	{ "layout", LAYOUT, NULL, 0, 0 },
	{ "photo_rule", RULE, NULL, 0, 0 },
	{ "scan_rule", RULE, NULL, 0, 0 },
	{ "neighbours", WORDS, "4|8", 0, 0 },
	{ "password_min", NUMBER, NULL, 1, 128 },
	{ "password_max", NUMBER, NULL, 1, 128 },
	{ "education_max", NUMBER, NULL, 1, 5 }, /* the schema keeps no more than five */
	{ "notice_workdays", NUMBER, NULL, 0, 250 },
	{ "recheck_days", NUMBER, NULL, 0, 366 },
	{ "tail_merge_max", NUMBER, NULL, 0, 999 },
	{ "room_min", NUMBER, NULL, 0, 999 },
	{ "spare_papers_per_site", NUMBER, NULL, 0, 9999 },
	{ "in_doubt_days", NUMBER, NULL, 0, 366 },
	{ "refund_missing_days", NUMBER, NULL, 0, 366 },
	{ "late_grace_minutes", NUMBER, NULL, 0, 1440 },
	{ "entry_late_minutes", NUMBER, NULL, 0, 240 },
	{ "code_minutes", NUMBER, NULL, 1, 1440 },
	{ "message_tries", NUMBER, NULL, 1, 99 },
	{ "attempts_max", NUMBER, NULL, 1, 99 },
	{ "pass_ratio", NUMBER, NULL, 0, 100 },
};

/* One value under examination. */
struct trial {
	struct check *ck;
	const struct setting *setting;
	bool good;
};

static void
word_of(void *context, const char *s)
{
	struct trial *k = context;
	size_t n = strlen(s);
	bool found = false;

	for (const char *p = k->setting->words; *p != '\0'; p += strcspn(p, "|"), p += *p == '|')
		found = found || (strcspn(p, "|") == n && strncmp(p, s, n) == 0);
	k->good = k->good && found;
}

static void
list_of(void *context, const char *s)
{
	each_part(s, "+", word_of, context);
}

static bool
is_pattern(const char *s)
{
	struct pattern *p = pattern_compile(s, NULL);
	bool good = p != NULL;

	pattern_free(p);
	return good;
}

static bool
value_good(struct check *ck, const struct setting *s, const char *value)
{
	struct trial k = { ck, s, true };
	struct layout layout;
	int64_t number;
	int32_t month;

	switch (s->kind) {
	case WORDS:
	case CHOICE:
		word_of(&k, value);
		return k.good;
	case LIST:
		list_of(&k, value);
		return k.good;
	case QUERY:
		each_part(value, "|", list_of, &k);
		return k.good;
	case NUMBER:
		return num_parse(value, s->min, s->max, &number);
	case MONTH:
		return month_parse(value, &month);
	case PATTERN:
		return is_pattern(value);
	case LAYOUT:
		return layout_parse(value, &layout);
	case RULE:
		return !ck->rule.present || index_get(&ck->rule, &value, 1) != NULL;
	}
	return false;
}

static void
blame_value(struct check *ck, const struct record *r, const struct setting *s)
{
	const char *v = value_of(SETTING, r, "value");

	switch (s->kind) {
	case WORDS:
	case CHOICE:
		BAD(ck, SETTING, r, "value", "VALUE_UNKNOWN", L("%s: %s is one of %s", "%s: %s 须为 %s 之一"), v, s->name, s->words);
		break;
	case LIST:
	case QUERY:
		BAD(ck, SETTING, r, "value", "VALUE_UNKNOWN", L("%s: %s is made of %s, joined by +", "%s: %s 由 %s 以 + 组成"), v,
		    s->name, s->words);
		break;
	case NUMBER:
		BAD(ck, SETTING, r, "value", "INT_RANGE", L("%s: %s is a whole number from %lld to %lld",
		    "%s: %s 须为 %lld 至 %lld 的整数"), v, s->name, (long long)s->min, (long long)s->max);
		break;
	case MONTH:
		BAD(ck, SETTING, r, "value", "DATE_FORM", L("%s: %s is a month like 2002-01", "%s: %s 须为 2002-01 形式的月份"), v,
		    s->name);
		break;
	case PATTERN:
		BAD(ck, SETTING, r, "value", "PATTERN_FORM", L("%s: %s is a regular expression",
		    "%s: %s 须为正则表达式"), v, s->name);
		break;
	case LAYOUT:
		BAD(ck, SETTING, r, "value", "LAYOUT_FORM", L("%s: %s is columns of desks like 7-7-8-8 or 5x8",
		    "%s: %s 须如 7-7-8-8 或 5x8"), v, s->name);
		break;
	case RULE:
		BAD(ck, SETTING, r, "value", "PHOTO_RULE_UNKNOWN", L("%s: %s is a rule of photo_rule.csv", "%s: %s 须为 photo_rule.csv 中的规则"),
		    v, s->name);
		break;
	}
}

static void
setting_row(struct check *ck, const struct record *r)
{
	const char *name = value_of(SETTING, r, "setting");

	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		if (strcmp(settings[i].name, name) != 0)
			continue;
		if (!value_good(ck, &settings[i], value_of(SETTING, r, "value")))
			blame_value(ck, r, &settings[i]);
		return;
	}
	BAD(ck, SETTING, r, "setting", "SETTING_UNKNOWN", L("%s: no such setting; kaowu-config(5) has them",
	    "%s: 没有这个设置; 见 kaowu-config(5)"), name);
}

static bool
is_any(const char *s)
{
	return strcmp(s, "*") == 0;
}

/* A row exam+'*' and a row '*'+province meet at that exam in that province: neither is more specific. */
static void
ambiguous(struct check *ck, const struct index *ix, const struct record *r)
{
	const struct rows *rows = &ck->config->rows[SETTING];
	const char *exam = value_of(SETTING, r, "exam"), *name = value_of(SETTING, r, "setting");

	for (size_t i = 0; i < rows->n; i++) {
		const struct record *o = &rows->row[i];
		const char *province = value_of(SETTING, o, "province");

		if (!o->whole || is_any(province) || !is_any(value_of(SETTING, o, "exam")) ||
		    strcmp(value_of(SETTING, o, "setting"), name) != 0)
			continue;
		if (index_get(ix, (const char *const[]){ name, exam, province }, 3) != NULL)
			continue;
		BAD(ck, SETTING, r, "setting", "SETTING_AMBIGUOUS",
		    L("%s: for %s in %s this row and line %lld (*,%s) both hold and neither is more specific; add a row %s,%s,%s",
		    "%s: %s 在 %s 同时适用本行与第 %lld 行 (*,%s), 无法分出先后; 请增加一行 %s,%s,%s"), name, exam, province,
		    (long long)o->line, province, exam, province, name);
	}
}

/* The shortest password must not be longer than the longest, in rows for the same place. */
static void
password_range(struct check *ck, const struct index *ix, const struct record *r)
{
	const char *const key[] = { "password_max", value_of(SETTING, r, "exam"), value_of(SETTING, r, "province") };
	const struct record *most = index_get(ix, key, 3);

	if (most != NULL && int_of(SETTING, r, "value") > int_of(SETTING, most, "value"))
		BAD(ck, SETTING, r, "value", "LIMIT_ORDER", L("%s: above password_max in line %lld",
		    "%s: 大于第 %lld 行的 password_max"), value_of(SETTING, r, "value"), (long long)most->line);
}

/* What tools decide by has a value everywhere; numbers and the rest may be left to the tools' own. */
static void
setting_missing(struct check *ck, const struct index *ix, const struct setting *s)
{
	if (index_get(ix, (const char *const[]){ s->name, "*", "*" }, 3) == NULL)
		flaw_add(ck->flaws, SETTING, 1, (int)field_index(&tables[SETTING], "setting"), "SETTING_MISSING",
		    L("%s: there is no row *,*,%s", "%s: 缺少 *,*,%s 一行"), s->name, s->name);
}

void
check_settings(struct check *ck)
{
	const struct rows *rows = &ck->config->rows[SETTING];
	struct index ix = index_make(ck->config, SETTING, "setting exam province");

	for (size_t i = 0; i < rows->n; i++) {
		const struct record *r = &rows->row[i];

		if (!r->whole)
			continue;
		setting_row(ck, r);
		if (!is_any(value_of(SETTING, r, "exam")) && is_any(value_of(SETTING, r, "province")))
			ambiguous(ck, &ix, r);
		if (strcmp(value_of(SETTING, r, "setting"), "password_min") == 0)
			password_range(ck, &ix, r);
	}
	for (size_t i = 0; i < sizeof settings / sizeof *settings && rows->present && !rows->broken; i++)
		if (settings[i].kind == WORDS || settings[i].kind == RULE)
			setting_missing(ck, &ix, &settings[i]);
}
