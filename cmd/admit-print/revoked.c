/* SPDX-License-Identifier: MIT
 * Cards that hold no more, as CSV. */
#include "revoked.h"

#include <errno.h>
#include <string.h>

#include "store/card.h"
#include "stream/csvout.h"
#include "stream/outfile.h"

enum { COLUMNS = 5 };
static const char *const columns[COLUMNS] = { "exam", "admit_no", "card", "reason", "time" };
static const struct csvstyle style = { .excel = false };

struct list {
	const struct run *run;
	struct outfile *file; /* NULL: only counted */
	const char *path;
	struct buf line;
	int64_t n;
};

static _Noreturn void
fail(const char *path)
{
	refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), path, errno_text(errno));
}

static void
put_out(struct list *l)
{
	if (l->file != NULL && fwrite(l->line.ptr, 1, l->line.len, outfile_stream(l->file)) != l->line.len)
		fail(l->path);
	buf_clear(&l->line);
}

static void
take(void *context, const struct revoked_card *c)
{
	struct list *l = context;
	const char *const field[COLUMNS] = { l->run->exam->key, c->admit_no, c->card, c->cause, c->at };

	csvout_row(&l->line, &style, field, COLUMNS);
	put_out(l);
	l->n++;
}

static struct outfile *written; /* and not in its place */

int64_t
revoked_write(const struct run *run, const char *path)
{
	struct list l = { .run = run, .path = path };
	bool kept = !run->dry_run && !(run->strict && run->rejected > 0);

	if (kept && (l.file = outfile_begin(path)) == NULL)
		fail(path);
	csvout_header(&l.line, &style, columns, COLUMNS);
	put_out(&l);
	card_each_revoked(run->exam->id, take, &l);
	if (l.file != NULL && !outfile_sync(l.file))
		fail(path);
	written = l.file;
	buf_release(&l.line);
	return l.n;
}

bool
revoked_commit(const char *path)
{
	if (written == NULL || outfile_commit(written))
		return true;
	notice(L("%s: %s; the run is committed; run it again for the same file", "%s: %s; 数据已提交; 再次运行可得到同样的文件"), path, errno_text(errno));
	return false;
}
