# reg-list: an office lives from lists.
. "${0%/*}/lib.sh"
office
cat >regs.csv <<'E'
exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge
AQ-2025,110000,110100,01,01,05,张三,01,110101198503077311,13900000001,adopt
AQ-2025,110000,110100,02,01,03,李四,01,110101199003078275,13900000002,
AQ-2025,370000,370100,01,02,05,王五,01,11010519491231002X,13900000003,adopt
E
reg-import -q regs.csv >imported

run 0 reg-list -e AQ-2025
out <<'E'
reg_no,exam,name,id_no,province,city,level,specialty,subjects,state,next_step
AQ25110000001,AQ-2025,张三,1101011985****7311,110000,110100,01,05,1|2|3|4,filled,photo-check
AQ25110000002,AQ-2025,李四,1101011990****8275,110000,110100,01,03,1|2|3|4,filled,photo-check
AQ25370000001,AQ-2025,王五,1101051949****002X,370000,370100,02,05,1|2|4,filled,photo-check
E
list() { reg-list -q -e AQ-2025 "$@" | tail -n +2 | cut -d, -f1 | paste -sd' ' -; }
equal --province "$(list --province 370000)" AQ25370000001
equal --city "$(list --city 110100)" 'AQ25110000001 AQ25110000002'
equal --review-point "$(list --review-point 02)" AQ25110000002
equal --level "$(list --level 02)" AQ25370000001
equal --specialty "$(list --specialty 05)" 'AQ25110000001 AQ25370000001'
equal '--state none' "$(list --state paid)" ''
equal '--outcome none' "$(list --outcome none)" 'AQ25110000001 AQ25110000002 AQ25370000001'
equal 'conditions add up' "$(list --specialty 05 --level 01)" AQ25110000001
equal '--changed-since' "$(list --changed-since 2025-08-20T10:00:01)" ''
equal '--changed-since earlier' "$(list --changed-since 2025-08-20)" 'AQ25110000001 AQ25110000002 AQ25370000001'

# deleted ones only when asked for
sqlite3 exam.db "UPDATE registration SET deleted_at = '2025-08-21T00:00:00' WHERE reg_no = 'AQ25110000002'"
equal 'without deleted' "$(list)" 'AQ25110000001 AQ25370000001'
equal 'deleted' "$(list --state deleted)" AQ25110000002
sqlite3 exam.db "UPDATE registration SET deleted_at = NULL"

# columns, masked and whole; whole ones leave an entry in the audit log
run 0 reg-list -q -e AQ-2025 --level 02 -c name,phone,carried,employer
out <<'E'
reg_no,name,phone,carried,employer
AQ25370000001,王五,139****0003,,
E
run 0 reg-list -q -e AQ-2025 --level 02 -c id_no,phone --unmask
has out 'AQ25370000001,11010519491231002X,13900000003'
rows "SELECT action, subject FROM audit_entry ORDER BY id DESC LIMIT 1" <<'E'
unmask|reg-list
E
run 0 reg-list -q -e AQ-2025 --level 01 --specialty 05 -c id_no --unmask --excel
has out '"=""110101198503077311"""'
run 2 reg-list -e AQ-2025 -c nonsense

has err 'there are: reg_no exam person_no name'
run 0 reg-list -q -e AQ-2025 --level 02 --header zh -c 姓名,手机号,下一步
out <<'E'
报名号,姓名,手机号,下一步
AQ25370000001,王五,139****0003,photo-check
E
run 0 reg-list -q -e AQ-2025 --level 02 -c name,reg_no,name,phone
out <<'E'
reg_no,name,phone
AQ25370000001,王五,139****0003
E

# what a registration still lacks before it can be confirmed, the last education record, the photo, the reviewer's words
sqlite3 exam.db "INSERT INTO education VALUES (1, 'education', 1, 'college', '甲校', '会计', '2005-07', '', 'E1', '', NULL, 1),
	(1, 'education', 2, 'bachelor', '乙校', '安全工程', '2009-07', '', 'E2', '', NULL, 1), (1, 'degree', 1, 'bachelor', '乙校', '', '', '', 'D1', '', NULL, 1);
	INSERT INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id)
	VALUES (1, printf('%064d', 1), 'p', 1, 1, 1, 'white', 'cpta', 'review', 'BLUR', '2025-08-20T10:00:00', 1);
	INSERT INTO review (registration_id, decision, reason, documents_seen, edu_cert_no, \"by\", at, batch_id) VALUES (1, 'return', '补学历原件', '', '', '陈', '2025-08-19T10:00:00', 1)"
run 0 reg-list -q -e AQ-2025 -c still_missing,edu_level,edu_school,edu_major,edu_cert_no,verdict,reason,last_event
out <<'E'
reg_no,still_missing,edu_level,edu_school,edu_major,edu_cert_no,verdict,reason,last_event
AQ25110000001,photo,bachelor,乙校,安全工程,E2,review,补学历原件,2025-08-20T10:00:00
AQ25110000002,photo|education|pledge,,,,,,,2025-08-20T10:00:00
AQ25370000001,photo|education,,,,,,,2025-08-20T10:00:00
E

# a slip of the keyboard is no empty list: the answer names what there is; names are understood
run 2 reg-list -e AQ-2025 --state payed
has err 'filled, confirmed, reviewed, rejected, paid'
run 2 reg-list -e AQ-2025 --outcome maybe
has err 'auto, online, onsite, ineligible, none'
run 2 reg-list -e AQ-2025 --province 999999
has err '--province: the configuration has no 999999; there are: 110000 北京市'
run 2 reg-list -e AQ-2025 --province 110000 --city 370100
has err '--city: the configuration has no 370100 in 110000; there are: 110100 北京市'
run 2 reg-list -e AQ-2025 --city 110100 --review-point 09
has err 'there are: 01 北京市第一审核点, 02 北京市第二审核点'
run 2 reg-list -e AQ-2025 --city 110100 --site 99
run 2 reg-list -e AQ-2025 --level 9
has err '--level: the configuration has no 9 in AQ-2025; there are: 01 '
run 2 reg-list -e AQ-2025 --specialty 99
run 2 env LC_ALL=zh_CN.UTF-8 reg-list -e AQ-2025 --level 9
has err '配置中没有 9'
run 2 reg-list -e AQ-2025 --todo nonsense
has err 'there are: photo-check reg-confirm elig-verify'
run 2 reg-list -e AQ-2025 --changed-since soon
run 2 reg-list -e AQ-2025 --seed x
equal 'by name' "$(list --province 山东省 --city 济南市)" AQ25370000001

# changed since: whatever it was that changed; reviews and payments count from when they were recorded
since() { list --changed-since "$1"; }
later=2025-08-21T09:00:00
equal 'nothing yet' "$(since $later)" ''
change() { # WHAT WANTED SQL: after SQL the list is WANTED, and then all is as it was
	cp exam.db kept.db
	sqlite3 exam.db "INSERT INTO batch (id, tool, version, login, arguments, as_of, started_at) VALUES (99, 'x', '1', 'x', '', '$later', '$later'); $3"
	equal "changed: $1" "$(since $later)" "$2"
	cp kept.db exam.db
}
amendment="INSERT INTO amendment (case_no, registration_id, person_id, field, old, new, authority, in_person, proxy_name, proxy_id_no, documents, reason, basis, login, at, batch_id) VALUES"
change 'a registration amended' AQ25110000002 "$amendment ('C1', 2, 2, 'level', '', '', 'self', 0, '', '', '', '', '', 'x', '$later', 99)"
change 'a person amended' AQ25370000001 "$amendment ('C1', NULL, 3, 'phone', '', '', 'self', 0, '', '', '', '', '', 'x', '$later', 99)"
change 'a review' AQ25110000002 "INSERT INTO review (registration_id, decision, reason, documents_seen, edu_cert_no, \"by\", at, batch_id)
	VALUES (2, 'pass', '', '', '', 'x', '2025-08-01T10:00:00', 99)"
order="INSERT INTO fee_order (id, order_no, registration_id, kind, amount, pay_until, created_at, closed_at, batch_id) VALUES (1, 'O1', 3, 'registration', 1, '',"
change 'an order' AQ25370000001 "$order '$later', NULL, 99)"
change 'an order closed' AQ25370000001 "$order '2025-08-20T10:00:00', '$later', 1)"
change 'an old order' '' "$order '2025-08-20T10:00:00', NULL, 1)"
change 'a payment of yesterday told today' AQ25370000001 "$order '2025-08-20T10:00:00', NULL, 1);
	INSERT INTO payment (order_id, channel, txn_no, paid_at, amount, effective, batch_id) VALUES (1, 'counter', 'T', '2025-08-20T10:00:00', 1, 1, 99)"
change 'a photo' AQ25110000001 "UPDATE photo SET at = '$later'"
change 'an education record' AQ25110000001 "UPDATE education SET verified_at = '$later' WHERE cert_no = 'E2'"
change 'the registry about a person' AQ25110000002 "UPDATE person SET identity_at = '$later' WHERE id = 2"
change 'a score' AQ25110000002 "INSERT INTO score VALUES (2, '1', 100, '', 99)"
change 'a deletion, listed where asked for' '' "UPDATE registration SET deleted_at = '$later' WHERE id = 2"
cp exam.db kept.db; sqlite3 exam.db "UPDATE registration SET deleted_at = '$later' WHERE id = 2"
equal 'deleted since' "$(list --state deleted --changed-since $later)" AQ25110000002
cp kept.db exam.db

# a sample can be drawn again, and grows with its size
run 0 reg-list -q -e AQ-2025 --sample 2 --seed x; cp out s2
run 0 reg-list -q -e AQ-2025 --sample 2 --seed x; ok cmp s2 out
equal 'two' "$(wc -l <s2)" 3
equal 'ten per cent of three is one' "$(list --sample 10% --seed x | wc -w)" 1
run 2 reg-list -e AQ-2025 --sample 0
run 2 reg-list -e AQ-2025 --sample 101%

equal 'the sample is of the due' "$(list --todo photo-check --sample 100%)" 'AQ25110000001 AQ25110000002 AQ25370000001'
equal 'and of what matches' "$(list --city 110100 --sample 2)" 'AQ25110000001 AQ25110000002'
run 2 reg-list -e AQ-2025 --sample x

# of a stream: those that match, in its order, with its columns and those added
printf 'reg_no,note\nAQ25370000001,b\nAQ25110000001,a\nNOSUCH,c\n' >in.csv
run 1 reg-list --level 01 -c name in.csv
out <<'E'
reg_no,note,name
AQ25110000001,a,张三
E
err <<'E'
in.csv:4: reg_no: REG_UNKNOWN: no registration NOSUCH; correct the number (reg-list -e EXAM has them all)
reg-list: 1 records do not match
reg-list: 0 accepted, 1 rejected, 1 unchanged
E
run 1 reg-list -r rj.csv in.csv
has out 'AQ25370000001,b'
has rj.csv 'in.csv,4,3,reg_no,REG_UNKNOWN,'
run 3 reg-list -r . in.csv
run 3 reg-list -r . -e AQ-2025
run 0 reg-list -r rj.csv -e AQ-2025
equal 'nothing refused' "$(wc -l <rj.csv)" 1
printf 'reg_no,note\nAQ25370000001,b\nAQ25110000001,a\n' >in.csv
ok sh -c 'reg-import -q regs.csv | reg-list --province 370000 | grep -c AQ25 | grep -qx 1'
# its own columns are kept as they are, those of several files side by side; none is unknown
printf 'memo,reg_no\n"一, 二",AQ25370000001\n' >in2.csv
run 0 reg-list -c state in.csv in2.csv
out <<'E'
reg_no,note,memo,state
AQ25370000001,b,,filled
AQ25110000001,a,,filled
AQ25370000001,,"一, 二",filled
E
err <<'E'
reg-list: 0 accepted, 0 rejected, 3 unchanged
E
# a column asked for is the database's, in the place where the stream has its own, and masked or not as asked
printf 'state,reg_no,手机号,note,id_no\npaid,AQ25370000001,13000000000,b,1101051949****002X\n' >stale.csv
run 0 reg-list -c state,phone,name,id_no stale.csv
out <<'E'
state,reg_no,phone,note,id_no,name
filled,AQ25370000001,139****0003,b,1101051949****002X,王五
E
run 0 reg-list -c phone,id_no --unmask stale.csv
out <<'E'
state,reg_no,phone,note,id_no
paid,AQ25370000001,13900000003,b,11010519491231002X
E
# looking is recorded, by a dry run too, and nothing else is
entries=$(sqlite3 exam.db "SELECT count(*) FROM audit_entry")
run 0 reg-list -n -c phone --unmask stale.csv
rows "SELECT action, subject FROM audit_entry ORDER BY id DESC LIMIT 1" <<'E'
unmask|reg-list
E
equal 'one entry more' "$(sqlite3 exam.db "SELECT count(*) FROM audit_entry")" $((entries + 1))
awk 'BEGIN { printf "reg_no"; for (i = 1; i < 128; i++) printf ",c%d", i; print ""; printf "AQ25370000001"; for (i = 1; i < 128; i++) printf ",%d", i; print "" }' >wide.csv
run 0 reg-list -c state,name,phone wide.csv
has out ',126,127,filled,王五,139****0003'
sed 's/^/x,/' wide.csv >wider.csv
run 3 reg-list -c state wider.csv
has err 'more than 128 columns'
run 3 reg-list /dev/null/x
run 0 reg-list -e AQ-2025 --level 01 - <in.csv
run 2 reg-list -c name </dev/null
run 0 reg-list -e AQ-2025 </dev/null
reg-list -e AQ-2025 >/dev/full 2>err; equal 'nothing changed, output lost' $? 3
run 3 reg-list -e XX-2025
done_testing
