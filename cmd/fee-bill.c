/* SPDX-License-Identifier: MIT
 * fee-bill: what registrations owe, as orders that can be paid. */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "frame/billing.h"
#include "frame/live.h"
#include "frame/side.h"
#include "frame/tool.h"
#include "store/db.h"
#include "store/money.h"
#include "store/registration.h"
#include "value/money.h"
#include "value/term.h"

enum { I_REG_NO };
static const struct incol in[] = { [I_REG_NO] = { "reg_no", true }, { NULL, false } };

enum { O_ORDER_NO, O_REG_NO, O_KIND, O_AMOUNT, O_PAY_UNTIL };
static const char *const out[] = { "order_no", "reg_no", "kind", "amount", "pay_until", NULL };

static const char *alias_path;

static const struct opt opts[] = {
	OPT_TEXT(0, "alias", &alias_path, "FILE", "the numbers that the non-tax platform gave to orders: order_no,alias", "非税平台给订单的缴款码: order_no,alias"),
	OPT_END
};

/* ---- --alias: the other numbers of orders */

static const struct incol alias_in[] = { { "order_no", true }, { "alias", true }, { NULL, false } };
enum { A_ORDER_NO, A_ALIAS };

struct alias {
	int64_t line;
	const char *order_no, *alias;
};
static struct alias *alias;
static size_t naliases, alias_cap;

static void
read_alias(void *context, int64_t line, const char *const *value)
{
	static struct arena memory;

	(void)context;
	alias = grow(alias, naliases, &alias_cap, sizeof *alias);
	alias[naliases++] = (struct alias){ line, arena_strdup(&memory, value[A_ORDER_NO]), arena_strdup(&memory, value[A_ALIAS]) };
}

static void
start(struct run *run)
{
	if (alias_path != NULL)
		side_read(run, alias_path, alias_in, read_alias, NULL);
}

static bool
wrong(const struct alias *a, const char *field, const char *code, const char *message)
{
	fprintf(stderr, "%s:%lld: %s: %s: %s: %s\n", alias_path, (long long)a->line, field, code, strcmp(field, "alias") == 0 ? a->alias : a->order_no, message);
	return false;
}

static bool
is_here(const struct run *run, int64_t order_id)
{
	static struct stmt q = { "SELECT EXISTS (SELECT 1 FROM fee_order o JOIN registration r ON r.id = o.registration_id WHERE o.id = :order AND " SCOPE_SQL ")",
		NULL };

	db_int(&q, ":order", order_id);
	scope_bind(&q, &run->scope);
	return db_int1(&q, 0) != 0;
}

enum { ALIAS_MAX = 64 };

/* A number as platforms give them: any other word would be a mistake of columns. */
static bool
is_number(const char *s)
{
	size_t n = strspn(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-");

	return s[n] == '\0' && n <= ALIAS_MAX && strpbrk(s, "0123456789") != NULL;
}

/* Orders by their aliases without regard to case: people copy numbers by hand, and two that differ in case alone would be taken for one another. */
static struct map by_folded;

static int64_t *
order_of_folded(const char *number)
{
	char folded[ALIAS_MAX];
	size_t n = 0;

	for (; number[n] != '\0' && n < ALIAS_MAX; n++)
		folded[n] = number[n] >= 'a' && number[n] <= 'z' ? (char)(number[n] - 'a' + 'A') : number[n];
	return map_at(&by_folded, hash_quick(folded, n), NULL);
}

static void
read_known(void)
{
	static struct stmt q = { "SELECT alias, order_id FROM order_alias WHERE kind <> 'entry' /*scan*/", NULL };

	while (db_row(&q))
		*order_of_folded(db_col(&q, 0)) = db_col_int(&q, 1);
}

/* Does a number of another order differ from it in case alone? */
static bool
clashes(const char *number, int64_t order_id)
{
	char upper[ALIAS_MAX + 1];
	const int64_t other = *order_of_folded(number);
	struct order o;
	size_t n = 0;

	for (; number[n] != '\0'; n++)
		upper[n] = number[n] >= 'a' && number[n] <= 'z' ? (char)(number[n] - 'a' + 'A') : number[n];
	upper[n] = '\0';
	return (other != 0 && other != order_id) || (strcmp(upper, number) != 0 && order_find(upper, &o) && o.id != order_id);
}

static size_t learnt;

/* A row of the file; false, having said why. */
static bool
learn(const struct run *run, const struct alias *a)
{
	struct order o;

	if (*a->alias == '\0')
		return wrong(a, "alias", "MISSING", L("required", "必填"));
	if (!is_number(a->alias))
		return wrong(a, "alias", "ALIAS_FORM", L("is no number: letters, digits and -, at most 64", "不是缴款码: 应为字母、数字或 -, 至多 64 位"));
	if (!order_find(a->order_no, &o))
		return wrong(a, "order_no", "ORDER_UNKNOWN", L("there is no such order", "没有该订单"));
	if (!is_here(run, o.id))
		return wrong(a, "order_no", "NOT_AUTHORISED", L("of another place than yours", "不属于本人办理的地区"));
	int64_t order_id = o.id;
	enum alias_result result = order_alias_add(a->alias, ALIAS_PAYMENT_NOTICE, o.id, run->login, run->now, run->batch_id);

	switch (result) {
	case ALIAS_OF_ANOTHER:
		return wrong(a, "alias", "ALIAS_TAKEN", L("stands for another order already", "已是另一订单的缴款码"));
	case ALIAS_IS_ORDER:
		return wrong(a, "alias", "ALIAS_TAKEN", L("is the number of an order itself", "本身是订单号"));
	case ALIAS_ADDED:
		if (clashes(a->alias, order_id))
			return wrong(a, "alias", "ALIAS_TAKEN", L("differs only in upper and lower case from a number of another order", "与另一订单的号码仅大小写不同"));
		learnt++;
		*order_of_folded(a->alias) = order_id;
		return true;
	default:
		return true;
	}
}

/* Before the first bill: an alias of an order that is closed with this run still brings its money home. */
static void
begin(struct run *run)
{
	size_t bad = 0;

	if (naliases > 0)
		read_known();
	for (size_t i = 0; i < naliases; i++)
		bad += !learn(run, &alias[i]);
	if (bad > 0)
		refuse(L("%s: %zu of %zu rows are wrong; nothing was changed: mend them and run again", "%s: %zu / %zu 行有误; 未作任何改动: 请更正后重新运行"), alias_path,
		    bad, naliases);
	if (alias_path != NULL && !run->quiet)
		notice(L("%s: %zu numbers learnt, %zu known before", "%s: 新登记缴款码 %zu 个, 原已登记 %zu 个"), alias_path, learnt, naliases - learnt);
	map_release(&by_folded);
}

/* ---- orders */

/* Every open order of the registration, a row each. */
static void
answer(struct rec *r, const struct registration *reg)
{
	static struct stmt q = { "SELECT order_no, kind, amount, pay_until FROM fee_order WHERE registration_id = :id "
		"AND closed_at IS NULL ORDER BY order_no", NULL };
	char yuan[MONEY_SIZE];
	bool first = true;

	db_int(&q, ":id", reg->id);
	while (db_row(&q)) {
		if (!first)
			put_row(r);
		first = false;
		money_text(db_col_int(&q, 2), yuan);
		put(r, O_ORDER_NO, db_col(&q, 0));
		put(r, O_REG_NO, reg->reg_no);
		put(r, O_KIND, db_col(&q, 1));
		put(r, O_AMOUNT, yuan);
		put(r, O_PAY_UNTIL, db_col(&q, 3));
	}
}

/* Reviewed where review comes before payment, else confirmed; what was paid may have been amended since. */
static bool
is_due(const struct registration *reg)
{
	static const char *const due[] = { "reviewed", "paid", "seated", "printed" };

	if (strcmp(reg->state, "confirmed") == 0)
		return strcmp(reg->review_mode, "pre") != 0;
	for (size_t i = 0; i < sizeof due / sizeof *due; i++)
		if (strcmp(reg->state, due[i]) == 0)
			return true;
	return false;
}

/* Paid, and beyond the states in which that may change: its orders are what they were. */
static bool
is_settled(const struct registration *reg)
{
	return *reg->paid_at != '\0' && !is_due(reg);
}

static enum verdict
apply(struct rec *r)
{
	struct registration reg;

	if (!live_registration(r, I_REG_NO, &reg))
		return UNCHANGED;
	if (is_settled(&reg)) {
		answer(r, &reg);
		return UNCHANGED;
	}
	if (!is_due(&reg)) {
		fault(r, I_REG_NO, "NOT_DUE", L("%s is not to be paid for: state %s; next step %s", "%s 尚不能缴费: 状态 %s; 下一步 %s"),
		    reg.reg_no, term(TERM_STATE, reg.state), term(TERM_STEP, reg.next_step));
		return UNCHANGED;
	}
	bool changed = billing_settle(r, I_REG_NO, &reg);

	if (!faulty(r))
		answer(r, &reg);
	return changed ? CHANGED : UNCHANGED;
}

static const struct tool tool = {
	.name = "fee-bill",
	.synopsis = "[options] [--alias FILE] [FILE ...]",
	.does_en = "make orders for the registrations that are to be paid for",
	.does_zh = "为应缴费的报名记录生成订单",
	.opts = opts,
	.flags = TOOL_ALL,
	.writes = "fee_order fee_order_line order_alias refund registration",
	.roles = "district finance clerk",
	.in = in,
	.out = out,
	.start = start,
	.begin = begin,
	.apply = apply,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
