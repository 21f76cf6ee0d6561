/* SPDX-License-Identifier: MIT
 * What the values of a row say. */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "stream/statement_part.h"
#include "value/money.h"
#include "value/text.h"

enum { EXTRACT_GROUPS = 10 };

void
row_fault(struct reader *r, enum statement_code code, enum bill_field f, struct span value)
{
	fault_span(r->st, r->line, code, r->p->map[f].n > 0 ? r->p->map[f].v[0] : "", value);
	r->good = false;
}

bool
is_word(const struct words *w, struct span s)
{
	for (size_t i = 0; i < w->n; i++)
		if (span_is(s, w->v[i]))
			return true;
	return false;
}

bool
mapped(const struct reader *r, enum bill_field f)
{
	return r->st->column_n[f] > 0;
}

struct span
value_of(const struct reader *r, enum bill_field f)
{
	for (size_t i = 0; i < r->st->column_n[f]; i++) {
		struct span v = r->field[r->st->column[f][i]];

		if (v.len > 0 && !(f <= BILL_REFUND_ORDER_NO && is_word(&r->zero, v)) && !is_word(&r->empty, v))
			return v;
	}
	return (struct span){ "", 0 };
}

struct span
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

bool
money_clean(const struct words *strip, bool thousands, struct span v, char out[static 40])
{
	size_t n = 0;

	for (size_t i = 0; i < strip->n; i++)
		if (span_starts(v, strip->v[i])) {
			uint32_t len = (uint32_t)strlen(strip->v[i]);

			v = span_trim((struct span){ v.ptr + len, v.len - len });
			break;
		}
	if (!thousands)
		return text_of(v, out);
	/* from the last comma on, each has three digits behind it */
	for (uint32_t i = 0; i < v.len; i++) {
		if (v.ptr[i] == ',' && (i == 0 || i + 4 > v.len || (i + 4 < v.len && strchr(",.", v.ptr[i + 4]) == NULL)))
			return false;
		if (v.ptr[i] == ',')
			continue;
		if (n == 39 || v.ptr[i] == '\0')
			return false;
		out[n++] = v.ptr[i];
	}
	out[n] = '\0';
	return true;
}

/* The sign letter in front. False where it is missing. */
static bool
letter_take(const struct reader *r, struct span *v, bool *negative)
{
	const struct words *w[] = { &r->plus, &r->minus };

	for (int i = 0; i < 2; i++)
		for (size_t k = 0; k < w[i]->n; k++)
			if (span_starts(*v, w[i]->v[k])) {
				uint32_t len = (uint32_t)strlen(w[i]->v[k]);

				*v = (struct span){ v->ptr + len, v->len - len };
				*negative = i == 1;
				return true;
			}
	return false;
}

bool
amount_parse(const struct reader *r, enum bill_field f, struct span v, int64_t *x)
{
	bool negative = false;
	char s[40];

	if (f == BILL_FEE && r->plus.n > 0 && !letter_take(r, &v, &negative))
		return false;
	/* the usual amount has nothing to be taken off */
	if (r->p->strip.n == 0 && r->p->thousands < 0 ? !text_of(v, s) : !money_clean(&r->strip, r->p->thousands >= 0, v, s))
		return false;
	if (r->p->amount_unit == UNIT_FEN) {
		if (!num_parse(s, -MONEY_MAX, MONEY_MAX, x))
			return false;
		*x *= f == BILL_FEE ? 1000 : 1;
	} else if ((f == BILL_FEE ? money_parse_scaled(s, 5, x) : money_parse(s, x)) != MONEY_OK) {
		return false;
	}
	if (negative)
		*x = -*x;
	return true;
}

int64_t
money_read(struct reader *r, enum bill_field f)
{
	struct span v = value_of(r, f);
	int64_t x = 0;

	if (v.len > 0 && !amount_parse(r, f, v, &x)) {
		row_fault(r, AMOUNT_FORM, f, v);
		return 0;
	}
	return x;
}

/* Date and clock as one text. */
static struct span
moment(struct reader *r, enum bill_field f)
{
	struct span day = value_of(r, f), clock = f == BILL_TIME ? value_of(r, BILL_CLOCK) : (struct span){ "", 0 };

	if (clock.len == 0 || day.len == 0 || day.len + clock.len > 64)
		return day;
	buf_clear(&r->text);
	buf_add(&r->text, day.ptr, day.len);
	buf_char(&r->text, ' ');
	buf_add(&r->text, clock.ptr, clock.len);
	return (struct span){ buf_text(&r->text), (uint32_t)r->text.len };
}

int64_t
time_read(struct reader *r, enum row_kind kind)
{
	enum bill_field f = kind == ROW_REFUND && mapped(r, BILL_REFUND_TIME) ? BILL_REFUND_TIME : BILL_TIME;
	struct span v = moment(r, f);
	int64_t t = 0;

	if (!profile_time(&r->formats, r->st->near, v.ptr, v.len, &t))
		row_fault(r, TIME_FORM, f, v);
	else if (r->st->declared && (t < r->st->from || t >= r->st->to))
		row_fault(r, TIME_RANGE, f, v);
	return t;
}

/* Full-width digits and letters as ASCII, in place; punctuation stays as expressions have it. */
static void
fold_wide(struct buf *b)
{
	const char *from = memchr(b->ptr, '\xEF', b->len);
	uint32_t cp;

	if (from == NULL)
		return;
	size_t at = (size_t)(from - b->ptr), to = at;

	while (at < b->len) {
		size_t n = (size_t)utf8_decode(b->ptr + at, b->len - at, &cp);
		uint32_t half = n == 3 && cp >= 0xFF01 && cp <= 0xFF5E ? cp - 0xFEE0 : 0;

		n += n == 0;
		if ((half >= '0' && half <= '9') || (half >= 'A' && half <= 'Z') || (half >= 'a' && half <= 'z')) {
			b->ptr[to++] = (char)half;
		} else {
			memmove(b->ptr + to, b->ptr + at, n);
			to += n;
		}
		at += n;
	}
	b->len = to;
	b->ptr[to] = '\0';
}

/* The next number in text, *text behind it; empty: there is none. flags: REG_NOTBOL behind the first. */
static struct span
extract_next(const regex_t *re, const char **text, int flags)
{
	regmatch_t m[EXTRACT_GROUPS];

	for (; **text != '\0' && regexec(re, *text, EXTRACT_GROUPS, m, flags) == 0; flags = REG_NOTBOL) {
		int group = EXTRACT_GROUPS - 1;

		while (group > 0 && (group > (int)re->re_nsub || m[group].rm_so < 0))
			group--;
		struct span v = { *text + m[group].rm_so, (uint32_t)(m[group].rm_eo - m[group].rm_so) };

		*text += m[0].rm_eo + (m[0].rm_eo == 0);
		if (group > 0 && v.len > 0 && v.len <= NUMBER_MAX)
			return v;
	}
	return (struct span){ "", 0 };
}

struct span
order_extract(struct reader *r)
{
	for (size_t i = 0; i < r->st->column_n[BILL_EXTRACT]; i++) {
		struct span value = r->field[r->st->column[BILL_EXTRACT][i]], found, v;

		if (value.len == 0)
			continue;
		buf_clear(&r->text);
		decode(r->st->decoder, value, &r->text);
		fold_wide(&r->text);
		const char *text = buf_text(&r->text);

		found = v = extract_next(r->p->order_extract, &text, 0);
		while (v.len > 0 && !(v.ptr[0] >= 'A' && v.ptr[0] <= 'Z'))
			v = extract_next(r->p->order_extract, &text, REG_NOTBOL);
		if (v.len > 0)
			found = v;
		if (found.len == 0)
			continue;
		char *s = arena_alloc(&r->st->arena, found.len + 1);

		memcpy(s, found.ptr, found.len);
		return (struct span){ s, found.len };
	}
	return (struct span){ "", 0 };
}
