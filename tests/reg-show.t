# reg-show: a counter question in one screen.
. "${0%/*}/lib.sh"
office
cat >regs.csv <<'E'
exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge
AQ-2025,110000,110100,01,01,05,买买提·吐尔逊,01,110101198503077311,13900000001,
E
cat >old.csv <<'E'
archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed
A1,AQ,2021,01,05,买买提·吐尔逊,01,110101198503077311,1,60,1
A1,AQ,2023,01,05,买买提·吐尔逊,01,110101198503077311,2,70,1
A1,AQ,2024,01,05,买买提·吐尔逊,01,110101198503077311,3,50,0
E
archive-merge -q old.csv >/dev/null
reg-import -q regs.csv >/dev/null

run 0 reg-show AQ25110000001
has out 'stands at         filled'
has out 'missing           a photograph that has passed'
has out 'missing           an education record'
has out 'missing           the choice to adopt or decline'
has out 'next              hand in a photograph'
has out 'until             2025-08-29 17:00'
has out '北京市第一审核点'
has out '1101011985****7311'
has out '139****0001'
run 0 reg-show --as-of 2025-09-30 AQ25110000001
has out 'closed since      2025-08-29 17:00'

# by document and name (dots of every kind), by phone; the same answer for a wrong name and an unknown number
run 0 reg-show --id 110101198503077311 --name '买买提•吐尔逊' --csv
has out 'AQ25110000001,state,filled'
run 0 reg-show --phone 13900000001
run 1 reg-show --id 110101198503077311 --name 别人
cp err wrong
run 1 reg-show --id 11010519491231002X --name 别人
ok cmp wrong err
run 1 reg-show --phone 13900000009
run 1 reg-show AQ25110000001 NOSUCH
has out 'AQ25110000001'
has err 'REG_UNKNOWN: no registration NOSUCH'

# why a pass counts or not
run 0 reg-show --explain AQ25110000001
has out 'A1: 2021 subject 1: passed too long ago (valid 2022 to 2025: 4 years at level 01)'
has out 'old: the archive has 2024 at level 01 (archive window 2021 to 2024)'
has out '1 安全生产法律法规: to be sat; 2021: passed too long ago'
has out '2 安全生产管理: the pass of 2023 counts, up to the exam of 2026'
has out '3 安全生产技术基础: to be sat, never passed'
has out 'A1: 2023 subject 2: passed and within validity'
has out 'A1: 2024 subject 3: not passed'

# other rules than the years: another level, another specialty, a new candidate, an exam of one sitting, a decree
sqlite3 exam.db "INSERT INTO archive_subject (archive_id, year, level, specialty, subject, score, passed) VALUES (1, 2022, '02', '05', '1', 7000, 1), (1, 2023, '01', '03', '4', 7000, 1),
	(1, 2020, '01', '05', '3', 7000, 1), (1, 2019, '01', '05', '', NULL, 0)"
run 0 reg-show --explain AQ25110000001
has out 'A1: 2022 subject 1: passed at another level (02): does not count'
has out 'A1: 2023 subject 4: passed in specialty 03: counts with that one only'
has out 'A1: 2020 subject 3: passed too long ago'
lacks out 'A1: 2019'
sqlite3 exam.db "INSERT INTO validity_extension VALUES (1, 'AQ', '*', '*', 2020, 2, '人社厅发〔2022〕1号')"
run 0 reg-show --explain AQ25110000001
has out 'A1: 2020 subject 3: passed and within validity, made longer by 人社厅发〔2022〕1号'
has out '3 安全生产技术基础: the pass of 2020 counts, up to the exam of 2025'
run 0 reg-show --explain --csv AQ25110000001
has out 'AQ25110000001,archive,A1 2020 3 decree'
has out 'AQ25110000001,archive,A1 2022 1 level'
has out 'AQ25110000001,archive,A1 2021 1 years'
has out 'AQ25110000001,archive,A1 2023 4 specialty'
has out 'AQ25110000001,standing,old'
has out 'AQ25110000001,carry,2 counts 2023'
has out 'AQ25110000001,carry,1 lost 2022 level'
has out 'AQ25110000001,carry,4 lost 2023 specialty'
LC_ALL=zh_CN.UTF-8 reg-show --explain AQ25110000001 >out 2>err
has out '科目              2 安全生产管理: 2023 年合格有效, 计至 2026 年考试'
has out '级别不同 (02): 不计'
has out '依 人社厅发〔2022〕1号 延长有效期'
# a decision takes a subject, or the whole sitting
cp exam.db kept.db
sqlite3 exam.db "UPDATE archive_subject SET passed = 0, score = NULL, flag = 'void', article = '6' WHERE year = 2023 AND specialty = '05'"
run 0 reg-show --explain AQ25110000001
has out 'A1: 2023 subject 2: void: a decision by article 6 takes this subject'
has out 'A1: 2023 subject 4: passed in specialty 03'
has out '2 安全生产管理: to be sat; 2023: void'
sqlite3 exam.db "UPDATE archive_subject SET article = '7' WHERE flag = 'void'"
run 0 reg-show --explain AQ25110000001
has out 'A1: 2023 subject 4: void: a decision by article 7 takes all subjects of this sitting'
has out 'A1: 2020 subject 3: passed and within validity'
cp kept.db exam.db
cp exam.db kept.db
sqlite3 exam.db "UPDATE registration SET candidate = 'new'"
run 0 reg-show --explain AQ25110000001
has out 'registered as new; by the archive as it is now: old: the archive has 2024'
has out 'A1: 2023 subject 2: passed, but registered as a new candidate'
sqlite3 exam.db "UPDATE exam SET same_sitting = 1"
run 0 reg-show --explain AQ25110000001
has out 'A1: 2023 subject 2: passed, but here all subjects are passed in one sitting'
cp kept.db exam.db

# ---- the whole screen, at the stages that are asked about
sqlite3 exam.db "DELETE FROM archive_subject WHERE year <> 2023 OR specialty <> '05'
	; INSERT INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id)
	SELECT 1, printf('%064d', 1), 'p.jpg', 413, 579, 40000, 'white', 'cpta', 'pass', '', '2025-08-20T10:00:00', 1; UPDATE person SET photo_id = 1
	; INSERT INTO education VALUES (1, 'education', 1, 'bachelor', '清华大学', '安全工程', '1999-07', '', 'E1', '', NULL, 1)
	; UPDATE registration SET pledge = 'adopt', confirmed_at = '2025-08-20T11:30:15', outcome = 'onsite', outcome_route = 'A',
	outcome_codes = 'EDU_OUT_OF_RANGE|PRO_YEARS', outcome_at = '2025-08-20T12:00:00', review = 'return', reviewed_at = '2025-08-20T15:00:00'
	; INSERT INTO review (registration_id, decision, reason, documents_seen, edu_cert_no, \"by\", at, batch_id)
	VALUES (1, 'return', '补交认证报告', '', '', '陈', '2025-08-20T15:00:00', 1)
	; INSERT INTO message (template, person_id, registration_id, reason, queued_at, out_at, result, batch_id)
	VALUES ('review_failed', 1, 1, '', '2025-08-20T15:00:00', '2025-08-20T16:00:00', 'failed', 1)
	; INSERT INTO amendment (case_no, registration_id, person_id, field, old, new, authority, in_person, proxy_name, proxy_id_no, documents, reason, basis, login, at, batch_id)
	VALUES ('C1', NULL, 1, 'phone', '13900000009', '13900000001', 'district', 1, '', '', '', '', '', 'x', '2025-08-20T10:30:00', 1),
	('C1', NULL, 1, 'id_no', '110101198503077312', '110101198503077311', 'district', 1, '', '', '', '', '', 'x', '2025-08-20T10:30:00', 1)"
LC_ALL=zh_CN.UTF-8; export LC_ALL
run 0 reg-show AQ25110000001
out <<'E'
报名号            AQ25110000001
姓名              买买提·吐尔逊
证件号码          1101011985****7311
手机号            139****0001
考试              AQ-2025 中级注册安全工程师职业资格考试
报考地            北京市
级别专业          01 考全科 / 05 建筑施工安全
报考科目          1 安全生产法律法规; 3 安全生产技术基础; 4 安全生产专业实务
往年有效科目      2 安全生产管理 (2023 年)
考生类型          老考生, 档案号 A1
状态              资格审核未通过
填报时间          2025-08-20 10:00
确认时间          2025-08-20 11:30:15
告知承诺          采用; 缴费前可撤回, 截至 2025-08-29 17:00
资格核验          须到审核点现场核验 (条件 A): 不在学历库自动核验范围; 从事专业工作年限不足
审核              退回补充材料: 补交认证报告 (2025-08-20 15:00 陈)
变更记录          2025-08-20 id_no: 1101011985****7312 → 1101011985****7311 (district)
变更记录          2025-08-20 phone: 139****0009 → 139****0001 (district)
短信              2025-08-20 15:00 审核未通过通知, 发送失败
下一步            携带或上传材料到审核点核验 (elig-review)
截止              2025-09-02 17:00
修改信息          须到考务机构按更正程序办理 (reg-amend)
咨询              北京市第一审核点  011-12345601  9:00-17:00
地址              北京市人事考试审核大厅1号窗口
E
LC_ALL=C.UTF-8; export LC_ALL
run 0 reg-show --csv AQ25110000001
has out 'AQ25110000001,outcome,onsite A EDU_OUT_OF_RANGE|PRO_YEARS'
has out 'AQ25110000001,review,return 2025-08-20T15:00:00 补交认证报告'
has out 'AQ25110000001,next,elig-review'
has out 'AQ25110000001,until,2025-09-02T17:00:00'
has out 'AQ25110000001,pledge,adopt'
lacks out 13900000009
lacks out 110101198503077312
run 0 reg-show AQ25110000001
has out 'may be withdrawn while unpaid, until 2025-08-29 17:00'
has out 'sent back for more papers: 补交认证报告 (2025-08-20 15:00 陈)'
run 0 reg-show --as-of 2025-08-30 AQ25110000001
lacks out 'may be withdrawn'
# edit_until of Beijing is review: before the decision the confirmation may be taken back
sqlite3 exam.db "DELETE FROM review; UPDATE registration SET review = '', reviewed_at = NULL"
run 0 reg-show AQ25110000001
has out 'changes           the confirmation may be taken back until 2025-08-29 17:00 (reg-confirm --undo)'
# money that finance has not settled, and what goes back
sqlite3 exam.db "UPDATE registration SET review = 'pass', reviewed_at = '2025-08-20T17:00:00'
	; INSERT INTO fee_order (id, order_no, registration_id, kind, amount, pay_until, created_at, batch_id) VALUES (1, 'O1', 1, 'registration', 17400, '2025-09-05T16:00:00', '2025-08-20T18:00:00', 1)
	; INSERT INTO difference VALUES ('00000000000000ab', 'MISSING_OURS', 'O1', 1, NULL, 'alipay_trade', 'T', 17400, 17400, '2025-08-21T10:00:00', '2025-08-22', '2025-08-22', NULL, 'open', '', '', '', NULL, 1)"
run 0 reg-show --as-of 2025-08-23 AQ25110000001
has out 'order             O1: 174.00 yuan, until 2025-09-05 16:00'
has out 'open difference   O1: paid at the bank, not recorded here yet: finance is at it (00000000000000ab)'
has out 'next              pay the fee'
run 0 reg-show --as-of 2025-08-23 --csv AQ25110000001
has out 'AQ25110000001,difference,O1 MISSING_OURS 00000000000000ab'
has out 'AQ25110000001,order,O1 174.00 payable 2025-09-05T16:00:00'
sqlite3 exam.db "UPDATE difference SET state = 'decided'
	; INSERT INTO payment VALUES (1, 1, 'alipay_trade', 'T', '2025-08-21T10:00:00', 17400, '', '', '', 1, 'paid', 1)
	; $ASKED INSERT INTO asked (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, batch_id)
	VALUES ('O1R01', 1, 1, 7400, 'amended', 'x', 'approved', 'x', '2025-08-22T10:00:00', 'y', '2025-08-22T10:00:00', 1) $WALK; UPDATE registration SET paid_at = '2025-08-21T10:00:00'"
run 0 reg-show AQ25110000001
has out 'O1: 174.00 yuan, paid'
has out 'refund            O1R01: 74.00 yuan, approved 2025-08-22 10:00'
lacks out 'open difference'
has out 'next              rooms and seats are assigned'
lacks out 'may be withdrawn'
# money that pays nothing, and what became of it
sqlite3 exam.db "INSERT INTO payment VALUES (2, 1, 'wechat_trade', 'T2', '2025-08-21T11:00:00', 17400, '', '', '', 0, 'duplicate', 1)"
run 0 reg-show AQ25110000001
has out 'pays nothing      O1: 174.00 yuan of 2025-08-21 11:00, paid twice: to be given back'
sqlite3 exam.db "INSERT INTO refund_out VALUES (1, 'f', 'x', 1, 'x', 'x', 1);
	$ASKED INSERT INTO asked (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, out_id, exported_at, settled_at, settled_reason, batch_id)
	VALUES ('O1R02', 1, 2, 17400, 'duplicate', 'x', 'refused', 'x', '2025-08-22T10:00:00', 'y', '2025-08-22T10:00:00', 1, '2025-08-22T11:00:00', '2025-08-23T11:00:00', '卡已注销', 1) $WALK;
	$ASKED INSERT INTO asked (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, out_id, exported_at, settled_at, settled_reason, batch_id)
	VALUES ('O1R03', 1, 2, 17400, 'duplicate', 'x', 'settled', 'x', '2025-08-23T10:00:00', 'y', '2025-08-23T10:00:00', 1, '2025-08-23T12:00:00', '2025-08-24T11:00:00', '', 1) $WALK"
run 0 reg-show AQ25110000001
lacks out 'to be given back'
has out 'O1R02: 174.00 yuan, the channel could not give it back 2025-08-23 11:00: 卡已注销'
has out 'O1R03: 174.00 yuan, given back 2025-08-24 11:00'
run 0 reg-show --csv AQ25110000001
has out 'AQ25110000001,refund,O1R03 174.00 settled'
# on the dishonesty list; an account that is suspended; another kind of document
sqlite3 exam.db "INSERT INTO ban (name, name_key, id_type, id_no, id_key, \"from\", \"to\", article, authority, doc_no, batch_id)
	SELECT name, name_key, id_type, id_no, id_key, '2024-01-01', '2028-12-31', '7', '考办', '人考〔2024〕3号', 1 FROM person WHERE id = 1
	; INSERT INTO account (person_id, username, password, registered_at, state, batch_id) VALUES (1, 'mmt', '', '2020-01-01', 'suspended', 1)"
run 0 reg-show AQ25110000001
has out 'dishonesty list   until 2028-12-31, by 人考〔2024〕3号: no commitment'
has out 'account           suspended'
sqlite3 exam.db "UPDATE ban SET lifted_at = '2025-01-01'"
run 0 reg-show AQ25110000001
lacks out 'dishonesty list'

# ---- several registrations of a person: the newest first; deleted ones, and those of a row that was merged into it
sqlite3 exam.db "INSERT INTO person (id, name, name_key, id_type, id_no, id_key, merged_into, batch_id) VALUES (50, '买提', '买提', '01', '110101198503077328', '=50', 1, 1)
	; INSERT INTO person_merge (keep_id, drop_id, name, id_type, id_no, phone, authority, documents, reason, login, at, batch_id)
	VALUES (1, 50, '买提', '01', '110101198503077328', '13900000050', '', '', '', 'x', '2025-08-20T10:00:00', 1)
	; INSERT INTO registration (id, reg_no, exam_id, person_id, document, province, city, review_point, level, specialty, candidate, filled_at, deleted_at, row_hash, batch_id)
	SELECT 60, 'AQ25110000060', exam_id, 1, 1, province, city, review_point, level, specialty, 'new', '2025-08-12T09:00:00', '2025-08-13T09:00:00', 1, 1 FROM registration WHERE id = 1
	; INSERT INTO registration (id, reg_no, exam_id, person_id, document, province, city, review_point, level, specialty, candidate, filled_at, row_hash, batch_id)
	SELECT 61, '30824110000061', (SELECT id FROM exam WHERE exam = '308'), 50, 50, province, city, review_point, '01', '00', 'new', '2024-07-01T09:00:00', 1, 1 FROM registration WHERE id = 1"
order() { grep ',reg_no,' out | cut -d, -f1 | paste -sd' ' -; }
run 0 reg-show --csv --phone 13900000001
equal 'all of them, newest first' "$(order)" 'AQ25110000001 AQ25110000060 30824110000061'
has out 'AQ25110000060,state,deleted'
has out 'AQ25110000060,deleted_at,2025-08-13T09:00:00'
has out 'AQ25110000001,merged,"买提 1101011985****7328, merged 2025-08-20"'
run 0 reg-show --csv --id 110101198503077328 --name 买提
equal 'by the document of before the merge' "$(order)" 'AQ25110000001 AQ25110000060 30824110000061'
run 0 reg-show AQ25110000060
has out 'stands at         deleted'
lacks out 'next '
sqlite3 exam.db "UPDATE person SET id_type = '03', id_no = 'E12345678', id_key = '03:E12345678' WHERE id = 1"
run 0 reg-show --csv --id e12345678 --name '买买提·吐尔逊'
has out ',reg_no,AQ25110000001'

# every look-up goes by an index: nothing but what is marked /*scan*/ reads a table from end to end
KAOWU_TRACE=sql reg-show --explain --phone 13900000001 2>trace >/dev/null
sed -n 's/^reg-show: sql: [0-9.]* ms: //p' trace | grep -v 'scan\*/' | grep -E '^(SELECT|WITH)' | grep -E 'registration|person|payment|review|message|amendment|fee_order' | sort -u >asked
ok test -s asked
while read -r sql; do sqlite3 exam.db "EXPLAIN QUERY PLAN $sql" | sed -n "s/.*SCAN \(r\|p\|d\|o\|registration\|person\|amendment\|message\|review\|fee_order\|payment\|seat\)\( .*\)\{0,1\}$/\1: $(echo "$sql" | cut -c1-60 | tr '/' ' ')/p"; done <asked >out
out </dev/null

run 2 reg-show
run 2 reg-show --id 1
reg-show AQ25110000001 >/dev/full 2>err; equal 'output lost' $? 3
# by a former name too, said in one line; numbers typed in full width or lower case
office
printf 'exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge,edu_level,edu_school\nAQ-2025,110000,110100,01,01,05,张珊,01,110101198503077311,13900000001,adopt,本科,清华大学\n' >regs.csv
run 0 reg-import regs.csv
printf 'reg_no,field,value,authority,documents\nAQ25110000001,name,张三,centre,id+id_copy+household_register\n' >a.csv
run 0 reg-amend a.csv
run 0 reg-show --id 110101198503077311 --name 张珊
has out AQ25110000001
has err '张珊 is a former name: 张三 since 2025-08-20'
equal 'one line, and the summary' "$(wc -l <err)" 2
run 1 reg-show --id 110101198503077311 --name 张山
run 0 reg-import regs.csv
has out 'AQ25110000001,AQ-2025,张三,'
# the header of its CSV in Chinese; no blank behind a value without reasons; -e leaves others out; nothing is missing of who is deleted
run 0 reg-show --csv --header zh AQ25110000001
equal 'header' "$(sed -n 1p out)" '报名号,字段,值'
sqlite3 exam.db "UPDATE registration SET confirmed_at = filled_at, outcome = 'auto', outcome_route = 'A'"
run 0 reg-show --csv AQ25110000001
has out 'AQ25110000001,outcome,auto A'
lacks out 'auto A '
run 0 reg-show -e JZ-2025 AQ25110000001
out </dev/null
has err 'AQ25110000001 is of AQ-2025, not of JZ-2025, and was left out'
run 0 reg-show -e AQ-2025 AQ25110000001
has out AQ25110000001
sqlite3 exam.db "UPDATE registration SET confirmed_at = NULL"
run 0 reg-show --csv AQ25110000001
has out ,missing,photo
sqlite3 exam.db "UPDATE registration SET deleted_at = '2025-08-20T10:00:00'"
run 0 reg-show --csv AQ25110000001
lacks out ,missing,
sqlite3 exam.db "UPDATE registration SET deleted_at = NULL"
run 2 reg-show --phone '139 0000 0001'
has err 'eleven digits, without blanks or hyphens'
run 0 reg-show ＡＱ２５１１００００００１
run 0 reg-show aq25110000001

done_testing
