/* SPDX-License-Identifier: MIT
 * What must stay secret (libsodium, libcrypt): random numbers, hashes of passwords, keyed hashes, sealed texts. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum { SECRET_KEY = 32, SECRET_MAC_HEX = 65, PASSWORD_HASH = 128 };

/* A random number under n, every one as likely. */
uint32_t secret_below(uint32_t n);
void secret_random(void *out, size_t n);

/* The argon2id hash of a password, in the form that names its own cost (64 MB, about 0.1 s: what a login can wait for and a
 * thief of the file cannot). False where the memory is not to be had. */
bool password_hash(const char *password, char out[PASSWORD_HASH]);
enum password_form {
	HASH_NONE,  /* no form that password_verify knows, or one that does not protect any more (DES, MD5), or whose check would
	             * take more memory than a machine should give it */
	HASH_ODD,   /* begins like one, but is cut or altered: no password will ever have it */
	HASH_WHOLE  /* argon2id, or of crypt(5) yescrypt, gost-yescrypt, scrypt, bcrypt, SHA-512, SHA-256 */
};
enum password_form password_hash_form(const char *hash);
/* Does the password have this hash? False for what is no such hash; it takes about as long as password_hash did. */
bool password_verify(const char *hash, const char *password);

/* A key of its own for a purpose, from n bytes of key material. */
void secret_derive(const void *material, size_t n, const char *purpose, unsigned char key[SECRET_KEY]);
/* Keyed hash of n bytes, in hex: tells two texts apart, and nothing about them without the key. */
void secret_mac(const unsigned char key[SECRET_KEY], const void *p, size_t n, char hex[SECRET_MAC_HEX]);
/* Append text sealed under the key, as base64: unreadable without it, and any change is noticed. Twice the same text seals to
 * different ones. */
void secret_seal(const unsigned char key[SECRET_KEY], const char *text, struct buf *out);
/* Append what was sealed. False, nothing appended, where it was not sealed with this key or is altered. */
bool secret_open(const unsigned char key[SECRET_KEY], const char *sealed, struct buf *out);

#endif
