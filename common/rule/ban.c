/* SPDX-License-Identifier: MIT
 * The dishonesty list. */
#include "rule/ban.h"

#include <string.h>

#include "value/date.h"

bool
ban_covers(const struct ban_term *t, int32_t day)
{
	return t->from <= day && day <= t->to && day < t->lifted;
}

/* ---- the law */

/* The value of a Chinese digit at s, or -1; 十 is 10. */
static int
han_digit(const char *s)
{
	static const char *const han[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十" };

	for (int i = 0; i <= 10; i++)
		if (strncmp(s, han[i], 3) == 0)
			return i;
	return -1;
}

/* A number at s, in Arabic or Chinese figures up to 99; 0: none is there. */
static int
number_at(const char *s)
{
	int n = 0, d;

	if (*s >= '0' && *s <= '9') {
		for (; *s >= '0' && *s <= '9' && n < 100; s++)
			n = n * 10 + (*s - '0');
		return n;
	}
	for (; (d = han_digit(s)) >= 0 && n < 100; s += 3)
		n = d == 10 ? (n == 0 ? 10 : n * 10) : n + d;
	return n;
}

/* The number before 条, else the first one of the text: "7(3)" is article 7. */
int
ban_article(const char *s)
{
	const char *tiao = strstr(s, "条"), *start = NULL;

	if (tiao == NULL) {
		while (*s != '\0' && number_at(s) == 0)
			s++;
		return number_at(s);
	}
	for (const char *p = s; (p = strstr(p, "第")) != NULL && p < tiao; p += 3)
		start = p + 3;
	return start != NULL ? number_at(start) : number_at(s);
}

enum ban_length
ban_length(const char *article, int32_t from, int *years)
{
	*years = 0;
	if (from < date_days(2017, 4, 1)) {
		*years = 2;
		return BAN_LENGTH_YEARS;
	}
	switch (ban_article(article)) {
	case 6:
		return BAN_LENGTH_NONE;
	case 7:
	case 10:
		*years = 5;
		return BAN_LENGTH_YEARS;
	case 8:
		return BAN_LENGTH_LONG;
	case 11:
		*years = 5;
		return BAN_LENGTH_YEARS_OR_LONG;
	default:
		return BAN_LENGTH_UNKNOWN;
	}
}

bool
ban_is_lawful(enum ban_length length, int years, int32_t from, int32_t to)
{
	bool by_years = length == BAN_LENGTH_YEARS || length == BAN_LENGTH_YEARS_OR_LONG;

	if (to == BAN_NEVER)
		return length == BAN_LENGTH_LONG || length == BAN_LENGTH_YEARS_OR_LONG;
	/* on the anniversary or the day before */
	return by_years && to > from && (date_years(from, to + 1) == years && (date_years(from, to) < years || date_years(from, to - 1) < years));
}

/* ---- what must be done */

static enum ban_step
adopted(const struct ban_case *c, bool false_promise)
{
	bool may_withdraw = !c->paid && !c->registration_over;

	if (may_withdraw)
		return BAN_WITHDRAW;
	if (!false_promise)
		return BAN_HOLD; /* adopted in good faith, listed since */
	return c->marked ? BAN_VOID : BAN_REVIEW;
}

enum ban_step
ban_step(const struct ban_term *t, const struct ban_case *c, int32_t today)
{
	bool now = ban_covers(t, today), then = c->pledge == PLEDGE_ADOPTED && ban_covers(t, c->pledged);

	if (c->finished || t->lifted <= today || (!now && !then))
		return BAN_NO_HIT;
	if (c->pledge_used && c->pledge == PLEDGE_ADOPTED)
		return adopted(c, then);
	if (c->passed)
		return BAN_HOLD;
	return c->pledge_used && c->pledge == PLEDGE_UNDECIDED ? BAN_DECLINE : BAN_MANUAL;
}

const char *
ban_step_word(enum ban_step step)
{
	static const char *const words[] = { [BAN_NO_HIT] = "", [BAN_MANUAL] = "manual", [BAN_DECLINE] = "decline",
		[BAN_WITHDRAW] = "withdraw", [BAN_REVIEW] = "review", [BAN_VOID] = "void", [BAN_HOLD] = "hold" };

	return words[step];
}
