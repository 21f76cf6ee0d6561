/* SPDX-License-Identifier: MIT
 * What print.c (records, groups, workers) and print_files.c (files and how a run leaves) share. */
#ifndef FRAME_PRINT_PART_H
#define FRAME_PRINT_PART_H

#include <sys/types.h>

#include "base/mem.h"
#include "frame/print.h"

struct entry {
	const char *group, *order;
	const char *sheet; /* NULL: one of its own */
	off_t at; /* of the content */
	size_t n;
	int page; /* 0: refused */
	const char *trouble;
	bool withdrawn;
	size_t same_as; /* the record of the same order that is drawn in its place; else its own number */
};

struct group {
	size_t from, to; /* of sorted */
	bool pages;      /* there is a file */
};

struct print {
	struct run *run;
	const char *file, *dir;
	int content; /* temporary file */
	off_t length;
	struct buf pending; /* not yet in it */
	struct entry *entry;
	size_t n, cap;
	size_t *sorted, nsorted; /* those that were not withdrawn */
	struct group *group;
	size_t ngroup, group_cap;
	struct arena texts;
	char *hidden; /* the folder of drawn files, or NULL */
	int hidden_fd;
	pid_t *worker; /* 0 where it has ended */
	size_t workers;
	bool made_dir, copy; /* copy: the target is no file that a rename could replace */
	struct buf path;
};

enum { PRINT_SIGNALS = 4 };
extern const int print_signals[PRINT_SIGNALS]; /* that stop a run; a worker takes them as ever */

/* Watch over p: from now on, however the process ends, what is hidden goes. */
void print_guard(struct print *p);
/* Can the target be written, as far as that can be told before anything is drawn, and on a dry run too? Else the run ends. */
void print_place(const struct print *p);
/* Make the hidden folder; nothing on a dry run. */
void print_hide(struct print *p);
/* A group's file in it; until the next call. */
const char *print_hidden(struct print *p, size_t group);
/* The folder of temporary files. */
const char *print_temporary(void);
/* What is in it is on disk then. */
void print_sync(struct print *p);
/* The workers end, the folder goes. */
void print_drop(struct print *p);
/* The file that a record goes into; until the next call. */
const char *print_target(struct print *p, const struct entry *e);
/* "PATH: errno; nothing was changed" */
_Noreturn void print_fail(const char *path);

#endif
