/* SPDX-License-Identifier: MIT
 * Dates, months, times, working days. Day numbers are counted in years that begin on
 * 1 March, so that the leap day comes last and months have a fixed rhythm. */
#include "date.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"

enum { YEAR_MIN = 1900, YEAR_MAX = 2199, DAYS_400_YEARS = 146097 };

static int
days_in_month(int year, int month)
{
	static const signed char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

bool
date_exists(int year, int month, int day)
{
	return year >= YEAR_MIN && year <= YEAR_MAX && month >= 1 && month <= 12 && day >= 1 &&
	    day <= days_in_month(year, month);
}

int32_t
date_days(int year, int month, int day)
{
	int y = year - (month <= 2);
	int era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * DAYS_400_YEARS + doe - 719468;
}

void
date_civil(int32_t days, int *year, int *month, int *day)
{
	int64_t z = (int64_t)days + 719468;
	int64_t era = (z >= 0 ? z : z - (DAYS_400_YEARS - 1)) / DAYS_400_YEARS;
	int doe = (int)(z - era * DAYS_400_YEARS);
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;

	*day = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = (int)(yoe + era * 400) + (*month <= 2);
}

/* The value of n digits at s, or -1. */
static int
digits(const char *s, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

/* Read a date at the start of s; the number of characters used, or 0. */
static int
date_prefix(const char *s, int32_t *days)
{
	int year, month, day, used;

	if ((year = digits(s, 4)) < 0)
		return 0;
	if (s[4] == '-') {
		if ((month = digits(s + 5, 2)) < 0 || s[7] != '-' || (day = digits(s + 8, 2)) < 0)
			return 0;
		used = 10;
	} else {
		if ((month = digits(s + 4, 2)) < 0 || (day = digits(s + 6, 2)) < 0)
			return 0;
		used = 8;
	}
	if (!date_exists(year, month, day))
		return 0;
	*days = date_days(year, month, day);
	return used;
}

bool
date_parse(const char *s, int32_t *days)
{
	int32_t d;
	int used = date_prefix(s, &d);

	if (used == 0 || s[used] != '\0')
		return false;
	*days = d;
	return true;
}

bool
date_written(const char *s)
{
	bool dashes = strlen(s) == 10 && s[4] == '-' && s[7] == '-';

	return dashes ? digits(s, 4) >= 0 && digits(s + 5, 2) >= 0 && digits(s + 8, 2) >= 0 : strlen(s) == 8 && strspn(s, "0123456789") == 8;
}

/* Two digits and what follows them; not snprintf, for a statement has a million times. */
static char *
put_pair(char *p, int n, char behind)
{
	p[0] = (char)('0' + n / 10);
	p[1] = (char)('0' + n % 10);
	p[2] = behind;
	return p + 3;
}

void
date_text(int32_t days, char out[DATE_SIZE])
{
	int year, month, day;

	date_civil(days, &year, &month, &day);
	put_pair(put_pair(put_pair(out, year / 100, '\0') - 1, year % 100, '-'), month, '-');
	put_pair(out + 8, day, '\0');
}

bool
month_parse(const char *s, int32_t *months)
{
	int year = digits(s, 4), month;

	if (year < YEAR_MIN || year > YEAR_MAX)
		return false;
	s += 4 + (s[4] == '-');
	month = digits(s, 2);
	if (month < 1 || month > 12 || s[2] != '\0')
		return false;
	*months = year * 12 + month - 1;
	return true;
}

void
month_text(int32_t months, char out[8])
{
	unsigned year = (unsigned)months / 12 % 10000, month = (unsigned)months % 12 + 1;
	const char text[] = { (char)('0' + year / 1000), (char)('0' + year / 100 % 10), (char)('0' + year / 10 % 10),
		(char)('0' + year % 10), '-', (char)('0' + month / 10), (char)('0' + month % 10), '\0' };

	memcpy(out, text, sizeof text);
}

bool
time_parse(const char *s, int64_t *seconds)
{
	int32_t days;
	int used = date_prefix(s, &days);
	int hour = 0, minute = 0, second = 0;

	if (used == 0)
		return false;
	s += used;
	if (*s == 'T' || *s == ' ') {
		hour = digits(s + 1, 2);
		if (hour < 0 || hour > 23 || s[3] != ':')
			return false;
		minute = digits(s + 4, 2);
		if (minute < 0 || minute > 59)
			return false;
		s += 6;
		if (*s == ':') {
			second = digits(s + 1, 2);
			if (second < 0 || second > 59)
				return false;
			s += 3;
		}
	}
	if (*s != '\0')
		return false;
	*seconds = (int64_t)days * 86400 + hour * 3600 + minute * 60 + second;
	return true;
}

void
time_text(int64_t seconds, char out[TIME_SIZE])
{
	int64_t days = seconds / 86400, rest = seconds % 86400;

	if (rest < 0) {
		rest += 86400;
		days--;
	}
	date_text((int32_t)days, out);
	out[DATE_SIZE - 1] = 'T';
	put_pair(put_pair(put_pair(out + DATE_SIZE, (int)(rest / 3600), ':'), (int)(rest / 60 % 60), ':'), (int)(rest % 60), '\0');
}

int
date_years(int32_t a, int32_t b)
{
	int ya, ma, da, yb, mb, db;

	if (b < a)
		return 0;
	date_civil(a, &ya, &ma, &da);
	date_civil(b, &yb, &mb, &db);
	return yb - ya - (mb < ma || (mb == ma && db < da));
}

bool
date_weekday(int32_t days)
{
	int since_monday = (int)(((int64_t)days + 3) % 7);

	if (since_monday < 0)
		since_monday += 7;
	return since_monday < 5;
}

int32_t
date_add_workdays(int32_t day, int n, date_workday_fn *workday, void *context)
{
	while (n > 0)
		n -= workday(context, ++day);
	return day;
}
