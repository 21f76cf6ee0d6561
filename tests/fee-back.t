#!/bin/sh
# Money that the channel gave back by itself: which payment it was of, what is left of it, and decisions in any order.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
people 1 30 110000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
O=AQ25110000        # orders: ${O}NNN01
{
	echo order_no,channel,txn_no,paid_at,amount
	for n in 001 002 003 004 007 008 009 012; do echo "${O}${n}01,alipay,A$n,2025-08-20T09:00:00,232.00"; done
	echo "${O}01001,wechat,W010,2025-08-20T09:00:00,232.00"
} >pay.csv
fee-pay -q pay.csv >/dev/null
# sent NUMBER ORDER FEN [STATE]: a refund of ours
sent() { sqlite3 exam.db "INSERT INTO refund_out SELECT 1, 'f', 'x', 0, 'x', 'x', 1 WHERE NOT EXISTS (SELECT 1 FROM refund_out);
	$ASKED INSERT INTO asked (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, out_id, exported_at, batch_id)
	SELECT '$1', o.id, p.id, $3, 'request', 'x', 'exported', 'a', '2025-08-20T10:00:00', 'b', '2025-08-20T10:30:00', 1, '2025-08-20T11:00:00', 1
	FROM fee_order o JOIN payment p ON p.order_id = o.id WHERE o.order_no = '${O}${2}01' AND p.effective$WALK"; }
export KAOWU_NOW=2025-09-08T10:00:00
# id CLASS TXN: the difference; decide ACTION CLASS TXN [ORDER]…: a file of decisions
id() { grep ",$1,.*,$2," found | cut -d, -f 1; }
reconcile() { fee-reconcile -q "$@" >found 2>/dev/null; }
decide() { printf 'diff_id,action,reason,order_no\n%s,%s,核实,%s\n' "$(id "$2" "$3")" "$1" "${4:-}" >decide.csv; }
state() { sqlite3 exam.db "SELECT state FROM registration_state WHERE reg_no = '${O}$1'"; }
# of the refunds of an order: number, payment, amount, cause, state
refunds() { rows "SELECT substr(f.refund_no, 16), p.txn_no, f.amount, f.cause, f.state FROM refund f JOIN payment p ON p.id = f.payment_id JOIN fee_order o ON o.id = f.order_id
	WHERE o.order_no = '${O}${1}01' ORDER BY 1"; }
payments() { rows "SELECT p.txn_no, p.amount, p.effective, p.result FROM payment p JOIN fee_order o ON o.id = p.order_id WHERE o.order_no = '${O}${1}01' ORDER BY 1"; }
# what exam-check says of money (the refunds above are made by hand: their file has others)
sound() { exam-check >check.out 2>/dev/null; grep -E '^(REFUND|PAYMENT|PAID_PAYMENT|ONE_PAYMENT|ORDER|ALIAS|STATEMENT|DIFFERENCE)' check.out | grep -v REFUND_OUT_SUM >sound.out; equal 'exam-check' "$(cat sound.out)" ''; }

# ---- of two payments the one is given back that the entry names, though nobody had told us of it
alipay twice.csv 2088 2025-08-20 2025-08-21 <<E
交易 A001 ${O}00101 - 2025-08-20T09:00:00 232
交易 A001B ${O}00101 - 2025-08-20T09:30:00 232
退款 A001B ${O}00101 R1 2025-08-20T12:00:00 232
E
reconcile twice.csv
decide accept REFUND_UNKNOWN A001B
run 0 fee-decide decide.csv
has out "REFUND_UNKNOWN,${O}00101,accept,-232.00,${O}00101R01,settled"
refunds 001 <<'E'
R01|A001B|23200|duplicate|settled
E
payments 001 <<'E'
A001|23200|1|paid
A001B|23200|0|duplicate
E
equal 'the order stands' "$(state 001)" paid
sound
reconcile twice.csv
lacks found ",${O}00101,"
run 0 fee-decide decide.csv
has err '0 accepted, 0 rejected, 1 unchanged'
# the other channel has a transaction of the same number
alipay other.csv 2088 2025-08-20 2025-08-21 <<E
交易 W010 ${O}01001 - 2025-08-20T09:30:00 232
退款 W010 ${O}01001 R10 2025-08-20T12:00:00 232
E
wechat otherw.csv <<E
交易 W010 ${O}01001 - 2025-08-20T09:00:00 232
E
reconcile other.csv otherw.csv
decide accept REFUND_UNKNOWN W010
run 0 fee-decide decide.csv
rows "SELECT p.channel, f.amount FROM refund f JOIN payment p ON p.id = f.payment_id WHERE p.txn_no = 'W010'" <<'E'
alipay_trade|23200
E
equal 'the order stands' "$(state 010)" paid
sound
# neither we nor a statement has the payment that it names
alipay none.csv 2088 2025-08-20 2025-08-21 <<E
交易 A002 ${O}00201 - 2025-08-20T09:00:00 232
退款 A002X ${O}00201 R2 2025-08-20T12:00:00 232
E
reconcile none.csv
decide accept REFUND_UNKNOWN A002X
run 1 fee-decide decide.csv
has err 'decide.csv:2: action: REFUND_EXCEEDS: neither fee-pay nor a statement has the payment'
equal 'the order stands' "$(state 002)" paid
# a payment that the statement denies is the one of its amount, as fee-reconcile has it
sqlite3 exam.db "UPDATE payment SET txn_no = 'GATEWAY' WHERE txn_no = 'A003'"
alipay denied.csv 2088 2025-08-20 2025-08-21 <<E
交易 A003 ${O}00301 - 2025-08-20T09:00:00 232
退款 A003 ${O}00301 R3 2025-08-20T12:00:00 32
E
reconcile denied.csv
decide accept REFUND_UNKNOWN A003
run 0 fee-decide decide.csv
refunds 003 <<'E'
R01|GATEWAY|3200|request|settled
E
sound
# the one that pays is given back: the order pays for nothing
alipay whole.csv 2088 2025-08-20 2025-08-21 <<E
交易 A004 ${O}00401 - 2025-08-20T09:00:00 232
退款 A004 ${O}00401 R4 2025-08-20T12:00:00 232
E
reconcile whole.csv
decide accept REFUND_UNKNOWN A004
run 0 fee-decide decide.csv
equal 'given back' "$(state 004)" reviewed
sound
# never paid here, paid and given back at the bank: nobody need decide; who does (an earlier run found it) records both, and the order waits
# for money as before
alipay unpaid.csv 2088 2025-08-20 2025-08-21 <<E
交易 A005 ${O}00501 - 2025-08-20T09:00:00 232
退款 A005 ${O}00501 R5 2025-08-20T12:00:00 232
E
reconcile unpaid.csv
lacks found ",REFUND_UNKNOWN,${O}00501,"
# earlier ID CLASS KIND TXN ACTION: a difference that an earlier run found, and a decision about it
earlier() {
	sqlite3 exam.db "INSERT INTO difference SELECT '$1', '$2', e.order_no, o.id, e.id, e.channel, e.txn_no, o.amount, e.amount, e.at, e.at, e.at, NULL, 'open', '', '', '', NULL,
		o.batch_id FROM statement_entry e JOIN fee_order o ON o.order_no = e.order_no WHERE e.txn_no = '$4' AND e.kind = '$3'"
	printf 'diff_id,action,reason\n%s,%s,x\n' "$1" "$5" >decide.csv
}
earlier 5555555555555555 REFUND_UNKNOWN refund A005 accept
run 0 fee-decide decide.csv
refunds 005 <<'E'
R01|A005|23200|request|settled
E
payments 005 <<'E'
A005|23200|0|void
E
rows "SELECT closed_at IS NULL FROM fee_order WHERE order_no = '${O}00501'" <<'E'
1
E
reconcile unpaid.csv
lacks found ",${O}00501,"
sound
printf 'order_no,channel,txn_no,paid_at,amount\n%s,alipay,A005B,2025-08-25T14:00:00,232.00\n' "${O}00501" >again.csv
run 0 fee-pay again.csv
has out "${O}00501,${O}005,232.00,paid"

# ---- a refund that names no payment
{
	echo receipt_no,order_no,amount,paid_at,kind,cashier,refund_no
	echo "P-011,${O}01101,232.00,2025-08-20T09:00:00,pay,王,"
	echo "P-011B,${O}01101,232.00,2025-08-20T09:05:00,pay,王,"
	echo "P-012,${O}01101,232.00,2025-08-20T16:00:00,refund,王,B-1"
	echo total,3,464.00,232.00
} >cash.csv
sqlite3 exam.db "INSERT OR REPLACE INTO setting VALUES (999, '*', '110000', 'payment_mode', 'both')"
fee-reconcile -q cash.csv >found 2>err
sqlite3 exam.db "UPDATE statement_entry SET txn_no = '' WHERE refund_no = 'B-1'"     # as a bank's account has it
awk -F, 'BEGIN { print "diff_id,action,reason" } $2 == "REFUND_UNKNOWN" && $3 == "'"${O}01101"'" { print $1 ",accept,退" }' found >decide.csv
run 1 fee-decide decide.csv
has err REFUND_OF_WHICH

# ---- the bank gave another amount under our number: that is what the refund was
sent RF007 007 1000
sent RF008 008 1000
alipay amount.csv 2088 2025-08-20 2025-08-21 <<E
交易 A007 ${O}00701 - 2025-08-20T09:00:00 232
退款 A007 ${O}00701 RF007 2025-08-20T12:00:00 150
交易 A008 ${O}00801 - 2025-08-20T09:00:00 232
退款 A008 ${O}00801 RF008 2025-08-20T12:00:00 233
E
reconcile amount.csv
decide accept AMOUNT_MISMATCH A007
run 0 fee-decide decide.csv
has out "AMOUNT_MISMATCH,${O}00701,accept,-150.00,RF007,settled"
rows "SELECT amount, state, settled_at, settled_entry IS NOT NULL FROM refund WHERE refund_no = 'RF007'" <<'E'
15000|settled|2025-08-20T12:00:00|1
E
rows "SELECT action, detail FROM audit_entry WHERE subject = 'RF007'" <<'E'
refund-amount|10.00 -> 150.00: 核实
E
run 0 fee-decide decide.csv
has out "RF007,settled"
has err '0 accepted, 0 rejected, 1 unchanged'
printf 'order_no,cause,documents,reason\n%s,cancelled,id+id_copy,x\n' "${O}00701" >rest.csv
run 0 fee-refund propose rest.csv
has out ",${O}00701,82.00,proposed"
decide accept AMOUNT_MISMATCH A008
run 1 fee-decide decide.csv
has err 'REFUND_EXCEEDS: the channel gave back 233.00 yuan, of the payment 232.00 are left'
sound
reconcile amount.csv
lacks found A007

# ---- ours was proposed, or approved, and the channel was quicker
printf 'order_no,channel,txn_no,paid_at,amount\n%s,alipay,A023,2025-08-20T09:00:00,232.00\n%s,alipay,A024,2025-08-20T09:00:00,232.00\n' "${O}02301" "${O}02401" >quick.pay
fee-pay -q quick.pay >/dev/null
printf 'order_no,cause,documents,reason\n%s,cancelled,,x\n%s,cancelled,,x\n' "${O}02301" "${O}02401" >quick.in
run 0 fee-refund propose quick.in
printf 'refund_no,decision,reason\n%s,approve,\n' "${O}02401R01" >approve.csv
SUDO_USER=bob run 0 fee-refund approve approve.csv
alipay quick.csv 2088 2025-08-20 2025-08-21 <<E
交易 A023 ${O}02301 - 2025-08-20T09:00:00 232
退款 A023 ${O}02301 Q23 2025-08-20T12:00:00 232
交易 A024 ${O}02401 - 2025-08-20T09:00:00 232
退款 A024 ${O}02401 Q24 2025-08-20T12:00:00 232
E
reconcile quick.csv
decide accept REFUND_UNKNOWN A023
run 1 fee-decide decide.csv
has err "REFUND_STATE: ${O}02301R01 proposes to give back what has gone already: refuse it first"
printf 'refund_no,decision,reason\n%s,refuse,渠道已退\n' "${O}02301R01" >approve.csv
SUDO_USER=bob run 0 fee-refund approve approve.csv
run 0 fee-decide decide.csv
has out "accept,-232.00,${O}02301R02,settled"
sed -n '/REFUND_UNKNOWN\|STATUS_MISMATCH/{/A024/p;}' found >quick.found
printf 'diff_id,action,reason\n%s,accept,x\n' "$(cut -d, -f 1 quick.found)" >decide.csv
run 0 fee-decide decide.csv
has out "accept,-232.00,${O}02401R01,settled"
refunds 024 <<'E'
R01|A024|23200|cancelled|settled
E
reconcile quick.csv
lacks found A023
lacks found A024
sound

# ---- what goes back is what the channel has not given back
alipay part.csv 2088 2025-08-20 2025-08-21 <<E
交易 A009 ${O}00901 - 2025-08-20T09:00:00 232
交易 A009B ${O}00901 - 2025-08-20T09:30:00 232
退款 A009B ${O}00901 R9 2025-08-20T12:00:00 100
交易 A012 ${O}01201 - 2025-08-20T09:00:00 232
交易 A012B ${O}01201 - 2025-08-20T09:30:00 232
退款 A012B ${O}01201 R12 2025-08-20T12:00:00 116
交易 A013 ${O}01301 - 2025-08-20T09:00:00 300
退款 A013 ${O}01301 R13 2025-08-20T12:00:00 300
E
alipay late.csv 2088 2025-09-05 2025-09-07 <<E
交易 A014 ${O}01401 - 2025-09-05T17:00:00 232
退款 A014 ${O}01401 R14 2025-09-05T18:00:00 100
交易 A015 ${O}01501 - 2025-09-05T17:00:00 232
退款 A015 ${O}01501 R15 2025-09-05T18:00:00 100
交易 A016 ${O}01601 - 2025-09-05T17:00:00 1
E
reconcile part.csv late.csv
decide refund DUPLICATE A009B
run 0 fee-decide decide.csv
decide accept REFUND_UNKNOWN A009B
run 0 fee-decide decide.csv
refunds 009 <<'E'
R01|A009B|13200|duplicate|proposed
R02|A009B|10000|duplicate|settled
E
# half of it: as much again would be taken for the half that the statement shows
decide refund DUPLICATE A012B
run 1 fee-decide decide.csv
has err "REFUND_FIRST: the channel has given back as much of this payment itself as is left: accept that refund first ($(id REFUND_UNKNOWN A012B))"
cp decide.csv then.csv
decide accept REFUND_UNKNOWN A012B
run 0 fee-decide decide.csv
run 0 fee-decide then.csv
refunds 012 <<'E'
R01|A012B|11600|duplicate|settled
R02|A012B|11600|duplicate|proposed
E
run 1 fee-reconcile part.csv
lacks out A009
lacks out A012
# late and given back in part: the one first, or the other
decide refund LATE A014
run 0 fee-decide decide.csv
decide accept REFUND_UNKNOWN A014
run 0 fee-decide decide.csv
decide accept REFUND_UNKNOWN A015
run 0 fee-decide decide.csv
decide refund LATE A015
run 0 fee-decide decide.csv
for n in 014 015; do
	rows "SELECT f.amount, f.state, p.result FROM refund f JOIN payment p ON p.id = f.payment_id WHERE p.txn_no = 'A$n' ORDER BY f.amount" <<'E'
10000|settled|late
13200|proposed|late
E
done
# nothing is left
earlier dddddddddddddddd REFUND_UNKNOWN refund A013 accept
mv decide.csv accept.csv
earlier eeeeeeeeeeeeeeee AMOUNT_MISMATCH pay A013 refund
run 1 fee-decide decide.csv
has err 'REFUND_NOTHING: the channel has given back 300.00 yuan of this payment itself, and nothing is left: accept that refund first (dddddddddddddddd)'
run 0 fee-decide accept.csv
payments 013 <<'E'
A013|30000|0|amount
E
# another amount, and late: both are said
decide accept AMOUNT_MISMATCH A016
run 0 fee-decide decide.csv
has err "decide.csv:2: action: LATE: warning: order ${O}01601 was to be paid until 2025-09-05T16:00:00, this came 2025-09-05T17:00:00"
sound

# ---- money whose owner was found, under a word or a short number: this one row is the order's, the word is not learnt
alipay word.csv 2088 2025-08-20 2025-08-22 <<E
交易 B018 张三报名费 - 2025-08-20T09:00:00 232
交易 B019 123 - 2025-08-20T09:00:00 61
交易 B020 张三报名费 - 2025-08-21T09:00:00 232
交易 B021 XX999 - 2025-08-20T09:00:00 232
退款 B021 XX999 R21 2025-08-20T12:00:00 232
交易 B022 WX20250022 - 2025-08-20T09:00:00 232
E
reconcile word.csv
decide accept UNKNOWN_ORDER B018 ${O}01801
run 0 fee-decide decide.csv
has err "decide.csv:2: order_no: ALIAS_FORM: warning: \"张三报名费\" is no number"
has out "UNKNOWN_ORDER,${O}01801,accept,232.00,,paid"
run 0 fee-decide decide.csv
decide refund UNKNOWN_ORDER B019 ${O}01901
run 0 fee-decide decide.csv
has out "UNKNOWN_ORDER,${O}01901,refund,61.00,${O}01901R01,proposed"
# given back of a payment under a word: both rows are the order's
decide accept REFUND_UNKNOWN B021 ${O}02101
run 0 fee-decide decide.csv
refunds 021 <<'E'
R01|B021|23200|request|settled
E
decide accept UNKNOWN_ORDER B022 ${O}02201
run 0 fee-decide decide.csv
lacks err ALIAS_FORM
rows "SELECT a.kind, o.order_no, count(*) FROM order_alias a JOIN fee_order o ON o.id = a.order_id GROUP BY 1, 2 ORDER BY 2" <<E
entry|${O}01801|1
entry|${O}01901|1
entry|${O}02101|2
quoted|${O}02201|1
E
equal 'paid' "$(state 018)" paid
run 1 fee-reconcile word.csv
cut -d, -f 2,3,6 out | grep -E 'B0(18|19|2[0-9])|MISSING_BANK' >o; mv o out
out <<'E'
UNKNOWN_ORDER,张三报名费,B020
E
# the refund of such money goes its way: the channel's row bears the word, too
printf 'order_no,cause,documents,reason\n%s,cancelled,,x\n%s,cancelled,,x\n' "${O}01801" "${O}02201" >back.csv
run 0 fee-refund propose back.csv
printf 'refund_no,decision,reason\n%s,approve,\n%s,approve,\n' "${O}01801R01" "${O}02201R01" >approve.csv
SUDO_USER=bob run 0 fee-refund approve approve.csv
run 0 fee-refund export -o send.csv
alipay wordback.csv 2088 2025-08-22 2025-08-23 <<E
退款 B018 张三报名费 ${O}01801R01 2025-08-22T12:00:00 232
退款 B022 WX20250022 ${O}02201R01 2025-08-22T12:00:00 232
E
fee-reconcile wordback.csv >out 2>/dev/null
has out "REFUND_OK,${O}01801"
has out "REFUND_OK,${O}02201"
printf 'refund_no,decision,reason\n%s,settled,\n%s,settled,\n' "${O}01801R01" "${O}02201R01" >settle.csv
run 0 fee-refund settle settle.csv
fee-reconcile word.csv wordback.csv >out 2>/dev/null
lacks out MISSING_BANK
lacks out B018
lacks out B022
sound
done_testing
