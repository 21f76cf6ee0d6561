/* SPDX-License-Identifier: MIT
 * Whole numbers from text. */
#include "num.h"

#include <string.h>

bool
num_parse(const char *s, int64_t min, int64_t max, int64_t *out)
{
	bool negative = *s == '-';
	int64_t v = 0;

	s += negative;
	if (*s == '\0')
		return false;
	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9')
			return false;
		/* counted downwards, so that INT64_MIN fits */
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, *s - '0', &v))
			return false;
	}
	if (!negative && __builtin_sub_overflow(0, v, &v))
		return false;
	if (v < min || v > max)
		return false;
	*out = v;
	return true;
}

bool
num_digits(const char *s, size_t n)
{
	size_t len = strspn(s, "0123456789");

	return len > 0 && s[len] == '\0' && (n == 0 || len == n);
}
