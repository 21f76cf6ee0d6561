/* SPDX-License-Identifier: MIT
 * Digests and signatures (nettle, libsodium): SHA-256 for files, records and the audit chain;
 * a 64-bit keyed hash for "what the file last said"; Ed25519 for admit cards. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HASH_SIZE = 32, HASH_HEX = 65, SIGN_SIZE = 64, SIGN_SECRET = 64, SIGN_PUBLIC = 32 };

struct hash; /* a running SHA-256 */

struct hash *hash_new(void); /* owned; hash_finish frees it */
void hash_add(struct hash *h, const void *p, size_t n);
void hash_text(struct hash *h, const char *s); /* s and its NUL, so that fields do not run together */
void hash_finish(struct hash *h, unsigned char out[HASH_SIZE]);
void hash_once(const void *p, size_t n, unsigned char out[HASH_SIZE]);
void hash_hex(const unsigned char in[HASH_SIZE], char out[HASH_HEX]);

/* 64-bit hash of n bytes, the same in every run (SipHash under a fixed key): compares
 * records, does not protect secrets. */
uint64_t hash64(const void *p, size_t n);
/* For tables in memory that compare what they find: XXH3, three to ten times as fast, and collisions can be made at will. The same
 * in every version. */
uint64_t hash_quick(const void *p, size_t n);

void sign_keys(unsigned char secret[SIGN_SECRET], unsigned char public[SIGN_PUBLIC]);
void sign_make(const unsigned char secret[SIGN_SECRET], const void *p, size_t n,
    unsigned char out[SIGN_SIZE]);
bool sign_check(const unsigned char public[SIGN_PUBLIC], const void *p, size_t n,
    const unsigned char sig[SIGN_SIZE]);

/* URL-safe base64 without padding. out has room for base64_room(n) bytes, NUL included. */
size_t base64_room(size_t n);
void base64_write(char *out, const void *p, size_t n);
/* Bytes written to out (at most room), or -1 where s is not such base64. */
int base64_read(const char *s, void *out, size_t room);

#endif
