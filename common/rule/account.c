/* SPDX-License-Identifier: MIT
 * User names and passwords. */
#include "rule/account.h"

#include <stdio.h>
#include <string.h>

#include "value/text.h"

enum { USERNAME_MAX = 64, MADE_LENGTH = 12 };

static const struct {
	const char *word;
	unsigned class;
	const char *made_of; /* what random passwords take of it */
} classes[] = {
	{ "upper", CLASS_UPPER, "ABCDEFGHJKLMNPQRSTUVWXYZ" },
	{ "lower", CLASS_LOWER, "abcdefghijkmnpqrstuvwxyz" },
	{ "digit", CLASS_DIGIT, "23456789" },
	{ "letter", CLASS_LETTER, "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz" },
	{ "other", CLASS_OTHER, "-_.!?" },
};
enum { CLASSES = sizeof classes / sizeof *classes };

unsigned
account_classes(const char *list)
{
	unsigned found = 0;

	for (const char *s = list; *s != '\0'; s += strcspn(s, "+"), s += *s == '+')
		for (int i = 0; i < CLASSES; i++)
			if (strlen(classes[i].word) == strcspn(s, "+") && strncmp(s, classes[i].word, strlen(classes[i].word)) == 0)
				found |= classes[i].class;
	return found;
}

const char *
account_classes_text(unsigned set)
{
	static char text[64];
	size_t n = 0;

	text[0] = '\0';
	for (int i = 0; i < CLASSES; i++)
		if (set & classes[i].class)
			n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", n > 0 ? "+" : "", classes[i].word);
	return text;
}

struct pattern *
account_pattern(const char *setting)
{
	struct buf whole = BUF_INIT;

	/* by itself first: "a)(b" must not become a pattern by our brackets */
	struct pattern *p = pattern_compile(setting, NULL);

	if (p == NULL)
		return NULL;
	pattern_free(p);
	buf_printf(&whole, "^(?:%s)$", setting);
	p = pattern_compile(buf_text(&whole), NULL);
	buf_release(&whole);
	return p;
}

bool
account_username_fits(const struct account_policy *p, const char *username, const char *document)
{
	if (p->username_is_document)
		return strcmp(username, document) == 0;
	if (!text_name_ok(username) || strlen(username) > USERNAME_MAX)
		return false;
	return p->username == NULL || pattern_matches(p->username, username);
}

static unsigned
classes_of(const char *s)
{
	unsigned found = 0;

	for (; *s != '\0'; s++) {
		if (*s >= 'A' && *s <= 'Z')
			found |= CLASS_UPPER | CLASS_LETTER;
		else if (*s >= 'a' && *s <= 'z')
			found |= CLASS_LOWER | CLASS_LETTER;
		else if (*s >= '0' && *s <= '9')
			found |= CLASS_DIGIT;
		else
			found |= CLASS_OTHER;
	}
	return found;
}

unsigned
account_password_judge(const struct account_policy *p, const char *password, unsigned *missing)
{
	size_t n = utf8_length(password);
	unsigned has = classes_of(password), result = PASSWORD_GOOD;

	*missing = p->classes & ~has;
	if (n < (size_t)p->min)
		result |= PASSWORD_SHORT;
	if (n > (size_t)p->max)
		result |= PASSWORD_LONG;
	if (*missing != 0)
		result |= PASSWORD_CLASSES;
	if (p->not_digits && has == CLASS_DIGIT)
		result |= PASSWORD_DIGITS;
	return result;
}

static char
one_of(const char *set, uint32_t (*below)(uint32_t n))
{
	return set[below((uint32_t)strlen(set))];
}

void
account_password_make(const struct account_policy *p, uint32_t (*below)(uint32_t n), char out[ACCOUNT_PASSWORD_SIZE])
{
	static const char any[] = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
	size_t length = MADE_LENGTH, n = 0;

	if (length < (size_t)p->min)
		length = (size_t)p->min;
	if (length > (size_t)p->max)
		length = (size_t)p->max;
	if (length > ACCOUNT_PASSWORD_SIZE - 1)
		length = ACCOUNT_PASSWORD_SIZE - 1;
	for (int i = 0; i < CLASSES && n < length; i++)
		if (p->classes & classes[i].class)
			out[n++] = one_of(classes[i].made_of, below);
	if (p->not_digits && n < length) /* never digits alone, by whatever chance */
		out[n++] = one_of(classes[3].made_of, below);
	while (n < length)
		out[n++] = one_of(any, below);
	out[n] = '\0';
	for (size_t i = n; i > 1; i--) {
		size_t k = below((uint32_t)i);
		char c = out[i - 1];

		out[i - 1] = out[k];
		out[k] = c;
	}
}

bool
account_question_only(const char *registered_at)
{
	return strcmp(registered_at, "2015") < 0;
}
