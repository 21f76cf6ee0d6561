/* SPDX-License-Identifier: MIT
 * What the files of the frame share and nobody else sees. */
#ifndef FRAME_STATE_H
#define FRAME_STATE_H

#include <iconv.h>

#include "base/hash.h"
#include "frame/tool.h"
#include "stream/column.h"
#include "stream/csvin.h"
#include "stream/csvout.h"
#include "stream/outfile.h"
#include "stream/spool.h"

enum { INCOLS_MAX = 80, OUTCOLS_MAX = 192 };

struct fault {
	int column;       /* index of tool->in, -1 or FAULT_SURPLUS */
	char code[32];
	char *message;
	bool refuses;     /* false: a warning */
};

enum { FAULT_SURPLUS = -2 }; /* the column surplus, of no tool */
#define NO_COLUMN SIZE_MAX

/* A column of the rejects behind the leading ones. */
struct reject_column {
	const char *name;             /* the header that the first file with it had */
	const struct column *column;  /* which it is, or NULL */
	bool secret;
};

/* An input file: its name and header, and where its columns go. */
struct source {
	char *name;
	char **header;
	size_t nheader;
	size_t skip;              /* leading columns of a rejects file */
	bool has[INCOLS_MAX];     /* by index of tool->in */
	struct bound {
		size_t in, at;        /* index of tool->in, column of the file */
		unsigned flags;       /* COLUMN_* */
		unsigned unclean;     /* CSV_* */
	} bound[INCOLS_MAX];
	size_t nbound;
	bool keyed;               /* a bound column is a record's key */
	size_t *union_of;         /* by file column: the column of the rejects file, or NO_COLUMN */
	size_t surplus;           /* the column of what was too much when the record was refused, or NO_COLUMN */
};

struct run_state {
	/* options */
	const char *rejects, *encoding, *out_encoding, *map, *as_of, *header;
	bool excel, progress, no_progress;
	int64_t busy_timeout, jobs;
	struct csvstyle style;
	char *arguments;
	/* input */
	struct source *source;
	size_t nsource, source_cap;
	char **map_theirs, **map_ours;
	size_t nmap, map_cap;
	struct spool *records;
	struct spool *noted;      /* --all: what is to be printed, for the note; else NULL */
	struct note {             /* files that go when all is printed */
		char *path;
		int fd;           /* holds their lock */
	} *note;
	size_t nnote, note_cap;
	int64_t input_bytes;
	struct buf inputs;        /* batch.inputs */
	size_t nin;
	unsigned in_flags[INCOLS_MAX];
	/* output */
	const char *out[OUTCOLS_MAX]; /* column names; the strings are the caller's and stay */
	size_t nout;
	unsigned out_flags[OUTCOLS_MAX];
	struct spool *rows;       /* lines ready to print */
	bool header_done, row_open, closed_for_output, live;
	struct buf field[OUTCOLS_MAX];
	struct buf line, encoded;
	bool encodes;             /* in another encoding than UTF-8 */
	struct encoder {
		iconv_t cd;       /* NULL: nothing was written yet */
	} out_encoder, rejects_encoder;
	const char *const *printing;  /* the row in hand, and the record that goes to the rejects, or NULL: for messages */
	const struct rec *rejecting;
	/* rejects: kept until the end, in the order of the records */
	struct outfile *rejects_file;
	bool rejects_begun;
	struct reject_column *reject; /* union of the files' columns */
	size_t nreject, reject_cap;
	bool displaced;           /* a record has too many or too few fields: the rejects have a column surplus */
	struct spool *messages;   /* lines for stderr */
	int64_t closed;           /* rejects for a closed window */
	/* transaction */
	bool begun, committed, failed_output;
	struct hash *digest;
	int64_t digested;
	char *summary;
	int64_t started_ms, shown_ms, seen;
};

/* The record behind struct rec. */
struct rec_state {
	struct fault *fault;
	size_t nfault, fault_cap;
	size_t refusals;
	const struct source *source;
	char **raw;               /* the file's own fields */
	size_t nraw, raw_cap;
	uint64_t unclean[2];      /* a bit for each bound column: its field is not clean as it stands */
	struct buf attached;
};

/* run.c */
void run_output_init(struct run *run);
void run_finish(struct run *run, int *status); /* commit or roll back, then print */
void run_print_row(struct run *run);           /* the fields that are set, as one row */
void run_note_line(struct run *run, const char *s, size_t n);
bool run_writes(const struct run *run);
/* Append what somebody typed as the batch row and the audit log have it: numbers of documents and phones masked, and what is nearly one. */
void typed_mask(const char *s, struct buf *out);

/* encode.c */
void encode_start(struct run_state *st);       /* --out-encoding is known */
/* A line in the encoding of the output, until the next call; an encoder for each file, since some encodings begin with a mark. Before the
 * commit: a character that it does not have ends the run (EX_ENV). */
const struct buf *encoded(struct run_state *st, struct encoder *e, const struct buf *line);

/* stream.c */
void stream_run(struct run *run, int argc, char **argv);

/* rejects.c */
void rejects_open(struct run *run);            /* all sources are known */
void rejects_add(struct rec *r);
void rejects_warn(struct rec *r);
void rejects_close(struct run *run);
void rejects_finish(struct run *run);          /* close it, and where nothing was read, there is one without records all the same */

/* work.c: results in the order of the records, each behind a '='; a lone '!' where the worker died. */
struct spool *work_all(struct run *run,
    void (*each)(void *context, size_t index, const char *p, size_t n, struct buf *result), void *context);

/* header.c */
void header_map(struct run_state *st);         /* read --map */
size_t source_add(struct run *run, const char *name, const struct csvrow *row); /* bind a file's header: index of the source */
int in_index(const struct run *run, const char *name); /* the column of tool->in, -1: none */

/* again.c: what earlier runs with --all have done and not printed, in the order of their keys */
struct again {
	struct again_record {
		char *key;            /* as the list had it */
		char *answer;         /* the first column of what is printed */
		size_t at;
	} *record;
	size_t n;
};
void again_read(struct run *run, struct again *a);
void again_release(struct again *a);
void again_note(const struct rec *r, bool changed); /* the record in hand is to be printed */
void again_keep(struct run *run);                   /* the run is about to commit: what it prints, for a next run; or the run ends (EX_ENV) */
void again_done(struct run *run);                   /* all is printed */
void again_end(struct run *run);

/* scope.c: is the record of the operator's place? false with a fault NOT_AUTHORISED. The key decides: reg_no, else order_no, else refund_no, else the
 * persons named; and where the row brings a registration, its place. */
bool rec_here(struct rec *r);
/* scope.c: numbers that name an exam, but by the database alone: false where it has the number, and in other exams only. */
enum { EXAM_NUMBERS = 3 };
extern const char *const exam_numbers[EXAM_NUMBERS]; /* their columns */
bool number_of_exam(int which, const char *number, const struct exam *e);

/* record.c: the record in hand from a row of a file, and as the spool holds it */
void rec_take(struct rec *r, const struct source *s, const struct csvrow *row);
void rec_pack(const struct rec *r, const struct csvrow *row, struct buf *b);
void rec_unpack(struct rec *r, char *p);
void rec_release(struct rec *r);
/* As many fields as the header has, and none that was too many when it was refused before. */
bool rec_in_place(const struct rec *r);

#endif
