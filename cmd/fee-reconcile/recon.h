/* SPDX-License-Identifier: MIT
 * fee-reconcile's parts: statement files are read and proven before any lock (file.c),
 * recorded (record.c), and everything that the database then holds is classified (compare.c);
 * what is found keeps its identity in the table difference (keep.c); the workbook (book.c). */
#ifndef FEE_RECONCILE_RECON_H
#define FEE_RECONCILE_RECON_H

#include "base/hash.h"
#include "base/mem.h"
#include "frame/tool.h"
#include "rule/reconcile.h"
#include "stream/statement.h"

/* ---- file.c: a statement file in memory */

struct file {
	const char *name;      /* as given, or words for standard input */
	const char *path;      /* NULL: standard input */
	const char *bytes;
	size_t n;
	char sha256[HASH_HEX];
	struct statement st;
	int64_t id;            /* of its statement row, once recorded */
	bool known;            /* the database had it before */
	int64_t added;         /* rows of it that were new */
};

struct files {
	struct file *v;
	size_t n, cap;
};

/* Read all of them and say every fault as FILE:LINE: FIELD: CODE: message; faults end the run (EX_ENV). The same bytes
 * twice count once. profile NULL: each file's own is found by its looks. */
void files_read(struct run *run, struct files *files, int argc, char **argv, const struct profile *profile);
/* FILE:LINE: FIELD: CODE: message, to standard error. */
void file_fault(const char *name, uint32_t line, const char *field, enum statement_code code, const char *value);
/* --test: read, and show the first canonical rows and the checks, of files with faults, too. The exit status. */
int files_try(struct run *run, int argc, char **argv, const struct profile *profile);
/* What the file counts: rows and sums by kind. */
struct file_sums {
	int64_t pay_count, pay_sum, refund_count, refund_sum, fee; /* fen; fee 0.00001 yuan */
};
struct file_sums file_sums(const struct file *f);

/* ---- record.c: statement, statement_entry, statement_repeat */

/* The entries that the given files hold, by id, ascending: which matches to print. */
struct ids {
	int64_t *v;
	size_t n, cap;
};

/* Before the transaction: what is known already, and the other rows in the order of their keys. */
void files_prepare(struct files *files);
/* In the transaction. A row that is known with other contents ends the run (E_CHANGED, EX_ENV). */
void files_record(struct run *run, struct files *files, struct ids *given);

/* ---- compare.c: everything against everything */

/* A finding that needs somebody, or is to be printed. Strings live as long as the books. */
struct difference {
	char id[RECON_ID];          /* "" for MATCHED */
	enum recon_class class;
	enum recon_action action;   /* suggested, or decided */
	const char *order_no, *reg_no, *channel, *txn_no, *refund_no, *at, *file;
	int64_t order_id, entry_id; /* 0: none */
	int64_t line;               /* in file; 0: no entry */
	bool known;                 /* the order is ours: order_amount counts */
	int64_t order_amount, paid_amount, difference; /* fen; refunds negative */
	bool decided;               /* somebody has decided it: not open */
	bool changed;               /* it was not open before this run */
	bool in_scope;              /* of the exam that -e names, or of no order of ours */
};

struct class_sum {
	int64_t count, amount;
};

struct books {
	struct arena arena;
	struct difference *v;       /* by order number, then time */
	size_t n, cap;
	struct class_sum pay[RECON_CLASSES], refund[RECON_CLASSES]; /* entries in scope: each is in one class */
	struct class_sum ours[RECON_CLASSES];  /* payments and refunds of ours that no entry has */
	struct class_sum open[RECON_CLASSES], decided[RECON_CLASSES];
	struct class_sum bank_pay, bank_refund; /* all entries in scope, counted for themselves */
	int64_t nopen;
};

void books_compare(struct run *run, const struct ids *given, bool matched, struct books *books);

/* ---- keep.c: the table difference */

/* Decisions made before, by entry: what reconcile() must know of them. */
enum recon_decision decision_of_entry(int64_t entry_id);
/* In the transaction: find the rows of what was found, add new ones, open again what holds again, close what holds no
 * more; fills decided and action. */
void differences_keep(struct run *run, struct books *books);

/* ---- book.c */

void book_write(struct run *run, const char *path, const struct files *files, const struct books *books);

#endif
