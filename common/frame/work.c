/* SPDX-License-Identifier: MIT
 * Worker processes: record i goes to worker i mod N, each writes its results to a file of its
 * own, and the parent puts them back into the order of the records. A worker that dies costs
 * one record; a new one goes on behind it. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "frame/state.h"

struct worker {
	pid_t pid;
	int fd;          /* its results */
	off_t end;       /* of the results that are whole */
	size_t done;     /* records of its share that it has finished */
	off_t at;        /* reading */
};

static bool
put_result(int fd, const struct buf *b)
{
	uint32_t len = (uint32_t)b->len;

	return write(fd, &len, sizeof len) == sizeof len && write(fd, b->ptr, b->len) == (ssize_t)b->len;
}

static _Noreturn void
child(struct run *run, int fd, size_t worker, size_t workers, size_t from,
    void (*each)(void *context, size_t index, const char *p, size_t n, struct buf *result), void *context)
{
	struct buf result = BUF_INIT;
	struct spool *records = run->state->records;
	char *p;
	size_t n;

	if (!spool_rewind(records))
		_exit(EX_ENV);
	for (size_t i = 0; spool_get(records, &p, &n) > 0; i++) {
		if (i % workers != worker || i < from)
			continue;
		buf_clear(&result);
		buf_char(&result, '=');
		each(context, i, p, n, &result);
		if (!put_result(fd, &result))
			_exit(EX_ENV);
	}
	_exit(0);
}

/* Count the whole results in a worker's file. */
static void
count_results(struct worker *w)
{
	uint32_t len;
	off_t size = lseek(w->fd, 0, SEEK_END);

	while (pread(w->fd, &len, sizeof len, w->end) == sizeof len && w->end + (off_t)sizeof len + len <= size) {
		w->end += (off_t)sizeof len + len;
		w->done++;
	}
	if (ftruncate(w->fd, w->end) != 0)
		die(EX_ENV, L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), errno_text(errno));
	lseek(w->fd, w->end, SEEK_SET);
}

static void
start(struct run *run, struct worker *w, size_t k, size_t workers,
    void (*each)(void *context, size_t index, const char *p, size_t n, struct buf *result), void *context)
{
	pid_t self = getpid();

	w->pid = fork();
	if (w->pid < 0)
		die(EX_ENV, "fork: %s", errno_text(errno));
	if (w->pid == 0) {
		/* whose results nobody reads any more does not go on hashing or decoding */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != self)
			_exit(EX_ENV);
		child(run, w->fd, k, workers, w->done * workers + k, each, context);
	}
}

static void
wait_for(struct run *run, struct worker *w, size_t k, size_t workers,
    void (*each)(void *context, size_t index, const char *p, size_t n, struct buf *result), void *context)
{
	for (;;) {
		int status;
		struct buf dead = BUF_INIT;

		while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
			;
		count_results(w);
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			return;
		if (WIFEXITED(status) && WEXITSTATUS(status) == EX_ENV)
			die(EX_ENV, "%s", L("a worker could not write its results; nothing was changed",
			    "工作进程无法写出结果; 未作任何改动"));
		buf_char(&dead, '!');
		if (!put_result(w->fd, &dead))
			die(EX_ENV, L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), errno_text(errno));
		buf_release(&dead);
		w->end += 5;
		w->done++;
		start(run, w, k, workers, each, context);
	}
}

struct spool *
work_all(struct run *run,
    void (*each)(void *context, size_t index, const char *p, size_t n, struct buf *result), void *context)
{
	size_t workers = (size_t)run->jobs;
	struct worker *w = xcalloc(workers, sizeof *w);
	struct spool *out = spool_new(16 << 20);
	struct buf one = BUF_INIT;

	fflush(NULL);
	if (!spool_rewind(run->state->records))
		die(EX_ENV, L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), errno_text(errno));
	for (size_t k = 0; k < workers; k++) {
		w[k].fd = spool_tmpfile();
		if (w[k].fd < 0)
			die(EX_ENV, L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), errno_text(errno));
		start(run, &w[k], k, workers, each, context);
	}
	for (size_t k = 0; k < workers; k++)
		wait_for(run, &w[k], k, workers, each, context);
	for (size_t i = 0;; i++) {
		struct worker *from = &w[i % workers];
		uint32_t len;

		if (pread(from->fd, &len, sizeof len, from->at) != sizeof len)
			break;
		buf_clear(&one);
		buf_room(&one, len);
		if (pread(from->fd, one.ptr, len, from->at + (off_t)sizeof len) != (ssize_t)len ||
		    !spool_put(out, one.ptr, len))
			die(EX_ENV, L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), errno_text(errno));
		from->at += (off_t)sizeof len + len;
	}
	for (size_t k = 0; k < workers; k++)
		close(w[k].fd);
	free(w);
	buf_release(&one);
	return out;
}
