/* SPDX-License-Identifier: MIT
 * fee-reconcile: statements of the payment channels against orders and payments. Records the
 * statements and the differences; never a payment. */
#include <stdio.h>
#include <string.h>

#include "frame/share.h"
#include "recon.h"
#include "store/db.h"
#include "value/money.h"

static const char *channel, *profile_path, *book;
static bool matched, test;

static const struct opt opts[] = {
	OPT_TEXT(0, "channel", &channel, "NAME", "the profile to read with, by id or alias (default: the one that fits)",
	    "所用格式文件的名称或别名 (默认: 自动识别)"),
	OPT_TEXT(0, "profile", &profile_path, "FILE", "a profile of one's own to read with", "使用自备的格式文件"),
	OPT_FLAG(0, "matched", &matched, "print what matches, too", "同时输出相符的记录"),
	OPT_TEXT('o', "output", &book, "BOOK.xlsx", "the finance workbook", "财务对账工作簿"),
	OPT_FLAG(0, "test", &test, "read the statements only: first rows and totals, no database", "只试读对账单: 前几行与合计, 不用数据库"),
	OPT_END
};

enum { O_DIFF_ID, O_CLASS, O_ORDER_NO, O_REG_NO, O_CHANNEL, O_TXN_NO, O_ORDER_AMOUNT, O_PAID_AMOUNT, O_TIME, O_ACTION, O_COUNT };
static const char *const out[] = { "diff_id", "class", "order_no", "reg_no", "channel", "txn_no", "order_amount", "paid_amount", "time",
	"action", NULL };

static const struct profile *
chosen_profile(void)
{
	struct profile_fault fault;
	const struct profile *p = NULL;

	if (channel != NULL && profile_path != NULL)
		die_usage("%s", L("--channel and --profile exclude each other", "--channel 与 --profile 只能用一个"));
	if (channel != NULL && (p = profiles_find(share_profiles(), channel)) == NULL)
		refuse(L("--channel: no profile is called %s; nothing was changed", "--channel: 没有名为 %s 的格式文件; 未作任何改动"), channel);
	if (profile_path != NULL && (p = profile_read(profile_path, &fault)) == NULL)
		refuse(L("%s:%d: %s; nothing was changed", "%s:%d: %s; 未作任何改动"), profile_path, fault.line, fault.message);
	return p;
}

static void
print(struct run *run, const struct difference *d)
{
	char order_amount[MONEY_SIZE] = "", paid_amount[MONEY_SIZE];

	if (d->known)
		money_text(d->order_amount, order_amount);
	money_text(d->paid_amount, paid_amount);
	run_row(run, (const char *const[O_COUNT]){ [O_DIFF_ID] = d->id, [O_CLASS] = recon_class_word(d->class), [O_ORDER_NO] = d->order_no,
		[O_REG_NO] = d->reg_no, [O_CHANNEL] = d->channel, [O_TXN_NO] = d->txn_no, [O_ORDER_AMOUNT] = order_amount,
		[O_PAID_AMOUNT] = paid_amount, [O_TIME] = d->at, [O_ACTION] = recon_action_word(d->action) });
}

/* Needs somebody, or was asked for, and then it is of the given files or of no file: a refund that is in order simply matches once it is settled
 * here. */
static bool
is_printed(const struct run *run, const struct difference *d)
{
	if (!d->in_scope || (run->only_changed && !d->changed))
		return false;
	return (matched && !d->elsewhere) || (d->class == RECON_REFUND_OK ? d->action != RECON_NONE : d->class != RECON_MATCHED && !d->decided);
}

static void
summary(struct run *run, const struct files *files, const struct entries *all, const struct books *b)
{
	int64_t rows = 0, added = (int64_t)all->news;

	for (size_t i = 0; i < files->n; i++)
		rows += (int64_t)files->v[i].st.rows;
	run->accepted = added;
	run->unchanged = rows - added;
	if (b->unspoken > 0)
		notice(L("%lld payments that we were told of came through channels of which no statement was ever read", "有 %lld 笔已登记款项所属渠道从未导入对账单"),
		    (long long)b->unspoken);
	run_summary(run, L("%zu statements, %lld rows (%lld new); %lld of %lld entries match, %lld differences open",
	    "%zu 个对账单, %lld 行 (新增 %lld); 相符 %lld / 共 %lld 笔, 待处理差异 %lld"), files->n, (long long)rows, (long long)added,
	    (long long)(b->pay[RECON_MATCHED].count + b->refund[RECON_MATCHED].count + b->refund[RECON_REFUND_OK].count),
	    (long long)(b->bank_pay.count + b->bank_refund.count), (long long)b->nopen);
}

static int64_t
need(const struct files *files)
{
	int64_t bytes = 0;

	for (size_t i = 0; i < files->n; i++)
		bytes += files->v[i].known ? 0 : (int64_t)files->v[i].n;
	return bytes;
}

static struct stmt version = { "PRAGMA data_version", NULL };

/* All that is to be said, from the state of the database that the transaction sees. */
static void
compute(struct run *run, struct files *files, struct entries *all, struct books *books)
{
	for (size_t i = 0; i < files->n; i++)
		if (!files->v[i].known)
			file_known(&files->v[i], NULL); /* somebody may have recorded it while we read */
	entries_load(all, files);
	decisions_mark(all);
	books_compare(run, all, files, matched, books);
	differences_meet(books);
}

/* The number of the state that was seen: another writer's commit changes it. */
static int64_t
find_out(struct run *run, struct files *files, struct entries *all, struct books *books)
{
	db_begin_read();
	compute(run, files, all, books);
	int64_t seen = db_int1(&version, 0);

	db_end_read();
	return seen;
}

/* Others may have written while we computed: then it is all to be found out again, this time behind the lock. */
static void
record(struct run *run, struct files *files, struct entries *all, struct books *books, int64_t seen)
{
	run_begin(run, need(files));
	if (db_int1(&version, 0) != seen) {
		entries_release(all);
		books_release(books);
		differences_forget();
		compute(run, files, all, books);
	}
	entries_lacking(all, files);
	entries_record(run, all, files);
	echoes_record(all);
	differences_keep(run, books);
}

static int
reconcile_all(struct run *run, int argc, char **argv)
{
	static struct files files;
	static struct entries all;
	static struct books books;

	if (test)
		return files_try(run, argc, argv, chosen_profile());
	files_read(run, &files, argc, argv, chosen_profile());
	db_small_cache();
	int64_t seen = find_out(run, &files, &all, &books);

	if (run->dry_run && book == NULL)
		entries_lacking(&all, &files);
	else /* the workbook asks the database: of a dry run it is rolled back */
		record(run, &files, &all, &books, seen);
	for (size_t i = 0; i < books.n; i++)
		if (is_printed(run, &books.v[i]))
			print(run, &books.v[i]);
	if (book != NULL)
		book_write(run, book, &files, &books);
	if (run->dry_run && !book_place(false))
		return EX_ENV;
	summary(run, &files, &all, &books);
	return books.nopen > 0 ? EX_FINDINGS : EX_OK;
}

static bool
after(struct run *run, bool committed)
{
	(void)run;
	return book_place(committed);
}

#define TOOL \
	.name = "fee-reconcile", .synopsis = "[options] [--channel NAME | --profile FILE] [--matched] [--test] [-o BOOK.xlsx] [STATEMENT ...]", \
	.does_en = "compare statements of the payment channels with orders and payments", \
	.does_zh = "支付渠道对账单与订单、缴费核对", .opts = opts, .roles = "finance", .out = out, .main = reconcile_all

static const struct tool tool = { TOOL, .flags = TOOL_OWN_FORMS, .writes = "statement statement_total statement_entry statement_repeat statement_echo difference", .after = after };
static const struct tool trial = { TOOL, .writes = "", .flags = TOOL_NO_DB | TOOL_OWN_FORMS }; /* for who writes a profile: without an office */

int
main(int argc, char **argv)
{
	bool no_db = false;

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		no_db |= strcmp(argv[i], "--test") == 0;
	return tool_main(no_db ? &trial : &tool, argc, argv);
}
