/* SPDX-License-Identifier: MIT
 * Who is who, and what they have studied (model.md, 1 and 2). */
#include "invariant.h"

#include <stddef.h>

const struct invariant person_invariants[] = {
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
	{ NULL, NULL, NULL, NULL, NULL },
};
