/* SPDX-License-Identifier: MIT
 * Texts for candidates. */
#include "rule/message.h"

#include <string.h>
#include <strings.h>

static const char *const words[MESSAGE_FIELDS] = {
	[MESSAGE_NAME] = "name", [MESSAGE_REASON] = "reason", [MESSAGE_CODE] = "code", [MESSAGE_MINUTES] = "minutes",
	[MESSAGE_REG_NO] = "reg_no", [MESSAGE_EXAM_NAME] = "exam_name", [MESSAGE_SHORT_NAME] = "short_name",
	[MESSAGE_PROVINCE_NAME] = "province_name", [MESSAGE_CITY_NAME] = "city_name", [MESSAGE_LEVEL_NAME] = "level_name",
	[MESSAGE_SPECIALTY_NAME] = "specialty_name", [MESSAGE_REVIEW_POINT_NAME] = "review_point_name",
	[MESSAGE_REVIEW_POINT_ADDRESS] = "review_point_address", [MESSAGE_REVIEW_POINT_PHONE] = "review_point_phone",
	[MESSAGE_REVIEW_POINT_HOURS] = "review_point_hours", [MESSAGE_PAY_UNTIL] = "pay_until", [MESSAGE_AMOUNT] = "amount",
	[MESSAGE_ADMIT_NO] = "admit_no",
};

const char *
message_field_word(enum message_field f)
{
	return words[f];
}

enum message_field
message_field_find(const char *s, size_t n)
{
	for (int f = 0; f < MESSAGE_FIELDS; f++)
		if (strlen(words[f]) == n && memcmp(words[f], s, n) == 0)
			return (enum message_field)f;
	return MESSAGE_FIELDS;
}

bool
message_field_secret(enum message_field f)
{
	return f == MESSAGE_CODE || f == MESSAGE_MINUTES;
}

/* The next {field} from p on: its field, *open at the brace and *end behind the other. False: no more. */
static bool
next_field(const char *p, const char **open, const char **end, enum message_field *f)
{
	*open = strchr(p, '{');
	if (*open == NULL)
		return false;
	size_t n = strcspn(*open + 1, "}");

	*end = *open + 1 + n + ((*open)[1 + n] == '}');
	*f = (*open)[1 + n] == '}' ? message_field_find(*open + 1, n) : MESSAGE_FIELDS;
	return true;
}

bool
message_uses(const char *text, enum message_field f)
{
	const char *open, *end;
	enum message_field found;

	for (const char *p = text; next_field(p, &open, &end, &found); p = end)
		if (found == f)
			return true;
	return false;
}

bool
message_text(const char *text, const char *const value[MESSAGE_FIELDS], struct buf *out, enum message_field *missing)
{
	const char *open, *end, *p = text;
	enum message_field f;

	for (; next_field(p, &open, &end, &f); p = end) {
		if (f == MESSAGE_FIELDS || value[f] == NULL || *value[f] == '\0') {
			*missing = f;
			return false;
		}
		buf_add(out, p, (size_t)(open - p));
		buf_str(out, value[f]);
	}
	buf_str(out, p);
	return true;
}

const char *
message_result(const char *word)
{
	static const char *const sent[] = { "sent", "success", "ok", "delivered", "DELIVRD", "成功", "发送成功", "已发送", "已送达", "送达" };
	static const char *const failed[] = { "failed", "failure", "error", "undelivered", "rejected", "expired", "UNDELIV", "REJECTD",
		"EXPIRED", "DELETED", "失败", "发送失败", "未送达", "未发送", "拒收", "被拒" };

	for (size_t i = 0; i < sizeof sent / sizeof *sent; i++)
		if (strcasecmp(word, sent[i]) == 0)
			return "sent";
	for (size_t i = 0; i < sizeof failed / sizeof *failed; i++)
		if (strcasecmp(word, failed[i]) == 0)
			return "failed";
	return NULL;
}
