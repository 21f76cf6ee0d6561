/* SPDX-License-Identifier: MIT
 * The three policies of the seeds, as data (rules.md (a) A 4, 5). */
#include "rule/account.h"

#include <string.h>

#include "../tap.h"
#include "base/secret.h"

static struct account_policy national, safety, own;

static void
policies(void)
{
	national = (struct account_policy){ .username = account_pattern("[A-Za-z0-9_]{5,20}"), .min = 8, .max = 15,
		.classes = account_classes("upper+lower+digit") };
	safety = (struct account_policy){ .username = account_pattern("[A-Za-z0-9_]{5,20}"), .min = 6, .max = 128,
		.classes = account_classes("letter+digit") };
	own = (struct account_policy){ .username_is_document = true, .min = 6, .max = 128, .not_digits = true };
	ok(national.classes == (CLASS_UPPER | CLASS_LOWER | CLASS_DIGIT), "upper+lower+digit");
	ok(strcmp(account_classes_text(safety.classes), "digit+letter") == 0, "letter+digit: %s", account_classes_text(safety.classes));
	ok(account_classes("") == 0 && account_classes("uppe+digits") == 0, "words are whole");
}

static const struct {
	const char *name;
	bool fits;
} names[] = {
	{ "zhang", true }, { "zhang_san_1990", true }, { "A1234567890123456789", true }, { "_____", true },
	{ "zhan", false }, { "A12345678901234567890", false }, { "", false }, { "zhang san", false }, { "张三张三张三", false },
	{ "zhang-san", false }, { "zhang\n", false }, { "zhangsan!", false }, { "ｚｈａｎｇｓａｎ", false },
};

static void
usernames(void)
{
	struct account_policy free_of = { .min = 1, .max = 9 };
	char longest[80];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		ok(account_username_fits(&national, names[i].name, "110101198503077311") == names[i].fits, "%zu: %.5s… %s", i, names[i].name,
		    names[i].fits ? "fits" : "does not fit");
	ok(account_username_fits(&own, "110101198503077311", "110101198503077311"), "the document number");
	ok(!account_username_fits(&own, "zhang_san", "110101198503077311"), "and nothing else");
	memset(longest, 'a', sizeof longest);
	longest[64] = '\0';
	ok(account_username_fits(&free_of, longest, ""), "64 bytes");
	longest[64] = 'a';
	longest[65] = '\0';
	ok(!account_username_fits(&free_of, longest, ""), "not 65");
	ok(!account_username_fits(&free_of, "a b", "") && !account_username_fits(&free_of, "a\tb", ""), "no blanks in any policy");
	ok(account_pattern("a)(b") == NULL && account_pattern("[") == NULL, "no pattern");
}

static const struct {
	const struct account_policy *policy;
	const char *password;
	unsigned result, missing;
} passwords[] = {
	{ &national, "Abc12345", PASSWORD_GOOD, 0 },
	{ &national, "Abc123456789012", PASSWORD_GOOD, 0 },
	{ &national, "Abc1234", PASSWORD_SHORT, 0 },
	{ &national, "Abc1234567890123", PASSWORD_LONG, 0 },
	{ &national, "abc12345", PASSWORD_CLASSES, CLASS_UPPER },
	{ &national, "ABC12345", PASSWORD_CLASSES, CLASS_LOWER },
	{ &national, "Abcdefgh", PASSWORD_CLASSES, CLASS_DIGIT },
	{ &national, "111111", PASSWORD_SHORT | PASSWORD_CLASSES, CLASS_UPPER | CLASS_LOWER },
	{ &national, "Abc1密码密码", PASSWORD_GOOD, 0 }, /* eight characters, not sixteen bytes */
	{ &national, "", PASSWORD_SHORT | PASSWORD_CLASSES, CLASS_UPPER | CLASS_LOWER | CLASS_DIGIT },
	{ &safety, "abc123", PASSWORD_GOOD, 0 },
	{ &safety, "ABC123", PASSWORD_GOOD, 0 },
	{ &safety, "abcdef", PASSWORD_CLASSES, CLASS_DIGIT },
	{ &safety, "111111", PASSWORD_CLASSES, CLASS_LETTER },
	{ &safety, "ab123", PASSWORD_SHORT, 0 },
	{ &own, "abcdef", PASSWORD_GOOD, 0 },
	{ &own, "11111a", PASSWORD_GOOD, 0 },
	{ &own, "111111", PASSWORD_DIGITS, 0 },
	{ &own, "11111", PASSWORD_SHORT | PASSWORD_DIGITS, 0 },
};

static void
judged(void)
{
	for (size_t i = 0; i < sizeof passwords / sizeof *passwords; i++) {
		unsigned missing = 99, result = account_password_judge(passwords[i].policy, passwords[i].password, &missing);

		ok(result == passwords[i].result && missing == passwords[i].missing, "'%s': %u, missing %u", passwords[i].password, result,
		    missing);
	}
}

static uint32_t
first(uint32_t n)
{
	(void)n;
	return 0;
}

static uint32_t
last(uint32_t n)
{
	return n - 1;
}

static void
made(void)
{
	const struct account_policy tight = { .min = 4, .max = 5, .classes = account_classes("upper+lower+digit+other"), .not_digits = true },
				    longer = { .min = 20, .max = 30 }, *const all[] = { &national, &safety, &own, &tight, &longer };
	char a[ACCOUNT_PASSWORD_SIZE], b[ACCOUNT_PASSWORD_SIZE];
	unsigned missing;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		bool good = true, clear = true, same = false;

		for (int k = 0; k < 500; k++) {
			account_password_make(all[i], secret_below, a);
			good = good && account_password_judge(all[i], a, &missing) == PASSWORD_GOOD;
			clear = clear && strpbrk(a, "0Oo1lI") == NULL;
			account_password_make(all[i], secret_below, b);
			same = same || strcmp(a, b) == 0;
		}
		ok(good && clear, "policy %zu accepts what is made for it: %s", i, a);
		ok(!same || all[i] == &tight, "never the same");
		account_password_make(all[i], first, a);
		account_password_make(all[i], last, b);
		ok(account_password_judge(all[i], a, &missing) == PASSWORD_GOOD && account_password_judge(all[i], b, &missing) == PASSWORD_GOOD,
		    "whatever chance gives: %s, %s", a, b);
	}
}

static void
of_before_2015(void)
{
	ok(account_question_only("2014-12-31T23:59:59"), "the last second of 2014");
	ok(!account_question_only("2015-01-01T00:00:00"), "the first of 2015");
	ok(account_question_only("2006-03-01T08:00:00") && !account_question_only("2025-08-20T10:00:00"), "and far from it");
}

int
main(void)
{
	policies();
	usernames();
	judged();
	made();
	of_before_2015();
	pattern_free(national.username);
	pattern_free(safety.username);
	return done();
}
