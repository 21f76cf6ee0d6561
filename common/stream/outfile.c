/* SPDX-License-Identifier: MIT
 * Output files that appear whole or not at all. */
#include "stream/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "stream/spool.h"

struct outfile {
	char *path;
	char *temporary; /* its name; of a file without one what /proc calls it */
	FILE *stream;
	int slot;
	int staged;      /* direct: what a library writes first, -1: none */
	bool nameless;   /* nothing is left of it whenever the run ends, until it is whole */
	bool direct;     /* a device or a pipe: written as it is, nothing to rename */
};

/* The signal handler may only look at plain memory: a fixed table of pending names. */
enum { PENDING = 64 };
static char *volatile pending[PENDING];

static void
unlink_pending(void)
{
	for (int i = 0; i < PENDING; i++)
		if (pending[i] != NULL)
			unlink(pending[i]);
}

static void
on_signal(int sig)
{
	unlink_pending();
	signal(sig, SIG_DFL);
	raise(sig);
}

void
outfile_guard(void)
{
	static const int sigs[] = { SIGINT, SIGTERM, SIGHUP, SIGXCPU };

	for (size_t i = 0; i < sizeof sigs / sizeof *sigs; i++)
		signal(sigs[i], on_signal);
	atexit(unlink_pending);
}

static struct outfile *
begin_failed(struct outfile *f)
{
	int saved = errno;

	free(f->path);
	free(f->temporary);
	free(f);
	errno = saved;
	return NULL;
}

static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? xstrdup(".") : slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

static const char *
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static void
pend(struct outfile *f)
{
	for (f->slot = 0; f->slot < PENDING && pending[f->slot] != NULL; f->slot++)
		;
	if (f->slot < PENDING)
		pending[f->slot] = f->temporary;
}

/* A file without a name in the target's folder; -1: the file system has none such, or no /proc gives it one later. */
static int
open_nameless(struct outfile *f)
{
	char *dir = folder_of(f->path);
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	free(dir);
	if (fd < 0)
		return -1;
	f->temporary = xasprintf("/proc/self/fd/%d", fd);
	f->nameless = access(f->temporary, F_OK) == 0;
	if (f->nameless)
		return fd;
	close(fd);
	free(f->temporary);
	f->temporary = NULL;
	return -1;
}

static int
open_named(struct outfile *f)
{
	const char *name = name_of(f->path);

	f->temporary = xasprintf("%.*s.%s.XXXXXX", (int)(name - f->path), f->path, name);
	return mkostemp(f->temporary, O_CLOEXEC);
}

struct outfile *
outfile_begin(const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return NULL;
	}
	struct outfile *f = xcalloc(1, sizeof *f);

	f->path = xstrdup(path);
	f->slot = PENDING;
	f->staged = -1;
	f->direct = stat(path, &st) == 0 && !S_ISREG(st.st_mode);
	if (f->direct) {
		f->temporary = xstrdup(path);
		f->stream = fopen(path, "we");
		if (f->stream != NULL)
			return f;
		return begin_failed(f);
	}
	int fd = open_nameless(f);

	if (fd < 0)
		fd = open_named(f);
	if (fd < 0 || (f->stream = fdopen(fd, "w")) == NULL)
		return begin_failed(f);
	if (!f->nameless)
		pend(f);
	return f;
}

FILE *
outfile_stream(struct outfile *f)
{
	return f->stream;
}

const char *
outfile_temporary(struct outfile *f)
{
	if (f->direct && f->staged < 0 && (f->staged = spool_tmpfile()) >= 0) {
		free(f->temporary);
		f->temporary = xasprintf("/proc/self/fd/%d", f->staged);
	}
	return f->temporary;
}

static void
forget(struct outfile *f)
{
	if (f->slot < PENDING)
		pending[f->slot] = NULL;
	if (f->staged >= 0)
		close(f->staged);
	free(f->path);
	free(f->temporary);
	free(f);
}

static bool
sync_folder(const char *path)
{
	char *dir = folder_of(path);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	free(dir);
	if (fd < 0)
		return false;
	/* some file systems cannot sync a folder; the rename itself has happened */
	bool ok = fsync(fd) == 0 || errno == EINVAL;

	close(fd);
	return ok;
}

bool
outfile_sync(struct outfile *f)
{
	bool ok = fflush(f->stream) == 0 && !ferror(f->stream);
	int saved = errno;

	if (ok && !f->direct) {
		/* a library may have replaced the file behind the stream: sync by name */
		int fd = open(f->temporary, O_RDWR | O_CLOEXEC);

		ok = fd >= 0 && fsync(fd) == 0 && fchmod(fd, 0600) == 0;
		saved = errno;
		if (fd >= 0)
			close(fd);
	}
	errno = saved;
	return ok;
}

/* What a library has written, to the device. */
static bool
copy_staged(struct outfile *f)
{
	char piece[65536];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(f->staged, piece, sizeof piece, at)) > 0) {
		if (fwrite(piece, 1, (size_t)n, f->stream) != (size_t)n)
			return false;
		at += n;
	}
	return n == 0;
}

/* Give a nameless file a name beside its target. */
static bool
name_it(struct outfile *f)
{
	static unsigned count;
	char *nameless = f->temporary;
	const char *name = name_of(f->path);

	f->temporary = NULL;
	for (int attempts = 0; attempts < 1000; attempts++) {
		free(f->temporary);
		f->temporary = xasprintf("%.*s.%s.%ld-%u", (int)(name - f->path), f->path, name, (long)getpid(), ++count);
		if (linkat(AT_FDCWD, nameless, AT_FDCWD, f->temporary, AT_SYMLINK_FOLLOW) == 0) {
			free(nameless);
			f->nameless = false;
			pend(f);
			return true;
		}
		if (errno != EEXIST)
			break;
	}
	free(f->temporary);
	f->temporary = nameless;
	return false;
}

static bool
place(struct outfile *f)
{
	if (f->nameless && linkat(AT_FDCWD, f->temporary, AT_FDCWD, f->path, AT_SYMLINK_FOLLOW) == 0)
		return true;
	/* a link takes nothing's place: by another name for a moment */
	return (!f->nameless || (errno == EEXIST && name_it(f))) && rename(f->temporary, f->path) == 0;
}

bool
outfile_commit(struct outfile *f)
{
	bool ok = f->staged < 0 || copy_staged(f);
	int saved = errno;

	if (ok) {
		ok = outfile_sync(f) && (f->direct || place(f));
		saved = errno;
	}
	if (fclose(f->stream) != 0 && ok && f->direct) {
		ok = false;
		saved = errno;
	}
	if (ok && !f->direct)
		sync_folder(f->path);
	else if (!f->direct && !f->nameless)
		unlink(f->temporary);
	forget(f);
	errno = saved;
	return ok;
}

void
outfile_abort(struct outfile *f)
{
	fclose(f->stream);
	if (!f->direct && !f->nameless)
		unlink(f->temporary);
	forget(f);
}
