# person-merge: two rows were one person; all that hangs on one follows to the other, and nothing is lost.
. "${0%/*}/lib.sh"
office
H=exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge,edu_level,edu_school,edu_major,edu_month,confirm_dup_id
R=,adopt,本科,清华大学,安全工程,200807
# 张珊 was a slip of the pen: registered anew under the right name (S2, question 5)
cat >aq.csv <<E
$H
AQ-2025,110000,110100,01,01,05,张珊,01,110101198503077311,13900000001$R,
AQ-2025,110000,110100,01,01,05,李四,01,110101199003078275,13900000002$R,
AQ-2025,110000,110100,01,01,05,李四,03,E12345678,13900000005,adopt,硕士,北京大学,法学,201207,
E
cat >jz.csv <<E
$H
JZ-2025,110000,110100,01,01,01,张三,01,110101198503077311,13900000003$R,1
JZ-2025,110000,110100,01,01,01,王五,01,11010519491231002X,13900000004$R,
E
sed -i '4s/^\(.*\),$/\1,/; 1s/$/,gender,birth/; 2,$s/$/,,/' aq.csv
sed -i '4s/,,$/,男,1990-03-07/' aq.csv
reg-import -q aq.csv >aq.out 2>err || cat err
reg-import -q --as-of 2025-07-01 jz.csv >jz.out
M=keep_person_no,drop_person_no,authority,documents,reason
merge() { printf '%s\n' "$M" "$@" >m.csv; }
no() { # CODES ROW: refused with these codes, nothing changed
	want=$1; shift
	merge "$@"
	dump >before
	person-merge -r rej.csv m.csv >out 2>err
	equal "refused: $want" "$(tail -n +2 rej.csv | cut -d, -f5 | paste -sd' ' -)" "$want"
	dump >after; cmp -s before after || fail "$want changed the database"
}
rows 'SELECT id, name, id_key FROM person' <<'E'
1|张珊|110101198503077311
2|李四|110101199003078275
3|李四|03:E12345678
4|张三|110101198503077311
5|王五|11010519491231002X
E
no MISSING "P00000004,P00000001,centre,,姓名误录"
no 'MISSING|MISSING' ",P00000001,centre,id,"
no AUTHORITY_WORD "P00000004,P00000001,boss,id,姓名误录"
no AUTHORITY_LOW "P00000004,P00000001,self,id,姓名误录"
no PERSON_SAME "P00000004,P00000004,centre,id,姓名误录"
no PERSON_UNKNOWN "P00000004,P00000099,centre,id,姓名误录"
no 'PERSON_UNKNOWN|PERSON_UNKNOWN' "x,y,centre,id,姓名误录"
# both take part in one exam
no LIVE_TWICE "P00000002,P00000003,centre,id+passport,同一人"
has rej.csv 'AQ25110000003 and AQ25110000002 are live registrations of one exam'

# what hangs on the row that goes
sqlite3 exam.db "
	INSERT INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id)
		VALUES (1, printf('%064d', 1), 'p.jpg', 413, 579, 40000, 'white', 'cpta', 'pass', '', '2025-08-20T10:00:00', 1);
	UPDATE person SET photo_id = 1, email = 'zs@example.cn' WHERE id = 1;
	INSERT INTO account (person_id, username, password, registered_at, batch_id) VALUES (1, 'zhangshan', '', '2020-01-01T00:00:00', 1);
	INSERT INTO batch_count VALUES (1, 'account', 1), (1, 'photo', 1);
	UPDATE education SET verified = 'registry' WHERE person_id = 1;
	INSERT INTO education VALUES (1, 'education', 2, 'master', '同济大学', '法学', '2015-07', '', '', '', NULL, 1);
	INSERT INTO batch_count VALUES (1, 'education', 1)"
printf 'archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed\nA1,AQ,2024,01,05,张珊,01,110101198503077311,2,70,1\n' | archive-merge -q >arch.out
printf 'case_no,reg_no,person_no,field,value,authority,in_person,proxy_name,proxy_id_no,documents,reason\nC1,AQ25110000001,,employer,某厂,self,,,,,\n' | reg-amend -q >amend.out
sqlite3 exam.db "INSERT INTO card SELECT id, 'abcdefghijkl', '1', '2025-08-20T10:00:00', NULL, '', 1 FROM registration WHERE reg_no = 'AQ25110000001';
	INSERT INTO batch_count VALUES (1, 'card', 1)"
merge "P00000004,P00000001,centre,id+household_register,姓名误录"
run 0 person-merge -n m.csv; cp out dry
rows 'SELECT count(*) FROM person_merge' <<'E'
0
E
run 0 person-merge m.csv
out <<'E'
keep_person_no,drop_person_no,name,id_no,registrations,result
P00000004,P00000001,张三,1101011985****7311,2,merged
E
ok cmp out dry
# a card that was printed has the name that goes
rows 'SELECT cause FROM card' <<'E'
amended
E
rows 'SELECT id, name, id_key, coalesce(phone, ""), merged_into, photo_id FROM person WHERE id IN (1, 4) ORDER BY id' <<'E'
1|张珊|=1||4|
4|张三|110101198503077311|13900000003||1
E
rows 'SELECT email FROM person WHERE id = 4' <<'E'
zs@example.cn
E
rows 'SELECT reg_no, person_id, document FROM registration ORDER BY id' <<'E'
AQ25110000001|4|4
AQ25110000002|2|2
AQ25110000003|3|3
JZ25110000001|4|4
JZ25110000002|5|5
E
rows 'SELECT person_id, kind, ordinal, level, verified FROM education WHERE person_id IN (1, 4) ORDER BY person_id, ordinal' <<'E'
1|education|1|bachelor|registry
4|education|1|bachelor|registry
4|education|2|master|
E
rows 'SELECT (SELECT person_id FROM archive), (SELECT person_id FROM photo), (SELECT person_id FROM account), (SELECT person_id FROM amendment)' <<'E'
4|4|4|4
E
rows 'SELECT keep_id, drop_id, name, id_no, phone, authority, documents, reason FROM person_merge' <<'E'
4|1|张珊|110101198503077311|13900000001|centre|id+household_register|姓名误录
E
rows "SELECT action, subject, detail FROM audit_entry WHERE action = 'merge'" <<'E'
merge|P00000001|into P00000004
E
sound() { exam-check -q >check.out 2>/dev/null; equal "sound $*" "$(grep -vE '^(invariant,|PHOTO_FILE)' check.out)" ''; }
sound

# again: unchanged; the files that brought them too; the old number answers with the new one
dump >before
run 0 person-merge m.csv
has err '0 accepted, 0 rejected, 1 unchanged'
run 0 reg-import aq.csv
has err '0 accepted, 0 rejected, 3 unchanged'
dump >after; ok cmp before after
no PERSON_MERGED "P00000001,P00000005,centre,id,同一人"
no PERSON_MERGED "P00000005,P00000001,centre,id,同一人"
has rej.csv 'has been merged into P00000004: use that number'
printf 'person_no,field,value,authority\nP00000001,email,a@b.cn,self\n' >a.csv
run 1 reg-amend a.csv
has err 'PERSON_MERGED: P00000001 has been merged into P00000004'
printf 'reg_no,person_no,field,value,authority\nAQ25110000001,P00000001,email,a@b.cn,self\n' >a.csv
run 0 reg-amend a.csv
printf 'person_no,photo\nP00000001,p.jpg\n' >p.csv
mkdir -p photos
run 1 photo-check -D photos p.csv
has err PERSON_MERGED
# a new row under the old name is told whom it means
sed '3,$d; s/^AQ-2025/RK1-2025/; s/,01,01,05,/,01,2,201,/; s/,adopt,/,,/' aq.csv >rk.csv
run 1 reg-import --as-of 2025-03-20 rk.csv
has err 'PERSON_MERGED: this person has been merged into P00000004'
sed -n 2p rk.csv | awk -F, '{ print "username,name,id_no,phone,edu_level,edu_school\nzhangsan1," $7 "," $9 ",13900009999,bachelor,北京大学" }' >users.csv
run 1 user-import users.csv
has err 'PERSON_MERGED: this person has been merged into P00000004'

# another document: the deleted registration does not stand in the way; accounts, phones, merges of merges
sqlite3 exam.db "UPDATE registration SET deleted_at = '2025-08-20T10:00:00' WHERE reg_no = 'AQ25110000003';
	INSERT INTO account (person_id, username, password, registered_at, batch_id) VALUES (3, 'lisi3', '', '2020-01-01T00:00:00', 1), (2, 'lisi2', '', '2020-01-01T00:00:00', 1);
	UPDATE batch_count SET added = added + 2 WHERE batch_id = 1 AND \"table\" = 'account';
	INSERT INTO ban (name, name_key, id_type, id_no, id_key, \"from\", \"to\", article, authority, doc_no, batch_id)
		VALUES ('李四', '李四', '03', 'E12345678', '03:E12345678', '2024-01-01', '2029-01-01', '7', '某厅', '文1', 1);
	INSERT INTO batch_count VALUES (1, 'ban', 1)"
merge "P00000002,P00000003,district,id+passport,同一人"
run 0 person-merge m.csv
has err ACCOUNT_SHUT
has err 'BAN_FOLLOWS: warning: entry 文1'
# the list as the centre sends it has the old document: it is the entry that was moved, not another
printf 'name,id_type,id_no,from,to,article,authority,doc_no,action\n李四,03,E12345678,2024-01-01,2029-01-01,7,某厅,文1,add\n' >list.csv
run 0 ban-merge list.csv
has err 'ban-merge: 0 accepted, 0 rejected, 1 unchanged'
rows 'SELECT reg_no, person_id, document FROM registration WHERE id IN (2, 3) ORDER BY id' <<'E'
AQ25110000002|2|2
AQ25110000003|2|2
E
rows 'SELECT person_id, state FROM account ORDER BY person_id' <<'E'
2|active
3|suspended
4|active
E
rows 'SELECT id_no, id_key FROM ban' <<'E'
E12345678|110101199003078275
E
sound
run 0 reg-import aq.csv
has out 'AQ25110000003,AQ-2025,李四'
has out ',deleted'
merge "P00000004,P00000002,centre,id,其实也是"
run 1 person-merge m.csv
has err LIVE_TWICE
merge "P00000005,P00000002,centre,id,其实也是"
run 0 person-merge m.csv
rows 'SELECT id, merged_into FROM person WHERE merged_into IS NOT NULL ORDER BY id' <<'E'
1|4
2|5
3|5
E
sound

# what one declined the other does not adopt: it is withdrawn first; paid, people look
office
printf '%s\n' "$H,gender,birth" "AQ-2025,110000,110100,01,01,05,李四,01,110101199003078275,13900000002,decline,本科,清华大学,安全工程,201207,,," >one.csv
printf '%s\n' "$H,gender,birth" "AQ-2025,110000,110100,01,01,05,李四,03,E12345678,13900000005,adopt,硕士,北京大学,法学,201207,,男,1990-03-07" >two.csv
reg-import -q one.csv >out
printf 'case_no,reg_no,field,value,authority,in_person,documents,reason\n,AQ25110000001,delete,,centre,1,id+id_copy+statement,moving_province\n' | reg-amend -q >out
reg-import -q two.csv >out
cp exam.db declined.db
no PLEDGE_BARRED "P00000001,P00000002,centre,id+passport,同一人"
no PLEDGE_BARRED "P00000002,P00000001,centre,id+passport,同一人"
printf 'reg_no,action\nAQ25110000002,withdraw\n' | pledge-record -q >out
merge "P00000001,P00000002,centre,id+passport,同一人"
run 0 person-merge m.csv
sound
cp declined.db exam.db; rm -f exam.db-wal exam.db-shm
sqlite3 exam.db "UPDATE registration SET confirmed_at = filled_at, paid_at = filled_at WHERE id = 2"
run 0 person-merge m.csv
has err 'PLEDGE_BARRED: warning: AQ25110000002 adopted'
equal 'no violation of what was declined' "$(exam-check 2>/dev/null | grep -c PLEDGE_)" 0

# more than five records together: refused
office
printf '%s\n' "$H" "AQ-2025,110000,110100,01,01,05,张珊,01,110101198503077311,13900000001$R," >one.csv
printf '%s\n' "$H" "JZ-2025,110000,110100,01,01,01,张三,01,110101198503077311,13900000003,adopt,硕士,北京大学,法学,201207,1" >two.csv
reg-import -q one.csv >out; reg-import -q --as-of 2025-07-01 two.csv >out
sqlite3 exam.db "WITH n(i) AS (VALUES (2), (3), (4), (5)) INSERT INTO education SELECT 1, 'education', i, 'college', '学校' || i, '', '', '', '', '', NULL, 1 FROM n"
no EDUCATION_MAX "P00000002,P00000001,centre,id,同一人"

# who may decide, and input without rows
sqlite3 exam.db "INSERT INTO operator VALUES (1, '$(id -un)', '考务员', 'clerk', '', '', '')"
merge "P00000002,P00000001,centre,id,同一人"
run 3 person-merge m.csv
has err NOT_AUTHORISED
sqlite3 exam.db "UPDATE operator SET role = 'district'"
no 'NOT_AUTHORISED|EDUCATION_MAX' "P00000002,P00000001,centre,id,同一人"
printf '%s\n' "$M" >m.csv
run 0 person-merge m.csv

done_testing
