/* SPDX-License-Identifier: MIT
 * A run with --all whose output was lost: its standard output took not all of it (exit 4), or it was killed behind the commit. Its records are
 * due no more, so a second run would not print them. So the run notes them beside the database before it commits, and removes the note
 * when all is printed; the same login's next run of the tool with --all takes along what it finds: those records are as
 * they were, and the same stream is printed. A run holds its note locked: of one that still prints nobody takes anything. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "frame/state.h"

enum { NOTED_MEMORY = 1 << 20 };

/* exam.db.again-TOOL-EXAM-LOGIN. (the number of the run follows). Owned. */
static char *
note_prefix(const struct run *run)
{
	char *path = xasprintf("%s.again-%s-%s-%s.", run->db, run->tool->name, run->exam != NULL ? run->exam->key : "", run->login);

	for (char *p = path + strlen(run->db); *p != '\0'; p++)
		if (*p == '/' || *p == ' ')
			*p = '_';
	return path;
}

static _Noreturn void
no_note(const char *path)
{
	refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), path, errno_text(errno));
}

/* Remembered until all is printed; with the lock, as long as the run lasts. */
static void
hold(struct run_state *st, char *path, int fd)
{
	st->note = grow(st->note, st->nnote, &st->note_cap, sizeof *st->note);
	st->note[st->nnote++] = (struct note){ path, fd };
}

/* ---- what earlier runs have left */

static void
read_note(struct again *a, size_t *room, int fd, const char *path)
{
	FILE *f = fdopen(dup(fd), "r");
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	if (f == NULL)
		no_note(path);
	while ((n = getline(&line, &cap, f)) > 0) {
		line[strcspn(line, "\n")] = '\0';
		char *tab = strchr(line, '\t');

		if (tab == NULL)
			continue;
		*tab = '\0';
		a->record = grow(a->record, a->n, room, sizeof *a->record);
		a->record[a->n] = (struct again_record){ .key = xstrdup(line), .answer = xstrdup(tab + 1), .at = a->n };
		a->n++;
	}
	if (ferror(f))
		no_note(path);
	fclose(f);
	free(line);
}

static void
take_note(struct run *run, struct again *a, size_t *room, char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 && errno != ENOENT)
		no_note(path);
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0 || fstat(fd, &st) != 0 || st.st_nlink == 0) { /* its run is still at it, or has just ended */
		if (fd >= 0)
			close(fd);
		free(path);
		return;
	}
	read_note(a, room, fd, path);
	hold(run->state, path, fd);
}

static int
by_key(const void *a, const void *b)
{
	const struct again_record *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order != 0 ? order : x->at < y->at ? -1 : 1;
}

/* What two notes have is there once. */
static void
sort(struct again *a)
{
	size_t kept = 0;

	if (a->n > 1)
		qsort(a->record, a->n, sizeof *a->record, by_key);
	for (size_t i = 0; i < a->n; i++) {
		struct again_record *r = &a->record[i];
		bool twice = false;

		for (size_t k = kept; k > 0 && !twice && strcmp(a->record[k - 1].key, r->key) == 0; k--)
			twice = strcmp(a->record[k - 1].answer, r->answer) == 0;
		if (twice) {
			free(r->key);
			free(r->answer);
		} else {
			a->record[kept++] = *r;
		}
	}
	a->n = kept;
}

void
again_read(struct run *run, struct again *a)
{
	*a = (struct again){ 0 };
	if (!run->all)
		return; /* a list of the tool's own, that every run has: what becomes of its output is the tool's matter */
	char *prefix = note_prefix(run), *slash = strrchr(prefix, '/');
	const char *name = slash != NULL ? slash + 1 : prefix;
	char *folder = slash != NULL ? xstrndup(prefix, (size_t)(name - prefix)) : xstrdup("./");
	DIR *dir = opendir(folder);
	struct dirent *e;
	size_t room = 0, len = strlen(name);

	if (dir == NULL)
		no_note(folder);
	run->state->noted = spool_new(NOTED_MEMORY);
	while ((e = readdir(dir)) != NULL)
		if (strncmp(e->d_name, name, len) == 0 && e->d_name[len] != '\0' && e->d_name[len + strspn(e->d_name + len, "0123456789")] == '\0')
			take_note(run, a, &room, xasprintf("%s%s", folder, e->d_name));
	closedir(dir);
	sort(a);
	free(folder);
	free(prefix);
}

void
again_release(struct again *a)
{
	for (size_t i = 0; i < a->n; i++) {
		free(a->record[i].key);
		free(a->record[i].answer);
	}
	free(a->record);
}

/* ---- what this run leaves */

void
again_note(const struct rec *r, bool changed)
{
	struct run_state *st = r->run->state;
	const char *answer = buf_text(&st->field[0]);

	if (st->noted == NULL || (r->again != NULL && !changed))
		return; /* its note is there */
	buf_clear(&st->line);
	buf_printf(&st->line, "%s\t%.*s", r->state->raw[0], (int)strcspn(answer, "\t\n"), answer);
	if (!spool_put(st->noted, st->line.ptr, st->line.len))
		refuse(L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), errno_text(errno));
}

void
again_keep(struct run *run)
{
	struct run_state *st = run->state;
	char *prefix = note_prefix(run), *path = xasprintf("%s%lld", prefix, (long long)run->batch_id), *p;
	struct outfile *o = spool_rewind(st->noted) ? outfile_begin(path) : NULL;
	size_t n;

	if (o == NULL)
		no_note(path);
	int fd = dup(fileno(outfile_stream(o)));

	while (spool_get(st->noted, &p, &n) > 0)
		fprintf(outfile_stream(o), "%.*s\n", (int)n, p);
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0 || !outfile_commit(o))
		no_note(path);
	free(prefix);
	hold(st, path, fd);
}

void
again_done(struct run *run)
{
	struct run_state *st = run->state;

	for (size_t i = 0; i < st->nnote; i++)
		unlink(st->note[i].path);
}

void
again_end(struct run *run)
{
	struct run_state *st = run->state;

	for (size_t i = 0; i < st->nnote; i++) {
		close(st->note[i].fd);
		free(st->note[i].path);
	}
	free(st->note);
	spool_free(st->noted);
}
