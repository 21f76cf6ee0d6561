/* SPDX-License-Identifier: MIT
 * A configuration folder: one CSV a table. */
#ifndef EXAM_CONFIG_FOLDER_H
#define EXAM_CONFIG_FOLDER_H

#include "flaw.h"
#include "frame/tool.h"
#include "table.h"

/* Called with every file that was read to its end: its path and SHA-256. */
typedef void folder_seen_fn(void *context, const char *path, const char *sha256);

/* Read every table of DIR into c; what is wrong with files, columns and single values goes to flaws. Columns and CSV files
 * that are of no table are named in a notice. seen may be NULL. */
void folder_read(const char *dir, struct config *c, struct flaws *flaws, folder_seen_fn *seen, void *context);

/* Write every table into DIR, which is made where it is missing, each file whole, in the run's form and encoding. False with errno; *path: the
 * file. */
bool folder_write(struct run *run, const char *dir, const struct config *c, struct buf *path);

#endif
