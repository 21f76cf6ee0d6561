#!/bin/sh
# notify-send: messages are queued once, handed out once, and taken back.
. "${0%/*}/lib.sh"
. "$ROOT/tests/people.sh"
office

reg_csv AQ-2025 110100 01 07 1 4 pledge=adopt >four.csv
run 0 reg-import -q four.csv
cp out regs.csv
no() { sed -n "$(($1 + 1))s/,.*//p" regs.csv; }
a=$(no 1) b=$(no 2) c=$(no 3) d=$(no 4)
# the gateway's file without its times
rows_of() { tail -n +2 "$1"; }
stamp() { sed -n 's/^notify-send: hand-out //p' err; }
codes() { tail -n +2 rejects.csv | cut -d, -f5 | tr '\n' ' '; }

# ---- usage
run 2 notify-send
run 2 notify-send sendall
run 2 notify-send queue regs.csv
run 2 notify-send queue --template pay_reminder -o f.csv regs.csv
run 2 notify-send out
run 2 notify-send out -o -
run 2 notify-send out -o f.csv regs.csv
run 2 notify-send out -o f.csv --template paid
run 2 notify-send out -o f.csv --again 1 -e AQ-2025
run 2 notify-send out -o exam.db
run 2 notify-send result --again 1 regs.csv
run 3 notify-send queue --template no_such regs.csv
has err TEMPLATE_UNKNOWN
run 3 notify-send queue --template reset_code regs.csv
has err TEMPLATE_SECRET
run 3 notify-send queue --template paid /dev/null
printf 'reg_no\n' >in.csv
run 0 notify-send queue --template paid in.csv
out <<E
message_no,template,person_no,reg_no,reason
E

# ---- queue: each template, registration and reason once
printf 'reg_no\n%s\n%s\n%s\n%s\n' "$a" "$b" "$c" AQ2511009999999 >list.csv
run 1 notify-send queue --template pay_reminder -n -r rejects.csv list.csv
cp out dry
rows 'SELECT count(*) FROM message' <<E
0
E
run 1 notify-send queue --template pay_reminder -r rejects.csv list.csv
out <<E
message_no,template,person_no,reg_no,reason
M00000001,pay_reminder,P00000001,$a,
M00000002,pay_reminder,P00000002,$b,
M00000003,pay_reminder,P00000003,$c,
E
ok cmp out dry
equal codes "$(codes)" 'REG_UNKNOWN '
cp out first
dump >before
run 1 notify-send queue --template pay_reminder list.csv
ok cmp out first
dump >after
ok cmp before after
run 0 notify-send queue --template pay_reminder --changed regs.csv
out <<E
message_no,template,person_no,reg_no,reason
M00000004,pay_reminder,P00000004,$d,
E
# another reason is another message; a text that tells one needs it
printf 'reg_no,原因\n%s,第二次\n' "$a" >in.csv
run 0 notify-send queue --template pay_reminder -q in.csv
printf 'reg_no,reason\n%s,材料不全\n%s,\n' "$a" "$b" >in.csv
run 1 notify-send queue --template review_failed -r rejects.csv in.csv
equal codes "$(codes)" 'MISSING '
# who has paid is not reminded; what was queued before is not handed out
sqlite3 exam.db "UPDATE registration SET confirmed_at = filled_at, paid_at = '2025-08-20T09:00:00' WHERE reg_no IN ('$c', '$d')"
printf 'reg_no,reason\n%s,again\n' "$d" >in.csv
run 1 notify-send queue --template pay_reminder -r rejects.csv in.csv
equal codes "$(codes)" 'NOT_DUE '
# a deleted registration
sqlite3 exam.db "UPDATE registration SET deleted_at = '2025-08-20T09:00:00' WHERE reg_no = '$d'"
printf 'reg_no\n%s\n' "$d" >in.csv
run 1 notify-send queue --template paid -r rejects.csv in.csv
equal codes "$(codes)" 'REG_DELETED '
printf 'reg_no\n%s\n' "$c" >in.csv
run 0 notify-send queue --template paid in.csv
rows 'SELECT id, template, reason FROM message ORDER BY id' <<E
1|pay_reminder|
2|pay_reminder|
3|pay_reminder|
4|pay_reminder|
5|pay_reminder|第二次
6|review_failed|材料不全
7|paid|
E

# ---- out: whole, once
run 0 notify-send out -n -o sms.csv
[ -e sms.csv ] && fail 'a dry run writes the file' || pass 'a dry run writes no file'
cp out dry
# nobody to send it to
sqlite3 exam.db "UPDATE person SET phone = NULL WHERE id = 2"
run 1 notify-send out -o sms.csv -r rejects.csv
out <<E
message_no,template,person_no,reg_no
M00000001,pay_reminder,P00000001,$a
M00000005,pay_reminder,P00000001,$a
M00000006,review_failed,P00000001,$a
M00000007,paid,P00000003,$c
E
equal codes "$(codes)" 'CONTACT_MISSING '
equal 'the hand-out is numbered' "$(stamp)" '1: 4 messages in sms.csv'
name() { sqlite3 exam.db "SELECT name FROM person WHERE id = $1"; }
AQ=中级注册安全工程师职业资格考试
cat >want <<E
message_no,phone,email,template,text,queued_at
M00000001,13900000001,,pay_reminder,"$(name 1):您报考的$AQ尚未缴费,2025-09-05 16:00截止。",2025-08-20T10:00:00
M00000005,13900000001,,pay_reminder,"$(name 1):您报考的$AQ尚未缴费,2025-09-05 16:00截止。",2025-08-20T10:00:00
M00000006,13900000001,,review_failed,$(name 1):您报考的${AQ}资格审核未通过:材料不全,2025-08-20T10:00:00
M00000007,13900000003,,paid,"$(name 3):您报考的$AQ缴费成功,报名号$c。",2025-08-20T10:00:00
E
sed 's/:您/:您/' want >want2
ok diff want2 sms.csv
equal 'its mode' "$(stat -c %a sms.csv)" 600
rows "SELECT action, subject, detail FROM audit_entry WHERE action = 'out'" <<E
out|sms.csv|hand-out=1 messages=4
E
rows 'SELECT id, file, sha256, messages, written_at FROM message_out' <<E
1|$DIR/sms.csv|$(sha256sum sms.csv | cut -d' ' -f1)|4|2025-08-20T10:00:00
E
# the same again: nothing is sent twice, and the file says so
run 1 notify-send out -o sms2.csv -r rejects.csv
equal 'nothing twice' "$(rows_of sms2.csv)" ''
equal 'but its header' "$(cat sms2.csv)" 'message_no,phone,email,template,text,queued_at'
# an e-mail address will do
sqlite3 exam.db "UPDATE person SET email = 'b@example.org' WHERE id = 2"
run 0 notify-send out -o sms2.csv
equal 'e-mail alone' "$(rows_of sms2.csv | cut -d, -f1-3)" 'M00000002,,b@example.org'

# ---- result
cat >result.csv <<E
message_no,result,detail
M00000001,DELIVRD,
M00000005,失败,空号
M00000006,sent,ok
m00000007,FAILED,busy
M00000002,在途,
M00000099,sent,
X1,sent,
M00000003,sent,
M00000001-2,sent,
M00000006,,
E
run 1 notify-send result -r rejects.csv result.csv
out <<E
message_no,template,person_no,reg_no,result
M00000001,pay_reminder,P00000001,$a,sent
M00000005,pay_reminder,P00000001,$a,failed
M00000006,review_failed,P00000001,$a,sent
M00000007,paid,P00000003,$c,failed
E
equal codes "$(codes)" 'RESULT_WORD MESSAGE_UNKNOWN MESSAGE_UNKNOWN NOT_HANDED_OUT MESSAGE_UNKNOWN MISSING '
dump >before
run 1 notify-send result result.csv
dump >after
ok cmp before after
has err '0 accepted, 6 rejected, 4 unchanged'
# sent stands
printf 'message_no,result\nM00000001,failed\n' >in.csv
run 1 notify-send result -r rejects.csv in.csv
equal codes "$(codes)" 'RESULT_STANDS '
# what failed goes out again, under a number of its own; what was said of the first time does not count for the second
run 0 notify-send out -o sms3.csv
equal 'again' "$(rows_of sms3.csv | cut -d, -f1 | tr '\n' ' ')" 'M00000005-2 M00000007-2 '
run 1 notify-send result result.csv
has err '0 accepted, 6 rejected, 4 unchanged'
rows 'SELECT id, outs, result FROM message WHERE outs > 1' <<E
5|2|
7|2|
E
# a late receipt of the first time: it had got there
printf 'message_no,result\nM00000007,sent\nM00000005-2,failed\n' >in.csv
run 0 notify-send result in.csv
run 0 notify-send out -o sms4.csv
equal 'a third time' "$(rows_of sms4.csv | cut -d, -f1 | tr '\n' ' ')" 'M00000005-3 '
printf 'message_no,result\nM00000005-3,failed\n' >in.csv
run 0 notify-send result in.csv
has err 'GIVEN_UP'
run 0 notify-send out -o sms5.csv
equal 'three times are enough' "$(rows_of sms5.csv)" ''
sqlite3 exam.db "INSERT INTO setting VALUES (999, '*', '*', 'message_tries', '4')"
run 0 notify-send out -n -o sms5.csv
has out M00000005-4
sqlite3 exam.db "DELETE FROM setting WHERE setting = 'message_tries'"

# ---- a text that cannot be whole is not sent
sqlite3 exam.db "UPDATE message_template SET text = '{name}{admit_no}' WHERE template = 'confirmed'"
printf 'reg_no\n%s\n' "$a" >in.csv
run 0 notify-send queue --template confirmed in.csv
run 1 notify-send out -o f.csv -r rejects.csv
equal codes "$(codes)" 'FIELD_EMPTY '
run 1 notify-send out --strict -o g.csv -r rejects.csv
[ -e g.csv ] && fail '--strict writes the file' || pass '--strict: no file'
sqlite3 exam.db "DELETE FROM message_template WHERE template = 'confirmed'"
run 1 notify-send out -o f.csv -r rejects.csv
equal codes "$(codes)" 'TEMPLATE_UNKNOWN '
sqlite3 exam.db "INSERT INTO message_template VALUES (1, 'confirmed', 'en', '{name}, \"{review_point_name}\", {city_name}
{level_name}')"
run 0 notify-send out -o f.csv
cat >want <<E
message_no,phone,email,template,text,queued_at
M00000008,13900000001,,confirmed,"$(name 1), ""北京市第一审核点"", 北京市
$(sqlite3 exam.db "SELECT name FROM level WHERE exam = 'AQ' AND level = '01'")",2025-08-20T10:00:00
E
ok diff want f.csv

# ---- -e: messages of one exam
printf 'reg_no\n%s\n' "$b" >in.csv
run 0 notify-send queue --template confirmed -q in.csv
run 0 notify-send out -e JZ-2025 -o other.csv
equal 'another exam' "$(rows_of other.csv)" ''

# ---- nothing is lost, nothing doubled
run 3 notify-send out -o no/such/f.csv
dump >before
if [ -w /dev/full ]; then
	run 2 notify-send out -o /dev/full
	dump >after
	ok cmp before after
fi
run 2 notify-send out -o ''
mkfifo pipe
for f in pipe /dev/stdout /dev/fd/1; do run 2 notify-send out -o $f; done
# the file cannot take its place behind the commit: exit 4, and the next run writes it again, and nothing else
hold
notify-send out -o late.csv >out 2>err 8>&- &
waiting=$!
queued 1
mkdir late.csv
let_go
wait $waiting
equal 'exit 4' "$?" 4
has err 'run it again'
cp out late.out
ls -A | grep -c '^\.late' >left
equal 'no temporary file stays' "$(cat left)" 0
rmdir late.csv
printf 'reg_no,reason\n%s,x\n' "$b" >in.csv
run 0 notify-send queue --template confirmed -q in.csv
rows 'SELECT count(*) FROM message_out WHERE written_at IS NULL' <<E
1
E
run 0 notify-send out -o late.csv
ok cmp out late.out
has err 'had been cut off before its file was there'
equal 'it again' "$(rows_of late.csv | cut -d, -f1 | head -n 1)" M00000009
rows 'SELECT count(*) FROM message_out WHERE written_at IS NULL' <<E
0
E
run 0 notify-send out -o later.csv
has out M00000010
lacks out M00000009
# the same again: the same stream, and the file stays
mv out first
cp later.csv later.kept
run 0 notify-send out -o later.csv
ok cmp first out
ok cmp later.kept later.csv
has err 'nothing new to hand out: later.csv is the file of hand-out'
# no other takes its place
run 3 notify-send out --again 1 -o later.csv
has err FILE_HELD
ok cmp later.kept later.csv
# killed behind the rename: the file is found, and its messages are not handed out again
sqlite3 exam.db 'UPDATE message_out SET written_at = NULL WHERE id = (SELECT max(id) FROM message_out)'
cd /
run_in() { ( cd "$DIR" && "$@" ); }
notify-send out -d "$DIR/exam.db" -o "$DIR/none.csv" >"$DIR/out" 2>"$DIR/err"
equal 'exit 0' "$?" 0
cd "$DIR" || exit 1
has err 'its file is whole'
equal 'nothing twice' "$(rows_of none.csv)" ''
rows 'SELECT count(*) FROM message_out WHERE written_at IS NULL' <<E
0
E
# killed before it, and the phone was taken away meanwhile: the message waits again
sqlite3 exam.db "UPDATE message_out SET written_at = NULL WHERE id = (SELECT max(id) FROM message_out); UPDATE person SET email = '' WHERE id = 2"
rm later.csv
run 1 notify-send out -o later.csv
rows 'SELECT outs, out_at IS NULL, out_id IS NULL, result FROM message WHERE id = 10' <<E
0|1|1|
E
sqlite3 exam.db "UPDATE person SET email = 'b@example.org' WHERE id = 2"
run 0 notify-send out -o later.csv
has out M00000010
# the operator lost a file
run 3 notify-send out --again 99 -o f.csv
has err HAND_OUT_UNKNOWN
dump >before
run 0 notify-send out --again 1 -o lost.csv
equal 'what of it was sent is left out' "$(rows_of lost.csv)" ''
run 0 notify-send out --again "$(sqlite3 exam.db 'SELECT max(id) FROM message_out')" -o lost.csv
ok cmp lost.csv later.csv
dump >after
ok cmp before after
rows "SELECT count(*) FROM audit_entry WHERE action = 'out' AND detail LIKE '% again'" <<E
4
E

# ---- codes: sealed, handed out in their time, then forgotten
queue_code() {
	sqlite3 exam.db "INSERT INTO message (template, person_id, reason, secret, queued_at, batch_id) SELECT 'reset_code', 1, '$1', '$2', '$3', max(id) FROM batch"
}
queue_code old garbage 2025-08-20T09:49:59
queue_code new garbage 2025-08-20T09:50:00
run 1 notify-send out -o f.csv -r rejects.csv
equal 'only the code that still counts' "$(codes)" 'SECRET_UNREADABLE '
rows "SELECT reason, secret FROM message WHERE template = 'reset_code' ORDER BY id" <<E
old|
new|garbage
E

office
cat >users.csv <<'E'
username,name,id_no,phone,question,answer,registered_at,edu_level
zhang_san,张三,110101198503077311,13900000001,我的小学?,北京一小,2020-03-01,本科
E
user-import -q users.csv >/dev/null
sqlite3 exam.db "UPDATE person SET email = 'zs@example.cn'"
printf 'name,id_no,phone\n张三,110101198503077311,13900000001\n' >start.csv
run 0 user-recover start start.csv
run 0 notify-send out -n -o f.csv
out <<'E'
message_no,template,person_no,reg_no
M00000001,reset_code,P00000001,
E
run 0 notify-send out -o code.csv
equal 'mode of the file' "$(stat -c %a code.csv)" 600
# a code goes to the phone alone, also where there is an e-mail address
has code.csv ',13900000001,,reset_code,'
code=$(sed -n 's/.*验证码\([0-9]*\),10分钟内有效。.*/\1/p' code.csv)
case $code in ??????) pass 'a code' ;; *) fail "the code: $(cat code.csv)" ;; esac
rows "SELECT secret, outs FROM message" <<'E'
|1
E
sqlite3 exam.db .dump >all
lacks all "$code"
cat out err >all
lacks all "$code"
# it works; its message never goes out again, and leaves nothing to send after ten minutes
printf 'name,id_no,phone,code\n张三,110101198503077311,13900000001,%s\n' "$code" >finish.csv
run 0 user-recover finish finish.csv
printf 'message_no,result\nM00000001,failed\n' >in.csv
run 0 notify-send result -q in.csv
rm f.csv
run 0 notify-send out -o f.csv
equal 'a code goes once' "$(rows_of f.csv)" ''
run 0 user-recover start start.csv
run 0 notify-send out --as-of 2025-08-20T10:10:01 -o f.csv
equal 'not when it is over' "$(rows_of f.csv)" ''
rows "SELECT secret, outs FROM message ORDER BY id" <<'E'
|1
|0
E
ok exam-check

# ---- many, several at once, killed anywhere: each message is in exactly one file
office
reg_csv AQ-2025 110100 01 07 1 300 pledge=adopt >many.csv
reg-import -q many.csv >regs.csv
notify-send queue -q --template paid regs.csv >/dev/null
for i in 1 2 3 4; do notify-send out -q -o "p$i.csv" >/dev/null & done
wait
cat p?.csv | grep '^M' | cut -d, -f1 | sort >all
equal 'four runs at once hand out all' "$(wc -l <all)" 300
equal 'and none twice' "$(uniq -d all | wc -l)" 0
notify-send queue -q --template pay_reminder regs.csv >/dev/null
i=0
while [ $i -lt 40 ]; do
	i=$((i + 1))
	notify-send out -q -o "k$i.csv" >/dev/null 2>&1 &
	p=$!
	sleep "0.0$((i % 4))$((i % 10))"
	kill -9 $p 2>/dev/null
	wait $p 2>/dev/null
	[ -z "$(sqlite3 exam.db 'PRAGMA busy_timeout = 5000; SELECT 1 FROM message WHERE outs = 0 LIMIT 1' | sed 1d)" ] && break
done
notify-send out -q -o last.csv >/dev/null 2>&1
cat k*.csv last.csv | grep '^M' | cut -d, -f1 | sort >all
equal 'killed runs lose nothing' "$(wc -l <all)" 300
equal 'and double nothing' "$(uniq -d all | wc -l)" 0
rm -f .k*.csv.*
# two at once into one file: one hands out, the other tells what is in it
run 0 notify-send queue -q --template review_passed regs.csv
hold
notify-send out -o both.csv >one 2>one.err 8>&- &
notify-send out -o both.csv >two 2>two.err 8>&- &
queued 2
let_go
wait
ok cmp one two
equal 'all of them' "$(tail -n +2 one | wc -l) $(rows_of both.csv | wc -l)" '300 300'
equal 'one hands out, the other tells' "$(cat one.err two.err | sed -n 's/.*\(nothing new to hand out\).*/\1/p; s/hand-out [0-9]*: 300 messages.*/300 messages/p' | sort)" \
	"$(printf '%s\n' 'nothing new to hand out' 'notify-send: 300 messages' | sort)"
ok exam-check

done_testing
