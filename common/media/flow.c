/* SPDX-License-Identifier: MIT
 * Flowing documents: their parts, and the characters in them. */
#include <stdlib.h>
#include <string.h>

#include "media/flow_part.h"
#include "media/grid.h"

static const double MARGIN = 18;

const struct flow_look flow_looks[] = {
	[FLOW_VALUE] = { FONT_BODY, 10.5, ALIGN_LEFT },
	[FLOW_MIDDLE] = { FONT_BODY, 10.5, ALIGN_CENTRE },
	[FLOW_NUMBER] = { FONT_BODY, 10.5, ALIGN_RIGHT },
	[FLOW_STRONG] = { FONT_HEADING, 11, ALIGN_LEFT },
	[FLOW_LABEL] = { FONT_HEADING, 10, ALIGN_CENTRE },
	[FLOW_COLUMN] = { FONT_HEADING, 10, ALIGN_CENTRE },
	[FLOW_OPINION] = { FONT_BODY, 10, ALIGN_LEFT },
	[FLOW_CODE] = { FONT_BODY, 10, ALIGN_CENTRE },
};

const char flow_paste[] = "贴照片处";

struct flow *
flow_new(void)
{
	return xcalloc(1, sizeof(struct flow));
}

void
flow_free(struct flow *s)
{
	free(s->part);
	arena_release(&s->memory);
	free(s);
}

/* ---- putting together */

void
flow_begin(struct flow *s, const struct flow_paper *paper)
{
	s->paper = *paper;
	if (s->paper.margin <= 0)
		s->paper.margin = MARGIN;
	s->parts = 0;
	s->photo = (struct photo){ .rows = 0 };
	s->pages = 0;
	s->tried = false;
	s->head = NO_HEAD;
	arena_clear(&s->memory);
}

static struct part *
add(struct flow *s, enum part_kind kind)
{
	s->part = grow(s->part, s->parts, &s->cap, sizeof *s->part);
	s->part[s->parts] = (struct part){ .kind = kind, .head = NO_HEAD };
	s->tried = false;
	if (kind != PART_ROW)
		s->head = NO_HEAD;
	return &s->part[s->parts++];
}

size_t
flow_row(struct flow *s, double h, const struct flow_cell *cell, size_t cells)
{
	struct part *p = add(s, PART_ROW);
	size_t at = s->parts - 1;
	struct flow_cell *copy = arena_alloc(&s->memory, cells * sizeof *copy);

	memcpy(copy, cell, cells * sizeof *copy);
	p->cell = copy;
	p->cells = cells;
	p->least = h;
	p->head = s->head;
	if (at - s->photo.from < s->photo.rows) {
		p->beside = s->photo.w;
		p->keep = at - s->photo.from + 1 < s->photo.rows;
	}
	return at;
}

size_t
flow_head(struct flow *s, double h, const struct flow_cell *cell, size_t cells)
{
	s->head = NO_HEAD;
	s->head = flow_row(s, h, cell, cells);
	s->part[s->head].keep = true;
	return s->head;
}

void
flow_body_end(struct flow *s)
{
	s->head = NO_HEAD;
}

size_t
flow_text(struct flow *s, const struct flow_line *line, const char *text)
{
	struct part *p = add(s, PART_TEXT);

	p->line = *line;
	p->text = text;
	return s->parts - 1;
}

size_t
flow_gap(struct flow *s, double h)
{
	add(s, PART_GAP)->least = h;
	return s->parts - 1;
}

void
flow_break(struct flow *s)
{
	add(s, PART_BREAK);
}

void
flow_photo(struct flow *s, size_t rows, double w, const void *jpeg, size_t n)
{
	s->photo = (struct photo){ s->parts, rows, w, jpeg, n };
}

void
flow_keep(struct flow *s)
{
	s->part[s->parts - 1].keep = true;
}

void
flow_stretch(struct flow *s, double h)
{
	s->part[s->parts - 1].stretch = h;
}

/* ---- characters */

/* Every text with its style, the parts' first, until each returns false. */
typedef bool text_fn(void *context, enum font_style style, const char *text, const char *field, size_t part);

/* Line breaks are no characters. */
static bool
each_line(text_fn *each, void *context, enum font_style style, const char *text, const char *field, size_t part)
{
	static struct buf line;

	for (;;) {
		size_t n = strcspn(text, "\n");

		buf_clear(&line);
		buf_add(&line, text, n);
		if (!each(context, style, buf_text(&line), field, part))
			return false;
		if (text[n] == '\0')
			return true;
		text += n + 1;
	}
}

static bool
each_text(const struct flow *s, text_fn *each, void *context)
{
	const char *const furniture[] = { grid_foot_words, s->paper.running, s->paper.foot, s->photo.rows > 0 && s->photo.jpeg == NULL ? flow_paste : NULL };

	for (size_t i = 0; i < s->parts; i++) {
		const struct part *p = &s->part[i];

		if (p->kind == PART_TEXT && !each_line(each, context, p->line.style, p->text, p->line.field, i))
			return false;
		for (size_t k = 0; k < p->cells; k++) {
			const struct flow_cell *c = &p->cell[k];

			if (!each_line(each, context, flow_looks[c->kind].style, c->text, c->field, i) ||
			    (c->foot != NULL && !each_line(each, context, flow_looks[c->kind].style, c->foot, NULL, i)))
				return false;
		}
	}
	for (size_t i = 0; i < sizeof furniture / sizeof *furniture; i++)
		if (furniture[i] != NULL && !each_line(each, context, FONT_BODY, furniture[i], NULL, 0))
			return false;
	return true;
}

struct needing {
	struct fontset *fonts;
	font_tell *tell;
	void *context;
	bool covered;
};

static bool
need_text(void *context, enum font_style style, const char *text, const char *field, size_t part)
{
	struct needing *n = context;

	(void)part;
	n->covered &= fontset_ask(n->fonts, style, text, field, n->tell, n->context);
	return true;
}

bool
flow_need(const struct flow *s, struct fontset *fonts, font_tell *tell, void *context)
{
	struct needing n = { fonts, tell, context, true };

	each_text(s, need_text, &n);
	return n.covered;
}

static bool
stock_text(void *context, enum font_style style, const char *text, const char *field, size_t part)
{
	(void)field;
	(void)part;
	pdf_stock_words(context, style, text);
	return true;
}

void
flow_stock(const struct flow *s, struct pdf_stock *stock)
{
	each_text(s, stock_text, stock);
}
