/* SPDX-License-Identifier: MIT
 * The files of a print: drawn in a hidden folder, renamed all together; and the ways in which a run leaves.
 */
#include "frame/print_part.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- leaving: the hidden folder goes, however the run ends. One print a process. */

static struct print *volatile live;
static pid_t owner;
const int print_signals[PRINT_SIGNALS] = { SIGINT, SIGTERM, SIGHUP, SIGXCPU };
static struct sigaction before[PRINT_SIGNALS];
static bool watching;

enum { NAME_SIZE = 32 };

/* "17.pdf", without functions that a signal handler may not call. */
static const char *
name_of(size_t group, char name[NAME_SIZE])
{
	char *p = name + NAME_SIZE - 5;

	memcpy(p, ".pdf", 5);
	do
		*--p = (char)('0' + group % 10);
	while ((group /= 10) > 0);
	return p;
}

const char *
print_hidden(struct print *p, size_t group)
{
	char name[NAME_SIZE];

	buf_clear(&p->path);
	buf_printf(&p->path, "%s/%s", p->hidden, name_of(group, name));
	return buf_text(&p->path);
}

/* Also called by the signal handler. */
static void
sweep(const struct print *p)
{
	char name[NAME_SIZE];

	for (size_t w = 0; w < p->workers; w++)
		if (p->worker[w] > 0 && kill(p->worker[w], SIGKILL) == 0)
			waitpid(p->worker[w], NULL, 0);
	if (p->hidden != NULL) {
		for (size_t g = 0; g < p->ngroup; g++)
			unlinkat(p->hidden_fd, name_of(g, name), 0);
		rmdir(p->hidden);
	}
	if (p->made_dir)
		rmdir(p->dir); /* goes only if it is empty */
	for (int i = 0; watching && i < PRINT_SIGNALS; i++)
		sigaction(print_signals[i], &before[i], NULL);
}

void
print_drop(struct print *p)
{
	sweep(p);
	live = NULL;
	p->workers = 0;
	if (p->hidden != NULL)
		close(p->hidden_fd);
	free(p->hidden);
	p->hidden = NULL;
}

static void
at_exit(void)
{
	if (live != NULL && getpid() == owner)
		sweep(live);
}

static void
on_signal(int sig)
{
	if (live != NULL)
		sweep(live);
	raise(sig); /* for the handler that was there before */
}

void
print_guard(struct print *p)
{
	live = p;
	if (owner == getpid())
		return;
	owner = getpid();
	atexit(at_exit);
}

/* From now on a signal clears away; but one that comes before print_hide is through waits for it. */
static void
watch_signals(sigset_t *were)
{
	struct sigaction sa = { .sa_handler = on_signal };

	for (int i = 0; i < PRINT_SIGNALS; i++)
		sigaddset(&sa.sa_mask, print_signals[i]);
	sigprocmask(SIG_BLOCK, &sa.sa_mask, were);
	for (int i = 0; i < PRINT_SIGNALS; i++)
		sigaction(print_signals[i], &sa, &before[i]);
	watching = true;
}

_Noreturn void
print_fail(const char *path)
{
	die(EX_ENV, L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), path, errno_text(errno));
}

/* A run that was killed by SIGKILL, or lost its machine, could not clear away: what nobody holds any more goes now. The folder of a run that
 * lives is locked. */
static void
clear_dead(const char *hidden)
{
	const char *slash = strrchr(hidden, '/'), *name = slash != NULL ? slash + 1 : hidden;
	size_t n = strlen(name) - 6; /* before the XXXXXX */
	char *folder = slash != NULL ? xstrndup(hidden, (size_t)(slash - hidden) + 1) : xstrdup(".");
	DIR *d = opendir(folder);
	struct stat st;

	for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
		int fd = strncmp(e->d_name, name, n) == 0 && strlen(e->d_name) == n + 6
			     ? openat(dirfd(d), e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
			     : -1;

		if (fd < 0)
			continue;
		if (fstat(fd, &st) == 0 && st.st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0) {
			DIR *in = fdopendir(dup(fd));

			for (struct dirent *f; in != NULL && (f = readdir(in)) != NULL;)
				unlinkat(fd, f->d_name, 0);
			if (in != NULL)
				closedir(in);
			unlinkat(dirfd(d), e->d_name, AT_REMOVEDIR);
		}
		close(fd);
	}
	if (d != NULL)
		closedir(d);
	free(folder);
}

/* Make the folder of this name with its XXXXXX replaced, open and locked; -1 with errno. */
static int
make_locked(char *name)
{
	size_t n = strlen(name) - 6;
	struct stat st;

	for (int attempts = 0;; attempts++) {
		int fd = mkdtemp(name) != NULL ? open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

		if (fd >= 0 && flock(fd, LOCK_EX) == 0 && fstat(fd, &st) == 0 && st.st_nlink > 0)
			return fd;
		if (fd >= 0)
			close(fd);
		if (attempts == 8)
			return -1;
		/* another run may have taken it for a dead one before it was locked */
		memset(name + n, 'X', 6);
	}
}

const char *
print_temporary(void)
{
	const char *temporary = getenv("TMPDIR");

	return temporary != NULL && *temporary != '\0' ? temporary : "/tmp";
}

void
print_hide(struct print *p)
{
	const char *slash = p->file != NULL ? strrchr(p->file, '/') : NULL;

	sigset_t were;

	if (p->run->dry_run)
		return;
	watch_signals(&were);
	if (p->dir != NULL && mkdir(p->dir, 0700) == 0)
		p->made_dir = true;
	else if (p->dir != NULL && errno != EEXIST)
		print_fail(p->dir);
	char *name;

	if (p->dir != NULL)
		name = xasprintf("%s/.print.XXXXXX", p->dir);
	else if (p->copy)
		name = xasprintf("%s/kaowu-print.XXXXXX", print_temporary());
	else
		name =
		    xasprintf("%.*s.print.XXXXXX", slash != NULL ? (int)(slash - p->file) + 1 : 0, p->file);
	clear_dead(name);
	if ((p->hidden_fd = make_locked(name)) < 0)
		print_fail(p->dir != NULL ? p->dir : p->file);
	p->hidden = name;
	sigprocmask(SIG_SETMASK, &were, NULL);
}

void
print_sync(struct print *p)
{
	/* one call for all files: an fsync each would take longer than drawing them */
	if (p->hidden != NULL && syncfs(p->hidden_fd) != 0)
		print_fail(p->hidden);
}

const char *
print_target(struct print *p, const struct entry *e)
{
	if (p->dir == NULL)
		return p->file;
	size_t n = strlen(p->dir);

	buf_clear(&p->path);
	buf_printf(&p->path, "%s%s%s.pdf", p->dir, n > 0 && p->dir[n - 1] == '/' ? "" : "/", e->group);
	return buf_text(&p->path);
}

/* Into a device, a FIFO or the like, which is written where it is. */
static bool
copy_file(const char *from, const char *to)
{
	char piece[65536];
	FILE *in = fopen(from, "re"), *out = in != NULL ? fopen(to, "we") : NULL;
	size_t n = 0;
	bool good = out != NULL;

	while (good && (n = fread(piece, 1, sizeof piece, in)) > 0)
		good = fwrite(piece, 1, n, out) == n;
	good = good && !ferror(in) && fflush(out) == 0;
	int saved = errno;

	if (out != NULL)
		fclose(out);
	if (in != NULL)
		fclose(in);
	errno = saved;
	return good;
}

/* The folder that a path lies in. Owned. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? xstrdup(".") : slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

static void
need_folder(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		print_fail(path);
	errno = ENOTDIR;
	if (!S_ISDIR(st.st_mode) || access(path, W_OK | X_OK) != 0)
		print_fail(path);
}

void
print_place(const struct print *p)
{
	struct stat st;
	char *folder;

	if (p->copy) {
		if (access(p->file, W_OK) != 0)
			print_fail(p->file);
		return;
	}
	if (p->dir != NULL && stat(p->dir, &st) == 0) {
		need_folder(p->dir);
		return;
	}
	folder = p->file != NULL ? folder_of(p->file) : xstrdup(p->dir);
	if (p->dir != NULL) {
		for (size_t n = strlen(folder); n > 1 && folder[n - 1] == '/'; n--)
			folder[n - 1] = '\0';
		char *parent = folder_of(folder);

		free(folder);
		folder = parent;
	}
	need_folder(folder);
	free(folder);
}

/* A file that the run reads, lives from, or writes otherwise. */
struct other {
	bool there, beside; /* beside: in the folder of the targets */
	struct stat st;
	const char *path, *name;
};

static size_t
find_others(const struct print *p, struct other *out, size_t room)
{
	const char *const *path;
	size_t n = run_files(&path), found = 0;
	struct stat dir, in;

	for (size_t i = 0; i < n && found < room && stat(p->dir, &dir) == 0; i++) {
		struct other *o = &out[found++];
		char *folder = folder_of(path[i]);
		const char *slash = strrchr(path[i], '/');

		o->path = path[i];
		o->name = slash != NULL ? slash + 1 : path[i];
		o->there = stat(path[i], &o->st) == 0 && S_ISREG(o->st.st_mode);
		o->beside = stat(folder, &in) == 0 && in.st_dev == dir.st_dev && in.st_ino == dir.st_ino;
		free(folder);
	}
	return found;
}

/* st: of the target, NULL where nothing is there. */
static void
keep_apart(const char *target, const struct stat *st, const struct other *o, size_t n)
{
	const char *name = strrchr(target, '/') + 1;

	for (size_t i = 0; i < n; i++)
		if ((o[i].beside && strcmp(o[i].name, name) == 0) ||
		    (st != NULL && o[i].there && o[i].st.st_dev == st->st_dev && o[i].st.st_ino == st->st_ino))
			die_usage(L("%s: would overwrite the database, its key, an input or another output (%s)",
			    "%s: 会覆盖数据库、密钥、输入或另一输出文件 (%s)"), target, o[i].path);
}

void
print_ready(struct print *p)
{
	struct other other[64];
	size_t others = p->dir != NULL ? find_others(p, other, sizeof other / sizeof *other) : 0;

	for (size_t g = 0; g < p->ngroup && !p->copy; g++) {
		const char *target = print_target(p, &p->entry[p->sorted[p->group[g].from]]);
		struct stat st;
		bool there = p->group[g].pages && lstat(target, &st) == 0;

		if (!p->group[g].pages)
			continue;
		errno = EISDIR;
		if (there && S_ISDIR(st.st_mode))
			print_fail(target);
		if (p->dir != NULL)
			keep_apart(target, there ? &st : NULL, other, others);
	}
}

static void
complain(const char *path)
{
	notice(L("%s: %s; the run is committed; run it again for the files", "%s: %s; 数据已提交; 再次运行可得到同样的文件"), path, errno_text(errno));
}

static bool
sync_folder_of(const char *path)
{
	char *dir = folder_of(path);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL); /* EINVAL: a file system that cannot sync folders */

	if (!good)
		complain(dir);
	if (fd >= 0)
		close(fd);
	free(dir);
	return good;
}

bool
print_publish(struct print *p)
{
	const char *last = NULL;
	bool good = true;

	for (size_t g = 0; p->hidden != NULL && good && g < p->ngroup; g++) {
		if (!p->group[g].pages)
			continue;
		char *from = xstrdup(print_hidden(p, g));

		last = print_target(p, &p->entry[p->sorted[p->group[g].from]]);
		good = p->copy ? copy_file(from, last) : rename(from, last) == 0;
		if (!good)
			complain(last);
		free(from);
	}
	if (good && last != NULL && !p->copy)
		good = sync_folder_of(last);
	p->made_dir = p->made_dir && last == NULL;
	print_drop(p);
	return good;
}
