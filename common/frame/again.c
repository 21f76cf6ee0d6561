/* SPDX-License-Identifier: MIT
 * A run with --all whose output was lost (exit 4): its records are due no more, so a second run would not print them. Their
 * numbers wait beside the database, and the same login's next run of the tool with --all takes them along: it finds them
 * unchanged and prints the same stream. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "frame/state.h"

enum { DUE_MEMORY = 1 << 20 };

/* exam.db.again-TOOL-EXAM-LOGIN. Owned. */
static char *
again_path(const struct run *run)
{
	char *path = xasprintf("%s.again-%s-%s-%s", run->db, run->tool->name, run->exam->key, run->login);

	for (char *p = path + strlen(run->db); *p != '\0'; p++)
		if (*p == '/' || *p == ' ')
			*p = '_';
	return path;
}

void
again_read(struct run *run, struct again *a)
{
	*a = (struct again){ 0 };
	if (run->due != NULL)
		return; /* the list is the tool's own, and so is what becomes of it */
	char *path = again_path(run), *line = NULL;
	FILE *f = fopen(path, "re");
	size_t cap = 0, room = 0;
	ssize_t n;

	run->state->taken = spool_new(DUE_MEMORY);
	while (f != NULL && (n = getline(&line, &cap, f)) > 0) {
		line[strcspn(line, "\n")] = '\0';
		a->reg_no = grow(a->reg_no, a->n, &room, sizeof *a->reg_no);
		a->reg_no[a->n++] = xstrdup(line);
	}
	if (f == NULL ? errno != ENOENT : ferror(f))
		refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), path, strerror(errno));
	if (f != NULL)
		fclose(f);
	free(line);
	free(path);
}

void
again_release(struct again *a)
{
	for (size_t i = 0; i < a->n; i++)
		free(a->reg_no[i]);
	free(a->reg_no);
}

void
again_note(struct run *run, const char *reg_no)
{
	if (run->state->taken != NULL && !spool_put(run->state->taken, reg_no, strlen(reg_no)))
		refuse(L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), strerror(errno));
}

bool
again_keep(struct run *run)
{
	char *path = again_path(run), *p;
	struct outfile *o = spool_rewind(run->state->taken) ? outfile_begin(path) : NULL;
	size_t n;

	while (o != NULL && spool_get(run->state->taken, &p, &n) > 0)
		fprintf(outfile_stream(o), "%.*s\n", (int)n, p);
	free(path);
	return o != NULL && outfile_commit(o);
}

void
again_done(const struct run *run)
{
	char *path = again_path(run);

	unlink(path);
	free(path);
}
