/* SPDX-License-Identifier: MIT
 * Refunds as rows: proposed, approved or refused, exported to the channel, settled (or refused there). One that was not refused counts
 * against its payment. The statements write: the calling tool declares refund, and for refund_settle fee_order and registration.
 * What the database guards itself: sums, the way of the states, two persons. */
#ifndef STORE_REFUND_H
#define STORE_REFUND_H

#include <stdbool.h>
#include <stdint.h>

enum { REFUND_NO_SIZE = 32, DIFF_ID_SIZE = 24 };

struct refund {
	int64_t id, order_id, payment_id, registration_id, exam_id;
	int64_t amount;                     /* fen */
	int64_t left;                       /* of its payment, when all refunds that count are taken off */
	int64_t out_id;                     /* the hand-out that has it, 0: none */
	const char *refund_no, *order_no, *reg_no, *province, *cause, *documents, *reason;
	const char *state;                  /* proposed, approved, refused, exported, settled */
	const char *proposed_by, *proposed_operator, *approved_by, *approved_at, *approved_reason, *settled_reason; /* "" where there is none yet */
	const char *channel, *txn_no;       /* of its payment */
	bool effective;                     /* its payment pays the order */
	bool seated;                        /* its registration has a seat */
	bool by_channel;                    /* refused: by the channel, after it had gone */
};

/* By number; false where there is none. Strings live until the next call. */
bool refund_find(const char *refund_no, struct refund *out);
/* Once it has gone, is nothing left of what pays the order? */
bool refund_empties(const struct refund *f);

/* Who acts, and when. */
struct act {
	const char *login, *operator_name, *now;
	int64_t batch_id;
};

struct refund_ask {
	int64_t payment_id, amount;
	int64_t entry_id;                   /* the entry that it is about, 0: none */
	const char *cause, *documents, *reason;
};

/* Propose; writes the number, the order's with R and two digits. */
void refund_propose(const struct refund_ask *ask, const struct act *who, char refund_no[REFUND_NO_SIZE]);
/* Approve or refuse one that is proposed (refuse: or approved). two_person: the setting's word. */
void refund_decide(int64_t id, bool approve, const char *two_person, const char *reason, const struct act *who);
/* It stands in this file. */
void refund_export(int64_t id, int64_t out_id, const struct act *who);
/* It is final at the channel: entry shows it (0: reason says how that is known). Where nothing is left of what paid the order, the order
 * is closed and its registration is not paid any more. */
void refund_settle(const struct refund *f, int64_t entry_id, const char *at, const char *reason, const struct act *who);
/* The same, of another amount than we had asked for: what the entry shows is what went back. At most what is left of the payment without it. */
void refund_settle_as(const struct refund *f, int64_t amount, int64_t entry_id, const char *at, const char *reason, const struct act *who);
/* The difference for which a refund was proposed that has been refused, or has failed, stands open again, unless another refund stands for it: somebody
 * decides anew. False where there is none. Writes difference. */
bool refund_reopens(int64_t id, const char *now, char diff_id[DIFF_ID_SIZE]);
/* The channel could not give it back: it does not count any more. Of one that had been settled the order that was closed with it stands again, where
 * no other does. */
void refund_fail(const struct refund *f, const char *reason, const struct act *who);
/* The channel gave money back that nobody here had asked for: entry_id says so, and who accepts it. Settled at once. */
void refund_accept(const struct refund_ask *ask, const char *at, const struct act *who, char refund_no[REFUND_NO_SIZE]);
/* The final entry of the statements that shows an exported or approved refund, and when; 0: none. By our number, else as one of its payment and
 * amount; an entry shows one refund. As the database was when it was first asked. */
int64_t refund_entry(int64_t refund_id, const char **at);
/* Has the money of an exported or settled refund come back, as a statement shows? One for one; *went: the entry of its way out, 0: none. As the
 * database was when it was first asked. */
bool refund_came_back(int64_t refund_id, int64_t *went);
/* Does a statement say that a settled refund failed after all? */
bool refund_shown_failed(const struct refund *f);
/* The other way round; false where the entry shows none of ours. */
bool refund_of_entry(int64_t entry_id, char refund_no[REFUND_NO_SIZE]);

/* What the statements have of an exported refund beside the entry that shows it: an entry under its number over another amount or not final yet, or one
 * of its payment that is accounted to no refund. As the database was when it was first asked. */
enum refund_trace { REFUND_NO_TRACE, REFUND_UNDER_WAY, REFUND_GONE };
enum refund_trace refund_traced(int64_t refund_id);
/* What the channel has given back, or is about to, without having been asked, and nobody has decided about yet (REFUND_UNKNOWN, open or set aside): fen,
 * of the payment, or of its order where the entry names no payment; and one of the differences. As the database was when it was first asked. */
int64_t refund_returned(int64_t order_id, int64_t payment_id, char diff_id[DIFF_ID_SIZE]);

/* SQL that lists refund_no: what fee-refund export takes (:due_id 0: approved; else hand-out :due_id), and what settle --all takes: exported
 * or approved, and a statement shows it, or its money came back. What propose --all takes, as order_no: payments that pay nothing, of which something is left, that
 * nobody decided to keep. Parameters: todo_bind's (:exam 0: any), :due_id (0 but for export). */
extern const char refund_export_sql[], refund_settle_sql[], refund_propose_sql[];
/* SQL that counts what is due: a row an exam (its id) and word: propose, proposed (to be approved), approved (to be exported), settle. Same
 * parameters. */
extern const char refund_counts_sql[];

#endif
