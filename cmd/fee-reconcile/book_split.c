/* SPDX-License-Identifier: MIT
 * 收费分配表: what was collected, by the prices of the orders that payments pay, less what was given back; the centre's share
 * of each price (考务费) is passed up, the rest is the province's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "book.h"
#include "frame/billing.h"
#include "rule/fee.h"
#include "store/db.h"
#include "store/definition.h"

static struct split_row *
add_row(struct split *s, int64_t exam_id, const char *province, const char *level, const char *component, int64_t fen, int64_t upward)
{
	s->v = grow(s->v, s->n, &s->cap, sizeof *s->v);
	struct split_row *row = &s->v[s->n++];

	*row = (struct split_row){ .exam_id = exam_id, .fen = fen, .upward = upward };
	snprintf(row->province, sizeof row->province, "%s", province);
	snprintf(row->level, sizeof row->level, "%s", level);
	snprintf(row->component, sizeof row->component, "%s", component);
	return row;
}

static void
read_lines(struct split *s, int64_t exam)
{
	static struct stmt q = { "SELECT r.exam_id, r.province, r.level, l.component, l.amount, l.upward, count(*) FROM payment p "
		"JOIN fee_order o ON o.id = p.order_id JOIN registration r ON r.id = o.registration_id JOIN fee_order_line l ON l.order_id = o.id "
		"WHERE p.effective = 1 AND (:exam = 0 OR r.exam_id = :exam) GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6 /*scan*/", NULL };

	db_int(&q, ":exam", exam);
	while (db_row(&q)) {
		struct split_row *row = add_row(s, db_col_int(&q, 0), db_col(&q, 1), db_col(&q, 2), db_col(&q, 3), db_col_int(&q, 4), db_col_int(&q, 5));

		row->count = db_col_int(&q, 6);
		row->collected = row->count * row->fen;
		s->collected += row->collected;
	}
}

/* Accepted at another amount than the order's: the province has more or less. */
static void
read_odd(struct split *s, int64_t exam)
{
	static struct stmt q = { "SELECT r.exam_id, r.province, r.level, count(*), sum(p.amount - o.amount) FROM payment p "
		"JOIN fee_order o ON o.id = p.order_id JOIN registration r ON r.id = o.registration_id "
		"WHERE p.effective = 1 AND p.amount <> o.amount AND (:exam = 0 OR r.exam_id = :exam) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 /*scan*/", NULL };

	db_int(&q, ":exam", exam);
	while (db_row(&q)) {
		struct split_row *row = add_row(s, db_col_int(&q, 0), db_col(&q, 1), db_col(&q, 2), "", 0, 0);

		row->count = db_col_int(&q, 3);
		row->collected = db_col_int(&q, 4);
		s->collected += row->collected;
	}
}

static struct split_row *
row_of(struct split *s, int64_t exam_id, const char *province, const char *level, const char *component, int64_t fen, int64_t upward)
{
	for (size_t i = 0; i < s->n; i++) {
		struct split_row *row = &s->v[i];

		if (row->exam_id == exam_id && row->fen == fen && row->upward == upward && strcmp(row->province, province) == 0 &&
		    strcmp(row->level, level) == 0 && strcmp(row->component, component) == 0)
			return row;
	}
	return add_row(s, exam_id, province, level, component, fen, upward);
}

static void
give_back(struct split *s, int64_t order_id, int64_t registration_id, int64_t exam_id, const char *province, const char *level, int64_t fen)
{
	struct fee_line line[FEE_LINES_MAX];
	struct fee_back back[FEE_LINES_MAX];
	bool dropped[FEE_LINES_MAX];
	size_t n = billing_lines(order_id, registration_id, line, dropped);

	fee_give_back(line, dropped, n, fen, back);
	s->back += fen;
	for (size_t i = 0; i < n; i++) {
		struct split_row *row = row_of(s, exam_id, province, level, fee_component_code(line[i].component), line[i].fen, line[i].upward_fen);

		row->back += back[i].fen;
		row->back_upward += back[i].upward_fen;
		fen -= back[i].fen;
	}
	if (fen > 0) /* more than the order's lines: what was paid over */
		row_of(s, exam_id, province, level, "", 0, 0)->back += fen;
}

/* Money that has left for the payer, of payments that count. */
static void
read_refunds(struct split *s, int64_t exam)
{
	static struct stmt q = { "SELECT o.id, r.id, r.exam_id, r.province, r.level, sum(f.amount) FROM refund f JOIN payment p ON p.id = f.payment_id "
		"JOIN fee_order o ON o.id = p.order_id JOIN registration r ON r.id = o.registration_id WHERE p.effective = 1 "
		"AND (f.state = 'exported' OR f.state = 'settled') AND (:exam = 0 OR r.exam_id = :exam) GROUP BY o.id ORDER BY o.id /*scan*/", NULL };

	db_int(&q, ":exam", exam);
	while (db_row(&q))
		give_back(s, db_col_int(&q, 0), db_col_int(&q, 1), db_col_int(&q, 2), db_col(&q, 3), db_col(&q, 4), db_col_int(&q, 5));
}

/* The same sums without orders and lines. */
static void
read_sums(struct split *s, int64_t exam)
{
	static struct stmt pay = { "SELECT coalesce(sum(p.amount), 0) FROM payment p WHERE p.effective = 1 AND (:exam = 0 OR (SELECT r.exam_id FROM fee_order o "
		"JOIN registration r ON r.id = o.registration_id WHERE o.id = p.order_id) = :exam) /*scan*/", NULL };
	static struct stmt back = { "SELECT coalesce(sum(f.amount), 0) FROM refund f WHERE (f.state = 'exported' OR f.state = 'settled') AND EXISTS (SELECT 1 FROM payment p "
		"WHERE p.id = f.payment_id AND p.effective = 1 AND (:exam = 0 OR (SELECT r.exam_id FROM fee_order o JOIN registration r "
		"ON r.id = o.registration_id WHERE o.id = p.order_id) = :exam)) /*scan*/", NULL };

	db_int(&pay, ":exam", exam);
	s->payments = db_int1(&pay, 0);
	db_int(&back, ":exam", exam);
	s->refunds = db_int1(&back, 0);
}

static int
by_place(const void *a, const void *b)
{
	const struct split_row *x = a, *y = b;
	int c = (x->exam_id > y->exam_id) - (x->exam_id < y->exam_id);

	if (c == 0)
		c = strcmp(x->province, y->province);
	if (c == 0)
		c = strcmp(x->level, y->level);
	if (c == 0) /* "" last */
		c = *x->component == '\0' || *y->component == '\0' ? (*x->component == '\0') - (*y->component == '\0') : strcmp(x->component, y->component);
	if (c == 0)
		c = (x->fen > y->fen) - (x->fen < y->fen);
	return c != 0 ? c : (x->upward > y->upward) - (x->upward < y->upward);
}

void
split_read(const struct book *k, struct split *s)
{
	int64_t exam = book_exam(k);

	read_lines(s, exam);
	read_odd(s, exam);
	read_refunds(s, exam);
	read_sums(s, exam);
	if (s->n > 0)
		qsort(s->v, s->n, sizeof *s->v, by_place);
}

void
split_release(struct split *s)
{
	free(s->v);
}

/* ---- the sheet */

struct parts {
	int64_t count, collected, back, upward;
};

static void
add_parts(struct parts *to, const struct split_row *row)
{
	to->count += row->count;
	to->collected += row->collected;
	to->back += row->back;
	to->upward += row->count * row->upward - row->back_upward;
}

static void
parts_cells(struct xlsx *x, const struct parts *p)
{
	xlsx_int(x, p->count);
	xlsx_money(x, p->collected);
	xlsx_money(x, p->back);
	xlsx_money(x, p->collected - p->back);
	xlsx_money(x, p->upward);
	xlsx_money(x, p->collected - p->back - p->upward);
	xlsx_row(x);
}

static const char *
component_word(const char *component)
{
	static const struct {
		const char *code, *en, *zh;
	} words[] = { { "objective", "objective papers", "客观题科目" }, { "subjective", "subjective papers", "主观题科目" },
		{ "registration", "registration", "报名费" }, { "archive_new", "archive of new candidates", "新考生建档费" },
		{ "", "paid over or under the order", "与订单的差额" } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].code, component) == 0)
			return L(words[i].en, words[i].zh);
	return component;
}

static void
place_cells(struct xlsx *x, const struct split_row *row, bool level)
{
	const struct exam *e = exam_by_id(row->exam_id);
	const struct level *l = level ? exam_level(e, row->level) : NULL;
	const char *province = province_name(row->province);

	xlsx_text(x, e->key);
	xlsx_text(x, row->province);
	xlsx_text(x, province != NULL ? province : "");
	xlsx_text(x, level ? row->level : "");
	xlsx_text(x, l != NULL ? l->name : "");
}

static bool
same_place(const struct split_row *a, const struct split_row *b, bool province)
{
	return a->exam_id == b->exam_id && (!province || strcmp(a->province, b->province) == 0);
}

/* A row a province (or, without them, an exam). */
static void
sums_by(struct xlsx *x, const struct split *s, bool province)
{
	for (size_t i = 0, next; i < s->n; i = next) {
		struct parts sum = { 0, 0, 0, 0 };

		for (next = i; next < s->n && same_place(&s->v[next], &s->v[i], province); next++)
			add_parts(&sum, &s->v[next]);
		xlsx_style(x, XLSX_STRONG);
		if (province) {
			place_cells(x, &s->v[i], false);
		} else {
			xlsx_text(x, exam_by_id(s->v[i].exam_id)->key);
			for (int c = 1; c < 5; c++)
				xlsx_skip(x);
		}
		xlsx_text(x, province ? L("province", "分省合计") : L("exam", "考试合计"));
		xlsx_skip(x);
		xlsx_skip(x);
		parts_cells(x, &sum);
	}
}

void
book_split(const struct book *k)
{
	const struct xlsx_column columns[] = { { L("exam", "考试"), 12, false }, { L("province", "省份代码"), 10, false }, { L("name", "省份"), 16, false },
		{ L("level", "级别代码"), 9, false }, { L("name", "级别"), 16, true }, { L("charged for", "收费项目"), 24, false },
		{ L("price", "单价"), 11, false }, { L("of it for the centre", "其中上缴"), 11, false }, { L("number", "数量"), 11, false },
		{ L("collected", "收入"), 16, false }, { L("given back", "退费"), 14, false }, { L("net", "净收入"), 16, false },
		{ L("passed up to the centre", "上缴中心(考务费)"), 16, false }, { L("kept by the province", "本省留存"), 16, false } };
	const struct split *s = k->split;
	struct parts total = { 0, 0, 0, 0 };
	struct xlsx *x = k->x;

	xlsx_sheet(x, L("Revenue split", "收费分配表"), COLUMNS(columns));
	for (size_t i = 0; i < s->n; i++) {
		const struct split_row *row = &s->v[i];
		struct parts p = { 0, 0, 0, 0 };

		add_parts(&p, row);
		add_parts(&total, row);
		place_cells(x, row, true);
		xlsx_text(x, component_word(row->component));
		xlsx_money(x, row->fen);
		xlsx_money(x, row->upward);
		parts_cells(x, &p);
	}
	xlsx_filter(x);
	xlsx_style(x, XLSX_TOTAL);
	xlsx_text(x, L("total", "合计"));
	for (int c = 1; c < 8; c++)
		xlsx_skip(x);
	parts_cells(x, &total);
	xlsx_row(x);
	sums_by(x, s, true);
	sums_by(x, s, false);
}
