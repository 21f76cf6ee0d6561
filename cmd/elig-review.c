/* SPDX-License-Identifier: MIT
 * elig-review: what a reviewer has decided about a candidate's papers, before payment or after the
 * results. Every decision is kept; the last one stands until the registration is paid. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "frame/live.h"
#include "frame/tool.h"
#include "store/correction.h"
#include "store/db.h"
#include "store/message.h"
#include "store/person.h"
#include "store/registration.h"
#include "value/term.h"

static bool closing;

static const struct opt opts[] = {
	OPT_FLAG(0, "close", &closing, "after the exam: who has not been decided about is absent, and scores are void", "考后: 未作结论的记为缺席, 成绩作废"),
	OPT_END
};

enum { I_REG_NO, I_DECISION, I_REASON, I_DOCUMENTS, I_EDU_CERT_NO, I_BY, I_TIME };
static const struct incol in[] = {
	[I_REG_NO] = { "reg_no", true }, [I_DECISION] = { "decision", false }, [I_REASON] = { "reason", false },
	[I_DOCUMENTS] = { "documents_seen", false }, [I_EDU_CERT_NO] = { "edu_cert_no", false }, [I_BY] = { "by", false },
	[I_TIME] = { "time", false }, { NULL, false }
};

enum { O_REG_NO, O_DECISION, O_REASON, O_STATE };
static const char *const out[] = { "reg_no", "decision", "reason", "state", NULL };

enum { Q_SAME, Q_BEFORE, Q_LAST, Q_ADD, Q_STAND, Q_STATE, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_SAME] = { "SELECT count(*) FROM review WHERE registration_id = :id AND decision = :decision AND reason = :reason "
		"AND documents_seen = :documents AND edu_cert_no = :edu AND \"by\" = :by AND at = :at", NULL },
	/* said in the same words before another decision came, which stands */
	[Q_BEFORE] = { "SELECT b.at, v.decision, v.\"by\", v.at FROM registration r JOIN review v ON v.registration_id = r.id AND v.decision = r.review AND v.at = r.reviewed_at "
		"JOIN review b ON b.registration_id = r.id AND b.id < v.id WHERE r.id = :id AND b.decision = :decision AND b.reason = :reason "
		"AND b.documents_seen = :documents AND b.edu_cert_no = :edu AND b.\"by\" = :by ORDER BY v.id DESC, b.id DESC LIMIT 1", NULL },
	/* the decision that stands: none after the candidate has confirmed anew */
	[Q_LAST] = { "SELECT v.decision, v.reason, v.documents_seen, v.edu_cert_no, v.\"by\", v.at FROM registration r JOIN review v ON v.registration_id = r.id "
		"WHERE r.id = :id AND v.decision = r.review AND v.at = r.reviewed_at ORDER BY v.id DESC LIMIT 1", NULL },
	[Q_ADD] = { "INSERT INTO review (registration_id, decision, reason, documents_seen, edu_cert_no, \"by\", at, batch_id) "
		"VALUES (:id, :decision, :reason, :documents, :edu, :by, :at, :run)", NULL },
	[Q_STAND] = { "UPDATE registration SET review = :decision, reviewed_at = :at WHERE id = :id", NULL },
	[Q_STATE] = { "SELECT s.state, r.review FROM registration_state s JOIN registration r ON r.id = s.registration_id "
		"WHERE s.registration_id = :id", NULL },
};

/* Whom --close concerns: who has passed everything where that comes before the review, and is not passed by it. */
static const char due_close[] = "SELECT r.reg_no FROM registration r JOIN result t ON t.registration_id = r.id JOIN registration_state s ON s.registration_id = r.id "
	"WHERE r.exam_id = :exam AND r.deleted_at IS NULL AND t.qualified = 1 AND s.review_mode = 'post' AND r.review <> 'pass' AND :now <> '' AND :due_id = 0 AND "
	SCOPE_SQL " ORDER BY r.reg_no";

static const char review_cause[] = "review";

/* A row, understood. */
struct decision {
	const char *word, *reason, *by;
	char at[TIME_SIZE];
	size_t at_precision; /* characters of at that were said: 0 none, 10 the day, 19 the time */
};

static const char *
word_decision(const char *s)
{
	static const struct {
		const char *said, *kept;
	} words[] = { { "pass", "pass" }, { "通过", "pass" }, { "合格", "pass" }, { "fail", "fail" }, { "不通过", "fail" },
		{ "不合格", "fail" }, { "return", "return" }, { "退回", "return" }, { "absent", "absent" }, { "缺席", "absent" }, { "未到", "absent" } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(s, words[i].said) == 0)
			return words[i].kept;
	return NULL;
}

/* As the operator reads it. */
static const char *
decision_shown(const char *word)
{
	return strcmp(word, "pass") == 0 ? L("pass", "通过") : strcmp(word, "fail") == 0 ? L("fail", "不通过") :
	    strcmp(word, "return") == 0 ? L("return", "退回") : L("absent", "缺席");
}

static void
read_time(struct rec *r, struct decision *d)
{
	const char *s = r->v[I_TIME];
	int64_t seconds;

	snprintf(d->at, sizeof d->at, "%s", r->run->now);
	d->at_precision = 0;
	if (*s == '\0')
		return;
	if (!time_parse(s, &seconds)) {
		fault(r, I_TIME, "TIME_FORM", L("%s: a time like 2025-08-20T10:00:00, or a date", "%s: 应为 2025-08-20T10:00:00 形式的时间或日期"), s);
		return;
	}
	time_text(seconds, d->at);
	d->at_precision = strlen(s) <= 10 ? 10 : 19;
	if (strncmp(d->at, r->run->now, 10) > 0)
		fault(r, I_TIME, "TIME_FUTURE", L("%s: after today (%.10s)", "%s: 晚于今天 (%.10s)"), s, r->run->now);
}

static bool
read_row(struct rec *r, struct decision *d)
{
	*d = (struct decision){ .reason = r->v[I_REASON], .by = r->v[I_BY] };
	if (*d->by == '\0')
		d->by = *r->run->operator_name != '\0' ? r->run->operator_name : r->run->login;
	read_time(r, d);
	if (closing) {
		d->word = "absent";
		return true;
	}
	d->word = word_decision(r->v[I_DECISION]);
	if (*r->v[I_DECISION] == '\0')
		fault(r, I_DECISION, "MISSING", "%s", L("decision is required: pass, fail, return or absent", "审核结论必填: 通过、不通过、退回 或 缺席 (pass, fail, return, absent)"));
	else if (d->word == NULL)
		fault(r, I_DECISION, "DECISION_WORD", L("%s: pass, fail, return, absent (通过, 不通过, 退回, 缺席)",
		    "%s: 应为 通过、不通过、退回、缺席 (pass, fail, return, absent)"), r->v[I_DECISION]);
	else if (*d->reason == '\0' && (strcmp(d->word, "fail") == 0 || strcmp(d->word, "return") == 0))
		fault(r, I_REASON, "MISSING", L("%s needs a reason: the candidate is told it", "%s须填原因: 将告知考生"), decision_shown(d->word));
	return d->word != NULL;
}

static void
check(struct rec *r)
{
	struct decision d;

	read_row(r, &d);
}

/* ---- may it be decided now? */

static void
not_due(struct rec *r, const struct registration *reg, const char *why)
{
	fault(r, I_REG_NO, "NOT_DUE", L("%s is %s: %s", "%s 的状态为“%s”: %s"), reg->reg_no, term(TERM_STATE, reg->state), why);
}

/* Who was found not eligible may show people, before paying, that it is not so, wherever others are reviewed. */
static bool
objects(const struct registration *reg)
{
	return strcmp(reg->state, "rejected") == 0 && strcmp(reg->outcome, "ineligible") == 0 && *reg->confirmed_at != '\0' && *reg->paid_at == '\0';
}

static void
check_due(struct rec *r, const struct registration *reg)
{
	bool rejected = strcmp(reg->state, "rejected") == 0;

	if (objects(reg))
		return;
	if (strcmp(reg->review_mode, "post") == 0) {
		/* or was voided when an earlier review was closed: a pass takes that back */
		if (strcmp(reg->state, "passed") != 0 && !(rejected && *reg->paid_at != '\0') && !correction_stands(reg->id, review_cause))
			not_due(r, reg, L("here papers are reviewed after the results, of those who have passed everything", "本地实行考后审核, 仅审核各科合格人员"));
	} else if (strcmp(reg->review_mode, "pre") != 0) {
		not_due(r, reg, L("setting review_mode is none: nobody is reviewed", "review_mode 为 none: 不进行资格审核"));
	} else if (*reg->paid_at != '\0') {
		not_due(r, reg, L("paid: the decision stands", "已缴费: 审核结论不再变更"));
	} else if (*reg->confirmed_at == '\0') {
		not_due(r, reg, L("only confirmed registrations are reviewed: reg-confirm first", "只审核已确认的报名: 请先 reg-confirm"));
	}
}

/* --close comes when the reviewing is over, never before it has begun. */
static void
check_window(struct rec *r, const struct registration *reg)
{
	const char *next, *last;
	bool open = window_open(reg->exam, reg->province, "review", r->run->now, &next, &last);

	if (objects(reg) && window_open(reg->exam, reg->province, "confirmation", r->run->now, NULL, NULL))
		return;
	if (!closing || (!open && *last == '\0'))
		need_window(r, I_REG_NO, reg->exam, reg->province, "review");
	else if (open)
		warning(r, I_REG_NO, "REVIEW_OPEN", L("the review window is open until %s: a later decision replaces this one", "审核窗口至 %s 才截止: 之后的结论将取代本条"),
		    window_close(reg->exam, reg->province, "review", r->run->now));
}

/* ---- the education record that was seen */

/* The record that edu_cert_no names; where it names none, the person's only one if it is what people had to look at. NULL: none. */
static const struct education *
record_seen(struct rec *r, const struct registration *reg)
{
	static struct education record[16];
	size_t n = education_of(reg->person_id, record, 16), of_kind = 0;
	const struct education *only = NULL;
	bool looked_at = *reg->outcome == '\0' || strstr(reg->outcome_codes, "EDU_") != NULL || strstr(reg->outcome_codes, "NAME_DIFFERS") != NULL;

	for (size_t i = 0; i < n && i < 16; i++) {
		if (*r->v[I_EDU_CERT_NO] != '\0' && strcmp(record[i].cert_no, r->v[I_EDU_CERT_NO]) == 0)
			return &record[i];
		if (strcmp(record[i].kind, "education") == 0 && of_kind++ == 0)
			only = &record[i];
	}
	if (*r->v[I_EDU_CERT_NO] != '\0')
		fault(r, I_EDU_CERT_NO, "EDU_UNKNOWN", L("%s: the candidate has no record with this certificate number", "%s: 该考生没有此证书编号的学历学位记录"),
		    r->v[I_EDU_CERT_NO]);
	return of_kind == 1 && looked_at ? only : NULL;
}

/* ---- decisions */

static void
bind_said(struct stmt *s, const struct rec *r, const struct registration *reg, const struct decision *d)
{
	db_int(s, ":id", reg->id);
	db_text(s, ":decision", d->word);
	db_text(s, ":reason", d->reason);
	db_text(s, ":documents", r->v[I_DOCUMENTS]);
	db_text(s, ":edu", r->v[I_EDU_CERT_NO]);
	db_text(s, ":by", d->by);
}

/* A row without a time that was recorded before the decision that stands: an old file that runs again, not a second change of mind. */
static bool
decided_since(struct rec *r, const struct registration *reg, const struct decision *d)
{
	struct stmt *s = &q[Q_BEFORE];

	if (d->at_precision > 0 || closing)
		return false;
	bind_said(s, r, reg, d);
	if (!db_row(s))
		return false;
	warning(r, I_DECISION, "DECIDED_SINCE", L("%s: this was recorded on %s; since then %s has decided %s (%s), which stands: to decide so again, "
	    "give its time (column time) or another reason", "%s: 该结论已于 %s 登记, 此后 %s 另作结论 %s (%s), 以其为准: 如确需再次改变, 请填写 time 列或不同的 reason"),
	    reg->reg_no, db_col(s, 0), db_col(s, 2), decision_shown(db_col(s, 1)), db_col(s, 3));
	db_reset(s);
	return true;
}

/* The same decision again: with its time, or as the one that stands. */
static bool
known(struct rec *r, const struct registration *reg, const struct decision *d, bool *older)
{
	const char *const said[] = { d->word, d->reason, r->v[I_DOCUMENTS], r->v[I_EDU_CERT_NO], d->by };
	bool same = false;

	*older = false;
	db_int(&q[Q_LAST], ":id", reg->id);
	if (db_row(&q[Q_LAST])) {
		same = d->at_precision == 0;
		for (int i = 0; i < 5; i++)
			same = same && strcmp(db_col(&q[Q_LAST], i), said[i]) == 0;
		*older = d->at_precision > 0 && strncmp(d->at, db_col(&q[Q_LAST], 5), d->at_precision) < 0;
		db_reset(&q[Q_LAST]);
	}
	if (same)
		return true;
	bind_said(&q[Q_SAME], r, reg, d);
	db_text(&q[Q_SAME], ":at", d->at);
	return db_int1(&q[Q_SAME], 0) > 0 || decided_since(r, reg, d);
}

/* Who is absent knows it. */
static void
tell(struct rec *r, const struct registration *reg, const struct decision *d)
{
	if (strcmp(d->word, "pass") == 0)
		message_queue_reviewed(reg->id, r->run->now, r->run->batch_id);
	else if (strcmp(d->word, "absent") != 0)
		message_queue("review_failed", reg->id, d->reason, r->run->now, r->run->batch_id);
}

static void
record_decision(struct rec *r, const struct registration *reg, const struct decision *d, bool older, const struct education *seen)
{
	char detail[256];

	bind_said(&q[Q_ADD], r, reg, d);
	db_text(&q[Q_ADD], ":at", d->at);
	db_int(&q[Q_ADD], ":run", r->run->batch_id);
	db_do(&q[Q_ADD]);
	if (older) {
		warning(r, I_TIME, "LATER_STANDS", L("%s: a later decision stands (%s of %s); this one is kept beside it",
		    "%s: 已有较晚的结论 (%s, %s), 以其为准; 本条仅存档"), d->at, decision_shown(reg->review), reg->reviewed_at);
	} else {
		db_text(&q[Q_STAND], ":decision", d->word);
		db_text(&q[Q_STAND], ":at", d->at);
		db_int(&q[Q_STAND], ":id", reg->id);
		db_do(&q[Q_STAND]);
	}
	if (seen != NULL)
		education_verified(reg->person_id, seen, "onsite", d->at);
	if (!older)
		tell(r, reg, d);
	snprintf(detail, sizeof detail, "%s by %s at %s", d->word, d->by, d->at);
	audit_act(r->run, "review", reg->reg_no, detail);
}

static void
answer(struct rec *r, const struct registration *reg)
{
	put(r, O_REG_NO, reg->reg_no);
	db_int(&q[Q_STATE], ":id", reg->id);
	db_row(&q[Q_STATE]);
	put(r, O_STATE, db_col(&q[Q_STATE], 0));
	put(r, O_DECISION, db_col(&q[Q_STATE], 1));
	db_reset(&q[Q_STATE]);
	db_int(&q[Q_LAST], ":id", reg->id);
	if (db_row(&q[Q_LAST])) {
		put(r, O_REASON, db_col(&q[Q_LAST], 1));
		db_reset(&q[Q_LAST]);
	}
}

/* ---- what follows for a published exam */

static const struct exam *corrected[64]; /* whose digest is to be made anew */
static size_t ncorrected;

static void
note_corrected(struct rec *r, const struct registration *reg, const char *action, const char *why)
{
	size_t i = 0;

	audit_act(r->run, action, reg->reg_no, why);
	while (i < ncorrected && corrected[i] != reg->exam)
		i++;
	if (i == sizeof corrected / sizeof *corrected)
		bug("more than %zu exams", i);
	corrected[i] = reg->exam;
	ncorrected += i == ncorrected;
}

static struct correction
ground(struct rec *r, const char *reason)
{
	return (struct correction){ review_cause, reason, r->run->login, r->run->now, r->run->batch_id };
}

/* Who is not eligible, or did not do what the office asked: the scores do not count (成绩无效, rules.md 29). Of who did not come the place
 * decides: void, or the certificate is withheld until they do. */
static bool
invalidate(struct rec *r, const struct registration *reg, const char *decision, const char *reason)
{
	const char *setting = setting_text(reg->exam, reg->province, "post_absent");
	bool absent = strcmp(decision, "absent") == 0;
	/* the candidate reads it, whoever runs the tool */
	static const char told_absent[] = "未按要求参加考后资格复核, 成绩无效";

	if (absent && (setting == NULL || strcmp(setting, "void") != 0))
		return false;
	struct correction c = ground(r, absent ? told_absent : reason);

	if (!correction_void(reg->id, &c))
		return false;
	note_corrected(r, reg, "invalidate", c.reason);
	if (absent)
		message_queue("review_failed", reg->id, told_absent, r->run->now, r->run->batch_id);
	return true;
}

static void
reinstate(struct rec *r, const struct registration *reg, const struct decision *d)
{
	struct correction c = ground(r, d->reason);

	if (strcmp(d->word, "pass") == 0 && correction_restore(reg->id, &c))
		note_corrected(r, reg, "reinstate", d->reason);
}

static void
end(struct run *run)
{
	for (size_t i = 0; i < ncorrected; i++) {
		char before[HASH_HEX], after[HASH_HEX], detail[2 * HASH_HEX + 16];

		publication_renew(corrected[i]->id, before, after);
		snprintf(detail, sizeof detail, "%s -> %s", before, after);
		audit_act(run, "publication", corrected[i]->key, detail);
	}
}

/* Whose reviewer has failed them, or has noted that they did not come, before the review was closed. */
static enum verdict
close_decided(struct rec *r, const struct registration *reg)
{
	char reason[512] = "";

	db_int(&q[Q_LAST], ":id", reg->id);
	if (db_row(&q[Q_LAST])) {
		snprintf(reason, sizeof reason, "%s", db_col(&q[Q_LAST], 1));
		db_reset(&q[Q_LAST]);
	}
	check_window(r, reg);
	bool changed = !faulty(r) && invalidate(r, reg, reg->review, reason);

	if (faulty(r) || (!changed && r->again == NULL))
		return SKIPPED;
	answer(r, reg);
	return changed ? CHANGED : UNCHANGED;
}

static enum verdict
apply(struct rec *r)
{
	struct registration reg;
	struct decision d;
	const struct education *seen = NULL;
	bool older = false, readable = read_row(r, &d);

	if (!live_registration(r, I_REG_NO, &reg))
		return UNCHANGED;
	if (closing && strcmp(reg.review, "pass") == 0)
		return SKIPPED; /* since the list of the undecided was made */
	if (closing && (strcmp(reg.review, "fail") == 0 || strcmp(reg.review, "absent") == 0))
		return close_decided(r, &reg);
	if (readable && !faulty(r) && known(r, &reg, &d, &older)) {
		answer(r, &reg);
		return UNCHANGED;
	}
	check_due(r, &reg);
	check_window(r, &reg);
	if ((readable && strcmp(d.word, "pass") == 0) || *r->v[I_EDU_CERT_NO] != '\0')
		seen = record_seen(r, &reg);
	if (faulty(r))
		return UNCHANGED;
	record_decision(r, &reg, &d, older, strcmp(d.word, "pass") == 0 ? seen : NULL);
	if (closing)
		invalidate(r, &reg, d.word, d.reason);
	else if (!older)
		reinstate(r, &reg, &d);
	answer(r, &reg);
	return CHANGED;
}

static int arguments;

static void
start(struct run *run)
{
	bool files = optind < arguments;

	if (closing && files)
		die_usage("%s", L("--close reads no FILE", "--close 不读取 FILE"));
	if (closing && run->exam == NULL)
		die_usage("%s", L("-e CODE-YEAR is required", "须用 -e 指明考试"));
	if (!closing && !files && isatty(STDIN_FILENO))
		die_usage("%s", L("no FILE, no --close, and standard input is a terminal", "没有 FILE 或 --close, 标准输入又是终端"));
	run->all = closing; /* a list in place of a stream */
	run->due = closing ? due_close : NULL;
	db_prepare(q, Q_COUNT);
}

static const struct tool tool = {
	.name = "elig-review",
	.synopsis = "[options] [--close] [FILE ...]",
	.does_en = "record reviewers' decisions on candidates' papers",
	.does_zh = "登记资格审核结论",
	.opts = opts,
	.flags = TOOL_OPTIONAL_STREAM,
	.writes = "registration review education message correction score result publication",
	.roles = "district reviewer",
	.in = in,
	.out = out,
	.start = start,
	.check = check,
	.apply = apply,
	.end = end,
};

int
main(int argc, char **argv)
{
	arguments = argc;
	return tool_main(&tool, argc, argv);
}
