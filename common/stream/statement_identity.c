/* SPDX-License-Identifier: MIT
 * Which rows are the same row (fees.md 2.2). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "stream/statement_part.h"

static struct span
number_of_row(const struct statement_row *row)
{
	return row->kind == ROW_PAY ? row->txn_no : row->refund_no;
}

uint64_t
row_identity(const struct statement_row *row)
{
	struct span number = number_of_row(row);

	return hash_quick(number.ptr, number.len) ^ row->kind;
}

enum { AHEAD = 16 };

static bool
span_equal(struct span a, struct span b)
{
	return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static bool
identical(const struct statement_row *a, const struct statement_row *b)
{
	return a->kind == b->kind && span_equal(a->txn_no, b->txn_no) && span_equal(a->refund_no, b->refund_no) &&
	    span_equal(a->merchant, b->merchant);
}

uint64_t
statement_row_content(const struct statement_row *row)
{
	const int64_t says[] = { row->kind, row->amount, row->settled, row->fee, row->kind == ROW_PAY ? row->time : 0 };
	size_t len = row->order_no.len < NUMBER_MAX * 2 ? row->order_no.len : NUMBER_MAX * 2;
	char b[sizeof says + NUMBER_MAX * 2];

	memcpy(b, says, sizeof says);
	memcpy(b + sizeof says, row->order_no.ptr, len);
	return hash64(b, sizeof says + len);
}

uint64_t
statement_channel_hash(const char *channel)
{
	return hash_quick(channel, strlen(channel));
}

int64_t
statement_id(uint64_t channel_hash, uint64_t row_hash)
{
	return (int64_t)(((channel_hash ^ row_hash) >> 1) % (INT64_MAX - (1 << 20))) + 1; /* room behind the last one */
}

int64_t
statement_row_id(const char *channel, const struct statement_row *row)
{
	return statement_id(statement_channel_hash(channel), row_identity(row));
}

/* What the file says of the row; the balance after it tells rows apart that are otherwise alike. */
static void
row_digest(const struct reader *r, const struct statement_row *row, char out[HASH_HEX])
{
	const struct span *part[] = { &row->merchant, &row->txn_no, &row->refund_no, &row->order_no };
	struct span balance = value_of(r, BILL_BALANCE);
	unsigned char digest[HASH_SIZE];
	struct hash *h = hash_new();
	char numbers[200];
	int64_t left = 0;

	if (!amount_parse(r, BILL_BALANCE, balance, &left))
		left = 0;
	snprintf(numbers, sizeof numbers, "%d|%lld|%lld|%lld|%lld|%lld", row->kind, (long long)row->amount,
	    (long long)row->settled, (long long)row->fee, (long long)row->time, (long long)left);
	hash_text(h, numbers);
	for (size_t i = 0; i < 4; i++) {
		hash_add(h, part[i]->ptr, part[i]->len);
		hash_add(h, "", 1);
	}
	hash_finish(h, digest);
	hash_hex(digest, out);
}

static struct span *
number_of(struct statement_row *row)
{
	return row->kind == ROW_PAY ? &row->txn_no : &row->refund_no;
}

void
number_complete(const struct reader *r, struct statement_row *row)
{
	struct span *number = number_of(row);
	char digest[HASH_HEX];

	if (number->len > 0)
		return;
	char *s = arena_alloc(&r->st->arena, 32);

	row_digest(r, row, digest);
	*number = (struct span){ s, (uint32_t)snprintf(s, 32, "#%.16s.1", digest) };
}

/* The next ordinal of a number that was made. */
static void
number_count(struct statement *st, struct span *number, unsigned ordinal)
{
	char *s = arena_alloc(&st->arena, 32);

	*number = (struct span){ s, (uint32_t)snprintf(s, 32, "%.17s.%u", number->ptr, ordinal) };
}

/* Whether a number was made here: no channel's looks so. */
static bool
is_made(const struct span *number)
{
	return number->len > 18 && number->ptr[0] == '#' && number->ptr[17] == '.';
}

/* Where row i belongs in the table, or what stands in its place. */
static void
row_place(struct statement *st, uint64_t *table, size_t slots, size_t i)
{
	uint64_t hash = st->hash[i];
	size_t at = hash & (slots - 1);
	unsigned ordinal = 1;

	while (table[at] != 0) {
		struct statement_row *row = &st->row[i];
		const struct statement_row *other = &st->row[(uint32_t)table[at] - 1];

		if ((table[at] ^ hash) >> 32 != 0 || !identical(row, other)) {
			at = (at + 1) & (slots - 1);
		} else if (is_made(number_of(row))) {
			number_count(st, number_of(row), ++ordinal);
			hash = row_identity(row);
			at = hash & (slots - 1);
		} else {
			fault_span(st, row->line,
			    statement_row_content(row) == statement_row_content(other) ? ROW_REPEATED : E_CHANGED, "txn_no",
			    row->txn_no);
			return;
		}
	}
	table[at] = (hash >> 32 << 32) | (i + 1);
	st->hash[i] = hash;
}

void
rows_identify(struct statement *st)
{
	size_t slots = 16;

	while (slots < st->rows * 2)
		slots *= 2;
	/* row + 1 below the upper half of its hash, which keeps most misses away from the rows */
	uint64_t *table = xmalloc_large(slots, sizeof *table);

	memset(table, 0, slots * sizeof *table);
	for (size_t i = 0; i < st->rows; i++) {
		if (i + AHEAD < st->rows)
			__builtin_prefetch(&table[st->hash[i + AHEAD] & (slots - 1)], 1);
		row_place(st, table, slots, i);
	}
	free(table);
}
