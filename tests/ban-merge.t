# ban-merge: the dishonesty list: add, lift, correct; whom it hits; and back out by --export.
. "${0%/*}/lib.sh"
office
H=name,id_type,id_no,from,to,article,authority,doc_no,action
input() { { echo "$H"; cat; } >in.csv; }
ban() { rows "SELECT name, id_no, \"from\", \"to\", article, authority, doc_no, coalesce(lifted_at, '') FROM ban ORDER BY id"; }

# what cannot be right is said all at once; a term that is not the law's only warned about
input <<'E'
王 五,01,110101198503077311,2022-03-01,2027-02-28,7,省人社厅,D1,add
王五,01,110101198503077312,2022-03-01,2022-02-28,7,省人社厅,,add
王五,01,110101198503077311,2022-02-30,,,,D1,
王五,01,110101198503077311,,,,,D1,lift
王五,01,110101198503077311,,,,,D1,erase
王五,01,110101198503077311,2022-03-01,2027-02-28,7,省人社厅,D1,correct
E
run 1 ban-merge -r rejects.csv in.csv
run 1 ban-merge in.csv
has err 'in.csv:2: name: NAME_FORM'
has err 'in.csv:3: id_no: ID_CHECKSUM'
has err 'in.csv:3: doc_no: MISSING'
has err 'in.csv:3: to: BAN_PERIOD: 2022-02-28 is before 2022-03-01'
has err 'in.csv:4: from: DATE_FORM'
has err 'in.csv:4: article: MISSING'
has err 'in.csv:4: authority: MISSING'
has err 'in.csv:5: doc_no: BAN_UNKNOWN: 1101011985****7311 is not on the list by document D1'
has err 'in.csv:6: action: ACTION_UNKNOWN'
has err 'in.csv:7: doc_no: BAN_UNKNOWN'
lacks err 110101198503077311
rows 'SELECT count(*) FROM ban' <<'E'
0
E
equal 'rejects hold what was refused, whole' "$(grep -c 110101198503077311 rejects.csv)" 5

# add; 15 digits, another document, a plain list without actions
input <<'E'
张三,01,110101198503077311,20220301,2027-02-28,第七条,省人社厅,鲁人社处2022-1,add
李四,01,110101199003078275,2023-05-04,,8,省人社厅,鲁人社处2023-9,新增
考生,04,H1234567802,2024-01-01,2029-01-01,10,省人社厅,鲁人社处2024-2,
王晓明,01,110105850101001,2016-06-01,2018-05-31,12,市人社局,京人社2016-3,add
E
run 0 ban-merge -n in.csv
rows 'SELECT count(*) FROM ban' <<'E'
0
E
run 0 ban-merge in.csv
out <<'E'
reg_no,name,id_no,exam,state,pledge,from,to,article,doc_no,action
E
err <<'E'
ban-merge: 4 accepted, 0 rejected, 0 unchanged
E
ban <<'E'
张三|110101198503077311|2022-03-01|2027-02-28|第七条|省人社厅|鲁人社处2022-1|
李四|110101199003078275|2023-05-04||8|省人社厅|鲁人社处2023-9|
考生|H1234567802|2024-01-01|2029-01-01|10|省人社厅|鲁人社处2024-2|
王晓明|110105198501010012|2016-06-01|2018-05-31|12|市人社局|京人社2016-3|
E
cp in.csv first.csv
dump >before
run 0 ban-merge in.csv
has err '0 accepted, 0 rejected, 4 unchanged'
dump >after; ok cmp before after

# the same document of decision with other contents is refused; another one is another entry
input <<'E'
张三,01,110101198503077311,2022-03-01,2027-03-31,7,省人社厅,鲁人社处2022-1,add
张山,01,110101198503077311,2022-03-01,2027-02-28,第七条,省人社厅,鲁人社处2022-1,add
E
run 1 ban-merge in.csv
has err 'in.csv:2: doc_no: BAN_DIFFERS: document 鲁人社处2022-1 lists this person with other contents (张三, from 2022-03-01 to 2027-02-28, article 第七条, 省人社厅)'
has err 'in.csv:3: doc_no: BAN_DIFFERS'

# correct: before and after are kept; the file that brought the entry may come again
input <<'E'
张山,01,110101198503077311,2022-04-01,2027-04-30,7,省厅,鲁人社处2022-1,correct
E
run 0 ban-merge in.csv
has err 'in.csv:2: to: BAN_TERM: warning: from 2022-04-01 by article 7 the term is 5 years; here it ends on 2027-04-30'
run 0 ban-merge in.csv
has err '1 unchanged'
run 0 ban-merge first.csv
has err '4 unchanged'
rows "SELECT action, old, new, at FROM ban_act WHERE ban_id = 1 ORDER BY id" <<'E'
add||张三,2022-03-01,2027-02-28,第七条,省人社厅|2025-08-20T10:00:00
correct|张三,2022-03-01,2027-02-28,第七条,省人社厅|张山,2022-04-01,2027-04-30,7,省厅|2025-08-20T10:00:00
E
rows "SELECT action, subject, detail FROM audit_entry WHERE subject = '鲁人社处2022-1' ORDER BY id" <<'E'
ban|鲁人社处2022-1|add entry 1
ban|鲁人社处2022-1|correct entry 1
E

# an older correction that comes again does not take a later one back
cp exam.db corrected.db
cp in.csv second.csv
input <<'E'
张山,01,110101198503077311,2022-04-01,2027-03-31,7,省厅,鲁人社处2022-1,correct
E
run 0 ban-merge -q --as-of 2025-08-21 in.csv
dump >before
run 0 ban-merge second.csv
has err 'second.csv:2: doc_no: DECIDED_SINCE: warning: the entry was corrected so on 2025-08-20T10:00:00, and otherwise on 2025-08-21T00:00:00, which stands (张山, from 2022-04-01 to 2027-03-31, article 7, 省厅): to correct it back, --override'
has err '0 accepted, 0 rejected, 1 unchanged'
dump >after; ok cmp before after
run 0 ban-merge --override '鲁人社函1: 原更正无误' second.csv
has err '1 accepted'
run 0 ban-merge second.csv
has err '1 unchanged'
lacks err DECIDED_SINCE
mv corrected.db exam.db

# lift: it ends and is kept; a name that is written otherwise is said
input <<'E'
李思,01,110101199003078275,,,,,鲁人社处2023-9,lift
E
run 0 ban-merge in.csv
has err 'in.csv:2: name: BAN_NAME_DIFFERS: warning: the list has the name 李四 for this document'
run 0 ban-merge in.csv
has err '1 unchanged'
rows "SELECT lifted_at, lifted_by FROM ban WHERE lifted_at IS NOT NULL" <<'E'
2025-08-20T10:00:00|省人社厅
E
input <<'E'
李四,01,110101199003078275,2023-05-04,,8,省人社厅,鲁人社处2023-9,add
李四,01,110101199003078275,2023-06-04,,8,省人社厅,鲁人社处2023-9,correct
E
run 1 ban-merge in.csv
has err 'in.csv:2: doc_no: BAN_LIFTED'
has err 'in.csv:3: doc_no: BAN_IS_LIFTED'
sqlite3 exam.db 'DELETE FROM ban' 2>sql.err; has sql.err 'lift'

# --export: what stands, masked; whole with --unmask, and read back without loss
run 0 ban-merge --export
has out '张山,01,1101011985****7311,2022-04-01,2027-04-30,7,省厅,鲁人社处2022-1,add'
lacks out 李四
err <<'E'
ban-merge: 0 accepted, 0 rejected, 3 unchanged
E
run 0 ban-merge --export --unmask --header zh
head -n 1 out >cmd.out
has cmd.out '姓名,证件类型,证件号码,起始日期,终止日期,适用条款,办理机构,文号,操作'
run 0 ban-merge --export --unmask; cp out list.csv
has list.csv '考生,04,H1234567802,2024-01-01,2029-01-01,10,省人社厅,鲁人社处2024-2,add'
rows "SELECT count(*) FROM audit_entry WHERE action = 'unmask'" <<'E'
2
E
run 0 exam-check
mkdir other && cp exam.db first.db && rm -f exam.db* && office
run 0 ban-merge list.csv
run 0 ban-merge --export --unmask
ok cmp out list.csv
run 2 ban-merge --export list.csv
run 2 ban-merge --export -e AQ-2025

# roles: the list is the centre's
sqlite3 exam.db "INSERT INTO operator VALUES (1, '$(id -un)', 'x', 'clerk', '', '', '')"
run 3 ban-merge list.csv
has err NOT_AUTHORISED

# ---- whom an entry hits, and what must be done
office
cat >regs.csv <<'E'
exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge,edu_level,edu_school,edu_major,edu_month
AQ-2025,110000,110100,01,01,05,张三,01,110101198503077311,13900000001,adopt,本科,清华大学,安全工程,200807
AQ-2025,110000,110100,01,01,05,李四,01,110101199003078275,13900000002,,本科,清华大学,安全工程,201207
AQ-2025,110000,110100,01,01,05,王五,01,11010519491231002X,13900000003,decline,本科,清华大学,安全工程,201207
JZ-2025,110000,110100,01,01,05,张三,01,110101198503077311,13900000001,adopt,本科,清华大学,安全工程,200807
E
reg-import -q --as-of 2025-08-20 regs.csv >r1 2>/dev/null
reg-import -q --as-of 2025-07-01 regs.csv >>r1 2>/dev/null
input <<'E'
张珊,01,110101198503077311,2022-03-01,2027-02-28,7,省人社厅,D1,add
李四,01,110101199003078275,2023-05-04,,8,省人社厅,D2,add
王五,01,11010519491231002X,2023-05-04,2028-05-03,7,省人社厅,D3,add
王五,01,11010519491231002X,2019-05-04,2024-05-03,7,省人社厅,D4,add
E
run 0 ban-merge in.csv
cat out >hits
grep AQ hits >aq
cat aq >out
out <<'E'
AQ25110000001,张三,1101011985****7311,AQ-2025,filled,adopt,2022-03-01,2027-02-28,7,D1,withdraw
AQ25110000002,李四,1101011990****8275,AQ-2025,filled,,2023-05-04,,8,D2,decline
AQ25110000003,王五,1101051949****002X,AQ-2025,filled,decline,2023-05-04,2028-05-03,7,D3,manual
E
has err 'in.csv:2: name: BAN_NAME_DIFFERS: warning: AQ25110000001 takes part under the name 张三, the list says 张珊: the document is the same'
run 0 ban-merge in.csv
ok cmp out hits
run 0 ban-merge --changed in.csv
equal 'nothing changed, nothing printed' "$(wc -l <out)" 1
run 0 ban-merge -e JZ-2025 in.csv
has out 'reg_no,name,id_no,exam'
lacks out AQ25
run 0 ban-merge --as-of 2025-08-29T18:00:00 in.csv
has out 'AQ25110000001,张三,1101011985****7311,AQ-2025,filled,adopt,2022-03-01,2027-02-28,7,D1,review'

# nobody on the list registers by pledge
sed -n 1p regs.csv >more.csv
echo 'AQ-2025,110000,110100,01,01,05,赵六,01,440308199901101512,13900000004,adopt,本科,清华大学,安全工程,201207' >>more.csv
input <<'E'
赵六,01,440308199901101512,2024-05-04,2029-05-03,7,省人社厅,D5,add
E
run 0 ban-merge in.csv
run 1 reg-import more.csv
has err 'more.csv:2: pledge: PLEDGE_BANNED'
run 0 reg-import -n --as-of 2025-08-21 --override 'X: y' regs.csv
sed -i 's/,adopt,/,decline,/' more.csv
run 0 reg-import more.csv
printf 'reg_no\nAQ25110000001\n' >one.csv
run 1 reg-confirm one.csv
has err 'reg_no: PLEDGE_BANNED'
input <<'E'
张珊,01,110101198503077311,,,,,D1,lift
E
run 0 ban-merge in.csv
equal 'a lifted entry hits nobody' "$(wc -l <out)" 1
run 1 reg-confirm one.csv
lacks err PLEDGE_BANNED
run 0 exam-check
# a new entry under a document that person-merge has closed is compared as the person now stands, and listed as decided
office
R=exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge,edu_level,edu_school,edu_month,gender,birth
printf '%s\n' "$R" 'AQ-2025,110000,110100,01,01,05,李四,01,110101199003078275,13900000002,adopt,本科,清华大学,201207,,' \
	'AQ-2025,110000,110100,01,01,05,王五,01,11010519491231002X,13900000004,adopt,本科,清华大学,201207,,' >regs.csv
reg-import -q regs.csv >out
sed 's/AQ-2025/JZ-2025/; s/01,05,李四,01,110101199003078275,13900000002/01,01,李四,03,E12345678,13900000005/; s/,,$/,男,1990-03-07/' regs.csv | head -n 2 >two.csv
run 0 reg-import --as-of 2025-07-01 two.csv
printf 'keep_person_no,drop_person_no,authority,documents,reason\nP00000001,P00000003,centre,id+passport,同一人\n' | person-merge -q >out
input <<'E'
李四,03,E12345678,2025-08-01,2030-07-31,7,省人社厅,新处1,add
E
run 0 ban-merge in.csv
has out AQ25110000001
has out JZ25110000001
rows 'SELECT id_no, id_key FROM ban' <<'E'
E12345678|110101199003078275
E
run 0 ban-merge in.csv
has out AQ25110000001
rows 'SELECT count(*) FROM ban' <<'E'
1
E
# a number that was corrected may be another's: only under the person's own name
printf 'person_no,field,value,authority,documents\nP00000002,id_no,110105194912310038,centre,id+id_copy\n' >a.csv
run 0 reg-amend a.csv
input <<'E'
赵七,01,11010519491231002X,2025-08-01,2030-07-31,7,省人社厅,新处2,add
王五,01,11010519491231002X,2025-08-01,2030-07-31,7,省人社厅,新处3,add
E
run 0 ban-merge in.csv
equal 'one of the two' "$(grep -c AQ25110000002 out)" 1
has out 新处3
ok exam-check

done_testing
