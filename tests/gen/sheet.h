/* SPDX-License-Identifier: MIT
 * CSV as offices exchange it. Written: in the encodings and line ends that spreadsheets
 * save. Read: the tools' own output. Deliberately not common/stream: what makes the tests' data
 * must not share a fault with what reads it. */
#ifndef GEN_SHEET_H
#define GEN_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum coding { CODING_UTF8, CODING_UTF8_BOM, CODING_GB18030 };

/* A file being written; line is the physical line (1-based) on which the record that is
 * being written began. */
struct sheet {
	struct buf text;
	char *path; /* NULL: standard output */
	enum coding coding;
	bool crlf, fresh;
	int line, next_line;
};

/* Begin a file of folder dir (NULL, NULL: standard output). */
void sheet_open(struct sheet *s, const char *dir, const char *name, enum coding coding, bool crlf);
void sheet_cell(struct sheet *s, const char *text);
void sheet_number(struct sheet *s, long long n);
void sheet_end(struct sheet *s); /* ends the record */
void sheet_row(struct sheet *s, const char *first, ...)
    __attribute__((sentinel));                     /* cells, NULL; a whole record */
void sheet_raw(struct sheet *s, const char *line); /* a line as it is, e.g. a header or "" */
void sheet_close(struct sheet *s);                 /* converts, writes; dies where it cannot */

/* Write bytes as DIR/NAME; dies where it cannot. */
void file_write(const char *dir, const char *name, const void *bytes, size_t n);
/* UTF-8 text in GB18030 (rare characters in four bytes), appended to out. */
void text_gb18030(const char *utf8, size_t n, struct buf *out);

/* A CSV file in memory: UTF-8 (a BOM is dropped), header first. */
struct table {
	struct buf bytes;
	const char **cell; /* (rows + 1) * columns, the header's first */
	size_t rows, columns;
};

/* path "-": standard input. Dies where the file cannot be read or a record has another number of fields. */
void table_read(struct table *t, const char *path);
/* Number of the column with this name, or -1. */
int table_find(const struct table *t, const char *name);
/* The same, but dies where there is none. */
int table_column(const struct table *t, const char *name);
/* row 0 is the first record; column -1 gives "". */
const char *table_get(const struct table *t, size_t row, int column);
void table_release(struct table *t);

#endif
