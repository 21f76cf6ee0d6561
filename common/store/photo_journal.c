/* SPDX-License-Identifier: MIT
 * Journals of photographs. Each is locked (flock) by its run and the workers of that: one that can be locked is of a run that is dead. */
#include "store/photo_journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/mem.h"
#include "store/beside.h"
#include "store/db.h"
#include "store/photo_store.h"

enum { DIGEST = HASH_HEX - 1, JOURNAL_MAX = 256 << 20 };

static const char *database;
static char *stem;     /* exam.photos.run. */
static char *own_path;
static int own = -1;
static pid_t owner;

static void
sweep_digest(const char *sha256, int64_t except)
{
	static struct stmt q = { "SELECT count(*) FROM photo WHERE sha256 = :sha256 AND batch_id <> :except", NULL };

	db_text(&q, ":sha256", sha256);
	db_int(&q, ":except", except);
	if (db_int1(&q, 0) > 0)
		return;
	char *path = photo_store_path(database, sha256);

	unlink(path);
	free(path);
}

/* Remove what the journal names and no row knows. A line may begin with what another had no room to end. */
static void
sweep(int fd, int64_t except)
{
	struct buf text = BUF_INIT;

	if (lseek(fd, 0, SEEK_SET) == 0 && buf_read_fd(&text, fd, JOURNAL_MAX))
		for (char *p = text.ptr, *end; text.len > 0 && (end = strchr(p, '\n')) != NULL; p = end + 1) {
			*end = '\0';
			if (end - p >= DIGEST && strspn(end - DIGEST, "0123456789abcdef") == DIGEST)
				sweep_digest(end - DIGEST, except);
		}
	buf_release(&text);
}

static void
sweep_dead(void)
{
	const char *slash = strrchr(stem, '/'), *name = slash != NULL ? slash + 1 : stem;
	char *folder = slash == NULL ? xstrdup(".") : slash == stem ? xstrdup("/") : xstrndup(stem, (size_t)(slash - stem));
	DIR *dir = opendir(folder);

	for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;) {
		if (strncmp(e->d_name, name, strlen(name)) != 0)
			continue;
		char *path = xasprintf("%.*s%s", (int)(name - stem), stem, e->d_name);
		int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

		if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) {
			sweep(fd, 0);
			unlink(path);
		}
		if (fd >= 0)
			close(fd);
		free(path);
	}
	if (dir != NULL)
		closedir(dir);
	free(folder);
}

/* A run that has come to its end has swept, and committed. */
static void
leave(void)
{
	if (getpid() != owner)
		return;
	if (db_is_open()) {
		if (!db_abandon())
			return;
		sweep(own, 0);
		sweep_dead();
	}
	unlink(own_path);
}

void
photo_journal_begin(const char *db)
{
	char *photos = beside(db, BESIDE_PHOTOS);
	struct stat st = { .st_nlink = 0 };

	database = db;
	stem = xasprintf("%s.run.", photos);
	free(photos);
	/* another run may take it for a dead one's before it is locked */
	while (st.st_nlink == 0) {
		if (own >= 0)
			close(own);
		free(own_path);
		own_path = xasprintf("%sXXXXXX", stem);
		own = mkostemp(own_path, O_APPEND | O_CLOEXEC);
		if (own < 0 || flock(own, LOCK_EX) != 0 || fstat(own, &st) != 0)
			die(EX_ENV, L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), own_path, errno_text(errno));
	}
	owner = getpid();
	atexit(leave);
}

bool
photo_journal_note(const char *sha256)
{
	char line[HASH_HEX]; /* with a line end for the NUL */

	if (own < 0)
		return true;
	memcpy(line, sha256, DIGEST);
	line[DIGEST] = '\n';
	ssize_t n = write(own, line, sizeof line);

	if (n >= 0 && n != sizeof line)
		errno = ENOSPC;
	return n == sizeof line;
}

void
photo_journal_sweep(int64_t except)
{
	if (own < 0)
		return;
	sweep(own, except);
	sweep_dead();
}
