/* SPDX-License-Identifier: MIT
 * What documents share. */
#include "document.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "value/money.h"

const char *
say(struct paper *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	char *s = arena_alloc(p->memory, (size_t)n + 1);

	va_start(ap, fmt);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return s;
}

const char *
shown(const struct facts *f, enum fact fact)
{
	return or_dash(f->text[fact]);
}

const char *
day(struct paper *p, const char *date)
{
	size_t n = strlen(date);

	if (n >= 10)
		return say(p, "%.4s年%.2s月%.2s日", date, date + 5, date + 8);
	return n >= 7 ? say(p, "%.4s年%.2s月", date, date + 5) : "—";
}

const char *
yuan(struct paper *p, const char *fen)
{
	char text[MONEY_SIZE];

	money_text(strtoll(fen, NULL, 10), text);
	return say(p, "%s", text);
}

void
put_title(struct paper *p, const char *title)
{
	flow_text(p->flow, &(struct flow_line){ .style = FONT_HEADING, .size = 14, .align = ALIGN_CENTRE, .after = 3, .indent = 10 },
	    p->f->text[F_EXAM]);
	flow_text(p->flow, &(struct flow_line){ .style = FONT_HEADING, .size = 22, .align = ALIGN_CENTRE, .after = 5.5 }, title);
}

void
put_pair(struct paper *p, const struct pair_look *look, struct pair left, struct pair right)
{
	bool two = right.label != NULL;
	const struct flow_cell cell[] = { { .kind = FLOW_LABEL, .w = look->label, .text = left.label },
		{ .kind = FLOW_VALUE, .w = two ? look->value : 0, .text = left.text, .field = left.field },
		{ .kind = FLOW_LABEL, .w = look->label, .text = right.label }, { .kind = FLOW_VALUE, .text = right.text, .field = right.field } };

	flow_row(p->flow, look->h, cell, two ? 4 : 2);
}

const char *
or_dash(const char *s)
{
	return *s != '\0' ? s : "—";
}

void
need_facts(struct rec *r, const struct facts *f, const enum fact *fact, size_t n)
{
	static const char *const column[FACTS] = { [F_GENDER] = "gender", [F_BIRTH] = "birth", [F_PHONE] = "phone", [F_LEVEL] = "level", [F_POINT] = "review_point" };

	for (size_t i = 0; i < n; i++)
		if (*f->text[fact[i]] == '\0')
			fault(r, I_REG_NO, "FIELD_EMPTY", L("%s of %s is empty, and the paper must have it; complete the registration or the configuration",
			    "%s (%s) 为空, 表格上不可缺少; 请补全报名信息或配置"), column[fact[i]], f->text[F_NAME]);
}
