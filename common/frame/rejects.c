/* SPDX-License-Identifier: MIT
 * Refused records: with -r a CSV that can be corrected and fed back, without it a line a
 * fault on standard error, as compilers print. */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "frame/state.h"
#include "value/date.h"
#include "value/text.h"

static const char *const leading[] = { "file", "line", "record", "field", "code", "message" };
enum { LEADING = 6 };

static void
fault_v(struct rec *r, int column, const char *code, bool refuses, const char *fmt, va_list ap)
{
	struct rec_state *rs = r->state;
	char text[2048];

	vsnprintf(text, sizeof text, fmt, ap);
	/* apply() may look at the values again: what check() has said is not said twice */
	for (size_t i = 0; i < rs->nfault; i++)
		if (rs->fault[i].column == column && strcmp(rs->fault[i].code, code) == 0 && strcmp(rs->fault[i].message, text) == 0)
			return;
	rs->fault = grow(rs->fault, rs->nfault, &rs->fault_cap, sizeof *rs->fault);
	struct fault *f = &rs->fault[rs->nfault++];

	*f = (struct fault){ .column = column, .message = xstrdup(text), .refuses = refuses };
	snprintf(f->code, sizeof f->code, "%s", code);
	rs->refusals += refuses;
}

void
fault(struct rec *r, int column, const char *code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault_v(r, column, code, true, fmt, ap);
	va_end(ap);
}

void
warning(struct rec *r, int column, const char *code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault_v(r, column, code, false, fmt, ap);
	va_end(ap);
}

bool
faulty(const struct rec *r)
{
	return r->state->refusals > 0;
}

bool
need_value(struct rec *r, int column)
{
	if (*r->v[column] == '\0')
		fault(r, column, "MISSING", "%s", L("empty: every row needs it", "为空: 每行必填"));
	return *r->v[column] != '\0';
}

static const char *
field_name(const struct rec *r, const struct fault *f)
{
	return f->column == FAULT_SURPLUS ? "surplus" : f->column < 0 ? "" : r->run->tool->in[f->column].name;
}

static void
put_rejects(struct run_state *st, const struct buf *line)
{
	const struct buf *b = encoded(st, &st->rejects_encoder, line);

	fwrite(b->ptr, 1, b->len, outfile_stream(st->rejects_file));
}

void
rejects_open(struct run *run)
{
	struct run_state *st = run->state;
	struct buf line = BUF_INIT;

	if (st->rejects == NULL)
		return;
	st->rejects_begun = true;
	st->rejects_file = outfile_begin(st->rejects);
	if (st->rejects_file == NULL)
		die(EX_ENV, L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), st->rejects, errno_text(errno));
	csvout_header(&line, &st->style, leading, LEADING);
	line.len -= st->style.excel ? 2 : 1;
	for (size_t i = 0; i < st->nreject; i++) {
		buf_char(&line, ',');
		csvout_field(&line, &st->style, st->reject[i].name, strlen(st->reject[i].name));
	}
	if (st->displaced)
		buf_printf(&line, ",%s", st->style.chinese ? column_chinese("surplus") : "surplus");
	buf_str(&line, st->style.excel ? "\r\n" : "\n");
	put_rejects(st, &line);
	buf_release(&line);
}

static void
joined(const struct rec *r, int what, struct buf *out)
{
	bool first = true;

	buf_clear(out);
	for (size_t i = 0; i < r->state->nfault; i++) {
		const struct fault *f = &r->state->fault[i];

		if (!f->refuses)
			continue;
		if (!first)
			buf_char(out, '|');
		first = false;
		buf_str(out, what == 0 ? field_name(r, f) : what == 1 ? f->code : f->message);
	}
}

/* A record of too few or too many fields has moved: what stands under a header may be what belongs to one that far away. */
static bool
may_be_secret(const struct run_state *st, const struct source *s, size_t nraw, size_t i)
{
	size_t fewer = nraw < s->nheader ? s->nheader - nraw : 0, more = nraw > s->nheader ? nraw - s->nheader : 0;

	for (size_t k = s->skip; k < s->nheader; k++)
		if (s->union_of[k] != NO_COLUMN && st->reject[s->union_of[k]].secret && i + fewer >= k && i <= k + more)
			return true;
	return false;
}

/* What the record has beyond its header: with it nothing is lost, and the record does not pass unless somebody has seen to it. */
static void
surplus(const struct rec *r, struct buf *out)
{
	const struct source *s = r->state->source;
	size_t n = r->state->nraw;

	buf_clear(out);
	if (s->surplus < n)
		buf_str(out, r->state->raw[s->surplus]);
	if (n < s->nheader)
		buf_printf(out, "%s-%zu", out->len > 0 ? "|" : "", s->nheader - n);
	for (size_t i = s->nheader; i < n; i++)
		buf_printf(out, "%s%s", i > s->nheader || out->len > 0 ? "|" : "", may_be_secret(r->run->state, s, n, i) ? "" : r->state->raw[i]);
	if (out->len == 0 && n > s->nheader)
		buf_str(out, "+1"); /* one field, and it is empty */
}

static void
write_reject(struct rec *r)
{
	struct run_state *st = r->run->state;
	const struct source *s = r->state->source;
	struct buf line = BUF_INIT, text = BUF_INIT;
	size_t *at = xcalloc(st->nreject + 1, sizeof *at);

	csvout_field(&line, &st->style, r->file, strlen(r->file));
	buf_printf(&line, ",%lld,%lld", (long long)r->line, (long long)r->record);
	for (int what = 0; what < 3; what++) {
		joined(r, what, &text);
		buf_char(&line, ',');
		csvout_field(&line, &st->style, buf_text(&text), text.len);
	}
	for (size_t i = s->skip; i < s->nheader && i < r->state->nraw; i++)
		if (s->union_of[i] != NO_COLUMN)
			at[s->union_of[i]] = i + 1;
	for (size_t u = 0; u < st->nreject; u++) {
		buf_char(&line, ',');
		if (at[u] != 0 && !may_be_secret(st, s, r->state->nraw, at[u] - 1)) {
			const char *v = r->state->raw[at[u] - 1];

			csvout_field(&line, &st->style, v, strlen(v));
		}
	}
	if (st->displaced) {
		surplus(r, &text);
		buf_char(&line, ',');
		csvout_field(&line, &st->style, buf_text(&text), text.len);
	}
	buf_str(&line, st->style.excel ? "\r\n" : "\n");
	st->rejecting = r;
	put_rejects(st, &line);
	st->rejecting = NULL;
	free(at);
	buf_release(&line);
	buf_release(&text);
}

/* An amount with as many digits as an old document number is no such number, unless its digits have a day of birth where that has one. */
static bool
is_money(const struct rec *r, const struct fault *f)
{
	const char *v = f->column >= 0 && (r->run->state->in_flags[f->column] & COLUMN_MONEY) ? r->v[f->column] : "";
	char day[9] = "19";
	int32_t d;

	if (strlen(v) != 15)
		return false;
	memcpy(day + 2, v + 6, 6);
	return !date_parse(day, &d);
}

static void
say(struct rec *r, bool refusals)
{
	struct buf line = BUF_INIT;

	for (size_t i = 0; i < r->state->nfault; i++) {
		const struct fault *f = &r->state->fault[i];

		if (f->refuses != refusals)
			continue;
		buf_clear(&line);
		buf_printf(&line, "%s:%lld: %s: %s: %s%s", r->file, (long long)r->line, field_name(r, f), f->code, refusals ? "" : L("warning: ", "警告: "),
		    is_money(r, f) ? f->message : shown_text(r->run, f->message));
		for (size_t k = 0; k < line.len; k++)
			if ((unsigned char)line.ptr[k] < 0x20 || line.ptr[k] == 0x7f)
				line.ptr[k] = '?';
		buf_char(&line, '\n');
		run_note_line(r->run, line.ptr, line.len);
	}
	buf_release(&line);
}

void
rejects_add(struct rec *r)
{
	for (size_t i = 0; i < r->state->nfault; i++)
		if (strcmp(r->state->fault[i].code, "WINDOW_CLOSED") == 0) {
			r->run->state->closed++;
			break;
		}
	if (r->run->state->rejects_file != NULL)
		write_reject(r);
	else
		say(r, true);
}

void
rejects_warn(struct rec *r)
{
	say(r, false);
}

void
rejects_close(struct run *run)
{
	struct run_state *st = run->state;

	if (st->rejects_file == NULL)
		return;
	if (!outfile_commit(st->rejects_file))
		die(EX_ENV, L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), st->rejects, errno_text(errno));
	st->rejects_file = NULL;
}

void
rejects_finish(struct run *run)
{
	if (!run->state->rejects_begun)
		rejects_open(run);
	rejects_close(run);
}

void
run_rejects(struct run *run)
{
	if (run->state->rejects_file == NULL)
		rejects_open(run);
}

void
run_reject(struct run *run, const char *file, uint32_t line, const char *field, const char *code, const char *message)
{
	struct run_state *st = run->state;
	struct buf text = BUF_INIT;
	char number[16] = "";

	if (st->rejects_file == NULL)
		return;
	if (line > 0)
		snprintf(number, sizeof number, "%" PRIu32, line);
	csvout_row(&text, &st->style, (const char *const[LEADING]){ file, number, number, field, code, message }, LEADING);
	put_rejects(st, &text);
	buf_release(&text);
}

void
run_rejects_close(struct run *run)
{
	rejects_close(run);
}
