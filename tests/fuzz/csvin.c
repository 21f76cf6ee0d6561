/* SPDX-License-Identifier: MIT
 * CSV in: a second parser understands the same records on the same lines or refuses too; what csvout writes of them,
 * plain or for a spreadsheet, reads back as the same records. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../csvref.h"
#include "stream/csvout.h"
#include "stream/input.h"
#include "value/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(int condition)
{
	if (!condition)
		abort();
}

/* The input as UTF-8, or false where it is in no encoding. */
static bool
decoded(const char *path, struct buf *text)
{
	struct buf err = BUF_INIT;
	struct input *in = input_open(path, NULL, &err);
	int r = -1;

	while (in != NULL && (r = input_read(in, text, &err)) > 0)
		;
	require(r == 0 || err.len > 0);
	if (r == 0) {
		require(utf8_valid(buf_text(text), text->len) == text->len);
		require(memchr(buf_text(text), '\0', text->len) == NULL);
	}
	input_close(in);
	buf_release(&err);
	return r == 0;
}

/* Write the records of a file out again. Guards are taken off as the frame does it. */
static void
rewritten(const char *path, const struct csvstyle *style, bool unguard, struct buf *out)
{
	struct buf err = BUF_INIT;
	struct csvin *in = csvin_open(path, NULL, &err);
	struct csvrow row;

	if (style->excel)
		buf_str(out, "\xef\xbb\xbf");
	while (in != NULL && csvin_next(in, &row, &err) > 0) {
		for (size_t i = 0; unguard && i < row.n; i++)
			csvout_unguard(row.field[i], row.len[i]);
		csvout_row(out, style, (const char *const *)row.field, row.n);
	}
	csvin_close(in);
	buf_release(&err);
}

/* The records written, read and written plain are the records written plain. */
static void
same_again(const char *path, bool excel)
{
	struct csvstyle style = { .excel = excel }, plain = { .excel = false };
	struct buf first = BUF_INIT, second = BUF_INIT, third = BUF_INIT;
	int fd;

	rewritten(path, &plain, false, &first);
	rewritten(path, &style, false, &second);
	rewritten(csvref_file(buf_text(&second), second.len, &fd), &plain, excel, &third);
	close(fd);
	require(first.len == third.len && memcmp(buf_text(&first), buf_text(&third), first.len) == 0);
	buf_release(&first);
	buf_release(&second);
	buf_release(&third);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf text = BUF_INIT, want = BUF_INIT, got = BUF_INIT, err = BUF_INIT;
	int fd;
	char path[64];

	snprintf(path, sizeof path, "%s", csvref_file(data, size, &fd));
	bool readable = decoded(path, &text);
	bool good = csvref_csvin(path, NULL, &got, &err);

	require(good || err.len > 0);
	if (!readable) {
		require(!good);
	} else {
		require(csvref_parse(buf_text(&text), text.len, &want) == good);
		if (good) {
			require(want.len == got.len && memcmp(buf_text(&want), buf_text(&got), got.len) == 0);
			same_again(path, false);
			same_again(path, true);
		}
	}
	close(fd);
	buf_release(&text);
	buf_release(&want);
	buf_release(&got);
	buf_release(&err);
	return 0;
}
