/* SPDX-License-Identifier: MIT
 * Output files that appear whole or not at all: a file without a name in the target's folder, mode
 * 0600, then fsync, a name, and rename; whatever ends the run leaves nothing of it. Where the file system has
 * no such files (O_TMPFILE), a temporary one beside the target, unlinked at exit and on the usual signals. */
#ifndef STREAM_OUTFILE_H
#define STREAM_OUTFILE_H

#include <stdbool.h>
#include <stdio.h>

struct outfile;

/* Begin PATH. A device or a pipe is written straight to, never replaced. NULL with errno. Owned; ends by outfile_commit or outfile_abort. */
struct outfile *outfile_begin(const char *path);
/* The stream to write to. */
FILE *outfile_stream(struct outfile *f);
/* A path for libraries that open files by name (then leave the stream alone). What they write for a device or a pipe gets there with the commit. */
const char *outfile_temporary(struct outfile *f);
/* Flush and fsync what was written so far: after it outfile_commit has only to rename. False with errno. */
bool outfile_sync(struct outfile *f);
/* Flush, fsync, rename, fsync the folder. False with errno: the target is as it was. Frees f. */
bool outfile_commit(struct outfile *f);
void outfile_abort(struct outfile *f);

/* Install handlers that unlink what is pending on SIGINT, SIGTERM, SIGHUP, SIGXCPU. Call once, early. */
void outfile_guard(void);

#endif
