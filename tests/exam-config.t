#!/bin/sh
# exam-config: load, dump, check and diff of a configuration folder.
. "${0%/*}/lib.sh"
C=$ROOT/tests/fixtures/config

# copy: a fresh copy of the fixtures in ./w, to be spoilt
copy() { rm -rf w && cp -r "$C" w && chmod -R u+w w; }
# spoilt FILE SED PLACE: after the edit, check names PLACE (LINE: FIELD: CODE, with another file's name in front where it is
# reported there) and exits 1
spoilt() {
	case $3 in *.csv:*) place=w/$3 ;; *) place=w/$1.csv:$3 ;; esac
	copy
	sed -i "$2" "w/$1.csv"
	exam-config check w >out 2>err
	got=$?
	if [ $got -eq 1 ] && grep -qF "$place: " err; then pass "$1 $2: $place"
	else fail "$1 $2: $place: exit $got"; sed 's/^/# /' err | head -n 20; fi
}
# only N: the spoilt folder has just so many faults (nothing that merely follows from them)
only() { equal "faults: $1" "$(grep -c '^w/' err)" "$1"; }
same_folder() { # DIR: what lies there is what the fixtures say, byte for byte
	for f in "$C"/*.csv; do cmp "$f" "$1/${f##*/}" || return 1; done
}

# ---- load and dump
exam-init -q -d exam.db || exit 1
run 0 exam-config check "$C"
err <<EOF
exam-config: $C: 0 faults
exam-config: 0 accepted, 0 rejected, 706 unchanged
EOF
run 0 exam-config load -n "$C"
has err '706 accepted, 0 rejected, 0 unchanged'
rows 'SELECT count(*) FROM exam; SELECT count(*) FROM batch' <<'EOF'
0
0
EOF
run 0 exam-config load "$C"
err <<'EOF'
exam-config: 706 accepted, 0 rejected, 0 unchanged
EOF
out </dev/null
run 0 exam-config dump d
ok same_folder d
equal 'files of a dump' "$(ls d | wc -l)" 28
equal 'mode of a dumped file' "$(stat -c %a d/exam.csv)" 600
run 0 exam-config diff d
dump >before
run 0 exam-config load d
has err '0 accepted, 0 rejected, 706 unchanged'
dump >after
ok cmp before after
rows 'SELECT count(*) FROM batch' <<'EOF'
1
EOF
rows "SELECT row, amount, upward_share IS NULL FROM fee WHERE exam = 'AQ' AND province = '110000' ORDER BY row" <<'EOF'
1|5600|1
2|6400|1
EOF
rows "SELECT inputs LIKE '%exam.csv=________________________________________________________________%' FROM batch" <<'EOF'
1
EOF
run 0 exam-config dump -n never
ok test ! -e never

# the whole year of the shared data, where it is there
if [ -d "$SHARED/data/config" ]; then
	exam-init -q -d real.db
	run 0 exam-config load -d real.db "$SHARED/data/config"
	run 0 exam-config dump -d real.db real
	for f in "$SHARED"/data/config/*.csv; do ok cmp "$f" "real/${f##*/}"; done
	run 0 exam-config load -d real.db "$SHARED/data/config"
	has err '0 accepted'
else
	skip 'no shared configuration'
fi

# ---- files as spreadsheets leave them: the same configuration
copy
for f in w/*.csv; do { printf '\357\273\277'; sed 's/$/\r/' "$f"; } >x; mv x "$f"; done
run 0 exam-config diff w
copy
for f in w/*.csv; do iconv -f UTF-8 -t GB18030 "$f" >x; mv x "$f"; done
run 0 exam-config diff w
copy
sed -i '$ s/$/\n,,,,,,,,/' w/room.csv                    # an emptied row
sed -i 's/$/,/' w/city.csv                               # an emptied column
sed -i 's/,01,/,"=""01""",/; s/^AQ,2025,/ AQ , 2025,/' w/level.csv # guarded codes, blanks
awk -F, -v OFS=, '{ print $3, $1, $2 }' w/city.csv >x && mv x w/city.csv # columns in another order
run 0 exam-config diff w
copy
sed -i '1s/$/,remark/; 2,$s/$/,x/' w/province.csv
run 0 exam-config diff w
has err 'w/province.csv:1: unknown column, not read: remark'
# a file that is no table is not read, and that is said
copy
cp w/city.csv w/citty.csv
mv w/room.csv w/Room.CSV
run 1 exam-config check w
has err 'w/citty.csv: no table is called so; not read'
has err 'w/Room.CSV: no table is called so; not read'
lacks err 'w/city.csv'
# a dump for a spreadsheet, or in another encoding, reads back
run 0 exam-config dump --excel sheets
equal 'a byte order mark' "$(head -c 3 sheets/exam.csv | od -An -tx1 | tr -d ' \n')" efbbbf
run 0 exam-config diff sheets
run 0 exam-config dump --excel --out-encoding gb18030 gb
equal 'none' "$(head -c 4 gb/exam.csv)" exam
grep -q 北京 gb/province.csv && fail 'gb18030: it is UTF-8' || pass gb18030
run 0 exam-config diff gb
run 3 exam-config dump --out-encoding latin1 latin
ok [ ! -e latin/exam.csv ]
run 2 exam-config dump --header zh sheets
has err 'English names only'

# ---- diff and load of changes; exams keep their id
copy
sed -i 's/^AQ,2025,110000,\*,objective,per_subject,56.00/AQ,2025,110000,*,objective,per_subject,58.00/; /^JZ,2025,150000/d' w/fee.csv
sed -i 's/统计高级/高统/' w/exam.csv
printf '220000,吉林省\n' >>w/province.csv
sed -i '2{h;d};3{G}' w/doc_type.csv
dump >before
run 1 exam-config diff w
out <<'EOF'
table,key,action,old,new,registrations
exam,908|2024,change,short_name=统计高级,short_name=高统,0
fee,AQ|2025|110000|*|objective,change,amount=56.00,amount=58.00,0
province,220000,add,,name=吉林省,0
doc_type,,order,,,
EOF
has err 'exam-config: 0 accepted, 0 rejected, 4 unchanged'
run 3 sh -c 'exam-config diff w >/dev/full'
has err 'nothing was changed'
dump >after
ok cmp before after
sqlite3 exam.db "UPDATE exam SET id = id + 40"
run 0 exam-config load w
has err '4 accepted, 0 rejected, 704 unchanged'
rows "SELECT id, short_name FROM exam WHERE exam = '908'" <<'EOF'
42|高统
EOF
rows "SELECT code FROM doc_type ORDER BY row LIMIT 2" <<'EOF'
01O
01
EOF
run 0 exam-config diff w
run 0 exam-config dump d
ok diff -r w d
run 0 exam-config load "$C"
ok test "$(sqlite3 exam.db "SELECT count(DISTINCT digest) FROM audit_entry WHERE action = 'exam-config'")" = 3

# an exam that nobody has registered for may go, and its rows with it
copy
for f in w/*.csv; do sed -i '/^RK1,/d' "$f"; done
run 0 exam-config load w
rows "SELECT count(*) FROM exam WHERE exam = 'RK1'" <<'EOF'
0
EOF
run 0 exam-config load "$C"

# ---- what registrations use stays; seats ask for a reason
sqlite3 exam.db "INSERT INTO person (id, name, name_key, id_type, id_no, id_key, batch_id)
	VALUES (1, '王小明', '王小明', '03', 'E12345678', '03:E12345678', 1);
	INSERT INTO registration (id, reg_no, exam_id, person_id, document, province, city, review_point, level, specialty, candidate,
	 filled_at, row_hash, batch_id) SELECT 1, 'AQ1', id, 1, 1, '110000', '110100', '01', '04', '03', 'new',
	 '2025-08-20T10:00:00', 1, 1 FROM exam WHERE exam = 'AQ';
	INSERT INTO registration_subject (registration_id, subject) VALUES (1, '4')"
dump >before
gone() { # FILE SED TEXT: a load of the folder is refused and names TEXT
	copy
	for f in $1; do sed -i "$2" "w/$f.csv"; done
	run 3 exam-config load w
	has err "$3"
	dump >after
	ok cmp before after
}
gone "$(cd "$C" && ls *.csv | sed 's/\.csv//')" '/^AQ,/d' 'w/exam.csv:0: exam: IN_USE: AQ-2025: '
gone 'level level_subject exemption eligibility' '/^AQ,.*\b04,/d; /^AQ,2025,04/d' 'w/level.csv:0: level: IN_USE: AQ-2025 04: removed or changed, but 1 '
gone specialty '/^AQ,2025,\*,03/d' 'w/specialty.csv:0: specialty: IN_USE: AQ-2025 04 03: '
gone 'subject level_subject session' 's/^AQ,2025,4,/AQ,2025,5,/; s/^\(AQ,2025,.*\),4$/\1,5/' 'IN_USE: AQ-2025 4: '
gone review_point '/^110100,01,/d' 'w/review_point.csv:0: review_point: IN_USE: 110100 01: '
gone doc_type '/^03,/d' 'w/doc_type.csv:0: code: IN_USE: 03: '
gone 'city review_point site room' 's/^110100/110200/' 'w/city.csv:0: city: IN_USE: 110100: '
copy
sed -i '/^AQ,2025,\*,07/d' w/specialty.csv # nobody has it
sed -i 's/^AQ,2025,110000,payment.*16:00:00$/AQ,2025,110000,payment,2025-08-13T09:00:00,2025-09-08T16:00:00/' w/window.csv
run 1 exam-config diff w
out <<'EOF'
table,key,action,old,new,registrations
specialty,AQ|2025|*|07,remove,name=其他安全(不包括消防安全),,0
window,AQ|2025|110000|payment|2025-08-13T09:00:00,change,close=2025-09-05T16:00:00,close=2025-09-08T16:00:00,1
EOF
sqlite3 exam.db "INSERT INTO seat SELECT exam_id, '4', '110100', '01', '002', 7, 1, '4' FROM registration"
dump >before
run 3 exam-config load w
has err '2 changes need --reason TEXT'
dump >after
ok cmp before after
run 0 exam-config load "$C" # changes nothing: no reason needed
run 0 exam-config load -n --reason '延长缴费 京人考〔2025〕1号' w
dump >after
ok cmp before after
run 0 exam-config load --reason '延长缴费 京人考〔2025〕1号' w
rows "SELECT action, subject, detail FROM audit_entry WHERE action = 'config'" <<'EOF'
config|w|延长缴费 京人考〔2025〕1号
EOF
dump >before
copy
sed -i '/^110100,01,002/d' w/room.csv
run 3 exam-config load --reason x w
has err 'w/room.csv:0: room: IN_USE: 110100 01 002: '
dump >after
ok cmp before after

# ---- faults: each with its place, none that only follows from another
spoilt fee '2s/56.00/56.001/' '2: amount: MONEY_FORM'; only 1
run 3 exam-config load w
has err 'w: 1 faults; nothing was changed'
run 3 exam-config diff w
dump >after
ok cmp before after
spoilt fee '2s/56.00/五十六/' '2: amount: MONEY_FORM'; only 1
spoilt fee '2s/56.00/-56.00/' '2: amount: MONEY_FORM'; only 1
spoilt fee '2s/56.00,/56.00,56.01/' '2: upward_share: UPWARD_SHARE_RANGE'; only 1
spoilt fee '2s/per_subject/per_person/' '2: unit: FEE_UNIT'; only 1
spoilt fee '2s/objective/objektiv/' '2: component: VALUE_UNKNOWN'; only 1
spoilt fee '2s/110000/111111/' '2: province: PROVINCE_UNKNOWN'; only 1
spoilt fee '2s/\*/09/' '2: level: LEVEL_UNKNOWN'; only 1
spoilt fee '3s/.*/AQ,2025,110000/' '3: FIELD_COUNT'; only 1
spoilt fee '3s/$/,x/' '3: FIELD_COUNT'; only 1
spoilt fee '2s/2025/2027/' '2: exam: EXAM_UNKNOWN'; only 1
spoilt fee '2s/2025/abcd/' '2: year: INT_RANGE'; only 1
spoilt fee '2{p}' '3: KEY_REPEATED'; only 1
spoilt fee '1s/amount/money/' '1: amount: COLUMN_MISSING'
spoilt fee '1s/unit/amount/' '1: amount: COLUMN_REPEATED'
spoilt fee '3s/^/"/' '3'; has err 'QUOTE'; only 1
spoilt fee '/^RK1,2025,\*,\*,objective/d' 'level.csv:12: level: FEE_MISSING'; only 3
spoilt exam '2s/308/30-8/' '2: exam: CODE_FORM'
spoilt exam '2s/year_end/end/' '2: eligibility_day: VALUE_UNKNOWN'; only 1
spoilt exam '2s/30|25/30|0/' '2: paper_bags: VALUE_FORM'; only 1
spoilt exam '2s/,1,year_end/,2,year_end/' '2: pledge: INT_RANGE'; only 1
spoilt exam '2s/paper/papyrus/' '2: delivery: VALUE_UNKNOWN'; only 1
spoilt exam '2s/,统计初中级,/,,/' '2: short_name: VALUE_MISSING'; only 1
spoilt level '2s/,2,1,0/,3,1,0/' '2: required_subjects: SUBJECTS_TOO_FEW'; only 1
spoilt level '2s/,01,/,0|1,/' '2: level: CODE_FORM'
spoilt specialty '2s/,01,/,09,/' '2: level: LEVEL_UNKNOWN'; only 1
spoilt subject '2s/,72,/,121,/' '2: pass_mark: PASS_MARK_RANGE'; only 1
spoilt level_subject '2s/101/109/' '2: subject: SUBJECT_UNKNOWN'
spoilt session '2s/101|201/101|209/' '2: subjects: SUBJECT_UNKNOWN'
spoilt session '2s/101|201/101/' 'level_subject.csv:4: subject: SUBJECT_WITHOUT_SESSION'; only 1
spoilt session '2s/09:00,11:30/09:00,08:30/' '2: end: SESSION_ORDER'; only 1
spoilt session '2s/11:30/11:00/' '2: end: SESSION_TOO_SHORT'; only 1
spoilt session '2s/09:00/9:00/' '2: start: CLOCK_FORM'; only 1
spoilt session '3s/14:00,16:30/11:00,13:30/' '3: session: SESSION_OVERLAP'; only 1
spoilt session '2s/2024-10-20/2024-10-32/' '2: date: DATE_FORM'
spoilt eligibility '2s/308,01/308,09/' '2: level: LEVEL_UNKNOWN'; only 1
spoilt eligibility '12s/safety/safty/' '12: major_class: MAJOR_CLASS_UNKNOWN'; only 1
spoilt eligibility '12s/2019,2021/2019,2018/' '12: to_year: YEAR_ORDER'; only 1
spoilt eligibility '2s/high_school/primary/' '2: min_education: VALUE_UNKNOWN'; only 1
spoilt eligibility '2s/high_school//' '2: min_education: VALUE_MISSING'; only 1
spoilt major_class '3s/安全工程/安拳工程/' '3: value: MAJOR_UNKNOWN'; only 1
spoilt exemption '2s/,3,/,9,/' '2: exempt_subjects: SUBJECT_UNKNOWN'; only 1
spoilt exemption '2s/,3,/,2,/' '2: exempt_subjects: EXEMPT_SUBJECT_SAT'; only 1
spoilt pass_line '2s/630000/639999/' '2: province: PROVINCE_UNKNOWN'; only 1
spoilt pass_line '3s/1|2/1|7/' '3: level: LEVEL_UNKNOWN'; only 1
spoilt validity_extension '$s/$/\nAQ,*,01,1900,1,x/' '2: pass_year: INT_RANGE'; only 1
spoilt window '2s/2024-07-20T17:00:00/2024-06-20T17:00:00/' '2: close: WINDOW_ORDER'; only 1
spoilt window '2s/2024-07-20T17:00:00/2024-07-20/' '2: close: TIME_FORM'; only 1
spoilt window '2s/registration/enrolment/' '2: window: VALUE_UNKNOWN'; only 1
spoilt policy '2s/edit_until/soon/' '2: until: VALUE_UNKNOWN'; only 1
spoilt policy '13s/+5wd/+5days/' '13: until: VALUE_UNKNOWN'; only 1
spoilt policy '4s/certified/filled/' '4: until: STAGE_ORDER'; only 1
spoilt policy '2s/basic/basics/' '2: field_group: FIELD_GROUP_UNKNOWN'; only 1
spoilt policy '6s/id+id_copy/id++id_copy/' '6: documents: VALUE_FORM'; only 1
spoilt field_group '2s/gender/sex_of_person/' '2: field: FIELD_UNKNOWN'; only 1
spoilt province '2s/110000/11/' '2: province: CODE_FORM'
spoilt city '2s/,110000,/,120000,/' '2: province: PROVINCE_UNKNOWN'
spoilt review_point '2s/110100/119900/' '2: city: CITY_UNKNOWN'; only 1
spoilt site '2s/,01,/,09,/' 'room.csv:2: site: SITE_UNKNOWN'
spoilt room '2s/7-7-8-8/7-7-/' '2: layout: LAYOUT_FORM'; only 1
spoilt room '2s/,30,/,0,/' '2: capacity: INT_RANGE'; only 1
spoilt calendar '2s/2025-06-01/2025-02-30/' '2: date: DATE_FORM'; only 1
spoilt photo_rule '2s/30720,,/30720,1024,/' '2: max_bytes: LIMIT_ORDER'; only 1
spoilt photo_rule '2s/red/pink/' '2: backgrounds: VALUE_UNKNOWN'; only 1
spoilt photo_rule '2s/295,413,51200/295,,51200/' '2: out_height: VALUE_MISSING'; only 1
spoilt proof_kind '2s/proof$/prof/' '2: photo_rule: PHOTO_RULE_UNKNOWN'; only 1
spoilt doc_type '2s/\^\[1-8\]/^([1-8]/' '2: pattern: PATTERN_FORM'; only 1
spoilt doc_type '/^01,/d' '1: DOC_TYPE_MISSING'; only 1
spoilt message '2s/{name}/{name/' '2: text: TEMPLATE_FORM'; only 1
spoilt message '2s/{name}/{nane}/' '2: text: FIELD_UNKNOWN: {nane}'; only 1
spoilt message '2s/,zh,/,jp,/' '2: lang: VALUE_UNKNOWN'; only 1
spoilt operator '$s/$/\nwang,王,clerk,110000,110100,09/' '2: review_point: REVIEW_POINT_UNKNOWN'; has err 'CENTRE_MISSING'
spoilt setting '2s/pre/before/' '2: value: VALUE_UNKNOWN'; only 1
spoilt setting '2s/review_mode/review_mod/' '2: setting: SETTING_UNKNOWN'; has err 'SETTING_MISSING: review_mode'
spoilt setting 's/,password_min,8/,password_min,16/' '12: value: LIMIT_ORDER'; only 1
spoilt setting 's/,password_max,15/,password_max,many/' '13: value: INT_RANGE'
spoilt setting 's/2002-01/2002-13/' '16: value: DATE_FORM'; only 1
spoilt setting 's/photo_rule,cpta/photo_rule,cptb/' '26: value: PHOTO_RULE_UNKNOWN'; only 1
spoilt setting 's/A-Za-z0-9_\]/A-Za-z0-9_/' '11: value: PATTERN_FORM'; only 1
spoilt setting 's/^RK1,440000,review_mode.*//' '46: setting: SETTING_AMBIGUOUS'; only 1
spoilt setting '2{p}' '3: KEY_REPEATED'; only 1
spoilt setting '12i *,*,username_document,yes' '12: value: INT_RANGE'; only 1
spoilt setting '12i *,*,recovery_counter,sometimes' '12: value: VALUE_UNKNOWN'; only 1
copy; printf '*,310000,neighbour_key,none\nAQ,*,neighbour_key,edu_school\nAQ,310000,neighbour_key,address\n' >>w/setting.csv
printf '*,*,username_document,1\n*,*,password_not_digits,1\n*,310000,password_classes,letter+digit\n*,110000,recovery_counter,registration\n' >>w/setting.csv
run 0 exam-config check w

# ---- number templates
spoilt exam '2s/{seat:2}/{seet:2}/' '2: admit_no: NUMBER_FIELD'; only 1
spoilt exam '2s/{seat:2}/{seat/' '2: admit_no: NUMBER_FORM'; only 1
spoilt exam '2s/{seat:2}/{seat}/' '2: admit_no: NUMBER_WIDTH'; only 1
spoilt exam '2s/{seat:2}/{seat:1}/' '2: admit_no: NUMBER_OVERFLOW'; only 1
has err '{seat}: the configuration goes up to 30'
spoilt exam '6s/{room:3}{seat:2}/{room:3}{seat:1}/' '6: admit_no: NUMBER_OVERFLOW'; has err 'up to 40'
spoilt exam '2s/{province:2}/{province:1}/' '2: admit_no: NUMBER_OVERFLOW'; has err 'up to 63'
spoilt exam '2s/{seq:7}/{seq:2}/' '2: archive_no: NUMBER_OVERFLOW'; has err 'up to 480'; only 1
spoilt exam '6s/{specialty:3}/{specialty:2}/' '6: cert_no: NUMBER_OVERFLOW'; only 1
spoilt exam '2s/{seat:2}//' '2: admit_no: NUMBER_REPEATS'; only 1
spoilt exam '2s/{city:2}//' '2: admit_no: NUMBER_REPEATS'; has err 'tells city 210100 from 210200'; only 1
spoilt exam '4s/{province:2}{city:2}/{city:2}/' '4: admit_no: NUMBER_REPEATS'; only 1
spoilt exam '6s/{batch:1}//' '6: admit_no: NUMBER_REPEATS'; has err 'every batch'; only 1
spoilt exam '2s/{yy}{province:2}308/{yy}308/' '2: archive_no: NUMBER_REPEATS'; only 1
spoilt exam '2s/308{yyyy}/308/' '2: cert_no: NUMBER_REPEATS'; has err 'next year'; only 1
spoilt exam '2s/{province:2}308{seq:7}/{province:2}308{level:7}/' '2: archive_no: NUMBER_REPEATS'; only 1
spoilt exam '5s/{province:2}402/{province:2}401/' '5: archive_no: NUMBER_REPEATS'; has err 'AQ-2025 (line 4)'; only 1
spoilt exam '2s/{seq:7}/{room:7}/' '2: archive_no: NUMBER_MISSING'; only 1
spoilt exam '2s/{level:1}/{batch:1}/' '2: admit_no: NUMBER_MISSING'; only 1
spoilt subject '1s/^/x/' '1: exam: COLUMN_MISSING'
copy # a tenth room of a city in a number with one digit for it
sed -i 's/{room:2}/{room:1}/' w/exam.csv
run 0 exam-config check w # eight paper rooms a city
for i in 1 2; do printf '110100,01,09%s,加%s,30,7-7-8-8,paper,1,0\n' $i $i; done >>w/room.csv
run 1 exam-config check w
has err 'w/exam.csv:2: admit_no: NUMBER_OVERFLOW: {room}: the configuration goes up to 10'
only 2
exam-init -q -d more.db
run 0 exam-config load -d more.db w # an exam need not take every room
has err 'NUMBER_OVERFLOW: {room}'
sed -i '2s/{seat:2}/{seat:1}/' w/exam.csv
run 3 exam-config load -d more.db w
only 3
copy # places that are one number although their codes differ
printf '110100,1,又一考点,\n' >>w/site.csv
run 1 exam-config check w
has err 'NUMBER_REPEATS: {site}: sites 01 and 1 of city 110100'
copy # an office of one city needs no city in its numbers
for t in city review_point site room fee setting policy; do sed -i '/^1\{0,1\}[2-9][0-9]*0,/d; /,[2-6][0-9]0000,/d; /^[2-9][0-9]0000,/d' w/$t.csv; done
sed -i '/^[2-9]/d' w/province.csv; sed -i '/630000/d' w/pass_line.csv; sed -i '/,[2-9][0-9]*000,/d' w/window.csv
sed -i 's/{province:2}//g; s/{city:2}//' w/exam.csv
run 0 exam-config check w

# ---- several at once, in the order of the files; files that are missing, empty, broken
copy
sed -i '3s/64.00/x/; 2s/56.00/y/' w/fee.csv
rm w/major.csv w/operator.csv
: >w/message.csv
sed -n 1p "$C/calendar.csv" >w/calendar.csv
sed -n 1p "$C/photo_rule.csv" >w/photo_rule.csv
run 1 exam-config check w
err <<'EOF'
w/fee.csv:2: amount: MONEY_FORM: y: not an amount in yuan (digits, at most one point)
w/fee.csv:3: amount: MONEY_FORM: x: not an amount in yuan (digits, at most one point)
w/major.csv:0: FILE_MISSING: a configuration has every table; dump shows its columns
w/setting.csv:26: value: PHOTO_RULE_UNKNOWN: cpta: photo_rule is a rule of photo_rule.csv
w/setting.csv:27: value: PHOTO_RULE_UNKNOWN: scan100k: scan_rule is a rule of photo_rule.csv
w/photo_rule.csv:1: TABLE_EMPTY: this table must have rows
w/proof_kind.csv:2: photo_rule: PHOTO_RULE_UNKNOWN: proof: not in photo_rule.csv; add it there or correct this row
w/proof_kind.csv:3: photo_rule: PHOTO_RULE_UNKNOWN: proof: not in photo_rule.csv; add it there or correct this row
w/proof_kind.csv:4: photo_rule: PHOTO_RULE_UNKNOWN: proof: not in photo_rule.csv; add it there or correct this row
w/proof_kind.csv:5: photo_rule: PHOTO_RULE_UNKNOWN: proof: not in photo_rule.csv; add it there or correct this row
w/proof_kind.csv:6: photo_rule: PHOTO_RULE_UNKNOWN: scan100k: not in photo_rule.csv; add it there or correct this row
w/message.csv:1: HEADER_MISSING: the file is empty; it needs at least its header
w/operator.csv:0: FILE_MISSING: a configuration has every table; this one may hold its header alone
exam-config: w: 13 faults
exam-config: 0 accepted, 9 rejected, 513 unchanged
EOF
LC_ALL=zh_CN.UTF-8 run 1 exam-config check w
has err 'w/fee.csv:2: amount: MONEY_FORM: y: '
has err '处错误'

# ---- calls, files, databases
run 2 exam-config
run 2 exam-config load
run 2 exam-config load a b
run 2 exam-config store "$C"
run 2 exam-config check --reason x "$C"
run 2 exam-config --no-such-option load "$C"
run 3 exam-config check nowhere
run 3 exam-config load -d missing.db "$C"
run 3 exam-config dump -d missing.db m
ok test ! -e m
run 0 exam-config check -d missing.db "$C" # needs no database
touch file
run 3 exam-config dump file
run 3 exam-config load file
if [ "$(id -u)" != 0 ]; then
	chmod 444 exam.db
	run 3 exam-config load -d exam.db "$C"
	chmod 600 exam.db
else
	skip 'root writes read-only files'
fi

# ---- who may
exam-init -q -d who.db
copy
printf '%s,本人,clerk,,,\nzhong,中心,centre,,,\n' "$(id -un)" >>w/operator.csv
run 0 exam-config load -q -d who.db w
run 3 exam-config load -d who.db "$C"
has err NOT_AUTHORISED
run 0 exam-config diff -q -d who.db w
SUDO_USER=zhong run 0 exam-config load -q -d who.db "$C"
SUDO_USER=nobody-known run 0 exam-config load -q -d who.db w
SUDO_USER=nobody-known run 3 exam-config dump -d who.db m
ok test ! -e m

done_testing
