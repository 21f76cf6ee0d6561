/* SPDX-License-Identifier: MIT
 * Accounts: how a person logs in, and gets a forgotten password back. One a person. */
#ifndef STORE_ACCOUNT_H
#define STORE_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

struct account {
	int64_t person_id;
	const char *username;      /* case matters */
	const char *password;      /* its hash (base/secret.h); "" waits for recovery */
	bool must_change;          /* the password was made by us */
	const char *question;      /* "" where there is none */
	const char *answer;        /* its hash, "" */
	const char *registered_at; /* YYYY-MM-DDTHH:MM:SS */
	bool suspended;
};

/* A person's account; the account of a user name. False: none. Strings live until the next call of either. */
bool account_of(int64_t person_id, struct account *out);
bool account_by_username(const char *username, struct account *out);

/* Open an account, active. False, nothing added, where the user name or the person has one already. */
bool account_add(const struct account *a, int64_t batch_id);
/* Fill in what was empty: password, question and answer. What is there stays. */
void account_complete(int64_t person_id, const struct account *a);
/* A new password that we made: it must be changed at the next login. hash: of the password. */
void account_reset_password(int64_t person_id, const char *hash);

#endif
