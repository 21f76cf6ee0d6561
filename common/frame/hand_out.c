/* SPDX-License-Identifier: MIT
 * Files of what waits, each once. */
#include "frame/hand_out.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

/* A path that the next run finds from wherever it is called; static. */
static const char *
whole_path(const char *file)
{
	static char *whole;
	char here[4096];

	if (whole == NULL)
		whole = *file == '/' || getcwd(here, sizeof here) == NULL ? xstrdup(file) : xasprintf("%s/%s", here, file);
	return whole;
}

/* The one whose file lies at -o, by its path or by its bytes. */
static int64_t
held_at(struct hand_out *h)
{
	struct stmt *q = &h->q[HAND_OUT_HOLDS];
	char hex[HASH_HEX];

	if (!export_digest(h->file, hex))
		return 0;
	db_text(q, ":file", whole_path(h->file));
	db_text(q, ":sha256", hex);
	return db_int1(q, 0);
}

/* ---- before anything is read */

static void
look_for_the_last(struct hand_out *h)
{
	struct stmt *q = &h->q[HAND_OUT_CUT_OFF];
	const char *name = L(h->name_en, h->name_zh);
	char hex[HASH_HEX];

	if (!db_row(q))
		return;
	int64_t id = db_col_int(q, 0);
	const char *path = db_col(q, 1), *at = db_col(q, 3);

	if (export_digest(path, hex) && strcmp(hex, db_col(q, 2)) == 0) {
		h->found = id;
		notice(L("%s %lld of %s had been cut off; its file is whole: %s", "%s %lld (%s) 曾中断; 其文件完整: %s"), name, (long long)id, at, path);
	} else {
		h->id = id;
		h->repeats = true;
		notice(L("%s %lld of %s had been cut off before its file was there: this is it again and nothing else; run once more for what has come since. "
		    "Should its file have been passed on after all (%s), do not pass on this one", "%s %lld (%s) 在文件写出前中断: 本次仅重写该批; 其后新增的请再运行一次. "
		    "若该文件 (%s) 其实已交出, 请勿再交本文件"), name, (long long)id, at, path);
	}
	db_reset(q);
}

static void
look_for_number(struct hand_out *h)
{
	struct stmt *q = &h->q[HAND_OUT_THERE];

	db_int(q, ":id", h->again);
	int64_t there = db_int1(q, -1);

	if (there < 0)
		refuse(L("HAND_OUT_UNKNOWN: there was no %s %lld; nothing was changed", "HAND_OUT_UNKNOWN: 没有%s %lld; 未作任何改动"), L(h->name_en, h->name_zh),
		    (long long)h->again);
	h->id = h->again;
	h->repeats = there == 0;
	if (h->repeats)
		h->again = 0;
}

/* The same command again, since its output was lost or nobody knows what became of it. */
static void
look_at_file(const struct run *run, struct hand_out *h)
{
	int64_t held = held_at(h);

	if (held == 0 || h->anything_new(run))
		return;
	h->id = held;
	h->tells = true;
	notice(L("nothing new %s: %s is the file of %s %lld, and stays as it is; this is what is in it", "没有新的%s: %s 是%s %lld 的文件, 保持不变; 以下为其内容"),
	    L(h->items_en, h->items_zh), h->file, L(h->name_en, h->name_zh), (long long)held);
}

void
hand_out_start(struct run *run, struct hand_out *h, const char *file, int64_t again, const char *const *columns, size_t n)
{
	db_prepare(h->q, HAND_OUT_STATEMENTS);
	db_begin_read(); /* what is due is of the same moment */
	h->file = file;
	h->again = again;
	if (again != 0)
		look_for_number(h);
	else
		look_for_the_last(h);
	if (h->again == 0 && !h->repeats)
		look_at_file(run, h);
	run->due_id = h->id;
	if (h->repeats || h->tells)
		run->exam = NULL; /* of a hand-out nothing is left out */
	h->export = export_begin(run, file, columns, n);
}

void
hand_out_listed(struct run *run)
{
	(void)run;
	db_end_read();
}

/* ---- in the transaction */

static bool
is_there(const struct run *run, struct hand_out *h, int64_t id)
{
	struct stmt *q = &h->q[HAND_OUT_WRITTEN];

	db_text(q, ":now", run->now);
	db_int(q, ":id", id);
	return db_do(q) > 0;
}

bool
hand_out_begin(const struct run *run, struct hand_out *h)
{
	h->holds = held_at(h);
	if (h->repeats) {
		db_int(&h->q[HAND_OUT_THERE], ":id", h->id);
		if (db_int1(&h->q[HAND_OUT_THERE], 1) != 0) {
			h->id = 0; /* its own run had only been waiting for the disk: none of it is written twice */
			h->repeats = false;
			look_at_file(run, h);
		}
	} else if (h->again == 0 && !h->tells) {
		look_at_file(run, h); /* another run may just have written it */
	}
	return h->found != 0 && is_there(run, h, h->found);
}

bool
hand_out_takes(const struct hand_out *h)
{
	return !h->repeats && !h->tells && h->again == 0;
}

bool
hand_out_has(const struct hand_out *h, int64_t out_id)
{
	return h->id != 0 && out_id == h->id;
}

int64_t
hand_out_number(const struct run *run, struct hand_out *h)
{
	struct stmt *q = &h->q[HAND_OUT_NEW];

	if (h->id != 0)
		return h->id;
	db_text(q, ":file", whole_path(h->file));
	db_text(q, ":now", run->now);
	db_int(q, ":run", run->batch_id);
	db_do(q);
	h->id = db_last_id();
	return h->id;
}

void
hand_out_row(struct hand_out *h, const char *const *value)
{
	export_row(h->export, value);
	h->written++;
}

/* Nobody has passed on yet what lies there, as far as we know. */
static void
check_held(const struct hand_out *h)
{
	const char *name = L(h->name_en, h->name_zh);

	if (h->holds != 0 && h->holds != h->id)
		refuse(L("%s: FILE_HELD: it is the file of %s %lld (--again %lld prints it): give another name, or move it away once it has been passed on; nothing was changed",
		    "%s: FILE_HELD: 该文件是%s %lld 的文件 (--again %lld 可再次输出): 请另取文件名, 或在交出后将其移走; 未作任何改动"), h->file, name, (long long)h->holds,
		    (long long)h->holds);
}

bool
hand_out_end(struct hand_out *h)
{
	struct stmt *q = &h->q[HAND_OUT_WHOLE];
	char hex[HASH_HEX];

	export_end(h->export, hex);
	if (h->id == 0 || h->tells)
		return false;
	check_held(h);
	if (h->again != 0)
		return true;
	db_text(q, ":file", whole_path(h->file));
	db_text(q, ":sha256", hex);
	db_int(q, ":more", h->repeats ? -h->taken_back : h->written);
	db_int(q, ":id", h->id);
	db_do(q);
	return true;
}

/* ---- behind the commit */

bool
hand_out_after(const struct run *run, struct hand_out *h, bool committed, bool *there)
{
	bool stays = h->written == 0 && access(h->file, F_OK) == 0;

	*there = false;
	if (stays)
		export_leave(h->export);
	else if (!export_commit(h->export))
		return false;
	if (stays && !h->tells)
		notice(L("nothing %s: %s stays as it is", "没有%s: %s 保持不变"), L(h->items_en, h->items_zh), h->file);
	if (committed && h->id != 0)
		*there = is_there(run, h, h->id);
	return true;
}
