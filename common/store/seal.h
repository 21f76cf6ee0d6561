/* SPDX-License-Identifier: MIT
 * Secrets that the database holds for a while (a code that is on its way to its person): sealed with a key that stands beside
 * the database and not in it, so that a copy of the database alone gives nothing away. */
#ifndef STORE_SEAL_H
#define STORE_SEAL_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/secret.h"

/* A key of its own for a purpose, derived from exam.key beside the database. Dies (EX_ENV) where that key cannot be read. */
void seal_key(const char *db_path, const char *purpose, unsigned char key[SECRET_KEY]);

/* Append text sealed, as one word without blanks or commas (message.secret). Dies as above. */
void seal_text(const char *db_path, const char *text, struct buf *out);
/* Append what seal_text was given. False, nothing appended, where it was not sealed with this office's key. Dies as above. */
bool unseal_text(const char *db_path, const char *sealed, struct buf *out);

#endif
