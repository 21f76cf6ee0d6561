/* SPDX-License-Identifier: MIT
 * Seats, scores, results, archives (8 to 10). */
#include "invariant.h"

#include <stddef.h>

const struct invariant exam_invariants[] = {
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
	{ NULL, NULL, NULL, NULL, NULL },
};
