/* SPDX-License-Identifier: MIT
 * The finance workbook: what agrees, by which sums that is proven, and every difference with
 * what is known of it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "media/xlsx.h"
#include "recon.h"
#include "store/db.h"
#include "stream/outfile.h"
#include "value/date.h"
#include "value/text.h"

static const char *
class_title(enum recon_class class)
{
	return diag_chinese() ? recon_class_zh(class) : recon_class_word(class);
}

static void
sum_cells(struct xlsx *x, struct class_sum s)
{
	xlsx_int(x, s.count);
	xlsx_money(x, s.amount);
}

static void
add_sum(struct class_sum *to, struct class_sum s)
{
	to->count += s.count;
	to->amount += s.amount;
}

static void
line_text(struct xlsx *x, const char *label, const char *text)
{
	xlsx_text(x, label);
	xlsx_text(x, text);
	xlsx_row(x);
}

/* An equation: both sides, and whether it holds. */
static void
equation(struct xlsx *x, const char *what, struct class_sum left, struct class_sum right)
{
	bool holds = left.count == right.count && left.amount == right.amount;

	xlsx_text(x, what);
	xlsx_skip(x);
	sum_cells(x, left);
	sum_cells(x, right);
	xlsx_bold(x, holds ? "✓" : "✗");
	xlsx_row(x);
}

/* All rows of the given files against the rows of statement_entry and statement_repeat that belong to them. */
static void
files_equation(struct xlsx *x, const struct files *files)
{
	static struct stmt q = { "SELECT count(*), coalesce(sum(iif(kind = 'pay', amount, -amount)), 0) FROM ("
		"SELECT kind, amount FROM statement_entry WHERE statement_id = :id UNION ALL "
		"SELECT e.kind, e.amount FROM statement_repeat r JOIN statement_entry e ON e.id = r.entry_id WHERE r.statement_id = :id)", NULL };
	struct class_sum file = { 0, 0 }, recorded = { 0, 0 };

	for (size_t i = 0; i < files->n; i++) {
		struct file_sums s = file_sums(&files->v[i]);

		add_sum(&file, (struct class_sum){ s.pay_count + s.refund_count, s.pay_sum - s.refund_sum });
		db_int(&q, ":id", files->v[i].id);
		if (db_row(&q))
			add_sum(&recorded, (struct class_sum){ db_col_int(&q, 0), db_col_int(&q, 1) });
		db_reset(&q);
	}
	equation(x, L("rows of these files = entries recorded for them (payments less refunds)", "本次文件各行 = 已登记明细 (支付减退款)"), file, recorded);
}

static void
summary_sheet(struct xlsx *x, const struct run *run, const struct files *files, const struct books *b)
{
	const struct xlsx_column columns[] = { { L("class", "类别"), 24 }, { L("code", "代码"), 20 }, { L("bank: payments", "银行支付笔数"), 14 },
		{ L("amount", "金额"), 16 }, { L("bank: refunds", "银行退款笔数"), 14 }, { L("amount", "金额"), 16 },
		{ L("ours only", "仅我方笔数"), 12 }, { L("amount", "金额"), 16 }, { L("open", "待处理"), 10 }, { L("decided", "已处理"), 10 } };
	struct class_sum pay = { 0, 0 }, refund = { 0, 0 };

	xlsx_sheet(x, L("Summary", "汇总"), columns, sizeof columns / sizeof *columns);
	for (int c = 0; c < RECON_CLASSES; c++) {
		xlsx_text(x, class_title((enum recon_class)c));
		xlsx_text(x, recon_class_word((enum recon_class)c));
		sum_cells(x, b->pay[c]);
		sum_cells(x, b->refund[c]);
		sum_cells(x, b->ours[c]);
		xlsx_int(x, b->open[c].count);
		xlsx_int(x, b->decided[c].count);
		xlsx_row(x);
		add_sum(&pay, b->pay[c]);
		add_sum(&refund, b->refund[c]);
	}
	xlsx_bold(x, L("total", "合计"));
	xlsx_skip(x);
	sum_cells(x, pay);
	sum_cells(x, refund);
	xlsx_row(x);
	xlsx_row(x);
	xlsx_bold(x, L("checks", "平衡检查"));
	xlsx_row(x);
	equation(x, L("payments by class = payments of the statements", "各类支付合计 = 对账单支付合计"), pay, b->bank_pay);
	equation(x, L("refunds by class = refunds of the statements", "各类退款合计 = 对账单退款合计"), refund, b->bank_refund);
	files_equation(x, files);
	xlsx_row(x);
	line_text(x, L("as of", "截至时间"), run->now);
	line_text(x, L("exam", "考试"), run->exam != NULL ? run->exam->key : L("all", "全部"));
	line_text(x, L("made by", "经办"), run->login);
}

static void
total_row(struct xlsx *x, const struct file *f, const struct statement_total *t)
{
	static const char *const what[] = { "count", "amount", "settled", "fee" }, *const of[] = { "pay", "refund", "all" };
	void (*const cell[])(struct xlsx *, int64_t) = { [MEASURE_COUNT] = xlsx_int, [MEASURE_AMOUNT] = xlsx_money,
		[MEASURE_SETTLED] = xlsx_money, [MEASURE_FEE] = xlsx_fee };
	char name[32];

	snprintf(name, sizeof name, "%s@%s", what[t->measure.what], of[t->measure.of]);
	xlsx_text(x, f->name);
	xlsx_text(x, name);
	cell[t->measure.what](x, t->declared);
	cell[t->measure.what](x, t->counted);
	xlsx_bold(x, t->declared == t->counted ? "✓" : "✗");
	xlsx_row(x);
}

static void
file_row(struct xlsx *x, const struct file *f)
{
	struct file_sums s = file_sums(f);
	char from[TIME_SIZE] = "", to[TIME_SIZE] = "";

	if (f->st.from != f->st.to) {
		time_text(f->st.from, from);
		time_text(f->st.to, to);
	}
	xlsx_text(x, f->name);
	xlsx_text(x, f->st.profile->id);
	xlsx_text(x, from);
	xlsx_text(x, to);
	xlsx_int(x, (int64_t)f->st.rows);
	xlsx_int(x, s.pay_count);
	xlsx_money(x, s.pay_sum);
	xlsx_int(x, s.refund_count);
	xlsx_money(x, s.refund_sum);
	xlsx_fee(x, s.fee);
	xlsx_fee(x, (s.pay_sum - s.refund_sum) * 1000 - s.fee);
	xlsx_text(x, f->sha256);
	xlsx_row(x);
}

static void
file_sheets(struct xlsx *x, const struct files *files)
{
	const struct xlsx_column columns[] = { { L("file", "文件"), 32 }, { L("channel", "渠道"), 16 }, { L("from", "起"), 20 },
		{ L("to (exclusive)", "止(不含)"), 20 }, { L("rows", "行数"), 10 }, { L("payments", "支付笔数"), 10 }, { L("amount", "支付金额"), 16 },
		{ L("refunds", "退款笔数"), 10 }, { L("amount", "退款金额"), 16 }, { L("fee", "手续费"), 16 },
		{ L("to be credited", "应入账"), 16 }, { "SHA-256", 68 } };
	const struct xlsx_column totals[] = { { L("file", "文件"), 32 }, { L("total", "合计项"), 18 }, { L("declared", "声明值"), 16 },
		{ L("counted", "实计值"), 16 }, { L("agrees", "相符"), 8 } };

	xlsx_sheet(x, L("Files", "文件"), columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < files->n; i++)
		file_row(x, &files->v[i]);
	xlsx_sheet(x, L("Control totals", "控制总数"), totals, sizeof totals / sizeof *totals);
	for (size_t i = 0; i < files->n; i++)
		for (size_t k = 0; k < files->v[i].st.totals; k++)
			total_row(x, &files->v[i], &files->v[i].st.total[k]);
}

/* ---- differences */

static void
difference_row(struct xlsx *x, const struct run *run, const struct difference *d)
{
	static struct stmt q = { "SELECT p.name FROM registration r JOIN person p ON p.id = r.person_id WHERE r.reg_no = :reg_no", NULL };
	int64_t at = run->now_s;

	time_parse(d->at, &at);
	xlsx_text(x, d->id);
	xlsx_text(x, recon_class_word(d->class));
	xlsx_text(x, recon_class_zh(d->class));
	xlsx_text(x, d->difference > 0 ? "bank>ours" : d->difference < 0 ? "ours>bank" : "");
	xlsx_text(x, d->order_no);
	xlsx_text(x, d->reg_no);
	db_text(&q, ":reg_no", d->reg_no);
	xlsx_text(x, db_row(&q) ? db_col(&q, 0) : "");
	db_reset(&q);
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
	xlsx_int(x, (run->now_s - at) / 86400);
	xlsx_text(x, recon_action_word(d->action));
	xlsx_text(x, d->decided ? L("decided", "已处理") : recon_is_difference(d->class) ? L("open", "待处理") : "");
	xlsx_text(x, d->file);
	if (d->line > 0)
		xlsx_int(x, d->line);
	xlsx_row(x);
}

/* class RECON_CLASSES: of every class */
static void
difference_sheet(struct xlsx *x, const struct run *run, const struct books *b, const char *name, int class)
{
	const struct xlsx_column columns[] = { { L("difference", "差异号"), 18 }, { L("class", "类别代码"), 18 }, { L("class (zh)", "类别"), 10 },
		{ L("direction", "方向"), 11 }, { L("order", "订单号"), 22 }, { L("registration", "报名号"), 18 }, { L("name", "姓名"), 12 },
		{ L("order amount", "订单金额"), 13 }, { L("paid amount", "到账金额"), 13 }, { L("difference", "差额"), 13 }, { L("channel", "渠道"), 14 },
		{ L("transaction", "交易流水号"), 32 }, { L("refund", "退款单号"), 24 }, { L("time", "时间"), 20 }, { L("days", "天数"), 6 },
		{ L("action", "处理"), 10 }, { L("state", "状态"), 10 }, { L("file", "来源文件"), 24 }, { L("line", "行"), 8 } };

	xlsx_sheet(x, name, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < b->n; i++)
		if (b->v[i].in_scope && b->v[i].class != RECON_MATCHED && (class == RECON_CLASSES || (int)b->v[i].class == class))
			difference_row(x, run, &b->v[i]);
}

static void
fail(const char *path, const char *what)
{
	refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), path, what);
}

void
book_write(struct run *run, const char *path, const struct files *files, const struct books *b)
{
	struct outfile *f = outfile_begin(path);
	struct buf err = BUF_INIT;

	if (f == NULL)
		fail(path, strerror(errno));
	struct xlsx *x = xlsx_begin(outfile_temporary(f), L("Reconciliation of exam fees", "考试收费对账"), run->now);

	summary_sheet(x, run, files, b);
	difference_sheet(x, run, b, L("Differences", "差异"), RECON_CLASSES);
	for (int c = 0; c < RECON_CLASSES; c++)
		if (c != RECON_MATCHED && b->pay[c].count + b->refund[c].count + b->ours[c].count > 0)
			difference_sheet(x, run, b, class_title((enum recon_class)c), c);
	file_sheets(x, files);
	if (!xlsx_end(x, &err))
		fail(path, buf_text(&err));
	if (!outfile_commit(f))
		fail(path, strerror(errno));
	buf_release(&err);
}
