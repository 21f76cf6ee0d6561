# pledge-record: adopt or decline once, withdraw while unpaid and before the end; the bar for the exam year.
. "${0%/*}/lib.sh"
office
cat >regs.csv <<'E'
exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge,edu_level,edu_school,edu_major,edu_month,work_years,pro_years
AQ-2025,110000,110100,01,01,05,张三,01,110101198503077311,13900000001,,本科,清华大学,安全工程,200807,9,9
AQ-2025,110000,110100,01,01,05,李四,01,110101199003078275,13900000002,,本科,清华大学,安全工程,201207,9,9
AQ-2025,110000,110100,01,01,05,王五,01,11010519491231002X,13900000003,adopt,本科,清华大学,安全工程,201207,9,9
RK1-2025,110000,110100,01,2,201,赵六,01,440308199901101512,13900000004,,本科,清华大学,法学,201207,9,9
E
reg-import -q --as-of 2025-08-20 regs.csv >r1 2>/dev/null
reg-import -q --as-of 2025-03-20 regs.csv >>r1 2>/dev/null
act() { { echo reg_no,action; for row; do echo "$row"; done; } >act.csv; }
set_reg() { sqlite3 exam.db "UPDATE registration SET $2 WHERE reg_no = '$1'"; }

# bad words, unknown numbers, exams without the system
act AQ25110000001,perhaps AQ25110000002, NOSUCH,adopt RK125110000001,adopt RK125110000001,withdraw
run 1 pledge-record --as-of 2025-03-20 act.csv
has err 'act.csv:2: action: PLEDGE_WORD'
has err 'act.csv:3: action: MISSING'
has err 'act.csv:4: reg_no: REG_UNKNOWN'
has err 'act.csv:5: action: PLEDGE_NOT_USED'
has err 'act.csv:6: action: PLEDGE_NOT_USED'
echo reg_no >short.csv
run 3 pledge-record short.csv
has err COLUMN_MISSING

# adopt and decline, once; the dry run says the same and changes nothing
act AQ25110000001,adopt AQ25110000002,不采用
dump >before
run 0 pledge-record -n act.csv; cp out dry
dump >after; ok cmp before after
run 0 pledge-record act.csv
out <<'E'
reg_no,pledge,state
AQ25110000001,adopt,filled
AQ25110000002,decline,filled
E
ok cmp dry out
rows "SELECT reg_no, action, at FROM pledge_act a JOIN registration r ON r.id = a.registration_id ORDER BY a.id" <<'E'
AQ25110000001|adopt|2025-08-20T10:00:00
AQ25110000002|decline|2025-08-20T10:00:00
E
rows "SELECT subject, detail FROM audit_entry WHERE action = 'pledge' ORDER BY id" <<'E'
AQ25110000001|adopt
AQ25110000002|decline
E
dump >before
run 0 pledge-record act.csv
has err '0 accepted, 0 rejected, 2 unchanged'
ok cmp dry out
dump >after; ok cmp before after
run 0 pledge-record --as-of 2026-01-01 act.csv # what stands is unchanged at any time

# neither can be taken back
act AQ25110000001,decline AQ25110000002,adopt AQ25110000002,withdraw
run 1 pledge-record act.csv
has err 'act.csv:2: action: PLEDGE_FINAL: the choice is adopt and cannot be changed; while it is unpaid'
has err 'act.csv:3: action: PLEDGE_FINAL: the choice is decline and cannot be changed'
has err 'act.csv:4: action: PLEDGE_NOT_ADOPTED'

# choosing is part of filling in and confirming
set_reg AQ25110000002 "pledge = ''"
act AQ25110000002,decline
run 1 pledge-record --as-of 2025-08-30 act.csv
has err 'act.csv:2: reg_no: WINDOW_CLOSED'
set_reg AQ25110000002 "pledge = 'decline'"

# withdrawn after confirming: what was found is dropped, the order closed, people look at the papers; adopting is over
sqlite3 exam.db "INSERT INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id)
	SELECT id, printf('%064d', id), 'p.jpg', 413, 579, 40000, 'white', 'cpta', 'pass', '', '2025-08-20T10:00:00', 1 FROM person;
	UPDATE person SET photo_id = (SELECT id FROM photo WHERE person_id = person.id)"
printf 'reg_no\nAQ25110000001\n' >one.csv
run 0 reg-confirm one.csv
set_reg AQ25110000001 "outcome = 'auto', outcome_at = '2025-08-20T10:30:00'"
run 0 fee-bill one.csv
act AQ25110000001,撤回
run 0 pledge-record act.csv
out <<'E'
reg_no,pledge,state
AQ25110000001,withdrawn,confirmed
E
rows "SELECT outcome, outcome_at IS NULL, (SELECT count(*) FROM fee_order o WHERE o.registration_id = r.id AND closed_at IS NULL) FROM registration r
	WHERE reg_no = 'AQ25110000001'" <<'E'
|1|0
E
run 0 pledge-record act.csv
has err '1 unchanged'
run 0 elig-verify one.csv
has out PLEDGE_WITHDRAWN
has out ,onsite,
act AQ25110000001,adopt
run 1 pledge-record act.csv
has err 'PLEDGE_FINAL: the choice is withdrawn and cannot be changed'

# a reviewer's pass rested on the commitment, a refusal did not
for review in pass fail; do
	cp exam.db keep.db
	set_reg AQ25110000001 "pledge = 'adopt', outcome = 'auto', review = '$review', reviewed_at = '2025-08-20T11:00:00'"
	act AQ25110000001,withdraw
	sqlite3 exam.db "DROP TRIGGER pledge_act_kept; DELETE FROM pledge_act WHERE action = 'withdraw'"
	run 0 pledge-record act.csv
	cp out "$review.out"
	cp keep.db exam.db; rm -f exam.db-wal exam.db-shm
done
has pass.out withdrawn,confirmed
has fail.out withdrawn,rejected

# paid, or after the last close of the registration: not withdrawn any more
act AQ25110000003,withdraw
run 1 pledge-record --as-of 2025-08-29T17:00:01 act.csv
has err 'reg_no: WINDOW_CLOSED'
run 0 pledge-record -n --as-of 2025-08-29T17:00:00 act.csv
sqlite3 exam.db "INSERT INTO window VALUES (900, 'AQ', 2025, '*', 'registration', '2025-09-08T09:00:00', '2025-09-10T17:00:00')"
run 0 pledge-record -n --as-of 2025-09-01 act.csv # between two openings
run 1 pledge-record --as-of 2025-09-11 act.csv
sqlite3 exam.db "DELETE FROM window WHERE row = 900"
run 0 pledge-record -n --as-of 2025-09-11 --override 'D1: court' act.csv
printf 'reg_no\nAQ25110000003\n' >three.csv
run 0 reg-confirm three.csv
set_reg AQ25110000003 "outcome = 'auto'"
fee-bill -q --as-of 2025-08-21 three.csv >orders.csv
{ echo order_no,channel,txn_no,paid_at,amount; awk -F, 'NR > 1 { print $1 ",wechat,W1,2025-08-21T09:00:00," $4 }' orders.csv; } >pay.csv
run 0 fee-pay --as-of 2025-08-21T10:00:00 pay.csv
run 1 pledge-record act.csv
has err 'action: PLEDGE_PAID'
rows "SELECT pledge FROM registration WHERE reg_no = 'AQ25110000003'" <<'E'
adopt
E

# the bar outlasts the registration: deleted and registered again, in the same exam and year
sqlite3 exam.db "UPDATE registration SET deleted_at = '2025-08-21T00:00:00' WHERE reg_no IN ('AQ25110000001', 'AQ25110000002')"
sed -n '1p;2,3s/,110000,110100,/,370000,370100,/p' regs.csv >again.csv
sed 's/,13900000001,,/,13900000001,adopt,/' again.csv >adopt.csv
run 1 reg-import --as-of 2025-08-22 adopt.csv
has err 'adopt.csv:2: pledge: PLEDGE_BARRED'
run 0 reg-import --as-of 2025-08-22 again.csv
one=AQ25370000002 two=AQ25370000001
act "$one,adopt" "$two,adopt"
run 1 pledge-record act.csv
has err 'act.csv:2: action: PLEDGE_BARRED'
has err 'act.csv:3: action: PLEDGE_BARRED'
act "$one,decline"
run 0 pledge-record act.csv

# on the dishonesty list, in its period
cat >ban.csv <<'E'
name,id_type,id_no,from,to,article,authority,doc_no,action
李四,01,110101199003078275,2021-08-01,2025-08-20,7,省人社厅,鲁人社2021-1,add
E
set_reg AQ25110000002 "pledge = ''"
run 0 ban-merge ban.csv
act "$two,adopt"
run 1 pledge-record act.csv
has err 'action: PLEDGE_BANNED: on the dishonesty list from 2021-08-01 until 2025-08-20 (article 7, 鲁人社2021-1)'
run 0 pledge-record -n --as-of 2025-08-21 act.csv
act "$two,decline"
run 0 pledge-record act.csv
set_reg AQ25110000002 "pledge = 'decline'"
run 1 exam-check # photographs that were made by hand
lacks out PLEDGE
done_testing
