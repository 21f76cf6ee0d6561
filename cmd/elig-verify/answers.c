/* SPDX-License-Identifier: MIT
 * The registries' answers, read whole and sorted: a file may have a million rows, each is looked up once. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "elig.h"
#include "frame/side.h"
#include "value/idno.h"
#include "value/text.h"

/* The texts stand one behind the other: there may be millions. */
struct row {
	const char *key;       /* certificate number, or document number */
	uint32_t id_no;        /* where they begin behind key: 18 characters where it was 15 */
	uint32_t name_key;
	enum answer answer;
};

static struct answers {
	struct row *row;
	size_t n, cap;
} edu, identity;

static struct arena memory;

static enum answer
word_answer(const char *s)
{
	static const struct {
		const char *word;
		enum answer answer;
	} words[] = { { "match", MATCH }, { "一致", MATCH }, { "相符", MATCH }, { "mismatch", MISMATCH }, { "不一致", MISMATCH },
		{ "不符", MISMATCH }, { "none", NONE }, { "无", NONE }, { "查无", NONE }, { "查无此人", NONE } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(s, words[i].word) == 0)
			return words[i].answer;
	return NO_ANSWER;
}

static int
by_key(const void *a, const void *b)
{
	return strcmp(((const struct row *)a)->key, ((const struct row *)b)->key);
}

enum { CERT, NAME, ID_NO, RESULT };
static const struct incol edu_in[] = { [CERT] = { "edu_cert_no", true }, [NAME] = { "name", true }, [ID_NO] = { "id_no", true },
	[RESULT] = { "result", true }, { NULL, false } };
static const struct incol identity_in[] = { [CERT] = { "edu_cert_no", false }, [NAME] = { "name", true }, [ID_NO] = { "id_no", true },
	[RESULT] = { "result", true }, { NULL, false } };

static void
add(const struct run *run, struct answers *to, const char *const *value, bool with_cert, enum answer answer)
{
	static struct buf texts;
	struct idno parsed;
	struct row a = { .answer = answer };

	buf_clear(&texts);
	if (with_cert) {
		buf_add(&texts, value[CERT], strlen(value[CERT]) + 1);
		a.id_no = (uint32_t)texts.len;
	}
	buf_str(&texts, idno_parse(value[ID_NO], run->today, &parsed) == IDNO_OK ? parsed.full : value[ID_NO]);
	buf_add(&texts, "", 1);
	a.name_key = (uint32_t)texts.len;
	text_name_key(value[NAME], &texts);
	buf_add(&texts, "", 1);
	a.key = memcpy(arena_alloc(&memory, texts.len), texts.ptr, texts.len);
	to->row = grow(to->row, to->n, &to->cap, sizeof *to->row);
	to->row[to->n++] = a;
}

struct reading {
	struct run *run;
	const char *path;
	struct answers *to;
	bool with_cert;
	int64_t wrong; /* rows that cannot be understood */
};

static void
read_answer(void *context, int64_t line, const char *const *value)
{
	struct reading *g = context;

	/* one file of questions may have gone to both registries */
	if (*value[RESULT] == '\0' || (*value[CERT] == '\0') == g->with_cert)
		return;
	enum answer answer = word_answer(value[RESULT]);

	if (answer != NO_ANSWER) {
		add(g->run, g->to, value, g->with_cert, answer);
		return;
	}
	notice(L("%s:%lld: result: RESULT_WORD: %s: match, mismatch or none", "%s:%lld: result: RESULT_WORD: %s: 应为 match (一致)、mismatch (不一致) 或 none (查无)"),
	    g->path, (long long)line, value[RESULT]);
	g->wrong++;
}

static void
read_answers(struct reading g)
{
	side_read(g.run, g.path, g.with_cert ? edu_in : identity_in, read_answer, &g);
	if (g.wrong > 0)
		refuse(L("%s: %lld faults in the answers; nothing was changed; correct them and run again", "%s: 答复中有 %lld 处错误; 未作任何改动; 请改正后重新运行"), g.path,
		    (long long)g.wrong);
	if (g.to->n > 0)
		qsort(g.to->row, g.to->n, sizeof *g.to->row, by_key);
}

void
answers_read_edu(struct run *run, const char *path)
{
	read_answers((struct reading){ run, path, &edu, true, 0 });
}

void
answers_read_identity(struct run *run, const char *path)
{
	read_answers((struct reading){ run, path, &identity, false, 0 });
}

/* The rows of a key: the first, and how many. */
static const struct row *
rows_of(const struct answers *a, const char *key, size_t *n)
{
	size_t lo = 0, hi = a->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(a->row[mid].key, key) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (hi = lo; hi < a->n && strcmp(a->row[hi].key, key) == 0;)
		hi++;
	*n = hi - lo;
	return a->row + lo;
}

/* Of several answers to one question the one that clears least: a registry that contradicts itself clears nobody. */
static enum answer
worse(enum answer a, enum answer b)
{
	static const int weight[] = { [NO_ANSWER] = 0, [MATCH] = 1, [OTHER_NAME] = 2, [NONE] = 3, [MISMATCH] = 4 };

	return weight[b] > weight[a] ? b : a;
}

enum answer
answer_edu(const char *cert_no, const char *name_key, const char *id_no)
{
	size_t n = 0;
	const struct row *row = *cert_no != '\0' ? rows_of(&edu, cert_no, &n) : NULL;
	enum answer own = NO_ANSWER, others = NO_ANSWER;

	for (size_t i = 0; i < n; i++) {
		bool same_name = strcmp(row[i].key + row[i].name_key, name_key) == 0;

		const char *holder = row[i].key + row[i].id_no;

		if (*holder != '\0' && strcmp(holder, id_no) != 0)
			others = row[i].answer == MATCH ? MISMATCH : others; /* somebody else holds this certificate */
		else
			own = worse(own, row[i].answer == MATCH && !same_name ? OTHER_NAME : row[i].answer);
	}
	return own != NO_ANSWER ? own : others;
}

enum answer
answer_identity(const char *name_key, const char *id_no)
{
	size_t n = 0;
	const struct row *row = rows_of(&identity, id_no, &n);
	enum answer own = NO_ANSWER, others = NO_ANSWER;

	for (size_t i = 0; i < n; i++) {
		if (strcmp(row[i].key + row[i].name_key, name_key) == 0)
			own = worse(own, row[i].answer);
		else if (row[i].answer == MATCH)
			others = MISMATCH; /* the number is another name's */
	}
	return own != NO_ANSWER ? own : others;
}
