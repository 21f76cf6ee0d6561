#!/bin/sh
# What fee-reconcile reads: --test shows rows and checks of good and bad files, a file that disagrees with itself
# changes nothing, the counter's cash book meets what fee-pay was told, spreadsheets come by pipe, a new bank needs no code.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
people 1 4 110000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
O=AQ25110000

# --- a bank's file: the order stands in the remark
bank() {
	cat <<E
中国银行交易流水明细单
记账日期,记账时间,币别,金额,余额,交易名称,渠道,网点名称,附言,对方账户名
2025-08-20,09:30:00,人民币,-10.00,"$1",手续费支出,a,b,c,d
2025-08-20,09:20:00,人民币,232.00,"1,464.00",汇入,a,b,张三报名,张三
2025-08-20,09:10:00,人民币,232.00,"1,232.00",汇入,a,b,订单编号${O}00101,李四
E
}
bank '1,454.00' >boc.csv
run 0 fee-reconcile --test boc.csv
sed -i 's/#[0-9a-f]*/#/' out
out <<E
file,line,channel,merchant,kind,txn_no,order_no,refund_no,amount,fee,time,status
boc.csv,3,boc,,ignored,,,,10.00,0.00000,2025-08-20T09:30:00,final
boc.csv,4,boc,,pay,#.1,,,232.00,0.00000,2025-08-20T09:20:00,final
boc.csv,5,boc,,pay,#.1,${O}00101,,232.00,0.00000,2025-08-20T09:10:00,final
E
err <<'E'
fee-reconcile: boc.csv: profile boc (中国银行 交易流水明细), version 1
fee-reconcile: boc.csv: 1 rows are none of payments or refunds
fee-reconcile: boc.csv: balance: opening 1000.00 + in 464.00 - out 10.00 = closing 1454.00: row by row
fee-reconcile: boc.csv: declares no totals; the balance was followed row by row
fee-reconcile: 1 files, 2 rows read, no fault; 1 files declare no totals; nothing was recorded
fee-reconcile: 0 accepted, 0 rejected, 2 unchanged
E

# --- the balance does not follow: the same rows are shown, and nothing is recorded
bank '1,454.01' >bad.csv
run 3 fee-reconcile --test bad.csv
has err 'bad.csv:4: 余额: BALANCE_DIFFERS: '
has err ': 1464.00/1464.01'
has err 'does not hold'
has err '1 files would be refused'
equal 'the rows of a bad file are shown' "$(grep -c '^bad.csv,' out)" 3
dump >before
run 3 fee-reconcile bad.csv
has err 'bad.csv:4: 余额: BALANCE_DIFFERS: '
has err 'nothing was changed'
run 3 fee-reconcile boc.csv bad.csv
dump >after
ok cmp before after

# --- recorded: money of an order, and money of nobody; what went out elsewhere is no entry
run 1 fee-reconcile boc.csv
cut -d, -f 2,3,5,8 out >cut.out; mv cut.out out
out <<E
class,order_no,channel,paid_amount
UNKNOWN_ORDER,,boc,232.00
MISSING_OURS,${O}00101,boc,232.00
E
run 1 fee-reconcile boc.csv
rows "SELECT count(*), sum(kind = 'refund') FROM statement_entry" <<E
2|0
E

# --- no profile fits
printf 'a,b\n1,2\n' >other.csv
run 3 fee-reconcile --test other.csv
has err 'other.csv: STATEMENT_UNKNOWN: no profile fits this file'
run 3 fee-reconcile other.csv

# --- the counter: fee-pay and the day's cash book meet by the receipt
sqlite3 exam.db "INSERT OR REPLACE INTO setting VALUES (999, '*', '110000', 'payment_mode', 'both')"
cat >pay.csv <<E
order_no,channel,paid_at,amount,receipt_no,cashier
${O}00201,counter,2025-08-20T09:00:00,232.00,P-001,王
${O}00301,counter,2025-08-20T09:05:00,232.00,P-002,王
E
run 0 fee-pay -q pay.csv
cat >book.csv <<E
receipt_no,order_no,amount,paid_at,kind,cashier
P-001,${O}00201,232.00,2025-08-20T09:00:00,pay,王
P-002,${O}00301,232.00,2025-08-20T09:05:00,收费,王
total,2,464.00,0.00
E
run 0 fee-reconcile --test book.csv
has err 'profile counter'
has err '2 rows read, all totals agree; nothing was recorded'
run 1 fee-reconcile --matched book.csv
cut -d, -f 2,3,5,6 out >cut.out; mv cut.out out
sort -o out out
has out "MATCHED,${O}00201,counter,P-001"
has out "MATCHED,${O}00301,counter,P-002"
sed 's/464/463/' book.csv >short.csv
run 3 fee-reconcile short.csv
has err 'TOTALS_DIFFER'

# --- UnionPay: the year from the name of the file, else from today, said
printf 'S22 %-11s %-11s %06d 0820090000 %-19s %012d 9399 07 %-21s 00 %-32s 01 %-6s %-10s D%012d C%012d' 1 1 1 6228 23200 \
	202508200900000000018 ${O}00401 '' '' 0 23200 >line
printf '%-608s\r\n' "$(cat line)" >INN25082088ZM_802310048993424
run 0 fee-reconcile --test INN25082088ZM_802310048993424
has out ",unionpay_zm,,pay,202508200900000000018,${O}00401,,232.00,0.00000,2025-08-20T09:00:00,final"
lacks err 'years are told'
run 0 sh -c 'fee-reconcile --test <INN25082088ZM_802310048993424'
has out ',2025-08-20T09:00:00,'
has err 'years are told from today'
KAOWU_NOW=2026-01-10T10:00:00 run 0 sh -c 'fee-reconcile --test <INN25082088ZM_802310048993424'
has out ',2025-08-20T09:00:00,'

# --- a new bank needs no code; a key that does nothing is refused with its line
cat >mybank.conf <<'E'
[profile]
id = mybank
version = 1
[file]
delimiter = semicolon
header = Datum|Betrag|Text
[map]
order_extract = Text:([A-Z]{2}[0-9]{12})
amount = Betrag
time = Datum
[value]
sign = column
thousands = comma
strip = CNY|+
out_without_order = ignore
time_format = %Y%m%d
E
cat >my.csv <<E
Datum;Betrag;Text
20250820;CNY 1,232.00;fee ${O}0401
20250820;-5;tea
E
run 0 fee-reconcile --profile mybank.conf --test my.csv
has out ",mybank,,pay,#"
has out ",${O}0401,,1232.00,"
echo 'colour = red' >>mybank.conf
run 3 fee-reconcile --profile mybank.conf --test my.csv
has err "mybank.conf:17: [value] has no key 'colour'"

# --- spreadsheets of banks by pipe: public ones, read to the last fen (those of our own making: tests/unit/xlsx.c)
deg=$SHARED/data/statements/deg
text() { ssconvert -O format=preserve -T Gnumeric_stf:stf_assistant "$deg/$1" fd://1 2>/dev/null; }
if command -v ssconvert >/dev/null && [ -d "$deg" ]; then
	text example-ccb-records.xls >ccb.csv
	run 3 fee-reconcile --test ccb.csv
	has err 'profile ccb '
	equal 'of the one a row was cut out, and that alone is wrong' "$(grep -c '^ccb.csv:' err)" 1
	has err 'ccb.csv:10: 账户余额: BALANCE_DIFFERS'
	text example-spdb_debit-records.xls >spdb.csv
	run 0 fee-reconcile --test spdb.csv
	has err 'opening 1985.21 + in 10.00 - out 11.64 = closing 1983.57: row by row'
	text example-citic-records.xls >citic.csv
	run 3 fee-reconcile --test citic.csv
	has err STATEMENT_UNKNOWN
else
	skip 'ssconvert, or the public samples, are not here'
fi
if command -v xlsx2csv >/dev/null && [ -d "$deg" ]; then
	xlsx2csv "$deg/example-wechat-records.xlsx" >wechat.csv
	run 3 fee-reconcile --test wechat.csv # a person's account, of which there is no profile
	has err STATEMENT_UNKNOWN
else
	skip 'xlsx2csv, or the public samples, are not here'
fi

# --- cut in the middle of its last row, whose number or amount is another one then
bank '1,454.00' | sed 2q >cut.csv
printf '2025-08-20,09:10:00,人民币,232.00,"1,232.00",汇入,a,b,订单编号%s001' $O >>cut.csv
run 3 fee-reconcile cut.csv
has err 'cut.csv:3: : FILE_CUT: '
printf '记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n2025-08-20,CNY,11' >cut.csv
run 3 fee-reconcile --test cut.csv
has err 'FILE_CUT'
has err 'FIELD_COUNT'

# --- the bank takes the payment of an order back
cat >pay.csv <<E
order_no,channel,txn_no,paid_at,amount
${O}00401,cmb,T00401,2025-08-20T09:00:00,232.00
E
run 0 fee-pay -q pay.csv
cat >back.csv <<E
记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要
2025-08-20,CNY,232.00,232.00,汇入,李四,${O}00401
2025-08-21,CNY,-232.00,0.00,冲正,李四,${O}00401
E
run 1 fee-reconcile back.csv
has out "REFUND_UNKNOWN,${O}00401,"

# --- every public sample, where they are: those of the shipped kinds parse, cut ones say so and show their rows, no profile fits the others
samples=$SHARED/data/statements
if [ -d "$samples" ]; then
	find "$samples" -type f ! -name SOURCES.md ! -name '*_layout.tsv' | sort >samples
	ok test "$(wc -l <samples)" -ge 28
	while read -r f; do
		case ${f#"$samples"/} in
		wechat/*_ok.csv | wechat/*2014.csv | alipay/account_2026* | deg/*cgb* | deg/*boc-debit*) want=0 shown=1 why='reconcile: 1 files, ' ;;
		wechat/gunsluo_trade_SUCCESS_bad.csv) want=3 shown=0 why=AMOUNT_FORM ;;
		wechat/*bad_row* | wechat/*REFUND_bad*) want=3 shown=1 why=AMOUNT_FORM ;;
		wechat/*bad_total*) want=3 shown=1 why=TOTALS_FORM ;;
		alipay/trade_2017*) want=3 shown=1 why=TOTALS_MISSING ;;
		wechat/* | alipay/*) want=3 shown=1 why=TOTALS_DIFFER ;;
		deg/*icbc*) want=3 shown=1 why=TOTALS_DIFFER ;;
		deg/*abc* | deg/*bocom_debit* | deg/*cmb-debit*) want=3 shown=1 why=BALANCE_DIFFERS ;;
		*) want=3 shown=0 why=STATEMENT_UNKNOWN ;;
		esac
		fee-reconcile --test "$f" >out 2>err
		equal "${f#"$samples"/}: exit status" $? $want
		equal "${f#"$samples"/}: rows are shown" "$([ "$(wc -l <out)" -gt 1 ] && echo 1 || echo 0)" $shown
		has err "$why"
		[ $want = 0 ] || fee-reconcile "$f" >out 2>err
		[ $want = 0 ] || has err 'nothing was changed'
	done <samples
	rows "SELECT count(*) FROM statement WHERE file LIKE '%/data/statements/%'" <<'E'
0
E
else
	skip 'the samples are not here'
fi
done_testing
