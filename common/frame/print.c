/* SPDX-License-Identifier: MIT
 * Printing in bulk: grouping, worker processes, files that appear whole. */
#include "frame/print_part.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stream/spool.h"

/* ---- collecting */

struct print *
print_new(struct run *run, const char *file, const char *dir)
{
	struct stat st;

	if ((file == NULL) == (dir == NULL))
		die_usage("%s",
		    L("one of -o FILE.pdf and -O DIR is required", "须给出 -o FILE.pdf 或 -O DIR 之一"));
	if (file != NULL && (*file == '\0' || strcmp(file, "-") == 0))
		die_usage("%s", L("-o: a file, not standard output: that carries what was printed", "-o: 须为文件, 不能是标准输出: 标准输出列出所打印的内容"));
	if (dir != NULL && *dir == '\0')
		die_usage("%s", L("-O: the name of a folder is empty", "-O: 目录名为空"));
	struct print *p = xcalloc(1, sizeof *p);

	*p = (struct print){ .run = run, .file = file, .dir = dir, .content = spool_tmpfile() };
	if (p->content < 0)
		print_fail(L("temporary file", "临时文件"));
	if (file != NULL && stat(file, &st) == 0) {
		errno = EISDIR;
		if (S_ISDIR(st.st_mode))
			print_fail(file);
		p->copy = !S_ISREG(st.st_mode);
	}
	errno = ENOTDIR;
	if (dir != NULL && stat(dir, &st) == 0 && !S_ISDIR(st.st_mode))
		print_fail(dir);
	print_place(p);
	print_guard(p);
	return p;
}

void
print_free(struct print *p)
{
	print_drop(p);
	close(p->content);
	free(p->entry);
	free(p->sorted);
	free(p->group);
	free(p->worker);
	arena_release(&p->texts);
	buf_release(&p->pending);
	buf_release(&p->path);
	free(p);
}

static void
flush_content(struct print *p)
{
	const char *from = buf_text(&p->pending);

	for (size_t left = p->pending.len; left > 0;) {
		ssize_t w = write(p->content, from, left);

		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			print_fail(L("temporary file", "临时文件"));
		from += w;
		left -= (size_t)w;
	}
	buf_clear(&p->pending);
}

/* What a file name cannot have, or hides it, as %XX. */
static const char *
file_name(struct print *p, const char *group)
{
	buf_clear(&p->path);
	for (const char *s = group; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == '/' || *s == '%' || *s == '\x7f' ||
		    (*s == '.' && s == group))
			buf_printf(&p->path, "%%%02X", (unsigned char)*s);
		else
			buf_char(&p->path, *s);
	return buf_text(&p->path);
}

size_t
print_add(struct print *p, const char *group, const char *order, const void *content, size_t n)
{
	return print_add_to(p, group, NULL, order, content, n);
}

size_t
print_add_to(
    struct print *p, const char *group, const char *sheet, const char *order, const void *content, size_t n)
{
	p->entry = grow(p->entry, p->n, &p->cap, sizeof *p->entry);
	p->entry[p->n] = (struct entry){ .order = arena_strdup(&p->texts, order),
		.at = p->length,
		.n = n,
		.same_as = p->n,
		.sheet = sheet != NULL ? arena_strdup(&p->texts, sheet) : NULL,
		.group = p->dir != NULL ? arena_strdup(&p->texts, file_name(p, group)) : "" };
	buf_add(&p->pending, content, n);
	p->length += (off_t)n;
	if (p->pending.len > 1 << 20)
		flush_content(p);
	return p->n++;
}

/* ---- grouping */

static const char *
sheet_of(const struct entry *e)
{
	return e->sheet != NULL ? e->sheet : "";
}

/* Are they drawn by one call? */
static bool
one_sheet(const struct entry *a, const struct entry *b)
{
	return a->sheet != NULL && b->sheet != NULL && strcmp(a->sheet, b->sheet) == 0;
}

static int
by_group_and_order(const void *a, const void *b, void *context)
{
	const struct print *p = context;
	size_t i = *(const size_t *)a, j = *(const size_t *)b;
	int c = strcmp(p->entry[i].group, p->entry[j].group);

	if (c == 0)
		c = strcmp(sheet_of(&p->entry[i]), sheet_of(&p->entry[j]));
	if (c == 0)
		c = strcmp(p->entry[i].order, p->entry[j].order);
	return c != 0 ? c : (i > j) - (i < j);
}

static _Noreturn void
too_many_pages(void)
{
	die_usage(L("more than %d pages for one FILE; use -O DIR, or a smaller --per",
		      "一个文件超过 %d 页; 请用 -O DIR, 或更细的 --per"),
	    PRINT_PAGES);
}

static void
make_groups(struct print *p)
{
	size_t sheets = 0;

	free(p->sorted);
	p->sorted = xcalloc(p->n + 1, sizeof *p->sorted);
	p->nsorted = p->ngroup = 0;
	for (size_t i = 0; i < p->n; i++)
		if (!p->entry[i].withdrawn)
			p->sorted[p->nsorted++] = i;
	qsort_r(p->sorted, p->nsorted, sizeof *p->sorted, by_group_and_order, p);
	for (size_t i = 0; i < p->nsorted; i++) {
		struct entry *e = &p->entry[p->sorted[i]], *last = i > 0 ? &p->entry[p->sorted[i - 1]] : NULL;

		if (last != NULL && strcmp(last->group, e->group) == 0) {
			if (strcmp(last->order, e->order) == 0 && strcmp(sheet_of(last), sheet_of(e)) == 0)
				e->same_as = last->same_as;
		} else {
			p->group = grow(p->group, p->ngroup, &p->group_cap, sizeof *p->group);
			p->group[p->ngroup++] = (struct group){ .from = i };
			sheets = 0;
			last = NULL;
		}
		p->group[p->ngroup - 1].to = i + 1;
		if (e->same_as == p->sorted[i] && !(last != NULL && one_sheet(last, e)) && ++sheets > PRINT_PAGES)
			too_many_pages(); /* before anything is drawn: each has a page at least */
	}
}

/* ---- workers */

struct report {
	size_t number;
	size_t group;
	int page;
	uint32_t n; /* bytes of trouble that follow */
};
enum { UNHEARD = 99 }; /* exit status of a worker that could not write its reports */
/* page: the trouble is not a record's, the run cannot go on */
enum { OF_RUN = -1, TOO_MANY = -2 };

static void
say(FILE *to, size_t number, size_t group, int page, const struct buf *trouble)
{
	struct report r = { number, group, page, (uint32_t)trouble->len };

	if (fwrite(&r, sizeof r, 1, to) != 1 ||
	    fwrite(buf_text(trouble), 1, trouble->len, to) != trouble->len)
		_exit(UNHEARD);
}

static _Noreturn void
give_up(FILE *to, struct buf *why)
{
	say(to, 0, 0, OF_RUN, why);
	fflush(to);
	_exit(EX_ENV);
}

static void
write_file(struct print *p, size_t group, struct pdf *pdf, FILE *to)
{
	const char *path = p->hidden != NULL ? print_hidden(p, group) : "/dev/null";
	struct buf err = BUF_INIT;
	int fd = open(
	    path, p->hidden != NULL ? O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC : O_WRONLY | O_CLOEXEC, 0600);
	FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
	static char room[1 << 18]; /* a photograph in one piece: stdio's own would make ten calls of it */

	if (f == NULL || setvbuf(f, room, _IOFBF, sizeof room) != 0 || !pdf_finish_file(pdf, f, &err) || fflush(f) != 0 || fclose(f) != 0) {
		if (err.len == 0)
			buf_str(&err, errno_text(errno));
		give_up(to, &err);
	}
	buf_release(&err);
}

/* Draws the records of a sheet, or a single record. */
struct drawer {
	print_sheet_fn *sheet;
	print_draw_fn *one;
};

static void
read_content(struct print *p, const struct entry *e, char *to, FILE *report)
{
	struct buf trouble = BUF_INIT;

	if (pread(p->content, to, e->n, e->at) != (ssize_t)e->n) {
		buf_str(&trouble, errno_text(errno));
		give_up(report, &trouble);
	}
	to[e->n] = '\0';
}

static void
draw_rows(const struct drawer *d, struct pdf *pdf, struct print_row *row, size_t n, struct buf *trouble)
{
	bool good = d->sheet != NULL ? d->sheet(pdf, row, n, trouble) : d->one(pdf, row->content, row->n, trouble);

	for (size_t i = 0; i < n; i++) {
		if (!good)
			row[i].page = 0;
		else if (d->sheet == NULL)
			row[i].page = 1;
		if (row[i].page == 0 && row[i].trouble == NULL)
			row[i].trouble = buf_text(trouble);
	}
}

/* The records sorted from … to - 1, which are one sheet. */
static void
draw_sheet(struct print *p, size_t g, size_t from, size_t to, struct pdf *pdf, const struct drawer *d, FILE *report)
{
	struct print_row *row = xcalloc(to - from, sizeof *row);
	struct buf content = BUF_INIT, trouble = BUF_INIT, text = BUF_INIT;
	size_t room = 0, n = 0;
	int before = pdf_pages(pdf);

	for (size_t i = from; i < to; i++)
		room += p->entry[p->sorted[i]].n + 1;
	buf_room(&content, room);
	room = 0;
	for (size_t i = from; i < to; i++) {
		const struct entry *e = &p->entry[p->sorted[i]];

		if (e->same_as != p->sorted[i])
			continue;
		read_content(p, e, content.ptr + room, report);
		row[n++] = (struct print_row){ .content = content.ptr + room, .n = e->n };
		room += e->n + 1;
	}
	draw_rows(d, pdf, row, n, &trouble);
	n = 0;
	for (size_t i = from; i < to; i++) {
		if (p->entry[p->sorted[i]].same_as != p->sorted[i])
			continue;
		buf_clear(&text);
		buf_str(&text, row[n].page == 0 ? row[n].trouble : "");
		say(report, p->sorted[i], g, row[n].page == 0 ? 0 : before + row[n].page, &text);
		n++;
	}
	if (pdf_pages(pdf) > PRINT_PAGES) {
		say(report, 0, g, TOO_MANY, &text);
		fflush(report);
		_exit(EX_OK);
	}
	free(row);
	buf_release(&content);
	buf_release(&trouble);
	buf_release(&text);
}

static void
draw_group(struct print *p, size_t g, struct pdf *pdf, const struct drawer *d, FILE *to)
{
	size_t next;

	for (size_t i = p->group[g].from; i < p->group[g].to; i = next) {
		const struct entry *e = &p->entry[p->sorted[i]];

		for (next = i + 1; next < p->group[g].to; next++) {
			const struct entry *f = &p->entry[p->sorted[next]];

			if (!one_sheet(e, f) && f->same_as == p->sorted[next])
				break;
		}
		draw_sheet(p, g, i, next, pdf, d, to);
	}
	if (pdf_pages(pdf) > 0)
		write_file(p, g, pdf, to);
}

static pid_t
start_worker(struct print *p, size_t w, size_t workers, FILE *to, const struct fontset *fonts,
    const struct pdf_stock *stock, const struct drawer *draw)
{
	pid_t pid = fork();

	if (pid < 0)
		print_fail("fork");
	if (pid > 0)
		return pid;
	for (int i = 0; i < PRINT_SIGNALS; i++)
		signal(print_signals[i], SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	struct pdf *pdf = pdf_new(fonts, stock);

	for (size_t g = w; g < p->ngroup; g += workers)
		draw_group(p, g, pdf, draw, to);
	_exit(fflush(to) == 0 ? EX_OK : UNHEARD);
}

static int
wait_worker(struct print *p, size_t w)
{
	int status = 0;

	while (waitpid(p->worker[w], &status, 0) < 0)
		if (errno != EINTR)
			print_fail("waitpid");
	p->worker[w] = 0;
	return status;
}

/* What a worker reports, and whether it came to its end. */
static void
hear(struct print *p, FILE *from, int status)
{
	struct report r;
	struct buf text = BUF_INIT;

	rewind(from);
	while (fread(&r, sizeof r, 1, from) == 1) {
		buf_clear(&text);
		buf_room(&text, r.n);
		if (fread(text.ptr, 1, r.n, from) != r.n)
			break;
		text.ptr[r.n] = '\0';
		if (r.page == OF_RUN)
			die(EX_ENV, L("drawing: %s; nothing was changed", "绘制: %s; 未作任何改动"),
			    text.ptr);
		if (r.page == TOO_MANY)
			too_many_pages();
		p->entry[r.number].page = r.page;
		p->entry[r.number].trouble = r.page == 0 ? arena_strdup(&p->texts, text.ptr) : NULL;
		p->group[r.group].pages |= r.page > 0;
	}
	buf_release(&text);
	if (WIFEXITED(status) && WEXITSTATUS(status) == UNHEARD)
		die(EX_ENV, L("temporary files in %s cannot be written: is there room? (TMPDIR names another place); nothing was changed",
		    "%s 中的临时文件无法写入: 空间是否已满? (可用 TMPDIR 另指位置); 未作任何改动"), print_temporary());
	if (!WIFEXITED(status) || WEXITSTATUS(status) != EX_OK)
		die(EX_ENV,
		    L("a worker ended early (status 0x%x); nothing was changed",
			"工作进程异常结束 (状态 0x%x); 未作任何改动"),
		    (unsigned)status);
}

static void
draw_all(struct print *p, const struct fontset *fonts, const struct pdf_stock *stock, const struct drawer *draw)
{
	flush_content(p);
	if (p->hidden != NULL) { /* drawn before, with others that were withdrawn since */
		print_drop(p);
		print_guard(p);
	}
	make_groups(p);
	if (p->ngroup == 0)
		return;
	print_hide(p);
	size_t workers = (size_t)p->run->jobs < p->ngroup ? (size_t)p->run->jobs : p->ngroup;
	FILE **report = xcalloc(workers, sizeof(FILE *));

	free(p->worker);
	p->worker = xcalloc(workers, sizeof *p->worker);

	fflush(NULL);
	for (size_t w = 0; w < workers; w++) {
		int fd = spool_tmpfile();

		report[w] = fd >= 0 ? fdopen(fd, "w+") : NULL;
		if (report[w] == NULL)
			print_fail(L("temporary file", "临时文件"));
		p->worker[w] = start_worker(p, w, workers, report[w], fonts, stock, draw);
		p->workers++;
	}
	for (size_t w = 0; w < workers; w++) {
		int status = wait_worker(p, w);

		hear(p, report[w], status);
		fclose(report[w]);
	}
	p->workers = 0;
	free(report);
	print_sync(p);
}

void
print_draw(
    struct print *p, const struct fontset *fonts, const struct pdf_stock *stock, print_draw_fn *draw)
{
	draw_all(p, fonts, stock, &(struct drawer){ .one = draw });
}

void
print_draw_sheets(
    struct print *p, const struct fontset *fonts, const struct pdf_stock *stock, print_sheet_fn *draw)
{
	draw_all(p, fonts, stock, &(struct drawer){ .sheet = draw });
}

/* ---- results */

void
print_withdraw(struct print *p, size_t number)
{
	p->entry[number].withdrawn = true;
	p->entry[number].page = 0;
}

struct printed
print_find(struct print *p, size_t number)
{
	const struct entry *e = &p->entry[p->entry[number].same_as];

	return (struct printed){ print_target(p, e), e->page, e->page > 0 ? NULL : e->trouble };
}
