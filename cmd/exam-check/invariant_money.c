/* SPDX-License-Identifier: MIT
 * Orders, payments, refunds, statements and their differences (6 and 7). */
#include "invariant.h"

#include <stddef.h>

const struct invariant money_invariants[] = {
	/* 6: orders and refunds */
	{ "ORDER_SUM", "fee_order",
	    "SELECT o.order_no, o.amount || ' fen, lines ' || coalesce(sum(l.amount), 0) FROM fee_order o LEFT JOIN fee_order_line l ON l.order_id = o.id "
	    "GROUP BY o.id HAVING o.amount <> coalesce(sum(l.amount), 0)",
	    "an order's amount is the sum of its lines", "订单金额等于明细之和" },
	{ "ONE_PAYMENT", "fee_order",
	    "SELECT o.order_no, count(*) || ' payments' FROM fee_order o JOIN payment p ON p.order_id = o.id AND p.effective = 1 GROUP BY o.id HAVING count(*) > 1",
	    "an order has at most one effective payment", "一个订单最多一笔有效支付" },
	{ "PAYMENT_AMOUNT", "payment",
	    "SELECT p.channel || ' ' || p.txn_no, p.amount || ' of ' || o.amount || ' fen' FROM payment p JOIN fee_order o ON o.id = p.order_id "
	    "WHERE p.effective = 1 AND p.result = 'paid' AND p.amount <> o.amount "
	    "AND o.id NOT IN (SELECT d.order_id FROM difference d WHERE d.action = 'accept' AND d.order_id IS NOT NULL)",
	    "an effective payment pays the order exactly, or a person has accepted it", "有效支付与订单金额一致, 或已经人工接受" },
	{ "ALIAS_IS_ORDER", "order_alias",
	    "SELECT a.alias, o.order_no FROM order_alias a JOIN fee_order o ON o.order_no = a.alias",
	    "another number of an order is not the number of an order", "订单的别号不得是另一订单的订单号" },
	{ "PAYMENT_RESULT", "payment",
	    "SELECT channel || ' ' || txn_no, iif(effective, 'pays the order', 'pays nothing') || ', result ' || result FROM payment WHERE effective <> (result = 'paid')",
	    "what pays an order came so, and what is too much came otherwise", "有效支付的结果为 paid, 其余不得为 paid" },
	{ "REFUND_SUM", "payment",
	    "SELECT p.channel || ' ' || p.txn_no, sum(f.amount) || ' of ' || p.amount || ' fen' FROM payment p JOIN refund f ON f.payment_id = p.id AND f.state <> 'refused' "
	    "GROUP BY p.id HAVING sum(f.amount) > p.amount",
	    "refunds never exceed what was paid", "退款不得超过已付金额" },
	{ "REFUND_ORDER", "refund",
	    "SELECT f.refund_no, p.channel || ' ' || p.txn_no FROM refund f JOIN payment p ON p.id = f.payment_id WHERE p.order_id <> f.order_id",
	    "a refund belongs to the order of its payment", "退费与其支付属于同一订单" },
	{ "REFUND_TWO_PERSONS", "refund",
	    "SELECT refund_no, approved_by FROM refund WHERE state <> 'proposed' AND state <> 'refused' AND (approved_by = '' OR CASE two_person WHEN 'login' "
	    "THEN approved_by = proposed_by ELSE iif(approved_operator <> '', approved_operator, approved_by) = iif(proposed_operator <> '', proposed_operator, proposed_by) END)",
	    "a refund is approved by another person than proposed it", "退款的提出人与批准人不得为同一人" },
	{ "REFUND_STATE", "refund",
	    "SELECT refund_no, state FROM refund WHERE (state = 'exported' AND (out_id IS NULL OR exported_at IS NULL)) OR (state = 'settled' AND (settled_at IS NULL OR settled_by = '' "
	    "OR (settled_entry IS NULL AND settled_reason = ''))) OR (state <> 'settled' AND state <> 'refused' AND settled_entry IS NOT NULL) OR (state = 'proposed' AND (approved_by <> '' OR exported_at IS NOT NULL))",
	    "a refund that has gone is in a file, and one that has arrived is shown by a statement or somebody's word", "已导出的退费在导出文件中, 已退回的有对账单或经办依据" },
	{ "REFUND_SHOWN", "refund",
	    "SELECT f.refund_no, f.amount || ' fen, the entry ' || e.kind || ' ' || e.status || ' ' || e.amount FROM refund f JOIN statement_entry e ON e.id = f.settled_entry "
	    "WHERE e.kind <> 'refund' OR e.status = iif(f.state = 'refused', 'final', 'waiting') OR e.amount <> f.amount",
	    "the entry that shows a refund is a refund of as much that was final", "显示退费到账的明细须为同额的最终退款" },
	/* a number that nobody knows is the refund's own; a payment whose number the statements deny is, as in reconciliation, the row of its amount;
	 * one that was told of by another word of the channel has no row under that word */
	{ "REFUND_ORIGIN", "refund",
	    "SELECT f.refund_no, 'of ' || p.channel || ' ' || p.txn_no || ', the entry of ' || e.channel || ' ' || e.txn_no FROM refund f JOIN payment p ON p.id = f.payment_id "
	    "JOIN statement_entry e ON e.id = f.settled_entry WHERE f.state = 'settled' AND e.txn_no <> '' AND p.txn_no <> '' AND CASE WHEN e.txn_no = p.txn_no THEN "
	    "substr(e.channel, 1, instr(e.channel || '_', '_') - 1) <> substr(p.channel, 1, instr(p.channel || '_', '_') - 1) AND EXISTS (SELECT 1 FROM statement_entry o "
	    "WHERE o.kind = 'pay' AND o.channel = p.channel AND o.txn_no = p.txn_no) ELSE (EXISTS (SELECT 1 FROM payment o WHERE o.channel = e.channel AND o.txn_no = e.txn_no) OR EXISTS "
	    "(SELECT 1 FROM statement_entry o WHERE o.kind = 'pay' AND o.channel = e.channel AND o.txn_no = e.txn_no)) AND (NOT EXISTS (SELECT 1 FROM statement s "
	    "WHERE s.channel = p.channel AND e.channel = p.channel AND s.covers_pay AND s.covers_from <> '' AND p.paid_at >= s.covers_from AND p.paid_at < s.covers_to) "
	    "OR EXISTS (SELECT 1 FROM statement_entry o WHERE o.kind = 'pay' AND o.channel = p.channel AND o.txn_no = p.txn_no)) END",
	    "a refund is of the payment that the entry names which shows it", "退费须对应其到账明细所载的原交易" },
	{ "REFUND_PAID", "registration",
	    "SELECT r.reg_no, o.order_no || ' was given back whole' FROM fee_order o JOIN payment p ON p.order_id = o.id AND p.effective = 1 "
	    "JOIN registration r ON r.id = o.registration_id WHERE o.closed_at IS NULL AND p.amount <= (SELECT sum(f.amount) FROM refund f WHERE f.payment_id = p.id AND f.state = 'settled')",
	    "an order that was given back whole pays for nothing", "已全额退还的订单不再视为已缴" },
	{ "REFUND_OUT_SUM", "refund_out",
	    "SELECT x.id || ' ' || x.file, x.refunds || ' refunds, found ' || count(f.id) FROM refund_out x LEFT JOIN refund f ON f.out_id = x.id GROUP BY x.id HAVING x.refunds <> count(f.id)",
	    "every refund that was exported stands in its file", "导出文件的退费笔数与记录一致" },
	/* 7: statements */
	{ "STATEMENT_ROWS", "statement",
	    "WITH found AS (SELECT statement_id, count(*) AS n FROM (SELECT statement_id FROM statement_entry UNION ALL SELECT statement_id FROM statement_repeat) "
	    "GROUP BY statement_id) SELECT s.file, s.rows || ' rows, found ' || coalesce(f.n, 0) FROM statement s LEFT JOIN found f ON f.statement_id = s.id "
	    "WHERE s.rows <> coalesce(f.n, 0)",
	    "every row of a statement is accounted for exactly once", "对账单每行恰好入账一次" },
	{ "STATEMENT_TOTALS", "statement",
	    "WITH listed AS (SELECT statement_id, kind, amount, fee_1e5 FROM statement_entry UNION ALL SELECT t.statement_id, e.kind, t.amount, t.fee_1e5 "
	    "FROM statement_repeat t JOIN statement_entry e ON e.id = t.entry_id), "
	    "found AS (SELECT statement_id, sum(kind = 'pay') AS pay_count, sum(iif(kind = 'pay', amount, 0)) AS pay_sum, sum(kind <> 'pay') AS refund_count, "
	    "sum(CASE kind WHEN 'pay' THEN 0 WHEN 'refund' THEN amount ELSE -amount END) AS refund_sum, sum(fee_1e5) AS fee_1e5 FROM listed GROUP BY statement_id), "
	    "both AS (SELECT s.file, format('%d payments of %d fen, %d refunds of %d fen, fees %d', s.pay_count, s.pay_sum, s.refund_count, s.refund_sum, "
	    "s.fee_1e5) AS said, format('%d payments of %d fen, %d refunds of %d fen, fees %d', f.pay_count, f.pay_sum, f.refund_count, f.refund_sum, "
	    "f.fee_1e5) AS found FROM statement s LEFT JOIN found f ON f.statement_id = s.id) "
	    "SELECT file, said || '; rows: ' || found FROM both WHERE said <> found",
	    "a statement's control totals agree with its entries", "对账单控制总数与明细一致" },
	{ "STATEMENT_DECLARED", "statement",
	    "SELECT s.file, t.measure || ': declared ' || t.declared || ', counted ' || t.counted FROM statement_total t JOIN statement s ON s.id = t.statement_id "
	    "WHERE t.declared <> t.counted",
	    "what a statement declares is what its rows come to", "对账单声明合计与各行一致" },
	{ "STATEMENT_ECHO", "statement_echo",
	    "SELECT e.channel || ' ' || e.txn_no, o.refund_no FROM statement_echo c JOIN statement_entry e ON e.id = c.entry_id JOIN statement_entry o ON o.id = c.same_as "
	    "WHERE e.kind <> 'refund' OR o.kind <> 'refund' OR e.channel <> o.channel OR e.txn_no <> o.txn_no OR (e.amount <> o.amount AND e.amount <> o.settled) "
	    "OR EXISTS (SELECT 1 FROM statement_echo b WHERE b.entry_id = c.same_as)",
	    "a refund that two bills list is of one payment and amount", "两种账单所列的同一退款, 支付与金额一致" },
	{ "DIFFERENCE_STATE", "difference",
	    "SELECT diff_id, state || ' ' || action || ' ' || decided_by FROM difference WHERE (state = 'decided') <> (action <> '') "
	    "OR (state = 'decided') <> (decided_by <> '') OR (state = 'decided') <> (decided_at IS NOT NULL)",
	    "a difference is decided by somebody, at a time, for an action, or not at all", "差异已处理则有处理人、时间与方式, 否则均无" },
	{ NULL, NULL, NULL, NULL, NULL },
};
