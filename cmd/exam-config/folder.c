/* SPDX-License-Identifier: MIT
 * Reading and writing a configuration folder. */
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stream/csvin.h"
#include "stream/csvout.h"
#include "stream/outfile.h"
#include "value/text.h"

/* One file on its way into the configuration. */
struct reading {
	enum table_id t;
	const char *path;
	struct config *config;
	struct flaws *flaws;
	int column[FIELDS_MAX]; /* of the file, by field; -1: absent */
	size_t width;           /* columns of the header */
};

/* Where the table's columns stand. False where one is missing: then no record can be read. */
static bool
read_header(struct reading *rd, struct csvrow *row)
{
	const struct table *t = &tables[rd->t];
	bool known[CSV_FIELDS_MAX] = { false }, complete = true;

	rd->width = row->n;
	for (size_t i = 0; i < row->n; i++) {
		row->len[i] = text_trim(row->field[i], row->len[i]);
		row->field[i][row->len[i]] = '\0';
	}
	for (size_t f = 0; f < t->n; f++) {
		rd->column[f] = -1;
		for (size_t i = 0; i < row->n; i++) {
			if (strcmp(row->field[i], field_name(&t->field[f])) != 0)
				continue;
			known[i] = true;
			if (rd->column[f] < 0)
				rd->column[f] = (int)i;
			else
				flaw_add(rd->flaws, rd->t, row->line, (int)f, "COLUMN_REPEATED", "%s",
				    L("the header names this column twice; keep one",
					"表头中此列出现两次; 请只留一列"));
		}
		if (rd->column[f] < 0) {
			complete = false;
			flaw_add(rd->flaws, rd->t, row->line, (int)f, "COLUMN_MISSING", "%s",
			    L("the file has no such column; add it to the header",
				"文件缺少此列; 请在表头补上"));
		}
	}
	for (size_t i = 0; i < row->n; i++)
		if (!known[i] && row->len[i] > 0)
			notice(L("%s:%lld: unknown column, not read: %s", "%s:%lld: 未知的列, 未读: %s"),
			    rd->path, (long long)row->line, row->field[i]);
	return complete;
}

/* Rows and cells beyond the data that spreadsheets leave behind are empty. */
static bool
empty_from(const struct csvrow *row, size_t from)
{
	for (size_t i = from; i < row->n; i++)
		if (row->len[i] > 0)
			return false;
	return true;
}

static void
read_record(struct reading *rd, struct csvrow *row)
{
	const struct table *t = &tables[rd->t];
	struct rows *rows = &rd->config->rows[rd->t];

	if (empty_from(row, 0))
		return;
	if (row->n < rd->width || !empty_from(row, rd->width)) {
		flaw_add(rd->flaws, rd->t, row->line, -1, "FIELD_COUNT",
		    L("%zu fields where the header has %zu; is a comma missing, or a field with a comma not "
		      "quoted?",
			"有 %zu 个字段, 表头为 %zu 个; 是否少了逗号, 或含逗号的字段没有加引号?"),
		    row->n, rd->width);
		rows->broken = rows->key_broken = true;
		return;
	}
	struct record *r = config_add(rd->config, rd->t);

	r->line = row->line;
	for (size_t f = 0; f < t->n; f++) {
		size_t i = (size_t)rd->column[f];
		const char *code = "", *rule = "";
		char *given = xstrdup(row->field[i]);
		const char *v =
		    field_read(&t->field[f], row->field[i], row->len[i], &rd->config->memory, &code, &rule);

		if (v != NULL) {
			r->value[f] = v;
		} else {
			r->whole = false;
			rows->broken = true;
			rows->key_broken = rows->key_broken || (t->field[f].flags & KEY);
			flaw_add(rd->flaws, rd->t, row->line, (int)f, code, "%s%s%s", given,
			    *given != '\0' ? ": " : "", rule);
		}
		free(given);
	}
}

static void
read_file(struct reading *rd, folder_seen_fn *seen, void *context)
{
	struct buf err = BUF_INIT;
	struct csvin *in = csvin_open(rd->path, NULL, &err);
	struct csvrow row;
	int got = in == NULL ? -1 : csvin_next(in, &row, &err);

	if (got == 0)
		flaw_add(rd->flaws, rd->t, 1, -1, "HEADER_MISSING", "%s",
		    L("the file is empty; it needs at least its header", "文件为空; 至少须有表头"));
	if (got > 0 && read_header(rd, &row)) {
		while ((got = csvin_next(in, &row, &err)) > 0)
			read_record(rd, &row);
		rd->config->rows[rd->t].present = got == 0;
	}
	if (got < 0)
		flaw_line(rd->flaws, rd->t, buf_text(&err));
	else if (rd->config->rows[rd->t].present && seen != NULL)
		seen(context, rd->path, csvin_digest(in));
	if (in != NULL)
		csvin_close(in);
	buf_release(&err);
}

/* A file beside the tables that looks like one is not read: a slip in its name would leave the table itself as it was. */
static void
strangers(const char *dir)
{
	struct dirent **entry;
	int n = scandir(dir, &entry, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		const char *name = entry[i]->d_name;
		size_t len = strlen(name);
		bool known = len < 4 || *name == '.' || strcasecmp(name + len - 4, ".csv") != 0;

		for (int t = 0; t < TABLES && !known; t++)
			known = strlen(tables[t].file) == len - 4 && strncmp(name, tables[t].file, len - 4) == 0 && strcmp(name + len - 4, ".csv") == 0;
		if (!known)
			notice(L("%s/%s: no table is called so; not read", "%s/%s: 没有此名称的表, 未读"), dir, name);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
}

void
folder_read(const char *dir, struct config *c, struct flaws *flaws, folder_seen_fn *seen, void *context)
{
	strangers(dir);
	for (int t = 0; t < TABLES; t++) {
		char *path = xasprintf("%s/%s.csv", dir, tables[t].file);
		struct reading rd = { .t = (enum table_id)t, .path = path, .config = c, .flaws = flaws };

		if (access(path, F_OK) != 0)
			flaw_add(flaws, rd.t, 0, -1, "FILE_MISSING", "%s",
			    tables[t].may_be_empty
				? L("a configuration has every table; this one may hold its header alone",
				      "配置须包含全部表; 此表可以只有表头")
				: L("a configuration has every table; dump shows its columns",
				      "配置须包含全部表; 列见 dump"));
		else
			read_file(&rd, seen, context);
		if (c->rows[t].present && c->rows[t].n == 0 && !tables[t].may_be_empty)
			flaw_add(flaws, rd.t, 1, -1, "TABLE_EMPTY", "%s",
			    L("this table must have rows", "此表不能没有记录"));
		free(path);
	}
}

/* ---- writing */

static void
table_text(const struct config *c, enum table_id id, const struct csvstyle *style, struct buf *out)
{
	const struct table *t = &tables[id];
	const char *name[FIELDS_MAX];

	for (size_t f = 0; f < t->n; f++)
		name[f] = field_name(&t->field[f]);
	csvout_header(out, style, name, t->n);
	for (size_t i = 0; i < c->rows[id].n; i++)
		csvout_row(out, style, c->rows[id].row[i].value, t->n);
}

static bool
write_file(const char *path, const struct buf *text)
{
	struct outfile *f = outfile_begin(path);

	if (f == NULL)
		return false;
	if (text->len > 0 && fwrite(text->ptr, 1, text->len, outfile_stream(f)) != text->len) {
		int saved = errno;

		outfile_abort(f);
		errno = saved;
		return false;
	}
	return outfile_commit(f);
}

bool
folder_write(struct run *run, const char *dir, const struct config *c, struct buf *path)
{
	struct buf text = BUF_INIT;
	bool ok = true;

	buf_str(path, dir);
	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return false;
	for (int t = 0; t < TABLES; t++) { /* what cannot be written at all ends the run before the first file */
		buf_clear(&text);
		table_text(c, (enum table_id)t, run_style(run), &text);
		run_file_text(run, &text);
	}
	for (int t = 0; ok && t < TABLES; t++) {
		buf_clear(path);
		buf_printf(path, "%s/%s.csv", dir, tables[t].file);
		buf_clear(&text);
		table_text(c, (enum table_id)t, run_style(run), &text);
		ok = write_file(buf_text(path), run_file_text(run, &text));
	}
	buf_release(&text);
	return ok;
}
