/* SPDX-License-Identifier: MIT
 * A sample that can be drawn again. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "list.h"

struct draw {
	uint64_t key;
	int64_t id;
	size_t index;
};

static struct draw *draws;
static size_t ndraws, cap;

static int
by_key(const void *a, const void *b)
{
	const struct draw *x = a, *y = b;

	return x->key != y->key ? (x->key < y->key ? -1 : 1) : (x->index > y->index) - (x->index < y->index);
}

static int
by_index(const void *a, const void *b)
{
	const struct draw *x = a, *y = b;

	return (x->index > y->index) - (x->index < y->index);
}

size_t
sample_size(const char *sample, size_t n)
{
	int64_t v = 0;
	size_t len = strlen(sample);

	if (len > 1 && sample[len - 1] == '%') {
		char *digits = xstrndup(sample, len - 1);
		bool ok = num_parse(digits, 1, 100, &v);

		free(digits);
		if (ok)
			return (n * (size_t)v + 99) / 100;
	} else if (num_parse(sample, 1, INT32_MAX, &v)) {
		return (size_t)v < n ? (size_t)v : n;
	}
	die_usage(L("--sample: a number, or 1%% to 100%%: %s", "--sample: 应为数目或 1%% 至 100%%: %s"), sample);
}

void
draw_add(const char *seed, const char *reg_no, int64_t id)
{
	static struct buf b;

	buf_clear(&b);
	buf_printf(&b, "%s\n%s", seed, reg_no);
	draws = grow(draws, ndraws, &cap, sizeof *draws);
	draws[ndraws] = (struct draw){ hash64(b.ptr, b.len), id, ndraws };
	ndraws++;
}

const int64_t *
draw_take(const char *sample, size_t *n)
{
	static int64_t *ids; /* reachable where we die */

	*n = sample_size(sample, ndraws);
	ids = xcalloc(*n + 1, sizeof *ids);
	if (ndraws > 0) {
		qsort(draws, ndraws, sizeof *draws, by_key);
		qsort(draws, *n, sizeof *draws, by_index);
	}
	for (size_t i = 0; i < *n; i++)
		ids[i] = draws[i].id;
	free(draws);
	draws = NULL;
	return ids;
}
