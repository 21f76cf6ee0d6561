/* SPDX-License-Identifier: MIT
 * user-recover counter: a clerk gives an account back to who comes with the document, or sends somebody with both persons'. */
#include <stdio.h>
#include <string.h>

#include "frame/live.h"
#include "recover.h"
#include "rule/amendment.h"
#include "store/db.h"
#include "store/definition.h"
#include "store/person.h"

enum { I_DOCUMENTS = C_FIRST, I_PROXY_NAME, I_PROXY_ID_NO };
static const struct incol in[] = {
	[C_NAME] = { "name", true }, [C_ID_TYPE] = { "id_type", false }, [C_ID_NO] = { "id_no", true }, [I_DOCUMENTS] = { "documents", true },
	[I_PROXY_NAME] = { "proxy_name", false }, [I_PROXY_ID_NO] = { "proxy_id_no", false }, { NULL, false }
};
static const char *const out[] = { "name", "id_type", "id_no", "username", "password", "result", NULL };

/* The document and a copy of it; a proxy brings his own too (rules.md (a) B 16: Beijing, 2018-01-23, I). */
static const struct policy_row rule = { .exam = "*", .province = "*", .group = "account", .until = "certified", .authority = BY_DISTRICT,
	.proxy = true, .documents = "id+id_copy", .condition = "proxy needs proxy_id", .source = "000" };

static struct asked asked;

static void
check_documents(struct rec *r)
{
	struct policy_claim claim = { .group = rule.group, .authority = BY_DISTRICT, .proxy = *r->v[I_PROXY_NAME] != '\0',
		.documents = r->v[I_DOCUMENTS] };
	struct buf lacks = BUF_INIT;

	policy_missing(&rule, &claim, &lacks);
	if (lacks.len > 0)
		fault(r, I_DOCUMENTS, "DOCUMENTS_MISSING", L("%s must be seen first", "须先查验 %s"), buf_text(&lacks));
	buf_release(&lacks);
}

static bool
read_row(struct rec *r)
{
	static struct identity proxy;
	bool good = asked_read(r, &asked);

	check_documents(r);
	if (*r->v[I_PROXY_NAME] == '\0' && *r->v[I_PROXY_ID_NO] == '\0')
		return good;
	if (identity_check(r, I_PROXY_NAME, -1, I_PROXY_ID_NO, &proxy) && good && strcmp(proxy.id_key, asked.identity.id_key) == 0)
		fault(r, I_PROXY_ID_NO, "PROXY_SELF", "%s", L("a proxy is somebody else", "代办人不能是本人"));
	return good;
}

static void
check(struct rec *r)
{
	read_row(r);
}

static void
compute(const struct rec *r, struct buf *result)
{
	(void)r;
	fresh_make(result);
}

/* Is the registration of any exam open at the clerk's place? */
static bool
registration_open(const struct run *run)
{
	static struct stmt q = { "SELECT DISTINCT exam, year FROM window WHERE window = 'registration' /*scan*/", NULL };
	const char *province = *run->scope.province != '\0' ? run->scope.province : NULL, *next, *last;
	bool open = false;

	while (db_row(&q)) {
		const struct exam *e = exam_get(db_col(&q, 0), db_col(&q, 1));

		open = open || (e != NULL && window_open(e, province, "registration", run->now, &next, &last));
	}
	return open;
}

static void
check_time(struct rec *r)
{
	const char *province = *r->run->scope.province != '\0' ? r->run->scope.province : NULL;
	const char *when = setting_text(NULL, province, "recovery_counter");

	if (when == NULL || strcmp(when, "always") == 0 || r->run->override != NULL)
		return;
	if (strcmp(when, "never") == 0)
		fault(r, -1, "RECOVERY_CLOSED", "%s", L("setting recovery_counter is never: no accounts are given back at the counter",
		    "设置 recovery_counter 为 never: 现场不办理账号找回"));
	else if (!registration_open(r->run))
		fault(r, -1, "RECOVERY_CLOSED", "%s", L("setting recovery_counter is registration, and no registration is open; role centre may pass with --override",
		    "设置 recovery_counter 为 registration, 现在没有考试在报名; 中心可用 --override 办理"));
}

static void
record(struct rec *r, const struct holder *h)
{
	char person_no[PERSON_NO_SIZE], detail[128];

	recovery_add(&(struct recovery){ .asked = asked.key, .person_id = h->person_id, .way = "counter", .now = asked.now, .expires_at = asked.now,
	    .finished_at = asked.now, .clerk = r->run->login, .documents = r->v[I_DOCUMENTS], .proxy_name = r->v[I_PROXY_NAME],
	    .proxy_id_no = r->v[I_PROXY_ID_NO] }, r->run->batch_id);
	person_no_text(h->person_id, person_no);
	snprintf(detail, sizeof detail, "at the counter, %s%s", r->v[I_DOCUMENTS], *r->v[I_PROXY_NAME] != '\0' ? ", by proxy" : "");
	audit_act(r->run, "recover", person_no, detail);
}

static enum verdict
apply(struct rec *r)
{
	struct holder h;

	check_time(r);
	if (!read_row(r))
		return UNCHANGED;
	holder_find(&asked, &h);
	if (h.person_id == 0)
		refuse_recovery(r);
	else if (h.suspended)
		fault(r, -1, "ACCOUNT_SUSPENDED", "%s", L("the account is suspended: reg-amend (account_state) makes it active first",
		    "账号已停用: 须先用 reg-amend (account_state) 恢复"));
	else
		need_person_here(r, -1, h.person_id);
	if (!faulty(r) && (r->attached == NULL || r->attached_len != FRESH_SIZE))
		fault(r, -1, "INTERNAL", "%s", L("the worker process ended on this record: try again", "工作进程在此记录上异常终止: 请重试"));
	if (faulty(r))
		return UNCHANGED;
	record(r, &h);
	put_asked(r, &asked);
	fresh_give(r, r->attached, &h);
	return CHANGED;
}

static void
start(struct run *run)
{
	asked_begin(run);
	fresh_begin();
}

const struct tool recover_counter = {
	.name = "user-recover counter",
	.writes = "recovery account",
	.roles = "district",
	.in = in,
	.out = out,
	.lost_en = FRESH_LOST_EN,
	.lost_zh = FRESH_LOST_ZH,
	.start = start,
	.check = check,
	.compute = compute,
	.apply = apply,
};
