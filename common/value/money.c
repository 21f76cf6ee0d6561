/* SPDX-License-Identifier: MIT
 * Yuan text to whole fen and back. */
#include "money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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

static const char *const capitals[] = { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" };

struct writer {
	char *p, *end;
};

static void
write_word(struct writer *w, const char *word)
{
	size_t n = strlen(word);

	if (n >= (size_t)(w->end - w->p))
		bug("an amount longer than MONEY_CAPITAL_SIZE");
	memcpy(w->p, word, n + 1);
	w->p += n;
}

static void
write_below_10000(struct writer *w, unsigned n)
{
	static const char *const unit[] = { "仟", "佰", "拾", "" };
	bool nought = false, any = false;

	for (unsigned i = 0, power = 1000; i < 4; i++, power /= 10) {
		unsigned digit = n / power % 10;

		if (digit == 0) {
			nought = any;
			continue;
		}
		if (nought)
			write_word(w, capitals[0]);
		write_word(w, capitals[digit]);
		write_word(w, unit[i]);
		nought = false;
		any = true;
	}
}

static void write_whole(struct writer *w, uint64_t n);

/* The part above power, its unit, and what is below. */
static void
write_parts(struct writer *w, uint64_t n, uint64_t power, const char *unit)
{
	write_whole(w, n / power);
	write_word(w, unit);
	if (n % power > 0 && n % power < power / 10)
		write_word(w, capitals[0]);
	write_whole(w, n % power);
}

static void
write_whole(struct writer *w, uint64_t n)
{
	if (n >= 100000000)
		write_parts(w, n, 100000000, "亿");
	else if (n >= 10000)
		write_parts(w, n, 10000, "万");
	else
		write_below_10000(w, (unsigned)n);
}

void
money_capital(int64_t fen, char out[MONEY_CAPITAL_SIZE])
{
	uint64_t v = fen < 0 ? -(uint64_t)fen : (uint64_t)fen, yuan = v / 100;
	unsigned jiao = (unsigned)(v / 10 % 10), rest = (unsigned)(v % 10);
	struct writer w = { out, out + MONEY_CAPITAL_SIZE };

	if (fen < 0)
		write_word(&w, "负");
	if (v == 0)
		write_word(&w, capitals[0]);
	write_whole(&w, yuan);
	if (yuan > 0 || v == 0)
		write_word(&w, "元");
	if (jiao == 0 && rest == 0) {
		write_word(&w, "整");
		return;
	}
	if (jiao > 0) {
		write_word(&w, capitals[jiao]);
		write_word(&w, "角");
	} else if (yuan > 0) {
		write_word(&w, capitals[0]);
	}
	if (rest > 0) {
		write_word(&w, capitals[rest]);
		write_word(&w, "分");
	}
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
