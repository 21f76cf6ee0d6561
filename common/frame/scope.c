/* SPDX-License-Identifier: MIT
 * An operator's place: records of registrations that lie elsewhere are refused, whatever the tool. */
#include <stdio.h>
#include <string.h>

#include "frame/live.h"
#include "frame/state.h"
#include "store/person.h"

/* Where a registration lies; text "" where it is not known. */
struct place {
	char province[16], city[16], review_point[16];
};

static void
place_text(const char *province, const char *city, const char *review_point, struct buf *out)
{
	buf_clear(out);
	if (*province != '\0' && *city == '\0')
		buf_str(out, province_name(province));
	if (*city != '\0')
		buf_str(out, city_name(city));
	if (*review_point != '\0')
		buf_printf(out, L("%sreview point %s", "%s审核点 %s"), out->len > 0 ? " " : "", review_point);
}

const char *
scope_text(const struct run *run)
{
	static struct buf text;

	place_text(run->scope.province, run->scope.city, run->scope.review_point, &text);
	return buf_text(&text);
}

/* False, with the fault. */
static bool
not_ours(struct rec *r, int column, const char *what, const struct place *p)
{
	static struct buf where;

	place_text(p->province, p->city, p->review_point, &where);
	fault(r, column, "NOT_AUTHORISED", L("%s is of %s; the operator table lets %s act for %s only", "%s 属于 %s; 按操作员表, %s 只能办理 %s 的报名"),
	    what, buf_text(&where), r->run->login, scope_text(r->run));
	return false;
}

static bool
holds(const struct run *run, const struct place *p)
{
	return scope_holds(&run->scope, p->province, p->city, p->review_point);
}

static void
read_place(struct stmt *q, struct place *p)
{
	snprintf(p->province, sizeof p->province, "%s", db_col(q, 0));
	snprintf(p->city, sizeof p->city, "%s", db_col(q, 1));
	snprintf(p->review_point, sizeof p->review_point, "%s", db_col(q, 2));
	db_reset(q);
}

/* A key that nothing has is the tool's to refuse. */
static bool
key_here(struct rec *r, int column, struct stmt *q, const char *parameter)
{
	struct place p;

	db_text(q, parameter, r->v[column]);
	if (!db_row(q))
		return true;
	read_place(q, &p);
	return holds(r->run, &p) || not_ours(r, column, r->v[column], &p);
}

bool
need_person_here(struct rec *r, int column, int64_t person_id)
{
	static struct stmt q = { "SELECT r.province, r.city, r.review_point FROM person p JOIN registration r ON r.person_id = p.id AND "
		"r.document = (SELECT min(d.id) FROM person d WHERE d.id_key = p.id_key) AND r.deleted_at IS NULL WHERE p.id = :person "
		"AND NOT EXISTS (SELECT 1 FROM publication b WHERE b.exam_id = r.exam_id) ORDER BY " SCOPE_SQL " DESC, r.id LIMIT 1", NULL };
	char person_no[PERSON_NO_SIZE];
	struct place p;

	if (scope_everywhere(&r->run->scope))
		return true;
	db_int(&q, ":person", person_id);
	scope_bind(&q, &r->run->scope);
	if (!db_row(&q))
		return true; /* takes part in nothing: whoever it comes to */
	read_place(&q, &p);
	person_no_text(person_id, person_no);
	return holds(r->run, &p) || not_ours(r, column, person_no, &p);
}

static const char *
value(const struct rec *r, const char *name, int *column)
{
	*column = in_index(r->run, name);
	return *column < 0 ? "" : r->v[*column];
}

static bool
persons_here(struct rec *r)
{
	static const char *const columns[] = { "person_no", "keep_person_no", "drop_person_no" };
	bool here = true;
	int column;

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		int64_t id = person_no_parse(value(r, columns[i], &column));

		here &= id == 0 || need_person_here(r, column, id);
	}
	return here;
}

/* A row that brings a registration names its place by codes or names; a place that there is not is the tool's to refuse. */
static bool
row_here(struct rec *r)
{
	int province_at, city_at, point_at;
	const char *province = province_code(value(r, "province", &province_at)), *city = value(r, "city", &city_at);
	const char *point = value(r, "review_point", &point_at);
	struct place p;

	if (province == NULL || city_at < 0 || point_at < 0 || (city = city_code(province, city)) == NULL)
		return true;
	snprintf(p.province, sizeof p.province, "%s", province);
	snprintf(p.city, sizeof p.city, "%s", city);
	snprintf(p.review_point, sizeof p.review_point, "%s", point);
	return holds(r->run, &p) || not_ours(r, province_at, L("the registration", "该报名"), &p);
}

bool
rec_here(struct rec *r)
{
	static struct stmt registration = { "SELECT province, city, review_point FROM registration WHERE reg_no = :reg_no", NULL };
	static struct stmt order = { "SELECT r.province, r.city, r.review_point FROM fee_order o JOIN registration r ON r.id = o.registration_id "
		"WHERE o.order_no = :order_no", NULL };
	static struct stmt refund = { "SELECT r.province, r.city, r.review_point FROM refund f JOIN fee_order o ON o.id = f.order_id "
		"JOIN registration r ON r.id = o.registration_id WHERE f.refund_no = :refund_no", NULL };
	bool here;
	int column;

	if (scope_everywhere(&r->run->scope))
		return true;
	if (*value(r, "reg_no", &column) != '\0')
		here = key_here(r, column, &registration, ":reg_no");
	else if (*value(r, "order_no", &column) != '\0')
		here = key_here(r, column, &order, ":order_no");
	else if (*value(r, "refund_no", &column) != '\0')
		here = key_here(r, column, &refund, ":refund_no");
	else
		here = persons_here(r);
	return row_here(r) && here;
}

const char *const exam_numbers[EXAM_NUMBERS] = { "admit_no", "order_no", "refund_no" };

bool
number_of_exam(int which, const char *number, const struct exam *e)
{
	/* CROSS JOIN: the few exams first, then the index by exam and number */
	static struct stmt q[EXAM_NUMBERS] = {
		{ "SELECT r.exam_id FROM exam x CROSS JOIN registration r ON r.exam_id = x.id AND r.admit_no = :number", NULL },
		{ "SELECT r.exam_id FROM fee_order o JOIN registration r ON r.id = o.registration_id WHERE o.order_no = :number", NULL },
		{ "SELECT r.exam_id FROM refund f JOIN fee_order o ON o.id = f.order_id JOIN registration r ON r.id = o.registration_id "
		  "WHERE f.refund_no = :number", NULL },
	};
	bool known = false, ours = false;

	db_text(&q[which], ":number", number);
	while (db_row(&q[which])) {
		known = true;
		ours |= db_col_int(&q[which], 0) == e->id;
	}
	return ours || !known;
}
