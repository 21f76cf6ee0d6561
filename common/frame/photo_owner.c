/* SPDX-License-Identifier: MIT
 * Whose photograph. */
#include "frame/photo_owner.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "frame/identity.h"
#include "frame/live.h"
#include "store/card.h"
#include "store/db.h"

/* ---- persons */

#define REGISTRATION "r.person_id, r.deleted_at IS NOT NULL, r.reg_no, r.photo_file, r.province, r.exam_id FROM registration r "

enum { R_PERSON, R_DELETED, R_REG_NO, R_PHOTO_FILE, R_PROVINCE, R_EXAM };

static const char *
given(const struct rec *r, int column)
{
	return column < 0 ? "" : r->v[column];
}

/* What the registration in hand says. */
static void
of_registration(struct stmt *q, struct photo_owner *o)
{
	o->person_id = db_col_int(q, R_PERSON);
	o->exam = exam_by_id(db_col_int(q, R_EXAM));
	snprintf(o->reg_no, sizeof o->reg_no, "%s", db_col(q, R_REG_NO));
	snprintf(o->file, sizeof o->file, "%s", db_col(q, R_PHOTO_FILE));
	snprintf(o->province, sizeof o->province, "%s", db_col(q, R_PROVINCE));
}

static bool
by_registration(struct rec *r, const struct photo_columns *c, struct photo_owner *o)
{
	static struct stmt q = { "SELECT " REGISTRATION "WHERE r.reg_no = :reg_no", NULL };
	const char *reg_no = r->v[c->reg_no], *person_no = given(r, c->person_no);

	db_text(&q, ":reg_no", reg_no);
	if (!db_row(&q)) {
		fault(r, c->reg_no, "REG_UNKNOWN", L("no registration %s: reg-show finds it by name and document, or by phone", "没有报名号 %s: 可用 reg-show 按姓名证件或手机号查找"), reg_no);
		return false;
	}
	bool deleted = db_col_int(&q, R_DELETED) != 0;

	of_registration(&q, o);
	db_reset(&q);
	if (deleted)
		fault(r, c->reg_no, "REG_DELETED", L("%s is deleted", "%s 已删除"), reg_no);
	else if (*person_no != '\0' && person_now(person_no_parse(person_no)) != o->person_id)
		fault(r, c->person_no, "PERSON_MISMATCH", L("%s is no registration of %s: which of the two is meant?", "%s 不是 %s 的报名: 请核对是哪一个"), reg_no,
		    person_no);
	else
		return true;
	return false;
}

static bool
by_document(struct rec *r, const struct photo_columns *c, struct photo_owner *o)
{
	const char *id_no = r->v[c->id_no];
	struct person p[1];
	char key[80];

	identity_key(given(r, c->id_type), id_no, r->run->today, key);
	size_t n = *key == '\0' ? 0 : person_by_document(key, p, 1);

	if (n == 0)
		fault(r, c->id_no, "PERSON_UNKNOWN", L("nobody has the document %s; masked numbers (*) cannot be looked up: use reg_no or person_no",
		    "没有证件号码为 %s 的人员; 掩码 (*) 的号码无法查找: 请用 reg_no 或 person_no"), shown_document(r->run, id_no));
	else if (n > 1)
		fault(r, c->id_no, "PERSON_AMBIGUOUS", L("%zu persons have the document %s; name one by reg_no or person_no",
		    "有 %zu 人登记了证件号码 %s; 请用 reg_no 或 person_no 指明"), n, shown_document(r->run, id_no));
	else if (need_person_here(r, c->id_no, p[0].id))
		o->person_id = p[0].id;
	return o->person_id != 0;
}

static bool
by_number(struct rec *r, const struct photo_columns *c, struct photo_owner *o)
{
	char merged[PERSON_NO_SIZE];
	struct person p;

	o->person_id = person_no_parse(r->v[c->person_no]);
	if (o->person_id != 0 && person_get(o->person_id, &p)) {
		person_no_text(p.merged_into, merged);
		if (p.merged_into != 0)
			fault(r, c->person_no, "PERSON_MERGED", L("%s has been merged into %s: use that number", "%s 已合并到 %s: 请使用新编号"), r->v[c->person_no], merged);
		return p.merged_into == 0;
	}
	fault(r, c->person_no, "PERSON_UNKNOWN", L("no person %s: reg-show --id finds the number of a document", "没有人员编号 %s: 可用 reg-show --id 按证件查找"), r->v[c->person_no]);
	return false;
}

/* reg_no, else person_no, else the document: what stands beside the key may be masked and is only for show. */
static bool
find_person(struct rec *r, const struct photo_columns *c, struct photo_owner *o)
{
	static struct stmt q = { "SELECT " REGISTRATION "JOIN person p ON p.id = r.person_id WHERE p.id = :person "
		"AND r.document = (SELECT min(d.id) FROM person d WHERE d.id_key = p.id_key) AND r.person_id = p.id "
		"AND r.deleted_at IS NULL AND (:exam = 0 OR r.exam_id = :exam) ORDER BY r.id DESC LIMIT 1", NULL };

	if (*given(r, c->reg_no) != '\0')
		return by_registration(r, c, o);
	if (*given(r, c->person_no) == '\0' && *given(r, c->id_no) == '\0') {
		fault(r, c->reg_no, "MISSING", "%s", c->id_no < 0 ? L("reg_no is required", "报名号必填") :
		    L("whose photo? reg_no, person_no or id_no is required", "缺少 reg_no、person_no 或 id_no, 不知是何人照片"));
		return false;
	}
	if (!(*given(r, c->person_no) != '\0' ? by_number(r, c, o) : by_document(r, c, o)))
		return false;
	db_int(&q, ":person", o->person_id);
	db_int(&q, ":exam", r->run->exam != NULL ? r->run->exam->id : 0);
	if (db_row(&q)) {
		of_registration(&q, o);
		db_reset(&q);
	}
	return true;
}

bool
photo_owner_find(struct rec *r, const struct photo_columns *c, struct photo_owner *o)
{
	const char *file = given(r, c->photo);
	struct person p;

	*o = (struct photo_owner){ .exam = r->run->exam };
	bool found = find_person(r, c, o) && person_get(o->person_id, &p);

	if (*file != '\0')
		snprintf(o->file, sizeof o->file, "%s", photo_name_check(r, c->photo, file) ? file : "");
	if (!found)
		return false;
	o->photo_id = p.photo_id;
	person_no_text(p.id, o->person_no);
	o->document = person_document(p.id_key);
	if (*file == '\0' && *o->file == '\0')
		snprintf(o->file, sizeof o->file, "%s.jpg", p.id_no);
	return *o->file != '\0' && photo_name_check(r, c->photo, o->file);
}

const char *
photo_owner_text(const struct photo_owner *o)
{
	return *o->reg_no != '\0' ? o->reg_no : o->person_no;
}

/* ---- their photographs */

void
photo_owner_look(struct rec *r, const struct photo_columns *c, const struct photo_owner *o)
{
	const char *who = photo_owner_text(o);

	if (photo_name_ok(o->file))
		shot_look(r, c->photo, o->file, *who != '\0' ? who : shown_photo(r->run, o->file));
}

static struct photo_row
row_of(struct stmt *q)
{
	static struct arena memory[2];
	static int next;
	struct arena *m = &memory[next++ % 2];

	arena_release(m);
	struct photo_row row = { db_col_int(q, 0), arena_strdup(m, db_col(q, 1)), arena_strdup(m, db_col(q, 2)), arena_strdup(m, db_col(q, 3)),
		arena_strdup(m, db_col(q, 4)), arena_strdup(m, db_col(q, 5)) };

	db_reset(q);
	return row;
}

bool
photo_row_find(int64_t person_id, const char *sha256, struct photo_row *out)
{
	static struct stmt q = { "SELECT id, verdict, codes, decided_by, reason, at FROM photo WHERE person_id = :person AND sha256 = :sha256", NULL };

	*out = (struct photo_row){ .verdict = "", .codes = "", .decided_by = "", .reason = "", .at = "" };
	db_int(&q, ":person", person_id);
	db_text(&q, ":sha256", sha256);
	if (!db_row(&q))
		return false;
	*out = row_of(&q);
	return true;
}

bool
photo_row_in_force(const struct photo_owner *o, struct photo_row *out)
{
	static struct stmt q = { "SELECT id, verdict, codes, decided_by, reason, at FROM photo WHERE id = :id", NULL };

	db_int(&q, ":id", o->photo_id);
	if (!db_row(&q))
		return false;
	*out = row_of(&q);
	return true;
}

bool
photo_decided_since(const struct photo_row *row, const char *verdict, const char *by, const char *reason, struct photo_row *out)
{
	static struct stmt q = { "SELECT f.id, d.verdict, f.file, d.\"by\", d.reason, d.at FROM photo p JOIN photo f ON f.person_id = p.person_id "
		"JOIN photo_decision d ON d.photo_id = f.id WHERE p.id = :id AND (f.id = p.id OR (d.verdict = 'pass' AND :verdict = 'pass')) "
		"AND d.id > (SELECT max(b.id) FROM photo_decision b WHERE b.photo_id = :id AND b.verdict = :verdict AND b.\"by\" = :by AND b.reason = :reason) "
		"ORDER BY d.id DESC LIMIT 1", NULL };

	db_int(&q, ":id", row->id);
	db_text(&q, ":verdict", verdict);
	db_text(&q, ":by", by);
	db_text(&q, ":reason", reason);
	if (!db_row(&q))
		return false;
	*out = row_of(&q);
	return true;
}

const char *
photo_row_other(int64_t person_id, const char *sha256)
{
	static struct stmt q = { "SELECT p.id FROM photo f CROSS JOIN person p ON p.id = f.person_id AND p.photo_id = f.id " /* f first */
		"WHERE f.sha256 = :sha256 AND f.person_id <> :person ORDER BY f.person_id LIMIT 1", NULL };
	static char person_no[PERSON_NO_SIZE];

	db_text(&q, ":sha256", sha256);
	db_int(&q, ":person", person_id);
	int64_t id = db_int1(&q, 0);

	if (id == 0)
		return NULL;
	person_no_text(id, person_no);
	return person_no;
}

const char *
photo_confirmed(const struct photo_owner *o, bool any)
{
	static struct stmt q = { "SELECT r.reg_no FROM registration r WHERE r.document = :document AND r.person_id = :person AND r.deleted_at IS NULL "
		"AND r.confirmed_at IS NOT NULL AND (:any OR NOT EXISTS (SELECT 1 FROM publication b WHERE b.exam_id = r.exam_id)) "
		"ORDER BY r.id DESC LIMIT 1", NULL };
	static char reg_no[20];

	db_int(&q, ":document", o->document);
	db_int(&q, ":person", o->person_id);
	db_int(&q, ":any", any);
	if (!db_row(&q))
		return NULL;
	snprintf(reg_no, sizeof reg_no, "%s", db_col(&q, 0));
	db_reset(&q);
	return reg_no;
}

bool
photo_opened(const struct photo_owner *o)
{
	static struct stmt q = { "SELECT EXISTS (SELECT 1 FROM photo f JOIN amendment a ON a.person_id = f.person_id AND a.field = 'photo' AND a.batch_id > f.batch_id "
		"WHERE f.id = :id)", NULL };

	db_int(&q, ":id", o->photo_id);
	return db_int1(&q, 0) != 0;
}

bool
photo_may_replace(struct rec *r, int column, const struct photo_owner *o, bool clerk)
{
	static struct stmt q = { "SELECT decided_by FROM photo WHERE id = :id AND decided_by <> ''", NULL };
	const char *confirmed = o->photo_id == 0 ? NULL : photo_confirmed(o, false);

	if (o->photo_id == 0 || photo_opened(o))
		return true;
	if (confirmed != NULL) {
		fault(r, column, "PHOTO_EXISTS", L("%s has another photo that passed, and %s is confirmed: from then on only reg-amend (field photo) changes it",
		    "%s 已有审核通过的另一张照片, 且 %s 已确认: 此后只能通过 reg-amend (字段 photo) 更换"), o->person_no, confirmed);
		return false;
	}
	db_int(&q, ":id", o->photo_id);
	if (!clerk && db_row(&q)) {
		fault(r, column, "PHOTO_EXISTS", L("%s has another photo, which %s has passed: photo-review puts this one in its place",
		    "%s 已有由 %s 审核通过的另一张照片: 更换请用 photo-review"), o->person_no, db_col(&q, 0));
		db_reset(&q);
		return false;
	}
	return true;
}

int64_t
photo_row_add(const struct run *run, const struct shot *s, const char *verdict, const char *codes, const char *by, const char *reason)
{
	static struct stmt q = { "INSERT INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, decided_by, reason, "
		"at, batch_id) VALUES (:person, :sha256, :file, :width, :height, :bytes, :background, :rule, :verdict, :codes, :by, :reason, :at, :batch)",
		NULL };
	const struct photo_measures *m = &s->measures;

	db_int(&q, ":person", s->person_id);
	db_text(&q, ":sha256", s->sha256);
	db_text(&q, ":file", s->file);
	db_int(&q, ":width", m->width);
	db_int(&q, ":height", m->height);
	db_int(&q, ":bytes", m->bytes);
	db_text(&q, ":background", photo_background_name(m->background));
	db_text(&q, ":rule", photo_rule_name(s->rule));
	db_text(&q, ":verdict", verdict);
	db_text(&q, ":codes", codes);
	db_text(&q, ":by", by);
	db_text(&q, ":reason", reason);
	db_text(&q, ":at", run->now);
	db_int(&q, ":batch", run->batch_id);
	db_do(&q);
	return db_last_id();
}

void
photo_row_decide(const struct run *run, int64_t id, const char *verdict, const char *by, const char *reason)
{
	static struct stmt stands = { "UPDATE photo SET verdict = :verdict, decided_by = :by, reason = :reason, at = :at WHERE id = :id", NULL };
	static struct stmt keep = { "INSERT INTO photo_decision (photo_id, verdict, \"by\", reason, at, batch_id) VALUES (:id, :verdict, :by, :reason, :at, :batch)", NULL };
	struct stmt *const both[] = { &stands, &keep };

	for (int i = 0; i < 2; i++) {
		db_int(both[i], ":id", id);
		db_text(both[i], ":verdict", verdict);
		db_text(both[i], ":by", by);
		db_text(both[i], ":reason", reason);
		db_text(both[i], ":at", run->now);
	}
	db_do(&stands);
	db_int(&keep, ":batch", run->batch_id);
	db_do(&keep);
}

void
photo_of_person(const struct run *run, int64_t person_id, int64_t photo_id)
{
	static struct stmt other = { "SELECT EXISTS (SELECT 1 FROM person WHERE id = :id AND photo_id IS NOT NULL AND photo_id IS NOT nullif(:photo, 0))", NULL };
	static struct stmt q = { "UPDATE person SET photo_id = nullif(:photo, 0) WHERE id = :id", NULL };

	db_int(&other, ":photo", photo_id);
	db_int(&other, ":id", person_id);
	if (db_int1(&other, 0) != 0) /* what was printed shows the one before */
		card_stale(person_id, run->now);
	db_int(&q, ":photo", photo_id);
	db_int(&q, ":id", person_id);
	db_do(&q);
}
