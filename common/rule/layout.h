/* SPDX-License-Identifier: MIT
 * Where the seats of a room stand. A layout is the desks of each column, the column at the
 * left first: "7-7-8-8", or "5x8" for 5 columns of 8. Seats are numbered in a snake: column 1
 * from the front to the back, column 2 from the back to the front, and so on (rules.md (b) J). */
#ifndef RULE_LAYOUT_H
#define RULE_LAYOUT_H

#include <stdbool.h>

enum { LAYOUT_COLUMNS = 64, LAYOUT_ROWS = 99 };

struct layout {
	int columns;
	int rows[LAYOUT_COLUMNS];
};

/* Read a layout; false where it is none. */
bool layout_parse(const char *text, struct layout *l);
/* How many seats it has. */
int layout_seats(const struct layout *l);
/* Make it hold n seats: further columns as long as the last one. A room may hold more people
 * than its drawing has desks (rooms to which a tail was joined). */
void layout_extend(struct layout *l, int n);

/* The place of a seat (from 1): column from 0 at the left, row from 0 at the front. False
 * where the layout has no such seat. */
bool layout_place(const struct layout *l, int seat, int *column, int *row);
/* The seat at a place, 0 where there is none. */
int layout_seat(const struct layout *l, int column, int row);

/* The seats beside (4: before, behind, left, right; 8: the corners too) a seat, into near;
 * their number. Columns of unequal length stand aligned at the front. */
int layout_near(const struct layout *l, int seat, int neighbours, int near[8]);

/* Which of several forms of a paper a seat gets, 0 … forms-1, so that seats side by side and
 * one behind the other differ (forms ≥ 2), with 4 forms also those at the corners. */
int layout_form(const struct layout *l, int seat, int forms);

#endif
