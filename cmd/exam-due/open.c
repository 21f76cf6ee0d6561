/* SPDX-License-Identifier: MIT
 * What stays open by itself: orders that run out, differences nobody has decided, money nobody has given back, messages nobody has handed out. */
#include <stdio.h>
#include <string.h>

#include "due.h"
#include "store/db.h"
#include "store/message.h"
#include "store/refund.h"
#include "value/date.h"

static void
bind(struct stmt *q, const struct exam *e)
{
	todo_bind(q, e != NULL ? e->id : 0, due_run->now, &due_run->scope);
}

static const char *
today(void)
{
	static char day[11];

	snprintf(day, sizeof day, "%.10s", due_run->now);
	return day;
}

void
due_orders(const struct exam *e)
{
	static struct stmt q = { "SELECT r.exam_id, r.province, o.pay_until, count(*) FROM fee_order o JOIN registration r ON r.id = o.registration_id "
		"WHERE o.closed_at IS NULL AND o.pay_until >= :now AND o.amount > 0 AND r.deleted_at IS NULL AND r.paid_at IS NULL AND (:exam = 0 OR r.exam_id = :exam) AND "
		SCOPE_SQL " AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.order_id = o.id AND p.effective = 1) GROUP BY 1, 2, 3 /*scan*/", NULL };

	bind(&q, e);
	while (db_row(&q))
		if (due_soon(db_col(&q, 2), false))
			due_add(db_col(&q, 2), exam_by_id(db_col_int(&q, 0)), db_col(&q, 1), db_col_int(&q, 3), L("orders run out", "订单到期未付"),
			    "reg-list{d}{e}{p} --todo fee-pay | notify-send{d} queue --template pay_reminder");
}

/* A payment in doubt may still come; then a person must decide. first_seen is when a statement first lacked it. */
static void
in_doubt(const struct exam *e, const char *first_seen, int64_t n)
{
	char date[DATE_SIZE];
	int32_t day;

	snprintf(date, sizeof date, "%.10s", first_seen);
	if (!date_parse(date, &day))
		return;
	date_text(day + (int32_t)setting_int(e, NULL, "in_doubt_days", 3), date);
	if (strcmp(date, today()) < 0)
		snprintf(date, sizeof date, "%s", today());
	if (due_soon(date, true))
		due_add(date, e, "*", n, L("payments in doubt: read the statements that have come since", "存疑缴费到期: 请导入其后的对账单"),
		    "sqlite3 -readonly -csv -header {D} \"SELECT diff_id, order_no, first_seen FROM difference WHERE state = 'open' AND class = 'IN_DOUBT'\"");
}

void
due_differences(const struct exam *e)
{
	static struct stmt q = { "SELECT coalesce(r.exam_id, 0), d.class = 'IN_DOUBT', substr(d.first_seen, 1, 10), count(*) FROM difference d "
		"LEFT JOIN fee_order o ON o.id = d.order_id LEFT JOIN registration r ON r.id = o.registration_id WHERE d.state = 'open' AND :now <> '' "
		"AND (:exam = 0 OR r.exam_id = :exam) AND (r.id IS NULL OR (" SCOPE_SQL ")) GROUP BY 1, 2, iif(d.class = 'IN_DOUBT', substr(d.first_seen, 1, 10), '') ORDER BY 1, 2, 3 /*scan*/", NULL };

	bind(&q, e);
	while (db_row(&q)) {
		const struct exam *of = exam_by_id(db_col_int(&q, 0));

		if (db_col_int(&q, 1))
			in_doubt(of, db_col(&q, 2), db_col_int(&q, 3));
		else
			due_add(today(), of, "*", db_col_int(&q, 3), L("differences to be decided (fee-decide)", "待处理对账差异 (fee-decide)"),
			    "sqlite3 -readonly -csv -header {D} \"SELECT diff_id, class, order_no FROM difference WHERE state = 'open' AND class <> 'IN_DOUBT'\"");
	}
}

static void
refunds_of(const struct exam *e, const char *word, int64_t n)
{
	static const struct {
		const char *word, *en, *zh, *command;
	} rows[] = {
		{ "propose", "paid twice, too late or for nothing, to be given back", "重复、逾期或无效缴费待退", "fee-refund{d} propose{e} --all" },
		{ "proposed", "refunds to be approved, by another person", "退费待他人审批", "fee-refund{d} list{e} --state proposed" },
		{ "approved", "refunds to be handed to the channels", "退费待导出", "fee-refund{d} export{e} -o refunds.csv" },
		{ "settle", "refunds that the statements show", "退费已到账待核销", "fee-refund{d} settle{e} --all" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].word, word) == 0)
			due_add(today(), e, "*", n, L(rows[i].en, rows[i].zh), rows[i].command);
}

void
due_refunds(const struct exam *e)
{
	static struct stmt cut_off = { "SELECT count(*) FROM refund_out WHERE written_at IS NULL /*scan*/", NULL };
	struct stmt q = { refund_counts_sql, NULL };

	bind(&q, e);
	db_int(&q, ":due_id", 0);
	while (db_row(&q))
		refunds_of(exam_by_id(db_col_int(&q, 0)), db_col(&q, 1), db_col_int(&q, 2));
	db_release(&q);
	if (db_int1(&cut_off, 0) > 0)
		due_add(today(), NULL, "*", db_int1(&cut_off, 0), L("an export of refunds was cut off", "退费导出中断"), "fee-refund{d} export -o refunds.csv");
}

void
due_messages(const struct exam *e)
{
	static struct stmt cut_off = { "SELECT count(*) FROM message_out WHERE written_at IS NULL /*scan*/", NULL };
	struct stmt q = { message_counts_sql, NULL };

	bind(&q, e);
	db_int(&q, ":due_id", 0);
	while (db_row(&q)) {
		const struct exam *of = exam_by_id(db_col_int(&q, 0));

		if (db_col_int(&q, 1) > 0)
			due_add(today(), of, "*", db_col_int(&q, 1), L("messages to be handed out", "待发送消息"), "notify-send{d} out{e} -o messages.csv");
		if (db_col_int(&q, 2) > 0)
			due_add(today(), of, "*", db_col_int(&q, 2), L("messages that could not be sent", "多次发送失败的消息"),
			    "sqlite3 -readonly -csv -header {D} \"SELECT id, template, registration_id, detail FROM message WHERE result = 'failed'\"");
	}
	db_release(&q);
	if (db_int1(&cut_off, 0) > 0)
		due_add(today(), NULL, "*", db_int1(&cut_off, 0), L("a hand-out of messages was cut off", "消息交出中断"), "notify-send{d} out -o messages.csv");
}
