/* SPDX-License-Identifier: MIT
 * Yuan to fen and back. */
#include "value/money.h"

#include <inttypes.h>
#include <string.h>

#include "../tap.h"

static const struct {
	const char *yuan;
	enum money_result result;
	int64_t fen;
} table[] = {
	{ "56", MONEY_OK, 5600 },
	{ "56.5", MONEY_OK, 5650 },
	{ "-56.00", MONEY_OK, -5600 },
	{ "0.05", MONEY_OK, 5 },
	{ "-0", MONEY_OK, 0 },
	{ "007.10", MONEY_OK, 710 },
	{ "1.2300", MONEY_OK, 123 },
	{ "1.234", MONEY_SCALE, 0 },
	{ "1.2301", MONEY_SCALE, 0 },
	{ "1000000000", MONEY_OK, MONEY_MAX },
	{ "1000000000.01", MONEY_RANGE, 0 },
	{ "-1000000000.00", MONEY_OK, -MONEY_MAX },
	{ "99999999999999999999999999", MONEY_RANGE, 0 },
	{ "99999999999999999999999999,00", MONEY_FORM, 0 },
	{ "", MONEY_EMPTY, 0 },
	{ "-", MONEY_FORM, 0 },
	{ ".5", MONEY_FORM, 0 },
	{ "5.", MONEY_FORM, 0 },
	{ "+5", MONEY_FORM, 0 },
	{ "--5", MONEY_FORM, 0 },
	{ "5-", MONEY_FORM, 0 },
	{ " 5", MONEY_FORM, 0 },
	{ "5 ", MONEY_FORM, 0 },
	{ "1,000.00", MONEY_FORM, 0 },
	{ "1e3", MONEY_FORM, 0 },
	{ "1.2.3", MONEY_FORM, 0 },
	{ "\xC2\xA5" "5", MONEY_FORM, 0 },
	{ "nan", MONEY_FORM, 0 },
};

static const struct {
	int64_t fen;
	const char *yuan;
} texts[] = {
	{ 0, "0.00" }, { 5, "0.05" }, { -5, "-0.05" }, { 100, "1.00" }, { 123456, "1234.56" },
	{ -5600, "-56.00" }, { INT64_MIN, "-92233720368547758.08" }, { INT64_MAX, "92233720368547758.07" },
};

static const struct {
	const char *yuan;
	int scale;
	enum money_result result;
	int64_t units;
} scaled[] = {
	{ "0.20000", 5, MONEY_OK, 20000 }, { "-0.00001", 5, MONEY_OK, -1 }, { "0.000001", 5, MONEY_SCALE, 0 },
	{ "1000000000", 5, MONEY_OK, INT64_C(100000000000000) }, { "1000000000.00001", 5, MONEY_RANGE, 0 },
	{ "12", 0, MONEY_OK, 12 }, { "12.5", 0, MONEY_SCALE, 0 }, { "12.0", 0, MONEY_OK, 12 },
};

/* The examples of the annex to 支付结算办法 (银发〔1997〕393号), and the edges. */
static const struct {
	int64_t fen;
	const char *capitals;
} capitals[] = {
	{ 140950, "壹仟肆佰零玖元伍角" }, { 600714, "陆仟零柒元壹角肆分" }, { 168032, "壹仟陆佰捌拾元叁角贰分" },
	{ 10700053, "壹拾万柒仟元伍角叁分" }, { 1640902, "壹万陆仟肆佰零玖元零贰分" }, { 32504, "叁佰贰拾伍元零肆分" },
	{ 0, "零元整" }, { 5, "伍分" }, { 50, "伍角" }, { 55, "伍角伍分" }, { 100, "壹元整" }, { 101, "壹元零壹分" }, { 1000, "壹拾元整" },
	{ 6100, "陆拾壹元整" }, { 24800, "贰佰肆拾捌元整" }, { 100000, "壹仟元整" }, { 1000000, "壹万元整" }, { 1000100, "壹万零壹元整" },
	{ 1001000, "壹万零壹拾元整" }, { 1010000, "壹万零壹佰元整" }, { 1100000, "壹万壹仟元整" }, { 100000000, "壹佰万元整" },
	{ INT64_C(10000000000), "壹亿元整" }, { INT64_C(10000000100), "壹亿零壹元整" }, { INT64_C(10001000000), "壹亿零壹万元整" },
	{ INT64_C(11000000000), "壹亿壹仟万元整" }, { INT64_C(100000000000), "壹拾亿元整" }, { INT64_C(100000010001), "壹拾亿零壹佰元零壹分" },
	{ -5600, "负伍拾陆元整" }, { INT64_MAX, "玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分" },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		int64_t fen = -77;
		enum money_result r = money_parse(table[i].yuan, &fen);

		ok(r == table[i].result && fen == (r == MONEY_OK ? table[i].fen : -77), "'%s' yuan: %s", table[i].yuan,
		    money_result_text(table[i].result));
	}
	for (size_t i = 0; i < sizeof scaled / sizeof scaled[0]; i++) {
		int64_t units = 0;
		enum money_result r = money_parse_scaled(scaled[i].yuan, scaled[i].scale, &units);

		ok(r == scaled[i].result && units == scaled[i].units, "'%s' to %d decimals: %" PRId64, scaled[i].yuan,
		    scaled[i].scale, scaled[i].units);
	}
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		char yuan[MONEY_SIZE];

		money_text(texts[i].fen, yuan);
		ok(strcmp(yuan, texts[i].yuan) == 0, "%" PRId64 " fen are %s yuan", texts[i].fen, texts[i].yuan);
	}
	for (size_t i = 0; i < sizeof capitals / sizeof capitals[0]; i++) {
		char text[MONEY_CAPITAL_SIZE];

		money_capital(capitals[i].fen, text);
		ok(strcmp(text, capitals[i].capitals) == 0, "%" PRId64 " fen in capitals: %s", capitals[i].fen, text);
	}
	return done();
}
