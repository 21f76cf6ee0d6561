#!/bin/sh
# Companion bills: the same money in the channel's own bill and in the bill of its account is one entry, whichever comes first.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
people 1 12 110000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
O=AQ25110000        # orders: ${O}NNN01
cat >pay.csv <<E
order_no,channel,txn_no,paid_at,amount
${O}00101,wechat,W001,2025-08-20T09:00:00,232.00
${O}00201,wechat,W002,2025-08-20T09:10:00,232.00
${O}00301,wechat,W003,2025-08-20T09:00:00,232.00
${O}00401,wechat,W004,2025-08-20T09:00:00,232.00
${O}00501,alipay,A005,2025-08-20T09:00:00,232.00
${O}00601,alipay,A006,2025-08-20T09:00:00,232.00
${O}00701,alipay,A007,2025-08-20T09:00:00,232.00
E
fee-pay -q pay.csv >/dev/null
# a refund of ours, sent
sent() { sqlite3 exam.db "INSERT INTO refund_out SELECT 1, 'f', 'x', 0, 'x', 'x', 1 WHERE NOT EXISTS (SELECT 1 FROM refund_out);
	$ASKED INSERT INTO asked (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, out_id, exported_at, batch_id)
	SELECT '$1', o.id, p.id, $3, 'request', 'x', 'exported', 'a', '2025-08-20T10:00:00', 'b', '2025-08-20T10:30:00', 1, '2025-08-20T11:00:00', 1
	FROM fee_order o JOIN payment p ON p.order_id = o.id WHERE o.order_no = '${O}${2}01' AND p.effective$WALK"; }
sent RF003 003 23200     # known by our number
sent RF004 004 10000     # the channel has a number of its own for it
sent RF005 005 6100      # two of one payment, one amount
sent RF005B 005 6100
sent RF006 006 23200
export KAOWU_NOW=2025-08-22T10:00:00

cat >w.txt <<E
交易 W001 ${O}00101 - 2025-08-20T09:00:00 232
交易 W002 ${O}00201 - 2025-08-20T09:10:00 232
交易 W003 ${O}00301 - 2025-08-20T09:00:00 232
退款 W003 ${O}00301 RF003 2025-08-20T12:00:00 232 PROCESSING
交易 W004 ${O}00401 - 2025-08-20T09:00:00 232
退款 W004 ${O}00401 GW004 2025-08-20T12:00:00 100 PROCESSING
退款 W002 ${O}00201 GW002 2025-08-20T13:00:00 232 PROCESSING
E
wechat wtrade.csv <w.txt
sed 's/12:00:00/12:00:30/' w.txt | fundflow wfund.csv
cat >a.txt <<E
交易 A005 ${O}00501 - 2025-08-20T09:00:00 232
退款 A005 ${O}00501 RF005 2025-08-20T12:00:00 61
退款 A005 ${O}00501 RF005B 2025-08-20T12:10:00 61
交易 A006 ${O}00601 - 2025-08-20T09:00:00 232
退款 A006 ${O}00601 RF006 2025-08-20T12:00:00 232
交易 A007 ${O}00701 - 2025-08-20T09:00:00 232
退款 A007 ${O}00701 GA007 2025-08-20T13:00:00 232
交易 A008 ${O}00801 - 2025-08-20T09:00:00 232
E
alipay atrade.csv 2088 2025-08-20 2025-08-21 <a.txt
account aaccount.csv 2088 2025-08-20 2025-08-21 <a.txt
cp exam.db start.db

# what is found in the end, without the names of files
found() { cut -d, -f 2- out; }
# entries that count, by their numbers, and the differences that hold
ends() { sqlite3 exam.db "SELECT channel, kind, txn_no, refund_no, order_no, amount, at, status FROM statement_entry
	WHERE id NOT IN (SELECT entry_id FROM statement_echo) ORDER BY channel, kind, txn_no, refund_no;
	SELECT diff_id, class, order_no, paid_amount, at, action FROM difference WHERE state = 'open' ORDER BY diff_id"; }
nameless() { sed 's/^[0-9a-f]\{16\}|//' "$1" | sort; } # a difference keeps the name that it got first

# statements and differences are in order (the refunds above are made by hand)
sound() { exam-check >check.out 2>/dev/null; equal 'exam-check of the statements' "$(grep -cE '^(STATEMENT|DIFFERENCE|REFUND_SHOWN)' check.out)" 0; }

# ---- WeChat: the trade bill says that a refund was asked for, the fund flow bill that it was made
run 1 fee-reconcile wtrade.csv
found >o; mv o out
out <<E
class,order_no,reg_no,channel,txn_no,order_amount,paid_amount,time,action
REFUND_UNKNOWN,${O}00201,${O}002,wechat_trade,W002,232.00,-232.00,2025-08-20T13:00:00,query
REFUND_PENDING,${O}00301,${O}003,wechat_trade,W003,232.00,-232.00,2025-08-20T12:00:00,wait
REFUND_PENDING,${O}00401,${O}004,wechat_trade,W004,232.00,-100.00,2025-08-20T12:00:00,wait
E
run 1 fee-reconcile wfund.csv
has err '7 rows (0 new)'
found >whole
ends >whole.ends
mv whole out
out <<E
class,order_no,reg_no,channel,txn_no,order_amount,paid_amount,time,action
REFUND_UNKNOWN,${O}00201,${O}002,wechat_trade,W002,232.00,-232.00,2025-08-20T13:00:00,query
REFUND_OK,${O}00301,${O}003,wechat_trade,W003,232.00,-232.00,2025-08-20T12:00:30,settle
REFUND_OK,${O}00401,${O}004,wechat_trade,W004,232.00,-100.00,2025-08-20T12:00:30,settle
E
cp out whole
# the trade bill again does not set anything back
run 1 fee-reconcile wtrade.csv
found >o
ok cmp whole o
cp start.db exam.db
# alone, the fund flow bill finds the orders of refunds by our number, or by the payment that they give back
run 1 fee-reconcile wfund.csv
found >o
ok cmp whole o
run 1 fee-reconcile wtrade.csv
has err '7 rows (0 new)'
found >o
ok cmp whole o
ends >o
ok cmp whole.ends o
for files in 'wtrade.csv wfund.csv' 'wfund.csv wtrade.csv' 'wfund.csv wtrade.csv wfund.csv'; do
	cp start.db exam.db
	run 1 fee-reconcile $files
	found >o
	ok cmp whole o
	ends >o
	ok cmp whole.ends o
	sound
done
fundflow wrong.csv <<E
交易 W001 ${O}00101 - 2025-08-20T09:00:00 231
E
dump >before
run 3 fee-reconcile wrong.csv
has err 'wrong.csv:2: txn_no: E_CHANGED'
dump >after
ok cmp before after

# ---- Alipay: the account bill has no number of a refund; the same is of the same payment and amount, one for one
cp start.db exam.db
run 1 fee-reconcile atrade.csv
found >whole
mv whole out
out <<E
class,order_no,reg_no,channel,txn_no,order_amount,paid_amount,time,action
REFUND_OK,${O}00501,${O}005,alipay_trade,A005,232.00,-61.00,2025-08-20T12:00:00,settle
REFUND_OK,${O}00501,${O}005,alipay_trade,A005,232.00,-61.00,2025-08-20T12:10:00,settle
REFUND_OK,${O}00601,${O}006,alipay_trade,A006,232.00,-232.00,2025-08-20T12:00:00,settle
REFUND_UNKNOWN,${O}00701,${O}007,alipay_trade,A007,232.00,-232.00,2025-08-20T13:00:00,query
MISSING_OURS,${O}00801,${O}008,alipay_trade,A008,232.00,232.00,2025-08-20T09:00:00,accept
E
cp out whole
ends >whole.ends
run 1 fee-reconcile aaccount.csv
found >o
ok cmp whole o
ends >o
ok cmp whole.ends o
cp start.db exam.db
run 1 fee-reconcile aaccount.csv
found >o
ok cmp whole o
run 1 fee-reconcile atrade.csv
found >o
ok cmp whole o
ends >o
nameless whole.ends >a; nameless o >b
ok cmp a b
for files in 'atrade.csv aaccount.csv' 'aaccount.csv atrade.csv'; do
	cp start.db exam.db
	run 1 fee-reconcile -o book.xlsx $files
	unzip -p book.xlsx xl/worksheets/sheet1.xml >sheet
	lacks sheet '✗'
	found >o
	ok cmp whole o
	ends >o
	ok cmp whole.ends o
	sound
done
# one of two in the trade bill of today, the other tomorrow
cp start.db exam.db
fee-reconcile -q aaccount.csv >/dev/null
grep -v RF005B a.txt | alipay a1.csv 2088 2025-08-20 2025-08-21
grep RF005B a.txt | alipay a2.csv 2088 2025-08-20 2025-08-21
sed 's/ A00[678].*/ - - - - -/; /- - -/d' a.txt | account a3.csv 2088 2025-08-20 2025-08-21
run 1 fee-reconcile a1.csv
found >o
ok cmp whole o
run 1 fee-reconcile a2.csv
found >o
ok cmp whole o
ends >o
nameless whole.ends >a; nameless o >b
ok cmp a b

# ---- what was decided, or settled, by the account bill holds when the trade bill comes
cp start.db exam.db
fee-reconcile -q aaccount.csv >found.csv
{ echo diff_id,action,reason; awk -F, '$2 == "REFUND_UNKNOWN" { print $1 ",accept,银行退回" }' found.csv; } >decide.csv
run 0 fee-decide decide.csv
{ echo refund_no,decision,reason; echo RF006,settle,; } >settle.csv
run 0 fee-refund settle settle.csv
run 1 fee-reconcile atrade.csv
lacks out ',A007,'
lacks out ',A006,'
sound
# waived, or set aside: so is the row of the trade bill, whatever its own numbers are
for action in waive suspense; do
	cp start.db exam.db
	fee-reconcile -q aaccount.csv wfund.csv >found.csv
	{ echo diff_id,action,reason; awk -F, -v a=$action '$2 == "REFUND_UNKNOWN" { print $1 "," a ",已问渠道" }' found.csv; } >decide.csv
	run 0 fee-decide decide.csv
	run 1 fee-reconcile atrade.csv wtrade.csv
	equal "after $action: what is still open" "$(cut -d, -f 2,6 out | grep -vc '^REFUND_OK')" 2
	has out "MISSING_OURS,${O}00801"
	lacks out REFUND_UNKNOWN
done

# ---- a difference keeps its name and what was decided of it, whichever bill told of it first
cp start.db exam.db
fee-reconcile -q aaccount.csv wfund.csv >found.csv
awk -F, '$2 == "REFUND_UNKNOWN"' found.csv | sort >before
equal 'refunds that nobody asked for' "$(wc -l <before)" 2
fee-reconcile -q atrade.csv wtrade.csv >found.csv
awk -F, '$2 == "REFUND_UNKNOWN"' found.csv | sort >after
ok cmp before after
rows "SELECT d.class, d.state, e.refund_no, d.first_seen = d.opened_at FROM difference d JOIN statement_entry e ON e.id = d.entry_id WHERE d.class = 'REFUND_UNKNOWN' ORDER BY 3" <<'E'
REFUND_UNKNOWN|open|GA007|1
REFUND_UNKNOWN|open|GW002|1
E
sound
fee-reconcile -q aaccount.csv atrade.csv wtrade.csv wfund.csv | awk -F, '$2 == "REFUND_UNKNOWN"' | sort >after
ok cmp before after
# of an order that only the trade bill names
cp start.db exam.db
fundflow lone.csv <<'E'
退款 W777 - GW777 2025-08-20T12:00:00 61
E
fee-reconcile -q lone.csv >found.csv
grep W777 found.csv >before
wechat lone2.csv <<'E'
退款 W777 T777 GW777 2025-08-20T12:00:00 61
E
fee-reconcile -q lone2.csv | grep W777 >after
equal 'the same difference, of an order now' "$(cut -d, -f 1 before) $(cut -d, -f 3 after)" "$(cut -d, -f 1 after) T777"
rows "SELECT order_no, state, txn_no FROM difference WHERE txn_no = 'W777'" <<'E'
T777|open|W777
E

# ---- --matched prints what belongs to the files given
cp start.db exam.db
fee-reconcile -q atrade.csv wtrade.csv wfund.csv >found.csv
run 0 fee-refund settle -e AQ-2025 --all
{ echo diff_id,action,reason; awk -F, '$2 == "REFUND_UNKNOWN" { print $1 ",suspense,已问渠道" }' found.csv; } >decide.csv
run 0 fee-decide decide.csv
run 1 fee-reconcile --matched wtrade.csv
equal 'matched: of the trade bill alone' "$(sed 1d out | cut -d, -f 2,5 | sort | uniq -c | sed 's/^ *//')" "5 MATCHED,wechat_trade
1 MISSING_OURS,alipay_trade
2 REFUND_OK,wechat_trade"
run 1 fee-reconcile --matched atrade.csv
equal 'matched: of the other alone' "$(sed 1d out | cut -d, -f 2,5 | sort | uniq -c | sed 's/^ *//')" "4 MATCHED,alipay_trade
1 MISSING_OURS,alipay_trade
3 REFUND_OK,alipay_trade"
done_testing
