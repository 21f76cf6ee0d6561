/* SPDX-License-Identifier: MIT
 * The reviewers' lists: whom a review point expects, what they bring and what is open (资格审核名单); and who was sent back
 * and must bring what (退回补正名单). */
#include <string.h>

#include "list.h"
#include "rule/education.h"
#include "rule/outcome.h"
#include "value/term.h"
#include "words.h"

static bool
has_code(const struct facts *f, const char *code)
{
	size_t n = strlen(code);

	for (const char *p = f->text[F_CODES]; *p != '\0'; p += *p == '|') {
		size_t m = strcspn(p, "|");

		if (m == n && memcmp(p, code, n) == 0)
			return true;
		p += m;
	}
	return false;
}

/* ---- whom to expect */

/* Before payment, or after the results. */
static bool
review_due(const struct facts *f)
{
	bool people = strcmp(f->text[F_OUTCOME], "online") == 0 || strcmp(f->text[F_OUTCOME], "onsite") == 0;

	return (strcmp(f->review_mode, "pre") == 0 && strcmp(f->state, "confirmed") == 0 && people) ||
	    (strcmp(f->review_mode, "post") == 0 && strcmp(f->state, "passed") == 0 && strcmp(f->text[F_REVIEW], "pass") != 0);
}

static void
check_review(struct rec *r, const struct facts *f)
{
	if (!review_due(f))
		fault(r, I_REG_NO, "NOT_DUE", L("%s waits for no reviewer (state %s, outcome %s): reg-show says what comes next",
		    "%s 不在待审核之列 (状态 %s, 核验结果 %s): 可用 reg-show 查看下一步"), f->text[F_REG_NO], term(TERM_STATE, f->state), *f->text[F_OUTCOME] != '\0' ? f->text[F_OUTCOME] : "-");
}

static bool
unchecked(const struct facts *f, const char *kind)
{
	for (size_t i = 0; i < f->table[T_EDUCATION].rows; i++) {
		const char *verified = facts_cell(f, T_EDUCATION, i, E_VERIFIED);

		if (strcmp(facts_cell(f, T_EDUCATION, i, E_KIND), kind) == 0 && strcmp(verified, "registry") != 0 && strcmp(verified, "onsite") != 0)
			return true;
	}
	return false;
}

static bool
overseas(const struct facts *f)
{
	for (size_t i = 0; i < f->table[T_EDUCATION].rows; i++)
		if (edu_cert_parse(facts_cell(f, T_EDUCATION, i, E_CERT_NO), strcmp(facts_cell(f, T_EDUCATION, i, E_KIND), "degree") == 0).form == EDU_CERT_OVERSEAS)
			return true;
	return false;
}

/* Does a proof of this kind (proof_kind.csv) concern the person? */
static bool
required(const struct facts *f, const char *when)
{
	if (strcmp(when, "education_not_auto") == 0)
		return unchecked(f, "education");
	if (strcmp(when, "degree_not_auto") == 0)
		return unchecked(f, "degree");
	if (strcmp(when, "overseas") == 0)
		return overseas(f);
	if (strcmp(when, "pledge_declined") == 0)
		return has_code(f, "PLEDGE_DECLINED") || has_code(f, "PLEDGE_WITHDRAWN") || has_code(f, "PLEDGE_BANNED") || has_code(f, "STATED_UNPROVEN");
	return false;
}

/* Is there an open matter about a certificate of education or degree (EDU_…)? */
static bool
about_education(const struct facts *f)
{
	return strncmp(f->text[F_CODES], "EDU_", 4) == 0 || strstr(f->text[F_CODES], "|EDU_") != NULL;
}

static const char *
papers(struct paper *p, const struct facts *f)
{
	static const struct {
		const char *code, *paper;
	} more[] = { { "NAME_DIFFERS", "更名证明" }, { "PRIOR_CERT_UNCLEAR", "已取得的资格证书" }, { "EXEMPTION_CLAIMED", "免试条件证明材料" } };
	const char *all = "身份证件、报名表";

	for (size_t i = 0; i < f->table[T_PROOF].rows; i++)
		if (required(f, facts_cell(f, T_PROOF, i, O_WHEN)))
			all = say(p, "%s、%s", all, facts_cell(f, T_PROOF, i, O_NAME));
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		if (has_code(f, more[i].code))
			all = say(p, "%s、%s", all, more[i].paper);
	if (strstr(all, "学历") == NULL && strstr(all, "学位") == NULL && about_education(f))
		all = say(p, "%s、%s", all, "学历、学位证书");
	return all;
}

static const char *
open_matters(struct paper *p, const struct facts *f)
{
	const char *all = "";

	for (const char *c = f->text[F_CODES]; *c != '\0'; c += *c == '|') {
		size_t n = strcspn(c, "|");

		all = say(p, "%s%s%s", all, *all != '\0' ? "；" : "", outcome_code_chinese(say(p, "%.*s", (int)n, c)));
		c += n;
	}
	return *all != '\0' ? all : "—";
}

/* "现场核验\n条件 B" */
static const char *
way(struct paper *p, const struct facts *f)
{
	const char *word = outcome_word(f->text[F_OUTCOME]);

	return *f->text[F_ROUTE] != '\0' ? say(p, "%s\n条件 %s", word, f->text[F_ROUTE]) : word;
}

static void
put_review(struct paper *p)
{
	static const struct list_column column[] = { { "序号", NULL, 11, FLOW_MIDDLE }, { "报名号", NULL, 28, FLOW_MIDDLE }, { "姓名", "name", 22, FLOW_MIDDLE },
		{ "证件号码", "id_no", 36, FLOW_MIDDLE }, { "联系电话", NULL, 25, FLOW_MIDDLE }, { "级别、专业", NULL, 30, FLOW_VALUE },
		{ "核验方式及报考条件", NULL, 21, FLOW_MIDDLE }, { "待核事项", NULL, 38, FLOW_VALUE }, { "应带材料", NULL, 0, FLOW_VALUE }, { "审核结论", NULL, 20, FLOW_MIDDLE } };
	enum { COLUMNS = sizeof column / sizeof *column };
	static const struct flow_cell box[] = { { .kind = FLOW_OPINION, .text = "审核人（签名）：", .foot = "年　　月　　日" },
		{ .kind = FLOW_OPINION, .text = "复核人（签名）：", .foot = "年　　月　　日" }, { .kind = FLOW_OPINION, .text = "资格审核点（盖章）：", .foot = "年　　月　　日" } };

	list_begin(p, "资格审核名单", column, COLUMNS);
	for (size_t i = 0; i < p->n; i++) {
		const struct facts *f = &p->f[i];
		const char *const text[COLUMNS] = { say(p, "%zu", i + 1), f->text[F_REG_NO], f->text[F_NAME], f->text[F_ID_NO], f->text[F_PHONE], level_and_specialty(p, f),
			way(p, f), open_matters(p, f), papers(p, f), "" };

		p->part[i] = list_row(p, column, COLUMNS, text);
	}
	list_end(p, box, 3);
}

const struct document review_document = { .name = "review-list", .title = "资格审核名单", .list = true, .masked = true, .tables = 1U << T_EDUCATION | 1U << T_PROOF,
	.due = review_due, .check = check_review, .put = put_review };

/* ---- who was sent back */

static bool
return_due(const struct facts *f)
{
	return strcmp(f->text[F_REVIEW], "return") == 0;
}

static void
check_return(struct rec *r, const struct facts *f)
{
	if (!return_due(f))
		fault(r, I_REG_NO, "NOT_DUE", L("%s was not sent back: its review is '%s'", "%s 不在退回补正之列: 审核结论为 '%s'"), f->text[F_REG_NO], f->text[F_REVIEW]);
}

static void
put_return(struct paper *p)
{
	static const struct list_column column[] = { { "序号", NULL, 12, FLOW_MIDDLE }, { "报名号", NULL, 29, FLOW_MIDDLE }, { "姓名", "name", 22, FLOW_MIDDLE },
		{ "证件号码", "id_no", 36, FLOW_MIDDLE }, { "联系电话", NULL, 25, FLOW_MIDDLE }, { "级别、专业", NULL, 30, FLOW_VALUE },
		{ "退回原因及须补正的材料", "reason", 0, FLOW_VALUE }, { "审核人", "by", 19, FLOW_MIDDLE }, { "退回日期", NULL, 21, FLOW_MIDDLE }, { "补正签收", NULL, 21, FLOW_MIDDLE } };
	enum { COLUMNS = sizeof column / sizeof *column };
	static const struct flow_cell box[] = { { .kind = FLOW_OPINION, .text = "经办人（签名）：", .foot = "年　　月　　日" },
		{ .kind = FLOW_OPINION, .text = "资格审核点（盖章）：", .foot = "年　　月　　日" } };

	list_begin(p, "退回补正名单", column, COLUMNS);
	for (size_t i = 0; i < p->n; i++) {
		const struct facts *f = &p->f[i];
		const char *const text[COLUMNS] = { say(p, "%zu", i + 1), f->text[F_REG_NO], f->text[F_NAME], f->text[F_ID_NO], f->text[F_PHONE], level_and_specialty(p, f),
			shown(f, F_REVIEW_REASON), shown(f, F_REVIEW_BY), say(p, "%.10s", f->text[F_REVIEW_DATE]), "" };

		p->part[i] = list_row(p, column, COLUMNS, text);
	}
	list_end(p, box, 2);
}

const struct document return_document = { .name = "return-list", .title = "退回补正名单", .list = true, .masked = true, .due = return_due,
	.check = check_return, .put = put_return };
