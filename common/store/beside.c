/* SPDX-License-Identifier: MIT
 * The files beside a database. */
#include "store/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/hash.h"
#include "base/mem.h"

enum { KEY_FILE_MAX = 4096 };

char *
beside(const char *db, const char *ending)
{
	const char *slash = strrchr(db, '/'), *dot = strrchr(db, '.');
	const char *name = slash != NULL ? slash + 1 : db;
	size_t stem = dot != NULL && dot > name ? (size_t)(dot - db) : strlen(db);

	return xasprintf("%.*s%s", (int)stem, db, ending);
}

bool
key_write(const char *path, unsigned mode, const unsigned char *key, size_t n)
{
	char *text = xmalloc(base64_room(n) + 1);
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, (mode_t)mode);

	base64_write(text, key, n);
	size_t len = strlen(text);

	text[len++] = '\n';
	bool good = fd >= 0 && write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;
	int saved = errno;

	if (fd >= 0 && close(fd) != 0 && good) {
		good = false;
		saved = errno;
	}
	free(text);
	errno = saved;
	return good;
}

bool
key_read(const char *path, unsigned char *key, size_t n, struct buf *err)
{
	struct buf text = BUF_INIT;
	bool good = buf_read_file(&text, path, KEY_FILE_MAX);

	if (!good) {
		buf_printf(err, "%s: %s", path, errno_text(errno));
	} else {
		while (text.len > 0 && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r'))
			text.ptr[--text.len] = '\0';
		good = base64_read(buf_text(&text), key, n) == (int)n;
		if (!good)
			buf_printf(err,
			    L("%s: not a key of %zu bytes in base64", "%s: 不是 %zu 字节的 base64 密钥"),
			    path, n);
	}
	if (text.ptr != NULL)
		explicit_bzero(text.ptr, text.len);
	buf_release(&text);
	return good;
}
