/* SPDX-License-Identifier: MIT
 * Dates, months and times of the field: Gregorian days, local time of Asia/Shanghai
 * (UTC+8 all year since 1992), and working days counted on a calendar that the office can replace. */
#ifndef VALUE_DATE_H
#define VALUE_DATE_H

#include <stdbool.h>
#include <stdint.h>

enum { DATE_SIZE = 11, TIME_SIZE = 20 }; /* "YYYY-MM-DD", "YYYY-MM-DDTHH:MM:SS", with NUL */

/* Days since 1970-01-01 of a date that exists. */
int32_t date_days(int year, int month, int day);
void date_civil(int32_t days, int *year, int *month, int *day);
bool date_exists(int year, int month, int day);

/* Read "YYYY-MM-DD" or "YYYYMMDD"; years 1900…2199. False where it is no such date. */
bool date_parse(const char *s, int32_t *days);
/* Is it written so, whether the calendar has the day or not? */
bool date_written(const char *s);
/* Write "YYYY-MM-DD". */
void date_text(int32_t days, char out[DATE_SIZE]);

/* Read "YYYY-MM" or "YYYYMM" into months since year 0 (year * 12 + month - 1). */
bool month_parse(const char *s, int32_t *months);
void month_text(int32_t months, char out[8]); /* "YYYY-MM" */

/* Read a time: "YYYY-MM-DD" (its midnight), or with "THH:MM" or " HH:MM", seconds
 * optional. *seconds counts local seconds since 1970-01-01T00:00:00 local time. */
bool time_parse(const char *s, int64_t *seconds);
void time_text(int64_t seconds, char out[TIME_SIZE]); /* "YYYY-MM-DDTHH:MM:SS" */

/* Whole years from a to b, days since 1970 (0 where b is before a): the day counts as reached on its anniversary;
 * 29 February has its anniversary on 1 March in common years. */
int date_years(int32_t a, int32_t b);

/* Is a day a working day? Supplied by the caller: a calendar row, else Monday to Friday. */
typedef bool date_workday_fn(void *context, int32_t days);
/* 1970-01-01 was a Thursday: Monday to Friday. */
bool date_weekday(int32_t days);
/* The n-th working day after day: the day itself is day 0 (rules.md M); n ≥ 0.
 * n = 0 gives the day itself, working or not. */
int32_t date_add_workdays(int32_t day, int n, date_workday_fn *workday, void *context);

#endif
