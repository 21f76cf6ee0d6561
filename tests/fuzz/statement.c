/* SPDX-License-Identifier: MIT
 * A statement: whatever the bytes, what is accepted agrees with its totals and balances, its rows are
 * distinct, canonical and inside its range, it reads the same twice, and it is not accepted
 * when it stands in one file with itself. The bytes are tried as a profile, too. */
#include <stdlib.h>
#include <string.h>

#include "stream/statement.h"
#include "value/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(int condition)
{
	if (!condition)
		abort();
}

static void
require_number(struct span s)
{
	require(utf8_valid(s.ptr, s.len) == s.len);
	for (uint32_t i = 0; i < s.len; i++)
		require((unsigned char)s.ptr[i] >= 0x20);
}

static int
by_identity(const void *a, const void *b)
{
	const struct statement_row *x = a, *y = b;
	const struct span *xs[] = { &x->merchant, &x->txn_no, &x->refund_no };
	const struct span *ys[] = { &y->merchant, &y->txn_no, &y->refund_no };

	if (x->kind != y->kind)
		return x->kind - y->kind;
	for (int i = 0; i < 3; i++) {
		uint32_t n = xs[i]->len < ys[i]->len ? xs[i]->len : ys[i]->len;
		int d = memcmp(xs[i]->ptr, ys[i]->ptr, n);

		if (d != 0 || xs[i]->len != ys[i]->len)
			return d != 0 ? d : xs[i]->len < ys[i]->len ? -1 : 1;
	}
	return 0;
}

static void
require_accepted(struct statement *st)
{
	int64_t pay = 0, refund = 0;

	const struct statement_balance *b = &st->balance;

	for (size_t i = 0; i < st->totals; i++)
		require(st->total[i].declared == st->total[i].counted);
	require(!b->present || b->opening + b->in - b->out == b->closing);
	for (size_t i = 0; i < st->rows; i++) {
		const struct statement_row *row = &st->row[i];
		struct buf text = BUF_INIT;

		require(row->amount > 0 && row->settled >= 0 && row->time >= st->from && row->time < st->to);
		require(row->kind != ROW_PAY ? row->refund_no.len > 0 : row->txn_no.len > 0);
		require_number(row->merchant);
		require_number(row->txn_no);
		require_number(row->order_no);
		require_number(row->refund_no);
		statement_text(st, row, BILL_TEXT, &text);
		require(utf8_valid(buf_text(&text), text.len) == text.len);
		buf_release(&text);
		if (row->kind != ROW_RETURN)
			*(row->kind == ROW_PAY ? &pay : &refund) += row->settled;
	}
	for (size_t i = 0; i < st->totals; i++)
		if (st->total[i].measure.what == MEASURE_SETTLED)
			require(st->total[i].declared == (st->total[i].measure.of == MEASURE_PAY ? pay : refund));
	if (st->rows > 0)
		qsort(st->row, st->rows, sizeof *st->row, by_identity);
	for (size_t i = 1; i < st->rows; i++)
		require(by_identity(&st->row[i - 1], &st->row[i]) != 0);
}

static void
try_profile(const struct profile *p, const char *bytes, size_t n)
{
	struct statement st, again;
	const struct statement_source from = { "INN25083188ZM_x", 20331 };
	bool good = statement_read(&st, p, bytes, n, from);

	require(good == (st.faults == 0));
	require(good == statement_read(&again, p, bytes, n, from) && again.rows == st.rows && again.faults == st.faults);
	for (size_t i = 0; i < st.faults && i < STATEMENT_FAULTS; i++)
		require(utf8_valid(st.fault[i].value, strlen(st.fault[i].value)) == strlen(st.fault[i].value));
	bool has_totals = p->total_lines > 0 || p->total_header != NULL;

	require(!good || st.empty_day || st.totals >= (has_totals ? 1 : 0));
	if (good && has_totals && st.rows > 0 && n < 4096) {
		struct buf twice = BUF_INIT;
		struct statement both;

		buf_add(&twice, bytes, n);
		buf_char(&twice, '\n');
		buf_add(&twice, bytes, n);
		require(!statement_read(&both, p, twice.ptr, twice.len, from));
		statement_release(&both);
		buf_release(&twice);
	}
	if (good)
		require_accepted(&st);
	statement_release(&st);
	statement_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct profiles all;
	struct profile_fault fault;
	const char *bytes = (const char *)data;
	char *path;

	if (all.n == 0)
		require(profiles_read(&all, "common/channels", &fault, &path));
	for (size_t i = 0; i < all.n; i++)
		try_profile(all.v[i], bytes, size);

	enum statement_code code;
	const struct profile *p = statement_recognise(&all, bytes, size, &code);

	require(p == NULL || statement_fits(p, bytes, size));
	struct profile *own = profile_parse(bytes, size, &fault);

	if (own == NULL)
		require(fault.message[0] != '\0');
	else
		try_profile(own, bytes, size);
	profile_free(own);
	return 0;
}
