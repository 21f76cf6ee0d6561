/* SPDX-License-Identifier: MIT
 * Photographs as candidates hand them in: files of one folder (-D), found by name without ever leaving it, read and measured
 * in worker processes, judged by a rule of photo_rule, and kept in the photo store (store/photo_store.h). */
#ifndef FRAME_PHOTO_FILE_H
#define FRAME_PHOTO_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "frame/tool.h"
#include "media/photo_measure.h"
#include "rule/photo.h"

/* ---- rules */

/* The rule of this name, as a number for photo_rule_at. Dies (EX_ENV) where photo_rule has none, or, portrait, where it is
 * none for portraits (kind id_photo). */
int photo_rule_find(const char *name, bool portrait);
/* The one that the setting photo_rule names for this place (NULL: '*'). */
int photo_rule_of(const struct exam *e, const char *province);
const struct photo_rule *photo_rule_at(int rule);
const char *photo_rule_name(int rule);

/* ---- the folder */

/* Open the folder of this run. NULL is a usage error: -D is required. */
void photo_folder_open(const char *dir);
const char *photo_folder_name(void);
/* Its descriptor. */
int photo_folder(void);
/* A name that cannot leave the folder: one component, neither "." nor "..", no '/' or '\', at most 255 bytes. */
bool photo_name_ok(const char *name);
/* The same, with the fault PHOTO_NAME. */
bool photo_name_check(struct rec *r, int column, const char *name);
/* Append a file name as text: '?' for each byte that is not UTF-8. */
void photo_name_text(struct buf *out, const char *name);
/* A file name as messages show it: as text, a document number in it masked. Static storage, two at a time. */
const char *shown_photo(const struct run *run, const char *name);

/* ---- a photo */

enum shot_state {
	SHOT_MEASURED,
	SHOT_MISSING,   /* no such file */
	SHOT_NOT_FILE,  /* a folder, a link, a pipe */
	SHOT_UNREADABLE /* error says why */
};

/* What check() attaches and shot_take() completes. Plain bytes, so that it can be handed from process to process. */
struct shot {
	char file[256];
	int rule;
	int64_t person_id;       /* whose it is to be; 0: it is judged only */
	enum shot_state state;
	int error;               /* errno of reading */
	int keep_error;          /* errno of keeping, 0 where it was kept or need not be */
	char sha256[HASH_HEX];   /* "" where the file is larger than any that is kept */
	struct photo_measures measures;
};

enum shot_keep {
	SHOT_KEEP_NONE,
	SHOT_KEEP_PASSED, /* those that the rule lets pass */
	SHOT_KEEP_ALL
};

/* In a worker: read the file and measure it. A file on which this takes longer than 20 s, or 1 GB, ends the worker. */
void shot_take(struct shot *s, const char *db, enum shot_keep keep);
/* In apply(): the shot that compute() made. False, with the fault said, where check() has refused the record, the worker died, or
 * what is asked for is no longer what was measured. */
bool shot_of(struct rec *r, int column, const char *file, int64_t person_id, struct shot *s);
/* Refuse the record where the file could not be read; true where it was. who: the registration or file, for people. */
bool shot_readable(struct rec *r, int column, const struct shot *s, const char *who);
/* check(), of a record that is refused before its photo can be measured: is there such a file at all? Faults as shot_readable. */
void shot_look(struct rec *r, int column, const char *file, const char *who);
/* The code of what shot_readable has said. */
const char *shot_code(const struct shot *s);
/* Refuse the record for every finding: figure, limit, next step. */
void shot_findings(struct rec *r, int column, const struct shot *s, const struct photo_judgement *j, const char *who);
/* In the transaction, for a photo that a row will name: it is in the store when this returns; dies where it cannot be. */
void shot_keep(const struct run *run, const struct shot *s);
/* In start(), where photographs will be kept: what the run brings into the store is noted, and taken out again where it fails. */
void shot_begin(const struct run *run);
/* In end(): remove what this run has brought into the store and no row names, and what runs that were killed have left there. */
void shot_sweep(const struct run *run);

/* width, height, bytes, background, sharpness as streams show them; "" where not measured. */
struct shot_figures {
	char width[12], height[12], bytes[24], sharpness[16];
	const char *background;
};
void shot_figures(const struct shot *s, struct shot_figures *out);

#endif
