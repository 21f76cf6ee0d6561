/* SPDX-License-Identifier: MIT
 * Text as candidates' names and offices' files have it: UTF-8, the encodings it comes
 * in, folding of code fields, comparing of names, masking of personal data. */
#ifndef VALUE_TEXT_H
#define VALUE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Decode one code point of UTF-8 at s[0…n-1]: its length (1…4) and *cp, or 0 where the bytes
 * are not UTF-8 (overlong, surrogate, > U+10FFFF, cut). */
int utf8_decode(const char *s, size_t n, uint32_t *cp);
/* Append cp as UTF-8 to out (room for 4 bytes); the number of bytes. */
int utf8_encode(uint32_t cp, char out[4]);
/* Offset of the first byte that is not UTF-8, or n. */
size_t utf8_valid(const char *s, size_t n);
/* The number of characters where all are of the Han characters U+4E00 to U+9FFF, else 0. */
size_t text_han(const char *s);
/* Code points in s. */
size_t utf8_length(const char *s);
/* Columns that s takes on a terminal: two for East Asian wide characters (Unicode Standard Annex 11), none for combining ones. */
size_t text_width(const char *s);

/* Take ASCII (blank, tab, line ends) and full-width (U+3000) blanks off both ends, in place; the
 * new length. Where that is less than n, a NUL follows (also in text_fold). */
size_t text_trim(char *s, size_t n);
/* Fold full-width digits, letters and punctuation U+FF01…U+FF5E to half-width, in place; the new length. */
size_t text_fold(char *s, size_t n);
/* ASCII letters to upper case, in place. */
void text_upper(char *s);

/* Append to out the key under which names are compared: blanks dropped; the dots U+2022,
 * U+2027, U+30FB, U+FF0E, U+FF65 and '.' become U+00B7; code points of the private use area that GB18030-2005 and
 * older fonts gave to characters which have since been encoded (U+E863 → U+4DAE …)
 * become those characters; ASCII letters upper-cased; full-width letters folded.
 * The name as typed stays what is printed. */
void text_name_key(const char *name, struct buf *out);

/* True where name is not empty, is UTF-8, and holds no blank, control or invisible character (rules.md 6). */
bool text_name_ok(const char *name);

/* The first code point of s in a private use area, or 0. */
uint32_t text_private_use(const char *s);

/* Append s masked for display: documents of 15 characters or more keep the first 10 and the
 * last 4, shorter ones their first and last two; phones keep 3 and 4 (contract.md, Privacy).
 * What is so short that both ends would show all of it is masked whole. */
void text_mask_document(const char *s, struct buf *out);
void text_mask_phone(const char *s, struct buf *out);

/* Append s with every number in it that looks like an identity number (18 or 15 characters) or a mobile phone (11 digits)
 * masked, wherever it stands: what a message quotes may come from a column that was shifted by one. */
void text_mask_numbers(const char *s, struct buf *out);

/* A mobile phone number: 1[3-9] and nine digits, behind +86, 0086 or nothing (rules.md (b) C); blanks and hyphens are for who
 * typed them to take away. False where it is not one; out gets the 11 digits, as they are kept. */
bool phone_parse(const char *s, char out[12]);

#endif
