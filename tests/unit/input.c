/* SPDX-License-Identifier: MIT
 * Finding and decoding the encoding of a file. */
#include "stream/input.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "../csvref.h"
#include "../tap.h"

static const struct {
	const char *what, *bytes;
	size_t n;               /* 0: strlen */
	const char *encoding;   /* asked for */
	const char *found, *text; /* text NULL: refused, and found is the code */
} table[] = {
	{ "ASCII", "abc\n", 0, NULL, "UTF-8", "abc\n" },
	{ "UTF-8", "张三", 0, NULL, "UTF-8", "张三" },
	{ "UTF-8 with a mark", "\xef\xbb\xbf张三", 0, NULL, "UTF-8", "张三" },
	{ "UTF-8 with a mark, named", "\xef\xbb\xbf张三", 0, "utf8", "UTF-8", "张三" },
	{ "GB18030 of two bytes", "\xd5\xc5\xc8\xfd", 0, NULL, "GB18030", "张三" },
	{ "GB18030 of four bytes", "\x95\x32\x82\x36\xd5\xc5", 0, NULL, "GB18030", "\xf0\xa0\x80\x80张" },
	{ "GB18030 with a mark", "\x84\x31\x95\x33\xd5\xc5", 0, NULL, "GB18030", "张" },
	{ "GB18030 with a mark, named", "\x84\x31\x95\x33\xd5\xc5", 0, "gb18030", "GB18030", "张" },
	{ "GBK, named", "\xd5\xc5", 0, "GBK", "GBK", "张" },
	{ "Big5, named", "\xb1\x69", 0, "BIG5", "BIG5", "張" },
	{ "UTF-16LE with a mark", "\xff\xfe\x20\x5f", 0, NULL, "UTF-16LE", "张" },
	{ "UTF-16BE with a mark", "\xfe\xff\x5f\x20", 0, NULL, "UTF-16BE", "张" },
	{ "UTF-16LE with a mark, named", "\xff\xfe\x20\x5f" "a", 6, "utf-16le", "UTF-16LE", "张a" },
	{ "UTF-16, named", "\xff\xfe\x20\x5f" "a", 6, "UTF-16", "UTF-16", "张a" },
	{ "UTF-16LE without a mark, named", "a\0b", 4, "UTF-16LE", "UTF-16LE", "ab" },
	{ "UTF-16 without a mark: NUL bytes", "a\0b", 4, NULL, "NUL_BYTE", NULL },
	{ "an overlong sequence is no UTF-8", "\xc0\xaf\xff", 0, NULL, "ENCODING", NULL },
	{ "UTF-8, named, but it is not", "\xd5\xc5\n", 0, "UTF-8", "ENCODING", NULL },
	{ "a surrogate in UTF-8", "a\xed\xa0\x80z", 0, "UTF-8", "ENCODING", NULL },
	{ "nothing", "", 0, NULL, "UTF-8", "" },
	{ "a mark alone", "\xff\xfe", 0, NULL, "UTF-16LE", "" },
};

static const char *
whole(struct input *in, struct buf *out, struct buf *err)
{
	int r;

	while ((r = input_read(in, out, err)) > 0)
		;
	return r == 0 ? buf_text(out) : NULL;
}

static void
as_in_table(void)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct buf out = BUF_INIT, err = BUF_INIT;
		int fd;
		size_t n = table[i].n != 0 ? table[i].n : strlen(table[i].bytes);
		struct input *in = input_open(csvref_file(table[i].bytes, n, &fd), table[i].encoding, &err);
		const char *text = in != NULL ? whole(in, &out, &err) : NULL;
		bool good = table[i].text == NULL ? text == NULL && strstr(buf_text(&err), table[i].found) != NULL :
		    text != NULL && strcmp(text, table[i].text) == 0 && strcmp(input_encoding(in), table[i].found) == 0;

		if (!ok(good, "%s", table[i].what))
			printf("# %s: %s %s\n", in != NULL ? input_encoding(in) : "-", text != NULL ? text : "-", buf_text(&err));
		input_close(in);
		close(fd);
		buf_release(&out);
		buf_release(&err);
	}
}

/* Standard input is a pipe: looked through and read all the same. */
static void
from_a_pipe(void)
{
	struct buf out = BUF_INIT, err = BUF_INIT;
	int ends[2];

	if (pipe(ends) != 0 || write(ends[1], "\xd5\xc5\n", 3) != 3 || close(ends[1]) != 0 || dup2(ends[0], 0) != 0)
		abort();
	struct input *in = input_open("-", NULL, &err);
	const char *text = in != NULL ? whole(in, &out, &err) : NULL;

	ok(text != NULL && strcmp(text, "张\n") == 0 && strcmp(input_name(in), "stdin") == 0 && input_size(in) == 3,
	    "standard input, a pipe in GB18030");
	input_close(in);
	buf_release(&out);
	buf_release(&err);
	close(ends[0]);
}

/* The line that is named is that of the file, far behind the first chunk. */
static void
line_of_a_fault(const char *line, const char *encoding)
{
	struct buf bytes = BUF_INIT, out = BUF_INIT, err = BUF_INIT;
	int fd;

	for (int i = 0; i < 30000; i++)
		buf_str(&bytes, line);
	buf_str(&bytes, "\xd5\xff\n");
	struct input *in = input_open(csvref_file(bytes.ptr, bytes.len, &fd), encoding, &err);

	ok((in == NULL || whole(in, &out, &err) == NULL) && strstr(buf_text(&err), ":30001: ENCODING: byte 0xD5") != NULL,
	    "the line of a fault, encoding %s", encoding != NULL ? encoding : "found");
	input_close(in);
	close(fd);
	buf_release(&bytes);
	buf_release(&out);
	buf_release(&err);
}

/* What was not looked through is not taken for UTF-8. */
static void
written_to(void)
{
	struct buf out = BUF_INIT, err = BUF_INIT;
	struct timespec then[2] = { { 1000000000, 0 }, { 1000000000, 0 } };
	int fd;
	struct input *in = input_open(csvref_file("abc\n", 4, &fd), NULL, &err);

	if (in == NULL || pwrite(fd, "\xff", 1, 4) != 1 || futimens(fd, then) != 0)
		abort();
	ok(whole(in, &out, &err) == NULL && strstr(buf_text(&err), "was written to") != NULL, "written to meanwhile: refused");
	input_close(in);
	close(fd);
	buf_release(&out);
	buf_release(&err);
}

int
main(void)
{
	as_in_table();
	from_a_pipe();
	line_of_a_fault("\xd5\xc5,\xc8\xfd\n", NULL);
	line_of_a_fault("张,三\n", "UTF-8");
	written_to();
	return done();
}
