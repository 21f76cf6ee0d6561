/* SPDX-License-Identifier: MIT
 * reg-show: where a registration stands, why, what comes next, until when and whom to call:
 * one screen for a person at the counter, or the same as CSV. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "frame/identity.h"
#include "frame/tool.h"
#include "store/db.h"
#include "store/money.h"
#include "store/person.h"
#include "store/registration.h"
#include "value/money.h"
#include "value/text.h"

static const char *id_no, *name, *phone;
static bool csv, explain;

static const struct opt opts[] = {
	OPT_TEXT(0, "id", &id_no, "NO", "the registrations of a document (with --name)", "按证件号码查 (须同时给 --name)"),
	OPT_TEXT(0, "name", &name, "NAME", "the name that belongs to it", "姓名"),
	OPT_TEXT(0, "phone", &phone, "NO", "the registrations of a phone", "按手机号查"),
	OPT_FLAG(0, "explain", &explain, "also which passes of the archive count, and which do not, and why", "说明档案中各科成绩为何有效或无效"),
	OPT_FLAG(0, "csv", &csv, "as CSV: reg_no,field,value", "输出 CSV: reg_no,field,value"),
	OPT_END
};

enum { Q_BY_PERSON, Q_POINT, Q_ORDER, Q_REVIEW, Q_SEAT, Q_RESULT, Q_ARCHIVE, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_BY_PERSON] = { "SELECT r.reg_no FROM registration r JOIN person p ON p.id = r.person_id "
		"WHERE p.id = :person ORDER BY r.filled_at DESC, r.reg_no", NULL },
	[Q_POINT] = { "SELECT name, address, phone, hours FROM review_point WHERE city = :city AND review_point = :point", NULL },
	[Q_ORDER] = { "SELECT o.order_no, o.amount, o.pay_until, o.amount = 0 OR p.id IS NOT NULL FROM fee_order o LEFT JOIN payment p "
		"ON p.order_id = o.id AND p.effective = 1 WHERE o.registration_id = :id AND o.closed_at IS NULL ORDER BY o.id", NULL },
	[Q_REVIEW] = { "SELECT decision, reason, at, \"by\" FROM review WHERE registration_id = :id ORDER BY id DESC LIMIT 1", NULL },
	[Q_SEAT] = { "SELECT s.session, e.date, e.start, s.subject, t.name, s.room, s.seat FROM seat s JOIN exam x ON x.id = s.exam_id "
		"JOIN session e ON e.exam = x.exam AND e.year = x.year AND e.session = s.session "
		"LEFT JOIN site t ON t.city = s.city AND t.site = s.site WHERE s.registration_id = :id ORDER BY e.date, e.start", NULL },
	[Q_RESULT] = { "SELECT passed, carried, qualified, reason FROM result WHERE registration_id = :id", NULL },
	[Q_ARCHIVE] = { "SELECT a.archive_no, s.year, s.level, s.specialty, s.subject, s.passed FROM archive a JOIN archive_subject s "
		"ON s.archive_id = a.id WHERE a.person_id = :person AND a.exam = :exam ORDER BY a.id, s.year, s.subject", NULL },
};

static const char *const columns[] = { "reg_no", "field", "value" };

/* Static storage, four at a time. */
static const char *PRINTF_LIKE(1, 2)
format(const char *fmt, ...)
{
	static char ring[4][1024];
	static int next;
	char *text = ring[next++ % 4];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof ring[0], fmt, ap);
	va_end(ap);
	return text;
}

/* One line of the answer. The label is bilingual on screen, the field's name in CSV. */
static void
say(struct run *run, const char *reg_no, const char *field, const char *label, const char *value)
{
	if (*value == '\0')
		return;
	if (csv) {
		run_row(run, (const char *const[]){ reg_no, field, value });
		return;
	}
	/* two columns: labels are up to eight Han characters or sixteen letters wide */
	size_t width = 0;

	for (const char *p = label; *p != '\0';) {
		uint32_t cp;
		int n = utf8_decode(p, strlen(p), &cp);

		width += cp >= 0x1100 ? 2 : 1;
		p += n > 0 ? n : 1;
	}
	run_text(run, format("%s%*s  %s\n", label, (int)(width < 16 ? 16 - width : 0), "", value));
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
say_missing(struct run *run, const struct registration *r)
{
	struct education record[16];

	if (*r->confirmed_at != '\0')
		return;
	if (r->photo_id == 0)
		say(run, r->reg_no, "missing", L("missing", "缺少"), L("a photograph that has passed", "审核通过的照片"));
	if (education_of(r->person_id, record, 16) == 0)
		say(run, r->reg_no, "missing", L("missing", "缺少"), L("an education record", "学历信息"));
	if (r->exam->pledge && *r->pledge == '\0')
		say(run, r->reg_no, "missing", L("missing", "缺少"), L("the choice to adopt or decline the commitment", "是否采用告知承诺制的选择"));
}

static void
say_review(struct run *run, const struct registration *r)
{
	if (*r->outcome != '\0')
		say(run, r->reg_no, "outcome", L("eligibility", "资格核验"), format("%s %s %s", r->outcome,
		    *r->outcome_route != '\0' ? format(L("route %s", "条件 %s"), r->outcome_route) : "", r->outcome_codes));
	db_int(&q[Q_REVIEW], ":id", r->id);
	if (db_row(&q[Q_REVIEW])) {
		say(run, r->reg_no, "review", L("review", "审核"), format("%s %s %s %s", db_col(&q[Q_REVIEW], 0), db_col(&q[Q_REVIEW], 1),
		    db_col(&q[Q_REVIEW], 2), db_col(&q[Q_REVIEW], 3)));
		db_reset(&q[Q_REVIEW]);
	}
	db_text(&q[Q_POINT], ":city", r->city);
	db_text(&q[Q_POINT], ":point", r->review_point);
	if (db_row(&q[Q_POINT])) {
		say(run, r->reg_no, "call", L("call", "咨询"), format("%s  %s  %s  %s", db_col(&q[Q_POINT], 0), db_col(&q[Q_POINT], 1),
		    db_col(&q[Q_POINT], 2), db_col(&q[Q_POINT], 3)));
		db_reset(&q[Q_POINT]);
	}
}

/* What is still to be paid. */
struct due {
	char until[TIME_SIZE];  /* the first end of an order that can be paid, "" never */
	bool payable, expired;  /* there is such an order; one that can be paid no more */
};

/* An opening of the payment window holds or is to come: what has expired is made anew. */
static bool
may_be_billed(const struct run *run, const struct registration *r)
{
	const char *next;

	return window_open(r->exam, r->province, "payment", run->now, &next, NULL) || *next != '\0';
}

static const char *
say_order(struct run *run, const struct registration *r, struct due *due)
{
	const char *until = db_col(&q[Q_ORDER], 2);
	struct order o;

	if (db_col_int(&q[Q_ORDER], 3))
		return L("paid", "已缴");
	if (!order_find(db_col(&q[Q_ORDER], 0), &o) || !o.due)
		return format(L("not to be paid (%s)", "不可缴纳 (%s)"), r->state);
	if (*until != '\0' && strcmp(run->now, until) > 0) {
		due->expired = true;
		return format(may_be_billed(run, r) ? L("expired %s; another is made (fee-bill)", "已于 %s 过期; 须重新生成订单 (fee-bill)") :
		    L("expired %s", "已于 %s 过期"), until);
	}
	if (!due->payable || (*until != '\0' && (*due->until == '\0' || strcmp(until, due->until) < 0)))
		snprintf(due->until, sizeof due->until, "%s", until);
	due->payable = true;
	return *until != '\0' ? format(L("until %s", "%s 前缴纳"), until) : L("to be paid", "待缴");
}

static struct due
say_money(struct run *run, const struct registration *r)
{
	struct due due = { .payable = false };
	char yuan[MONEY_SIZE];

	db_int(&q[Q_ORDER], ":id", r->id);
	while (db_row(&q[Q_ORDER])) {
		money_text(db_col_int(&q[Q_ORDER], 1), yuan);
		say(run, r->reg_no, "order", L("order", "缴费订单"), format(L("%s: %s yuan, %s", "%s: %s 元, %s"), db_col(&q[Q_ORDER], 0), yuan,
		    say_order(run, r, &due)));
	}
	say(run, r->reg_no, "paid_at", L("paid", "缴费时间"), r->paid_at);
	return due;
}

static void
say_window(struct run *run, const struct registration *r, const char *window, const struct due *due)
{
	const char *next_open, *last_close;
	bool open = window_open(r->exam, r->province, window, run->now, &next_open, &last_close);

	/* an order ends by itself, also where the window was shifted since; before the window it is not paid yet */
	if (due != NULL && (open || *next_open == '\0'))
		say(run, r->reg_no, "until", L("until", "截止"), due->until);
	else if (open)
		say(run, r->reg_no, "until", L("until", "截止"), window_close(r->exam, r->province, window, run->now));
	else if (*next_open != '\0')
		say(run, r->reg_no, "from", L("from", "开始"), next_open);
	else if (*last_close != '\0')
		say(run, r->reg_no, "closed", L("closed since", "已截止"), last_close);
}

static void
say_next(struct run *run, const struct registration *r, const struct due *due)
{
	bool pay = strcmp(r->next_step, "fee-pay") == 0;
	const char *step = pay && due->expired && may_be_billed(run, r) ? "fee-bill" : r->next_step;

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		if (strcmp(steps[i].step, step) != 0)
			continue;
		say(run, r->reg_no, "next", L("next", "下一步"), L(steps[i].en, steps[i].zh));
		if (steps[i].window != NULL)
			say_window(run, r, steps[i].window, pay && due->payable && !due->expired ? due : NULL);
	}
}

static void
say_exam(struct run *run, const struct registration *r)
{
	say(run, r->reg_no, "admit_no", L("admit number", "准考证号"), r->admit_no);
	db_int(&q[Q_SEAT], ":id", r->id);
	while (db_row(&q[Q_SEAT]))
		say(run, r->reg_no, "seat", L("seat", "考场座位"), format(L("%s %s subject %s: %s, room %s, seat %s", "%s %s 科目 %s: %s 考场 %s 座位 %s"),
		    db_col(&q[Q_SEAT], 1), db_col(&q[Q_SEAT], 2), db_col(&q[Q_SEAT], 3), db_col(&q[Q_SEAT], 4), db_col(&q[Q_SEAT], 5),
		    db_col(&q[Q_SEAT], 6)));
	db_int(&q[Q_RESULT], ":id", r->id);
	if (db_row(&q[Q_RESULT])) {
		say(run, r->reg_no, "result", L("result", "成绩结果"), format(L("passed %s, carried %s, %s %s", "合格 %s, 往年有效 %s, %s %s"),
		    db_col(&q[Q_RESULT], 0), db_col(&q[Q_RESULT], 1), db_col_int(&q[Q_RESULT], 2) ? L("qualified", "取得资格") :
		    L("not qualified", "未取得资格"), db_col(&q[Q_RESULT], 3)));
		db_reset(&q[Q_RESULT]);
	}
}

/* Which passes of the archive count with this year: year Y−N+1 and later (rules.md (b) H). */
static void
say_archive(struct run *run, const struct registration *r)
{
	const struct level *l = exam_level(r->exam, r->level);

	if (!explain || l == NULL)
		return;
	db_int(&q[Q_ARCHIVE], ":person", r->person_id);
	db_text(&q[Q_ARCHIVE], ":exam", r->exam->code);
	while (db_row(&q[Q_ARCHIVE])) {
		int year = (int)db_col_int(&q[Q_ARCHIVE], 1);
		const char *why = !db_col_int(&q[Q_ARCHIVE], 5) ? L("not passed", "未合格") :
		    strcmp(db_col(&q[Q_ARCHIVE], 2), r->level) != 0 ? L("passed at another level: does not count", "级别不同: 不计") :
		    year <= r->exam->year - l->validity_years ? L("passed too long ago", "已超过有效期") : L("passed and within validity", "合格且在有效期内");

		say(run, r->reg_no, "archive", L("archive", "档案"), format(L("%s: %d subject %s: %s (valid %d to %d)", "%s: %d 年科目 %s: %s (有效 %d 至 %d 年)"),
		    db_col(&q[Q_ARCHIVE], 0), year, db_col(&q[Q_ARCHIVE], 4), why, r->exam->year - l->validity_years + 1, r->exam->year));
	}
}

static void
show(struct run *run, const struct registration *r)
{
	struct buf sat = BUF_INIT, carried = BUF_INIT;
	const struct level *l = exam_level(r->exam, r->level);

	registration_subjects(r->id, &sat, &carried);
	say(run, r->reg_no, "reg_no", L("registration", "报名号"), r->reg_no);
	say(run, r->reg_no, "name", L("name", "姓名"), r->name);
	say(run, r->reg_no, "id_no", L("document", "证件号码"), shown_document(run, r->id_no));
	say(run, r->reg_no, "phone", L("phone", "手机号"), shown_phone(run, r->phone));
	say(run, r->reg_no, "exam", L("examination", "考试"), format("%s %s", r->exam->key, r->exam->name));
	say(run, r->reg_no, "place", L("place", "报考地"), format("%s %s", province_name(r->province), city_name(r->city)));
	say(run, r->reg_no, "level", L("level", "级别专业"), format("%s %s / %s %s", r->level, l != NULL ? l->name : "", r->specialty,
	    exam_specialty_name(r->exam, r->level, r->specialty)));
	say(run, r->reg_no, "subjects", L("subjects", "报考科目"), buf_text(&sat));
	say(run, r->reg_no, "carried", L("carried over", "往年有效科目"), buf_text(&carried));
	say(run, r->reg_no, "candidate", L("candidate", "考生类型"), strcmp(r->candidate, "old") == 0 ?
	    format("%s %s", L("old", "老考生"), r->archive_no) : L("new", "新考生"));
	say(run, r->reg_no, "pledge", L("commitment", "告知承诺"), r->pledge);
	say(run, r->reg_no, "state", L("stands at", "状态"), r->state);
	say(run, r->reg_no, "filled_at", L("filled in", "填报时间"), r->filled_at);
	say(run, r->reg_no, "confirmed_at", L("confirmed", "确认时间"), r->confirmed_at);
	say_review(run, r);
	struct due due = say_money(run, r);

	say_exam(run, r);
	say_archive(run, r);
	say_missing(run, r);
	say_next(run, r, &due);
	buf_release(&sat);
	buf_release(&carried);
}

/* ---- whom the call asks for */

struct wanted {
	char **reg_no;
	size_t n, cap;
};

static void
add_person(struct wanted *w, int64_t person)
{
	db_int(&q[Q_BY_PERSON], ":person", person);
	while (db_row(&q[Q_BY_PERSON])) {
		w->reg_no = grow(w->reg_no, w->n, &w->cap, sizeof *w->reg_no);
		w->reg_no[w->n++] = xstrdup(db_col(&q[Q_BY_PERSON], 0));
	}
}

static void
by_document(struct wanted *w, const struct run *run)
{
	struct person p[8];
	struct buf key = BUF_INIT;
	char id_key[80];
	int64_t found = 0;

	text_name_key(name, &key);
	identity_key("", id_no, run->today, id_key);
	size_t n = person_by_document(id_key, p, 8);

	for (size_t i = 0; i < n && i < 8; i++)
		if (strcmp(p[i].name_key, buf_text(&key)) == 0)
			found = p[i].id;
	buf_release(&key);
	if (found != 0)
		add_person(w, found);
}

/* An operator's place bounds what may be seen. */
static bool
here(const struct run *run, const struct registration *r)
{
	if (scope_holds(&run->scope, r->province, r->city, r->review_point))
		return true;
	notice(L("NOT_AUTHORISED: %s is of %s review point %s; the operator table lets %s act for %s only; ask there",
	    "NOT_AUTHORISED: %s 属于 %s 审核点 %s; 按操作员表, %s 只能办理 %s 的报名; 请到该处查询"), r->reg_no, city_name(r->city), r->review_point, run->login,
	    scope_text(run));
	return false;
}

static int
run_show(struct run *run, int argc, char **argv)
{
	struct wanted w = { NULL, 0, 0 };
	struct registration r;
	int status = EX_OK;

	if ((argc > 0) + (id_no != NULL) + (phone != NULL) != 1 || (id_no != NULL) != (name != NULL))
		die_usage("%s", L("REG_NO…, or --id NO --name NAME, or --phone NO", "须给出 报名号…, 或 --id 与 --name, 或 --phone"));
	run_begin(run, 0);
	if (csv)
		run_columns(run, columns, 3);
	for (int i = 0; i < argc; i++) {
		w.reg_no = grow(w.reg_no, w.n, &w.cap, sizeof *w.reg_no);
		w.reg_no[w.n++] = xstrdup(argv[i]);
	}
	if (id_no != NULL)
		by_document(&w, run);
	if (phone != NULL) {
		char number[12];
		int64_t person = phone_parse(phone, number) ? person_by_phone(number) : 0;

		if (person != 0)
			add_person(&w, person);
	}
	if (w.n == 0) {
		notice("%s", L("REG_UNKNOWN: no such person, or no registration", "REG_UNKNOWN: 没有此人或没有报名记录"));
		return EX_FINDINGS;
	}
	for (size_t i = 0; i < w.n; i++) {
		if (i > 0 && !csv)
			run_text(run, "\n");
		if (registration_find(w.reg_no[i], &r) && r.exam != NULL) {
			if (here(run, &r))
				show(run, &r);
			else
				status = EX_FINDINGS;
		} else {
			notice(L("REG_UNKNOWN: no registration %s", "REG_UNKNOWN: 没有报名号 %s"), w.reg_no[i]);
			status = EX_FINDINGS;
		}
		free(w.reg_no[i]);
	}
	free(w.reg_no);
	return status;
}

static const struct tool tool = {
	.name = "reg-show",
	.synopsis = "[options] [--explain] [--csv] REG_NO ... | --id NO --name NAME | --phone NO",
	.does_en = "show where a registration stands, what comes next, until when, and whom to call",
	.does_zh = "查询报名状态、下一步、截止时间与咨询电话",
	.opts = opts,
	.flags = TOOL_OPTIONAL_STREAM,
	.writes = "",
	.roles = "",
	.main = run_show,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
