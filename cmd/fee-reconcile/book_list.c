/* SPDX-License-Identifier: MIT
 * The workbook's lists: differences with what is known of them, refunds to be signed, and how old is what is in doubt. */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "book.h"
#include "store/db.h"
#include "value/date.h"

static const char *
name_of(const char *reg_no)
{
	static struct stmt q = { "SELECT p.name FROM registration r JOIN person p ON p.id = r.person_id WHERE r.reg_no = :reg_no", NULL };
	static struct buf name;

	buf_clear(&name);
	if (*reg_no != '\0') {
		db_text(&q, ":reg_no", reg_no);
		if (db_row(&q))
			buf_str(&name, db_col(&q, 0));
		db_reset(&q);
	}
	return buf_text(&name);
}

static int64_t
days_since(const struct run *run, const char *at)
{
	int64_t t = run->now_s;

	time_parse(at, &t);
	return t > run->now_s ? 0 : (run->now_s - t) / 86400;
}

static const char *
state_of(const struct difference *d)
{
	return d->decided ? L("decided", "已处理") : recon_is_difference(d->class) ? L("open", "待处理") : "";
}

static void
difference_row(const struct book *k, const struct difference *d)
{
	struct xlsx *x = k->x;

	xlsx_text(x, d->id);
	xlsx_text(x, recon_class_word(d->class));
	xlsx_text(x, recon_class_zh(d->class));
	xlsx_text(x, d->difference > 0 ? "bank>ours" : d->difference < 0 ? "ours>bank" : "");
	xlsx_text(x, d->order_no);
	xlsx_text(x, d->reg_no);
	xlsx_text(x, name_of(d->reg_no));
	if (d->known)
		xlsx_money(x, d->order_amount);
	else
		xlsx_skip(x);
	xlsx_money(x, d->paid_amount);
	xlsx_money(x, d->difference);
	xlsx_text(x, d->channel);
	xlsx_text(x, d->txn_no);
	xlsx_text(x, d->refund_no);
	xlsx_text(x, d->at);
	xlsx_int(x, days_since(k->run, d->at));
	xlsx_text(x, recon_action_word(d->action));
	xlsx_text(x, state_of(d));
	xlsx_text(x, d->file);
	if (d->line > 0)
		xlsx_int(x, d->line);
	xlsx_row(x);
}

/* The sheet, or the part-th of those that a long list takes. */
static void
open_sheet(const struct book *k, const char *name, int part)
{
	const struct xlsx_column columns[] = { { L("difference", "差异号"), 18, false }, { L("class", "类别代码"), 18, false },
		{ L("class (zh)", "类别"), 10, false }, { L("direction", "方向"), 11, false }, { L("order", "订单号"), 22, false },
		{ L("registration", "报名号"), 18, false }, { L("name", "姓名"), 12, false }, { L("order amount", "订单金额"), 13, false },
		{ L("paid amount", "到账金额"), 13, false }, { L("difference", "差额"), 13, false }, { L("channel", "渠道"), 14, false },
		{ L("transaction", "交易流水号"), 32, false }, { L("refund", "退款单号"), 24, false }, { L("time", "时间"), 20, false },
		{ L("days", "天数"), 6, false }, { L("action", "处理建议"), 10, false }, { L("state", "状态"), 9, false },
		{ L("file", "来源文件"), 28, true }, { L("line", "行号"), 8, false } };
	char title[64];

	if (part > 1) {
		snprintf(title, sizeof title, "%.24s (%d)", name, part);
		name = title;
	}
	xlsx_sheet(k->x, name, COLUMNS(columns));
}

/* class RECON_CLASSES: every difference */
static bool
is_of(const struct difference *d, int class)
{
	return d->in_scope && (class == RECON_CLASSES ? d->class != RECON_MATCHED : (int)d->class == class);
}

static void
difference_sheet(const struct book *k, const char *name, int class)
{
	int part = 1;

	open_sheet(k, name, part);
	for (size_t i = 0; i < k->found->n; i++) {
		const struct difference *d = &k->found->v[i];

		if (!is_of(d, class))
			continue;
		if (xlsx_full(k->x)) {
			xlsx_filter(k->x);
			open_sheet(k, name, ++part);
		}
		difference_row(k, d);
	}
	xlsx_filter(k->x);
}

void
book_differences(const struct book *k)
{
	bool any[RECON_CLASSES] = { false };

	for (size_t i = 0; i < k->found->n; i++)
		any[k->found->v[i].class] |= k->found->v[i].in_scope;
	difference_sheet(k, L("Differences", "差异"), RECON_CLASSES);
	for (int c = 0; c < RECON_CLASSES; c++)
		if (any[c])
			difference_sheet(k, book_class((enum recon_class)c), c);
}

/* ---- what is to go back */

struct list {
	int64_t n, amount;
};

/* why and how far: the class of an open difference, or cause and state of a refund that was proposed */
static void
refund_row(const struct book *k, struct list *list, const char *why, const char *state, const char *refund_no, const char *order_no,
    const char *reg_no, const char *channel, const char *txn_no, const char *at, int64_t amount, const char *basis)
{
	struct xlsx *x = k->x;

	list->amount += amount;
	xlsx_int(x, ++list->n);
	xlsx_text(x, why);
	xlsx_text(x, state);
	xlsx_text(x, refund_no);
	xlsx_text(x, order_no);
	xlsx_text(x, reg_no);
	xlsx_text(x, name_of(reg_no));
	xlsx_text(x, channel);
	xlsx_text(x, txn_no);
	xlsx_text(x, at);
	xlsx_money(x, amount);
	xlsx_text(x, basis);
	xlsx_row(x);
}

/* Money that somebody must propose to give back. */
static void
refunds_to_propose(const struct book *k, struct list *list)
{
	for (size_t i = 0; i < k->found->n && !xlsx_full(k->x); i++) {
		const struct difference *d = &k->found->v[i];

		if (d->in_scope && !d->decided && d->action == RECON_REFUND)
			refund_row(k, list, book_class(d->class), L("to be decided", "待处理"), "", d->order_no, d->reg_no, d->channel, d->txn_no,
			    d->at, d->difference > 0 ? d->difference : d->paid_amount, d->id);
	}
}

static const char *
refund_word(const char *word)
{
	static const struct {
		const char *word, *zh;
	} words[] = { { "cancelled", "停考" }, { "duplicate", "重复缴费" }, { "amended", "信息变更" }, { "request", "申请退费" },
		{ "proposed", "已提出" }, { "approved", "已审批" }, { "exported", "已送渠道" } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].word, word) == 0)
			return L(word, words[i].zh);
	return word;
}

/* What was proposed and is not settled yet. */
static void
refunds_under_way(const struct book *k, struct list *list)
{
	static struct stmt q = { "SELECT f.cause, f.state, f.refund_no, coalesce(o.order_no, e.order_no, ''), coalesce(r.reg_no, ''), "
		"coalesce(p.channel, e.channel, ''), coalesce(p.txn_no, e.txn_no, ''), coalesce(p.paid_at, e.at, ''), f.amount, "
		"f.documents || iif(f.documents <> '' AND f.reason <> '', '; ', '') || f.reason FROM refund f "
		"LEFT JOIN fee_order o ON o.id = f.order_id LEFT JOIN registration r ON r.id = o.registration_id "
		"LEFT JOIN payment p ON p.id = f.payment_id LEFT JOIN statement_entry e ON e.id = f.entry_id "
		"WHERE f.state IN ('proposed', 'approved', 'exported') AND (:exam = 0 OR r.exam_id = :exam OR r.id IS NULL) ORDER BY f.refund_no /*scan*/", NULL };

	db_int(&q, ":exam", book_exam(k));
	while (db_row(&q) && !xlsx_full(k->x))
		refund_row(k, list, refund_word(db_col(&q, 0)), refund_word(db_col(&q, 1)), db_col(&q, 2), db_col(&q, 3), db_col(&q, 4),
		    db_col(&q, 5), db_col(&q, 6), db_col(&q, 7), db_col_int(&q, 8), db_col(&q, 9));
	db_reset(&q);
}

void
book_refunds(const struct book *k)
{
	const struct xlsx_column columns[] = { { L("no.", "序号"), 6, false }, { L("cause", "原因"), 14, false }, { L("state", "状态"), 12, false },
		{ L("refund", "退费单号"), 24, false }, { L("order", "订单号"), 22, false }, { L("registration", "报名号"), 18, false },
		{ L("name", "姓名"), 12, false }, { L("channel", "原支付渠道"), 14, false }, { L("transaction", "平台流水号"), 32, false },
		{ L("paid at", "支付时间"), 20, false }, { L("amount", "退费金额"), 13, false }, { L("difference or basis", "差异号/依据"), 30, true } };
	const char *const boxes[] = { L("prepared by (signature, date):", "经办 (签字、日期):"), L("checked by (signature, date):", "复核 (签字、日期):"),
		L("approved by (signature, date):", "审批 (签字、日期):") };
	struct list list = { 0, 0 };
	struct xlsx *x = k->x;

	xlsx_sheet(x, L("Refund list", "退费名单"), COLUMNS(columns));
	refunds_to_propose(k, &list);
	refunds_under_way(k, &list);
	xlsx_filter(x);
	xlsx_style(x, XLSX_TOTAL);
	xlsx_int(x, list.n);
	xlsx_text(x, L("total", "合计"));
	for (int i = 2; i < 10; i++)
		xlsx_skip(x);
	xlsx_money(x, list.amount);
	xlsx_row(x);
	xlsx_row(x);
	xlsx_boxes(x, boxes, sizeof boxes / sizeof *boxes, sizeof columns / sizeof *columns);
}

/* ---- in doubt */

enum { AGES = 5 };

static int
age_class(int64_t days)
{
	return days >= AGES - 1 ? AGES - 1 : (int)days;
}

/* The day's movement of what was open (doubt: of what was in doubt), by the table. */
void
pool_read(const struct book *k, bool doubt, struct pool *p)
{
	static struct stmt q = { "WITH d AS (SELECT coalesce(d.order_amount, d.paid_amount) AS amount, d.opened_at >= :day AS new, d.state = 'open' AS open, "
		"d.state <> 'open' AND coalesce(d.closed_at, d.decided_at) >= :day AS gone, d.class = 'IN_DOUBT' AND EXISTS (SELECT 1 FROM difference m "
		"WHERE m.order_no = d.order_no AND m.class = 'MISSING_BANK' AND m.channel = d.channel AND m.txn_no = d.txn_no AND m.opened_at >= :day) AS old "
		"FROM difference d WHERE (NOT :doubt OR d.class = 'IN_DOUBT') AND (:exam = 0 OR d.order_id IS NULL OR (SELECT r.exam_id FROM fee_order o "
		"JOIN registration r ON r.id = o.registration_id WHERE o.id = d.order_id) = :exam)) "
		"SELECT count(*) FILTER (WHERE NOT new AND (open OR gone)), coalesce(sum(amount) FILTER (WHERE NOT new AND (open OR gone)), 0), "
		"count(*) FILTER (WHERE new), coalesce(sum(amount) FILTER (WHERE new), 0), "
		"count(*) FILTER (WHERE gone AND NOT (:doubt AND old)), coalesce(sum(amount) FILTER (WHERE gone AND NOT (:doubt AND old)), 0), "
		"count(*) FILTER (WHERE gone AND :doubt AND old), coalesce(sum(amount) FILTER (WHERE gone AND :doubt AND old), 0) FROM d /*scan*/", NULL };
	struct class_sum *const sums[] = { &p->opening, &p->added, &p->cleared, &p->aged };
	char day[DATE_SIZE];

	snprintf(day, sizeof day, "%.10s", k->run->now);
	db_text(&q, ":day", day);
	db_int(&q, ":doubt", doubt);
	db_int(&q, ":exam", book_exam(k));
	if (db_row(&q))
		for (int i = 0; i < 4; i++)
			*sums[i] = (struct class_sum){ db_col_int(&q, 2 * i), db_col_int(&q, 2 * i + 1) };
	db_reset(&q);
	p->closing = doubt ? k->found->in_doubt : k->found->open_differences;
}

/* What was open when the day began, what came, what went, what is open now. */
static void
pool_rows(struct xlsx *x, const char *what, const struct pool *p, bool ages)
{
	const char *const titles[] = { what, L("number", "笔数"), L("amount", "金额") };
	const struct {
		const char *name;
		struct class_sum sum;
	} rows[] = { { L("opening", "期初"), p->opening }, { L("added", "新增"), p->added }, { L("cleared", "核销"), p->cleared },
		{ L("aged: missing at the bank", "转银行漏单"), p->aged }, { L("closing", "期末"), p->closing } };

	xlsx_row(x);
	xlsx_heading(x, titles, sizeof titles / sizeof *titles);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (i == 3 && !ages)
			continue;
		xlsx_style(x, i == 4 ? XLSX_TOTAL : XLSX_PLAIN);
		xlsx_text(x, rows[i].name);
		xlsx_int(x, rows[i].sum.count);
		xlsx_money(x, rows[i].sum.amount);
		xlsx_row(x);
	}
}

void
book_doubt(const struct book *k)
{
	const struct xlsx_column columns[] = { { L("days in doubt", "存疑天数"), 32, false }, { L("payments", "笔数"), 12, false }, { L("amount", "金额"), 18, false } };
	static const char *const titles[AGES] = { "0", "1", "2", "3", "4+" };
	struct class_sum age[AGES] = { { 0, 0 } }, total = { 0, 0 };
	struct xlsx *x = k->x;
	const struct books *b = k->found;

	for (size_t i = 0; i < b->n; i++)
		if (b->v[i].in_scope && b->v[i].class == RECON_IN_DOUBT) {
			struct class_sum *s = &age[age_class(days_since(k->run, b->v[i].at))];

			s->count++;
			s->amount -= b->v[i].difference;
		}
	xlsx_sheet(x, L("In doubt by age", "存疑账龄"), COLUMNS(columns));
	for (int i = 0; i < AGES; i++) {
		xlsx_text(x, titles[i]);
		xlsx_int(x, age[i].count);
		xlsx_money(x, age[i].amount);
		xlsx_row(x);
		total.count += age[i].count;
		total.amount += age[i].amount;
	}
	xlsx_style(x, XLSX_TOTAL);
	xlsx_text(x, L("total", "合计"));
	xlsx_int(x, total.count);
	xlsx_money(x, total.amount);
	xlsx_row(x);
	pool_rows(x, L("in doubt", "存疑"), &k->pool[true], true);
	pool_rows(x, L("open differences", "待处理差异"), &k->pool[false], false);
}
