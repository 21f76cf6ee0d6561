# user-recover: by question, by code, at the counter (rules.md (a) B 14-16); answers that tell nothing.
. "${0%/*}/lib.sh"
office
cat >users.csv <<'E'
username,password_hash,name,id_no,phone,question,answer,registered_at,edu_level
zhang_san,,张三,110101198503077311,13900000001,我的小学?,北京一小,2020-03-01,本科
li_si,,李四,110101199003078275,13900000002,,,2020-03-01,本科
wang_wu,,王五,11010519491231002X,13900000003,我的小学?,北京一小,2014-12-31T23:59:59,本科
zhao_liu,,赵六,440308199901101512,,,,,本科
E
user-import -q users.csv >/dev/null || fail 'the accounts'
cp exam.db start.db
anew() { cp start.db exam.db; rm -f exam.db-wal exam.db-shm; }
ask() { printf '%s\n' "$@" >in.csv; }

# ---- find: the ways, and the question; never the phone
ask name,id_no 张三,110101198503077311 李四,110101199003078275 王五,11010519491231002X 赵六,440308199901101512
run 0 user-recover find in.csv
out <<'E'
name,id_type,id_no,ways,question
张三,01,1101011985****7311,question|sms,我的小学?
李四,01,1101011990****8275,sms,
王五,01,1101051949****002X,question,我的小学?
赵六,01,4403081999****1512,counter,
E

# ---- by question
password() { sqlite3 exam.db "SELECT password FROM account WHERE username = '$1'"; }
ask name,id_no,answer 张三,110101198503077311,北京一小
run 0 user-recover finish in.csv
has out 'zhang_san,'
has out ',must_change'
new=$(sed -n '2s/.*,zhang_san,\(.*\),must_change/\1/p' out)
case $new in ????????*) pass 'a password is printed' ;; *) fail "the password: $new" ;; esac
case $new in *[0Oo1lI]*) fail "hard to read: $new" ;; *) pass 'nothing in it is mistaken for another' ;; esac
rows "SELECT must_change, password GLOB '\$argon2id\$*' FROM account WHERE username = 'zhang_san'" <<'E'
1|1
E
# it is the one that was set: user-import verifies it
printf 'username,password,name,id_no\nzhang_san,%s,张三,110101198503077311\n' "$new" >again.csv
run 0 user-import again.csv
has out unchanged
sqlite3 exam.db .dump >all
lacks all "$new"
ok sh -c "sqlite3 exam.db \"SELECT detail FROM audit_entry WHERE action = 'recover' AND subject = 'P00000001'\" | grep -q 'by answer'"
# another one each time; who is answered wrongly is refused, and both have their rows
ask name,id_no,answer 张三,110101198503077311,北京一小 张三,110101198503077311,北京二小
run 1 user-recover finish in.csv
has err 'in.csv:3: : RECOVERY_REFUSED'
lacks out "$new"
rows "SELECT way, attempts, finished_at IS NOT NULL, person_id FROM recovery" <<'E'
question|0|1|1
question|0|1|1
question|1|0|1
E
ok exam-check

# ---- by code: six digits to the phone, once, for ten minutes
anew
ask name,id_no,phone 张三,110101198503077311,+8613900000001
run 0 user-recover start in.csv
out <<'E'
name,id_type,id_no,way,expires_at,result
张三,01,1101011985****7311,sms,2025-08-20T10:10:00,started
E
rows "SELECT template, person_id, registration_id IS NULL, secret NOT GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9]' AND secret <> '' FROM message" <<'E'
reset_code|1|1|1
E
cp exam.db sent.db
run 0 notify-send out -o sms.csv
code=$(sed -n 's/.*验证码\([0-9]*\),10分钟.*/\1/p' sms.csv)
case $code in [0-9][0-9][0-9][0-9][0-9][0-9]) pass 'six digits' ;; *) fail "the code: $code"; cat sms.csv ;; esac
ask name,id_no,code "张三,110101198503077311,$code"
ok sh -c "! sqlite3 exam.db .dump | grep -q '$code'"
cp exam.db out.db
# a minute too late; in the last second; a second time
run 1 user-recover finish --as-of 2025-08-20T10:10:01 in.csv
has err RECOVERY_REFUSED
run 0 user-recover finish --as-of 2025-08-20T10:10:00 in.csv
has out ',zhang_san,'
run 1 user-recover finish --as-of 2025-08-20T10:10:00 in.csv
has err RECOVERY_REFUSED
ok exam-check
# one code for another's name does nothing; a new code makes the old one worthless
cp out.db exam.db
ask name,id_no,code "李四,110101199003078275,$code"
run 1 user-recover finish in.csv
ask name,id_no,phone 张三,110101198503077311,+8613900000001
run 0 user-recover start --as-of 2025-08-20T10:05:00 in.csv
ask name,id_no,code "张三,110101198503077311,$code"
run 1 user-recover finish --as-of 2025-08-20T10:06:00 in.csv
# wrong codes: after five, the right one is refused too, until a day has passed
cp out.db exam.db
wrong=$(printf %06d $((($(echo "$code" | sed 's/^0*//') + 1) % 1000000)))
ask name,id_no,code "张三,110101198503077311,$wrong" "张三,110101198503077311,$wrong" "张三,110101198503077311,$wrong" \
	"张三,110101198503077311,$wrong" "张三,110101198503077311,$wrong" "张三,110101198503077311,$code"
run 1 user-recover finish -r rejects.csv in.csv
equal 'five are wrong, the sixth is not looked at' "$(sed 1d rejects.csv | cut -d, -f5 | sort | uniq -c | awk '{ printf "%s %s ", $1, $2 }')" '1 RECOVERY_LOCKED 5 RECOVERY_REFUSED '
lacks rejects.csv "$code"
rows "SELECT attempts, finished_at IS NULL FROM recovery" <<'E'
5|1
E
ask name,id_no,answer 张三,110101198503077311,北京一小
run 1 user-recover finish --as-of 2025-08-21T09:59:59 in.csv
has err RECOVERY_LOCKED
run 0 user-recover finish --as-of 2025-08-21T10:00:00 in.csv
# no more than attempts_max codes a day
anew
ask name,id_no,phone 李四,110101199003078275,13900000002 李四,110101199003078275,13900000002 李四,110101199003078275,13900000002 \
	李四,110101199003078275,13900000002 李四,110101199003078275,13900000002 李四,110101199003078275,13900000002
run 1 user-recover start in.csv
has err 'in.csv:7: : RECOVERY_LOCKED'
rows "SELECT count(*), count(DISTINCT code) FROM recovery" <<'E'
5|5
E

# where there are operators, limits and codes go by the clock: nobody but the centre moves a day by saying so
office_of() { sqlite3 exam.db "DELETE FROM operator; INSERT INTO operator VALUES (1, '$(id -un)', '$(id -un)', '$1', '', '', '')"; }
anew
office_of clerk
ask name,id_no,answer 张三,110101198503077311,甲 张三,110101198503077311,乙 张三,110101198503077311,丙 张三,110101198503077311,丁 张三,110101198503077311,戊
run 1 user-recover finish in.csv
ask name,id_no,answer 张三,110101198503077311,北京一小
run 1 user-recover finish --as-of 2099-08-21T10:00:01 in.csv
has err RECOVERY_LOCKED
ask name,id_no,phone 张三,110101198503077311,+8613900000001
run 1 user-recover start --as-of 2099-08-21 in.csv
has err RECOVERY_LOCKED
rows "SELECT count(*) FROM recovery WHERE started_at LIKE '2025-08-20%'" <<'E'
0
E
ok exam-check
office_of centre
ask name,id_no,answer 张三,110101198503077311,北京一小
run 0 user-recover finish --as-of 2099-08-21T10:00:00 in.csv
# a code of years ago does not live again
anew
ask name,id_no,phone 张三,110101198503077311,+8613900000001
run 0 user-recover start in.csv
notify-send out -q -o sms.csv >/dev/null
code=$(sed -n 's/.*验证码\([0-9]*\),10分钟.*/\1/p' sms.csv)
office_of clerk
ask name,id_no,code "张三,110101198503077311,$code"
run 1 user-recover finish in.csv
has err RECOVERY_REFUSED

# names are not tried on a document for ever: finds that miss count by the document
anew
ask name,id_no 张一,110101198503077311 张二,110101198503077311 张四,110101198503077311 张五,110101198503077311 张六,110101198503077311 张三,110101198503077311
run 1 user-recover find in.csv
has err 'in.csv:6: : RECOVERY_REFUSED'
has err 'in.csv:7: : RECOVERY_LOCKED'
rows "SELECT way, sum(attempts), count(person_id), count(DISTINCT asked) FROM recovery" <<'E'
find|5|0|1
E
ask name,id_no 李四,110101199003078275 李四,110101199003078275
run 0 user-recover find in.csv
ask name,id_no 张三,110101198503077311
run 0 user-recover find --as-of 2025-08-21T10:00:00 in.csv
run 2 user-recover find -n in.csv
run 2 user-recover find --strict in.csv

# ---- accounts of before 2015: the question only
anew
ask name,id_no,phone 王五,11010519491231002X,13900000003
run 1 user-recover start in.csv
has err RECOVERY_QUESTION_ONLY
# whoever does not know the phone is told what everybody is told
ask name,id_no,phone 王五,11010519491231002X,13911111111
run 0 user-recover start in.csv
has out started
has err 'user-recover: 1 accepted, 0 rejected, 0 unchanged'
rows "SELECT count(*) FROM message" <<'E'
0
E
ask name,id_no,answer 王五,11010519491231002x,北京一小
run 0 user-recover finish in.csv
has out wang_wu

# ---- a wrong name, an unknown person, a suspended account: the same words, statements and rows
# alike COMMAND: in.csv, asked of three databases
alike() {
	for d in wrong unknown suspended; do
		cp $d.db exam.db; rm -f exam.db-wal exam.db-shm
		KAOWU_TRACE=sql user-recover "$1" in.csv >$d.out 2>trace
		echo $? >$d.err
		grep -v ' sql: ' trace >>$d.err
		grep -c ' sql: ' trace >$d.count
		sqlite3 exam.db "SELECT way, attempts, finished_at IS NULL, expires_at FROM recovery; SELECT count(*) FROM message" >$d.rows
	done
	for d in unknown suspended; do
		for f in out err count rows; do ok cmp wrong.$f $d.$f; done
	done
	[ "$(cat wrong.count)" -gt 2 ] && pass "$1: $(cat wrong.count) statements" || fail "$1: no statements were traced"
}
cp start.db wrong.db # 张三 holds this document
cp start.db unknown.db; cp start.db suspended.db
sqlite3 unknown.db "UPDATE person SET id_no = '440308199901101539', id_key = '440308199901101539' WHERE name = '张三'"
sqlite3 suspended.db "UPDATE person SET name = '张山', name_key = '张山' WHERE name = '张三'; UPDATE account SET state = 'suspended' WHERE username = 'zhang_san'"
ask name,id_no 张山,110101198503077311
alike find
has wrong.err RECOVERY_REFUSED
has wrong.rows 'find|1|1|'
ask name,id_no,phone 张山,110101198503077311,13900000001
alike start
has wrong.out ',started'
has wrong.rows 'sms|0|1|2025-08-20T10:10:00'
ask name,id_no,answer 张山,110101198503077311,北京一小
alike finish
has wrong.rows 'question|1|1|'
ask name,id_no,code 张山,110101198503077311,123456
alike finish
# the right person is not answered otherwise where only the phone is wrong: no code is sent, no attempt is free
anew
ask name,id_no,phone 张三,110101198503077311,13900000009
KAOWU_TRACE=sql user-recover start in.csv 2>&1 >out | grep ' sql: ' | grep -vc batch_count >wrong.count
ask name,id_no,phone 张三,110101198503077311,+8613900000001
KAOWU_TRACE=sql user-recover start in.csv 2>&1 >right | grep ' sql: ' | grep -vc batch_count >right.count
ok cmp right out
ok cmp right.count wrong.count
rows "SELECT count(*) FROM message" <<'E'
1
E
# people whom nobody knows are limited alike
sqlite3 exam.db "UPDATE setting SET value = '2' WHERE setting = 'attempts_max'"
ask name,id_no,answer 无名,440308199901101539,a 无名,440308199901101539,b 无名,440308199901101539,c
run 1 user-recover finish in.csv
has err 'in.csv:3: : RECOVERY_REFUSED'
has err 'in.csv:4: : RECOVERY_LOCKED'
# what is not counted is not tried
ask name,id_no,answer 张三,110101198503077311,北京一小
run 2 user-recover finish -n in.csv
run 2 user-recover finish --strict in.csv
ask name,id_no,code,answer 张三,110101198503077311,123456,x 张三,110101198503077311,,
run 1 user-recover finish in.csv
has err 'in.csv:2: answer: PROOF_TWICE'
has err 'in.csv:3: code: MISSING'
# secrets are emptied in a rejects file, under their Chinese names too
printf '姓名,证件号码,验证码,密码找回答案\n张三,110101198503077311,123456,北京二小\n' >zh.csv
run 1 user-recover finish -r zh.rej zh.csv
lacks zh.rej 123456
lacks zh.rej 北京二小

# ---- at the counter: documents, a proxy with his own, and who it was
anew
cat >in.csv <<'E'
name,id_no,documents,proxy_name,proxy_id_no
赵六,440308199901101512,id+id_copy,,
李四,110101199003078275,id,,
李四,110101199003078275,id+id_copy,王五,11010519491231002X
李四,110101199003078275,id+id_copy+proxy_id,王五,110105194912310021
李四,110101199003078275,id+id_copy+proxy_id,李四,110101199003078275
李四,110101199003078275,id+id_copy+proxy_id,,11010519491231002X
李四,110101199003078275,id+id_copy+proxy_id,王五,11010519491231002X
李世,110101199003078275,id+id_copy,,
E
run 1 user-recover counter in.csv
has out ',zhao_liu,'
has out ',li_si,'
has err 'in.csv:3: documents: DOCUMENTS_MISSING: id_copy'
has err 'in.csv:4: documents: DOCUMENTS_MISSING: proxy_id'
has err 'in.csv:5: proxy_id_no: ID_CHECKSUM'
has err 'in.csv:6: proxy_id_no: PROXY_SELF'
has err 'in.csv:7: proxy_name: MISSING'
has err 'in.csv:9: : RECOVERY_REFUSED'
rows "SELECT person_id, way, clerk <> '', documents, proxy_name, proxy_id_no, finished_at FROM recovery" <<'E'
4|counter|1|id+id_copy|||2025-08-20T10:00:00
2|counter|1|id+id_copy+proxy_id|王五|11010519491231002X|2025-08-20T10:00:00
E
sqlite3 exam.db "UPDATE account SET state = 'suspended' WHERE username = 'li_si'"
ask name,id_no,documents 李四,110101199003078275,id+id_copy
run 1 user-recover counter in.csv
has err ACCOUNT_SUSPENDED
# a dry run gives no password, since none is set
ask name,id_no,documents 张三,110101198503077311,id+id_copy
run 0 user-recover counter -n in.csv
has out 'zhang_san,,must_change'
equal 'none is set' "$(password zhang_san)" ''
# as in Beijing: while a registration is open; role centre passes it
sqlite3 exam.db "INSERT INTO setting VALUES (1000, '*', '*', 'recovery_counter', 'registration')"
run 0 user-recover counter in.csv
run 1 user-recover counter --as-of 2025-10-01 in.csv
has err RECOVERY_CLOSED
run 0 user-recover counter --as-of 2025-10-01 --override '京人考〔2025〕1号: 系统故障' in.csv
# what was typed is kept without the numbers in it
run 0 user-recover counter --as-of 2025-10-01 --override '京人考〔2025〕1号: 110101198503077311 电话 13912345678' in.csv
rows "SELECT override FROM batch ORDER BY id DESC LIMIT 1" <<'E'
京人考〔2025〕1号: 1101011985****7311 电话 139****5678
E
cp in.csv 110101198503077311.csv
run 0 user-recover counter --as-of 2025-10-01 --override '京人考〔2025〕1号: x' --operator '陈 13912345678' 110101198503077311.csv
rows "SELECT operator, arguments, substr(inputs, 1, 23) FROM batch ORDER BY id DESC LIMIT 1" <<'E'
陈 139****5678|user-recover counter --as-of 2025-10-01 --override 京人考〔2025〕1号: x --operator 陈 139****5678 1101011985****7311.csv|1101011985****7311.csv=
E
sqlite3 exam.db "SELECT detail FROM audit_entry" >all
lacks all 110101198503077311
lacks all 13912345678
# a password that nobody could read is lost, and is not there to be read again
if [ -w /dev/full ]; then
	user-recover counter --as-of 2025-10-01 --override '京人考〔2025〕1号: 系统故障' in.csv >/dev/full 2>err
	equal 'the output is lost' $? 4
	has err 'got back once more'
	lacks err 'run it again'
fi
# a clerk sends people to the counter, where a district works
login=$(id -un)
sqlite3 exam.db "INSERT INTO operator VALUES (1, '$login', '$login', 'clerk', '', '', '')"
run 3 user-recover counter in.csv
has err NOT_AUTHORISED
run 0 user-recover find in.csv
sqlite3 exam.db "UPDATE operator SET role = 'district'"
run 0 user-recover counter in.csv

# ---- what must be there
run 2 user-recover
has err 'find, start, finish, counter'
run 2 user-recover reset in.csv
sqlite3 exam.db "DELETE FROM operator; DELETE FROM message_template WHERE template = 'reset_code'"
ask name,id_no,phone 张三,110101198503077311,+8613900000001
run 3 user-recover start in.csv
has err TEMPLATE_MISSING
rm exam.key
run 3 user-recover find in.csv
has err exam.key

done_testing
