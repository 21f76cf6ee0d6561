/* SPDX-License-Identifier: MIT
 * Printing in bulk, with pages that carry one word each. */
#include "frame/print.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../tap.h"
#include "base/mem.h"

static struct fontset *fonts;
static struct run run = { .jobs = 2 };
static char dir[64];

/* The word is the page; "die" kills the worker, a word with '!' is refused. */
static bool
draw(struct pdf *pdf, const char *content, size_t n, struct buf *trouble)
{
	if (strcmp(content, "die") == 0)
		raise(SIGKILL);
	if (memchr(content, '!', n) != NULL) {
		buf_printf(trouble, "REFUSED: %s", content);
		return false;
	}
	canvas_text(pdf_page(pdf, 50, 50), FONT_BODY, 10, 5, 20, ALIGN_LEFT, content);
	return true;
}

static size_t
add(struct print *p, const char *group, const char *order, const char *word)
{
	return print_add(p, group, order, word, strlen(word));
}

/* Names in a folder, in order, behind each other. */
static const char *
names(const char *path)
{
	static struct buf b;
	struct dirent **e;
	int n = scandir(path, &e, NULL, alphasort);

	buf_clear(&b);
	for (int i = 0; i < n; i++) {
		if (strcmp(e[i]->d_name, ".") != 0 && strcmp(e[i]->d_name, "..") != 0)
			buf_printf(&b, "%s ", e[i]->d_name);
		free(e[i]);
	}
	if (n >= 0)
		free(e);
	return n < 0 ? "none" : buf_text(&b);
}

static void
empty(const char *path)
{
	struct dirent **e;
	int n = scandir(path, &e, NULL, NULL);

	for (int i = 0; i < n; i++) {
		char *s = xasprintf("%s/%s", path, e[i]->d_name);

		if (strcmp(e[i]->d_name, ".") != 0 && strcmp(e[i]->d_name, "..") != 0)
			unlink(s);
		free(s);
		free(e[i]);
	}
	if (n >= 0)
		free(e);
	rmdir(path);
}

static bool
found(struct print *p, size_t number, const char *file, int page)
{
	struct printed got = print_find(p, number);
	size_t n = strlen(got.file), m = strlen(file);

	return got.trouble == NULL && got.page == page && n >= m && strcmp(got.file + n - m, file) == 0;
}

/* Every file of the run, behind each other. */
static void
print_groups(int jobs, struct buf *bytes)
{
	char *target = xasprintf("%s/out", dir), *path;
	static const char *const files[] = { "%2E.pdf", "A%2FB.pdf", "甲.pdf" };

	run.jobs = jobs;
	struct print *p = print_new(&run, NULL, target);
	size_t c = add(p, "甲", "c", "3"), a = add(p, "甲", "a", "1"), x = add(p, "A/B", "z", "9"),
	       twice = add(p, "甲", "a", "1"), bad = add(p, "甲", "b", "2!"), dot = add(p, ".", "a", "7"),
	       all_bad = add(p, "乙", "a", "!");

	print_draw(p, fonts, NULL, draw);
	ok(found(p, a, "/out/甲.pdf", 1) && found(p, c, "/out/甲.pdf", 2),
	    "-j %d: pages stand in their order", jobs);
	ok(found(p, twice, "/out/甲.pdf", 1), "the same record twice is one page");
	ok(found(p, x, "/out/A%2FB.pdf", 1) && found(p, dot, "/out/%2E.pdf", 1),
	    "a group's name is a file name");
	ok(strcmp(print_find(p, bad).trouble, "REFUSED: 2!") == 0 &&
		strcmp(print_find(p, all_bad).trouble, "REFUSED: !") == 0,
	    "refused pages say why");
	print_ready(p);
	ok(print_publish(p), "the files take their names");
	print_free(p);
	ok(strcmp(names(target), "%2E.pdf A%2FB.pdf 甲.pdf ") == 0, "files are there, nothing else: %s",
	    names(target));
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		path = xasprintf("%s/%s", target, files[i]);
		buf_read_file(bytes, path, 0);
		free(path);
	}
	empty(target);
	free(target);
}

/* Two rows a page, one behind the other; a row with '!' is refused, a sheet that begins with '?' as a whole, "many" is too many pages. */
static bool
draw_sheet(struct pdf *pdf, struct print_row *row, size_t rows, struct buf *trouble)
{
	int n = 0;

	if (*row[0].content == '?') {
		buf_str(trouble, "REFUSED: the sheet");
		return false;
	}
	for (size_t i = 0; i < rows; i++) {
		if (strchr(row[i].content, '!') != NULL) {
			row[i].trouble = "REFUSED: the row";
			continue;
		}
		if (n++ % 2 == 0)
			canvas_text(pdf_page(pdf, 50, 50), FONT_BODY, 10, 5, 20, ALIGN_LEFT, row[i].content);
		row[i].page = (n + 1) / 2;
	}
	while (strcmp(row[0].content, "many") == 0 && pdf_pages(pdf) <= PRINT_PAGES)
		pdf_page(pdf, 50, 50);
	return true;
}

static size_t
add_to(struct print *p, const char *sheet, const char *order, const char *word)
{
	return print_add_to(p, "g", sheet, order, word, strlen(word));
}

static void
test_sheets(void)
{
	char *target = xasprintf("%s/out", dir);
	struct print *p = print_new(&run, NULL, target);
	size_t b2 = add_to(p, "b", "2", "2"), alone = add(p, "g", "1", "9"), a3 = add_to(p, "a", "3", "3"), a1 = add_to(p, "a", "1", "1"),
	       a0 = add_to(p, "a", "0", "0"), a2 = add_to(p, "a", "2", "!"), again = add_to(p, "a", "3", "3"), b1 = add_to(p, "b", "1", "1"),
	       none = add_to(p, "c", "1", "?"), none2 = add_to(p, "c", "2", "2");

	print_draw_sheets(p, fonts, NULL, draw_sheet);
	ok(found(p, alone, "/g.pdf", 1), "a record of no sheet has one of its own");
	ok(found(p, a0, "/g.pdf", 2) && found(p, a1, "/g.pdf", 2) && found(p, a3, "/g.pdf", 3), "records of a sheet share its pages");
	ok(found(p, again, "/g.pdf", 3), "the same record twice stands once");
	ok(strcmp(print_find(p, a2).trouble, "REFUSED: the row") == 0, "a row may be refused alone");
	ok(found(p, b1, "/g.pdf", 4) && found(p, b2, "/g.pdf", 4), "the next sheet begins another page");
	ok(strcmp(print_find(p, none).trouble, "REFUSED: the sheet") == 0 && strcmp(print_find(p, none2).trouble, "REFUSED: the sheet") == 0,
	    "a sheet may be refused whole");
	print_free(p);
	empty(target);
	free(target);
}

static void
too_many_drawn(const char *target)
{
	struct print *p = print_new(&run, NULL, target);

	add_to(p, "a", "1", "many");
	print_draw_sheets(p, fonts, NULL, draw_sheet);
}

/* What a run in a process of its own ends with; it is expected to leave nothing. */
static int
status_of(void (*body)(const char *target))
{
	char *target = xasprintf("%s/out", dir);
	int status;

	fflush(NULL);
	pid_t pid = fork();

	if (pid == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL)
			exit(99);
		body(target);
		exit(0);
	}
	waitpid(pid, &status, 0);
	free(target);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
too_many(const char *target)
{
	struct print *p = print_new(&run, NULL, target);
	char order[16];

	for (int i = 0; i <= PRINT_PAGES; i++) {
		snprintf(order, sizeof order, "%06d", i);
		add(p, "all", order, "1");
	}
	print_draw(p, fonts, NULL, draw);
}

static void
dead_worker(const char *target)
{
	struct print *p = print_new(&run, NULL, target);

	add(p, "1", "a", "1");
	add(p, "2", "a", "die");
	print_draw(p, fonts, NULL, draw);
}

static void
unpublished(const char *target)
{
	struct print *p = print_new(&run, NULL, target);

	add(p, "1", "a", "1");
	print_draw(p, fonts, NULL, draw);
	exit(3);
}

static void
test_endings(void)
{
	ok(status_of(too_many) == EX_USAGE, "more than %d pages in a file are a usage error", PRINT_PAGES);
	ok(status_of(too_many_drawn) == EX_USAGE, "also where one sheet has so many");
	ok(status_of(dead_worker) == EX_ENV, "a worker that dies ends the run");
	ok(status_of(unpublished) == 3, "a run that ends before it publishes");
	ok(strcmp(names(dir), "") == 0, "leaves nothing, nor do the others: %s", names(dir));
}

int
main(void)
{
	struct buf err = BUF_INIT, one = BUF_INIT, three = BUF_INIT;

	diag_program("print");
	snprintf(dir, sizeof dir, "/tmp/kaowu-print.XXXXXX");
	fonts = fontset_open(&font_standard, &err);
	if (fonts == NULL || mkdtemp(dir) == NULL)
		return 1;
	fontset_need(fonts, FONT_BODY, "0123456789");
	fontset_build(fonts, &err);
	print_groups(1, &one);
	print_groups(3, &three);
	ok(one.len > 0 && one.len == three.len && memcmp(one.ptr, three.ptr, one.len) == 0,
	    "the same bytes by one worker or three");
	test_sheets();
	test_endings();
	fontset_free(fonts);
	buf_release(&one);
	buf_release(&three);
	buf_release(&err);
	rmdir(dir);
	return done();
}
