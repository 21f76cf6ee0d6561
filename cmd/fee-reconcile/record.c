/* SPDX-License-Identifier: MIT
 * Statement rows into the database. A row once seen stays: the same row in another file is linked to
 * it, a row with the same numbers and other contents is refused, so that split, overlapping and
 * shuffled files come to the same end. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recon.h"
#include "store/db.h"
#include "value/date.h"

enum { Q_KNOWN, Q_STATEMENT, Q_ADD, Q_FIND, Q_UPDATE, Q_REPEAT, Q_GIVEN, Q_LACKS, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_KNOWN] = { "SELECT id FROM statement WHERE sha256 = :sha256", NULL },
	[Q_STATEMENT] = { "INSERT INTO statement (channel, file, sha256, first_day, last_day, covers_from, covers_to, covers_pay, covers_refund, "
		"rows, pay_count, pay_sum, refund_count, refund_sum, fee_1e5, batch_id) VALUES (:channel, :file, :sha256, :first_day, :last_day, "
		":from, :to, :pay, :refund, :rows, :pay_count, :pay_sum, :refund_count, :refund_sum, :fee, :batch)", NULL },
	[Q_ADD] = { "INSERT INTO statement_entry (statement_id, line, row_key, content_hash, channel, merchant, kind, txn_no, refund_no, "
		"order_no, amount, settled, fee_1e5, rate, at, status) VALUES (:statement, :line, :key, :content, :channel, :merchant, :kind, "
		":txn_no, :refund_no, :order_no, :amount, :settled, :fee, :rate, :at, :status) ON CONFLICT (row_key) DO NOTHING", NULL },
	[Q_FIND] = { "SELECT id, content_hash, status, at FROM statement_entry WHERE row_key = :key", NULL },
	[Q_UPDATE] = { "UPDATE statement_entry SET status = :status, at = :at WHERE id = :id", NULL },
	[Q_REPEAT] = { "INSERT INTO statement_repeat (statement_id, line, entry_id) VALUES (:statement, :line, :entry)", NULL },
	[Q_GIVEN] = { "SELECT id FROM statement_entry WHERE statement_id = :id UNION ALL "
		"SELECT entry_id FROM statement_repeat WHERE statement_id = :id", NULL },
	[Q_LACKS] = { "SELECT count(*), min(e.txn_no) FROM statement s JOIN statement_entry e ON e.statement_id = s.id WHERE s.channel = :channel "
		"AND s.id <> :id AND s.covers_from < :to AND s.covers_to > :from AND e.at >= :from AND e.at < :to AND e.merchant = :merchant "
		"AND iif(e.kind = 'pay', :pay, :refund) AND e.id NOT IN (SELECT entry_id FROM statement_repeat WHERE statement_id = :id)", NULL },
};

static const char *const statuses[] = { [ROW_FINAL] = "final", [ROW_WAITING] = "waiting", [ROW_FAILED] = "failed" };

/* A row on its way to the database, in the order of the keys: a tree filled in order is built in half the time. */
struct incoming {
	const char *key;
	const struct statement_row *row;
	struct file *file;
};

static void
add_span(struct buf *b, struct span s)
{
	buf_char(b, '\t'); /* in no value: the reader takes no control characters */
	buf_add(b, s.ptr, s.len);
}

static const char *
row_key(struct arena *a, const struct profile *p, const struct statement_row *row)
{
	static struct buf b;

	buf_clear(&b);
	buf_str(&b, p->id);
	add_span(&b, row->merchant);
	buf_str(&b, row->kind == ROW_PAY ? "\tpay" : "\trefund");
	add_span(&b, row->txn_no);
	add_span(&b, row->refund_no);
	return arena_strdup(a, buf_text(&b));
}

static int
by_key(const void *a, const void *b)
{
	const struct incoming *x = a, *y = b;
	int c = strcmp(x->key, y->key);

	return c != 0 ? c : (x->file > y->file) - (x->file < y->file); /* the first file has it */
}

static void
add_statement(struct run *run, struct file *f)
{
	struct file_sums s = file_sums(f);
	struct stmt *st = &q[Q_STATEMENT];
	char from[TIME_SIZE] = "", to[TIME_SIZE] = "", last[TIME_SIZE] = "";

	if (f->st.from != f->st.to) {
		time_text(f->st.from, from);
		time_text(f->st.to, to);
		time_text(f->st.to - 1, last);
	}
	db_text(st, ":channel", f->st.profile->id);
	db_text(st, ":file", f->name);
	db_text(st, ":sha256", f->sha256);
	db_text(st, ":from", from);
	db_text(st, ":to", to);
	from[10] = last[10] = '\0';
	db_text(st, ":first_day", from);
	db_text(st, ":last_day", last);
	db_int(st, ":pay", f->st.covers_pay);
	db_int(st, ":refund", f->st.covers_refund);
	db_int(st, ":rows", (int64_t)f->st.rows);
	db_int(st, ":pay_count", s.pay_count);
	db_int(st, ":pay_sum", s.pay_sum);
	db_int(st, ":refund_count", s.refund_count);
	db_int(st, ":refund_sum", s.refund_sum);
	db_int(st, ":fee", s.fee);
	db_int(st, ":batch", run->batch_id);
	db_do(st);
	f->id = db_last_id();
	run_digest(run, f->sha256);
}

/* Text of a span; four at a time. */
static const char *
text_of(struct span s)
{
	static struct buf ring[4];
	static int next;
	struct buf *b = &ring[next++ % 4];

	buf_clear(b);
	buf_add(b, s.ptr, s.len);
	return buf_text(b);
}

static bool
insert(const struct incoming *in)
{
	struct stmt *st = &q[Q_ADD];
	char at[TIME_SIZE];

	time_text(in->row->time, at);
	db_int(st, ":statement", in->file->id);
	db_int(st, ":line", in->row->line);
	db_text(st, ":key", in->key);
	db_int(st, ":content", (int64_t)statement_row_content(in->row));
	db_text(st, ":channel", in->file->st.profile->id);
	db_text(st, ":merchant", text_of(in->row->merchant));
	db_text(st, ":kind", in->row->kind == ROW_PAY ? "pay" : "refund");
	db_text(st, ":txn_no", text_of(in->row->txn_no));
	db_text(st, ":refund_no", text_of(in->row->refund_no));
	db_text(st, ":order_no", text_of(in->row->order_no));
	db_int(st, ":amount", in->row->amount);
	db_int(st, ":settled", in->row->settled);
	db_int(st, ":fee", in->row->fee);
	if (in->row->rate >= 0)
		db_int(st, ":rate", in->row->rate);
	else
		db_null(st, ":rate");
	db_text(st, ":at", at);
	db_text(st, ":status", statuses[in->row->status]);
	return db_do(st) > 0;
}

static int
rank_of(const char *status)
{
	return strcmp(status, "final") == 0 ? 2 : strcmp(status, "failed") == 0;
}

/* A refund comes again further on its way, dated by its end: whichever file came first, the end is the same. */
static void
advance(const struct incoming *in, int64_t id, const char *status, const char *at)
{
	char comes[TIME_SIZE];
	int further = rank_of(statuses[in->row->status]) - rank_of(status);

	time_text(in->row->time, comes);
	if (further < 0 || (further == 0 && strcmp(comes, at) <= 0))
		return;
	db_text(&q[Q_UPDATE], ":status", statuses[in->row->status]);
	db_text(&q[Q_UPDATE], ":at", comes);
	db_int(&q[Q_UPDATE], ":id", id);
	db_do(&q[Q_UPDATE]);
}

/* The row is there already: false where it says something else. */
static bool
meet(const struct incoming *in, int64_t *id)
{
	struct stmt *st = &q[Q_FIND];
	char status[16], at[TIME_SIZE];

	db_text(st, ":key", in->key);
	if (!db_row(st))
		bug("no entry %s", in->key);
	*id = db_col_int(st, 0);
	bool same = db_col_int(st, 1) == (int64_t)statement_row_content(in->row);

	snprintf(status, sizeof status, "%s", db_col(st, 2));
	snprintf(at, sizeof at, "%s", db_col(st, 3));
	db_reset(st);
	if (!same) {
		file_fault(in->file->name, in->row->line, "txn_no", E_CHANGED, text_of(in->row->txn_no));
		return false;
	}
	if (in->row->kind == ROW_REFUND)
		advance(in, *id, status, at);
	db_int(&q[Q_REPEAT], ":statement", in->file->id);
	db_int(&q[Q_REPEAT], ":line", in->row->line);
	db_int(&q[Q_REPEAT], ":entry", *id);
	db_do(&q[Q_REPEAT]);
	return true;
}

static void
give(struct ids *given, int64_t id)
{
	given->v = grow(given->v, given->n, &given->cap, sizeof *given->v);
	given->v[given->n++] = id;
}

static int
by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
find_known(struct files *files)
{
	for (size_t i = 0; i < files->n; i++) {
		struct file *f = &files->v[i];

		db_text(&q[Q_KNOWN], ":sha256", f->sha256);
		f->id = db_int1(&q[Q_KNOWN], 0);
		f->known = f->id != 0;
	}
}

static struct incoming *incoming;
static size_t nincoming;
static struct arena keys;

void
files_prepare(struct files *files)
{
	size_t n = 0;

	find_known(files);
	for (size_t i = 0; i < files->n; i++)
		n += files->v[i].known ? 0 : files->v[i].st.rows;
	incoming = xcalloc(n + 1, sizeof *incoming);
	for (size_t i = 0; i < files->n; i++) {
		struct file *f = &files->v[i];

		for (size_t k = 0; k < f->st.rows && !f->known; k++)
			incoming[nincoming++] = (struct incoming){ row_key(&keys, f->st.profile, &f->st.row[k]), &f->st.row[k], f };
	}
	qsort(incoming, nincoming, sizeof *incoming, by_key);
}

static void
give_known(const struct file *f, struct ids *given)
{
	db_int(&q[Q_GIVEN], ":id", f->id);
	while (db_row(&q[Q_GIVEN]))
		give(given, db_col_int(&q[Q_GIVEN], 0));
}

/* Earlier files have rows of this time that this one lacks: they stay, but somebody should know. */
static void
warn_of_lacking(const struct file *f)
{
	struct stmt *s = &q[Q_LACKS];
	char from[TIME_SIZE], to[TIME_SIZE];

	if (f->st.rows == 0)
		return;
	time_text(f->st.from, from);
	time_text(f->st.to, to);
	db_text(s, ":channel", f->st.profile->id);
	db_int(s, ":id", f->id);
	db_text(s, ":from", from);
	db_text(s, ":to", to);
	db_text(s, ":merchant", text_of(f->st.row[0].merchant));
	db_int(s, ":pay", f->st.covers_pay);
	db_int(s, ":refund", f->st.covers_refund);
	if (db_row(s) && db_col_int(s, 0) > 0)
		notice(L("%s: lacks %lld rows that earlier files have for its time (%s, …); they stay as they are",
		    "%s: 缺少以前文件中同一时段的 %lld 行 (%s 等); 原有记录保留"), f->name, (long long)db_col_int(s, 0), db_col(s, 1));
	db_reset(s);
}

void
files_record(struct run *run, struct files *files, struct ids *given)
{
	size_t changed = 0;

	find_known(files); /* once more: somebody may have recorded one meanwhile */
	for (size_t i = 0; i < files->n; i++) {
		struct file *f = &files->v[i];

		run_input(run, f->name, f->sha256);
		if (f->known)
			give_known(f, given);
		else
			add_statement(run, f);
	}
	for (size_t i = 0; i < nincoming; i++) {
		int64_t id;

		if (incoming[i].file->known)
			continue;
		if (insert(&incoming[i])) {
			id = db_last_id();
			incoming[i].file->added++;
		} else if (!meet(&incoming[i], &id)) {
			changed++;
			continue;
		}
		give(given, id);
	}
	if (changed > 0)
		refuse(L("%zu rows came back with other contents; nothing was changed", "%zu 行与以前登记的内容不同; 未作任何改动"), changed);
	for (size_t i = 0; i < files->n; i++)
		if (!files->v[i].known)
			warn_of_lacking(&files->v[i]);
	qsort(given->v, given->n, sizeof *given->v, by_number);
	free(incoming);
	arena_release(&keys);
}
