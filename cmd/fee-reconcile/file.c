/* SPDX-License-Identifier: MIT
 * Statement files: into memory, through their profiles, and their faults in words. */
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "frame/share.h"
#include "recon.h"
#include "value/date.h"
#include "value/money.h"
#include "value/text.h"

#define FILE_MAX ((size_t)4 << 30) /* positions in a file are 32 bits */

static void
read_stream(struct file *f, int fd)
{
	struct buf b = BUF_INIT;

	if (!buf_read_fd(&b, fd, FILE_MAX))
		refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), f->name, errno_text(errno));
	f->n = b.len;
	f->bytes = buf_detach(&b);
}

/* The name of a file in UTF-8: as it is, else read as GB18030 (unzip leaves such names), else with U+FFFD. */
static const char *
name_text(const char *path)
{
	size_t n = strlen(path), left = n, room = 2 * n, at;
	char *name = xcalloc(3 * n + 1, 1), *from = xstrdup(path), *in = from, *out = name;

	if (utf8_valid(path, n) == n) {
		free(name);
		free(from);
		return path;
	}
	iconv_t cd = iconv_open("UTF-8", "GB18030");
	bool decoded = cd != (iconv_t)-1 && iconv(cd, &in, &left, &out, &room) != (size_t)-1;

	if (cd != (iconv_t)-1)
		iconv_close(cd);
	if (!decoded) {
		out = name;
		for (const char *s = path; *s != '\0'; s += at > 0 ? at : 1) {
			at = utf8_valid(s, strlen(s));
			memcpy(out, at > 0 ? s : "\xef\xbf\xbd", at > 0 ? at : 3);
			out += at > 0 ? at : 3;
		}
	}
	*out = '\0';
	free(from);
	return name;
}

static void
read_bytes(struct file *f, const char *path)
{
	struct stat s;
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

	f->path = fd == STDIN_FILENO ? NULL : path;
	f->name = fd == STDIN_FILENO ? L("(standard input)", "(标准输入)") : name_text(path);
	if (fd < 0 || fstat(fd, &s) != 0)
		refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), f->name, errno_text(errno));
	if (S_ISREG(s.st_mode) && s.st_size > 0 && (size_t)s.st_size < FILE_MAX && fd != STDIN_FILENO) {
		f->n = (size_t)s.st_size;
		f->bytes = mmap(NULL, f->n, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
		if (f->bytes == MAP_FAILED)
			refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), f->name, errno_text(errno));
	} else {
		read_stream(f, fd);
	}
	if (fd != STDIN_FILENO)
		close(fd);
	if (f->n == 0)
		refuse(L("%s: EMPTY: an empty file is no statement; nothing was changed", "%s: EMPTY: 空文件不是对账单; 未作任何改动"), f->name);
}

static struct run *reporting; /* has the rejects file */

void
file_fault(const char *name, uint32_t line, const char *field, enum statement_code code, const char *value)
{
	char place[16] = "", message[512];

	snprintf(message, sizeof message, "%s%s%s", statement_code_text(code), *value != '\0' ? ": " : "", value);
	run_reject(reporting, name, line, field, statement_code_word(code), message);
	if (line > 0) /* else it is about the file */
		snprintf(place, sizeof place, ":%" PRIu32, line);
	fprintf(stderr, "%s%s: %s%s%s: %s\n", name, place, field, line > 0 || *field != '\0' ? ": " : "", statement_code_word(code), message);
}

static void
count_rows(struct file *f)
{
	struct file_sums s = { 0 };

	for (size_t i = 0; i < f->st.rows; i++) {
		const struct statement_row *row = &f->st.row[i];

		if (row->kind == ROW_PAY) {
			s.pay_count++;
			s.pay_sum += row->amount;
		} else {
			s.refund_count++;
			s.refund_sum += row->kind == ROW_REFUND ? row->amount : -row->amount;
		}
		s.fee += row->fee;
		s.settled += row->kind != ROW_REFUND ? row->settled : -row->settled;
	}
	f->sums = s;
}

/* The one day that a name tells, as YYYYMMDD or YYYY-MM-DD. */
static bool
day_of_name(const char *name, int32_t *day)
{
	const char *slash = strrchr(name, '/');
	bool found = false;

	for (const char *s = slash != NULL ? slash + 1 : name; *s != '\0';) {
		size_t digits = strspn(s, "0123456789"), n = digits == 4 && s[4] == '-' ? strspn(s, "0123456789-") : digits;
		char text[DATE_SIZE] = "";
		int32_t other;

		if (n == 8 || n == DATE_SIZE - 1)
			memcpy(text, s, n);
		if (text[0] == '2' && date_parse(text, &other)) {
			if (found && other != *day)
				return false;
			found = true;
			*day = other;
		}
		s += n > 0 ? n : 1;
	}
	return found;
}

/* A day without any row is covered, too, where the file's name tells which. */
static void
cover_empty_day(struct file *f)
{
	struct statement *st = &f->st;
	int32_t day = 0;

	if (st->rows > 0 || st->from != st->to || f->path == NULL || !day_of_name(f->path, &day))
		return;
	if (st->empty_day)
		st->covers_pay = st->covers_refund = st->profile->covers == COVERS_ALL;
	st->from = (int64_t)day * 86400;
	st->to = st->from + 86400;
}

/* True where the file is a statement without a fault. */
static bool
read_statement(struct file *f, const struct profile *profile, int32_t today)
{
	enum statement_code code = STATEMENT_UNKNOWN;

	if (profile == NULL)
		profile = statement_recognise(share_profiles(), f->bytes, f->n, &code);
	if (profile == NULL) {
		file_fault(f->name, 0, "", code, "");
		return false;
	}
	bool good = statement_read(&f->st, profile, f->bytes, f->n,
	    (struct statement_source){ f->path, today });

	count_rows(f);
	cover_empty_day(f);
	for (size_t i = 0; i < f->st.faults && i < STATEMENT_FAULTS; i++)
		file_fault(f->name, f->st.fault[i].line, f->st.fault[i].field, f->st.fault[i].code, f->st.fault[i].value);
	if (f->st.year_guessed)
		notice(L("%s: the name of the file does not tell its day: years are told from today", "%s: 文件名未给出清算日期: 年份按今天推断"), f->name);
	if (f->st.faults > STATEMENT_FAULTS)
		fprintf(stderr, L("%s: %zu more faults\n", "%s: 另有 %zu 处错误\n"), f->name, f->st.faults - STATEMENT_FAULTS);
	return good;
}

static bool
seen_already(const struct files *files, const struct file *f)
{
	for (size_t i = 0; i < files->n; i++)
		if (strcmp(files->v[i].sha256, f->sha256) == 0)
			return true;
	return false;
}

/* The number of files that are no statement, or not whole. */
static size_t
read_all(struct run *run, struct files *files, int argc, char **argv, const struct profile *profile, bool office)
{
	static char dash[] = "-", *standard_input[] = { dash };
	size_t bad = 0;

	reporting = run;
	run_rejects(run);
	if (argc == 0) {
		argc = 1;
		argv = standard_input;
	}
	for (int i = 0; i < argc; i++) {
		struct file f = { .name = argv[i] };
		unsigned char digest[HASH_SIZE];

		read_bytes(&f, argv[i]);
		hash_once(f.bytes, f.n, digest);
		hash_hex(digest, f.sha256);
		if (seen_already(files, &f)) {
			notice(L("%s: the same file was given before", "%s: 与前面的文件相同"), f.name);
			continue;
		}
		if (!office || !file_known(&f, profile))
			bad += !read_statement(&f, profile, run->today);
		files->v = grow(files->v, files->n, &files->cap, sizeof *files->v);
		files->v[files->n++] = f;
	}
	return bad;
}

void
files_read(struct run *run, struct files *files, int argc, char **argv, const struct profile *profile)
{
	size_t bad = read_all(run, files, argc, argv, profile, true);

	if (bad > 0)
		run_rejects_close(run);
	if (bad > 0)
		refuse(L("%zu of %d statements refused; nothing was changed", "拒收对账单 %zu 个, 共 %d 个; 未作任何改动"), bad,
		    argc > 0 ? argc : 1);
}

struct file_sums
file_sums(const struct file *f)
{
	return f->sums;
}

void
files_refused(void)
{
	run_rejects_close(reporting);
}

/* ---- --test */

static const char *const row_columns[] = { "file", "line", "channel", "merchant", "kind", "txn_no", "order_no", "refund_no", "amount",
	"fee", "time", "status" };
enum { ROW_COLUMNS = sizeof row_columns / sizeof *row_columns };

static const char *
keep_span(struct arena *a, struct span s)
{
	char *p = arena_alloc(a, (size_t)s.len + 1);

	memcpy(p, s.ptr, s.len);
	return p;
}

static void
fee_text(int64_t fee, char out[MONEY_SIZE])
{
	uint64_t u = fee < 0 ? -(uint64_t)fee : (uint64_t)fee;

	snprintf(out, MONEY_SIZE, "%s%" PRIu64 ".%05" PRIu64, fee < 0 ? "-" : "", u / 100000, u % 100000);
}

static void
show_row(struct run *run, const struct file *f, const struct statement_row *row)
{
	static const char *const statuses[] = { [ROW_FINAL] = "final", [ROW_WAITING] = "waiting", [ROW_FAILED] = "failed" };
	static const char *const kinds[] = { [ROW_PAY] = "pay", [ROW_REFUND] = "refund", [ROW_IGNORED] = "ignored", [ROW_RETURN] = "return" };
	char line[16], amount[MONEY_SIZE], fee[MONEY_SIZE], at[TIME_SIZE];
	struct arena a = { NULL };

	snprintf(line, sizeof line, "%" PRIu32, row->line);
	money_text(row->amount, amount);
	fee_text(row->fee, fee);
	time_text(row->time, at);
	run_row(run, (const char *const[]){ f->name, line, f->st.profile->id, keep_span(&a, row->merchant),
	    kinds[row->kind], keep_span(&a, row->txn_no), keep_span(&a, row->order_no),
	    keep_span(&a, row->refund_no), amount, fee, at, statuses[row->status] });
	arena_release(&a);
}

static void
show_total(const struct file *f, const struct statement_total *t)
{
	char measure[MEASURE_SIZE], declared[MONEY_SIZE], counted[MONEY_SIZE];

	if (t->measure.what == MEASURE_COUNT) {
		snprintf(declared, sizeof declared, "%" PRId64, t->declared);
		snprintf(counted, sizeof counted, "%" PRId64, t->counted);
	} else if (t->measure.what == MEASURE_FEE) {
		fee_text(t->declared, declared);
		fee_text(t->counted, counted);
	} else {
		money_text(t->declared, declared);
		money_text(t->counted, counted);
	}
	statement_measure(t->measure, measure);
	notice(L("%s: total %s: declared %s, counted %s", "%s: 合计 %s: 声明 %s, 实计 %s"), f->name, measure, declared, counted);
}

static void
show_balance(const struct file *f)
{
	const struct statement_balance *b = &f->st.balance;
	char opening[MONEY_SIZE], in[MONEY_SIZE], gone[MONEY_SIZE], closing[MONEY_SIZE];

	if (!b->present)
		return;
	money_text(b->opening, opening);
	money_text(b->in, in);
	money_text(b->out, gone);
	money_text(b->closing, closing);
	notice(L("%s: balance: opening %s + in %s - out %s = closing %s: %s", "%s: 余额: 期初 %s + 收入 %s - 支出 %s = 期末 %s: %s"), f->name, opening, in,
	    gone, closing, b->holds ? L("row by row", "逐行相符") : L("does not hold", "不符"));
}

/* The file says itself what its rows come to. */
static bool
declares_totals(const struct file *f)
{
	return f->st.totals > 0 || f->st.empty_day;
}

static void
show_unproven(const struct file *f)
{
	const struct statement_balance *b = &f->st.balance;

	if (declares_totals(f))
		return;
	notice(L("%s: declares no totals; %s", "%s: 未声明合计; %s"), f->name,
	    !b->present ? L("there is no balance to follow either", "也没有余额可核对") :
	    b->holds    ? L("the balance was followed row by row", "已逐行核对余额") :
	                  L("the balance does not hold", "余额不符"));
}

static void
show_file(struct run *run, const struct file *f)
{
	if (f->st.profile == NULL)
		return;
	notice(L("%s: profile %s (%s), version %d", "%s: 格式 %s (%s), 第 %d 版"), f->name, f->st.profile->id,
	    f->st.profile->title != NULL ? f->st.profile->title : "", f->st.profile->version);
	if (f->st.ignored > 0)
		notice(L("%s: %zu rows are none of payments or refunds", "%s: %zu 行不是缴费或退费"), f->name, f->st.ignored);
	for (size_t k = 0; k < f->st.totals; k++)
		show_total(f, &f->st.total[k]);
	show_balance(f);
	show_unproven(f);
	for (size_t k = 0; k < f->st.firsts; k++)
		show_row(run, f, &f->st.first[k]);
}

int
files_try(struct run *run, int argc, char **argv, const struct profile *profile)
{
	static struct files files;
	size_t rows = 0, silent = 0, bad = read_all(run, &files, argc, argv, profile, false);

	run_columns(run, row_columns, ROW_COLUMNS);
	for (size_t i = 0; i < files.n; i++) {
		show_file(run, &files.v[i]);
		rows += files.v[i].st.rows;
		silent += !declares_totals(&files.v[i]);
	}
	run->unchanged = (int64_t)rows;
	if (bad == 0 && silent > 0)
		run_summary(run, L("%zu files, %zu rows read, no fault; %zu files declare no totals; nothing was recorded",
		    "%zu 个文件, 读出 %zu 行, 未发现错误; %zu 个文件未声明合计; 未登记"), files.n, rows, silent);
	else if (bad == 0)
		run_summary(run, L("%zu files, %zu rows read, all totals agree; nothing was recorded", "%zu 个文件, 读出 %zu 行, 合计全部相符; 未登记"),
		    files.n, rows);
	else
		run_summary(run, L("%zu files, %zu rows read; %zu files would be refused", "%zu 个文件, 读出 %zu 行; %zu 个文件将被拒收"),
		    files.n, rows, bad);
	return bad == 0 ? EX_OK : EX_ENV;
}
