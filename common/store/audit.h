/* SPDX-License-Identifier: MIT
 * What a run leaves behind: a batch row, and entries of the hash-chained audit log. All of
 * it inside the run's own transaction. */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include <stdint.h>

struct batch {
	const char *login, *operator_name, *arguments, *as_of, *started_at, *override, *inputs;
	int64_t accepted, rejected, unchanged;
};

/* Insert the batch row (counts may still change); its id. */
int64_t batch_add(const struct batch *b);
/* Write the final counts and inputs. */
void batch_finish(int64_t id, const struct batch *b);

/* Append one entry: hash = SHA-256 over the previous entry's hash and this entry's fields, each
 * with its NUL. batch_id 0: none. at: YYYY-MM-DDTHH:MM:SS of the clock, not of --as-of. */
void audit_add(int64_t batch_id, const char *at, const char *login, const char *action,
    const char *subject, const char *detail, const char *digest);

/* Walk the chain; the id of the first entry whose hash does not follow from the one before, or that is missing, the newest ones included; or 0. */
int64_t audit_verify(void);

#endif
