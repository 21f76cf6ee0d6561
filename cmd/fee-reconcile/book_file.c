/* SPDX-License-Identifier: MIT
 * The workbook's sheets about the files: what was read, whole and proven by its own totals. */
#include <stdio.h>

#include "base/diag.h"
#include "book.h"
#include "value/date.h"

/* The fee of a row counts, or goes back with a refund. */
static int64_t
settled_less_fees(const struct file *f)
{
	return f->sums.settled * 1000 - f->sums.fee;
}

static bool
declared(const struct file *f, enum measure_what what, enum measure_of of, int64_t *value)
{
	for (size_t i = 0; i < f->st.totals; i++)
		if (f->st.total[i].measure.what == what && f->st.total[i].measure.of == of) {
			*value = f->st.total[i].declared;
			return true;
		}
	return false;
}

bool
book_credited(const struct file *f, int64_t *counted, int64_t *as_declared)
{
	int64_t pay = 0, refund = 0, fee = file_sums(f).fee;

	*counted = settled_less_fees(f);
	*as_declared = 0;
	if (!declared(f, MEASURE_SETTLED, MEASURE_ALL, &pay) &&
	    (!declared(f, MEASURE_SETTLED, MEASURE_PAY, &pay) || !declared(f, MEASURE_SETTLED, MEASURE_REFUND, &refund)))
		return false;
	declared(f, MEASURE_FEE, MEASURE_ALL, &fee); /* else as counted */
	*as_declared = (pay - refund) * 1000 - fee;
	return true;
}

static void
total_row(struct xlsx *x, const struct file *f, const struct statement_total *t)
{
	void (*const cell[])(struct xlsx *, int64_t) = { [MEASURE_COUNT] = xlsx_int, [MEASURE_AMOUNT] = xlsx_money,
		[MEASURE_SETTLED] = xlsx_money, [MEASURE_FEE] = xlsx_fee };
	char name[MEASURE_SIZE];

	statement_measure(t->measure, name);
	xlsx_text(x, f->name);
	xlsx_text(x, name);
	cell[t->measure.what](x, t->declared);
	cell[t->measure.what](x, t->counted);
	xlsx_style(x, t->declared == t->counted ? XLSX_STRONG : XLSX_ALARM);
	xlsx_text(x, t->declared == t->counted ? "✓" : "✗");
	xlsx_row(x);
}

static void
file_row(struct xlsx *x, const struct file *f)
{
	struct file_sums s = file_sums(f);
	char from[TIME_SIZE] = "", to[TIME_SIZE] = "";
	int64_t counted, as_declared;

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
	book_credited(f, &counted, &as_declared);
	xlsx_fee(x, counted);
	xlsx_text(x, f->sha256);
	xlsx_row(x);
}

void
book_files(const struct book *k)
{
	const struct xlsx_column columns[] = { { L("file", "文件"), 28, true }, { L("channel", "渠道"), 16, false }, { L("from", "起"), 20, false },
		{ L("to (exclusive)", "止(不含)"), 20, false }, { L("rows", "行数"), 10, false }, { L("payments", "支付笔数"), 10, false },
		{ L("amount", "支付金额"), 16, false }, { L("refunds", "退款笔数"), 10, false }, { L("amount", "退款金额"), 16, false },
		{ L("fee", "手续费"), 14, false }, { L("to be credited", "应入账"), 18, false }, { "SHA-256", 36, true } };
	const struct xlsx_column totals[] = { { L("file", "文件"), 40, true }, { L("total", "合计项"), 18, false }, { L("declared", "声明值"), 18, false },
		{ L("counted", "实计值"), 18, false }, { L("agrees", "相符"), 8, false } };
	const struct files *files = k->files;

	xlsx_sheet(k->x, L("Files", "文件"), COLUMNS(columns));
	for (size_t i = 0; i < files->n; i++)
		file_row(k->x, &files->v[i]);
	xlsx_filter(k->x);
	xlsx_sheet(k->x, L("Control totals", "控制总数"), COLUMNS(totals));
	for (size_t i = 0; i < files->n; i++)
		for (size_t t = 0; t < files->v[i].st.totals; t++)
			total_row(k->x, &files->v[i], &files->v[i].st.total[t]);
	xlsx_filter(k->x);
}
