/* SPDX-License-Identifier: MIT
 * A file of what waits, for somebody who acts on it once: notify-send out, fee-refund export. Nothing may be lost or be in two files, whatever happens,
 * and a file and the database cannot change in one step. So: the file is written beside its place and synced; the database says what is in it
 * and commits; the file is renamed; the database says that it is there. The writer lock is held throughout. A run that was cut off behind the
 * commit leaves a hand-out whose file is not known to be there, and the next one begins with looking for it. */
#ifndef FRAME_HAND_OUT_H
#define FRAME_HAND_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "frame/export.h"
#include "store/db.h"

/* The statements on the table of hand-outs (id, file, sha256, at, written_at, batch_id, and how many it has in column count). going: SQL, true where something of
 * hand-out x.id is still under way. */
enum { HAND_OUT_CUT_OFF, HAND_OUT_HOLDS, HAND_OUT_THERE, HAND_OUT_NEW, HAND_OUT_WHOLE, HAND_OUT_WRITTEN, HAND_OUT_STATEMENTS };
#define HAND_OUT_SQL(table, count, going) { \
	[HAND_OUT_CUT_OFF] = { "SELECT id, file, sha256, at FROM " table " WHERE written_at IS NULL ORDER BY id LIMIT 1 /*scan*/", NULL }, \
	[HAND_OUT_HOLDS] = { "SELECT id FROM " table " x WHERE (file = :file OR sha256 = :sha256) AND " going " ORDER BY id DESC LIMIT 1 /*scan*/", NULL }, \
	[HAND_OUT_THERE] = { "SELECT written_at IS NOT NULL FROM " table " WHERE id = :id", NULL }, \
	[HAND_OUT_NEW] = { "INSERT INTO " table " (file, sha256, " count ", at, batch_id) VALUES (:file, '', 0, :now, :run)", NULL }, \
	[HAND_OUT_WHOLE] = { "UPDATE " table " SET file = :file, sha256 = :sha256, " count " = " count " + :more WHERE id = :id", NULL }, \
	[HAND_OUT_WRITTEN] = { "UPDATE " table " SET written_at = :now WHERE id = :id AND written_at IS NULL", NULL } }

struct hand_out {
	/* the tool's */
	struct stmt q[HAND_OUT_STATEMENTS];
	const char *name_en, *name_zh;  /* "export" N was cut off */
	const char *items_en, *items_zh;/* nothing new "to export": 没有新的"退费可导出" */
	bool (*anything_new)(const struct run *run);
	/* set by hand_out_start */
	const char *file;               /* of -o */
	int64_t again;                  /* of --again, 0: none, or a hand-out that was cut off is meant, which is written anew without it */
	bool repeats;                   /* one that was cut off is written anew */
	bool tells;                     /* nothing is new, and the file is that of hand-out id: its records are printed once more, the file stays */
	int64_t id;                     /* its number; 0: none yet */
	struct export *export;
	/* from then on */
	int64_t found;                  /* one that was cut off, and its file is there after all */
	int64_t holds;                  /* the one whose file lies at -o, 0: none */
	int64_t written, taken_back;    /* rows of this run; what the one that repeats does not have any more (the tool counts these) */
};

/* In start(): look for one that was cut off, for the one that --again names (HAND_OUT_UNKNOWN), and, where nothing is new, whether the file at -o is that of
 * one; sets run->due_id, and begins the file. */
void hand_out_start(struct run *run, struct hand_out *h, const char *file, int64_t again, const char *const *columns, size_t n);
/* In work(): what is due has been listed. */
void hand_out_listed(struct run *run);
/* In begin(): is it still so? Where one that was cut off has been found, true: it is known to be there now (number found). */
bool hand_out_begin(const struct run *run, struct hand_out *h);
/* Does this run take what is new? Else what is in hand-out out_id, where that is still this one. */
bool hand_out_takes(const struct hand_out *h);
bool hand_out_has(const struct hand_out *h, int64_t out_id);
/* A row is new: the number of its hand-out, which begins with the first. */
int64_t hand_out_number(const struct run *run, struct hand_out *h);
void hand_out_row(struct hand_out *h, const char *const *value);
/* In end(): true where a file was made of it, for the audit log. It is not put over the file of another: FILE_HELD. */
bool hand_out_end(struct hand_out *h);
/* Behind the commit: put the file into its place. False, having said why. there: it is only now known to be in its place. */
bool hand_out_after(const struct run *run, struct hand_out *h, bool committed, bool *there);

#endif
