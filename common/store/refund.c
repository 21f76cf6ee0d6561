/* SPDX-License-Identifier: MIT
 * Refunds as rows. */
#include "store/refund.h"

#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "store/db.h"
#include "store/money.h"
#include "store/operator.h"

bool
refund_find(const char *refund_no, struct refund *out)
{
	static struct stmt q = { "SELECT f.id, f.order_id, f.payment_id, o.registration_id, r.exam_id, f.amount, p.amount - (SELECT coalesce(sum(x.amount), 0) "
		"FROM refund x WHERE x.payment_id = p.id AND x.state <> 'refused'), coalesce(f.out_id, 0), b.counts, r.seated_at IS NOT NULL, "
		"f.state = 'refused' AND f.settled_at IS NOT NULL, f.refund_no, o.order_no, r.reg_no, r.province, f.cause, f.documents, f.reason, f.state, "
		"f.proposed_by, f.proposed_operator, f.approved_by, coalesce(f.approved_at, ''), f.approved_reason, f.settled_reason, p.channel, p.txn_no FROM refund f "
		"JOIN fee_order o ON o.id = f.order_id JOIN payment p ON p.id = f.payment_id JOIN payment_standing b ON b.payment_id = p.id JOIN registration r ON r.id = o.registration_id "
		"WHERE f.refund_no = :refund_no", NULL };
	static struct arena memory;

	db_text(&q, ":refund_no", refund_no);
	if (!db_row(&q))
		return false;
	arena_release(&memory);
	*out = (struct refund){ .id = db_col_int(&q, 0), .order_id = db_col_int(&q, 1), .payment_id = db_col_int(&q, 2), .registration_id = db_col_int(&q, 3),
		.exam_id = db_col_int(&q, 4), .amount = db_col_int(&q, 5), .left = db_col_int(&q, 6), .out_id = db_col_int(&q, 7), .effective = db_col_int(&q, 8),
		.seated = db_col_int(&q, 9), .by_channel = db_col_int(&q, 10) };
	const char **const text[] = { &out->refund_no, &out->order_no, &out->reg_no, &out->province, &out->cause, &out->documents, &out->reason, &out->state,
		&out->proposed_by, &out->proposed_operator, &out->approved_by, &out->approved_at, &out->approved_reason, &out->settled_reason, &out->channel,
		&out->txn_no };

	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		*text[i] = arena_strdup(&memory, db_col(&q, 11 + (int)i));
	db_reset(&q);
	return true;
}

bool
refund_empties(const struct refund *f)
{
	return f->effective && f->left <= 0;
}

/* The order of a payment, and the next number of its refunds. */
static int64_t
next_number(int64_t payment_id, char refund_no[REFUND_NO_SIZE])
{
	static struct stmt q = { "SELECT o.id, o.order_no, (SELECT count(*) FROM refund r WHERE r.order_id = o.id) FROM payment p "
		"JOIN fee_order o ON o.id = p.order_id WHERE p.id = :id", NULL };

	db_int(&q, ":id", payment_id);
	if (!db_row(&q))
		bug("no payment %lld", (long long)payment_id);
	int64_t order = db_col_int(&q, 0);

	snprintf(refund_no, REFUND_NO_SIZE, "%sR%02d", db_col(&q, 1), (int)db_col_int(&q, 2) + 1);
	db_reset(&q);
	return order;
}

static void
bind_entry(struct stmt *q, int64_t entry_id)
{
	if (entry_id != 0)
		db_int(q, ":entry", entry_id);
	else
		db_null(q, ":entry");
}

/* The parameters that both ways of coming into being share. */
static void
bind_new(struct stmt *q, const struct refund_ask *ask, const struct act *who, char refund_no[REFUND_NO_SIZE])
{
	db_int(q, ":order", next_number(ask->payment_id, refund_no));
	db_text(q, ":refund_no", refund_no);
	db_int(q, ":payment", ask->payment_id);
	bind_entry(q, ask->entry_id);
	db_int(q, ":amount", ask->amount);
	db_text(q, ":cause", ask->cause);
	db_text(q, ":documents", ask->documents);
	db_text(q, ":reason", ask->reason);
	db_text(q, ":login", who->login);
	db_text(q, ":operator", who->operator_name);
	db_text(q, ":now", who->now);
	db_int(q, ":batch", who->batch_id);
}

void
refund_propose(const struct refund_ask *ask, const struct act *who, char refund_no[REFUND_NO_SIZE])
{
	static struct stmt q = { "INSERT INTO refund (refund_no, order_id, payment_id, entry_id, amount, cause, documents, reason, state, proposed_by, proposed_operator, "
		"proposed_at, batch_id) VALUES (:refund_no, :order, :payment, :entry, :amount, :cause, :documents, :reason, 'proposed', :login, :operator, :now, :batch)",
		NULL };

	bind_new(&q, ask, who, refund_no);
	db_do(&q);
}

void
refund_decide(int64_t id, bool approve, const char *two_person, const char *reason, const struct act *who)
{
	static struct stmt q = { "UPDATE refund SET state = :state, two_person = :two_person, approved_by = :login, approved_operator = :operator, approved_at = :now, "
		"approved_reason = :reason WHERE id = :id", NULL };

	db_text(&q, ":state", approve ? "approved" : "refused");
	db_text(&q, ":two_person", two_person);
	db_text(&q, ":login", who->login);
	db_text(&q, ":operator", who->operator_name);
	db_text(&q, ":now", who->now);
	db_text(&q, ":reason", reason);
	db_int(&q, ":id", id);
	db_do(&q);
}

bool
refund_reopens(int64_t id, const char *now, char diff_id[DIFF_ID_SIZE])
{
	static struct stmt find = { "SELECT d.diff_id FROM refund f JOIN difference d ON d.entry_id = f.entry_id WHERE f.id = :id AND f.state = 'refused' AND d.state = 'decided' "
		"AND d.action = 'refund' AND NOT EXISTS (SELECT 1 FROM refund x WHERE x.payment_id = f.payment_id AND x.entry_id = f.entry_id AND x.state <> 'refused') /*scan*/", NULL };
	static struct stmt open = { "UPDATE difference SET state = 'open', action = '', reason = '', decided_by = '', decided_at = NULL, opened_at = :now "
		"WHERE diff_id = :diff_id", NULL };

	db_int(&find, ":id", id);
	if (!db_row(&find))
		return false;
	snprintf(diff_id, DIFF_ID_SIZE, "%s", db_col(&find, 0));
	db_reset(&find);
	db_text(&open, ":now", now);
	db_text(&open, ":diff_id", diff_id);
	db_do(&open);
	return true;
}

void
refund_export(int64_t id, int64_t out_id, const struct act *who)
{
	static struct stmt q = { "UPDATE refund SET state = 'exported', out_id = :out, exported_at = :now WHERE id = :id", NULL };

	db_int(&q, ":out", out_id);
	db_text(&q, ":now", who->now);
	db_int(&q, ":id", id);
	db_do(&q);
}

/* All that paid the order has been given back: it asks for nothing more. */
static void
close_empty(int64_t order_id, int64_t payment_id, int64_t registration_id, const char *now)
{
	static struct stmt q = { "UPDATE fee_order SET closed_at = :now WHERE id = :order AND closed_at IS NULL AND (SELECT sum(f.amount) FROM refund f "
		"WHERE f.payment_id = :payment AND f.state = 'settled') >= (SELECT p.amount FROM payment_standing b JOIN payment p ON p.id = b.payment_id WHERE b.payment_id = :payment AND b.counts)", NULL };

	db_text(&q, ":now", now);
	db_int(&q, ":order", order_id);
	db_int(&q, ":payment", payment_id);
	if (db_do(&q) > 0)
		registration_pay(registration_id);
}

static void
end(const struct refund *f, int64_t amount, const char *state, int64_t entry_id, const char *at, const char *reason, const char *login)
{
	static struct stmt q = { "UPDATE refund SET amount = :amount, state = :state, settled_at = :at, settled_by = :login, settled_reason = :reason, "
		"settled_entry = iif(:state = 'refused', coalesce(settled_entry, :entry), :entry) WHERE id = :id", NULL };

	db_int(&q, ":amount", amount);
	db_text(&q, ":state", state);
	db_text(&q, ":at", at);
	db_text(&q, ":login", login);
	db_text(&q, ":reason", reason);
	bind_entry(&q, entry_id);
	db_int(&q, ":id", f->id);
	db_do(&q);
}

/* What paid the order was given back whole, and it, or a part of it, is here all the same. */
static void
open_again(const struct refund *f)
{
	static struct stmt q = { "UPDATE fee_order SET closed_at = NULL WHERE id = :order AND closed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fee_order o "
		"WHERE o.registration_id = fee_order.registration_id AND o.kind = fee_order.kind AND o.closed_at IS NULL) AND NOT EXISTS (SELECT 1 FROM registration r "
		"WHERE r.id = fee_order.registration_id AND r.deleted_at IS NOT NULL)", NULL };

	db_int(&q, ":order", f->order_id);
	if (db_do(&q) > 0)
		registration_pay(f->registration_id);
}

void
refund_settle_as(const struct refund *f, int64_t amount, int64_t entry_id, const char *at, const char *reason, const struct act *who)
{
	end(f, amount, "settled", entry_id, at, reason, who->login);
	if (f->effective && amount < f->amount && strcmp(f->state, "settled") == 0)
		open_again(f);
	close_empty(f->order_id, f->payment_id, f->registration_id, who->now);
}

void
refund_settle(const struct refund *f, int64_t entry_id, const char *at, const char *reason, const struct act *who)
{
	refund_settle_as(f, f->amount, entry_id, at, reason, who);
}

void
refund_fail(const struct refund *f, const char *reason, const struct act *who)
{
	int64_t entry = 0;

	refund_came_back(f->id, &entry);
	end(f, f->amount, "refused", entry, who->now, reason, who->login);
	if (f->effective && strcmp(f->state, "settled") == 0)
		open_again(f);
}

void
refund_accept(const struct refund_ask *ask, const char *at, const struct act *who, char refund_no[REFUND_NO_SIZE])
{
	static struct stmt q = { "INSERT INTO refund (refund_no, order_id, payment_id, entry_id, amount, cause, documents, reason, state, proposed_by, proposed_at, "
		"approved_by, approved_operator, approved_at, settled_at, settled_by, settled_entry, batch_id) VALUES (:refund_no, :order, :payment, :entry, :amount, "
		":cause, :documents, :reason, 'settled', '', :now, :login, :operator, :now, :at, :login, :entry, :batch)", NULL };
	static struct stmt of = { "SELECT o.id, o.registration_id FROM payment p JOIN fee_order o ON o.id = p.order_id WHERE p.id = :id", NULL };

	bind_new(&q, ask, who, refund_no);
	db_text(&q, ":at", at);
	db_do(&q);
	db_int(&of, ":id", ask->payment_id);
	if (!db_row(&of))
		bug("no payment %lld", (long long)ask->payment_id);
	int64_t order = db_col_int(&of, 0), registration = db_col_int(&of, 1);

	db_reset(&of);
	close_empty(order, ask->payment_id, registration, who->now);
}

/* ---- what the statements show */

/* Entry e, as a bank has it, names neither payment nor refund. */
#define UNNAMED "e.txn_no = '' AND e.refund_no LIKE '#%'"
#define NUMBERED "(f.refund_no IN (e.refund_no, e.order_no))"

/* Entry e shows refund f of payment p: by the number that we gave it, else as a refund of that payment by so much that bears nobody
 * else's number, else as one of its channel and day or later that names none. As rule/reconcile has it. */
#define SHOWN "FROM statement_entry e LEFT JOIN fee_order x ON x.order_no = e.order_no LEFT JOIN order_alias a ON x.id IS NULL AND " \
	"a.alias = coalesce((SELECT alias FROM order_alias WHERE alias = CAST(e.id AS TEXT) AND kind = 'entry'), e.order_no) LEFT JOIN refund g ON x.id IS NULL AND a.order_id IS NULL AND g.refund_no IN (e.refund_no, e.order_no) " \
	"LEFT JOIN (SELECT DISTINCT b.order_id, b.txn_no FROM refund a CROSS JOIN payment b ON b.id = a.payment_id AND b.txn_no <> '' " \
	"WHERE a.state = 'exported' OR a.state = 'approved') h ON e.order_no = '' AND g.id IS NULL AND h.txn_no = e.txn_no " \
	"CROSS JOIN refund f ON f.order_id = coalesce(x.id, a.order_id, g.order_id, h.order_id) " \
	"AND (f.state = 'exported' OR f.state = 'approved') AND f.amount = e.amount CROSS JOIN payment p ON p.id = f.payment_id " \
	"CROSS JOIN fee_order o ON o.id = f.order_id CROSS JOIN registration r ON r.id = o.registration_id WHERE e.kind = 'refund' AND e.status = 'final' " \
	"AND NOT EXISTS (SELECT 1 FROM refund t WHERE t.settled_entry = e.id OR t.settled_entry = (SELECT entry_id FROM statement_echo WHERE same_as = e.id)) " \
	"AND NOT EXISTS (SELECT 1 FROM statement_echo c WHERE c.entry_id = e.id) AND (" NUMBERED " OR ((e.txn_no = p.txn_no " \
	"OR (" UNNAMED " AND e.channel = p.channel AND iif(f.state = 'exported', e.at >= substr(f.exported_at, 1, 10), " \
	"NOT EXISTS (SELECT 1 FROM difference d WHERE d.entry_id = e.id AND d.state = 'decided')))) " \
	"AND NOT EXISTS (SELECT 1 FROM refund t WHERE t.refund_no IN (e.refund_no, e.order_no))))"

struct shown {
	int64_t refund_id, entry_id;
	char at[32];
};
static struct shown *shown;
static size_t nshown;

static bool
is_taken(int64_t refund_id, int64_t entry_id)
{
	for (size_t i = 0; i < nshown; i++)
		if (shown[i].refund_id == refund_id || shown[i].entry_id == entry_id)
			return true;
	return false;
}

static void
read_shown(void)
{
	static struct stmt q = { "SELECT f.id, e.id, e.at " SHOWN " ORDER BY " NUMBERED " DESC, e.txn_no = '', f.state <> 'exported', e.at, e.refund_no, e.id, "
		"f.refund_no /*scan*/", NULL };
	static bool done;
	size_t cap = 0;

	if (done)
		return;
	done = true;
	while (db_row(&q)) {
		int64_t refund = db_col_int(&q, 0), entry = db_col_int(&q, 1);

		if (is_taken(refund, entry))
			continue;
		shown = grow(shown, nshown, &cap, sizeof *shown);
		shown[nshown] = (struct shown){ .refund_id = refund, .entry_id = entry };
		snprintf(shown[nshown++].at, sizeof shown->at, "%s", db_col(&q, 2));
	}
}

int64_t
refund_entry(int64_t refund_id, const char **at)
{
	read_shown();
	for (size_t i = 0; i < nshown; i++)
		if (shown[i].refund_id == refund_id) {
			*at = shown[i].at;
			return shown[i].entry_id;
		}
	return 0;
}

/* Money b came back of refund f: under our number, or under that of the entry x which settled it, or, of one that is out, which is as one of its
 * payment and amount and nobody else's. */
#define CAME_BACK "FROM statement_entry b LEFT JOIN (WITH failed AS MATERIALIZED (SELECT id, channel, refund_no, txn_no, amount FROM statement_entry " \
	"WHERE kind = 'refund' AND status = 'failed') SELECT * FROM failed) x ON x.channel = b.channel AND x.refund_no = b.refund_no " \
	"CROSS JOIN refund f CROSS JOIN payment p ON p.id = f.payment_id CROSS JOIN fee_order o ON o.id = f.order_id " \
	"CROSS JOIN registration r ON r.id = o.registration_id WHERE b.kind = 'return' AND (f.state = 'exported' OR f.state = 'settled') AND " \
	"(f.refund_no = b.refund_no OR f.settled_entry = x.id OR (f.state = 'exported' AND f.amount = x.amount AND p.txn_no = x.txn_no " \
	"AND NOT EXISTS (SELECT 1 FROM refund t WHERE t.refund_no = x.refund_no OR t.settled_entry = x.id)))"

bool
refund_came_back(int64_t refund_id, int64_t *went)
{
	static struct stmt q = { "SELECT f.id, b.id, coalesce(x.id, 0) " CAME_BACK " ORDER BY b.refund_no <> f.refund_no, f.settled_entry IS NULL, b.at, b.id, f.id /*scan*/", NULL };
	static struct back {
		int64_t refund_id, entry_id, went_id;
	} *all;
	static size_t n, cap;
	static bool done;

	while (!done && db_row(&q)) {
		int64_t refund = db_col_int(&q, 0), entry = db_col_int(&q, 1);
		bool taken = false;

		for (size_t i = 0; i < n; i++)
			taken |= all[i].refund_id == refund || all[i].entry_id == entry;
		if (taken)
			continue;
		all = grow(all, n, &cap, sizeof *all);
		all[n++] = (struct back){ refund, entry, db_col_int(&q, 2) };
	}
	done = true;
	for (size_t i = 0; i < n; i++)
		if (all[i].refund_id == refund_id) {
			*went = all[i].went_id;
			return true;
		}
	return false;
}

bool
refund_shown_failed(const struct refund *f)
{
	static struct stmt q = { "SELECT EXISTS (SELECT 1 FROM refund f JOIN statement_entry e ON e.id = f.settled_entry WHERE f.id = :id AND e.status = 'failed') OR "
		"EXISTS (SELECT 1 FROM statement_entry e WHERE e.refund_no = :refund_no AND e.status = 'failed' AND e.kind = 'refund') /*scan*/", NULL };

	int64_t went;

	if (refund_came_back(f->id, &went))
		return true;
	db_int(&q, ":id", f->id);
	db_text(&q, ":refund_no", f->refund_no);
	return db_int1(&q, 0) != 0;
}

bool
refund_of_entry(int64_t entry_id, char refund_no[REFUND_NO_SIZE])
{
	static struct stmt q = { "SELECT refund_no FROM refund WHERE id = :id", NULL };

	read_shown();
	for (size_t i = 0; i < nshown; i++)
		if (shown[i].entry_id == entry_id) {
			db_int(&q, ":id", shown[i].refund_id);
			bool found = db_row(&q);

			snprintf(refund_no, REFUND_NO_SIZE, "%s", found ? db_col(&q, 0) : "");
			db_reset(&q);
			return found;
		}
	return false;
}

/* Entries that may be an exported refund's: under its number, whatever their amount and however far, or of its payment under no number of ours. */
enum refund_trace
refund_traced(int64_t refund_id)
{
	static struct stmt q = { "WITH x (id, refund_no, txn_no) AS MATERIALIZED (SELECT f.id, f.refund_no, p.txn_no FROM refund f JOIN payment p ON p.id = f.payment_id "
		"WHERE f.state = 'exported') "
		"SELECT x.id, e.id, e.status = 'final' FROM statement_entry e CROSS JOIN x ON x.refund_no = e.refund_no WHERE e.kind = 'refund' AND e.status <> 'failed' "
		"UNION ALL SELECT x.id, e.id, e.status = 'final' FROM statement_entry e CROSS JOIN x ON x.txn_no = e.txn_no WHERE e.kind = 'refund' AND e.status <> 'failed' "
		"AND e.txn_no <> '' AND NOT EXISTS (SELECT 1 FROM refund t WHERE t.refund_no = e.refund_no) "
		"AND NOT EXISTS (SELECT 1 FROM refund t WHERE t.settled_entry = e.id OR t.settled_entry = (SELECT same_as FROM statement_echo WHERE entry_id = e.id)) "
		"AND NOT EXISTS (SELECT 1 FROM difference d WHERE d.entry_id = e.id AND d.state = 'decided' AND d.action = 'waive') "
		/* a bank's names nothing, and was waived perhaps for want of what to do */
		"UNION ALL SELECT f.id, e.id, e.status = 'final' FROM statement_entry e LEFT JOIN fee_order o ON o.order_no = e.order_no "
		"LEFT JOIN order_alias a ON o.id IS NULL AND a.alias = coalesce((SELECT alias FROM order_alias WHERE alias = CAST(e.id AS TEXT) AND kind = 'entry'), e.order_no) "
		"LEFT JOIN refund g ON o.id IS NULL AND a.order_id IS NULL AND g.refund_no = e.order_no "
		"CROSS JOIN refund f ON f.order_id = coalesce(o.id, a.order_id, g.order_id) AND f.state = 'exported' "
		"WHERE e.kind = 'refund' AND e.status <> 'failed' AND " UNNAMED " AND (e.order_no = f.refund_no OR (g.id IS NULL AND e.amount >= f.amount)) "
		"AND e.at >= substr(f.exported_at, 1, 10) AND NOT EXISTS (SELECT 1 FROM refund t WHERE t.settled_entry = e.id) /*scan*/", NULL };
	static struct trace {
		int64_t refund_id, entry_id;
		bool final;
	} *all;
	static size_t n, cap;
	static bool done;
	enum refund_trace found = REFUND_NO_TRACE;

	read_shown();
	while (!done && db_row(&q)) {
		all = grow(all, n, &cap, sizeof *all);
		all[n++] = (struct trace){ db_col_int(&q, 0), db_col_int(&q, 1), db_col_int(&q, 2) };
	}
	done = true;
	for (size_t i = 0; i < n; i++) {
		bool others = false;

		for (size_t k = 0; k < nshown; k++)
			others |= shown[k].entry_id == all[i].entry_id && shown[k].refund_id != refund_id;
		if (all[i].refund_id == refund_id && !others && found != REFUND_GONE)
			found = all[i].final ? REFUND_GONE : REFUND_UNDER_WAY;
	}
	return found;
}

/* ---- what the channels gave back by themselves */

int64_t
refund_returned(int64_t order_id, int64_t payment_id, char diff_id[DIFF_ID_SIZE])
{
	static struct stmt q = { "WITH d (diff_id, order_id, channel, txn_no, amount) AS MATERIALIZED (SELECT d.diff_id, coalesce(d.order_id, o.id, a.order_id, 0), d.channel, "
		"d.txn_no, e.amount FROM difference d JOIN statement_entry e ON e.id = d.entry_id AND e.status <> 'failed' LEFT JOIN fee_order o ON o.order_no = d.order_no "
		"LEFT JOIN order_alias a ON a.alias = d.order_no WHERE d.class = 'REFUND_UNKNOWN' AND (d.state = 'open' OR d.action = 'suspense')) "
		"SELECT d.diff_id, d.order_id, coalesce(p.id, s.id, 0), d.amount FROM d LEFT JOIN payment p ON p.channel = d.channel AND p.txn_no = d.txn_no "
		"LEFT JOIN payment s ON s.order_id = d.order_id AND s.txn_no = d.txn_no ORDER BY d.diff_id /*scan*/", NULL };
	static struct returned {
		int64_t order_id, payment_id, amount;
		char diff_id[DIFF_ID_SIZE];
	} *all;
	static size_t n, cap;
	static bool done;
	int64_t sum = 0;

	while (!done && db_row(&q)) {
		all = grow(all, n, &cap, sizeof *all);
		all[n] = (struct returned){ .order_id = db_col_int(&q, 1), .payment_id = db_col_int(&q, 2), .amount = db_col_int(&q, 3) };
		snprintf(all[n++].diff_id, DIFF_ID_SIZE, "%s", db_col(&q, 0));
	}
	done = true;
	for (size_t i = 0; i < n; i++) {
		if (all[i].payment_id != 0 ? all[i].payment_id != payment_id : all[i].order_id != order_id)
			continue;
		sum += all[i].amount;
		snprintf(diff_id, DIFF_ID_SIZE, "%s", all[i].diff_id);
	}
	return sum;
}

/* ---- lists */

#define FROM " FROM refund f JOIN payment p ON p.id = f.payment_id JOIN fee_order o ON o.id = f.order_id JOIN registration r ON r.id = o.registration_id " \
	"WHERE :now <> '' AND (:exam = 0 OR r.exam_id = :exam) AND " SCOPE_SQL " AND "

const char refund_export_sql[] = "SELECT f.refund_no" FROM "CASE WHEN :due_id = 0 THEN f.state = 'approved' ELSE f.out_id = :due_id AND f.state = 'exported' END ORDER BY f.refund_no /*scan*/";

/* of what was settled by somebody's word that person knows more */
#define SURELY " AND (f.state = 'exported' OR f.settled_entry IS NOT NULL)"
#define IN_SCOPE " AND :now <> '' AND :due_id = 0 AND (:exam = 0 OR r.exam_id = :exam) AND " SCOPE_SQL

const char refund_settle_sql[] = "SELECT DISTINCT f.refund_no " SHOWN IN_SCOPE " UNION SELECT f.refund_no " CAME_BACK SURELY IN_SCOPE " ORDER BY 1 /*scan*/";

#define PAYS_NOTHING " FROM payment p JOIN fee_order o ON o.id = p.order_id JOIN registration r ON r.id = o.registration_id " \
	"WHERE :now <> '' AND :due_id = 0 AND (:exam = 0 OR r.exam_id = :exam) AND " SCOPE_SQL " AND p.effective = 0 " \
	"AND EXISTS (SELECT 1 FROM payment_standing b WHERE b.payment_id = p.id AND NOT b.absent AND NOT b.counts) " \
	"AND p.amount > (SELECT coalesce(sum(f.amount), 0) FROM refund f WHERE f.payment_id = p.id AND (f.state <> 'refused' OR f.settled_at IS NULL)) " \
	"AND NOT EXISTS (SELECT 1 FROM difference d WHERE d.order_no = o.order_no AND d.txn_no = p.txn_no AND d.action = 'suspense')"

const char refund_propose_sql[] = "SELECT o.order_no" PAYS_NOTHING " ORDER BY o.order_no, p.id /*scan*/";

const char refund_counts_sql[] = "SELECT exam_id, what, count(*) FROM (SELECT r.exam_id AS exam_id, 'propose' AS what" PAYS_NOTHING
	" UNION ALL SELECT r.exam_id, f.state" FROM "(f.state = 'proposed' OR f.state = 'approved') "
	"UNION ALL SELECT exam_id, 'settle' FROM (SELECT r.exam_id, f.id " SHOWN IN_SCOPE " UNION SELECT r.exam_id, f.id " CAME_BACK SURELY IN_SCOPE ")) "
	"GROUP BY 1, 2 ORDER BY 1, 2 /*scan*/";
