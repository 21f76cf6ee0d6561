/* SPDX-License-Identifier: MIT
 * Every entry of every statement in memory: those of the database, few bytes each, then those of the files in hand. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recon.h"
#include "store/db.h"
#include "value/date.h"

/* enum row_kind */
#define KIND(column) "CASE " column " WHEN 'pay' THEN 0 WHEN 'refund' THEN 1 ELSE 3 END"

enum { Q_SOURCE, Q_ENTRY, Q_ONE, Q_REPEATED, Q_OVERLAPS, Q_LACKS, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_SOURCE] = { "SELECT id, file, channel, profile, rows FROM statement ORDER BY id /*scan*/", NULL },
	/* the columns in the order of the table: SQLite reads a row from its start */
	[Q_ENTRY] = { "SELECT id, statement_id, " KIND("kind") ", txn_no, order_no, amount, rate, settled, fee_1e5 FROM statement_entry "
		"ORDER BY id /*scan*/", NULL },
	[Q_ONE] = { "SELECT line, merchant, " KIND("kind") ", txn_no, refund_no, order_no, amount, settled, fee_1e5, coalesce(rate, -1), at, status "
		"FROM statement_entry WHERE id = :id", NULL },
	[Q_REPEATED] = { "SELECT " KIND("e.kind") ", r.amount, r.entry_id FROM statement_repeat r JOIN statement_entry e ON e.id = r.entry_id "
		"WHERE r.statement_id = :id", NULL },
	[Q_OVERLAPS] = { "SELECT 1 FROM statement WHERE profile = :profile AND covers_from < :to AND covers_to > :from LIMIT 1 /*scan*/", NULL },
	[Q_LACKS] = { "SELECT e.id, e.txn_no FROM statement_entry e JOIN statement s ON s.id = e.statement_id WHERE s.profile = :profile "
		"AND e.at >= :from AND e.at < :to AND e.merchant = :merchant AND iif(e.kind = 'pay', :pay, :refund) ORDER BY e.txn_no /*scan*/", NULL },
};

static struct span
span_of(const char *s)
{
	return (struct span){ s, (uint32_t)strlen(s) };
}

struct span
entry_order_no(const struct entry *e)
{
	if (e->in_hand)
		return e->row->order_no;
	return (struct span){ e->text + 2, (unsigned char)e->text[0] };
}

struct span
entry_txn_no(const struct entry *e)
{
	if (e->in_hand)
		return e->row->txn_no;
	return (struct span){ e->text + 2 + (unsigned char)e->text[0], (unsigned char)e->text[1] };
}

size_t
entry_of_id(const struct entries *all, int64_t id)
{
	size_t low = 0, high = all->stored;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (all->v[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < all->stored && all->v[low].id == id)
		return low;
	for (low = 0, high = all->news; low < high;) {
		size_t middle = (low + high) / 2;

		if (all->v[all->new[middle]].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < all->news && all->v[all->new[low]].id == id ? all->new[low] : SIZE_MAX;
}

/* ---- one entry whole */

static void
load(int64_t id, struct arena *a, struct statement_row *row)
{
	struct stmt *s = &q[Q_ONE];
	uint8_t status = ROW_FINAL;

	db_int(s, ":id", id);
	if (!db_row(s))
		bug("no entry %lld", (long long)id);
	if (*db_col(s, 11) == 'w')
		status = ROW_WAITING;
	else if (db_col(s, 11)[1] == 'a')
		status = ROW_FAILED;
	*row = (struct statement_row){ .line = (uint32_t)db_col_int(s, 0), .merchant = span_of(arena_strdup(a, db_col(s, 1))),
		.kind = (uint8_t)db_col_int(s, 2), .txn_no = span_of(arena_strdup(a, db_col(s, 3))),
		.refund_no = span_of(arena_strdup(a, db_col(s, 4))), .order_no = span_of(arena_strdup(a, db_col(s, 5))),
		.amount = db_col_int(s, 6), .settled = db_col_int(s, 7), .fee = db_col_int(s, 8), .rate = (int32_t)db_col_int(s, 9), .status = status };
	if (!time_parse(db_col(s, 10), &row->time))
		bug("time %s", db_col(s, 10));
	db_reset(s);
}

static const struct change *
change_of(const struct entries *all, size_t entry)
{
	size_t low = 0, high = all->changes;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (all->change[middle].entry < entry)
			low = middle + 1;
		else
			high = middle;
	}
	return low < all->changes && all->change[low].entry == entry ? &all->change[low] : NULL;
}

static int
by_entry(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

void
entries_fetch(struct entries *all, uint32_t *entry, size_t n)
{
	qsort(entry, n, sizeof *entry, by_entry);
	all->loaded = xcalloc(n + 1, sizeof *all->loaded);
	for (size_t i = 0; i < n; i++) {
		if (all->v[entry[i]].in_hand || (i > 0 && entry[i] == entry[i - 1]))
			continue;
		struct loaded *l = &all->loaded[all->nloaded++];

		l->entry = entry[i];
		load(all->v[entry[i]].id, &all->text, &l->row);
	}
}

static const struct loaded *
loaded_of(const struct entries *all, uint32_t entry)
{
	size_t low = 0, high = all->nloaded;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (all->loaded[middle].entry < entry)
			low = middle + 1;
		else
			high = middle;
	}
	return low < all->nloaded && all->loaded[low].entry == entry ? &all->loaded[low] : NULL;
}

void
entry_row(const struct entries *all, size_t i, struct arena *a, struct statement_row *row)
{
	const struct entry *e = &all->v[i];

	if (e->in_hand) {
		*row = *e->row;
		return;
	}
	const struct loaded *have = loaded_of(all, (uint32_t)i);

	if (have != NULL)
		*row = have->row;
	else
		load(e->id, a, row);
	const struct change *c = change_of(all, i);

	if (c != NULL) {
		row->status = c->status;
		row->time = c->time;
	}
}

/* ---- all of them */

static int
word_of(const struct entries *all, const char *channel)
{
	for (size_t i = 0; i < all->sources; i++)
		if (strcmp(all->source[i].channel, channel) == 0)
			return all->source[i].word;
	return (int)all->sources;
}

static void
add_source(struct entries *all, struct source s)
{
	s.word = word_of(all, s.channel);
	all->source = grow(all->source, all->sources, &all->source_cap, sizeof *all->source);
	all->source[all->sources++] = s;
}

/* The statements; how many entries there may be. */
static size_t
read_sources(struct entries *all, const struct files *files)
{
	size_t rows = 0;
	struct stmt *s = &q[Q_SOURCE];

	while (db_row(s)) {
		struct source source = { .id = db_col_int(s, 0), .name = arena_strdup(&all->text, db_col(s, 1)),
			.channel = arena_strdup(&all->text, db_col(s, 2)), .profile = arena_strdup(&all->text, db_col(s, 3)) };

		for (size_t i = 0; i < files->n; i++)
			source.given |= files->v[i].id == source.id;
		add_source(all, source);
		rows += (size_t)db_col_int(s, 4);
	}
	all->recorded = all->sources;
	for (size_t i = 0; i < files->n; i++) {
		const struct file *f = &files->v[i];

		add_source(all, (struct source){ .name = f->name, .channel = channel_of(f->st.profile), .profile = f->st.profile->id, .given = true });
		rows += f->known ? 0 : f->st.rows;
	}
	return rows;
}

static uint32_t
source_of_id(const struct entries *all, int64_t id)
{
	static size_t last;
	size_t low = 0, high = all->recorded;

	if (last < high && all->source[last].id == id)
		return (uint32_t)last;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (all->source[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	last = low;
	return (uint32_t)low;
}

/* Columns 4 and 3 of the row in hand; numbers are short (statement.h). */
static const char *
keep_text(struct arena *a, struct stmt *s)
{
	size_t n, m;
	const char *order_no = db_col_bytes(s, 4, &n), *txn_no = db_col_bytes(s, 3, &m);
	char *p = arena_bytes(a, 2 + n + m);

	if (n > UCHAR_MAX || m > UCHAR_MAX)
		bug("entry %lld has a number of %zu and %zu bytes", (long long)db_col_int(s, 0), n, m);
	p[0] = (char)n;
	p[1] = (char)m;
	memcpy(p + 2, order_no, n);
	memcpy(p + 2 + n, txn_no, m);
	return p;
}

static void
read_stored(struct entries *all)
{
	struct stmt *s = &q[Q_ENTRY];

	while (db_row(s)) {
		struct entry e = { .id = db_col_int(s, 0), .source = source_of_id(all, db_col_int(s, 1)),
			.kind = (uint8_t)db_col_int(s, 2), .text = keep_text(&all->text, s),
			.amount = db_col_int(s, 5) };

		if (!db_col_null(s, 6)) {
			struct statement_row row = { .rate = (int32_t)db_col_int(s, 6), .settled = db_col_int(s, 7), .fee = db_col_int(s, 8) };

			e.fee_off = recon_fee_is_off(&row);
		}
		e.given = all->source[e.source].given;
		all->v = grow(all->v, all->n, &all->cap, sizeof *all->v);
		if (e.kind == ROW_RETURN)
			note_return(all, (uint32_t)all->n);
		all->v[all->n++] = e;
	}
	all->stored = all->n;
}

static void
mark_repeated(struct entries *all, const struct files *files)
{
	struct stmt *s = &q[Q_REPEATED];

	for (size_t i = 0; i < files->n; i++) {
		if (!files->v[i].known)
			continue;
		db_int(s, ":id", files->v[i].id);
		while (db_row(s)) {
			size_t at = entry_of_id(all, db_col_int(s, 2));

			if (at != SIZE_MAX)
				all->v[at].given = true;
		}
	}
}

void
entries_load(struct entries *all, struct files *files)
{
	*all = (struct entries){ 0 };
	size_t most = read_sources(all, files);

	if (most >= UINT32_MAX / 2)
		refuse("%s", L("more statement entries than fit; nothing was changed", "对账单明细过多; 未作任何改动"));
	all->v = xreallocarray(NULL, most + 1, sizeof *all->v);
	all->cap = most + 1;
	read_stored(all);
	mark_repeated(all, files);
	entries_meet(all, files);
	returns_find(all);
	echoes_find(all);
}

void
entries_release(struct entries *all)
{
	free(all->v);
	free(all->new);
	free(all->source);
	free(all->repeat);
	free(all->change);
	free(all->loaded);
	free(all->echo);
	free(all->back);
	arena_release(&all->text);
	*all = (struct entries){ 0 };
}

/* ---- the files of this run */

static void
add_up(struct class_sum *sum, uint8_t kind, int64_t amount)
{
	sum->count++;
	sum->amount += kind != ROW_REFUND ? amount : -amount;
}

struct class_sum
entries_of_files(const struct entries *all, const struct files *files)
{
	struct stmt *s = &q[Q_REPEATED];
	struct class_sum sum = { 0, 0 };

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].id != 0 && all->source[all->v[i].source].given)
			add_up(&sum, all->v[i].kind, all->v[i].amount);
	for (size_t i = 0; i < all->repeats; i++)
		add_up(&sum, all->repeat[i].row->kind, all->repeat[i].row->amount);
	for (size_t i = 0; i < files->n; i++) {
		if (!files->v[i].known)
			continue;
		db_int(s, ":id", files->v[i].id);
		while (db_row(s))
			add_up(&sum, (uint8_t)db_col_int(s, 0), db_col_int(s, 1));
	}
	return sum;
}

/* ---- what later files lack */

static int
by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The ids of the entries of earlier files that this one has too, ascending. */
static int64_t *
repeated_by(const struct entries *all, uint32_t file, size_t *n)
{
	int64_t *id = xcalloc(all->repeats + all->changes + 1, sizeof *id);

	*n = 0;
	for (size_t i = 0; i < all->repeats; i++)
		if (all->repeat[i].file == file)
			id[(*n)++] = all->v[all->repeat[i].entry].id;
	for (size_t i = 0; i < all->changes; i++)
		if (all->change[i].file == file && all->change[i].row != NULL)
			id[(*n)++] = all->v[all->change[i].entry].id;
	qsort(id, *n, sizeof *id, by_number);
	return id;
}

static void
lacking(const struct entries *all, const struct file *f, uint32_t file, const char *from, const char *to)
{
	struct stmt *s = &q[Q_LACKS];
	size_t n, lacks = 0;
	int64_t *repeated = repeated_by(all, file, &n);
	char *merchant = xstrndup(f->st.row[0].merchant.ptr, f->st.row[0].merchant.len), *first = NULL;

	db_text(s, ":profile", f->st.profile->id);
	db_text(s, ":from", from);
	db_text(s, ":to", to);
	db_text(s, ":merchant", merchant);
	db_int(s, ":pay", f->st.covers_pay);
	db_int(s, ":refund", f->st.covers_refund);
	while (db_row(s)) {
		int64_t id = db_col_int(s, 0);

		if (bsearch(&id, repeated, n, sizeof id, by_number) != NULL)
			continue;
		if (lacks++ == 0)
			first = xstrdup(db_col(s, 1));
	}
	if (lacks > 0)
		notice(L("%s: lacks %zu rows that earlier files have for its time (%s, …); they stay as they are: nothing to do if it is a part; else get "
		    "it from the channel again, and ask what became of them if it lacks them still",
		    "%s: 缺少以前文件中同一时段的 %zu 行 (%s 等); 原有记录保留: 若本文件只是一部分, 无须处理; 否则请向渠道重新下载, 仍缺少的请向渠道查询"), f->name, lacks, first);
	free(first);
	free(merchant);
	free(repeated);
}

/* Earlier files have rows of this time that this one lacks: they stay, but somebody should know. */
void
entries_lacking(const struct entries *all, const struct files *files)
{
	for (size_t i = 0; i < files->n; i++) {
		const struct file *f = &files->v[i];
		char from[TIME_SIZE], to[TIME_SIZE];

		if (f->known || f->st.rows == 0)
			continue;
		time_text(f->st.from, from);
		time_text(f->st.to, to);
		db_text(&q[Q_OVERLAPS], ":profile", f->st.profile->id);
		db_text(&q[Q_OVERLAPS], ":from", from);
		db_text(&q[Q_OVERLAPS], ":to", to);
		if (db_int1(&q[Q_OVERLAPS], 0) == 1)
			lacking(all, f, (uint32_t)i, from, to);
	}
}
