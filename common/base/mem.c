/* SPDX-License-Identifier: MIT
 * Allocation that dies instead of failing, and the arena. */
#include "mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "diag.h"

enum { CHUNK_LEAST = 64 << 10, CHUNK_MOST = 8 << 20 };

struct arena_chunk {
	struct arena_chunk *next;
	size_t used, size;
	_Alignas(max_align_t) unsigned char data[];
};

static _Noreturn void
out_of_memory(void)
{
	die(EX_ENV, "%s", L("out of memory: nothing was changed", "内存不足: 未作任何改动"));
}

/* Arrays of millions are looked into here and there: in large pages that costs half, and so do their page faults. */
static void *
wide(void *p, size_t size)
{
	enum { LARGE = 2 << 20 };
	uintptr_t from = ((uintptr_t)p + LARGE - 1) & ~(uintptr_t)(LARGE - 1), to = ((uintptr_t)p + size) & ~(uintptr_t)(LARGE - 1);

	if (size >= 4 * (size_t)LARGE && to > from)
		(void)madvise((void *)from, to - from, MADV_HUGEPAGE); /* a wish: it may say no */
	return p;
}

void *
xmalloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (p == NULL)
		out_of_memory();
	return wide(p, n * size);
}

void *
xreallocarray(void *p, size_t n, size_t size)
{
	p = reallocarray(p, n ? n : 1, size ? size : 1);
	if (p == NULL)
		out_of_memory();
	return wide(p, n * size);
}

void *
xmalloc_large(size_t n, size_t size)
{
	static const size_t huge = (size_t)2 << 20;
	void *p;

	if (size == 0 || n > SIZE_MAX / 2 / size || n * size < 2 * huge)
		return xreallocarray(NULL, n, size);
	size_t bytes = (n * size + huge - 1) / huge * huge;

	if (posix_memalign(&p, huge, bytes) != 0)
		out_of_memory();
	madvise(p, bytes, MADV_HUGEPAGE); /* a wish */
	return p;
}

char *
xstrndup(const char *s, size_t n)
{
	char *p = xmalloc(n + 1);

	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *
xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

char *
xasprintf(const char *fmt, ...)
{
	va_list ap, again;

	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);

	va_end(ap);
	if (n < 0)
		bug("format: %s", fmt);
	char *s = xmalloc((size_t)n + 1);

	vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	return s;
}

static void *
arena_take(struct arena *a, size_t size, size_t align)
{
	size_t used = a->head != NULL ? (a->head->used + align - 1) / align * align : 0;

	if (a->head == NULL || used > a->head->size || a->head->size - used < size) {
		/* what grows to hundreds of megabytes does so in large pages */
		size_t room = a->head == NULL ? CHUNK_LEAST : a->head->size * 2 < CHUNK_MOST ? a->head->size * 2 : CHUNK_MOST;

		if (room < size)
			room = size;
		struct arena_chunk *c = wide(xmalloc(sizeof *c + room), sizeof *c + room);

		c->next = a->head;
		c->size = room;
		a->head = c;
		used = 0;
	}
	a->head->used = used + size;
	return a->head->data + used;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	return memset(arena_take(a, size, _Alignof(max_align_t)), 0, size);
}

void *
arena_dup(struct arena *a, const void *p, size_t n)
{
	return memcpy(arena_take(a, n, _Alignof(max_align_t)), p, n);
}

char *
arena_bytes(struct arena *a, size_t n)
{
	return arena_take(a, n, 1);
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_dup(a, s, strlen(s) + 1);
}

void
arena_release(struct arena *a)
{
	while (a->head != NULL) {
		struct arena_chunk *next = a->head->next;

		free(a->head);
		a->head = next;
	}
}

void
arena_clear(struct arena *a)
{
	if (a->head == NULL)
		return;
	struct arena rest = { a->head->next };

	arena_release(&rest);
	a->head->next = NULL;
	a->head->used = 0;
}

void *
grow(void *v, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return v;
	*cap = *cap ? *cap * 2 : 16;
	return xreallocarray(v, *cap, size);
}
