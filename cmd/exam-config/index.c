/* SPDX-License-Identifier: MIT
 * Looking records up by some of their fields. */
#include "index.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

size_t
field_list(const struct table *t, const char *names, size_t field[PARTS_MAX])
{
	size_t n = 0;

	while (*names != '\0') {
		char name[32];
		size_t len = strcspn(names, " ");

		if (n == PARTS_MAX || len >= sizeof name)
			bug("fields: %s", names);
		memcpy(name, names, len);
		name[len] = '\0';
		field[n++] = field_index(t, name);
		names += len + (names[len] == ' ');
	}
	return n;
}

/* Values side by side; the separator can not stand in a value that was typed. */
static void
join(const char *const *value, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		buf_str(out, value[i]);
		buf_char(out, '\037');
	}
}

static int
by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int d = strcmp(x->key, y->key);

	return d != 0 ? d : x->order < y->order ? -1 : x->order > y->order;
}

struct index
index_make(struct config *c, enum table_id t, const char *fields)
{
	const struct rows *rows = &c->rows[t];
	struct index x = { .present = rows->present && !rows->key_broken, .n = rows->n };
	size_t field[PARTS_MAX], n = field_list(&tables[t], fields, field);
	struct buf key = BUF_INIT;

	x.entry = arena_alloc(&c->memory, (rows->n + 1) * sizeof *x.entry);
	for (size_t i = 0; i < rows->n; i++) {
		const char *value[PARTS_MAX];

		for (size_t k = 0; k < n; k++)
			value[k] = rows->row[i].value[field[k]];
		buf_clear(&key);
		join(value, n, &key);
		x.entry[i] = (struct entry){ arena_strdup(&c->memory, buf_text(&key)), &rows->row[i], i };
	}
	qsort(x.entry, x.n, sizeof *x.entry, by_key);
	buf_release(&key);
	return x;
}

const struct record *
index_get(const struct index *x, const char *const *value, size_t n)
{
	static struct buf key;
	size_t low = 0, high = x->n;

	buf_clear(&key);
	join(value, n, &key);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(x->entry[middle].key, buf_text(&key)) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < x->n && strcmp(x->entry[low].key, buf_text(&key)) == 0 ? x->entry[low].record : NULL;
}

const char *
key_fields(const struct table *t)
{
	static struct buf names;

	buf_clear(&names);
	for (size_t f = 0; f < t->n; f++)
		if (t->field[f].flags & KEY)
			buf_printf(&names, "%s%s", names.len > 0 ? " " : "", field_name(&t->field[f]));
	return buf_text(&names);
}

void
key_text(const struct table *t, const struct record *r, struct buf *out)
{
	bool first = true;

	for (size_t f = 0; f < t->n; f++) {
		if (!(t->field[f].flags & KEY))
			continue;
		if (!first)
			buf_char(out, '|');
		first = false;
		buf_str(out, r->value[f]);
	}
}
