/* SPDX-License-Identifier: MIT
 * Entries, orders and payments, a million each, brought together by one linear scan of each table: what simply matches is
 * counted here, without its texts; the rest is left as matters. */
#include <stdlib.h>
#include <string.h>

#include "recon.h"
#include "store/db.h"
#include "store/money.h"
#include "value/date.h"

enum { Q_ORDER, Q_ORDER_OF, Q_PAYMENT, Q_REFUNDED, Q_ALIAS, Q_REFUND_NO, Q_MATTER, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_ORDER] = { "SELECT id, order_no, amount FROM fee_order ORDER BY id /*scan*/", NULL },
	[Q_ORDER_OF] = { "SELECT o.id, o.order_no, o.amount, r.exam_id = :exam FROM fee_order o JOIN registration r ON r.id = o.registration_id "
		"ORDER BY o.id /*scan*/", NULL },
	[Q_PAYMENT] = { "SELECT order_id, channel, txn_no, paid_at, amount, effective FROM payment ORDER BY id /*scan*/", NULL },
	[Q_REFUNDED] = { "SELECT DISTINCT order_id FROM refund WHERE order_id IS NOT NULL /*scan*/", NULL },
	[Q_ALIAS] = { "SELECT alias, kind, order_id FROM order_alias ORDER BY alias /*scan*/", NULL },
	[Q_REFUND_NO] = { "SELECT order_id FROM refund WHERE refund_no = :refund_no AND order_id IS NOT NULL", NULL },
	[Q_MATTER] = { "SELECT o.order_no, o.amount, o.pay_until, o.closed_at IS NOT NULL, r.reg_no, r.exam_id, r.province FROM fee_order o "
		"JOIN registration r ON r.id = o.registration_id WHERE o.id = :id", NULL },
};

/* An order, few bytes. */
struct owed {
	int64_t id, amount;
	uint32_t first;         /* entry of its number, + 1; 0: none */
	bool out_of_scope : 1, refunds : 1, extra : 1;
	bool paid : 1;          /* there are payments of ours */
	bool twice : 1;         /* more than one */
	bool matched : 1;       /* its first payment is its first entry, and matches */
	bool missed : 1;        /* a statement covers a payment of it; counts where there is no entry */
	bool noted : 1;         /* all its payments are in join.payment */
};

struct table {
	uint64_t *slot;         /* entry + 1 below the upper half of its hash, which keeps most misses away from the entries */
	size_t mask;
};

struct joining {
	const struct run *run;
	struct entries *all;
	const struct recon_settings *settings;
	struct join *out;
	struct books *books;
	struct table table;
	struct owed *order;     /* by id */
	size_t orders, cap;
	bool general, dense;    /* dense: order[i] has id i + 1 */
};

static bool
same(struct span a, struct span b)
{
	return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

/* ---- entries by order number */

static uint64_t
hash_of(struct span order_no)
{
	return hash_quick(order_no.ptr, order_no.len);
}

/* Before all others of its number. */
static void
put_first(struct joining *j, size_t entry, uint64_t hash)
{
	const struct table *t = &j->table;
	struct entry *e = &j->all->v[entry];
	size_t at = hash & t->mask;

	while (t->slot[at] != 0 &&
	    ((t->slot[at] ^ hash) >> 32 != 0 || !same(entry_order_no(&j->all->v[(uint32_t)t->slot[at] - 1]), entry_order_no(e))))
		at = (at + 1) & t->mask;
	e->next = (uint32_t)t->slot[at];
	t->slot[at] = (hash >> 32 << 32) | (entry + 1);
}

static void
entries_chain(struct joining *j)
{
	enum { AHEAD = 16 };
	uint64_t hash[AHEAD];
	size_t slots = 16, n = j->all->n;

	while (slots < n * 3 / 2)
		slots *= 2;
	j->table = (struct table){ xcalloc(slots, sizeof *j->table.slot), slots - 1 };
	/* from the last, so that the first of a number comes first; slots are on their way while others are filled */
	for (size_t i = n + AHEAD; i-- > 0;) {
		if (i < n && j->all->v[i].id != 0)
			put_first(j, i, hash[i % AHEAD]);
		if (i >= AHEAD && j->all->v[i - AHEAD].id != 0) {
			hash[i % AHEAD] = hash_of(entry_order_no(&j->all->v[i - AHEAD]));
			__builtin_prefetch(&j->table.slot[hash[i % AHEAD] & j->table.mask]);
		}
	}
}

/* The first entry of a number, + 1; 0: none. */
static uint32_t
first_of(const struct joining *j, struct span order_no, uint64_t hash)
{
	const struct table *t = &j->table;

	for (size_t at = hash & t->mask; t->slot[at] != 0; at = (at + 1) & t->mask)
		if ((t->slot[at] ^ hash) >> 32 == 0 && same(entry_order_no(&j->all->v[(uint32_t)t->slot[at] - 1]), order_no))
			return (uint32_t)t->slot[at];
	return 0;
}

static uint32_t
first_of_text(const struct joining *j, const char *order_no)
{
	struct span s = { order_no, (uint32_t)strlen(order_no) };

	return first_of(j, s, hash_of(s));
}

/* ---- orders */

enum { BATCH = 256, NUMBER_MOST = 64 };

/* Orders on their way, so that the memory each will look at is under way while others are looked up. */
struct batch {
	struct owed order[BATCH];
	uint64_t hash[BATCH];
	char text[BATCH][NUMBER_MOST];
	uint32_t len[BATCH];
	size_t n;
};

static const struct entry *
entry_in(const struct joining *j, uint64_t hash)
{
	uint32_t i = (uint32_t)j->table.slot[hash & j->table.mask];

	return i != 0 ? &j->all->v[i - 1] : NULL;
}

static void
look_up(struct joining *j, struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		b->hash[i] = hash_quick(b->text[i], b->len[i]);
		__builtin_prefetch(&j->table.slot[b->hash[i] & j->table.mask]);
	}
	for (size_t i = 0; i < b->n; i++)
		__builtin_prefetch(entry_in(j, b->hash[i]));
	for (size_t i = 0; i < b->n; i++) {
		const struct entry *e = entry_in(j, b->hash[i]);

		if (e != NULL)
			__builtin_prefetch(e->in_hand ? (const void *)&e->row->order_no : e->text);
	}
	for (size_t i = 0; i < b->n; i++) {
		const struct entry *e = entry_in(j, b->hash[i]);

		if (e != NULL && e->in_hand)
			__builtin_prefetch(e->row->order_no.ptr);
	}
	for (size_t i = 0; i < b->n; i++) {
		struct owed *o = &b->order[i];

		o->first = first_of(j, (struct span){ b->text[i], b->len[i] }, b->hash[i]);
		if (o->first != 0)
			j->all->v[o->first - 1].claimed = true;
		j->order = grow(j->order, j->orders, &j->cap, sizeof *j->order);
		j->order[j->orders++] = *o;
	}
	b->n = 0;
}

static void
read_orders(struct joining *j)
{
	struct stmt *s = &q[j->run->exam != NULL ? Q_ORDER_OF : Q_ORDER];
	struct batch *b = xcalloc(1, sizeof *b);

	if (j->run->exam != NULL)
		db_int(s, ":exam", j->run->exam->id);
	while (db_row(s)) {
		size_t len;
		const char *order_no = db_col_bytes(s, 1, &len);

		if (len > NUMBER_MOST)
			len = 0; /* nobody quotes it: order numbers have 24 characters at most */
		b->order[b->n] = (struct owed){ .id = db_col_int(s, 0), .amount = db_col_int(s, 2),
			.out_of_scope = j->run->exam != NULL && !db_col_int(s, 3) };
		memcpy(b->text[b->n], order_no, len);
		b->len[b->n++] = (uint32_t)len;
		if (b->n == BATCH)
			look_up(j, b);
	}
	look_up(j, b);
	free(b);
	j->dense = j->orders > 0 && j->order[0].id == 1 && j->order[j->orders - 1].id == (int64_t)j->orders;
}

static struct owed *
order_of(const struct joining *j, int64_t id)
{
	size_t low = 0, high = j->orders;

	/* mostly they are numbered from 1 without gaps: no look at others' memory */
	if (j->dense && id > 0 && (size_t)id <= high)
		return &j->order[id - 1];
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (j->order[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == j->orders || j->order[low].id != id)
		bug("no order %lld", (long long)id);
	return &j->order[low];
}

/* ---- entries that are an order's in another way */

static void
give_extra(struct joining *j, int64_t order_id, size_t entry)
{
	struct join *out = j->out;

	if (j->all->v[entry].moved)
		return;
	j->all->v[entry].moved = true;
	out->extra = grow(out->extra, out->extras, &out->extra_cap, sizeof *out->extra);
	out->extra[out->extras++] = (struct extra){ order_id, (uint32_t)entry };
	order_of(j, order_id)->extra = true;
}

/* All entries of a number that stands for an order. */
static void
claim(struct joining *j, uint32_t first, int64_t order_id)
{
	struct owed *o = order_of(j, order_id);

	if (first == 0 || j->all->v[first - 1].claimed)
		return;
	j->all->v[first - 1].claimed = true;
	if (o->first == 0) {
		o->first = first;
		return;
	}
	for (uint32_t i = first; i != 0; i = j->all->v[i - 1].next)
		give_extra(j, order_id, i - 1);
}

static bool
claimed(const struct joining *j, struct span order_no)
{
	uint32_t first = order_no.len > 0 ? first_of(j, order_no, hash_of(order_no)) : 0;

	return first != 0 && j->all->v[first - 1].claimed;
}

static void
read_aliases(struct joining *j)
{
	struct stmt *s = &q[Q_ALIAS];

	while (db_row(s)) {
		if (*db_col(s, 1) != 'e') {
			claim(j, first_of_text(j, db_col(s, 0)), db_col_int(s, 2));
			continue;
		}
		size_t i = entry_of_id(j->all, strtoll(db_col(s, 0), NULL, 10));

		/* an entry under an order's own number is that order's */
		if (i != SIZE_MAX && !claimed(j, entry_order_no(&j->all->v[i])))
			give_extra(j, db_col_int(s, 2), i);
	}
}

/* ---- payments */

/* The word of a payment's channel among the statements, -1: of none. */
static int
word_of(const struct joining *j, const char *channel, size_t n)
{
	static char last[64];
	static int word = -1;
	static const struct entries *of;

	if (of == j->all && strlen(last) == n && memcmp(last, channel, n) == 0)
		return word;
	of = j->all;
	snprintf(last, sizeof last, "%.*s", (int)n, channel);
	word = -1;
	for (size_t i = 0; i < j->all->sources; i++)
		if (strcmp(j->all->source[i].channel, last) == 0)
			word = j->all->source[i].word;
	return word;
}

static int64_t
seconds(const char *s)
{
	int64_t t;

	if (!time_parse(s, &t))
		bug("time %s", s);
	return t;
}

/* Payments on their way, as the orders are. */
struct told {
	struct {
		struct owed *order;
		int64_t amount;
		int word;
		bool effective, cut; /* cut: its texts are too long for here */
		uint32_t txn_len, channel_len;
		char txn_no[NUMBER_MOST], channel[NUMBER_MOST], paid_at[TIME_SIZE];
	} v[BATCH];
	size_t n;
};

/* Does the payment match its order's one entry? Only what recon_simply_matches() looks at is filled. */
static bool
simply(const struct joining *j, const struct owed *o, const struct recon_payment *p, int word)
{
	const struct entry *e = &j->all->v[o->first - 1];

	if (e->next != 0 || e->decided || e->fee_off || j->all->source[e->source].word != word)
		return false;
	struct recon_entry entry = { .channel = p->channel, .row = { .kind = e->kind, .amount = e->amount, .txn_no = entry_txn_no(e), .rate = -1 } };
	struct recon_order order = { .known = true, .state = RECON_PAID, .amount = o->amount, .entry = &entry, .entries = 1, .payment = p, .payments = 1 };

	return recon_simply_matches(&order);
}

static void
count(struct class_sum *sum, int64_t amount)
{
	sum->count++;
	sum->amount += amount;
}

/* A payment that will be asked for again. */
static void
note(struct join *out, struct owed *o, const struct recon_payment *p)
{
	char *text = arena_alloc(&out->text, (size_t)p->channel.len + p->txn_no.len);

	memcpy(text, p->channel.ptr, p->channel.len);
	memcpy(text + p->channel.len, p->txn_no.ptr, p->txn_no.len);
	o->noted = true;
	out->payment = grow(out->payment, out->payments, &out->payment_cap, sizeof *out->payment);
	out->payment[out->payments] = (struct noted){ o->id, *p };
	out->payment[out->payments].payment.channel.ptr = text;
	out->payment[out->payments++].payment.txn_no.ptr = text + p->channel.len;
}

static void
one_payment(struct joining *j, struct owed *o, struct recon_payment *p, int word, const char *paid_at)
{
	if (!o->out_of_scope)
		count(&j->books->ours_paid, p->amount);
	o->twice = o->paid;
	o->paid = true;
	if (o->first != 0)
		o->matched = !o->twice && simply(j, o, p, word);
	if (o->matched)
		return;
	p->time = seconds(paid_at);
	if (o->first == 0 && word < 0 && !o->out_of_scope && !same(p->channel, (struct span){ "counter", 7 }) &&
	    j->settings->now - p->time >= (int64_t)j->settings->in_doubt_days * 86400)
		j->books->unspoken++;
	if (o->first == 0) {
		if (recon_covers(j->settings, p))
			o->missed = true;
		else if (!o->out_of_scope && !o->extra && !o->refunds)
			count(&j->books->ours_unseen, p->amount);
	}
	if (o->twice ? o->noted : o->first != 0 || o->missed || o->extra || o->refunds)
		note(j->out, o, p);
	else
		o->noted = false;
}

static const struct entry *
entry_for(const struct joining *j, const struct owed *o)
{
	return o->first != 0 ? &j->all->v[o->first - 1] : NULL;
}

static void
pay(struct joining *j, struct told *t)
{
	for (size_t i = 0; i < t->n; i++)
		__builtin_prefetch(entry_for(j, t->v[i].order));
	for (size_t i = 0; i < t->n; i++) {
		const struct entry *e = entry_for(j, t->v[i].order);

		if (e != NULL)
			__builtin_prefetch(e->in_hand ? (const void *)&e->row->txn_no : e->text);
	}
	for (size_t i = 0; i < t->n; i++) {
		const struct entry *e = entry_for(j, t->v[i].order);

		if (e != NULL && e->in_hand)
			__builtin_prefetch(e->row->txn_no.ptr);
	}
	for (size_t i = 0; i < t->n; i++) {
		struct recon_payment p = { { t->v[i].channel, t->v[i].channel_len }, { t->v[i].txn_no, t->v[i].txn_len }, t->v[i].amount, 0,
			t->v[i].effective };

		one_payment(j, t->v[i].order, &p, t->v[i].word, t->v[i].paid_at);
		t->v[i].order->noted &= !t->v[i].cut;
	}
	t->n = 0;
}

static void
read_payments(struct joining *j)
{
	struct stmt *s = &q[Q_PAYMENT];
	struct told *t = xcalloc(1, sizeof *t);

	while (db_row(s)) {
		size_t n = t->n++, channel_len, txn_len, at_len;
		const char *channel = db_col_bytes(s, 1, &channel_len), *txn_no = db_col_bytes(s, 2, &txn_len), *at = db_col_bytes(s, 3, &at_len);

		t->v[n].order = order_of(j, db_col_int(s, 0));
		__builtin_prefetch(t->v[n].order);
		t->v[n].word = word_of(j, channel, channel_len);
		t->v[n].cut = channel_len > NUMBER_MOST || txn_len > NUMBER_MOST;
		if (t->v[n].cut)
			channel_len = txn_len = 0; /* does not simply match */
		t->v[n].channel_len = (uint32_t)channel_len;
		t->v[n].txn_len = (uint32_t)txn_len;
		memcpy(t->v[n].channel, channel, channel_len);
		memcpy(t->v[n].txn_no, txn_no, txn_len);
		at_len = at_len < TIME_SIZE ? at_len : TIME_SIZE - 1;
		memcpy(t->v[n].paid_at, at, at_len);
		t->v[n].paid_at[at_len] = '\0';
		t->v[n].amount = db_col_int(s, 4);
		t->v[n].effective = db_col_int(s, 5);
		if (t->n == BATCH)
			pay(j, t);
	}
	pay(j, t);
	free(t);
}

static void
read_refunded(struct joining *j)
{
	struct stmt *s = &q[Q_REFUNDED];

	while (db_row(s))
		order_of(j, db_col_int(s, 0))->refunds = true;
}

/* The order of the payment that a refund names: as its entry has it, else as we were told. */
static int64_t
order_of_refunded(const struct joining *j, const char *channel, const struct statement_row *refund)
{
	struct statement_row pay = { .kind = ROW_PAY, .txn_no = refund->txn_no };
	char *txn_no = xstrndup(refund->txn_no.ptr, refund->txn_no.len);
	struct payment payment;
	struct order order;
	int64_t id = payment_find(channel, txn_no, &payment) ? payment.order_id : 0;
	size_t i = id == 0 ? entry_of_id(j->all, statement_row_id(channel, &pay)) : SIZE_MAX;

	free(txn_no);
	if (i != SIZE_MAX && j->all->v[i].kind == ROW_PAY && same(entry_txn_no(&j->all->v[i]), refund->txn_no)) {
		struct span no = entry_order_no(&j->all->v[i]);
		char *order_no = xstrndup(no.ptr, no.len);

		id = *order_no != '\0' && order_find(order_no, &order) ? order.id : 0;
		free(order_no);
	}
	return id;
}

/* The order of our refund that has the number, 0: none. */
static int64_t
order_of_ours(struct span number)
{
	char *refund_no = xstrndup(number.ptr, number.len);

	db_text(&q[Q_REFUND_NO], ":refund_no", refund_no);
	free(refund_no);
	return db_int1(&q[Q_REFUND_NO], 0);
}

/* Refunds of no order's number: theirs is the order of our refund whose number they bear or quote, or of the payment that they give back. */
static void
find_refund(struct joining *j, size_t entry, struct arena *text)
{
	struct statement_row row;
	int64_t order_id;

	entry_row(j->all, entry, text, &row);
	order_id = order_of_ours(row.refund_no);
	if (order_id == 0 && row.order_no.len > 0)
		order_id = order_of_ours(row.order_no);
	if (order_id == 0 && row.order_no.len == 0 && row.txn_no.len > 0)
		order_id = order_of_refunded(j, j->all->source[j->all->v[entry].source].channel, &row);
	if (order_id != 0)
		give_extra(j, order_id, entry);
}

static void
find_refunds(struct joining *j)
{
	struct arena text = { NULL };

	for (size_t at = 0; at <= j->table.mask; at++) {
		uint32_t first = (uint32_t)j->table.slot[at];

		if (first == 0 || j->all->v[first - 1].claimed)
			continue;
		for (uint32_t i = first; i != 0; i = j->all->v[i - 1].next)
			if (j->all->v[i - 1].kind != ROW_PAY && !j->all->v[i - 1].moved)
				find_refund(j, i - 1, &text);
		arena_clear(&text);
	}
	arena_release(&text);
}

/* ---- what is left */

static void
add_matter(struct join *out, struct matter m)
{
	out->v = grow(out->v, out->n, &out->cap, sizeof *out->v);
	out->v[out->n++] = m;
}

/* Its payments, where they are noted; they are sorted. */
static void
find_noted(const struct join *out, struct matter *m)
{
	size_t low = 0, high = out->payments;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (out->payment[middle].order_id < m->order_id)
			low = middle + 1;
		else
			high = middle;
	}
	m->payment = (uint32_t)low;
	while (low < out->payments && out->payment[low].order_id == m->order_id)
		low++;
	m->payments = (uint32_t)low - m->payment;
}

static void
add_order(struct joining *j, const struct owed *o, uint32_t extra)
{
	struct stmt *s = &q[Q_MATTER];
	struct join *out = j->out;
	struct matter m = { .order_id = o->id, .first = o->first, .paid = o->paid, .refunds = o->refunds, .extra = extra, .in_scope = !o->out_of_scope };

	if (o->noted)
		find_noted(out, &m);
	while (extra + m.extras < out->extras && out->extra[extra + m.extras].order_id == o->id)
		m.extras++;
	db_int(s, ":id", o->id);
	if (!db_row(s))
		bug("no order %lld", (long long)o->id);
	m.order_no = arena_strdup(&out->text, db_col(s, 0));
	m.amount = db_col_int(s, 1);
	m.deadline = *db_col(s, 2) != '\0' ? seconds(db_col(s, 2)) : INT64_MAX;
	m.closed = db_col_int(s, 3);
	m.reg_no = arena_strdup(&out->text, db_col(s, 4));
	m.exam_id = db_col_int(s, 5);
	m.province = arena_strdup(&out->text, db_col(s, 6));
	db_reset(s);
	add_matter(out, m);
}

static bool
has_given(const struct joining *j, const struct owed *o)
{
	for (uint32_t i = o->first; i != 0; i = j->all->v[i - 1].next)
		if (j->all->v[i - 1].given)
			return true;
	return false;
}

static void
sort_out_order(struct joining *j, const struct owed *o)
{
	struct books *b = j->books;
	bool matches = o->matched && !o->twice && !o->refunds && !o->extra;

	if (matches && !(j->general && has_given(j, o))) {
		int64_t amount = j->all->v[o->first - 1].amount;

		if (o->out_of_scope)
			return;
		count(&b->pay[RECON_MATCHED], amount);
		count(&b->bank_pay, amount);
		count(&b->paired_ours, o->amount);
		count(&b->paired_bank, amount);
	} else if (o->first != 0 || o->missed || o->refunds || o->extra) {
		const struct extra *at = j->out->extra;
		uint32_t low = 0, high = (uint32_t)j->out->extras;

		while (low < high) {
			uint32_t middle = (low + high) / 2;

			if (at[middle].order_id < o->id)
				low = middle + 1;
			else
				high = middle;
		}
		add_order(j, o, low);
	}
}

static void
sort_out_unknown(struct joining *j)
{
	for (size_t at = 0; at <= j->table.mask; at++) {
		uint32_t first = (uint32_t)j->table.slot[at];
		bool left = false;

		if (first == 0 || j->all->v[first - 1].claimed)
			continue;
		for (uint32_t i = first; i != 0 && !left; i = j->all->v[i - 1].next)
			left = !j->all->v[i - 1].moved;
		struct span order_no = entry_order_no(&j->all->v[first - 1]);
		char *text = arena_alloc(&j->out->text, (size_t)order_no.len + 1);

		memcpy(text, order_no.ptr, order_no.len);
		if (left)
			add_matter(j->out, (struct matter){ .order_no = text, .reg_no = "", .province = "", .first = first, .in_scope = true });
	}
}

static int
by_order(const void *a, const void *b)
{
	const struct extra *x = a, *y = b;

	return x->order_id != y->order_id ? (x->order_id > y->order_id) - (x->order_id < y->order_id) : (x->entry > y->entry) - (x->entry < y->entry);
}

static int
compare_spans(struct span a, struct span b)
{
	int c = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);

	return c != 0 ? c : (a.len > b.len) - (a.len < b.len);
}

static int
by_payment(const void *a, const void *b)
{
	const struct noted *x = a, *y = b;
	int c = (x->order_id > y->order_id) - (x->order_id < y->order_id);

	if (c == 0)
		c = compare_spans(x->payment.channel, y->payment.channel);
	return c != 0 ? c : compare_spans(x->payment.txn_no, y->payment.txn_no);
}

void
join_orders(const struct run *run, struct entries *all, const struct recon_settings *settings, bool general, struct join *out, struct books *books)
{
	struct joining j = { .run = run, .all = all, .settings = settings, .out = out, .books = books, .general = general };

	*out = (struct join){ 0 };
	entries_chain(&j);
	read_orders(&j);
	read_aliases(&j);
	read_refunded(&j);
	find_refunds(&j);
	read_payments(&j);
	if (out->extras > 0)
		qsort(out->extra, out->extras, sizeof *out->extra, by_order);
	if (out->payments > 0)
		qsort(out->payment, out->payments, sizeof *out->payment, by_payment);
	for (size_t i = 0; i < j.orders; i++)
		sort_out_order(&j, &j.order[i]);
	sort_out_unknown(&j);
	free(j.order);
	free(j.table.slot);
}

void
join_release(struct join *j)
{
	free(j->v);
	free(j->extra);
	free(j->payment);
	arena_release(&j->text);
	*j = (struct join){ 0 };
}
