-- :n registrations of one exam, paid and seated, 30 a room and 20 rooms a site, with a photograph each of the :photos that table photo has: what admit-print reads.
-- Names have two to four characters out of 1,200, so that every card has some of its own.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -262144;
BEGIN;
CREATE TEMP TABLE one AS SELECT (SELECT id FROM exam WHERE exam = 'AQ' AND year = 2025) AS exam_id, (SELECT max(id) FROM batch) AS batch_id,
	'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤' AS family,
	0x5000 AS han; -- 1,200 characters from here on are common enough in names and places, and rare enough to be a card's own
CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :n) SELECT i, (i - 1) / 600 AS site, (i - 1) / 30 % 20 AS room, (i - 1) % 30 + 1 AS seat FROM n;
DELETE FROM site;
DELETE FROM room;
INSERT INTO site (row, city, site, name, address) SELECT site, '110100', format('%02d', site + 1), '北京市第' || (site + 1) || '中学' || iif(site % 3, '', '(东校区)'),
	'北京市' || iif(site % 2, '海淀区学院路', '朝阳区建国门外大街') || (11 + 7 * site) || '号' FROM n GROUP BY site;
INSERT INTO room (row, city, site, room, name, capacity, layout, delivery, floor, accessible) SELECT min(i), '110100', format('%02d', site + 1), format('%03d', room + 1),
	iif(room % 2, '教学楼', '实验楼') || (1 + room / 5) || '层' || (101 + room) || '室', 30, '7-7-8-8', 'paper', '1', 0 FROM n GROUP BY site, room;
INSERT INTO person (id, name, name_key, id_type, id_no, id_key, gender, birth, photo_id, batch_id)
SELECT i, name, name || i, '01', id_no, id_no, 1 + i % 2, day, 1 + i % :photos, batch_id FROM (SELECT i, batch_id, date('1970-01-01', '+' || (i % 7000) || ' days') AS day,
	'110101' || replace(date('1970-01-01', '+' || (i % 7000) || ' days'), '-', '') || format('%03d', i / 7000) || 'X' AS id_no,
	substr(family, 1 + i % 100, 1) || char(han + i * 7919 % 1200) || iif(i % 5, char(han + i * 104729 % 1200), '') || iif(i % 40, '', '·' || char(han + i % 1200) || '力') AS name FROM n, one);
INSERT INTO registration (id, reg_no, exam_id, person_id, document, row_hash, confirmed_at, province, city, review_point, level, specialty, candidate, pledge,
	employer, work_years, pro_years, address, filled_at, outcome, outcome_at, paid_at, admit_no, seated_at, batch_id)
SELECT i, format('AQ2511%07d', i), exam_id, i, i, 0, '2025-08-20T09:00:00', '110000', '110100', '01', '01', format('%02d', 1 + i % 7), 'new', 'adopt', '某公司', 12, 5, '某地',
	'2025-08-19T09:00:00', 'auto', '2025-08-21T09:00:00', '2025-08-22T09:00:00', format('11012501%02d%02d%02d', site + 1, room + 1, seat), '2025-09-22T09:00:00', batch_id FROM n, one;
INSERT INTO seat (exam_id, session, city, site, room, seat, registration_id, subject) SELECT exam_id, k.session, '110100', format('%02d', site + 1), format('%03d', room + 1), seat, i, k.subjects
	FROM n, one, session k WHERE k.exam = 'AQ' AND k.year = 2025;
INSERT INTO seating_room (exam_id, city, site, room, scope, number) SELECT exam_id, '110100', format('%02d', site + 1), format('%03d', room + 1), format('%02d', site + 1), room + 1 FROM n, one GROUP BY site, room;
COMMIT;
