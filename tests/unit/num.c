/* SPDX-License-Identifier: MIT
 * Whole numbers from text. */
#include "base/num.h"

#include <inttypes.h>

#include "../tap.h"

static const struct {
	const char *text;
	int64_t min, max;
	bool good;
	int64_t value;
} table[] = {
	{ "0", 0, 9, true, 0 },
	{ "42", 0, 99, true, 42 },
	{ "007", 0, 9, true, 7 },
	{ "-5", -9, 9, true, -5 },
	{ "-0", 0, 0, true, 0 },
	{ "9", 0, 9, true, 9 },
	{ "10", 0, 9, false, 0 },
	{ "-1", 0, 9, false, 0 },
	{ "9223372036854775807", INT64_MIN, INT64_MAX, true, INT64_MAX },
	{ "9223372036854775808", INT64_MIN, INT64_MAX, false, 0 },
	{ "-9223372036854775808", INT64_MIN, INT64_MAX, true, INT64_MIN },
	{ "-9223372036854775809", INT64_MIN, INT64_MAX, false, 0 },
	{ "99999999999999999999999999999999", INT64_MIN, INT64_MAX, false, 0 },
	{ "", 0, 9, false, 0 },
	{ "-", -9, 9, false, 0 },
	{ "--1", -9, 9, false, 0 },
	{ "+1", 0, 9, false, 0 },
	{ " 1", 0, 9, false, 0 },
	{ "1 ", 0, 9, false, 0 },
	{ "1.0", 0, 9, false, 0 },
	{ "1e0", 0, 9, false, 0 },
	{ "0x1", 0, 9, false, 0 },
	{ "1_000", 0, 9999, false, 0 },
	{ "\xef\xbc\x91", 0, 9, false, 0 },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		int64_t n = -77;
		bool good = num_parse(table[i].text, table[i].min, table[i].max, &n);

		ok(good == table[i].good && n == (good ? table[i].value : -77), "'%s' in %" PRId64 "…%" PRId64 ": %s", table[i].text,
		    table[i].min, table[i].max, table[i].good ? "read" : "refused");
	}
	ok(num_digits("0123", 4) && num_digits("0123", 0) && num_digits("9", 1), "digits");
	ok(!num_digits("", 0) && !num_digits("123", 4) && !num_digits("1234", 3) && !num_digits("12a4", 4) && !num_digits("-123", 4), "no digits");
	return done();
}
