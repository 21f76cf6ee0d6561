/* SPDX-License-Identifier: MIT
 * A map from 64-bit numbers (hashes, row ids) to 64-bit numbers, that only grows. Start zeroed. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map {
	struct map_slot *slot;
	size_t n, slots;
};

/* Where the value of key stands; a new one is 0, and *fresh says so (fresh may be NULL). Valid until the next call. */
int64_t *map_at(struct map *m, uint64_t key, bool *fresh);
bool map_has(const struct map *m, uint64_t key);
void map_release(struct map *m);

#endif
