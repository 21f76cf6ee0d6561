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

/* ---- headers */

static const char *
mapped(const struct run_state *st, const char *header)
{
	for (size_t i = 0; i < st->nmap; i++)
		if (strcmp(st->map_theirs[i], header) == 0)
			return st->map_ours[i];
	return header;
}

static void
read_map(struct run_state *st)
{
	struct buf err = BUF_INIT;
	struct csvrow row;
	int r;

	if (st->map == NULL)
		return;
	struct csvin *in = csvin_open(st->map, NULL, &err);

	if (in == NULL)
		die(EX_ENV, "%s", buf_text(&err));
	while ((r = csvin_next(in, &row, &err)) > 0) {
		if (row.n != 2)
			die(EX_ENV, L("%s:%lld: two columns are needed: theirs,ours", "%s:%lld: 须有两列: theirs,ours"), st->map,
			    (long long)row.line);
		if (row.record == 1 && strcmp(row.field[0], "theirs") == 0)
			continue;
		if (column_of_header(row.field[1]) == NULL)
			die(EX_ENV, L("%s:%lld: COLUMN_UNKNOWN: no column is called %s", "%s:%lld: COLUMN_UNKNOWN: 没有名为 %s 的列"),
			    st->map, (long long)row.line, row.field[1]);
		size_t cap = st->map_cap;

		st->map_theirs = grow(st->map_theirs, st->nmap, &cap, sizeof *st->map_theirs);
		st->map_ours = grow(st->map_ours, st->nmap, &st->map_cap, sizeof *st->map_ours);
		st->map_theirs[st->nmap] = xstrdup(row.field[0]);
		st->map_ours[st->nmap++] = xstrdup(row.field[1]);
	}
	if (r < 0)
		die(EX_ENV, "%s", buf_text(&err));
	csvin_close(in);
	buf_release(&err);
}

/* A rejects file that is fed back: its six leading columns are skipped. */
static size_t
rejects_columns(const struct csvrow *row)
{
	static const char *const leading[] = { "file", "line", "record", "field", "code", "message" };

	if (row->n < 6)
		return 0;
	for (size_t i = 0; i < 6; i++)
		if (strcmp(row->field[i], leading[i]) != 0 && strcmp(row->field[i], column_chinese(leading[i])) != 0)
			return 0;
	return 6;
}

static int
in_index(const struct run *run, const char *name)
{
	for (size_t i = 0; i < run->state->nin; i++)
		if (strcmp(run->tool->in[i].name, name) == 0)
			return (int)i;
	return -1;
}

static void
union_columns(struct run_state *st, struct source *s)
{
	s->union_of = xcalloc(s->nheader + 1, sizeof *s->union_of);
	for (size_t i = s->skip; i < s->nheader; i++) {
		size_t u = 0;

		while (u < st->nreject && strcmp(st->reject_column[u], s->header[i]) != 0)
			u++;
		if (u == st->nreject) {
			const struct column *c = column_of_header(mapped(st, s->header[i]));
			size_t cap = st->reject_cap;

			st->reject_column = grow(st->reject_column, u, &cap, sizeof *st->reject_column);
			st->reject_flags = grow(st->reject_flags, u, &st->reject_cap, sizeof *st->reject_flags);
			st->reject_column[u] = s->header[i];
			st->reject_flags[u] = c != NULL ? c->flags : 0;
			st->nreject++;
		}
		s->union_of[i] = u;
	}
}

static void
unknown_columns(const struct source *s, const bool *known)
{
	struct buf names = BUF_INIT;

	for (size_t i = s->skip; i < s->nheader; i++)
		if (!known[i])
			buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", s->header[i]);
	if (names.len > 0)
		notice(L("%s: columns not used: %s", "%s: 未使用的列: %s"), s->name, buf_text(&names));
	buf_release(&names);
}

/* Bind the columns of a file by their names. Dies where one is missing or there twice. */
static void
bind_columns(struct run *run, struct source *s)
{
	struct run_state *st = run->state;
	bool *known = xcalloc(s->nheader + 1, sizeof *known);
	struct buf missing = BUF_INIT;

	for (size_t i = 0; i < st->nin; i++)
		s->column[i] = -1;
	for (size_t i = s->skip; i < s->nheader; i++) {
		const struct column *c = column_of_header(mapped(st, s->header[i]));
		int k = c != NULL ? in_index(run, c->name) : -1;

		if (c != NULL && k < 0)
			known[i] = true; /* a column of our own streams that this tool does not read */
		if (k < 0)
			continue;
		known[i] = true;
		if (s->column[k] >= 0)
			die(EX_ENV, L("%s:1: COLUMN_TWICE: two columns are %s: \"%s\" and \"%s\"; nothing was changed",
			    "%s:1: COLUMN_TWICE: 有两列都是 %s: \"%s\" 与 \"%s\"; 未作任何改动"), s->name, c->name,
			    s->header[s->column[k]], s->header[i]);
		s->column[k] = (int)i;
		s->has[k] = true;
	}
	for (size_t i = 0; i < st->nin; i++)
		if (run->tool->in[i].required && s->column[i] < 0)
			buf_printf(&missing, "%s%s (%s)", missing.len > 0 ? ", " : "", run->tool->in[i].name,
			    column_chinese(run->tool->in[i].name));
	if (missing.len > 0)
		die(EX_ENV, L("%s:1: COLUMN_MISSING: required columns are missing: %s; --map names them if they are called otherwise; "
		    "nothing was changed", "%s:1: COLUMN_MISSING: 缺少必需的列: %s; 若名称不同可用 --map 对照; 未作任何改动"), s->name,
		    buf_text(&missing));
	unknown_columns(s, known);
	free(known);
	buf_release(&missing);
}

static size_t
add_source(struct run *run, const char *name, const struct csvrow *row)
{
	struct run_state *st = run->state;

	st->source = grow(st->source, st->nsource, &st->source_cap, sizeof *st->source);
	struct source *s = &st->source[st->nsource];

	memset(s, 0, sizeof *s);
	s->name = xstrdup(name);
	s->nheader = row->n;
	s->header = xcalloc(row->n + 1, sizeof *s->header);
	for (size_t i = 0; i < row->n; i++)
		s->header[i] = xstrdup(row->field[i]);
	s->skip = rejects_columns(row);
	bind_columns(run, s);
	union_columns(st, s);
	return st->nsource++;
}

/* ---- one record in the spool: source, line, record, faults, attachment, fields; a text is its length, the bytes, a NUL */

enum { LONG_TEXT = 255 }; /* lengths from here on take four bytes more */

static void
pack_text(struct buf *b, const char *s, size_t n)
{
	uint32_t len = (uint32_t)n;

	buf_room(b, 1 + sizeof len + n + 1);
	char *p = b->ptr + b->len;

	*p++ = (char)(n < LONG_TEXT ? n : LONG_TEXT);
	if (n >= LONG_TEXT) {
		memcpy(p, &len, sizeof len);
		p += sizeof len;
	}
	memcpy(p, s, n);
	p[n] = p[n + 1] = '\0';
	b->len = (size_t)(p + n + 1 - b->ptr);
}

static void
pack(struct buf *b, const struct rec *r, size_t source, const struct csvrow *row)
{
	const struct rec_state *rs = r->state;
	uint32_t head[4] = { (uint32_t)source, (uint32_t)rs->nfault, (uint32_t)row->n, r->attached != NULL };
	int64_t place[2] = { r->line, r->record };

	buf_clear(b);
	buf_add(b, head, sizeof head);
	buf_add(b, place, sizeof place);
	for (size_t i = 0; i < rs->nfault; i++) {
		int32_t f[2] = { rs->fault[i].column, rs->fault[i].refuses };

		buf_add(b, f, sizeof f);
		pack_text(b, rs->fault[i].code, strlen(rs->fault[i].code));
		pack_text(b, rs->fault[i].message, strlen(rs->fault[i].message));
	}
	if (r->attached != NULL)
		pack_text(b, rs->attached.ptr, rs->attached.len);
	for (size_t i = 0; i < row->n; i++)
		pack_text(b, row->field[i], row->len[i]);
}

static char *
unpack_text(char **p, size_t *n)
{
	uint32_t len = (unsigned char)**p;
	char *s = *p + 1;

	if (len == LONG_TEXT) {
		memcpy(&len, s, sizeof len);
		s += sizeof len;
	}
	*p = s + len + 1;
	if (n != NULL)
		*n = len;
	return s;
}

static void
clear_faults(struct rec_state *rs)
{
	for (size_t i = 0; i < rs->nfault; i++)
		free(rs->fault[i].message);
	rs->nfault = rs->refusals = 0;
}

void
rec_release(struct rec *r)
{
	clear_faults(r->state);
	free(r->state->fault);
	free(r->state->raw);
	buf_release(&r->state->attached);
}

/* Values by index of tool->in: the raw field where it is clean already, else a cleaned copy. */
struct cleaned {
	const char *value[INCOLS_MAX];
	struct buf copy[INCOLS_MAX];
};

static bool
is_ascii(const char *s, size_t n)
{
	uint64_t eight, high = 0;

	for (; n >= sizeof eight; s += sizeof eight, n -= sizeof eight) {
		memcpy(&eight, s, sizeof eight);
		high |= eight;
	}
	for (; n > 0; s++, n--)
		high |= (unsigned char)*s;
	return (high & UINT64_C(0x8080808080808080)) == 0;
}

static bool
is_clean(unsigned flags, const char *s, size_t n)
{
	if (n == 0)
		return true;
	if ((unsigned char)s[0] <= ' ' || (unsigned char)s[n - 1] <= ' ' || s[0] == '=' || s[0] == '\'')
		return false;
	if (flags & COLUMN_UPPER)
		for (size_t i = 0; i < n; i++)
			if (s[i] >= 'a' && s[i] <= 'z')
				return false;
	/* full-width blanks begin with E3, other full-width forms with EF */
	return is_ascii(s, n) || (memchr(s, '\xe3', n) == NULL && (!(flags & COLUMN_CODE) || memchr(s, '\xef', n) == NULL));
}

/* A masked value is display only where the record's key is there (contract.md, Streams). */
static void
hide_masked(const struct run *run, struct cleaned *c)
{
	bool keyed = false;

	for (size_t i = 0; i < run->state->nin; i++)
		keyed |= (run->state->in_flags[i] & COLUMN_KEY) && *c->value[i] != '\0';
	for (size_t i = 0; keyed && i < run->state->nin; i++)
		if ((run->state->in_flags[i] & (COLUMN_DOCUMENT | COLUMN_PHONE | COLUMN_FILE)) && strstr(c->value[i], "****") != NULL)
			c->value[i] = "";
}

static void
clean_values(const struct run *run, const struct source *s, char **field, const size_t *len, size_t n, struct cleaned *c)
{
	for (size_t i = 0; i < run->state->nin; i++) {
		int k = s->column[i];
		unsigned flags = run->state->in_flags[i];

		if (k < 0 || (size_t)k >= n) {
			c->value[i] = "";
		} else if (is_clean(flags, field[k], len[k])) {
			c->value[i] = field[k];
		} else {
			buf_clear(&c->copy[i]);
			buf_add(&c->copy[i], field[k], len[k]);
			c->copy[i].len = column_clean(flags, c->copy[i].ptr, c->copy[i].len);
			c->value[i] = c->copy[i].ptr;
		}
	}
	hide_masked(run, c);
}

static struct cleaned cleaned;

void
rec_unpack(struct rec *r, char *p, size_t n)
{
	struct rec_state *rs = r->state;
	static size_t *len, len_cap;
	uint32_t head[4];
	int64_t place[2];

	(void)n;
	memcpy(head, p, sizeof head);
	p += sizeof head;
	memcpy(place, p, sizeof place);
	p += sizeof place;
	clear_faults(rs);
	rs->source = &r->run->state->source[head[0]];
	for (uint32_t i = 0; i < head[1]; i++) {
		int32_t f[2];

		memcpy(f, p, sizeof f);
		p += sizeof f;
		const char *code = unpack_text(&p, NULL), *message = unpack_text(&p, NULL);

		if (f[1])
			fault(r, f[0], code, "%s", message);
		else
			warning(r, f[0], code, "%s", message);
	}
	r->attached = NULL;
	r->attached_len = 0;
	if (head[3])
		r->attached = unpack_text(&p, &r->attached_len);
	rs->nraw = head[2];
	if (rs->nraw > len_cap) {
		len_cap = rs->nraw;
		len = xreallocarray(len, len_cap, sizeof *len);
		rs->raw = xreallocarray(rs->raw, len_cap, sizeof *rs->raw);
	}
	for (size_t i = 0; i < rs->nraw; i++)
		rs->raw[i] = unpack_text(&p, &len[i]);
	clean_values(r->run, rs->source, rs->raw, len, rs->nraw, &cleaned);
	r->v = cleaned.value;
	r->has = rs->source->has;
	r->file = rs->source->name;
	r->line = place[0];
	r->record = place[1];
}

void
attach(struct rec *r, const void *p, size_t n)
{
	buf_clear(&r->state->attached);
	buf_add(&r->state->attached, p, n);
	r->attached = r->state->attached.ptr;
	r->attached_len = n;
}

/* ---- pass 1 */

struct pass {
	struct run *run;
	struct rec rec;
	struct rec_state state;
	struct buf packed;
	int reg_no, exam, year;   /* columns of tool->in, -1: none */
};

/* -e filters a stream: by the exam that a reg_no names (one that names none is the tool's to refuse), else by the
 * column exam, which holds a code, with or without its year (a year column is then the exam's, but for archives). */
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
one_record(struct pass *p, size_t source, const struct csvrow *row)
{
	struct run *run = p->run;
	struct source *s = &run->state->source[source];
	struct rec *r = &p->rec;

	clear_faults(&p->state);
	r->attached = NULL;
	p->state.source = s;
	p->state.raw = row->field;
	p->state.nraw = row->n;
	clean_values(run, s, row->field, row->len, row->n, &cleaned);
	r->v = cleaned.value;
	r->has = s->has;
	r->file = s->name;
	r->line = row->line;
	r->record = row->record - 1;
	if (row->n != s->nheader)
		fault(r, -1, "FIELD_COUNT", L("%zu fields where the header has %zu; was the line cut, or a comma not quoted?",
		    "有 %zu 个字段, 表头有 %zu 个; 行被截断, 或逗号未加引号?"), row->n, s->nheader);
	else if (!of_this_exam(run, r, p)) {
		run->filtered++;
		return;
	} else if (run->tool->check != NULL) {
		run->tool->check(r);
	}
	show_progress(run, false);
	pack(&p->packed, r, source, row);
	if (!spool_put(run->state->records, p->packed.ptr, p->packed.len))
		die(EX_ENV, L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), strerror(errno));
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
	size_t source = add_source(p->run, csvin_name(in), &row);

	while ((r = csvin_next(in, &row, &err)) > 0)
		if (!blank(&row))
			one_record(p, source, &row);
	if (r < 0)
		die(EX_ENV, L("%s; nothing was changed", "%s; 未作任何改动"), buf_text(&err));
	st->input_bytes += csvin_size(in);
	run_input(p->run, csvin_name(in), csvin_digest(in));
	csvin_close(in);
}

/* --all: the list of what is due, as records with a reg_no. */
static void
read_todo(struct pass *p)
{
	struct stmt q = { todo_sql(p->run->tool->name), NULL };
	char reg_no[] = "reg_no", *name = reg_no;
	size_t len = 6;
	struct csvrow row = { &name, &len, 1, 1, 1 };
	size_t source = add_source(p->run, L("--all", "--all"), &row);

	if (q.sql == NULL)
		bug("%s has no list in store/todo", p->run->tool->name);
	db_int(&q, ":exam", p->run->exam->id);
	db_text(&q, ":now", p->run->now);
	while (db_row(&q)) {
		char *value = xstrdup(db_col(&q, 0));

		len = strlen(value);
		row = (struct csvrow){ &value, &len, 1, row.line + 1, row.record + 1 };
		one_record(p, source, &row);
		free(value);
	}
	db_release(&q);
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
	p->rec.run = p->run;
	p->rec.state = &p->state;
	st->records = spool_new(SPOOL_MEMORY);
	read_map(st);
	if (p->run->all)
		read_todo(p);
	else if (argc == 0)
		read_file(p, "-");
	for (int i = 0; i < argc; i++)
		read_file(p, argv[i]);
	show_progress(p->run, true);
	clear_faults(&p->state);
	free(p->state.fault);
	buf_release(&p->state.attached);
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
		run->filtered++;
	} else {
		rejects_warn(r);
		if (v == CHANGED) {
			run->accepted++;
			digest_record(r);
		} else {
			run->unchanged++;
		}
		if (st->row_open && (v == CHANGED || !run->only_changed))
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
	rec_unpack(r, copy, n);
	if (!faulty(r))
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
		die(EX_ENV, L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), strerror(errno));
	while ((got = spool_get(st->records, &p, &n)) > 0) {
		rec_unpack(r, p, n);
		if (computed != NULL) {
			if (spool_get(computed, &c, &cn) <= 0)
				die(EX_ENV, "%s", L("temporary file: too short; nothing was changed", "临时文件不完整; 未作任何改动"));
			r->attached = *c == '!' ? NULL : c + 1;
			r->attached_len = cn - 1;
		}
		/* a record whose fields are not where they belong is not looked at any further */
		settle(r, r->state->nraw != r->state->source->nheader ? UNCHANGED : each(r));
	}
	if (got < 0)
		die(EX_ENV, L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), strerror(errno));
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

void
rec_fields(const struct rec *r, char *const **header, char *const **field, size_t *n)
{
	const struct source *s = r->state->source;

	*header = s->header + s->skip;
	*field = r->state->raw + s->skip;
	*n = s->nheader - s->skip;
}

size_t
run_header(const struct run *run, char *const **header)
{
	const struct run_state *st = run->state;

	if (st->nsource == 0)
		return 0;
	*header = st->source[0].header + st->source[0].skip;
	return st->source[0].nheader - st->source[0].skip;
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
