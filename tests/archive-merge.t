#!/bin/sh
# archive-merge: archives of earlier years are merged, persons linked, nothing overwritten.
. "${0%/*}/lib.sh"
office

H=archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed
HA=$H,article
# input: the header and the rows of standard input, to ./in.csv
input() { { echo "$H"; cat; } >in.csv; }
input_article() { { echo "$HA"; cat; } >in.csv; }

# two files, rows of one archive scattered over both; 15 digits here, 18 there; codes and names
input <<'E'
A1,AQ,2023,01,07,王晓明,01,110105198501010012,1,72.5,1
B1,308,2022,01,01,李华,,210102198802031022,101,,0
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
has err 'ARCHIVE_SECOND: warning: the person has archive A1'
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
has rejects.csv 'archive A1 has subject 1 of 2023 at level 01, specialty 07: passed with 72.50; this row says level 01, specialty 07: passed with 72.00'
has rejects.csv 'this row says level 02, specialty 07: passed with 72.50'
has rejects.csv 'passed with 66.00; this row says level 01, specialty 07: absent'
has rejects.csv 'A1 is the archive of another person, 王晓明 with 1101051985****0012; this row has 李华 with 2101021988****1022'
has rejects.csv '--held FILE writes the form, --decisions FILE applies it'
dump >after
ok cmp before after

# every fault of a value
n=0
while IFS='|' read -r code row; do
	n=$((n + 1))
	case $row in *,*,*,*,*,*,*,*,*,*,*,*) echo "$row" | input_article ;; *) echo "$row" | input ;; esac
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
SCORE_CONTRADICTS|Z1,AQ,2023,01,07,王晓明,01,110105198501010012,1,70,1,7
SCORE_CONTRADICTS|Z1,AQ,2023,01,07,王晓明,01,110105198501010012,1,-1,0,7
ARTICLE_UNKNOWN|Z1,AQ,2023,01,07,王晓明,01,110105198501010012,1,,违纪,9
MISSING|Z1,AQ,2023,01,07,王晓明,01,110105198501010012,,,无效,6
E
equal 'cases of values' "$n" 29
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

# ---- the same document under another name: held back, decided once, kept
office
input <<'E'
N1,AQ,2023,01,07,王晓明,01,110105198501010012,1,72.5,1
N2,AQ,2024,01,07,王小明,01,110105198501010012,2,80,1
N2,AQ,2024,01,07,王小明,01,110105850101001,3,81,1
N3,308,2022,01,01,王小朋,01,110105198501010012,101,80,1
N4,AQ,2024,01,07,赵敏,01,110105198501010039,1,70,1
N4,AQ,2024,01,07,赵珉,01,110105198501010039,2,70,1
E
cp in.csv names.csv
run 1 archive-merge --held held.csv -r rejects.csv names.csv
out <<'E'
archive_no,exam,name,id_no,action
N1,AQ,王晓明,1101051985****0012,added
N4,AQ,赵敏,1101051985****0039,added
E
has err '3 names wait for a decision: held.csv'
equal 'the form is the office'"'"'s alone' "$(stat -c %a held.csv)" 600
cp held.csv out
out <<'E'
archive_no,exam,name,id_type,id_no,known_name,known_person_no,known_archives,rows,decision,reason,by
N2,AQ,王小明,01,110105198501010012,王晓明,P00000001,N1,2,,,
N3,308,王小朋,01,110105198501010012,王晓明,P00000001,N1,1,,,
N4,AQ,赵珉,01,110105198501010039,赵敏,P00000002,N4,1,,,
E
# what is open stays open
run 1 archive-merge --decisions held.csv names.csv
has err 'names.csv:3: name: NAME_CHANGED: 1101051985****0012 is known under the name 王晓明, here it is 王小明'
# the form with every fault at once changes nothing
sed -e '2s/,,,$/,maybe,,/' -e '3s/110105198501010012/110105198501010013/;3s/,,,$/,reject,r,b/' held.csv >bad.csv
dump >before
run 3 archive-merge --decisions bad.csv names.csv
has err 'bad.csv:2: decision: DECISION_WORD: '
has err 'bad.csv:2: reason: MISSING: '
has err 'bad.csv:2: by: MISSING: '
has err 'bad.csv:3: id_no: DECISION_DOCUMENT: '
{ sed '3,$d' held.csv | sed 's/,,,$/,reject,r,b/'; sed -n 2p held.csv | sed 's/,,,$/,same_person,r,b/'; } | sed '1s/reject,r,b//' >bad.csv
run 3 archive-merge --decisions bad.csv names.csv
has err 'DECISION_TWICE'
echo name,id_no >bad.csv
run 3 archive-merge --decisions bad.csv names.csv
has err 'COLUMN_MISSING: required columns are missing: decision (审核结论), reason (原因), by (经办人)'
printf 'name,id_no,decision,reason,by\n张三,110101199602030038,same_person\n' >bad.csv # a line that was cut
run 3 archive-merge --decisions bad.csv names.csv
has err 'bad.csv:2: FIELD_COUNT: 3 fields where the header has 5'
printf 'name,id_no,decision,reason,by,姓名\n' >bad.csv
run 3 archive-merge --decisions bad.csv names.csv
has err 'bad.csv:1: COLUMN_TWICE: two columns are name: "name" and "姓名"'
run 2 archive-merge --held names.csv names.csv
dump >after
ok cmp before after
# decided: the rows of the same files are taken, in any order
sed -e '2s/,,,$/,same_person,户口本载曾用名,陈科/' -e '3s/,,,$/,other_person,证件重号,陈科/' -e '4s/,,,$/,reject,姓名录入错误,陈科/' held.csv >decided.csv
run 1 archive-merge -n --decisions decided.csv names.csv
cp out dry
dump >after
ok cmp before after
run 1 archive-merge --decisions decided.csv --operator 陈科 -r rejects.csv names.csv
ok cmp out dry
out <<'E'
archive_no,exam,name,id_no,action
N1,AQ,王晓明,1101051985****0012,unchanged
N2,AQ,王晓明,1101051985****0012,merged
N3,308,王小朋,1101051985****0012,added
N4,AQ,赵敏,1101051985****0039,unchanged
E
equal 'the rejected one stays refused' "$(cut -d, -f5 rejects.csv | tail -n +2)" NAME_REJECTED
has rejects.csv '姓名录入错误 (陈科)'
rows "SELECT decision, name, coalesce(person_id, '-'), reason, \"by\" FROM archive_decision ORDER BY id" <<'E'
same_person|王小明|1|户口本载曾用名|陈科
other_person|王小朋|3|证件重号|陈科
reject|赵珉|-|姓名录入错误|陈科
E
rows "SELECT action, subject, detail FROM audit_entry WHERE action = 'archive-decision' ORDER BY id" <<'E'
archive-decision|N2|same_person P00000001; 户口本载曾用名; by 陈科
archive-decision|N3|other_person P00000003; 证件重号; by 陈科
archive-decision|N4|reject ; 姓名录入错误; by 陈科
E
rows "SELECT name FROM person ORDER BY id" <<'E'
王晓明
赵敏
王小朋
E
# kept: without the file, and with it once more, nothing changes
dump >before
run 1 archive-merge names.csv
has err 'NAME_REJECTED'
run 1 archive-merge --decisions decided.csv names.csv
has err 'archive-merge: 0 accepted, 1 rejected, 5 unchanged'
dump >after
ok cmp before after
ok exam-check -q
sqlite3 exam.db 'DELETE FROM archive_decision' 2>err && fail 'decisions can be deleted' || pass 'decisions are never deleted'
# a rejection may be thought over; what linked archives may not
sed -e 's/same_person/other_person/' -e 's/,reject,/,same_person,/' decided.csv >again.csv
run 1 archive-merge --decisions again.csv names.csv
has err 'DECISION_MADE: it was decided already that this is same_person: 户口本载曾用名 (陈科)'
has out 'N4,AQ,赵敏,1101051985****0039,merged'
# two known names: the decision says which
input <<'E'
N5,AQ,2022,01,07,王晓朋,01,110105198501010012,4,66,1
E
run 1 archive-merge --held held.csv in.csv
has held.csv 'N5,AQ,王晓朋,01,110105198501010012,王晓明|王小朋,P00000001|P00000003,N1|N2|N3,1,,,'
sed '2s/,,,$/,same_person,r,b/' held.csv >decided.csv
run 1 archive-merge --decisions decided.csv in.csv
has err 'DECISION_AMBIGUOUS: 2 persons'
sed -i 's/王晓明|王小朋/王小朋/' decided.csv
run 0 archive-merge --decisions decided.csv in.csv
has out 'N5,AQ,王小朋,1101051985****0012,added'
# id_type may be absent: an identity card
cut -d, -f3,5,6,10- decided.csv >short.csv
run 0 archive-merge --decisions short.csv in.csv
# rejects with three more columns are a form as well
sed -e '1s/$/,decision,reason,by/' -e '2,$s/$/,reject,r,b/' rejects.csv >form.csv
run 1 archive-merge --decisions form.csv names.csv
has err 'DECISION_MADE'
# a name that reg-amend changed, and a row that person-merge closed, need no decision
sqlite3 exam.db "INSERT INTO amendment (case_no, person_id, field, old, new, authority, in_person, proxy_name, proxy_id_no, documents, reason, basis, login, at, batch_id)
	VALUES ('C1', 2, 'name', '赵旧名', '赵敏', 'centre', 1, '', '', '', '', 'x', 'x', '2025-08-20T10:30:00', 1)"
input <<'E'
N6,308,2022,01,01,赵旧名,01,110105198501010039,101,80,1
E
run 0 archive-merge in.csv
has out N6,308,赵敏,1101051985****0039,added
cat >merge.csv <<'E'
keep_person_no,drop_person_no,authority,documents,reason
P00000001,P00000003,centre,户口本,同一人
E
run 0 person-merge merge.csv
run 0 archive-merge --decisions decided.csv in.csv
has out N6,308,赵敏,1101051985****0039,unchanged
input <<'E'
N3,308,2022,01,01,王小朋,01,110105198501010012,101,80,1
N5,AQ,2022,01,07,王晓朋,01,110105198501010012,4,66,1
E
run 0 archive-merge in.csv
out <<'E'
archive_no,exam,name,id_no,action
N3,308,王晓明,1101051985****0012,unchanged
N5,AQ,王晓明,1101051985****0012,unchanged
E

# ---- results that a decision voided: a correction, kept; by which article it takes the subject or the sitting
office
input <<'E'
V1,AQ,2023,01,07,王晓明,01,110105198501010012,1,72.5,1
V1,AQ,2023,01,07,王晓明,01,110105198501010012,2,80,1
V1,AQ,2022,01,07,王晓明,01,110105198501010012,3,61,1
E
cp in.csv passes.csv
input_article <<'E'
V1,AQ,2023,01,07,王晓明,01,110105198501010012,1,,违纪,第七条
E
cp in.csv void.csv
run 0 archive-merge passes.csv void.csv
has out V1,AQ,王晓明,1101051985****0012,added
rows "SELECT year, subject, coalesce(score, '-'), passed, flag, article FROM archive_subject ORDER BY year, subject" <<'E'
2022|3|6100|1||
2023|1|-|0|violation|第七条
2023|2|8000|1||
E
rows "SELECT archive_no, year, subject, old, new FROM archive_correction c JOIN archive a ON a.id = c.archive_id" <<'E'
V1|2023|1|72.50,1,,|,0,violation,第七条
E
rows "SELECT subject, detail FROM audit_entry WHERE action = 'archive-void'" <<'E'
V1|AQ 2023 subject 1: passed with 72.50 -> violation, article 第七条
E
dump >before
run 0 archive-merge passes.csv void.csv
has err 'ARCHIVE_VOIDED: warning: subject 1 of 2023 stands void by a decision (violation, article 第七条): this row does not bring it back'
has err '0 accepted, 0 rejected, 4 unchanged'
dump >after
ok cmp before after
ok exam-check -q
cat >reg.csv <<'E'
exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge
AQ-2025,110000,110100,01,01,07,王晓明,01,110105198501010012,13900000001,adopt
E
run 0 reg-import reg.csv
has out ',old,V1,01,07,1|2|4,3:2022,filled'
# in the other order the archive is the same
sqlite3 exam.db "SELECT year, subject, score, passed, flag, article FROM archive_subject ORDER BY year, subject" >before
office
run 0 archive-merge void.csv passes.csv
sqlite3 exam.db "SELECT year, subject, score, passed, flag, article FROM archive_subject ORDER BY year, subject" >after
ok cmp before after
# article 6 takes the subject alone; an article that was not known is learnt, another one contradicts
office
input <<'E'
V1,AQ,2023,01,07,王晓明,01,110105198501010012,1,-2,0
V1,AQ,2023,01,07,王晓明,01,110105198501010012,2,80,1
V1,AQ,2023,01,07,王晓明,01,110105198501010012,4,-1,0
E
run 0 archive-merge in.csv
input_article <<'E'
V1,AQ,2023,01,07,王晓明,01,110105198501010012,1,-2,0,6
E
run 0 archive-merge in.csv
has out merged
run 0 reg-import reg.csv
has out ',old,V1,01,07,1|3|4,2:2023,filled'
# a decision after the registration: said, for it is a person who must choose anew
input_article <<'E'
V1,AQ,2023,01,07,王晓明,01,110105198501010012,1,-2,0,8
V1,AQ,2023,01,07,王晓明,01,110105198501010012,2,,无效,11
E
run 1 archive-merge in.csv
has err 'ARCHIVE_CONFLICT: archive V1 has subject 1 of 2023 at level 01, specialty 07: violation, article 6; this row says level 01, specialty 07: violation, article 8'
has err 'CARRIED_VOIDED: warning: registration AQ25110000001 carries subject 2 of 2023, which is void now'
rows "SELECT subject, flag, article, coalesce(score, '-') FROM archive_subject ORDER BY subject" <<'E'
1|violation|6|-
2|void|11|-
4|absent||-
E
ok exam-check -q
# the whole sitting, with no subject named
input_article <<'E'
V2,AQ,2024,01,07,赵敏,01,110105198501010039,1,70,1,
V2,AQ,2024,01,07,赵敏,01,110105198501010039,2,70,1,
V2,AQ,2024,01,07,赵敏,01,110105198501010039,,,void,10
E
run 0 archive-merge in.csv
sed 's/王晓明/赵敏/;s/110105198501010012/110105198501010039/;s/13900000001/13900000002/' reg.csv >reg2.csv
run 0 reg-import reg2.csv
has out ',old,V2,01,07,1|2|3|4,,filled'
run 0 reg-show --explain AQ25110000002
has out 'V2: 2024: all subjects: void: a decision by article 10 takes all subjects of this sitting'
has out 'V2: 2024 subject 1: void: a decision by article 10 takes all subjects of this sitting'

# the ends of the contract
office
input <<'E'
E1,AQ,2023,01,07,赵敏,01,110105198501010039,1,70,1
E
run 0 archive-merge in.csv
: >empty.csv
run 3 archive-merge empty.csv
echo "$H" >header.csv
run 0 archive-merge header.csv
out <<'E'
archive_no,exam,name,id_no,action
E
run 3 archive-merge --decisions x.csv header.csv
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
