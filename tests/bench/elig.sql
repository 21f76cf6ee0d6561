-- Registrations of one exam to be verified, :n of them: what elig-verify reads, and nothing else. Three in ten registry answers
-- are missing, one in twenty people is a year short, two in three hold a degree too, half have confirmed.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -262144;
BEGIN;
CREATE TEMP TABLE one (exam_id, batch_id);
INSERT INTO one SELECT (SELECT id FROM exam WHERE exam = 'AQ' AND year = 2025), (SELECT max(id) FROM batch);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :n),
	born (i, day) AS (SELECT i, date('1970-01-01', '+' || (i % 7000) || ' days') FROM n),
	numbered (i, day, id_no) AS (SELECT i, day, '110101' || replace(day, '-', '') || format('%03d', i / 7000) || 'X' FROM born)
INSERT INTO person (id, name, name_key, id_type, id_no, id_key, gender, birth, batch_id)
SELECT i, '考生' || i, '考生' || i, '01', id_no, id_no, 1 + i % 2, day, batch_id FROM numbered, one;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :n)
INSERT INTO education (person_id, kind, ordinal, level, school, major, month, mode, cert_no, verified, batch_id)
SELECT i, 'education', 1, 'bachelor', '北京科技大学', iif(i % 4, '安全工程', '会计学'), '2008-07', iif(i % 3, 'full_time', 'part_time'),
	format('%05d1200805%06d', 10000 + i / 1000000, i % 1000000), iif(i % 10 < 3, '', 'registry'), batch_id FROM n, one
UNION ALL
SELECT i, 'degree', 1, 'bachelor', '北京科技大学', iif(i % 4, '安全工程', '会计学'), '2008-07', '',
	format('%05d42008%06d', 10000 + i / 1000000, i % 1000000), '', batch_id FROM n, one WHERE i % 3;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :n)
INSERT INTO registration (reg_no, exam_id, person_id, document, row_hash, confirmed_at, province, city, review_point, level, specialty, candidate, pledge,
	employer, work_years, pro_years, address, filled_at, batch_id)
SELECT format('AQ2511%07d', i), exam_id, i, i, 0, iif(i % 2, '2025-08-20T09:00:00', NULL), '110000', '110100', '01', '01', '07', 'new', 'adopt',
	'北京第' || i % 1000 || '建筑工程有限公司', 12, iif(i % 20, 5, 2), '北京市海淀区学院路' || i % 200 || '号', '2025-08-19T09:00:00', batch_id FROM n, one;
COMMIT;
