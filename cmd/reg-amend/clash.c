/* SPDX-License-Identifier: MIT
 * What the database holds against a change: somebody else's phone or document, seats, another place's window. */
#include <string.h>

#include "amend.h"
#include "frame/pledge.h"
#include "store/db.h"
#include "value/text.h"

/* Phones that a case has freed for another person of it, who keeps them until their own turn. */
static struct freed {
	int64_t person_id;
	const char *phone;
	struct change *by;
} freed[8];
static size_t nfreed;

void
phones_begin(void)
{
	nfreed = 0;
}

const char *
phone_freed(int64_t person_id)
{
	for (size_t i = 0; i < nfreed; i++)
		if (freed[i].person_id == person_id)
			return freed[i].phone;
	return "";
}

/* Does the case give the owner another phone, so that this one is free in the end? */
static bool
frees(const struct docket *d, const struct unit *u, int64_t owner)
{
	static struct stmt q = { "UPDATE person SET phone = NULL WHERE id = :id", NULL };
	const char *phone = u->g.person.phone;
	struct change *by = NULL;
	bool other = false;
	char comes[12];

	for EACH (d, c) {
		if (c->found && c->field == E_PHONE && c->person_id == u->person_id)
			by = c;
		if (c->found && c->field == E_PHONE && c->person_id == owner)
			other = phone_parse(c->value, comes) && strcmp(comes, phone) != 0;
	}
	if (!other || by == NULL || nfreed == sizeof freed / sizeof *freed)
		return false;
	db_int(&q, ":id", owner);
	db_do(&q);
	freed[nfreed++] = (struct freed){ owner, arena_strdup(&keep, phone), by };
	return true;
}

/* Whoever gave a phone away has another one now. */
void
phones_check(void)
{
	static struct stmt q = { "SELECT phone IS NULL FROM person WHERE id = :id", NULL };

	for (size_t i = 0; i < nfreed; i++) {
		db_int(&q, ":id", freed[i].person_id);
		if (db_int1(&q, 0) != 0)
			say(freed[i].by, true, I_VALUE, "PHONE_TAKEN", "%s", L("the case leaves it with another person", "该号码在本更正单办理后仍属他人"));
	}
}

static void
clash_phone(const struct docket *d, struct unit *u)
{
	int64_t owner;

	if (!u->touched[E_PHONE])
		return;
	if (*u->g.person.phone == '\0') {
		if (*u->v[E_PHONE] == '\0')
			fault(u->scratch, E_PHONE, "MISSING", "%s", L("a person keeps a phone: give the new number", "手机号不能清空: 请填写新号码"));
		return;
	}
	owner = person_by_phone(u->g.person.phone);
	if (owner != 0 && owner != u->person_id && !frees(d, u, owner))
		fault(u->scratch, E_PHONE, "PHONE_TAKEN", L("%s is bound to another person: one phone, one person; give another number",
		    "%s 已绑定其他人员: 一个手机号只能绑定一人; 请更换手机号"), shown_phone(u->scratch->run, u->g.person.phone));
}

/* Name and document are one person's; a document that is somebody else's under another name is no correction. */
static void
clash_identity(struct unit *u)
{
	static struct stmt same = { "SELECT id FROM person WHERE id_key = :key AND name_key = :name AND id <> :id", NULL };
	static struct stmt other = { "SELECT id FROM person WHERE id_key = :key AND id <> :id LIMIT 1", NULL };
	const struct identity *id = &u->g.identity;
	bool document = u->touched[E_ID_NO] || u->touched[E_ID_TYPE];
	char person_no[PERSON_NO_SIZE];
	int64_t owner;

	if (*id->id_key == '\0' || (!document && !u->touched[E_NAME]))
		return;
	db_text(&same, ":key", id->id_key);
	db_text(&same, ":name", buf_text(&id->name_key));
	db_int(&same, ":id", u->person_id);
	owner = db_int1(&same, 0);
	db_text(&other, ":key", id->id_key);
	db_int(&other, ":id", u->person_id);
	if (owner == 0 && document)
		owner = db_int1(&other, 0);
	if (owner == 0)
		return;
	person_no_text(owner, person_no);
	fault(u->scratch, document ? E_ID_NO : E_NAME, "PERSON_EXISTS", L("%s has this document%s: if they are one person, person-merge",
	    "%s 已登记此证件%s: 确属同一人的请用 person-merge"), person_no, document ? "" : L(" and name", "及姓名"));
}

/* The dishonesty list is kept by document. An entry under the old number stays there, and people must see to it; under the new one it
 * forbids the commitment that a registration has adopted. */
static void
clash_bans(struct unit *u)
{
	static struct stmt old = { "SELECT b.doc_no FROM person p JOIN ban b ON b.id_key = p.id_key AND b.lifted_at IS NULL WHERE p.id = :id AND p.id_key <> :key", NULL };
	static struct stmt adopted = { "SELECT r.exam_id FROM person p JOIN registration r ON r.document = (SELECT min(d.id) FROM person d WHERE d.id_key = p.id_key) "
		"AND r.person_id = p.id AND r.deleted_at IS NULL AND r.pledge = 'adopt' WHERE p.id = :id "
		"AND NOT EXISTS (SELECT 1 FROM publication b WHERE b.exam_id = r.exam_id)", NULL };
	const char *key = u->g.identity.id_key;

	if (*key == '\0' || !(u->touched[E_ID_NO] || u->touched[E_ID_TYPE]) || !ban_any())
		return;
	db_int(&old, ":id", u->person_id);
	db_text(&old, ":key", key);
	while (db_row(&old))
		warning(u->scratch, E_ID_NO, "BAN_OLD_DOCUMENT", L("entry %s of the dishonesty list is under the old number: ban-merge enters it under the new one where it is due",
		    "诚信档案库记录 %s 登记在原号码下: 如仍适用请用 ban-merge 按新号码登记"), db_col(&old, 0));
	db_int(&adopted, ":id", u->person_id);
	while (db_row(&adopted))
		pledge_check_adopt(u->scratch, E_ID_NO, key, 0, exam_by_id(db_col_int(&adopted, 0)));
}

static void
clash_education(struct unit *u)
{
	int64_t max = setting_int(u->registration_id != 0 ? u->g.exam : NULL, u->registration_id != 0 ? u->g.province : NULL, "education_max", 5);

	for (int k = 0; k < 2; k++) {
		const char *verified = u->newest[k].verified;
		bool adds = u->g.record[k].kind != NULL && (u->newest[k].kind == NULL || u->further[k] || strcmp(verified, "registry") == 0 ||
		    strcmp(verified, "onsite") == 0);

		if (adds && (u->records[k] >= max || u->records[k] >= 5))
			fault(u->scratch, k == 0 ? E_EDU_LEVEL : E_DEGREE_LEVEL, "EDUCATION_MAX", L("%d records are there, at most %lld may be; a checked record is "
			    "never changed, a further one is added", "已有 %d 条记录, 最多 %lld 条; 已核验的记录不作修改, 只能新增"), u->records[k], (long long)max);
	}
}

/* Review points and sites are numbered within a city: the same code elsewhere is another place. */
static void
clash_city(const struct docket *d, struct unit *u)
{
	static const int inside[] = { E_REVIEW_POINT, E_SITE };

	for (size_t i = 0; i < 2; i++) {
		bool brought = *u->cur[inside[i]] == '\0';

		for EACH (d, c)
			brought |= c->registration_id == u->registration_id && c->field == inside[i];
		if (!brought)
			fault(u->scratch, inside[i], "MISSING", L("%s is of the old city: the case names one of the new", "%s 属于原地市: 更正单须一并给出新地市的代码"),
			    u->cur[inside[i]]);
	}
}

static void
clash_place(const struct docket *d, struct unit *u)
{
	static const int choice[] = { E_PROVINCE, E_CITY, E_REVIEW_POINT, E_SITE, E_BATCH, E_LEVEL, E_SPECIALTY, E_SUBJECTS };
	bool seated = *u->reg.seated_at != '\0';

	for (size_t i = 0; seated && i < sizeof choice / sizeof *choice; i++)
		if (choice[i] != E_REVIEW_POINT && u->touched[choice[i]])
			fault(u->scratch, choice[i], "SEATED", L("%s has a seat since %s: the choice of place, level and subjects stands", "%s 已于 %s 编排座位: 报考地点、级别和科目不再变更"),
			    u->reg.reg_no, u->reg.seated_at);
	if (u->touched[F_DELETE] && seated)
		fault(u->scratch, F_DELETE, "SEATED", L("%s has a seat since %s: it is not deleted any more", "%s 已于 %s 编排座位: 不能再删除"), u->reg.reg_no,
		    u->reg.seated_at);
	if (u->touched[E_CITY])
		clash_city(d, u);
	/* who comes to another province comes while it registers */
	if (u->touched[E_PROVINCE] && u->g.province != NULL)
		need_window(u->scratch, E_PROVINCE, u->g.exam, u->g.province, "registration");
}

void
clash_check(const struct docket *d, struct unit *u)
{
	clash_phone(d, u);
	clash_identity(u);
	clash_bans(u);
	clash_education(u);
	if (u->registration_id != 0)
		clash_place(d, u);
}
