/* SPDX-License-Identifier: MIT
 * The rows of a statement. */
#include "stream/statement.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "stream/statement_part.h"
#include "value/money.h"

enum { EMPTY_BODY = 4096, ROWS_AT_ONCE = 1 << 21 };

/* The profile's words in the file's encoding, and a row's fields. */
struct reader {
	struct statement *st;
	const struct profile *p;
	struct words pay, refund, ignore, final, pending, failed, zero, currency, formats, skip, stop;
	struct span merchant; /* of the preamble */
	struct span *field;
	uint32_t line;
	size_t left; /* bytes from the row in hand to the end */
	bool good;   /* of the row in hand */
	struct buf text;
};

static void
row_fault(struct reader *r, enum statement_code code, enum bill_field f, struct span value)
{
	fault_span(r->st, r->line, code, r->p->map[f].n > 0 ? r->p->map[f].v[0] : "", value);
	r->good = false;
}

static bool
is_word(const struct words *w, struct span s)
{
	for (size_t i = 0; i < w->n; i++)
		if (span_is(s, w->v[i]))
			return true;
	return false;
}

static bool
mapped(const struct reader *r, enum bill_field f)
{
	return r->st->column_n[f] > 0;
}

/* The first column of a field that holds something, else empty. */
static struct span
value_of(const struct reader *r, enum bill_field f)
{
	for (size_t i = 0; i < r->st->column_n[f]; i++) {
		struct span v = r->field[r->st->column[f][i]];

		if (v.len > 0 && !(f <= BILL_REFUND_NO && is_word(&r->zero, v)))
			return v;
	}
	return (struct span){ "", 0 };
}

/* A number that identifies: printable, as UTF-8. */
static struct span
number_read(struct reader *r, enum bill_field f)
{
	struct span v = value_of(r, f);
	bool ascii = true, good = v.len <= NUMBER_MAX;

	for (uint32_t i = 0; i < v.len && good; i++) {
		ascii &= (unsigned char)v.ptr[i] < 0x80;
		good = (unsigned char)v.ptr[i] >= 0x20 && v.ptr[i] != 0x7F;
	}
	if (good && !ascii) {
		buf_clear(&r->text);
		good = decode(r->st->decoder, v, &r->text);
		if (good)
			v = (struct span){ arena_strdup(&r->st->arena, buf_text(&r->text)), (uint32_t)r->text.len };
	}
	if (!good)
		row_fault(r, FIELD_FORM, f, v);
	return good ? v : (struct span){ "", 0 };
}

/* Copy to a C string; false where it does not fit or holds a NUL. */
static bool
text_of(struct span v, char out[static 40])
{
	if (v.len >= 40 || memchr(v.ptr, '\0', v.len) != NULL)
		return false;
	memcpy(out, v.ptr, v.len);
	out[v.len] = '\0';
	return true;
}

/* A money field that may be empty (then 0). */
static int64_t
money_read(struct reader *r, enum bill_field f)
{
	struct span v = value_of(r, f);
	int64_t x = 0;
	char s[40];
	bool good = true;

	if (v.len == 0)
		return 0;
	if (!text_of(v, s))
		good = false;
	else if (r->p->amount_unit == UNIT_FEN)
		good = num_parse(s, -MONEY_MAX, MONEY_MAX, &x);
	else if (f == BILL_FEE)
		good = money_parse_scaled(s, 5, &x) == MONEY_OK;
	else
		good = money_parse(s, &x) == MONEY_OK;
	if (!good)
		row_fault(r, AMOUNT_FORM, f, v);
	else if (f == BILL_FEE && r->p->amount_unit == UNIT_FEN)
		x *= 1000;
	return good ? x : 0;
}

/* The sign that a refund must have, taken off. */
static int64_t
unsigned_refund(struct reader *r, enum bill_field f, int64_t x)
{
	if ((x > 0 && r->p->refund_sign == SIGN_NEGATIVE) || (x < 0 && r->p->refund_sign == SIGN_POSITIVE))
		row_fault(r, AMOUNT_SIGN, f, value_of(r, f));
	return x < 0 ? -x : x;
}

static void
amounts_read(struct reader *r, struct statement_row *row)
{
	int64_t amount = money_read(r, BILL_AMOUNT), settled = money_read(r, BILL_SETTLED);
	int64_t back = money_read(r, BILL_REFUND_AMOUNT), back_settled = money_read(r, BILL_REFUND_SETTLED);
	enum bill_field f = BILL_AMOUNT, fs = BILL_SETTLED;

	row->amount = amount;
	row->settled = mapped(r, BILL_SETTLED) ? settled : amount;
	if (row->kind == ROW_REFUND) {
		if (r->p->map[BILL_REFUND_AMOUNT].n > 0) {
			row->amount = back;
			f = BILL_REFUND_AMOUNT;
		}
		if (r->p->map[BILL_REFUND_SETTLED].n > 0) {
			row->settled = back_settled;
			fs = BILL_REFUND_SETTLED;
		}
		row->amount = unsigned_refund(r, f, row->amount);
		row->settled = unsigned_refund(r, fs, row->settled);
	}
	if (r->good && (row->amount <= 0 || row->settled < 0))
		row_fault(r, AMOUNT_SIGN, row->amount <= 0 ? f : fs, value_of(r, row->amount <= 0 ? f : fs));
	row->fee = money_read(r, BILL_FEE);
	if (r->p->fee_sign == FEE_NEGATIVE_COST)
		row->fee = -row->fee;
	struct span rate = value_of(r, BILL_RATE);
	char s[40];

	row->rate = r->p->fee_rate;
	if (rate.len > 0 && (!text_of(rate, s) || !profile_rate(s, &row->rate)))
		row_fault(r, RATE_FORM, BILL_RATE, rate);
}

static void
status_read(struct reader *r, struct statement_row *row)
{
	row->status = ROW_FINAL;
	if (row->kind == ROW_PAY || !mapped(r, BILL_REFUND_STATUS))
		return;
	struct span v = value_of(r, BILL_REFUND_STATUS);

	if (is_word(&r->final, v))
		return;
	row->status = ROW_WAITING;
	if (is_word(&r->pending, v))
		return;
	row->status = ROW_FAILED;
	if (!is_word(&r->failed, v))
		row_fault(r, STATUS_UNKNOWN, BILL_REFUND_STATUS, v);
}

static void
time_read(struct reader *r, struct statement_row *row)
{
	enum bill_field f = row->kind == ROW_REFUND && mapped(r, BILL_REFUND_TIME) ? BILL_REFUND_TIME : BILL_TIME;
	struct span v = value_of(r, f);

	if (!profile_time(&r->formats, v.ptr, v.len, &row->time))
		row_fault(r, TIME_FORM, f, v);
	else if (r->st->declared && (row->time < r->st->from || row->time >= r->st->to))
		row_fault(r, TIME_RANGE, f, v);
}

/* The order number that hides in another column. */
static struct span
order_extract(struct reader *r)
{
	regmatch_t m[2];

	buf_clear(&r->text);
	decode(r->st->decoder, value_of(r, BILL_EXTRACT), &r->text);
	if (regexec(r->p->order_extract, buf_text(&r->text), 2, m, 0) != 0 || m[1].rm_so < 0)
		return (struct span){ "", 0 };
	char *s = group_text(buf_text(&r->text), &m[1]);
	struct span v = { arena_strdup(&r->st->arena, s), (uint32_t)strlen(s) };

	free(s);
	return v;
}

static void
row_count(struct statement *st, const struct statement_row *row)
{
	int of = row->kind == ROW_PAY ? MEASURE_PAY : MEASURE_REFUND;

	st->sum[MEASURE_COUNT * 3 + of]++;
	st->sum[MEASURE_COUNT * 3 + MEASURE_ALL]++;
	st->sum[MEASURE_AMOUNT * 3 + of] += row->amount;
	st->sum[MEASURE_SETTLED * 3 + of] += row->settled;
	st->sum[MEASURE_FEE * 3 + of] += row->fee;
	st->sum[MEASURE_FEE * 3 + MEASURE_ALL] += row->fee;
}

static void
row_read(struct reader *r, struct span line)
{
	struct statement *st = r->st;
	struct statement_row row = { .position = (uint32_t)(line.ptr - st->bytes), .line = r->line };
	size_t n = frame_split(r->p, line, r->field, st->columns);

	if (n != st->columns) {
		fault_span(st, r->line, n == 0 ? FIELD_PREFIX : FIELD_COUNT, "", line);
		return;
	}
	struct span kind = value_of(r, BILL_KIND);

	r->good = true;
	if (is_word(&r->ignore, kind)) {
		st->ignored++;
		st->sum[MEASURE_COUNT * 3 + MEASURE_ALL]++;
		return;
	}
	if (is_word(&r->refund, kind))
		row.kind = ROW_REFUND;
	else if (!is_word(&r->pay, kind))
		row_fault(r, KIND_UNKNOWN, BILL_KIND, kind);
	if (mapped(r, BILL_CURRENCY) && !is_word(&r->currency, value_of(r, BILL_CURRENCY)))
		row_fault(r, CURRENCY_UNKNOWN, BILL_CURRENCY, value_of(r, BILL_CURRENCY));
	status_read(r, &row);
	time_read(r, &row);
	amounts_read(r, &row);
	row.merchant = mapped(r, BILL_MERCHANT) ? number_read(r, BILL_MERCHANT) : r->merchant;
	row.txn_no = number_read(r, BILL_TXN_NO);
	row.order_no = number_read(r, BILL_ORDER_NO);
	if (row.kind == ROW_REFUND)
		row.refund_no = number_read(r, BILL_REFUND_NO);
	else
		row.refund_no = (struct span){ "", 0 };
	if (row.order_no.len == 0 && r->p->order_extract != NULL)
		row.order_no = order_extract(r);
	if (!r->good)
		return;
	row_count(st, &row);
	if (st->rows == 0) {
		/* room for the file at once, judged by its first row; untouched pages cost nothing */
		size_t about = r->left / (line.len + 1u) + 16;

		st->rows_cap = about < ROWS_AT_ONCE ? about : ROWS_AT_ONCE;
		st->row = xreallocarray(NULL, st->rows_cap, sizeof *st->row);
	}
	st->row = grow(st->row, st->rows, &st->rows_cap, sizeof *st->row);
	st->row[st->rows++] = row;
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
	while (lines_next(l)) {
		r->line = l->number;
		r->left = (size_t)(l->end - l->line.ptr);
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

static bool
is_empty_day(const struct profile *p, const char *bytes, size_t n)
{
	struct buf text = BUF_INIT;
	bool empty = false;

	if (p->empty_body == NULL || n > EMPTY_BODY)
		return false;
	decode(NULL, (struct span){ bytes, (uint32_t)n }, &text);
	empty = regexec(p->empty_body, buf_text(&text), 0, NULL, 0) == 0;
	buf_release(&text);
	return empty;
}

static struct lines
lines_start(const char *bytes, size_t n)
{
	bool bom = n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;

	return (struct lines){ .at = bytes + (bom ? 3 : 0), .end = bytes + n, .line = { "", 0 } };
}

bool
statement_read(struct statement *st, const struct profile *p, const char *bytes, size_t n)
{
	struct lines l = lines_start(bytes, n);
	struct reader r = { .st = st, .p = p, .merchant = { "", 0 }, .text = BUF_INIT };

	memset(st, 0, sizeof *st);
	st->profile = p;
	st->bytes = bytes;
	st->end = bytes + n;
	bool header = frame_open(st, &l, &r.merchant);

	if (!header && is_empty_day(p, bytes, n)) {
		st->empty_day = true;
		st->faults = 0;
		return true;
	}
	if (header && st->faults == 0) {
		r.pay = encode_words(st, &p->kind_pay);
		r.refund = encode_words(st, &p->kind_refund);
		r.ignore = encode_words(st, &p->kind_ignore);
		r.final = encode_words(st, &p->refund_final);
		r.pending = encode_words(st, &p->refund_pending);
		r.failed = encode_words(st, &p->refund_failed);
		r.zero = encode_words(st, &p->zero_id);
		r.currency = encode_words(st, &p->currency);
		r.formats = encode_words(st, &p->time_format);
		r.skip = encode_words(st, &p->skip_prefix);
		r.stop = encode_words(st, &p->stop_prefix);
		r.field = xcalloc(st->columns, sizeof *r.field);
		bool stopped = rows_read(&r, &l);

		rows_identify(st);
		range_derive(st);
		frame_close(st, &l, stopped);
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
	arena_release(&st->arena);
	memset(st, 0, sizeof *st);
}

void
statement_text(const struct statement *st, const struct statement_row *row, enum bill_field field, struct buf *out)
{
	struct span *v = xcalloc(st->columns, sizeof *v);
	struct lines l = { .at = st->bytes + row->position, .end = st->end, .line = { "", 0 } };

	if (lines_next(&l) && frame_split(st->profile, l.line, v, st->columns) == st->columns)
		for (size_t i = 0; i < st->column_n[field]; i++)
			if (v[st->column[field][i]].len > 0) {
				decode(st->decoder, v[st->column[field][i]], out);
				break;
			}
	free(v);
}

bool
statement_fits(const struct profile *p, const char *bytes, size_t n)
{
	struct lines l = lines_start(bytes, n);
	struct lines first = l;
	struct words names = { NULL, 0 };
	void *decoder;

	if (!header_open(p, &decoder, &l, &names))
		return is_empty_day(p, bytes, n);
	bool fits = true;

	if (p->match_first_line != NULL) {
		struct buf text = BUF_INIT;

		lines_next(&first);
		decode(decoder, span_trim(first.line), &text);
		fits = regexec(p->match_first_line, buf_text(&text), 0, NULL, 0) == 0;
		buf_release(&text);
	}
	if (decoder != NULL)
		iconv_close(decoder);
	names_release(&names);
	return fits;
}

const struct profile *
statement_recognise(const struct profiles *all, const char *bytes, size_t n, enum statement_code *code)
{
	const struct profile *found = NULL;

	*code = STATEMENT_UNKNOWN;
	for (size_t i = 0; i < all->n; i++) {
		if (!statement_fits(all->v[i], bytes, n))
			continue;
		if (found != NULL && !is_empty_day(found, bytes, n)) {
			*code = STATEMENT_AMBIGUOUS;
			return NULL;
		}
		if (found == NULL)
			found = all->v[i];
	}
	return found;
}
