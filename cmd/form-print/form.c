/* SPDX-License-Identifier: MIT
 * The application form (报名表, which reviewers keep as 资格审核表): who applies for what, with the records that the review rests on, and
 * boxes for everybody who has to sign. Printed once the registration is confirmed (rules.md 41): then photograph and
 * education are there. */
#include "document.h"
#include "words.h"

#include <string.h>

#define ROW(h, ...) flow_row(p->flow, h, (const struct flow_cell[]){ __VA_ARGS__ }, sizeof(const struct flow_cell[]){ __VA_ARGS__ } / sizeof(struct flow_cell))
static const double LABEL = 26, HALF = 61, LINE = 8.6, PHOTO = 35;

static struct flow_cell
label(const char *text)
{
	return (struct flow_cell){ .kind = FLOW_LABEL, .w = LABEL, .text = text };
}

static struct flow_cell
value(const char *text, double w, const char *field)
{
	return (struct flow_cell){ .kind = FLOW_VALUE, .w = w, .text = text, .field = field };
}

static bool
form_due(const struct facts *f)
{
	return f->confirmed;
}

static void
check_form(struct rec *r, const struct facts *f)
{
	static const enum fact must[] = { F_GENDER, F_BIRTH, F_PHONE, F_LEVEL, F_POINT };
	bool education = false;

	if (!form_due(f)) {
		fault(r, I_REG_NO, "NOT_CONFIRMED", L("%s is not confirmed: what may still change is no form; reg-confirm comes before it",
		    "%s 尚未确认: 报名信息仍可修改; 须先运行 reg-confirm"), f->text[F_REG_NO]);
		return;
	}
	for (size_t i = 0; i < f->table[T_EDUCATION].rows; i++)
		education |= strcmp(facts_cell(f, T_EDUCATION, i, E_KIND), "education") == 0;
	if (!education)
		fault(r, I_REG_NO, "EDUCATION_MISSING", L("%s has no education record", "%s 没有学历信息"), f->text[F_NAME]);
	if (f->table[T_SUBJECT].rows == 0)
		fault(r, I_REG_NO, "SUBJECTS_MISSING", L("%s has no subjects", "%s 没有报考科目"), f->text[F_NAME]);
	if (*f->text[F_PHOTO] == '\0')
		fault(r, I_REG_NO, "PHOTO_MISSING", L("no photograph of %s has passed: run photo-check, or photo-review for one to be looked at",
		    "%s 没有审核通过的照片: 请先运行 photo-check, 需人工复核的用 photo-review"), f->text[F_NAME]);
	need_facts(r, f, must, sizeof must / sizeof *must);
}

static void
put_person(struct paper *p)
{
	const struct facts *f = p->f;
	double w = (174 - PHOTO) / 2 - LABEL;

	flow_photo(p->flow, 5, PHOTO, p->photo, p->photo_size);
	ROW(13, label("报名号"), { .kind = FLOW_STRONG, .w = w, .text = f->text[F_REG_NO] }, { .kind = FLOW_CODE, .text = f->text[F_REG_NO], .field = "reg_no" });
	ROW(LINE, label("姓名"), { .kind = FLOW_STRONG, .w = w, .text = f->text[F_NAME], .field = "name", .size = 12 }, label("性别"), value(f->text[F_GENDER], 0, NULL));
	ROW(LINE, label("证件类型"), value(f->text[F_ID_TYPE], w, "id_type"), label("出生日期"), value(day(p, f->text[F_BIRTH]), 0, NULL));
	ROW(LINE, label("证件号码"), value(f->text[F_ID_NO], w, "id_no"), label("民族"), value(shown(f, F_ETHNIC), 0, "ethnic"));
	ROW(LINE, label("国籍(地区)"), value(shown(f, F_NATIONALITY), w, "nationality"), label("政治面貌"), value(shown(f, F_POLITICS), 0, "politics"));
	ROW(LINE, label("手机号码"), value(f->text[F_PHONE], HALF, "phone"), label("电子邮箱"), value(shown(f, F_EMAIL), 0, "email"));
	ROW(LINE, label("通信地址"), value(shown(f, F_ADDRESS), 0, "address"), label("邮政编码"), value(shown(f, F_POSTCODE), 24, "postcode"));
}

static const char *
years(struct paper *p, enum fact fact)
{
	const char *n = p->f->text[fact];

	return *n != '\0' ? say(p, "%s年", n) : "—";
}

static void
put_work(struct paper *p)
{
	const struct facts *f = p->f;

	ROW(LINE, label("工作单位"), value(shown(f, F_EMPLOYER), 0, "employer"));
	ROW(LINE, label("统一社会\n信用代码"), value(shown(f, F_EMPLOYER_CODE), HALF, "employer_code"), label("专业技术职务"), value(shown(f, F_TITLE), 0, "title"));
	ROW(LINE, label("工作年限"), value(years(p, F_WORK_YEARS), HALF, NULL), label("从事专业\n工作年限"), value(years(p, F_PRO_YEARS), 0, NULL));
	if (*f->text[F_PRIOR_CERT] != '\0')
		ROW(LINE, label("已取得的\n资格证书"), value(f->text[F_PRIOR_CERT], HALF, "prior_cert"), label("取得日期"), value(day(p, f->text[F_PRIOR_CERT_DATE]), 0, NULL));
}

static void
put_education(struct paper *p)
{
	static const struct flow_cell head[] = { { .kind = FLOW_COLUMN, .w = 14, .text = "类别" }, { .kind = FLOW_COLUMN, .w = 23, .text = "层次" },
		{ .kind = FLOW_COLUMN, .text = "毕业（授予）院校" }, { .kind = FLOW_COLUMN, .w = 32, .text = "所学专业" }, { .kind = FLOW_COLUMN, .w = 16, .text = "年月" },
		{ .kind = FLOW_COLUMN, .w = 20, .text = "学习形式" }, { .kind = FLOW_COLUMN, .w = 34, .text = "证书编号" } };
	enum { COLUMNS = sizeof head / sizeof *head };
	const struct facts *f = p->f;

	flow_head(p->flow, 7.5, head, COLUMNS);
	for (size_t i = 0; i < f->table[T_EDUCATION].rows; i++) {
		const char *kind = facts_cell(f, T_EDUCATION, i, E_KIND), *month = facts_cell(f, T_EDUCATION, i, E_MONTH), *no = facts_cell(f, T_EDUCATION, i, E_CERT_NO),
			   *major = facts_cell(f, T_EDUCATION, i, E_MAJOR);
		const char *const text[COLUMNS] = { strcmp(kind, "degree") == 0 ? "学位" : "学历", education_word(kind, facts_cell(f, T_EDUCATION, i, E_LEVEL)),
			facts_cell(f, T_EDUCATION, i, E_SCHOOL), *major != '\0' ? major : "—", *month != '\0' ? month : "—",
			mode_word(facts_cell(f, T_EDUCATION, i, E_MODE)), *no != '\0' ? no : "—" };
		static const char *const field[COLUMNS] = { NULL, NULL, "edu_school", "edu_major", NULL, NULL, "edu_cert_no" };
		struct flow_cell cell[COLUMNS];

		for (int k = 0; k < COLUMNS; k++)
			cell[k] = (struct flow_cell){ .kind = k == 2 || k == 3 ? FLOW_VALUE : FLOW_MIDDLE, .w = head[k].w, .text = text[k], .field = field[k], .size = 9 };
		flow_row(p->flow, 7.5, cell, COLUMNS);
	}
	flow_body_end(p->flow);
}

/* "安全生产法律法规、安全生产管理": the subjects of this year, or those that carry with their years. */
static const char *
subjects(struct paper *p, bool carried)
{
	const char *all = "";

	for (size_t i = 0; i < p->f->table[T_SUBJECT].rows; i++) {
		const char *name = facts_cell(p->f, T_SUBJECT, i, S_NAME), *year = facts_cell(p->f, T_SUBJECT, i, S_YEAR), *comma = *all != '\0' ? "；" : "";

		if (carried && *year != '\0')
			all = say(p, "%s%s%s（%s年合格）", all, comma, name, year);
		else if (!carried && *year == '\0')
			all = say(p, "%s%s%s", all, comma, name);
	}
	return *all != '\0' ? all : "—";
}

static const char *
pledge(struct paper *p)
{
	const char *choice = p->f->text[F_PLEDGE];

	if (*p->f->text[F_USES_PLEDGE] == '\0')
		return "本考试不实行告知承诺制";
	if (strcmp(choice, "adopt") == 0)
		return say(p, "采用（%s承诺）", day(p, p->f->text[F_PLEDGE_DATE]));
	return strcmp(choice, "withdrawn") == 0 ? "已撤回，按规定提交证明材料" : "不采用，按规定提交证明材料";
}

static void
put_exam(struct paper *p)
{
	const struct facts *f = p->f;

	ROW(LINE, label("报考省市"), value(f->text[F_REGION], HALF, NULL), label("资格审核点"), value(f->text[F_POINT], 0, NULL));
	ROW(LINE, label("报考级别"), value(f->text[F_LEVEL], HALF, NULL), label("报考专业"), value(shown(f, F_SPECIALTY), 0, NULL));
	ROW(LINE, label("考生类别"), value(candidate_word(f->text[F_CANDIDATE]), HALF, NULL), label("档案号"), value(shown(f, F_ARCHIVE_NO), 0, "archive_no"));
	ROW(LINE, label("报考科目"), value(subjects(p, false), 0, NULL));
	ROW(LINE, label("已合格科目"), value(subjects(p, true), 0, NULL));
	ROW(LINE, label("告知承诺"), value(pledge(p), 0, NULL));
	if (*f->text[F_SPECIAL_NEEDS] != '\0')
		ROW(LINE, label("特殊需求"), value(f->text[F_SPECIAL_NEEDS], 0, "special_needs"));
}

static void
put_opinions(struct paper *p)
{
	static const struct flow_cell own = { .kind = FLOW_OPINION, .text = "本人声明：以上所填信息和所交照片真实、准确、完整，如有不实，愿承担由此产生的一切责任。",
		.foot = "申请人（签名）：　　　　　　　　　　　年　　月　　日" };
	static const struct flow_cell box[] = { { .kind = FLOW_OPINION, .text = "工作单位意见：", .foot = "（盖章）　　　　\n年　　月　　日" },
		{ .kind = FLOW_OPINION, .text = "资格审核点意见：", .foot = "审核人（签名）：　　　　　　　\n年　　月　　日" },
		{ .kind = FLOW_OPINION, .text = "省级考试机构意见：", .foot = "（盖章）　　　　\n年　　月　　日" } };

	flow_row(p->flow, 16, &own, 1);
	flow_keep(p->flow);
	flow_stretch(p->flow, 8);
	flow_row(p->flow, 25, box, sizeof box / sizeof *box);
	flow_stretch(p->flow, 32);
}

static void
put_form(struct paper *p)
{
	struct flow_paper sheet = { .running = say(p, "报名表（续）　报名号 %s　%s", p->f->text[F_REG_NO], p->f->text[F_NAME]) };

	flow_begin(p->flow, &sheet);
	put_title(p, "报 名 表");
	put_person(p);
	put_work(p);
	put_education(p);
	put_exam(p);
	put_opinions(p);
}

const struct document form_document = { .name = "form", .title = "报名表", .of_seats = true, .photo = true, .tables = 1U << T_EDUCATION | 1U << T_SUBJECT,
	.due = form_due, .check = check_form, .put = put_form };
