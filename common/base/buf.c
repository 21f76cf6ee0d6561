/* SPDX-License-Identifier: MIT
 * The growable string of bytes. */
#include "buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag.h"
#include "mem.h"

void
buf_release(struct buf *b)
{
	free(b->ptr);
	*b = (struct buf)BUF_INIT;
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->ptr != NULL)
		b->ptr[0] = '\0';
}

void
buf_grow(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 64;

	while (cap - b->len <= n)
		cap *= 2;
	b->ptr = xreallocarray(b->ptr, cap, 1);
	b->cap = cap;
	b->ptr[b->len] = '\0';
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	buf_room(b, n);
	if (n > 0)
		memcpy(b->ptr + b->len, p, n);
	b->len += n;
	b->ptr[b->len] = '\0';
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;

	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);

	va_end(ap);
	if (n < 0)
		bug("format: %s", fmt);
	buf_room(b, (size_t)n);
	vsnprintf(b->ptr + b->len, (size_t)n + 1, fmt, again);
	va_end(again);
	b->len += (size_t)n;
}

const char *
buf_text(const struct buf *b)
{
	return b->ptr != NULL ? b->ptr : "";
}

char *
buf_detach(struct buf *b)
{
	char *s = b->ptr != NULL ? b->ptr : xstrdup("");

	*b = (struct buf)BUF_INIT;
	return s;
}

bool
buf_read_fd(struct buf *b, int fd, size_t limit)
{
	for (;;) {
		buf_room(b, 65536);
		ssize_t n = read(fd, b->ptr + b->len, b->cap - b->len - 1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0)
			return true;
		b->len += (size_t)n;
		b->ptr[b->len] = '\0';
		if (limit > 0 && b->len > limit) {
			errno = EFBIG;
			return false;
		}
	}
}

bool
buf_read_file(struct buf *b, const char *path, size_t limit)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	bool ok = buf_read_fd(b, fd, limit);
	int saved = errno;

	close(fd);
	errno = saved;
	return ok;
}
