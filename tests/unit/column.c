/* SPDX-License-Identifier: MIT
 * Columns are found by any of their names, and no name leads to two of them; values are cleaned, nothing more. */
#include "stream/column.h"

#include <string.h>

#include "../tap.h"

static const struct {
	const char *header, *column; /* NULL: none */
} headers[] = {
	{ "id_no", "id_no" }, { "ID_NO", "id_no" }, { "证件号码", "id_no" }, { "身份证号", "id_no" }, { "证件号码(必填)", "id_no" },
	{ "证件号码（必填）", "id_no" }, { " 证件\n号码 ", "id_no" }, { "*姓名", "name" }, { "姓　名", NULL }, { "　姓名　", "name" },
	{ "金额(元)", "amount" }, { "ｅｍａｉｌ", "email" }, { "手机号", "phone" }, { "报名号", "reg_no" }, { "报名序号", "reg_no" },
	{ "", NULL }, { "(必填)", NULL }, { "列一", NULL }, { "id", NULL },
};

static const struct {
	unsigned flags;
	const char *in, *out;
} values[] = {
	{ 0, " 张 三 ", "张 三" }, { 0, "　张三　", "张三" }, { 0, "\t a\n", "a" }, { 0, "ＡＢ１２", "ＡＢ１２" }, { 0, "x", "x" }, { 0, "　 ", "" },
	{ COLUMN_CODE, "ＡＢ１２", "AB12" }, { COLUMN_CODE, "ab12x", "ab12x" }, { COLUMN_CODE, "１：２０２３｜２", "1:2023|2" },
	{ COLUMN_CODE | COLUMN_UPPER, " 37011219900101123ｘ", "37011219900101123X" }, { COLUMN_CODE, "a　", "a" },
	{ COLUMN_CODE, "=\"0123\"", "0123" }, { 0, "=\" a \"", "a" }, { 0, "'=1+2", "=1+2" }, { 0, "'a", "'a" }, { 0, "a\nb", "a\nb" }, { 0, "", "" },
};

/* Every column that a stream names leads to itself by its English and its Chinese name. */
static const char *const streams[] = { "file", "line", "record", "field", "code", "message", "reg_no", "person_no", "exam", "year", "province", "city",
	"review_point", "level", "specialty", "name", "id_type", "id_no", "phone", "email", "gender", "birth", "edu_level", "edu_school", "edu_major",
	"edu_month", "edu_mode", "edu_cert_no", "degree_level", "degree_school", "degree_major", "degree_month", "degree_cert_no", "subjects", "pledge", "photo",
	"candidate", "archive_no", "carried", "state", "order_no", "amount", "pay_until", "channel", "txn_no", "paid_at", "receipt_no", "diff_id", "class", "action",
	"reason", "admit_no", "session", "subject", "site", "room", "seat", "score", "flag", "result", "passed", "qualified", "decision", "outcome", "route", "codes" };

int
main(void)
{
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		const struct column *c = column_of_header(headers[i].header);

		ok(headers[i].column == NULL ? c == NULL : c != NULL && strcmp(c->name, headers[i].column) == 0, "header %zu (%.*s) is %s", i,
		    (int)strcspn(headers[i].header, "\n"), headers[i].header, headers[i].column != NULL ? headers[i].column : "of no column");
	}
	for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
		const struct column *c = column_find(streams[i]);

		if (!ok(c != NULL && column_of_header(c->name) == c && column_of_header(c->chinese) == c, "%s by both its names", streams[i]))
			continue;
		for (const char *a = c->aliases; *a != '\0';) {
			char alias[128];
			size_t n = strcspn(a, "|");

			snprintf(alias, sizeof alias, "%.*s", (int)n, a);
			if (column_of_header(alias) != c)
				ok(false, "%s by its alias %s", c->name, alias);
			a += n + (a[n] == '|');
		}
	}
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		char s[128];

		snprintf(s, sizeof s, "%s", values[i].in);
		size_t n = column_clean(values[i].flags, s, strlen(s));

		ok(n == strlen(values[i].out) && strcmp(s, values[i].out) == 0, "value %zu is cleaned to '%.*s'", i, (int)strcspn(s, "\n"), s);
	}
	ok(strcmp(column_chinese("id_no"), "证件号码") == 0 && strcmp(column_chinese("nothing"), "nothing") == 0, "Chinese names");
	return done();
}
