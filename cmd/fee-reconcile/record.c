/* SPDX-License-Identifier: MIT
 * What was found out about the files in hand, into the tables: new entries in the order of their ids, so that the table is only
 * appended to. */
#include <stdlib.h>
#include <string.h>

#include "recon.h"
#include "store/db.h"
#include "value/date.h"

enum { Q_ADD, Q_REPEAT, Q_ADVANCE, Q_BEHIND, Q_TAKE_OVER, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_ADD] = { "INSERT INTO statement_entry (id, statement_id, line, channel, merchant, kind, txn_no, refund_no, order_no, amount, settled, "
		"fee_1e5, rate, at, status, content_hash) VALUES (:id, :statement, :line, :channel, :merchant, :kind, :txn_no, :refund_no, :order_no, "
		":amount, :settled, :fee, :rate, :at, :status, :content)", NULL },
	[Q_REPEAT] = { "INSERT INTO statement_repeat (statement_id, line, entry_id, amount, fee_1e5) VALUES (:statement, :line, :entry, :amount, "
		":fee)", NULL },
	[Q_ADVANCE] = { "UPDATE statement_entry SET status = :status, at = :at WHERE id = :id", NULL },
	[Q_BEHIND] = { "INSERT INTO statement_repeat (statement_id, line, entry_id, amount, fee_1e5) SELECT statement_id, line, id, amount, fee_1e5 "
		"FROM statement_entry WHERE id = :id", NULL },
	[Q_TAKE_OVER] = { "UPDATE statement_entry SET statement_id = :statement, line = :line, merchant = :merchant, txn_no = :txn_no, "
		"refund_no = :refund_no, order_no = :order_no, amount = :amount, settled = :settled, fee_1e5 = :fee, rate = :rate, at = :at, "
		"status = :status, content_hash = :content WHERE id = :id", NULL },
};

static const char *const kinds[] = { [ROW_PAY] = "pay", [ROW_REFUND] = "refund", [ROW_RETURN] = "return" };
static const char *const statuses[] = { [ROW_FINAL] = "final", [ROW_WAITING] = "waiting", [ROW_FAILED] = "failed" };

static void
bind_span(struct stmt *s, const char *name, struct span v)
{
	db_bytes_kept(s, name, v.ptr, v.len);
}

/* What an entry has of its row, for INSERT and UPDATE. */
static void
bind_row(struct stmt *s, const struct file *f, const struct statement_row *row, const char *at)
{
	db_int(s, ":statement", f->id);
	db_int(s, ":line", row->line);
	bind_span(s, ":merchant", row->merchant);
	bind_span(s, ":txn_no", row->txn_no);
	bind_span(s, ":refund_no", row->refund_no);
	bind_span(s, ":order_no", row->order_no);
	db_int(s, ":amount", row->amount);
	db_int(s, ":settled", row->settled);
	db_int(s, ":fee", row->fee);
	if (row->rate >= 0)
		db_int(s, ":rate", row->rate);
	else
		db_null(s, ":rate");
	db_text_kept(s, ":at", at);
	db_text_kept(s, ":status", statuses[row->status]);
	db_int(s, ":content", (int64_t)statement_row_content(row));
}

/* The new entry that is to be recorded so many later, or the last. */
static const struct entry *
coming(const struct entries *all, size_t i)
{
	return &all->v[all->new[i < all->news ? i : all->news - 1]];
}

static void
add_entries(const struct entries *all, struct files *files)
{
	enum { ENTRY = 24, ROW = 16, TEXT = 8 };
	struct stmt *s = &q[Q_ADD];
	char at[TIME_SIZE];

	for (size_t i = 0; i < all->news; i++) {
		/* ids are no order in memory: what comes is on its way before it is looked at. (In a function of its own GCC
		 * takes prefetches for nothing and drops the call.) */
		__builtin_prefetch(coming(all, i + ENTRY));
		__builtin_prefetch(coming(all, i + ROW)->row);
		__builtin_prefetch(&coming(all, i + ROW)->row->time);
		__builtin_prefetch(coming(all, i + TEXT)->row->txn_no.ptr);
		__builtin_prefetch(coming(all, i + TEXT)->row->order_no.ptr);
		const struct entry *e = &all->v[all->new[i]];
		struct file *f = &files->v[e->source - all->recorded];

		time_text(e->row->time, at);
		db_int(s, ":id", e->id);
		db_text_kept(s, ":channel", channel_of(f->st.profile));
		db_text_kept(s, ":kind", kinds[e->kind]);
		bind_row(s, f, e->row, at);
		db_do(s);
		f->added++;
	}
}

static void
change_entries(const struct entries *all, const struct files *files)
{
	char at[TIME_SIZE];

	for (size_t i = 0; i < all->changes; i++) {
		const struct change *c = &all->change[i];
		struct stmt *s = &q[c->row != NULL ? Q_TAKE_OVER : Q_ADVANCE];
		int64_t id = all->v[c->entry].id;

		time_text(c->time, at);
		if (c->row != NULL) {
			db_int(&q[Q_BEHIND], ":id", id);
			db_do(&q[Q_BEHIND]);
			bind_row(s, &files->v[c->file], c->row, at);
		} else {
			db_text(s, ":status", statuses[c->status]);
			db_text(s, ":at", at);
		}
		db_int(s, ":id", id);
		db_do(s);
	}
}

static int
by_line(const void *a, const void *b)
{
	const struct repeat *x = a, *y = b;

	return x->file != y->file ? (x->file > y->file) - (x->file < y->file) : (x->row->line > y->row->line) - (x->row->line < y->row->line);
}

static void
add_repeats(struct entries *all, const struct files *files)
{
	struct stmt *s = &q[Q_REPEAT];

	if (all->repeats > 0)
		qsort(all->repeat, all->repeats, sizeof *all->repeat, by_line);
	for (size_t i = 0; i < all->repeats; i++) {
		const struct repeat *r = &all->repeat[i];

		db_int(s, ":statement", files->v[r->file].id);
		db_int(s, ":line", r->row->line);
		db_int(s, ":entry", all->v[r->entry].id);
		db_int(s, ":amount", r->row->amount);
		db_int(s, ":fee", r->row->fee);
		db_do(s);
	}
}

void
entries_record(struct run *run, struct entries *all, struct files *files)
{
	for (size_t i = 0; i < files->n; i++) {
		struct file *f = &files->v[i];

		run_input(run, f->name, f->sha256);
		if (!f->known)
			statement_add(run, f);
	}
	add_entries(all, files);
	change_entries(all, files);
	add_repeats(all, files);
}
