/* SPDX-License-Identifier: MIT
 * The rows of a plan in their order, and its digest: SHA-256 over the rows as they are
 * printed (UTF-8, LF, without the header), so that sha256sum finds the same. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "plan.h"

static const struct room *rooms; /* for the order only */

static int
by_place(const void *va, const void *vb)
{
	const struct row *a = va, *b = vb;
	const struct room *x = &rooms[a->sitting->room], *y = &rooms[b->sitting->room];
	int d = strcmp(x->city, y->city);

	if (d == 0)
		d = strcmp(x->site, y->site);
	if (d == 0)
		d = strcmp(x->code, y->code);
	if (d == 0)
		d = (a->sitting->seat > b->sitting->seat) - (a->sitting->seat < b->sitting->seat);
	return d != 0 ? d : strcmp(a->sitting->session, b->sitting->session);
}

void
row_text(const struct plan *p, const struct row *r, struct buf *out)
{
	const struct room *room = &p->room[r->sitting->room];

	buf_printf(out, "%s,%s,%s,%s,%s,%s,%s,%d\n", r->who->reg_no, r->who->admit_no, r->sitting->session, r->sitting->subject,
	    room->city, room->site, room->code, r->sitting->seat);
}

static void
digest(struct plan *p)
{
	struct hash *h = hash_new();
	struct buf b = BUF_INIT;
	unsigned char sum[HASH_SIZE];

	for (size_t i = 0; i < p->nrow; i++) {
		buf_clear(&b);
		row_text(p, &p->row[i], &b);
		hash_add(h, b.ptr, b.len);
	}
	hash_finish(h, sum);
	hash_hex(sum, p->new_digest);
	buf_release(&b);
}

void
plan_rows(struct plan *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->who[i].room != NO_ROOM ? p->who[i].nsitting : 0;
	p->row = arena_alloc(&p->memory, n * sizeof *p->row + 1);
	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; p->who[i].room != NO_ROOM && k < p->who[i].nsitting; k++)
			p->row[p->nrow++] = (struct row){ &p->who[i], &p->who[i].sitting[k] };
	rooms = p->room;
	qsort(p->row, p->nrow, sizeof *p->row, by_place);
	for (size_t i = 0; i < p->nroom; i++)
		p->rooms += p->room[i].used;
	digest(p);
}
