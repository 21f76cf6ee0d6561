/* SPDX-License-Identifier: MIT
 * The table difference: what was found before, and what people have decided about it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recon.h"
#include "store/db.h"
#include "value/date.h"

/* A row of the table. */
struct kept {
	char id[RECON_ID];
	int64_t entry_id, order_id;
	int64_t itself;           /* the entry, or of an echo the one that counts */
	enum recon_class class;
	enum recon_action action; /* decided */
	enum { OPEN, DECIDED, CLOSED } state;
	bool refunded;            /* a refund that was not refused is there */
	bool found;               /* in this run */
	int64_t order_amount, paid_amount; /* -1: the order is not ours */
	uint64_t order_no;        /* hash */
	char at[TIME_SIZE];
};

static struct kept *kept;
static size_t nkept;
static struct kept **by_entry; /* the decided ones */
static size_t ndecided;
static struct kept **renamed;  /* those of entries, by entry and class; NULL: not asked for yet */
static size_t nrenamed;
static bool kept_read;

static int
compare_id(const void *a, const void *b)
{
	return strcmp(((const struct kept *)a)->id, ((const struct kept *)b)->id);
}

static int
compare_entry(const void *a, const void *b)
{
	const struct kept *const *x = a, *const *y = b;

	return ((*x)->itself > (*y)->itself) - ((*x)->itself < (*y)->itself);
}

static uint64_t
hash_of(const char *order_no)
{
	return hash_quick(order_no, strlen(order_no));
}

static void
read_kept(void)
{
	static struct stmt q = { "SELECT d.diff_id, coalesce(d.entry_id, 0), d.action, d.state, EXISTS (SELECT 1 FROM refund f WHERE f.entry_id = d.entry_id "
		"AND f.order_id IS d.order_id AND f.state <> 'refused'), coalesce(d.order_amount, -1), d.paid_amount, d.at, d.class, coalesce(d.order_id, 0), d.order_no FROM difference d ORDER BY d.diff_id /*scan*/", NULL };
	size_t cap = 0;

	if (kept_read)
		return;
	kept_read = true;
	while (db_row(&q)) {
		const char *state = db_col(&q, 3);

		kept = grow(kept, nkept, &cap, sizeof *kept);
		struct kept *k = &kept[nkept++];

		*k = (struct kept){ .entry_id = db_col_int(&q, 1), .refunded = db_col_int(&q, 4),
			.state = *state == 'o' ? OPEN : *state == 'd' ? DECIDED : CLOSED, .order_amount = db_col_int(&q, 5), .paid_amount = db_col_int(&q, 6) };
		k->itself = k->entry_id;
		k->order_no = hash_of(db_col(&q, 10));
		k->order_id = db_col_int(&q, 9);
		if (!recon_class_parse(db_col(&q, 8), &k->class))
			k->class = RECON_CLASSES;
		snprintf(k->at, sizeof k->at, "%s", db_col(&q, 7));
		memcpy(k->id, db_col(&q, 0), RECON_ID - 1);
		if (!recon_action_parse(db_col(&q, 2), &k->action))
			k->action = RECON_NONE;
	}
	by_entry = xcalloc(nkept + 1, sizeof *by_entry);
	for (size_t i = 0; i < nkept; i++)
		if (kept[i].state == DECIDED && kept[i].entry_id != 0)
			by_entry[ndecided++] = &kept[i];
}

void
differences_forget(void)
{
	free(kept);
	free(by_entry);
	free(renamed);
	kept = NULL;
	by_entry = renamed = NULL;
	nkept = ndecided = nrenamed = 0;
	kept_read = false;
}

void
decisions_mark(struct entries *all)
{
	read_kept();
	for (size_t i = 0; i < nkept; i++) {
		struct kept *k = &kept[i];
		size_t at = k->entry_id != 0 && (k->state == DECIDED || all->echoes > 0) ? entry_of_id(all, k->entry_id) : SIZE_MAX;

		if (at == SIZE_MAX)
			continue;
		at = entry_itself(all, at);
		k->itself = all->v[at].id;
		all->v[at].decided |= k->state == DECIDED;
	}
	if (ndecided > 0)
		qsort(by_entry, ndecided, sizeof *by_entry, compare_entry);
}

enum recon_decision
decision_of_entry(int64_t entry_id)
{
	struct kept key = { .itself = entry_id }, *pkey = &key;

	struct kept **found = ndecided > 0 ? bsearch(&pkey, by_entry, ndecided, sizeof *by_entry, compare_entry) : NULL;

	if (found == NULL)
		return RECON_OPEN;
	/* several decisions about one entry (its class has changed since): the strongest holds */
	while (found > by_entry && found[-1]->itself == entry_id)
		found--;
	enum recon_decision decision = RECON_OPEN;

	for (; found < by_entry + ndecided && (*found)->itself == entry_id; found++) {
		if ((*found)->action == RECON_ACCEPT)
			return RECON_ACCEPTED;
		if ((*found)->action == RECON_SUSPENSE || (*found)->action == RECON_WAIVE)
			decision = RECON_ASIDE;
	}
	return decision;
}

static void
bind_id(struct stmt *q, const char *name, int64_t id)
{
	if (id != 0)
		db_int(q, name, id);
	else
		db_null(q, name);
}

/* ---- what was found before, without writing */

static struct kept *
kept_of(const char id[RECON_ID])
{
	struct kept key = { .entry_id = 0 };

	memcpy(key.id, id, RECON_ID);
	return nkept > 0 ? bsearch(&key, kept, nkept, sizeof *kept, compare_id) : NULL;
}

static int
compare_finding(const void *a, const void *b)
{
	const struct kept *const *x = a, *const *y = b;
	int c = compare_entry(a, b);

	return c != 0 ? c : ((*x)->class > (*y)->class) - ((*x)->class < (*y)->class);
}

/* The same finding about the same entry, under the name that it got when only a companion bill, or another order, told of it: it keeps that. */
static struct kept *
kept_as(const struct difference *d)
{
	struct kept key = { .itself = d->entry_id, .class = d->class }, *pkey = &key;

	if (renamed == NULL) {
		renamed = xcalloc(nkept + 1, sizeof *renamed);
		for (size_t i = 0; i < nkept; i++)
			if (kept[i].itself != 0)
				renamed[nrenamed++] = &kept[i];
		qsort(renamed, nrenamed, sizeof *renamed, compare_finding);
	}
	struct kept **found = nrenamed > 0 ? bsearch(&pkey, renamed, nrenamed, sizeof *renamed, compare_finding) : NULL;

	return found != NULL ? *found : NULL;
}

static void
count(struct class_sum *sum, int64_t amount)
{
	sum->count++;
	sum->amount += amount;
}

static void
meet_one(struct difference *d)
{
	struct kept *k = kept_of(d->id);

	if (k == NULL && d->entry_id != 0 && nkept > 0 && (k = kept_as(d)) != NULL)
		memcpy(d->id, k->id, RECON_ID);

	d->changed = k == NULL;
	if (k == NULL)
		return;
	k->found = true;
	/* decided for a refund that was refused since: somebody must decide anew */
	if (k->state == CLOSED || (k->state == DECIDED && k->action == RECON_REFUND && !k->refunded)) {
		d->changed = true;
	} else if (k->state == DECIDED) {
		d->decided = true;
		d->action = k->action;
	}
	d->stale = !d->decided && (k->entry_id != d->entry_id || k->order_id != d->order_id || k->order_no != hash_of(d->order_no) || k->order_amount != (d->known ? d->order_amount : -1) ||
	    k->paid_amount != d->paid_amount || strcmp(k->at, d->at) != 0);
}

static void
count_open(struct books *b, const struct difference *d)
{
	int64_t amount = d->known ? d->order_amount : d->paid_amount;

	count(d->decided ? &b->decided[d->class] : &b->open[d->class], d->paid_amount);
	if (d->decided)
		return;
	b->nopen++;
	count(&b->open_differences, amount);
	if (d->class == RECON_IN_DOUBT)
		count(&b->in_doubt, amount);
}

void
differences_meet(struct books *books)
{
	read_kept();
	for (size_t i = 0; i < books->n; i++) {
		struct difference *d = &books->v[i];

		if (!recon_is_difference(d->class))
			continue;
		meet_one(d);
		if (d->in_scope)
			count_open(books, d);
	}
}

/* ---- writing */

/* What a later bill may say otherwise. */
static void
bind_finding(struct stmt *q, const struct difference *d)
{
	db_text(q, ":id", d->id);
	bind_id(q, ":entry", d->entry_id);
	bind_id(q, ":order", d->order_id);
	db_text(q, ":order_no", d->order_no);
	db_text(q, ":txn_no", d->txn_no);
	if (d->known)
		db_int(q, ":order_amount", d->order_amount);
	else
		db_null(q, ":order_amount");
	db_int(q, ":paid_amount", d->paid_amount);
	db_text(q, ":at", d->at);
}

static void
add(const struct run *run, const struct difference *d)
{
	static struct stmt q = { "INSERT INTO difference (diff_id, class, order_no, order_id, entry_id, channel, txn_no, order_amount, paid_amount, "
		"at, first_seen, opened_at, state, batch_id) VALUES (:id, :class, :order_no, :order, :entry, :channel, :txn_no, :order_amount, "
		":paid_amount, :at, :now, :now, 'open', :batch)", NULL };

	bind_finding(&q, d);
	db_text(&q, ":class", recon_class_word(d->class));
	db_text(&q, ":channel", d->channel);
	db_text(&q, ":now", run->now);
	db_int(&q, ":batch", run->batch_id);
	db_do(&q);
}

static void
set_state(const struct run *run, const char *id, const char *state)
{
	static struct stmt q = { "UPDATE difference SET state = :state, action = '', reason = '', decided_by = '', decided_at = NULL, "
		"opened_at = iif(:state = 'open', :now, opened_at), closed_at = iif(:state = 'open', NULL, :now) WHERE diff_id = :id", NULL };

	db_text(&q, ":state", state);
	db_text(&q, ":now", run->now);
	db_text(&q, ":id", id);
	db_do(&q);
}

/* A companion bill, and then the bill itself, may say another amount or time of the same. */
static void
refresh(const struct difference *d)
{
	static struct stmt q = { "UPDATE difference SET entry_id = :entry, order_no = :order_no, order_id = :order, txn_no = :txn_no, order_amount = :order_amount, "
		"paid_amount = :paid_amount, at = :at WHERE diff_id = :id", NULL };

	bind_finding(&q, d);
	db_do(&q);
}

static int
by_id(const void *a, const void *b)
{
	return strcmp((*(const struct difference *const *)a)->id, (*(const struct difference *const *)b)->id);
}

void
differences_keep(struct run *run, const struct books *books)
{
	const struct difference **new = xcalloc(books->n + 1, sizeof *new);
	size_t n = 0;

	for (size_t i = 0; i < books->n; i++)
		if (recon_is_difference(books->v[i].class) && (books->v[i].changed || books->v[i].stale))
			new[n++] = &books->v[i];
	qsort(new, n, sizeof *new, by_id);
	for (size_t i = 0; i < n; i++) {
		if (kept_of(new[i]->id) == NULL)
			add(run, new[i]);
		else if (new[i]->changed)
			set_state(run, new[i]->id, "open");
		if (new[i]->stale)
			refresh(new[i]);
		run_digest(run, new[i]->id);
	}
	free(new);
	/* what somebody decided stands as it was decided, but of money that never came and is there now */
	for (size_t i = 0; i < nkept; i++)
		if (!kept[i].found && (kept[i].state == OPEN || (kept[i].state == DECIDED && kept[i].class == RECON_MISSING_BANK))) {
			set_state(run, kept[i].id, "closed");
			run_digest(run, kept[i].id);
		}
}
