/* SPDX-License-Identifier: MIT
 * The decision table of reconciliation. */
#include "rule/reconcile.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { FEW = 16, DAY_SECONDS = 86400 };

/* A payment as both sides have it: at least one of entry and ours is there. */
struct pay {
	const struct recon_entry *entry;
	const struct recon_payment *ours;
	int64_t amount, time;
	int64_t back;  /* given back, or on its way: ours, and the bank's that are not ours */
	int64_t final; /* given back at the bank for certain */
};

/* What a refund entry is about. */
struct link {
	const struct recon_refund *ours; /* NULL: not asked for by us */
	struct pay *target;              /* the payment that it gives back, or NULL */
};

struct work {
	const struct recon_order *o;
	const struct recon_settings *s;
	struct recon_findings *out;
	struct pay *pay, few_pays[FEW];
	size_t pays;
	struct link *link, few_links[FEW]; /* by entry */
	bool *seen, few_seen[FEW];         /* by refund of ours: has an entry */
	const struct pay *kept;
};

static bool
same(struct span a, struct span b)
{
	return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static void
find(struct work *w, enum recon_class class, enum recon_action action, const struct recon_entry *entry,
    int64_t difference)
{
	struct recon_findings *out = w->out;

	out->v = grow(out->v, out->n, &out->cap, sizeof *out->v);
	out->v[out->n++] = (struct recon_finding){ .class = class, .action = action, .entry = entry,
		.difference = difference };
}

/* The finding just made is about an entry that is this payment of ours too. */
static void
pair(struct work *w, const struct pay *x)
{
	w->out->v[w->out->n - 1].payment = x->ours;
}

bool
recon_covers(const struct recon_settings *s, const struct recon_payment *p)
{
	for (size_t i = 0; i < s->covers; i++)
		if (s->cover[i].pay && p->time >= s->cover[i].from && p->time < s->cover[i].to &&
		    same(s->cover[i].channel, p->channel))
			return true;
	return false;
}

static bool
reaches_refund(const struct recon_settings *s, const struct recon_refund *r)
{
	for (size_t i = 0; i < s->covers; i++)
		if (s->cover[i].refund && r->time < s->cover[i].to && same(s->cover[i].channel, r->channel))
			return true;
	return false;
}

/* The entry of a payment of ours by its number. */
static struct pay *
pay_of_number(struct work *w, const struct recon_payment *p)
{
	for (size_t i = 0; i < w->pays && p->txn_no.len > 0; i++) {
		struct pay *x = &w->pay[i];

		if (x->entry != NULL && x->ours == NULL && same(x->entry->row.txn_no, p->txn_no) &&
		    same(x->entry->channel, p->channel))
			return x;
	}
	return NULL;
}

/* The entry of a payment of ours that has no number, or one that the statement denies. */
static struct pay *
pay_of_amount(struct work *w, const struct recon_payment *p)
{
	for (size_t i = 0; i < w->pays; i++) {
		struct pay *x = &w->pay[i];

		if (x->entry != NULL && x->ours == NULL && x->entry->decision != RECON_ASIDE &&
		    x->amount == p->amount && same(x->entry->channel, p->channel))
			return x;
	}
	return NULL;
}

/* A payment of ours that a statement should show and does not. */
static void
payment_absent(struct work *w, const struct recon_payment *p, bool young)
{
	find(w, young ? RECON_IN_DOUBT : RECON_MISSING_BANK, young ? RECON_WAIT : RECON_QUERY, NULL, -p->amount);
	w->out->v[w->out->n - 1].payment = p;
}

/* A payment of ours whose number no entry has. */
static void
payment_place(struct work *w, const struct recon_payment *p)
{
	bool denied = recon_covers(w->s, p);
	bool young = w->s->now - p->time < (int64_t)w->s->in_doubt_days * DAY_SECONDS;

	for (size_t i = 0; i < w->pays; i++)
		if (w->pay[i].ours == p)
			return;
	struct pay *x = p->txn_no.len == 0 || denied ? pay_of_amount(w, p) : NULL;

	if (x != NULL) {
		x->ours = p;
		return;
	}
	if (denied)
		payment_absent(w, p, young);
	if (!denied || young)
		w->pay[w->pays++] = (struct pay){ .ours = p, .amount = p->amount, .time = p->time };
}

static void
pays_collect(struct work *w)
{
	const struct recon_order *o = w->o;

	for (size_t i = 0; i < o->entries; i++)
		if (o->entry[i].row.kind == ROW_PAY)
			w->pay[w->pays++] = (struct pay){ .entry = &o->entry[i], .amount = o->entry[i].row.amount,
				.time = o->entry[i].row.time };
	for (size_t i = 0; i < o->payments; i++) {
		struct pay *x = pay_of_number(w, &o->payment[i]);

		if (x != NULL)
			x->ours = &o->payment[i];
	}
	for (size_t i = 0; i < o->payments; i++)
		payment_place(w, &o->payment[i]);
}

/* It counts for nothing. */
static bool
is_void(const struct recon_refund *r)
{
	return r->state == RECON_REFUSED || r->state == RECON_FAILED;
}

/* By the number that we gave it, which a payer's remark may have quoted in place of the order's; of one that does not count, where the bank failed at it, too. */
static bool
is_refund_of_number(const struct recon_refund *r, const struct recon_entry *e)
{
	return (same(r->refund_no, e->row.refund_no) || same(r->refund_no, e->row.order_no)) && (!is_void(r) || e->row.status == ROW_FAILED);
}

static bool
is_refund_of_payment(const struct recon_refund *r, const struct recon_entry *e)
{
	return r->amount == e->row.amount && same(r->channel, e->channel) && (r->txn_no.len == 0 || same(r->txn_no, e->row.txn_no));
}

/* A bank's row has neither the payment's number nor ours (its refund_no is made, '#...', or none): the channel and the amount say which it is. */
static bool
is_refund_unnamed(const struct recon_refund *r, const struct recon_entry *e)
{
	return e->row.txn_no.len == 0 && (e->row.refund_no.len == 0 || e->row.refund_no.ptr[0] == '#') && r->amount == e->row.amount &&
	    same(r->channel, e->channel);
}

/* Many banks have days only. */
static bool
is_since(const struct recon_refund *r, const struct recon_entry *e)
{
	return e->row.time / DAY_SECONDS >= r->time / DAY_SECONDS;
}

/* UNNAMED_ACCEPTED: the channel gave it back by itself, and it was recorded later. */
enum { BY_NUMBER, FAILED_BOTH, SENT_BEFORE, ASKED_LAST, UNNAMED_SENT, UNNAMED_ACCEPTED, UNNAMED_ASKED, PASSES };

static bool
is_refund(const struct recon_refund *r, const struct recon_entry *e, int pass)
{
	switch (pass) {
	case BY_NUMBER:
		return is_refund_of_number(r, e);
	case FAILED_BOTH:
		return r->state == RECON_FAILED && e->row.status == ROW_FAILED && is_refund_of_payment(r, e);
	case UNNAMED_SENT:
		return (r->state == RECON_SENT || r->state == RECON_SETTLED) && is_refund_unnamed(r, e) && is_since(r, e);
	case UNNAMED_ACCEPTED:
		return r->state == RECON_SETTLED && is_refund_unnamed(r, e);
	case UNNAMED_ASKED:
		return r->state == RECON_ASKED && e->decision == RECON_OPEN && is_refund_unnamed(r, e);
	default:
		return !is_void(r) && (r->state == RECON_ASKED) == (pass == ASKED_LAST) && is_refund_of_payment(r, e);
	}
}

/* Which refund of ours an entry is: by number, else by payment and amount, one that failed as it did first, and one that was sent before
 * one that was not; those that name no payment take what is left, in the order of their times and of our numbers. */
static void
refunds_match(struct work *w)
{
	const struct recon_order *o = w->o;

	for (int pass = 0; pass < PASSES; pass++)
		for (size_t i = 0; i < o->entries; i++) {
			const struct recon_entry *e = &o->entry[i];

			if (e->row.kind != ROW_REFUND || w->link[i].ours != NULL)
				continue;
			for (size_t k = 0; k < o->refunds; k++) {
				const struct recon_refund *r = &o->refund[k];

				if (!w->seen[k] && is_refund(r, e, pass)) {
					w->link[i].ours = r;
					w->seen[k] = true;
					break;
				}
			}
		}
}

static bool
is_aside(const struct pay *x)
{
	return x->entry != NULL && x->entry->decision == RECON_ASIDE;
}

/* The payment that a refund names. */
static struct pay *
target_of_number(struct work *w, struct span channel, struct span txn_no)
{
	for (size_t i = 0; i < w->pays && txn_no.len > 0; i++) {
		struct pay *x = &w->pay[i];

		if (same(x->entry != NULL ? x->entry->row.txn_no : x->ours->txn_no, txn_no) &&
		    same(x->entry != NULL ? x->entry->channel : x->ours->channel, channel))
			return x;
	}
	return NULL;
}

/* The payment that a refund means which names none: an extra one that has so much left, else
 * the kept one. */
static struct pay *
target_of_amount(struct work *w, int64_t amount)
{
	for (size_t i = 0; i < w->pays; i++)
		if (&w->pay[i] != w->kept && !is_aside(&w->pay[i]) && w->pay[i].amount - w->pay[i].back >= amount)
			return &w->pay[i];
	return w->kept != NULL ? &w->pay[w->kept - w->pay] : NULL;
}

/* Charge refunds to payments, first (named) those that name one, then the others. A refund
 * that both sides have is charged once. */
static void
refunds_charge(struct work *w, bool named)
{
	const struct recon_order *o = w->o;

	for (size_t i = 0; i < o->entries; i++) {
		const struct recon_entry *e = &o->entry[i];
		const struct recon_refund *r = w->link[i].ours;

		if (e->row.kind != ROW_REFUND || w->link[i].target != NULL || (r != NULL && is_void(r)))
			continue;
		struct pay *x = named ? target_of_number(w, e->channel, e->row.txn_no) :
		    target_of_amount(w, e->row.amount);

		if (x == NULL)
			continue;
		w->link[i].target = x;
		if (e->row.status != ROW_FAILED || r != NULL)
			x->back += r != NULL ? r->amount : e->row.amount;
		if (e->row.status == ROW_FINAL)
			x->final += e->row.amount;
	}
	for (size_t k = 0; k < o->refunds; k++) {
		const struct recon_refund *r = &o->refund[k];

		if (w->seen[k] || is_void(r))
			continue;
		struct pay *x = target_of_number(w, r->channel, r->txn_no);

		if (!named)
			x = x == NULL ? target_of_amount(w, r->amount) : NULL; /* charged before */
		if (x != NULL)
			x->back += r->amount;
	}
}

/* How well a payment serves as the order's. */
static int
rank(const struct work *w, const struct pay *x)
{
	bool left = x->amount > x->back;

	if (x->entry != NULL && x->entry->decision == RECON_ACCEPTED)
		return 4;
	if (x->ours != NULL && x->ours->effective)
		return 3;
	return left && x->amount == w->o->amount ? 2 : left;
}

static void
kept_choose(struct work *w)
{
	for (size_t i = 0; i < w->pays; i++) {
		const struct pay *x = &w->pay[i];

		if (is_aside(x))
			continue;
		if (w->kept == NULL || rank(w, x) > rank(w, w->kept) ||
		    (rank(w, x) == rank(w, w->kept) && x->time < w->kept->time))
			w->kept = x;
	}
}

bool
recon_fee_is_off(const struct statement_row *row)
{
	if (row->rate < 0)
		return false;
	int64_t expected = row->settled * row->rate / 1000; /* fen × millionths in 0.00001 yuan */
	int64_t off = row->fee - expected;

	return off > 1000 || off < -1000;
}

static bool
is_held(const struct recon_order *o)
{
	return o->state == RECON_PAID || o->state == RECON_REFUNDING || o->state == RECON_REFUNDED;
}

/* Money for an order that it does not pay. */
static void
stray_classify(struct work *w, const struct pay *x, enum recon_action action)
{
	if (w->o->deadline != INT64_MAX && x->time - w->o->deadline > (int64_t)w->s->late_grace_minutes * 60)
		find(w, RECON_LATE, RECON_REFUND, x->entry, x->amount);
	else
		find(w, RECON_MISSING_OURS, action, x->entry, x->amount);
}

/* What paid the order was given back, and it asks for nothing more. */
static bool
is_over(const struct work *w)
{
	return w->o->state == RECON_REFUNDED && w->kept->back >= w->kept->amount;
}

static void
kept_classify(struct work *w)
{
	const struct recon_order *o = w->o;
	const struct pay *x = w->kept;
	bool accepted = x->entry->decision == RECON_ACCEPTED;
	bool held = is_held(o);

	if (!held && x->back >= x->amount)
		find(w, RECON_MATCHED, RECON_NONE, x->entry, 0);
	else if (x->amount != o->amount && !accepted)
		find(w, RECON_AMOUNT_MISMATCH, RECON_QUERY, x->entry, x->amount - o->amount);
	else if (held && recon_fee_is_off(&x->entry->row))
		find(w, RECON_FEE_MISMATCH, RECON_QUERY, x->entry, 0);
	else if (held || accepted)
		find(w, RECON_MATCHED, RECON_NONE, x->entry, 0);
	else
		stray_classify(w, x, o->state == RECON_VOID ? RECON_REFUND : RECON_ACCEPT);
}

static void
pays_classify(struct work *w)
{
	int64_t left = 0;

	for (size_t i = 0; i < w->pays; i++)
		if (!is_aside(&w->pay[i]) && w->pay[i].amount > w->pay[i].back)
			left += w->pay[i].amount - w->pay[i].back;
	for (size_t i = 0; i < w->pays; i++) {
		const struct pay *x = &w->pay[i];

		if (x->entry == NULL)
			continue;
		if (x == w->kept)
			kept_classify(w);
		else if (is_aside(x) || x->back >= x->amount)
			find(w, RECON_MATCHED, RECON_NONE, x->entry, 0);
		else if (left > w->o->amount)
			find(w, RECON_DUPLICATE, RECON_REFUND, x->entry, x->amount - x->back);
		else if (is_over(w) && x->amount == w->o->amount)
			stray_classify(w, x, RECON_REFUND);
		else
			find(w, RECON_AMOUNT_MISMATCH, RECON_QUERY, x->entry, x->amount);
		pair(w, x);
	}
}

/* Money of an order that is unpaid here came and went at the bank, all of it: nothing is due to anybody. */
static bool
came_and_went(const struct work *w, const struct link *link)
{
	return !is_held(w->o) && link->target != NULL && link->target == w->kept && w->kept->entry != NULL && w->kept->ours == NULL &&
	    w->kept->final >= w->kept->amount;
}

static void
refund_classify(struct work *w, size_t i)
{
	const struct recon_entry *e = &w->o->entry[i];
	const struct recon_refund *r = w->link[i].ours;
	bool all = w->kept != NULL && w->kept->final >= w->kept->amount && w->o->state == RECON_PAID &&
	    w->link[i].target == w->kept;

	if (r != NULL && r->state == RECON_SETTLED && e->row.status == ROW_FAILED) /* whatever was decided while it was final */
		find(w, RECON_REFUND_MISSING, RECON_SETTLE, e, r->amount);
	else if (e->decision != RECON_OPEN || (r != NULL && is_void(r)) || (e->returned && (r == NULL || r->state == RECON_ASKED)))
		find(w, RECON_MATCHED, RECON_NONE, e, 0);
	else if (r == NULL && e->row.status == ROW_FINAL && came_and_went(w, &w->link[i]))
		find(w, RECON_REFUND_OK, RECON_NONE, e, 0);
	else if (r == NULL)
		find(w, RECON_REFUND_UNKNOWN, RECON_QUERY, e, -e->row.amount);
	else if (r->state == RECON_ASKED && !all) /* not by our order to the channel: sent now, it would go out twice */
		find(w, RECON_REFUND_UNKNOWN, e->row.status == ROW_FINAL ? RECON_ACCEPT : RECON_QUERY, e, -e->row.amount);
	else if (e->row.status == ROW_FAILED)
		find(w, RECON_REFUND_MISSING, e->returned ? RECON_SETTLE : RECON_QUERY, e, r->amount);
	else if (r->amount != e->row.amount)
		find(w, RECON_AMOUNT_MISMATCH, RECON_QUERY, e, r->amount - e->row.amount);
	else if (e->row.status == ROW_WAITING)
		find(w, RECON_REFUND_PENDING, RECON_WAIT, e, 0);
	else
		find(w, all ? RECON_STATUS_MISMATCH : RECON_REFUND_OK,
		    r->state == RECON_SETTLED && !all ? RECON_NONE : RECON_SETTLE, e, 0);
}

static void
refunds_classify(struct work *w)
{
	for (size_t i = 0; i < w->o->entries; i++)
		if (w->o->entry[i].row.kind == ROW_REFUND)
			refund_classify(w, i);
	for (size_t k = 0; k < w->o->refunds; k++) {
		const struct recon_refund *r = &w->o->refund[k];

		if (w->seen[k] || r->state == RECON_ASKED || is_void(r) || !reaches_refund(w->s, r) ||
		    w->s->now - r->time < (int64_t)w->s->refund_missing_days * DAY_SECONDS)
			continue;
		find(w, RECON_REFUND_MISSING, RECON_QUERY, NULL, r->amount);
		w->out->v[w->out->n - 1].refund = r;
	}
}

static void
unknown_classify(struct work *w)
{
	for (size_t i = 0; i < w->o->entries; i++) {
		const struct recon_entry *e = &w->o->entry[i];

		if (e->decision != RECON_OPEN)
			find(w, RECON_MATCHED, RECON_NONE, e, 0);
		else if (e->row.kind == ROW_PAY)
			find(w, RECON_UNKNOWN_ORDER, RECON_SUSPENSE, e, e->row.amount);
		else
			find(w, RECON_REFUND_UNKNOWN, RECON_QUERY, e, -e->row.amount);
	}
}

bool
recon_simply_matches(const struct recon_order *o)
{
	if (!o->known || o->state != RECON_PAID || o->entries != 1 || o->payments != 1 || o->refunds != 0)
		return false;
	const struct recon_entry *e = o->entry;
	const struct recon_payment *p = o->payment;

	return e->row.kind == ROW_PAY && e->decision == RECON_OPEN && p->effective && p->txn_no.len > 0 && e->row.amount == o->amount &&
	    p->amount == o->amount && same(e->row.txn_no, p->txn_no) && same(e->channel, p->channel) && !recon_fee_is_off(&e->row);
}

void
reconcile(const struct recon_order *order, const struct recon_settings *settings, struct recon_findings *out)
{
	struct work w = { .o = order, .s = settings, .out = out };
	size_t pays = order->entries + order->payments;

	out->n = 0;
	if (!order->known) {
		unknown_classify(&w);
		return;
	}
	/* orders with more than a few of anything are rare: no allocation for the others */
	w.pay = pays <= FEW ? w.few_pays : xcalloc(pays, sizeof *w.pay);
	w.link = order->entries <= FEW ? w.few_links : xcalloc(order->entries, sizeof *w.link);
	w.seen = order->refunds <= FEW ? w.few_seen : xcalloc(order->refunds, sizeof *w.seen);
	pays_collect(&w);
	refunds_match(&w);
	refunds_charge(&w, true);
	kept_choose(&w);
	refunds_charge(&w, false);
	pays_classify(&w);
	refunds_classify(&w);
	if (w.pay != w.few_pays)
		free(w.pay);
	if (w.link != w.few_links)
		free(w.link);
	if (w.seen != w.few_seen)
		free(w.seen);
}
