/* SPDX-License-Identifier: MIT
 * Money of a refund that failed comes back: a row of its own (ROW_RETURN), since it moved on its day, and an entry of its own. The refund that has
 * its number, of the same channel and amount, has failed, whichever of the two came first; one whose refund no statement has stands alone. */
#include <string.h>

#include "recon.h"

static bool
same(struct span a, struct span b)
{
	return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

void
note_return(struct entries *all, uint32_t entry)
{
	all->back = grow(all->back, all->backs, &all->back_cap, sizeof *all->back);
	all->back[all->backs++] = entry;
}

/* The refund of the number, where meet.c has put it; SIZE_MAX: there is none. */
static size_t
refund_of(const struct entries *all, size_t back, const struct statement_row *came, struct arena *text)
{
	const struct source *source = &all->source[all->v[back].source];
	const struct statement_row key = { .kind = ROW_REFUND, .refund_no = came->refund_no };
	size_t at;

	for (int64_t id = statement_row_id(source->channel, &key); (at = entry_of_id(all, id)) != SIZE_MAX; id++) {
		struct statement_row went;

		if (all->v[at].kind != ROW_REFUND || all->source[all->v[at].source].word != source->word || all->v[at].returned)
			continue;
		entry_row(all, at, text, &went);
		if (same(went.refund_no, came->refund_no) && (went.amount == came->amount || went.settled == came->amount))
			return at;
	}
	return SIZE_MAX;
}

static void
fail(struct entries *all, size_t refund, struct arena *text)
{
	struct entry *e = &all->v[refund];
	struct statement_row row;

	entry_row(all, refund, text, &row);
	if (row.status != ROW_FAILED && refund < all->stored)
		change_for(all, (uint32_t)refund, &row)->status = ROW_FAILED;
	if (e->in_hand)
		e->row->status = ROW_FAILED;
	e->returned = true;
}

void
returns_find(struct entries *all)
{
	struct arena text = { NULL };

	for (size_t i = 0; i < all->backs; i++) {
		struct entry *back = &all->v[all->back[i]];
		struct statement_row came;

		if (back->id == 0) /* the row of another file, too */
			continue;
		entry_row(all, all->back[i], &text, &came);
		size_t refund = refund_of(all, all->back[i], &came, &text);

		if (refund == SIZE_MAX)
			continue;
		fail(all, refund, &text);
		back->moved = true;
		all->v[refund].given |= back->given;
		arena_clear(&text);
	}
	arena_release(&text);
}
