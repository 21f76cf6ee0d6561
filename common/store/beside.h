/* SPDX-License-Identifier: MIT
 * What stands beside a database under the same stem: exam.db has exam.key and exam.pub (the key pair
 * that signs admit cards), exam.photos (photo_store.h). */
#ifndef STORE_BESIDE_H
#define STORE_BESIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define BESIDE_KEY ".key" /* secret, mode 0600 */
#define BESIDE_PUB ".pub" /* public */
#define BESIDE_PHOTOS ".photos"

/* "exam.db", ".key" → "exam.key"; a name without an ending gets one. Owned. */
char *beside(const char *db, const char *ending);

/* A key file is one line of URL-safe base64. Create path with this mode, never over a file that exists; it is
 * on disk when this returns. False with errno. */
bool key_write(const char *path, unsigned mode, const unsigned char *key, size_t n);
/* Read a key of exactly n bytes. False with a reason in err, the file's name included. */
bool key_read(const char *path, unsigned char *key, size_t n, struct buf *err);

#endif
