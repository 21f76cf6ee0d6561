# reg-amend: who may change what, when, by which papers; and what follows from it.
. "${0%/*}/lib.sh"
office
H=exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge,edu_level,edu_school,edu_major,edu_month,subjects,site,work_years
cat >regs.csv <<E
$H
AQ-2025,110000,110100,01,01,05,张三,01,110101198503077311,13900000001,adopt,本科,清华大学,安全工程,200807,1|2,,5
AQ-2025,210000,210100,01,01,05,李四,01,110101199003078275,13900000002,adopt,本科,清华大学,法学,201207,,01,5
AQ-2025,310000,310100,01,01,05,王五,01,11010519491231002X,13900000003,adopt,本科,复旦大学,法学,201207,,,5
E
reg-import -q regs.csv >reg.out
B=AQ25110000001 L=AQ25210000001 S=AQ25310000001
A=case_no,reg_no,person_no,field,value,authority,in_person,proxy_name,proxy_id_no,documents,reason
amend() { printf '%s\n' "$A" "$@" >a.csv; }
confirm() { # REG_NO [COLUMN=VALUE…]: with a portrait that has passed, and further along by SQL
	sqlite3 exam.db "INSERT OR IGNORE INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id)
		SELECT person_id, printf('%064d', person_id), 'p.jpg', 413, 579, 40000, 'white', 'cpta', 'pass', '', '2025-08-20T10:00:00', 1
		FROM registration WHERE reg_no = '$1';
		UPDATE person SET photo_id = (SELECT id FROM photo WHERE person_id = person.id) WHERE id = (SELECT person_id FROM registration WHERE reg_no = '$1');
		UPDATE registration SET confirmed_at = '2025-08-20T10:00:00'${2:+, $2} WHERE reg_no = '$1'"
}
# what exam-check finds, but for the portraits that have no file
sound() { exam-check -q >check.out 2>/dev/null; grep -vE '^(invariant,|PHOTO_FILE|REVIEW_RECORDED|BATCH_WHOLE,batch,1 photo)' check.out >violations; equal "sound $*" "$(cat violations)" ''; }
state() { sqlite3 exam.db "SELECT state FROM registration_state WHERE reg_no = '$1'"; }

# what the candidate has filled in, the candidate changes: before, after and basis are kept
amend "C1,$B,,employer,北京安全公司,self,,,,," "C1,$B,,电子邮箱,zs@example.cn,self,,,,,"
run 0 reg-amend -n a.csv; cp out dry
rows 'SELECT count(*) FROM amendment' <<'E'
0
E
run 0 reg-amend a.csv
out <<E
case_no,reg_no,person_no,field,old,new,result
C1,$B,P00000001,employer,,北京安全公司,changed
C1,$B,P00000001,email,,zs@example.cn,changed
E
ok cmp out dry
rows "SELECT case_no, field, old, new, authority, basis, login <> '' FROM amendment ORDER BY id" <<'E'
C1|employer||北京安全公司|self|* 110000 basic: from filled until reviewed, self (000)|1
C1|email||zs@example.cn|self|* * contact: from filled until certified, self (001)|1
E
rows "SELECT action, subject, detail FROM audit_entry WHERE action = 'amend' ORDER BY id LIMIT 1" <<E
amend|$B|case=C1 field=employer authority=self documents= basis=* 110000 basic: from filled until reviewed, self (000)
E

# the same file again changes nothing
dump >before
run 0 reg-amend a.csv
has err '0 accepted, 0 rejected, 2 unchanged'
has out 'employer,北京安全公司,北京安全公司,unchanged'
dump >after; ok cmp before after

# rows of a case need not be neighbours, and one fault refuses them all
amend "C2,$B,,title,工程师,self,,,,," "C3,$L,,title,工程师,self,,,,," "C2,$B,,work_years,many,self,,,,,"
dump >before
run 1 reg-amend -r rej.csv a.csv
out <<E
case_no,reg_no,person_no,field,old,new,result
C3,$L,P00000002,title,,工程师,changed
E
equal 'both rows of the case' "$(tail -n +2 rej.csv | cut -d, -f2,4,5 | paste -sd' ' -)" '2,case_no,CASE_REFUSED 4,value,YEARS_FORM'
rows "SELECT title FROM registration WHERE reg_no = '$B'" <<'E'

E
# a row that was cut off belongs to its case too; so does one that -e leaves out
printf '%s\n' "$A" "C4,$B,,title,工程师,self,,,,," "C4,$B,,politi" >cut.csv
run 1 reg-amend cut.csv
has err 'cut.csv:2: case_no: CASE_REFUSED: the case is refused, since cut.csv:3'
has err 'cut.csv:3: : FIELD_COUNT'
printf '%s\n' "$A" "C4,$B,,title,工程师,self,,,,," "C4,JZ25110000001,,title,工程师,self,,,,," >two.csv
run 1 reg-amend -e AQ-2025 two.csv
has err 'two.csv:2: case_no: CASE_REFUSED: the case is refused, since two.csv:3'
rows "SELECT count(*) FROM amendment WHERE case_no = 'C4'" <<'E'
0
E
# rejects are corrected and fed back
sed 's/,many,/,7,/' rej.csv >fixed.csv
run 0 reg-amend fixed.csv
rows "SELECT title, work_years FROM registration WHERE reg_no = '$B'" <<'E'
工程师|7
E

# values are judged as an import's are
no() { # CODES ROW…: refused with these codes, nothing changed
	want=$1; shift
	amend "$@"
	dump >before
	reg-amend -r rej.csv a.csv >out 2>err
	equal "refused: $want" "$(tail -n +2 rej.csv | cut -d, -f5 | paste -sd' ' -)" "$want"
	dump >after; cmp -s before after || fail "$want changed the database"
}
no PHONE_FORM ",$B,,phone,123,self,,,,,"
no PHONE_TAKEN ",$B,,phone,13900000002,self,,,,,"
# two persons change phones in one case; what counts is how it ends
cp exam.db swap.db
amend "T1,$B,,phone,13900000003,self,,,,," "T1,$S,,phone,13900000001,self,,,,,"
sqlite3 exam.db "SELECT id, phone FROM person WHERE id IN (1, 3)" >phones
run 0 reg-amend a.csv
has out "T1,$B,P00000001,phone,139****0001,139****0003,changed"
has out "T1,$S,P00000003,phone,139****0003,139****0001,changed"
rows "SELECT field, old, new FROM amendment WHERE case_no = 'T1' ORDER BY id" <<'E'
phone|13900000001|13900000003
phone|13900000003|13900000001
E
run 0 reg-amend a.csv
lacks out ',changed'
cp swap.db exam.db; rm -f exam.db-wal exam.db-shm
no 'PHONE_TAKEN CASE_REFUSED' "T2,$B,,phone,13900000003,self,,,,," "T2,$S,,phone,13900000003,self,,,,,"
no MONTH_FUTURE ",$B,,edu_month,209912,self,,,,,"
cp swap.db exam.db; rm -f exam.db-wal exam.db-shm
no MISSING ",$B,,phone,,self,,,,,"
no EMAIL_FORM ",$B,,email,nobody,self,,,,,"
no SPECIALTY_UNKNOWN ",$B,,specialty,99,self,,,,,"
no LEVEL_UNKNOWN ",$B,,level,77,self,,,,,"
no SUBJECT_UNKNOWN ",$B,,subjects,9,self,,,,,"
no EDU_LEVEL ",$B,,edu_level,本科肄业,self,,,,,"
no MONTH_FORM ",$B,,edu_month,2008-13,self,,,,,"
no GENDER_MISMATCH ",$B,,gender,女,self,,,,,"
no SITE_UNKNOWN ",$B,,site,99,self,,,,,"
no FIELD_UNKNOWN ",$B,,pledge,decline,self,,,,,"
no FIELD_UNKNOWN ",$B,,refund,1,centre,,,,,"
no FIELD_UNKNOWN ",$B,,nothing,1,centre,,,,,"
no AUTHORITY_WORD ",$B,,email,a@b.cn,boss,,,,,"
no YES_NO ",$B,,email,a@b.cn,self,perhaps,,,,"
no REG_UNKNOWN ",AQ25110000999,,email,a@b.cn,self,,,,,"
no PERSON_UNKNOWN ",,P00000999,email,a@b.cn,self,,,,,"
no PERSON_MISMATCH ",$B,P00000002,email,a@b.cn,self,,,,,"
no MISSING ",,P00000001,employer,某公司,self,,,,,"
no MISSING ",,,email,a@b.cn,self,,,,,"
no MASKED ",$B,,phone,138****5678,self,,,,,"
# everything that is wrong with a row is said at once, whatever was found first; and so for the rows of a case
no 'MISSING|PROXY_REFUSED' ",$B,,email,a@b.cn,self,,王二,,,"
no 'ID_CHECKSUM|PROXY_REFUSED' ",$B,,email,a@b.cn,self,,王二,110101198503077312,,"
no 'PROXY_OR_PERSON|PROXY_REFUSED' ",$B,,email,a@b.cn,self,1,王二,110101198503077311,,"
no 'AUTHORITY_WORD|PHONE_FORM' ",$B,,phone,1,bogus,,,,,"
no 'AUTHORITY_WORD|REG_UNKNOWN' ",X,,level,zz,bogus,,,,,"
no 'AUTHORITY_WORD|LEVEL_UNKNOWN' ",$B,,level,zz,bogus,,,,,"
no 'YES_NO|MONTH_FORM' ",$B,,edu_month,2008-13,self,perhaps,,,,"
no 'REG_UNKNOWN PHONE_FORM AUTHORITY_LOW|DOCUMENTS_MISSING CASE_REFUSED' "T3,X,,level,02,self,,,,," "T3,$B,,phone,1,self,,,,," "T3,$B,,name,张叁,self,,,,," "T3,$B,,email,a@b.cn,self,,,,,"
# in Chinese nothing is left in English but names of options, columns and codes of the office
amend ",$B,,name,张叁,self,,,,,"
LC_ALL=zh_CN.UTF-8 reg-amend a.csv >out 2>err
has err "AUTHORITY_LOW: 报考人员本人 无权办理: 考试 不限 省份 110000 的姓名: 自"
has err "缺少材料: 身份证件原件、身份证件复印件、户口簿; "
sed -E 's/[A-Z_]{4,}//g; s/a\.csv//; s/reg-amend//; s/(authority|documents)://' err | grep -n '[a-z]' >english
ok test ! -s english
cp exam.db swap.db
sqlite3 exam.db "UPDATE registration SET confirmed_at = '2025-08-20T10:00:00', paid_at = '2025-08-20T10:00:00', seated_at = '2025-08-20T10:00:00' WHERE reg_no = '$B'"
amend ",$B,,employer,某公司,self,,,,,"
LC_ALL=zh_CN.UTF-8 reg-amend a.csv >out 2>err
has err "现处于阶段 已编排考场"
sed -E 's/[A-Z_]{4,}//g; s/a\.csv//; s/reg-amend//; s/(authority|documents|field)://; s/edit_until//' err | grep -n '[a-z]' >english
ok test ! -s english
cp swap.db exam.db; rm -f exam.db-wal exam.db-shm
# of what is display only nothing more can be said
no MASKED ",$B,,phone,138****5678,self,,,,,"
# a row that was refused is refused again, also when another has brought its value since; that other one is unchanged
cp exam.db swap.db
amend "R3,$B,,name,张叁,self,,,,," "R4,$B,,name,张叁,centre,1,,,id+id_copy+household_register+application,"
run 1 reg-amend -r first.rej a.csv
has err '1 accepted, 1 rejected, 0 unchanged'
dump >before
run 1 reg-amend -r again.rej a.csv
ok cmp first.rej again.rej
has err '0 accepted, 1 rejected, 1 unchanged'
has out "R4,$B,P00000001,name,张叁,张叁,unchanged"
dump >after; ok cmp before after
# what is there already, and would be allowed, is unchanged; a case that was done is not held against the table again
work=$(sqlite3 exam.db "SELECT work_years FROM registration WHERE reg_no = '$B'")
amend "R5,$B,,work_years,$work,self,,,,," "R5,$B,,title,高级工程师,self,,,,,"
run 0 reg-amend a.csv
has err '1 accepted, 0 rejected, 1 unchanged'
sqlite3 exam.db "UPDATE registration SET confirmed_at = '2025-08-20T10:00:00', paid_at = '2025-08-20T10:00:00' WHERE reg_no = '$B'"
run 0 reg-amend a.csv
has err '0 accepted, 0 rejected, 2 unchanged'
no 'AUTHORITY_LOW|DOCUMENTS_MISSING' ",$B,,work_years,$work,self,,,,,"
cp swap.db exam.db; rm -f exam.db-wal exam.db-shm
no 'CASE_REFUSED FIELD_TWICE' "C9,$B,,email,a@b.cn,self,,,,," "C9,$B,,email,b@b.cn,self,,,,,"

# a place is legal as a whole: what else the case must bring is named
no 'MISSING|MISSING' ",$L,,city,210200,self,,,,,"
has rej.csv 'field review_point, which the case must bring too'
no 'CASE_REFUSED SITE_UNKNOWN CASE_REFUSED' "C5,$L,,city,210200,self,,,,," "C5,$L,,site,99,self,,,,," "C5,$L,,review_point,02,self,,,,,"
amend "C5,$L,,city,大连市,self,,,,," "C5,$L,,site,02,self,,,,," "C5,$L,,review_point,01,self,,,,,"
run 0 reg-amend a.csv
has out "C5,$L,P00000002,city,210100,210200,changed"
rows "SELECT city, site, review_point FROM registration WHERE reg_no = '$L'" <<'E'
210200|02|01
E
no 'CITY_UNKNOWN' ",$L,,province,310000,self,,,,,"

# the policy table: the rule is said in its own words (every cell of the table is a case of tests/unit/rule_amendment.c)
confirm $B "review = 'pass', reviewed_at = '2025-08-20T10:00:00'"
confirm $L
no 'AUTHORITY_LOW|DOCUMENTS_MISSING' ",$B,,employer,另一公司,self,,,,,"
has rej.csv '* 110000 basic: from reviewed until reg_end, district, or by proxy, id+id_copy (000)'
has rej.csv 'missing: id+id_copy'
no 'AUTHORITY_LOW' ",$B,,level,02,district,,,,id+id_copy,"
no 'DOCUMENTS_MISSING' ",$B,,level,02,centre,,张大,110101199003078275,id+id_copy,"
no 'POLICY_STAGE' ",$L,,name,李思,site,1,,,id,"
no 'POLICY_NONE' ",$L,,delete,,centre,1,,,id,"
no 'POLICY_NONE|ACCOUNT_NONE' ",$L,,account_state,suspended,centre,1,,,id,"
amend ",$B,,employer,另一公司,district,,张大,110101199003078275,id+id_copy,搬迁"
run 0 reg-amend a.csv
rows "SELECT old, new, proxy_name, proxy_id_no, documents, reason FROM amendment ORDER BY id DESC LIMIT 1" <<'E'
北京安全公司|另一公司|张大|110101199003078275|id+id_copy|搬迁
E
# what the candidate entered is his own to change until registration ends, whatever stage the row names; contact data longer
amend ",$B,,employer,第九公司,self,,,,,"
run 1 reg-amend --as-of 2025-08-30 a.csv
has err 'WINDOW_CLOSED: closed since 2025-08-29T17:00:00'
amend ",$B,,postcode,100001,self,,,,,"
run 0 reg-amend -n --as-of 2025-08-30 a.csv
# after the end only the centre goes on, with the document that allows it; what is paid in Liaoning stays
amend ",$B,,employer,第三公司,district,,,,id+id_copy,"
run 1 reg-amend --as-of 2025-08-30 a.csv
has err 'WINDOW_CLOSED: closed since 2025-08-29T17:00:00; role centre may pass with --override'
run 0 reg-amend --as-of 2025-08-30 --override '京人考〔2025〕9号: 复核' a.csv
rows "SELECT subject, detail FROM audit_entry WHERE action = 'override'" <<E
$B|京人考〔2025〕9号: 复核
E
has_basis=$(sqlite3 exam.db 'SELECT basis FROM amendment ORDER BY id DESC LIMIT 1')
equal 'the basis says so' "${has_basis##* }" override
sqlite3 exam.db "UPDATE registration SET review = 'pass', paid_at = '2025-08-21T10:00:00' WHERE reg_no = '$L'"
no 'POLICY_STAGE' ",$L,,site,01,centre,1,,,id_photo+change_form,"
no 'POLICY_STAGE' ",$L,,level,02,centre,1,,,id_photo+change_form,"
sqlite3 exam.db "UPDATE registration SET review = '', paid_at = NULL WHERE reg_no = '$L'"

# roles: who may decide as whom
sqlite3 exam.db "INSERT INTO operator VALUES (1, '$(id -un)', '考务员', 'clerk', '', '', '')"
no 'NOT_AUTHORISED' ",$B,,employer,某公司,district,,,,id+id_copy,"
amend ",$L,,phone,13900000022,self,,,,,"
run 0 reg-amend a.csv
has out ',phone,139****0002,139****0022,changed'
sqlite3 exam.db "UPDATE operator SET role = 'district'"
no 'NOT_AUTHORISED' ",$B,,name,张珊,centre,,,,id+id_copy+household_register,"
sqlite3 exam.db 'DELETE FROM operator'
sound

# level, specialty, subjects: old candidates, what carries, what is sat
office
cat >old.csv <<'E'
archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed
A1,AQ,2023,01,05,张三,01,110101198503077311,2,70,1
A2,AQ,2024,01,05,李四,01,110101199003078275,4,70,1
E
archive-merge -q old.csv >/dev/null
printf '%s\n' "$H" "AQ-2025,110000,110100,01,01,05,张三,01,110101198503077311,13900000001,adopt,本科,清华大学,安全工程,200807,1|3,,5" \
	"AQ-2025,210000,210100,01,01,05,李四,01,110101199003078275,13900000002,adopt,本科,清华大学,法学,201207,1,01,5" >regs.csv
reg-import -q regs.csv >reg.out
subjects() { sqlite3 exam.db "SELECT group_concat(subject || coalesce(':' || carried_year, ''), ' ') FROM (SELECT s.* FROM registration_subject s JOIN registration r
	ON r.id = s.registration_id WHERE r.reg_no = '$1' ORDER BY subject)"; }
candidate() { sqlite3 exam.db "SELECT candidate || ' ' || coalesce(archive_id, '-') || ' ' || level || ' ' || specialty FROM registration WHERE reg_no = '$1'"; }
equal 'old, two chosen' "$(candidate $B): $(subjects $B)" 'old 1 01 05: 1 2:2023 3'
amend "L1,$B,,level,02,self,,,,,"
run 0 reg-amend a.csv
equal 'another level: new, nothing carries, of the choice what the level has' "$(candidate $B): $(subjects $B)" 'new - 02 05: 1'
rows "SELECT field, old, new FROM amendment WHERE case_no = 'L1' ORDER BY id" <<'E'
level|01|02
subjects|1|3|1
candidate|old|new
archive_no|A1|
E
amend "L2,$B,,level,考全科,self,,,,," "L2,$B,,subjects,,self,,,,,"
run 0 reg-amend a.csv
equal 'and back, all that is open' "$(candidate $B): $(subjects $B)" 'old 1 01 05: 1 2:2023 3 4'
no SUBJECT_PASSED ",$B,,subjects,1|2,self,,,,,"
# Liaoning: a specialty paper that was passed binds; elsewhere (locked) the change makes a new candidate
no SPECIALTY_LOCKED ",$L,,specialty,06,self,,,,,"
amend "L3,$B,,specialty,06,self,,,,,"
run 0 reg-amend a.csv
has err CARRY_LOST
equal 'another specialty: new' "$(candidate $B): $(subjects $B)" 'new - 01 06: 1 2 3 4'
sound

# what eligibility was judged by: the outcome is dropped, a confirmed registration is verified again
confirm $L "outcome = 'auto', outcome_at = '2025-08-20T10:00:00', outcome_route = '1'"
equal reviewed "$(state $L)" reviewed
amend ",$L,,employer,某厂,centre,,,,id_photo+change_form,"
run 0 reg-amend a.csv
equal 'an employer is not judged' "$(state $L)" reviewed
amend ",$L,,work_years,6,centre,,,,id_photo+change_form,"
run 0 reg-amend a.csv
rows "SELECT outcome, outcome_route, outcome_at FROM registration WHERE reg_no = '$L'" <<'E'
||
E
equal 'verified again' "$(reg-list -q -e AQ-2025 --todo elig-verify | grep -c $L)" 1

# orders: made anew while unpaid, a supplement or a refund proposal once paid
confirm $B "outcome = 'auto', outcome_at = '2025-08-20T10:00:00'"
printf 'reg_no\n%s\n' $B >b.csv
fee-bill -q b.csv >bill.csv
equal 'four subjects' "$(tail -n +2 bill.csv | cut -d, -f1,4)" "${B}01,232.00"
papers='centre,,,,id+id_copy,'
amend "O0,$B,,subjects,1|2|3|4,$papers" # as it stands
run 0 reg-amend a.csv
has out 'subjects,1|2|3|4,1|2|3|4,unchanged'
amend "O1,$B,,subjects,1|2,$papers"
run 0 reg-amend a.csv
has out 'subjects,1|2|3|4,1|2,changed'
rows "SELECT order_no, amount, closed_at IS NULL FROM fee_order ORDER BY id" <<E
${B}01|23200|0
${B}02|11200|1
E
printf 'order_no,channel,txn_no,paid_at,amount\n%s,alipay_trade,T1,2025-08-20T10:30:00,112.00\n' ${B}02 >pay.csv
run 0 fee-pay -q --as-of 2025-08-20T11:00:00 pay.csv
equal paid "$(state $B)" paid
amend "O2,$B,,subjects,1|2|3,$papers"
run 0 reg-amend --as-of 2025-08-20T11:00:00 a.csv
rows "SELECT kind, amount FROM fee_order WHERE closed_at IS NULL ORDER BY id" <<'E'
registration|11200
supplement|5600
E
printf 'order_no,channel,txn_no,paid_at,amount\n%s,alipay_trade,T2,2025-08-20T11:30:00,56.00\n' ${B}03 >pay.csv
run 0 fee-pay -q --as-of 2025-08-20T12:00:00 pay.csv
amend "O3,$B,,subjects,1,$papers"
run 0 reg-amend --as-of 2025-08-20T12:00:00 a.csv
has err REFUND_PROPOSED
rows "SELECT sum(amount), min(state), min(cause) FROM refund" <<'E'
11200|proposed|amended
E
sound
# more is owed again: what nobody has approved is not given back; what is approved comes back as a supplement
money() { sqlite3 exam.db "SELECT amount || ' ' || state FROM refund WHERE state <> 'refused' UNION ALL SELECT amount || ' ' || kind FROM fee_order WHERE closed_at IS NULL" | paste -sd';' -; }
amend "O4,$B,,subjects,1|2,$papers"
run 0 reg-amend --as-of 2025-08-20T12:00:00 a.csv
has err 'REFUND_DROPPED: warning: refund'
equal 'half of it goes back' "$(money)" '5600 proposed;11200 registration;5600 supplement'
amend "O5,$B,,subjects,1|2|3,$papers"
run 0 reg-amend --as-of 2025-08-20T12:00:00 a.csv
equal 'nothing goes back' "$(money): $(state $B)" '11200 registration;5600 supplement: paid'
amend "O6,$B,,level,03,$papers"
run 0 reg-amend --as-of 2025-08-20T12:00:00 a.csv
lacks err 'must bring'
sqlite3 exam.db "UPDATE refund SET state = 'approved', approved_by = 'another', approved_at = '2025-08-20T12:00:00' WHERE state = 'proposed'"
amend "O7,$B,,level,01,$papers" "O7,$B,,subjects,1|2|3,$papers"
run 0 reg-amend --as-of 2025-08-20T12:00:00 a.csv
equal 'what went back is owed' "$(money): $(state $B)" '5600 approved;5600 approved;11200 registration;5600 supplement;11200 supplement: reviewed'
sound
# what cannot be billed refuses the amendment, which leaves nothing behind
sqlite3 exam.db "DELETE FROM fee WHERE exam = 'AQ'"
no FEE_MISSING ",$B,,subjects,1|2|3|4,$papers"
rows 'SELECT count(*) FROM batch WHERE tool = '"'reg-amend'"' AND accepted = 0' <<'E'
0
E

# the candidate's own change after confirming takes that back where edit_until is payment (S1 2.2.6)
office
printf '%s\n' "$H" "AQ-2025,310000,310100,01,01,05,王五,01,11010519491231002X,13900000003,adopt,本科,复旦大学,法学,201207,,,5" >regs.csv
reg-import -q regs.csv >reg.out
confirm $S "outcome = 'auto', outcome_at = '2025-08-20T10:00:00'"
printf 'reg_no\n%s\n' $S | fee-bill -q >bill.csv
amend ",$S,,address,人民路1号,self,,,,,"
run 0 reg-amend a.csv
equal 'an address takes nothing back' "$(state $S)" reviewed
amend ",$S,,politics,党员,self,,,,,"
run 0 reg-amend a.csv
has err CONFIRM_CANCELLED
equal 'confirmed anew' "$(state $S)" filled
rows 'SELECT count(*) FROM fee_order WHERE closed_at IS NULL' <<'E'
0
E

# education: a record that nobody has checked is corrected, a checked one stays and another is added; five are the most
edu() { sqlite3 exam.db "SELECT ordinal || ' ' || level || ' ' || school || ' ' || month || ' ' || verified FROM education WHERE kind = '${1:-education}' ORDER BY ordinal"; }
amend ",,P00000001,edu_school,上海大学,self,,,,,"
run 0 reg-amend a.csv
has out ",,P00000001,edu_school,复旦大学,上海大学,changed"
equal 'corrected' "$(edu)" '1 bachelor 上海大学 2012-07 '
sqlite3 exam.db "UPDATE education SET verified = 'registry'"
amend ",,P00000001,edu_month,201206,self,,,,,"
run 0 reg-amend a.csv
equal 'added' "$(edu | paste -sd';' -)" '1 bachelor 上海大学 2012-07 registry;2 bachelor 上海大学 2012-06 '
F="F1,,P00000001,edu"
amend "${F}_level,硕士,self,,,,," "${F}_school,同济大学,self,,,,," "${F}_major,法学,self,,,,," "${F}_month,201507,self,,,,,"
run 0 reg-amend a.csv
equal 'another record' "$(edu | tail -n 1)" '3 master 同济大学 2015-07 '
dump >before
run 0 reg-amend a.csv
has err '4 unchanged'
dump >after; ok cmp before after
amend ",,P00000001,degree_level,硕士,self,,,,,"
run 0 reg-amend a.csv
equal 'a degree' "$(edu degree)" '1 master   '
sqlite3 exam.db "UPDATE education SET verified = 'onsite'"
amend ",,P00000001,edu_month,201501,self,,,,,"
run 0 reg-amend a.csv
sqlite3 exam.db "UPDATE education SET verified = 'onsite'"
amend ",,P00000001,edu_month,201502,self,,,,,"
run 0 reg-amend a.csv
sqlite3 exam.db "UPDATE education SET verified = 'onsite'"
no EDUCATION_MAX ",,P00000001,edu_month,201503,self,,,,,"
sound

# name and document: compared, unique, and what hangs on them follows
office
printf '%s\n' "$H" "AQ-2025,110000,110100,01,01,05,张三,01,110101198503077311,13900000001,adopt,本科,清华大学,安全工程,200807,1|3,,5" \
	"AQ-2025,110000,110100,01,01,05,李四,01,110101199003078275,13900000002,adopt,本科,清华大学,法学,201207,1,01,5" >regs.csv
reg-import -q regs.csv >reg.out
printf '%s\n' "$H,confirm_dup_id" "JZ-2025,110000,110100,01,01,01,张山,01,110101198503077311,13900000004,adopt,本科,清华大学,法学,201207,1,01,5,1" >jz.csv
run 0 reg-import -q --as-of 2025-07-01 jz.csv
sqlite3 exam.db "UPDATE person SET identity = 'match', identity_at = '2025-08-20T10:00:00'; UPDATE registration SET printed_at = '2025-08-20T10:00:00'"
sqlite3 exam.db "UPDATE registration SET printed_at = NULL"
ID="centre,,,,id+id_copy+household_register,"
no PERSON_EXISTS ",$B,,name,张山,$ID"
no PERSON_EXISTS ",$B,,id_no,110101199003078275,$ID"
no NAME_FORM ",$B,,name,张 三,$ID"
no ID_CHECKSUM ",$B,,id_no,110101198503077312,$ID"
amend "N1,$B,,name,张叁,$ID" "N1,$B,,id_no,11010519491231002x,$ID"
run 0 reg-amend a.csv
has out "N1,$B,P00000001,id_no,1101011985****7311,1101051949****002X,changed"
rows "SELECT name, name_key, id_no, id_key, gender, birth, identity FROM person WHERE id = 1" <<'E'
张叁|张叁|11010519491231002X|11010519491231002X|2|1949-12-31|
E
rows 'SELECT id, person_id, document FROM registration ORDER BY id' <<'E'
1|1|1
2|2|2
3|3|3
E
rows "SELECT old, new FROM amendment WHERE field = 'id_no'" <<'E'
110101198503077311|11010519491231002X
E
sound
# the file that brought the wrong number names the same person still, and changes nothing
dump >before
run 0 reg-import regs.csv
has err '0 accepted, 0 rejected, 2 unchanged'
dump >after; ok cmp before after
# the dishonesty list is kept by document: the old number's entry is told of, one of the new number forbids the commitment
ban() { sqlite3 exam.db "INSERT INTO ban (name, name_key, id_type, id_no, id_key, \"from\", \"to\", article, authority, doc_no, batch_id)
	VALUES ('张三', '张三', '01', '$1', '$1', '2024-01-01', '2029-01-01', '7', '某厅', '文' || (1 + (SELECT count(*) FROM ban)), 1)"; }
ban 440308199901101512
no PLEDGE_BANNED ",$B,,id_no,440308199901101512,$ID"
ban 11010519491231002X
amend ",$B,,id_no,110101197001019993,$ID"
run 0 reg-amend -n a.csv
has err 'BAN_OLD_DOCUMENT: warning: entry 文2'
# a passport, whose number carries neither gender nor birth: they stay
amend "N2,$B,,id_type,03,$ID" "N2,$B,,id_no,E12345678,$ID"
run 0 reg-amend a.csv
rows "SELECT id_type, id_no, id_key, gender, birth FROM person WHERE id = 1" <<'E'
03|E12345678|03:E12345678|2|1949-12-31
E
# at the site, after printing: the card is stale
confirm $B "review = 'pass', paid_at = '2025-08-20T10:00:00', seated_at = '2025-10-01T10:00:00', printed_at = '2025-10-20T10:00:00'"
amend "N3,$B,,name,张弎,site,1,,,id,"
run 0 reg-amend --as-of 2025-10-25 a.csv
has err 'POLICY_NOTE: warning: homophone or variant only'
equal 'to be printed again' "$(state $B)" seated
no 'POLICY_STAGE|SEATED' ",$B,,subjects,1,centre,1,,,id+id_copy,"
sqlite3 exam.db "UPDATE registration SET seated_at = NULL, paid_at = NULL, confirmed_at = NULL WHERE reg_no = '$B'"

# another registration of the person that has gone on holds the person's data
confirm AQ25110000002 "review = 'pass', reviewed_at = '2025-08-20T10:00:00'"
printf '%s\n' "$H" "RK1-2025,370000,370100,01,2,201,李四,01,110101199003078275,,,,,,,,,5" >rk.csv
run 0 reg-import -q --as-of 2025-03-20 rk.csv
sqlite3 exam.db "UPDATE session SET date = '2025-12-24' WHERE exam = 'RK1'; UPDATE window SET close = '2025-09-15T17:00:00' WHERE exam = 'RK1' AND window = 'registration'"
amend ",RK125370000001,,edu_school,北京大学,self,,,,,"
run 1 reg-amend a.csv
has err 'AUTHORITY_LOW'
has err 'registration AQ25110000002'

# the portrait: opened again on application; a confirmed registration keeps it until another passes
office
printf '%s\n' "$H" "AQ-2025,310000,310100,01,01,05,王五,01,11010519491231002X,13900000003,adopt,本科,复旦大学,法学,201207,,,5" >regs.csv
reg-import -q regs.csv >reg.out
confirm $S; sqlite3 exam.db 'UPDATE registration SET confirmed_at = NULL'
no PHOTO_VALUE ",$S,,photo,new.jpg,centre,,,,application,"
no 'AUTHORITY_LOW|DOCUMENTS_MISSING' ",$S,,photo,,self,,,,,"
amend ",$S,,photo,,centre,,,,application,模糊"
run 0 reg-amend a.csv
has out ",$S,P00000001,photo,pass,,changed"
rows 'SELECT photo_id IS NULL FROM person' <<'E'
1
E
dump >before
run 0 reg-amend a.csv
confirm $S
run 0 reg-amend a.csv
has err '1 unchanged'
amend "P2,$S,,photo,,centre,,,,application,再次"
run 0 reg-amend a.csv
has err PHOTO_OPEN
rows 'SELECT photo_id FROM person' <<'E'
1
E
# Beijing: only where there is no registration, in person
sqlite3 exam.db "UPDATE registration SET confirmed_at = NULL, province = '110000', city = '110100'"
no POLICY_CONDITION ",$S,,photo,,centre,1,,,id+id_copy+new_photo,"
sqlite3 exam.db "UPDATE registration SET deleted_at = '2025-08-20T10:00:00'"
no 'PRESENCE_NEEDED|DOCUMENTS_MISSING' ",,P00000001,photo,,centre,,,,id,"
amend ",,P00000001,photo,,centre,1,,,id+id_copy+new_photo,"
run 0 reg-amend a.csv

# deleting: to register in another province, until five working days after the check
office
printf '%s\n' "$H" "AQ-2025,110000,110100,01,01,05,张三,01,110101198503077311,13900000001,adopt,本科,清华大学,安全工程,200807,1|3,,5" >regs.csv
reg-import -q regs.csv >reg.out
confirm $B "outcome = 'auto', outcome_at = '2025-08-20T10:00:00'"
printf 'reg_no\n%s\n' $B | fee-bill -q >bill.csv
printf 'order_no,channel,txn_no,paid_at,amount\n%s,alipay_trade,T1,2025-08-20T10:30:00,112.00\n' ${B}01 | fee-pay -q --as-of 2025-08-20T11:00:00 >pay.out
papers='centre,1,,,id+id_copy+statement'
no POLICY_CONDITION ",$B,,delete,,$papers,没有时间"
no POLICY_CONDITION ",$B,,delete,,$papers,moving_provinces"
amend "D1,$B,,delete,1,$papers,moving_province: 调往天津"
run 1 reg-amend --as-of 2025-09-10 a.csv
has err 'WINDOW_CLOSED: closed since 2025-09-09T23:59:59'
run 0 reg-amend -n --as-of 2025-09-09T20:00:00 a.csv
has err FEE_KEPT
run 0 reg-amend --as-of 2025-08-25 a.csv
has out "D1,$B,P00000001,delete,,1,changed"
has err REFUND_PROPOSED
equal deleted "$(state $B)" deleted
rows 'SELECT amount, cause, state FROM refund' <<'E'
11200|request|proposed
E
run 0 reg-amend --as-of 2025-08-26 a.csv
has err '1 unchanged'
no REG_DELETED ",$B,,email,a@b.cn,self,,,,,"
run 0 reg-import regs.csv
has out ',deleted'
sound

# an account: question and answer together, the answer as a hash that nothing shows; suspension where a row allows it
sqlite3 exam.db "INSERT INTO account (person_id, username, password, registered_at, batch_id) VALUES (1, 'zhangsan', '', '2020-01-01T00:00:00', 1); INSERT INTO batch_count VALUES (1, 'account', 1);
	INSERT INTO policy VALUES (99, '*', '*', 'account', 'none', 'certified', 'centre', 0, 0, 'application', '', 'test')"
no MISSING ",,P00000001,question,出生地,self,,,,,"
amend "Q1,,P00000001,question,出生地,self,,,,," "Q1,,P00000001,answer,绍兴柯桥,self,,,,,"
run 0 reg-amend a.csv
has out 'Q1,,P00000001,answer,,,changed'
rows "SELECT question, answer LIKE '\$argon2id\$%' FROM account" <<'E'
出生地|1
E
rows "SELECT old, new FROM amendment WHERE field = 'answer'" <<'E'
|
E
ok sh -c '! grep -q 绍兴柯桥 exam.db exam.db-wal 2>/dev/null'
run 0 reg-amend a.csv
has err '2 unchanged'
# two at once: one changes the answer, the other finds it so
amend "Q2,,P00000001,answer,会稽,self,,,,,"
hold
reg-amend a.csv >one 2>one.err 8>&- &
reg-amend a.csv >two 2>two.err 8>&- &
queued 2
let_go
wait
equal 'two at once' "$(cat one.err two.err | sort | paste -sd' ' -)" 'reg-amend: 0 accepted, 0 rejected, 1 unchanged reg-amend: 1 accepted, 0 rejected, 0 unchanged'
rows "SELECT case_no, count(*) FROM amendment WHERE field = 'answer' GROUP BY case_no" <<'E'
Q1|1
Q2|1
E
amend "Q3,,P00000001,answer,绍兴柯桥,self,,,,,"
run 0 reg-amend a.csv
amend ",,P00000001,password,Geheim123,self,,,,,"
run 1 reg-amend -r rej.csv a.csv
has rej.csv FIELD_UNKNOWN
lacks rej.csv Geheim
amend ",,P00000001,answer,绍兴柯桥,boss,,,,,"
run 1 reg-amend -r rej.csv a.csv
lacks rej.csv 绍兴柯桥
printf '%s\n' "$A" ",,P00000001,answer,绍兴柯桥" >a.csv
run 1 reg-amend -r rej.csv a.csv
lacks rej.csv 绍兴柯桥
no STATE_WORD ",,P00000001,account_state,gone,centre,,,,application,"
amend ",,P00000001,account_state,suspended,centre,,,,application,冒用"
run 0 reg-amend a.csv
rows 'SELECT state FROM account' <<'E'
suspended
E
# who takes part in nothing still has an account to look after
amend ",,P00000001,phone,13900000099,self,,,,,"
run 0 reg-amend a.csv
sound

# input without rows, or without what is needed
printf '%s\n' "$A" >a.csv
run 0 reg-amend a.csv
printf 'reg_no,field\n' >a.csv
run 3 reg-amend a.csv
has err COLUMN_MISSING

done_testing
