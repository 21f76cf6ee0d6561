/* SPDX-License-Identifier: MIT
 * Chance: streams of numbers that depend on the seed, a purpose and a key only. */
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "gen.h"

struct rng
rng_start(const struct world *w, const char *purpose, const char *key)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "%llu %s %s", (unsigned long long)w->seed, purpose, key);
	struct rng r = { hash64(b.ptr, b.len) };
	buf_release(&b);
	return r;
}

struct rng
rng_index(const struct world *w, const char *purpose, int64_t index)
{
	struct rng r = rng_start(w, purpose, "");

	r.state += (uint64_t)index * UINT64_C(0xD1B54A32D192ED03);
	(void)rng_next(&r);
	return r;
}

/* splitmix64 */
uint64_t
rng_next(struct rng *r)
{
	uint64_t z = r->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

int
rng_below(struct rng *r, int n)
{
	return (int)(rng_next(r) % (uint64_t)n);
}

int
rng_range(struct rng *r, int lo, int hi)
{
	return lo + rng_below(r, hi - lo + 1);
}

bool
rng_permille(struct rng *r, int n)
{
	return rng_below(r, 1000) < n;
}
