#!/bin/sh
# archive-export: the archive that next year attaches; it reads back through archive-merge without loss.
. "${0%/*}/lib.sh"
. "$ROOT/tests/people.sh"

marks() {
	exam=$1
	seat-assign -q -e "$exam" 2>/dev/null | awk -F, 'NR > 1 { print $1, $2 }' | sort -u >numbers
	{ echo admit_no,subject,score; awk 'NR == FNR { n[$1] = $2; next } { print n[$1] "," $2 "," $3 }' numbers -; } >marks.csv
	score-import -q -e "$exam" marks.csv >marks.out 2>&1 || { fail "marks"; sed 's/^/# /' marks.out; }
}
# elsewhere: another office's database, ./b/exam.db
elsewhere() { rm -rf b && mkdir b && mv exam.db exam.key exam.pub b/ 2>/dev/null; mv b here; office; mkdir b; mv exam.db exam.key exam.pub b/; mv here/* .; rmdir here; }

# sound: exam-check finds nothing wrong with archives, carried passes and batches
sound() {
	exam-check -q 2>&1 | grep -E '^(ARCHIVE|CARRIED|BATCH|FOREIGN|INTEGRITY)' >unsound
	if [ -s unsound ]; then fail unsound; sed 's/^/# /' unsound; else pass sound; fi
}

office
export KAOWU_NOW=2025-08-12T10:00:00
reg_csv AQ-2025 210100 01 07 1 4 pledge=adopt >a.csv
id() { sed -n "$(($1 + 1))p" a.csv | cut -d, -f9; }
name() { sed -n "$(($1 + 1))p" a.csv | cut -d, -f7; }
cat >archive.csv <<E
archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed,article
Z9,AQ,2022,01,07,$(name 1),01,$(id 1),1,60,1,
Z9,AQ,2023,01,07,$(name 1),01,$(id 1),2,75.5,1,
A1,AQ,2024,01,07,$(name 1),01,$(id 1),3,61.25,1,
A2,AQ,2024,01,07,$(name 1),01,$(id 1),3,61.25,1,
B1,AQ,2020,01,07,$(name 2),01,$(id 2),1,,1,
B1,AQ,2021,01,07,$(name 2),01,$(id 2),1,-1,0,
B1,AQ,2023,01,07,$(name 2),01,$(id 2),1,-2,0,7
B1,AQ,2023,01,07,$(name 2),01,$(id 2),2,70,1,
C1,308,2003,02,,王晓[沛],01,110105198501010012,,,,
E
run 0 archive-merge archive.csv
run 0 reg-import a.csv
cut -d, -f1,6,7,10,11 out >was
same was <<'E'
reg_no,candidate,archive_no,subjects,carried
AQ25210000001,old,Z9,4,1:2022|2:2023|3:2024
AQ25210000002,old,B1,1|2|3|4,
AQ25210000003,new,,1|2|3|4,
AQ25210000004,new,,1|2|3|4,
E

# how it is called
run 2 archive-export
run 2 archive-export -o - -e AQ-2025
run 2 archive-export -o a.csv a.csv
run 2 archive-export --all -o x.csv -e AQ-2025
run 3 archive-export -o x.csv -e AQ-1999
run 3 archive-export -o none/x.csv
run 3 archive-export -o x.csv -e AQ-2025
has err 'NOT_PUBLISHED: the scores of AQ-2025 are not published'
ok test ! -e x.csv

# a list that failed does not select everybody
: | archive-export -o x.csv >out 2>err
equal 'an empty pipe is exit 3' $? 3
has err EMPTY
: >empty.csv
archive-export -o x.csv <empty.csv >out 2>err
equal 'an empty file too' $? 3
run 3 archive-export -o x.csv empty.csv
ok test ! -e x.csv
echo reg_no >header.csv
run 0 archive-export -o x.csv header.csv
equal 'a header alone selects nobody' "$(cat x.csv)" archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed,article
rm x.csv

# before the scores: a transfer slip is the archive as it stands
printf 'reg_no\nAQ25210000002\n' >slip.csv
run 0 archive-export -o slip-out.csv slip.csv
out <<E
archive_no,exam,person_no,name,id_no,action
B1,AQ,P00000002,$(name 2),$(id 2 | sed 's/........$/****/;s/$/'"$(id 2 | cut -c15-)"'/'),unchanged
E
cp slip-out.csv out
out <<E
archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed,article
B1,AQ,2020,01,07,$(name 2),01,$(id 2),1,,1,
B1,AQ,2021,01,07,$(name 2),01,$(id 2),1,-1,0,
B1,AQ,2023,01,07,$(name 2),01,$(id 2),1,-2,0,7
B1,AQ,2023,01,07,$(name 2),01,$(id 2),2,70,1,
E
equal 'the file is the office'"'"'s alone' "$(stat -c %a slip-out.csv)" 600
rows "SELECT subject, substr(detail, 1, 25) FROM audit_entry WHERE action = 'export' AND subject = 'slip-out.csv'" <<'E'
slip-out.csv|archives=1 rows=4 sha256=
E
equal 'the audit log has the digest' "$(sqlite3 exam.db "SELECT substr(detail, -64) FROM audit_entry WHERE action = 'export' AND subject = 'slip-out.csv'")" "$(sha256sum <slip-out.csv | cut -d' ' -f1)"
# by person too; who has none, and who is nobody, is refused
printf 'person_no\nP00000001\nP00000004\nP99\nP00000001\n\n' >slip.csv
run 1 archive-export -r rejects.csv -o slip-out.csv slip.csv
equal refused "$(cut -d, -f2,4,5 rejects.csv | tail -n +2 | tr '\n' ' ')" '3,person_no,ARCHIVE_NONE 4,person_no,PERSON_UNKNOWN '
cut -d, -f1-3,9 slip-out.csv >out
out <<'E'
archive_no,exam,year,subject
Z9,AQ,2022,1
Z9,AQ,2023,2
A1,AQ,2024,3
A2,AQ,2022,1
E
printf 'reg_no\nAQ25210000003\nAQ25219999999\n' >slip.csv
run 1 archive-export -o slip-out.csv slip.csv
has err 'slip.csv:2: reg_no: ARCHIVE_NONE: AQ25210000003 has no archive for AQ'
has err 'slip.csv:3: reg_no: REG_UNKNOWN'
run 1 archive-export --strict -o strict.csv slip.csv
ok test ! -e strict.csv

# ---- after the scores
pay
run 0 seat-assign -e AQ-2025
KAOWU_NOW=2025-12-20T10:00:00
marks AQ-2025 <<'E'
AQ25210000001 4 59
AQ25210000002 1 60
AQ25210000002 2 61
AQ25210000002 3 -2
AQ25210000002 4 -1
AQ25210000003 1 60
AQ25210000003 2 60
AQ25210000003 3 60
AQ25210000003 4 -4
AQ25210000004 1 10
AQ25210000004 2 0
AQ25210000004 3 100
AQ25210000004 4 -1
E
sqlite3 exam.db "UPDATE score SET score = 5950 WHERE score = 5900"
run 0 score-publish -e AQ-2025
cp exam.db published.db
dump >before
run 0 archive-export -n -e AQ-2025 -o next.csv
cp out dry
dump >after
ok cmp before after
ok test ! -e next.csv
run 0 archive-export -e AQ-2025 -o next.csv --unmask
run 0 archive-export -e AQ-2025 -o next.csv
cut -d, -f1-4,6 out >got
same got <<E
archive_no,exam,person_no,name,action
25214010000001,AQ,P00000004,$(name 3),unchanged
25214010000002,AQ,P00000005,$(name 4),unchanged
B1,AQ,P00000002,$(name 2),unchanged
Z9,AQ,P00000001,$(name 1),unchanged
A1,AQ,P00000001,$(name 1),unchanged
A2,AQ,P00000001,$(name 1),unchanged
E
cut -d, -f1,3,4,5,9- next.csv >got
same got <<'E'
archive_no,year,level,specialty,subject,score,passed,article
25214010000001,2025,01,07,1,60,1,
25214010000001,2025,01,07,2,60,1,
25214010000001,2025,01,07,3,60,1,
25214010000001,2025,01,07,4,-4,0,
25214010000002,2025,01,07,1,10,0,
25214010000002,2025,01,07,2,0,0,
25214010000002,2025,01,07,3,100,1,
25214010000002,2025,01,07,4,-1,0,
B1,2020,01,07,1,,1,
B1,2021,01,07,1,-1,0,
B1,2023,01,07,1,-2,0,7
B1,2023,01,07,2,70,1,
B1,2025,01,07,1,60,1,
B1,2025,01,07,2,61,1,
B1,2025,01,07,3,-2,0,
B1,2025,01,07,4,-1,0,
Z9,2022,01,07,1,60,1,
Z9,2023,01,07,2,75.5,1,
Z9,2025,01,07,4,59.5,0,
A1,2024,01,07,3,61.25,1,
A2,2022,01,07,1,60,1,
E
cp published.db exam.db
run 0 archive-export -e AQ-2025 -o again.csv
ok cmp next.csv again.csv
ok cmp dry out
has err '6 archives, 21 rows; 2 numbers given, 13 results added, 0 corrected'
has out ",$(name 3),"
lacks out "$(id 3)"
sound
dump >before
run 0 archive-export -e AQ-2025 -o again.csv
has err '0 numbers given, 0 results added, 0 corrected'
run 0 archive-export --changed -e AQ-2025 -o again.csv
equal 'nothing has changed' "$(cat out)" archive_no,exam,person_no,name,id_no,action
dump >after
ok cmp before after
ok cmp next.csv again.csv
# numbers do not depend on who is exported first
cp published.db exam.db
printf 'reg_no\nAQ25210000004\n' >slip.csv
run 0 archive-export -o slip-out.csv slip.csv
has out 25214010000002,AQ,P00000005
run 0 archive-export -e AQ-2025 -o again.csv
ok cmp next.csv again.csv
# the whole archive, all exams
run 0 archive-export -o all.csv
has all.csv 'C1,308,2003,02,,王晓[沛],01,110105198501010012,,,0,'
has out C1,308,

# ---- without loss: into the same database nothing changes, elsewhere it is the same archive, byte for byte
dump >before
run 0 archive-merge all.csv
lacks out ',merged'
lacks out ',added'
dump >after
ok cmp before after
elsewhere
run 0 archive-merge -d b/exam.db all.csv
has err '0 rejected, 0 unchanged'
run 0 archive-export -d b/exam.db -o b/all.csv
ok cmp all.csv b/all.csv
run 0 archive-merge -d b/exam.db all.csv
has err 'archive-merge: 0 accepted, 0 rejected, 22 unchanged'
# and shuffled, in two files
elsewhere
{ head -n 1 all.csv; tail -n +2 all.csv | sed -n 'p;n'; } >odd.csv
{ head -n 1 all.csv; tail -n +2 all.csv | sed -n 'n;p'; } >even.csv
run 0 archive-merge -d b/exam.db even.csv odd.csv
run 0 archive-export -d b/exam.db -o b/all.csv
sort all.csv >want
sort b/all.csv >got
equal 'as many rows' "$(wc -l <got)" "$(wc -l <want)"

# ---- what comes later: a correction after publication is one in the archive; a number that a file brought is passed over
sqlite3 exam.db "UPDATE score SET score = NULL, flag = 'void' WHERE subject = '1' AND registration_id = (SELECT id FROM registration WHERE reg_no = 'AQ25210000003');
	UPDATE result SET passed = '2|3' WHERE registration_id = (SELECT id FROM registration WHERE reg_no = 'AQ25210000003')"
run 0 archive-export -e AQ-2025 -o next.csv
has out "25214010000001,AQ,P00000004,$(name 3)"
has out ',merged'
has err '1 corrected'
rows "SELECT archive_no, year, subject, old, new FROM archive_correction c JOIN archive a ON a.id = c.archive_id" <<'E'
25214010000001|2025|1|60.00,1,,|,0,void,
E
has next.csv '25214010000001,AQ,2025,01,07'
ok grep -q "$(id 3),1,-4,0,$" next.csv
sound
cp published.db exam.db
cat >brought.csv <<E
archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed
25214010000001,AQ,2025,01,07,王晓明,01,110105198501010039,1,70,1
E
run 0 archive-merge --as-of 2026-01-05 brought.csv
run 0 archive-export -e AQ-2025 -o next.csv
has out "25214010000002,AQ,P00000004"
has out "25214010000003,AQ,P00000005"
sound
# what a decision voided in the archive, before or after, stays void
cat >void.csv <<E
archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed,article
25214010000002,AQ,2025,01,07,$(name 3),01,$(id 3),2,,违纪,8
E
run 0 archive-merge --as-of 2026-01-05 void.csv
run 0 archive-export -e AQ-2025 -o next.csv
ok grep -q "$(id 3),2,-2,0,8$" next.csv

# ---- the ends: an output that fails, an operator with a place, a template that does not fit
cp published.db exam.db
archive-export -e AQ-2025 -o full.csv >/dev/full 2>err
equal 'a full standard output is exit 4, committed' $? 4
run 0 archive-export -e AQ-2025 -o full.csv
has err '0 numbers given'
cp published.db exam.db
sqlite3 exam.db "UPDATE exam SET archive_no = '{yy}{seq:1}X{city:1}' WHERE exam = 'AQ'; UPDATE registration SET city = '211200'"
dump >before
run 3 archive-export -e AQ-2025 -o x.csv
has err 'ARCHIVE_NO_TEMPLATE'
dump >after
ok cmp before after
ok test ! -e x.csv
cp published.db exam.db
sqlite3 exam.db "INSERT INTO operator (row, login, name, role, province, city, review_point) VALUES (1, '$(id -un 2>/dev/null || whoami)', 'x', 'centre', '210000', '', '')"
sqlite3 exam.db "UPDATE operator SET login = '$(command id -un)'"
run 3 archive-export -e AQ-2025 -o x.csv
has err 'NOT_AUTHORISED'
printf 'reg_no\nAQ25210000004\n' >slip.csv
run 0 archive-export -o slip-out.csv slip.csv
sqlite3 exam.db "UPDATE operator SET province = '110000'"
run 1 archive-export -o slip-out.csv slip.csv
has err 'NOT_AUTHORISED'
done_testing
