/* SPDX-License-Identifier: MIT
 * The keys of a profile: which there are, and how a value is read into each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "stream/profile_part.h"
#include "value/text.h"

enum key_type {
	KEY_TEXT,   /* char * */
	KEY_WORDS,  /* struct words */
	KEY_REGEX,  /* regex_t * */
	KEY_CHOICE, /* int, an index into choices */
	KEY_COLUMN, /* struct words map[arg]; a last '-' sets may_lack[arg] */
	KEY_PLACE,  /* place[arg] of a fixed file */
	KEY_TOTAL,  /* the same as KEY_COLUMN for total[arg] */
	KEY_OTHER   /* by a function of its own: arg */
};
enum { OTHER_VERSION, OTHER_DELIMITER, OTHER_PREFIX, OTHER_LENGTH, OTHER_RATE, OTHER_EXTRACT, OTHER_LINE };

struct key {
	const char *section, *name;
	enum key_type type;
	size_t at; /* offset in struct profile */
	int arg;
	const char *choices; /* words separated by blanks */
};

#define AT(member) offsetof(struct profile, member)
#define COLUMN(name, field) { "map", name, KEY_COLUMN, 0, field, NULL }, { "fixed", name, KEY_PLACE, 0, field, NULL }
#define TOTAL(name, what, of) { "totals", name, KEY_TOTAL, 0, (what) * MEASURE_OFS + (of), NULL }

static const struct key keys[] = {
	{ "profile", "id", KEY_TEXT, AT(id), 0, NULL },
	{ "profile", "version", KEY_OTHER, 0, OTHER_VERSION, NULL },
	{ "profile", "title", KEY_TEXT, AT(title), 0, NULL },
	{ "profile", "aliases", KEY_WORDS, AT(aliases), 0, NULL },
	{ "profile", "companion", KEY_TEXT, AT(companion), 0, NULL },
	{ "profile", "match_first_line", KEY_REGEX, AT(match_first_line), 0, NULL },
	{ "file", "kind", KEY_CHOICE, AT(kind), 0, "delimited fixed" },
	{ "file", "encoding", KEY_CHOICE, AT(encoding), 0, "auto utf-8 gb18030" },
	{ "file", "delimiter", KEY_OTHER, 0, OTHER_DELIMITER, NULL },
	{ "file", "quote", KEY_CHOICE, AT(quote), 0, "none double" },
	{ "file", "ragged", KEY_CHOICE, AT(ragged), 0, "reject pad" },
	{ "file", "field_prefix", KEY_OTHER, 0, OTHER_PREFIX, NULL },
	{ "file", "header", KEY_WORDS, AT(header), 0, NULL },
	{ "file", "header_without", KEY_WORDS, AT(header_without), 0, NULL },
	{ "file", "skip_prefix", KEY_WORDS, AT(skip_prefix), 0, NULL },
	{ "file", "stop_prefix", KEY_WORDS, AT(stop_prefix), 0, NULL },
	{ "file", "overflow", KEY_CHOICE, AT(overflow), 0, "reject last" },
	{ "file", "min_length", KEY_OTHER, 0, OTHER_LENGTH, NULL },
	{ "file", "empty_body", KEY_REGEX, AT(empty_body), 0, NULL },
	{ "file", "merchant", KEY_REGEX, AT(merchant), 1, NULL },
	{ "file", "settle_date", KEY_REGEX, AT(settle_date), 3, NULL },
	COLUMN("txn_no", BILL_TXN_NO),
	COLUMN("order_no", BILL_ORDER_NO),
	COLUMN("refund_no", BILL_REFUND_NO),
	COLUMN("refund_txn_no", BILL_REFUND_TXN_NO),
	COLUMN("refund_order_no", BILL_REFUND_ORDER_NO),
	COLUMN("merchant", BILL_MERCHANT),
	COLUMN("kind", BILL_KIND),
	COLUMN("amount", BILL_AMOUNT),
	COLUMN("settled", BILL_SETTLED),
	COLUMN("refund_amount", BILL_REFUND_AMOUNT),
	COLUMN("refund_settled", BILL_REFUND_SETTLED),
	COLUMN("amount_in", BILL_AMOUNT_IN),
	COLUMN("amount_out", BILL_AMOUNT_OUT),
	COLUMN("balance", BILL_BALANCE),
	COLUMN("direction", BILL_DIRECTION),
	COLUMN("clock", BILL_CLOCK),
	COLUMN("fee", BILL_FEE),
	COLUMN("rate", BILL_RATE),
	COLUMN("time", BILL_TIME),
	COLUMN("refund_time", BILL_REFUND_TIME),
	COLUMN("currency", BILL_CURRENCY),
	COLUMN("refund_status", BILL_REFUND_STATUS),
	COLUMN("text", BILL_TEXT),
	COLUMN("remark", BILL_REMARK),
	{ "map", "order_extract", KEY_OTHER, 0, OTHER_EXTRACT, NULL },
	{ "value", "sign", KEY_CHOICE, AT(sign), 0, "kind column two_columns dc" },
	{ "value", "income", KEY_CHOICE, AT(income), 0, "positive negative" },
	{ "value", "direction.in", KEY_WORDS, AT(direction_in), 0, NULL },
	{ "value", "direction.out", KEY_WORDS, AT(direction_out), 0, NULL },
	{ "value", "out_without_order", KEY_CHOICE, AT(out_without_order), 0, "refund ignore" },
	{ "value", "thousands", KEY_CHOICE, AT(thousands), 0, "comma" },
	{ "value", "strip", KEY_WORDS, AT(strip), 0, NULL },
	{ "value", "letter.plus", KEY_WORDS, AT(letter_plus), 0, NULL },
	{ "value", "letter.minus", KEY_WORDS, AT(letter_minus), 0, NULL },
	{ "value", "empty", KEY_WORDS, AT(empty), 0, NULL },
	{ "value", "amount_unit", KEY_CHOICE, AT(amount_unit), 0, "yuan fen" },
	{ "value", "refund_sign", KEY_CHOICE, AT(refund_sign), 0, "positive negative either" },
	{ "value", "fee_sign", KEY_CHOICE, AT(fee_sign), 0, "cost negative_cost" },
	{ "value", "kind.pay", KEY_WORDS, AT(kind_pay), 0, NULL },
	{ "value", "kind.refund", KEY_WORDS, AT(kind_refund), 0, NULL },
	{ "value", "kind.returned", KEY_WORDS, AT(kind_returned), 0, NULL },
	{ "value", "kind.ignore", KEY_WORDS, AT(kind_ignore), 0, NULL },
	{ "value", "kind.at_once", KEY_WORDS, AT(refund_at_once), 0, NULL },
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
	{ "range", "covers", KEY_CHOICE, AT(covers), 0, "all nothing" },
	{ "balance", "opening", KEY_REGEX, AT(opening), 1, NULL },
	{ "balance", "closing", KEY_REGEX, AT(closing), 1, NULL },
	{ "range", "refunds_only_with", KEY_TEXT, AT(refunds_only_with), 0, NULL },
	{ "range", "refunds_with", KEY_TEXT, AT(refunds_with), 0, NULL },
	{ "totals", "line", KEY_OTHER, 0, OTHER_LINE, NULL },
	{ "totals", "header", KEY_TEXT, AT(total_header), 0, NULL },
	TOTAL("count@pay", MEASURE_COUNT, MEASURE_PAY),
	TOTAL("count@refund", MEASURE_COUNT, MEASURE_REFUND),
	TOTAL("count@all", MEASURE_COUNT, MEASURE_ALL),
	TOTAL("count@in", MEASURE_COUNT, MEASURE_IN),
	TOTAL("count@out", MEASURE_COUNT, MEASURE_OUT),
	TOTAL("amount@in", MEASURE_AMOUNT, MEASURE_IN),
	TOTAL("amount@out", MEASURE_AMOUNT, MEASURE_OUT),
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
_Static_assert((int)KEYS <= (int)KEYS_MAX, "room for all keys");

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

/* OFFSET,LENGTH */
static bool
place_set(struct profile *p, const struct key *k, const char *value)
{
	struct words *name = &p->map[k->arg]; /* what faults call it */
	const char *comma = strchr(value, ',');
	int64_t at, len;

	if (comma == NULL)
		return false;
	char *first = trimmed(value, (size_t)(comma - value)), *second = trimmed(comma + 1, strlen(comma + 1));
	bool good = num_parse(first, 0, 65535, &at) && num_parse(second, 1, 65535, &len);

	free(first);
	free(second);
	if (good) {
		p->place[k->arg] = (struct byte_place){ (uint32_t)at, (uint32_t)len };
		name->v = xreallocarray(name->v, name->n + 1, sizeof *name->v);
		name->v[name->n++] = xstrdup(k->name);
	}
	return good;
}

static regex_t *
regex_new(const char *text, size_t groups, char why[static WHY_SIZE])
{
	regex_t *re = xmalloc(sizeof *re);
	int err = regcomp(re, text, REG_EXTENDED);

	if (err != 0) {
		regerror(err, re, why, WHY_SIZE);
		free(re);
		return NULL;
	}
	if (re->re_nsub < groups) {
		snprintf(why, WHY_SIZE, L("%zu groups in parentheses are needed", "需要 %zu 个括号分组"), groups);
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
total_line_set(struct profile *p, const char *value, char why[static WHY_SIZE])
{
	const char *colon = strchr(value, ':');
	struct profile_total_line t = { .n = 0 };

	snprintf(why, WHY_SIZE, "%s", L("MEASURE,…:REGEX is needed", "应为 项目,…:正则表达式"));
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
		t.measure[t.n++] = (struct measure){ (enum measure_what)(keys[k].arg / MEASURE_OFS),
			(enum measure_of)(keys[k].arg % MEASURE_OFS) };
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

/* COLUMN|…:REGEX */
static bool
extract_set(struct profile *p, const char *value, char why[static WHY_SIZE])
{
	const char *colon = strchr(value, ':');
	char *columns;

	snprintf(why, WHY_SIZE, "%s", L("COLUMN:REGEX is needed", "应为 列名:正则表达式"));
	if (colon == NULL || colon == value)
		return false;
	columns = xstrndup(value, (size_t)(colon - value));
	bool good = words_set(&p->map[BILL_EXTRACT], columns);

	free(columns);
	if (good)
		p->order_extract = regex_new(colon + 1, 1, why);
	return good && p->order_extract != NULL;
}

static bool
delimiters_set(struct profile *p, const char *value)
{
	static const char delimiters[] = ",;\t";
	struct words w = { NULL, 0 };
	bool good = words_set(&w, value) && w.n < FILE_DELIMITERS;

	for (size_t i = 0; i < w.n && good; i++) {
		int choice = choice_find("comma semicolon tab", w.v[i]);

		good = choice >= 0;
		p->delimiters[i] = good ? delimiters[choice] : '\0';
	}
	words_release(&w);
	return good;
}

static bool
other_set(struct profile *p, int which, const char *value, char why[static WHY_SIZE])
{
	int64_t n;

	why[0] = '\0';
	switch (which) {
	case OTHER_VERSION:
		if (!num_parse(value, 1, 999, &n))
			return false;
		p->version = (int)n;
		return true;
	case OTHER_DELIMITER:
		snprintf(why, WHY_SIZE, "comma | semicolon | tab");
		return delimiters_set(p, value);
	case OTHER_PREFIX:
		snprintf(why, WHY_SIZE, "` | ' | ^ | ~");
		p->field_prefix = value[0];
		return strchr("`'^~", value[0]) != NULL && value[1] == '\0';
	case OTHER_LENGTH:
		if (!num_parse(value, 1, 65535, &n))
			return false;
		p->min_length = (uint32_t)n;
		return true;
	case OTHER_RATE:
		return profile_rate(value, &p->fee_rate);
	case OTHER_EXTRACT:
		return extract_set(p, value, why);
	default:
		return total_line_set(p, value, why);
	}
}

bool
key_set(struct profile *p, int key, const char *value, char why[static WHY_SIZE])
{
	const struct key *k = &keys[key];
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
		snprintf(why, WHY_SIZE, "%s", k->choices);
		choice = choice_find(k->choices, value);
		if (choice >= 0)
			*(int *)(void *)at = choice;
		return choice >= 0;
	case KEY_PLACE:
		snprintf(why, WHY_SIZE, "%s", L("OFFSET,LENGTH is needed", "应为 起始,长度"));
		return place_set(p, k, value);
	case KEY_COLUMN:
		p->none[k->arg] = strcmp(value, "-") == 0;
		if (p->none[k->arg])
			return k->arg == BILL_ORDER_NO || k->arg == BILL_REFUND_ORDER_NO || k->arg == BILL_REFUND_TXN_NO;
		return columns_set(&p->map[k->arg], &p->may_lack[k->arg], value);
	case KEY_TOTAL:
		return columns_set(&p->total[k->arg], &p->total_may_lack[k->arg], value);
	default:
		return other_set(p, k->arg, value, why);
	}
}

int
key_find(const char *section, const char *name)
{
	for (int k = 0; k < KEYS; k++)
		if (strcmp(keys[k].section, section) == 0 && strcmp(keys[k].name, name) == 0)
			return k;
	return -1;
}

bool
section_known(const char *section)
{
	for (int k = 0; k < KEYS; k++)
		if (strcmp(keys[k].section, section) == 0)
			return true;
	return false;
}

bool
key_repeats(int key)
{
	return keys[key].type == KEY_OTHER && keys[key].arg == OTHER_LINE;
}

void
keys_release(struct profile *p)
{
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
}
