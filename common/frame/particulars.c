/* SPDX-License-Identifier: MIT
 * What a stream says of a person besides name and document. */
#include "frame/particulars.h"

#include <string.h>

#include "rule/education.h"
#include "store/former.h"
#include "stream/column.h"
#include "value/date.h"
#include "value/text.h"
#include "value/word.h"

enum { SCHOOL_AGE = 10 }; /* hardly anybody has finished secondary school before */

static bool
given(const struct rec *r, int column)
{
	return *r->v[column] != '\0';
}

void
date_form_fault(struct rec *r, int column, const char *code)
{
	if (date_written(r->v[column]))
		fault(r, column, code, L("%s: there is no such day; compare it with the paper", "%s: 没有这一天; 请与材料核对"), r->v[column]);
	else
		fault(r, column, code, L("%s: YYYY-MM-DD or YYYYMMDD", "%s: 应为 YYYY-MM-DD 或 YYYYMMDD"), r->v[column]);
}

void
phone_form_fault(struct rec *r, int column)
{
	fault(r, column, "PHONE_FORM", L("%s: a mobile number is eleven digits, 1, 3-9 and nine more (+86 or 0086 may stand before them), without blanks or hyphens",
	    "%s: 手机号应为 11 位数字 (1、3-9 加 9 位; 前面可有 +86 或 0086), 不含空格或连字符"), shown_phone(r->run, r->v[column]));
}

void
contact_read(struct rec *r, int phone_column, int email_column, struct person *p, char phone[12])
{
	const char *email = r->v[email_column], *at = strchr(email, '@');

	p->phone = "";
	p->email = email;
	if (given(r, phone_column)) {
		if (phone_parse(r->v[phone_column], phone))
			p->phone = phone;
		else
			phone_form_fault(r, phone_column);
	}
	if (*email != '\0' && (at == NULL || at == email || strchr(at, '.') == NULL || strchr(email, ' ') != NULL))
		fault(r, email_column, "EMAIL_FORM", "%s", L("not an e-mail address: name@host.domain, without blanks; correct it or leave it empty",
		    "不是邮箱地址: 应为 名称@主机.域名, 不含空格; 请更正或留空"));
}

static void
read_month(struct rec *r, int column, char month[8])
{
	int32_t months;

	month[0] = '\0';
	if (!given(r, column))
		return;
	if (month_parse(r->v[column], &months)) {
		month_text(months, month);
		if (strncmp(month, r->run->now, 7) > 0)
			fault(r, column, "MONTH_FUTURE", L("%s lies after this month, %.7s: what is not finished yet does not count", "%s 晚于本月 %.7s: 尚未取得的不计"), month, r->run->now);
	} else {
		fault(r, column, "MONTH_FORM", L("%s: YYYYMM or YYYY-MM", "%s: 应为 YYYYMM 或 YYYY-MM"), r->v[column]);
	}
}

void
record_read(struct rec *r, const char *kind, const struct record_columns *c, struct education *out, char month[8])
{
	enum edu_level level = EDU_ANY;

	if (!given(r, c->level))
		fault(r, c->level, "MISSING", L("%s is required", "%s必填"), L(r->run->tool->in[c->level].name, column_chinese(r->run->tool->in[c->level].name)));
	else if (!edu_level_parse(r->v[c->level], &level) || level == EDU_ANY)
		fault(r, c->level, "EDU_LEVEL", L("%s: high_school, college, bachelor, second_bachelor, double_bachelor, master, doctor (or 高中, 大专, 本科 …); "
		    "studies without graduation do not count", "%s: 应为 高中 大专 本科 第二学士 双学士 硕士 博士 等; 结业、肄业不计"), r->v[c->level]);
	read_month(r, c->month, month);
	*out = (struct education){ .kind = kind, .level = edu_level_code(level), .school = r->v[c->school], .major = r->v[c->major],
		.month = month, .mode = "", .cert_no = r->v[c->cert_no], .verified = "" };
	if (c->mode < 0 || !given(r, c->mode))
		return;
	const char *mode = word_edu_mode(r->v[c->mode]);

	if (mode == NULL)
		fault(r, c->mode, "EDU_MODE", L("%s: full_time, part_time, correspondence, evening, self_taught, network",
		    "%s: 应为 全日制 业余 函授 夜大 自学考试 网络教育"), r->v[c->mode]);
	else
		out->mode = mode;
}

void
record_check_birth(struct rec *r, int column, const char *birth, const char *month)
{
	int32_t born, at;
	int year, month_of, day;

	if (!date_parse(birth, &born) || !month_parse(month, &at))
		return;
	date_civil(born, &year, &month_of, &day);
	if (at < (year + SCHOOL_AGE) * 12 + month_of - 1)
		warning(r, column, "MONTH_EARLY", L("%s: somebody born on %s was not yet %d: compare the month with the certificate", "%s: 出生于 %s 者当时未满 %d 岁; 请核对证书月份"),
		    month, birth, SCHOOL_AGE);
}

void
particular_differs(struct rec *r, int column, const char *have, const char *comes)
{
	if (*have != '\0' && *comes != '\0' && strcmp(have, comes) != 0)
		fault(r, column, "PERSON_DIFFERS", "%s", L("the person is registered with another value: leave it empty, or change it with reg-amend",
		    "与已注册的人员信息不一致: 请留空, 或用 reg-amend 变更"));
}

static bool
lacks(const char *have, const char *comes)
{
	return *have == '\0' && *comes != '\0';
}

bool
person_completes(const struct person *have, const struct person *comes)
{
	return (have->gender == 0 && comes->gender != 0) || lacks(have->birth, comes->birth) || lacks(have->nationality, comes->nationality) ||
	    lacks(have->ethnic, comes->ethnic) || lacks(have->phone, comes->phone) || lacks(have->email, comes->email);
}

void
person_check_new(struct rec *r, int name_column, int id_no_column, const struct identity *id, bool other_name, bool confirmed)
{
	int64_t merged = former_person(buf_text(&id->name_key), id->id_no);
	char person_no[PERSON_NO_SIZE];

	person_no_text(merged, person_no);
	if (merged != 0)
		fault(r, name_column, "PERSON_MERGED", L("this person has been merged into %s: name and document are those of %s now",
		    "该人员已合并到 %s: 请使用 %s 的姓名和证件"), person_no, person_no);
	else if (other_name && !confirmed)
		fault(r, id_no_column, "ID_DUPLICATE", L("%s is registered under another name; if both are right, confirm with confirm_dup_id = 1",
		    "%s 已以另一姓名注册; 确属同号不同人或姓名曾有误的, 请以 confirm_dup_id = 1 确认"), shown_document(r->run, id->id_no));
}

void
person_check_phone(struct rec *r, int column, const struct person *have, const char *phone)
{
	if (*phone == '\0' || (have->id != 0 && *have->phone != '\0'))
		return;
	int64_t owner = person_by_phone(phone);

	if (owner != 0 && owner != have->id)
		fault(r, column, "PHONE_TAKEN", L("%s is bound to another person: one phone, one person; give another number",
		    "%s 已绑定其他人员: 一个手机号只能绑定一人; 请更换手机号"), shown_phone(r->run, phone));
}

void
person_check_record(struct rec *r, int column, int64_t person_id, const struct education *e, int64_t max)
{
	struct education have[16];
	size_t n = person_id != 0 ? education_of(person_id, have, 16) : 0;
	int64_t of_kind = 0;

	for (size_t i = 0; i < n && i < 16; i++) {
		if (education_same(&have[i], e))
			return;
		of_kind += strcmp(have[i].kind, e->kind) == 0;
	}
	if (of_kind >= max)
		fault(r, column, "EDUCATION_MAX", L("%lld records are there, at most %lld may be", "已有 %lld 条记录, 最多 %lld 条"),
		    (long long)of_kind, (long long)max);
}
