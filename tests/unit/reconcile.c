/* SPDX-License-Identifier: MIT
 * Reconciliation: every row of the decision table with its neighbours. The order is over
 * 100 fen, to be paid by day 5; days count from 0; the settings are 3 and 7 days. */
#include "rule/reconcile.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "../tap.h"

#define DAY(d) ((int64_t)(d) * 86400)

enum { MOST = 4, RETURNED = 9 /* ROW_FAILED, and the money is back */ };

/* An entry, payment or refund in few words. */
struct fact {
	const char *channel; /* "a", "w", or NULL: none */
	const char *no;      /* txn_no; of refunds "REFUND_NO TXN_NO" */
	int64_t amount;
	int64_t time;
	int state; /* entry: status, or -1 accepted, -2 aside; payment: 1 effective; refund: its state */
};

#define PAY(channel, no, amount, time) { channel, no, amount, time, 0 }
#define OURS(channel, no, amount, time) { channel, no, amount, time, 1 }

struct example {
	const char *what;
	enum recon_state state;
	struct fact pay[MOST], back[MOST], ours[MOST], refund[MOST];
	int now; /* day */
	const char *covers; /* "a 0-9,w 0-2 pay" */
	const char *expected; /* CLASS action WHICH DIFFERENCE; pays p0 p1, backs b0, ours o0, refunds r0 */
};

static const struct example examples[] = {
	{ "14 paid here and there", RECON_PAID, { PAY("a", "T1", 100, DAY(1)) }, { { 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { 0 } }, 2, "a 1-2", "MATCHED  p0 0" },
	{ "15 unpaid and nothing", RECON_UNPAID, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, 20, "a 0-20", "" },
	{ "void and nothing", RECON_VOID, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, 20, "a 0-20", "" },

	/* 5 and 4: a payment that we did not hear of */
	{ "5 unpaid, paid at the bank", RECON_UNPAID, { PAY("a", "T1", 100, DAY(1)) }, { { 0 } }, { { 0 } }, { { 0 } }, 2,
	    "a 1-2", "MISSING_OURS accept p0 100" },
	{ "5 the last moment", RECON_UNPAID, { PAY("a", "T1", 100, DAY(5)) }, { { 0 } }, { { 0 } }, { { 0 } }, 6, "a 1-2",
	    "MISSING_OURS accept p0 100" },
	{ "4 the next second", RECON_UNPAID, { PAY("a", "T1", 100, DAY(5) + 1) }, { { 0 } }, { { 0 } }, { { 0 } }, 6,
	    "a 1-2", "LATE refund p0 100" },
	{ "4 late and void", RECON_VOID, { PAY("a", "T1", 100, DAY(6)) }, { { 0 } }, { { 0 } }, { { 0 } }, 6, "",
	    "LATE refund p0 100" },
	{ "5 in time for an order that is void now", RECON_VOID, { PAY("a", "T1", 100, DAY(1)) }, { { 0 } }, { { 0 } },
	    { { 0 } }, 6, "", "MISSING_OURS refund p0 100" },
	{ "4 late, then accepted and recorded", RECON_PAID, { PAY("a", "T1", 100, DAY(6)) }, { { 0 } },
	    { OURS("a", "T1", 100, DAY(6)) }, { { 0 } }, 6, "", "MATCHED  p0 0" },
	{ "4 late, our refund on its way", RECON_UNPAID, { PAY("a", "T1", 100, DAY(6)) }, { { 0 } }, { { 0 } },
	    { { "a", "R1 T1", 100, DAY(6), RECON_ASKED } }, 7, "a 0-7", "MATCHED  p0 0" },
	{ "4 late, given back", RECON_UNPAID, { PAY("a", "T1", 100, DAY(6)) }, { { "a", "R1 T1", 100, DAY(7), 0 } }, { { 0 } },
	    { { "a", "R1 T1", 100, DAY(6), RECON_SETTLED } }, 8, "a 0-7", "MATCHED  p0 0|REFUND_OK  b0 0" },
	{ "5 set aside", RECON_UNPAID, { { "a", "T1", 100, DAY(1), -2 } }, { { 0 } }, { { 0 } }, { { 0 } }, 2, "",
	    "MATCHED  p0 0" },

	/* 3: another amount */
	{ "3 a fen too little", RECON_UNPAID, { PAY("a", "T1", 99, DAY(1)) }, { { 0 } }, { { 0 } }, { { 0 } }, 2, "",
	    "AMOUNT_MISMATCH query p0 -1" },
	{ "3 a fen too much, late", RECON_UNPAID, { PAY("a", "T1", 101, DAY(9)) }, { { 0 } }, { { 0 } }, { { 0 } }, 9, "",
	    "AMOUNT_MISMATCH query p0 1" },
	{ "3 paid here", RECON_PAID, { PAY("a", "T1", 99, DAY(1)) }, { { 0 } }, { OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 2,
	    "", "AMOUNT_MISMATCH query p0 -1" },
	{ "3 accepted", RECON_PAID, { { "a", "T1", 99, DAY(1), -1 } }, { { 0 } }, { OURS("a", "T1", 99, DAY(1)) }, { { 0 } }, 2,
	    "", "MATCHED  p0 0" },
	{ "3 in two halves", RECON_UNPAID, { PAY("a", "T1", 50, DAY(1)), PAY("a", "T2", 50, DAY(2)) }, { { 0 } }, { { 0 } },
	    { { 0 } }, 2, "", "AMOUNT_MISMATCH query p0 -50|AMOUNT_MISMATCH query p1 50" },

	/* 2: paid twice */
	{ "2 twice, unpaid here", RECON_UNPAID, { PAY("a", "T2", 100, DAY(2)), PAY("a", "T1", 100, DAY(1)) }, { { 0 } },
	    { { 0 } }, { { 0 } }, 3, "", "DUPLICATE refund p0 100|MISSING_OURS accept p1 100" },
	{ "2 over two channels, ours is the later", RECON_PAID,
	    { PAY("a", "T1", 100, DAY(1)), PAY("w", "W1", 100, DAY(2)) }, { { 0 } }, { OURS("w", "W1", 100, DAY(2)) },
	    { { 0 } }, 3, "a 0-3,w 0-3", "DUPLICATE refund p0 100|MATCHED  p1 0" },
	{ "2 at the counter and by phone", RECON_PAID, { PAY("a", "T1", 100, DAY(2)) }, { { 0 } },
	    { OURS("counter", "", 100, DAY(1)) }, { { 0 } }, 3, "a 0-3", "DUPLICATE refund p0 100" },
	{ "2 by a channel without a file, and by another", RECON_PAID, { PAY("a", "T1", 100, DAY(2)) }, { { 0 } },
	    { OURS("w", "W1", 100, DAY(1)) }, { { 0 } }, 3, "a 0-3", "DUPLICATE refund p0 100" },
	{ "2 the right amount is kept", RECON_UNPAID, { PAY("a", "T1", 60, DAY(1)), PAY("a", "T2", 100, DAY(2)) }, { { 0 } },
	    { { 0 } }, { { 0 } }, 3, "", "DUPLICATE refund p0 60|MISSING_OURS accept p1 100" },
	{ "2 our refund is on its way", RECON_PAID, { PAY("a", "T1", 100, DAY(1)), PAY("a", "T2", 100, DAY(2)) }, { { 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { "a", "R1 T2", 100, DAY(3), RECON_ASKED } }, 3, "a 0-3",
	    "MATCHED  p0 0|MATCHED  p1 0" },
	{ "2 a refund that names no payment is the extra one's", RECON_PAID,
	    { PAY("a", "T2", 100, DAY(2)), PAY("a", "T1", 100, DAY(1)) }, { { 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { "a", "R1", 100, DAY(3), RECON_ASKED } }, 3, "a 0-3", "MATCHED  p0 0|MATCHED  p1 0" },
	{ "2 given back by half", RECON_PAID, { PAY("a", "T1", 100, DAY(1)), PAY("a", "T2", 100, DAY(2)) }, { { 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { "a", "R1 T2", 40, DAY(3), RECON_ASKED } }, 3, "a 0-3",
	    "MATCHED  p0 0|DUPLICATE refund p1 60" },
	{ "2 given back", RECON_PAID, { PAY("a", "T1", 100, DAY(1)), PAY("a", "T2", 100, DAY(2)) },
	    { { "a", "R1 T2", 100, DAY(4), 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T2", 100, DAY(3), RECON_SETTLED } }, 5, "a 0-5", "MATCHED  p0 0|MATCHED  p1 0|REFUND_OK  b0 0" },
	{ "2 the first was given back, the second counts", RECON_UNPAID,
	    { PAY("a", "T1", 100, DAY(1)), PAY("a", "T2", 100, DAY(2)) }, { { "a", "R1 T1", 100, DAY(1), 0 } }, { { 0 } },
	    { { "a", "R1 T1", 100, DAY(1), RECON_SETTLED } }, 3, "",
	    "MATCHED  p0 0|MISSING_OURS accept p1 100|REFUND_OK  b0 0" },
	{ "2 the extra one in suspense", RECON_PAID, { PAY("a", "T1", 100, DAY(1)), { "a", "T2", 100, DAY(2), -2 } }, { { 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 3, "a 0-3", "MATCHED  p0 0|MATCHED  p1 0" },
	{ "2 the bank's own refund failed", RECON_PAID, { PAY("a", "T1", 100, DAY(1)), PAY("a", "T2", 100, DAY(2)) },
	    { { "a", "R1 T2", 100, DAY(3), ROW_FAILED } }, { OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 3, "a 0-3",
	    "MATCHED  p0 0|DUPLICATE refund p1 100|REFUND_UNKNOWN query b0 -100" },
	{ "2 three times", RECON_PAID,
	    { PAY("a", "T1", 100, DAY(1)), PAY("a", "T2", 100, DAY(1)), PAY("w", "W1", 100, DAY(1)) }, { { 0 } },
	    { OURS("a", "T2", 100, DAY(1)) }, { { 0 } }, 3, "a 0-3",
	    "DUPLICATE refund p0 100|MATCHED  p1 0|DUPLICATE refund p2 100" },

	{ "5 after all was given back it pays nothing", RECON_REFUNDED, { PAY("a", "T1", 100, DAY(1)), PAY("w", "W1", 100, DAY(3)) },
	    { { "a", "R1 T1", 100, DAY(2), 0 } }, { OURS("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 100, DAY(2), RECON_SETTLED } }, 4,
	    "a 0-3", "MATCHED  p0 0|MISSING_OURS refund p1 100|REFUND_OK  b0 0" },
	{ "5 the same, what was given back in no statement", RECON_REFUNDED, { PAY("w", "W1", 100, DAY(3)) }, { { 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 100, DAY(2), RECON_SETTLED } }, 4, "w 0-3", "MISSING_OURS refund p0 100" },
	{ "4 the same, late", RECON_REFUNDED, { PAY("w", "W1", 100, DAY(6)) }, { { 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 100, DAY(2), RECON_SETTLED } }, 7, "w 0-7", "LATE refund p0 100" },
	{ "3 the same, of another amount", RECON_REFUNDED, { PAY("w", "W1", 90, DAY(3)) }, { { 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 100, DAY(2), RECON_SETTLED } }, 4, "w 0-3", "AMOUNT_MISMATCH query p0 90" },

	/* 6 and 7: the bank has nothing */
	{ "6 young", RECON_PAID, { { 0 } }, { { 0 } }, { OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 3, "a 0-3",
	    "IN_DOUBT wait o0 -100" },
	{ "7 old", RECON_PAID, { { 0 } }, { { 0 } }, { OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 4, "a 0-3",
	    "MISSING_BANK query o0 -100" },
	{ "7 in two files", RECON_PAID, { { 0 } }, { { 0 } }, { OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 4, "a 5-6,a 1-2",
	    "MISSING_BANK query o0 -100" },
	{ "7 before the file", RECON_PAID, { { 0 } }, { { 0 } }, { OURS("a", "T1", 100, DAY(1) - 1) }, { { 0 } }, 9, "a 1-3",
	    "" },
	{ "7 after the file", RECON_PAID, { { 0 } }, { { 0 } }, { OURS("a", "T1", 100, DAY(3)) }, { { 0 } }, 9, "a 1-3", "" },
	{ "7 another channel's file", RECON_PAID, { { 0 } }, { { 0 } }, { OURS("w", "T1", 100, DAY(1)) }, { { 0 } }, 9, "a 0-9",
	    "" },
	{ "7 a file of refunds only", RECON_PAID, { { 0 } }, { { 0 } }, { OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 9,
	    "a 0-9 refund", "" },
	{ "7 at the counter", RECON_PAID, { { 0 } }, { { 0 } }, { OURS("counter", "", 100, DAY(1)) }, { { 0 } }, 9, "a 0-9",
	    "" },
	{ "7 refunded since", RECON_REFUNDED, { { 0 } }, { { 0 } }, { OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 9, "a 0-9",
	    "MISSING_BANK query o0 -100" },
	{ "another number of the same channel is the same payment", RECON_PAID, { PAY("a", "T9", 100, DAY(1)) }, { { 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 9, "a 0-9", "MATCHED  p0 0" },
	{ "no number of ours is the same payment", RECON_PAID, { PAY("a", "T9", 100, DAY(1)) }, { { 0 } },
	    { OURS("a", "", 100, DAY(1)) }, { { 0 } }, 9, "", "MATCHED  p0 0" },
	{ "another number, not yet covered, is a second one", RECON_PAID, { PAY("a", "T9", 100, DAY(1)) }, { { 0 } },
	    { OURS("a", "T1", 100, DAY(3)) }, { { 0 } }, 9, "a 0-2", "DUPLICATE refund p0 100" },
	{ "one channel denies it, another has it: young", RECON_PAID, { PAY("w", "W1", 100, DAY(1)) }, { { 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 2, "a 0-2", "IN_DOUBT wait o0 -100|DUPLICATE refund p0 100" },
	{ "one channel denies it, another has it: old", RECON_PAID, { PAY("w", "W1", 100, DAY(1)) }, { { 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 9, "a 0-2", "MISSING_BANK query o0 -100|MATCHED  p0 0" },
	{ "numbers are looked for before amounts", RECON_PAID, { PAY("a", "T1", 100, DAY(1)), PAY("a", "T2", 100, DAY(1)) },
	    { { 0 } }, { PAY("a", "T0", 100, DAY(1)), OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 9, "a 0-9",
	    "MATCHED  p0 0|DUPLICATE refund p1 100" },

	/* 8 to 12: refunds */
	{ "8 nobody asked for it", RECON_PAID, { PAY("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 100, DAY(2), 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 3, "a 0-3", "MATCHED  p0 0|REFUND_UNKNOWN query b0 -100" },
	{ "8 decided", RECON_PAID, { PAY("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 40, DAY(2), -2 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 3, "a 0-3", "MATCHED  p0 0|MATCHED  b0 0" },
	{ "8 twice for one of ours", RECON_REFUNDED, { PAY("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 100, DAY(2), 0 }, { "a", "R2 T1", 100, DAY(2), 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 100, DAY(2), RECON_SETTLED } }, 3, "a 0-3",
	    "MATCHED  p0 0|REFUND_OK  b0 0|REFUND_UNKNOWN query b1 -100" },
	{ "9 young", RECON_REFUNDING, { PAY("a", "T1", 100, DAY(1)) }, { { 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 100, DAY(2), RECON_SENT } }, 8, "a 0-9", "MATCHED  p0 0" },
	{ "9 old", RECON_REFUNDING, { PAY("a", "T1", 100, DAY(1)) }, { { 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 100, DAY(2), RECON_SENT } }, 9, "a 0-9", "MATCHED  p0 0|REFUND_MISSING query r0 100" },
	{ "9 old, settled here", RECON_REFUNDED, { PAY("a", "T1", 100, DAY(1)) }, { { 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 100, DAY(2), RECON_SETTLED } }, 9, "a 0-9", "MATCHED  p0 0|REFUND_MISSING query r0 100" },
	{ "9 old, not sent", RECON_PAID, { PAY("a", "T1", 100, DAY(1)) }, { { 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 100, DAY(2), RECON_ASKED } }, 9, "a 0-9", "MATCHED  p0 0" },
	{ "9 old, no later file", RECON_REFUNDING, { PAY("a", "T1", 100, DAY(1)) }, { { 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 100, DAY(2), RECON_SENT } }, 9, "a 0-2", "MATCHED  p0 0" },
	{ "9 old, files of payments only", RECON_REFUNDING, { PAY("a", "T1", 100, DAY(1)) }, { { 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 100, DAY(2), RECON_SENT } }, 9, "a 0-9 pay",
	    "MATCHED  p0 0" },
	{ "9 failed at the bank", RECON_REFUNDING, { PAY("w", "T1", 100, DAY(1)) },
	    { { "w", "R1 T1", 100, DAY(2), ROW_FAILED } }, { OURS("w", "T1", 100, DAY(1)) },
	    { { "w", "R1 T1", 100, DAY(2), RECON_SENT } }, 3, "w 0-3", "MATCHED  p0 0|REFUND_MISSING query b0 100" },
	{ "10 pending", RECON_REFUNDING, { PAY("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 100, DAY(2), ROW_WAITING } },
	    { OURS("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 100, DAY(2), RECON_SENT } }, 3, "w 0-3",
	    "MATCHED  p0 0|REFUND_PENDING wait b0 0" },
	{ "11 refunded", RECON_REFUNDED, { PAY("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 100, DAY(2), 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 100, DAY(2), RECON_SETTLED } }, 3, "a 0-3",
	    "MATCHED  p0 0|REFUND_OK  b0 0" },
	{ "11 refunded, not settled here", RECON_REFUNDING, { PAY("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 100, DAY(2), 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 100, DAY(2), RECON_SENT } }, 3, "a 0-3", "MATCHED  p0 0|REFUND_OK settle b0 0" },
	{ "11 known by payment and amount", RECON_REFUNDING, { PAY("a", "T1", 100, DAY(1)) },
	    { { "a", "X9 T1", 100, DAY(2), 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 100, DAY(2), RECON_SENT } }, 3, "a 0-3", "MATCHED  p0 0|REFUND_OK settle b0 0" },
	{ "11 a bank's row names neither payment nor refund", RECON_REFUNDING, { PAY("a", "#7.1", 100, DAY(1)) }, { { "a", "#8.1 ", 100, DAY(2), 0 } },
	    { OURS("a", "#7.1", 100, DAY(1)) }, { { "a", "R1 #7.1", 100, DAY(2) + 3600, RECON_SENT } }, 3, "a 0-3", "MATCHED  p0 0|REFUND_OK settle b0 0" },
	{ "11 two of one amount", RECON_REFUNDING, { PAY("a", "#7.1", 100, DAY(1)) }, { { "a", "#8.1 ", 50, DAY(2), 0 }, { "a", "#9.1 ", 50, DAY(2), 0 } },
	    { OURS("a", "#7.1", 100, DAY(1)) }, { { "a", "R1 #7.1", 50, DAY(2), RECON_SENT }, { "a", "R2 #7.1", 50, DAY(2), RECON_SENT } }, 12, "a 0-12",
	    "MATCHED  p0 0|REFUND_OK settle b0 0|REFUND_OK settle b1 0" },
	{ "11 recorded after the bank gave it back", RECON_REFUNDED, { PAY("a", "#7.1", 100, DAY(1)) }, { { "a", "#8.1 ", 100, DAY(2), -2 } },
	    { OURS("a", "#7.1", 100, DAY(1)) }, { { "a", "R1 #7.1", 100, DAY(4), RECON_SETTLED } }, 20, "a 0-20", "MATCHED  p0 0|MATCHED  b0 0" },
	{ "8 a bank's row of a day before ours was sent", RECON_REFUNDING, { PAY("a", "#7.1", 100, DAY(1)) }, { { "a", "#8.1 ", 100, DAY(2), 0 } },
	    { OURS("a", "#7.1", 100, DAY(1)) }, { { "a", "R1 #7.1", 100, DAY(4), RECON_SENT } }, 5, "a 0-5", "MATCHED  p0 0|REFUND_UNKNOWN query b0 -100" },
	{ "8 a bank's row of another channel", RECON_REFUNDING, { PAY("a", "#7.1", 100, DAY(1)) }, { { "b", "#8.1 ", 100, DAY(2), 0 } },
	    { OURS("a", "#7.1", 100, DAY(1)) }, { { "a", "R1 #7.1", 100, DAY(2), RECON_SENT } }, 3, "a 0-3", "MATCHED  p0 0|REFUND_UNKNOWN query b0 -100" },
	{ "11 of another amount", RECON_REFUNDING, { PAY("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 90, DAY(2), 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 100, DAY(2), RECON_SENT } }, 3, "a 0-3",
	    "MATCHED  p0 0|AMOUNT_MISMATCH query b0 10" },
	{ "12 all given back, still paid here", RECON_PAID, { PAY("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 100, DAY(2), 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 100, DAY(2), RECON_ASKED } }, 3, "a 0-3", "MATCHED  p0 0|STATUS_MISMATCH settle b0 0" },
	{ "12 a part given back, rightly paid here", RECON_PAID, { PAY("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 40, DAY(2), 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 40, DAY(2), RECON_SETTLED } }, 3, "a 0-3", "MATCHED  p0 0|REFUND_OK  b0 0" },
	{ "12 all given back in two parts", RECON_PAID, { PAY("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 40, DAY(2), 0 }, { "a", "R2 T1", 60, DAY(2), 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 40, DAY(2), RECON_SENT }, { "a", "R2 T1", 60, DAY(2), RECON_SENT } }, 3, "a 0-3",
	    "MATCHED  p0 0|STATUS_MISMATCH settle b0 0|STATUS_MISMATCH settle b1 0" },
	{ "8 unpaid here, and given back by the bank: nothing is due", RECON_UNPAID, { PAY("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 100, DAY(2), 0 } },
	    { { 0 } }, { { 0 } }, 3, "a 0-3", "MATCHED  p0 0|REFUND_OK  b0 0" },
	{ "8 the same in two parts", RECON_VOID, { PAY("a", "T1", 100, DAY(9)) }, { { "a", "R1 T1", 60, DAY(10), 0 }, { "a", "R2 T1", 40, DAY(11), 0 } },
	    { { 0 } }, { { 0 } }, 12, "a 0-12", "MATCHED  p0 0|REFUND_OK  b0 0|REFUND_OK  b1 0" },
	{ "8 the same, under way", RECON_UNPAID, { PAY("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 100, DAY(2), ROW_WAITING } }, { { 0 } }, { { 0 } }, 3,
	    "w 0-3", "MATCHED  p0 0|REFUND_UNKNOWN query b0 -100" },
	{ "8 unpaid here, a part given back by the bank", RECON_UNPAID, { PAY("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 40, DAY(2), 0 } }, { { 0 } },
	    { { 0 } }, 3, "a 0-3", "MISSING_OURS accept p0 100|REFUND_UNKNOWN query b0 -40" },
	{ "8 asked for, not sent", RECON_REFUNDING, { PAY("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 100, DAY(2), 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { "a", "F1 T1", 100, DAY(2), RECON_ASKED } }, 3, "a 0-3", "MATCHED  p0 0|REFUND_UNKNOWN accept b0 -100" },
	{ "8 asked for, not sent, and failed at the bank", RECON_REFUNDING, { PAY("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 100, DAY(2), ROW_FAILED } },
	    { OURS("w", "T1", 100, DAY(1)) }, { { "w", "F1 T1", 100, DAY(2), RECON_ASKED } }, 3, "w 0-3", "MATCHED  p0 0|REFUND_UNKNOWN query b0 -100" },
	{ "8 one sent and one not, of one amount", RECON_REFUNDING, { PAY("a", "T1", 100, DAY(1)) }, { { "a", "R1 T1", 50, DAY(2), 0 } },
	    { OURS("a", "T1", 100, DAY(1)) }, { { "a", "F1 T1", 50, DAY(2), RECON_ASKED }, { "a", "F2 T1", 50, DAY(2), RECON_SENT } }, 3, "a 0-3",
	    "MATCHED  p0 0|REFUND_OK settle b0 0" },
	{ "2 the bank gave a part back by itself", RECON_PAID, { PAY("a", "T1", 100, DAY(1)), PAY("a", "T2", 100, DAY(2)) },
	    { { "a", "R1 T2", 40, DAY(3), 0 } }, { OURS("a", "T1", 100, DAY(1)) }, { { 0 } }, 4, "a 0-4",
	    "MATCHED  p0 0|DUPLICATE refund p1 60|REFUND_UNKNOWN query b0 -40" },
	{ "8 under way, and nobody asked for it", RECON_PAID, { PAY("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 40, DAY(2), ROW_WAITING } },
	    { OURS("w", "T1", 100, DAY(1)) }, { { 0 } }, 3, "w 0-3", "MATCHED  p0 0|REFUND_UNKNOWN query b0 -40" },
	{ "8 we refused it, and so did the bank", RECON_PAID, { PAY("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 100, DAY(2), ROW_FAILED } },
	    { OURS("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 100, DAY(2), RECON_REFUSED } }, 20, "w 0-20", "MATCHED  p0 0|MATCHED  b0 0" },
	{ "8 we refused it, the bank did it", RECON_PAID, { PAY("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 100, DAY(2), 0 } },
	    { OURS("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 100, DAY(2), RECON_REFUSED } }, 20, "w 0-20",
	    "MATCHED  p0 0|REFUND_UNKNOWN query b0 -100" },
	{ "9 we refused it", RECON_PAID, { PAY("w", "T1", 100, DAY(1)), PAY("w", "T2", 100, DAY(1)) }, { { 0 } }, { OURS("w", "T1", 100, DAY(1)) },
	    { { "w", "R1 T2", 100, DAY(2), RECON_REFUSED } }, 20, "w 0-20", "MATCHED  p0 0|DUPLICATE refund p1 100" },
	{ "11 refused once, then asked for again", RECON_REFUNDING, { PAY("w", "T1", 100, DAY(1)) },
	    { { "w", "R1 T1", 100, DAY(2), ROW_FAILED }, { "w", "R2 T1", 100, DAY(3), 0 } }, { OURS("w", "T1", 100, DAY(1)) },
	    { { "w", "R1 T1", 100, DAY(2), RECON_REFUSED }, { "w", "R2 T1", 100, DAY(3), RECON_SENT } }, 4, "w 0-4",
	    "MATCHED  p0 0|MATCHED  b0 0|REFUND_OK settle b1 0" },
	{ "2 neither is the order's amount", RECON_UNPAID, { PAY("a", "T1", 60, DAY(1)), PAY("a", "T2", 60, DAY(2)) }, { { 0 } }, { { 0 } }, { { 0 } }, 3, "",
	    "AMOUNT_MISMATCH query p0 -40|DUPLICATE refund p1 60" },
	{ "3 of an order that is void", RECON_VOID, { PAY("a", "T1", 99, DAY(1)) }, { { 0 } }, { { 0 } }, { { 0 } }, 2, "", "AMOUNT_MISMATCH query p0 -1" },
	{ "9 settled, and failed later", RECON_REFUNDED, { PAY("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 100, DAY(2), ROW_FAILED } },
	    { OURS("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 100, DAY(2), RECON_SETTLED } }, 3, "w 0-3", "MATCHED  p0 0|REFUND_MISSING settle b0 100" },
	{ "9 the same, of another number", RECON_PAID, { PAY("w", "T1", 100, DAY(1)) }, { { "w", "G1 T1", 40, DAY(2), ROW_FAILED } },
	    { OURS("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 40, DAY(2), RECON_SETTLED } }, 3, "w 0-3", "MATCHED  p0 0|REFUND_MISSING settle b0 40" },
	{ "9 sent, and its money came back", RECON_REFUNDING, { PAY("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 100, DAY(2), RETURNED } },
	    { OURS("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 100, DAY(2), RECON_SENT } }, 3, "w 0-3", "MATCHED  p0 0|REFUND_MISSING settle b0 100" },
	{ "9 the failure is recorded", RECON_PAID, { PAY("w", "T1", 100, DAY(1)) }, { { "w", "R1 T1", 100, DAY(2), RETURNED } }, { OURS("w", "T1", 100, DAY(1)) },
	    { { "w", "R1 T1", 100, DAY(2), RECON_FAILED } }, 20, "w 0-20", "MATCHED  p0 0|MATCHED  b0 0" },
	{ "11 the failed one had a number of its own, the next one is on its way", RECON_REFUNDING, { PAY("w", "T1", 100, DAY(1)) },
	    { { "w", "G1 T1", 100, DAY(2), ROW_FAILED } }, { OURS("w", "T1", 100, DAY(1)) },
	    { { "w", "R1 T1", 100, DAY(2), RECON_FAILED }, { "w", "R2 T1", 100, DAY(3), RECON_SENT } }, 4, "w 0-4", "MATCHED  p0 0|MATCHED  b0 0" },
	{ "9 what failed counts for nothing", RECON_PAID, { PAY("w", "T1", 100, DAY(1)), PAY("w", "T2", 100, DAY(1)) }, { { 0 } }, { OURS("w", "T1", 100, DAY(1)) },
	    { { "w", "R1 T2", 100, DAY(2), RECON_FAILED } }, 20, "w 0-20", "MATCHED  p0 0|DUPLICATE refund p1 100" },
	{ "8 nobody asked for it, and it came back", RECON_PAID, { PAY("w", "T1", 100, DAY(1)) }, { { "w", "G1 T1", 100, DAY(2), RETURNED } },
	    { OURS("w", "T1", 100, DAY(1)) }, { { 0 } }, 3, "w 0-3", "MATCHED  p0 0|MATCHED  b0 0" },
	{ "8 asked for, not sent, gone by itself, and back", RECON_REFUNDING, { PAY("w", "T1", 100, DAY(1)) }, { { "w", "G1 T1", 100, DAY(2), RETURNED } },
	    { OURS("w", "T1", 100, DAY(1)) }, { { "w", "F1 T1", 100, DAY(2), RECON_ASKED } }, 3, "w 0-3", "MATCHED  p0 0|MATCHED  b0 0" },
	{ "6 young, refund on its way", RECON_REFUNDING, { { 0 } }, { { 0 } }, { OURS("a", "T1", 100, DAY(1)) },
	    { { "a", "R1 T1", 100, DAY(2), RECON_SENT } }, 3, "a 0-3", "IN_DOUBT wait o0 -100" },
};

static const char order_no[] = "O1";

static struct span
text(const char *s)
{
	return (struct span){ s, (uint32_t)strlen(s) };
}

/* The word at s[at], and after it. */
static struct span
word(const char *s, int at)
{
	while (at-- > 0) {
		s += strcspn(s, " ");
		s += *s == ' ';
	}
	return (struct span){ s, (uint32_t)strcspn(s, " ") };
}

struct made {
	struct recon_order order;
	struct recon_settings settings;
	struct recon_entry entry[2 * MOST];
	struct recon_payment payment[MOST];
	struct recon_refund refund[MOST];
	struct recon_cover cover[MOST];
};

static void
make_entry(struct made *m, const struct fact *f, enum row_kind kind)
{
	struct recon_entry *e = &m->entry[m->order.entries++];

	*e = (struct recon_entry){ .channel = text(f->channel),
		.row = { .merchant = text("M"), .txn_no = kind == ROW_PAY ? text(f->no) : word(f->no, 1),
		    .refund_no = kind == ROW_PAY ? text("") : word(f->no, 0), .order_no = text(order_no),
		    .amount = f->amount, .settled = f->amount, .time = f->time, .rate = -1, .kind = (uint8_t)kind,
		    .status = (uint8_t)(f->state == RETURNED ? ROW_FAILED : f->state > 0 ? f->state : 0) },
		.returned = f->state == RETURNED,
		.decision = f->state == -1 ? RECON_ACCEPTED : f->state == -2 ? RECON_ASIDE : RECON_OPEN };
}

static void
make_covers(struct made *m, const char *s)
{
	while (*s != '\0') {
		struct recon_cover *c = &m->cover[m->settings.covers++];
		size_t n = strcspn(s, ",");
		char one[32] = "", *end;

		memcpy(one, s, n);
		c->channel = (struct span){ s, 1 };
		c->from = DAY(strtol(one + 2, &end, 10));
		c->to = DAY(strtol(end + 1, &end, 10));
		c->pay = strstr(end, "refund") == NULL;
		c->refund = strstr(end, "pay") == NULL;
		s += n + (s[n] == ',');
	}
	m->settings.cover = m->cover;
}

static void
make(struct made *m, const struct example *x)
{
	memset(m, 0, sizeof *m);
	m->order = (struct recon_order){ .known = true, .order_no = text(order_no), .state = x->state, .amount = 100,
		.deadline = DAY(5), .entry = m->entry, .payment = m->payment, .refund = m->refund };
	m->settings = (struct recon_settings){ .in_doubt_days = 3, .refund_missing_days = 7, .now = DAY(x->now) };
	make_covers(m, x->covers);
	for (int i = 0; i < MOST && x->pay[i].channel != NULL; i++)
		make_entry(m, &x->pay[i], ROW_PAY);
	for (int i = 0; i < MOST && x->back[i].channel != NULL; i++)
		make_entry(m, &x->back[i], ROW_REFUND);
	for (int i = 0; i < MOST && x->ours[i].channel != NULL; i++)
		m->payment[m->order.payments++] = (struct recon_payment){ text(x->ours[i].channel), text(x->ours[i].no),
			x->ours[i].amount, x->ours[i].time, x->ours[i].state == 1 };
	for (int i = 0; i < MOST && x->refund[i].channel != NULL; i++)
		m->refund[m->order.refunds++] = (struct recon_refund){ text(x->refund[i].channel),
			word(x->refund[i].no, 0), word(x->refund[i].no, 1), x->refund[i].amount, x->refund[i].time,
			(enum recon_refund_state)x->refund[i].state };
}

/* The findings in the notation of the examples. */
static void
write_findings(const struct made *m, const struct recon_findings *out, struct buf *b)
{
	size_t pays = 0;

	for (size_t i = 0; i < m->order.entries; i++)
		pays += m->entry[i].row.kind == ROW_PAY;
	for (size_t i = 0; i < out->n; i++) {
		const struct recon_finding *f = &out->v[i];
		size_t at = f->entry != NULL ? (size_t)(f->entry - m->entry) : 0;

		buf_printf(b, "%s%s %s ", i > 0 ? "|" : "", recon_class_word(f->class), recon_action_word(f->action));
		if (f->entry != NULL)
			buf_printf(b, "%c%zu", at < pays ? 'p' : 'b', at < pays ? at : at - pays);
		else if (f->payment != NULL)
			buf_printf(b, "o%zu", (size_t)(f->payment - m->payment));
		else
			buf_printf(b, "r%zu", (size_t)(f->refund - m->refund));
		buf_printf(b, " %lld", (long long)f->difference);
	}
}

/* Every entry has exactly one finding; no two findings have one name. */
static bool
is_complete(const struct made *m, const struct recon_findings *out)
{
	char id[2][RECON_ID];

	for (size_t i = 0; i < m->order.entries; i++) {
		int n = 0;

		for (size_t k = 0; k < out->n; k++)
			n += out->v[k].entry == &m->entry[i];
		if (n != 1)
			return false;
	}
	for (size_t i = 0; i < out->n; i++)
		for (size_t k = 0; k < i; k++) {
			recon_id(&m->order, &out->v[i], id[0]);
			recon_id(&m->order, &out->v[k], id[1]);
			if (strcmp(id[0], id[1]) == 0)
				return false;
		}
	return true;
}

static void
test_table(void)
{
	struct recon_findings out = { NULL, 0, 0 };

	for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
		struct buf got = BUF_INIT;
		struct made m;

		make(&m, &examples[i]);
		reconcile(&m.order, &m.settings, &out);
		write_findings(&m, &out, &got);
		if (!ok(strcmp(buf_text(&got), examples[i].expected) == 0 && is_complete(&m, &out), "%s", examples[i].what))
			printf("#   got  %s\n#   want %s\n", buf_text(&got), examples[i].expected);
		buf_release(&got);
	}
	free(out.v);
}

static void
test_unknown(void)
{
	static const struct example x = { "", RECON_UNPAID, { PAY("a", "T1", 100, 0), { "a", "T2", 100, 0, -2 } },
		{ { "a", "R1 T1", 100, 0, 0 } }, { { 0 } }, { { 0 } }, 1, "", "" };
	struct recon_findings out = { NULL, 0, 0 };
	struct buf got = BUF_INIT;
	struct made m;

	make(&m, &x);
	m.order.known = false;
	reconcile(&m.order, &m.settings, &out);
	write_findings(&m, &out, &got);
	ok(strcmp(buf_text(&got), "UNKNOWN_ORDER suspense p0 100|MATCHED  p1 0|REFUND_UNKNOWN query b0 -100") == 0,
	    "1 nobody has such an order: %s", buf_text(&got));
	buf_release(&got);
	free(out.v);
}

static void
test_fee(void)
{
	static const struct {
		int64_t settled, fee;
		int32_t rate;
		enum recon_class class;
	} fees[] = {
		{ 10000, 60000, 6000, RECON_MATCHED }, /* 100 yuan at 0.60 % are 0.60000 */
		{ 10000, 61000, 6000, RECON_MATCHED },
		{ 10000, 59000, 6000, RECON_MATCHED },
		{ 10000, 61001, 6000, RECON_FEE_MISMATCH },
		{ 10000, 58999, 6000, RECON_FEE_MISMATCH },
		{ 10000, -60000, 6000, RECON_FEE_MISMATCH },
		{ 10000, 99999, -1, RECON_MATCHED },
		{ 1, 0, 10000, RECON_MATCHED },
		{ 100000000000, 600000000000, 6000, RECON_MATCHED },
	};
	struct recon_findings out = { NULL, 0, 0 };

	for (size_t i = 0; i < sizeof fees / sizeof fees[0]; i++) {
		struct made m;

		make(&m, &examples[0]);
		m.entry[0].row.settled = fees[i].settled;
		m.entry[0].row.fee = fees[i].fee;
		m.entry[0].row.rate = fees[i].rate;
		reconcile(&m.order, &m.settings, &out);
		ok(out.n == 1 && out.v[0].class == fees[i].class, "13 a fee of %lld on %lld fen at %d is %s",
		    (long long)fees[i].fee, (long long)fees[i].settled, (int)fees[i].rate, recon_class_word(fees[i].class));
	}
	free(out.v);
}

static void
test_settings(void)
{
	struct recon_findings out = { NULL, 0, 0 };
	struct made m;
	const struct example *late = &examples[5];

	make(&m, late);
	m.settings.late_grace_minutes = 1;
	reconcile(&m.order, &m.settings, &out);
	ok(out.n == 1 && out.v[0].class == RECON_MISSING_OURS, "a minute of grace makes one second late be in time");
	make(&m, late);
	m.order.deadline = INT64_MAX;
	reconcile(&m.order, &m.settings, &out);
	ok(out.n == 1 && out.v[0].class == RECON_MISSING_OURS, "without a time to pay nothing is late");
	free(out.v);
}

/* More of everything than fits the local arrays: forty payments, one kept. */
static void
test_many(void)
{
	enum { MANY = 40 };
	static struct recon_entry entry[MANY];
	static struct recon_payment payment[MANY];
	static char no[MANY][16];
	struct recon_findings out = { NULL, 0, 0 };
	struct recon_settings s = { 3, 7, 0, DAY(9), NULL, 0 };
	struct recon_order o = { .known = true, .order_no = text(order_no), .state = RECON_PAID, .amount = 100,
		.deadline = INT64_MAX, .entry = entry, .entries = MANY, .payment = payment, .payments = MANY };
	size_t duplicates = 0, matched = 0;

	for (int i = 0; i < MANY; i++) {
		snprintf(no[i], sizeof no[i], "T%d", i);
		entry[i] = (struct recon_entry){ .channel = text("a"), .row = { .txn_no = text(no[i]), .merchant = text(""),
			.refund_no = text(""), .order_no = text(""), .amount = 100, .rate = -1 } };
		payment[MANY - 1 - i] = (struct recon_payment){ text("a"), text(no[i]), 100, 0, i == 17 };
	}
	reconcile(&o, &s, &out);
	for (size_t i = 0; i < out.n; i++) {
		duplicates += out.v[i].class == RECON_DUPLICATE;
		matched += out.v[i].class == RECON_MATCHED && out.v[i].entry == &entry[17];
	}
	ok(out.n == MANY && duplicates == MANY - 1 && matched == 1, "of forty payments the effective one is kept");
	free(out.v);
}

static void
test_words(void)
{
	static const char *const decisions[] = { "accept", "refund", "suspense", "waive" };
	enum recon_action a;
	enum recon_class c;
	char first[RECON_ID];
	struct recon_findings out = { NULL, 0, 0 };
	struct made m;

	for (int i = 0; i < RECON_CLASSES; i++) {
		bool read = recon_class_parse(recon_class_word((enum recon_class)i), &c);
		bool decidable = false;

		for (int k = 0; k < 4; k++)
			decidable |= recon_action_parse(decisions[k], &a) && recon_allows((enum recon_class)i, a);
		bool waits = i == RECON_IN_DOUBT || i == RECON_REFUND_PENDING;

		ok(read && (int)c == i && decidable == (recon_is_difference(c) && !waits),
		    "%s can%s be decided", recon_class_word(c), decidable ? "" : "not");
	}
	ok(!recon_action_parse("wait", &a) && !recon_action_parse("", &a) && !recon_class_parse("NOT_PAID", &c),
	    "other words are none");
	ok(!recon_allows(RECON_DUPLICATE, RECON_ACCEPT), "a second payment cannot be accepted");
	make(&m, &examples[3]);
	reconcile(&m.order, &m.settings, &out);
	recon_id(&m.order, &out.v[0], first);
	ok(strcmp(first, "70438460191d166b") == 0, "the name of a difference never changes: %s", first);
	free(out.v);
}

/* ---- the two looks that spare a million orders the rule */

static uint32_t
next(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % n;
}

/* An order of anything at random, mostly near to what simply matches. */
struct any {
	struct recon_entry entry[2];
	struct recon_payment payment[2];
	struct recon_refund refund[1];
	struct recon_cover cover;
	struct recon_order order;
	struct recon_settings settings;
};

static void
make_any(struct any *x, uint32_t *seed)
{
	static const char *const channel[] = { "a", "a", "a", "w" }, *const no[] = { "T1", "T1", "T1", "T2", "" };
	static const int64_t amount[] = { 100, 100, 100, 100, 99, 200 };

	for (int i = 0; i < 2; i++) {
		x->entry[i] = (struct recon_entry){ .channel = text(channel[next(seed, 4)]), .decision = next(seed, 6) == 0 ? (enum recon_decision)next(seed, 3) : RECON_OPEN,
			.row = { .merchant = text("M"), .txn_no = text(no[next(seed, 4)]), .refund_no = text(""), .order_no = text("O"), .amount = amount[next(seed, 6)],
				.time = DAY(next(seed, 9)), .rate = next(seed, 3) == 0 ? 6000 : -1, .fee = next(seed, 2) == 0 ? 600 : 2000,
				.kind = next(seed, 6) == 0 ? ROW_REFUND : ROW_PAY, .status = ROW_FINAL } };
		x->entry[i].row.settled = x->entry[i].row.amount;
		x->payment[i] = (struct recon_payment){ text(channel[next(seed, 4)]), text(no[next(seed, 5)]), amount[next(seed, 6)], DAY(next(seed, 9)),
			next(seed, 5) != 0 };
	}
	x->refund[0] = (struct recon_refund){ text("a"), text("R1"), text("T1"), 100, DAY(next(seed, 9)), (enum recon_refund_state)next(seed, 3) };
	x->cover = (struct recon_cover){ text(channel[next(seed, 4)]), DAY(next(seed, 5)), DAY(5 + next(seed, 5)), next(seed, 4) != 0, next(seed, 2) != 0 };
	x->settings = (struct recon_settings){ 3, 7, 0, DAY(10 + next(seed, 9)), &x->cover, next(seed, 3) != 0 };
	x->order = (struct recon_order){ .known = next(seed, 12) != 0, .order_no = text("O"), .state = next(seed, 4) == 0 ? RECON_UNPAID : RECON_PAID,
		.amount = 100, .deadline = next(seed, 2) == 0 ? DAY(5) : INT64_MAX, .entry = x->entry, .entries = next(seed, 5) == 0 ? next(seed, 3) : 1,
		.payment = x->payment, .payments = next(seed, 5) == 0 ? next(seed, 3) : 1, .refund = x->refund, .refunds = next(seed, 8) == 0 };
}

static void
test_looks(void)
{
	struct recon_findings out = { NULL, 0, 0 };
	uint32_t seed = 20250820;
	int simply = 0, silent = 0, wrong = 0;

	for (int i = 0; i < 200000; i++) {
		struct any x;

		make_any(&x, &seed);
		reconcile(&x.order, &x.settings, &out);
		if (recon_simply_matches(&x.order)) {
			simply++;
			wrong += out.n != 1 || out.v[0].class != RECON_MATCHED || out.v[0].action != RECON_NONE || out.v[0].entry != x.entry ||
			    out.v[0].payment != x.payment || out.v[0].difference != 0;
		}
		bool covered = false;

		for (size_t k = 0; k < x.order.payments; k++)
			covered |= recon_covers(&x.settings, &x.payment[k]);
		if (x.order.entries == 0 && x.order.refunds == 0 && !covered) {
			silent++;
			wrong += out.n != 0;
		}
	}
	ok(simply > 5000 && silent > 1000, "%d orders simply match, %d say nothing", simply, silent);
	ok(wrong == 0, "and the rule says the same of all of them: %d", wrong);
	free(out.v);
}

int
main(void)
{
	test_looks();
	test_table();
	test_unknown();
	test_fee();
	test_settings();
	test_many();
	test_words();
	return done();
}
