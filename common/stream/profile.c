/* SPDX-License-Identifier: MIT
 * Reading profiles: a strict INI parser over a table of keys. */
#include "stream/profile.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "value/text.h"

enum { PROFILE_LIMIT = 65536 };

enum key_type {
	KEY_TEXT,   /* char * */
	KEY_WORDS,  /* struct words */
	KEY_REGEX,  /* regex_t * */
	KEY_CHOICE, /* int, an index into choices */
	KEY_COLUMN, /* struct words map[arg]; a last '-' sets may_lack[arg] */
	KEY_TOTAL,  /* the same for total[arg] */
	KEY_OTHER   /* by a function of its own: arg */
};
enum { OTHER_VERSION, OTHER_DELIMITER, OTHER_PREFIX, OTHER_RATE, OTHER_EXTRACT, OTHER_LINE };

struct key {
	const char *section, *name;
	enum key_type type;
	size_t at; /* offset in struct profile */
	int arg;
	const char *choices; /* words separated by blanks */
};

#define AT(member) offsetof(struct profile, member)
#define COLUMN(name, field) { "map", name, KEY_COLUMN, 0, field, NULL }
#define TOTAL(name, what, of) { "totals", name, KEY_TOTAL, 0, (what) * 3 + (of), NULL }

static const struct key keys[] = {
	{ "profile", "id", KEY_TEXT, AT(id), 0, NULL },
	{ "profile", "version", KEY_OTHER, 0, OTHER_VERSION, NULL },
	{ "profile", "title", KEY_TEXT, AT(title), 0, NULL },
	{ "profile", "aliases", KEY_WORDS, AT(aliases), 0, NULL },
	{ "profile", "companion", KEY_TEXT, AT(companion), 0, NULL },
	{ "profile", "match_first_line", KEY_REGEX, AT(match_first_line), 0, NULL },
	{ "file", "encoding", KEY_CHOICE, AT(encoding), 0, "auto utf-8 gb18030" },
	{ "file", "delimiter", KEY_OTHER, 0, OTHER_DELIMITER, NULL },
	{ "file", "field_prefix", KEY_OTHER, 0, OTHER_PREFIX, NULL },
	{ "file", "header", KEY_WORDS, AT(header), 0, NULL },
	{ "file", "header_without", KEY_WORDS, AT(header_without), 0, NULL },
	{ "file", "skip_prefix", KEY_WORDS, AT(skip_prefix), 0, NULL },
	{ "file", "stop_prefix", KEY_WORDS, AT(stop_prefix), 0, NULL },
	{ "file", "overflow", KEY_CHOICE, AT(overflow), 0, "reject last" },
	{ "file", "empty_body", KEY_REGEX, AT(empty_body), 0, NULL },
	{ "file", "merchant", KEY_REGEX, AT(merchant), 1, NULL },
	COLUMN("txn_no", BILL_TXN_NO),
	COLUMN("order_no", BILL_ORDER_NO),
	COLUMN("refund_no", BILL_REFUND_NO),
	COLUMN("merchant", BILL_MERCHANT),
	COLUMN("kind", BILL_KIND),
	COLUMN("amount", BILL_AMOUNT),
	COLUMN("settled", BILL_SETTLED),
	COLUMN("refund_amount", BILL_REFUND_AMOUNT),
	COLUMN("refund_settled", BILL_REFUND_SETTLED),
	COLUMN("fee", BILL_FEE),
	COLUMN("rate", BILL_RATE),
	COLUMN("time", BILL_TIME),
	COLUMN("refund_time", BILL_REFUND_TIME),
	COLUMN("currency", BILL_CURRENCY),
	COLUMN("refund_status", BILL_REFUND_STATUS),
	COLUMN("text", BILL_TEXT),
	COLUMN("remark", BILL_REMARK),
	{ "map", "order_extract", KEY_OTHER, 0, OTHER_EXTRACT, NULL },
	{ "value", "amount_unit", KEY_CHOICE, AT(amount_unit), 0, "yuan fen" },
	{ "value", "refund_sign", KEY_CHOICE, AT(refund_sign), 0, "positive negative either" },
	{ "value", "fee_sign", KEY_CHOICE, AT(fee_sign), 0, "cost negative_cost" },
	{ "value", "kind.pay", KEY_WORDS, AT(kind_pay), 0, NULL },
	{ "value", "kind.refund", KEY_WORDS, AT(kind_refund), 0, NULL },
	{ "value", "kind.ignore", KEY_WORDS, AT(kind_ignore), 0, NULL },
	{ "value", "refund_final", KEY_WORDS, AT(refund_final), 0, NULL },
	{ "value", "refund_pending", KEY_WORDS, AT(refund_pending), 0, NULL },
	{ "value", "refund_failed", KEY_WORDS, AT(refund_failed), 0, NULL },
	{ "value", "zero_id", KEY_WORDS, AT(zero_id), 0, NULL },
	{ "value", "currency", KEY_WORDS, AT(currency), 0, NULL },
	{ "value", "time_format", KEY_WORDS, AT(time_format), 0, NULL },
	{ "value", "fee_rate", KEY_OTHER, 0, OTHER_RATE, NULL },
	{ "range", "line", KEY_REGEX, AT(range_line), 2, NULL },
	{ "range", "format", KEY_WORDS, AT(range_format), 0, NULL },
	{ "range", "end", KEY_CHOICE, AT(range_end), 0, "open closed" },
	{ "range", "refunds_only_with", KEY_TEXT, AT(refunds_only_with), 0, NULL },
	{ "range", "refunds_with", KEY_TEXT, AT(refunds_with), 0, NULL },
	{ "totals", "line", KEY_OTHER, 0, OTHER_LINE, NULL },
	{ "totals", "header", KEY_TEXT, AT(total_header), 0, NULL },
	TOTAL("count@pay", MEASURE_COUNT, MEASURE_PAY),
	TOTAL("count@refund", MEASURE_COUNT, MEASURE_REFUND),
	TOTAL("count@all", MEASURE_COUNT, MEASURE_ALL),
	TOTAL("amount@pay", MEASURE_AMOUNT, MEASURE_PAY),
	TOTAL("amount@refund", MEASURE_AMOUNT, MEASURE_REFUND),
	TOTAL("settled@pay", MEASURE_SETTLED, MEASURE_PAY),
	TOTAL("settled@refund", MEASURE_SETTLED, MEASURE_REFUND),
	TOTAL("fee@pay", MEASURE_FEE, MEASURE_PAY),
	TOTAL("fee@refund", MEASURE_FEE, MEASURE_REFUND),
	TOTAL("fee@all", MEASURE_FEE, MEASURE_ALL),
	{ "totals", "end", KEY_REGEX, AT(total_end), 0, NULL },
};
enum { KEYS = sizeof keys / sizeof keys[0] };

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

static void
words_release(struct words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->v[i]);
	free(w->v);
}

static char *
trimmed(const char *s, size_t n)
{
	char *copy = xstrndup(s, n);

	text_trim(copy, strlen(copy));
	return copy;
}

/* Split at '|'; false where a word is empty. */
static bool
words_set(struct words *w, const char *value)
{
	for (;;) {
		size_t n = strcspn(value, "|");

		w->v = xreallocarray(w->v, w->n + 1, sizeof *w->v);
		w->v[w->n] = trimmed(value, n);
		if (w->v[w->n++][0] == '\0')
			return false;
		if (value[n] == '\0')
			return true;
		value += n + 1;
	}
}

/* Columns end in '-' where the file may lack them. */
static bool
columns_set(struct words *w, bool *may_lack, const char *value)
{
	if (!words_set(w, value))
		return false;
	if (strcmp(w->v[w->n - 1], "-") == 0) {
		free(w->v[--w->n]);
		*may_lack = true;
	}
	return w->n > 0;
}

static regex_t *
regex_new(const char *text, size_t groups, char why[static 128])
{
	regex_t *re = xmalloc(sizeof *re);
	int err = regcomp(re, text, REG_EXTENDED);

	if (err != 0) {
		regerror(err, re, why, 128);
		free(re);
		return NULL;
	}
	if (re->re_nsub < groups) {
		snprintf(why, 128, L("%zu groups in parentheses are needed", "需要 %zu 个括号分组"), groups);
		regfree(re);
		free(re);
		return NULL;
	}
	return re;
}

static int
choice_find(const char *choices, const char *value)
{
	size_t len = strlen(value);

	for (int i = 0; *choices != '\0'; i++) {
		size_t n = strcspn(choices, " ");

		if (n == len && memcmp(choices, value, n) == 0)
			return i;
		choices += n;
		choices += *choices == ' ';
	}
	return -1;
}

/* MEASURE,MEASURE…:REGEX */
static bool
total_line_set(struct profile *p, const char *value, char why[static 128])
{
	const char *colon = strchr(value, ':');
	struct profile_total_line t = { .n = 0 };

	snprintf(why, 128, "%s", L("MEASURE,…:REGEX is needed", "应为 项目,…:正则表达式"));
	if (colon == NULL)
		return false;
	while (value < colon) {
		size_t n = strcspn(value, ",:"), k;
		char *name = trimmed(value, n);

		for (k = 0; k < KEYS; k++)
			if (keys[k].type == KEY_TOTAL && strcmp(keys[k].name, name) == 0)
				break;
		free(name);
		if (k == KEYS || t.n == LINE_MEASURES)
			return false;
		t.measure[t.n++] = (struct measure){ (enum measure_what)(keys[k].arg / 3),
			(enum measure_of)(keys[k].arg % 3) };
		value += n + 1;
	}
	if (t.n == 0)
		return false;
	regex_t *re = regex_new(colon + 1, t.n, why);

	if (re == NULL)
		return false;
	t.re = *re;
	free(re);
	t.text = xstrdup(colon + 1);
	p->total_line = xreallocarray(p->total_line, p->total_lines + 1, sizeof t);
	p->total_line[p->total_lines++] = t;
	return true;
}

/* COLUMN:REGEX */
static bool
extract_set(struct profile *p, const char *value, char why[static 128])
{
	const char *colon = strchr(value, ':');

	snprintf(why, 128, "%s", L("COLUMN:REGEX is needed", "应为 列名:正则表达式"));
	if (colon == NULL || colon == value)
		return false;
	p->map[BILL_EXTRACT].v = xcalloc(1, sizeof(char *));
	p->map[BILL_EXTRACT].v[0] = trimmed(value, (size_t)(colon - value));
	p->map[BILL_EXTRACT].n = 1;
	p->order_extract = regex_new(colon + 1, 1, why);
	return p->order_extract != NULL;
}

static bool
other_set(struct profile *p, int which, const char *value, char why[static 128])
{
	static const char delimiters[] = ",;\t";
	int64_t n;

	why[0] = '\0';
	switch (which) {
	case OTHER_VERSION:
		if (!num_parse(value, 1, 999, &n))
			return false;
		p->version = (int)n;
		return true;
	case OTHER_DELIMITER:
		snprintf(why, 128, "comma | semicolon | tab");
		n = choice_find("comma semicolon tab", value);
		if (n >= 0)
			p->delimiter = delimiters[n];
		return n >= 0;
	case OTHER_PREFIX:
		snprintf(why, 128, "` | ' | ^ | ~");
		p->field_prefix = value[0];
		return strchr("`'^~", value[0]) != NULL && value[1] == '\0';
	case OTHER_RATE:
		return profile_rate(value, &p->fee_rate);
	case OTHER_EXTRACT:
		return extract_set(p, value, why);
	default:
		return total_line_set(p, value, why);
	}
}

static bool
key_set(struct profile *p, const struct key *k, const char *value, char why[static 128])
{
	char *at = (char *)p + k->at;
	int choice;

	why[0] = '\0';
	switch (k->type) {
	case KEY_TEXT:
		*(char **)(void *)at = xstrdup(value);
		return true;
	case KEY_WORDS:
		return words_set((struct words *)(void *)at, value);
	case KEY_REGEX:
		*(regex_t **)(void *)at = regex_new(value, (size_t)k->arg, why);
		return *(regex_t **)(void *)at != NULL;
	case KEY_CHOICE:
		snprintf(why, 128, "%s", k->choices);
		choice = choice_find(k->choices, value);
		if (choice >= 0)
			*(int *)(void *)at = choice;
		return choice >= 0;
	case KEY_COLUMN:
		return columns_set(&p->map[k->arg], &p->may_lack[k->arg], value);
	case KEY_TOTAL:
		return columns_set(&p->total[k->arg], &p->total_may_lack[k->arg], value);
	default:
		return other_set(p, k->arg, value, why);
	}
}

/* What every profile needs, and what makes no sense alone. */
static bool
profile_check(const struct profile *p, const bool given[KEYS], struct profile_fault *fault)
{
	static const char *const needed[] = { "profile.id", "profile.version", "file.delimiter", "file.header",
		"map.order_no", "map.kind", "map.amount", "map.time", "value.kind.pay", "value.time_format" };
	bool totals_named = false;

	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
		size_t section = strcspn(needed[i], ".");
		bool found = false;

		for (size_t k = 0; k < KEYS; k++)
			found |= given[k] && strlen(keys[k].section) == section &&
			    strncmp(keys[k].section, needed[i], section) == 0 &&
			    strcmp(keys[k].name, needed[i] + section + 1) == 0;
		if (!found)
			return fault_set(fault, 0, L("the key %s is missing", "缺少键 %s"), needed[i]);
	}
	for (size_t i = 0; i < MEASURES; i++)
		totals_named |= p->total[i].n > 0;
	if (strspn(p->id, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(p->id))
		return fault_set(fault, 0, L("id: '%s' is not made of a-z, 0-9 and _",
		    "id: “%s”只能由 a-z、0-9 和 _ 组成"), p->id);
	if (totals_named != (p->total_header != NULL))
		return fault_set(fault, 0, "%s", L("[totals] header and its columns need each other",
		    "[totals] 的 header 与各列须同时给出"));
	if ((p->range_line != NULL) != (p->range_format.n > 0))
		return fault_set(fault, 0, "%s", L("[range] line and format need each other",
		    "[range] 的 line 与 format 须同时给出"));
	if ((p->map[BILL_REFUND_STATUS].n > 0) != (p->refund_final.n > 0))
		return fault_set(fault, 0, "%s", L("refund_status and refund_final need each other",
		    "refund_status 与 refund_final 须同时给出"));
	if ((p->map[BILL_CURRENCY].n > 0) != (p->currency.n > 0))
		return fault_set(fault, 0, "%s", L("the column and the words of currency need each other",
		    "currency 的列与取值须同时给出"));
	return true;
}

/* One line without its end; section is kept between lines. */
static bool
line_read(struct profile *p, char *s, int line, char section[static 32], bool given[KEYS],
    struct profile_fault *fault)
{
	size_t n = text_trim(s, strlen(s));
	char why[128];

	if (n == 0 || s[0] == '#')
		return true;
	if (s[0] == '[') {
		bool known = false;

		if (s[n - 1] != ']' || n > 30)
			return fault_set(fault, line, "%s", L("a section is [name]", "节应写作 [名称]"));
		snprintf(section, 32, "%.*s", (int)n - 2, s + 1);
		for (size_t k = 0; k < KEYS; k++)
			known |= strcmp(keys[k].section, section) == 0;
		return known || fault_set(fault, line, L("unknown section [%s]", "未知的节 [%s]"), section);
	}
	char *value = strchr(s, '=');

	if (value == NULL)
		return fault_set(fault, line, "%s", L("KEY = VALUE is needed", "应为 键 = 值"));
	*value++ = '\0';
	text_trim(s, strlen(s));
	text_trim(value, strlen(value));
	for (size_t k = 0; k < KEYS; k++) {
		if (strcmp(keys[k].section, section) != 0 || strcmp(keys[k].name, s) != 0)
			continue;
		if (given[k] && !(keys[k].type == KEY_OTHER && keys[k].arg == OTHER_LINE))
			return fault_set(fault, line, L("%s is given twice", "%s 重复给出"), s);
		given[k] = true;
		if (value[0] != '\0' && key_set(p, &keys[k], value, why))
			return true;
		return fault_set(fault, line, L("%s: '%.80s' does not do: %s", "%s: “%.80s”不可用: %s"), s, value,
		    value[0] != '\0' && why[0] != '\0' ? why : L("not a value of this key", "不是此键的取值"));
	}
	return fault_set(fault, line, L("[%s] has no key '%.60s'", "[%s] 中没有键“%.60s”"), section, s);
}

struct profile *
profile_parse(const char *text, size_t n, struct profile_fault *fault)
{
	struct profile *p = xcalloc(1, sizeof *p);
	const char *end = text + n;
	char section[32] = "";
	bool given[KEYS] = { false }, good = true;
	int line = 0;

	p->fee_rate = -1;
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
	for (size_t k = 0; k < KEYS; k++) {
		char *at = (char *)p + keys[k].at;

		if (keys[k].type == KEY_TEXT)
			free(*(char **)(void *)at);
		else if (keys[k].type == KEY_WORDS)
			words_release((struct words *)(void *)at);
		else if (keys[k].type == KEY_REGEX && *(regex_t **)(void *)at != NULL) {
			regfree(*(regex_t **)(void *)at);
			free(*(regex_t **)(void *)at);
		}
	}
	for (size_t i = 0; i < BILL_FIELDS; i++)
		words_release(&p->map[i]);
	for (size_t i = 0; i < MEASURES; i++)
		words_release(&p->total[i]);
	for (size_t i = 0; i < p->total_lines; i++) {
		regfree(&p->total_line[i].re);
		free(p->total_line[i].text);
	}
	free(p->total_line);
	if (p->order_extract != NULL) {
		regfree(p->order_extract);
		free(p->order_extract);
	}
	free(p);
}

struct profile *
profile_read(const char *path, struct profile_fault *fault)
{
	struct buf text = BUF_INIT;
	struct profile *p = NULL;

	if (!buf_read_file(&text, path, PROFILE_LIMIT)) {
		fault_set(fault, 0, "%s", strerror(errno));
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
