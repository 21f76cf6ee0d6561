/* SPDX-License-Identifier: MIT
 * room-print: what hangs on the door of an exam room, stands on its desks and goes in with its invigilators, for the rooms in which
 * the people of the input sit. A room is printed whole, whoever of it was named. It reads the database only. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "frame/live.h"
#include "frame/print.h"
#include "frame/print_options.h"
#include "frame/print_trouble.h"
#include "frame/tool.h"
#include "ledger.h"
#include "media/grid.h"
#include "package.h"
#include "room.h"
#include "store/card.h"
#include "store/db.h"

static const char *per = "room", *file, *dir, *documents;
static bool cut_stack;
static struct print_where where;

static const struct opt opts[] = {
	OPT_TEXT(0, "doc", &documents, "NAMES", "door, desk, bag, sign, photo-plan, record, joined by + or a comma; or all",
	    "door, desk, bag, sign, photo-plan, record, 以 + 或逗号连接; 或 all"),
	OPT_TEXT('o', "output", &file, "FILE.pdf", "everything into one file", "全部打印到一个文件"),
	OPT_TEXT('O', "folder", &dir, "DIR", "a file for each of --per, into this folder", "按 --per 分文件, 写入此目录"),
	OPT_TEXT(0, "per", &per, "GROUP", "room, site or city (default room)", "分组: room, site 或 city (默认 room)"),
	OPT_TEXT(0, "site", &where.site, "CODE", "only rooms of this site", "仅该考点的考场"),
	OPT_TEXT(0, "room", &where.room, "CODE", "only this room", "仅该考场"),
	OPT_TEXT(0, "session", &where.session, "CODE", "only this session", "仅该场次"),
	OPT_FLAG(0, "cut-stack", &cut_stack, "desk labels in the order of a paper cutter", "桌贴按裁切叠放顺序排列"),
	OPT_END
};

static const char *const doc_words[DOC_COUNT + 1] = { "door", "desk", "bag", "sign", "photo-plan", "record", NULL };
static const char *const per_words[] = { "room", "site", "city", NULL };

enum { I_REG_NO, I_END };
static const struct incol in[] = { [I_REG_NO] = { "reg_no", true }, { NULL, false } };

enum { O_REG_NO, O_FILE, O_PAGE };
static const char *const out[] = { "reg_no", "file", "page", NULL };

enum { Q_REGISTRATION, Q_ROOMS, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_REGISTRATION] = { "SELECT id, exam_id, deleted_at IS NOT NULL, seated_at IS NOT NULL AND admit_no IS NOT NULL, paid_at IS NOT NULL, " CARD_UNREVIEWED " "
		"FROM registration r WHERE reg_no = :reg_no", NULL },
	[Q_ROOMS] = { "SELECT city, site, room, session FROM seat WHERE registration_id = :id ORDER BY city, site, room", NULL },
};

static struct package_options package = { .fonts = NULL };
static const struct exam *exam; /* all of a run are of one exam */
static const char *db;
static int64_t elsewhere; /* left out by --site, --room, --session */

static struct arena memory;
static struct room_key *key; /* of the rooms that the records sit in */
static size_t keys, key_cap;

/* What check() found, for apply(). */
struct found {
	int64_t id;
	bool skipped, other_exam;
};

/* ---- before the first record */

static void
start(struct run *run)
{
	if (documents == NULL)
		die_usage("%s", L("--doc is required: which documents", "须用 --doc 指明单据"));
	package.docs = print_words("--doc", documents, doc_words);
	package.per = (enum package_per)print_word("--per", per, per_words);
	package.one_file = file != NULL;
	package.cut_stack = cut_stack;
	if (cut_stack && !(package.docs & 1U << DOC_DESK))
		die_usage("%s", L("--cut-stack orders desk labels: --doc desk", "--cut-stack 用于桌贴: --doc desk"));
	package.print = print_new(run, file, dir);
	db = run->db;
	db_prepare(q, Q_COUNT);
	print_where_check(run, &where);
	package.fonts = print_fonts();
	db_begin_read(); /* begins with the first record, so that what stands before us in a pipe has committed */
}

/* ---- a record, without lock */

static void
add_key(const char *city, const char *site, const char *room)
{
	struct room_key k = { city, site, room };

	if (keys > 0 && room_key_compare(&key[keys - 1], &k) == 0)
		return;
	key = grow(key, keys, &key_cap, sizeof *key);
	key[keys++] = (struct room_key){ arena_strdup(&memory, city), arena_strdup(&memory, site), arena_strdup(&memory, room) };
}

/* Remember the rooms in which the registration has a seat; how many seats pass the filter, -1: it has none at all. */
static int
find_rooms(int64_t id)
{
	struct stmt *s = &q[Q_ROOMS];
	int n = -1;

	db_int(s, ":id", id);
	while (db_row(s)) {
		n += n < 0;
		if ((where.site != NULL && strcmp(where.site, db_col(s, 1)) != 0) || (where.room != NULL && strcmp(where.room, db_col(s, 2)) != 0) ||
		    (where.session != NULL && strcmp(where.session, db_col(s, 3)) != 0))
			continue;
		n++;
		add_key(db_col(s, 0), db_col(s, 1), db_col(s, 2));
	}
	return n;
}

static void
check_seat(struct rec *r, struct found *found, const struct exam *e, bool seated)
{
	if (exam == NULL && strcmp(documents, "all") == 0 && strcmp(e->delivery, "computer") == 0)
		package.docs &= ~(1U << DOC_BAG); /* no papers, no bags */
	print_one_exam(r, &exam, e);
	int rooms = seated ? find_rooms(found->id) : -1;

	if (rooms < 0)
		fault(r, I_REG_NO, "NOT_SEATED", L("%s has no seat and admit number yet: seat-assign comes first", "%s 尚未编排座位与准考证号: 须先 seat-assign"),
		    r->v[I_REG_NO]);
	found->skipped = rooms == 0;
}

/* The seat of who may not sit there any more stays, empty. */
static void
check_sits(struct rec *r, bool paid, bool unreviewed)
{
	if (!paid)
		fault(r, I_REG_NO, "NOT_PAID", L("%s has not paid, or the money went back: fee-pay comes first", "%s 尚未缴费或费用已退: 须先 fee-pay"), r->v[I_REG_NO]);
	if (unreviewed)
		fault(r, I_REG_NO, "NOT_REVIEWED", L("the papers of %s have not passed review: elig-review comes first; the seat stays empty",
		    "%s 资格审核尚未通过: 须先 elig-review; 其座位空置"), r->v[I_REG_NO]);
}

static void
check(struct rec *r)
{
	struct stmt *s = &q[Q_REGISTRATION];
	struct found found = { .skipped = false };

	db_text(s, ":reg_no", r->v[I_REG_NO]);
	if (!db_row(s)) {
		reg_unknown(r, I_REG_NO);
		return;
	}
	const struct exam *e = exam_by_id(db_col_int(s, 1));
	bool deleted = db_col_int(s, 2) != 0, seated = db_col_int(s, 3) != 0, paid = db_col_int(s, 4) != 0, unreviewed = db_col_int(s, 5) != 0;

	found.id = db_col_int(s, 0);
	db_reset(s);
	if (r->run->exam != NULL && r->run->exam != e)
		found.other_exam = true;
	else if (deleted)
		fault(r, I_REG_NO, "REG_DELETED", L("%s is deleted", "%s 已删除"), r->v[I_REG_NO]);
	else
		check_seat(r, &found, e, seated);
	if (!found.other_exam && !found.skipped && !faulty(r))
		check_sits(r, paid, unreviewed);
	if (faulty(r))
		return;
	if (!found.other_exam && !found.skipped)
		ledger_want(found.id);
	attach(r, &found, sizeof found);
}

/* ---- the rooms */

static int
by_key(const void *a, const void *b)
{
	return room_key_compare(a, b);
}

static void
read_rooms(struct run *run)
{
	static struct room room;
	struct buf text = BUF_INIT;

	if (keys > 0)
		qsort(key, keys, sizeof *key, by_key);
	for (size_t i = 0; i < keys; i++) {
		if (i > 0 && room_key_compare(&key[i - 1], &key[i]) == 0)
			continue;
		room_read(run, exam, &key[i], where.session, &room);
		if (room.foreign == NULL) {
			package_room(&package, &room);
			continue;
		}
		buf_clear(&text);
		buf_printf(&text, L("NOT_AUTHORISED: in room %s-%s-%s sits %s, of a place for which %s may not act; the city's office prints it",
		    "NOT_AUTHORISED: 考场 %s-%s-%s 内有 %s, 不属于 %s 可办理的范围; 请由所在市考试机构打印"), key[i].city, key[i].site, key[i].room, room.foreign, run->login);
		package_refuse(&room, buf_text(&text));
	}
	package_end(&package);
	buf_release(&text);
}

static struct pdf_stock *
make_stock(void)
{
	static const struct doc *const kinds[] = { &door_doc, &desk_doc, &bag_doc, &sign_doc, &plan_doc, &record_doc };
	struct buf common = BUF_INIT;

	buf_str(&common, grid_foot_words);
	for (int i = 0; i < DOC_COUNT; i++)
		if (package.docs & 1U << i)
			buf_str(&common, kinds[i]->words);
	struct pdf_stock *stock = print_stock(package.fonts, buf_text(&common));

	buf_release(&common);
	return stock;
}

/* In a worker. A document of several pages is drawn twice: pages once taken cannot be given back. */
static bool
draw(struct pdf *pdf, const char *content, size_t n, struct buf *trouble)
{
	struct sheet_reader r;
	const struct doc *doc = sheet_doc(content, &r);
	int pages = doc->pages(r);
	struct flaw flaw;

	(void)n;
	for (int real = pages <= 1; real < 2; real++)
		for (int i = 0; i < pages; i++) {
			if (!doc->draw(pdf, r, i, &flaw)) {
				flaw_text(&flaw, db, trouble);
				pdf_drop(pdf);
				return false;
			}
			if (!real)
				pdf_drop(pdf);
		}
	return true;
}

static void
work(struct run *run)
{
	if (exam != NULL)
		read_rooms(run);
	db_end_read();
	if (keys == 0)
		return;
	struct pdf_stock *stock = make_stock();

	sheet_photos(db);
	ledger_withdraw(package.print, false);
	print_draw(package.print, package.fonts, stock, draw);
	if (ledger_withdraw(package.print, true))
		print_draw(package.print, package.fonts, stock, draw);
	pdf_stock_free(stock);
}

/* ---- what became of them */

struct told {
	struct rec *r;
	int rows;
};

static void
tell_page(void *context, const char *printed, int page)
{
	struct told *t = context;

	if (t->rows++ > 0)
		put_row(t->r);
	put(t->r, O_REG_NO, t->r->v[I_REG_NO]);
	put(t->r, O_FILE, printed);
	put_int(t->r, O_PAGE, page);
}

static void
tell_trouble(void *context, const char *text)
{
	struct told *t = context;

	trouble_faults(t->r, I_REG_NO, text);
}

static enum verdict
apply(struct rec *r)
{
	struct found found;
	struct told told = { r, 0 };

	if (r->attached == NULL)
		return UNCHANGED; /* refused by check() */
	memcpy(&found, r->attached, sizeof found);
	if (found.other_exam)
		return SKIPPED;
	if (found.skipped) {
		elsewhere++;
		return SKIPPED;
	}
	ledger_find(package.print, found.id, tell_page, tell_trouble, &told);
	return UNCHANGED;
}

static void
end(struct run *run)
{
	print_ready(package.print);
	fontset_free(package.fonts);
	print_left_out(run, elsewhere, L("nothing to print: nobody of the input sits there", "没有可打印的: 所给人员均不在所选考点、考场或场次"));
}

static bool
after(struct run *run, bool committed)
{
	bool done = print_publish(package.print);

	(void)run, (void)committed;
	print_free(package.print);
	return done;
}

static const struct tool tool = {
	.name = "room-print",
	.synopsis = "[options] --doc NAMES [--per GROUP] [--site CODE] [--room CODE] [--session CODE] [--cut-stack] (-o FILE.pdf | -O DIR) [FILE ...]",
	.does_en = "print door notices, desk labels, sign-in sheets, seat plans, records and bag covers of exam rooms",
	.does_zh = "打印考场的门贴、桌贴、签到表、座次表、情况记录表与袋封面",
	.opts = opts,
	.flags = TOOL_ALL,
	.writes = "",
	.roles = "district site clerk",
	.in = in,
	.out = out,
	.start = start,
	.check = check,
	.work = work,
	.apply = apply,
	.end = end,
	.after = after,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
