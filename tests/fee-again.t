#!/bin/sh
# Files that come again, overlap, or are split otherwise: the same end, whatever the profile.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
people 1 9 110000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
O=AQ25110000        # orders: ${O}NNN01
# rows FROM TO: payments by WeChat
paid() {
	n=$1
	while [ "$n" -le "$2" ]; do
		echo "交易 W00$n ${O}00${n}01 - 2025-08-20T09:0$n:00 232"
		n=$((n + 1))
	done
}
cp exam.db start.db

# ---- the fund flow bill of some, the trade bill of others, then the trade bill of all
paid 1 4 | fundflow f14.csv
paid 5 8 | wechat w58.csv
paid 1 8 | wechat w18.csv
paid 1 3 | wechat w13.csv
run 1 fee-reconcile f14.csv
run 1 fee-reconcile w58.csv
run 1 fee-reconcile w18.csv
has err '8 rows (0 new)'
lacks err 'lacks '
equal 'all are there' "$(grep -c '^[0-9a-f]*,MISSING_OURS,' out)" 8
run 1 fee-reconcile w13.csv
has err 'w13.csv: lacks 5 rows that earlier files have'
# of a file that is known nothing more is said
run 1 fee-reconcile w13.csv
lacks err 'lacks '

# ---- the same file again, of every profile whose totals count what came in and went out
run 1 fee-reconcile f14.csv
has err '4 rows (0 new)'
equal 'measures' "$(sqlite3 exam.db "SELECT group_concat(measure) FROM statement_total JOIN statement ON id = statement_id WHERE profile = 'wechat_fundflow'")" \
	'count@all,count@in,count@out,amount@in,amount@out'
cp start.db exam.db
paid 1 2 | account a.csv 2088 2025-08-20 2025-08-21
run 1 fee-reconcile a.csv
cp out first
run 1 fee-reconcile -o book.xlsx a.csv
ok cmp first out

# ---- a refund that was only proposed, and the statement shows it: it must not go out again, so somebody looks
cp start.db exam.db
printf 'order_no,channel,txn_no,paid_at,amount\n%s,alipay,A1,2025-08-20T09:00:00,232.00\n' ${O}00101 >pay.csv
run 0 fee-pay pay.csv
sqlite3 exam.db "INSERT INTO refund (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, batch_id)
	SELECT 'RF1', order_id, id, amount, 'request', 'x', 'proposed', 'a', '2025-08-20T09:30:00', 1 FROM payment"
alipay back.csv 2088 2025-08-20 2025-08-21 <<E
交易 A1 ${O}00101 - 2025-08-20T09:00:00 232
退款 A1 ${O}00101 R1 2025-08-20T09:50:00 232
交易 A2 ${O}00201 - 2025-08-20T09:00:00 232
退款 A2 ${O}00201 R2 2025-08-20T09:40:00 232
E
run 1 fee-reconcile back.csv
cut -d, -f 2,3,6,8,10 out >o && mv o out
out <<E
class,order_no,txn_no,paid_amount,action
REFUND_UNKNOWN,${O}00101,A1,-232.00,accept
E

# ---- without a declared range: split in two is as one file, and a day without rows is covered
cp start.db exam.db
export KAOWU_NOW=2025-08-28T10:00:00
printf 'order_no,channel,txn_no,paid_at,amount\n%s,wechat,W9,2025-08-22T09:00:00,232.00\n' ${O}00901 >pay.csv
run 0 fee-pay pay.csv
cp exam.db told.db
one="交易 W001 ${O}00101 - 2025-08-20T09:00:00 232"
two="交易 W002 ${O}00201 - 2025-08-24T09:00:00 232"
printf '%s\n%s\n' "$one" "$two" | wechat whole.csv
echo "$one" | wechat one.csv
echo "$two" | wechat two.csv
wechat 1900000109All2025-08-22.csv </dev/null
printf '<xml><return_code><![CDATA[FAIL]]></return_code><return_msg><![CDATA[No Bill Exist]]></return_msg></xml>' >bill20250822.csv
wechat empty.csv </dev/null
classes() { tail -n +2 out | cut -d, -f 2,6 | sort | tr '\n' ' '; }
run 1 fee-reconcile whole.csv
equal 'one file' "$(classes)" 'MISSING_BANK,W9 MISSING_OURS,W001 MISSING_OURS,W002 '
for files in 'one.csv two.csv' 'two.csv one.csv'; do
	cp told.db exam.db
	run 1 fee-reconcile $files
	equal "$files" "$(classes)" 'MISSING_BANK,W9 MISSING_OURS,W001 MISSING_OURS,W002 '
	cp told.db exam.db
	run 1 fee-reconcile -q ${files% *}
	run 1 fee-reconcile -q ${files#* }
	equal "$files, one by one" "$(classes)" 'MISSING_BANK,W9 MISSING_OURS,W001 MISSING_OURS,W002 '
done
for file in 1900000109All2025-08-22.csv bill20250822.csv; do
	cp told.db exam.db
	run 1 fee-reconcile $file
	equal "$file" "$(classes)" 'MISSING_BANK,W9 '
	run 1 fee-reconcile $file
done
cp told.db exam.db
run 0 fee-reconcile empty.csv
lacks err 'no statement was ever read'
# of another channel only: nothing can be said of it, and that is said
cp told.db exam.db
alipay a.csv 2088 2025-08-20 2025-08-25 </dev/null
run 0 fee-reconcile a.csv
has err '1 payments that we were told of came through channels of which no statement was ever read'

# ---- what a difference says follows the statements
cp start.db exam.db
echo "交易 W001 ${O}00101 - 2025-08-20T09:00:05 232" | fundflow f.csv
run 1 fee-reconcile f.csv
run 1 fee-reconcile one.csv
rows "SELECT class, txn_no, paid_amount, at FROM difference" <<'E'
MISSING_OURS|W001|23200|2025-08-20T09:00:00
E

# ---- names of files that are no UTF-8, and characters that no cell may hold
cp start.db exam.db
name=$(printf '\265\332\322\273.csv')   # 第一.csv in GB18030
cp one.csv "$name"
run 1 fee-reconcile -o book.xlsx "$name"
rows 'SELECT file FROM statement' <<'E'
第一.csv
E
cp start.db exam.db
name=$(printf 'a\377\001.csv')
sed "s/${O}00101/T\\xef\\xbf\\xbe12/" one.csv >"$name"
run 1 fee-reconcile -o book.xlsx "$name"
unzip -p book.xlsx 'xl/worksheets/*' xl/sharedStrings.xml 2>/dev/null >sheets
equal 'what no cell may hold' "$(LC_ALL=C grep -c "$(printf '\377\|\001\|\357\277\276')" sheets)" 0
rows 'SELECT quote(file) FROM statement ORDER BY id DESC LIMIT 1' <<E
'$(printf 'a\357\277\275\001.csv')'
E

# ---- of a total that differs the measure is said; of a row that is not understood only that
cp start.db exam.db
printf '%s\n%s\n' "$one" "$two" | alipay sums.csv 2088 2025-08-20 2025-08-25
iconv -f GB18030 -t UTF-8 sums.csv | sed 's/^W001\(.*\),232.00,232.00,/W001\1,x,x,/' >row2.csv
iconv -f GB18030 -t UTF-8 sums.csv | sed 's/商家实收共464.00/商家实收共463.00/' >sums2.csv
run 3 fee-reconcile sums2.csv
has err ': settled@pay: TOTALS_DIFFER: '
run 3 fee-reconcile row2.csv
has err 'AMOUNT_FORM'
lacks err TOTALS_DIFFER

# ---- options of every tool
run 3 fee-reconcile -r rejects.csv row2.csv
equal 'rejects' "$(cut -d, -f 1-5 rejects.csv | head -n 2 | tr '\n' ' ')" 'file,line,record,field,code row2.csv,6,6,订单金额（元）,AMOUNT_FORM '
run 1 fee-reconcile -r rejects.csv one.csv
equal 'no rejects' "$(cat rejects.csv)" file,line,record,field,code,message
run 2 fee-reconcile --encoding gb18030 one.csv
run 2 fee-reconcile --map map.csv one.csv
done_testing
