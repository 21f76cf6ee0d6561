/* SPDX-License-Identifier: MIT
 * The finance workbook: what agrees, by which sums that is proven, every difference with what is known of it, what is
 * to go back, and whose the money is. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "book.h"
#include "stream/outfile.h"

int64_t
book_exam(const struct book *k)
{
	return k->run->exam != NULL ? k->run->exam->id : 0;
}

const char *
book_class(enum recon_class class)
{
	return diag_chinese() ? recon_class_zh(class) : recon_class_word(class);
}

static void
fail(const char *path, const char *what)
{
	refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), path, what);
}

/* What the printed pages say: the exam and whose list it is, the time, and who made it. */
static void
page(const struct book *k, const char *title)
{
	const struct run *run = k->run;
	char left[256], right[64], below[128];

	snprintf(left, sizeof left, "%s%s%s  %s", run->exam != NULL ? run->exam->key : "", run->exam != NULL ? " " : "",
	    run->exam != NULL ? run->exam->name : L("all exams", "全部考试"), title);
	snprintf(right, sizeof right, "%s %.10s %.5s", L("as of", "截至"), run->now, run->now + 11);
	snprintf(below, sizeof below, "%s %s", L("made by", "经办"), run->login);
	xlsx_page(k->x, left, right, below);
}

static struct outfile *written; /* whole, not in its place yet */
static const char *written_path;

void
book_write(struct run *run, const char *path, const struct files *files, const struct books *b)
{
	const char *title = L("Reconciliation of exam fees", "考试收费对账");
	struct outfile *f = outfile_begin(path);
	struct buf err = BUF_INIT;
	struct split split = { NULL, 0, 0, 0, 0, 0, 0 };

	if (f == NULL)
		fail(path, errno_text(errno));
	struct book k = { xlsx_begin(outfile_temporary(f), title, run->now), run, files, b, &split, { { .aged = { 0, 0 } } } };

	page(&k, title);
	split_read(&k, &split);
	pool_read(&k, false, &k.pool[false]);
	pool_read(&k, true, &k.pool[true]);
	book_summary(&k);
	book_differences(&k);
	book_refunds(&k);
	book_doubt(&k);
	book_fees(&k);
	book_split(&k);
	book_files(&k);
	split_release(&split);
	if (!xlsx_end(k.x, &err))
		fail(path, buf_text(&err));
	if (!outfile_sync(f))
		fail(path, errno_text(errno));
	buf_release(&err);
	written = f;
	written_path = path;
}

bool
book_place(bool committed)
{
	if (written == NULL || outfile_commit(written))
		return true;
	if (committed)
		notice(L("%s: %s; the run is committed; run it again for the same workbook", "%s: %s; 数据已提交; 再次运行可得到同样的工作簿"), written_path, errno_text(errno));
	else
		notice(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), written_path, errno_text(errno));
	return false;
}
