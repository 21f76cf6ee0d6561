/* SPDX-License-Identifier: MIT
 * Deflate (RFC 1950) of whole buffers. */
#ifndef MEDIA_PRESS_H
#define MEDIA_PRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* What is made for one document is pressed quickly (a card becomes two kilobytes longer in half the
 * time), what serves a whole run thoroughly. */
enum press_level { PRESS_QUICK = 1, PRESS_THOROUGH = 9 };

struct press;

/* One for each worker; owned. NULL where there is no memory. */
struct press *press_new(enum press_level level);
void press_free(struct press *z);

/* Append the n bytes at p to out, deflated. The same bytes give the same bytes. False
 * where there is no room for it. */
bool press_add(struct press *z, const void *p, size_t n, struct buf *out);

#endif
