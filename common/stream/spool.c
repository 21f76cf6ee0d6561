/* SPDX-License-Identifier: MIT
 * A queue of byte strings: the first in memory, those behind in an unlinked temporary file. */
#include "stream/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

enum {
	CHUNK = 256 << 10,    /* what goes to and comes from the file at a time, while the processor still has it at hand */
	HUGE_PAGE = 2 << 20
};

struct spool {
	struct buf head;  /* the first strings, up to about memory bytes */
	struct buf tail;  /* of those behind what is not in the file yet; while reading: a window of the file */
	size_t memory;
	int fd;           /* -1: there is no file */
	off_t off;        /* reading: offset in the file behind the window (forked readers each have their own) */
	bool reading, behind; /* behind: in the tail */
	size_t at;        /* reading: offset of the next string in head or tail */
	char held;        /* the byte under the NUL that spool_get has put behind a string */
	char *held_at;
};

struct spool *
spool_new(size_t memory)
{
	struct spool *s = xcalloc(1, sizeof *s);

	s->memory = memory;
	s->fd = -1;
	return s;
}

void
spool_free(struct spool *s)
{
	if (s == NULL)
		return;
	if (s->fd >= 0)
		close(s->fd);
	buf_release(&s->head);
	buf_release(&s->tail);
	free(s);
}

int
spool_tmpfile(void)
{
	const char *dir = getenv("TMPDIR");

	if (dir == NULL || *dir == '\0')
		dir = "/tmp";
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0)
		return fd;
	char *path = xasprintf("%s/kaowu.XXXXXX", dir);

	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	int saved = errno;

	free(path);
	errno = saved;
	return fd;
}

static bool
write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t w = write(fd, p, n);

		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return false;
		p += w;
		n -= (size_t)w;
	}
	return true;
}

/* A spool that grows gets its whole room at once, backed by huge pages where the system has them: thousands of
 * page faults less. */
static void
make_room(struct spool *s)
{
	size_t cap = (s->memory / HUGE_PAGE + 1) * HUGE_PAGE;
	void *p;

	if (s->head.cap >= cap || posix_memalign(&p, HUGE_PAGE, cap) != 0)
		return; /* struct buf grows by itself */
	madvise(p, cap, MADV_HUGEPAGE);
	if (s->head.ptr != NULL) /* not for the first string, where that alone is so long */
		memcpy(p, s->head.ptr, s->head.len + 1);
	free(s->head.ptr);
	s->head.ptr = p;
	s->head.cap = cap;
}

static void
append(struct buf *b, const void *p, uint32_t n)
{
	buf_room(b, sizeof n + n);
	memcpy(b->ptr + b->len, &n, sizeof n);
	memcpy(b->ptr + b->len + sizeof n, p, n);
	b->len += sizeof n + n;
	b->ptr[b->len] = '\0';
}

/* Write the tail to the file. */
static bool
flush(struct spool *s)
{
	if (s->fd < 0 && (s->fd = spool_tmpfile()) < 0)
		return false;
	if (!write_all(s->fd, s->tail.ptr, s->tail.len))
		return false;
	buf_clear(&s->tail);
	return true;
}

bool
spool_put(struct spool *s, const void *p, size_t n)
{
	size_t before = s->head.len;

	s->reading = false;
	if (s->tail.len == 0 && s->fd < 0 && before + sizeof(uint32_t) + n <= s->memory) {
		if (before < CHUNK && before + n >= CHUNK)
			make_room(s);
		append(&s->head, p, (uint32_t)n);
		return true;
	}
	append(&s->tail, p, (uint32_t)n);
	return s->tail.len < (s->memory < CHUNK ? s->memory : CHUNK) || flush(s);
}

bool
spool_rewind(struct spool *s)
{
	if (s->held_at != NULL)
		*s->held_at = s->held;
	s->held_at = NULL;
	s->at = 0;
	s->behind = false;
	if (!s->reading && s->tail.len > 0 && !flush(s))
		return false;
	buf_clear(&s->tail);
	s->off = 0;
	s->reading = true;
	return true;
}

/* Make at least n unread bytes available in tail; 1, 0 at the end, -1. */
static int
window(struct spool *s, size_t n)
{
	struct buf *b = &s->tail;

	while (b->len - s->at < n) {
		if (s->fd < 0)
			return 0;
		if (s->at > 0) {
			memmove(b->ptr, b->ptr + s->at, b->len - s->at);
			b->len -= s->at;
			s->at = 0;
		}
		buf_room(b, (n > CHUNK ? n : CHUNK) + 1);
		ssize_t r = pread(s->fd, b->ptr + b->len, n > CHUNK ? n : CHUNK, s->off);

		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return (int)r;
		b->len += (size_t)r;
		s->off += r;
	}
	return 1;
}

int
spool_get(struct spool *s, char **p, size_t *n)
{
	uint32_t len;

	if (s->held_at != NULL)
		*s->held_at = s->held;
	s->held_at = NULL;
	if (!s->behind && s->at == s->head.len) {
		s->behind = true;
		s->at = 0;
	}
	int r = s->behind ? window(s, sizeof len) : 1;

	if (r <= 0)
		return r;
	struct buf *b = s->behind ? &s->tail : &s->head;

	memcpy(&len, b->ptr + s->at, sizeof len);
	if (s->behind && window(s, sizeof len + len) <= 0)
		return -1;
	s->at += sizeof len + len;
	*p = b->ptr + s->at - len;
	*n = len;
	/* the next string's length begins where our NUL goes: keep that byte */
	s->held_at = b->ptr + s->at;
	s->held = *s->held_at;
	*s->held_at = '\0';
	return 1;
}
