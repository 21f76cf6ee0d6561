#!/bin/sh
# score-import: marks of seated subjects, from one entry or from two that must agree.
. "${0%/*}/lib.sh"
. "$ROOT/tests/people.sh"

# kept FILE: the database is as FILE says (dump)
kept() { if dump | cmp -s - "$1"; then pass "the database is as it was ($1)"; else fail "the database has changed ($1)"; fi; }

# Two exams in one city: 308 (four people, 101 and 102), and RK1 with two papers in a sitting; admit numbers of our own choice.
office
export KAOWU_NOW=2024-07-10T10:00:00
sqlite3 exam.db "UPDATE exam SET admit_no = '{yy}{seq:4}'; UPDATE subject SET mark_decimals = 1 WHERE subject = '102'"
reg_csv 308-2024 110100 01 01 1 4 pledge=adopt >a.csv
run 0 reg-import -q a.csv
KAOWU_NOW=2025-03-15T10:00:00
reg_csv RK1-2025 110100 3 303 11 12 >b.csv
run 0 reg-import -q b.csv
pay
run 0 seat-assign -e RK1-2025
run 0 seat-assign -e 308-2024
cp exam.db seated.db

# ---- before the session there are no marks; 308's was last year
cat >ahead.csv <<'E'
admit_no,subject,score
250001,31,45
240001,101,85
E
run 0 score-import -n ahead.csv
has err 'ahead.csv:2: subject: SESSION_AHEAD: warning: session 1A of RK1-2025, where 31 is sat, begins 2025-05-24T08:30:00; it is 2025-03-15T10:00:00'
has out 240001,101,85
run 0 score-import -n --as-of 2025-05-24T08:29:59 ahead.csv
has err SESSION_AHEAD
run 0 score-import -n --as-of 2025-05-24T08:30:00 ahead.csv
lacks err SESSION_AHEAD
KAOWU_NOW=2025-06-01T10:00:00

# ---- what is right
cat >scores.csv <<'E'
准考证号,科目,成绩,标记
240001,101,85,
240001,102,85.5,
240002,101,-1,
240002,102,,absent
240003,101,-2,violation
240003,102,,无效
240004,101,0,
240004,102,120.0,
250001,31,45,
E
dump >before
run 0 score-import --dry-run scores.csv
cp out want
kept before
run 0 score-import scores.csv
out <want
out <<'E'
admit_no,subject,score,flag,result
240001,101,85,,recorded
240001,102,85.5,,recorded
240002,101,,absent,recorded
240002,102,,absent,recorded
240003,101,,violation,recorded
240003,102,,void,recorded
240004,101,0,,recorded
240004,102,120.0,,recorded
250001,31,45,,recorded
E
err <<'E'
score-import: 9 accepted, 0 rejected, 0 unchanged
E
rows "SELECT r.admit_no, s.subject, s.score, s.flag FROM score s JOIN registration r ON r.id = s.registration_id ORDER BY 1, 2" <<'E'
240001|101|8500|
240001|102|8550|
240002|101||absent
240002|102||absent
240003|101||violation
240003|102||void
240004|101|0|
240004|102|12000|
250001|31|4500|
E
# the same again: unchanged, the same stream; so is another writing of the same marks
dump >after
run 0 score-import scores.csv
out <want
err <<'E'
score-import: 0 accepted, 0 rejected, 9 unchanged
E
printf 'admit_no,subject,score,flag\n240001,102,85.50,\n240002,101,,缺考\n240003,102,-4.0,void\n' >again.csv
run 0 score-import again.csv
has err '3 unchanged'
kept after
run 0 reg-list -e 308-2024 --state scored </dev/null
equal "people with a mark stand as scored" "$(wc -l <out | tr -d ' ')" 5

# ---- -e filters; a number that two exams use needs it
run 0 score-import -e RK1-2025 scores.csv
equal "only that exam's" "$(cat out)" "$(printf 'admit_no,subject,score,flag,result\n250001,31,45,,recorded')"
has err '8 records are not of RK1-2025 and were left out'
# before anything is said of it
printf 'admit_no,subject,score,flag\n240001,101,500,absent\n' >faulty.csv
run 0 score-import -e RK1-2025 faulty.csv
err <<'E'
score-import: 1 records are not of RK1-2025 and were left out
score-import: 0 accepted, 0 rejected, 0 unchanged
E
run 1 score-import -e 308-2024 faulty.csv
sqlite3 exam.db "UPDATE registration SET admit_no = '250001' WHERE admit_no = '240001'"
printf 'admit_no,subject,score\n250001,101,85\n' >both.csv
run 1 score-import both.csv
has err 'both.csv:2: admit_no: ADMIT_NO_AMBIGUOUS: 250001: 2 exams have this admit number: name the exam with -e'
run 0 score-import -e 308-2024 both.csv
has err '1 unchanged'

# ---- what is refused, all faults of a row at once
cp seated.db exam.db
cat >bad.csv <<'E'
admit_no,subject,score,flag
,101,60,
240001,,60,
240001,101,6O,
240001,101,60.255,
240001,101,-3,
240001,101,121,
240001,101,60.5,
240001,102,60.55,
240001,101,,
240001,101,60,sick
240001,101,60,absent
240001,101,-1,violation
249999,101,60,
240001,999,60,
240001,201,60,
250002,32,75.5,
E
dump >before
run 1 score-import -r rejects.csv bad.csv
out <<'E'
admit_no,subject,score,flag,result
E
cut -d, -f1-5 rejects.csv >codes
same codes <<'E'
file,line,record,field,code
bad.csv,2,1,admit_no,MISSING
bad.csv,3,2,subject,MISSING
bad.csv,4,3,score,SCORE_FORM
bad.csv,5,4,score,SCORE_DECIMALS
bad.csv,6,5,score,SCORE_RANGE
bad.csv,7,6,score,SCORE_RANGE
bad.csv,8,7,score,SCORE_DECIMALS
bad.csv,9,8,score,SCORE_DECIMALS
bad.csv,10,9,score,SCORE_MISSING
bad.csv,11,10,flag,FLAG_WORD
bad.csv,12,11,flag,FLAG_AND_SCORE
bad.csv,13,12,flag,FLAG_AND_SCORE
bad.csv,14,13,admit_no,ADMIT_NO_UNKNOWN
bad.csv,15,14,subject,SUBJECT_UNKNOWN
bad.csv,16,15,subject,SUBJECT_NOT_SEATED
bad.csv,17,16,score|score,SCORE_RANGE|SCORE_DECIMALS
E
kept before
LC_ALL=zh_CN.UTF-8 run 1 score-import bad.csv
has err 'bad.csv:7: score: SCORE_RANGE: 121: 科目 101 的分数范围为 0 至 120'
# corrected and fed back as it is
sed '2,6d; 8,$d; s/,121,/,100,/' rejects.csv >fed.csv
run 0 score-import fed.csv
has err '1 accepted'

# a file that contradicts itself
printf 'admit_no,subject,score\n240002,101,60\n240002,101,60\n240003,101,70\n240003,101,71\n' >twice.csv
run 1 score-import twice.csv
equal "the same twice is one; different marks are refused both" "$(grep -c ROW_TWICE err)" 2
has err 'twice.csv:4: score: ROW_TWICE: lines 4 and 5 give this subject of 240003 different marks'
has err '1 accepted, 2 rejected, 1 unchanged'
dump >before
run 1 score-import --strict twice.csv
out </dev/null
kept before

# ---- another mark than the recorded one
printf 'admit_no,subject,score\n240002,101,66\n' >other.csv
run 1 score-import other.csv
has err 'other.csv:2: score: SCORE_DIFFERS: 60 is recorded, the file has 66'
kept before
run 0 score-import --override '考办〔2024〕9号: 登分错误' other.csv
rows "SELECT score FROM score JOIN registration r ON r.id = registration_id WHERE r.admit_no = '240002' AND subject = '101'" <<'E'
6600
E
rows "SELECT subject, detail FROM audit_entry WHERE action = 'score-replace'" <<'E'
240002|101: 60 -> 66
E
run 0 score-import other.csv
has err '1 unchanged'

# ---- two entries, cell by cell
cp seated.db exam.db
cat >first.csv <<'E'
admit_no,subject,score,flag
240001,101,85,
240001,102,85.5,
240002,101,-1,
240002,102,71,
240003,101,66,
240003,102,7O,
240004,101,50,
E
cat >second.csv <<'E'
科目,准考证号,标记,成绩
101,240001,,85.0
102,240001,,58.5
101,240002,absent,
102,240002,absent,
102,240003,,70
101,240004,,50
102,240004,,99
999,240004,,9
E
run 1 score-import --compare second.csv -r rejects.csv first.csv
out <<'E'
admit_no,subject,score,flag,result
240001,101,85,,recorded
240002,101,,absent,recorded
240004,101,50,,recorded
E
err <<'E'
score-import: 3 accepted, 6 rejected, 0 unchanged
E
cut -d, -f1,2,5 rejects.csv >codes
same codes <<'E'
file,line,code
first.csv,3,ENTRY_DIFFERS
first.csv,5,ENTRY_DIFFERS
first.csv,6,ENTRY_MISSING
first.csv,7,SCORE_FORM
second.csv,8,ENTRY_MISSING
second.csv,9,SUBJECT_UNKNOWN
E
has rejects.csv 'first entry 85.5, second entry 58.5 (second.csv:3)'
has rejects.csv 'first entry 71, second entry absent (second.csv:5)'
has rejects.csv '66 here, and no row in the other entry'
rows "SELECT count(*) FROM score" <<'E'
3
E
dump >before
run 1 score-import --compare second.csv - <first.csv
has err 'score-import: 0 accepted, 6 rejected, 3 unchanged'
kept before
printf 'admit_no,subject,score,flag\n' >header.csv
run 1 score-import --compare first.csv header.csv
has err 'score-import: 0 accepted, 7 rejected, 0 unchanged'
kept before
run 2 score-import --compare first.csv first.csv
run 2 score-import --compare - </dev/null
run 3 score-import --compare none.csv first.csv
kept before

# ---- after publication nothing but what is there already
sqlite3 exam.db "INSERT INTO publication SELECT id, '2024-12-20T10:00:00', 'x', 1 FROM exam WHERE exam = '308'"
run 1 score-import -e 308-2024 scores.csv
has err 'RESULT_PUBLISHED: the results of 308-2024 were published on 2024-12-20T10:00:00: corrections go through score-recheck'
equal "what is there is unchanged" "$(grep -c recorded out)" 2
sqlite3 exam.db "DELETE FROM publication; UPDATE registration SET deleted_at = '2024-08-01T10:00:00' WHERE admit_no = '240003'"
run 1 score-import -e 308-2024 scores.csv
has err 'REG_DELETED'

# ---- how it is called
cp seated.db exam.db
run 3 score-import /dev/null
run 0 score-import again.csv
printf 'admit_no,subject,score,flag\n' >header.csv
run 0 score-import header.csv
out <<'E'
admit_no,subject,score,flag,result
E
printf 'admit_no,score\n1,2\n' >column.csv
run 3 score-import column.csv
has err 'COLUMN_MISSING'
run 2 score-import --nonsense
run 3 score-import -d none.db again.csv
run 3 score-import -e 308-1999 again.csv
cp seated.db exam.db
score-import scores.csv >/dev/full 2>err
equal "full standard output after the commit" $? 4
rows "SELECT count(*) FROM score" <<'E'
9
E
if [ "$(id -u)" -eq 0 ]; then skip "read-only database: root writes anyway"
else chmod 400 exam.db; run 3 score-import scores.csv; chmod 600 exam.db; rm -f exam.db-wal exam.db-shm; fi # made as the database was
sqlite3 exam.db "INSERT INTO operator (row, login, name, role, province, city, review_point) VALUES (1, '$(id -un)', 'x', 'finance', '', '', '')"
run 3 score-import scores.csv
has err NOT_AUTHORISED

done_testing
