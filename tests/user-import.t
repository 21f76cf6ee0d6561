# user-import: accounts and persons, one row per education or degree record (rules.md (a) A 1-13).
. "${0%/*}/lib.sh"
office
H='$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1' # Hello world!
head=username,password,password_hash,name,id_type,id_no,phone,email,question,answer,registered_at,edu_kind,edu_level,edu_school,edu_major,edu_month,edu_mode,edu_cert_no
edu=学历,本科,清华大学,法学,200807,全日制
# file NAME ROW…: a file of these rows
file() { f=$1; shift; printf '%s\n' "$head" "$@" >"$f"; }

# ---- several rows make one account: a degree first, the person's columns in the first row
file u.csv \
	"zhang_san,Abc12345,,张三,,110101198503077311,13900000001,z@example.cn,我的小学?,北京一小,2014-06-01T09:00:00,学位,学士,清华大学,法学,200807,,D1" \
	"zhang_san,,,,,,,,,,,$edu,E1" \
	"Li_Si,,$H,李四,居民身份证,110101199003078275,13900000002,,,,,$edu,E2" \
	"wang_wu,,,王晓[沛],01,11010519491231002x,,,,,,$edu,E3" \
	"ailati,,,买买提·艾力,护照,E12345678,13900000004,,,,,$edu,E4"
dump >before
run 0 user-import -n u.csv
cp out dry
dump >after; ok cmp before after
run 0 user-import u.csv
out <<'E'
person_no,username,name,id_type,id_no,result
P00000001,zhang_san,张三,01,1101011985****7311,added
P00000001,zhang_san,张三,01,1101011985****7311,completed
P00000002,Li_Si,李四,01,1101011990****8275,added
P00000003,wang_wu,王晓[沛],01,1101051949****002X,added
P00000004,ailati,买买提·艾力,03,E1*****78,added
E
cp out first
ok cmp dry first
has err '5 accepted, 0 rejected, 0 unchanged'
rows "SELECT username, substr(password, 1, 30), question, substr(answer, 1, 30), registered_at, state, must_change FROM account ORDER BY person_id" <<'E'
zhang_san|$argon2id$v=19$m=65536,t=2,p=1|我的小学?|$argon2id$v=19$m=65536,t=2,p=1|2014-06-01T09:00:00|active|0
Li_Si|$6$saltstring$svn8UoSVapNtMuq1|||2025-08-20T10:00:00|active|0
wang_wu||||2025-08-20T10:00:00|active|0
ailati||||2025-08-20T10:00:00|active|0
E
rows "SELECT kind, level, school, major, month, mode, cert_no FROM education WHERE person_id = 1 ORDER BY kind" <<'E'
degree|bachelor|清华大学|法学|2008-07||D1
education|bachelor|清华大学|法学|2008-07|full_time|E1
E
# no secret of the file is anywhere in the database, nor in its log
sqlite3 exam.db .dump >all
lacks all Abc12345
lacks all 北京一小
ok exam-check

# ---- the same file again changes nothing: what is stored is verified, in the workers
dump >before
run 0 user-import -j 3 u.csv
has err '0 accepted, 0 rejected, 5 unchanged'
dump >after; ok cmp before after
run 0 user-import --changed -q --as-of 2026-08-20 u.csv
equal 'none is printed' "$(wc -l <out)" 1

# ---- what there is is not changed by a file; a suspended account stays so
sqlite3 exam.db "UPDATE account SET state = 'suspended' WHERE username = 'Li_Si'"
dump >before
file other.csv \
	"zhang_san,Abc12346,,张三,,110101198503077311,13900000009,y@example.cn,我的中学?,北京二小,2014-06-01T09:00:01,,,,,,," \
	"li_si,,\$5\$saltstring\$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5,李四,01,110101199003078275,,,,,,,,,,,," \
	"Li_Si,,,新人,01,440308199901101512,13900000007,,,,,$edu,E9"
run 1 user-import other.csv
for f in 'registered_at: PERSON_DIFFERS' 'phone: PERSON_DIFFERS' 'email: PERSON_DIFFERS'; do has err "other.csv:2: $f"; done
has err 'other.csv:3: username: USERNAME_DIFFERS'
has err 'other.csv:4: username: USERNAME_TAKEN'
dump >after; ok cmp before after
file secret.csv "zhang_san,Abc12346,,张三,,110101198503077311,,,我的中学?,北京二小,,,,,,,,"
run 1 user-import secret.csv
for f in 'password: PASSWORD_DIFFERS' 'question: PERSON_DIFFERS' 'answer: PERSON_DIFFERS'; do has err "secret.csv:2: $f"; done
lacks err 北京二小
file hash.csv "Li_Si,,\$5\$saltstring\$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5,,,,,,,,,,,,,,," "Li_Si,Hello world!,,,,,,,,,,,,,,,,"
run 1 user-import hash.csv
has err 'hash.csv:2: password_hash: PASSWORD_DIFFERS'
# a crypt(5) hash is verified too, where the policy lets the password be typed
sqlite3 exam.db "UPDATE account SET password = '\$2b\$05\$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy' WHERE username = 'ailati'"
rows "SELECT state FROM account WHERE username = 'Li_Si'" <<'E'
suspended
E

# ---- what was unknown is filled in: phone, password, question and answer, further records
file more.csv "wang_wu,,$H,王晓[沛],01,11010519491231002X,13900000003,w@example.cn,我的小学?,一小,,学历,硕士,清华大学,法学,201107,全日制,E5"
run 0 user-import more.csv
has out ',completed'
rows "SELECT p.phone, p.email, a.question, a.password <> '', a.answer <> '', (SELECT count(*) FROM education e WHERE e.person_id = p.id)
	FROM account a JOIN person p ON p.id = a.person_id WHERE username = 'wang_wu'" <<'E'
13900000003|w@example.cn|我的小学?|1|1|2
E
# a person whom reg-import has made gets an account; and reg-import takes those that we have made
cat >regs.csv <<'E'
exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge
AQ-2025,110000,110100,01,01,05,张三,01,110101198503077311,,adopt
AQ-2025,110000,110100,01,01,05,王晓[沛],01,11010519491231002X,13900000003,adopt
AQ-2025,110000,110100,01,01,05,赵六,01,440308199901101512,13900000006,adopt
E
run 0 reg-import regs.csv
rows "SELECT group_concat(person_id) FROM registration" <<'E'
1,3,5
E
file zhao.csv "zhao_liu,,,赵六,01,440308199901101512,,,,,,$edu,E6"
run 0 user-import zhao.csv
has out 'P00000005,zhao_liu,赵六,01,4403081999****1512,added'

# ---- values
file bad.csv \
	"zh,Abc1234,,李 四,01,110101199003078275,13900000002,,,,,$edu,B1" \
	"bad_two,abcdefgh,,甲,01,11010119900307827X,1390000000,x,,,,$edu,B2" \
	"bad_three,Abc12345,$H,乙,01,1101011990030782,,,q,,2025-08-21,学历,本科肄业,,,209913,走读," \
	"bad_four,,111111,丙,77,X,,,,a,yesterday,证书,本科,,,,," \
	",,,丁,01,3.70112E+17,,,,,,$edu,B5" \
	"bad_six,,,,,,,,,,,$edu,B6" \
	"bad_seven,,,戊,01,370112199001010000,,,,,,$edu,B7" \
	",,,,,,,,,,,$edu,B8" \
	"bad_nine,,,己,01,11010119850307731１,13900000010,,,,,$edu,B9"
run 1 user-import bad.csv
for f in '2: username: USERNAME_FORM' '2: password: PASSWORD_LENGTH' '2: name: NAME_FORM' '3: id_no: ID_CHECKSUM' '3: phone: PHONE_FORM' \
	'3: email: EMAIL_FORM' '3: password: PASSWORD_CLASSES' '4: password_hash: PASSWORD_TWICE' '4: id_no: ID_LENGTH' '4: registered_at: TIME_FUTURE' \
	'4: edu_level: EDU_LEVEL' '4: edu_month: MONTH_FORM' '4: edu_mode: EDU_MODE' '5: password_hash: PASSWORD_HASH_FORM' \
	'5: id_type: ID_TYPE_UNKNOWN' '5: question: MISSING' '5: registered_at: TIME_FORM' '5: edu_kind: EDU_KIND' '6: id_no: ID_EXCEL' \
	'7: name: ACCOUNT_UNKNOWN' '8: id_no: ID_EXCEL' '9: name: MISSING' '9: id_no: MISSING' '10: id_no: ID_DUPLICATE'; do
	has err "bad.csv:$f"
done
lacks err Abc1234
lacks err abcdefgh

# a hash that was cut is taken as it is, and warned of
file cut.csv "cut_hash,,\$6\$saltstring\$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl,庚,01,110101196005010019,,,,,,$edu,C1"
run 0 user-import cut.csv
has err 'cut.csv:2: password_hash: PASSWORD_HASH_ODD'
has out cut_hash

# ---- the same document under another name: only where it is confirmed; not both in one exam
{ echo "$head,confirm_dup_id"; echo "zhang_san2,,,张山,01,110101198503077311,13900000011,,,,,$edu,N1,是"; } >dup.csv
run 0 user-import dup.csv
has out 'zhang_san2,张山,01,1101011985****7311,added'
run 0 user-import dup.csv
has err '1 unchanged'
sed -n '1p; 2s/张三,01,110101198503077311,/张山,01,110101198503077311,13900000011/p' regs.csv >both.csv
run 1 reg-import both.csv
has err DOCUMENT_IN_EXAM
# a name is compared under its key: another dot is the same person
file dot.csv "ailati,,,买买提•艾力,03,E12345678,,,,,,,,,,,,"
run 0 user-import dot.csv
has out 'P00000004,ailati'
# a 15-digit number is the 18-digit one of the same person
file short.csv "wang_wu,,,王晓[沛],01,110105491231002,,,,,,,,,,,,"
run 0 user-import short.csv
has out 'P00000003,wang_wu,王晓[沛],01,1101051949****002X,unchanged'

# ---- one phone, one person: in one file, and against what there is
file phone.csv \
	"phone_a,,,甲一,01,110101196001020017,13900000021,,,,,$edu,P1" \
	"phone_b,,,甲二,01,110101196001030012,13900000021,,,,,$edu,P2" \
	"phone_c,,,甲三,01,110101196001040018,13900000001,,,,,$edu,P3" \
	"phone_a,,,甲四,01,110101196001050013,13900000024,,,,,$edu,P4"
run 1 user-import -r rejects.csv phone.csv
equal 'one passes' "$(grep -c added out)" 1
equal 'codes' "$(cut -d, -f2,4,5 rejects.csv | tr '\n' ' ')" 'line,field,code 3,phone,PHONE_TAKEN 4,phone,PHONE_TAKEN 5,username,USERNAME_TAKEN '
# corrected and fed back as it is
sed -i 's/,phone_b\(.*\)13900000021/,phone_b\113900000022/; s/13900000001/13900000023/; s/,phone_a,/,phone_d,/' rejects.csv
run 0 user-import rejects.csv
has err '3 accepted, 0 rejected, 0 unchanged'

# ---- education: at least one, at most five of each kind
file none.csv \
	"no_record,,,乙一,01,110101196002010013,,,,,,,,,,,," \
	"only_degree,,,乙二,01,110101196002020019,,,,,,学位,学士,清华大学,法学,200807,,D9"
run 1 user-import none.csv
equal 'both are refused' "$(grep -c EDUCATION_MISSING err)" 2
# the account is made from the first row: where that is refused, so are its later rows, and nothing is half done
file half.csv \
	"half_one,,,乙三,01,110101196002030014,139,,,,,学位,学士,清华大学,法学,200807,,D8" \
	"half_one,,,,,,,,,,,$edu,E8" \
	"half_two,,,乙四,01,11010119600204001X,,,,,,$edu,E81" \
	"half_two,,,乙四,01,11010119600204001X,,q@example.cn,,,,学位,学士,清华大学,法学,200807,,D81"
run 1 user-import half.csv
has err 'half.csv:3: : FIRST_ROW_REFUSED'
has err 'half.csv:5: email: ROWS_DIFFER'
rows "SELECT count(*) FROM account WHERE username GLOB 'half*'" <<'E'
1
E
for i in 1 2 3 4 5 6; do echo "many_records,,,乙五,01,110101196002050015,,,,,,学历,本科,第${i}大学,法学,200807,全日制,M$i"; done >rows
for i in 1 2 3 4 5; do echo "many_records,,,,,,,,,,,学位,学士,第${i}大学,法学,200807,,N$i"; done >>rows
{ echo "$head"; cat rows; } >many.csv
run 1 user-import many.csv
has err '10 accepted, 1 rejected'
has err 'many.csv:7: edu_level: EDUCATION_MAX'
run 1 user-import many.csv
has err '0 accepted, 1 rejected, 10 unchanged'

# ---- what was typed twice agrees cell by cell; notations of one value are one
{
	echo "$head,password2,name2,id_type2,id_no2,edu_level2,edu_school2,edu_major2,edu_month2,edu_cert_no2"
	echo "twice_a,Abc12345,,丙一,01,110101196003010015,,,,,,$edu,T1,Abc12345,丙一,居民身份证,110101196003010015,bachelor,清华大学,法学,2008-07,t1"
	echo "twice_b,Abc12345,,丙二,01,110101196003020010,,,,,,$edu,T2,Abc12346,丙三,03,110101196003010015,master,北京大学,,2009-07,T3"
} >twice.csv
run 1 user-import -r twice.rej twice.csv
has out 'twice_a'
equal 'each cell' "$(sed -n 2p twice.rej | cut -d, -f4)" 'password2|name2|id_type2|id_no2|edu_level2|edu_school2|edu_major2|edu_month2|edu_cert_no2'
lacks twice.rej Abc1234
lacks twice.rej 一小
# a secret in a rejects file is emptied under any of its names
printf '用户名,密码,确认密码,姓名,证件号码,密码提示答案\nrej_one,Xyz98765,Xyz98765,丙四,110101196003030016,北京\n' >zh.csv
run 1 user-import -r zh.rej zh.csv
lacks zh.rej Xyz98765
lacks zh.rej 北京
has zh.rej '用户名,密码,确认密码'

# ---- the other two policies of rules.md 5, as configurations
policy() { # SED…: the fixtures' settings, changed
	rm -rf config && cp -r "$ROOT/tests/fixtures/config" config
	for e; do sed -i "$e" config/setting.csv; done
	office && exam-config load -q config
}
# letters and digits, six or more
policy 's/,password_min,8/,password_min,6/' 's/,password_max,15/,password_max,128/' 's/upper+lower+digit/letter+digit/'
file safety.csv "safety_a,abc123,,丁一,01,110101196004010017,,,,,,$edu,S1" "safety_b,abcdef,,丁二,01,110101196004020012,,,,,,$edu,S2" \
	"safety_c,111111,,丁三,01,110101196004030018,,,,,,$edu,S3"
run 1 user-import safety.csv
has out safety_a
equal 'classes' "$(grep -c 'password: PASSWORD_CLASSES' err)" 2
# the user name is the document number; six or more and not digits alone
policy 's/,password_min,8/,password_min,6/' 's/,password_max,15/,password_max,128/' 's/upper+lower+digit/none/' \
	'2i *,*,username_document,1' '2i *,*,password_not_digits,1'
file own.csv ",abcdef,,丁一,01,110101196004010017,,,,,,$edu,O1" "110101196004020012,111111,,丁二,01,110101196004020012,,,,,,$edu,O2" \
	"own_name,,,丁三,01,110101196004030018,,,,,,$edu,O3" "110105491231002,,,丁四,01,110105491231002,,,,,,$edu,O4"
run 1 user-import own.csv
has out 'P00000001,1101011960****0017,丁一,01,1101011960****0017,added'
has out 'P00000002,1101051949****002X,丁四,01,1101051949****002X,added'
has err 'own.csv:3: password: PASSWORD_DIGITS'
has err 'own.csv:4: username: USERNAME_FORM'
rows "SELECT username FROM account" <<'E'
110101196004010017
11010519491231002X
E

# an operator of another place is not told whether a password or an answer fits
office
cat >other.csv <<E
exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,edu_level,edu_month,username,password,question,answer
AQ-2025,110000,110100,01,01,05,丁一,01,110101196004010017,13900000001,本科,201207,there_1,Abcdef12,谁?,自己
E
run 0 reg-import -q other.csv
run 0 user-import -q other.csv
sqlite3 exam.db "INSERT INTO operator VALUES (1, '$(id -un)', '沈阳', 'clerk', '210000', '', '')"
sed -i 's/Abcdef12/Abcdef13/; s/自己/别人/' other.csv
run 1 user-import -r rej.csv other.csv
equal 'nothing but the place' "$(tail -n +2 rej.csv | cut -d, -f5)" NOT_AUTHORISED

# a run that is killed leaves nothing behind, its workers neither
office
. "$ROOT/tests/people.sh"
reg_csv AQ-2025 110100 01 05 1 40 | sed '1s/$/,username,password/; 2,$s/.*,\(139[0-9]*\),.*/&,u_\1,Abcdef12/' >many.csv
user-import -j 2 -d "$PWD/exam.db" many.csv >/dev/null 2>&1 &
pid=$!
while kill -0 $pid 2>/dev/null && ! pgrep -P $pid >/dev/null; do sleep 0.01; done
workers=$(pgrep -P $pid | tr '\n' ' ')
kill -9 $pid; wait $pid 2>/dev/null
for i in $(seq 300); do
	left=$(for w in $workers; do ps -o stat= -p "$w"; done | grep -vc "^Z")
	[ "$left" -eq 0 ] && break
	sleep 0.1
done
equal "workers ($workers) that outlive the run" "$left" 0
rows 'SELECT count(*) FROM account' <<'E'
0
E

# a record that has moved: no secret stands in the rejects under another column's name
printf 'username,password,name,id_no,question,answer\nmoved_a,x,Geheim001,丁一,110101196004010017,谁?,Geheim002\nmoved_b,Geheim003\nGeheim004,丁一,110101196004010017,谁?,Geheim005\n' >moved.csv
run 1 user-import -r rej.csv moved.csv
equal 'three records' "$(grep -c FIELD_COUNT rej.csv)" 3
lacks rej.csv Geheim
has rej.csv 110101196004010017

# ---- passwords and answers are not tried for ever: a wrong one counts as in user-recover, by name and document
office
printf 'username,password,name,id_no,phone,edu_level,question,answer\nzhang_san,Rain2025cat,张三,110101198503077311,13900000001,本科,我的小学?,北京一小\n' >users.csv
run 0 user-import users.csv
for i in 1 2 3 4; do
	printf 'username,name,id_no,password\nzhang_san,,,Rain2025do%s\n' $i >try.csv
	run 1 user-import try.csv
	has err PASSWORD_DIFFERS
done
printf 'username,name,id_no,question,answer\nzhang_san,,,我的小学?,北京二小\n' >try.csv
run 1 user-import try.csv
has err 'answer: PERSON_DIFFERS'
rows "SELECT way, sum(attempts), count(DISTINCT asked), max(person_id) FROM recovery" <<'E'
import|5|1|1
E
run 1 user-import users.csv
has err RECOVERY_LOCKED
lacks err DIFFERS
printf 'name,id_no,answer\n张三,110101198503077311,北京一小\n' >finish.csv
run 1 user-recover finish finish.csv
has err RECOVERY_LOCKED
# what brings no password goes on; a day later all of it
printf 'username,name,id_no,edu_kind,edu_level\nzhang_san,,,degree,硕士\n' >more.csv
run 0 user-import more.csv
run 0 user-import --as-of 2025-08-21T10:00:00 users.csv
has out unchanged
# a run that would not count does not try
for o in -n --strict; do
	printf 'username,name,id_no,password\nzhang_san,,,Rain2025dog\n' >try.csv
	run 0 user-import $o --as-of 2025-08-21T10:00:00 try.csv
	has err 'password: SECRET_UNTRIED'
	has out unchanged
done
# where there are operators, by the clock
sqlite3 exam.db "INSERT INTO operator VALUES (1, '$(id -un)', '$(id -un)', 'clerk', '', '', ''); UPDATE setting SET value = 1 WHERE setting = 'attempts_max'"
run 1 user-import --as-of 2025-08-21T10:00:00 try.csv
has err PASSWORD_DIFFERS
run 1 user-import --as-of 2099-08-21T10:00:00 try.csv
has err RECOVERY_LOCKED
ok exam-check

# ---- the same file again, after what it says was amended, or its person merged with another
office
cat >users.csv <<'E'
username,password,name,id_type,id_no,phone,email,edu_level,edu_school,confirm_dup_id
zhang_san,,张三,01,110101198503077311,13900000001,old@example.cn,本科,清华大学,
zhang_shan,Rain2025cat,张珊,01,110101198503077311,13900000002,,本科,清华大学,1
li_si,,李四,01,110101199003078275,13900000003,,本科,北京大学,
,,李四,01,110101199003078275,,,大专,,
li_si_2,,李四,03,E12345678,13900000004,li@example.cn,硕士,北京大学,
E
sed -i '5d' users.csv
run 0 user-import users.csv
printf 'person_no,field,value,authority\nP00000001,phone,13900000011,self\nP00000001,email,new@example.cn,self\n' >a.csv
run 0 reg-amend a.csv
run 0 user-import users.csv
equal 'amended values are no difference' "$(cut -d, -f6 out | sort -u | paste -sd' ' -)" 'result unchanged'
printf 'keep_person_no,drop_person_no,authority,documents,reason\nP00000001,P00000002,centre,id,同一人\nP00000003,P00000004,centre,id+passport,同一人\n' >m.csv
run 0 person-merge m.csv
dump >before
run 0 user-import users.csv
dump >after
ok cmp before after
out <<'E'
person_no,username,name,id_type,id_no,result
P00000001,zhang_san,张三,01,1101011985****7311,unchanged
P00000001,zhang_shan,张三,01,1101011985****7311,unchanged
P00000003,li_si,李四,01,1101011990****8275,unchanged
P00000003,li_si_2,李四,01,1101011990****8275,unchanged
E
# what is new in such a row is refused as before, and so is a wrong password
head -n 1 users.csv >new.csv
echo 'li_si_2,,李四,03,E12345678,13900000005,,硕士,北京大学,' >>new.csv
echo 'zhang_shan,Rain2025dog,张珊,01,110101198503077311,,,,,' >>new.csv
run 1 user-import new.csv
has err 'new.csv:2: name: PERSON_MERGED'
has err 'new.csv:3: password: PASSWORD_DIFFERS'
ok exam-check

# ---- a month that is not over yet
printf 'username,name,id_no,edu_level,edu_month\nwang_wu,王五,11010519491231002X,本科,209912\nzhao_liu,赵六,440308199901101512,本科,202508\n' >month.csv
run 1 user-import month.csv
has err 'month.csv:2: edu_month: MONTH_FUTURE'
lacks err 'month.csv:3:'

done_testing
