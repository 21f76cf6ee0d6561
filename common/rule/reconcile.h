/* SPDX-License-Identifier: MIT
 * Reconciliation: what an order, the payments and refunds that we know of, and the entries
 * of all channels' statements say together (decision table: fees.md 2.3). Pure.
 *
 * One order at a time, over all its channels: a second payment through another channel is
 * a duplicate. Every statement entry gets exactly one finding; what is ours and has no
 * entry gets one only where a statement should have shown it:
 *
 * - A payment of ours is missed only if a statement of its own channel that lists payments
 *   covers its time. A payment at the counter, through a channel of which no file was read,
 *   or after the end of the last file is not missed, and counts as made.
 * - A covered payment that is not there stays IN_DOUBT for in_doubt_days (the bank's day may
 *   end before ours), and counts as made; then it is MISSING_BANK and does not count.
 * - A refund that we know of, and of which the channel says later that it failed, is REFUND_MISSING until that is recorded here.
 * - A refund of ours is missed refund_missing_days after it was sent, if a statement of its
 *   channel that lists refunds reaches past that moment.
 *
 * A refund of ours is the entry of its number, quoted as order_no, too; failing that, of its payment and amount, and last of its channel and
 * amount where the entry names no payment (as banks' do) and is not of an earlier day than the refund was sent.
 * A payment of ours is the entry of the same channel and txn_no; failing that, of the same
 * channel and amount where ours has no txn_no or the statement denies the one it has.
 * Of several payments one is kept: the accepted one or our effective one, else the earliest of
 * the right amount that was not given back, else the earliest. The others are DUPLICATE until
 * refunds (ours that are on their way, or the bank's) cover them. */
#ifndef RULE_RECONCILE_H
#define RULE_RECONCILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stream/statement.h"

enum recon_class {
	RECON_MATCHED,
	RECON_MISSING_OURS,    /* paid at the bank in time, unpaid here (掉单) */
	RECON_MISSING_BANK,    /* paid here, not at the bank */
	RECON_IN_DOUBT,        /* the same, but young */
	RECON_AMOUNT_MISMATCH, /* another amount than the order's, or the refund's */
	RECON_DUPLICATE,
	RECON_LATE,          /* after the time to pay, order unpaid */
	RECON_UNKNOWN_ORDER,
	RECON_REFUND_UNKNOWN, /* given back by the bank, not asked for by us */
	RECON_REFUND_MISSING, /* sent by us, not at the bank or failed there */
	RECON_REFUND_PENDING, /* at the bank, not final */
	RECON_REFUND_OK,
	RECON_STATUS_MISMATCH, /* all given back at the bank, still paid here */
	RECON_FEE_MISMATCH,    /* the fee is not amount × rate ± 1 fen */
	RECON_CLASSES
};

enum recon_action {
	RECON_NONE,
	RECON_ACCEPT,   /* record the payment at the bank's time */
	RECON_REFUND,   /* propose to give it back */
	RECON_SUSPENSE, /* park it until its owner is found */
	RECON_WAIVE,    /* close it as it is, with a reason */
	RECON_WAIT,     /* a later statement settles it */
	RECON_QUERY,    /* ask the channel */
	RECON_SETTLE,   /* record that our refund is final */
	RECON_ACTIONS
};

enum recon_state { RECON_UNPAID, RECON_PAID, RECON_REFUNDING, RECON_REFUNDED, RECON_VOID };

/* What was decided about an entry: nothing; this is the order's payment whatever its amount
 * or time; it is none of the order's payments (in suspense, waived). */
enum recon_decision { RECON_OPEN, RECON_ACCEPTED, RECON_ASIDE };

struct recon_entry {
	struct span channel; /* id of the profile */
	struct statement_row row; /* line, raw and rate -1 may be unset */
	enum recon_decision decision;
	bool returned; /* a refund that failed, of which a statement shows that the money came back */
};

struct recon_payment {
	struct span channel; /* in the words of recon_entry */
	struct span txn_no;  /* may be empty */
	int64_t amount, time;
	bool effective; /* the one that made the order paid */
};

/* One that was refused, or that the channel could not make (RECON_FAILED), counts for nothing; only its own row at the bank, if that failed,
 * is as it should be. */
enum recon_refund_state { RECON_ASKED, RECON_SENT, RECON_SETTLED, RECON_REFUSED, RECON_FAILED };

struct recon_refund {
	struct span channel, refund_no;
	struct span txn_no; /* of the payment it gives back; may be empty */
	int64_t amount;
	int64_t time; /* when it was sent */
	enum recon_refund_state state;
};

struct recon_order {
	bool known; /* false: nobody has such an order; only order_no and entries count */
	struct span order_no;
	enum recon_state state;
	int64_t amount;
	int64_t deadline; /* pay until, inclusive; INT64_MAX: none */
	const struct recon_entry *entry;
	size_t entries;
	const struct recon_payment *payment;
	size_t payments;
	const struct recon_refund *refund;
	size_t refunds;
};

/* What the statements cover that have been read, ever. */
struct recon_cover {
	struct span channel;
	int64_t from, to; /* from ≤ t < to */
	bool pay, refund;
};

struct recon_settings {
	int in_doubt_days, refund_missing_days, late_grace_minutes;
	int64_t now;
	const struct recon_cover *cover;
	size_t covers;
};

struct recon_finding {
	enum recon_class class;
	enum recon_action action;            /* suggested */
	const struct recon_entry *entry;     /* the row it is about, or NULL … */
	const struct recon_payment *payment; /* ours that the entry is, if any; without entry it is about this … */
	const struct recon_refund *refund;   /* … or this */
	int64_t difference; /* fen, what the bank has more than we (bank>ours positive) */
};

struct recon_findings {
	struct recon_finding *v;
	size_t n, cap;
};

/* Classify one order; out is emptied first and keeps its storage (free(out->v) at last).
 * An unpaid order without entries has no findings. */
void reconcile(const struct recon_order *order, const struct recon_settings *settings, struct recon_findings *out);

/* The common case at a glance: one payment of ours that makes the order paid, one entry that is it by channel and number, all of one amount, the
 * fee as it should be, nothing decided, nothing given back. True: reconcile() finds MATCHED and nothing else. Looks at no time, and of the
 * entry at channel, decision and the row's kind, txn_no, amount, settled, fee and rate. */
bool recon_simply_matches(const struct recon_order *order);
/* Is there a statement that should show this payment of ours? An order without entries and refunds of ours has findings only where
 * there is. */
bool recon_covers(const struct recon_settings *settings, const struct recon_payment *payment);
/* The fee is not amount × rate ± 1 fen; false where the row says no rate. */
bool recon_fee_is_off(const struct statement_row *row);

/* The name of a difference, the same in every run: 16 hex digits of the SHA-256 of
 * class|order_no|channel|kind|txn_no|refund_no (fees.md 2.2; without the merchant, which not every bill of a channel names). */
enum { RECON_ID = 17 };
void recon_id(const struct recon_order *order, const struct recon_finding *finding, char out[RECON_ID]);

/* MATCHED and REFUND_OK need nobody. */
bool recon_is_difference(enum recon_class class);
/* May a clerk decide so about this class? (accept, refund, suspense, waive) */
bool recon_allows(enum recon_class class, enum recon_action action);

const char *recon_class_word(enum recon_class class);     /* "MISSING_OURS", static */
const char *recon_class_zh(enum recon_class class);       /* "掉单", static */
const char *recon_action_word(enum recon_action action);  /* "accept"; "" for none; static */
bool recon_class_parse(const char *word, enum recon_class *class);
bool recon_action_parse(const char *word, enum recon_action *action); /* the four of recon_allows */

#endif
