/* SPDX-License-Identifier: MIT
 * Looking at documents from outside, with the tools that others read them with: poppler,
 * qpdf, zbar. Each call writes the document into a scratch folder first. */
#ifndef TESTS_PDFCHECK_H
#define TESTS_PDFCHECK_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"

static char scratch[64] = "/tmp/kaowu-pdf-XXXXXX";

/* Once, first. */
static inline void
scratch_make(void)
{
	if (mkdtemp(scratch) == NULL)
		perror(scratch);
}

/* The output of a shell command run in the scratch folder; *status, where not NULL, its exit. */
static inline struct buf
shell(const char *command, int *status)
{
	struct buf out = BUF_INIT, line = BUF_INIT;

	buf_printf(&line, "cd %s && { %s; } 2>&1", scratch, command);
	FILE *f = popen(line.ptr, "r");

	if (f != NULL)
		buf_read_fd(&out, fileno(f), 0);
	int s = f != NULL ? pclose(f) : -1;

	if (status != NULL)
		*status = s;
	buf_release(&line);
	return out;
}

static inline void
scratch_remove(void)
{
	struct buf out = shell("rm -f ./*", NULL);

	buf_release(&out);
	rmdir(scratch);
}

static inline void
scratch_write(const char *name, const struct buf *b)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%s", scratch, name);
	FILE *f = fopen(path, "wb");

	if (f == NULL || fwrite(buf_text(b), 1, b->len, f) != b->len || fclose(f) != 0)
		perror(path);
}

/* s without blanks and line ends, which readers of a page put where they like. */
static inline void
squeeze(struct buf *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->len; i++)
		if (memcmp(s->ptr + i, "\xe3\x80\x80", 3 < s->len - i ? 3 : s->len - i) == 0)
			i += 2;
		else if (s->ptr[i] != ' ' && s->ptr[i] != '\n' && s->ptr[i] != '\f')
			s->ptr[n++] = s->ptr[i];
	if (s->ptr != NULL)
		s->ptr[s->len = n] = '\0';
}

/* The document's text as pdftotext reads it, squeezed. */
static inline struct buf
text_of(const struct buf *pdf)
{
	scratch_write("t.pdf", pdf);
	struct buf out = shell("pdftotext -raw t.pdf -", NULL);

	squeeze(&out);
	return out;
}

static inline bool
text_has(const struct buf *text, const char *want)
{
	struct buf w = BUF_INIT;

	buf_str(&w, want);
	squeeze(&w);
	bool has = strstr(buf_text(text), buf_text(&w)) != NULL;

	if (!has)
		printf("# not in the text: %s\n", want);
	buf_release(&w);
	return has;
}

/* True where qpdf finds nothing to complain about. */
static inline bool
sound(const struct buf *pdf)
{
	int status;

	scratch_write("q.pdf", pdf);
	struct buf out = shell("qpdf --check q.pdf", &status);
	bool good = status == 0 && strstr(buf_text(&out), "WARNING") == NULL;

	if (!good)
		printf("# qpdf: %s\n", buf_text(&out));
	buf_release(&out);
	return good;
}

/* A page as grey pixels, at dpi. */
struct sheet {
	int width, height;
	struct buf file;
	const unsigned char *px;
};

static inline struct sheet
sheet_of(const struct buf *pdf, int page, int dpi)
{
	struct sheet p = { 0, 0, BUF_INIT, NULL };
	char command[160];
	int at = 0;

	scratch_write("p.pdf", pdf);
	snprintf(command, sizeof command, "pdftoppm -gray -r %d -f %d -l %d -singlefile p.pdf p", dpi, page, page);
	struct buf out = shell(command, NULL);

	buf_release(&out);
	snprintf(command, sizeof command, "%s/p.pgm", scratch);
	if (buf_read_file(&p.file, command, 0) && sscanf(p.file.ptr, "P5 %d %d 255%n", &p.width, &p.height, &at) == 2)
		p.px = (const unsigned char *)p.file.ptr + at + 1;
	return p;
}

/* The mean darkness, 0 white … 255 black, of a box in millimetres; -1 where there is no page. */
static inline double
ink_in(const struct sheet *p, int dpi, double x, double y, double w, double h)
{
	double k = dpi / 25.4, sum = 0;
	int n = 0;

	if (p->px == NULL)
		return -1;
	for (int v = (int)(y * k); v < (int)((y + h) * k) && v < p->height; v++)
		for (int u = (int)(x * k); u < (int)((x + w) * k) && u < p->width; u++, n++)
			sum += 255 - p->px[v * p->width + u];
	return n > 0 ? sum / n : -1;
}

/* What zbar reads from a page drawn at 200 dpi, "TYPE:data" a line. */
static inline struct buf
codes_of(const struct buf *pdf, int page)
{
	char command[200];

	scratch_write("z.pdf", pdf);
	snprintf(command, sizeof command,
	    "pdftoppm -gray -r 200 -f %d -l %d -singlefile z.pdf z && zbarimg -q z.pgm", page, page);
	return shell(command, NULL);
}

#endif
