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

# --todo TOOL is what TOOL --all would take
equal '--todo photo-check' "$(list --todo photo-check)" 'AQ25110000001 AQ25110000002 AQ25370000001'
run 1 reg-confirm -n -e AQ-2025 --all -r rej.csv
equal '--todo reg-confirm' "$(list --todo reg-confirm)" "$(tail -n +2 rej.csv | rev | cut -d, -f1 | rev | paste -sd' ' -)"
run 2 reg-list -e AQ-2025 --todo nonsense

# a sample can be drawn again, and grows with its size
run 0 reg-list -q -e AQ-2025 --sample 2 --seed x; cp out s2
run 0 reg-list -q -e AQ-2025 --sample 2 --seed x; ok cmp s2 out
equal 'two' "$(wc -l <s2)" 3
equal 'ten per cent of three is one' "$(list --sample 10% --seed x | wc -w)" 1
run 2 reg-list -e AQ-2025 --sample 0
run 2 reg-list -e AQ-2025 --sample 101%

# of a stream: those that match, in its order, with its columns and those added
printf 'reg_no,note\nAQ25370000001,b\nAQ25110000001,a\nNOSUCH,c\n' >in.csv
run 0 reg-list --level 01 -c name in.csv
out <<'E'
reg_no,note,name
AQ25110000001,a,张三
E
run 0 reg-list in.csv
has out 'AQ25370000001,b'
ok sh -c 'reg-import -q regs.csv | reg-list --province 370000 | grep -c AQ25 | grep -qx 1'
run 3 reg-list /dev/null/x
run 0 reg-list -e AQ-2025 --level 01 - <in.csv
run 2 reg-list -c name </dev/null
run 0 reg-list -e AQ-2025 </dev/null
reg-list -e AQ-2025 >/dev/full 2>err; equal 'nothing changed, output lost' $? 3
run 3 reg-list -e XX-2025
done_testing
