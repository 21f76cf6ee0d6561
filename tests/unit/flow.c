/* SPDX-License-Identifier: MIT
 * Documents that flow over pages. */
#include "media/flow.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../tap.h"

static const struct flow_paper paper = { .running = "名单续" };
static const struct flow_line title = { .style = FONT_HEADING, .size = 20, .align = ALIGN_CENTRE, .after = 4 };

/* A list of n rows, the 7th three lines high, and a box that stays with the last row. */
static size_t
put_list(struct flow *s, int n, const char *name)
{
	static char number[400][16];
	size_t first = 0;

	flow_begin(s, &paper);
	flow_text(s, &title, "名单");
	flow_head(s, 8, (struct flow_cell[]){ { .kind = FLOW_LABEL, .w = 20, .text = "序号" }, { .kind = FLOW_LABEL, .text = "姓名" } }, 2);
	for (int i = 0; i < n; i++) {
		snprintf(number[i], sizeof number[i], "N%d", i + 1);
		size_t at = flow_row(s, 8, (struct flow_cell[]){ { .kind = FLOW_MIDDLE, .w = 20, .text = number[i] },
			{ .text = i == 6 ? "第一行第二行第三行第一行第二行第三行第一行第二行第三行第一行第二行第三行第一行第二行第三行第一行第二行第三行第一行第二行第三行第一行第二行第三行" : name, .field = "name" } }, 2);

		if (i == 0)
			first = at;
	}
	flow_keep(s);
	flow_body_end(s);
	flow_row(s, 40, (struct flow_cell[]){ { .kind = FLOW_OPINION, .text = "意见", .foot = "盖章" } }, 1);
	return first;
}

static char *
text_of(struct pdf *pdf, int page)
{
	struct buf b = BUF_INIT, err = BUF_INIT;

	if (!pdf_finish(pdf, &b, &err))
		return strdup(buf_text(&err));
	char path[] = "/tmp/kaowu-flow.XXXXXX", *command = NULL;
	int fd = mkstemp(path);
	FILE *out;
	size_t n;

	if (write(fd, b.ptr, b.len) != (ssize_t)b.len || asprintf(&command, "pdftotext -f %d -l %d -raw %s - | tr -d ' \n\f'", page, page, path) < 0)
		return NULL;
	close(fd);
	buf_clear(&b);
	out = popen(command, "r");
	buf_room(&b, 65536);
	n = fread(b.ptr, 1, 65536, out);
	b.ptr[n] = '\0';
	pclose(out);
	unlink(path);
	free(command);
	return b.ptr;
}

static void
discard(struct pdf *pdf)
{
	struct buf b = BUF_INIT, err = BUF_INIT;

	pdf_finish(pdf, &b, &err);
	buf_release(&b);
	buf_release(&err);
}

static int
count(const char *text, const char *what)
{
	int n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

/* Told by flow_need: "field U+CP;" each. */
static void
tell(void *context, const char *field, uint32_t cp)
{
	buf_printf(context, "%s U+%04X;", field != NULL ? field : "-", (unsigned)cp);
}

int
main(void)
{
	struct buf err = BUF_INIT, told = BUF_INIT;
	struct fontset *fonts = fontset_open(&font_standard, &err);
	struct flow *s = flow_new();
	struct flow_trouble t;

	put_list(s, 2, "王\xf3\xb0\x80\x80小\xee\xa1\xa3");
	ok(!flow_need(s, fonts, tell, &told) && strcmp(buf_text(&told), "name U+F0000;name U+E863;name U+F0000;name U+E863;") == 0,
	    "every character that no face has, with its field: %s", buf_text(&told));
	buf_clear(&told);
	put_list(s, 1, "王𬭎NTBR0123456789");
	ok(flow_need(s, fonts, tell, &told) && told.len == 0, "others are remembered");
	put_list(s, 7, "王");
	flow_need(s, fonts, tell, &told);
	fontset_build(fonts, &err);
	struct pdf *pdf = pdf_new(fonts, NULL);

	put_list(s, 3, "王𬭎");
	ok(flow_draw(s, pdf, &t) && pdf_pages(pdf) == 1, "a short list is one page");
	char *page = text_of(pdf, 1);
	ok(count(page, "王𬭎") == 3 && count(page, "页") == 0 && strstr(page, "意见") != NULL && strstr(page, "盖章") != NULL, "without a number: %s", page);
	free(page);

	size_t first = put_list(s, 70, "王");
	ok(flow_draw(s, pdf, &t) && pdf_pages(pdf) == 3, "seventy rows are three pages");
	ok(flow_page(s, first) == 1 && flow_page(s, first + 69) == 3 && flow_page(s, first + 70) == 3, "and one knows which stands where");
	page = text_of(pdf, 1);
	ok(count(page, "序号姓名") == 1 && strstr(page, "名单续") == NULL && strstr(page, "第1页共3页") != NULL, "the first page");
	free(page);
	flow_draw(s, pdf, &t);
	page = text_of(pdf, 2);
	ok(count(page, "序号姓名") == 1 && strstr(page, "名单续") != NULL && strstr(page, "第2页共3页") != NULL, "the second has the headings again");
	free(page);

	/* the box moves to the next page, and takes the last row along */
	int rows = 1;

	do {
		put_list(s, ++rows, "王");
		flow_draw(s, pdf, &t);
		discard(pdf);
	} while (flow_page(s, 2) == flow_page(s, (size_t)rows + 2));
	ok(flow_page(s, (size_t)rows) == 1 && flow_page(s, (size_t)rows + 1) == 2, "%d rows: the last one stays with the box behind it", rows);

	flow_begin(s, &paper);
	flow_row(s, 20, (struct flow_cell[]){ { .text = "王" } }, 1);
	flow_break(s);
	flow_row(s, 20, (struct flow_cell[]){ { .text = "王\n王" } }, 1);
	ok(flow_try(s, pdf, &t) && pdf_pages(pdf) == 0, "to try adds nothing");
	ok(flow_draw(s, pdf, &t) && pdf_pages(pdf) == 2 && flow_page(s, 2) == 2, "a break begins another page");
	discard(pdf);
	flow_begin(s, &paper);
	flow_row(s, 300, (struct flow_cell[]){ { .text = "王" } }, 1);
	ok(!flow_draw(s, pdf, &t) && t.fault == FLOW_FIT && pdf_pages(pdf) == 0, "a row higher than a page: nothing is drawn");
	flow_begin(s, &paper);
	flow_photo(s, 1, 40, "no picture", 10);
	flow_row(s, 40, (struct flow_cell[]){ { .text = "王" } }, 1);
	ok(!flow_draw(s, pdf, &t) && t.fault == FLOW_IMAGE && pdf_pages(pdf) == 0, "nor where the photograph is none");
	flow_begin(s, &paper);
	flow_row(s, 12, (struct flow_cell[]){ { .kind = FLOW_CODE, .text = "王", .field = "reg_no" } }, 1);
	ok(!flow_draw(s, pdf, &t) && t.fault == FLOW_BARS && strcmp(t.field, "reg_no") == 0 && pdf_pages(pdf) == 0, "nor where a text cannot be bars");
	pdf_free(pdf);
	flow_free(s);
	fontset_free(fonts);
	buf_release(&told);
	buf_release(&err);
	return done();
}
