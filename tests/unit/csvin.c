/* SPDX-License-Identifier: MIT
 * CSV in: what is read, what is refused and on which line; chunks of 64 KB cut anywhere; a second parser agrees. */
#include "stream/csvin.h"

#include <iconv.h>

#include "../csvref.h"
#include "../tap.h"

/* Records as "LINE:field|field;LINE:field…", or the code and line of what is refused: "!QUOTE:2". */
static const struct {
	const char *what;
	const char *csv;
	const char *want;
} table[] = {
	{ "a header and a record", "a,b\n1,2\n", "1:a|b;2:1|2" },
	{ "no line end at the end", "a,b\n1,2", "1:a|b;2:1|2" },
	{ "CRLF", "a,b\r\n1,2\r\n", "1:a|b;2:1|2" },
	{ "CR alone", "a,b\r1,2\r3,4\r", "1:a|b;2:1|2;3:3|4" },
	{ "all line ends in one file", "a\r\nb\nc\rd\r\n\r\ne", "1:a;2:b;3:c;4:d;6:e" },
	{ "empty file", "", "" },
	{ "a BOM and nothing else", "\xef\xbb\xbf", "" },
	{ "header alone", "a,b,c", "1:a|b|c" },
	{ "blank lines count but are no records", "\n\na\n\n \t\n1\n", "3:a;6:1" },
	{ "blank lines with CRLF", "\r\na\r\n\r\n1\r\n", "2:a;4:1" },
	{ "empty fields", ",,\n\"\",\n", "1:||;2:|" },
	{ "a lone empty field in quotes is a record", "\"\"\n", "1:" },
	{ "a comma in quotes", "a\n\"Anytown, WW\"\n", "1:a;2:Anytown, WW" },
	{ "quotes written twice", "\"ha \"\"ha\"\" ha\",\"\"\"\"", "1:ha \"ha\" ha|\"" },
	{ "a line end in quotes: the record has its first line", "a,b\n\"1\n2\",x\n3,4\n", "1:a|b;2:1\n2|x;4:3|4" },
	{ "a CRLF in quotes is one line end, kept", "a\r\n\"1\r\n2\"\r\n3\r\n", "1:a;2:1\r\n2;4:3" },
	{ "a CR in quotes is a line end", "a\r\"1\r2\"\r3\r", "1:a;2:1\r2;4:3" },
	{ "two quoted fields with line ends", "\"1\n2\",\"3\n4\"\n5\n", "1:1\n2|3\n4;4:5" },
	{ "blanks round fields go, inside quotes they stay", "  a , b\tc ,\" d \" , \n", "1:a|b\tc| d |" },
	{ "JSON in a field", "1,\"{\"\"type\"\": \"\"Point\"\", \"\"c\"\": [102.0, 0.5]}\"\n", "1:1|{\"type\": \"Point\", \"c\": [102.0, 0.5]}" },
	{ "BOM", "\xef\xbb\xbf姓名\n张三\n", "1:姓名;2:张三" },
	{ "BOM before a quote", "\xef\xbb\xbf\"a\"\n", "1:a" },
	{ "a second BOM is text", "a\n\xef\xbb\xbfx\n", "1:a;2:\xef\xbb\xbfx" },
	{ "characters of four bytes", "a\n𠮷\n", "1:a;2:𠮷" },
	{ "an open quote at the end", "foo,bar\n1,\"I forgot to close this one,3", "!QUOTE:2" },
	{ "an open quote names the line where its record starts", "a\n\"b\nc\nd\n", "!QUOTE:2" },
	{ "a quote inside a field", "foo,bar\n1,This \"quotes\" must be escaped\n", "!QUOTE:2" },
	{ "text behind a closing quote", "foo\n1,\"Hey, I missed \" it\",3\n", "!QUOTE:2" },
	{ "degrees, minutes and seconds unquoted", "a,b\n1,37°36'37.8\"N\n", "!QUOTE:2" },
	{ "a quote behind a blank inside a field", "a\n\n\nb \"c\"\n", "!QUOTE:4" },
	{ "two characters of UTF-8 on one line, GB18030 on another", "李四,1\n\xd5\xc5\xc8\xfd\n", "!ENCODING_MIXED:2" },
	{ "UTF-8 on one line, GB18030 on another", "一二三四\n\xd5\xc5\xc8\xfd\n", "!ENCODING_MIXED:2" },
	{ "bytes of no encoding", "a\n\xff\xff\n", "!ENCODING:2" },
	{ "a sequence cut at the end", "a\nb\n\xc0\xee\x99\x33\xa9", "!ENCODING:3" },
	{ "UTF-16LE", "\xff\xfe" "a\0,\0\x0aN\n\0" "1\0,\0\n\0", "1:a|上;2:1|" },
	{ "UTF-16BE", "\xfe\xff\0a\0\n\0" "1", "1:a;2:1" },
	{ "a surrogate alone in UTF-16", "\xff\xfe" "a\0\n\0\0\xd8" "b\0", "!ENCODING:2" },
	{ "half a unit at the end of UTF-16", "\xff\xfe" "a\0\n\0b", "!ENCODING:2" },
	{ "U+0000 in UTF-16", "\xff\xfe" "a\0\n\0\0\0", "!NUL_BYTE:2" },
};

/* Cases that hold NUL bytes: their lengths, by the description above */
static size_t
length_of(size_t i)
{
	static const struct { const char *what; size_t n; } with_nul[] = {
		{ "UTF-16LE", 2 + 14 }, { "UTF-16BE", 2 + 6 }, { "a surrogate alone in UTF-16", 10 },
		{ "half a unit at the end of UTF-16", 7 }, { "U+0000 in UTF-16", 8 },
	};

	for (size_t k = 0; k < sizeof with_nul / sizeof *with_nul; k++)
		if (strcmp(with_nul[k].what, table[i].what) == 0)
			return with_nul[k].n;
	return strlen(table[i].csv);
}

/* The table's form of what csvin makes of a file. */
static bool
shown(const char *path, const char *encoding, struct buf *out)
{
	struct buf err = BUF_INIT;
	struct csvin *in = csvin_open(path, encoding, &err);
	struct csvrow row;
	int r = -1;

	while (in != NULL && (r = csvin_next(in, &row, &err)) > 0) {
		buf_printf(out, "%s%lld:", row.record > 1 ? ";" : "", (long long)row.line);
		for (size_t i = 0; i < row.n; i++)
			buf_printf(out, "%s%s", i > 0 ? "|" : "", row.field[i]);
	}
	csvin_close(in);
	if (r < 0) { /* FILE:LINE: CODE: text */
		const char *line = strrchr(path, '/') + 1, *at = strstr(buf_text(&err), line);

		buf_clear(out);
		line = at != NULL ? strchr(at, ':') : NULL;
		const char *code = line != NULL ? strchr(line + 1, ':') : NULL;
		if (code == NULL)
			buf_str(out, buf_text(&err));
		else
			buf_printf(out, "!%.*s:%.*s", (int)strcspn(code + 2, ":"), code + 2, (int)(code - line - 1), line + 1);
	}
	buf_release(&err);
	return r == 0;
}

static void
as_in_table(void)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct buf got = BUF_INIT;
		int fd;

		shown(csvref_file(table[i].csv, length_of(i), &fd), NULL, &got);
		if (!ok(strcmp(buf_text(&got), table[i].want) == 0, "%s", table[i].what))
			printf("# got %s\n# not %s\n", buf_text(&got), table[i].want);
		close(fd);
		buf_release(&got);
	}
}

static void
limits(void)
{
	static char text[3 << 20];
	struct buf got = BUF_INIT;
	int fd;

	memset(text, 'x', sizeof text);
	memcpy(text, "a\n", 2);
	shown(csvref_file(text, 2 << 20, &fd), NULL, &got);
	ok(strcmp(buf_text(&got), "!FIELD_TOO_LONG:2") == 0, "a field of 2 MB: %.40s", buf_text(&got));
	close(fd);
	buf_clear(&got);
	text[2] = '"';
	shown(csvref_file(text, 2 << 20, &fd), NULL, &got);
	ok(strcmp(buf_text(&got), "!FIELD_TOO_LONG:2") == 0, "an open quote before 2 MB: %.40s", buf_text(&got));
	close(fd);
	buf_clear(&got);
	text[2] = 'x';
	ok(shown(csvref_file(text, CSV_FIELD_MAX + 2, &fd), NULL, &got) && got.len > CSV_FIELD_MAX, "a field of 1 MiB is read");
	close(fd);
	buf_clear(&got);
	memset(text + 2, ',', CSV_FIELDS_MAX);
	shown(csvref_file(text, CSV_FIELDS_MAX + 2, &fd), NULL, &got);
	ok(strcmp(buf_text(&got), "!RECORD_TOO_LONG:2") == 0, "a record of 4097 fields: %.40s", buf_text(&got));
	close(fd);
	buf_clear(&got);
	ok(shown(csvref_file(text, CSV_FIELDS_MAX + 1, &fd), NULL, &got), "a record of 4096 fields is read");
	close(fd);
	buf_clear(&got);
	memcpy(text, "a\nb\nc\0d\n", 8);
	shown(csvref_file(text, 8, &fd), NULL, &got);
	ok(strcmp(buf_text(&got), "!NUL_BYTE:3") == 0, "a NUL byte: %s", buf_text(&got));
	close(fd);
	buf_clear(&got);
	/* the NUL is looked for before anything is read: a tool has changed nothing yet */
	memset(text, '\n', sizeof text);
	text[sizeof text - 1] = '\0';
	shown(csvref_file(text, sizeof text, &fd), NULL, &got);
	ok(strcmp(buf_text(&got), "!NUL_BYTE:3145728") == 0, "a NUL byte behind 3 MB: %s", buf_text(&got));
	close(fd);
	buf_release(&got);
	struct buf err = BUF_INIT;
	ok(csvin_open("/nonexistent", NULL, &err) == NULL && strstr(buf_text(&err), "/nonexistent: ") != NULL, "no file: %s",
	    buf_text(&err));
	buf_clear(&err);
	ok(csvin_open("/", NULL, &err) == NULL && err.len > 0, "a folder: %s", buf_text(&err));
	buf_clear(&err);
	ok(csvin_open("/dev/null", "KLINGON", &err) == NULL && strstr(buf_text(&err), "KLINGON") != NULL, "an encoding nobody knows: %s",
	    buf_text(&err));
	buf_release(&err);
}

static void
convert(const struct buf *in, const char *encoding, struct buf *out)
{
	iconv_t cd = iconv_open(encoding, "UTF-8");
	char *from = in->ptr;
	size_t left = in->len;

	buf_room(out, in->len * 4 + 16);
	char *to = out->ptr + out->len;
	size_t room = out->cap - out->len - 1, before = room;

	if (cd == (iconv_t)-1 || iconv(cd, &from, &left, &to, &room) == (size_t)-1)
		abort();
	out->len += before - room;
	iconv_close(cd);
}

/* The chunks in which files are read end at every byte of this, as it repeats behind fillers of every length. */
static void
chunk_borders(const char *encoding, const char *mark)
{
	static const char unit[] = "甲,\"乙 \"\"x\"\"\r\n,丁\" ,𠮷𠀀,\r\n\r\n,\"\",z\na b, \"\"\r\"\n\"\r\r\n";
	size_t bad = 0, files = 0;

	for (size_t k = 0; k <= sizeof unit; k++) {
		struct buf text = BUF_INIT, bytes = BUF_INIT, want = BUF_INIT, got = BUF_INIT, err = BUF_INIT;

		for (size_t i = 0; i < k; i++)
			buf_char(&text, 'f');
		buf_char(&text, '\n');
		while (text.len < 67000 + sizeof unit)
			buf_add(&text, unit, sizeof unit - 1);
		buf_str(&bytes, mark);
		convert(&text, encoding, &bytes);
		bool same = csvref_parse(text.ptr, text.len, &want) && csvref_bytes(bytes.ptr, bytes.len, NULL, &got, &err) &&
		    got.len == want.len && memcmp(got.ptr, want.ptr, got.len) == 0;

		if (!same && bad++ == 0)
			printf("# filler of %zu bytes: %s\n", k, buf_text(&err));
		files++;
		buf_release(&text);
		buf_release(&bytes);
		buf_release(&want);
		buf_release(&got);
		buf_release(&err);
	}
	ok(bad == 0, "chunks cut at every byte, %s: %zu of %zu files differ", encoding, bad, files);
}

/* A UTF-8 file of one line (or with CR line ends) is looked through in pieces: their ends cut characters. */
static void
long_lines(void)
{
	struct buf text = BUF_INIT, want = BUF_INIT, got = BUF_INIT, err = BUF_INIT;

	for (int k = 0; k < 3; k++) {
		buf_clear(&text);
		buf_clear(&want);
		buf_clear(&got);
		for (int i = 0; i < k; i++)
			buf_char(&text, 'x');
		while (text.len < 3000000)
			buf_str(&text, "甲乙丙\r");
		csvref_parse(text.ptr, text.len, &want);
		ok(csvref_bytes(text.ptr, text.len, NULL, &got, &err) && got.len == want.len && memcmp(got.ptr, want.ptr, got.len) == 0,
		    "3 MB of UTF-8 with CR line ends, %d bytes in front%s", k, buf_text(&err));
	}
	buf_release(&text);
	buf_release(&want);
	buf_release(&got);
	buf_release(&err);
}

static unsigned
rnd(unsigned n)
{
	static unsigned long long x = 88172645463325252ULL;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (unsigned)(x >> 33) % n;
}

/* Random texts of the characters that matter: both parsers refuse or both give the same. */
static void
agrees_with_another_parser(void)
{
	static const char *const piece[] = { "\"", "\"\"", ",", "\n", "\r", "\r\n", " ", "\t", "a", "bc", "中", "é", "𠮷", ",\"", "\",", "\"\n" };
	int refused = 0, read = 0, differ = 0;

	for (int i = 0; i < 5000; i++) {
		struct buf text = BUF_INIT, want = BUF_INIT, got = BUF_INIT, err = BUF_INIT;

		for (unsigned n = rnd(12); n > 0; n--)
			buf_str(&text, piece[rnd(sizeof piece / sizeof *piece)]);
		bool w = csvref_parse(buf_text(&text), text.len, &want);
		bool g = csvref_bytes(buf_text(&text), text.len, NULL, &got, &err);

		if (w != g || (w && strcmp(buf_text(&want), buf_text(&got)) != 0)) {
			if (differ++ == 0)
				printf("# %s# wanted %s# got %s# %s\n", buf_text(&text), buf_text(&want), buf_text(&got), buf_text(&err));
		}
		*(g ? &read : &refused) += 1;
		buf_release(&text);
		buf_release(&want);
		buf_release(&got);
		buf_release(&err);
	}
	ok(differ == 0 && refused > 500 && read > 500, "another parser reads %d and refuses %d random texts too, %d otherwise", read,
	    refused, differ);
}

/* Names, counters and digests. */
static void
about_the_file(void)
{
	struct buf err = BUF_INIT;
	struct csvrow row;
	int fd;
	const char *path = csvref_file("\xef\xbb\xbf" "a\n\n1\n", 8, &fd);
	struct csvin *in = csvin_open(path, NULL, &err);

	ok(in != NULL && strcmp(csvin_name(in), path) == 0 && csvin_size(in) == 8, "name and size");
	ok(csvin_next(in, &row, &err) == 1 && row.record == 1 && row.line == 1, "the header is record 1");
	ok(csvin_next(in, &row, &err) == 1 && row.record == 2 && row.line == 3, "blank lines are no records");
	ok(csvin_next(in, &row, &err) == 0 && csvin_next(in, &row, &err) == 0, "the end stays the end");
	/* by sha256sum(1) of the eight bytes, BOM included */
	ok(strcmp(csvin_digest(in), "79462e0659e4b64b8e1aceccffced97b7b65dc9586d8e5adecb96d59bea0928b") == 0,
	    "SHA-256 of the raw bytes: %s", csvin_digest(in));
	csvin_close(in);
	close(fd);
	buf_release(&err);
}

int
main(void)
{
	as_in_table();
	limits();
	chunk_borders("UTF-8", "");
	chunk_borders("UTF-8", "\xef\xbb\xbf");
	chunk_borders("GB18030", "");
	chunk_borders("UTF-16LE", "\xff\xfe");
	long_lines();
	agrees_with_another_parser();
	about_the_file();
	return done();
}
