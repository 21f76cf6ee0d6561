#!/bin/sh
# elig-review: reviewers' decisions, before payment and after the results.
. "${0%/*}/lib.sh"
office

H=exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge,pro_years,edu_level,edu_school,edu_major,edu_month,edu_cert_no
cat >regs.csv <<E
$H
AQ-2025,110000,110100,01,01,07,甲一,,110101198501010017,13800000001,adopt,3,本科,北京科技大学,安全工程,200807,100081200805000001
AQ-2025,110000,110100,01,01,07,乙二,,110101198501010033,13800000002,adopt,3,本科,北京科技大学,安全工程,200807,100081200805000002
AQ-2025,110000,110100,01,01,07,丙三,,11010119850101005X,13800000003,adopt,3,本科,北京科技大学,安全工程,200807,100081200805000003
AQ-2025,440000,440100,01,01,07,丁四,,110101198501010076,13800000004,adopt,3,本科,华南理工大学,安全工程,200807,105611200805000004
AQ-2025,440000,440100,01,01,07,戊五,,110101198501010092,13800000005,adopt,3,本科,华南理工大学,安全工程,200807,105611200805000005
AQ-2025,440000,440100,01,01,07,己六,,110101198501010113,13800000006,adopt,3,本科,华南理工大学,安全工程,200807,105611200805000006
E
run 0 reg-import regs.csv
cp out all.csv
no() { sqlite3 exam.db "SELECT reg_no FROM registration r JOIN person p ON p.id = r.person_id WHERE p.name = '$1'"; }
a=$(no 甲一) b=$(no 乙二) c=$(no 丙三) d=$(no 丁四) e=$(no 戊五) f=$(no 己六)
D=reg_no,decision,reason,documents_seen,edu_cert_no,by,time
# decide: the header and the rows of standard input, to ./in.csv
decide() { { echo "$D"; cat; } >in.csv; }
codes() { cut -d, -f5 rejects.csv | tail -n +2 | tr '\n' ' '; }

# only what is confirmed is reviewed
echo "$a,pass,,id,,li,2025-08-20T09:00:00" | decide
run 1 elig-review -r rejects.csv in.csv
equal codes "$(codes)" 'NOT_DUE '
sqlite3 exam.db "UPDATE registration SET confirmed_at = '2025-08-19T10:00:00'"
run 0 elig-verify all.csv

# every decision, in words of either language; an education record that was seen stays checked
decide <<E
$a,pass,,id+diploma,100081200805000001,li,2025-08-20T09:00:00
$b,不通过,工作年限不足,id+diploma,,li,2025-08-20T09:10:00
$c,退回,请补交学历认证报告,id,,wang,2025-08-20
E
run 0 elig-review -n in.csv
cp out dry
rows 'SELECT count(*) FROM review' <<E
0
E
run 0 elig-review in.csv
out <<E
reg_no,decision,reason,state
$a,pass,,reviewed
$b,fail,工作年限不足,rejected
$c,return,请补交学历认证报告,rejected
E
ok cmp dry out
rows "SELECT cert_no, verified, verified_at FROM education WHERE verified <> ''" <<E
100081200805000001|onsite|2025-08-20T09:00:00
E
rows 'SELECT decision, reason, documents_seen, edu_cert_no, "by", at FROM review ORDER BY id' <<E
pass||id+diploma|100081200805000001|li|2025-08-20T09:00:00
fail|工作年限不足|id+diploma||li|2025-08-20T09:10:00
return|请补交学历认证报告|id||wang|2025-08-20T00:00:00
E
rows "SELECT subject, detail FROM audit_entry WHERE action = 'review' ORDER BY id LIMIT 1" <<E
$a|pass by li at 2025-08-20T09:00:00
E

# each is told of it, in the same transaction
told() { sqlite3 exam.db "SELECT p.name, template, reason FROM message m JOIN person p ON p.id = m.person_id ORDER BY m.id"; }
told >got
cat >want <<'E'
甲一|review_passed|
乙二|review_failed|工作年限不足
丙三|review_failed|请补交学历认证报告
E
ok diff want got

# again: unchanged, the same stream
cp out first
dump >before
run 0 elig-review in.csv
ok cmp first out
has err '0 accepted, 0 rejected, 3 unchanged'
dump >after
ok cmp before after

# a later decision replaces, an earlier one that comes late does not; all are kept
decide <<E
$b,pass,,work_certificate,,wang,2025-08-20T09:30:00
$b,fail,证明无效,,,zhao,2025-08-20T09:20:00
E
run 0 elig-review in.csv
out <<E
reg_no,decision,reason,state
$b,pass,,reviewed
$b,pass,,reviewed
E
has err 'LATER_STANDS'
rows "SELECT count(*) FROM review JOIN registration r ON r.id = registration_id WHERE reg_no = '$b'" <<E
3
E
# the only education record, which nobody had answered for, was seen by the pass
rows "SELECT verified FROM education WHERE cert_no = '100081200805000002'" <<E
onsite
E
# what is told is what stands; a pass again where a failure was told since
equal 'told once' "$(told | grep -c '^乙二|review_passed|')" 1
equal 'not what came late' "$(told | grep -c 证明无效)" 0
echo "$a,fail,证书系伪造,,,li,2025-08-20T09:56:00" | decide
run 0 elig-review -q in.csv
echo "$a,pass,,,,zhao,2025-08-20T09:57:00" | decide
run 0 elig-review -q in.csv
told | grep '^甲一' >got
cat >want <<'E'
甲一|review_passed|
甲一|review_failed|证书系伪造
甲一|review_passed|2025-08-20T10:00:00
E
ok diff want got
echo "$b,pass,,,,li," | decide
run 0 elig-review --operator chen in.csv
run 0 elig-review in.csv
has err '0 accepted, 0 rejected, 1 unchanged'

# who was sent back confirms again and is reviewed anew
sqlite3 exam.db "UPDATE registration SET confirmed_at = '2025-08-20T09:50:00', review = '', reviewed_at = NULL WHERE reg_no = '$c'"
echo "$c,pass,,,,wang,2025-08-20T09:55:00" | decide
run 0 elig-review in.csv
has out "$c,pass,,reviewed"

# payment ends it, but the same decision again is no fault
sqlite3 exam.db "UPDATE registration SET paid_at = '2025-08-20T10:00:00' WHERE reg_no IN ('$a', '$b', '$c')"
run 0 elig-review in.csv
echo "$c,fail,太晚,,,wang,2025-08-20T10:00:00" | decide
run 1 elig-review in.csv
has err 'NOT_DUE'
has err 'paid: the decision stands'

# faults of the row, all at once
sqlite3 exam.db "UPDATE registration SET paid_at = NULL WHERE reg_no = '$a'"
decide <<E
$a,fail,,,,li,
$a,return,,,,li,yesterday
$a,maybe,x,,,li,2025-08-21
$a,,,,,li,
$a,pass,,,999,li,
AQ25110999999,pass,,,,li,
$d,pass,,,,li,
E
dump >before
run 1 elig-review -r rejects.csv in.csv
equal codes "$(codes)" 'MISSING TIME_FORM|MISSING TIME_FUTURE|DECISION_WORD MISSING EDU_UNKNOWN REG_UNKNOWN NOT_DUE|WINDOW_CLOSED '
dump >after
ok cmp before after
echo "$a,pass,,,,li," | decide
run 1 elig-review --as-of 2025-09-02T17:00:01 in.csv
has err WINDOW_CLOSED
run 0 elig-review --as-of 2025-09-02T17:00:01 --override '京人考 12: 补审' in.csv

# after the exam: who passed everything, when the review window is open; --close makes the rest absent
sqlite3 exam.db "UPDATE registration SET paid_at = '2025-08-20T10:00:00', seated_at = '2025-10-01T10:00:00' WHERE province = '440000';
INSERT INTO result (registration_id, passed, carried, qualified, reason, batch_id)
	SELECT id, '1|2|3|4', '', reg_no <> '$f', iif(reg_no <> '$f', '', 'NOT_PASSED'), 1 FROM registration WHERE province = '440000'"
export KAOWU_NOW=2025-12-20T10:00:00
run 3 elig-review -e AQ-2025 --close -r rejects.csv
equal 'not before the review has begun' "$(codes)" 'WINDOW_CLOSED WINDOW_CLOSED '
export KAOWU_NOW=2026-01-05T10:00:00
decide <<E
$d,return,缺原件,,,li,2026-01-05T09:00:00
$f,pass,,,,li,2026-01-05T09:00:00
E
run 1 elig-review in.csv
has out "$d,return,缺原件,passed"
has err 'failed'
reg-list -e AQ-2025 --todo elig-review >due 2>err
equal 'due after the exam' "$(tail -n +2 due | cut -d, -f1 | tr '\n' ' ')" "$d $e "
decide <<E
$d,pass,,id+diploma,,li,2026-01-05T09:30:00
E
run 0 elig-review in.csv
has out "$d,pass,,passed"
export KAOWU_NOW=2026-01-17T10:00:00
run 0 elig-review --close -e AQ-2025
out <<E
reg_no,decision,reason,state
$e,absent,,rejected
E
run 0 elig-review --close -e AQ-2025
has err '0 accepted, 0 rejected, 0 unchanged'
export KAOWU_NOW=2026-01-16T10:00:00
run 0 elig-review in.csv

# no review at all; deleted
export KAOWU_NOW=2025-08-20T10:00:00
sqlite3 exam.db "UPDATE setting SET value = 'none' WHERE setting = 'review_mode' AND province = '*' AND exam = '*'; UPDATE registration SET deleted_at = '2025-08-20T10:00:00' WHERE reg_no = '$b'"
decide <<E
$a,fail,x,,,li,
$b,fail,x,,,li,
E
run 1 elig-review -r rejects.csv in.csv
equal codes "$(codes)" 'NOT_DUE REG_DELETED '

: >empty.csv
run 3 elig-review empty.csv
echo "$D" >header.csv
run 0 elig-review header.csv
out <<E
reg_no,decision,reason,state
E
run 2 elig-review --close in.csv
run 2 elig-review --close
run 2 elig-review --bad
run 3 elig-review -d none.db header.csv
echo decision >short.csv
run 3 elig-review short.csv
sqlite3 exam.db "UPDATE setting SET value = 'pre' WHERE setting = 'review_mode' AND province = '*' AND exam = '*'"
decide <<E
$a,fail,x,,,li,2025-08-20T09:59:00
$a,nothing,x,,,li,
E
dump >before
run 1 elig-review --strict in.csv
dump >after
ok cmp before after
echo "$a,fail,x,,,li,2025-08-20T09:59:00" | decide
elig-review in.csv >/dev/full 2>err
equal 'a full standard output is exit 4, committed' $? 4
run 0 elig-review in.csv
has err '0 accepted, 0 rejected, 1 unchanged'
# ---- what the review after the exam does to a published exam: a year with the tools, everything passed
. "$ROOT/tests/fees.sh"
office
export KAOWU_NOW=2025-08-20T10:00:00
sqlite3 exam.db "UPDATE setting SET value = 'void' WHERE setting = 'post_absent'"
people 1 7 440000 >in.csv
registered in.csv
# who was found not eligible shows people that it is not so: before paying, in the time of confirming, here too
r() { echo "AQ2544000000$1"; }
sqlite3 exam.db "UPDATE registration SET outcome = 'ineligible', outcome_codes = 'PRO_YEARS' WHERE reg_no = '$(r 7)'"
decide <<E
$(r 6),pass,,id,,li,
$(r 7),pass,,id+work_certificate,,li,
E
run 1 elig-review in.csv
out <<E
reg_no,decision,reason,state
$(r 7),pass,,confirmed
E
has err NOT_DUE
fee-bill -q regs.csv >orders.csv
{ echo order_no,channel,txn_no,paid_at,amount; tail -n +2 orders.csv | awk -F, '{ print $1 ",wechat,W" NR ",2025-08-20T09:00:00," $4 }'; } >pay.csv
run 0 fee-pay -q pay.csv
run 0 seat-assign -q -e AQ-2025
tail -n +2 out | awk -F, 'BEGIN { print "admit_no,subject,score" } { print $2 "," $4 "," 80 }' >marks.csv
run 0 score-import -q -e AQ-2025 marks.csv
run 0 score-publish -q -e AQ-2025
published=$(sqlite3 exam.db 'SELECT digest FROM publication')
state() { sqlite3 exam.db "SELECT group_concat(substr(reg_no, -1) || ' ' || state || ' ' || qualified || ' ' || reason, '; ') FROM (SELECT s.reg_no, state, qualified, reason FROM registration_state s JOIN result t USING (registration_id) ORDER BY s.reg_no)"; }
sound() { exam-check >out 2>err; equal "$1" "$(tail -n +2 out | cut -d, -f1 | sort -u | tr '\n' ' ')" 'CONFIRMED_EDUCATION CONFIRMED_PHOTO '; }
sound 'a sound year, but for what was confirmed by hand'
export KAOWU_NOW=2026-01-05T10:00:00
decide <<E
$(r 1),pass,,id+diploma,,li,2026-01-05T09:00:00
$(r 2),fail,毕业证书系伪造,id+diploma,,li,2026-01-05T09:10:00
$(r 3),return,缺工作证明,id,,li,2026-01-05T09:20:00
$(r 4),absent,,,,li,2026-01-05T09:30:00
E
run 0 elig-review in.csv
out <<E
reg_no,decision,reason,state
$(r 1),pass,,passed
$(r 2),fail,毕业证书系伪造,rejected
$(r 3),return,缺工作证明,passed
$(r 4),absent,,rejected
E
equal 'the scores stand until the review is closed' "$(sqlite3 exam.db 'SELECT digest FROM publication')" "$published"
# a later decision replaces
decide <<E
$(r 4),pass,补交材料,id,,li,2026-01-05T09:40:00
$(r 4),absent,,,,li,2026-01-05T09:50:00
E
run 0 elig-review -q in.csv
export KAOWU_NOW=2026-01-17T10:00:00
run 0 elig-review -n --close -e AQ-2025
cp out dry
# a reviewer decides between the list of the undecided and the lock: that stands
sqlite3 exam.db '.backup undecided.db'
hold
elig-review --close -e AQ-2025 >out 2>err 8>&- &
queued 1
sqlite3 exam.db "UPDATE registration SET review = 'pass', reviewed_at = '$KAOWU_NOW' WHERE reg_no = '$(r 5)'"
let_go
wait
has out "$(r 6),absent"
lacks out "$(r 5)"
equal 'passed while the others are closed' "$(state | grep -o '; 5 [^;]*')" '; 5 passed 1 '
rm -f exam.db-wal exam.db-shm
mv undecided.db exam.db
# its output is lost: the next run prints it
elig-review --close -e AQ-2025 >/dev/full 2>err
equal 'exit status of --close with a full disk' $? 4
run 0 elig-review --close -e AQ-2025
has err '0 accepted, 0 rejected, 5 unchanged'
ok cmp dry out
out <<E
reg_no,decision,reason,state
$(r 2),fail,毕业证书系伪造,failed
$(r 3),absent,,failed
$(r 4),absent,,failed
$(r 5),absent,,failed
$(r 6),absent,,failed
E
equal 'void, the others as they were' "$(state)" '1 passed 1 ; 2 failed 0 VOID; 3 failed 0 VOID; 4 failed 0 VOID; 5 failed 0 VOID; 6 failed 0 VOID; 7 passed 1 '
rows "SELECT subject, old, new, cause, reason FROM correction WHERE registration_id = (SELECT id FROM registration WHERE reg_no = '$(r 2)') ORDER BY subject" <<'E'
|1|2|3|4,,1,|,,0,VOID|review|毕业证书系伪造
1|8000,|,void|review|毕业证书系伪造
2|8000,|,void|review|毕业证书系伪造
3|8000,|,void|review|毕业证书系伪造
4|8000,|,void|review|毕业证书系伪造
E
rows "SELECT action, count(*) FROM audit_entry WHERE action IN ('invalidate', 'publication') GROUP BY action" <<'E'
invalidate|5
publication|1
E
rows "SELECT p.name, m.reason FROM message m JOIN person p ON p.id = m.person_id WHERE template = 'review_failed' AND reason LIKE '未按%' ORDER BY p.id LIMIT 1" <<'E'
考生000003|未按要求参加考后资格复核, 成绩无效
E
case $(sqlite3 exam.db "SELECT detail FROM audit_entry WHERE action = 'publication'") in
"$published -> "*) pass 'the log has the digest that was' ;;
*) fail 'the log has not the digest that was' ;;
esac
sound 'the digest is that of what stands now'
dump >before
run 0 elig-review --close -e AQ-2025
has err '0 accepted, 0 rejected, 0 unchanged'
dump >after
ok cmp before after
run 0 score-publish -e AQ-2025
has out "$(r 2),$(sqlite3 exam.db "SELECT admit_no FROM registration WHERE reg_no = '$(r 2)'"),,,0,VOID"

# an appeal: passed after all, and the scores stand again; both corrections are kept
export KAOWU_NOW=2026-01-20T10:00:00
decide <<E
$(r 2),pass,复核: 证书属实,id+diploma,,zhao,2026-01-20T09:00:00
E
run 1 elig-review in.csv
has err WINDOW_CLOSED
run 0 elig-review --override '粤人考 3: 申诉' in.csv
out <<E
reg_no,decision,reason,state
$(r 2),pass,复核: 证书属实,passed
E
equal 'reinstated' "$(state)" '1 passed 1 ; 2 passed 1 ; 3 failed 0 VOID; 4 failed 0 VOID; 5 failed 0 VOID; 6 failed 0 VOID; 7 passed 1 '
rows "SELECT count(*), sum(score) FROM score WHERE flag = '' AND registration_id = (SELECT id FROM registration WHERE reg_no = '$(r 2)')" <<'E'
4|32000
E
sound 'sound again'
# another decision about who was voided is recorded, and voids nothing twice
echo "$(r 3),fail,逾期,,,zhao,2026-01-20T09:10:00" | decide
run 0 elig-review --override '粤人考 4: 更正' in.csv
out <<E
reg_no,decision,reason,state
$(r 3),fail,逾期,failed
E
equal 'corrections' "$(sqlite3 exam.db 'SELECT count(*) FROM correction')" 30
sqlite3 exam.db 'DELETE FROM correction' 2>err || :
has err 'never deleted'

# while the review window is open --close warns
export KAOWU_NOW=2026-01-10T10:00:00
sqlite3 exam.db "UPDATE setting SET value = 'withhold' WHERE setting = 'post_absent'; UPDATE registration SET review = '', reviewed_at = NULL WHERE reg_no = '$(r 1)'"
run 0 elig-review --close -e AQ-2025
has err 'REVIEW_OPEN: warning: the review window is open until 2026-01-16T17:00:00'
out <<E
reg_no,decision,reason,state
$(r 1),absent,,rejected
E
equal 'withheld, not void' "$(state | cut -d';' -f1)" '1 rejected 1 '
# a file without times that runs again does not take a later decision back; who means it gives a reason of its own, or the time
office
. "$ROOT/tests/people.sh"
reg_csv AQ-2025 110100 01 07 1 1 pledge=adopt >regs.csv
run 0 reg-import -q --as-of 2025-08-19T10:00:00 regs.csv
a=AQ25110000001
sqlite3 exam.db "UPDATE registration SET confirmed_at = '2025-08-19T10:00:00'"
echo reg_no,decision,reason,by >monday.csv; cp monday.csv tuesday.csv
echo $a,pass,,li >>monday.csv; echo $a,fail,学历证书系伪造,li >>tuesday.csv
run 0 elig-review -q --as-of 2025-08-20T10:00:00 monday.csv
run 0 elig-review -q --as-of 2025-08-21T10:00:00 tuesday.csv
dump >before
run 0 elig-review --as-of 2025-08-22T10:00:00 monday.csv
out <<E
reg_no,decision,reason,state
$a,fail,学历证书系伪造,rejected
E
err <<E
monday.csv:2: decision: DECIDED_SINCE: warning: $a: this was recorded on 2025-08-20T10:00:00; since then li has decided fail (2025-08-21T10:00:00), which stands: to decide so again, give its time (column time) or another reason
elig-review: 0 accepted, 0 rejected, 1 unchanged
E
dump >after; ok cmp before after
run 0 elig-review --as-of 2025-08-22T10:00:00 tuesday.csv
has err '1 unchanged'
lacks err DECIDED_SINCE
printf 'reg_no,decision,reason,by,time\n%s,pass,,li,2025-08-22T09:00:00\n' $a >time.csv
cp exam.db other.db
run 0 elig-review -d other.db --as-of 2025-08-22T10:00:00 time.csv
has out "$a,pass,,reviewed"
printf 'reg_no,decision,reason,by\n%s,pass,经核实无误,li\n' $a >reason.csv
run 0 elig-review --as-of 2025-08-22T10:00:00 reason.csv
has out "$a,pass,经核实无误,reviewed"
done_testing
