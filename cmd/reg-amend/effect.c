/* SPDX-License-Identifier: MIT
 * What a change brings with it: eligibility is judged anew, a confirmation falls, orders are made anew, a card is stale. */
#include <string.h>

#include "amend.h"
#include "frame/billing.h"
#include "store/card.h"
#include "store/db.h"
#include "store/money.h"

/* ---- eligibility */

static bool
judged_by(int field)
{
	switch (field) {
	case E_WORK_YEARS:
	case E_PRO_YEARS:
	case E_TITLE:
	case E_PRIOR_CERT:
	case E_PRIOR_CERT_DATE:
	case E_LEVEL:
	case E_SPECIALTY:
	case E_PROVINCE:
	case E_NAME:
	case E_ID_TYPE:
	case E_ID_NO:
		return true;
	default:
		return field_of_education(field);
	}
}

/* The outcome is dropped where it may still be judged anew; what is paid rests on it, and a person looks. */
static void
drop_outcome(struct change *c, int64_t registration)
{
	static struct stmt is = { "SELECT reg_no, paid_at IS NOT NULL, review <> '' FROM registration WHERE id = :id AND outcome <> ''", NULL };
	static struct stmt drop = { "UPDATE registration SET outcome = '', outcome_route = '', outcome_codes = '', outcome_at = NULL WHERE id = :id", NULL };
	bool paid;

	db_int(&is, ":id", registration);
	if (!db_row(&is))
		return;
	paid = db_col_int(&is, 1);
	if (paid)
		say(c, false, I_FIELD, "OUTCOME_KEPT", L("%s is paid, so its review stands; look whether the conditions still hold", "%s 已缴费, 核验结论不变; 请人工核对是否仍符合条件"),
		    db_col(&is, 0));
	db_reset(&is);
	if (paid)
		return;
	db_int(&drop, ":id", registration);
	db_do(&drop);
}

/* The registrations that a change of the person's data concerns. */
static size_t
of_person(int64_t person, int64_t *id, size_t max)
{
	static struct stmt q = { "SELECT r.id FROM person p JOIN registration r ON r.document = (SELECT min(d.id) FROM person d WHERE d.id_key = p.id_key) "
		"AND r.person_id = p.id AND r.deleted_at IS NULL WHERE p.id = :person AND NOT EXISTS (SELECT 1 FROM publication b WHERE b.exam_id = r.exam_id)", NULL };
	size_t n = 0;

	db_int(&q, ":person", person);
	while (db_row(&q))
		if (n < max)
			id[n++] = db_col_int(&q, 0);
	return n;
}

static void
judge_anew(struct change *c, const struct unit *u)
{
	int64_t id[64] = { u->registration_id };
	size_t n = field_of_person(c->field) ? of_person(u->person_id, id, 64) : 1;

	for (size_t i = 0; i < n; i++)
		drop_outcome(c, id[i]);
}

/* ---- cards */

/* A card that was printed shows the old name, document or portrait. */
static void
stale_cards(const struct run *run, const struct unit *u)
{
	int64_t id[64];
	size_t n = of_person(u->person_id, id, 64);

	for (size_t i = 0; i < n; i++)
		card_revoke(id[i], "amended", run->now);
}

/* ---- confirmation */

static void
cancel(struct run *run, struct unit *u, struct change *c)
{
	static struct stmt q = { "UPDATE registration SET confirmed_at = NULL, review = '', reviewed_at = NULL, outcome = '', outcome_route = '', "
		"outcome_codes = '', outcome_at = NULL WHERE id = :id AND paid_at IS NULL AND confirmed_at IS NOT NULL", NULL };

	db_int(&q, ":id", u->registration_id);
	if (db_do(&q) == 0)
		return;
	effect_close_orders(run, u->registration_id);
	say(c, false, I_FIELD, "CONFIRM_CANCELLED", L("%s was confirmed: the candidate's change takes that and its review back; reg-confirm comes again",
	    "%s 已确认: 考生自行变更即取消确认与审核; 须重新 reg-confirm"), u->reg.reg_no);
}

void
effect_change(struct run *run, struct unit *u, struct change *c)
{
	if (judged_by(c->field))
		judge_anew(c, u);
	if (c->field == E_NAME || c->field == E_ID_TYPE || c->field == E_ID_NO || c->field == E_PHOTO)
		stale_cards(run, u);
	if (c->cancels && u->registration_id != 0)
		cancel(run, u, c);
}

/* ---- orders */

void
effect_close_orders(struct run *run, int64_t registration_id)
{
	static struct stmt q = { "UPDATE fee_order SET closed_at = :now WHERE registration_id = :id AND closed_at IS NULL AND amount > 0 AND NOT EXISTS "
		"(SELECT 1 FROM payment p WHERE p.order_id = fee_order.id AND p.effective = 1)", NULL };

	db_text(&q, ":now", run->now);
	db_int(&q, ":id", registration_id);
	db_do(&q);
}

/* Other subjects, level or province: the order is made to agree again. */
void
effect_orders(struct unit *u)
{
	struct registration reg;

	if (u->registration_id == 0 || !u->choice || u->touched[F_DELETE] || !billing_has_order(u->registration_id))
		return;
	if (registration_find(u->reg.reg_no, &reg))
		billing_settle(u->scratch, E_SUBJECTS, &reg);
}

/* What was paid is given back while the setting refund_until says so (rules.md 48). */
void
effect_refund(struct run *run, const struct unit *u, struct change *c)
{
	static struct stmt q = { "SELECT p.id FROM payment p JOIN fee_order o ON o.id = p.order_id WHERE o.registration_id = :id AND p.effective = 1 ORDER BY p.id", NULL };
	const struct act who = billing_act(run);
	const char *why;
	bool override;
	char refund_no[REFUND_NO_SIZE];
	int64_t payment[16];
	size_t n = 0;

	db_int(&q, ":id", u->registration_id);
	while (db_row(&q))
		if (n < 16)
			payment[n++] = db_col_int(&q, 0);
	if (n > 0 && !billing_may_ask_back(run, u->reg.exam, u->reg.province, &why, &override)) {
		say(c, false, I_FIELD, "FEE_KEPT", "%s: %s", u->reg.reg_no, why);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		int64_t left = payment_left(payment[i]);

		if (left <= 0)
			continue;
		refund_propose(&(struct refund_ask){ .payment_id = payment[i], .amount = left, .cause = "request", .documents = "", .reason = c->reason }, &who, refund_no);
		say(c, false, I_FIELD, "REFUND_PROPOSED", L("refund %s is proposed; fee-refund approve decides", "已拟退费 %s; 由 fee-refund approve 审批"), refund_no);
	}
}
