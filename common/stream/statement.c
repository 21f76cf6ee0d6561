/* SPDX-License-Identifier: MIT
 * The rows of a statement. */
#include "stream/statement.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "stream/statement_part.h"
#include "value/money.h"

enum { LINE_USUAL = 128 };

/* The sign that a refund must have, taken off. */
static int64_t
unsigned_refund(struct reader *r, enum bill_field f, int64_t x)
{
	if ((x > 0 && r->p->refund_sign == SIGN_NEGATIVE) || (x < 0 && r->p->refund_sign == SIGN_POSITIVE))
		row_fault(r, AMOUNT_SIGN, f, value_of(r, f));
	return x < 0 ? -x : x;
}

static void
fee_read(struct reader *r, struct statement_row *row)
{
	struct span rate = value_of(r, BILL_RATE);
	char s[24];

	row->fee = money_read(r, BILL_FEE);
	if (r->p->fee_sign == FEE_NEGATIVE_COST)
		row->fee = -row->fee;
	row->rate = r->p->fee_rate;
	if (rate.len == 0)
		return;
	memcpy(s, rate.ptr, rate.len < sizeof s ? rate.len : 0);
	s[rate.len < sizeof s ? rate.len : 0] = '\0';
	if (!profile_rate(s, &row->rate))
		row_fault(r, RATE_FORM, BILL_RATE, rate);
}

/* The amounts of a row whose kind a word has told. */
static void
amounts_read(struct reader *r, struct statement_row *row)
{
	enum bill_field f = BILL_AMOUNT, fs = BILL_SETTLED;

	if (row->kind != ROW_PAY && r->p->map[BILL_REFUND_AMOUNT].n > 0)
		f = BILL_REFUND_AMOUNT;
	if (row->kind != ROW_PAY && r->p->map[BILL_REFUND_SETTLED].n > 0)
		fs = BILL_REFUND_SETTLED;
	/* every amount is read, whichever counts: one that is none means a damaged row */
	for (int i = BILL_AMOUNT; i <= BILL_REFUND_SETTLED; i++)
		if (i != (int)f && i != (int)fs)
			money_read(r, (enum bill_field)i);
	row->amount = money_read(r, f);
	row->settled = mapped(r, BILL_SETTLED) || fs != BILL_SETTLED ? money_read(r, fs) : row->amount;
	if (row->kind != ROW_PAY) {
		row->amount = unsigned_refund(r, f, row->amount);
		row->settled = unsigned_refund(r, fs, row->settled);
	}
	if (r->good && (row->amount <= 0 || row->settled < 0))
		row_fault(r, AMOUNT_SIGN, row->amount <= 0 ? f : fs, value_of(r, row->amount <= 0 ? f : fs));
}

/* A row without any amount is none: 0.00 would be ignored, nothing is not. */
static void
amount_needed(struct reader *r, enum bill_field f, enum bill_field other)
{
	if (value_of(r, f).len == 0 && value_of(r, other).len == 0)
		row_fault(r, AMOUNT_FORM, f, value_of(r, f));
}

/* What the row adds to the account, where the amounts tell: negative goes out. *in: on which side it stands. */
static int64_t
added_read(struct reader *r, bool *in)
{
	int64_t v, out;
	struct span word;

	switch (r->p->sign) {
	case BY_TWO_COLUMNS:
		amount_needed(r, BILL_AMOUNT_IN, BILL_AMOUNT_OUT);
		v = money_read(r, BILL_AMOUNT_IN);
		out = money_read(r, BILL_AMOUNT_OUT);
		if (v != 0 && out != 0)
			row_fault(r, AMOUNT_SIGN, BILL_AMOUNT_OUT, value_of(r, BILL_AMOUNT_OUT));
		*in = out == 0;
		return out != 0 ? (out < 0 ? out : -out) : v;
	case BY_DIRECTION:
		amount_needed(r, BILL_AMOUNT, BILL_AMOUNT);
		v = money_read(r, BILL_AMOUNT);
		word = value_of(r, BILL_DIRECTION);
		*in = !is_word(&r->out, word);
		if (!*in)
			return -v;
		if (!is_word(&r->in, word))
			row_fault(r, KIND_UNKNOWN, BILL_DIRECTION, word);
		return v;
	default:
		amount_needed(r, BILL_AMOUNT, BILL_AMOUNT);
		v = money_read(r, BILL_AMOUNT);
		v = r->p->income == INCOME_NEGATIVE ? -v : v;
		*in = v > 0;
		return v;
	}
}

static void
status_read(struct reader *r, struct statement_row *row)
{
	row->status = row->kind == ROW_RETURN ? ROW_FAILED : ROW_FINAL;
	if (row->kind != ROW_REFUND || !mapped(r, BILL_REFUND_STATUS))
		return;
	struct span v = value_of(r, BILL_REFUND_STATUS);

	if (is_word(&r->final, v) || (v.len == 0 && is_word(&r->at_once, value_of(r, BILL_KIND))))
		return;
	row->status = ROW_WAITING;
	if (v.len == 0 || is_word(&r->pending, v))
		return;
	row->status = ROW_FAILED;
	if (!is_word(&r->failed, v))
		row_fault(r, STATUS_UNKNOWN, BILL_REFUND_STATUS, v);
}

static void
row_count(struct statement *st, const struct statement_row *row)
{
	int of = row->kind == ROW_PAY ? MEASURE_PAY : MEASURE_REFUND;

	st->sum[MEASURE_COUNT * MEASURE_OFS + MEASURE_ALL]++;
	st->sum[MEASURE_FEE * MEASURE_OFS + MEASURE_ALL] += row->fee;
	if (row->kind == ROW_RETURN)
		return;
	st->sum[MEASURE_COUNT * MEASURE_OFS + of]++;
	st->sum[MEASURE_AMOUNT * MEASURE_OFS + of] += row->amount;
	st->sum[MEASURE_SETTLED * MEASURE_OFS + of] += row->settled;
	st->sum[MEASURE_FEE * MEASURE_OFS + of] += row->fee;
}

/* In red figures what came in grows less: it is summed where the file has it. */
static void
flow_count(struct statement *st, int64_t added, bool in)
{
	int of = in ? MEASURE_IN : MEASURE_OUT;

	st->sum[MEASURE_COUNT * MEASURE_OFS + of]++;
	st->sum[MEASURE_AMOUNT * MEASURE_OFS + of] += in ? added : -added;
}

/* By the words of the kind column. False: the row is ignored. */
static bool
side_by_kind(struct reader *r, struct statement_row *row)
{
	struct span kind = value_of(r, BILL_KIND);

	if (is_word(&r->pay, kind))
		row->kind = ROW_PAY;
	else if (is_word(&r->refund, kind))
		row->kind = ROW_REFUND;
	else if (is_word(&r->returned, kind))
		row->kind = ROW_RETURN;
	else if (is_word(&r->ignore, kind))
		return false;
	else
		row_fault(r, KIND_UNKNOWN, BILL_KIND, kind);
	amounts_read(r, row);
	if (r->good)
		flow_count(r->st, row->kind != ROW_REFUND ? row->amount : -row->amount, row->kind != ROW_REFUND);
	return true;
}

/* By the amounts; a kind column can only say which rows are none of ours. */
static bool
side_by_amount(struct reader *r, struct statement_row *row)
{
	struct span kind = value_of(r, BILL_KIND);
	bool in = false;
	int64_t added = added_read(r, &in);

	if (!r->good)
		balance_break(r->st);
	else if (mapped(r, BILL_BALANCE))
		balance_step(r, added);
	if (r->good && added != 0)
		flow_count(r->st, added, in);
	row->kind = added > 0 ? ROW_PAY : ROW_REFUND;
	row->amount = row->settled = added > 0 ? added : -added;
	if (is_word(&r->ignore, kind) || added == 0)
		return !r->good;
	if (is_word(&r->returned, kind)) {
		row->kind = ROW_RETURN;
		if (added < 0)
			row_fault(r, AMOUNT_SIGN, BILL_KIND, kind);
	} else if (mapped(r, BILL_KIND) && r->pay.n + r->refund.n > 0 && !is_word(&r->pay, kind) && !is_word(&r->refund, kind)) {
		row_fault(r, KIND_UNKNOWN, BILL_KIND, kind);
	}
	return true;
}

static void
numbers_read(struct reader *r, struct statement_row *row)
{
	bool refund = row->kind != ROW_PAY;
	const struct span nothing = { "", 0 };
	enum bill_field txn = refund && r->p->map[BILL_REFUND_TXN_NO].n > 0 ? BILL_REFUND_TXN_NO : BILL_TXN_NO;
	enum bill_field order = refund && r->p->map[BILL_REFUND_ORDER_NO].n > 0 ? BILL_REFUND_ORDER_NO : BILL_ORDER_NO;

	row->merchant = mapped(r, BILL_MERCHANT) ? number_read(r, BILL_MERCHANT) : r->merchant;
	row->txn_no = refund && r->p->none[BILL_REFUND_TXN_NO] ? nothing : number_read(r, txn);
	row->order_no = r->p->none[refund && r->p->none[BILL_REFUND_ORDER_NO] ? BILL_REFUND_ORDER_NO : order] ? nothing :
	    number_read(r, order);
	row->refund_no = refund ? number_read(r, BILL_REFUND_NO) : nothing;
	if (row->order_no.len == 0 && r->p->order_extract != NULL)
		row->order_no = order_extract(r);
}

/* A number that the channel gives every payment, and does not give this one. */
static bool
number_lacks(const struct reader *r, const struct statement_row *row)
{
	const struct profile *p = r->p;
	bool other = row->kind != ROW_PAY && (p->none[BILL_REFUND_TXN_NO] || p->map[BILL_REFUND_TXN_NO].n > 0);

	return row->txn_no.len == 0 && !other && mapped(r, BILL_TXN_NO) && !p->may_lack[BILL_TXN_NO];
}

static void
first_keep(struct statement *st, const struct statement_row *row)
{
	if (st->firsts < STATEMENT_FIRST)
		st->first[st->firsts++] = *row;
}

static void
ignore(struct reader *r, struct statement_row *row)
{
	struct statement *st = r->st;

	st->ignored++;
	st->sum[MEASURE_COUNT * MEASURE_OFS + MEASURE_ALL]++;
	if (st->firsts == STATEMENT_FIRST)
		return;
	size_t faults = st->faults; /* such a row may say what it likes */

	numbers_read(r, row);
	row->time = time_read(r, row->kind);
	row->kind = ROW_IGNORED;
	st->faults = faults;
	first_keep(st, row);
}

static bool
fields_read(struct reader *r, struct span line)
{
	struct statement *st = r->st;

	if (r->p->kind == FILE_FIXED) {
		if (line.len == st->line_length && fixed_split(r->p, line, r->field))
			return true;
		fault_span(st, r->line, FIELD_COUNT, "", line);
		return false;
	}
	size_t n = split(&st->form, line, r->field, st->columns);

	if (n >= st->columns_needed && n <= st->columns)
		return true;
	fault_span(st, r->line, n == 0 && st->form.prefix != '\0' ? FIELD_PREFIX : FIELD_COUNT, "", line);
	balance_break(st);
	return false;
}

/* Room for the file at once, judged by the row in hand. */
static void
rows_room(struct reader *r, size_t length)
{
	struct statement *st = r->st;
	/* room for the rest at once, for memory costs where it is touched; not for a line shorter than any bill's */
	size_t about = st->rows + st->rows / 2 + r->left / (length < LINE_USUAL ? LINE_USUAL : length + 1) + 16;

	struct statement_row *row = xmalloc_large(about, sizeof *row);
	uint64_t *hash = xmalloc_large(about, sizeof *hash);

	if (st->rows > 0) {
		memcpy(row, st->row, st->rows * sizeof *row);
		memcpy(hash, st->hash, st->rows * sizeof *hash);
	}
	free(st->row);
	free(st->hash);
	st->row = row;
	st->hash = hash;
	st->rows_cap = about;
}

static void
row_keep(struct reader *r, const struct statement_row *row, size_t length)
{
	struct statement *st = r->st;

	row_count(st, row);
	first_keep(st, row);
	if (st->rows == st->rows_cap)
		rows_room(r, length);
	st->hash[st->rows] = row_identity(row);
	st->row[st->rows++] = *row;
}

static void
row_read(struct reader *r, struct span line)
{
	struct statement *st = r->st;
	struct statement_row row = { .merchant = r->merchant, .position = (uint32_t)(line.ptr - st->bytes),
		.line = r->line };

	r->good = true;
	if (!fields_read(r, line))
		return;
	if (!(r->p->sign == BY_KIND ? side_by_kind(r, &row) : side_by_amount(r, &row))) {
		ignore(r, &row);
		return;
	}
	if (mapped(r, BILL_CURRENCY) && !is_word(&r->currency, value_of(r, BILL_CURRENCY)))
		row_fault(r, CURRENCY_UNKNOWN, BILL_CURRENCY, value_of(r, BILL_CURRENCY));
	status_read(r, &row);
	row.time = time_read(r, row.kind);
	fee_read(r, &row);
	numbers_read(r, &row);
	if (!r->good)
		return;
	if (row.kind == ROW_REFUND && row.order_no.len == 0 && r->p->out_without_order == OUT_IGNORE) {
		ignore(r, &row);
		return;
	}
	if (number_lacks(r, &row)) {
		row_fault(r, FIELD_FORM, BILL_TXN_NO, row.txn_no);
		return;
	}
	number_complete(r, &row);
	row_keep(r, &row, line.len);
}

static bool
starts_with(const struct words *w, struct span s)
{
	for (size_t i = 0; i < w->n; i++)
		if (span_starts(s, w->v[i]))
			return true;
	return false;
}

/* True where the trailer began; l then holds its first line. */
static bool
rows_read(struct reader *r, struct lines *l)
{
	while (record_next(l, &r->st->form)) {
		r->line = l->number;
		r->left = (size_t)(l->end - l->line.ptr);
		if (r->clean < l->at)
			nul_find(r, l->at);
		if (starts_with(&r->stop, l->line))
			return true;
		if (!span_blank(l->line) && !starts_with(&r->skip, l->line))
			row_read(r, l->line);
	}
	return false;
}

/* Without a declared range: the days of the rows. */
static void
range_derive(struct statement *st)
{
	int64_t first = INT64_MAX, last = INT64_MIN;

	for (size_t i = 0; i < st->rows; i++) {
		first = st->row[i].time < first ? st->row[i].time : first;
		last = st->row[i].time > last ? st->row[i].time : last;
	}
	if (st->declared || st->rows == 0)
		return;
	st->from = first - ((first % 86400) + 86400) % 86400;
	st->to = last - ((last % 86400) + 86400) % 86400 + 86400;
}

/* The day from which years are told. */
static void
near_find(struct statement *st, struct statement_source from)
{
	const struct profile *p = st->profile;

	st->near = NEAR_NONE;
	if (p->settle_date == NULL || (from.name != NULL && profile_settle_date(p, from.name, &st->near)))
		return;
	st->near = from.today;
	st->year_guessed = from.today != NEAR_NONE;
	if (!st->year_guessed)
		fault_add(st, 0, SETTLE_DATE, "", from.name != NULL ? from.name : "");
}

static void
words_encode(struct reader *r)
{
	const struct profile *p = r->p;
	struct statement *st = r->st;

	r->pay = encode_words(st, &p->kind_pay);
	r->refund = encode_words(st, &p->kind_refund);
	r->returned = encode_words(st, &p->kind_returned);
	r->ignore = encode_words(st, &p->kind_ignore);
	r->final = encode_words(st, &p->refund_final);
	r->at_once = encode_words(st, &p->refund_at_once);
	r->pending = encode_words(st, &p->refund_pending);
	r->failed = encode_words(st, &p->refund_failed);
	r->zero = encode_words(st, &p->zero_id);
	r->currency = encode_words(st, &p->currency);
	r->formats = encode_words(st, &p->time_format);
	r->skip = encode_words(st, &p->skip_prefix);
	r->stop = encode_words(st, &p->stop_prefix);
	r->in = encode_words(st, &p->direction_in);
	r->out = encode_words(st, &p->direction_out);
	r->strip = encode_words(st, &p->strip);
	r->plus = encode_words(st, &p->letter_plus);
	r->minus = encode_words(st, &p->letter_minus);
	r->empty = encode_words(st, &p->empty);
}

bool
statement_read(struct statement *st, const struct profile *p, const char *bytes, size_t n, struct statement_source from)
{
	struct reader r = { .st = st, .p = p, .merchant = { "", 0 }, .text = BUF_INIT };

	memset(st, 0, sizeof *st);
	st->profile = p;
	if (convert_utf16(bytes, n, &st->converted)) {
		bytes = buf_text(&st->converted);
		n = st->converted.len;
	}
	st->bytes = bytes;
	st->end = bytes + n;
	struct lines l = lines_start(bytes, n);
	bool header = frame_open(st, &l, &r.merchant);

	if (!header && is_empty_day(p, bytes, n)) {
		st->empty_day = true;
		st->faults = 0;
		return true;
	}
	near_find(st, from);
	if (header && st->faults == 0) {
		words_encode(&r);
		r.field = xcalloc(st->columns, sizeof *r.field);
		r.clean = bytes;
		bool stopped = rows_read(&r, &l);

		nul_find(&r, st->end);
		rows_identify(st);
		range_derive(st);
		frame_close(st, &l, stopped);
		balance_close(st);
		free(r.field);
	}
	buf_release(&r.text);
	return st->faults == 0;
}

void
statement_release(struct statement *st)
{
	if (st->decoder != NULL)
		iconv_close(st->decoder);
	free(st->row);
	free(st->hash);
	buf_release(&st->converted);
	arena_release(&st->arena);
	memset(st, 0, sizeof *st);
}

void
statement_text(const struct statement *st, const struct statement_row *row, enum bill_field field, struct buf *out)
{
	struct span *v = xcalloc(st->columns, sizeof *v);
	struct lines l = { .at = st->bytes + row->position, .end = st->end, .line = { "", 0 } };
	struct arena arena = { NULL };
	struct form form = st->form;

	form.arena = &arena;
	if (record_next(&l, &form) && (st->profile->kind == FILE_FIXED ? fixed_split(st->profile, l.line, v) :
	    split(&form, l.line, v, st->columns) - 1 < st->columns))
		for (size_t i = 0; i < st->column_n[field]; i++)
			if (v[st->column[field][i]].len > 0) {
				decode(st->decoder, v[st->column[field][i]], out);
				break;
			}
	arena_release(&arena);
	free(v);
}
