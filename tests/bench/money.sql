-- An office's database with the orders and payments of tests/bench/money.c, in the present folder: one registration of
-- AQ-2025 an order. Run by the sqlite3 shell on a database that exam-init and exam-config have made.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -262144;
CREATE TEMP TABLE o (n INTEGER, order_no TEXT, amount INTEGER, pay_until TEXT, paid_at TEXT);
CREATE TEMP TABLE p (n INTEGER, txn_no TEXT, paid_at TEXT, amount INTEGER);
.import --csv --skip 1 orders.csv o
.import --csv payments.csv p
BEGIN;
CREATE TEMP TABLE one (exam_id, batch_id);
INSERT INTO one SELECT (SELECT id FROM exam WHERE exam = 'AQ' AND year = 2025), (SELECT max(id) FROM batch);
INSERT INTO person (id, name, name_key, id_type, id_no, id_key, gender, birth, batch_id)
SELECT n, '考生' || n, '考生' || n, '01', id_no, id_no, 1, '1980-01-01', batch_id
FROM (SELECT n, '110101' || (1970 + n / 280000) || format('%02d%02d', 1 + n / 23333 % 12, 1 + n / 1000 % 23) || format('%03dX', n % 1000) AS id_no FROM o), one;
INSERT INTO registration (id, reg_no, exam_id, person_id, document, row_hash, confirmed_at, province, city, review_point, level, specialty, candidate, pledge,
	employer, work_years, pro_years, address, filled_at, outcome, outcome_at, paid_at, batch_id)
SELECT n, substr(order_no, 1, 13), exam_id, n, n, 0, '2025-08-19T10:00:00', '110000', '110100', '01', '01', '07', 'new', 'adopt',
	'北京第' || n % 1000 || '建筑工程有限公司', 12, 5, '北京市海淀区学院路' || n % 200 || '号', '2025-08-19T09:00:00', 'auto', '2025-08-19T10:00:00',
	NULL, batch_id FROM o, one;
INSERT INTO fee_order (id, order_no, registration_id, kind, amount, pay_until, created_at, batch_id)
SELECT n, order_no, n, 'registration', amount, pay_until, '2025-08-19T11:00:00', batch_id FROM o, one;
INSERT INTO payment (order_id, channel, txn_no, paid_at, amount, effective, batch_id)
SELECT n, 'alipay_trade', txn_no, paid_at, amount, 1, batch_id FROM p, one ORDER BY p.rowid;
UPDATE registration SET paid_at = (SELECT paid_at FROM payment WHERE order_id = registration.id) WHERE id IN (SELECT order_id FROM payment);
COMMIT;
