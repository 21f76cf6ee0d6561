-- fee-reconcile's peer: the sqlite3 shell imports the same orders and rows from flat UTF-8 files (tests/bench/money.c), groups and
-- joins; prints what truth.csv holds. Run on a new database.
PRAGMA journal_mode = WAL;
PRAGMA cache_size = -65536;
CREATE TABLE o (n INTEGER, order_no TEXT, pay_until TEXT, paid_at TEXT);
CREATE TABLE s (txn_no TEXT, order_no TEXT, kind TEXT, amount INTEGER, at TEXT);
.import --csv orders.csv o
.import --csv --skip 1 flat.csv s
.mode csv
WITH b AS (SELECT order_no, count(*) AS c, sum(amount) AS total, min(at) AS at FROM s GROUP BY order_no)
SELECT o.order_no, CASE WHEN b.c >= 2 AND b.total > 23200 THEN 'DUPLICATE' WHEN b.c = 1 AND b.total <> 23200 THEN 'AMOUNT_MISMATCH'
	WHEN o.paid_at = '' AND b.at > o.pay_until THEN 'LATE' WHEN o.paid_at = '' AND b.c = 1 THEN 'MISSING_OURS'
	WHEN o.paid_at > '2025-09-04T12:00:00' THEN 'IN_DOUBT' ELSE 'MISSING_BANK' END
FROM o LEFT JOIN b ON b.order_no = o.order_no WHERE (b.c IS NULL AND o.paid_at <> '') OR b.c <> 1 OR b.total <> 23200 OR (o.paid_at = '' AND b.c > 0)
UNION ALL SELECT b.order_no, 'UNKNOWN_ORDER' FROM b LEFT JOIN o ON o.order_no = b.order_no WHERE o.order_no IS NULL;
