/* SPDX-License-Identifier: MIT
 * Tables of examples kept outside the repository: ${SHARED:-../shared}/data/PATH, a CSV
 * with a header line and no line ends inside cells. A test that finds no file skips. */
#ifndef TESTS_TABLE_H
#define TESTS_TABLE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_CELLS = 16 };

struct table {
	FILE *f;
	char line[4096];
	char *cell[TABLE_CELLS]; /* of the present row; absent ones are "" */
};

static inline int
table_split(struct table *t)
{
	char *in = t->line, *out = t->line;

	for (int i = 0; i < TABLE_CELLS; i++)
		t->cell[i] = t->line + sizeof t->line - 1;
	t->line[sizeof t->line - 1] = '\0';
	for (int i = 0; i < TABLE_CELLS; i++) {
		int quoted = 0;

		t->cell[i] = out;
		for (; *in != '\0' && (quoted || *in != ','); in++) {
			if (*in == '"' && quoted && in[1] == '"')
				*out++ = *++in;
			else if (*in == '"')
				quoted = !quoted;
			else
				*out++ = *in;
		}
		int last = *in == '\0';

		*out++ = '\0';
		if (last)
			break;
		in++;
	}
	return 1;
}

static inline int
table_next(struct table *t)
{
	if (fgets(t->line, sizeof t->line, t->f) == NULL) {
		fclose(t->f);
		return 0;
	}
	t->line[strcspn(t->line, "\r\n")] = '\0';
	return table_split(t);
}

/* Open data/PATH and pass the header; 0 where there is no such file. */
static inline int
table_open(struct table *t, const char *path)
{
	const char *shared = getenv("SHARED");
	char full[1024];

	snprintf(full, sizeof full, "%s/data/%s", shared != NULL ? shared : "../shared", path);
	t->f = fopen(full, "r");
	return t->f != NULL && table_next(t);
}

#endif
