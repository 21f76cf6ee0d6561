/* SPDX-License-Identifier: MIT
 * Memory for SQLite: its page cache and the many small pieces of each statement. One thread; no
 * return to the system before the end. Regions are large and may be backed by huge pages, which
 * makes random access to a cache of 64 MB a fifth cheaper than malloc(3) does. */
#ifndef STORE_MEMORY_H
#define STORE_MEMORY_H

/* The functions that SQLITE_CONFIG_MALLOC takes (struct sqlite3_mem_methods), sizes in bytes; NULL where there is no memory. */
void *memory_get(int size);
void memory_free(void *p);
void *memory_resize(void *p, int size);
int memory_size(void *p);
int memory_round(int size);
int memory_start(void *context);
void memory_stop(void *context);

#endif
