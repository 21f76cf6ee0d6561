#!/bin/sh
# The fee tools together, on a season of payments that the generator makes up: what is lost, paid twice, late or wrong
# is found as it is, and after the decisions the books agree to the fen.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
GEN=$B/tests/office-gen
if [ ! -x "$GEN" ]; then skip "no office-gen"; done_testing; fi
office
{ people 1 300 110000; people 301 500 310000; } >in.csv
registered in.csv
run 0 fee-bill regs.csv
mv out orders.csv
"$GEN" --stage pay --out . --exam AQ-2025 --from 2025-08-22 --last 2025-08-29T23:00 --until 2025-09-08 orders.csv
run 1 fee-pay --as-of 2025-08-29T23:00 -r rejects.csv notices-AQ-2025.csv
equal 'every notice is accounted for' $(($(wc -l <out) + $(wc -l <rejects.csv) - 2)) $(($(wc -l <notices-AQ-2025.csv) - 1))
run 1 fee-reconcile --as-of 2025-09-08 -e AQ-2025 -o before.xlsx statement-AQ-2025-*.csv
mv out found.csv

# found are exactly the differences that were made
sed 1d found.csv | cut -d, -f 2,3 | sort >found
sed 1d truth-pay-AQ-2025.csv | awk -F, '$2 != "" && $2 != "MATCHED" && $2 != "COUNTER" { print $2 "," $1 }' | sort >truth
ok cmp truth found
ok test -s truth

"$GEN" --stage decide --out . found.csv >decisions.csv
run 0 fee-decide --as-of 2025-09-08 decisions.csv
run 0 fee-reconcile --as-of 2025-09-08 -e AQ-2025 -o after.xlsx statement-AQ-2025-*.csv
equal 'nothing is open' "$(wc -l <out)" 1

# the workbooks of before and after: every equation holds
for book in before after; do
	unzip -p $book.xlsx xl/worksheets/sheet1.xml >sheet
	has sheet '✓'
	lacks sheet '✗'
done

# law SQL: a query whose answer must be 0
law() { equal "$1" "$(sqlite3 exam.db "$2" 2>&1)" 0; }
# conservation: what the bank took in is what pays orders, what is to go back, and what is set aside
law 'fen of the statements = fen of payments and of what is set aside' "SELECT (SELECT sum(amount) FROM statement_entry WHERE kind = 'pay') -
	(SELECT sum(e.amount) FROM payment p JOIN statement_entry e ON e.kind = 'pay' AND e.channel = p.channel AND e.txn_no = p.txn_no) -
	(SELECT coalesce(sum(e.amount), 0) FROM statement_entry e JOIN difference d ON d.entry_id = e.id WHERE e.kind = 'pay' AND d.action = 'suspense')"
law 'what does not count is on its way back' "SELECT count(*) FROM payment p WHERE effective = 0 AND
	NOT EXISTS (SELECT 1 FROM refund f WHERE f.payment_id = p.id AND f.amount = p.amount)"
law 'paid means a payment that counts' "SELECT count(*) FROM registration r WHERE (paid_at IS NOT NULL) <> EXISTS (SELECT 1 FROM fee_order o
	JOIN payment p ON p.order_id = o.id AND p.effective = 1 WHERE o.registration_id = r.id AND o.closed_at IS NULL)"
law 'payments that count have the amounts of their orders' "SELECT sum(p.amount <> o.amount) FROM payment p JOIN fee_order o ON o.id = p.order_id
	WHERE p.effective = 1"
law 'control totals agree with entries' "SELECT count(*) FROM statement s WHERE pay_sum - refund_sum <>
	(SELECT sum(iif(kind = 'pay', amount, -amount)) FROM statement_entry WHERE statement_id = s.id)"
for t in fee_order payment difference refund statement; do
	law "batches count their rows of $t" "SELECT count(*) FROM batch_count c WHERE c.\"table\" = '$t' AND
		c.added <> (SELECT count(*) FROM $t WHERE batch_id = c.batch_id)"
done
done_testing
