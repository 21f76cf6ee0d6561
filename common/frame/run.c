/* SPDX-License-Identifier: MIT
 * The transaction of a run and what it prints: rows are held back until the commit. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "frame/state.h"
#include "store/audit.h"
#include "store/db.h"
#include "value/text.h"

enum { SPOOL_MEMORY = 8 << 20 };

bool
run_writes(const struct run *run)
{
	return *run->tool->writes != '\0';
}

/* ---- rows */

static void
set_columns(struct run_state *st, const char *const *column, size_t n)
{
	if (n > OUTCOLS_MAX)
		bug("%zu output columns", n);
	st->nout = n;
	for (size_t i = 0; i < n; i++) {
		const struct column *c = column_find(column[i]);

		st->out[i] = column[i];
		st->out_flags[i] = c != NULL ? c->flags : 0;
	}
}

void
run_output_init(struct run *run)
{
	struct run_state *st = run->state;
	size_t n = 0;

	encode_start(st);
	st->rows = spool_new(SPOOL_MEMORY);
	st->messages = spool_new(SPOOL_MEMORY);
	st->digest = hash_new();
	if (run->tool->out != NULL)
		while (run->tool->out[n] != NULL)
			n++;
	set_columns(st, run->tool->out, n);
}

static void
spool_or_die(struct spool *s, const void *p, size_t n)
{
	if (!spool_put(s, p, n))
		die(EX_ENV, L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), errno_text(errno));
}

static _Noreturn void
no_output(void)
{
	die(EX_ENV, L("standard output: %s; nothing was changed", "标准输出: %s; 未作任何改动"), errno_text(errno));
}

static void
put_line(struct run_state *st, const struct buf *line)
{
	if (!st->live)
		spool_or_die(st->rows, line->ptr, line->len);
	else if (fwrite(line->ptr, 1, line->len, stdout) != line->len)
		no_output();
}

static void
print_line(struct run_state *st, const struct buf *line)
{
	put_line(st, encoded(st, &st->out_encoder, line));
}

static void
header_once(struct run_state *st)
{
	if (st->header_done || st->nout == 0)
		return;
	st->header_done = true;
	buf_clear(&st->line);
	csvout_header(&st->line, &st->style, st->out, st->nout);
	print_line(st, &st->line);
}

static void
masked(const struct run *run, unsigned flags, const char *value, struct buf *out)
{
	buf_clear(out);
	if (run->unmask || (run->tool->flags & TOOL_WHOLE) || *value == '\0')
		buf_str(out, value);
	else if (flags & COLUMN_DOCUMENT)
		text_mask_document(value, out);
	else if (flags & COLUMN_PHONE)
		text_mask_phone(value, out);
	else if (flags & COLUMN_FILE)
		text_mask_numbers(value, out);
	else
		buf_str(out, value);
}

/* Does the row have a key? Then a file name in it is display only, and the number in ID_NO.jpg is masked. */
static bool
keyed(const struct run_state *st, const char *const *value)
{
	for (size_t i = 0; i < st->nout; i++)
		if ((st->out_flags[i] & COLUMN_KEY) && value[i] != NULL && *value[i] != '\0')
			return true;
	return false;
}

static void
print_values(struct run *run, const char *const *value)
{
	struct run_state *st = run->state;
	static struct buf shown;

	header_once(st);
	st->printing = value;
	buf_clear(&st->line);
	for (size_t i = 0; i < st->nout; i++) {
		const char *v = value[i] != NULL ? value[i] : "";

		if (i > 0)
			buf_char(&st->line, ',');
		if ((st->out_flags[i] & (COLUMN_DOCUMENT | COLUMN_PHONE)) || ((st->out_flags[i] & COLUMN_FILE) && keyed(st, value))) {
			masked(run, st->out_flags[i], v, &shown);
			csvout_field(&st->line, &st->style, buf_text(&shown), shown.len);
		} else {
			csvout_field(&st->line, &st->style, v, strlen(v));
		}
	}
	buf_str(&st->line, st->style.excel ? "\r\n" : "\n");
	print_line(st, &st->line);
	st->printing = NULL;
}

void
run_row(struct run *run, const char *const *value)
{
	print_values(run, value);
}

void
run_live(struct run *run)
{
	run->state->live = true;
	header_once(run->state);
}

void
run_flush(void)
{
	if (fflush(stdout) != 0)
		no_output();
}

void
run_text(struct run *run, const char *text)
{
	buf_clear(&run->state->line);
	buf_str(&run->state->line, text);
	print_line(run->state, &run->state->line);
}

void
run_columns(struct run *run, const char *const *column, size_t n)
{
	set_columns(run->state, column, n);
}

void
run_print_row(struct run *run)
{
	struct run_state *st = run->state;
	const char *value[OUTCOLS_MAX];

	for (size_t i = 0; i < st->nout; i++)
		value[i] = buf_text(&st->field[i]);
	print_values(run, value);
	for (size_t i = 0; i < st->nout; i++)
		buf_clear(&st->field[i]);
	st->row_open = false;
}

void
run_note_line(struct run *run, const char *s, size_t n)
{
	spool_or_die(run->state->messages, s, n);
}

void
run_summary(struct run *run, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	free(run->state->summary);
	run->state->summary = xstrdup(text);
}

/* ---- the transaction */

static void
clock_text(char out[TIME_SIZE])
{
	time_text((int64_t)time(NULL) + 8 * 3600, out);
}

int64_t
run_limit_time(const struct run *run)
{
	return strcmp(run->role, "centre") == 0 ? run->now_s : (int64_t)time(NULL) + 8 * 3600;
}

void
run_input(struct run *run, const char *name, const char *sha256)
{
	typed_mask(name, &run->state->inputs);
	buf_printf(&run->state->inputs, "=%s\n", sha256);
}

void
run_digest(struct run *run, const char *canonical)
{
	hash_text(run->state->digest, canonical);
	run->state->digested++;
}

static struct batch
batch_of(const struct run *run, const char *started_at)
{
	return (struct batch){ run->login, run->operator_name, run->state->arguments, run->now, started_at,
		run->override != NULL ? run->override : "", buf_text(&run->state->inputs), run->accepted, run->rejected,
		run->unchanged };
}

void
run_begin(struct run *run, int64_t need)
{
	char started[TIME_SIZE];

	if (run->state->begun)
		return;
	run->state->begun = true;
	if (!run_writes(run)) {
		db_begin_read();
		return;
	}
	db_begin((int)run->state->busy_timeout, need + (1 << 20));
	/* windows, fees, roles: what the records were judged by so far holds no more */
	if (definition_changed())
		die(EX_BUSY, L("%s: the configuration was changed (exam-config load) while this run read and computed; nothing was changed, run it again",
		    "%s: 本次运行读取和计算期间配置已变更 (exam-config load); 未作任何改动, 请重新运行"), run->db);
	clock_text(started);
	struct batch b = batch_of(run, started);

	run->batch_id = batch_add(&b);
}

void
audit_act(struct run *run, const char *action, const char *subject, const char *detail)
{
	char at[TIME_SIZE];

	clock_text(at);
	audit_add(run->batch_id, at, run->login, action, subject, detail, "");
}

/* One entry for the run, over the digest of what it changed. */
static void
audit_run(struct run *run)
{
	unsigned char sum[HASH_SIZE];
	char hex[HASH_HEX], at[TIME_SIZE];
	struct buf detail = BUF_INIT;

	hash_finish(run->state->digest, sum);
	run->state->digest = NULL;
	hash_hex(sum, hex);
	clock_text(at);
	buf_printf(&detail, "accepted=%lld rejected=%lld unchanged=%lld as_of=%s", (long long)run->accepted,
	    (long long)run->rejected, (long long)run->unchanged, run->now);
	if (run->override != NULL)
		buf_printf(&detail, " override=%s", run->override);
	if (*run->operator_name != '\0')
		buf_printf(&detail, " operator=%s", run->operator_name);
	if (run->unmask)
		buf_str(&detail, " unmask");
	audit_add(run->batch_id, at, run->login, diag_name(), run->exam_key != NULL ? run->exam_key : "",
	    buf_text(&detail), hex);
	buf_release(&detail);
}

/* Personal data was looked at whole: that leaves an entry even where nothing changes, by a dry run, too. */
static void
audit_unmask(struct run *run)
{
	char at[TIME_SIZE];
	struct buf detail = BUF_INIT;

	db_begin((int)run->state->busy_timeout, 1 << 20);
	clock_text(at);
	buf_printf(&detail, "%s as_of=%s", run->state->arguments, run->now);
	audit_add(0, at, run->login, "unmask", run->tool->name, buf_text(&detail), "");
	buf_release(&detail);
	db_commit(0);
}

static void
finish_transaction(struct run *run, bool keep)
{
	struct run_state *st = run->state;

	if (!st->begun)
		return;
	if (!run_writes(run)) {
		db_end_read();
		return;
	}
	/* the batch row itself is the first change: without another one the run leaves no trace */
	if (!keep || db_changes() <= 1) {
		db_rollback();
		return;
	}
	struct batch b = batch_of(run, "");

	batch_finish(run->batch_id, &b);
	audit_run(run);
	if (st->noted != NULL)
		again_keep(run);
	if (run->tool->after != NULL)
		db_commit_on(run->batch_id);
	else
		db_commit(run->batch_id);
	st->committed = true;
}

/* What the tool does behind the commit; false: exit 4. */
static bool
after_commit(struct run *run)
{
	if (run->tool->after == NULL)
		return true;
	bool done = run->tool->after(run, run->state->committed);

	if (done && run->state->committed)
		db_commit(0);
	else
		db_rollback();
	return done;
}

/* ---- leaving */

static bool
write_stdout(struct spool *s)
{
	char *p;
	size_t n;
	int r;

	if (!spool_rewind(s))
		return false;
	while ((r = spool_get(s, &p, &n)) > 0)
		if (fwrite(p, 1, n, stdout) != n)
			return false;
	return r == 0 && fflush(stdout) == 0 && !ferror(stdout);
}

static void
write_messages(struct spool *s)
{
	char *p;
	size_t n;

	if (!spool_rewind(s))
		return;
	while (spool_get(s, &p, &n) > 0)
		fwrite(p, 1, n, stderr);
	fflush(stderr);
}

/* The last line of a run that reads or prints records; what else is to be said stands before it. */
static void
say_summary(const struct run *run, bool refused)
{
	const struct run_state *st = run->state;
	bool records = run->tool->in != NULL || run->tool->out != NULL || st->nout > 0 || run->accepted + run->rejected + run->unchanged > 0;

	if (run->quiet)
		return;
	if (st->summary != NULL && !refused)
		notice("%s", st->summary);
	if (run->filtered > 0)
		notice(L("%lld records are not of %s and were left out", "%lld 条记录不属于 %s, 未处理"),
		    (long long)run->filtered, run->exam_key != NULL ? run->exam_key : L("this run", "本次"));
	if (records)
		notice(L("%lld accepted, %lld rejected, %lld unchanged", "接受 %lld, 拒绝 %lld, 未变 %lld"),
		    refused ? 0 : (long long)run->accepted, (long long)run->rejected, (long long)run->unchanged);
}

/* Standard output took not all of it (errno): the exit status. */
static int
lost_output(struct run *run)
{
	bool kept = (run_writes(run) || run->tool->after != NULL) && !run->dry_run;
	const char *why = errno_text(errno);

	if (!kept)
		notice(L("standard output: %s; nothing was changed", "标准输出: %s; 未作任何改动"), why);
	else if (run->tool->lost_en != NULL)
		notice(L("standard output: %s; the run is committed; %s", "标准输出: %s; 数据已提交; %s"), why, L(run->tool->lost_en, run->tool->lost_zh));
	else
		notice(L("standard output: %s; the run is committed; run it again for the same output",
		    "标准输出: %s; 数据已提交; 再次运行可得到同样的输出"), why);
	return kept ? EX_OUTPUT : EX_ENV;
}

void
run_finish(struct run *run, int *status)
{
	struct run_state *st = run->state;
	bool refused = run->strict && run->rejected > 0 && !st->live;
	bool keep = !run->dry_run && !refused && (*status == EX_OK || *status == EX_FINDINGS), unmask_done;

	rejects_finish(run);
	finish_transaction(run, keep);
	if (keep && !after_commit(run))
		*status = EX_OUTPUT;
	unmask_done = st->committed;
	if (run->unmask && !unmask_done && !(run->tool->flags & TOOL_NO_DB))
		audit_unmask(run);
	write_messages(st->messages);
	if (!refused) {
		header_once(st);
		if (!write_stdout(st->rows))
			*status = lost_output(run);
		else if (!run->dry_run && *status != EX_OUTPUT)
			again_done(run);
	} else {
		notice("%s", L("--strict: a record was refused, so nothing was changed", "--strict: 有记录被拒, 未作任何改动"));
	}
	say_summary(run, refused);
	if (*status == EX_OK && run->rejected > 0)
		*status = EX_FINDINGS;
	/* asked for everything that is due, and the window is closed for all of it */
	if (*status == EX_FINDINGS && run->all && st->closed == run->rejected && run->accepted + run->unchanged == 0)
		*status = EX_ENV;
	spool_free(st->rows);
	spool_free(st->messages);
	spool_free(st->records);
	again_end(run);
}

/* ---- masking */

void
typed_mask(const char *s, struct buf *out)
{
	while (*s != '\0') {
		size_t digits = strspn(s, "0123456789"), n = strspn(s, "0123456789Xx");
		char number[19];

		if (digits == 17 && n > digits)
			digits++; /* its check digit */
		if (digits == 18 || digits == 15 || digits == 11) {
			snprintf(number, sizeof number, "%.*s", (int)digits, s);
			if (digits == 11)
				text_mask_phone(number, out);
			else
				text_mask_document(number, out);
		} else { /* something like it, with a digit too many or too few */
			digits = digits > 0 ? digits : 1;
			for (size_t i = 0; i < digits; i++)
				buf_char(out, i >= 6 && digits > 10 ? '*' : s[i]);
		}
		s += digits;
	}
}

static const char *
shown(const struct run *run, unsigned flags, const char *s)
{
	static struct buf ring[4];
	static int next;
	struct buf *b = &ring[next++ % 4];

	masked(run, flags, s, b);
	return buf_text(b);
}

const char *
shown_document(const struct run *run, const char *id_no)
{
	return shown(run, COLUMN_DOCUMENT, id_no);
}

const char *
shown_phone(const struct run *run, const char *phone)
{
	return shown(run, COLUMN_PHONE, phone);
}

const char *
shown_text(const struct run *run, const char *s)
{
	return shown(run, COLUMN_FILE, s);
}
