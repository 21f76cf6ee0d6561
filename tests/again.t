#!/bin/sh
# --all whose output was lost, of tools with a list of their own: a full disk, a reader that has gone, a kill between the commit and the
# output. The next run of the same login prints the same stream, once; nobody else's does.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
people 1 6 110000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
O=AQ25110000
unset SUDO_UID
as() { SUDO_USER=$1; export SUDO_USER; shift; "$@"; unset SUDO_USER; }
paid() { echo order_no,channel,txn_no,paid_at,amount >pay.csv; cat >>pay.csv; fee-pay -q pay.csv >/dev/null; }
# lost LOGIN COMMAND …: its output meets a full disk
lost() {
	SUDO_USER=$1
	shift
	SUDO_USER=$SUDO_USER "$@" >/dev/full 2>err
	equal "exit status of $* with a full disk" $? 4
	unset SUDO_USER
}
# killed SQL N LOGIN COMMAND …: cut off behind its commit (SQL gives N then), while it prints into a pipe that is full
mkfifo pipe
exec 3<>pipe
head -c 65536 /dev/zero >&3
killed() {
	sql=$1 n=$2
	shift 2
	SUDO_USER=$1 "$2" "$3" -q -e AQ-2025 --all >pipe 2>/dev/null &
	pid=$!
	tries=0
	while [ "$(sqlite3 exam.db "PRAGMA busy_timeout = 9000; $sql" | tail -n 1)" != "$n" ] && [ $((tries += 1)) -lt 300 ]; do sleep 0.02; done
}
no_note() { equal 'nothing is left behind' "$(find . -name 'exam.db.again-*' | wc -l)" 0; }

# ---- what was paid twice: an order may have it several times
{
	for n in 001 002 003; do echo "${O}${n}01,alipay,A$n,2025-08-20T09:00:00,232.00"; done
	echo "${O}00201,wechat,W1,2025-08-20T09:10:00,232.00"
	echo "${O}00201,wechat,W2,2025-08-20T09:20:00,232.00"
	echo "${O}00301,wechat,W3,2025-08-20T09:20:00,232.00"
} | paid
as amy run 0 fee-refund propose -n -e AQ-2025 --all
mv out dry
equal 'three' "$(wc -l <dry)" 4
lost amy fee-refund propose -e AQ-2025 --all
has err 'the run is committed; run it again for the same output'
dump >before
equal 'kept for the login alone' "$(stat -c %a exam.db.again-fee-refund_propose-AQ-2025-amy.*)" 600
as eve run 0 fee-refund propose -e AQ-2025 --all
equal 'who has lost nothing is told nothing' "$(wc -l <out)" 1
as amy run 0 fee-refund propose -n -e AQ-2025 --all
ok cmp dry out
lost amy fee-refund propose -e AQ-2025 --all
# meanwhile more came in, for one of the same orders too: both are printed
paid <<E
${O}00301,wechat,W4,2025-08-20T09:40:00,232.00
${O}00101,wechat,W5,2025-08-20T09:40:00,232.00
E
as amy run 0 fee-refund propose -e AQ-2025 --all --changed
out <<E
refund_no,order_no,amount,state
${O}00101R01,${O}00101,232.00,proposed
${O}00201R01,${O}00201,232.00,proposed
${O}00201R02,${O}00201,232.00,proposed
${O}00301R01,${O}00301,232.00,proposed
${O}00301R02,${O}00301,232.00,proposed
E
has err '2 accepted, 0 rejected, 3 unchanged'
sqlite3 exam.db "SELECT refund_no, amount FROM refund" >after
equal 'five' "$(wc -l <after)" 5
no_note
as amy run 0 fee-refund propose -e AQ-2025 --all
has err '0 accepted, 0 rejected, 0 unchanged'
equal 'once' "$(wc -l <out)" 1

# ---- killed while it prints; of a run that still prints nobody takes anything
paid <<E
${O}00201,wechat,W6,2025-08-20T09:50:00,232.00
E
killed 'SELECT count(*) FROM refund' 6 amy fee-refund propose
as amy run 0 fee-refund propose -e AQ-2025 --all
equal 'it is still at it' "$(wc -l <out)" 1
kill -9 $pid
wait $pid 2>/dev/null
as amy run 0 fee-refund propose -e AQ-2025 --all
out <<E
refund_no,order_no,amount,state
${O}00201R03,${O}00201,232.00,proposed
E
no_note
# killed before the commit: the note speaks of what never was
printf '%s\t%s\n' "${O}00301" "${O}00301R09" "${O}00301" "${O}00301R01" "${O}00" '' >exam.db.again-fee-refund_propose-AQ-2025-bob.77
as bob run 0 fee-refund propose -e AQ-2025 --all
equal 'none of his' "$(wc -l <out)" 1
no_note

# ---- settled, since a statement shows it
{ echo refund_no,decision; sqlite3 exam.db "SELECT refund_no || ',approve' FROM refund"; } >yes.csv
as bob run 0 fee-refund approve yes.csv
as amy run 0 fee-refund export -o gone.csv
shown() { wechat "$1"; KAOWU_NOW=2025-08-26T10:00:00 fee-reconcile -q "$1" >/dev/null; }
shown w1.csv <<E
退款 W1 ${O}00201 ${O}00201R01 2025-08-25T09:00:00 232
退款 W3 ${O}00301 ${O}00301R01 2025-08-25T09:00:00 232
E
lost amy fee-refund settle -e AQ-2025 --all
as amy run 0 fee-refund settle -e AQ-2025 --all
out <<E
refund_no,order_no,amount,state
${O}00201R01,${O}00201,232.00,settled
${O}00301R01,${O}00301,232.00,settled
E
has err '0 accepted, 0 rejected, 2 unchanged'
no_note
shown w2.csv <<E
退款 W2 ${O}00201 ${O}00201R02 2025-08-25T10:00:00 232
E
killed "SELECT count(*) FROM refund WHERE state = 'settled'" 3 amy fee-refund settle
kill -9 $pid
wait $pid 2>/dev/null
shown w3.csv <<E
退款 W6 ${O}00201 ${O}00201R03 2025-08-25T11:00:00 232
E
as amy run 0 fee-refund settle -e AQ-2025 --all
out <<E
refund_no,order_no,amount,state
${O}00201R02,${O}00201,232.00,settled
${O}00201R03,${O}00201,232.00,settled
E
has err '1 accepted, 0 rejected, 1 unchanged'
no_note

# failed after all, since its money came back
wechat t.csv <<E
交易 W3 ${O}00301 - 2025-08-20T09:20:00 232
E
fundflow f.csv <<E
退款 W3 - ${O}00301R01 2025-08-25T09:00:00 232
退款关闭 W3 - ${O}00301R01 2025-08-26T09:00:00 232
E
KAOWU_NOW=2025-08-27T10:00:00 fee-reconcile -q t.csv f.csv >/dev/null 2>&1
lost amy fee-refund settle -e AQ-2025 --all
as amy run 0 fee-refund settle -e AQ-2025 --all
out <<E
refund_no,order_no,amount,state
${O}00301R01,${O}00301,232.00,refused
E
has err '0 accepted, 0 rejected, 1 unchanged'
no_note

# ---- the note cannot be written: nothing is done that could not be told
paid <<E
${O}00201,wechat,W7,2025-08-20T09:55:00,232.00
E
next=$(sqlite3 exam.db 'SELECT max(id) + 1 FROM batch')
mkdir "exam.db.again-fee-refund_propose-AQ-2025-amy.$next"
dump >before
as eve run 0 fee-refund propose -n -e AQ-2025 --all
as amy run 3 fee-refund propose -e AQ-2025 --all
has err 'nothing was changed'
rmdir exam.db.again-*
dump >after
ok cmp before after
exam-check | grep -E '^(REFUND|BATCH)' >out
out </dev/null
done_testing
