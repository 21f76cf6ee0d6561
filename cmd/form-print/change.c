/* SPDX-License-Identifier: MIT
 * The record of changes (报名信息更改记录表): every amendment of a registration and of its person, before and after, on what
 * ground, by whom (rules.md 10, table; practice.md 2.8). Passwords and answers are not in the database's record and not here. */
#include <string.h>

#include "document.h"
#include "stream/column.h"
#include "words.h"

static bool
change_due(const struct facts *f)
{
	return f->table[T_AMENDMENT].rows > 0;
}

static void
check_change(struct rec *r, const struct facts *f)
{
	if (!change_due(f))
		fault(r, I_REG_NO, "NOT_DUE", L("nothing of %s was ever amended: there is no record of changes", "%s 没有更改记录: 没有更改记录表可打印"),
		    f->text[F_REG_NO]);
}

/* "身份证件原件、身份证件复印件；区县考试机构决定" */
static const char *
ground(struct paper *p, size_t i)
{
	const char *papers = facts_cell(p->f, T_AMENDMENT, i, A_DOCUMENTS), *reason = facts_cell(p->f, T_AMENDMENT, i, A_REASON), *all = "";

	while (*papers != '\0') {
		size_t n = strcspn(papers, "+");

		all = say(p, "%s%s%s", all, *all != '\0' ? "、" : "", document_word(say(p, "%.*s", (int)n, papers)));
		papers += n + (papers[n] == '+');
	}
	if (*reason != '\0')
		all = say(p, "%s%s%s", all, *all != '\0' ? "；" : "", reason);
	return *all != '\0' ? all : "—";
}

/* Who came: the person, somebody for the person, or nobody had to. */
static const char *
presence(struct paper *p, size_t i)
{
	const char *proxy = facts_cell(p->f, T_AMENDMENT, i, A_PROXY);

	if (*proxy != '\0')
		return say(p, "代办：%s", proxy);
	return strcmp(facts_cell(p->f, T_AMENDMENT, i, A_IN_PERSON), "1") == 0 ? "本人到场" : "—";
}

static const char *
field_word(const char *field)
{
	if (strcmp(field, "delete") == 0)
		return "删除报名";
	if (strcmp(field, "account_state") == 0)
		return "账户状态";
	return column_chinese(field);
}

static void
put_changes(struct paper *p)
{
	static const struct flow_cell head[] = { { .kind = FLOW_COLUMN, .w = 12, .text = "序号" }, { .kind = FLOW_COLUMN, .w = 26, .text = "更改项目" },
		{ .kind = FLOW_COLUMN, .w = 50, .text = "更改前" }, { .kind = FLOW_COLUMN, .w = 50, .text = "更改后" }, { .kind = FLOW_COLUMN, .text = "更改依据及证明材料" },
		{ .kind = FLOW_COLUMN, .w = 25, .text = "决定机构" }, { .kind = FLOW_COLUMN, .w = 22, .text = "到场情况" }, { .kind = FLOW_COLUMN, .w = 24, .text = "经办" } };
	enum { COLUMNS = sizeof head / sizeof *head };

	flow_head(p->flow, 8.5, head, COLUMNS);
	for (size_t i = 0; i < p->f->table[T_AMENDMENT].rows; i++) {
		const char *const text[COLUMNS] = { say(p, "%zu", i + 1), field_word(facts_cell(p->f, T_AMENDMENT, i, A_FIELD)),
			or_dash(facts_cell(p->f, T_AMENDMENT, i, A_OLD)), or_dash(facts_cell(p->f, T_AMENDMENT, i, A_NEW)), ground(p, i),
			authority_word(facts_cell(p->f, T_AMENDMENT, i, A_AUTHORITY)), presence(p, i),
			say(p, "%s\n%s", facts_cell(p->f, T_AMENDMENT, i, A_LOGIN), facts_cell(p->f, T_AMENDMENT, i, A_DAY)) };
		static const char *const field[COLUMNS] = { NULL, "field", "old", "new", "reason", NULL, "proxy_name", NULL };
		struct flow_cell cell[COLUMNS];

		for (int k = 0; k < COLUMNS; k++)
			cell[k] = (struct flow_cell){ .kind = k >= 2 && k <= 4 ? FLOW_VALUE : FLOW_MIDDLE, .w = head[k].w, .text = text[k], .field = field[k], .size = 10 };
		flow_row(p->flow, 10, cell, COLUMNS);
	}
	flow_keep(p->flow);
	flow_body_end(p->flow);
}

static void
put_change(struct paper *p)
{
	static const struct flow_cell box[] = { { .kind = FLOW_OPINION, .text = "申请人确认：以上更改内容属实。", .foot = "签名：　　　　　　　　　　\n年　　月　　日" },
		{ .kind = FLOW_OPINION, .text = "经办人：", .foot = "签名：　　　　　　　　　　\n年　　月　　日" },
		{ .kind = FLOW_OPINION, .text = "审核意见：", .foot = "（盖章）　　　　\n年　　月　　日" } };
	const struct facts *f = p->f;
	struct flow_paper sheet = { .landscape = true, .margin = 15, .running = say(p, "报名信息更改记录表（续）　报名号 %s　%s", f->text[F_REG_NO], f->text[F_NAME]) };
	const struct flow_cell who[] = { { .kind = FLOW_LABEL, .w = 20, .text = "姓名" }, { .kind = FLOW_VALUE, .w = 50, .text = f->text[F_NAME], .field = "name" },
		{ .kind = FLOW_LABEL, .w = 20, .text = "报名号" }, { .kind = FLOW_VALUE, .w = 40, .text = f->text[F_REG_NO] },
		{ .kind = FLOW_LABEL, .w = 20, .text = "证件号码" }, { .kind = FLOW_VALUE, .w = 47, .text = f->text[F_ID_NO], .field = "id_no" },
		{ .kind = FLOW_LABEL, .w = 20, .text = "审核点" }, { .kind = FLOW_VALUE, .text = shown(f, F_POINT) } };

	flow_begin(p->flow, &sheet);
	put_title(p, "报名信息更改记录表");
	flow_row(p->flow, 9, who, sizeof who / sizeof *who);
	put_changes(p);
	flow_row(p->flow, 28, box, 3);
	flow_stretch(p->flow, 10);
}

const struct document change_document = { .name = "change-record", .title = "报名信息更改记录表", .of_seats = true, .tables = 1U << T_AMENDMENT,
	.due = change_due, .check = check_change, .put = put_change };
