/* SPDX-License-Identifier: MIT
 * Memory for SQLite: free lists by size over large regions. */
#include "store/memory.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
	STEP = 16,            /* sizes are multiples of it; a block starts with its size, and alignment keeps 16 for that */
#ifdef __SANITIZE_ADDRESS__
	LARGE = STEP,         /* malloc(3) for everything, so that the sanitizer sees SQLite's buffers */
#else
	LARGE = 16384,        /* from here on malloc(3) */
#endif
	HUGE_PAGE = 2 << 20,
	REGION = 16 << 20
};

struct block {
	union {
		struct block *next; /* in a free list */
		int64_t size;       /* in use */
	};
	int64_t padding;
};

static struct block *idle[LARGE / STEP];
static char *region, *region_end;

/* Whole huge pages of address space; memory comes when they are touched. */
static int
more(void)
{
	char *p = mmap(NULL, REGION + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		return 0;
	region = p + (HUGE_PAGE - (uintptr_t)p % HUGE_PAGE) % HUGE_PAGE;
	region_end = region + REGION;
	madvise(region, REGION, MADV_HUGEPAGE);
	return 1;
}

int
memory_round(int size)
{
	return (size + STEP - 1) / STEP * STEP;
}

void *
memory_get(int size)
{
	size_t n = (size_t)memory_round(size), whole = n + sizeof(struct block);
	struct block *b;

	if (n >= LARGE) {
		b = malloc(whole);
	} else if ((b = idle[n / STEP]) != NULL) {
		idle[n / STEP] = b->next;
	} else {
		if ((size_t)(region_end - region) < whole && !more())
			return NULL;
		b = (struct block *)(void *)region;
		region += whole;
	}
	if (b == NULL)
		return NULL;
	b->size = (int64_t)n;
	return b + 1;
}

void
memory_free(void *p)
{
	struct block *b = (struct block *)p - 1;
	size_t n = (size_t)b->size;

	if (n >= LARGE) {
		free(b);
		return;
	}
	b->next = idle[n / STEP];
	idle[n / STEP] = b;
}

int
memory_size(void *p)
{
	return p == NULL ? 0 : (int)((struct block *)p)[-1].size;
}

void *
memory_resize(void *p, int size)
{
	int had = memory_size(p);

	if (size <= had && size > had / 2)
		return p;
	void *fresh = memory_get(size);

	if (fresh != NULL) {
		memcpy(fresh, p, (size_t)(size < had ? size : had));
		memory_free(p);
	}
	return fresh;
}

int
memory_start(void *context)
{
	(void)context;
	return 0;
}

void
memory_stop(void *context)
{
	(void)context;
}
