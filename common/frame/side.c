/* SPDX-License-Identifier: MIT
 * CSV files beside the stream. */
#include "frame/side.h"

#include <string.h>

#include "stream/column.h"
#include "stream/csvin.h"

/* Where each column stands in the file, -1: nowhere. The number of columns. */
static size_t
bind(const struct csvrow *header, const char *path, const struct incol *columns, int at[SIDE_COLUMNS])
{
	struct buf missing = BUF_INIT;
	size_t n = 0;

	for (; columns[n].name != NULL; n++) {
		at[n] = -1;
		for (size_t i = 0; i < header->n; i++) {
			const struct column *c = column_of_header(header->field[i]);

			if (c == NULL || strcmp(c->name, columns[n].name) != 0)
				continue;
			if (at[n] >= 0)
				refuse(L("%s:1: COLUMN_TWICE: two columns are %s: \"%s\" and \"%s\"; nothing was changed",
				    "%s:1: COLUMN_TWICE: 有两列都是 %s: \"%s\" 与 \"%s\"; 未作任何改动"), path, c->name, header->field[at[n]], header->field[i]);
			at[n] = (int)i;
		}
		if (at[n] < 0 && columns[n].required)
			buf_printf(&missing, "%s%s (%s)", missing.len > 0 ? ", " : "", columns[n].name, column_chinese(columns[n].name));
	}
	if (missing.len > 0)
		refuse(L("%s:1: COLUMN_MISSING: required columns are missing: %s; nothing was changed", "%s:1: COLUMN_MISSING: 缺少必需的列: %s; 未作任何改动"),
		    path, buf_text(&missing));
	return n;
}

void
side_read(struct run *run, const char *path, const struct incol *columns,
    void (*each)(void *context, int64_t line, const char *const *value), void *context)
{
	struct buf err = BUF_INIT;
	struct csvrow row;
	int at[SIDE_COLUMNS], got;
	struct csvin *in = csvin_open(path, NULL, &err);

	if (in == NULL || (got = csvin_next(in, &row, &err)) < 0)
		refuse(L("%s; nothing was changed", "%s; 未作任何改动"), buf_text(&err));
	if (got == 0)
		refuse(L("%s: EMPTY: no header line; nothing was changed", "%s: EMPTY: 没有表头; 未作任何改动"), path);
	size_t n = bind(&row, path, columns, at), width = row.n;

	while ((got = csvin_next(in, &row, &err)) > 0) {
		const char *value[SIDE_COLUMNS];

		if (row.n != width)
			refuse(L("%s:%lld: FIELD_COUNT: %zu fields where the header has %zu; nothing was changed",
			    "%s:%lld: FIELD_COUNT: 有 %zu 个字段, 表头有 %zu 个; 未作任何改动"), path, (long long)row.line, row.n, width);
		for (size_t k = 0; k < n; k++) {
			value[k] = "";
			if (at[k] < 0)
				continue;
			char *s = row.field[at[k]];

			s[column_clean(column_find(columns[k].name)->flags, s, row.len[at[k]])] = '\0';
			value[k] = s;
		}
		each(context, row.line, value);
	}
	if (got < 0)
		refuse(L("%s; nothing was changed", "%s; 未作任何改动"), buf_text(&err));
	run_input(run, path, csvin_digest(in));
	csvin_close(in);
	buf_release(&err);
}
