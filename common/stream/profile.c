/* SPDX-License-Identifier: MIT
 * Reading profiles: a strict INI parser over a table of keys. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "stream/profile_part.h"
#include "value/text.h"

enum { PROFILE_LIMIT = 65536 };

static bool
fault_set(struct profile_fault *fault, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static bool
fault_set(struct profile_fault *fault, int line, const char *fmt, ...)
{
	va_list ap;

	fault->line = line;
	va_start(ap, fmt);
	vsnprintf(fault->message, sizeof fault->message, fmt, ap);
	va_end(ap);
	return false;
}

/* The first of names, "section.key", that was not given; NULL: all were. */
static const char *
missing(const char *const *names, const bool given[KEYS_MAX])
{
	for (; *names != NULL; names++) {
		char section[32];
		size_t n = strcspn(*names, ".");

		snprintf(section, sizeof section, "%.*s", (int)n, *names);
		if (!given[key_find(section, *names + n + 1)])
			return *names;
	}
	return NULL;
}

static const char *
missing_key(const struct profile *p, const bool given[KEYS_MAX])
{
	static const char *const always[] = { "profile.id", "profile.version", "value.time_format", NULL };
	static const char *const delimited[] = { "file.delimiter", "file.header", "map.time", NULL };
	static const char *const fixed[] = { "file.min_length", "fixed.kind", "fixed.amount", "fixed.time",
		"value.kind.pay", NULL };
	static const char *const sides[][6] = {
		[BY_KIND] = { "map.kind", "map.amount", "value.kind.pay", NULL },
		[BY_COLUMN] = { "map.amount", NULL },
		[BY_TWO_COLUMNS] = { "map.amount_in", "map.amount_out", NULL },
		[BY_DIRECTION] = { "map.amount", "map.direction", "value.direction.in", "value.direction.out", NULL },
	};
	const char *name = missing(always, given);

	if (name == NULL)
		name = missing(p->kind == FILE_FIXED ? fixed : delimited, given);
	if (name == NULL && p->kind == FILE_DELIMITED)
		name = missing(sides[p->sign], given);
	if (name == NULL && p->map[BILL_ORDER_NO].n == 0 && !p->none[BILL_ORDER_NO] && p->order_extract == NULL)
		name = "map.order_no";
	return name;
}

/* Keys that make no sense one without the other. */
static bool
pairs_check(const struct profile *p, struct profile_fault *fault)
{
	bool totals_named = false;

	for (size_t i = 0; i < MEASURES; i++)
		totals_named |= p->total[i].n > 0;
	if (totals_named != (p->total_header != NULL))
		return fault_set(fault, 0, "%s", L("[totals] header and its columns need each other",
		    "[totals] 的 header 与各列须同时给出"));
	if ((p->range_line != NULL) != (p->range_format.n > 0))
		return fault_set(fault, 0, "%s", L("[range] line and format need each other",
		    "[range] 的 line 与 format 须同时给出"));
	if ((p->map[BILL_REFUND_STATUS].n > 0) != (p->refund_final.n > 0))
		return fault_set(fault, 0, "%s", L("refund_status and refund_final need each other",
		    "refund_status 与 refund_final 须同时给出"));
	if (p->refund_at_once.n > 0 && p->refund_final.n == 0)
		return fault_set(fault, 0, "%s", L("kind.at_once needs refund_final", "kind.at_once 须与 refund_final 同时给出"));
	if ((p->map[BILL_CURRENCY].n > 0) != (p->currency.n > 0))
		return fault_set(fault, 0, "%s", L("the column and the words of currency need each other",
		    "currency 的列与取值须同时给出"));
	if ((p->letter_plus.n > 0) != (p->letter_minus.n > 0))
		return fault_set(fault, 0, "%s", L("letter.plus and letter.minus need each other",
		    "letter.plus 与 letter.minus 须同时给出"));
	return true;
}

/* A key that does something only where the sign is told in one of these ways (bits 1 << BY_*). */
static const struct {
	const char *section, *name;
	unsigned signs;
} sign_keys[] = {
	{ "map", "settled", 1u << BY_KIND }, { "map", "refund_amount", 1u << BY_KIND }, { "map", "refund_settled", 1u << BY_KIND },
	{ "value", "refund_sign", 1u << BY_KIND }, { "map", "amount_in", 1u << BY_TWO_COLUMNS },
	{ "map", "amount_out", 1u << BY_TWO_COLUMNS }, { "map", "amount", 1u << BY_KIND | 1u << BY_COLUMN | 1u << BY_DIRECTION },
	{ "map", "direction", 1u << BY_DIRECTION }, { "value", "direction.in", 1u << BY_DIRECTION },
	{ "value", "direction.out", 1u << BY_DIRECTION }, { "value", "income", 1u << BY_COLUMN }, { "map", "balance", ~(1u << BY_KIND) },
	{ "balance", "opening", ~(1u << BY_KIND) }, { "balance", "closing", ~(1u << BY_KIND) },
	{ "fixed", "amount_in", 0 }, { "fixed", "amount_out", 0 }, { "fixed", "direction", 0 }, { "fixed", "balance", 0 },
};

static bool
sign_check(const struct profile *p, const bool given[KEYS_MAX], struct profile_fault *fault)
{
	for (size_t i = 0; i < sizeof sign_keys / sizeof sign_keys[0]; i++)
		if (given[key_find(sign_keys[i].section, sign_keys[i].name)] && (sign_keys[i].signs >> p->sign & 1) == 0)
			return fault_set(fault, 0, L("[%s] %s does nothing with this sign", "[%s] %s 与所用的 sign 不相配"),
			    sign_keys[i].section, sign_keys[i].name);
	if (p->map[BILL_KIND].n == 0 && p->kind_pay.n + p->kind_refund.n + p->kind_returned.n + p->kind_ignore.n > 0)
		return fault_set(fault, 0, "%s", L("words of kind need its column", "kind 的取值须有 kind 列"));
	if (p->map[BILL_FEE].n == 0 && p->letter_plus.n > 0)
		return fault_set(fault, 0, "%s", L("letters need the column fee", "letter 须有 fee 列"));
	return true;
}

/* The kind of file and the keys that go with it alone. */
static bool
kind_check(const struct profile *p, struct profile_fault *fault)
{
	bool mapped = p->header.n > 0 || p->delimiters[0] != '\0' || p->order_extract != NULL, placed = p->min_length > 0;

	for (int f = 0; f < BILL_FIELDS; f++) {
		mapped |= p->map[f].n > (p->place[f].len > 0);
		placed |= p->place[f].len > 0;
		if (p->place[f].len > 0 && p->place[f].at + p->place[f].len > p->min_length)
			return fault_set(fault, 0, L("[fixed] a value ends at byte %u, behind min_length",
			    "[fixed] 有的栏止于第 %u 字节, 超出 min_length"), p->place[f].at + p->place[f].len);
	}
	if (p->kind == FILE_FIXED && (mapped || p->sign != BY_KIND || p->stop_prefix.n > 0))
		return fault_set(fault, 0, "%s", L("a fixed file has neither header, [map], trailer nor sign",
		    "定长文件没有表头、[map]、合计行与 sign"));
	if (p->kind == FILE_DELIMITED && placed)
		return fault_set(fault, 0, "%s", L("min_length and [fixed] are for fixed files", "min_length 与 [fixed] 只用于定长文件"));
	return true;
}

/* Every format has a year, or the file's name has one. */
static bool
year_check(const struct profile *p, struct profile_fault *fault)
{
	bool without = false;

	for (size_t i = 0; i < p->time_format.n; i++)
		without |= strstr(p->time_format.v[i], "%Y") == NULL;
	return without == (p->settle_date != NULL) || fault_set(fault, 0, "%s",
	    L("a time_format without %Y and settle_date need each other", "没有 %Y 的 time_format 与 settle_date 须同时给出"));
}

/* What every profile needs, and what makes no sense alone. */
static bool
profile_check(struct profile *p, const bool given[KEYS_MAX], struct profile_fault *fault)
{
	const char *name = missing_key(p, given);

	if (name != NULL)
		return fault_set(fault, 0, L("the key %s is missing", "缺少键 %s"), name);
	if (strspn(p->id, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(p->id))
		return fault_set(fault, 0, L("id: '%s' is not made of a-z, 0-9 and _",
		    "id: “%s”只能由 a-z、0-9 和 _ 组成"), p->id);
	if (p->companion != NULL && strcmp(p->companion, p->id) == 0)
		return fault_set(fault, 0, "%s", L("companion: it is the profile itself", "companion: 即本格式"));
	return pairs_check(p, fault) && sign_check(p, given, fault) && kind_check(p, fault) && year_check(p, fault);
}

/* One line without its end; section is kept between lines. */
static bool
line_read(struct profile *p, char *s, int line, char section[static 32], bool given[KEYS_MAX],
    struct profile_fault *fault)
{
	size_t n = text_trim(s, strlen(s));
	char why[WHY_SIZE];

	if (n == 0 || s[0] == '#')
		return true;
	if (s[0] == '[') {
		if (s[n - 1] != ']' || n > 30)
			return fault_set(fault, line, "%s", L("a section is [name]", "节应写作 [名称]"));
		snprintf(section, 32, "%.*s", (int)n - 2, s + 1);
		return section_known(section) || fault_set(fault, line, L("unknown section [%s]", "未知的节 [%s]"), section);
	}
	char *value = strchr(s, '=');

	if (value == NULL)
		return fault_set(fault, line, "%s", L("KEY = VALUE is needed", "应为 键 = 值"));
	*value++ = '\0';
	text_trim(s, strlen(s));
	text_trim(value, strlen(value));
	int k = key_find(section, s);

	if (k < 0)
		return fault_set(fault, line, L("[%s] has no key '%.60s'", "[%s] 中没有键“%.60s”"), section, s);
	if (given[k] && !key_repeats(k))
		return fault_set(fault, line, L("%s is given twice", "%s 重复给出"), s);
	given[k] = true;
	if (value[0] != '\0' && key_set(p, k, value, why))
		return true;
	return fault_set(fault, line, L("%s: '%.80s' does not do: %s", "%s: “%.80s”不可用: %s"), s, value,
	    value[0] != '\0' && why[0] != '\0' ? why : L("not a value of this key", "不是此键的取值"));
}

struct profile *
profile_parse(const char *text, size_t n, struct profile_fault *fault)
{
	struct profile *p = xcalloc(1, sizeof *p);
	const char *end = text + n;
	char section[32] = "";
	bool given[KEYS_MAX] = { false }, good = true;
	int line = 0;

	p->fee_rate = p->thousands = -1;
	if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		text += 3;
	if (memchr(text, '\0', (size_t)(end - text)) != NULL ||
	    utf8_valid(text, (size_t)(end - text)) != (size_t)(end - text))
		good = fault_set(fault, 0, "%s", L("not a text in UTF-8", "不是 UTF-8 文本"));
	while (good && text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		char *s;

		if (stop == NULL)
			stop = end;
		s = xstrndup(text, (size_t)(stop - text));
		good = line_read(p, s, ++line, section, given, fault);
		free(s);
		text = stop < end ? stop + 1 : end;
	}
	if (good)
		good = profile_check(p, given, fault);
	if (good)
		return p;
	profile_free(p);
	return NULL;
}

void
profile_free(struct profile *p)
{
	if (p == NULL)
		return;
	keys_release(p);
	free(p);
}

struct profile *
profile_read(const char *path, struct profile_fault *fault)
{
	struct buf text = BUF_INIT;
	struct profile *p = NULL;

	if (!buf_read_file(&text, path, PROFILE_LIMIT)) {
		fault_set(fault, 0, "%s", errno_text(errno));
	} else if ((p = profile_parse(buf_text(&text), text.len, fault)) != NULL) {
		const char *name = strrchr(path, '/');
		char *expected = xasprintf("%s.conf", p->id);

		name = name != NULL ? name + 1 : path;
		if (strcmp(name, expected) != 0) {
			fault_set(fault, 0, L("id is %s: the file must be called %s", "id 为 %s: 文件名应为 %s"), p->id,
			    expected);
			profile_free(p);
			p = NULL;
		}
		free(expected);
	}
	buf_release(&text);
	return p;
}
