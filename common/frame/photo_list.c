/* SPDX-License-Identifier: MIT
 * --every and --report. */
#include "frame/photo_list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "frame/photo_file.h"
#include "frame/state.h"

/* ---- --every */

static bool listing;
static char **names;
static size_t nnames;

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
read_names(DIR *d)
{
	size_t cap = 0;
	struct dirent *e;
	struct stat st;

	while (errno = 0, (e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.' || (fstatat(photo_folder(), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode)))
			continue;
		names = grow(names, nnames, &cap, sizeof *names);
		names[nnames++] = xstrdup(e->d_name);
	}
}

static void
read_folder(void)
{
	int fd = openat(photo_folder(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);

	if (d != NULL)
		read_names(d);
	if (d == NULL || errno != 0)
		refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), photo_folder_name(), errno_text(errno));
	closedir(d);
	if (nnames > 0)
		qsort(names, nnames, sizeof *names, by_bytes);
}

static void
add_name(struct buf *out, const char *name)
{
	struct buf text = BUF_INIT;
	struct csvstyle plain = { .excel = false };

	photo_name_text(&text, name);
	csvout_field(out, &plain, buf_text(&text), text.len);
	buf_char(out, '\n');
	buf_release(&text);
}

void
photo_every_begin(struct run *run, int operands)
{
	struct buf list = BUF_INIT;
	size_t done = 0;

	if (run->all || operands > 0)
		die_usage("%s", L("--every takes the files of DIR: no FILE and no --all beside it", "--every 检查 DIR 中全部文件: 不能再给 FILE 或 --all"));
	read_folder();
	buf_str(&list, "photo\n");
	for (size_t i = 0; i < nnames; i++)
		add_name(&list, names[i]);
	int fd = spool_tmpfile();

	while (fd >= 0 && done < list.len) {
		ssize_t n = write(fd, list.ptr + done, list.len - done);

		if (n <= 0)
			break;
		done += (size_t)n;
	}
	if (fd < 0 || done < list.len || lseek(fd, 0, SEEK_SET) != 0 || dup2(fd, STDIN_FILENO) < 0)
		refuse(L("temporary file: %s; nothing was changed", "临时文件: %s; 未作任何改动"), errno_text(errno));
	close(fd);
	buf_release(&list);
	listing = true;
	/* the list is ours, not the caller's */
	run->state->encoding = "UTF-8";
	run->state->map = NULL;
}

const char *
photo_every_name(const struct rec *r)
{
	return names[r->record - 1];
}

void
photo_need_column(const struct run *run, const int *column, size_t n)
{
	for (size_t i = 0; i < run->state->nsource; i++) {
		struct source *s = &run->state->source[i];
		struct buf any = BUF_INIT;
		bool has = false;

		for (size_t k = 0; k < n; k++) {
			const char *name = run->tool->in[column[k]].name;

			has |= s->has[column[k]];
			buf_printf(&any, "%s%s (%s)", k > 0 ? ", " : "", name, column_chinese(name));
		}
		if (!has)
			refuse(L("%s:1: COLUMN_MISSING: one of these columns is required: %s; nothing was changed",
			    "%s:1: COLUMN_MISSING: 至少须有以下一列: %s; 未作任何改动"), s->name, buf_text(&any));
		buf_release(&any);
		if (listing) { /* it came as standard input; rejects name the folder */
			free(s->name);
			s->name = xstrdup(photo_folder_name());
		}
	}
}

/* ---- --report */

static struct outfile *report;
static const char *report_path;
static const struct run *report_run;

static void
report_failed(void)
{
	refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), report_path, errno_text(errno));
}

void
photo_report_begin(const struct run *run, const char *path)
{
	struct buf line = BUF_INIT;

	if (path == NULL)
		return;
	report_path = path;
	report_run = run;
	report = outfile_begin(path);
	if (report == NULL)
		report_failed();
	csvout_header(&line, &run->state->style, run->state->out, run->state->nout);
	fwrite(line.ptr, 1, line.len, outfile_stream(report));
	buf_release(&line);
}

void
photo_report_row(const char *const *value)
{
	static struct buf line;

	if (report == NULL)
		return;
	buf_clear(&line);
	csvout_row(&line, &report_run->state->style, value, report_run->state->nout);
	fwrite(line.ptr, 1, line.len, outfile_stream(report)); /* outfile_commit says whether all of it was written */
}

void
photo_report_end(void)
{
	if (report != NULL && !outfile_commit(report))
		report_failed();
	report = NULL;
}
