#!/bin/sh
# score-publish: no gap, then frozen scores and a result for everybody.
. "${0%/*}/lib.sh"
. "$ROOT/tests/people.sh"

# kept FILE: the database is as FILE says (dump)
kept() { if dump | cmp -s - "$1"; then pass "the database is as it was ($1)"; else fail "the database has changed ($1)"; fi; }
# marks EXAM …: rows 'reg_no subject score' from standard input, imported
marks() {
	exam=$1
	seat-assign -q -e "$exam" 2>/dev/null | awk -F, 'NR > 1 { print $1, $2 }' | sort -u >numbers
	{ echo admit_no,subject,score; awk 'NR == FNR { n[$1] = $2; next } { print n[$1] "," $2 "," $3 }' numbers -; } >marks.csv
	score-import -q -e "$exam" marks.csv >marks.out 2>&1 || { fail "marks"; sed 's/^/# /' marks.out; }
}

# numbers: admit numbers that end as the registration numbers do, so that a reader can tell who is who
numbers() { sqlite3 exam.db "UPDATE registration SET admit_no = 'x' || id; UPDATE registration SET admit_no = '1100' || substr(reg_no, -1)"; }

# ---- gaps: all of them, and nothing is written
office
export KAOWU_NOW=2024-07-10T10:00:00
run 3 score-publish -e 308-2024
has err 'PLAN_NONE: 308-2024 has no seating plan'
sqlite3 exam.db "UPDATE exam SET admit_no = '{province:2}{seq:3}'"
reg_csv 308-2024 110100 01 01 1 5 pledge=adopt >a.csv
run 0 reg-import -q a.csv
pay
run 0 seat-assign -e 308-2024
numbers
KAOWU_NOW=2024-12-20T10:00:00
marks 308-2024 <<'E'
30824110000001 101 72
30824110000001 102 120
30824110000002 101 71
30824110000002 102 72
30824110000003 101 -1
30824110000003 102 80
30824110000004 101 -2
30824110000005 101 -4
30824110000005 102 -1
E
run 0 reg-list -e 308-2024 --todo score-import -c admit_no </dev/null
equal "whose marks are missing" "$(tail -n +2 out | cut -d, -f2)" 11004
dump >before
run 3 score-publish -e 308-2024
out </dev/null
has err '11004: 102: SCORE_MISSING: no score for session 2, site 01, room 001, seat '
has err 'SCORES_INCOMPLETE: 308-2024 cannot be published (gaps: 1); nothing was changed'
kept before
# what the rooms say must agree, where they have said anything
sqlite3 exam.db "INSERT INTO attendance (registration_id, session, status, batch_id) SELECT id, '1', CASE substr(reg_no, -1)
	WHEN '1' THEN 'late_refused' WHEN '2' THEN 'disturbed' WHEN '3' THEN 'present' WHEN '4' THEN 'present' ELSE 'absent' END, 1 FROM registration;
	INSERT INTO score SELECT id, '201', 100, '', 1 FROM registration WHERE admit_no = '11002'"
dump >before
run 3 score-publish -e 308-2024
has err '11001: 101: ABSENCE_DIFFERS: room 001 of site 01 says late_refused, the score says present'
has err '11003: 101: ABSENCE_DIFFERS: room 001 of site 01 says present, the score says absent'
has err '11004: 102: SCORE_MISSING'
has err '11002: 201: SCORE_NOT_SEATED: a score for a subject that was not to be sat'
has err '(gaps: 4)'
equal "no other gaps" "$(grep -c '^score-publish: 1100' err)" 4
LC_ALL=zh_CN.UTF-8 run 3 score-publish -e 308-2024
has err '11004: 102: SCORE_MISSING: 场次 2, 考点 01, 考场 001, 座位'
kept before

# ---- whole: results by registration number
sqlite3 exam.db "DELETE FROM score WHERE subject = '201'; UPDATE attendance SET status = iif(status = 'present' AND registration_id =
	(SELECT id FROM registration WHERE admit_no = '11003'), 'absent', 'left_early')"
marks 308-2024 <<'E'
30824110000004 102 90
E
cp exam.db whole.db
dump >before
run 0 score-publish -e 308-2024 --dry-run
cp out dry
kept before
run 0 score-publish -e 308-2024
out <<'E'
reg_no,admit_no,passed,carried,qualified,reason
30824110000001,11001,101|102,,1,
30824110000002,11002,102,,0,BELOW
30824110000003,11003,102,,0,ABSENT
30824110000004,11004,102,,0,VOID
30824110000005,11005,,,0,VOID
E
same dry <out
has err '308-2024: 5 results, 1 qualified, published 2024-12-20T10:00:00; digest '
cp out want
rows "SELECT published_at, length(digest) FROM publication" <<'E'
2024-12-20T10:00:00|64
E
rows "SELECT state, count(*) FROM registration_state GROUP BY state" <<'E'
failed|4
passed|1
E
# the digest: what sqlite3 and sha256sum find
{ sqlite3 -separator , exam.db "SELECT r.reg_no, s.subject, s.score, s.flag FROM score s JOIN registration r ON r.id = s.registration_id
	WHERE r.deleted_at IS NULL ORDER BY 1, 2"; tail -n +2 want; } | sha256sum | cut -d' ' -f1 >digest
rows "SELECT digest FROM publication" <digest
# again: the same, nothing changed, whatever the time
dump >after
run 0 score-publish -e 308-2024 --as-of 2025-01-05
out <want
run 0 score-publish -e 308-2024 --changed
equal "--changed prints nothing" "$(cat out)" "$(head -n 1 want)"
kept after
# frozen
printf 'admit_no,subject,score\n11002,101,72\n' >late.csv
run 1 score-import -e 308-2024 late.csv
has err 'RESULT_PUBLISHED'
kept after
# two at once, wherever the one stands when the other commits
for round in 1 2 3 4 5 6 7 8; do
	cp whole.db exam.db
	score-publish -q -e 308-2024 >one 2>one.err &
	score-publish -q -e 308-2024 >two 2>two.err &
	wait
	cmp -s one want && cmp -s two want || break
done
same one <want
same two <want
rows "SELECT count(*) FROM result" <<'E'
5
E
# a full disk for the output: committed, and printed by the next run
cp whole.db exam.db
score-publish -e 308-2024 >/dev/full 2>err
equal "full standard output after the commit" $? 4
run 0 score-publish -e 308-2024
out <want
# somebody who paid and has no seat is named, not forgotten
cp whole.db exam.db
reg_csv 308-2024 110100 01 01 9 9 pledge=adopt >b.csv
run 0 reg-import -q --as-of 2024-07-11 b.csv
pay
run 0 score-publish -e 308-2024
has err '1 paid registrations have no seat and get no result'

# ---- the pass mark: the subject's own, else pass_ratio of the full mark
cp whole.db exam.db
sqlite3 exam.db "UPDATE subject SET pass_mark = NULL WHERE exam = '308'; UPDATE setting SET value = '59' WHERE setting = 'pass_ratio'"
run 0 score-publish -e 308-2024
equal "59 % of 120 is 71 (70.8 rounded up)" "$(sed -n 3p out)" "30824110000002,11002,101|102,,1,"

# ---- rolling: what carries over makes the set whole; a year outside the window does not
office
export KAOWU_NOW=2025-08-12T10:00:00
cat >archive.csv <<'E'
archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed
D1,AQ,2022,01,04,考乙,01,ID1,1,60,1
D1,AQ,2023,01,04,考乙,01,ID1,2,75,1
D1,AQ,2024,01,04,考乙,01,ID1,3,61,1
D2,AQ,2021,01,04,考丙,01,ID2,1,90,1
D2,AQ,2023,01,04,考丙,01,ID2,2,75,1
D2,AQ,2024,01,04,考丙,01,ID2,3,61,1
E
reg_csv AQ-2025 210100 01 04 1 4 pledge=adopt >a.csv
for p in 1 2; do sed -i "s/ID$p/$(sed -n "$((p + 1))p" a.csv | cut -d, -f9)/" archive.csv; done
run 0 archive-merge archive.csv
run 0 reg-import a.csv
cut -d, -f10,11 out >subjects
same subjects <<'E'
subjects,carried
4,1:2022|2:2023|3:2024
1|4,2:2023|3:2024
1|2|3|4,
1|2|3|4,
E
# the fourth comes with a pass that the registration carries though it is too old: it does not count
sqlite3 exam.db "UPDATE registration_subject SET carried_year = 2021 WHERE subject = '3' AND registration_id = (SELECT max(id) FROM registration)"
pay
run 0 seat-assign -e AQ-2025
numbers
KAOWU_NOW=2025-12-20T10:00:00
marks AQ-2025 <<'E'
AQ25210000001 4 60
AQ25210000002 1 59
AQ25210000002 4 60
AQ25210000003 1 60
AQ25210000003 2 60
AQ25210000003 3 60
AQ25210000003 4 -1
AQ25210000004 1 60
AQ25210000004 2 60
AQ25210000004 4 60
E
run 0 score-publish -e AQ-2025
out <<'E'
reg_no,admit_no,passed,carried,qualified,reason
AQ25210000001,11001,4,1:2022|2:2023|3:2024,1,
AQ25210000002,11002,4,2:2023|3:2024,0,BELOW
AQ25210000003,11003,1|2|3,,0,ABSENT
AQ25210000004,11004,1|2|4,,0,INCOMPLETE
E
# a decree that lengthens the passes of 2021 by a year
sqlite3 exam.db "DELETE FROM publication; DELETE FROM result;
	INSERT INTO validity_extension (row, exam, province, level, pass_year, extra_years, doc_no) VALUES (1, 'AQ', '210000', '01', 2021, 1, 'x')"
run 0 score-publish -e AQ-2025
equal "2021 counts now" "$(sed -n 5p out)" "AQ25210000004,11004,1|2|4,3:2021,1,"

# ---- one sitting, and a line of the province's own
office
export KAOWU_NOW=2025-03-15T10:00:00
reg_csv RK1-2025 310100 3 303 1 5 >a.csv
run 0 reg-import -q a.csv
pay
run 0 seat-assign -e RK1-2025
numbers
sqlite3 exam.db "UPDATE registration SET province = '630000' WHERE admit_no > '11001'"
KAOWU_NOW=2025-07-15T10:00:00
marks RK1-2025 <<'E'
RK125310000001 31 35
RK125310000001 32 50
RK125310000001 33 45
RK125310000002 31 35
RK125310000002 32 50
RK125310000002 33 45
RK125310000003 31 34
RK125310000003 32 60
RK125310000003 33 60
RK125310000004 31 45
RK125310000004 32 45
RK125310000004 33 45
RK125310000005 31 60
RK125310000005 32 60
RK125310000005 33 -1
E
# a carried subject, even where one stands in the registration, counts for nothing in an exam of one sitting
sqlite3 exam.db "UPDATE exam SET archive_mode = 'rolling' WHERE exam = 'RK1'; DELETE FROM score WHERE registration_id = (SELECT id FROM registration WHERE admit_no = '11004') AND subject = '33';
	UPDATE registration_subject SET carried_year = 2025 WHERE registration_id = (SELECT id FROM registration WHERE admit_no = '11004') AND subject = '33'; DELETE FROM seat WHERE registration_id = (SELECT id FROM registration WHERE admit_no = '11004') AND subject = '33'"
run 0 score-publish -e RK1-2025
out <<'E'
reg_no,admit_no,passed,carried,qualified,reason
RK125310000001,11001,32|33,,0,BELOW
RK125310000002,11002,31|32|33,,1,LINE_PROVINCE
RK125310000003,11003,32|33,,0,BELOW
RK125310000004,11004,31|32,,0,INCOMPLETE
RK125310000005,11005,31|32,,0,ABSENT
E

# ---- how it is called
run 2 score-publish
run 2 score-publish -e RK1-2025 file.csv
run 2 score-publish --nonsense
run 3 score-publish -e RK1-1999
run 3 score-publish -d none.db -e RK1-2025
sqlite3 exam.db "INSERT INTO operator (row, login, name, role, province, city, review_point) VALUES (1, '$(id -un)', 'x', 'reviewer', '', '', '')"
run 3 score-publish -e RK1-2025
has err NOT_AUTHORISED

done_testing
