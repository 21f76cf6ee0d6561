/* SPDX-License-Identifier: MIT
 * Sealing with the key beside the database. */
#include "store/seal.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/hash.h"
#include "store/beside.h"

void
seal_key(const char *db_path, const char *purpose, unsigned char key[SECRET_KEY])
{
	unsigned char secret[SIGN_SECRET];
	char *path = beside(db_path, BESIDE_KEY);
	struct buf err = BUF_INIT;

	if (!key_read(path, secret, sizeof secret, &err))
		die(EX_ENV, L("%s; nothing was changed; restore it from the backup", "%s; 未作任何改动; 请从备份恢复"), buf_text(&err));
	secret_derive(secret, sizeof secret, purpose, key);
	explicit_bzero(secret, sizeof secret);
	buf_release(&err);
	free(path);
}

void
seal_text(const char *db_path, const char *text, struct buf *out)
{
	unsigned char key[SECRET_KEY];

	seal_key(db_path, "seal", key);
	secret_seal(key, text, out);
	explicit_bzero(key, sizeof key);
}

bool
unseal_text(const char *db_path, const char *sealed, struct buf *out)
{
	unsigned char key[SECRET_KEY];

	seal_key(db_path, "seal", key);
	bool good = secret_open(key, sealed, out);

	explicit_bzero(key, sizeof key);
	return good;
}
