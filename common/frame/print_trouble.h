/* SPDX-License-Identifier: MIT
 * Why a paper cannot be printed whole, in one wording for all printing tools: each appends "CODE: message". field is the column, owner
 * the person's name. */
#ifndef FRAME_PRINT_TROUBLE_H
#define FRAME_PRINT_TROUBLE_H

#include <stdint.h>

#include "base/buf.h"
#include "frame/tool.h"

/* Several of one record or document, in lines of their own: add one and release it, unless it stands there already. */
void trouble_add(struct buf *lines, struct buf *one);

/* CHAR_UNCOVERED: no font has the character, or it is a private-use one. */
void trouble_glyph(struct buf *to, const char *field, const char *owner, uint32_t cp);
/* TEXT_OVERFLOW: it does not fit its place. */
void trouble_fit(struct buf *to, const char *field, const char *owner);
/* PHOTO_UNREADABLE: the stored file (SHA-256) of this database cannot be read (errno), or is no JPEG that can be printed. */
void trouble_photo_file(struct buf *to, const char *owner, const char *db, const char *sha256, int error);
void trouble_photo(struct buf *to, const char *owner);

/* A font_tell: that trouble among lines. */
struct trouble_of {
	struct buf *lines;
	const char *owner;
};
void trouble_tell(void *trouble_of, const char *field, uint32_t cp);

/* Lines of "CODE: message" as faults of the record; column as in fault(). */
void trouble_faults(struct rec *r, int column, const char *lines);

#endif
