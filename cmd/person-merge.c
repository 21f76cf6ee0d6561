/* SPDX-License-Identifier: MIT
 * person-merge: two rows were one person. What hangs on the one that goes follows to the one that stays; nothing is lost, and
 * the number that goes still answers with the one that stays. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "frame/tool.h"
#include "rule/amendment.h"
#include "store/card.h"
#include "store/db.h"
#include "store/person.h"
#include "store/registration.h"
#include "stream/column.h"

enum { RECORDS_MAX = 16, EDUCATION_MAX = 5 };

enum { I_KEEP, I_DROP, I_AUTHORITY, I_DOCUMENTS, I_REASON };
static const struct incol in[] = {
	[I_KEEP] = { "keep_person_no", true }, [I_DROP] = { "drop_person_no", true }, [I_AUTHORITY] = { "authority", true },
	[I_DOCUMENTS] = { "documents", true }, [I_REASON] = { "reason", true }, { NULL, false }
};

enum { O_KEEP, O_DROP, O_NAME, O_ID_NO, O_REGISTRATIONS, O_RESULT };
static const char *const out[] = { "keep_person_no", "drop_person_no", "name", "id_no", "registrations", "result", NULL };

/* The two, as they stand. */
struct pair {
	struct person keep, drop;
	int64_t keep_document, drop_document; /* what their registrations stand under */
	struct education keep_record[RECORDS_MAX], drop_record[RECORDS_MAX];
	size_t nkeep, ndrop;
};
static struct arena memory; /* of the record in hand */

/* ---- every row by itself */

static void
check(struct rec *r)
{
	static const int required[] = { I_KEEP, I_DROP, I_DOCUMENTS, I_REASON };
	enum authority authority;

	for (size_t i = 0; i < sizeof required / sizeof *required; i++)
		if (*r->v[required[i]] == '\0')
			fault(r, required[i], "MISSING", L("%s is required", "%s必填"), L(in[required[i]].name, column_chinese(in[required[i]].name)));
	if (*r->v[I_AUTHORITY] == '\0')
		fault(r, I_AUTHORITY, "MISSING", "%s", L("an office decides that two are one person: say which, district or centre",
		    "是否同一人须由机构认定: 请写明 district (区县) 或 centre (中心)"));
	else if (!authority_parse(r->v[I_AUTHORITY], &authority))
		fault(r, I_AUTHORITY, "AUTHORITY_WORD", L("%s: district or centre", "%s: 应为 district (区县) 或 centre (中心)"), r->v[I_AUTHORITY]);
	else if (authority != BY_DISTRICT && authority != BY_CENTRE)
		fault(r, I_AUTHORITY, "AUTHORITY_LOW", L("%s: an office decides that two are one person: district or centre",
		    "%s: 是否同一人须由机构认定: district (区县) 或 centre (中心)"), r->v[I_AUTHORITY]);
	else if (authority == BY_CENTRE && strcmp(r->run->role, "centre") != 0)
		fault(r, I_AUTHORITY, "NOT_AUTHORISED", L("%s (role %s) may not decide as %s; the operator table names who may", "%s (角色 %s) 无权以 %s 办理; 见操作员表"),
		    r->run->login, r->run->role, authority_code(authority));
	if (*r->v[I_KEEP] != '\0' && person_no_parse(r->v[I_KEEP]) != 0 && person_no_parse(r->v[I_KEEP]) == person_no_parse(r->v[I_DROP]))
		fault(r, I_DROP, "PERSON_SAME", L("%s is one person already", "%s 本来就是同一人"), r->v[I_DROP]);
}

/* ---- who they are */

static void
own(struct person *p)
{
	const char **text[] = { &p->name, &p->name_key, &p->id_type, &p->id_no, &p->id_key, &p->birth, &p->nationality, &p->ethnic, &p->phone, &p->email };

	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		*text[i] = arena_strdup(&memory, *text[i]);
}

static bool
find(struct rec *r, int column, struct person *p)
{
	int64_t id = person_no_parse(r->v[column]);

	if (*r->v[column] == '\0')
		return false;
	if (id == 0 || !person_get(id, p)) {
		fault(r, column, "PERSON_UNKNOWN", L("no person %s: reg-show --id finds the number of a document", "没有人员编号 %s: 可用 reg-show --id 按证件查找"), r->v[column]);
		return false;
	}
	own(p);
	return true;
}

static void
merged(struct rec *r, int column, const struct person *p)
{
	char person_no[PERSON_NO_SIZE];

	person_no_text(p->merged_into, person_no);
	fault(r, column, "PERSON_MERGED", L("%s has been merged into %s: use that number", "%s 已合并到 %s: 请使用新编号"), r->v[column], person_no);
}

static size_t
records(int64_t person_id, struct education *record)
{
	size_t n = education_of(person_id, record, RECORDS_MAX);

	for (size_t i = 0; i < n && i < RECORDS_MAX; i++) {
		struct education *e = &record[i];
		const char **text[] = { &e->kind, &e->level, &e->school, &e->major, &e->month, &e->mode, &e->cert_no, &e->verified };

		for (size_t k = 0; k < sizeof text / sizeof *text; k++)
			*text[k] = arena_strdup(&memory, *text[k]);
	}
	return n;
}

/* ---- what stands against it */

/* Never two live registrations of one exam: neither theirs, nor one of somebody else with the document that stays. */
static void
check_exams(struct rec *r, const struct pair *p)
{
	static struct stmt q = { "SELECT a.reg_no, b.reg_no FROM registration a JOIN registration b ON b.exam_id = a.exam_id AND b.document = :keep AND b.id <> a.id "
		"AND b.deleted_at IS NULL WHERE a.document = :drop AND a.deleted_at IS NULL AND a.person_id = :person", NULL };

	db_int(&q, ":keep", p->keep_document);
	db_int(&q, ":drop", p->drop_document);
	db_int(&q, ":person", p->drop.id);
	while (db_row(&q))
		fault(r, I_DROP, "LIVE_TWICE", L("%s and %s are live registrations of one exam: one person has one; reg-amend deletes the other first",
		    "%s 与 %s 是同一考试的有效报名: 一人只能有一条; 请先用 reg-amend 删除其一"), db_col(&q, 0), db_col(&q, 1));
}

/* A commitment that one of them declined or withdrew stays so for the exam's year, and the other's later one with it: it is withdrawn
 * first, while that is possible. */
static void
check_pledges(struct rec *r, const struct pair *p)
{
	static struct stmt q = { "SELECT l.reg_no, d.reg_no, l.paid_at IS NOT NULL FROM registration d JOIN registration l ON l.exam_id = d.exam_id "
		"AND l.document = :other AND l.deleted_at IS NULL WHERE d.document = :one AND d.deleted_at IS NOT NULL AND d.person_id = :one_person "
		"AND (d.pledge = 'decline' OR d.pledge = 'withdrawn') AND l.person_id = :other_person AND l.pledge = 'adopt' AND l.id > d.id", NULL };

	for (int k = 0; k < 2; k++) {
		db_int(&q, ":one", k == 0 ? p->keep_document : p->drop_document);
		db_int(&q, ":one_person", k == 0 ? p->keep.id : p->drop.id);
		db_int(&q, ":other", k == 0 ? p->drop_document : p->keep_document);
		db_int(&q, ":other_person", k == 0 ? p->drop.id : p->keep.id);
		while (db_row(&q))
			if (db_col_int(&q, 2) == 0)
				fault(r, I_DROP, "PLEDGE_BARRED", L("%s adopted the commitment, which %s had declined or withdrawn: withdraw it first (pledge-record)",
				    "%s 采用了告知承诺制, 而此前 %s 已选择不采用或已撤回: 请先撤回 (pledge-record)"), db_col(&q, 0), db_col(&q, 1));
			else
				warning(r, I_DROP, "PLEDGE_BARRED", L("%s adopted the commitment, which %s had declined or withdrawn, and is paid: people check its papers",
				    "%s 采用了告知承诺制, 而此前 %s 已选择不采用或已撤回; 该报名已缴费: 须人工核查其材料"), db_col(&q, 0), db_col(&q, 1));
	}
}

/* The record of keep that is the same as this one of drop, or NULL. */
static const struct education *
twin(const struct pair *p, const struct education *e)
{
	for (size_t i = 0; i < p->nkeep && i < RECORDS_MAX; i++)
		if (education_same(&p->keep_record[i], e))
			return &p->keep_record[i];
	return NULL;
}

static int
of_kind(const struct pair *p, const char *kind)
{
	int n = 0;

	for (size_t i = 0; i < p->nkeep && i < RECORDS_MAX; i++)
		n += strcmp(p->keep_record[i].kind, kind) == 0;
	return n;
}

static void
check_records(struct rec *r, const struct pair *p)
{
	static const char *const kinds[] = { "education", "degree" };

	for (int k = 0; k < 2; k++) {
		int n = of_kind(p, kinds[k]);

		for (size_t i = 0; i < p->ndrop && i < RECORDS_MAX; i++)
			n += strcmp(p->drop_record[i].kind, kinds[k]) == 0 && twin(p, &p->drop_record[i]) == NULL;
		if (n > EDUCATION_MAX)
			fault(r, I_DROP, "EDUCATION_MAX", L("together they have %d records of kind %s, at most %d may be, and none is ever removed",
			    "合并后 %d 条 %s 记录, 最多 %d 条, 且不得删除"), n, kinds[k], EDUCATION_MAX);
	}
}

/* ---- the merge */

static void
both(struct stmt *q, const struct pair *p)
{
	db_int(q, ":keep", p->keep.id);
	db_int(q, ":drop", p->drop.id);
	db_do(q);
}

/* A record moves behind those of its kind; one that keep has already stays with the row that goes, numbered anew. */
static void
move_records(const struct run *run, const struct pair *p)
{
	static struct stmt q = { "UPDATE education SET person_id = :to, ordinal = :ordinal WHERE person_id = :drop AND kind = :kind AND ordinal = :was", NULL };
	int next[2] = { of_kind(p, "education"), of_kind(p, "degree") }, stay[2] = { 0, 0 };

	for (size_t i = 0; i < p->ndrop && i < RECORDS_MAX; i++) {
		const struct education *e = &p->drop_record[i], *same = twin(p, e);
		int k = strcmp(e->kind, "degree") == 0;

		if (same != NULL && *same->verified == '\0' && *e->verified != '\0')
			education_verified(p->keep.id, same, e->verified, run->now);
		db_int(&q, ":to", same != NULL ? p->drop.id : p->keep.id);
		db_int(&q, ":ordinal", same != NULL ? ++stay[k] : ++next[k]);
		db_int(&q, ":drop", p->drop.id);
		db_text(&q, ":kind", e->kind);
		db_int(&q, ":was", e->ordinal);
		db_do(&q);
	}
}

/* The photographs; keep's portrait stays in force, and drop's comes into it where there is none. */
static void
move_photos(const struct pair *p)
{
	static struct stmt force = { "UPDATE person SET photo_id = coalesce(photo_id, (SELECT k.id FROM person d JOIN photo f ON f.id = d.photo_id "
		"JOIN photo k ON k.person_id = :keep AND k.sha256 = f.sha256 WHERE d.id = :drop AND k.verdict = 'pass')) WHERE id = :keep", NULL };
	static struct stmt move = { "UPDATE photo SET person_id = :keep WHERE person_id = :drop AND sha256 NOT IN (SELECT sha256 FROM photo WHERE person_id = :keep)", NULL };
	static struct stmt none = { "UPDATE person SET photo_id = NULL WHERE id = :drop", NULL };

	both(&move, p);
	both(&force, p);
	db_int(&none, ":drop", p->drop.id);
	db_do(&none);
}

/* Keep's account stays; drop's comes where there is none, else nobody logs in with it any more. */
static void
move_account(struct rec *r, const struct pair *p)
{
	static struct stmt move = { "UPDATE account SET person_id = :keep WHERE person_id = :drop AND NOT EXISTS (SELECT 1 FROM account WHERE person_id = :keep)", NULL };
	static struct stmt shut = { "UPDATE account SET state = 'suspended' WHERE person_id = :drop", NULL };

	both(&move, p);
	db_int(&shut, ":drop", p->drop.id);
	if (db_do(&shut) > 0)
		warning(r, I_DROP, "ACCOUNT_SHUT", L("both have an account: that of %s is suspended", "两人均有账号: %s 的账号已停用"), r->v[I_DROP]);
}

/* The dishonesty list is compared by document: entries of one that nobody has any more are compared with the document that stays. */
static void
move_bans(struct rec *r, const struct pair *p)
{
	static struct stmt nobody = { "SELECT EXISTS (SELECT 1 FROM person WHERE id_key = :from)", NULL };
	static struct stmt moved = { "SELECT id, doc_no FROM ban WHERE id_key = :from ORDER BY id", NULL };
	static struct stmt act = { "INSERT INTO ban_act (ban_id, action, old, new, login, at, batch_id) SELECT id, 'correct', format('%s,%s,%s,%s,%s', \"from\", \"to\", "
		"article, authority, doc_no), format('%s,%s,%s,%s,%s', \"from\", \"to\", article, authority, doc_no), :login, :at, :batch FROM ban WHERE id_key = :from", NULL };
	static struct stmt move = { "UPDATE OR IGNORE ban SET id_key = :to WHERE id_key = :from", NULL };

	db_text(&nobody, ":from", p->drop.id_key);
	if (db_int1(&nobody, 0) != 0)
		return;
	db_text(&moved, ":from", p->drop.id_key);
	while (db_row(&moved))
		warning(r, I_DROP, "BAN_FOLLOWS", L("entry %s of the dishonesty list is the other's now; ban-merge shows whom it hits", "诚信档案库记录 %s 随之转到保留人员; ban-merge 可列出受影响的报名"),
		    db_col(&moved, 1));
	db_text(&act, ":from", p->drop.id_key);
	db_text(&act, ":login", r->run->login);
	db_text(&act, ":at", r->run->now);
	db_int(&act, ":batch", r->run->batch_id);
	db_do(&act);
	db_text(&move, ":to", p->keep.id_key);
	db_text(&move, ":from", p->drop.id_key);
	db_do(&move);
}

/* What names the person by number. */
static void
move_rest(const struct pair *p)
{
	static struct stmt numbers[] = {
		{ "UPDATE archive SET person_id = :keep WHERE person_id = :drop", NULL },
		{ "UPDATE amendment SET person_id = :keep WHERE person_id = :drop", NULL },
		{ "UPDATE recovery SET person_id = :keep WHERE person_id = :drop /*scan*/", NULL },
		{ "UPDATE OR IGNORE message SET person_id = :keep WHERE person_id = :drop", NULL },
		{ "UPDATE person SET merged_into = :keep WHERE id IN (SELECT drop_id FROM person_merge) AND merged_into = :drop", NULL },
	};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		both(&numbers[i], p);
}

static int64_t
move_registrations(const struct run *run, const struct pair *p)
{
	static struct stmt q[] = {
		{ "UPDATE registration SET person_id = :keep WHERE document = :document AND person_id = :drop AND deleted_at IS NULL", NULL },
		{ "UPDATE registration SET person_id = :keep WHERE document = :document AND person_id = :drop AND deleted_at IS NOT NULL", NULL },
	};
	int64_t n = 0;

	card_stale(p->drop.id, run->now); /* it names the person that goes */
	for (int i = 0; i < 2; i++) {
		db_int(&q[i], ":document", p->drop_document);
		db_int(&q[i], ":keep", p->keep.id);
		db_int(&q[i], ":drop", p->drop.id);
		n += db_do(&q[i]);
	}
	return n;
}

/* The row that goes: nobody's document, nobody's phone. What only it knew, the other learns. */
static void
close_drop(const struct pair *p)
{
	static struct stmt q = { "UPDATE person SET merged_into = :keep, id_key = '=' || id, phone = NULL WHERE id = :drop", NULL };

	both(&q, p);
	person_complete(p->keep.id, &p->drop);
}

static void
keep_record(struct rec *r, const struct pair *p)
{
	static struct stmt q = { "INSERT INTO person_merge (keep_id, drop_id, name, id_type, id_no, phone, authority, documents, reason, login, at, batch_id) "
		"VALUES (:keep, :drop, :name, :id_type, :id_no, :phone, :authority, :documents, :reason, :login, :at, :batch)", NULL };
	char detail[PERSON_NO_SIZE + 16], keep[PERSON_NO_SIZE], drop[PERSON_NO_SIZE];

	db_text(&q, ":name", p->drop.name);
	db_text(&q, ":id_type", p->drop.id_type);
	db_text(&q, ":id_no", p->drop.id_no);
	db_text(&q, ":phone", p->drop.phone);
	db_text(&q, ":authority", r->v[I_AUTHORITY]);
	db_text(&q, ":documents", r->v[I_DOCUMENTS]);
	db_text(&q, ":reason", r->v[I_REASON]);
	db_text(&q, ":login", r->run->login);
	db_text(&q, ":at", r->run->now);
	db_int(&q, ":batch", r->run->batch_id);
	both(&q, p);
	person_no_text(p->keep.id, keep);
	person_no_text(p->drop.id, drop);
	snprintf(detail, sizeof detail, "into %s", keep);
	audit_act(r->run, "merge", drop, detail);
}

static void
answer(struct rec *r, const struct pair *p, int64_t registrations, const char *result)
{
	char person_no[PERSON_NO_SIZE];

	person_no_text(p->keep.id, person_no);
	put(r, O_KEEP, person_no);
	person_no_text(p->drop.id, person_no);
	put(r, O_DROP, person_no);
	put(r, O_NAME, p->keep.name);
	put(r, O_ID_NO, p->keep.id_no);
	put_int(r, O_REGISTRATIONS, registrations);
	put(r, O_RESULT, result);
}

/* The registrations that the person has now, live ones. */
static int64_t
live(int64_t document, int64_t person_id)
{
	static struct stmt q = { "SELECT count(*) FROM registration WHERE document = :document AND person_id = :person AND deleted_at IS NULL", NULL };

	db_int(&q, ":document", document);
	db_int(&q, ":person", person_id);
	return db_int1(&q, 0);
}

static enum verdict
apply(struct rec *r)
{
	struct pair p;
	bool found;

	arena_release(&memory);
	found = find(r, I_KEEP, &p.keep);
	if (!find(r, I_DROP, &p.drop) || !found || p.keep.id == p.drop.id)
		return UNCHANGED;
	p.keep_document = person_document(p.keep.id_key);
	if (p.drop.merged_into == p.keep.id) {
		if (faulty(r))
			return UNCHANGED;
		answer(r, &p, live(p.keep_document, p.keep.id), "unchanged");
		return UNCHANGED;
	}
	if (p.keep.merged_into != 0)
		merged(r, I_KEEP, &p.keep);
	if (p.drop.merged_into != 0)
		merged(r, I_DROP, &p.drop);
	p.drop_document = person_document(p.drop.id_key);
	p.nkeep = records(p.keep.id, p.keep_record);
	p.ndrop = records(p.drop.id, p.drop_record);
	check_exams(r, &p);
	check_records(r, &p);
	check_pledges(r, &p);
	if (faulty(r))
		return UNCHANGED;
	keep_record(r, &p);
	move_records(r->run, &p);
	move_photos(&p);
	move_account(r, &p);
	move_registrations(r->run, &p);
	close_drop(&p);
	move_rest(&p);
	move_bans(r, &p);
	registration_redocument(p.drop_document);
	answer(r, &p, live(person_document(p.keep.id_key), p.keep.id), "merged");
	return CHANGED;
}

static const struct tool tool = {
	.name = "person-merge",
	.synopsis = "[options] [FILE ...]",
	.does_en = "merge two rows of one person",
	.does_zh = "合并同一人的两条人员记录",
	.writes = "person education photo account archive registration card amendment recovery message ban ban_act person_merge",
	.roles = "district",
	.in = in,
	.out = out,
	.check = check,
	.apply = apply,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
