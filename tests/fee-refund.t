#!/bin/sh
# fee-refund: money goes back by two persons' hands, once, to where it came from.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
{ people 1 16 110000; people 31 34 370000; } >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
O=AQ25110000 S=AQ25370000
{
	echo order_no,channel,txn_no,paid_at,amount,payer
	for n in 001 002 003 004 005 006 007 008 009 010 011 012 013; do echo "${O}${n}01,alipay,A$n,2025-08-20T09:00:00,232.00,付款人$n"; done
	echo "${O}00201,wechat,W002,2025-08-20T09:30:00,232.00,付款人002"
	for n in 001 002 003; do echo "${S}${n}01,alipay,S$n,2025-08-20T09:00:00,252.00,"; done
} >pay.csv
fee-pay -q pay.csv >/dev/null
unset SUDO_UID
as() { SUDO_USER=$1; export SUDO_USER; shift; "$@"; unset SUDO_USER; }
asks() { echo order_no,amount,cause,documents,reason; cat; }
says() { echo refund_no,decision,reason; cat; }
column() { tail -n +2 "$1" | cut -d, -f"$2"; }

# ---- propose: which payment, how much, and what the rules say
asks >ask.csv <<E
${O}00101,232.00,request,id+id_copy,考生申请退费
${O}00201,,duplicate,,系统故障重复扣款
${O}00301,100.00,cancelled,,单位取消
E
dump >before
as amy run 0 fee-refund propose -n ask.csv
mv out dry
dump >after
ok cmp before after
as amy run 0 fee-refund propose ask.csv
ok cmp dry out
out <<E
refund_no,order_no,amount,state
${O}00101R01,${O}00101,232.00,proposed
${O}00201R01,${O}00201,232.00,proposed
${O}00301R01,${O}00301,100.00,proposed
E
err <<'E'
fee-refund: 3 accepted, 0 rejected, 0 unchanged
E
rows 'SELECT p.txn_no, p.effective, f.proposed_by FROM refund f JOIN payment p ON p.id = f.payment_id ORDER BY f.id' <<'E'
A001|1|amy
W002|0|amy
A003|1|amy
E
mv out first
dump >before
as amy run 0 fee-refund propose ask.csv
ok cmp first out
has err '0 accepted, 0 rejected, 3 unchanged'
dump >after
ok cmp before after
# never more than was paid, never what is on its way; a faulty row says all its faults
asks >bad.csv <<E
${O}00101,1.00,cancelled,,another reason
${O}00201,232.00,duplicate,,again
${O}00301,132.01,cancelled,,too much
${O}00401,232.00,duplicate,,nothing was paid twice
${O}01401,232.00,request,id+id_copy,not paid
${O}09901,1.00,request,,no such order
${O}00401,-1,gift,,
${O}00401,0.001,request,,
${S}00101,252.00,request,,Shandong gives nothing back
${O}00501,232.00,request,id,papers
E
run 1 fee-refund propose bad.csv
out <<'E'
refund_no,order_no,amount,state
E
has err "bad.csv:2: order_no: REFUND_NOTHING: all that ${O}00101 was paid with"
has err "bad.csv:3: order_no: REFUND_NOTHING: all that ${O}00201 was paid with"
has err "bad.csv:4: amount: REFUND_EXCEEDS: of the payment of ${O}00301 132.00 yuan are left"
has err "bad.csv:5: order_no: REFUND_NOTHING: for ${O}00401 nothing came in but what pays it"
has err "bad.csv:6: order_no: REFUND_NOTHING: for ${O}01401 nothing has come in"
has err 'bad.csv:7: order_no: ORDER_UNKNOWN'
has err 'bad.csv:8: cause: CAUSE_UNKNOWN: gift'
has err 'bad.csv:8: reason: MISSING'
has err 'bad.csv:8: amount: AMOUNT_FORM: -1'
has err 'bad.csv:9: amount: AMOUNT_FORM: 0.001'
has err "bad.csv:10: cause: REFUND_CLOSED: ${S}00101: what was paid is not given back on request (setting refund_until: confirm)"
has err 'bad.csv:11: documents: DOCUMENTS_MISSING: missing: id_copy'
dump >after
ok cmp before after
# a time that is over may be passed by the centre, a rule that never allows it may not
asks >late.csv <<E
${O}00501,232.00,request,id+id_copy,after the end
${S}00201,252.00,request,,never
E
KAOWU_NOW=2025-09-30T10:00:00 run 1 fee-refund propose late.csv
has err "late.csv:2: cause: REFUND_CLOSED: ${O}00501: it is given back until registration ends"
has err '; role centre may pass with --override'
KAOWU_NOW=2025-09-30T10:00:00 run 1 fee-refund propose -n --override '局函〔2025〕9号: 疫情' late.csv
has out "${O}00501R01,${O}00501,232.00,proposed"
lacks out "${S}002"
run 3 fee-refund propose </dev/null
run 2 fee-refund
run 2 fee-refund give
# -h offers --all where it is taken
run 0 fee-refund -h
has out '--all                    propose, settle: act on all records that are due'
run 2 fee-refund approve -e AQ-2025 --all
for t in fee-pay fee-decide notify-send; do
	run 0 $t -h
	lacks out ' --all '
done
# what every row needs
printf 'order_no,amount,cause,documents,reason\n,123456789012345,,,x\n' >empty.csv
run 1 fee-refund propose empty.csv
has err 'empty.csv:2: order_no: MISSING: empty: every row needs it'
has err 'empty.csv:2: cause: MISSING: empty: every row needs it'
has err 'empty.csv:2: amount: AMOUNT_FORM: 123456789012345: larger'
printf 'refund_no,decision\n,approve\nX,\n' >empty.csv
for c in approve settle; do
	run 1 fee-refund $c empty.csv
	has err 'empty.csv:2: refund_no: MISSING'
	has err 'empty.csv:3: decision: MISSING'
done
run 2 fee-refund propose -o x.csv ask.csv

# ---- approve: somebody else
says >yes.csv <<E
${O}00101R01,approve,同意
${O}00201R01,approve,
${O}00301R01,refuse,材料不全
E
as amy run 1 fee-refund approve yes.csv
has err "yes.csv:2: refund_no: SAME_PERSON: amy proposed ${O}00101R01: somebody else approves it (setting two_person: login)"
has err '1 accepted, 2 rejected'
as bob run 0 fee-refund approve yes.csv
out <<E
refund_no,order_no,amount,state
${O}00101R01,${O}00101,232.00,approved
${O}00201R01,${O}00201,232.00,approved
${O}00301R01,${O}00301,100.00,refused
E
has err '2 accepted, 0 rejected, 1 unchanged'
as bob run 0 fee-refund approve yes.csv
has err '0 accepted, 0 rejected, 3 unchanged'
says >no.csv <<E
${O}00301R01,approve,still
${O}00199R01,approve,
${O}00101R01,perhaps,
${O}00101R01,refuse,
E
as bob run 1 fee-refund approve no.csv
has err "no.csv:2: decision: REFUND_STATE: ${O}00301R01 was refused by amy"
has err 'no.csv:3: refund_no: REFUND_NO_UNKNOWN'
has err 'no.csv:4: decision: DECISION_WORD: perhaps'
has err 'no.csv:5: reason: MISSING'
# what was refused is not proposed again in the same words
as amy run 1 fee-refund propose ask.csv
has err "ask.csv:4: reason: REFUND_REFUSED: refused before as ${O}00301R01"
asks >anew.csv <<E
${O}00301,100.00,cancelled,,单位取消, 补交证明
E
sed -i 's/取消, 补/取消；补/' anew.csv
as amy run 0 fee-refund propose anew.csv
has out "${O}00301R02,${O}00301,100.00,proposed"
# by name where a login is shared
sqlite3 exam.db "UPDATE setting SET value = 'operator' WHERE setting = 'two_person'"
asks >shared.csv <<E
${O}00601,232.00,cancelled,,x
E
as desk run 0 fee-refund propose --operator 张 shared.csv
printf 'refund_no,decision\n%s,approve\n' "${O}00601R01" >shared-yes.csv
as desk run 1 fee-refund approve --operator 张 shared-yes.csv
has err 'SAME_PERSON: 张 proposed'
as desk run 1 fee-refund approve --operator ' 张　' shared-yes.csv
has err 'SAME_PERSON'
as desk run 0 fee-refund approve -n --operator '' shared-yes.csv
asks >latin.csv <<E
${O}00601,1.00,cancelled,,y
E
sed -i 's/00601,1.00/00701,1.00/' latin.csv
cp exam.db kept.db
as desk run 0 fee-refund propose --operator 'Li Ming' latin.csv
printf 'refund_no,decision\n%s,approve\n' "${O}00701R01" >latin-yes.csv
for name in 'li ming' ' LI MING ' 'Ｌｉ　Ｍｉｎｇ'; do as desk run 1 fee-refund approve --operator "$name" latin-yes.csv; done
as desk run 0 fee-refund propose --operator '  ' -n latin.csv
mv kept.db exam.db
asks >blank.csv <<E
${O}00701,1.00,cancelled,,z
E
cp exam.db kept.db
as desk run 0 fee-refund propose --operator '  ' blank.csv
as desk run 1 fee-refund approve latin-yes.csv
has err SAME_PERSON
mv kept.db exam.db
as desk run 0 fee-refund approve --operator 李 shared-yes.csv
has out 'approved'
as desk run 0 fee-refund list --state approved
has out ',desk (张),2025-08-20T10:00:00,desk (李),'
sqlite3 exam.db "UPDATE setting SET value = 'login' WHERE setting = 'two_person'"

# ---- export: whole, once
run 2 fee-refund export
run 2 fee-refund export -o -
run 2 fee-refund export -o ''
mkfifo pipe
ln -s /dev/null nowhere
for f in pipe nowhere /dev/stdout /dev/fd/1 /dev/null; do run 2 fee-refund export -o $f; done
run 3 fee-refund export -o .
run 3 fee-refund export -o out.csv --channel wehcat
has err CHANNEL_UNKNOWN
dump >before
run 0 fee-refund export -n -o out.csv
mv out dry
ok test ! -e out.csv
dump >after
ok cmp before after
run 0 fee-refund export --channel wechat -o wechat.csv
cat wechat.csv >out
out <<E
refund_no,channel,txn_no,order_no,reg_no,name,payer,paid_at,paid_amount,amount,receipt_no,cause,documents,reason,approved_by,approved_at
${O}00201R01,wechat_trade,W002,${O}00201,${O}002,考生000002,付款人002,2025-08-20T09:30:00,232.00,232.00,,duplicate,,系统故障重复扣款,bob,2025-08-20T10:00:00
E
run 0 fee-refund export -o rest.csv
out <<E
refund_no,order_no,amount,state
${O}00101R01,${O}00101,232.00,exported
${O}00601R01,${O}00601,232.00,exported
E
has err "export 2: 2 refunds, 464.00 yuan, in rest.csv"
equal 'who may read it' "$(stat -c %a rest.csv)" 600
equal 'both' "$(column rest.csv 1 | tr '\n' ' ')" "${O}00101R01 ${O}00601R01 "
rows 'SELECT id, sha256, refunds, written_at FROM refund_out' <<E
1|$(sha256sum wechat.csv | cut -d' ' -f1)|1|2025-08-20T10:00:00
2|$(sha256sum rest.csv | cut -d' ' -f1)|2|2025-08-20T10:00:00
E
rows "SELECT count(*) FROM audit_entry WHERE action = 'refund-export'" <<'E'
2
E
# the same again, its output lost: the same stream, and the file stays
cp rest.csv rest.kept
mv out first
run 0 fee-refund export -o rest.csv
ok cmp first out
ok cmp rest.kept rest.csv
has err 'nothing new to export: rest.csv is the file of export 2'
fee-refund export -o ./rest.csv >/dev/full 2>err
equal 'exit 4' $? 4
lacks err 'fee-refund list'
ok cmp rest.kept rest.csv
# so does any other file where nothing is new
echo mine >mine.csv
run 0 fee-refund export -o mine.csv
has err 'nothing to export: mine.csv stays as it is'
equal 'stays' "$(cat mine.csv)" mine
run 0 fee-refund export -o none.csv
has err '0 accepted'
equal 'nothing twice' "$(column none.csv 1)" ''
# the file was lost
run 0 fee-refund export --again 2 -o again.csv
ok cmp rest.csv again.csv
# nor does another hand-out take its place
run 3 fee-refund export --again 1 -o rest.csv
has err 'rest.csv: FILE_HELD: it is the file of export 2'
ok cmp rest.kept rest.csv
run 0 fee-refund export --again 1 -o sheet.csv --excel --header zh --out-encoding GB18030
iconv -f GB18030 -t UTF-8 sheet.csv | tr -d '\r' >out
has out '订单号'
has out "${O}00201R01,wechat_trade,W002,"
equal 'for a spreadsheet' "$(tr -d '\n' <sheet.csv | tr '\r' '\n' | wc -l)" 2
run 3 fee-refund export --again 9 -o again.csv
run 3 fee-refund export -o no/such/folder.csv
# what has gone is not refused any more
printf 'refund_no,decision,reason\n%s,refuse,too late\n' "${O}00101R01" >no.csv
as bob run 1 fee-refund approve no.csv
has err 'REFUND_STATE'

# ---- settle: a statement shows it, or a person knows
says >done.csv <<E
${O}00101R01,settled,
${O}00301R02,settled,
E
run 1 fee-refund settle done.csv
has err "done.csv:2: reason: SETTLE_UNSHOWN: no statement shows ${O}00101R01"
has err "done.csv:3: decision: REFUND_STATE: ${O}00301R02 is proposed: another person approves it first"
run 0 fee-refund settle -e AQ-2025 --all
out <<'E'
refund_no,order_no,amount,state
E
{
	for n in 001 002 003 004 005 006 007 008 009 010 011 012 013; do echo "交易 A$n ${O}${n}01 - 2025-08-20T09:00:00 232"; done
	for n in 001 002 003; do echo "交易 S$n ${S}${n}01 - 2025-08-20T09:00:00 252"; done
	echo "退款 A001 ${O}00101 ${O}00101R01 2025-08-22T09:00:00 232"
	echo "退款 A006 ${O}00601 RX006 2025-08-22T09:10:00 232" # under the channel's own number
} | alipay a.csv 2088 2025-08-20 2025-08-23
{
	echo "交易 W002 ${O}00201 - 2025-08-20T09:30:00 232"
	echo "退款 W002 ${O}00201 ${O}00201R01 2025-08-22T09:00:00 232 PROCESSING"
} | wechat w.csv
export KAOWU_NOW=2025-08-25T10:00:00
run 1 fee-reconcile a.csv w.csv
cut -d, -f2,3,10 out | grep -v "^MATCHED" >shown
cp shown out
out <<E
class,order_no,action
REFUND_OK,${O}00101,settle
REFUND_PENDING,${O}00201,wait
REFUND_OK,${O}00601,settle
E
rows "SELECT reg_no, state FROM registration_state WHERE reg_no IN ('${O}001', '${O}002', '${O}006')" <<E
${O}001|paid
${O}002|paid
${O}006|paid
E
dump >before
run 0 fee-refund settle -n -e AQ-2025 --all
mv out dry
dump >after
ok cmp before after
run 0 fee-refund settle -e AQ-2025 --all
ok cmp dry out
out <<E
refund_no,order_no,amount,state
${O}00101R01,${O}00101,232.00,settled
${O}00601R01,${O}00601,232.00,settled
E
run 0 fee-refund settle -e AQ-2025 --all
has err '0 accepted, 0 rejected, 0 unchanged'
rows "SELECT f.refund_no, f.settled_at, e.refund_no FROM refund f JOIN statement_entry e ON e.id = f.settled_entry ORDER BY 1" <<E
${O}00101R01|2025-08-22T09:00:00|${O}00101R01
${O}00601R01|2025-08-22T09:10:00|RX006
E
# given back whole: the registration is not paid any more, its order is closed; what was paid twice changes nothing
rows "SELECT reg_no, state, next_step FROM registration_state WHERE reg_no IN ('${O}001', '${O}002', '${O}006')" <<E
${O}001|reviewed|fee-bill
${O}002|paid|seat-assign
${O}006|reviewed|fee-bill
E
rows "SELECT order_no, closed_at FROM fee_order WHERE closed_at IS NOT NULL" <<E
${O}00101|2025-08-25T10:00:00
${O}00601|2025-08-25T10:00:00
E
run 1 fee-reconcile a.csv w.csv
lacks out REFUND_OK
# who pays once more gets a new order, and money under the old one goes back
printf 'reg_no\n%s\n' "${O}001" >one.csv
run 0 fee-bill one.csv
has out "${O}00102,${O}001,registration,232.00"
printf 'order_no,channel,txn_no,paid_at,amount\n%s,alipay,A001B,2025-08-25T09:00:00,232.00\n' "${O}00101" >old.csv
run 0 fee-pay old.csv
has out ',void'
# by hand, with the reason; the channel could not: it may be proposed anew in the same words
says >hand.csv <<E
${O}00201R01,failed,银行卡已注销
E
run 1 fee-refund settle hand.csv
has err "hand.csv:2: decision: SETTLE_SHOWN: a statement shows ${O}00201R01 under way"
run 0 fee-refund settle --override '函〔2025〕3号: 渠道告知失败' hand.csv
has out "${O}00201R01,${O}00201,232.00,refused"
run 0 fee-refund settle hand.csv
has err '0 accepted, 0 rejected, 1 unchanged'
as amy run 1 fee-refund propose ask.csv -r rej.csv
has out "${O}00201R02,${O}00201,232.00,proposed"
says >hand.csv <<E
${O}00101R01,failed,no
${O}00201R02,settled,paid in cash
E
run 1 fee-refund settle hand.csv
has err "hand.csv:2: decision: REFUND_STATE: ${O}00101R01 is settled: that stands"
has err "hand.csv:3: decision: REFUND_STATE"
printf 'refund_no,decision\n%s,approve\n%s,approve\n' "${O}00201R02" "${O}00301R02" >yes.csv
as bob run 0 fee-refund approve yes.csv
run 0 fee-refund export -o three.csv
printf 'refund_no,decision,reason\n%s,已退,柜台退现\n%s,settled,bank letter 12\n' "${O}00201R02" "${O}00301R02" >hand.csv
run 0 fee-refund settle hand.csv
rows "SELECT refund_no, state, settled_reason FROM refund WHERE settled_entry IS NULL AND state = 'settled' ORDER BY 1" <<E
${O}00201R02|settled|柜台退现
${O}00301R02|settled|bank letter 12
E
rows "SELECT state FROM registration_state WHERE reg_no = '${O}003'" <<'E'
paid
E

# ---- propose --all: what pays nothing goes back
as amy run 0 fee-refund propose -e AQ-2025 --all
out <<E
refund_no,order_no,amount,state
${O}00101R02,${O}00101,232.00,proposed
E
as amy run 0 fee-refund propose -e AQ-2025 --all
out <<'E'
refund_no,order_no,amount,state
E
run 0 fee-refund list -e AQ-2025 --state proposed
has out "${O}00101R02,${O}00101,${O}001,232.00,request,,void,proposed,alipay_trade,A001B,amy,2025-08-25T10:00:00,,"
run 2 fee-refund list --state gone
printf 'refund_no,decision,reason\n%s,refuse,keep it\n' "${O}00101R02" >no.csv
as bob run 0 fee-refund approve no.csv
as amy run 0 fee-refund propose -e AQ-2025 --all
has err '0 accepted'

# ---- a seat: no more on request; what the office cancels goes back, the seat stays empty
asks >seat.csv <<E
${O}00701,,request,id+id_copy,before seating
E
as amy run 0 fee-refund propose seat.csv
run 0 seat-assign -e AQ-2025 -q
asks >seated.csv <<E
${O}00801,,request,id+id_copy,after seating
${O}00901,,cancelled,,考试取消
E
as amy run 1 fee-refund propose seated.csv
has err "seated.csv:2: cause: SEATED: ${O}008 has a seat"
printf 'refund_no,decision\n%s,approve\n%s,approve\n' "${O}00701R01" "${O}00901R01" >yes.csv
as bob run 1 fee-refund approve yes.csv
has err "yes.csv:2: decision: SEATED: ${O}007 has a seat since it was proposed"
run 0 fee-refund export -o four.csv
printf 'refund_no,decision,reason\n%s,settled,paid out\n' "${O}00901R01" >hand.csv
run 0 fee-refund settle hand.csv
has err "hand.csv:2: refund_no: SEAT_EMPTY: warning: ${O}009 does not count as paid any more"
rows "SELECT paid_at IS NULL, seated_at IS NULL FROM registration WHERE reg_no = '${O}009'" <<'E'
1|0
E
exam-check >out
grep -E '^(REFUND|ORDER|ONE_|PAID|PAYMENT|EXTRA|SEAT|BATCH|DIFF)' out >found
cp found out
out </dev/null

# ---- cut off between the database and the file: the same export again, and nothing else
asks >cut.csv <<E
${O}01001,50,cancelled,,a
${O}01101,50,cancelled,,b
E
as amy run 0 fee-refund propose cut.csv
printf 'refund_no,decision\n%s,approve\n' "${O}01001R01" >yes.csv
as bob run 0 fee-refund approve yes.csv
hold
fee-refund export -o gone.csv >out 2>err 8>&- &
waiting=$!
queued 1
mkdir gone.csv
let_go
wait $waiting
equal 'exit 4' "$?" 4
has err 'run it again'
cp out gone.out
rmdir gone.csv
printf 'refund_no,decision\n%s,approve\n' "${O}01101R01" >yes.csv
as bob run 0 fee-refund approve yes.csv
run 0 fee-refund export -e 308-2024 -o gone.csv
ok cmp out gone.out
has err 'had been cut off before its file was there'
equal 'it again' "$(column gone.csv 1)" "${O}01001R01"
rows 'SELECT count(*) FROM refund_out WHERE written_at IS NULL' <<'E'
0
E
run 3 fee-refund export -o gone.csv
has err 'FILE_HELD'
equal 'still there' "$(column gone.csv 1)" "${O}01001R01"
run 0 fee-refund export -o next.csv
equal 'then the next' "$(column next.csv 1)" "${O}01101R01"
# cut off behind the rename: the file is found
sqlite3 exam.db 'UPDATE refund_out SET written_at = NULL WHERE id = (SELECT max(id) FROM refund_out)'
cp next.csv next.kept
run 0 fee-refund export -n -o next.csv
run 0 fee-refund export -o next.csv
has err 'its file is whole'
has out "${O}01101R01,${O}01101,50.00,exported"
ok cmp next.kept next.csv
rows 'SELECT count(*) FROM refund_out WHERE written_at IS NULL' <<'X'
0
X
sqlite3 exam.db 'UPDATE refund_out SET written_at = NULL WHERE id = (SELECT max(id) FROM refund_out)'
run 0 fee-refund export -o none.csv
has err 'its file is whole'
equal 'nothing twice' "$(column none.csv 1)" ''
# standard output lost behind the commit
asks >cut.csv <<E
${O}01201,50,cancelled,,c
E
SUDO_USER=amy fee-refund propose cut.csv >/dev/full 2>err
equal 'exit 4' $? 4
as amy run 0 fee-refund propose cut.csv
has err '0 accepted, 0 rejected, 1 unchanged'

# ---- what the bank gave back by itself is not given back once more, and what went out has not failed
cp exam.db kept.db
{
	echo "退款 A004 ${O}00401 XQ004 2025-08-26T09:00:00 232"
	echo "退款 A008 ${O}00801 ${O}00801R01 2025-08-26T09:00:00 50"
} | alipay own.csv 2088 2025-08-26 2025-08-27
asks >ours.csv <<E
${O}00801,100,cancelled,,less will go
E
as amy run 0 fee-refund propose ours.csv
number=$(column out 1)
printf 'refund_no,decision\n%s,approve\n' "$number" >yes.csv
as bob run 0 fee-refund approve yes.csv
run 0 fee-refund export -o own-out.csv
asks >first.csv <<E
${O}00401,100,cancelled,,before
${O}00401,110,cancelled,,approved before
E
as amy run 0 fee-refund propose first.csv
printf 'refund_no,decision\n%s,approve\n' "${O}00401R02" >yes.csv
as bob run 0 fee-refund approve yes.csv
KAOWU_NOW=2025-08-27T10:00:00 run 1 fee-reconcile own.csv
asks >more.csv <<E
${O}00401,20,cancelled,,the rest
E
as amy run 1 fee-refund propose more.csv
has err "more.csv:2: order_no: REFUND_RETURNED: the channel has given back 232.00 yuan"
printf 'refund_no,decision\n%s,approve\n' "${O}00401R01" >yes.csv
as bob run 1 fee-refund approve yes.csv
has err "REFUND_RETURNED"
run 1 fee-refund export -o returned.csv
has err "REFUND_RETURNED"
lacks returned.csv "${O}00401"
printf 'refund_no,decision,reason\n%s,failed,x\n' "$number" >hand.csv
run 1 fee-refund settle --override '函〔2025〕3号: x' hand.csv
has err "SETTLE_SHOWN: a statement shows money that went back for $number"
mv kept.db exam.db

# ---- several at once: of one payment one refund
for i in 1 2 3 4 5 6; do
	asks >"p$i.csv" <<E
${O}01301,200,cancelled,,reason $i
E
	SUDO_USER=amy fee-refund propose -q "p$i.csv" >/dev/null 2>&1 &
done
wait
rows "SELECT count(*), sum(f.amount) FROM refund f JOIN fee_order o ON o.id = f.order_id WHERE order_no = '${O}01301'" <<'E'
1|20000
E
printf 'refund_no,decision\n%s,approve\n%s,approve\n' "${O}01301R01" "${O}01201R01" >yes.csv
as bob run 0 fee-refund approve yes.csv
# two into one file: one exports, the other tells what is in it
sqlite3 exam.db '.backup kept.db'
hold
fee-refund export -o both.csv >one 2>one.err 8>&- &
fee-refund export -o both.csv >two 2>two.err 8>&- &
queued 2
let_go
wait
equal 'the same stream' "$(cmp one two && column one 1 | tr '\n' ' ')" "${O}01201R01 ${O}01301R01 "
equal 'one tells' "$(cat one.err two.err | grep -c 'nothing new to export')" 1
equal 'the file' "$(column both.csv 1 | sort | tr '\n' ' ')" "${O}01201R01 ${O}01301R01 "
rm -f exam.db-wal exam.db-shm
mv kept.db exam.db
for i in 1 2 3 4; do fee-refund export -q -o "e$i.csv" >/dev/null & done
wait
cat e?.csv | grep "^$O" | cut -d, -f1 >all
equal 'four exports at once: each once' "$(sort all | tr '\n' ' ')" "${O}01201R01 ${O}01301R01 "

# ---- what the database does not let anybody do
sql() { sqlite3 exam.db "$1" >sql.out 2>&1 && fail "done: $1" || has sql.out "$2"; }
new="INSERT INTO refund (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, batch_id)
	SELECT 'X1', order_id, id, %s, 'request', 'x', '%s', 'amy', '2025-08-20T10:00:00', '%s', %s, 1 FROM payment WHERE txn_no = 'A013'"
# shellcheck disable=SC2059
insert() { printf "$new" "$@"; }
yes="approved_at = '2025-08-20T10:00:00'"
sql "$(insert 3201 proposed '' NULL)" 'refunds would exceed what was paid'
sql "$(insert 0 proposed '' NULL)" 'CHECK constraint failed'
# it begins as proposed, whatever else is said of it
for state in approved refused exported settled; do sql "$(insert 3200 $state bob "'2025-08-20T10:00:00'")" 'a refund begins as proposed'; done
sql "$(insert 3200 proposed bob "'2025-08-20T10:00:00'")" 'a refund begins as proposed'
sql "$(insert 3200 proposed '' NULL | sed "s/'amy'/''/")" 'a refund begins as proposed'
sql "INSERT INTO refund (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, settled_at, settled_entry, batch_id)
	SELECT 'X1', order_id, p.id, 3200, 'request', 'x', 'settled', '', 'x', 'amy', 'x', 'x', e.id, 1 FROM payment p, statement_entry e WHERE p.txn_no = 'A013' AND e.kind = 'pay' LIMIT 1" \
	'a refund begins as proposed'
# two persons, and who they were
first="UPDATE refund SET state = 'approved', $yes, approved_by = '%s', two_person = '%s', approved_operator = '%s' WHERE refund_no = 'X1'"
# shellcheck disable=SC2059
approve() { printf "BEGIN; $(insert 3200 proposed '' NULL); $first" "$@"; }
sql "$(approve amy login '')" 'CHECK constraint failed'
sql "$(approve amy login eve)" 'CHECK constraint failed'
sql "$(approve '' login '')" 'CHECK constraint failed'
sql "$(approve amy operator eve)" 'two persons are two logins where no setting has it otherwise'
sql "$(approve bob login ''); UPDATE refund SET approved_by = 'eve' WHERE refund_no = 'X1'" 'who approved a refund stands'
sql "$(approve bob login ''); UPDATE refund SET state = 'exported' WHERE refund_no = 'X1'" 'CHECK constraint failed'
sql "UPDATE refund SET amount = amount + 1 WHERE refund_no = '${O}01301R01'" 'what was proposed stands'
sql "UPDATE refund SET state = 'proposed' WHERE refund_no = '${O}01301R01'" 'what was proposed stands'
sql "UPDATE refund SET state = 'settled' WHERE refund_no = '${O}00701R01'" 'what was proposed stands'
sql "UPDATE refund SET state = 'approved', approved_by = 'amy', approved_at = 'x' WHERE refund_no = '${O}00701R01'" 'CHECK constraint failed'
sql "UPDATE refund SET payment_id = payment_id + 1 WHERE refund_no = '${O}00701R01'" 'what was proposed stands'
sql "DELETE FROM refund" 'refunds are never removed'
sqlite3 exam.db "$(insert 3200 proposed '' NULL); UPDATE refund SET state = 'refused', approved_by = 'bob', $yes WHERE refund_no = 'X1'"
sql "UPDATE refund SET state = 'approved' WHERE refund_no = 'X1'" 'what was proposed stands'
sql "INSERT INTO refund (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, batch_id)
	SELECT 'X2', order_id + 1, id, 1, 'request', 'x', 'proposed', 'amy', 'x', 1 FROM payment WHERE txn_no = 'A013'" 'belongs to the order of its payment'
for set in 'amount = 100' "txn_no = 'X'" "channel = 'abc'" 'order_id = order_id + 1'; do
	sql "UPDATE payment SET $set WHERE txn_no = 'A012'" 'a payment of which something was given back stands'
done
sql "DELETE FROM payment WHERE txn_no = 'A012'" 'a payment of which something was given back stands'
sqlite3 exam.db "UPDATE payment SET cashier = 'x' WHERE txn_no = 'A012'"
sql "UPDATE refund SET documents = 'x' WHERE refund_no = '${O}01301R01'" 'what was proposed stands'
sql "UPDATE refund SET reason = 'x' WHERE refund_no = '${O}01301R01'" 'what was proposed stands'
sql "INSERT OR REPLACE INTO refund (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, batch_id)
	SELECT refund_no, order_id, payment_id, 1, 'request', 'x', 'proposed', 'amy', 'x', 1 FROM refund WHERE refund_no = '${O}01301R01'" 'refunds are never replaced'
sql "INSERT OR REPLACE INTO refund (id, refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, batch_id)
	SELECT id, 'X3', order_id, payment_id, 1, 'request', 'x', 'proposed', 'amy', 'x', 1 FROM refund WHERE refund_no = '${O}01301R01'" 'refunds are never replaced'
sql "INSERT INTO refund (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, batch_id)
	SELECT 'X4', order_id, id, 1, 'request', 'x', 'proposed', '', 'x', 1 FROM payment WHERE txn_no = 'A005'" 'a refund begins as proposed'
sqlite3 exam.db "DROP TRIGGER payment_stands; UPDATE payment SET amount = 100 WHERE txn_no = 'A012'"
sql "UPDATE refund SET state = 'settled', settled_at = 'x' WHERE refund_no = '${O}01201R01'" 'refunds would exceed what was paid'


# ---- an amendment: what is too much is proposed by fee-bill, and goes the same way; the registration stays paid
office
people 1 3 110000 >in.csv
registered in.csv
KAOWU_NOW=2025-08-20T10:00:00 fee-bill -q regs.csv >orders.csv
{ echo order_no,channel,txn_no,paid_at,amount; for n in 001 002 003; do echo "${O}${n}01,alipay,A$n,2025-08-20T09:00:00,232.00"; done; } >pay.csv
KAOWU_NOW=2025-08-20T10:00:00 fee-pay -q pay.csv >/dev/null
export KAOWU_NOW=2025-08-20T12:00:00
sqlite3 exam.db "DELETE FROM registration_subject WHERE subject = '1' AND registration_id = (SELECT id FROM registration WHERE reg_no = '${O}001')"
printf 'reg_no\n%s\n' "${O}001" >one.csv
as amy run 0 fee-bill one.csv
has err 'REFUND_PROPOSED'
printf 'refund_no,decision\n%s,approve\n' "${O}00101R01" >yes.csv
as amy run 1 fee-refund approve yes.csv
has err SAME_PERSON
as bob run 0 fee-refund approve yes.csv
run 0 fee-refund export -o part.csv
has part.csv ',232.00,56.00,,amended,'
printf 'refund_no,decision,reason\n%s,settled,letter\n' "${O}00101R01" >hand.csv
run 0 fee-refund settle hand.csv
rows "SELECT state FROM registration_state WHERE reg_no = '${O}001'" <<'E'
paid
E
as amy run 0 fee-bill one.csv
has err '0 accepted, 0 rejected, 1 unchanged'
# the rest goes back when the office cancels: the order is closed, and a new one is over the whole bill
asks >rest.csv <<E
${O}00101,,cancelled,,单位取消
E
as amy run 0 fee-refund propose rest.csv
has out "${O}00101R02,${O}00101,176.00,proposed"
printf 'refund_no,decision\n%s,approve\n' "${O}00101R02" >yes.csv
as bob run 0 fee-refund approve yes.csv
run 0 fee-refund export -o part.csv
printf 'refund_no,decision,reason\n%s,settled,letter\n' "${O}00101R02" >hand.csv
run 0 fee-refund settle hand.csv
rows "SELECT state FROM registration_state WHERE reg_no = '${O}001'" <<'E'
reviewed
E
# what comes in for it now pays nothing, seats nobody, and is a difference
cp exam.db kept.db
printf 'order_no,channel,txn_no,paid_at,amount\n%s,wechat,W9,2025-08-20T11:50:00,232.00\n' "${O}00101" >anew.csv
run 0 fee-pay anew.csv
out <<E
order_no,reg_no,amount,result
${O}00101,${O}001,232.00,void
E
as amy run 0 fee-refund propose -n -e AQ-2025 --all
has out "${O}00101R03,${O}00101,232.00,proposed"
echo "交易 W9 ${O}00101 - 2025-08-20T11:50:00 232" | wechat w9.csv
echo "交易 W8 ${O}00101 - 2025-09-06T11:50:00 232" | wechat w8.csv
cp exam.db told.db
export KAOWU_NOW=2025-09-08T10:00:00
cp kept.db exam.db
run 1 fee-reconcile w8.csv
has out ",LATE,${O}00101,"
cp told.db exam.db
run 1 fee-reconcile w9.csv
has out ",MISSING_OURS,${O}00101,${O}001,wechat_trade,W9,232.00,232.00,2025-08-20T11:50:00,refund"
printf 'diff_id,action,reason\n%s,accept,x\n' "$(column out 1)" >take.csv
run 1 fee-decide take.csv
has err 'ORDER_PAID'
sed -i s/accept/refund/ take.csv
run 0 fee-decide take.csv
has out "${O}00101R03,proposed"
run 0 fee-reconcile w9.csv
export KAOWU_NOW=2025-08-20T12:00:00
rows "SELECT state FROM registration_state WHERE reg_no = '${O}001'" <<'E'
reviewed
E
mv kept.db exam.db
rows "SELECT state FROM registration_state WHERE reg_no = '${O}001'" <<'E'
reviewed
E
as amy run 0 fee-bill one.csv
out <<E
order_no,reg_no,kind,amount,pay_until
${O}00102,${O}001,registration,176.00,2025-09-05T16:00:00
E

# ---- an operator acts on refunds of the place alone
asks >two.csv <<E
${O}00201,10,cancelled,,x
E
as amy run 0 fee-refund propose two.csv
sqlite3 exam.db "INSERT INTO operator (row, login, name, role, province, city, review_point) VALUES (1, 'cai', '财务', 'finance', '110000', '*', '*'),
	(2, 'lu', '济南财务', 'finance', '370000', '*', '*'), (3, 'shen', '审核', 'reviewer', '110000', '*', '*')"
printf 'refund_no,decision,reason\n%s,refuse,x\n' "${O}00201R01" >no.csv
as lu run 1 fee-refund approve no.csv
has err NOT_AUTHORISED
as lu run 0 fee-refund list
lacks out "${O}00201R01"
as shen run 3 fee-refund approve no.csv
as cai run 0 fee-refund approve no.csv
has out refused


# ---- exports killed anywhere: each refund is in exactly one file
office
export KAOWU_NOW=2025-08-20T10:00:00
people 1 60 110000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
awk -F, 'NR == 1 { print "order_no,channel,txn_no,paid_at,amount" } NR > 1 { print $1 ",alipay,T" NR ",2025-08-20T09:00:00," $4 }' orders.csv >pay.csv
fee-pay -q pay.csv >/dev/null
awk -F, 'NR == 1 { print "order_no,cause,reason" } NR > 1 { print $1 ",cancelled,x" }' orders.csv >ask.csv
as amy run 0 fee-refund propose ask.csv
awk -F, 'NR == 1 { print "refund_no,decision" } NR > 1 { print $1 ",approve" }' out >yes.csv
split -l 3 yes.csv part.
i=0
for f in part.*; do
	i=$((i + 1))
	{ echo refund_no,decision; grep "^$O" "$f"; } >yes.csv
	SUDO_USER=bob fee-refund approve -q yes.csv >/dev/null
	fee-refund export -q -o "k$i.csv" >/dev/null 2>&1 &
	p=$!
	sleep "0.0$((i % 4))$((i % 10))"
	kill -9 $p 2>/dev/null
	wait $p 2>/dev/null
done
fee-refund export -q -o last1.csv >/dev/null 2>&1
fee-refund export -q -o last2.csv >/dev/null 2>&1
cat k*.csv last*.csv | grep "^$O" | cut -d, -f1 | sort >all
equal 'killed runs lose nothing' "$(wc -l <all)" 60
equal 'and double nothing' "$(uniq -d all | wc -l)" 0
rm -f .k*.csv.*
exam-check | grep -E '^(REFUND|BATCH)' >out
out </dev/null

done_testing
