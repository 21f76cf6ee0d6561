/* SPDX-License-Identifier: MIT
 * The frame of every tool: options, the streams, the one transaction, the audit entry, the exit
 * status. A tool describes itself in a struct tool and decides about records; opening, locking,
 * committing, printing and leaving happen here and nowhere else.
 *
 * A stream tool: check() sees every record first, without any lock (values, files); work(), where there is one, does
 * what concerns all records together; compute(), where there is one, runs in worker processes; apply() sees it again
 * inside the transaction, finds what only the database knows, and writes. Rows given to put() are printed after the commit.
 * A whole-run tool has main() instead and calls run_begin() before it writes.
 * A tool with commands (user-recover find|start …) is one of its commands from the moment its options are read. */
#ifndef FRAME_TOOL_H
#define FRAME_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/diag.h"
#include "store/definition.h"
#include "store/operator.h"
#include "value/date.h"

/* ---- options: one row each, next to the variable it sets */

enum opt_kind { OPT_NONE, OPT_FLAG, OPT_TEXT, OPT_INT };

struct opt {
	enum opt_kind kind;
	int letter;               /* 'D', or 0 */
	const char *name;         /* "report": --report */
	void *value;              /* bool, const char * or int64_t */
	int64_t min, max;         /* OPT_INT */
	const char *argument;     /* "DIR" */
	const char *en, *zh;      /* what it does */
};

#define OPT_FLAG(l, n, v, e, z) { OPT_FLAG, l, n, v, 0, 0, NULL, e, z }
#define OPT_TEXT(l, n, v, a, e, z) { OPT_TEXT, l, n, v, 0, 0, a, e, z }
#define OPT_INT(l, n, v, lo, hi, a, e, z) { OPT_INT, l, n, v, lo, hi, a, e, z }
#define OPT_END { OPT_NONE, 0, NULL, NULL, 0, 0, NULL, NULL, NULL }

/* ---- a run */

struct rec;
struct run;
struct csvstyle;

enum verdict {
	CHANGED,    /* accepted; the database has changed */
	UNCHANGED,  /* it was so before */
	SKIPPED     /* not for this run: neither counted nor printed (filters) */
}; /* a record with a fault is rejected, whatever apply() returns */

enum {
	TOOL_ALL = 1,      /* takes --all (store/todo.h has its list) */
	TOOL_EXAM = 2,     /* works on a whole exam: -e is required */
	TOOL_NO_DB = 4,    /* opens no database, or opens it itself */
	TOOL_WHOLE = 8,    /* prints personal data whole: a stream for another machine */
	TOOL_NO_FILES = 16,/* takes no FILE and reads no stream */
	TOOL_KEEPS_COLUMNS = 64, /* prints a stream's own columns: none is unknown to it */
	TOOL_OWN_FORMS = 128, /* its files have forms of their own: --encoding and --map are usage errors */
	TOOL_OPTIONAL_STREAM = 32,/* main() decides whether to read a stream: no usage error without one */
	TOOL_AGAIN = 256 /* of --all, a key may come several times, and one with rec->again stands for itself alone */
};

struct incol {
	const char *name;  /* a column of stream/column.h */
	bool required;     /* the header must have it */
};

struct tool {
	const char *name;                  /* of a command: "TOOL COMMAND" */
	const struct tool *commands;       /* several tools in one: the first operand says which; ends with { .name = NULL }. Of the
	                                    * tool itself only name, synopsis and does_* count then, of a command all but these two */
	const char *synopsis;              /* behind the name, as in the manual: "[options] [FILE ...]" */
	const char *does_en, *does_zh;     /* one line */
	const struct opt *opts;            /* ends with OPT_END; NULL: none of its own */
	unsigned flags;                    /* TOOL_* */
	const char *writes;                /* tables, separated by blanks; "" reads only */
	const char *roles;                 /* roles that may run it, separated by blanks; "": every role */
	const struct incol *in;            /* columns read, by index in rec->v; ends with { NULL } */
	const char *const *out;            /* columns printed, by index in put(); ends with NULL */
	void (*start)(struct run *run);    /* options parsed, database open for reading, nothing read yet */
	void (*check)(struct rec *r);
	void (*aside)(struct rec *r);      /* for records that depend on each other: one that neither check() nor apply() see, because its
	                                    * fields are not where they belong, it is of another place (both again before it is written to
	                                    * the rejects), or -e leaves it out */
	void (*work)(struct run *run);     /* after the last check(), still without any lock */
	void (*compute)(const struct rec *r, struct buf *result); /* not of records that check() has refused, unless it has attached something */
	void (*begin)(struct run *run);    /* in the transaction, before the first record */
	enum verdict (*apply)(struct rec *r);
	void (*end)(struct run *run);      /* in the transaction, after the last record */
	/* Behind the commit of a run that is kept: put output files into their places. committed: the run changed something; then a
	 * second transaction is open, behind the same writer lock, and is committed where this returns true. False, having said
	 * why: exit 4. */
	bool (*after)(struct run *run, bool committed);
	/* What to do where the output of a run that was kept is lost; NULL: the same run again prints the same. */
	const char *lost_en, *lost_zh;
	int (*main)(struct run *run, int argc, char **argv); /* whole-run tools: the exit status (EX_OK, EX_FINDINGS) */
};

struct run {
	const struct tool *tool;
	const char *db;               /* path */
	const struct exam *exam;      /* of -e, or NULL */
	const char *exam_key;         /* -e as given, or NULL */
	bool all, dry_run, strict, only_changed, unmask, quiet;
	int jobs;
	const char *override;         /* DOC_NO: REASON, or NULL */
	const char *due;              /* set by start(): SQL that lists the records in place of a stream, one column, that of tool->in[0];
	                               * it has what todo_bind sets (:exam 0: any) and :due_id */
	int64_t due_id;
	char now[TIME_SIZE];          /* the time the run acts at */
	int64_t now_s;                /* the same, seconds */
	int32_t today;                /* the same, days */
	const char *login;            /* the acting person */
	const char *role;             /* "" where no operator table or not in it (then not authorised) */
	struct scope scope;           /* the place whose registrations the login may act on */
	const char *operator_name;    /* --operator or "" */
	int64_t batch_id;             /* in the transaction of a writing run, else 0 */
	int64_t accepted, rejected, unchanged, filtered;
	struct run_state *state;      /* frame only */
};

/* One record of a stream. */
struct rec {
	struct run *run;
	const char *const *v;   /* cleaned values by index of tool->in; "" where empty or the column is absent */
	const bool *has;        /* by index of tool->in: this file has the column */
	const char *file;       /* for messages */
	int64_t line, record;
	const char *attached;   /* what check() attached, or compute() made of it; NULL: nothing (in apply(): the worker died) */
	size_t attached_len;
	const char *again;      /* of --all: an earlier run of the same login has done it and could not print it: the first column of what it was
	                         * to print ("" where that is not known). It need not be due any more, and is answered as then. Else NULL */
	struct rec_state *state;/* frame only */
};

/* What every main() is: int main(int argc, char **argv) { return tool_main(&tool, argc, argv); } */
int tool_main(const struct tool *tool, int argc, char **argv);

/* ---- for check() and apply() */

/* Refuse the record: column (index of tool->in, -1: the record as a whole), stable code, and a message that gives the
 * rule, the value, the limit and the next step. May be called several times. Personal data in it must be masked. */
void fault(struct rec *r, int column, const char *code, const char *fmt, ...) PRINTF_LIKE(4, 5);
bool faulty(const struct rec *r);
/* Has the record a value there? Else it is a fault MISSING. */
bool need_value(struct rec *r, int column);
/* Say something about the record that does not refuse it: FILE:LINE: FIELD: CODE: warning: message, to stderr after the commit. */
void warning(struct rec *r, int column, const char *code, const char *fmt, ...) PRINTF_LIKE(4, 5);
/* apply(), aside() in the transaction: this value of the record is a secret; from now on it reads as empty, in the rejects and the audit
 * digest too. */
void conceal(struct rec *r, int column);
/* check(): keep bytes for compute() and apply(). */
void attach(struct rec *r, const void *p, size_t n);
/* Set a field of the output row (index of tool->out). Fields not set are empty. */
void put(struct rec *r, int column, const char *value);
void put_int(struct rec *r, int column, int64_t value);
/* Append a further output row for this record: what was put so far is one row, the next put starts another. */
void put_row(struct rec *r);
/* An audit entry of its own for a single act (amendment, review, refund, void, override). */
void audit_act(struct run *run, const char *action, const char *subject, const char *detail);
/* Is a window open for this exam and province at run->now? A closed one is a fault WINDOW_CLOSED (column as in fault()) that names
 * the times, unless --override is given, which is then audited. */
bool need_window(struct rec *r, int column, const struct exam *e, const char *province, const char *window);

/* For a tool that reads no stream but refuses files (-r): a fault into the rejects file, where one is wanted; and the file put in its
 * place, before the tool ends as refused. Else it is there at the end, its header at least, once run_rejects() was called. */
void run_rejects(struct run *run);
void run_reject(struct run *run, const char *file, uint32_t line, const char *field, const char *code, const char *message);
void run_rejects_close(struct run *run);
/* The headers of all files read, each name once (a rejects file's leading columns left out), and how many; they are all known
 * when the transaction has begun. */
size_t run_header(const struct run *run, const char *const **header);
/* The record's own fields as its file has them, in that order, "" where the file lacks the column. */
void rec_fields(const struct rec *r, const char **field);

/* ---- for main() of whole-run tools */

/* Take the lock and begin the transaction, with a batch row. need: bytes it may add. After it main() writes; the frame
 * commits when main() returns EX_OK or EX_FINDINGS (not with --dry-run). */
void run_begin(struct run *run, int64_t need);
/* Print a row (values by index of tool->out; NULL is empty) after the commit. */
void run_row(struct run *run, const char *const *value);
/* Print text for people, as it stands, after the commit. */
void run_text(struct run *run, const char *text);
/* For a tool that changes nothing and answers while its input is still coming: from now on rows (the header now) go to standard
 * output as they are given, and run_flush() sees to it that they have left; where they cannot, both end the run (EX_ENV). */
void run_live(struct run *run);
void run_flush(void);
/* For a tool that writes CSV files itself: how (stream/csvout.h), and the text of a whole file in --out-encoding, until the next call; a character that
 * it does not have ends the run (EX_ENV). */
const struct csvstyle *run_style(const struct run *run);
const struct buf *run_file_text(struct run *run, const struct buf *text);
/* A header of its own, for tools whose columns depend on options: first call sets the columns. */
void run_columns(struct run *run, const char *const *column, size_t n);
/* The time, in seconds, that limits on trying count by: the clock, whatever --as-of and KAOWU_NOW say, so that nobody moves a limit; for role
 * centre (an office without operators has no other) the run's own. */
int64_t run_limit_time(const struct run *run);
/* Records that count as changed enter the audit digest: main() passes their canonical text. */
void run_digest(struct run *run, const char *canonical);
/* The database with its keys, what the options and operands name as inputs and outputs: nothing that a tool writes beside these may be one of
 * them. Their number; static. */
size_t run_files(const char *const **path);
/* Record an input of the run (batch.inputs): name and SHA-256 hex. */
void run_input(struct run *run, const char *name, const char *sha256);
/* What the tool has to say of the run (without its name): a line before the summary; not said where --strict has refused the run. */
void run_summary(struct run *run, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Did the caller give a stream: FILE operands, or standard input that is a pipe or a file with something in it? */
bool run_has_stream(const struct run *run, int argc);
/* Read a record stream (FILEs or standard input, columns of tool->in) with a function of main()'s own: called per record,
 * in the run's transaction, which it begins; faults are handled as ever. */
void run_stream(struct run *run, int argc, char **argv, enum verdict (*each)(struct rec *r));
/* "Nothing was changed" and the reason: exit 3. The same as die(EX_ENV); here so that tools read well. */
_Noreturn void refuse(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* The place that the operator acts for, in words; "" everywhere. Records of other places never reach a tool: the frame refuses them
 * (NOT_AUTHORISED), and --all leaves them out; what lists or shows registrations otherwise asks for run->scope. */
const char *scope_text(const struct run *run);

/* Masked for messages and prints, unless --unmask; static storage, four at a time. */
const char *shown_document(const struct run *run, const char *id_no);
const char *shown_phone(const struct run *run, const char *phone);
/* Any text with the identity and phone numbers in it masked. */
const char *shown_text(const struct run *run, const char *s);

#endif
