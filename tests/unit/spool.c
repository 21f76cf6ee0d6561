/* SPDX-License-Identifier: MIT
 * What is held back comes out again, from memory and from the file, also twice and in a child; output files appear
 * whole or not at all. */
#include "stream/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../tap.h"
#include "base/buf.h"
#include "base/mem.h"
#include "stream/outfile.h"

/* String number i: of very different lengths, some with NULs. */
static size_t
make(size_t i, char *out)
{
	size_t n = i % 7 == 0 ? 0 : i % 1000 == 999 ? 300000 : i * 37 % 500;

	memset(out, (int)(i % 256), n);
	return n;
}

static size_t
read_all(struct spool *s, char *want)
{
	char *p;
	size_t n, i = 0;
	int r;

	while ((r = spool_get(s, &p, &n)) > 0) {
		size_t m = make(i, want);

		/* it is followed by a NUL, and is ours to write into */
		if (m != n || memcmp(p, want, n) != 0 || p[n] != '\0')
			return 0;
		memset(p, 'X', n);
		memcpy(p, want, n);
		i++;
	}
	return r == 0 ? i : 0;
}

static void
in_and_out(size_t memory, const char *what)
{
	enum { N = 5000 };
	char *scratch = xmalloc(300000);
	struct spool *s = spool_new(memory);
	bool good = true;

	for (size_t i = 0; i < N; i++) {
		size_t n = make(i, scratch);

		good = good && spool_put(s, scratch, n);
	}
	ok(good && spool_rewind(s), "%d strings held, %s", N, what);
	ok(read_all(s, scratch) == N, "they come out, %s", what);
	/* in memory what the reader has written into them stays */
	if (memory < 1 << 20) {
		ok(spool_rewind(s) && read_all(s, scratch) == N, "and again, %s", what);
		spool_rewind(s);
		char *p;
		size_t n;

		for (int i = 0; i < 100; i++)
			spool_get(s, &p, &n);
		fflush(NULL);
		pid_t child = fork();

		if (child == 0)
			_exit(spool_rewind(s) && read_all(s, scratch) == N ? 0 : 1);
		int status = -1;

		waitpid(child, &status, 0);
		ok(status == 0, "a child reads them all by itself, %s", what);
		size_t rest = 0;

		while (spool_get(s, &p, &n) > 0)
			rest++;
		ok(rest == N - 100, "while the parent goes on where it was, %s", what);
	}
	spool_free(s);
	free(scratch);
}

static void
no_space(void)
{
	struct rlimit small = { 4096, 4096 }, old;
	struct spool *s = spool_new(1024);
	char block[1000] = { 0 };
	bool failed = false;

	getrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, SIG_IGN);
	small.rlim_max = old.rlim_max;
	setrlimit(RLIMIT_FSIZE, &small);
	for (int i = 0; i < 20 && !failed; i++)
		failed = !spool_put(s, block, sizeof block) && errno == EFBIG;
	setrlimit(RLIMIT_FSIZE, &old);
	ok(failed, "a temporary file that cannot grow is an error, not a loss");
	spool_free(s);

	setenv("TMPDIR", "/nonexistent", 1);
	s = spool_new(10);
	ok(!spool_put(s, block, sizeof block) && errno == ENOENT, "no folder for temporary files: an error");
	spool_free(s);
	unsetenv("TMPDIR");
	struct stat st;
	int fd = spool_tmpfile();

	ok(fd >= 0 && fstat(fd, &st) == 0 && (st.st_mode & 0777) == 0600 && st.st_nlink == 0 &&
	    (fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0, "a temporary file has no name, mode 0600, and is closed on exec");
	close(fd);
}

static char *
content(const char *path)
{
	struct buf b = BUF_INIT;

	if (!buf_read_file(&b, path, 0))
		return xstrdup("(none)");
	buf_str(&b, "");
	return buf_detach(&b);
}

static bool
holds(const char *path, const char *want)
{
	char *got = content(path);
	bool same = strcmp(got, want) == 0;

	free(got);
	return same;
}

/* Files in the folder besides those counted. */
static bool
only(const char *dir, int files)
{
	char *command = xasprintf("ls -A %s", dir);
	FILE *p = popen(command, "r");
	int c, lines = 0;

	while ((c = getc(p)) != EOF)
		lines += c == '\n';
	pclose(p);
	free(command);
	return lines == files;
}

static void
output_files(void)
{
	char dir[] = "/tmp/kaowu-outfile.XXXXXX";
	struct stat st;

	if (mkdtemp(dir) == NULL)
		abort();
	char *path = xasprintf("%s/out.csv", dir), *deep = xasprintf("%s/none/out.csv", dir);
	struct outfile *f = outfile_begin(path);

	umask(0);
	fputs("one\n", outfile_stream(f));
	fflush(outfile_stream(f));
	ok(access(path, F_OK) != 0 && access(outfile_temporary(f), F_OK) == 0, "before the commit there is no target");
	ok(outfile_commit(f) && holds(path, "one\n") && stat(path, &st) == 0 && (st.st_mode & 0777) == 0600 && only(dir, 1),
	    "after it there is, whole, mode 0600, and nothing else");
	f = outfile_begin(path);
	fputs("two\n", outfile_stream(f));
	outfile_abort(f);
	ok(holds(path, "one\n") && only(dir, 1), "given up: the target is as it was");

	/* the disk is full at the end */
	struct rlimit small = { 2, 2 }, old;

	getrlimit(RLIMIT_FSIZE, &old);
	small.rlim_max = old.rlim_max;
	f = outfile_begin(path);
	setrlimit(RLIMIT_FSIZE, &small);
	fputs("three\n", outfile_stream(f));
	bool committed = outfile_commit(f);
	setrlimit(RLIMIT_FSIZE, &old);
	ok(!committed && holds(path, "one\n") && only(dir, 1), "not written whole: not there at all");

	static const int sigs[] = { SIGTERM, SIGINT, SIGHUP, SIGKILL };

	for (size_t i = 0; i < sizeof sigs / sizeof *sigs; i++) {
		int ready[2], status;
		char c;

		if (pipe(ready) != 0)
			abort();
		fflush(NULL);
		pid_t child = fork();

		if (child == 0) {
			outfile_guard();
			f = outfile_begin(path);
			fputs("half of it", outfile_stream(f));
			fflush(outfile_stream(f));
			if (write(ready[1], "x", 1) != 1)
				_exit(9);
			for (;;)
				pause();
		}
		if (read(ready[0], &c, 1) != 1)
			abort();
		kill(child, sigs[i]);
		waitpid(child, &status, 0);
		close(ready[0]);
		close(ready[1]);
		ok(WIFSIGNALED(status) && WTERMSIG(status) == sigs[i] && holds(path, "one\n") && only(dir, 1), "signal %d in the middle: the target is as it was", sigs[i]);
	}
	errno = 0;
	ok(outfile_begin(deep) == NULL && errno == ENOENT, "no folder: an error");
	ok(outfile_begin(dir) == NULL && errno == EISDIR, "a folder is no target");
	char *sweep = xasprintf("rm -rf %s", dir);
	FILE *p = popen(sweep, "r");

	if (p != NULL)
		pclose(p);
	free(sweep);
	free(path);
	free(deep);
}

/* The very first string is as long as all that is put in at a time. */
static void
long_first(void)
{
	struct spool *s = spool_new(16 << 20);
	size_t n = 300000, got = 0;
	char *in = xcalloc(n, 1), *out = NULL;

	memset(in, 'x', n);
	ok(spool_put(s, in, n) && spool_rewind(s) && spool_get(s, &out, &got) > 0 && got == n && memcmp(in, out, n) == 0, "a long first string");
	spool_free(s);
	free(in);
}

int
main(void)
{
	long_first();
	in_and_out(64 << 20, "in memory");
	in_and_out(1 << 16, "in a file");
	in_and_out(0, "in a file at once");
	no_space();
	output_files();
	return done();
}
