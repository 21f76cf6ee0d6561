/* SPDX-License-Identifier: MIT
 * user-recover finish: the code that was sent, or the answer to the question, for a new password. */
#include <string.h>

#include "recover.h"
#include "store/db.h"
#include "store/person.h"

enum { I_CODE = C_FIRST, I_ANSWER };
static const struct incol in[] = {
	[C_NAME] = { "name", true }, [C_ID_TYPE] = { "id_type", false }, [C_ID_NO] = { "id_no", true }, [I_CODE] = { "code", false },
	[I_ANSWER] = { "answer", false }, { NULL, false }
};
static const char *const out[] = { "name", "id_type", "id_no", "username", "password", "result", NULL };

enum { Q_LAST, Q_SETTLE, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_LAST] = { "SELECT id, code, expires_at, attempts, finished_at IS NOT NULL, coalesce(person_id, 0) FROM recovery WHERE asked = :asked AND way = 'sms' "
		"ORDER BY id DESC LIMIT 1", NULL },
	[Q_SETTLE] = { "UPDATE recovery SET attempts = attempts + :wrong, finished_at = :finished WHERE id = :id AND finished_at IS NULL", NULL },
};

/* It takes as long to find out that an answer does not fit this as any other: the cost is that of password_hash(). */
static const char nobody[] = "$argon2id$v=19$m=65536,t=2,p=1$a2Fvd3Uga2Fvd3Uga2Fvdw$bm9ib2R5IG5vYm9keSBub2JvZHkgbm9ib2R5IG5vYm8";

static struct asked asked;

/* In the attachment: the hash that the answer is compared with; from compute() on whether it fits, and the new password. */
struct proof {
	char stored[PASSWORD_HASH];
	bool fits;
	char made[FRESH_SIZE];
};

static bool
read_proof(struct rec *r)
{
	bool code = *r->v[I_CODE] != '\0', answer = *r->v[I_ANSWER] != '\0';

	if (code && answer)
		fault(r, I_ANSWER, "PROOF_TWICE", "%s", L("the code or the answer, not both", "验证码与答案只填一项"));
	else if (!code && !answer)
		fault(r, I_CODE, "MISSING", "%s", L("the code that was sent, or the answer to the question", "须填写收到的验证码或预留问题的答案"));
	return code != answer;
}

static const char *
stored_answer(const struct holder *h)
{
	return holder_active(h) && *h->answer != '\0' ? h->answer : nobody;
}

static void
check(struct rec *r)
{
	struct proof p = { .fits = false };
	struct holder h;

	bool whose = asked_read(r, &asked);

	if (!read_proof(r) || !whose)
		return;
	holder_find(&asked, &h);
	const char *stored = stored_answer(&h);

	if (strlen(stored) < sizeof p.stored)
		memcpy(p.stored, stored, strlen(stored) + 1);
	attach(r, &p, sizeof p.stored);
}

/* The same work for everybody: an answer compared with a hash, and a password hashed. */
static void
compute(const struct rec *r, struct buf *result)
{
	struct proof p = { .fits = false };
	struct buf made = BUF_INIT;

	memcpy(p.stored, r->attached, sizeof p.stored);
	if (*r->v[I_ANSWER] != '\0')
		p.fits = password_verify(p.stored, r->v[I_ANSWER]) && strcmp(p.stored, nobody) != 0;
	fresh_make(&made);
	memcpy(p.made, made.ptr, sizeof p.made);
	buf_add(result, &p, sizeof p);
	buf_release(&made);
}

/* The last code that was sent counts, until it expires, once, and not after too many wrong ones. */
static bool
code_fits(const struct rec *r, const struct holder *h)
{
	char mac[SECRET_MAC_HEX];
	bool fits = false;
	int64_t id = 0;

	asked_code(&asked, r->v[I_CODE], mac);
	db_text(&q[Q_LAST], ":asked", asked.key);
	if (db_row(&q[Q_LAST])) {
		id = db_col_int(&q[Q_LAST], 0);
		fits = strcmp(mac, db_col(&q[Q_LAST], 1)) == 0 && strcmp(asked.now, db_col(&q[Q_LAST], 2)) <= 0 &&
		    db_col_int(&q[Q_LAST], 3) < attempts_max() && db_col_int(&q[Q_LAST], 4) == 0 &&
		    holder_active(h) && db_col_int(&q[Q_LAST], 5) == h->person_id;
		db_reset(&q[Q_LAST]);
	}
	db_int(&q[Q_SETTLE], ":wrong", !fits);
	db_text(&q[Q_SETTLE], ":finished", fits ? asked.now : NULL);
	db_int(&q[Q_SETTLE], ":id", id);
	db_do(&q[Q_SETTLE]);
	return fits;
}

static bool
answer_fits(struct rec *r, const struct holder *h, const struct proof *p)
{
	const char *stored = stored_answer(h);
	bool fits = strcmp(stored, p->stored) == 0 ? p->fits : /* it has changed since check() */
	    stored != nobody && password_verify(stored, r->v[I_ANSWER]);

	recovery_add(&(struct recovery){ .asked = asked.key, .person_id = h->person_id, .way = "question", .now = asked.now, .expires_at = asked.now,
	    .attempts = !fits, .finished_at = fits ? asked.now : NULL }, r->run->batch_id);
	return fits;
}

static enum verdict
apply(struct rec *r)
{
	struct holder h;
	struct proof p;

	if (!asked_read(r, &asked) || !read_proof(r))
		return UNCHANGED;
	if (r->attached == NULL || r->attached_len != sizeof p) {
		fault(r, -1, "INTERNAL", "%s", L("the worker process ended on this record: try again", "工作进程在此记录上异常终止: 请重试"));
		return UNCHANGED;
	}
	memcpy(&p, r->attached, sizeof p);
	bool by_code = *r->v[I_CODE] != '\0';

	holder_find(&asked, &h);
	if (recovery_tries(asked.key, run_limit_time(r->run)).wrong >= attempts_max()) {
		refuse_locked(r);
		return UNCHANGED;
	}
	if (!(by_code ? code_fits(r, &h) : answer_fits(r, &h, &p))) {
		refuse_recovery(r); /* the attempt stays counted */
		return UNCHANGED;
	}
	char person_no[PERSON_NO_SIZE];

	person_no_text(h.person_id, person_no);
	audit_act(r->run, "recover", person_no, by_code ? "by code" : "by answer");
	put_asked(r, &asked);
	fresh_give(r, p.made, &h);
	return CHANGED;
}

static void
start(struct run *run)
{
	need_counting(run, "finish");
	asked_begin(run);
	fresh_begin();
	db_prepare(q, Q_COUNT);
}

const struct tool recover_finish = {
	.name = "user-recover finish",
	.writes = "recovery account",
	.roles = "district clerk",
	.in = in,
	.out = out,
	.lost_en = FRESH_LOST_EN,
	.lost_zh = FRESH_LOST_ZH,
	.start = start,
	.check = check,
	.compute = compute,
	.apply = apply,
};
