/* SPDX-License-Identifier: MIT
 * form-print: the papers of registration: application form, commitment, receipt and record of changes, one or more pages a
 * person; lists for reviewers and finance. Nothing is changed; that personal data went onto paper leaves an entry in the audit log. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "document.h"
#include "frame/live.h"
#include "frame/print.h"
#include "frame/print_options.h"
#include "frame/print_trouble.h"
#include "frame/tool.h"
#include "store/db.h"
#include "store/photo_store.h"

static const char *per = "review_point", *file, *dir, *doc = "form";
static struct print_where where;

static const struct opt opts[] = {
	OPT_TEXT(0, "doc", &doc, "NAMES", "form, pledge, receipt, change-record, review-list, return-list, refund-list, joined by + or a comma; or all (default form)",
	    "文书: form 报名表, pledge 承诺书, receipt 缴费凭证, change-record 更改记录表, review-list 审核名单, return-list 退回名单, refund-list 退费名单; 以 + 或逗号连接; 或 all (默认 form)"),
	OPT_TEXT('o', "output", &file, "FILE.pdf", "everything into one file", "全部打印到一个文件"),
	OPT_TEXT('O', "folder", &dir, "DIR", "a file for each of --per, into this folder", "按 --per 分文件, 写入此目录"),
	OPT_TEXT(0, "per", &per, "GROUP", "person, review_point, city, site or room (default review_point)",
	    "分组: person, review_point, city, site 或 room (默认 review_point)"),
	OPT_TEXT(0, "site", &where.site, "CODE", "only who sits at this site", "仅该考点的考生"),
	OPT_TEXT(0, "room", &where.room, "CODE", "only who sits in this room", "仅该考场的考生"),
	OPT_TEXT(0, "session", &where.session, "CODE", "only who sits this session", "仅参加该场次的考生"),
	OPT_END
};

static const struct incol in[] = { [I_REG_NO] = { "reg_no", true }, { NULL, false } };

enum { O_REG_NO, O_FILE, O_PAGE };
static const char *const out[] = { "reg_no", "file", "page", NULL };

static unsigned wanted; /* 1 << index of documents */
static struct print *print;
static struct fontset *fonts;
static struct flow *flow;
static struct arena memory; /* of the paper that is put together */
static const char *db;
static int64_t elsewhere;   /* left out by --site, --room, --session */

/* On most papers, in both styles: documents take these characters from a stock that is made once. */
#define STOCK_WORDS "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.*-:/()（）：、，；—　 年月日签名盖章姓名性别证件类型号码报名考级专业科目省市审核点工作单位意见身份居民电话地址学历位" \
	"零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整负缴费凭证金额合计人民币大写小写承诺书告知采用更改记录表退名单"

/* What check() found, for apply(): which documents were put together, under which numbers. */
struct found {
	bool skipped, other_exam;
	unsigned documents;
	size_t number[DOCUMENTS];
};

/* ---- before the first record */

static void
check_options(const struct run *run)
{
	static const char *const groups[] = { "person", "review_point", "city", "site", "room", NULL };
	const char *names[DOCUMENTS + 1] = { NULL };
	const char *option = where.site != NULL ? "--site" : where.room != NULL ? "--room" : where.session != NULL ? "--session" : NULL;

	for (int i = 0; i < DOCUMENTS; i++)
		names[i] = documents[i]->name;
	wanted = print_words("--doc", doc, names);
	bool by_seat = print_word("--per", per, groups) >= 3;

	for (int i = 0; i < DOCUMENTS; i++) {
		if (!(wanted & 1U << i) || documents[i]->of_seats)
			continue;
		if (by_seat)
			die_usage(L("--per %s: people on a %s need have no seat; use review_point, city or person", "--per %s: %s 所列人员未必有座位; 请用 review_point, city 或 person"),
			    per, documents[i]->name);
		if (option != NULL)
			die_usage(L("%s: people on a %s need have no seat", "%s: %s 所列人员未必有座位"), option, documents[i]->name);
	}
	print_where_check(run, &where);
}


static void
start(struct run *run)
{
	check_options(run);
	print = print_new(run, file, dir);
	fonts = print_fonts();
	flow = flow_new();
	db = run->db;
	run->due = run->all ? due_sql : NULL;
	run->due_id = wanted;
	db_begin_read(); /* begins with the first record, so that what stands before us in a pipe has committed */
}

/* ---- a record, without lock */

static void
trouble_text(const struct flow_trouble *t, const char *owner, struct buf *to)
{
	const char *field = t->field != NULL ? t->field : "document";

	switch (t->fault) {
	case FLOW_OK:
		break;
	case FLOW_GLYPH:
		trouble_glyph(to, field, owner, t->cp);
		break;
	case FLOW_FIT:
		trouble_fit(to, field, owner);
		break;
	case FLOW_IMAGE:
		trouble_photo(to, owner);
		break;
	case FLOW_BARS:
		buf_printf(to, L("CODE_UNPRINTABLE: %s of %s cannot be a bar code: 48 ASCII characters at most",
		    "CODE_UNPRINTABLE: %s (%s) 无法印成条码: 最多 48 个 ASCII 字符"), field, owner);
		break;
	}
}

/* The papers of n registrations (of one, but for a list); part gets where each begins on a list. */
static void
put_paper(const struct document *d, const struct facts *f, size_t n, size_t *part, const struct buf *photo)
{
	arena_clear(&memory);
	d->put(&(struct paper){ .flow = flow, .f = f, .n = n, .part = part, .group = per, .photo = photo != NULL ? photo->ptr : NULL,
	    .photo_size = photo != NULL ? photo->len : 0, .memory = &memory });
}

/* Every character has a face, or the record is refused with all that have none. */
static void
check_text(const struct document *d, const struct facts *f, struct buf *troubles)
{
	size_t part;

	put_paper(d, f, 1, &part, NULL);
	flow_need(flow, fonts, trouble_tell, &(struct trouble_of){ troubles, f->text[F_NAME] });
}

/* The file of -O, and the place within a file. */
static void
place(const struct facts *f, struct buf *group, struct buf *order)
{
	bool by_site = strcmp(per, "site") == 0;

	buf_clear(group);
	buf_clear(order);
	if (strcmp(per, "person") == 0)
		buf_str(group, f->text[F_REG_NO]);
	else if (strcmp(per, "city") == 0)
		buf_str(group, f->city);
	else if (strcmp(per, "review_point") == 0)
		buf_printf(group, "%s-%s", f->city, f->review_point);
	else if (by_site)
		buf_printf(group, "%s-%s", f->seat_city, f->seat_site);
	else
		buf_printf(group, "%s-%s-%s", f->seat_city, f->seat_site, f->seat_room);
	if (by_site || strcmp(per, "room") == 0)
		buf_printf(order, "%s\t%s\t%s\t%s\t%09lld\t", f->seat_city, f->seat_site, f->seat_room, f->seat_batch, (long long)f->seat);
	else
		buf_printf(order, "%s\t%s\t", f->city, f->review_point);
	buf_str(order, f->text[F_REG_NO]);
}

static void
check_stage(struct rec *r, const struct facts *f)
{
	bool by_seat = strcmp(per, "site") == 0 || strcmp(per, "room") == 0;

	if (by_seat && *f->seat_city == '\0')
		fault(r, I_REG_NO, "NOT_SEATED", L("%s has no seat yet, and is in no file of a %s; use another --per", "%s 尚未编排座位, 无法按 %s 分组; 请用其他 --per"),
		    r->v[I_REG_NO], per);
	for (int i = 0; i < DOCUMENTS; i++)
		if (wanted & 1U << i && (!r->run->all || documents[i]->due(f)))
			documents[i]->check(r, f);
}

/* Put a document of it aside for the workers. */
static size_t
add(int index, const struct facts *f)
{
	static struct buf packed, group, order, sheet;

	place(f, &group, &order);
	buf_clear(&packed);
	buf_char(&packed, (char)('0' + index));
	facts_pack(f, documents[index]->tables, &packed);
	buf_clear(&sheet);
	if (documents[index]->list) {
		buf_printf(&sheet, "1\t%d\t%s\t%s", index, f->exam->key, buf_text(&group));
	} else { /* the papers of a person are printed all or not at all */
		buf_printf(&sheet, "0\t%s", buf_text(&order));
		buf_printf(&order, "\t%d", index);
	}
	return print_add_to(print, buf_text(&group), buf_text(&sheet), buf_text(&order), packed.ptr, packed.len);
}

/* The registration as a document may show it: numbers are masked on papers that are not the person's own declaration. */
static struct facts
facts_for(const struct run *run, const struct document *d, const struct facts *f)
{
	struct facts shown = *f;

	if (d->masked) {
		shown.text[F_ID_NO] = shown_document(run, f->text[F_ID_NO]);
		shown.text[F_PHONE] = shown_phone(run, f->text[F_PHONE]);
	}
	return shown;
}

static bool
left_out(const struct run *run, const struct facts *f, struct found *found)
{
	found->other_exam = run->exam != NULL && run->exam != f->exam; /* where the number does not tell its exam to the frame */
	found->skipped = !f->wanted && (where.site != NULL || where.room != NULL || where.session != NULL);
	return found->other_exam || found->skipped;
}

static void
check(struct rec *r)
{
	struct found found = { .skipped = false };
	unsigned tables = 0;
	struct facts f, shown;
	struct buf troubles = BUF_INIT;

	for (int i = 0; i < DOCUMENTS; i++)
		tables |= wanted & 1U << i ? documents[i]->tables : 0;
	if (!facts_read(r->v[I_REG_NO], tables, &where, &f)) {
		reg_unknown(r, I_REG_NO);
		return;
	}
	if (left_out(r->run, &f, &found)) {
		attach(r, &found, sizeof found);
		return;
	}
	if (f.deleted) {
		fault(r, I_REG_NO, "REG_DELETED", L("%s is deleted", "%s 已删除"), r->v[I_REG_NO]);
		return;
	}
	check_stage(r, &f);
	for (int i = 0; i < DOCUMENTS; i++)
		if (wanted & 1U << i && documents[i]->due(&f)) {
			shown = facts_for(r->run, documents[i], &f);
			check_text(documents[i], &shown, &troubles);
		}
	trouble_faults(r, I_REG_NO, buf_text(&troubles));
	buf_release(&troubles);
	for (int i = 0; i < DOCUMENTS && !faulty(r); i++)
		if (wanted & 1U << i && documents[i]->due(&f)) {
			shown = facts_for(r->run, documents[i], &f);
			found.documents |= 1U << i;
			found.number[i] = add(i, &shown);
		}
	if (!faulty(r))
		attach(r, &found, sizeof found);
}

/* ---- drawing, in workers */

/* Put a person's paper together; then it can be drawn. */
static bool
prepare(struct pdf *pdf, const struct document *d, const struct facts *f, struct buf *trouble)
{
	static struct buf photo;
	struct flow_trouble t;

	buf_clear(&photo);
	if (d->photo && !photo_store_read(db, f->text[F_PHOTO], &photo)) {
		trouble_photo_file(trouble, f->text[F_NAME], db, f->text[F_PHOTO], errno);
		return false;
	}
	put_paper(d, f, 1, NULL, &photo);
	if (flow_try(flow, pdf, &t))
		return true;
	trouble_text(&t, f->text[F_NAME], trouble);
	return false;
}

static bool
draw_person(struct pdf *pdf, const struct facts *f, struct print_row *row, size_t n, struct buf *trouble)
{
	int before = pdf_pages(pdf);
	struct flow_trouble t;

	for (size_t i = 0; i < n; i++)
		if (!prepare(pdf, documents[*row[i].content - '0'], &f[i], trouble))
			return false;
	for (size_t i = 0; i < n; i++) {
		if (n > 1) /* what was prepared last lies ready */
			prepare(pdf, documents[*row[i].content - '0'], &f[i], trouble);
		row[i].page = pdf_pages(pdf) - before + 1;
		flow_draw(flow, pdf, &t);
	}
	return true;
}

/* A list. A row that cannot be drawn is left out, with its trouble, and the list is put together anew. */
static bool
draw_list(struct pdf *pdf, const struct document *d, struct facts *f, struct print_row *row, size_t n)
{
	static struct arena kept;
	struct flow_trouble t;
	struct buf text = BUF_INIT;
	size_t *part = xcalloc(n, sizeof *part), *index = xcalloc(n, sizeof *index);

	arena_clear(&kept);
	for (size_t i = 0; i < n; i++)
		index[i] = i;
	for (;;) {
		size_t bad = 0;

		if (n == 0)
			break;
		put_paper(d, f, n, part, NULL);
		if (flow_draw(flow, pdf, &t))
			break;
		while (bad + 1 < n && part[bad + 1] <= t.part)
			bad++;
		buf_clear(&text);
		trouble_text(&t, f[bad].text[F_NAME], &text);
		row[index[bad]].trouble = arena_strdup(&kept, buf_text(&text));
		memmove(f + bad, f + bad + 1, (n - bad - 1) * sizeof *f);
		memmove(index + bad, index + bad + 1, (n - bad - 1) * sizeof *index);
		n--;
	}
	for (size_t i = 0; i < n; i++)
		row[index[i]].page = flow_page(flow, part[i]);
	free(part);
	free(index);
	buf_release(&text);
	return true;
}

static bool
draw(struct pdf *pdf, struct print_row *row, size_t rows, struct buf *trouble)
{
	static struct arena cells;
	const struct document *d = documents[*row[0].content - '0'];
	struct facts *f = xcalloc(rows, sizeof *f);
	bool good;

	arena_clear(&cells);
	for (size_t i = 0; i < rows; i++)
		facts_unpack(row[i].content + 1, &cells, &f[i]);
	good = d->list ? draw_list(pdf, d, f, row, rows) : draw_person(pdf, f, row, rows, trouble);
	free(f);
	return good;
}

static void
work(struct run *run)
{
	(void)run;
	db_end_read();
	struct pdf_stock *stock = print_stock(fonts, STOCK_WORDS);

	print_draw_sheets(print, fonts, stock, draw);
	pdf_stock_free(stock);
	fontset_free(fonts);
}

/* ---- in the transaction */

static enum verdict
apply(struct rec *r)
{
	struct found found;
	bool first = true;

	if (r->attached == NULL)
		return UNCHANGED; /* refused by check() */
	memcpy(&found, r->attached, sizeof found);
	elsewhere += found.skipped && !found.other_exam;
	if (found.other_exam || found.skipped)
		return SKIPPED;
	for (int i = 0; i < DOCUMENTS; i++) {
		if (!(found.documents & 1U << i))
			continue;
		struct printed printed = print_find(print, found.number[i]);

		if (printed.trouble != NULL) {
			trouble_faults(r, I_REG_NO, printed.trouble);
			continue;
		}
		if (!first)
			put_row(r);
		put(r, O_REG_NO, r->v[I_REG_NO]);
		put(r, O_FILE, printed.file);
		put_int(r, O_PAGE, printed.page);
		first = false;
	}
	return UNCHANGED;
}

static void
end(struct run *run)
{
	print_ready(print);
	flow_free(flow);
	print_left_out(run, elsewhere, NULL);
	if (run->unchanged > 0 && !run->dry_run)
		audit_act(run, "print", doc, file != NULL ? file : dir);
}

static bool
after(struct run *run, bool committed)
{
	bool done = print_publish(print);

	(void)run, (void)committed;
	print_free(print);
	return done;
}

static const struct tool tool = {
	.name = "form-print",
	.synopsis = "[options] [--doc NAMES] [--per GROUP] [--site CODE] [--room CODE] [--session CODE] (-o FILE.pdf | -O DIR) [FILE ...]",
	.does_en = "print the papers of registration: forms, commitments, receipts, lists",
	.does_zh = "打印报名表、承诺书、缴费凭证、更改记录表和各类名单",
	.opts = opts,
	.flags = TOOL_ALL,
	.writes = "audit_entry",
	.roles = "district site clerk reviewer finance",
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
