#!/bin/sh
# exam-due: what is due today and soon, with counts and the command to run.
. "${0%/*}/lib.sh"
. "$ROOT/tests/people.sh"
office

run 2 exam-due operand
run 2 exam-due --days soon
run 2 exam-due --all
run 3 exam-due -e XX-2025

# nothing is due: the header; with -q not even that, so that cron sends no mail
run 0 exam-due --as-of 2025-11-25 --days 0
out <<'E'
due,exam,province,what,count,command
E
err <<'E'
exam-due: 0 due today, 0 later (until 2025-11-25)
exam-due: 0 accepted, 0 rejected, 0 unchanged
E
run 0 exam-due --as-of 2025-11-25 --days 0 -q
out </dev/null
err </dev/null

{ reg_csv AQ-2025 110100 01 07 1 4 pledge=adopt pro_years=9; reg_csv AQ-2025 370100 01 07 11 15 pledge=adopt pro_years=9 | tail -n +2; } >regs.in
run 0 reg-import -q regs.in
cp out regs.csv
dump >before
run 0 exam-due --as-of 2025-08-28T12:00:00
out <<'E'
due,exam,province,what,count,command
2025-08-28,AQ-2025,*,photographs to be checked,9,reg-list -e AQ-2025 --todo photo-check | photo-check -D photos
2025-08-28,AQ-2025,*,to be verified,9,elig-verify -e AQ-2025 --all
2025-08-29,AQ-2025,*,last day of changes: photo (centre),5,reg-list -e AQ-2025
2025-08-29,AQ-2025,110000,"last day of changes: basic (district),exam_choice (centre),name (centre),id_no (centre),refund (centre),photo (centre)",4,reg-list -e AQ-2025 --province 110000
2025-08-29T17:00:00,AQ-2025,*,"registration closes, not confirmed",9,reg-list -e AQ-2025 --todo reg-confirm
2025-08-29T17:00:00,AQ-2025,*,"confirmation closes, not confirmed",9,reg-list -e AQ-2025 --todo reg-confirm
2025-08-29T17:00:00,AQ-2025,*,"review closes, not reviewed",0,reg-list -e AQ-2025 --todo elig-review
2025-08-29T23:59:59,AQ-2025,*,"payment closes, not paid",0,reg-list -e AQ-2025 --todo fee-pay | notify-send queue --template pay_reminder
2025-09-02T17:00:00,AQ-2025,110000,"review closes, not reviewed",0,reg-list -e AQ-2025 --province 110000 --todo elig-review
2025-09-03T16:00:00,AQ-2025,210000,"payment closes, not paid",0,reg-list -e AQ-2025 --province 210000 --todo fee-pay | notify-send queue --template pay_reminder
E
err <<'E'
exam-due: 2 due today, 8 later (until 2025-09-04)
exam-due: 0 accepted, 0 rejected, 10 unchanged
E
dump >after
ok cmp before after
run 0 env LC_ALL=zh_CN.UTF-8 exam-due --as-of 2025-08-28T12:00:00 --header zh -q
has out '变更截止: 照片 (考试中心)'
has out '变更截止: 基本信息 (区县考试机构)、报考信息 (考试中心)、姓名 (考试中心)'
run 0 env LC_ALL=zh_CN.UTF-8 exam-due --as-of 2025-08-28T12:00:00 --header zh --days 0
out <<'E'
到期,考试,报考省份,事项,数量,命令
2025-08-28,AQ-2025,*,待审核照片,9,reg-list -e AQ-2025 --todo photo-check | photo-check -D photos
2025-08-28,AQ-2025,*,待资格核验,9,elig-verify -e AQ-2025 --all
E
# only what closes later is still ahead; what opened this morning is news of today
run 0 exam-due --as-of 2025-08-29T18:00:00 --days 0
lacks out 'registration closes'
has out 'payment closes'
run 0 exam-due --as-of 2025-08-11T12:00:00 --days 0
has out '2025-08-11T09:00:00,AQ-2025,*,registration opens,9,'
run 0 exam-due -e JZ-2025 --as-of 2025-08-28T12:00:00
out <<'E'
due,exam,province,what,count,command
E
# working days after a window: 2025-09-02 is a Tuesday
run 0 exam-due --as-of 2025-09-09 --days 0
out <<'E'
due,exam,province,what,count,command
2025-09-09,AQ-2025,110000,last day of changes: delete (centre),4,reg-list -e AQ-2025 --province 110000
E

# the counts are those of the lists; the commands can be pasted
sqlite3 exam.db "UPDATE registration SET confirmed_at = '2025-08-20T09:00:00', outcome = 'auto', outcome_at = '2025-08-20T09:00:00' WHERE id <= 6;
	UPDATE registration SET confirmed_at = '2025-08-20T09:00:00', outcome = 'onsite', outcome_at = '2025-08-20T09:00:00' WHERE id = 7"
fee-bill -q -e AQ-2025 --all >orders.csv
notify-send queue -q --template paid regs.csv >/dev/null
sqlite3 exam.db "UPDATE fee_order SET closed_at = '2025-08-20T09:00:00' WHERE registration_id = 6"
run 0 exam-due --as-of 2025-08-28T12:00:00
cp out list.csv
grep -v 'changes' list.csv >out
out <<'E'
due,exam,province,what,count,command
2025-08-28,AQ-2025,*,photographs to be checked,9,reg-list -e AQ-2025 --todo photo-check | photo-check -D photos
2025-08-28,AQ-2025,*,to be verified,2,elig-verify -e AQ-2025 --all
2025-08-28,AQ-2025,*,papers to be reviewed,1,reg-list -e AQ-2025 --todo elig-review
2025-08-28,AQ-2025,*,orders to be made,1,fee-bill -e AQ-2025 --all
2025-08-28,AQ-2025,*,messages to be handed out,9,notify-send out -e AQ-2025 -o messages.csv
2025-08-29T17:00:00,AQ-2025,*,"registration closes, not confirmed",2,reg-list -e AQ-2025 --todo reg-confirm
2025-08-29T17:00:00,AQ-2025,*,"confirmation closes, not confirmed",2,reg-list -e AQ-2025 --todo reg-confirm
2025-08-29T17:00:00,AQ-2025,*,"review closes, not reviewed",1,reg-list -e AQ-2025 --todo elig-review
2025-08-29T23:59:59,AQ-2025,*,"payment closes, not paid",1,reg-list -e AQ-2025 --todo fee-pay | notify-send queue --template pay_reminder
2025-08-29T23:59:59,AQ-2025,370000,orders run out,1,reg-list -e AQ-2025 --province 370000 --todo fee-pay | notify-send queue --template pay_reminder
2025-09-02T17:00:00,AQ-2025,110000,"review closes, not reviewed",0,reg-list -e AQ-2025 --province 110000 --todo elig-review
2025-09-03T16:00:00,AQ-2025,210000,"payment closes, not paid",0,reg-list -e AQ-2025 --province 210000 --todo fee-pay | notify-send queue --template pay_reminder
E
export KAOWU_NOW=2025-08-28T12:00:00
for tool in photo-check elig-verify elig-review fee-bill; do
	n=$(grep -e "--todo $tool\b" -e "^[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,$tool " list.csv | head -n 1 | cut -d, -f5)
	equal "$tool: as many as its list has" "$n" "$(reg-list -q -e AQ-2025 --todo $tool | tail -n +2 | wc -l | tr -d ' ')"
done
mkdir photos
exam-due -q --days 0 >list.csv
tail -n +2 list.csv | cut -d, -f6- | while read -r command; do
	case $command in *photo-check*) continue ;; esac # there are no photographs
	sh -c "$command" </dev/null >command.out 2>command.err && echo "ok $command" || { echo "failed: $command"; cat command.err; }
done >done.txt
lacks done.txt failed
equal 'each was run' "$(wc -l <done.txt | tr -d ' ')" 4
# done, it is not due any more
run 0 exam-due --days 0
lacks out 'orders to be made'
lacks out 'messages to be'
unset KAOWU_NOW
export KAOWU_NOW=2025-08-20T10:00:00

# a database elsewhere stands in the commands, as the shell reads it
mkdir "o'ffice"
cp exam.db exam.key exam.pub "o'ffice/"
run 0 exam-due -d "o'ffice/exam.db" --as-of 2025-08-28T12:00:00 --days 0
has out "reg-list -d 'o'\\''ffice/exam.db' -e AQ-2025 --todo elig-review"
run 0 env KAOWU_DB="$DIR/exam.db" exam-due --as-of 2025-08-28T12:00:00 --days 0
has out ',reg-list -e AQ-2025 --todo elig-review'

# messages: given up, and a hand-out that was cut off
sqlite3 exam.db "UPDATE message SET outs = 3, result = 'failed', result_at = '2025-08-20T10:00:00' WHERE id IN (1, 2); UPDATE message SET outs = 1, result = 'failed' WHERE id = 3;
	UPDATE message_out SET written_at = NULL"
run 0 exam-due --days 0
has out '2025-08-20,AQ-2025,*,messages that could not be sent,2,'
has out '2025-08-20,AQ-2025,*,messages to be handed out,1,'
has out '2025-08-20,,*,a hand-out of messages was cut off,1,notify-send out -o messages.csv'
sqlite3 exam.db "INSERT INTO message (template, person_id, reason, secret, queued_at, batch_id) VALUES ('reset_code', 1, '1', 'x', '2025-08-20T09:49:59', 1),
	('reset_code', 1, '2', 'x', '2025-08-20T09:55:00', 1)"
run 0 exam-due --days 0
has out '2025-08-20,,*,messages to be handed out,1,notify-send out -o messages.csv'

# differences: open ones today, those in doubt when their days are over
sqlite3 exam.db "INSERT INTO difference (diff_id, class, order_no, order_id, channel, txn_no, at, first_seen, opened_at, state, batch_id)
	SELECT '000000000000000' || id, iif(id = 1, 'LATE', 'IN_DOUBT'), order_no, id, 'alipay_trade', 'T' || id, '2025-08-20T09:00:00', '2025-08-20T09:00:00', '2025-08-20T09:00:00', 'open', 1 FROM fee_order WHERE id <= 3"
run 0 exam-due
grep -e doubt -e decided out >out.differences
mv out.differences out
out <<'E'
2025-08-20,AQ-2025,*,differences to be decided (fee-decide),1,"sqlite3 -readonly -csv -header exam.db ""SELECT diff_id, class, order_no FROM difference WHERE state = 'open' AND class <> 'IN_DOUBT'"""
2025-08-23,AQ-2025,*,payments in doubt: read the statements that have come since,2,"sqlite3 -readonly -csv -header exam.db ""SELECT diff_id, order_no, first_seen FROM difference WHERE state = 'open' AND class = 'IN_DOUBT'"""
E
run 0 exam-due --as-of 2025-09-20 --days 0
has out '2025-09-20,AQ-2025,*,payments in doubt'

# refunds: what is to be proposed, approved, exported, settled, each with its command
cp exam.db before.db
sqlite3 exam.db "INSERT INTO payment (id, order_id, channel, txn_no, paid_at, amount, effective, result, batch_id)
	SELECT id * 10, id, 'alipay_trade', 'P' || id, '2025-08-20T09:00:00', 1000, 0, 'duplicate', 1 FROM fee_order WHERE id <= 5;
	INSERT INTO refund_out VALUES (1, 'f', 'x', 1, '2025-08-20T10:00:00', NULL, 1);
	$ASKED INSERT INTO asked (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, out_id, exported_at, batch_id)
	SELECT 'R' || id, id, id * 10, 1000, 'duplicate', 'x', CASE id WHEN 2 THEN 'proposed' WHEN 3 THEN 'approved' WHEN 4 THEN 'exported' ELSE 'refused' END, 'a', '2025-08-20T10:00:00',
	iif(id = 2, '', 'b'), iif(id = 2, NULL, '2025-08-20T10:00:00'), iif(id = 4, 1, NULL), iif(id = 4, '2025-08-20T10:00:00', NULL), 1 FROM fee_order WHERE id BETWEEN 2 AND 5 $WALK"
run 0 exam-due --days 0
grep -e refund -e 'paid twice' out >out.refunds
mv out.refunds out
out <<'E'
2025-08-20,,*,an export of refunds was cut off,1,fee-refund export -o refunds.csv
2025-08-20,AQ-2025,*,refunds to be handed to the channels,1,fee-refund export -e AQ-2025 -o refunds.csv
2025-08-20,AQ-2025,*,"paid twice, too late or for nothing, to be given back",1,fee-refund propose -e AQ-2025 --all
2025-08-20,AQ-2025,*,"refunds to be approved, by another person",1,fee-refund list -e AQ-2025 --state proposed
E
sqlite3 exam.db "PRAGMA foreign_keys = OFF; INSERT INTO statement_entry (id, statement_id, line, content_hash, channel, merchant, kind, txn_no, refund_no, order_no, amount, settled, fee_1e5, at, status)
	SELECT 1, 1, 1, 0, 'alipay_trade', '', 'refund', 'P4', 'R4', order_no, 1000, 1000, 0, '2025-08-20T09:00:00', 'final' FROM fee_order WHERE id = 4"
run 0 exam-due --days 0
has out '2025-08-20,AQ-2025,*,refunds that the statements show,1,fee-refund settle -e AQ-2025 --all'
rm -f exam.db-wal exam.db-shm
mv before.db exam.db

# seats, cards, scores
sqlite3 exam.db "UPDATE registration SET paid_at = '2025-08-21T10:00:00' WHERE id <= 5"
run 0 exam-due --as-of 2025-10-15 --days 7
has out '2025-10-15,AQ-2025,*,paid and without a seat,5,seat-assign -e AQ-2025'
has out '2025-10-20T09:00:00,AQ-2025,*,admit cards open,0,'
sqlite3 exam.db "UPDATE registration SET paid_at = NULL"
run 0 exam-due --as-of 2025-10-15 --days 7
has out '2025-10-20T09:00:00,AQ-2025,*,admit cards open and there is no seating plan,0,seat-assign -e AQ-2025'
sqlite3 exam.db "UPDATE registration SET paid_at = '2025-08-21T10:00:00' WHERE id <= 5;
	INSERT INTO seating_plan (exam_id, seed, digest, made_at, batch_id) SELECT id, '', '', '2025-10-01T10:00:00', 1 FROM exam WHERE exam = 'AQ';
	UPDATE registration SET seated_at = '2025-10-01T10:00:00', admit_no = 'A' || id WHERE id <= 4; UPDATE registration SET printed_at = '2025-10-20T10:00:00' WHERE id = 1"
run 0 exam-due --as-of 2025-10-21 --days 0
has out '2025-10-21,AQ-2025,*,paid and without a seat,1,seat-assign -e AQ-2025 --late'
has out '2025-10-21,AQ-2025,*,admit cards not printed,3,reg-list -e AQ-2025 --state seated | admit-print -O cards'
run 0 exam-due --as-of 2025-12-22 --days 7
has out '2025-12-22,AQ-2025,*,marks are missing,4,"reg-list -e AQ-2025 --todo score-import -c reg_no,admit_no"'
has out '2025-12-26T10:00:00,AQ-2025,*,scores may be asked for,9,'
has out '2025-12-26T10:00:00,AQ-2025,*,scores may be asked for and are not published,4,score-publish -e AQ-2025'
sqlite3 exam.db "INSERT INTO score (registration_id, subject, score, batch_id) SELECT registration_id, subject, 7000, 1 FROM registration_subject WHERE registration_id <= 4"
run 0 exam-due --as-of 2025-12-22 --days 7
lacks out 'marks are missing'
lacks out 'not published'
has out '2025-12-22,AQ-2025,*,scores to be published,4,score-publish -e AQ-2025'
sqlite3 exam.db "INSERT INTO publication (exam_id, published_at, digest, batch_id) SELECT id, '2025-12-22T10:00:00', '', 1 FROM exam WHERE exam = 'AQ';
	INSERT INTO result (registration_id, passed, carried, qualified, reason, batch_id) SELECT id, '1', '', id < 3, '', 1 FROM registration WHERE id <= 4"
run 0 exam-due --as-of 2025-12-22 --days 60
lacks out 'published,'
has out '2026-01-05,AQ-2025,*,"the notice period ends, counted from the publication",2,reg-list -e AQ-2025 --state passed'
has out '2026-01-21,AQ-2025,*,last day of asking for a recheck,9,reg-list -e AQ-2025 --state failed'

# an operator of a place is told of that place
sqlite3 exam.db "INSERT INTO operator VALUES (1, '$(id -un)', 'x', 'district', '370000', '*', '*')"
run 0 exam-due --as-of 2025-08-28T12:00:00
lacks out ',110000,'
lacks out ',210000,'
has out 'photographs to be checked,5,'

done_testing
