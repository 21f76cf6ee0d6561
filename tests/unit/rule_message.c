/* SPDX-License-Identifier: MIT
 * Texts for candidates. A value is written field=value; ! before what is expected: the field that is missing. */
#include "rule/message.h"

#include <stdio.h>
#include <string.h>

#include "../tap.h"

static const struct {
	const char *text, *values, *expected;
} texts[] = {
	{ "没有字段", "", "没有字段" },
	{ "", "name=张三", "" },
	{ "{name}", "name=张三", "张三" },
	{ "{name}:您报考的{exam_name}缴费成功,报名号{reg_no}。", "name=王晓[沛];exam_name=中级注安;reg_no=AQ2511000001",
	    "王晓[沛]:您报考的中级注安缴费成功,报名号AQ2511000001。" },
	{ "{name}{name}", "name=a", "aa" },
	/* a value is never read as a text again */
	{ "{reason}/{name}", "name={code};reason={name}", "{name}/{code}" },
	{ "验证码{code},{minutes}分钟内有效。", "code=123456;minutes=10", "验证码123456,10分钟内有效。" },
	{ "请于{pay_until}前缴费", "name=a", "!pay_until" },
	{ "{name}:{pay_until}", "pay_until=x", "!name" },
	{ "{nmae}", "name=a", "!?" },
	{ "{Name}", "name=a", "!?" },
	{ "{}", "name=a", "!?" },
	{ "{name", "name=a", "!?" },
	{ "a}b", "", "a}b" },
};

static const struct {
	const char *word, *result;
} results[] = {
	{ "sent", "sent" }, { "SENT", "sent" }, { "成功", "sent" }, { "已送达", "sent" }, { "DELIVRD", "sent" }, { "failed", "failed" },
	{ "失败", "failed" }, { "UNDELIV", "failed" }, { "Expired", "failed" }, { "拒收", "failed" }, { "", NULL }, { "ENROUTE", NULL },
	{ "发送中", NULL }, { "sent ", NULL }, { "unknown", NULL },
};

static void
check_text(size_t i)
{
	const char *value[MESSAGE_FIELDS] = { NULL };
	enum message_field missing = MESSAGE_NAME;
	struct buf out = BUF_INIT;
	char copy[200], *next = copy, *word;

	snprintf(copy, sizeof copy, "%s", texts[i].values);
	while (*next != '\0' && (word = strsep(&next, ";")) != NULL) {
		char *equals = strchr(word, '=');

		value[message_field_find(word, (size_t)(equals - word))] = equals + 1;
		if (next == NULL)
			break;
	}
	if (!message_text(texts[i].text, value, &out, &missing)) {
		buf_clear(&out);
		buf_printf(&out, "!%s", missing == MESSAGE_FIELDS ? "?" : message_field_word(missing));
	}
	ok(strcmp(buf_text(&out), texts[i].expected) == 0, "%s gives %s", texts[i].text, texts[i].expected);
	buf_release(&out);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		check_text(i);
	for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
		const char *r = message_result(results[i].word);

		ok((r == NULL) == (results[i].result == NULL) && (r == NULL || strcmp(r, results[i].result) == 0), "gateway: %s", results[i].word);
	}
	for (int f = 0; f < MESSAGE_FIELDS; f++)
		ok(message_field_find(message_field_word((enum message_field)f), strlen(message_field_word((enum message_field)f))) == (enum message_field)f,
		    "%s names its field", message_field_word((enum message_field)f));
	ok(message_uses("a{code}b", MESSAGE_CODE) && !message_uses("a{minutes}b", MESSAGE_CODE) && !message_uses("code", MESSAGE_CODE), "uses");
	return done();
}
