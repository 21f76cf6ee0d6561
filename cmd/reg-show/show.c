/* SPDX-License-Identifier: MIT
 * Who, for what, where it stands and why, what is missing, what comes next, until when, and whom to call. */
#include "show.h"

#include <stdio.h>
#include <string.h>

#include "store/db.h"
#include "store/person.h"
#include "value/term.h"

/* ---- who, and for what */

static void
show_person(struct run *run, const struct registration *r)
{
	static struct stmt merged = { "SELECT name, id_no, at FROM person_merge WHERE keep_id = :person ORDER BY id /*scan*/", NULL };
	static struct stmt account = { "SELECT username FROM account WHERE person_id = :person AND state = 'suspended'", NULL };
	const struct doc_type *type = doc_type_get(r->id_type);

	say("name", L("name", "姓名"), r->name);
	say_both("id_no", L("document", "证件号码"), shown_document(run, r->id_no), strcmp(r->id_type, "01") == 0 || type == NULL ? shown_document(run, r->id_no) :
	    format("%s (%s)", shown_document(run, r->id_no), type->name));
	say("phone", L("phone", "手机号"), shown_phone(run, r->phone));
	db_int(&merged, ":person", r->person_id);
	while (db_row(&merged))
		say("merged", L("was also", "曾另注册为"), format(L("%s %s, merged %.10s", "%s %s, 已于 %.10s 合并"), db_col(&merged, 0),
		    shown_document(run, db_col(&merged, 1)), db_col(&merged, 2)));
	db_int(&account, ":person", r->person_id);
	if (db_row(&account)) {
		say_both("account", L("account", "账号"), "suspended", L("suspended", "已停用"));
		db_reset(&account);
	}
}

/* "1|2" or "1:2023" as codes with names and years. */
static const char *
subject_names(const struct exam *e, const char *codes)
{
	static struct buf b;

	buf_clear(&b);
	while (*codes != '\0') {
		char code[32];
		size_t n = strcspn(codes, "|");

		snprintf(code, sizeof code, "%.*s", (int)n, codes);
		char *year = strchr(code, ':');

		if (year != NULL)
			*year++ = '\0';
		const struct subject *s = exam_subject(e, code);

		buf_printf(&b, "%s%s%s%s", b.len > 0 ? "; " : "", code, s != NULL ? " " : "", s != NULL ? s->name : "");
		if (year != NULL)
			buf_printf(&b, L(" (%s)", " (%s 年)"), year);
		codes += n + (codes[n] == '|');
	}
	return buf_text(&b);
}

static void
show_exam(const struct registration *r)
{
	struct buf sat = BUF_INIT, carried = BUF_INIT;
	const struct level *l = exam_level(r->exam, r->level);

	registration_subjects(r->id, &sat, &carried);
	say_both("exam", L("examination", "考试"), r->exam->key, format("%s %s", r->exam->key, r->exam->name));
	say_both("place", L("place", "报考地"), format("%s %s %s", r->province, r->city, r->review_point), strcmp(province_name(r->province),
	    city_name(r->city)) == 0 ? city_name(r->city) : format("%s %s", province_name(r->province), city_name(r->city)));
	say_both("level", L("level", "级别专业"), format("%s %s", r->level, r->specialty), format("%s %s / %s %s", r->level, l != NULL ? l->name : "",
	    r->specialty, exam_specialty_name(r->exam, r->level, r->specialty)));
	say_both("subjects", L("subjects", "报考科目"), buf_text(&sat), subject_names(r->exam, buf_text(&sat)));
	say_both("carried", L("carried over", "往年有效科目"), buf_text(&carried), subject_names(r->exam, buf_text(&carried)));
	say_both("candidate", L("candidate", "考生类型"), r->candidate, strcmp(r->candidate, "old") == 0 ?
	    format(L("old, archive %s", "老考生, 档案号 %s"), r->archive_no) : L("new", "新考生"));
	buf_release(&sat);
	buf_release(&carried);
}

/* ---- where it stands, and why */

/* May the choice of adopt still be taken back: unpaid, and registration has not ended (rules.md 28)? */
static void
show_pledge(const struct run *run, const struct registration *r)
{
	static struct stmt ban = { "SELECT doc_no, \"to\" FROM ban b JOIN person p ON p.id = :person AND b.id_key = p.id_key AND b.name_key = p.name_key "
		"WHERE b.lifted_at IS NULL AND b.\"from\" <= :today AND (b.\"to\" = '' OR b.\"to\" >= :today) LIMIT 1", NULL };
	const char *next, *words = pledge_words(r->pledge), *end = window_close(r->exam, r->province, "registration", run->now);
	bool ends = window_open(r->exam, r->province, "registration", run->now, &next, NULL) || *next != '\0';

	if (!r->exam->pledge)
		return;
	if (strcmp(r->pledge, "adopt") == 0 && *r->paid_at == '\0' && ends && !r->deleted)
		words = *end == '\0' ? format(L("%s; may be withdrawn while unpaid", "%s; 缴费前可撤回"), words) :
		    format(L("%s; may be withdrawn while unpaid, until %s", "%s; 缴费前可撤回, 截至 %s"), words, when(end));
	say_both("pledge", L("commitment", "告知承诺"), r->pledge, words);
	db_int(&ban, ":person", r->person_id);
	db_text(&ban, ":today", format("%.10s", run->now));
	if (db_row(&ban)) {
		say("ban", L("dishonesty list", "诚信档案库"), *db_col(&ban, 1) == '\0' ? format(L("for ever, by %s: no commitment", "长期, %s: 不适用告知承诺制"), db_col(&ban, 0)) :
		    format(L("until %s, by %s: no commitment", "至 %s, %s: 不适用告知承诺制"), db_col(&ban, 1), db_col(&ban, 0)));
		db_reset(&ban);
	}
}

/* Those of the three that are there, a blank between them. */
static const char *
joined(const char *a, const char *b, const char *c)
{
	return format("%s%s%s%s%s", a, *a != '\0' && *b != '\0' ? " " : "", b, (*a != '\0' || *b != '\0') && *c != '\0' ? " " : "", c);
}

static void
show_review(const struct registration *r)
{
	static struct stmt q = { "SELECT decision, reason, at, \"by\" FROM review WHERE registration_id = :id ORDER BY id DESC LIMIT 1", NULL };
	struct buf why = BUF_INIT;

	codes_words(r->outcome_codes, &why);
	if (*r->outcome != '\0')
		say_both("outcome", L("eligibility", "资格核验"), joined(r->outcome, r->outcome_route, r->outcome_codes),
		    format("%s%s%s%s", outcome_words(r->outcome), *r->outcome_route != '\0' ? format(L(" (condition %s)", " (条件 %s)"), r->outcome_route) : "",
		    why.len > 0 ? ": " : "", buf_text(&why)));
	buf_release(&why);
	db_int(&q, ":id", r->id);
	if (db_row(&q)) {
		const char *reason = db_col(&q, 1);

		say_both("review", L("review", "审核"), joined(db_col(&q, 0), db_col(&q, 2), reason), format("%s%s%s (%s %s)", decision_words(db_col(&q, 0)),
		    *reason != '\0' ? ": " : "", reason, when(db_col(&q, 2)), db_col(&q, 3)));
		db_reset(&q);
	}
}

static void
show_state(const struct run *run, const struct registration *r)
{
	static struct stmt deleted = { "SELECT deleted_at FROM registration WHERE id = :id AND deleted_at IS NOT NULL", NULL };

	say_both("state", L("stands at", "状态"), r->state, term(TERM_STATE, r->state));
	say_both("filled_at", L("filled in", "填报时间"), r->filled_at, when(r->filled_at));
	say_both("confirmed_at", L("confirmed", "确认时间"), r->confirmed_at, when(r->confirmed_at));
	db_int(&deleted, ":id", r->id);
	if (db_row(&deleted)) {
		say_both("deleted_at", L("deleted", "删除时间"), db_col(&deleted, 0), when(db_col(&deleted, 0)));
		db_reset(&deleted);
	}
	show_pledge(run, r);
	show_review(r);
}

/* The last amendments; what is personal in them is masked. */
static void
show_amendments(const struct run *run, const struct registration *r)
{
	static struct stmt q = { "SELECT at, field, old, new, authority FROM amendment WHERE registration_id = :id OR "
		"(person_id = :person AND registration_id IS NULL) ORDER BY id DESC LIMIT 5", NULL };

	db_int(&q, ":id", r->id);
	db_int(&q, ":person", r->person_id);
	while (db_row(&q)) {
		const char *name = db_col(&q, 1), *old = db_col(&q, 2), *new = db_col(&q, 3);

		if (strcmp(name, "id_no") == 0) {
			old = shown_document(run, old);
			new = shown_document(run, new);
		}
		say("amendment", L("amended", "变更记录"), format("%.10s %s: %s → %s (%s)", db_col(&q, 0), name, shown_text(run, old), shown_text(run, new), db_col(&q, 4)));
	}
}

static void
show_messages(const struct registration *r)
{
	static struct stmt q = { "SELECT template, queued_at, CASE WHEN result <> '' THEN result WHEN out_at IS NOT NULL THEN 'out' ELSE 'queued' END "
		"FROM message WHERE person_id = :person AND (registration_id = :id OR registration_id IS NULL) ORDER BY id DESC LIMIT 3", NULL };
	static const char *const words[][3] = { { "sent", "sent", "已发送" }, { "failed", "failed", "发送失败" }, { "out", "handed to the gateway", "已交短信平台" },
		{ "queued", "not handed out yet", "待发送" } };

	db_int(&q, ":person", r->person_id);
	db_int(&q, ":id", r->id);
	while (db_row(&q))
		for (size_t i = 0; i < 4; i++)
			if (strcmp(words[i][0], db_col(&q, 2)) == 0)
				say_both("message", L("message", "短信"), format("%s %s %s", db_col(&q, 0), db_col(&q, 1), words[i][0]), format("%s %s, %s",
				    when(db_col(&q, 1)), template_words(db_col(&q, 0)), L(words[i][1], words[i][2])));
}

/* ---- the exam itself */

static void
show_seats(const struct registration *r)
{
	static struct stmt seat = { "SELECT s.session, e.date, e.start, s.subject, t.name, s.room, s.seat, t.address FROM seat s JOIN exam x ON x.id = s.exam_id "
		"JOIN session e ON e.exam = x.exam AND e.year = x.year AND e.session = s.session "
		"LEFT JOIN site t ON t.city = s.city AND t.site = s.site WHERE s.registration_id = :id ORDER BY e.date, e.start", NULL };
	static struct stmt result = { "SELECT passed, carried, qualified, reason FROM result WHERE registration_id = :id", NULL };

	say("admit_no", L("admit number", "准考证号"), r->admit_no);
	db_int(&seat, ":id", r->id);
	while (db_row(&seat))
		say("seat", L("seat", "考场座位"), format(L("%s %s subject %s: %s, room %s, seat %s", "%s %s 科目 %s: %s 考场 %s 座位 %s"), db_col(&seat, 1),
		    db_col(&seat, 2), db_col(&seat, 3), db_col(&seat, 4), db_col(&seat, 5), db_col(&seat, 6)));
	db_int(&result, ":id", r->id);
	if (db_row(&result)) {
		say("result", L("result", "成绩结果"), format(L("passed %s, carried %s, %s %s", "合格 %s, 往年有效 %s, %s %s"),
		    db_col(&result, 0), db_col(&result, 1), db_col_int(&result, 2) ? L("qualified", "取得资格") :
		    L("not qualified", "未取得资格"), db_col(&result, 3)));
		db_reset(&result);
	}
}

/* ---- what is missing, what comes next, until when */

static void
show_missing(const struct registration *r)
{
	struct education record[16];
	size_t n = education_of(r->person_id, record, 16);
	bool education = false;

	if (*r->confirmed_at != '\0' || r->deleted)
		return;
	for (size_t i = 0; i < n && i < 16; i++)
		education |= strcmp(record[i].kind, "education") == 0;
	if (r->photo_id == 0)
		say_both("missing", L("missing", "缺少"), "photo", L("a photograph that has passed", "审核通过的照片"));
	if (!education)
		say_both("missing", L("missing", "缺少"), "education", L("an education record", "学历信息"));
	if (r->exam->pledge && *r->pledge == '\0')
		say_both("missing", L("missing", "缺少"), "pledge", L("the choice to adopt or decline the commitment", "是否采用告知承诺制的选择"));
}

struct next {
	const char *step, *en, *zh, *window;
};

/* What the candidate or the office does next, and the window that it must fall into. */
static const struct next steps[] = {
	{ "photo-check", "hand in a photograph; the office checks it (photo-check)", "提交照片, 由考务机构审核 (photo-check)", "registration" },
	{ "reg-confirm", "confirm the registration (reg-confirm)", "确认报名信息 (reg-confirm)", "confirmation" },
	{ "elig-verify", "eligibility is verified (elig-verify)", "等待资格核验 (elig-verify)", "review" },
	{ "elig-review", "bring or upload the papers to the review point (elig-review)", "携带或上传材料到审核点核验 (elig-review)", "review" },
	{ "fee-bill", "the order is made (fee-bill)", "等待生成缴费订单 (fee-bill)", "payment" },
	{ "fee-pay", "pay the fee", "缴纳考试费", "payment" },
	{ "seat-assign", "rooms and seats are assigned (seat-assign)", "等待编排考场 (seat-assign)", NULL },
	{ "admit-print", "print the admit card", "打印准考证", "admit_print" },
	{ "score-import", "sit the examination; scores come in afterwards", "参加考试, 等待成绩", NULL },
	{ "score-publish", "results are published (score-publish)", "等待成绩公布 (score-publish)", NULL },
};

static void
say_time(const char *field, const char *label, const char *time)
{
	say_both(field, label, time, when(time));
}

static void
show_window(const struct run *run, const struct registration *r, const char *window, const struct due *due)
{
	const char *next_open, *last_close;
	bool open = window_open(r->exam, r->province, window, run->now, &next_open, &last_close);

	/* an order ends by itself, also where the window was shifted since; before the window it is not paid yet */
	if (due != NULL && (open || *next_open == '\0'))
		say_time("until", L("until", "截止"), due->until);
	else if (open)
		say_time("until", L("until", "截止"), window_close(r->exam, r->province, window, run->now));
	else if (*next_open != '\0')
		say_time("from", L("from", "开始"), next_open);
	else if (*last_close != '\0')
		say_time("closed", L("closed since", "已截止"), last_close);
}

static void
show_next(const struct run *run, const struct registration *r, const struct due *due)
{
	bool pay = strcmp(r->next_step, "fee-pay") == 0;
	const char *step = pay && due->expired && may_be_billed(run, r) ? "fee-bill" : r->next_step;

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		if (strcmp(steps[i].step, step) != 0)
			continue;
		say_both("next", L("next", "下一步"), step, L(steps[i].en, steps[i].zh));
		if (steps[i].window != NULL)
			show_window(run, r, steps[i].window, pay && due->payable && !due->expired ? due : NULL);
	}
}

/* How what was entered may still be changed: edit_until confirm (by amendment only), review, payment. */
static void
show_changes(const struct run *run, const struct registration *r)
{
	const char *until = setting_text(r->exam, r->province, "edit_until"), *close;
	bool open = window_open(r->exam, r->province, "registration", run->now, NULL, NULL);
	bool decided = *r->review != '\0' || strcmp(r->state, "reviewed") == 0;

	if (*r->confirmed_at == '\0' || r->deleted)
		return;
	close = window_close(r->exam, r->province, "registration", run->now);
	if (until == NULL || strcmp(until, "confirm") == 0 || !open || *r->paid_at != '\0' || (strcmp(until, "review") == 0 && decided))
		say_both("changes", L("changes", "修改信息"), "amendment", L("at the office, by an amendment (reg-amend)", "须到考务机构按更正程序办理 (reg-amend)"));
	else
		say_both("changes", L("changes", "修改信息"), close, format(L("the confirmation may be taken back until %s (reg-confirm --undo)",
		    "%s 前可取消确认后修改 (reg-confirm --undo)"), when(close)));
}

static void
show_point(const struct registration *r)
{
	static struct stmt q = { "SELECT name, address, phone, hours FROM review_point WHERE city = :city AND review_point = :point", NULL };

	db_text(&q, ":city", r->city);
	db_text(&q, ":point", r->review_point);
	if (!db_row(&q))
		return;
	say("call", L("call", "咨询"), format("%s  %s  %s", db_col(&q, 0), db_col(&q, 2), db_col(&q, 3)));
	say("address", L("address", "地址"), db_col(&q, 1));
	db_reset(&q);
}

void
show(struct run *run, const struct registration *r, bool explain)
{
	screen_begin(run, r->reg_no);
	say("reg_no", L("registration", "报名号"), r->reg_no);
	show_person(run, r);
	show_exam(r);
	show_state(run, r);
	struct due due = show_money(run, r);

	show_seats(r);
	if (explain)
		show_archive(r);
	show_amendments(run, r);
	show_messages(r);
	show_missing(r);
	show_next(run, r, &due);
	show_changes(run, r);
	show_point(r);
}
