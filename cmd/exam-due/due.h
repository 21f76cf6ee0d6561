/* SPDX-License-Identifier: MIT
 * What the files of exam-due share: the rows that are found, and an exam's counts. */
#ifndef EXAM_DUE_DUE_H
#define EXAM_DUE_DUE_H

#include <stdbool.h>
#include <stdint.h>

#include "frame/tool.h"
#include "store/definition.h"
#include "store/todo.h"

/* ---- main.c: a row: when (a time, or a day), how many, what, and the command: {d} is the database where it is not the default one,
 * {e} the exam, {p} the province where there is one. e NULL: of no exam. */
void due_add(const char *when, const struct exam *e, const char *province, int64_t count, const char *what, const char *command);
/* Does it come today, or within --days? A time that has passed today does, where so_far. */
bool due_soon(const char *when, bool so_far);
extern const struct run *due_run;

/* ---- counts: the registrations of an exam by province */

enum { PROVINCES_MAX = 64 };

struct counts {
	const struct exam *exam;
	size_t n;
	struct {
		char province[16];
		int64_t registrations, todo[TODO_TOOLS]; /* in the order of todo_tool */
	} of[PROVINCES_MAX];
};

/* How many are due for the tool (NULL: registrations) in a province; "*": in those that have no windows of this kind of their own. */
int64_t counts_for(const struct counts *c, const char *tool, const char *province, const char *window);
/* The same in the provinces where such a window is open; in none of them: 0. */
int64_t counts_open(const struct counts *c, const char *tool, const char *window);
/* In the provinces where every such window has closed. */
int64_t counts_closed(const struct counts *c, const char *tool, const char *window);

/* ---- windows.c: openings and closings, and what policies and publications date from */
void due_windows(const struct counts *c);
void due_policies(const struct counts *c);
void due_notices(const struct counts *c);
/* ---- work.c: what the tools have to do today */
void due_work(const struct counts *c);
/* ---- open.c: orders, differences, refunds, messages; e NULL: of every exam */
void due_orders(const struct exam *e);
void due_differences(const struct exam *e);
void due_messages(const struct exam *e);
void due_refunds(const struct exam *e);

#endif
