/* SPDX-License-Identifier: MIT
 * struct buf: the growable string of bytes. Invariants: ptr is NULL or NUL-terminated at
 * ptr[len]; cap counts the room behind ptr; bytes may be any, NUL included.
 * Start with BUF_INIT, end with buf_release. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *ptr;
	size_t len, cap;
};

#define BUF_INIT { NULL, 0, 0 }

/* Free the storage; b is empty and usable again. */
void buf_release(struct buf *b);
/* Empty it, keep the storage. */
void buf_clear(struct buf *b);
void buf_grow(struct buf *b, size_t n);
/* Make room for n more bytes behind len. */
static inline void
buf_room(struct buf *b, size_t n)
{
	if (b->cap - b->len <= n)
		buf_grow(b, n);
}
void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The text, never NULL; valid until b changes. */
const char *buf_text(const struct buf *b);
/* You now own the storage (free()); b is empty. */
char *buf_detach(struct buf *b);
/* Append the whole of a file. limit: refuse more bytes than this (0: no limit).
 * False with errno set; EFBIG where the limit was passed. */
bool buf_read_file(struct buf *b, const char *path, size_t limit);
bool buf_read_fd(struct buf *b, int fd, size_t limit);

#endif
