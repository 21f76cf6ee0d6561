#!/bin/sh
# The channels' bills and their companions, cut anywhere, shuffled, overlapping, given again, several at a time, in any order: one end.
# SEED and ROUNDS say which and how many.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
people 1 40 110000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
O=AQ25110000
awk -v o=$O 'BEGIN { srand(7); print "order_no,channel,txn_no,paid_at,amount"
 for (i = 1; i <= 40; i++) { n = sprintf("%03d", i); c = i % 2 ? "alipay" : "wechat"; p = i % 2 ? "A" : "W";
  if (i % 7) printf "%s%s01,%s,%s%s,2025-08-20T09:%02d:00,232.00\n", o, n, c, p, n, i } }' >pay.csv
fee-pay -q pay.csv >/dev/null
sent() { sqlite3 exam.db "INSERT INTO refund_out SELECT 1, 'f', 'x', 0, 'x', 'x', 1 WHERE NOT EXISTS (SELECT 1 FROM refund_out);
	$ASKED INSERT INTO asked (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, out_id, exported_at, batch_id)
	SELECT '$1', o.id, p.id, $3, 'request', 'x', 'exported', 'a', '2025-08-20T10:00:00', 'b', '2025-08-20T10:30:00', 1, '2025-08-20T11:00:00', 1
	FROM fee_order o JOIN payment p ON p.order_id = o.id WHERE o.order_no = '${O}${2}01' AND p.effective $WALK; UPDATE refund_out SET refunds = (SELECT count(*) FROM refund)"; }
for i in 001 002 003 004 005 006 008 009; do sent RF$i $i 23200; done
sent RF010 010 6100; sent RF010B 010 6100; sent RF011 011 6100; sent RF011B 011 6100
export KAOWU_NOW=2025-08-25T10:00:00
awk -v o=$O 'BEGIN { srand(11)
 for (i = 1; i <= 40; i++) { n = sprintf("%03d", i); p = i % 2 ? "A" : "W"; f = p == "A" ? "a.txt" : "w.txt"
  if (i % 11 == 0) continue
  amt = i % 13 == 0 ? 231.99 : 232
  printf "交易 %s%s %s%s01 - 2025-08-20T09:%02d:00 %s\n", p, n, o, n, i, amt >f
  if (i % 9 == 0) printf "交易 %s%sX %s%s01 - 2025-08-20T10:%02d:00 232\n", p, n, o, n, i >f
  if (i == 20 || i == 21) printf "交易 %s%sU T%s - 2025-08-20T10:%02d:00 5\n", p, n, n, i >f
  if (i == 23 || i == 24) printf "退款 %s%s %s%s01 GX%s 2025-08-20T15:%02d:00 232\n", p, n, o, n, n, i >f
  if (i <= 9 && i != 7) printf "退款 %s%s %s%s01 RF%s 2025-08-20T12:%02d:00 232%s\n", p, n, o, n, n, i, (p == "W" && i > 4 ? " PROCESSING" : "") >f
  if (i == 10 || i == 11) { printf "退款 %s%s %s%s01 RF%s 2025-08-20T12:%02d:00 61\n", p, n, o, n, n, i >f; printf "退款 %s%s %s%s01 RF%sB 2025-08-20T12:%02d:30 61\n", p, n, o, n, n, i >f }
 } }'
sed 's/ PROCESSING//' w.txt >wf.txt
# two of them fail, and their money comes back
printf '退款关闭 W004 - RF004 2025-08-21T12:00:00 232\n退款关闭 W024 - GX024 2025-08-21T12:00:00 232\n' >back.txt
cp exam.db start.db
ends() { sqlite3 exam.db "SELECT channel, kind, txn_no, refund_no, amount, at, status FROM statement_entry WHERE id NOT IN (SELECT entry_id FROM statement_echo) ORDER BY 1, 2, 3, 4;
	SELECT class, order_no, paid_amount, at FROM difference WHERE state = 'open' ORDER BY 1, 2, 3, 4"; }
# found FILE: the stream without the names of the differences, which keep the one that they got first
found() { cut -d, -f 2- "$1"; }
# cut_up NAME SEED: standard input in up to four parts, NAME1.txt and so on; some lines are in two of them
cut_up() {
	awk -v seed="$2" 'BEGIN { srand(seed); n = 1 + int(rand() * 4) } { for (i = rand() < 0.3 ? 2 : 1; i > 0; i--) print rand(), 1 + int(rand() * n), $0 }' |
		sort -n | awk -v name="$1" '{ k = $2; sub(/^[^ ]* [^ ]* /, ""); if (!seen[k, $0]++) print >(name k ".txt") }'
}

alipay a.csv 2088 2025-08-20 2025-08-22 <a.txt
wechat w.csv <w.txt
cat wf.txt back.txt | fundflow wf.csv
account aa.csv 2088 2025-08-20 2025-08-22 <a.txt
run 1 fee-reconcile a.csv w.csv wf.csv aa.csv
found out >whole
ends >whole.ends
ok test "$(wc -l <whole)" -gt 25
seed=${SEED:-1}
last=$((seed + ${ROUNDS:-3}))
while [ "$seed" -lt "$last" ]; do
	rm -rf exam.db* parts
	cp start.db exam.db
	mkdir parts
	cut_up parts/a "$seed" <a.txt
	cut_up parts/w "$seed" <w.txt
	cat wf.txt back.txt | cut_up parts/f "$seed"
	for f in parts/*.txt; do
		case $f in
		*/a*) alipay "${f%.txt}.csv" 2088 2025-08-20 2025-08-22 <"$f" ;;
		*/w*) wechat "${f%.txt}.csv" <"$f" ;;
		*) fundflow "${f%.txt}.csv" <"$f" ;;
		esac
	done
	cp aa.csv parts/
	ls parts/*.csv parts/[aw]*.csv | awk -v seed="$seed" 'BEGIN { srand(seed) } { print rand(), $0 }' | sort -n | awk -v seed="$seed" 'BEGIN { srand(seed) }
		{ printf "%s%s", $2, rand() < 0.3 ? " " : "\n" } END { print "" }' | grep . >runs
	said=
	while read -r files; do
		fee-reconcile -q -n $files >dry 2>err
		fee-reconcile -q $files >out 2>>err
		[ $? = 1 ] && cmp -s dry out && ! grep -q bug: err || said="$said; $files: $(head -n 3 err)"
	done <runs
	equal "seed $seed: each run ends with differences, and its dry run says the same" "$said" ''
	found out >o
	ok cmp whole o
	ends >o
	ok cmp whole.ends o
	equal "seed $seed: exam-check of the money" "$(exam-check 2>/dev/null | grep -cE '^(STATEMENT|DIFFERENCE|REFUND|ORDER|PAYMENT)')" 0
	seed=$((seed + 1))
done
done_testing
