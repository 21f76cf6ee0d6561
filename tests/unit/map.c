/* SPDX-License-Identifier: MIT
 * The map: what is put under a key is found again, also where it has grown and keys collide. */
#include "base/map.h"

#include "../tap.h"

int
main(void)
{
	struct map m = { 0 };
	bool fresh, all = true;

	ok(*map_at(&m, 7, &fresh) == 0 && fresh, "a new key begins at 0");
	*map_at(&m, 7, NULL) = -3;
	ok(*map_at(&m, 7, &fresh) == -3 && !fresh, "a known one has its value");
	ok(*map_at(&m, 0, &fresh) == 0 && fresh && *map_at(&m, UINT64_MAX, &fresh) == 0 && fresh, "0 and the largest number are keys");
	/* multiples of 2^44 fall into few slots */
	for (uint64_t i = 1; i <= 20000; i++)
		*map_at(&m, i % 2 == 0 ? i << 44 : i * 3 + 100, NULL) = (int64_t)i;
	for (uint64_t i = 1; i <= 20000; i++)
		all = all && *map_at(&m, i % 2 == 0 ? i << 44 : i * 3 + 100, &fresh) == (int64_t)i && !fresh;
	ok(all, "20,000 keys");
	ok(*map_at(&m, 7, &fresh) == -3 && !fresh, "the first one is still there");
	map_release(&m);
	ok(*map_at(&m, 7, &fresh) == 0 && fresh, "a released map is empty and usable");
	map_release(&m);
	return done();
}
