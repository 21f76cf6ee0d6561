/* SPDX-License-Identifier: MIT
 * Refunds that a companion bill lists without any number of theirs (alipay_account): such a row is the same refund as one of the
 * channel's own bill of the same payment and amount, one for one, whichever comes first. Both rows are entries; which is the echo of
 * which is kept in the table statement_echo, and an echo counts nowhere. */
#include <stdlib.h>
#include <string.h>

#include "recon.h"
#include "store/db.h"

/* A refund that may have an echo, or be one. */
struct voice {
	uint32_t entry;
	int word;
	bool bare; /* of a companion, without a number */
};

static const struct entries *sorting;

static bool
is_companion(const struct entries *all, const struct entry *e)
{
	const struct source *s = &all->source[e->source];

	return strcmp(s->profile, s->channel) != 0;
}

/* Numbers that statement_identity.c made look so. */
static bool
is_bare(const struct entries *all, size_t i, struct arena *text)
{
	struct statement_row row;

	entry_row(all, i, text, &row);
	return row.refund_no.len > 0 && *row.refund_no.ptr == '#';
}

static void
link_echo(struct entries *all, struct echo e)
{
	all->echo = grow(all->echo, all->echoes, &all->echo_cap, sizeof *all->echo);
	all->echo[all->echoes++] = e;
	all->v[e.entry].moved = all->v[e.entry].echo = true;
	all->v[e.of].echoed = true;
	all->v[e.of].given |= all->v[e.entry].given;
}

static void
read_echoes(struct entries *all)
{
	static struct stmt q = { "SELECT entry_id, same_as FROM statement_echo ORDER BY entry_id /*scan*/", NULL };

	while (db_row(&q))
		link_echo(all, (struct echo){ (uint32_t)entry_of_id(all, db_col_int(&q, 0)), (uint32_t)entry_of_id(all, db_col_int(&q, 1)) });
	all->echoes_stored = all->echoes;
}

static int
by_payment(const void *a, const void *b)
{
	const struct voice *x = a, *y = b;
	struct span s = entry_txn_no(&sorting->v[x->entry]), t = entry_txn_no(&sorting->v[y->entry]);
	int c = memcmp(s.ptr, t.ptr, s.len < t.len ? s.len : t.len);

	if (x->word != y->word)
		return x->word - y->word;
	if (c == 0)
		c = (s.len > t.len) - (s.len < t.len);
	return c != 0 ? c : (sorting->v[x->entry].id > sorting->v[y->entry].id) - (sorting->v[x->entry].id < sorting->v[y->entry].id);
}

/* The refunds that are not linked yet, by payment; none where nothing can be an echo. */
static struct voice *
collect(const struct entries *all, size_t *n)
{
	struct arena text = { NULL };
	struct voice *v = NULL;
	size_t cap = 0, bare = 0;

	*n = 0;
	for (size_t i = 0; i < all->n; i++) {
		const struct entry *e = &all->v[i];

		if (e->kind != ROW_REFUND || e->id == 0 || e->echo || e->echoed)
			continue;
		bool companion = is_companion(all, e);

		if (companion && !is_bare(all, i, &text))
			continue;
		bare += companion;
		v = grow(v, *n, &cap, sizeof *v);
		v[(*n)++] = (struct voice){ (uint32_t)i, all->source[e->source].word, companion };
		arena_clear(&text);
	}
	arena_release(&text);
	if (bare == 0)
		*n = 0;
	return v;
}

/* The refunds of one payment, v[0..n): each echo to the first of its amount that has none. */
static void
link_group(struct entries *all, const struct voice *v, size_t n, struct arena *text)
{
	struct statement_row row;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; v[i].bare && !all->v[v[i].entry].echo && k < n; k++) {
			if (v[k].bare || all->v[v[k].entry].echoed)
				continue;
			entry_row(all, v[k].entry, text, &row);
			if (row.amount == all->v[v[i].entry].amount || row.settled == all->v[v[i].entry].amount)
				link_echo(all, (struct echo){ v[i].entry, v[k].entry });
		}
	arena_clear(text);
}

void
echoes_find(struct entries *all)
{
	struct arena text = { NULL };
	size_t n;

	read_echoes(all);
	struct voice *v = collect(all, &n);

	sorting = all;
	if (n > 1)
		qsort(v, n, sizeof *v, by_payment);
	for (size_t i = 0, next; i < n; i = next) {
		struct span txn_no = entry_txn_no(&all->v[v[i].entry]);

		for (next = i + 1; next < n && v[next].word == v[i].word; next++) {
			struct span other = entry_txn_no(&all->v[v[next].entry]);

			if (other.len != txn_no.len || memcmp(other.ptr, txn_no.ptr, txn_no.len) != 0)
				break;
		}
		if (next > i + 1)
			link_group(all, &v[i], next - i, &text);
	}
	arena_release(&text);
	free(v);
}

size_t
entry_itself(const struct entries *all, size_t entry)
{
	for (size_t i = 0; i < all->echoes && all->v[entry].echo; i++)
		if (all->echo[i].entry == entry)
			return all->echo[i].of;
	return entry;
}

void
echoes_record(const struct entries *all)
{
	static struct stmt q = { "INSERT INTO statement_echo (entry_id, same_as) VALUES (:entry, :same_as)", NULL };

	for (size_t i = all->echoes_stored; i < all->echoes; i++) {
		db_int(&q, ":entry", all->v[all->echo[i].entry].id);
		db_int(&q, ":same_as", all->v[all->echo[i].of].id);
		db_do(&q);
	}
}
