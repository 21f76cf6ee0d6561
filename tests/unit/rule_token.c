/* SPDX-License-Identifier: MIT */
#include "rule/token.h"

#include <string.h>

#include "../tap.h"

static unsigned char secret[SIGN_SECRET], public[SIGN_PUBLIC];

static enum token_result
read_text(const char *text)
{
	struct token t;

	memset(&t, 'x', sizeof t);
	enum token_result r = token_read(text, public, &t);

	if (r != TOKEN_VALID && t.exam[0] != 'x')
		return (enum token_result) - 1; /* a token that is not valid must not be handed out */
	return r;
}

static void
test_valid(void)
{
	static const struct token cases[] = {
		{ "AQ-2025", "110125010010203", "r8Wn1nYtXv0a" }, { "308-2024", "1", "A" },
		{ "RK1-2025", "SX.2025-01/0003", "r8Wn1nYtX_-a" }, /* an office's own template, with dots */
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = BUF_INIT;
		struct token t;

		ok(token_make(&cases[i], secret, &b), "%s is made", cases[i].admit_no);
		ok(b.len <= TOKEN_MAX && strncmp(buf_text(&b), "KW1.", 4) == 0, "%zu characters", b.len);
		ok(token_read(buf_text(&b), public, &t) == TOKEN_VALID &&
			strcmp(t.exam, cases[i].exam) == 0 && strcmp(t.admit_no, cases[i].admit_no) == 0 &&
			strcmp(t.card, cases[i].card) == 0,
		    "and read back");
		buf_release(&b);
	}
}

static void
test_not_made(void)
{
	static const struct {
		struct token t;
		const char *why;
	} cases[] = {
		{ { "AQ-2025", "", "r8Wn1nYtXv0a" }, "no admit number" },
		{ { "", "110125010010203", "r8Wn1nYtXv0a" }, "no exam" },
		{ { "AQ.2025", "110125010010203", "r8Wn1nYtXv0a" }, "a dot in the exam" },
		{ { "AQ-2025", "准110125010010203", "r8Wn1nYtXv0a" }, "not ASCII" },
		{ { "AQ-2025", "1101 25010010203", "r8Wn1nYtXv0a" }, "a blank" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = BUF_INIT;

		ok(!token_make(&cases[i].t, secret, &b) && b.len == 0, "not made: %s", cases[i].why);
		buf_release(&b);
	}
}

static void
test_altered(void)
{
	static const struct token t = { "AQ-2025", "110125010010203", "r8Wn1nYtXv0a" };
	unsigned char other_secret[SIGN_SECRET], other[SIGN_PUBLIC];
	struct buf b = BUF_INIT, c = BUF_INIT;
	size_t seen = 0;

	token_make(&t, secret, &b);
	for (size_t i = 0; i < b.len; i++) { /* every character replaced */
		buf_clear(&c);
		buf_add(&c, b.ptr, b.len);
		c.ptr[i] = c.ptr[i] == '7' ? '8' : '7';
		seen += read_text(c.ptr) == TOKEN_FORGED;
		c.ptr[i] = '\xdb'; /* libsodium's base64 alone would take it for a letter */
		seen += read_text(c.ptr) == TOKEN_FORGED;
	}
	ok(seen == 2 * b.len, "every altered character is seen: %zu of %zu", seen, 2 * b.len);
	seen = 0;
	for (int x = ' '; x <= '~'; x++) { /* its last one carries two bits only: the others must be right too */
		buf_clear(&c);
		buf_add(&c, b.ptr, b.len);
		c.ptr[c.len - 1] = (char)x;
		seen += read_text(c.ptr) == (x == b.ptr[b.len - 1] ? TOKEN_VALID : TOKEN_FORGED);
	}
	ok(seen == '~' - ' ' + 1, "one last character only is right");
	seen = 0;
	for (size_t n = 0; n < b.len; n++) { /* cut anywhere */
		buf_clear(&c);
		buf_add(&c, b.ptr, n);
		seen += read_text(buf_text(&c)) == (n < 4 ? TOKEN_FOREIGN : TOKEN_FORGED);
	}
	ok(seen == b.len, "every cut is seen: %zu of %zu", seen, b.len);
	buf_clear(&c);
	buf_printf(&c, "%sA", b.ptr);
	ok(read_text(c.ptr) == TOKEN_FORGED, "something behind it");
	sign_keys(other_secret, other);
	buf_clear(&c);
	token_make(&t, other_secret, &c);
	ok(read_text(c.ptr) == TOKEN_FORGED, "another office's key");
	ok(read_text("") == TOKEN_FOREIGN && read_text("https://example.cn/KW1.") == TOKEN_FOREIGN,
	    "other codes are none of ours");
	for (int i = 0; i < 300; i++)
		buf_char(&b, 'A');
	ok(read_text(b.ptr) == TOKEN_FORGED, "longer than any token");
	buf_release(&b);
	buf_release(&c);
}

static void
test_card(void)
{
	char a[TOKEN_CARD_TEXT], b[TOKEN_CARD_TEXT];

	/* FIPS 180-4: SHA-256("abc") begins ba7816bf8f01cfea41 */
	token_card("abc", 3, a);
	ok(strcmp(a, "ungWv48Bz-pB") == 0, "the digest of a card: %s", a);
	token_card("abd", 3, b);
	ok(strcmp(a, b) != 0, "another card, another digest");
}

int
main(void)
{
	sign_keys(secret, public);
	test_valid();
	test_not_made();
	test_altered();
	test_card();
	return done();
}
