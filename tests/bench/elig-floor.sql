-- What elig-verify reads, read and printed: the floor under it.
SELECT r.reg_no, r.id, r.person_id, r.exam_id, r.work_years, r.pro_years, r.deleted_at, r.confirmed_at, r.review, r.paid_at, r.province, r.level, r.pledge,
	r.prior_cert, r.prior_cert_date, r.outcome, r.outcome_route, r.outcome_codes, p.name, p.name_key, p.id_type, p.id_no, p.id_key, p.birth, p.identity,
	e.kind, e.ordinal, e.level, e.school, e.major, e.month, e.mode, e.cert_no, e.verified
FROM registration r JOIN person p ON p.id = r.person_id JOIN education e ON e.person_id = r.person_id
WHERE r.exam_id = (SELECT id FROM exam WHERE exam = 'AQ' AND year = 2025) ORDER BY r.reg_no;
