#!/bin/sh
# The finance workbook: what a spreadsheet reads back is what the stream and the database say.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
PY=/usr/bin/python3
if ! $PY -c 'import openpyxl' 2>/dev/null; then skip "no openpyxl"; done_testing; fi
office
{
	people 1 8 110000          # 北京: 3 × 56 (11 of it for the centre) + 64 (15)
	people 9 10 310000         # 上海: 10 a person, 50 a subject
} >in.csv
registered in.csv
run 0 fee-bill regs.csv
B=AQ25110000 S=AQ25310000
cat >pay.csv <<E
order_no,channel,txn_no,paid_at,amount
${B}00101,alipay,A1,2025-08-20T09:00:00,232.00
${B}00201,alipay,A2,2025-08-20T09:00:00,232.00
${B}00301,wechat,W3,2025-08-20T09:00:00,232.00
${B}00401,wechat,W4,2025-08-21T09:00:00,232.00
${B}00701,alipay,A7,2025-08-20T09:00:00,232.00
${S}00101,alipay,A9,2025-08-20T09:00:00,210.00
E
run 0 fee-pay --as-of 2025-08-21T10:00:00 pay.csv
# two refunds that were sent: all of an order, and the subject that an amendment dropped; one that is proposed only
sqlite3 exam.db "INSERT INTO refund_out (id, file, sha256, refunds, at, batch_id) VALUES (1, 'r.csv', '', 2, '2025-08-21T11:00:00', 1)"
back() { sqlite3 exam.db "$ASKED INSERT INTO asked (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, out_id,
	exported_at, settled_at, batch_id) SELECT '$1', o.id, p.id, $3, '$4', '=cmd', '$5', 'a', '2025-08-21T10:00:00', iif('$5' = 'proposed', '', 'b'), '2025-08-21T10:30:00', 1,
	'2025-08-21T11:00:00', '2025-08-21T12:00:00', 1 FROM fee_order o JOIN payment p ON p.order_id = o.id WHERE o.order_no = '$2' $WALK"; }
back RF1 ${B}00101 23200 cancelled settled
back RF2 ${B}00201 5600 amended exported
back RF3 ${B}00301 1000 request proposed
sqlite3 exam.db "DELETE FROM registration_subject WHERE subject = '2' AND registration_id = (SELECT id FROM registration WHERE reg_no = '${B}002')"
alipay a.csv 2088000000000001 2025-08-20 2025-08-22 <<E
交易 A1 ${B}00101 - 2025-08-20T09:00:00 232
退款 A1 ${B}00101 RF1 2025-08-21T12:00:00 232
交易 A2 ${B}00201 - 2025-08-20T09:00:00 232
退款 A2 ${B}00201 RF2 2025-08-21T12:00:00 56
交易 A5 ${B}00501 - 2025-08-21T09:00:00 232
交易 A9 ${S}00101 - 2025-08-20T09:00:00 210
交易 @SUM(1) =1+1 - 2025-08-21T13:00:00 0.01
E
wechat w.csv <<E
交易 W3 ${B}00301 - 2025-08-20T09:00:00 232
交易 W33 ${B}00301 - 2025-08-20T09:05:00 232
交易 W4 ${B}00401 - 2025-08-21T09:00:00 232
交易 W6 ${B}00601 - 2025-08-21T10:00:00 231.99 0.38
E
run 1 fee-reconcile --as-of 2025-08-22T10:00:00 -n -o dry.xlsx a.csv w.csv
run 1 fee-reconcile --as-of 2025-08-22T10:00:00 -o book.xlsx a.csv w.csv
ok cmp dry.xlsx book.xlsx
mv out found.csv

cat >read.py <<'E'
import openpyxl, sys
book = openpyxl.load_workbook(sys.argv[1])
def rows(sheet):
    return [r for r in book[sheet].iter_rows(values_only=True)]
def show(sheet, *columns):
    for r in rows(sheet)[1:]:
        if any(v is not None for v in r):
            print('|'.join('' if r[c] is None else '%.5f' % r[c] if isinstance(r[c], float) else str(r[c]) for c in columns))
E
py() { cat >>read.$$.py; cat read.py read.$$.py >one.py; rm read.$$.py; $PY one.py "${1:-book.xlsx}" >out 2>&1 || cat out; }

# how it opens and prints
py <<'E'
for s in book:
    first = [c.value for c in s[1]]
    print(s.title, s.page_setup.orientation, s.page_setup.paperSize, s.page_setup.fitToWidth or 1, s.page_setup.fitToHeight, s.sheet_properties.pageSetUpPr.fitToPage,
        s.print_title_rows, s.freeze_panes, s.auto_filter.ref is not None, None in first,
        all(s.column_dimensions[openpyxl.utils.get_column_letter(i + 1)].width > 5 for i in range(len(first))))
print(book['Summary'].oddHeader.left.text, '|', book['Summary'].oddHeader.right.text, '|', book['Summary'].oddFooter.right.text)
E
has out 'Summary landscape 9 1 0 True $1:$1 A2 False False True'
has out 'In doubt by age landscape 9 1 0 True $1:$1 A2 False False True'
for s in Differences MISSING_OURS 'Refund list' 'Fees by channel' Settlement 'Revenue split' Files 'Control totals'; do
	has out "$s landscape 9 1 0 True \$1:\$1 A2 True False True"
done
has out 'all exams  Reconciliation of exam fees | as of 2025-08-22 10:00 | &P / &N'

# no cell is a formula, numbers that name things are text, money is a number with two places
py <<'E'
cells = [c for s in book for r in s.iter_rows() for c in r if c.value is not None]
print('formulas', sum(c.data_type == 'f' for c in cells))
s = book['Differences']
print([[type(c.value).__name__ for c in r][:14] for r in s if r[1].value == 'DUPLICATE'][0])
print({c.number_format for r in s.iter_rows(min_row=2) for c in r[7:10] if c.value is not None}, {c.number_format for r in s.iter_rows(min_row=2) for c in r[4:6] if c.value})
print([r[4] for r in rows('Differences') if r[11] == '@SUM(1)'])
E
out <<'E'
formulas 0
['str', 'str', 'str', 'str', 'str', 'str', 'str', 'int', 'int', 'int', 'str', 'str', 'NoneType', 'str']
{'#,##0.00'} {'@'}
['=1+1']
E

# the same sums as the stream
py <<'E'
import csv, collections
def sums(pairs):
    s = collections.Counter()
    for c, v in pairs: s[c] += round(v * 100)
    return sorted(s.items())
stream = list(csv.DictReader(open('found.csv', encoding='utf-8')))
want = sums((r['class'], float(r['paid_amount'])) for r in stream)
print(want == sums((r[1], r[8]) for r in rows('Differences')[1:] if r[1] != 'REFUND_OK' or r[15]), len(want))
print([c for c, v in want if sums((r[1], r[8]) for r in rows(c)[1:]) != [(c, v)] and c != 'REFUND_OK'])
total = {r[0]: r for r in rows('Summary')}['total']
print(total[2:6])
E
out <<'E'
True 6
[]
(9, 1834, 2, 288)
E

# every equation holds, both sides there
py <<'E'
found = [r for r in rows('Summary') if r[6] in ('✓', '✗')]
for r in found: print(r[6], r[2] == r[4], r[3] == r[5], r[3] is not None or r[2] is not None)
E
equal 'equations that hold' "$(grep -c '^✓ True True True$' out)" "$(wc -l <out)"
ok test "$(wc -l <out)" -ge 7

py <<'E'
rs = rows('Summary')
i = [n for n, r in enumerate(rs) if r[0] and r[0].startswith('payments of the statements =')][0]
for r in rs[i:i + 10]: print(r[1], r[3], r[4], r[5], r[6])
E
out <<'E'
None 1834 9 1834 ✓
None None 6 1370 None
None None 0 0 None
IN_DOUBT None 1 232 None
MISSING_BANK None 0 0 None
MISSING_OURS None 1 232 None
AMOUNT_MISMATCH None 1 231.99 None
DUPLICATE None 1 232 None
UNKNOWN_ORDER None 1 0.01 None
None None 0 0 None
E

# refunds to be signed: what is to be decided, what is under way, and three boxes
py <<'E'
show('Refund list', 0, 1, 2, 3, 4, 8, 10)
print(len(book['Refund list'].merged_cells.ranges), book['Refund list'].row_dimensions[book['Refund list'].max_row].height)
E
out <<E
1|DUPLICATE|to be decided||${B}00301|W33|232
2|amended|exported|RF2|${B}00201|A2|56
3|request|proposed|RF3|${B}00301|W3|10
3|total|||||298
prepared by (signature, date):||||checked by (signature, date):|approved by (signature, date):|
3 54.0
E

# in doubt
py <<'E'
show('In doubt by age', 0, 1, 2)
E
has out '2|1|232'
has out 'total|1|232'

# fees and settlement: payments − refunds − fees is what the channel owes
py <<'E'
show('Fees by channel', 0, 1, 2, 3, 5, 6, 7, 9, 10, 11)
show('Settlement', 0, 2, 3, 4, 6, 7, 8, 10)
E
out <<'E'
alipay_trade|2088000000000001|5|906.01000|2|288|0|618.01000|0|0
wechat_trade|1900000109|4|927.99000|0|0|5.56794|922.42206|0.00600|0
total||9|1834|2|288|5.56794|1540.43206|0.00303|0
alipay_trade|2025-08-20|3|674|0|0|0|674
alipay_trade|2025-08-21|2|232.01000|2|288|0|-55.99000
wechat_trade|2025-08-20|2|464|0|0|2.78400|461.21600
wechat_trade|2025-08-21|2|463.99000|0|0|2.78394|461.20606
total||9|1834|2|288|5.56794|1540.43206
E

# whose the money is: six paid orders, one given back whole, of another the subject that was dropped
py <<'E'
show('Revenue split', 0, 1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13)
E
out <<'E'
AQ-2025|110000|01|objective papers|56|11|15|840|224|616|121|495
AQ-2025|110000|01|subjective papers|64|15|5|320|64|256|60|196
AQ-2025|310000|01|objective papers|50|11|3|150|0|150|33|117
AQ-2025|310000|01|registration|10|0|1|10|0|10|0|10
AQ-2025|310000|01|subjective papers|50|15|1|50|0|50|15|35
total||||||25|1370|288|1082|229|853
AQ-2025|110000||province|||20|1160|288|872|181|691
AQ-2025|310000||province|||5|210|0|210|48|162
AQ-2025|||exam|||25|1370|288|1082|229|853
E

# the pool of what is in doubt: its row arrives, or it is too old
cp exam.db kept.db
alipay arrives.csv 2088000000000001 2025-08-20 2025-08-21 <<E
交易 A7 ${B}00701 - 2025-08-20T23:59:00 232
E
run 1 fee-reconcile -q --as-of 2025-08-23T11:00:00 -o later.xlsx arrives.csv
run 1 fee-reconcile -q --as-of 2025-08-23T11:00:00 -o again.xlsx arrives.csv
ok cmp later.xlsx again.xlsx
py later.xlsx <<'E'
show('In doubt by age', 0, 1, 2)
print([r[6] for r in rows('Summary') if r[6]].count('✗'))
E
sed -n '8,12p;$p' out >pool; mv pool out
out <<'E'
opening|1|232
added|0|0
cleared|1|232
aged: missing at the bank|0|0
closing|0|0
0
E
rm -f exam.db*; mv kept.db exam.db
run 1 fee-reconcile -q --as-of 2025-08-24T11:00:00 -n -o later.xlsx a.csv
py later.xlsx <<'E'
show('In doubt by age', 0, 1, 2)
print([r[6] for r in rows('Summary') if r[6]].count('✗'))
E
sed -n '8,17p;$p' out >pool; mv pool out
out <<'E'
opening|1|232
added|0|0
cleared|0|0
aged: missing at the bank|1|232
closing|0|0
open differences|number|amount
opening|5|928.01000
added|1|232
cleared|1|232
closing|5|928.01000
0
E

# from day to day: what was open in the evening is what the next day opens with, decisions and new files between
cp exam.db kept.db
: >chain
for day in 23 24 25 26; do
	{ echo diff_id,action,reason; sqlite3 exam.db "SELECT diff_id || ',suspense,渠道核查中' FROM difference WHERE state = 'open' AND class <> 'IN_DOUBT' ORDER BY diff_id LIMIT 1"; } |
		fee-decide -q --as-of 2025-08-${day}T09:00:00 >out 2>&1
	alipay day.csv 2088000000000001 2025-08-$day 2025-08-$((day + 1)) <<E
交易 D$day ${B}00801 - 2025-08-${day}T09:00:00 232
E
	run 1 fee-reconcile -q --as-of 2025-08-${day}T11:00:00 -o day.xlsx day.csv
	py day.xlsx <<'E'
r = [(v[0], v[1], v[2]) for v in rows('In doubt by age') if v[0] in ('opening', 'closing')]
print(r[0][1:], r[2][1:], r[1][1:], r[3][1:], [v[6] for v in rows('Summary')].count('✗'))
E
	sed "s/^/$day /" out >>chain
done
mv chain out
out <<'E'
23 (1, 232) (5, 928.01) (0, 0) (5, 1160) 0
24 (0, 0) (5, 1160) (0, 0) (5, 1160) 0
25 (0, 0) (5, 1160) (0, 0) (5, 1160) 0
26 (0, 0) (5, 1160) (0, 0) (5, 1160) 0
E
rm -f exam.db*; mv kept.db exam.db

# -e: one exam; in Chinese
LC_ALL=zh_CN.UTF-8 fee-reconcile -q -e 308-2024 --as-of 2025-08-22T10:00:00 -o zh.xlsx a.csv w.csv >out 2>err
py zh.xlsx <<'E'
print('|'.join(book.sheetnames))
print(book['汇总'].oddHeader.left.text, len(rows('收费分配表')), rows('手续费')[1][2])
E
has out '汇总|差异|不明订单|退费名单|存疑账龄|手续费|结算|收费分配表|文件|控制总数'
has out '308-2024 '
has out '考试收费对账 2 1'

# a spreadsheet program opens it
if command -v soffice >/dev/null; then
	HOME=$DIR soffice --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2' book.xlsx >/dev/null 2>&1
	sed 1d book-Differences.csv 2>/dev/null | cut -d, -f 2,5,9 | sort >got
	py <<'E'
for r in rows('Differences')[1:]: print('%s,%s,%g' % (r[1], r[4], r[8]))
E
	sort out >want
	ok cmp want got
else
	skip "no LibreOffice"
fi

# more differences than fit in memory by accident: streamed
awk 'BEGIN { for (i = 1; i <= 60000; i++) printf "交易 K%06d X%06d - 2025-08-28T%02d:%02d:%02d 61\n", i, i, i / 3600, i / 60 % 60, i % 60 }' |
	alipay big.csv 2088000000000001 2025-08-28 2025-08-29
run 1 fee-reconcile -n -q --as-of 2025-08-29 -o big.xlsx big.csv
# the refund that is settled is on the sheet, too
equal 'rows of the sheet of all' "$(unzip -p big.xlsx xl/worksheets/sheet2.xml | grep -o '<row ' | wc -l)" $(($(wc -l <out) + 1))
done_testing
