/* SPDX-License-Identifier: MIT
 * A name and a document, judged. */
#include "frame/identity.h"

#include <stdio.h>
#include <string.h>

#include "store/definition.h"
#include "value/idno.h"
#include "value/text.h"

enum { NAME_MAX_LENGTH = 50 }; /* characters; the name field holds 50 (practice.md A 3) */

static bool
check_name(struct rec *r, int column, struct identity *out)
{
	const char *name = r->v[column];
	size_t han = text_han(name);
	uint32_t pua;

	buf_clear(&out->name_key);
	if (han > 0 && han <= NAME_MAX_LENGTH) {
		/* nearly all names: nothing in them is forbidden, and they are their own key */
		buf_str(&out->name_key, name);
		return true;
	}
	if (*name == '\0') {
		fault(r, column, "MISSING", "%s", L("a name is required", "姓名必填"));
		return false;
	}
	if (!text_name_ok(name)) {
		fault(r, column, "NAME_FORM", "%s", L("a name has no blanks or control characters inside; write a character that "
		    "cannot be typed as a homophone in brackets: 王晓[沛]",
		    "姓名中间不得有空格或控制字符; 无法录入的字用同音字加中括号: 王晓[沛]"));
		return false;
	}
	if (utf8_length(name) > NAME_MAX_LENGTH) {
		fault(r, column, "NAME_TOO_LONG", L("%zu characters; at most %d", "%zu 个字符; 最多 %d"), utf8_length(name), NAME_MAX_LENGTH);
		return false;
	}
	if ((pua = text_private_use(name)) != 0)
		warning(r, column, "NAME_PRIVATE_USE", L("U+%04X is of a private use area: it prints only with the font it was made for; "
		    "correct it to the encoded character", "U+%04X 属于自定义区, 只有专用字库才能显示; 请改为正式编码的字"), (unsigned)pua);
	text_name_key(name, &out->name_key);
	return true;
}

static void
number_fault(struct rec *r, int column, enum idno_result result)
{
	static const char *const code[] = { [IDNO_LENGTH] = "ID_LENGTH", [IDNO_FORM] = "ID_FORM", [IDNO_REGION] = "ID_REGION",
		[IDNO_BIRTH] = "ID_BIRTH", [IDNO_CHECKSUM] = "ID_CHECKSUM", [IDNO_EXCEL] = "ID_EXCEL" };
	const char *number = shown_document(r->run, r->v[column]);

	switch (result) {
	case IDNO_OK:
		return;
	case IDNO_LENGTH:
		fault(r, column, code[result], L("%s: a resident identity number has 18 characters (15 before 1999)",
		    "%s: 居民身份证号码应为 18 位 (1999 年前 15 位)"), number);
		return;
	case IDNO_FORM:
		fault(r, column, code[result], L("%s: 17 digits and a check character 0-9 or X", "%s: 应为 17 位数字加校验码 0-9 或 X"), number);
		return;
	case IDNO_REGION:
		fault(r, column, code[result], L("%s: the first two digits are no province", "%s: 前两位不是省级代码"), number);
		return;
	case IDNO_BIRTH:
		fault(r, column, code[result], L("%s: digits 7 to 14 are no date of birth, or one after today",
		    "%s: 第 7 至 14 位不是有效的出生日期, 或晚于今天"), number);
		return;
	case IDNO_CHECKSUM:
		fault(r, column, code[result], L("%s: the check character does not fit (GB 11643); compare it with the card",
		    "%s: 校验码不符 (GB 11643); 请与证件核对"), number);
		return;
	case IDNO_EXCEL:
		fault(r, column, code[result], L("%s: a spreadsheet has turned it into a number and lost digits; format the column as text "
		    "and type it again", "%s: 被电子表格转成数值而丢失位数; 请将该列设为文本后重新录入"), number);
		return;
	}
}

/* The number under which documents are compared. Travel permits of Hong Kong and Macao keep their first nine
 * characters over re-issues (rules.md (b) B). */
static void
make_key(const char *code, const char *number, char out[80])
{
	if (strcmp(code, "01") == 0)
		memcpy(out, number, strlen(number) + 1); /* all callers have seen that it is under 64 bytes */
	else if (strcmp(code, "04") == 0)
		snprintf(out, 80, "%s:%.9s", code, number);
	else
		snprintf(out, 80, "%s:%s", code, number);
}

static void
from_number(const char *number18, struct identity *out)
{
	const char *d = number18 + 6;
	const char birth[] = { d[0], d[1], d[2], d[3], '-', d[4], d[5], '-', d[6], d[7], '\0' };

	out->carries_birth = true;
	out->gender = (number18[16] - '0') % 2 == 1 ? 1 : 2;
	memcpy(out->birth, birth, sizeof birth);
}

static bool
check_document(struct rec *r, int id_type, int column, struct identity *out)
{
	const char *type = id_type >= 0 ? r->v[id_type] : "";
	const char *number = r->v[column];
	const struct doc_type *t = doc_type_get(type);
	struct idno parsed;

	if (t == NULL)
		fault(r, id_type, "ID_TYPE_UNKNOWN", L("%s: no kind of document in doc_type.csv; 01 is the resident identity card",
		    "%s: doc_type.csv 中没有此证件类型; 01 为居民身份证"), type);
	if (*number == '\0')
		fault(r, column, "MISSING", "%s", L("a document number is required", "证件号码必填"));
	if (t == NULL || *number == '\0')
		return false;
	if (strcmp(t->code, "01") == 0 || strcmp(t->code, "01O") == 0) {
		enum idno_result result = idno_parse(number, r->run->today, &parsed);

		/* 9… is the foreigners' residence card, a document of its own */
		if (result == IDNO_OK && parsed.full[0] == '9')
			result = IDNO_REGION;
		if (result != IDNO_OK) {
			number_fault(r, column, result);
			return false;
		}
		out->id_type = doc_type_get("01")->code;
		memcpy(out->id_no, parsed.full, sizeof parsed.full);
		from_number(parsed.full, out);
	} else {
		if (strlen(number) >= sizeof out->id_no || !t->matches(t, number)) {
			fault(r, column, "ID_FORM", L("%s: not of the form of %s (doc_type %s)", "%s: 不符合%s的号码格式 (doc_type %s)"),
			    shown_document(r->run, number), t->name, t->code);
			return false;
		}
		if (t->checksum && strlen(number) == 18 && idno_check(number) != number[17]) {
			number_fault(r, column, IDNO_CHECKSUM);
			return false;
		}
		out->id_type = t->code;
		snprintf(out->id_no, sizeof out->id_no, "%s", number);
		if (t->carries_birth && strlen(number) == 18)
			from_number(number, out);
	}
	make_key(out->id_type, out->id_no, out->id_key);
	return true;
}

bool
identity_check(struct rec *r, int name, int id_type, int id_no, struct identity *out)
{
	out->id_type = "01";
	out->id_no[0] = out->id_key[0] = out->birth[0] = '\0';
	out->carries_birth = false;
	out->gender = 0;
	bool named = check_name(r, name, out);

	return check_document(r, id_type, id_no, out) && named;
}

void
identity_key(const char *id_type, const char *id_no, int32_t today, char out[80])
{
	const struct doc_type *t = doc_type_get(id_type);
	struct idno parsed;

	out[0] = '\0';
	if (t == NULL)
		return;
	if (strcmp(t->code, "01") == 0 || strcmp(t->code, "01O") == 0) {
		if (idno_parse(id_no, today, &parsed) == IDNO_OK)
			make_key("01", parsed.full, out);
		else if (strlen(id_no) < 64)
			make_key("01", id_no, out);
	} else if (strlen(id_no) < 64) {
		make_key(t->code, id_no, out);
	}
}
