#!/bin/sh
# A refund that was made and fails after all: its money comes back (WeChat 退款关闭), in the same file or a later one, in whatever order they are read.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
people 1 9 110000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
O=AQ25110000        # orders: ${O}NNN01
{
	echo order_no,channel,txn_no,paid_at,amount
	for n in 001 002 003 004 005 006 007; do echo "${O}${n}01,wechat,W$n,2025-08-20T09:00:00,232.00"; done
} >pay.csv
fee-pay -q pay.csv >/dev/null
# a refund of ours, sent
sent() { sqlite3 exam.db "INSERT INTO refund_out SELECT 1, 'f', 'x', 0, 'x', 'x', 1 WHERE NOT EXISTS (SELECT 1 FROM refund_out);
	$ASKED INSERT INTO asked (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, out_id, exported_at, batch_id)
	SELECT '$1', o.id, p.id, $3, 'request', 'x', 'exported', 'a', '2025-08-20T10:00:00', 'b', '2025-08-20T10:30:00', 1, '2025-08-20T11:00:00', 1
	FROM fee_order o JOIN payment p ON p.order_id = o.id WHERE o.order_no = '${O}${2}01' AND p.effective $WALK;
	UPDATE refund_out SET refunds = (SELECT count(*) FROM refund)"; }
sent RF001 001 23200     # whole, returned
sent RF002 002 10000     # a part, returned
sent RF003 003 23200     # arrives
sent RF004 004 6100      # the channel has a number of its own for it; returned
sent RF007 007 6100      # settled by hand, returned
export KAOWU_NOW=2025-08-25T10:00:00

cat >day1.txt <<E
交易 W001 ${O}00101 - 2025-08-20T09:00:00 232
交易 W002 ${O}00201 - 2025-08-20T09:00:00 232
交易 W003 ${O}00301 - 2025-08-20T09:00:00 232
交易 W004 ${O}00401 - 2025-08-20T09:00:00 232
交易 W005 ${O}00501 - 2025-08-20T09:00:00 232
交易 W006 ${O}00601 - 2025-08-20T09:00:00 232
交易 W007 ${O}00701 - 2025-08-20T09:00:00 232
退款 W001 - RF001 2025-08-21T12:00:00 232
退款 W002 - RF002 2025-08-21T12:00:10 100
退款 W003 - RF003 2025-08-21T12:00:20 232
退款 W004 - GW004 2025-08-21T12:00:30 61
退款 W005 - GW005 2025-08-21T12:00:40 232
退款 W007 - RF007 2025-08-21T12:00:50 61
E
cat >day2.txt <<E
退款关闭 W001 - RF001 2025-08-24T12:00:00 232
退款关闭 W002 - RF002 2025-08-24T12:00:10 100
退款关闭 W004 - GW004 2025-08-24T12:00:30 61
退款失败 W005 - GW005 2025-08-24T12:00:40 232
退款关闭 W007 - RF007 2025-08-24T12:00:50 61
E
fundflow day1.csv <day1.txt
fundflow day2.csv <day2.txt
cat day1.txt day2.txt | fundflow both.csv
awk -v o=$O '/^退款 / { $3 = o substr($2, 2) "01" } { print }' day1.txt | wechat trade.csv
cp exam.db start.db
found() { cut -d, -f 2- out; }
ends() { sqlite3 exam.db "SELECT channel, kind, txn_no, refund_no, order_no, amount, at, status FROM statement_entry ORDER BY channel, kind, txn_no, refund_no;
	SELECT diff_id, class, order_no, paid_amount, at, action FROM difference WHERE state = 'open' ORDER BY diff_id"; }
sound() { exam-check >check.out 2>/dev/null; equal 'exam-check of the money' "$(grep -cE '^(STATEMENT|DIFFERENCE|REFUND|ORDER|PAYMENT)' check.out)" 0; }

# ---- what it is read as
run 0 fee-reconcile --test day2.csv
has out 'day2.csv,2,wechat_fundflow,,return,W001,,RF001,232.00,0.00000,2025-08-24T12:00:00,failed'

# ---- refunds that nobody has settled yet: all of it in one file, in two, in either order, with the trade bill
run 1 fee-reconcile both.csv
found >whole
ends >whole.ends
mv whole out
out <<E
class,order_no,reg_no,channel,txn_no,order_amount,paid_amount,time,action
REFUND_MISSING,${O}00101,${O}001,wechat_trade,W001,232.00,-232.00,2025-08-21T12:00:00,settle
REFUND_MISSING,${O}00201,${O}002,wechat_trade,W002,232.00,-100.00,2025-08-21T12:00:10,settle
REFUND_OK,${O}00301,${O}003,wechat_trade,W003,232.00,-232.00,2025-08-21T12:00:20,settle
REFUND_MISSING,${O}00401,${O}004,wechat_trade,W004,232.00,-61.00,2025-08-21T12:00:30,settle
REFUND_MISSING,${O}00701,${O}007,wechat_trade,W007,232.00,-61.00,2025-08-21T12:00:50,settle
E
cp out whole
sound
rows 'SELECT rows, pay_count, pay_sum, refund_count, refund_sum, settled FROM statement' <<'E'
18|7|162400|11|23200|139200
E
for files in 'day1.csv day2.csv' 'day2.csv day1.csv' 'both.csv day2.csv day1.csv' 'trade.csv both.csv' 'day2.csv trade.csv day1.csv'; do
	cp start.db exam.db
	case $files in *trade*) [ -f trade.ends ] || { fee-reconcile -q trade.csv day1.csv day2.csv >o; ends >trade.ends; cp start.db exam.db; }; cp trade.ends whole.ends ;; esac
	run 1 fee-reconcile -o book.xlsx $files
	found >o
	ok cmp whole o
	ends >o
	ok cmp whole.ends o
	unzip -p book.xlsx xl/worksheets/sheet1.xml >sheet
	lacks sheet '✗'
	sound
	cp start.db exam.db
	for f in $files; do fee-reconcile -q $f >out 2>err; done
	found >o
	ok cmp whole o
	ends >o
	ok cmp whole.ends o
	sound
done

# ---- refunds that were settled: they become failed, and the order's paid sum stands again
cp start.db exam.db
run 1 fee-reconcile day1.csv
printf 'refund_no,decision,reason\nRF007,settled,柜台退现\n' >hand.csv
run 0 fee-refund settle hand.csv
sqlite3 exam.db "UPDATE refund SET settled_entry = NULL WHERE refund_no = 'RF007'"
run 0 fee-refund settle -e AQ-2025 --all
rows "SELECT refund_no, state FROM refund ORDER BY 1" <<'E'
RF001|settled
RF002|settled
RF003|settled
RF004|settled
RF007|settled
E
rows "SELECT o.order_no, o.closed_at IS NOT NULL, r.paid_at FROM fee_order o JOIN registration r ON r.id = o.registration_id WHERE o.order_no LIKE '%00101'" <<E
${O}00101|1|
E
run 1 fee-reconcile day1.csv
found >o; mv o out
out <<E
class,order_no,reg_no,channel,txn_no,order_amount,paid_amount,time,action
REFUND_UNKNOWN,${O}00501,${O}005,wechat_trade,W005,232.00,-232.00,2025-08-21T12:00:40,query
E
# what a statement shows stands until one shows otherwise
printf 'refund_no,decision,reason\nRF001,failed,渠道来电\n' >fail.csv
run 1 fee-refund settle fail.csv
has err 'REFUND_STATE'
run 1 fee-reconcile day2.csv
found >o; mv o out
out <<E
class,order_no,reg_no,channel,txn_no,order_amount,paid_amount,time,action
REFUND_MISSING,${O}00101,${O}001,wechat_trade,W001,232.00,-232.00,2025-08-21T12:00:00,settle
REFUND_MISSING,${O}00201,${O}002,wechat_trade,W002,232.00,-100.00,2025-08-21T12:00:10,settle
REFUND_MISSING,${O}00401,${O}004,wechat_trade,W004,232.00,-61.00,2025-08-21T12:00:30,settle
REFUND_MISSING,${O}00701,${O}007,wechat_trade,W007,232.00,-61.00,2025-08-21T12:00:50,settle
E
sound
cp exam.db returned.db
# of what was settled by somebody's word that person decides
run 0 fee-refund settle -e AQ-2025 --all
out <<E
refund_no,order_no,amount,state
RF001,${O}00101,232.00,refused
RF002,${O}00201,100.00,refused
RF004,${O}00401,61.00,refused
E
rows "SELECT refund_no, state, settled_reason FROM refund ORDER BY 1" <<'E'
RF001|refused|by statement
RF002|refused|by statement
RF003|settled|
RF004|refused|by statement
RF007|settled|柜台退现
E
rows "SELECT o.order_no, o.closed_at IS NOT NULL, r.paid_at FROM fee_order o JOIN registration r ON r.id = o.registration_id WHERE o.order_no LIKE '%00101' OR o.order_no LIKE '%00301' ORDER BY 1" <<E
${O}00101|0|2025-08-20T09:00:00
${O}00301|1|
E
sound
run 1 fee-reconcile day2.csv
found >o; mv o out
out <<E
class,order_no,reg_no,channel,txn_no,order_amount,paid_amount,time,action
REFUND_MISSING,${O}00701,${O}007,wechat_trade,W007,232.00,-61.00,2025-08-21T12:00:50,settle
E
printf 'refund_no,decision,reason\nRF007,failed,款项已退回商户, 未退现\n' | sed 's/商户, /商户; /' >fail.csv
run 0 fee-refund settle fail.csv
run 0 fee-refund settle fail.csv
run 0 fee-reconcile -o book.xlsx day2.csv
unzip -p book.xlsx xl/worksheets/sheet1.xml >sheet
lacks sheet '✗'
rows "SELECT count(*) FROM difference WHERE state = 'open'" <<'E'
0
E
# and a new refund can be proposed, of all of it, and is not mistaken for the one that failed
cat >again.csv <<E
order_no,amount,cause,documents,reason
${O}00101,,cancelled,,再次退费
${O}00401,61.00,cancelled,,再次退费
E
run 0 fee-refund propose again.csv
out <<E
refund_no,order_no,amount,state
${O}00101R02,${O}00101,232.00,proposed
${O}00401R02,${O}00401,61.00,proposed
E
sqlite3 exam.db "UPDATE refund SET state = 'approved', approved_by = 'b', approved_at = '2025-08-25T11:00:00' WHERE state = 'proposed';
	UPDATE refund SET state = 'exported', out_id = 1, exported_at = '2025-08-25T11:00:00' WHERE state = 'approved'; UPDATE refund_out SET refunds = refunds + 2"
run 0 fee-reconcile day2.csv
fundflow day3.csv <<E
退款 W001 - ${O}00101R02 2025-08-26T12:00:00 232
退款 W004 - GW004B 2025-08-26T12:00:00 61
E
export KAOWU_NOW=2025-08-27T10:00:00
run 0 fee-reconcile day3.csv
found >o; mv o out
out <<E
class,order_no,reg_no,channel,txn_no,order_amount,paid_amount,time,action
REFUND_OK,${O}00101,${O}001,wechat_trade,W001,232.00,-232.00,2025-08-26T12:00:00,settle
REFUND_OK,${O}00401,${O}004,wechat_trade,W004,232.00,-61.00,2025-08-26T12:00:00,settle
E
run 0 fee-refund settle -e AQ-2025 --all
run 0 fee-reconcile day3.csv day2.csv day1.csv
sound

# ---- another order stands by then: the money is here, the order that it paid stays closed
cp returned.db exam.db
export KAOWU_NOW=2025-08-25T12:00:00
sqlite3 exam.db "INSERT INTO fee_order (order_no, registration_id, kind, amount, province, level, pay_until, created_at, batch_id)
	SELECT 'X1', registration_id, kind, amount, province, level, pay_until, created_at, batch_id FROM fee_order WHERE order_no = '${O}00101'"
run 0 fee-refund settle -e AQ-2025 --all
rows "SELECT order_no, closed_at IS NOT NULL FROM fee_order WHERE order_no IN ('X1', '${O}00101') ORDER BY 1" <<E
${O}00101|1
X1|0
E
run 0 fee-refund propose again.csv
# the registration is deleted: so does its order, and the money can still be given back
cp returned.db exam.db
sqlite3 exam.db "UPDATE registration SET deleted_at = '2025-08-23T10:00:00' WHERE reg_no = '${O}001'"
run 0 fee-refund settle -e AQ-2025 --all
rows "SELECT closed_at IS NOT NULL FROM fee_order WHERE order_no = '${O}00101'" <<E
1
E
run 0 fee-refund propose again.csv

# ---- the channel gave it back by itself, that was accepted, and it came back
cp start.db exam.db
export KAOWU_NOW=2025-08-25T10:00:00
run 1 fee-reconcile day1.csv
awk -F, 'NR == 1 { print "diff_id,action,reason" } $2 == "REFUND_UNKNOWN" { print $1 ",accept,银行退回" }' out >decide.csv
run 0 fee-decide decide.csv
run 1 fee-reconcile day2.csv
has out "REFUND_MISSING,${O}00501,${O}005,wechat_trade,W005,232.00,-232.00,2025-08-21T12:00:40,settle"
run 0 fee-refund settle -e AQ-2025 --all
has out "${O}00501R01,${O}00501,232.00,refused"
run 0 fee-reconcile day2.csv
lacks out "${O}00501"
sound

# ---- a return of which no statement has the refund: of ours it has failed, of nobody's somebody looks
cp start.db exam.db
fundflow lone.csv <<E
退款关闭 W001 - RF001 2025-08-24T12:00:00 232
退款关闭 W009 - NOBODY 2025-08-24T12:00:00 5
E
run 1 fee-reconcile lone.csv
found >o; mv o out
out <<E
class,order_no,reg_no,channel,txn_no,order_amount,paid_amount,time,action
REFUND_UNKNOWN,,,wechat_trade,W009,,5.00,2025-08-24T12:00:00,query
REFUND_MISSING,${O}00101,${O}001,wechat_trade,W001,232.00,232.00,2025-08-24T12:00:00,query
E
sound
run 0 fee-refund settle -e AQ-2025 --all
has out "RF001,${O}00101,232.00,refused"

# ---- not all of it came back: that is no failure of the refund
cp start.db exam.db
fundflow part.csv <<E
退款 W002 - RF002 2025-08-21T12:00:10 100
退款关闭 W002 - RF002 2025-08-24T12:00:10 40
E
run 1 fee-reconcile part.csv
found >o; mv o out
out <<E
class,order_no,reg_no,channel,txn_no,order_amount,paid_amount,time,action
REFUND_OK,${O}00201,${O}002,wechat_trade,W002,232.00,-100.00,2025-08-21T12:00:10,settle
REFUND_UNKNOWN,${O}00201,${O}002,wechat_trade,W002,232.00,40.00,2025-08-24T12:00:10,query
E

# ---- the channel's own bill says first that it was done, then that it failed; in whatever order
for files in 'ok.csv bad.csv' 'bad.csv ok.csv'; do
	cp start.db exam.db
	echo "退款 W001 ${O}00101 RF001 2025-08-21T12:00:00 232 SUCCESS" | wechat ok.csv
	echo "退款 W001 ${O}00101 RF001 2025-08-21T12:00:00 232 CHANGE" | wechat bad.csv
	run 1 fee-reconcile $files
	has out "REFUND_MISSING,${O}00101,${O}001,wechat_trade,W001,232.00,-232.00,2025-08-21T12:00:00,query"
	sound
done

# ---- settled by hand, whole; then the bank shows that less went back
cp start.db exam.db
printf 'refund_no,decision,reason\nRF001,settled,银行函1号\nRF003,settled,银行函1号\n' >hand.csv
run 0 fee-refund settle hand.csv
rows "SELECT order_no FROM fee_order WHERE closed_at IS NOT NULL ORDER BY 1" <<E
${O}00101
${O}00301
E
fundflow less.csv <<E
退款 W001 - RF001 2025-08-21T12:00:00 90
退款 W003 - GW003 2025-08-21T12:00:00 90
E
run 1 fee-reconcile less.csv
found >o; mv o out
out <<E
class,order_no,reg_no,channel,txn_no,order_amount,paid_amount,time,action
AMOUNT_MISMATCH,${O}00101,${O}001,wechat_trade,W001,232.00,-90.00,2025-08-21T12:00:00,query
REFUND_UNKNOWN,${O}00301,${O}003,wechat_trade,W003,232.00,-90.00,2025-08-21T12:00:00,query
E
fee-reconcile -q less.csv >out
awk -F, 'NR == 1 { print "diff_id,action,reason" } $2 == "AMOUNT_MISMATCH" { print $1 ",accept,银行仅退回一部分" }' out >decide.csv
run 0 fee-decide decide.csv
rows "SELECT f.amount, f.state, f.settled_entry IS NOT NULL, o.closed_at IS NOT NULL, r.paid_at FROM refund f JOIN fee_order o ON o.id = f.order_id
	JOIN registration r ON r.id = o.registration_id WHERE f.refund_no = 'RF001'" <<'E'
9000|settled|1|0|2025-08-20T09:00:00
E
sound
run 1 fee-reconcile less.csv
lacks out "${O}00101"
printf 'order_no,amount,cause,documents,reason\n%s00101,,cancelled,,余额\n' $O >again.csv
run 0 fee-refund propose again.csv
has out "${O}00101R02,${O}00101,142.00,proposed"
done_testing
