/* SPDX-License-Identifier: MIT
 * The commitment (报考承诺书 of 告知承诺制): what the person was told, what was promised, and what it was about, for the
 * signature. Only who has adopted it can have it; its date is that of the choice (rules.md 25-30). The wording is ours: what it says
 * is laid down by 国办发〔2020〕42号 and the 31st decree of 人力资源社会保障部 (2017). */
#include <string.h>

#include "document.h"
#include "words.h"

#define SIGN_AT "　　　　　　　　　　　　　　　　　　　　　　　" /* right of the middle */

static const char *const told[] = {
	"　　一、本考试的报名证明事项实行告知承诺制。证明事项为学历学位、从事相关专业工作年限等报考条件，依据是本考试的资格制度规定和实施办法。",
	"　　二、承诺由报考人员本人作出，他人不得代为承诺。作出承诺后，报名时不再提交上述证明材料，资格审核部门（机构）通过网络核验、部门核查等方式核实承诺内容；"
	"无法核实的，应按要求补充提供材料。",
	"　　三、缴费之前且在报名截止之前，可以撤回承诺。不采用承诺或撤回承诺的，应按规定提交证明材料接受审核，本年度该项考试不再适用告知承诺制。",
	"　　四、在专业技术人员资格考试诚信档案库记录期内的人员，不适用告知承诺制。",
	"　　五、不符合报考条件，或者未按要求办理报考事项的，报名无效；已参加考试的，成绩无效。虚假承诺或者以不正当手段取得证书的，按照《专业技术人员资格考试违纪违规"
	"行为处理规定》（人力资源和社会保障部令第31号）处理，记入诚信档案库。",
};

static const char *const promised[] = {
	"　　本人已阅读并知晓上述告知内容、报考须知以及本考试的报考条件，现郑重承诺：",
	"　　1．本人符合所报考级别、专业的报考条件；",
	"　　2．本人填报的信息和提交的材料真实、准确、完整、有效，下表所列各项与事实相符；",
	"　　3．本人配合资格审核部门（机构）核查，并按要求提供材料；所留联系方式可以送达与本考试有关的文书；",
	"　　4．如承诺不实，本人愿意承担相应的法律责任，接受处理。",
};

static bool
pledge_due(const struct facts *f)
{
	return *f->text[F_USES_PLEDGE] != '\0' && strcmp(f->text[F_PLEDGE], "adopt") == 0;
}

static void
check_pledge(struct rec *r, const struct facts *f)
{
	static const enum fact must[] = { F_LEVEL };
	const char *choice = f->text[F_PLEDGE];

	if (*f->text[F_USES_PLEDGE] == '\0')
		fault(r, I_REG_NO, "PLEDGE_NOT_USED", L("%s has no commitment system: there is nothing to sign", "%s 不实行告知承诺制: 没有承诺书可打印"), f->exam->key);
	else if (*choice == '\0')
		fault(r, I_REG_NO, "PLEDGE_UNDECIDED", L("%s has not chosen yet: pledge-record adopts or declines", "%s 尚未选择: 请先用 pledge-record 选择采用或不采用"),
		    f->text[F_REG_NO]);
	else if (!pledge_due(f))
		fault(r, I_REG_NO, "PLEDGE_NOT_ADOPTED", L("%s has %s the commitment: there is nothing to sign", "%s 已%s承诺: 没有承诺书可打印"), f->text[F_REG_NO],
		    strcmp(choice, "decline") == 0 ? L("declined", "选择不采用") : L("withdrawn", "撤回"));
	need_facts(r, f, must, 1);
}

/* "大学本科，某大学，安全工程，2010年06月；…" */
static const char *
education(struct paper *p)
{
	const char *all = "";

	for (size_t i = 0; i < p->f->table[T_EDUCATION].rows; i++)
		all = say(p, "%s%s%s，%s，%s，%s", all, *all != '\0' ? "；" : "", education_word(facts_cell(p->f, T_EDUCATION, i, E_KIND), facts_cell(p->f, T_EDUCATION, i, E_LEVEL)),
		    facts_cell(p->f, T_EDUCATION, i, E_SCHOOL), facts_cell(p->f, T_EDUCATION, i, E_MAJOR), day(p, facts_cell(p->f, T_EDUCATION, i, E_MONTH)));
	return *all != '\0' ? all : "—";
}

static const char *
years(struct paper *p, enum fact fact)
{
	return *p->f->text[fact] != '\0' ? say(p, "%s年", p->f->text[fact]) : "—";
}

static void
put_table(struct paper *p)
{
	static const struct pair_look look = { 8.5, 28, 59 };
	const struct facts *f = p->f;

	put_pair(p, &look, (struct pair){ "承诺人", f->text[F_NAME], "name" }, (struct pair){ "报名号", f->text[F_REG_NO], "reg_no" });
	put_pair(p, &look, (struct pair){ "证件类型", f->text[F_ID_TYPE], "id_type" }, (struct pair){ "证件号码", f->text[F_ID_NO], "id_no" });
	put_pair(p, &look, (struct pair){ "报考级别", f->text[F_LEVEL], "level" }, (struct pair){ "报考专业", shown(f, F_SPECIALTY), "specialty" });
	put_pair(p, &look, (struct pair){ "学历学位", education(p), "edu_school" }, (struct pair){ .label = NULL });
	put_pair(p, &look, (struct pair){ "工作年限", years(p, F_WORK_YEARS), "work_years" }, (struct pair){ "从事专业\n工作年限", years(p, F_PRO_YEARS), "pro_years" });
	if (*f->text[F_PRIOR_CERT] != '\0')
		put_pair(p, &look, (struct pair){ "已取得的\n资格证书", f->text[F_PRIOR_CERT], "prior_cert" },
		    (struct pair){ "取得日期", day(p, f->text[F_PRIOR_CERT_DATE]), "prior_cert_date" });
}

static void
put_pledge(struct paper *p)
{
	static const struct flow_line heading = { .style = FONT_HEADING, .size = 12, .align = ALIGN_LEFT, .before = 3, .after = 2.5 };
	static const struct flow_line text = { .style = FONT_BODY, .size = 11.5, .align = ALIGN_JUSTIFY, .after = 2.2, .leading = 1.5 };
	static const struct flow_line sign = { .style = FONT_BODY, .size = 11.5, .align = ALIGN_LEFT, .after = 5 };
	struct flow_paper sheet = { .running = say(p, "报考承诺书（续）　报名号 %s　%s", p->f->text[F_REG_NO], p->f->text[F_NAME]) };

	flow_begin(p->flow, &sheet);
	flow_text(p->flow, &(struct flow_line){ .style = FONT_HEADING, .size = 14, .align = ALIGN_CENTRE, .after = 2, .indent = 10 }, p->f->text[F_EXAM]);
	flow_text(p->flow, &(struct flow_line){ .style = FONT_HEADING, .size = 12, .align = ALIGN_CENTRE, .after = 3 }, "报名证明事项告知承诺制");
	flow_text(p->flow, &(struct flow_line){ .style = FONT_HEADING, .size = 22, .align = ALIGN_CENTRE, .after = 4 }, "报考承诺书");
	flow_text(p->flow, &heading, "告知内容");
	flow_keep(p->flow);
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		flow_text(p->flow, &text, told[i]);
	flow_text(p->flow, &heading, "承诺内容");
	flow_keep(p->flow);
	for (size_t i = 0; i < sizeof promised / sizeof *promised; i++)
		flow_text(p->flow, &text, promised[i]);
	flow_gap(p->flow, 3);
	put_table(p);
	flow_keep(p->flow);
	flow_gap(p->flow, 8);
	flow_keep(p->flow);
	flow_text(p->flow, &sign, SIGN_AT "承诺人（本人签名）：");
	flow_keep(p->flow);
	flow_text(p->flow, &sign, say(p, SIGN_AT "承诺日期：%s", day(p, p->f->text[F_PLEDGE_DATE])));
}

const struct document pledge_document = { .name = "pledge", .title = "报考承诺书", .of_seats = true, .tables = 1U << T_EDUCATION,
	.due = pledge_due, .check = check_pledge, .put = put_pledge };
