/* SPDX-License-Identifier: MIT
 * user-import: accounts and the persons behind them, one row per education or degree record. */
#include <string.h>

#include "frame/live.h"
#include "frame/particulars.h"
#include "import.h"
#include "store/db.h"
#include "store/definition.h"
#include "store/former.h"
#include "store/recovery.h"

static const struct incol in[] = {
	[I_USERNAME] = { "username", false }, [I_PASSWORD] = { "password", false }, [I_PASSWORD_HASH] = { "password_hash", false },
	[I_NAME] = { "name", true }, [I_ID_TYPE] = { "id_type", false }, [I_ID_NO] = { "id_no", true }, [I_PHONE] = { "phone", false },
	[I_EMAIL] = { "email", false }, [I_QUESTION] = { "question", false }, [I_ANSWER] = { "answer", false },
	[I_REGISTERED_AT] = { "registered_at", false }, [I_EDU_KIND] = { "edu_kind", false }, [I_EDU_LEVEL] = { "edu_level", false },
	[I_EDU_SCHOOL] = { "edu_school", false }, [I_EDU_MAJOR] = { "edu_major", false }, [I_EDU_MONTH] = { "edu_month", false },
	[I_EDU_MODE] = { "edu_mode", false }, [I_EDU_CERT_NO] = { "edu_cert_no", false },
	[I_CONFIRM_DUP_ID] = { "confirm_dup_id", false }, [I_PASSWORD2] = { "password2", false }, [I_NAME2] = { "name2", false },
	[I_ID_TYPE2] = { "id_type2", false }, [I_ID_NO2] = { "id_no2", false }, [I_EDU_KIND2] = { "edu_kind2", false },
	[I_EDU_LEVEL2] = { "edu_level2", false }, [I_EDU_SCHOOL2] = { "edu_school2", false }, [I_EDU_MAJOR2] = { "edu_major2", false },
	[I_EDU_MONTH2] = { "edu_month2", false }, [I_EDU_MODE2] = { "edu_mode2", false }, [I_EDU_CERT_NO2] = { "edu_cert_no2", false },
	{ NULL, false }
};

enum { O_PERSON_NO, O_USERNAME, O_NAME, O_ID_TYPE, O_ID_NO, O_RESULT };
static const char *const out[] = { "person_no", "username", "name", "id_type", "id_no", "result", NULL };

enum { SAME_DOCUMENT = 64 }; /* names under one document that we look at */

/* What the database has of a row's person. */
struct known {
	struct person person;   /* id 0: none */
	bool other_name;        /* somebody else has the document */
	bool merged;            /* the row's name and document are of a row that person-merge has closed: person is who it is now */
	bool has_account;
	struct account account;
};

/* Of a row whose person was merged into another: that one, and the account that the row names, if it is either's. */
static void
look_merged(const struct row *w, struct known *k)
{
	int64_t now = former_person(w->person.name_key, w->identity.id_no);

	k->merged = now != 0 && person_get(now, &k->person);
	if (k->merged)
		k->has_account = *w->username == '\0' ? account_of(now, &k->account) :
		    account_by_username(w->username, &k->account) && person_now(k->account.person_id) == now;
}

static void
look_up(const struct row *w, struct known *k)
{
	static struct person found[SAME_DOCUMENT];

	*k = (struct known){ .person = { .id = 0 } };
	if (w->named) {
		size_t n = person_by_document(w->identity.id_key, found, SAME_DOCUMENT);

		for (size_t i = 0; i < n && i < SAME_DOCUMENT; i++) {
			if (strcmp(found[i].name_key, w->person.name_key) == 0)
				k->person = found[i];
			else
				k->other_name = true;
		}
		k->has_account = k->person.id != 0 && account_of(k->person.id, &k->account);
		if (k->person.id == 0)
			look_merged(w, k);
	} else if (account_by_username(w->username, &k->account)) {
		k->has_account = person_get(k->account.person_id, &k->person);
	}
}

/* ---- trying passwords and answers: as user-recover counts it */

static bool
locked(const struct run *run, const struct known *k)
{
	char asked[SECRET_MAC_HEX];

	recovery_person(run->db, k->person.id_key, k->person.name_key, asked);
	return recovery_tries(asked, run_limit_time(run)).wrong >= attempts_max();
}

static void
count_wrong(const struct run *run, const struct known *k)
{
	char asked[SECRET_MAC_HEX], now[TIME_SIZE];

	recovery_person(run->db, k->person.id_key, k->person.name_key, asked);
	time_text(run_limit_time(run), now);
	recovery_add(&(struct recovery){ .asked = asked, .person_id = k->person.id, .way = "import", .now = now, .expires_at = now, .attempts = 1 },
	    run->batch_id);
}

/* Does it fit what the account has? Where that may not be tried it counts as fitting, having said why: only a fault refuses the row. */
static bool
tried(struct rec *r, const struct known *k, enum secret which, int column, const char *stored)
{
	if (*stored == '\0' || *r->v[column] == '\0')
		return true;
	if (!secret_counts(r->run)) {
		warning(r, column, "SECRET_UNTRIED", "%s", L("not held against what the account has: with --dry-run and --strict no attempt would count",
		    "未与账号所存核对: --dry-run 与 --strict 下尝试不计数"));
		return true;
	}
	if (locked(r->run, k)) {
		fault(r, column, "RECOVERY_LOCKED", L("tried %lld times in 24 hours (setting attempts_max): leave it empty, or try again tomorrow",
		    "24 小时内已尝试 %lld 次 (设置 attempts_max): 请留空或明日再试"), (long long)attempts_max());
		return true;
	}
	if (secret_fits(r, which, stored))
		return true;
	count_wrong(r->run, k);
	return false;
}

/* ---- pass 1 */

static struct row row; /* the row in hand */

static void
check(struct rec *r)
{
	struct known k = { .has_account = false };

	if (!row_read(r, &row))
		return;
	group_take(r, &row);
	struct group g = group_of(&row);

	if (faulty(r) || !group_first(&g, r) || (*r->v[I_PASSWORD] == '\0' && *r->v[I_ANSWER] == '\0'))
		return;
	look_up(&row, &k);
	secret_plan(r, k.has_account ? &k.account : NULL, k.has_account && secret_counts(r->run) && !locked(r->run, &k));
}

/* ---- what was so before a merge or an amendment */

static bool
amended_from(int64_t person_id, const char *field, const char *value)
{
	static struct stmt q = { "SELECT EXISTS (SELECT 1 FROM amendment WHERE person_id = :person AND field = :field AND old = :value)", NULL };

	db_int(&q, ":person", person_id);
	db_text(&q, ":field", field);
	db_text(&q, ":value", value);
	return db_int1(&q, 0) != 0;
}

/* The value that the person has or had: then it differs from nothing. */
static bool
had(const struct known *k, const char *field, const char *have, const char *comes)
{
	return *comes == '\0' || strcmp(have, comes) == 0 || (k->person.id != 0 && amended_from(k->person.id, field, comes));
}

/* Did a row that was merged into the person have it? */
static bool
merged_had(int64_t person_id, const char *phone, const char *email)
{
	static struct stmt q = { "SELECT EXISTS (SELECT 1 FROM person_merge m JOIN person d ON d.id = m.drop_id WHERE d.merged_into = :person "
		"AND ((:phone <> '' AND m.phone = :phone) OR (:email <> '' AND d.email = :email)) /*scan*/)", NULL };

	db_int(&q, ":person", person_id);
	db_text(&q, ":phone", phone);
	db_text(&q, ":email", email);
	return db_int1(&q, 0) != 0;
}

static bool
has_record(const struct known *k, const struct education *e)
{
	struct education have[16];
	size_t n = education_of(k->person.id, have, 16);

	for (size_t i = 0; i < n && i < 16; i++)
		if (education_same(&have[i], e))
			return true;
	return false;
}

/* Does a row of somebody who was merged say nothing that the person and the account do not have? Secrets are tried by the caller. */
static bool
nothing_new(const struct rec *r, const struct row *w, const struct known *k)
{
	const struct account *a = &k->account;
	const char *phone = w->person.phone, *email = w->person.email;

	return k->has_account && (*w->registered_at == '\0' || strcmp(w->registered_at, a->registered_at) == 0) &&
	    (had(k, "phone", k->person.phone, phone) || merged_had(k->person.id, phone, "")) &&
	    (had(k, "email", k->person.email, email) || merged_had(k->person.id, "", email)) && had(k, "question", a->question, r->v[I_QUESTION]) &&
	    (*a->password != '\0' || (*r->v[I_PASSWORD] == '\0' && *r->v[I_PASSWORD_HASH] == '\0')) &&
	    (*a->answer != '\0' || *r->v[I_ANSWER] == '\0') && (!w->has_record || has_record(k, &w->record));
}

/* ---- pass 2: what only the database knows */

static void
check_username(struct rec *r, const struct row *w, const struct known *k)
{
	struct account other;

	if (*w->username == '\0') {
		if (!k->has_account)
			fault(r, I_USERNAME, "MISSING", "%s", L("a new account needs a user name", "新账号须有用户名"));
	} else if (k->has_account && strcmp(w->username, k->account.username) != 0) {
		fault(r, I_USERNAME, "USERNAME_DIFFERS", L("the person has the account %s: one person, one account", "此人已有账号 %s: 一人只有一个账号"),
		    shown_text(r->run, k->account.username));
	} else if (!k->has_account && account_by_username(w->username, &other)) {
		fault(r, I_USERNAME, "USERNAME_TAKEN", L("%s is another person's: choose another user name", "%s 已被他人使用: 请另选用户名"),
		    shown_text(r->run, w->username));
	}
}

/* The account is made from a person's first row; the group's rows bring an education record. */
static void
check_new(struct rec *r, const struct row *w, const struct known *k)
{
	struct group g = group_of(w);

	if (!group_first(&g, r)) {
		fault(r, -1, "FIRST_ROW_REFUSED", L("the account is made from the person's first row, line %lld, which was refused: correct it, and feed both again",
		    "账号由此人的第一行 (第 %lld 行) 建立, 该行被拒: 请更正后一并重新导入"), (long long)g.line);
		return;
	}
	if (!w->named) {
		fault(r, I_NAME, "ACCOUNT_UNKNOWN", L("no account %s: a new one needs name and document", "没有账号 %s: 新账号须有姓名与证件"),
		    shown_text(r->run, w->username));
		return;
	}
	/* a record that is there and refused for itself is not missing */
	if (!g.education && !(faulty(r) && w->has_record && strcmp(w->record.kind, "education") == 0)) {
		struct education have[16];
		size_t n = k->person.id != 0 ? education_of(k->person.id, have, 16) : 0;

		if (n == 0 || strcmp(have[0].kind, "education") != 0) /* education comes before degrees */
			fault(r, I_EDU_LEVEL, "EDUCATION_MISSING", "%s", L("a new account needs at least one education record; degrees alone do not do",
			    "新账号须至少有一条学历信息; 仅有学位不可"));
	}
	if (k->person.id == 0)
		person_check_new(r, I_NAME, I_ID_NO, &w->identity, k->other_name, w->confirm_dup_id);
	if (*r->v[I_QUESTION] != '\0' && *r->v[I_ANSWER] == '\0')
		fault(r, I_ANSWER, "MISSING", "%s", L("a question needs its answer (a rejects file never holds one: type it again)",
		    "有问题须有答案 (拒收文件不含答案: 请重新填写)"));
}

/* Passwords and answers that are there are not changed by a file. */
static void
check_secrets(struct rec *r, const struct known *k)
{
	const struct account *a = &k->account;
	const char *const hash = r->v[I_PASSWORD_HASH];

	if ((*a->password != '\0' && *hash != '\0' && strcmp(hash, a->password) != 0) || !tried(r, k, SECRET_PASSWORD, I_PASSWORD, a->password))
		fault(r, *hash != '\0' ? I_PASSWORD_HASH : I_PASSWORD, "PASSWORD_DIFFERS", "%s", L("the account has another password: leave it empty; "
		    "passwords are changed by their owners, or given anew by user-recover", "账号已有另一密码: 请留空; 密码由本人修改, 或用 user-recover 重置"));
	if (*a->answer == '\0')
		return;
	if (strcmp(a->question, r->v[I_QUESTION]) != 0 && had(k, "question", a->question, r->v[I_QUESTION]) && *r->v[I_QUESTION] != '\0')
		return; /* question and answer of before an amendment */
	particular_differs(r, I_QUESTION, a->question, r->v[I_QUESTION]);
	if (!tried(r, k, SECRET_ANSWER, I_ANSWER, a->answer))
		fault(r, I_ANSWER, "PERSON_DIFFERS", "%s", L("the account has another answer: leave it empty, or change it with reg-amend",
		    "账号已有另一答案: 请留空, 或用 reg-amend 变更"));
}

static void
check_known(struct rec *r, const struct row *w, const struct known *k, bool first)
{
	if (*w->registered_at != '\0')
		particular_differs(r, I_REGISTERED_AT, k->account.registered_at, w->registered_at);
	if (*k->account.answer == '\0' && *r->v[I_QUESTION] != '\0' && *r->v[I_ANSWER] == '\0')
		fault(r, I_ANSWER, "MISSING", "%s", L("a question needs its answer (a rejects file never holds one: type it again)",
		    "有问题须有答案 (拒收文件不含答案: 请重新填写)"));
	if (first && !faulty(r)) /* a later row has the first one's or none */
		check_secrets(r, k);
}

/* ---- writing */

static struct account
account_of_row(struct rec *r, const struct row *w, int64_t person_id)
{
	const char *hash = r->v[I_PASSWORD_HASH];

	return (struct account){ .person_id = person_id, .username = w->username,
		.password = *hash != '\0' ? hash : secret_hash(r, SECRET_PASSWORD), .question = r->v[I_QUESTION],
		.answer = secret_hash(r, SECRET_ANSWER), .registered_at = *w->registered_at != '\0' ? w->registered_at : r->run->now };
}

/* Fill in what the account lacks; true where that was something. */
static bool
complete_account(struct rec *r, const struct row *w, const struct known *k)
{
	const struct account *have = &k->account;
	bool password = *have->password == '\0' && (*r->v[I_PASSWORD] != '\0' || *r->v[I_PASSWORD_HASH] != '\0');
	bool answer = *have->answer == '\0' && *r->v[I_ANSWER] != '\0';

	if (!password && !answer)
		return false;
	struct account comes = { .password = "", .question = "", .answer = "" };

	if (password)
		comes.password = account_of_row(r, w, k->person.id).password;
	if (answer) {
		comes.question = r->v[I_QUESTION];
		comes.answer = secret_hash(r, SECRET_ANSWER);
	}
	account_complete(k->person.id, &comes);
	return true;
}

static const char *
write_row(struct rec *r, const struct row *w, struct known *k, bool first)
{
	bool changed = false, fresh = !k->has_account;

	if (k->person.id == 0) {
		k->person.id = person_add(&w->person, r->run->batch_id);
		if (k->person.id == 0)
			bug("a person whose phone is free cannot be added");
	} else if (person_completes(&k->person, &w->person)) {
		person_complete(k->person.id, &w->person);
		changed = true;
	}
	if (fresh) {
		struct account a = account_of_row(r, w, k->person.id);

		if (!account_add(&a, r->run->batch_id))
			bug("an account whose name is free cannot be added");
	} else if (first) {
		changed |= complete_account(r, w, k);
	}
	if (w->has_record)
		changed |= education_add(k->person.id, &w->record, 5, r->run->batch_id) > 0;
	return fresh ? "added" : changed ? "completed" : "unchanged";
}

static void
answer(struct rec *r, const struct row *w, const struct known *k, const char *result)
{
	char person_no[PERSON_NO_SIZE];

	person_no_text(k->person.id, person_no);
	put(r, O_PERSON_NO, person_no);
	put(r, O_USERNAME, k->has_account ? k->account.username : w->username);
	bool as_typed = w->named && !k->merged;

	put(r, O_NAME, as_typed ? r->v[I_NAME] : k->person.name);
	put(r, O_ID_TYPE, as_typed ? w->identity.id_type : k->person.id_type);
	put(r, O_ID_NO, as_typed ? w->identity.id_no : k->person.id_no);
	put(r, O_RESULT, result);
}

static enum verdict
apply(struct rec *r)
{
	const struct row *w = &row;
	struct known k;

	if (!row_read(r, &row))
		return UNCHANGED;
	struct group g = group_of(w);
	bool first = group_first(&g, r);

	look_up(w, &k);
	/* first: whether a password or an answer fits is nothing to tell where the person is not the operator's */
	if (k.person.id != 0 && !need_person_here(r, -1, k.person.id))
		return UNCHANGED;
	if (k.merged && nothing_new(r, w, &k)) {
		if (first)
			check_secrets(r, &k);
		if (!faulty(r))
			answer(r, w, &k, "unchanged");
		return UNCHANGED;
	}
	if (k.merged)
		k = (struct known){ .other_name = k.other_name };
	if (k.has_account)
		check_known(r, w, &k, first);
	else
		check_new(r, w, &k);
	if (w->named)
		check_username(r, w, &k);
	if (k.person.id != 0 && !had(&k, "phone", k.person.phone, w->person.phone))
		particular_differs(r, I_PHONE, k.person.phone, w->person.phone);
	if (k.person.id != 0 && !had(&k, "email", k.person.email, w->person.email))
		particular_differs(r, I_EMAIL, k.person.email, w->person.email);
	person_check_phone(r, I_PHONE, &k.person, w->person.phone);
	if (w->has_record)
		person_check_record(r, I_EDU_LEVEL, k.person.id, &w->record, setting_int(NULL, NULL, "education_max", 5));
	if (faulty(r))
		return UNCHANGED;
	const char *result = write_row(r, w, &k, first);

	answer(r, w, &k, result);
	return strcmp(result, "unchanged") == 0 ? UNCHANGED : CHANGED;
}

static void
begin(struct run *run)
{
	(void)run;
	former_read();
}

static const struct tool tool = {
	.name = "user-import",
	.synopsis = "[options] [FILE ...]",
	.does_en = "import accounts and persons, one row per education or degree record",
	.does_zh = "导入账号与人员, 每条学历或学位一行",
	.flags = 0,
	.writes = "person account education recovery",
	.roles = "district clerk",
	.in = in,
	.out = out,
	.check = check,
	.compute = secret_work,
	.begin = begin,
	.apply = apply,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
