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
	unsigned p = 0;

	for (; *digits != '\0'; digits++) {
		p = (p + (unsigned)(*digits - '0')) * 2;
		if (p >= 1 << 24)
			p %= 11;
	}
	/* the character that makes the whole congruent to 1 */
	return "0123456789X"[(12 - p % 11) % 11];
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
	/* by the first digit, the region */
	static const char *const known[] = { "", "12345", "123", "1234567", "123456", "01234", "12345", "1", "123", "" };

	return strchr(known[two[0] - '0'], two[1]) != NULL;
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
	int32_t birth;

	if (n != FULL && n != OLD)
		return has_exponent(s) ? IDNO_EXCEL : IDNO_LENGTH;
	for (size_t i = 0; i < n; i++)
		if (!is_digit(s[i]) && !(i == BODY && (s[i] == 'X' || s[i] == 'x')))
			return has_exponent(s) ? IDNO_EXCEL : IDNO_FORM;
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

	if (!date_exists(year, month, day) || (birth = date_days(year, month, day)) > today)
		return n == FULL && strcmp(full + 10, "00000000") == 0 ? IDNO_EXCEL : IDNO_BIRTH; /* 3.70112E+17 written out */
	if (full[BODY] != idno_check(full))
		return memcmp(full + 15, "000", 3) == 0 ? IDNO_EXCEL : IDNO_CHECKSUM;
	if (out != NULL) {
		memcpy(out->full, full, sizeof full);
		out->birth = birth;
		out->sex = (full[16] - '0') % 2 != 0 ? 1 : 2;
	}
	return IDNO_OK;
}
