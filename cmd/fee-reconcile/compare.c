/* SPDX-License-Identifier: MIT
 * All orders of the database and all entries of all statements ever read, order by order. Both sides come
 * sorted by order number and are merged; the rule is rule/reconcile. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame/billing.h"
#include "recon.h"
#include "store/db.h"
#include "store/money.h"
#include "value/date.h"

enum { Q_ORDER, Q_ENTRY, Q_PAYMENT, Q_REFUND, Q_COVER, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_ORDER] = { "SELECT o.order_no, o.id, o.amount, o.pay_until, o.closed_at IS NOT NULL, r.reg_no, r.exam_id, r.province "
		"FROM fee_order o JOIN registration r ON r.id = o.registration_id ORDER BY o.order_no /*scan*/", NULL },
	/* read as they lie and sorted (+): by the index each of a million would be looked up for itself */
	[Q_ENTRY] = { "SELECT e.order_no, e.id, e.channel, e.merchant, e.kind = 'pay', e.txn_no, e.refund_no, e.amount, e.settled, e.fee_1e5, "
		"coalesce(e.rate, -1), e.at, e.status, e.line, s.file FROM statement_entry e JOIN statement s ON s.id = e.statement_id "
		"ORDER BY +e.order_no /*scan*/", NULL },
	[Q_PAYMENT] = { "SELECT o.order_no, p.id, p.channel, p.txn_no, p.amount, p.paid_at, p.effective FROM fee_order o "
		"JOIN payment p ON p.order_id = o.id ORDER BY o.order_no, p.channel, p.txn_no /*scan*/", NULL },
	/* a refund of money that no payment of ours holds is about its entry */
	[Q_REFUND] = { "SELECT o.order_no, coalesce(p.channel, e.channel, ''), f.refund_no, coalesce(p.txn_no, e.txn_no, ''), f.amount, "
		"coalesce(f.exported_at, f.approved_at, f.proposed_at), f.state, coalesce(p.effective, 0) FROM fee_order o "
		"JOIN refund f ON f.order_id = o.id AND f.state <> 'refused' LEFT JOIN payment p ON p.id = f.payment_id "
		"LEFT JOIN statement_entry e ON e.id = f.entry_id ORDER BY o.order_no, f.refund_no /*scan*/", NULL },
	[Q_COVER] = { "SELECT channel, covers_from, covers_to, covers_pay, covers_refund FROM statement WHERE covers_from <> '' "
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
	} *place;
	size_t entries, entry_cap, place_cap, payments, payment_cap, refunds, refund_cap;
	int64_t back_settled, back_all; /* refunds of the payment that counts */
	unsigned orders;           /* since text was last released */
};

struct ours {
	int64_t id, amount, exam_id;
	char order_no[64], reg_no[32], province[16];
	int64_t deadline;
	bool closed;
};

/* The settings of a place, and what the statements cover. */
struct rules {
	struct recon_settings s;
	int64_t exam_id;
	char province[16];
	struct recon_cover *cover;
	size_t cover_cap;
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
read_covers(struct rules *r, int64_t now)
{
	size_t n = 0;

	while (db_row(&q[Q_COVER])) {
		r->cover = grow(r->cover, n, &r->cover_cap, sizeof *r->cover);
		r->cover[n++] = (struct recon_cover){ span_of(&r->text, db_col(&q[Q_COVER], 0)), seconds(db_col(&q[Q_COVER], 1)),
			seconds(db_col(&q[Q_COVER], 2)), db_col_int(&q[Q_COVER], 3), db_col_int(&q[Q_COVER], 4) };
	}
	r->s = (struct recon_settings){ .now = now, .cover = r->cover, .covers = n };
	r->exam_id = -1;
}

static void
rules_for(struct rules *r, const struct ours *o)
{
	if (r->exam_id == o->exam_id && strcmp(r->province, o->province) == 0)
		return;
	const struct exam *e = exam_by_id(o->exam_id);

	r->exam_id = o->exam_id;
	snprintf(r->province, sizeof r->province, "%s", o->province);
	r->s.in_doubt_days = (int)setting_int(e, o->province, "in_doubt_days", 3);
	r->s.refund_missing_days = (int)setting_int(e, o->province, "refund_missing_days", 7);
	r->s.late_grace_minutes = (int)setting_int(e, o->province, "late_grace_minutes", 0);
}

/* ---- the sides */

static void
take_entry(struct group *g)
{
	static const char *const statuses[] = { [ROW_FINAL] = "final", [ROW_WAITING] = "waiting", [ROW_FAILED] = "failed" };
	struct stmt *s = &q[Q_ENTRY];
	struct arena *a = &g->text;
	uint8_t status = ROW_FINAL;

	while (strcmp(statuses[status], db_col(s, 12)) != 0)
		status++;
	g->entry = grow(g->entry, g->entries, &g->entry_cap, sizeof *g->entry);
	g->place = grow(g->place, g->entries, &g->place_cap, sizeof *g->place);
	g->place[g->entries] = (struct place){ db_col_int(s, 1), db_col_int(s, 13), arena_strdup(a, db_col(s, 14)) };
	g->entry[g->entries++] = (struct recon_entry){ .channel = span_of(a, db_col(s, 2)), .decision = decision_of_entry(db_col_int(s, 1)),
		.row = { .merchant = span_of(a, db_col(s, 3)), .kind = db_col_int(s, 4) ? ROW_PAY : ROW_REFUND, .txn_no = span_of(a, db_col(s, 5)),
			.refund_no = span_of(a, db_col(s, 6)), .amount = db_col_int(s, 7), .settled = db_col_int(s, 8), .fee = db_col_int(s, 9),
			.rate = (int32_t)db_col_int(s, 10), .time = seconds(db_col(s, 11)), .status = status } };
}

static void
take_payment(struct group *g)
{
	struct stmt *s = &q[Q_PAYMENT];

	g->payment = grow(g->payment, g->payments, &g->payment_cap, sizeof *g->payment);
	g->payment[g->payments++] = (struct recon_payment){ span_of(&g->text, db_col(s, 2)), span_of(&g->text, db_col(s, 3)),
		db_col_int(s, 4), seconds(db_col(s, 5)), db_col_int(s, 6) };
}

static void
take_refund(struct group *g)
{
	struct stmt *s = &q[Q_REFUND];
	const char *state = db_col(s, 6);
	bool settled = strcmp(state, "settled") == 0, sent = strcmp(state, "exported") == 0;

	g->refund = grow(g->refund, g->refunds, &g->refund_cap, sizeof *g->refund);
	g->refund[g->refunds++] = (struct recon_refund){ span_of(&g->text, db_col(s, 1)), span_of(&g->text, db_col(s, 2)),
		span_of(&g->text, db_col(s, 3)), db_col_int(s, 4), seconds(db_col(s, 5)),
		settled ? RECON_SETTLED : sent ? RECON_SENT : RECON_ASKED };
	if (db_col_int(s, 7)) {
		g->back_all += db_col_int(s, 4);
		g->back_settled += settled ? db_col_int(s, 4) : 0;
	}
}

static bool next_row[Q_COUNT]; /* a row of this side waits */

/* Take the rows of this side that are of the order. */
static void
take(int side, const char *order_no, struct group *g)
{
	static void (*const takes[])(struct group *) = { [Q_ENTRY] = take_entry, [Q_PAYMENT] = take_payment, [Q_REFUND] = take_refund };

	while (next_row[side] && strcmp(db_col(&q[side], 0), order_no) == 0) {
		takes[side](g);
		next_row[side] = db_row(&q[side]);
	}
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
	int c = strcmp(p->channel.ptr, r->channel.ptr);

	if (c == 0)
		c = strcmp(p->row.txn_no.ptr, r->row.txn_no.ptr);
	if (c == 0)
		c = strcmp(p->row.refund_no.ptr, r->row.refund_no.ptr);
	return c != 0 ? c : strcmp(p->row.merchant.ptr, r->row.merchant.ptr);
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

static bool
next_order(struct ours *o)
{
	struct stmt *s = &q[Q_ORDER];

	if (!next_row[Q_ORDER])
		return false;
	*o = (struct ours){ .id = db_col_int(s, 1), .amount = db_col_int(s, 2), .closed = db_col_int(s, 4), .exam_id = db_col_int(s, 6) };
	snprintf(o->order_no, sizeof o->order_no, "%s", db_col(s, 0));
	snprintf(o->reg_no, sizeof o->reg_no, "%s", db_col(s, 5));
	snprintf(o->province, sizeof o->province, "%s", db_col(s, 7));
	o->deadline = *db_col(s, 3) != '\0' ? seconds(db_col(s, 3)) : INT64_MAX;
	return true;
}

/* ---- one order */

static enum recon_state
state_of(const struct ours *o, const struct group *g)
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

static void
sum_up(struct books *b, const struct recon_finding *f)
{
	if (f->entry == NULL)
		count(&b->ours[f->class], f->payment != NULL ? f->payment->amount : f->refund->amount);
	else if (f->entry->row.kind == ROW_PAY)
		count(&b->pay[f->class], f->entry->row.amount);
	else
		count(&b->refund[f->class], f->entry->row.amount);
}

static void
add_difference(struct books *b, const struct recon_order *order, const struct ours *o, const struct group *g,
    const struct recon_finding *f, bool in_scope)
{
	char at[TIME_SIZE];
	struct difference d = { .class = f->class, .action = f->action, .known = order->known, .difference = f->difference,
		.order_no = keep_span(b, order->order_no), .reg_no = "", .channel = "", .txn_no = "", .refund_no = "", .file = "",
		.in_scope = in_scope };

	if (order->known) {
		d.reg_no = arena_strdup(&b->arena, o->reg_no);
		d.order_id = o->id;
		d.order_amount = o->amount;
	}
	if (f->entry != NULL) {
		const struct place *p = &g->place[f->entry - g->entry];

		d.entry_id = p->id;
		d.line = p->line;
		d.file = arena_strdup(&b->arena, p->file);
		d.channel = keep_span(b, f->entry->channel);
		d.txn_no = keep_span(b, f->entry->row.txn_no);
		d.refund_no = keep_span(b, f->entry->row.refund_no);
		d.paid_amount = f->entry->row.kind == ROW_PAY ? f->entry->row.amount : -f->entry->row.amount;
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

static bool
is_given(const struct ids *given, int64_t id)
{
	size_t low = 0, high = given->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (given->v[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < given->n && given->v[low] == id;
}

struct comparison {
	struct run *run;
	struct rules rules;
	struct group group;
	struct recon_findings found;
	const struct ids *given;
	bool matched;
	struct books *books;
};

/* What only the database knows, looked up for the few orders that it concerns: money in another payment window is not late; a
 * replaced order may stand again; money for a registration that may not pay (refused, or its review begun anew) cannot be
 * accepted: fee-decide would say NOT_DUE. */
static void
ask_database(struct recon_findings *found, const char *order_no)
{
	struct order ours;
	char at[TIME_SIZE];

	for (size_t i = 0; i < found->n; i++) {
		struct recon_finding *f = &found->v[i];

		if (f->class == RECON_FEE_MISMATCH && f->entry->decision == RECON_ACCEPTED) {
			f->class = RECON_MATCHED; /* fee-decide said it with the decision, which is about this entry once and for all */
			f->action = RECON_NONE;
		}
		if ((f->class != RECON_MISSING_OURS && f->class != RECON_LATE) || !order_find(order_no, &ours))
			continue;
		time_text(f->entry->row.time, at);
		bool late = billing_is_late(&ours, at);

		f->class = late ? RECON_LATE : RECON_MISSING_OURS;
		f->action = late || !ours.due || (ours.closed && !billing_can_restore(&ours)) ? RECON_REFUND : RECON_ACCEPT;
	}
}

static void
one_order(struct comparison *c, const char *order_no, const struct ours *o)
{
	struct group *g = &c->group;
	struct books *b = c->books;
	bool in_scope = o == NULL || c->run->exam == NULL || c->run->exam->id == o->exam_id;

	sort_entries(g);
	use_words_of_statements(g);
	struct recon_order order = { .known = o != NULL, .order_no = { order_no, (uint32_t)strlen(order_no) }, .entry = g->entry,
		.entries = g->entries, .payment = g->payment, .payments = g->payments, .refund = g->refund, .refunds = g->refunds };

	if (o != NULL) {
		rules_for(&c->rules, o);
		order.state = state_of(o, g);
		order.amount = o->amount;
		order.deadline = o->deadline;
	}
	for (size_t i = 0; i < g->entries && in_scope; i++)
		count(g->entry[i].row.kind == ROW_PAY ? &b->bank_pay : &b->bank_refund, g->entry[i].row.amount);
	reconcile(&order, &c->rules.s, &c->found);
	ask_database(&c->found, order_no);
	for (size_t i = 0; i < c->found.n; i++) {
		const struct recon_finding *f = &c->found.v[i];

		if (in_scope)
			sum_up(b, f);
		if (f->class != RECON_MATCHED || (c->matched && in_scope && is_given(c->given, g->place[f->entry - g->entry].id)))
			add_difference(b, &order, o, g, f, in_scope);
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

static void
clear_group(struct group *g)
{
	if (++g->orders % 1000 == 0)
		arena_release(&g->text); /* not for each: an order has a few words */
	g->entries = g->payments = g->refunds = 0;
	g->back_all = g->back_settled = 0;
}

void
books_compare(struct run *run, const struct ids *given, bool matched, struct books *books)
{
	struct comparison c = { .run = run, .given = given, .matched = matched, .books = books };
	struct ours o;

	read_covers(&c.rules, run->now_s);
	for (int side = Q_ORDER; side <= Q_REFUND; side++)
		next_row[side] = db_row(&q[side]);
	bool more = next_order(&o);

	while (more || next_row[Q_ENTRY]) {
		int side = !more ? 1 : !next_row[Q_ENTRY] ? -1 : strcmp(o.order_no, db_col(&q[Q_ENTRY], 0));
		char order_no[256];

		clear_group(&c.group);
		snprintf(order_no, sizeof order_no, "%s", side <= 0 ? o.order_no : db_col(&q[Q_ENTRY], 0));
		take(Q_ENTRY, order_no, &c.group);
		if (side <= 0) {
			take(Q_PAYMENT, order_no, &c.group);
			take(Q_REFUND, order_no, &c.group);
		}
		one_order(&c, order_no, side <= 0 ? &o : NULL);
		if (side <= 0) {
			next_row[Q_ORDER] = db_row(&q[Q_ORDER]);
			more = next_order(&o);
		}
	}
	release_group(&c.group);
	free(c.found.v);
	free(c.rules.cover);
	arena_release(&c.rules.text);
}
