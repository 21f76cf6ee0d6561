/* SPDX-License-Identifier: MIT
 * Profiles in use: a folder of them, finding one, and the values they describe. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "stream/profile.h"
#include "value/date.h"
#include "value/money.h"

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
is_profile(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 5 && e->d_name[0] != '.' && strcmp(e->d_name + n - 5, ".conf") == 0;
}

bool
profiles_read(struct profiles *all, const char *folder, struct profile_fault *fault, char **path)
{
	struct dirent **names;
	int n = scandir(folder, &names, is_profile, by_name);
	bool good = true;

	*all = (struct profiles){ NULL, 0 };
	*path = NULL;
	if (n < 0) {
		*path = xstrdup(folder);
		fault->line = 0;
		snprintf(fault->message, sizeof fault->message, "%s", errno_text(errno));
		return false;
	}
	all->v = xcalloc((size_t)n, sizeof(struct profile *));
	for (int i = 0; i < n; i++) {
		if (good) {
			*path = xasprintf("%s/%s", folder, names[i]->d_name);
			all->v[all->n] = profile_read(*path, fault);
			good = all->v[all->n] != NULL;
			all->n += good;
			if (good) {
				free(*path);
				*path = NULL;
			}
		}
		free(names[i]);
	}
	free(names);
	if (!good)
		profiles_release(all);
	return good;
}

void
profiles_release(struct profiles *all)
{
	for (size_t i = 0; i < all->n; i++)
		profile_free(all->v[i]);
	free(all->v);
	*all = (struct profiles){ NULL, 0 };
}

const struct profile *
profiles_find(const struct profiles *all, const char *name)
{
	for (size_t i = 0; i < all->n; i++) {
		if (strcmp(all->v[i]->id, name) == 0)
			return all->v[i];
		for (size_t k = 0; k < all->v[i]->aliases.n; k++)
			if (strcmp(all->v[i]->aliases.v[k], name) == 0)
				return all->v[i];
	}
	return NULL;
}

static bool
digits(const char *s, size_t n, size_t at, size_t count, int *out)
{
	int v = 0;

	if (n - at < count)
		return false;
	for (size_t i = at; i < at + count; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		v = v * 10 + (s[i] - '0');
	}
	*out = v;
	return true;
}

/* What a format says of a time. */
struct civil {
	int year, part[5]; /* month, day, hour, minute, second */
	bool has_year;
};

static bool
civil_read(const char *format, const char *s, size_t n, struct civil *c)
{
	size_t at = 0;

	*c = (struct civil){ 0, { 1, 1, 0, 0, 0 }, false };
	for (; *format != '\0'; format++) {
		if (format[0] != '%') {
			if (at >= n || s[at++] != *format)
				return false;
			continue;
		}
		format++;
		const char *which = *format != '\0' ? strchr("mdHMS", *format) : NULL;

		c->has_year |= *format == 'Y';
		if (*format == 'Y' ? !digits(s, n, at, 4, &c->year) :
		    which == NULL || !digits(s, n, at, 2, &c->part[which - "mdHMS"]))
			return false;
		at += *format == 'Y' ? 4 : 2;
	}
	return at == n && c->part[2] <= 23 && c->part[3] <= 59 && c->part[4] <= 59;
}

/* The year that brings the day nearest to near; half a year away at most. */
static bool
year_choose(struct civil *c, int32_t near)
{
	int best = 184, year, month, day;

	if (near == NEAR_NONE)
		return false;
	date_civil(near, &year, &month, &day);
	for (int y = year - 1; y <= year + 1; y++) {
		if (!date_exists(y, c->part[0], c->part[1]))
			continue;
		int away = abs(date_days(y, c->part[0], c->part[1]) - near);

		if (away < best) {
			best = away;
			c->year = y;
		}
	}
	return best < 184;
}

static bool
time_read(const char *format, int32_t near, const char *s, size_t n, int64_t *seconds)
{
	struct civil c;

	if (!civil_read(format, s, n, &c) || (!c.has_year && !year_choose(&c, near)))
		return false;
	if (c.year < 1900 || c.year > 2199 || !date_exists(c.year, c.part[0], c.part[1]))
		return false;
	*seconds = (int64_t)date_days(c.year, c.part[0], c.part[1]) * 86400 + c.part[2] * 3600 + c.part[3] * 60 + c.part[4];
	return true;
}

bool
profile_time(const struct words *formats, int32_t near, const char *s, size_t n, int64_t *seconds)
{
	for (size_t i = 0; i < formats->n; i++)
		if (time_read(formats->v[i], near, s, n, seconds))
			return true;
	return false;
}

bool
profile_settle_date(const struct profile *p, const char *name, int32_t *day)
{
	const char *slash = strrchr(name, '/');
	regmatch_t m[4];
	int part[3];

	name = slash != NULL ? slash + 1 : name;
	if (p->settle_date == NULL || regexec(p->settle_date, name, 4, m, 0) != 0)
		return false;
	for (int i = 0; i < 3; i++) {
		size_t n = (size_t)(m[i + 1].rm_eo - m[i + 1].rm_so);

		if (m[i + 1].rm_so < 0 || n == 0 || n > 4 || !digits(name + m[i + 1].rm_so, n, 0, n, &part[i]))
			return false;
	}
	if (part[0] < 100)
		part[0] += 2000;
	if (part[0] < 1900 || part[0] > 2199 || !date_exists(part[0], part[1], part[2]))
		return false;
	*day = date_days(part[0], part[1], part[2]);
	return true;
}

bool
profile_rate(const char *s, int32_t *ppm)
{
	size_t n = strlen(s);
	char number[16];
	int64_t v;

	if (n < 2 || n > sizeof number || s[n - 1] != '%')
		return false;
	memcpy(number, s, n - 1);
	number[n - 1] = '\0';
	if (money_parse_scaled(number, 4, &v) != MONEY_OK || v < 0 || v > 1000000)
		return false;
	*ppm = (int32_t)v;
	return true;
}
