/* SPDX-License-Identifier: MIT
 * Days, times and working days. */
#include "value/date.h"

#include "../tap.h"
#include "table.h"

static const struct {
	const char *text;
	const char *reads_as; /* NULL: refused */
} dates[] = {
	{ "1970-01-01", "1970-01-01" },
	{ "20240229", "2024-02-29" },
	{ "2000-02-29", "2000-02-29" },
	{ "1900-02-28", "1900-02-28" },
	{ "2199-12-31", "2199-12-31" },
	{ "2100-02-29", NULL }, /* no leap year */
	{ "1900-02-29", NULL },
	{ "2023-02-29", NULL },
	{ "2024-04-31", NULL },
	{ "2024-13-01", NULL },
	{ "2024-00-10", NULL },
	{ "2024-01-00", NULL },
	{ "1899-12-31", NULL },
	{ "2200-01-01", NULL },
	{ "2024-1-01", NULL },
	{ "2024-0101", NULL },
	{ "2024/01/01", NULL },
	{ "2024-01-01 ", NULL },
	{ "2024-01-011", NULL },
	{ "", NULL },
};

static const struct {
	const char *text, *reads_as;
} times[] = {
	{ "2025-08-20", "2025-08-20T00:00:00" },
	{ "20250820", "2025-08-20T00:00:00" },
	{ "2025-08-20T10:00", "2025-08-20T10:00:00" },
	{ "2025-08-20 23:59:59", "2025-08-20T23:59:59" },
	{ "1969-12-31T23:59:59", "1969-12-31T23:59:59" },
	{ "2025-08-20T24:00", NULL },
	{ "2025-08-20T10:60", NULL },
	{ "2025-08-20T10:00:60", NULL },
	{ "2025-08-20T10", NULL },
	{ "2025-08-20T", NULL },
	{ "2025-08-20T10:00Z", NULL },
	{ "2025-02-30T10:00", NULL },
};

static const struct {
	const char *text, *reads_as;
} months[] = {
	{ "2002-01", "2002-01" }, { "200809", "2008-09" }, { "199912", "1999-12" },
	{ "2002-13", NULL }, { "200200", NULL }, { "2002-1", NULL }, { "2002", NULL },
	{ "20020101", NULL }, { "189912", NULL },
};

static const struct {
	const char *from, *to;
	int years;
} spans[] = {
	{ "2000-06-15", "2001-06-14", 0 },
	{ "2000-06-15", "2001-06-15", 1 },
	{ "2004-02-29", "2005-02-28", 0 },
	{ "2004-02-29", "2005-03-01", 1 },
	{ "2004-02-29", "2008-02-29", 4 },
	{ "2005-01-01", "2004-01-01", 0 },
};

static int32_t
day(const char *s)
{
	int32_t d;

	if (!date_parse(s, &d))
		ok(false, "the test's own date %s", s);
	return d;
}

/* 2026-05-01 … 03 off, 2026-05-09 (a Saturday) worked. */
static bool
may_2026(void *context, int32_t d)
{
	(void)context;
	if (d >= day("2026-05-01") && d <= day("2026-05-05"))
		return false;
	return d == day("2026-05-09") || date_weekday(d);
}

enum { CALENDAR = 8000 };
struct calendar {
	int32_t first;
	signed char workday[CALENDAR]; /* -1: no row */
};

static bool
by_calendar(void *context, int32_t d)
{
	const struct calendar *c = context;
	int32_t at = d - c->first;

	return at >= 0 && at < CALENDAR && c->workday[at] >= 0 ? c->workday[at] : date_weekday(d);
}

static void
test_vectors(void)
{
	static struct calendar calendar;
	struct table t;
	int rows = 0;

	if (!table_open(&t, "config/calendar.csv")) {
		skip("no calendar.csv");
		return;
	}
	calendar.first = day("2010-01-01");
	memset(calendar.workday, -1, sizeof calendar.workday);
	while (table_next(&t))
		calendar.workday[day(t.cell[0]) - calendar.first] = t.cell[1][0] == '1';
	if (!table_open(&t, "vectors/workday.csv")) {
		skip("no workday.csv");
		return;
	}
	while (table_next(&t)) {
		char end[DATE_SIZE];

		date_text(date_add_workdays(day(t.cell[0]), (int)strtol(t.cell[1], NULL, 10), by_calendar,
		              &calendar), end);
		ok(strcmp(end, t.cell[2]) == 0, "%s + %s working days = %s", t.cell[0], t.cell[1], t.cell[2]);
		rows++;
	}
	ok(rows > 0, "%d rows of workday.csv", rows);
}

static void
test_every_day(void)
{
	int32_t d = day("1900-01-01"), last = day("2199-12-31"), wrong = 0, n = 0;

	for (; d <= last; d++, n++) {
		int y, m, dd;
		char text[DATE_SIZE];
		int32_t again;

		date_civil(d, &y, &m, &dd);
		date_text(d, text);
		wrong += !date_exists(y, m, dd) || date_days(y, m, dd) != d || !date_parse(text, &again) ||
		    again != d;
	}
	ok(wrong == 0 && n == 109573, "all %d days of 1900…2199 there and back", (int)n);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
		char back[DATE_SIZE] = "";
		int32_t d = 12345;
		bool good = date_parse(dates[i].text, &d);

		if (good)
			date_text(d, back);
		ok(dates[i].reads_as ? good && strcmp(back, dates[i].reads_as) == 0 : !good && d == 12345,
		    "date '%s' is %s", dates[i].text, dates[i].reads_as ? dates[i].reads_as : "refused");
	}
	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		char back[TIME_SIZE] = "";
		int64_t s;
		bool good = time_parse(times[i].text, &s);

		if (good)
			time_text(s, back);
		ok(times[i].reads_as ? good && strcmp(back, times[i].reads_as) == 0 : !good, "time '%s' is %s",
		    times[i].text, times[i].reads_as ? times[i].reads_as : "refused");
	}
	for (size_t i = 0; i < sizeof months / sizeof months[0]; i++) {
		char back[8] = "";
		int32_t m;
		bool good = month_parse(months[i].text, &m);

		if (good)
			month_text(m, back);
		ok(months[i].reads_as ? good && strcmp(back, months[i].reads_as) == 0 : !good, "month '%s' is %s",
		    months[i].text, months[i].reads_as ? months[i].reads_as : "refused");
	}
	for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++)
		ok(date_years(day(spans[i].from), day(spans[i].to)) == spans[i].years, "%s to %s: %d years",
		    spans[i].from, spans[i].to, spans[i].years);
	ok(date_weekday(0) && !date_weekday(2) && !date_weekday(3) && date_weekday(4) && !date_weekday(-4) &&
	        date_weekday(-3), "1970-01-01 is a Thursday");
	ok(date_add_workdays(day("2026-04-30"), 0, may_2026, NULL) == day("2026-04-30"), "day 0 is the day itself");
	ok(date_add_workdays(day("2026-04-30"), 4, may_2026, NULL) == day("2026-05-09"),
	    "the 4th working day after 30 April 2026 is Saturday 9 May");
	ok(date_add_workdays(day("2026-05-02"), 1, may_2026, NULL) == day("2026-05-06"),
	    "counting may begin on a day off");
	test_every_day();
	test_vectors();
	return done();
}
