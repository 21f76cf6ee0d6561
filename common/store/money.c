/* SPDX-License-Identifier: MIT
 * Orders and payments as rows. */
#include "store/money.h"

#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "store/db.h"

/* An order's own number goes before an alias. */
static int64_t
order_of_number(const char *order_no)
{
	static struct stmt own = { "SELECT id FROM fee_order WHERE order_no = :order_no", NULL };
	static struct stmt alias = { "SELECT order_id FROM order_alias WHERE alias = :order_no", NULL };
	struct stmt *const q[] = { &own, &alias };
	int64_t id = 0;

	for (size_t i = 0; i < sizeof q / sizeof *q && id == 0; i++) {
		db_text(q[i], ":order_no", order_no);
		id = db_int1(q[i], 0);
	}
	return id;
}

bool
order_read(int64_t id, struct order *out)
{
	/* the states are those of registration_state in which an order may be paid */
	static struct stmt q = { "SELECT o.id, o.registration_id, r.exam_id, o.order_no, o.kind, o.pay_until, r.reg_no, r.province, "
		"o.amount, o.closed_at IS NOT NULL, s.state NOT IN ('filled', 'rejected', 'deleted') AND "
		"NOT (s.state = 'confirmed' AND s.review_mode = 'pre'), coalesce(p.id, 0), o.created_at "
		"FROM fee_order o JOIN registration r ON r.id = o.registration_id "
		"JOIN registration_state s ON s.registration_id = r.id "
		"LEFT JOIN payment p ON p.order_id = o.id AND p.effective = 1 WHERE o.id = :id", NULL };
	static struct arena memory;

	db_int(&q, ":id", id);
	if (!db_row(&q))
		return false;
	arena_clear(&memory);
	*out = (struct order){ .id = db_col_int(&q, 0), .registration_id = db_col_int(&q, 1), .exam_id = db_col_int(&q, 2),
		.order_no = arena_strdup(&memory, db_col(&q, 3)), .kind = arena_strdup(&memory, db_col(&q, 4)),
		.pay_until = arena_strdup(&memory, db_col(&q, 5)), .reg_no = arena_strdup(&memory, db_col(&q, 6)),
		.province = arena_strdup(&memory, db_col(&q, 7)), .amount = db_col_int(&q, 8), .closed = db_col_int(&q, 9),
		.due = db_col_int(&q, 10), .effective_id = db_col_int(&q, 11), .created_at = arena_strdup(&memory, db_col(&q, 12)) };
	db_reset(&q);
	return true;
}

bool
order_find(const char *order_no, struct order *out)
{
	int64_t id = order_of_number(order_no);

	return id != 0 && order_read(id, out);
}

enum alias_result
order_alias_add(const char *alias, enum alias_kind kind, int64_t order_id, const char *login, const char *now, int64_t batch_id)
{
	static const char *const words[] = { [ALIAS_PAYMENT_NOTICE] = "payment_notice", [ALIAS_QUOTED] = "quoted", [ALIAS_ENTRY] = "entry" };
	static struct stmt known = { "SELECT order_id FROM order_alias WHERE alias = :alias", NULL };
	static struct stmt taken = { "SELECT EXISTS (SELECT 1 FROM fee_order WHERE order_no = :alias)", NULL };
	static struct stmt add = { "INSERT INTO order_alias (alias, kind, order_id, added_by, added_at, batch_id) "
		"VALUES (:alias, :kind, :order, :login, :now, :batch)", NULL };

	db_text(&known, ":alias", alias);
	int64_t owner = db_int1(&known, 0);

	if (owner != 0)
		return owner == order_id ? ALIAS_KNOWN : ALIAS_OF_ANOTHER;
	db_text(&taken, ":alias", alias);
	if (db_int1(&taken, 0) != 0)
		return ALIAS_IS_ORDER;
	db_text(&add, ":alias", alias);
	db_text(&add, ":kind", words[kind]);
	db_int(&add, ":order", order_id);
	db_text(&add, ":login", login);
	db_text(&add, ":now", now);
	db_int(&add, ":batch", batch_id);
	db_do(&add);
	return ALIAS_ADDED;
}

bool
payment_find(const char *channel, const char *txn_no, struct payment *out)
{
	static struct stmt q = { "SELECT id, order_id, amount, paid_at, receipt_no, payer, cashier, effective, result FROM payment "
		"WHERE channel = :channel AND txn_no = :txn_no", NULL };
	static struct arena memory;

	db_text(&q, ":channel", channel);
	db_text(&q, ":txn_no", txn_no);
	if (!db_row(&q))
		return false;
	arena_release(&memory);
	*out = (struct payment){ .id = db_col_int(&q, 0), .order_id = db_col_int(&q, 1), .amount = db_col_int(&q, 2),
		.channel = channel, .txn_no = txn_no, .paid_at = arena_strdup(&memory, db_col(&q, 3)),
		.receipt_no = arena_strdup(&memory, db_col(&q, 4)), .payer = arena_strdup(&memory, db_col(&q, 5)),
		.cashier = arena_strdup(&memory, db_col(&q, 6)), .effective = db_col_int(&q, 7),
		.result = arena_strdup(&memory, db_col(&q, 8)) };
	db_reset(&q);
	return true;
}

bool
payment_of_id(int64_t id, struct payment *out)
{
	static struct stmt q = { "SELECT channel, txn_no FROM payment WHERE id = :id", NULL };
	static char channel[64], txn_no[160];

	db_int(&q, ":id", id);
	if (!db_row(&q))
		return false;
	snprintf(channel, sizeof channel, "%s", db_col(&q, 0));
	snprintf(txn_no, sizeof txn_no, "%s", db_col(&q, 1));
	db_reset(&q);
	return payment_find(channel, txn_no, out);
}

int64_t
payment_add(const struct payment *p, int64_t batch_id)
{
	static struct stmt q = { "INSERT INTO payment (order_id, channel, txn_no, paid_at, amount, receipt_no, payer, cashier, effective, "
		"result, batch_id) VALUES (:order, :channel, :txn_no, :paid_at, :amount, :receipt_no, :payer, :cashier, :effective, "
		":result, :batch)", NULL };

	db_int(&q, ":order", p->order_id);
	db_text(&q, ":channel", p->channel);
	db_text(&q, ":txn_no", p->txn_no);
	db_text(&q, ":paid_at", p->paid_at);
	db_int(&q, ":amount", p->amount);
	db_text(&q, ":receipt_no", p->receipt_no);
	db_text(&q, ":payer", p->payer);
	db_text(&q, ":cashier", p->cashier);
	db_int(&q, ":effective", p->effective);
	db_text(&q, ":result", p->result);
	db_int(&q, ":batch", batch_id);
	db_do(&q);
	return db_last_id();
}

void
payment_make_effective(int64_t id)
{
	static struct stmt q = { "UPDATE payment SET effective = 1, result = 'paid' WHERE id = :id", NULL };

	db_int(&q, ":id", id);
	db_do(&q);
}

void
registration_pay(int64_t registration_id)
{
	static struct stmt q = { "WITH paid (at) AS (SELECT iif(count(*) > 0 AND sum(o.amount > 0 AND p.id IS NULL) = 0, "
		"coalesce(max(p.paid_at), max(o.created_at)), NULL) FROM fee_order o "
		"LEFT JOIN payment p ON p.order_id = o.id AND p.effective = 1 "
		"WHERE o.registration_id = :id AND o.closed_at IS NULL) "
		"UPDATE registration SET paid_at = (SELECT at FROM paid) WHERE id = :id AND paid_at IS NOT (SELECT at FROM paid)", NULL };

	db_int(&q, ":id", registration_id);
	db_do(&q);
}

int64_t
payment_left(int64_t payment_id)
{
	static struct stmt q = { "SELECT p.amount - coalesce((SELECT sum(r.amount) FROM refund r WHERE r.payment_id = p.id "
		"AND r.state <> 'refused'), 0) FROM payment p WHERE p.id = :id", NULL };

	db_int(&q, ":id", payment_id);
	return db_int1(&q, 0);
}

bool
registration_has_money(int64_t registration_id)
{
	static struct stmt q = { "SELECT EXISTS (SELECT 1 FROM fee_order o WHERE o.registration_id = :id AND o.closed_at IS NULL AND (o.amount = 0 "
		"OR EXISTS (SELECT 1 FROM payment p WHERE p.order_id = o.id AND p.effective = 1)))", NULL };

	db_int(&q, ":id", registration_id);
	return db_int1(&q, 0) != 0;
}

int64_t
orders_close_unpaid(int64_t registration_id, const char *now)
{
	static struct stmt q = { "UPDATE fee_order SET closed_at = :now WHERE registration_id = :id AND closed_at IS NULL AND amount > 0 "
		"AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.order_id = fee_order.id AND p.effective = 1)", NULL };

	db_text(&q, ":now", now);
	db_int(&q, ":id", registration_id);
	return db_do(&q);
}
