/* SPDX-License-Identifier: MIT
 * The registrations as they reach the office: three files an exam, by provinces, each in
 * the encoding, header and words of whoever saved it. truth-regs.csv says what reg-import must make of each
 * line. */
#include <stdio.h>
#include <string.h>

#include "rows.h"
#include "value/date.h"

static const char *const names[CELLS][3] = {
	[C_EXAM] = { "exam", "报考考试", "考试项目" },
	[C_YEAR] = { "year", "考试年度", "KSND" },
	[C_PROVINCE] = { "province", "报考省份", "省码" },
	[C_CITY] = { "city", "报考地市", "市码" },
	[C_REVIEW_POINT] = { "review_point", "审核点", "现场审核窗口" },
	[C_LEVEL] = { "level", "报考级别", "JBDM" },
	[C_SPECIALTY] = { "specialty", "报考专业", "ZYDM" },
	[C_SUBJECTS] = { "subjects", "报考科目", "KMDM" },
	[C_NAME] = { "name", "姓名", "XM" },
	[C_ID_TYPE] = { "id_type", "证件类型", "ZJLX" },
	[C_ID_NO] = { "id_no", "证件号码", "ZJHM" },
	[C_PHONE] = { "phone", "手机号码", "SJH" },
	[C_EMAIL] = { "email", "电子邮箱", "YX" },
	[C_GENDER] = { "gender", "性别", "XB" },
	[C_BIRTH] = { "birth", "出生日期", "CSRQ" },
	[C_NATIONALITY] = { "nationality", "国籍", "GJ" },
	[C_ETHNIC] = { "ethnic", "民族", "MZ" },
	[C_POLITICS] = { "politics", "政治面貌", "ZZMM" },
	[C_EMPLOYER] = { "employer", "工作单位", "GZDW" },
	[C_WORK_YEARS] = { "work_years", "工作年限", "GZNX" },
	[C_PRO_YEARS] = { "pro_years", "从事专业工作年限", "ZYNX" },
	[C_TITLE] = { "title", "职称", "ZC" },
	[C_PRIOR_CERT] = { "prior_cert", "已取得证书", "YYZS" },
	[C_PRIOR_CERT_DATE] = { "prior_cert_date", "证书取得日期", "ZSRQ" },
	[C_ADDRESS] = { "address", "通讯地址", "TXDZ" },
	[C_POSTCODE] = { "postcode", "邮编", "YB" },
	[C_SPECIAL_NEEDS] = { "special_needs", "特殊需要", "TSXY" },
	[C_PLEDGE] = { "pledge", "告知承诺", "CNZ" },
	[C_PHOTO] = { "photo", "照片文件名", "ZPWJ" },
	[C_EDU_LEVEL] = { "edu_level", "学历", "XL" },
	[C_EDU_SCHOOL] = { "edu_school", "毕业院校", "BYYX" },
	[C_EDU_MAJOR] = { "edu_major", "所学专业", "SXZY" },
	[C_EDU_MONTH] = { "edu_month", "毕业年月", "BYNY" },
	[C_EDU_MODE] = { "edu_mode", "学习形式", "XXXS" },
	[C_EDU_CERT_NO] = { "edu_cert_no", "毕业证书编号", "BYZSH" },
	[C_DEGREE_LEVEL] = { "degree_level", "学位", "XW" },
	[C_DEGREE_SCHOOL] = { "degree_school", "学位授予单位", "XWDW" },
	[C_DEGREE_MAJOR] = { "degree_major", "学位专业", "XWZY" },
	[C_DEGREE_MONTH] = { "degree_month", "学位授予时间", "XWSJ" },
	[C_DEGREE_CERT_NO] = { "degree_cert_no", "学位证书编号", "XWZSH" },
};

const char *
cell_name(int cell, int header)
{
	return names[cell][header];
}

void
row_set(struct row *row, struct arena *a, int cell, const char *text)
{
	row->cell[cell] = arena_strdup(a, text);
}

static void
fill_number(struct row *row, struct arena *a, int cell, const char *format, int n)
{
	char text[32];

	(void)snprintf(text, sizeof text, format, n);
	row_set(row, a, cell, text);
}

static void
fill_person(struct row *row, struct arena *a, const struct person *p, const struct style *style)
{
	bool resident = strcmp(p->id_type, "01") == 0;
	char phone[20], birth[DATE_SIZE], photo[64];
	int y, m, d;

	row_set(row, a, C_NAME, p->name);
	row_set(row, a, C_ID_TYPE, !style->chinese ? p->id_type : resident ? "居民身份证" : p->id_type);
	row_set(row, a, C_ID_NO, p->id_no);
	(void)snprintf(phone, sizeof phone, "%s%s", p->index % 97 == 5 ? "+86" : "", p->phone);
	row_set(row, a, C_PHONE, phone);
	row_set(row, a, C_EMAIL, p->email);
	row_set(row, a, C_GENDER,
	    style->chinese       ? (p->female ? "女" : "男")
	    : style->header == 2 ? (p->female ? "2" : "1")
	    : p->female          ? "female"
				 : "male");
	date_civil(p->birth, &y, &m, &d);
	(void)snprintf(birth, sizeof birth, style->chinese ? "%04d%02d%02d" : "%04d-%02d-%02d", y % 10000,
	    m % 100, d % 100);
	row_set(row, a, C_BIRTH, birth);
	if (resident && p->index % 3 == 0) { /* the number says both */
		row_set(row, a, C_GENDER, "");
		row_set(row, a, C_BIRTH, "");
	}
	row_set(row, a, C_NATIONALITY, p->nationality);
	row_set(row, a, C_ETHNIC, p->ethnic);
	row_set(row, a, C_POLITICS, p->politics);
	row_set(row, a, C_EMPLOYER, p->employer);
	row_set(row, a, C_TITLE, p->title);
	row_set(row, a, C_PRIOR_CERT, p->prior_cert);
	row_set(row, a, C_PRIOR_CERT_DATE, p->prior_cert_date);
	row_set(row, a, C_ADDRESS, p->address);
	row_set(row, a, C_POSTCODE, p->postcode);
	(void)snprintf(photo, sizeof photo, "%s.jpg", p->id_no);
	row_set(row, a, C_PHOTO, p->index % 2 ? photo : "");
}

static void
fill_education(struct row *row, struct arena *a, const struct person *p, const struct style *style)
{
	const char *month = style->chinese ? "%d07" : "%d-07";

	row_set(row, a, C_EDU_LEVEL, style->chinese ? edu_level_chinese(p->edu) : edu_level_word(p->edu));
	row_set(row, a, C_EDU_SCHOOL, p->school);
	row_set(row, a, C_EDU_MAJOR, p->major);
	fill_number(row, a, C_EDU_MONTH, month, p->grad_year);
	row_set(row, a, C_EDU_MODE, style->chinese ? edu_mode_chinese(p->edu_mode) : p->edu_mode);
	row_set(row, a, C_EDU_CERT_NO, p->edu_cert);
	bool degree = p->degree_cert[0] != '\0';
	const char *word = degree_word(p);
	row_set(row, a, C_DEGREE_LEVEL,
	    !degree || !style->chinese ? word
	    : word[0] == 'b'           ? "学士"
	    : word[0] == 'm'           ? "硕士"
				       : "博士");
	row_set(row, a, C_DEGREE_SCHOOL, degree ? p->school : "");
	row_set(row, a, C_DEGREE_MAJOR, degree ? p->major : "");
	if (degree)
		fill_number(row, a, C_DEGREE_MONTH, month, p->grad_year);
	else
		row_set(row, a, C_DEGREE_MONTH, "");
	row_set(row, a, C_DEGREE_CERT_NO, p->degree_cert);
}

void
row_fill(struct row *row, struct arena *a, const struct person *p, const struct reg *reg,
    const struct style *style)
{
	const struct exam_facts *x = &exam_facts[reg->exam];
	char province[8];

	row_set(row, a, C_EXAM, style->chinese ? x->code : x->name);
	row_set(row, a, C_YEAR, "");
	if (style->chinese)
		fill_number(row, a, C_YEAR, "%d", x->year);
	(void)snprintf(province, sizeof province, "%.2s0000", p->city);
	row_set(row, a, C_PROVINCE, province);
	row_set(row, a, C_CITY, p->city);
	row_set(row, a, C_REVIEW_POINT, reg->review_point);
	row_set(row, a, C_LEVEL, reg->level);
	row_set(row, a, C_SPECIALTY, reg->specialty);
	row_set(row, a, C_SUBJECTS, reg->subjects);
	row_set(row, a, C_SPECIAL_NEEDS, reg->special_needs);
	row_set(row, a, C_PLEDGE, reg->pledge);
	fill_number(row, a, C_WORK_YEARS, "%d", reg->work_years);
	fill_number(row, a, C_PRO_YEARS, "%d", reg->pro_years);
	fill_person(row, a, p, style);
	fill_education(row, a, p, style);
}

void
row_write(struct sheet *s, const struct row *row)
{
	for (int c = 0; c < CELLS; c++)
		sheet_cell(s, row->cell[c]);
	sheet_end(s);
}

/* ---- the files ---- */

static const struct style styles[] = {
	{ CODING_UTF8, false, 0, false, "" },
	{ CODING_UTF8_BOM, true, 1, true, "" },
	{ CODING_GB18030, true, 1, true, "" },
	{ CODING_UTF8, false, 2, false, "-vendor" },
};

struct file {
	struct sheet sheet, *truth;
	const struct style *style;
	const char *name;
	enum exam exam;
	int part; /* 0: provinces 11 and 21, 1: 31 and 37, 2: 44 */
	struct arena arena;
	struct before before;
	int *used; /* how often each fault has come up, over all files */
	int rows;
};

static void
truth_row(struct file *f, const char *result, const char *code, const struct reg *reg)
{
	sheet_cell(f->truth, f->name);
	sheet_number(f->truth, f->sheet.line);
	sheet_row(
	    f->truth, result, code, reg ? (reg->old ? "old" : "new") : "", reg ? reg->carried : "", NULL);
}

/* One row in 35 is wrong; a row in 300 comes a second time. */
static void
one_row(const struct world *w, const struct person *p, void *context)
{
	struct file *f = context;
	struct reg reg;
	struct row row;
	const char *code = NULL;
	int part = p->city[0] < '3' ? 0 : p->city[0] == '3' ? 1 : 2;

	if (part != f->part)
		return;
	reg_make(w, p, f->exam, &reg);
	row_fill(&row, &f->arena, p, &reg, f->style);
	if (++f->rows % 35 == 0)
		code = row_fault(&row, &f->arena, p, &reg, &f->before, f->used);
	if (code && *code) {
		row_write(&f->sheet, &row);
		truth_row(f, "rejected", code, NULL);
		return;
	}
	row_write(&f->sheet, &row);
	truth_row(f, "accepted", "", &reg);
	if (f->rows % 300 == 200) {
		sheet_raw(&f->sheet, "");
		row_write(&f->sheet, &row);
		truth_row(f, "unchanged", "", &reg);
	}
	f->before = (struct before){ true, *p, reg, row };
}

static void
one_file(const struct world *w, struct sheet *truth, enum exam e, int part, int *used)
{
	const struct style *style = &styles[((int)e + part) % 4];
	struct file f = { .truth = truth, .style = style, .exam = e, .part = part, .used = used };
	char name[64];

	(void)snprintf(name, sizeof name, "regs-%s-%d%s.csv", exam_facts[e].name, part + 1, style->suffix);
	f.name = name;
	sheet_open(&f.sheet, w->out, name, style->coding, style->crlf);
	for (int c = 0; c < CELLS; c++)
		sheet_cell(&f.sheet, cell_name(c, style->header));
	sheet_end(&f.sheet);
	people_of(w, e, one_row, &f);
	sheet_close(&f.sheet);
	arena_release(&f.arena);
}

void
gen_regs(const struct world *w)
{
	struct sheet truth, map;
	int used[FAULTS_MAX] = { 0 };

	sheet_open(&truth, w->out, "truth-regs.csv", CODING_UTF8, false);
	sheet_row(&truth, "file", "line", "result", "code", "candidate", "carried", NULL);
	for (int e = 0; e < EXAMS; e++)
		for (int part = 0; part < 3; part++)
			one_file(w, &truth, (enum exam)e, part, used);
	sheet_close(&truth);
	sheet_open(&map, w->out, "map.csv", CODING_UTF8, false);
	sheet_row(&map, "theirs", "ours", NULL);
	for (int c = 0; c < CELLS; c++)
		sheet_row(&map, cell_name(c, 2), cell_name(c, 0), NULL);
	sheet_close(&map);
}
