/* SPDX-License-Identifier: MIT
 * What is no signed token is never taken for one; what is read is what was signed. The input is read as it is, put in the place of each field
 * of a token, and laid over a valid one. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "rule/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(int condition)
{
	if (!condition)
		abort();
}

/* The example key pair of RFC 8032, 7.1, test 1. */
static const unsigned char secret[SIGN_SECRET] = { 0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
	0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60, 0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a,
	0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07,
	0x51, 0x1a };
static const unsigned char *const public = secret + 32;

static void
read_raw(const char *s)
{
	struct token t;

	require(token_read(s, public, &t) != TOKEN_VALID || strncmp(s, "KW1.", 4) == 0);
}

/* A token with this text in it is not made, or reads back. */
static void
make_and_read(const char *exam, const char *admit_no, const char *card)
{
	struct token t, got;
	struct buf b = BUF_INIT;

	if (strlen(exam) >= sizeof t.exam || strlen(admit_no) >= sizeof t.admit_no || strlen(card) >= sizeof t.card)
		return;
	memcpy(t.exam, exam, strlen(exam) + 1);
	memcpy(t.admit_no, admit_no, strlen(admit_no) + 1);
	memcpy(t.card, card, strlen(card) + 1);
	if (!token_make(&t, secret, &b)) {
		require(b.len == 0);
		return;
	}
	require(b.len <= TOKEN_MAX && token_read(b.ptr, public, &got) == TOKEN_VALID);
	require(strcmp(got.exam, exam) == 0 && strcmp(got.admit_no, admit_no) == 0 && strcmp(got.card, card) == 0);
	buf_release(&b);
}

/* The first byte is a place in a valid token, the others go there: it is the same token, or none. */
static void
lay_over(const char *s, size_t n)
{
	static const struct token t = { "AQ-2025", "110125010010203", "r8Wn1nYtXv0a" };
	static struct buf whole, b;
	struct token got;

	if (whole.len == 0)
		token_make(&t, secret, &whole);
	buf_clear(&b);
	buf_add(&b, whole.ptr, whole.len);
	size_t at = n > 0 ? (unsigned char)s[0] % b.len : 0;

	for (size_t i = 1; i < n && at + i - 1 < b.len; i++)
		b.ptr[at + i - 1] = s[i];
	require((token_read(b.ptr, public, &got) == TOKEN_VALID) == (memcmp(b.ptr, whole.ptr, whole.len) == 0));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = malloc(size + 1);

	if (s == NULL)
		return 0;
	memcpy(s, data, size);
	s[size] = '\0';
	read_raw(s);
	make_and_read(s, "110125010010203", "r8Wn1nYtXv0a");
	make_and_read("AQ-2025", s, "r8Wn1nYtXv0a");
	make_and_read("AQ-2025", "110125010010203", s);
	lay_over(s, strlen(s));
	free(s);
	return 0;
}
