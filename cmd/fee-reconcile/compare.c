/* SPDX-License-Identifier: MIT
 * The orders and entries that do not simply match (join.c), order by order; the rule is rule/reconcile. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame/billing.h"
#include "frame/share.h"
#include "recon.h"
#include "store/db.h"
#include "store/money.h"
#include "value/date.h"

enum { Q_PAYMENT, Q_REFUND, Q_COVER, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_PAYMENT] = { "SELECT channel, txn_no, amount, paid_at, effective FROM payment WHERE order_id = :id ORDER BY channel, txn_no", NULL },
	/* a refund of money that no payment of ours holds is about its entry */
	[Q_REFUND] = { "SELECT coalesce(p.channel, e.channel, ''), f.refund_no, coalesce(p.txn_no, e.txn_no, ''), f.amount, "
		"coalesce(f.exported_at, f.approved_at, f.proposed_at), f.state, coalesce(p.effective, 0), f.settled_at IS NOT NULL FROM refund f "
		"LEFT JOIN payment p ON p.id = f.payment_id LEFT JOIN statement_entry e ON e.id = f.entry_id "
		"WHERE f.order_id = :id ORDER BY f.refund_no", NULL },
	[Q_COVER] = { "SELECT channel, covers_from, covers_to, covers_pay, covers_refund, profile FROM statement WHERE covers_from <> '' "
		"ORDER BY covers_from /*scan*/", NULL },
};

/* One side's rows of the order in hand; text is theirs. */
struct group {
	struct arena text;
	struct recon_entry *entry;
	struct recon_payment *payment;
	struct recon_refund *refund;
	struct place {             /* of an entry */
		int64_t id, line;
		const char *file;
		bool given;
		bool back;             /* money that came back of a refund that no statement has */
	} *place;
	size_t entries, entry_cap, place_cap, payments, payment_cap, refunds, refund_cap;
	int64_t back_settled, back_all; /* refunds of the payment that counts */
};

/* The settings of a place, and what the statements cover. */
struct rules {
	struct recon_settings s;
	int64_t exam_id;
	const char *province;
	struct recon_cover *cover;
	size_t cover_cap, hulls;
	struct arena text;
};

static struct span
span_of(struct arena *a, const char *s)
{
	return (struct span){ arena_strdup(a, s), (uint32_t)strlen(s) };
}

static int64_t
seconds(const char *s)
{
	int64_t t;

	if (!time_parse(s, &t))
		bug("time %s", s);
	return t;
}

static void
add_cover(struct rules *r, struct recon_cover c)
{
	r->cover = grow(r->cover, r->s.covers, &r->cover_cap, sizeof *r->cover);
	r->cover[r->s.covers++] = c;
	r->s.cover = r->cover;
}

/* Files that declare no range are from their first row's day to their last one's, and all those of one channel together are: split in
 * two they cover what one file would. */
static void
add_hull(struct rules *r, struct recon_cover c)
{
	for (size_t i = 0; i < r->hulls; i++) {
		struct recon_cover *h = &r->cover[i];

		if (h->pay != c.pay || h->channel.len != c.channel.len || memcmp(h->channel.ptr, c.channel.ptr, c.channel.len) != 0)
			continue;
		h->from = c.from < h->from ? c.from : h->from;
		h->to = c.to > h->to ? c.to : h->to;
		return;
	}
	add_cover(r, c);
	/* the hulls come first */
	struct recon_cover first = r->cover[r->hulls];

	r->cover[r->hulls++] = c;
	r->cover[r->s.covers - 1] = r->hulls < r->s.covers ? first : c;
}

static void
add_statement(struct rules *r, struct recon_cover c, bool declared)
{
	struct recon_cover pay = c, refund = c;

	if (declared) {
		add_cover(r, c);
		return;
	}
	pay.refund = refund.pay = false;
	if (c.pay)
		add_hull(r, pay);
	if (c.refund)
		add_hull(r, refund);
}

/* Do the profile's files say what they cover? One that is not at hand now did. */
static bool
declares(const char *profile)
{
	const struct profile *p = profiles_find(share_profiles(), profile);

	return p == NULL || p->range_line != NULL;
}

/* Those of the database and of the files in hand. */
static void
read_covers(struct rules *r, int64_t now, const struct files *files)
{
	struct stmt *s = &q[Q_COVER];

	r->s = (struct recon_settings){ .now = now };
	r->exam_id = -1;
	r->province = "";
	while (db_row(s))
		add_statement(r, (struct recon_cover){ span_of(&r->text, db_col(s, 0)), seconds(db_col(s, 1)), seconds(db_col(s, 2)), db_col_int(s, 3),
			db_col_int(s, 4) }, declares(db_col(s, 5)));
	for (size_t i = 0; i < files->n; i++) {
		const struct statement *st = &files->v[i].st;

		if (!files->v[i].known && st->from != st->to)
			add_statement(r, (struct recon_cover){ span_of(&r->text, channel_of(st->profile)), st->from, st->to, st->covers_pay, st->covers_refund },
			    st->declared);
	}
}

static void
rules_for(struct rules *r, const struct matter *m)
{
	if (r->exam_id == m->exam_id && strcmp(r->province, m->province) == 0)
		return;
	const struct exam *e = exam_by_id(m->exam_id);

	r->exam_id = m->exam_id;
	r->province = m->province;
	r->s.in_doubt_days = (int)setting_int(e, m->province, "in_doubt_days", 3);
	r->s.refund_missing_days = (int)setting_int(e, m->province, "refund_missing_days", 7);
	r->s.late_grace_minutes = (int)setting_int(e, m->province, "late_grace_minutes", 0);
}

/* ---- the sides */

static void
take_entry(const struct entries *all, size_t i, struct group *g)
{
	const struct entry *e = &all->v[i];
	const struct source *source = &all->source[e->source];
	struct recon_entry entry = { .channel = { source->channel, (uint32_t)strlen(source->channel) },
		.decision = e->decided ? decision_of_entry(e->id) : RECON_OPEN };

	entry_row(all, i, &g->text, &entry.row);
	bool back = entry.row.kind == ROW_RETURN;

	if (back)
		entry.row.kind = ROW_REFUND; /* one that failed: all that there is of it */
	entry.returned = e->returned;
	g->entry = grow(g->entry, g->entries, &g->entry_cap, sizeof *g->entry);
	g->place = grow(g->place, g->entries, &g->place_cap, sizeof *g->place);
	g->place[g->entries] = (struct place){ e->id, entry.row.line, source->name, e->given, back };
	g->entry[g->entries++] = entry;
}

static void
take_payments(const struct join *j, const struct matter *m, struct group *g)
{
	struct stmt *s = &q[Q_PAYMENT];

	for (uint32_t i = 0; i < m->payments; i++) {
		g->payment = grow(g->payment, g->payments, &g->payment_cap, sizeof *g->payment);
		g->payment[g->payments++] = j->payment[m->payment + i].payment;
	}
	if (m->payments > 0)
		return;
	db_int(s, ":id", m->order_id);
	while (db_row(s)) {
		g->payment = grow(g->payment, g->payments, &g->payment_cap, sizeof *g->payment);
		g->payment[g->payments++] = (struct recon_payment){ span_of(&g->text, db_col(s, 0)), span_of(&g->text, db_col(s, 1)),
			db_col_int(s, 2), seconds(db_col(s, 3)), db_col_int(s, 4) };
	}
}

static void
take_refunds(int64_t order_id, struct group *g)
{
	struct stmt *s = &q[Q_REFUND];

	db_int(s, ":id", order_id);
	while (db_row(s)) {
		const char *state = db_col(s, 5);
		bool settled = strcmp(state, "settled") == 0, sent = strcmp(state, "exported") == 0, refused = strcmp(state, "refused") == 0;

		g->refund = grow(g->refund, g->refunds, &g->refund_cap, sizeof *g->refund);
		g->refund[g->refunds++] = (struct recon_refund){ span_of(&g->text, db_col(s, 0)), span_of(&g->text, db_col(s, 1)),
			span_of(&g->text, db_col(s, 2)), db_col_int(s, 3), seconds(db_col(s, 4)),
			settled ? RECON_SETTLED : sent ? RECON_SENT : !refused ? RECON_ASKED : db_col_int(s, 7) ? RECON_FAILED : RECON_REFUSED };
		if (db_col_int(s, 6) && !refused) {
			g->back_all += db_col_int(s, 3);
			g->back_settled += settled ? db_col_int(s, 3) : 0;
		}
	}
}

static void
take(const struct entries *all, const struct join *j, const struct matter *m, struct group *g)
{
	arena_clear(&g->text);
	g->entries = g->payments = g->refunds = 0;
	g->back_all = g->back_settled = 0;
	for (uint32_t i = m->first; i != 0; i = all->v[i - 1].next)
		if (!all->v[i - 1].moved)
			take_entry(all, i - 1, g);
	for (uint32_t i = 0; i < m->extras; i++)
		take_entry(all, j->extra[m->extra + i].entry, g);
	if (m->paid)
		take_payments(j, m, g);
	if (m->refunds)
		take_refunds(m->order_id, g);
}

static int
compare_spans(struct span a, struct span b)
{
	int c = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);

	return c != 0 ? c : (a.len > b.len) - (a.len < b.len);
}

static const struct group *sorting;

static int
by_time(const void *a, const void *b)
{
	const int *x = a, *y = b;
	const struct recon_entry *p = &sorting->entry[*x], *r = &sorting->entry[*y];

	if (p->row.time != r->row.time)
		return p->row.time < r->row.time ? -1 : 1;
	if (p->row.kind != r->row.kind)
		return p->row.kind - r->row.kind;
	int c = compare_spans(p->channel, r->channel);

	if (c == 0)
		c = compare_spans(p->row.txn_no, r->row.txn_no);
	if (c == 0)
		c = compare_spans(p->row.refund_no, r->row.refund_no);
	return c != 0 ? c : compare_spans(p->row.merchant, r->row.merchant);
}

/* Into the order of their times: in which order the files came must not show. */
static void
sort_entries(struct group *g)
{
	static struct recon_entry *entry;
	static struct place *place;
	static int *at;
	static size_t entry_cap, place_cap, at_cap;
	size_t n = g->entries;

	if (n < 2)
		return;
	while (at_cap < n) {
		entry = grow(entry, entry_cap, &entry_cap, sizeof *entry);
		place = grow(place, place_cap, &place_cap, sizeof *place);
		at = grow(at, at_cap, &at_cap, sizeof *at);
	}
	for (size_t i = 0; i < n; i++) {
		at[i] = (int)i;
		entry[i] = g->entry[i];
		place[i] = g->place[i];
	}
	sorting = g;
	qsort(at, n, sizeof *at, by_time);
	for (size_t i = 0; i < n; i++) {
		g->entry[i] = entry[at[i]];
		g->place[i] = place[at[i]];
	}
}

static bool
same(struct span a, struct span b)
{
	return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static bool
is_entry_of(const struct recon_entry *e, const struct recon_payment *p)
{
	return e->row.kind == ROW_PAY && p->txn_no.len > 0 && same(e->row.txn_no, p->txn_no) && same(e->channel, p->channel);
}

/* The entry of the payment's number in another channel, that no payment of ours has by both. */
static const struct recon_entry *
entry_of_number(const struct group *g, const struct recon_payment *p)
{
	for (size_t i = 0; i < g->entries && p->txn_no.len > 0; i++) {
		const struct recon_entry *e = &g->entry[i];
		bool free = e->row.kind == ROW_PAY && same(e->row.txn_no, p->txn_no);

		for (size_t k = 0; free && k < g->payments; k++)
			free = !is_entry_of(e, &g->payment[k]);
		if (free)
			return e;
	}
	return NULL;
}

/* The cashier or the gateway may know a channel by another word than its statement (unionpay, unionpay_zm): within an
 * order the number says that it is the same payment. It then goes by the statement's word, and its refunds with it. */
static void
use_words_of_statements(struct group *g)
{
	for (size_t i = 0; i < g->payments; i++) {
		struct recon_payment *p = &g->payment[i];
		bool found = false;

		for (size_t k = 0; !found && k < g->entries; k++)
			found = is_entry_of(&g->entry[k], p);
		const struct recon_entry *e = found ? NULL : entry_of_number(g, p);

		if (e == NULL)
			continue;
		for (size_t k = 0; k < g->refunds; k++)
			if (same(g->refund[k].channel, p->channel) && same(g->refund[k].txn_no, p->txn_no))
				g->refund[k].channel = e->channel;
		p->channel = e->channel;
	}
}

/* ---- one order */

static enum recon_state
state_of(const struct matter *o, const struct group *g)
{
	int64_t paid = 0;

	for (size_t i = 0; i < g->payments; i++)
		if (g->payment[i].effective)
			paid = g->payment[i].amount;
	if (paid > 0)
		return g->back_settled >= paid ? RECON_REFUNDED : g->back_all >= paid ? RECON_REFUNDING : RECON_PAID;
	if (o->closed)
		return RECON_VOID;
	return o->amount == 0 ? RECON_PAID : RECON_UNPAID;
}

static const char *
keep_span(struct books *b, struct span s)
{
	char *p = arena_alloc(&b->arena, (size_t)s.len + 1);

	memcpy(p, s.ptr, s.len);
	return p;
}

static void
count(struct class_sum *sum, int64_t amount)
{
	sum->count++;
	sum->amount += amount;
}

/* What a finding adds to the sums. */
static void
sum_up(struct books *b, const struct recon_finding *f)
{
	if (f->entry == NULL) {
		count(&b->ours[f->class], f->payment != NULL ? f->payment->amount : f->refund->amount);
	} else if (f->entry->row.kind == ROW_REFUND) {
		count(&b->refund[f->class], f->entry->row.amount);
	} else {
		count(&b->pay[f->class], f->entry->row.amount);
		if (f->payment != NULL) {
			count(&b->paired_ours, f->payment->amount);
			count(&b->paired_bank, f->entry->row.amount);
		} else {
			count(&b->alone[f->class], f->entry->row.amount);
		}
	}
}

/* Payments of ours that no finding is about: nothing should have shown them. */
static void
count_unseen(struct books *b, const struct group *g, const struct recon_findings *found)
{
	for (size_t i = 0; i < g->payments; i++) {
		bool seen = false;

		for (size_t k = 0; k < found->n && !seen; k++)
			seen = found->v[k].payment == &g->payment[i];
		if (!seen)
			count(&b->ours_unseen, g->payment[i].amount);
	}
}

static void
add_difference(struct books *b, const struct recon_order *order, const struct matter *m, const struct group *g,
    const struct recon_finding *f)
{
	char at[TIME_SIZE];
	struct difference d = { .class = f->class, .action = f->action, .known = order->known, .difference = f->difference,
		.order_no = arena_strdup(&b->arena, m->order_no), .reg_no = arena_strdup(&b->arena, m->reg_no), .channel = "", .txn_no = "",
		.refund_no = "", .file = "", .in_scope = m->in_scope, .order_id = m->order_id, .order_amount = m->amount };

	if (f->entry != NULL) {
		const struct place *p = &g->place[f->entry - g->entry];

		d.entry_id = p->id;
		d.elsewhere = !p->given;
		d.line = p->line;
		d.file = arena_strdup(&b->arena, p->file);
		d.channel = keep_span(b, f->entry->channel);
		d.txn_no = keep_span(b, f->entry->row.txn_no);
		d.refund_no = keep_span(b, f->entry->row.refund_no);
		d.paid_amount = f->entry->row.kind == ROW_PAY || p->back ? f->entry->row.amount : -f->entry->row.amount;
		if (p->back)
			d.difference = f->entry->row.amount;
		time_text(f->entry->row.time, at);
	} else if (f->payment != NULL) {
		d.channel = keep_span(b, f->payment->channel);
		d.txn_no = keep_span(b, f->payment->txn_no);
		time_text(f->payment->time, at);
	} else {
		d.channel = keep_span(b, f->refund->channel);
		d.txn_no = keep_span(b, f->refund->txn_no);
		d.refund_no = keep_span(b, f->refund->refund_no);
		time_text(f->refund->time, at);
	}
	d.at = arena_strdup(&b->arena, at);
	if (f->class != RECON_MATCHED)
		recon_id(order, f, d.id);
	b->v = grow(b->v, b->n, &b->cap, sizeof *b->v);
	b->v[b->n++] = d;
}

struct comparison {
	struct run *run;
	struct rules rules;
	struct group group;
	struct recon_findings found;
	bool matched;
	struct books *books;
};

/* What only the database knows, looked up for the few orders that it concerns: money in another payment window is not late; a
 * replaced order may stand again; money for a registration that may not pay (refused, or its review begun anew) cannot be
 * accepted: fee-decide would say NOT_DUE. */
static void
ask_database(struct recon_findings *found, int64_t order_id)
{
	struct order ours;
	char at[TIME_SIZE];

	for (size_t i = 0; i < found->n; i++) {
		struct recon_finding *f = &found->v[i];

		if (f->class == RECON_FEE_MISMATCH && f->entry->decision == RECON_ACCEPTED) {
			f->class = RECON_MATCHED; /* fee-decide said it with the decision, which is about this entry once and for all */
			f->action = RECON_NONE;
		}
		if ((f->class != RECON_MISSING_OURS && f->class != RECON_LATE) || !order_read(order_id, &ours))
			continue;
		time_text(f->entry->row.time, at);
		bool late = billing_is_late(&ours, at);

		f->class = late ? RECON_LATE : RECON_MISSING_OURS;
		f->action = late || !ours.due || (ours.closed && !billing_can_restore(&ours)) ? RECON_REFUND : RECON_ACCEPT;
	}
}

static void
one_matter(struct comparison *c, const struct matter *m)
{
	struct group *g = &c->group;
	struct books *b = c->books;

	sort_entries(g);
	use_words_of_statements(g);
	struct recon_order order = { .known = m->order_id != 0, .order_no = { m->order_no, (uint32_t)strlen(m->order_no) }, .entry = g->entry,
		.entries = g->entries, .payment = g->payment, .payments = g->payments, .refund = g->refund, .refunds = g->refunds };

	if (order.known) {
		rules_for(&c->rules, m);
		order.state = state_of(m, g);
		order.amount = m->amount;
		order.deadline = m->deadline;
	}
	for (size_t i = 0; i < g->entries && m->in_scope; i++)
		count(g->entry[i].row.kind == ROW_PAY ? &b->bank_pay : &b->bank_refund, g->entry[i].row.amount);
	reconcile(&order, &c->rules.s, &c->found);
	ask_database(&c->found, m->order_id);
	if (m->in_scope && (m->first != 0 || m->extras > 0 || m->refunds)) /* else join.c has counted them */
		count_unseen(b, g, &c->found);
	for (size_t i = 0; i < c->found.n; i++) {
		const struct recon_finding *f = &c->found.v[i];

		if (m->in_scope)
			sum_up(b, f);
		if (f->class != RECON_MATCHED || (c->matched && m->in_scope && g->place[f->entry - g->entry].given))
			add_difference(b, &order, m, g, f);
	}
}

static void
release_group(struct group *g)
{
	arena_release(&g->text);
	free(g->entry);
	free(g->place);
	free(g->payment);
	free(g->refund);
}

/* Whatever order the rest comes in, its entries are read in that of the table; where that is nearly all of them, one by one. */
static void
fetch_entries(struct entries *all, const struct join *j)
{
	enum { MOST = 1 << 18 };
	uint32_t *entry = xcalloc(MOST, sizeof *entry);
	size_t n = 0;

	for (size_t i = 0; i < j->n; i++)
		for (uint32_t k = j->v[i].first; k != 0 && n < MOST; k = all->v[k - 1].next)
			if (!all->v[k - 1].in_hand)
				entry[n++] = k - 1;
	entries_fetch(all, entry, n);
	free(entry);
}

/* A difference where it was found: those of one order are in the order of their times. */
struct found_at {
	const char *order_no;
	size_t at;
};

static int
by_order_no(const void *a, const void *b)
{
	const struct found_at *x = a, *y = b;
	int c = strcmp(x->order_no, y->order_no);

	return c != 0 ? c : (x->at > y->at) - (x->at < y->at);
}

/* Orders were looked at where they lie in the database. */
static void
sort_differences(struct books *b)
{
	struct found_at *order = xcalloc(b->n + 1, sizeof *order);
	struct difference *sorted = xcalloc(b->n + 1, sizeof *sorted);

	for (size_t i = 0; i < b->n; i++)
		order[i] = (struct found_at){ b->v[i].order_no, i };
	qsort(order, b->n, sizeof *order, by_order_no);
	for (size_t i = 0; i < b->n; i++)
		sorted[i] = b->v[order[i].at];
	free(order);
	free(b->v);
	b->v = sorted;
	b->cap = b->n + 1;
}

void
books_compare(struct run *run, struct entries *all, const struct files *files, bool matched, struct books *books)
{
	struct comparison c = { .run = run, .matched = matched, .books = books };
	struct join j;

	*books = (struct books){ 0 };
	for (size_t i = 0; i < files->n; i++) {
		const struct file_sums *sums = &files->v[i].sums;

		books->files_rows.count += sums->pay_count + sums->refund_count;
		books->files_rows.amount += sums->pay_sum - sums->refund_sum;
	}
	books->files_entries = entries_of_files(all, files);
	read_covers(&c.rules, run->now_s, files);
	c.rules.s.in_doubt_days = (int)setting_int(run->exam, NULL, "in_doubt_days", 3); /* for what no statement speaks of */
	join_orders(run, all, &c.rules.s, matched, &j, books);
	fetch_entries(all, &j);
	for (size_t i = 0; i < j.n; i++) {
		take(all, &j, &j.v[i], &c.group);
		one_matter(&c, &j.v[i]);
	}
	sort_differences(books);
	join_release(&j);
	release_group(&c.group);
	free(c.found.v);
	free(c.rules.cover);
	arena_release(&c.rules.text);
}

void
books_release(struct books *books)
{
	arena_release(&books->arena);
	free(books->v);
	*books = (struct books){ 0 };
}
