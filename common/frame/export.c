/* SPDX-License-Identifier: MIT
 * Files for other machines. */
#include "frame/export.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "frame/state.h"
#include "stream/csvout.h"
#include "stream/outfile.h"

struct export {
	const struct run *run;
	const char *file;
	struct outfile *out; /* NULL: a dry run */
	struct hash *digest;
	struct buf line;
	struct encoder encoder;
	size_t columns;
};

/* A device, a pipe, or another name of standard output: nothing that keeps a file. */
static bool
keeps_nothing(const char *file)
{
	char *folder = xstrdup(file), *slash = strrchr(folder, '/'), whole[PATH_MAX];
	struct stat st;
	bool bad = stat(file, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);

	if (slash != NULL) {
		slash[1] = '\0';
		if (realpath(folder, whole) != NULL)
			bad |= strcmp(whole, "/dev") == 0 || strncmp(whole, "/proc", 5) == 0;
	}
	free(folder);
	return bad;
}

void
export_named(const char *file, const char *command)
{
	if (file == NULL || *file == '\0')
		die_usage(L("%s-o FILE is required", "%s须给出 -o FILE"), command);
	if (strcmp(file, "-") == 0)
		die_usage(L("%s-o: a file, not standard output: it holds personal data whole", "%s-o: 须为文件, 不能是标准输出: 内含完整个人信息"), command);
	if (keeps_nothing(file))
		die_usage(L("%s-o %s: a file, not a device or a pipe: it holds personal data whole, and must be there afterwards",
		    "%s-o %s: 须为普通文件, 不能是设备或管道: 内含完整个人信息, 且须留存"), command, file);
}

static void
add_line(struct export *x)
{
	const struct buf *line = encoded(x->run->state, &x->encoder, &x->line);

	hash_add(x->digest, line->ptr, line->len);
	if (x->out != NULL)
		fwrite(line->ptr, 1, line->len, outfile_stream(x->out));
}

struct export *
export_begin(const struct run *run, const char *file, const char *const *columns, size_t n)
{
	/* personal data whole are not written without the audit entry */
	struct outfile *out = run->dry_run ? NULL : outfile_begin(file);

	if (out == NULL && !run->dry_run)
		refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), file, errno_text(errno));
	struct export *x = xcalloc(1, sizeof *x);

	*x = (struct export){ .run = run, .file = file, .out = out, .digest = hash_new(), .line = BUF_INIT, .columns = n };
	csvout_header(&x->line, &run->state->style, columns, n);
	add_line(x);
	return x;
}

void
export_row(struct export *x, const char *const *value)
{
	buf_clear(&x->line);
	csvout_row(&x->line, &x->run->state->style, value, x->columns);
	add_line(x);
}

void
export_end(struct export *x, char sha256[HASH_HEX])
{
	unsigned char sum[HASH_SIZE];

	hash_finish(x->digest, sum);
	hash_hex(sum, sha256);
	if (x->out != NULL && !outfile_sync(x->out))
		refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), x->file, errno_text(errno));
}

bool
export_commit(struct export *x)
{
	if (x->out == NULL || outfile_commit(x->out))
		return true;
	notice(L("%s: %s; the run is committed; run it again for the same file", "%s: %s; 数据已提交; 再次运行可得到同样的文件"), x->file, errno_text(errno));
	return false;
}

void
export_leave(struct export *x)
{
	if (x->out != NULL)
		outfile_abort(x->out);
	x->out = NULL;
}

bool
export_digest(const char *path, char sha256[HASH_HEX])
{
	unsigned char sum[HASH_SIZE];
	char bytes[16384];
	FILE *f = fopen(path, "re");
	size_t n;

	if (f == NULL)
		return false;
	struct hash *h = hash_new();

	while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
		hash_add(h, bytes, n);
	hash_finish(h, sum);
	hash_hex(sum, sha256);
	fclose(f);
	return true;
}
