/* SPDX-License-Identifier: MIT
 * Yuan text to whole fen and back. */
#include "money.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/diag.h"

enum money_result
money_parse_scaled(const char *yuan, int scale, int64_t *units)
{
	const char *s = yuan;
	bool negative = *s == '-';
	int64_t v = 0, max = MONEY_MAX;
	int decimals = 0;
	bool too_large = false, too_fine = false;

	for (int i = 2; i < scale; i++)
		max *= 10;
	for (int i = scale; i < 2; i++)
		max /= 10;
	if (*s == '\0')
		return MONEY_EMPTY;
	s += negative;
	if (*s < '0' || *s > '9')
		return MONEY_FORM;
	/* the whole text is read before a judgement: "1,0" is bad form, however large */
	for (; *s >= '0' && *s <= '9'; s++) {
		if (!too_large)
			v = v * 10 + (*s - '0');
		too_large |= v > max;
	}
	if (*s == '.') {
		if (s[1] < '0' || s[1] > '9')
			return MONEY_FORM;
		for (s++; *s >= '0' && *s <= '9'; s++) {
			if (decimals == scale) {
				too_fine |= *s != '0';
				continue;
			}
			if (!too_large)
				v = v * 10 + (*s - '0');
			too_large |= v > max;
			decimals++;
		}
	}
	if (*s != '\0')
		return MONEY_FORM;
	for (; decimals < scale && !too_large; decimals++) {
		v *= 10;
		too_large |= v > max;
	}
	if (too_fine)
		return MONEY_SCALE;
	if (too_large)
		return MONEY_RANGE;
	*units = negative ? -v : v;
	return MONEY_OK;
}

enum money_result
money_parse(const char *yuan, int64_t *fen)
{
	return money_parse_scaled(yuan, 2, fen);
}

void
money_text(int64_t fen, char out[MONEY_SIZE])
{
	uint64_t v = fen < 0 ? -(uint64_t)fen : (uint64_t)fen;

	snprintf(out, MONEY_SIZE, "%s%" PRIu64 ".%02u", fen < 0 ? "-" : "", v / 100, (unsigned)(v % 100));
}

const char *
money_result_text(enum money_result r)
{
	switch (r) {
	case MONEY_OK:
		return L("a sum of money", "金额正确");
	case MONEY_EMPTY:
		return L("no amount", "金额为空");
	case MONEY_FORM:
		return L("not an amount in yuan (digits, at most one point)", "不是金额（元）：只能是数字和一个小数点");
	case MONEY_SCALE:
		return L("too many decimals", "小数位数过多");
	case MONEY_RANGE:
		return L("larger than 1,000,000,000 yuan", "金额超过十亿元");
	}
	bug("money_result %d", (int)r);
}
