/* SPDX-License-Identifier: MIT
 * Files that others have made, where ../shared has them: CSV with the records it holds as JSON; GB18030 with the
 * same text as UTF-8. */
#include <dirent.h>

#include "../csvref.h"
#include "../tap.h"
#include "stream/input.h"
#include "value/text.h"

static const char *
vectors(const char *path)
{
	static char full[4][1024];
	static int k;
	const char *shared = getenv("SHARED");
	char *out = full[k++ % 4];

	snprintf(out, sizeof full[0], "%s/data/vectors/%s", shared != NULL ? shared : "../shared", path);
	return out;
}

/* ---- CSV and JSON */

static void
json_string(const char **p, struct buf *out)
{
	for (++*p; **p != '"' && **p != '\0'; ++*p) {
		if (**p != '\\') {
			buf_char(out, **p);
			continue;
		}
		++*p;
		buf_char(out, **p == 'n' ? '\n' : **p == 'r' ? '\r' : **p == 't' ? '\t' : **p);
	}
	++*p;
}

/* JSON of rows as arrays, or as objects (their keys are the header; given once, as the first row), flattened: fields
 * end with U+001F, rows with '\n'. */
static void
json_rows(const char *p, struct buf *out)
{
	struct buf keys = BUF_INIT, row = BUF_INIT, s = BUF_INIT;
	bool object = false, value = false, first = true;

	while (*p != '\0') {
		if (*p == '{' || *p == '[') {
			object = *p == '{';
			buf_clear(&row);
			p++;
		} else if (*p == '"') {
			buf_clear(&s);
			json_string(&p, &s);
			struct buf *to = object && !value ? &keys : &row;

			buf_add(to, buf_text(&s), s.len);
			buf_char(to, '\x1f');
			value = false;
		} else if (*p == ':') {
			value = true;
			p++;
		} else if ((*p == '}' || *p == ']') && row.len > 0) {
			if (object && first)
				buf_printf(out, "%s\n", buf_text(&keys));
			first = false;
			buf_printf(out, "%s\n", buf_text(&row));
			buf_clear(&row);
			p++;
		} else {
			p++;
		}
	}
	buf_release(&keys);
	buf_release(&row);
	buf_release(&s);
}

/* The records of csvin in the same form; the number of fields of the first and whether all have as many. */
static bool
csv_rows(const char *path, struct buf *out, bool *even, struct buf *err)
{
	struct csvin *in = csvin_open(path, NULL, err);
	struct csvrow row;
	size_t n = 0, records = 0;
	int r = -1;

	*even = true;
	while (in != NULL && (r = csvin_next(in, &row, err)) > 0) {
		if (records++ == 0)
			n = row.n;
		*even = *even && row.n == n;
		for (size_t i = 0; i < row.n; i++)
			buf_printf(out, "%s\x1f", row.field[i]);
		buf_char(out, '\n');
	}
	csvin_close(in);
	return r == 0;
}

/* Blanks round unquoted fields are dropped here: compared without them at the ends. Blank lines are no records here. */
static void
without_blanks(struct buf *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->len; i++) {
		bool lead = b->ptr[i] == ' ' && (n == 0 || b->ptr[n - 1] == '\x1f' || b->ptr[n - 1] == '\n');
		size_t k = i;

		while (k < b->len && b->ptr[k] == ' ')
			k++;
		if (lead || (b->ptr[i] == ' ' && k < b->len && b->ptr[k] == '\x1f'))
			continue;
		if (b->ptr[i] == '\x1f' && (n == 0 || b->ptr[n - 1] == '\n') && i + 1 < b->len && b->ptr[i + 1] == '\n') {
			i++; /* a row of one empty field */
			continue;
		}
		b->ptr[n++] = b->ptr[i];
	}
	b->len = n;
}

static void
csv_file(const char *folder, const char *name)
{
	struct buf got = BUF_INIT, want = BUF_INIT, json = BUF_INIT, err = BUF_INIT;
	char path[1024], twin[1024];
	bool even;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	snprintf(twin, sizeof twin, "%s/%.*s.json", folder, (int)(strlen(name) - 4), name);
	bool read = csv_rows(path, &got, &even, &err);

	if (strcmp(name, "bad-header-wrong-header.csv") == 0 || strcmp(name, "bad-header-no-header.csv") == 0) {
		/* nothing is wrong with their structure: the frame finds no column of its own, or no header */
		ok(read && strstr(buf_text(&got), "foo") == NULL, "%s: not the columns that are needed", name);
	} else if (strncmp(name, "bad-", 4) == 0) {
		ok(!read || !even, "%s is refused: %s", name, read ? "number of fields" : buf_text(&err));
	} else if (strcmp(name, "location_coordinates.csv") == 0) {
		/* a quote inside an unquoted field: RFC 4180 has none; its JSON gives another phone number, too */
		ok(!read && strstr(buf_text(&err), ": QUOTE: ") != NULL, "%s is refused: %s", name, buf_text(&err));
	} else if (strcmp(name, "header-no-rows.csv") == 0) {
		ok(read && strcmp(buf_text(&got), "foo\x1f" "bar\x1f" "baz\x1f\n") == 0, "%s: a header and no rows", name);
	} else {
		ok(buf_read_file(&json, twin, 0), "%s has its JSON", name);
		json_rows(buf_text(&json), &want);
		without_blanks(&got);
		without_blanks(&want);
		if (!ok(read && got.len == want.len && memcmp(buf_text(&got), buf_text(&want), got.len) == 0, "%s: the records of its JSON",
		        name))
			printf("# got %.*s\n# not %.*s\n# %s\n", (int)got.len, buf_text(&got), (int)want.len, buf_text(&want), buf_text(&err));
	}
	buf_release(&got);
	buf_release(&want);
	buf_release(&json);
	buf_release(&err);
}

static void
csv_folder(const char *folder)
{
	struct dirent **entry;
	int n = scandir(folder, &entry, NULL, alphasort);

	if (n < 0) {
		skip("no ../shared/data/vectors/csv");
		return;
	}
	for (int i = 0; i < n; i++) {
		const char *name = entry[i]->d_name, *dot = strrchr(name, '.');

		if (dot != NULL && strcmp(dot, ".csv") == 0)
			csv_file(folder, name);
		free(entry[i]);
	}
	free(entry);
}

/* ---- encodings */

static bool
text_of(const char *path, const char *encoding, struct buf *out, struct buf *err)
{
	struct input *in = input_open(path, encoding, err);
	int r = -1;

	while (in != NULL && (r = input_read(in, out, err)) > 0)
		;
	input_close(in);
	return r == 0;
}

static void
same_text(const char *what, const char *a, const char *a_encoding, const char *b, const char *b_encoding)
{
	struct buf x = BUF_INIT, y = BUF_INIT, err = BUF_INIT;
	bool good = text_of(a, a_encoding, &x, &err) && text_of(b, b_encoding, &y, &err);

	ok(good && x.len > 0 && x.len == y.len && memcmp(x.ptr, y.ptr, x.len) == 0, "%s: %zu bytes of UTF-8 %s", what, x.len, buf_text(&err));
	buf_release(&x);
	buf_release(&y);
	buf_release(&err);
}

static size_t
unhex(const char *hex, char *out)
{
	size_t n = 0;
	unsigned byte;

	for (; hex[0] != '\0' && hex[1] != '\0' && sscanf(hex, "%2x", &byte) == 1; hex += 2)
		out[n++] = (char)byte;
	return n;
}

/* One character a row: its bytes are read as that character. */
static void
characters(const char *path)
{
	struct buf err = BUF_INIT;
	struct csvin *in = csvin_open(path, "UTF-8", &err);
	struct csvrow row;
	int rows = 0, bad = 0;

	while (in != NULL && csvin_next(in, &row, &err) > 0) {
		if (row.record == 1 || strcmp(row.field[0], "U+FEFF") == 0) /* at the start of a file that one is its mark */
			continue;
		char bytes[16], utf8[16];
		size_t n = unhex(row.field[3], bytes), m = unhex(row.field[2], utf8);
		struct buf got = BUF_INIT;
		int fd;

		if (!text_of(csvref_file(bytes, n, &fd), "GB18030", &got, &err) || got.len != m || memcmp(got.ptr, utf8, m) != 0)
			if (bad++ < 5)
				printf("# %s: %s\n", row.field[0], buf_text(&got));
		close(fd);
		buf_release(&got);
		rows++;
	}
	csvin_close(in);
	ok(rows > 200 && bad == 0, "%d characters of GB18030, %d read otherwise", rows, bad);
	buf_release(&err);
}

static void
encodings(void)
{
	static const char *const broken[] = { "invalid_80.bin", "invalid_trail.bin", "truncated_4byte.bin" };
	static const char *const roster[] = { "roster_gb18030.csv", "roster_utf16le_bom.csv", "roster_utf8_bom.csv" };
	struct buf want = BUF_INIT, err = BUF_INIT;

	if (access(vectors("gb18030"), R_OK) != 0) {
		skip("no ../shared/data/vectors/gb18030");
		return;
	}
	same_text("GB18030 of CPython", vectors("gb18030/cpython_gb18030.txt"), NULL, vectors("gb18030/cpython_gb18030-utf8.txt"), NULL);
	same_text("GBK of CPython", vectors("gb18030/cpython_gbk.txt"), NULL, vectors("gb18030/cpython_gbk-utf8.txt"), NULL);
	same_text("GB2312 of CPython", vectors("gb18030/cpython_gb2312.txt"), NULL, vectors("gb18030/cpython_gb2312-utf8.txt"), NULL);
	same_text("GBK by its name", vectors("gb18030/cpython_gbk.txt"), "gbk", vectors("gb18030/cpython_gbk-utf8.txt"), "utf8");
	characters(vectors("gb18030/chars.csv"));
	ok(csvref_csvin(vectors("gb18030/roster_utf8.csv"), NULL, &want, &err) && want.len > 5000, "the roster in UTF-8");
	for (size_t i = 0; i < sizeof roster / sizeof *roster; i++) {
		struct buf got = BUF_INIT;
		char path[64];

		snprintf(path, sizeof path, "gb18030/%s", roster[i]);
		ok(csvref_csvin(vectors(path), NULL, &got, &err) && strcmp(buf_text(&got), buf_text(&want)) == 0, "%s: the same records %s",
		    roster[i], buf_text(&err));
		buf_release(&got);
	}
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		struct buf got = BUF_INIT;
		char path[64];

		snprintf(path, sizeof path, "gb18030/%s", broken[i]);
		buf_clear(&err);
		ok(!text_of(vectors(path), NULL, &got, &err) && strstr(buf_text(&err), ": ENCODING: ") != NULL, "refused: %s", buf_text(&err));
		buf_release(&got);
	}
	buf_release(&want);
	buf_release(&err);
}

int
main(void)
{
	csv_folder(vectors("csv/csv-spectrum"));
	csv_folder(vectors("csv/csv-test-data"));
	encodings();
	return done();
}
