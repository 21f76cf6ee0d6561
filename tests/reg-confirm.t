# reg-confirm: complete, right, and locked; --undo where the place allows.
. "${0%/*}/lib.sh"
office
cat >regs.csv <<'E'
exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge,edu_level,edu_school,edu_major,edu_month
AQ-2025,110000,110100,01,01,05,张三,01,110101198503077311,13900000001,adopt,本科,清华大学,安全工程,200807
AQ-2025,110000,110100,01,01,05,李四,01,110101199003078275,13900000002,,本科,清华大学,法学,201207
AQ-2025,370000,370100,01,01,05,王五,01,11010519491231002X,13900000003,adopt,,,,
RK1-2025,110000,110100,01,2,201,赵六,01,440308199901101512,13900000004,,本科,清华大学,法学,201207
E
reg-import -q --as-of 2025-08-20 regs.csv >r1 2>/dev/null
reg-import -q --as-of 2025-03-20 regs.csv >>r1 2>/dev/null
photo() { # REG_NO: give the person a photograph that has passed
	sqlite3 exam.db "INSERT INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id)
		SELECT person_id, printf('%064d', person_id), 'p.jpg', 413, 579, 40000, 'white', 'cpta', 'pass', '', '2025-08-20T10:00:00', 1
		FROM registration WHERE reg_no = '$1';
		UPDATE person SET photo_id = (SELECT id FROM photo WHERE person_id = person.id)
		WHERE id = (SELECT person_id FROM registration WHERE reg_no = '$1')"
}

# what confirmation implies is said all at once
printf 'reg_no\nAQ25110000002\nAQ25370000001\nNOSUCH\n' >in.csv
run 1 reg-confirm in.csv
has err 'in.csv:2: reg_no: PHOTO_MISSING'
has err 'in.csv:2: reg_no: PLEDGE_UNDECIDED'
has err 'in.csv:3: reg_no: EDUCATION_MISSING'
has err 'in.csv:4: reg_no: REG_UNKNOWN'

# complete: confirmed, once
photo AQ25110000001
printf 'reg_no\nAQ25110000001\n' >one.csv
run 0 reg-confirm -n one.csv; cp out dry
rows "SELECT count(*) FROM registration WHERE confirmed_at IS NOT NULL" <<'E'
0
E
run 0 reg-confirm one.csv
out <<'E'
reg_no,name,id_no,level,specialty,subjects,state
AQ25110000001,张三,1101011985****7311,01,05,1|2|3|4,confirmed
E
ok cmp dry out
lacks err MAJOR_WARNING
dump >before
run 0 reg-confirm one.csv
has err '0 accepted, 0 rejected, 1 unchanged'
ok cmp dry out
dump >after; ok cmp before after
ok sh -c "reg-show AQ25110000001 | grep -q confirmed"

# a major outside the classes warns and does not refuse
photo AQ25110000002
sqlite3 exam.db "UPDATE registration SET pledge = 'decline' WHERE reg_no = 'AQ25110000002'"
printf 'reg_no\nAQ25110000002\n' >two.csv
run 0 reg-confirm two.csv
has err 'two.csv:2: reg_no: MAJOR_WARNING'

# windows, and exams without a pledge
printf 'reg_no\nRK125110000001\n' >rk.csv
photo RK125110000001
run 1 reg-confirm --as-of 2025-06-01 rk.csv
has err WINDOW_CLOSED
run 0 reg-confirm --as-of 2025-03-21 rk.csv

# -e filters a stream; --all takes what is filled
run 0 reg-confirm -e JZ-2025 one.csv
has err '1 records are not of JZ-2025'
run 1 reg-confirm -e AQ-2025 --all
has err 'EDUCATION_MISSING'
equal 'one is left' "$(reg-list -q -e AQ-2025 --todo reg-confirm | wc -l)" 2

# --undo: Beijing until reviewed; province 310000's and others' settings differ
run 0 reg-confirm --undo one.csv
has out ',filled'
run 0 reg-confirm --undo one.csv
has err '1 unchanged'
run 0 reg-confirm -q one.csv
sqlite3 exam.db "UPDATE registration SET outcome = 'auto' WHERE reg_no = 'AQ25110000001'"
run 1 reg-confirm --undo one.csv
has err EDIT_CLOSED
sqlite3 exam.db "UPDATE setting SET value = 'confirm' WHERE setting = 'edit_until'"
run 1 reg-confirm --undo two.csv
has err 'edit_until of province 110000 is confirm'
sqlite3 exam.db "UPDATE setting SET value = 'payment' WHERE setting = 'edit_until'"
run 0 reg-confirm --undo two.csv

# who was refused or sent back stays so, whatever stream comes again; nothing is asked of the window then
review() { # DECISION [REASON]
	printf 'reg_no,decision,reason,by\nAQ25110000001,%s,%s,li\n' "$1" "${2:-}" >review.csv
	elig-review -q review.csv >out 2>err || { cat err; fail "elig-review $1"; }
}
state() { sqlite3 exam.db "SELECT s.state || ' ' || r.review || ' ' || r.outcome FROM registration r JOIN registration_state s ON s.registration_id = r.id WHERE r.reg_no = 'AQ25110000001'"; }
sqlite3 exam.db "UPDATE registration SET outcome = 'auto', outcome_route = 'C', pro_years = 9 WHERE reg_no = 'AQ25110000001'"
for word in return fail; do
	review $word 证书系伪造
	equal "after $word" "$(state)" "rejected $word auto"
	dump >before
	run 0 reg-confirm one.csv
	has out ',rejected'
	has err 'reg-confirm: 1 stand refused or sent back and stay so'
	has err '0 accepted, 0 rejected, 1 unchanged'
	run 0 reg-confirm --as-of 2025-10-20 one.csv
	has out ',rejected'
	run 0 reg-confirm -q one.csv
	err </dev/null
	run 0 env LC_ALL=zh_CN.UTF-8 reg-confirm one.csv
	has err '1 条审核未通过或被退回, 维持原结论'
	dump >after; ok cmp before after
done
# contact data answer no reviewer, a correction does: by the district, which leaves the decision where it is
amend() { # FIELD VALUE REASON
	printf 'case_no,reg_no,field,value,authority,in_person,documents,reason\n,AQ25110000001,%s,%s,centre,1,application+id+id_copy+household_register+edu_cert,%s\n' "$1" "$2" "$3" >amend.csv
	reg-amend -q amend.csv >out 2>err || { cat err; fail "reg-amend $1"; }
}
amend email a@b.cn r1
run 0 reg-confirm one.csv
has out ',rejected'
amend employer 某公司 r2
run 0 reg-confirm -n one.csv; cp out dry
run 0 reg-confirm one.csv
ok cmp dry out
has out ',confirmed'
has err '1 accepted, 0 rejected, 0 unchanged'
lacks err 'stand refused'
# what the program had found in order is for people now: they had refused it
equal 'its review begins anew' "$(state)" 'confirmed  '
rows "SELECT subject, detail FROM audit_entry WHERE action = 'review-anew'" <<'E'
AQ25110000001|answered
E
run 0 elig-verify -q one.csv
has out 'REFUSED_BEFORE'
lacks out 'auto'
run 0 reg-confirm one.csv
has out ',confirmed'
has err '1 unchanged'
# refused again: that amendment is older than the decision now
review fail 仍不符
run 0 reg-confirm one.csv
has out ',rejected'
# papers were handed in, of which nothing is recorded: the operator says so, in the time of confirming
run 1 reg-confirm --as-of 2025-10-20 --again one.csv
has err WINDOW_CLOSED
run 0 reg-confirm --again one.csv
has out ',confirmed'
run 0 reg-confirm --again one.csv
has err '1 unchanged'
run 2 reg-confirm --again --undo one.csv
run 2 reg-confirm --again -e AQ-2025 --all
# a further record, another photograph, its verdict, a choice about the commitment: each answers
answered() { # WHAT SQL
	review return "$1"
	run 0 reg-confirm one.csv
	has out ',rejected'
	sqlite3 exam.db "INSERT INTO batch (id, tool, version, login, arguments, as_of, started_at) VALUES ((SELECT max(id) + 1 FROM batch), 't', '1', 'x', '', '2025-08-20T10:00:00', ''); $2"
	run 0 reg-confirm one.csv
	has out ',confirmed'
}
person="(SELECT person_id FROM registration WHERE reg_no = 'AQ25110000001')" last='(SELECT max(id) FROM batch)'
answered record "INSERT INTO education (person_id, kind, ordinal, level, school, major, month, mode, cert_no, batch_id)
	VALUES ($person, 'degree', 1, 'master', '某校', '某', '2010-07', '', '', $last)"
answered photo "INSERT INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id)
	VALUES ($person, printf('%064d', 77), 'q.jpg', 413, 579, 40000, 'white', 'cpta', 'pass', '', '2025-08-20T10:00:00', $last);
	UPDATE person SET photo_id = (SELECT max(id) FROM photo) WHERE id = $person"
answered verdict "UPDATE photo SET at = '2025-08-20T10:00:01' WHERE id = (SELECT photo_id FROM person WHERE id = $person)"
sqlite3 exam.db "UPDATE photo SET at = '2025-08-20T10:00:00'"
answered pledge "INSERT INTO pledge_act (registration_id, action, login, at, batch_id)
	SELECT id, 'decline', 'x', '2025-08-20T10:00:00', $last FROM registration WHERE reg_no = 'AQ25110000001'"
# found not eligible: stays so until elig-verify or a reviewer says otherwise, --again or not
sqlite3 exam.db "UPDATE registration SET outcome = 'ineligible', outcome_route = 'C', outcome_codes = 'PRO_YEARS' WHERE reg_no = 'AQ25110000001'"
dump >before
for o in '' --again; do
	run 0 reg-confirm $o one.csv
	has out ',rejected'
	has err 'reg-confirm: 1 were found not eligible and stay so'
	has err '0 accepted, 0 rejected, 1 unchanged'
done
dump >after; ok cmp before after
sqlite3 exam.db "DELETE FROM review; DELETE FROM message WHERE template <> 'confirmed'"

# who is confirmed is told once, in the same transaction
rows "SELECT template, reg_no, reason FROM message m JOIN registration r ON r.id = m.registration_id ORDER BY reg_no" <<'E'
confirmed|AQ25110000001|
confirmed|AQ25110000002|
confirmed|RK125110000001|
E

# --undo with an unpaid order (edit_until payment): the order is closed, and made anew after the next confirmation
sqlite3 exam.db "UPDATE registration SET outcome = 'auto', review = '' WHERE reg_no = 'AQ25110000001'"
run 0 fee-bill one.csv
has out AQ2511000000101
run 0 reg-confirm -n --undo one.csv; cp out dry
run 0 reg-confirm --undo one.csv
ok cmp dry out
has out ,filled
has err 'one.csv:2: reg_no: ORDER_CLOSED'
rows "SELECT order_no, closed_at FROM fee_order" <<'E'
AQ2511000000101|2025-08-20T10:00:00
E
run 0 reg-confirm one.csv
# who was verified before is through the review now, and told so
has out ,reviewed
rows "SELECT template, reg_no, reason FROM message m JOIN registration r ON r.id = m.registration_id WHERE template = 'review_passed'" <<'E'
review_passed|AQ25110000001|
E
run 0 fee-bill one.csv
has out AQ2511000000102
# paid: nothing is taken back
printf 'order_no,channel,txn_no,paid_at,amount\nAQ2511000000102,wechat,W1,2025-08-20T09:00:00,232.00\n' >pay.csv
run 0 fee-pay pay.csv
run 1 reg-confirm --undo one.csv
has err 'EDIT_CLOSED: money has come in for it, 2025-08-20T09:00:00'

# edit_until review where nobody is reviewed ends with the confirmation (Beijing: exams without a check); windows hold for --undo
sqlite3 exam.db "UPDATE setting SET value = 'review' WHERE setting = 'edit_until'"
run 1 reg-confirm --as-of 2025-03-21 --undo rk.csv
has err 'EDIT_CLOSED: setting edit_until of province 110000 is review and nobody is reviewed'
sqlite3 exam.db "UPDATE setting SET value = 'payment' WHERE setting = 'edit_until'"
run 0 reg-confirm --as-of 2025-03-21 -n --undo rk.csv
run 1 reg-confirm --as-of 2025-06-01 --undo rk.csv
has err WINDOW_CLOSED

# listed since the commitment was adopted: it must be withdrawn first, then people look at the papers
sqlite3 exam.db "UPDATE registration SET pledge = 'adopt', confirmed_at = NULL WHERE reg_no = 'AQ25110000002'"
cat >ban.csv <<'E'
name,id_no,from,to,article,authority,doc_no
李四,110101199003078275,2025-08-20,2030-08-19,7,省人社厅,D1
E
run 0 ban-merge ban.csv
run 1 reg-confirm two.csv
has err 'reg_no: PLEDGE_BANNED: on the dishonesty list from 2025-08-20 until 2030-08-19 (article 7, D1): withdraw the commitment'
run 0 reg-confirm -n --as-of 2025-08-19 two.csv
printf 'reg_no,action\nAQ25110000002,withdraw\n' >act.csv
run 0 pledge-record act.csv
run 0 reg-confirm two.csv
done_testing
