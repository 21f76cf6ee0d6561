-- fee-reconcile's peer: the sqlite3 shell imports the same orders and rows from flat UTF-8 files (tests/bench/money.c), groups and
-- joins; prints what truth.csv holds. Run on a new database.
.output /dev/null
PRAGMA journal_mode = WAL;
.output
PRAGMA cache_size = -65536;
CREATE TABLE o (n INTEGER, order_no TEXT, amount INTEGER, pay_until TEXT, paid_at TEXT);
CREATE TABLE s (txn_no TEXT, order_no TEXT, refund_no TEXT, kind TEXT, amount INTEGER, settled INTEGER, fee INTEGER, at TEXT);
.import --csv --skip 1 orders.csv o
.import --csv --skip 1 flat.csv s
.mode csv
.header off
WITH b AS (SELECT order_no, count(*) AS c, sum(amount) AS total, min(at) AS at FROM s WHERE kind = 'pay' GROUP BY order_no)
SELECT o.order_no, CASE WHEN b.c IS NULL THEN iif(o.paid_at > '2025-09-04T12:00:00', 'IN_DOUBT', 'MISSING_BANK')
	WHEN b.c >= 2 AND b.total > o.amount THEN 'DUPLICATE' WHEN b.total <> o.amount THEN 'AMOUNT_MISMATCH'
	WHEN o.paid_at <> '' THEN 'MATCHED' WHEN b.at > o.pay_until THEN 'LATE' ELSE 'MISSING_OURS' END AS class
FROM o LEFT JOIN b ON b.order_no = o.order_no WHERE (b.c IS NOT NULL OR o.paid_at <> '') AND class <> 'MATCHED'
UNION ALL SELECT b.order_no, 'UNKNOWN_ORDER' FROM b LEFT JOIN o ON o.order_no = b.order_no WHERE o.order_no IS NULL;
