/* SPDX-License-Identifier: MIT
 * A date, month or time that is read is written so that it reads the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "value/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(int condition)
{
	if (!condition)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = malloc(size + 1), date[DATE_SIZE], time[TIME_SIZE], month[8];
	int32_t days, days2, months, months2;
	int64_t seconds, seconds2;

	if (s == NULL)
		return 0;
	memcpy(s, data, size);
	s[size] = '\0';
	if (date_parse(s, &days)) {
		date_text(days, date);
		require(date_parse(date, &days2) && days2 == days);
		/* a date is a time too: its midnight */
		require(time_parse(s, &seconds) && seconds == (int64_t)days * 86400);
	}
	if (time_parse(s, &seconds)) {
		time_text(seconds, time);
		require(time_parse(time, &seconds2) && seconds2 == seconds);
	}
	if (month_parse(s, &months)) {
		month_text(months, month);
		require(month_parse(month, &months2) && months2 == months);
	}
	free(s);
	return 0;
}
