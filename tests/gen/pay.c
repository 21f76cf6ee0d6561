/* SPDX-License-Identifier: MIT
 * People pay. From the orders that fee-bill has printed: what the gateway tells us at
 * once (notices for fee-pay), what the platforms' statements say afterwards, and every way in which the two
 * can part: lost notices, double payments, late and wrong amounts, money for no order of ours. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "people.h"
#include "statement.h"
#include "value/date.h"
#include "value/money.h"

enum fate {
	FATE_PAID,           /* told at once, and in the statement */
	FATE_MISSING_OURS,   /* the notice was lost */
	FATE_DUPLICATE,      /* paid once more, over the other platform */
	FATE_LATE,           /* after the deadline; no notice was accepted */
	FATE_AMOUNT,         /* one fen short: the notice is refused, the statement has it */
	FATE_MISSING_BANK,   /* told, but not in any statement */
	FATE_REFUND_UNKNOWN, /* the platform gave it back without our asking */
	FATE_UNPAID,
	FATES
};

/* What fee-reconcile must say of it; a counter's payments are in no statement. */
static const char *const classes[FATES] = { "MATCHED", "MISSING_OURS", "DUPLICATE", "LATE", "AMOUNT_MISMATCH",
	"MISSING_BANK", "REFUND_UNKNOWN", "" };

enum { CHANNELS = 2 };
static const char *const channels[CHANNELS] = { "alipay", "wechat" };

struct till {
	const struct world *w;
	int64_t from, last, until; /* see struct world */
	struct bill {
		struct bill_row *row;
		size_t n, cap;
	} bill[CHANNELS];
	struct arena arena; /* texts of the rows */
	struct sheet notices, truth;
	int64_t entries, receipts;
};

/* WeChat keeps 0.60 % of a payment; Alipay's contract with the office is free. */
enum { WECHAT_RATE = 6000 };

/* Every fate comes up in the first orders, so that small exams have all of them; then by chance. */
static enum fate
pick_fate(struct rng *r, size_t i)
{
	static const int permille[FATES] = { 0, 30, 10, 8, 6, 8, 5, 55 };
	int x = rng_below(r, 1000);

	if (i % 9 == 4 && i / 9 + 1 < FATES)
		return (enum fate)(i / 9 + 1);
	for (int f = 1; f < FATES; f++) {
		if (x < permille[f])
			return (enum fate)f;
		x -= permille[f];
	}
	return FATE_PAID;
}

/* A platform's number of a transaction: 28 digits. */
static void
transaction(struct till *t, int channel, int64_t at, char out[40])
{
	char time[TIME_SIZE];

	time_text(at, time);
	(void)snprintf(out, 40,
	    channel == 0 ? "%.4s%.2s%.2s22001%015" PRId64 : "4200002%.4s%.2s%.2s%013" PRId64, time, time + 5,
	    time + 8, (int64_t)(t->w->seed % 1000) * 1000000 + ++t->entries);
}

static void
enter(struct till *t, int channel, const char *order_no, const char *txn_no, int64_t fen, int64_t at,
    bool refund)
{
	struct bill *b = &t->bill[channel];
	struct bill_row row = { .refund = refund,
		.txn_no = arena_strdup(&t->arena, txn_no),
		.order_no = arena_strdup(&t->arena, order_no),
		.amount = fen,
		.time = at,
		.subject = "考试费",
		.payer = channel == 0 ? "138******11" : "oUpF8uMuAJO" };

	if (refund) {
		char refund_no[48];

		(void)snprintf(refund_no, sizeof refund_no, "5%.38s", txn_no + 1);
		row.refund_no = arena_strdup(&t->arena, refund_no);
	}
	if (channel == 1)
		row.fee = (refund ? -fen : fen) * 1000 * WECHAT_RATE / 1000000;
	b->row = grow(b->row, b->n, &b->cap, sizeof *b->row);
	b->row[b->n++] = row;
}

/* Rows stand in a statement in the order of their times. */
static int
by_time(const void *a, const void *b)
{
	const struct bill_row *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	return x->refund != y->refund ? x->refund - y->refund : strcmp(x->txn_no, y->txn_no);
}

static void
write_bills(struct till *t)
{
	for (int c = 0; c < CHANNELS; c++) {
		struct buf out = BUF_INIT;
		struct bill *b = &t->bill[c];
		char name[64];

		qsort(b->row, b->n, sizeof *b->row, by_time);
		if (c == 0)
			bill_alipay(&out, b->row, b->n, "20889012345678900156", t->from, t->until);
		else
			bill_wechat(&out, b->row, b->n, "1900000109", WECHAT_RATE);
		(void)snprintf(name, sizeof name, "statement-%s-%s.csv", t->w->exam, channels[c]);
		file_write(t->w->out, name, out.ptr, out.len);
		buf_release(&out);
		free(b->row);
	}
}

static void
notify(struct till *t, const char *order_no, int channel, const char *txn_no, int64_t at, int64_t fen)
{
	char time[TIME_SIZE], amount[MONEY_SIZE];

	time_text(at, time);
	money_text(fen, amount);
	sheet_row(&t->notices, order_no, channels[channel], txn_no, time, amount, "", "", "", NULL);
}

static void
truth(struct till *t, const char *order_no, enum fate fate, int channel, const char *txn_no, int64_t fen)
{
	char amount[MONEY_SIZE];

	money_text(fen, amount);
	sheet_row(&t->truth, order_no, classes[fate], fate == FATE_UNPAID ? "" : channels[channel], txn_no,
	    amount, NULL);
}

/* Shanghai takes cash and cards at the counter, too (payment_mode both). reg_no is exam, year, province,
 * number. */
static bool
at_counter(struct till *t, struct rng *r, const char *order_no, const char *reg_no, int64_t fen, int64_t at)
{
	size_t place = strlen(exam_facts[exam_of_name(t->w->exam)].code) + 2;
	char time[TIME_SIZE], amount[MONEY_SIZE], receipt[40];

	if (strlen(reg_no) < place + 2 || strncmp(reg_no + place, "31", 2) != 0 || !rng_permille(r, 150))
		return false;
	time_text(at, time);
	money_text(fen, amount);
	(void)snprintf(
	    receipt, sizeof receipt, "PJ%d%07" PRId64, (int)exam_of_name(t->w->exam) + 1, ++t->receipts);
	sheet_row(&t->notices, order_no, "counter", "", time, amount, receipt, "", "chen", NULL);
	sheet_row(&t->truth, order_no, "COUNTER", "counter", receipt, amount, NULL);
	return true;
}

static void
one_order(struct till *t, size_t i, const char *order_no, const char *reg_no, int64_t fen, int64_t pay_until)
{
	struct rng r = rng_start(t->w, "pay", order_no);
	enum fate fate = pick_fate(&r, i);
	int channel = rng_below(&r, CHANNELS);
	int64_t last = pay_until < t->last ? pay_until : t->last;
	int64_t span = last > t->from ? last - t->from : 1;
	int64_t at = t->from + (int64_t)(rng_next(&r) % (uint64_t)span);
	char txn_no[40] = "", other[40];

	if (fate == FATE_PAID && at_counter(t, &r, order_no, reg_no, fen, at))
		return;
	if (fate == FATE_LATE)
		at = pay_until + rng_range(&r, 60, 20 * 3600);
	if (fate == FATE_LATE && at >= t->until)
		fate = FATE_UNPAID;
	if (fate != FATE_UNPAID)
		transaction(t, channel, at, txn_no);
	if (fate == FATE_AMOUNT)
		fen -= 1;
	if (fate != FATE_UNPAID && fate != FATE_MISSING_OURS && fate != FATE_LATE)
		notify(t, order_no, channel, txn_no, at, fen);
	if (fate != FATE_UNPAID && fate != FATE_MISSING_BANK)
		enter(t, channel, order_no, txn_no, fen, at, false);
	if (fate == FATE_DUPLICATE) {
		int64_t again = at + 95 < t->until ? at + 95 : at;

		transaction(t, 1 - channel, again, other);
		enter(t, 1 - channel, order_no, other, fen, again, false);
	}
	if (fate == FATE_REFUND_UNKNOWN)
		enter(t, channel, order_no, txn_no, fen, at + 600 < t->until ? at + 600 : at, true);
	truth(t, order_no, fate, channel, txn_no, fen);
}

/* Money for an order that was never ours, once on each platform. */
static void
strangers(struct till *t)
{
	for (int c = 0; c < CHANNELS; c++) {
		char order_no[40], txn_no[40];
		int64_t at = t->from + 3600 * (c + 5);

		(void)snprintf(order_no, sizeof order_no, "T%s%08d", t->w->exam, 4711 + c);
		transaction(t, c, at, txn_no);
		enter(t, c, order_no, txn_no, 6100, at, false);
		sheet_row(&t->truth, order_no, "UNKNOWN_ORDER", channels[c], txn_no, "61.00", NULL);
	}
	notify(t, "T00000000000", 0, "2025010122001000000000000000", t->from + 60, 6100);
}

void
stage_pay(const struct world *w, const struct table *in)
{
	struct till t = { .w = w };
	int order_no = table_column(in, "order_no"), reg_no = table_column(in, "reg_no"),
	    amount = table_column(in, "amount"), until = table_column(in, "pay_until");
	char name[64];

	if (!w->from || !w->last || !w->until || !time_parse(w->from, &t.from) ||
	    !time_parse(w->last, &t.last) || !time_parse(w->until, &t.until) || t.from >= t.last ||
	    t.last >= t.until)
		die(EX_USAGE, "--stage pay needs --from, --last and --until, in this order");
	(void)exam_of_name(w->exam);
	(void)snprintf(name, sizeof name, "notices-%s.csv", w->exam);
	sheet_open(&t.notices, w->out, name, CODING_UTF8, false);
	sheet_row(&t.notices, "order_no", "channel", "txn_no", "paid_at", "amount", "receipt_no", "payer",
	    "cashier", NULL);
	(void)snprintf(name, sizeof name, "truth-pay-%s.csv", w->exam);
	sheet_open(&t.truth, w->out, name, CODING_UTF8, false);
	sheet_row(&t.truth, "order_no", "class", "channel", "txn_no", "paid", NULL);
	for (size_t i = 0; i < in->rows; i++) {
		int64_t fen, last = t.last;

		if (money_parse(table_get(in, i, amount), &fen) != MONEY_OK)
			die(EX_ENV, "order %s: amount %s", table_get(in, i, order_no),
			    table_get(in, i, amount));
		(void)time_parse(table_get(in, i, until), &last);
		one_order(&t, i, table_get(in, i, order_no), table_get(in, i, reg_no), fen, last);
	}
	strangers(&t);
	sheet_close(&t.notices);
	sheet_close(&t.truth);
	write_bills(&t);
	arena_release(&t.arena);
}
