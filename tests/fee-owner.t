#!/bin/sh
# Whose money it is: numbers that stand for an order, refunds that name none, the cash book of the counter, money that never came.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
sqlite3 exam.db "INSERT OR REPLACE INTO setting VALUES (999, '*', '110000', 'payment_mode', 'both')"
people 1 12 110000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
O=AQ25110000        # orders: ${O}NNN01
# what is found, without names of differences
found() { cut -d, -f 2,3,5,6,8,10 out >o; mv o out; out; }
sent() { sqlite3 exam.db "INSERT INTO refund_out SELECT 1, 'f', 'x', 0, 'x', 'x', 1 WHERE NOT EXISTS (SELECT 1 FROM refund_out);
	$ASKED INSERT INTO asked (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, out_id, exported_at, batch_id)
	SELECT '$1', o.id, p.id, $3, 'request', 'x', 'exported', 'a', '2025-08-20T10:00:00', 'b', '2025-08-20T10:30:00', 1, '2025-08-20T11:00:00', 1
	FROM fee_order o JOIN payment p ON p.order_id = o.id WHERE o.order_no = '${O}${2}01' AND p.effective$WALK"; }

# ---- 缴款码: the number of the non-tax platform, told to us beforehand
cat >codes.csv <<E
order_no,alias
${O}00101,11000025000000000011
${O}00201,11000025000000000022
E
run 0 fee-bill --alias codes.csv regs.csv
printf 'order_no,channel,txn_no,paid_at,amount\n%s,alipay,A001,2025-08-20T09:00:00,232.00\n' ${O}00101 >pay.csv
run 0 fee-pay pay.csv
alipay notices.csv 2088 2025-08-20 2025-08-21 <<'E'
交易 A001 11000025000000000011 - 2025-08-20T09:00:00 232
交易 A002 11000025000000000022 - 2025-08-20T09:00:00 232
交易 A002B 11000025000000000022 - 2025-08-20T09:05:00 232
交易 A003 11000025000000000033 - 2025-08-20T09:00:00 232
E
cp exam.db start.db
run 1 fee-reconcile notices.csv
found <<E
class,order_no,channel,txn_no,paid_amount,action
UNKNOWN_ORDER,11000025000000000033,alipay_trade,A003,232.00,suspense
MISSING_OURS,${O}00201,alipay_trade,A002,232.00,accept
DUPLICATE,${O}00201,alipay_trade,A002B,232.00,refund
E
# under the alias and under the number: one order
alipay number.csv 2088 2025-08-20 2025-08-21 <<E
交易 A001B ${O}00101 - 2025-08-20T10:00:00 232
E
run 1 fee-reconcile number.csv
has out "DUPLICATE,${O}00101,${O}001,alipay_trade,A001B,232.00,232.00"
# the code of a third order is told of later: its money is no longer nobody's
printf 'order_no,alias\n%s,11000025000000000033\n' ${O}00301 >later.csv
run 0 fee-bill --alias later.csv regs.csv
run 1 fee-reconcile notices.csv
has out "MISSING_OURS,${O}00301,${O}003,alipay_trade,A003"
lacks out UNKNOWN_ORDER
rows "SELECT class, state FROM difference WHERE txn_no = 'A003' ORDER BY class" <<'E'
MISSING_OURS|open
UNKNOWN_ORDER|closed
E

# ---- what somebody found out: the number that was quoted is the order's from now on, also in files to come
cp start.db exam.db
run 1 fee-reconcile notices.csv
{ echo diff_id,action,order_no,reason; awk -F, -v o=${O}00301 '$2 == "UNKNOWN_ORDER" { print $1 ",accept," o ",考生来电" }' out; } >decide.csv
run 0 fee-decide decide.csv
alipay again.csv 2088 2025-08-20 2025-08-21 <<'E'
交易 A003B 11000025000000000033 - 2025-08-20T11:00:00 232
E
run 1 fee-reconcile again.csv
lacks out UNKNOWN_ORDER
has out "DUPLICATE,${O}00301,${O}003,alipay_trade,A003B"

# ---- UnionPay's refund bears our number, or that of its payment, and never the order's
office
people 1 12 110000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
sqlite3 exam.db "INSERT OR REPLACE INTO setting VALUES (999, '*', '110000', 'payment_mode', 'both')"
cat >pay.csv <<E
order_no,channel,txn_no,paid_at,amount
${O}00101,unionpay,202508200900000000011,2025-08-20T09:00:00,232.00
${O}00201,unionpay,202508200900000000022,2025-08-20T09:00:00,232.00
E
run 0 fee-pay pay.csv
sent RF001 001 23200
sent RF002 002 10000
# zm KIND TIME FEN TXN_NO NUMBER PAYMENT: a row of the clearing file
zm() {
	part=$(printf '%s %-11s %-11s %06d %s %-19s %012d 9399 07 %-21s 00 %-32s 01 %-6s %-10s D%012d C%012d' "$1" 1 1 1 "$2" 6228 "$3" "$4" "$5" '' '' 0 "$3")
	printf '%-215s%-56s%-21s %-315s\r\n' "$part" 01 "$6" 802310048993424
}
{
	zm S22 0820090000 23200 202508200900000000011 ${O}00101 ''
	zm S22 0820090000 23200 202508200900000000022 ${O}00201 ''
	zm S30 0820120000 23200 202508201200000000011 RF001 202508200900000000011
	zm S30 0820120000 10000 202508201200000000022 GW002 202508200900000000022
} >INN25082088ZM_802310048993424
run 0 fee-reconcile --test INN25082088ZM_802310048993424
has out ',refund,202508200900000000022,,GW002,100.00,'
run 0 fee-reconcile INN25082088ZM_802310048993424
found <<E
class,order_no,channel,txn_no,paid_amount,action
REFUND_OK,${O}00101,unionpay_zm,202508200900000000011,-232.00,settle
REFUND_OK,${O}00201,unionpay_zm,202508200900000000022,-100.00,settle
E
printf 'refund_no,decision,reason\nRF001,settle,\nRF002,settle,\n' >settle.csv
run 0 fee-refund settle settle.csv
run 0 fee-reconcile INN25082088ZM_802310048993424
rows 'SELECT refund_no, state, settled_entry IS NOT NULL FROM refund ORDER BY 1' <<'E'
RF001|settled|1
RF002|settled|1
E

# ---- a refund at which the bank failed is missing; once we have refused it, nothing is odd about it
printf 'order_no,channel,txn_no,paid_at,amount\n%s,wechat,W003,2025-08-20T09:00:00,232.00\n' ${O}00301 >pay.csv
run 0 fee-pay pay.csv
sent RF003 003 23200
wechat failed.csv <<E
交易 W003 ${O}00301 - 2025-08-20T09:00:00 232
退款 W003 ${O}00301 RF003 2025-08-20T12:00:00 232 CHANGE
E
run 1 fee-reconcile failed.csv
found <<E
class,order_no,channel,txn_no,paid_amount,action
REFUND_MISSING,${O}00301,wechat_trade,W003,-232.00,query
E
printf 'refund_no,decision,reason\nRF003,refuse,账户已注销\n' >refuse.csv
run 0 fee-refund settle refuse.csv
run 0 fee-reconcile failed.csv

# ---- the counter: the cash book is the statement of the receipts
cat >pay.csv <<E
order_no,channel,paid_at,amount,receipt_no,cashier
${O}00401,counter,2025-08-20T09:00:00,232.00,P-004,王
${O}00501,counter,2025-08-20T09:05:00,232.00,P-005,王
${O}00601,counter,2025-08-20T09:10:00,232.00,P-006,王
E
run 0 fee-pay pay.csv
cat >cash.csv <<E
receipt_no,order_no,amount,paid_at,kind,cashier
P-004,${O}00401,232.00,2025-08-20T09:00:00,pay,王
P-006,${O}00601,230.00,2025-08-20T09:10:00,pay,王
P-007,${O}00701,232.00,2025-08-20T09:15:00,pay,王
P-008,,50.00,2025-08-20T16:00:00,pay,王
total,4,744.00,0.00
E
run 1 fee-reconcile --as-of 2025-08-22 --matched cash.csv
sed -i /unionpay/d out
found <<E
class,order_no,channel,txn_no,paid_amount,action
UNKNOWN_ORDER,,counter,P-008,50.00,suspense
MATCHED,${O}00401,counter,P-004,232.00,
IN_DOUBT,${O}00501,counter,P-005,0.00,wait
AMOUNT_MISMATCH,${O}00601,counter,P-006,230.00,query
MISSING_OURS,${O}00701,counter,P-007,232.00,accept
E
run 1 fee-reconcile --as-of 2025-08-22T23:59:59 cash.csv
has out "IN_DOUBT,${O}00501"
run 1 fee-reconcile --as-of 2025-08-23T09:05:00 cash.csv
has out "MISSING_BANK,${O}00501,${O}005,counter,P-005,232.00,0.00,2025-08-20T09:05:00,query"
lacks out IN_DOUBT
mv out missing

# ---- money that never came stays recorded, waived with its reason; the candidate pays the same order another way, and that is what counts
{ echo diff_id,action,reason; awk -F, '$2 == "MISSING_BANK" { print $1 ",waive,收据 P-005 作废, 考生已改用支付宝补缴" }' missing | sed 's/waive,\(.*\)/waive,"\1"/'; } >waive.csv
run 0 fee-decide --as-of 2025-08-23T10:00:00 waive.csv
alipay paid.csv 2088 2025-08-23 2025-08-24 <<E
交易 A005 ${O}00501 - 2025-08-23T11:00:00 232
E
run 1 fee-reconcile --as-of 2025-08-24T10:00:00 --matched paid.csv
has out ",MATCHED,${O}00501,${O}005,alipay_trade,A005,232.00,232.00,2025-08-23T11:00:00,"
lacks out "DUPLICATE,${O}00501"
# so it is no money to give back, as long as nobody asks for it; and of what never came nothing goes back
cp exam.db standing.db
printf 'order_no,channel,txn_no,paid_at,amount\n%s,alipay,A005,2025-08-23T11:00:00,232.00\n' ${O}00501 >told.csv
run 0 fee-pay --as-of 2025-08-24T10:00:00 told.csv
has out ',duplicate'
cp exam.db told.db
run 0 fee-refund propose -e AQ-2025 --all --as-of 2025-08-24T10:30:00
lacks out "${O}00501"
printf 'order_no,amount,cause,documents,reason\n%s,,duplicate,,paid twice\n' ${O}00501 >twice.csv
run 1 fee-refund propose --as-of 2025-08-24T10:30:00 twice.csv
has err REFUND_NOTHING
sed 's/duplicate,,paid twice/cancelled,,the exam is cancelled/' twice.csv >cancelled.csv
run 0 fee-refund propose --as-of 2025-08-24T10:30:00 cancelled.csv
rows "SELECT p.txn_no FROM refund f JOIN payment p ON p.id = f.payment_id JOIN fee_order o ON o.id = f.order_id WHERE o.order_no = '${O}00501'" <<'E'
A005
E
printf 'refund_no,decision\n%s,approve\n' ${O}00501R01 >yes.csv
SUDO_USER=nobody run 0 fee-refund approve --as-of 2025-08-24T11:00:00 yes.csv
run 0 fee-refund export --as-of 2025-08-24T11:30:00 -e AQ-2025 -o back.csv
printf 'refund_no,decision,reason\n%s,settled,seen\n' ${O}00501R01 >done.csv
run 0 fee-refund settle --as-of 2025-08-25T10:00:00 done.csv
rows "SELECT o.closed_at IS NOT NULL, r.paid_at IS NULL FROM fee_order o JOIN registration r ON r.id = o.registration_id WHERE o.order_no = '${O}00501'" <<'E'
1|1
E
# the lost receipt turns up after all: now it was paid twice
cp told.db exam.db
cat >cash2.csv <<E
receipt_no,order_no,amount,paid_at,kind,cashier
P-005,${O}00501,232.00,2025-08-20T09:05:00,pay,王
total,1,232.00,0.00
E
run 1 fee-reconcile --as-of 2025-08-24T10:00:00 cash2.csv
has out "DUPLICATE,${O}00501,${O}005,alipay_trade,A005"
run 0 fee-refund propose -e AQ-2025 --all --as-of 2025-08-24T10:30:00
has out "${O}00501R01,${O}00501,232.00"
cp standing.db exam.db
run 1 fee-reconcile --as-of 2025-08-24T10:00:00 cash2.csv
has out "DUPLICATE,${O}00501,${O}005,alipay_trade,A005"

# ---- a day without a bill is a file, too: it covers nothing, and is not taken for a fault
printf '{"code":"NO_STATEMENT_EXIST","message":"账单文件不存在"}' >none.json
fee-reconcile -q --as-of 2025-08-24T10:00:00 cash.csv >before 2>/dev/null
run 1 fee-reconcile --channel wechat_trade --as-of 2025-08-24T10:00:00 none.json
ok cmp before out
rows "SELECT file, rows, covers_from = covers_to FROM statement WHERE file = 'none.json'" <<'E'
none.json|0|1
E
# the same file under two names in one call is one
cp cash2.csv copy.csv
dump >before
run 1 fee-reconcile --as-of 2025-08-24T10:00:00 cash2.csv copy.csv
has err 'copy.csv: the same file was given before'
dump >after
ok cmp before after
done_testing
