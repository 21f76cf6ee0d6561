/* SPDX-License-Identifier: MIT
 * The rows of new files meet the entries that are there. An entry's id is 63 bits of a digest of its identity, so that a million new
 * rows, in the order of their ids, are appended to the table, and what is there already is found beside them in the same order. Where
 * two identities have one digest, the later takes the next free id: everything from its digest up to a gap is looked at.
 *
 * A row once seen stays: the same row in another file is linked to it, a row with the same numbers and other contents is
 * refused. A companion bill's row is the same entry as its channel's own: whichever comes first, what stays is the channel's own,
 * further on where the companion says so. */
#include <stdlib.h>
#include <string.h>

#include "recon.h"

/* A row on its way. */
struct incoming {
	uint64_t key;           /* statement_row_id() */
	uint32_t file, entry;   /* the entry that it will be, if it is new */
};

static bool
same(struct span a, struct span b)
{
	return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

/* ---- by key, file and row */

/* Radix sort: of 64-bit keys it takes a third of qsort's time. */
static void
sort_incoming(struct incoming *v, size_t n)
{
	struct incoming *other = xcalloc(n + 1, sizeof *other), *from = v, *to = other;

	for (int shift = 0; shift < 64; shift += 16) {
		uint32_t *count = xcalloc((1 << 16) + 1, sizeof *count);

		for (size_t i = 0; i < n; i++)
			count[(from[i].key >> shift & 0xffff) + 1]++;
		for (size_t i = 1; i <= 1 << 16; i++)
			count[i] += count[i - 1];
		for (size_t i = 0; i < n; i++)
			to[count[from[i].key >> shift & 0xffff]++] = from[i];
		free(count);
		struct incoming *swap = from;

		from = to;
		to = swap;
	}
	free(other); /* four passes: the end is in v */
}

/* An entry for each row, without its id so far. */
static struct incoming *
collect(struct entries *all, struct files *files, size_t *n)
{
	size_t rows = 0;

	for (size_t i = 0; i < files->n; i++)
		rows += files->v[i].known ? 0 : files->v[i].st.rows;
	struct incoming *v = xcalloc(rows + 1, sizeof *v);

	all->v = xreallocarray(all->v, all->n + rows + 1, sizeof *all->v);
	all->cap = all->n + rows + 1;
	*n = 0;
	for (size_t i = 0; i < files->n; i++) {
		struct file *f = &files->v[i];
		uint64_t channel = statement_channel_hash(channel_of(f->st.profile));

		for (size_t k = 0; k < f->st.rows && !f->known; k++) {
			struct statement_row *row = &f->st.row[k];

			v[(*n)++] = (struct incoming){ (uint64_t)statement_id(channel, f->st.hash[k]), (uint32_t)i, (uint32_t)all->n };
			all->v[all->n++] = (struct entry){ .row = row, .amount = row->amount, .source = (uint32_t)(all->recorded + i),
				.kind = row->kind, .in_hand = true, .given = true, .fee_off = recon_fee_is_off(row) };
			if (row->kind == ROW_RETURN)
				note_return(all, (uint32_t)all->n - 1);
		}
	}
	sort_incoming(v, *n);
	return v;
}

/* ---- is it the same, and does it say the same? */

/* An entry as it is, or a row as it comes. */
struct side {
	struct statement_row row;
	const char *profile;
	bool companion;
};

static bool
is_same(const struct side *a, const struct side *b)
{
	if (a->row.kind != b->row.kind)
		return false;
	if (strcmp(a->profile, b->profile) == 0)
		return same(a->row.txn_no, b->row.txn_no) && same(a->row.refund_no, b->row.refund_no) && same(a->row.merchant, b->row.merchant);
	return a->row.kind == ROW_PAY ? same(a->row.txn_no, b->row.txn_no) : same(a->row.refund_no, b->row.refund_no);
}

/* A companion lists what was moved: of the candidate's amount, or of what is left after vouchers. */
static bool
agree(const struct side *a, const struct side *b)
{
	if (strcmp(a->profile, b->profile) == 0)
		return statement_row_content(&a->row) == statement_row_content(&b->row);
	const struct side *own = a->companion ? b : a, *companion = a->companion ? a : b;

	return companion->row.amount == own->row.amount || companion->row.amount == own->row.settled;
}

/* A refund comes again further on its way: at its end, which is dated, and of two ends the later one; of two at one time that it failed,
 * since the channel says so of what it had called done, and not the other way round. */
static bool
is_further(const struct statement_row *a, const struct statement_row *than)
{
	int ended = (a->status != ROW_WAITING) - (than->status != ROW_WAITING);

	if (a->kind != ROW_REFUND || ended != 0)
		return a->kind == ROW_REFUND && ended > 0;
	return a->time != than->time ? a->time > than->time : a->status == ROW_FAILED && than->status == ROW_FINAL;
}

/* ---- meeting */

struct meeting {
	struct entries *all;
	struct files *files;
	struct arena text;
	size_t stored;          /* the first entry of the database that is not before the present key */
	int64_t last;           /* id given last: they ascend */
	size_t changed;         /* rows that came back with other contents */
};

static struct side
side_of(const struct meeting *m, size_t entry, struct arena *text)
{
	const struct source *source = &m->all->source[m->all->v[entry].source];
	struct side s = { .profile = source->profile, .companion = strcmp(source->profile, source->channel) != 0 };

	entry_row(m->all, entry, text, &s.row);
	return s;
}

static void
add_repeat(struct entries *all, uint32_t entry, uint32_t file, const struct statement_row *row)
{
	all->repeat = grow(all->repeat, all->repeats, &all->repeat_cap, sizeof *all->repeat);
	all->repeat[all->repeats++] = (struct repeat){ entry, file, row };
}

struct change *
change_for(struct entries *all, uint32_t entry, const struct statement_row *as_it_is)
{
	size_t at = all->changes;

	while (at > 0 && all->change[at - 1].entry > entry)
		at--;
	if (at > 0 && all->change[at - 1].entry == entry)
		return &all->change[at - 1];
	all->change = grow(all->change, all->changes, &all->change_cap, sizeof *all->change);
	memmove(&all->change[at + 1], &all->change[at], (all->changes - at) * sizeof *all->change);
	all->changes++;
	all->change[at] = (struct change){ .entry = entry, .time = as_it_is->time, .status = as_it_is->status };
	return &all->change[at];
}

/* The bill itself after its companion: its row stands for the entry from now on. */
static void
take_over(struct meeting *m, uint32_t entry, uint32_t file, struct statement_row *row, const struct side *was)
{
	struct entry *e = &m->all->v[entry];

	if (is_further(&was->row, row)) {
		row->status = was->row.status;
		row->time = was->row.time;
	}
	if (entry < m->all->stored) {
		struct change *c = change_for(m->all, entry, row);

		c->row = row;
		c->file = file;
		c->status = row->status;
		c->time = row->time;
	} else {
		add_repeat(m->all, entry, e->source - (uint32_t)m->all->recorded, e->row);
	}
	e->row = row;
	e->in_hand = e->given = true;
	e->source = (uint32_t)m->all->recorded + file;
	e->amount = row->amount;
	e->fee_off = recon_fee_is_off(row);
}

static void
meet(struct meeting *m, uint32_t entry, uint32_t file, struct statement_row *row, const struct side *comes, const struct side *is)
{
	struct entry *e = &m->all->v[entry];

	e->given = true;
	if (!agree(is, comes)) {
		char number[200];

		snprintf(number, sizeof number, "%.*s", (int)row->txn_no.len, row->txn_no.ptr);
		file_fault(m->files->v[file].name, row->line, "txn_no", E_CHANGED, number);
		m->changed++;
		return;
	}
	if (is->companion && !comes->companion) {
		take_over(m, entry, file, row, is);
		return;
	}
	add_repeat(m->all, entry, file, row);
	if (!is_further(row, &is->row))
		return;
	if (e->in_hand) {
		e->row->status = row->status;
		e->row->time = row->time;
	}
	if (entry < m->all->stored) {
		struct change *c = change_for(m->all, entry, &is->row);

		c->status = row->status;
		c->time = row->time;
	}
}

static void
add_entry(struct meeting *m, int64_t id, uint32_t entry)
{
	m->all->v[entry].id = m->last = id;
	m->all->new[m->all->news++] = entry;
}

/* The first of the new entries whose id is not below. */
static size_t
first_new(const struct meeting *m, int64_t id)
{
	const struct entries *all = m->all;
	size_t low = 0, high = all->news;

	if (m->last < id)
		return high;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (all->v[all->new[middle]].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
arrive(struct meeting *m, const struct incoming *in)
{
	struct entries *all = m->all;
	const struct profile *p = m->files->v[in->file].st.profile;
	int64_t id = (int64_t)in->key;

	while (m->stored < all->stored && all->v[m->stored].id < id)
		m->stored++;
	for (size_t old = m->stored, new = first_new(m, id);; id++) {
		size_t i = old < all->stored && all->v[old].id == id ? old++ :
		    new < all->news && all->v[all->new[new]].id == id ? all->new[new++] : SIZE_MAX;

		if (i == SIZE_MAX) {
			add_entry(m, id, in->entry);
			break;
		}
		struct statement_row *row = all->v[in->entry].row;

		/* a thousand refunds may bear the number of one batch: no look into the database for each */
		if (strcmp(all->source[all->v[i].source].profile, p->id) == 0 && !same(entry_txn_no(&all->v[i]), row->txn_no))
			continue;
		struct side is = side_of(m, i, &m->text), comes = { *row, p->id, p->companion != NULL };

		if (is_same(&is, &comes)) {
			meet(m, (uint32_t)i, in->file, row, &comes, &is);
			break;
		}
	}
	arena_clear(&m->text);
}

void
entries_meet(struct entries *all, struct files *files)
{
	struct meeting m = { .all = all, .files = files };
	size_t n;
	struct incoming *v = collect(all, files, &n);

	all->new = xcalloc(n + 1, sizeof *all->new);
	for (size_t i = 0; i < n; i++)
		arrive(&m, &v[i]);
	free(v);
	arena_release(&m.text);
	if (m.changed > 0)
		files_refused();
	if (m.changed > 0)
		refuse(L("%zu rows came back with other contents; nothing was changed: ask the channel which holds, and leave the file out until it has answered",
		    "%zu 行与以前登记的内容不同; 未作任何改动: 请向渠道查询以何者为准, 答复前勿导入该文件"), m.changed);
}
