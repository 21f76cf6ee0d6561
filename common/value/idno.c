/* SPDX-License-Identifier: MIT
 * Resident-identity numbers. */
#include "idno.h"

#include <stddef.h>
#include <string.h>

#include "date.h"

enum { FULL = 18, OLD = 15, BODY = 17 };

char
mod11_2(const char *digits)
{
	int p = 0;

	for (; *digits != '\0'; digits++)
		p = (p + (*digits - '0')) * 2 % 11;
	/* the character that makes the whole congruent to 1 */
	return "0123456789X"[(12 - p) % 11];
}

char
idno_check(const char *digits17)
{
	char body[BODY + 1];

	memcpy(body, digits17, BODY);
	body[BODY] = '\0';
	return mod11_2(body);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "3.70112E+17": what a spreadsheet shows for 18 digits. */
static bool
has_exponent(const char *s)
{
	size_t n = strspn(s, "0123456789");

	if (n == 0)
		return false;
	if (s[n] == '.')
		n += 1 + strspn(s + n + 1, "0123456789");
	if (s[n] != 'E' && s[n] != 'e')
		return false;
	n++;
	if (s[n] == '+')
		n++;
	return is_digit(s[n]) && s[n + strspn(s + n, "0123456789")] == '\0';
}

static bool
is_province(const char *two)
{
	static const char known[] = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
				    "50 51 52 53 54 61 62 63 64 65 71 81 82 83";

	for (const char *p = known; *p != '\0'; p += p[2] == ' ' ? 3 : 2)
		if (p[0] == two[0] && p[1] == two[1])
			return true;
	return false;
}

static int
number(const char *s, int n)
{
	int v = 0;

	while (n-- > 0)
		v = v * 10 + (*s++ - '0');
	return v;
}

enum idno_result
idno_parse(const char *s, int32_t today, struct idno *out)
{
	size_t n = strlen(s);
	char full[FULL + 1];

	if (has_exponent(s))
		return IDNO_EXCEL;
	if (n != FULL && n != OLD)
		return IDNO_LENGTH;
	for (size_t i = 0; i < n; i++)
		if (!is_digit(s[i]) && !(i == BODY && (s[i] == 'X' || s[i] == 'x')))
			return IDNO_FORM;
	if (n == OLD) {
		memcpy(full, s, 6);
		memcpy(full + 6, "19", 2);
		memcpy(full + 8, s + 6, 9);
		full[BODY] = idno_check(full);
	} else {
		memcpy(full, s, FULL);
		if (full[BODY] == 'x')
			full[BODY] = 'X';
	}
	full[FULL] = '\0';

	if (!is_province(full[0] == '9' ? full + 1 : full))
		return IDNO_REGION;
	int year = number(full + 6, 4), month = number(full + 10, 2), day = number(full + 12, 2);

	if (!date_exists(year, month, day) || date_days(year, month, day) > today)
		return IDNO_BIRTH;
	if (full[BODY] != idno_check(full))
		return memcmp(full + 15, "000", 3) == 0 ? IDNO_EXCEL : IDNO_CHECKSUM;
	if (out != NULL) {
		memcpy(out->full, full, sizeof full);
		out->birth = date_days(year, month, day);
		out->sex = (full[16] - '0') % 2 != 0 ? 1 : 2;
	}
	return IDNO_OK;
}
