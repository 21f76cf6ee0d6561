/* SPDX-License-Identifier: MIT
 * Deflate. The only file that includes zlib. */
#include "media/press.h"

#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/mem.h"

struct press {
	z_stream z;
};

struct press *
press_new(enum press_level level)
{
	struct press *p = xcalloc(1, sizeof *p);

	if (deflateInit(&p->z, (int)level) == Z_OK)
		return p;
	free(p);
	return NULL;
}

void
press_free(struct press *p)
{
	if (p == NULL)
		return;
	deflateEnd(&p->z);
	free(p);
}

bool
press_add(struct press *press, const void *p, size_t n, struct buf *out)
{
	z_stream *z = &press->z;

	if (n > UINT32_MAX)
		return false;
	deflateReset(z);
	buf_room(out, deflateBound(z, n) + 1);
	z->next_in = (Bytef *)(uintptr_t)p;
	z->avail_in = (uInt)n;
	z->next_out = (Bytef *)out->ptr + out->len;
	z->avail_out = (uInt)(out->cap - out->len - 1);
	if (deflate(z, Z_FINISH) != Z_STREAM_END)
		return false;
	out->len += z->total_out;
	out->ptr[out->len] = '\0';
	return true;
}
