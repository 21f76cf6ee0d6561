/* SPDX-License-Identifier: MIT
 * The workbook's first sheet: every class with its sums, and the equations that prove them (fees.md 2.4), each with both sides
 * counted in different ways. */
#include <stdio.h>

#include "base/diag.h"
#include "book.h"
#include "store/db.h"

static void
add_sum(struct class_sum *to, struct class_sum s)
{
	to->count += s.count;
	to->amount += s.amount;
}

static void
sum_cells(struct xlsx *x, struct class_sum s)
{
	xlsx_int(x, s.count);
	xlsx_money(x, s.amount);
}

static void
line_text(struct xlsx *x, const char *label, const char *text)
{
	xlsx_text(x, label);
	xlsx_text(x, text);
	xlsx_row(x);
}

static void
mark(struct xlsx *x, bool holds)
{
	xlsx_style(x, holds ? XLSX_STRONG : XLSX_ALARM);
	xlsx_text(x, holds ? "✓" : "✗");
	xlsx_row(x);
}

/* An equation: both sides, and whether it holds. */
static void
equation(struct xlsx *x, const char *what, struct class_sum left, struct class_sum right)
{
	xlsx_text(x, what);
	xlsx_skip(x);
	sum_cells(x, left);
	sum_cells(x, right);
	mark(x, left.count == right.count && left.amount == right.amount);
}

/* The same between sums alone. */
static void
sums_equation(struct xlsx *x, const char *what, void (*cell)(struct xlsx *x, int64_t n), int64_t left, int64_t right)
{
	xlsx_text(x, what);
	xlsx_skip(x);
	xlsx_skip(x);
	cell(x, left);
	xlsx_skip(x);
	cell(x, right);
	mark(x, left == right);
}

/* Every total that a file declares is what its rows make: how many totals there are, and how many agree. */
static void
totals_equation(const struct book *k)
{
	int64_t all = 0, agree = 0;

	for (size_t i = 0; i < k->files->n; i++)
		for (size_t t = 0; t < k->files->v[i].st.totals; t++) {
			const struct statement_total *total = &k->files->v[i].st.total[t];

			all++;
			agree += total->declared == total->counted;
		}
	xlsx_text(k->x, L("control totals of the files = those that agree with the rows", "文件声明的合计项 = 与明细相符的合计项"));
	xlsx_skip(k->x);
	xlsx_int(k->x, all);
	xlsx_skip(k->x);
	xlsx_int(k->x, agree);
	xlsx_skip(k->x);
	mark(k->x, all == agree);
}

static void
settlement_equation(const struct book *k)
{
	int64_t left = 0, right = 0;
	bool any = false;

	for (size_t i = 0; i < k->files->n; i++) {
		int64_t counted, declared;

		if (!book_credited(&k->files->v[i], &counted, &declared))
			continue;
		any = true;
		left += counted;
		right += declared;
	}
	if (any)
		sums_equation(k->x, L("settlement: payments − vouchers − refunds − fees of the rows = credited by the files' own totals",
		    "结算: 各行支付 − 优惠 − 退款 − 手续费 = 文件合计之应入账"), xlsx_fee, left, right);
}

static void
take(struct class_sum *from, struct class_sum s)
{
	from->count -= s.count;
	from->amount -= s.amount;
}

/* A part of the equation above it. */
static void
part(struct xlsx *x, const char *what, const char *code, struct class_sum s)
{
	xlsx_text(x, what);
	xlsx_text(x, code);
	xlsx_skip(x);
	xlsx_skip(x);
	sum_cells(x, s);
	xlsx_row(x);
}

/* What the bank took in, from what we were told of: the parts, and what they come to. */
static void
bank_equation(const struct book *k)
{
	const struct books *b = k->found;
	struct class_sum right = b->ours_paid, mismatch = { b->paired_bank.count - b->paired_ours.count, b->paired_bank.amount - b->paired_ours.amount };
	struct xlsx *x = k->x;

	take(&right, b->ours_unseen);
	take(&right, b->ours[RECON_IN_DOUBT]);
	take(&right, b->ours[RECON_MISSING_BANK]);
	add_sum(&right, mismatch);
	for (int c = 0; c < RECON_CLASSES; c++)
		add_sum(&right, b->alone[c]);
	equation(x, L("payments of the statements = ours − not in these channels' files − in doubt − missing at the bank + only at the bank + other amounts",
	    "对账单支付 = 我方缴费 − 无对账单 − 存疑 − 银行漏单 + 仅银行有 + 金额差"), b->bank_pay, right);
	part(x, L("  payments of ours", "  我方缴费"), "", b->ours_paid);
	part(x, L("  − no statement that should show them", "  − 无对账单覆盖"), "", b->ours_unseen);
	part(x, L("  − in doubt", "  − 存疑"), recon_class_word(RECON_IN_DOUBT), b->ours[RECON_IN_DOUBT]);
	part(x, L("  − missing at the bank", "  − 银行漏单"), recon_class_word(RECON_MISSING_BANK), b->ours[RECON_MISSING_BANK]);
	for (int c = 0; c < RECON_CLASSES; c++)
		if (b->alone[c].count != 0)
			part(x, L("  + only at the bank", "  + 仅银行有"), recon_class_word((enum recon_class)c), b->alone[c]);
	part(x, L("  + amounts of the bank − ours, of payments that both have", "  + 双方均有的缴费: 银行金额 − 我方金额"), "", mismatch);
}

static struct class_sum
pool_end(const struct pool *p)
{
	struct class_sum s = p->opening;

	add_sum(&s, p->added);
	take(&s, p->cleared);
	take(&s, p->aged);
	return s;
}

static void
split_equations(const struct book *k)
{
	sums_equation(k->x, L("collected by price (revenue split) = payments that pay an order", "收费分配表收入 = 有效缴费"), xlsx_money, k->split->collected,
	    k->split->payments);
	sums_equation(k->x, L("given back (revenue split) = refunds sent for such payments", "收费分配表退费 = 有效缴费的已送退费"), xlsx_money, k->split->back,
	    k->split->refunds);
}

static void
equations(const struct book *k, struct class_sum pay, struct class_sum refund)
{
	const char *const titles[] = { L("equation", "平衡检查"), "", L("left: number", "左边笔数"), L("left: amount", "左边金额"), L("right: number", "右边笔数"),
		L("right: amount", "右边金额"), L("holds", "成立") };
	struct xlsx *x = k->x;

	xlsx_heading(x, titles, sizeof titles / sizeof *titles);
	totals_equation(k);
	equation(k->x, L("rows of these files = entries recorded for them (payments less refunds)", "本次文件各行 = 已登记明细 (支付减退款)"), k->found->files_rows,
	    k->found->files_entries);
	equation(x, L("payments by class = payments of the statements", "各类支付合计 = 对账单支付合计"), pay, k->found->bank_pay);
	equation(x, L("refunds by class = refunds of the statements", "各类退款合计 = 对账单退款合计"), refund, k->found->bank_refund);
	bank_equation(k);
	settlement_equation(k);
	equation(x, L("in doubt, of the day: opening + added − cleared − aged = closing", "当日存疑: 期初 + 新增 − 核销 − 转银行漏单 = 期末"),
	    pool_end(&k->pool[true]), k->pool[true].closing);
	equation(x, L("open differences, of the day: opening + added − cleared = closing", "当日待处理差异: 期初 + 新增 − 处理 = 期末"),
	    pool_end(&k->pool[false]), k->pool[false].closing);
	split_equations(k);
}

void
book_summary(const struct book *k)
{
	const struct xlsx_column columns[] = { { L("class", "类别"), 44, true }, { L("code", "代码"), 20, false }, { L("bank: payments", "银行支付笔数"), 14, false },
		{ L("amount", "金额"), 18, false }, { L("bank: refunds", "银行退款笔数"), 14, false }, { L("amount", "金额"), 18, false },
		{ L("ours only", "仅我方笔数"), 12, false }, { L("amount", "金额"), 16, false }, { L("open", "待处理"), 10, false }, { L("decided", "已处理"), 10, false } };
	const struct books *b = k->found;
	struct class_sum pay = { 0, 0 }, refund = { 0, 0 }, ours = { 0, 0 }, open = { 0, 0 }, decided = { 0, 0 };
	struct xlsx *x = k->x;

	xlsx_sheet(x, L("Summary", "汇总"), COLUMNS(columns));
	for (int c = 0; c < RECON_CLASSES; c++) {
		xlsx_text(x, book_class((enum recon_class)c));
		xlsx_text(x, recon_class_word((enum recon_class)c));
		sum_cells(x, b->pay[c]);
		sum_cells(x, b->refund[c]);
		sum_cells(x, b->ours[c]);
		xlsx_int(x, b->open[c].count);
		xlsx_int(x, b->decided[c].count);
		xlsx_row(x);
		add_sum(&pay, b->pay[c]);
		add_sum(&refund, b->refund[c]);
		add_sum(&ours, b->ours[c]);
		add_sum(&open, b->open[c]);
		add_sum(&decided, b->decided[c]);
	}
	xlsx_style(x, XLSX_TOTAL);
	xlsx_text(x, L("total", "合计"));
	xlsx_skip(x);
	sum_cells(x, pay);
	sum_cells(x, refund);
	sum_cells(x, ours);
	xlsx_int(x, open.count);
	xlsx_int(x, decided.count);
	xlsx_row(x);
	xlsx_row(x);
	equations(k, pay, refund);
	xlsx_row(x);
	line_text(x, L("as of", "截至时间"), k->run->now);
	line_text(x, L("exam", "考试"), k->run->exam != NULL ? k->run->exam->key : L("all", "全部"));
	line_text(x, L("made by", "经办"), k->run->login);
}
