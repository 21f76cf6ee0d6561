/* SPDX-License-Identifier: MIT
 * A queue of byte strings that is filled first and read afterwards: what a tool holds back
 * between reading and committing. The first stay in memory, the rest goes to an unlinked
 * temporary file ($TMPDIR, else /tmp; mode 0600), so memory is bounded at any size. */
#ifndef STREAM_SPOOL_H
#define STREAM_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

struct spool;

/* Owned; spool_free. memory: bytes to hold before the temporary file is used. */
struct spool *spool_new(size_t memory);
void spool_free(struct spool *s);
/* Append one string of bytes. False with errno: the temporary file failed (disk full). */
bool spool_put(struct spool *s, const void *p, size_t n);
/* Go (back) to the first one; nothing more may be put then. False with errno. After fork() the child that rewinds
 * reads by itself, the parent is not disturbed. */
bool spool_rewind(struct spool *s);
/* 1: *p points to the next one's n bytes, followed by a NUL, writable (what is written may stay there), valid until the next call.
 * 0: there is none. -1 with errno: the temporary file failed. */
int spool_get(struct spool *s, char **p, size_t *n);

/* An unlinked temporary file of mode 0600, close-on-exec; -1 with errno. */
int spool_tmpfile(void);

#endif
