/* SPDX-License-Identifier: MIT
 * Lists. */
#include "list.h"

#include <string.h>

static const double SIZE = 9.5;

/* "审核点：北京市第一审核点　地址：…　电话：…　时间：…" or the city. */
static const char *
whose(struct paper *p)
{
	const struct facts *f = p->f;

	if (strcmp(p->group, "city") == 0)
		return say(p, "报考省市：%s", f->text[F_REGION]);
	return say(p, "审核点：%s　　地址：%s　　电话：%s　　办公时间：%s", shown(f, F_POINT), shown(f, F_POINT_ADDRESS), shown(f, F_POINT_PHONE),
	    shown(f, F_POINT_HOURS));
}

void
list_begin(struct paper *p, const char *title, const struct list_column *column, size_t columns)
{
	static const struct flow_line line = { .style = FONT_BODY, .size = 10.5, .align = ALIGN_LEFT, .after = 2.2 };
	struct flow_cell head[LIST_COLUMNS];
	const char *running = say(p, "%s　%s（续）　%s", p->f->text[F_EXAM], title, strcmp(p->group, "city") == 0 ? p->f->text[F_REGION] : shown(p->f, F_POINT));
	struct flow_paper sheet = { .landscape = true, .margin = 15, .numbered = true, .running = running };

	flow_begin(p->flow, &sheet);
	put_title(p, title);
	flow_text(p->flow, &line, say(p, "%s　　共 %zu 人", whose(p), p->n));
	for (size_t i = 0; i < columns; i++)
		head[i] = (struct flow_cell){ .kind = FLOW_COLUMN, .w = column[i].w, .text = column[i].head };
	flow_head(p->flow, 9, head, columns);
}

size_t
list_row(struct paper *p, const struct list_column *column, size_t columns, const char *const *text)
{
	struct flow_cell cell[LIST_COLUMNS];

	for (size_t i = 0; i < columns; i++)
		cell[i] = (struct flow_cell){ .kind = column[i].kind, .w = column[i].w, .text = text[i], .field = column[i].field, .size = SIZE };
	return flow_row(p->flow, 10, cell, columns);
}

void
list_end(struct paper *p, const struct flow_cell *box, size_t boxes)
{
	flow_keep(p->flow);
	flow_body_end(p->flow);
	flow_row(p->flow, 26, box, boxes);
}

const char *
level_and_specialty(struct paper *p, const struct facts *f)
{
	return *f->text[F_SPECIALTY] != '\0' ? say(p, "%s\n%s", f->text[F_LEVEL], f->text[F_SPECIALTY]) : f->text[F_LEVEL];
}
