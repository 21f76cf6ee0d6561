#!/bin/sh
# fee-reconcile: every class of difference, the same end whatever way the files come, nothing from a file that is not whole.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
people 1 20 110000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
O=AQ25110000        # orders: ${O}NNN01
R=$O
{
	echo order_no,channel,txn_no,paid_at,amount
	for n in 001 005 007 008 011 012 013 015; do echo "${O}${n}01,alipay,A$n,2025-08-20T09:00:00,232.00"; done
	for n in 002 010 014; do echo "${O}${n}01,wechat,W$n,2025-08-20T09:00:00,232.00"; done
} >pay.csv
fee-pay -q pay.csv >/dev/null
# refunds of ours, sent on the 20th (fee-refund has tests of its own)
sent() { sqlite3 exam.db "INSERT INTO refund_out SELECT 1, 'f', 'x', 0, 'x', 'x', 1 WHERE NOT EXISTS (SELECT 1 FROM refund_out);
	$ASKED INSERT INTO asked (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, out_id, exported_at, batch_id)
	SELECT '$1', o.id, p.id, $3, 'request', 'x', 'exported', 'a', '2025-08-20T10:00:00', 'b', '2025-08-20T10:30:00', 1, '2025-08-20T11:00:00', 1
	FROM fee_order o JOIN payment p ON p.order_id = o.id WHERE o.order_no = '${O}${2}01' AND p.effective = ${4:-1}$WALK"; }
sent RF011 011 23200     # arrives
sent RF012 012 23200     # never does
sent RF013 013 10000     # another amount does
sent RF014 014 23200     # under way
sqlite3 exam.db "INSERT INTO payment (order_id, channel, txn_no, paid_at, amount, effective, result, batch_id)
	SELECT id, 'counter', 'PJ015', '2025-08-20T09:00:00', 23200, 0, 'duplicate', 1 FROM fee_order WHERE order_no = '${O}01501'"
sent RF015 015 23200 0   # of money at the counter; what arrives is the other, which still counts here

cat >a.txt <<E
交易 A001 ${O}00101 - 2025-08-20T09:00:00 232
交易 A003 ${O}00301 - 2025-08-20T09:10:00 232
交易 A004 ${O}00401 - 2025-08-20T09:20:00 231.99
交易 A005 ${O}00501 - 2025-08-20T09:00:00 232
交易 A099 T1234 - 2025-08-20T09:20:00 61
交易 A008 ${O}00801 - 2025-08-20T09:00:00 232
退款 A008 ${O}00801 RB008 2025-08-20T09:30:00 232
交易 A011 ${O}01101 - 2025-08-20T09:00:00 232
退款 A011 ${O}01101 RF011 2025-08-20T12:00:00 232
交易 A012 ${O}01201 - 2025-08-20T09:00:00 232
交易 A013 ${O}01301 - 2025-08-20T09:00:00 232
退款 A013 ${O}01301 RF013 2025-08-20T12:00:00 90
交易 A015 ${O}01501 - 2025-08-20T09:00:00 232
退款 A015 ${O}01501 RF015 2025-08-20T12:00:00 232
交易 A016 - - 2025-08-20T13:00:00 10
E
alipay a.csv 2088 2025-08-20 2025-08-21 <a.txt
alipay late.csv 2088 2025-09-05 2025-09-06 <<E
交易 A006 ${O}00601 - 2025-09-05T16:00:01 232
交易 A017 ${O}01701 - 2025-09-05T16:00:00 232
E
cat >w.txt <<E
交易 W002 ${O}00201 - 2025-08-20T09:00:00 232
交易 W005 ${O}00501 - 2025-08-20T09:05:00 232
交易 W010 ${O}01001 - 2025-08-20T09:00:00 232 0.38
交易 W014 ${O}01401 - 2025-08-20T09:00:00 232
退款 W014 ${O}01401 RF014 2025-08-20T12:00:00 232 PROCESSING
E
wechat w.csv <w.txt
cp exam.db start.db

# --test: no database at all
mkdir nowhere
(cd nowhere && fee-reconcile --test ../w.csv) >out 2>err
equal 'exit status of --test without a database' $? 0
has err 'profile wechat_trade'
has err 'total count@all: declared 5, counted 5'
sed -i 3,\$d out
out <<E
file,line,channel,merchant,kind,txn_no,order_no,refund_no,amount,fee,time,status
../w.csv,2,wechat_trade,1900000109,pay,W002,${O}00201,,232.00,1.39200,2025-08-20T09:00:00,final
E

# a dry run prints the same and changes nothing
dump >before
run 1 fee-reconcile -n --as-of 2025-09-08 -o dry.xlsx a.csv w.csv late.csv
mv out dry
dump >after
ok cmp before after

run 1 fee-reconcile --as-of 2025-09-08 -o book.xlsx a.csv w.csv late.csv
ok cmp dry out
ok cmp dry.xlsx book.xlsx
err <<'E'
fee-reconcile: 3 statements, 22 rows (22 new); 10 of 22 entries match, 14 differences open
fee-reconcile: 22 accepted, 0 rejected, 0 unchanged
E
mv out first
cut -d, -f 2- first >out
out <<E
class,order_no,reg_no,channel,txn_no,order_amount,paid_amount,time,action
UNKNOWN_ORDER,,,alipay_trade,A016,,10.00,2025-08-20T13:00:00,suspense
MISSING_OURS,${O}00301,${R}003,alipay_trade,A003,232.00,232.00,2025-08-20T09:10:00,accept
AMOUNT_MISMATCH,${O}00401,${R}004,alipay_trade,A004,232.00,231.99,2025-08-20T09:20:00,query
DUPLICATE,${O}00501,${R}005,wechat_trade,W005,232.00,232.00,2025-08-20T09:05:00,refund
LATE,${O}00601,${R}006,alipay_trade,A006,232.00,232.00,2025-09-05T16:00:01,refund
MISSING_BANK,${O}00701,${R}007,alipay_trade,A007,232.00,0.00,2025-08-20T09:00:00,query
REFUND_UNKNOWN,${O}00801,${R}008,alipay_trade,A008,232.00,-232.00,2025-08-20T09:30:00,query
FEE_MISMATCH,${O}01001,${R}010,wechat_trade,W010,232.00,232.00,2025-08-20T09:00:00,query
REFUND_OK,${O}01101,${R}011,alipay_trade,A011,232.00,-232.00,2025-08-20T12:00:00,settle
REFUND_MISSING,${O}01201,${R}012,alipay_trade,A012,232.00,0.00,2025-08-20T11:00:00,query
AMOUNT_MISMATCH,${O}01301,${R}013,alipay_trade,A013,232.00,-90.00,2025-08-20T12:00:00,query
REFUND_PENDING,${O}01401,${R}014,wechat_trade,W014,232.00,-232.00,2025-08-20T12:00:00,wait
STATUS_MISMATCH,${O}01501,${R}015,alipay_trade,A015,232.00,-232.00,2025-08-20T12:00:00,settle
MISSING_OURS,${O}01701,${R}017,alipay_trade,A017,232.00,232.00,2025-09-05T16:00:00,accept
UNKNOWN_ORDER,T1234,,alipay_trade,A099,,61.00,2025-08-20T09:20:00,suspense
E
equal 'ids of differences are 16 hex digits' "$(sed 1d first | cut -d, -f 1 | grep -cxE '[0-9a-f]{16}')" 15
rows 'SELECT channel, file, first_day, last_day, rows, pay_count, pay_sum, refund_count, refund_sum, fee_1e5 FROM statement ORDER BY id' <<'E'
alipay_trade|a.csv|2025-08-20|2025-08-20|15|11|215899|4|78600|0
wechat_trade|w.csv|2025-08-20|2025-08-20|5|4|92800|1|23200|417600
alipay_trade|late.csv|2025-09-05|2025-09-05|2|2|46400|0|0|0
E
rows 'SELECT count(*), sum(amount) FROM payment' <<'E'
12|278400
E

# the same again: not a byte changes
dump >before
run 1 fee-reconcile --as-of 2025-09-08 -o again.xlsx late.csv a.csv a.csv w.csv
ok cmp first out
has err 'a.csv: the same file was given before'
dump >after
ok cmp before after
run 1 fee-reconcile --as-of 2025-09-08 -o again.xlsx a.csv w.csv late.csv
ok cmp book.xlsx again.xlsx
run 1 fee-reconcile --as-of 2025-09-08 --matched w.csv
equal 'matches of the given files' "$(grep -c ,MATCHED, out)" 2

# the workbook
if /usr/bin/python3 -c 'import openpyxl' 2>/dev/null; then
	/usr/bin/python3 - >out <<'E'
import openpyxl
book = openpyxl.load_workbook('book.xlsx')
print('|'.join(book.sheetnames))
rows = {r[0]: r for r in book['Summary'].iter_rows(values_only=True) if r[0]}
print(rows['total'][2:6], rows['MATCHED'][2:4], rows['MISSING_OURS'][2:4], rows['DUPLICATE'][8])
print([r[6] for r in book['Summary'].iter_rows(values_only=True) if r[6] in ('✓', '✗')])
all = list(book['Differences'].iter_rows())
print(len(all), {c.data_type for r in all for c in (r[4], r[11])} <= {'s', 'n', 'inlineStr'}, round(sum(r[8].value for r in all[1:]), 2))
print(sorted({type(r[4].value).__name__ for r in all[1:]}), all[2][11].number_format, all[2][8].number_format)
print([(r[0], r[11]) for r in book['Files'].iter_rows(min_row=2, values_only=True)][2][0])
E
	out <<'E'
Summary|Differences|MISSING_OURS|MISSING_BANK|AMOUNT_MISMATCH|DUPLICATE|LATE|UNKNOWN_ORDER|REFUND_UNKNOWN|REFUND_MISSING|REFUND_PENDING|REFUND_OK|STATUS_MISMATCH|FEE_MISMATCH|Refund list|In doubt by age|Fees by channel|Settlement|Revenue split|Files|Control totals
(17, 3550.99, 5, 1018) (9, 2088) (2, 464) 1
['✓', '✓', '✓', '✓', '✓', '✓', '✓', '✓', '✓', '✓']
16 True 444.99
['NoneType', 'str'] @ #,##0.00
late.csv
E
else
	skip "no openpyxl"
fi
ok unzip -tq book.xlsx
unzip -p book.xlsx xl/worksheets/sheet2.xml >sheet
has sheet '<t>A003</t>'
has sheet '<v>231.99</v>'
# what a spreadsheet would take for a formula is text
alipay evil.csv 2088 2025-08-20 2025-08-21 <<'E'
交易 @SUM(1) =1+1 - 2025-08-20T13:00:00 10
E
run 1 fee-reconcile -n --as-of 2025-09-08 -o evil.xlsx evil.csv
unzip -p evil.xlsx 'xl/worksheets/*.xml' >sheet
has sheet '<t>=1+1</t>'
lacks sheet '<f>'
run 1 fee-reconcile -n --excel --as-of 2025-09-08 evil.csv
has out "'=1+1"

# young, what the bank lacks is in doubt; its row then arrives
cp start.db exam.db
run 1 fee-reconcile --as-of 2025-08-22 a.csv w.csv
has out "IN_DOUBT,${O}00701,${R}007,alipay_trade,A007,232.00,0.00,2025-08-20T09:00:00,wait"
run 1 fee-reconcile --as-of 2025-08-25 a.csv
has out "MISSING_BANK,${O}00701"
lacks out IN_DOUBT
rows "SELECT class, state FROM difference WHERE order_no = '${O}00701' ORDER BY class" <<'E'
IN_DOUBT|closed
MISSING_BANK|open
E
alipay more.csv 2088 2025-08-20 2025-08-21 <<E
交易 A007 ${O}00701 - 2025-08-20T23:59:59 232
E
run 1 fee-reconcile -n --changed --as-of 2025-08-25 more.csv
equal 'no new differences' "$(wc -l <out)" 1
run 1 fee-reconcile --as-of 2025-08-25 more.csv
lacks out MISSING_BANK
has err 'more.csv: lacks 15 rows that earlier files have for its time (A001, …)'
rows "SELECT class, state FROM difference WHERE order_no = '${O}00701' ORDER BY class" <<'E'
IN_DOUBT|closed
MISSING_BANK|closed
E
# a refund that was under way is final in a later file, and the earlier file again does not set it back
sed 's/PROCESSING/SUCCESS/' w.txt | grep 退款 | wechat w2.csv
run 1 fee-reconcile --as-of 2025-08-25 w2.csv
lacks out REFUND_PENDING
has out "REFUND_OK,${O}01401"
wechat w3.csv <<E
退款 W014 ${O}01401 RF014 2025-08-20T12:00:00 232 PROCESSING
E
run 1 fee-reconcile --as-of 2025-08-25 w3.csv
has out "REFUND_OK,${O}01401"

# a payment told of by another word of the same channel is the payment of its number, not a second one
cp start.db exam.db
cat >words.csv <<E
order_no,channel,txn_no,paid_at,amount
${O}01601,unionpay,A161,2025-08-20T09:00:00,232.00
${O}01801,wechat_fundflow,A181,2025-08-20T09:00:00,232.00
${O}01801,alipay,A182,2025-08-20T09:01:00,232.00
E
run 0 fee-pay -q words.csv
alipay words-bank.csv 2088 2025-08-20 2025-08-21 <<E
交易 A161 ${O}01601 - 2025-08-20T09:00:02 232
交易 A181 ${O}01801 - 2025-08-20T09:00:02 232
交易 A182 ${O}01801 - 2025-08-20T09:01:02 232
E
run 1 fee-reconcile --as-of 2025-08-25 --matched words-bank.csv
has out ",MATCHED,${O}01601,${R}016,alipay_trade,A161,232.00,232.00,2025-08-20T09:00:02,"
lacks out "DUPLICATE,${O}01601"
has out ",MATCHED,${O}01801,${R}018,alipay_trade,A181"
has out ",DUPLICATE,${O}01801,${R}018,alipay_trade,A182"
# and its refund is the refund of that payment
sent RF016 016 23200
alipay words-back.csv 2088 2025-08-20 2025-08-21 <<E
退款 A161 ${O}01601 R161 2025-08-20T12:00:00 232
E
run 1 fee-reconcile --as-of 2025-08-25 words-back.csv
has out "REFUND_OK,${O}01601"
cp start.db exam.db
fee-reconcile -q --as-of 2025-08-25 a.csv >/dev/null 2>&1

# -e: of one exam, and what is of none
run 1 fee-reconcile -e 308-2024 --as-of 2025-08-25 a.csv
cut -d, -f 2,3 out >o; mv o out
out <<'E'
class,order_no
UNKNOWN_ORDER,
UNKNOWN_ORDER,T1234
E

# split, overlapping and shuffled files, other line ends: the same entries and differences
ends() { sqlite3 exam.db "SELECT channel, merchant, kind, txn_no, refund_no, content_hash, order_no, amount, at, status FROM statement_entry ORDER BY 1, 2, 3, 4, 5;
	SELECT diff_id, class, order_no, paid_amount, at, state, action FROM difference WHERE state <> 'closed' ORDER BY diff_id"; }
cp start.db exam.db
fee-reconcile -q --as-of 2025-08-25 a.csv w.csv >whole
ends >whole.ends
cp start.db exam.db
head -n 9 a.txt | alipay a1.csv 2088 2025-08-20 2025-08-21
tail -n +7 a.txt | sort -r | alipay a2.csv 2088 2025-08-20 2025-08-21
head -n 3 w.txt | wechat w1.csv
tail -n +3 w.txt | sort -r | wechat w2.csv
for f in a2.csv w2.csv a1.csv w1.csv; do fee-reconcile -q --as-of 2025-08-25 $f >out 2>err; done
ok cmp whole out
ends >out
ok cmp whole.ends out
rows 'SELECT s.file, s.rows = (SELECT count(*) FROM statement_entry WHERE statement_id = s.id) + (SELECT count(*) FROM statement_repeat WHERE statement_id = s.id) FROM statement s ORDER BY file' <<'E'
a1.csv|1
a2.csv|1
w1.csv|1
w2.csv|1
E
cp start.db exam.db
sort -r a.txt | alipay a3.csv 2088 2025-08-20 2025-08-21
sed 's/$/\r/' w.csv >w3.csv
run 1 fee-reconcile --as-of 2025-08-25 w3.csv a3.csv
ok cmp whole out

# files that are refused, and leave everything as it was
dump >before
refused() { # WHAT FILE CODE
	run 3 fee-reconcile --as-of 2025-08-25 "$2"
	has err "$3"
	dump >after
	ok cmp before after
}
LC_ALL=C sed '0,/232\.00/s/232\.00/233.00/' w.csv >bad.csv
refused 'a total that differs' bad.csv 'TOTALS_DIFFER'
head -c 900 a.csv >bad.csv
refused 'a file that was cut' bad.csv 'bad.csv:'
grep -v '^`4' w.csv | sed '$d' >bad.csv
refused 'no totals' bad.csv 'TOTALS_MISSING'
sed 's/A001 \(.*\) 232/A001 \1 231/' a.txt | alipay bad.csv 2088 2025-08-20 2025-08-21
refused 'a row with other contents' bad.csv 'bad.csv:6: txn_no: E_CHANGED'
sed 's/2025-08-20T09:10/2025-08-21T09:10/' a.txt | alipay bad.csv 2088 2025-08-20 2025-08-21
refused 'a time outside the declared range' bad.csv 'TIME_RANGE'
sed 's/^交易 A003/转账 A003/' a.txt | alipay bad.csv 2088 2025-08-20 2025-08-21
refused 'a kind that the profile lacks' bad.csv 'bad.csv:7: '
echo hello >bad.csv
refused 'no statement at all' bad.csv 'bad.csv: STATEMENT_UNKNOWN'
: >bad.csv
refused 'an empty file' bad.csv EMPTY
cat a.csv a.csv >bad.csv
refused 'two files in one' bad.csv 'bad.csv:'
run 3 fee-reconcile --as-of 2025-08-25 late.csv bad.csv
dump >after
ok cmp before after
run 3 fee-reconcile none.csv
run 2 fee-reconcile --channel alipay --profile x.conf a.csv
run 3 fee-reconcile --channel nobody a.csv
run 3 fee-reconcile --channel wechat a.csv
has err HEADER_MISSING
run 1 fee-reconcile --channel 支付宝 --as-of 2025-08-25 a.csv
run 1 fee-reconcile --as-of 2025-08-25 <a.csv
run 1 fee-reconcile --as-of 2025-08-25 - <a.csv

# a profile of one's own: a bank nobody has heard of
cat >mybank.conf <<'E'
[profile]
id = mybank
version = 1
title = 某银行
[file]
encoding = utf-8
delimiter = semicolon
header = 流水号|金额|时间
[map]
txn_no = 流水号
amount = 金额
time = 时间
order_no = 订单
kind = 摘要
[value]
kind.pay = 缴费
time_format = %Y%m%d%H%M%S
E
printf '流水号;订单;金额;时间;摘要\nB1;%s01801;232.00;20250820090000;缴费\n' $O >b.csv
run 0 fee-reconcile --profile mybank.conf --test b.csv
has out "b.csv,2,mybank,,pay,B1,${O}01801,,232.00,0.00000,2025-08-20T09:00:00,final"
run 1 fee-reconcile --profile mybank.conf --as-of 2025-08-25 b.csv
has out "MISSING_OURS,${O}01801,${R}018,mybank,B1"
echo 'nonsense = 1' >>mybank.conf
run 3 fee-reconcile --profile mybank.conf b.csv
has err 'mybank.conf:18:'

# killed in the middle: as it was, or done
awk -v o=$O 'BEGIN { for (i = 1; i <= 20000; i++) printf "交易 K%06d X%06d - 2025-08-28T%02d:%02d:%02d 61\n", i, i, i / 3600, i / 60 % 60, i % 60 }' |
	alipay big.csv 2088 2025-08-28 2025-08-29
dump >before
for after in 0.02 0.05 0.1 0.15 0.2 0.3; do
	fee-reconcile -q --as-of 2025-08-29 big.csv >/dev/null 2>&1 &
	pid=$!
	sleep $after
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	n=$(sqlite3 exam.db "SELECT count(*) FROM statement_entry WHERE txn_no GLOB 'K*'")
	[ "$n" = 20000 ] && break
	dump >after
	ok cmp before after
done
run 1 fee-reconcile --as-of 2025-08-29 big.csv
rows "SELECT count(*), count(DISTINCT statement_id) FROM statement_entry WHERE txn_no GLOB 'K*'" <<'E'
20000|1
E

# two at once: one records, the other finds it recorded
cp start.db exam.db
fee-reconcile -q --as-of 2025-08-25 a.csv w.csv >one 2>one.err &
pid=$!
fee-reconcile -q --as-of 2025-08-25 w.csv a.csv >two 2>two.err
wait $pid
ok cmp whole one
ok cmp whole two
rows 'SELECT count(*), sum(rows), (SELECT count(*) FROM statement_entry), (SELECT count(*) FROM statement_repeat) FROM statement' <<'E'
2|20|20|0
E

# the frame
cp start.db exam.db
run 3 fee-reconcile -d none.db a.csv
run 2 fee-reconcile --all a.csv
run 3 fee-reconcile --as-of 2025-08-25 -o no/such/book.xlsx a.csv
rows 'SELECT count(*) FROM statement' <<'E'
0
E
fee-reconcile --as-of 2025-08-25 a.csv w.csv >/dev/full 2>err
equal 'exit status of >/dev/full after a commit' $? 4
run 1 fee-reconcile --as-of 2025-08-25 a.csv w.csv
ok cmp whole out
wechat empty.csv </dev/null
run 1 fee-reconcile --as-of 2025-08-25 empty.csv
done_testing
