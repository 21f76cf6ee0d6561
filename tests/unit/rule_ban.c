/* SPDX-License-Identifier: MIT
 * The dishonesty list: days, terms of the law, steps. */
#include "rule/ban.h"

#include <string.h>

#include "../tap.h"
#include "value/date.h"

static int32_t
day(const char *text)
{
	int32_t days = BAN_NEVER;

	return *text == '\0' || date_parse(text, &days) ? days : 0;
}

static void
test_days(void)
{
	static const struct {
		const char *from, *to, *lifted, *day;
		bool covers;
	} cases[] = {
		{ "2022-03-01", "2027-02-28", "", "2022-02-28", false }, { "2022-03-01", "2027-02-28", "", "2022-03-01", true },
		{ "2022-03-01", "2027-02-28", "", "2027-02-28", true }, { "2022-03-01", "2027-02-28", "", "2027-03-01", false },
		{ "2022-03-01", "", "", "2199-12-31", true }, { "2022-03-01", "2022-03-01", "", "2022-03-01", true },
		/* lifted: from that day on it does not hold */
		{ "2022-03-01", "", "2025-08-20", "2025-08-19", true }, { "2022-03-01", "", "2025-08-20", "2025-08-20", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ban_term t = { day(cases[i].from), day(cases[i].to), day(cases[i].lifted) };

		ok(ban_covers(&t, day(cases[i].day)) == cases[i].covers, "%s…%s lifted %s: %s", cases[i].from, cases[i].to, cases[i].lifted, cases[i].day);
	}
}

static void
test_law(void)
{
	static const struct {
		const char *article, *from, *to;
		enum ban_length length;
		bool lawful;
	} cases[] = {
		/* 人社部令第31号, 2017: article 7 and 10 five years, 8 for a long time, 11 as 7 or 8, 6 nobody */
		{ "7", "2022-03-01", "2027-02-28", BAN_LENGTH_YEARS, true }, { "7", "2022-03-01", "2027-03-01", BAN_LENGTH_YEARS, true },
		{ "7", "2022-03-01", "2027-02-27", BAN_LENGTH_YEARS, false }, { "7", "2022-03-01", "2027-03-02", BAN_LENGTH_YEARS, false },
		{ "7", "2022-03-01", "", BAN_LENGTH_YEARS, false }, { "7(3)", "2022-03-01", "2027-02-28", BAN_LENGTH_YEARS, true },
		{ "第七条", "2022-03-01", "2027-02-28", BAN_LENGTH_YEARS, true }, { "第7条第(一)项", "2022-03-01", "2027-02-28", BAN_LENGTH_YEARS, true },
		{ "令第31号第七条第一项", "2022-03-01", "2027-02-28", BAN_LENGTH_YEARS, true }, { "第十条", "2022-03-01", "2027-02-28", BAN_LENGTH_YEARS, true },
		{ "8", "2022-03-01", "", BAN_LENGTH_LONG, true }, { "第八条", "2022-03-01", "2027-02-28", BAN_LENGTH_LONG, false },
		{ "第十一条", "2022-03-01", "", BAN_LENGTH_YEARS_OR_LONG, true }, { "11", "2022-03-01", "2027-02-28", BAN_LENGTH_YEARS_OR_LONG, true },
		{ "11", "2022-03-01", "2023-02-28", BAN_LENGTH_YEARS_OR_LONG, false }, { "6", "2022-03-01", "2023-02-28", BAN_LENGTH_NONE, false },
		{ "第二十一条", "2022-03-01", "2027-02-28", BAN_LENGTH_UNKNOWN, false }, { "?", "2022-03-01", "2027-02-28", BAN_LENGTH_UNKNOWN, false },
		/* a leap day has its anniversary on 1 March */
		{ "7", "2020-02-29", "2025-02-28", BAN_LENGTH_YEARS, true }, { "7", "2020-02-29", "2025-03-01", BAN_LENGTH_YEARS, true },
		{ "7", "2020-02-29", "2025-02-27", BAN_LENGTH_YEARS, false },
		/* until 2017-03-31 人社部令第12号: two years, whatever the article */
		{ "12", "2017-03-31", "2019-03-30", BAN_LENGTH_YEARS, true }, { "7", "2017-03-31", "2022-03-30", BAN_LENGTH_YEARS, false },
		{ "7", "2017-04-01", "2022-03-31", BAN_LENGTH_YEARS, true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int years;
		enum ban_length length = ban_length(cases[i].article, day(cases[i].from), &years);

		ok(length == cases[i].length, "article %s of %s", cases[i].article, cases[i].from);
		ok(ban_is_lawful(length, years, day(cases[i].from), day(cases[i].to)) == cases[i].lawful, "%s to %s", cases[i].from, cases[i].to);
	}
}

#define T true
#define F false

static void
test_steps(void)
{
	/* listed 2022-03-01…2027-02-28; today 2025-08-25 */
	static const struct {
		bool used;
		enum pledge_choice pledge;
		const char *pledged, *from;
		bool paid, over, marked, passed, finished;
		const char *word;
	} cases[] = {
		{ T, PLEDGE_UNDECIDED, "2025-08-20", "2022-03-01", F, F, F, F, F, "decline" },
		{ T, PLEDGE_DECLINED, "2025-08-20", "2022-03-01", F, F, F, F, F, "manual" },
		{ T, PLEDGE_WITHDRAWN, "2025-08-20", "2022-03-01", F, F, F, F, F, "manual" },
		{ F, PLEDGE_UNDECIDED, "2025-08-20", "2022-03-01", T, F, F, F, F, "manual" },
		{ T, PLEDGE_ADOPTED, "2025-08-20", "2022-03-01", F, F, F, F, F, "withdraw" },
		{ T, PLEDGE_ADOPTED, "2025-08-20", "2022-03-01", F, T, F, F, F, "review" },
		{ T, PLEDGE_ADOPTED, "2025-08-20", "2022-03-01", T, F, F, F, F, "review" },
		{ T, PLEDGE_ADOPTED, "2025-08-20", "2022-03-01", T, T, T, F, F, "void" },
		{ T, PLEDGE_ADOPTED, "2025-08-20", "2022-03-01", T, T, T, T, F, "void" },
		{ T, PLEDGE_ADOPTED, "2025-08-20", "2022-03-01", T, T, T, F, T, "" },
		/* listed since: what was adopted in good faith stands, the certificate waits */
		{ T, PLEDGE_ADOPTED, "2025-08-20", "2025-08-21", F, F, F, F, F, "withdraw" },
		{ T, PLEDGE_ADOPTED, "2025-08-20", "2025-08-21", T, F, F, F, F, "hold" },
		{ T, PLEDGE_DECLINED, "2025-08-20", "2025-08-21", T, T, T, T, F, "hold" },
		/* listed in times to come, or no more when it was chosen */
		{ T, PLEDGE_ADOPTED, "2025-08-20", "2025-08-26", F, F, F, F, F, "" },
		{ T, PLEDGE_UNDECIDED, "2025-08-20", "2025-08-26", F, F, F, F, F, "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ban_term t = { day(cases[i].from), day("2027-02-28"), BAN_NEVER };
		struct ban_case c = { cases[i].used, cases[i].pledge, day(cases[i].pledged), cases[i].paid, cases[i].over, cases[i].marked,
			cases[i].passed, cases[i].finished };
		const char *got = ban_step_word(ban_step(&t, &c, day("2025-08-25")));

		ok(strcmp(got, cases[i].word) == 0, "case %zu: %s, wanted %s", i, got, cases[i].word);
		t.lifted = day("2025-08-25");
		ok(ban_step(&t, &c, day("2025-08-25")) == BAN_NO_HIT, "lifted: nothing");
	}
	struct ban_term ended = { day("2020-08-21"), day("2025-08-20"), BAN_NEVER };
	struct ban_case adopted = { T, PLEDGE_ADOPTED, day("2025-08-20"), F, F, F, F, F };
	struct ban_case later = { T, PLEDGE_ADOPTED, day("2025-08-21"), F, F, F, F, F };

	ok(ban_step(&ended, &adopted, day("2025-08-25")) == BAN_WITHDRAW, "adopted on the last day, ended since");
	ok(ban_step(&ended, &later, day("2025-08-25")) == BAN_NO_HIT, "adopted the day after");
}

int
main(void)
{
	test_days();
	test_law();
	test_steps();
	return done();
}
