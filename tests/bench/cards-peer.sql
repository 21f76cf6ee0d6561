-- The records of cards.sql as the texts of a card, for the peers of admit-print: the ten cells, the contact, six texts of each of four sessions, the photograph, and a
-- text as long as the token.
.mode list
.separator "\t"
SELECT p.name, iif(p.gender = 1, '男', '女'), '居民身份证', p.id_no, r.admit_no, v.name, '北京市', s.name, t.name, t.address, w.name || '　咨询电话 ' || w.phone,
	group_concat(u.name || iif(u.kind = 'specialty', '(' || s.name || ')', '') || char(9) || substr(k.date, 1, 4) || '年' || substr(k.date, 6, 2) || '月' || substr(k.date, 9) || '日' || char(9) ||
		k.start || '—' || k."end" || char(9) || substr(r.admit_no, 11, 2) || char(9) || substr(r.admit_no, 13, 2) || char(9) || m.name, char(9)),
	'exam.photos/' || substr(h.sha256, 1, 2) || '/' || h.sha256 || '.jpg',
	'KW1.AQ-2025.' || r.admit_no || '.' || substr(replace(hex(p.name || r.admit_no || p.id_no || h.sha256), '3', 'q'), 1, 99)
FROM registration r JOIN person p ON p.id = r.person_id JOIN photo h ON h.id = p.photo_id JOIN level v ON v.exam = 'AQ' AND v.year = 2025 AND v.level = r.level
	JOIN specialty s ON s.exam = 'AQ' AND s.year = 2025 AND s.level IN (r.level, '*') AND s.specialty = r.specialty JOIN review_point w ON w.city = r.city AND w.review_point = r.review_point
	JOIN seat a ON a.registration_id = r.id JOIN session k ON k.exam = 'AQ' AND k.year = 2025 AND k.session = a.session JOIN subject u ON u.exam = 'AQ' AND u.year = 2025 AND u.subject = a.subject
	JOIN site t ON t.city = a.city AND t.site = a.site JOIN room m ON m.city = a.city AND m.site = a.site AND m.room = a.room
GROUP BY r.id ORDER BY r.reg_no;
