/* SPDX-License-Identifier: MIT
 * Whose a row is. The same document under another name is held back: people change their names, clerks mistype, and
 * numbers were given twice. An officer decides, once for each document and name; the decision is kept and holds for
 * every later file. A change of name that reg-amend has recorded needs none. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "frame/side.h"
#include "merge.h"
#include "store/db.h"
#include "store/former.h"
#include "store/person.h"
#include "stream/column.h"
#include "stream/csvout.h"
#include "stream/outfile.h"
#include "value/idno.h"
#include "value/text.h"

struct decision {
	const char *word;                      /* same_person, other_person, reject */
	const char *name, *id_key, *name_key;
	const char *known_key;                 /* which of several known names; "" not said */
	const char *reason, *by;
};

static struct arena memory;
static struct decision *decisions;
static size_t ndecision, decision_cap;
static struct map decision_at; /* hash of document and name: index plus 1 */

static uint64_t
pair(const char *id_key, const char *name_key)
{
	static struct buf b;

	buf_clear(&b);
	buf_add(&b, id_key, strlen(id_key) + 1);
	buf_str(&b, name_key);
	return hash64(b.ptr, b.len);
}

/* ---- the decisions file */

enum { D_NAME, D_ID_TYPE, D_ID_NO, D_KNOWN_NAME, D_DECISION, D_REASON, D_BY };
static const struct incol decision_in[] = { [D_NAME] = { "name", true }, [D_ID_TYPE] = { "id_type", false }, [D_ID_NO] = { "id_no", true },
	[D_KNOWN_NAME] = { "known_name", false }, [D_DECISION] = { "decision", true }, [D_REASON] = { "reason", true }, [D_BY] = { "by", true },
	{ NULL, false } };
static int64_t wrong; /* faults of the file */

static void
bad(const char *path, int64_t line, int field, const char *code, const char *text)
{
	notice("%s:%lld: %s: %s: %s", path, (long long)line, decision_in[field].name, code, text);
	wrong++;
}

static const char *
decision_word(const char *s)
{
	static const struct {
		const char *word, *decision;
	} words[] = { { "same_person", "same_person" }, { "同一人", "same_person" }, { "other_person", "other_person" }, { "另一人", "other_person" },
		{ "非同一人", "other_person" }, { "reject", "reject" }, { "退回", "reject" }, { "不予采纳", "reject" } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(s, words[i].word) == 0)
			return words[i].decision;
	return NULL;
}

static const char *
keep_key(const char *name)
{
	static struct buf key;

	buf_clear(&key);
	text_name_key(name, &key);
	return arena_strdup(&memory, buf_text(&key));
}

static void
add_decision(const char *path, int64_t line, const char *const *v, int32_t today)
{
	struct decision d = { .word = decision_word(v[D_DECISION]), .name_key = keep_key(v[D_NAME]), .known_key = keep_key(v[D_KNOWN_NAME]) };
	const char *type = *v[D_ID_TYPE] != '\0' ? v[D_ID_TYPE] : "01";
	struct idno card;
	char id_key[80];

	if (*v[D_DECISION] == '\0') /* still open */
		return;
	identity_key(type, v[D_ID_NO], today, id_key);
	if (strncmp(type, "01", 2) == 0 && idno_parse(v[D_ID_NO], today, &card) != IDNO_OK)
		id_key[0] = '\0';
	if (d.word == NULL)
		bad(path, line, D_DECISION, "DECISION_WORD", L("same_person, other_person, reject, or empty while it is open", "应为 same_person、other_person、reject, 未定则留空"));
	if (*d.name_key == '\0')
		bad(path, line, D_NAME, "MISSING", L("the name that the rows have", "须填档案行中的姓名"));
	if (*id_key == '\0')
		bad(path, line, D_ID_NO, "DECISION_DOCUMENT", L("no document number of this type; take it from the held rows as it is", "不是该类证件的号码; 请照抄待定行"));
	if (*v[D_REASON] == '\0')
		bad(path, line, D_REASON, "MISSING", L("say on what ground: it is kept", "须填依据, 将予保存"));
	if (*v[D_BY] == '\0')
		bad(path, line, D_BY, "MISSING", L("say who has decided", "须填决定人"));
	if (d.word == NULL || *id_key == '\0')
		return;
	int64_t *at = map_at(&decision_at, pair(id_key, d.name_key), NULL);

	if (*at != 0) {
		const struct decision *x = &decisions[*at - 1];

		if (strcmp(x->word, d.word) != 0 || strcmp(x->known_key, d.known_key) != 0)
			bad(path, line, D_DECISION, "DECISION_TWICE", L("an earlier line decides otherwise about this document and name", "前面一行对同一证件和姓名另有决定"));
		return;
	}
	d.name = arena_strdup(&memory, v[D_NAME]);
	d.id_key = arena_strdup(&memory, id_key);
	d.reason = arena_strdup(&memory, v[D_REASON]);
	d.by = arena_strdup(&memory, v[D_BY]);
	decisions = grow(decisions, ndecision, &decision_cap, sizeof *decisions);
	decisions[ndecision++] = d;
	*at = (int64_t)ndecision;
}

struct reading {
	const char *path;
	int32_t today;
};

static void
read_decision(void *context, int64_t line, const char *const *v)
{
	const struct reading *g = context;

	add_decision(g->path, line, v, g->today);
}

void
decisions_read(struct run *run, const char *path)
{
	struct reading g = { path, run->today };

	side_read(run, path, decision_in, read_decision, &g);
	if (wrong > 0)
		refuse(L("%s: %lld faults in the decisions; nothing was changed", "%s: 决定表有 %lld 处错误; 未作任何改动"), path, (long long)wrong);
}

/* ---- what waits */

enum { HELD_MAX = 8 };

struct held {
	char *archive_no, *exam, *name, *id_type, *id_no;
	int64_t known[HELD_MAX];
	size_t nknown;
	int64_t rows;
};

static struct held *held;
static size_t nheld, held_cap;
static struct map held_at;

static void
hold(const struct rec *r, const struct row *w, const struct person *same, size_t n)
{
	int64_t *at = map_at(&held_at, pair(w->identity.id_key, buf_text(&w->identity.name_key)), NULL);

	if (*at == 0) {
		held = grow(held, nheld, &held_cap, sizeof *held);
		struct held *h = &held[nheld++];

		*h = (struct held){ xstrdup(r->v[I_ARCHIVE_NO]), xstrdup(w->exam), xstrdup(r->v[I_NAME]), xstrdup(w->identity.id_type),
			xstrdup(w->identity.id_no), { 0 }, 0, 0 };
		for (size_t i = 0; i < n && i < HELD_MAX; i++)
			h->known[h->nknown++] = same[i].id;
		*at = (int64_t)nheld;
	}
	held[*at - 1].rows++;
}

/* What is known under this document, joined by '|'. */
static void
known_text(const struct held *h, struct buf *name, struct buf *person_no, struct buf *archives)
{
	static struct stmt q = { "SELECT archive_no FROM archive WHERE person_id = :person ORDER BY id", NULL };
	char no[PERSON_NO_SIZE];
	struct person p;

	buf_clear(name);
	buf_clear(person_no);
	buf_clear(archives);
	for (size_t i = 0; i < h->nknown; i++) {
		person_no_text(h->known[i], no);
		buf_printf(name, "%s%s", i > 0 ? "|" : "", person_get(h->known[i], &p) ? p.name : "");
		buf_printf(person_no, "%s%s", i > 0 ? "|" : "", no);
		db_int(&q, ":person", h->known[i]);
		while (db_row(&q))
			buf_printf(archives, "%s%s", archives->len > 0 ? "|" : "", db_col(&q, 0));
	}
}

static const char *const held_columns[] = { "archive_no", "exam", "name", "id_type", "id_no", "known_name", "known_person_no", "known_archives", "rows",
	"decision", "reason", "by" };
enum { HELD_COLUMNS = sizeof held_columns / sizeof *held_columns };

void
held_write(struct run *run, const char *path)
{
	static const struct csvstyle style = { .excel = false };
	struct buf line = BUF_INIT, name = BUF_INIT, person_no = BUF_INIT, archives = BUF_INIT;
	struct outfile *f = outfile_begin(path);
	char rows[24];

	if (f == NULL)
		refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), path, errno_text(errno));
	csvout_row(&line, &style, held_columns, HELD_COLUMNS);
	for (size_t i = 0; i < nheld; i++) {
		const struct held *h = &held[i];

		known_text(h, &name, &person_no, &archives);
		snprintf(rows, sizeof rows, "%lld", (long long)h->rows);
		csvout_row(&line, &style, (const char *const[HELD_COLUMNS]){ h->archive_no, h->exam, h->name, h->id_type, h->id_no, buf_text(&name),
		    buf_text(&person_no), buf_text(&archives), rows, "", "", "" }, HELD_COLUMNS);
	}
	fwrite(line.ptr, 1, line.len, outfile_stream(f));
	if (!outfile_commit(f))
		refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), path, errno_text(errno));
	if (!run->quiet)
		notice(L("%zu names wait for a decision: %s; fill in decision, reason and by, and give it with --decisions", "%zu 个姓名待定: %s; 填写 decision、reason、by 后用 --decisions 导入"),
		    nheld, path);
	buf_release(&line);
	buf_release(&name);
	buf_release(&person_no);
	buf_release(&archives);
}

/* ---- whose row it is */

/* reg-amend has recorded that the person had this name before. */
static bool
had_name(int64_t person, const char *name_key)
{
	static struct stmt q = { "SELECT old FROM amendment WHERE person_id = :person AND field = 'name'", NULL };
	struct buf key = BUF_INIT;
	bool found = false;

	db_int(&q, ":person", person);
	while (db_row(&q)) {
		buf_clear(&key);
		text_name_key(db_col(&q, 0), &key);
		found |= strcmp(buf_text(&key), name_key) == 0;
	}
	buf_release(&key);
	return found;
}

/* The decision that stands for this document and name; its person (0 with reject) and reason. False: none. */
static bool
stored(const struct row *w, char word[16], int64_t *person, struct buf *why)
{
	static struct stmt q = { "SELECT decision, coalesce(person_id, 0), reason, \"by\" FROM archive_decision WHERE id_key = :id_key AND name_key = :name_key "
		"ORDER BY id DESC LIMIT 1", NULL };

	db_text(&q, ":id_key", w->identity.id_key);
	db_text(&q, ":name_key", buf_text(&w->identity.name_key));
	if (!db_row(&q))
		return false;
	snprintf(word, 16, "%s", db_col(&q, 0));
	*person = person_now(db_col_int(&q, 1));
	buf_clear(why);
	buf_printf(why, "%s (%s)", db_col(&q, 2), db_col(&q, 3));
	db_reset(&q);
	return true;
}

static struct who
refused(struct rec *r, const char *why)
{
	fault(r, I_NAME, "NAME_REJECTED", L("the document under this name was decided to be rejected: %s", "该证件以此姓名出现的记录已决定不予采纳: %s"), why);
	return (struct who){ -1, NULL };
}

/* Of the known persons the one that the decision means; 0, with the fault, where it is not clear. */
static int64_t
meant(struct rec *r, const struct decision *d, const struct person *same, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (n == 1 || strcmp(same[i].name_key, d->known_key) == 0)
			return same[i].id;
	fault(r, I_NAME, "DECISION_AMBIGUOUS", L("%zu persons have this document; known_name of the decision must be exactly one of their names", "%zu 人使用该证件; 决定表的 known_name 须恰为其中一人的姓名"), n);
	return -1;
}

/* By the decision in the file; a decision that stands already is made only once. */
static struct who
decided(struct rec *r, const struct row *w, const struct decision *d, const struct person *same, size_t n)
{
	static struct buf why;
	char word[16] = "";
	int64_t person = 0;
	bool is_stored = stored(w, word, &person, &why);

	if (is_stored && strcmp(word, d->word) == 0 && strcmp(word, "reject") != 0)
		return (struct who){ person, NULL };
	if (is_stored && strcmp(word, "reject") != 0) {
		fault(r, I_NAME, "DECISION_MADE", L("it was decided already that this is %s: %s; archives were linked by it. Where that was wrong, person-merge joins two persons",
		    "已决定为 %s: %s, 档案已据此关联; 有误的, 两个人员可用 person-merge 合并"), word, buf_text(&why));
		return (struct who){ -1, NULL };
	}
	if (strcmp(d->word, "reject") == 0) {
		buf_clear(&why);
		buf_printf(&why, "%s (%s)", d->reason, d->by);
		if (!is_stored)
			who_keep(r, w, &(struct who){ 0, d }, 0);
		return refused(r, buf_text(&why));
	}
	return (struct who){ strcmp(d->word, "same_person") == 0 ? meant(r, d, same, n) : 0, d };
}

static struct who
other_name(struct rec *r, const struct row *w, const struct person *same, size_t n)
{
	const char *name_key = buf_text(&w->identity.name_key);
	int64_t *at = map_at(&decision_at, pair(w->identity.id_key, name_key), NULL), person = 0;
	static struct buf why;
	char word[16];

	if (*at != 0)
		return decided(r, w, &decisions[*at - 1], same, n);
	if (stored(w, word, &person, &why)) {
		if (strcmp(word, "reject") == 0)
			return refused(r, buf_text(&why));
		return (struct who){ person, NULL };
	}
	for (size_t i = 0; i < n; i++)
		if (had_name(same[i].id, name_key))
			return (struct who){ same[i].id, NULL };
	hold(r, w, same, n);
	fault(r, I_NAME, "NAME_CHANGED", L("%s is known under the name %s, here it is %s: it waits for a decision (same_person, other_person, reject); "
	    "--held FILE writes the form, --decisions FILE applies it; where the row is mistyped, correct it",
	    "%s 已登记的姓名为 %s, 此处为 %s: 待定 (same_person 同一人, other_person 另一人, reject 退回); 用 --held FILE 生成待定表, 填写后用 --decisions FILE 导入; 本行有误的请改正"),
	    shown_document(r->run, w->identity.id_no), same[0].name, r->v[I_NAME]);
	return (struct who){ -1, NULL };
}

struct who
who_find(struct rec *r, const struct row *w)
{
	const char *name_key = buf_text(&w->identity.name_key);
	struct person same[HELD_MAX];
	size_t n = person_by_document(w->identity.id_key, same, HELD_MAX);
	int64_t former;

	n = n < HELD_MAX ? n : HELD_MAX;
	for (size_t i = 0; i < n; i++)
		if (strcmp(same[i].name_key, name_key) == 0)
			return (struct who){ same[i].id, NULL };
	if ((former = former_person(name_key, w->identity.id_no)) != 0)
		return (struct who){ former, NULL };
	if (n == 0 && (former = former_document(w->identity.id_no)) != 0 && person_get(former, &same[0])) {
		if (strcmp(same[0].name_key, name_key) == 0)
			return (struct who){ former, NULL };
		n = 1;
	}
	return n == 0 ? (struct who){ 0, NULL } : other_name(r, w, same, n);
}

void
who_keep(struct rec *r, const struct row *w, const struct who *who, int64_t person)
{
	static struct stmt q = { "INSERT INTO archive_decision (id_key, name_key, name, decision, person_id, reason, \"by\", login, at, batch_id) "
		"VALUES (:id_key, :name_key, :name, :decision, nullif(:person, 0), :reason, :by, :login, :at, :run)", NULL };
	const struct decision *d = who->decision;
	char no[PERSON_NO_SIZE] = "", detail[512];

	if (d == NULL)
		return;
	db_text(&q, ":id_key", w->identity.id_key);
	db_text(&q, ":name_key", buf_text(&w->identity.name_key));
	db_text(&q, ":name", d->name);
	db_text(&q, ":decision", d->word);
	db_int(&q, ":person", person);
	db_text(&q, ":reason", d->reason);
	db_text(&q, ":by", d->by);
	db_text(&q, ":login", r->run->login);
	db_text(&q, ":at", r->run->now);
	db_int(&q, ":run", r->run->batch_id);
	db_do(&q);
	if (person != 0)
		person_no_text(person, no);
	snprintf(detail, sizeof detail, "%s %s; %s; by %s", d->word, no, d->reason, d->by);
	audit_act(r->run, "archive-decision", r->v[I_ARCHIVE_NO], detail);
	run_digest(r->run, detail);
}
