#!/bin/sh
# fee-decide: what may be decided about a difference, what comes of it, and that the statement then agrees.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
{ people 1 20 110000; people 21 22 110000 02; } >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
O=AQ25110000
{
	echo order_no,channel,txn_no,paid_at,amount
	for n in 005 007 008 012; do echo "${O}${n}01,alipay,A$n,2025-08-20T09:00:00,232.00"; done
} >pay.csv
fee-pay -q pay.csv >/dev/null
sqlite3 exam.db "UPDATE fee_order SET closed_at = '2025-08-20T11:00:00' WHERE order_no = '${O}01001';
	UPDATE registration SET review = 'fail' WHERE reg_no = '${O}011'"
alipay a.csv 2088 2025-08-20 2025-08-21 <<E
交易 A003 ${O}00301 - 2025-08-20T09:10:00 232
交易 A004 ${O}00401 - 2025-08-20T09:20:00 231.99
交易 A005 ${O}00501 - 2025-08-20T09:00:00 232
交易 A005B ${O}00501 - 2025-08-20T09:30:00 232
交易 A099 T1234 - 2025-08-20T09:20:00 61
交易 A008 ${O}00801 - 2025-08-20T09:00:00 232
退款 A008 ${O}00801 RB008 2025-08-20T09:30:00 232
交易 A009 ${O}00901 - 2025-08-20T09:00:00 300
交易 A010 ${O}01001 - 2025-08-20T09:00:00 232
交易 A011 ${O}01101 - 2025-08-20T09:00:00 232
交易 A012 ${O}01201 - 2025-08-20T09:00:00 250
交易 A013 ${O}01301 - 2025-08-20T09:00:00 116
交易 A013B ${O}01301 - 2025-08-20T09:01:00 116
交易 A014 ${O}01401 - 2025-08-20T09:00:00 232
E
alipay late.csv 2088 2025-09-05 2025-09-06 <<E
交易 A006 ${O}00601 - 2025-09-05T17:00:00 232
交易 A015 ${O}01501 - 2025-09-05T17:00:00 232
E
# the office hears of one of the late ones itself
cat >heard.csv <<E
order_no,channel,txn_no,paid_at,amount
${O}01501,unionpay,A015,2025-09-05T17:00:00,232.00
E
export KAOWU_NOW=2025-09-08T10:00:00
run 0 fee-pay heard.csv
has out "${O}01501,${O}015,232.00,late"
run 1 fee-reconcile a.csv late.csv
mv out found
cut -d, -f 2,3,6 found >out
out <<E
class,order_no,txn_no
MISSING_OURS,${O}00301,A003
AMOUNT_MISMATCH,${O}00401,A004
DUPLICATE,${O}00501,A005B
LATE,${O}00601,A006
MISSING_BANK,${O}00701,A007
REFUND_UNKNOWN,${O}00801,A008
AMOUNT_MISMATCH,${O}00901,A009
MISSING_OURS,${O}01001,A010
MISSING_OURS,${O}01101,A011
AMOUNT_MISMATCH,${O}01201,A012
AMOUNT_MISMATCH,${O}01301,A013
AMOUNT_MISMATCH,${O}01301,A013B
MISSING_OURS,${O}01401,A014
LATE,${O}01501,A015
UNKNOWN_ORDER,T1234,A099
E
# money that cannot pay is suggested to be given back: the order was replaced, the registration refused
grep -E ',A0(03|10|11),' found | cut -d, -f 6,10 >out
out <<'E'
A003,accept
A010,refund
A011,refund
E
# id ORDER|TXN: the difference about it
id() { grep ",$1," found | cut -d, -f 1; }
decisions() { echo diff_id,action,reason; while read -r what rest; do echo "$(id "$what"),$(echo "$rest" | sed 's/ /,/')"; done; }

# what every row needs
printf 'diff_id,action,reason\n,,x\n' >empty.csv
run 1 fee-decide empty.csv
has err 'empty.csv:2: diff_id: MISSING: empty: every row needs it'
has err 'empty.csv:2: action: MISSING: empty: every row needs it'

# what may not be decided
decisions >bad.csv <<E
A003 waive no
A007 accept no
A099 refund no
A005B accept no
A008 refund no
A003 pay no
A003 accept -
A010 accept no
A011 accept no
E
echo 0123456789abcdef,accept,no >>bad.csv
sed -i 's/,-$/,/' bad.csv
dump >before
run 1 fee-decide -r rejects.csv bad.csv
cut -d, -f 2-5 rejects.csv >out
out <<'E'
line,record,field,code
2,1,action,ACTION_NOT_ALLOWED
3,2,action,ACTION_NOT_ALLOWED
4,3,order_no,MISSING
5,4,action,ACTION_NOT_ALLOWED
6,5,action,ACTION_NOT_ALLOWED
7,6,action,ACTION_UNKNOWN
8,7,reason,MISSING
9,8,action,ORDER_CLOSED
10,9,action,NOT_DUE
11,10,diff_id,DIFF_UNKNOWN
E
dump >after
ok cmp before after
run 1 fee-decide rejects.csv
dump >after
ok cmp before after

# every decision
decisions >good.csv <<E
A003 accept 银行已到账
A004 accept 差一分,照收
A005B refund 重复支付
A006 refund 逾期
A007 waive 银行确认丢单
A008 suspense 待查
A009 refund 金额错误
A010 refund 订单已取消
A011 suspense 待查
A012 refund 多付
A013 accept 先收一半
A014 accept 银行已到账
A015 accept 考办同意
A099 suspense 不明
E
sed -i 's/差一分,照收/"差一分,照收"/' good.csv
dump >before
run 0 fee-decide -n good.csv
mv out dry
dump >after
ok cmp before after
run 0 fee-decide good.csv
ok cmp dry out
mv out first
cut -d, -f 2- first >out
out <<E
class,order_no,action,amount,refund_no,result
MISSING_OURS,${O}00301,accept,232.00,,paid
AMOUNT_MISMATCH,${O}00401,accept,231.99,,paid
DUPLICATE,${O}00501,refund,232.00,${O}00501R01,proposed
LATE,${O}00601,refund,232.00,${O}00601R01,proposed
MISSING_BANK,${O}00701,waive,0.00,,waived
REFUND_UNKNOWN,${O}00801,suspense,-232.00,,suspense
AMOUNT_MISMATCH,${O}00901,refund,300.00,${O}00901R01,proposed
MISSING_OURS,${O}01001,refund,232.00,${O}01001R01,proposed
MISSING_OURS,${O}01101,suspense,232.00,,suspense
AMOUNT_MISMATCH,${O}01201,refund,250.00,${O}01201R01,proposed
AMOUNT_MISMATCH,${O}01301,accept,116.00,,paid
MISSING_OURS,${O}01401,accept,232.00,,paid
LATE,${O}01501,accept,232.00,,paid
UNKNOWN_ORDER,T1234,suspense,61.00,,suspense
E
# who is paid by a decision is told so, nobody else
rows "SELECT reason FROM message m WHERE template = 'paid' AND batch_id = (SELECT max(batch_id) FROM message) ORDER BY id" <<E
${O}00301
${O}00401
${O}01301
${O}01401
${O}01501
E
rows "SELECT o.order_no, p.txn_no, p.paid_at, p.amount, p.effective, p.result FROM payment p JOIN fee_order o ON o.id = p.order_id WHERE o.order_no > '${O}00501' OR p.batch_id > 4 ORDER BY o.order_no, p.txn_no" <<E
${O}00301|A003|2025-08-20T09:10:00|23200|1|paid
${O}00401|A004|2025-08-20T09:20:00|23199|1|paid
${O}00501|A005B|2025-08-20T09:30:00|23200|0|duplicate
${O}00601|A006|2025-09-05T17:00:00|23200|0|late
${O}00701|A007|2025-08-20T09:00:00|23200|1|paid
${O}00801|A008|2025-08-20T09:00:00|23200|1|paid
${O}00901|A009|2025-08-20T09:00:00|30000|0|amount
${O}01001|A010|2025-08-20T09:00:00|23200|0|void
${O}01201|A012|2025-08-20T09:00:00|23200|1|paid
${O}01301|A013|2025-08-20T09:00:00|11600|1|paid
${O}01401|A014|2025-08-20T09:00:00|23200|1|paid
${O}01501|A015|2025-09-05T17:00:00|23200|1|paid
E
rows "SELECT r.paid_at, s.state FROM registration r JOIN registration_state s ON s.registration_id = r.id WHERE r.reg_no IN ('${O}003', '${O}006', '${O}015') ORDER BY r.reg_no" <<'E'
2025-08-20T09:10:00|paid
|reviewed
2025-09-05T17:00:00|paid
E
rows "SELECT count(*), group_concat(DISTINCT cause) FROM refund WHERE state = 'proposed'" <<'E'
5|duplicate,request
E

# decided again the same: nothing; otherwise: refused
dump >before
run 0 fee-decide good.csv
ok cmp first out
has err '0 accepted, 0 rejected, 14 unchanged'
dump >after
ok cmp before after
sed 's/accept,银行已到账/refund,银行已到账/; s/逾期/another reason/' good.csv >other.csv
run 1 fee-decide -q other.csv
equal 'decisions that contradict' "$(grep -c DIFF_DECIDED err)" 3
dump >after
ok cmp before after
# what was set aside waits for a decision that holds
cp exam.db aside.db
sed 's/suspense/waive/' good.csv >other.csv
run 1 fee-decide other.csv
has err 'ACTION_NOT_ALLOWED: MISSING_OURS cannot be decided by waive'
has err '2 accepted, 1 rejected, 11 unchanged'
run 1 fee-decide good.csv
equal 'then it stands' "$(grep -c DIFF_DECIDED err)" 2
rm -f exam.db-wal exam.db-shm
mv aside.db exam.db

run 0 fee-decide -e 308-2024 good.csv
has err '0 accepted, 0 rejected, 1 unchanged'
has err '13 records are not of 308-2024'

# the second half of a payment cannot count, too
decisions >half.csv <<E
A013B accept 后一半
E
run 1 fee-decide half.csv
has err 'half.csv:2: action: ORDER_PAID'
sed -i 's/accept/refund/' half.csv
run 1 fee-reconcile a.csv late.csv
run 0 fee-decide half.csv

# all is decided: the same statements agree
run 0 fee-reconcile a.csv late.csv
equal 'nothing is left to be printed' "$(wc -l <out)" 1
has err '0 differences open'
run 0 fee-reconcile --matched a.csv late.csv
has out "MISSING_BANK,${O}00701,${O}007,alipay_trade,A007,232.00,0.00,2025-08-20T09:00:00,waive"
has out ",MATCHED,${O}00301,"

# a refund that is refused opens its difference again; a difference that does not hold any more cannot be decided
# at once, and the message names it
printf 'refund_no,decision,reason\n%s,refuse,材料不全\n' "${O}00501R01" >no.csv
run 0 fee-refund approve no.csv
has err "no.csv:2: refund_no: DIFF_OPEN: warning: difference $(id A005B), for which ${O}00501R01 was proposed, is open again: decide it anew (fee-decide)"
rows "SELECT class, state, action, decided_by, decided_at FROM difference WHERE diff_id = '$(id A005B)'" <<'E'
DUPLICATE|open|||
E
run 0 fee-refund approve no.csv
lacks err DIFF_OPEN
decisions >again.csv <<E
A005B refund 仍须退款
E
run 0 fee-decide again.csv
has out "${O}00501R02,proposed"
run 0 fee-reconcile a.csv
# by fee-reconcile, where it was refused by other hands
sqlite3 exam.db "UPDATE refund SET state = 'refused' WHERE refund_no = '${O}00501R02'"
run 1 fee-reconcile a.csv
has out ",DUPLICATE,${O}00501,"
sed -i 's/仍须/再次/' again.csv
run 0 fee-decide again.csv
has out "${O}00501R03,proposed"
# and where the channel could not do it
printf 'refund_no,decision\n%s,approve\n' "${O}00501R03" >yes.csv
SUDO_USER=bob run 0 fee-refund approve yes.csv
run 0 fee-refund export -o failing.csv
printf 'refund_no,decision,reason\n%s,failed,账户已销\n' "${O}00501R03" >failed.csv
run 0 fee-refund settle failed.csv
has err DIFF_OPEN
sed -i 's/再次/换渠道/' again.csv
run 0 fee-decide again.csv
has out "${O}00501R04,proposed"
run 0 fee-reconcile a.csv
sqlite3 exam.db "UPDATE difference SET state = 'closed' WHERE class = 'UNKNOWN_ORDER'"
decisions >closed.csv <<E
A099 suspense 不明
E
run 1 fee-decide closed.csv
has err DIFF_CLOSED
# what the office had heard of by another word of the channel was not recorded again
rows "SELECT channel, result FROM payment WHERE txn_no = 'A015'" <<'E'
unionpay_zm|paid
E
# the audit log knows who decided what
rows "SELECT count(*), count(DISTINCT subject) FROM audit_entry WHERE action = 'fee-decide' AND subject <> ''" <<'E'
18|15
E

# a wrong fee of a payment that is accepted is said with the decision, which closes it: the same statement then agrees
wechat w.csv <<E
交易 W016 ${O}01601 - 2025-08-20T09:00:00 232 0.38
交易 W017 ${O}01701 - 2025-08-20T09:00:00 232
E
fee-reconcile w.csv >found 2>err
grep -cE ',MISSING_OURS,.*,W01[67],' found >out
out <<'E'
2
E
decisions >fee.csv <<'E'
W016 accept 银行流水
W017 accept 银行流水
E
run 0 fee-decide fee.csv
has err 'fee.csv:2: diff_id: FEE_MISMATCH: warning: the fee of W016 is 1.39200 yuan, by its rate 0.88160'
equal 'the other fee is right' "$(grep -c FEE_MISMATCH err)" 1
run 0 fee-decide fee.csv
has err '0 accepted, 0 rejected, 2 unchanged'
fee-reconcile w.csv >found 2>err
lacks found W016
lacks found W017
rows "SELECT class, state FROM difference WHERE txn_no = 'W016'" <<'E'
MISSING_OURS|decided
E

# the frame
run 3 fee-decide </dev/null
run 0 fee-decide <<'E'
diff_id,action,reason
E
run 3 fee-decide <<'E'
diff_id,action
E
run 2 fee-decide --all -e AQ-2025
run 3 fee-decide -d none.db good.csv
sqlite3 exam.db "UPDATE difference SET state = 'open', action = '', reason = '' WHERE class = 'UNKNOWN_ORDER'"
fee-decide closed.csv >/dev/full 2>err
equal 'exit status of >/dev/full after a commit' $? 4
run 0 fee-decide closed.csv
has err '0 accepted, 0 rejected, 1 unchanged'
sqlite3 exam.db "INSERT INTO operator VALUES (1, '$(id -un 2>/dev/null || whoami)', 'x', 'clerk', '*', '*', '*')"
run 3 fee-decide closed.csv
has err NOT_AUTHORISED

# ---- money under a number of nobody: whose it is, is found out, and the number is learnt
office
export KAOWU_NOW=2025-08-20T10:00:00
people 1 12 110000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
{
	echo order_no,channel,txn_no,paid_at,amount
	echo "${O}00201,alipay,B002,2025-08-20T09:00:00,232.00"
	for n in 006 007 008; do echo "${O}${n}01,alipay,B$n,2025-08-20T09:00:00,232.00"; done
	echo "${O}00801,alipay,B008B,2025-08-20T09:00:00,232.00"
} >pay.csv
fee-pay -q pay.csv >/dev/null
alipay u.csv 2088 2025-08-20 2025-08-21 <<E
交易 B001 WX20250001 - 2025-08-20T09:00:00 232
交易 B002 ${O}00201 - 2025-08-20T09:00:00 232
交易 B002X WX20250002 - 2025-08-20T10:00:00 232
交易 B003 考试费 - 2025-08-20T09:00:00 232
交易 B004 WX20250004 - 2025-08-20T09:00:00 61
交易 B005 - - 2025-08-20T09:00:00 232
交易 B006 ${O}00601 - 2025-08-20T09:00:00 232
退款 B006 ${O}00601 RB006 2025-08-20T12:00:00 232
交易 B007 ${O}00701 - 2025-08-20T09:00:00 232
退款 B007 ${O}00701 RB007 2025-08-20T12:00:00 32
交易 B008 ${O}00801 - 2025-08-20T09:00:00 232
交易 B008B ${O}00801 - 2025-08-20T09:00:00 232
退款 B008B ${O}00801 RB008 2025-08-20T12:00:00 232
E
alipay ulate.csv 2088 2025-09-06 2025-09-07 <<E
交易 B010 WX20250010 - 2025-09-06T09:00:00 232
E
export KAOWU_NOW=2025-09-08T10:00:00
run 1 fee-reconcile u.csv ulate.csv
mv out found
id() { grep ",$1,.*,$2\$" found | cut -d, -f 1; }
cat >take.csv <<E
diff_id,order_no,action,reason
$(id B001 suspense),${O}00101,accept,考生来电
$(id B002X suspense),${O}00201,refund,重复
$(id B003 suspense),${O}00301,accept,考生来电
$(id B004 suspense),${O}00401,accept,金额不符
$(id B005 suspense),${O}00501,accept,附言
$(id B010 suspense),${O}01001,accept,逾期
$(id B001 suspense),AQ2599999999999,accept,x
E
run 1 fee-decide take.csv
cut -d, -f 2- out >o; mv o out
out <<E
class,order_no,action,amount,refund_no,result
UNKNOWN_ORDER,${O}00101,accept,232.00,,paid
UNKNOWN_ORDER,${O}00201,refund,232.00,${O}00201R01,proposed
UNKNOWN_ORDER,${O}00301,accept,232.00,,paid
UNKNOWN_ORDER,${O}00501,accept,232.00,,paid
E
has err 'take.csv:4: order_no: ALIAS_FORM: warning: "考试费" is no number'
has err "take.csv:5: order_no: AMOUNT_MISMATCH: order ${O}00401 is over 232.00 yuan"
has err "take.csv:7: order_no: LATE: order ${O}01001 was to be paid until 2025-09-05T16:00:00"
has err 'take.csv:8: action: DIFF_DECIDED'
# the same decision for another order contradicts it, for the same order does not
{ echo diff_id,order_no,action,reason; echo "$(sed -n 2p take.csv | sed "s/${O}00101/${O}01201/")"; sed -n 2p take.csv; } >other.csv
run 1 fee-decide other.csv
has err "other.csv:2: order_no: DIFF_DECIDED: decided before for order ${O}00101"
has err '0 accepted, 1 rejected, 1 unchanged'
rows 'SELECT a.kind, o.order_no, iif(a.kind = '"'quoted'"', alias, '"''"') FROM order_alias a JOIN fee_order o ON o.id = a.order_id ORDER BY 2' <<E
quoted|${O}00101|WX20250001
quoted|${O}00201|WX20250002
entry|${O}00301|
entry|${O}00501|
E
rows "SELECT o.order_no, p.txn_no, p.paid_at, p.effective, p.result FROM payment p JOIN fee_order o ON o.id = p.order_id WHERE p.txn_no IN ('B001', 'B002X', 'B005') ORDER BY 2" <<E
${O}00101|B001|2025-08-20T09:00:00|1|paid
${O}00201|B002X|2025-08-20T10:00:00|0|duplicate
${O}00501|B005|2025-08-20T09:00:00|1|paid
E
dump >before
run 1 fee-decide take.csv
has err '0 accepted, 3 rejected, 4 unchanged'
dump >after
ok cmp before after
sed -i "s/accept,金额不符/refund,金额不符/; s/accept,逾期/refund,逾期/; /AQ259/d; /B003/d" take.csv
run 0 fee-decide take.csv
rows "SELECT p.txn_no, p.effective, p.result FROM payment p WHERE p.txn_no IN ('B004', 'B010') ORDER BY 1" <<E
B004|0|amount
B010|0|late
E

# ---- the channel gave money back by itself: recorded as a refund that is settled, and an order given back whole pays for nothing
cat >back.csv <<E
diff_id,action,reason
$(id B006 query),accept,银行客服退回
$(id B007 query),accept,银行客服退回
$(id B008B query),accept,渠道自动退重复款
E
run 0 fee-decide back.csv
cut -d, -f 2- out >o; mv o out
out <<E
class,order_no,action,amount,refund_no,result
REFUND_UNKNOWN,${O}00601,accept,-232.00,${O}00601R01,settled
REFUND_UNKNOWN,${O}00701,accept,-32.00,${O}00701R01,settled
REFUND_UNKNOWN,${O}00801,accept,-232.00,${O}00801R01,settled
E
mv out first
rows "SELECT f.refund_no, p.txn_no, f.amount, f.cause, f.proposed_by, f.approved_by <> '', f.settled_at FROM refund f JOIN payment p ON p.id = f.payment_id WHERE f.state = 'settled' ORDER BY 1" <<E
${O}00601R01|B006|23200|request||1|2025-08-20T12:00:00
${O}00701R01|B007|3200|request||1|2025-08-20T12:00:00
${O}00801R01|B008B|23200|duplicate||1|2025-08-20T12:00:00
E
rows "SELECT reg_no, state FROM registration_state WHERE reg_no IN ('${O}006', '${O}007', '${O}008') ORDER BY 1" <<E
${O}006|reviewed
${O}007|paid
${O}008|paid
E
run 0 fee-decide back.csv
cut -d, -f 2- out >o; mv o out
ok cmp out first
has err '0 accepted, 0 rejected, 3 unchanged'
printf 'order_no,cause,reason\n%s,cancelled,again\n' "${O}00601" >twice.csv
run 1 fee-refund propose twice.csv
has err REFUND_NOTHING
run 0 fee-reconcile u.csv ulate.csv
equal 'nothing is left to be printed' "$(wc -l <out)" 1
done_testing
