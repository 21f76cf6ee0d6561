/* SPDX-License-Identifier: MIT
 * What stands behind the rows of a statement: its own totals, and whether it is whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "stream/statement_part.h"
#include "value/money.h"

/* Text of a total into its unit. */
static bool
total_parse(const struct profile *p, enum measure_what what, const char *text, int64_t *v)
{
	char clean[40];

	if (!money_clean(&p->strip, p->thousands >= 0, span_trim((struct span){ text, (uint32_t)strlen(text) }), clean))
		return false;
	text = clean;
	if (what == MEASURE_COUNT)
		return money_parse_scaled(text, 0, v) == MONEY_OK && *v >= 0;
	if (p->amount_unit == UNIT_FEN) {
		if (!num_parse(text, -MONEY_MAX, MONEY_MAX, v))
			return false;
		*v *= what == MEASURE_FEE ? 1000 : 1;
		return true;
	}
	return (what == MEASURE_FEE ? money_parse_scaled(text, 5, v) : money_parse(text, v)) == MONEY_OK;
}

static void
total_write(enum measure_what what, int64_t v, struct buf *out)
{
	char text[MONEY_SIZE];

	if (what == MEASURE_COUNT) {
		buf_printf(out, "%lld", (long long)v);
	} else if (what == MEASURE_FEE) {
		unsigned long long u = v < 0 ? -(unsigned long long)v : (unsigned long long)v;

		buf_printf(out, "%s%llu.%05llu", v < 0 ? "-" : "", u / 100000, u % 100000);
	} else {
		money_text(v, text);
		buf_str(out, text);
	}
}

void
statement_measure(struct measure m, char out[MEASURE_SIZE])
{
	static const char *const what[] = { [MEASURE_COUNT] = "count", [MEASURE_AMOUNT] = "amount", [MEASURE_SETTLED] = "settled", [MEASURE_FEE] = "fee" },
		*const of[] = { [MEASURE_PAY] = "pay", [MEASURE_REFUND] = "refund", [MEASURE_ALL] = "all", [MEASURE_IN] = "in", [MEASURE_OUT] = "out" };

	snprintf(out, MEASURE_SIZE, "%s@%s", what[m.what], of[m.of]);
}

/* Where a row was not understood its amount is missing from the sums: that these differ says nothing more. */
static bool
rows_are_whole(const struct statement *st)
{
	for (size_t i = 0; i < st->faults && i < STATEMENT_FAULTS; i++)
		if (st->fault[i].code >= FIELD_COUNT && st->fault[i].code <= TIME_RANGE)
			return false;
	return true;
}

static void
total_check(struct statement *st, uint32_t line, struct measure m, const char *name, const char *text)
{
	struct statement_total t = { .measure = m, .counted = st->sum[m.what * MEASURE_OFS + m.of] };

	if (!total_parse(st->profile, m.what, text, &t.declared)) {
		fault_add(st, line, TOTALS_FORM, name, text);
		return;
	}
	if (m.what == MEASURE_FEE && st->profile->fee_sign == FEE_NEGATIVE_COST)
		t.declared = -t.declared;
	if ((m.what == MEASURE_AMOUNT || m.what == MEASURE_SETTLED) && (m.of == MEASURE_REFUND || m.of == MEASURE_OUT) &&
	    t.declared < 0)
		t.declared = -t.declared;
	if (st->totals < MEASURES)
		st->total[st->totals++] = t;
	if (t.declared != t.counted && rows_are_whole(st)) {
		struct buf both = BUF_INIT;

		total_write(m.what, t.declared, &both);
		buf_char(&both, '/');
		total_write(m.what, t.counted, &both);
		fault_add(st, line, TOTALS_DIFFER, name, buf_text(&both));
		buf_release(&both);
	}
}

/* A trailer line without the blanks and commas with which spreadsheets pad it. */
static struct span
unpadded(struct span line)
{
	line = span_trim(line);
	while (line.len > 0 && line.ptr[line.len - 1] == ',')
		line = span_trim((struct span){ line.ptr, line.len - 1 });
	return line;
}

/* The value line that belongs to the trailer's header line. */
static void
totals_named(struct statement *st, struct span header, struct lines *l)
{
	const struct profile *p = st->profile;
	struct words names;
	struct span field[HEADER_COLUMNS];
	struct form exact = st->form;
	uint32_t at = 0;

	exact.pad = exact.overflow_last = false;
	names_read(&names, &st->form, st->decoder, header);
	bool found_line;

	do
		found_line = lines_next(l);
	while (found_line && span_blank(unpadded(l->line)));
	if (name_count(&names, p->total_header, &at) == 0 || !found_line) {
		fault_add(st, l->number, TOTALS_MISSING, p->total_header, "");
	} else if (split(&exact, l->line, field, HEADER_COLUMNS) != names.n) {
		fault_span(st, l->number, TOTALS_FORM, p->total_header, l->line);
	} else {
		for (int k = 0; k < MEASURES; k++) {
			const struct words *w = &p->total[k];
			size_t found = 0;

			for (size_t i = 0; i < w->n && found == 0; i++)
				found = name_count(&names, w->v[i], &at);
			if (found == 1) {
				struct buf text = BUF_INIT;

				decode(st->decoder, field[at], &text);
				total_check(st, l->number,
				    (struct measure){ (enum measure_what)(k / MEASURE_OFS), (enum measure_of)(k % MEASURE_OFS) }, names.v[at],
				    buf_text(&text));
				buf_release(&text);
			} else if (w->n > 0 && (found > 1 || !p->total_may_lack[k])) {
				fault_add(st, l->number, TOTALS_MISSING, w->v[0], "");
			}
		}
	}
	names_release(&names);
}

/* One trailer line against the expressions; seen counts their matches. */
static void
totals_line(struct statement *st, uint32_t line, const char *text, size_t *seen)
{
	const struct profile *p = st->profile;
	regmatch_t m[LINE_MEASURES + 1];

	for (size_t i = 0; i < p->total_lines; i++) {
		const struct profile_total_line *t = &p->total_line[i];

		if (regexec(&t->re, text, LINE_MEASURES + 1, m, 0) != 0)
			continue;
		if (seen[i]++ > 0) {
			fault_add(st, line, TRAILER_TEXT, "", text);
			continue;
		}
		for (size_t k = 0; k < t->n; k++) {
			char *value = group_text(text, &m[k + 1]), measure[MEASURE_SIZE];

			statement_measure(t->measure[k], measure);
			total_check(st, line, t->measure[k], measure, value);
			free(value);
		}
	}
}

static bool
is_trailer(const struct words *stop, struct span line)
{
	for (size_t i = 0; i < stop->n; i++)
		if (span_starts(line, stop->v[i]))
			return true;
	return false;
}

/* Lines that prove nothing by themselves: totals, closing balance. */
static void
trailer_lines(struct statement *st, struct lines *l, size_t *seen)
{
	struct words stop = encode_words(st, &st->profile->stop_prefix);
	struct buf text = BUF_INIT;

	do {
		if (span_blank(unpadded(l->line)))
			continue;
		if (!is_trailer(&stop, l->line))
			fault_span(st, l->number, TRAILER_TEXT, "", l->line);
		line_text(st->decoder, &st->form, unpadded(l->line), &text);
		totals_line(st, l->number, buf_text(&text), seen);
		balance_line(st, l->number, buf_text(&text));
	} while (lines_next(l));
	buf_release(&text);
}

/* The last line that holds something; *whole: it has its newline. */
static struct span
last_line(const struct statement *st, bool *whole)
{
	const char *end = st->end;

	*whole = false;
	while (end > st->bytes) {
		const char *newline = memrchr(st->bytes, '\n', (size_t)(end - st->bytes));
		const char *from = newline != NULL ? newline + 1 : st->bytes;
		struct span line = { from, (uint32_t)(end - from < UINT32_MAX ? end - from : UINT32_MAX) };

		if (!span_blank(unpadded(line)))
			return span_trim(line);
		*whole |= newline != NULL;
		end = newline != NULL ? newline : st->bytes;
	}
	return (struct span){ "", 0 };
}

static bool
ends_so(const struct statement *st, struct span line)
{
	struct buf text = BUF_INIT;

	decode(st->decoder, line, &text);
	bool matches = regexec(st->profile->total_end, buf_text(&text), 0, NULL, 0) == 0;

	buf_release(&text);
	return matches;
}

/* A last row without its newline says all the same what it was to say where it has every column, the balance after it follows (else
 * that is a fault), and what a cut could have shortened is a column that says nothing here. */
static bool
row_is_whole(struct statement *st, struct span line)
{
	struct span *field = arena_alloc(&st->arena, (st->columns + 1) * sizeof *field);

	if (st->profile->kind != FILE_DELIMITED || st->profile->map[BILL_BALANCE].n == 0 || st->rows + st->ignored == 0 ||
	    split(&st->form, line, field, st->columns) != st->columns)
		return false;
	for (int f = 0; f < BILL_FIELDS; f++)
		for (size_t i = 0; f != BILL_TEXT && f != BILL_REMARK && i < st->column_n[f]; i++)
			if (st->column[f][i] + 1 == st->columns)
				return false;
	return true;
}

/* Does the file end as it must? Without an expression a row needs its newline: half an amount is an amount, too.
 * Behind the rows the totals tell whether the file is whole. */
static void
end_check(struct statement *st, const struct lines *l, bool stopped)
{
	bool whole;
	struct span last = last_line(st, &whole);

	if (st->profile->total_end != NULL ? !ends_so(st, last) && !ends_so(st, unpadded(last)) : !whole && !stopped && !row_is_whole(st, last))
		fault_span(st, l->number, FILE_CUT, "", last);
}

void
frame_close(struct statement *st, struct lines *l, bool stopped)
{
	const struct profile *p = st->profile;
	size_t *seen = xcalloc(p->total_lines + 1, sizeof *seen);

	if (stopped && p->total_header != NULL) {
		totals_named(st, l->line, l);
		struct lines rest = *l;

		while (lines_next(&rest))
			if (!span_blank(rest.line))
				fault_span(st, rest.number, TRAILER_TEXT, "", rest.line);
	} else if (stopped) {
		trailer_lines(st, l, seen);
	} else if (p->total_header != NULL) {
		fault_add(st, l->number, TOTALS_MISSING, p->total_header, "");
	}
	for (size_t i = 0; i < p->total_lines; i++)
		if (seen[i] == 0)
			fault_add(st, l->number, TOTALS_MISSING, p->total_line[i].text, "");
	end_check(st, l, stopped);
	free(seen);
}
