/* SPDX-License-Identifier: MIT
 * Who may change what, when. */
#include "rule/amendment.h"

#include <string.h>

#include "base/diag.h"
#include "base/num.h"
#include "value/term.h"

static const char *const stages[] = {
	[STAGE_NONE] = "none",
	[STAGE_FILLED] = "filled",
	[STAGE_CONFIRMED] = "confirmed",
	[STAGE_REVIEWED] = "reviewed",
	[STAGE_PAID] = "paid",
	[STAGE_SEATED] = "seated",
	[STAGE_PRINTED] = "printed",
	[STAGE_SCORED] = "scored",
	[STAGE_PUBLISHED] = "published",
	[STAGE_CERTIFIED] = "certified",
};
static const char *const authorities[] = { [BY_SELF] = "self", [BY_SITE] = "site", [BY_DISTRICT] = "district", [BY_CENTRE] = "centre" };

static bool
find(const char *const *words, size_t n, const char *word, int *out)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(words[i], word) == 0) {
			*out = (int)i;
			return true;
		}
	return false;
}

bool
stage_parse(const char *word, enum stage *stage)
{
	int i;

	if (!find(stages, sizeof stages / sizeof *stages, word, &i))
		return false;
	*stage = (enum stage)i;
	return true;
}

enum stage
stage_of_state(const char *state, bool paid)
{
	enum stage stage = STAGE_NONE;

	if (strcmp(state, "rejected") == 0)
		return paid ? STAGE_PUBLISHED : STAGE_FILLED;
	if (strcmp(state, "passed") == 0 || strcmp(state, "failed") == 0)
		return STAGE_PUBLISHED;
	stage_parse(state, &stage);
	return stage;
}

const char *
stage_code(enum stage stage)
{
	return stages[stage];
}

bool
authority_parse(const char *word, enum authority *authority)
{
	int i;

	if (!find(authorities, sizeof authorities / sizeof *authorities, word, &i))
		return false;
	*authority = (enum authority)i;
	return true;
}

const char *
authority_code(enum authority authority)
{
	return authorities[authority];
}

bool
authority_reaches(enum authority have, enum authority need)
{
	if (have == BY_SITE || need == BY_SITE)
		return have == need || have == BY_CENTRE;
	return have >= need;
}

/* ---- until */

/* "reg_end", "review_end+5wd": the word's length and the working days behind it; 0 where it is neither. */
static size_t
end_word(const char *until, int64_t *workdays)
{
	static const char *const ends[] = { "reg_end", "review_end" };
	char digits[8];

	*workdays = 0;
	for (size_t i = 0; i < 2; i++) {
		size_t n = strlen(ends[i]), d;

		if (strncmp(until, ends[i], n) != 0)
			continue;
		if (until[n] == '\0')
			return n;
		d = until[n] == '+' ? strspn(until + n + 1, "0123456789") : 0;
		if (d == 0 || d > 3 || strcmp(until + n + 1 + d, "wd") != 0)
			return 0;
		memcpy(digits, until + n + 1, d);
		digits[d] = '\0';
		return num_parse(digits, 0, 999, workdays) ? n : 0;
	}
	return 0;
}

bool
policy_until_ok(const char *until)
{
	enum stage stage;
	int64_t workdays;

	return stage_parse(until, &stage) || strcmp(until, "edit_until") == 0 || end_word(until, &workdays) > 0;
}

/* The stages in which a row can hold: from (inclusive) to (exclusive). And the last second of its time. */
struct span {
	enum stage from, to;
	int64_t last;
};

static enum stage
as_read(enum stage stage, const struct policy_place *place)
{
	return stage == STAGE_REVIEWED && place->reviewed_never ? STAGE_CONFIRMED : stage;
}

static int64_t
end_time(const char *until, const struct policy_place *place)
{
	int64_t workdays, end;

	if (end_word(until, &workdays) == 0)
		return INT64_MAX;
	end = strncmp(until, "reg_end", 7) == 0 ? place->reg_end : place->review_end;
	if (workdays == 0 || end == INT64_MAX)
		return end;
	/* the last of the working days, to its end */
	return (int64_t)(date_add_workdays((int32_t)(end / 86400), (int)workdays, place->workday, place->calendar) + 1) * 86400 - 1;
}

/* What was entered for the exam is the candidate's own to change while registration lasts, whatever stage a row names ("after end" of the
 * table in rules.md: Beijing, 2018, II and III; the CPTA manual of 2019, 2.2.6; Liaoning, question 17). Phone and account are not of the exam. */
static bool
ends_with_registration(const struct policy_row *row, const struct policy_place *place)
{
	return row->authority == BY_SELF && place->stage != STAGE_NONE && strcmp(row->group, "contact") != 0 && strcmp(row->group, "account") != 0;
}

static struct span
span_of(const struct policy_row *row, const struct policy_place *place)
{
	struct span s = { as_read(row->from, place), STAGE_SEATED, INT64_MAX };

	if (place->stage == STAGE_NONE && row->authority == BY_SELF && s.from == STAGE_FILLED)
		s.from = STAGE_NONE;
	if (stage_parse(row->until, &s.to)) {
		s.to = as_read(s.to, place);
	} else if (strcmp(row->until, "edit_until") == 0) {
		const char *setting = place->edit_until != NULL ? place->edit_until : "confirm";

		s.to = strcmp(setting, "payment") == 0 ? STAGE_PAID : strcmp(setting, "review") == 0 ? as_read(STAGE_REVIEWED, place) :
		    STAGE_CONFIRMED;
		if (place->stage != STAGE_NONE)
			s.last = place->reg_end;
	} else {
		s.last = end_time(row->until, place);
	}
	if (ends_with_registration(row, place) && s.last > place->reg_end)
		s.last = place->reg_end;
	return s;
}

/* ---- rows */

/* 3 exam and province … 0 neither; -1: not for this place or group. */
static int
specific(const struct policy_row *row, const struct policy_place *place, const char *group)
{
	bool any_exam = strcmp(row->exam, "*") == 0, any_province = strcmp(row->province, "*") == 0;

	if (strcmp(row->group, group) != 0 || (!any_exam && strcmp(row->exam, place->exam) != 0) ||
	    (!any_province && strcmp(row->province, place->province) != 0))
		return -1;
	return 2 * !any_province + !any_exam;
}

static bool
set_aside(const struct policy_row *row, size_t n, size_t i, const struct policy_place *place, const char *group)
{
	struct span a = span_of(&row[i], place);
	int rank = specific(&row[i], place, group);

	for (size_t k = 0; k < n; k++) {
		if (specific(&row[k], place, group) <= rank)
			continue;
		struct span b = span_of(&row[k], place);

		if (a.from < b.to && b.from < a.to)
			return true;
	}
	return false;
}

static bool
listed(const char *list, const char *word, size_t n)
{
	while (*list != '\0') {
		size_t len = strcspn(list, "+");

		if (len == n && strncmp(list, word, n) == 0)
			return true;
		list += len + (list[len] == '+');
	}
	return false;
}

static const char proxy_needs[] = "proxy needs ";

static bool
about_proxy(const struct policy_row *row)
{
	return strncmp(row->condition, proxy_needs, sizeof proxy_needs - 1) == 0;
}

static void
missing(const char *wanted, const char *brought, struct buf *out)
{
	while (*wanted != '\0') {
		size_t len = strcspn(wanted, "+");

		if (len > 0 && !listed(brought, wanted, len)) {
			if (out->len > 0)
				buf_char(out, '+');
			buf_add(out, wanted, len);
		}
		wanted += len + (wanted[len] == '+');
	}
}

void
policy_missing(const struct policy_row *row, const struct policy_claim *claim, struct buf *out)
{
	missing(row->documents, claim->documents, out);
	if (claim->proxy && about_proxy(row))
		missing(row->condition + sizeof proxy_needs - 1, claim->documents, out);
}

/* Conditions that are judged here; all other text is for the clerk. */
static bool
condition_holds(const struct policy_row *row, const struct policy_place *place, const struct policy_claim *claim)
{
	size_t n = strlen(row->condition);

	if (strcmp(row->condition, "no_registration") == 0)
		return !place->registered;
	/* given as the reason, with more words behind it or none */
	if (strcmp(row->condition, "moving_province") == 0)
		return strncmp(claim->reason, row->condition, n) == 0 && strchr(" :;,", claim->reason[n]) != NULL;
	return true;
}

const char *
policy_note(const struct policy_row *row)
{
	if (strcmp(row->condition, "no_registration") == 0 || strcmp(row->condition, "moving_province") == 0 || about_proxy(row))
		return "";
	return row->condition;
}

static struct policy_ruling
judge(const struct policy_row *row, const struct policy_place *place, const struct policy_claim *claim)
{
	struct policy_ruling ruling = { .row = row };
	struct span s = span_of(row, place);
	struct buf lacking = BUF_INIT;

	policy_missing(row, claim, &lacking);
	ruling.lacks = (lacking.len > 0 ? LACKS_DOCUMENTS : 0) | (row->in_person && !claim->in_person ? LACKS_PRESENCE : 0) |
	    (claim->proxy && !row->proxy ? LACKS_PROXY : 0) | (condition_holds(row, place, claim) ? 0 : LACKS_CONDITION) |
	    (authority_reaches(claim->authority, row->authority) ? 0 : LACKS_AUTHORITY) | (place->stage >= s.to ? LACKS_STAGE : 0) |
	    (place->stage < s.from ? LACKS_BEGINNING : 0);
	buf_release(&lacking);
	if (place->now > s.last) {
		ruling.closed = s.last;
		ruling.overridden = claim->override;
		ruling.lacks |= claim->override ? 0 : LACKS_TIME;
	}
	return ruling;
}

struct policy_ruling
policy_rule(const struct policy_row *row, size_t n, const struct policy_place *place, const struct policy_claim *claim)
{
	struct policy_ruling best = { .lacks = LACKS_ROW };
	int best_rank = -1;

	for (size_t i = 0; i < n; i++) {
		int rank = specific(&row[i], place, claim->group);

		if (rank < 0 || set_aside(row, n, i, place, claim->group))
			continue;
		struct policy_ruling r = judge(&row[i], place, claim);

		/* an override is not used where another row needs none */
		if (best.row == NULL || r.lacks < best.lacks || (r.lacks == best.lacks && (r.overridden < best.overridden ||
		    (r.overridden == best.overridden && rank > best_rank)))) {
			best = r;
			best_rank = rank;
		}
	}
	return best;
}

void
policy_text(const struct policy_row *row, struct buf *out)
{
	buf_printf(out, "%s %s %s: from %s until %s, %s", row->exam, row->province, row->group, stages[row->from], row->until,
	    authorities[row->authority]);
	if (row->in_person)
		buf_str(out, ", in person");
	if (row->proxy)
		buf_str(out, ", or by proxy");
	if (*row->documents != '\0')
		buf_printf(out, ", %s", row->documents);
	if (*row->condition != '\0')
		buf_printf(out, ", %s", row->condition);
	buf_printf(out, " (%s)", row->source);
}

const char *
policy_condition_text(const struct policy_row *row)
{
	if (strcmp(row->condition, "no_registration") == 0)
		return L(row->condition, "尚未报名");
	if (strcmp(row->condition, "moving_province") == 0)
		return L(row->condition, "跨省调动, 理由须以 moving_province 开头");
	if (strcmp(row->condition, "homophone or variant only") == 0)
		return L(row->condition, "仅限同音字或异体字");
	return row->condition;
}

/* "reviewed", "edit_until", "review_end+5wd" in Chinese. */
static void
until_chinese(const char *until, struct buf *out)
{
	enum stage stage;
	int64_t workdays;
	size_t n = end_word(until, &workdays);

	if (stage_parse(until, &stage))
		buf_printf(out, "“%s”之前", term_chinese(TERM_STATE, until));
	else if (n > 0 && workdays > 0)
		buf_printf(out, "%s后 %lld 个工作日", term_chinese(TERM_END, until[2] == 'g' ? "reg_end" : "review_end"), (long long)workdays);
	else
		buf_printf(out, "%s止", term_chinese(TERM_END, until));
}

static void
words_chinese(const struct policy_row *row, struct buf *out)
{
	const char *proxy_paper = about_proxy(row) ? row->condition + sizeof proxy_needs - 1 : "";

	buf_printf(out, "考试 %s 省份 %s 的%s: 自“%s”起, 至", strcmp(row->exam, "*") == 0 ? "不限" : row->exam, strcmp(row->province, "*") == 0 ? "不限" : row->province,
	    term_chinese(TERM_GROUP, row->group), term_chinese(TERM_STATE, stages[row->from]));
	until_chinese(row->until, out);
	buf_printf(out, ", 由%s办理", term_chinese(TERM_AUTHORITY, authorities[row->authority]));
	buf_str(out, row->in_person ? ", 须本人到场" : "");
	buf_str(out, row->proxy ? ", 可由他人代办" : "");
	if (*row->documents != '\0') {
		buf_str(out, ", 材料: ");
		term_list(TERM_DOCUMENT, row->documents, '+', out);
	}
	if (*proxy_paper != '\0')
		buf_printf(out, ", 代办须有%s", term_chinese(TERM_DOCUMENT, proxy_paper));
	else if (*row->condition != '\0')
		buf_printf(out, ", 条件: %s", policy_condition_text(row));
	buf_printf(out, " (依据 %s)", row->source);
}

void
policy_words(const struct policy_row *row, struct buf *out)
{
	if (strcmp(L("en", "zh"), "zh") == 0)
		words_chinese(row, out);
	else
		policy_text(row, out);
}
