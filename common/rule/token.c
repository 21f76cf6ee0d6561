/* SPDX-License-Identifier: MIT
 * Tokens of admit cards. */
#include "rule/token.h"

#include <string.h>

static const char PREFIX[] = "KW1.";
enum { PREFIX_LEN = sizeof PREFIX - 1, SIGN_TEXT = 87 };

void
token_card(const void *p, size_t n, char out[TOKEN_CARD_TEXT])
{
	unsigned char sum[HASH_SIZE];

	hash_once(p, n, sum);
	base64_write(out, sum, TOKEN_CARD);
}

/* ASCII 33 … 126 only, and no dot unless dots may be in it. */
static bool
carries(const char *s, size_t n, bool dots)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] <= ' ' || s[i] > '~' || (s[i] == '.' && !dots))
			return false;
	return n > 0;
}

bool
token_make(const struct token *t, const unsigned char secret[SIGN_SECRET], struct buf *out)
{
	unsigned char sig[SIGN_SIZE];
	char text[SIGN_TEXT];
	struct buf b = BUF_INIT;

	if (!carries(t->exam, strlen(t->exam), false) || !carries(t->admit_no, strlen(t->admit_no), true) ||
	    !carries(t->card, strlen(t->card), false))
		return false;
	buf_printf(&b, "%s%s.%s.%s", PREFIX, t->exam, t->admit_no, t->card);
	sign_make(secret, b.ptr, b.len, sig);
	base64_write(text, sig, sizeof sig);
	buf_printf(out, "%s.%s", b.ptr, text);
	buf_release(&b);
	return true;
}

/* Copy a field into a member of the token; false where it cannot be one. */
static bool
take(char *out, size_t size, const char *from, const char *to, bool dots)
{
	size_t n = (size_t)(to - from);

	if (n >= size || !carries(from, n, dots))
		return false;
	memcpy(out, from, n);
	out[n] = '\0';
	return true;
}

/* A token whose first characters were altered still ends as one does: in a dot and a signature. */
static bool
ends_signed(const char *text, size_t n)
{
	const char *end = text + n, *sign = n > SIGN_TEXT ? end - SIGN_TEXT : end;

	if (*sign++ != '.')
		return false;
	while (sign < end && (*sign == '-' || *sign == '_' || (*sign >= '0' && *sign <= '9') || ((*sign | 32) >= 'a' && (*sign | 32) <= 'z')))
		sign++;
	return sign == end;
}

static const char *
last_dot(const char *from, const char *to)
{
	return memrchr(from, '.', (size_t)(to - from));
}

enum token_result
token_read(const char *text, const unsigned char public[SIGN_PUBLIC], struct token *t)
{
	unsigned char sig[SIGN_SIZE];
	struct token got;
	size_t n = strlen(text);

	if (strncmp(text, PREFIX, PREFIX_LEN) != 0)
		return ends_signed(text, n) ? TOKEN_FORGED : TOKEN_FOREIGN;
	const char *exam = text + PREFIX_LEN, *end = text + n;
	const char *sig_dot = n <= TOKEN_MAX ? last_dot(exam, end) : NULL;
	const char *card_dot = sig_dot != NULL ? last_dot(exam, sig_dot) : NULL;
	const char *exam_dot = card_dot != NULL ? memchr(exam, '.', (size_t)(card_dot - exam)) : NULL;

	if (exam_dot == NULL || !take(got.exam, sizeof got.exam, exam, exam_dot, false) ||
	    !take(got.admit_no, sizeof got.admit_no, exam_dot + 1, card_dot, true) ||
	    !take(got.card, sizeof got.card, card_dot + 1, sig_dot, false))
		return TOKEN_FORGED;
	if (base64_read(sig_dot + 1, sig, sizeof sig) != SIGN_SIZE ||
	    !sign_check(public, text, (size_t)(sig_dot - text), sig))
		return TOKEN_FORGED;
	*t = got;
	return TOKEN_VALID;
}
