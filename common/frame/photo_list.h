/* SPDX-License-Identifier: MIT
 * What the photo tools share around their streams: --every, which makes the folder itself the stream, and --report. */
#ifndef FRAME_PHOTO_LIST_H
#define FRAME_PHOTO_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "frame/tool.h"

/* In start(): make a list of the files of photo_folder(), in the order of their names' bytes, the stream of this run (column
 * photo); standard input is not read. Folders and names that begin with '.' are left out. operands: what is left of argv. */
void photo_every_begin(struct run *run, int operands);
/* In check() and apply(): the name of this record's file. The column has it too, but with '?' for what is not UTF-8. */
const char *photo_every_name(const struct rec *r);

/* In work(): the header of every input must have one of the columns (indexes of tool->in). Dies (EX_ENV) where one has none. */
void photo_need_column(const struct run *run, const int *column, size_t n);

/* --report FILE: a CSV that appears whole, in the run's style. path NULL: no report, the rest does nothing. */
void photo_report_begin(const struct run *run, const char *path);
void photo_report_row(const char *const *value);
void photo_report_end(void);

#endif
