/* SPDX-License-Identifier: MIT
 * Digests, signatures and base64 against the values that their standards publish. */
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#include "../tap.h"

/* FIPS 180-4, SHA-256 examples (NIST CSRC, "abc" and the 448-bit message), and the empty text */
static const struct {
	const char *text, *hex;
} sha[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

static void
digests(void)
{
	unsigned char sum[HASH_SIZE], parts[HASH_SIZE];
	char hex[HASH_HEX];

	for (size_t i = 0; i < sizeof sha / sizeof *sha; i++) {
		hash_once(sha[i].text, strlen(sha[i].text), sum);
		hash_hex(sum, hex);
		ok(strcmp(hex, sha[i].hex) == 0, "SHA-256 of '%.10s'", sha[i].text);
	}
	struct hash *h = hash_new();

	hash_add(h, "a", 1);
	hash_add(h, "bc", 2);
	hash_finish(h, parts);
	hash_once("abc", 3, sum);
	ok(memcmp(sum, parts, sizeof sum) == 0, "in parts it is the same");
	h = hash_new();
	hash_text(h, "ab");
	hash_text(h, "c");
	hash_finish(h, parts);
	h = hash_new();
	hash_text(h, "a");
	hash_text(h, "bc");
	hash_finish(h, sum);
	ok(memcmp(sum, parts, sizeof sum) != 0, "fields do not run together");
	hash_once("a\0b", 4, parts);
	h = hash_new();
	hash_text(h, "a");
	hash_text(h, "b");
	hash_finish(h, sum);
	ok(memcmp(sum, parts, sizeof sum) == 0, "a field counts with its NUL");
	ok(hash64("abc", 3) == hash64("abc", 3) && hash64("abc", 3) != hash64("abd", 3) && hash64("abc", 3) != hash64("abc", 2),
	    "the 64-bit hash");
}

static unsigned
hex_digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static void
unhex(const char *s, unsigned char *out)
{
	for (; *s != '\0'; s += 2)
		*out++ = (unsigned char)(hex_digit(s[0]) << 4 | hex_digit(s[1]));
}

/* RFC 8032, 7.1: seed and public key together are the secret key as we keep it */
static const struct {
	const char *seed, *public, *message, *signature;
	size_t n;
} rfc8032[] = {
	{ "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
	    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
	    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b", 0 },
	{ "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
	    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
	    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00", 1 },
};

static void
signatures(void)
{
	unsigned char secret[SIGN_SECRET], public[SIGN_PUBLIC], other[SIGN_PUBLIC], sig[SIGN_SIZE], want[SIGN_SIZE], message[4];

	for (size_t i = 0; i < sizeof rfc8032 / sizeof *rfc8032; i++) {
		unhex(rfc8032[i].seed, secret);
		unhex(rfc8032[i].public, secret + 32);
		unhex(rfc8032[i].public, public);
		unhex(rfc8032[i].message, message);
		unhex(rfc8032[i].signature, want);
		sign_make(secret, message, rfc8032[i].n, sig);
		ok(memcmp(sig, want, sizeof sig) == 0, "RFC 8032 test %zu: the signature", i + 1);
		ok(sign_check(public, message, rfc8032[i].n, want), "RFC 8032 test %zu: it is good", i + 1);
	}
	sign_keys(secret, public);
	sign_make(secret, "card", 4, sig);
	ok(sign_check(public, "card", 4, sig), "with keys of our own");
	ok(!sign_check(public, "cars", 4, sig) && !sign_check(public, "card", 3, sig), "another message is refused");
	sign_keys(secret, other);
	ok(memcmp(public, other, sizeof public) != 0 && !sign_check(other, "card", 4, sig), "another key is refused");
	int refused = 0;

	for (size_t i = 0; i < sizeof sig; i++) {
		sig[i] ^= 1;
		refused += !sign_check(public, "card", 4, sig);
		sig[i] ^= 1;
	}
	ok(refused == SIGN_SIZE, "every changed byte of a signature is noticed: %d", refused);
}

/* RFC 4648, 10, in the URL-safe alphabet without padding */
static const struct {
	const char *plain, *coded;
} base64[] = { { "", "" }, { "f", "Zg" }, { "fo", "Zm8" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg" }, { "fooba", "Zm9vYmE" }, { "foobar", "Zm9vYmFy" },
	{ "\xfb\xff\xbf", "-_-_" } };

static void
coding(void)
{
	char text[64];
	unsigned char back[64];

	for (size_t i = 0; i < sizeof base64 / sizeof *base64; i++) {
		size_t n = strlen(base64[i].plain);

		base64_write(text, base64[i].plain, n);
		ok(strcmp(text, base64[i].coded) == 0 && strlen(text) < base64_room(n), "base64 %s", base64[i].coded);
		ok(base64_read(text, back, sizeof back) == (int)n && memcmp(back, base64[i].plain, n) == 0, "and back");
	}
	static const char *const bad[] = { "Z", "Zm9v=", "Zm+v", "Zm/v", "Zm9v ", "Zm\n9v", "Zh" };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(base64_read(bad[i], back, sizeof back) == -1, "refused: bad base64 %zu", i);
	ok(base64_read("Zm9v", back, 2) == -1, "refused: no room");
}

int
main(void)
{
	digests();
	signatures();
	coding();
	return done();
}
