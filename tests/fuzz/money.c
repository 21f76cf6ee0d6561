/* SPDX-License-Identifier: MIT
 * An amount that is read is written so that it reads the same; scales agree with each other. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "value/money.h"

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
	char *s = malloc(size + 1), text[MONEY_SIZE];
	int64_t fen, again, fine;

	if (s == NULL)
		return 0;
	memcpy(s, data, size);
	s[size] = '\0';
	enum money_result r = money_parse(s, &fen), r5 = money_parse_scaled(s, 5, &fine);

	require(*money_result_text(r) != '\0');
	if (r == MONEY_OK) {
		require(fen <= MONEY_MAX && fen >= -MONEY_MAX);
		money_text(fen, text);
		require(money_parse(text, &again) == MONEY_OK && again == fen);
		require(r5 == MONEY_OK && fine == fen * 1000);
	}
	if (r == MONEY_FORM || r == MONEY_EMPTY)
		require(r5 == r);
	free(s);
	return 0;
}
