/* SPDX-License-Identifier: MIT
 * The workbook's parts: summary and equations (book_summary.c), lists of differences, refunds and what is in doubt
 * (book_list.c), fees, settlement and the split of what was collected (book_money.c), files (book_file.c). */
#ifndef FEE_RECONCILE_BOOK_H
#define FEE_RECONCILE_BOOK_H

#include "media/xlsx.h"
#include "recon.h"

/* What was open when the day began, and what became of it: opening + added − cleared − aged = closing. closing is what this run found,
 * the others are what the table difference says, so that every run of a day over the same files gives the same. */
struct pool {
	struct class_sum opening, added, cleared, closing;
	struct class_sum aged; /* of those in doubt: missing at the bank now; else none */
};

/* What every sheet is made of. */
struct book {
	struct xlsx *x;
	struct run *run;
	const struct files *files;
	const struct books *found;
	struct split *split;
	struct pool pool[2];          /* of all differences, of what is in doubt */
};

#define COLUMNS(list) (list), sizeof(list) / sizeof *(list)

/* The exam's id for a query that takes :exam, 0: every one. */
int64_t book_exam(const struct book *k);
const char *book_class(enum recon_class class); /* its title */

/* ---- book_summary.c */
void book_summary(const struct book *k);
/* ---- book_list.c */
void book_differences(const struct book *k); /* one sheet of all, then one a class */
void book_refunds(const struct book *k);
void book_doubt(const struct book *k);
void pool_read(const struct book *k, bool doubt, struct pool *p);
/* ---- book_file.c */
void book_files(const struct book *k);
/* What the channel credits for the file's rows: settled payments less refunds and fees, 0.00001 yuan, as counted and as the
 * file's own totals say; false where it has no such totals. */
bool book_credited(const struct file *f, int64_t *counted, int64_t *declared);

/* ---- book_money.c */

/* What was collected, by price: read once, for the sheet and for the summary. */
struct split {
	struct split_row {
		int64_t exam_id, fen, upward;      /* the price, and the centre's part of it */
		char province[16], level[16], component[16]; /* component "": paid more or less than the order */
		int64_t count, collected, back, back_upward;
	} *v;
	size_t n, cap;
	int64_t collected, back, payments, refunds; /* the sums; the same from payments and refunds themselves */
};
void split_read(const struct book *k, struct split *s);
void split_release(struct split *s);
void book_split(const struct book *k);
void book_fees(const struct book *k);

#endif
