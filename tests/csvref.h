/* SPDX-License-Identifier: MIT
 * A second CSV parser, by recursive descent over a whole text, that shares nothing with stream/csvin.c: what both
 * understand the same way is likely meant. And a reader of csvin into the same shape. */
#ifndef TESTS_CSVREF_H
#define TESTS_CSVREF_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "stream/csvin.h"

/* Records flattened for comparison: each "LINE:", then each field behind its length: "1:" "3=abc" "0=" … '\n' */

struct csvref {
	const char *p, *end;
	long long line;
	struct buf out;
	bool broken;
};

static inline bool
csvref_line_end(const struct csvref *r)
{
	return r->p < r->end && (*r->p == '\n' || *r->p == '\r');
}

static inline void
csvref_eat_line_end(struct csvref *r)
{
	const char *q = r->p + 1;

	/* blanks between CR and LF: no line of their own (libcsv says nothing of them) */
	while (*r->p == '\r' && q < r->end && (*q == ' ' || *q == '\t'))
		q++;
	if (*r->p == '\r' && q < r->end && *q == '\n')
		r->p = q;
	r->p++;
	r->line++;
}

static inline void
csvref_blanks(struct csvref *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\t'))
		r->p++;
}

static inline void
csvref_put(struct csvref *r, const char *s, size_t n)
{
	buf_printf(&r->out, "%zu=", n);
	buf_add(&r->out, s, n);
}

static inline void
csvref_quoted(struct csvref *r)
{
	struct buf b = BUF_INIT;

	for (r->p++;; r->p++) {
		if (r->p == r->end) {
			r->broken = true;
			break;
		}
		if (*r->p == '"' && r->p + 1 < r->end && r->p[1] == '"')
			r->p++;
		else if (*r->p == '"')
			break;
		if (*r->p == '\n' || (*r->p == '\r' && (r->p + 1 == r->end || r->p[1] != '\n')))
			r->line++;
		buf_char(&b, *r->p);
	}
	if (!r->broken)
		r->p++;
	csvref_blanks(r);
	if (r->p < r->end && *r->p != ',' && !csvref_line_end(r))
		r->broken = true;
	csvref_put(r, buf_text(&b), b.len);
	buf_release(&b);
}

static inline void
csvref_bare(struct csvref *r)
{
	const char *from = r->p, *to;

	while (r->p < r->end && *r->p != ',' && !csvref_line_end(r))
		if (*r->p++ == '"')
			r->broken = true;
	for (to = r->p; to > from && (to[-1] == ' ' || to[-1] == '\t'); to--)
		;
	csvref_put(r, from, (size_t)(to - from));
}

/* False where the text is refused. Flattened records are appended to out. */
static inline bool
csvref_parse(const char *text, size_t n, struct buf *out)
{
	struct csvref r = { .p = text, .end = text + n, .line = 1, .out = *out };

	while (!r.broken) {
		csvref_blanks(&r);
		if (r.p == r.end)
			break;
		if (csvref_line_end(&r)) { /* a blank line */
			csvref_eat_line_end(&r);
			continue;
		}
		buf_printf(&r.out, "%lld:", r.line);
		for (bool more = true; more && !r.broken;) {
			csvref_blanks(&r);
			if (r.p < r.end && *r.p == '"')
				csvref_quoted(&r);
			else
				csvref_bare(&r);
			more = r.p < r.end && *r.p == ',';
			r.p += more;
		}
		buf_char(&r.out, '\n');
		if (csvref_line_end(&r))
			csvref_eat_line_end(&r);
	}
	*out = r.out;
	return !r.broken;
}

/* A file of these bytes, as a path; close(*fd) when done. */
static inline const char *
csvref_file(const void *bytes, size_t n, int *fd)
{
	static char path[64];
	const char *p = bytes;

	*fd = memfd_create("csv", 0);
	for (size_t done = 0; *fd >= 0 && done < n;) {
		ssize_t w = write(*fd, p + done, n - done);

		if (w <= 0)
			abort();
		done += (size_t)w;
	}
	snprintf(path, sizeof path, "/proc/self/fd/%d", *fd);
	return path;
}

/* Read a file by csvin into the same shape; false where it is refused, *err says why. */
static inline bool
csvref_csvin(const char *path, const char *encoding, struct buf *out, struct buf *err)
{
	struct csvin *in = csvin_open(path, encoding, err);
	struct csvrow row;
	int r = -1;

	while (in != NULL && (r = csvin_next(in, &row, err)) > 0) {
		buf_printf(out, "%lld:", (long long)row.line);
		for (size_t i = 0; i < row.n; i++) {
			buf_printf(out, "%zu=", row.len[i]);
			buf_add(out, row.field[i], row.len[i]);
			if (row.field[i][row.len[i]] != '\0' || strlen(row.field[i]) != row.len[i])
				abort();
		}
		buf_char(out, '\n');
	}
	csvin_close(in);
	return r == 0;
}

static inline bool
csvref_bytes(const void *bytes, size_t n, const char *encoding, struct buf *out, struct buf *err)
{
	int fd;
	const char *path = csvref_file(bytes, n, &fd);
	bool good = csvref_csvin(path, encoding, out, err);

	close(fd);
	return good;
}

#endif
