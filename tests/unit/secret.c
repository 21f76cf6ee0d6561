/* SPDX-License-Identifier: MIT
 * Secrets: hashes of other systems are known again, sealed texts come back and nothing else does. */
#include "base/secret.h"

#include <string.h>
#include <unistd.h>

#include "../tap.h"
#include "base/hash.h"
#include "store/beside.h"
#include "store/seal.h"

/* SHA-crypt: U. Drepper's specification; bcrypt: Openwall's crypt_blowfish tests */
static const struct {
	const char *hash, *password;
} known[] = {
	{ "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1", "Hello world!" },
	{ "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5", "Hello world!" },
	{ "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U" },
};

static const struct {
	enum password_form form;
	const char *hash, *why;
} none[] = {
	{ HASH_NONE, "", "empty" },
	{ HASH_NONE, "111111", "a password" },
	{ HASH_NONE, "$", "a dollar" },
	{ HASH_ODD, "$6$", "a prefix" },
	{ HASH_ODD, "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/", "cut" },
	{ HASH_ODD, "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35in*1", "a sign that is none" },
	{ HASH_NONE, "$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/", "MD5" },
	{ HASH_NONE, "abJnggxhB/yWI", "DES" },
	{ HASH_NONE, "e10adc3949ba59abbe56e057f20f883e", "bare MD5" },
	{ HASH_NONE, "$argon2i$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$Zm9v", "argon2i" },
	{ HASH_ODD, "$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA", "no hash" },
	{ HASH_NONE, "$argon2id$v=19$m=999999999,t=2,p=1$HTNDfLB0WMCEHzHOFdB5rA$lyj8Rs7GEfLCoyGfPMmaSNo4uCjB50fCFWAEqQMXuYY", "a terabyte" },
};

static void
passwords(void)
{
	char hash[PASSWORD_HASH], again[PASSWORD_HASH];

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		ok(password_hash_form(known[i].hash) == HASH_WHOLE, "%.12s is a form", known[i].hash);
		ok(password_verify(known[i].hash, known[i].password), "%.12s verifies", known[i].hash);
		ok(!password_verify(known[i].hash, "hello world!"), "%.12s: another password does not", known[i].hash);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		ok(password_hash_form(none[i].hash) == none[i].form && !password_verify(none[i].hash, "111111"), "no whole hash: %s", none[i].why);
	ok(password_hash("Abc12345", hash) && password_hash("Abc12345", again), "a password is hashed");
	ok(strncmp(hash, "$argon2id$", 10) == 0 && password_hash_form(hash) == HASH_WHOLE, "as argon2id");
	ok(strcmp(hash, again) != 0, "twice to different hashes");
	ok(password_verify(hash, "Abc12345") && !password_verify(hash, "Abc12346"), "and verified");
}

static void
keys(void)
{
	unsigned char a[SECRET_KEY], b[SECRET_KEY];
	char x[SECRET_MAC_HEX], y[SECRET_MAC_HEX];
	bool seen[6] = { false };

	secret_derive("material", 8, "one", a);
	secret_derive("material", 8, "two", b);
	ok(memcmp(a, b, sizeof a) != 0, "each purpose has its key");
	secret_mac(a, "text", 4, x);
	secret_mac(b, "text", 4, y);
	ok(strcmp(x, y) != 0 && strlen(x) == 64, "each key has its hash");
	secret_mac(a, "text", 4, y);
	ok(strcmp(x, y) == 0, "which is always the same");
	for (int i = 0; i < 1000; i++)
		seen[secret_below(6)] = true;
	ok(seen[0] && seen[1] && seen[2] && seen[3] && seen[4] && seen[5], "a die has six sides");
}

static void
sealed(void)
{
	unsigned char key[SECRET_KEY], other[SECRET_KEY];
	struct buf one = BUF_INIT, two = BUF_INIT, back = BUF_INIT;

	secret_derive("material", 8, "one", key);
	secret_derive("material", 8, "two", other);
	secret_seal(key, "123456", &one);
	secret_seal(key, "123456", &two);
	ok(strstr(buf_text(&one), "123456") == NULL && strpbrk(buf_text(&one), ", \"\n") == NULL, "sealed to a word");
	ok(strcmp(buf_text(&one), buf_text(&two)) != 0, "never to the same");
	ok(secret_open(key, buf_text(&one), &back) && strcmp(buf_text(&back), "123456") == 0, "and opened");
	ok(!secret_open(other, buf_text(&one), &back), "not with another key");
	one.ptr[one.len - 3] = one.ptr[one.len - 3] == 'A' ? 'B' : 'A';
	ok(!secret_open(key, buf_text(&one), &back) && !secret_open(key, "", &back) && !secret_open(key, "AAAA", &back) &&
	        !secret_open(key, "***", &back) && strcmp(buf_text(&back), "123456") == 0,
	    "what is altered is not opened, and leaves nothing");
	buf_release(&one);
	buf_release(&two);
	buf_release(&back);
}

/* With the key that stands beside a database. */
static void
beside_database(void)
{
	unsigned char secret[SIGN_SECRET], public[SIGN_PUBLIC];
	struct buf text = BUF_INIT, back = BUF_INIT;

	sign_keys(secret, public);
	unlink("unit-secret.key");
	ok(key_write("unit-secret.key", 0600, secret, sizeof secret), "an office's key");
	seal_text("unit-secret.db", "4711", &text);
	ok(unseal_text("unit-secret.db", buf_text(&text), &back) && strcmp(buf_text(&back), "4711") == 0, "sealed and unsealed");
	unlink("unit-secret.key");
	sign_keys(secret, public);
	key_write("unit-secret.key", 0600, secret, sizeof secret);
	ok(!unseal_text("unit-secret.db", buf_text(&text), &back), "another office cannot");
	unlink("unit-secret.key");
	buf_release(&text);
	buf_release(&back);
}

int
main(void)
{
	passwords();
	keys();
	sealed();
	beside_database();
	return done();
}
