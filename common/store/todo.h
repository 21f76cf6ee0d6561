/* SPDX-License-Identifier: MIT
 * What is due for which tool: the one list behind --all and reg-list --todo. */
#ifndef STORE_TODO_H
#define STORE_TODO_H

#include "store/operator.h"

/* SQL that selects the registrations that are due for the tool, one column reg_no, in its order; NULL: the
 * tool has no list. todo_bind sets its parameters: of which exam (id), at what time, of what place. */
const char *todo_sql(const char *tool);
void todo_bind(struct stmt *q, int64_t exam, const char *now, const struct scope *scope);
/* SQL that counts them: a row a province, its code, its registrations, and how many are due for each tool that has a list, in the
 * order of todo_tool. Same parameters. */
enum { TODO_TOOLS = 12 };
extern const char todo_counts_sql[];
/* The n-th tool that has a list, or NULL. */
const char *todo_tool(int n);

#endif
