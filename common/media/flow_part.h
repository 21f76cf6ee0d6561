/* SPDX-License-Identifier: MIT
 * What flow.c (putting a document together) and flow_page.c (laying it on pages and drawing) share. */
#ifndef MEDIA_FLOW_PART_H
#define MEDIA_FLOW_PART_H

#include "base/mem.h"
#include "media/flow.h"

enum part_kind { PART_ROW, PART_TEXT, PART_GAP, PART_BREAK };

struct part {
	enum part_kind kind;
	const struct flow_cell *cell;
	size_t cells;
	struct flow_line line;
	const char *text;
	double least, stretch;
	bool keep;
	size_t head;   /* the head row it stands under; NO_HEAD */
	double beside; /* what a photograph takes of its width */
	/* laid out */
	double h, y;
	int page;
};

enum { NO_HEAD = -1 };

struct photo {
	size_t from, rows;
	double w;
	const void *jpeg;
	size_t n;
};

struct flow {
	struct flow_paper paper;
	struct part *part;
	size_t parts, cap;
	struct photo photo; /* rows 0: none */
	struct arena memory;
	size_t head; /* of the rows to come */
	int pages;
	bool tried; /* it is laid out, and can be drawn */
};

/* How a kind of cell is set. */
struct flow_look {
	enum font_style style;
	double size;
	enum align align;
};
extern const struct flow_look flow_looks[];
extern const char flow_paste[]; /* stands where a photograph is missing */

#endif
