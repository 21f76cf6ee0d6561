/* SPDX-License-Identifier: MIT
 * elig-verify: who may sit the examination, and what of it people must still look at: the
 * routes that are law, the education and the population registry's answers, the commitment. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "frame/live.h"
#include "elig.h"
#include "store/db.h"
#include "store/message.h"
#include "stream/csvout.h"
#include "stream/outfile.h"
#include "value/text.h"

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

enum { Q_PERSON, Q_ASKED, Q_IDENTITY, Q_OUTCOME, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_PERSON] = { "SELECT name_key, identity FROM person WHERE id = :person", NULL },
	[Q_ASKED] = { "SELECT EXISTS (SELECT 1 FROM person WHERE identity <> '') /*scan*/", NULL },
	[Q_IDENTITY] = { "UPDATE person SET identity = :identity, identity_at = :now WHERE id = :person", NULL },
	[Q_OUTCOME] = { "UPDATE registration SET outcome = :outcome, outcome_route = :route, outcome_codes = :codes, outcome_at = :now "
		"WHERE id = :id", NULL },
};

static const char *const verified_word[] = { [NO_ANSWER] = "", [MATCH] = "registry", [MISMATCH] = "mismatch", [NONE] = "none",
	[OTHER_NAME] = "name_differs" };
static const char *const identity_word[] = { [NO_ANSWER] = "", [MATCH] = "match", [MISMATCH] = "mismatch", [NONE] = "none" };

static struct outfile *questions;
static int64_t nquestions;

/* ---- questions */

static void
ask(const char *cert_no, const struct registration *reg)
{
	static const struct csvstyle style = { false, false };
	struct buf line = BUF_INIT;

	csvout_row(&line, &style, (const char *const[]){ cert_no, reg->name, reg->id_no }, 3);
	fwrite(line.ptr, 1, line.len, outfile_stream(questions));
	buf_release(&line);
	nquestions++;
}

static void
ask_all(const struct candidate *c)
{
	for (size_t i = 0; i < c->nrecord; i++)
		if (*c->verified[i] == '\0' && record_in_range(c->reg, &c->record[i]))
			ask(c->record[i].cert_no, c->reg);
	/* the population registry knows identity cards */
	if (*c->identity == '\0' && strcmp(c->reg->id_type, "01") == 0)
		ask("", c->reg);
}

/* ---- a registration */

/* It takes what is filled or confirmed, and what an earlier run of its own has moved on. */
static bool
due(struct rec *r, const struct registration *reg)
{
	bool own = *reg->review == '\0' && (strcmp(reg->state, "reviewed") == 0 || strcmp(reg->state, "rejected") == 0);

	if (strcmp(reg->state, "filled") == 0 || strcmp(reg->state, "confirmed") == 0 || own)
		return true;
	fault(r, I_REG_NO, "NOT_DUE", L("%s is %s: only filled and confirmed registrations are verified", "%s 的状态为 %s: 只核验已填报或已确认的报名"),
	    reg->reg_no, reg->state);
	return false;
}

/* Put this run's answers beside what is known, and write what is new. True: something was. */
static bool
learn(struct rec *r, struct candidate *c)
{
	static struct buf name_key;
	const struct registration *reg = c->reg;
	bool changed = false;

	db_int(&q[Q_PERSON], ":person", reg->person_id);
	db_row(&q[Q_PERSON]);
	buf_clear(&name_key);
	buf_str(&name_key, db_col(&q[Q_PERSON], 0));
	enum answer known = NO_ANSWER, said = answer_identity(buf_text(&name_key), reg->id_no);

	for (int i = MATCH; i <= NONE; i++)
		if (strcmp(db_col(&q[Q_PERSON], 1), identity_word[i]) == 0)
			known = (enum answer)i;
	db_reset(&q[Q_PERSON]);
	c->identity = identity_word[said != NO_ANSWER ? said : known];
	c->identity_asked = identity_asked;
	if (said != NO_ANSWER && said != known) {
		db_text(&q[Q_IDENTITY], ":identity", c->identity);
		db_text(&q[Q_IDENTITY], ":now", r->run->now);
		db_int(&q[Q_IDENTITY], ":person", reg->person_id);
		db_do(&q[Q_IDENTITY]);
		changed = true;
	}
	for (size_t i = 0; i < c->nrecord; i++) {
		const struct education *e = &c->record[i];
		enum answer about = answer_edu(e->cert_no, buf_text(&name_key), reg->id_no);

		c->verified[i] = e->verified;
		/* what was checked once stays checked; outside its range the registry's word is not enough (rules.md 17) */
		if (about == NO_ANSWER || strcmp(e->verified, "registry") == 0 || strcmp(e->verified, "onsite") == 0 ||
		    strcmp(e->verified, verified_word[about]) == 0 || !record_in_range(reg, e))
			continue;
		c->verified[i] = verified_word[about];
		education_verified(reg->person_id, e, c->verified[i], r->run->now);
		changed = true;
	}
	return changed;
}

static const char *
outcome_of(const struct registration *reg, const struct judgement *j)
{
	const char *manual = setting_text(reg->exam, reg->province, "manual_check");

	if (!j->eligible)
		return "ineligible";
	if (j->codes.len == 0)
		return "auto";
	return !j->onsite && manual != NULL && strcmp(manual, "online") == 0 ? "online" : "onsite";
}

static bool
store(struct rec *r, const struct registration *reg, const struct judgement *j, const char *outcome)
{
	if (strcmp(reg->outcome, outcome) == 0 && strcmp(reg->outcome_route, j->route) == 0 &&
	    strcmp(reg->outcome_codes, buf_text(&j->codes)) == 0)
		return false;
	db_text(&q[Q_OUTCOME], ":outcome", outcome);
	db_text(&q[Q_OUTCOME], ":route", j->route);
	db_text(&q[Q_OUTCOME], ":codes", buf_text(&j->codes));
	db_text(&q[Q_OUTCOME], ":now", r->run->now);
	db_int(&q[Q_OUTCOME], ":id", reg->id);
	db_do(&q[Q_OUTCOME]);
	return true;
}

/* What counts, from confirmation on. Why it is refused is said in Chinese, whoever runs the tool. */
static void
tell(struct rec *r, const struct registration *reg, struct judgement *j)
{
	if (*reg->confirmed_at == '\0')
		return;
	if (j->eligible)
		message_queue_reviewed(reg->id, r->run->now, r->run->batch_id);
	else
		message_queue("review_failed", reg->id, buf_text(&j->told), r->run->now, r->run->batch_id);
}

static enum verdict
apply(struct rec *r)
{
	static struct judgement j;
	struct registration reg;
	struct education record[RECORDS_MAX];

	if (!live_registration(r, I_REG_NO, &reg))
		return UNCHANGED;
	if (!due(r, &reg))
		return UNCHANGED;
	size_t n = education_of(reg.person_id, record, RECORDS_MAX);
	struct candidate c = { .reg = &reg, .record = record, .nrecord = n < RECORDS_MAX ? n : RECORDS_MAX };
	bool changed = learn(r, &c);

	if (questions != NULL)
		ask_all(&c);
	judge(r->run, &c, &j);
	const char *outcome = outcome_of(&reg, &j);

	if (store(r, &reg, &j, outcome)) {
		changed = true;
		tell(r, &reg, &j);
	}
	if (!j.eligible) {
		if (changed) /* refused as a record, and yet a finding that is kept */
			run_digest(r->run, reg.reg_no);
		fault(r, I_REG_NO, "INELIGIBLE", "%s", buf_text(&j.message));
		return UNCHANGED;
	}
	put(r, O_REG_NO, reg.reg_no);
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
	if (query && strcmp(query_file, "-") == 0)
		die_usage("%s", L("-o: a file, not standard output: it holds personal data whole", "-o: 须为文件, 不能是标准输出: 内含完整个人信息"));
	db_prepare(q, Q_COUNT);
	if (edu_file != NULL)
		answers_read_edu(run, edu_file);
	if (identity_file != NULL)
		answers_read_identity(run, identity_file);
	identity_asked = identity_file != NULL || db_int1(&q[Q_ASKED], 0) != 0;
}

static void
begin(struct run *run)
{
	if (!query || run->dry_run) /* the questions are personal data whole: they are not written without the audit entry */
		return;
	questions = outfile_begin(query_file);
	if (questions == NULL)
		refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), query_file, strerror(errno));
	fputs("edu_cert_no,name,id_no\n", outfile_stream(questions));
}

static void
end(struct run *run)
{
	char detail[64];

	if (questions == NULL)
		return;
	if (run->strict && run->rejected > 0) {
		outfile_abort(questions);
		return;
	}
	snprintf(detail, sizeof detail, "questions=%lld", (long long)nquestions);
	audit_act(run, "query", query_file, detail);
	if (!outfile_commit(questions))
		refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), query_file, strerror(errno));
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
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
