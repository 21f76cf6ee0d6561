#!/bin/sh
# What a bank's statement shows of a refund: neither the payment's number nor the refund's, at most an order's or a refund's in the remark.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
people 1 7 110000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
O=AQ25110000        # orders: ${O}NNN01, 232.00 each

# icbc FILE FIRST_BALANCE, cmb …: lines "DAY AMOUNT REMARK", money out below 0
icbc() {
	awk -v b="$2" 'BEGIN { print "交易日期,摘要,记账金额(收入),记账金额(支出),记账币种,余额,对方户名" }
	{ day = $1; a = $2; sub(/^[^ ]+ [^ ]+ /, ""); b += a; s[a > 0] += a
		printf "%s,转账,%s,%s,人民币,%.2f,%s\n", day, (a > 0 ? sprintf("%.2f", a) : "-"), (a < 0 ? sprintf("%.2f", -a) : "-"), b, $0 }
	END { printf "人民币合计,,%.2f,%.2f,,\n", s[1], 0 - s[0] }' >"$1"
}
cmb() {
	awk -v b="$2" 'BEGIN { print "记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要" }
	{ day = $1; a = $2; sub(/^[^ ]+ [^ ]+ /, ""); b += a; printf "%s,人民币,%.2f,%.2f,转账,曹,%s\n", day, a, b, $0 }' >"$1"
}

for bank in icbc cmb; do
	rm -rf "$bank"
	mkdir "$bank"
	cp -r exam.db exam.key exam.pub "$bank" 2>/dev/null
	cd "$bank" || exit 1
	for n in 1 2 3 4 5 6; do echo "2025-08-19 232 订单号:${O}00${n}01"; done | $bank in.csv 1000
	export KAOWU_NOW=2025-08-20T09:00:00
	run 1 fee-reconcile in.csv
	{ echo diff_id,action,reason; sed '1d;s/,.*/,accept,查实/' out; } >decide.csv
	run 0 fee-decide decide.csv
	{
		echo order_no,amount,cause,documents,reason
		for n in 1 2 3 5 6; do echo "${O}00${n}01,,cancelled,,考试取消"; done
		echo "${O}00401,100,cancelled,,考试取消"
		echo "${O}00401,100,cancelled,,考试取消二"
	} >ask.csv
	run 0 fee-refund propose ask.csv
	{ echo refund_no,decision,reason; sed '1d;s/,.*/,approve,同意/' out; } >approve.csv
	SUDO_USER=zhang run 0 fee-refund approve approve.csv
	run 0 fee-refund export -e AQ-2025 -o sent.csv
	export KAOWU_NOW=2025-08-22T09:00:00
	cat >out.txt <<L
2025-08-21 -232 退款 ${O}00101
2025-08-21 -232 退款 ${O}00201R01
2025-08-21 -232 退款 订单号:${O}00301R01
2025-08-21 -100 退款 ${O}00401
2025-08-21 -100 退款 ${O}00401
2025-08-21 -200 退款 订单号:${O}00501R01
L
	$bank out.csv 2392 <out.txt
	cp exam.db sent.db
	# ---- each is known: by the order and amount, or by our number; two of one amount are one each
	run 1 fee-reconcile out.csv
	sed 's/^[^,]*,//' out >o
	mv o out
	out <<L
class,order_no,reg_no,channel,txn_no,order_amount,paid_amount,time,action
REFUND_OK,${O}00101,${O}001,$bank,,232.00,-232.00,2025-08-21T00:00:00,settle
REFUND_OK,${O}00201,${O}002,$bank,,232.00,-232.00,2025-08-21T00:00:00,settle
REFUND_OK,${O}00301,${O}003,$bank,,232.00,-232.00,2025-08-21T00:00:00,settle
REFUND_OK,${O}00401,${O}004,$bank,,232.00,-100.00,2025-08-21T00:00:00,settle
REFUND_OK,${O}00401,${O}004,$bank,,232.00,-100.00,2025-08-21T00:00:00,settle
AMOUNT_MISMATCH,${O}00501,${O}005,$bank,,232.00,-200.00,2025-08-21T00:00:00,query
L
	# ---- what a statement shows has not failed
	{ echo refund_no,decision,reason; for n in 1 3 5; do echo "${O}00${n}01R01,failed,未见"; done; } >fail.csv
	run 1 fee-refund settle fail.csv
	equal 'SETTLE_SHOWN' "$(grep -c SETTLE_SHOWN err)" 3
	cp exam.db shown.db
	run 0 fee-refund settle -e AQ-2025 --all
	rows 'SELECT refund_no, state, settled_entry IS NOT NULL FROM refund ORDER BY 1' <<L
${O}00101R01|settled|1
${O}00201R01|settled|1
${O}00301R01|settled|1
${O}00401R01|settled|1
${O}00401R02|settled|1
${O}00501R01|exported|0
${O}00601R01|exported|0
L
	export KAOWU_NOW=2025-08-31T09:00:00
	echo "2025-08-30 1 柜台存入 订单号:${O}00701" | $bank later.csv 1296
	run 1 fee-reconcile later.csv
	equal 'missing is only what is' "$(awk -F, '/REFUND_MISSING/ { print $3 }' out)" "${O}00601"
	equal 'of the amount' "$(awk -F, '/AMOUNT_MISMATCH/ && /-200/ { print $3 }' out)" ${O}00501
	{ echo diff_id,action,reason; awk -F, '/-200.00/ { print $1 ",accept,渠道扣费" }' out; } >decide.csv
	run 0 fee-decide decide.csv
	rows "SELECT amount, state, settled_entry IS NOT NULL FROM refund WHERE refund_no = '${O}00501R01'" <<L
20000|settled|1
L
	# ---- settled by hand before the statement came: nothing is asked again
	cp sent.db exam.db
	{ echo refund_no,decision,reason; for n in 1 3; do echo "${O}00${n}01R01,settled,回单"; done; } >hand.csv
	export KAOWU_NOW=2025-08-22T09:00:00
	run 0 fee-refund settle hand.csv
	export KAOWU_NOW=2025-08-31T09:00:00
	run 1 fee-reconcile out.csv later.csv
	lacks out "00101,\|00301"
	# ---- more went than was asked, of no number: that is no failure either, whatever was decided of it
	cp sent.db exam.db
	echo "2025-08-21 -150 退款 ${O}00401" | $bank more.csv 2392
	export KAOWU_NOW=2025-08-22T09:00:00
	run 1 fee-reconcile more.csv
	{ echo diff_id,action,reason; awk -F, '/REFUND_UNKNOWN/ { print $1 ",accept,x" }' out; } >decide.csv
	run 1 fee-decide decide.csv
	has err "of the payment of ${O}00401 less is left"
	sed -i s/,accept,x/,waive,查明/ decide.csv
	run 0 fee-decide decide.csv
	{ echo refund_no,decision,reason; echo "${O}00401R01,failed,未见"; } >fail.csv
	run 1 fee-refund settle fail.csv
	has err SETTLE_SHOWN
	# ---- money that went before ours was sent is not ours
	cp sent.db exam.db
	echo "2025-08-19 -232 退款 ${O}00601" | $bank before.csv 2392
	run 1 fee-reconcile before.csv
	has out "REFUND_UNKNOWN,${O}00601"
	run 0 fee-refund settle -e AQ-2025 --all
	rows "SELECT state FROM refund WHERE refund_no = '${O}00601R01'" <<L
exported
L
	cd ..
	export KAOWU_NOW=2025-08-20T10:00:00
done
done_testing
