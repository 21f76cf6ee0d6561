/* SPDX-License-Identifier: MIT
 * What a registration that was confirmed or paid has, and the commitment (3 to 5). */
#include "invariant.h"

#include <stddef.h>

const struct invariant registration_invariants[] = {
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
	{ NULL, NULL, NULL, NULL, NULL },
};
