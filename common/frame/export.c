/* SPDX-License-Identifier: MIT
 * Files for other machines. */
#include "frame/export.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "stream/csvout.h"
#include "stream/outfile.h"

struct export {
	const char *file;
	struct outfile *out; /* NULL: a dry run */
	struct hash *digest;
	struct buf line;
	size_t columns;
};

void
export_named(const char *file, const char *command)
{
	if (file == NULL)
		die_usage(L("%s-o FILE is required", "%s须给出 -o FILE"), command);
	if (strcmp(file, "-") == 0)
		die_usage(L("%s-o: a file, not standard output: it holds personal data whole", "%s-o: 须为文件, 不能是标准输出: 内含完整个人信息"), command);
}

struct export *
export_begin(const struct run *run, const char *file, const char *const *columns, size_t n)
{
	struct export *x = xcalloc(1, sizeof *x);

	*x = (struct export){ .file = file, .digest = hash_new(), .line = BUF_INIT, .columns = n };
	if (!run->dry_run) { /* personal data whole are not written without the audit entry */
		x->out = outfile_begin(file);
		if (x->out == NULL)
			refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), file, strerror(errno));
	}
	export_row(x, columns);
	return x;
}

void
export_row(struct export *x, const char *const *value)
{
	static const struct csvstyle style = { false, false };

	buf_clear(&x->line);
	csvout_row(&x->line, &style, value, x->columns);
	hash_add(x->digest, x->line.ptr, x->line.len);
	if (x->out != NULL)
		fwrite(x->line.ptr, 1, x->line.len, outfile_stream(x->out));
}

void
export_end(struct export *x, char sha256[HASH_HEX])
{
	unsigned char sum[HASH_SIZE];

	hash_finish(x->digest, sum);
	hash_hex(sum, sha256);
	if (x->out != NULL && !outfile_sync(x->out))
		refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), x->file, strerror(errno));
}

bool
export_commit(struct export *x)
{
	if (x->out == NULL || outfile_commit(x->out))
		return true;
	notice(L("%s: %s; the run is committed; run it again for the same file", "%s: %s; 数据已提交; 再次运行可得到同样的文件"), x->file, strerror(errno));
	return false;
}

const char *
export_path(const char *file)
{
	static char *whole;
	char here[4096];

	if (whole == NULL)
		whole = *file == '/' || getcwd(here, sizeof here) == NULL ? xstrdup(file) : xasprintf("%s/%s", here, file);
	return whole;
}

bool
export_is_there(const char *path, const char *sha256)
{
	unsigned char sum[HASH_SIZE];
	char bytes[16384], hex[HASH_HEX];
	FILE *f = fopen(path, "re");
	size_t n;

	if (f == NULL)
		return false;
	struct hash *h = hash_new();

	while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
		hash_add(h, bytes, n);
	hash_finish(h, sum);
	hash_hex(sum, hex);
	fclose(f);
	return strcmp(hex, sha256) == 0;
}
