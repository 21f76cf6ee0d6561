/* SPDX-License-Identifier: MIT
 * Money: whole fen in int64_t. Yuan text comes in and goes out here, nothing is ever a
 * floating point number. */
#ifndef VALUE_MONEY_H
#define VALUE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

enum { MONEY_SIZE = 24, MONEY_CAPITAL_SIZE = 192 };
#define MONEY_MAX INT64_C(100000000000) /* fen; larger sums are refused on input (fees.md 3) */

enum money_result { MONEY_OK, MONEY_EMPTY, MONEY_FORM, MONEY_SCALE, MONEY_RANGE };

/* Read yuan with up to two decimals ("56", "56.5", "-56.00") into fen. Further decimals
 * are allowed where they are zero. No blanks, exponent, thousands separator, sign '+' or
 * bare point. *fen is untouched on failure. */
enum money_result money_parse(const char *yuan, int64_t *fen);

/* The same with a scale: value in units of 10^-scale yuan (scale 5 for fees of 0.00001 yuan). */
enum money_result money_parse_scaled(const char *yuan, int scale, int64_t *units);

/* Write yuan with two decimals, "-0.05". */
void money_text(int64_t fen, char out[MONEY_SIZE]);

/* Write it in Chinese capitals, as receipts have it: "壹仟肆佰零玖元伍角", "贰佰元整", "负伍分" (支付结算办法, 银发〔1997〕393号, annex 1:
 * several noughts are one 零, one before 元 or 万 is not written, 整 stands behind 元 only). */
void money_capital(int64_t fen, char out[MONEY_CAPITAL_SIZE]);

/* Why a text was refused, in the operator's language; static. */
const char *money_result_text(enum money_result r);

#endif
