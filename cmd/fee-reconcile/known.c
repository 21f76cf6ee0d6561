/* SPDX-License-Identifier: MIT
 * The tables statement and statement_total: a file that was read once is not read again. */
#include <string.h>

#include "frame/share.h"
#include "recon.h"
#include "store/db.h"
#include "value/date.h"

enum { Q_KNOWN, Q_TOTALS, Q_STATEMENT, Q_TOTAL, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_KNOWN] = { "SELECT id, profile, rows, covers_from, covers_to, covers_pay, covers_refund, pay_count, pay_sum, refund_count, refund_sum, "
		"fee_1e5, settled FROM statement WHERE sha256 = :sha256", NULL },
	[Q_TOTALS] = { "SELECT measure, declared, counted FROM statement_total WHERE statement_id = :id ORDER BY ordinal", NULL },
	[Q_STATEMENT] = { "INSERT INTO statement (channel, profile, file, sha256, first_day, last_day, covers_from, covers_to, covers_pay, "
		"covers_refund, rows, pay_count, pay_sum, refund_count, refund_sum, fee_1e5, settled, batch_id) VALUES (:channel, :profile, :file, :sha256, "
		":first_day, :last_day, :from, :to, :pay, :refund, :rows, :pay_count, :pay_sum, :refund_count, :refund_sum, :fee, :settled, :batch)", NULL },
	[Q_TOTAL] = { "INSERT INTO statement_total (statement_id, ordinal, measure, declared, counted) VALUES (:id, :ordinal, :measure, "
		":declared, :counted)", NULL },
};

const char *
channel_of(const struct profile *p)
{
	return p->companion != NULL ? p->companion : p->id;
}

static struct measure
measure_parse(const char *word)
{
	char other[MEASURE_SIZE];

	for (int k = 0; k < MEASURES; k++) {
		struct measure m = { (enum measure_what)(k / MEASURE_OFS), (enum measure_of)(k % MEASURE_OFS) };

		statement_measure(m, other);
		if (strcmp(other, word) == 0)
			return m;
	}
	bug("measure %s", word);
}

static void
read_totals(struct file *f)
{
	struct stmt *s = &q[Q_TOTALS];

	db_int(s, ":id", f->id);
	while (db_row(s))
		if (f->st.totals < MEASURES)
			f->st.total[f->st.totals++] = (struct statement_total){ measure_parse(db_col(s, 0)), db_col_int(s, 1), db_col_int(s, 2) };
}

/* The profile that read it, or one's own that is not at hand now: then nothing but its name. */
static const struct profile *
profile_called(const char *id)
{
	const struct profile *p = profiles_find(share_profiles(), id);

	if (p == NULL || strcmp(p->id, id) != 0) {
		struct profile *name = xcalloc(1, sizeof *name);

		name->id = name->title = xstrdup(id);
		p = name;
	}
	return p;
}

bool
file_known(struct file *f, const struct profile *profile)
{
	struct stmt *s = &q[Q_KNOWN];

	db_text(s, ":sha256", f->sha256);
	if (!db_row(s))
		return false;
	bool same = profile == NULL || strcmp(profile->id, db_col(s, 1)) == 0;

	if (same) {
		f->id = db_col_int(s, 0);
		f->known = true;
		f->st.rows = (size_t)db_col_int(s, 2);
		f->st.totals = 0;
		if (*db_col(s, 3) != '\0' && (!time_parse(db_col(s, 3), &f->st.from) || !time_parse(db_col(s, 4), &f->st.to)))
			bug("covers %s", db_col(s, 3));
		f->st.covers_pay = db_col_int(s, 5);
		f->st.covers_refund = db_col_int(s, 6);
		f->sums = (struct file_sums){ db_col_int(s, 7), db_col_int(s, 8), db_col_int(s, 9), db_col_int(s, 10), db_col_int(s, 11),
			db_col_int(s, 12) };
		f->st.profile = profile_called(db_col(s, 1));
	}
	db_reset(s);
	if (same)
		read_totals(f);
	return same;
}

static void
add_totals(const struct file *f)
{
	for (size_t i = 0; i < f->st.totals; i++) {
		const struct statement_total *t = &f->st.total[i];
		char measure[MEASURE_SIZE];

		statement_measure(t->measure, measure);
		db_int(&q[Q_TOTAL], ":id", f->id);
		db_int(&q[Q_TOTAL], ":ordinal", (int64_t)i + 1);
		db_text(&q[Q_TOTAL], ":measure", measure);
		db_int(&q[Q_TOTAL], ":declared", t->declared);
		db_int(&q[Q_TOTAL], ":counted", t->counted);
		db_do(&q[Q_TOTAL]);
	}
}

void
statement_add(struct run *run, struct file *f)
{
	struct stmt *st = &q[Q_STATEMENT];
	char from[TIME_SIZE] = "", to[TIME_SIZE] = "", last[TIME_SIZE] = "";

	if (f->st.from != f->st.to) {
		time_text(f->st.from, from);
		time_text(f->st.to, to);
		time_text(f->st.to - 1, last);
	}
	db_text(st, ":channel", channel_of(f->st.profile));
	db_text(st, ":profile", f->st.profile->id);
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
	db_int(st, ":pay_count", f->sums.pay_count);
	db_int(st, ":pay_sum", f->sums.pay_sum);
	db_int(st, ":refund_count", f->sums.refund_count);
	db_int(st, ":refund_sum", f->sums.refund_sum);
	db_int(st, ":fee", f->sums.fee);
	db_int(st, ":settled", f->sums.settled);
	db_int(st, ":batch", run->batch_id);
	db_do(st);
	f->id = db_last_id();
	run_digest(run, f->sha256);
	add_totals(f);
}
