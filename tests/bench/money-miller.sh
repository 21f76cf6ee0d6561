#!/bin/sh
# fee-reconcile's peer in Miller: the same job as money-sqlite.sql.
# shellcheck disable=SC2016,SC1010 # Miller has its own $ and then
mlr --csv --from flat.csv filter '$kind == "pay"' then stats1 -a count,sum,min -f amount,at -g order_no \
	then rename amount_count,c,amount_sum,total then cut -f order_no,c,total,at_min >grouped.csv
mlr --csv --headerless-csv-output --from orders.csv join --ul --ur -j order_no -f grouped.csv then put -q '
	paid = is_not_empty($paid_at);
	class = "MATCHED";
	if (is_absent($amount)) { class = "UNKNOWN_ORDER" }
	elif (is_absent($c)) { if (paid) { class = $paid_at > "2025-09-04T12:00:00" ? "IN_DOUBT" : "MISSING_BANK" } }
	elif ($c >= 2 && $total > $amount) { class = "DUPLICATE" }
	elif ($total != $amount) { class = "AMOUNT_MISMATCH" }
	elif (!paid) { class = $at_min > $pay_until ? "LATE" : "MISSING_OURS" }
	if (class != "MATCHED") { print $order_no . "," . class }'
