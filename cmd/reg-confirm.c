/* SPDX-License-Identifier: MIT
 * reg-confirm: a registration is declared complete and right, and locked; --undo opens it
 * again where the place allows. */
#include <string.h>

#include "frame/live.h"
#include "frame/pledge.h"
#include "frame/tool.h"
#include "rule/edit.h"
#include "store/db.h"
#include "store/message.h"
#include "store/money.h"
#include "store/person.h"
#include "store/registration.h"

static bool undo, once_more;

static const struct opt opts[] = {
	OPT_FLAG(0, "again", &once_more, "who was refused or sent back has handed papers in: begin the review anew", "被拒或退回者已补交材料: 重新审核"),
	OPT_FLAG(0, "undo", &undo, "take the confirmation back, where edit_until allows", "取消确认 (按 edit_until 设置)"),
	OPT_END
};

enum { I_REG_NO, I_END };
static const struct incol in[] = { [I_REG_NO] = { "reg_no", true }, { NULL, false } };

enum { O_REG_NO, O_NAME, O_ID_NO, O_LEVEL, O_SPECIALTY, O_SUBJECTS, O_STATE };
static const char *const out[] = { "reg_no", "name", "id_no", "level", "specialty", "subjects", "state", NULL };

enum { Q_CONFIRM, Q_UNDO, Q_ANSWERED, Q_PEOPLE, Q_MAJOR, Q_ALLOWED, Q_STATE, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	/* :judge: elig-verify judges anew */
	[Q_CONFIRM] = { "UPDATE registration SET confirmed_at = :now, review = '', reviewed_at = NULL, outcome = iif(:judge, '', outcome), "
		"outcome_route = iif(:judge, '', outcome_route), outcome_codes = iif(:judge, '', outcome_codes), "
		"outcome_at = iif(:judge, NULL, outcome_at) WHERE id = :id", NULL },
	[Q_UNDO] = { "UPDATE registration SET confirmed_at = NULL, review = '', reviewed_at = NULL WHERE id = :id", NULL },
	/* Has anything that a reviewer looks at been recorded since the decision that stands? By the numbers of the runs, which no --as-of
	 * moves; a photograph that was there already may have got its verdict since. Contact data and the account answer nothing. */
	[Q_ANSWERED] = { "SELECT EXISTS (SELECT 1 FROM amendment a WHERE a.person_id = r.person_id AND a.batch_id > v.batch_id AND "
		"a.field <> 'phone' AND a.field <> 'email' AND a.field <> 'address' AND a.field <> 'postcode' AND a.field <> 'question' AND "
		"a.field <> 'answer' AND a.field <> 'account_state' AND a.field <> 'photo' AND (a.registration_id IS NULL OR a.registration_id = r.id OR "
		"a.field = 'name' OR a.field = 'id_type' OR a.field = 'id_no' OR a.field GLOB 'edu_*' OR a.field GLOB 'degree_*')) "
		"OR EXISTS (SELECT 1 FROM education e WHERE e.person_id = r.person_id AND e.batch_id > v.batch_id) "
		"OR EXISTS (SELECT 1 FROM person p JOIN photo f ON f.id = p.photo_id WHERE p.id = r.person_id AND (f.batch_id > v.batch_id OR f.at > b.as_of)) "
		"OR EXISTS (SELECT 1 FROM pledge_act k WHERE k.registration_id = r.id AND k.batch_id > v.batch_id) "
		"FROM registration r JOIN review v ON v.registration_id = r.id JOIN batch b ON b.id = v.batch_id "
		"WHERE r.id = :id AND v.decision = r.review AND v.at = r.reviewed_at ORDER BY v.id DESC LIMIT 1", NULL },
	/* did people decide against it when they decided last, whether that stands or not? */
	[Q_PEOPLE] = { "SELECT decision <> 'pass' FROM review WHERE registration_id = :id ORDER BY id DESC LIMIT 1", NULL },
	/* does the exam's level ask for majors at all this year, and is one of the person's in a class it asks for? */
	[Q_ALLOWED] = { "SELECT count(*) FROM eligibility WHERE exam = :exam AND level = :level AND coalesce(from_year, 0) <= :year "
		"AND coalesce(to_year, 9999) >= :year AND major_class NOT IN ('any', '')", NULL },
	[Q_MAJOR] = { "SELECT count(*) FROM education e JOIN eligibility l ON l.exam = :exam AND l.level = :level "
		"AND coalesce(l.from_year, 0) <= :year AND coalesce(l.to_year, 9999) >= :year "
		"JOIN major_class c ON c.exam = :exam AND c.major_class = l.major_class "
		"LEFT JOIN major m ON m.major = e.major WHERE e.person_id = :person AND "
		"((c.match = 'major' AND c.value = e.major) OR (c.match = 'class' AND c.value = m.major_class) OR "
		"(c.match = 'discipline' AND c.value = m.discipline))", NULL },
	[Q_STATE] = { "SELECT state FROM registration_state WHERE registration_id = :id", NULL },
};

/* Listed since the commitment was adopted, or listed too late for anybody to see: it must be withdrawn (rules.md 26). */
static void
check_listed(struct rec *r, const struct registration *reg)
{
	struct ban_entry e;

	if (strcmp(reg->pledge, "adopt") == 0 && ban_in_force(reg->id_key, r->run->today, &e))
		fault(r, I_REG_NO, "PLEDGE_BANNED", L("on the dishonesty list from %s until %s (article %s, %s): withdraw the commitment (pledge-record), "
		    "and the papers are checked by people", "在诚信档案库中, 记录期 %s 至 %s (第 %s 条, %s): 请撤回承诺 (pledge-record), 按人工核查办理"),
		    e.from, *e.to != '\0' ? e.to : L("for ever", "长期"), e.article, e.doc_no);
}

/* What confirmation implies (model.md, invariant 3; rules.md 3, 27, 40). */
static void
check_complete(struct rec *r, const struct registration *reg)
{
	struct education record[16];
	size_t n = education_of(reg->person_id, record, 16);
	bool education = false;

	for (size_t i = 0; i < n && i < 16; i++)
		education |= strcmp(record[i].kind, "education") == 0;
	if (!education)
		fault(r, I_REG_NO, "EDUCATION_MISSING", "%s", L("at least one education record is needed before confirmation",
		    "确认前须至少录入一条学历信息"));
	if (reg->photo_id == 0)
		fault(r, I_REG_NO, "PHOTO_MISSING", "%s", L("no photograph has passed: run photo-check, or photo-review for one to be looked at",
		    "没有审核通过的照片: 请先运行 photo-check, 需人工复核的用 photo-review"));
	if (reg->exam->pledge && *reg->pledge == '\0')
		fault(r, I_REG_NO, "PLEDGE_UNDECIDED", "%s", L("the exam uses the commitment system: adopt or decline first (pledge-record)",
		    "本考试实行告知承诺制: 请先选择采用或不采用 (pledge-record)"));
	check_listed(r, reg);
}

/* A major outside the classes that the routes name warns only: the candidate decides (rules.md 24). */
static void
compare_major(struct rec *r, const struct registration *reg)
{
	struct stmt *const both[] = { &q[Q_ALLOWED], &q[Q_MAJOR] };

	for (int i = 0; i < 2; i++) {
		db_text(both[i], ":exam", reg->exam->code);
		db_text(both[i], ":level", reg->level);
		db_int(both[i], ":year", reg->exam->year);
	}
	db_int(&q[Q_MAJOR], ":person", reg->person_id);
	bool asks = db_int1(&q[Q_ALLOWED], 0) > 0, has = db_int1(&q[Q_MAJOR], 0) > 0;

	if (asks && !has)
		warning(r, I_REG_NO, "MAJOR_WARNING", "%s", L("the major entered is in none of the classes of the conditions of this level: "
		    "longer years of work may apply", "所学专业不在报考条件所列专业范围内: 请按非本专业的年限要求核对"));
}

static void
answer(struct rec *r, const struct registration *reg)
{
	static struct buf sat, carried;

	buf_clear(&sat);
	buf_clear(&carried);
	registration_subjects(reg->id, &sat, &carried);
	db_int(&q[Q_STATE], ":id", reg->id);
	db_row(&q[Q_STATE]);
	put(r, O_REG_NO, reg->reg_no);
	put(r, O_NAME, reg->name);
	put(r, O_ID_NO, reg->id_no);
	put(r, O_LEVEL, reg->level);
	put(r, O_SPECIALTY, reg->specialty);
	put(r, O_SUBJECTS, buf_text(&sat));
	put(r, O_STATE, db_col(&q[Q_STATE], 0));
	db_reset(&q[Q_STATE]);
}

/* ---- who was refused */

static int64_t refused, ineligible; /* that stay so */

/* Refused before payment: the review begins anew where something was recorded that answers it, or the operator says that papers were
 * handed in. The same stream come again is neither. What elig-verify found stands until elig-verify finds otherwise. */
static bool
begins_anew(const struct registration *reg)
{
	if (strcmp(reg->state, "rejected") != 0 || *reg->paid_at != '\0')
		return false;
	if (*reg->review == '\0') {
		ineligible++;
		return false;
	}
	db_int(&q[Q_ANSWERED], ":id", reg->id);
	if (once_more || db_int1(&q[Q_ANSWERED], 0) > 0)
		return true;
	refused++;
	return false;
}

static void
end(struct run *run)
{
	if (run->quiet)
		return;
	if (refused > 0)
		notice(L("%lld stand refused or sent back and stay so: reg-confirm begins their review anew once reg-amend, photo-check, pledge-record or a new "
		    "education record has answered it, or with --again where papers were handed in", "%lld 条审核未通过或被退回, 维持原结论: 经 reg-amend 更正、补充学历、"
		    "更换照片或变更承诺后再 reg-confirm 即重新审核; 已补交纸质材料的用 --again"), (long long)refused);
	if (ineligible > 0)
		notice(L("%lld were found not eligible and stay so: elig-verify judges anew what reg-amend has corrected, and elig-review takes the papers of who objects",
		    "%lld 条核验不符合条件, 维持原结论: 经 reg-amend 更正后由 elig-verify 重新核验; 有异议的持材料由 elig-review 审核"), (long long)ineligible);
}

static void
lock_up(struct rec *r, const struct registration *reg)
{
	db_int(&q[Q_PEOPLE], ":id", reg->id);
	bool people = db_int1(&q[Q_PEOPLE], 0) > 0;

	/* what the program found in order is for people where people had refused it */
	db_int(&q[Q_CONFIRM], ":judge", strcmp(reg->outcome, "ineligible") == 0 || (people && strcmp(reg->outcome, "auto") == 0));
	db_text(&q[Q_CONFIRM], ":now", r->run->now);
	db_int(&q[Q_CONFIRM], ":id", reg->id);
	db_do(&q[Q_CONFIRM]);
	if (*reg->review != '\0')
		audit_act(r->run, "review-anew", reg->reg_no, once_more ? "--again" : "answered");
	message_queue("confirmed", reg->id, "", r->run->now, r->run->batch_id);
	message_queue_reviewed(reg->id, r->run->now, r->run->batch_id); /* who was verified before */
}

static enum verdict
confirm(struct rec *r, const struct registration *reg)
{
	if (*reg->confirmed_at != '\0' && !begins_anew(reg)) {
		answer(r, reg);
		return UNCHANGED;
	}
	need_window(r, I_REG_NO, reg->exam, reg->province, "confirmation");
	check_complete(r, reg);
	if (faulty(r))
		return UNCHANGED;
	compare_major(r, reg);
	lock_up(r, reg);
	answer(r, reg);
	return CHANGED;
}

/* ---- --undo */

static void
check_open(struct rec *r, const struct registration *reg)
{
	const struct edit_case c = { .until = setting_text(reg->exam, reg->province, "edit_until"), .review_mode = reg->review_mode,
		.reviewed = *reg->review != '\0' || strcmp(reg->state, "reviewed") == 0, .paid = *reg->paid_at != '\0' || registration_has_money(reg->id) };

	switch (edit_ended(&c)) {
	case EDIT_OPEN:
		return;
	case EDIT_ENDED_CONFIRM:
		fault(r, I_REG_NO, "EDIT_CLOSED", L("setting edit_until of province %s is %s%s: what is confirmed stays; ask for an amendment",
		    "省份 %s 的 edit_until 为 %s%s: 确认后不得自行修改; 请按更正程序办理"), reg->province, c.until != NULL ? c.until : "confirm",
		    strcmp(reg->review_mode, "none") == 0 ? L(" and nobody is reviewed", ", 且不进行资格审核") : "");
		return;
	case EDIT_ENDED_REVIEW:
		fault(r, I_REG_NO, "EDIT_CLOSED", "%s", L("it has been reviewed: setting edit_until is review; ask for an amendment",
		    "已经审核: edit_until 设置为 review; 请按更正程序办理"));
		return;
	case EDIT_ENDED_PAYMENT:
		fault(r, I_REG_NO, "EDIT_CLOSED", L("money has come in for it%s%s: nothing may be changed any more; ask for an amendment",
		    "已有缴费%s%s: 不能再自行修改; 请按更正程序办理"), *reg->paid_at != '\0' ? ", " : "", reg->paid_at);
		return;
	}
}

/* What the candidate owes may change now: fee-bill makes the order anew after the next confirmation. */
static enum verdict
take_back(struct rec *r, const struct registration *reg)
{
	if (*reg->confirmed_at == '\0') {
		answer(r, reg);
		return UNCHANGED;
	}
	need_window(r, I_REG_NO, reg->exam, reg->province, "registration");
	check_open(r, reg);
	if (faulty(r))
		return UNCHANGED;
	db_int(&q[Q_UNDO], ":id", reg->id);
	db_do(&q[Q_UNDO]);
	if (orders_close_unpaid(reg->id, r->run->now) > 0)
		warning(r, I_REG_NO, "ORDER_CLOSED", "%s", L("its unpaid order is closed; fee-bill makes another after the next confirmation",
		    "未缴费订单已关闭; 再次确认后由 fee-bill 重新生成"));
	answer(r, reg);
	return CHANGED;
}

static enum verdict
apply(struct rec *r)
{
	struct registration reg;

	if (!live_registration(r, I_REG_NO, &reg))
		return UNCHANGED;
	return undo ? take_back(r, &reg) : confirm(r, &reg);
}

static void
start(struct run *run)
{
	if (once_more && (undo || run->all))
		die_usage("%s", L("--again is of a stream that names its registrations: without --all, --undo", "--again 须在输入中指明报名号, 不能与 --all、--undo 同用"));
	db_prepare(q, Q_COUNT);
}

static const struct tool tool = {
	.name = "reg-confirm",
	.synopsis = "[options] [--again | --undo] [FILE ...]",
	.does_en = "confirm registrations: complete, right, and locked",
	.does_zh = "报名信息确认: 齐全、准确并锁定",
	.opts = opts,
	.flags = TOOL_ALL,
	.writes = "registration message fee_order",
	.roles = "district clerk",
	.in = in,
	.out = out,
	.start = start,
	.apply = apply,
	.end = end,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
