/* SPDX-License-Identifier: MIT
 * The workbook's sheets about money that stays: what the channels keep for themselves and what they credit, and how
 * what was collected is split between provinces and centre. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "book.h"
#include "rule/fee.h"
#include "store/db.h"
#include "store/definition.h"

/* ---- fees and settlement, by channel and account, and by day */

struct flow {
	char channel[64], merchant[64], day[16];
	struct class_sum pay, refund;
	int64_t voucher, fee, fee_back; /* fen; 0.00001 yuan */
};

static int64_t
credited(const struct flow *f)
{
	return (f->pay.amount - f->voucher - f->refund.amount) * 1000 - f->fee - f->fee_back;
}

/* A fee that a refund brings back is negative. */
static void
add_flow(struct flow *to, const struct flow *f)
{
	to->pay.count += f->pay.count;
	to->pay.amount += f->pay.amount;
	to->refund.count += f->refund.count;
	to->refund.amount += f->refund.amount;
	to->voucher += f->voucher;
	to->fee += f->fee;
	to->fee_back += f->fee_back;
}

static void
flow_cells(struct xlsx *x, const struct flow *f)
{
	xlsx_int(x, f->pay.count);
	xlsx_money(x, f->pay.amount);
	xlsx_money(x, f->voucher);
	xlsx_int(x, f->refund.count);
	xlsx_money(x, f->refund.amount);
	xlsx_fee(x, f->fee);
	xlsx_fee(x, f->fee_back);
	xlsx_fee(x, credited(f));
}

struct flows {
	struct flow *v;
	size_t n, cap;
};

static void
read_flows(const struct book *k, struct flows *flows)
{
	static struct stmt q = { "SELECT e.channel, e.merchant, substr(e.at, 1, 10), sum(e.kind = 'pay'), sum(iif(e.kind = 'pay', e.amount, 0)), "
		"sum(iif(e.kind = 'pay', e.amount - e.settled, 0)), sum(e.kind <> 'pay'), sum(CASE e.kind WHEN 'refund' THEN e.settled WHEN 'return' THEN -e.settled ELSE 0 END), "
		"sum(iif(e.kind = 'pay', e.fee_1e5, 0)), sum(iif(e.kind <> 'pay', e.fee_1e5, 0)) FROM statement_entry e WHERE e.id NOT IN (SELECT entry_id FROM statement_echo) AND (:exam = 0 OR "
		"coalesce((SELECT r.exam_id = :exam FROM fee_order o JOIN registration r ON r.id = o.registration_id WHERE o.order_no = e.order_no), "
		"(SELECT r.exam_id = :exam FROM order_alias a JOIN fee_order o ON o.id = a.order_id JOIN registration r ON r.id = o.registration_id "
		"WHERE a.alias = e.order_no AND a.kind <> 'entry'), (SELECT r.exam_id = :exam FROM order_alias a JOIN fee_order o ON o.id = a.order_id "
		"JOIN registration r ON r.id = o.registration_id WHERE a.alias = CAST(e.id AS TEXT) AND a.kind = 'entry'), 1)) "
		"GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 /*scan*/", NULL };

	db_int(&q, ":exam", book_exam(k));
	while (db_row(&q)) {
		flows->v = grow(flows->v, flows->n, &flows->cap, sizeof *flows->v);
		struct flow *f = &flows->v[flows->n++];

		*f = (struct flow){ .pay = { db_col_int(&q, 3), db_col_int(&q, 4) }, .voucher = db_col_int(&q, 5),
			.refund = { db_col_int(&q, 6), db_col_int(&q, 7) }, .fee = db_col_int(&q, 8), .fee_back = db_col_int(&q, 9) };
		snprintf(f->channel, sizeof f->channel, "%s", db_col(&q, 0));
		snprintf(f->merchant, sizeof f->merchant, "%s", db_col(&q, 1));
		snprintf(f->day, sizeof f->day, "%s", db_col(&q, 2));
	}
}

static void
flow_total(struct xlsx *x, const struct flow *total, int blanks)
{
	xlsx_style(x, XLSX_TOTAL);
	xlsx_text(x, L("total", "合计"));
	for (int i = 0; i < blanks; i++)
		xlsx_skip(x);
	flow_cells(x, total);
}

static void
days_sheet(const struct book *k, const struct flows *flows)
{
	const struct xlsx_column columns[] = { { L("channel", "渠道"), 18, false }, { L("account", "商户号/账号"), 22, false }, { L("day", "日期"), 12, false },
		{ L("payments", "支付笔数"), 10, false }, { L("amount", "支付金额"), 16, false }, { L("vouchers", "优惠/代金券"), 12, false },
		{ L("refunds", "退款笔数"), 10, false }, { L("amount", "退款金额"), 16, false }, { L("fee", "手续费"), 14, false },
		{ L("fee of refunds", "退款手续费"), 14, false }, { L("to be credited", "应入账"), 18, false } };
	struct flow total = { .day = "" };

	xlsx_sheet(k->x, L("Settlement", "结算"), COLUMNS(columns));
	for (size_t i = 0; i < flows->n && !xlsx_full(k->x); i++) {
		const struct flow *f = &flows->v[i];

		xlsx_text(k->x, f->channel);
		xlsx_text(k->x, f->merchant);
		xlsx_text(k->x, f->day);
		flow_cells(k->x, f);
		xlsx_row(k->x);
		add_flow(&total, f);
	}
	xlsx_filter(k->x);
	flow_total(k->x, &total, 2);
	xlsx_row(k->x);
}

static void
rate_cell(struct xlsx *x, const struct flow *f)
{
	int64_t base = (f->pay.amount - f->voucher) * 1000;

	if (base > 0)
		xlsx_rate(x, f->fee * 1000000 / base);
	else
		xlsx_skip(x);
}

static int64_t
fee_mismatches(const struct book *k, const char *channel)
{
	int64_t n = 0;

	for (size_t i = 0; i < k->found->n; i++) {
		const struct difference *d = &k->found->v[i];

		n += d->in_scope && d->class == RECON_FEE_MISMATCH && (channel == NULL || strcmp(d->channel, channel) == 0);
	}
	return n;
}

static bool
same_account(const struct flow *a, const struct flow *b)
{
	return strcmp(a->channel, b->channel) == 0 && strcmp(a->merchant, b->merchant) == 0;
}

static void
channels_sheet(const struct book *k, const struct flows *flows)
{
	const struct xlsx_column columns[] = { { L("channel", "渠道"), 18, false }, { L("account", "商户号/账号"), 22, false },
		{ L("payments", "支付笔数"), 10, false }, { L("amount", "支付金额"), 16, false }, { L("vouchers", "优惠/代金券"), 12, false },
		{ L("refunds", "退款笔数"), 10, false }, { L("amount", "退款金额"), 16, false }, { L("fee", "手续费"), 14, false },
		{ L("fee of refunds", "退款手续费"), 14, false }, { L("to be credited", "应入账"), 18, false }, { L("rate", "实际费率"), 10, false },
		{ L("fee differs", "手续费不符笔数"), 10, false } };
	struct flow total = { .day = "" }, sum;
	struct xlsx *x = k->x;

	xlsx_sheet(x, L("Fees by channel", "手续费"), COLUMNS(columns));
	for (size_t i = 0, next; i < flows->n; i = next) {
		sum = flows->v[i];
		for (next = i + 1; next < flows->n && same_account(&flows->v[next], &sum); next++)
			add_flow(&sum, &flows->v[next]);
		xlsx_text(x, sum.channel);
		xlsx_text(x, sum.merchant);
		flow_cells(x, &sum);
		rate_cell(x, &sum);
		/* a difference does not know the account: said once a channel */
		if (i == 0 || strcmp(flows->v[i - 1].channel, sum.channel) != 0)
			xlsx_int(x, fee_mismatches(k, sum.channel));
		xlsx_row(x);
		add_flow(&total, &sum);
	}
	xlsx_filter(x);
	flow_total(x, &total, 1);
	rate_cell(x, &total);
	xlsx_int(x, fee_mismatches(k, NULL));
	xlsx_row(x);
}

void
book_fees(const struct book *k)
{
	struct flows flows = { NULL, 0, 0 };

	read_flows(k, &flows);
	channels_sheet(k, &flows);
	days_sheet(k, &flows);
	free(flows.v);
}
