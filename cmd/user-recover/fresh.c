/* SPDX-License-Identifier: MIT
 * The password that an account is given back with. It is made and hashed in the workers, whoever asks, before the lock is
 * taken; on its way back it is sealed with a key that only this run has, because results wait in files. */
#include <string.h>

#include "frame/account.h"
#include "recover.h"
#include "store/account.h"

static unsigned char key[SECRET_KEY];

void
fresh_begin(void)
{
	secret_random(key, sizeof key);
	account_policy(); /* the workers do not read the database */
}

void
fresh_make(struct buf *result)
{
	char password[ACCOUNT_PASSWORD_SIZE], made[FRESH_SIZE] = "";
	struct buf sealed = BUF_INIT;

	account_password_make(account_policy(), secret_below, password);
	secret_seal(key, password, &sealed);
	if (password_hash(password, made) && sealed.len < FRESH_SIZE - PASSWORD_HASH)
		memcpy(made + PASSWORD_HASH, sealed.ptr, sealed.len + 1);
	else
		made[0] = '\0';
	buf_add(result, made, sizeof made);
	explicit_bzero(password, sizeof password);
	buf_release(&sealed);
}

void
fresh_give(struct rec *r, const char *made, const struct holder *h)
{
	enum { O_USERNAME = C_FIRST, O_PASSWORD, O_RESULT };
	struct buf password = BUF_INIT;

	if (*made == '\0' || !secret_open(key, made + PASSWORD_HASH, &password))
		refuse("%s", L("no memory to hash a password (64 MB); nothing was changed", "内存不足 (需 64 MB), 无法计算密码散列; 未作任何改动"));
	account_reset_password(h->person_id, made);
	put(r, O_USERNAME, h->username);
	put(r, O_PASSWORD, r->run->dry_run ? "" : buf_text(&password)); /* a password that is not set opens nothing */
	put(r, O_RESULT, "must_change");
	explicit_bzero(password.ptr, password.len);
	buf_release(&password);
}
