#!/bin/sh
# archive-merge: archives of earlier years are merged, persons linked, nothing overwritten.
. "${0%/*}/lib.sh"
office

H=archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed
# input: the header and the rows of standard input, to ./in.csv
input() { { echo "$H"; cat; } >in.csv; }

# two files, rows of one archive scattered over both; 15 digits here, 18 there; codes and names
input <<'E'
A1,AQ,2023,01,07,王晓明,01,110105198501010012,1,72.5,1
B1,308,2022,01,01,李华,,210102198802031022,101,-1,0
A1,AQ,2023,01,07,王晓明,01,110105198501010012,2,40,0
E
mv in.csv one.csv
cat >two.csv <<'E'
是否合格,科目,成绩,档案号,考试,年度,级别,专业,姓名,证件类型,证件号码
是,2,66,A1,AQ-2024,,考全科,其他安全(不包括消防安全),王晓明,01,110105850101001
合格,1,60,C1,OLD,1999,02,,王晓明,,110105198501010012
E
run 0 archive-merge one.csv two.csv
out <<'E'
archive_no,exam,name,id_no,action
A1,AQ,王晓明,1101051985****0012,added
B1,308,李华,2101021988****1022,added
C1,OLD,王晓明,1101051985****0012,added
E
err <<'E'
archive-merge: 5 accepted, 0 rejected, 0 unchanged
E
rows 'SELECT archive_no, year, level, specialty, subject, score, passed FROM archive a JOIN archive_subject s ON s.archive_id = a.id ORDER BY archive_no, year, subject' <<'E'
A1|2023|01|07|1|7250|1
A1|2023|01|07|2|4000|0
A1|2024|01|07|2|6600|1
B1|2022|01|01|101||0
C1|1999|02||1|6000|1
E
rows 'SELECT name, id_type, id_no, gender, birth FROM person ORDER BY id' <<'E'
王晓明|01|110105198501010012|1|1985-01-01
李华|01|210102198802031022|2|1988-02-03
E

# again, in another order: nothing changes, the same archives are printed
dump >before
run 0 archive-merge two.csv one.csv
out <<'E'
archive_no,exam,name,id_no,action
A1,AQ,王晓明,1101051985****0012,unchanged
C1,OLD,王晓明,1101051985****0012,unchanged
B1,308,李华,2101021988****1022,unchanged
E
dump >after
ok cmp before after
run 0 archive-merge --changed --unmask one.csv
equal 'unchanged archives are left out with --changed' "$(cat out)" archive_no,exam,name,id_no,action
run 0 archive-merge --unmask one.csv
has out A1,AQ,王晓明,110105198501010012,unchanged

# a later year merges; a score that was unknown is filled in, one that is missing now says nothing
input <<'E'
A1,AQ,2024,01,07,王晓明,01,110105198501010012,3,81,1
B1,308,2022,01,01,李华,,210102198802031022,101,30,0
A1,AQ,2023,01,07,王晓明,01,110105198501010012,1,,1
E
run 0 archive-merge -n in.csv
cp out dry
dump >after
ok cmp before after
run 0 archive-merge in.csv
out <<'E'
archive_no,exam,name,id_no,action
A1,AQ,王晓明,1101051985****0012,merged
B1,308,李华,2101021988****1022,merged
E
ok cmp dry out
run 0 archive-merge in.csv
has err 'archive-merge: 0 accepted, 0 rejected, 3 unchanged'
rows "SELECT score FROM archive_subject WHERE subject = '101'" <<'E'
3000
E

# a second number of the same person and exam: kept, the first stays the key, nothing is stored twice
input <<'E'
A2,AQ,2023,01,07,王晓明,01,110105198501010012,1,72.5,1
A2,AQ,2022,01,07,王晓明,01,110105198501010012,4,61,1
E
run 0 archive-merge in.csv
out <<'E'
archive_no,exam,name,id_no,action
A2,AQ,王晓明,1101051985****0012,merged
E
has err 'ARCHIVE_SECOND: the person has archive A1'
run 0 archive-merge in.csv
has out A2,AQ,王晓明,1101051985****0012,unchanged
rows "SELECT year, subject FROM archive a JOIN archive_subject s ON s.archive_id = a.id WHERE archive_no = 'A2'" <<'E'
2022|4
E

# what contradicts is refused, and nothing is written over
dump >before
input <<'E'
A1,AQ,2023,01,07,王晓明,01,110105198501010012,1,72,1
A1,AQ,2023,01,07,王晓明,01,110105198501010012,2,40,1
A1,AQ,2023,02,07,王晓明,01,110105198501010012,1,72.5,1
A2,AQ,2024,01,07,王晓明,01,110105198501010012,2,-1,0
A1,308,2022,01,01,王晓明,01,110105198501010012,101,80,1
A1,AQ,2022,01,07,李华,01,210102198802031022,1,80,1
D1,AQ,2022,01,07,王小明,01,110105198501010012,1,80,1
E
run 1 archive-merge -r rejects.csv in.csv
out <<'E'
archive_no,exam,name,id_no,action
E
equal codes "$(cut -d, -f5 rejects.csv | tail -n +2 | tr '\n' ' ')" \
	'ARCHIVE_CONFLICT ARCHIVE_CONFLICT ARCHIVE_CONFLICT ARCHIVE_CONFLICT ARCHIVE_OTHER_EXAM ARCHIVE_OTHER_PERSON NAME_CHANGED '
has rejects.csv 'subject 1 of 2023 with level 01, specialty 07, score 72.50, passed 1'
has rejects.csv reg-amend
dump >after
ok cmp before after

# every fault of a value
n=0
while IFS='|' read -r code row; do
	n=$((n + 1))
	echo "$row" | input
	run 1 archive-merge in.csv
	has err ": $code: "
done <<'E'
MISSING|,AQ,2023,01,07,王晓明,01,110105198501010012,1,70,1
MISSING|Z1,,2023,01,07,王晓明,01,110105198501010012,1,70,1
MISSING|Z1,AQ,,01,07,王晓明,01,110105198501010012,1,70,1
MISSING|Z1,AQ,2023,,07,王晓明,01,110105198501010012,1,70,1
MISSING|Z1,AQ,2023,01,07,,01,110105198501010012,1,70,1
MISSING|Z1,AQ,2023,01,07,王晓明,01,,1,70,1
MISSING|Z1,AQ,2023,01,07,王晓明,01,110105198501010012,1,70,
MISSING|Z1,AQ,2023,01,07,王晓明,01,110105198501010012,,70,1
ARCHIVE_NO_FORM|Z 1,AQ,2023,01,07,王晓明,01,110105198501010012,1,70,1
EXAM_FORM|Z1,安全,2023,01,07,王晓明,01,110105198501010012,1,70,1
EXAM_FORM|Z1,AQ-23,2023,01,07,王晓明,01,110105198501010012,1,70,1
YEAR_RANGE|Z1,AQ,2026,01,07,王晓明,01,110105198501010012,1,70,1
YEAR_RANGE|Z1,AQ,二〇二三,01,07,王晓明,01,110105198501010012,1,70,1
YEAR_MISMATCH|Z1,AQ-2022,2023,01,07,王晓明,01,110105198501010012,1,70,1
LEVEL_UNKNOWN|Z1,AQ,2023,09,07,王晓明,01,110105198501010012,1,70,1
SUBJECT_UNKNOWN|Z1,AQ,2023,01,07,王晓明,01,110105198501010012,7,70,1
SPECIALTY_UNKNOWN|Z1,AQ,2023,01,一个既不是代码也不在配置中的专业名称,王晓明,01,110105198501010012,1,70,1
NAME_FORM|Z1,AQ,2023,01,07,王 晓明,01,110105198501010012,1,70,1
ID_TYPE_UNKNOWN|Z1,AQ,2023,01,07,王晓明,77,110105198501010012,1,70,1
ID_CHECKSUM|Z1,AQ,2023,01,07,王晓明,01,110105198501010013,1,70,1
SCORE_FORM|Z1,AQ,2023,01,07,王晓明,01,110105198501010012,1,七十,1
SCORE_RANGE|Z1,AQ,2023,01,07,王晓明,01,110105198501010012,1,100.5,1
SCORE_RANGE|Z1,AQ,2023,01,07,王晓明,01,110105198501010012,1,-3,0
PASSED_WORD|Z1,AQ,2023,01,07,王晓明,01,110105198501010012,1,70,maybe
SCORE_CONTRADICTS|Z1,AQ,2023,01,07,王晓明,01,110105198501010012,1,-1,1
E
equal 'cases of values' "$n" 25
echo 'Z 1,AQ,2023,01,07,王晓明,01,110105198501010012,7,-3,0' | input
run 1 archive-merge -r rejects.csv in.csv
has rejects.csv 'ARCHIVE_NO_FORM|SUBJECT_UNKNOWN|SCORE_RANGE'
dump >after
ok cmp before after

# rejects are corrected and fed back; --strict takes all or nothing
input <<'E'
E1,AQ,2023,01,07,赵敏,01,110105198501010039,1,70,1
E1,AQ,2023,01,07,赵敏,01,110105198501010038,2,70,1
E
run 1 archive-merge --strict in.csv
dump >after
ok cmp before after
run 1 archive-merge -r rejects.csv in.csv
has out E1,AQ,赵敏,1101051985****0039,added
sed s/0038/0039/g rejects.csv >fixed.csv
run 0 archive-merge fixed.csv
out <<'E'
archive_no,exam,name,id_no,action
E1,AQ,赵敏,1101051985****0039,merged
E

# the dots of old systems are the same dot; a row may only say that somebody was a candidate
input <<'E'
F1,OLD,2003,1,,买买提•江,01,31011519900505204X,,,
F1,OLD,2004,1,,买买提·江,01,31011519900505204x,1,-4,0
E
run 0 archive-merge in.csv
out <<'E'
archive_no,exam,name,id_no,action
F1,OLD,买买提•江,3101151990****204X,added
E
rows "SELECT year, subject, coalesce(score, '-'), passed FROM archive a JOIN archive_subject s ON s.archive_id = a.id WHERE archive_no = 'F1'" <<'E'
2003||-|0
2004|1|-|0
E

# the ends of the contract
: >empty.csv
run 3 archive-merge empty.csv
echo "$H" >header.csv
run 0 archive-merge header.csv
out <<'E'
archive_no,exam,name,id_no,action
E
run 2 archive-merge --decisions x.csv header.csv
echo archive_no,exam,year >short.csv
run 3 archive-merge short.csv
has err 'level'
run 3 archive-merge -d none.db header.csv
input <<'E'
G1,AQ,2023,01,07,赵敏,01,110105198501010039,4,70,1
E
archive-merge in.csv >/dev/full 2>err
equal 'a full standard output is exit 4, committed' $? 4
run 0 archive-merge in.csv
has out G1,AQ,赵敏,1101051985****0039,unchanged
LC_ALL=zh_CN.UTF-8 archive-merge --header zh in.csv >out 2>err
has out 档案号,考试,姓名,证件号码,操作
has err 未变
done_testing
