/* SPDX-License-Identifier: MIT
 * Record streams. First pass: read, decode, check; no lock is held. Then the records wait in a
 * spool while workers compute, where the tool has such work; then the transaction sees
 * them in order. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "frame/state.h"
#include "store/db.h"
#include "store/todo.h"

enum { SPOOL_MEMORY = 16 << 20 };

/* ---- pass 1 */

struct pass {
	struct run *run;
	struct rec rec;
	struct rec_state state;
	struct buf packed;
	int reg_no, exam, year, number[EXAM_NUMBERS]; /* columns of tool->in, -1: none */
	int64_t due;              /* records of --all so far */
};

/* -e filters a stream, whatever is wrong with a record: by the exam that a reg_no names, or an admit, order or refund number (one that names none is
 * the tool's to refuse), else by the column exam, which holds a code, with or without its year (a year column is then the exam's, but for archives). */
static bool
of_this_exam(const struct run *run, const struct rec *r, const struct pass *p)
{
	const struct exam *e = run->exam;

	if (e == NULL)
		return true;
	if (p->reg_no >= 0 && *r->v[p->reg_no] != '\0') {
		const struct exam *named = exam_of_reg_no(r->v[p->reg_no]);

		return named == NULL || named == e;
	}
	for (int i = 0; i < EXAM_NUMBERS; i++)
		if (p->number[i] >= 0 && *r->v[p->number[i]] != '\0')
			return number_of_exam(i, r->v[p->number[i]], e);
	if (p->exam < 0 || *r->v[p->exam] == '\0' || strcmp(r->v[p->exam], e->key) == 0)
		return true;
	if (strcmp(r->v[p->exam], e->code) != 0)
		return false;
	return p->reg_no < 0 || p->year < 0 || strcmp(r->v[p->year], strrchr(e->key, '-') + 1) == 0;
}

static bool
blank(const struct csvrow *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->len[i] > 0)
			return false;
	return true;
}

static int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void
show_progress(struct run *run, bool last)
{
	struct run_state *st = run->state;

	if (!last && (++st->seen & 1023) != 0)
		return; /* before isatty(), which asks the kernel */
	if (st->no_progress || run->quiet || (!st->progress && !isatty(STDERR_FILENO)))
		return;
	int64_t t = now_ms();

	if (last ? st->shown_ms != 0 : t - st->started_ms > 1000 && t - st->shown_ms > 200) {
		fprintf(stderr, last ? "\r\033[K" : L("\r%s: %lld records", "\r%s: %lld 条记录"), diag_name(), (long long)st->seen);
		st->shown_ms = t;
	}
}

static void
put_aside(struct rec *r)
{
	if (r->run->tool->aside != NULL)
		r->run->tool->aside(r);
}

/* Its fields are not where they belong, or were not and nobody says that they are now. */
static void
refuse_displaced(struct rec *r)
{
	size_t n = r->state->nraw, header = r->state->source->nheader;

	r->run->state->displaced = true;
	if (n != header)
		fault(r, -1, "FIELD_COUNT", L("%zu fields where the header has %zu; was the line cut, or a comma not quoted?",
		    "有 %zu 个字段, 表头有 %zu 个; 行被截断, 或逗号未加引号?"), n, header);
	else
		fault(r, FAULT_SURPLUS, "FIELD_COUNT", "%s", L("the record had too many or too few fields: put them right, each under its header, and empty this cell",
		    "该记录原有字段过多或过少: 请把各字段改到对应的列, 并清空此格"));
}

static void
one_record(struct pass *p, size_t source, const struct csvrow *row)
{
	struct run *run = p->run;
	struct source *s = &run->state->source[source];
	struct rec *r = &p->rec;

	rec_take(r, s, row);
	if (!rec_in_place(r)) {
		refuse_displaced(r);
		put_aside(r);
	} else if (!of_this_exam(run, r, p)) {
		run->filtered++;
		put_aside(r);
		return;
	} else if (!rec_here(r)) {
		put_aside(r);
	} else if (run->tool->check != NULL) {
		run->tool->check(r);
	}
	show_progress(run, false);
	rec_pack(r, row, &p->packed);
	if (!spool_put(run->state->records, p->packed.ptr, p->packed.len))
		die(EX_ENV, L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), errno_text(errno));
}

static void
read_file(struct pass *p, const char *path)
{
	struct run_state *st = p->run->state;
	static struct buf err; /* reachable where we die */
	static struct csvin *in;
	struct csvrow row;
	int r;

	in = csvin_open(path, st->encoding, &err);
	if (in == NULL || (r = csvin_next(in, &row, &err)) < 0)
		die(EX_ENV, L("%s; nothing was changed", "%s; 未作任何改动"), buf_text(&err));
	if (r == 0)
		die(EX_ENV, L("%s: EMPTY: no header line; nothing was changed", "%s: EMPTY: 没有表头; 未作任何改动"), csvin_name(in));
	size_t source = source_add(p->run, csvin_name(in), &row);

	while ((r = csvin_next(in, &row, &err)) > 0)
		if (!blank(&row))
			one_record(p, source, &row);
	if (r < 0)
		die(EX_ENV, L("%s; nothing was changed", "%s; 未作任何改动"), buf_text(&err));
	st->input_bytes += csvin_size(in);
	run_input(p->run, csvin_name(in), csvin_digest(in));
	csvin_close(in);
}

static const char *
due_sql(const struct run *run)
{
	return run->due != NULL ? run->due : todo_sql(run->tool->name);
}

static void
take_due(struct pass *p, size_t source, const char *key, const char *again)
{
	char *value = xstrdup(key);
	size_t len = strlen(value);
	unsigned char looks = CSV_UNSEEN;
	int64_t n = ++p->due;
	struct csvrow row = { &value, &len, &looks, 1, n + 1, n + 1 };

	p->rec.again = again;
	one_record(p, source, &row);
	p->rec.again = NULL;
	free(value);
}

/* The list of what is due, as records of one column: that of start(), else a reg_no each of store/todo (--all), and what
 * a run before could not print. */
static void
read_todo(struct pass *p)
{
	struct run *run = p->run;
	struct stmt q = { due_sql(run), NULL };
	char *name = xstrdup(run->due != NULL ? run->tool->in[0].name : "reg_no");
	size_t len = strlen(name), k = 0;
	unsigned char looks = CSV_UNSEEN;
	struct csvrow row = { &name, &len, &looks, 1, 1, 1 };
	size_t source = source_add(run, L("--all", "--all"), &row);
	struct again again;

	if (q.sql == NULL)
		bug("%s has no list in store/todo", run->tool->name);
	again_read(run, &again);
	todo_bind(&q, run->exam != NULL ? run->exam->id : 0, run->now, &run->scope);
	if (run->due != NULL)
		db_int(&q, ":due_id", run->due_id);
	while (db_row(&q)) {
		const char *due = db_col(&q, 0);

		for (int order; k < again.n && (order = strcmp(again.record[k].key, due)) <= 0; k++)
			if (order < 0 || (run->tool->flags & TOOL_AGAIN))
				take_due(p, source, again.record[k].key, again.record[k].answer);
		take_due(p, source, due, NULL);
	}
	for (; k < again.n; k++)
		take_due(p, source, again.record[k].key, again.record[k].answer);
	db_release(&q);
	free(name);
	again_release(&again);
}

static void
read_all(struct pass *p, int argc, char **argv)
{
	struct run_state *st = p->run->state;

	while (p->run->tool->in[st->nin].name != NULL) {
		const struct column *c = column_find(p->run->tool->in[st->nin].name);

		if (c == NULL)
			bug("no column %s", p->run->tool->in[st->nin].name);
		st->in_flags[st->nin++] = c->flags;
		if (st->nin == INCOLS_MAX)
			bug("too many columns");
	}
	st->started_ms = now_ms();
	p->reg_no = in_index(p->run, "reg_no");
	p->exam = in_index(p->run, "exam");
	p->year = in_index(p->run, "year");
	for (int i = 0; i < EXAM_NUMBERS; i++)
		p->number[i] = in_index(p->run, exam_numbers[i]);
	p->rec.run = p->run;
	p->rec.state = &p->state;
	st->records = spool_new(SPOOL_MEMORY);
	header_map(st);
	if (p->run->all || p->run->due != NULL)
		read_todo(p);
	else if (argc == 0)
		read_file(p, "-");
	for (int i = 0; i < argc; i++)
		read_file(p, argv[i]);
	show_progress(p->run, true);
	p->state.raw = NULL; /* the reader's */
	rec_release(&p->rec);
	buf_release(&p->packed);
}

/* ---- pass 2 */

static void
digest_record(struct rec *r)
{
	struct run_state *st = r->run->state;

	/* gathered first: the digest takes one long piece faster than sixty short ones */
	buf_clear(&st->line);
	for (size_t i = 0; i < st->nin; i++)
		if (!(st->in_flags[i] & COLUMN_SECRET))
			buf_add(&st->line, r->v[i], *r->v[i] == '\0' ? 1 : strlen(r->v[i]) + 1);
	for (size_t i = 0; i < st->nout; i++)
		buf_add(&st->line, buf_text(&st->field[i]), st->field[i].len + 1);
	hash_add(st->digest, st->line.ptr, st->line.len);
	st->digested++;
}

static void
settle(struct rec *r, enum verdict v)
{
	struct run *run = r->run;
	struct run_state *st = run->state;

	if (faulty(r)) {
		run->rejected++;
		rejects_add(r);
		for (size_t i = 0; i < st->nout; i++)
			buf_clear(&st->field[i]);
		st->row_open = false;
		return;
	}
	if (v == SKIPPED) {
		run->filtered += r->again == NULL;
	} else {
		rejects_warn(r);
		if (v == CHANGED) {
			run->accepted++;
			digest_record(r);
		} else {
			run->unchanged++;
		}
		again_note(r, v == CHANGED);
		if (st->row_open && (v == CHANGED || !run->only_changed || r->again != NULL))
			run_print_row(run);
	}
	for (size_t i = 0; i < st->nout; i++)
		buf_clear(&st->field[i]);
	st->row_open = false;
}

void
put(struct rec *r, int column, const char *value)
{
	struct run_state *st = r->run->state;

	buf_clear(&st->field[column]);
	buf_str(&st->field[column], value);
	st->row_open = true;
}

void
put_int(struct rec *r, int column, int64_t value)
{
	char text[24];

	snprintf(text, sizeof text, "%lld", (long long)value);
	put(r, column, text);
}

void
put_row(struct rec *r)
{
	if (r->run->state->row_open)
		run_print_row(r->run);
}

static void
compute_one(void *context, size_t index, const char *p, size_t n, struct buf *result)
{
	struct rec *r = context;
	char *copy = xstrndup(p, n);

	(void)index;
	rec_unpack(r, copy);
	if (!faulty(r) || r->attached != NULL)
		r->run->tool->compute(r, result);
	free(copy);
}

static void
apply_all(struct run *run, struct rec *r, struct spool *computed, enum verdict (*each)(struct rec *))
{
	struct run_state *st = run->state;
	char *p, *c;
	size_t n, cn;
	int got;

	if (!spool_rewind(st->records) || (computed != NULL && !spool_rewind(computed)))
		die(EX_ENV, L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), errno_text(errno));
	while ((got = spool_get(st->records, &p, &n)) > 0) {
		rec_unpack(r, p);
		if (computed != NULL) {
			if (spool_get(computed, &c, &cn) <= 0)
				die(EX_ENV, "%s", L("temporary file: too short; nothing was changed", "临时文件不完整; 未作任何改动"));
			r->attached = *c == '!' ? NULL : c + 1;
			r->attached_len = cn - 1;
		}
		/* a record whose fields are not where they belong is not looked at any further, nor one of another place */
		if (rec_in_place(r) && rec_here(r)) {
			settle(r, each(r));
		} else {
			put_aside(r);
			settle(r, UNCHANGED);
		}
	}
	if (got < 0)
		die(EX_ENV, L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), errno_text(errno));
}

/* KAOWU_TRACE=time: the processor time until a phase has ended. */
static void
trace_time(const char *phase)
{
	const char *t = getenv("KAOWU_TRACE");
	struct timespec ts;

	if (t == NULL || strcmp(t, "time") != 0)
		return;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	fprintf(stderr, "%s: time: %s %lld.%03ld\n", diag_name(), phase, (long long)ts.tv_sec, ts.tv_nsec / 1000000);
}

void
stream_run(struct run *run, int argc, char **argv)
{
	struct run_state *st = run->state;
	struct pass p = { .run = run };
	struct spool *computed = NULL;
	struct rec_state state = { 0 };
	struct rec r = { .run = run, .state = &state };

	trace_time("start");
	read_all(&p, argc, argv);
	trace_time("read");
	if (run->tool->work != NULL)
		run->tool->work(run);
	rejects_open(run);
	if (run->tool->compute != NULL)
		computed = work_all(run, compute_one, &r);
	run_begin(run, st->input_bytes);
	if (run->tool->begin != NULL)
		run->tool->begin(run);
	apply_all(run, &r, computed, run->tool->apply);
	trace_time("apply");
	if (run->tool->end != NULL)
		run->tool->end(run);
	rec_release(&r);
	spool_free(computed);
}

void
run_stream(struct run *run, int argc, char **argv, enum verdict (*each)(struct rec *r))
{
	struct pass p = { .run = run };
	struct rec_state state = { 0 };
	struct rec r = { .run = run, .state = &state };

	read_all(&p, argc, argv);
	rejects_open(run);
	run_begin(run, run->state->input_bytes);
	apply_all(run, &r, NULL, each);
	rec_release(&r);
}

size_t
run_header(const struct run *run, const char *const **header)
{
	static const char **name;

	name = xreallocarray(name, run->state->nreject + 1, sizeof *name);
	for (size_t i = 0; i < run->state->nreject; i++)
		name[i] = run->state->reject[i].name;
	*header = name;
	return run->state->nreject;
}

bool
run_has_stream(const struct run *run, int argc)
{
	struct stat st;
	struct pollfd p = { STDIN_FILENO, POLLIN, 0 };
	int waiting = 0;

	if (run->all)
		return false;
	if (argc > 0)
		return true;
	if (fstat(STDIN_FILENO, &st) != 0 || (!S_ISFIFO(st.st_mode) && !S_ISREG(st.st_mode) && !S_ISSOCK(st.st_mode)))
		return false;
	/* a file that somebody has read from already (a shell's script) is not meant for us */
	if (S_ISREG(st.st_mode))
		return st.st_size > 0 && lseek(STDIN_FILENO, 0, SEEK_CUR) == 0;
	/* an upstream tool writes after its commit: wait for its first byte or its end */
	return poll(&p, 1, -1) > 0 && (p.revents & POLLIN) && ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting > 0;
}

bool
need_window(struct rec *r, int column, const struct exam *e, const char *province, const char *window)
{
	const char *next, *last;

	if (window_open(e, province, window, r->run->now, &next, &last))
		return true;
	if (r->run->override != NULL)
		return true; /* recorded in the batch row and the run's audit entry */
	if (*next != '\0')
		fault(r, column, "WINDOW_CLOSED", L("%s of %s opens %s; it is %s", "窗口 %s (%s) 于 %s 开放; 现在是 %s"), window,
		    e->key, next, r->run->now);
	else if (*last != '\0')
		fault(r, column, "WINDOW_CLOSED", L("%s of %s closed %s; it is %s; role centre may pass with --override",
		    "窗口 %s (%s) 已于 %s 截止; 现在是 %s; 中心可用 --override 办理"), window, e->key, last, r->run->now);
	else
		fault(r, column, "WINDOW_CLOSED", L("%s of %s has no opening in window.csv", "窗口 %s (%s) 在 window.csv 中没有开放时间"), window,
		    e->key);
	return false;
}
