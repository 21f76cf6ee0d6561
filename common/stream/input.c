/* SPDX-License-Identifier: MIT
 * The bytes of an input as UTF-8. The file is looked through once to find its encoding and
 * read a second time, so that a wrong guess can not show up in the middle of an import. What was found to be
 * UTF-8 goes through untouched then; that the file is still the one looked through is seen by its time. */
#include "stream/input.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "stream/spool.h"
#include "value/text.h"

enum { CHUNK = 65536 };

struct input {
	char *name;
	int fd;
	int64_t size;
	const char *encoding;
	char *given;          /* storage for an encoding named by the caller */
	struct timespec changed; /* the file, when it was opened */
	const char *mark;     /* the byte order mark at the start, which is left out */
	size_t bom;           /* its bytes, 0: none */
	iconv_t cd;           /* (iconv_t)-1: the text is UTF-8, and was found to be */
	char raw[CHUNK + 8];  /* undecoded bytes; a cut sequence stays at the front */
	size_t raw_len;
	int64_t line;         /* line of the next undecoded byte */
	struct hash *hash;
	char digest[HASH_HEX];
};

const char *
input_name(const struct input *in)
{
	return in->name;
}

const char *
input_encoding(const struct input *in)
{
	return in->encoding;
}

int64_t
input_size(const struct input *in)
{
	return in->size;
}

const char *
input_digest(const struct input *in)
{
	return in->digest;
}

void
input_close(struct input *in)
{
	if (in == NULL)
		return;
	if (in->cd != (iconv_t)-1)
		iconv_close(in->cd);
	if (in->fd >= 0)
		close(in->fd);
	if (in->hash != NULL) {
		unsigned char sink[HASH_SIZE];

		hash_finish(in->hash, sink);
	}
	free(in->name);
	free(in->given);
	free(in);
}

static ssize_t
read_some(int fd, void *p, size_t n)
{
	ssize_t r;

	do
		r = read(fd, p, n);
	while (r < 0 && errno == EINTR);
	return r;
}

/* Standard input and other pipes are copied to a file that can be read twice. */
static bool
make_seekable(struct input *in)
{
	struct stat st;

	if (fstat(in->fd, &st) != 0)
		return false;
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return false;
	}
	if (S_ISREG(st.st_mode)) {
		in->size = st.st_size;
		in->changed = st.st_mtim;
		return lseek(in->fd, 0, SEEK_SET) == 0;
	}
	int copy = spool_tmpfile();

	if (copy < 0)
		return false;
	for (;;) {
		ssize_t n = read_some(in->fd, in->raw, CHUNK);

		if (n < 0 || (n > 0 && write(copy, in->raw, (size_t)n) != n)) {
			int saved = errno;

			close(copy);
			errno = saved;
			return false;
		}
		if (n == 0)
			break;
		in->size += n;
	}
	close(in->fd);
	in->fd = copy;
	if (fstat(copy, &st) != 0)
		return false;
	in->changed = st.st_mtim;
	return lseek(copy, 0, SEEK_SET) == 0;
}

/* What looking through the whole file has found. */
struct scan {
	bool utf8;
	int64_t nul_line;    /* 0: none */
	int64_t utf8_line;   /* a line that is plainly UTF-8 (three or more Han characters), 0: none */
	int64_t likely_line; /* a line of two, 0: none */
	int64_t likely, others; /* how many such lines, and how many that are not UTF-8 */
	int64_t other_line;  /* a line that is not UTF-8 */
	char other;          /* its first such byte */
};

static size_t
three_byte_sequences(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i + 2 < n; i++)
		if ((unsigned char)s[i] >= 0xe4 && (unsigned char)s[i] <= 0xe9) {
			count++;
			i += 2;
		}
	return count;
}

static void
scan_line(struct scan *sc, const char *s, size_t n, int64_t line)
{
	size_t good = utf8_valid(s, n);

	if (good < n) {
		sc->utf8 = false;
		sc->others++;
		if (sc->other_line == 0) {
			sc->other_line = line;
			sc->other = s[good];
		}
	} else if (sc->utf8_line == 0) {
		size_t han = three_byte_sequences(s, n);

		if (han >= 3)
			sc->utf8_line = line;
		if (han == 2 && sc->likely++ == 0)
			sc->likely_line = line;
	}
}

/* A line that is UTF-8 in a file that is not; 0: none. Three characters of GB18030 can look like two of UTF-8, but not in one
 * line of a hundred. */
static int64_t
mixed_line(const struct scan *sc)
{
	if (sc->utf8)
		return 0;
	return sc->utf8_line != 0 ? sc->utf8_line : sc->likely * 100 > sc->others ? sc->likely_line : 0;
}

/* Is everything up to the last line end of p[0…n-1] UTF-8? Whole chunks first, single lines only in
 * files that are not. */
static void
scan_lines(struct scan *sc, const char *p, size_t n, int64_t *line)
{
	if (sc->utf8 && sc->utf8_line != 0 && utf8_valid(p, n) == n) {
		for (const char *q = p; (q = memchr(q, '\n', (size_t)(p + n - q))) != NULL; q++)
			++*line;
		return;
	}
	while (n > 0) {
		const char *end = memchr(p, '\n', n);
		size_t len = end != NULL ? (size_t)(end - p) + 1 : n;

		scan_line(sc, p, len, *line);
		*line += end != NULL;
		p += len;
		n -= len;
	}
}

static bool
scan_file(struct input *in, struct scan *sc)
{
	struct buf b = BUF_INIT;
	int64_t line = 1, nul_base = 1;
	bool ok = true;

	*sc = (struct scan){ .utf8 = true };
	for (;;) {
		buf_room(&b, CHUNK + 1);
		ssize_t n = read_some(in->fd, b.ptr + b.len, CHUNK);

		if (n < 0) {
			ok = false;
			break;
		}
		const char *fresh = b.ptr + b.len;
		const char *nul = sc->nul_line == 0 && n > 0 ? memchr(fresh, '\0', (size_t)n) : NULL;

		b.len += (size_t)n;
		if (nul != NULL) {
			sc->nul_line = nul_base = line;
			for (const char *q = b.ptr; (q = memchr(q, '\n', (size_t)(nul - q))) != NULL; q++)
				sc->nul_line = ++nul_base;
		}
		size_t whole = b.len;

		if (n > 0) {
			const char *last = memrchr(b.ptr, '\n', b.len);

			whole = last != NULL ? (size_t)(last - b.ptr) + 1 : 0;
			if (last == NULL && b.len < 1 << 20)
				continue; /* no line end yet */
			if (last == NULL) { /* an endless line, or CR ends the lines: in pieces of whole characters */
				size_t good = utf8_valid(b.ptr, b.len);

				whole = b.len - good < 4 ? good : b.len;
			}
		}
		scan_lines(sc, b.ptr, whole, &line);
		memmove(b.ptr, b.ptr + whole, b.len - whole);
		b.len -= whole;
		if (n == 0)
			break;
	}
	buf_release(&b);
	return ok && lseek(in->fd, 0, SEEK_SET) == 0;
}

static void
nul_byte(const struct input *in, int64_t line, struct buf *err)
{
	buf_printf(err, L("%s:%lld: NUL_BYTE: a NUL byte: this is not a text file; export it again as CSV",
	    "%s:%lld: NUL_BYTE: 含 NUL 字节, 不是文本文件; 请重新导出为 CSV"), in->name, (long long)line);
}

static void
not_in_encoding(const struct input *in, int64_t line, char byte, struct buf *err)
{
	buf_printf(err, L("%s:%lld: ENCODING: byte 0x%02X is not %s; save the file as UTF-8 or GB18030",
	    "%s:%lld: ENCODING: 字节 0x%02X 不符合 %s 编码; 请另存为 UTF-8 或 GB18030"), in->name, (long long)line,
	    (unsigned)(unsigned char)byte, in->encoding);
}

static const struct {
	const char *bytes;
	size_t n;
	const char *encoding;
} marks[] = { /* byte order marks */
	{ "\xef\xbb\xbf", 3, "UTF-8" },
	{ "\xff\xfe", 2, "UTF-16LE" },
	{ "\xfe\xff", 2, "UTF-16BE" },
	{ "\x84\x31\x95\x33", 4, "GB18030" },
};

/* UTF-8 = utf8 */
static bool
same_encoding(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += *a == '-';
		b += *b == '-';
		if (strncasecmp(a, b, 1) != 0)
			return false;
		if (*a == '\0')
			return true;
	}
}

/* Encodings whose texts have NUL bytes. */
static bool
wide(const char *encoding)
{
	static const char *const families[] = { "UTF-16", "UTF16", "UTF-32", "UTF32", "UCS-2", "UCS2", "UCS-4", "UCS4" };

	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		if (strncasecmp(encoding, families[i], strlen(families[i])) == 0)
			return true;
	return false;
}

static bool
find_encoding(struct input *in, const char *encoding, struct buf *err)
{
	unsigned char head[4] = { 0 };
	ssize_t n = pread(in->fd, head, sizeof head, 0);
	bool automatic = encoding == NULL || strcasecmp(encoding, "auto") == 0;

	if (!automatic)
		in->encoding = in->given = xstrdup(encoding);
	for (size_t i = 0; n > 0 && i < sizeof marks / sizeof *marks; i++)
		if ((size_t)n >= marks[i].n && memcmp(head, marks[i].bytes, marks[i].n) == 0 &&
		    (automatic || same_encoding(encoding, marks[i].encoding))) {
			in->mark = marks[i].bytes;
			in->bom = marks[i].n;
			in->encoding = marks[i].encoding;
			break;
		}
	if (in->encoding != NULL && wide(in->encoding))
		return true; /* NUL bytes are part of it */

	struct scan sc;

	if (!scan_file(in, &sc)) {
		buf_printf(err, L("%s: %s", "%s: %s"), in->name, errno_text(errno));
		return false;
	}
	if (sc.nul_line != 0) {
		nul_byte(in, sc.nul_line, err);
		return false;
	}
	if (in->encoding != NULL) {
		if (sc.utf8 || !same_encoding(in->encoding, "UTF-8"))
			return true;
		not_in_encoding(in, sc.other_line, sc.other, err);
		return false;
	}
	in->encoding = sc.utf8 ? "UTF-8" : "GB18030";
	int64_t mixed = mixed_line(&sc);

	if (mixed != 0) {
		buf_printf(err, L("%s:%lld: ENCODING_MIXED: line %lld is UTF-8, line %lld is not; save the file in "
		    "one encoding, or name it with --encoding",
		    "%s:%lld: ENCODING_MIXED: 第 %lld 行是 UTF-8, 第 %lld 行不是; 请用同一编码保存, 或用 --encoding 指明"),
		    in->name, (long long)sc.other_line, (long long)mixed, (long long)sc.other_line);
		return false;
	}
	return true;
}

struct input *
input_open(const char *path, const char *encoding, struct buf *err)
{
	struct input *in = xcalloc(1, sizeof *in);
	bool standard = strcmp(path, "-") == 0;

	in->name = xstrdup(standard ? "stdin" : path);
	in->cd = (iconv_t)-1;
	in->line = 1;
	in->fd = standard ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	if (in->fd < 0 || !make_seekable(in)) {
		buf_printf(err, "%s: %s", in->name, errno_text(errno));
		goto fail;
	}
	if (!find_encoding(in, encoding, err))
		goto fail;
	if (!same_encoding(in->encoding, "UTF-8")) {
		in->cd = iconv_open("UTF-8", in->encoding);
		if (in->cd == (iconv_t)-1) {
			buf_printf(err, L("unknown encoding: %s", "未知的编码: %s"), in->encoding);
			goto fail;
		}
	}
	if (lseek(in->fd, (off_t)in->bom, SEEK_SET) < 0) {
		buf_printf(err, "%s: %s", in->name, errno_text(errno));
		goto fail;
	}
	in->hash = hash_new();
	if (in->bom > 0)
		hash_add(in->hash, in->mark, in->bom);
	return in;
fail:
	input_close(in);
	return NULL;
}

/* Count the lines of the text that was decoded since offset from. A NUL can still come out of UTF-16. */
static bool
count_lines(struct input *in, const struct buf *out, size_t from, struct buf *err)
{
	const char *p = buf_text(out) + from, *end = buf_text(out) + out->len;
	const char *nul = memchr(p, '\0', (size_t)(end - p));

	if (nul != NULL)
		end = nul;
	for (; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
		in->line++;
	if (nul != NULL)
		nul_byte(in, in->line, err);
	return nul == NULL;
}

/* Decode what raw holds; last: no more bytes will come. */
static int
decode(struct input *in, struct buf *out, bool last, struct buf *err)
{
	char *from = in->raw;
	size_t left = in->raw_len, before = out->len;
	bool bad = false;

	while (left > 0 && !bad) {
		buf_room(out, left * 2 + 16);
		char *to = out->ptr + out->len;
		size_t room = out->cap - out->len - 1, room_before = room;
		size_t r = iconv(in->cd, &from, &left, &to, &room);

		out->len += room_before - room;
		out->ptr[out->len] = '\0';
		if (r != (size_t)-1 || errno == E2BIG)
			continue;
		if (errno == EINVAL && !last)
			break; /* cut at the end of the chunk */
		bad = true;
	}
	if (!count_lines(in, out, before, err))
		return -1;
	if (bad) {
		not_in_encoding(in, in->line, *from, err);
		return -1;
	}
	memmove(in->raw, from, left);
	in->raw_len = left;
	return 1;
}

/* The digest of all that was read; false where the file is not what it was when it was looked through. */
static bool
finish(struct input *in, struct buf *err)
{
	unsigned char sum[HASH_SIZE];
	struct stat st;

	if (fstat(in->fd, &st) != 0 || st.st_mtim.tv_sec != in->changed.tv_sec || st.st_mtim.tv_nsec != in->changed.tv_nsec) {
		buf_printf(err, L("%s: was written to while it was read; wait until it is complete",
		    "%s: 读取期间被改写; 请待文件写完后再导入"), in->name);
		return false;
	}
	hash_finish(in->hash, sum);
	in->hash = NULL;
	hash_hex(sum, in->digest);
	return true;
}

int
input_read(struct input *in, struct buf *out, struct buf *err)
{
	bool plain = in->cd == (iconv_t)-1;
	size_t before = out->len;

	while (in->hash != NULL && out->len == before) {
		buf_room(out, CHUNK);
		char *to = plain ? out->ptr + out->len : in->raw + in->raw_len;
		ssize_t n = read_some(in->fd, to, plain ? CHUNK : CHUNK - in->raw_len);

		if (n < 0) {
			buf_printf(err, "%s: %s", in->name, errno_text(errno));
			return -1;
		}
		hash_add(in->hash, to, (size_t)n);
		if (plain) {
			out->len += (size_t)n;
			out->ptr[out->len] = '\0';
		} else {
			in->raw_len += (size_t)n;
			if (decode(in, out, n == 0, err) < 0)
				return -1;
		}
		if (n == 0 && !finish(in, err))
			return -1;
	}
	return out->len > before;
}
