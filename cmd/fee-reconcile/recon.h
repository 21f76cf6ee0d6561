/* SPDX-License-Identifier: MIT
 * fee-reconcile's parts: statement files are read and proven (file.c), their rows become entries beside those of earlier
 * files (entries.c, meet.c), entries meet orders and payments (join.c), what does not simply match is classified (compare.c) and keeps
 * its identity in the table difference (keep.c). All that is computed in memory from one state of the database and
 * written afterwards (record.c), or not (--dry-run). The workbook: book.c. */
#ifndef FEE_RECONCILE_RECON_H
#define FEE_RECONCILE_RECON_H

#include "base/hash.h"
#include "base/mem.h"
#include "frame/tool.h"
#include "rule/reconcile.h"
#include "stream/statement.h"

struct class_sum {
	int64_t count, amount;
};

/* ---- file.c: a statement file in memory */

/* What a file counts: rows and sums by kind. */
struct file_sums {
	int64_t pay_count, pay_sum, refund_count, refund_sum, fee; /* fen; fee 0.00001 yuan */
	int64_t settled;       /* after vouchers, of payments less of refunds */
};

struct file {
	const char *name;      /* as given, or words for standard input */
	const char *path;      /* NULL: standard input */
	const char *bytes;
	size_t n;
	char sha256[HASH_HEX];
	struct statement st;   /* of a known one what the database keeps of it: st.row is NULL */
	struct file_sums sums;
	int64_t id;            /* of its statement row, once recorded */
	bool known;            /* the database had it before */
	int64_t added;         /* rows of it that were new */
};

struct files {
	struct file *v;
	size_t n, cap;
};

/* Read all of them and say every fault as FILE:LINE: FIELD: CODE: message; faults end the run (EX_ENV). The same bytes
 * twice count once. profile NULL: each file's own is found by its looks. A file that the database has is not read again. */
void files_read(struct run *run, struct files *files, int argc, char **argv, const struct profile *profile);
/* FILE:LINE: FIELD: CODE: message, to standard error; FILE: CODE: message where it is about all of the file (line 0). */
void file_fault(const char *name, uint32_t line, const char *field, enum statement_code code, const char *value);
/* Before the run ends over such faults: what -r wants of them. */
void files_refused(void);
/* --test: read, and show the first canonical rows and the checks, of files with faults, too. The exit status. */
int files_try(struct run *run, int argc, char **argv, const struct profile *profile);
struct file_sums file_sums(const struct file *f);

/* ---- known.c: the tables statement and statement_total */

/* The way money came that a profile's statements list: of a companion the profile whose numbers it shares. */
const char *channel_of(const struct profile *p);
/* Has the database this file, read with this profile (NULL: any)? Fills what it keeps. */
bool file_known(struct file *f, const struct profile *profile);
/* In the transaction: the row of a new file; fills id. */
void statement_add(struct run *run, struct file *f);

/* ---- entries.c: every entry of every statement */

/* A statement: of the database, by id, then the files in hand that are new. */
struct source {
	int64_t id;             /* 0: a file in hand */
	const char *name, *channel, *profile;
	int word;               /* of the channel: the same number, the same channel */
	bool given;             /* among the files of this run */
};

/* One of millions. */
struct entry {
	int64_t id;
	union {
		struct statement_row *row; /* in_hand */
		const char *text;   /* else: a byte each for the lengths of order_no and txn_no, then both */
	};
	int64_t amount;
	uint32_t source;
	uint32_t next;          /* of the same order number, + 1 */
	uint8_t kind;
	bool in_hand : 1, given : 1;
	bool decided : 1;       /* decision_of_entry says more */
	bool fee_off : 1;
	bool claimed : 1;       /* first of its order number: that is an order's, or stands for one */
	bool moved : 1;         /* belongs to an order in another way than by its number, or, an echo, to none */
	bool echo : 1, echoed : 1; /* the same refund as another entry; has an echo */
	bool returned : 1;      /* a refund whose money came back */
};

/* A row of a new file that is an entry already. */
struct repeat {
	uint32_t entry, file;
	const struct statement_row *row;
};

/* An entry of the database that a new row takes further: a refund on its way, or the bill itself after its companion. */
struct change {
	uint32_t entry, file;
	const struct statement_row *row; /* the entry's row from now on; NULL: only status and time */
	int64_t time;
	uint8_t status;
};

struct entries {
	struct entry *v;        /* the first `stored` are of the database, in the order of their ids; then one for each row of the new
	                         * files, as the rows are read; id 0: that row is an entry already */
	size_t n, cap, stored;
	uint32_t *new;          /* those that are new, in the order of their ids */
	size_t news;
	struct source *source;
	size_t sources, source_cap, recorded; /* the first `recorded` are of the database */
	struct repeat *repeat;
	size_t repeats, repeat_cap;
	struct change *change;  /* by entry */
	size_t changes, change_cap;
	struct echo {
		uint32_t entry, of;
	} *echo;
	size_t echoes, echo_cap, echoes_stored; /* the first of them are of the database */
	uint32_t *back;         /* the entries of kind ROW_RETURN */
	size_t backs, back_cap;
	struct arena text;
	struct loaded {
		uint32_t entry;
		struct statement_row row;
	} *loaded;              /* by entry: rows of the database that will be asked for */
	size_t nloaded;
};

/* The database's and those of the new files, each once. A row that is known with other contents ends the run (E_CHANGED, EX_ENV). */
void entries_load(struct entries *all, struct files *files);
void entries_release(struct entries *all);
/* Read these stored ones now (by index; sorted here), where the table has them side by side; entry_row() then has them. */
void entries_fetch(struct entries *all, uint32_t *entry, size_t n);
/* All of an entry, as it stands after this run; text lives as long as a. */
void entry_row(const struct entries *all, size_t i, struct arena *a, struct statement_row *row);
struct span entry_order_no(const struct entry *e);
struct span entry_txn_no(const struct entry *e);
/* Its index, or SIZE_MAX. */
size_t entry_of_id(const struct entries *all, int64_t id);
/* What the entries say of the files of this run: rows, payments less refunds. */
struct class_sum entries_of_files(const struct entries *all, const struct files *files);
/* Say of the new files which rows of earlier ones they lack. */
void entries_lacking(const struct entries *all, const struct files *files);

/* ---- meet.c: the rows of new files against what is there */

void entries_meet(struct entries *all, struct files *files);

/* The change that an entry of the database gets; there is one for each, and a new one says what is there already. */
struct change *change_for(struct entries *all, uint32_t entry, const struct statement_row *as_it_is);

/* ---- return.c: money of refunds that came back */

void note_return(struct entries *all, uint32_t entry);
/* Every refund whose money has come back has failed, and what came back belongs to it. */
void returns_find(struct entries *all);

/* ---- echo.c: refunds that a companion bill lists without a number */

void echoes_find(struct entries *all);
/* The entry of which this one is the echo, or itself. */
size_t entry_itself(const struct entries *all, size_t entry);
/* In the transaction, after entries_record(). */
void echoes_record(const struct entries *all);

/* ---- join.c: entries, orders, payments */

/* An order, or a number that is none of ours, with what needs the general rule. */
struct matter {
	const char *order_no;
	int64_t order_id;       /* 0: nobody's */
	uint32_t first;         /* entry of its number, + 1; 0: none */
	uint32_t extra, extras; /* entries that belong to it otherwise */
	uint32_t payment, payments; /* of join.payment; none: paid says whether the database has some */
	bool paid, refunds;     /* there are payments, refunds of ours */
	/* of orders */
	const char *reg_no, *province;
	int64_t amount, deadline, exam_id;
	bool closed, in_scope;
};

struct join {
	struct matter *v;       /* the orders as the database has them side by side; then numbers that are none of ours */
	size_t n, cap;
	struct noted {
		int64_t order_id;
		struct recon_payment payment;
	} *payment;             /* of matters, by order, channel and number */
	size_t payments, payment_cap;
	struct extra {
		int64_t order_id;
		uint32_t entry;
	} *extra;               /* by order */
	size_t extras, extra_cap;
	struct arena text;
};

struct books;
/* Orders that simply match are counted in the books; all else is left to compare.c. general: leave everything that has an
 * entry of a given file. */
void join_orders(const struct run *run, struct entries *all, const struct recon_settings *settings, bool general, struct join *out,
    struct books *books);
void join_release(struct join *j);

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
	bool stale;                 /* it was, with other amounts or another time */
	bool in_scope;              /* of the exam that -e names, or of no order of ours */
	bool elsewhere;             /* its entry is in none of the given files */
};

/* In scope, all of it. bank_pay = ours_paid - ours_unseen - ours[IN_DOUBT] - ours[MISSING_BANK] + all of alone
 * + (paired_bank - paired_ours), where ours[…] counts payments of ours that no entry has, alone the entries that none of ours is. */
struct books {
	struct arena arena;
	struct difference *v;       /* by order number, then time */
	size_t n, cap;
	struct class_sum pay[RECON_CLASSES], refund[RECON_CLASSES]; /* entries in scope: each is in one class */
	struct class_sum ours[RECON_CLASSES];  /* payments and refunds of ours that no entry has */
	struct class_sum open[RECON_CLASSES], decided[RECON_CLASSES];
	struct class_sum bank_pay, bank_refund; /* all entries in scope, counted for themselves */
	struct class_sum ours_paid; /* payments of ours */
	struct class_sum ours_unseen;          /* of them: no entry, and no statement that should have one */
	struct class_sum paired_ours, paired_bank; /* payments that both sides have, by our amounts and by theirs */
	struct class_sum alone[RECON_CLASSES]; /* payment entries that no payment of ours is, by class */
	struct class_sum files_rows, files_entries; /* of the files of this run: as counted in them, and by the entries; refunds negative */
	struct class_sum in_doubt, open_differences; /* open after this run, by amounts of the orders */
	int64_t nopen;
	int64_t unspoken;       /* payments older than in_doubt_days of channels, but the counter, that no statement was ever read of */
};

void books_compare(struct run *run, struct entries *all, const struct files *files, bool matched, struct books *books);
void books_release(struct books *books);

/* ---- keep.c: the table difference */

/* Decisions made before, by entry: mark the entries, then ask about the marked ones. */
void decisions_mark(struct entries *all);
enum recon_decision decision_of_entry(int64_t entry_id);
/* Find what was found before: fills decided, changed and action, and counts what is open. */
void differences_meet(struct books *books);
/* In the transaction: add new ones, open again what holds again, close what holds no more. */
void differences_keep(struct run *run, const struct books *books);
/* Forget it all: another writer came between. */
void differences_forget(void);

/* ---- record.c: statement, statement_entry, statement_repeat */

void entries_record(struct run *run, struct entries *all, struct files *files);

/* ---- book.c */

/* Write the workbook beside its place; what stands in the way ends the run (EX_ENV). */
void book_write(struct run *run, const char *path, const struct files *files, const struct books *books);
/* Behind the commit, or at the end of a dry run: put it there. False, having said why. */
bool book_place(bool committed);

#endif
