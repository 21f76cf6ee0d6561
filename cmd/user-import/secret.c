/* SPDX-License-Identifier: MIT
 * Hashing passwords and answers takes a tenth of a second each: it is done in the workers, before the lock is taken. What there is
 * to do is planned from the database as it stands then; where it has changed until the transaction, it is done again. */
#include <string.h>

#include "base/secret.h"
#include "import.h"

enum { SECRETS = 2 };
static const int column[SECRETS] = { [SECRET_PASSWORD] = I_PASSWORD, [SECRET_ANSWER] = I_ANSWER };

enum work { NOTHING, HASH, VERIFY, FITS, FITS_NOT };

/* In the record's attachment: for each secret the work and a hash (made, or compared with). */
struct plan {
	unsigned char work[SECRETS];
	char hash[SECRETS][PASSWORD_HASH];
};

static bool
planned(const struct rec *r, struct plan *p)
{
	if (r->attached == NULL || r->attached_len != sizeof *p)
		return false;
	memcpy(p, r->attached, sizeof *p);
	return true;
}

/* What is not counted could be tried for ever. */
bool
secret_counts(const struct run *run)
{
	return !run->dry_run && !run->strict;
}

void
secret_plan(struct rec *r, const struct account *known, bool verifies)
{
	const char *const stored[SECRETS] = { known != NULL ? known->password : "", known != NULL ? known->answer : "" };
	struct plan p = { .work = { NOTHING } };

	for (int i = 0; i < SECRETS; i++) {
		if (*r->v[column[i]] == '\0')
			continue;
		p.work[i] = *stored[i] == '\0' || strlen(stored[i]) >= PASSWORD_HASH ? HASH : VERIFY;
		if (p.work[i] == VERIFY && !verifies)
			p.work[i] = NOTHING;
		if (p.work[i] == VERIFY)
			memcpy(p.hash[i], stored[i], strlen(stored[i]) + 1);
	}
	attach(r, &p, sizeof p);
}

void
secret_work(const struct rec *r, struct buf *result)
{
	struct plan p;

	if (!planned(r, &p))
		return;
	for (int i = 0; i < SECRETS; i++) {
		if (p.work[i] == HASH && !password_hash(r->v[column[i]], p.hash[i]))
			p.work[i] = NOTHING;
		else if (p.work[i] == VERIFY)
			p.work[i] = password_verify(p.hash[i], r->v[column[i]]) ? FITS : FITS_NOT;
	}
	buf_add(result, &p, sizeof p);
}

const char *
secret_hash(struct rec *r, enum secret which)
{
	static char hash[SECRETS][PASSWORD_HASH];
	struct plan p;

	if (*r->v[column[which]] == '\0')
		return "";
	if (planned(r, &p) && p.work[which] == HASH)
		memcpy(hash[which], p.hash[which], PASSWORD_HASH);
	else if (!password_hash(r->v[column[which]], hash[which]))
		refuse("%s", L("no memory to hash a password (64 MB); nothing was changed", "内存不足 (需 64 MB), 无法计算密码散列; 未作任何改动"));
	return hash[which];
}

bool
secret_fits(struct rec *r, enum secret which, const char *stored)
{
	struct plan p;

	if (planned(r, &p) && (p.work[which] == FITS || p.work[which] == FITS_NOT) && strcmp(p.hash[which], stored) == 0)
		return p.work[which] == FITS;
	return password_verify(stored, r->v[column[which]]);
}
