/* SPDX-License-Identifier: MIT
 * The content-addressed folder of photographs. */
#include "store/photo_store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/beside.h"
#include "store/photo_journal.h"
#include "stream/outfile.h"

char *
photo_store_path(const char *db, const char *sha256)
{
	char *folder = beside(db, BESIDE_PHOTOS);
	char *path = xasprintf("%s/%.2s/%s.jpg", folder, sha256, sha256);

	free(folder);
	return path;
}

static bool
is_digest_of(const char *sha256, const void *p, size_t n)
{
	unsigned char sum[HASH_SIZE];
	char hex[HASH_HEX];

	hash_once(p, n, sum);
	hash_hex(sum, hex);
	return strcmp(hex, sha256) == 0;
}

bool
photo_store_read(const char *db, const char *sha256, struct buf *out)
{
	char *path = photo_store_path(db, sha256);
	size_t before = out->len;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO in its place must not hold the run */
	struct stat st;
	bool good = fd >= 0 && fstat(fd, &st) == 0;

	if (good && !S_ISREG(st.st_mode)) {
		errno = EBADMSG;
		good = false;
	}
	good = good && buf_read_fd(out, fd, PHOTO_FILE_MAX);
	int saved = errno;

	if (fd >= 0)
		close(fd);
	free(path);
	if (good && !is_digest_of(sha256, buf_text(out) + before, out->len - before)) {
		good = false;
		saved = EBADMSG;
	}
	if (!good && out->ptr != NULL) {
		out->len = before;
		out->ptr[before] = '\0';
	}
	errno = saved;
	return good;
}

/* Make the folder that path's last component stands in, if need be; its name is on disk then. */
static bool
make_folder(const char *path)
{
	char *folder = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	bool made = mkdir(folder, 0700) == 0, good = made || errno == EEXIST;

	if (made) {
		char *slash = strrchr(folder, '/');
		char *parent = slash == NULL     ? xstrdup(".")
			       : slash == folder ? xstrdup("/")
						 : xstrndup(folder, (size_t)(slash - folder));
		int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

		good = fd >= 0 && (fsync(fd) == 0 ||
				      errno == EINVAL); /* EINVAL: a file system that cannot sync folders */
		if (fd >= 0)
			close(fd);
		free(parent);
	}
	int saved = errno;

	free(folder);
	errno = saved;
	return good;
}

static bool
store(const char *path, const void *p, size_t n)
{
	struct outfile *f = outfile_begin(path);

	if (f == NULL)
		return false;
	if (fwrite(p, 1, n, outfile_stream(f)) == n)
		return outfile_commit(f);
	int saved = errno;

	outfile_abort(f);
	errno = saved;
	return false;
}

bool
photo_store_write(const char *db, const void *p, size_t n, char sha256[HASH_HEX])
{
	unsigned char sum[HASH_SIZE];
	struct buf there = BUF_INIT;

	hash_once(p, n, sum);
	hash_hex(sum, sha256);
	bool good = photo_store_read(db, sha256, &there);

	buf_release(&there);
	if (good)
		return true;
	char *path = photo_store_path(db, sha256);
	char *shard = xstrndup(path, (size_t)(strrchr(path, '/') - path));

	good = make_folder(shard) && make_folder(path) && photo_journal_note(sha256) && store(path, p, n);
	int saved = errno;

	free(shard);
	free(path);
	errno = saved;
	return good;
}
