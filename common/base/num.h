/* SPDX-License-Identifier: MIT
 * Whole numbers from text, with the range in the signature. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Parse all of s as a decimal whole number (an optional '-', then digits; no blanks, no
 * '+', leading zeros allowed). False, *out untouched, where s is anything else or the
 * value lies outside min…max. */
bool num_parse(const char *s, int64_t min, int64_t max, int64_t *out);

/* True where s has n ≥ 1 characters, all digits 0-9; n = 0: any length. */
bool num_digits(const char *s, size_t n);

#endif
