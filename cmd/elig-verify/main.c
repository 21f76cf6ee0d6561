/* SPDX-License-Identifier: MIT
 * elig-verify: who may sit the examination, and what of it people must still look at: the
 * routes that are law, the education and the population registry's answers, the commitment. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "elig.h"
#include "frame/export.h"
#include "frame/live.h"
#include "frame/tool.h"
#include "store/db.h"
#include "store/message.h"
#include "value/term.h"

static const char *edu_file, *identity_file, *query_file;
static bool identity_asked; /* an office without access to the population registry is not held up by its silence */
static bool query;

static const struct opt opts[] = {
	OPT_TEXT(0, "edu", &edu_file, "FILE", "the education registry's answers", "学历学位核验结果"),
	OPT_TEXT(0, "identity", &identity_file, "FILE", "the population registry's answers", "身份核验结果"),
	OPT_FLAG(0, "query", &query, "write what no registry has answered yet to the file of -o (audited)", "把尚无核验结果的写入 -o 所指文件 (记入审计)"),
	OPT_TEXT('o', "output", &query_file, "FILE", "with --query: the questions", "与 --query 合用: 待核验文件"),
	OPT_END
};

enum { I_REG_NO };
static const struct incol in[] = { [I_REG_NO] = { "reg_no", true }, { NULL, false } };

enum { O_REG_NO, O_OUTCOME, O_ROUTE, O_CODES };
static const char *const out[] = { "reg_no", "outcome", "route", "codes", NULL };

enum { Q_FIND, Q_STATE, Q_ASKED, Q_IDENTITY, Q_OUTCOME, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	/* everything in one look: a run may have a million registrations. Where no reviewer has decided and nothing is paid it is filled,
	 * confirmed, or where an earlier run of this tool has moved it on to (registration_state) */
	[Q_FIND] = { "SELECT r.id, r.person_id, r.exam_id, coalesce(r.work_years, 0), coalesce(r.pro_years, 0), r.deleted_at IS NOT NULL, "
		"r.confirmed_at IS NOT NULL, r.review = '' AND r.paid_at IS NULL, r.reg_no, r.province, r.level, r.pledge, r.prior_cert, r.prior_cert_date, "
		"r.outcome, r.outcome_route, r.outcome_codes, p.name, p.name_key, p.id_type, p.id_no, p.id_key, p.birth, p.identity, "
		"coalesce((SELECT v.decision <> 'pass' FROM review v WHERE v.registration_id = r.id ORDER BY v.id DESC LIMIT 1), 0), "
		"r.review = 'pass' OR r.paid_at IS NOT NULL "
		"FROM registration r JOIN person p ON p.id = r.person_id WHERE r.reg_no = :reg_no", NULL },
	[Q_STATE] = { "SELECT state FROM registration_state WHERE registration_id = :id", NULL },
	[Q_ASKED] = { "SELECT EXISTS (SELECT 1 FROM person WHERE identity <> '') /*scan*/", NULL },
	[Q_IDENTITY] = { "UPDATE person SET identity = :identity, identity_at = :now WHERE id = :person", NULL },
	[Q_OUTCOME] = { "UPDATE registration SET outcome = :outcome, outcome_route = :route, outcome_codes = :codes, outcome_at = :now "
		"WHERE id = :id", NULL },
};

static const char *const verified_word[] = { [NO_ANSWER] = "", [MATCH] = "registry", [MISMATCH] = "mismatch", [NONE] = "none",
	[OTHER_NAME] = "name_differs" };
static const char *const identity_word[] = { [NO_ANSWER] = "", [MATCH] = "match", [MISMATCH] = "mismatch", [NONE] = "none" };

static const char *const question[] = { "edu_cert_no", "name", "id_no" };
enum { QUESTION = sizeof question / sizeof *question };

static struct export *questions;
static int64_t nquestions;

/* ---- questions */

static void
ask(const char *cert_no, const struct candidate *c)
{
	export_row(questions, (const char *const[QUESTION]){ cert_no, c->name, c->id_no });
	nquestions++;
}

static void
ask_all(const struct candidate *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (*c->verified[i] == '\0' && c->in_range[i])
			ask(c->record[i].cert_no, c);
	/* the population registry knows identity cards */
	if (*c->identity == '\0' && strcmp(c->id_type, "01") == 0)
		ask("", c);
}

/* ---- a registration */

static void
not_due(struct rec *r, const struct candidate *c)
{
	db_int(&q[Q_STATE], ":id", c->id);
	db_row(&q[Q_STATE]);
	fault(r, I_REG_NO, "NOT_DUE", L("%s is %s: only filled and confirmed registrations are verified", "%s 的状态为 %s: 只核验已填报或已确认的报名"),
	    c->reg_no, term(TERM_STATE, db_col(&q[Q_STATE], 0)));
	db_reset(&q[Q_STATE]);
}

/* It has moved on since it was verified: what was found then is the answer, and nothing is judged anew. Who was not eligible, and whom no
 * reviewer has let through either, is refused as then. */
static void
moved_on(struct rec *r, const struct candidate *c)
{
	if (strcmp(c->outcome, "ineligible") == 0 && !c->let_through) {
		fault(r, I_REG_NO, "INELIGIBLE", L("found not eligible when it was verified (route %s: %s)", "核验时不符合报考条件 (条件 %s: %s)"), c->route, c->codes);
		return;
	}
	put(r, O_REG_NO, c->reg_no);
	put(r, O_OUTCOME, c->outcome);
	put(r, O_ROUTE, c->route);
	put(r, O_CODES, c->codes);
}

/* The registration that the record names; false with a fault, or where it has moved on. Its strings live until the next call. */
static bool
find(struct rec *r, struct candidate *c)
{
	static struct arena memory;
	struct stmt *s = &q[Q_FIND];
	const char *text[16];

	db_text_kept(s, ":reg_no", r->v[I_REG_NO]);
	if (!db_row(s)) {
		reg_unknown(r, I_REG_NO);
		return false;
	}
	arena_clear(&memory);
	for (int i = 0; i < 16; i++) {
		const char *v = db_col(s, i + 8);

		text[i] = *v == '\0' ? "" : arena_strdup(&memory, v);
	}
	bool deleted = db_col_int(s, 5), due = db_col_int(s, 7);

	*c = (struct candidate){ .id = db_col_int(s, 0), .person_id = db_col_int(s, 1), .exam = exam_by_id(db_col_int(s, 2)),
		.work_years = (int)db_col_int(s, 3), .pro_years = (int)db_col_int(s, 4), .confirmed = db_col_int(s, 6),
		.refused_before = db_col_int(s, 24), .let_through = db_col_int(s, 25), .reg_no = text[0],
		.level = text[2], .pledge = text[3], .prior_cert = text[4], .prior_cert_date = text[5], .outcome = text[6], .route = text[7],
		.codes = text[8], .name = text[9], .name_key = text[10], .id_type = text[11], .id_no = text[12], .id_key = text[13],
		.birth = text[14], .identity = text[15] };
	db_reset(s);
	c->place = place_of(r->run, c->exam, text[1]);
	if (deleted)
		fault(r, I_REG_NO, "REG_DELETED", L("%s is deleted", "%s 已删除"), c->reg_no);
	else if (!due && *c->outcome == '\0')
		not_due(r, c);
	else if (!due)
		moved_on(r, c);
	return !deleted && due;
}

/* The population registry's answer of this run. True: it is new. */
static bool
learn_identity(struct rec *r, struct candidate *c)
{
	enum answer said = identity_file != NULL ? answer_identity(c->name_key, c->id_no) : NO_ANSWER;

	if (said == NO_ANSWER || strcmp(c->identity, identity_word[said]) == 0)
		return false;
	c->identity = identity_word[said];
	db_text(&q[Q_IDENTITY], ":identity", c->identity);
	db_text(&q[Q_IDENTITY], ":now", r->run->now);
	db_int(&q[Q_IDENTITY], ":person", c->person_id);
	db_do(&q[Q_IDENTITY]);
	return true;
}

/* The education registry's. */
static bool
learn_education(struct rec *r, struct candidate *c)
{
	bool changed = false;

	for (size_t i = 0; i < c->n && edu_file != NULL; i++) {
		const struct education *e = &c->record[i];
		enum answer about = answer_edu(e->cert_no, c->name_key, c->id_no);

		/* what was checked once stays checked; outside its range the registry's word is not enough (rules.md 17) */
		if (about == NO_ANSWER || c->facts[i].state == ELIG_CHECKED || strcmp(e->verified, verified_word[about]) == 0 || !c->in_range[i])
			continue;
		candidate_verified(c, i, verified_word[about]);
		education_verified(c->person_id, e, c->verified[i], r->run->now);
		changed = true;
	}
	return changed;
}

static const char *
outcome_of(const struct candidate *c, const struct judgement *j)
{
	if (!j->eligible)
		return "ineligible";
	if (j->codes.len == 0)
		return "auto";
	return !j->onsite && strcmp(c->place->manual, "online") == 0 ? "online" : "onsite";
}

static bool
store(struct rec *r, const struct candidate *c, const struct judgement *j, const char *outcome)
{
	struct stmt *s = &q[Q_OUTCOME];

	if (strcmp(c->outcome, outcome) == 0 && strcmp(c->route, j->route) == 0 && strcmp(c->codes, buf_text(&j->codes)) == 0)
		return false;
	db_text_kept(s, ":outcome", outcome);
	db_text_kept(s, ":route", j->route);
	db_text_kept(s, ":codes", buf_text(&j->codes));
	db_text_kept(s, ":now", r->run->now);
	db_int(s, ":id", c->id);
	db_do(s);
	return true;
}

/* What counts, from confirmation on. Why it is refused is said in Chinese, whoever runs the tool. */
static void
tell(struct rec *r, const struct candidate *c, struct judgement *j)
{
	if (!c->confirmed)
		return;
	if (j->eligible && j->codes.len == 0)
		message_queue_reviewed(c->id, r->run->now, r->run->batch_id);
	else if (!j->eligible)
		message_queue("review_failed", c->id, buf_text(&j->told), r->run->now, r->run->batch_id);
}

static enum verdict
apply(struct rec *r)
{
	static struct judgement j;
	static struct candidate c;

	if (!find(r, &c))
		return UNCHANGED;
	size_t n = education_of(c.person_id, c.record, RECORDS_MAX);

	c.n = n < RECORDS_MAX ? n : RECORDS_MAX;
	candidate_records(&c);
	bool changed = learn_identity(r, &c) | learn_education(r, &c);

	if (questions != NULL)
		ask_all(&c);
	judge(r->run, &c, identity_asked, &j);
	const char *outcome = outcome_of(&c, &j);

	if (store(r, &c, &j, outcome)) {
		changed = true;
		tell(r, &c, &j);
	}
	if (!j.eligible) {
		if (changed) /* refused as a record, and yet a finding that is kept */
			run_digest(r->run, c.reg_no);
		fault(r, I_REG_NO, "INELIGIBLE", "%s", buf_text(&j.message));
		return UNCHANGED;
	}
	put(r, O_REG_NO, c.reg_no);
	put(r, O_OUTCOME, outcome);
	put(r, O_ROUTE, j.route);
	put(r, O_CODES, buf_text(&j.codes));
	return changed ? CHANGED : UNCHANGED;
}

/* ---- the run */

static void
start(struct run *run)
{
	if (query != (query_file != NULL))
		die_usage("%s", L("--query and -o FILE go together", "--query 与 -o FILE 须同时给出"));
	if (query)
		export_named(query_file, "");
	db_prepare(q, Q_COUNT);
	if (edu_file != NULL)
		answers_read_edu(run, edu_file);
	if (identity_file != NULL)
		answers_read_identity(run, identity_file);
	if (query)
		questions = export_begin(run, query_file, question, QUESTION);
}

static void
begin(struct run *run)
{
	(void)run;
	identity_asked = identity_file != NULL || db_int1(&q[Q_ASKED], 0) != 0; /* another run may just have brought the first answers */
}

static void
end(struct run *run)
{
	char hex[HASH_HEX], detail[128];

	if (questions == NULL)
		return;
	export_end(questions, hex);
	snprintf(detail, sizeof detail, "questions=%lld sha256=%s", (long long)nquestions, hex);
	audit_act(run, "query", query_file, detail);
}

/* The questions are personal data whole: they take their place when the audit entry is committed. */
static bool
after(struct run *run, bool committed)
{
	(void)run, (void)committed;
	return questions == NULL || export_commit(questions);
}

static const struct tool tool = {
	.name = "elig-verify",
	.synopsis = "[options] [--edu FILE] [--identity FILE] [--query -o FILE] [FILE ...]",
	.does_en = "verify who is eligible, by the routes and the registries' answers",
	.does_zh = "资格核验: 按报考条件与学历、身份核验结果",
	.opts = opts,
	.flags = TOOL_ALL,
	.writes = "registration education person message",
	.roles = "district reviewer",
	.in = in,
	.out = out,
	.start = start,
	.begin = begin,
	.apply = apply,
	.end = end,
	.after = after,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
