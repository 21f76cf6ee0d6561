/* SPDX-License-Identifier: MIT
 * A CSV file that a tool reads beside its stream (--edu, --identity, --decisions): it is read whole or the run ends with nothing changed. */
#ifndef FRAME_SIDE_H
#define FRAME_SIDE_H

#include "frame/tool.h"

enum { SIDE_COLUMNS = 16 };

/* Every record to each(): the values by index of columns (ends with { NULL }; at most SIDE_COLUMNS), cleaned as those of a stream, "" for a column that
 * the file does not have. They live until it returns. The file enters batch.inputs. Dies (EX_ENV) with EMPTY, COLUMN_MISSING, COLUMN_TWICE,
 * FIELD_COUNT, and what csvin_next says. */
void side_read(struct run *run, const char *path, const struct incol *columns,
    void (*each)(void *context, int64_t line, const char *const *value), void *context);

#endif
