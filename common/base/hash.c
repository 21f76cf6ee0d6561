/* SPDX-License-Identifier: MIT
 * Digests and signatures. libsodium, nettle and xxhash are seen here only: nettle's SHA-256 uses the
 * processor's instructions and is three to four times as fast over a whole import file. */
#include "hash.h"

#include <nettle/sha2.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "diag.h"
#include "mem.h"

struct hash {
	struct sha256_ctx state;
};

static void
ready(void)
{
	if (sodium_init() < 0)
		die(EX_ENV, "%s", L("libsodium does not start", "libsodium 无法启动"));
}

struct hash *
hash_new(void)
{
	struct hash *h = xmalloc(sizeof *h);

	sha256_init(&h->state);
	return h;
}

void
hash_add(struct hash *h, const void *p, size_t n)
{
	sha256_update(&h->state, n, p);
}

void
hash_text(struct hash *h, const char *s)
{
	hash_add(h, s, strlen(s) + 1);
}

void
hash_finish(struct hash *h, unsigned char out[HASH_SIZE])
{
	sha256_digest(&h->state, HASH_SIZE, out);
	free(h);
}

void
hash_once(const void *p, size_t n, unsigned char out[HASH_SIZE])
{
	struct sha256_ctx state;

	sha256_init(&state);
	sha256_update(&state, n, p);
	sha256_digest(&state, HASH_SIZE, out);
}

void
hash_hex(const unsigned char in[HASH_SIZE], char out[HASH_HEX])
{
	sodium_bin2hex(out, HASH_HEX, in, HASH_SIZE);
}

uint64_t
hash64(const void *p, size_t n)
{
	static const unsigned char key[crypto_shorthash_KEYBYTES] = "kaowu row hash 1";
	unsigned char out[crypto_shorthash_BYTES];
	uint64_t v;

	crypto_shorthash(out, p, n, key);
	memcpy(&v, out, sizeof v);
	return v;
}

uint64_t
hash_quick(const void *p, size_t n)
{
	return XXH3_64bits(p, n);
}

void
sign_keys(unsigned char secret[SIGN_SECRET], unsigned char public[SIGN_PUBLIC])
{
	ready();
	crypto_sign_keypair(public, secret);
}

void
sign_make(const unsigned char secret[SIGN_SECRET], const void *p, size_t n,
    unsigned char out[SIGN_SIZE])
{
	ready();
	crypto_sign_detached(out, NULL, p, n, secret);
}

bool
sign_check(const unsigned char public[SIGN_PUBLIC], const void *p, size_t n,
    const unsigned char sig[SIGN_SIZE])
{
	ready();
	return crypto_sign_verify_detached(sig, p, n, public) == 0;
}

size_t
base64_room(size_t n)
{
	return sodium_base64_ENCODED_LEN(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void
base64_write(char *out, const void *p, size_t n)
{
	sodium_bin2base64(out, base64_room(n), p, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

int
base64_read(const char *s, void *out, size_t room)
{
	size_t n = 0;

	/* the library (1.0.18) takes some bytes beyond ASCII for letters */
	for (const char *p = s; *p != '\0'; p++)
		if ((unsigned char)*p > '~')
			return -1;
	if (sodium_base642bin(out, room, s, strlen(s), NULL, &n, NULL,
	        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return -1;
	return (int)n;
}
