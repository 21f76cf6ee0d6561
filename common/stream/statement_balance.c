/* SPDX-License-Identifier: MIT
 * The running balance of an account statement (fees.md 2.4, equation 2): each row leaves what
 * the next one starts from, whichever end of the file is the older one; what the file calls its
 * opening and closing balance agrees with the rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stream/statement_part.h"
#include "value/money.h"

enum { UP, DOWN };

static void
broken(struct statement_balance *b, int way, uint32_t line, int64_t has, int64_t gives)
{
	if (b->broken[way]++ > 0)
		return;
	b->broken_line[way] = line;
	b->broken_has[way] = has;
	b->broken_gives[way] = gives;
}

void
balance_step(struct reader *r, int64_t added)
{
	struct statement_balance *b = &r->st->balance;
	struct span v = value_of(r, BILL_BALANCE);
	int64_t now;

	b->line = r->line;
	b->since_up += added;
	if (v.len == 0) {
		b->since_down += added;
		return;
	}
	if (!amount_parse(r, BILL_BALANCE, v, &now)) {
		fault_span(r->st, r->line, BALANCE_FORM, r->p->map[BILL_BALANCE].v[0], v);
		balance_break(r->st);
		return;
	}
	if (b->any && !b->unsure) {
		if (b->last + b->since_up != now)
			broken(b, UP, r->line, now, b->last + b->since_up);
		if (now + b->since_down != b->last)
			broken(b, DOWN, r->line, now, b->last - b->since_down);
	} else if (!b->any) {
		b->first = now;
		b->first_added = b->since_up;
		b->first_own = added;
	}
	b->any = b->present = true;
	b->unsure = false;
	b->last = now;
	b->since_up = 0;
	b->since_down = added;
}

void
balance_break(struct statement *st)
{
	st->balance.unsure = true;
	st->balance.since_up = st->balance.since_down = 0;
}

static void
told(struct statement *st, uint32_t line, const regex_t *re, const char *text, int64_t *value, bool *is_told)
{
	regmatch_t m[2];
	int64_t v;

	if (re == NULL || regexec(re, text, 2, m, 0) != 0)
		return;
	char *group = group_text(text, &m[1]), clean[40];

	if (!money_clean(&st->profile->strip, st->profile->thousands >= 0, span_trim((struct span){ group, (uint32_t)strlen(group) }), clean) ||
	    money_parse(clean, &v) != MONEY_OK) {
		fault_add(st, line, BALANCE_FORM, "", text);
	} else if (*is_told && *value != v) {
		fault_add(st, line, BALANCE_DIFFERS, "", text);
	} else {
		*value = v;
		*is_told = true;
	}
	free(group);
}

void
balance_line(struct statement *st, uint32_t line, const char *text)
{
	struct statement_balance *b = &st->balance;

	told(st, line, st->profile->opening, text, &b->opening_told, &b->told_opening);
	told(st, line, st->profile->closing, text, &b->closing_told, &b->told_closing);
}

static void
differs(struct statement *st, uint32_t line, const char *field, int64_t has, int64_t gives)
{
	char a[MONEY_SIZE], b[MONEY_SIZE], both[2 * MONEY_SIZE];

	money_text(has, a);
	money_text(gives, b);
	snprintf(both, sizeof both, "%s/%s", a, b);
	fault_add(st, line, BALANCE_DIFFERS, field, both);
	st->balance.holds = false;
}

/* Of two broken ways the one is meant that breaks less often, else that of the times. */
static bool
is_descending(const struct statement *st)
{
	const struct statement_balance *b = &st->balance;

	if (b->broken[DOWN] != b->broken[UP])
		return b->broken[DOWN] < b->broken[UP];
	return b->broken[UP] > 0 && st->rows > 1 && st->row[0].time > st->row[st->rows - 1].time;
}

void
balance_close(struct statement *st)
{
	struct statement_balance *b = &st->balance;
	const struct words *column = &st->profile->map[BILL_BALANCE];
	const char *name = column->n > 0 ? column->v[0] : "";

	b->in = st->sum[MEASURE_AMOUNT * MEASURE_OFS + MEASURE_IN];
	b->out = st->sum[MEASURE_AMOUNT * MEASURE_OFS + MEASURE_OUT];
	b->present |= b->told_opening || b->told_closing;
	b->holds = b->present && !b->unsure;
	b->descending = is_descending(st);
	if (b->broken[b->descending] > 0)
		differs(st, b->broken_line[b->descending], name, b->broken_has[b->descending], b->broken_gives[b->descending]);
	if (b->any) {
		b->opening = b->descending ? b->last - b->since_down : b->first - b->first_added;
		b->closing = b->descending ? b->first + b->first_added - b->first_own : b->last + b->since_up;
	} else {
		b->opening = b->told_opening ? b->opening_told : b->closing_told - b->in + b->out;
		b->closing = b->opening + b->in - b->out;
	}
	if (st->faults > 0) /* what is not read is missing from the sums */
		return;
	if (b->told_opening && b->opening_told != b->opening)
		differs(st, 0, name, b->opening_told, b->opening);
	if (b->told_closing && b->closing_told != b->closing)
		differs(st, 0, name, b->closing_told, b->closing);
	if (b->any && b->opening + b->in - b->out != b->closing)
		differs(st, b->line, name, b->closing, b->opening + b->in - b->out);
}
