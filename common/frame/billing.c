/* SPDX-License-Identifier: MIT
 * Orders follow what a registration owes. */
#include "frame/billing.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "rule/fee.h"
#include "store/db.h"
#include "store/money.h"
#include "value/money.h"

enum { SUBJECTS_MAX = 64, ORDERS_MAX = 99 };
_Static_assert(SUBJECTS_MAX + 2 <= FEE_LINES_MAX, "a bill has room");

/* The prices of an exam instance. */
struct prices {
	const struct exam *exam;
	struct fee_row *row;
	size_t n, cap;
};

struct line {
	struct fee_line fee;
	bool ordered; /* an open order is for it already */
};

struct open_order {
	int64_t id, amount, payment_id; /* payment 0: unpaid */
	char pay_until[TIME_SIZE];
};

struct account {
	struct line line[SUBJECTS_MAX + 2];
	size_t lines;
	int64_t bill;
	struct open_order order[ORDERS_MAX];
	size_t orders;
	int64_t paid, given_back; /* of the open orders; refunds for amendments */
	bool any_paid, any_unpaid, same;
	bool moved; /* an open order was for another province or level */
};

static const struct prices *
prices_of(const struct exam *e)
{
	static struct stmt q = { "SELECT province, level, component, amount, coalesce(upward_share, -1) FROM fee "
		"WHERE exam = :exam AND year = :year ORDER BY row", NULL };
	static struct prices *all;
	static size_t n, cap;
	static struct arena memory;

	for (size_t i = 0; i < n; i++)
		if (all[i].exam == e)
			return &all[i];
	all = grow(all, n, &cap, sizeof *all);
	struct prices *p = &all[n++];

	*p = (struct prices){ .exam = e };
	db_text(&q, ":exam", e->code);
	db_int(&q, ":year", e->year);
	while (db_row(&q)) {
		enum fee_component component;

		if (!fee_component_parse(db_col(&q, 2), &component))
			bug("fee component %s", db_col(&q, 2));
		p->row = grow(p->row, p->n, &p->cap, sizeof *p->row);
		p->row[p->n++] = (struct fee_row){ arena_strdup(&memory, db_col(&q, 0)), arena_strdup(&memory, db_col(&q, 1)), component,
			db_col_int(&q, 3), db_col_int(&q, 4) };
	}
	return p;
}

static size_t
read_subjects(const struct registration *reg, struct fee_subject subject[SUBJECTS_MAX])
{
	static struct stmt q = { "SELECT subject FROM registration_subject WHERE registration_id = :id AND carried_year IS NULL "
		"ORDER BY subject", NULL };
	size_t n = 0;

	db_int(&q, ":id", reg->id);
	while (db_row(&q)) {
		const struct subject *s = exam_subject(reg->exam, db_col(&q, 0));

		if (s == NULL || n == SUBJECTS_MAX)
			bug("%s: subject %s", reg->reg_no, db_col(&q, 0));
		subject[n].subject = s->code;
		if (!fee_kind_parse(s->question_kind, &subject[n++].component))
			bug("question_kind %s", s->question_kind);
	}
	return n;
}

/* The bill as the registration stands; false with a fault. */
static bool
read_bill(struct rec *r, int column, const struct registration *reg, struct account *a)
{
	const struct prices *p = prices_of(reg->exam);
	struct fee_subject subject[SUBJECTS_MAX];
	struct fee_line line[SUBJECTS_MAX + 2];
	size_t n = read_subjects(reg, subject);

	if (n == 0) {
		fault(r, column, "SUBJECTS_MISSING", L("%s has no subject to be sat", "%s 没有须参加考试的科目"), reg->reg_no);
		return false;
	}
	struct fee_bill bill = fee_make(p->row, p->n, reg->province, reg->level, strcmp(reg->candidate, "new") == 0, subject, n, line);

	if (bill.unpriced != NULL) {
		fault(r, column, "FEE_MISSING", L("no price for subject %s of %s, level %s, province %s: complete fee.csv and load it",
		    "科目 %s (%s, 级别 %s, 省份 %s) 没有收费标准: 请补全 fee.csv 并载入"), bill.unpriced, reg->exam->key, reg->level,
		    reg->province);
		return false;
	}
	for (size_t i = 0; i < bill.n; i++)
		a->line[i] = (struct line){ line[i], false };
	a->lines = bill.n;
	a->bill = bill.fen;
	return true;
}

static void
read_orders(const struct registration *reg, struct account *a)
{
	static struct stmt q = { "SELECT o.id, o.amount, coalesce(p.id, 0), o.pay_until, o.province <> '' AND (o.province <> :province OR o.level <> :level) FROM fee_order o "
		"LEFT JOIN payment p ON p.order_id = o.id AND p.effective = 1 "
		"WHERE o.registration_id = :id AND o.closed_at IS NULL ORDER BY o.id", NULL };
	static struct stmt back = { "SELECT sum(f.amount) FROM refund f JOIN fee_order o ON o.id = f.order_id "
		"WHERE o.registration_id = :id AND o.closed_at IS NULL AND f.cause = 'amended' AND f.state <> 'refused'", NULL };

	db_text(&q, ":province", reg->province);
	db_text(&q, ":level", reg->level);
	db_int(&q, ":id", reg->id);
	while (db_row(&q)) {
		if (a->orders == ORDERS_MAX)
			bug("%s has more than %d orders", reg->reg_no, ORDERS_MAX);
		struct open_order *o = &a->order[a->orders++];

		*o = (struct open_order){ .id = db_col_int(&q, 0), .amount = db_col_int(&q, 1), .payment_id = db_col_int(&q, 2) };
		snprintf(o->pay_until, sizeof o->pay_until, "%s", db_col(&q, 3));
		a->moved |= db_col_int(&q, 4);
		if (o->payment_id != 0 || o->amount == 0) {
			a->any_paid = true;
			a->paid += o->amount;
		} else {
			a->any_unpaid = true;
		}
	}
	db_int(&back, ":id", reg->id);
	a->given_back = db_int1(&back, 0);
}

/* Are the open orders for exactly what the bill is for, at the prices of the same place? */
static void
compare_lines(const struct registration *reg, struct account *a)
{
	static struct stmt q = { "SELECT DISTINCT l.component, l.subject FROM fee_order o JOIN fee_order_line l ON l.order_id = o.id "
		"WHERE o.registration_id = :id AND o.closed_at IS NULL", NULL };
	size_t known = 0;
	bool other = false;

	db_int(&q, ":id", reg->id);
	while (db_row(&q)) {
		bool found = false;

		for (size_t i = 0; i < a->lines && !found; i++) {
			const char *subject = a->line[i].fee.subject != NULL ? a->line[i].fee.subject : "";

			found = strcmp(fee_component_code(a->line[i].fee.component), db_col(&q, 0)) == 0 && strcmp(subject, db_col(&q, 1)) == 0;
			a->line[i].ordered |= found;
		}
		known += found;
		other |= !found;
	}
	a->same = !other && known == a->lines && !a->moved;
}

/* Until when an order made now can be paid: the close of the payment window that holds or comes next. */
static bool
pay_until(struct rec *r, int column, const struct registration *reg, char out[TIME_SIZE])
{
	const char *now = r->run->now, *next, *close;

	if (window_open(reg->exam, reg->province, "payment", now, &next, NULL))
		close = window_close(reg->exam, reg->province, "payment", now);
	else if (*next != '\0')
		close = window_close(reg->exam, reg->province, "payment", next);
	else if (need_window(r, column, reg->exam, reg->province, "payment"))
		close = NULL; /* --override: today */
	else
		return false;
	if (close != NULL)
		snprintf(out, TIME_SIZE, "%s", close);
	else
		snprintf(out, TIME_SIZE, "%.10sT23:59:59", now);
	return true;
}

static bool
can_still_be_paid(const struct run *run, const struct registration *reg, const char *until)
{
	const char *next;

	if (*until == '\0' || strcmp(run->now, until) <= 0)
		return true;
	/* it cannot, but without another opening, or --override, a new order could not either */
	return run->override == NULL && !window_open(reg->exam, reg->province, "payment", run->now, &next, NULL) && *next == '\0';
}

static void
close_unpaid(const struct run *run, struct account *a)
{
	static struct stmt q = { "UPDATE fee_order SET closed_at = :now WHERE id = :id", NULL };

	for (size_t i = 0; i < a->orders; i++) {
		if (a->order[i].payment_id != 0 || a->order[i].amount == 0)
			continue;
		db_text(&q, ":now", run->now);
		db_int(&q, ":id", a->order[i].id);
		db_do(&q);
	}
	a->any_unpaid = false;
}

/* The number of the next order: the registration's and two digits. One that money of another order came under is passed over. */
static int64_t
next_order_no(const struct registration *reg, char order_no[ORDER_NO_SIZE])
{
	static struct stmt ever = { "SELECT count(*) FROM fee_order WHERE registration_id = :id", NULL };
	static struct stmt taken = { "SELECT EXISTS (SELECT 1 FROM order_alias WHERE alias = :no) OR EXISTS (SELECT 1 FROM fee_order WHERE order_no = :no)", NULL };
	int64_t n;

	db_int(&ever, ":id", reg->id);
	n = db_int1(&ever, 0);
	do {
		snprintf(order_no, ORDER_NO_SIZE, "%s%02d", reg->reg_no, (int)(++n));
		db_text(&taken, ":no", order_no);
	} while (n <= ORDERS_MAX && db_int1(&taken, 0) != 0);
	return n;
}

static void
add_line(int64_t order_id, int line, const struct fee_line *f)
{
	static struct stmt q = { "INSERT INTO fee_order_line (order_id, line, component, subject, amount, upward) "
		"VALUES (:order, :line, :component, :subject, :amount, :upward)", NULL };

	db_int(&q, ":order", order_id);
	db_int(&q, ":line", line);
	db_text(&q, ":component", fee_component_code(f->component));
	db_text(&q, ":subject", f->subject != NULL ? f->subject : "");
	db_int(&q, ":amount", f->fen);
	db_int(&q, ":upward", f->upward_fen < f->fen ? f->upward_fen : f->fen);
	db_do(&q);
}

size_t
billing_lines(int64_t order_id, int64_t registration_id, struct fee_line line[FEE_LINES_MAX], bool dropped[FEE_LINES_MAX])
{
	static struct stmt q = { "SELECT component, amount, upward, subject <> '' AND NOT EXISTS (SELECT 1 FROM registration_subject s "
		"WHERE s.registration_id = :registration AND s.subject = l.subject AND s.carried_year IS NULL) FROM fee_order_line l "
		"WHERE order_id = :order ORDER BY line", NULL };
	size_t n = 0;

	db_int(&q, ":order", order_id);
	db_int(&q, ":registration", registration_id);
	while (db_row(&q)) {
		if (n == FEE_LINES_MAX)
			bug("order %lld has more than %d lines", (long long)order_id, FEE_LINES_MAX);
		line[n] = (struct fee_line){ .fen = db_col_int(&q, 1), .upward_fen = db_col_int(&q, 2) };
		if (!fee_component_parse(db_col(&q, 0), &line[n].component))
			bug("fee component %s", db_col(&q, 0));
		dropped[n++] = db_col_int(&q, 3);
	}
	return n;
}

/* The centre's part of what is paid and not given back. */
static int64_t
passed_up(const struct registration *reg)
{
	static struct stmt q = { "SELECT o.id, (SELECT coalesce(sum(f.amount), 0) FROM refund f WHERE f.order_id = o.id AND f.cause = 'amended' "
		"AND f.state <> 'refused') FROM fee_order o JOIN payment p ON p.order_id = o.id AND p.effective = 1 "
		"WHERE o.registration_id = :id AND o.closed_at IS NULL ORDER BY o.id", NULL };
	int64_t sum = 0;

	db_int(&q, ":id", reg->id);
	while (db_row(&q)) {
		struct fee_line line[FEE_LINES_MAX];
		struct fee_back back[FEE_LINES_MAX];
		bool dropped[FEE_LINES_MAX];
		size_t n = billing_lines(db_col_int(&q, 0), reg->id, line, dropped);

		fee_give_back(line, dropped, n, db_col_int(&q, 1), back);
		for (size_t i = 0; i < n; i++)
			sum += line[i].upward_fen - back[i].upward_fen;
	}
	return sum;
}

/* The whole bill, or what a supplement adds to a credit. */
static size_t
order_lines(const struct registration *reg, const struct account *a, int64_t credit, struct fee_line line[SUBJECTS_MAX + 2])
{
	struct fee_line bill[SUBJECTS_MAX + 2];
	bool ordered[SUBJECTS_MAX + 2];

	for (size_t i = 0; i < a->lines; i++) {
		line[i] = bill[i] = a->line[i].fee;
		ordered[i] = a->line[i].ordered;
	}
	return a->any_paid ? fee_supplement(bill, ordered, a->lines, credit, passed_up(reg), line) : a->lines;
}

/* An order over the bill less the credit. */
static void
add_order(const struct run *run, const struct registration *reg, const struct account *a, int64_t credit, const char *until)
{
	static struct stmt q = { "INSERT INTO fee_order (order_no, registration_id, kind, amount, province, level, pay_until, created_at, batch_id) "
		"VALUES (:order_no, :registration, :kind, :amount, :province, :level, :until, :now, :batch)", NULL };
	char order_no[ORDER_NO_SIZE];
	struct fee_line line[SUBJECTS_MAX + 2];
	bool supplement = a->any_paid;
	size_t n = order_lines(reg, a, credit, line);

	next_order_no(reg, order_no);
	db_text(&q, ":order_no", order_no);
	db_int(&q, ":registration", reg->id);
	db_text(&q, ":kind", supplement ? "supplement" : "registration");
	db_int(&q, ":amount", a->bill - credit);
	db_text(&q, ":province", reg->province);
	db_text(&q, ":level", reg->level);
	db_text(&q, ":until", until);
	db_text(&q, ":now", run->now);
	db_int(&q, ":batch", run->batch_id);
	db_do(&q);
	int64_t id = db_last_id();

	for (size_t i = 0; i < n; i++)
		add_line(id, (int)i + 1, &line[i]);
}

/* From now on the open orders are what is owed there. */
static void
orders_move(const struct registration *reg)
{
	static struct stmt q = { "UPDATE fee_order SET province = :province, level = :level WHERE registration_id = :id AND closed_at IS NULL "
		"AND (province <> :province OR level <> :level)", NULL };

	db_text(&q, ":province", reg->province);
	db_text(&q, ":level", reg->level);
	db_int(&q, ":id", reg->id);
	db_do(&q);
}

/* More was paid than is owed: propose to give it back, from the newest payment on. */
static void
give_back(struct rec *r, int column, const struct account *a, int64_t too_much)
{
	const struct act who = billing_act(r->run);

	for (size_t i = a->orders; i-- > 0 && too_much > 0;) {
		const struct open_order *o = &a->order[i];
		int64_t left = o->payment_id != 0 ? payment_left(o->payment_id) : 0, part = left < too_much ? left : too_much;
		char refund_no[REFUND_NO_SIZE], yuan[MONEY_SIZE];

		if (part <= 0)
			continue;
		refund_propose(&(struct refund_ask){ .payment_id = o->payment_id, .amount = part, .cause = "amended", .documents = "", .reason = "amendment" }, &who,
		    refund_no);
		money_text(part, yuan);
		warning(r, column, "REFUND_PROPOSED", L("refund %s over %s yuan proposed, since less is owed now; fee-refund approve decides",
		    "应缴金额减少, 已拟退费 %s, %s 元; 由 fee-refund approve 审批"), refund_no, yuan);
		too_much -= part;
	}
}

/* More is owed again: what nobody has approved yet is not given back, the newest first, until nothing is missing. */
static bool
keep_back(struct rec *r, int column, const struct registration *reg, struct account *a)
{
	static struct stmt newest = { "SELECT f.id, f.refund_no, f.amount FROM refund f JOIN fee_order o ON o.id = f.order_id "
		"WHERE o.registration_id = :id AND f.cause = 'amended' AND f.state = 'proposed' ORDER BY f.id DESC LIMIT 1", NULL };
	const struct act who = billing_act(r->run);
	static const char owed_again[] = "owed again after another amendment";
	bool any = false;

	for (; a->any_paid && a->bill > a->paid - a->given_back; any = true) {
		char refund_no[REFUND_NO_SIZE];

		db_int(&newest, ":id", reg->id);
		if (!db_row(&newest))
			break;
		int64_t id = db_col_int(&newest, 0);

		snprintf(refund_no, sizeof refund_no, "%s", db_col(&newest, 1));
		a->given_back -= db_col_int(&newest, 2);
		db_reset(&newest);
		refund_decide(id, false, "login", owed_again, &who);
		audit_act(r->run, "refund-refuse", refund_no, owed_again);
		warning(r, column, "REFUND_DROPPED", L("refund %s is not proposed any more: what it would give back is owed again",
		    "退费 %s 不再提出: 再次变更后该款仍应缴纳"), refund_no);
	}
	return any;
}

/* Do the unpaid orders say already what is missing? */
static bool
unpaid_as_it_should_be(const struct run *run, const struct registration *reg, const struct account *a)
{
	int64_t unpaid = 0;

	for (size_t i = 0; i < a->orders; i++) {
		if (a->order[i].payment_id != 0 || a->order[i].amount == 0)
			continue;
		unpaid += a->order[i].amount;
		if (!can_still_be_paid(run, reg, a->order[i].pay_until))
			return false;
	}
	if (a->same && (a->given_back == 0 || !a->any_paid))
		return true;
	return a->any_paid && unpaid == a->bill - (a->paid - a->given_back);
}

/* May another order be made, and until when could it be paid? */
static bool
new_order(struct rec *r, int column, const struct registration *reg, char until[TIME_SIZE])
{
	char order_no[ORDER_NO_SIZE];

	if (next_order_no(reg, order_no) > ORDERS_MAX)
		fault(r, column, "ORDER_NO_OVERFLOW", L("%s has had %d orders, more numbers there are not", "%s 已有 %d 个订单, 订单号已用完"),
		    reg->reg_no, ORDERS_MAX);
	return pay_until(r, column, reg, until) && !faulty(r);
}

/* What was proposed to be given back for amendments, and nobody has approved yet. */
static int64_t
proposed(const struct registration *reg)
{
	static struct stmt q = { "SELECT coalesce(sum(f.amount), 0) FROM refund f JOIN fee_order o ON o.id = f.order_id "
		"WHERE o.registration_id = :id AND f.cause = 'amended' AND f.state = 'proposed'", NULL };

	db_int(&q, ":id", reg->id);
	return db_int1(&q, 0);
}

bool
billing_settle(struct rec *r, int column, const struct registration *reg)
{
	struct account a = { .lines = 0 };
	char until[TIME_SIZE] = "";

	if (!read_bill(r, column, reg, &a))
		return false;
	read_orders(reg, &a);
	compare_lines(reg, &a);
	if (a.orders > 0 && unpaid_as_it_should_be(r->run, reg, &a))
		return false;
	/* asked before anything is written: a fault leaves nothing behind */
	int64_t kept = a.any_paid ? a.paid - a.given_back + proposed(reg) : 0;

	if (((a.bill > kept || !a.any_paid) && !new_order(r, column, reg, until)) || faulty(r))
		return false;
	bool changed = keep_back(r, column, reg, &a);
	int64_t credit = a.any_paid ? a.paid - a.given_back : 0;
	bool more = a.bill > credit || !a.any_paid;

	changed |= a.any_unpaid || more || a.bill < credit;

	close_unpaid(r->run, &a);
	if (more)
		add_order(r->run, reg, &a, credit, until);
	else if (a.bill < credit)
		give_back(r, column, &a, credit - a.bill);
	orders_move(reg);
	registration_pay(reg->id);
	return changed;
}

bool
billing_has_order(int64_t registration_id)
{
	static struct stmt q = { "SELECT EXISTS (SELECT 1 FROM fee_order WHERE registration_id = :id AND closed_at IS NULL)", NULL };

	db_int(&q, ":id", registration_id);
	return db_int1(&q, 0) != 0;
}

/* ---- money for an order that has expired */

bool
billing_is_late(const struct order *o, const char *paid_at)
{
	const struct exam *e = exam_by_id(o->exam_id);
	int64_t paid, until;

	if (*o->pay_until == '\0' || !time_parse(o->pay_until, &until) || !time_parse(paid_at, &paid))
		return false;
	return paid > until + 60 * setting_int(e, o->province, "late_grace_minutes", 0) &&
	    !window_open(e, o->province, "payment", paid_at, NULL, NULL);
}

/* The open order that took the place of o, 0: none. Same lines: what is in one and not in the other is nothing. */
static int64_t
successor(const struct order *o, char order_no[ORDER_NO_SIZE])
{
	static struct stmt q = { "SELECT n.id, n.order_no FROM fee_order o JOIN fee_order n ON n.registration_id = o.registration_id "
		"AND n.closed_at IS NULL AND n.kind = o.kind AND n.amount = o.amount AND n.amount > 0 "
		"WHERE o.id = :id AND o.closed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.effective = 1 AND p.order_id IN (o.id, n.id)) "
		"AND NOT EXISTS (SELECT component, subject, amount FROM fee_order_line WHERE order_id = o.id "
		"EXCEPT SELECT component, subject, amount FROM fee_order_line WHERE order_id = n.id) "
		"AND NOT EXISTS (SELECT component, subject, amount FROM fee_order_line WHERE order_id = n.id "
		"EXCEPT SELECT component, subject, amount FROM fee_order_line WHERE order_id = o.id)", NULL };
	int64_t id = 0;

	db_int(&q, ":id", o->id);
	if (db_row(&q)) {
		id = db_col_int(&q, 0);
		snprintf(order_no, ORDER_NO_SIZE, "%s", db_col(&q, 1));
		db_reset(&q);
	}
	return id;
}

bool
billing_can_restore(const struct order *o)
{
	char order_no[ORDER_NO_SIZE];

	return o->closed && o->due && successor(o, order_no) != 0;
}

void
billing_restore(struct rec *r, int column, struct order *o)
{
	static struct stmt shut = { "UPDATE fee_order SET closed_at = :now WHERE id = :id", NULL };
	static struct stmt open = { "UPDATE fee_order SET closed_at = NULL WHERE id = :id", NULL };
	char order_no[ORDER_NO_SIZE] = "", detail[ORDER_NO_SIZE + 32];
	int64_t other = successor(o, order_no);

	db_text(&shut, ":now", r->run->now);
	db_int(&shut, ":id", other);
	db_do(&shut);
	db_int(&open, ":id", o->id);
	db_do(&open);
	o->closed = false;
	snprintf(detail, sizeof detail, "in place of %s", order_no);
	audit_act(r->run, "order-restore", o->order_no, detail);
	warning(r, column, "ORDER_RESTORED", L("%s was replaced by %s for the same, and is what was paid: it stands again, and %s is closed",
	    "%s 已由内容相同的 %s 替换, 但缴费使用原订单: 恢复原订单, 关闭 %s"), o->order_no, order_no, order_no);
}

/* ---- giving back */

struct act
billing_act(const struct run *run)
{
	return (struct act){ run->login, run->operator_name, run->now, run->batch_id };
}

bool
billing_may_ask_back(const struct run *run, const struct exam *e, const char *province, const char **why, bool *override)
{
	static char words[160];
	const char *until = setting_text(e, province, "refund_until"), *end;

	*why = NULL;
	*override = false;
	if (until == NULL || strcmp(until, "reg_end") != 0) {
		snprintf(words, sizeof words, L("what was paid is not given back on request (setting refund_until: %s)", "已缴费用不因申请退还 (设置 refund_until: %s)"),
		    until != NULL ? until : "confirm");
	} else {
		end = window_close(e, province, "registration", "9999-12-31T23:59:59");
		if (*end == '\0' || strcmp(run->now, end) <= 0)
			return true;
		snprintf(words, sizeof words, L("it is given back until registration ends, %s (setting refund_until: reg_end)", "报名截止 %s 前方可退费 (设置 refund_until: reg_end)"),
		    end);
		*override = true;
	}
	*why = words;
	return false;
}
