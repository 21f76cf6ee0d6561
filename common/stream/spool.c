/* SPDX-License-Identifier: MIT
 * A queue of byte strings, in memory first, then in an unlinked temporary file. */
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
	struct buf mem;   /* what is not in the file yet; while reading: a window of the file */
	size_t memory;
	int fd;           /* -1: all is in memory */
	off_t off;        /* reading: offset in the file behind the window (forked readers each have their own) */
	bool reading;
	size_t at;        /* reading: offset of the next string in mem */
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
	buf_release(&s->mem);
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

	if (s->mem.cap >= cap || posix_memalign(&p, HUGE_PAGE, cap) != 0)
		return; /* struct buf grows by itself */
	madvise(p, cap, MADV_HUGEPAGE);
	memcpy(p, s->mem.ptr, s->mem.len + 1);
	free(s->mem.ptr);
	s->mem.ptr = p;
	s->mem.cap = cap;
}

bool
spool_put(struct spool *s, const void *p, size_t n)
{
	uint32_t len = (uint32_t)n;
	size_t before = s->mem.len;

	s->reading = false;
	if (before < CHUNK && before + n >= CHUNK && s->fd < 0)
		make_room(s);
	buf_room(&s->mem, sizeof len + n);
	memcpy(s->mem.ptr + before, &len, sizeof len);
	memcpy(s->mem.ptr + before + sizeof len, p, n);
	s->mem.len += sizeof len + n;
	s->mem.ptr[s->mem.len] = '\0';
	if (s->mem.len < (s->fd < 0 || s->memory < CHUNK ? s->memory : CHUNK))
		return true;
	if (s->fd < 0 && (s->fd = spool_tmpfile()) < 0)
		return false;
	if (!write_all(s->fd, s->mem.ptr, s->mem.len))
		return false;
	buf_clear(&s->mem);
	return true;
}

bool
spool_rewind(struct spool *s)
{
	if (s->held_at != NULL)
		*s->held_at = s->held;
	s->held_at = NULL;
	s->at = 0;
	if (s->fd >= 0) {
		if (!s->reading && !write_all(s->fd, s->mem.ptr, s->mem.len))
			return false;
		buf_clear(&s->mem);
	}
	s->off = 0;
	s->reading = true;
	return true;
}

/* Make at least n unread bytes available in mem; 1, 0 at the end, -1. */
static int
window(struct spool *s, size_t n)
{
	while (s->mem.len - s->at < n) {
		if (s->fd < 0)
			return 0;
		if (s->at > 0) {
			memmove(s->mem.ptr, s->mem.ptr + s->at, s->mem.len - s->at);
			s->mem.len -= s->at;
			s->at = 0;
		}
		buf_room(&s->mem, (n > CHUNK ? n : CHUNK) + 1);
		ssize_t r = pread(s->fd, s->mem.ptr + s->mem.len, n > CHUNK ? n : CHUNK, s->off);

		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return (int)r;
		s->mem.len += (size_t)r;
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
	int r = window(s, sizeof len);

	if (r <= 0)
		return r;
	memcpy(&len, s->mem.ptr + s->at, sizeof len);
	r = window(s, sizeof len + len);
	if (r <= 0)
		return -1;
	*p = s->mem.ptr + s->at + sizeof len;
	*n = len;
	s->at += sizeof len + len;
	/* the next string's length begins where our NUL goes: keep that byte */
	buf_room(&s->mem, 1);
	*p = s->mem.ptr + s->at - len;
	s->held_at = s->mem.ptr + s->at;
	s->held = *s->held_at;
	*s->held_at = '\0';
	return 1;
}
