/* SPDX-License-Identifier: MIT
 * Photographs as files, found by their own SHA-256: exam.db has exam.photos/ab/abcdef….jpg, where ab are the
 * digest's first two hex digits. The database knows the digest (photo.sha256); the same bytes are kept once.
 */
#ifndef STORE_PHOTO_STORE_H
#define STORE_PHOTO_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/hash.h"

enum { PHOTO_FILE_MAX = 16 << 20 }; /* bytes; far above every photo_rule */

/* Where the photo with this digest (hex) of this database is kept. Owned. */
char *photo_store_path(const char *db, const char *sha256);

/* Append its bytes. False with errno, out as it was: ENOENT it is not there, EFBIG it is larger than
 * PHOTO_FILE_MAX, EBADMSG its bytes are no longer those of the digest. */
bool photo_store_read(const char *db, const char *sha256, struct buf *out);

/* Keep n bytes (temporary file, fsync, rename; mode 0600, folders 0700): whole and on disk when this returns,
 * or not there. sha256 gets the digest. Where the same bytes are there already nothing is written; a damaged
 * file is replaced. False with errno. */
bool photo_store_write(const char *db, const void *p, size_t n, char sha256[HASH_HEX]);

#endif
