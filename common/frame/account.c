/* SPDX-License-Identifier: MIT
 * The office's rules for accounts. */
#include "frame/account.h"

#include "store/definition.h"
#include "value/text.h"

/* Of the national manual (CPTA 2019, 2.1.1). */
#define USERNAME "[A-Za-z0-9_]{5,20}"
#define CLASSES "upper+lower+digit"
enum { MIN = 8, MAX = 15 };

static const char *
username_setting(void)
{
	const char *s = setting_text(NULL, NULL, "username");

	return s != NULL ? s : USERNAME;
}

const struct account_policy *
account_policy(void)
{
	static struct account_policy p;
	static bool read;

	if (read)
		return &p;
	read = true;
	const char *classes = setting_text(NULL, NULL, "password_classes");

	p = (struct account_policy){
		.username = account_pattern(username_setting()),
		.username_is_document = setting_int(NULL, NULL, "username_document", 0) == 1,
		.min = (int)setting_int(NULL, NULL, "password_min", MIN),
		.max = (int)setting_int(NULL, NULL, "password_max", MAX),
		.classes = account_classes(classes != NULL ? classes : CLASSES),
		.not_digits = setting_int(NULL, NULL, "password_not_digits", 0) == 1,
	};
	if (p.username == NULL)
		die(EX_ENV, L("PATTERN_FORM: setting username: %s; nothing was changed", "PATTERN_FORM: 设置 username: %s; 未作任何改动"),
		    username_setting());
	return &p;
}

bool
account_check_username(struct rec *r, int column, const char *username, const char *document)
{
	const struct account_policy *p = account_policy();

	if (account_username_fits(p, username, document))
		return true;
	if (p->username_is_document)
		fault(r, column, "USERNAME_FORM", "%s", L("the user name is the document number (setting username_document): leave it empty",
		    "用户名即证件号码 (设置 username_document): 请留空"));
	else
		fault(r, column, "USERNAME_FORM", L("%s: a user name is %s (setting username), without blanks", "%s: 用户名应符合 %s (设置 username), 不含空白"),
		    shown_text(r->run, username), username_setting());
	return false;
}

bool
account_check_password(struct rec *r, int column, const char *password)
{
	const struct account_policy *p = account_policy();
	unsigned missing, wrong = account_password_judge(p, password, &missing);

	if (wrong & (PASSWORD_SHORT | PASSWORD_LONG))
		fault(r, column, "PASSWORD_LENGTH", L("%zu characters; %d to %d (settings password_min, password_max)",
		    "%zu 个字符; 应为 %d 至 %d 个 (设置 password_min, password_max)"), utf8_length(password), p->min, p->max);
	if (wrong & PASSWORD_CLASSES)
		fault(r, column, "PASSWORD_CLASSES", L("no %s in it (setting password_classes)", "缺少 %s 类字符 (设置 password_classes)"),
		    account_classes_text(missing));
	if (wrong & PASSWORD_DIGITS)
		fault(r, column, "PASSWORD_DIGITS", "%s", L("digits alone (setting password_not_digits)", "不能全为数字 (设置 password_not_digits)"));
	return wrong == 0;
}
