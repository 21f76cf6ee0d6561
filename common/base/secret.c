/* SPDX-License-Identifier: MIT
 * Secrets. Besides hash.c the one place that sees libsodium, and the one that sees crypt(3). */
#include "base/secret.h"

#include <crypt.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"

enum { ARGON2_MEMORY_MAX = 1 << 20 }; /* KiB: 1 GiB */

static void
ready(void)
{
	if (sodium_init() < 0)
		die(EX_ENV, "%s", L("libsodium does not start", "libsodium 无法启动"));
}

uint32_t
secret_below(uint32_t n)
{
	ready();
	return randombytes_uniform(n);
}

void
secret_random(void *out, size_t n)
{
	ready();
	randombytes_buf(out, n);
}

/* ---- passwords */

bool
password_hash(const char *password, char out[PASSWORD_HASH])
{
	_Static_assert(crypto_pwhash_argon2id_STRBYTES <= PASSWORD_HASH, "room for the hash");
	ready();
	return crypto_pwhash_argon2id_str(out, password, strlen(password), crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE,
	           crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE) == 0;
}

/* $argon2id$v=19$m=65536,t=2,p=1$SALT$HASH */
static enum password_form
argon2_form(const char *hash)
{
	const char *memory = strstr(hash, "$m="), *end = memory != NULL ? strchr(memory, ',') : NULL;
	char digits[16] = "";
	int64_t kib;

	if (strlen(hash) >= PASSWORD_HASH)
		return HASH_NONE;
	if (end == NULL || (size_t)(end - memory - 3) >= sizeof digits)
		return HASH_ODD;
	memcpy(digits, memory + 3, (size_t)(end - memory - 3));
	if (!num_parse(digits, 1, ARGON2_MEMORY_MAX, &kib))
		return HASH_NONE;
	ready();
	return crypto_pwhash_argon2id_str_needs_rehash(hash, crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE,
	           crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE) >= 0 ? HASH_WHOLE : HASH_ODD;
}

/* crypt(5): prefix, and the length of the hash behind the last '$' (bcrypt: salt and hash are one) */
static const struct {
	const char *prefix;
	size_t tail;
} crypt_forms[] = {
	{ "$y$", 43 }, { "$gy$", 43 }, { "$7$", 43 }, { "$2a$", 53 }, { "$2b$", 53 }, { "$2y$", 53 }, { "$6$", 86 }, { "$5$", 43 },
};

static enum password_form
crypt_form(const char *hash)
{
	static const char alphabet[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	if (strlen(hash) >= PASSWORD_HASH)
		return HASH_NONE;
	for (size_t i = 0; i < sizeof crypt_forms / sizeof *crypt_forms; i++) {
		size_t n = strlen(crypt_forms[i].prefix), tail = crypt_forms[i].tail;

		if (strncmp(hash, crypt_forms[i].prefix, n) != 0)
			continue;
		const char *last = strrchr(hash, '$') + 1;
		int salt = crypt_checksalt(hash);

		return strlen(last) == tail && strspn(last, alphabet) == tail &&
		    (salt == CRYPT_SALT_OK || salt == CRYPT_SALT_METHOD_LEGACY) ? HASH_WHOLE : HASH_ODD;
	}
	return HASH_NONE;
}

enum password_form
password_hash_form(const char *hash)
{
	return strncmp(hash, "$argon2id$", 10) == 0 ? argon2_form(hash) : crypt_form(hash);
}

bool
password_verify(const char *hash, const char *password)
{
	if (password_hash_form(hash) != HASH_WHOLE)
		return false;
	if (strncmp(hash, "$argon2id$", 10) == 0)
		return crypto_pwhash_argon2id_str_verify(hash, password, strlen(password)) == 0;
	struct crypt_data *data = xcalloc(1, sizeof *data);
	const char *again = crypt_r(password, hash, data);
	bool same = again != NULL && strlen(again) == strlen(hash) && sodium_memcmp(again, hash, strlen(hash)) == 0;

	sodium_memzero(data, sizeof *data);
	free(data);
	return same;
}

/* ---- keys */

void
secret_derive(const void *material, size_t n, const char *purpose, unsigned char key[SECRET_KEY])
{
	crypto_generichash_state state;

	ready();
	crypto_generichash_init(&state, NULL, 0, SECRET_KEY);
	crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
	crypto_generichash_update(&state, material, n);
	crypto_generichash_final(&state, key, SECRET_KEY);
	sodium_memzero(&state, sizeof state);
}

void
secret_mac(const unsigned char key[SECRET_KEY], const void *p, size_t n, char hex[SECRET_MAC_HEX])
{
	unsigned char sum[(SECRET_MAC_HEX - 1) / 2];

	ready();
	crypto_generichash(sum, sizeof sum, p, n, key, SECRET_KEY);
	sodium_bin2hex(hex, SECRET_MAC_HEX, sum, sizeof sum);
}

void
secret_seal(const unsigned char key[SECRET_KEY], const char *text, struct buf *out)
{
	enum { NONCE = crypto_secretbox_NONCEBYTES };
	size_t n = strlen(text), all = NONCE + crypto_secretbox_MACBYTES + n;
	unsigned char *box = xmalloc(all);

	ready();
	randombytes_buf(box, NONCE);
	crypto_secretbox_easy(box + NONCE, (const unsigned char *)text, n, box, key);
	buf_room(out, base64_room(all));
	base64_write(out->ptr + out->len, box, all);
	out->len += strlen(out->ptr + out->len);
	free(box);
}

bool
secret_open(const unsigned char key[SECRET_KEY], const char *sealed, struct buf *out)
{
	enum { NONCE = crypto_secretbox_NONCEBYTES, EXTRA = NONCE + crypto_secretbox_MACBYTES };
	size_t room = strlen(sealed) + 1;
	unsigned char *box = xmalloc(room);
	int all = base64_read(sealed, box, room);
	bool good = false;

	ready();
	if (all >= EXTRA) {
		size_t n = (size_t)all - EXTRA;
		unsigned char *text = xmalloc(n + 1);

		good = crypto_secretbox_open_easy(text, box + NONCE, n + crypto_secretbox_MACBYTES, box, key) == 0;
		if (good)
			buf_add(out, text, n);
		sodium_memzero(text, n + 1);
		free(text);
	}
	free(box);
	return good;
}
