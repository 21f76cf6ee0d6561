/* SPDX-License-Identifier: MIT
 * What was asked and tried to get into an account, under a keyed hash: people whom nobody knows are counted too, and the table tells
 * nobody's number. */
#ifndef STORE_RECOVERY_H
#define STORE_RECOVERY_H

#include <stdint.h>

#include "base/secret.h"

/* The keyed hash of a person as asked for; of a document under whatever name; of a code that a person was sent. db_path as in
 * seal_key, which dies without the office's key. */
void recovery_person(const char *db_path, const char *id_key, const char *name_key, char out[SECRET_MAC_HEX]);
void recovery_document(const char *db_path, const char *id_key, char out[SECRET_MAC_HEX]);
void recovery_code(const char *db_path, const char *asked, const char *code, char out[SECRET_MAC_HEX]);

/* In the 24 hours before now (seconds): codes that were sent, and what did not fit. One statement. */
struct tries {
	int64_t codes, wrong;
};
struct tries recovery_tries(const char *asked, int64_t now);
/* The setting attempts_max. */
int64_t attempts_max(void);

/* A row of the table recovery. */
struct recovery {
	const char *asked;
	int64_t person_id;         /* 0: nobody */
	const char *way, *code, *now, *expires_at;
	int64_t attempts;          /* that did not fit */
	const char *finished_at;   /* NULL: it has not worked */
	const char *clerk, *documents, *proxy_name, *proxy_id_no; /* at the counter, else NULL */
};
void recovery_add(const struct recovery *y, int64_t batch_id);

#endif
