#!/bin/sh
# fee-bill: registrations that are due get an order, which stays while it is right.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office

{
	people 1 1 110000          # 北京: reviewed before payment, 3 × 56 + 64, until 2025-09-05T16:00
	people 2 2 110000 03       # a level of two subjects
	people 3 3 310000          # 上海: 10 a person and 50 a subject
	people 4 4 440000          # 广东: reviewed after the exam
	people 5 5 370000          # no row of its own: the nation's
} >in.csv
registered in.csv
B1=AQ25110000001 B2=AQ25110000002 S1=AQ25310000001 G1=AQ25440000001 D1=AQ25370000001
rows 'SELECT reg_no, state FROM registration_state ORDER BY reg_no' <<E
$B1|reviewed
$B2|reviewed
$S1|reviewed
$D1|reviewed
$G1|confirmed
E
dump >before
# nobody can pay any more: the exam is refused as a whole
run 3 fee-bill -e AQ-2025 --all --as-of 2026-01-01
has err 'WINDOW_CLOSED: payment of AQ-2025 closed 2025-09-05T16:00:00'
dump >after
ok cmp before after
run 0 fee-bill --dry-run regs.csv
mv out dry
dump >after
ok cmp before after
run 0 fee-bill regs.csv
ok cmp dry out
out <<E
order_no,reg_no,kind,amount,pay_until
${B1}01,$B1,registration,232.00,2025-09-05T16:00:00
${B2}01,$B2,registration,120.00,2025-09-05T16:00:00
${S1}01,$S1,registration,210.00,2025-08-29T23:59:59
${G1}01,$G1,registration,286.00,2025-08-29T23:59:59
${D1}01,$D1,registration,252.00,2025-08-29T23:59:59
E
err <<'E'
fee-bill: 5 accepted, 0 rejected, 0 unchanged
E
rows "SELECT line, component, subject, l.amount, upward FROM fee_order_line l JOIN fee_order o ON o.id = l.order_id WHERE order_no = '${S1}01'" <<'E'
1|objective|1|5000|1100
2|objective|2|5000|1100
3|objective|3|5000|1100
4|subjective|4|5000|1500
5|registration||1000|0
E
rows 'SELECT count(*) FROM fee_order o WHERE amount <> (SELECT sum(amount) FROM fee_order_line WHERE order_id = o.id)' <<'E'
0
E

# again: the same rows, nothing changed, also where prices have risen since
mv out first
dump >before
sqlite3 exam.db 'UPDATE fee SET amount = amount + 100'
run 0 fee-bill regs.csv
err <<'E'
fee-bill: 0 accepted, 0 rejected, 5 unchanged
E
ok cmp first out
sqlite3 exam.db 'UPDATE fee SET amount = amount - 100'
dump >after
ok cmp before after

# paid, and whatever has become of it since: the order as it was, even where a price has changed
sqlite3 exam.db ".backup kept.db"
first_reg=$(sed -n '2s/,.*//p' regs.csv)
{ echo reg_no; echo $first_reg; } >one.csv
run 0 fee-bill one.csv; cp out paid.want
sqlite3 exam.db "UPDATE registration SET paid_at = '2025-08-20T12:00:00' WHERE reg_no = '$first_reg'; UPDATE fee SET amount = amount + 100;
	INSERT INTO score (registration_id, subject, score, batch_id) SELECT id, '1', 8000, 1 FROM registration WHERE reg_no = '$first_reg'"
for qualified in '' 1 0; do
	[ -z "$qualified" ] || sqlite3 exam.db "INSERT OR REPLACE INTO result (registration_id, passed, carried, qualified, reason, batch_id)
		SELECT id, '', '', $qualified, '', 1 FROM registration WHERE reg_no = '$first_reg'"
	run 0 fee-bill one.csv
	ok cmp paid.want out
	has err '0 accepted, 0 rejected, 1 unchanged'
done
mv kept.db exam.db

# who is not due
{ people 11 15 110000; people 16 16 440000; } >more.csv
registered more.csv
reg=$(sed -n '2,7s/,.*//p' regs.csv)
set -- $reg
sqlite3 exam.db "UPDATE registration SET confirmed_at = NULL WHERE reg_no = '$1';
	UPDATE registration SET outcome = 'online' WHERE reg_no = '$2';
	UPDATE registration SET review = 'fail' WHERE reg_no = '$3';
	UPDATE registration SET deleted_at = '2025-08-19T10:00:00' WHERE reg_no = '$4';
	UPDATE registration_subject SET carried_year = 2024 WHERE registration_id = (SELECT id FROM registration WHERE reg_no = '$5')"
{ cat regs.csv; echo AQ25990000001,,,,,,,,,,,; } >all.csv
run 1 fee-bill -r bad.csv all.csv
out <<E
order_no,reg_no,kind,amount,pay_until
${6}01,$6,registration,286.00,2025-08-29T23:59:59
E
cut -d, -f 1-6 bad.csv >out
out <<E
file,line,record,field,code,message
all.csv,2,1,reg_no,NOT_DUE,$1 is not to be paid for: state filled; next step photo-check
all.csv,3,2,reg_no,NOT_DUE,$2 is not to be paid for: state confirmed; next step elig-review
all.csv,4,3,reg_no,NOT_DUE,$3 is not to be paid for: state rejected; next step elig-review
all.csv,5,4,reg_no,REG_DELETED,$4 is deleted
all.csv,6,5,reg_no,SUBJECTS_MISSING,$5 has no subject to be sat
all.csv,8,7,reg_no,REG_UNKNOWN,"no registration AQ25990000001: reg-show finds it by name and document
E
LC_ALL=zh_CN.UTF-8 fee-bill -n all.csv >out 2>err
has err "尚不能缴费: 状态 已填报, 未确认; 下一步 提交并检查照片 (photo-check)"
# mended, the refused ones are taken; the unknown one is refused again
sqlite3 exam.db "UPDATE registration SET confirmed_at = '2025-08-19T09:00:00', review = 'pass', deleted_at = NULL; UPDATE registration_subject SET carried_year = NULL"
run 1 fee-bill bad.csv
has err 'bad.csv:7: reg_no: REG_UNKNOWN'
has err '5 accepted, 1 rejected, 0 unchanged'
LANG=zh_CN.UTF-8 LC_ALL=zh_CN.UTF-8 fee-bill bad.csv >out 2>err
has err '没有报名号'

# no price
people 20 20 440000 >in.csv
registered in.csv
N=AQ25440000003
sqlite3 exam.db "DELETE FROM fee WHERE exam = 'AQ' AND component = 'subjective' AND province IN ('440000', '*')"
run 1 fee-bill --strict regs.csv
has err "regs.csv:2: reg_no: FEE_MISSING: no price for subject 4 of AQ-2025, level 01, province 440000"
rows "SELECT count(*) FROM fee_order o JOIN registration r ON r.id = o.registration_id WHERE reg_no = '$N'" <<'E'
0
E
sqlite3 exam.db "INSERT INTO fee VALUES (999, 'AQ', 2025, '*', '*', 'subjective', 'per_subject', 6900, 1500)"

# the window: over, not yet open, passed by the centre
run 1 fee-bill --as-of 2025-09-01 regs.csv
has err "WINDOW_CLOSED: payment of AQ-2025 closed 2025-08-29T23:59:59"
run 0 fee-bill -n --as-of 2025-08-01 regs.csv
has out "${N}01,$N,registration,276.00,2025-08-29T23:59:59"
run 0 fee-bill -n --as-of 2025-09-01 --override '鲁人考〔2025〕9号: 系统故障' regs.csv
has out "${N}01,$N,registration,276.00,2025-09-01T23:59:59"

# --all: the same by the list, in the order of the numbers
run 0 fee-bill -e AQ-2025 --all
out <<E
order_no,reg_no,kind,amount,pay_until
${N}01,$N,registration,276.00,2025-08-29T23:59:59
E
# expired, and no window comes any more: it stands as it is, but with --override another takes its place
run 0 fee-bill -n --as-of 2025-09-01 regs.csv
has out "${N}01,$N,registration,276.00,2025-08-29T23:59:59"
run 0 fee-bill -n --as-of 2025-09-01 --override '鲁人考〔2025〕9号: 系统故障' regs.csv
has out "${N}02,$N,registration,276.00,2025-09-01T23:59:59"
run 2 fee-bill --all
run 0 fee-bill -e AQ-2025 --all
out <<'E'
order_no,reg_no,kind,amount,pay_until
E

# an order that can no longer be paid gives way to another when there is another opening
echo "reg_no
$D1" >one.csv
run 0 fee-bill --as-of 2025-10-01 one.csv
has out "${D1}01,$D1,registration,252.00,2025-08-29T23:59:59"
sqlite3 exam.db "INSERT INTO window VALUES (999, 'AQ', 2025, '*', 'payment', '2025-10-08T09:00:00', '2025-10-10T17:00:00')"
run 0 fee-bill --as-of 2025-10-01 one.csv
has out "${D1}02,$D1,registration,252.00,2025-10-10T17:00:00"
has err '1 accepted, 0 rejected, 0 unchanged'
run 0 fee-bill --as-of 2025-10-01 one.csv
has err '0 accepted, 0 rejected, 1 unchanged'
rows "SELECT order_no, closed_at FROM fee_order WHERE order_no LIKE '$D1%'" <<E
${D1}01|2025-10-01T00:00:00
${D1}02|
E

# an amendment: unpaid, the order is made anew
subjects() { sqlite3 exam.db "DELETE FROM registration_subject WHERE registration_id = (SELECT id FROM registration WHERE reg_no = '$B1');
	INSERT INTO registration_subject SELECT r.id, s.value, NULL FROM registration r, json_each('[$1]') s WHERE reg_no = '$B1'"; }
echo "reg_no
$B1" >one.csv
subjects '"1","4"'
run 0 fee-bill one.csv
out <<E
order_no,reg_no,kind,amount,pay_until
${B1}02,$B1,registration,120.00,2025-09-05T16:00:00
E
# paid, more subjects are a supplement …
sqlite3 exam.db "INSERT INTO payment (order_id, channel, txn_no, paid_at, amount, effective, batch_id)
	SELECT id, 'alipay_trade', 'T1', '2025-08-20T11:00:00', amount, 1, 1 FROM fee_order WHERE order_no = '${B1}02';
	UPDATE registration SET paid_at = '2025-08-20T11:00:00' WHERE reg_no = '$B1'"
subjects '"1","2","4"'
run 0 fee-bill one.csv
out <<E
order_no,reg_no,kind,amount,pay_until
${B1}02,$B1,registration,120.00,2025-09-05T16:00:00
${B1}03,$B1,supplement,56.00,2025-09-05T16:00:00
E
mv out first
rows "SELECT state, next_step FROM registration_state WHERE reg_no = '$B1'" <<'E'
reviewed|fee-pay
E
run 0 fee-bill one.csv
ok cmp first out
has err '0 accepted, 0 rejected, 1 unchanged'
# … another one instead at the same price is none, and back again closes it
subjects '"1","3","4"'
run 0 fee-bill one.csv
ok cmp first out
subjects '"1","4"'
run 0 fee-bill one.csv
out <<E
order_no,reg_no,kind,amount,pay_until
${B1}02,$B1,registration,120.00,2025-09-05T16:00:00
E
rows "SELECT state, paid_at FROM registration_state s JOIN registration r ON r.id = s.registration_id WHERE r.reg_no = '$B1'" <<'E'
paid|2025-08-20T11:00:00
E
# … and less is a refund proposal, once
subjects '"4"'
run 0 fee-bill one.csv
has err "one.csv:2: reg_no: REFUND_PROPOSED: warning: refund ${B1}02R01 over 56.00 yuan proposed"
has err '1 accepted, 0 rejected, 0 unchanged'
run 0 fee-bill one.csv
has err '0 accepted, 0 rejected, 1 unchanged'
rows 'SELECT refund_no, amount, cause, state FROM refund' <<E
${B1}02R01|5600|amended|proposed
E

# the price has risen since: what was paid counts as it was, the rest is asked at today's price; the centre gets its share once
people 34 34 110000 >in.csv
registered in.csv
P=$(sed -n '2s/,.*//p' regs.csv)
sat() { sqlite3 exam.db "DELETE FROM registration_subject WHERE registration_id = (SELECT id FROM registration WHERE reg_no = '$P');
	INSERT INTO registration_subject SELECT r.id, s.value, NULL FROM registration r, json_each('[$1]') s WHERE reg_no = '$P'"; }
sat '"1","4"'
run 0 fee-bill regs.csv
echo "order_no,channel,txn_no,paid_at,amount
${P}01,alipay,P1,2025-08-20T11:00:00,120.00" >pay.csv
run 0 fee-pay --as-of 2025-08-20T12:00:00 pay.csv
sqlite3 exam.db "UPDATE fee SET amount = amount + 100 WHERE exam = 'AQ' AND province = '110000'"
run 0 fee-bill regs.csv
has err '0 accepted, 0 rejected, 1 unchanged'
sat '"1","2","4"'
run 0 fee-bill regs.csv
has out "${P}02,$P,supplement,59.00,"
rows "SELECT l.component, l.subject, l.amount, l.upward FROM fee_order_line l JOIN fee_order o ON o.id = l.order_id WHERE o.order_no = '${P}02' ORDER BY line" <<'E'
subjective|4|200|0
objective|2|5700|1100
E
rows "SELECT sum(l.upward) FROM fee_order_line l JOIN fee_order o ON o.id = l.order_id JOIN registration r ON r.id = o.registration_id WHERE r.reg_no = '$P'" <<'E'
3700
E
sqlite3 exam.db "UPDATE fee SET amount = amount - 100 WHERE exam = 'AQ' AND province = '110000'"

# another province, another level: other prices, although the subjects are the same
people 35 37 110000 >in.csv
registered in.csv
set -- $(sed -n '2,4s/,.*//p' regs.csv)
sqlite3 exam.db "DELETE FROM registration_subject WHERE subject IN ('2', '3') AND registration_id IN (SELECT id FROM registration WHERE reg_no IN ('$1', '$2', '$3'))"
run 0 fee-bill regs.csv
printf 'order_no,channel,txn_no,paid_at,amount\n%s01,alipay,P2,2025-08-20T11:00:00,120.00\n' "$2" >pay.csv
run 0 fee-pay --as-of 2025-08-20T12:00:00 pay.csv
sqlite3 exam.db "UPDATE registration SET province = '210000', city = '210100' WHERE reg_no IN ('$1', '$2');
	UPDATE registration SET level = '03' WHERE reg_no = '$3'; INSERT INTO fee VALUES (998, 'AQ', 2025, '110000', '03', 'subjective', 'per_subject', 5400, NULL)"
run 0 fee-bill regs.csv
out <<E
order_no,reg_no,kind,amount,pay_until
${1}02,$1,registration,130.00,2025-09-03T16:00:00
${2}01,$2,registration,120.00,2025-09-05T16:00:00
${2}02,$2,supplement,10.00,2025-09-03T16:00:00
${3}02,$3,registration,110.00,2025-09-05T16:00:00
E
rows "SELECT sum(l.upward) FROM fee_order_line l JOIN fee_order o ON o.id = l.order_id WHERE o.order_no = '${2}02'" <<'E'
0
E
mv out first
sqlite3 exam.db "UPDATE fee SET amount = amount + 100 WHERE exam = 'AQ' AND province = '210000'"
run 0 fee-bill regs.csv
ok cmp first out
has err '0 accepted, 0 rejected, 3 unchanged'
sqlite3 exam.db "UPDATE fee SET amount = amount - 100 WHERE exam = 'AQ' AND province = '210000'; DELETE FROM fee WHERE row = 998"
# and back, where less is owed than was paid
sqlite3 exam.db "UPDATE fee_order SET closed_at = '2025-08-20T10:00:00' WHERE order_no = '${2}02';
	UPDATE registration SET province = '370000', city = '370100' WHERE reg_no = '$2'; UPDATE fee SET amount = 5000 WHERE exam = 'AQ' AND province = '*' AND component = 'subjective'"
run 0 fee-bill regs.csv
has err "REFUND_PROPOSED: warning: refund ${2}01R01 over 9.00 yuan proposed"
run 0 fee-bill regs.csv
has err '0 accepted, 0 rejected, 3 unchanged'
sqlite3 exam.db "UPDATE fee SET amount = 6900 WHERE exam = 'AQ' AND province = '*' AND component = 'subjective'"

# what was billed can be paid, although the price has changed since
people 38 38 440000 >in.csv
registered in.csv
run 0 fee-bill regs.csv
sqlite3 exam.db "UPDATE fee SET amount = amount + 100 WHERE exam = 'AQ'"
{ echo order_no,channel,txn_no,paid_at,amount; sed -n '2s/,.*/,alipay,P3,2025-08-20T11:00:00,276.00/p' out; } >pay.csv
run 0 fee-pay --as-of 2025-08-20T12:00:00 pay.csv
has out ',276.00,paid'
sqlite3 exam.db "UPDATE fee SET amount = amount - 100 WHERE exam = 'AQ'"

# a free exam: the order is paid as it is made
people 30 30 370000 >in.csv
registered in.csv
sqlite3 exam.db "UPDATE fee SET amount = 0, upward_share = 0 WHERE exam = 'AQ'"
run 0 fee-bill regs.csv
out <<'E'
order_no,reg_no,kind,amount,pay_until
AQ2537000000201,AQ25370000002,registration,0.00,2025-08-29T23:59:59
E
rows "SELECT state FROM registration_state WHERE reg_no = 'AQ25370000002'" <<'E'
paid
E
run 0 fee-bill regs.csv
has err '0 accepted, 0 rejected, 1 unchanged'

# the numbers that the non-tax platform gave: kept for ever, each for one order; a wrong row and nothing is kept
people 31 31 310000 >in.csv
registered in.csv
sqlite3 exam.db "UPDATE fee SET amount = 5000 WHERE exam = 'AQ'"
fee-bill -q regs.csv >orders
O=$(sed -n 's/^\(AQ[^,]*\),.*/\1/p' orders)
cat >codes.csv <<E
订单号,缴款码
$O,31000025000000000018
${B1}02,11000025000000000026
E
dump >before
run 0 fee-bill --dry-run --alias codes.csv regs.csv
dump >after
ok cmp before after
run 0 fee-bill --alias codes.csv regs.csv
has err '0 accepted, 0 rejected, 1 unchanged'
has err 'codes.csv: 2 numbers learnt, 0 known before'
rows 'SELECT alias, a.kind, order_no FROM order_alias a JOIN fee_order o ON o.id = order_id ORDER BY 1' <<E
11000025000000000026|payment_notice|${B1}02
31000025000000000018|payment_notice|$O
E
dump >before
run 0 fee-bill --alias codes.csv regs.csv
has err 'codes.csv: 0 numbers learnt, 2 known before'
dump >after
ok cmp before after
# of one order, case is no matter; of two, nobody would keep them apart
printf 'order_no,alias\n%s,Pay2025x\n%s,pay2025X\n' $O $O >case.csv
run 0 fee-bill -n --alias case.csv regs.csv
printf 'order_no,alias\n%s,Pay2025x\n%s,pay2025X\n%s,%s\n' $O "${B1}02" $O "$(echo "${B1}02" | tr A-Z a-z)" >case.csv
run 3 fee-bill --alias case.csv regs.csv
has err 'case.csv:3: alias: ALIAS_TAKEN: pay2025X: differs only in upper and lower case from a number of another order'
has err "case.csv:4: alias: ALIAS_TAKEN: $(echo "${B1}02" | tr A-Z a-z): differs only in upper and lower case"
dump >after
ok cmp before after
cat >wrong.csv <<E
order_no,alias
$O,31000025000000000034
$O,11000025000000000026
$O,${B1}02
AQ2599999999999,1
$O,
$O,考试费 1
E
run 3 fee-bill --alias wrong.csv regs.csv
err <<E
wrong.csv:3: alias: ALIAS_TAKEN: 11000025000000000026: stands for another order already
wrong.csv:4: alias: ALIAS_TAKEN: ${B1}02: is the number of an order itself
wrong.csv:5: order_no: ORDER_UNKNOWN: AQ2599999999999: there is no such order
wrong.csv:6: alias: MISSING: : required
wrong.csv:7: alias: ALIAS_FORM: 考试费 1: is no number: letters, digits and -, at most 64
fee-bill: wrong.csv: 5 of 6 rows are wrong; nothing was changed: mend them and run again
E
dump >after
ok cmp before after
printf 'order_no,channel,txn_no,paid_at,amount\n31000025000000000018,wechat_trade,T31,2025-08-20T09:00:00,%s\n' "$(sed -n "s/^$O,[^,]*,[^,]*,\\([^,]*\\),.*/\\1/p" orders)" >pay.csv
run 0 fee-pay pay.csv
has out "$O,"

# the frame
run 3 fee-bill </dev/null
run 0 fee-bill <<'E'
reg_no
E
run 3 fee-bill <<'E'
报名人
E
has err 'COLUMN_MISSING'
run 2 fee-bill --no-such-option
run 3 fee-bill -d none.db regs.csv
people 40 40 370000 >in.csv
registered in.csv
fee-bill regs.csv >/dev/full 2>err
equal 'exit status of >/dev/full after a commit' $? 4
run 0 fee-bill regs.csv
has err '0 accepted, 0 rejected, 1 unchanged'
done_testing
