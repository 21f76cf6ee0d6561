/* SPDX-License-Identifier: MIT
 * Number templates. */
#include "rule/number.h"

#include <string.h>

#include "base/diag.h"
#include "base/num.h"
#include "value/idno.h"

enum { WIDTH_MAX = 18 }; /* digits that an int64_t holds */

static const struct {
	const char *name;
	int width; /* 0: the template says */
} fields[NUMBER_FIELDS] = {
	[NUMBER_LITERAL] = { "", 0 },
	[NUMBER_YY] = { "yy", 2 },
	[NUMBER_YYYY] = { "yyyy", 4 },
	[NUMBER_PROVINCE] = { "province", 0 },
	[NUMBER_CITY] = { "city", 0 },
	[NUMBER_LEVEL] = { "level", 0 },
	[NUMBER_SPECIALTY] = { "specialty", 0 },
	[NUMBER_BATCH] = { "batch", 0 },
	[NUMBER_SITE] = { "site", 0 },
	[NUMBER_ROOM] = { "room", 0 },
	[NUMBER_SEAT] = { "seat", 0 },
	[NUMBER_SEQ] = { "seq", 0 },
	[NUMBER_CHECK] = { "check", 1 },
};

/* Read "field" or "field:width", n bytes at s. */
static enum number_result
parse_field(const char *s, size_t n, struct number_part *part)
{
	const char *colon = memchr(s, ':', n);
	size_t name = colon != NULL ? (size_t)(colon - s) : n;
	char digits[4];
	int64_t width = 0;
	int f;

	for (f = NUMBER_LITERAL + 1; f < NUMBER_FIELDS; f++)
		if (strlen(fields[f].name) == name && memcmp(fields[f].name, s, name) == 0)
			break;
	if (f == NUMBER_FIELDS)
		return NUMBER_FIELD;
	if (colon != NULL) {
		size_t len = n - name - 1;

		if (len >= sizeof digits)
			return NUMBER_WIDTH;
		memcpy(digits, colon + 1, len);
		digits[len] = '\0';
		if (!num_parse(digits, 1, WIDTH_MAX, &width))
			return NUMBER_WIDTH;
	} else {
		width = fields[f].width;
	}
	if (width == 0 || (fields[f].width != 0 && width != fields[f].width))
		return NUMBER_WIDTH;
	part->field = (enum number_field)f;
	part->width = (int)width;
	return NUMBER_OK;
}

/* A check character needs a digit before it: a field, or a digit in a literal. */
static bool
check_has_digits(const struct number_template *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct number_part *p = &t->part[i];

		if (p->field == NUMBER_CHECK)
			return false;
		if (p->field != NUMBER_LITERAL)
			return true;
		for (int k = 0; k < p->width; k++)
			if (t->text[p->at + (size_t)k] >= '0' && t->text[p->at + (size_t)k] <= '9')
				return true;
	}
	return true;
}

static enum number_result
parse(const char *text, struct number_template *t, size_t *at)
{
	size_t i = 0, n = strlen(text);

	if (n >= sizeof t->text)
		return NUMBER_LONG;
	memcpy(t->text, text, n + 1);
	while (i < n) {
		struct number_part part = { NUMBER_LITERAL, 0, i };
		size_t end;

		*at = i;
		if (text[i] == '{') {
			end = i + strcspn(text + i, "}");
			if (end == n)
				return NUMBER_FORM;
			enum number_result r = parse_field(text + i + 1, end - i - 1, &part);

			if (r != NUMBER_OK)
				return r;
			end++;
		} else {
			end = i + strcspn(text + i, "{}");
			if (text[end] == '}') {
				*at = end;
				return NUMBER_FORM;
			}
			part.width = (int)(end - i);
		}
		if (t->n == NUMBER_PARTS || t->length + (size_t)part.width >= NUMBER_SIZE)
			return NUMBER_LONG;
		t->part[t->n++] = part;
		t->length += (size_t)part.width;
		i = end;
	}
	*at = n;
	return t->n > 0 && check_has_digits(t) ? NUMBER_OK : NUMBER_FORM;
}

enum number_result
number_parse(const char *text, struct number_template *t, size_t *at)
{
	size_t here = 0;

	memset(t, 0, sizeof *t);
	enum number_result r = parse(text, t, &here);

	if (at != NULL)
		*at = here;
	return r;
}

bool
number_has(const struct number_template *t, enum number_field field)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->part[i].field == field)
			return true;
	return false;
}

enum number_result
number_code(enum number_field field, const char *code, int64_t *value)
{
	char two[3];

	if (code == NULL || *code == '\0')
		return NUMBER_MISSING;
	if (field == NUMBER_PROVINCE || field == NUMBER_CITY) {
		if (!num_digits(code, 6))
			return NUMBER_CODE;
		memcpy(two, code + (field == NUMBER_CITY ? 2 : 0), 2);
		two[2] = '\0';
		code = two;
	}
	if (!num_digits(code, 0) || !num_parse(code, 0, INT64_MAX, value))
		return NUMBER_CODE;
	return NUMBER_OK;
}

static enum number_result
counted(int64_t n, int64_t *value)
{
	*value = n;
	return n > 0 ? NUMBER_OK : NUMBER_MISSING;
}

static enum number_result
field_value(enum number_field field, const struct number_values *v, int64_t *value)
{
	switch (field) {
	case NUMBER_YY:
		*value = v->year % 100;
		return v->year > 0 ? NUMBER_OK : NUMBER_MISSING;
	case NUMBER_YYYY:
		return counted(v->year, value);
	case NUMBER_PROVINCE:
		return number_code(field, v->province, value);
	case NUMBER_CITY:
		return number_code(field, v->city, value);
	case NUMBER_LEVEL:
		return number_code(field, v->level, value);
	case NUMBER_SPECIALTY:
		return number_code(field, v->specialty, value);
	case NUMBER_BATCH:
		return number_code(field, v->batch, value);
	case NUMBER_SITE:
		return number_code(field, v->site, value);
	case NUMBER_ROOM:
		return counted(v->room, value);
	case NUMBER_SEAT:
		return counted(v->seat, value);
	case NUMBER_SEQ:
		return counted(v->seq, value);
	case NUMBER_LITERAL:
	case NUMBER_CHECK:
	case NUMBER_FIELDS:
		break;
	}
	bug("number field %d", (int)field);
}

/* Write value in exactly width digits; false where it has more. */
static bool
pad(char *out, int width, int64_t value)
{
	for (int i = width - 1; i >= 0; i--, value /= 10)
		out[i] = (char)('0' + value % 10);
	return value == 0;
}

static char
check_character(const char *before, size_t n)
{
	char digits[NUMBER_SIZE];
	size_t len = 0;

	for (size_t i = 0; i < n; i++)
		if (before[i] >= '0' && before[i] <= '9')
			digits[len++] = before[i];
	digits[len] = '\0';
	return mod11_2(digits);
}

enum number_result
number_render(const struct number_template *t, const struct number_values *v, char out[NUMBER_SIZE],
    enum number_field *fault)
{
	size_t at = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct number_part *p = &t->part[i];

		if (fault != NULL)
			*fault = p->field;
		if (p->field == NUMBER_LITERAL) {
			memcpy(out + at, t->text + p->at, (size_t)p->width);
		} else if (p->field == NUMBER_CHECK) {
			out[at] = check_character(out, at);
		} else {
			int64_t value;
			enum number_result r = field_value(p->field, v, &value);

			if (r != NUMBER_OK)
				return r;
			if (!pad(out + at, p->width, value))
				return NUMBER_OVERFLOW;
		}
		at += (size_t)p->width;
	}
	out[at] = '\0';
	return NUMBER_OK;
}

enum number_result
number_fits(const struct number_template *t, const int64_t max[NUMBER_FIELDS], enum number_field *fault)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct number_part *p = &t->part[i];
		char digits[WIDTH_MAX];

		if (p->field == NUMBER_LITERAL || fields[p->field].width != 0)
			continue;
		*fault = p->field;
		if (max[p->field] < 0)
			return NUMBER_MISSING;
		if (!pad(digits, p->width, max[p->field]))
			return NUMBER_OVERFLOW;
	}
	return NUMBER_OK;
}

const char *
number_field_name(enum number_field field)
{
	return fields[field].name;
}

const char *
number_result_text(enum number_result r)
{
	switch (r) {
	case NUMBER_OK:
		return L("fits", "正确");
	case NUMBER_FORM:
		return L("not a number template", "编号模板格式不正确");
	case NUMBER_FIELD:
		return L("no such field in a number template", "编号模板中没有这个字段");
	case NUMBER_WIDTH:
		return L("a width that the field cannot have", "字段宽度不正确");
	case NUMBER_LONG:
		return L("makes numbers longer than 63 characters", "编号超过63个字符");
	case NUMBER_MISSING:
		return L("asks for a value that there is not", "编号所需的值不存在");
	case NUMBER_CODE:
		return L("a code that is not a number", "代码不是数字");
	case NUMBER_OVERFLOW:
		return L("a value wider than its field", "数值超出字段宽度");
	}
	bug("number_result %d", (int)r);
}
