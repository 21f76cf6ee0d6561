#!/bin/sh
# fee-reconcile cut off: a full disk, a kill at any moment, several at once. The database is as it was or has it all, and so has the workbook.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
people 1 3 110000 >in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
export KAOWU_NOW=2025-08-29T10:00:00
awk 'BEGIN { for (i = 1; i <= 4000; i++) printf "交易 K%06d X%06d - 2025-08-28T%02d:%02d:%02d 61\n", i, i, i / 3600, i / 60 % 60, i % 60 }' >k.txt
alipay k.csv 2088 2025-08-28 2025-08-29 <k.txt
wechat w.csv <k.txt
sed 's/交易 \(.*\) -/退款 \1 B&/; s/B交易 \(K[0-9]*\).* -/B\1/' k.txt >back.txt
cat k.txt back.txt | account account.csv 2088 2025-08-28 2025-08-29
cat k.txt back.txt | alipay trade.csv 2088 2025-08-28 2025-08-29
cp exam.db start.db
dump >start
fresh() { rm -f exam.db exam.db-wal exam.db-shm; cp start.db exam.db; }
whole() { sqlite3 exam.db 'SELECT (SELECT count(*) FROM statement), (SELECT count(*) FROM statement_entry), (SELECT count(*) FROM statement_echo),
	(SELECT count(*) FROM difference), (SELECT coalesce(sum(rows), 0) FROM statement), (SELECT count(*) FROM statement_repeat)'; }

# the whole run once: both bills of Alipay, each refund listed in both
run 1 fee-reconcile -q -o all.xlsx account.csv trade.csv
mv out all
equal 'all of it' "$(whole)" '2|12000|4000|8000|16000|4000'

fresh
run 1 fee-reconcile -q -n -o k.xlsx k.csv

# ---- no room in the database: at whatever size the file may grow no more (the limit is in blocks of 512 bytes)
now=$(($(wc -c <start.db) / 512))
few=0
for more in 0 8 100 700 1500 30000; do
	fresh
	(trap '' XFSZ; ulimit -f $((now + more)); exec fee-reconcile -q account.csv trade.csv) >out 2>err
	got=$?
	if [ $got = 1 ]; then
		equal "room of $more blocks is enough, and nothing is missing" "$(whole)" '2|12000|4000|8000|16000|4000'
		continue
	fi
	few=$((few + 1))
	equal "room of $more blocks: exit status" $got 3
	equal "room of $more blocks: nothing is printed" "$(wc -c <out)" 0
	dump >after
	ok cmp start after
done
ok test $few -gt 0 -a $few -lt 6

# ---- no room for the workbook: it is whole, or there is none and nothing was recorded
few=0
mkdir books
for room in 40 100 300 1000 1500 2000 2200 2400 2600 2800 3000 3500 4000 5000 6000 20000; do
	fresh
	(trap '' XFSZ; ulimit -f $room; exec fee-reconcile -q -o books/b.xlsx k.csv) >out 2>err
	got=$?
	if [ $got = 1 ]; then
		ok cmp k.xlsx books/b.xlsx
	else
		few=$((few + 1))
		equal "room of $room blocks: exit status" $got 3
		equal "room of $room blocks: one message, ours" "$(grep -c '^fee-reconcile: ' err) $(wc -l <err)" '1 1'
		dump >after
		ok cmp start after
	fi
	equal "room of $room blocks: nothing is left behind" "$(find books -type f | wc -l)" $((got == 1))
	rm -f books/*
done
ok test $few -gt 0 -a $few -lt 16

# ---- a device or a pipe: written behind the commit, and what the library says of it is ours to say
if [ -w /dev/full ]; then
	fresh
	run 4 fee-reconcile -q -o /dev/full k.csv
	err <<'E'
fee-reconcile: /dev/full: No space left on device; the run is committed; run it again for the same workbook
E
	run 3 fee-reconcile -q -n -o /dev/full k.csv
	err <<'E'
fee-reconcile: /dev/full: No space left on device; nothing was changed
E
else
	skip 'no /dev/full'
fi
fresh
mkfifo pipe
cat pipe >got.xlsx &
run 1 fee-reconcile -q -o pipe k.csv
wait $!
ok cmp k.xlsx got.xlsx
ok test -p pipe

# ---- killed at any moment: nothing or all; then the same again gives the same
for after in 0.005 0.01 0.02 0.03 0.04 0.05 0.06 0.07 0.08 0.1 0.12 0.14 0.17 0.2 0.25; do
	fresh
	rm -f all2.xlsx
	fee-reconcile -q -o all2.xlsx account.csv trade.csv >/dev/null 2>&1 &
	pid=$!
	sleep $after
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	equal "killed after $after s: the database is sound" "$(sqlite3 exam.db 'PRAGMA quick_check')" ok
	case $(whole) in
	'0|0|0|0|0|0' | '2|12000|4000|8000|16000|4000') pass "killed after $after s: nothing, or all" ;;
	*) fail "killed after $after s: $(whole)" ;;
	esac
	equal "killed after $after s: nothing is left behind" "$(find . -name '.*xlsx*' | wc -l)" 0
	[ ! -f all2.xlsx ] || cmp -s all.xlsx all2.xlsx || fail "killed after $after s: half a workbook"
done
run 1 fee-reconcile -q -o all2.xlsx account.csv trade.csv
ok cmp all out
ok cmp all.xlsx all2.xlsx

# ---- four at once, each with its own part and one that all have: every one finishes, and every row is there once
fresh
for i in 1 2 3 4; do
	sed -n "$((i * 1000 - 999)),$((i * 1000 + 200))p" k.txt | alipay part$i.csv 2088 2025-08-28 2025-08-29
done
for i in 1 2 3 4; do
	fee-reconcile -q part$i.csv w.csv >out$i 2>err$i &
	eval "pid$i=$!"
done
for i in 1 2 3 4; do
	eval "wait \$pid$i"
	equal "run $i of four at once" $? 1
done
rows "SELECT channel, count(*), count(DISTINCT txn_no) FROM statement_entry GROUP BY 1" <<'E'
alipay_trade|4000|4000
wechat_trade|4000|4000
E
rows "SELECT count(*), (SELECT count(*) FROM statement_repeat), (SELECT count(*) FROM difference WHERE state = 'open') FROM statement" <<'E'
5|600|8000
E
done_testing
