/* SPDX-License-Identifier: MIT
 * Open addressing, at most half full. */
#include "base/map.h"

#include <stdlib.h>

#include "base/mem.h"

struct map_slot {
	uint64_t key;
	int64_t value;
	bool used;
};

/* Row ids are dense: spread them (the multiplier of Fibonacci hashing). */
static struct map_slot *
find(struct map_slot *slot, size_t slots, uint64_t key)
{
	size_t at = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 20) & (slots - 1);

	while (slot[at].used && slot[at].key != key)
		at = (at + 1) & (slots - 1);
	return &slot[at];
}

static void
widen(struct map *m)
{
	size_t slots = m->slots == 0 ? 64 : m->slots * 2;
	struct map_slot *slot = xcalloc(slots, sizeof *slot);

	for (size_t i = 0; i < m->slots; i++)
		if (m->slot[i].used)
			*find(slot, slots, m->slot[i].key) = m->slot[i];
	free(m->slot);
	m->slot = slot;
	m->slots = slots;
}

int64_t *
map_at(struct map *m, uint64_t key, bool *fresh)
{
	if (m->n * 2 >= m->slots)
		widen(m);
	struct map_slot *s = find(m->slot, m->slots, key);

	if (fresh != NULL)
		*fresh = !s->used;
	if (!s->used) {
		*s = (struct map_slot){ .key = key, .used = true };
		m->n++;
	}
	return &s->value;
}

bool
map_has(const struct map *m, uint64_t key)
{
	return m->slots > 0 && find(m->slot, m->slots, key)->used;
}

void
map_release(struct map *m)
{
	free(m->slot);
	*m = (struct map){ 0 };
}
