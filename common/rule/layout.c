/* SPDX-License-Identifier: MIT
 * Where the seats of a room stand. */
#include "rule/layout.h"

/* A number of 1…99 at *s, or 0. */
static int
read_count(const char **s)
{
	int v = 0;

	for (; **s >= '0' && **s <= '9' && v <= LAYOUT_ROWS; ++*s)
		v = v * 10 + (**s - '0');
	return v <= LAYOUT_ROWS ? v : 0;
}

bool
layout_parse(const char *text, struct layout *l)
{
	int first = read_count(&text);

	l->columns = 0;
	if (first == 0)
		return false;
	if (*text == 'x') {
		text++;
		int rows = read_count(&text);

		if (rows == 0 || first > LAYOUT_COLUMNS || *text != '\0')
			return false;
		for (; l->columns < first; l->columns++)
			l->rows[l->columns] = rows;
		return true;
	}
	l->rows[l->columns++] = first;
	while (*text == '-') {
		text++;
		int rows = read_count(&text);

		if (rows == 0 || l->columns == LAYOUT_COLUMNS)
			return false;
		l->rows[l->columns++] = rows;
	}
	return *text == '\0';
}

int
layout_seats(const struct layout *l)
{
	int n = 0;

	for (int c = 0; c < l->columns; c++)
		n += l->rows[c];
	return n;
}

void
layout_extend(struct layout *l, int n)
{
	int have = layout_seats(l);
	int rows = l->columns > 0 ? l->rows[l->columns - 1] : 1;

	for (; have < n && l->columns < LAYOUT_COLUMNS; have += rows)
		l->rows[l->columns++] = rows;
	if (have < n && l->columns > 0) /* longer than any room: the last column takes the rest */
		l->rows[l->columns - 1] += n - have;
}

bool
layout_place(const struct layout *l, int seat, int *column, int *row)
{
	int before = 0;

	for (int c = 0; c < l->columns; before += l->rows[c++]) {
		int at = seat - before - 1;

		if (at < 0 || at >= l->rows[c])
			continue;
		*column = c;
		*row = c % 2 == 0 ? at : l->rows[c] - 1 - at;
		return true;
	}
	return false;
}

int
layout_seat(const struct layout *l, int column, int row)
{
	int before = 0;

	if (column < 0 || column >= l->columns || row < 0 || row >= l->rows[column])
		return 0;
	for (int c = 0; c < column; c++)
		before += l->rows[c];
	return before + 1 + (column % 2 == 0 ? row : l->rows[column] - 1 - row);
}

int
layout_near(const struct layout *l, int seat, int neighbours, int near[8])
{
	int column, row, n = 0;

	if (!layout_place(l, seat, &column, &row))
		return 0;
	for (int dc = -1; dc <= 1; dc++)
		for (int dr = -1; dr <= 1; dr++) {
			bool corner = dc != 0 && dr != 0;
			int other = layout_seat(l, column + dc, row + dr);

			if (other != 0 && other != seat && (neighbours == 8 || !corner))
				near[n++] = other;
		}
	return n;
}

int
layout_form(const struct layout *l, int seat, int forms)
{
	int column, row;

	if (forms < 2 || !layout_place(l, seat, &column, &row))
		return 0;
	if (forms >= 4)
		return column % 2 * 2 + row % 2;
	return (column + row) % forms;
}
