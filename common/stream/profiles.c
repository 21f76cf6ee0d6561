/* SPDX-License-Identifier: MIT
 * Profiles in use: a folder of them, finding one, and the values they describe. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
		snprintf(fault->message, sizeof fault->message, "%s", strerror(errno));
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

static bool
time_read(const char *format, const char *s, size_t n, int64_t *seconds)
{
	int year = 0, part[5] = { 1, 1, 0, 0, 0 }; /* month, day, hour, minute, second */
	size_t at = 0;

	for (; *format != '\0'; format++) {
		if (format[0] != '%') {
			if (at >= n || s[at++] != *format)
				return false;
			continue;
		}
		format++;
		const char *which = *format != '\0' ? strchr("mdHMS", *format) : NULL;

		if (*format == 'Y' ? !digits(s, n, at, 4, &year) :
		    which == NULL || !digits(s, n, at, 2, &part[which - "mdHMS"]))
			return false;
		at += *format == 'Y' ? 4 : 2;
	}
	if (at != n || year < 1900 || year > 2199 || !date_exists(year, part[0], part[1]) || part[2] > 23 ||
	    part[3] > 59 || part[4] > 59)
		return false;
	*seconds = (int64_t)date_days(year, part[0], part[1]) * 86400 + part[2] * 3600 + part[3] * 60 + part[4];
	return true;
}

bool
profile_time(const struct words *formats, const char *s, size_t n, int64_t *seconds)
{
	for (size_t i = 0; i < formats->n; i++)
		if (time_read(formats->v[i], s, n, seconds))
			return true;
	return false;
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
