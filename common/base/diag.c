/* SPDX-License-Identifier: MIT
 * Messages and leaving. A message is built whole and written with one call, so that
 * the lines of tools that share a pipeline's standard error do not mix. */
#include "diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *program = "kaowu";

void
diag_program(const char *name)
{
	program = name;
}

const char *
diag_name(void)
{
	return program;
}

static int chinese = -1;

bool
diag_speak(bool in_chinese)
{
	bool before = diag_chinese();

	chinese = in_chinese;
	return before;
}

bool
diag_chinese(void)
{
	if (chinese < 0) {
		static const char *const vars[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

		chinese = 0;
		for (size_t i = 0; i < sizeof vars / sizeof *vars; i++) {
			const char *v = getenv(vars[i]);

			if (v != NULL && *v != '\0') {
				chinese = strncmp(v, "zh", 2) == 0;
				break;
			}
		}
	}
	return chinese;
}

const char *
L(const char *en, const char *zh)
{
	return diag_chinese() ? zh : en;
}

static void
say(const char *fmt, va_list ap)
{
	char text[4096];
	int n = snprintf(text, sizeof text, "%s: ", program);

	if (n < 0)
		return;
	vsnprintf(text + n, sizeof text - (size_t)n - 1, fmt, ap);
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			text[i] = text[i] == '\n' && i + 1 < len ? '\n' : '?';
	text[len++] = '\n';
	for (size_t done = 0; done < len;) {
		ssize_t w = write(STDERR_FILENO, text + done, len - done);

		if (w <= 0)
			break;
		done += (size_t)w;
	}
}

void
die(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	exit(status);
}

void
die_usage(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	notice(L("see '%s -h'", "用法见 '%s -h'"), program);
	exit(EX_USAGE);
}

void
notice(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void
bug_at(const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: bug: %s:%d: ", program, file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}
