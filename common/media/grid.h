/* SPDX-License-Identifier: MIT
 * Ruled forms and tables: rows of cells side by side, as offices draw them. Lengths are millimetres, type sizes points. */
#ifndef MEDIA_GRID_H
#define MEDIA_GRID_H

#include <stdbool.h>

#include "media/canvas.h"

enum grid_look {
	GRID_VALUE,   /* at the left */
	GRID_CENTRE,  /* in the middle */
	GRID_STRONG,  /* in the middle, heading type */
	GRID_LABEL,   /* grey, heading type, set apart to the width of the cell */
	GRID_HEAD,    /* grey, heading type, in the middle */
	GRID_NOTE     /* at the left, from the upper edge */
};

struct grid_cell {
	double w;
	const char *text;  /* "" or NULL: empty, to be written in */
	enum grid_look look;
	double size;       /* 0: 10.5; shrinks to two thirds, not below 6.5, where the text is too long */
	int lines;         /* at most; 0: 1 */
};

/* Draw n cells from (x, y), h high, each framed. The number of the first cell whose text cannot be drawn, -1: all are. */
int grid_row(struct canvas *c, double x, double y, double h, const struct grid_cell *cell, int n);

/* "第 1 页  共 2 页" at the right of a foot line whose baseline is y, and a text at the left of it ("": none). */
bool grid_foot(struct canvas *c, double left, double right, double y, const char *text, int page, int pages);
/* What grid_foot draws beside the text: remember it for the fonts. */
extern const char grid_foot_words[];

#endif
