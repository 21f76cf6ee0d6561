/* SPDX-License-Identifier: MIT
 * A row of the stream, understood: every value by itself, against its second entry, and against the settings. */
#include <string.h>

#include "base/secret.h"
#include "frame/account.h"
#include "frame/particulars.h"
#include "import.h"
#include "rule/education.h"
#include "store/definition.h"
#include "value/text.h"
#include "value/word.h"

static bool
given(const struct rec *r, int column)
{
	return *r->v[column] != '\0';
}

/* ---- what was typed twice (rules.md (a) A 9) */

static bool
same_type(const char *a, const char *b)
{
	const struct doc_type *x = doc_type_get(a), *y = doc_type_get(b);

	return x != NULL && x == y;
}

static bool
same_level(const char *a, const char *b)
{
	enum edu_level x, y;

	return edu_level_parse(a, &x) && edu_level_parse(b, &y) && x == y;
}

static bool
same_month(const char *a, const char *b)
{
	int32_t x, y;

	return month_parse(a, &x) && month_parse(b, &y) && x == y;
}

static bool
same_mode(const char *a, const char *b)
{
	const char *x = word_edu_mode(a), *y = word_edu_mode(b);

	return x != NULL && x == y;
}

static bool
same_kind(const char *a, const char *b)
{
	const char *x = word_edu_kind(a), *y = word_edu_kind(b);

	return x != NULL && x == y;
}

static const struct {
	int column, again;
	bool (*same)(const char *a, const char *b); /* of values that have several notations */
} twice[] = {
	{ I_PASSWORD, I_PASSWORD2, NULL }, { I_NAME, I_NAME2, NULL }, { I_ID_TYPE, I_ID_TYPE2, same_type }, { I_ID_NO, I_ID_NO2, NULL },
	{ I_EDU_KIND, I_EDU_KIND2, same_kind }, { I_EDU_LEVEL, I_EDU_LEVEL2, same_level }, { I_EDU_SCHOOL, I_EDU_SCHOOL2, NULL },
	{ I_EDU_MAJOR, I_EDU_MAJOR2, NULL }, { I_EDU_MONTH, I_EDU_MONTH2, same_month }, { I_EDU_MODE, I_EDU_MODE2, same_mode },
	{ I_EDU_CERT_NO, I_EDU_CERT_NO2, NULL },
};

static void
compare_entries(struct rec *r)
{
	for (size_t i = 0; i < sizeof twice / sizeof *twice; i++) {
		const char *a = r->v[twice[i].column], *b = r->v[twice[i].again];

		if (!r->has[twice[i].again] || strcmp(a, b) == 0 || (twice[i].same != NULL && twice[i].same(a, b)))
			continue;
		fault(r, twice[i].again, "SECOND_ENTRY", L("differs from %s: both were to be typed from the paper; compare them with it and correct the wrong one",
		    "与 %s 不一致: 两次录入须相同; 请对照原件更正"), r->run->tool->in[twice[i].column].name);
	}
}

/* ---- person and account */

/* Where the user name is the document number, it may be left empty, or be typed in any form of that number. */
static void
read_username(struct rec *r, struct row *w)
{
	w->username = r->v[I_USERNAME];
	if (account_policy()->username_is_document && w->named &&
	    (!given(r, I_USERNAME) || strcmp(w->username, r->v[I_ID_NO]) == 0))
		w->username = w->identity.id_no;
	else if (given(r, I_USERNAME) && (w->named || !account_policy()->username_is_document))
		account_check_username(r, I_USERNAME, w->username, w->identity.id_no);
}

static void
read_secrets(struct rec *r)
{
	if (given(r, I_PASSWORD) && given(r, I_PASSWORD_HASH))
		fault(r, I_PASSWORD_HASH, "PASSWORD_TWICE", "%s", L("password or password_hash, not both", "password 与 password_hash 只能填一项"));
	if (given(r, I_PASSWORD))
		account_check_password(r, I_PASSWORD, r->v[I_PASSWORD]);
	enum password_form form = given(r, I_PASSWORD_HASH) ? password_hash_form(r->v[I_PASSWORD_HASH]) : HASH_WHOLE;

	if (form == HASH_NONE)
		fault(r, I_PASSWORD_HASH, "PASSWORD_HASH_FORM", "%s", L("not a hash of a form that still protects: $argon2id$, or of crypt(5) $y$, $gy$, $7$, "
		    "$2b$, $6$, $5$; leave it empty, and the account waits for recovery",
		    "不是仍安全的散列形式: 可用 $argon2id$ 或 crypt(5) 的 $y$ $gy$ $7$ $2b$ $6$ $5$; 留空则须经找回设置密码"));
	else if (form == HASH_ODD)
		warning(r, I_PASSWORD_HASH, "PASSWORD_HASH_ODD", "%s", L("cut or altered: no password will ever have this hash, the account waits for recovery",
		    "散列被截断或改动: 没有密码与之相符, 该账号须经找回设置密码"));
	if (given(r, I_ANSWER) && !given(r, I_QUESTION))
		fault(r, I_QUESTION, "MISSING", "%s", L("an answer needs its question", "有答案须有问题"));
}

static void
read_registered_at(struct rec *r, struct row *w)
{
	int64_t at;

	w->registered_at[0] = '\0';
	if (!given(r, I_REGISTERED_AT))
		return;
	if (!time_parse(r->v[I_REGISTERED_AT], &at))
		fault(r, I_REGISTERED_AT, "TIME_FORM", L("%s is no time like 2025-08-20T10:00:00", "%s 不是 2025-08-20T10:00:00 形式的时间"), r->v[I_REGISTERED_AT]);
	else if (at > r->run->now_s)
		fault(r, I_REGISTERED_AT, "TIME_FUTURE", L("%s lies after now, %s", "%s 晚于现在 %s"), r->v[I_REGISTERED_AT], r->run->now);
	else
		time_text(at, w->registered_at);
}

/* ---- education */

static void
read_record(struct rec *r, struct row *w)
{
	static const struct record_columns columns = { I_EDU_LEVEL, I_EDU_SCHOOL, I_EDU_MAJOR, I_EDU_MONTH, I_EDU_CERT_NO, I_EDU_MODE };
	const char *kind = given(r, I_EDU_KIND) ? word_edu_kind(r->v[I_EDU_KIND]) : "education";

	w->has_record = false;
	for (int i = I_EDU_KIND; i <= I_EDU_CERT_NO; i++)
		w->has_record |= given(r, i);
	if (!w->has_record)
		return;
	if (kind == NULL)
		fault(r, I_EDU_KIND, "EDU_KIND", L("%s: education or degree", "%s: 应为 学历 或 学位"), r->v[I_EDU_KIND]);
	record_read(r, kind != NULL ? kind : "education", &columns, &w->record, w->month);
	record_check_birth(r, I_EDU_MONTH, w->person.birth, w->month);
}

static bool
read_identity(struct rec *r, struct row *w)
{
	w->named = given(r, I_NAME) || given(r, I_ID_NO) || !given(r, I_USERNAME);
	w->identity.id_no[0] = w->identity.id_key[0] = '\0';
	buf_clear(&w->identity.name_key);
	if (w->named && !identity_check(r, I_NAME, I_ID_TYPE, I_ID_NO, &w->identity))
		return false;
	return true;
}

bool
row_read(struct rec *r, struct row *w)
{
	int yes = word_yes(r->v[I_CONFIRM_DUP_ID]);
	bool whose = read_identity(r, w);
	const struct identity *id = &w->identity;

	w->person = (struct person){ .name = r->v[I_NAME], .name_key = buf_text(&id->name_key), .id_type = id->id_type, .id_no = id->id_no,
		.id_key = id->id_key, .gender = whose && w->named ? id->gender : 0, .birth = whose && w->named ? id->birth : "", .nationality = "",
		.ethnic = "", .phone = "", .email = r->v[I_EMAIL] };
	compare_entries(r);
	contact_read(r, I_PHONE, I_EMAIL, &w->person, w->phone);
	read_username(r, w);
	read_secrets(r);
	read_registered_at(r, w);
	read_record(r, w);
	if (yes < 0)
		fault(r, I_CONFIRM_DUP_ID, "YES_NO", L("%s: 1 or 0", "%s: 应为 1 或 0"), r->v[I_CONFIRM_DUP_ID]);
	w->confirm_dup_id = yes > 0;
	return whose;
}
