# reg-import: rows become registrations; what is wrong is said whole, and nothing is done twice.
. "${0%/*}/lib.sh"
. "$ROOT/tests/people.sh"
office

H=exam,province,city,review_point,level,specialty,name,id_type,id_no,phone
cat >two.csv <<E
$H,pledge,edu_level,edu_school,edu_major,edu_month
AQ-2025,110000,110100,01,01,05,王晓[沛],01,11010519491231002X,13812345678,adopt,本科,清华大学,安全工程,200307
AQ-2025,北京市,北京市,01,考全科,建筑施工安全,䶮𬭎,居民身份证,110101199003078275,13812345679,decline,,,,
E
run 0 reg-import two.csv
out <<'E'
reg_no,exam,name,id_type,id_no,candidate,archive_no,level,specialty,subjects,carried,state
AQ25110000001,AQ-2025,王晓[沛],01,1101051949****002X,new,,01,05,1|2|3|4,,filled
AQ25110000002,AQ-2025,䶮𬭎,01,1101011990****8275,new,,01,05,1|2|3|4,,filled
E
err <<'E'
reg-import: 2 accepted, 0 rejected, 0 unchanged
E
rows 'SELECT name, id_no, gender, birth, phone FROM person' <<'E'
王晓[沛]|11010519491231002X|2|1949-12-31|13812345678
䶮𬭎|110101199003078275|1|1990-03-07|13812345679
E
rows 'SELECT level, school, month FROM education' <<'E'
bachelor|清华大学|2003-07
E

# the same file again changes nothing and prints the same, also when the window has closed since
run 0 reg-import -q two.csv; cp out first; dump >before
run 0 reg-import --as-of 2026-01-01 two.csv
ok cmp out first
err <<'E'
reg-import: 0 accepted, 0 rejected, 2 unchanged
E
dump >after; ok cmp before after
run 0 reg-import --changed two.csv
equal 'only the header with --changed' "$(wc -l <out)" 1

# an officer's correction is not undone by the same file
sqlite3 exam.db "UPDATE registration SET employer = '更正后' WHERE reg_no = 'AQ25110000001'"
run 0 reg-import -q two.csv
rows "SELECT employer FROM registration WHERE reg_no = 'AQ25110000001'" <<'E'
更正后
E

# every fault of a record at once, personal data masked
cat >bad.csv <<E
$H,work_years,pledge
AQ-2025,110000,110100,99,01,99,李 四,01,110101199003078276,2381234567,x,maybe
E
run 1 reg-import bad.csv
has err 'bad.csv:2: review_point: REVIEW_POINT_UNKNOWN'
has err 'bad.csv:2: specialty: SPECIALTY_UNKNOWN'
has err 'bad.csv:2: name: NAME_FORM'
has err 'bad.csv:2: id_no: ID_CHECKSUM: 1101011990****8276'
has err 'bad.csv:2: phone: PHONE_FORM'
has err 'bad.csv:2: work_years: YEARS_FORM'
has err 'bad.csv:2: pledge: PLEDGE_WORD'
lacks err 110101199003078276

# one code a row: what is refused, and nothing else
check() { # CODES ROW: a row behind the columns of H
	printf '%s\n%s\n' "$H,gender,birth,subjects,confirm_dup_id,reg_no,email,postcode,prior_cert_date,edu_level,edu_month,edu_mode,site,batch" "$2" >one.csv
	dump >before
	reg-import -r rej.csv one.csv >out 2>err
	equal "refused: $1" "$(sed -n 2p rej.csv | cut -d, -f5)" "$1"
	dump >after; cmp -s before after || fail "$1 changed the database"
}
P=110000,110100,01,01,05
N=张三,01,110101198503077311,13900000001
check EXAM_UNKNOWN "XX-2025,$P,$N,,,,,,,,,,,,,"
check PROVINCE_UNKNOWN "AQ-2025,990000,110100,01,01,05,$N,,,,,,,,,,,,,"
check CITY_UNKNOWN "AQ-2025,110000,999999,01,01,05,$N,,,,,,,,,,,,,"
check SITE_UNKNOWN "AQ-2025,$P,$N,,,,,,,,,,,,99,"
check BATCH_UNKNOWN "AQ-2025,$P,$N,,,,,,,,,,,,,7"
check LEVEL_UNKNOWN "AQ-2025,110000,110100,01,77,05,$N,,,,,,,,,,,,,"
check MISSING "AQ-2025,110000,110100,01,01,05,,01,110101198503077311,13900000001,,,,,,,,,,,,,"
check MISSING "AQ-2025,$P,张三,01,110101198503077311,,,,,,,,,,,,,,"
check ID_TYPE_UNKNOWN "AQ-2025,$P,张三,驾驶证,110101198503077311,13900000001,,,,,,,,,,,,,"
check ID_EXCEL "AQ-2025,$P,张三,01,1.10101E+17,13900000001,,,,,,,,,,,,,"
check ID_LENGTH "AQ-2025,$P,张三,01,1101011985030773,13900000001,,,,,,,,,,,,,"
check ID_BIRTH "AQ-2025,$P,张三,01,110101198502307316,13900000001,,,,,,,,,,,,,"
check ID_FORM "AQ-2025,$P,张三,03,?!,13900000001,男,1990-01-01,,,,,,,,,,,"
check GENDER_MISMATCH "AQ-2025,$P,$N,女,,,,,,,,,,,,"
check BIRTH_MISMATCH "AQ-2025,$P,$N,,1985-03-08,,,,,,,,,,,"
check 'MISSING|MISSING' "AQ-2025,$P,张三,03,E12345678,13900000001,,,,,,,,,,,,,"
check SUBJECT_UNKNOWN "AQ-2025,$P,$N,,,9,,,,,,,,,,"
check SUBJECT_TWICE "AQ-2025,$P,$N,,,1|1,,,,,,,,,,"
check YES_NO "AQ-2025,$P,$N,,,,maybe,,,,,,,,,"
check REG_NO_FORM "AQ-2025,$P,$N,,,,,AQ25120000009,,,,,,,,"
check REG_NO_TAKEN "AQ-2025,$P,$N,,,,,AQ25110000002,,,,,,,,"
check EMAIL_FORM "AQ-2025,$P,$N,,,,,,nobody,,,,,,,"
check POSTCODE_FORM "AQ-2025,$P,$N,,,,,,,12,,,,,,"
check DATE_FORM "AQ-2025,$P,$N,,,,,,,,2020-13-01,,,,,"
check EDU_LEVEL "AQ-2025,$P,$N,,,,,,,,,本科肄业,,,,"
check MONTH_FORM "AQ-2025,$P,$N,,,,,,,,,本科,201313,,,"
check EDU_MODE "AQ-2025,$P,$N,,,,,,,,,本科,201306,玩耍,,"
check PHONE_TAKEN "AQ-2025,$P,张三,01,110101198503077311,13812345678,,,,,,,,,,,,,"
check FIELD_COUNT "AQ-2025,$P,$N"

# the same document under another name: only when confirmed, and never both in one exam
printf '%s\n' "$H" "JZ-2025,110000,110100,01,01,01,张三,01,110101199003078275,13900000001" >dup.csv
run 1 reg-import --as-of 2025-07-01 dup.csv
has err 'dup.csv:2: id_no: ID_DUPLICATE'
printf '%s\n' "$H,confirm_dup_id" "JZ-2025,110000,110100,01,01,01,张三,01,110101199003078275,13900000001,1" >dup.csv
run 0 reg-import --as-of 2025-07-01 -q dup.csv
rows "SELECT count(*) FROM person WHERE id_no = '110101199003078275'" <<'E'
2
E
printf '%s\n' "$H,confirm_dup_id" "AQ-2025,$P,张三,01,110101199003078275,13900000001,1" >dup.csv
run 1 reg-import dup.csv
has err DOCUMENT_IN_EXAM

# the window: closed, and passed with a document
printf '%s\n' "$H" "AQ-2025,$P,$N" | sed 's/13900000001/13900000009/' >late.csv
run 1 reg-import --as-of 2025-09-30 late.csv
has err 'late.csv:2: exam: WINDOW_CLOSED'
run 0 reg-import -q --as-of 2025-09-30 --override '京人考〔2025〕7号: 系统故障' late.csv
rows "SELECT override FROM batch ORDER BY id DESC LIMIT 1" <<'E'
京人考〔2025〕7号: 系统故障
E

# a person twice: the same row is unchanged, another one is refused; two persons with one phone
office
printf '%s\n' "$H" "AQ-2025,$P,$N" "AQ-2025,$P,$N" "AQ-2025,110000,110100,02,01,05,$N" \
	"AQ-2025,210000,210100,01,01,05,$N" "AQ-2025,$P,李四,01,110101199003078275,13900000001" >twice.csv
run 1 reg-import -r rej.csv twice.csv
has err '1 accepted, 3 rejected, 1 unchanged'
equal 'codes' "$(tail -n +2 rej.csv | cut -d, -f5 | paste -sd' ' -)" 'ALREADY_REGISTERED ALREADY_REGISTERED PHONE_TAKEN'

# a dry run says everything and changes nothing; --strict refuses all for one
office
dump >before
run 0 reg-import -n two.csv; cp out dry
dump >after; ok cmp before after
run 1 reg-import --strict two.csv bad.csv
equal 'nothing printed' "$(wc -c <out)" 0
dump >after; ok cmp before after
run 0 reg-import two.csv
ok cmp dry out

# rejects are corrected and fed back as they are
run 1 reg-import -r rej.csv bad.csv
sed 's/,99,01,99,李 四,01,110101199003078276,2381234567,x,maybe/,01,01,05,李四,01,110101198503077311,13900000002,3,adopt/' rej.csv >fixed.csv
run 0 reg-import fixed.csv
has out 李四

# numbers: in the order of acceptance, per exam and province; a brought number lifts the counter
office
printf '%s\n' "$H,reg_no" "AQ-2025,$P,$N,AQ25110000500" "AQ-2025,$P,李四,01,110101199003078275,13900000002," \
	"AQ-2025,210000,210100,01,01,05,王五,01,11010519491231002X,13900000003," >num.csv
run 0 reg-import num.csv
equal 'numbers' "$(tail -n +2 out | cut -d, -f1 | paste -sd' ' -)" 'AQ25110000500 AQ25110000501 AQ25210000001'

# old candidates: what was passed in years that count is carried, 15 digits and 18 are one person
office
cat >old.csv <<'E'
archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed
A1,AQ,2021,01,05,张三,01,110101850307731,1,60,1
A1,AQ,2023,01,05,张三,01,110101850307731,2,70,1
A1,AQ,2024,01,05,张三,01,110101850307731,4,75,1
E
run 0 archive-merge -q old.csv
printf '%s\n' "$H,subjects" "AQ-2025,$P,张三,01,110101198503077311,13900000001,2|3" >passed.csv
run 1 reg-import passed.csv
has err SUBJECT_PASSED
printf '%s\n' "$H,subjects" "AQ-2025,$P,张三,01,110101198503077311,13900000001," >open.csv
run 0 reg-import open.csv
has out 'old,A1,01,05,1|3,2:2023|4:2024,filled'

# five records are the most; one that is there already, without a number too, is no sixth
office
EDU=edu_level,edu_school,edu_major,edu_month
for i in 1 2 3 4 5; do
	printf '%s\n' "$H,$EDU" "AQ-2025,$P,$N,大专,学校$i,会计,200007" >edu.csv
	[ $i = 1 ] && reg-import -q edu.csv >/dev/null && continue
	sqlite3 exam.db "INSERT INTO education (person_id, kind, ordinal, level, school, major, month, mode, cert_no, batch_id)
		SELECT id, 'education', $i, 'college', '学校$i', '会计', '2000-07', '', '', batch_id FROM person"
done
JZ="JZ-2025,110000,110100,01,01,01,$N"
printf '%s\n' "$H,$EDU" "$JZ,大专,学校6,会计,200007" >sixth.csv
run 1 reg-import --as-of 2025-07-01 sixth.csv
has err 'sixth.csv:2: edu_level: EDUCATION_MAX'
printf '%s\n' "$H,$EDU" "$JZ,大专,学校3,会计,200007" >third.csv
run 0 reg-import --as-of 2025-07-01 third.csv
rows 'SELECT count(*) FROM education' <<'E'
5
E

# encodings, byte order mark, line ends, Chinese headers, names of a vendor
office
{ printf '考试,省份,地市,审核点,级别,专业,姓名,证件类型,身份证号,手机号\r\n'; printf 'AQ-2025,%s,䶮㐂,01,11010519491231002x,　13812345678 \r\n' "$P"; } >utf8.csv
iconv -f UTF-8 -t GB18030 utf8.csv >gb.csv
run 0 reg-import gb.csv
has out 'AQ-2025,䶮㐂,01,1101051949****002X'
{ printf '\357\273\277'; cat utf8.csv; } >bom.csv
run 0 reg-import bom.csv
has err '0 accepted, 0 rejected, 1 unchanged'
sed '1s/.*/Exam Code,prov,city,review_point,level,specialty,name,id_type,id_no,phone/' utf8.csv >vendor.csv
run 3 reg-import vendor.csv
has err 'COLUMN_MISSING'
printf 'theirs,ours\nExam Code,exam\nprov,province\n' >map.csv
run 0 reg-import --map map.csv vendor.csv

# a deleted registration: the same row again says so and changes nothing; other contents are a new registration
office
printf '%s\n' "$H" "AQ-2025,$P,$N" >one.csv
run 0 reg-import -q one.csv
sqlite3 exam.db "UPDATE registration SET deleted_at = '2025-08-20T11:00:00'"
dump >before
run 0 reg-import one.csv
has out 'AQ25110000001,AQ-2025,张三,01,1101011985****7311,new,,01,05,1|2|3|4,,deleted'
has err '0 accepted, 0 rejected, 1 unchanged'
dump >after; ok cmp before after
sed 's/110000,110100,01,01,05/110000,110100,02,01,05/' one.csv >other.csv
run 0 reg-import other.csv
has out 'AQ25110000002,AQ-2025,张三'
run 0 reg-import -q one.csv other.csv
ok test "$(cut -d, -f1,12 out | tail -n +2 | paste -sd' ' -)" = 'AQ25110000001,deleted AQ25110000002,filled'

# a computer examination with several batches: the setting says who chooses
office
sqlite3 exam.db "UPDATE setting SET value = 'candidate' WHERE setting = 'batch_choice'"
printf '%s\n' "$H" "RK1-2025,310000,310100,01,2,202,$N" >batch.csv
run 1 reg-import --as-of 2025-03-20 batch.csv
has err 'batch.csv:2: batch: MISSING: RK1-2025 has several batches'
printf '%s\n' "$H,batch" "RK1-2025,310000,310100,01,2,202,$N,1" >batch.csv
run 0 reg-import --as-of 2025-03-20 batch.csv

# messages follow the locale; Chinese column names
office
LC_ALL=zh_CN.UTF-8; export LC_ALL
run 1 reg-import bad.csv
LC_ALL=C.UTF-8; export LC_ALL
has err '校验码不符'
run 0 reg-import --header zh two.csv
has out '报名号,考试,姓名'

# a kill in the middle, a busy database, a full disk
office
awk -v h="$H" 'BEGIN { print h ",gender,birth"; for (i = 0; i < 20000; i++) printf "AQ-2025,110000,110100,01,01,05,张三,03,E%08d,13%09d,男,1990-01-01\n", i, i }' >many.csv
reg-import -q many.csv >/dev/null 2>&1 & pid=$!
sleep 0.3; kill -9 $pid; wait $pid 2>/dev/null
n=$(sqlite3 exam.db 'SELECT count(*) FROM registration')
case $n in 0 | 20000) pass "killed: all or nothing ($n)" ;; *) fail "killed: $n registrations" ;; esac
office
mkfifo hold
flock exam.db.wlock cat hold &
exec 9>hold # once he holds it, until we close it
run 75 reg-import --busy-timeout 1 two.csv
exec 9>&-
wait
reg-import two.csv >/dev/full 2>err
equal 'output lost after the commit' $? 4
run 0 reg-import two.csv
has err '2 unchanged'
run 0 exam-check

# no output may fall on the database, its key, an input or another output
for f in exam.db exam.db-wal exam.db.wlock exam.key exam.pub bad.csv; do
	[ -e $f ] || continue
	sha256sum $f >sum
	run 2 reg-import -r $f bad.csv
	ok sha256sum -c --quiet sum
done

# -e filters by the exam column, and by the exam that a number names
printf '%s\n' "$H" "JZ-2025,110000,110100,01,01,01,赵一,01,110101198503077311,13900000051" >jz.csv
run 0 reg-import -e AQ-2025 jz.csv
has err '1 records are not of AQ-2025'
rows "SELECT count(*) FROM person WHERE name = '赵一'" <<'E'
0
E

# what offices' files have been seen to hold: digits of full width, numbers that a spreadsheet rounded, cut and broken files
office
printf '%s\n' "$H" "ＡＱ-2025,$P,张三,01,１１０１０１１９８５０３０７７３１１,１３９００００００６１" >wide.csv
run 0 reg-import wide.csv
has out '张三,01,1101011985****7311'
for id in 3.70112E+17 370112198503077000 370112000000000000 370000000000000000; do
	printf '%s\n' "$H" "AQ-2025,$P,李四,01,$id,13900000062" >excel.csv
	run 1 reg-import excel.csv
	has err 'excel.csv:2: id_no: ID_EXCEL'
done
# once in one file and once in another; in another exam; the person's own columns are empty there
printf '%s\n' "$H" "AQ-2025,110000,110100,02,01,05,张三,01,110101198503077311,13900000061" >again.csv
run 1 reg-import again.csv wide.csv
has err 'again.csv:2: review_point: ALREADY_REGISTERED'
has err '0 accepted, 1 rejected, 1 unchanged'
printf '%s\n' "$H" "JZ-2025,110000,110100,01,01,01,张三,01,110101198503077311," >jz.csv
run 0 reg-import --as-of 2025-07-01 jz.csv
has err '1 accepted'
rows 'SELECT count(*), count(DISTINCT person_id) FROM registration' <<'E'
2|1
E
dump >before
: >empty.csv
run 3 reg-import empty.csv
has err EMPTY
printf '%s\n' "$H" >header.csv
run 0 reg-import header.csv
printf '%s\n' "$H,phone" "AQ-2025,$P,$N,13900000063" >double.csv
run 3 reg-import double.csv
has err COLUMN_TWICE
printf '%s\n' "${H%,phone}" "AQ-2025,$P,李四,01,110101199003078275" >short.csv
run 3 reg-import short.csv
has err 'COLUMN_MISSING: required columns are missing: phone'
printf '%s\nAQ-2025,%s,李\0四,01,110101199003078275,13900000064\n' "$H" "$P" >nul.csv
run 3 reg-import nul.csv
has err NUL_BYTE
{ printf '%s\n' "$H"; printf 'AQ-2025,%s,李四,01,110101199003078275,13900000065\n' "$P"; printf 'AQ-2025,%s,王五,01,11010519491231002X,13900000066\n' "$P" | iconv -f UTF-8 -t GB18030; } >mixed.csv
run 3 reg-import mixed.csv
has err 'mixed.csv:3: ENCODING'
{ printf '%s\n' "$H"; printf 'AQ-2025,%s,' "$P"; head -c 104857600 /dev/zero | tr '\0' A; printf ',01,110101199003078275,13900000067\n'; } >huge.csv
run 3 reg-import huge.csv
has err FIELD_TOO_LONG
rm huge.csv
{ printf '%s\n' "$H"; printf 'AQ-2025,%s,李四,01,1101011990' "$P"; } >cut.csv
run 1 reg-import cut.csv
has err 'cut.csv:2: : FIELD_COUNT'
{ printf '%s\n' "$H"; printf 'AQ-2025,%s,李四,01,"1101011990' "$P"; } >quote.csv
run 3 reg-import quote.csv
has err 'QUOTE'
dump >after; ok cmp before after

# columns shifted by one: what a message quotes is masked wherever it stands
printf '%s\n' "$H" "AQ-2025,110000,110100,01,01,05,张三,110101198503077311,13900000001,x" >shifted.csv
run 1 reg-import shifted.csv
lacks err 110101198503077311
lacks err 13900000001

# the rows of an earlier file again: in their order, backwards, every third, twice, among new ones; a name amended and a deleted one between them
office
reg_csv AQ-2025 110100 01 05 1 90 >crowd.csv
head -61 crowd.csv >old.csv
run 0 reg-import -q old.csv; cp out first
run 0 reg-import old.csv; ok cmp out first; has err '0 accepted, 0 rejected, 60 unchanged'
{ head -1 crowd.csv; sed -n '2,61p' crowd.csv | tac; } >back.csv
{ head -1 first; sed 1d first | tac; } >expected
run 0 reg-import back.csv; ok cmp out expected; has err '0 accepted, 0 rejected, 60 unchanged'
{ head -1 crowd.csv; sed -n '2,61p' crowd.csv | awk '{ print } NR % 3 == 0 { print }'; } >twice.csv
{ head -1 first; sed 1d first | awk '{ print } NR % 3 == 0 { print }'; } >expected
run 0 reg-import twice.csv; ok cmp out expected; has err '0 accepted, 0 rejected, 80 unchanged'
no20=$(sed -n 21p first | cut -d, -f1) no31=$(sed -n 32p first | cut -d, -f1) no40=$(sed -n 41p first | cut -d, -f1)
sqlite3 exam.db "UPDATE person SET name = '改名', name_key = '改名' WHERE id = (SELECT person_id FROM registration WHERE reg_no = '$no20');
	UPDATE registration SET deleted_at = '2025-08-20T10:00:00' WHERE reg_no = '$no31'; UPDATE registration SET employer = '更正后' WHERE reg_no = '$no40'"
{ head -1 crowd.csv; sed -n '2,91p' crowd.csv | awk 'NR <= 60 { a[NR] = $0; next } { print a[2 * (NR - 60) - 1]; print a[2 * (NR - 60)]; print }'; } >among.csv
run 0 reg-import among.csv
has err '30 accepted, 0 rejected, 60 unchanged'
has out "$no20,AQ-2025,改名,"
equal 'the deleted one is said to be deleted' "$(grep -c ",deleted$" out)" 1
equal 'new ones between them are new' "$(grep -c ',filled$' out)" 89
rm crowd.csv old.csv back.csv twice.csv among.csv

# a pipe or a device named as an output is written to, not replaced
mkfifo pipe; cat pipe >got &
run 1 reg-import -r pipe bad.csv
wait
ok test -p pipe
has got REVIEW_POINT_UNKNOWN

# the same registration in another notation is the same; what really differs is named, with both values
office
printf '%s\n' "$H,pledge,edu_level,edu_school,edu_major,edu_month,edu_mode,prior_cert_date,employer" \
	"AQ-2025,$P,张三,01,110101198503077311,13900000001,adopt,bachelor,清华大学,安全工程,200807,full_time,2015-01-02,甲公司" >one.csv
run 0 reg-import -q one.csv; cp out first
dump >before
same_as() { # SED…: the row in another notation
	sed -e "$@" one.csv >other.csv
	cmp -s one.csv other.csv && fail "no other notation: $*"
	run 0 reg-import other.csv
	ok cmp first out
	has err '0 accepted, 0 rejected, 1 unchanged'
}
same_as 's/200807/2008-07/;s/2015-01-02/20150102/'
same_as 's/张三,01,/张三,,/'
same_as 's/张三,01,/张三,居民身份证,/'
same_as 's/bachelor/本科/;s/full_time/全日制/;s/adopt/采用/'
same_as 's/110000,110100,01,01,05/北京市,北京市,01,考全科,建筑施工安全/'
same_as '1s/$/,subjects,gender,birth,confirm_dup_id/;2s/$/,4|3|2|1,男,1985-03-07,0/'
same_as '1s/$/,year/;2s/$/,2025/;2s/AQ-2025/AQ/'
same_as '1s/$/,reg_no/;2s/$/,AQ25110000001/'
same_as '2s/13900000001//'
dump >after; ok cmp before after
other() { sed -e "$@" one.csv >other.csv; run 1 reg-import other.csv; }
other '2s/200807/2009-07/;2s/13900000001/13900000002/;2s/110100,01,01/110100,02,01/;2s/full_time/函授/'
has err 'other.csv:2: review_point: ALREADY_REGISTERED: registered for AQ-2025 as AQ25110000001 with other contents: review_point is 01, here 02; phone is 139****0001, here 139****0002; edu_month is 2008-07, here 2009-07; edu_mode is full_time, here correspondence; what is registered is changed with reg-amend'
lacks err 13900000002
other '2s/甲公司//'
has err 'employer: ALREADY_REGISTERED'
has err 'employer is 甲公司, here nothing'
other '2s/adopt/decline/'
has err 'pledge is adopt, here decline; what is registered is changed with pledge-record'
other '1s/$/,subjects/;2s/$/,1|2/'
has err 'subjects is 1|2|3|4, here 1|2'
other '1s/$/,degree_level,degree_school,degree_major,degree_month/;2s/$/,master,某校,某,2010-07/'
has err 'degree_level is nothing, here master'
other '1s/$/,reg_no/;2s/$/,AQ25110000009/'
has err 'reg_no is AQ25110000001, here AQ25110000009'
LC_ALL=zh_CN.UTF-8 reg-import other.csv >out 2>err
has err '内容不同: reg_no 为 AQ25110000001, 此处为 AQ25110000009; 变更请用 reg-amend'
# amended since: what the file says is what was registered, or what stands
printf 'case_no,reg_no,field,value,authority\n,AQ25110000001,employer,乙公司,self\n,AQ25110000001,edu_month,2009-07,self\n' >amend.csv
run 0 reg-amend -q amend.csv
sed 's/bachelor/本科/' one.csv >other.csv
run 0 reg-import other.csv
has err '1 unchanged'
other '2s/bachelor/本科/;2s/甲公司/丙公司/'
has err 'employer is 乙公司, here 丙公司'
sed '2s/甲公司/乙公司/;2s/200807/2009-07/' one.csv >other.csv
run 0 reg-import other.csv
has err '1 unchanged'

# exam and year that disagree; a phone is kept as given or refused; dates that are no days; studies before school
office
fault_of() { # COLUMNS VALUES TEXT
	printf '%s\n' "$H,$1" "AQ-2025,$P,$N,$2" >bad.csv
	run 1 reg-import bad.csv
	has err "$3"
}
fault_of year 2023 'bad.csv:2: year: YEAR_MISMATCH: exam says 2025, year says 2023; leave one of them out'
lacks err EXAM_UNKNOWN
fault_of year 2099 YEAR_MISMATCH
for phone in '139 0000 0001' 139-0000-0001 +86-13900000001 8613900000001; do
	printf '%s\n' "$H" "AQ-2025,$P,$N" | sed "2s/13900000001/$phone/" >bad.csv
	run 1 reg-import bad.csv
	has err 'phone: PHONE_FORM: '
	has err 'without blanks or hyphens'
done
printf '%s\n' "$H" "AQ-2025,$P,$N" | sed '2s/13900000001/　１３９００００００01 /' >wide.csv
run 0 reg-import -n wide.csv
fault_of prior_cert_date 2024-02-30 'DATE_FORM: 2024-02-30: there is no such day'
fault_of prior_cert_date 2024/02/03 'DATE_FORM: 2024/02/03: YYYY-MM-DD or YYYYMMDD'
fault_of birth 20240230 'BIRTH_FORM: 20240230: there is no such day'
fault_of birth 2030-01-01 'BIRTH_FORM: 2030-01-01 lies after today, 2025-08-20'
printf '%s\n' "$H,edu_level,edu_school,edu_major,edu_month" "AQ-2025,$P,$N,high_school,某校,某,1995-03" >early.csv
run 0 reg-import -n early.csv
lacks err MONTH_EARLY
sed -i 's/1995-03/1995-02/' early.csv
run 0 reg-import -n early.csv
has err 'early.csv:2: edu_month: MONTH_EARLY: warning: 1995-02: somebody born on 1985-03-07 was not yet 10'
done_testing
