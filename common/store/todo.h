/* SPDX-License-Identifier: MIT
 * What is due for which tool: the one list behind --all and reg-list --todo. */
#ifndef STORE_TODO_H
#define STORE_TODO_H

/* SQL that selects the registrations of exam :exam (id) that are due for the tool at the time :now, one
 * column reg_no, in its order; NULL: the tool has no list. */
const char *todo_sql(const char *tool);
/* The n-th tool that has a list, or NULL. */
const char *todo_tool(int n);

#endif
