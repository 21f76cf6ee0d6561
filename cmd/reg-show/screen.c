/* SPDX-License-Identifier: MIT
 * The answer as lines that an officer can read aloud, or as CSV. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "show.h"
#include "value/text.h"

enum { LABEL_WIDTH = 16, RING = 8 };

static const char *const columns[] = { "reg_no", "field", "value" };
static struct run *to;
static const char *about;
static bool csv;

void
screen_csv(struct run *run)
{
	csv = true;
	run_columns(run, columns, 3);
}

void
screen_begin(struct run *run, const char *reg_no)
{
	if (about != NULL && !csv)
		run_text(run, "\n");
	to = run;
	about = reg_no;
}

void
say_both(const char *field, const char *label, const char *code, const char *words)
{
	if (*code == '\0' && *words == '\0')
		return;
	if (csv) {
		run_row(to, (const char *const[]){ about, field, code });
		return;
	}
	size_t width = text_width(label);

	static struct buf line;

	buf_clear(&line);
	buf_printf(&line, "%s%*s  %s\n", label, (int)(width < LABEL_WIDTH ? LABEL_WIDTH - width : 0), "", words);
	run_text(to, buf_text(&line));
}

void
say(const char *field, const char *label, const char *value)
{
	say_both(field, label, value, value);
}

const char *
format(const char *fmt, ...)
{
	static char ring[RING][1024];
	static int next;
	char *text = ring[next++ % RING];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof ring[0], fmt, ap);
	va_end(ap);
	return text;
}

const char *
when(const char *time)
{
	static char ring[RING][TIME_SIZE];
	static int next;

	if (strlen(time) != 19 || time[10] != 'T')
		return time;
	char *text = ring[next++ % RING];

	snprintf(text, TIME_SIZE, "%.10s %.*s", time, strcmp(time + 16, ":00") == 0 ? 5 : 8, time + 11);
	return text;
}
