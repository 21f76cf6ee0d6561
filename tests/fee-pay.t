#!/bin/sh
# fee-pay: what the gateway and the cashier tell of; money that came in is never lost, and never a seat by itself.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
{ people 1 6 110000; people 11 14 310000; } >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
B=AQ2511000000
S=AQ2531000000
H=order_no,channel,txn_no,paid_at,amount,receipt_no,payer,cashier

cat >pay.csv <<E
$H
${B}101,alipay,2025082022001000000001,2025-08-20 09:30:00,232.00,,,
${B}201,微信支付,4200002025082000000001,2025-08-20T09:31,232,,,
${S}101,counter,,2025-08-20T09:32:00,210.00,PJ001,王五,陈
${S}201,柜台,POS77,2025-08-20T09:33:00,210.00,PJ002,,陈
E
dump >before
run 0 fee-pay -n pay.csv
mv out dry
dump >after
ok cmp before after
run 0 fee-pay pay.csv
ok cmp dry out
out <<E
order_no,reg_no,amount,result
${B}101,${B}1,232.00,paid
${B}201,${B}2,232.00,paid
${S}101,${S}1,210.00,paid
${S}201,${S}2,210.00,paid
E
err <<'E'
pay.csv:5: txn_no: TXN_NOT_KEPT: warning: POS77: at the counter the receipt's number is kept, PJ002, which the cash book has
fee-pay: 4 accepted, 0 rejected, 0 unchanged
E
rows 'SELECT channel, txn_no, paid_at, amount, receipt_no, cashier, effective FROM payment ORDER BY id' <<'E'
alipay_trade|2025082022001000000001|2025-08-20T09:30:00|23200|||1
wechat_trade|4200002025082000000001|2025-08-20T09:31:00|23200|||1
counter|PJ001|2025-08-20T09:32:00|21000|PJ001|陈|1
counter|PJ002|2025-08-20T09:33:00|21000|PJ002|陈|1
E
rows "SELECT r.reg_no, r.paid_at, s.state FROM registration r JOIN registration_state s ON s.registration_id = r.id WHERE r.reg_no IN ('${B}1', '${B}3')" <<E
${B}1|2025-08-20T09:30:00|paid
${B}3||reviewed
E
# who has paid is told so
told() { sqlite3 exam.db "SELECT r.reg_no, template, reason FROM message m JOIN registration r ON r.id = m.registration_id ORDER BY m.id"; }
told >got
cat >want <<E
${B}1|paid|${B}101
${B}2|paid|${B}201
${S}1|paid|${S}101
${S}2|paid|${S}201
E
ok diff want got
dump >before
run 0 fee-pay pay.csv
ok cmp dry out
err <<'E'
pay.csv:5: txn_no: TXN_NOT_KEPT: warning: POS77: at the counter the receipt's number is kept, PJ002, which the cash book has
fee-pay: 0 accepted, 0 rejected, 4 unchanged
E
dump >after
ok cmp before after

# too much, too late, for an order that does not stand: recorded, to be given back
sqlite3 exam.db "UPDATE registration SET review = 'fail' WHERE reg_no = '${B}4';
	UPDATE fee_order SET closed_at = '2025-08-20T09:00:00' WHERE order_no = '${B}501'"
cat >odd.csv <<E
$H
${B}101,wechat,4200002025082000000009,2025-08-20T09:35:00,232.00,,,
${B}301,alipay,2025090522001000000003,2025-09-05T16:00:01,232.00,,,
${B}601,alipay,2025090522001000000006,2025-09-05T16:00:00,232.00,,,
${B}401,alipay,2025082022001000000004,2025-08-20T09:36:00,232.00,,,
${B}501,alipay,2025082022001000000005,2025-08-20T09:37:00,232.00,,,
E
run 0 fee-pay --as-of 2025-09-06 odd.csv
out <<E
order_no,reg_no,amount,result
${B}101,${B}1,232.00,duplicate
${B}301,${B}3,232.00,late
${B}601,${B}6,232.00,paid
${B}401,${B}4,232.00,void
${B}501,${B}5,232.00,void
E
told | tail -n +5 >got
echo "${B}6|paid|${B}601" >want
ok diff want got
mv out first
rows "SELECT count(*), sum(effective), sum(amount) FROM payment WHERE result <> 'paid'" <<'E'
4|0|92800
E
rows "SELECT count(*) FROM registration WHERE paid_at IS NOT NULL AND reg_no IN ('${B}3', '${B}4', '${B}5')" <<'E'
0
E
run 0 fee-pay --as-of 2025-09-06 odd.csv
ok cmp first out
has err '0 accepted, 0 rejected, 5 unchanged'
# grace, and the centre's word
{ people 21 22 110000; } >in.csv
registered in.csv
fee-bill -q regs.csv >/dev/null
cat >late.csv <<E
$H
${B}701,alipay,2025090522001000000007,2025-09-05T16:10:00,232.00,,,
E
sqlite3 exam.db "UPDATE setting SET value = '10' WHERE setting = 'late_grace_minutes'"
run 0 fee-pay -n --as-of 2025-09-06 late.csv
has out "${B}701,${B}7,232.00,paid"
sqlite3 exam.db "UPDATE setting SET value = '9' WHERE setting = 'late_grace_minutes'"
run 0 fee-pay -n --as-of 2025-09-06 late.csv
has out "${B}701,${B}7,232.00,late"
run 0 fee-pay --as-of 2025-09-06 --override '人考〔2025〕3号: 网关故障' late.csv
has out "${B}701,${B}7,232.00,paid"

# every reason to refuse; all of a record's at once
cat >bad.csv <<E
$H
${B}801,alipay,T1,2025-08-20T09:00:00,231.99,,,
${B}999,alipay,T1,2025-08-20T09:00:00,232.00,,,
${B}801,,T1,2025-08-20T09:00:00,232.00,,,
${B}801,a b,T1,2025-08-20T09:00:00,232.00,,,
${B}801,alipay,,2025-08-20T09:00:00,232.00,,,
${B}801,alipay,T 1,2025-08-20T09:00:00,232.00,,,
${B}801,alipay,T1,20-08-2025,232.00,,,
${B}801,alipay,T1,2025-08-21T00:00:00,232.00,,,
${B}801,alipay,T1,2025-08-20T09:00:00,2e2,,,
${B}801,alipay,T1,2025-08-20T09:00:00,-232.00,,,
${B}801,counter,,2025-08-20T09:00:00,232.00,PJ009,,
${S}301,counter,,2025-08-20T09:00:00,210.00,,,
${S}301,counter,,2025-08-20T09:00:00,210.00,PJ002,,
${S}301,counter,PJ001,2025-08-20T09:00:00,210.00,PJ003,,
${B}801,alipay,2025082022001000000001,2025-08-20T09:30:00,232.00,,,
${B}101,alipay,2025082022001000000001,2025-08-20T09:30:00,231.00,,,
${B}801,alipay,,x,y,,,
E
dump >before
run 1 fee-pay -r rejects.csv bad.csv
out <<'E'
order_no,reg_no,amount,result
E
cut -d, -f 2-5 rejects.csv >out
out <<'E'
line,record,field,code
2,1,amount,AMOUNT_MISMATCH
3,2,order_no,ORDER_UNKNOWN
4,3,channel,MISSING
5,4,channel,CHANNEL_UNKNOWN
6,5,txn_no,MISSING
7,6,txn_no,NUMBER_FORM
8,7,paid_at,TIME_FORM
9,8,paid_at,TIME_FUTURE
10,9,amount,AMOUNT_FORM
11,10,amount,AMOUNT_FORM
12,11,channel,PAYMENT_MODE
13,12,receipt_no,RECEIPT_MISSING
14,13,receipt_no,RECEIPT_TAKEN
15,14,txn_no,TXN_TAKEN
16,15,txn_no,TXN_TAKEN
17,16,txn_no,TXN_TAKEN
18,17,txn_no|paid_at|amount,MISSING|TIME_FORM|AMOUNT_FORM
E
dump >after
ok cmp before after
run 1 fee-pay -q rejects.csv
equal 'the rejects, read again, are refused again' "$(grep -c '^rejects.csv:' err)" 19
# mended
sed 's/231\.99/232.00/g' rejects.csv | sed -n '1,2p' >mended.csv
run 0 fee-pay mended.csv
has out "${B}801,${B}8,232.00,paid"
run 0 fee-pay -e 308-2024 mended.csv
has err '1 records are not of 308-2024'

# one transaction under the other names of its channel is one payment
cp exam.db kept.db
for c in wechat 微信资金账单 wechat_fundflow wechat_trade 微信支付; do
	printf '%s\n%s,%s,WX1,2025-08-20T09:00:00,210.00,,,\n' "$H" "${S}301" $c >same.csv
	run 0 fee-pay same.csv
	has out "${S}301,${S}3,210.00,paid"
done
rows "SELECT channel, count(*) FROM payment WHERE txn_no = 'WX1'" <<'E'
wechat_trade|1
E
mkdir -p few
for c in wechat_fundflow alipay_account unionpay; do
	printf '%s\n%s,%s,WX1,2025-08-20T09:00:00,210.00,,,\n' "$H" "${S}301" $c
done | awk 'NR == 1 || !/^order_no/' >same.csv
cp "$ROOT/common/channels/abc.conf" few
run 0 env KAOWU_CHANNELS=few fee-pay same.csv
rows "SELECT channel, result FROM payment WHERE txn_no = 'WX1' ORDER BY id" <<'E'
wechat_trade|paid
alipay_trade|duplicate
unionpay_zm|duplicate
E
rm -r few
mv kept.db exam.db

# money is not older than its order, and one transaction has one time
cp exam.db kept.db
printf '%s\n%s,wechat,WX1,2019-08-20T09:00:00,210.00,,,\n' "$H" "${S}301" >old.csv
run 1 fee-pay old.csv
has err "old.csv:2: paid_at: PAID_BEFORE_ORDER: 2019-08-20T09:00:00: order ${S}301 was made 2025-"
printf '%s\n%s,wechat,WX1,2025-08-20T09:00:00,210.00,,,\n' "$H" "${S}301" >old.csv
run 0 fee-pay old.csv
sed -i 's/T09:00:00/T09:59:00/' old.csv
run 0 fee-pay old.csv
sed -i 's/T09:59:00/T07:59:00/' old.csv
run 1 fee-pay old.csv
has err 'old.csv:2: txn_no: TXN_TAKEN'
mv kept.db exam.db

# a channel is one of the known words; those of the shipped profiles are known without their files, too
cat >unknown.csv <<E
订单号,支付渠道,交易流水号,支付时间,金额
${S}301,银联商务,U1,2025-08-20T09:00:00,210.00
${S}301,wehcat,U1,2025-08-20T09:00:00,210.00
E
run 1 fee-pay unknown.csv
has err 'unknown.csv:3: channel: CHANNEL_UNKNOWN: wehcat is no channel; known: counter abc '
has err 'unionpay'
equal 'unknown channels are refused' "$(grep -c CHANNEL_UNKNOWN err)" 2
has err '0 accepted, 2 rejected'
run 3 env KAOWU_CHANNELS=none fee-pay unknown.csv
has err 'none:0: No such file or directory'
mkdir few
cp "$ROOT/common/channels/alipay_trade.conf" few
cat >known.csv <<E
$H
${S}301,unionpay,U1,2025-08-20T09:00:00,210.00,,,
E
run 0 fee-pay known.csv
has out "${S}301,${S}3,210.00,paid"
for c in alipay_account wechat_trade wechat_fundflow wechat_nontax unionpay_zm unionpay_zme icbc ccb abc boc bocom cmb cgb spdb; do
	sed "s/unionpay,U1/$c,U$c/" known.csv
done | awk 'NR == 1 || !/^order_no/' >words.csv
run 0 env KAOWU_CHANNELS=few fee-pay -n words.csv
equal 'words of the contract are known without their profiles' "$(grep -c ,duplicate out)" 14

# one order, two payments in one file: the first pays it
cat >two.csv <<E
$H
${S}401,alipay,T41,2025-08-20T09:00:00,210.00,,,
${S}401,alipay,T42,2025-08-20T08:00:00,210.00,,,
E
run 0 fee-pay two.csv
out <<E
order_no,reg_no,amount,result
${S}401,${S}4,210.00,paid
${S}401,${S}4,210.00,duplicate
E

# a receipt belongs to one order, whether the number of the transaction is given or follows from it
people 41 43 310000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
set -- $(sed 1d orders.csv | cut -d, -f 1)
cat >receipt.csv <<E
$H
$1,counter,,2025-08-20T09:32:00,210.00,PJ100,,
$2,counter,,2025-08-20T09:33:00,210.00,PJ100,,
$3,counter,POS9,2025-08-20T09:34:00,210.00,PJ100,,
E
run 1 fee-pay -r rejects.csv receipt.csv
has out "$1,"
cut -d, -f 2-5 rejects.csv >out
out <<'E'
line,record,field,code
3,2,receipt_no,RECEIPT_TAKEN
4,3,receipt_no,RECEIPT_TAKEN
E
has rejects.csv "receipt PJ100 was given out for order $1"

# another payment window is opened after orders have expired (山东, until 2025-08-29)
people 101 106 370000 >in.csv
registered in.csv
fee-bill -q regs.csv >/dev/null
D=AQ2537000000
sqlite3 exam.db "INSERT INTO window VALUES (999, 'AQ', 2025, '370000', 'payment', '2025-08-11T09:00:00', '2025-08-29T23:59:59'),
	(998, 'AQ', 2025, '370000', 'payment', '2025-10-08T09:00:00', '2025-10-10T17:00:00')"
printf 'reg_no\n%s\n%s\n%s\n%s\n' ${D}2 ${D}3 ${D}4 ${D}5 >again.csv
cat >window.csv <<E
$H
${D}101,alipay,W1,2025-10-08T10:00:00,252.00,,,
${D}601,alipay,W6,2025-10-01T10:00:00,252.00,,,
${D}201,alipay,W2,2025-10-08T10:00:00,252.00,,,
${D}301,alipay,W3,2025-10-01T10:00:00,252.00,,,
${D}401,alipay,W4,2025-10-08T10:00:00,252.00,,,
${D}402,alipay,W4B,2025-10-08T11:00:00,252.00,,,
${D}502,alipay,W5,2025-10-08T10:00:00,252.00,,,
${D}501,alipay,W5B,2025-10-08T11:00:00,252.00,,,
E
run 0 reg-show --as-of 2025-10-01 ${D}1
has out 'order             '${D}'101: 252.00 yuan, expired 2025-08-29 23:59:59; another is made (fee-bill)'
has out 'next              the order is made (fee-bill)'
has out 'from              2025-10-08 09:00'
lacks out 'until '
run 0 fee-bill --as-of 2025-10-08T09:30 again.csv
has out "${D}402,${D}4,registration,252.00,2025-10-10T17:00:00"
# within the window the old order is good, between the windows it is not; a replaced one stands again where the new one is
# for the same, and money for the new one is then a second payment
cp exam.db window.db
run 0 fee-pay --as-of 2025-10-08T12:00 window.csv
out <<E
order_no,reg_no,amount,result
${D}101,${D}1,252.00,paid
${D}601,${D}6,252.00,late
${D}201,${D}2,252.00,paid
${D}301,${D}3,252.00,void
${D}401,${D}4,252.00,paid
${D}402,${D}4,252.00,void
${D}502,${D}5,252.00,paid
${D}501,${D}5,252.00,void
E
has err "window.csv:4: order_no: ORDER_RESTORED: warning: ${D}201 was replaced by ${D}202 for the same"
mv out first
rows "SELECT order_no, closed_at IS NULL FROM fee_order WHERE order_no GLOB '${D}[2-5]*' ORDER BY order_no" <<E
${D}201|1
${D}202|0
${D}301|0
${D}302|1
${D}401|1
${D}402|0
${D}501|0
${D}502|1
E
rows "SELECT reg_no, state FROM registration_state WHERE reg_no GLOB '${D}[1-6]' ORDER BY reg_no" <<E
${D}1|paid
${D}2|paid
${D}3|reviewed
${D}4|paid
${D}5|paid
${D}6|reviewed
E
run 0 fee-pay --as-of 2025-10-08T12:00 window.csv
ok cmp first out
has err '0 accepted, 0 rejected, 8 unchanged'
run 0 reg-show --as-of 2025-10-08T12:00 ${D}2
has out "order             ${D}201: 252.00 yuan, paid"
lacks out ${D}202
run 0 reg-show --as-of 2025-10-08T12:00 ${D}3
has out "order             ${D}302: 252.00 yuan, until 2025-10-10 17:00"
has out 'until             2025-10-10 17:00'
run 0 reg-show --as-of 2025-10-11 ${D}3
has out "order             ${D}302: 252.00 yuan, expired 2025-10-10 17:00"
lacks out 'another is made'
# what the bank says of the same money, unheard of here, is the same: to be accepted, and accepted
cp window.db exam.db
alipay bank.csv 2088 2025-10-01 2025-10-09 <<E
交易 W1 ${D}101 - 2025-10-08T10:00:00 252
交易 W6 ${D}601 - 2025-10-01T10:00:00 252
交易 W2 ${D}201 - 2025-10-08T10:00:00 252
交易 W3 ${D}301 - 2025-10-01T10:00:00 252
E
run 1 fee-reconcile --as-of 2025-10-08T12:00 bank.csv
cut -d, -f 2,3,10 out | grep "$D" >o
mv out found; mv o out
out <<E
MISSING_OURS,${D}101,accept
MISSING_OURS,${D}201,accept
LATE,${D}301,refund
LATE,${D}601,refund
E
{ echo diff_id,action,reason; grep MISSING_OURS,$D found | sed 's/,.*/,accept,银行流水/'; } >accept.csv
run 0 fee-decide --as-of 2025-10-08T12:00 accept.csv
has err "ORDER_RESTORED: warning: ${D}201 was replaced by ${D}202"
run 1 fee-reconcile --as-of 2025-10-08T12:00 bank.csv
lacks out MISSING_OURS
rows "SELECT reg_no, state FROM registration_state WHERE reg_no GLOB '${D}[12]' ORDER BY reg_no" <<E
${D}1|paid
${D}2|paid
E
# a refused registration is offered no order to pay
sqlite3 exam.db "UPDATE registration SET review = 'fail' WHERE reg_no = '${D}5'"
run 0 reg-show --as-of 2025-10-08T12:00 ${D}5
has out "order             ${D}502: 252.00 yuan, not to be paid (rejected)"
lacks out 'until 2025-10-10'

# the frame
run 3 fee-pay </dev/null
run 0 fee-pay <<E
$H
E
run 3 fee-pay <<'E'
order_no,amount
E
run 2 fee-pay --all -e AQ-2025
run 3 fee-pay -d none.db pay.csv
sqlite3 exam.db "DELETE FROM payment WHERE txn_no = 'T42'"
fee-pay two.csv >/dev/full 2>err
equal 'exit status of >/dev/full after a commit' $? 4
run 0 fee-pay two.csv
has err '0 accepted, 0 rejected, 2 unchanged'
run 1 fee-pay --strict bad.csv two.csv
has err 'so nothing was changed'

# the day's cash book and the counter's payments meet by the receipt's number; a notice may name the order by its 缴款码
office
KAOWU_NOW=2025-08-20T10:00:00; export KAOWU_NOW
people 1 4 310000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
cat >pay.csv <<E
$H
${S}101,counter,,2025-08-20T09:32:00,210.00,PJ001,王五,陈
${S}201,counter,POS2,2025-08-20T09:33:00,210.00,PJ002,,陈
E
run 0 fee-pay -q pay.csv
cat >cash.csv <<E
receipt_no,order_no,amount,paid_at,kind,cashier
PJ001,${S}101,210.00,2025-08-20T09:32:00,pay,陈
PJ002,${S}201,210.00,2025-08-20T09:33:00,pay,陈
PJ003,${S}301,210.00,2025-08-20T09:34:00,pay,陈
total,3,630.00,0.00,,
E
run 1 fee-reconcile --as-of 2025-08-25 cash.csv
cut -d, -f 2,3,5,6 out >o; mv o out
out <<E
class,order_no,channel,txn_no
MISSING_OURS,${S}301,counter,PJ003
E
# receipts that differ by case alone are one
cat >case.csv <<E
$H
${S}301,counter,,2025-08-20T09:34:00,210.00,pj001,王五,陈
${S}301,counter,,2025-08-20T09:34:00,210.00,Aj9,王五,陈
${S}401,counter,,2025-08-20T09:34:00,210.00,aJ9,王五,陈
E
run 1 fee-pay -n case.csv
has err "case.csv:2: receipt_no: RECEIPT_TAKEN: receipt pj001 differs from PJ001, given out for order ${S}101, by case alone: write it as it is printed"
has err "case.csv:4: receipt_no: RECEIPT_TAKEN: receipt aJ9 differs from Aj9, given out for order ${S}301, by case alone"
rows "UPDATE payment SET receipt_no = 'pj001' WHERE receipt_no = 'PJ002'" <<'E'
Error: stepping, UNIQUE constraint failed: payment.receipt_no (19)
E
# what every row needs; an amount is no number of a person, however long; both amounts are said
cat >empty.csv <<E
$H
,alipay,T77,,,,,
${S}401,alipay,T77,2025-08-20T09:34:00,123456789012345,,,
${S}401,alipay,T77,2025-08-20T09:34:00,110101600101234,,,
${S}401,alipay,T77,2025-08-20T09:34:00,110101196003072532,,,
${S}401,alipay,T77,2025-08-20T09:34:00,209.99,,,
E
run 1 fee-pay empty.csv
has err 'empty.csv:2: order_no: MISSING: empty: every row needs it'
has err 'empty.csv:2: paid_at: MISSING: empty: every row needs it'
has err 'empty.csv:2: amount: MISSING: empty: every row needs it'
has err 'empty.csv:3: amount: AMOUNT_FORM: 123456789012345: larger than'
has err 'empty.csv:4: amount: AMOUNT_FORM: 1101016001*1234: larger than'
has err 'empty.csv:5: amount: AMOUNT_FORM: 1101011960****2532: larger than'
has err "empty.csv:6: amount: AMOUNT_MISMATCH: order ${S}401 is over 210.00 yuan, this is 209.99; "
printf 'order_no,alias\n%s,31000025000000000018\n' "${S}401" >alias.csv
printf 'reg_no\n' | fee-bill -q --alias alias.csv >/dev/null
cat >pay.csv <<E
$H
31000025000000000018,wechat_nontax,N1,2025-08-20T09:32:00,210.00,,,
E
run 0 fee-pay -q pay.csv
has out "${S}401,${S}4,210.00,paid"

done_testing
