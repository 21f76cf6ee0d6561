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
	    "SELECT r.reg_no, 'the person has another document' FROM registration r JOIN person p ON p.id = r.person_id WHERE r.id_key <> p.id_key",
	    "a registration bears its person's document", "报名与人员的证件一致" },
	{ "ONE_PHONE", "person",
	    "SELECT printf('P%08d', min(id)), count(*) || ' persons with one phone' FROM person WHERE phone IS NOT NULL GROUP BY phone HAVING count(*) > 1",
	    "one phone, one person", "一个手机号只属于一人" },
	{ "ONE_NAME_AND_DOCUMENT", "person",
	    "SELECT printf('P%08d', min(id)), count(*) || ' persons with name and document' FROM person GROUP BY id_key, name_key HAVING count(*) > 1",
	    "name and document are unique among persons", "姓名加证件唯一" },
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
	/* 5: paid */
	{ "PAID_CONFIRMED", "registration",
	    "SELECT reg_no, 'paid ' || paid_at FROM registration WHERE paid_at IS NOT NULL AND confirmed_at IS NULL AND deleted_at IS NULL",
	    "paid means confirmed", "已缴费的报名须已确认" },
	{ "PAID_REVIEWED", "registration",
	    "SELECT r.reg_no, 'review ' || r.review || ' outcome ' || r.outcome FROM registration r JOIN registration_state s ON s.registration_id = r.id "
	    "WHERE r.paid_at IS NOT NULL AND r.deleted_at IS NULL AND s.review_mode = 'pre' AND NOT (r.review = 'pass' OR (r.review = '' AND r.outcome = 'auto'))",
	    "paid means reviewed where review comes before payment", "先审后缴的报名缴费前须已审核通过" },
	{ "PAID_PAYMENT", "registration",
	    "SELECT r.reg_no, coalesce(r.paid_at, 'not marked') FROM registration r WHERE r.deleted_at IS NULL AND (r.paid_at IS NOT NULL) <> "
	    "(EXISTS (SELECT 1 FROM fee_order o WHERE o.registration_id = r.id AND o.closed_at IS NULL) AND NOT EXISTS (SELECT 1 FROM fee_order o "
	    "WHERE o.registration_id = r.id AND o.closed_at IS NULL AND o.amount > 0 AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.order_id = o.id AND p.effective = 1)))",
	    "paid means that every open order has its payment, and the other way round", "已缴费即全部订单均已支付, 反之亦然" },
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
	    "WHERE p.effective = 1 AND p.result = 'paid' AND p.amount <> o.amount AND NOT EXISTS (SELECT 1 FROM difference d WHERE d.order_id = o.id AND d.action = 'accept')",
	    "an effective payment pays the order exactly, or a person has accepted it", "有效支付与订单金额一致, 或已经人工接受" },
	{ "REFUND_SUM", "fee_order",
	    "SELECT o.order_no, sum(f.amount) || ' fen refunded' FROM fee_order o JOIN refund f ON f.order_id = o.id AND f.state <> 'refused' GROUP BY o.id "
	    "HAVING sum(f.amount) > (SELECT coalesce(sum(p.amount), 0) FROM payment p WHERE p.order_id = o.id) + (SELECT coalesce(sum(e.amount), 0) "
	    "FROM statement_entry e WHERE e.id IN (SELECT entry_id FROM refund WHERE order_id = o.id AND payment_id IS NULL))",
	    "refunds never exceed what was paid", "退款不得超过已付金额" },
	{ "REFUND_TWO_PERSONS", "refund",
	    "SELECT refund_no, approved_by FROM refund WHERE state IN ('approved', 'exported', 'settled') AND (approved_by = '' OR approved_by = proposed_by)",
	    "a refund is approved by another person than proposed it", "退款的提出人与批准人不得为同一人" },
	/* 7: statements */
	{ "STATEMENT_ROWS", "statement",
	    "SELECT s.file, s.rows || ' rows, found ' || ((SELECT count(*) FROM statement_entry e WHERE e.statement_id = s.id) + (SELECT count(*) FROM statement_repeat t "
	    "WHERE t.statement_id = s.id)) FROM statement s WHERE s.rows <> (SELECT count(*) FROM statement_entry e WHERE e.statement_id = s.id) + "
	    "(SELECT count(*) FROM statement_repeat t WHERE t.statement_id = s.id)",
	    "every row of a statement is accounted for exactly once", "对账单每行恰好入账一次" },
	{ "STATEMENT_TOTALS", "statement",
	    "SELECT s.file, 'payments ' || s.pay_sum || ' fen, rows ' || coalesce(sum(e.settled), 0) FROM statement s LEFT JOIN (SELECT statement_id, settled, kind "
	    "FROM statement_entry UNION ALL SELECT t.statement_id, e.settled, e.kind FROM statement_repeat t JOIN statement_entry e ON e.id = t.entry_id) e "
	    "ON e.statement_id = s.id AND e.kind = 'pay' GROUP BY s.id HAVING s.pay_sum <> coalesce(sum(e.settled), 0)",
	    "a statement's control totals agree with its entries", "对账单控制总数与明细一致" },
	/* 8: seats */
	{ "SEAT_ONE_PLACE", "seat",
	    "SELECT r.reg_no, 'sessions ' || a.session || ' and ' || b.session FROM seat a JOIN seat b ON b.registration_id = a.registration_id AND b.session > a.session "
	    "JOIN exam x ON x.id = a.exam_id JOIN session m ON m.exam = x.exam AND m.year = x.year AND m.session = a.session JOIN session n ON n.exam = x.exam "
	    "AND n.year = x.year AND n.session = b.session JOIN registration r ON r.id = a.registration_id "
	    "WHERE m.date = n.date AND m.start < n.\"end\" AND n.start < m.\"end\"",
	    "a person sits in one place at a time", "同一时间一人只在一处考试" },
	{ "SEAT_ONE_PERSON", "seat",
	    "SELECT a.city || ' ' || a.site || ' ' || a.room || ' ' || a.seat, x.exam || ' ' || a.session || ', ' || y.exam || ' ' || b.session FROM seat a JOIN seat b "
	    "ON b.city = a.city AND b.site = a.site AND b.room = a.room AND b.seat = a.seat AND (b.exam_id > a.exam_id OR (b.exam_id = a.exam_id AND b.session > a.session)) "
	    "JOIN exam x ON x.id = a.exam_id JOIN exam y ON y.id = b.exam_id JOIN session m ON m.exam = x.exam AND m.year = x.year AND m.session = a.session "
	    "JOIN session n ON n.exam = y.exam AND n.year = y.year AND n.session = b.session WHERE a.registration_id <> b.registration_id AND m.date = n.date "
	    "AND m.start < n.\"end\" AND n.start < m.\"end\"",
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
	    "SELECT DISTINCT r.reg_no, 'seated, not paid' FROM seat s JOIN registration r ON r.id = s.registration_id WHERE r.paid_at IS NULL OR r.deleted_at IS NOT NULL",
	    "only paid registrations are seated", "仅已缴费者编排座位" },
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
	    "ON b.archive_id = a.id WHERE a.person_id = r.person_id AND a.exam = e.exam AND b.subject = s.subject AND b.year = s.carried_year AND b.passed = 1)",
	    "every carried pass stands in the person's archive", "结转科目须见于本人档案" },
	{ "QUALIFIED_SET", "result",
	    "SELECT r.reg_no, 'subject ' || s.subject FROM result t JOIN registration r ON r.id = t.registration_id JOIN registration_subject s ON s.registration_id = r.id "
	    "WHERE t.qualified = 1 AND s.carried_year IS NULL AND '|' || t.passed || '|' NOT LIKE '%|' || s.subject || '|%'",
	    "who is qualified has passed a full set of subjects", "取得资格者科目齐全" },
	/* 11: batches */
	{ "BATCH_WHOLE", "batch",
	    "SELECT c.batch_id || ' ' || c.\"table\", c.added || ' rows were added, found ' || n FROM (SELECT b.batch_id, b.\"table\", b.added, CASE b.\"table\" "
	    "WHEN 'person' THEN (SELECT count(*) FROM person WHERE batch_id = b.batch_id) WHEN 'education' THEN (SELECT count(*) FROM education WHERE batch_id = b.batch_id) "
	    "WHEN 'photo' THEN (SELECT count(*) FROM photo WHERE batch_id = b.batch_id) WHEN 'archive' THEN (SELECT count(*) FROM archive WHERE batch_id = b.batch_id) "
	    "WHEN 'registration' THEN (SELECT count(*) FROM registration WHERE batch_id = b.batch_id) WHEN 'review' THEN (SELECT count(*) FROM review WHERE batch_id = b.batch_id) "
	    "WHEN 'fee_order' THEN (SELECT count(*) FROM fee_order WHERE batch_id = b.batch_id) WHEN 'payment' THEN (SELECT count(*) FROM payment WHERE batch_id = b.batch_id) "
	    "WHEN 'statement' THEN (SELECT count(*) FROM statement WHERE batch_id = b.batch_id) WHEN 'difference' THEN (SELECT count(*) FROM difference WHERE batch_id = b.batch_id) "
	    "WHEN 'refund' THEN (SELECT count(*) FROM refund WHERE batch_id = b.batch_id) WHEN 'score' THEN (SELECT count(*) FROM score WHERE batch_id = b.batch_id) "
	    "WHEN 'result' THEN (SELECT count(*) FROM result WHERE batch_id = b.batch_id) ELSE b.added END AS n FROM batch_count b) c WHERE n <> c.added",
	    "every batch is whole: its counts equal the records that point to it", "每批次记录数与登记数一致" },
	{ NULL, NULL, NULL, NULL, NULL },
};
