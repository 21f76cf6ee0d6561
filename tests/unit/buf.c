/* SPDX-License-Identifier: MIT
 * The growable string and the memory of a phase. */
#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../tap.h"
#include "base/mem.h"

static void
strings(void)
{
	struct buf b = BUF_INIT;

	ok(strcmp(buf_text(&b), "") == 0, "empty: its text is never NULL");
	buf_clear(&b);
	buf_add(&b, "", 0);
	ok(b.len == 0 && strcmp(buf_text(&b), "") == 0, "nothing added is nothing");
	buf_str(&b, "abc");
	buf_char(&b, 'd');
	buf_add(&b, "\0e", 2);
	ok(b.len == 6 && memcmp(b.ptr, "abcd\0e", 7) == 0, "bytes of any kind, and a NUL behind them");
	buf_clear(&b);
	ok(b.len == 0 && b.ptr[0] == '\0', "cleared");
	buf_printf(&b, "%s-%d", "x", 7);
	ok(strcmp(b.ptr, "x-7") == 0, "formatted");
	char *s = buf_detach(&b);

	ok(strcmp(s, "x-7") == 0 && b.ptr == NULL && b.len == 0, "given away");
	free(s);
	s = buf_detach(&b);
	ok(s != NULL && *s == '\0', "an empty one is given away as an empty string");
	free(s);
	for (int i = 0; i < 100000; i++)
		buf_printf(&b, "%d,", i % 10);
	ok(b.len == 200000 && strlen(b.ptr) == b.len, "200,000 bytes, two at a time");
	buf_release(&b);
	char big[5000];

	memset(big, 'z', sizeof big);
	big[sizeof big - 1] = '\0';
	buf_printf(&b, "<%s>", big);
	ok(b.len == sizeof big + 1 && b.ptr[b.len - 1] == '>', "formatted text longer than any room guessed");
	buf_release(&b);
	buf_release(&b);
	ok(b.ptr == NULL, "released twice is released");
}

static void
files(void)
{
	struct buf b = BUF_INIT;
	char path[] = "/tmp/kaowu-buf.XXXXXX";
	int fd = mkstemp(path);

	for (int i = 0; i < 1000; i++)
		if (write(fd, "0123456789", 10) != 10)
			abort();
	buf_str(&b, "+");
	ok(buf_read_file(&b, path, 0) && b.len == 10001, "a file is appended whole");
	buf_clear(&b);
	ok(buf_read_file(&b, path, 10000) && b.len == 10000, "a limit that is met");
	buf_clear(&b);
	ok(!buf_read_file(&b, path, 9999) && errno == EFBIG, "a limit that is passed");
	buf_clear(&b);
	ok(!buf_read_file(&b, "/nonexistent", 0) && errno == ENOENT, "no file");
	ok(!buf_read_file(&b, "/", 0) && errno == EISDIR, "a folder");
	ok(buf_read_file(&b, "/dev/null", 0) && b.len == 0, "an empty file");
	close(fd);
	unlink(path);
	buf_release(&b);
}

static void
memory(void)
{
	struct arena a = { NULL };
	bool good = true;

	for (size_t i = 0; i < 20000; i++) {
		size_t n = i % 100 == 0 ? 70000 : i % 50;
		unsigned char *p = arena_alloc(&a, n);

		good = good && (uintptr_t)p % _Alignof(max_align_t) == 0;
		for (size_t k = 0; k < n; k += 997)
			good = good && p[k] == 0;
		memset(p, 0xff, n);
	}
	ok(good, "an arena gives zeroed, aligned storage that does not overlap");
	char *s = arena_strdup(&a, "text");

	ok(strcmp(s, "text") == 0, "a copy of a string");
	arena_release(&a);
	ok(a.head == NULL, "released");

	int *v = NULL;
	size_t n = 0, cap = 0;

	for (; n < 1000; n++) {
		v = grow(v, n, &cap, sizeof *v);
		v[n] = (int)n;
	}
	ok(v[0] == 0 && v[999] == 999 && cap >= 1000, "a growing array");
	free(v);
	char *t = xasprintf("%d%%", 5), *u = xstrndup("abcdef", 3);

	ok(strcmp(t, "5%") == 0 && strcmp(u, "abc") == 0, "formatted and cut copies");
	free(t);
	free(u);
}

int
main(void)
{
	strings();
	files();
	memory();
	return done();
}
