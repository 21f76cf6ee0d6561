/* SPDX-License-Identifier: MIT
 * ban-merge: keep the dishonesty list (诚信档案库): add, lift, correct; and say which live registrations
 * each entry hits and what must be done about them. */
#include <getopt.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "frame/identity.h"
#include "frame/particulars.h"
#include "frame/pledge.h"
#include "rule/ban.h"
#include "store/db.h"
#include "store/former.h"
#include "store/money.h"
#include "store/person.h"
#include "stream/column.h"
#include "stream/csvout.h"

static bool exporting;

static const struct opt opts[] = {
	OPT_FLAG(0, "export", &exporting, "print the list as it stands, in the columns that are read", "按读入的列输出现行名单"),
	OPT_END
};

enum { I_NAME, I_ID_TYPE, I_ID_NO, I_FROM, I_TO, I_ARTICLE, I_AUTHORITY, I_DOC_NO, I_ACTION, I_END };
static const struct incol in[] = {
	[I_NAME] = { "name", true }, [I_ID_TYPE] = { "id_type", false }, [I_ID_NO] = { "id_no", true }, [I_FROM] = { "from", true },
	[I_TO] = { "to", true }, [I_ARTICLE] = { "article", true }, [I_AUTHORITY] = { "authority", true }, [I_DOC_NO] = { "doc_no", true },
	[I_ACTION] = { "action", false }, { NULL, false }
};

enum { O_REG_NO, O_NAME, O_ID_NO, O_EXAM, O_STATE, O_PLEDGE, O_FROM, O_TO, O_ARTICLE, O_DOC_NO, O_ACTION };
static const char *const out[] = { "reg_no", "name", "id_no", "exam", "state", "pledge", "from", "to", "article", "doc_no", "action", NULL };

enum { Q_HITS, Q_LIST, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_HITS] = { "SELECT r.id, r.exam_id, r.province, r.reg_no, p.name, p.name_key, p.id_no, s.state, r.pledge, r.paid_at IS NOT NULL, "
		"EXISTS (SELECT 1 FROM score c WHERE c.registration_id = r.id), "
		"coalesce((SELECT a.at FROM pledge_act a WHERE a.registration_id = r.id AND a.action = 'adopt'), r.filled_at) "
		"FROM registration r JOIN person p ON p.id = r.person_id JOIN registration_state s ON s.registration_id = r.id "
		"WHERE r.document = :document AND r.deleted_at IS NULL ORDER BY r.reg_no", NULL },
	[Q_LIST] = { "SELECT name, id_type, id_no, \"from\", \"to\", article, authority, doc_no FROM ban WHERE lifted_at IS NULL ORDER BY id /*scan*/", NULL },
};

enum action { UNKNOWN, ADD, LIFT, CORRECT };

/* A row, understood. */
struct row {
	enum action action;
	struct identity identity;
	char from[DATE_SIZE], to[DATE_SIZE];
	struct ban_entry entry;
	struct buf contents; /* as ban_act keeps them */
};
static struct row row;

/* ---- values */

static bool
word_action(const char *s, enum action *action)
{
	static const struct {
		const char *word;
		enum action action;
	} words[] = { { "", ADD }, { "add", ADD }, { "新增", ADD }, { "增加", ADD }, { "添加", ADD }, { "lift", LIFT }, { "解除", LIFT },
		{ "撤销", LIFT }, { "correct", CORRECT }, { "更正", CORRECT }, { "修改", CORRECT } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(s, words[i].word) == 0) {
			*action = words[i].action;
			return true;
		}
	return false;
}

static void
required(struct rec *r, int column)
{
	if (*r->v[column] == '\0')
		fault(r, column, "MISSING", L("%s is required", "%s必填"), L(in[column].name, column_chinese(in[column].name)));
}

static bool
read_date(struct rec *r, int column, char text[DATE_SIZE], int32_t *days)
{
	if (!date_parse(r->v[column], days)) {
		date_form_fault(r, column, "DATE_FORM");
		return false;
	}
	date_text(*days, text);
	return true;
}

/* A term that is not the law's may be right for reasons that the list does not say: it is taken, and pointed at. */
static void
compare_term(struct rec *r, int32_t from, int32_t to)
{
	int years;
	enum ban_length length = ban_length(r->v[I_ARTICLE], from, &years);

	if (to == BAN_NEVER || ban_is_lawful(length, years, from, to))
		return;
	if (length == BAN_LENGTH_YEARS || length == BAN_LENGTH_YEARS_OR_LONG)
		warning(r, I_TO, "BAN_TERM", L("from %s by article %s the term is %d years%s; here it ends on %s: compare it with the decision",
		    "%s 起按第 %s 条记录期为 %d 年%s; 此处至 %s: 请与处理决定核对"), r->v[I_FROM], r->v[I_ARTICLE], years,
		    length == BAN_LENGTH_YEARS ? "" : L(" or for ever", "或长期"), r->v[I_TO]);
	else
		warning(r, I_TO, "BAN_TERM", L("article %s %s; here the term ends on %s: compare it with the decision",
		    "第 %s 条%s; 此处至 %s: 请与处理决定核对"), r->v[I_ARTICLE], length == BAN_LENGTH_LONG ? L("records for ever", "为长期记录") :
		    L("puts nobody on the list", "不记入诚信档案库"), r->v[I_TO]);
}

/* By an article that the law of the day does not have nobody is put on the list. */
static bool
check_article(struct rec *r, int32_t from)
{
	int years;

	if (*r->v[I_ARTICLE] == '\0' || ban_length(r->v[I_ARTICLE], from, &years) != BAN_LENGTH_UNKNOWN)
		return true;
	fault(r, I_ARTICLE, "ARTICLE_UNKNOWN", L("%s: since 2017-04-01 order 31 records by articles 7, 8, 10 and 11 (6: nobody); compare it with the decision",
	    "%s: 2017-04-01 起按人社部令第31号, 记入诚信档案库的为第 7、8、10、11 条 (第 6 条不记入); 请与处理决定核对"), r->v[I_ARTICLE]);
	return false;
}

/* What the entry is to be: needed to add or correct, not to lift. Where nobody knows which is meant, what is there must be right. */
static void
read_contents(struct rec *r, struct row *w, bool needed)
{
	static const int columns[] = { I_FROM, I_ARTICLE, I_AUTHORITY };
	int32_t from = 0, to = BAN_NEVER;

	for (size_t i = 0; needed && i < sizeof columns / sizeof *columns; i++)
		required(r, columns[i]);
	bool begins = *r->v[I_FROM] != '\0' && read_date(r, I_FROM, w->from, &from);
	bool good = (*r->v[I_TO] == '\0' || read_date(r, I_TO, w->to, &to)) && begins;
	bool lawful = begins && check_article(r, from);

	if (good && to < from)
		fault(r, I_TO, "BAN_PERIOD", L("%s is before %s: the last day is not before the first; empty is for ever", "%s 早于起始日期 %s; 长期的请留空"),
		    w->to, w->from);
	else if (good && lawful && *r->v[I_ARTICLE] != '\0')
		compare_term(r, from, to);
}

static void
write_contents(const struct ban_entry *e, struct buf *b)
{
	static const struct csvstyle style = { .excel = false };

	buf_clear(b);
	csvout_row(b, &style, (const char *const[]){ e->name, e->from, e->to, e->article, e->authority }, 5);
	b->ptr[--b->len] = '\0'; /* the line end */
}

static void
read_row(struct rec *r, struct row *w)
{
	w->from[0] = w->to[0] = '\0';
	identity_check(r, I_NAME, I_ID_TYPE, I_ID_NO, &w->identity);
	required(r, I_DOC_NO);
	w->action = UNKNOWN;
	if (!word_action(r->v[I_ACTION], &w->action))
		fault(r, I_ACTION, "ACTION_UNKNOWN", L("%s: add, lift or correct", "%s: 应为 add (新增)、lift (解除) 或 correct (更正)"), r->v[I_ACTION]);
	if (w->action != LIFT)
		read_contents(r, w, w->action != UNKNOWN);
	w->entry = (struct ban_entry){ 0, r->v[I_NAME], buf_text(&w->identity.name_key), w->identity.id_type, w->identity.id_no, w->identity.id_key,
		w->from, w->to, r->v[I_ARTICLE], r->v[I_AUTHORITY], r->v[I_DOC_NO], "" };
	write_contents(&w->entry, &w->contents);
}

static void
check(struct rec *r)
{
	read_row(r, &row);
}

/* ---- the list */

static bool
same_contents(const struct ban_entry *a, const struct ban_entry *b)
{
	return strcmp(a->name_key, b->name_key) == 0 && strcmp(a->from, b->from) == 0 && strcmp(a->to, b->to) == 0 &&
	    strcmp(a->article, b->article) == 0 && strcmp(a->authority, b->authority) == 0;
}

static void
keep(struct rec *r, const char *action, int64_t id, const struct ban_entry *before, const char *after)
{
	static struct buf old, detail;

	buf_clear(&old);
	if (before != NULL)
		write_contents(before, &old);
	ban_keep_act(id, action, buf_text(&old), after, r->run->login, r->run->now, r->run->batch_id);
	buf_clear(&detail);
	buf_printf(&detail, "%s entry %lld", action, (long long)id);
	audit_act(r->run, "ban", r->v[I_DOC_NO], buf_text(&detail));
}

static enum verdict
add(struct rec *r, const struct ban_entry *have)
{
	if (have == NULL) {
		int64_t id = ban_add(&row.entry, r->run->batch_id);

		keep(r, "add", id, NULL, buf_text(&row.contents));
		return CHANGED;
	}
	/* the file that brought the entry comes again after a correction */
	if (!same_contents(have, &row.entry) && !ban_was_added_as(have->id, buf_text(&row.contents)))
		fault(r, I_DOC_NO, "BAN_DIFFERS", L("document %s lists this person with other contents (%s, from %s to %s, article %s, %s): "
		    "where this row is right, its action is correct", "文号 %s 已登记此人, 内容不同 (%s, %s 至 %s, 第 %s 条, %s): 以本行为准的, action 请用 correct"),
		    have->doc_no, have->name, have->from, *have->to != '\0' ? have->to : L("for ever", "长期"), have->article, have->authority);
	else if (*have->lifted_at != '\0')
		warning(r, I_DOC_NO, "BAN_LIFTED", L("the entry was lifted on %.10s and stays so: a new decision has a document of its own",
		    "该记录已于 %.10s 解除, 保持不变: 新的处理决定应有新的文号"), have->lifted_at);
	return UNCHANGED;
}

static enum verdict
lift(struct rec *r, const struct ban_entry *have)
{
	if (*have->lifted_at != '\0')
		return UNCHANGED;
	ban_lift(have->id, r->run->now, *r->v[I_AUTHORITY] != '\0' ? r->v[I_AUTHORITY] : have->authority);
	keep(r, "lift", have->id, have, "");
	return CHANGED;
}

static enum verdict
correct(struct rec *r, const struct ban_entry *have)
{
	char at[TIME_SIZE], since[TIME_SIZE];

	if (same_contents(have, &row.entry))
		return UNCHANGED;
	/* an old file that runs again, not a second change of mind */
	if (r->run->override == NULL && ban_was_corrected_to(have->id, buf_text(&row.contents), at, since)) {
		warning(r, I_DOC_NO, "DECIDED_SINCE", L("the entry was corrected so on %s, and otherwise on %s, which stands (%s, from %s to %s, article %s, %s): "
		    "to correct it back, --override 'DOC_NO: REASON'", "该记录已于 %s 作此更正, 此后于 %s 另有更正, 以其为准 (%s, %s 至 %s, 第 %s 条, %s): 如确需改回, 请用 --override '文号: 理由'"),
		    at, since, have->name, have->from, *have->to != '\0' ? have->to : L("for ever", "长期"), have->article, have->authority);
		return UNCHANGED;
	}
	if (*have->lifted_at != '\0') {
		fault(r, I_DOC_NO, "BAN_IS_LIFTED", L("the entry was lifted on %.10s: it is not corrected any more", "该记录已于 %.10s 解除, 不再更正"), have->lifted_at);
		return UNCHANGED;
	}
	ban_correct(have->id, &row.entry);
	keep(r, "correct", have->id, have, buf_text(&row.contents));
	return CHANGED;
}

/* A document that person-merge has closed: the entry is compared as the person stands now, and listed as the decision says. Of a number
 * that was corrected, which may be another's, only where the name is the person's. */
static void
resolve(void)
{
	static char id_key[80];
	static bool read;
	struct person p;

	if (!read)
		former_read();
	read = true;
	int64_t merged = former_merged(row.identity.id_no), person = merged != 0 ? merged : former_document(row.identity.id_no);

	if (person == 0 || person_document(row.identity.id_key) != 0 || !person_get(person, &p) || strlen(p.id_key) >= sizeof id_key ||
	    (merged == 0 && strcmp(p.name_key, row.entry.name_key) != 0))
		return;
	memcpy(id_key, p.id_key, strlen(p.id_key) + 1);
	row.entry.id_key = id_key;
}

/* Is what is to be lifted or corrected on the list? */
static bool
find_entry(struct rec *r, struct ban_entry *have)
{
	bool known = ban_find(row.entry.id_key, row.identity.id_no, r->v[I_DOC_NO], have);

	if (!known && (row.action == LIFT || row.action == CORRECT))
		fault(r, I_DOC_NO, "BAN_UNKNOWN", L("%s is not on the list by document %s: --export shows what stands", "名单中没有 %s 依据 %s 的记录: 现行名单见 --export"),
		    shown_document(r->run, row.identity.id_no), r->v[I_DOC_NO]);
	return known;
}

static enum verdict
change(struct rec *r)
{
	struct ban_entry have;
	bool known = find_entry(r, &have);

	if (faulty(r))
		return UNCHANGED;
	if (row.action == LIFT && strcmp(have.name_key, row.entry.name_key) != 0)
		warning(r, I_NAME, "BAN_NAME_DIFFERS", L("the list has the name %s for this document", "名单中该证件的姓名为 %s"), have.name);
	return row.action == ADD ? add(r, known ? &have : NULL) : row.action == LIFT ? lift(r, &have) : correct(r, &have);
}

/* ---- whom an entry hits */

static int32_t
day_of_time(const char *time)
{
	int64_t seconds = 0;

	time_parse(time, &seconds);
	return (int32_t)(seconds / 86400);
}

static struct ban_case
case_of(const struct run *run, struct stmt *s)
{
	const struct exam *e = exam_by_id(db_col_int(s, 1));
	const char *state = db_col(s, 7), *end = window_close(e, db_col(s, 2), "registration", "9999-12-31T23:59:59");

	return (struct ban_case){ .pledge_used = e->pledge, .pledge = pledge_choice_of(db_col(s, 8)), .pledged = day_of_time(db_col(s, 11)),
		.paid = db_col_int(s, 9) != 0 || registration_has_money(db_col_int(s, 0)), .registration_over = *end != '\0' && strcmp(run->now, end) > 0,
		.marked = db_col_int(s, 10) != 0, .passed = strcmp(state, "passed") == 0,
		.finished = strcmp(state, "failed") == 0 || strcmp(state, "certified") == 0 };
}

static void
print_hit(struct rec *r, const struct ban_entry *e, struct stmt *s, enum ban_step step)
{
	put(r, O_REG_NO, db_col(s, 3));
	put(r, O_NAME, db_col(s, 4));
	put(r, O_ID_NO, db_col(s, 6));
	put(r, O_EXAM, exam_by_id(db_col_int(s, 1))->key);
	put(r, O_STATE, db_col(s, 7));
	put(r, O_PLEDGE, db_col(s, 8));
	put(r, O_FROM, e->from);
	put(r, O_TO, e->to);
	put(r, O_ARTICLE, e->article);
	put(r, O_DOC_NO, e->doc_no);
	put(r, O_ACTION, ban_step_word(step));
	put_row(r);
}

/* Documents are compared, not names: a person under another name is hit all the same. */
static void
hits(struct rec *r, bool print)
{
	struct stmt *s = &q[Q_HITS];
	struct ban_entry e;

	if (!ban_find(row.entry.id_key, row.identity.id_no, r->v[I_DOC_NO], &e))
		return;
	struct ban_term term = ban_term_of(&e);

	db_int(s, ":document", person_document(e.id_key));
	while (db_row(s)) {
		if (r->run->exam != NULL && db_col_int(s, 1) != r->run->exam->id)
			continue;
		struct ban_case c = case_of(r->run, s);
		enum ban_step step = ban_step(&term, &c, r->run->today);

		if (step == BAN_NO_HIT)
			continue;
		if (strcmp(db_col(s, 5), e.name_key) != 0)
			warning(r, I_NAME, "BAN_NAME_DIFFERS", L("%s takes part under the name %s, the list says %s: the document is the same",
			    "%s 的报名姓名为 %s, 名单为 %s: 证件相同"), db_col(s, 3), db_col(s, 4), e.name);
		if (print)
			print_hit(r, &e, s, step);
	}
}

static enum verdict
apply(struct rec *r)
{
	read_row(r, &row);
	if (*row.identity.id_key == '\0' || *r->v[I_DOC_NO] == '\0')
		return UNCHANGED; /* refused, and nothing to look up */
	resolve();
	enum verdict v = change(r);

	if (!faulty(r))
		hits(r, v == CHANGED || !r->run->only_changed);
	return v;
}

/* ---- the run */

static int
list(struct run *run)
{
	static const char *const columns[] = { "name", "id_type", "id_no", "from", "to", "article", "authority", "doc_no", "action" };
	struct stmt *s = &q[Q_LIST];

	run_columns(run, columns, sizeof columns / sizeof *columns);
	for (; db_row(s); run->unchanged++)
		run_row(run, (const char *const[]){ db_col(s, 0), db_col(s, 1), db_col(s, 2), db_col(s, 3), db_col(s, 4), db_col(s, 5), db_col(s, 6),
			db_col(s, 7), "add" });
	return EX_OK;
}

static int
merge_or_list(struct run *run, int argc, char **argv)
{
	db_prepare(q, Q_COUNT);
	if (exporting)
		return list(run);
	run_stream(run, argc, argv, apply);
	return EX_OK;
}

static int operands;

static void
start(struct run *run)
{
	if (exporting && (operands > optind || run->exam != NULL))
		die_usage("%s", L("--export prints the whole list: no FILE, no -e", "--export 输出整个名单: 不接受 FILE 和 -e"));
	if (!exporting && operands == optind && isatty(STDIN_FILENO))
		die_usage("%s", L("no FILE, no --export, and standard input is a terminal", "没有 FILE 或 --export, 标准输入又是终端"));
}

static const struct tool tool = {
	.name = "ban-merge",
	.synopsis = "[options] [--export] [FILE ...]",
	.does_en = "keep the dishonesty list: add, lift, correct; and whom it hits",
	.does_zh = "维护诚信档案库名单: 新增, 解除, 更正; 并列出涉及的报名",
	.opts = opts,
	.flags = TOOL_OPTIONAL_STREAM,
	.writes = "ban ban_act",
	.roles = "centre",
	.in = in,
	.out = out,
	.start = start,
	.check = check,
	.main = merge_or_list,
};

int
main(int argc, char **argv)
{
	operands = argc;
	return tool_main(&tool, argc, argv);
}
