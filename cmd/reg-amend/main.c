/* SPDX-License-Identifier: MIT
 * reg-amend: changes to what was registered, decided by the policy table: who, when, by which papers. The rows of a case apply
 * together or not at all. */
#include <stdio.h>
#include <string.h>

#include "amend.h"
#include "base/hash.h"
#include "base/map.h"
#include "store/db.h"
#include "stream/column.h"
#include "value/idno.h"
#include "value/term.h"
#include "value/word.h"

static const struct incol in[] = {
	[I_CASE_NO] = { "case_no", false }, [I_REG_NO] = { "reg_no", false }, [I_PERSON_NO] = { "person_no", false },
	[I_FIELD] = { "field", true }, [I_VALUE] = { "value", true }, [I_AUTHORITY] = { "authority", true },
	[I_IN_PERSON] = { "in_person", false }, [I_PROXY_NAME] = { "proxy_name", false }, [I_PROXY_ID_NO] = { "proxy_id_no", false },
	[I_DOCUMENTS] = { "documents", false }, [I_REASON] = { "reason", false }, { NULL, false }
};

enum { O_CASE_NO, O_REG_NO, O_PERSON_NO, O_FIELD, O_OLD, O_NEW, O_RESULT };
static const char *const out[] = { "case_no", "reg_no", "person_no", "field", "old", "new", "result", NULL };

static struct docket *dockets;
static size_t ndockets, dockets_cap, changes_cap;
static struct map by_case; /* hash of case_no: index + 1 */

/* ---- before the lock: every row by itself, and which rows make a case */

static struct docket *
docket_of(const char *case_no)
{
	int64_t *at = *case_no == '\0' ? NULL : map_at(&by_case, hash64(case_no, strlen(case_no)), NULL);

	if (at != NULL && *at > 0)
		return &dockets[*at - 1];
	dockets = grow(dockets, ndockets, &dockets_cap, sizeof *dockets);
	struct docket *d = &dockets[ndockets++];

	*d = (struct docket){ .first = 0 };
	if (at != NULL)
		*at = (int64_t)ndockets;
	return d;
}

/* The value, cleaned as the column of its field is. */
static const char *
clean(const struct change *c, const char *value)
{
	const struct column *column = column_find(c->field_name);
	char *s = arena_strdup(&keep, value);

	if (column != NULL)
		s[column_clean(column->flags, s, strlen(s))] = '\0';
	return s;
}

/* A masked value in the stream is for display, and none can be wanted. */
static void
check_masked(struct rec *r, const struct change *c)
{
	if (strstr(c->value, "****") != NULL)
		fault(r, I_VALUE, "MASKED", "%s", L("a masked value is for display: give it whole", "掩码值仅供显示: 请填写完整的值"));
}

static void
check_proxy(struct rec *r, const struct change *c)
{
	const char *id = r->v[I_PROXY_ID_NO];
	size_t n = strlen(id);

	if (*r->v[I_PROXY_NAME] == '\0') {
		if (n > 0)
			fault(r, I_PROXY_NAME, "MISSING", "%s", L("whose number is proxy_id_no?", "有代办人证件号码, 须填代办人姓名"));
		return;
	}
	if (n == 0)
		fault(r, I_PROXY_ID_NO, "MISSING", "%s", L("a proxy's document is recorded: both persons' papers are looked at", "须登记代办人证件号码: 查验双方证件"));
	else if ((n == 15 || n == 18) && idno_parse(id, r->run->today, NULL) != IDNO_OK)
		fault(r, I_PROXY_ID_NO, "ID_CHECKSUM", L("%s: no resident identity number (GB 11643)", "%s: 不是有效的居民身份证号码 (GB 11643)"),
		    shown_document(r->run, id));
	if (c->in_person)
		fault(r, I_IN_PERSON, "PROXY_OR_PERSON", "%s", L("either the person came (in_person 1) or a proxy did", "本人到场与代办只能选一项"));
}

/* Who may file for whom: a login's role against the authority that is claimed. */
static void
check_role(struct rec *r, enum authority authority)
{
	static const struct {
		const char *role;
		unsigned may; /* bits of enum authority */
	} roles[] = { { "centre", ~0u }, { "district", 1u << BY_SELF | 1u << BY_DISTRICT }, { "site", 1u << BY_SITE }, { "clerk", 1u << BY_SELF } };

	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (strcmp(r->run->role, roles[i].role) == 0 && (roles[i].may >> authority & 1))
			return;
	fault(r, I_AUTHORITY, "NOT_AUTHORISED", L("%s (role %s) may not decide as %s; the operator table names who may", "%s (角色 %s) 无权以 %s 办理; 见操作员表"),
	    r->run->login, r->run->role, term(TERM_AUTHORITY, authority_code(authority)));
}

static void
check_words(struct rec *r, struct change *c)
{
	int in_person = word_yes(r->v[I_IN_PERSON]);

	if (*r->v[I_FIELD] == '\0')
		fault(r, I_FIELD, "MISSING", "%s", L("which field is to be changed?", "须指明更正字段"));
	else if (field_find(r, r->v[I_FIELD], c))
		c->value = clean(c, r->v[I_VALUE]);
	c->legible = c->field >= 0 && c->group != NULL && strstr(c->value, "****") == NULL;
	c->decides = authority_parse(r->v[I_AUTHORITY], &c->authority);
	if (!c->decides)
		fault(r, I_AUTHORITY, *r->v[I_AUTHORITY] == '\0' ? "MISSING" : "AUTHORITY_WORD", L("%s: self, district, centre or site",
		    "%s: 应为 self (本人)、district (区县)、centre (中心) 或 site (考点)"), r->v[I_AUTHORITY]);
	else
		check_role(r, c->authority);
	if (in_person < 0)
		fault(r, I_IN_PERSON, "YES_NO", L("%s: 1 or 0", "%s: 应为 1 或 0"), r->v[I_IN_PERSON]);
	c->in_person = in_person > 0;
	check_proxy(r, c);
	check_masked(r, c);
	if (*r->v[I_REG_NO] == '\0' && *r->v[I_PERSON_NO] == '\0')
		fault(r, I_REG_NO, "MISSING", "%s", L("whose? reg_no or person_no is required", "须填报名号或人员编号"));
	else if (*r->v[I_REG_NO] == '\0' && c->field >= 0 && c->field < F_END && c->group != NULL && !field_of_person(c->field))
		fault(r, I_REG_NO, "MISSING", L("%s is of a registration: reg_no is required", "%s 属于报名信息: 须填报名号"), c->field_name);
}

static void
check(struct rec *r)
{
	struct docket *d = docket_of(r->v[I_CASE_NO]);

	changes = grow(changes, nchanges, &changes_cap, sizeof *changes);
	size_t index = nchanges++;
	struct change *c = &changes[index];

	*c = (struct change){ .case_no = arena_strdup(&keep, r->v[I_CASE_NO]), .reg_no = arena_strdup(&keep, r->v[I_REG_NO]),
		.person_no = arena_strdup(&keep, r->v[I_PERSON_NO]), .proxy_name = arena_strdup(&keep, r->v[I_PROXY_NAME]),
		.proxy_id_no = arena_strdup(&keep, r->v[I_PROXY_ID_NO]), .documents = arena_strdup(&keep, r->v[I_DOCUMENTS]),
		.reason = arena_strdup(&keep, r->v[I_REASON]), .file = arena_strdup(&keep, r->file), .line = r->line, .value = "", .old = "",
		.now = "", .basis = "", .field = -1, .field_name = "" };
	check_words(r, c);
	c->faulty = faulty(r);
	if (d->last > 0)
		changes[d->last - 1].next = index + 1;
	else
		d->first = index + 1;
	d->last = index + 1;
	size_t attached[2] = { index, (size_t)(d - dockets) };

	attach(r, attached, sizeof attached);
}

/* Also of a field that is not changed here: somebody may take a password for one that is. */
static void
conceal_secret(struct rec *r)
{
	const struct column *column = column_of_header(r->v[I_FIELD]);

	if (column != NULL && (column->flags & COLUMN_SECRET))
		conceal(r, I_VALUE);
}

/* A row that cannot be read, or is left out: its case is not whole. */
static void
aside(struct rec *r)
{
	if (r->run->batch_id != 0) {
		conceal_secret(r);
		return;
	}
	if (*r->v[I_CASE_NO] == '\0')
		return;
	struct docket *d = docket_of(r->v[I_CASE_NO]);

	if (d->broken_file == NULL) {
		d->broken_file = arena_strdup(&keep, r->file);
		d->broken_line = r->line;
	}
}

static void
work(struct run *run)
{
	(void)run;
	for (size_t i = 0; i < nchanges; i++)
		if (!changes[i].faulty)
			other_prepare(&changes[i]);
}

/* ---- in the transaction: a case is decided when its first row comes */

static const char *
shown(const struct run *run, int field, const char *value)
{
	if (field == E_ID_NO)
		return shown_document(run, value);
	return field == E_PHONE ? shown_phone(run, value) : value;
}

static void
refuse_row(struct rec *r, const struct docket *d, const struct change *c)
{
	if (d->why == c || faulty(r))
		return;
	if (d->why != NULL)
		fault(r, I_CASE_NO, "CASE_REFUSED", L("the case is refused, since line %lld is (%s): its rows apply together or not at all",
		    "第 %lld 行被拒 (%s), 同一更正单的各行须一并办理, 故整单不办"), (long long)d->why->line, d->why_code);
	else
		fault(r, I_CASE_NO, "CASE_REFUSED", L("the case is refused, since %s:%lld was not read or left out: its rows apply together or not at all",
		    "%s:%lld 未能读取或未处理, 同一更正单的各行须一并办理, 故整单不办"), d->broken_file, (long long)d->broken_line);
}

static enum verdict
apply(struct rec *r)
{
	size_t attached[2];
	char person_no[PERSON_NO_SIZE] = "";

	memcpy(attached, r->attached, sizeof attached);
	struct change *c = &changes[attached[0]];
	struct docket *d = &dockets[attached[1]];

	if (!d->done)
		docket_decide(r->run, d);
	for (const struct said *s = c->said; s != NULL; s = s->next)
		if (s->refuses)
			fault(r, s->column, s->code, "%s", s->message);
		else if (!d->refused)
			warning(r, s->column, s->code, "%s", s->message);
	if (d->refused)
		refuse_row(r, d, c);
	conceal_secret(r);
	if (faulty(r))
		return UNCHANGED;
	person_no_text(c->person_id, person_no);
	put(r, O_CASE_NO, c->case_no);
	put(r, O_REG_NO, c->reg_no);
	put(r, O_PERSON_NO, person_no);
	put(r, O_FIELD, c->field_name);
	put(r, O_OLD, shown(r->run, c->field, c->old));
	put(r, O_NEW, shown(r->run, c->field, c->now));
	put(r, O_RESULT, c->same ? "unchanged" : "changed");
	return c->same ? UNCHANGED : CHANGED;
}

static const struct tool tool = {
	.name = "reg-amend",
	.synopsis = "[options] [FILE ...]",
	.does_en = "change what was registered, as the policy table allows",
	.does_zh = "按更正规则变更报名与人员信息",
	.writes = "registration card registration_subject person education account amendment fee_order fee_order_line refund",
	.roles = "district clerk site",
	.in = in,
	.out = out,
	.check = check,
	.aside = aside,
	.work = work,
	.apply = apply,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
