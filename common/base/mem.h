/* SPDX-License-Identifier: MIT
 * Memory for short-lived tools: allocation that does not fail (it dies with EX_ENV),
 * and an arena for the records of one phase. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Each returns fresh storage that the caller frees with free(). */
void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xreallocarray(void *p, size_t n, size_t size);
/* Not zeroed; for arrays of megabytes: in huge pages where the system has them. Untouched pages cost nothing. */
void *xmalloc_large(size_t n, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Bump allocator: what it gives lives until arena_release. Zero-initialise to start. */
struct arena {
	struct arena_chunk *head;
};

void *arena_alloc(struct arena *a, size_t size); /* zeroed, aligned for any type */
/* A copy of n bytes. */
void *arena_dup(struct arena *a, const void *p, size_t n);
char *arena_strdup(struct arena *a, const char *s);
/* n bytes of anything, for texts without their NULs. */
char *arena_bytes(struct arena *a, size_t n);
void arena_release(struct arena *a);
/* As arena_release, but keep a piece of memory for what comes next: for strings that live until the next record. */
void arena_clear(struct arena *a);

/* Make room for one more element in a growing array: returns the (moved) array and
 * updates *cap. Use: v = grow(v, n, &cap, sizeof *v); v[n++] = x; */
void *grow(void *v, size_t n, size_t *cap, size_t size);

#endif
