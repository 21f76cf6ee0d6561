/* SPDX-License-Identifier: MIT
 * How papers of the office name things. */
#include "frame/print_text.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

void
text_exam(const struct exam *e, struct buf *out)
{
	char year[8];

	snprintf(year, sizeof year, "%d年", e->year);
	if (strstr(e->name, year) == NULL)
		buf_printf(out, "%s度", year);
	buf_str(out, e->name);
}

void
text_region(const char *province, const char *city, struct buf *out)
{
	const char *p = province_name(province), *c = city_name(city);

	buf_str(out, p != NULL ? p : "");
	if (c != NULL && (p == NULL || strcmp(p, c) != 0))
		buf_str(out, c);
}

void
text_papers(const struct exam *e, const char *codes, const char *specialty, struct buf *out)
{
	bool by_specialty = false;
	char code[32];

	for (const char *p = codes; *p != '\0'; p += *p == '+') {
		size_t n = strcspn(p, "+");

		snprintf(code, sizeof code, "%.*s", (int)n, p);
		const struct subject *s = exam_subject(e, code);

		buf_printf(out, "%s%s", p > codes ? "、" : "", s != NULL ? s->name : code);
		by_specialty |= s != NULL && s->specialty_paper;
		p += n;
	}
	if (by_specialty && *specialty != '\0')
		buf_printf(out, "（%s）", specialty);
}

void
text_date(const char *date, struct buf *out)
{
	if (strlen(date) == 10)
		buf_printf(out, "%.4s年%.2s月%.2s日", date, date + 5, date + 8);
}

void
text_hours(const char *start, const char *end, struct buf *out)
{
	if (*start != '\0' && *end != '\0')
		buf_printf(out, "%s—%s", start, end);
}

void
text_padded(const struct exam *e, enum number_field field, int64_t number, struct buf *out)
{
	struct number_template t;
	int width = 2;

	if (number_parse(e->admit_no, &t, NULL) == NUMBER_OK)
		for (size_t i = 0; i < t.n; i++)
			if (t.part[i].field == field)
				width = t.part[i].width;
	buf_printf(out, "%0*lld", width, (long long)number);
}

const char *
text_keep(struct arena *memory, const char *s)
{
	return *s == '\0' ? "" : arena_strdup(memory, s);
}

const char *
text_keep_buf(struct arena *memory, struct buf *b)
{
	const char *s = text_keep(memory, buf_text(b));

	buf_release(b);
	return s;
}

void
text_pack(struct buf *out, const char *s)
{
	buf_add(out, s, strlen(s) + 1);
}

const char *
text_unpack(const char **p)
{
	const char *s = *p;

	*p += strlen(s) + 1;
	return s;
}
