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

struct outfile {
	char *path, *temporary;
	FILE *stream;
	int slot;
	bool direct; /* a device or a pipe: written as it is, nothing to rename */
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

struct outfile *
outfile_begin(const char *path)
{
	struct stat st;
	const char *slash = strrchr(path, '/');
	int dirlen = slash != NULL ? (int)(slash - path) + 1 : 0;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return NULL;
	}
	struct outfile *f = xcalloc(1, sizeof *f);

	f->path = xstrdup(path);
	f->slot = PENDING;
	f->direct = stat(path, &st) == 0 && !S_ISREG(st.st_mode);
	if (f->direct) {
		f->temporary = xstrdup(path);
		f->stream = fopen(path, "we");
		if (f->stream != NULL)
			return f;
		return begin_failed(f);
	}
	f->temporary = xasprintf("%.*s.%s.XXXXXX", dirlen, path, slash != NULL ? slash + 1 : path);
	int fd = mkostemp(f->temporary, O_CLOEXEC);

	if (fd < 0 || (f->stream = fdopen(fd, "w")) == NULL)
		return begin_failed(f);
	for (f->slot = 0; f->slot < PENDING && pending[f->slot] != NULL; f->slot++)
		;
	if (f->slot < PENDING)
		pending[f->slot] = f->temporary;
	return f;
}

FILE *
outfile_stream(struct outfile *f)
{
	return f->stream;
}

const char *
outfile_temporary(const struct outfile *f)
{
	return f->temporary;
}

static void
forget(struct outfile *f)
{
	if (f->slot < PENDING)
		pending[f->slot] = NULL;
	free(f->path);
	free(f->temporary);
	free(f);
}

static bool
sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash == NULL ? xstrdup(".") : slash == path ? xstrdup("/") :
	    xstrndup(path, (size_t)(slash - path));
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

bool
outfile_commit(struct outfile *f)
{
	bool ok = outfile_sync(f);
	int saved = errno;

	if (fclose(f->stream) != 0 && ok) {
		ok = false;
		saved = errno;
	}
	if (ok && !f->direct && rename(f->temporary, f->path) != 0) {
		ok = false;
		saved = errno;
	}
	if (ok && !f->direct)
		sync_folder(f->path);
	else if (!f->direct)
		unlink(f->temporary);
	forget(f);
	errno = saved;
	return ok;
}

void
outfile_abort(struct outfile *f)
{
	fclose(f->stream);
	if (!f->direct)
		unlink(f->temporary);
	forget(f);
}
