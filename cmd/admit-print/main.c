/* SPDX-License-Identifier: MIT
 * admit-print: the admit cards (准考证) of those who have paid and have a seat, one A4 page each. Cards are drawn before
 * the lock is taken; the transaction only notes that they were printed, and gives the files their names. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "card.h"
#include "facts.h"
#include "frame/live.h"
#include "frame/print.h"
#include "frame/print_options.h"
#include "frame/print_text.h"
#include "frame/print_trouble.h"
#include "frame/tool.h"
#include "revoked.h"
#include "rule/token.h"
#include "store/beside.h"
#include "store/card.h"
#include "store/db.h"
#include "store/photo_store.h"

static const char *per = "room", *file, *dir, *revoked_out, *doc = "admit";
static struct print_where where;

static const struct opt opts[] = {
	OPT_TEXT(0, "doc", &doc, "NAMES", "admit, the only document (default)", "admit 准考证, 唯一的文书 (默认)"),
	OPT_TEXT('o', "output", &file, "FILE.pdf", "all cards into one file", "全部打印到一个文件"),
	OPT_TEXT('O', "folder", &dir, "DIR", "a file for each of --per, into this folder", "按 --per 分文件, 写入此目录"),
	OPT_TEXT(0, "per", &per, "GROUP", "person, room, site, review_point or city (default room)", "分组: person, room, site, review_point 或 city (默认 room)"),
	OPT_TEXT(0, "site", &where.site, "CODE", "only who sits at this site", "仅该考点的考生"),
	OPT_TEXT(0, "room", &where.room, "CODE", "only who sits in this room", "仅该考场的考生"),
	OPT_TEXT(0, "session", &where.session, "CODE", "only who sits this session", "仅参加该场次的考生"),
	OPT_TEXT(0, "revoked-out", &revoked_out, "FILE", "the exam's cards that hold no more, a CSV for admit-verify",
	    "已作废的准考证清单 (CSV), 供 admit-verify 使用"),
	OPT_END
};

enum { I_REG_NO, I_END };
static const struct incol in[] = { [I_REG_NO] = { "reg_no", true }, { NULL, false } };

enum { O_REG_NO, O_FILE, O_PAGE };
static const char *const out[] = { "reg_no", "file", "page", NULL };

enum { Q_VERSION, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_VERSION] = { "PRAGMA data_version", NULL }, /* another one where another process has committed */
};

static struct print *print;
static struct fontset *fonts;
static struct card_paper paper;
static const struct exam *exam; /* all cards of a run are of one exam: they are printed on one form */
static const char *db;
static unsigned char secret[SIGN_SECRET];
static int64_t version;
static bool others_wrote;
static int64_t elsewhere; /* left out by --site, --room, --session */

/* What check() found, for apply(). */
struct found {
	int64_t id;
	size_t number;              /* of the record in print */
	char card[TOKEN_CARD_TEXT]; /* digest of what was drawn */
	char admit_no[TOKEN_ADMIT_SIZE];
	bool skipped, other_exam;
};

/* ---- before the first record */

/* Only --revoked-out: no card is printed, no stream is read. */
static bool list_only;
static int arguments;

static void
check_call(struct run *run)
{
	bool files = optind < arguments;

	list_only = revoked_out != NULL && file == NULL && dir == NULL && !run->all && !files;
	if (revoked_out != NULL && run->exam == NULL)
		die_usage("%s", L("--revoked-out: -e CODE-YEAR is required", "--revoked-out: 须用 -e 指明考试"));
	if (!list_only && !run->all && !files && isatty(STDIN_FILENO))
		die_usage("%s", L("no FILE, no --all, and standard input is a terminal", "没有 FILE 或 --all, 标准输入又是终端"));
}

static void
start(struct run *run)
{
	static const char *const documents[] = { "admit", NULL };
	static const char *const words[] = { "person", "room", "site", "review_point", "city", NULL };
	static const char nobody[] = "SELECT r.reg_no FROM registration r WHERE r.id IS NULL AND r.exam_id = :exam AND :now <> '' AND :due_id = 0 AND " SCOPE_SQL;

	check_call(run);
	db_prepare(q, Q_COUNT);
	if (list_only) {
		run->due = nobody;
		return;
	}
	print_words("--doc", doc, documents);
	print_word("--per", per, words);
	print = print_new(run, file, dir);
	db = run->db;
	print_where_check(run, &where);
	db_begin_read(); /* begins with the first record, so that what stands before us in a pipe has committed */
}

static void
make_paper(const struct exam *e)
{
	static struct buf name, common;
	const char *const *note = strcmp(e->delivery, "computer") == 0 ? card_notes_computer : card_notes;

	fonts = print_fonts();
	text_exam(e, &name);
	facts_common(e, &common);
	paper = (struct card_paper){ .exam = buf_text(&name), .common = buf_text(&common) };
	for (int i = 0; note[i] != NULL; i++)
		paper.note[i] = note[i];
	paper.entries = facts_entries(e, paper.entry);
	card_need_paper(fonts, &paper);
}

/* ---- a record, without lock */

static void
trouble_text(const struct card_trouble *t, const char *name, struct buf *to)
{
	switch (t->fault) {
	case CARD_OK:
		break;
	case CARD_GLYPH:
		trouble_glyph(to, t->field, name, t->cp);
		break;
	case CARD_FIT:
		trouble_fit(to, t->field, name);
		break;
	case CARD_PHOTO:
		trouble_photo(to, name);
		break;
	case CARD_CODE:
		buf_printf(to, L("CODE_UNPRINTABLE: %s of %s cannot be a bar code: 48 ASCII characters at most; see the template admit_no in exam.csv",
		    "CODE_UNPRINTABLE: %s (%s) 无法印成条码: 最多 48 个 ASCII 字符; 见 exam.csv 的 admit_no 模板"), t->field, name);
		break;
	case CARD_EMPTY:
		buf_printf(to, L("FIELD_EMPTY: %s of %s is empty, and a card must have it; complete the registration or the configuration",
		    "FIELD_EMPTY: %s (%s) 为空, 准考证上不可缺少; 请补全报名信息或配置"), t->field, name);
		break;
	}
}

static void
check_stage(struct rec *r, const struct facts *f)
{
	if (!f->paid)
		fault(r, I_REG_NO, "NOT_PAID", L("%s has not paid: fee-pay, then seat-assign, come before the card", "%s 尚未缴费: 须先 fee-pay, 再 seat-assign"),
		    r->v[I_REG_NO]);
	if (!f->seated)
		fault(r, I_REG_NO, "NOT_SEATED", L("%s has no seat and admit number yet: seat-assign comes before the card",
		    "%s 尚未编排座位与准考证号: 须先 seat-assign"), r->v[I_REG_NO]);
	if (f->unreviewed)
		fault(r, I_REG_NO, "NOT_REVIEWED", L("the papers of %s have not passed review: elig-review comes before the card",
		    "%s 资格审核尚未通过: 须先 elig-review"), r->v[I_REG_NO]);
	need_window(r, I_REG_NO, f->exam, f->province, "admit_print");
	if (*f->photo == '\0')
		fault(r, I_REG_NO, "PHOTO_MISSING", L("no photograph of %s has passed: run photo-check, or photo-review for one to be looked at",
		    "%s 没有审核通过的照片: 请先运行 photo-check, 需人工复核的用 photo-review"), f->card.name);
	if (f->sessions > CARD_SESSIONS)
		fault(r, I_REG_NO, "TEXT_OVERFLOW", L("%d sessions; a card has room for %d", "有 %d 场考试; 准考证最多排 %d 场"), f->sessions,
		    CARD_SESSIONS);
}

static void
check_text(struct rec *r, const struct facts *f)
{
	struct buf troubles = BUF_INIT;

	if (exam == NULL)
		make_paper(f->exam);
	print_one_exam(r, &exam, f->exam);
	card_need(fonts, &f->card, trouble_tell, &(struct trouble_of){ &troubles, f->card.name });
	trouble_faults(r, I_REG_NO, buf_text(&troubles));
	buf_release(&troubles);
}

/* The file of -O, and the place within a file: city, site, room, batch, seat. */
static void
place(const struct facts *f, const char *reg_no, struct buf *group, struct buf *order)
{
	buf_clear(group);
	buf_clear(order);
	if (strcmp(per, "person") == 0)
		buf_str(group, f->card.admit_no);
	else if (strcmp(per, "review_point") == 0)
		buf_printf(group, "%s-%s", f->city, f->review_point);
	else if (strcmp(per, "city") == 0)
		buf_str(group, f->seat_city);
	else if (strcmp(per, "site") == 0)
		buf_printf(group, "%s-%s", f->seat_city, f->seat_site);
	else
		buf_printf(group, "%s-%s-%s", f->seat_city, f->seat_site, f->seat_room);
	if (strcmp(per, "review_point") == 0)
		buf_printf(order, "%s\t", group->ptr);
	buf_printf(order, "%s\t%s\t%s\t%s\t%09lld\t%s", f->seat_city, f->seat_site, f->seat_room, f->seat_batch, (long long)f->seat, reg_no);
}

/* Which of the paper's notes on latecomers: those of the setting. */
static int
entry_of(const struct facts *f)
{
	int64_t minutes = setting_int(f->exam, f->province, "entry_late_minutes", CARD_ENTRY_MINUTES);
	int i = 0;

	while (i + 1 < paper.entries && paper.entry[i] != minutes)
		i++;
	return i;
}

static void
check(struct rec *r)
{
	static struct buf packed, group, order;
	struct found found = { .skipped = false };
	struct facts f;

	if (!facts_read(r->v[I_REG_NO], &where, &f)) {
		reg_unknown(r, I_REG_NO);
		return;
	}
	if (r->run->exam != NULL && r->run->exam != f.exam) { /* where the number does not tell its exam to the frame */
		found.other_exam = true;
		attach(r, &found, sizeof found);
		return;
	}
	if (f.deleted) {
		fault(r, I_REG_NO, "REG_DELETED", L("%s is deleted", "%s 已删除"), r->v[I_REG_NO]);
		return;
	}
	found.id = f.id;
	found.skipped = f.seated && !f.wanted;
	if (!found.skipped) {
		check_stage(r, &f);
		check_text(r, &f);
	}
	if (faulty(r))
		return;
	if (!found.skipped) {
		buf_clear(&packed);
		buf_char(&packed, (char)('0' + entry_of(&f))); /* no part of what the card is known by */
		facts_pack(&f, &packed);
		token_card(packed.ptr + 1, packed.len - 1, found.card);
		snprintf(found.admit_no, sizeof found.admit_no, "%s", f.card.admit_no); /* a longer one has no token: draw() refuses it */
		place(&f, r->v[I_REG_NO], &group, &order);
		found.number = print_add(print, buf_text(&group), buf_text(&order), packed.ptr, packed.len);
	}
	attach(r, &found, sizeof found);
}

/* ---- drawing, in workers */

static bool
read_photo(const char *sha256, const char *name, struct buf *photo, struct buf *trouble)
{
	buf_clear(photo);
	if (photo_store_read(db, sha256, photo))
		return true;
	trouble_photo_file(trouble, name, db, sha256, errno);
	return false;
}

static bool
draw(struct pdf *pdf, const char *content, size_t n, struct buf *trouble)
{
	static struct buf photo, text;
	const char *exam_key, *sha256;
	struct token token;
	struct card_trouble t = { CARD_CODE, "admit_no", 0 };
	struct card card;

	int entry = *content++ - '0';

	n--;
	facts_unpack(content, &card, &exam_key, &sha256);
	card.entry = entry;
	if (!read_photo(sha256, card.name, &photo, trouble))
		return false;
	card.photo = photo.ptr;
	card.photo_size = photo.len;
	snprintf(token.exam, sizeof token.exam, "%s", exam_key);
	int length = snprintf(token.admit_no, sizeof token.admit_no, "%s", card.admit_no);

	token_card(content, n, token.card);
	buf_clear(&text);
	if ((size_t)length < sizeof token.admit_no && token_make(&token, secret, &text)) {
		card.token = text.ptr;
		if (card_draw(pdf, &card, &t))
			return true;
	}
	trouble_text(&t, card.name, trouble);
	return false;
}

static void
read_key(void)
{
	unsigned char public[SIGN_PUBLIC];
	char *key = beside(db, BESIDE_KEY), *pub = beside(db, BESIDE_PUB);
	struct buf err = BUF_INIT;
	struct stat st;

	if (!key_read(key, secret, sizeof secret, &err) || !key_read(pub, public, sizeof public, &err))
		refuse(L("%s; cards are signed with it: put it back from the backup; nothing was changed",
		    "%s; 准考证须用其签名: 请从备份恢复; 未作任何改动"), buf_text(&err));
	if (memcmp(secret + SIGN_SECRET - SIGN_PUBLIC, public, SIGN_PUBLIC) != 0)
		refuse(L("%s and %s are not a pair: every card would read as forged; put back those that exam-init made; nothing was changed",
		    "%s 与 %s 不是一对密钥: 所有准考证都会被判为伪造; 请恢复 exam-init 生成的密钥; 未作任何改动"), key, pub);
	if (stat(key, &st) == 0 && (st.st_mode & 077) != 0)
		notice(L("%s: others may read or write it (mode %03o), and whoever has it can make cards that are valid: chmod 600, and exam-init a new one if it was copied",
		    "%s: 其他用户可读写 (权限 %03o), 得到它就能伪造有效的准考证: 请 chmod 600; 若已外泄须重新生成"), key, (unsigned)(st.st_mode & 0777));
	free(key);
	free(pub);
}

static void
work(struct run *run)
{
	struct buf err = BUF_INIT;

	(void)run;
	if (list_only)
		return;
	version = db_int1(&q[Q_VERSION], 0);
	db_end_read();
	if (exam == NULL)
		return; /* nobody to print */
	read_key();
	struct pdf_stock *stock = fontset_build(fonts, &err) ? card_stock(fonts, &paper, &err) : NULL;

	if (stock == NULL)
		refuse(L("%s; nothing was changed", "%s; 未作任何改动"), buf_text(&err));
	print_draw(print, fonts, stock, draw);
	pdf_stock_free(stock);
	fontset_free(fonts);
}

/* ---- in the transaction */

static void
begin(struct run *run)
{
	(void)run;
	others_wrote = db_int1(&q[Q_VERSION], 0) != version;
}

/* Somebody committed while cards were drawn: is this one still what the database says? */
static void
compare(const struct rec *r, const struct found *found)
{
	struct buf packed = BUF_INIT;
	char card[TOKEN_CARD_TEXT] = "";
	struct facts f;

	if (facts_read(r->v[I_REG_NO], &where, &f) && !f.deleted && f.paid && f.seated) {
		facts_pack(&f, &packed);
		token_card(packed.ptr, packed.len, card);
		buf_release(&packed);
	}
	if (strcmp(card, found->card) != 0)
		die(EX_BUSY, L("%s was changed by another run while its card was drawn; nothing was changed; run again",
		    "绘制期间 %s 被其他程序修改; 未作任何改动; 请再次运行"), r->v[I_REG_NO]);
}

static enum verdict
apply(struct rec *r)
{
	struct found found;

	if (r->attached == NULL)
		return UNCHANGED; /* refused by check() */
	memcpy(&found, r->attached, sizeof found);
	if (found.other_exam)
		return SKIPPED;
	if (found.skipped) {
		elsewhere++;
		return SKIPPED;
	}
	struct printed printed = print_find(print, found.number);

	if (printed.trouble != NULL) {
		trouble_faults(r, I_REG_NO, printed.trouble);
		return UNCHANGED;
	}
	if (others_wrote)
		compare(r, &found);
	put(r, O_REG_NO, r->v[I_REG_NO]);
	put(r, O_FILE, printed.file);
	put_int(r, O_PAGE, printed.page);
	return card_printed(found.id, found.card, found.admit_no, r->run->now, r->run->batch_id) ? CHANGED : UNCHANGED;
}

static void
end(struct run *run)
{
	int64_t revoked = revoked_out != NULL ? revoked_write(run, revoked_out) : 0;

	if (list_only) {
		run_summary(run, L("%s: %lld cards hold no more", "%s: %lld 张准考证已作废"), run->exam->key, (long long)revoked);
		return;
	}
	print_ready(print);
	if (run->override != NULL && run->accepted == 0 && run->unchanged > 0) /* else the entry of the run says it */
		audit_act(run, "override", run->exam_key != NULL ? run->exam_key : exam->key, run->override);
	print_left_out(run, elsewhere, L("no cards: nobody of the input sits there", "没有准考证可打印: 所给人员均不在所选考点、考场或场次"));
}

static bool
after(struct run *run, bool committed)
{
	bool done = revoked_out == NULL || revoked_commit(revoked_out);

	(void)run, (void)committed;
	if (print == NULL)
		return done;
	done = print_publish(print) && done;
	print_free(print);
	return done;
}

static const struct tool tool = {
	.name = "admit-print",
	.synopsis = "[options] [--doc NAMES] [--per GROUP] [--site CODE] [--room CODE] [--session CODE] [--revoked-out FILE] (-o FILE.pdf | -O DIR) [FILE ...]",
	.does_en = "print the admit cards of those who have a seat",
	.does_zh = "打印准考证",
	.opts = opts,
	.flags = TOOL_ALL | TOOL_OPTIONAL_STREAM,
	.writes = "registration card audit_entry",
	.roles = "district site clerk",
	.in = in,
	.out = out,
	.start = start,
	.check = check,
	.work = work,
	.begin = begin,
	.apply = apply,
	.end = end,
	.after = after,
};

int
main(int argc, char **argv)
{
	arguments = argc;
	return tool_main(&tool, argc, argv);
}
