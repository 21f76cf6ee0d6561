/* SPDX-License-Identifier: MIT
 * A file for another machine: personal data whole, so only as a file that -o names, beside its place until the transaction
 * is committed, with its digest for the audit log. notify-send out, archive-export, fee-refund export. */
#ifndef FRAME_EXPORT_H
#define FRAME_EXPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"
#include "frame/tool.h"

struct export;

/* The option -o as it must be: dies with EX_USAGE where it is missing, empty, "-", a device or a pipe. command: "" or "out: ", for the message. */
void export_named(const char *file, const char *command);
/* Begin, before anything is read: a place where it cannot be written ends the run (EX_ENV). A dry run writes no file, and has the digest all
 * the same. columns: the header; n of them, as every row has. --excel, --header and --out-encoding hold for the file, too. */
struct export *export_begin(const struct run *run, const char *file, const char *const *columns, size_t n);
void export_row(struct export *x, const char *const *value);
/* In the transaction, once, behind the last row: the SHA-256 of what was written, hex; the bytes are on the disk (else the run ends,
 * EX_ENV). */
void export_end(struct export *x, char sha256[HASH_HEX]);
/* Behind the commit: put it into its place. False, having said why. */
bool export_commit(struct export *x);
/* In its place: what lies there stays as it is. */
void export_leave(struct export *x);

/* The SHA-256 of a file, hex; false where there is none that can be read. */
bool export_digest(const char *path, char sha256[HASH_HEX]);

#endif
