/* SPDX-License-Identifier: MIT
 * What the machine itself takes for the bytes of printed files: cards-limit DIR OUT reads each file of DIR, takes its streams apart, and then, on the clock, deflates
 * what had been deflated (a stream that many files share: once) and writes a file of the same size into OUT. Prints the processor seconds of the two. */
#include <dirent.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RAW = 64 << 20, SEEN = 1 << 20 };
static unsigned long seen[SEEN];
static unsigned char *raw, *packed;
static struct libdeflate_decompressor *in;
static struct libdeflate_compressor *out;
static double pressing, writing;

static double
now(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void
fail(const char *what)
{
	perror(what);
	exit(2);
}

/* Was a stream like this one pressed before? */
static int
shared(const unsigned char *p, size_t n)
{
	unsigned long h = 5381 + n;

	for (size_t i = 0; i < n; i++)
		h = h * 33 + p[i];
	for (size_t at = h % SEEN;; at = (at + 1) % SEEN) {
		if (seen[at] == h)
			return 1;
		if (seen[at] == 0) {
			seen[at] = h;
			return 0;
		}
	}
}

static void
press_streams(const unsigned char *p, size_t n)
{
	const unsigned char *end = p + n, *s;

	while ((s = memmem(p, (size_t)(end - p), "stream\r\n", 8)) != NULL) {
		size_t got;

		p = s + 8;
		if (shared(p, p + 512 < end ? 512 : (size_t)(end - p)))
			continue;
		if (libdeflate_zlib_decompress_ex(in, p, (size_t)(end - p), raw, RAW, NULL, &got) != LIBDEFLATE_SUCCESS)
			continue; /* a photograph */
		double begin = now();

		libdeflate_zlib_compress(out, raw, got, packed, RAW);
		pressing += now() - begin;
	}
}

static void
one_file(const char *dir, const char *to, const char *name)
{
	char path[4096];
	struct stat st;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	int fd = open(path, O_RDONLY);

	if (fd < 0 || fstat(fd, &st) != 0)
		fail(path);
	unsigned char *p = malloc((size_t)st.st_size + 1);

	if (p == NULL || read(fd, p, (size_t)st.st_size) != st.st_size)
		fail(path);
	close(fd);
	press_streams(p, (size_t)st.st_size);
	snprintf(path, sizeof path, "%s/%s", to, name);
	double begin = now();

	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, p, (size_t)st.st_size) != st.st_size || close(fd) != 0)
		fail(path);
	writing += now() - begin;
	free(p);
}

int
main(int argc, char **argv)
{
	DIR *d = argc == 3 ? opendir(argv[1]) : NULL;

	if (d == NULL)
		fail("cards-limit DIR OUT");
	raw = malloc(RAW);
	packed = malloc(RAW);
	in = libdeflate_alloc_decompressor();
	out = libdeflate_alloc_compressor(1);
	for (struct dirent *e; (e = readdir(d)) != NULL;)
		if (*e->d_name != '.')
			one_file(argv[1], argv[2], e->d_name);
	printf("%.3f %.3f\n", pressing, writing);
	return 0;
}
