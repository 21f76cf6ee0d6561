/* SPDX-License-Identifier: MIT
 * What must always hold. The numbers in the comments are those of the data model's list. Constraints of
 * the schema are asked for again: a database may have been written by other hands. */
#include "invariant.h"

#include <stddef.h>

const struct invariant invariants[] = {
	/* 1: who is who */
	{ "ONE_LIVE_REGISTRATION", "registration",
	    "SELECT min(r.reg_no), count(*) || ' of the document in one exam' FROM registration r JOIN person p ON p.id = r.person_id "
	    "WHERE r.deleted_at IS NULL GROUP BY r.exam_id, p.id_key HAVING count(*) > 1",
	    "one live registration per exam and identity document", "每场考试每个证件只有一条有效报名" },
	{ "DOCUMENT_KEY", "registration",
	    "SELECT r.reg_no, 'the person has another document' FROM registration r JOIN person p ON p.id = r.person_id "
	    "WHERE r.document <> (SELECT min(d.id) FROM person d WHERE d.id_key = p.id_key)",
	    "a registration bears its person's document", "报名与人员的证件一致" },
	{ "REG_NO_LETTERS", "registration",
	    "SELECT reg_no, 'not of letters and digits' FROM registration WHERE reg_no GLOB '*[^A-Z0-9]*'",
	    "a registration number is of capital letters and digits", "报名号由大写字母和数字组成" },
	{ "ONE_PHONE", "person",
	    "SELECT printf('P%08d', min(id)), count(*) || ' persons with one phone' FROM person WHERE phone IS NOT NULL GROUP BY phone HAVING count(*) > 1",
	    "one phone, one person", "一个手机号只属于一人" },
	{ "ONE_NAME_AND_DOCUMENT", "person",
	    "SELECT printf('P%08d', min(id)), count(*) || ' persons with name and document' FROM person GROUP BY id_key, name_key HAVING count(*) > 1",
	    "name and document are unique among persons", "姓名加证件唯一" },
	{ "NUMBER_KEY", "person",
	    "SELECT printf('P%08d', id), 'document of type ' || id_type FROM person WHERE merged_into IS NULL AND id_key <> CASE id_type WHEN '01' THEN id_no "
	    "WHEN '04' THEN '04:' || substr(id_no, 1, 9) ELSE id_type || ':' || id_no END",
	    "a document is compared under the key of its number", "证件比对键与证件号码一致" },
	{ "ACCOUNT_USERNAME", "account",
	    "SELECT min(username), count(*) || ' accounts of one name' FROM account GROUP BY username HAVING count(*) > 1",
	    "one user name, one account", "一个用户名只属于一个账号" },
	{ "ACCOUNT_PERSON", "account",
	    "SELECT printf('P%08d', a.person_id), iif(p.id IS NULL, 'nobody', printf('merged into P%08d', p.merged_into)) FROM account a "
	    "LEFT JOIN person p ON p.id = a.person_id WHERE p.id IS NULL OR (p.merged_into IS NOT NULL AND a.state = 'active')",
	    "an account's person is there, and an active one's was not merged into another", "账号对应的人员存在, 有效账号的人员未被合并" },
	{ "RECOVERY_TIME", "recovery",
	    "SELECT id, 'finished ' || finished_at || ', counted until ' || expires_at FROM recovery WHERE finished_at NOT BETWEEN started_at AND expires_at",
	    "an account is given back while the code or the visit counts", "找回账号须在验证码或办理有效期内完成" },
	{ "MERGED_ROW", "person",
	    "SELECT printf('P%08d', id), 'merged into ' || printf('P%08d', merged_into) FROM person WHERE merged_into IS NOT NULL AND (phone IS NOT NULL OR photo_id IS NOT NULL "
	    "OR id_key <> '=' || id OR merged_into IN (SELECT d.drop_id FROM person_merge d) OR id NOT IN (SELECT d.drop_id FROM person_merge d)) "
	    "UNION ALL SELECT r.reg_no, 'of a person who was merged' FROM registration r JOIN person p ON p.id = r.person_id WHERE p.merged_into IS NOT NULL",
	    "who was merged into another keeps no document, phone, portrait or registration", "已合并的人员不再有证件、手机、照片和报名" },
	/* 2: education */
	{ "FIVE_RECORDS", "person",
	    "SELECT printf('P%08d', person_id), count(*) || ' records of ' || kind FROM education GROUP BY person_id, kind HAVING count(*) > 5",
	    "at most five education and five degree records a person", "学历、学位各不超过五条" },
	{ "RECORD_LOST", "person",
	    "SELECT printf('P%08d', person_id), kind || ' ' || count(*) || ' of ' || max(ordinal) FROM education GROUP BY person_id, kind "
	    "HAVING max(ordinal) <> count(*)",
	    "education records are never deleted", "学历记录不得删除" },
	/* 3: confirmed */
	{ "CONFIRMED_PHOTO", "registration",
	    "SELECT r.reg_no, 'confirmed ' || r.confirmed_at FROM registration r JOIN person p ON p.id = r.person_id LEFT JOIN photo f ON f.id = p.photo_id "
	    "WHERE r.confirmed_at IS NOT NULL AND r.deleted_at IS NULL AND (f.id IS NULL OR f.verdict <> 'pass' OR f.person_id <> p.id)",
	    "a confirmed registration has a photograph that passed", "已确认的报名须有审核通过的照片" },
	{ "CONFIRMED_EDUCATION", "registration",
	    "SELECT r.reg_no, 'confirmed ' || r.confirmed_at FROM registration r WHERE r.confirmed_at IS NOT NULL AND r.deleted_at IS NULL AND NOT EXISTS "
	    "(SELECT 1 FROM education e WHERE e.person_id = r.person_id AND e.kind = 'education')",
	    "a confirmed registration has an education record", "已确认的报名须有学历信息" },
	{ "CONFIRMED_PLEDGE", "registration",
	    "SELECT r.reg_no, 'no decision' FROM registration r JOIN exam e ON e.id = r.exam_id WHERE r.confirmed_at IS NOT NULL AND r.deleted_at IS NULL "
	    "AND e.pledge = 1 AND r.pledge = ''",
	    "a confirmed registration has a pledge decision where the exam asks for one", "实行告知承诺制的考试, 确认前须作出选择" },
	{ "CHOICE_LEGAL", "registration",
	    "SELECT r.reg_no, r.level || ' ' || r.specialty FROM registration r JOIN exam e ON e.id = r.exam_id WHERE r.deleted_at IS NULL AND (NOT EXISTS "
	    "(SELECT 1 FROM level l WHERE l.exam = e.exam AND l.year = e.year AND l.level = r.level) OR NOT EXISTS (SELECT 1 FROM specialty s "
	    "WHERE s.exam = e.exam AND s.year = e.year AND s.level IN (r.level, '*') AND s.specialty = r.specialty))",
	    "level and specialty are the exam's", "级别与专业须为本考试所设" },
	{ "CITY_PROVINCE", "registration",
	    "SELECT r.reg_no, 'city ' || r.city || ', province ' || r.province FROM registration r LEFT JOIN city c ON c.city = r.city "
	    "WHERE r.deleted_at IS NULL AND c.province IS NOT r.province",
	    "a registration's city lies in its province", "报名城市须属于报名省份" },
	{ "SUBJECT_LEGAL", "registration",
	    "SELECT r.reg_no, 'subject ' || s.subject FROM registration r JOIN exam e ON e.id = r.exam_id JOIN registration_subject s "
	    "ON s.registration_id = r.id WHERE r.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM level_subject l WHERE l.exam = e.exam AND l.year = e.year "
	    "AND l.level = r.level AND l.subject = s.subject)",
	    "subjects are the level's", "报考科目须为该级别科目" },
	{ "SUBJECT_NONE", "registration",
	    "SELECT r.reg_no, 'nothing to sit' FROM registration r WHERE r.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM registration_subject s "
	    "WHERE s.registration_id = r.id AND s.carried_year IS NULL)",
	    "a registration has a subject to sit", "报名至少有一个应考科目" },
	{ "SUBJECT_ALL", "registration",
	    "SELECT r.reg_no, 'subjects are missing' FROM registration r JOIN exam e ON e.id = r.exam_id WHERE r.deleted_at IS NULL AND e.subject_choice = 'all' AND "
	    "(SELECT count(*) FROM registration_subject s WHERE s.registration_id = r.id) <> (SELECT count(*) FROM level_subject l WHERE l.exam = e.exam "
	    "AND l.year = e.year AND l.level = r.level)",
	    "an exam without choice is sat in all subjects", "须一次报考全部科目的考试科目齐全" },
	/* 4: the commitment. On the list means: as it stood when the choice was recorded, not as it was changed since. Two who were found
	 * to be one later had each their own choice: what had been adopted was withdrawn, or was paid */
	{ "PLEDGE_STAYS", "registration",
	    "SELECT r.reg_no, r.pledge || ' after ' || iif(a.action = 'withdraw', 'withdrawn', a.action) FROM pledge_act a JOIN registration r ON r.id = a.registration_id "
	    "WHERE a.id = (SELECT max(b.id) FROM pledge_act b WHERE b.registration_id = r.id) AND r.pledge <> iif(a.action = 'withdraw', 'withdrawn', a.action) "
	    "UNION ALL SELECT r.reg_no, 'adopt after ' || d.pledge || ' in ' || d.reg_no FROM registration d JOIN registration r ON r.document = d.document "
	    "AND r.exam_id = d.exam_id AND r.id > d.id AND r.deleted_at IS NULL WHERE d.deleted_at IS NOT NULL AND d.pledge IN ('decline', 'withdrawn') AND r.pledge IN ('adopt', 'withdrawn') "
	    "AND NOT EXISTS (SELECT 1 FROM person_merge m WHERE m.keep_id = r.person_id AND (r.pledge = 'withdrawn' OR r.paid_at IS NOT NULL) "
	    "AND m.at >= coalesce((SELECT max(c.at) FROM pledge_act c WHERE c.registration_id = r.id AND c.action = 'adopt'), r.filled_at) /*scan*/)",
	    "a commitment that was declined or withdrawn stays so for that exam year", "不采用或撤回告知承诺的, 本年度此项考试不再改变" },
	{ "PLEDGE_LISTED", "registration",
	    "SELECT r.reg_no, 'adopted ' || substr(coalesce(a.at, r.filled_at), 1, 10) || ', entry of ' || n.doc_no FROM ban n CROSS JOIN registration r "
	    "ON r.document = (SELECT min(id) FROM person p WHERE p.id_key = n.id_key) LEFT JOIN pledge_act a ON a.registration_id = r.id AND a.action = 'adopt' "
	    "WHERE r.pledge = 'adopt' AND r.deleted_at IS NULL AND substr(coalesce(a.at, r.filled_at), 1, 10) >= n.\"from\" "
	    "AND (n.\"to\" = '' OR substr(coalesce(a.at, r.filled_at), 1, 10) <= n.\"to\") "
	    "AND (n.lifted_at IS NULL OR substr(coalesce(a.at, r.filled_at), 1, 10) < substr(n.lifted_at, 1, 10)) "
	    "AND NOT EXISTS (SELECT 1 FROM ban_act c WHERE c.ban_id = n.id AND c.action <> 'lift' AND c.batch_id > coalesce(a.batch_id, r.batch_id))",
	    "nobody on the dishonesty list in its period registers by commitment", "诚信档案库记录期内人员不得采用告知承诺制" },
	/* 5: paid */
	{ "PAID_CONFIRMED", "registration",
	    "SELECT reg_no, 'paid ' || paid_at FROM registration WHERE paid_at IS NOT NULL AND confirmed_at IS NULL AND deleted_at IS NULL",
	    "paid means confirmed", "已缴费的报名须已确认" },
	{ "PAID_REVIEWED", "registration",
	    "SELECT r.reg_no, 'review ' || r.review || ' outcome ' || r.outcome FROM registration r JOIN exam e ON e.id = r.exam_id "
	    "WHERE r.paid_at IS NOT NULL AND r.deleted_at IS NULL AND NOT (r.review = 'pass' OR (r.review = '' AND r.outcome = 'auto')) AND "
	    "(SELECT s.value FROM setting s WHERE s.setting = 'review_mode' AND s.exam IN (e.exam, '*') AND s.province IN (r.province, '*') "
	    "ORDER BY s.province = '*', s.exam = '*' LIMIT 1) = 'pre'",
	    "paid means reviewed where review comes before payment", "先审后缴的报名缴费前须已审核通过" },
	{ "REVIEW_RECORDED", "registration",
	    "SELECT r.reg_no, 'review ' || r.review || ' of ' || coalesce(r.reviewed_at, 'no time') FROM registration r WHERE (r.review = '') <> (r.reviewed_at IS NULL) "
	    "OR (r.review <> '' AND NOT EXISTS (SELECT 1 FROM review v WHERE v.registration_id = r.id AND v.decision = r.review AND v.at = r.reviewed_at))",
	    "the decision that stands is one that a reviewer made", "现行审核结论须有审核记录" },
	{ "OUTCOME_REASONS", "registration",
	    "SELECT reg_no, 'outcome ' || outcome || ', codes ' || outcome_codes FROM registration WHERE outcome <> '' "
	    "AND ((outcome = 'auto') <> (outcome_codes = '') OR outcome_at IS NULL)",
	    "what goes to people, or is refused, has its reasons; what passes has none", "转人工或不通过的核验结果须有原因, 自动通过的没有" },
	{ "PAID_PAYMENT", "registration",
	    "SELECT r.reg_no, coalesce(r.paid_at, 'not marked') FROM registration r WHERE r.deleted_at IS NULL AND (r.paid_at IS NOT NULL) <> "
	    "(EXISTS (SELECT 1 FROM fee_order o WHERE o.registration_id = r.id AND o.closed_at IS NULL) AND NOT EXISTS (SELECT 1 FROM fee_order o "
	    "WHERE o.registration_id = r.id AND o.closed_at IS NULL AND o.amount > 0 AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.order_id = o.id AND p.effective = 1)))",
	    "paid means that every open order has its payment, and the other way round", "已缴费即全部订单均已支付, 反之亦然" },
	{ "AMENDMENT_BASIS", "amendment",
	    "SELECT coalesce(r.reg_no, printf('P%08d', a.person_id)), a.field || ' ' || a.at FROM amendment a LEFT JOIN registration r ON r.id = a.registration_id "
	    "WHERE a.basis = '' OR a.login = '' OR (r.id IS NOT NULL AND r.person_id <> a.person_id)",
	    "every amendment has a rule that allows it and a login, and is of the registration's person", "每条更正均有依据和经办登录名, 且属于该报名的人员" },
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
	    "OR (settled_entry IS NULL AND settled_reason = ''))) OR (state <> 'settled' AND settled_entry IS NOT NULL) OR (state = 'proposed' AND (approved_by <> '' OR exported_at IS NOT NULL))",
	    "a refund that has gone is in a file, and one that has arrived is shown by a statement or somebody's word", "已导出的退费在导出文件中, 已退回的有对账单或经办依据" },
	{ "REFUND_SHOWN", "refund",
	    "SELECT f.refund_no, f.amount || ' fen, the entry ' || e.kind || ' ' || e.status || ' ' || e.amount FROM refund f JOIN statement_entry e ON e.id = f.settled_entry "
	    "WHERE e.kind <> 'refund' OR e.status <> 'final' OR e.amount <> f.amount",
	    "the entry that shows a refund is a final refund of as much", "显示退费到账的明细须为同额的最终退款" },
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
	    "sum(iif(kind <> 'pay', amount, 0)) AS refund_sum, sum(fee_1e5) AS fee_1e5 FROM listed GROUP BY statement_id), "
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
	/* 8: seats */
	{ "SEAT_ONE_PLACE", "seat",
	    "WITH together (xa, sa, xb, sb, a, b) AS MATERIALIZED (SELECT x.id, m.session, y.id, n.session, x.exam || ' ' || m.session, y.exam || ' ' || n.session "
	    "FROM session m JOIN exam x ON x.exam = m.exam AND x.year = m.year JOIN session n ON n.date = m.date AND m.start < n.\"end\" AND n.start < m.\"end\" "
	    "JOIN exam y ON y.exam = n.exam AND y.year = n.year WHERE y.id = x.id AND n.session > m.session) "
	    "SELECT r.reg_no, 'sessions ' || t.sa || ' and ' || t.sb FROM together t CROSS JOIN seat a ON a.exam_id = t.xa AND a.session = t.sa "
	    "CROSS JOIN seat b ON b.registration_id = a.registration_id AND b.session = t.sb JOIN registration r ON r.id = a.registration_id",
	    "a person sits in one place at a time", "同一时间一人只在一处考试" },
	{ "SEAT_ONE_PERSON", "seat",
	    "WITH together (xa, sa, xb, sb, a, b) AS MATERIALIZED (SELECT x.id, m.session, y.id, n.session, x.exam || ' ' || m.session, y.exam || ' ' || n.session "
	    "FROM session m JOIN exam x ON x.exam = m.exam AND x.year = m.year JOIN session n ON n.date = m.date AND m.start < n.\"end\" AND n.start < m.\"end\" "
	    "JOIN exam y ON y.exam = n.exam AND y.year = n.year WHERE y.id > x.id OR (y.id = x.id AND n.session > m.session)) "
	    "SELECT a.city || ' ' || a.site || ' ' || a.room || ' ' || a.seat, t.a || ', ' || t.b FROM together t CROSS JOIN seat a ON a.exam_id = t.xa "
	    "AND a.session = t.sa CROSS JOIN seat b ON b.exam_id = t.xb AND b.session = t.sb AND b.city = a.city AND b.site = a.site AND b.room = a.room "
	    "AND b.seat = a.seat WHERE a.registration_id <> b.registration_id",
	    "a seat holds one person at a time", "同一时间一个座位只有一人" },
	{ "SEAT_CAPACITY", "seat",
	    "SELECT s.city || ' ' || s.site || ' ' || s.room, 'seat ' || max(s.seat) || ', ' || count(*) || ' persons, capacity ' || coalesce(r.capacity, 0) FROM seat s "
	    "LEFT JOIN room r ON r.city = s.city AND r.site = s.site AND r.room = s.room GROUP BY s.exam_id, s.session, s.city, s.site, s.room "
	    "HAVING r.capacity IS NULL OR count(*) > r.capacity OR max(s.seat) > r.capacity",
	    "no room holds more than its capacity", "考场人数不超过容量" },
	{ "ADMIT_NO_UNIQUE", "registration",
	    "SELECT min(reg_no), admit_no || ' ' || count(*) || ' times' FROM registration WHERE admit_no IS NOT NULL GROUP BY exam_id, admit_no HAVING count(*) > 1",
	    "admit numbers are unique in an exam", "准考证号在一场考试内唯一" },
	{ "SEATED_PAID", "registration",
	    "SELECT DISTINCT r.reg_no, 'seated, not paid' FROM seat s JOIN registration r ON r.id = s.registration_id WHERE r.deleted_at IS NOT NULL OR (r.paid_at IS NULL "
	    "AND NOT EXISTS (SELECT 1 FROM fee_order o JOIN payment p ON p.order_id = o.id AND p.effective = 1 WHERE o.registration_id = r.id AND o.closed_at >= r.seated_at "
	    "AND p.amount <= (SELECT sum(f.amount) FROM refund f WHERE f.payment_id = p.id AND f.state = 'settled')))",
	    "only paid registrations are seated; a seat whose money went back later stays empty", "仅已缴费者编排座位; 其后退费的座位空置" },
	{ "SEATED_AT", "registration",
	    "SELECT reg_no, CASE WHEN NOT seats THEN 'no seat' WHEN seated_at IS NULL THEN 'has a seat, no time' ELSE 'has a seat, no number' END FROM "
	    "(SELECT r.reg_no, r.seated_at, r.admit_no, EXISTS (SELECT 1 FROM seat s WHERE s.registration_id = r.id) AS seats FROM registration r) "
	    "WHERE seats <> (seated_at IS NOT NULL) OR seats <> (admit_no IS NOT NULL)",
	    "who is seated has a seat, its time and an admit number; nobody else has one of them", "已编排者有座位、编排时间与准考证号, 其他人均无" },
	{ "PAID_SEATED", "registration",
	    "SELECT r.reg_no, 'paid before the plan was made, not seated' FROM registration r JOIN seating_plan p ON p.exam_id = r.exam_id WHERE r.paid_at IS NOT NULL "
	    "AND r.paid_at <= p.made_at AND r.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM seat s WHERE s.registration_id = r.id)",
	    "every registration paid before the plan is seated", "编排前已缴费者均已编排座位" },
	{ "SEATED_SUBJECTS", "registration",
	    "SELECT r.reg_no, 'subject ' || k.subject || ' has no seat' FROM registration r JOIN registration_subject k ON k.registration_id = r.id AND k.carried_year IS NULL "
	    "WHERE r.seated_at IS NOT NULL AND r.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM seat s WHERE s.registration_id = r.id "
	    "AND '+' || s.subject || '+' LIKE '%+' || k.subject || '+%')",
	    "a seated person has a seat in every subject to be sat", "已编排者每个应考科目均有座位" },
	/* 9: scores */
	{ "SCORE_SEATED", "score",
	    "SELECT r.reg_no || ' ' || c.subject, 'no seat for the subject' FROM score c JOIN registration r ON r.id = c.registration_id WHERE NOT EXISTS "
	    "(SELECT 1 FROM seat s WHERE s.registration_id = c.registration_id AND '+' || s.subject || '+' LIKE '%+' || c.subject || '+%')",
	    "a score belongs to a seated subject", "成绩须对应已编排的科目" },
	{ "SCORE_RANGE", "score",
	    "SELECT r.reg_no || ' ' || c.subject, c.score || ' hundredths of ' || b.full_mark FROM score c JOIN registration r ON r.id = c.registration_id JOIN exam e "
	    "ON e.id = r.exam_id JOIN subject b ON b.exam = e.exam AND b.year = e.year AND b.subject = c.subject WHERE c.score NOT BETWEEN 0 AND b.full_mark * 100",
	    "a score lies between 0 and the full mark", "成绩在 0 与满分之间" },
	{ "SCORE_ABSENT", "score",
	    "SELECT r.reg_no || ' ' || c.subject, c.flag FROM score c JOIN registration r ON r.id = c.registration_id WHERE (c.flag = '') <> (c.score IS NOT NULL)",
	    "a score excludes absent, violation and void", "有成绩则无缺考、违纪、无效标记" },
	{ "PUBLISHED_COMPLETE", "registration",
	    "SELECT r.reg_no, 'no result' FROM registration r JOIN publication p ON p.exam_id = r.exam_id WHERE r.seated_at IS NOT NULL AND r.deleted_at IS NULL "
	    "AND NOT EXISTS (SELECT 1 FROM result t WHERE t.registration_id = r.id)",
	    "every seated registration of a published exam has a result", "已公布的考试每个应考人均有结果" },
	{ "RESULT_PUBLISHED", "result",
	    "SELECT r.reg_no, 'result without publication' FROM result t JOIN registration r ON r.id = t.registration_id WHERE NOT EXISTS (SELECT 1 FROM publication p "
	    "WHERE p.exam_id = r.exam_id)",
	    "results stand only in published exams", "未公布的考试没有结果" },
	{ "CORRECTION_STANDS", "correction",
	    "WITH last AS (SELECT registration_id, subject, new, max(id) AS id FROM correction GROUP BY registration_id, subject) "
	    "SELECT r.reg_no || iif(l.subject = '', '', ' ' || l.subject), 'corrected to ' || l.new FROM last l JOIN registration r ON r.id = l.registration_id "
	    "LEFT JOIN score s ON s.registration_id = l.registration_id AND s.subject = l.subject LEFT JOIN result t ON t.registration_id = l.registration_id "
	    "WHERE l.new IS NOT iif(l.subject = '', t.passed || ',' || t.carried || ',' || t.qualified || ',' || t.reason, "
	    "iif(s.flag = '', coalesce(s.score, 0), '') || ',' || s.flag)",
	    "published scores and results are as their last correction says", "已公布的成绩与结果与最后一次更正一致" },
	/* 10: passes that count */
	{ "CARRIED_WINDOW", "registration",
	    "SELECT r.reg_no, 'subject ' || s.subject || ' of ' || s.carried_year FROM registration r JOIN exam e ON e.id = r.exam_id JOIN level l ON l.exam = e.exam "
	    "AND l.year = e.year AND l.level = r.level JOIN registration_subject s ON s.registration_id = r.id AND s.carried_year IS NOT NULL WHERE r.deleted_at IS NULL "
	    "AND (s.carried_year >= e.year OR s.carried_year <= e.year - l.validity_years - coalesce((SELECT max(x.extra_years) FROM validity_extension x "
	    "WHERE x.exam = e.exam AND x.pass_year = s.carried_year), 0))",
	    "carried passes lie within the validity window", "结转科目在有效期内" },
	{ "CARRIED_ARCHIVE", "registration",
	    "SELECT r.reg_no, 'subject ' || s.subject || ' of ' || s.carried_year FROM registration r JOIN exam e ON e.id = r.exam_id JOIN registration_subject s "
	    "ON s.registration_id = r.id AND s.carried_year IS NOT NULL WHERE r.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM archive a JOIN archive_subject b "
	    "ON b.archive_id = a.id WHERE a.person_id = r.person_id AND a.exam = e.exam AND b.subject = s.subject AND b.year = s.carried_year AND (b.passed = 1 OR b.flag <> ''))",
	    "every carried pass stands in the person's archive, or was voided there since", "结转科目须见于本人档案 (或其后被认定无效)" },
	{ "ARCHIVE_NUMBER", "archive_number",
	    "SELECT e.exam || '-' || e.year || ' ' || n.province, count(*) || ' numbers up to ' || max(n.seq) FROM archive_number n LEFT JOIN exam e ON e.id = n.exam_id "
	    "GROUP BY n.exam_id, n.province HAVING count(*) <> max(n.seq) UNION ALL SELECT a.archive_no, 'twice in one series' FROM archive_number n "
	    "JOIN archive a ON a.id = n.archive_id GROUP BY n.exam_id, n.archive_id HAVING count(*) > 1",
	    "the archive numbers given have no gap, and nobody has two of them", "编发的档案号连续且不重复" },
	{ "ARCHIVE_VOID", "archive_subject",
	    "SELECT a.archive_no || ' ' || s.year || ' ' || s.subject, 'flag ' || s.flag FROM archive_subject s JOIN archive a ON a.id = s.archive_id "
	    "WHERE (s.flag <> '' AND (s.passed = 1 OR s.score IS NOT NULL)) OR (s.article <> '' AND s.flag <> 'void' AND s.flag <> 'violation')",
	    "a result that is void, or of an absence, is no pass and has no mark", "无效或缺考的成绩不得合格, 亦无分数" },
	{ "ARCHIVE_CORRECTED", "archive_correction",
	    "SELECT a.archive_no || ' ' || c.year || ' ' || c.subject, 'corrected to ' || c.new FROM archive_correction c JOIN archive a ON a.id = c.archive_id "
	    "LEFT JOIN archive_subject s ON s.archive_id = c.archive_id AND s.year = c.year AND s.level = c.level AND s.specialty = c.specialty AND s.subject = c.subject "
	    "WHERE c.id = (SELECT max(d.id) FROM archive_correction d WHERE d.archive_id = c.archive_id AND d.year = c.year AND d.subject = c.subject) "
	    "AND (s.passed IS NULL OR instr(c.new, ',' || s.passed || ',' || s.flag || ',' || s.article) = 0)",
	    "a result stands as its last correction says", "成绩以最近一次更正为准" },
	{ "QUALIFIED_SET", "result",
	    "SELECT r.reg_no, 'subject ' || s.subject FROM result t JOIN registration r ON r.id = t.registration_id JOIN registration_subject s ON s.registration_id = r.id "
	    "WHERE t.qualified = 1 AND s.carried_year IS NULL AND '|' || t.passed || '|' NOT LIKE '%|' || s.subject || '|%'",
	    "who is qualified has passed a full set of subjects", "取得资格者科目齐全" },
	/* messages: each template, registration and reason at most once; handed out once, again only where the gateway failed */
	{ "MESSAGE_ONCE", "message",
	    "SELECT format('M%08d', max(id)), count(*) || ' of ' || template FROM message WHERE registration_id IS NOT NULL GROUP BY registration_id, template, reason "
	    "HAVING count(*) > 1",
	    "a registration is told a thing once", "同一报名同一事由只通知一次" },
	{ "MESSAGE_STATE", "message",
	    "SELECT format('M%08d', id), format('handed out %d times, result %s', outs, result) FROM message WHERE (outs = 0) <> (out_at IS NULL) OR "
	    "(outs = 0 AND (result <> '' OR out_id IS NOT NULL)) OR (outs > 0 AND out_id IS NULL AND result <> 'failed') OR (result <> '') <> (result_at IS NOT NULL)",
	    "a message has a result when it was handed out, and belongs to a hand-out", "消息交出后才有结果, 且属于某次交出" },
	{ "MESSAGE_SECRET", "message",
	    "SELECT format('M%08d', m.id), 'hand-out ' || o.id FROM message m JOIN message_out o ON o.id = m.out_id WHERE m.secret <> '' AND o.written_at IS NOT NULL",
	    "a code leaves the database when it was handed out", "验证码交出后不再留存" },
	{ "MESSAGE_OUT_SUM", "message_out",
	    "SELECT 'all', m.n || ' messages handed out, recorded ' || o.n FROM (SELECT coalesce(sum(outs), 0) AS n FROM message) m, "
	    "(SELECT coalesce(sum(messages), 0) AS n FROM message_out) o WHERE m.n <> o.n",
	    "every message that was handed out stands in a hand-out", "交出的消息数与交出记录一致" },
	/* 11: batches */
	{ "BATCH_WHOLE", "batch",
	    "WITH found (batch_id, \"table\", n) AS MATERIALIZED ("
	    "SELECT batch_id, 'person', count(*) FROM person GROUP BY batch_id UNION ALL SELECT batch_id, 'account', count(*) FROM account GROUP BY batch_id UNION ALL "
	    "SELECT batch_id, 'recovery', count(*) FROM recovery GROUP BY batch_id UNION ALL SELECT batch_id, 'person_merge', count(*) FROM person_merge GROUP BY batch_id UNION ALL "
	    "SELECT batch_id, 'ban', count(*) FROM ban GROUP BY batch_id UNION ALL SELECT batch_id, 'ban_act', count(*) FROM ban_act GROUP BY batch_id UNION ALL "
	    "SELECT batch_id, 'amendment', count(*) FROM amendment GROUP BY batch_id UNION ALL SELECT batch_id, 'education', count(*) FROM education GROUP BY batch_id UNION ALL "
	    "SELECT batch_id, 'photo', count(*) FROM photo GROUP BY batch_id UNION ALL SELECT batch_id, 'archive', count(*) FROM archive GROUP BY batch_id UNION ALL "
	    "SELECT batch_id, 'archive_correction', count(*) FROM archive_correction GROUP BY batch_id UNION ALL "
	    "SELECT batch_id, 'archive_decision', count(*) FROM archive_decision GROUP BY batch_id UNION ALL "
	    "SELECT batch_id, 'registration', count(*) FROM registration GROUP BY batch_id UNION ALL SELECT batch_id, 'card', count(*) FROM card GROUP BY batch_id UNION ALL SELECT batch_id, 'pledge_act', count(*) FROM pledge_act GROUP BY batch_id UNION ALL SELECT batch_id, 'review', count(*) FROM review GROUP BY batch_id UNION ALL "
	    "SELECT batch_id, 'fee_order', count(*) FROM fee_order GROUP BY batch_id UNION ALL SELECT batch_id, 'order_alias', count(*) FROM order_alias GROUP BY batch_id UNION ALL SELECT batch_id, 'payment', count(*) FROM payment GROUP BY batch_id UNION ALL "
	    "SELECT batch_id, 'statement', count(*) FROM statement GROUP BY batch_id UNION ALL SELECT batch_id, 'difference', count(*) FROM difference GROUP BY batch_id UNION ALL "
	    "SELECT batch_id, 'refund', count(*) FROM refund GROUP BY batch_id UNION ALL SELECT batch_id, 'refund_out', count(*) FROM refund_out GROUP BY batch_id UNION ALL SELECT batch_id, 'seating_plan', count(*) FROM seating_plan GROUP BY batch_id UNION ALL "
	    "SELECT batch_id, 'message', count(*) FROM message GROUP BY batch_id UNION ALL SELECT batch_id, 'message_out', count(*) FROM message_out GROUP BY batch_id UNION ALL SELECT batch_id, 'attendance', count(*) FROM attendance GROUP BY batch_id UNION ALL SELECT batch_id, 'score', count(*) FROM score GROUP BY batch_id UNION ALL "
	    "SELECT batch_id, 'publication', count(*) FROM publication GROUP BY batch_id UNION ALL SELECT batch_id, 'result', count(*) FROM result GROUP BY batch_id UNION ALL SELECT batch_id, 'correction', count(*) FROM correction GROUP BY batch_id), "
	    "both (batch_id, \"table\", n, added) AS (SELECT f.batch_id, f.\"table\", f.n, coalesce(c.added, 0) FROM found f LEFT JOIN batch_count c "
	    "ON c.batch_id = f.batch_id AND c.\"table\" = f.\"table\" UNION ALL SELECT c.batch_id, c.\"table\", 0, c.added FROM batch_count c "
	    "WHERE (c.batch_id, c.\"table\") NOT IN (SELECT batch_id, \"table\" FROM found)) "
	    "SELECT batch_id || ' ' || \"table\", added || ' rows were added, found ' || n FROM both WHERE n <> added",
	    "every batch is whole: its counts equal the records that point to it", "每批次记录数与登记数一致" },
	/* the entry's text is that of frame/run.c */
	{ "BATCH_AUDIT", "batch",
	    "SELECT b.id, b.tool || ' accepted ' || b.accepted FROM (SELECT *, format('accepted=%d rejected=%d unchanged=%d as_of=%s', accepted, rejected, unchanged, "
	    "as_of) || iif(override = '', '', ' override=' || override) || iif(operator = '', '', ' operator=' || operator) AS detail FROM batch) b "
	    "LEFT JOIN audit_entry a ON a.batch_id = b.id AND a.action = b.tool AND a.login = b.login AND a.detail IN (b.detail, b.detail || ' unmask') "
	    "WHERE a.id IS NULL",
	    "every batch has its entry in the audit log, with its counts", "每批次在审计日志中有计数一致的条目" },
	{ NULL, NULL, NULL, NULL, NULL },
};
