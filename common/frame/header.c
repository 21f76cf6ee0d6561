/* SPDX-License-Identifier: MIT
 * The header of an input: its columns bound to the tool's by their names, --map, and the union of all files'
 * columns for the rejects file. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "frame/state.h"

static const char *
mapped(const struct run_state *st, const char *header)
{
	for (size_t i = 0; i < st->nmap; i++)
		if (strcmp(st->map_theirs[i], header) == 0)
			return st->map_ours[i];
	return header;
}

void
header_map(struct run_state *st)
{
	struct buf err = BUF_INIT;
	struct csvrow row;
	int r;

	if (st->map == NULL)
		return;
	struct csvin *in = csvin_open(st->map, NULL, &err);

	if (in == NULL)
		die(EX_ENV, "%s", buf_text(&err));
	while ((r = csvin_next(in, &row, &err)) > 0) {
		if (row.n != 2)
			die(EX_ENV, L("%s:%lld: two columns are needed: theirs,ours", "%s:%lld: 须有两列: theirs,ours"), st->map,
			    (long long)row.line);
		if (row.record == 1 && strcmp(row.field[0], "theirs") == 0)
			continue;
		if (column_of_header(row.field[1]) == NULL)
			die(EX_ENV, L("%s:%lld: COLUMN_UNKNOWN: no column is called %s", "%s:%lld: COLUMN_UNKNOWN: 没有名为 %s 的列"),
			    st->map, (long long)row.line, row.field[1]);
		size_t cap = st->map_cap;

		st->map_theirs = grow(st->map_theirs, st->nmap, &cap, sizeof *st->map_theirs);
		st->map_ours = grow(st->map_ours, st->nmap, &st->map_cap, sizeof *st->map_ours);
		st->map_theirs[st->nmap] = xstrdup(row.field[0]);
		st->map_ours[st->nmap++] = xstrdup(row.field[1]);
	}
	if (r < 0)
		die(EX_ENV, "%s", buf_text(&err));
	csvin_close(in);
	buf_release(&err);
}

/* A rejects file that is fed back: its six leading columns are skipped. */
static size_t
rejects_columns(const struct csvrow *row)
{
	static const char *const leading[] = { "file", "line", "record", "field", "code", "message" };

	if (row->n < 6)
		return 0;
	for (size_t i = 0; i < 6; i++)
		if (strcmp(row->field[i], leading[i]) != 0 && strcmp(row->field[i], column_chinese(leading[i])) != 0)
			return 0;
	return 6;
}

int
in_index(const struct run *run, const char *name)
{
	for (size_t i = 0; i < run->state->nin; i++)
		if (strcmp(run->tool->in[i].name, name) == 0)
			return (int)i;
	return -1;
}

/* A column that the file has had already is another one. */
static bool
taken(const struct source *s, size_t upto, size_t u)
{
	for (size_t i = s->skip; i < upto; i++)
		if (s->union_of[i] == u)
			return true;
	return false;
}

/* The column of the rejects that takes column i of the file; that of the very same name first. nreject: none yet. */
static size_t
union_column(const struct run_state *st, const struct source *s, size_t i, const struct column *c)
{
	for (size_t u = 0; u < st->nreject; u++)
		if (strcmp(st->reject[u].name, s->header[i]) == 0 && !taken(s, i, u))
			return u;
	for (size_t u = 0; u < st->nreject; u++)
		if (c != NULL && st->reject[u].column == c && !taken(s, i, u))
			return u;
	return st->nreject;
}

/* The header of a column in the rejects: the file's own, unless it is known by --map only; then a name that reads back with --map and
 * without it. */
static const char *
name_for_rejects(const struct run_state *st, const char *header, const struct column *c)
{
	const char *const own[] = { st->style.chinese ? c->chinese : c->name, st->style.chinese ? c->name : c->chinese };

	if (column_of_header(header) == c)
		return header;
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (column_of_header(mapped(st, own[i])) == c)
			return own[i];
	return header;
}

static void
union_columns(struct run_state *st, struct source *s)
{
	s->union_of = xcalloc(s->nheader + 1, sizeof *s->union_of);
	for (size_t i = s->skip; i < s->nheader; i++) {
		const struct column *c = column_of_header(mapped(st, s->header[i]));

		if (i == s->surplus) {
			s->union_of[i] = NO_COLUMN; /* the frame's own, and last */
			continue;
		}
		size_t u = union_column(st, s, i, c);

		if (u == st->nreject) {
			st->reject = grow(st->reject, u, &st->reject_cap, sizeof *st->reject);
			st->reject[u] = (struct reject_column){ c != NULL ? name_for_rejects(st, s->header[i], c) : s->header[i], c,
				c != NULL ? (c->flags & COLUMN_SECRET) != 0 : column_secret(s->header[i]) };
			st->nreject++;
		}
		s->union_of[i] = u;
	}
}

static void
unknown_columns(const struct source *s, const bool *known)
{
	struct buf names = BUF_INIT;

	for (size_t i = s->skip; i < s->nheader; i++)
		if (!known[i])
			buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", s->header[i]);
	if (names.len > 0)
		notice(L("%s: columns not used: %s", "%s: 未使用的列: %s"), s->name, buf_text(&names));
	buf_release(&names);
}

/* Bind the columns of a file by their names. Dies where one is missing or there twice. */
static void
bind_columns(struct run *run, struct source *s)
{
	struct run_state *st = run->state;
	bool *known = xcalloc(s->nheader + 1, sizeof *known);
	struct buf missing = BUF_INIT;

	for (size_t i = s->skip; i < s->nheader; i++) {
		const struct column *c = column_of_header(mapped(st, s->header[i]));
		int k = c != NULL ? in_index(run, c->name) : -1;

		if (c != NULL && strcmp(c->name, "surplus") == 0)
			s->surplus = i;
		if (c != NULL && k < 0)
			known[i] = true; /* a column of our own streams that this tool does not read */
		if (k < 0)
			continue;
		known[i] = true;
		for (size_t b = 0; b < s->nbound; b++)
			if (s->bound[b].in == (size_t)k)
				die(EX_ENV, L("%s:1: COLUMN_TWICE: two columns are %s: \"%s\" and \"%s\"; nothing was changed",
				    "%s:1: COLUMN_TWICE: 有两列都是 %s: \"%s\" 与 \"%s\"; 未作任何改动"), s->name, c->name,
				    s->header[s->bound[b].at], s->header[i]);
		s->bound[s->nbound++] = (struct bound){ (size_t)k, i, c->flags, column_unclean(c->flags) };
		s->keyed |= (c->flags & COLUMN_KEY) != 0;
		s->has[k] = true;
	}
	for (size_t i = 0; i < st->nin && run->due == NULL; i++) /* a tool's own list is the key alone */
		if (run->tool->in[i].required && !s->has[i])
			buf_printf(&missing, "%s%s (%s)", missing.len > 0 ? ", " : "", run->tool->in[i].name,
			    column_chinese(run->tool->in[i].name));
	if (missing.len > 0)
		die(EX_ENV, L("%s:1: COLUMN_MISSING: required columns are missing: %s; --map names them if they are called otherwise; "
		    "nothing was changed", "%s:1: COLUMN_MISSING: 缺少必需的列: %s; 若名称不同可用 --map 对照; 未作任何改动"), s->name,
		    buf_text(&missing));
	if (!(run->tool->flags & TOOL_KEEPS_COLUMNS))
		unknown_columns(s, known);
	free(known);
	buf_release(&missing);
}

size_t
source_add(struct run *run, const char *name, const struct csvrow *row)
{
	struct run_state *st = run->state;

	st->source = grow(st->source, st->nsource, &st->source_cap, sizeof *st->source);
	struct source *s = &st->source[st->nsource];

	memset(s, 0, sizeof *s);
	s->name = xstrdup(name);
	s->nheader = row->n;
	s->header = xcalloc(row->n + 1, sizeof *s->header);
	for (size_t i = 0; i < row->n; i++)
		s->header[i] = xstrdup(row->field[i]);
	s->skip = rejects_columns(row);
	s->surplus = NO_COLUMN;
	bind_columns(run, s);
	union_columns(st, s);
	return st->nsource++;
}
